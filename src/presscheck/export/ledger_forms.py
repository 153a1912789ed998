"""The form of the two ledgers in JSON, what ``Programme.to_dict`` and ``Controls.to_dict`` give."""

import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from presscheck.export.fact_forms import Count, Fact, Number, Period, Quantity

Part = Literal["kicker", "headline", "deck", "byline", "dateline", "body"]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class Source(_Form):
    """A story of the record."""

    article: str
    headline: str | None
    date: datetime.date | None
    paper: str | None


class Passage(_Form):
    """A sentence; offsets count the uncorrected text of its part."""

    part: Part
    paragraph: Count | None
    start: Count
    end: Count
    quote: str
    marks: list[tuple[int, int]]


class Sentence(Source):
    """A sentence of a story that tells of something for which it has no fact of its own."""

    passage: Passage


class Evidence(Sentence):
    """A fact of the record in the sentence that tells it."""

    fact: Fact


class Clash(_Form):
    """What cannot all be true."""

    why: Literal["clash_values", "clash_part", "clash_day", "clash_count", "clash_from", "clash_twice"]
    what: str
    evidence: list[Evidence]


class Partner(_Form):
    """A party of a programme, or someone who acts in it."""

    name: str
    roles: list[str]
    known: bool
    """Whether the table of programmes names it."""
    person: bool
    evidence: list[Evidence]


class Pair(_Form):
    """Two sides paired with one another."""

    a: str
    b: str | None
    level: str | None
    counts: list[str]
    since: Period | None
    evidence: list[Evidence]


class Meeting(_Form):
    """A meeting, by the words that name it."""

    name: str
    ordinal: int | None
    period: Period | None
    place: str | None
    told: list[Sentence]


class Promise(_Form):
    """What was undertaken, and what became of it."""

    who: str | None
    what: str
    target: Quantity | None
    deadline: Period | None
    state: Literal["met", "short", "under_way", "acted", "open", "overdue", "undated"]
    later: list[Evidence]
    """Later figures or acts of the same thing, the latest last."""
    evidence: list[Evidence]


class Measured(_Form):
    """What was told of an indicator for one period, or, where none is told, on the day of a story."""

    year: int | None
    period: Period | None
    value: Number | None
    low: Number | None
    high: Number | None
    named: bool
    """Whether its sentence names the programme; else it only stands in a story about it."""
    target: bool
    """Whether it is planned or demanded, not so yet."""
    moved: bool
    """Whether it is a sum of money, and its words say that it was given."""
    evidence: list[Evidence]


class Indicator(_Form):
    """An indicator of a programme."""

    name: str
    subject: str | None
    unit_code: str | None
    how: str
    """``cumulative``, ``period``, ``undated``, or the nature of a figure that is no level."""
    readings: list[Measured]


class Programme(_Form):
    """A cooperation programme as the record tells it on a day."""

    form: Annotated[Literal["presscheck/programme/1"], Field(alias="schema")]
    asked: str
    names: list[str]
    on: datetime.date | None
    about: list[str]
    """The stories that are mainly about it."""
    stories: list[Source]
    partners: list[Partner]
    pairs: list[Pair]
    meetings: list[Meeting]
    promises: list[Promise]
    indicators: list[Indicator]
    clashes: list[Clash]
    gaps: list[str]
    """What the record does not tell."""


class Entry(_Form):
    """One change of a control list, told by one story or several."""

    action: Literal["add", "remove", "modify"]
    items: list[str]
    count: Number | None
    untold: Number
    """How many of them are not named: where it is not 0 the ledger has a gap."""
    kind: str | None
    """The class word of items that are only counted."""
    class_wide: bool
    countries: list[str]
    issuers: list[str]
    instrument: str | None
    announced: Period | None
    effective: Period | None
    first: datetime.date | None
    last: datetime.date | None
    dated_by: Literal["effective", "announced", "story"]
    evidence: list[Evidence]


class State(_Form):
    """A list on a day, as far as the record tells."""

    items: list[str]
    untold: Number
    perhaps: list[str]
    perhaps_untold: Number
    altered: Count


class ControlList(_Form):
    """A control list with its changes in the order in which they take hold."""

    name: str
    keeper: str | None
    """Whose it is, where many keep a list of that name."""
    names: list[str]
    state: State
    entries: list[Entry]
    clashes: list[Clash]


class Controls(_Form):
    """The control lists of a record as they stand on a day."""

    form: Annotated[Literal["presscheck/controls/1"], Field(alias="schema")]
    asked: str | None
    on: datetime.date | None
    lists: list[ControlList]


class Ledger(RootModel[Programme | Controls]):
    """One of the two ledgers."""
