"""The stories of a dump, whole and in order: one minimum-cost assignment over all fragments of a page.

Every fragment has at most one successor and one predecessor; the cost of "B follows A" is the learned judge's negative
log chance, seen from A (among all that could follow it) and from B (among all it could follow). An assignment with
dummy ends gives the chains (order first, then cut: Gao et al. 2013, 10.1016/j.asoc.2012.07.012). What its links tell of
the way the page was read decides how it is read again: with whole stories in view, or column by column.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from presscheck.articles import judge as judges
from presscheck.articles import matter as matters
from presscheck.articles import places as places_
from presscheck.articles import queues, seams, second_reading
from presscheck.articles.cheapest import cheapest
from presscheck.articles.traits import (
    DATELINE_START,
    ENDS_SENTENCE,
    is_credit,
    is_deck,
    is_head,
    is_signed,
    opens_notice,
    traits,
)
from presscheck.language.ngram import LanguageModel
from presscheck.model import MannerKind

Floats = NDArray[np.float32]

FORBIDDEN = 1e6
MOST_FRAGMENTS = 220
"""Fragments weighed all against all at once: a large page has some 150; time and memory grow with the square."""
MOST_PLACED = 600
"""The same where the fragments have their places: the longest page of a paper has some 400."""
SHORT_LINE = 26
FORM = 4.0
"""How much, in log odds, a signature （记者 …） speaks for the end of a story and against each link onward, and the
heading of a notice for its beginning and against each link from text to it."""
SECOND_READINGS = 2
MOST_PARTED = 4
"""How often a page is assigned anew for stories that hold two bylines."""
BACKWARD_ERRORS = 0.08
"""The share of far links that run backward by our own mistake in a dump read column by column."""
RARE_SHUFFLE = -1.0
"""Log odds that a dump is in arbitrary order before its links are looked at."""
FEWEST_LINKS = 3


@dataclass(frozen=True, slots=True)
class Knot:
    """One fragment in its thread: what it is there, and how sure we are that it belongs behind the one before it.

    ``torn`` is the chance that it goes on the paragraph before it, ``chance`` that of the link itself, ``head`` that it
    is a line of the headline stack. ``rival`` is the runner-up for the place before it (-1: it would open a story) and
    ``rival_chance`` the chance of that; ``ends`` is the chance that nothing follows it.
    """

    fragment: int
    role: int
    torn: float
    chance: float
    head: float = 0.0
    rival: int | None = None
    rival_chance: float = 0.0
    ends: float = 1.0


@dataclass(frozen=True, slots=True)
class Threads:
    """The chains found on a page, in the order in which their first fragments stand, and the manner they show."""

    chains: tuple[tuple[Knot, ...], ...]
    manner: MannerKind
    confidence: float


def follow(
    texts: Sequence[str], model: LanguageModel, judge: judges.Judge, places: places_.Places | None = None
) -> Threads:
    """Put the fragments of a page into threads, one a story.

    ``texts`` are the fragments in the order of the dump; every one of them comes back in exactly one chain. On a page
    with geometry ``places`` are where they stand.
    """
    if places is not None and len(texts) <= MOST_PLACED:
        return _follow_placed(texts, model, judge, places)
    parts = [_follow_part(texts[start:end], model, judge, start) for start, end in pairwise(portions(texts))]
    surest = max(parts, key=lambda part: part.confidence, default=Threads((), MannerKind.UNKNOWN, 0.0))
    return Threads(tuple(chain for part in parts for chain in part.chains), surest.manner, surest.confidence)


def portions(texts: Sequence[str]) -> list[int]:
    """Where to cut a page of more fragments than are weighed against one another at once, from 0 to its end.

    Only a dump that runs many pages together is so long; it is cut where a portion's last lines look most like heads.

    >>> portions(["标题"] * 10), portions([])
    ([0, 10], [0])
    """
    cuts = [0]
    while len(texts) - cuts[-1] > MOST_FRAGMENTS:
        last = cuts[-1] + MOST_FRAGMENTS
        short = [place for place in range(last - MOST_FRAGMENTS // 3, last) if len(texts[place]) <= SHORT_LINE]
        opening = [place for place in short if len(texts[place - 1]) > SHORT_LINE]
        cuts.append(max(opening, default=last))
    return [*cuts, len(texts)] if texts else cuts


def _follow_part(texts: Sequence[str], model: LanguageModel, judge: judges.Judge, first: int) -> Threads:
    """The threads among fragments weighed all against all; their numbers count from ``first``."""
    table = traits(texts, model)
    matter = matters.load()
    evidence = seams.evidence(texts, table, model, matter)
    company = judges.in_company(table, evidence)
    forms = forms_of(texts, table)
    chances = in_form(judge.chances(company, evidence, "fragments"), forms)
    seen = page(chances, texts, table, evidence, matter, forms=forms)
    before, weights, again = read_again(chances, seen, judge, "fragments")
    manner, confidence = _manner(before)
    if manner is not MannerKind.FRAGMENTS:
        chances = in_form(judge.chances(company, evidence, "columns"), forms)
        _, _, again = read_again(chances, _judged(seen, chances), judge, "columns")
        before, weights = queues.decode(again, judge.steps)
    chains = second_reading.chains(before)
    ends = np.exp(again.ahead[:, -1])
    told = _knots(chains, weights, ends, company, evidence, judge)
    return Threads(tuple(tuple(_moved(knot, first) for knot in chain) for chain in told), manner, confidence)


def _follow_placed(texts: Sequence[str], model: LanguageModel, judge: judges.Judge, places: places_.Places) -> Threads:
    """The threads among the fragments of a page with geometry: one assignment over language and places together."""
    if not texts:
        return Threads((), MannerKind.PRINTED, 1.0)
    table = traits(texts, model)
    matter = matters.load()
    evidence = seams.evidence(texts, table, model, matter)
    company, both = placed(table, evidence, places)
    forms = forms_of(texts, table)
    chances = in_form(judge.chances(company, both, "boxes"), forms)
    seen = page(chances, texts, table, evidence, matter, places, forms)
    before, weights, again = read_again(chances, seen, judge, "boxes")
    ends = np.exp(again.ahead[:, -1])
    chains = _knots(second_reading.chains(before), weights, ends, company, both, judge, "boxes_join")
    return Threads(tuple(chains), MannerKind.PRINTED, 1.0)


def placed(table: Floats, evidence: Floats, places: places_.Places) -> tuple[Floats, Floats]:
    """Traits in company, and evidence on pairs, of language and of places together."""
    known = places_.relations(places)
    company = judges.in_place(judges.in_company(table, evidence), places_.traits(places, known), known)
    return company, np.concatenate([evidence, places_.evidence(places, known)], axis=-1)


def _moved(knot: Knot, by: int) -> Knot:
    """A knot of a portion that begins ``by`` fragments down the page."""
    rival = knot.rival if knot.rival is None or knot.rival < 0 else knot.rival + by
    return replace(knot, fragment=knot.fragment + by, rival=rival)


def _knots(
    chains: Sequence[Sequence[int]],
    weights: Sequence[queues.Weight],
    ends: Floats,
    company: Floats,
    evidence: Floats,
    judge: judges.Judge,
    network: str = "join",
) -> Iterator[tuple[Knot, ...]]:
    """Role and tear of every fragment, chain by chain.

    A headline may stand within its story; what is torn off there goes on the text before it, not the headline.
    """
    for chain in chains:
        roles, _ = judge.joins(company, evidence, [-1, *chain[:-1]], list(chain), network)
        named = roles.argmax(axis=1)
        text = [place for place in range(len(chain)) if named[place] == judges.BODY]
        places = [max((before for before in text if before < place), default=place - 1) for place in range(len(chain))]
        prior = [chain[place] if place >= 0 else -1 for place in places]
        _, torn = judge.joins(company, evidence, prior, list(chain), network)
        yield tuple(
            Knot(
                fragment,
                int(named[place]),
                float(torn[place]),
                weights[fragment].chance,
                float(roles[place, judges.HEAD]),
                weights[fragment].rival,
                weights[fragment].rival_chance,
                float(ends[fragment]),
            )
            for place, fragment in enumerate(chain)
        )


def page(
    chances: judges.Chances,
    texts: Sequence[str],
    table: Floats,
    evidence: Floats,
    matter: matters.Matter,
    places: places_.Places | None = None,
    forms: queues.Forms | None = None,
) -> queues.Page:
    """A page as the decoders see it; with ``places`` type and place tell heads from torn text."""
    likeness = evidence[..., seams.NAMES.index("cohesion")]
    heat = float(matter.temperature) / 10
    heads, credits_ = is_head(table), is_credit(table)
    if places is not None:
        heads = places.heads | (heads & places.bold)
    broken = ~heads & ~credits_ & (table[:, ENDS_SENTENCE] == 0)
    sizes = np.array([len(text) for text in texts], dtype=np.float32)
    dated, forms = table[:, DATELINE_START] > 0, forms or forms_of(texts, table)
    return queues.Page(
        *both_ways(chances), likeness, matter.vectors(texts), heat, heads, credits_, broken, sizes, dated, forms
    )


def read_again(
    chances: judges.Chances, page: queues.Page, judge: judges.Judge, manner: str
) -> tuple[list[int], list[queues.Weight], queues.Page]:
    """Predecessors and their chances: a first reading by pairs, then with whole stories in view.

    The page comes back with the chances of the last reading.
    """
    before, weights = assign(chances)
    again = page
    for _ in range(SECOND_READINGS):
        evidence = second_reading.pairs(page, before)
        chances = in_form(judge.again(evidence, *second_reading.ends(page, before, evidence), manner), page.forms)
        before, weights = assign(chances)
        again = _judged(page, chances)
    return *_once_credited(page, chances, before, weights), again


def _judged(page: queues.Page, chances: judges.Chances) -> queues.Page:
    """The page with other chances."""
    back, ahead = both_ways(chances)
    return replace(page, back=back, ahead=ahead)


def _once_credited(
    page: queues.Page, chances: judges.Chances, before: list[int], weights: list[queues.Weight]
) -> tuple[list[int], list[queues.Weight]]:
    """The assignment without a second byline or dateline behind the text of a story: there another story begins.

    The weakest link between that text and the second credit is forbidden, and all are assigned anew.
    """
    follows = chances.follows.copy()
    for _ in range(MOST_PARTED):
        parted = [link for chain in second_reading.chains(before) if (link := _second_credit(page, chain, weights))]
        if not parted:
            break
        follows[tuple(np.array(parted).T)] = -np.inf
        before, weights = assign(replace(chances, follows=follows))
    return before, weights


def _second_credit(page: queues.Page, chain: Sequence[int], weights: Sequence[queues.Weight]) -> tuple[int, int] | None:
    """The weakest link before the second credit of a story, if it has one behind its text and under a head."""
    credited = told = False
    links: list[tuple[int, int]] = []
    for prior, fragment in pairwise([-1, *chain]):
        links += [(prior, fragment)] if told else []
        if page.credits[fragment] and credited and told and page.is_headed(prior):
            return min(links, key=lambda link: weights[link[1]].chance)
        credited |= bool(page.credits[fragment])
        told |= credited and page.tells(fragment)
    return None


def forms_of(texts: Sequence[str], table: Floats) -> queues.Forms:
    """What the form of each fragment says of the ends of stories, beside what the networks make of it."""
    return queues.Forms(is_signed(texts), opens_notice(texts), is_head(table) | is_deck(texts))


def in_form(chances: judges.Chances, forms: queues.Forms | None) -> judges.Chances:
    """The chances where a signed fragment ends its story and a notice begins with its heading.

    The networks learned from pages whose stories are signed on top, and that hold no notices.
    """
    if forms is None:
        return chances
    cut, opens, closes = (
        np.asarray(FORM * told, dtype=np.float32)
        for told in (forms.signed[:, None] | np.outer(~forms.heads, forms.notices), forms.notices, forms.signed)
    )
    return judges.Chances(chances.follows - cut, chances.opens + opens, chances.closes + closes)


def both_ways(chances: judges.Chances) -> tuple[Floats, Floats]:
    """Log chances seen from the fragment that follows, and from the one that is followed; the last column is none."""
    back = _log_softmax(np.concatenate([chances.follows.T, chances.opens[:, None]], axis=1))
    ahead = _log_softmax(np.concatenate([chances.follows, chances.closes[:, None]], axis=1))
    return back, ahead


def assign(chances: judges.Chances) -> tuple[list[int], list[queues.Weight]]:
    """The best predecessor of every fragment (-1: it opens a story), and the weight of that choice."""
    count = len(chances.opens)
    back, ahead = both_ways(chances)
    cost = np.full((count, 2 * count), FORBIDDEN)
    # Opening a story is paid by every fragment and given back by a link, so the assignment needs no opening rows.
    cost[:, :count] = -np.maximum(back[:, :count].T + ahead[:, :count] - back[:, count], -FORBIDDEN)
    cost[np.arange(count), count + np.arange(count)] = -ahead[:, count]
    before = [-1] * count
    for row, column in enumerate(cheapest(cost).tolist()):
        if column < count and cost[row, column] < FORBIDDEN / 2:
            before[column] = row
    both = np.exp(back[np.arange(count), before])
    links = _without_rings(before, both)
    chosen = [count if link < 0 else link for link in links]
    return links, queues.Weight.of_each(np.exp(back), [*range(count), -1], chosen)


def _without_rings(before: list[int], chance: Floats) -> list[int]:
    """Cut every ring of fragments at its weakest link, where a story most likely opens."""
    out = list(before)
    seen: set[int] = set()
    for start in range(len(out)):
        ring = []
        here = start
        while here >= 0 and here not in seen:
            seen.add(here)
            ring.append(here)
            here = out[here]
        if here in ring:
            out[min(ring[ring.index(here) :], key=lambda fragment: (chance[fragment], fragment))] = -1
    return out


def _manner(before: Sequence[int]) -> tuple[MannerKind, float]:
    """What the links of a first reading tell of the way the page was read.

    Links that leave their neighbourhood all run forward where the page was read column by column, but for our errors;
    in arbitrary order half of them run backward. The two are weighed by their likelihoods.
    """
    steps = [fragment - prior for fragment, prior in enumerate(before) if prior >= 0]
    if len(steps) < FEWEST_LINKS:
        return MannerKind.UNKNOWN, 0.0
    backward = sum(step < 0 for step in steps)
    forward = sum(step > 1 for step in steps)
    if not backward and not forward:
        return MannerKind.SEQUENCE, 1.0
    favour = RARE_SHUFFLE + backward * math.log(0.5 / BACKWARD_ERRORS) + forward * math.log(0.5 / (1 - BACKWARD_ERRORS))
    shuffled = 1 / (1 + math.exp(-max(-50.0, min(50.0, favour))))
    return (MannerKind.FRAGMENTS, shuffled) if shuffled > 0.5 else (MannerKind.COLUMNS, 1 - shuffled)


def _log_softmax(odds: Floats) -> Floats:
    shifted = odds - odds.max(axis=1, keepdims=True)
    out: Floats = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return out
