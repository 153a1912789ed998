"""Who is meant by a name: the names of the record's own facts, and which of them mean the party asked for."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from presscheck.record.entries import ROLES
from presscheck.record.names import Joined, joined_in
from presscheck.record.roll import Known, Roll
from presscheck.record.store import SHARE, Store

NO_PARTIES = ("indicator", "scope", "list", "instrument", "programme")
"""Roles in which no party stands."""
MOST_RECORDS = 4
"""Records whose names are kept at hand."""
MOST_ASKED = 2_000
"""Names of a record of which it is kept at hand who is meant by them."""


@dataclass(frozen=True, slots=True)
class _Gathered:
    """The names of a record in one ``state``, with their numbers and how often each stands; whom some of them mean."""

    state: Any
    terms: dict[str, tuple[int, int]]
    joined: dict[str, tuple[Joined, ...]] = field(default_factory=dict)


_STATE = "SELECT (SELECT max(id) FROM history), (SELECT max(id) FROM step), (SELECT max(id) FROM article)"
_lock = threading.Lock()
_gathered: dict[str, _Gathered] = {}
"""The names of the records that this program reads."""


def _gathered_of(store: Store) -> _Gathered:
    """The names of a record: gathered once while it does not change."""
    file, state = str(store.file.resolve()), store.one(_STATE)
    with _lock:
        if file in _gathered and _gathered[file].state == state:
            return _gathered[file]
    others = ", ".join(str(ROLES.index(role)) for role in NO_PARTIES)
    rows = store.all(
        f"SELECT t.text, t.id, count(*) FROM role r JOIN term t ON t.id = r.term WHERE r.role NOT IN ({others})"
        " GROUP BY r.term"
    )
    found = _Gathered(state, {text: (number, count) for text, number, count in rows})
    with _lock:
        if len(_gathered) >= MOST_RECORDS:
            _gathered.clear()
        _gathered[file] = found
    return found


class Names(Mapping[str, Known]):
    """The parties and places that a record names, each with how often, and, when asked for, where."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known = _gathered_of(store)
        self._terms = self._known.terms

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
        found = self._known.joined.get(asked)
        if found is None:
            found = joined_in(asked, self._roll)
            if len(self._known.joined) >= MOST_ASKED:
                self._known.joined.clear()
            self._known.joined[asked] = found
        return found

    @cached_property
    def _roll(self) -> Roll:
        return Roll(self)
