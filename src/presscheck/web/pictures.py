"""The pictures of pages, part by part, as the IIIF Image API 3 asks for them (level 1): the desk's viewer and others.

A page is called by the SHA-256 of its file and its number in it: ``/pictures/<sha256>/p2``, or ``p2-90`` where it was
turned to the left by so many degrees when it was read. What stands under an address never changes.
"""

import re
from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from presscheck.by_hand import Hands, PageSheet, Sheet
from presscheck.show.leaf import TURNS, Kept, Leaf, Leaves, Part, jpeg, turn_of
from presscheck.web.frame import record
from presscheck.web.people import at_least

router = APIRouter(prefix="/pictures", dependencies=[Depends(at_least("reader"))])
TILE = 1024
WIDEST = 2048
"""Pixels of the longer side of one answer at most."""
KEPT_BYTES = 64_000_000
FOR_EVER = {"Cache-Control": "private, max-age=31536000, immutable"}
CONTEXT = "http://iiif.io/api/image/3/context.json"
LINKED = f'application/ld+json;profile="{CONTEXT}"'
_PAGE = re.compile(r"p(?P<number>[1-9]\d{0,3})(?:-(?P<turn>\d+))?")
_REGION = re.compile(r"(\d{1,6}),(\d{1,6}),(\d{1,6}),(\d{1,6})")
_SIZE = re.compile(r"(?P<width>\d{0,6}),(?P<height>\d{0,6})")
_leaves = Leaves()
_tiles = Kept[bytes](KEPT_BYTES)


def address(sheet: Sheet, page: PageSheet) -> str | None:
    """Where the picture of a page is found; ``None`` where the record has none."""
    if not sheet.has_original or page.kind not in ("pdf", "image"):
        return None
    turn = turn_of(page.notes)
    return f"/pictures/{sheet.sha256}/{page.id}{f'-{turn}' if turn else ''}"


@router.get("/{sha256}/{page}")
def described_at(sha256: str, page: str) -> Response:
    """Where a page is described."""
    return RedirectResponse(f"/pictures/{sha256}/{page}/info.json", 303)


@router.get("/{sha256}/{page}/info.json")
def described(request: Request, sha256: str, page: str) -> Response:
    """The size of a page, and in which parts it is best asked for."""
    leaf = _leaf(request, sha256, page)
    told = info(f"{str(request.base_url).rstrip('/')}/pictures/{sha256}/{page}", leaf)
    linked = "ld+json" in request.headers.get("accept", "")
    return JSONResponse(told, headers=FOR_EVER, media_type=LINKED if linked else None)


@router.get("/{sha256}/{page}/{region}/{size}/{rotation}/{file}")
def part(request: Request, sha256: str, page: str, region: str, size: str, rotation: str, file: str) -> Response:
    """A part of a page as a JPEG."""
    name = "/".join((sha256, page, region, size))
    mark = {"ETag": f'"{name}"', **FOR_EVER}
    if rotation != "0" or file not in ("default.jpg", "color.jpg"):
        raise HTTPException(400)
    if mark["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=mark)
    tile = _tiles.get(name)
    if tile is None:
        leaf = _leaf(request, sha256, page)
        asked = part_of(region, leaf.width, leaf.height)
        tile = jpeg(leaf.drawn(asked, size_of(size, asked[2], asked[3])))
        _tiles.put(name, tile, len(tile))
    return Response(tile, media_type="image/jpeg", headers=mark)


def info(name: str, leaf: Leaf) -> dict[str, Any]:
    """What the API calls an image service: a page by its address and its size."""
    halvings = [1 << each for each in range(9) if each == 0 or max(leaf.width, leaf.height) >> (each - 1) > TILE]
    sizes = [(-(-leaf.width // each), -(-leaf.height // each)) for each in reversed(halvings)]
    return {
        "@context": CONTEXT,
        "id": name,
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level1",
        "width": leaf.width,
        "height": leaf.height,
        "maxWidth": WIDEST,
        "maxHeight": WIDEST,
        "sizes": [{"width": width, "height": height} for width, height in sizes if max(width, height) <= WIDEST],
        "tiles": [{"width": TILE, "height": TILE, "scaleFactors": halvings}],
    }


def part_of(region: str, width: int, height: int) -> Part:
    """The part of a page that ``full``, ``square`` or ``x,y,w,h`` asks for, as far as it is on the page.

    >>> part_of("full", 30, 40), part_of("square", 30, 40), part_of("20,20,20,20", 30, 40)
    ((0, 0, 30, 40), (0, 5, 30, 30), (20, 20, 10, 20))
    """
    if region == "full":
        return 0, 0, width, height
    if region == "square":
        side = min(width, height)
        return (width - side) // 2, (height - side) // 2, side, side
    if not (found := _REGION.fullmatch(region)):
        raise HTTPException(400)
    left, top, wide, high = map(int, found.groups())
    wide, high = min(wide, width - left), min(high, height - top)
    if wide < 1 or high < 1:
        raise HTTPException(400)
    return left, top, wide, high


def size_of(size: str, width: int, height: int) -> tuple[int, int]:
    """The size in which a part is asked for: ``max``, ``w,``, ``,h`` or ``w,h``, never larger than the part.

    >>> size_of("max", 300, 400), size_of("150,", 300, 400), size_of(",100", 300, 400), size_of("90,90", 300, 400)
    ((300, 400), (150, 200), (75, 100), (90, 90))
    """
    if size == "max":
        each = min(1.0, WIDEST / max(width, height))
        return max(round(width * each), 1), max(round(height * each), 1)
    found = _SIZE.fullmatch(size)
    wide, high = (int(found[name] or 0) for name in ("width", "height")) if found else (0, 0)
    if not wide and not high:
        raise HTTPException(400)
    wide, high = wide or max(round(width * high / height), 1), high or max(round(height * wide / width), 1)
    if wide > width or high > height or max(wide, high) > WIDEST:
        raise HTTPException(400)
    return wide, high


def _leaf(request: Request, sha256: str, page: str) -> Leaf:
    found = _PAGE.fullmatch(page)
    turn = int(found["turn"] or 0) if found else -1
    if not found or turn not in TURNS:
        raise HTTPException(404)
    with record(request) as kept:
        leaf = _leaves.leaf(sha256, int(found["number"]), turn, lambda: Hands(kept).original(sha256))
    if leaf is None:
        raise HTTPException(404)
    return leaf
