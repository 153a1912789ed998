"""Stories written corrected: how far, in which formats, and how each tells it."""

import json
from dataclasses import replace

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from presscheck.errors import AsPrinted
from presscheck.export import FORMATS, files
from presscheck.export.tei import write
from presscheck.model import (
    Article,
    Correction,
    Dateline,
    Inside,
    Jump,
    Line,
    Page,
    Paragraph,
    ParagraphKind,
    Places,
    Reading,
    Span,
    Tier,
)

TEI = "{http://www.tei-c.org/ns/1.0}"
LINES = (
    "雲州鐵路",
    "昨天通車",
    "本报雲州5月3日电　短視頻说车站",
    "已关闭,不实。众多人口",
    "口的县城通了车",
)
"""The headline stands in two blocks, the paragraph on three lines; a doubling reaches over a line break."""


def span(line: int) -> Span:
    start = sum(len(words) + 1 for words in LINES[:line])
    return Span("p1", start, start + len(LINES[line]))


def mark(part: str, place: int, before: str, after: str, tier: Tier = Tier.SURE) -> Correction:
    paragraph = 0 if part == "body" else None
    return Correction(part, paragraph, place, place + len(before), before, after, "variant", "", 0.9, tier)


@pytest.fixture
def told() -> Reading:
    text = "".join(LINES[2:])
    marks = (
        mark("headline", 2, "鐵", "铁"),
        mark("headline", 8, "車", "车", Tier.LIKELY),
        mark("body", 2, "雲", "云"),
        mark("body", 11, "視頻", "视频"),
        mark("body", text.index(","), ",", "，"),
        mark("body", text.index("口口") + 1, "口", "", Tier.LIKELY),
        mark("body", text.index("县城"), "县城", "市", Tier.SUSPECT),
        mark("body", len(text), "", "。", Tier.LIKELY),
    )
    article = Article(
        "a1",
        headline=f"{LINES[0]} {LINES[1]}",
        dateline=Dateline("本报雲州5月3日电"),
        inside=(Inside("dateline", 0, 0, 9),),
        places=Places(headline=(span(0), span(1))),
        paragraphs=(Paragraph(ParagraphKind.P, text, (span(2), span(3), span(4))),),
        corrections=marks,
    )
    raw = "\n".join(LINES) + "\n"
    page = Page("p1", "a.txt", "0" * 64, "dump", raw, tuple(Line(span(n)) for n, _ in enumerate(LINES)))
    return Reading((page,), (), (article,))


SURE = "本报云州5月3日电　短视频说车站已关闭，不实。众多人口口的县城通了车"
LIKELY = "本报云州5月3日电　短视频说车站已关闭，不实。众多人口的县城通了车。"


@pytest.mark.parametrize(
    ("apply", "headline", "body"),
    [
        (None, "雲州鐵路 昨天通車", "".join(LINES[2:])),
        ("sure", "雲州铁路 昨天通車", SURE),
        ("likely", "雲州铁路 昨天通车", LIKELY),
    ],
)
def test_words_are_written_corrected_as_far_as_asked(told, apply, headline, body):
    apply = Tier(apply) if apply else None
    for form in ("md", "txt"):
        written = FORMATS[form](told, "en", apply)
        assert headline in written
        assert body in written
    root = etree.fromstring(write(told, apply).encode())
    assert "".join(root.find(f".//{TEI}p[{TEI}lb]").itertext()) == body
    assert "".join(root.find(f".//{TEI}body//{TEI}head").itertext()) == headline.replace(" ", "")


def test_tei_says_what_was_corrected_and_keeps_the_lines(told, obeys):
    root = etree.fromstring(write(told, Tier.LIKELY).encode())
    found = [(each.text, each.get("cert")) for each in root.iter(f"{TEI}corr")]
    assert found == [
        ("铁", "high"),
        ("车", "medium"),
        ("云", "high"),
        ("视频", "high"),
        ("，", "high"),
        (None, "medium"),
        ("。", "medium"),
    ]
    assert [each.get("n") for each in root.iter(f"{TEI}lb")] == ["1", "2", "3", "4", "5"]
    assert "".join(root.find(f".//{TEI}seg").itertext()) == "本报云州5月3日电"
    assert "likely a misprint" in root.find(f".//{TEI}correction/{TEI}p").text
    assert obeys("tei", write(told, Tier.LIKELY))
    assert "corr" not in write(told)


def test_json_keeps_what_is_printed_and_keeps_its_promise(told, root):
    form = json.loads((root / "docs/schema/reading.json").read_text(encoding="utf8"))
    plain, better = (json.loads(FORMATS["json"](told, "en", apply)) for apply in (None, Tier.SURE))
    Draft202012Validator(form).validate(better)
    (article,) = better["articles"]
    assert article["headline"] == "雲州鐵路 昨天通車"
    assert article.pop("corrected") == {"headline": "雲州铁路 昨天通車"}
    assert article["paragraphs"][0].pop("corrected") == SURE
    assert better == plain
    article["paragraphs"][0]["corrected"] = None
    assert not Draft202012Validator(form).is_valid(better)


def test_a_story_over_a_jump_line_is_corrected_on_both_sides(told):
    (one,) = told.articles
    text = "这座縣城"
    two = Article(
        "a2",
        jump_from=Jump("上接第一版", 1, "a1", torn=True),
        paragraphs=(Paragraph(ParagraphKind.P, text, ()),),
        corrections=(mark("body", 2, "縣", "县"),),
    )
    one = replace(one, jump_to=Jump("下转第二版", 2, "a2", torn=True))
    assert SURE + "这座县城" in FORMATS["txt"](Reading(told.pages, (), (one, two)), "en", Tier.SURE)


@pytest.mark.parametrize("form", ["page_xml", "alto", "mets", "hocr"])
def test_what_tells_the_page_as_printed_is_never_corrected(told, form):
    with pytest.raises(AsPrinted, match=form):
        files(told, form, "a", apply=Tier.SURE)
