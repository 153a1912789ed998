"""Who is meant by a name: the names of the record's own facts, and which of them mean the party asked for."""

from collections.abc import Iterator, Mapping

from presscheck.record.entries import ROLES
from presscheck.record.names import Joined, joined
from presscheck.record.roll import Known
from presscheck.record.store import SHARE, Store

NO_PARTIES = ("indicator", "scope", "list", "instrument", "programme")
"""Roles in which no party stands."""


class Names(Mapping[str, Known]):
    """The parties and places that a record names, each with how often, and, when asked for, where."""

    def __init__(self, store: Store) -> None:
        self._store = store
        others = ", ".join(str(ROLES.index(role)) for role in NO_PARTIES)
        rows = store.all(
            f"SELECT t.text, t.id, count(*) FROM role r JOIN term t ON t.id = r.term WHERE r.role NOT IN ({others})"
            " GROUP BY r.term"
        )
        self._terms = {text: (number, count) for text, number, count in rows}

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
