"""What is drawn over a page: the coloured regions of its stories, the way a reader goes through each, and its words.

Every page is drawn a thousand wide, whatever unit its file measures in, so that strokes and numbers are of one size.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from presscheck.by_hand import PageSheet, Sheet
from presscheck.export.sheets import around, runs_down
from presscheck.export.text import visible
from presscheck.model import Box, Page, Span
from presscheck.show.way import arrow, stretches
from presscheck.web.page_words import Asked, Story, places, runs

WIDTH = 1000.0
TALLEST = 20.0
INK = 0.88
"""The size of type within a line's box, as a share of its height."""
ASIDE = ("caption", "credit", "table", "byline", "dateline", "jump_from", "jump_to")
"""What stands beside the way through a story, not on it."""
SLACK = 2.0


@dataclass(frozen=True, slots=True)
class Area:
    """Where one part of a story stands, as a path; ``hue`` is ``None`` for what is in no story."""

    key: str
    path: str
    story: str | None
    hue: int | None
    number: int | None
    owner: str
    stop: bool


@dataclass(frozen=True, slots=True)
class Stop:
    """A number on the way through a story; ``opens`` where it begins."""

    words: str
    x: float
    y: float
    width: float
    height: float
    opens: bool


@dataclass(frozen=True, slots=True)
class Way:
    """The way through a story: lines with their heads, and the stops."""

    story: str
    hue: int
    lines: tuple[tuple[str, str], ...]
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Set:
    """A printed line set anew where the page has no picture."""

    words: str
    x: float
    y: float
    size: float
    long: float
    down: bool


@dataclass(frozen=True, slots=True)
class Overlay:
    """All that is drawn over one page; ``asked`` is the path round the characters that a link asked for."""

    height: float
    areas: tuple[Area, ...]
    ways: tuple[Way, ...]
    lines: tuple[Set, ...]
    asked: str


def overlay(
    sheet: Sheet, page: PageSheet, told: Page, stories: Sequence[Story], asked: Asked, *, pictured: bool
) -> Overlay | None:
    """What is drawn over a page; ``None`` where its file does not say where its lines stand, as a dump does not.

    ``told`` is the page with its lines, which are set anew unless it is ``pictured``.
    """
    found = {key: spans for key, spans in places(sheet, page.id).items() if all(span.box for span in spans)}
    size = _size(page, told)
    if not size or (told.lines and not told.has_geometry):
        return None
    each = WIDTH / size[0]
    boxes = {key: [_scaled(span.box, each) for span in spans if span.box] for key, spans in found.items()}
    by_key = {part.key: story for story in stories for part in story.parts}
    kinds = {part.key: part.kind for story in stories for part in story.parts}
    return Overlay(
        min(size[1] / size[0], TALLEST) * WIDTH,
        tuple(_areas(boxes, by_key)),
        tuple(_ways(boxes, stories, kinds)),
        () if pictured else tuple(_lines(told, each)),
        _asked_path(found, asked, each),
    )


def _size(page: PageSheet, told: Page) -> tuple[float, float] | None:
    boxes = [line.span.box for line in told.lines if line.span.box]
    edges = around(boxes) if boxes else Box(0, 0, 0, 0)
    width, height = page.width or edges.right, page.height or edges.bottom
    return (width, height) if width > 0 and height > 0 else None


def _scaled(box: Box, each: float) -> Box:
    return Box(box.left * each, box.top * each, box.width * each, box.height * each)


def _areas(boxes: Mapping[str, Sequence[Box]], by_key: Mapping[str, Story]) -> Iterator[Area]:
    reached: set[str] = set()
    for key, given in boxes.items():
        story = by_key.get(key)
        owner = story.id if story else key.partition("-")[0]
        path = "".join(outline(given[first : last + 1]) for first, last in runs(given))
        hue, number = (story.hue, story.number) if story else (None, None)
        yield Area(key, path, story.id if story else None, hue, number, owner, owner not in reached)
        reached.add(owner)


def outline(boxes: Sequence[Box]) -> str:
    """The path round boxes that stand one below the other: between two the line is drawn in the middle.

    >>> outline([Box(0, 0, 10, 4), Box(2, 6, 4, 4)])
    'M-2.0 -2.0H12.0V5.0H8.0V12.0H0.0V5.0H-2.0Z'
    """
    tops = [boxes[0].top - SLACK, *((one.bottom + two.top) / 2 for one, two in pairwise(boxes))]
    foots = [*tops[1:], boxes[-1].bottom + SLACK]
    right = "".join(f"H{box.right + SLACK:.1f}V{foot:.1f}" for box, foot in zip(boxes, foots, strict=True))
    left = "".join(
        f"H{box.left - SLACK:.1f}V{top:.1f}" for box, top in reversed([*zip(boxes[1:], tops[1:], strict=True)])
    )
    return f"M{boxes[0].left - SLACK:.1f} {tops[0]:.1f}{right}{left}H{boxes[0].left - SLACK:.1f}Z"


def _ways(boxes: Mapping[str, Sequence[Box]], stories: Sequence[Story], kinds: Mapping[str, str]) -> Iterator[Way]:
    for story in stories:
        keys = [part.key for part in story.parts if part.key in boxes]
        keys = [key for key in keys if kinds[key] not in ASIDE] or keys
        way = [box for key in keys for box in boxes[key]]
        if not way:
            continue
        runs = stretches(way)
        led = [arrow(way[last], way[first]) for (_, last), (first, _) in pairwise(runs)]
        stops = [_stop(story.number, at, way[first]) for at, (first, _) in enumerate(runs)]
        yield Way(story.id, story.hue, tuple((one.line, one.head) for one in led), tuple(stops))


def _stop(number: int, at: int, box: Box) -> Stop:
    words = f"{number}" if not at else f"{number}·{at + 1}"
    size = 20.0 if not at else 12.0
    width, height = len(words) * size * 0.6 + 8, size + 6
    left = min(max(box.left - width * 0.75, 1.0), WIDTH - width - 1)
    return Stop(words, left, max(box.top - height * 0.75, 1.0), width, height, not at)


def _lines(page: Page, each: float) -> Iterator[Set]:
    for line in page.lines:
        if line.span.box:
            box, down, words = _scaled(line.span.box, each), runs_down(line), visible(page.words(line.span))
            if down:
                yield Set(words, box.left + box.width / 2, box.top, box.width * INK, max(box.height, 0.1), True)
            else:
                top = box.top + INK * box.height
                yield Set(words, box.left, top, box.height * INK, max(box.width, 0.1), False)


def _asked_path(found: Mapping[str, Sequence[Span]], asked: Asked, each: float) -> str:
    """The path round the characters that were asked for."""
    key = asked.key
    if key is None or key not in found:
        return ""
    start, end = asked.reach(key)
    boxes, at = [], 0
    for span in found[key]:
        first, last = max(start - at, 0), min(end - at, len(span))
        if span.box and first < last:
            boxes.append(_scaled(_share(span.box, len(span), first, last), each))
        at += len(span)
    return "".join(outline([box]) for box in boxes)


def _share(box: Box, count: int, first: int, last: int) -> Box:
    """The part of a line's box that its characters ``first`` to ``last`` take up, each as wide as any other."""
    if box.height > 1.5 * box.width and count > 1:
        return Box(box.left, box.top + box.height * first / count, box.width, box.height * (last - first) / count)
    return Box(box.left + box.width * first / count, box.top, box.width * (last - first) / count, box.height)
