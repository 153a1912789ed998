"""Issues of several pages: which pages are of one, which stories go on over them, and where ours stand for those.

The truth has one JSON file a page, as ``measure articles`` reads it, and pages of one issue are named alike but for
their number: 0612-p1.json and 0612-p3.json. Articles of an issue that bear the same ``id`` are parts of one story: the
one with ``jump_to`` goes on in the one with ``jump_from``. A mark without such a partner leads nowhere.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from presscheck.errors import PageUnreadable
from presscheck.measure.alignment import Galley, align, galley
from presscheck.measure.pairs import Pairing
from presscheck.measure.story import Story, read_truth, story_of
from presscheck.model import Article, Reading

Part = tuple[str, int]
"""A story on a page, a true one or one of ours: the page's name, and its place among the page's stories."""
MOST, EDGE = 0.5, 8
"""An article of ours stands for a half if it holds more than this share of its body, or if more than this share of the
article's own is of it, or if it holds the edge that is to be joined: so many characters before or behind the jump."""
_NAME = re.compile(r"(?P<issue>.*?)[-_.]?p(?:age)?[-_]?(?P<page>\d+)")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of an issue: its true articles as JSON and as stories, and its reading, where it could be read."""

    name: str
    articles: Sequence[Mapping[str, Any]]
    stories: Sequence[Story]
    reading: Reading | None

    @property
    def ours(self) -> tuple[Article, ...]:
        """The articles that we read there."""
        return self.reading.articles if self.reading else ()


def by_issue(pairs: Iterable[Pairing]) -> Iterator[tuple[str, list[Pairing]]]:
    """The pages issue by issue, each with its name, and in the order of their numbers.

    >>> from pathlib import Path
    >>> pages = [Pairing(name, Path("t"), None) for name in ("0612-p3", "0613-p1", "0612-p1", "county")]
    >>> [(issue, [page.name for page in held]) for issue, held in by_issue(pages)]
    [('0612', ['0612-p1', '0612-p3']), ('0613', ['0613-p1']), ('county', ['county'])]
    """
    for issue, held in groupby(sorted(pairs, key=_issue_and_page), key=lambda pair: _issue_and_page(pair)[0]):
        yield issue, list(held)


def _issue_and_page(pair: Pairing) -> tuple[str, int]:
    """The issue that a page is of, and its number there; a name without a number is an issue by itself."""
    found = _NAME.fullmatch(pair.name)
    return (found["issue"], int(found["page"])) if found else (pair.name, 0)


def sheet_of(pair: Pairing, reading: Reading | None) -> Sheet:
    """The page with its truth. Raises ``PageUnreadable`` where the truth is none."""
    try:
        articles = json.loads(pair.truth.read_text(encoding="utf8"))["articles"]
        return Sheet(pair.name, articles, read_truth(pair.truth), reading)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise PageUnreadable(file=pair.truth) from error


def true_links(sheets: Sequence[Sheet]) -> Iterator[tuple[Part, Part]]:
    """The halves that are linked in truth: parts of one story one after another, its beginning first."""
    parts: dict[Any, list[tuple[Part, Mapping[str, Any]]]] = {}
    for sheet in sheets:
        for number, article in enumerate(sheet.articles):
            if article.get("id") is not None and (article.get("jump_to") or article.get("jump_from")):
                parts.setdefault(article["id"], []).append(((sheet.name, number), article))
    for held in parts.values():
        in_order = sorted(held, key=lambda each: bool(each[1].get("jump_from")))
        for (one, before), (other, after) in pairwise(in_order):
            if before.get("jump_to") and after.get("jump_from"):
                yield one, other


def standing(sheet: Sheet) -> dict[Part, tuple[frozenset[Part], frozenset[Part]]]:
    """For each article of ours the true ones for whose first half it stands, and those for whose second."""
    theirs, own = galley(sheet.stories), galley([story_of(article.to_dict()) for article in sheet.ours])
    places = align(theirs, own)
    bodies = [_body_of(theirs, story) for story in range(len(sheet.stories))]
    given = [[own.story[place] for at in body if (place := places[at]) is not None] for body in bodies]
    edges = [
        [{own.story[place] for at in edge if (place := places[at]) is not None} for edge in (body[-EDGE:], body[:EDGE])]
        for body in bodies
    ]
    long = Counter(own.story[at] for start, end in own.bodies for at in range(start, end))

    def side(number: int, edge: int) -> frozenset[Part]:
        return frozenset(
            (sheet.name, story)
            for story, held in enumerate(given)
            if held.count(number) > MOST * min(long[number], len(bodies[story])) or edges[story][edge] == {number}
        )

    return {(sheet.name, number): (side(number, 0), side(number, 1)) for number in range(len(sheet.ours))}


def _body_of(set_type: Galley, story: int) -> list[int]:
    """The places of a story's paragraphs in a galley."""
    bodies = (range(start, end) for start, end in set_type.bodies if set_type.story[start] == story)
    return [place for body in bodies for place in body]
