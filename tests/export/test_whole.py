"""Stories over jump lines, as people read them: whole, nothing twice, nothing lost."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.export import FORMATS
from presscheck.export.text import RULE
from presscheck.export.whole import jump_line, pieces
from presscheck.model import Article, Dateline, Inside, Jump, Paragraph, ParagraphKind, Reading


def said(*texts, kind=ParagraphKind.P):
    return tuple(Paragraph(kind, text, ()) for text in texts)


FRONT = Article(
    "a1",
    headline="北坡水渠通水",
    byline="本报记者 田小禾",
    jump_to=Jump("下转第三版", 3, "a3", True),
    paragraphs=(
        *said("渠首闸门提起，清水流向南沟。", "修渠三年，打通隧"),
        *said("图为渠首。", kind=ParagraphKind.CAPTION),
    ),
)
OTHER = Article("a2", headline="晚茶上市", paragraphs=said("茶园最忙。"))
BACK = Article(
    "a3",
    kicker="兴修水利",
    headline="水渠通水",
    dateline=Dateline("本报北坡5月3日讯"),
    jump_from=Jump("(上接第一版)", 1, "a1", True),
    paragraphs=(*said("图为隧洞。", kind=ParagraphKind.CAPTION), *said("洞四座。", "百姓叫好。")),
)


def reading(*articles):
    return Reading((), (), articles)


def told(form, lang, *articles):
    return FORMATS[form](reading(*articles), lang)


def test_plain_text_tells_the_story_whole_where_it_begins():
    first, second, third = told("txt", "zh", FRONT, OTHER, BACK).rstrip("\n").split(f"\n\n{RULE}\n\n")
    assert first == (
        "北坡水渠通水\n\n本报记者 田小禾\n渠首闸门提起，清水流向南沟。\n修渠三年，打通隧洞四座。\n"
        "图为渠首。\n（下转第三版）\n图为隧洞。\n百姓叫好。\n本报北坡5月3日讯"
    )
    assert second == "晚茶上市\n\n茶园最忙。"
    assert third == "兴修水利　水渠通水（上接第一版）（全文见“北坡水渠通水”）"


def test_markdown_tells_the_story_whole_where_it_begins():
    assert told("md", "en", FRONT, OTHER, BACK) == (
        "## 北坡水渠通水\n\n*本报记者 田小禾*\n\n渠首闸门提起，清水流向南沟。\n\n修渠三年，打通隧洞四座。\n\n"
        "> 图为渠首。\n\n*（下转第三版）*\n\n> 图为隧洞。\n\n百姓叫好。\n\n*本报北坡5月3日讯*\n\n"
        "## 晚茶上市\n\n茶园最忙。\n\n"
        "*兴修水利　水渠通水（上接第一版） (told whole under “北坡水渠通水”)*\n"
    )


@pytest.mark.parametrize("form", ["md", "txt"])
@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "（全文见“（无标题）”）"), ("en", "(told whole under “(no headline)”)")]
)
def test_a_story_without_a_headline_is_pointed_to_all_the_same(form, lang, words):
    assert re.sub(r"\\", "", told(form, lang, replace(FRONT, headline=None), BACK)).rstrip("*\n").endswith(words)


def test_what_a_page_says_is_no_markup_in_a_pointer():
    assert r"\*\*水渠\*\*" in told("md", "zh", FRONT, replace(BACK, headline="**水渠**"))
    assert "\x1b" not in told("txt", "zh", replace(FRONT, headline="渠\x1b[31m"), BACK)


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("打通隧", "洞四座。", ["打通隧洞四座。"]),
        ("标明 AI", "labels 字样。", ["标明 AI labels 字样。"]),
        ("建成于20", "26年。", ["建成于2026年。"]),
        (None, "洞四座。", ["洞四座。"]),
        ("打通隧", None, ["打通隧"]),
    ],
)
def test_a_torn_sentence_is_one_again(first, second, whole):
    front = replace(FRONT, paragraphs=said(first) if first else ())
    back = replace(BACK, dateline=None, paragraphs=said(second) if second else ())
    assert [piece.text for piece in pieces((front, back)) if isinstance(piece, Paragraph)] == whole


def test_what_is_not_torn_stays_two_paragraphs():
    jump = replace(FRONT.jump_to, torn=False)
    front = replace(FRONT, jump_to=jump, paragraphs=said("清水流向南沟。"))
    back = replace(BACK, dateline=None, jump_from=replace(BACK.jump_from, torn=False), paragraphs=said("百姓叫好。"))
    assert [piece.text for piece in pieces((front, back))] == ["清水流向南沟。", "下转第三版", "百姓叫好。"]


def test_a_story_over_three_pages_is_one():
    middle = replace(BACK, dateline=None, jump_to=Jump("下转第四版", 4, "a4", True), paragraphs=said("洞四座、渡"))
    last = Article("a4", jump_from=Jump("上接第三版", 3, "a3", True), paragraphs=said("槽七座。"))
    shown = told("txt", "zh", FRONT, middle, last)
    assert "修渠三年，打通隧洞四座、渡槽七座。\n" in shown
    assert shown.count("全文见“北坡水渠通水”") == 2
    assert shown.index("（下转第三版）") < shown.index("（下转第四版）")


def test_a_second_half_that_comes_first_is_told_under_the_first_all_the_same():
    shown = told("txt", "zh", BACK, FRONT)
    assert shown.startswith("兴修水利　水渠通水（上接第一版）（全文见")
    assert shown.count("洞四座") == 1


def test_one_jump_line_that_found_the_other_half_is_enough():
    assert "隧洞四座" in told("txt", "zh", replace(FRONT, jump_to=None), BACK)
    assert "隧洞四座" in told("txt", "zh", FRONT, replace(BACK, jump_from=None))


def test_halves_that_lead_in_a_circle_are_told_once():
    shown = told(
        "txt",
        "zh",
        replace(FRONT, jump_from=Jump("上接第三版", 3, "a3")),
        replace(BACK, jump_to=Jump("下转第一版", 1, "a1")),
    )
    assert shown.count("清水流向南沟") == shown.count("百姓叫好") == 1


def test_a_half_in_another_file_is_named():
    front = replace(FRONT, jump_to=Jump("（下转第三版）", 3, "page3.json#a3", True))
    assert told("txt", "zh", front).endswith("修渠三年，打通隧\n图为渠首。\n（下转第三版，见 page3）\n")
    assert told("txt", "en", front).endswith("（下转第三版, see page3）\n")


@pytest.mark.parametrize("text", ["下转第三版", "（下转第三版）", "(下转第三版)", " 下转第三版 "])
def test_a_jump_line_stands_in_brackets(text):
    assert jump_line(Jump(text), "zh") == "（下转第三版）"
    assert jump_line(None, "zh") is None


def test_a_sign_within_a_paragraph_is_not_said_twice():
    back = replace(BACK, dateline=Dateline("百姓"), inside=(Inside("dateline", 2, 0, 2),))
    assert told("txt", "zh", FRONT, back).endswith(
        "百姓叫好。\n\n" + RULE + "\n\n兴修水利　水渠通水（上接第一版）（全文见“北坡水渠通水”）\n"
    )


NAMES = st.integers(0, 5).map("a{}".format)


@st.composite
def linked_any_way(draw):
    """Up to six stories, their jump lines pointing at one another in any way."""
    articles = []
    for n in range(draw(st.integers(1, 6))):
        words = said(*(f"{n}甲{m}乙。" for m in range(draw(st.integers(0, 3)))))
        to, from_ = (
            draw(st.none() | st.builds(Jump, st.just(f"{way}{n}版"), st.none(), st.none() | NAMES, st.booleans()))
            for way in "转接"
        )
        articles.append(
            Article(
                f"a{n}",
                kicker=f"引{n}",
                headline=f"题{n}",
                deck=f"副{n}",
                byline=f"署{n}",
                jump_to=to,
                jump_from=from_,
                paragraphs=words,
            )
        )
    return articles


@pytest.mark.parametrize("form", ["md", "txt"])
@given(articles=linked_any_way())
def test_nothing_is_lost_and_nothing_is_said_twice(form, articles):
    shown = told(form, "zh", *articles)
    for article in articles:
        for paragraph in article.paragraphs:
            assert shown.count(paragraph.text) == 1
        for mark in (article.kicker, article.deck, article.byline, article.jump_to and article.jump_to.text):
            assert mark is None or mark in shown
        assert article.jump_from is None or article.jump_from.text in shown
        assert article.headline in shown
