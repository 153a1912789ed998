"""What the files of text recognisers have in common: words and lines with their places become printed lines on a page.

ALTO, PAGE, hOCR, tesseract's TSV and boxes in JSON tell the same story at different lengths. Each of their modules
gives what its file says as ``Found`` lines; here the fuller of two tellings is taken, words are joined, places are
brought onto the sheet, and whatever is amiss becomes a note of the page.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import median, median_low

from presscheck import hanzi
from presscheck.errors import NoWords
from presscheck.intake.lines import BREAKS
from presscheck.intake.places import area_of, enclosing, on_sheet
from presscheck.intake.printed import PrintedLine, page_of
from presscheck.messages import say
from presscheck.model import Box, Encoding, Graphic, GraphicKind, Page, Type

TALL = 1.5
"""A line of several characters this many times as tall as wide runs from top to bottom."""
CLOSE = 0.15
"""Share of the height of two single Latin characters that the gap between them has at most within one word."""
WIDE = 4.0
"""Gap between two words, in heights of their line, that no printed line has within its column."""
UNLIKELY = 3.0
"""A size of type this many times larger or smaller than its box is high is not believed."""
_NOT_PLAIN = re.compile(f"[{BREAKS}\f\t\ud800-\udfff]")
_BREAK = re.compile(rf"\r\n|[{BREAKS}]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as the recogniser gives it; ``spaced`` tells whether a space stands before it, None if nothing does."""

    text: str
    box: Box | None = None
    score: float | None = None
    spaced: bool | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """How the file says a line is set; ``size`` in the page's unit, None where only its box can tell."""

    size: float | None = None
    font: str = ""
    bold: bool = False
    vertical: bool = False
    light: bool = False


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Found:
    """A line as the file gives it: the ``text`` of the line itself, its ``words``, or both.

    ``whole`` marks the text of a region that is not given by lines. ``differs`` says that text and words of the region
    around it did not agree.
    """

    text: str = ""
    words: tuple[Word, ...] = ()
    box: Box | None = None
    region: Box | None = None
    style: Style = PLAIN
    score: float | None = None
    whole: bool = False
    differs: bool = False


def ink(text: str) -> str:
    """``text`` without its white space."""
    return "".join(text.split())


def said(found: Found) -> str:
    """What a line says: its own text, or its words joined; the fuller one where they differ.

    >>> said(Found(words=(Word("北坡"), Word("GDP"), Word("growth"), Word("超"))))
    '北坡GDP growth超'
    """
    text, words = found.text, joined(found.words)
    # A recogniser that joins all words with plain spaces says nothing by it.
    if not text.strip() or _by_spaces(text) == [part for word in found.words for part in _by_spaces(word.text)]:
        return words or text
    return words if len(ink(words)) > len(ink(text)) else text


def _by_spaces(text: str) -> list[str]:
    return [part for part in text.split(" ") if part]


def joined(words: Sequence[Word]) -> str:
    """Words as they are printed: Chinese ones follow each other directly, between Latin ones stands a space."""
    apart = [False, *(_is_apart(before, after) for before, after in pairwise(words))]
    return "".join(" " * space + word.text for space, word in zip(apart, words, strict=False))


def _is_apart(before: Word, after: Word) -> bool:
    if hanzi.width(before.text[-1:]) != 1 or hanzi.width(after.text[:1]) != 1:
        return False
    if after.spaced is not None:
        return after.spaced
    single = min(len(before.text), len(after.text)) == 1
    # Some recognisers give every character by itself: 2, 0, 2, 6.
    if single and before.box and after.box:
        gap = after.box.left - before.box.left - before.box.width
        return gap > CLOSE * max(before.box.height, after.box.height)
    return True


def bare_page(content: bytes, name: str, kind: str, encoding: Encoding) -> Page:
    """A page of this file with nothing on it yet."""
    return Page("p1", Path(name).name, hashlib.sha256(content).hexdigest(), kind, "", (), encoding=encoding)


def pages_with_words(pages: Iterable[Page], name: str) -> tuple[Page, ...]:
    """All ``pages`` of a file; raises ``NoWords`` where not one of them says anything."""
    pages = tuple(pages)
    if not any(page.lines for page in pages):
        raise NoWords(file=name)
    return pages


def sheet(
    page: Page,
    found: Iterable[Found],
    graphics: Iterable[tuple[GraphicKind, Box | None]] = (),
    notes: Iterable[str] = (),
) -> Page:
    """``page`` with the lines ``found`` on it and its graphics.

    Boxes are cut at the sheet's edges. A line without a box has that of its words; one without any comes after all
    others, with the box of its region or the sheet. A page on which no box is any good has no geometry.
    """
    amiss: Counter[str] = Counter()
    drawn = list(graphics)
    lines = [part for line in found for part in _plain_lines(line, amiss)]
    page, told = _sized(page, lines, [box for _, box in drawn])
    placed = [_placed(line, page, amiss) for line in lines]
    printed = [line for line, sure in placed if sure] + [line for line, sure in placed if not sure]
    kept = list(_graphics(drawn, page, amiss))
    notes = [*notes, *told, *(say(f"intake.ocr_{key}", "en", count=count) for key, count in sorted((+amiss).items()))]
    if page.width is None:
        return _without_places(page_of(page, printed, notes=notes))
    return page_of(page, printed, kept, notes)


def _plain_lines(line: Found, amiss: Counter[str]) -> Iterator[Found]:
    """``line`` with one text and no second telling; nothing where it is blank."""
    text = said(line)
    amiss["levels"] += line.differs or bool(line.text and line.words and ink(line.text) != ink(joined(line.words)))
    if line.whole:
        yield from _rows(line, text, amiss)
        return
    from_words = text == joined(line.words)
    groups = _columns(line) if from_words else [line.words]
    amiss["parted"] += len(groups) > 1
    for words in groups:
        box = line.box if len(groups) == 1 else _part_of(line.box, words)
        if plain := _plain(joined(words) if from_words else text, amiss):
            yield replace(line, text=plain, words=tuple(words), box=box, score=_score(line, words))


def _rows(line: Found, text: str, amiss: Counter[str]) -> Iterator[Found]:
    """The rows of a region's text, each in its share of the region; a guess, so nothing is said of their type."""
    rows = [row for row in _BREAK.split(text) if row.strip()]
    amiss["regions"] += bool(rows)
    around = enclosing(word.box for word in line.words) or line.box
    for i, row in enumerate(rows):
        box = around and _share(around, i, len(rows), line.style.vertical)
        yield replace(line, text=_plain(row, amiss), box=box, score=_score(line, line.words))


def _share(box: Box, place: int, of: int, vertical: bool) -> Box:
    if vertical:
        width = box.width / of
        return Box(box.right - (place + 1) * width, box.top, width, box.height)
    height = box.height / of
    return Box(box.left, box.top + place * height, box.width, height)


def _plain(text: str, amiss: Counter[str]) -> str:
    """``text`` on one line and without halves of surrogate pairs, which no file can hold."""

    def instead(found: re.Match[str]) -> str:
        half = "\ud800" <= found[0] <= "\udfff"
        amiss["surrogates"] += half
        return "\ufffd" if half else " "

    return _NOT_PLAIN.sub(instead, text).strip()


def _columns(line: Found) -> list[Sequence[Word]]:
    """The words of a line that a recogniser ran across columns, parted where it left a gap unlike all others."""
    boxes = [word.box for word in line.words if area_of(word.box)]
    if len(boxes) < max(2, len(line.words)) or line.style.vertical:
        return [line.words]
    places = [box for box in boxes if box]
    gaps = [after.left - before.left - before.width for before, after in pairwise(places)]
    usual = median_low(sorted(gaps)[:-1] or [0.0])
    least = max(WIDE * median(box.height for box in places), 2 * WIDE * usual)
    cuts = [0, *(i for i, gap in enumerate(gaps, start=1) if gap > least), len(places)]
    return [line.words[start:end] for start, end in pairwise(cuts)]


def _part_of(box: Box | None, words: Sequence[Word]) -> Box | None:
    """The part of a line's box over some of its words: as high as the line, as wide as they."""
    around = enclosing(word.box for word in words)
    return replace(around, top=box.top, height=box.height) if around and area_of(box) and box else around


def _score(line: Found, words: Sequence[Word]) -> float | None:
    """The line's own score, or the mean of its words', each counted by its length."""
    if line.score is not None:
        return line.score
    scored = [(word.score, len(word.text)) for word in words if word.score is not None and word.text]
    if not scored:
        return None
    return round(sum(score * length for score, length in scored) / sum(length for _, length in scored), 4)


def _sized(page: Page, lines: Sequence[Found], drawn: Sequence[Box | None]) -> tuple[Page, list[str]]:
    """``page`` with its width and height, read off the boxes where the file does not tell."""
    width, height = page.width or 0, page.height or 0
    if width > 0 and height > 0:
        return page, []
    inside = [word.box for line in lines for word in line.words]
    boxes = [*(line.box for line in lines), *(line.region for line in lines), *inside, *drawn]
    around = enclosing(boxes) or Box(0, 0, 0, 0)
    width = width if width > 0 else around.right
    height = height if height > 0 else around.bottom
    if not any(area_of(on_sheet(box, width, height)) for box in boxes):
        return replace(page, width=None, height=None), [say("intake.ocr_no_geometry", "en")]
    return replace(page, width=width, height=height), [say("intake.ocr_page_size", "en")]


def _placed(line: Found, page: Page, amiss: Counter[str]) -> tuple[PrintedLine, bool]:
    """``line`` on the sheet, and whether its place is its own."""
    own = _fitted(line.box, page, amiss)
    place = own or _fitted(enclosing(word.box for word in line.words), page, amiss)
    if place:
        amiss["no_box"] += not own
        kind = None if line.whole else _type(line, place, is_cut=place != line.box)
        return PrintedLine(line.text, place, kind, line.score), True
    amiss["no_place"] += page.width is not None
    around = _fitted(line.region, page, amiss) or Box(0, 0, page.width or 0, page.height or 0)
    return PrintedLine(line.text, around, None, line.score), False


def _fitted(box: Box | None, page: Page, amiss: Counter[str]) -> Box | None:
    """The part of ``box`` that is on the sheet, if it has any area there."""
    place = on_sheet(box, page.width, page.height)
    if not area_of(place):
        return None
    amiss["clipped"] += place != box
    return place


def _type(line: Found, box: Box, is_cut: bool) -> Type:
    style = line.style
    # By width on paper, for two narrow figures (11) are taller than wide as well.
    vertical = style.vertical or (hanzi.width(line.text) >= 4 and box.height > TALL * box.width)
    across = box.width if vertical else box.height
    size = style.size or across
    if not is_cut and not across / UNLIKELY <= size <= across * UNLIKELY:
        size = across
    return Type(size, style.font, style.bold, vertical, style.light)


def _graphics(drawn: Iterable[tuple[GraphicKind, Box | None]], page: Page, amiss: Counter[str]) -> Iterator[Graphic]:
    for kind, box in drawn:
        place = on_sheet(box, page.width, page.height)
        # A rule may have no thickness, but it has a length.
        if place and max(place.width, place.height) > 0:
            amiss["clipped"] += place != box
            yield Graphic(kind, place)
        else:
            amiss["graphics"] += 1


def _without_places(page: Page) -> Page:
    return replace(
        page, lines=tuple(replace(line, span=replace(line.span, box=None), type=None) for line in page.lines)
    )
