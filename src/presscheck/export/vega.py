"""A strand of a series as a Vega-Lite chart: plain JSON with its data, which web pages and notebooks draw.

Same strand in, same bytes out; nothing is fetched. Every point tells its sentence under the pointer. What is disputed
or revised differs in shape and in colour. The line is dashed over periods without a figure, and so are the joins from a
point to what else was told of it.
"""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from presscheck.errors import Lang
from presscheck.export.axis import Axis, Scale, all_on, breaks, least_step, period_name, scale, time_axis
from presscheck.export.points import STATES, main_mention, other_values, plain, run_of, sentence, spread
from presscheck.export.text import visible
from presscheck.export.titles import heading, interval, source_line
from presscheck.messages import say
from presscheck.model.series import Mention, Point, Strand

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
COLOURS = {"single": "#0072b2", "agreed": "#0072b2", "revised": "#8a5a00", "disputed": "#d1310a"}
"""Blue, brown and red that can be told apart without red or green sight; the shapes differ too."""
FILLS = {**COLOURS, "single": "#ffffff"}
SHAPES = {"single": "circle", "agreed": "circle", "revised": "triangle-up", "disputed": "diamond"}
FORMATS = {"year": "%Y", "quarter": "%Y Q%q", "half": "%Y-%m", "month": "%Y-%m", "to_date": "%Y-%m"}
BY_END = frozenset(("to_date", "day", "span"))
"""Grains whose points stand at the end of their period; others at its beginning, as an axis of years has it."""
FEW = 24
"""Up to so many points are drawn as columns, if the axis begins at zero."""
COLUMN = 0.6
WIDTH = 640
ABOVE = {
    "titleAngle": 0, "titleAnchor": "end", "titleAlign": "left", "titleBaseline": "bottom", "titleX": 0, "titleY": -8,
}  # fmt: skip
"""The unit stands above its axis, where Chinese can be read."""
GAP, BESIDE = [3, 5], [2, 3]
"""Dashes of a line over periods without a figure, and of a join to what else was told."""
TOOLTIP = ("period", "told", "between", "state", "quote", "article", "date", "headline")


def dump(strand: Strand, lang: Lang = "en") -> str:
    """The chart as JSON, ending with a line break."""
    return json.dumps(spec(strand, lang), ensure_ascii=False, indent=1) + "\n"


def spec(strand: Strand, lang: Lang = "en") -> dict[str, Any]:
    """The chart as Vega-Lite 6 has it (it is valid in 5 too).

    >>> from presscheck.model.series import Measure
    >>> spec(Strand(Measure("粮食产量", "全国", code="t"), ()), "zh")["title"]["text"]
    '全国粮食产量'
    """
    unit, axis = scale(strand, lang), all_on(strand, lang)
    title, below = heading(strand, lang)
    return {
        "$schema": SCHEMA,
        "title": {"text": title, "subtitle": [below, source_line(strand, lang)], "anchor": "start", "offset": 24},
        "description": below,
        "width": WIDTH,
        "height": 320,
        "data": {"values": list(_rows(strand, unit, lang))},
        "encoding": {"x": _x(strand)},
        "layer": list(_layers(strand, unit, axis, lang)),
        "config": {"font": "system-ui, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"},
        "usermeta": {
            "presscheck": {"measure": strand.measure.to_dict(), "unit": unit.unit, "power_of_ten": unit.power}
        },
    }


def _x(strand: Strand) -> dict[str, Any]:
    days = sorted({day for point in strand.points if (day := _day(point, strand.measure.grain))})
    form = FORMATS.get(strand.measure.grain, "%Y-%m-%d")
    axis = {"format": form, "values": days, "title": None, "labelOverlap": True, "labelSeparation": 6, "grid": False}
    return {"field": "day", "type": "temporal", "scale": {"type": "utc", "padding": _wide(strand)}, "axis": axis}


def _layers(strand: Strand, unit: Scale, axis: Axis, lang: Lang) -> Iterator[dict[str, Any]]:
    domain = {"domain": [float(axis.low), float(axis.high)], "zero": axis.has_zero}
    title = unit.unit if axis.has_zero else f"{unit.unit} · {say('chart.not_from_zero', lang)}"
    y = {"field": "value", "type": "quantitative", "scale": domain, "axis": {"title": title, **ABOVE}}
    if axis.has_zero and len(strand.points) <= FEW:
        bar = {"type": "bar", "width": _wide(strand), "color": COLOURS["single"], "opacity": 0.3}
        yield {"mark": bar, "encoding": {"y": y}}
    else:
        yield from _lines(strand, y)
    ends = {"y": {**y, "field": "low"}, "y2": {"field": "high"}}
    ruled = {"type": "rule", "strokeWidth": 2, "color": COLOURS["single"]}
    yield {"transform": [{"filter": "datum.low != datum.high"}], "mark": ruled, "encoding": ends}
    if others := [row for point in strand.points for row in _others(point, strand, unit, lang)]:
        yield _beside(others, strand, y, lang)
    yield {"mark": {"type": "point", "size": 90, "opacity": 1}, "encoding": {"y": y, **_looks(strand, lang)}}


def _lines(strand: Strand, y: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A line through each run of points, dashed where periods between two of them are missing."""
    line = {"type": "line", "color": COLOURS["single"]}
    if breaks(strand.points, strand.measure.grain):
        yield {"mark": {**line, "strokeWidth": 1, "strokeDash": GAP}, "encoding": {"y": y, "detail": _of("run")}}
        yield {"mark": {**line, "strokeWidth": 1.5}, "encoding": {"y": y, "detail": _of("stretch")}}
    else:
        yield {"mark": {**line, "strokeWidth": 1.5}, "encoding": {"y": y, "detail": _of("run")}}


def _of(field: str) -> dict[str, str]:
    return {"field": field, "type": "nominal"}


def _beside(rows: list[dict[str, Any]], strand: Strand, y: dict[str, Any], lang: Lang) -> dict[str, Any]:
    """A cross for each other value that was told, joined to its point."""
    crossed = {"type": "point", "shape": "cross", "angle": 45, "size": 110, "color": COLOURS["disputed"]}
    joined = {"type": "rule", "color": COLOURS["disputed"], "strokeWidth": 1.4, "strokeDash": BESIDE}
    return {
        "data": {"values": rows},
        "encoding": {"x": _x(strand), "y": y},
        "layer": [
            {"mark": joined, "encoding": {"y2": {"field": "beside"}}},
            {"mark": {**crossed, "filled": True, "opacity": 1}, "encoding": {"tooltip": _tooltip(lang)}},
        ],
    }


def _looks(strand: Strand, lang: Lang) -> dict[str, Any]:
    """Shape and colours by state, and what the pointer is told."""
    states = [state for state in STATES if any(point.state == state for point in strand.points)]
    looks = {"stroke": COLOURS, "fill": FILLS, "shape": SHAPES}
    return {name: _by_state(marks, states, lang) for name, marks in looks.items()} | {"tooltip": _tooltip(lang)}


def _wide(strand: Strand) -> int:
    """How wide a column is, so that none stands on the next one."""
    times = sorted(set(time_axis(strand.points, strand.measure.grain)))
    places = (times[-1] - times[0]) / least_step(times) + 1 if times else 1
    return max(4, int(WIDTH / max(places, len(strand.points), 6) * COLUMN))


def _by_state(marks: dict[str, str], states: Sequence[str], lang: Lang) -> dict[str, Any]:
    return {
        "field": "state",
        "type": "nominal",
        "scale": {"domain": [say(f"chart.{state}", lang) for state in states], "range": [marks[one] for one in states]},
        "legend": {"title": None, "orient": "bottom"},
    }


def _tooltip(lang: Lang) -> list[dict[str, str]]:
    return [{"field": name, "type": "nominal", "title": say(f"chart.tip_{name}", lang)} for name in TOOLTIP]


def _rows(strand: Strand, unit: Scale, lang: Lang) -> Iterator[dict[str, Any]]:
    """The points, each with the stretch in which none is missing between them, where there are several."""
    missing = breaks(strand.points, strand.measure.grain)
    for number, point in enumerate(strand.points):
        row = _row(point, strand, unit, lang)
        stretch = f"{row['run']} {sum(one <= number for one in missing)}"
        yield {**row, "stretch": stretch} if missing else row


def _row(point: Point, strand: Strand, unit: Scale, lang: Lang) -> dict[str, Any]:
    ends = spread(point, strand.measure)
    low, high = ((one if one is not None else point.value) for one in ends) if ends else (point.value, point.value)
    return {
        **_placed(point, strand, point.value, unit, lang),
        "run": run_of(point, strand.measure.grain),
        "low": _number(unit.of(low)),
        "high": _number(unit.of(high)),
        "between": interval(point, strand.measure, unit, lang),
        "state": say(f"chart.{point.state}", lang),
        **_words(main_mention(point, strand.measure)),
    }


def _others(point: Point, strand: Strand, unit: Scale, lang: Lang) -> Iterator[dict[str, Any]]:
    state = say("chart.before" if point.state == "revised" else "chart.other", lang)
    for mention, value in other_values(point, strand.measure):
        placed = {**_placed(point, strand, value, unit, lang), "beside": _number(unit.of(point.value))}
        yield {**placed, "between": "", "state": state, **_words(mention)}


def _placed(point: Point, strand: Strand, value: Decimal, unit: Scale, lang: Lang) -> dict[str, Any]:
    return {
        "day": _day(point, strand.measure.grain),
        "period": period_name(point.period, strand.measure.grain, lang),
        "value": _number(unit.of(value)),
        "told": f"{plain(unit.of(value))} {unit.unit}",
    }


def _day(point: Point, grain: str) -> str | None:
    """The day at which a point stands."""
    day = point.period.end if grain in BY_END else point.period.start
    return day[:10] if day else None


def _words(mention: Mention | None) -> dict[str, str | None]:
    if mention is None:
        return {}
    return {
        "quote": sentence(mention).whole,
        "article": mention.article,
        "date": mention.date.isoformat() if mention.date else None,
        "headline": visible(mention.headline) if mention.headline else None,
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
