"""Where one figure belongs: its measure, its period and its bounds, or why it belongs nowhere."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache

from presscheck.data import rows
from presscheck.facts import units
from presscheck.model.fact import Modality, Nature, Period
from presscheck.model.series import Mention
from presscheck.record import dating, whose
from presscheck.record.clauses import Here, around
from presscheck.record.indicators import (
    TABLE,
    Asked,
    is_level,
    is_real,
    moves,
    not_told,
    set_against,
    set_beside,
    stripped,
)
from presscheck.record.naming import Name, name_of

_NOT_SO = {
    Modality.ESTIMATE: "estimate",
    Modality.PLAN: "plan",
    Modality.REQUIREMENT: "plan",
    Modality.CONDITIONAL: "conditional",
    Modality.DENIED: "conditional",
}
_NO_MEASURE = {Nature.LIMIT: "plan", Nature.TARGET: "plan", Nature.RANK: "no_value", Nature.LIST_COUNT: "no_value"}
_VERBS = frozenset(("v", "p", "d", "r", "c", "y", "uj", "ul", "uz", "ug", "x"))
_LONGEST = 12
_DONE = re.compile("完成|实现")
_UNCLEAR = re.compile(
    r"^(?:[档季]|流域|境内|辖区|沿线|沿岸|当地)|[、，0-9.%]|全行业|[该其本]|单[日月]|高峰|最|首[个座家次]|第[一二三四五]"
)
_OPENED = re.compile("[“‘「《]$")
_COUNTED = {"人次": "人次", "人数": "人"}
_CASES = re.compile(r"(?:破获|侦破|查获|查处|办理)([^，。；0-9]{0,16}?)案件?(?:近|超|约|逾)?[0-9]")
_ANY_CASE = re.compile("毒品|涉毒|犯罪|刑事|各类|一批|共|全国|类|了")
_AVERAGES = re.compile(r"^(?:日均|月均|年均|人均|户均|平均每[日天月年人户])")


@dataclass(frozen=True, slots=True)
class Kind:
    """What the figures of one strand share, but for their period's grain: as in ``model.series.Measure``."""

    indicator: str
    scope: str | None
    nature: Nature | None
    basis: str | None
    code: str | None
    family: str | None
    prices: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure that has its place: ``value`` between ``low`` and ``high``, as printed.

    ``bare`` is what the sentence tells before it where nothing says whose the indicator is: it may go on with a part of
    it (风电…，发电量…). ``cut``: its period is the last day of a count.
    """

    mention: Mention
    kind: Kind
    period: Period
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    bare: str | None = None
    cut: bool = False


def place(mention: Mention, asked: Asked, against: str | None = None) -> Placed | str | None:
    """The place of a figure, the reason why it has none, or ``None`` where its words do not speak of the indicator.

    ``against`` is what a change is set against of which that is not told.
    """
    here = around(mention)
    name = name_of(here, asked)
    if name is None or isinstance(name, str):
        return name
    if why := _not_so(here):
        return why
    if set_beside(name.head, name.tail):
        return "beside"
    if _of_some_cases(here):
        return "elliptic"
    if _OPENED.search(name.tail) or (moves(name.tail) is None and not is_level(name.tail)):
        return "between"
    qualifier = _qualifier(name.head)
    if qualifier is None:
        return "clause"
    if not any(qualifier) and _goes_on_from(here, name):
        return "elliptic"
    whole = _whose(here, asked, name, *qualifier)
    if whole is None:
        return "scope"
    period = dating.period_of(here, qualifier[1] + asked.name)
    if isinstance(period, str):
        return period
    kind = _kind(here, asked, name, whole, period, against)
    if isinstance(kind, str):
        return kind
    own = whose.is_national(name.clause.text) or any(qualifier)
    before = None if own else here.told_before[: len(here.told_before) - len(here.clause.text)]
    placed = _bounded(mention, kind, period, moves(name.tail))
    return replace(placed, bare=before, cut=dating.is_cut(period, here))


def _goes_on_from(here: Here, name: Name) -> bool:
    """Whether the clause has a verb without its subject, and the one before tells a figure of what that subject did."""
    if name.clause is not here.clause or not here.earlier or not _DONE.search(name.head):
        return False
    before = here.earlier[-1]
    joined = here.mention.text[before.end : before.end + 1] == "，"
    return joined and before.tells and not whose.is_national(name.clause.text)


def _of_some_cases(here: Here) -> bool:
    """Whether the clause before counts cases of one kind, of which the figure then is: 破获制假案件134起，缴获…."""
    if not _CASES.search(here.told_before):
        return False
    found = _CASES.search(here.earlier[-1].text) if here.earlier else None
    return found is not None and bool(_ANY_CASE.sub("", found.group(1)))


def _whose(here: Here, asked: Asked, name: Name, scope: str | None, rest: str) -> tuple[str | None, str] | None:
    """Whose the figure is, and what else is said of the indicator."""
    sure = True
    if scope is None:
        scope, sure = whose.scope_of(here, name.clause.text, asked.name)
    if scope is not None and whose.pointing(scope):
        scope = whose.home(here)
        sure = scope is not None
    return (scope and whose.short(scope), rest) if sure else None


def _not_so(here: Here) -> str | None:
    """Why the figure tells of nothing that is so."""
    fact = here.mention.fact
    if fact.quantity.value is None:
        return "no_value"
    told = not_told(here.told_before.rpartition("；")[2], here.after)
    return told or _NOT_SO.get(fact.modality) or (_NO_MEASURE.get(fact.nature) if fact.nature else None)


@lru_cache(4096)
def _qualifier(head: str) -> tuple[str | None, str] | None:
    """Whose an indicator is by the words right before it, and the words that make it another one.

    ``None`` where they are no plain noun.
    """
    scope, rest = whose.split(*stripped(head))
    if len(rest) > _LONGEST or _UNCLEAR.search(rest) or (scope and _UNCLEAR.search(scope)):
        return None
    return None if _acts(rest) else (scope, rest)


def _acts(words: str) -> bool:
    """Whether a verb or the like stands in the words: what goes before the indicator is then more than its name."""
    import rjieba

    plain = _kinds_of().sub("", words)
    return any(tag in _VERBS for _, tag in rjieba.tag(plain))


@cache
def _kinds_of() -> re.Pattern[str]:
    words = sorted(rows(TABLE)["kinds_of"]["words"].split(), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)))


def _kind(
    here: Here, asked: Asked, name: Name, whole: tuple[str | None, str], period: Period, against: str | None
) -> Kind | str:
    quantity = here.mention.fact.quantity
    scope, rest = whole
    way = moves(name.tail)
    nature = _nature(quantity.family, quantity.code, way, rest)
    if nature is Nature.POINTS and name.after_rate:
        return "of_rate"
    basis = None
    if way is not None:
        basis = _basis(here, name.tail, period) or against
        if basis is None:
            return "basis"
    code, family = quantity.code, quantity.family
    if code is None and (counted := next((code for end, code in _COUNTED.items() if asked.name.endswith(end)), None)):
        unit = units.unit(counted)
        code, family = counted, unit.family if unit else None
    prices = "comparable" if nature is Nature.RATE and is_real(name.tail) else None
    return Kind(rest + asked.name, scope, nature, basis, code, family, prices)


def _basis(here: Here, tail: str, period: Period) -> str | None:
    """What a change is set against: by its own words, by those of the change told before it (同比增长3%，…增长2%).

    The year's change is one against the year before. 较4月末 is 环比 for May.
    """
    clauses = (here.clause.text, *(clause.text for clause in reversed(here.earlier)))
    told = set_against(tail) or next(filter(None, map(set_against, clauses)), None)
    if told is None:
        return "同比" if period.grain == "year" else None
    return told if told in ("同比", "环比") else dating.against(told, period, here)


def _bounded(mention: Mention, kind: Kind, period: Period, way: str | None) -> Placed:
    quantity = mention.fact.quantity
    value, low, high = quantity.value, quantity.low, quantity.high
    assert value is not None
    if way == "down":
        value, low, high = -value, None if high is None else -high, None if low is None else -low
    return Placed(mention, kind, period, value, low, high)


def _nature(family: str | None, code: str | None, way: str | None, rest: str) -> Nature | None:
    if family == "points":
        return Nature.POINTS
    if family == "multiple" or code in ("倍", "番"):
        return Nature.MULTIPLE
    if way is not None:
        return Nature.RATE if family == "ratio" else Nature.CHANGE
    return Nature.AVERAGE if _AVERAGES.match(rest) else None
