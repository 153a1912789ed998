"""Work by hand, as the desk does it: decided, arranged, undone, and still there when a file is read again."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from presscheck import adding, pipeline
from presscheck.by_hand import Done, Hands, Queued, Sheet, sentence
from presscheck.errors import HandsCrossed, NotApplicable
from presscheck.handwork.decisions import Decision
from presscheck.handwork.moves import (
    CutParagraph,
    FromFurniture,
    JoinParagraphs,
    MergeArticles,
    Move,
    MoveArticle,
    MoveParagraphs,
    Retitle,
    SplitArticle,
)
from presscheck.model import Figure
from presscheck.recording import Record

PAGE = """县城通了火车

□ 本报记者 方小舟

本报讯　昨天,第一趟列车开进县城，站台上挤满了300人，许多人是第一次看见火车。

列車每日两班，票价十二元，从县城到云州只要一个小时。今后乡亲们进城看病、卖菜都方便多了。

高山晚茶采摘忙

□ 本报记者 陶一舟

本报讯　立夏过后,海拔九百米以上的茶园才进入一年中最忙的时候。茶农天不亮就上山，一直采到天黑。

村里的茶厂今年添了两台炒茶机，每天可以多炒四百斤鲜叶。
"""
CHANGED = PAGE.replace("十二元", "十五元")


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record(tmp_path / "my.db") as one:
        one.add_bytes(PAGE.encode(), "p1.txt")
        yield one


@pytest.fixture
def hands(record: Record) -> Hands:
    return Hands(record)


@pytest.fixture
def newer(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """A presscheck of tomorrow, which reads every file again."""
    made_by = pipeline.made_by()
    monkeypatch.setattr(pipeline, "made_by", lambda: (*made_by, ("tomorrow", "1")))


def sheet_of(hands: Hands) -> Sheet:
    sheet = hands.sheet("p1.txt")
    assert sheet
    return sheet


def word_on(mark: Queued, verdict: str) -> Decision:
    one = mark.correction
    return Decision(mark.story, one.part, one.paragraph, one.start, one.end, one.before, one.after, verdict)  # type: ignore[arg-type]


def on(hands: Hands, before: str, verdict: str = "accept") -> Decision:
    """A word on the first open mark at these characters."""
    return next(word_on(one, verdict) for one in hands.queue()[1] if one.correction.before == before)


def places(hands: Hands) -> list[str]:
    """The characters that open marks are at, in the order in which they are looked at."""
    return [one.correction.before for one in hands.queue()[1]]


def texts(sheet: Sheet) -> dict[str, list[str]]:
    return {kept.article.id: [one.text for one in kept.article.paragraphs] for kept in sheet.articles}


def bare(sheet: Sheet) -> list[object]:
    """All that is told of the stories of a sheet, without versions."""
    stories = [replace(kept.article, facts=()) for kept in sheet.articles]
    facts = [[(one.kind, one.evidence) for one in kept.article.facts] for kept in sheet.articles]
    return [stories, facts, sheet.furniture, sheet.remainder]


# Deciding


def test_what_is_accepted_is_sure_and_no_longer_open(hands: Hands) -> None:
    before = hands.queue()[0]
    done = hands.decide("p1.txt", [on(hands, "車")], who="方小舟")
    (mark,) = [one for one in done.sheet.articles[0].article.corrections if one.before == "車"]
    assert (mark.rule, mark.tier, mark.confidence) == ("accepted", "sure", 1.0)
    assert hands.queue()[0] == before - 1
    assert done.sheet.last_step == done.step


def test_what_is_refused_is_gone(hands: Hands) -> None:
    done = hands.decide("p1.txt", [on(hands, "車", "refuse")], who="方小舟")
    assert all(one.before != "車" for one in done.sheet.articles[0].article.corrections)


def test_what_is_set_by_hand_replaces_the_mark_and_is_found(hands: Hands, record: Record) -> None:
    better = replace(on(hands, "車", "edit"), after="汽车")
    done = hands.decide("p1.txt", [better], who="方小舟")
    assert "列汽车每日" in done.sheet.articles[0].article.corrected().text
    assert record.find("列汽车每日").total == 1
    assert record.find("列車每日").total == 1
    assert record.find("列车每日").total == 1, "as printed, in simplified characters"
    assert record.find("列电车每日").total == 0


def test_facts_follow_a_correction(hands: Hands, record: Record) -> None:
    at = texts(sheet_of(hands))["a1"][0].index("300")
    hands.decide("p1.txt", [Decision("a1", "body", 0, at, at + 3, "300", "800", "edit")], who="方小舟")
    story = record.article("p1.txt#a1")
    assert story
    values = [str(one.quantity.value) for one in story.article.facts if isinstance(one, Figure)]
    assert "800" in values
    assert "300" not in values


def test_many_decisions_are_one_step_and_one_undoing(hands: Hands) -> None:
    before = sheet_of(hands)
    many = [word_on(one, "accept") for one in hands.queue()[1]]
    assert len(many) > 2
    done = hands.decide("p1.txt", many, who="方小舟")
    assert hands.queue() == (0, ())
    assert done.step == 1
    hands.undo("p1.txt", who="方小舟")
    assert bare(sheet_of(hands)) == bare(before)
    assert hands.queue()[0] == len(many)


def test_one_that_does_not_fit_stops_the_whole_step(hands: Hands) -> None:
    good = on(hands, "車")
    with pytest.raises(NotApplicable, match="does not stand at that place"):
        hands.decide("p1.txt", [good, replace(good, before="牛")], who="方小舟")
    assert sheet_of(hands).last_step == 0
    assert "車" in places(hands)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"article": "a9"}, "there is no story a9"),
        ({"paragraph": 9}, "no paragraph 9"),
        ({"part": "deck", "paragraph": None}, "no words of its own in its deck"),
        ({"start": -3}, "does not stand"),
        ({"after": "牛"}, "no such mark"),
        ({"verdict": "perhaps"}, "neither accept"),
        ({"verdict": "edit", "after": "日\n"}, "line breaks"),
        ({"verdict": "edit", "after": "日" * 501}, "at most 500"),
    ],
)
def test_a_decision_that_does_not_fit_is_told(hands: Hands, wrong: dict[str, object], why: str) -> None:
    with pytest.raises(NotApplicable, match=why) as told:
        hands.decide("p1.txt", [replace(on(hands, "車"), **wrong)], who="方小舟")  # type: ignore[arg-type]
    assert told.value.exit_code == 2
    assert "与稿件现状不符" in told.value.tell("zh")


def test_only_pages_are_worked_on(hands: Hands, record: Record) -> None:
    record.add_articles([{"id": "c1", "headline": "水渠完工", "paragraphs": ["全长30公里。"]}])
    one = Decision("c1", "headline", None, 0, 1, "水", "河", "edit")
    with pytest.raises(NotApplicable, match="came whole"):
        hands.decide("articles", [one], who="方小舟")
    with pytest.raises(NotApplicable, match="no such file"):
        hands.decide("p7.txt", [one], who="方小舟")


# Arranging

MOVES: list[tuple[str, Move, dict[str, int]]] = [
    ("to another story", MoveParagraphs("a1", (1,), "a2", 0), {"a1": 1, "a2": 3}),
    ("to a new story", MoveParagraphs("a1", (1,), "new"), {"a1": 1, "a3": 1, "a2": 2}),
    ("to the furniture", MoveParagraphs("a1", (0, 1), "furniture"), {"a1": 0, "a2": 2}),
    ("merged", MergeArticles("a2", "a1"), {"a1": 6}),
    ("split", SplitArticle("a1", 1), {"a1": 1, "a3": 1, "a2": 2}),
    ("joined", JoinParagraphs("a1", 0), {"a1": 1, "a2": 2}),
    ("cut", CutParagraph("a1", 0, 6), {"a1": 3, "a2": 2}),
    ("first", MoveArticle("a2", 0), {"a2": 2, "a1": 2}),
    ("titled", Retitle("a1", 1), {"a1": 2, "a2": 2}),
]


@pytest.mark.parametrize(("name", "move", "paragraphs"), MOVES, ids=[name for name, *_ in MOVES])
def test_stories_are_arranged_and_all_of_it_is_undone(
    hands: Hands, name: str, move: Move, paragraphs: dict[str, int]
) -> None:
    before = sheet_of(hands)
    done = hands.arrange("p1.txt", [move], who="方小舟", seen=0)
    assert [(one, len(told)) for one, told in texts(done.sheet).items()] == list(paragraphs.items())
    after = sheet_of(hands)
    assert bare(after) != bare(before)
    hands.undo("p1.txt", who="陶一舟")
    assert bare(sheet_of(hands)) == bare(before)
    hands.redo("p1.txt", who="陶一舟")
    assert bare(sheet_of(hands)) == bare(after)
    assert [row.undone for row in hands.history("p1.txt")] == [False, True, False]


def test_the_words_of_a_correction_go_with_their_paragraph(hands: Hands) -> None:
    done = hands.arrange("p1.txt", [MoveParagraphs("a1", (1,), "a2", 0), JoinParagraphs("a2", 0)], who="方", seen=0)
    (mark,) = [one for one in done.sheet.articles[1].article.corrections if one.before == "車"]
    assert texts(done.sheet)["a2"][mark.paragraph or 0][mark.start] == "車"
    assert "車" in places(hands)


def test_what_went_to_the_furniture_comes_back(hands: Hands) -> None:
    moves = [MoveParagraphs("a1", (1,), "furniture"), FromFurniture(0, "a1", 0)]
    done = hands.arrange("p1.txt", moves, who="方小舟", seen=0)
    assert texts(done.sheet)["a1"][0].startswith("列車每日两班")


def test_who_arranges_what_others_arranged_meanwhile_is_told(hands: Hands) -> None:
    first = hands.arrange("p1.txt", [SplitArticle("a1", 1)], who="方小舟", seen=0)
    with pytest.raises(HandsCrossed, match="方小舟"):
        hands.arrange("p1.txt", [JoinParagraphs("a1", 0)], who="陶一舟", seen=0)
    decided = hands.decide("p1.txt", [on(hands, "車")], who="方小舟")
    hands.arrange("p1.txt", [MergeArticles("a3", "a1")], who="陶一舟", seen=first.step)
    with pytest.raises(HandsCrossed):
        hands.decide("p1.txt", [on(hands, ",")], who="方小舟", seen=decided.step)
    assert hands.decide("p1.txt", [on(hands, ",")], who="方小舟").step


def test_the_number_of_an_older_version_is_not_worked_on(hands: Hands, record: Record) -> None:
    old = sheet_of(hands).id
    record.add_bytes(CHANGED.encode(), "p1.txt")
    with pytest.raises(HandsCrossed, match="a newer reading"):
        hands.arrange(old, [SplitArticle("a1", 1)], who="方小舟", seen=0)


# Undoing


def test_a_decision_survives_the_undoing_of_an_arrangement_before_it(hands: Hands) -> None:
    moved = hands.arrange("p1.txt", [MoveParagraphs("a1", (1,), "a2", 0)], who="方小舟", seen=0)
    mark = on(hands, "車")
    assert mark.article == "a2"
    hands.decide("p1.txt", [mark], who="方小舟")
    done = hands.undo("p1.txt", moved.step, who="方小舟")
    assert "列车每日两班" in done.sheet.articles[0].article.corrected().text
    assert all(one.before != "車" or one.rule == "accepted" for one in done.sheet.articles[0].article.corrections)


def test_what_a_later_step_needs_is_not_undone(hands: Hands) -> None:
    split = hands.arrange("p1.txt", [SplitArticle("a1", 1)], who="方小舟", seen=0)
    merge = hands.arrange("p1.txt", [MergeArticles("a3", "a2")], who="方小舟", seen=split.step)
    with pytest.raises(NotApplicable, match=f"Step {merge.step} "):
        hands.undo("p1.txt", split.step, who="方小舟")
    hands.undo("p1.txt", merge.step, who="方小舟")
    hands.undo("p1.txt", split.step, who="方小舟")
    with pytest.raises(NotApplicable, match="nothing to undo"):
        hands.undo("p1.txt", who="方小舟")
    with pytest.raises(NotApplicable, match="undone already"):
        hands.undo("p1.txt", split.step, who="方小舟")
    with pytest.raises(NotApplicable, match="no such step"):
        hands.undo("p1.txt", 99, who="方小舟")
    hands.redo("p1.txt", split.step, who="方小舟")
    with pytest.raises(NotApplicable, match="nothing to take again"):
        hands.redo("p1.txt", split.step, who="方小舟")


def test_what_was_taken_again_stays_so(hands: Hands) -> None:
    hands.decide("p1.txt", [on(hands, "車")], who="方小舟")
    done = sheet_of(hands)
    hands.undo("p1.txt", who="方小舟")
    hands.redo("p1.txt", who="方小舟")
    with pytest.raises(NotApplicable, match="nothing to take again"):
        hands.redo("p1.txt", who="方小舟")
    assert bare(sheet_of(hands)) == bare(done)


def test_the_history_says_what_was_done(hands: Hands) -> None:
    hands.decide("p1.txt", [on(hands, "車")], who="方小舟")
    hands.arrange("p1.txt", [SplitArticle("a1", 1), MoveArticle("a2", 0)], who="方小舟", seen=0)
    hands.undo("p1.txt", who="方小舟")
    hands.redo("p1.txt", who="方小舟")
    told = [sentence(row, "en") for row in hands.history()]
    assert told == [
        "step 2 taken again",
        "step 2 undone",
        "a1 split in two; a2 moved in the order of stories",
        "accepted: “車” to “车”",
    ]
    assert sentence(hands.history()[-1], "zh") == "采纳：“車”改为“车”"


# Several at once


def test_five_editors_at_once_lose_nothing(hands: Hands, record: Record) -> None:
    words = texts(sheet_of(hands))["a1"][0]
    troubles: list[BaseException] = []

    def edit(at: int) -> None:
        try:
            with Record(record.path) as own:
                for place in range(at, 15, 5):
                    one = Decision("a1", "body", 0, place, place + 1, words[place], "甲", "edit")
                    Hands(own).decide("p1.txt", [one], who=f"e{at}")
        except BaseException as error:
            troubles.append(error)

    editors = [threading.Thread(target=edit, args=(at,)) for at in range(5)]
    for one in editors:
        one.start()
    for one in editors:
        one.join()
    assert troubles == []
    assert sheet_of(hands).articles[0].article.corrected().paragraphs[0].text.startswith("甲" * 15)
    assert len(hands.history()) == 15


# Read again


def worked_on(hands: Hands) -> Done:
    hands.decide("p1.txt", [on(hands, "車", "refuse")], who="方小舟")
    return hands.decide("p1.txt", [replace(on(hands, ",", "edit"), after="、")], who="方小舟")


@pytest.mark.usefixtures("newer")
def test_decisions_survive_a_newer_program(hands: Hands, record: Record) -> None:
    before = worked_on(hands)
    assert record.add_bytes(PAGE.encode(), "p1.txt").state == "changed"
    after = sheet_of(hands)
    assert [one.article.corrections for one in after.articles[1:]] == [
        one.article.corrections for one in before.sheet.articles[1:]
    ]
    assert after.articles[0].article.corrected() == before.sheet.articles[0].article.corrected()
    assert "車" not in places(hands)
    assert (hands.history()[0].kind, hands.history()[0].what["decided"]) == ("carry", 2)
    assert after.version == 2
    machine = hands.undo("p1.txt", who="方小舟").sheet
    assert "車" in [one.before for one in machine.articles[0].article.corrections]


@pytest.mark.usefixtures("newer")
def test_decisions_survive_twice(hands: Hands, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    worked_on(hands)
    record.add_bytes(PAGE.encode(), "p1.txt")
    open_now = places(hands)
    record.add_bytes(CHANGED.encode(), "p1.txt")
    assert places(hands) == open_now
    record.add_bytes(PAGE.encode(), "p1.txt")
    assert places(hands) == open_now
    assert sheet_of(hands).version == 4


@pytest.mark.usefixtures("newer")
def test_an_arrangement_by_hand_stays_where_the_bytes_are_the_same(hands: Hands, record: Record) -> None:
    done = hands.arrange("p1.txt", [MoveParagraphs("a1", (1,), "a2", 0), MoveArticle("a2", 0)], who="方小舟", seen=0)
    hands.decide("p1.txt", [on(hands, "車", "refuse")], who="方小舟")
    record.add_bytes(PAGE.encode(), "p1.txt")
    after = sheet_of(hands)
    assert texts(after) == texts(done.sheet)
    assert "車" not in places(hands)
    assert "," in places(hands)
    assert hands.history()[0].what == {"decided": 1, "arranged": True, "dropped": False}
    assert "arrangement by hand carried over" in sentence(hands.history()[0], "en")
    with pytest.raises(HandsCrossed):
        hands.arrange("p1.txt", [MoveArticle("a1", 0)], who="方小舟", seen=2)
    with pytest.raises(NotApplicable, match="read again"):
        hands.undo("p1.txt", done.step, who="方小舟")
    assert list(texts(hands.undo("p1.txt", who="方小舟").sheet)) == ["a1", "a2"]


def test_of_a_changed_file_the_new_arrangement_counts_and_decisions_stay(hands: Hands, record: Record) -> None:
    hands.arrange("p1.txt", [MergeArticles("a2", "a1")], who="方小舟", seen=0)
    hands.decide("p1.txt", [on(hands, "車")], who="方小舟")
    record.add_bytes(CHANGED.encode(), "p1.txt")
    after = sheet_of(hands)
    assert list(texts(after)) == ["a1", "a2"]
    (mark,) = [one for one in after.articles[0].article.corrections if one.before == "車"]
    assert mark.rule == "accepted"
    assert hands.history()[0].what == {"decided": 1, "arranged": False, "dropped": True}


def test_a_file_read_again_as_it_was_stays_as_people_left_it(hands: Hands, record: Record) -> None:
    worked_on(hands)
    done = sheet_of(hands)
    assert record.add_bytes(PAGE.encode(), "p1.txt").state == "same"
    assert sheet_of(hands) == done


@pytest.mark.usefixtures("newer")
def test_what_was_undone_is_not_carried_over(hands: Hands, record: Record) -> None:
    worked_on(hands)
    hands.undo("p1.txt", who="方小舟")
    hands.undo("p1.txt", who="方小舟")
    record.add_bytes(PAGE.encode(), "p1.txt")
    assert hands.history()[0].kind == "undo"
    assert "車" in places(hands)


@pytest.mark.usefixtures("newer")
def test_what_is_done_while_a_file_is_read_again_is_carried_over_too(
    hands: Hands, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step taken after what is carried over was made ready, and before it was put."""
    hands.decide("p1.txt", [on(hands, ",")], who="方小舟")
    carried_over = adding.carried_over
    late = [on(hands, "車", "refuse")]

    def interrupted(*given: Any) -> Any:
        ready = carried_over(*given)
        while late:
            hands.decide("p1.txt", [late.pop()], who="陶一舟")
        return ready

    monkeypatch.setattr(adding, "carried_over", interrupted)
    assert record.add_bytes(PAGE.encode(), "p1.txt").state == "changed"
    assert hands.history()[0].what["decided"] == 2
    assert "車" not in places(hands)
