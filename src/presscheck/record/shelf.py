"""The stories of one file of finished articles, some at a time: there may be tens of thousands."""

from collections.abc import Iterator

from presscheck.record.store import Kept, Store


def stories(store: Store, document: str, limit: int, offset: int = 0) -> Iterator[Kept]:
    """The current stories that a file brought, whichever of its versions did, without facts; the latest day first."""
    sql = """SELECT a.id FROM article a JOIN document d ON d.id = a.document
WHERE d.name = ? AND a.current ORDER BY a.day DESC, a.id LIMIT ? OFFSET ?"""
    numbers = [row[0] for row in store.all(sql, (document, limit, offset))]
    yield from (kept for _, kept in store.articles(numbers, facts=False))
