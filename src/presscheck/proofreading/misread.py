"""Misread characters of a page, and what the paper printed there: every change weighed, the best of them told.

A noisy channel: how alike two characters are, or how easily one is lost, against how well the sentence reads with
the other (Kernighan, Church and Gale 1990). Names and figures are never changed by themselves: a change in what looks
like a name is likely at most, one of a figure a place to look at.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from presscheck import hanzi
from presscheck.language import ngram
from presscheck.model import Tier
from presscheck.proofreading import chances, doubts
from presscheck.proofreading.evidence import TRAITS, evidence
from presscheck.proofreading.passage import LIKELY, Finding
from presscheck.proofreading.second_opinion import SecondOpinion
from presscheck.proofreading.sheet import EDGE, Sheet
from presscheck.proofreading.tries import STRANGE, Stumbles, Try, tries

PROPOSED = 0.5
"""Chance from which a change is proposed."""
POINTED_OUT, POINTED_OUT_STRANGE = 0.55, 0.4
"""Chance of something being wrong from which a place is pointed out, whatever may stand there; in a strange passage a
lower one, for what ought to stand there is harder to tell."""
HINTED = 0.25
"""Chance from which a place that is pointed out comes with what may have been printed."""
LITTLE = 250
"""Characters under which a page tells too little of itself for every sentence to be taken as read."""
UNSETTLED, STILL_ODD = 0.2, -17.0
"""A place that is misread with such a chance, or two characters in a row with so few nats, leave a sentence open."""
COMMON, RIVAL = 500, -1.0
"""So many of the paper's commonest characters could stand anywhere; nats by which one of them may read worse than what
is proposed and still be as good a guess. Of 880 changes in lone sentences of laws, half spoiled by look-alikes and half
by any character, 1,600 characters stop 44 of 50 wrong ones and 45 of 830 right ones, 500 nearly as many."""
DENSE, WITHIN = 5, 30
"""So many suspects within so many characters are one unreadable region."""
COINED = 8
"""Characters of what stands in quotation marks that may be a coined phrase."""
NUMERALS = "〇零一二三四五六七八九十百千万亿两"
"""Language alone tells no figure: one that looks like nothing that was read is a suspect."""
NEVER_SURE = frozenset({"page", "other", "missing", "doubled", "extra", "turned", "stray", "lost_mark"})
PAPERS_OWN = frozenset({"mark", "lost_mark", "full_stop", "missing", "doubled", "extra", "turned"})
"""What was learned of the paper's own pages alone; in a strange passage it is a suspect at most."""
_NAMED = [TRAITS.index(name) for name in ("surname_before", "surname_two_before", "is_surname", "foreign_name")]
_BESIDE_FIGURE, _STRANGE = TRAITS.index("beside_figure"), TRAITS.index("strange")


class Weighed(NamedTuple):
    """A change with its chances: of being right, and of its place being misread at all; ``most`` bounds its tier.

    ``strange`` tells how unlike the paper's language its passage is.
    """

    one: Try
    right: float
    wrong_there: float
    most: Tier
    strange: float


def find(sheet: Sheet, reader: SecondOpinion | None = None) -> dict[int, list[Finding]]:
    """What is misread on a page, under the number of the passage it stands in.

    ``reader`` is asked about doubtful characters; without one the first weighing stands.

    >>> from presscheck.proofreading.passage import Passage
    >>> found = find(Sheet.of([Passage("body", 0, "全市今年汁划投资两亿元，新建桥梁三座。")]))
    >>> [(one.start, one.after) for one in found[0]]
    [(4, '计')]
    """
    told: defaultdict[int, list[Finding]] = defaultdict(list)
    every = weighed(sheet, reader)
    chosen = list(_chosen(every))
    for one, confidence in chosen if len(sheet.text) >= LITTLE else _if_settled(sheet, every, chosen):
        number, start = sheet.at(one.one.start)
        told[number].append(_finding(sheet, one, start, confidence))
    return {number: list(_regions(found, sheet.passages[number].text)) for number, found in told.items()}


def weighed(sheet: Sheet, reader: SecondOpinion | None = None) -> list[Weighed]:
    """Every change of a page with its chances."""
    stumbles = Stumbles.of(sheet)
    proposed = tries(sheet, stumbles)
    if not proposed:
        return []
    traits = evidence(sheet, stumbles, proposed)
    right, wrong = chances.scores(proposed, traits), chances.misread_at_all(traits)
    open_ = doubts.asked(proposed, right)
    if reader is not None and open_.any():
        both = np.concatenate([traits, doubts.opinions(sheet, proposed, open_, traits, reader)], axis=1)[open_]
        asked = [one for one, is_open in zip(proposed, open_, strict=True) if is_open]
        right[open_], wrong[open_] = chances.scores(asked, both, "second"), chances.misread_at_all(both, "second")
    shift = chances.on_page(proposed, right, len(sheet.text))
    right, wrong = chances.chance(right + shift), chances.chance(wrong + shift)
    most = (_most(sheet.text, one, row) for one, row in zip(proposed, traits, strict=True))
    strange = traits[:, _STRANGE].tolist()
    return [Weighed(*told) for told in zip(proposed, right.tolist(), wrong.tolist(), most, strange, strict=True)]


def _most(text: str, one: Try, traits: NDArray[np.float32]) -> Tier:
    touched = text[one.start : one.end] + one.after
    if any(char.isascii() and char.isdigit() for char in touched):
        return Tier.SUSPECT
    if one.kind in PAPERS_OWN and traits[_STRANGE] > STRANGE:
        return Tier.SUSPECT
    if one.kind == "other" and (one.after in NUMERALS or _coined(text, one)):
        return Tier.SUSPECT
    if one.kind in NEVER_SURE or traits[_NAMED].any() or traits[_BESIDE_FIGURE]:
        return Tier.LIKELY
    return Tier.SURE


def _coined(text: str, one: Try) -> bool:
    """Whether a change lies in a few words between quotation marks: they may play on what the paper would expect."""
    opened, closed = text.rfind("“", max(one.start - COINED, 0), one.start), text.find("”", one.end, one.end + COINED)
    return opened >= 0 and closed >= 0 and closed - opened - 1 <= COINED and "”" not in text[opened : one.start]


def _chosen(told: Sequence[Weighed]) -> Iterator[tuple[Weighed, float]]:
    """Of changes that touch the same characters the likeliest, with its confidence; then places to look at."""
    taken: set[int] = set()
    for one in sorted(told, key=lambda one: -one.right):
        if one.right >= PROPOSED and _free(one.one, taken):
            yield one, one.right
    for one in sorted(told, key=lambda one: -one.wrong_there):
        enough = POINTED_OUT_STRANGE if one.strange > STRANGE else POINTED_OUT
        if one.wrong_there >= enough and one.right < PROPOSED and _free(one.one, taken):
            yield one, one.right if one.right >= HINTED else one.wrong_there


def _if_settled(
    sheet: Sheet, every: Sequence[Weighed], chosen: Sequence[tuple[Weighed, float]]
) -> Iterator[tuple[Weighed, float]]:
    """The changes chosen on a page of little text; suspects all, in a passage where not everything is settled.

    A lone sentence tells neither how well its page was read nor whether its language is the paper's, nor whether it was
    read by machine at all. If it stumbles once more than is mended, or would read as well with a character that looks
    like nothing, it was not understood.
    """
    firm = {one.one for one, confidence in chosen if confidence >= LIKELY and one.most is not Tier.SUSPECT}
    places = {change.start + beside for change in firm for beside in (-1, 0, 1)}
    unsettled = {
        sheet.at(one.one.start)[0]
        for one in every
        if max(one.right, one.wrong_there) >= UNSETTLED and one.one.start not in places
    }
    unsettled |= {number for number in {sheet.at(one.start)[0] for one in firm} if _still_odd(sheet, number, firm)}
    unsettled |= {sheet.at(one.start)[0] for one in _rivalled(sheet.text, sorted(firm))}
    for one, confidence in chosen:
        yield one._replace(most=Tier.SUSPECT) if sheet.at(one.one.start)[0] in unsettled else one, confidence


def _still_odd(sheet: Sheet, number: int, firm: Iterable[Try]) -> bool:
    """Whether a passage stumbles badly when all that is firm is done."""
    first = sheet.starts[number]
    text = sheet.text[first : first + len(sheet.passages[number].text)]
    for one in sorted(firm, key=lambda one: -one.start):
        if sheet.at(one.start)[0] == number:
            text = text[: one.start - first] + one.after + text[one.end - first :]
    chances = ngram.load().log_probs(text + EDGE)
    return bool((chances[:-1] + chances[1:]).min(initial=0.0) < STILL_ODD)


def _rivalled(text: str, firm: Sequence[Try]) -> Iterator[Try]:
    """The changes of one character in whose place some other common one would read as well."""
    single = [one for one in firm if one.end - one.start == 1 == len(one.after) and hanzi.is_han(one.after)]
    if not single:
        return
    places, common, model = [one.start for one in single], np.tile(_common(), (len(single), 1)), ngram.load()
    own = model.encode("".join(one.after for one in single))[:, None]
    rivals = np.where(common == own, -np.inf, model.swaps(text, places, common)).max(axis=1)
    lead = model.swaps(text, places, own, None)[:, 0] - rivals
    yield from (one for one, ahead in zip(single, lead.tolist(), strict=True) if ahead < -RIVAL)


@cache
def _common() -> NDArray[np.int64]:
    """The ids of the paper's commonest Chinese characters."""
    model = ngram.load()
    order = np.argsort(-model.entries(1)[0])[:COMMON]
    return np.array([k for k in order.tolist() if hanzi.is_han(chr(model.characters[k]))], dtype=np.int64)


def _free(one: Try, taken: set[int]) -> bool:
    """Whether nothing was chosen at a change's characters; then they are taken. Twice a place, so that gaps count."""
    places = {2 * one.start} if one.start == one.end else set(range(2 * one.start + 1, 2 * one.end))
    if places & taken:
        return False
    taken |= places | {min(places) - 1, max(places) + 1}
    return True


def _finding(sheet: Sheet, weighed: Weighed, start: int, confidence: float) -> Finding:
    one = weighed.one
    end, before = start + one.end - one.start, sheet.text[one.start : one.end]
    if weighed.right < HINTED:
        if start == end:
            end, before = end + 1, sheet.text[one.start : one.start + 1]
        return Finding(start, end, before, "stumbles", confidence, Tier.SUSPECT)
    return Finding(start, end, one.after, RULES[one.kind], confidence, weighed.most)


RULES = {
    "alike": "misread",
    "page": "printed_elsewhere",
    "mark": "mark_misread",
    "lost_mark": "mark_lost",
    "full_stop": "full_stop",
    "stray": "stray",
    "other": "unlike",
    "missing": "character_lost",
    "doubled": "doubled",
    "extra": "character_added",
    "turned": "turned",
    "look": "stumbles",
}
"""The rule that a kind of change is told under."""


def _regions(found: list[Finding], text: str) -> Iterator[Finding]:
    """The findings in order; where suspects crowd, one region that cannot be read."""
    found = sorted(found, key=lambda one: one.start)
    doubtful = [one for one in found if one.tier is Tier.SUSPECT]
    for first, last in _crowds(doubtful):
        start, end = doubtful[first].start, doubtful[last].end
        yield Finding(start, end, text[start:end], "unreadable", 0.9, Tier.SUSPECT)
        found = [one for one in found if one.tier is not Tier.SUSPECT or not start <= one.start <= end]
    yield from found


def _crowds(found: Sequence[Finding]) -> Iterator[tuple[int, int]]:
    """The first and the last of each run of findings so close that ``DENSE`` lie within ``WITHIN`` characters."""
    first = 0
    while first + DENSE <= len(found):
        last = first + DENSE - 1
        if found[last].start - found[first].start > WITHIN:
            first += 1
            continue
        while last + 1 < len(found) and found[last + 1].start - found[last + 2 - DENSE].start <= WITHIN:
            last += 1
        yield first, last
        first = last + 1
