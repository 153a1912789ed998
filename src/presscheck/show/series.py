"""A series for people at a terminal: its points with the sentences that tell them, a drawing, and what is left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from presscheck.errors import Lang
from presscheck.export.axis import Scale, period_name, scale
from presscheck.export.points import ALARMING, STATES, Quoted, articles, latest, main_mention, sentence
from presscheck.export.text import visible
from presscheck.export.titles import heading, interval, source_line
from presscheck.messages import say
from presscheck.model.series import LeftOut, Mention, Point, Series, Strand
from presscheck.show.chart import STYLES, Pen, chart, legend, values_of

COLUMNS = ("period", "value", "interval", "state", "day", "article")
INDENT = "    "
NARROWEST = 40
LISTED = 12
"""How many other strands are named."""
GAP = "  "


@dataclass(frozen=True, slots=True)
class View:
    """How much is told: which strand, from 1; every mention in full, not only the best one; what was left out."""

    number: int = 1
    quotes: bool = False
    left_out: bool = False


def shown(series: Series, view: View, lang: Lang, pen: Pen) -> Iterator[Text]:
    """The whole series, line by line.

    >>> [line.plain for line in shown(Series("粮食产量", None, (), ()), View(), "zh", Pen(80))]
    ['粮食产量：档案中没有可按时间排列的数字。']
    """
    if not series.strands:
        yield Text(say("chart.nothing", lang, what=visible(series.what)), style="bold")
    else:
        yield from _strand(series.strands[view.number - 1], view, lang, pen)
        yield from _others(series, view, lang, pen)
    yield from _left_out(series.left_out, view, lang, pen)


def _strand(strand: Strand, view: View, lang: Lang, pen: Pen) -> Iterator[Text]:
    title, below = heading(strand, lang)
    yield Text(title, style="bold")
    yield Text(below)
    yield from _alarms(strand, lang, pen)
    yield Text()
    yield from table(strand, view, lang, pen)
    yield Text()
    yield from chart(strand, lang, pen)
    yield legend(strand, lang, pen)
    yield Text(source_line(strand, lang), style="dim")


def _alarms(strand: Strand, lang: Lang, pen: Pen) -> Iterator[Text]:
    """Which periods are disputed or revised, a line each."""
    for state in reversed(STATES):
        periods = [one.period for one in strand.points if one.state == state]
        if state in ALARMING and periods:
            names = say("chart.and", lang).join(period_name(one, strand.measure.grain, lang) for one in periods)
            told = say("chart.alarm", lang, state=say(f"chart.{state}", lang), periods=names)
            yield Text(pen.sign(state) + told, style=STYLES[state])


def table(strand: Strand, view: View, lang: Lang, pen: Pen) -> Iterator[Text]:
    """The points, one under the other, each with its sentence below it."""
    unit = scale(strand, lang)
    values = values_of(strand, unit)
    rows = [_cells(one, strand, unit, lang, pen) for one in strand.points]
    rows = [(row[0], value, *row[1:]) for row, value in zip(rows, values, strict=True)]
    heads = [say(f"chart.{name}_column", lang) for name in COLUMNS]
    heads[1] = f"{heads[1]} ({unit.unit})"
    used = [at for at, _ in enumerate(COLUMNS) if any(row[at] for row in rows)]
    widths = [max(map(cell_len, (heads[at], *(row[at] for row in rows)))) for at in range(len(COLUMNS))]
    yield Text(_line(heads, used, widths), style="dim underline")
    for point, row in zip(strand.points, rows, strict=True):
        yield Text(_line(row, used, widths), style=STYLES[point.state] if point.state in ALARMING else "bold")
        yield from _words(point, strand, view, lang, pen)


def _line(cells: Sequence[str], used: Sequence[int], widths: Sequence[int]) -> str:
    """The cells of a row under their heads; numbers end below one another."""
    padded = []
    for at in used:
        space = " " * (widths[at] - cell_len(cells[at]))
        padded.append(space + cells[at] if COLUMNS[at] == "value" else cells[at] + space)
    return GAP.join(padded).rstrip()


def _cells(point: Point, strand: Strand, unit: Scale, lang: Lang, pen: Pen) -> tuple[str, ...]:
    """What stands in the row of a point beside its value."""
    told = latest(point)
    return (
        period_name(point.period, strand.measure.grain, lang),
        interval(point, strand.measure, unit, lang),
        pen.sign(point.state) + say(f"chart.{point.state}", lang),
        told.date.isoformat() if told and told.date else say("chart.no_day", lang),
        _stories(articles(point), told, lang),
    )


def _stories(names: Sequence[str], told: Mention | None, lang: Lang) -> str:
    first = visible(told.article) if told else ""
    more = len(names) - 1
    return say("chart.more_stories", lang, article=first, more=more) if more > 0 else first


def _words(point: Point, strand: Strand, view: View, lang: Lang, pen: Pen) -> Iterator[Text]:
    """The sentence of a point on one line, and one for each that contradicts it; or all mentions in full."""
    if view.quotes:
        for one in point.mentions:
            yield from _in_full(one, "=", "dim", pen)
        for one in point.others:
            yield from _in_full(one, pen.either("≠", "x"), STYLES[point.state], pen)
        return
    told = latest(point)
    if best := main_mention(point, strand.measure):
        elsewhere = told is not None and told.article != best.article
        lead = Text(INDENT).append(f"{_where(best, lang)}  " if elsewhere else "", "dim")
        yield _one_line(best, lead, pen)
    name = say("chart.before" if point.state == "revised" else "chart.other", lang)
    for one in point.others:
        lead = Text(INDENT).append(f"{pen.either('≠', 'x')} {name} {_where(one, lang)}  ", STYLES[point.state])
        yield _one_line(one, lead, pen)


def _where(mention: Mention, lang: Lang) -> str:
    day = mention.date.isoformat() if mention.date else say("chart.no_day", lang)
    return f"{day} {visible(mention.article)}"


def _one_line(mention: Mention, lead: Text, pen: Pen) -> Text:
    room = max(NARROWEST, pen.width - cell_len(lead.plain) - 1)
    return lead.append_text(marked(cut(sentence(mention), room), pen))


def _in_full(mention: Mention, sign: str, style: str, pen: Pen) -> Iterator[Text]:
    day = mention.date.isoformat() if mention.date else ""
    where = GAP.join(filter(None, (day, mention.paper, mention.article, mention.headline)))
    yield Text(f"{INDENT}{sign} ", style=style).append(visible(where), style=style)
    yield Text(INDENT + GAP).append_text(marked(sentence(mention), pen))


def marked(quoted: Quoted, pen: Pen) -> Text:
    """A sentence with its figure marked; in brackets where there are no colours."""
    figure = quoted.figure if pen.blocks or not quoted.figure else f"[{quoted.figure}]"
    return Text(quoted.before).append(figure, style="bold reverse").append(quoted.after)


def cut(quoted: Quoted, room: int) -> Quoted:
    """A sentence cut so that it fills one line, its figure in view.

    >>> cut(Quoted("记者昨天从州农业局获悉，去年粮食总产量达", "13万吨", "，比上年增产，单产也创新高。"), 30)
    Quoted(before='…年粮食总产量达', figure='13万吨', after='，比上…')
    """
    one_line = Quoted(*(part.replace("\n", " ") for part in quoted))
    if cell_len(one_line.whole) <= room:
        return one_line
    left = room - cell_len(one_line.figure)
    after = min(cell_len(one_line.after), max(left // 3, left - cell_len(one_line.before)))
    before = left - after
    return Quoted(_last(one_line.before, before), one_line.figure, _first(one_line.after, after))


def _first(text: str, room: int) -> str:
    if cell_len(text) <= room:
        return text
    return set_cell_size(text, max(room - 1, 0)).rstrip() + "…"


def _last(text: str, room: int) -> str:
    if cell_len(text) <= room:
        return text
    kept = text
    while kept and cell_len(kept) > room - 1:
        kept = kept[1:]
    return "…" + kept


def _others(series: Series, view: View, lang: Lang, pen: Pen) -> Iterator[Text]:
    """The other strands, a line each, and how to ask for them."""
    others = [(number, one) for number, one in enumerate(series.strands, 1) if number != view.number]
    if not others:
        return
    yield Text()
    yield Text(say("chart.others", lang), style="bold")
    for number, strand in others[:LISTED]:
        ask = say("chart.ask", lang, number=number)
        title, below = heading(strand, lang)
        told = _first(f"{title} · {below}", pen.width - len(INDENT) - len(ask) - 2)
        yield Text(INDENT).append(f"{ask}  ", style="cyan").append(told)
    if rest := others[LISTED:]:
        yield Text(INDENT + say("chart.more_others", lang, count=len(rest), first=rest[0][0], last=rest[-1][0]), "dim")


def _left_out(left: Sequence[LeftOut], view: View, lang: Lang, pen: Pen) -> Iterator[Text]:
    """How many figures were left out, or each with its reason."""
    if not left:
        return
    yield Text()
    if not view.left_out:
        yield Text(
            say("chart.left_out_one" if len(left) == 1 else "chart.left_out", lang, count=len(left)), style="dim"
        )
        return
    yield Text(say("chart.left_out_head", lang, count=len(left)), style="bold")
    for one in left:
        yield Text(f"{_where(one.mention, lang)}  ").append(say(f"series.{one.why}", lang), style="yellow")
        yield _one_line(one.mention, Text(INDENT), pen)
