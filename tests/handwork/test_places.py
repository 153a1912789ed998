"""From words to their place on the paper, and back."""

import pytest

from presscheck.handwork.decisions import Anchor
from presscheck.handwork.places import Part, anchor_of, found, marked, narrowed, parts_of, runs
from presscheck.model import Article, Box, Dateline, Inside, Paragraph, ParagraphKind, Places, Span

TEXT = "县城通了\n火车\n本报讯\n"
TEXTS = {"p1": TEXT}
LEVEL = Box(10.0, 20.0, 40.0, 10.0)
DOWN = Box(10.0, 20.0, 10.0, 40.0)


@pytest.mark.parametrize(
    ("box", "words", "start", "end", "told"),
    [
        (LEVEL, "县城通了", 1, 2, Box(20.0, 20.0, 10.0, 10.0)),
        (LEVEL, "县城通了", 0, 4, LEVEL),
        (DOWN, "县城通了", 1, 3, Box(10.0, 30.0, 10.0, 20.0)),
        (LEVEL, "AI县城通", 2, 3, Box(20.0, 20.0, 10.0, 10.0)),
        (Box(0.0, 0.0, 5.0, 10.0), "A", 0, 1, Box(0.0, 0.0, 5.0, 10.0)),
        (Box(0.0, 0.0, 0.0, 10.0), "县城", 0, 1, Box(0.0, 0.0, 0.0, 10.0)),
    ],
)
def test_a_part_of_a_line_has_its_part_of_the_box(box: Box, words: str, start: int, end: int, told: Box) -> None:
    assert narrowed(box, words, start, end) == told


HEAD = (Span("p1", 0, 4, LEVEL), Span("p1", 5, 7, Box(10.0, 40.0, 20.0, 10.0)))


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (0, 1, [(0, 1, Box(10.0, 20.0, 10.0, 10.0))]),
        (3, 6, [(3, 4, Box(40.0, 20.0, 10.0, 10.0)), (5, 6, Box(10.0, 40.0, 10.0, 10.0))]),
        (7, 7, [(6, 7, Box(20.0, 40.0, 10.0, 10.0))]),
        (2, 2, [(2, 3, Box(30.0, 20.0, 10.0, 10.0))]),
    ],
)
def test_marked_characters_have_a_box_for_each_line_they_stand_in(
    start: int, end: int, told: list[tuple[int, int, Box]]
) -> None:
    assert marked("县城通了 火车", HEAD, start, end, TEXTS) == tuple(Span("p1", *one) for one in told)


def test_a_stretch_of_several_lines_keeps_its_whole_box() -> None:
    assert marked("县城通了 火车", (Span("p1", 0, 7, LEVEL),), 1, 2, TEXTS) == (Span("p1", 1, 2, LEVEL),)


def test_words_that_do_not_agree_with_the_page_have_no_place() -> None:
    assert runs("别的话", HEAD, TEXTS) == []
    assert [at for at, _ in runs("县城通了火车", HEAD, TEXTS)] == [0, 4]


@pytest.mark.parametrize(
    ("offset", "anchor"),
    [(0, Anchor("p1", 0)), (4, Anchor("p1", 3, after=True)), (5, Anchor("p1", 5)), (7, Anchor("p1", 6, after=True))],
)
def test_a_place_of_a_story_is_found_again_by_its_character(offset: int, anchor: Anchor) -> None:
    part = Part("headline", None, "县城通了 火车", HEAD)
    assert anchor_of(part, offset, TEXTS) == anchor
    article = Article("a1", headline="县城通了 火车", places=Places(headline=HEAD))
    assert found(article, anchor, TEXTS) == (part, offset)
    assert found(Article("a2"), anchor, TEXTS) is None


def test_a_head_within_a_paragraph_is_no_part_of_its_own() -> None:
    body = Paragraph(ParagraphKind.P, "本报讯", (Span("p1", 8, 11),))
    inside = (Inside("dateline", 0, 0, 3),)
    article = Article("a1", headline="县城", dateline=Dateline("本报讯"), inside=inside, paragraphs=(body,))
    assert [(part.name, part.paragraph) for part in parts_of(article)] == [("headline", None), ("body", 0)]
