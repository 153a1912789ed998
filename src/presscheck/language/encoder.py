"""Characters read with each other: what each of some hundred means where it stands among the others.

The encoders by which facts are read in context (``facts/context.py``) and claims beside sentences
(``check/entailment.py``): pre-norm transformers with rotary places (Su et al. 2021), run by ONNX Runtime on one thread,
so that the sums are the same on every machine and nobody waits for another. Their weights are kept in whole steps from
-63 to 63, one width of step for each number that a layer makes, and multiplied as whole numbers (Jacob et al. 2018;
``tools/make_encoder.py``): so few steps that no processor has to cut a sum short.
"""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from presscheck.data import shipped
from presscheck.errors import PartMissing

Vectors = NDArray[np.float32]
CHARACTERS, MEANINGS = "characters", "meanings"
"""What goes into an encoder and what comes out, by name."""
LONGEST = 344
"""So many characters are read together at most."""
_ERRORS_ONLY = 3


class Encoder:
    """A ``model`` as ``tools/make_encoder.py`` writes it; ``name`` is that of the weights it was made from."""

    def __init__(self, model: bytes) -> None:
        import onnxruntime  # type: ignore[import-untyped]  # takes its time, and not every command reads

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_mem_pattern = False  # blocks are of any length
        options.log_severity_level = _ERRORS_ONLY
        self._session: Any = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self.name: str = self._session.get_modelmeta().custom_metadata_map["name"]

    def __repr__(self) -> str:
        return f"Encoder({self.name})"

    def read(self, characters: Vectors) -> Vectors:
        """What each of up to ``LONGEST`` characters of a story means beside the others: (characters, size) to the same.

        ``characters`` has for each what it is by itself.
        """
        told: Vectors = self._session.run((MEANINGS,), {CHARACTERS: characters[None]})[0][0]
        return told


@cache
def load(file: str) -> Encoder:
    """The encoder that ships as ``file``; ``PartMissing`` where it was not installed.

    >>> load("reader.onnx").read(np.zeros((7, 128), dtype=np.float32)).shape
    (7, 128)
    """
    model = shipped(file)
    if not model.is_file():
        raise PartMissing(part=f"presscheck/data/{file}", command="pip install --force-reinstall presscheck")
    return Encoder(model.read_bytes())
