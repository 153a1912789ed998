"""A story as both sides of a measurement have it: the true one, and the one we give back."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

_UNCOUNTED = re.compile(r"[^\w%.]|_")
_ROLES = {"sub": "crosshead"}
_HEADS = ("kicker", "headline", "deck", "byline")
_JUMP_MARK = "上接第一版 "


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand together in one column, in one role (``headline``, ``byline``, ``p``, ``crosshead`` …).

    ``body`` says that it is one of the story's paragraphs, or a part of one; ``seam`` that it goes on from a piece
    that stands somewhere else on the page.
    """

    role: str
    text: str
    body: bool = False
    seam: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """One story: every form its headline may be quoted in, its body as the 5-grams see it, and its pieces in order."""

    name: str
    heads: tuple[str, ...]
    body: str
    pieces: tuple[Piece, ...]


def comparable(text: str | None) -> str:
    """What is left of a text when punctuation and spaces do not count: letters, digits, ``%`` and ``.``

    >>> comparable("同比增长 3.5％，比上年快。")
    '同比增长3.5%比上年快'
    """
    return _UNCOUNTED.sub("", unicodedata.normalize("NFKC", text or ""))


def headline_forms(article: Mapping[str, Any]) -> tuple[str, ...]:
    """Every way to quote a headline: alone, or with its kicker before it or its deck behind it.

    A deck alone is no headline.

    >>> headline_forms({"kicker": "乡村新事", "headline": "水塔村通了班车", "deck": None})
    ('水塔村通了班车', '乡村新事水塔村通了班车')
    """
    kicker, headline, deck = (comparable(_joined(article.get(part))) for part in ("kicker", "headline", "deck"))
    if not (headline or kicker):
        return ()
    forms = dict.fromkeys((headline, kicker + headline, headline + deck, kicker + headline + deck))
    return tuple(form for form in forms if form)


def story_of(article: Mapping[str, Any]) -> Story:
    """A story as a reading's JSON gives it.

    Captions are pieces of it but not of its body. A byline or dateline inside a paragraph is counted there.

    >>> story = story_of({"headline": "水塔村通了班车", "paragraphs": [{"kind": "p", "text": "本报讯　昨日……"}]})
    >>> story.heads, story.body, [piece.role for piece in story.pieces]
    (('水塔村通了班车',), '本报讯昨日...', ['headline', 'p'])
    """
    paragraphs = [_paragraph(paragraph) for paragraph in article["paragraphs"]]
    body = "".join(text for kind, text in paragraphs if kind != "caption")
    pieces = [Piece(part, text) for part, text in _heads_apart(article, [text for _, text in paragraphs])]
    pieces += [Piece(_ROLES.get(kind, kind), text, body=True) for kind, text in paragraphs]
    return Story(_name(article, paragraphs), headline_forms(article), comparable(body), tuple(pieces))


Quad = Sequence[float]
"""A rectangle as left, top, width, height."""


def read_truth(path: Path, lines: Sequence[tuple[str, Quad]] = ()) -> tuple[Story, ...]:
    """The true stories of a page.

    ``path`` holds JSON: ``articles`` with ``kicker``, ``headline``, ``deck``, ``byline``, ``paragraphs`` and, where
    the page was typeset from it, ``columns`` with the ``pieces`` in each. Where line numbers stand instead of words,
    they count the non-blank lines of the text file beside it. Where boxes stand for ``headline`` and ``body``, the
    words are those of the page's printed ``lines`` (each with its box, in the same unit) whose middles they hold.
    """
    articles = json.loads(path.read_text(encoding="utf8"))["articles"]
    articles = [_of_boxes(article, lines) if "body" in article else article for article in articles]
    paragraphs = (paragraph for article in articles for paragraph in article["paragraphs"])
    if any("lines" in paragraph for paragraph in paragraphs if isinstance(paragraph, dict)):
        beside = path.with_name(path.name.removesuffix(".json").removesuffix(".truth") + ".txt")
        told = [line.strip() for line in beside.read_text(encoding="utf8").split("\n") if line.strip()]
        return tuple(_true_story_of_lines(article, told) for article in articles)
    return tuple(_true_story(article) for article in articles)


def _of_boxes(article: Mapping[str, Any], lines: Sequence[tuple[str, Quad]]) -> dict[str, Any]:
    """An article given as boxes, with the words that stand in them: box by box, from the top down.

    >>> lines = [("渠水到了。", [0, 4, 4, 1]), ("北坡通水", [0, 0, 4, 1])]
    >>> _of_boxes({"headline": [[0, 0, 9, 2]], "body": [[0, 2, 9, 9]]}, lines)
    {'headline': '北坡通水', 'paragraphs': ['渠水到了。']}
    """
    return {
        "headline": "".join(_within(box, lines) for box in article["headline"]) or None,
        "paragraphs": [_within(box, lines) for box in article["body"]],
    }


def _within(box: Quad, lines: Sequence[tuple[str, Quad]]) -> str:
    left, top, width, height = box
    held = [
        (round(at[1] / max(at[3] / 2, 1)), at[0], text)
        for text, at in lines
        if left <= at[0] + at[2] / 2 <= left + width and top <= at[1] + at[3] / 2 <= top + height
    ]
    return "".join(text for *_, text in sorted(held))


def _true_story(article: Mapping[str, Any]) -> Story:
    paragraphs = [_paragraph(paragraph) for paragraph in article["paragraphs"]]
    pieces = _typeset_pieces(article, paragraphs)
    if pieces is None:
        pieces = [Piece(_ROLES.get(kind, kind), text, body=True) for kind, text in paragraphs]
    return _told(article, paragraphs, pieces)


def _true_story_of_lines(article: Mapping[str, Any], lines: list[str]) -> Story:
    words = {
        part: None if article.get(part) is None else lines[article[part]] for part in (*_HEADS, "dateline", "caption")
    }
    pieces = [
        Piece(_ROLES.get(paragraph["kind"], paragraph["kind"]), lines[number].removeprefix(mark), True, rank > 0)
        for paragraph in article["paragraphs"]
        for rank, (number, mark) in enumerate(zip(paragraph["lines"], _marks(paragraph["lines"]), strict=True))
    ]
    return _told(words, [(piece.role, piece.text) for piece in pieces], pieces)


def _marks(numbers: list[int]) -> list[str]:
    """What to take off each line: only a paragraph's first line can bear the jump mark."""
    return [_JUMP_MARK] + [""] * (len(numbers) - 1)


def _told(article: Mapping[str, Any], paragraphs: list[tuple[str, str]], pieces: list[Piece]) -> Story:
    heads = [Piece(part, text) for part in (*_HEADS, "dateline") if (text := _joined(article.get(part)))]
    caption = [Piece("caption", text) for text in [_joined(article.get("caption"))] if text]
    body = comparable("".join(text for _, text in paragraphs))
    return Story(_name(article, paragraphs), headline_forms(article), body, (*heads, *pieces, *caption))


def _typeset_pieces(article: Mapping[str, Any], paragraphs: list[tuple[str, str]]) -> list[Piece] | None:
    """The body as it stands in its columns; None where the columns are not known or do not add up to it."""
    cut = [
        (text, rank == 0 and number > 0)
        for number, column in enumerate(article.get("columns") or ())
        for rank, text in enumerate(column["pieces"])
    ]
    if not cut or "".join(text for text, _ in cut) != "".join(text for _, text in paragraphs):
        return None
    roles = [_ROLES.get(kind, kind) for kind, text in paragraphs for _ in text]
    starts = [0, *accumulate(len(text) for text, _ in cut)]
    return [
        Piece(roles[start], text, body=True, seam=seam)
        for start, (text, seam) in zip(starts, cut, strict=False)
        if text
    ]


def _heads_apart(article: Mapping[str, Any], paragraphs: list[str]) -> list[tuple[str, str]]:
    """The heads and marks that stand apart from the paragraphs, in the order of print."""
    inside = {place["part"] for place in article.get("inside") or ()}
    heads = [(part, _joined(article.get(part))) for part in (*_HEADS, "dateline")]
    told = "inside" in article
    return [
        (part, text)
        for part, text in heads
        if text and part not in inside and (told or part in _HEADS[:3] or not any(text in p for p in paragraphs))
    ]


def _paragraph(paragraph: str | Mapping[str, Any]) -> tuple[str, str]:
    if isinstance(paragraph, str):
        return "p", paragraph
    return paragraph.get("kind") or "p", paragraph["text"]


def _joined(words: Any) -> str:
    """One head as text: it may come as lines (a list) or, for a dateline, as an object with ``text``."""
    if isinstance(words, Mapping):
        words = words.get("text")
    return "".join(words) if isinstance(words, list) else words or ""


def _name(article: Mapping[str, Any], paragraphs: list[tuple[str, str]]) -> str:
    headline = _joined(article.get("headline")) or _joined(article.get("kicker"))
    return headline or "".join(text for _, text in paragraphs)[:24]
