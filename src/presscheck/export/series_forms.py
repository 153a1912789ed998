"""The form of a series in JSON, what ``Series.to_dict`` gives; ``schema`` writes it down."""

import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from presscheck.export.fact_forms import Figure, Number, Period
from presscheck.model import Nature

SeriesGrain = Literal["year", "half", "quarter", "month", "to_date", "day", "span"]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class Mention(_Form):
    """A figure where a story of the record tells it."""

    article: str
    """The id of the story."""
    headline: str | None
    date: datetime.date | None
    paper: str | None
    quote: str
    """The whole paragraph, or head, in which the figure's words stand; its evidence counts this text."""
    fact: Figure


class Measure(_Form):
    """What the points of a strand have in common; figures that differ in any of it are never set side by side."""

    indicator: str
    """What is counted."""
    scope: str | None
    """Whose or where."""
    nature: Nature | None
    basis: str | None
    """What a change is set against."""
    unit_code: str | None
    """The unit to which all values of the points were converted."""
    unit_family: str | None
    grain: SeriesGrain
    """The kind of period; ``to_date`` counts from January on."""
    prices: str | None


class Point(_Form):
    """What was told of one period, in the unit of the strand."""

    period: Period
    value: Number
    low: Number | None
    high: Number | None
    state: Literal["single", "agreed", "revised", "disputed"]
    """Told once; more than once and all agree; told anew and said to be revised; or not all of it can be true."""
    mentions: Annotated[list[Mention], Field(min_length=1)]
    """Those that agree with the value, the oldest first."""
    others: list[Mention]
    """Those that do not."""


class Strand(_Form):
    """Points that may be set side by side, in order of time."""

    measure: Measure
    points: list[Point]


class LeftOut(_Form):
    """A figure that was looked at and left out of every strand."""

    mention: Mention
    why: str
    """The name of the reason."""


class Series(_Form):
    """One indicator followed through time: what ``presscheck series --json`` prints."""

    form: Annotated[Literal["presscheck/series/1"], Field(alias="schema")]
    what: str
    by: SeriesGrain | None
    strands: list[Strand]
    """The strand that answers best comes first."""
    left_out: list[LeftOut]
