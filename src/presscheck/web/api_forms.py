"""What programs may ask of the desk, field by field: the bounds of each stand in the OpenAPI page."""

import datetime
import re
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from presscheck.export.series_forms import SeriesGrain
from presscheck.record.query import Filters, span_of
from presscheck.web.api_moves import MoveIn
from presscheck.web.checking import LONGEST
from presscheck.web.wanted import ROLES

BIG = 2**31
"""No number that a program sends is greater."""
Words = Annotated[str, Field(max_length=500)]
Name = Annotated[str | None, Field(max_length=100)]
Days = Annotated[
    Annotated[str, Field(max_length=10, json_schema_extra={"pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"})] | None,
    Field(examples=["2026", "2026-06", "2026-06-18"]),
]
"""A year, month or day; one that is none is told with a sentence of its own, so the pattern only describes it."""
Yes = Annotated[bool, Field(strict=True)]


def _as_written(day: Any) -> Any:
    """Only what is written as a day is one: 0 is no first of January 1970."""
    if isinstance(day, (int, float)) or (isinstance(day, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", day)):
        raise ValueError("no day")
    return day


Day = Annotated[datetime.date, BeforeValidator(_as_written)]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class Wanted(_Asked):
    """Words to look for, and what else is asked of what is found."""

    q: Words = ""
    """Words that must stand in a story, apart by spaces; “…” for one with spaces in it, - before what must not be."""
    since: Day | None = None
    """The first day of the stories."""
    until: Day | None = None
    paper: Name = None
    kind: Literal["figure", "time", "quote", "act", "change", "commitment", "rule", "pairing"] | None = None
    unit: Name = None
    during: Days = None
    """A year, month or day that the fact is of."""
    party: Name = None
    """A name in any role."""
    agent: Name = None
    counterpart: Name = None
    speaker: Name = None
    subject: Name = None
    who: Name = None
    place: Name = None
    indicator: Name = None
    limit: Annotated[int, Field(ge=1, le=200)] = 20
    offset: Annotated[int, Field(ge=0, le=100_000)] = 0
    facets: bool = False
    """Count what was found by month, paper, kind, speaker and unit."""
    lang: Literal["zh", "en"] | None = None
    """The language of reasons; else the browser's."""

    @property
    def filters(self) -> Filters:
        """What is asked beside the words. Raises ``WrongUsage`` for days that are none."""
        return Filters(
            since=self.since,
            until=self.until,
            paper=self.paper,
            kind=self.kind,
            unit=self.unit,
            during=span_of(self.during) if self.during else None,
            roles=tuple((role, name) for role in ROLES if (name := getattr(self, role))),
        )


class Followed(_Asked):
    """An indicator to follow through time."""

    what: Annotated[str, Field(min_length=1, max_length=100)]
    """What is counted, as a paper would say it: 粮食产量."""
    by: SeriesGrain | None = None
    """Keep one kind of period."""
    scope: Name = None
    """Whose figures, or of which place; 全国 where none is given."""
    since: Days = None
    until: Days = None
    lang: Literal["zh", "en"] | None = None

    @property
    def days(self) -> tuple[datetime.date | None, datetime.date | None]:
        """The first and last day asked for. Raises ``WrongUsage`` for days that are none."""
        return span_of(self.since)[0] if self.since else None, span_of(self.until)[1] if self.until else None


class Audited(_Asked):
    """Whose figures are held against each other: the stories of some days."""

    since: Day
    until: Day
    lang: Literal["zh", "en"] | None = None


class Claimed(_Asked):
    """A text to be put to the record."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    date: Day | None = None
    """The day on which it was said: 去年 is counted from it."""
    keep: Yes = False
    """Keep the answer under a link that lasts; the header ``Location`` tells it."""


class Decided(_Asked):
    """What is decided about one place of a story; ``edit`` sets a correction also where nothing was marked."""

    article: Annotated[str, Field(max_length=100)]
    """The id of the story within its file: a3."""
    part: Literal["kicker", "headline", "deck", "byline", "dateline", "body"]
    paragraph: Annotated[int, Field(ge=0, le=BIG)] | None = None
    """The index of the paragraph where the part is body, else null."""
    start: Annotated[int, Field(ge=0, le=BIG)]
    """Offsets count the uncorrected text of the part."""
    end: Annotated[int, Field(ge=0, le=BIG)]
    before: Annotated[str, Field(max_length=2_000)]
    after: Annotated[str, Field(max_length=2_000)]
    verdict: Literal["accept", "refuse", "edit"]


class Decisions(_Asked):
    """Decisions that are one step: they are undone together."""

    decisions: Annotated[list[Decided], Field(min_length=1, max_length=1_000)]
    seen: Annotated[int, Field(ge=0, le=BIG)] | None = None
    """The last step of the sheet that was looked at; then nothing is done where somebody arranged its stories since."""


class Arrangement(_Asked):
    """Moves that are one step, each counting what the one before left."""

    moves: Annotated[list[MoveIn], Field(min_length=1, max_length=200)]
    seen: Annotated[int, Field(ge=0, le=BIG)]
    """The last step of the sheet that was looked at."""


class Undone(_Asked):
    """Which step is undone, or taken again; without one the last."""

    step: Annotated[int, Field(ge=1, le=BIG)] | None = None


WantedIn = Annotated[Wanted, Query()]
FollowedIn = Annotated[Followed, Query()]
AuditedIn = Annotated[Audited, Query()]
