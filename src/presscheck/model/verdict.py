"""What the record says to a claim, and what a text's own figures say to each other."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from html import escape
from typing import Any

from presscheck.model.fact import Fact, written


class Ruling(StrEnum):
    """What a claim comes to: 属实, 不符, 存疑 (comparable evidence that does not decide) or 无据."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNCLEAR = "unclear"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of the record that bears on a claim, and the fact in it.

    ``relation`` is ``agrees``, ``differs``, ``earlier`` or ``later`` (the same thing of another time), ``other`` (near,
    and yet not to be compared: ``note`` says why), ``refutes`` (the record quotes the claim to deny it).
    """

    article: str
    headline: str | None
    date: datetime.date | None
    quote: str
    fact: Fact | None
    relation: str
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The evidence as JSON has it."""
        return {
            "article": self.article,
            "headline": self.headline,
            "date": self.date.isoformat() if self.date else None,
            "quote": self.quote,
            "fact": self.fact.to_dict() if self.fact else None,
            "relation": self.relation,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True, repr=False)
class Verdict:
    """What the record says to one checkable sentence: the ruling, why, and on what evidence.

    ``confidence`` is the chance that the ruling is right, ``start`` and ``end`` the place of the sentence in the text
    that was checked.

    >>> Verdict("云州去年新建桥梁40座。", Ruling.NOT_FOUND, "The record tells of no such thing.")
    <not_found: 云州去年新建桥梁40座。>
    """

    claim: str
    ruling: Ruling
    why: str
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0
    start: int = 0
    end: int = 0

    def __repr__(self) -> str:
        quotes = (f"  {one.relation} {one.date or ''} {one.article}: {one.quote}" for one in self.evidence[:3])
        return "\n".join([f"<{self.ruling.value}: {self.claim}>", *quotes])

    def _repr_html_(self) -> str:
        """The table that a notebook shows."""
        rows = "".join(
            f"<tr><td>{one.relation}</td><td>{one.date or ''}</td><td>{escape(one.quote)}</td></tr>"
            for one in self.evidence
        )
        return f"<p><b>{self.ruling.value}</b> {escape(self.claim)}<br>{escape(self.why)}</p><table>{rows}</table>"

    def to_dict(self) -> dict[str, Any]:
        """The verdict as JSON has it."""
        return {
            "claim": self.claim,
            "start": self.start,
            "end": self.end,
            "verdict": self.ruling.value,
            "why": self.why,
            "confidence": round(self.confidence, 3),
            "evidence": [one.to_dict() for one in self.evidence],
        }


@dataclass(frozen=True, slots=True)
class Repair:
    """One misread character that would explain a finding: what stands there, and what would be right."""

    article: str
    part: str
    paragraph: int | None
    start: int
    end: int
    before: str
    after: str

    def to_dict(self) -> dict[str, Any]:
        """The repair as JSON has it."""
        place = {"part": self.part, "paragraph": self.paragraph, "start": self.start, "end": self.end}
        return {"article": self.article, **place, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True)
class Told:
    """Words of a story that a finding rests on."""

    article: str
    part: str
    paragraph: int | None
    quote: str

    def to_dict(self) -> dict[str, Any]:
        """They as JSON has them."""
        return {"article": self.article, "part": self.part, "paragraph": self.paragraph, "quote": self.quote}


@dataclass(frozen=True, slots=True)
class Finding:
    """Figures, days or names that cannot all be true.

    ``level`` is ``error``, ``tension`` (true only if figures were cut off, or words of rough size are stretched) or
    ``proofread`` (one misread character explains it; ``repairs``, the likeliest first). ``operands`` are ids of facts,
    ``low`` and ``high`` bound what one of them would have to be, by the others.
    """

    rule: str
    level: str
    explanation: str
    operands: tuple[str, ...]
    evidence: tuple[Told, ...]
    low: Decimal | None = None
    high: Decimal | None = None
    repairs: tuple[Repair, ...] = ()

    def __repr__(self) -> str:
        return f"<{self.level} {self.rule}: {self.explanation}>"

    def to_dict(self) -> dict[str, Any]:
        """The finding as JSON has it."""
        return {
            "rule": self.rule,
            "level": self.level,
            "explanation": self.explanation,
            "operands": list(self.operands),
            "recomputed": {"low": written(self.low), "high": written(self.high)},
            "evidence": [one.to_dict() for one in self.evidence],
            "repairs": [one.to_dict() for one in self.repairs],
        }
