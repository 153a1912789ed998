"""The stories of the record that speak of what a claim speaks of, the nearest first."""

from collections.abc import Iterator

from presscheck.check.words import other_names, weighed, weight
from presscheck.record.characters import folded
from presscheck.record.store import Kept, Store

MOST = 40
"""Stories that are looked at for one claim."""
MOST_WORDS = 16


def words_of(text: str) -> list[str]:
    """The words of a claim by which stories are found, the rarest first; indicators by all their names.

    >>> words_of("社零总额增长")[:3]
    ['社零', '零售总额', '零售额']
    """
    told = folded(text)
    held = dict(weighed(told))
    for name in other_names(told):
        held.update(weighed(name))
    return sorted((word for word in held if len(word) > 1), key=lambda word: -weight(word))[:MOST_WORDS]


def nearest(store: Store, text: str, limit: int = MOST) -> Iterator[Kept]:
    """The stories that hold most of the words of ``text``, by how rare those are in the record (BM25)."""
    if words := words_of(text):
        match = " OR ".join(f'words : "{word}"' for word in words)
        rows = store.all(
            "SELECT text.rowid FROM text JOIN article a ON a.id = text.rowid WHERE text MATCH ? AND a.current"
            " ORDER BY bm25(text, 0.0, 1.0), text.rowid LIMIT ?",
            (match, limit),
        )
        yield from (kept for _, kept in store.articles(number for (number,) in rows))
