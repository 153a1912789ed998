"""Few readings go on at once, in the order in which they came, and fewer while an edit is under way."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.types import Receive, Scope, Send

from presscheck.web import turns
from presscheck.web.app import create_app
from presscheck.web.guard import Guard
from presscheck.web.house import House
from presscheck.web.turns import EDIT, FACTS, LONG, MEANWHILE, MOST, QUICK, Turns, kind_of

KINDS = [
    ("GET", "/", QUICK),
    ("GET", "/documents/7/pages/p1", QUICK),
    ("GET", "/api/v1/corrections", QUICK),
    ("GET", "/find", QUICK),
    ("GET", "/find/facets", QUICK),
    ("GET", "/api/v1/facts", FACTS),
    ("GET", "/findings", QUICK),
    ("GET", "/facts.csv", LONG),
    ("GET", "/series", LONG),
    ("GET", "/api/v1/audit", LONG),
    ("POST", "/api/v1/check", LONG),
    ("GET", "/stories/series", QUICK),
    ("POST", "/api/v1/documents/7/corrections", EDIT),
    ("POST", "/documents/7/arrange", EDIT),
    ("POST", "/marks/decide", EDIT),
    ("POST", "/history/revert", EDIT),
    ("GET", "/history/revert", QUICK),
    ("POST", "/read", None),
    ("POST", "/api/v1/read", None),
    ("POST", "/login", None),
    ("GET", "/health", None),
    ("GET", "/static/series/desk.css", None),
    ("GET", "/pictures/0a/1/full/max/0/default.jpg", None),
]


@pytest.mark.parametrize(("method", "path", "kind"), KINDS)
def test_what_waits_for_a_turn(method: str, path: str, kind: str | None) -> None:
    assert kind_of(method, path) == kind


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def run(play: Callable[[Turns], Awaitable[None]]) -> None:
    async def whole() -> None:
        await play(Turns())

    asyncio.run(whole())


@pytest.mark.parametrize("kind", [QUICK, FACTS, LONG])
def test_who_came_first_goes_first(kind: str) -> None:
    async def play(all_of: Turns) -> None:
        going = [await all_of.take(kind) for _ in range(MOST[kind])]
        came: list[int] = []

        async def come(number: int) -> None:
            with await all_of.take(kind):
                came.append(number)
                await asyncio.sleep(0)

        waiting = [asyncio.create_task(come(number)) for number in range(3)]
        await settled()
        assert came == []
        going[0].give()
        going[0].give()  # a second time does nothing
        await asyncio.gather(*waiting)
        assert came == [0, 1, 2]

    run(play)


def test_other_kinds_do_not_wait() -> None:
    async def play(all_of: Turns) -> None:
        for _ in range(MOST[LONG]):
            await all_of.take(LONG)
        for kind in (QUICK, FACTS, EDIT, EDIT, EDIT):
            await asyncio.wait_for(all_of.take(kind), 5)

    run(play)


def test_fewer_go_on_while_an_edit_is_under_way() -> None:
    async def play(all_of: Turns) -> None:
        edit = await all_of.take(EDIT)
        going = [asyncio.create_task(all_of.take(QUICK)) for _ in range(MOST[QUICK])]
        await settled()
        assert [one.done() for one in going] == [number < MEANWHILE[QUICK] for number in range(MOST[QUICK])]
        edit.give()
        await settled()
        assert all(one.done() for one in going)

    run(play)


def test_who_goes_away_leaves_the_turn_to_others() -> None:
    async def play(all_of: Turns) -> None:
        going = [await all_of.take(LONG) for _ in range(MOST[LONG])]
        gone, later = (asyncio.create_task(all_of.take(LONG)) for _ in range(2))
        await settled()
        gone.cancel()
        await settled()
        for one in going:
            one.give()
        await asyncio.wait_for(later, 5)
        assert gone.cancelled()
        await asyncio.wait_for(all_of.take(LONG), 5)

    run(play)


def test_who_goes_away_as_the_turn_comes_gives_it_back() -> None:
    async def play(all_of: Turns) -> None:
        going = [await all_of.take(LONG) for _ in range(MOST[LONG])]
        gone = asyncio.create_task(all_of.take(LONG))
        await settled()
        going[0].give()
        gone.cancel()
        await settled()
        assert gone.cancelled()
        await asyncio.wait_for(all_of.take(LONG), 5)

    run(play)


def test_a_long_answer_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.01)

    async def play(all_of: Turns) -> None:
        going = [await all_of.take(LONG) for _ in range(MOST[LONG])]
        with pytest.raises(TimeoutError):
            await all_of.take(LONG)
        going[0].give()
        await all_of.take(LONG)

    run(play)


def test_who_waited_too_long_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.01)
    app = create_app(House(tmp_path / "my.db"))
    with TestClient(app, base_url="http://127.0.0.1") as desk:
        monkeypatch.setitem(turns.MOST, LONG, 0)
        assert desk.get("/series").status_code == 503
        assert desk.get("/documents").status_code == 200


def test_a_turn_ends_when_the_answer_begins(tmp_path: Path) -> None:
    house = House(tmp_path / "my.db")
    gate = create_app(house).state.gate

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        again = [await asyncio.wait_for(gate.turns.take(QUICK), 5) for _ in range(MOST[QUICK])]
        for one in again:
            one.give()
        await send({"type": "http.response.body", "body": b"all"})

    assert TestClient(Guard(slow, gate), base_url="http://127.0.0.1").get("/documents").text == "all"
