"""`presscheck measure find`: words drawn from a record, held against a plain scan; an index that errs is found out."""

import json
import sqlite3
from pathlib import Path

import pytest

from presscheck.errors import EmptyFile, FileMissing, RecordMissing, WrongUsage
from presscheck.measure.finding import Finds, measure_find
from presscheck.recording import Record

STORIES = [
    {"id": f"a{number}", "date": None, "headline": headline, "paragraphs": [text, "全文完。"]}
    for number, (headline, text) in enumerate([
        ("水渠完工", "北坡乡水渠全长30公里，投资2.7亿元。"),
        ("南沟茶园", "南沟乡茶园今年产茶120吨，同比增长8.5%。"),
        ("县城通了火车", "昨天，第一趟列车开进县城，站台上挤满了人。"),
        ("ＡＩ导览", "AI机器人上岗：“欢迎光临”。"),
    ])
]  # fmt: skip


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, Path]:
    """A record, and the articles it was made of."""
    articles = tmp_path / "all.jsonl"
    articles.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in STORIES), encoding="utf8")
    with Record(tmp_path / "my.db") as record:
        record.add(articles)
    return tmp_path / "my.db", articles


def test_what_is_found_is_what_stands_there(made: tuple[Path, Path]) -> None:
    report = measure_find(*made, words=40)
    assert (report.finds.recall, report.finds.precision) == (1.0, 1.0)
    assert report.finds.right == report.finds.found == report.finds.there >= 40
    assert (report.draw.words, report.articles, len(report.finds.seconds)) == (40, 4, 40)
    assert report.recipe.startswith("find.recall = 1.0000 | find.precision = 1.0000 | words:40 | seed:1 | articles:")


def test_the_same_seed_draws_the_same_words(made: tuple[Path, Path]) -> None:
    first, again, other = (measure_find(*made, words=30, seed=seed) for seed in (1, 1, 2))
    assert first.recipe == again.recipe
    assert first.finds.there == again.finds.there
    assert first.finds.there != other.finds.there


def test_a_short_record_has_only_so_many_words(made: tuple[Path, Path]) -> None:
    assert 40 < measure_find(*made, words=1_000).draw.words < 800


def test_what_the_index_lacks_or_has_too_much_is_found_out(made: tuple[Path, Path]) -> None:
    db, articles = made
    connection = sqlite3.connect(db)
    told = connection.execute("SELECT rowid FROM text WHERE text MATCH '\"茶 园\"'").fetchall()
    connection.execute("INSERT INTO text (text) VALUES ('delete-all')")
    rows = [(1, "水 渠"), (told[0][0], "南 沟 茶 园 火 车")]
    connection.executemany("INSERT INTO text (rowid, chars, words) VALUES (?, ?, '')", rows)
    connection.commit()
    connection.close()
    finds = measure_find(db, articles, words=120).finds
    assert finds.recall is not None
    assert finds.precision is not None
    assert 0 < finds.recall < 1
    assert 0 < finds.precision < 1


def test_only_articles_of_the_record_are_asked_for(made: tuple[Path, Path], tmp_path: Path) -> None:
    db, articles = made
    other = tmp_path / "other.jsonl"
    other.write_text('{"id": "elsewhere", "paragraphs": ["水渠"]}\n', encoding="utf8")
    with pytest.raises(WrongUsage, match="no truth here"):
        measure_find(db, other)
    for wrong, error in ((tmp_path / "none.jsonl", FileMissing), (tmp_path / "empty.jsonl", EmptyFile)):
        if error is EmptyFile:
            wrong.touch()
        with pytest.raises(error):
            measure_find(db, wrong)
    with pytest.raises(RecordMissing):
        measure_find(tmp_path / "none.db", articles)


@pytest.mark.parametrize(("share", "told"), [(0.5, 3.0), (0.95, 9.0), (1.0, 9.0), (0.0, 1.0)])
def test_within_how_many_milliseconds(share: float, told: float) -> None:
    assert Finds(0, 0, 0, (0.009, 0.001, 0.003, 0.002)).within(share) == told


def test_nothing_found_of_nothing_has_no_share() -> None:
    assert (Finds(0, 0, 0, ()).recall, Finds(0, 0, 0, ()).precision) == (None, None)
