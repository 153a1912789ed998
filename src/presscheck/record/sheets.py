"""A file of the record as it stands now: its pages with their texts, its stories in order, what belongs to none."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from presscheck.handwork.beside import furniture_from, remainder_from
from presscheck.model import Article, Fact, Furniture, Page, Reading, Remainder
from presscheck.model.from_json import article_from, fact_from
from presscheck.record.open_marks import number_in
from presscheck.record.packing import unpack
from presscheck.record.store import Kept, Store


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A file of the record, its current version: ``open`` counts the marks nobody decided yet.

    ``id`` is the number of this version; ``steps`` counts the steps of work by hand on the file.
    """

    id: int
    name: str
    version: int
    kind: str
    added: str
    pages: int
    stories: int
    open: int
    steps: int


@dataclass(frozen=True, slots=True)
class PageSheet:
    """A page as the desk shows it; ``text`` is the raw text that spans count, ``kind`` how the file held it."""

    id: str
    number: int | None
    kind: str
    date: datetime.date | None
    paper: str | None
    width: float | None
    height: float | None
    unit: str | None
    text: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as it stands now. ``articles`` stand in their order; ``article.id`` counts within the file.

    ``last_step`` is the number of the last step taken on it, 0 where there is none. A file of finished articles has no
    pages, and its stories are not listed here.
    """

    id: int
    name: str
    version: int
    kind: str
    sha256: str
    pages: tuple[PageSheet, ...]
    articles: tuple[Kept, ...]
    furniture: tuple[Furniture, ...]
    remainder: tuple[Remainder, ...]
    last_step: int
    has_original: bool


@dataclass(frozen=True, slots=True)
class Current:
    """The current version of a file, by what the record knows of it without its stories."""

    id: int
    name: str
    version: int
    kind: str
    sha256: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class Standing:
    """The stories of a file, without their facts, in one reading; ``rows`` are their numbers in the record, by id."""

    document: Current
    reading: Reading
    rows: Mapping[str, int]


def documents(store: Store, limit: int = 50, offset: int = 0, query: str = "") -> tuple[DocumentRow, ...]:
    """The files of the record, the newest first; those whose name holds ``query``."""
    return tuple(DocumentRow(*row) for row in store.all(_DOCUMENTS, {"l": limit, "o": offset, "q": query.lower()}))


_DOCUMENTS = """WITH some AS MATERIALIZED (
  SELECT id, name, version, kind FROM document WHERE current AND instr(lower(name), :q) ORDER BY id DESC
  LIMIT :l OFFSET :o
)
SELECT id, name, version, kind,
  coalesce((SELECT max(at) FROM history h WHERE h.document = some.id AND verb = 'add'), ''),
  (SELECT count(*) FROM page p WHERE p.document = some.id),
  (SELECT count(*) FROM article a WHERE a.document = some.id AND a.current),
  (SELECT count(*) FROM mark m WHERE m.document = some.id),
  (SELECT count(*) FROM step s WHERE s.document = some.name)
FROM some ORDER BY id DESC"""


def current(store: Store, document: int | str) -> Current | None:
    """The current version of a file, by its name or by the number of any of its versions."""
    which = "name = ?" if isinstance(document, str) else "name = (SELECT name FROM document WHERE id = ?)"
    sql = f"SELECT id, name, version, kind, sha256, digest FROM document WHERE {which} AND current"
    row = store.one(sql, (document,)) if isinstance(document, str) or -_MOST <= document < _MOST else None
    return Current(*row) if row else None


_MOST = 1 << 63
"""Numbers from here on no database holds."""


def sheet(store: Store, document: int | str, *, facts: bool = True) -> Sheet | None:
    """A file as it stands now, or nothing where the record has none of that name or number; or without its facts."""
    with store.at_one_moment():
        of = current(store, document)
        if of is None:
            return None
        furniture, remainder, _ = _beside(store, of, as_read=False)
        numbers = _numbers(store, of) if of.kind == "pages" else []
        kept = {one.article.id: one for _, one in store.articles(numbers, facts=facts)}
        return Sheet(
            *(of.id, of.name, of.version, of.kind, of.sha256),
            pages=tuple(_page_sheet(page) for page in _pages(store, of)),
            articles=tuple(kept[one] for one in _in_order(store, of, kept)),
            furniture=furniture,
            remainder=remainder,
            last_step=store.last_step(of.name),
            has_original=store.has_original(of.sha256),
        )


def _page_sheet(page: Page) -> PageSheet:
    told = (page.id, page.number, page.kind, page.date, page.paper, page.width, page.height, page.unit, page.text)
    return PageSheet(*told, notes=page.notes)


def standing(store: Store, of: Current, *, as_read: bool = False) -> Standing:
    """The stories of a file as they stand now, or ``as_read``: as the machine read them, before any work by hand."""
    furniture, remainder, _ = _beside(store, of, as_read=as_read)
    which = "a.step IS NULL" if as_read else "a.current"
    told = f"SELECT a.id, c.told FROM article a JOIN content c ON c.id = a.id WHERE a.document = ? AND {which}"
    articles: dict[str, Article] = {}
    rows = {}
    for number, packed in store.all(f"{told} ORDER BY a.id", (of.id,)):
        with store.whole(of.name):
            article = article_from({**unpack(packed), "facts": ()})
        articles[article.id] = article
        rows[article.id] = number
    order = list(articles) if as_read else _in_order(store, of, articles)
    reading = Reading(_pages(store, of), (), tuple(articles[one] for one in order), furniture, remainder)
    return Standing(of, reading, rows)


def facts_of(store: Store, number: int) -> tuple[Fact, ...]:
    """The facts of a story as they were found, under their own ids."""
    (packed,) = store.one("SELECT facts FROM content WHERE id = ?", (number,))
    with store.whole(str(number)):
        return tuple(map(fact_from, unpack(packed)))


def free_number(store: Store, name: str) -> int:
    """A number that no story of a file ever had."""
    names = store.all("SELECT name FROM article WHERE name >= ? AND name < ?", (f"{name}#a", f"{name}#b"))
    return max((number_in(row[0]) for row in names), default=0) + 1


def original(store: Store, sha256: str) -> bytes | None:
    """The bytes of a page file, where they were kept."""
    row = store.one("SELECT bytes FROM original WHERE sha256 = ?", (sha256,))
    return row[0] if row else None


def _numbers(store: Store, of: Current) -> list[int]:
    return [row[0] for row in store.all("SELECT id FROM article WHERE document = ? AND current", (of.id,))]


def _in_order(store: Store, of: Current, articles: Iterable[str]) -> list[str]:
    """The ids of stories in the order in which they stand, as people arranged them or as they were read."""
    _, _, order = _beside(store, of, as_read=False)
    if order is None:
        sql = "SELECT name FROM article WHERE document = ? AND step IS NULL ORDER BY id"
        order = [row[0].rpartition("#")[2] for row in store.all(sql, (of.id,))]
    there = set(articles)
    known = [one for one in order if one in there]
    return [*known, *sorted(there.difference(known))]


Beside = tuple[tuple[Furniture, ...], tuple[Remainder, ...], Sequence[str] | None]


def _beside(store: Store, of: Current, *, as_read: bool) -> Beside:
    """What belongs to no story; and the order of the stories where people arranged them."""
    told = _told(store, of)
    order = None
    row = None if as_read else store.one("SELECT told FROM arranged WHERE document = ?", (of.id,))
    with store.whole(of.name):
        if row:
            told = unpack(row[0])
            order = told["order"]
        furniture = tuple(map(furniture_from, told.get("furniture", ())))
        return furniture, tuple(map(remainder_from, told.get("remainder", ()))), order


def arrangement(reading: Reading) -> dict[str, Any]:
    """How the stories of a reading stand, for the record to keep."""
    return {
        "order": [one.id for one in reading.articles],
        "furniture": [one.to_dict() for one in reading.furniture],
        "remainder": [one.to_dict() for one in reading.remainder],
    }


def _told(store: Store, of: Current) -> dict[str, Any]:
    (packed,) = store.one("SELECT told FROM document WHERE id = ?", (of.id,))
    with store.whole(of.name):
        told: dict[str, Any] = unpack(packed) if packed else {}
        return told


def _pages(store: Store, of: Current) -> tuple[Page, ...]:
    """The pages of a file with their texts; their lines are not kept."""
    texts = dict(store.all("SELECT id, text FROM page WHERE document = ?", (of.id,)))
    with store.whole(of.name):
        return tuple(_page(one, unpack(texts[one["id"]])) for one in _told(store, of).get("pages", ()))


def _page(told: Mapping[str, Any], text: str) -> Page:
    bare = Page(told["id"], told["file"], told["sha256"], told["kind"], text, ())
    return replace(
        bare,
        number=told["number"],
        date=datetime.date.fromisoformat(told["date"]) if told["date"] else None,
        paper=told["paper"],
        width=told["width"],
        height=told["height"],
        unit=told["unit"],
        notes=tuple(told["notes"]),
    )
