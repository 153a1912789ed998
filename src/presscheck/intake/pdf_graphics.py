"""What a PDF page shows beside its type: rules, frames, tints and pictures; and what lies under light type."""

import ctypes
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from presscheck.intake.pdf_frames import LEAST, closed, slices_joined
from presscheck.intake.pdf_glyphs import address, lightness
from presscheck.intake.pdf_type import View
from presscheck.model import Box, Graphic, GraphicKind

Matrix = tuple[float, float, float, float, float, float]
Edges = tuple[float, float, float, float]

OBJECTS_LIMIT = 200_000
"""Objects looked at on one page; a map may have more, a newspaper has some thousands."""
DEPTH_LIMIT = 8
"""Drawings within drawings are followed so far."""
SEGMENTS_LIMIT = 400
"""A path of more segments is a drawing, not a rule or a frame."""
THIN = 4.0
"""The thickest rule, in points."""
LONG = 12.0
"""The shortest rule, in points."""
LEVEL = 0.5
"""How far the ends of a level or upright line may be off, in points."""
LEAST_PICTURE = 8.0
WHITE = 0.985
WHOLE_PAGE = 0.9
"""A tint or picture that takes up this share of both sides is the page's own ground; nothing stands beside it."""
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Ground(NamedTuple):
    """A filled stretch of paper: how light it is (None: a picture), and when it was painted."""

    edges: Edges
    lightness: float | None
    place: int


@dataclass(slots=True)
class Scenery:
    """What was found on a page so far."""

    graphics: list[Graphic] = field(default_factory=list)
    grounds: list[Ground] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)
    """When each text object is painted, by its address in memory."""
    objects: int = 0
    pixels: int = 0
    """Pixels of the largest image."""
    covered: bool = False
    """Whether a picture takes up the whole page: a scan."""

    @property
    def complete(self) -> bool:
        """Whether every object of the page was looked at."""
        return self.objects <= OBJECTS_LIMIT


def look_round(page: Any, view: View) -> Scenery:
    """The graphics of a page, from the top down, and the grounds under its type."""
    found = Scenery()
    count = pdfium.FPDFPage_CountObjects(page)
    _walk((pdfium.FPDFPage_GetObject(page, i) for i in range(count)), IDENTITY, view, found, None)
    found.graphics = sorted(
        closed(slices_joined(set(found.graphics))),
        key=lambda each: (each.box.top, each.box.left, each.kind, each.box),
    )
    return found


def _walk(
    objects: Iterable[Any], matrix: Matrix, view: View, found: Scenery, clip: Edges | None, depth: int = 0
) -> None:
    for piece in objects:
        found.objects += 1
        if not found.complete:
            return
        kind = pdfium.FPDFPageObj_GetType(piece)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            found.places[address(piece)] = found.objects
            continue
        shown = _meet(clip, _clip(piece, matrix, view))
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEPTH_LIMIT:
            inner = range(max(pdfium.FPDFFormObj_CountObjects(piece), 0))
            within = (pdfium.FPDFFormObj_GetObject(piece, i) for i in inner)
            _walk(within, _times(_matrix(piece), matrix), view, found, shown, depth + 1)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            _add_path(piece, matrix, view, found, shown)
        elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
            _add_picture(piece, kind, matrix, view, found, shown)


def _matrix(piece: Any) -> Matrix:
    told = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(piece, told):
        return IDENTITY
    return (told.a, told.b, told.c, told.d, told.e, told.f)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    k, l, m, n, o, p = outer  # noqa: E741
    return (a * k + b * m, a * l + b * n, c * k + d * m, c * l + d * n, e * k + f * m + o, e * l + f * n + p)


def _to_page(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _edges(points: Sequence[tuple[float, float]]) -> Edges:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _meet(one: Edges | None, other: Edges | None) -> Edges | None:
    """What two rectangles have in common; None stands for the whole plane."""
    if one is None or other is None:
        return one or other
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _clip(piece: Any, matrix: Matrix, view: View) -> Edges | None:
    """The rectangle round the opening that an object is seen through; None where it is seen whole."""
    clip = pdfium.FPDFPageObj_GetClipPath(piece)
    count = pdfium.FPDFClipPath_CountPaths(clip) if clip else -1
    edges: Edges | None = None
    for path in range(max(count, 0)):
        size = pdfium.FPDFClipPath_CountPathSegments(clip, path)
        points = [_point(pdfium.FPDFClipPath_GetPathSegment(clip, path, i)) for i in range(min(size, SEGMENTS_LIMIT))]
        if points and size <= SEGMENTS_LIMIT:
            edges = _meet(edges, _edges([view.point(*_to_page(matrix, x, y)) for x, y in points]))
    return edges


def _point(segment: Any) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPathSegment_GetPoint(segment, x, y)
    return x.value, y.value


class _Outline(NamedTuple):
    """One unbroken stroke of a path, on the displayed page."""

    points: tuple[tuple[float, float], ...]
    closed: bool
    curves: int

    @property
    def is_box(self) -> bool:
        """Whether it runs along the four sides of a rectangle, whose corners may be round."""
        left, top, right, bottom = _edges(self.points)
        if len(self.points) < 4 or not self.closed:
            return False
        slack = max(0.5, 0.02 * max(right - left, bottom - top))
        sides = [min(abs(x - left), abs(right - x), abs(y - top), abs(bottom - y)) for x, y in self.points]
        near = [
            (abs(x - left) < slack, abs(x - right) < slack, abs(y - top) < slack, abs(y - bottom) < slack)
            for x, y in self.points
        ]
        return max(sides) <= (slack if not self.curves else 0.1 * max(right - left, bottom - top)) and all(
            map(any, zip(*near, strict=True))
        )


def _add_path(piece: Any, matrix: Matrix, view: View, found: Scenery, shown: Edges | None) -> None:
    fill_mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(piece, fill_mode, stroke):
        return
    filled = lightness(piece) if fill_mode.value else None
    width = _stroke_width(piece, matrix) if stroke.value and _stroke_seen(piece) else None
    if filled is None and width is None:
        return
    for outline in _outlines(piece, _times(_matrix(piece), matrix), view):
        if filled is not None:
            _add_filled(outline, filled, view, found, shown)
        if width is not None:
            _add_stroked(outline, width, view, found, shown)


def _stroke_seen(piece: Any) -> bool:
    parts = [ctypes.c_uint() for _ in range(4)]
    return not pdfium.FPDFPageObj_GetStrokeColor(piece, *parts) or parts[3].value > 5


def _stroke_width(piece: Any, matrix: Matrix) -> float:
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(piece, width)
    whole = _times(_matrix(piece), matrix)
    return width.value * math.sqrt(abs(whole[0] * whole[3] - whole[1] * whole[2]))


def _outlines(piece: Any, matrix: Matrix, view: View) -> Iterator[_Outline]:
    count = pdfium.FPDFPath_CountSegments(piece)
    if not 2 <= count <= SEGMENTS_LIMIT:
        return
    points: list[tuple[float, float]] = []
    curves, closed = 0, False
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(piece, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield _outline(points, curves, closed)
            points, curves, closed = [], 0, False
        curves += kind == pdfium.FPDF_SEGMENT_BEZIERTO
        closed = closed or bool(pdfium.FPDFPathSegment_GetClose(segment))
        points.append(view.point(*_to_page(matrix, *_point(segment))))
    if points:
        yield _outline(points, curves, closed)


def _outline(points: Sequence[tuple[float, float]], curves: int, closed: bool) -> _Outline:
    first, last = points[0], points[-1]
    meets = len(points) > 3 and math.dist(first, last) < LEVEL
    return _Outline(tuple(points), closed or meets, curves)


def _add_filled(outline: _Outline, tone: float, view: View, found: Scenery, shown: Edges | None) -> None:
    # A path that is filled is closed whether it says so or not.
    outline = outline._replace(closed=True)
    edges = _on_page(_edges(outline.points), view, shown)
    if edges is None or not outline.is_box:
        return
    width, height = edges[2] - edges[0], edges[3] - edges[1]
    if min(width, height) <= THIN:
        _add_rule(edges, found, tone)
    elif min(width, height) >= LEAST:
        found.grounds.append(Ground(edges, tone, found.objects))
        if tone < WHITE and not _is_whole(edges, view):
            found.graphics.append(Graphic(GraphicKind.TINT, _box(edges)))


def _add_rule(edges: Edges, found: Scenery, tone: float = 0.0) -> None:
    width, height = edges[2] - edges[0], edges[3] - edges[1]
    if max(width, height) >= LONG and max(width, height) >= 3 * min(width, height) and tone < WHITE:
        found.graphics.append(Graphic(GraphicKind.RULE, _box(edges)))


def _add_stroked(outline: _Outline, width: float, view: View, found: Scenery, shown: Edges | None) -> None:
    edges = _on_page(_edges(outline.points), view, shown)
    if outline.is_box and edges and min(edges[2] - edges[0], edges[3] - edges[1]) > THIN:
        if min(edges[2] - edges[0], edges[3] - edges[1]) >= LEAST:
            found.graphics.append(Graphic(GraphicKind.FRAME, _box(edges)))
        return
    ring = [*outline.points, outline.points[0]] if outline.closed else outline.points
    for one, other in pairwise(ring if not outline.curves else ()):
        if min(abs(one[0] - other[0]), abs(one[1] - other[1])) > LEVEL:
            continue
        left, top, right, bottom = _edges((one, other))
        half = min(width, THIN) / 2
        level = right - left > bottom - top
        grown = (left, top - half, right, bottom + half) if level else (left - half, top, right + half, bottom)
        if (seen := _on_page(grown, view, shown)) is not None:
            _add_rule(seen, found)


def _add_picture(piece: Any, kind: int, matrix: Matrix, view: View, found: Scenery, shown: Edges | None) -> None:
    parts = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(piece, *parts):
        return
    left, bottom, right, top = (part.value for part in parts)
    corners = [view.point(*_to_page(matrix, x, y)) for x in (left, right) for y in (bottom, top)]
    edges = _on_page(_edges(corners), view, shown)
    if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        wide, high = ctypes.c_uint(), ctypes.c_uint()
        if pdfium.FPDFImageObj_GetImagePixelSize(piece, wide, high):
            found.pixels = max(found.pixels, wide.value * high.value)
    if edges is None:
        return
    found.grounds.append(Ground(edges, None, found.objects))
    width, height = edges[2] - edges[0], edges[3] - edges[1]
    if kind == pdfium.FPDF_PAGEOBJ_IMAGE and _is_whole(edges, view):
        found.covered = True
    elif min(width, height) <= THIN:
        _add_rule(edges, found)
    elif min(width, height) >= LEAST_PICTURE and not _is_whole(edges, view):
        shape = GraphicKind.PICTURE if kind == pdfium.FPDF_PAGEOBJ_IMAGE else GraphicKind.TINT
        found.graphics.append(Graphic(shape, _box(edges)))


def _on_page(edges: Edges, view: View, shown: Edges | None) -> Edges | None:
    """The part of a rectangle that is seen; None where that is nothing."""
    seen = _meet(_meet(edges, shown), (0.0, 0.0, view.width, view.height))
    if seen is None or not all(map(math.isfinite, seen)) or seen[2] < seen[0] or seen[3] < seen[1]:
        return None
    return seen


def _is_whole(edges: Edges, view: View) -> bool:
    return edges[2] - edges[0] >= WHOLE_PAGE * view.width and edges[3] - edges[1] >= WHOLE_PAGE * view.height


def _box(edges: Edges) -> Box:
    left, top, right, bottom = edges
    return Box(round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2))


def is_light(centre: tuple[float, float], tone: float, place: int, grounds: Sequence[Ground]) -> bool:
    """Whether type of lightness ``tone`` at ``centre``, painted at ``place``, stands out light on a dark ground."""
    if tone < 0.6:
        return False
    x, y = centre
    under = [
        ground
        for ground in grounds
        if ground.place < place and ground.edges[0] <= x <= ground.edges[2] and ground.edges[1] <= y <= ground.edges[3]
    ]
    top = max(under, key=lambda ground: ground.place, default=None)
    return top is not None and (top.lightness is None or top.lightness <= tone - 0.35)
