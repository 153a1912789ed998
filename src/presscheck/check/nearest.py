"""The stories of the record that speak of what a claim speaks of, the nearest first."""

import datetime
from collections.abc import Iterator

import rjieba

from presscheck.check import same
from presscheck.check.words import other_names, tells, weighed, weight
from presscheck.record.characters import folded, word_phrase
from presscheck.record.entries import day_of
from presscheck.record.store import Kept, Store

MOST = 40
"""Stories that are looked at for one claim."""
DRAWN = 800
"""Stories of which those are chosen."""
MOST_WORDS = 24
TIMELY, FRESH, LATE = 4.0, 8.0, 4.0
"""What a story gains by standing in the weeks after the time that a claim is of, what by being told not long before the
claim is made, and what it loses where it is told only after that (BM25 points)."""
BEFORE, AFTER = datetime.timedelta(days=15), datetime.timedelta(days=60)
WEEKS = 45
"""Days after which a story is no longer fresh: people pass on what they have just heard."""
Days = tuple[str, str]


def words_of(text: str) -> list[str]:
    """The words of a claim by which stories are found, the rarest first; indicators by all their names.

    What stands in the table of spoken words is looked for whole and in pieces.

    >>> words_of("社零总额增长")[:3]
    ['社零', '社会消费品零售总额', '零售额']
    """
    told = folded(text)
    held = dict(weighed(told))
    for name in other_names(told):
        held.update(weighed(name))
    for word in (*same.printed(told), *filter(tells, rjieba.cut(told))):
        held.setdefault(word, weight(word))
    return sorted((word for word in held if len(word) > 1), key=lambda word: -weight(word))[:MOST_WORDS]


def nearest(
    store: Store, text: str, days: Days | None = None, date: datetime.date | None = None, limit: int = MOST
) -> Iterator[Kept]:
    """The stories that hold most of the words of ``text``, by how rare those are in the record (BM25).

    Those that stand in the weeks after ``days``, the time that the claim is of, are preferred, and those of the weeks
    before ``date``, on which it is made.
    """
    if words := list(filter(None, map(word_phrase, words_of(text)))):
        match = " OR ".join(f"words : {word}" for word in words)
        rows = store.all(
            "SELECT a.id, bm25(text, 0.0, 1.0) AS score, a.day FROM text JOIN article a ON a.id = text.rowid"
            " WHERE text MATCH ? AND a.current ORDER BY score, a.id LIMIT ?",
            (match, DRAWN),
        )
        ranked = sorted(rows, key=lambda row: (row[1] - _by_day(day_of(row[2]), days, date), row[0]))
        yield from (kept for _, kept in store.articles(row[0] for row in ranked[:limit]))


def _by_day(told: datetime.date | None, days: Days | None, date: datetime.date | None) -> float:
    return TIMELY * timely(told, days) + FRESH * fresh(told, date) - LATE * late(told, date)


def timely(told: datetime.date | None, days: Days | None) -> bool:
    """Whether a story stands in the weeks after the time that a claim is of."""
    if told is None or days is None:
        return False
    first, last = (datetime.date.fromisoformat(one) for one in days)
    return first - BEFORE <= told <= last + AFTER


def fresh(told: datetime.date | None, date: datetime.date | None) -> float:
    """How new a story was on the day of the claim: 1 on the same day, a half after ``WEEKS``, then 0, as before it.

    >>> fresh(datetime.date(2026, 5, 1), datetime.date(2026, 5, 1)), fresh(datetime.date(2026, 5, 2), None)
    (1.0, 0.0)
    """
    if told is None or date is None or not 0 <= (date - told).days <= WEEKS:
        return 0.0
    return 1 - (date - told).days / WEEKS / 2


def late(told: datetime.date | None, date: datetime.date | None) -> bool:
    """Whether a story is told only after the day of the claim."""
    return told is not None and date is not None and told > date
