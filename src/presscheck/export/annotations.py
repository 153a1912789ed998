"""Facts as W3C Web Annotations: each is a note on the words that tell it, and on their place on the paper."""

import json
import math
from collections.abc import Iterable, Iterator
from typing import Any

from presscheck.export.iris import iri
from presscheck.export.jsonl import line_of
from presscheck.model import Article, Box, Fact, Span, Words
from presscheck.model.found import FoundFact, Leaf, Origin, Told

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA = "http://www.w3.org/TR/media-frags/"
AROUND = 32
"""Characters before and after the words, by which they are found again in a text that was read anew."""


def lines(told: Iterable[Told]) -> Iterator[str]:
    """A collection with one page of annotations, an annotation a line; how many there are stands at its end.

    >>> print("".join(lines([])))
    {"@context": "http://www.w3.org/ns/anno.jsonld",
    "id": "urn:presscheck:annotations", "type": "AnnotationCollection", "label": "presscheck",
    "first": {"id": "urn:presscheck:annotations:1", "type": "AnnotationPage", "startIndex": 0, "items": [
    ]},
    "total": 0}
    <BLANKLINE>
    """
    yield f'{{"@context": "{CONTEXT}",\n'
    yield '"id": "urn:presscheck:annotations", "type": "AnnotationCollection", "label": "presscheck",\n'
    yield '"first": {"id": "urn:presscheck:annotations:1", "type": "AnnotationPage", "startIndex": 0, "items": [\n'
    count = 0
    for one in told:
        for fact in one.facts:
            yield (",\n" if count else "") + line_of(_annotation(one, fact))
            count += 1
    yield ("\n" if count else "") + f']}},\n"total": {count}}}\n'


def _annotation(told: Told, found: FoundFact) -> dict[str, Any]:
    fact = found.fact
    places = [_words(told, fact), *_paper(told, fact.evidence)]
    return {
        "id": iri("annotation", fact.id),
        "type": "Annotation",
        "motivation": "describing",
        "body": [
            {"type": "TextualBody", "purpose": "classifying", "value": fact.kind, "format": "text/plain"},
            {"type": "TextualBody", "purpose": "describing", "value": _plain(fact), "format": "application/json"},
        ],
        "target": places if len(places) > 1 else places[0],
        **_made(told.origin),
    }


def _plain(fact: Fact) -> str:
    return json.dumps(fact.to_dict(), ensure_ascii=False, separators=(",", ":"))


def _made(origin: Origin | None) -> dict[str, Any]:
    """When the fact was found, and by what."""
    if origin is None:
        return {}
    version = dict(origin.made_by).get("presscheck", "")
    generator = {"id": iri("software", f"presscheck/{version}"), "type": "Software", "name": f"presscheck {version}"}
    return {"generated": origin.added, "generator": generator} if origin.added else {"generator": generator}


def _words(told: Told, fact: Fact) -> dict[str, Any]:
    """The words in the story: by themselves with what stands round them, and by their offsets in their part of it."""
    words = fact.evidence
    text = _part(told.article, words)
    quote = {
        "type": "TextQuoteSelector",
        "exact": words.text,
        "prefix": text[max(0, words.start - AROUND) : words.start],
        "suffix": text[words.end : words.end + AROUND],
    }
    part = words.part if words.paragraph is None else f"{words.part}/{words.paragraph}"
    place = {"type": "TextPositionSelector", "start": words.start, "end": words.end}
    return {
        "type": "SpecificResource",
        "source": iri("article", told.source.article, told.version),
        "selector": [quote, {"type": "FragmentSelector", "value": part, "refinedBy": place}],
    }


def _part(article: Article, words: Words) -> str:
    if words.paragraph is not None:
        return article.paragraphs[words.paragraph].text
    if words.part == "dateline":
        return article.dateline.text if article.dateline else ""
    return getattr(article, words.part) or ""


# The paper


def _paper(told: Told, words: Words) -> Iterator[dict[str, Any]]:
    """The rectangles of paper on which the words stand, a printed line each."""
    origin = told.origin
    if origin is None:
        return
    pages = {page.id: page for page in origin.pages}
    for span in dict.fromkeys(_spans(told.article, words)):
        if span.box and (page := pages.get(span.page)):
            selector = {"type": "FragmentSelector", "conformsTo": MEDIA, "value": _xywh(span.box)}
            yield {"type": "SpecificResource", "source": _page(origin, page), "selector": selector}


def _page(origin: Origin, page: Leaf) -> dict[str, Any]:
    """A page as a picture with a pixel for each of its own units, and how large it is then."""
    size = {"schema:width": page.width, "schema:height": page.height, "schema:unitText": page.unit}
    told = {name: value for name, value in size.items() if value is not None}
    return {"id": iri("page", f"{origin.name}/{page.id}", origin.version), "type": "Image", **told}


def _spans(article: Article, words: Words) -> Iterator[Span]:
    """The spans of a part of the story under which the words stand; all of them where they do not add up to it."""
    text = _part(article, words)
    if words.paragraph is not None:
        spans = article.paragraphs[words.paragraph].spans
    else:
        spans = getattr(article.places, words.part)
    start = 0
    for span in spans:
        end = start + len(span)
        if sum(map(len, spans)) != len(text) or (start < words.end and words.start < end):
            yield span
        start = end


def _xywh(box: Box) -> str:
    """A rectangle as a media fragment, in whole units, so that nothing of it is cut off."""
    left, top = max(0, math.floor(box.left)), max(0, math.floor(box.top))
    return f"xywh={left},{top},{math.ceil(box.right) - left},{math.ceil(box.bottom) - top}"
