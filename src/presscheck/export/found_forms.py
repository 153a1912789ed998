"""The form of what a search gave in JSON, what ``Found.to_dict`` gives; ``schema`` writes it down."""

import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from presscheck.export.fact_forms import Count, Fact, FactPlace


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class Passage(FactPlace):
    """A sentence of a story, and what was looked for in it."""

    quote: str
    marks: list[tuple[Count, Count]]
    """Stretches of the quote that were looked for, half-open."""


class _Source(_Form):
    article: str
    """The id of the story."""
    headline: str | None
    date: datetime.date | None
    paper: str | None


class Hit(_Source):
    """A story found."""

    passage: Passage | None
    """The sentence that answers best."""
    count: Count
    """How often the story holds what was looked for."""
    facts: list[Fact]
    """The facts told in those sentences."""


class FoundFact(_Source):
    """A fact found, in the sentence that tells it."""

    passage: Passage
    fact: Fact


class Facet(_Form):
    """One value of a facet, and how much of what was found has it."""

    name: str
    count: Count


class Name(_Form):
    """Another name of a party that was asked for."""

    name: str
    why: str
    sure: bool
    """Only names that are sure were looked for too."""


class Found(_Form):
    """What a search of the record gave: stories, or, where facts were asked for, facts; the best first."""

    form: Annotated[Literal["presscheck/found/1"], Field(alias="schema")]
    query: str
    total: Count
    more: bool
    """Whether there are more than were counted."""
    of: Literal["stories", "facts"]
    hits: list[Hit]
    facts: list[FoundFact]
    facets: dict[str, list[Facet]]
    names: list[Name]
