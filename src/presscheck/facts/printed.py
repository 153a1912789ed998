"""Facts are read from a story as it ought to read, and tied to its words as they are printed."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from itertools import accumulate
from typing import Any

from presscheck.facts import desk, misread_units
from presscheck.facts.story import story_of
from presscheck.model import Article, Correction, Fact, Tier, Words
from presscheck.model.correction import applied, by_part, stretches

Part = tuple[str, int | None]
READ_AS = "likely"
"""How far a story is corrected where its facts are read: all that is ``sure``, and what is ``likely``."""


def read_as(article: Article) -> tuple[Correction, ...]:
    """The corrections that facts are read with: ``READ_AS``, and what is suspected where it settles a figure.

    >>> from presscheck.model import Paragraph, ParagraphKind
    >>> mark = Correction("body", 0, 3, 4, "曹", "万", "unlike", "", 0.6, Tier.SUSPECT)
    >>> told = Article("a1", paragraphs=(Paragraph(ParagraphKind.P, "共有3曹人。", ()),), corrections=(mark,))
    >>> read_as(told) == (mark,)
    True
    """
    suspected = {part: marks for part, marks in by_part(article.corrections).items() if any(map(_is_suspect, marks))}
    settled = {one for part, marks in suspected.items() for one in misread_units.settled(_text(article, part), marks)}
    settled.update(applied(article.corrections, READ_AS))
    return tuple(one for one in article.corrections if one in settled)


def _is_suspect(one: Correction) -> bool:
    return one.tier is Tier.SUSPECT


def facts_of(article: Article, published: date | None = None, first: int = 1) -> tuple[Fact, ...]:
    """The facts of an article as it is ``read_as``, numbered from ``first``.

    Offsets and words are those of the printed, uncorrected text.
    """
    going = read_as(article)
    if not going:
        return desk.find(story_of(article, published), first)
    meant = replace(article, corrections=tuple(replace(one, tier=Tier.SURE) for one in going))
    found = desk.find(story_of(meant.corrected(), published), first)
    changed = by_part(going)
    texts = {part: _text(article, part) for part in changed}
    ends = {part: _ends(texts[part], changes) for part, changes in changed.items()}
    return tuple(_moved(fact, texts, ends) for fact in found)


def _text(article: Article, part: Part) -> str:
    name, paragraph = part
    if paragraph is not None:
        return article.paragraphs[paragraph].text
    return article.dateline.text if name == "dateline" and article.dateline else getattr(article, name) or ""


def _ends(text: str, changes: Sequence[Correction]) -> tuple[int, ...]:
    """For each place of the corrected text the printed place; what was taken out belongs to the character before it.

    >>> from presscheck.model import Tier
    >>> _ends("人口口多", [Correction("body", 0, 2, 3, "口", "", "doubled", "", 1.0, Tier.SURE)])
    (0, 1, 3, 4)
    """
    steps: list[int] = [0]
    for words, change in stretches(text, changes):
        if change is None:
            steps += [1] * len(words)
        elif change.after:
            steps += [0] * (len(change.after) - 1) + [len(words)]
        else:
            steps[-1] += len(words)
    return tuple(accumulate(steps))


def _moved(value: Any, texts: Mapping[Part, str], ends: Mapping[Part, Sequence[int]]) -> Any:
    if isinstance(value, Words):
        part = (value.part, value.paragraph)
        if part not in ends:
            return value
        start, end = ends[part][value.start], ends[part][value.end]
        if start == end:  # all of it was put in: the printed character before it stands for it, at the head the first
            start, end = max(start - 1, 0), max(end, 1)
        return Words(texts[part][start:end], value.part, value.paragraph, start, end)
    if isinstance(value, tuple):
        return tuple(_moved(one, texts, ends) for one in value)
    if is_dataclass(value) and isinstance(value, Fact):
        return replace(value, **{one.name: _moved(getattr(value, one.name), texts, ends) for one in fields(value)})
    return value
