"""`presscheck find`: what is found, for people in both languages and for programs, and what is asked wrongly."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from presscheck.errors import WrongUsage
from presscheck.record.query import span_of
from presscheck.recording import Record

STORIES = [
    {
        "id": "a1", "date": "2026-06-18", "paper": "云州日报", "headline": "水渠完工",
        "paragraphs": ["水渠全长30公里。县水利局局长田小禾说：“水渠今年完工。”"],
    },
    {"id": "a2", "date": "2026-05-19", "headline": "南沟茶园", "paragraphs": ["南沟乡茶园今年产茶120吨。"]},
    {
        "id": "a3", "date": None, "paper": "报\x1b[m", "headline": "控制\x1b[m字符",
        "paragraphs": ["茶园\x1b]0;x\x07旁有字。"],
    },
]  # fmt: skip


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    file = tmp_path_factory.mktemp("find") / "my.db"
    with Record(file) as record:
        record.add_articles(STORIES)
    return file


def test_stories_for_people(run, db):
    told = run("find", "水渠", "--record", db)
    assert (told.code, told.err) == (0, "")
    lines = told.out.splitlines()
    assert lines[0] == "1 story"
    assert lines[2] == "1. 水渠完工  2026-06-18  云州日报  a1"
    assert lines[3].strip() == "水渠全长30公里。"
    assert any("30 km" in line and "a1-f1" in line for line in lines)


def test_stories_for_people_in_chinese(run, db):
    told = run("find", "水渠", "--record", db, "--lang", "zh", "--facets")
    assert told.out.startswith("共 1 篇\n")
    assert "引语" in told.out
    assert "按月份: 2026-06 1" in told.out


@pytest.mark.parametrize(("lang", "count", "figure"), [("en", "2 facts", "figure"), ("zh", "共 2 条事实", "数字")])
def test_facts_for_people(lang, count, figure, run, db):
    told = run("find", "--kind", "figure", "--record", db, "--lang", lang)
    lines = told.out.splitlines()
    assert (told.code, lines[0]) == (0, count)
    assert lines[2].startswith(f"1. {figure}  = 30 km")
    assert [line.strip() for line in lines[3:5]] == ["水渠全长30公里。", "2026-06-18  云州日报  a1"]


FOUND = [
    (("茶园",), ["a2", "a3"]),
    (("茶园", "--since", "2026-01-01"), ["a2"]),
    (("茶园", "--until", "2026-01-01"), []),
    (("水渠", "--paper", "云州日报"), ["a1"]),
    (("水渠", "--paper", "山城晚报"), []),
    (('"水渠 今年"',), ["a1"]),
    (("水渠 -茶园",), ["a1"]),
    (("茶园", "--limit", "1"), ["a2"]),
    (("茶园", "--limit", "1", "--offset", "1"), ["a3"]),
    (("茶园", "--offset", "5"), []),
]


@pytest.mark.parametrize(("asked", "wanted"), FOUND)
def test_stories_for_programs(asked, wanted, run, db):
    told = run("find", *asked, "--record", db, "--json")
    assert told.code == 0
    assert sorted(hit["article"] for hit in json.loads(told.out)["hits"]) == wanted


def test_facts_for_programs(run, db):
    told = json.loads(run("find", "--speaker", "田小禾", "--record", db, "--json", "--facets").out)
    assert (told["total"], told["more"], told["hits"]) == (1, False, [])
    (one,) = told["facts"]
    assert (one["article"], one["fact"]["kind"]) == ("a1", "quote")
    assert told["facets"]["kind"] == [{"name": "quote", "count": 1}]


@pytest.mark.parametrize(
    "options", [("--unit", "km"), ("--during", "2026"), ("--party", "田小禾"), ("--subject", "南沟乡茶园")]
)
def test_each_filter_that_asks_for_facts(options, run, db):
    told = json.loads(run("find", *options, "--record", db, "--json").out)
    assert told["facts"]
    wanted = {"--during": {"a1", "a2"}, "--subject": {"a2"}}.get(options[0], {"a1"})
    assert {one["article"] for one in told["facts"]} <= wanted


def test_nothing_found_is_no_error(run, db):
    told = run("find", "无此词语", "--record", db)
    assert (told.code, told.out) == (0, "0 stories\n")


def test_control_characters_of_a_page_never_reach_the_terminal(run, db):
    told = run("find", "旁有字", "--record", db, "--facets")
    assert told.out.startswith("1 story\n")
    assert "控制" in told.out
    assert "报" in told.out
    assert "\x1b" not in told.out


WRONG = [
    ((), "There is nothing to look for", "没有给出要查找的内容"),
    (("  ",), "There is nothing to look for", "没有给出要查找的内容"),
    (('""',), "nothing to look for between", "引号里没有要查找的内容"),
    ((" -水渠",), "Only words that must not stand there", "只给出了要排除的词"),
    (("水渠", "--kind", "rumour"), "no such kind of facts", "没有这种事实"),
    (("水渠", "--during", "2026-13"), "this is no year, month or day", "不是年、月或日"),
    (("字" * 300,), "At most 30 words", "一次最多查找 30 个词"),
]


@pytest.mark.parametrize(("asked", "english", "chinese"), WRONG)
def test_what_is_asked_wrongly_is_told(asked, english, chinese, run, db):
    for lang, words in (("en", english), ("zh", chinese)):
        told = run("find", *asked, "--record", db, "--lang", lang)
        assert (told.code, told.out) == (2, "")
        assert words in told.err


@pytest.mark.parametrize("asked", [("--since", "yesterday"), ("--limit", "0"), ("--offset", "-1")])
def test_an_option_that_cannot_be_read_is_wrong_usage(asked, run, db):
    assert run("find", "水渠", *asked, "--record", db).code == 2


@pytest.mark.parametrize(("lang", "words"), [("en", "there is no such record"), ("zh", "没有这个档案")])
def test_a_record_that_is_not_there(lang, words, run, tmp_path):
    told = run("find", "水渠", "--record", tmp_path / "none.db", "--lang", lang)
    assert (told.code, told.out) == (3, "")
    assert words in told.err
    assert list(tmp_path.iterdir()) == []


def test_a_record_that_is_broken(run, db, tmp_path):
    broken = tmp_path / "broken.db"
    broken.write_bytes(db.read_bytes()[:9000])
    told = run("find", "水渠", "--record", broken)
    assert (told.code, told.out) == (3, "")
    assert "this record is damaged" in told.err


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2026-06-18", "2026-06-18", "2026-06-18"),
    ],
)
def test_periods(text, first, last):
    assert tuple(day.isoformat() for day in span_of(text)) == (first, last)


@pytest.mark.parametrize("text", ["", "26", "2026-00", "2026-02-30", "2026/06", "9999", "0000", "2026-6"])
def test_what_is_no_period(text):
    with pytest.raises(WrongUsage):
        span_of(text)
