"""The form of verdicts and findings in JSON, what their ``to_dict`` gives; ``schema`` writes it down."""

import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from presscheck.export.fact_forms import Count, Fact, Number
from presscheck.model.verdict import Ruling

Part = Literal["kicker", "headline", "deck", "byline", "dateline", "body"]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class Evidence(_Form):
    """A sentence of the record that bears on a claim."""

    article: str
    headline: str | None
    date: datetime.date | None
    quote: str
    fact: Fact | None
    relation: Literal["agrees", "differs", "earlier", "later", "other", "refutes"]
    """``earlier`` and ``later`` tell of another time, ``other`` is near and may not be compared: the note says why."""
    note: str


class Verdict(_Form):
    """What the record says to one sentence that can be checked."""

    claim: str
    start: Count
    """Where the sentence begins in the text that was checked, in Unicode characters."""
    end: Count
    verdict: Ruling
    why: str
    confidence: Annotated[float, Field(ge=0, le=1)]
    """The chance that the verdict is right."""
    evidence: list[Evidence]


class Verdicts(RootModel[list[Verdict]]):
    """One verdict for each sentence of a text that can be checked, in their order."""


class Told(_Form):
    """Words of a story that a finding rests on."""

    article: str
    part: Part
    paragraph: Count | None
    quote: str


class Bounds(_Form):
    """Between which values one of the figures would have to be, by the others."""

    low: Number | None
    high: Number | None


class Repair(_Form):
    """One misread character that would explain a finding; offsets count the uncorrected text of its part."""

    article: str
    part: Part
    paragraph: Count | None
    start: Count
    end: Count
    before: str
    after: str


class Finding(_Form):
    """Figures, days or names that cannot all be true."""

    rule: str
    level: Literal["error", "tension", "proofread"]
    explanation: str
    operands: list[str]
    """The ids of the facts it rests on."""
    recomputed: Bounds
    evidence: list[Told]
    repairs: list[Repair]
    """The likeliest first."""


class Findings(RootModel[list[Finding]]):
    """What an audit found."""
