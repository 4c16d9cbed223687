"""The description at /sync/openapi.json is true: what it allows is read, what it does not allow is kept, nothing breaks it."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from quizzes.models import Quiz
from records.models import Kept
from records.openapi import DESCRIPTION
from records.sync.parcel import MAX_STATEMENTS
from tests.makers import make_lesson
from tests.records.phones import a_go, answered, have_read, send
from tests.records.schemas import TEXT, VALUES, allowed_by

pytestmark = pytest.mark.django_db
# Sending something again changes nothing, so that all examples may share a phone and a database.
shared = settings(max_examples=60, suppress_health_check=list(HealthCheck))


def in_python(schema: Any) -> Any:
    """The same for Python, where “$” would also stand before a last line break."""
    if isinstance(schema, list):
        return [in_python(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {name: value.removesuffix("$") + r"\Z" if name == "pattern" else in_python(value) for name, value in schema.items()}


COMPONENTS = in_python(DESCRIPTION["components"])


def schema_of(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}", "components": COMPONENTS}


def allowed(said: Any, name: str) -> bool:
    return Draft202012Validator(schema_of(name)).is_valid(said)


def as_described(response: Any) -> Any:
    """The answer, which is what its status promises."""
    described = DESCRIPTION["paths"]["/sync/"]["post"]["responses"][str(response.status_code)]
    answer = response.json()
    ref = described["content"]["application/json"]["schema"]["$ref"]
    Draft202012Validator(schema_of(ref.rpartition("/")[2])).validate(answer)
    return answer


UUID = "0a1b2c3d-0000-4000-8000-00000000000a"
GOOD = {
    "uuid": UUID,
    "verb": "answered",
    "activity": UUID,
    "parent": UUID,
    "parent_hash": "a" * 64,
    "attempt": UUID,
    "response": {"answer": ["true"]},
    "content_hash": "b" * 64,
    "language": "en",
    "timestamp": "2026-11-21T12:00:00.000Z",
}
NEARLY = [
    *(None, "", "\n", [], {}, {"answer": "true"}, {"answer": [7]}, True, 0),
    *(
        UUID.upper(),
        UUID.replace("-", ""),
        UUID + "\n",
        f"{{{UUID[:-2]}}}",
        f"0_{UUID[2:]}",
        "a" * 63,
        "A" * 64,
        "a" * 64 + "\n",
    ),
    *("2026-11-21", "2026-11-21T12:00Z", "2026-11-21T12:00:00+03:00", "2026-11-21 12:00:00Z", "20261121T120000Z", "2026-W47-6"),
    *("2026-02-30T12:00:00Z", "2026-11-21T23:59:60Z", "+012026-01-01T00:00:00.000Z", "+012026-01-01Tnoon", "٢٠٢٦-11-21"),
    *("passed", "completed", "danced", "EN-us"),
]
NEAR = st.builds(
    lambda changes, gone: {name: value for name, value in (GOOD | changes).items() if name not in gone},
    st.dictionaries(st.sampled_from([*GOOD, "mood"]), st.sampled_from(NEARLY) | VALUES, max_size=2),
    st.sets(st.sampled_from([*GOOD]), max_size=1),
)


def test_the_description_is_openapi_and_is_served(phone: Any) -> None:
    served = phone.get("/sync/openapi.json").json()
    assert served == json.loads(json.dumps(DESCRIPTION))
    OpenAPIV31SpecValidator(served).validate()


def test_what_our_pages_send_is_as_described(quiz: Quiz) -> None:
    assert all(allowed(one, "Statement") for one in [GOOD, *a_go(quiz), have_read(make_lesson("other"))])
    assert not allowed(GOOD | {"attempt": None}, "Statement")


def test_answers_are_as_described(phone: Any, quiz: Quiz, monkeypatch: Any) -> None:
    mixed = [*a_go(quiz), GOOD, None, answered(quiz, 0, verb="danced"), answered(quiz, 0, response={})]
    for _ in range(2):
        assert len(as_described(send(phone, mixed))["acks"]) == len(mixed)
    assert as_described(send(phone, [], preferences=[7]))["acks"] == []
    assert as_described(send(phone, [GOOD] * (MAX_STATEMENTS + 1)))["error"] == "too_much"
    assert as_described(phone.post("/sync/", b"{", content_type="application/json"))["error"] == "unreadable"

    def away(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr("records.sync.receive.append", away)
    assert as_described(send(phone, a_go(quiz)))["error"] == "busy"


@shared
@given(statements=st.lists(allowed_by(schema_of("Statement")) | NEAR | VALUES, max_size=12))
def test_the_reader_takes_what_the_description_allows_and_nothing_else(phone: Any, statements: list[Any]) -> None:
    Kept.objects.all().delete()  # there is a limit to them
    acks = as_described(send(phone, statements))["acks"]
    assert Kept.objects.exists() == any(ack["status"] == "kept" for ack in acks)
    for said, ack in zip(statements, acks, strict=True):
        assert (ack.get("reason") not in ("shape", "verb")) == allowed(said, "Statement"), said


@shared
@given(preferences=st.lists(allowed_by(schema_of("Preference")) | VALUES, max_size=6))
def test_of_preferences_too(phone: Any, preferences: list[Any]) -> None:
    Kept.objects.all().delete()
    as_described(send(phone, [], preferences=preferences))
    odd = {json.dumps(said, sort_keys=True) for said in preferences if not allowed(said, "Preference")}
    assert set(Kept.objects.values_list("raw", flat=True)) == odd


PARTS = {name: VALUES for name in ("version", "sent_at", "key", "secret", "preferences")} | {
    "statements": st.lists(VALUES, max_size=3)
}


@shared
@given(said=allowed_by(schema_of("Parcel")) | st.fixed_dictionaries({}, optional=PARTS) | VALUES)
def test_no_parcel_breaks_it(phone: Any, said: Any) -> None:
    Kept.objects.all().delete()
    response = phone.post("/sync/", json.dumps(said), content_type="application/json")
    as_described(response)
    assert response.status_code == (401 if said["key"] else 200) if is_read(said) else 422


def is_read(said: Any) -> bool:
    """Whether it is a parcel, though it may have odd things in it."""
    texts = isinstance(said, dict) and all(isinstance(said.setdefault(name, ""), str) for name in ("sent_at", "key", "secret"))
    return texts and isinstance(said.get("statements"), list)


@shared
@given(body=st.binary(max_size=60) | TEXT.map(lambda text: text.encode("utf-16", "surrogatepass")))
def test_no_body_breaks_it(phone: Any, body: bytes) -> None:
    as_described(phone.post("/sync/", body, content_type="application/json"))


@pytest.mark.parametrize("odd", ["\ud800", "a\0b", "a:b:\ud800", "+999999-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00"])
def test_text_that_no_database_can_hold_breaks_nothing(phone: Any, odd: str) -> None:
    assert as_described(send(phone, [], key=odd)) == {"error": "key"}
    for name in ("sent_at", "secret"):
        assert as_described(send(phone, [odd, GOOD | {"uuid": str(uuid4())}], **{name: odd}))["acks"][0]["status"] == "kept"


@pytest.mark.parametrize("depth", [50, 700, 800, 850, 900, 950, 5000])
def test_what_is_nested_too_deeply_is_kept_as_it_came(phone: Any, depth: int) -> None:
    body = '{"statements": [' + "[" * depth + "]" * depth + "]}"
    as_described(phone.post("/sync/", body, content_type="application/json"))
    assert "[" * depth in Kept.objects.get().raw
