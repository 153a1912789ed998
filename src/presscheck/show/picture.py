"""The picture of each page, small enough to be carried within one HTML file."""

import io
from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import PIL.Image

from presscheck.errors import PresscheckError
from presscheck.intake.formats import reader_of
from presscheck.messages import say
from presscheck.model import Page, Reading

STEPS = ((2200, 78), (2200, 62), (1800, 58), (1400, 52), (1000, 45), (700, 35))
"""Pixels of the longer side and JPEG quality, tried from the first until the picture is small enough.

At 2200 pixels the body of a broadsheet can just be read.
"""
PAGE_BYTES = 2_000_000
"""JPEG bytes of one page at most; as text in the file they take up a third more."""
FILE_BYTES = 40_000_000
"""JPEG bytes of all pages of a file together; an issue of many pages gets coarser pictures."""
LEAST_BYTES = 150_000
"""But each page may have this many."""
LONGER_SIDE = STEPS[0][0]


def of_file(file: Path | str, reading: Reading) -> dict[str, str]:
    """The pictures of a reading's pages, as ``of_bytes``, from the file it was made of.

    There are none if it cannot be read again, as standard input cannot, or has changed since.
    """
    try:
        content = Path(file).read_bytes()
    except (OSError, ValueError):
        return {}
    return of_bytes(content, reading)


def of_bytes(content: bytes, reading: Reading) -> dict[str, str]:
    """The pictures by the ids of their pages, as data URIs; a page that cannot be drawn has none."""
    if any(page.sha256 != sha256(content).hexdigest() for page in reading.pages):
        return {}
    budget = max(LEAST_BYTES, min(PAGE_BYTES, FILE_BYTES // max(len(reading.pages), 1)))
    drawn = _drawn(content, reading.pages, reader_of(content))
    return {page.id: _data_uri(picture, budget) for page, picture in drawn}


def _drawn(content: bytes, pages: Sequence[Page], reader: str | None) -> Iterator[tuple[Page, PIL.Image.Image]]:
    draw = {"pdf": _of_pdf, "image": _of_image}.get(reader or "")
    pictures = draw(content, pages) if draw else iter(())
    for page, picture in zip(pages, pictures, strict=False):
        if picture is not None:
            yield page, _turned(picture, page)


def _of_pdf(content: bytes, pages: Sequence[Page]) -> Iterator[PIL.Image.Image | None]:
    from presscheck.intake import pdf

    for number, page in enumerate(pages, 1):
        longer = max(page.width or 0, page.height or 0) or 1000
        try:
            yield pdf.render(content, number, min(200, LONGER_SIDE * 72 / longer), name=page.file)
        except PresscheckError:
            yield None


def _of_image(content: bytes, pages: Sequence[Page]) -> Iterator[PIL.Image.Image | None]:
    from presscheck.intake import image_open

    try:
        for frame in image_open.frames(content, pages[0].file):
            yield plain(frame)
    # The intake took this file in, or it would not be shown; what still fails leaves the page without its picture.
    except PresscheckError:
        return


def _turned(picture: PIL.Image.Image, page: Page) -> PIL.Image.Image:
    """The picture as the page was turned when it was read: its notes say so."""
    turns = [turn for turn in (90, 180, 270) if say("intake.image_turned", "en", degrees=turn) in page.notes]
    return picture.rotate(turns[0], expand=True) if turns else picture


def plain(picture: PIL.Image.Image, most: int | None = None) -> PIL.Image.Image:
    """The picture in colours that JPEG knows, on white paper: no larger than it is shown, or of ``most`` pixels."""
    if picture.mode in ("I", "F") or picture.mode.startswith("I;16"):
        from presscheck.intake.image_open import grey_of

        picture = PIL.Image.fromarray(grey_of(picture))
    clear = "transparency" in picture.info or picture.mode in ("RGBA", "LA", "PA", "La", "RGBa")
    picture = picture.convert("RGBA" if clear else "RGB")
    each = min((most / (picture.width * picture.height)) ** 0.5, 1.0) if most else 1.0
    longer = round(max(picture.size) * each) if most else LONGER_SIDE
    picture.thumbnail((longer, longer), PIL.Image.Resampling.LANCZOS)
    if not clear:
        return picture
    return PIL.Image.alpha_composite(PIL.Image.new("RGBA", picture.size, "white"), picture).convert("RGB")


def _data_uri(picture: PIL.Image.Image, budget: int) -> str:
    jpeg = b""
    for side, quality in STEPS:
        smaller = picture.copy()
        smaller.thumbnail((side, side), PIL.Image.Resampling.LANCZOS)
        out = io.BytesIO()
        smaller.save(out, "JPEG", quality=quality, optimize=True)
        jpeg = out.getvalue()
        if len(jpeg) <= budget:
            break
    return "data:image/jpeg;base64," + b64encode(jpeg).decode("ascii")
