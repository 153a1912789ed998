"""What a measurement found, page by page and story by story, and the recipe that makes it repeatable."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

from presscheck.errors import Lang, PresscheckError
from presscheck.measure.labelling import BCubed, Tally
from presscheck.measure.match import ArticleScore
from presscheck.messages import say


@dataclass(frozen=True, slots=True)
class PageScore:
    """One page measured; ``reason`` says why it failed, where it did, and then all its stories are lost.

    ``units`` counts the true characters and ``found`` those of them we gave back in some story; ``given`` counts all
    characters of our stories. ``crossheads`` tells how many true ones came back whole, ``crossheads_told`` how many of
    ours are true ones, whole.
    """

    page: str
    rows: tuple[ArticleScore, ...]
    extra: int = 0
    bcubed: BCubed = field(default_factory=BCubed)
    given: int = 0
    successors: Tally = field(default_factory=Tally)
    seams: Tally = field(default_factory=Tally)
    crossheads: Tally = field(default_factory=Tally)
    crossheads_told: Tally = field(default_factory=Tally)
    roles: Counter[tuple[str, str]] = field(default_factory=Counter)
    reason: PresscheckError | None = None

    @property
    def units(self) -> int:
        """True characters of the page's stories."""
        return self.bcubed.units

    @property
    def found(self) -> int:
        """True characters that stand in some story of ours."""
        return self.bcubed.found


@dataclass(frozen=True, slots=True)
class Ingredients:
    """What a score was made of: a hash over truth and pages, the language model, our version."""

    pages: str
    model: str
    version: str


@dataclass(frozen=True, slots=True)
class ArticlesReport:
    """Stories given back, held against the true ones.

    Article scores are means over all true stories; character scores pool all characters of all pages, and
    ``bcubed_by_page`` is the mean over pages. A share of nothing is ``None``.

    >>> row = ArticleScore("p1", "水塔村通了班车", 0.9, 0.95, False, True)
    >>> report = ArticlesReport((PageScore("p1", (row,)),), Ingredients("7c1e", "none", "0.1.0"))
    >>> report.article_f1, report.whole, report.recipe
    (0.9, 0.0, 'articles.f1 = 0.9000 | pages:7c1e(1) | model:none | v:0.1.0')
    """

    pages: tuple[PageScore, ...]
    made_of: Ingredients

    @property
    def rows(self) -> tuple[ArticleScore, ...]:
        """Every true story of every page."""
        return tuple(row for page in self.pages for row in page.rows)

    @property
    def failed(self) -> int:
        """Pages that gave no reading."""
        return sum(page.reason is not None for page in self.pages)

    @property
    def article_f1(self) -> float | None:
        """Mean F1 over character 5-grams."""
        return _mean([row.f1 for row in self.rows])

    @property
    def order(self) -> float | None:
        """Mean likeness of the text in its order."""
        return _mean([row.order for row in self.rows])

    @property
    def whole(self) -> float | None:
        """Share of stories that came back whole and in order."""
        return _mean([row.whole for row in self.rows])

    @property
    def headline(self) -> float | None:
        """Share of stories with a headline whose partner bears it."""
        return _mean([row.headline_ok for row in self.rows if row.headline_ok is not None])

    @property
    def extra_per_page(self) -> float:
        """Stories of ours over 60 characters that are no story of the page."""
        return sum(page.extra for page in self.pages) / max(1, len(self.pages))

    @property
    def bcubed(self) -> BCubed:
        """B-cubed over all characters."""
        return sum((page.bcubed for page in self.pages), BCubed())

    @property
    def bcubed_by_page(self) -> float | None:
        """Mean over pages of each page's B-cubed F."""
        return _mean([page.bcubed.f1 for page in self.pages])

    @property
    def recall(self) -> float | None:
        """Share of true characters that stand in some story of ours."""
        return Tally(self.bcubed.found, self.bcubed.units).share

    @property
    def invented(self) -> float | None:
        """Share of our stories' characters that are no true story's: furniture taken for text, or doublings."""
        given = sum(page.given for page in self.pages)
        return Tally(given - self.bcubed.found, given).share

    @property
    def successors(self) -> Tally:
        """Pieces followed by the next piece of their story."""
        return sum((page.successors for page in self.pages), Tally())

    @property
    def seams(self) -> Tally:
        """The same, only where the next piece stands elsewhere on the page: the joints that are hard."""
        return sum((page.seams for page in self.pages), Tally())

    @property
    def crossheads(self) -> Tally:
        """True crossheads that came back whole, as paragraphs of their own."""
        return sum((page.crossheads for page in self.pages), Tally())

    @property
    def crossheads_told(self) -> Tally:
        """Crossheads of ours that are true ones, whole."""
        return sum((page.crossheads_told for page in self.pages), Tally())

    @property
    def roles(self) -> dict[str, dict[str, int]]:
        """Characters by true role, then by the role we gave them."""
        table: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for (true, ours), count in sorted(sum((page.roles for page in self.pages), Counter()).items()):
            table[true][ours] = count
        return dict(table)

    @property
    def recipe(self) -> str:
        """The score with what it was made of: two that share a recipe can be compared."""
        made_of = self.made_of
        return (
            f"articles.f1 = {_shown(self.article_f1)} | pages:{made_of.pages}({len(self.pages)})"
            f" | model:{made_of.model} | v:{made_of.version}"
        )

    def figures(self) -> dict[str, str]:
        """The scores that stand on one line beside others of their kind, as text."""
        names = ("article_f1", "whole", "headline")
        return {name: _shown(getattr(self, name)) for name in names} | {"extra": f"{self.extra_per_page:.2f}"}

    def worst(self, count: int) -> tuple[ArticleScore, ...]:
        """The ``count`` stories we did worst, worst first."""
        return tuple(sorted(self.rows, key=lambda row: (row.f1, row.order, row.page, row.headline))[:count])

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON has it: scores to four places, then every page that failed and every story."""
        bcubed = self.bcubed
        parts = {
            "precision": bcubed.precision,
            "recall": bcubed.recall,
            "f1": bcubed.f1,
            "by_page": self.bcubed_by_page,
        }
        scores = {
            "article_f1": self.article_f1,
            "order": self.order,
            "whole": self.whole,
            "headline": self.headline,
            "recall": self.recall,
            "invented": self.invented,
            "successor": self.successors.share,
            "seam": self.seams.share,
            "crosshead": self.crossheads.share,
            "crosshead_told": self.crossheads_told.share,
        }
        return {
            "pages": len(self.pages),
            "failed": self.failed,
            "articles": len(self.rows),
            **{name: _rounded(score) for name, score in scores.items()},
            "extra_per_page": round(self.extra_per_page, 3),
            "bcubed": {name: _rounded(score) for name, score in parts.items()},
            "roles": self.roles,
            "recipe": self.recipe,
            "failures": [{"page": page.page, "reason": str(page.reason)} for page in self.pages if page.reason],
            "rows": [row.to_dict() for row in self.rows],
        }

    def lines(self, lang: Lang) -> tuple[str, ...]:
        """The report for people, a line each; the recipe last."""
        bcubed = self.bcubed
        shown: dict[str, dict[str, object]] = {
            "counted": {"pages": len(self.pages), "articles": len(self.rows), "failed": self.failed},
            "articles": {name: _shown(getattr(self, name)) for name in ("article_f1", "order", "whole", "headline")},
            "extra": {"extra": f"{self.extra_per_page:.2f}"},
            "characters": {name: _shown(getattr(bcubed, name)) for name in ("precision", "recall", "f1")},
            "alignment": {"recall": _shown(self.recall), "invented": _shown(self.invented)},
            "joints": {"successor": _shown(self.successors.share), "seam": _shown(self.seams.share)},
            "crossheads": {"whole": _shown(self.crossheads.share), "rightly": _shown(self.crossheads_told.share)},
        }
        told = [say(f"measure.{name}", lang, **values) for name, values in shown.items()]
        failures = [
            say("measure.failure", lang, page=page.page, reason=page.reason.tell(lang))
            for page in self.pages
            if page.reason
        ]
        return (*told, *failures, self.recipe)

    def __repr__(self) -> str:
        return f"<ArticlesReport {self.recipe}>"


def _mean(scores: Sequence[float]) -> float | None:
    return fmean(scores) if scores else None


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 4)


def _shown(score: float | None) -> str:
    return "–" if score is None else f"{score:.4f}"
