"""A strand of a series as a table: one row a point, or one row a mention, for spreadsheets and databases.

Numbers are in the strand's own unit, never rounded; ``printed`` has them as the paper does. Stories are named by their
ids. What is not told is an empty cell.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from presscheck.export.points import articles, latest, main_mention, plain, sentence, value_of
from presscheck.export.text import visible
from presscheck.model.series import Mention, Point, Strand

BYTE_ORDER_MARK = "\ufeff"
"""Tells Excel that the file is UTF-8."""
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
SHARED = ("period", "start", "end", "grain", "indicator", "scope", "nature", "basis", "prices")
POINT = (*SHARED, "value", "low", "high", "unit", "unit_family", "state", "mentions", "contradicting", "date")
POINT_COLUMNS = (*POINT, "articles", "printed", "quote", "quote_article", "quote_date")
MENTION = (*SHARED, "agrees", "value", "low", "high", "unit", "in_unit_of_series", "unit_of_series", "modality")
MENTION_COLUMNS = (*MENTION, "speaker", "article", "date", "paper", "headline", "fact", "printed", "quote")
NUMBERS = frozenset(("value", "low", "high", "in_unit_of_series"))
COUNTS = frozenset(("mentions", "contradicting"))
Row = dict[str, str]


class Table(NamedTuple):
    """A table: its columns, and its rows in order of time."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def points(strand: Strand) -> Table:
    """One row a point, with the sentence of the mention that tells it best.

    >>> from presscheck.model.series import Measure
    >>> points(Strand(Measure("粮食产量"), ())).columns[:3]
    ('period', 'start', 'end')
    """
    return Table(POINT_COLUMNS, tuple(_point(strand, one) for one in strand.points))


def mentions(strand: Strand) -> Table:
    """One row a mention: those that agree with the value of their point, then the others."""
    return Table(MENTION_COLUMNS, tuple(row for point in strand.points for row in _mentions(strand, point)))


def write(table: Table, *, excel: bool = False) -> str:
    """A table as CSV (RFC 4180). For Excel with a byte order mark, and no cell of text is taken for a formula.

    >>> write(Table(("article", "quote"), ({"article": "a1", "quote": "1,3万吨"},)))
    'article,quote\\r\\na1,"1,3万吨"\\r\\n'
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows(_cells(row, table.columns, excel) for row in table.rows)
    return (BYTE_ORDER_MARK if excel else "") + out.getvalue()


def _cells(row: Mapping[str, str], columns: Sequence[str], excel: bool) -> Iterable[str]:
    for name in columns:
        cell = row[name]
        yield f"'{cell}" if excel and name not in NUMBERS and cell.startswith(STARTS_FORMULA) else cell


def _shared(strand: Strand, point: Point) -> Row:
    told, period = strand.measure, point.period
    return {
        "period": visible(period.text),
        "start": period.start or "",
        "end": period.end or "",
        "grain": told.grain,
        "indicator": visible(told.indicator),
        "scope": visible(told.scope or ""),
        "nature": told.nature.value if told.nature else "",
        "basis": visible(told.basis or ""),
        "prices": told.prices or "",
    }


def _point(strand: Strand, point: Point) -> Row:
    best, last = main_mention(point, strand.measure), latest(point)
    return {
        **_shared(strand, point),
        "value": plain(point.value),
        "low": plain(point.low),
        "high": plain(point.high),
        "unit": strand.measure.code or "",
        "unit_family": strand.measure.family or "",
        "state": point.state,
        "mentions": str(len(point.mentions)),
        "contradicting": str(len(point.others)),
        "date": _day(last),
        "articles": " ".join(articles(point)),
        "printed": visible(best.fact.evidence.text) if best else "",
        "quote": sentence(best).whole if best else "",
        "quote_article": best.article if best else "",
        "quote_date": _day(best),
    }


def _mentions(strand: Strand, point: Point) -> Iterator[Row]:
    for agrees, told in (("yes", point.mentions), ("no", point.others)):
        for one in told:
            yield {**_shared(strand, point), "agrees": agrees, **_mention(strand, one)}


def _mention(strand: Strand, one: Mention) -> Row:
    quantity = one.fact.quantity
    return {
        "value": plain(quantity.value),
        "low": plain(quantity.low),
        "high": plain(quantity.high),
        "unit": quantity.code or "",
        "in_unit_of_series": plain(value_of(one, strand.measure)),
        "unit_of_series": strand.measure.code or "",
        "modality": one.fact.modality.value,
        "speaker": visible(one.fact.speaker.text) if one.fact.speaker else "",
        "article": one.article,
        "date": _day(one),
        "paper": visible(one.paper or ""),
        "headline": visible(one.headline or ""),
        "fact": one.fact.id,
        "printed": visible(one.fact.evidence.text),
        "quote": sentence(one).whole,
    }


def _day(mention: Mention | None) -> str:
    return mention.date.isoformat() if mention and mention.date else ""
