"""Who is meant by a name: the names of the record's own facts, and which of them mean the party asked for."""

import threading
from collections.abc import Iterator, Mapping
from typing import Any

from presscheck.record.entries import ROLES
from presscheck.record.names import Joined, joined
from presscheck.record.roll import Known
from presscheck.record.store import SHARE, Store

NO_PARTIES = ("indicator", "scope", "list", "instrument", "programme")
"""Roles in which no party stands."""
MOST_RECORDS = 4
"""Records whose names are kept at hand."""


_Terms = dict[str, tuple[int, int]]
_STATE = "SELECT (SELECT max(id) FROM history), (SELECT max(id) FROM step), (SELECT max(id) FROM article)"
_lock = threading.Lock()
_gathered: dict[str, tuple[Any, _Terms]] = {}
"""The names of the records that this program reads, each with the state of the record of which they are."""


def _terms_of(store: Store) -> _Terms:
    """The names of a record with their numbers and how often each stands: gathered once while it does not change."""
    file, state = str(store.file.resolve()), store.one(_STATE)
    with _lock:
        if file in _gathered and _gathered[file][0] == state:
            return _gathered[file][1]
    others = ", ".join(str(ROLES.index(role)) for role in NO_PARTIES)
    rows = store.all(
        f"SELECT t.text, t.id, count(*) FROM role r JOIN term t ON t.id = r.term WHERE r.role NOT IN ({others})"
        " GROUP BY r.term"
    )
    terms = {text: (number, count) for text, number, count in rows}
    with _lock:
        if len(_gathered) >= MOST_RECORDS:
            _gathered.clear()
        _gathered[file] = (state, terms)
    return terms


class Names(Mapping[str, Known]):
    """The parties and places that a record names, each with how often, and, when asked for, where."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._terms = _terms_of(store)

    def __len__(self) -> int:
        return len(self._terms)

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __contains__(self, name: object) -> bool:
        return name in self._terms

    def __getitem__(self, name: str) -> Known:
        number, count = self._terms[name]
        return Known(count, articles=lambda: self._articles(number))

    def _articles(self, number: int) -> frozenset[int]:
        rows = self._store.all(f"SELECT DISTINCT fact / {SHARE} FROM role WHERE term = ?", (number,))
        return frozenset(one for (one,) in rows)

    def named(self, asked: str) -> tuple[Joined, ...]:
        """The names by which the party asked for goes, itself first, then what surely means it, then what may."""
        return joined(asked, self)
