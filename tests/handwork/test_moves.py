"""Moves and decisions as programs send them, and what each does to a small page."""

from dataclasses import fields, replace
from typing import Any

import pytest

from presscheck.errors import NotApplicable
from presscheck.handwork.arranging import arrange, placed, placed_from
from presscheck.handwork.decisions import Anchor, Decision, decision_from
from presscheck.handwork.moves import (
    KINDS,
    CutParagraph,
    FromRemainder,
    JoinParagraphs,
    MergeArticles,
    Move,
    MoveParagraphs,
    Retitle,
    SplitArticle,
    move_from,
)
from presscheck.model import (
    Article,
    Correction,
    Inside,
    Jump,
    Page,
    Paragraph,
    ParagraphKind,
    Places,
    Reading,
    Remainder,
    Span,
    Tier,
)

from .invented import is_whole

TEXT = "火车进城\n方小舟 本报讯\n全长AI\nlabels三百里\n下转第二版\n晚茶\n村里添了机器\n余下\n"


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span("p1", start, start + len(words))


def paragraph(words: str) -> Paragraph:
    return Paragraph(ParagraphKind.P, words, (span(words),))


MARK = Correction("body", 1, 1, 2, "长", "场", "misread", "why", 0.9, Tier.LIKELY)
FIRST = Article(
    "a1",
    headline="火车进城",
    byline="方小舟",
    jump_to=Jump("下转第二版", 2, "a2"),
    places=Places(headline=(span("火车进城"),), jump_to=(span("下转第二版"),)),
    inside=(Inside("byline", 0, 0, 3),),
    paragraphs=(paragraph("方小舟 本报讯"), paragraph("全长AI"), paragraph("labels三百里")),
    corrections=(MARK,),
)
SECOND = Article(
    "a2", headline="晚茶", places=Places(headline=(span("晚茶"),)), paragraphs=(paragraph("村里添了机器"),)
)
PAGE = Page("p1", "p1.txt", "0" * 64, "dump", TEXT, ())
READING = Reading((PAGE,), (), (FIRST, SECOND), (), (Remainder("余下", (span("余下"),), "left"),))


def after(*moves: Move) -> Reading:
    reading = READING
    for move in moves:
        one = placed(reading, move)
        assert placed_from(one.to_dict()) == one
        reading = arrange(reading, [one])
        is_whole(reading)
    return reading


def texts(article: Article) -> list[str]:
    return [one.text for one in article.paragraphs]


def test_a_byline_goes_with_its_paragraph() -> None:
    first, second = after(MoveParagraphs("a1", (0,), "a2", 0)).articles
    assert (first.byline, first.inside) == (None, ())
    assert (second.byline, second.inside) == ("方小舟", (Inside("byline", 0, 0, 3),))
    (mark,) = first.corrections
    assert (mark.paragraph, mark.start) == (0, 1)


def test_between_latin_words_a_space_of_the_page_is_kept() -> None:
    first, _ = after(JoinParagraphs("a1", 1)).articles
    assert texts(first) == ["方小舟 本报讯", "全长AI labels三百里"]
    again, _ = after(JoinParagraphs("a1", 1), CutParagraph("a1", 1, 5)).articles
    assert texts(again) == ["方小舟 本报讯", "全长AI ", "labels三百里"]


def test_a_correction_across_a_cut_is_dropped_and_one_behind_it_shifts() -> None:
    wide = replace(MARK, start=0, end=2, before="全长")
    reading = replace(READING, articles=(replace(FIRST, corrections=(wide,)), SECOND))
    move = placed(reading, CutParagraph("a1", 1, 1))
    assert arrange(reading, [move]).articles[0].corrections == ()
    (mark,) = after(CutParagraph("a1", 1, 1)).articles[0].corrections
    assert (mark.paragraph, mark.start, mark.end) == (2, 0, 1)


def test_a_merged_story_leaves_its_headline_as_a_crosshead_and_no_jump_to_itself() -> None:
    (only,) = after(MergeArticles("a2", "a1")).articles
    assert [one.kind.value for one in only.paragraphs] == ["p", "p", "p", "crosshead", "p"]
    assert only.jump_to == Jump("下转第二版", 2, None)


def test_a_story_without_a_headline_takes_that_of_the_one_merged_into_it() -> None:
    reading = after(MoveParagraphs("a1", (2,), "new"), MergeArticles("a2", "a3"))
    assert [(one.id, one.headline) for one in reading.articles] == [("a1", "火车进城"), ("a3", "晚茶")]


def test_the_line_that_leads_on_goes_with_the_end_of_a_story() -> None:
    first, new, _ = after(SplitArticle("a1", 1)).articles
    assert (first.jump_to, new.jump_to) == (None, FIRST.jump_to)
    assert new.id == "a3"
    assert texts(new) == ["全长AI", "labels三百里"]


def test_another_headline_makes_the_old_one_a_crosshead() -> None:
    first, _ = after(Retitle("a1", 1)).articles
    assert first.headline == "全长AI"
    assert texts(first)[0] == "火车进城"
    (mark,) = first.corrections
    assert (mark.part, mark.paragraph, mark.start) == ("headline", None, 1)


def test_what_was_left_over_becomes_a_paragraph() -> None:
    reading = after(FromRemainder(0, "a2", 1))
    assert texts(reading.articles[1]) == ["村里添了机器", "余下"]
    assert reading.remainder == ()
    assert after(FromRemainder(0, "new")).articles[-1].id == "a3"


def test_nobody_chooses_what_a_new_story_is_called() -> None:
    assert [one.id for one in after(SplitArticle("a1", 1, new_id="a2")).articles] == ["a1", "a3", "a2"]


def test_all_paragraphs_of_a_story_without_heads_leave_nothing_behind() -> None:
    reading = after(MoveParagraphs("a1", (2,), "new"), MoveParagraphs("a3", (0,), "a2", 9))
    assert [one.id for one in reading.articles] == ["a1", "a2"]


@pytest.mark.parametrize(
    ("move", "why"),
    [
        (MoveParagraphs("a1", (), "a2"), "nothing is named"),
        (MoveParagraphs("a1", (7,), "a2"), "no paragraph 8"),
        (MoveParagraphs("a1", (-1,), "a2"), "no paragraph 0"),
        (MoveParagraphs("a1", (0,), "a9"), "no story a9"),
        (MergeArticles("a1", "a1"), "merged with itself"),
        (MergeArticles("a1", "furniture"), "no story furniture"),
        (JoinParagraphs("a1", 2), "no paragraph 4"),
        (CutParagraph("a1", 1, 0), "nothing would be left"),
        (CutParagraph("a1", 1, 99), "nothing would be left"),
        (FromRemainder(3, "a1"), "nothing of that number"),
    ],
)
def test_a_move_that_does_not_fit_is_told(move: Move, why: str) -> None:
    with pytest.raises(NotApplicable, match=why):
        after(move)


def test_a_paragraph_that_has_changed_is_not_taken_for_another() -> None:
    move = placed(READING, CutParagraph("a1", 1, 2))
    changed = arrange(READING, [placed(READING, JoinParagraphs("a1", 1))])
    with pytest.raises(NotApplicable, match="no longer what it was"):
        arrange(changed, [move])


@pytest.mark.parametrize("kind", KINDS)
def test_every_move_can_be_sent_and_read(kind: str) -> None:
    given: dict[str, Any] = {"to": "a2", "article": "a1", "into": "a2", "paragraphs": [1, 2]}
    names = [one.name for one in fields(KINDS[kind])]
    told = {"kind": kind, **{name: given.get(name, 3) for name in names if name != "new_id"}}
    assert move_from(told).to_dict() == told | ({"new_id": ""} if "new_id" in names else {})


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "burn"},
        {},
        {"kind": "split_article", "article": "a1", "at": "1"},
        {"kind": "split_article", "article": "a1", "at": True},
        {"kind": "split_article", "at": 1},
        {"kind": "move_paragraphs", "article": "a1", "paragraphs": 1, "to": "new"},
        {"kind": "move_paragraphs", "article": "a1", "paragraphs": ["x"], "to": "new"},
    ],
)
def test_what_is_no_move_is_not_read(told: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        move_from(told)


def test_a_decision_can_be_sent_and_read() -> None:
    one = Decision("a1", "headline", None, 0, 1, "火", "大", "edit", Anchor("p1", 0), "", "车进城")
    assert decision_from(one.to_dict()) == one
