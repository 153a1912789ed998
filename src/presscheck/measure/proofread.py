"""``presscheck measure proofread``: how many misreadings the proofreader finds, and what he marks in vain.

A set is told by its form: finished articles (JSON lines with ``paragraphs``) are clean; JSON lines of ``src`` and
``tgt`` are pairs, as read and as printed; JSON lists of such, and lines of ``label TAB wrong TAB right``, are sentences
of spelling checks. Every set can be measured in every way: what is clean in it, or injected into, is what was printed.
"""

import gzip
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby
from pathlib import Path
from typing import Any, NamedTuple

from presscheck import __version__, hanzi
from presscheck.errors import FileMissing, PageUnreadable
from presscheck.facts.tables import digest
from presscheck.measure.pairs import nothing_to_measure
from presscheck.measure.proofread_report import ProofreadReport, SentenceCount, SetRead
from presscheck.measure.proofreading import LEVELS, TextScore, score_sentence, score_text
from presscheck.measure.report import Ingredients
from presscheck.model import Article, Correction, Paragraph, ParagraphKind, Span
from presscheck.proofreading import desk, shapes
from presscheck.proofreading.second_opinion import SecondOpinion, opinion

HEADS = ("kicker", "headline", "deck")
INJECTED = 0.01
"""The share of Chinese characters that become a look-alike."""
NEAREST, SHARP = 30, 12
"""A look-alike is one of so many nearest, drawn by its likeness to this power."""
TABLES = (
    "language_model.npz",
    "shapes.npz",
    "confusions.npz",
    "lexicon.npz",
    "rescorer.npz",
    "proofreader.toml",
    "phrases.txt",
    "frames.txt",
    "loose.toml",
    "marks.toml",
    "names.toml",
    "variants.toml",
    "doublings.toml",
    "simplified.toml",
    "look_alikes.toml",
    "glyphs.npz",
    "talk.toml",
)


class Item(NamedTuple):
    """One part of a story (``headline``, ``body`` …): as read, and as printed."""

    part: str
    src: str
    tgt: str


Stories = tuple[tuple[Item, ...], ...]
"""The stories of one page, which are proofread together."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a set is measured: in which ``kind`` of way, on the articles of which days, injected from which seed."""

    kind: str | None = None
    since: str = "0000"
    until: str = "9999"
    seed: int = 0


def measure_proofread(path: Path, way: Way | None = None, second_opinion: Path | None = None) -> ProofreadReport:
    """Every page of a set proofread, and the marks held against what was printed.

    ``second_opinion`` is the folder of whoever else is asked, as in ``pipeline.read``. Raises ``FileMissing``,
    ``PageUnreadable`` for a set of no known form, and ``WrongUsage`` for one without texts.
    """
    way = way or Way()
    pages, form = read_set(path, way)
    kind = way.kind or form
    if kind in ("clean", "injected"):
        pages = [_printed(page) for page in pages]
    if kind == "injected":
        pages = injected(pages, way.seed)
    if not any(item.src for page in pages for story in page for item in story):
        raise nothing_to_measure(path)
    reader = opinion(second_opinion)
    texts, sentences = [], [SentenceCount() for _ in LEVELS]
    for page in pages:
        for item, marks in proofread(page, reader):
            texts.append(score_text(item.src, item.tgt, marks))
            if kind == "sentences":
                scored = score_sentence(item.src, item.tgt, marks)
                sentences = [count.plus(one) for count, one in zip(sentences, scored, strict=True)]
    made_of = Ingredients(_hash_of(path, way), digest(TABLES)[:8], __version__)
    seed, asked = way.seed if kind == "injected" else None, reader.name if second_opinion else None
    read = SetRead(kind, len(texts), seed, asked)
    return ProofreadReport(read, TextScore.sum(texts), tuple(sentences), made_of)


def proofread(page: Stories, reader: SecondOpinion | None = None) -> Iterator[tuple[Item, list[Correction]]]:
    """Each text of a page's stories with its corrections; ``reader`` is asked about doubtful characters.

    >>> [(item.part, [mark.after for mark in marks]) for item, marks in proofread(((Item("body", "短視频", ""),),))]
    [('body', ['视'])]
    """
    articles = [_article(f"a{number}", story) for number, story in enumerate(page, 1)]
    for story, article in zip(page, desk.proofread(articles, reader=reader), strict=True):
        heads = _heads(story)
        paragraph = 0
        for item in story:
            number = None if heads.get(item.part) is item else paragraph
            paragraph += number is not None
            here = ("body", number) if number is not None else (item.part, None)
            yield item, [one for one in article.corrections if (one.part, one.paragraph) == here]


def read_set(path: Path, way: Way) -> tuple[list[Stories], str]:
    """The pages of a set, and the kind of measurement that its form asks for."""
    if not path.is_file():
        raise FileMissing(file=path)
    try:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf8") as file:
            text = file.read()
        return _told(text, path.name.removesuffix(".gz"), way)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise PageUnreadable(file=path) from error


def injected(pages: Sequence[Stories], seed: int) -> list[Stories]:
    """The pages with look-alikes in them: the same seed gives the same ones."""
    rng = random.Random(seed)
    return [
        tuple(tuple(item._replace(src=inject(item.tgt, rng)) for item in story) for story in page) for page in pages
    ]


def inject(text: str, rng: random.Random) -> str:
    """A passage of the paper in which about one Chinese character of a hundred is another that looks like it."""
    row = shapes.drawn().row
    struck = [hanzi.is_han(char) and char in row and rng.random() < INJECTED for char in text]
    return "".join(look_alike(char, rng) if hit else char for char, hit in zip(text, struck, strict=True))


def look_alike(char: str, rng: random.Random) -> str:
    """A character that looks like it, the likelier the more it does; one that was not drawn stays."""
    if char not in shapes.drawn().row:
        return char
    others, chances = _look_alikes(char)
    return rng.choices(others, cum_weights=chances)[0]


@lru_cache(maxsize=8192)
def _look_alikes(char: str) -> tuple[str, list[float]]:
    """A character's look-alikes and their chances, added up one after another."""
    table = shapes.drawn()
    row = table.row[char]
    others = "".join(table.characters[int(other)] for other in table.nearest[row, :NEAREST])
    return others, list(accumulate(float(like) ** SHARP for like in table.likeness[row, :NEAREST]))


def _told(text: str, name: str, way: Way) -> tuple[list[Stories], str]:
    if name.endswith(".json"):
        return [_alone(row["src"], row["tgt"]) for row in json.loads(text)], "sentences"
    lines = [line for line in text.split("\n") if line.strip()]
    if not name.endswith(".jsonl"):
        return [_alone(*line.rstrip("\r").split("\t")[1:3]) for line in lines], "sentences"
    rows = [json.loads(line) for line in lines]
    if any("paragraphs" in row for row in rows[:1]):
        return [(_finished(row),) for row in rows if way.since <= row.get("date", way.since) <= way.until], "clean"
    pages = groupby(enumerate(rows), key=lambda one: one[1].get("page", -1 - one[0]))
    return [_pairs([row for _, row in page]) for _, page in pages], "pairs"


def _alone(src: str, tgt: str) -> Stories:
    return ((Item("body", src, tgt),),)


def _finished(row: dict[str, Any]) -> tuple[Item, ...]:
    head = (row.get("headline") or "").strip()
    texts = [paragraph["text"].strip() for paragraph in row["paragraphs"]]
    heads = [Item("headline", head, head)] if head else []
    return (*heads, *(Item("body", text, text) for text in texts if text))


def _pairs(rows: Sequence[dict[str, Any]]) -> Stories:
    """The rows of one page, story by story."""
    stories: dict[Any, list[Item]] = {}
    for number, row in enumerate(rows):
        item = Item(row.get("part", "body"), row["src"], row["tgt"])
        stories.setdefault(row.get("story", -1 - number), []).append(item)
    return tuple(map(tuple, stories.values()))


def _printed(page: Stories) -> Stories:
    return tuple(tuple(item._replace(src=item.tgt) for item in story) for story in page)


def _heads(story: Sequence[Item]) -> dict[str, Item]:
    """The first text of each head; a second one is read as a paragraph."""
    return {item.part: item for item in reversed(story) if item.part in HEADS and item.src}


def _article(name: str, story: Sequence[Item]) -> Article:
    heads = _heads(story)
    kicker, headline, deck = (heads[part].src if part in heads else None for part in HEADS)
    body = [item.src for item in story if heads.get(item.part) is not item]
    paragraphs = tuple(Paragraph(ParagraphKind.P, text, (Span("p1", 0, len(text)),)) for text in body)
    return Article(name, kicker=kicker, headline=headline, deck=deck, paragraphs=paragraphs)


def _hash_of(path: Path, way: Way) -> str:
    digest = hashlib.sha256(path.read_bytes() + f"{way.kind} {way.since} {way.until}".encode())
    return digest.hexdigest()[:8]
