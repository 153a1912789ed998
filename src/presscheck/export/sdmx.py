"""A strand of a series as SDMX-CSV 2.0, the table that statistical offices exchange.

One row an observation: what it belongs to (``STRUCTURE``, ``STRUCTURE_ID``, ``ACTION``), its dimensions, its value, its
attributes. The codes are rows of ``data/sdmx.toml``; the data flow is our own, for no office has published one for what
newspapers tell. ``INDICATOR``, and a place that has no code, stand in the words of the paper.
"""

import datetime
from decimal import Decimal
from typing import Any

from presscheck import data
from presscheck.export.axis import first_day, last_day
from presscheck.export.points import articles, latest, main_mention, plain, sentence, value_of
from presscheck.export.series_csv import Table, write
from presscheck.export.text import visible
from presscheck.model.fact import Modality, Nature
from presscheck.model.series import Measure, Mention, Point, Strand

DATAFLOW = "PRESSCHECK:SERIES(1.0.0)"
STRUCTURE = ("STRUCTURE", "STRUCTURE_ID", "ACTION")
DIMENSIONS = ("FREQ", "REF_AREA", "INDICATOR", "UNIT_MEASURE", "PRICES", "TRANSFORMATION", "TIME_PERIOD")
ATTRIBUTES = ("UNIT_MULT", "DECIMALS", "OBS_STATUS", "OBS_LOW", "OBS_HIGH", "COMPARED_WITH", "LAST_TOLD", "COMMENT_OBS")
COLUMNS = (*STRUCTURE, *DIMENSIONS, "OBS_VALUE", *ATTRIBUTES)
ENDINGS = ("特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市")
UNKNOWN, NOT_APPLICABLE = "_U", "_Z"
MONTHS = 12


def dump(strand: Strand) -> str:
    """The strand as SDMX-CSV.

    >>> dump(Strand(Measure("粮食产量", "全国", code="t"), ()))[:36]
    'STRUCTURE,STRUCTURE_ID,ACTION,FREQ,R'
    """
    return write(Table(COLUMNS, tuple(_row(strand.measure, one) for one in strand.points)))


def _row(told: Measure, point: Point) -> dict[str, str]:
    best, last = main_mention(point, told), latest(point)
    return {
        "STRUCTURE": "dataflow",
        "STRUCTURE_ID": DATAFLOW,
        "ACTION": "I",
        "FREQ": _code("freq", told.grain) or UNKNOWN,
        "REF_AREA": area(told.scope),
        "INDICATOR": visible(told.indicator),
        "UNIT_MEASURE": _code("unit", told.code) or told.code or UNKNOWN,
        "PRICES": _code("prices", told.prices) or NOT_APPLICABLE,
        "TRANSFORMATION": transformation(told),
        "TIME_PERIOD": time_period(point, told.grain),
        "OBS_VALUE": plain(point.value),
        "UNIT_MULT": "0",
        "DECIMALS": str(_decimals(point, best, told)),
        "OBS_STATUS": status(point),
        "OBS_LOW": plain(point.low),
        "OBS_HIGH": plain(point.high),
        "COMPARED_WITH": visible(told.basis or ""),
        "LAST_TOLD": last.date.isoformat() if last and last.date else "",
        "COMMENT_OBS": _comment(point, best),
    }


def _code(kind: str, name: str | None) -> str | None:
    codes: dict[str, str] = data.rows("sdmx")[kind]
    return codes.get(name or "")


def area(scope: str | None) -> str:
    """The code of a place; of one that has none here its name.

    >>> area("吉林省"), area("内蒙古自治区"), area("云州县"), area(None)
    ('CN-JL', 'CN-NM', '云州县', '_U')
    """
    if not scope:
        return UNKNOWN
    short = next((scope.removesuffix(end) for end in ENDINGS if scope.endswith(end)), scope)
    return _code("area", scope) or _code("area", short) or visible(scope)


def transformation(told: Measure) -> str:
    """What was done to the values: nothing, or set against the year or the period before.

    >>> transformation(Measure("用电量", nature=Nature.RATE, basis="同比")), transformation(Measure("用电量"))
    ('GY', 'N')
    """
    kind = "change" if told.nature in (Nature.CHANGE, Nature.POINTS) else "rate" if told.nature is Nature.RATE else None
    if kind is None:
        return _code("transformation", "none") or "N"
    basis = told.basis or ""
    yearly = "同比" in basis or "同期" in basis or (told.grain == "year" and "上年" in basis)
    against = "_year" if yearly else "_period" if "环比" in basis or "上月" in basis or "上季" in basis else ""
    return _code("transformation", kind + against) or UNKNOWN


def time_period(point: Point, grain: str) -> str:
    """A period as SDMX writes it: 2026, 2026-S1, 2026-Q3, 2026-06, 2026-01-01/P5M (five months from that day on)."""
    start, end = first_day(point.period), last_day(point.period)
    if start is None or end is None:
        return visible(point.period.text)
    if grain in ("half", "quarter"):
        letter, parts = ("S", 2) if grain == "half" else ("Q", 4)
        return f"{end.year}-{letter}{(end.month - 1) * parts // MONTHS + 1}"
    if grain == "to_date":
        return f"{end.year}-01-01/P{end.month}M"
    if grain in ("year", "month"):
        return f"{end.year:04}" if grain == "year" else f"{end.year:04}-{end.month:02}"
    return end.isoformat() if start == end else _range(start, end)


def _range(start: datetime.date, end: datetime.date) -> str:
    return f"{start}/P{(end - start).days + 1}D"


def status(point: Point) -> str:
    """How an observation is to be taken: A normal, P provisional, E estimated, U of low reliability (disputed).

    It is provisional or estimated where every mention that agrees with it says so.
    """
    early = {one.fact.modality for one in point.mentions}
    if point.state != "disputed" and early == {Modality.PRELIMINARY}:
        return _code("status", "preliminary") or "P"
    if point.state != "disputed" and early == {Modality.ESTIMATE}:
        return _code("status", "estimate") or "E"
    return _code("status", point.state) or "A"


def _decimals(point: Point, best: Mention | None, told: Measure) -> int:
    """The digits told after the point, in the unit of the strand; a number rounded to thousands has none."""
    resolution = best.fact.quantity.resolution if best and value_of(best, told) == point.value else None
    own = resolution if best and best.fact.quantity.code == told.code else None
    exponent: Any = (own if own is not None else point.value).normalize().as_tuple().exponent
    return max(0, -int(exponent))


def _comment(point: Point, best: Mention | None) -> str:
    """The sentence, the stories, and what contradicts it."""
    quote = sentence(best).whole if best else ""
    parts = [f"“{quote}”" if quote else "", " ".join(articles(point)), *(_other(one) for one in point.others)]
    return f"{point.state}: " + "; ".join(filter(None, parts))


def _other(mention: Mention) -> str:
    told: Decimal | None = mention.fact.quantity.value
    return f"≠ {visible(mention.fact.evidence.text)} ({plain(told)}, {mention.article})"
