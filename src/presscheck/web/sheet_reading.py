"""A sheet of the record as a reading, for what is made of readings: exports, and the trace from the page to stories."""

from bisect import bisect_right
from itertools import groupby

from presscheck import __version__
from presscheck.by_hand import PageSheet, Sheet
from presscheck.export.sheets import around
from presscheck.intake.lines import lines_of
from presscheck.model import Line, Page, Reading, Span


def reading_of(sheet: Sheet, only: str | None = None) -> Reading:
    """What the record holds of a file, as it stands now; with the lines of ``only`` one page where that is enough.

    Its printed lines are put together again from the spans of the stories: of a page with geometry each box is one.
    """
    articles = tuple(kept.article for kept in sheet.articles)
    bare = Reading((), (), articles, sheet.furniture, sheet.remainder, (("presscheck", __version__),))
    spans: dict[str, list[Span]] = {}
    for span in bare.spans():
        spans.setdefault(span.page, []).append(span)
    pages = tuple(
        page_of(sheet, page, spans.get(page.id, []) if only in (None, page.id) else None) for page in sheet.pages
    )
    return Reading(pages, (), articles, sheet.furniture, sheet.remainder, bare.made_by)


def page_of(sheet: Sheet, page: PageSheet, spans: list[Span] | None) -> Page:
    """One page of a sheet, with its lines where the spans of its stories are given."""
    boxed = bool(spans) and all(span.box for span in spans or ())
    return Page(
        page.id,
        sheet.name,
        sheet.sha256,
        page.kind,
        page.text,
        _lines(page, spans, boxed=boxed) if spans is not None else (),
        number=page.number,
        date=page.date,
        paper=page.paper,
        width=page.width,
        height=page.height,
        unit=page.unit,
        notes=page.notes,
    )


def _lines(page: PageSheet, spans: list[Span], *, boxed: bool) -> tuple[Line, ...]:
    return _printed(page, spans) if boxed else lines_of(page.text, page.id)


def _printed(page: PageSheet, spans: list[Span]) -> tuple[Line, ...]:
    """The lines of a page with boxes: what stands on one line of its text stands on one of the paper."""
    breaks = [at for at, char in enumerate(page.text) if char == "\n"]
    lines = []
    for _, group in groupby(sorted(spans), key=lambda span: bisect_right(breaks, span.start)):
        parts = list(group)
        box = around([part.box for part in parts if part.box])
        lines.append(Line(Span(page.id, parts[0].start, parts[-1].end, box)))
    return tuple(lines)
