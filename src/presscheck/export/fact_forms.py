"""The form of facts in JSON, a class a kind; ``schema`` writes them down.

Every value is a string, and null where the story does not say. ``where`` gives the place of each field whose words
stand in the story; of a field of several words their places in the same order.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from presscheck.model import Modality, Nature, Operator

Count = Annotated[int, Field(ge=0)]
Number = Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$")]
Moment = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$")]
Listed = list[str]
Grain = Literal["year", "half", "quarter", "month", "week", "day", "hour", "minute", "span", "plan"]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class FactPlace(_Form):
    """Where words stand: offsets count the uncorrected text of their part."""

    part: Literal["kicker", "headline", "deck", "byline", "dateline", "body"]
    paragraph: Count | None
    """The index of the paragraph where the part is body, else null."""
    start: Count
    end: Count


FactPlaces = list[FactPlace]


class Evidence(FactPlace):
    """The words that say so, exactly as printed."""

    quote: Annotated[str, Field(min_length=1)]


class Quantity(_Form):
    """A number with the interval of values that its words allow; numbers are strings of plain digits."""

    value: Number | None
    """The number printed."""
    low: Number | None
    high: Number | None
    low_open: bool
    """Whether the bound itself is left out."""
    high_open: bool
    resolution: Number | None
    """The place value of the last printed digit."""
    operator: Operator
    unit: str | None
    """As printed."""
    unit_code: str | None
    """Canonical: CNY, t, %, pp; a counter is its own."""
    unit_family: str | None


class Period(_Form):
    """The time a fact is of: its first and last day, or minute, both included."""

    text: str
    start: Moment | None
    end: Moment | None
    grain: Grain
    open: bool
    """Whether its end or start is left open: 自…以来 ends with the day of the story."""
    vague: bool
    """Whether no days can be told (近日); it is then no later than its end."""
    anchor: Moment | None
    """The day from which it was counted."""
    anchor_from: Literal["published", "dateline", "text"] | None


class _Fact(_Form):
    id: Annotated[str, Field(min_length=1)]
    """Unique in its reading."""
    evidence: Evidence
    speaker: str | None
    """Who says it, where the story does."""


class Figure(_Fact, Quantity):
    """A number with what it counts, of whom, when, how far, and who says so."""

    kind: Literal["figure"]
    surface: str
    """Its words."""
    indicator: str | None
    """What is counted or measured."""
    subject: str | None
    """Whose it is."""
    scope: str | None
    """How far it reaches: 全国, 全省."""
    period: Period | None
    basis: str | None
    """What it is set against, as printed: 同比, 较上年."""
    direction: Literal["up", "down", "flat"] | None
    nature: Nature | None
    modality: Modality
    part_of: str | None
    """The id of the figure it is a part of (其中)."""
    same_as: str | None
    """The id of the figure in the body which a head repeats."""
    where: dict[Literal["indicator", "subject", "scope", "speaker"], FactPlace]


class Time(_Fact):
    """A day, month, year or span that the story names."""

    kind: Literal["time"]
    period: Period
    where: dict[Literal["speaker"], FactPlace]


class Quote(_Fact):
    """What someone says, exactly as printed; a speech over several paragraphs has one stretch in each."""

    kind: Literal["quote"]
    words: list[str]
    direct: bool
    """Whether it stands in quotation marks."""
    title: str | None
    """The speaker's office."""
    cue: str | None
    """The verb of saying."""
    where: dict[Literal["words", "title", "cue", "speaker"], FactPlace | FactPlaces]


class Act(_Fact):
    """Who did what, with or to whom."""

    kind: Literal["act"]
    agent: str
    action: str
    counterpart: str | None
    object: str | None
    time: Period | None
    place: str | None
    modality: Modality
    polarity: Literal["positive", "negative"]
    where: dict[Literal["agent", "action", "counterpart", "object", "place", "speaker"], FactPlace]


class Change(_Fact):
    """A change to a control list: what was put on it, taken off it or altered."""

    kind: Literal["change"]
    action: Literal["add", "remove", "modify"]
    list: Listed
    items: Listed
    count: Quantity | None
    """Where the text gives a number of items instead of, or beside, their names."""
    class_wide: bool
    """Whether a whole class of substances or goods is listed at once."""
    countries: Listed
    issuers: Listed
    instrument: str | None
    announced: Period | None
    effective: Period | None
    where: dict[Literal["list", "items", "countries", "issuers", "instrument", "speaker"], FactPlace | FactPlaces]


class Commitment(_Fact):
    """What someone undertakes to do."""

    kind: Literal["commitment"]
    who: str | None
    what: str
    figure: str | None
    """The id of the target's figure."""
    deadline: Period | None
    programme: str | None
    where: dict[Literal["who", "what", "programme", "speaker"], FactPlace]


class Rule(_Fact):
    """Who must, must not or may do what."""

    kind: Literal["rule"]
    who: str | None
    force: Literal["must", "must_not", "may"]
    what: str
    basis: str | None
    """The law or notice that says so."""
    where: dict[Literal["who", "what", "basis", "speaker"], FactPlace]


class Pairing(_Fact):
    """Two sides paired with one another: counties, townships, villages and firms."""

    kind: Literal["pairing"]
    a: str
    b: str | None
    level: str | None
    """What kind of bodies they are: county, township, village, enterprise."""
    programme: str | None
    since: Period | None
    counts: list[str]
    where: dict[Literal["a", "b", "programme", "speaker"], FactPlace]


Fact = Annotated[
    Figure | Time | Quote | Act | Change | Commitment | Rule | Pairing, Field(discriminator="kind", title="Fact")
]


class Facts(RootModel[list[Fact]]):
    """The facts of one paragraph, as ``find_facts`` finds them: each ``to_dict()``, in the order of the text."""
