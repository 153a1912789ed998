"""Changes to control lists: what is put on them, taken off them, altered, by whom and from when."""

import datetime

import pytest

from presscheck.data import rows
from presscheck.facts import changes, control_lists, sentences
from presscheck.facts.story import Part, Story
from presscheck.model.fact import Change

DAY = datetime.date(2026, 6, 18)
ROWS = rows("facts/changes")["change"]


def told(text: str, *more: str) -> list[Change]:
    parts = tuple(Part("body", number, one) for number, one in enumerate((text, *more)))
    return list(changes.find(tuple(sentences.read(Story(parts, DAY)))))


def examples(key: str) -> list[object]:
    return [pytest.param(row, text, id=f"{row['id']}-{text[:16]}") for row in ROWS for text in row[key]]


@pytest.mark.parametrize(("row", "text"), examples("yes"))
def test_a_row_finds_its_change(row: dict[str, str], text: str) -> None:
    assert row["action"] in [change.action for change in told(text)]


@pytest.mark.parametrize(("row", "text"), examples("no"))
def test_what_is_no_change(row: dict[str, str], text: str) -> None:
    assert told(text) == []
