"""The parts of a story and their sentences, as the record quotes them."""

from collections.abc import Iterator
from dataclasses import dataclass

from presscheck.facts.story import Part
from presscheck.model import Article, Words

HEADS = ("kicker", "headline", "deck", "byline")


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
    within = {one.part for one in article.inside}
    heads = [Text(name, None, words) for name in HEADS if name not in within and (words := getattr(article, name))]
    if article.dateline and "dateline" not in within:
        heads.append(Text("dateline", None, article.dateline.text))
    return [*heads, *(Text("body", number, one.text) for number, one in enumerate(article.paragraphs))]


def sentences_of(text: Text) -> Iterator[tuple[Text, int, int]]:
    """Each sentence of a part: where it starts and ends, white space round it left out.

    >>> [(start, end) for _, start, end in sentences_of(Text("body", 0, "雨停了。 他说：好。"))]
    [(0, 4), (5, 10)]
    """
    for start, end in Part(text.part, text.paragraph, text.words).sentences:
        told = text.words[start:end]
        lead = len(told) - len(told.lstrip())
        if told.strip():
            yield text, start + lead, start + len(told.rstrip())


def around(text: Text, words: Words) -> tuple[int, int]:
    """Where the sentence, or sentences, that hold some words of a part start and end.

    >>> around(Text("body", 0, "雨停了。他说：好。天晴。"), Words("他说", "body", 0, 4, 6))
    (4, 9)
    """
    met = [(start, end) for _, start, end in sentences_of(text) if start < words.end and words.start < end]
    return (min(start for start, _ in met), max(end for _, end in met)) if met else (words.start, words.end)
