"""A strand as a chart one can print, post or paste: SVG of our own, or PNG made of it.

Every point has its sentence under the pointer and leads to it in the notes below the chart, by mouse or keyboard. What
is disputed or revised differs in shape, colour and weight, so that it is seen without colours too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from rich.cells import cell_len

from presscheck.errors import Lang, PartMissing
from presscheck.export.axis import all_on, period_name, scale, time_axis
from presscheck.export.points import (
    ALARMING,
    STATES,
    Quoted,
    main_mention,
    other_values,
    run_of,
    sentence,
    spread,
)
from presscheck.export.titles import heading, interval, source_line
from presscheck.messages import say
from presscheck.model.series import Mention, Point, Strand
from presscheck.show.fact_words import number
from presscheck.show.series import cut
from presscheck.show.stories import safe

FONTS = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif"
WIDTH, MARGIN, PLOT = 960, 28, 340
TOP, LABELS, LEGEND, NOTE = 122, 40, 34, 22
INK, FAINT, RULE, PAPER = "#1d1c1a", "#5f5a52", "#dedad1", "#fffefb"
COLOURS = {"single": "#0b5cad", "agreed": "#0b5cad", "revised": "#8a5300", "disputed": "#c22f08"}
FILLS = {"single": "#d9e5f4", "agreed": "#0b5cad", "revised": "#f1e0c0", "disputed": "#f9d3c7"}
"""Of columns: pale, so that a mark on them is seen, but full where stories agree."""
FEW, NOTED, VALUED = 24, 12, 14
"""So many points are drawn as columns, have all their notes below the chart, have all their values beside them."""
MOST_NOTES = 40
"""Of more points that have to be noticed the latest have notes."""
CELL = 0.56
"""The width of a column of type, as a share of its size."""
ROOM = 5.0
"""Between words beside each other, on each side."""
BROAD = 44.0
FULL = "—…“”‘’·"
"""Marks that Chinese type sets as wide as characters."""
COMMAND = 'pip install "presscheck[charts]"'


@dataclass(frozen=True, slots=True)
class Spot:
    """A point with its place on the drawing."""

    number: int
    point: Point
    x: float
    y: float

    @property
    def colour(self) -> str:
        """The colour of its state."""
        return COLOURS[self.point.state]

    @property
    def alarming(self) -> bool:
        """Whether it has to be noticed."""
        return self.point.state in ALARMING


def svg(strand: Strand, lang: Lang) -> str:
    """The chart as a file of SVG; everything that comes from the newspaper is escaped.

    >>> from presscheck.model.series import Measure
    >>> svg(Strand(Measure("粮食产量<全国>"), ()), "zh").count("粮食产量&lt;全国&gt;")
    3
    """
    return "\n".join(_Chart(strand, lang).lines()) + "\n"


def png(drawn: str, enlarged: float = 2.0) -> bytes:
    """A drawing as a picture, so many times its size. Raises ``PartMissing`` where what draws it is not installed."""
    try:
        import vl_convert  # type: ignore[import-not-found, unused-ignore]
    except ImportError as error:
        raise PartMissing(part="vl-convert", command=COMMAND) from error
    made: bytes = vl_convert.svg_to_png(drawn, scale=enlarged)
    return made


class _Chart:
    """The measures of one chart, and its parts in the order in which they are drawn."""

    def __init__(self, strand: Strand, lang: Lang) -> None:
        self.strand, self.lang = strand, lang
        self.unit, self.axis = scale(strand, lang), all_on(strand, lang)
        self.title, self.below = heading(strand, lang)
        self.ticks = [number(tick) for tick in self.axis.ticks]
        self.left = MARGIN + max(wide(told, 13) for told in self.ticks) + 10
        self.right = WIDTH - MARGIN
        self.bottom = TOP + PLOT
        self.columns = self.axis.has_zero and len(strand.points) <= FEW
        self.step, self.spots = self._placed()
        self.named = self._apart({one.number: (self._period(one.point), 0.0) for one in self.spots}, 13)
        self.valued = self._apart({one.number: self._value_beside(one) for one in self.spots}, 12)
        self.noted = [one for one in self.spots if one.alarming or len(self.spots) <= NOTED][-MOST_NOTES:]
        self.has_note = frozenset(one.number for one in self.noted)
        self.words_at = MARGIN + 16 + max((wide(self._period(one.point), 12) for one in self.noted), default=0.0)
        self.source = list(_wrapped(source_line(strand, lang), self.right - MARGIN, 12))
        self.height = self.bottom + LABELS + LEGEND + NOTE * self._note_lines() + 20 * len(self.source) + 16

    def _placed(self) -> tuple[float, list[Spot]]:
        points = self.strand.points
        times = list(time_axis(points, self.strand.measure.grain))
        span = (max(times) - min(times) if times else 0) + 1
        each = min((two - one for one, two in pairwise(times) if two > one), default=1.0)
        step = (self.right - self.left) / (span - 1 + each)
        first = times[0] if times else 0.0
        placed = [self.left + (time - first + each / 2) * step for time in times]
        return step * each, [
            Spot(at, one, x, self.y(one.value)) for at, (one, x) in enumerate(zip(points, placed, strict=True), 1)
        ]

    def _note_lines(self) -> int:
        return sum(1 + len(one.point.others) for one in self.noted)

    def y(self, value: Decimal) -> float:
        """How far down a value stands."""
        return self.bottom - self.axis.share(self.unit.of(value)) * PLOT

    def lines(self) -> Iterator[str]:
        """The file, line by line."""
        language = "zh-CN" if self.lang == "zh" else "en"
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height}" width="{WIDTH}"'
            f' height="{self.height}" role="figure" aria-labelledby="chart-title chart-desc" lang="{language}"'
            f' font-family="{FONTS}" font-size="13" fill="{INK}">'
        )
        yield f'<title id="chart-title">{safe(self.title)}</title>'
        yield f'<desc id="chart-desc">{safe(self._described())}</desc>'
        yield f'<rect width="{WIDTH}" height="{self.height}" fill="{PAPER}"/>'
        yield text(MARGIN, 40, self.title, size=22, weight=700)
        yield text(MARGIN, 64, self.below, size=14, fill=FAINT)
        yield from self._bands()
        yield from self._grid()
        yield from self._labels()
        yield from self._line()
        yield f'<g role="list" aria-label="{safe(self.title)}">'
        for spot in self.spots:
            yield from self._spot(spot)
        yield "</g>"
        yield from self._values()
        yield from self._legend()
        yield from self._notes()
        yield "</svg>"

    def _described(self) -> str:
        if not self.spots:
            return self.below
        ends = (self.spots[0].point, self.spots[-1].point)
        first, last = (self._period(one) for one in ends)
        first_value, last_value = (f"{self._value(one)} {self.unit.unit}" for one in ends)
        told = {"first": first, "last": last, "first_value": first_value, "last_value": last_value}
        return say("chart.described", self.lang, title=self.title, below=self.below, **told)

    def _period(self, point: Point) -> str:
        return period_name(point.period, self.strand.measure.grain, self.lang)

    def _value(self, point: Point) -> str:
        return number(self.unit.of(point.value))

    def _bands(self) -> Iterator[str]:
        """A pale band behind each period that is disputed or revised."""
        wide_band = max(14.0, min(self.step, BROAD * 1.4))
        for spot in self.spots:
            if spot.alarming:
                x = max(self.left, spot.x - wide_band / 2)
                yield box(x, TOP, min(wide_band, self.right - x), PLOT, spot.colour, opacity=0.09)

    def _grid(self) -> Iterator[str]:
        yield '<g aria-hidden="true">'
        for tick, told in zip(self.axis.ticks, self.ticks, strict=True):
            y = self.bottom - self.axis.share(tick) * PLOT
            heavy = tick == 0 or (tick == self.axis.low and not self.axis.has_zero)
            yield stroke(self.left, y, self.right, y, INK if tick == 0 else RULE, 1.2 if heavy else 1)
            yield text(self.left - 8, y + 4.5, told, anchor="end", fill=FAINT)
        unit = self.unit.unit
        if not self.axis.has_zero:
            unit += " · " + say("chart.not_from_zero", self.lang)
        yield text(MARGIN, TOP - 26, unit, size=12, fill=FAINT)
        yield "</g>"

    def _labels(self) -> Iterator[str]:
        """The names of the periods, as many as there is room for."""
        for spot in self.spots:
            if spot.number in self.named:
                weight = 700 if spot.alarming else 400
                words = self._period(spot.point)
                yield text(self._middle(spot, words, 13), self._foot, words, anchor="middle", weight=weight)

    @property
    def _foot(self) -> float:
        return self.bottom + LABELS - 10

    def _middle(self, spot: Spot, words: str, size: int) -> float:
        """Where words over or under a point have their middle, so that they stay on the paper."""
        half = wide(words, size) / 2
        return min(max(spot.x, MARGIN + half), WIDTH - 6 - half)

    def _apart(self, told: dict[int, tuple[str, float]], size: int) -> frozenset[int]:
        """The numbers of the points whose words, each at its height, do not touch others: first those to be noticed."""
        kept: dict[int, tuple[float, float, float]] = {}
        for spot in sorted(self.spots, key=lambda one: (not one.alarming, -one.number)):
            words, y = told[spot.number]
            x, half = self._middle(spot, words, size), wide(words, size) / 2 + ROOM
            near = (
                abs(x - other_x) < half + other for other_x, other, other_y in kept.values() if abs(y - other_y) < size
            )
            if not any(near):
                kept[spot.number] = (x, half, y)
        return frozenset(kept)

    def _line(self) -> Iterator[str]:
        """The line from point to point, dashed where periods between are missing; under columns there is none."""
        if self.columns:
            return
        grain = self.strand.measure.grain
        for one, two in pairwise(self.spots):
            if run_of(one.point, grain) != run_of(two.point, grain):
                continue
            dashes = "3 5" if two.x - one.x > self.step * 1.5 else None
            yield stroke(one.x, one.y, two.x, two.y, COLOURS["single"], 1.6, dashes)

    def _spot(self, spot: Spot) -> Iterator[str]:
        """A point with all that was told of it, as one link."""
        leads = f"#note-{spot.number}" if spot.number in self.has_note else f"#point-{spot.number}"
        yield f'<g role="listitem"><a id="point-{spot.number}" href="{leads}"><title>{self._told(spot)}</title>'
        if self.columns:
            zero, broad = self.y(Decimal(0)), min(BROAD, self.step * 0.62)
            top, height = min(zero, spot.y), max(abs(zero - spot.y), 1)
            yield box(spot.x - broad / 2, top, broad, height, FILLS[spot.point.state], edge=spot.colour)
        yield from self._interval(spot)
        for _, value in other_values(spot.point, self.strand.measure):
            y = self.y(value)
            yield stroke(spot.x, spot.y, spot.x, y, spot.colour, 1.4, "2 3")
            yield cross(spot.x, y, spot.colour)
        if not self.columns or spot.alarming:
            yield mark(spot.point.state, spot.x, spot.y, spot.colour)
        yield "</a></g>"

    def _values(self) -> Iterator[str]:
        """The values, where there is room: of few points all, of many the first, last, least, greatest and alarming."""
        values = [spot.point.value for spot in self.spots]
        ends = {min(values), max(values)} if values else set()
        yield '<g aria-hidden="true" pointer-events="none">'
        for spot in self.spots:
            telling = spot.number in (1, len(values)) or spot.point.value in ends
            if spot.number in self.valued and (len(values) <= VALUED or spot.alarming or telling):
                words, y = self._value_beside(spot)
                weight = 700 if spot.alarming else 400
                x = self._middle(spot, words, 12)
                yield text(x, y, words, size=12, anchor="middle", weight=weight, halo=True)
        yield "</g>"

    def _value_beside(self, spot: Spot) -> tuple[str, float]:
        """The value over its point; under it where the column, or an open interval, goes the other way."""
        ends = spread(spot.point, self.strand.measure) or ()
        told = [value for _, value in other_values(spot.point, self.strand.measure)]
        marks = [spot.y, *(self.y(one) for one in (*told, *ends) if one is not None)]
        under = (self.columns and spot.point.value < 0) or (len(ends) == 2 and ends[1] is None)
        words = self._value(spot.point)
        if spot.alarming and spot.number not in self.named:
            words = f"{self._period(spot.point)} {words}"
        return words, max(marks) + 22 if under else min(marks) - 12

    def _interval(self, spot: Spot) -> Iterator[str]:
        """What the words allow: a bar with caps, an arrow where they leave a side open."""
        ends = spread(spot.point, self.strand.measure)
        if ends is None:
            return
        low, high = ends
        down = self.y(low) if low is not None else min(spot.y + 34, self.bottom)
        up = self.y(high) if high is not None else max(spot.y - 34, TOP)
        yield stroke(spot.x, down, spot.x, up, spot.colour, 2)
        yield cap(spot.x, down, spot.colour, 0 if low is not None else 7)
        yield cap(spot.x, up, spot.colour, 0 if high is not None else -7)

    def _told(self, spot: Spot) -> str:
        """What the pointer is told of a point, escaped."""
        point, told = spot.point, self.strand.measure
        within = interval(point, told, self.unit, self.lang)
        head = (self._period(point), f"{self._value(point)} {self.unit.unit}", within, self._state(point))
        best = main_mention(point, told)
        lines = [" · ".join(filter(None, head)), *([_quote(best)] if best else [])]
        return "\n".join(map(safe, [*lines, *(f"≠ {_quote(one)}" for one in point.others)]))

    def _state(self, point: Point) -> str:
        return say(f"chart.{point.state}", self.lang)

    def _legend(self) -> Iterator[str]:
        """What the marks mean, those that occur."""
        x, y = float(MARGIN), self.bottom + LABELS + 18
        states = {spot.point.state for spot in self.spots}
        yield '<g aria-hidden="true">'
        for state in STATES:
            if state in states:
                name = say(f"chart.{state}", self.lang)
                yield mark(state, x + 8, y - 4.5, COLOURS[state])
                yield text(x + 22, y, name, fill=FAINT)
                x += 22 + wide(name, 13) + 22
        if any(spot.point.others for spot in self.spots):
            yield cross(x + 8, y - 4.5, COLOURS["disputed"]) + text(
                x + 22, y, say("chart.other", self.lang), fill=FAINT
            )
            x += 44 + wide(say("chart.other", self.lang), 13)
        if any(spread(spot.point, self.strand.measure) for spot in self.spots):
            yield (
                stroke(x + 8, y - 12, x + 8, y + 3, FAINT, 2)
                + cap(x + 8, y - 12, FAINT, 0)
                + cap(x + 8, y + 3, FAINT, 0)
            )
            yield text(x + 22, y, say("chart.interval_mark", self.lang), fill=FAINT)
        yield "</g>"

    def _notes(self) -> Iterator[str]:
        """The sentences, a line each, and last who told all this."""
        y = float(self.bottom + LABELS + LEGEND + 16)
        for spot in self.noted:
            best = main_mention(spot.point, self.strand.measure)
            yield from self._note(spot, best, y, own=True)
            for other in spot.point.others:
                y += NOTE
                yield from self._note(spot, other, y, own=False)
            y += NOTE
        for line in self.source:
            yield text(MARGIN, y + 4, line, size=12, fill=FAINT)
            y += 20

    def _note(self, spot: Spot, mention: Mention | None, y: float, *, own: bool) -> Iterator[str]:
        if mention is None:
            return
        start = self.words_at
        where = "  ".join(filter(None, (mention.date.isoformat() if mention.date else "", mention.article)))
        room = int((self.right - start - wide(where, 12) - 18) / (12 * CELL))
        name = f' id="note-{spot.number}"' if own else ""
        yield f'<a{name} href="#point-{spot.number}"><title>{safe(_quote(mention))}</title>'
        if own:
            yield text(MARGIN, y, self._period(spot.point), size=12, weight=700, fill=spot.colour)
        yield quoted(start, y, cut(sentence(mention), max(room, 24)), spot.colour, "" if own else "≠ ")
        yield text(self.right, y, where, size=12, anchor="end", fill=FAINT)
        yield "</a>"


def _quote(mention: Mention) -> str:
    """A sentence with its day, paper and story."""
    where = (mention.date.isoformat() if mention.date else "", mention.paper or "", mention.article)
    return f"“{sentence(mention).whole}” {' '.join(filter(None, where))}"


def wide(words: str, size: float) -> float:
    """About how wide words are set.

    >>> round(wide("粮食", 10)), round(wide("2025", 10))
    (22, 22)
    """
    return (cell_len(words) + sum(map(words.count, FULL))) * size * CELL


def _wrapped(words: str, room: float, size: float) -> Iterator[str]:
    """Words over as many lines as they need."""
    line = ""
    for piece in words:
        if wide(line + piece, size) > room:
            yield line
            line = ""
        line += piece
    if line:
        yield line


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: int = 13,
    fill: str = INK,
    anchor: str = "start",
    weight: int = 400,
    halo: bool = False,
) -> str:
    """Words at a place; with a ``halo`` they can be read over a line."""
    told = f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}"'
    told += f' text-anchor="{anchor}"' if anchor != "start" else ""
    told += f' font-weight="{weight}"' if weight != 400 else ""
    told += f' stroke="{PAPER}" stroke-width="3" paint-order="stroke" stroke-linejoin="round"' if halo else ""
    return f"{told}>{safe(words)}</text>"


def quoted(x: float, y: float, words: Quoted, colour: str, lead: str) -> str:
    """A sentence with its figure marked."""
    figure = f'<tspan font-weight="700" fill="{colour}" text-decoration="underline">{safe(words.figure)}</tspan>'
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="12">{lead}{safe(words.before)}{figure}{safe(words.after)}</text>'


def box(
    x: float, y: float, width: float, height: float, fill: str, *, opacity: float = 1, edge: str | None = None
) -> str:
    """A rectangle."""
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    look = f' stroke="{edge}" stroke-width="1.5"' if edge else f' fill-opacity="{opacity:g}"'
    return f'<rect {place} fill="{fill}"{look}/>'


def stroke(x: float, y: float, x2: float, y2: float, colour: str, width: float, dashes: str | None = None) -> str:
    """A straight line."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    place = f'x1="{x:.1f}" y1="{y:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {place} stroke="{colour}" stroke-width="{width:g}"{dashed}/>'


def path(drawn: str, colour: str, fill: str, width: float = 2) -> str:
    """A shape."""
    return f'<path d="{drawn}" fill="{fill}" stroke="{colour}" stroke-width="{width:g}" stroke-linejoin="round"/>'


def cross(x: float, y: float, colour: str) -> str:
    """The mark of a value that contradicts, or came before."""
    return path(f"M{x - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10", colour, "none", 2.6)


def cap(x: float, y: float, colour: str, point: float) -> str:
    """The end of an interval; where it is open, an arrow that points away."""
    if point:
        return path(f"M{x - 5:.1f} {y - point:.1f}L{x:.1f} {y:.1f}L{x + 5:.1f} {y - point:.1f}", colour, "none")
    return stroke(x - 5, y, x + 5, y, colour, 2)


def mark(state: str, x: float, y: float, colour: str) -> str:
    """The mark of a point: a ring told once, a disc agreed, a triangle revised, a diamond disputed."""
    if state == "revised":
        return path(f"M{x:.1f} {y - 8:.1f}l8 14h-16z", PAPER, colour, 1.5)
    if state == "disputed":
        return path(f"M{x:.1f} {y - 9:.1f}l9 9l-9 9l-9 -9z", PAPER, colour, 1.5)
    fill = colour if state == "agreed" else PAPER
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{fill}" stroke="{colour}" stroke-width="2"/>'
