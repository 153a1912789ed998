"""Which corrections of a story nobody decided yet: they stand in a list of their own, to be gone through."""

import re
import sqlite3
import zlib
from collections.abc import Mapping
from typing import Any

from presscheck.handwork.decisions import BY_HAND
from presscheck.record.packing import unpack

TIERS = ("sure", "likely", "suspect")
"""The tiers of corrections, each with its place as number in the record, in the order in which they are looked at."""
_NUMBERED = re.compile(r"#a([0-9]+)$")
_DAMAGED = (zlib.error, ValueError, LookupError, TypeError)


def open_marks(told: Mapping[str, Any]) -> tuple[tuple[int, int, float], ...]:
    """The tier, which of its story's corrections, and how sure each is that is open; ``told`` is the story as JSON.

    >>> marks = [{"rule": "accepted", "tier": "sure"}, {"rule": "width.comma", "tier": "likely", "confidence": 0.9}]
    >>> open_marks({"corrections": marks})
    ((1, 1, 0.9),)
    """
    marks = enumerate(told["corrections"])
    return tuple((TIERS.index(one["tier"]), at, one["confidence"]) for at, one in marks if one["rule"] not in BY_HAND)


def number_in(name: str) -> int:
    """The number of a story among those of its file, as its name in the record says.

    >>> number_in("pages/p01.txt#a12")
    12
    """
    found = _NUMBERED.search(name)
    return int(found[1]) if found else 0


def fill(connection: sqlite3.Connection) -> None:
    """List the open corrections of a record that was made before there was a list; damaged stories are left out."""
    rows = connection.execute(
        "SELECT a.id, a.name, a.document, c.told FROM article a JOIN content c ON c.id = a.id"
        " JOIN document d ON d.id = a.document WHERE a.current AND d.kind = 'pages'"
    ).fetchall()
    for number, name, document, packed in rows:
        try:
            marks = open_marks(unpack(packed))
        except _DAMAGED:
            continue
        connection.executemany(
            "INSERT OR IGNORE INTO mark VALUES (?, ?, ?, ?, ?)",
            [(tier, document, number_in(name), at, number) for tier, at, _ in marks],
        )


def weigh(connection: sqlite3.Connection) -> None:
    """Tell how sure the open corrections are in a record that did not; damaged stories are left out."""
    rows = connection.execute("SELECT id, told FROM content WHERE id IN (SELECT article FROM mark)").fetchall()
    for number, packed in rows:
        try:
            marks = open_marks(unpack(packed))
        except _DAMAGED:
            continue
        connection.executemany(
            "UPDATE mark SET confidence = ? WHERE article = ? AND at = ?",
            [(confidence, number, at) for _, at, confidence in marks],
        )
