"""What a measurement of facts found, and the recipe that makes it repeatable."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from presscheck.errors import Lang
from presscheck.measure.fact_match import Count, Tallies
from presscheck.measure.report import Ingredients
from presscheck.messages import say


class GoldRead(NamedTuple):
    """The gold as it was measured: sentences, and what share of their characters was misread first, from which seed."""

    sentences: int
    errors: float
    seed: int


@dataclass(frozen=True, slots=True)
class FactsReport:
    """Facts found, held against those annotated: counts of every kind and layer.

    ``period``, ``indicator``, ``subject`` and ``speaker`` are asked of figures right up to their operator, and counted
    of all.

    >>> tallies = Tallies()
    >>> tallies.add("figures.value", right=3, found=4, there=4)
    >>> FactsReport(GoldRead(2, 0.0, 0), tallies, Ingredients("7c1e", "9f02", "0.1.0")).recipe
    'facts.value.f1 = 0.7500 | gold:7c1e(2) | tables:9f02 | v:0.1.0'
    """

    read: GoldRead
    tallies: Tallies
    made_of: Ingredients

    @property
    def recipe(self) -> str:
        """The score with what it was made of: two that share a recipe can be compared."""
        told = self.tallies.counts.get("figures.value", Count()).f1
        noise = f" | errors:{self.read.errors:g} | seed:{self.read.seed}" if self.read.errors else ""
        made_of = self.made_of
        return (
            f"facts.value.f1 = {_shown(told)} | gold:{made_of.pages}({self.read.sentences}){noise}"
            f" | tables:{made_of.model} | v:{made_of.version}"
        )

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON has it."""
        counts = {name: _told(count) for name, count in self.tallies.counts.items()}
        return {
            "sentences": self.read.sentences,
            "errors": self.read.errors,
            "seed": self.read.seed if self.read.errors else None,
            "kinds": counts,
            "shares": {name: {"right": right, "of": all_} for name, right, all_ in self._shares()},
            "recipe": self.recipe,
        }

    def lines(self, lang: Lang) -> tuple[str, ...]:
        """The report for people, a line a kind or layer; the recipe last."""
        return (
            say("measure.facts_counted", lang, sentences=self.read.sentences),
            *(self._line(name, count, lang) for name, count in self.tallies.counts.items()),
            *(
                say("measure.facts_share", lang, what=_name(name, lang), share=_shown(right / all_), of=all_)
                for name, right, all_ in self._shares()
            ),
            self.recipe,
        )

    def _line(self, name: str, count: Count, lang: Lang) -> str:
        told = {"precision": count.precision, "recall": count.recall, "f1": count.f1}
        shown = {part: _shown(value) for part, value in told.items()}
        of = {"right": count.right, "found": count.right + count.wrong, "there": count.right + count.missed}
        return say("measure.facts_kind", lang, what=_name(name, lang), **shown, **of)

    def _shares(self) -> Iterator[tuple[str, int, int]]:
        """What was asked only of what was found right: how many are right, of how many."""
        for name in sorted({name for name, _ in self.tallies.shares}):
            right, wrong = (self.tallies.shares[name, good] for good in (True, False))
            yield name, right, right + wrong

    def failures(self, kind: str) -> list[tuple[str, str, str]]:
        """What went wrong of one kind: a layer of figures (``period``), or a kind of fact (``acts``, ``quote``)."""
        return [one for one in self.tallies.failures if one[0] == kind or one[0].startswith(f"{kind} ")]

    def failure_lines(self, kind: str, lang: Lang) -> Iterator[str]:
        """Each failure of a kind: its sentence, then what was found beside what is annotated."""
        found = self.failures(kind)
        kinds = dict.fromkeys(name for name, _, _ in self.tallies.failures)
        if not found:
            yield say("measure.facts_no_failure", lang, kind=kind, kinds=say("measure.and", lang).join(sorted(kinds)))
        for name, sentence, told in found:
            yield from ("", f"{name}: {sentence.strip()}", f"    {told}")

    def __repr__(self) -> str:
        return f"<FactsReport {self.recipe}>"


def _name(name: str, lang: Lang) -> str:
    return say(f"measure.facts_{name.replace('.', '_')}", lang)


def _told(count: Count) -> dict[str, Any]:
    scores = {"precision": count.precision, "recall": count.recall, "f1": count.f1}
    rounded = {name: value if value is None else round(value, 5) for name, value in scores.items()}
    return {**rounded, "right": count.right, "wrong": count.wrong, "missed": count.missed}


def _shown(score: float | None) -> str:
    return "–" if score is None else f"{score:.4f}"
