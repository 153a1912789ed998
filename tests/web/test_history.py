"""Every step people took: told in words, filtered, undone one by one or all of one person."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from presscheck.by_hand import Decision, Hands
from presscheck.handwork.moves import MergeArticles, MoveArticle, MoveParagraphs, Retitle, SplitArticle
from presscheck.record.store import Kept
from presscheck.recording import Record
from presscheck.web.house import House

DEMO = "yunzhou-daily.txt"
DAY = "2026-06-18T09:{minute:02}:00Z"


def words(after: str, start: int = 0) -> Decision:
    """The first characters of the headline, otherwise."""
    return Decision("a1", "headline", None, start, start + 1, "云州"[start], after, "edit")


@pytest.fixture
def hands(house: House) -> Iterator[Hands]:
    """Work by hand on the record of the desk: two people took three steps."""
    with Record(house.record) as record:
        work = Hands(record)
        work.decide(DEMO, [words("沧")], who="方小舟", at=DAY.format(minute=10))
        work.decide(DEMO, [words("洲", 1)], who="沈一帆", at=DAY.format(minute=20))
        work.arrange(DEMO, [MergeArticles("a3", "a2")], who="方小舟", seen=2, at=DAY.format(minute=30))
        yield work


def ids(page: str) -> list[int]:
    return [int(one) for one in re.findall(r'id="step-(\d+)"', page)]


@pytest.mark.usefixtures("hands")
@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "zh",
            [
                "已改写：“云”改为“沧”",
                "》主题",
                "2026年6月18日 09:10（UTC）",
                "方小舟",
                "把《高山晚茶采摘忙》并入《网传鹿鸣大桥将封闭两年不实》",
            ],
        ),
        (
            "en",
            [
                "Set by hand: “云” to “沧”",
                "”, headline",
                "18 June 2026, 09:10 UTC",
                "沈一帆",
                "“高山晚茶采摘忙” merged into “网传鹿鸣大桥将封闭两年不实”",
            ],
        ),
    ],
)
def test_each_step_is_told_with_who_and_when(desk: TestClient, lang: str, told: list[str]) -> None:
    page = desk.get("/history", headers={"Accept-Language": lang}).text
    assert ids(page) == [3, 2, 1]
    assert [one for one in told if one not in page] == []


@pytest.mark.usefixtures("hands")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"who": "方小舟"}, [3, 1]),
        ({"who": "沈一帆"}, [2]),
        ({"who": "nobody"}, []),
        ({"document": DEMO}, [3, 2, 1]),
        ({"document": "1"}, [3, 2, 1]),
        ({"document": "other.txt"}, []),
        ({"before": "3"}, [2, 1]),
        ({"before": "3", "who": "方小舟"}, [1]),
        ({"document": "' OR 1=1 --"}, []),
    ],
)
def test_steps_of_a_file_or_a_person(desk: TestClient, asked: dict[str, str], found: list[int]) -> None:
    assert ids(desk.get("/history", params=asked).text) == found
    assert [one["id"] for one in desk.get("/history/json", params=asked).json()["steps"]] == found


def test_a_step_calls_stories_by_the_headlines_they_had_then(desk: TestClient, hands: Hands) -> None:
    """A later headline, or a newer reading of the file, does not change what was done before."""
    old, merged = "《网传鹿鸣大桥将封闭两年不实》", "《高山晚茶采摘忙》"
    hands.arrange(DEMO, [Retitle("a2", 0)], who="方小舟", seen=3)
    hands.arrange(DEMO, [MoveArticle("a2", 0), SplitArticle("a2", 2)], who="方小舟", seen=4)
    hands.arrange(DEMO, [MoveArticle("a2", 1)], who="方小舟", seen=5)
    (new,) = [kept.article.headline for kept in sheet(hands) if kept.article.id == "a2"]
    named = f"《{(new or '')[:24]}"
    assert old not in named
    last, split, retitled, merging = [what for _, what in told(desk)][:4]
    assert named in last
    assert named in split
    assert old in retitled
    assert named not in retitled
    assert merging == f"把{merged}并入{old}"
    hands.record.add_bytes("水渠完工\n\n本报讯　水渠昨天完工，全长三十里。\n".encode(), DEMO)
    assert [what for number, what in told(desk) if number <= 6] == [last, split, retitled, merging, *told_first(desk)]


def told(desk: TestClient) -> list[tuple[int, str]]:
    """The steps, each with what was done and in which story, the latest first."""
    steps = desk.get("/history/json").json()["steps"]
    return [(one["id"], one["told"]) for one in steps]


def told_first(desk: TestClient) -> list[str]:
    return [what for number, what in told(desk) if number < 3]


def test_a_decision_is_told_in_the_story_it_was_made_in(desk: TestClient, hands: Hands) -> None:
    """The story's headline was another one then."""
    before = desk.get("/history").text
    where = re.findall(r"《[^》]*》主题", before)
    hands.arrange(DEMO, [Retitle("a1", 0)], who="方小舟", seen=3)
    assert re.findall(r"《[^》]*》主题", desk.get("/history").text) == where
    assert len(where) == 2


def sheet(hands: Hands) -> tuple[Kept, ...]:
    found = hands.sheet(DEMO)
    assert found is not None
    return found.articles


def test_the_history_is_paged(desk: TestClient, hands: Hands) -> None:
    for at in range(60):
        hands.decide(DEMO, [words("沧吴"[at % 2])], who="方小舟", at=DAY.format(minute=40))
    first = desk.get("/history").text
    older = re.findall(r'id="older" href="([^"]*)"', first)[0]
    assert ids(first) + ids(desk.get(older).text) == list(range(63, 0, -1))


def test_a_step_is_undone_and_taken_again(desk: TestClient, csrf: str, hands: Hands) -> None:
    page = desk.post("/history/undo", data={"csrf": csrf, "step": 1, "who": "方小舟"})
    assert page.url.params["who"] == "方小舟"
    assert "已撤销第 1 步" in page.text
    assert headline(hands) == "云洲"
    page = desk.post("/history/redo", data={"csrf": csrf, "step": 1})
    assert "已恢复第 1 步" in page.text
    assert headline(hands) == "沧洲"
    assert [one["kind"] for one in desk.get("/history/json").json()["steps"][:2]] == ["undo", "undo"]
    assert "恢复第" in desk.get("/history").text


def headline(hands: Hands) -> str:
    sheet = hands.sheet(DEMO)
    assert sheet
    return (sheet.articles[0].article.corrected().headline or "")[:2]


@pytest.mark.usefixtures("hands")
@pytest.mark.parametrize("step", ["0", "99", "9007199254740992"])
def test_there_is_no_other_step_to_undo(desk: TestClient, csrf: str, step: str) -> None:
    answer = desk.post("/history/undo", data={"csrf": csrf, "step": step})
    assert answer.status_code == 400
    assert f"没有第 {step} 步" in answer.text


def test_all_steps_of_a_person_since_a_time(desk: TestClient, csrf: str, hands: Hands) -> None:
    asked = {"who": "方小舟", "since": "2026-06-18T09:00"}
    page = desk.get("/history/revert", params=asked).text
    assert "撤销 方小舟 自 2026年6月18日 09:00（UTC） 以来的 2 步操作？" in page
    assert headline(hands) == "沧洲"
    done = desk.post("/history/revert", data={"csrf": csrf, **asked, "count": 2}).text
    assert "已撤销 2 步" in done
    assert headline(hands) == "云洲"
    assert "没有可撤销的操作" in desk.get("/history/revert", params=asked).text


def test_nothing_is_undone_where_it_is_not_what_was_told(desk: TestClient, csrf: str, hands: Hands) -> None:
    asked = {"who": "方小舟", "since": "2026-06-18", "count": 1}
    assert "现在是 2 步，而不是 1 步" in desk.post("/history/revert", data={"csrf": csrf, **asked}).text
    assert headline(hands) == "沧洲"


def test_what_later_steps_need_is_left_and_told(desk: TestClient, csrf: str, hands: Hands) -> None:
    new = hands.arrange(DEMO, [MoveParagraphs("a1", (3,), "new")], who="吴远", seen=3, at=DAY.format(minute=40))
    made = ({one.article.id for one in new.sheet.articles} - {f"a{at}" for at in range(1, 8)}).pop()
    hands.arrange(DEMO, [MergeArticles(made, "a2")], who="方小舟", seen=new.step, at=DAY.format(minute=50))
    asked = {"who": "吴远", "since": "2026-06-18", "count": 1}
    page = desk.post("/history/revert", data={"csrf": csrf, **asked}).text
    assert "已撤销 0 步" in page
    assert "有 1 步因后续操作依赖而未能撤销" in page


@pytest.mark.usefixtures("hands")
@pytest.mark.parametrize("since", ["", "yesterday", "2026-02-30", "99999-01-01"])
def test_a_time_that_is_none(desk: TestClient, since: str) -> None:
    assert desk.get("/history/revert", params={"who": "方小舟", "since": since}).status_code == 400


ALLOWED = [
    ("reader", "方小舟", 1, 403),
    ("editor", "方小舟", 1, 200),
    ("editor", "方小舟", 2, 403),
    ("reviewer", "方小舟", 2, 200),
]


@pytest.mark.usefixtures("hands")
@pytest.mark.parametrize(("role", "name", "step", "status"), ALLOWED)
def test_what_others_did_only_reviewers_undo(
    desk: TestClient, csrf: str, monkeypatch: pytest.MonkeyPatch, role: str, name: str, step: int, status: int
) -> None:
    come_as(monkeypatch, name, role)
    assert desk.post("/history/undo", data={"csrf": csrf, "step": step}).status_code == status
    page = desk.get("/history").text
    assert ("data-undo" in page) is (role != "reader")
    assert ('id="revert-head"' in page) is (role == "reviewer")
    assert desk.get("/history/revert?who=x&since=2026-06-18").status_code == (200 if role == "reviewer" else 403)


def come_as(monkeypatch: pytest.MonkeyPatch, name: str, role: str) -> None:
    """Whoever comes is this person."""
    from presscheck.web import people

    def known(request: Any) -> people.Person:
        return people.Person(name, role)

    monkeypatch.setattr(people, "known", known)


@pytest.mark.parametrize(("role", "shown"), [("reader", False), ("editor", True)])
def test_readers_see_the_queue_and_decide_nothing(
    desk: TestClient, csrf: str, monkeypatch: pytest.MonkeyPatch, role: str, shown: bool
) -> None:
    come_as(monkeypatch, "方小舟", role)
    page = desk.get("/marks").text
    assert "data-open" in page
    assert ('action="/marks/decide"' in page) is shown
    status = desk.post("/marks/undo", data={"csrf": csrf}).status_code
    assert status == (200 if shown else 403)


def test_an_empty_history(desk: TestClient) -> None:
    assert "还没有任何修改" in desk.get("/history").text
    assert desk.get("/history/json").json() == {"steps": [], "next": None}
