"""A record: one file in which years of stories are kept with their facts, to be found again and followed in time."""

import datetime
import os
import pickle
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from presscheck import pipeline
from presscheck.errors import Lang, PageUnreadable, PresscheckError
from presscheck.intake.finished import Finished, finished_in, finished_of, holds_finished
from presscheck.model import Reading
from presscheck.model.found import Found
from presscheck.model.series import Point, Series
from presscheck.proofreading.own_words import words_of
from presscheck.readying import (
    Asked,
    PageFile,
    Ready,
    Stories,
    Tick,
    each,
    laid_by,
    ready_pages,
    sha256_of,
    taken_up,
)
from presscheck.record import search, series
from presscheck.record.entries import digest_of
from presscheck.record.mentions import mentions
from presscheck.record.query import Filters
from presscheck.record.store import Document, Kept, Store


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a file did: ``state`` is ``new``, ``changed`` (a new version, the old one is kept) or ``same``.

    ``new``, ``changed`` and ``same`` count stories, ``facts`` those that were added; ``troubles`` are lines of the file
    that are no story, ``reading`` is what was read of pages.
    """

    name: str
    state: str
    version: int = 1
    new: int = 0
    changed: int = 0
    same: int = 0
    facts: int = 0
    troubles: tuple[PageUnreadable, ...] = ()
    reading: Reading | None = None

    def __repr__(self) -> str:
        told = f"{self.new} new, {self.changed} changed, {self.same} the same, {self.facts} facts added"
        return f"<{self.name}: {self.state}; stories: {told}>"

    def to_dict(self) -> dict[str, Any]:
        """It as JSON has it."""
        counts = {one: getattr(self, one) for one in ("version", "new", "changed", "same", "facts")}
        return {"name": self.name, "state": self.state, **counts, "troubles": [one.tell("en") for one in self.troubles]}


class Record:
    """A record of newspaper stories and their facts, in one file.

    It is made when something is first added. Use it in a ``with`` statement, or ``close`` it. ``lang`` is the language
    of reasons in what is read. It may be read while another program writes to it.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Record(f"{folder}/my.db") as record:
    ...     told = {"id": "a7", "date": "2026-06-18", "headline": "水渠完工", "paragraphs": ["全长30公里。"]}
    ...     print(record.add_articles([told]))
    ...     print(record.find("水渠"))
    <articles: new; stories: 1 new, 0 changed, 0 the same, 1 facts added>
    <Found 水渠: 1 stories>
      <a7 2026-06-18 水渠完工: 水渠完工>
    """

    def __init__(self, path: Path | str, *, lang: Lang = "en") -> None:
        self.path = Path(path)
        self.lang: Lang = lang
        self._reader: Store | None = None
        self._writer: Store | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Record {self.path}>"

    def close(self) -> None:
        """Close the file."""
        for store in (self._reader, self._writer):
            if store:
                store.close()
        self._reader = self._writer = None

    @property
    def store(self) -> Store:
        """The file, open to be read. Raises ``RecordMissing`` where nothing was ever added."""
        if self._writer:
            return self._writer
        self._reader = self._reader or Store(self.path)
        return self._reader

    def _to_write(self) -> Store:
        self._writer = self._writer or Store(self.path, write=True)
        return self._writer

    # Keeping

    def add(self, path: Path | str, *, jobs: int = 1, tick: Tick | None = None, **asked: Any) -> Added:
        """Read a file and keep it: pages of any kind, or finished articles (``*.jsonl``, packed with gzip or not).

        The same file added again changes nothing; one that changed becomes a new version, and the old one is kept. A
        file goes in whole, or, where anything stops it, not at all. ``jobs`` processes read finished articles, ``tick``
        is told as they are done; ``asked`` are the options of ``read``: ``date``, ``encoding``, ``ocr``, ``lexicon``,
        ``second_opinion``. Raises what ``read`` raises, and the troubles of a record's file.
        """
        (added,) = self.add_all([path], jobs=jobs, tick=tick, **asked)
        if isinstance(added, PresscheckError):
            raise added
        return added

    def add_all(
        self, paths: Iterable[Path | str], *, jobs: int = 1, tick: Tick | None = None, **asked: Any
    ) -> Iterator[Added | PresscheckError]:
        """As ``add``, for many files, each by itself: what stops one comes in its place and stops no other.

        Raises the troubles of the record's own file, which stop all.
        """
        self._to_write()
        how = Asked(**{**_plain(asked), "lang": self.lang})
        for finished, group in groupby(map(Path, paths), holds_finished):
            if finished:
                yield from (self._add_finished(path, jobs, tick) for path in group)
            else:
                yield from self._add_pages([self._page_file(path, how) for path in group], jobs)

    def add_bytes(self, content: bytes, file: str, **asked: Any) -> Added:
        """As ``add``, of pages whose bytes are at hand; ``file`` is what the record calls them."""
        self._to_write()
        how = Asked(**{**_plain(asked), "lang": self.lang})
        before = self.store.digest_of_document(file)
        (added,) = self._add_pages([PageFile(file, file, how, before, content)], 1)
        if isinstance(added, PresscheckError):
            raise added
        return added

    def _page_file(self, path: Path, how: Asked) -> PageFile:
        name = self.name_of(path)
        return PageFile(str(path), name, how, self.store.digest_of_document(name))

    def _add_pages(self, files: list[PageFile], jobs: int) -> Iterator[Added | PresscheckError]:
        for file, ready in zip(files, each(ready_pages, files, min(jobs, len(files))), strict=True):
            if isinstance(ready, Ready):
                put = self._to_write().put(ready.document, ready.entries, _now())
                state = "changed" if file.before else "new"
                counts = (put.version, put.new, put.changed, put.same, put.facts)
                yield Added(file.name, state, *counts, reading=ready.reading)
            else:
                yield ready or Added(file.name, "same", same=self.store.stories_of(file.name))

    def add_articles(
        self,
        articles: Iterable[Mapping[str, Any]],
        *,
        name: str = "articles",
        jobs: int = 1,
        tick: Tick | None = None,
    ) -> Added:
        """Keep finished articles, each a mapping with ``id, date, headline, paragraphs``: all of them, or none.

        They keep their ids. Raises ``ValueError`` where one is no article.
        """
        return self._add_stories(map(finished_of, articles), name, None, jobs, tick)

    def _add_finished(self, path: Path, jobs: int, tick: Tick | None) -> Added | PresscheckError:
        name = self.name_of(path)
        try:
            sha256 = sha256_of(path)
            if self.store.digest_of_document(name) == digest_of(sha256, dict(pipeline.made_by())):
                return Added(name, "same", same=self.store.stories_of(name))
            return self._add_stories(finished_in(path), name, sha256, jobs, tick)
        except PageUnreadable as error:
            return error

    def _add_stories(
        self, given: Iterable[Finished | PageUnreadable], name: str, sha256: str | None, jobs: int, tick: Tick | None
    ) -> Added:
        """Facts are found first, and laid by beside the record; then all is put at once: others wait only briefly."""
        store = self._to_write()
        before = store.digest_of_document(name)
        stories = Stories(store, tick or (lambda count: None))
        with laid_by(self.path) as spool:
            for entry in stories.ready(given, jobs):
                pickle.dump(entry, spool)
            digest = stories.digest(sha256)
            document = Document(name, "articles", sha256 or digest.hex(), digest, pipeline.made_by())
            put = store.put(document, taken_up(spool), _now())
        state = "same" if put.new + put.changed == 0 else "changed" if before else "new"
        counts = (put.version, put.new, put.changed, put.same + stories.same, put.facts)
        return Added(name, state, *counts, tuple(stories.troubles))

    def name_of(self, path: Path) -> str:
        """What the record calls a file: its path from the folder in which the record lies."""
        return Path(os.path.relpath(path.resolve(), self.path.resolve().parent)).as_posix()

    # Finding

    def find(
        self,
        query: str = "",
        filters: Filters | None = None,
        *,
        limit: int = 20,
        offset: int = 0,
        facets: bool = False,
    ) -> Found:
        """Stories that hold every word of ``query``, or, where ``filters`` ask for them, facts."""
        return search.find(self.store, query, filters, limit=limit, offset=offset, facets=facets)

    def series(
        self,
        what: str,
        *,
        by: str | None = None,
        scope: str | None = None,
        since: datetime.date | None = None,
        until: datetime.date | None = None,
    ) -> Series:
        """What the record tells of an indicator, period by period; every point leads to the words that say so.

        Figures of different scope, nature, basis or unit are never set side by side: each kind is a strand of its own,
        that which answers best comes first. ``by`` keeps one grain (``year``, ``quarter``, ``month`` …), ``scope`` asks
        for the figures of a place or firm, ``since`` and ``until`` for periods that lie between those days.
        """
        told = series.gather(what, mentions(self.store, series.words_of(what)), by=by, scope=scope)
        return _between(told, since, until) if since or until else told

    def article(self, name: str, version: int | None = None) -> Kept | None:
        """The story called ``name``, as it is now or as it was in an older version."""
        return self.store.article(name, version)


def _plain(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The options of ``read`` as plain values."""
    told: dict[str, Any] = {name: one if isinstance(one, bool) else str(one) for name, one in asked.items() if one}
    if asked.get("lexicon"):
        told["lexicon"] = words_of(asked["lexicon"])
    return told


def _between(told: Series, since: datetime.date | None, until: datetime.date | None) -> Series:
    """A series with only those points whose period lies between two days."""
    first, last = since.isoformat() if since else "", until.isoformat() if until else "9999"
    strands = []
    for strand in told.strands:
        points = tuple(one for one in strand.points if first <= (one.period.start or "") and _end(one) <= last)
        if points:
            strands.append(replace(strand, points=points))
    return replace(told, strands=tuple(strands))


def _end(point: Point) -> str:
    return (point.period.end or "9999")[:10]


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
