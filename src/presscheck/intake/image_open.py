"""Pictures opened with care: every kind of pixel becomes shades of grey; what is damaged, tiny or vast is refused."""

import io
import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import PIL.Image
import PIL.ImageOps

from presscheck.errors import EmptyFile, ImageBroken, ImageTooLarge, ImageTooSmall, PageUnreadable, TooManyPages
from presscheck.intake.image_type import Grey
from presscheck.messages import both

MEGAPIXEL = 1_000_000
PIXELS_LIMIT = 178 * MEGAPIXEL
"""Pixels of one picture; a broadsheet at 600 dots an inch has some 130 million."""
FRAMES_LIMIT = 500
LEAST_SIDE = 16
"""A picture smaller than one character holds no page."""
PREVIEWS = ("MPO",)
"""Formats whose further frames are previews of the first."""
DEEP = ("I", "F")
"""Modes of more than eight bits a pixel; those of sixteen begin with ``I;16``."""
DAMAGED = (OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error, OverflowError, IndexError)
"""What pillow's readers raise for files that are cut off or broken."""


def frames(content: bytes, name: str) -> Iterator[PIL.Image.Image]:
    """The pictures in a file, one for each of its pages, as a viewer shows them: turned as the camera says.

    Raises ``EmptyFile``, ``ImageBroken``, ``ImageTooSmall``, ``ImageTooLarge`` and ``TooManyPages``.
    """
    for leaf in leaves(content, name):
        if isinstance(leaf, PageUnreadable):
            raise leaf
        yield leaf


def leaves(content: bytes, name: str) -> Iterator[PIL.Image.Image | PageUnreadable]:
    """The same; of several, one that cannot be read is given as its error, and those beside it are opened."""
    if not content:
        raise EmptyFile(file=name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with _mended(name), PIL.Image.open(io.BytesIO(content)) as image:
            count = 1 if image.format in PREVIEWS else getattr(image, "n_frames", 1)
            if count > FRAMES_LIMIT:
                raise TooManyPages(file=name, count=count, limit=FRAMES_LIMIT)
            for number in range(count):
                try:
                    yield _leaf(image, number, name, only=count == 1)
                except PageUnreadable as error:
                    if count == 1:
                        raise
                    yield error


def _leaf(image: PIL.Image.Image, number: int, name: str, *, only: bool) -> PIL.Image.Image:
    with _mended(name):
        image.seek(number)
        width, height = image.size
        if min(width, height) < LEAST_SIDE:
            raise ImageTooSmall(file=name, width=width, height=height)
        if width * height > PIXELS_LIMIT:
            raise _too_large(name, width * height)
        image.load()
        # A vast picture is not copied without need.
        leaf = image if only else image.copy()
        PIL.ImageOps.exif_transpose(leaf, in_place=True)
        return leaf


@contextmanager
def _mended(name: str) -> Iterator[None]:
    """What pillow raises, as errors of ours."""
    try:
        yield
    except PIL.Image.DecompressionBombError as error:
        told = re.search(r"\((\d+) pixels\)", str(error))
        raise _too_large(name, int(told[1]) if told else PIXELS_LIMIT + 1) from error
    except PIL.UnidentifiedImageError as error:
        raise ImageBroken(file=name, why=both("intake.why_no_picture")) from error
    except DAMAGED as error:
        why = (
            "why_picture_cut_off"
            if re.search("truncated|end of file|EOF", str(error), re.IGNORECASE)
            else "why_picture"
        )
        raise ImageBroken(file=name, why=both(f"intake.{why}")) from error


def _too_large(name: str, pixels: int) -> ImageTooLarge:
    return ImageTooLarge(file=name, size=-(-pixels // MEGAPIXEL), limit=PIXELS_LIMIT // MEGAPIXEL)


def grey_of(image: PIL.Image.Image) -> Grey:
    """A picture in 256 shades of grey, on white paper where it is transparent.

    >>> grey_of(PIL.Image.new("CMYK", (16, 16), (0, 0, 0, 255)))[0, 0], grey_of(PIL.Image.new("LA", (16, 16)))[0, 0]
    (np.uint8(0), np.uint8(255))
    """
    if image.mode.startswith("I;16"):
        return (np.asarray(image, dtype=np.uint16) >> 8).astype(np.uint8)
    if image.mode in DEEP:
        return _scaled(np.asarray(image, dtype=np.float64))
    if "transparency" in image.info or image.mode in ("RGBA", "LA", "PA", "La", "RGBa"):
        seen = image if image.mode == "RGBA" else image.convert("RGBA")
        paper = PIL.Image.new("L", seen.size, 255)
        image = PIL.Image.composite(seen.convert("L"), paper, seen.getchannel("A"))
    if image.mode not in ("1", "L", "RGB"):
        image = image.convert("RGB")
    return np.array(image.convert("L"), dtype=np.uint8)


def _scaled(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Grey:
    """Deep shades as 256: those of sixteen bits by their range, any others by their own."""
    values = np.nan_to_num(values)
    low, high = min(float(values.min()), 0.0), float(values.max())
    span = next((each for each in (1.0, 255.0, 65535.0) if low == 0 and high <= each), high - low)
    return np.clip((values - low) / span * 255, 0, 255).astype(np.uint8)
