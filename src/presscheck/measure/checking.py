"""``presscheck measure check``: claims whose answer is known, put to a record."""

import datetime
import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from presscheck import __version__
from presscheck.check import desk, weights
from presscheck.errors import FileMissing, Lang, PageUnreadable
from presscheck.measure.pairs import nothing_to_measure
from presscheck.messages import say
from presscheck.model.verdict import Ruling, Verdict
from presscheck.record.store import Store

LABELS = ("supported", "contradicted", "not_decided")
_GRAVEST = (Ruling.CONTRADICTED, Ruling.UNCLEAR, Ruling.NOT_FOUND, Ruling.SUPPORTED)
"""A claim of several sentences comes to the first of these that any of them comes to."""
ANSWERED = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
"""Shares of the claims, the surest first, at which the errors are told."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with its true label, the verdict, whether its evidence is among the stories that decide it, and ms."""

    label: str
    told: str
    confidence: float
    how: str
    cited: tuple[bool, ...]
    milliseconds: float


@dataclass(frozen=True, slots=True)
class CheckReport:
    """How claims turned out against how they should have.

    >>> CheckReport((Judged("supported", "supported", 0.9, "value", (True,), 8.0),), "7c1e", "check-1").recipe
    'check.f1 = 0.3333 | claims:7c1e(1) | weights:check-1 | v:0.1.0'
    """

    judged: tuple[Judged, ...]
    claims: str
    weights: str

    def f1(self, label: str) -> float:
        """The F1 score of one label."""
        right = sum(one.label == one.told == label for one in self.judged)
        both = sum((one.label == label) + (one.told == label) for one in self.judged)
        return 2 * right / both if both else 0.0

    @property
    def macro(self) -> float:
        """The mean F1 of the three labels."""
        return sum(map(self.f1, LABELS)) / len(LABELS)

    @property
    def wrongly_contradicted(self) -> float:
        """The share of all claims that are contradicted and should not be."""
        return sum(one.told == "contradicted" != one.label for one in self.judged) / len(self.judged)

    @property
    def cited(self) -> float:
        """The share of sentences given for right verdicts that stand in stories known to decide the claim."""
        told = [one for claim in self.judged if claim.label == claim.told for one in claim.cited]
        return sum(told) / len(told) if told else 0.0

    def at_risk(self, share: float) -> float:
        """The share of wrong verdicts among the surest ``share`` of the claims."""
        ranked = sorted(self.judged, key=lambda one: -one.confidence)[: max(1, round(share * len(self.judged)))]
        return sum(one.label != one.told for one in ranked) / len(ranked)

    def percentile(self, share: float) -> float:
        """The time that this share of the claims stays under, in milliseconds."""
        times = sorted(one.milliseconds for one in self.judged)
        return times[min(len(times) - 1, int(share * len(times)))]

    @property
    def recipe(self) -> str:
        """The score with what it was made of: two that share a recipe can be compared."""
        made_of = f"claims:{self.claims}({len(self.judged)}) | weights:{self.weights} | v:{__version__}"
        return f"check.f1 = {self.macro:.4f} | {made_of}"

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON has it."""
        by_how = Counter((one.how, one.label == one.told) for one in self.judged)
        return {
            "claims": len(self.judged),
            "macro_f1": self.macro,
            "f1": {label: self.f1(label) for label in LABELS},
            "table": {
                a: {b: sum((one.label, one.told) == (a, b) for one in self.judged) for b in LABELS} for a in LABELS
            },
            "wrongly_contradicted": self.wrongly_contradicted,
            "evidence_precision": self.cited,
            "risk": {str(share): self.at_risk(share) for share in ANSWERED},
            "by_how": {
                how: [by_how[how, True], by_how[how, False]] for how in sorted({one.how for one in self.judged})
            },
            "p50_ms": self.percentile(0.5),
            "p95_ms": self.percentile(0.95),
            "recipe": self.recipe,
        }

    def lines(self, lang: Lang) -> tuple[str, ...]:
        """The report for people; the recipe last."""
        told = {label: f"{self.f1(label):.3f}" for label in LABELS}
        risk = ", ".join(f"{share:.0%}: {self.at_risk(share):.3f}" for share in ANSWERED)
        return (
            say("measure.check_f1", lang, macro=f"{self.macro:.3f}", **told),
            say("measure.check_wrong", lang, wrong=f"{self.wrongly_contradicted:.4f}", cited=f"{self.cited:.3f}"),
            say("measure.check_risk", lang, risk=risk),
            say("measure.check_time", lang, half=f"{self.percentile(0.5):.0f}", most=f"{self.percentile(0.95):.0f}"),
            self.recipe,
        )


def measure_check(record: Path, files: Sequence[Path]) -> CheckReport:
    """Put the claims of ``files`` to a record and hold the verdicts against their labels.

    A line is a JSON object with ``claim``, ``date``, ``label`` (``supported``, ``contradicted``, ``not_decided``) and
    the ``articles`` that decide it. Raises ``FileMissing``, ``PageUnreadable`` where a file is not of that form,
    ``WrongUsage`` where there is no claim, and the troubles of a record.
    """
    lines = [line for file in files for line in _lines(file)]
    if not lines:
        raise nothing_to_measure(files[0])
    store = Store(record)
    desk.check(store, lines[0]["claim"])  # what has to be loaded first is not timed
    judged = tuple(_judged(store, line) for line in lines)
    store.close()
    content = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:8]
    return CheckReport(judged, content, weights.load().name)


def _lines(file: Path) -> list[dict[str, Any]]:
    if not file.is_file():
        raise FileMissing(file=file)
    try:
        told = [json.loads(line) for line in file.read_text(encoding="utf8").splitlines() if line.strip()]
        return [line for line in told if line["label"] in LABELS and line["claim"] and line["date"]]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise PageUnreadable(file=file) from error


def _judged(store: Store, line: dict[str, Any]) -> Judged:
    start = time.perf_counter()
    verdicts = desk.check(store, line["claim"], datetime.date.fromisoformat(line["date"]))
    spent = (time.perf_counter() - start) * 1000
    verdict = whole(verdicts)
    if verdict is None:
        return Judged(line["label"], "not_decided", 1.0, line.get("how", ""), (), spent)
    ruling = verdict.ruling.value
    told = ruling if ruling in LABELS else "not_decided"
    known = {*line.get("articles", ()), *line.get("near", ())}
    cited = tuple(one.article in known for one in verdict.evidence[:1]) if told != "not_decided" else ()
    return Judged(line["label"], told, verdict.confidence, line.get("how", ""), cited, spent)


def whole(verdicts: Iterable[Verdict]) -> Verdict | None:
    """What a claim of several sentences comes to: the gravest verdict."""
    return min(verdicts, key=lambda one: _GRAVEST.index(one.ruling), default=None)
