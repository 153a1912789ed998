"""``presscheck measure jumps``: read issues of several pages, hold the links of their stories against the true ones."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from presscheck import __version__
from presscheck.errors import FileMissing, Lang, PresscheckError
from presscheck.measure.issues import Part, Sheet, by_issue, sheet_of, standing, true_links
from presscheck.measure.pairs import Pairing, hash_of, nothing_to_measure, pairings
from presscheck.measure.report import Ingredients
from presscheck.messages import say
from presscheck.model import Article, Reading

Reader = Callable[[Path], Reading]
MAKERS = ("presscheck", "language_model", "matter", "threads")
"""What a reading is made by, as far as a recipe names it."""


class Outcome(StrEnum):
    """What became of a true link."""

    RIGHT = "right"
    UNMARKED = "unmarked"
    MISREAD = "misread"
    UNLINKED = "unlinked"


@dataclass(frozen=True, slots=True)
class TrueLink:
    """A story that goes on over pages, and what became of the link between its halves.

    ``unmarked``: both halves were found, but not both of their marks; ``misread``: one half was not found as a story;
    ``unlinked``: halves and marks were found, and yet they were not linked.
    """

    headline: str
    first: str
    second: str
    outcome: Outcome

    def to_dict(self) -> dict[str, str]:
        """The row as JSON has it."""
        return {"headline": self.headline, "from": self.first, "to": self.second, "outcome": self.outcome.value}


@dataclass(frozen=True, slots=True)
class WrongLink:
    """A link of ours between what are no two halves of one story; both ends as their jump lines call them."""

    first: str
    second: str
    confidence: float

    def to_dict(self) -> dict[str, Any]:
        """The row as JSON has it."""
        return {"from": self.first, "to": self.second, "confidence": round(self.confidence, 3)}


@dataclass(frozen=True, slots=True)
class IssueScore:
    """One issue measured; ``failures`` are its pages that gave no reading, each with its reason."""

    name: str
    pages: int
    links: tuple[TrueLink, ...] = ()
    wrong: tuple[WrongLink, ...] = ()
    failures: tuple[tuple[str, PresscheckError], ...] = ()


@dataclass(frozen=True, slots=True)
class JumpsReport:
    """Stories linked over the pages of issues, held against the true links. A share of nothing is ``None``.

    >>> link = TrueLink("水塔村通了班车", "0612-p1", "0612-p3", Outcome.RIGHT)
    >>> report = JumpsReport((IssueScore("0612", 2, (link,)),), Ingredients("7c1e", "none", "0.1.0"))
    >>> report.recall, report.precision, report.recipe
    (1.0, 1.0, 'jumps.recall = 1.0000 | wrong:0 | pages:7c1e(2) | model:none | v:0.1.0')
    """

    issues: tuple[IssueScore, ...]
    made_of: Ingredients

    @property
    def links(self) -> tuple[TrueLink, ...]:
        """Every true link of every issue."""
        return tuple(link for issue in self.issues for link in issue.links)

    @property
    def wrong(self) -> tuple[WrongLink, ...]:
        """Every wrong link of ours."""
        return tuple(link for issue in self.issues for link in issue.wrong)

    @property
    def outcomes(self) -> dict[str, int]:
        """How many true links came to what."""
        counted = Counter(link.outcome for link in self.links)
        return {outcome.value: counted[outcome] for outcome in Outcome}

    @property
    def recall(self) -> float | None:
        """The share of true links that were found."""
        return _share(self.outcomes[Outcome.RIGHT], len(self.links))

    @property
    def precision(self) -> float | None:
        """The share of our links that are right."""
        right = self.outcomes[Outcome.RIGHT]
        return _share(right, right + len(self.wrong))

    @property
    def recipe(self) -> str:
        """The score with what it was made of: two that share a recipe can be compared."""
        made_of, pages = self.made_of, sum(issue.pages for issue in self.issues)
        return (
            f"jumps.recall = {_shown(self.recall)} | wrong:{len(self.wrong)} | pages:{made_of.pages}({pages})"
            f" | model:{made_of.model} | v:{made_of.version}"
        )

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON has it: the scores, then every page that failed, every true link and every wrong one."""
        return {
            "issues": len(self.issues),
            "pages": sum(issue.pages for issue in self.issues),
            "failed": sum(len(issue.failures) for issue in self.issues),
            "links": len(self.links),
            **self.outcomes,
            "wrong": len(self.wrong),
            "precision": self.precision and round(self.precision, 4),
            "recall": self.recall and round(self.recall, 4),
            "recipe": self.recipe,
            "failures": [{"page": page, "reason": str(why)} for issue in self.issues for page, why in issue.failures],
            "rows": [link.to_dict() for link in self.links],
            "wrong_links": [link.to_dict() for link in self.wrong],
        }

    def lines(self, lang: Lang) -> tuple[str, ...]:
        """The report for people, a line each; the recipe last."""
        told = self.to_dict() | {"precision": _shown(self.precision), "recall": _shown(self.recall)}
        scores = [say(f"measure.{row}", lang, **told) for row in ("issues", "links", "missed")]
        wrong = [say("measure.wrong_link", lang, one=link.first, other=link.second) for link in self.wrong]
        failures = [
            say("measure.failure", lang, page=page, reason=why.tell(lang))
            for issue in self.issues
            for page, why in issue.failures
        ]
        return (*scores, *wrong, *failures, self.recipe)


def measure_jumps(truth: Path, pages: Path, *, read: Reader | None = None) -> JumpsReport:
    """How many stories that go on over pages are linked, and how many links are wrong.

    ``truth``: a folder of JSON, one a page, as ``presscheck.measure.issues`` says. ``pages``: a folder of page files
    named as their truth is (``.scan`` in a name does not count). A page that is missing or cannot be read counts as
    failed, its links as lost. ``read`` takes a page file (by default the pipeline does).

    Raises ``FileMissing`` and ``WrongUsage`` where there is nothing to measure, ``PageUnreadable`` for a broken truth.
    """
    issues = list(by_issue(pairings(truth, pages)))
    if not issues:
        raise nothing_to_measure(truth)
    scores, made_by = [], set()
    for name, pairs in issues:
        score, makers = _measured(name, pairs, read or _pipeline)
        scores.append(score)
        made_by |= makers
    return JumpsReport(tuple(scores), _ingredients([pair for _, pairs in issues for pair in pairs], made_by))


def _measured(name: str, pairs: Sequence[Pairing], read: Reader) -> tuple[IssueScore, set[tuple[str, str]]]:
    """The issue's score, and what made its readings."""
    readings: dict[str, Reading] = {}
    failures: list[tuple[str, PresscheckError]] = []
    for pair in pairs:
        try:
            if pair.page is None:
                raise FileMissing(file=pair.name)
            readings[pair.name] = read(pair.page)
        except PresscheckError as error:
            failures.append((pair.name, error))
    from presscheck import pipeline  # the language model is loaded only to read

    linked = pipeline.link_issue(readings)
    links, wrong = _held_against([sheet_of(pair, linked.get(pair.name)) for pair in pairs])
    makers = {maker for reading in readings.values() for maker in reading.made_by}
    return IssueScore(name, len(pairs), links, wrong, tuple(failures)), makers


def _pipeline(page: Path) -> Reading:
    from presscheck import pipeline

    return pipeline.read(page)


def _held_against(sheets: Sequence[Sheet]) -> tuple[tuple[TrueLink, ...], tuple[WrongLink, ...]]:
    """What became of each true link of an issue, and the links of ours that are none."""
    stands = {part: held for sheet in sheets for part, held in standing(sheet).items()}
    ours = {(sheet.name, number): article for sheet in sheets for number, article in enumerate(sheet.ours)}
    found = list(_found(ours))
    links, right = [], set()
    for first, second in true_links(sheets):
        here = [(one, other) for one, other in found if first in stands[one][0] and second in stands[other][1]]
        right |= set(here)
        ends = [
            [ours[part] for part in ours if half in stands[part][side]] for side, half in enumerate((first, second))
        ]
        links.append(TrueLink(_headline(first, sheets), first[0], second[0], _outcome(here, *ends)))
    called = {part: f"{part[0]}#{article.id}" for part, article in ours.items()}
    wrong = [
        WrongLink(called[one], called[other], _confidence(ours[one]))
        for one, other in found
        if (one, other) not in right
    ]
    return tuple(links), tuple(wrong)


def _headline(part: Part, sheets: Sequence[Sheet]) -> str:
    return next(sheet.stories[part[1]].name for sheet in sheets if sheet.name == part[0])


def _confidence(article: Article) -> float:
    return (article.jump_to and article.jump_to.confidence) or 0.0


def _outcome(found: Sequence[tuple[Part, Part]], first: Sequence[Article], second: Sequence[Article]) -> Outcome:
    """What became of a true link: our links for it, and the articles of ours that stand for its halves."""
    if found:
        return Outcome.RIGHT
    if not first or not second:
        return Outcome.MISREAD
    marked = any(article.jump_to for article in first) and any(article.jump_from for article in second)
    return Outcome.UNLINKED if marked else Outcome.UNMARKED


def _found(ours: Mapping[Part, Article]) -> Iterator[tuple[Part, Part]]:
    """The links of ours; an article of the same page is called by its own name alone."""
    named = {(page, article.id): (page, number) for (page, number), article in ours.items()}
    for part, article in ours.items():
        if article.jump_to and article.jump_to.article:
            page, _, name = article.jump_to.article.rpartition("#")
            yield part, named[page or part[0], name]


def _ingredients(pairs: Sequence[Pairing], made_by: set[tuple[str, str]]) -> Ingredients:
    """What a score is made of: a hash over every truth and every page, the tables that read them, and the version."""
    parts = {part: "+".join(sorted(name for kind, name in made_by if kind == part)) for part in MAKERS}
    version = parts.pop("presscheck") or __version__
    return Ingredients(hash_of(pairs), "+".join(name or "none" for name in parts.values()), version)


def _share(count: int, of: int) -> float | None:
    return count / of if of else None


def _shown(share: float | None) -> str:
    return "–" if share is None else f"{share:.4f}"
