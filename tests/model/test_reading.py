"""A reading: everything one file gave."""

import json

import pytest

from presscheck.model import Article, Furniture, Page, Paragraph, ParagraphKind, Places, Reading, Remainder, Span


def span(start, end):
    return Span("p1", start, end)


def page(number):
    return Page(f"p{number}", "issue.txt", "", "dump", "云州日报", ())


READING = Reading(
    pages=(page(1),),
    blocks=(),
    articles=(
        Article(
            "a1",
            headline="渠水上北坡",
            places=Places(headline=(span(0, 5),)),
            paragraphs=(Paragraph(ParagraphKind.P, "渠水", (span(6, 8),)),),
        ),
    ),
    furniture=(Furniture("云州日报", (span(9, 13),)),),
    remainder=(Remainder("周田", (span(14, 16),), "no story"),),
    made_by=(("presscheck", "1"), ("language_model", "char5-0")),
)


def test_a_reading_accounts_for_stories_furniture_and_remainder():
    assert [(each.start, each.end) for each in READING.spans()] == [(0, 5), (6, 8), (9, 13), (14, 16)]


def test_json_of_a_reading():
    told = READING.to_dict()
    assert json.loads(json.dumps(told, ensure_ascii=False)) == told
    assert list(told) == ["schema", "made_by", "pages", "articles", "furniture", "remainder"]
    assert told["schema"] == "presscheck/reading/1"
    assert told["made_by"] == {"presscheck": "1", "language_model": "char5-0"}
    assert [article["id"] for article in told["articles"]] == ["a1"]
    assert told["furniture"] == [{"text": "云州日报", "spans": [span(9, 13).to_dict()]}]
    assert told["remainder"] == [{"text": "周田", "spans": [span(14, 16).to_dict()], "reason": "no story"}]


@pytest.mark.parametrize(
    ("pages", "articles", "says"),
    [(0, 0, "0 pages, 0 articles"), (1, 1, "1 page, 1 article"), (2, 3, "2 pages, 3 articles")],
)
def test_a_reading_shows_itself(pages, articles, says):
    reading = Reading(tuple(map(page, range(pages))), (), tuple(Article(f"a{i}") for i in range(articles)))
    assert repr(reading) == f"<Reading: {says}>"
