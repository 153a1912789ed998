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
