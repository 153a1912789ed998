"""One printed page as it came in: its raw text, its lines, and how the file held them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Any

from presscheck.model.span import Box, Span


class MannerKind(StrEnum):
    """How a file without geometry holds a page."""

    COLUMNS = "columns"
    """Stories read column by column across the page: they interleave, and each comes back in the same stack order."""
    FRAGMENTS = "fragments"
    """Column fragments in arbitrary order."""
    SEQUENCE = "sequence"
    """Stories one after another."""
    ROWS = "rows"
    """Printed rows across the page; the gaps in them still tell the columns."""
    RUN_TOGETHER = "run_together"
    """Printed rows across the page, run together without gaps."""
    PRINTED = "printed"
    """Printed lines with their places on the paper."""
    UNKNOWN = "unknown"
    """Too little text to tell."""


@dataclass(frozen=True, slots=True)
class Manner:
    """The diagnosis of a dump: what kind it is, how sure we are (0 to 1), and what told us."""

    kind: MannerKind
    confidence: float
    reasons: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The diagnosis as JSON has it."""
        return {"kind": self.kind.value, "confidence": round(self.confidence, 3), "reasons": list(self.reasons)}


@dataclass(frozen=True, slots=True)
class Encoding:
    """The character encoding a file was read in, and how it became known: ``bom``, ``declared`` or ``guessed``."""

    name: str
    how: str
    replaced: int = 0
    """Bytes that are no character in this encoding; each stands in the text as U+FFFD."""

    def to_dict(self) -> dict[str, Any]:
        """The encoding as JSON has it."""
        return {"name": self.name, "how": self.how, "replaced": self.replaced}


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A code point that only looks like the character meant, such as the Kangxi radical ⾦ for 金."""

    span: Span
    before: str
    after: str
    family: str
    """``kangxi``, ``radical``, ``compatibility`` or ``vertical``."""

    def to_dict(self) -> dict[str, Any]:
        """The look-alike as JSON has it; the page is the one that lists it."""
        return {
            "start": self.span.start,
            "end": self.span.end,
            "before": self.before,
            "after": self.after,
            "family": self.family,
        }


@dataclass(frozen=True, slots=True)
class Type:
    """How a printed line is set: the size of its type in the page's unit, and what else the file tells of it.

    ``vertical`` type runs from top to bottom; ``light`` type stands on a dark ground (反白).
    """

    size: float
    font: str = ""
    bold: bool = False
    vertical: bool = False
    light: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, or one line of a dump, without the white space around it.

    ``indent`` counts the columns of white space before it (a full-width space is two), ``blank_before`` the blank
    lines above it, and ``column`` is the printed column where the dump's gaps tell it (from 0, left to right).
    Where the file has geometry, the span bears the line's box, ``type`` says how it is set, and ``score`` how sure a
    recogniser was of its characters (0 to 1).
    """

    span: Span
    indent: int = 0
    blank_before: int = 0
    column: int | None = None
    type: Type | None = None
    score: float | None = None


class GraphicKind(StrEnum):
    """What is drawn on a page beside its type."""

    RULE = "rule"
    """A thin line, level or upright."""
    FRAME = "frame"
    """A box drawn round something."""
    TINT = "tint"
    """A ground printed in a colour."""
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Graphic:
    """A rule, frame, tint or picture and the rectangle it takes up."""

    kind: GraphicKind
    box: Box


@dataclass(frozen=True, slots=True)
class Page:
    """A newspaper page as the file gives it. ``text`` is raw; every span of a reading counts in it.

    A page with geometry has ``width`` and ``height`` in its ``unit`` (``pt``, ``px``, ``mm10``, ``inch1200``), a box
    for every line, and ``graphics``; boxes are measured from the top left corner.

    >>> page = Page("p1", "county.txt", "0" * 64, "dump", "本报讯\\n", (Line(Span("p1", 0, 3)),))
    >>> page
    <Page p1 of county.txt: dump, 1 line, 4 characters>
    >>> page.words(page.lines[0].span)
    '本报讯'
    """

    id: str
    file: str
    sha256: str
    kind: str
    text: str
    lines: tuple[Line, ...]
    number: int | None = None
    date: datetime.date | None = None
    paper: str | None = None
    width: float | None = None
    height: float | None = None
    unit: str | None = None
    encoding: Encoding | None = None
    manner: Manner | None = None
    look_alikes: tuple[LookAlike, ...] = ()
    notes: tuple[str, ...] = ()
    graphics: tuple[Graphic, ...] = ()

    @property
    def has_geometry(self) -> bool:
        """Whether every line of the page has its place on the paper."""
        return bool(self.lines) and all(line.span.box for line in self.lines)

    @property
    def runs_down(self) -> bool:
        """Whether most of the page is set from top to bottom, line beside line from the right to the left."""
        down = sum(len(line.span) for line in self.lines if line.type and line.type.vertical)
        return 2 * down > sum(len(line.span) for line in self.lines)

    @property
    def across(self) -> float:
        """How wide the page is, as far as its lines tell where the file does not."""
        return self.width or max((line.span.box.right for line in self.lines if line.span.box), default=0.0)

    def turned(self) -> "Page":
        """The page with every place on it as if it lay on its side: lines that ran down run level, the first on top.

        What stands below on a page of level lines stands to the left on one whose lines run down, and its next column
        is the band below: turned, both are one.

        >>> line = Line(Span("p1", 0, 3, Box(500, 40, 12, 36)), type=Type(12.0, vertical=True))
        >>> turned = Page("p1", "county.pdf", "", "pdf", "本报讯\\n", (line,), width=520, height=800).turned()
        >>> turned.lines[0].span.box, turned.lines[0].type.vertical
        (Box(left=40, top=8, width=36, height=12), False)
        """
        across = self.across
        lines = (
            replace(
                line,
                span=replace(line.span, box=line.span.box and line.span.box.turned(across)),
                type=line.type and replace(line.type, vertical=not line.type.vertical),
            )
            for line in self.lines
        )
        graphics = (replace(graphic, box=graphic.box.turned(across)) for graphic in self.graphics)
        return replace(self, width=self.height, height=across, lines=tuple(lines), graphics=tuple(graphics))

    def words(self, span: Span) -> str:
        """What the page says under ``span``, a line break read as a space."""
        return span.of(self.text)

    def told(self, spans: Sequence[Span]) -> str:
        """What the page says under several spans, read one after the other."""
        return "".join(span.of(self.text) for span in spans)

    def read_on(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """``spans`` so that they read on: between Latin words the white space after the first word is kept.

        Chinese needs no space where a line breaks; English does. The kept character is the page's own.

        >>> page = Page("p1", "a.txt", "", "dump", "AI\\nlabels", ())
        >>> page.told(page.read_on([Span("p1", 0, 2), Span("p1", 3, 9)]))
        'AI labels'
        """
        out = list(spans)
        for index, (span, after) in enumerate(pairwise(spans)):
            meets = self.text[span.end - 1 : span.end] + self.text[after.start : after.start + 1]
            latin = len(meets) == 2 and all(char.isascii() and (char.isalpha() or char in ",;:.") for char in meets)
            if latin and self.text[span.end : span.end + 1].isspace():
                out[index] = Span(span.page, span.start, span.end + 1, span.box)
        return tuple(out)

    def __repr__(self) -> str:
        lines = "1 line" if len(self.lines) == 1 else f"{len(self.lines)} lines"
        return f"<Page {self.id} of {self.file}: {self.kind}, {lines}, {len(self.text)} characters>"

    def to_dict(self) -> dict[str, Any]:
        """The page as JSON has it: everything but the text itself."""
        return {
            "id": self.id,
            "file": self.file,
            "sha256": self.sha256,
            "kind": self.kind,
            "number": self.number,
            "date": self.date.isoformat() if self.date else None,
            "paper": self.paper,
            "width": self.width,
            "height": self.height,
            "unit": self.unit,
            "encoding": self.encoding.to_dict() if self.encoding else None,
            "manner": self.manner.to_dict() if self.manner else None,
            "look_alikes": [look_alike.to_dict() for look_alike in self.look_alikes],
            "notes": list(self.notes),
        }
