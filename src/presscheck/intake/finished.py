"""Finished articles: stories that need no layout any more, a JSON object a line, packed with gzip or not."""

import datetime
import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from presscheck.errors import (
    BadArticle,
    EmptyFile,
    FileForbidden,
    FileMissing,
    IsFolder,
    Lang,
    NotText,
    PageUnreadable,
)
from presscheck.messages import both
from presscheck.model import Article, Paragraph, ParagraphKind

ENDINGS = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
LONGEST = 16_000_000
"""Bytes that a line may have."""
GZIP = b"\x1f\x8b"
_BLANK = b" \t\r\n\v\f\xef\xbb\xbf"
"""White space, and the byte order mark of an empty file."""
_HALF = re.compile("[\ud800-\udfff]")
_HEADS = ("kicker", "headline", "deck", "byline")


class NoArticle(ValueError):
    """What is given is no finished article; ``why`` says it in both languages."""

    def __init__(self, row: str, **values: object) -> None:
        self.why = both(f"finished.{row}", **values)
        super().__init__(self.why["en"])


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

    Raises ``FileMissing``, ``FileForbidden``, ``IsFolder``, ``NotText`` and ``EmptyFile``, and ``BadArticle`` where the
    file is cut off or a line has no end.
    """
    seen: dict[str, int] = {}
    for number, line in _lines(path):
        try:
            one = finished_of(json.loads(line))
            if (first := seen.setdefault(one.article.id, number)) != number:
                raise NoArticle("twice", id=one.article.id, line=first)
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
        raise NoArticle("no_object")
    if not (isinstance(told.get("id"), str) and told["id"].strip()):
        raise NoArticle("no_id")
    if _HALF.search(told["id"]):
        raise NoArticle("half_id")
    kicker, headline, deck, byline = (_text(told, name) for name in _HEADS)
    given = told.get("paragraphs")
    if not isinstance(given, list):
        raise NoArticle("no_list")
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
        raise NoArticle("no_day", day=day and day[:20]) from None
    return Finished(article, date, _text(told, "paper"))


def _text(told: Mapping[str, Any], name: str) -> str | None:
    value = told.get(name)
    if not (value is None or isinstance(value, str)):
        raise NoArticle("no_text", field=name)
    return _whole(value) if value else None


def _whole(text: str) -> str:
    """Text without half characters, each of which becomes U+FFFD, as what cannot be decoded does elsewhere."""
    return _HALF.sub("\ufffd", text)


def _paragraph(given: Any) -> Paragraph:
    if isinstance(given, str):
        return Paragraph(ParagraphKind.P, _whole(given), ())
    if not (isinstance(given, Mapping) and isinstance(given.get("text"), str)):
        raise NoArticle("no_paragraph")
    kind = given.get("kind", "p")
    return Paragraph(ParagraphKind(kind) if kind in list(ParagraphKind) else ParagraphKind.P, _whole(given["text"]), ())


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    number, empty = 0, True
    try:
        with _opened(path) as file:
            while line := file.readline(LONGEST + 1):
                number += 1
                if len(line) > LONGEST:
                    raise BadArticle(file=path, line=number, why=both("finished.too_long", limit=LONGEST // 1_000_000))
                if line.strip(_BLANK):
                    empty = False
                    yield number, line
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadArticle(file=path, line=number + 1, why=both("finished.cut_off", why=error)) from error
    except OSError as error:
        raise FileForbidden(file=path, why=error.strerror or error) from error
    if empty:
        raise EmptyFile(file=path)


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


def _said(error: Exception) -> dict[Lang, str]:
    if isinstance(error, NoArticle):
        return error.why
    if isinstance(error, RecursionError):
        return both("finished.too_deep")
    return both("finished.no_json", why=error)
