"""Words that bound a figure: 近12万 is below it, 50%以上 is it or more, 过半 is a figure by itself."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from presscheck.data import rows
from presscheck.model.fact import Operator


class Bound(NamedTuple):
    """Words that stand directly at a figure, from ``start`` to ``end``.

    ``near``: what is meant is not far off; ``next``: nor as much as the next of its last place.
    """

    start: int
    end: int
    operator: Operator
    near: bool = False
    next: bool = False


class Whole(NamedTuple):
    """An expression that is a figure by itself: ``value``, the printed form of its unit, and how it is bounded."""

    start: int
    end: int
    value: Decimal
    unit: str | None
    operator: Operator
    near: bool


def before(text: str, start: int, *, bare: bool = False, share: bool = False, thing: bool = False) -> Bound | None:
    """What bounds the number that begins at ``start``: the longest words that end there.

    ``bare``: it begins with 百, 千, 万, 亿; ``share``: it is a share of something; ``thing``: it counts a few things.

    >>> before("合计不超过4200万元", 5).operator.value, before("附近12个", 2) is None
    ('<=', True)
    """
    table, longest = _before()
    for size in range(min(longest, start), 0, -1):
        row = table.get(text[start - size : start])
        if row is None:
            continue
        if ("bare" in row and not bare) or ("share" in row and not (bare or share)) or (thing and "things" in row):
            return None
        if text.endswith(tuple(row.get("not", ())), 0, start) and not text.endswith(
            tuple(row.get("but", ())), 0, start
        ):
            return None
        return Bound(start - size, start, Operator(row["operator"]), row.get("near", False))
    return None


def limit(text: str, start: int, floor: int = 0) -> Bound | None:
    """What bounds the number at ``start`` from behind a verb; no words before ``floor`` do.

    >>> limit("最多可提取3万元", 5).operator.value, limit("最多的村有3个", 6) is None
    ('<=', True)
    """
    begin = max(floor, start - _LONGEST_LIMIT)
    for pattern, operator in _limits():
        if pattern.search(text, begin, start):
            return Bound(start, start, operator)
    return None


def after(text: str, start: int, end: int, family: str | None, *, single: bool = True) -> Bound | None:
    """What bounds the figure of ``family`` from ``start`` to ``end``; ``single``: it is no range.

    >>> after("85%以上", 0, 3, "ratio").operator.value
    '>='
    """
    table, longest = _after()
    for size in range(longest, 0, -1):
        row = table.get(text[end : end + size])
        if row is None or len(text) < end + size or family in row.get("not_families", ()):
            continue
        if "families" not in row or (_within(text, start, end + size, row) and family in row["families"] and single):
            return Bound(end, end + size, Operator(row["operator"]), next="next" in row)
    return None


def _within(text: str, start: int, end: int, row: dict[str, Any]) -> bool:
    return not text.endswith(tuple(row["not_after"]), 0, start) and not text.startswith(tuple(row["not_next"]), end)


def wholes(text: str) -> Iterator[Whole]:
    """The expressions in ``text`` that are figures by themselves, in order.

    >>> [(text[one.start : one.end], str(one.value)) for text in ("产值翻了两番，占比过半",) for one in wholes(text)]
    [('两番', '4'), ('过半', '50')]
    """
    if not _SIGNS.search(text):
        return
    pattern, table = _wholes()
    for found in pattern.finditer(text):
        row = table[found.lastgroup or ""]
        unit, near = row.get("unit"), row.get("near", False)
        yield Whole(found.start(), found.end(), Decimal(row["value"]), unit, Operator(row["operator"]), near)


_LONGEST_LIMIT = 16
_SIGNS = re.compile("半|番|数以")


@cache
def _before() -> tuple[dict[str, dict[str, Any]], int]:
    table = {word: row for row in rows("facts/approximations")["before"] for word in row["words"]}
    return table, max(map(len, table))


@cache
def _limits() -> tuple[tuple[re.Pattern[str], Operator], ...]:
    return tuple(
        (re.compile(rf"(?:{row['pattern']})\Z", re.VERBOSE), Operator(row["operator"]))
        for row in rows("facts/approximations")["limit"]
    )


@cache
def _after() -> tuple[dict[str, dict[str, Any]], int]:
    table = {word: row for row in rows("facts/approximations")["after"] for word in row["words"]}
    return table, max(map(len, table))


@cache
def _wholes() -> tuple[re.Pattern[str], dict[str, dict[str, Any]]]:
    table = {f"w{number}": row for number, row in enumerate(rows("facts/approximations")["whole"])}
    return re.compile("|".join(f"(?P<{name}>{row['pattern']})" for name, row in table.items())), table
