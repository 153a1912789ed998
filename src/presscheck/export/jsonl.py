"""The record a line a story: what `presscheck add` reads again, and programs that work on much text."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from presscheck.export.json import UNSAFE
from presscheck.model.found import Told


def lines(told: Iterable[Told]) -> Iterator[str]:
    """A JSON object for each story, with the facts asked for; keys that say how it is printed stand as they do there.

    Added to another record the stories keep their ids, days, papers, heads and paragraphs; their facts are found anew.

    >>> from presscheck.model import Article
    >>> from presscheck.model.found import Source
    >>> print(next(lines([Told(Source("a7"), 1, Article("a7", headline="水渠完工"))]))[:62])
    {"id": "a7", "date": null, "paper": null, "kind": "news", "kic
    """
    for one in told:
        yield line_of(_story(one)) + "\n"


def _story(told: Told) -> dict[str, Any]:
    article = told.article
    return {
        "id": told.source.article,
        "date": told.source.date.isoformat() if told.source.date else None,
        "paper": told.source.paper,
        "kind": article.kind,
        "kicker": article.kicker,
        "headline": article.headline,
        "deck": article.deck,
        "byline": article.byline,
        "dateline": article.dateline.text if article.dateline else None,
        "paragraphs": [{"kind": one.kind.value, "text": one.text} for one in article.paragraphs],
        "corrections": [one.to_dict() for one in article.corrections],
        "version": told.version,
        "document": told.origin.name if told.origin else None,
        "facts": [one.fact.to_dict() for one in told.facts],
    }


def line_of(told: Any) -> str:
    """Anything that JSON can hold, on one line, safe for terminals and for programs that read line by line.

    >>> line_of({"headline": "县城\\u2028通了火车"})
    '{"headline": "县城\\\\u2028通了火车"}'
    """
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(told, ensure_ascii=False))
