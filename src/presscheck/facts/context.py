"""A story read in context: for every character a row of numbers that say what it means where it stands.

By a small encoder of characters (``language/encoder.py``) that learned the language of news by filling in blanks, and
then to answer who and when (``tools/train_reader.py``). A story is read in blocks of a few sentences, each behind the
story's headline, so that the cost grows with the length of a story, not with its square.
"""

import re
import sys
from bisect import bisect_right
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
from presscheck.language import encoder
from presscheck.language.encoder import LONGEST

Vectors = encoder.Vectors
Numbers = NDArray[np.int64]
HEAD, BODY = 30, 192
"""Characters of the headline before each block, and of the sentences that fill one."""
UNKNOWN, CUT = 2, 3
"""The numbers of a character that was never learned, and of the end of a headline or a paragraph."""
FILE, ENCODER = "reader.npz", "reader.onnx"
LAYERS = ("enc.blocks.", "enc.norm.")
"""How the names of weights begin that the encoder itself holds."""
LATELY = 128
"""Blocks that are remembered."""
_DIGIT = re.compile("[1-9０-９]")


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

    blocks: Sequence[tuple[int, ...]]
    rows: Mapping[tuple[str, int | None], Sequence[int]]
    starts: Sequence[int]

    def stretch(self, part: Part, start: int, end: int, beside: int | None = None) -> tuple[int, int] | None:
        """The rows, half-open, of a stretch of a part; ``None`` where it was not read as a whole.

        With the row ``beside`` which it is looked at, only what was read near that: in its block, the one before, or
        the first; the headline is taken from its block.
        """
        rows = self.rows.get((part.name, part.paragraph))
        if rows is None or not 0 <= start < end <= len(rows):
            return None
        first, last = rows[start], rows[end - 1]
        if not (0 <= first <= last and last - first == end - 1 - start):
            return None
        if beside is None:
            return first, last + 1
        own = self.block(beside)
        if part.name == "headline":
            return first + self.starts[own], last + self.starts[own] + 1
        return (first, last + 1) if self.block(first) in (own, own - 1, 0) else None

    def stretches(self, part: Part, places: Sequence[tuple[int, int]]) -> Numbers:
        """The rows, half-open, of each of some stretches of a part; -1 and 0 where one was not read as a whole."""
        return np.array([self.stretch(part, *place) or (-1, 0) for place in places], dtype=np.int64).reshape(-1, 2)

    def block(self, row: int) -> int:
        """The number of the block in which a row stands."""
        return bisect_right(self.starts, row) - 1


@dataclass(frozen=True)
class Context(Layout):
    """What was read of a story: ``vectors`` has for each row what its character means there."""

    vectors: Vectors

    def mean(self, first: int, last: int) -> Vectors:
        """What the characters of some rows mean together."""
        told: Vectors = self.vectors[first]
        if last > first + 1:
            told = np.add.reduce(self.vectors[first:last], axis=0) / np.float32(last - first)
        return told


def plain(text: str) -> str:
    """A text as it is learned: all digits are one, capitals are small.

    >>> plain("5G基站23座")
    '0g基站00座'
    """
    told = _DIGIT.sub("0", text)
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
    nothing = np.empty((0, tables.weights["enc.emb.weight"].shape[1]), dtype=np.float32)
    vectors = np.concatenate([nothing, *map(encoded, laid.blocks)])
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
    rows = {(part.name, part.paragraph): [-1] * len(part.text) for part in story.parts}
    blocks: list[tuple[int, ...]] = []
    starts: list[int] = []
    heading, begun = tables.of(head), 0
    for block in _blocks(story):
        line = list(heading)
        for part, start, end in block:
            line.append(CUT)
            told = tables.of(part.text[start:end])[: max(LONGEST - len(line), 0)]
            at = begun + len(line)
            rows[part.name, part.paragraph][start : start + len(told)] = range(at, at + len(told))
            line += told
        blocks.append(tuple(line[:LONGEST]))
        starts.append(begun)
        begun += len(blocks[-1])
    if head and blocks:
        rows["headline", None][: len(head)] = range(len(head))
    return Layout(blocks, rows, starts)


def _blocks(story: Story) -> Iterator[list[tuple[Part, int, int]]]:
    """The sentences of a story, so many at a time as are read in one; those of one part as one stretch of it."""
    block: list[tuple[Part, int, int]] = []
    size = 0
    for part in story.parts:
        for start, end in part.sentences if part.name != "headline" else ():
            if block and size + end - start > BODY:
                yield block
                block, size = [], 0
            begun = block.pop()[1] if block and block[-1][0] is part else start
            block.append((part, begun, end))
            size += end - start
    if block:
        yield block


@lru_cache(LATELY)
def encoded(block: tuple[int, ...]) -> Vectors:
    """The vectors of the characters of one block.

    What was read lately is not read again: where a word of a story is put right, its other blocks stay as they were.
    """
    told = encoder.load(ENCODER).read(load().weights["enc.emb.weight"].take(block, axis=0))
    told.setflags(write=False)
    return told


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
def load() -> Tables:
    """The weights that ship with the package."""
    return tables_at(shipped(FILE))


def tables_at(path: Traversable) -> Tables:
    """The weights of what goes into an encoder, and of what is asked of it, as a file of numpy's keeps them."""
    with path.open("rb") as file, np.load(file, allow_pickle=False) as table:
        told = {name: table[name] for name in table.files if not name.startswith(LAYERS)}
    words = {name: str(one) for name, one in told.items() if one.dtype.kind == "U"}
    weights = {name: one.astype(np.float32) for name, one in told.items() if name not in words}
    lists = {name: text.split("\n") for name, text in words.items() if name not in ("name", "chars")}
    return Tables(words["name"], words["chars"], lists, weights)
