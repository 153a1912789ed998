"""Putting stories into a record and taking them out: each version is kept, and the latest is the current one."""

import datetime
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from presscheck.errors import HandsCrossed, RecordBroken
from presscheck.messages import both
from presscheck.model import Article, Fact
from presscheck.model.from_json import article_from, fact_from
from presscheck.record.entries import Entry, FactRow, day_of
from presscheck.record.open_marks import number_in
from presscheck.record.opening import open_to_read, open_to_write, ours, writing
from presscheck.record.packing import pack, unpack

SHARE = 1 << 20
"""Facts an article can have: a fact's number is its article's times this, and which of its facts it is."""
DAMAGED = (zlib.error, ValueError, LookupError, TypeError, AttributeError)
"""What unpacking a story can raise where its bytes are no longer those that were written."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it is to be kept: what it is called, what it holds, and the digest that tells one that changed.

    ``kind`` is ``pages`` or ``articles``; ``told`` is a reading without its stories, ``texts`` the raw text of each of
    its pages by the page's id.
    """

    name: str
    kind: str
    sha256: str
    digest: bytes
    made_by: tuple[tuple[str, str], ...]
    told: Mapping[str, Any] | None = None
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Put:
    """What putting a document did: the version it is now, how many stories were new, changed or the same, and facts."""

    version: int
    new: int = 0
    changed: int = 0
    same: int = 0
    facts: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """A step of work by hand as it is to be kept, with the stories it changed.

    ``gone`` are names of stories that are no more; ``arranged`` is the order of stories and what belongs to none of
    them, where the step changed that.
    """

    kind: str
    who: str
    at: str
    told: Mapping[str, Any]
    entries: tuple[Entry, ...] = ()
    gone: tuple[str, ...] = ()
    arranged: Mapping[str, Any] | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A story of the record, its facts under the ids they have there."""

    name: str
    version: int
    current: bool
    date: datetime.date | None
    paper: str | None
    document: str | None
    article: Article


class Store:
    """One record's file, open to read, or to write too.

    Raises ``RecordMissing``, ``NotARecord``, ``RecordBroken``, ``RecordNewer``, ``RecordBusy``, ``RecordNotRead`` and
    ``RecordNotWritten``.
    """

    def __init__(self, file: Path, *, write: bool = False) -> None:
        self.file = file
        self.connection = (open_to_write if write else open_to_read)(file)

    def close(self) -> None:
        """Close the file; what was put is in it."""
        with ours(self.file):
            self.connection.close()

    def all(self, sql: str, values: Mapping[str, Any] | tuple[Any, ...] = ()) -> list[Any]:
        """The rows that a query gives. Raises our own errors where the file is damaged or locked."""
        with ours(self.file):
            return self.connection.execute(sql, values).fetchall()

    def rows(self, sql: str, values: Mapping[str, Any] | tuple[Any, ...] = ()) -> Iterator[Any]:
        """As ``all``, row by row, where there may be very many."""
        with ours(self.file):
            found = self.connection.execute(sql, values)
            while (row := found.fetchone()) is not None:  # `yield from` would close the cursor after the connection
                yield row

    def one(self, sql: str, values: Mapping[str, Any] | tuple[Any, ...] = ()) -> Any:
        """The first row that a query gives, or nothing."""
        return next(iter(self.all(sql, values)), None)

    def digest_of_document(self, name: str) -> bytes | None:
        """The digest of the current version of a document, where the record has it."""
        found = self.one("SELECT digest FROM document WHERE name = ? AND current", (name,))
        return found[0] if found else None

    def sha256_of_document(self, name: str) -> str | None:
        """The hash of the bytes of the current version of a document, where the record has it."""
        found = self.one("SELECT sha256 FROM document WHERE name = ? AND current", (name,))
        return found[0] if found else None

    def stories_of(self, name: str) -> int:
        """How many current stories the record has of a document, whichever of its versions brought them."""
        sql = "SELECT count(*) FROM article a JOIN document d ON d.id = a.document WHERE d.name = ? AND a.current"
        return int(self.one(sql, (name,))[0])

    def digests(self, names: Iterable[str]) -> dict[str, bytes]:
        """The digest of the current version of each of these stories that the record has."""
        told = json.dumps(list(names))
        sql = "SELECT name, digest FROM article WHERE name IN (SELECT value FROM json_each(?)) AND current"
        return dict(self.all(sql, (told,)))

    def last_step(self, name: str) -> int:
        """The number of the last step of work by hand on a document, 0 where there is none."""
        return int(self.one("SELECT coalesce(max(id), 0) FROM step WHERE document = ?", (name,))[0])

    def put(
        self,
        document: Document,
        entries: Iterable[Entry],
        at: str,
        *,
        seen: int | None = None,
        carried: Taken | None = None,
    ) -> Put:
        """Put a document and its stories: all of it, or, where anything fails, nothing.

        ``at`` is the time of it, for the history. What the record holds already is not put again. ``carried`` is what
        people did to the version before, carried over, as of the step ``seen``; raises ``HandsCrossed`` where they did
        more since.
        """
        with self.writing() as writer:
            if seen is not None and self.last_step(document.name) != seen:
                raise HandsCrossed(document=document.name, who=both("hands.somebody"))
            return writer.put(document, entries, at, carried)

    def has_original(self, sha256: str) -> bool:
        """Whether the bytes of a page file were kept."""
        return self.one("SELECT 1 FROM original WHERE sha256 = ?", (sha256,)) is not None

    def put_original(self, sha256: str, content: bytes) -> None:
        """Keep the bytes of a page file."""
        with self.writing() as writer:
            writer.run("INSERT INTO original VALUES (?, ?) ON CONFLICT DO NOTHING", (sha256, content))

    @contextmanager
    def writing(self) -> "Iterator[Writer]":
        """All that is written within is written at once, or nothing of it; another writer is waited for."""
        with ours(self.file), writing(self.connection):
            yield Writer(self.connection)

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """All that is read within is read as it stands at one moment, whatever others write meanwhile."""
        with ours(self.file):
            if self.connection.in_transaction:
                yield
                return
            self.connection.execute("BEGIN")
            try:
                yield
            finally:
                if self.connection.in_transaction:
                    self.connection.execute("COMMIT")

    def article(self, name: str, version: int | None = None) -> Kept | None:
        """The story called ``name``: its current version, or an older one."""
        which = "a.current" if version is None else "a.version = :version"
        found = self.one(f"{_KEPT} WHERE a.name = :name AND {which}", {"name": name, "version": version})
        return self._kept(found) if found else None

    def articles(self, numbers: Iterable[int], *, facts: bool = True) -> Iterator[tuple[int, Kept]]:
        """The stories with these numbers, each with its own, in the order asked for; or without their facts."""
        for number in numbers:
            yield number, self._kept(self.one(f"{_KEPT} WHERE a.id = ?", (number,)), facts)

    def facts(self, number: int, of: Kept, wanted: Callable[[int, Mapping[str, Any]], bool]) -> Iterator[Fact]:
        """The facts of a story that are ``wanted``, by place and JSON: to build all takes most of the time."""
        with self.whole(of.name):
            for at, one in enumerate(self.told_facts(number, of.name)):
                if wanted(at, one):
                    yield fact_from(with_ids(one, of.name, of.version))

    def told_story(self, number: int) -> tuple[str, Mapping[str, Any]]:
        """The name of a story, and the story as JSON, without its facts."""
        sql = "SELECT a.name, c.told FROM article a JOIN content c ON c.id = a.id WHERE a.id = ?"
        name, packed = self.one(sql, (number,))
        with self.whole(name):
            told: Mapping[str, Any] = unpack(packed)
            return name, told

    def packed(self, numbers: Iterable[int]) -> Iterator[tuple[str, bytes, bytes]]:
        """The names of stories, and each with its facts as they lie there: what is not needed stays packed."""
        return self.rows(_PACKED, (json.dumps(list(numbers)),))

    def told_facts(self, number: int, story: str) -> list[Mapping[str, Any]]:
        """The facts of a story as JSON, in their order: where only some of it is looked at, nothing has to be built."""
        (packed,) = self.one("SELECT facts FROM content WHERE id = ?", (number,))
        with self.whole(story):
            told: list[Mapping[str, Any]] = unpack(packed)
            return told

    def every(self) -> Iterator[Kept]:
        """Every current story, in the order in which they were put."""
        with ours(self.file):
            for found in self.connection.execute(f"{_KEPT} WHERE a.current ORDER BY a.id"):
                yield self._kept(found)

    def _kept(self, row: tuple[Any, ...], facts: bool = True) -> Kept:
        with self.whole(row[0]):
            return kept(row, facts)

    @contextmanager
    def whole(self, story: str) -> Iterator[None]:
        """Tell of a story that cannot be unpacked."""
        try:
            yield
        except DAMAGED as error:
            raise RecordBroken(file=self.file, why=both("record.story_damaged", story=story)) from error


_KEPT = """SELECT a.name, a.version, a.current, a.day, t.text, d.name, c.told, c.facts FROM article a
JOIN content c ON c.id = a.id LEFT JOIN term t ON t.id = a.paper LEFT JOIN document d ON d.id = a.document"""

_PACKED = """SELECT a.name, c.told, c.facts FROM json_each(?) one CROSS JOIN article a ON a.id = one.value
LEFT JOIN content c ON c.id = a.id"""


def kept(row: tuple[Any, ...], with_facts: bool = True) -> Kept:
    """A story out of its row."""
    name, version, current, day, paper, document, told, facts = row
    article = article_from({**unpack(told), "facts": ()})
    found = tuple(fact_from(with_ids(one, name, version)) for one in unpack(facts)) if with_facts else ()
    return Kept(name, version, bool(current), day_of(day), paper, document, replace(article, facts=found))


def with_version(name: str, version: int) -> str:
    """What the ids of a story's facts begin with: its name, and its version where it is not the first."""
    return name if version == 1 else f"{name}@{version}"


def with_ids(fact: Mapping[str, Any], name: str, version: int) -> dict[str, Any]:
    """A fact's JSON under the id it has in the record: its story's, its version where it is not the first, its own.

    >>> with_ids({"id": "f1", "same_as": "f2"}, "20260618-01", 1)
    {'id': '20260618-01-f1', 'same_as': '20260618-01-f2'}
    >>> with_ids({"id": "f1", "same_as": None}, "page.txt#a1", 2)
    {'id': 'page.txt#a1@2-f1', 'same_as': None}
    """
    before = with_version(name, version)
    ids = {one: f"{before}-{ref}" for one in ("id", "part_of", "same_as", "figure") if (ref := fact.get(one))}
    return {**fact, **ids}


class Writer:
    """Puts one document, or one step of work on it, within one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.run = connection.execute
        self.many = connection.executemany
        self.terms: dict[str, int] = {}

    def put(self, document: Document, entries: Iterable[Entry], at: str, carried: Taken | None = None) -> Put:
        """Put a document and its stories, and what people did to them before it was read again."""
        before = self.run(
            "SELECT id, version, digest FROM document WHERE name = ? AND current", (document.name,)
        ).fetchone()
        if before and before[2] == document.digest:
            return Put(before[1], same=sum(1 for _ in entries))
        version = before[1] + 1 if before else 1
        number = self._document(document, version)
        if before:
            self.run("UPDATE document SET current = 0 WHERE id = ?", (before[0],))
        if before and document.kind == "pages":
            self.run("UPDATE article SET current = 0 WHERE document = ?", (before[0],))
            self.run("DELETE FROM mark WHERE document = ?", (before[0],))
        done = Put(version)
        for entry in entries:
            done = self._entry(entry, number, done, version if document.kind == "pages" else None)
        told = json.dumps({"new": done.new, "changed": done.changed, "same": done.same, "facts": done.facts})
        self.run("INSERT INTO history (at, verb, document, told) VALUES (?, 'add', ?, ?)", (at, number, told))
        if carried:
            self.step(number, carried)
        return done

    def step(self, document: int, taken: Taken) -> int:
        """Put a step of work by hand on the current version of a document, and the stories it changed.

        Returns the step's number.
        """
        number = self.run(
            "INSERT INTO step (document, version, at, who, kind, told, undoes)"
            " SELECT name, version, ?, ?, ?, ?, ? FROM document WHERE id = ?",
            (taken.at, taken.who, taken.kind, pack(taken.told), taken.undoes, document),
        ).lastrowid
        assert number is not None
        for name in taken.gone:
            self.run("DELETE FROM mark WHERE article IN (SELECT id FROM article WHERE name = ?)", (name,))
            self.run("UPDATE article SET current = 0 WHERE name = ? AND current", (name,))
        for entry in taken.entries:
            self._entry(entry, document, Put(1), 1, number)
        if taken.arranged is not None:
            self.run("INSERT OR REPLACE INTO arranged VALUES (?, ?)", (document, pack(taken.arranged)))
        return number

    def _document(self, document: Document, version: int) -> int:
        row = (document.name, version, document.kind, document.sha256, document.digest)
        told = None if document.told is None else pack(document.told)
        number = self.run(
            "INSERT INTO document (name, version, current, kind, sha256, digest, made_by, told)"
            " VALUES (?, ?, 1, ?, ?, ?, ?, ?)",
            (*row, json.dumps(dict(document.made_by)), told),
        ).lastrowid
        assert number is not None
        self.many("INSERT INTO page VALUES (?, ?, ?)", [(number, page, pack(text)) for page, text in document.texts])
        return number

    def _entry(self, entry: Entry, document: int, done: Put, version: int | None, step: int | None = None) -> Put:
        """Put one story; ``version`` is that of its document where it stands or falls with it, else its own count."""
        before = self.run(
            "SELECT id, version, digest FROM article WHERE name = ? ORDER BY version DESC", (entry.name,)
        ).fetchone()
        if version is None and before and before[2] == entry.digest:
            return replace(done, same=done.same + 1)
        if before:
            self.run("UPDATE article SET current = 0 WHERE id = ?", (before[0],))
            self.run("DELETE FROM mark WHERE article = ?", (before[0],))
        own = max(version or 1, before[1] + 1 if before else 1)
        number = self.run(
            "INSERT INTO article (name, version, current, document, day, paper, digest, step)"
            " VALUES (?, ?, 1, ?, ?, ?, ?, ?)",
            (entry.name, own, document, entry.day, self._term(entry.paper), entry.digest, step),
        ).lastrowid
        assert number is not None
        self.run("INSERT INTO content VALUES (?, ?, ?)", (number, entry.told, entry.facts))
        self.run("INSERT INTO text (rowid, chars, words) VALUES (?, ?, ?)", (number, entry.chars, entry.words))
        self._facts(number, entry.rows)
        marks = [(tier, document, number_in(entry.name), at, number, sure) for tier, at, sure in entry.marks]
        self._rows("mark", marks)
        facts = done.facts + len(entry.rows)
        if before:
            return replace(done, changed=done.changed + 1, facts=facts)
        return replace(done, new=done.new + 1, facts=facts)

    def _facts(self, article: int, rows: tuple[FactRow, ...]) -> None:
        """Put the facts of a story, each table in one stroke: between two strokes others may be at work."""
        numbered = list(enumerate(rows, article * SHARE))
        self._know(name for row in rows for name in (row.unit, row.speaker))
        self._know(name for row in rows for _, name in row.roles)
        self._rows(
            "fact",
            [
                (number, row.kind, self._term(row.unit), self._term(row.speaker), row.first, row.last)
                for number, row in numbered
            ],
        )
        self._rows("role", [(self._term(name), role, number) for number, row in numbered for role, name in row.roles])

    def _rows(self, table: str, rows: Sequence[tuple[float | None, ...]]) -> None:
        """Put rows of numbers."""
        if rows:
            columns = ", ".join(f"json_extract(value, '$[{at}]')" for at, _ in enumerate(rows[0]))
            self.run(f"INSERT INTO {table} SELECT {columns} FROM json_each(?)", (json.dumps(rows),))

    def _know(self, names: Iterable[str | None]) -> None:
        """Look up the numbers of names at once; those that are new are given one, in their order."""
        new = [name for name in dict.fromkeys(names) if name is not None and name not in self.terms]
        told = json.dumps([name for name in new if "\0" not in name])
        self.run("INSERT INTO term (text) SELECT value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING", (told,))
        sql = "SELECT json_group_object(text, id) FROM term WHERE text IN (SELECT value FROM json_each(?))"
        (found,) = self.run(sql, (told,)).fetchone()
        self.terms |= json.loads(found)

    def _term(self, text: str | None) -> int | None:
        """The number of a name, which is given one where it is new."""
        if text is None:
            return None
        if text not in self.terms:
            self.run("INSERT INTO term (text) VALUES (?) ON CONFLICT DO NOTHING", (text,))
            (self.terms[text],) = self.run("SELECT id FROM term WHERE text = ?", (text,)).fetchone()
        return self.terms[text]
