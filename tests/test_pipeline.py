"""From a file to its stories: the same every time, nothing lost, whatever the file holds."""

import datetime
import json
import os
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck import pipeline
from presscheck.errors import EmptyFile, FileMissing
from presscheck.model import MannerKind

PAGE = """云州日报　2026年6月18日　星期四　第1版

云州大桥昨天通车

本报云州6月17日讯　（记者 周田）横跨云河的云州大桥昨天正式通车。大桥全长两千三百米，双向六车道，由市交通局投资建

北坡小麦喜获丰收

本报记者 吴溪

连日来，北坡乡的三万亩小麦陆续开镰收割。农技站测产结果显示，今年小麦平均亩产比去年增

设，历时三年。通车以后，从城东到城西的车程由四十分钟缩短到十分钟。

图为通车后的云州大桥。　本报记者 郑远 摄

长一成。农民说，雨水来得正是时候。（下转第三版）

责任编辑 周田　美编 吴溪
"""


def read(text, **settings_):
    return pipeline.read_bytes(text.encode(), "page.txt", **settings_)


def unaccounted(reading):
    """Every character that stands nowhere, or in two places."""
    counts = Counter((span.page, place) for span in reading.spans() for place in range(span.start, span.end))
    for page in reading.pages:
        for place, char in enumerate(page.text):
            times = counts.pop((page.id, place), 0)
            if times > 1 or (times == 0 and not char.isspace()):
                yield page.id, place, char, times
    yield from counts


def as_json(reading):
    return json.dumps(reading.to_dict(), ensure_ascii=False, sort_keys=True)


def everything(reading):
    """All words of a reading, wherever they went."""
    told = reading.to_dict()
    parts = [*reading.furniture, *reading.remainder, *(each for story in reading.articles for each in story.paragraphs)]
    return "\n".join([*(part.text for part in parts), json.dumps(told["articles"], ensure_ascii=False)])


# One page


def test_a_page_gives_its_stories_and_accounts_for_every_character():
    reading = read(PAGE)
    assert list(unaccounted(reading)) == []
    assert {story.headline for story in reading.articles} == {"云州大桥昨天通车", "北坡小麦喜获丰收"}
    (page,) = reading.pages
    assert (page.date, page.number, page.paper) == (datetime.date(2026, 6, 18), 1, "云州日报")
    assert page.manner is not None
    assert [item.text for item in reading.furniture] == [
        "云州日报　2026年6月18日　星期四　第1版",
        "责任编辑 周田　美编 吴溪",
    ]
    bridge = next(story for story in reading.articles if story.headline == "云州大桥昨天通车")
    assert (bridge.byline, bridge.dateline.date) == ("（记者 周田）", datetime.date(2026, 6, 17))


def test_torn_paragraphs_are_whole_again():
    paragraphs = [paragraph for story in read(PAGE).articles for paragraph in story.paragraphs]
    whole = [paragraph.text for paragraph in paragraphs if len(paragraph.spans) == 2]
    assert any("投资建设，历时三年" in text for text in whole)
    assert any("比去年增长一成" in text for text in whole)


def test_every_step_is_kept():
    reading = read(PAGE)
    assert "".join(block.text for block in reading.blocks).split() == "".join(PAGE.split("\n")).split()
    assert {name for name, _ in reading.made_by} >= {"presscheck", "language_model", "threads"}


@pytest.mark.parametrize("date", [datetime.date(2026, 7, 1), "2026-07-01"])
def test_the_day_given_counts_before_the_folio(date):
    assert read(PAGE, date=date).pages[0].date == datetime.date(2026, 7, 1)


def test_the_reasons_are_said_in_the_language_asked_for():
    english, chinese = (read(PAGE, lang=lang) for lang in ("en", "zh"))
    assert all("joined from" in story.reasons[0] for story in english.articles)
    assert all("拼成" in story.reasons[0] for story in chinese.articles)


def test_a_file_is_read_as_its_bytes_are(tmp_path):
    path = tmp_path / "page.txt"
    path.write_bytes(PAGE.encode("gb18030"))
    assert as_json(pipeline.read(path, encoding="gb18030")) == as_json(
        pipeline.read_bytes(PAGE.encode("gb18030"), "page.txt", encoding="gb18030")
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_stories_are_the_same_in_any_encoding(encoding):
    reading = pipeline.read_bytes(PAGE.encode(encoding), "page.txt")
    assert [story.text for story in reading.articles] == [story.text for story in read(PAGE).articles]


def test_line_ends_of_another_system_change_nothing():
    reading = read(PAGE.replace("\n", "\r\n"))
    assert [story.text for story in reading.articles] == [story.text for story in read(PAGE).articles]
    assert list(unaccounted(reading)) == []


# Several pages in one file


def test_form_feeds_separate_pages_whose_ids_are_all_different():
    reading = read("\f".join([PAGE, "北坡通水\n\n本报讯　渠水到了北坡。\n", PAGE]))
    assert [page.id for page in reading.pages] == ["p1", "p2", "p3"]
    ids = [story.id for story in reading.articles]
    assert ids == [f"a{number}" for number in range(1, len(ids) + 1)]
    blocks = [block.id for block in reading.blocks]
    assert len(set(blocks)) == len(blocks)
    assert list(unaccounted(reading)) == []


def test_each_page_is_read_by_itself():
    alone, beside = read(PAGE), read("北坡通水\n\n本报讯　渠水到了北坡。\n\f" + PAGE)
    first, second = ([story for story in beside.articles if story.spans[0].page == page] for page in ("p1", "p2"))
    assert [story.text for story in second] == [story.text for story in alone.articles]
    assert [story.headline for story in first] == ["北坡通水"]
    assert [page.date for page in beside.pages] == [None, datetime.date(2026, 6, 18)]


# The same everywhere


SCRIPT = """
import json, sys
from presscheck import pipeline
reading = pipeline.read_bytes(sys.stdin.buffer.read(), "page.txt")
sys.stdout.buffer.write(json.dumps(reading.to_dict(), ensure_ascii=False).encode("utf-8"))
"""


def test_machines_of_other_settings_read_the_same():
    told = []
    for seed, zone, lang in (("1", "Asia/Shanghai", "zh_CN.UTF-8"), ("4242", "America/New_York", "C")):
        env = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LANG": lang, "LC_ALL": lang}
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT], input=PAGE.encode(), capture_output=True, env=env, check=True
        )
        told.append(run.stdout)
    assert told[0] == told[1]
    assert json.loads(told[0]) == read(PAGE).to_dict()


# Files that are no good page


ODD = {
    "only headlines": "云州大桥昨天通车\n\n北坡小麦喜获丰收\n\n渠水上北坡\n",
    "one headline": "云州大桥昨天通车",
    "only furniture": "云州日报　2026年6月18日　第1版\n\n责任编辑 周田\n\n今日天气：晴，气温12℃～25℃\n",
    "only marks": "本报记者 周田\n\n上接第一版\n\n下转第三版\n",
    "only a caption": "图为村民在渠边洗菜。\n",
    "one character": "渠",
    "punctuation alone": "，，，\n\n。。\n\n……\n",
    "digits alone": "2026\n\n12.5%\n",
    "English stories": "Canal reaches Beipo\n\nYUNZHOU, June 17 -- The new canal\n\nreached the village on Monday.\n",
    "English among Chinese": "云州大桥昨天通车\n\nCanal reaches Beipo\n\n本报讯　大桥昨天通车。\n\nThe canal opened.\n",
    "traditional characters": "雲州大橋昨天通車\n\n本報訊　橫跨雲河的雲州大橋昨天正式通車。\n",
    "control characters": "云州\x07大桥\x00通车\n\n本报讯　云州\x1b[0m大桥\x7f通车。\x1c\n\n" + "渠水到了北坡。" * 9,
    "zero-width characters": "\ufeff云州\u200b大桥通车\n\n本报讯　\u2060云州大桥通车。\n",
    "vertical punctuation": "雲州大橋通車\n\n︽雲州日報︾訊︒大橋昨天通車︐全長兩公里︒\n",
    "look-alike code points": "云州⼤桥通⻋\n\n本报讯　云州⼤桥昨⽇通⻋。\n",
    "mixed scripts": "云州のカフェ\n\n본보　Café Москва 云州大桥𠀀。\n",
    "line breaks of every kind": "云州大桥通车\r\n本报讯\v渠水\x85到了\u2028北坡\u2029。\r",
    "the same line over and over": "渠水到了北坡。\n\n" * 40,
    "quotation marks without end": "“" * 300 + "\n\n" + "”" * 300,
    "emoji": "🎉云州大桥通车👩‍🌾\n",
}  # fmt: skip


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_an_odd_page_is_accounted_for(text):
    reading = read(text)
    assert list(unaccounted(reading)) == []
    assert as_json(reading) == as_json(read(text))


def test_a_page_of_furniture_has_no_story():
    reading = read(ODD["only furniture"])
    assert reading.articles == reading.remainder == ()
    assert len(reading.furniture) == 3


def test_a_page_of_marks_has_no_story():
    reading = read(ODD["only marks"])
    assert reading.articles == ()
    assert len(reading.remainder) == 3


def test_traditional_characters_stay_as_they_are():
    words = everything(read(ODD["traditional characters"]))
    assert "雲州大橋昨天通車" in words
    assert "橫跨雲河的雲州大橋昨天正式通車。" in words


def test_vertical_punctuation_stays_and_is_listed():
    reading = read(ODD["vertical punctuation"])
    assert "︽雲州日報︾訊︒大橋昨天通車︐全長兩公里︒" in everything(reading)
    assert {found.family for found in reading.pages[0].look_alikes} == {"vertical"}


def test_an_english_story_keeps_its_spaces():
    words = " ".join(everything(read(ODD["English stories"])).split())
    assert "The new canal" in words
    assert "reached the village on Monday." in words
    assert "canalreached" not in words


def test_too_little_text_tells_no_manner():
    manner = read(ODD["one headline"]).pages[0].manner
    assert (manner.kind, manner.confidence) == (MannerKind.UNKNOWN, 0.0)


def test_one_line_of_a_megabyte_is_read():
    text = "渠水流过北坡的梯田，村里人都来看。" * 20_000
    reading = read(text)
    assert len(reading.pages[0].text.encode()) > 1_000_000
    assert sum(len(span) for span in reading.spans()) == len(text)


@pytest.mark.parametrize(("content", "error"), [(b"", EmptyFile), (b" \n\f\n", EmptyFile)])
def test_what_holds_no_text_is_refused(content, error):
    with pytest.raises(error):
        pipeline.read_bytes(content, "page.txt")


def test_a_file_that_is_not_there_is_missed(tmp_path):
    with pytest.raises(FileMissing):
        pipeline.read(tmp_path / "none.txt")


# Any mixture


line = st.sampled_from(PAGE.split("\n")) | st.sampled_from(
    [
        "（下转第三版）",
        "上接第一版",
        "渠水到了北坡，" * 9,
        "The canal",
        "⾦水",
        "渠水到了北坡，\x1c又到了南湾的田里。",
        "\u200b",
        "”",
        "（",
        "\f",
        "　　渠水",
        "2",
        "00万元",
    ]
)
words = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("渠水，。“”（）12 \t　\f\v\x85"), max_size=30
)


@settings(max_examples=60, deadline=None)
@given(st.lists(line | words, max_size=30), st.sampled_from(["\n", "\n\n", "\r\n", "", " "]))
def test_any_mixture_is_accounted_for(lines, gap):
    text = gap.join(["渠", *lines])
    reading = pipeline.read_bytes(text.encode(), "any.txt", encoding="utf-8")
    assert list(unaccounted(reading)) == []
    pages = {page.id: page for page in reading.pages}
    for story in reading.articles:
        for paragraph in story.paragraphs:
            assert paragraph.text == "".join(pages[span.page].words(span) for span in paragraph.spans)
        for inside in story.inside:
            said = story.paragraphs[inside.paragraph].text[inside.start : inside.end]
            assert said == (story.byline if inside.part == "byline" else story.dateline.text)
