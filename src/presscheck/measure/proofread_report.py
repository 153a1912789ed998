"""What a measurement of the proofreader found, and the recipe that makes it repeatable."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from presscheck.errors import Lang
from presscheck.measure.proofreading import KINDS, LEVELS, Sentence, TextScore, Wrong
from presscheck.measure.report import Ingredients
from presscheck.messages import say

SHOWN = 300
"""How many marks that are not right, and how many misreadings without a mark, the JSON names."""


class SetRead(NamedTuple):
    """A set as it was measured: in which way, how many texts, from which seed, where there is chance in it.

    ``asked`` is who gave a second opinion, where it was not the one that presscheck carries.
    """

    kind: str
    texts: int
    seed: int | None = None
    asked: str | None = None


class SentenceCount(NamedTuple):
    """Sentences at one level, counted as spelling checks are: precision is of all that were changed."""

    erroneous: int = 0
    changed: int = 0
    detected: int = 0
    corrected: int = 0

    def plus(self, one: Sentence) -> "SentenceCount":
        """One sentence more."""
        return SentenceCount(*(count + told for count, told in zip(self, one, strict=True)))

    def scores(self, what: str) -> tuple[float | None, float | None, float | None]:
        """Precision, recall and F1 of ``detected`` or ``corrected``.

        >>> SentenceCount(erroneous=8, changed=4, detected=3, corrected=2).scores("corrected")
        (0.5, 0.25, 0.3333333333333333)
        """
        right = self.detected if what == "detected" else self.corrected
        both = self.changed + self.erroneous
        return _share(right, self.changed), _share(right, self.erroneous), _share(2 * right, both)


@dataclass(frozen=True, slots=True)
class ProofreadReport:
    """The proofreader's marks on a set of texts, held against what was printed.

    >>> report = ProofreadReport(SetRead("pairs", 0), TextScore(), (), Ingredients("7c1e", "9f02", "0.1.0"))
    >>> report.recipe
    'proofread.pairs precision = – recall = – (sure+likely) | set:7c1e(0) | tables:9f02 | v:0.1.0'
    """

    read: SetRead
    score: TextScore
    sentences: tuple[SentenceCount, ...]
    made_of: Ingredients

    @property
    def recipe(self) -> str:
        """The score with what it was made of: two that share a recipe can be compared."""
        seed = "" if self.read.seed is None else f" | seed:{self.read.seed}"
        asked = "" if self.read.asked is None else f" | asked:{self.read.asked}"
        made_of = self.made_of
        return (
            f"proofread.{self.read.kind} {self._figure()} (sure+likely) | set:{made_of.pages}({self.read.texts})"
            f"{seed}{asked} | tables:{made_of.model} | v:{made_of.version}"
        )

    def _figure(self) -> str:
        told = self._levels()["likely"]
        if self.read.kind == "clean":
            return f"alarms = {_shown(told['alarms_per_1000'])}/1000"
        if self.read.kind == "sentences":
            precision, recall, _ = self.sentences[list(LEVELS).index("likely")].scores("corrected")
        else:
            precision, recall = told["precision"], told["recall"]
        return f"precision = {_shown(precision)} recall = {_shown(recall)}"

    def _levels(self) -> dict[str, dict[str, Any]]:
        """The scores of each level; alarms are marks, but for those that are right."""
        score, out = self.score, {}
        errors = score.errors.total()
        for name, level in zip(LEVELS, score.levels, strict=True):
            alarms = level.marks - level.right
            out[name] = {
                "marks": level.marks,
                "proposed": level.proposed,
                "right": level.right,
                "precision": _share(level.right, level.proposed),
                "recall": _share(level.corrected.total(), errors),
                "detection_precision": _share(level.touching, level.marks),
                "detection_recall": _share(level.detected.total(), errors),
                "alarms_per_1000": _share(1000 * alarms, score.characters),
                "sentences_touched": _share(level.sentences, score.sentences),
            }
        return out

    def _kinds(self) -> dict[str, dict[str, Any]]:
        score, out = self.score, {}
        for kind in KINDS:
            if errors := score.errors[kind]:
                shares = [_share(level.corrected[kind], errors) for level in score.levels]
                detected = _share(score.levels[-1].detected[kind], errors)
                out[kind] = {"errors": errors, **dict(zip(LEVELS, shares, strict=True)), "detected": detected}
        return out

    def _rules(self) -> dict[str, dict[str, int]]:
        """For each rule and tier how many of its marks are right."""
        marks, right = Counter[str](), Counter[str]()
        for (rule, tier, is_right), count in self.score.rules.items():
            marks[f"{rule} ({tier})"] += count
            right[f"{rule} ({tier})"] += count * is_right
        return {name: {"marks": count, "right": right[name]} for name, count in marks.most_common()}

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON has it: every level, kind of misreading and rule, then single marks that are not right."""
        score = self.score
        return {
            "kind": self.read.kind,
            "texts": self.read.texts,
            "characters": score.characters,
            "sentences": score.sentences,
            "errors": score.errors.total(),
            "levels": {name: _rounded(level) for name, level in self._levels().items()},
            "kinds": {name: _rounded(kind) for name, kind in self._kinds().items()},
            "strict": {name: _rounded(told) for name, told in self._strict().items()},
            "rules": self._rules(),
            "width_only": score.width,
            "names_and_figures_harmed": [_dict(one) for one in score.harmed],
            "wrong": [_dict(one) for one in _by_tier(score.wrong)[:SHOWN]],
            "missed": [{"kind": kind, "around": words} for kind, words in score.missed[:SHOWN]],
            "recipe": self.recipe,
        }

    def _strict(self) -> dict[str, dict[str, Any]]:
        if self.read.kind != "sentences":
            return {}
        out = {}
        for name, count in zip(LEVELS, self.sentences, strict=True):
            parts = zip(("precision", "recall", "f1"), count.scores("corrected"), strict=True)
            detected = zip(("precision", "recall", "f1"), count.scores("detected"), strict=True)
            counts: dict[str, Any] = dict(count._asdict())
            out[name] = counts | dict(parts) | {f"detection_{part}": share for part, share in detected}
        return out

    def lines(self, lang: Lang) -> tuple[str, ...]:
        """The report for people, a line each; the recipe last."""
        score = self.score
        counts = {"texts": self.read.texts, "characters": score.characters, "errors": score.errors.total()}
        return (
            say("measure.proofread_counted", lang, **counts),
            *(self._strict_lines(lang) if self.read.kind == "sentences" else self._level_lines(lang)),
            *self._kind_lines(lang),
            *(say("measure.proofread_rule", lang, rule=rule, **told) for rule, told in self._rules().items()),
            say("measure.proofread_harmed", lang, harmed=len(score.harmed), width=score.width),
            self.recipe,
        )

    def _level_lines(self, lang: Lang) -> Iterator[str]:
        message = "alarms" if self.read.kind == "clean" else "level"
        for name, told in self._levels().items():
            level = say(f"measure.level_{name}", lang)
            values = {part: _shown(value) if part not in COUNTED else value for part, value in told.items()}
            yield say(f"measure.proofread_{message}", lang, level=level, **values)

    def _strict_lines(self, lang: Lang) -> Iterator[str]:
        for name, told in self._strict().items():
            level = say(f"measure.level_{name}", lang)
            values = {part: value if isinstance(value, int) else _shown(value) for part, value in told.items()}
            yield say("measure.proofread_sentences", lang, level=level, **values)

    def _kind_lines(self, lang: Lang) -> Iterator[str]:
        for name, told in self._kinds().items():
            kind = say(f"measure.error_{name}", lang)
            values = {part: _shown(value) for part, value in told.items() if part != "errors"}
            yield say("measure.proofread_kind", lang, kind=kind, errors=told["errors"], **values)

    def __repr__(self) -> str:
        return f"<ProofreadReport {self.recipe}>"


COUNTED = ("marks", "proposed", "right")


def _by_tier(marks: tuple[Wrong, ...]) -> list[Wrong]:
    order = ("sure", "likely", "suspect")
    return sorted(marks, key=lambda one: order.index(one.tier))


def _dict(one: Wrong) -> dict[str, str]:
    return {"tier": one.tier, "rule": one.rule, "around": one.around}


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _rounded(told: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value, 5) if isinstance(value, float) else value for name, value in told.items()}


def _shown(score: float | None) -> str:
    return "–" if score is None else f"{score:.4f}"
