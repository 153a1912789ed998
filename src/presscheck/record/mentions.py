"""The figures of stories in which certain words stand: what a series is gathered from."""

from collections.abc import Iterator, Sequence

from presscheck.model import Figure
from presscheck.model.fact import Words
from presscheck.model.series import Mention
from presscheck.record.characters import phrase
from presscheck.record.passages import texts_of
from presscheck.record.store import Kept, Store


def mentions(store: Store, words: Sequence[Sequence[str]]) -> Iterator[Mention]:
    """Every figure of the current stories that hold all words of one row of ``words``, the oldest story first."""
    match = " OR ".join(f"({' AND '.join(f'chars : {phrase(word)}' for word in row)})" for row in words)
    sql = """SELECT a.id FROM article a WHERE a.current AND a.id IN (SELECT rowid FROM text WHERE text MATCH ?)
    ORDER BY a.day, a.id"""
    for _, kept in store.articles(number for (number,) in store.all(sql, (match,))):
        yield from figures_of(kept)


def figures_of(kept: Kept) -> Iterator[Mention]:
    """Every figure of one story as a mention."""
    texts = texts_of(kept.article)
    at = {(text.part, text.paragraph): number for number, text in enumerate(texts)}
    for fact in kept.article.facts:
        if isinstance(fact, Figure):
            number = at[_place(fact.evidence)]
            before = texts[number - 1].words if number and fact.evidence.part == "body" else ""
            text, headline = texts[number].words, kept.article.headline
            yield Mention(kept.name, headline, kept.date, fact, text, before, kept.paper)


def _place(words: Words) -> tuple[str, int | None]:
    return words.part, words.paragraph
