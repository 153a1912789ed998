"""How alike any two characters look in print, in little room: each picture as a few numbers.

python tools/make_glyphs.py [--fonts DIRECTORY]

The pictures are those of ``make_shapes.py``, which keeps the 60 nearest of each character; a reader who knows what a
sentence of talk would say wants the likeness of any two. All pictures are turned onto the ``KEPT`` axes that tell most
of them apart, so that the product of two rows is nearly the likeness of the two characters. The characters stand in the
order of how much of all words they make up.
"""

import argparse
from pathlib import Path

import numpy as np

from make_shapes import FONTS, characters, pictures
from presscheck.language import lexicon

TABLE = Path(__file__).parent.parent / "src/presscheck/data/glyphs.npz"
KEPT = 96
STEPS = 127


def by_use(chars: list[str]) -> list[str]:
    """Characters in the order of how much of all words they make up."""
    words, used = lexicon.load(), dict.fromkeys(chars, 0.0)
    for length in range(1, lexicon.LONGEST + 1):
        told = words.words(length)
        for word, often in zip(told, np.exp(words.frequencies(told)).tolist(), strict=True):
            for char in word:
                if char in used:
                    used[char] += often
    return sorted(chars, key=lambda char: -used[char])


def main() -> None:
    """Draw, turn, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts/opentype/noto"))
    folder = parser.parse_args().fonts
    chars = by_use(characters())
    drawn = np.concatenate([pictures(chars, folder / name) for name in FONTS], axis=1) / np.sqrt(len(FONTS))
    _, axes = np.linalg.eigh(drawn.T @ drawn)
    turned = drawn @ axes[:, ::-1][:, :KEPT]
    turned /= np.linalg.norm(turned, axis=1, keepdims=True)
    np.savez_compressed(
        TABLE,
        characters=np.array([ord(char) for char in chars], dtype=np.uint32),
        pictures=np.round(turned * STEPS).astype(np.int8),
    )


if __name__ == "__main__":
    main()
