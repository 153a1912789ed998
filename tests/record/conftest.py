"""Invented stories, and records of them."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from presscheck.recording import Record

Told = dict[str, Any]
TABLES = ("document", "page", "article", "content", "term", "fact", "role", "text_idx", "text_data", "text_docsize")
"""All that a record holds, its history apart, which tells when something was done."""


def told(name: str, headline: str, *paragraphs: str, **more: Any) -> Told:
    return {"id": name, "date": "2026-06-18", "headline": headline, "paragraphs": list(paragraphs), **more}


def canals(count: int, first: int = 0) -> list[Told]:
    """So many short stories, no two of them alike."""
    return [
        told(f"c{number}", f"第{number}号水渠完工", f"北坡乡第{number}号水渠全长{number + 3}公里，昨日通水。")
        for number in range(first, first + count)
    ]


def dump(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of a record but those of its history."""
    connection = sqlite3.connect(file)
    try:
        rows = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES}
    finally:
        connection.close()
    return rows


def whole(file: Path) -> bool:
    """Whether SQLite and its index find everything in order."""
    connection = sqlite3.connect(file)
    try:
        told = connection.execute("PRAGMA integrity_check").fetchall()
        connection.execute("INSERT INTO text (text) VALUES ('integrity-check')")
        kept = connection.execute("SELECT count(*) FROM content").fetchone()
        assert kept == connection.execute("SELECT count(*) FROM article").fetchone()
        assert kept == connection.execute("SELECT count(*) FROM text_docsize").fetchone()
    finally:
        connection.close()
    return told == [("ok",)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "my.db"


@pytest.fixture
def record(file: Path) -> Iterator[Record]:
    with Record(file) as one:
        yield one


@pytest.fixture
def made(file: Path) -> Callable[..., Path]:
    """A record of stories, closed again."""

    def made(*stories: Told) -> Path:
        with Record(file) as one:
            one.add_articles(stories)
        return file

    return made
