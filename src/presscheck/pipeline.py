"""The way of the data, said once: file → pages → blocks → articles.

Read this file and you know what happens to a newspaper page.
"""

import datetime
from dataclasses import replace
from pathlib import Path

from presscheck import __version__
from presscheck.articles import days, jumps, matter
from presscheck.articles import judge as judges
from presscheck.articles.restore import Restored, restore
from presscheck.errors import Lang, WrongUsage
from presscheck.intake import take_in, take_in_bytes
from presscheck.language import ngram
from presscheck.layout import lay_out
from presscheck.model import Page, Reading


def read(
    path: Path | str, *, date: datetime.date | str | None = None, encoding: str | None = None, lang: Lang = "en"
) -> Reading:
    """Restore the stories of a newspaper page, or of every page in a file.

    ``date`` is the day of publication where the page does not print it (a date, or as 2026-06-18), ``encoding`` the
    file's encoding where it is known, ``lang`` the language of the reasons in the reading. Raises ``PageUnreadable``,
    whose kinds name what is wrong.
    """
    return read_pages(take_in(path, encoding=encoding), date=date, lang=lang)


def read_bytes(
    content: bytes,
    name: str,
    *,
    date: datetime.date | str | None = None,
    encoding: str | None = None,
    lang: Lang = "en",
) -> Reading:
    """As ``read``, of bytes at hand; ``name`` is what the reading calls their file.

    >>> read_bytes("喜迎丰收\\n\\n本报讯　云州今年小麦丰收。\\n".encode(), "page.txt")
    <Reading: 1 page, 1 article>
    """
    return read_pages(take_in_bytes(content, name, encoding=encoding), date=date, lang=lang)


def read_pages(
    pages: tuple[Page, ...],
    *,
    date: datetime.date | str | None = None,
    lang: Lang = "en",
    judge: judges.Judge | None = None,
) -> Reading:
    """The stories of pages already taken in, each page by itself.

    ``judge`` decides which fragment follows which, by default the one that ships.
    """
    day = _day(date)
    done: list[Page] = []
    parts: list[Restored] = []
    for page in pages:
        dated = days.date_page(page, day)
        blocks = lay_out(dated)
        parts.append(restore(dated, blocks, lang, first=1 + sum(len(part.articles) for part in parts), judge=judge))
        done.append(replace(dated, manner=parts[-1].manner))
    halves = [
        jumps.Half(article, page.number) for page, part in zip(done, parts, strict=True) for article in part.articles
    ]
    return Reading(
        pages=tuple(done),
        blocks=tuple(block for part in parts for block in part.blocks),
        articles=jumps.link(halves, ngram.load(), lang),
        furniture=tuple(item for part in parts for item in part.furniture),
        remainder=tuple(item for part in parts for item in part.remainder),
        made_by=made_by(),
    )


def _day(date: datetime.date | str | None) -> datetime.date | None:
    if not isinstance(date, str):
        return date
    try:
        return datetime.date.fromisoformat(date)
    except ValueError:
        raise WrongUsage(
            en=f"{date}: no such day; write it as 2026-06-18.", zh=f"{date}：没有这一天，请写成 2026-06-18。"
        ) from None


def made_by() -> tuple[tuple[str, str], ...]:
    """What a reading was made with: our version, and the names of the tables that decided."""
    return (
        ("presscheck", __version__),
        ("language_model", ngram.load().name),
        ("matter", matter.load().name),
        ("threads", judges.load().name),
    )
