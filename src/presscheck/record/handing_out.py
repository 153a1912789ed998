"""Handing out what the record holds, story by story, with where each comes from: what exports are written of."""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache

from presscheck.model.found import FoundFact, Leaf, Origin, Told
from presscheck.record import search
from presscheck.record.facets import Named
from presscheck.record.packing import unpack
from presscheck.record.query import Filters, query_of
from presscheck.record.store import Kept, Store


def told(
    store: Store, text: str = "", filters: Filters | None = None, *, named: Named = search.same_name
) -> Iterator[Told]:
    """The stories that a search finds, the earliest first, each with the facts asked for, or all of its facts.

    Raises ``WrongUsage`` for a query nothing can be done with, and what a damaged record raises.
    """
    query_of(text)  # what is wrong with it is told before anything is written
    return _told(store, search.every(store, text, filters, named=named))


def of_stories(store: Store, names: Iterable[str]) -> Iterator[Told]:
    """The current stories of these names, in their order, each with all of its facts."""
    return _told(store, search.of_names(store, names))


def _told(store: Store, found: Iterable[tuple[int, Kept, tuple[FoundFact, ...]]]) -> Iterator[Told]:
    added = dict(store.all("SELECT document, at FROM history WHERE verb = 'add' ORDER BY id DESC"))

    @lru_cache(256)
    def origin(document: int) -> Origin:
        return _origin(store, document, added.get(document))

    for number, kept, facts in found:
        (document,) = store.one("SELECT document FROM article WHERE id = ?", (number,))
        whence = None if document is None else origin(document)
        before = _before(store, kept.name, kept.version) if kept.version > 1 else None
        yield Told(search.source_of(kept), kept.version, kept.article, facts, whence, before)


def _before(store: Store, name: str, version: int) -> int | None:
    (before,) = store.one("SELECT max(version) FROM article WHERE name = ? AND version < ?", (name, version))
    return None if before is None else int(before)


def _origin(store: Store, document: int, added: str | None) -> Origin:
    sql = "SELECT name, version, kind, sha256, made_by, told FROM document WHERE id = ?"
    name, version, kind, sha256, made_by, packed = store.one(sql, (document,))
    pages = unpack(packed)["pages"] if packed else []
    leaves = tuple(Leaf(one["id"], one["number"], one["width"], one["height"], one["unit"]) for one in pages)
    return Origin(name, version, kind, sha256, tuple(json.loads(made_by).items()), added, leaves)
