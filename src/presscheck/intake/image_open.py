"""Pictures opened with care: every kind of pixel becomes shades of grey; what is damaged, tiny or vast is refused."""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator

import numpy as np
import PIL.Image
import PIL.ImageOps

from presscheck.errors import EmptyFile, ImageBroken, ImageTooLarge, ImageTooSmall, TooManyPages
from presscheck.intake.image_parts import Grey

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
    if not content:
        raise EmptyFile(file=name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with PIL.Image.open(io.BytesIO(content)) as image:
                count = 1 if image.format in PREVIEWS else getattr(image, "n_frames", 1)
                if count > FRAMES_LIMIT:
                    raise TooManyPages(file=name, count=count, limit=FRAMES_LIMIT)
                for number in range(count):
                    image.seek(number)
                    _check(image, name)
                    image.load()
                    # A vast picture is not copied without need.
                    leaf = image.copy() if count > 1 else image
                    PIL.ImageOps.exif_transpose(leaf, in_place=True)
                    yield leaf
        except PIL.Image.DecompressionBombError as error:
            limit = PIXELS_LIMIT // MEGAPIXEL
            raise ImageTooLarge(file=name, size=f"> {limit}", limit=limit) from error
        except PIL.UnidentifiedImageError as error:
            raise ImageBroken(file=name, why="no picture that can be opened") from error
        except DAMAGED as error:
            raise ImageBroken(file=name, why=str(error)[:120]) from error


def _check(image: PIL.Image.Image, name: str) -> None:
    width, height = image.size
    if min(width, height) < LEAST_SIDE:
        raise ImageTooSmall(file=name, width=width, height=height)
    if width * height > PIXELS_LIMIT:
        size = width * height // MEGAPIXEL
        raise ImageTooLarge(file=name, size=size, limit=PIXELS_LIMIT // MEGAPIXEL)


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
