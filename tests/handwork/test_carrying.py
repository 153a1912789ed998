"""Reading a file again: refused suggestions stay away, what was set comes again, wherever the same words stand."""

import json

import pytest

from presscheck.handwork.carrying import (
    Arranged,
    Carried,
    Ruling,
    carried_from,
    carry,
    ruled,
    ruling_of,
    rulings_of,
    with_carried,
)
from presscheck.handwork.decisions import Decision
from presscheck.model import Article, Correction, Page, Paragraph, ParagraphKind, Reading, Remainder, Span, Tier

WORDS = "今年全县人口口径有变，人口很多。"


def story(text: str, *marks: Correction) -> Article:
    body = Paragraph(ParagraphKind.P, text, (Span("p1", 0, len(text)),))
    return Article("a1", paragraphs=(body,), corrections=marks)


def mark(text: str, start: int, end: int, after: str, tier: Tier = Tier.LIKELY) -> Correction:
    return Correction("body", 0, start, end, text[start:end], after, "misread", "why", 0.9, tier)


def ruling(text: str, start: int, end: int, after: str, verdict: str) -> Ruling:
    one = Decision("a1", "body", 0, start, end, text[start:end], after, verdict)  # type: ignore[arg-type]
    left, right = text[max(0, start - 6) : start], text[end : end + 6]
    return ruling_of(Decision(**{**one.to_dict(), "left": left, "right": right, "anchor": None}))


REFUSED = ruling(WORDS, 6, 7, "", "refuse")


@pytest.mark.parametrize(
    ("text", "mark_", "stays"),
    [
        (WORDS, mark(WORDS, 6, 7, ""), False),
        (WORDS, mark(WORDS, 5, 7, "口"), False),
        (WORDS, mark(WORDS, 6, 7, "日"), True),
        (f"云州消息。{WORDS}", mark(f"云州消息。{WORDS}", 11, 12, ""), False),
        (WORDS.replace("全县", "全市"), mark(WORDS.replace("全县", "全市"), 6, 7, ""), True),
    ],
    ids=["the same", "the same, put otherwise", "another word", "with more before it", "in other surroundings"],
)
def test_a_refused_suggestion_stays_away(text: str, mark_: Correction, stays: bool) -> None:
    assert bool(ruled(story(text, mark_), [REFUSED]).corrections) is stays


def test_what_was_accepted_comes_again_as_sure() -> None:
    accepted = ruling(WORDS, 6, 7, "", "accept")
    (again,) = ruled(story(WORDS, mark(WORDS, 6, 7, "", Tier.SUSPECT)), [accepted]).corrections
    assert (again.rule, again.tier, again.reason) == ("accepted", Tier.SURE, "why")
    (alone,) = ruled(story(WORDS), [accepted]).corrections
    assert (alone.rule, alone.start, alone.after) == ("accepted", 6, "")


def test_what_was_set_by_hand_comes_again_in_the_place_of_what_is_found_there() -> None:
    edited = ruling(WORDS, 11, 13, "户数", "edit")
    (again,) = ruled(story(WORDS, mark(WORDS, 12, 13, "日")), [edited]).corrections
    assert (again.rule, again.start, again.end, again.after) == ("edited", 11, 13, "户数")


def test_what_somebody_looked_at_is_not_asked_again() -> None:
    looked = ruling(WORDS, 11, 13, "人口", "accept")
    asks = mark(WORDS, 11, 13, "人口", Tier.SUSPECT)
    assert ruled(story(WORDS, asks), [looked]).corrections == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [("短讯", [0]), ("一条短讯", []), ("短讯很多", [])],
    ids=["the whole part", "not its beginning", "not its end"],
)
def test_words_at_the_edge_of_a_part_are_known_again_at_its_edge(text: str, found: list[int]) -> None:
    one = ruling("短讯", 0, 1, "简", "edit")
    assert [mark.start for mark in ruled(story(text), [one]).corrections] == found


def test_the_last_word_counts() -> None:
    def said(verdict: str, after: str = "") -> Decision:
        return Decision("a1", "body", 0, 6, 7, "口", after, verdict, left="今年全县人口", right="径有变，人口")  # type: ignore[arg-type]

    assert [one.verdict for one in rulings_of((), [said("refuse"), said("accept")])] == ["accept"]
    assert [one.after for one in rulings_of((), [said("edit", "日"), said("edit", "目")])] == ["目"]
    assert [one.after for one in rulings_of((), [said("refuse", "日"), said("refuse", "目")])] == ["日", "目"]
    before = rulings_of((), [said("accept")])
    assert [one.verdict for one in rulings_of(before, [said("refuse")])] == ["refuse"]


# The whole of it


def reading(text: str, *articles: Article) -> Reading:
    page = Page("p1", "p1.txt", "0" * 64, "dump", text, ())
    return Reading((page,), (), articles, (), (Remainder("。", (Span("p1", len(text) - 1, len(text)),), "left"),))


def again(articles: object) -> tuple[Article, ...]:
    return tuple(story(WORDS, mark(WORDS, 6, 7, "")) for _ in articles)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "same_bytes", "kept"),
    [(WORDS, True, True), (WORDS, False, False), (f"{WORDS} ", True, False)],
    ids=["the same", "other bytes", "read otherwise"],
)
def test_an_arrangement_stays_only_where_the_page_reads_the_same(text: str, same_bytes: bool, kept: bool) -> None:
    new = reading(text, story("别的"))
    by_hand = reading(WORDS, story(WORDS))
    carried = carry((REFUSED,), by_hand, new, same_bytes=same_bytes, proofread=again)
    assert carried
    assert carried.dropped is not kept
    assert carried_from(json.loads(json.dumps(carried.to_dict()))) == carried
    after = with_carried(new, carried)
    assert after.articles == ((story(WORDS),) if kept else new.articles)


def test_where_nothing_was_done_nothing_is_carried_over() -> None:
    assert carry((), None, reading(WORDS), same_bytes=True, proofread=again) is None
    assert carry((REFUSED,), None, reading(WORDS), same_bytes=True, proofread=again) == Carried((REFUSED,))
    assert Carried((), Arranged((), (), ())).to_dict()["arranged"] == {"articles": [], "furniture": [], "remainder": []}
