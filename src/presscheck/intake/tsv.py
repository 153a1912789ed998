"""Tesseract's TSV: one row for each page, block, paragraph, line and word, with its box and how sure it is.

Rows that break the pattern are told in a note; if they hold a word, it is kept and comes last. Where most rows do, the
file is no such table.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from presscheck.errors import OtherFormat
from presscheck.intake.contents import checked, decoded
from presscheck.intake.places import box_at, chance
from presscheck.intake.recognised import Found, Word, bare_page, pages_with_words, sheet
from presscheck.messages import say
from presscheck.model import Box, Page

COLUMNS = (
    *("level", "page_num", "block_num", "par_num", "line_num", "word_num"),
    *("left", "top", "width", "height", "conf", "text"),
)
MOST = {"\n": 1}
PAGE, LINE = 1, 4
"""Levels of rows; a word's is 5."""
_WHOLE = re.compile(r"-?\d{1,9}")

Key = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: its level, the numbers of its page, block, paragraph and line, and what stands there."""

    place: int
    """Its line in the file, from 1."""
    level: int
    key: Key
    word: Word

    @property
    def page(self) -> Key:
        return self.key[:2]


def pages(content: bytes, name: str) -> tuple[Page, ...]:
    """The pages of a TSV file in the order of their first rows; tables set one under another are read on.

    Raises ``OcrFileTooLarge``, ``EmptyFile``, ``TooManyParts``, ``WrongEncoding``, ``OtherFormat``, ``NoWords``.

    >>> rows = ["1 1 0 0 0 0 0 0 900 600 -1 ", "5 1 1 1 1 1 40 60 40 20 96.5 北坡", "5 1 1 1 1 2 80 60 40 20 91 通车"]
    >>> page = pages("\\n".join("\\t".join(row.split(" ")) for row in [" ".join(COLUMNS), *rows]).encode(), "a.tsv")[0]
    >>> page.text, page.lines[0].score
    ('北坡通车\\n', 0.9375)
    """
    checked(content, name, MOST)
    text, encoding, notes = decoded(content, name)
    rows, broken = _rows(text.split("\n"))
    if len(broken) >= max(1, len(rows) - len(broken)):
        raise OtherFormat(file=name, form="tesseract TSV", found=repr(text.lstrip()[:30]))
    sheets: dict[Key, list[_Row]] = {}
    for row in rows:
        sheets.setdefault(row.page, []).append(row)
    if broken:
        notes = (*notes, say("intake.ocr_rows", "en", count=len(broken), first=broken[0]))
    bare = bare_page(content, name, "tsv", encoding)
    return pages_with_words(
        (_page(replace(bare, id=f"p{i}"), each, notes) for i, each in enumerate(sheets.values(), 1)), name
    )


def _rows(lines: Sequence[str]) -> tuple[list[_Row], list[int]]:
    """The rows of the table, and the places of those that are broken; what these say goes with the page before."""
    rows: list[_Row] = []
    broken: list[int] = []
    at = {name: i for i, name in enumerate(COLUMNS)}
    tables = 0
    for place, line in enumerate(lines, start=1):
        cells = line.rstrip("\r").split("\t", len(COLUMNS) - 1)
        if set(COLUMNS) <= {cell.strip() for cell in cells}:
            at, tables = {cell.strip(): i for i, cell in enumerate(cells)}, tables + 1
        elif row := _row(place, cells, at, tables):
            rows.append(row)
        elif line.strip():
            broken.append(place)
            before = rows[-1].page if rows else (tables, 1)
            rows.append(_Row(place, 0, (*before, -place, 0, 0), Word(_left_over(cells, at["text"]))))
    return rows, broken


def _row(place: int, cells: Sequence[str], at: Mapping[str, int], table: int) -> _Row | None:
    if len(cells) < len(COLUMNS) - 1:
        return None
    told = {name: cells[i] if i < len(cells) else "" for name, i in at.items()}
    numbers = [told[name].strip() for name in COLUMNS[:6]]
    if not all(_WHOLE.fullmatch(each) for each in numbers) or not 1 <= int(numbers[0]) <= 5:
        return None
    box = box_at(told["left"], told["top"], told["width"], told["height"])
    word = Word(told["text"].strip(), box, chance(told["conf"].strip(), out_of=100))
    return _Row(place, int(numbers[0]), (table, *map(int, numbers[1:5])), word)


def _left_over(cells: Sequence[str], text: int) -> str:
    """What words a broken row holds: its cell of text if it has one, else its cells but for the numbers."""
    if len(cells) == len(COLUMNS):
        return cells[text].strip()
    return " ".join(cell.strip() for cell in cells if not re.fullmatch(r"[\s\d.-]*", cell))


def _page(page: Page, rows: Sequence[_Row], notes: tuple[str, ...]) -> Page:
    paper = next((row.word.box for row in rows if row.level == PAGE and row.word.box), None)
    page = replace(page, width=paper.width if paper else None, height=paper.height if paper else None, unit="px")
    return sheet(page, _lines(rows), notes=notes)


def _lines(rows: Sequence[_Row]) -> Iterator[Found]:
    by_key: dict[Key, list[_Row]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    boxes = {row.key: row.word.box for row in rows if row.level <= LINE}
    for key, group in by_key.items():
        # Only words have text, but a script may have put some elsewhere.
        if words := tuple(row.word for row in group if row.word.text):
            yield Found(words=words, box=boxes.get(key), region=_around(key, boxes))


def _around(key: Key, boxes: Mapping[Key, Box | None]) -> Box | None:
    """The box of the paragraph or block that a line is in."""
    above = ((*key[:length], *(0,) * (len(key) - length)) for length in (4, 3))
    return next((box for each in above if (box := boxes.get(each))), None)
