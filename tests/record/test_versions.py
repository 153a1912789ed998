"""The same input twice makes the same rows; a changed one makes a new version and keeps the old."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from presscheck.record.query import Filters
from presscheck.recording import Record

from .conftest import Told, canals, dump, told, whole

PAGE = "县城通了火车\n\n□ 本报记者 方小舟\n\n本报讯　昨天，第一趟列车开进县城，站台上挤满了{}人。\n"
TEA = "高山晚茶采摘忙\n\n本报记者 陶一舟\n\n立夏过后，海拔九百米以上的茶园才进入一年中最忙的时候。\n"


def written(file: Path, stories: Iterable[Told]) -> Path:
    lines = "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in stories)
    file.write_bytes(gzip.compress(lines.encode()) if file.suffix == ".gz" else lines.encode())
    return file


def page(file: Path, count: object = "300") -> Path:
    file.write_text(PAGE.format(count), encoding="utf8")
    return file


# The same again


def test_the_same_file_again_changes_nothing(record: Record, file: Path, tmp_path: Path) -> None:
    papers = [page(tmp_path / "p1.txt"), written(tmp_path / "all.jsonl.gz", canals(5))]
    first = list(record.add_all(papers))
    before = dump(file)
    again = list(record.add_all(papers))
    assert [one.state for one in first] == ["new", "new"]
    assert [one.state for one in again] == ["same", "same"]
    assert [(one.new, one.changed, one.facts) for one in again] == [(0, 0, 0), (0, 0, 0)]
    assert [one.same for one in again] == [1, 5]
    assert dump(file) == before
    assert len(record.store.all("SELECT * FROM history")) == 2


def test_the_same_stories_under_another_name_are_not_doubled(record: Record) -> None:
    record.add_articles(canals(5), name="one")
    told_again = record.add_articles(canals(5), name="two")
    assert (told_again.state, told_again.new, told_again.same) == ("same", 0, 5)
    assert record.find("水渠").total == 5
    assert record.find("水渠", Filters(kind="figure")).total == record.find("", Filters(kind="figure")).total


def test_the_same_bytes_read_otherwise_are_read_again(record: Record, tmp_path: Path) -> None:
    file = page(tmp_path / "p1.txt")
    assert record.add(file).state == "new"
    assert record.add(file, date="2026-06-18").state == "changed"
    assert record.add(file, date="2026-06-18").state == "same"
    assert record.find("火车").total == 1
    assert record.article("p1.txt#a1", 1) is not None


def test_a_file_keeps_its_name_wherever_one_stands(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record.add(page(tmp_path / "p1.txt"))
    monkeypatch.chdir(tmp_path)
    assert record.add("p1.txt").state == "same"
    assert record.add(tmp_path / "." / "p1.txt").state == "same"
    (tmp_path / "inner").mkdir()
    assert record.add(page(tmp_path / "inner" / "p1.txt")).name == "inner/p1.txt"
    assert record.find("火车").total == 2


# One that changed


def test_a_page_that_changed_is_a_new_version_and_the_old_one_is_kept(
    record: Record, file: Path, tmp_path: Path
) -> None:
    record.add(page(tmp_path / "p1.txt", "300"))
    changed = record.add(page(tmp_path / "p1.txt", "四百"))
    assert (changed.state, changed.version, changed.new, changed.changed) == ("changed", 2, 0, 1)
    now, before = record.article("p1.txt#a1"), record.article("p1.txt#a1", 1)
    assert now
    assert before
    assert (now.version, now.current, before.version, before.current) == (2, True, 1, False)
    assert "四百人" in now.article.paragraphs[0].text
    assert "300人" in before.article.paragraphs[0].text
    assert all(fact.id.startswith("p1.txt#a1@2-f") for fact in now.article.facts)
    assert record.find("四百人").total == 1
    assert record.find("300人").total == 0
    assert record.find("火车").total == 1
    assert whole(file)


def test_a_story_that_its_page_has_no_more_is_found_no_more(record: Record, tmp_path: Path) -> None:
    file = tmp_path / "p1.txt"
    file.write_text(f"{PAGE.format('300')}\n\n{TEA}", encoding="utf8")
    record.add(file)
    stories = record.find("茶园").total + record.find("列车").total
    page(file)
    record.add(file)
    assert stories == 2
    assert (record.find("茶园").total, record.find("列车").total) == (0, 1)
    file.write_text(f"{PAGE.format('300')}\n\n{TEA}", encoding="utf8")
    assert record.add(file).version == 3
    assert (record.find("茶园").total, record.find("列车").total) == (1, 1)


def test_of_changed_articles_only_those_are_new_versions(record: Record, tmp_path: Path) -> None:
    stories = canals(6)
    record.add(written(tmp_path / "all.jsonl", stories))
    kept = record.store.all("SELECT id, name FROM article ORDER BY id")
    stories[2] = told("c2", "第2号水渠停水", "北坡乡第2号水渠检修。")
    changed = record.add(written(tmp_path / "all.jsonl", [*stories, *canals(1, first=6)]))
    assert (changed.state, changed.version, changed.new, changed.changed, changed.same) == ("changed", 2, 1, 1, 5)
    assert record.store.all("SELECT id, name FROM article ORDER BY id")[:6] == kept
    assert dict(record.store.all("SELECT name, version FROM article WHERE current")) == {
        "c0": 1, "c1": 1, "c2": 2, "c3": 1, "c4": 1, "c5": 1, "c6": 1,
    }  # fmt: skip
    assert record.find("水渠").total == 7
    assert [hit.source.article for hit in record.find("停水").hits] == ["c2"]
    assert record.find("第2号水渠完工").total == 0
    old = record.article("c2", 1)
    assert old
    assert (old.current, old.article.headline) == (False, "第2号水渠完工")


def test_a_file_changed_back_is_a_third_version(record: Record, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    for headline in ("水渠完工", "水渠停水", "水渠完工"):
        last = record.add(written(file, [told("c0", headline)]))
    assert (last.state, last.version) == ("changed", 3)
    now = record.article("c0")
    assert now
    assert (now.version, now.article.headline) == (3, "水渠完工")
    assert [record.article("c0", version) is not None for version in (1, 2, 3, 4)] == [True, True, True, False]


def test_a_file_packed_otherwise_has_the_same_stories(record: Record, tmp_path: Path) -> None:
    file = written(tmp_path / "all.jsonl.gz", canals(4))
    record.add(file)
    file.write_bytes(gzip.compress(gzip.decompress(file.read_bytes()) + b"\n\n", 1))
    again = record.add(file)
    assert (again.state, again.version, again.new, again.changed, again.same) == ("same", 2, 0, 0, 4)
    assert record.add(file).same == 4
    assert record.find("水渠").total == 4


def test_another_day_or_paper_is_a_change(record: Record) -> None:
    record.add_articles([told("c0", "水渠完工")])
    assert record.add_articles([told("c0", "水渠完工", paper="云州日报")]).changed == 1
    assert record.add_articles([{**told("c0", "水渠完工", paper="云州日报"), "date": "2026-06-19"}]).changed == 1
    assert record.find("水渠", Filters(paper="云州日报")).total == 1


def test_a_story_of_a_page_and_an_article_of_the_same_name(record: Record, tmp_path: Path) -> None:
    """The later one is the current one, whichever came first."""
    record.add_articles([told("p1.txt#a1", "水渠完工")])
    assert record.add(page(tmp_path / "p1.txt")).changed == 1
    assert (record.find("水渠").total, record.find("列车").total) == (0, 1)
    assert record.add_articles([told("p1.txt#a1", "水渠停水")]).changed == 1
    assert (record.find("停水").total, record.find("列车").total) == (1, 0)
    assert [one.article.headline for one in record.store.every()] == ["水渠停水"]


# The same record, however it came to be

BUILD = """
import sys
from presscheck.recording import Record
if __name__ == "__main__":
    with Record(sys.argv[1]) as record:
        for file in sys.argv[3:]:
            record.add(file, jobs=int(sys.argv[2]))
"""


def test_two_records_of_the_same_files_are_the_same(tmp_path: Path) -> None:
    """Whatever the hash seed, the time zone and the number of processes."""
    script = tmp_path / "build.py"
    script.write_text(BUILD, encoding="utf8")
    articles = written(tmp_path / "all.jsonl", canals(45))
    for name, jobs, seed, zone in (("one.db", "1", "0", "Asia/Shanghai"), ("two.db", "2", "77", "America/Lima")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone}
        subprocess.run([sys.executable, script, tmp_path / name, jobs, articles], env=environment, check=True)
    assert dump(tmp_path / "one.db") == dump(tmp_path / "two.db")
    assert len(dump(tmp_path / "one.db")["article"]) == 45


def test_how_often_and_in_which_runs_files_were_added_does_not_show(tmp_path: Path) -> None:
    pages, articles = page(tmp_path / "p1.txt"), written(tmp_path / "all.jsonl", canals(5))
    with Record(tmp_path / "one.db") as one:
        list(one.add_all([pages, articles]))
    for file in (pages, pages, articles, pages, articles):
        with Record(tmp_path / "two.db") as two:
            two.add(file)
    assert dump(tmp_path / "one.db") == dump(tmp_path / "two.db")
