"""The figures of stories in which certain words stand: what a series is gathered from."""

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from presscheck.model import Fact, Figure
from presscheck.model.from_json import fact_from
from presscheck.model.series import Mention
from presscheck.record.characters import phrase
from presscheck.record.entries import day_of
from presscheck.record.figures import KeptFigure, Rows, figure_of, kept_figures, same_as
from presscheck.record.packing import unpack
from presscheck.record.paragraphs import InParagraph, Paragraph, Times, before
from presscheck.record.passages import Text, texts_of, texts_told
from presscheck.record.store import Kept, Store, with_version

_STORIES = """SELECT a.id, a.name, a.version, a.day, p.text, c.told FROM article a JOIN content c ON c.id = a.id
LEFT JOIN term p ON p.id = a.paper WHERE a.current AND a.id IN (SELECT rowid FROM text WHERE text MATCH ?)
ORDER BY a.day, a.id"""
_STATE = """SELECT count(*), max(id) FROM article WHERE current AND id IN (SELECT rowid FROM text WHERE text MATCH ?)"""


@dataclass(frozen=True, slots=True)
class _Story:
    """What mentions tell of their story."""

    name: str
    headline: str | None
    date: datetime.date | None
    paper: str | None
    texts: Sequence[Text]
    times: Mapping[int, Times] = field(default_factory=dict)
    """The times that the record keeps, by the place of their text."""

    def mentions(self, facts: Iterable[Fact]) -> Iterator[Mention]:
        """Those of its facts that are figures as mentions."""
        at = {(text.part, text.paragraph): place for place, text in enumerate(self.texts)}
        held: dict[int, Paragraph] = {}
        for fact in facts:
            if isinstance(fact, Figure):
                place = at[fact.evidence.part, fact.evidence.paragraph]
                of = held[place] = held.get(place) or self._paragraph(place)
                told = (self.name, self.headline, self.date, fact, of.text, of.before, self.paper)
                yield InParagraph(*told, paragraph=of)

    def _paragraph(self, place: int) -> Paragraph:
        words, headline = self.texts[place].words, self.headline or ""
        return Paragraph(words, before(self.texts, place), headline, self.date, self.times.get(place))


def state(store: Store, words: Rows) -> tuple[int, ...]:
    """What tells whether ``mentions`` would give the same again: how many stories hold the words, and the latest."""
    count, latest = store.one(_STATE, (_match(words),))
    return count, latest or 0


def _match(words: Rows) -> str:
    return " OR ".join(f"({' AND '.join(f'chars : {phrase(word)}' for word in row)})" for row in words)


def mentions(store: Store, words: Rows) -> Iterator[Mention]:
    """The figures of the current stories before which, in their sentence, all words of one row of ``words`` stand.

    The oldest story comes first. What a figure is of is named before it in its sentence: no other can tell what those
    words name. The figures of a body that such a figure of a head repeats come too.
    """
    for number, name, version, day, paper, packed in store.rows(_STORIES, (_match(words),)):
        with store.whole(name):
            told = unpack(packed)
            story = _Story(name, told["headline"], day_of(day), paper, texts_told(told), dict(told.get("times", ())))
            found = list(_named(story.texts, _kept(store, number, story, told), words))
            figures = [figure_of(one, of, story.texts, with_version(name, version)) for one, of in found]
        yield from story.mentions(figures)


def _kept(store: Store, number: int, story: _Story, told: Mapping[str, Any]) -> Iterable[KeptFigure]:
    """The figures of a story, also of one that an older version put into the record."""
    if (rows := told.get("figures")) is not None:
        return map(KeptFigure._make, rows)
    return kept_figures(story.texts, map(fact_from, store.told_facts(number, story.name)))


def _named(
    texts: Sequence[Text], kept: Iterable[KeptFigure], words: Rows
) -> Iterator[tuple[KeptFigure, Sequence[Any]]]:
    """The figures that are named, and those that they repeat, each with what is told of it, in their order."""
    held = list(kept)
    told = {one.id: json.loads(one.told) for one in held if one.is_named(texts, words)}
    same = {name for of in told.values() if (name := same_as(of))} - told.keys()
    for one in held:
        if one.id in told or one.id in same:
            yield one, told.get(one.id) or json.loads(one.told)


def figures_of(kept: Kept) -> Iterator[Mention]:
    """Every figure of one story as a mention."""
    article = kept.article
    story = _Story(kept.name, article.headline, kept.date, kept.paper, texts_of(article))
    yield from story.mentions(article.facts)
