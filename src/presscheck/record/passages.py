"""The parts of a story and their sentences, as the record quotes them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from presscheck.facts.story import Part
from presscheck.model import Article, Words
from presscheck.record.packing import written

HEADS = ("kicker", "headline", "deck", "byline")
_BESIDE = ',"times":['
"""Where what is kept beside a story's words begins, of which they need nothing."""


@dataclass(frozen=True, slots=True)
class Text:
    """One part of a story with its words: ``body`` with a ``paragraph`` index, or a head without one."""

    part: str
    paragraph: int | None
    words: str


def texts_of(article: Article) -> list[Text]:
    """The parts of a story in order: heads, then paragraphs; one that stands within a paragraph is told there.

    >>> [text.words for text in texts_of(Article("a1", headline="县城通了火车"))]
    ['县城通了火车']
    """
    heads = {name: getattr(article, name) for name in HEADS}
    dateline = article.dateline.text if article.dateline else None
    within = {one.part for one in article.inside}
    return _texts({**heads, "dateline": dateline}, within, (one.text for one in article.paragraphs))


def texts_told(told: Mapping[str, Any]) -> list[Text]:
    """The same of an article as JSON has it, which takes less time than to build the article.

    >>> texts_told(Article("a1", headline="县城通了火车").to_dict()) == texts_of(Article("a1", headline="县城通了火车"))
    True
    """
    dateline = told["dateline"]["text"] if told["dateline"] else None
    heads = {**{name: told.get(name) for name in HEADS}, "dateline": dateline}
    return _texts(heads, {one["part"] for one in told["inside"]}, (one["text"] for one in told["paragraphs"]))


def texts_packed(packed: bytes) -> tuple[str | None, list[Text]]:
    """The headline of a packed story and its parts, the rest of it left unread.

    Raises as ``packing.unpack`` where it is damaged.
    """
    plain = written(packed)
    end = plain.find(_BESIDE)
    told = json.loads(plain if end < 0 else f"{plain[:end]}}}")
    return told["headline"], texts_told(told)


def _texts(heads: Mapping[str, str | None], within: set[str], paragraphs: Iterable[str]) -> list[Text]:
    told = [Text(name, None, words) for name, words in heads.items() if words and name not in within]
    return [*told, *(Text("body", number, words) for number, words in enumerate(paragraphs))]


@lru_cache(256)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Where each sentence of a part starts and ends; they fill it.

    >>> sentences("雨停了。 他说：好。")
    ((0, 4), (4, 10))
    """
    return Part("", None, text).sentences


def sentences_of(text: Text) -> Iterator[tuple[Text, int, int]]:
    """Each sentence of a part: where it starts and ends, white space round it left out.

    >>> [(start, end) for _, start, end in sentences_of(Text("body", 0, "雨停了。 他说：好。"))]
    [(0, 4), (5, 10)]
    """
    for start, end in _bare(text, sentences(text.words)):
        yield text, start, end


def _bare(text: Text, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Stretches of a part without white space round them; those of nothing else are left out."""
    for start, end in spans:
        told = text.words[start:end]
        lead = len(told) - len(told.lstrip())
        if told.strip():
            yield start + lead, start + len(told.rstrip())


def around(text: Text, words: Words) -> tuple[int, int]:
    """Where the sentence, or sentences, that hold some words of a part start and end.

    >>> around(Text("body", 0, "雨停了。他说：好。天晴。"), Words("他说", "body", 0, 4, 6))
    (4, 9)
    """
    near = ((start, end) for start, end in sentences(text.words) if start < words.end and words.start < end)
    met = [(start, end) for start, end in _bare(text, near) if start < words.end and words.start < end]
    return (min(start for start, _ in met), max(end for _, end in met)) if met else (words.start, words.end)
