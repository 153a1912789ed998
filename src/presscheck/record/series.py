"""One indicator followed through time: what may be set side by side, and nothing else.

Each figure is placed by the words around it (``placing``): what it counts, whose, of which period, how it is told.
Figures that agree in all of it make a strand. What cannot be placed surely is left out, with its reason.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from presscheck.model.fact import Nature
from presscheck.model.series import LeftOut, Measure, Mention, Series, Strand
from presscheck.record import dating, points
from presscheck.record.indicators import Asked, asked, words_of
from presscheck.record.placing import Kind, Placed, place
from presscheck.record.whose import NATIONAL, short

__all__ = ["gather", "words_of"]
_NATURES = (None, Nature.CUMULATIVE, Nature.AVERAGE, Nature.RATE, Nature.CHANGE, Nature.POINTS, Nature.MULTIPLE)
_FEW, _MANY = 3, 3
"""Fewer levels than this give way to so many times as many rates: of some indicators only rates are told."""
MANY_PARTS, ONE_WORD = 3, 2
_NO_LEVELS = ("ratio", "points")
"""Families of units in which no level is told."""
_CHANGES = (Nature.RATE, Nature.POINTS, Nature.MULTIPLE)
_Key = tuple[Kind, str]


def gather(what: str, mentions: Iterable[Mention], *, by: str | None = None, scope: str | None = None) -> Series:
    """What newspapers told of an indicator, period by period, each point with the words that say so.

    ``mentions`` are figures of the stories that hold the words of ``what`` (``words_of``). ``by`` keeps strands of one
    grain: ``year``, ``half``, ``quarter``, ``month``, ``to_date`` (of a year, from January on), ``day`` or ``span``;
    ``scope`` is the place or firm whose figures are asked for, 全国 where none is given. 增速 at the end of ``what``
    asks for the rate.

    >>> gather("粮食产量", ())
    <Series 粮食产量: no points>
    """
    if not what.strip():
        return Series(what, by, (), ())
    wanted = asked(what)
    placed: list[Placed] = []
    left: list[LeftOut] = []
    for mention in _as_exact_as_its_body(mentions):
        found = place(mention, wanted)
        if isinstance(found, Placed):
            placed.append(found)
        elif found:
            left.append(LeftOut(mention, found))
    placed, elliptic = _without_elliptic(placed, wanted)
    left += [LeftOut(mention, "elliptic") for mention in elliptic]
    placed, days = _without_days_of_flows(placed)
    left += [LeftOut(mention, "unsure_period") for mention in days]
    strands, slipped = _strands(_with_units(placed), by)
    left += [LeftOut(mention, "slip") for mention in slipped]
    ranked = _ranked(strands, wanted, short(scope) if scope else NATIONAL)
    return Series(what, by, tuple(ranked), tuple(sorted(left, key=_told_at)))


def _as_exact_as_its_body(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions, each figure of a head with the number that its body tells: 超320万亿 is 320.2万亿 there."""
    held = list(mentions)
    told = {one.fact.id: one.fact.quantity for one in held if one.fact.evidence.part == "body"}
    out = []
    for one in held:
        quantity = told.get(one.fact.same_as or "")
        if quantity and quantity.value is not None and quantity.code == one.fact.quantity.code:
            one = replace(one, fact=replace(one.fact, quantity=quantity))
        out.append(one)
    return out


def _told_at(left: LeftOut) -> tuple[str, str, int]:
    mention = left.mention
    return (mention.date.isoformat() if mention.date else "", mention.article, mention.fact.evidence.start)


def _without_elliptic(placed: Sequence[Placed], wanted: Asked) -> tuple[list[Placed], list[Mention]]:
    """The figures without those of which the sentence may tell a part: 风电装机…，发电量… is of wind.

    An indicator that is told of more parts than by itself (营业收入) is hardly ever told bare, a word like 进口 never.
    """
    parts = {one.kind.indicator.removesuffix(wanted.name) for one in placed} - {"", "国内"}
    bare = [one for one in placed if one.bare is not None]
    general = len(wanted.name) <= ONE_WORD or len(parts) > max(len(bare), MANY_PARTS)
    out = [one for one in bare if general or any(part in (one.bare or "") for part in parts)]
    return [one for one in placed if one not in out], [one.mention for one in out]


def _without_days_of_flows(placed: Sequence[Placed]) -> tuple[list[Placed], list[Mention]]:
    """What is counted over months is not told of a day by 截至: since when it is counted then is left unsaid."""
    flow = any("to_date" in dating.grains(one.period) and one.kind.nature is None for one in placed)
    out = [one for one in placed if flow and one.cut]
    return [one for one in placed if one not in out], [one.mention for one in out]


def _strands(placed: Sequence[Placed], by: str | None) -> tuple[list[Strand], list[Mention]]:
    groups: dict[_Key, list[Placed]] = defaultdict(list)
    for one in placed:
        for grain in dating.grains(one.period):
            monthly = one.kind.basis == "环比" and grain == "year"
            if (by is None or grain == by) and not monthly:
                groups[(_comparable(one), grain)].append(one)
    strands: list[Strand] = []
    slipped: list[Mention] = []
    for (kind, grain), held in groups.items():
        found, out = points.points(held, grain)
        slipped += out
        strands.append(Strand(_measure(kind, held, grain), found))
    return strands, list(dict.fromkeys(slipped))


def _with_units(placed: Sequence[Placed]) -> list[Placed]:
    """The figures, those without a unit (突破57万亿) in that of the others of their kind, where these have only one."""
    held: dict[Kind, set[tuple[str | None, str | None]]] = defaultdict(set)
    for one in placed:
        if one.kind.code and one.kind.family not in _NO_LEVELS:
            held[replace(one.kind, code=None, family=None)].add((one.kind.code, one.kind.family))
    out = []
    for one in placed:
        units = held.get(replace(one.kind, code=None, family=None), set())
        if one.kind.code is None and len(units) == 1:
            code, family = next(iter(units))
            one = replace(one, kind=replace(one.kind, code=code, family=family))
        out.append(one)
    return out


def _comparable(placed: Placed) -> Kind:
    """What a figure has to share with those beside it: not its unit where that can be converted exactly."""
    return replace(placed.kind, code=None) if points.convertible(placed.kind.family) else placed.kind


def _measure(kind: Kind, placed: Sequence[Placed], grain: str) -> Measure:
    code = points.unit_of(placed)
    return Measure(kind.indicator, kind.scope, kind.nature, kind.basis, code, kind.family, grain, kind.prices)


def _ranked(strands: Sequence[Strand], wanted: Asked, scope: str) -> list[Strand]:
    """The strands, the one that answers best first."""
    rates_first = wanted.rate or _mostly_rates(strands, wanted, scope)

    def rank(strand: Strand) -> tuple[bool, bool, int, int, str, str, str, str, str, str]:
        told = strand.measure
        nature = _NATURES.index(told.nature) if told.nature in _NATURES else len(_NATURES)
        first = nature - len(_NATURES) if rates_first and told.nature in _CHANGES else nature
        names = (told.indicator, told.scope or "", told.basis or "", told.prices or "", told.code or "", told.grain)
        return (told.scope != scope, told.indicator != wanted.name, first, -len(strand.points), *names)

    return sorted(strands, key=rank)


def _mostly_rates(strands: Sequence[Strand], wanted: Asked, scope: str) -> bool:
    own = [one for one in strands if one.measure.indicator == wanted.name and one.measure.scope == scope]
    levels = max((len(one.points) for one in own if one.measure.nature is None), default=0)
    rates = max((len(one.points) for one in own if one.measure.nature is Nature.RATE), default=0)
    return levels < _FEW and rates >= _MANY * max(levels, 1)
