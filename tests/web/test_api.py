"""The desk for programs: the JSON of the command line, and its promise."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from presscheck.record.query import Filters
from presscheck.recording import Record
from presscheck.web.house import House

SCHEMAS = Path(__file__).resolve().parents[2] / "docs" / "schema"
# What is asked, the schema that its answer keeps, and how the record itself is asked the same.
ASKED = [
    ("find?q=大桥&facets=true", "found.json", lambda record: record.find("大桥", Filters(), facets=True).to_dict()),
    ("facts?kind=figure&limit=3", "found.json", lambda record: record.find("", Filters(kind="figure"), limit=3).to_dict()),
    ("series?what=总投资", "series.json", lambda record: record.series("总投资").to_dict()),
    ("audit?since=2026-01-01&until=2026-01-31", "findings.json", lambda record: []),
    ("programmes?name=南岭协作", "ledger.json", lambda record: record.programme("南岭协作").to_dict()),
    ("controls", "ledger.json", lambda record: record.controls().to_dict()),
]


def plain(told: Any) -> Any:
    return json.loads(json.dumps(told))


@pytest.mark.parametrize(("asked", "schema", "of_record"), ASKED)
def test_answers_are_those_of_the_record_and_keep_their_promise(
    desk: TestClient, house: House, asked: str, schema: str, of_record: Any
) -> None:
    answer = desk.get(f"/api/v1/{asked}")
    assert answer.status_code == 200, answer.text
    with Record(house.record, lang="zh") as record:
        assert answer.json() == plain(of_record(record))
    Draft202012Validator(json.loads((SCHEMAS / schema).read_text(encoding="utf8"))).validate(answer.json())


def test_a_claim_is_checked_and_kept_where_that_is_asked_for(desk: TestClient, csrf: str) -> None:
    asked = {"text": "黑山岛的灯塔去年迎来海豚3万只。", "keep": True}
    answer = desk.post("/api/v1/check", json=asked, headers={"X-CSRF-Token": csrf})
    assert [one["verdict"] for one in answer.json()] == ["not_found"]
    Draft202012Validator(json.loads((SCHEMAS / "verdicts.json").read_text(encoding="utf8"))).validate(answer.json())
    assert desk.get(f"{answer.headers['location']}/json").json() == answer.json()


def test_a_story_comes_with_its_facts_and_what_the_record_knows_of_it(desk: TestClient) -> None:
    (name, *_) = [one["article"] for one in desk.get("/api/v1/facts?kind=figure").json()["facts"]]
    told = desk.get(f"/api/v1/stories/{name.replace('#', '%23')}").json()
    assert told["record"]["name"] == name
    assert told["facts"]
    assert desk.get("/api/v1/stories/nothing").json()["status"] == 404


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ("find", 400, "find"),
        ("facts?q=大桥", 400, "/api/v1/find"),
        ("facts?during=2026-13", 400, "2026-06-18"),
        ("facts?kind=rumour", 422, "kind"),
        ("find?q=大桥&limit=0", 422, "limit"),
        ("find?q=大桥&unheard=1", 422, "unheard"),
        ("series?what=", 422, "what"),
        ("audit?since=2020-01-01&until=2026-01-01", 400, "31"),
    ],
)
def test_what_is_asked_wrongly_is_told_as_a_problem(desk: TestClient, asked: str, status: int, told: str) -> None:
    answer = desk.get(f"/api/v1/{asked}", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert told in answer.json()["title"]


def test_the_interface_describes_itself_and_needs_nothing_from_elsewhere(desk: TestClient) -> None:
    told = desk.get("/api/openapi.json").json()
    assert told["openapi"].startswith("3.")
    assert "/api/v1/find" in told["paths"]
    assert all(path.startswith("/api/v1/") for path in told["paths"])
    assert "http" not in "".join(desk.get("/api/docs").text.split("<script")[1:])
