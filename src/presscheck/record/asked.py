"""Claims that were checked at the desk, each with what the record said then: a permanent link leads to it."""

import datetime
from dataclasses import dataclass

from presscheck.model.from_json import verdict_from
from presscheck.model.verdict import Verdict
from presscheck.record.opening import ours, writing
from presscheck.record.packing import pack, unpack
from presscheck.record.store import Store


@dataclass(frozen=True, slots=True)
class Asked:
    """A text that was put to the record: by whom, when (2026-06-18T09:30:00Z), and its verdicts.

    ``day`` is the day on which the text was said, ``lang`` the language of the reasons.
    """

    id: str
    at: str
    who: str
    text: str
    day: datetime.date | None
    lang: str
    verdicts: tuple[Verdict, ...]


def keep(store: Store, asked: Asked) -> None:
    """Keep a text with its verdicts. Raises the troubles of a record's file."""
    day = asked.day.isoformat() if asked.day else None
    told = pack([one.to_dict() for one in asked.verdicts])
    with ours(store.file), writing(store.connection):
        store.connection.execute(
            "INSERT INTO asked (id, at, who, text, day, lang, told) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (asked.id, asked.at, asked.who, asked.text, day, asked.lang, told),
        )


def kept(store: Store, id: str) -> Asked | None:
    """The text under ``id`` with what the record said to it then, where there is one."""
    row = store.one("SELECT at, who, text, day, lang, told FROM asked WHERE id = ?", (id,))
    if row is None:
        return None
    at, who, text, day, lang, told = row
    said = datetime.date.fromisoformat(day) if day else None
    return Asked(id, at, who, text, said, lang, tuple(map(verdict_from, unpack(told))))
