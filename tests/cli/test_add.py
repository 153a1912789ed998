"""`presscheck add`: files in, kept in a record; what cannot be read is named, and stops nothing beside it."""

import gzip
import json
import sqlite3
from pathlib import Path

import pytest

from presscheck.recording import Record

GOOD = '{{"id": "a{0}", "date": "2026-06-18", "headline": "水渠完工", "paragraphs": ["第{0}号水渠全长30公里。"]}}\n'


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    file = tmp_path / "all.jsonl"
    file.write_text("".join(GOOD.format(number) for number in range(3)), encoding="utf8")
    return file


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "my.db"


def test_what_was_added_is_told_file_by_file(run, articles, county, db):
    told = run("add", county, articles, "--record", db, "--jobs", 1)
    assert (told.code, told.err) == (0, "")
    page, stories = told.out.splitlines()
    assert page.startswith("county.txt: added; stories: 1 new, 0 changed, 0 the same; ")
    assert stories == "all.jsonl: added; stories: 3 new, 0 changed, 0 the same; facts: 3"


def test_the_same_again_and_a_file_that_changed(run, articles, county, db):
    run("add", county, articles, "--record", db, "--jobs", 1)
    again = run("add", county, articles, "--record", db, "--jobs", 1)
    assert again.out == (
        "county.txt: the record has it already (stories: 1)\nall.jsonl: the record has it already (stories: 3)\n"
    )
    articles.write_text(articles.read_text(encoding="utf8").replace("第1号", "第7号") + GOOD.format(9), encoding="utf8")
    changed = run("add", articles, "--record", db, "--jobs", 1)
    told = "all.jsonl: it has changed, now version 2; stories: 1 new, 1 changed, 2 the same; facts: 2\n"
    assert (changed.code, changed.out) == (0, told)


def test_a_file_that_is_read_anew_is_not_said_to_have_changed(run, county, db):
    run("add", county, "--record", db, "--jobs", 1)
    asked = run("add", county, "--record", db, "--jobs", 1, "--date", "2026-05-12")
    assert asked.out.startswith("county.txt: the file is as it was, but read anew: it was asked for otherwise")
    with sqlite3.connect(db) as record:
        record.execute("UPDATE document SET made_by = json_set(made_by, '$.threads', 'threads-0'), digest = x'00'")
    record.close()
    newer = run("add", county, "--record", db, "--jobs", 1, "--date", "2026-05-12")
    assert "other parts of the program (threads threads-0 → threads-" in newer.out


def test_it_is_told_in_chinese_too(run, articles, db):
    first = run("add", articles, "--record", db, "--jobs", 1, "--lang", "zh")
    again = run("add", articles, "--record", db, "--jobs", 1, "--lang", "zh")
    assert first.out == "all.jsonl：已存入；新稿 3 篇，改动 0 篇，未变 0 篇；事实 3 条\n"
    assert again.out == "all.jsonl：档案中已有（3 篇）\n"


def test_bad_files_stand_beside_good_ones(run, articles, county, tmp_path, db):
    empty, broken = tmp_path / "empty.txt", tmp_path / "broken.pdf"
    empty.touch()
    broken.write_bytes(b"%PDF-1.7\nnothing more")
    told = run("add", empty, articles, tmp_path / "nowhere.txt", county, broken, "--record", db, "--jobs", 1)
    assert told.code == 3
    assert len(told.out.splitlines()) == 2
    assert all(
        name in told.err for name in ("empty.txt: the file is empty", "nowhere.txt: there is no", "broken.pdf: ")
    )
    with Record(db) as record:
        assert (record.find("水渠").total, record.find("火车").total) == (3, 1)


@pytest.mark.parametrize(
    ("lang", "why"), [("en", "all.jsonl, line 2: this is no finished article (it has no id)"), ("zh", "（没有 id）")]
)
def test_bad_lines_stand_between_good_ones(lang, why, run, articles, db):
    lines = articles.read_text(encoding="utf8").splitlines(keepends=True)
    articles.write_text("".join([lines[0], '{"headline": "无编号"}\n', "不是稿件\n", *lines[1:]]), encoding="utf8")
    told = run("add", articles, "--record", db, "--jobs", 1, "--lang", lang)
    assert told.code == 3
    assert len(told.err.splitlines()) == 2
    assert why in told.err
    with Record(db) as record:
        assert record.find("水渠").total == 3


def test_a_file_that_is_cut_off_is_not_added_at_all(run, articles, tmp_path, db):
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(articles.read_bytes().replace(b'"a', b'"cut'))[:-9])
    told = run("add", cut, articles, "--record", db, "--jobs", 1)
    assert told.code == 3
    assert "cut.jsonl.gz, line " in told.err
    with Record(db) as record:
        assert sorted(kept.name for kept in record.store.every()) == ["a0", "a1", "a2"]


def test_a_folder_is_added_page_by_page(run, folder, db):
    told = run("add", folder, "--record", db, "--jobs", 1)
    assert told.code == 0
    assert [line.split(":")[0] for line in told.out.splitlines()] == ["issue/p1.TXT", "issue/p2.txt"]


def test_for_programs_it_is_json(run, articles, county, db):
    articles.write_text(articles.read_text(encoding="utf8") + "不是稿件\n", encoding="utf8")
    told = run("add", county, articles, "--record", db, "--jobs", 1, "--json")
    page, stories = json.loads(told.out)
    assert told.code == 3
    assert (page["name"], page["state"], page["new"], page["troubles"]) == ("county.txt", "new", 1, [])
    assert (stories["name"], stories["version"], stories["new"], stories["facts"]) == ("all.jsonl", 1, 3, 3)
    assert "line 4" in stories["troubles"][0]


RECORDS = [  # what stands where the record should, and what is said in either language
    (lambda db: db.write_bytes(b"words " * 99), "is not a record of presscheck", "不是 presscheck 的档案"),
    (Path.mkdir, "it cannot be written to (it is a folder)", "无法写入（这是一个文件夹）"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "english", "chinese"), RECORDS)
def test_a_record_that_is_none(make, english, chinese, run, articles, db):
    make(db)
    for lang, words in (("en", english), ("zh", chinese)):
        told = run("add", articles, "--record", db, "--lang", lang)
        assert (told.code, told.out) == (3, "")
        assert words in told.err
        assert "Traceback" not in told.err


def test_the_record_may_stand_in_the_environment(run, articles, db, monkeypatch):
    monkeypatch.setenv("PRESSCHECK_RECORD", str(db))
    assert run("add", articles, "--jobs", 1).code == 0
    assert db.exists()


def test_without_a_record_it_is_wrong_usage(run, articles, monkeypatch):
    monkeypatch.delenv("PRESSCHECK_RECORD", raising=False)
    told = run("add", articles)
    assert told.code == 2
    assert "--record" in told.err
