"""The recogniser's parts, which come with ``presscheck[ocr]``: loaded when the first picture is read, never fetched.

Its networks are those that the ``rapidocr`` package holds in its wheel. They are run here directly, on one thread, so
that a page of small type is looked at in full size, and so that nothing is ever downloaded.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from presscheck.errors import PartMissing
from presscheck.intake.image_steps import BLANK, Steps, steps_missed, steps_read
from presscheck.intake.image_type import Grey, Map

COMMAND = "pip install 'presscheck[ocr]'"
HEIGHT = 48
"""The height in pixels that the recogniser reads a line at."""
NARROW = 0.7
"""A line is read at first squeezed to so much of its width, for reading takes as long as the line is wide."""
SURE = 0.9
"""Where a character is less sure than this, the line is read again in full width."""
TIGHT = re.compile("[!-~]{3}")
"""And where half-width characters stand together, for of 1111 one is easily lost where each is a step or two wide."""
DARK = 118
"""A stretch of type whose usual shade is darker is printed light on dark."""
DOUBT = 0.05
"""A second likeliest character is told from this chance."""
STEP = 32
"""The networks want sides that are multiples of this, or of a part of it."""


class Other(NamedTuple):
    """What a character may be instead, and how likely the recogniser thinks that."""

    char: str
    chance: float


@dataclass(frozen=True, slots=True)
class Told:
    """What the recogniser says of one line: its characters, where each stands (0 to 1 across), how sure it is.

    ``others`` are the second likeliest characters, None where there is no doubt.
    """

    text: str
    places: tuple[float, ...]
    scores: tuple[float, ...]
    others: tuple[Other | None, ...] = ()

    @property
    def score(self) -> float:
        """The mean of the characters' scores, 0 where there is none."""
        return sum(self.scores) / len(self.scores) if self.scores else 0.0


@cache
def vision() -> Any:
    """OpenCV, kept to one thread."""
    cv2 = _part("cv2", "OpenCV")
    cv2.setNumThreads(1)
    return cv2


def shrunk(grey: Grey, factor: float) -> Grey:
    """A picture with its sides so many times as long, each still a pixel at least; as it is from a factor of 1."""
    if factor >= 1:
        return grey
    cv2 = vision()
    size = (max(round(grey.shape[1] * factor), 1), max(round(grey.shape[0] * factor), 1))
    out: Grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    return out


def ink_of(grey: Grey) -> Grey:
    """255 where there is ink, darker than the paper round it; else 0."""
    cv2 = vision()
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    out: Grey = cv2.threshold(grey, min(max(level, 60), 190), 255, cv2.THRESH_BINARY_INV)[1]
    return out


def heat(tile: Grey) -> Map:
    """How surely each pixel of a tile belongs to the core of a line of type (0 to 1); sides are multiples of 32."""
    session = _session("det")
    value = ((tile.astype(np.float32) / 255 - 0.5) / 0.5)[None, None].repeat(3, axis=1)
    out: Map = session.run(None, {session.get_inputs()[0].name: value})[0][0, 0]
    return out


def read(crop: Grey) -> Told:
    """What one line says; it comes cut out of the page, level, dark on light.

    Lines are read one at a time: on one thread a batch of eight took half as long again, for the padding that lines of
    different widths need, and what a line says would depend on its neighbours.
    """
    told = _read(crop, NARROW)
    is_sure = min(told.scores, default=0.0) > SURE and not TIGHT.search(told.text)
    return told if is_sure else _read(crop, 1.0)


def _read(crop: Grey, squeeze: float) -> Told:
    """What a line says in a picture of it squeezed to so much of its width."""
    cv2 = vision()
    width = max(round(squeeze * crop.shape[1] * HEIGHT / crop.shape[0] / 8), 4) * 8
    way = cv2.INTER_AREA if crop.shape[0] > 2 * HEIGHT else cv2.INTER_LINEAR
    line = cv2.resize(crop, (width, HEIGHT), interpolation=way)
    session = _session("rec")
    values = ((line.astype(np.float32) / 255 - 0.5) / 0.5)[None, None].repeat(3, axis=1)
    chances: Map = session.run(None, {session.get_inputs()[0].name: values})[0][0]
    steps = steps_read(chances)
    return _told(chances, np.sort(np.concatenate((steps, steps_missed(chances, steps, line)))))


def _told(chances: Map, steps: Steps) -> Told:
    """The characters at these steps of one line, at each the likeliest that is not blank."""
    known = _characters()
    found = []
    for step in steps:
        number, chance = _likeliest(chances[step])
        other = _other(chances[step], number) if chance < 1 - DOUBT else None
        found.append((known[number], (step + 0.5) / len(chances), chance, other))
    return Told(
        "".join(char for char, *_ in found),
        tuple(place for char, place, *_ in found for _ in char),
        tuple(score for char, _, score, _ in found for _ in char),
        tuple(other for char, *_, other in found for _ in char),
    )


def _likeliest(row: Map) -> tuple[int, float]:
    """The likeliest character of a step, blanks left out: its number and its chance."""
    number = int(row[BLANK + 1 :].argmax()) + BLANK + 1
    return number, float(row[number])


def _other(row: Map, first: int) -> Other | None:
    """The second likeliest character of a step, if it is likely at all."""
    rest = row.copy()
    rest[first] = 0
    number, chance = _likeliest(rest)
    return Other(_characters()[number], chance) if chance > DOUBT else None


@cache
def _characters() -> tuple[str, ...]:
    """The recogniser's characters by number: 0 is the blank, the last one the space."""
    listed = _session("rec").get_modelmeta().custom_metadata_map["character"].splitlines()
    return ("", *listed, " ")


@cache
def _session(task: str) -> Any:
    runtime = _part("onnxruntime", "ONNX Runtime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # Tiles are as large as each other, so memory kept from one serves the next; lines are not.
    options.enable_cpu_mem_arena = task == "det"
    options.log_severity_level = 3
    return runtime.InferenceSession(str(_network(task)), options, providers=["CPUExecutionProvider"])


def networks() -> str:
    """The networks that read pictures, by name: for the recipe of a score."""
    return "+".join(_network(task).stem for task in ("det", "rec"))


def _network(task: str) -> Path:
    """The newest network for a task among those that the package brought."""
    spec = find_spec("rapidocr")
    if not spec or not spec.submodule_search_locations:
        raise PartMissing(part="RapidOCR", command=COMMAND)
    folder = Path(next(iter(spec.submodule_search_locations))) / "models"
    found = [file for file in folder.glob("*.onnx") if re.match(rf"(ch_)?PP-OCRv\d+_{task}_", file.name)]
    if not found:
        raise PartMissing(part=f"RapidOCR ({task}.onnx)", command=f"{COMMAND} --force-reinstall")
    return max(found, key=lambda file: (int(re.findall(r"v(\d+)", file.name)[0]), file.name))


def _part(module: str, name: str) -> Any:
    try:
        return import_module(module)
    except ImportError as error:
        raise PartMissing(part=name, command=COMMAND) from error
