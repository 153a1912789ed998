"""How well an audit finds errors set into clean stories, and how often it cries out over stories that are right.

Stories of a record are taken as they are: every finding on them counts as a false alarm. Then errors are set, one a
story (``audit_seeds``), and the audit is asked again: does it find them, and is it silent where all is still right?
"""

import datetime
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from presscheck import __version__
from presscheck.check.audit.desk import audit
from presscheck.check.audit.story import Story
from presscheck.errors import Lang
from presscheck.facts import desk
from presscheck.facts.story import story_of
from presscheck.measure.audit_seeds import Seed, seeds
from presscheck.measure.pairs import nothing_to_measure
from presscheck.messages import say
from presscheck.model import Article
from presscheck.model.found import Source
from presscheck.model.verdict import Finding
from presscheck.record.store import Kept, Store

MOST = 60
"""So many errors of one kind are set at most."""
_LANG: Lang = "en"
_Kind = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Seeded:
    """Errors of one relation by one slip: how many were set, how many found (or, of silent ones, left alone)."""

    rule: str
    mutation: str
    set: int
    right: int
    silent: bool = False

    @property
    def recall(self) -> float:
        """The share that was told rightly.

        >>> Seeded("part-whole", "digits", 4, 3).recall
        0.75
        """
        return self.right / self.set

    def to_dict(self) -> dict[str, Any]:
        """The row as JSON has it."""
        told = {"rule": self.rule, "mutation": self.mutation, "set": self.set}
        return {**told, "right": self.right, "silent": self.silent, "recall": self.recall}


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What an audit of clean stories, and of the same with errors set, came to; ``alarms`` are findings on clean ones.

    >>> rows = (Seeded("part-whole", "digits", 4, 3), Seeded("part-whole", "within", 2, 2, silent=True))
    >>> AuditReport(10, 2000, (), rows, 1).recipe.split(" | articles")[0]
    'audit.recall = 0.7500 (4) | audit.silence = 1.0000 (2) | audit.alarms = 0.00 per 1,000 figures'
    """

    articles: int
    figures: int
    alarms: tuple[Finding, ...]
    rows: tuple[Seeded, ...]
    seed: int
    missed: tuple[tuple[str, Seed], ...] = ()

    @property
    def per_thousand(self) -> float:
        """Findings on clean stories for a thousand figures."""
        return 1_000 * len(self.alarms) / self.figures if self.figures else 0.0

    def share(self, *, silent: bool) -> tuple[float | None, int]:
        """The share of all errors that were found, or of all that are none and were left alone; and how many."""
        held = [one for one in self.rows if one.silent is silent]
        total = sum(one.set for one in held)
        return (sum(one.right for one in held) / total if total else None, total)

    @property
    def recipe(self) -> str:
        """The scores with what they were made of."""
        (recall, errors), (silence, others) = self.share(silent=False), self.share(silent=True)
        return (
            f"audit.recall = {_shown(recall)} ({errors}) | audit.silence = {_shown(silence)} ({others})"
            f" | audit.alarms = {self.per_thousand:.2f} per 1,000 figures | articles:{self.articles}"
            f" | seed:{self.seed} | v:{__version__}"
        )

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON has it."""
        return {
            "articles": self.articles,
            "figures": self.figures,
            "alarms": [one.to_dict() for one in self.alarms],
            "per_thousand": self.per_thousand,
            "recall": self.share(silent=False)[0],
            "silence": self.share(silent=True)[0],
            "rows": [one.to_dict() for one in self.rows],
            "seed": self.seed,
            "recipe": self.recipe,
        }

    def lines(self, lang: Lang) -> tuple[str, ...]:
        """The report for people; the recipe last."""
        counts = {"articles": self.articles, "figures": self.figures, "alarms": len(self.alarms)}
        return (
            say("measure.audit_clean", lang, **counts, rate=f"{self.per_thousand:.2f}"),
            *(self._line(one, lang) for one in self.rows),
            self.recipe,
        )

    def _line(self, row: Seeded, lang: Lang) -> str:
        name = "measure.audit_silent" if row.silent else "measure.audit_seeded"
        return say(name, lang, rule=row.rule, mutation=row.mutation, set=row.set, right=row.right)

    def __repr__(self) -> str:
        return f"<AuditReport {self.recipe}>"


def measure_audit(
    record: Path,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    seed: int = 1,
    *,
    articles: int | None = None,
) -> AuditReport:
    """Audit the stories of a record from ``since`` to ``until``, or so many ``articles`` drawn from them.

    Raises the troubles of a record's file, and ``WrongUsage`` where it has no such story.
    """
    store = Store(record)
    try:
        stories = [_story(one) for one in store.every() if _within(one.date, since, until)]
    finally:
        store.close()
    if not stories:
        raise nothing_to_measure(record)
    chance = random.Random(seed)
    if articles is not None and articles < len(stories):
        stories = [stories[at] for at in sorted(chance.sample(range(len(stories)), articles))]
    clean = {story.source.article: audit((story,), _LANG) for story in stories}
    rows, missed = _seeded(stories, clean, chance)
    alarms = tuple(finding for story in stories for finding in clean[story.source.article])
    return AuditReport(len(stories), sum(len(one.figures) for one in stories), alarms, rows, seed, missed)


def _story(kept: Kept) -> Story:
    return Story(Source(kept.name, kept.article.headline, kept.date, kept.paper), kept.article)


def _within(day: datetime.date | None, since: datetime.date | None, until: datetime.date | None) -> bool:
    if day is None:
        return since is None and until is None
    return (since is None or since <= day) and (until is None or day <= until)


def _seeded(
    stories: Sequence[Story], clean: dict[str, tuple[Finding, ...]], chance: random.Random
) -> tuple[tuple[Seeded, ...], tuple[tuple[str, Seed], ...]]:
    """One error a story and kind, so many of a kind as are wanted, each audited."""
    held: dict[_Kind, list[tuple[Story, Seed]]] = defaultdict(list)
    for story in stories:
        for one in _one_of_each(seeds(story, chance), chance):
            held[one.rule, one.mutation].append((story, one))
    rows, missed = [], []
    for (rule, mutation), some in sorted(held.items()):
        drawn = some if len(some) <= MOST else chance.sample(some, MOST)
        told = [(story, seed, _new(story, seed, clean[story.source.article])) for story, seed in drawn]
        wrong = [(story.source.article, seed) for story, seed, found in told if found is seed.silent]
        rows.append(Seeded(rule, mutation, len(drawn), len(drawn) - len(wrong), drawn[0][1].silent))
        missed += wrong
    return tuple(rows), tuple(missed)


def _one_of_each(found: Iterator[Seed], chance: random.Random) -> Iterator[Seed]:
    kinds: dict[_Kind, list[Seed]] = defaultdict(list)
    for one in found:
        kinds[one.rule, one.mutation].append(one)
    yield from (chance.choice(some) for _, some in sorted(kinds.items()))


def _new(story: Story, seed: Seed, clean: Sequence[Finding]) -> bool:
    """Whether the audit says something of the place of the error that it did not say before."""
    before = {(one.rule, _quotes(one)) for one in clean}
    return any((one.rule, _quotes(one)) not in before and _at(one, seed) for one in audit((sown(story, seed),), _LANG))


def _quotes(finding: Finding) -> tuple[str, ...]:
    return tuple(one.quote for one in finding.evidence)


def _at(finding: Finding, seed: Seed) -> bool:
    return any((one.part, one.paragraph) == (seed.part, seed.paragraph) for one in finding.evidence)


def sown(story: Story, seed: Seed) -> Story:
    """The story with an error set into it, its facts read anew."""
    article = story.article
    if seed.paragraph is None:
        changed: dict[str, Any] = {seed.part: _with(getattr(article, seed.part), seed)}
        article = replace(article, **changed)
    else:
        told = list(article.paragraphs)
        told[seed.paragraph] = replace(told[seed.paragraph], text=_with(told[seed.paragraph].text, seed))
        article = replace(article, paragraphs=tuple(told))
    return Story(story.source, replace(article, facts=_facts(article, story)))


def _facts(article: Article, story: Story) -> tuple[Any, ...]:
    return desk.find(story_of(replace(article, facts=()), story.source.date))


def _with(words: str, seed: Seed) -> str:
    return words[: seed.start] + seed.after + words[seed.end :]


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"
