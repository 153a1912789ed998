"""Second opinions: ours, and a newsroom's own model, here one of a few hundred bytes whose answers can be reckoned."""

import importlib.util
import struct
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pytest

from presscheck.errors import WrongUsage
from presscheck.proofreading import second_opinion
from presscheck.proofreading.second_opinion import SPECIAL, Carried, MaskedModel, opinion

TOKENS = list(dict.fromkeys([*SPECIAL, *"云州今年小麦丰收，产量比去年增加三成。来末未"]))
SIZE = len(TOKENS)
NEEDS_RUNTIME = pytest.mark.skipif(importlib.util.find_spec("onnxruntime") is None, reason="needs ONNX Runtime")


# --- an ONNX file written by hand: each row of a message is (field number, value) ----------------------------------


def varint(value: int) -> bytes:
    told = bytearray()
    while value > 0x7F:
        told.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*told, value])


def message(*rows: tuple[int, int | str | bytes]) -> bytes:
    told = b""
    for field, value in rows:
        if isinstance(value, int):
            told += varint(field << 3) + varint(value)
        else:
            content = value.encode() if isinstance(value, str) else value
            told += varint(field << 3 | 2) + varint(len(content)) + content
    return told


def tensor(name: str, values: np.ndarray) -> bytes:
    kind = {"float32": 1, "int64": 7}[values.dtype.name]
    return message(*((1, size) for size in values.shape), (2, kind), (8, name), (9, values.tobytes()))


def value(name: str, kind: int, sizes: Sequence[int | str]) -> bytes:
    shape = message(*((1, message((1 if isinstance(size, int) else 2, size))) for size in sizes))
    return message((1, name), (2, message((1, message((1, kind), (2, shape))))))


def node(kind: str, inputs: Iterable[str], output: str, *attributes: bytes) -> bytes:
    return message(*((1, name) for name in inputs), (2, output), (4, kind), *((5, told) for told in attributes))


def whole_number(name: str, number: int) -> bytes:
    return message((1, name), (3, number), (20, 2))


def graph(table: np.ndarray, inputs: Sequence[str], sizes: Sequence[int | str]) -> bytes:
    """Odds at each place: the row of the character there, and the rows of all characters that are seen, summed."""
    nodes = [
        node("Gather", ["table", "input_ids"], "rows"),
        node("Cast", ["attention_mask"], "seen", whole_number("to", 1)),
        node("Unsqueeze", ["seen", "last"], "seen_each"),
        node("Mul", ["rows", "seen_each"], "counting"),
        node("ReduceSum", ["counting", "middle"], "around"),
        node("Add", ["rows", "around"], "logits"),
    ]
    parts = [tensor("table", table), tensor("last", np.array([2])), tensor("middle", np.array([1]))]
    given = [value(name, 7, sizes) for name in inputs]
    body = message(
        *((1, part) for part in nodes),
        (2, "tiny"),
        *((5, part) for part in parts),
        *((11, part) for part in given),
        (12, value("logits", 1, [*sizes, SIZE])),
    )
    return message((1, 8), (7, body), (8, message((1, ""), (2, 13))))


def table() -> np.ndarray:
    return np.random.default_rng(5).normal(size=(SIZE, SIZE)).astype(np.float32)


def put(folder: Path, inputs: Sequence[str] = second_opinion.INPUTS, sizes: Sequence[int | str] = ("b", "t")) -> Path:
    (folder / "vocab.txt").write_text("\n".join(TOKENS) + "\n", encoding="utf8")
    (folder / "model.onnx").write_bytes(graph(table(), inputs, sizes))
    return folder


def slow(text: str, place: int, candidates: str) -> np.ndarray:
    """What the tiny model must say, reckoned by hand."""
    rows = table()
    numbers = [TOKENS.index(char) if char in TOKENS else TOKENS.index("[UNK]") for char in text]
    numbers[place] = TOKENS.index("[MASK]")
    seen = [TOKENS.index("[CLS]"), *numbers, TOKENS.index("[SEP]")]
    odds = rows[TOKENS.index("[MASK]")] + sum(rows[number] for number in seen)
    told = np.array([odds[TOKENS.index(char)] for char in candidates])
    return told - told.max() - np.log(np.exp(told - told.max()).sum())


# --- a newsroom's own model ----------------------------------------------------------------------------------------


TEXT = "云州今年小麦丰收，产量比去年增加三成。"


@NEEDS_RUNTIME
@pytest.mark.parametrize("sizes", [("b", "t"), (1, "t"), (2, 48), ("b", 64)])
def test_a_place_is_covered_and_told_from_what_is_around(tmp_path: Path, sizes: tuple[int | str, ...]) -> None:
    own = MaskedModel(put(tmp_path, sizes=sizes))
    places, candidates = [5, 0, len(TEXT) - 1], ["麦来未末", "云今", "。，三"]
    for told, place, few in zip(own.score(TEXT, places, candidates), places, candidates, strict=True):
        assert np.allclose(told, slow(TEXT, place, few), atol=1e-4)


@NEEDS_RUNTIME
def test_what_stands_at_the_place_makes_no_difference(tmp_path: Path) -> None:
    own = MaskedModel(put(tmp_path))
    first, second = (own.score(text, [5], ["麦来"])[0] for text in (TEXT, TEXT.replace("麦", "来")))
    assert np.array_equal(first, second)


@NEEDS_RUNTIME
def test_a_graph_may_do_without_token_types(tmp_path: Path) -> None:
    own = MaskedModel(put(tmp_path, inputs=("input_ids", "attention_mask")))
    assert np.allclose(own.score(TEXT, [5], ["麦来"])[0], slow(TEXT, 5, "麦来"), atol=1e-4)


@NEEDS_RUNTIME
def test_an_unknown_candidate_comes_far_behind(tmp_path: Path) -> None:
    told = MaskedModel(put(tmp_path)).score(TEXT, [5], ["麦龘"])[0]
    assert told[0] > told[1] + 10


@NEEDS_RUNTIME
def test_a_long_text_is_seen_only_around_the_place(tmp_path: Path) -> None:
    own, far = MaskedModel(put(tmp_path)), "丰" * 3 * second_opinion.AROUND
    place = len(far) + 5
    near = far[: second_opinion.AROUND - 5]
    told = own.score(far + TEXT + far, [place], ["麦来"])[0]
    after = second_opinion.AROUND - (len(TEXT) - 6)
    assert np.allclose(told, slow(near + TEXT + "丰" * after, len(near) + 5, "麦来"), atol=1e-2)


# --- a folder that cannot be used ----------------------------------------------------------------------------------


def refused(folder: Path) -> str:
    with pytest.raises(WrongUsage) as told:
        MaskedModel(folder)
    assert str(folder) in told.value.tell("zh")
    return str(told.value)


def test_no_folder(tmp_path: Path) -> None:
    assert "there is no such folder" in refused(tmp_path / "none")


@pytest.mark.parametrize("file", ["model.onnx", "vocab.txt"])
def test_a_file_is_missing(tmp_path: Path, file: str) -> None:
    (put(tmp_path) / file).unlink()
    assert f"{file} is missing" in refused(tmp_path)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\xfa", "云\n州\n".encode()])
def test_the_vocabulary_is_none(tmp_path: Path, content: bytes) -> None:
    (put(tmp_path) / "vocab.txt").write_bytes(content)
    assert "no list of tokens" in refused(tmp_path)


@NEEDS_RUNTIME
@pytest.mark.parametrize("content", [b"", b"no graph", struct.pack("<40q", *range(40))])
def test_the_graph_is_none(tmp_path: Path, content: bytes) -> None:
    (put(tmp_path) / "model.onnx").write_bytes(content)
    assert "cannot be run" in refused(tmp_path)


@NEEDS_RUNTIME
def test_the_graph_asks_for_something_else(tmp_path: Path) -> None:
    put(tmp_path, inputs=("input_ids", "attention_mask", "weather"))
    assert "asks for input_ids, attention_mask, weather" in refused(tmp_path)


@NEEDS_RUNTIME
def test_the_graph_knows_fewer_tokens_than_the_vocabulary(tmp_path: Path) -> None:
    with (put(tmp_path) / "vocab.txt").open("a", encoding="utf8") as file:
        file.write("县\n乡\n")
    own = MaskedModel(tmp_path)
    with pytest.raises(WrongUsage, match="tells nothing of each"):
        own.score(TEXT, [5], ["麦来"])


# --- ours ----------------------------------------------------------------------------------------------------------


def test_the_carried_opinion_answers_in_chances() -> None:
    told = opinion().score(TEXT, [5, 1], ["麦来未", "州洲"])
    assert [len(part) for part in told] == [3, 2]
    assert np.allclose([np.exp(part).sum() for part in told], 1, atol=1e-5)
    assert "麦来未"[told[0].argmax()] == "麦"


def test_nothing_asked_nothing_told() -> None:
    assert Carried().score(TEXT, [], []) == []
    assert [len(part) for part in Carried().score(TEXT, [3], [""])] == [0]
