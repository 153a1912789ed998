"""One page of a file beside its stories: everything its template shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from presscheck.by_hand import Hands, PageSheet, Sheet
from presscheck.messages import again
from presscheck.model import Line, Page, Reading
from presscheck.record import sheets
from presscheck.show.leaf import Kept, get_ready
from presscheck.show.trace import Piece, Trace, pieces
from presscheck.web.frame import language, page, record
from presscheck.web.overlay import Overlay, overlay
from presscheck.web.page_words import BODY, Aside, Asked, Story, asides, stories
from presscheck.web.people import known
from presscheck.web.pictures import address
from presscheck.web.sheet_reading import reading_of
from presscheck.web.step_words import sentence

STEPS_SHOWN = 12
DIGITS = 19
"""Digits from which on a number is none of ours."""
FORMS = ("md", "txt", "json", "tei")
KEPT_CHARACTERS = 1_000_000
"""Characters of pages whose files are kept unpacked."""
_sheets = Kept[Sheet](KEPT_CHARACTERS)
PLACED_FORMS = ("alto", "page_xml", "hocr")
"""What a page can be taken away as, those that say where each line stands apart."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Words of a dump's line that went to one place: ``turn`` counts the stretches of their story, where one begins."""

    words: str
    key: str | None
    owner: str
    story: Story | None
    turn: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a dump by its number in the file."""

    number: int
    indent: int
    gap: bool
    cuts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A word to the reader on what he did; ``focus`` is the part of a story where he goes on."""

    words: str = ""
    crossed: bool = False
    focus: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A page and its stories."""

    sheet: Sheet
    page: PageSheet
    stories: tuple[Story, ...]
    asides: tuple[Aside, ...]
    overlay: Overlay | None
    picture: str | None
    rows: tuple[Row, ...]


def sheet_of(request: Request, document: str) -> Sheet:
    """The file that an address names by its number or its name, as it stands now. Raises 404.

    It is unpacked once for all who look at it before somebody does the next step.
    """
    named = int(document) if document.isdecimal() and len(document) < DIGITS else document
    with record(request) as kept:
        if (now := sheets.current(kept.store, named)) is None:
            raise HTTPException(404)
        name = (str(kept.path), now.id, kept.store.last_step(now.name), kept.store.has_original(now.sha256))
        if found := _sheets.get(name):
            return found
        found = Hands(kept).sheet(now.name)
    if found is None:
        raise HTTPException(404)
    fresh = (name[0], found.id, found.last_step, found.has_original)
    return _sheets.put(fresh, found, sum(len(page.text) for page in found.pages) + 1)


def page_named(sheet: Sheet, name: str) -> PageSheet:
    """The page that an address names: ``p2``, or 2. Raises 404."""
    wanted = f"p{name}" if name.isdecimal() else name
    for one in sheet.pages:
        if one.id == wanted:
            return one
    raise HTTPException(404)


def asked_for(request: Request) -> Asked:
    """The place that a link asks for; what is no place is not looked for."""
    given = request.query_params
    numbers = {name: given[name] for name in ("paragraph", "start", "end") if given.get(name, "").isdecimal()}
    told = {name: int(number[:9]) for name, number in numbers.items()}
    return Asked(given.get("story"), given.get("part", BODY), **told)


def view_of(sheet: Sheet, page: PageSheet, asked: Asked) -> View:
    """What is shown of a page."""
    reading = reading_of(sheet, page.id)
    (printed,) = (one for one in reading.pages if one.id == page.id)
    told = tuple(stories(sheet, reading, page.id, asked))
    picture = address(sheet, page)
    if picture and page.kind == "pdf":
        get_ready()
    drawn = overlay(sheet, page, printed, told, asked, pictured=picture is not None)
    rows = () if drawn else tuple(_rows(reading, printed, told))
    return View(sheet, page, told, tuple(asides(sheet, page.id)), drawn, picture if drawn else None, rows)


def shown(
    request: Request, view: View, asked: Asked, *, arranging: bool, status: int = 200, said: Said | None = None
) -> Response:
    """The page as an answer, ``arranging`` with the tools for it; ``said`` is what became of what the reader did."""
    with record(request) as kept:
        rows = Hands(kept).history(view.sheet.id, limit=STEPS_SHOWN)
        steps = [(step, sentence(step, language(request), kept.store)) for step in rows]
    said = said or Said()
    person = known(request)
    values: dict[str, Any] = {
        "view": view,
        "sheet": view.sheet,
        "leaf": view.page,
        "asked": asked,
        "arranging": arranging and person is not None and person.may("editor"),
        "notes": [again(note, language(request)) for note in view.page.notes],
        "steps": steps,
        "forms": (*FORMS, *(PLACED_FORMS if view.overlay else ())),
        "notice": said.words,
        "crossed": said.crossed,
        "focus": said.focus,
    }
    alone = request.headers.get("hx-request") == "true"
    return page(request, "page_column.html" if alone else "page.html", status=status, oob=alone, **values)


def _rows(reading: Reading, printed: Page, told: Sequence[Story]) -> Iterator[Row]:
    """The lines of a dump, each cut up by where its words went."""
    trace, by_id = Trace(printed, pieces(reading)), {story.id: story for story in told}
    turns: dict[str, int] = {}
    last = ""
    for line in printed.lines:
        cuts = []
        for words, piece in trace.under(line.span):
            key = _key(piece, reading)
            owner = piece.owner if piece else ""
            story = by_id.get(owner)
            begins = story is not None and owner != last
            if story and begins:
                turns[owner] = turns.get(owner, 0) + 1
            last = owner if words.strip() else last
            cuts.append(Cut(words, key, owner, story, turns[owner] if begins else None))
        yield _row(line, trace, tuple(cuts))


def _row(line: Line, trace: Trace, cuts: tuple[Cut, ...]) -> Row:
    return Row(trace.number(line.span.start), min(line.indent, 40), line.blank_before > 0, cuts)


def _key(piece: Piece | None, reading: Reading) -> str | None:
    """What the part of a story that a piece of the page went to is called beside it."""
    if piece is None:
        return None
    if piece.story is None:
        return piece.anchor
    return f"{reading.articles[piece.story].id}-{piece.anchor.partition('-')[2]}"
