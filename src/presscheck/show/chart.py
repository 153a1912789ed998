"""A strand drawn in the terminal: a line a period, each value in its place; what is disputed or revised stands out.

Bars begin at zero. Where all values are far from it there are dots instead, and the axis says so. Without a terminal
that shows colours and blocks, plain characters do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from rich.cells import cell_len
from rich.text import Text

from presscheck.errors import Lang
from presscheck.export.axis import Axis, Scale, all_on, gaps, period_name, scale
from presscheck.export.points import other_values, spread
from presscheck.messages import say
from presscheck.model.series import Point, Strand
from presscheck.show.fact_words import number

STYLES = {"single": "blue", "agreed": "bold blue", "revised": "bold yellow", "disputed": "bold red"}
MARKS = {"single": "○", "agreed": "●", "revised": "▲", "disputed": "◆"}
PLAIN_MARKS = {"single": "o", "agreed": "O", "revised": "^", "disputed": "!"}
SIGNS = {"single": "", "agreed": "", "revised": "▲ ", "disputed": "◆ "}
PLAIN_SIGNS = {"single": "", "agreed": "", "revised": "^ ", "disputed": "! "}
"""What stands before the words of a state that has to be noticed."""
NARROWEST, WIDEST = 16, 72
MOST = 120
"""Longer strands are drawn with their last so many points."""


@dataclass(frozen=True, slots=True)
class Pen:
    """With what is drawn: ``blocks`` and colours, or plain characters; and how many columns there are."""

    width: int
    blocks: bool = True

    def mark(self, state: str) -> str:
        """The mark of a point."""
        return (MARKS if self.blocks else PLAIN_MARKS)[state]

    def sign(self, state: str) -> str:
        """What stands before the words of a state."""
        return (SIGNS if self.blocks else PLAIN_SIGNS)[state]

    def either(self, drawn: str, plain: str) -> str:
        """The character to draw with."""
        return drawn if self.blocks else plain


def chart(strand: Strand, lang: Lang, pen: Pen) -> Iterator[Text]:
    """The lines of the drawing, the axis last.

    >>> from presscheck.model.series import Measure
    >>> list(chart(Strand(Measure("粮食产量"), ()), "zh", Pen(80)))
    []
    """
    points = strand.points[-MOST:]
    if not points:
        return
    shown = Strand(strand.measure, points)
    drawing = _Drawing(shown, lang, pen)
    missing = gaps(points, strand.measure.grain, lang)
    for at in range(len(points)):
        if at in missing:
            yield Text(" " * (drawing.left - 1) + pen.either("┊", ":") + " ", style="dim").append(missing[at])
        yield drawing.row(at)
    yield from drawing.axis_lines()


class _Drawing:
    """The measures of one drawing: how wide its labels, values and field are."""

    def __init__(self, strand: Strand, lang: Lang, pen: Pen) -> None:
        self.strand, self.lang, self.pen = strand, lang, pen
        self.unit: Scale = scale(strand, lang)
        labels = [self._label(point) for point in strand.points]
        self.values = values_of(strand, self.unit)
        self.label = max(map(cell_len, labels))
        self.left = self.label + len(self.values[0]) + 4
        self.field = max(NARROWEST, min(WIDEST, pen.width - self.left - cell_len(self.unit.unit) - 5))
        self.axis: Axis = all_on(strand, lang, marks=max(2, self.field // 14))

    def _label(self, point: Point) -> str:
        return period_name(point.period, self.strand.measure.grain, self.lang)

    def row(self, at: int) -> Text:
        """One point: its period, its value, its bar or dot, and what else was told."""
        point = self.strand.points[at]
        style, label = STYLES[point.state], self._label(point)
        out = Text(f"{label}{' ' * (self.label - cell_len(label))}  ")
        out.append(self.values[at], style=style).append(self.pen.either(" │", " |"), style="dim")
        for look, cells in groupby(self._cells(point), key=itemgetter(1)):
            out.append("".join(cell for cell, _ in cells), style=style if look == "point" else look)
        out.rstrip()
        return out

    def _cells(self, point: Point) -> list[tuple[str, str]]:
        """The field of one row, a character a column with its look."""
        cells = [(" ", "")] * (self.field + 1)
        at = self._at(point.value)
        if self.axis.has_zero:
            self._bar(cells, point)
        else:
            cells[:at] = [(self.pen.either("·", "."), "dim")] * at
        if ends := spread(point, self.strand.measure):
            self._ends(cells, point, ends)
        cells[at] = (self.pen.mark(point.state), "point")
        for _, value in other_values(point, self.strand.measure):
            cells[self._at(value)] = (self.pen.either("×", "x"), "bold red")
        return cells

    def _at(self, value: Decimal) -> int:
        return round(self.axis.share(self.unit.of(value)) * self.field)

    def _bar(self, cells: list[tuple[str, str]], point: Point) -> None:
        zero, at = self._at(Decimal(0)), self._at(point.value)
        first, last = sorted((zero, at))
        block = self.pen.either("█", "#")
        cells[first:last] = [(block, "point")] * (last - first)
        if self.axis.low < 0:
            cells[zero] = (self.pen.either("│", "|"), "dim") if at >= zero else cells[zero]

    def _ends(self, cells: list[tuple[str, str]], point: Point, ends: tuple[Decimal | None, Decimal | None]) -> None:
        """What the words allow: ├──┤, with an arrow where they leave a side open."""
        low, high = ends
        first = self._at(low) if low is not None else max(0, self._at(point.value) - 3)
        last = self._at(high) if high is not None else min(self.field, self._at(point.value) + 3)
        for column in range(first, last + 1):
            cells[column] = (self.pen.either("─", "-"), "point")
        cells[first] = (self.pen.either("├", "[") if low is not None else self.pen.either("◁", "<"), "point")
        cells[last] = (self.pen.either("┤", "]") if high is not None else self.pen.either("▷", ">"), "point")

    def axis_lines(self) -> Iterator[Text]:
        """The axis with its round marks, below it their numbers and the unit."""
        line, numbers = [self.pen.either("─", "-")] * (self.field + 1), ""
        for tick in self.axis.ticks:
            at = round(self.axis.share(tick) * self.field)
            line[at] = self.pen.either("┴", "+")
            told = number(tick)
            start = max(at - cell_len(told) // 2, 0)
            if start >= cell_len(numbers) + (2 if numbers else 0):
                numbers += " " * (start - cell_len(numbers)) + told
        edge = " " * (self.left - 2)
        yield Text(edge + self.pen.either(" └", " +") + "".join(line[:]), style="dim")
        yield Text(f"{edge}  {numbers}  {self.unit.unit}", style="dim")
        if not self.axis.has_zero:
            yield Text(f"{edge}  {say('chart.not_from_zero', self.lang)}", style="dim")


def legend(strand: Strand, lang: Lang, pen: Pen) -> Text:
    """What the marks of a drawing mean, those that occur."""
    out = Text()
    states = {point.state for point in strand.points[-MOST:]}
    for state, style in STYLES.items():
        if state in states:
            out.append(f"{pen.mark(state)} ", style=style).append(f"{say(f'chart.{state}', lang)}   ", style="dim")
    if any(point.others for point in strand.points[-MOST:]):
        out.append(pen.either("× ", "x "), style="bold red").append(say("chart.other", lang), style="dim")
    out.rstrip()
    return out


def values_of(strand: Strand, unit: Scale) -> list[str]:
    """The values of all points, their thousands apart, as wide as each other, one decimal point below the other.

    >>> from presscheck.model.fact import Period
    >>> from presscheck.model.series import Measure
    >>> year = Period("去年", None, None, "year")
    >>> told = tuple(Point(year, Decimal(one), None, None, "single", ()) for one in ("12", "2.5"))
    >>> values_of(Strand(Measure("气温"), told), Scale(0, "℃"))
    ['12  ', ' 2.5']
    """
    told = [number(unit.of(point.value)).partition(".") for point in strand.points]
    whole = max((len(one) for one, _, _ in told), default=0)
    rest = max((len(point + fraction) for _, point, fraction in told), default=0)
    return [one.rjust(whole) + (point + fraction).ljust(rest) for one, point, fraction in told]
