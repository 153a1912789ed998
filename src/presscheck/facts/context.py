"""A story read in context: for every character a row of numbers that say what it means where it stands.

A small encoder of characters (a pre-norm transformer with rotary places, Su et al. 2021) that learned the language of
news by filling in blanks, and then to answer who and when (``tools/train_reader.py``). A story is read in blocks of a
few sentences, each behind the story's headline, so that the cost grows with the length of a story, not with its square.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from presscheck.data import shipped
from presscheck.facts.story import Part, Story

Vectors = NDArray[np.float32]
Turns = NDArray[np.complex64]
Numbers = NDArray[np.int64]
HEAD, BODY, LONGEST = 30, 192, 344
"""Characters of the headline before each block, of the sentences that fill one, and of a block at most."""
UNKNOWN, CUT = 2, 3
"""The numbers of a character that was never learned, and of the end of a headline or a paragraph."""
FILE = "reader.npz"
CALM = 80.0
"""Up to so much may a character be drawn to another before the powers of e grow too large."""
LATELY = 128
"""Blocks that are remembered."""
_DIGITS = str.maketrans("123456789０１２３４５６７８９", "0" * 19)
_BASE, _NEAR_ZERO = 10_000.0, 1e-5


@dataclass(frozen=True)
class Tables:
    """The learned weights by name, and the characters they were learned for, the first of them with number 4."""

    name: str
    chars: str
    lists: Mapping[str, Sequence[str]]
    weights: Mapping[str, Vectors]

    @cached_property
    def numbers(self) -> NDArray[np.uint16]:
        """The number of each character, by its code point."""
        told = np.full(sys.maxunicode + 1, UNKNOWN, dtype=np.uint16)
        told[list(map(ord, self.chars))] = np.arange(len(self.chars)) + CUT + 1
        return told

    def of(self, text: str) -> list[int]:
        """The numbers of the characters of a text."""
        codes = np.frombuffer(plain(text).encode("utf-32-le", "surrogatepass"), dtype="<u4")
        told: list[int] = self.numbers[codes].tolist()
        return told

    @cached_property
    def layers(self) -> int:
        """How many layers the encoder has."""
        return sum(name.endswith(".qkv.weight") for name in self.weights)

    @cached_property
    def heads(self) -> int:
        """In how many ways a character looks at the others in each layer."""
        return int(self.weights["heads"])

    @cached_property
    def width(self) -> int:
        """How many numbers each way has."""
        return int(self.weights["enc.emb.weight"].shape[1]) // self.heads

    @cached_property
    def begun(self) -> Vectors:
        """What the first layer makes of each character: it looks at each by itself, so that a story need not wait."""
        return self.linear("enc.blocks.0.qkv", _evened(self.weights["enc.emb.weight"]))

    def linear(self, name: str, x: Vectors) -> Vectors:
        """A layer of weights and its bias."""
        told: Vectors = x @ self.weights[f"{name}.weight"]
        told += self.weights[f"{name}.bias"]
        return told


@dataclass(frozen=True)
class Layout:
    """How a story is laid out to be read: ``blocks`` of characters by their numbers, whose rows are counted through.

    ``rows`` has for each part the row of each of its characters, -1 for one in a sentence too long to be read;
    ``starts`` the row at which each block begins. The headline stands at the head of each; its rows are those of the
    first.
    """

    blocks: Sequence[Sequence[int]]
    rows: Mapping[tuple[str, int | None], Numbers]
    starts: Numbers

    def stretch(self, part: Part, start: int, end: int, beside: int | None = None) -> tuple[int, int] | None:
        """The rows, half-open, of a stretch of a part; ``None`` where it was not read as a whole.

        With the row ``beside`` which it is looked at, only what was read near that: in its block, the one before, or
        the first; the headline is taken from its block.
        """
        rows = self.rows.get((part.name, part.paragraph))
        if rows is None or not 0 <= start < end <= len(rows):
            return None
        first, last = int(rows[start]), int(rows[end - 1])
        if not (0 <= first <= last and last - first == end - 1 - start):
            return None
        if beside is None:
            return first, last + 1
        own = self.block(beside)
        if part.name == "headline":
            return first + int(self.starts[own]), last + int(self.starts[own]) + 1
        return (first, last + 1) if self.block(first) in (own, own - 1, 0) else None

    def stretches(self, part: Part, places: Sequence[tuple[int, int]]) -> Numbers:
        """The rows, half-open, of each of some stretches of a part; -1 and 0 where one was not read as a whole."""
        rows = self.rows.get((part.name, part.paragraph))
        if rows is None or not places:
            return np.tile((-1, 0), (len(places), 1))
        told = np.array(places, dtype=np.int64)
        out = rows.take(told - (0, 1))
        out[:, 1] += 1
        whole = (out[:, 0] >= 0) & (out[:, 1] - out[:, 0] == told[:, 1] - told[:, 0])
        if not whole.all():
            out[~whole] = -1, 0
        return out

    def block(self, row: int) -> int:
        """The number of the block in which a row stands."""
        return int(self.starts.searchsorted(row, side="right")) - 1


@dataclass(frozen=True)
class Context(Layout):
    """What was read of a story: ``vectors`` has for each row what its character means there."""

    vectors: Vectors

    def mean(self, first: int, last: int) -> Vectors:
        """What the characters of some rows mean together."""
        told: Vectors = np.add.reduce(self.vectors[first:last], axis=0)
        return told / np.float32(last - first)


def plain(text: str) -> str:
    """A text as it is learned: all digits are one, capitals are small.

    >>> plain("5G基站23座")
    '0g基站00座'
    """
    told = text.translate(_DIGITS)
    small = told.lower()
    return small if len(small) == len(told) else told


def read(story: Story) -> Context:
    """Read a story.

    >>> part = Part("body", 0, "全县新建桥梁12座。")
    >>> told = read(Story((part,)))
    >>> told.stretch(part, 0, 2), told.vectors.shape[0]
    ((1, 3), 11)
    """
    tables = load()
    laid = lay_out(story, tables)
    nothing = np.empty((0, tables.heads * tables.width), dtype=np.float32)
    vectors = np.concatenate([nothing, *(encoded(tuple(block)) for block in laid.blocks)])
    return Context(laid.blocks, laid.rows, laid.starts, vectors)


@contextmanager
def on_one_thread() -> Iterator[None]:
    """Have numpy multiply on one thread: the same sums on every machine, and nobody waits for another."""
    with _threads().limit(limits=1, user_api="blas"):
        yield


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


def lay_out(story: Story, tables: Tables) -> Layout:
    """A story in blocks of sentences, each behind the headline."""
    head = next((part.text[:HEAD] for part in story.parts if part.name == "headline"), "")
    rows = {(part.name, part.paragraph): np.full(len(part.text), -1) for part in story.parts}
    blocks: list[list[int]] = []
    begun = 0
    for block in _blocks(story):
        line = [*tables.of(head), CUT]
        for number, (part, start, end) in enumerate(block):
            if number and block[number - 1][0] is not part:
                line.append(CUT)
            told = tables.of(part.text[start:end])[: max(LONGEST - len(line), 0)]
            rows[part.name, part.paragraph][start : start + len(told)] = begun + len(line) + np.arange(len(told))
            line += told
        blocks.append(line[:LONGEST])
        begun += len(blocks[-1])
    if head and blocks:
        rows["headline", None][: len(head)] = np.arange(len(head))
    return Layout(blocks, rows, np.cumsum([0, *map(len, blocks)])[:-1])


def _blocks(story: Story) -> Iterator[list[tuple[Part, int, int]]]:
    """The sentences of a story, so many at a time as are read in one."""
    block: list[tuple[Part, int, int]] = []
    size = 0
    for part in story.parts:
        for start, end in part.sentences if part.name != "headline" else ():
            if block and size + end - start > BODY:
                yield block
                block, size = [], 0
            block.append((part, start, end))
            size += end - start
    if block:
        yield block


@lru_cache(LATELY)
def encoded(block: tuple[int, ...]) -> Vectors:
    """The vectors of the characters of one block.

    What was read lately is not read again: where a word of a story is put right, its other blocks stay as they were.
    """
    tables, numbers = load(), np.array(block)
    x = through(tables, tables.weights["enc.emb.weight"][numbers], tables.begun[numbers])
    x.setflags(write=False)
    return x


def through(tables: Tables, x: Vectors, begun: Vectors | None = None) -> Vectors:
    """The characters of one block, as what each is by itself, read with each other: (characters, size) to the same.

    ``begun`` is what the first layer makes of each, where that is known.
    """
    for number in range(tables.layers):
        name = f"enc.blocks.{number}"
        told = tables.linear(f"{name}.qkv", _evened(x)) if number or begun is None else begun
        x = x + tables.linear(f"{name}.o", _attended(told.reshape(len(x), 3, tables.heads, -1)))
        x += tables.linear(f"{name}.b", gelu(tables.linear(f"{name}.a", _evened(x))))
    x = _evened(x)
    x *= tables.weights["enc.norm.weight"]
    x += tables.weights["enc.norm.bias"]
    return x


def _attended(told: Vectors) -> Vectors:
    """What each character takes from the others of its block; ``told`` is what it asks, answers to and gives."""
    pairs = told[:, :2].view(np.complex64)
    pairs *= _turns(LONGEST, told.shape[-1])[: len(told)]
    asks, answers, gives = told.transpose(1, 2, 0, 3)
    weights = asks @ answers.swapaxes(-1, -2)
    if _longest(asks) * _longest(answers) >= CALM:
        weights -= weights.max(axis=-1, keepdims=True)
    np.exp(weights, out=weights)
    out = np.empty((len(told), *told.shape[2:]), dtype=np.float32)
    taken = out.swapaxes(0, 1)
    np.matmul(weights, gives, out=taken)
    taken /= weights @ np.ones((len(told), 1), dtype=np.float32)
    return out.reshape(len(told), -1)


def _longest(x: Vectors) -> float:
    return float(np.sqrt(np.einsum("hnd,hnd->hn", x, x).max(initial=0.0)))


def _evened(x: Vectors) -> Vectors:
    """Each row with mean 0 and variance 1 (layer normalisation, Ba et al. 2016)."""
    mean = np.full((x.shape[1], 1), 1 / x.shape[1], dtype=np.float32)
    x = x - x @ mean
    x /= np.sqrt((x * x) @ mean + np.float32(_NEAR_ZERO))
    return x


def gelu(x: Vectors) -> Vectors:
    """The activation between two layers, by its tanh form (Hendrycks and Gimpel 2016)."""
    y: Vectors = x * x
    y *= np.float32(0.044715 * 0.7978845608)
    y += np.float32(0.7978845608)
    y *= x
    np.tanh(y, out=y)
    y += 1
    y *= x
    y *= np.float32(0.5)
    return y


@cache
def _turns(count: int, size: int) -> Turns:
    """By how much a character's place turns each pair of numbers, as a complex number of length 1."""
    angles = np.outer(np.arange(count), _BASE ** -(np.arange(0, size, 2) / size))[:, None, None]
    told: Turns = np.exp(1j * angles).astype(np.complex64)
    return told


@cache
def load() -> Tables:
    """The weights that ship with the package."""
    return tables_at(shipped(FILE))


def tables_at(path: Traversable) -> Tables:
    """The weights of an encoder, and of what is asked of it, as a file of numpy's keeps them."""
    with path.open("rb") as file, np.load(file, allow_pickle=False) as table:
        words = {name: str(table[name]) for name in table.files if table[name].dtype.kind == "U"}
        weights = {name: table[name].astype(np.float32) for name in table.files if name not in words}
    for name in [name for name in weights if ".qkv." in name]:
        weights[name] = _measured(weights[name], int(weights["heads"]))
    for name in [name.removesuffix(".n1.weight") for name in weights if name.endswith(".n1.weight")]:
        weights |= _evenly(weights, f"{name}.n1", f"{name}.qkv") | _evenly(weights, f"{name}.n2", f"{name}.a")
    lists = {name: text.split("\n") for name, text in words.items() if name not in ("name", "chars")}
    return Tables(words["name"], words["chars"], lists, weights)


def _measured(weight: Vectors, heads: int) -> Vectors:
    """What is asked brought to its measure, so that what a character is drawn to need not be."""
    told = weight.reshape(*weight.shape[:-1], 3, heads, -1).copy()
    told[..., 0, :, :] *= np.float32(told.shape[-1] ** -0.5)
    return np.ascontiguousarray(told.reshape(weight.shape))


def _evenly(weights: Mapping[str, Vectors], norm: str, layer: str) -> dict[str, Vectors]:
    """The layer behind a norm with what that learned for its numbers, so that these only have to be evened."""
    weight, bias = weights[f"{layer}.weight"], weights[f"{layer}.bias"]
    return {
        f"{layer}.weight": weights[f"{norm}.weight"][:, None] * weight,
        f"{layer}.bias": weights[f"{norm}.bias"] @ weight + bias,
    }
