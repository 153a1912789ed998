"""Stories that go on over pages: 下转第三版 on one, 上接第一版 on another, linked where they are halves of one story.

Every half that leads on and every half that comes from elsewhere are held against each other: do the pages they name
agree, does the broken sentence go on, are both of one matter, do their headlines share words? One assignment links
them, and only where a link is likely: a wrong one is worse than none.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from presscheck import hanzi
from presscheck.articles import matter as matters
from presscheck.errors import Lang
from presscheck.language.ngram import LanguageModel
from presscheck.messages import say
from presscheck.model import Article, Jump, ParagraphKind

Floats = NDArray[np.float64]

SEAM, MATTER, HEADLINE, HEADLESS, BIAS = 0.405, 1.113, 7.171, 4.305, -12.372
"""Weights of the evidence in log odds, fitted by logistic regression on stories of 2025-07 and 2025-08 cut in two among
the other stories of the same days (500 draws of two to eight)."""
LIKELY = 0.75
"""A link less likely than this is not made."""
REACH = 24


@dataclass(frozen=True, slots=True)
class Half:
    """One story of a page: the page's number in its paper, where known, and the reading's file where there are several.

    Other readings call the story by both: ``page3.json#a2``.
    """

    article: Article
    page: int | None
    file: str = ""

    def seen_from(self, other: "Half") -> str:
        """How ``other`` calls this one."""
        return self.article.id if self.file == other.file else f"{self.file}#{self.article.id}"


def link(halves: Sequence[Half], model: LanguageModel, lang: Lang) -> tuple[Article, ...]:
    """The articles of several pages, their jump lines pointing at the other half where it was found.

    ``halves`` are all articles of an issue, in any order; they come back in the same one. Links that they bear already
    are made anew: with more pages in view a better half may be found.
    """
    out = [_alone(half.article) for half in halves]
    first = [index for index, half in enumerate(halves) if half.article.jump_to]
    second = [index for index, half in enumerate(halves) if half.article.jump_from]
    if not first or not second:
        return tuple(out)
    odds = _odds([halves[index] for index in first], [halves[index] for index in second], model)
    rows, columns = linear_sum_assignment(-np.maximum(odds, -50))
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        chance = 1 / (1 + math.exp(-max(odds[row, column], -50)))
        if chance >= LIKELY:
            before, after = first[row], second[column]
            one, other = halves[before], halves[after]
            torn = _is_torn(_paragraphs(one.article))
            found = {"torn": torn, "confidence": chance, "reasons": _reasons(one, other, lang, torn=torn)}
            out[before] = replace(out[before], jump_to=_to(out[before].jump_to, other.seen_from(one), found))
            out[after] = replace(out[after], jump_from=_to(out[after].jump_from, one.seen_from(other), found))
    return tuple(out)


def _alone(article: Article) -> Article:
    """The article without links to any other."""
    to, from_ = (Jump(jump.text, jump.page) if jump else None for jump in (article.jump_to, article.jump_from))
    return replace(article, jump_to=to, jump_from=from_)


def _odds(first: Sequence[Half], second: Sequence[Half], model: LanguageModel) -> Floats:
    """Log odds that each of ``second`` goes on each of ``first``; minus infinity where the pages forbid it."""
    ends = [_ending(half.article) for half in first]
    starts = [_opening(half.article) for half in second]
    seam = np.clip(model.seams(ends, starts), -20, 30)
    known = matters.load()
    of_first, of_second = (known.vectors([_text(half.article) for half in part]) for part in (first, second))
    alike = matters.unit(of_first) @ matters.unit(of_second).T * known.temperature
    heads = np.array([[_shared(one.article, other.article) for other in second] for one in first])
    headless = np.array([not other.article.headline for other in second])
    odds = SEAM * seam + MATTER * alike + HEADLINE * heads + HEADLESS * headless + BIAS
    agree = np.array([[_pages_agree(one, other) for other in second] for one in first])
    return np.asarray(np.where(agree, odds, -np.inf), dtype=np.float64)


def _pages_agree(one: Half, other: Half) -> bool:
    """Whether the pages that two jump lines name are those the halves stand on, as far as either is known."""
    to, from_ = one.article.jump_to, other.article.jump_from
    leads, comes = to.page if to else None, from_.page if from_ else None
    return _agree(leads, other.page) and _agree(comes, one.page) and not _on_one_page(one, other, leads, comes)


def _agree(told: int | None, stands_on: int | None) -> bool:
    return told is None or stands_on is None or told == stands_on


def _on_one_page(one: Half, other: Half, leads: int | None, comes: int | None) -> bool:
    """Whether both halves stand on the same page: nothing is continued there."""
    if one.file == other.file and {span.page for span in one.article.spans} & {
        span.page for span in other.article.spans
    }:
        return True
    first, second = (comes if one.page is None else one.page), (leads if other.page is None else other.page)
    return first is not None and first == second


def _paragraphs(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs if paragraph.kind is ParagraphKind.P]


def _text(article: Article) -> str:
    return "".join(_paragraphs(article))


def _ending(article: Article) -> str:
    return hanzi.fold(_text(article)[-REACH:])


def _opening(article: Article) -> str:
    return hanzi.fold(_text(article)[:REACH])


def _shared(one: Article, other: Article) -> float:
    """The share of character pairs of the second half's headline that the first's has; 0 where it has none."""
    heads = [hanzi.fold("".join(filter(None, (half.kicker, half.headline, half.deck)))) for half in (one, other)]
    pairs = [{head[place : place + 2] for place in range(len(head) - 1)} for head in heads]
    return len(pairs[0] & pairs[1]) / len(pairs[1]) if pairs[1] and other.headline else 0.0


def _is_torn(paragraphs: Sequence[str]) -> bool:
    """Whether the last paragraph breaks off within a sentence."""
    return bool(paragraphs) and paragraphs[-1].rstrip("”’）》」』 ")[-1:] not in hanzi.SENTENCE_ENDS


def _to(jump: Jump | None, article: str, found: dict[str, Any]) -> Jump | None:
    """The jump line, pointing at the other half."""
    return replace(jump, article=article, **found) if jump else None


def _reasons(one: Half, other: Half, lang: Lang, *, torn: bool) -> tuple[str, ...]:
    """What speaks for a link, for people."""
    out = []
    to, from_ = one.article.jump_to, other.article.jump_from
    if to and from_ and to.page == other.page is not None and from_.page == one.page is not None:
        out.append(say("articles.jump_pages", lang, one=one.page, other=other.page))
    if torn:
        words = f"{_text(one.article)[-6:]}|{_text(other.article)[:6]}"
        out.append(say("articles.jump_sentence", lang, words=words))
    if _shared(one.article, other.article) >= 0.5:
        out.append(say("articles.jump_headline", lang, words=(other.article.headline or "")[:16]))
    out.append(say("articles.jump_matter", lang))
    return tuple(out)
