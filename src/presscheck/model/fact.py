"""What a story says that can be checked: each fact with the words that say so."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import StrEnum
from html import escape
from typing import Any, ClassVar


class Operator(StrEnum):
    """How a printed value bounds what it counts: 近67万 is below it, 4000多 above."""

    EQUAL = "="
    ABOUT = "~"
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    RANGE = "range"


class Nature(StrEnum):
    """What kind of number a figure is; those of different kinds are never compared."""

    STOCK = "stock"
    FLOW = "flow"
    CUMULATIVE = "cumulative"
    CHANGE = "change"
    RATE = "rate"
    POINTS = "points"
    SHARE = "share"
    MULTIPLE = "multiple"
    AVERAGE = "average"
    INDEX = "index"
    RANK = "rank"
    LIMIT = "limit"
    TARGET = "target"
    LIST_COUNT = "list_count"


class Modality(StrEnum):
    """Whether something is so, or is counted early, expected, planned, demanded, supposed or denied."""

    ACTUAL = "actual"
    PRELIMINARY = "preliminary"
    ESTIMATE = "estimate"
    PLAN = "plan"
    REQUIREMENT = "requirement"
    CONDITIONAL = "conditional"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a story and where they stand: ``start`` and ``end`` count the uncorrected text of their ``part``.

    ``part`` is ``body`` with a ``paragraph`` index, or a head (``headline`` …) without one. Words that stand for
    others (他) are given by the name they stand for, where that is printed.

    >>> Words("2.7万起", "body", 0, 12, 17)
    <2.7万起 body 0:12-17>
    """

    text: str
    part: str
    paragraph: int | None
    start: int
    end: int

    def __post_init__(self) -> None:
        if not self.text or self.end - self.start != len(self.text):
            raise ValueError(f"{self.text!r} does not fill {self.start} to {self.end}")

    def __repr__(self) -> str:
        paragraph = "" if self.paragraph is None else f" {self.paragraph}"
        return f"<{self.text} {self.part}{paragraph}:{self.start}-{self.end}>"

    def place(self) -> dict[str, Any]:
        """Where they stand, as JSON has it."""
        return {"part": self.part, "paragraph": self.paragraph, "start": self.start, "end": self.end}

    def to_dict(self) -> dict[str, Any]:
        """The words as evidence, as JSON has it."""
        return {**self.place(), "quote": self.text}


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a figure counts up to: the interval of values its words allow, never one float.

    ``value`` is the number printed, ``low`` and ``high`` bound what is meant (``None``: not bounded, ``low_open``: the
    bound itself is left out), ``resolution`` is the place value of the last printed digit. ``unit`` is as printed,
    ``code`` canonical (``CNY``, ``t``, ``%``, ``pp``; a counter is its own), ``family`` what it measures.

    >>> from decimal import Decimal as D
    >>> Quantity(D(27000), D(26500), D(27500), high_open=True, resolution=D(1000), unit="起", code="起", family="case")
    <27000 起 [26500, 27500)>
    """

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False
    resolution: Decimal | None = None
    operator: Operator = Operator.EQUAL
    unit: str | None = None
    code: str | None = None
    family: str | None = None

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"an interval runs upward, not from {self.low} to {self.high}")

    def __repr__(self) -> str:
        left = "(" if self.low_open or self.low is None else "["
        right = ")" if self.high_open or self.high is None else "]"
        low, high = written(self.low) or "-∞", written(self.high) or "∞"
        value = written(self.value) or "?"
        return f"<{value}{f' {self.code}' if self.code else ''} {left}{low}, {high}{right}>"

    def to_dict(self) -> dict[str, Any]:
        """The quantity as JSON has it, every number a string."""
        return {
            "value": written(self.value),
            "low": written(self.low),
            "high": written(self.high),
            "low_open": self.low_open,
            "high_open": self.high_open,
            "resolution": written(self.resolution),
            "operator": self.operator.value,
            "unit": self.unit,
            "unit_code": self.code,
            "unit_family": self.family,
        }


def written(number: Decimal | None) -> str | None:
    """A number as JSON has it: plain digits, no exponent, no zeros at the end of a fraction.

    >>> written(Decimal("2.70E+4")), written(Decimal("5.50")), written(None)
    ('27000', '5.5', None)
    """
    if number is None:
        return None
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


@dataclass(frozen=True, slots=True)
class Period:
    """The time a fact is of. ``start`` and ``end`` are days (2026-06-17) or minutes (2026-06-17T09:30), both included.

    ``grain`` is the unit it is told in: ``year``, ``half``, ``quarter``, ``month``, ``week``, ``day``, ``hour``,
    ``minute``, ``span``, ``plan``. ``open``: its end or start is left open (自…以来 ends with the day of the story).
    ``vague``: no days can be told (近日); ``end`` is then no later than the anchor. ``anchor`` is the day it was
    counted from, and ``anchor_from`` whose day that is: ``published``, ``dateline`` or ``text``.
    """

    text: str
    start: str | None
    end: str | None
    grain: str
    open: bool = False
    vague: bool = False
    anchor: str | None = None
    anchor_from: str | None = None

    def __repr__(self) -> str:
        return f"<{self.text}: {self.start or '…'} to {self.end or '…'}>"

    def to_dict(self) -> dict[str, Any]:
        """The period as JSON has it."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Fact:
    """What every fact has: an ``id`` unique in its reading, and the ``evidence`` that says so.

    ``speaker`` are the words that name who says it, where the story does.
    """

    kind: ClassVar[str] = "fact"
    id: str = ""
    evidence: Words
    speaker: Words | None = None

    def __repr__(self) -> str:
        told = (f"{name}={_said(value)}" for name, value in (*self.told(), ("speaker", self.speaker)) if _tells(value))
        return f"<{self.kind} {self.id or '-'} {self.evidence.text}: {', '.join(told)}>"

    def told(self) -> Iterator[tuple[str, Any]]:
        """The fields of its own kind with their values, in the order of the JSON."""
        common = {"id", "evidence", "speaker"}
        yield from ((one.name, getattr(self, one.name)) for one in fields(self) if one.name not in common)

    def to_dict(self) -> dict[str, Any]:
        """The fact as JSON has it; ``where`` gives the place, or places, of each field whose words stand there."""
        found = [*self.told(), ("speaker", self.speaker)]
        where = {name: place for name, value in found if (place := _where(value))}
        out = {"id": self.id, "kind": self.kind, "evidence": self.evidence.to_dict()}
        for name, value in found:
            out.update(_plain(name, value))
        return {**out, "where": where}


def _tells(value: Any) -> bool:
    return value not in (None, (), False, Modality.ACTUAL, "positive")


def _said(value: Any) -> str:
    """A field as people read it."""
    if isinstance(value, Quantity):
        return repr(value).strip("<>")
    if isinstance(value, Period):
        return f"{value.text} ({value.start or '…'} to {value.end or '…'})"
    if isinstance(value, tuple):
        return "、".join(map(_said, value))
    return value.text if isinstance(value, Words) else str(value)


def _where(value: Any) -> dict[str, Any] | list[dict[str, Any]] | None:
    """The place of words, or the places of several; of anything else none."""
    if isinstance(value, Words):
        return value.place()
    if isinstance(value, tuple):
        return [one.place() for one in value if isinstance(one, Words)] or None
    return None


def _plain(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, Quantity):
        return value.to_dict() if name == "quantity" else {name: value.to_dict()}
    if isinstance(value, Words):
        return {name: value.text}
    if isinstance(value, Period):
        return {name: value.to_dict()}
    if isinstance(value, tuple):
        return {name: [one.text if isinstance(one, Words) else one for one in value]}
    return {name: value.value if isinstance(value, StrEnum) else value}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Figure(Fact):
    """A number with what it counts, of whom, when, how far, and who says so.

    ``indicator`` says what is counted (破获毒品犯罪案件), ``subject`` whose it is (全国公安禁毒部门), ``scope`` how far
    it reaches (全国), ``basis`` what it is set against (同比), ``direction`` is ``up``, ``down`` or ``flat``;
    ``part_of`` is the id of the figure it is a part of (其中), ``same_as`` that of the figure in the body which
    a head repeats.
    """

    kind: ClassVar[str] = "figure"
    quantity: Quantity
    indicator: Words | None = None
    subject: Words | None = None
    scope: Words | None = None
    period: Period | None = None
    basis: str | None = None
    direction: str | None = None
    nature: Nature | None = None
    modality: Modality = Modality.ACTUAL
    part_of: str | None = None
    same_as: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The figure as JSON has it, its words as ``surface``."""
        told = Fact.to_dict(self)
        head = {name: told.pop(name) for name in ("id", "kind", "evidence")}
        return {**head, "surface": self.evidence.text, **told}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Time(Fact):
    """A day, month, year or span that a story names."""

    kind: ClassVar[str] = "time"
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Quote(Fact):
    """What someone says: ``words`` exactly as printed, without the marks around them when ``direct``.

    A speech over several paragraphs has one stretch in each. ``title`` is the speaker's office, ``cue`` the verb of
    saying.
    """

    kind: ClassVar[str] = "quote"
    words: tuple[Words, ...]
    direct: bool = True
    title: Words | None = None
    cue: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Act(Fact):
    """Who did what, with or to whom."""

    kind: ClassVar[str] = "act"
    agent: Words
    action: Words
    counterpart: Words | None = None
    object: Words | None = None
    time: Period | None = None
    place: Words | None = None
    modality: Modality = Modality.ACTUAL
    polarity: str = "positive"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Change(Fact):
    """A change to a control list: what was put on it, taken off it or altered, for which countries, by whom, from when.

    ``action`` is ``add``, ``remove`` or ``modify``; ``count`` is told where the text gives a number of items instead
    of, or beside, their names; ``class_wide``: a whole class of substances or goods is listed at once.
    """

    kind: ClassVar[str] = "change"
    action: str
    list: tuple[Words, ...] = ()
    items: tuple[Words, ...] = ()
    count: Quantity | None = None
    class_wide: bool = False
    countries: tuple[Words, ...] = ()
    issuers: tuple[Words, ...] = ()
    instrument: Words | None = None
    announced: Period | None = None
    effective: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Commitment(Fact):
    """What someone undertakes to do; ``figure`` is the id of the target's figure."""

    kind: ClassVar[str] = "commitment"
    who: Words | None
    what: Words
    figure: str | None = None
    deadline: Period | None = None
    programme: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Rule(Fact):
    """Who must, must not or may do what; ``basis`` is the law or notice that says so."""

    kind: ClassVar[str] = "rule"
    who: Words | None
    force: str
    what: Words
    basis: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Pairing(Fact):
    """Two sides paired with one another; ``level`` says what they are: counties, townships, villages, firms."""

    kind: ClassVar[str] = "pairing"
    a: Words
    b: Words | None = None
    level: str | None = None
    programme: Words | None = None
    since: Period | None = None
    counts: tuple[str, ...] = field(default=())


class Facts(list[Fact]):
    """Facts in the order in which a story tells them, one a line; in a notebook they are a table.

    >>> words = Words("2024年", "body", 0, 0, 5)
    >>> Facts([Time(id="f1", evidence=words, period=Period("2024年", "2024-01-01", "2024-12-31", "year"))])
    <1 fact>
      <time f1 2024年: period=2024年 (2024-01-01 to 2024-12-31)>
    """

    def __repr__(self) -> str:
        count = "1 fact" if len(self) == 1 else f"{len(self)} facts"
        return "\n".join([f"<{count}>", *(f"  {fact!r}" for fact in self)])

    def _repr_html_(self) -> str:
        """The table that a notebook shows."""
        head = "<tr><th>id</th><th>kind</th><th>words</th><th>says</th><th>speaker</th></tr>"
        return f"<table>{head}{''.join(map(_row, self))}</table>"


def _row(fact: Fact) -> str:
    told = "; ".join(f"{name}: {_said(value)}" for name, value in fact.told() if _tells(value))
    cells = (fact.id, fact.kind, fact.evidence.text, told, fact.speaker.text if fact.speaker else "")
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
