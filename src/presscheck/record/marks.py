"""The corrections nobody decided yet, one after another, each with the words around it and its place on the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from presscheck.errors import WrongUsage
from presscheck.handwork.places import marked
from presscheck.messages import both
from presscheck.model import Article, Correction, Span
from presscheck.model.from_json import article_from
from presscheck.record.open_marks import TIERS
from presscheck.record.packing import unpack
from presscheck.record.store import Store

ORDERS = {
    "files": "m.tier, m.document, m.story, m.at",
    "surest": "m.tier, m.confidence DESC, m.document, m.story, m.at",
    "doubtful": "m.tier DESC, m.confidence, m.document, m.story, m.at",
    "pages": "m.document, m.story, m.at",
}
"""The orders in which marks are gone through; none leaves open which of two comes first, so that nothing is skipped."""
AROUND = 20
"""Characters that are told on either side of a mark."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A mark nobody decided yet, with the words around it and where on the page its characters stand.

    ``article`` is the story's name in the record (``page.txt#a2``), ``story`` its id within the file (``a2``);
    ``spans`` have boxes where the page has geometry.
    """

    document: int
    document_name: str
    article: str
    story: str
    headline: str | None
    correction: Correction
    left: str
    right: str
    spans: tuple[Span, ...]


def queue(
    store: Store,
    tier: str | None = None,
    document: int | None = None,
    limit: int = 50,
    offset: int = 0,
    order: str = "files",
) -> tuple[int, tuple[Queued, ...]]:
    """How many marks are open, and some of them: the sure ones first, then file by file, story by story.

    ``order`` is another one of ``ORDERS``: the ``surest`` first, the most ``doubtful``, or as the ``pages`` go. Raises
    ``WrongUsage`` for a tier or an order that is none.
    """
    if tier is not None and tier not in TIERS:
        raise WrongUsage(**both("hands.no_tier", tier=tier))
    if order not in ORDERS:
        raise WrongUsage(**both("hands.no_order", order=order, orders=", ".join(ORDERS)))
    asked = [("tier", None if tier is None else TIERS.index(tier)), ("document", document)]
    given = [(name, value) for name, value in asked if value is not None]
    where = " AND ".join(f"m.{name} = ?" for name, _ in given) or "1"
    values: tuple[Any, ...] = tuple(value for _, value in given)
    with store.at_one_moment():
        (total,) = store.one(f"SELECT count(*) FROM mark m WHERE {where}", values)
        rows = store.all(
            f"""SELECT m.document, d.name, a.name, m.article, m.at
            FROM mark m JOIN document d ON d.id = m.document JOIN article a ON a.id = m.article
            WHERE {where} ORDER BY {_order(store, order)} LIMIT ? OFFSET ?""",
            (*values, limit, offset),
        )
        return total, tuple(_queued(store, rows))


def _order(store: Store, order: str) -> str:
    """An order as the database takes it; a record that may not be written to may not tell yet how sure marks are."""
    told = store.one("SELECT 1 FROM pragma_table_info('mark') WHERE name = 'confidence'")
    return ORDERS[order if told or order not in ("surest", "doubtful") else "files"]


def _queued(store: Store, rows: Sequence[tuple[int, str, str, int, int]]) -> list[Queued]:
    @lru_cache(16)
    def article(number: int) -> Article:
        (packed,) = store.one("SELECT told FROM content WHERE id = ?", (number,))
        with store.whole(str(number)):
            return article_from({**unpack(packed), "facts": ()})

    @lru_cache(16)
    def texts(document: int) -> Mapping[str, str]:
        pages = store.all("SELECT id, text FROM page WHERE document = ?", (document,))
        with store.whole(str(document)):
            return {page: unpack(packed) for page, packed in pages}

    return [
        _told(document, called, name, article(number), at, texts(document))
        for document, called, name, number, at in rows
    ]


def _told(document: int, called: str, name: str, article: Article, at: int, texts: Mapping[str, str]) -> Queued:
    mark = article.corrections[at]
    text, spans = _part(article, mark)
    return Queued(
        document,
        called,
        name,
        article.id,
        article.headline,
        mark,
        text[max(0, mark.start - AROUND) : mark.start],
        text[mark.end : mark.end + AROUND],
        marked(text, spans, mark.start, mark.end, texts),
    )


def _part(article: Article, mark: Correction) -> tuple[str, Sequence[Span]]:
    if mark.paragraph is not None:
        paragraph = article.paragraphs[mark.paragraph]
        return paragraph.text, paragraph.spans
    if mark.part == "dateline":
        return (article.dateline.text if article.dateline else ""), article.places.dateline
    return getattr(article, mark.part) or "", getattr(article.places, mark.part)
