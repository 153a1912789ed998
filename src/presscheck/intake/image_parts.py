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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from presscheck.errors import PartMissing

Grey = NDArray[np.uint8]
Map = NDArray[np.float32]

COMMAND = "pip install 'presscheck[ocr]'"
HEIGHT = 48
"""The height in pixels that the recogniser reads a line at."""
STEP = 32
"""The networks want sides that are multiples of this, or of a part of it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the recogniser says of one line: its characters, where each stands (0 to 1 across), how sure it is."""

    text: str
    places: tuple[float, ...]
    scores: tuple[float, ...]

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
    cv2 = vision()
    width = max(round(crop.shape[1] * HEIGHT / crop.shape[0] / 8), 4) * 8
    way = cv2.INTER_AREA if crop.shape[0] > 2 * HEIGHT else cv2.INTER_LINEAR
    line = cv2.resize(crop, (width, HEIGHT), interpolation=way)
    session = _session("rec")
    values = ((line.astype(np.float32) / 255 - 0.5) / 0.5)[None, None].repeat(3, axis=1)
    return _decoded(session.run(None, {session.get_inputs()[0].name: values})[0][0])


def _decoded(chances: Map) -> Told:
    """The characters of one line: at each step the likeliest, repetitions and blanks left out."""
    best = chances.argmax(axis=1)
    kept = best != 0
    kept[1:] &= best[1:] != best[:-1]
    steps = np.flatnonzero(kept)
    known = _characters()
    found = [(known[best[step]], (step + 0.5) / len(best), float(chances[step, best[step]])) for step in steps]
    return Told(
        "".join(char for char, _, _ in found),
        tuple(place for char, place, _ in found for _ in char),
        tuple(score for char, _, score in found for _ in char),
    )


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
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    return runtime.InferenceSession(str(_network(task)), options, providers=["CPUExecutionProvider"])


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
