"""A record: one file in which years of stories are kept with their facts, to be found again and followed in time."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from presscheck.errors import Lang, PresscheckError
from presscheck.model.found import Found, Told
from presscheck.model.ledger import Controls, Programme
from presscheck.model.series import Point, Series
from presscheck.model.verdict import Finding, Verdict
from presscheck.record import search
from presscheck.record.query import Filters
from presscheck.record.store import Kept, Store

if TYPE_CHECKING:
    from presscheck.adding import Added
    from presscheck.readying import Tick
    from presscheck.record.who import Names


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

    def to_write(self) -> Store:
        """The file, open to be written to, made where there is none."""
        self._writer = self._writer or Store(self.path, write=True)
        return self._writer

    # Keeping

    def add(
        self,
        path: Path | str,
        *,
        jobs: int = 1,
        tick: "Tick | None" = None,
        keep_original: bool = True,
        **asked: Any,
    ) -> "Added":
        """Read a file and keep it: pages of any kind, or finished articles (``*.jsonl``, packed with gzip or not).

        The same file added again changes nothing; one that changed becomes a new version, and the old one is kept. A
        file goes in whole, or, where anything stops it, not at all. ``jobs`` processes read finished articles, ``tick``
        is told as they are done; ``asked`` are the options of ``read``: ``date``, ``encoding``, ``ocr``, ``lexicon``,
        ``second_opinion``. The bytes of PDFs and pictures are kept too, so that their pages can be shown, unless
        ``keep_original`` is false. What people did by hand to a file is carried over when it is read again. Raises what
        ``read`` raises, and the troubles of a record's file.
        """
        (added,) = self.add_all([path], jobs=jobs, tick=tick, keep_original=keep_original, **asked)
        if isinstance(added, PresscheckError):
            raise added
        return added

    def add_all(
        self,
        paths: Iterable[Path | str],
        *,
        jobs: int = 1,
        tick: "Tick | None" = None,
        keep_original: bool = True,
        **asked: Any,
    ) -> "Iterator[Added | PresscheckError]":
        """As ``add``, for many files, each by itself: what stops one comes in its place and stops no other.

        Raises the troubles of the record's own file, which stop all.
        """
        from presscheck import adding  # what reads pages is loaded only when there are some to read

        how = adding.How(self.lang, asked, keep_original)
        yield from adding.files(self.to_write(), paths, how, jobs, tick)

    def add_bytes(self, content: bytes, file: str, *, keep_original: bool = True, **asked: Any) -> "Added":
        """As ``add``, of pages whose bytes are at hand; ``file`` is what the record calls them."""
        from presscheck import adding

        added = adding.pages(self.to_write(), content, file, adding.How(self.lang, asked, keep_original))
        if isinstance(added, PresscheckError):
            raise added
        return added

    def add_articles(
        self,
        articles: Iterable[Mapping[str, Any]],
        *,
        name: str = "articles",
        jobs: int = 1,
        tick: "Tick | None" = None,
    ) -> "Added":
        """Keep finished articles, each a mapping with ``id, date, headline, paragraphs``: all of them, or none.

        They keep their ids. Raises ``ValueError`` where one is no article.
        """
        from presscheck import adding

        return adding.articles(self.to_write(), articles, name, jobs, tick)

    # Finding

    def find(
        self,
        query: str = "",
        filters: Filters | None = None,
        *,
        limit: int | None = 20,
        offset: int = 0,
        facets: bool = False,
        oldest: bool = False,
    ) -> Found:
        """Stories that hold every word of ``query``, or, where ``filters`` ask for them, facts.

        The stories that answer best come first, the latest facts, or the ``oldest``. Without a ``limit`` nothing but
        the facets are told.
        """
        named = self._names.named if facets or (filters and filters.roles) else search.same_name
        which = None if limit is None else search.Stretch(limit, offset, oldest)
        return search.find(self.store, query, filters, which, facets=facets, named=named, lang=self.lang)

    @property
    def _names(self) -> "Names":
        """The names of the record."""
        from presscheck.record.who import Names

        return Names(self.store)

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
        from presscheck.record import series
        from presscheck.record.mentions import mentions

        told = series.gather(what, mentions(self.store, series.words_of(what)), by=by, scope=scope)
        return _between(told, since, until) if since or until else told

    def series_state(self, what: str) -> tuple[int, ...]:
        """What tells whether the series of ``what`` is still the same: it changes with the stories that hold it."""
        from presscheck.record import series
        from presscheck.record.mentions import state

        words = series.words_of(what)
        return state(self.store, words) if words else ()

    # Checking

    def check(self, text: str, date: datetime.date | None = None) -> tuple[Verdict, ...]:
        """What the record says to each checkable sentence of ``text``, said on ``date``: 去年 is counted from it.

        A verdict is ``supported``, ``contradicted``, ``unclear`` or ``not_found``, with the evidence it rests on.
        """
        from presscheck.check import desk

        return desk.check(self.store, text, date, self.lang)

    # The ledgers

    def programme(self, name: str, *, on: datetime.date | None = None) -> Programme:
        """What the record tells of a cooperation programme: parties, pairings, meetings, promises, indicators by year.

        ``on`` is the day as of which it is told: what was promised is open or overdue on it, stories of a later day are
        left out. Without one it is the day of the record's latest story.
        """
        from presscheck.check import programme

        return programme.gather(self.store, name, on=on)

    def controls(self, name: str | None = None, *, on: datetime.date | None = None) -> Controls:
        """The control lists of the record, each with its changes, and how it stands on a day.

        ``name`` keeps lists of that name, and those that tell of an item, a country or a body of that name.
        """
        from presscheck.check import controls

        return controls.gather(self.store, name, on=on)

    def audit(self, since: datetime.date | None = None, until: datetime.date | None = None) -> tuple[Finding, ...]:
        """Figures, days and names of the record's stories that cannot all be true, those of one day set side by side.

        ``since`` and ``until`` are days of the stories.
        """
        from presscheck.check.audit import desk
        from presscheck.check.audit.story import Story

        kept = (one for _, one, _ in search.every(self.store, "", Filters(since=since, until=until)))
        days = groupby(kept, key=lambda one: one.date)
        found: list[Finding] = []
        for _, group in days:
            stories = [Story(search.source_of(one), one.article) for one in group]
            found += desk.audit(stories, self.lang)
        return tuple(found)

    def told(self, query: str = "", filters: Filters | None = None) -> Iterator[Told]:
        """The stories found, or all, one after the other, the earliest first, each with its facts and its file."""
        from presscheck.record import handing_out

        named = self._names.named if filters and filters.roles else search.same_name
        return handing_out.told(self.store, query, filters, named=named)

    def export(
        self, form: str, out: Path | str, query: str = "", filters: Filters | None = None, *, excel: bool = False
    ) -> None:
        """Write what is found, or all, to a file: as ``jsonl``, ``csv``, ``parquet``, ``annotations`` or ``prov``.

        ``excel`` makes a CSV that Excel opens safely. Raises ``WrongUsage`` where the file cannot be written, and
        ``PartMissing`` where Parquet needs DuckDB.
        """
        from presscheck.export import record

        record.write(self.told(query, filters), form, Path(out), excel=excel)

    def article(self, name: str, version: int | None = None) -> Kept | None:
        """The story called ``name``, as it is now or as it was in an older version."""
        return self.store.article(name, version)


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
