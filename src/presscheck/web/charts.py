"""One indicator through time: the strands that may be set side by side, each as a chart and as a table of evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from presscheck.errors import WrongUsage
from presscheck.export import series_csv, vega
from presscheck.export.axis import scale
from presscheck.export.series_forms import SeriesGrain
from presscheck.export.titles import heading, source_line
from presscheck.messages import both
from presscheck.model.series import Series, Strand
from presscheck.record.told_most import told_most
from presscheck.show import svg_chart
from presscheck.web.downloads import named
from presscheck.web.frame import language, page, record
from presscheck.web.people import Person, at_least
from presscheck.web.remembered import Shelf, version_of
from presscheck.web.strands import listed, points, told_of
from presscheck.web.wanted import day_of, what_is_wrong

router = APIRouter()
GRAINS = get_args(SeriesGrain)
FIELDS = ("what", "by", "scope", "since", "until")
LONGEST = 100
MOST_LEFT_OUT = 200
"""Figures left out that are listed."""
BEGIN = 24
"""Indicators that are offered to begin with."""
Reader = Annotated[Person, Depends(at_least("reader"))]
_kept: Shelf[Series] = Shelf(48, at_once=2)
_offered: Shelf[tuple[tuple[str, int], ...]] = Shelf(4)


@dataclass(frozen=True, slots=True)
class Followed:
    """What is followed, as the form has it, and which of its strands.

    >>> Followed({"what": "粮食产量"}, 2).address("/series", strand="")
    '/series?what=%E7%B2%AE%E9%A3%9F%E4%BA%A7%E9%87%8F'
    """

    told: Mapping[str, str]
    strand: int = 1

    def __getitem__(self, name: str) -> str:
        return self.told.get(name, "")

    def address(self, path: str, **other: str) -> str:
        """The address of the same series, some of it changed."""
        number = str(self.strand) if self.strand > 1 else ""
        told = {**self.told, "strand": number, **other}
        return f"{path}?{urlencode([(name, told[name]) for name in (*FIELDS, 'strand') if told.get(name)])}"


def followed_of(told: Mapping[str, str]) -> Followed:
    """What an address asks to follow.

    >>> followed_of({"what": " 粮食产量 ", "strand": "0", "by": ""})
    Followed(told={'what': '粮食产量'}, strand=1)
    """
    asked = {name: words for name in FIELDS if (words := told.get(name, "").strip()[:LONGEST])}
    number = told.get("strand", "")
    return Followed(asked, max(int(number), 1) if number.isascii() and number.isdigit() and len(number) < 5 else 1)


@router.get("/series")
def series(request: Request, person: Reader) -> Response:
    """A form, and where something is asked its strands, the chosen one drawn and in a table."""
    asked = followed_of(request.query_params)
    wrong = told = None
    try:
        told = _series(request, asked) if asked["what"] else None
    except WrongUsage as error:
        wrong = what_is_wrong(error, language(request))
    strand = strand_of(told, asked) if told else None
    lang = language(request)
    return page(
        request,
        "series.html",
        status=400 if wrong else 200,
        asked=asked,
        told=told,
        wrong=wrong,
        grains=GRAINS,
        offered=() if told else offered(request),
        strand=strand,
        strands=listed(told, lang) if told else (),
        head=heading(strand, lang) if strand else None,
        unit=scale(strand, lang).unit if strand else "",
        points=points(strand, lang) if strand else (),
        whence=source_line(strand, lang) if strand else "",
        spec=vega.spec(strand, lang) if strand else None,
        left_out=told.left_out[:MOST_LEFT_OUT] if told else (),
        told_of=told_of,
    )


def offered(request: Request) -> tuple[tuple[str, int], ...]:
    """The indicators of which the record tells most often."""
    with record(request) as kept:
        return _offered.get(version_of(kept), "indicator", lambda: told_most(kept.store, "indicator", BEGIN))


def _series(request: Request, asked: Followed) -> Series:
    """The series, remembered until the record changes. Raises ``WrongUsage`` where a period or a grain is none."""
    if asked["by"] and asked["by"] not in GRAINS:
        raise WrongUsage(**both("web_series.no_grain", grain=asked["by"][:40]))
    days = {"since": day_of(asked["since"]), "until": day_of(asked["until"], last=True)}
    with record(request) as kept:
        return _kept.get(
            (str(kept.path), kept.lang, *kept.series_state(asked["what"])),
            tuple(asked[name] for name in FIELDS),
            lambda: kept.series(asked["what"], by=asked["by"] or None, scope=asked["scope"] or None, **days),
        )


def strand_of(told: Series, asked: Followed) -> Strand | None:
    """The strand that was chosen, or the one that answers best."""
    if not told.strands:
        return None
    return told.strands[asked.strand - 1] if asked.strand <= len(told.strands) else told.strands[0]


def _chosen(request: Request) -> Strand:
    asked = followed_of(request.query_params)
    strand = strand_of(_series(request, asked), asked) if asked["what"] else None
    if strand is None:
        raise HTTPException(404)
    return strand


@router.get("/series.svg")
def drawing(request: Request, person: Reader, download: bool = False) -> Response:
    """The strand drawn, by the same hand as `presscheck series --plot`."""
    drawn = svg_chart.svg(_chosen(request), language(request))
    return Response(drawn, media_type="image/svg+xml", headers=_called(request, "svg") if download else {})


@router.get("/series.csv")
def table(request: Request, person: Reader, excel: bool = True) -> Response:
    """The points of the strand as a table."""
    told = series_csv.write(series_csv.points(_chosen(request)), excel=excel)
    return Response(told, media_type="text/csv; charset=utf-8", headers=_called(request, "csv"))


@router.get("/series.vega.json")
def chart(request: Request, person: Reader) -> Response:
    """The strand as a Vega-Lite chart with its data."""
    strand = _chosen(request)
    told = vega.dump(strand, language(request))
    return Response(told, media_type="application/json", headers=_called(request, "vega.json"))


def _called(request: Request, ending: str) -> dict[str, str]:
    """The name of a file that is taken away: what is followed, and which of its strands."""
    asked = followed_of(request.query_params)
    return named("series", ending, *asked.told.values(), str(asked.strand) if asked.strand > 1 else "")
