"""Figures as the record keeps them beside the words of their story, to be followed through time.

To read all that is kept of a story's facts takes longer than to place its figures. So each figure is kept once more,
small: where it stands, and as JSON what a series asks of it, which is read only where its sentence names the indicator.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from presscheck.model import Fact, Figure, Operator, Period, Quantity, Words
from presscheck.model.fact import Modality, Nature
from presscheck.record.paragraphs import trimmed
from presscheck.record.passages import Text, sentences

Rows = Sequence[Sequence[str]]
"""Rows of words, of which one is to stand whole before a figure."""


class KeptFigure(NamedTuple):
    """A figure: in which part of its story, where its sentence and it start there, its id, and what is told of it."""

    place: int
    sentence: int
    start: int
    id: str
    told: str

    def is_named(self, texts: Sequence[Text], words: Rows) -> bool:
        """Whether all words of a row stand before it in its sentence.

        >>> KeptFigure(0, 4, 9, "f1", "[]").is_named([Text("body", 0, "雨停了。茶叶产量3吨。")], [["茶", "产量"]])
        True
        """
        said = texts[self.place].words[self.sentence : self.start]
        return any(all(word in said for word in row) for row in words)


def kept_figures(texts: Sequence[Text], facts: Iterable[Fact]) -> Iterator[KeptFigure]:
    """What is kept of those facts of a story that are figures, in their order."""
    at = {(text.part, text.paragraph): place for place, text in enumerate(texts)}
    for one in facts:
        if isinstance(one, Figure):
            place, start = at[one.evidence.part, one.evidence.paragraph], one.evidence.start
            sentence = next((first for first, end in sentences(texts[place].words) if first <= start < end), start)
            told = [_words(one.evidence, texts, at), *_told(one, texts, at)]
            yield KeptFigure(
                place, sentence, start, one.id, json.dumps(trimmed(told), ensure_ascii=False, separators=(",", ":"))
            )


def _told(one: Figure, texts: Sequence[Text], at: dict[tuple[str, int | None], int]) -> list[Any]:
    of, when = one.quantity, one.period
    numbers = [None if number is None else str(number) for number in (of.value, of.low, of.high, of.resolution)]
    bounds = [of.low_open, of.high_open, of.operator.value, of.unit, of.code, of.family]
    period = when and trimmed(
        [when.text, when.start, when.end, when.grain, when.anchor, when.anchor_from, when.open, when.vague]
    )
    named = [one.indicator, one.subject, one.scope, one.speaker]
    words = trimmed([words and _words(words, texts, at) for words in named])
    return [[*numbers, *bounds], period, words, one.nature, one.modality, one.basis, one.direction, one.part_of,
            one.same_as]  # fmt: skip


def _words(words: Words, texts: Sequence[Text], at: dict[tuple[str, int | None], int]) -> list[Any]:
    """Where words stand, and the words themselves where the part has others."""
    place = at[words.part, words.paragraph]
    stand = texts[place].words[words.start : words.end] == words.text
    return [place, words.start, words.end] if stand else [place, words.start, words.end, words.text]


def figure_of(kept: KeptFigure, told: Sequence[Any], texts: Sequence[Text], story: str) -> Figure:
    """The figure that is kept so, with the ids it has in the record: ``story`` is its story's name and version."""
    evidence, bounds, when, named, nature, modality, basis, direction, part_of, same_as = _whole(told)
    value, low, high, resolution = (number and Decimal(number) for number in bounds[:4])
    low_open, high_open, operator, unit, code, family = bounds[4:]
    words = (_stand(one, texts) if one else None for one in (*named, *_NOBODY[len(named) :]))
    indicator, subject, scope, speaker = words
    return Figure(
        id=f"{story}-{kept.id}",
        evidence=_stand(evidence, texts),
        speaker=speaker,
        quantity=Quantity(value, low, high, low_open, high_open, resolution, _OPERATORS[operator], unit, code, family),
        indicator=indicator,
        subject=subject,
        scope=scope,
        period=when and _period(when),
        basis=basis,
        direction=direction,
        nature=nature and _NATURES[nature],
        modality=_MODALITIES[modality],
        part_of=part_of and f"{story}-{part_of}",
        same_as=same_as and f"{story}-{same_as}",
    )


def same_as(told: Sequence[Any]) -> str | None:
    """The id of the figure of the body that a figure of a head repeats."""
    name: str | None = _whole(told)[-1]
    return name


def _whole(told: Sequence[Any]) -> list[Any]:
    return [*told, *_UNSET[len(told) :]]


def _stand(row: Sequence[Any], texts: Sequence[Text]) -> Words:
    place, start, end = row[:3]
    text = texts[place]
    return Words(row[3] if len(row) > 3 else text.words[start:end], text.part, text.paragraph, start, end)


def _period(row: Sequence[Any]) -> Period:
    text, start, end, grain, anchor, anchor_from, is_open, vague = (*row, *_NO_PERIOD[len(row) :])
    return Period(text, start, end, grain, is_open, vague, anchor, anchor_from)


_UNSET: list[Any] = [None, None, None, (), None, Modality.ACTUAL, None, None, None, None]
_NO_PERIOD: list[Any] = ["", None, None, "", None, None, False, False]
_NOBODY = (None,) * 4
_OPERATORS = {one.value: one for one in Operator}
_NATURES = {one.value: one for one in Nature}
_MODALITIES = {one.value: one for one in Modality}
