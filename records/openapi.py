"""How phones send their answers, as OpenAPI 3.1; ``tests/records/test_openapi.py`` keeps it true."""

import re
from typing import Any

from records.reasons import Reason
from records.sync.parcel import HASH_SHAPE, MAX_BYTES, MAX_STATEMENTS, MOMENT_SHAPE, UUID_SHAPE, VERSION


def _written(shape: re.Pattern[str]) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^({shape.pattern})$"}


def _if_any(schema: dict[str, Any]) -> dict[str, Any]:
    return schema | {"type": [schema["type"], "null"]}


UUID = _written(UUID_SHAPE)
HASH = _written(HASH_SHAPE)
MOMENT = _written(MOMENT_SHAPE) | {"description": "By the phone's own clock, right or wrong."}

STATEMENT: dict[str, Any] = {
    "type": "object",
    "description": "Something a learner did. Answers: verb “answered”, about an item. Reading: “completed”.",
    "required": ["uuid", "verb", "activity", "timestamp"],
    "properties": {
        "uuid": UUID | {"description": "Made on the phone. Sent again, it is the same statement."},
        "verb": {"enum": ["answered", "completed"]},
        "activity": UUID | {"description": "An item's id, or the translation key of a lesson or quiz."},
        "parent": _if_any(UUID) | {"description": "The translation key of the item's quiz."},
        "parent_hash": _if_any(HASH) | {"description": "Names the questions the quiz had as she saw it."},
        "attempt": _if_any(UUID) | {"description": "The go that an answer belongs to; made on the phone."},
        "response": {
            "type": ["object", "null"],
            "description": "The question's form: each field's name with its values.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "content_hash": _if_any(HASH) | {"description": "Names what she saw."},
        "language": {"type": ["string", "null"], "description": "Its code; one that we do not know is forgotten."},
        "timestamp": MOMENT,
    },
    "if": {"properties": {"verb": {"const": "answered"}}},
    "then": {"required": ["attempt"], "properties": {"attempt": {"type": "string"}}},
}
PREFERENCE: dict[str, Any] = {
    "type": "object",
    "description": "A choice that her other phones should know. The last to arrive counts.",
    "required": ["uuid", "name", "value"],
    "properties": {
        "uuid": UUID,
        "name": {"enum": ["destination", "audio_preference"]},
        "value": {"type": "string", "pattern": "^[a-z][a-z0-9-]{0,39}$"},
    },
}
PARCEL: dict[str, Any] = {
    "type": "object",
    "required": ["statements"],
    "properties": {
        "version": {"type": "integer", "description": f"Of this description: {VERSION}."},
        "sent_at": {
            "type": "string",
            "description": "What its clock says now, written as a timestamp is: we correct the others by it.",
        },
        "key": {"type": "string", "description": "From an earlier answer: whose statements these are."},
        "secret": {
            "type": "string",
            "pattern": "^([A-Za-z0-9_-]{22,64})?$",
            "description": "Made on the phone, for as long as it has no key.",
        },
        "statements": {"type": "array", "maxItems": MAX_STATEMENTS, "items": {"$ref": "#/components/schemas/Statement"}},
        "preferences": {"type": "array", "items": {"$ref": "#/components/schemas/Preference"}},
    },
}
ACK: dict[str, Any] = {
    "type": "object",
    "description": "What became of one statement, at the place it had in the parcel. The phone need not send it again.",
    "required": ["status"],
    "properties": {
        "uuid": UUID,
        "status": {
            "enum": ["stored", "had", "kept", "erased"],
            "description": "The first three mean: it is on disk here. kept: as it was sent, until someone repairs it. "
            "erased: whose it is has erased herself. Nothing was taken; forget it.",
        },
        "reason": {"enum": list(map(str, Reason))},
        "success": {"type": "boolean", "description": "How an answer was judged."},
    },
    "additionalProperties": False,
}
ANSWER: dict[str, Any] = {
    "type": "object",
    "required": ["acks", "received_at", "clock_error"],
    "properties": {
        "acks": {"type": "array", "items": {"$ref": "#/components/schemas/Ack"}},
        "received_at": {"type": "string", "format": "date-time"},
        "clock_error": {
            "type": "integer",
            "description": "Seconds by which the phone's clock is behind; 0 if it is about right.",
        },
        "learner": UUID,
        "key": {"type": "string", "description": "Lets the phone add to this learner's record, and do nothing else."},
        "erased": {
            "const": True,
            "description": "Whose these are has erased herself: forget her key, her secret and all that is hers.",
        },
    },
    "oneOf": [{"required": ["learner", "key"]}, {"required": ["erased"]}],
    "additionalProperties": False,
}


def _said(description: str, schema: str | None = None) -> dict[str, Any]:
    content = {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}} if schema else {}
    return {"description": description, **content}


DESCRIPTION: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Onward: a phone's answers", "version": str(VERSION)},
    "paths": {
        "/sync/": {
            "post": {
                "summary": "Send statements. Sending them again, in any order and in any portions, changes nothing.",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Parcel"}}},
                },
                "responses": {
                    "200": _said("Each statement is on disk, stored or kept for repair; or she has erased herself.", "Answer"),
                    "400": _said("It broke off on its way: nothing was taken.", "Refusal"),
                    "401": _said("We do not know its key: nothing was taken. Forget it, and send with the secret.", "Refusal"),
                    "403": _said("It does not come from one of our own pages."),
                    "413": _said(f"More than {MAX_STATEMENTS} statements or {MAX_BYTES} bytes: send less at once.", "Refusal"),
                    "422": _said("It is not a parcel. It is kept for repair as it is.", "Refusal"),
                    "503": _said("Not now: nothing is acknowledged. Send it again after Retry-After seconds.", "Refusal"),
                },
            }
        },
        "/sync/sealed/": {
            "post": {
                "summary": "Send a parcel that a phone has closed for someone who is not there: see core/sealing.py.",
                "parameters": [
                    {
                        "name": "at",
                        "in": "query",
                        "required": True,
                        "schema": {"type": "string"},
                        "description": "What the phone's clock says now; the parcel's sent_at is not looked at.",
                    }
                ],
                "requestBody": {"required": True, "content": {"application/octet-stream": {}}},
                "responses": {
                    "200": _said("All of it is on disk. Whoever sends it learns no more."),
                    "400": _said("It broke off on its way: nothing was taken.", "Refusal"),
                    "401": _said("It is closed with no key of ours, or says a key that we do not know.", "Refusal"),
                    "403": _said("It does not come from one of our own pages."),
                    "413": _said("Too much at once.", "Refusal"),
                    "422": _said("What was closed is not a parcel. It is kept for repair as it is.", "Refusal"),
                    "503": _said("Not now. Send it again after Retry-After seconds.", "Refusal"),
                },
            }
        },
    },
    "components": {
        "schemas": {
            "Parcel": PARCEL,
            "Statement": STATEMENT,
            "Preference": PREFERENCE,
            "Answer": ANSWER,
            "Ack": ACK,
            "Refusal": {
                "type": "object",
                "required": ["error"],
                "properties": {
                    "error": {"enum": ["broken_off", "key", "unreadable", "too_much", "busy", "full"]},
                    "statements": {"type": "integer"},
                    "bytes": {"type": "integer"},
                },
                "additionalProperties": False,
            },
        }
    },
}
