"""A figure misread by one character: what else may stand there, the likeliest first, and whether that mends a fault."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from presscheck.check.audit.lines import TABLE
from presscheck.check.audit.story import Story
from presscheck.data import rows
from presscheck.facts import figures, units
from presscheck.model import Figure
from presscheck.model.fact import Quantity
from presscheck.model.verdict import Repair

MOST = 3
_AROUND = 6
_DIGITS = "0123456789"
_NOUGHT = re.compile(r"(?<![\d.])0\d|\d{1,3}(?:,\d{3})*,\d{1,2}(?!\d)")
_BROKEN = re.compile(r"\d\.\d+(?![\d万亿千百])")
Fits = Callable[[Sequence[Quantity]], bool]


def misread(words: str) -> Iterator[tuple[int, str]]:
    """How likely each reading that differs by one character is (0 the likeliest), and the words that it gives.

    >>> [after for rank, after in misread("67万") if rank == 0]
    ['6.7万']
    >>> [after for rank, after in misread("3.5%") if rank == 0]
    ['35%']
    """
    yield from ((0, one) for one in _points(words))
    yield from ((1, one) for one in _alike(words))
    yield from ((2, one) for one in _scales(words))
    yield from ((3, one) for one in _lengths(words))


def _points(words: str) -> Iterator[str]:
    """A decimal point lost between two figures, or one too many."""
    if words.count("."):
        yield words.replace(".", "", 1)
        return
    for at in range(len(words) - 1, 0, -1):
        if words[at] in _DIGITS and words[at - 1] in _DIGITS and not words[at:].lstrip(_DIGITS).startswith(","):
            whole = words[:at].lstrip("".join(set(words) - set(_DIGITS)))
            if whole == "0" or not whole.startswith("0"):
                yield f"{words[:at]}.{words[at:]}"


def _alike(words: str) -> Iterator[str]:
    for at, char in enumerate(words):
        for other in _look_alikes().get(char, ""):
            yield words[:at] + other + words[at + 1 :]


def _scales(words: str) -> Iterator[str]:
    """万 where 亿 is meant, one of them lost or too many."""
    last = max((at for at, char in enumerate(words) if char in _DIGITS), default=-1)
    following = words[last + 1 : last + 2]
    if last < 0:
        return
    if following in ("万", "亿"):
        yield words[: last + 1] + ("亿" if following == "万" else "万") + words[last + 2 :]
        yield words[: last + 1] + words[last + 2 :]
        yield (
            words[: last + 2] + "亿" + words[last + 2 :]
            if following == "万"
            else words[: last + 1] + "万" + words[last + 1 :]
        )
        return
    for scale in "万亿":
        yield words[: last + 1] + scale + words[last + 1 :]


def _lengths(words: str) -> Iterator[str]:
    """One figure too many, or one that was doubled or a nought lost."""
    held = [at for at, char in enumerate(words) if char in _DIGITS]
    if len(held) > 1:
        yield from (words[:at] + words[at + 1 :] for at in held)
    for at in held:
        yield from (words[: at + 1] + more + words[at + 1 :] for more in dict.fromkeys((words[at], "1", "0")))


@cache
def _look_alikes() -> dict[str, str]:
    """For each character the ones that are misread for it."""
    out: dict[str, str] = {}
    for row in rows(TABLE)["misread"]["pairs"]:
        for one, other in (row, row[::-1]):
            out[one] = out.get(one, "") + other
    return out


def mending(story: Story, held: Sequence[Figure], fits: Fits) -> tuple[Repair, ...]:
    """The readings of one of some figures with which they fit, the likeliest first, at most three.

    Where two are as likely, the one of the later figure comes first, for it is set beside the earlier ones.
    """
    found: list[tuple[int, int, int, Repair]] = []
    for number, one in enumerate(held):
        for order, (rank, after) in enumerate(misread(one.evidence.text)):
            quantity = reread(story, one, after)
            if quantity and fits([quantity if other is one else other.quantity for other in held]):
                found.append((rank, -number, order, repair(story, one, after)))
    ranked = sorted(found, key=lambda one: one[:3])
    return tuple(dict.fromkeys(one for *_, one in ranked))[:MOST]


def reread(story: Story, figure: Figure, after: str) -> Quantity | None:
    """What a figure would count up to, were its words others; ``None`` where they would count something else."""
    words, told = story.text_of(figure.evidence).words, figure.evidence
    start = max(0, told.start - _AROUND)
    text = words[start : told.start] + after + words[told.end : told.end + _AROUND]
    at = told.start - start
    found = [one.quantity for one in figures.find(text) if (one.start, one.end) == (at, at + len(after))]
    found += [one.quantity for one in figures.find(after) if (one.start, one.end) == (0, len(after))]
    return found[0] if found and found[0].code == figure.quantity.code and _printable(after, found[0]) else None


def _printable(words: str, quantity: Quantity) -> bool:
    """Whether a paper prints a number so: no nought before it, no part of a thing that is counted."""
    unit = units.unit(quantity.unit) if quantity.unit else None
    if _NOUGHT.search(words) or not quantity.value:
        return False
    if unit is None or not unit.counter:
        return True
    return quantity.value == quantity.value.to_integral_value() and not _BROKEN.search(words)


def repair(story: Story, one: Figure, after: str) -> Repair:
    """The repair that puts other words in the place of a figure."""
    told = one.evidence
    return Repair(story.source.article, told.part, told.paragraph, told.start, told.end, told.text, after)
