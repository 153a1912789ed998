"""Units and counters as newspapers print them, and what each of them measures."""

import re
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from presscheck.data import rows

COMPOUND = "compound"
_EXACT = Context(prec=40)
_MARKS = frozenset("/每")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


class Unit(NamedTuple):
    """A unit: its canonical ``code``, its ``family``, and how many of the family's first unit it is.

    ``factor`` is ``None`` where that is not fixed, as between currencies; a ``counter`` counts and does not measure.

    >>> unit("斤").code, unit("斤").family, unit("斤").factor, unit("亩").factor
    ('jin', 'mass', Fraction(1, 2), Fraction(1, 15))
    """

    code: str
    family: str
    factor: Fraction | None = None
    counter: bool = False

    def base(self, value: Decimal) -> Decimal | None:
        """``value`` of this unit, in the first unit of its family.

        >>> unit("亩").base(Decimal(30)), unit("万家") is None, unit("美元").base(Decimal(1)) is None
        (Decimal('2'), True, True)
        """
        if self.factor is None:
            return None
        return _EXACT.divide(_EXACT.multiply(value, self.factor.numerator), Decimal(self.factor.denominator))


class Printed(NamedTuple):
    """A unit as it stands in a text, up to ``end``."""

    unit: Unit
    form: str
    end: int


def unit(form: str) -> Unit | None:
    """The unit that is printed so, compound ones too; else ``None``.

    >>> unit("微克/立方米").code, unit("元每吨").code, unit("起").family
    ('ug/m3', 'CNY/t', 'case')
    """
    found = at(form, 0)
    return found.unit if found and found.end == len(form) else None


def at(text: str, start: int) -> Printed | None:
    """The longest unit that begins at ``start`` and does not begin another word there (项目, 部门).

    >>> at("3项目", 1) is None, at("60公里/小时", 2).form
    (True, '公里/小时')
    """
    first = _single(text, start)
    if first is None or first.end >= len(text) or text[first.end] not in _MARKS:
        return first
    second = _single(text, first.end + 1) or _hundred(text, first.end + 1)
    if second is None:
        return first
    whole = Unit(f"{first.unit.code}/{second.unit.code}", COMPOUND)
    return Printed(whole, text[start : second.end], second.end)


def _single(text: str, start: int) -> Printed | None:
    forms, longest, after, but, only, _ = _table()
    for size in range(min(longest.get(text[start : start + 1], 0), len(text) - start), 0, -1):
        form = text[start : start + size]
        found = forms.get(form)
        if found is None:
            continue
        end = start + size
        if form in after and text.startswith(after[form], end) and not text.startswith(but.get(form, ()), end):
            continue
        if form[-1] in _LETTERS and text[end : end + 1] in _LETTERS:
            continue
        if form in only and end < len(text) and not text.startswith(only[form], end):
            continue
        return Printed(found, form, end)
    return None


def _hundred(text: str, start: int) -> Printed | None:
    """A unit counted by the hundred or ten thousand: 升/百公里, 吨/万元."""
    if text[start : start + 1] not in ("百", "千", "万", "亿") or not (rest := _single(text, start + 1)):
        return None
    code = text[start] + rest.unit.code
    return Printed(rest.unit._replace(code=code, factor=None), text[start : rest.end], rest.end)


def arabic_only(form: str) -> bool:
    """Whether a form is counted only in Arabic figures: 5市 is five cities, 三市 may be a name."""
    return form in _table()[-1]


def told_before(text: str, start: int) -> Printed | None:
    """The currency that is told right before a sum at ``start``, ending there: NT$ of NT$30亿.

    >>> told_before("合新台币30亿元", 4).unit.code, told_before("合30亿元", 1)
    ('TWD', None)
    """
    pattern, told = _currencies()
    found = pattern.search(text, max(start - _LONGEST_NAME, 0), start)
    return Printed(told[found[1]], found[1], found.end(1)) if found else None


_LONGEST_NAME = 5


@cache
def _currencies() -> tuple[re.Pattern[str], dict[str, Unit]]:
    told = {name: unit(form) for name, form in rows("facts/units")["before"].items()}
    names = "|".join(re.escape(name) for name in sorted(told, key=len, reverse=True))
    pattern = re.compile(f"(?<![A-Za-z])({names}) ?$")
    return pattern, {name: one for name, one in told.items() if one}


_Words = dict[str, tuple[str, ...]]
_Table = tuple[dict[str, Unit], dict[str, int], _Words, _Words, _Words, frozenset[str]]


@cache
def _table() -> _Table:
    told = rows("facts/units")
    units = ((_unit(row), row["forms"]) for row in told["unit"])
    forms = {form: made for made, its_forms in units for form in its_forms}
    for row in told["counter"]:
        forms |= {form: Unit(form, row["family"], counter=True) for form in row["words"].split() if form not in forms}
    after, but, only = (
        {form: tuple(words.split()) for form, words in told[name].items()} for name in ("after", "but", "only")
    )
    longest = {form[0]: len(form) for form in sorted(forms, key=len)}
    return forms, longest, after, but, only, frozenset(told["figures"]["forms"])


def _unit(row: dict[str, Any]) -> Unit:
    return Unit(row["code"], row["family"], _ratio(row["factor"]) if "factor" in row else None)


def _ratio(text: str) -> Fraction:
    """
    >>> _ratio("4.184/2"), _ratio("0.5")
    (Fraction(523, 250), Fraction(1, 2))
    """
    above, _, below = text.partition("/")
    return Fraction(above) / Fraction(below) if below else Fraction(above)
