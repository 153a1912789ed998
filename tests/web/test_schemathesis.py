"""What the desk promises to programs, tried with what nobody would think of: no answer breaks it, none is a surprise.

Every operation is asked with the bounds of its fields, with values that are none, and with some by chance, always the
same; then one after the other, as their answers lead. ``PRESSCHECK_EXAMPLES=300`` in the environment asks more.
"""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from schemathesis.engine import Status, events, from_schema
from schemathesis.python import asgi

from presscheck.web.app import create_app
from presscheck.web.house import House

EXAMPLES = int(os.environ.get("PRESSCHECK_EXAMPLES", "10"))
PROGRAM = {"Host": "127.0.0.1", "X-API-Key": "desk"}
LEFT = ("ignored_auth", "negative_data_rejection", "positive_data_acceptance")
"""What is not asked for: accounts, which a desk of one machine has none of; and that all that fits a form is possible,
or nothing else: a day may be well written and none."""
PART_MISSING = 501
"""Promised where pictures are to be read and the parts for it are not installed: no surprise."""
ASKED: dict[str, Any] = {
    "seed": 1,
    "suppress-health-check": ["all"],
    "headers": PROGRAM,
    "continue-on-failure": True,
    "checks": {
        "not_a_server_error": {"expected-statuses": ["2xx", "3xx", "4xx", PART_MISSING]},
        **{name: {"enabled": False} for name in LEFT},
    },
    "generation": {"max-examples": EXAMPLES, "deterministic": True, "no-shrink": True, "database": "none"},
    "phases": {
        "coverage": {"generate-duplicate-query-parameters": True},
        "stateful": {"max-steps": 5},
    },
}


def troubles(event: Any) -> list[str]:
    """What an event tells of that is not as it was promised."""
    if isinstance(event, events.NonFatalError | events.FatalError):
        return [repr(event)]
    if not isinstance(event, events.ScenarioFinished):
        return []
    failed = [one for checks in event.recorder.checks.values() for one in checks if one.status == Status.FAILURE]
    told = [one.failure_info for one in failed if one.failure_info]
    return [f"{event.recorder.label}: {one.failure.title}\n{one.failure.message}\n{one.code_sample}" for one in told]


def tried(file: Path, config: dict[str, Any], told: dict[str, Any] | None = None, **only: str) -> tuple[list[str], int]:
    """What of a desk on ``file`` is not as its description says, or ``told``; and how often it was asked."""
    app = create_app(House(file, readers=0, upload=1_000_000))
    found, asked = [], 0
    try:
        schema = schemathesis.openapi.from_dict(told or app.openapi(), config=schemathesis.Config.from_dict(config))
        schema.app = app
        for event in from_schema(schema.include(**only) if only else schema).execute():
            found += troubles(event)
            asked += len(event.recorder.interactions) if isinstance(event, events.ScenarioFinished) else 0
    finally:
        asgi.shutdown_lifespans()
    return found, asked


@pytest.fixture
def file(kept: Path, tmp_path: Path) -> Path:
    shutil.copy(kept, tmp_path / "desk.db")
    return tmp_path / "desk.db"


def test_every_answer_is_one_that_was_promised(file: Path) -> None:
    found, asked = tried(file, ASKED)
    assert not found, "\n\n".join(found)
    assert asked > 1_000


def test_what_is_not_as_promised_would_be_found(file: Path) -> None:
    told = create_app(House(file)).openapi()
    steps = told["components"]["schemas"]["FileRow"]["properties"]
    steps["version"] = {"type": "string"}
    few = ASKED | {
        "generation": ASKED["generation"] | {"max-examples": 2},
        "phases": {"stateful": {"enabled": False}, "coverage": {"enabled": False}},
    }
    found, _ = tried(file, few, told, operation_id="documents")
    assert any("Response violates schema" in one for one in found)
