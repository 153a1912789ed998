"""The proofreader's marks made visible, in the terminal and as a page of HTML."""

import re
from io import StringIO

import pytest
from rich.console import Console

from presscheck import pipeline
from presscheck.model import Article, Correction, Dateline, Inside, Paragraph, ParagraphKind, Reading, Tier
from presscheck.show import STAGES
from presscheck.show.html import write

BODY = "本报雲州5月3日电　网传一段短視頻说车站已关闭,记者走进候车大厅看到，旅客进进出出，一切如常，工作人员忙而不乱。”"


def mark(
    part: str, place: int, before: str, after: str, tier: Tier = Tier.SURE, reason: str = "why <so>"
) -> Correction:
    paragraph = 0 if part == "body" else None
    return Correction(part, paragraph, place, place + len(before), before, after, "variant", reason, 0.93, tier)


@pytest.fixture
def reading() -> Reading:
    marks = (
        mark("headline", 2, "鐵", "铁"),
        mark("dateline", 2, "雲", "云"),
        mark("body", 2, "雲", "云", Tier.LIKELY),
        mark("body", BODY.index("視"), "視", "视"),
        mark("body", BODY.index(","), ",", "，"),
        mark("body", len(BODY) - 1, "”", "”", Tier.SUSPECT, "no partner\x1b[31m"),
    )
    one = Article(
        "a1",
        headline="云州鐵路<通车>\x1b[31m",
        dateline=Dateline("本报雲州5月3日电"),
        inside=(Inside("dateline", 0, 0, 9),),
        paragraphs=(Paragraph(ParagraphKind.P, BODY, ()), Paragraph(ParagraphKind.CROSSHEAD, "一切如常", ())),
        corrections=marks,
    )
    return Reading((), (), (one, Article("a2", paragraphs=(Paragraph(ParagraphKind.P, "茶园采摘忙。", ()),))))


def printed(reading: Reading, lang: str = "en", **console: object) -> str:
    screen = Console(file=StringIO(), width=200, markup=False, highlight=False, emoji=False, **console)
    for shown in STAGES["corrections"](reading, lang):
        screen.print(shown, soft_wrap=True)
    return screen.file.getvalue()


# In the terminal


def test_each_mark_stands_among_its_words(reading):
    told = printed(reading)
    assert "a1 云州鐵路<通车>␛[31m\n" in told
    assert "headline  云州[鐵→铁]路<通车>" in told
    assert (
        "paragraph 1  本报[雲→云]州5月3日电　网传一段短[視→视]頻说车站已关闭[,→，]记者走进候车大厅看到，旅…\n" in told
    )
    assert "paragraph 1  …如常，工作人员忙而不乱。[”?]\n" in told
    assert "likely 0.93  [雲→云]  why <so>" in told
    assert "\x1b" not in told


def test_marks_are_counted_and_the_ones_told_twice_count_once(reading):
    assert printed(reading).endswith("\n\nMarks: sure 3, likely 1, suspect 1.\n")
    assert "dateline" not in printed(reading)


def test_stories_without_marks_are_left_out(reading):
    assert "a2" not in printed(reading)


@pytest.mark.parametrize(("lang", "words"), [("en", "Nothing to mark.\n"), ("zh", "没有要标出的地方。\n")])
def test_nothing_to_mark(reading, lang, words):
    assert printed(Reading((), (), reading.articles[1:]), lang) == words


def test_it_speaks_chinese(reading):
    told = printed(reading, "zh")
    assert "第 1 段  本报[雲→云]州" in told
    assert "校对标记：确定 3 处，很可能 1 处，存疑 1 处。" in told


def test_before_is_red_and_after_green(reading):
    told = printed(reading, force_terminal=True, color_system="standard")
    assert "\x1b[9;31m鐵\x1b[0m" in told
    assert "\x1b[1;32m铁\x1b[0m" in told


# As a page of HTML


@pytest.fixture
def page(reading, outline):
    return outline(write(reading, "en", stage="corrections"))


def test_the_stories_stand_there_in_full(page):
    for words in ("云州", "路<通车>␛[31m", "一切如常", "茶园采摘忙。", "工作人员忙而不乱。", "Nothing to mark."):
        assert words in page.words
    assert "本报" in page.words


def test_each_mark_shows_what_goes_and_what_comes(reading):
    written = write(reading, "en", stage="corrections")
    assert "<del>鐵</del><ins>铁</ins>" in written
    assert "<mark>”</mark>" in written
    assert written.count("<del>") == 2 * 4  # where it stands, and at its reason


def test_each_mark_leads_to_its_reason_and_back(page):
    assert len(page.all("id")) == len(set(page.all("id"))) == 2 * 5
    assert {link.removeprefix("#") for link in page.all("href")} == set(page.all("id"))
    assert page.words.count("why <so>") == 4


def test_tiers_are_told_by_their_look_and_in_words(page):
    assert [len(page.classed("mark", tier)) for tier in ("sure", "likely", "suspect")] == [3, 1, 1]
    assert page.classed("mark", "likely")[0]["title"] == "likely 0.93: why <so>"
    assert "likely 0.93" in page.words


def test_nothing_is_fetched_nothing_runs_and_nothing_escapes(reading, page):
    written = write(reading, "en", stage="corrections")
    assert not {tag for tag, _ in page.elements} & {"script", "link", "img", "iframe", "object"}
    assert not re.search(r"url\(|https?:|@import|\x1b", written)
    assert "<通车>" not in written
    assert "<so>" not in written
    assert "default-src 'none'" in written


@pytest.mark.parametrize(("lang", "words"), [("en", "sure 3"), ("zh", "确定 3")])
def test_the_page_speaks_both_languages(reading, outline, lang, words):
    told = outline(write(reading, lang, stage="corrections"))
    assert words in told.words
    assert told.elements[0] == ("html", {"lang": "zh-CN" if lang == "zh" else "en"})


def test_a_page_without_stories(outline):
    assert "No story was found" in outline(write(Reading((), (), ()), "en", stage="corrections")).words


def test_a_real_page_can_be_shown():
    text = "县城通了火車\n\n□ 本报记者 方小舟\n\n本报讯　昨天,第一趟列车开进县城，站台上挤满了人。\n"
    reading = pipeline.read_bytes(text.encode(), "a.txt")
    assert "昨天[,→，]第一趟" in printed(reading)
    assert "昨天<span" in write(reading, "zh", stage="corrections")
