"""What is put into a record is taken out as it was: stories, their facts, the files they came from."""

import datetime
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from presscheck.data import shipped
from presscheck.model import Article, Reading
from presscheck.record.entries import KINDS, ROLES, Entry, digest_of, entry_of
from presscheck.record.packing import pack, unpack
from presscheck.record.store import Document, Put, Store
from presscheck.recording import Record

from .conftest import canals, dump, told

SAMPLE = shipped("demo/yunzhou-daily.txt")
AT = "2026-06-18T09:30:00Z"


def document(name: str = "all", digest: bytes = b"1", kind: str = "articles") -> Document:
    return Document(name, kind, "0" * 64, digest, (("presscheck", "0"),))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Reading, Record]]:
    """The sample page as it is read, and a record of it."""
    with Record(tmp_path_factory.mktemp("sample") / "my.db") as one:
        added = one.add_bytes(SAMPLE.read_bytes(), "page.txt")
        assert added.reading
        yield added.reading, one


def test_a_story_is_taken_out_as_it_was_put_in(sample: tuple[Reading, Record]) -> None:
    reading, record = sample
    assert len(list(record.store.every())) == len(reading.articles) > 2
    for article in reading.articles:
        kept = record.article(f"page.txt#{article.id}")
        assert kept
        assert replace(kept.article, facts=()).to_dict() == replace(article, facts=()).to_dict()
        assert [fact.kind for fact in kept.article.facts] == [fact.kind for fact in article.facts]
        assert [fact.evidence for fact in kept.article.facts] == [fact.evidence for fact in article.facts]


def test_facts_have_ids_of_the_record_and_point_at_each_other(sample: tuple[Reading, Record]) -> None:
    _, record = sample
    ids = [fact.id for kept in record.store.every() for fact in kept.article.facts]
    assert len(set(ids)) == len(ids) > 10
    for kept in record.store.every():
        for fact in kept.article.facts:
            assert fact.id.startswith(f"{kept.name}-f")
            refs = {getattr(fact, name, None) for name in ("part_of", "same_as", "figure")} - {None}
            assert refs <= set(ids)


def test_a_page_keeps_its_raw_text(sample: tuple[Reading, Record]) -> None:
    _, record = sample
    rows = record.store.all("SELECT p.text FROM page p JOIN document d ON d.id = p.document WHERE d.name = 'page.txt'")
    assert [unpack(text) for (text,) in rows] == [SAMPLE.read_text(encoding="utf8")]
    ((reading,),) = record.store.all("SELECT told FROM document WHERE name = 'page.txt'")
    assert "articles" not in unpack(reading)
    assert unpack(reading)["pages"][0]["id"] == "p1"


def test_a_story_tells_where_it_comes_from(record: Record) -> None:
    record.add_articles([told("c0", "水渠完工", "全长30公里。", paper="云州日报")], name="all")
    kept = record.article("c0")
    assert kept
    assert (kept.name, kept.version, kept.current, kept.document) == ("c0", 1, True, "all")
    assert (kept.date, kept.paper) == (datetime.date(2026, 6, 18), "云州日报")
    assert record.article("c1") is None
    assert record.article("c0", 2) is None


def test_the_history_tells_what_was_added(record: Record) -> None:
    record.add_articles(canals(3))
    record.add_articles(canals(4))
    rows = record.store.all("SELECT at, verb, told FROM history ORDER BY id")
    assert [verb for _, verb, _ in rows] == ["add", "add"]
    assert [json.loads(one)["new"] for _, _, one in rows] == [3, 1]
    assert all(datetime.datetime.fromisoformat(at).tzinfo for at, _, _ in rows)


def test_what_is_put_twice_is_put_once(file: Path) -> None:
    """Two who add the same at once: the second finds, when its turn comes, that all is there."""
    store = Store(file, write=True)
    entries = [entry_of(Article("a1", headline="县城通了火车"), "c0", digest_of("县城"))]
    assert store.put(document(), entries, AT) == Put(1, new=1)
    before = dump(file)
    assert store.put(document(), entries, AT) == Put(1, same=1)
    assert dump(file) == before
    assert store.put(document("other"), entries, AT) == Put(1, same=1)
    assert store.stories_of("all") == 1
    assert store.digests(["c0", "c1"]) == {"c0": digest_of("县城")}
    store.close()


@pytest.mark.parametrize("trouble", [ValueError, OSError, KeyboardInterrupt, MemoryError])
def test_what_stops_halfway_leaves_nothing(trouble: type[BaseException], file: Path) -> None:
    def entries() -> Iterator[Entry]:
        yield entry_of(Article("a1", headline="县城通了火车"), "c0", b"1")
        raise trouble

    with Record(file) as record:
        record.add_articles(canals(2))
    before = dump(file)
    store = Store(file, write=True)
    with pytest.raises(trouble):
        store.put(document("other"), entries(), AT)
    assert store.put(document("third"), [], AT) == Put(1)
    store.close()
    after = dump(file)
    assert {**after, "document": after["document"][:1]} == before


def test_an_article_that_is_none_stops_all_of_its_list(record: Record, file: Path) -> None:
    record.add_articles(canals(2))
    before = dump(file)
    with pytest.raises(ValueError, match="it has no id"):
        record.add_articles([*canals(60, first=10), {"headline": "没有编号"}], name="more")
    assert dump(file) == before


def test_names_that_a_database_cannot_hold(record: Record, tmp_path: Path) -> None:
    """A file's name may hold bytes that are no text, a story half characters."""
    record.add_articles([told("c0", "残\ud800页", "县城通了\udfff火车。", paper="报\ud800")], name="p\udcff.jsonl")
    assert [hit.source.article for hit in record.find("通了").hits] == ["c0"]
    assert record.find("残\ufffd页").total == 1
    kept = record.article("c0")
    assert kept
    assert (kept.document, kept.paper) == ("p\\udcff.jsonl", "报\ufffd")
    with pytest.raises(ValueError, match="half characters"):
        record.add_articles([told("c\ud800", "残页")])


@pytest.mark.parametrize("value", [{}, [], "县城", "残\ud800页\udfff", {"a": [1.5, None, True, "\0\n"]}, "\\ud800"])
def test_what_is_packed_is_unpacked(value: object) -> None:
    assert unpack(pack(value)) == value
    assert pack(value) == pack(json.loads(json.dumps(value)))


def test_numbers_of_kinds_and_roles_stay_what_they_were() -> None:
    """Records hold these numbers: one that moves would turn figures into quotes in every record there is."""
    assert KINDS[:8] == ("figure", "time", "quote", "act", "change", "commitment", "rule", "pairing")
    assert ROLES[:8] == ("indicator", "subject", "scope", "speaker", "agent", "counterpart", "place", "who")
    assert ROLES[8:15] == ("a", "b", "issuers", "countries", "list", "instrument", "programme")
