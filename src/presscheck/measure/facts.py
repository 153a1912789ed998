"""``presscheck measure facts``: facts found in articles, held against sentences that people annotated."""

import gzip
import hashlib
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from presscheck import __version__
from presscheck.errors import FileMissing, PageUnreadable
from presscheck.facts import desk
from presscheck.facts.story import Part, Story
from presscheck.measure.fact_match import Place, Tallies, score_sentence

DIGITS = {"0": "O〇8", "1": "l7", "2": "Z", "3": "8", "5": "S6", "6": "8b", "7": "1", "8": "3B", "9": "g"}
"""What a recogniser makes of a digit."""


@dataclass(frozen=True)
class FactsReport:
    """Counts of every kind and layer over the annotated sentences, and the recipe."""

    tallies: Tallies
    sentences: int
    recipe: str

    def lines(self) -> Iterator[str]:
        """The report, a line a kind."""
        yield f"{'':24}{'P':>8}{'R':>8}{'F1':>8}{'n':>7}"
        for name, count in self.tallies.counts.items():
            told = "".join(f"{value:8.3f}" if value is not None else f"{'–':>8}" for value in (count.precision, count.recall, count.f1))
            yield f"{name:24}{told}{count.right + count.missed:7}"
        for name in sorted({name for name, _ in self.tallies.shares}):
            right, wrong = (self.tallies.shares[name, good] for good in (True, False))
            yield f"{name:24}{right / (right + wrong):8.3f}{'':16}{right + wrong:7}"
        yield self.recipe


def measure_facts(gold: Path, articles: Path, *, errors: float = 0.0, seed: int = 0) -> FactsReport:
    """Find the facts of every article with an annotated sentence and count what is right.

    ``errors`` is the share of characters of those sentences that are misread first. Raises ``FileMissing``, and
    ``PageUnreadable`` where a file is not of the form it should be.
    """
    lines = list(_lines(gold))
    wanted = {line["id"] for line in lines}
    told = {one["id"]: one for one in _lines(articles) if one["id"] in wanted}
    tallies = Tallies()
    for line in lines:
        article = told[line["id"]]
        if errors:
            article = misread(article, line, errors, random.Random(f"{seed} {line['id']} {line['start']}"))
        paragraphs = [one["text"] for one in article["paragraphs"]]
        number = line["paragraph"]
        before = "\n".join([article["headline"] or "", *paragraphs[:number]])
        place = Place(paragraphs[number], line["start"], line["end"], number, before)
        score_sentence(line, place, desk.find(story_of(article)), tallies)
    noise = f" | errors:{errors} seed:{seed}" if errors else ""
    return FactsReport(tallies, len(lines), f"sentences:{len(lines)} | gold:{_hash(gold)} | articles:{_hash(articles)} | v:{__version__}{noise}")


def story_of(article: Mapping[str, Any]) -> Story:
    """The story of a finished article: ``id``, ``date``, ``headline``, ``paragraphs``."""
    parts = [Part("headline", None, article["headline"], False)] if article.get("headline") else []
    parts += [Part("body", number, one["text"]) for number, one in enumerate(article["paragraphs"])]
    return Story(tuple(parts), date.fromisoformat(article["date"]) if article.get("date") else None)


def misread(article: Mapping[str, Any], line: Mapping[str, Any], share: float, chance: random.Random) -> dict[str, Any]:
    """The article with a share of the characters of one sentence misread, as many as before."""
    from presscheck.proofreading import shapes

    text = article["paragraphs"][line["paragraph"]]["text"]
    table = shapes.drawn()
    out = list(text)
    for at in range(line["start"], line["end"]):
        if chance.random() < share:
            near = DIGITS.get(text[at]) or "".join(char for char, _ in table.nearest(text[at], 5)) or text[at]
            out[at] = chance.choice(near)
    paragraphs = [dict(one) for one in article["paragraphs"]]
    paragraphs[line["paragraph"]]["text"] = "".join(out)
    return {**article, "paragraphs": paragraphs}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if not path.exists():
        raise FileMissing(str(path))
    try:
        told = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        yield from (json.loads(line) for line in told.decode("utf8").splitlines() if line.strip())
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise PageUnreadable(str(path), en=str(error), zh=str(error)) from None


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]
