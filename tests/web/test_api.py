"""The desk for programs: the JSON of the command line, and its promise."""

import json
import time
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, get_args

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from presscheck.handwork import moves
from presscheck.record.query import Filters
from presscheck.recording import Record
from presscheck.web import api_moves, openapi
from presscheck.web.app import create_app
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
        ("find?q=大桥&since=0", 422, "since"),
        ("find?q=大桥&since=2026-6-1", 422, "since"),
        ("controls?on=20260618", 422, "on"),
        ("corrections?tier=worst", 422, "tier"),
        ("corrections?order=worst", 422, "order"),
        ("series?what=", 422, "what"),
        ("audit?since=2020-01-01&until=2026-01-01", 400, "31"),
    ],
)
def test_what_is_asked_wrongly_is_told_as_a_problem(desk: TestClient, asked: str, status: int, told: str) -> None:
    answer = desk.get(f"/api/v1/{asked}", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert told in answer.json()["title"]
    assert "presscheck --help" not in answer.json()["title"]


def test_the_interface_describes_itself_and_needs_nothing_from_elsewhere(desk: TestClient) -> None:
    told = desk.get("/api/openapi.json").json()
    assert told["openapi"].startswith("3.")
    assert "/api/v1/find" in told["paths"]
    assert all(path.startswith("/api/v1/") for path in told["paths"])
    assert "http" not in "".join(desk.get("/api/docs").text.split("<script")[1:])


def outline(told: dict[str, Any]) -> dict[str, Any]:
    """What is promised, without how the libraries of the day write it down."""
    paths = {
        f"{method} {path}": (
            one["operationId"],
            sorted(one["responses"]),
            [got["name"] for got in one.get("parameters", ())],
        )
        for path, found in told["paths"].items()
        for method, one in found.items()
    }
    forms = {name: sorted(one.get("properties", ())) for name, one in told["components"]["schemas"].items()}
    return {"paths": paths, "forms": forms}


def test_the_published_description_is_the_current_one() -> None:
    published = json.loads((SCHEMAS / "openapi.json").read_text(encoding="utf8"))
    assert outline(published) == outline(json.loads(openapi.written()))


def test_the_description_is_written_where_it_is_not_true(tmp_path: Path) -> None:
    file = tmp_path / "openapi.json"
    assert openapi.main([str(file), "--check"]) == 1
    assert not file.exists()
    assert openapi.main([str(file)]) == 0
    assert openapi.main([str(file), "--check"]) == 0


def operations() -> list[tuple[str, dict[str, Any]]]:
    told = json.loads((SCHEMAS / "openapi.json").read_text(encoding="utf8"))
    return [(f"{method.upper()} {path}", one) for path, found in told["paths"].items() for method, one in found.items()]


@pytest.mark.parametrize(("name", "told"), operations(), ids=lambda one: one if isinstance(one, str) else "")
def test_every_operation_says_what_it_takes_and_gives(name: str, told: dict[str, Any]) -> None:
    assert told["operationId"].isalpha()
    assert told["description"].endswith(".")
    assert set(told["tags"]) <= set(openapi.TAGS)
    good = [one for status, one in told["responses"].items() if status < "400"]
    assert [list(one["content"]) for one in good] == [["application/json"]]
    assert all("$ref" in one["content"]["application/json"]["schema"] for one in good)
    assert {"400", "401", "403", "422", "503"} <= set(told["responses"])
    assert ("404" in told["responses"]) == ("{" in name)
    assert ("413" in told["responses"]) == name.startswith("POST")
    for one in told.get("parameters", ()):
        assert {"type": "null"} not in one["schema"].get("anyOf", ())


def test_the_description_says_how_one_signs_in_and_names_nothing_after_our_modules() -> None:
    told = json.loads((SCHEMAS / "openapi.json").read_text(encoding="utf8"))
    assert [{name: []} for name in told["components"]["securitySchemes"]] == told["security"]
    assert not [name for name in told["components"]["schemas"] if "presscheck" in name or "Validation" in name]
    assert told["components"]["responses"]["NotFound"]["content"].keys() == {"application/problem+json"}


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


@pytest.mark.parametrize("order", ["surest", "doubtful"])
def test_open_corrections_come_in_the_order_asked_for(desk: TestClient, order: str) -> None:
    told = [one["correction"] for one in desk.get(f"/api/v1/corrections?order={order}").json()["corrections"]]
    found = [(["suspect", "likely", "sure"].index(one["tier"]), one["confidence"]) for one in told]
    assert found == sorted(found, reverse=order == "surest")
    assert found


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
    ("moves", "field"),
    [
        ([], "moves"),
        ([{}], "moves.0"),
        ([{"kind": "fly"}], "moves.0"),
        ([{"kind": "split_article", "article": "a1"}], "moves.0.split_article.at"),
        ([{"kind": "split_article", "article": "a1", "at": "x"}], "moves.0.split_article.at"),
        ([{"kind": "retitle", "article": "a1", "paragraph": 2**70}], "moves.0.retitle.paragraph"),
        ([{"kind": "merge_articles", "article": "a1", "into": "a2", "new_id": "a3"}], "moves.0.merge_articles.new_id"),
        ([{"kind": "retitle", "article": "a\ud800", "paragraph": 0}], "moves.0.retitle.article"),
    ],
)
def test_a_move_written_wrongly_is_told(desk: TestClient, csrf: str, moves: list[Any], field: str) -> None:
    (document,) = desk.get("/api/v1/documents").json()
    told = json.dumps({"moves": moves, "seen": 0})
    head = {"X-CSRF-Token": csrf, "Content-Type": "application/json"}
    answer = desk.post(f"/api/v1/documents/{document['id']}/arrangement", content=told, headers=head)
    assert answer.status_code == 422
    assert field in answer.json()["title"]


def test_every_move_there_is_can_be_asked_for() -> None:
    known = {name: {one.name for one in fields(kind)} - {"new_id"} for name, kind in moves.KINDS.items()}
    forms = [form for form in vars(api_moves).values() if "kind" in getattr(form, "model_fields", {})]
    asked = {get_args(form.model_fields["kind"].annotation)[0]: set(form.model_fields) - {"kind"} for form in forms}
    assert asked == known


def test_who_says_what_they_saw_does_nothing_to_what_changed_since(desk: TestClient, csrf: str) -> None:
    first = desk.get("/api/v1/corrections").json()["corrections"][0]
    place = f"/api/v1/documents/{first['document']}"
    seen = desk.get(place).headers["etag"]
    mark = {name: first["correction"][name] for name in ("part", "paragraph", "start", "end", "before", "after")}
    told = {"decisions": [{**mark, "article": first["article"], "verdict": "accept"}]}

    def decide(tag: str) -> Any:
        return desk.post(f"{place}/corrections", json=told, headers={"X-CSRF-Token": csrf, "If-Match": tag})

    assert decide('"0-0"').status_code == decide("").status_code == 412
    done = decide(f'"0-0", {seen}')
    assert done.status_code == 200, done.text
    assert done.headers["etag"] == desk.get(place).headers["etag"] != seen
    undo = {"X-CSRF-Token": csrf, "If-Match": seen}
    stale = desk.post(f"{place}/undo", json={}, headers=undo)
    assert (stale.status_code, stale.json()["status"]) == (412, 412)
    assert desk.post(f"{place}/undo", json={}, headers=undo | {"If-Match": "*"}).status_code == 200


def test_a_file_sent_again_under_its_key_is_added_once(house: House) -> None:
    key = {"X-API-Key": "any", "Accept-Language": "en"}

    def add(name: str, key_: str) -> Any:
        return desk.post("/api/v1/add", files={"file": (name, b"a")}, headers=key | {"Idempotency-Key": key_})

    with TestClient(create_app(replace(house, readers=0)), base_url="http://127.0.0.1") as desk:
        first, again, other = add("a.txt", "k1"), add("a.txt", "k1"), add("a.txt", "k2")
        assert first.status_code == again.status_code == other.status_code == 202
        assert first.json() == again.json() == desk.get(first.headers["location"]).json()
        assert other.json()["id"] != first.json()["id"]
        crossed = add("b.txt", "k1")
        assert crossed.status_code == 409
        assert "Idempotency-Key" in crossed.json()["title"]
        assert add("b.txt", "").status_code == 422


@pytest.mark.parametrize("place", ["documents/99999", "jobs/none", "documents/-3", f"documents/{2**70}"])
def test_what_is_not_there_is_told(desk: TestClient, place: str) -> None:
    assert desk.get(f"/api/v1/{place}").status_code == 404
