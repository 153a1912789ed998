"""From X to Y, by so much: the way it is said to go, the amount, the per cent, the points, the times."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from presscheck.check.audit import repairs
from presscheck.check.audit.intervals import Interval, exactly, grown, told
from presscheck.check.audit.lines import Line, lines, patterns
from presscheck.check.audit.relations import Fitted, Relation, Ruled, Values, based, comparable, same_unit
from presscheck.check.audit.story import Story
from presscheck.errors import Lang
from presscheck.model import Figure
from presscheck.model.fact import Nature
from presscheck.model.verdict import Finding, Repair

_ONE, _HUNDRED = exactly(1), exactly(100)
_SOME_MORE = Interval(Decimal("0.97"), Decimal("1.5"))
_ONCE_MORE = Interval(Decimal("-0.5"), Decimal("1.5"))
_SHARES = ("ratio", "permille")
_SHORTER_IS_BETTER = ("time", "months", "workdays", "length")
_LONGER = re.compile("时速|速度|里程|高度|长度|水深|距离|宽度|航程|半径")
_BETTER = ("提高", "提升", "跃", "升", "上升", "扩展")
_BELOW = ("负", "-", "－", "零下")
_PLACES = ("rank", "grade")
_CLASSES = ("类", "级", "等", "档", "流", "线")


@dataclass(frozen=True, slots=True)
class Move:
    """A level ``x`` that came to be ``y``, ``up`` or down by the word ``way``; ``by`` is by how much, where told."""

    line: Line
    x: Figure
    y: Figure
    up: bool
    way: str
    by: Figure | None = None
    by_up: bool = True
    doubled: bool = False


def find(story: Story, lang: Lang) -> Iterator[Finding]:
    """Levels that do not move the way that is said, or not by as much."""
    for line in lines(story):
        for move in moves(line):
            found = _directed(move).finding(lang) if _has_way(move) else None
            if found is None and move.by is not None:
                found = _amount(move, move.by, lang)
            if found:
                yield found


def moves(line: Line) -> Iterator[Move]:
    """The moves that a sentence tells, each with every amount that is told right after it."""
    for _, pattern in patterns("move"):
        for found in pattern.finditer(line.signs):
            x, y = line.at(found["x"]), line.at(found["y"])
            if _same_thing(x, y):
                way = found["up"] or found["down"]
                yield from _with_amounts(Move(line, x, y, found["up"] is not None, way), found.end())
    for _, pattern in patterns("since"):
        for found in pattern.finditer(line.signs):
            x, y, by = (line.at(found[name]) for name in "xyz")
            if _same_thing(x, y):
                up = found["up"] is not None
                yield Move(line, x, y, up, found["up"] or found["down"], by, up)


def _with_amounts(move: Move, at: int) -> Iterator[Move]:
    """A move with what is told of it next, or the move alone."""
    line = move.line
    for row, pattern in patterns("by"):
        if found := pattern.match(line.signs[at:]):
            up = found["up"] is not None
            doubled = row["id"] == "doubled"
            by = line.at(found["z"])
            if doubled != (by.quantity.family == "multiple" and "番" in by.evidence.text):
                continue
            yield Move(line, move.x, move.y, move.up, move.way, by, up, doubled)
            return
    yield move


def _same_thing(x: Figure, y: Figure) -> bool:
    if (x.quantity.code in _CLASSES and not x.evidence.text[0].isdigit()) or any(
        one.evidence.text.startswith(_BELOW) for one in (x, y)
    ):
        return False
    bare = x.quantity.unit is None and y.quantity.unit is None
    return (bare or same_unit(x, y)) and x.quantity.family not in _PLACES and Nature.RANK not in (x.nature, y.nature)


def _has_way(move: Move) -> bool:
    """Whether the word says which is larger: 精度由5米提升到2米 does not."""
    if move.way not in _BETTER or move.x.quantity.family not in _SHORTER_IS_BETTER:
        return True
    told = move.x.evidence.start - move.line.start
    return _LONGER.search(move.line.text.words[move.line.start :][max(0, told - 20) : told]) is not None


def _directed(move: Move) -> Relation:
    up = move.up

    def fits(values: Values) -> bool:
        x, y = values[:2]
        return not (y.below(x) if up else x.below(y)) and not _equal(x, y)

    def right(values: Values) -> Interval:
        return values[0].at_least() if up else values[0].up_to()

    return Relation("direction", move.line.story, (move.x, move.y), fits, right, values={"way": move.way})


def _equal(one: Interval, other: Interval) -> bool:
    """Whether both are one and the same exact value."""
    return one.low is not None and one.low == one.high == other.low == other.high


def _amount(move: Move, by: Figure, lang: Lang) -> Finding | None:
    """What the amount has to be by the levels; no finding where the move and the amount speak of different ways."""
    if move.up != move.by_up and not move.doubled:
        return None
    held = (move.x, move.y, by)
    family, ratio = by.quantity.family, move.x.quantity.family in _SHARES
    story = move.line.story
    if move.doubled:
        return Relation("multiple", story, held, _doubled, _times).finding(lang)
    if family == "multiple":
        return Relation("multiple", story, held, _multiplied(move.up), _times).finding(lang) if move.up else None
    if family == "points":
        return _of_shares(move, held, lang, points=True) if ratio else None
    if family == "ratio":
        return _of_shares(move, held, lang, points=False) if ratio else _growth(move, held).finding(lang)
    if comparable(move.x, by):
        return Relation("difference", story, held, _differs(move.up), _difference(move.up)).finding(lang)
    return None


def _difference(up: bool) -> Ruled:
    return lambda values: values[1] - values[0] if up else values[0] - values[1]


def _differs(up: bool) -> Fitted:
    return lambda values: _difference(up)(values).meets(values[2])


def _growth(move: Move, held: tuple[Figure, ...]) -> Relation:
    up = move.up

    def fits(values: Values) -> bool:
        return grown(values[0], values[2] if up else -values[2]).meets(values[1])

    return Relation("growth", move.line.story, held, fits, _percent(up))


def _percent(up: bool) -> Ruled:
    """By how many per cent the second level is over the first (under it)."""

    def right(values: Values) -> Interval:
        times = values[1] / values[0]
        return (times - _ONE if up else _ONE - times) * _HUNDRED

    return right


def _doubled(values: Values) -> bool:
    """翻一番 is said of what is twice as much or somewhat more."""
    return (values[0] * values[2] * _SOME_MORE).meets(values[1])


def _times(values: Values) -> Interval:
    return values[1] / values[0]


def _multiplied(up: bool) -> Fitted:
    """增长3倍 is four times as much; many write it of three times as much, which is let be."""
    return lambda values: (values[0] * (values[2] + _ONCE_MORE)).meets(values[1])


def _of_shares(move: Move, held: tuple[Figure, ...], lang: Lang, *, points: bool) -> Finding | None:
    """Per cent that rise by points: where the number is right and its unit is not, that is said."""
    by_points, by_percent = _difference(move.up), _percent(move.up)
    meant, other = (by_points, by_percent) if points else (by_percent, by_points)
    story = move.line.story
    values = based([one.quantity for one in held], told)
    if meant(values).meets(values[2]) or (not points and not other(values).meets(values[2])):
        return None if meant(values).meets(values[2]) else _either(story, held, meant).finding(lang)
    if other(values).meets(values[2]) and not _small(values[2]):
        message = "points_for_percent" if points else "percent_for_points"
        fits = _fits(meant)
        found = Relation("points-or-percent", story, held, fits, meant, message=message).finding(lang)
        return replace(found, level="proofread", repairs=_other_unit(story, held[2])) if found else None
    return _either(story, held, meant).finding(lang)


def _other_unit(story: Story, by: Figure) -> tuple[Repair, ...]:
    """The same number with the unit that is meant."""
    told = by.evidence
    points = re.sub("[%％]", "个百分点", told.text)
    after = re.sub("个?百分点", "%", told.text) if points == told.text else points
    return (repairs.repair(story, by, after),)


def _either(story: Story, held: tuple[Figure, ...], meant: Ruled) -> Relation:
    return Relation("difference", story, held, _fits(meant), meant)


def _fits(meant: Ruled) -> Fitted:
    return lambda values: meant(values).meets(values[2])


def _small(by: Interval) -> bool:
    return by.high is not None and by.high < Decimal("0.05")
