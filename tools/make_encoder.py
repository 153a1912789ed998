"""Write an encoder of characters as ONNX Runtime runs it, its weights in whole steps: data/NAME.npz to data/NAME.onnx.

    python tools/make_encoder.py reader ARTICLES.jsonl.gz
    python tools/make_encoder.py entailment ARTICLES.jsonl.gz

To be run whenever ``train_reader.py`` or ``train_entailment.py`` wrote weights. What goes into a layer is brought to
whole numbers as it comes, by its least and its greatest, and what differs most from character to character is evened
out against the weights beforehand (Xiao and others, SmoothQuant, 2023). Weights are rounded one row after another, each
row taking over what was lost in those before, as the news (text up to ``LAST_DAY``) puts them to use (Frantar and
others, GPTQ, 2023). Needs onnx.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from gold_facts import _lines
from presscheck.facts.context import Tables, lay_out
from presscheck.language.encoder import CHARACTERS, LONGEST, MEANINGS
from presscheck.measure.facts import story_of

DATA = Path(__file__).resolve().parents[1] / "src/presscheck/data"
MOST = 63
"""Steps to either side: two products of such a weight with a number of 8 bits fit into 16 on every processor."""
EVENED, DAMPED = 0.7, 0.01
"""How far inputs are evened out against weights; how much is added to what inputs have in common, to divide by it."""
LAST_DAY = "2025-06-30"
STORIES, EVERY = 80, 300
"""So many stories of the news put the weights to use, one of so many."""
BASE, NEAR_ZERO = 10_000.0, 1e-5
CONTRIB = "com.microsoft"
Array = NDArray[Any]


class Graph:
    """What is done to the characters of a block, step by step; in floats until the inputs of each layer are known."""

    def __init__(self, used: Mapping[str, Array] | None) -> None:
        self.nodes: list[Any] = []
        self.kept: dict[str, Array] = {}
        self.used, self.inputs = used, dict[str, str]()

    def keep(self, name: str, told: Array) -> str:
        """Numbers that steps take; returns their name."""
        self.kept[name] = np.ascontiguousarray(told)
        return name

    def step(self, kind: str, takes: list[str], gives: str, domain: str = "", **how: Any) -> str:
        """One step; returns the name of what it gives."""
        self.nodes.append(helper.make_node(kind, takes, [gives], domain=domain, **how))
        return gives

    def spread(self, name: str, weight: Array) -> Array:
        """By how much each input of a layer is divided, so that none takes all the steps; 1 until inputs are known."""
        if self.used is None:
            return np.ones(len(weight), np.float32)
        told: Array = np.abs(self.used[name]).max(axis=0) ** EVENED / np.abs(weight).max(axis=1) ** (1 - EVENED)
        return told.astype(np.float32)

    def linear(self, name: str, x: str, weight: Array, bias: Array, spread: Array | None = None) -> str:
        """A layer of weights, and its bias; its inputs were divided by ``spread``."""
        spread = np.ones(len(weight), np.float32) if spread is None else spread
        weight, self.inputs[name] = spread[:, None] * weight, x
        if self.used is None:
            told = self.step("MatMul", [x, self.keep(f"{name}.weight", weight)], f"{name}.without")
            return self.step("Add", [told, self.keep(f"{name}.bias", bias)], name)
        steps, width = in_steps(weight, self.used[name] / spread)
        table = {"steps": steps, "width": width, "zero": np.zeros(len(width), np.int8), "bias": bias}
        takes = [x, *(self.keep(f"{name}.{part}", told) for part, told in table.items())]
        return self.step("DynamicQuantizeMatMul", takes, name, CONTRIB)

    def even(self, x: str, gives: str, weight: Array, bias: Array) -> str:
        """Each row with mean 0 and variance 1, then weighed (layer normalisation, Ba et al. 2016)."""
        takes = [x, self.keep(f"{gives}.weight", weight), self.keep(f"{gives}.bias", bias)]
        return self.step("LayerNormalization", takes, gives, axis=-1, epsilon=NEAR_ZERO)

    def model(self, size: int, name: str, also: Sequence[str] = ()) -> bytes:
        """The model; of what is worked out on the way, it gives ``also``."""
        takes = helper.make_tensor_value_info(CHARACTERS, TensorProto.FLOAT, [1, "count", size])
        gives = [helper.make_tensor_value_info(one, TensorProto.FLOAT, [1, "count", None]) for one in also]
        gives.insert(0, helper.make_tensor_value_info(MEANINGS, TensorProto.FLOAT, [1, "count", size]))
        kept = [numpy_helper.from_array(told, name) for name, told in self.kept.items()]
        graph = helper.make_graph(self.nodes, "encoder", [takes], gives, kept)
        versions = [helper.make_opsetid("", 20), helper.make_opsetid(CONTRIB, 1)]
        model = helper.make_model(graph, opset_imports=versions, ir_version=9, producer_name="presscheck")
        helper.set_model_props(model, {"name": name})
        onnx.checker.check_model(model)
        told: bytes = model.SerializeToString()
        return told


def in_steps(weight: Array, used: Array) -> tuple[Array, Array]:
    """Weights in whole steps, and how wide those are for each output."""
    width = np.abs(weight).max(axis=0) / MOST
    common = used.T.astype(np.float64) @ used
    common += np.eye(len(common)) * DAMPED * np.trace(common) / len(common)
    order = np.argsort(-np.diag(common))
    passed = np.linalg.cholesky(np.linalg.inv(common[np.ix_(order, order)])).T
    left, steps = weight[order].astype(np.float64), np.zeros(weight.shape)
    for row in range(len(left)):
        steps[row] = np.clip(np.rint(left[row] / width), -MOST, MOST)
        lost = (left[row] - steps[row] * width) / passed[row, row]
        left[row + 1 :] -= np.outer(passed[row, row + 1 :], lost)
    return steps[np.argsort(order)].astype(np.int8), width.astype(np.float32)


class Encoder:
    """An encoder's weights by name, as they were learned, and how many ways a character looks at the others."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as table:
            self.name, self.chars = str(table["name"]), str(table["chars"])
            self.heads = int(table["heads"])
            self.weights = {name: table[name].astype(np.float32) for name in table.files if name.startswith("enc.")}
        self.size = self.weights["enc.emb.weight"].shape[1]
        self.layers = sum(name.endswith(".qkv.weight") for name in self.weights)

    def graph(self, used: Mapping[str, Array] | None = None) -> Graph:
        """All its layers; in whole steps where it is known how they are ``used``."""
        graph, half = Graph(used), np.arange(0, self.size // self.heads, 2) / (self.size // self.heads)
        angles = np.outer(np.arange(LONGEST), BASE**-half)
        graph.keep("cos", np.cos(angles).astype(np.float32))
        graph.keep("sin", np.sin(angles).astype(np.float32))
        graph.keep("begin", np.zeros(1, np.int64))
        graph.keep("thirds", np.full(3, self.size, np.int64))
        x = CHARACTERS
        for number in range(self.layers):
            x = self._thought(graph, number, self._looked(graph, number, x))
        graph.even(x, MEANINGS, self.weights["enc.norm.weight"], self.weights["enc.norm.bias"])
        return graph

    def _looked(self, graph: Graph, number: int, x: str) -> str:
        """The characters after each looked at the others of its block."""
        at, drawn = f"layer{number}", f"layer{number}.drawn"
        weight, bias = self._of(number, "o")
        spread = graph.spread(drawn, weight)
        measure = np.ones(3 * self.size, np.float32)
        measure[: self.size] = (self.size // self.heads) ** -0.5
        measure[2 * self.size :] = 1 / spread
        told = self._behind(graph, number, x, ("n1", "qkv"), f"{at}.told", measure)
        parts = [f"{at}.{part}" for part in ("asks", "answers", "gives")]
        graph.nodes.append(helper.make_node("Split", [told, "thirds"], parts, axis=2))
        for part in parts[:2]:
            turns = [part, "begin", "cos", "sin"]
            graph.step("RotaryEmbedding", turns, f"{part}.turned", CONTRIB, interleaved=1, num_heads=self.heads)
        looks = [f"{parts[0]}.turned", f"{parts[1]}.turned", parts[2]]
        taken = graph.step("MultiHeadAttention", looks, f"{at}.taken", CONTRIB, num_heads=self.heads, scale=1.0)
        return graph.step("Add", [x, graph.linear(drawn, taken, weight, bias, spread)], f"{at}.with")

    def _thought(self, graph: Graph, number: int, x: str) -> str:
        """The characters after each thought for itself."""
        at = f"layer{number}"
        inner = self._behind(graph, number, x, ("n2", "a"), f"{at}.inner", np.ones(1, np.float32))
        inner = graph.step("Gelu", [inner], f"{at}.thought", approximate="tanh")
        return graph.step("Add", [x, graph.linear(f"{at}.after", inner, *self._of(number, "b"))], f"{at}.out")

    def _behind(self, graph: Graph, number: int, x: str, names: tuple[str, str], gives: str, measure: Array) -> str:
        """A layer behind a norm: what that learned is folded in, what it gives brought to its ``measure``."""
        (gain, shift), (weight, bias) = (self._of(number, name) for name in names)
        weight, bias = gain[:, None] * weight * measure, (shift @ weight + bias) * measure
        spread = graph.spread(gives, weight)
        even = graph.even(x, f"{gives}.even", 1 / spread, np.zeros(self.size, np.float32))
        return graph.linear(gives, even, weight, bias, spread)

    def _of(self, number: int, name: str) -> tuple[Array, Array]:
        return tuple(self.weights[f"enc.blocks.{number}.{name}.{part}"] for part in ("weight", "bias"))  # type: ignore[return-value]

    def used(self, blocks: Sequence[Sequence[int]]) -> dict[str, Array]:
        """What goes into each layer when some blocks of characters are read."""
        graph = self.graph()
        model = graph.model(self.size, self.name, also=list(graph.inputs.values()))
        session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
        told = [
            session.run(list(graph.inputs.values()), {CHARACTERS: self.weights["enc.emb.weight"][block][None]})
            for block in map(list, blocks)
        ]
        return {name: np.concatenate([one[at][0] for one in told]) for at, name in enumerate(graph.inputs)}


def model_of(path: Path, news: Path) -> bytes:
    """The model of the encoder whose weights a file of numpy's keeps, rounded as the ``news`` puts them to use."""
    encoder = Encoder(path)
    tables = Tables("", encoder.chars, {}, {})
    stories = islice((one for one in _lines(news) if one["date"] <= LAST_DAY), 0, STORIES * EVERY, EVERY)
    blocks = [block for story in stories for block in lay_out(story_of(story), tables).blocks]
    return encoder.graph(encoder.used(blocks)).model(encoder.size, encoder.name)


def main() -> None:
    """Write one encoder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=("reader", "entailment"))
    parser.add_argument("news", type=Path)
    asked = parser.parse_args()
    written = (DATA / f"{asked.name}.onnx").write_bytes(model_of(DATA / f"{asked.name}.npz", asked.news))
    print(json.dumps({"name": asked.name, "bytes": written}))


if __name__ == "__main__":
    main()
