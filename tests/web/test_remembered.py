"""What was worked out of a record is kept, and long answers wait for their turn."""

import threading

import pytest

from presscheck.web import remembered
from presscheck.web.remembered import Shelf, TooBusy


def test_who_asks_the_same_meanwhile_gets_the_same_answer() -> None:
    shelf: Shelf[object] = Shelf(4, at_once=1)
    begun, go_on = threading.Event(), threading.Event()
    answers: list[object] = []

    def work() -> object:
        begun.set()
        go_on.wait(10)
        return object()

    threads = [threading.Thread(target=lambda: answers.append(shelf.get((), "a", work))) for _ in range(3)]
    threads[0].start()
    assert begun.wait(10)
    for one in threads[1:]:
        one.start()
    go_on.set()
    for one in threads:
        one.join()
    assert len(answers) == 3
    assert len(set(map(id, answers))) == 1


def test_too_many_long_answers_are_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "PATIENCE", 0.01)
    shelf: Shelf[str] = Shelf(4, at_once=1)

    def ask_another() -> str:
        with pytest.raises(TooBusy, match="Others are waiting"):
            shelf.get((), "b", lambda: "never")
        return "a"

    assert shelf.get((), "a", ask_another) == "a"
    assert shelf.get((), "b", lambda: "b") == "b"
