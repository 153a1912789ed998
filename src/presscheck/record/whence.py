"""Where a story of the record came from: its file, the versions it had, and what stood on its page."""

import json
from dataclasses import dataclass

from presscheck.record.store import Kept, Store

_OF = """SELECT d.id, d.name, d.version, d.kind, d.current, d.made_by,
(SELECT at FROM history WHERE document = d.id AND verb = 'add' ORDER BY id LIMIT 1)
FROM article a JOIN document d ON d.id = a.document WHERE a.name = ? AND a.version = ?"""


@dataclass(frozen=True, slots=True)
class Whence:
    """The file that brought a version of a story: ``document`` is the number of the file's row.

    ``current``: the file has no newer version. ``kind`` is ``pages`` or ``articles``, ``added`` the moment at which it
    was added, ``made_by`` what read it, ``versions`` are all that the record has of the story, the newest first.
    """

    document: int
    name: str
    version: int
    kind: str
    current: bool
    made_by: tuple[tuple[str, str], ...]
    added: str | None
    versions: tuple[int, ...]


def whence(store: Store, kept: Kept) -> Whence | None:
    """Where a story came from; nothing where it was put there without a file."""
    row = store.one(_OF, (kept.name, kept.version))
    if row is None:
        return None
    number, name, version, kind, current, made_by, added = row
    versions = store.all("SELECT version FROM article WHERE name = ? ORDER BY version DESC", (kept.name,))
    made = tuple(json.loads(made_by).items())
    return Whence(number, name, version, kind, bool(current), made, added, tuple(one for (one,) in versions))


def stories_of(store: Store, document: int, most: int) -> list[Kept] | None:
    """The current stories of a file, by the number of any of its versions, in their order; nothing where there is none.

    Raises ``ValueError`` where they are more than ``most``.
    """
    if (row := store.one("SELECT name FROM document WHERE id = ?", (document,))) is None:
        return None
    sql = """SELECT a.id FROM document d JOIN article a ON a.document = d.id
    WHERE d.name = ? AND a.current ORDER BY a.id LIMIT ?"""
    numbers = store.all(sql, (row[0], most + 1))
    if len(numbers) > most:
        raise ValueError(f"more than {most} stories")
    return [kept for _, kept in store.articles(number for (number,) in numbers)]


def stories_between(store: Store, since: int, until: int) -> int:
    """How many current stories there are of some days (20260618)."""
    sql = "SELECT count(*) FROM article WHERE current AND day BETWEEN ? AND ?"
    return int(store.one(sql, (since, until))[0])


def last_day(store: Store) -> int | None:
    """The day of the latest story (20260618)."""
    found: int | None = store.one("SELECT max(day) FROM article WHERE current")[0]
    return found
