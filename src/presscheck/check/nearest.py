"""The stories of the record that speak of what a claim speaks of, the nearest first."""

import datetime
from collections.abc import Iterator

from presscheck.check.words import other_names, weighed, weight
from presscheck.record.characters import folded
from presscheck.record.entries import day_of
from presscheck.record.store import Kept, Store

MOST = 40
"""Stories that are looked at for one claim."""
DRAWN = 150
"""Stories of which those are chosen."""
MOST_WORDS = 16
TIMELY = 4.0
"""What a story gains by standing in the weeks after the time that a claim is of (BM25 points)."""
BEFORE, AFTER = datetime.timedelta(days=15), datetime.timedelta(days=60)
Days = tuple[str, str]


def words_of(text: str) -> list[str]:
    """The words of a claim by which stories are found, the rarest first; indicators by all their names.

    >>> words_of("社零总额增长")[:3]
    ['社零', '零售总额', '零售额']
    """
    told = folded(text)
    held = dict(weighed(told))
    for name in other_names(told):
        held.update(weighed(name))
    return sorted((word for word in held if len(word) > 1), key=lambda word: -weight(word))[:MOST_WORDS]


def nearest(store: Store, text: str, days: Days | None = None, limit: int = MOST) -> Iterator[Kept]:
    """The stories that hold most of the words of ``text``, by how rare those are in the record (BM25).

    Those that stand in the weeks after ``days``, the time that the claim is of, are preferred.
    """
    if words := words_of(text):
        match = " OR ".join(f'words : "{word}"' for word in words)
        rows = store.all(
            "SELECT a.id, bm25(text, 0.0, 1.0) AS score, a.day FROM text JOIN article a ON a.id = text.rowid"
            " WHERE text MATCH ? AND a.current ORDER BY score, a.id LIMIT ?",
            (match, DRAWN),
        )
        ranked = sorted(rows, key=lambda row: (row[1] - TIMELY * _timely(row[2], days), row[0]))
        yield from (kept for _, kept in store.articles(row[0] for row in ranked[:limit]))


def _timely(day: int | None, days: Days | None) -> bool:
    if day is None or days is None:
        return False
    first, last = (datetime.date.fromisoformat(one) for one in days)
    told = day_of(day)
    return told is not None and first - BEFORE <= told <= last + AFTER
