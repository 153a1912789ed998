"""`presscheck export`: what goes out, in which order, and what comes in again."""

import csv
import datetime
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from presscheck.cli import main
from presscheck.errors import WrongUsage
from presscheck.export import record as files
from presscheck.model import Article
from presscheck.model.found import Source, Told
from presscheck.record.query import Filters
from presscheck.recording import Record

STORIES: list[dict[str, Any]] = [
    {
        "id": "c10", "date": "2026-05-04", "paper": "青川日报", "kicker": "兴修水利", "headline": "青川水渠完工",
        "deck": "两岸农田受益", "byline": "本报记者 田小禾",
        "paragraphs": ["青川水渠昨日完工，全长30公里，投资2.7亿元。", {"text": "百姓叫好", "kind": "crosshead"}],
    },
    {"id": "c9", "date": "2026-05-04", "headline": "北坡\u2028春茶", "paragraphs": ["今年春茶产量12吨，增长8%。"]},
    {"id": "c1", "date": "2026-06-18", "headline": "南沟建桥", "paragraphs": ["县水利局局长说：“南沟将建桥3座。”"]},
    {"id": "old", "date": None, "headline": None, "paragraphs": ["往年水渠长25公里。"]},
]  # fmt: skip
PAGE = """云州日报　2026年5月12日　第1版

北坡水渠通水

□ 本报记者 田小禾

本报讯　北坡水渠昨日全线通水,渠首闸门缓缓提起，清水沿着三十里长的渠道流向南沟，沿线的农田得到灌溉。
"""
TEXTS = ("jsonl", "csv", "annotations", "prov")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    file = tmp_path / "my.db"
    with Record(file) as record:
        record.add_articles(STORIES)
    return file


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")

    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["export", *map(str, arguments)])
        sys.stdout.flush()
        out, err = capfd.readouterr()
        return int(left.value.code or 0), out, err

    return run


def exported(file: Path, form: str = "jsonl", query: str = "", filters: Filters | None = None) -> str:
    with Record(file) as record:
        return "".join(files.lines(record.told(query, filters), form))


def stories(written: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.splitlines()]


# What goes out


def test_a_story_on_its_line(db):
    written = exported(db)
    assert written.count("\n") == len(STORIES) == len(written.splitlines())
    one = stories(written)[2]
    facts = one.pop("facts")
    assert one == {
        "id": "c10", "date": "2026-05-04", "paper": "青川日报", "kind": "news", "kicker": "兴修水利",
        "headline": "青川水渠完工", "deck": "两岸农田受益", "byline": "本报记者 田小禾", "dateline": None,
        "paragraphs": [
            {"kind": "p", "text": "青川水渠昨日完工，全长30公里，投资2.7亿元。"},
            {"kind": "crosshead", "text": "百姓叫好"},
        ],
        "corrections": [], "version": 1, "document": "articles",
    }  # fmt: skip
    assert {fact["evidence"]["quote"] for fact in facts if fact["kind"] == "figure"} == {"30公里", "2.7亿元"}
    assert all(fact["id"].startswith("c10-f") for fact in facts)


def test_the_earliest_come_first(db):
    assert [one["id"] for one in stories(exported(db))] == ["old", "c9", "c10", "c1"]


@pytest.mark.parametrize("form", TEXTS)
def test_the_order_of_adding_changes_nothing(tmp_path, db, form):
    with Record(tmp_path / "other.db") as record:
        record.add_articles(reversed(STORIES))
    one, other = (
        re.sub(r'"(generated|sha256)": "[^"]+"', "", exported(file, form)) for file in (db, tmp_path / "other.db")
    )
    assert one == other


@pytest.mark.parametrize("form", TEXTS)
def test_the_same_record_makes_the_same_bytes(db, form):
    assert exported(db, form) == exported(db, form)


FILTERS = [
    ("", Filters(kind="figure")),
    ("", Filters(unit="t")),
    ("水渠", Filters(kind="figure")),
    ("", Filters(since=datetime.date(2026, 6, 1), kind="figure")),
    ("", Filters(roles=(("party", "县水利局局长"),))),
    ("", Filters(kind="rule")),
]


@pytest.mark.parametrize(("query", "filters"), FILTERS)
def test_the_facts_exported_are_those_found(db, query, filters):
    with Record(db) as record:
        found = [one.fact.id for one in record.find(query, filters, limit=100).facts]
        told = [one.fact.id for story in record.told(query, filters) for one in story.facts]
        assert all(story.facts for story in record.told(query, filters))
    assert sorted(told) == sorted(found)


def test_the_filters_tried_find_something(db):
    with Record(db) as record:
        assert [record.find(query, filters).total > 0 for query, filters in FILTERS] == [True] * 5 + [False]


@pytest.mark.parametrize(
    ("query", "filters", "expected"),
    [
        ("水渠", None, ["old", "c10"]),
        ("水渠 -完工", None, ["old"]),
        ("", Filters(until=datetime.date(2026, 5, 31)), ["c9", "c10"]),
        ("", Filters(paper="青川日报"), ["c10"]),
        ("火车", None, []),
    ],
)
def test_the_stories_exported_are_those_found_with_all_their_facts(db, query, filters, expected):
    whole = {one["id"]: one for one in stories(exported(db))}
    told = stories(exported(db, "jsonl", query, filters))
    assert [one["id"] for one in told] == expected
    assert all(one == whole[one["id"]] for one in told)


def test_only_the_current_version_goes_out(db):
    changed = {**STORIES[0], "headline": "青川水渠通水"}
    with Record(db) as record:
        record.add_articles([changed], name="again")
    (one,) = [one for one in stories(exported(db)) if one["id"] == "c10"]
    assert (one["headline"], one["version"], one["document"]) == ("青川水渠通水", 2, "again")
    graph = json.loads(exported(db, "prov"))["@graph"]
    (story,) = [node for node in graph if node["id"] == "urn:presscheck:article:c10@2"]
    assert story["wasRevisionOf"] == "urn:presscheck:article:c10"
    facts = [node["id"] for node in graph if node.get("wasQuotedFrom") == story["id"]]
    assert facts
    assert all(one.startswith("urn:presscheck:fact:c10@2-f") for one in facts)


# What comes in again


def test_what_went_out_comes_in_again(tmp_path, db):
    out = tmp_path / "out.jsonl"
    with Record(db) as record, Record(tmp_path / "other.db") as other:
        record.export("jsonl", out)
        added = other.add(out)
    assert (added.new, added.troubles) == (len(STORIES), ())
    before, after = (
        [{**one, "document": None} for one in stories(exported(file))] for file in (db, tmp_path / "other.db")
    )
    assert after == before


def test_so_do_lines_without_facts(tmp_path, db):
    keys = ("id", "date", "headline", "paragraphs")
    bare = [{key: one[key] for key in keys} for one in stories(exported(db))]
    out = tmp_path / "bare.jsonl"
    out.write_text("".join(json.dumps(one) + "\n" for one in bare), encoding="utf8")
    with Record(tmp_path / "other.db") as other:
        other.add(out)
    again = stories(exported(tmp_path / "other.db"))
    assert [{key: one[key] for key in keys} for one in again] == bare


def test_a_page_goes_out_with_its_marks_and_comes_in_again(tmp_path):
    with Record(tmp_path / "my.db") as record:
        record.add_bytes(PAGE.encode(), "papers/page.txt")
        record.export("jsonl", tmp_path / "out.jsonl")
        (story,) = stories((tmp_path / "out.jsonl").read_text(encoding="utf8"))
        graph = {node["id"]: node for node in json.loads(exported(tmp_path / "my.db", "prov"))["@graph"]}
    assert (story["id"], story["date"]) == ("papers/page.txt#a1", "2026-05-12")
    assert ("，", "sure") in [(mark["after"], mark["tier"]) for mark in story["corrections"]]
    fact = graph[f"urn:presscheck:fact:{story['facts'][0]['id'].replace('#', '%23')}"]
    assert fact["wasDerivedFrom"] == "urn:presscheck:corrected:papers/page.txt%23a1"
    assert graph[fact["wasQuotedFrom"]]["wasDerivedFrom"] == ["urn:presscheck:page:papers/page.txt/p1"]
    with Record(tmp_path / "other.db") as other:
        other.add(tmp_path / "out.jsonl")
        (again,) = stories(exported(tmp_path / "other.db"))
    assert {key: again[key] for key in ("id", "date", "headline", "byline", "paragraphs")} == {
        key: story[key] for key in ("id", "date", "headline", "byline", "paragraphs")
    }


# Little is held at once


@pytest.mark.parametrize("form", TEXTS)
def test_no_story_is_asked_for_before_the_one_before_is_written(form):
    asked: list[int] = []

    def told() -> Iterator[Told]:
        for number in range(1000):
            asked.append(number)
            yield Told(Source(f"c{number}"), 1, Article(f"c{number}"))

    written = files.lines(told(), form)
    head = {"jsonl": 0, "csv": 1, "annotations": 3, "prov": 1}[form]
    for _ in range(head):
        next(written)
    assert asked == []
    if form in ("jsonl", "prov"):
        next(written)
        assert len(asked) == 1


def test_a_reader_may_stop_early(db):
    with Record(db) as record:
        told = record.told()
        assert next(told).source.article == "old"
    del told  # what is left of it would complain that the record is closed


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    out = tmp_path / "out.jsonl"
    out.write_text("before", encoding="utf8")

    def told() -> Iterator[Told]:
        yield Told(Source("c1"), 1, Article("c1"))
        raise RuntimeError("cut off")

    with pytest.raises(RuntimeError):
        files.write(told(), "jsonl", out)
    assert out.read_text(encoding="utf8") == "before"
    assert list(tmp_path.iterdir()) == [out]


def test_a_place_that_cannot_be_written_to(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(WrongUsage, match="cannot be written"):
        files.write([], "jsonl", tmp_path / "file" / "out.jsonl")


# The verb


@pytest.mark.parametrize("form", TEXTS)
def test_text_is_printed_or_written_alike(run, db, tmp_path, form):
    printed = run("--record", db, "--format", form)
    written = run("--record", db, "--format", form, "-o", tmp_path / "new" / "out")
    assert (printed[0], written[0], printed[2], written[1:]) == (0, 0, "", ("", ""))
    content = (tmp_path / "new" / "out").read_bytes().decode()
    assert content.replace("\r\n", "\n") == printed[1].replace("\r\n", "\n") != ""


def test_options_are_those_of_find(run, db):
    code, out, _ = run("水渠", "--record", db, "--format", "csv", "--kind", "figure", "--since", "2026-05-01")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert (code, {row["article"] for row in rows}, {row["kind"] for row in rows}) == (0, {"c10"}, {"figure"})


def test_a_table_for_excel(run, db):
    assert run("--record", db, "--format", "csv", "--excel")[1].startswith("\ufeffid,")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--format", "parquet"], "name a file with -o FILE"),
        (["--format", "jsonl", "--excel"], "--excel is for --format csv only"),
        (["--format", "jsonl", "--kind", "gossip"], "no such kind of facts"),
        (["--format", "jsonl", "-o", "my.db"], "is the record itself"),
        (["--format", "csv", "--", "-水渠"], "Only words that must not stand there"),
        (["--format", "yaml"], "yaml"),
    ],
)
def test_wrong_usage_is_told(run, db, monkeypatch, arguments, told):
    monkeypatch.chdir(db.parent)
    before = db.read_bytes()
    code, out, err = run("--record", db, *arguments)
    assert (code, out) == (2, "")
    assert told in err
    assert db.read_bytes() == before


def test_a_record_that_is_not_there(run, tmp_path):
    code, _, err = run("--record", tmp_path / "none.db", "--format", "csv", "-o", tmp_path / "out" / "facts.csv")
    assert (code, "there is no such record" in err) == (3, True)
    assert list(tmp_path.iterdir()) == []
