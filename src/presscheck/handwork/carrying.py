"""What people did, carried over to a new reading of the same file: refused suggestions stay away, others come again."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import takewhile
from typing import Any

from presscheck.handwork.beside import furniture_from, remainder_from
from presscheck.handwork.deciding import AROUND, accepted, edited
from presscheck.handwork.decisions import ACCEPTED, EDITED, Decision, Verdict
from presscheck.handwork.places import Part, parts_of, texts_of
from presscheck.messages import say
from presscheck.model import Article, Correction, Dateline, Furniture, Reading, Remainder, Tier
from presscheck.model.from_json import article_from

SHORTEST = 3
"""Characters by which a place is known again at least, unless it is a whole part of a story."""
Proofread = Callable[[Sequence[Article]], tuple[Article, ...]]
"""Reads stories of one file for misprints, and gives them back with their corrections."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision by its words alone, so that it counts wherever they stand: ``before`` between ``left`` and ``right``.

    ``left`` or ``right`` is shorter than six characters where the part of the story began or ended there.
    """

    left: str
    before: str
    after: str
    right: str
    verdict: Verdict

    @property
    def place(self) -> tuple[str, str, str]:
        """The words by which its place is known."""
        return self.left, self.before, self.right


@dataclass(frozen=True, slots=True)
class Arranged:
    """An arrangement by hand, whole: stories with what the proofreader found in them, and what belongs to none."""

    articles: tuple[Article, ...]
    furniture: tuple[Furniture, ...]
    remainder: tuple[Remainder, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """What is carried over to a new reading.

    ``arranged`` is the arrangement by hand, where it still counts; ``dropped`` says that there was one which does not.
    """

    rulings: tuple[Ruling, ...]
    arranged: Arranged | None = None
    dropped: bool = False

    def to_dict(self) -> dict[str, Any]:
        """It as JSON has it."""
        of = self.arranged
        return {
            "rulings": [asdict(one) for one in self.rulings],
            "arranged": of and {
                "articles": [one.to_dict() for one in of.articles],
                "furniture": [one.to_dict() for one in of.furniture],
                "remainder": [one.to_dict() for one in of.remainder],
            },
            "dropped": self.dropped,
        }  # fmt: skip


def carried_from(told: Mapping[str, Any]) -> Carried:
    """What is carried over, as JSON tells of it."""
    of = told["arranged"]
    arranged = of and Arranged(
        tuple(map(article_from, of["articles"])),
        tuple(map(furniture_from, of["furniture"])),
        tuple(map(remainder_from, of["remainder"])),
    )
    return Carried(tuple(Ruling(**one) for one in told["rulings"]), arranged, told["dropped"])


# Gathering


def rulings_of(before: Iterable[Ruling], decisions: Iterable[Decision]) -> tuple[Ruling, ...]:
    """All that was ruled, the last word on each place: what was carried over before, then what was decided since.

    >>> one = Decision("a1", "body", 0, 2, 4, "口口", "口", "refuse", left="人", right="多")
    >>> rulings_of((), [one])
    (Ruling(left='人口', before='口', after='', right='多', verdict='refuse'),)
    """
    out: list[Ruling] = list(before)
    for decision in decisions:
        ruling = ruling_of(decision)
        out = [one for one in out if not _settles(ruling, one)]
        out.append(ruling)
    return tuple(out)


def ruling_of(decision: Decision) -> Ruling:
    """A decision by its words alone."""
    left, before, after, right = _core(decision.left, decision.before, decision.after, decision.right)
    return Ruling(left, before, after, right, decision.verdict)


def _settles(later: Ruling, earlier: Ruling) -> bool:
    """Whether a later ruling is on the same question as an earlier one."""
    if later.place != earlier.place:
        return False
    return later.after == earlier.after or "refuse" not in (later.verdict, earlier.verdict)


def _core(left: str, before: str, after: str, right: str) -> tuple[str, str, str, str]:
    """A change without the characters that both sides share; one that changes nothing stays as it is."""
    if before == after:
        return left, before, after, right
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    same = before[len(before) - tail :]
    return (
        (left + before[:head])[-AROUND:],
        before[head : len(before) - tail],
        after[head : len(after) - tail],
        (same + right)[:AROUND],
    )


def _shared(one: str, other: str) -> int:
    """How many characters two texts have in common from their beginning on."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def carry(
    steps_rulings: Sequence[Ruling],
    arranged: Reading | None,
    new: Reading,
    *,
    same_bytes: bool,
    proofread: Proofread,
) -> Carried | None:
    """What is to be carried over to a ``new`` reading, or nothing; ``arranged`` is the reading as people arranged it.

    The arrangement stays where the file's bytes and the text read from them are the same; its stories are proofread
    anew. Otherwise the new arrangement counts.
    """
    if arranged is None:
        return Carried(tuple(steps_rulings)) if steps_rulings else None
    if not same_bytes or texts_of(arranged) != texts_of(new):
        return Carried(tuple(steps_rulings), dropped=True)
    bare = [replace(one, corrections=(), facts=()) for one in arranged.articles]
    datelines = {one.dateline.text: one.dateline for one in new.articles if one.dateline}
    articles = tuple(_dated(one, datelines) for one in proofread(bare))
    return Carried(tuple(steps_rulings), Arranged(articles, arranged.furniture, arranged.remainder))


def _dated(article: Article, datelines: Mapping[str, Dateline]) -> Article:
    """A story with its dateline as it is read now: the year may come from a day that was told since."""
    if article.dateline is None:
        return article
    return replace(article, dateline=datelines.get(article.dateline.text, article.dateline))


# Carrying out


def with_carried(reading: Reading, carried: Carried) -> Reading:
    """A new reading with all that was carried over to it."""
    if of := carried.arranged:
        reading = replace(reading, articles=of.articles, furniture=of.furniture, remainder=of.remainder)
    return replace(reading, articles=tuple(ruled(one, carried.rulings) for one in reading.articles))


def ruled(article: Article, rulings: Sequence[Ruling]) -> Article:
    """A story with its corrections as people ruled before, wherever the same words stand in the same surroundings."""
    if not rulings:
        return article
    parts = {(part.name, part.paragraph): part for part in parts_of(article)}
    refused = {(one.left, one.before, one.after, one.right) for one in rulings if one.verdict == "refuse"}
    looked = {one.place for one in rulings if one.verdict == "accept" and one.before == one.after}
    marks = tuple(one for one in article.corrections if not _refused(one, parts, refused, looked))
    for ruling in rulings:
        if ruling.verdict == "refuse" or (ruling.verdict == "accept" and ruling.before == ruling.after):
            continue
        for part in parts.values():
            for start in _places(part.text, ruling):
                marks = edited(marks, _set(ruling, part, start, marks))
    return article if marks == article.corrections else replace(article, corrections=marks, facts=())


def _refused(
    mark: Correction,
    parts: Mapping[tuple[str, int | None], Part],
    refused: set[tuple[str, str, str, str]],
    looked: set[tuple[str, str, str]],
) -> bool:
    part = parts.get((mark.part, mark.paragraph))
    if part is None:
        return False
    left, before, after, right = core_of(mark, part.text)
    return (left, before, after, right) in refused or (mark.only_check and (left, before, right) in looked)


def core_of(mark: Correction, text: str) -> tuple[str, str, str, str]:
    """What a mark changes, with the words around it."""
    left, right = text[max(0, mark.start - AROUND) : mark.start], text[mark.end : mark.end + AROUND]
    return _core(left, mark.before, mark.after, right)


def _places(text: str, ruling: Ruling) -> Iterator[int]:
    """Where in a part of a story the words of a ruling stand, in its surroundings."""
    words = ruling.left + ruling.before + ruling.right
    if len(words) < SHORTEST and words != text:
        return
    at = text.find(words)
    while at >= 0:
        begins = len(ruling.left) >= AROUND or at == 0
        ends = len(ruling.right) >= AROUND or at + len(words) == len(text)
        if begins and ends:
            yield at + len(ruling.left)
        at = text.find(words, at + 1)


def _set(ruling: Ruling, part: Part, start: int, marks: Sequence[Correction]) -> Correction:
    """The correction that a ruling sets; where the proofreader found the same, it is his, accepted."""
    for mark in marks:
        if (mark.part, mark.paragraph) == (part.name, part.paragraph) and mark.start <= start <= mark.end:
            _, before, after, _ = core_of(mark, part.text)
            own = mark.start + _shared(mark.before, mark.after)
            if ruling.verdict == "accept" and (own, before, after) == (start, ruling.before, ruling.after):
                return accepted(mark)
    end = start + len(ruling.before)
    rule = ACCEPTED if ruling.verdict == "accept" else EDITED
    reason = say("hands.carried", "en")
    place = (part.name, part.paragraph, start, end)
    return Correction(*place, ruling.before, ruling.after, rule, reason, 1.0, Tier.SURE)
