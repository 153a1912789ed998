"""Finished articles: stories that need no layout any more, a JSON object a line, packed with gzip or not."""

import datetime
import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from presscheck.errors import BadArticle, FileForbidden, FileMissing, IsFolder, NotText, PageUnreadable
from presscheck.model import Article, Paragraph, ParagraphKind

ENDINGS = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
LONGEST = 16_000_000
"""Bytes that a line may have."""
GZIP = b"\x1f\x8b"
_HEADS = ("kicker", "headline", "deck", "byline")


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished story; its ``article`` keeps the id it came with."""

    article: Article
    date: datetime.date | None = None
    paper: str | None = None


def holds_finished(path: Path | str) -> bool:
    """Whether a file's name says that it holds finished articles.

    >>> holds_finished("broadcast.jsonl.gz"), holds_finished("page.json")
    (True, False)
    """
    return str(path).lower().endswith(ENDINGS)


def finished_in(path: Path) -> Iterator[Finished | PageUnreadable]:
    """The stories of a file, one after the other; a line that is none comes as the error that says why.

    Raises ``FileMissing``, ``FileForbidden``, ``IsFolder``, and ``BadArticle`` where the file is cut off.
    """
    seen: dict[str, int] = {}
    for number, line in _lines(path):
        try:
            one = finished_of(json.loads(line))
            if (first := seen.setdefault(one.article.id, number)) != number:
                raise ValueError(f"the id {one.article.id} stands in line {first} too")
            yield one
        except (ValueError, TypeError, RecursionError) as error:
            yield BadArticle(file=path, line=number, why=_said(error))


def finished_of(told: Mapping[str, Any]) -> Finished:
    """The story that a JSON object tells: ``id, date, headline, paragraphs``, and what else an article may have.

    A paragraph is its text, or an object with ``text`` and ``kind``. Raises ``ValueError`` where it is none.

    >>> finished_of({"id": "a7", "date": "2026-06-18", "headline": "水渠完工", "paragraphs": ["全长30公里。"]}).article
    <Article a7 水渠完工: 1 paragraph, 7 characters>
    """
    if not isinstance(told, Mapping):
        raise ValueError("it is not an object")
    if not (isinstance(told.get("id"), str) and told["id"].strip()):
        raise ValueError("it has no id")
    kicker, headline, deck, byline = (_text(told, name) for name in _HEADS)
    given = told.get("paragraphs")
    if not isinstance(given, list):
        raise ValueError("paragraphs is not a list")
    article = Article(
        told["id"],
        kind=_text(told, "kind") or "news",
        kicker=kicker,
        headline=headline,
        deck=deck,
        byline=byline,
        paragraphs=tuple(map(_paragraph, given)),
    )
    day = _text(told, "date")
    try:
        date = datetime.date.fromisoformat(day) if day else None
    except ValueError:
        raise ValueError(f"date is no day: {day[:20] if day else day}") from None
    return Finished(article, date, _text(told, "paper"))


def _text(told: Mapping[str, Any], name: str) -> str | None:
    value = told.get(name)
    if not (value is None or isinstance(value, str)):
        raise ValueError(f"{name} is not a text")
    return value or None


def _paragraph(given: Any) -> Paragraph:
    if isinstance(given, str):
        return Paragraph(ParagraphKind.P, given, ())
    if not (isinstance(given, Mapping) and isinstance(given.get("text"), str)):
        raise ValueError("a paragraph has no text")
    kind = given.get("kind", "p")
    return Paragraph(ParagraphKind(kind) if kind in list(ParagraphKind) else ParagraphKind.P, given["text"], ())


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    number = 0
    try:
        with _opened(path) as file:
            while line := file.readline(LONGEST + 1):
                number += 1
                if len(line) > LONGEST:
                    raise BadArticle(file=path, line=number, why=f"a line of over {LONGEST // 1_000_000} MB")
                if line.strip():
                    yield number, line
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadArticle(file=path, line=number + 1, why=f"the file is cut off or damaged: {error}") from error


def _opened(path: Path) -> IO[bytes] | gzip.GzipFile:
    if path.is_dir():
        raise IsFolder(file=path)
    try:
        with path.open("rb") as file:
            head = file.read(8)
        if head.startswith(GZIP):
            return gzip.open(path, "rb")
        if b"\0" in head:
            raise NotText(file=path, what="binary data")
        return path.open("rb")
    except FileNotFoundError:
        raise FileMissing(file=path) from None
    except OSError as error:
        raise FileForbidden(file=path, why=error.strerror or error) from error


def _said(error: Exception) -> str:
    return f"no JSON: {error}" if isinstance(error, json.JSONDecodeError) else str(error) or type(error).__name__
