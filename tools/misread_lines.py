"""Lines of Chinese type drawn in free typefaces, spoiled as scans are, and read: what a recogniser makes of them.

Half of the lines are characters thrown together, rarer ones oftener than print has them, so that the recogniser has no
sentence to lean on; half are cut out of finished articles. Only the part of the recogniser that reads lines is run. A
line depends on the seed and its number alone.
"""

import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from scan_errors import FINER, SPOILED, jpeg

from presscheck.intake import image_parts
from presscheck.intake.image_steps import steps_read

Grey = NDArray[np.uint8]
FACES = (
    ("NotoSerifCJK-Regular.ttc", 2, 1.0), ("NotoSerifCJK-Bold.ttc", 2, 1.0), ("NotoSansCJK-Regular.ttc", 2, 1.0),
    ("NotoSansCJK-Bold.ttc", 2, 1.0), ("gbsn00lp.ttf", 0, 1.06), ("uming.ttc", 0, 1.1), ("gkai00mp.ttf", 0, 1.15),
    ("ukai.ttc", 0, 1.1), ("LXGWWenKai-Regular.ttf", 0, 1.04), ("wqy-microhei.ttc", 0, 1.04),
    ("wqy-zenhei.ttc", 0, 1.04), ("NotoSerifCJK-Regular.ttc", 2, 1.0), ("gbsn00lp.ttf", 0, 1.06),
)  # fmt: skip
"""Free typefaces, the face of their collection drawn for mainland China, and how much larger the lighter ones are set;
what bodies are printed in stands twice."""
SHORTEST, LONGEST = 20, 30
"""Characters of a line."""
SIZES = (0.72, 1.08)
"""Heights of type, by the height at which a way of spoiling begins to tell."""
LOOSE = 1.14
"""What is thrown together is set so much larger, for nothing but its shape tells a character."""
LARGER = {"pressed": 1.22, "broken": 1.06, "pale": 1.06, "copied": 1.04, "noisy": 1.04}
"""And so are lines spoiled in these ways."""
SMALLEST = 6.5
PAD = 0.3
"""White round a line, in heights of its type, as the program cuts lines out of a page."""
SQUEEZED = (0.66, 0.9)
"""A line is read squeezed to so much of its width."""
FLATTER = 0.3
"""The power of its frequency by which a character is thrown."""
TOLD = 16
"""Of each place the likeliest characters are told, so many."""
TENTHS = 10
"""Their chances are told in tenths of a nat below 1."""


@dataclass(frozen=True)
class Drawn:
    """One line to be drawn: what it says, in which face, how many pixels high, how it is spoiled, and its number."""

    number: int
    text: str
    loose: bool
    face: "Face"
    pixels: float
    kind: str


class Face(NamedTuple):
    """A typeface's file, its place in the collection, and how much larger it is set."""

    file: Path
    member: int
    larger: float


class Read(NamedTuple):
    """What was read of a line, and for each place its likeliest characters, with how unlikely each is in ``TENTHS``."""

    text: str
    likely: tuple[str, ...]
    unlikely: tuple[tuple[int, ...], ...]


class Copy(NamedTuple):
    """What lines are made of: sentences, and characters with the running sum of their weights."""

    sentences: Sequence[str]
    characters: Sequence[str]
    sums: Sequence[float]


def copy_of(paragraphs: Sequence[str], alphabet: Sequence[str]) -> Copy:
    """Sentences that the typefaces can print, and how often each character of the alphabet is to be thrown.

    >>> copy = copy_of(["渠水上北坡，三个村的旱田有了水浇，农户说今年可以放心种稻。"], "水坡峒")
    >>> [round(each, 1) for each in copy.sums]
    [1.4, 2.6, 3.6]
    """
    seen = Counter(char for text in paragraphs for char in text)
    weights = [(seen[char] + 1) ** FLATTER for char in alphabet]
    long = [text for text in paragraphs if len(text) >= SHORTEST]
    return Copy(long, alphabet, list(accumulate(weights)))


def order(copy: Copy, faces: Sequence[Face], seed: int, number: int) -> Drawn:
    """The line with this number; every other one is thrown together."""
    rng = random.Random(f"{seed} {number}")
    length, loose = rng.randint(SHORTEST, LONGEST), number % 2 == 0
    text = "".join(rng.choices(copy.characters, cum_weights=copy.sums, k=length)) if loose else ""
    while not text:
        text = _cut(rng.choice(copy.sentences), length, rng)
    kind, face = rng.choice(sorted(SPOILED)), rng.choice(faces)
    larger = LARGER.get(kind, 1.0) * face.larger * (LOOSE if loose else 1.0)
    pixels = SPOILED[kind][1] * larger * rng.uniform(*SIZES)
    return Drawn(number, text, loose, face, max(pixels, SMALLEST), kind)


def _cut(text: str, length: int, rng: random.Random) -> str:
    """A stretch of a paragraph, if every face can print it."""
    begin = rng.randint(0, max(len(text) - length, 0))
    part = re.sub(r"\s", "", text[begin : begin + length])
    try:
        part.encode("gb2312")
    except UnicodeEncodeError:
        return ""
    return part


def faces_in(folder: Path) -> list[Face]:
    """The typefaces of the list that lie somewhere in a folder."""
    there = {file.name: file for file in sorted(folder.rglob("*.tt[cf]"))}
    return [Face(there[name], member, larger) for name, member, larger in FACES if name in there]


@lru_cache(maxsize=64)
def _face(file: Path, member: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(file), size, index=member)


def picture(drawn: Drawn, seed: int) -> Grey:
    """The line as it comes cut out of a bad scan: dark on light, with a little white round it."""
    rng = np.random.default_rng((seed, drawn.number))
    size = round(drawn.pixels * FINER)
    face = _face(drawn.face.file, drawn.face.member, size)
    left, top, right, bottom = face.getbbox(drawn.text)
    pad = PAD * size
    canvas = (round(right - left + 2 * pad), round(max(bottom - top, 0.9 * size) + 2 * pad))
    image = Image.new("L", canvas, 255)
    place = (pad - left + rng.uniform(-1, 1) * FINER, (canvas[1] - bottom - top) / 2 + rng.uniform(-1, 1) * FINER)
    ImageDraw.Draw(image).text(place, drawn.text, font=face, fill=0)
    return jpeg(SPOILED[drawn.kind][0](np.asarray(image, dtype=np.uint8), rng, drawn.pixels), 80)


def read(grey: Grey, squeeze: float) -> Read:
    """What the recogniser says of a line, on one thread."""
    high = image_parts.HEIGHT
    width = max(round(squeeze * grey.shape[1] * high / grey.shape[0] / 8), 4) * 8
    line = cv2.resize(grey, (width, high), interpolation=cv2.INTER_LINEAR)
    session, known = image_parts._session("rec"), image_parts._characters()
    values = ((line.astype(np.float32) / 255 - 0.5) / 0.5)[None, None].repeat(3, axis=1)
    chances = session.run(None, {session.get_inputs()[0].name: values})[0][0]
    return _told(chances[steps_read(chances)], known)


def _told(rows: NDArray[np.float32], known: Sequence[str]) -> Read:
    text, likely, unlikely = "", [], []
    for row in rows:
        first = known[int(row.argmax())]
        near = np.argpartition(-row, TOLD)[:TOLD]
        best = [int(k) for k in near[np.argsort(-row[near])] if len(known[k]) == 1]
        text += first
        likely += ["".join(known[k] for k in best)] * len(first)
        unlikely += [tuple(round(-TENTHS * math.log(max(float(row[k]), 1e-9))) for k in best)] * len(first)
    return Read(text, tuple(likely), tuple(unlikely))


def lines(copy: Copy, faces: Sequence[Face], seed: int, numbers: range) -> Iterator[tuple[Drawn, Read]]:
    """Line after line, drawn, spoiled and read."""
    for number in numbers:
        drawn = order(copy, faces, seed, number)
        squeeze = random.Random(f"{seed} {number} squeezed").uniform(*SQUEEZED)
        yield drawn, read(picture(drawn, seed), squeeze)
