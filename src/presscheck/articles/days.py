"""The day a page is of, and the days its datelines name: the year is seldom printed beside the day."""

import datetime
from dataclasses import dataclass, replace

from presscheck.articles import heads
from presscheck.language.calendar import full_dates
from presscheck.model import Dateline, Page

EDGE_LINES = 6
"""A folio stands among the first or the last lines of a page."""


@dataclass(frozen=True, slots=True)
class Day:
    """What is known of a page's day: the day itself, or a year taken from the latest full date it prints."""

    day: datetime.date | None
    year: int | None


def date_page(page: Page, given: datetime.date | None) -> Page:
    """The page with day, number and paper from its folio; a day that the person gave counts before the printed one."""
    lines = [*page.lines[:EDGE_LINES], *page.lines[EDGE_LINES:][-EDGE_LINES:]]
    found = [folio for line in lines if (folio := heads.folio(page.words(line.span))) is not None]
    return replace(
        page,
        date=given or next((folio.date for folio in found if folio.date), None),
        number=page.number or next((folio.number for folio in found if folio.number), None),
        paper=page.paper or next((folio.paper for folio in found if folio.paper), None),
    )


def day_of(page: Page) -> Day:
    """The day of a page, or the year of the latest full date in its text."""
    if page.date:
        return Day(page.date, page.date.year)
    latest = max(full_dates(page.text), default=None)
    return Day(None, latest.year if latest else None)


def dateline(text: str, mark: heads.Mark, day: Day) -> Dateline:
    """What a dateline says, its year from the page where it prints none.

    Only a year that no folio and no person gave counts as inferred. A paper of early January reports the last days of
    the year before.

    >>> line = "本报北坡12月31日讯"
    >>> dateline(line, heads.marks(line)[0], Day(datetime.date(2026, 1, 1), 2026)).date
    datetime.date(2025, 12, 31)
    """
    read = heads.dateline(text, mark, day.year)
    if not read.inferred or day.day is None:
        return read
    if read.date is not None and read.date > day.day + datetime.timedelta(days=31):
        read = heads.dateline(text, mark, day.day.year - 1)
    return replace(read, inferred=False)
