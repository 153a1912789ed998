"""A page of a PDF or a picture file drawn part by part, as a reader looks nearer: small pictures, at once.

A page of a PDF is drawn in plates, from which the parts asked for are cut; of a picture each halving is kept. What is
kept is bounded in bytes. Parts are told in the pixels of the whole page (``Leaf.width``, ``Leaf.height``).
"""

import io
import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cache
from itertools import islice
from typing import Generic, Protocol, TypeVar

import PIL.Image

from presscheck.errors import PageTooHard
from presscheck.intake.formats import reader_of
from presscheck.messages import say
from presscheck.show.picture import plain

Part = tuple[int, int, int, int]
"""Left, top, width and height."""
DPI = 300
"""A page of a PDF has so many pixels an inch when it is seen at its largest."""
MOST = 60_000_000
"""Pixels that a page has at most; one that would have more is coarser."""
PLATE = 1024
CHILDREN = 2
"""PDFs that are drawn from at the same time."""
QUALITY = 82
KEPT_PAGES = 400_000_000
KEPT_PLATES = 160_000_000
"""Bytes of files and pictures, and of the plates of PDFs, that are kept for the next part asked for."""
TURNS = (0, 90, 180, 270)
Value = TypeVar("Value")


class Kept(Generic[Value]):
    """What was used last, up to so many bytes together; the last one is always kept.

    >>> kept = Kept[str](10)
    >>> [kept.put(name, name, 6) for name in ("a", "b")], kept.get("a"), kept.get("b")
    (['a', 'b'], None, 'b')
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._values: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, name: Hashable) -> Value | None:
        """What is kept under a name."""
        with self._lock:
            if name not in self._values:
                return None
            self._values.move_to_end(name)
            return self._values[name][0]

    def put(self, name: Hashable, value: Value, size: int) -> Value:
        """Keep a value of so many bytes; what was not used for longest goes."""
        with self._lock:
            self._size += size - self._values.pop(name, (value, 0))[1]
            self._values[name] = (value, size)
            while self._size > self.limit and len(self._values) > 1:
                self._size -= self._values.popitem(last=False)[1][1]
        return value


class Leaf(Protocol):
    """One page that can be drawn, so many pixels wide and high."""

    width: int
    height: int

    def drawn(self, part: Part, size: tuple[int, int]) -> PIL.Image.Image:
        """A part of it as a picture of this size, never larger than the part."""


class Leaves:
    """The pages that are being looked at; ``fetch`` gives the bytes of a file by their SHA-256."""

    def __init__(self) -> None:
        self._leaves = Kept[Leaf](KEPT_PAGES)
        self._lock = threading.Lock()

    def leaf(self, sha256: str, number: int, turn: int, fetch: Callable[[], bytes | None]) -> Leaf | None:
        """Page ``number`` (from 1) of a file, turned to the left by so many degrees as it was when it was read.

        ``None`` where there is no such file or page, or it is neither a PDF nor a picture. Raises what the intake does.
        """
        name = (sha256, number, turn)
        if found := self._leaves.get(name):
            return found
        with self._lock:
            if found := self._leaves.get(name):
                return found
            content = fetch()
            made = _opened(name, content) if content else None
            if content and made:
                size = 3 * made.width * made.height if isinstance(made, _Picture) else len(content)
                self._leaves.put(name, made, size)
            return made


@cache
def get_ready() -> None:
    """Have the child that draws PDFs started, once, while a browser still loads the page round the picture."""
    from presscheck.intake import pdf_child

    pdf_child.get_ready()


def turn_of(notes: tuple[str, ...]) -> int:
    """How far a page was turned to the left when it was read, in degrees; its notes say so.

    >>> turn_of(()), turn_of((say("intake.image_turned", "en", degrees=90),))
    (0, 90)
    """
    return next((turn for turn in TURNS if turn and say("intake.image_turned", "en", degrees=turn) in notes), 0)


def jpeg(picture: PIL.Image.Image) -> bytes:
    """A picture as the bytes of a JPEG."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _opened(name: tuple[str, int, int], content: bytes) -> Leaf | None:
    reader, (_, number, turn) = reader_of(content), name
    if reader == "pdf":
        return _PdfPage(name, content)
    return _picture(content, number, turn) if reader == "image" else None


def _picture(content: bytes, number: int, turn: int) -> Leaf | None:
    from presscheck.intake import image_open

    frame = next(islice(image_open.frames(content, "page"), number - 1, None), None)
    if frame is None:
        return None
    picture = plain(frame, MOST)
    return _Picture(picture.rotate(turn, expand=True) if turn else picture)


class _Picture:
    """A picture, and its halvings as far as somebody looked at them."""

    def __init__(self, picture: PIL.Image.Image) -> None:
        self.width, self.height = picture.size
        self._levels = {1: picture}
        self._lock = threading.Lock()

    def drawn(self, part: Part, size: tuple[int, int]) -> PIL.Image.Image:
        """A part of it as a picture of this size."""
        left, top, width, height = part
        each = _halving(max(width / size[0], height / size[1]))
        level = self._level(each)
        right, foot = min((left + width) / each, level.width), min((top + height) / each, level.height)
        box = (left / each, top / each, right, foot)
        return level.resize(size, PIL.Image.Resampling.BILINEAR, box=box)

    def _level(self, each: int) -> PIL.Image.Image:
        with self._lock:
            if each not in self._levels:
                before = max(one for one in self._levels if one < each)
                self._levels[each] = self._levels[before].reduce(each // before)
            return self._levels[each]


class _PdfPage:
    """A page of a PDF: plates of it are drawn in a child that has the file open, one at a time.

    A page that took too long once is not tried again as long as it is known.
    """

    _drawing = threading.BoundedSemaphore(CHILDREN)
    _plates = Kept[PIL.Image.Image](KEPT_PLATES)

    def __init__(self, name: tuple[str, int, int], content: bytes) -> None:
        from presscheck.intake import pdf

        self.name, self.content = name, content
        self._turn_taking = threading.Lock()
        self._too_hard: PageTooHard | None = None
        _, self.number, self.turn = name
        across, down = pdf.size_of(content, self.number)
        self.scale = min(DPI / 72, math.sqrt(MOST / max(across * down, 1.0)))
        upright = max(round(across * self.scale), 1), max(round(down * self.scale), 1)
        self._across, self._down = upright
        self.width, self.height = upright[::-1] if self.turn % 180 else upright

    def drawn(self, part: Part, size: tuple[int, int]) -> PIL.Image.Image:
        """A part of it as a picture of this size."""
        left, top, width, height = part
        each = _halving(max(width / size[0], height / size[1]))
        side = PLATE * each
        column, row = left // side, top // side
        if (left + width - 1) // side == column and (top + height - 1) // side == row:
            plate, at = self._plate(each, column, row), (column * side, row * side)
        else:
            plate, at = self._part(part, each), (left, top)
        x, y = (left - at[0]) / each, (top - at[1]) / each
        box = (x, y, min(x + width / each, plate.width), min(y + height / each, plate.height))
        return plate.resize(size, PIL.Image.Resampling.BILINEAR, box=box)

    def _plate(self, each: int, column: int, row: int) -> PIL.Image.Image:
        name, side = (self.name, each, column, row), PLATE * each
        if found := self._plates.get(name):
            return found
        left, top = column * side, row * side
        with self._turn_taking:
            if found := self._plates.get(name):
                return found
            plate = self._part((left, top, min(side, self.width - left), min(side, self.height - top)), each)
        return self._plates.put(name, plate, 3 * plate.width * plate.height)

    def _part(self, part: Part, each: int) -> PIL.Image.Image:
        from presscheck.intake import pdf

        left, top, width, height = self._upright(part)
        region = (left / self.scale, top / self.scale, width / self.scale, height / self.scale)
        if self._too_hard:
            raise self._too_hard
        try:
            with self._drawing:
                drawn = pdf.part(self.content, self.number, self.scale / each, region)
        except PageTooHard as error:
            self._too_hard = error
            raise
        return drawn.rotate(self.turn, expand=True) if self.turn else drawn

    def _upright(self, part: Part) -> Part:
        """Where a part of the turned page stands on the page as its file has it."""
        left, top, width, height = part
        return {
            0: part,
            90: (self._across - top - height, left, height, width),
            180: (self._across - left - width, self._down - top - height, width, height),
            270: (top, self._down - left - width, height, width),
        }[self.turn]


def _halving(each: float) -> int:
    """How often a page may be halved for a part so many times smaller, as a power of two; its last pixel is rounded.

    >>> _halving(1.0), _halving(3.7), _halving(3.99)
    (1, 2, 4)
    """
    return 1 << int(math.log2(max(each * 1.02, 1.0)))
