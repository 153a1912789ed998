"""The times by which figures are dated stand in the record beside the words, and are those that would be read anew."""

import datetime
from typing import Any

import pytest

from presscheck.model import Figure
from presscheck.model.from_json import fact_from
from presscheck.record import paragraphs
from presscheck.record.clauses import around
from presscheck.record.mentions import mentions
from presscheck.record.packing import pack, unpack
from presscheck.record.paragraphs import InParagraph, Paragraph, paragraph_of
from presscheck.recording import Record

from .conftest import Told, told

STORIES: list[Told] = [
    told("s1", "云州去年产量创新高", "去年，云州茶叶产量达到30万吨，同比增长5%。", "今年1月至3月，茶叶产量8万吨。"),
    told("s2", "茶园", "2025年12月，全省开工建设茶园。", "茶叶产量12万吨，比上月增加2万吨。"),
    told("s3", "一月产量", "截至６月１７日，茶叶产量突破20万吨。自2020年启动以来，茶叶产量共计90万吨。", date=None),
    told("s4", "没有时间", "茶叶产量30万吨。"),
    told("s5", "近日", "近日，茶叶产量30多万吨；14世纪以来，茶叶产量有增无减，约为3000吨。"),
]
ROWS = (("茶叶", "产量"),)


def found(record: Record) -> list[InParagraph]:
    return [one for one in mentions(record.store, ROWS) if isinstance(one, InParagraph)]


def without(record: Record, *names: str) -> None:
    """Make a record what it was before times, or figures, were kept beside the words."""
    with record.to_write().writing() as writer:
        for number, packed in writer.run("SELECT id, told FROM content").fetchall():
            bare = {name: value for name, value in unpack(packed).items() if name not in names}
            writer.run("UPDATE content SET told = ? WHERE id = ?", (pack(bare), number))


def test_kept_times_are_those_that_are_read(record: Record) -> None:
    record.add_articles(STORIES)
    kept = found(record)
    assert len(kept) >= 10
    assert sum(len(paragraph_of(one).times) for one in kept) >= 10
    for one in kept:
        whole = paragraph_of(one)
        assert whole.kept is not None
        bare = Paragraph(whole.text, whole.before, whole.headline, whole.date)
        assert [time[:3] for time in whole.times] == [time[:3] for time in bare.times]
        assert [[time[:3] for time in times] for times in whole.around] == [
            [time[:3] for time in times] for times in bare.around
        ]
        here = around(one)
        for end in (here.start, here.sentence_end):
            spoken = slice(0, end - here.sentence)
            masked = (of.masked(here.sentence, here.sentence_end, end)[spoken] for of in (whole, bare))
            assert len(set(masked)) == 1


def test_no_time_is_read_where_it_is_kept(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    record.add_articles(STORIES)

    def read(*_: Any) -> Any:
        raise AssertionError("a time was read")

    monkeypatch.setattr(paragraphs, "read_times", read)
    assert record.series("茶叶产量").strands
    without(record, "times")
    with pytest.raises(AssertionError, match="a time was read"):
        record.series("茶叶产量")


def test_a_record_without_times_tells_the_same_series(record: Record) -> None:
    record.add_articles(STORIES)
    before = record.series("茶叶产量").to_dict()
    without(record, "times")
    assert {paragraph_of(one).kept is None for one in found(record)} == {True}
    assert record.series("茶叶产量").to_dict() == before


def test_a_record_without_figures_beside_the_words_tells_the_same_series(record: Record) -> None:
    record.add_articles(STORIES)
    before = record.series("茶叶产量").to_dict()
    facts = [one.fact for one in found(record)]
    without(record, "times", "figures")
    assert [one.fact for one in found(record)] == facts
    assert record.series("茶叶产量").to_dict() == before


def test_figures_are_those_of_their_story(record: Record) -> None:
    record.add_articles(
        [
            told(
                "s1",
                "茶叶产量30万吨",
                "局长田小禾说：“去年茶叶产量近30.5万吨，比上年增长5%至6%，其中绿茶3万吨，预计今年茶叶产量不低于40万吨。”",
            )
        ]
    )
    kept = record.article("s1")
    assert kept is not None
    own = {one.id: one for one in kept.article.facts if isinstance(one, Figure)}
    held = [one.fact for one in found(record)]
    assert len(held) >= 4
    assert held == [own[one.id] for one in held]
    assert all(fact_from(one.to_dict()) == one for one in held)


def test_a_story_without_a_day() -> None:
    assert [one.period.start for one in Paragraph("去年，茶叶丰收。").times] == [None]
    one = Paragraph("2025年，茶叶丰收。去年，水稻歉收。", date=datetime.date(2026, 6, 18))
    assert [dated.period.start for dated in one.times] == ["2025-01-01", "2025-01-01"]
