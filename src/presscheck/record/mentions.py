"""The figures of stories in which certain words stand: what a series is gathered from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from presscheck.facts.story import Part
from presscheck.model import Fact, Figure
from presscheck.model.from_json import fact_from
from presscheck.model.series import Mention
from presscheck.record.characters import phrase
from presscheck.record.passages import Text, texts_of
from presscheck.record.store import Kept, Store, with_ids

_Rows = Sequence[Sequence[str]]
_Place = tuple[str, int | None]


def mentions(store: Store, words: _Rows) -> Iterator[Mention]:
    """The figures of the current stories before which, in their sentence, all words of one row of ``words`` stand.

    The oldest story comes first. What a figure is of is named before it in its sentence: no other can tell what those
    words name. The figures of a body that such a figure of a head repeats come too.
    """
    match = " OR ".join(f"({' AND '.join(f'chars : {phrase(word)}' for word in row)})" for row in words)
    sql = """SELECT a.id FROM article a WHERE a.current AND a.id IN (SELECT rowid FROM text WHERE text MATCH ?)
    ORDER BY a.day, a.id"""
    for number, kept in store.articles((number for (number,) in store.all(sql, (match,))), facts=False):
        yield from _figures(store, number, kept, words)


def figures_of(kept: Kept) -> Iterator[Mention]:
    """Every figure of one story as a mention."""
    yield from _told_of(kept, kept.article.facts)


def _told_of(kept: Kept, facts: Iterable[Fact]) -> Iterator[Mention]:
    texts = texts_of(kept.article)
    at = {(text.part, text.paragraph): place for place, text in enumerate(texts)}
    for fact in facts:
        if isinstance(fact, Figure):
            place = at[fact.evidence.part, fact.evidence.paragraph]
            before = texts[place - 1].words if place and fact.evidence.part == "body" else ""
            yield Mention(kept.name, kept.article.headline, kept.date, fact, texts[place].words, before, kept.paper)


def _figures(store: Store, number: int, kept: Kept, words: _Rows) -> Iterator[Mention]:
    naming = {(one.part, one.paragraph): tuple(_naming(one, words)) for one in texts_of(kept.article)}
    if not any(naming.values()):
        return
    told = store.told_facts(number, kept)
    named = [one for one in told if one["kind"] == "figure" and _is_named(one["evidence"], naming)]
    wanted = {one["id"] for one in named} | {one["same_as"] for one in named}
    facts = (with_ids(fact_from(one), kept.name, kept.version) for one in told if one["id"] in wanted)
    yield from _told_of(kept, facts)


_Naming = tuple[int, int]
"""Where a sentence has told all words of a row for the first time, and where it ends."""


def _naming(text: Text, words: _Rows) -> Iterator[_Naming]:
    rows = [row for row in words if all(word in text.words for word in row)]
    if not rows:
        return
    for start, end in Part(text.part, text.paragraph, text.words).sentences:
        said = text.words[start:end]
        ends = [max(said.index(word) + len(word) for word in row) for row in rows if all(word in said for word in row)]
        if ends:
            yield start + min(ends), end


def _is_named(words: Mapping[str, Any], naming: Mapping[_Place, Sequence[_Naming]]) -> bool:
    return any(told <= words["start"] < end for told, end in naming[words["part"], words["paragraph"]])
