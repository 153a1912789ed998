"""The figures of stories in which certain words stand: what a series is gathered from."""

import datetime
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from presscheck.model import Fact, Figure, Operator, Period, Quantity, Words
from presscheck.model.fact import Modality, Nature
from presscheck.model.series import Mention
from presscheck.record.characters import phrase
from presscheck.record.entries import day_of
from presscheck.record.packing import unpack, written
from presscheck.record.paragraphs import InParagraph, Paragraph, Times, before
from presscheck.record.passages import Text, sentences, texts_of, texts_told
from presscheck.record.store import Kept, Store, with_ids

_Rows = Sequence[Sequence[str]]
_Place = tuple[str, str]
"""A part of a story, and which paragraph, as JSON has them."""
_STORIES = """SELECT a.name, a.version, a.day, p.text, c.told, c.facts FROM article a JOIN content c ON c.id = a.id
LEFT JOIN term p ON p.id = a.paper WHERE a.current AND a.id IN (SELECT rowid FROM text WHERE text MATCH ?)
ORDER BY a.day, a.id"""
_STATE = """SELECT count(*), max(id) FROM article WHERE current AND id IN (SELECT rowid FROM text WHERE text MATCH ?)"""
_FIGURE = re.compile(
    r'\{"id":"(?P<id>[^"]*)","kind":"figure","evidence":'
    r'\{"part":"(?P<part>\w+)","paragraph":(?P<paragraph>\d+|null),"start":(?P<start>\d+),'
)
"""How the JSON of a figure begins (``Fact.to_dict``): to read all facts takes most of the time."""


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


def state(store: Store, words: _Rows) -> tuple[int, ...]:
    """What tells whether ``mentions`` would give the same again: how many stories hold the words, and the latest."""
    count, latest = store.one(_STATE, (_match(words),))
    return count, latest or 0


def _match(words: _Rows) -> str:
    return " OR ".join(f"({' AND '.join(f'chars : {phrase(word)}' for word in row)})" for row in words)


def mentions(store: Store, words: _Rows) -> Iterator[Mention]:
    """The figures of the current stories before which, in their sentence, all words of one row of ``words`` stand.

    The oldest story comes first. What a figure is of is named before it in its sentence: no other can tell what those
    words name. The figures of a body that such a figure of a head repeats come too.
    """
    for name, version, day, paper, packed, facts in store.rows(_STORIES, (_match(words),)):
        with store.whole(name):
            told = unpack(packed)
            times = dict(told.get("times", ()))
            story = _Story(name, told["headline"], day_of(day), paper, texts_told(told), times)
            found = [_figure(with_ids(one, name, version)) for one in _figures(story, facts, words)]
        yield from story.mentions(found)


def figures_of(kept: Kept) -> Iterator[Mention]:
    """Every figure of one story as a mention."""
    article = kept.article
    story = _Story(kept.name, article.headline, kept.date, kept.paper, texts_of(article))
    yield from story.mentions(article.facts)


def _figures(story: _Story, packed: bytes, words: _Rows) -> list[dict[str, Any]]:
    """The JSON of the figures that are named, and of those that they repeat, in their order."""
    naming = {_place(one): named for one in story.texts if (named := tuple(_naming(one, words)))}
    if not naming:
        return []
    facts = written(packed)
    held = {one["id"]: one for one in _FIGURE.finditer(facts)}
    told = {name: _read(facts, one) for name, one in held.items() if _is_named(one, naming)}
    same = {one["same_as"] for one in told.values()} & (held.keys() - told.keys())
    told |= {name: _read(facts, held[name]) for name in same}
    return [told[name] for name in held if name in told]


def _figure(told: Mapping[str, Any]) -> Figure:
    """The figure that its JSON tells of, as ``fact_from`` reads it: that asks of every field what it may be."""
    where, of = told["where"], told["period"]
    words = {name: _words(told[name], where[name]) for name in _WORDS if told[name] is not None}
    low, high, value, resolution = (told[name] and Decimal(told[name]) for name in _NUMBERS)
    bounds = (value, low, high, told["low_open"], told["high_open"], resolution)
    unit = (told["unit"], told["unit_code"], told["unit_family"])
    quantity = Quantity(*bounds, _OPERATORS[told["operator"]], *unit)
    return Figure(
        id=told["id"],
        evidence=_words(told["evidence"]["quote"], told["evidence"]),
        quantity=quantity,
        period=of and Period(**of),
        basis=told["basis"],
        direction=told["direction"],
        nature=told["nature"] and _NATURES[told["nature"]],
        modality=_MODALITIES[told["modality"]],
        part_of=told["part_of"],
        same_as=told["same_as"],
        **words,
    )


_WORDS = ("indicator", "subject", "scope", "speaker")
_NUMBERS = ("low", "high", "value", "resolution")
_OPERATORS = {one.value: one for one in Operator}
_NATURES = {one.value: one for one in Nature}
_MODALITIES = {one.value: one for one in Modality}


def _words(text: str, place: Mapping[str, Any]) -> Words:
    return Words(text, place["part"], place["paragraph"], place["start"], place["end"])


def _read(facts: str, begin: re.Match[str]) -> dict[str, Any]:
    told: dict[str, Any]
    told, _ = _JSON.raw_decode(facts, begin.start())
    return told


def _place(text: Text) -> _Place:
    return text.part, "null" if text.paragraph is None else str(text.paragraph)


_JSON = json.JSONDecoder()
_Naming = tuple[int, int]
"""Where a sentence has told all words of a row for the first time, and where it ends."""


def _naming(text: Text, words: _Rows) -> Iterator[_Naming]:
    rows = [row for row in words if all(map(text.words.__contains__, row))]
    if not rows:
        return
    for start, end in sentences(text.words):
        said = text.words[start:end]
        ends = [max(said.index(word) + len(word) for word in row) for row in rows if all(word in said for word in row)]
        if ends:
            yield start + min(ends), end


def _is_named(figure: re.Match[str], naming: Mapping[_Place, Sequence[_Naming]]) -> bool:
    held = naming.get((figure["part"], figure["paragraph"]))
    if not held:
        return False
    start = int(figure["start"])
    return any(told <= start < end for told, end in held)
