"""The two ledgers: what a record tells of a cooperation programme, and how control lists stand on a day."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

from presscheck.model.fact import Period, Quantity, written
from presscheck.model.found import FoundFact, Passage, Source

Evidence = tuple[FoundFact, ...]
"""Facts of the record, each in its sentence, that say so."""


def _plain(evidence: Sequence[FoundFact]) -> list[dict[str, Any]]:
    return [one.to_dict() for one in evidence]


def _period(period: Period | None) -> dict[str, Any] | None:
    return period.to_dict() if period else None


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


@dataclass(frozen=True, slots=True)
class Partner:
    """A party of a programme, or someone who acts in it; ``roles`` are those that it fills in the record.

    ``known``: the table of programmes names it. ``person``: it is a person, who acts for a party.
    """

    name: str
    roles: tuple[str, ...]
    known: bool
    person: bool
    evidence: Evidence

    def to_dict(self) -> dict[str, Any]:
        """It as JSON has it."""
        return {
            "name": self.name,
            "roles": list(self.roles),
            "known": self.known,
            "person": self.person,
            "evidence": _plain(self.evidence),
        }


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides of a programme paired with one another; ``counts`` where the text gives numbers instead of names."""

    a: str
    b: str | None
    level: str | None
    counts: tuple[str, ...]
    since: Period | None
    evidence: Evidence

    def to_dict(self) -> dict[str, Any]:
        """It as JSON has it."""
        told = {"a": self.a, "b": self.b, "level": self.level, "counts": list(self.counts)}
        return {**told, "since": _period(self.since), "evidence": _plain(self.evidence)}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a story that tells of something for which it has no fact of its own."""

    source: Source
    passage: Passage

    def to_dict(self) -> dict[str, Any]:
        """It as JSON has it."""
        return {**self.source.to_dict(), "passage": self.passage.to_dict()}


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of a programme, by the words that name it, with its day and place where the sentence tells them."""

    name: str
    ordinal: int | None
    period: Period | None
    place: str | None
    told: tuple[Sentence, ...]

    def __repr__(self) -> str:
        return f"<{self.name} {self.period.text if self.period else '-'} {self.place or '-'}>"

    def to_dict(self) -> dict[str, Any]:
        """It as JSON has it."""
        return {
            "name": self.name,
            "ordinal": self.ordinal,
            "period": _period(self.period),
            "place": self.place,
            "told": [one.to_dict() for one in self.told],
        }


@dataclass(frozen=True, slots=True)
class Promise:
    """What was undertaken, and what became of it.

    ``state`` is ``met`` or ``short`` (a later figure of the same thing reaches what was promised by its day, or does
    not), ``under_way`` (there is a later figure, and the day is to come or was not told), ``acted`` (a later act of the
    same thing is told), ``open`` (the day is to come and nothing later is told), ``overdue`` (it is past and the record
    does not tell what became of it), ``undated`` (no day was told, nothing later is told). ``later`` are the later
    figures or acts, the latest last.
    """

    who: str | None
    what: str
    target: Quantity | None
    deadline: Period | None
    state: str
    later: Evidence
    evidence: Evidence

    def __repr__(self) -> str:
        return f"<{self.state}: {self.who or '-'} {self.what}>"

    def to_dict(self) -> dict[str, Any]:
        """It as JSON has it."""
        return {
            "who": self.who,
            "what": self.what,
            "target": self.target.to_dict() if self.target else None,
            "deadline": _period(self.deadline),
            "state": self.state,
            "later": _plain(self.later),
            "evidence": _plain(self.evidence),
        }


@dataclass(frozen=True, slots=True)
class Measured:
    """What was told of an indicator for one period, or, where none is told, on the day of a story.

    ``named``: its sentence names the programme; else it only stands in a story about it. ``target``: planned or
    demanded, not so yet. ``moved``: it is a sum of money, and its words say that it was given.
    """

    year: int | None
    period: Period | None
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    named: bool
    target: bool
    moved: bool
    evidence: Evidence

    def __repr__(self) -> str:
        return f"<{self.year or '-'} {written(self.value) or '?'}>"

    def to_dict(self) -> dict[str, Any]:
        """It as JSON has it."""
        return {
            "year": self.year,
            "period": _period(self.period),
            "value": written(self.value),
            "low": written(self.low),
            "high": written(self.high),
            "named": self.named,
            "target": self.target,
            "moved": self.moved,
            "evidence": _plain(self.evidence),
        }


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of a programme. ``how`` keeps apart what must not be set side by side.

    It is ``cumulative`` (since the beginning), ``period`` (of a year, month …), ``undated`` (no period is told: only
    the day of the story), or the ``nature`` of a figure that is no level: ``rate``, ``share``, ``multiple`` …
    """

    name: str
    subject: str | None
    code: str | None
    how: str
    readings: tuple[Measured, ...]

    def __repr__(self) -> str:
        told = ", ".join(map(repr, self.readings))
        return f"<{' '.join(filter(None, (self.subject, self.name, self.code, self.how)))}: {told}>"

    def to_dict(self) -> dict[str, Any]:
        """It as JSON has it."""
        told = {"name": self.name, "subject": self.subject, "unit_code": self.code, "how": self.how}
        return {**told, "readings": [one.to_dict() for one in self.readings]}


@dataclass(frozen=True, slots=True)
class Clash:
    """What cannot all be true.

    ``why`` is a row of ``messages/ledger.toml``: ``clash_values``, ``clash_part``, ``clash_day``, ``clash_count`` …
    """

    why: str
    what: str
    evidence: Evidence

    def to_dict(self) -> dict[str, Any]:
        """It as JSON has it."""
        return {"why": self.why, "what": self.what, "evidence": _plain(self.evidence)}


@dataclass(frozen=True, slots=True, repr=False)
class Programme:
    """A cooperation programme as the record tells it on a day: who, with whom, what was promised, what became of it.

    ``names`` are all names by which it was looked for, ``stories`` those that name it, ``about`` the ids of those that
    are mainly about it: only of these is taken what other sentences tell. ``gaps`` are rows of
    ``messages/ledger.toml``: what the record does not hold.

    >>> Programme("云海协作", ("云海协作",))
    <Programme 云海协作: 0 stories>
    """

    asked: str
    names: tuple[str, ...]
    on: datetime.date | None = None
    stories: tuple[Source, ...] = ()
    about: tuple[str, ...] = ()
    partners: tuple[Partner, ...] = ()
    pairs: tuple[Pair, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    promises: tuple[Promise, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    clashes: tuple[Clash, ...] = ()
    gaps: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many of each the record holds."""
        names = ("stories", "partners", "pairs", "meetings", "promises", "indicators", "clashes")
        return {name: len(getattr(self, name)) for name in names}

    def __repr__(self) -> str:
        told = ", ".join(f"{count} {name}" for name, count in self.counts.items() if count or name == "stories")
        return f"<Programme {self.asked}: {told}>"

    def _repr_html_(self) -> str:
        """The table that a notebook shows: the indicators, a reading a row."""
        rows = "".join(_row(one, told) for one in self.indicators for told in one.readings)
        head = "<tr><th>indicator</th><th>year</th><th>value</th><th>words</th><th>story</th></tr>"
        return f"<table><caption>{escape(repr(self).strip('<>'))}</caption>{head}{rows}</table>"

    def to_dict(self) -> dict[str, Any]:
        """The ledger as JSON has it."""
        told = ("stories", "partners", "pairs", "meetings", "promises", "indicators", "clashes")
        return {
            "schema": "presscheck/programme/1",
            "asked": self.asked,
            "names": list(self.names),
            "on": _day(self.on),
            "about": list(self.about),
            **{name: [one.to_dict() for one in getattr(self, name)] for name in told},
            "gaps": list(self.gaps),
        }


def _row(one: Indicator, told: Measured) -> str:
    held = told.evidence[-1]
    name = " ".join(filter(None, (one.subject, one.name, one.how)))
    value = f"{written(told.value) or '?'} {one.code or ''}"
    cells = (name, str(told.year or ""), value, held.passage.quote, held.source.article)
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of a control list, told by one story or several.

    ``count`` is the number of items that the text gives, ``untold`` how many of them it does not name: where that is
    not 0 the ledger has a gap. ``kind`` is the class word of items that are only counted (13种…物质). ``first`` and
    ``last`` bound the day from which it holds, ``dated_by`` says by what: ``effective``, ``announced``, or only
    ``story``, the day on which a story told it.
    """

    action: str
    items: tuple[str, ...]
    count: Decimal | None
    untold: Decimal
    kind: str | None
    class_wide: bool
    countries: tuple[str, ...]
    issuers: tuple[str, ...]
    instrument: str | None
    announced: Period | None
    effective: Period | None
    first: datetime.date | None
    last: datetime.date | None
    dated_by: str
    evidence: Evidence

    def __repr__(self) -> str:
        told = "、".join(self.items) or self.kind or ""
        return f"<{self.action} {self.first or '-'} {told}{f' ({written(self.count)})' if self.count else ''}>"

    def holds(self, on: datetime.date | None) -> str:
        """Whether it holds on a day: ``yes``, ``perhaps`` where only the year or month is known, ``not_yet``."""
        if on is None or self.last is None or self.last <= on:
            return "yes"
        return "perhaps" if self.first is None or self.first <= on else "not_yet"

    def to_dict(self) -> dict[str, Any]:
        """It as JSON has it."""
        return {
            "action": self.action,
            "items": list(self.items),
            "count": written(self.count),
            "untold": written(self.untold),
            "kind": self.kind,
            "class_wide": self.class_wide,
            "countries": list(self.countries),
            "issuers": list(self.issuers),
            "instrument": self.instrument,
            "announced": _period(self.announced),
            "effective": _period(self.effective),
            "first": _day(self.first),
            "last": _day(self.last),
            "dated_by": self.dated_by,
            "evidence": _plain(self.evidence),
        }


@dataclass(frozen=True, slots=True)
class State:
    """A list on a day, as far as the record tells: the items named, how many more are only counted.

    ``perhaps`` are items whose change may or may not hold yet on that day, ``perhaps_untold`` how many more of these
    are only counted; ``altered`` is how often it is told to have been altered as a whole: several may tell of one
    change. What stood on the list before the first change that the record tells is never known.
    """

    items: tuple[str, ...]
    untold: Decimal
    perhaps: tuple[str, ...]
    perhaps_untold: Decimal
    altered: int

    def to_dict(self) -> dict[str, Any]:
        """It as JSON has it."""
        return {
            "items": list(self.items),
            "untold": written(self.untold),
            "perhaps": list(self.perhaps),
            "perhaps_untold": written(self.perhaps_untold),
            "altered": self.altered,
        }


@dataclass(frozen=True, slots=True)
class ControlList:
    """A control list with its changes in the order in which they take hold; ``keeper`` tells lists of one name apart.

    ``names`` are the names under which stories tell of it.
    """

    name: str
    keeper: str | None
    names: tuple[str, ...]
    entries: tuple[Entry, ...]
    state: State
    clashes: tuple[Clash, ...] = ()

    def __repr__(self) -> str:
        named = " ".join(filter(None, (self.keeper, self.name)))
        return f"<{named}: {len(self.entries)} changes, {len(self.state.items)} items>"

    def to_dict(self) -> dict[str, Any]:
        """It as JSON has it."""
        return {
            "name": self.name,
            "keeper": self.keeper,
            "names": list(self.names),
            "state": self.state.to_dict(),
            "entries": [one.to_dict() for one in self.entries],
            "clashes": [one.to_dict() for one in self.clashes],
        }


@dataclass(frozen=True, slots=True, repr=False)
class Controls:
    """The control lists of a record as they stand on a day; those with most changes first.

    >>> Controls("出口管制", None)
    <Controls 出口管制: 0 lists>
    """

    asked: str | None
    on: datetime.date | None
    lists: tuple[ControlList, ...] = ()

    def __repr__(self) -> str:
        head = f"<Controls{f' {self.asked}' if self.asked else ''}: {len(self.lists)} lists>"
        return "\n".join([head, *(f"  {one!r}" for one in self.lists)])

    def _repr_html_(self) -> str:
        """The table that a notebook shows: a change a row."""
        rows = "".join(_change(one, entry) for one in self.lists for entry in one.entries)
        head = "<tr><th>list</th><th>from</th><th>change</th><th>countries</th><th>by</th><th>words</th></tr>"
        return f"<table>{head}{rows}</table>"

    def to_dict(self) -> dict[str, Any]:
        """The ledger as JSON has it."""
        lists = [one.to_dict() for one in self.lists]
        return {"schema": "presscheck/controls/1", "asked": self.asked, "on": _day(self.on), "lists": lists}


def _change(one: ControlList, entry: Entry) -> str:
    told, by = "、".join(entry.items) or entry.kind or "", "、".join(entry.issuers)
    count = f" ({written(entry.count)})" if entry.count else ""
    quote = entry.evidence[0].passage.quote
    cells = (one.name, str(entry.first or ""), f"{entry.action} {told}{count}", "、".join(entry.countries), by, quote)
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
