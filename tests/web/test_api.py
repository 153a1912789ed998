"""The desk for programs: the JSON of the command line, and its promise."""

import json
import time
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
    (
        "facts?kind=figure&limit=3",
        "found.json",
        lambda record: record.find("", Filters(kind="figure"), limit=3).to_dict(),
    ),
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


# Work


def put(desk: TestClient, csrf: str, place: str, told: Any) -> Any:
    return desk.post(f"/api/v1/{place}", json=told, headers={"X-CSRF-Token": csrf})


def test_a_page_is_read_at_once_and_nothing_is_kept(desk: TestClient, csrf: str) -> None:
    page = "水渠完工\n\n本报讯　云州水渠昨天完工，全长30公里。\n".encode()
    form = {"file": ("水渠.txt", page), "date": (None, "2026-06-18")}
    answer = desk.post("/api/v1/read", files=form, headers={"X-CSRF-Token": csrf})
    assert answer.status_code == 200, answer.text
    Draft202012Validator(json.loads((SCHEMAS / "reading.json").read_text(encoding="utf8"))).validate(answer.json())
    assert [one["headline"] for one in answer.json()["articles"]] == ["水渠完工"]
    assert len(desk.get("/api/v1/documents").json()) == 1


def test_a_file_that_cannot_be_read_is_told_by_its_name(desk: TestClient, csrf: str) -> None:
    answer = desk.post("/api/v1/read", files={"file": ("a.pdf", b"%PDF-1.7 broken")}, headers={"X-CSRF-Token": csrf})
    assert answer.status_code == 422
    assert "a.pdf" in answer.json()["title"]


def test_a_file_is_added_and_followed_to_its_end(desk: TestClient, csrf: str) -> None:
    page = "水渠完工\n\n本报讯　云州水渠昨天完工，全长30公里。\n".encode()
    answer = desk.post("/api/v1/add", files={"file": ("水渠.txt", page)}, headers={"X-CSRF-Token": csrf})
    assert answer.status_code == 202, answer.text
    for _ in range(600):
        job = desk.get(answer.headers["location"]).json()
        if job["state"] not in ("waiting", "running"):
            break
        time.sleep(0.1)
    assert job["state"] == "done", job
    told = desk.get(f"/api/v1/documents/{job['told']['document']}").json()
    assert [one["headline"] for one in told["articles"]] == ["水渠完工"]


def test_corrections_are_decided_undone_and_taken_again(desk: TestClient, csrf: str) -> None:
    queue = desk.get("/api/v1/corrections").json()
    first = queue["corrections"][0]
    mark = {name: first["correction"][name] for name in ("part", "paragraph", "start", "end", "before", "after")}
    told = {"decisions": [{**mark, "article": first["article"], "verdict": "refuse"}]}
    done = put(desk, csrf, f"documents/{first['document']}/corrections", told)
    assert done.status_code == 200, done.text
    assert desk.get("/api/v1/corrections").json()["total"] == queue["total"] - 1
    assert put(desk, csrf, f"documents/{done.json()['document']}/undo", {}).status_code == 200
    assert desk.get("/api/v1/corrections").json()["total"] == queue["total"]
    assert put(desk, csrf, f"documents/{done.json()['document']}/redo", {}).status_code == 200
    rows = desk.get("/api/v1/history").json()
    assert [row["kind"] for row in rows] == ["undo", "undo", "decide"]
    assert all(row["who"] == "desk" for row in rows)


def test_stories_are_arranged_and_who_comes_late_is_told(desk: TestClient, csrf: str) -> None:
    (document,) = desk.get("/api/v1/documents").json()
    story = desk.get(f"/api/v1/documents/{document['id']}").json()["articles"][0]["id"]
    moves = {"moves": [{"kind": "split_article", "article": story, "at": 1}], "seen": 0}
    assert put(desk, csrf, f"documents/{document['id']}/arrangement", moves).status_code == 200
    late = put(desk, csrf, f"documents/{document['id']}/arrangement", moves)
    assert late.status_code == 409
    assert "desk" in late.json()["title"]


@pytest.mark.parametrize(
    "moves",
    [[{}], [{"kind": "fly"}], [{"kind": "split_article", "article": "a1"}], [{"kind": "split_article", "at": "x"}]],
)
def test_a_move_written_wrongly_is_told(desk: TestClient, csrf: str, moves: list[Any]) -> None:
    (document,) = desk.get("/api/v1/documents").json()
    answer = put(desk, csrf, f"documents/{document['id']}/arrangement", {"moves": moves, "seen": 0})
    assert answer.status_code == 400


@pytest.mark.parametrize("place", ["documents/99999", "jobs/none", "documents/-3", f"documents/{2**70}"])
def test_what_is_not_there_is_told(desk: TestClient, place: str) -> None:
    assert desk.get(f"/api/v1/{place}").status_code == 404
