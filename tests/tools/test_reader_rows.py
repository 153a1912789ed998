"""What the reader in context learns from a line of gold, on sentences of ours."""

import pytest

from presscheck.facts.context import LONGEST
from presscheck.facts.context import load as load_tables
from presscheck.facts.roles import KINDS

reader_rows = pytest.importorskip("reader_rows")

TEXT = "北坡水渠昨天通水。2025年，全县新建桥梁12座。"
STORY = {"id": "a1", "date": "2026-06-18", "headline": "水渠通水", "paragraphs": [{"text": TEXT}]}
START = TEXT.index("2025")


def spot(words: str) -> list[int]:
    at = TEXT.index(words) - START
    return [at, at + len(words)]


def gold(**told: object) -> dict[str, object]:
    figure = {"s": [spot("12座")], "period": ["2025-01-01", "2025-12-31"], "indicator": [spot("桥梁")]}
    figure |= {"subject": [spot("全县")], "speaker": None} | told
    return {"id": "a1", "paragraph": 0, "start": START, "end": len(TEXT), "figures": [figure]}


def row(line: dict[str, object]) -> "reader_rows.Row":
    told = reader_rows.row_of(line, STORY, load_tables(), reader_rows.Kept())
    assert told is not None
    return told


def test_each_role_of_a_figure_is_asked_with_the_words_that_are_right() -> None:
    read = row(gold())
    assert [KINDS[one.kind] for one in read.roles] == ["indicator", "subject"]
    words = TEXT[START:]
    for role, right in zip(read.roles, ("桥梁", "全县"), strict=True):
        ((first, last),) = role.right
        start, end = (int(read.tokens[at][side]) - int(read.tokens[0][0]) for at, side in ((first, 0), (last, 1)))
        assert words[start:end] == right
    assert read.blocks.shape == (1, LONGEST)


def test_its_time_is_one_of_those_told() -> None:
    (asked,) = row(gold()).asked
    assert (len(asked.right), asked.none) == (1, False)
    (asked,) = row(gold(period=None)).asked
    assert ([*asked.right], asked.none) == ([], True)


def test_whose_it_is_may_have_been_named_before() -> None:
    subject = row(gold(subject=[spot("北坡水渠")])).roles[1]
    assert not subject.right
    assert subject.before


def test_what_cannot_be_chosen_is_not_asked() -> None:
    assert [KINDS[one.kind] for one in row(gold(subject=[spot("昨天通水")])).roles] == ["indicator"]


def test_what_a_reader_could_take_either_way_is_not_asked() -> None:
    read = row(gold(optional=True))
    assert not read.roles
    assert not read.asked
