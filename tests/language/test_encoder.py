"""Encoders of characters: they read as they were learned, in whole steps, on one thread."""

import numpy as np
import pytest

from presscheck.data import shipped
from presscheck.facts import context
from presscheck.language import encoder

NAMES = ("reader", "entailment")
TEXT = "县城通了火车\n县城昨天通了火车。首趟列车载客300人，比预计多出两成，沿线十二个村镇的居民都说方便。"


def slowly(name: str, block: list[int]) -> np.ndarray:
    """What the characters of a block mean as it was learned, layer by layer and head by head."""
    with shipped(f"{name}.npz").open("rb") as file, np.load(file) as table:
        learned = {name: table[name].astype(np.float64) for name in table.files if table[name].dtype.kind == "f"}
        heads = int(table["heads"])

    def linear(name: str, x: np.ndarray) -> np.ndarray:
        return x @ learned[f"{name}.weight"] + learned[f"{name}.bias"]

    def even(name: str, x: np.ndarray) -> np.ndarray:
        told = (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + 1e-5)
        return told * learned[f"{name}.weight"] + learned[f"{name}.bias"]

    def turned(x: np.ndarray) -> np.ndarray:
        angles = np.outer(np.arange(len(x)), 10_000.0 ** -(np.arange(0, x.shape[1], 2) / x.shape[1]))
        told = (x[:, ::2] + 1j * x[:, 1::2]) * np.exp(1j * angles)
        return np.stack([told.real, told.imag], axis=2).reshape(x.shape)

    x = learned["enc.emb.weight"][block]
    for number in range(sum(one.endswith(".qkv.weight") for one in learned)):
        name = f"enc.blocks.{number}"
        taken = []
        for asks, answers, gives in zip(*(np.split(one, heads, axis=1) for one in np.split(
            linear(f"{name}.qkv", even(f"{name}.n1", x)), 3, axis=1)), strict=True):  # fmt: skip
            drawn = np.exp(turned(asks) @ turned(answers).T / np.sqrt(asks.shape[1]))
            taken.append(drawn / drawn.sum(axis=1, keepdims=True) @ gives)
        x = x + linear(f"{name}.o", np.concatenate(taken, axis=1))
        inner = linear(f"{name}.a", even(f"{name}.n2", x))
        inner = inner / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (inner + 0.044715 * inner**3)))
        x = x + linear(f"{name}.b", inner)
    return even("enc.norm", x)


@pytest.mark.parametrize("name", NAMES)
def test_an_encoder_reads_as_it_was_learned(name: str) -> None:
    with shipped(f"{name}.npz").open("rb") as file, np.load(file) as table:
        alone, chars = table["enc.emb.weight"].astype(np.float32), str(table["chars"])
    block = context.Tables("", chars, {}, {}).of(TEXT)
    told, learned = encoder.load(f"{name}.onnx").read(alone[block]), slowly(name, block)
    alike = (told * learned).sum(axis=1) / np.linalg.norm(told, axis=1) / np.linalg.norm(learned, axis=1)
    assert told.shape == (len(TEXT), alone.shape[1])
    assert alike.min() > 0.997


@pytest.mark.parametrize("name", NAMES)
def test_an_encoder_was_made_from_the_weights_beside_it(name: str) -> None:
    with shipped(f"{name}.npz").open("rb") as file, np.load(file) as table:
        assert encoder.load(f"{name}.onnx").name == str(table["name"]), "run tools/make_encoder.py"


def test_the_same_block_is_read_the_same_again() -> None:
    alone = np.random.default_rng(1).normal(size=(200, 128)).astype(np.float32)
    first = encoder.load("reader.onnx").read(alone)
    encoder.load.cache_clear()
    assert (encoder.load("reader.onnx").read(alone) == first).all()
