"""The log book: what is done at the desk and what is refused is noted, short, and shown to admins only."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import Request
from fastapi.testclient import TestClient
from tests.web.conftest import form_of, sign_in

from presscheck.record.log import Noted, Sought, note, noted
from presscheck.record.store import Store
from presscheck.web import book
from presscheck.web.app import create_app
from presscheck.web.house import House


def lines_of(desk: TestClient) -> tuple[Noted, ...]:
    gate = desk.app.state.gate  # type: ignore[attr-defined]
    gate.book.flush(5)
    store = Store(gate.house.record)
    try:
        return noted(store, Sought())
    finally:
        store.close()


def test_what_is_done_and_what_is_refused_is_noted(staffed: TestClient, users: Path, token: str) -> None:
    sign_in(staffed, "wrong-token")
    sign_in(staffed, token)
    staffed.post("/people/root/sign-out", headers={"X-CSRF-Token": "0"})
    staffed.post("/people/root/sign-out", data={"csrf": form_of(staffed, "/")})
    staffed.post("/logout", data={"csrf": form_of(staffed, "/")})
    lines = lines_of(staffed)
    assert [(one.who, one.what, one.told["status"]) for one in reversed(lines)] == [
        ("-", "wrong token", 401),
        ("方小舟", "came in", 303),
        ("方小舟", "POST /people/root/sign-out", 403),
        ("方小舟", "POST /people/{name}/sign-out", 403),
        ("方小舟", "went out", 303),
    ]
    assert {one.address for one in lines} == {"testclient"}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", one.at) for one in lines)
    written = repr(lines)
    assert token not in written
    assert "wrong-token" not in written


def test_strangers_cannot_fill_the_log(staffed: TestClient) -> None:
    for _ in range(80):
        staffed.post("/check", data={"text": "a"})
    assert len(lines_of(staffed)) <= 60


def test_an_endpoint_says_more_about_what_it_did(house: House) -> None:
    app = create_app(house)

    @app.post("/tried")
    def tried(request: Request) -> str:
        book.note(request, "tried", file="county.txt", words="x" * 500, csrf="secret", api_token="secret", stories=3)
        return "ok"

    with TestClient(app, base_url="http://127.0.0.1") as desk:
        desk.post("/tried", headers={"X-API-Key": "any"})
        (line,) = lines_of(desk)
        assert (line.who, line.what) == ("desk", "tried")
        told = {
            "method": "POST",
            "path": "/tried",
            "status": 200,
            "file": "county.txt",
            "words": "x" * 200,
            "stories": 3,
        }
        assert line.told == told


@pytest.fixture
def noted_desk(house: House) -> Iterator[TestClient]:
    """A desk whose log has lines of two people on two days."""
    store = Store(house.record, write=True)
    note(
        store,
        [
            Noted(f"2026-06-{17 + number % 2}T09:{number:02}:00Z", ("fang", "tian")[number % 2], "192.0.2.7", what, {})
            for number, what in enumerate(["came in", "100%_", '<img src="x">'] * 20)
        ],
    )
    store.close()
    with TestClient(create_app(house), base_url="http://127.0.0.1") as desk:
        yield desk


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 60),
        ({"who": "fang"}, 30),
        ({"who": "fan"}, 0),
        ({"what": "%"}, 20),
        ({"what": "img"}, 20),
        ({"what": "登录"}, 20),
        ({"day": "2026-06-18"}, 30),
        ({"until": "2026-06-17"}, 30),
        ({"day": "2026-06-17", "until": "2026-06-18"}, 60),
        ({"address": "192.0.2.7", "who": "tian", "what": "came"}, 10),
        ({"who": "' OR 1=1 --"}, 0),
    ],
)
def test_the_log_is_filtered(noted_desk: TestClient, asked: dict[str, str], count: int) -> None:
    assert len(noted_desk.get("/log.json", params={**asked, "limit": "1000"}).json()["lines"]) == count
    shown = noted_desk.get("/log", params=asked).text.count("<tr data-line=")
    assert shown == min(count, 50)


def test_the_log_is_turned_page_by_page(noted_desk: TestClient) -> None:
    page = noted_desk.get("/log?who=").text
    older = re.search(r'href="(/log\?before=\d+)" rel="next"', page)
    assert older
    rest = noted_desk.get(older[1]).text
    assert rest.count("<tr data-line=") == 10
    assert "<img" not in page + rest
    seen: list[int] = []
    following: int | None = None
    while len(seen) < 60:
        told = noted_desk.get("/log.json", params={"limit": 25, **({"before": following} if following else {})}).json()
        seen += [one["id"] for one in told["lines"]]
        following = told["next"]
    assert seen == sorted(set(seen), reverse=True)
    assert following is None


@pytest.mark.parametrize(
    "asked", ["before=0", "before=x", "day=2026", "limit=0", "limit=5000", "before=99999999999999999999"]
)
def test_the_log_is_not_asked_like_that(noted_desk: TestClient, asked: str) -> None:
    assert noted_desk.get(f"/log.json?{asked}").status_code == 422


def test_where_the_record_is_busy_lines_wait_and_where_it_is_broken_they_are_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "none.db"
    file.write_bytes(b"this is no record at all" * 100)
    lost = book.Book(file)
    lost.write(Noted("2026-06-18T09:30:00Z", "fang", "-", "came in"))
    lost.flush(5)
    assert "came in" in caplog.text


def test_a_line_that_cannot_be_kept_stops_no_other(house: House, caplog: pytest.LogCaptureFixture) -> None:
    kept = book.Book(house.record)
    for what in ("half a character \ud800", "came in"):
        kept.write(Noted("2026-06-18T09:30:00Z", "fang", "-", what))
        kept.flush(5)
    store = Store(house.record)
    assert [one.what for one in noted(store, Sought())] == ["came in"]
    store.close()
    assert "half a character" in caplog.text
