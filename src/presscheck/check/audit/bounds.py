"""Figures that are out of bounds by themselves: a share over 100 %, a decline by more than all, half a person."""

import re
from collections.abc import Iterator
from decimal import Decimal

from presscheck.check.audit.intervals import Interval, exactly
from presscheck.check.audit.lines import Line, lines, patterns
from presscheck.check.audit.relations import Relation, Values
from presscheck.check.audit.story import Story
from presscheck.errors import Lang
from presscheck.model import Figure
from presscheck.model.fact import Nature, Operator
from presscheck.model.verdict import Finding

_ALL = exactly(100)
_WHOLE = Interval(Decimal(0), Decimal(100))
_PERSONS = frozenset(("人", "名", "位", "起", "家", "座", "所", "枚", "艘", "架", "例"))
_SPOKEN_OF = re.compile("平均|人均|户均|均|每|率|比|折合|约合|系数|指数|倍|~|—|-")
_SHAPE = re.compile(r"\d\.\d+$|\d\.\d+\D{1,2}$")


def find(story: Story, lang: Lang) -> Iterator[Finding]:
    """Shares, declines and counts that no figures beside them have to refute."""
    for line in lines(story):
        for row_kind, rule in (("share_of", "share-over-whole"), ("decline", "decline-over-all")):
            for _, pattern in patterns(row_kind):
                for found in pattern.finditer(line.signs):
                    yield from _over(line, line.at(found["x"]), rule, lang)
        for _, pattern in patterns("fold_down"):
            for found in pattern.finditer(line.signs):
                yield from _folds(line, line.at(found["x"]), lang)
        for one in line.figures:
            yield from _broken(line, one, lang)


def _over(line: Line, one: Figure, rule: str, lang: Lang) -> Iterator[Finding]:
    if one.quantity.code == "%" and one.quantity.operator is not Operator.RANGE:
        relation = Relation(rule, line.story, (one,), lambda values: _WHOLE.meets(values[0]), lambda values: _WHOLE)
        if found := relation.finding(lang):
            yield found


def _folds(line: Line, one: Figure, lang: Lang) -> Iterator[Finding]:
    """减少3倍: nothing can be less by more than once what it was."""
    if one.quantity.code == "倍" and "番" not in one.evidence.text:
        relation = Relation(
            "fewer-by-times", line.story, (one,), _less_than_all, lambda values: Interval(Decimal(0), Decimal(1))
        )
        if found := relation.finding(lang):
            yield found


def _less_than_all(values: Values) -> bool:
    return values[0].below(exactly(1))


def _broken(line: Line, one: Figure, lang: Lang) -> Iterator[Finding]:
    """3.5名: a count of whole things printed with a fraction, and no average."""
    quantity = one.quantity
    if quantity.code not in _PERSONS or quantity.value is None or quantity.value == quantity.value.to_integral_value():
        return
    if one.nature in (Nature.AVERAGE, Nature.RATE, Nature.INDEX) or quantity.operator is Operator.RANGE:
        return
    at = one.evidence.start - line.start
    near = line.text.words[line.start : line.end][max(0, at - 30) : at + len(one.evidence.text) + 3]
    if _SHAPE.search(one.evidence.text) and not _SPOKEN_OF.search(near):
        relation = Relation("broken-count", line.story, (one,), _has_whole)
        if found := relation.finding(lang):
            yield found


def _has_whole(values: Values) -> bool:
    """Whether the value itself is a whole one: the middle of what its last place allows."""
    low, high = values[0].low, values[0].high
    middle = (low + high) / 2 if low is not None and high is not None else Decimal(0)
    return middle == middle.to_integral_value()
