"""Stories that go on over pages: 下转第三版 on one, 上接第一版 on another, linked where they are halves of one story.

Every half that leads on and every half that comes from elsewhere are held against each other: does the broken sentence
go on, are both of one matter, do headlines and the titles in jump lines agree, do the pages they name? Then all halves
of an issue are weighed together: a half that has found its other is none to others any more. Where the numbers of
pages are not known, halves that surely belong together tell them. Only what is likely is linked: a wrong link is worse
than none.
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from presscheck import hanzi
from presscheck.articles import heads, seams
from presscheck.articles import matter as matters
from presscheck.articles.cheapest import cheapest
from presscheck.errors import Lang
from presscheck.language.ngram import LanguageModel
from presscheck.messages import say
from presscheck.model import Article, Jump, ParagraphKind

Floats = NDArray[np.float64]
Sheet = tuple[str, str]
"""A page of an issue: its reading and its name there."""

WEIGHTS = {
    "seam": 3.53, "whole": 0.96, "matter": 3.87, "rare": 2.49, "headless": 0.93, "told_before": 0.84,
    "told_after": 1.93, "same_headline": 0.97, "titled": 1.07, "mistitled": -1.07, "leads_there": 1.52,
    "comes_from_there": -0.03, "elsewhere": -1.57,
}  # fmt: skip
BIAS = -4.28
"""Weights of the evidence in log odds, fitted by ``tools/train_jumps.py``."""
LIKELY = 0.85
"""A link less likely than this is not made."""
SURE = 0.95
"""A link as likely as this tells the numbers of pages."""
REACH = 24
ROUNDS = 100
SHORTEST = 3
"""Fewest letters by which a headline is known again."""
_NEXT, _LAST = re.compile("[下次后][版页]|背面"), re.compile("[上前][版页]")


@dataclass(frozen=True, slots=True)
class Half:
    """One story of a page: the page's number in its paper, where known, and the reading's file where there are several.

    Other readings call the story by both: ``page3.json#a2``.
    """

    article: Article
    page: int | None
    file: str = ""

    @property
    def sheet(self) -> Sheet:
        """The page that the half stands on."""
        return self.file, next((span.page for span in self.article.spans), "")

    @property
    def leads_to(self) -> int | None:
        """The number of the page that its jump line leads to: the one named, or the next one (转下版)."""
        return _named(self.article.jump_to, self.page, _NEXT, 1)

    @property
    def comes_from(self) -> int | None:
        """The number of the page that its jump line comes from: the one named, or the one before (接上版)."""
        return _named(self.article.jump_from, self.page, _LAST, -1)

    def seen_from(self, other: "Half") -> str:
        """How ``other`` calls this one."""
        return self.article.id if self.file == other.file else f"{self.file}#{self.article.id}"


def _named(jump: Jump | None, page: int | None, relative: re.Pattern[str], step: int) -> int | None:
    if jump is None or jump.page is not None or page is None:
        return jump.page if jump else None
    return page + step if relative.search(hanzi.fold(jump.text)) else None


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
    chances = _weighed(halves, first, second, model)
    alone = np.zeros((len(first), len(first)))
    for row, column in enumerate(cheapest(np.concatenate([-chances, alone], axis=1)).tolist()):
        if column < len(second) and chances[row, column] >= LIKELY:
            before, after = first[row], second[column]
            one, other = halves[before], halves[after]
            torn = _is_torn(_paragraphs(one.article))
            found = {
                "torn": torn,
                "confidence": float(chances[row, column]),
                "reasons": _reasons(one, other, lang, torn=torn),
            }
            out[before] = replace(out[before], jump_to=_to(out[before].jump_to, other.seen_from(one), found))
            out[after] = replace(out[after], jump_from=_to(out[after].jump_from, one.seen_from(other), found))
    return tuple(out)


def _alone(article: Article) -> Article:
    """The article without links to any other."""
    to, from_ = (Jump(jump.text, jump.page) if jump else None for jump in (article.jump_to, article.jump_from))
    return replace(article, jump_to=to, jump_from=from_)


def _weighed(halves: Sequence[Half], first: Sequence[int], second: Sequence[int], model: LanguageModel) -> Floats:
    """The chance that each of ``second`` goes on each of ``first``, both places in ``halves``: (n, m)."""
    told = text_evidence(halves, first, second, model)
    chances = matching(_odds(told | page_evidence(halves, first, second)))
    numbers = _numbers(halves, first, second, chances)
    if not numbers:
        return chances
    known = [half if half.page else replace(half, page=numbers.get(half.sheet)) for half in halves]
    return matching(_odds(told | page_evidence(known, first, second)))


def _odds(evidence: Mapping[str, Floats]) -> Floats:
    """Log odds from the evidence; minus infinity where the pages forbid a link."""
    odds = BIAS + sum(weight * evidence[name] for name, weight in WEIGHTS.items())
    return np.where(evidence["forbidden"] > 0, -np.inf, odds)


def matching(odds: Floats) -> Floats:
    """The chance of each link where nobody is linked twice, from the log odds of each link by itself: (n, m).

    Summed over all ways of linking, by messages between both sides: how free is each half, as another one sees it?

    >>> alone, among_rivals = matching(np.array([[1.0]])), matching(np.array([[1.0, 2.0], [6.0, -9.0]]))
    >>> round(float(alone[0, 0]), 2), round(float(among_rivals[0, 0]), 2), round(float(among_rivals[0, 1]), 2)
    (0.73, 0.0, 0.88)
    """
    weights = np.where(np.isfinite(odds), np.exp(np.clip(odds, -20, 20)), 0.0)
    free = np.ones_like(weights)
    for _ in range(ROUNDS):
        wanted = weights * free
        loose = 1 / (1 + np.maximum(wanted.sum(axis=1, keepdims=True) - wanted, 0))
        wanted = weights * loose
        free = 1 / (1 + np.maximum(wanted.sum(axis=0, keepdims=True) - wanted, 0))
    own = weights * loose * free
    return np.asarray(own / (1 + own), dtype=np.float64)


def _numbers(halves: Sequence[Half], first: Sequence[int], second: Sequence[int], chances: Floats) -> dict[Sheet, int]:
    """The numbers of pages that do not tell them, as far as halves that surely belong together name them alike."""
    votes: dict[Sheet, set[int]] = {}
    for row, column in np.argwhere(chances >= SURE):
        one, other = halves[first[row]], halves[second[column]]
        for stands, named in ((other, one.leads_to), (one, other.comes_from)):
            if stands.page is None and named is not None:
                votes.setdefault(stands.sheet, set()).add(named)
    taken = {half.page for half in halves}
    return {sheet: min(named) for sheet, named in votes.items() if len(named) == 1 and not named & taken}


def text_evidence(
    halves: Sequence[Half], first: Sequence[int], second: Sequence[int], model: LanguageModel
) -> dict[str, Floats]:
    """What texts and headlines say for each half of ``first`` (rows) and each of ``second``: arrays (n, m) by name."""
    before, after = ([halves[index].article for index in part] for part in (first, second))
    texts = [[_text(article) for article in part] for part in (before, after)]
    known = matters.load()
    one, other = (matters.unit(known.vectors(part)) for part in texts)
    rare = seams.cohesion([hanzi.fold(_heads(half.article) + _text(half.article)) for half in halves])[1]
    seam = model.seams(
        [hanzi.fold(text[-REACH:]) for text in texts[0]], [hanzi.fold(text[:REACH]) for text in texts[1]]
    )
    whole = np.array([[not _is_torn(_paragraphs(article))] for article in before])
    headless = np.array([[not article.headline for article in after]])
    return {
        "seam": np.clip(seam, -20, 30) / 10,
        "whole": whole * np.ones((1, len(after))),
        "matter": one @ other.T * known.temperature / 10,
        "rare": rare[np.ix_(first, second)].astype(np.float64),
        "headless": headless * np.ones((len(before), 1)),
        **_heads_evidence(before, after),
    }


def _heads_evidence(before: Sequence[Article], after: Sequence[Article]) -> dict[str, Floats]:
    """What the headlines of both halves say, and the titles in their jump lines."""
    table = [[_heads_of_pair(one, other) for other in after] for one in before]
    return _by_name(("told_before", "told_after", "same_headline", "titled", "mistitled"), table)


def _heads_of_pair(one: Article, other: Article) -> tuple[float, float, float, float, float]:
    head, later = _letters(_heads(one)), _letters(_heads(other)) if other.headline else ""
    to, from_ = _title(one.jump_to), _title(other.jump_from)
    named = [
        (title, words) for title, words in ((from_, head), (from_, to), (to, later), (to, from_)) if title and words
    ]
    titled = any(_holds(words, title) for title, words in named)
    return (
        _share(later, _text(one)),
        _share(head, _text(other)),
        _holds(head, later) or _holds(later, head),
        titled,
        bool(named) and not titled,
    )


def page_evidence(halves: Sequence[Half], first: Sequence[int], second: Sequence[int]) -> dict[str, Floats]:
    """What page numbers say for each half of ``first`` (rows) and each of ``second``: arrays (n, m) by name.

    ``forbidden``: the pages named are not those stood on, or both stand on one page. ``elsewhere``: the number that one
    names is another page's, while the other's page does not tell its own.
    """
    pages = {half.page for half in halves if half.page is not None}
    table = [[_pages_of_pair(halves[one], halves[other], pages) for other in second] for one in first]
    names = ("forbidden", "leads_there", "comes_from_there", "elsewhere")
    return _by_name(names, table)


def _pages_of_pair(one: Half, other: Half, pages: Set[int]) -> tuple[float, ...]:
    leads, comes = one.leads_to, other.comes_from
    forward = leads is not None and leads == other.page
    backward = comes is not None and comes == one.page
    elsewhere = (other.page is None and leads in pages) + (one.page is None and comes in pages)
    return not _pages_agree(one, other), forward, backward, elsewhere


def _by_name(names: Sequence[str], table: Sequence[Sequence[tuple[float, ...]]]) -> dict[str, Floats]:
    """What was found for each pair, as one array (n, m) for each kind of evidence."""
    return {
        name: np.array([[pair[k] for pair in row] for row in table], dtype=np.float64) for k, name in enumerate(names)
    }


def _pages_agree(one: Half, other: Half) -> bool:
    """Whether the pages that two jump lines name are those the halves stand on, as far as either is known."""
    leads, comes = one.leads_to, other.comes_from
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


def _heads(article: Article) -> str:
    return "".join(filter(None, (article.kicker, article.headline, article.deck)))


def _title(jump: Jump | None) -> str:
    """The title by which a jump line calls its story; nothing where it names none."""
    return _letters(heads.jump_title(jump.text) or "") if jump else ""


def _letters(text: str) -> str:
    return "".join(char for char in hanzi.fold(text) if char.isalnum())


def _holds(words: str, part: str) -> bool:
    return len(part) >= SHORTEST and part in words


def _share(head: str, text: str) -> float:
    """The share of a headline's character pairs that a text has; 0 where there is none."""
    wanted, there = _pairs(head), _pairs(_letters(text))
    return len(wanted & there) / len(wanted) if wanted else 0.0


def _pairs(letters: str) -> set[str]:
    return {letters[place : place + 2] for place in range(len(letters) - 1)}


def _is_torn(paragraphs: Sequence[str]) -> bool:
    """Whether the last paragraph breaks off within a sentence."""
    return bool(paragraphs) and paragraphs[-1].rstrip("”’）》」』 ")[-1:] not in hanzi.SENTENCE_ENDS


def _to(jump: Jump | None, article: str, found: dict[str, Any]) -> Jump | None:
    """The jump line, pointing at the other half."""
    return replace(jump, article=article, **found) if jump else None


def _reasons(one: Half, other: Half, lang: Lang, *, torn: bool) -> tuple[str, ...]:
    """What speaks for a link, for people."""
    out = []
    if one.leads_to == other.page is not None and other.comes_from == one.page is not None:
        out.append(say("articles.jump_pages", lang, one=one.page, other=other.page))
    if torn:
        words = f"{_text(one.article)[-6:]}|{_text(other.article)[:6]}"
        out.append(say("articles.jump_sentence", lang, words=words))
    _, _, same, titled, _ = _heads_of_pair(one.article, other.article)
    if same:
        out.append(say("articles.jump_headline", lang, words=(other.article.headline or "")[:16]))
    if titled:
        title = _title(other.article.jump_from) or _title(one.article.jump_to)
        out.append(say("articles.jump_title", lang, words=title))
    out.append(say("articles.jump_matter", lang))
    return tuple(out)
