"""Who did what at the desk, kept in the record: the log an admin reads when something must be cleared up."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from presscheck.record.opening import ours, writing
from presscheck.record.store import Store


@dataclass(frozen=True, slots=True)
class Noted:
    """One line of the log: when (2026-06-18T09:30:00Z), who, from which address, what, and what belongs to it.

    ``told`` holds short values only; never a password, never a story. ``id`` is 0 until the line is kept.

    >>> Noted("2026-06-18T09:30:00Z", "fang", "192.0.2.7", "login").to_dict()["who"]
    'fang'
    """

    at: str
    who: str
    address: str
    what: str
    told: Mapping[str, Any] = field(default_factory=dict)
    id: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The line as JSON."""
        head = {"id": self.id, "at": self.at, "who": self.who, "address": self.address, "what": self.what}
        return head | {"told": dict(self.told)}


@dataclass(frozen=True, slots=True)
class Sought:
    """Which lines of the log are wanted: of whom, of what, from which address, from and until which day.

    ``day`` and ``until`` are written 2026-06-18 and both belong to it; what is empty is not asked.
    """

    who: str = ""
    what: str = ""
    address: str = ""
    day: str = ""
    until: str = ""


def note(store: Store, lines: Iterable[Noted]) -> None:
    """Keep lines, all or none. Raises the troubles of a record's file."""
    rows = [(one.at, one.who, one.address, one.what, json.dumps(dict(one.told), ensure_ascii=False)) for one in lines]
    with ours(store.file), writing(store.connection):
        store.connection.executemany("INSERT INTO log (at, who, address, what, told) VALUES (?, ?, ?, ?, ?)", rows)


def noted(store: Store, sought: Sought, *, limit: int = 50, before: int | None = None) -> tuple[Noted, ...]:
    """The lines wanted, the newest first; ``before`` is the number of the last line of the page before."""
    sql = """SELECT at, who, address, what, told, id FROM log
    WHERE (:who = '' OR who = :who) AND (:address = '' OR address = :address)
    AND (:what = '' OR instr(what, :what)) AND (:day = '' OR at >= :day) AND (:until = '' OR at < :until || 'U')
    AND (:before IS NULL OR id < :before) ORDER BY id DESC LIMIT :limit"""
    asked = {name: getattr(sought, name) for name in ("who", "what", "address", "day", "until")}
    found = store.all(sql, {**asked, "before": before, "limit": limit})
    return tuple(Noted(at, who, address, what, json.loads(told), id) for at, who, address, what, told, id in found)
