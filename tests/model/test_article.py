"""Articles and their parts: blocks, paragraphs, heads and marks, corrections."""

import datetime
import json
from dataclasses import fields

import pytest

from presscheck.model import (
    Article,
    Block,
    Correction,
    Dateline,
    Inside,
    Jump,
    Paragraph,
    ParagraphKind,
    Places,
    Role,
    Span,
    Tier,
)


def span(start, end):
    return Span("p1", start, end)


FULL = Article(
    "a1",
    kicker="周田在北坡调研时强调",
    headline="渠水上北坡",
    deck="——北坡乡修渠记",
    byline="本报记者 周田",
    dateline=Dateline("新华社北坡6月17日电", "新华社", "北坡", datetime.date(2026, 6, 17), inferred=True),
    jump_from=Jump("上接第一版", 1),
    jump_to=Jump("下转第三版", 3, "p3.json#a2"),
    places=Places(kicker=(span(0, 10),), headline=(span(11, 16),), jump_to=(span(90, 95),)),
    inside=(Inside("dateline", 0, 0, 11),),
    paragraphs=(
        Paragraph(ParagraphKind.P, "渠水到了北坡。", (span(30, 34), span(60, 63))),
        Paragraph(ParagraphKind.CROSSHEAD, "三村受益", (span(64, 68),)),
    ),
    corrections=(Correction("body", 0, 1, 2, "永", "水", "shapes.shui", "形近", 0.98765, Tier.SURE),),
    confidence=0.98765,
    reasons=("joined",),
)


def test_the_text_of_a_story_is_its_paragraphs():
    assert FULL.text == "渠水到了北坡。\n三村受益"
    assert Article("a1").text == ""


def test_the_spans_of_a_story_are_heads_and_marks_first_then_paragraphs_in_order():
    assert FULL.spans == (span(0, 10), span(11, 16), span(90, 95), span(30, 34), span(60, 63), span(64, 68))


def test_every_head_and_mark_has_its_place():
    places = Places(**{part.name: (span(i, i + 1),) for i, part in enumerate(fields(Places))})
    assert [each.start for each in places.all()] == list(range(7))
    assert set(places.to_dict()) == {"kicker", "headline", "deck", "byline", "dateline", "jump_from", "jump_to"}


@pytest.mark.parametrize(
    ("article", "says"),
    [
        (FULL, "<Article a1 渠水上北坡: 2 paragraphs, 11 characters>"),
        (Article("a2"), "<Article a2 (no headline): 0 paragraphs, 0 characters>"),
        (
            Article("a3", paragraphs=(Paragraph(ParagraphKind.P, "本报讯", ()),)),
            "<Article a3 (no headline): 1 paragraph, 3 characters>",
        ),
    ],
)
def test_a_story_shows_itself(article, says):
    assert repr(article) == says


def test_json_of_a_whole_story():
    told = FULL.to_dict()
    assert json.loads(json.dumps(told, ensure_ascii=False)) == told
    assert told["dateline"] == {
        "text": "新华社北坡6月17日电",
        "agency": "新华社",
        "place": "北坡",
        "date": "2026-06-17",
        "inferred": True,
    }
    alone = {"torn": False, "confidence": None, "reasons": []}
    assert told["jump_from"] == {"text": "上接第一版", "page": 1, "article": None, **alone}
    assert told["jump_to"]["article"] == "p3.json#a2"
    assert told["places"]["headline"] == [{"page": "p1", "start": 11, "end": 16, "box": None}]
    assert told["places"]["byline"] == []
    assert told["inside"] == [{"part": "dateline", "paragraph": 0, "start": 0, "end": 11}]
    assert [(part["kind"], len(part["spans"])) for part in told["paragraphs"]] == [("p", 2), ("crosshead", 1)]
    assert told["confidence"] == told["corrections"][0]["confidence"] == 0.988
    assert told["corrections"][0]["tier"] == "sure"
    assert told["facts"] == []


def test_json_says_null_for_what_the_page_does_not_give():
    told = Article("a1").to_dict()
    assert {name for name, value in told.items() if value is None} == {
        "kicker", "headline", "deck", "byline", "dateline", "jump_from", "jump_to",
    }  # fmt: skip
    assert told["kind"] == "news"
    assert Dateline("本报讯").to_dict()["date"] is None


def test_a_correction_outside_the_body_has_no_paragraph():
    told = Correction("headline", None, 0, 1, "永", "水", "shapes.shui", "形近", 0.5, Tier.SUSPECT).to_dict()
    assert (told["part"], told["paragraph"], told["tier"]) == ("headline", None, "suspect")


@pytest.mark.parametrize(
    ("text", "says"), [("渠" * 24, "渠" * 24), ("渠" * 25, "渠" * 23 + "…"), ("", "")], ids=["fits", "too long", "none"]
)
def test_a_block_shows_its_first_words(text, says):
    assert repr(Block("p1.b1", Role.BODY, (), text)) == f"<Block p1.b1 body {says}>"


def test_the_names_of_roles_and_kinds_are_those_of_the_json():
    assert {kind.value for kind in ParagraphKind} == {"p", "crosshead", "caption", "table", "credit"}
    assert {tier.value for tier in Tier} == {"sure", "likely", "suspect"}
    assert {part.name for part in fields(Places)} <= {role.value for role in Role}
