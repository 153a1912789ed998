"""``presscheck measure facts``: facts found in articles, held against sentences that people annotated.

Gold is stand-off: an article's id, a paragraph, offsets and normalised values, a sentence a line. The articles are JSON
lines with ``id``, ``date``, ``headline`` and ``paragraphs``; each sentence is read within its whole article.
"""

import gzip
import hashlib
import json
import random
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from presscheck import __version__
from presscheck.errors import FileMissing, PageUnreadable
from presscheck.facts import desk
from presscheck.facts.printed import facts_of
from presscheck.facts.story import Part, Story
from presscheck.facts.tables import digest, fact_tables
from presscheck.measure.fact_match import Place, Tallies, score_sentence
from presscheck.measure.fact_report import FactsReport, GoldRead
from presscheck.measure.pairs import nothing_to_measure
from presscheck.measure.proofread import look_alike
from presscheck.measure.report import Ingredients
from presscheck.model import Article, Fact, Paragraph, ParagraphKind
from presscheck.proofreading import desk as proofreaders

DIGITS = {"0": "O〇8", "1": "l7", "2": "Z", "3": "8", "5": "S6", "6": "8b", "7": "1", "8": "3B", "9": "g"}
"""What a recogniser makes of a digit."""
Finished = Mapping[str, Any]


def measure_facts(gold: Path, articles: Path, *, errors: float = 0.0, seed: int = 0) -> FactsReport:
    """Find the facts of every article with an annotated sentence and count what is right.

    ``errors`` is the share of characters of those sentences that are misread first; facts are then read as from a page,
    proofread first. Raises ``FileMissing``, ``PageUnreadable`` where a file is not of the form it should be, and
    ``WrongUsage`` where no annotated sentence stands in any article.
    """
    lines = read_lines(gold)
    wanted = {line["id"] for line in lines}
    told: dict[str, Finished] = {one["id"]: one for one in read_lines(articles) if one["id"] in wanted}
    lines = [line for line in lines if line["id"] in told]
    if not lines:
        raise nothing_to_measure(gold)
    tallies = Tallies()
    for line in lines:
        article = told[line["id"]]
        if errors:
            chance = random.Random(f"{seed} {line['id']} {line['paragraph']} {line['start']}")
            article = misread(article, line, errors, chance)
        facts = _as_from_a_page(article) if errors else desk.find(story_of(article))
        score_sentence(line, _place(line, article), facts, tallies)
    made_of = Ingredients(_hash(gold, articles), digest(fact_tables())[:8], __version__)
    return FactsReport(GoldRead(len(lines), errors, seed), tallies, made_of)


def _place(line: Mapping[str, Any], article: Finished) -> Place:
    """Where an annotated sentence stands."""
    paragraphs = [one["text"] for one in article["paragraphs"]]
    number = line["paragraph"]
    before = "\n".join([article.get("headline") or "", *paragraphs[:number]])
    return Place(paragraphs[number], line["start"], line["end"], number, before)


def story_of(article: Finished) -> Story:
    """The story of a finished article.

    >>> story_of({"id": "a1", "headline": "水渠完工", "paragraphs": [{"text": "全长30公里。"}]}).parts[1].text
    '全长30公里。'
    """
    parts = [Part("headline", None, article["headline"], False)] if article.get("headline") else []
    parts += [Part("body", number, one["text"]) for number, one in enumerate(article["paragraphs"])]
    return Story(tuple(parts), _day(article))


def _day(article: Finished) -> date | None:
    return date.fromisoformat(article["date"]) if article.get("date") else None


def _as_from_a_page(article: Finished) -> tuple[Fact, ...]:
    """The facts of an article proofread first, as one from a page is; offsets count what is printed."""
    paragraphs = tuple(Paragraph(ParagraphKind.P, one["text"], ()) for one in article["paragraphs"])
    plain = Article("a1", headline=article.get("headline") or None, paragraphs=paragraphs)
    (read,) = proofreaders.proofread([plain])
    return facts_of(read, _day(article))


def misread(article: Finished, line: Mapping[str, Any], share: float, chance: random.Random) -> Finished:
    """The article with a share of the characters of one sentence misread, as many as before.

    >>> told = {"paragraphs": [{"text": "水渠长30公里。"}]}
    >>> read = misread(told, {"paragraph": 0, "start": 3, "end": 5}, 1.0, random.Random(1))["paragraphs"][0]["text"]
    >>> read[:3] + read[5:], len(read), read == told["paragraphs"][0]["text"]
    ('水渠长公里。', 8, False)
    """
    text = article["paragraphs"][line["paragraph"]]["text"]
    out = list(text)
    for at in range(line["start"], line["end"]):
        if chance.random() < share:
            out[at] = chance.choice(DIGITS[text[at]]) if text[at] in DIGITS else look_alike(text[at], chance)
    paragraphs = [dict(one) for one in article["paragraphs"]]
    paragraphs[line["paragraph"]]["text"] = "".join(out)
    return {**article, "paragraphs": paragraphs}


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON lines, packed or not."""
    if not path.is_file():
        raise FileMissing(file=path)
    try:
        told = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        return [_named(json.loads(line)) for line in told.decode("utf8").splitlines() if line.strip()]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise PageUnreadable(file=path) from error


def _named(line: dict[str, Any]) -> dict[str, Any]:
    """A line that has an id, as each must."""
    line["id"]
    return line


def _hash(*paths: Path) -> str:
    told = hashlib.sha256()
    for path in paths:
        told.update(path.read_bytes())
    return told.hexdigest()[:8]
