"""Everything one reading of one file or issue gave: pages in, stories out, nothing lost."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from presscheck.model.article import Article
from presscheck.model.block import Block
from presscheck.model.correction import Tier
from presscheck.model.page import Page
from presscheck.model.span import Span

SCHEMA = "presscheck/reading/1"


@dataclass(frozen=True, slots=True)
class Furniture:
    """What belongs to the page and to no story: folio, editors' line, weather, masthead."""

    text: str
    spans: tuple[Span, ...]

    def to_dict(self) -> dict[str, Any]:
        """The furniture as JSON has it."""
        return {"text": self.text, "spans": [span.to_dict() for span in self.spans]}


@dataclass(frozen=True, slots=True)
class Remainder:
    """What could be put in no story, and why."""

    text: str
    spans: tuple[Span, ...]
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """The remainder as JSON has it."""
        return {"text": self.text, "spans": [span.to_dict() for span in self.spans], "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Reading:
    """One file or issue, read. Every step's result is kept, so that every step can be shown.

    Every non-space character of every page stands in exactly one span of ``articles``, ``furniture`` or
    ``remainder``.

    >>> Reading((), (), ())
    <Reading: 0 pages, 0 articles>
    """

    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    articles: tuple[Article, ...]
    furniture: tuple[Furniture, ...] = ()
    remainder: tuple[Remainder, ...] = ()
    made_by: tuple[tuple[str, str], ...] = ()

    def spans(self) -> Iterator[Span]:
        """Every span the reading accounts for."""
        for article in self.articles:
            yield from article.spans
        for furniture in self.furniture:
            yield from furniture.spans
        for remainder in self.remainder:
            yield from remainder.spans

    def __repr__(self) -> str:
        pages = "1 page" if len(self.pages) == 1 else f"{len(self.pages)} pages"
        articles = "1 article" if len(self.articles) == 1 else f"{len(self.articles)} articles"
        return f"<Reading: {pages}, {articles}>"

    def corrected(self, apply: Tier | str = Tier.SURE) -> "Reading":
        """The reading with its stories as they ought to read (``Article.corrected``); pages and spans stay."""
        return replace(self, articles=tuple(article.corrected(apply) for article in self.articles))

    def to_dict(self, apply: Tier | str | None = None) -> dict[str, Any]:
        """The reading as JSON has it (``docs/schema/reading.json``).

        With ``apply``, ``sure`` or ``likely``, texts whose corrections of these tiers change them have the corrected
        words beside them; the texts themselves stay as printed.
        """
        return {
            "schema": SCHEMA,
            "made_by": dict(self.made_by),
            "pages": [page.to_dict() for page in self.pages],
            "articles": [article.to_dict(apply) for article in self.articles],
            "furniture": [item.to_dict() for item in self.furniture],
            "remainder": [item.to_dict() for item in self.remainder],
        }
