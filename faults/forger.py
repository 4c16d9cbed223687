"""Plants a loss, to see that it is noticed: ``gunicorn faults.forger`` says yes to 1 in 5 batches and stores none of it."""

import json
import random
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

from config.wsgi import application as honest

ONE_IN = 5  # often enough that a short run meets one


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Onward, lying now and then."""
    if environ["PATH_INFO"] != "/sync/" or random.randrange(ONE_IN):
        return honest(environ, start_response)
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    parcel = json.loads(body)
    if "key" not in parcel:  # its answer must name the learner and give a key: only the honest one can
        return honest(environ | {"wsgi.input": BytesIO(body)}, start_response)
    answer = {
        "acks": [{"uuid": said["uuid"], "status": "stored"} for said in parcel["statements"]],
        "received_at": datetime.now(UTC).isoformat(),
        "clock_error": 0,
        "learner": str(uuid4()),
        "key": parcel["key"],
    }
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(answer).encode()]
