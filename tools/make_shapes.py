"""Which characters look alike in print: every character of GB 2312 drawn in two free typefaces and compared.

python tools/make_shapes.py [--fonts DIRECTORY]

The fonts are Noto Sans CJK and Noto Serif CJK (SIL Open Font License). Each character is drawn at 40 px, blurred as a
scan blurs it and boxed down to 24 by 24; likeness is the cosine of two such pictures less half their mean, averaged
over the typefaces. Written are the 60 nearest of each character, nearest first.
"""

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

TABLE = Path(__file__).parent.parent / "src/presscheck/data/shapes.npz"
FONTS = ("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Regular.ttc")
SIMPLIFIED = 2  # the face of each collection drawn for mainland China
DRAWN, BLUR, CANVAS, BOXED = 40, 1.2, 48, 24
NEAREST = 60


def characters() -> list[str]:
    """The 6,763 Chinese characters of GB 2312, in its order."""
    rows, cells = range(0xB0, 0xF8), range(0xA1, 0xFF)
    places = ((row, cell) for row in rows for cell in cells if row != 0xD7 or cell < 0xFA)
    return [bytes(place).decode("gb2312") for place in places]


def pictures(chars: list[str], font: Path) -> NDArray[np.float32]:
    """Each character's picture as a vector of length 1: (len(chars), BOXED * BOXED)."""
    face = ImageFont.truetype(str(font), DRAWN, index=SIMPLIFIED)
    vectors = np.stack([_picture(char, face) for char in chars])
    vectors -= vectors.mean(axis=1, keepdims=True) / 2
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _picture(char: str, face: ImageFont.FreeTypeFont) -> NDArray[np.float32]:
    image = Image.new("L", (CANVAS, CANVAS), 0)
    ImageDraw.Draw(image).text((CANVAS / 2, CANVAS / 2), char, font=face, fill=255, anchor="mm")
    small = image.filter(ImageFilter.GaussianBlur(BLUR)).resize((BOXED, BOXED), Image.Resampling.BOX)
    return np.asarray(small, dtype=np.float32).ravel()


def main() -> None:
    """Draw, compare, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts/opentype/noto"))
    folder = parser.parse_args().fonts
    chars = characters()
    alike = np.zeros((len(chars), len(chars)), dtype=np.float32)
    for name in FONTS:
        vectors = pictures(chars, folder / name)
        alike += vectors @ vectors.T / len(FONTS)
    np.fill_diagonal(alike, -1)
    nearest = np.argsort(-alike, axis=1, kind="stable")[:, :NEAREST]
    likeness = np.take_along_axis(alike, nearest, axis=1).clip(0, 1)
    np.savez_compressed(
        TABLE,
        characters=np.array([ord(char) for char in chars], dtype=np.uint32),
        nearest=nearest.astype(np.uint16),
        likeness=np.round(likeness * 255).astype(np.uint8),
    )


if __name__ == "__main__":
    main()
