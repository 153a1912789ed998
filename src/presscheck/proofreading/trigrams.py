"""A file of a newsroom's machine that says which word follows which two: a KenLM binary, read with numpy alone.

Input methods bring such files (``docs/second_opinion.md``). Read is the one kind that they use: a tree of words, pairs
and triples, packed bit by bit, its chances rounded to a few steps (KenLM's "quantized trie with array-compressed
pointers", of order 3, written by version 5 of its format on a machine of the usual byte order). The tree goes
backwards: under a word stand the words before it, under these the words before them.
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

MAGIC = b"mmap lm http://kheafield.com/code format version 5\n"
ORDER, KIND, VERSION = 3, 5, 1
"""What is read: triples, packed and rounded, of the one version that there is."""
ROUNDING = 2
"""The version of its rounding."""
FIXED, COUNTS, SEARCH = 0x58, 0x6C, 0x88
"""Where a file says what it is, how much it holds, and where that begins."""
LARGEST = 1 << 28
"""Bytes of a file that are read; ten times as many are needed meanwhile."""
WIDEST = 25
"""Bits that a chance is rounded to at most."""
WIDTH = 21
"""Bits of a word's number in the keys of pairs and triples."""
NONE = (1 << WIDTH) - 1
"""The number of no word at all: what stands before the first one."""
NATS = np.float32(np.log(10))
_CELL = np.dtype([("worth", "<f4"), ("back", "<f4"), ("first", "<u8")])
Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


class Packed(NamedTuple):
    """Rows of a few bits each, one after another: the bytes, and the bits of a row."""

    content: NDArray[np.uint8]
    row: int

    def column(self, start: int, width: int, count: int) -> Ints:
        """The numbers that stand ``start`` bits into each of the first rows."""
        at = np.arange(count, dtype=np.int64) * self.row + start
        told = np.zeros(count, dtype=np.uint64)
        for byte in range(8):
            told |= self.content[(at >> 3) + byte].astype(np.uint64) << np.uint64(8 * byte)
        told >>= (at & 7).astype(np.uint64)
        return (told & np.uint64((1 << width) - 1)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Trigrams:
    """Words by their numbers, and how likely each is alone, after one and after two words, in nats.

    ``back`` is what a word, or a pair, costs where what follows was never seen after it. Pairs are kept under ``word <<
    WIDTH | word before``, triples under ``place of the pair << WIDTH | word before that``, in order.
    """

    words: dict[str, int]
    alone: Floats
    back: Floats
    pairs: Ints
    pair_worth: Floats
    pair_back: Floats
    triples: Ints
    triple_worth: Floats

    @classmethod
    def of(cls, content: bytes) -> "Trigrams":
        """The model that a file of this content holds; ``ValueError`` where it is none of the kind that is read."""
        if content[: len(MAGIC)] != MAGIC or len(content) < SEARCH:
            raise ValueError
        order, kind, has_words, version = struct.unpack_from("<B7xI?3xI", content, FIXED)
        if (order, kind, has_words, version) != (ORDER, KIND, True, VERSION):
            raise ValueError
        try:
            told = _read(content, struct.unpack_from("<3Q", content, COUNTS))
        except (struct.error, IndexError, OverflowError) as error:
            raise ValueError from error
        if not all(np.isfinite(one).all() for one in (told.alone, told.back, told.pair_worth, told.triple_worth)):
            raise ValueError
        return told

    def chances(self, before: Ints, last: Ints, word: Ints) -> Floats:
        """How likely each word is after two others, in nats; ``NONE`` for what stands before the first one."""
        seen, pair = _found(self.pairs, word << WIDTH | last)
        told, triple = _found(self.triples, pair << WIDTH | before)
        follows, context = _found(self.pairs, last << WIDTH | before)
        short = np.where(seen, self.pair_worth[pair], self.back[last] + self.alone[word])
        longer = np.where(follows, self.pair_back[context], 0)
        given: Floats = np.where(seen & told, self.triple_worth[triple], short + longer).astype(np.float32)
        return given


def content_of(path: Path) -> bytes:
    """What a file holds; ``ValueError`` where it is no plain file or larger than any that is read."""
    if not path.is_file() or path.stat().st_size > LARGEST:
        raise ValueError
    return path.read_bytes()


def _found(keys: Ints, asked: Ints) -> tuple[NDArray[np.bool_], Ints]:
    """Whether each key is there, and where."""
    at = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    return keys[at] == asked, at


def _read(content: bytes, counts: tuple[int, ...]) -> Trigrams:
    """All that a file holds."""
    words, pairs, triples = counts
    if max(counts) > len(content) or min(counts) == 0 or words >= NONE:
        raise ValueError
    at = SEARCH + 8 + 8 * words
    rounding, worth_bits, back_bits = content[at : at + 3]
    if rounding != ROUNDING or max(worth_bits, back_bits) > WIDEST:
        raise ValueError
    steps = np.frombuffer(content, "<f4", (2 << worth_bits) + (1 << back_bits), at + 8)
    pair_steps, back_steps, triple_steps = np.split(steps, [1 << worth_bits, (1 << worth_bits) + (1 << back_bits)])
    at += 8 + steps.nbytes
    cells = np.frombuffer(content, _CELL, words + 2, at)
    at += cells.nbytes
    inline, starts, room = _pointers(content, at, pairs + 1, triples)
    at += room
    number = words.bit_length()
    packed = Packed(_padded(content, at), number + back_bits + worth_bits + inline)
    first = packed.column(number + back_bits + worth_bits, inline, pairs + 1)
    first |= (np.searchsorted(starts, np.arange(pairs + 1), side="right") - 1) << inline
    longest = Packed(_padded(content, at + _room(packed.row, pairs)), number + worth_bits)
    return Trigrams(
        _words(content[at + _room(packed.row, pairs) + _room(longest.row, triples) :], words),
        cells["worth"][:words] * NATS,
        cells["back"][:words] * NATS,
        _keys(cells["first"][: words + 1].astype(np.int64), packed.column(0, number, pairs)),
        pair_steps[packed.column(number + back_bits, worth_bits, pairs)] * NATS,
        np.nan_to_num(back_steps[packed.column(number, back_bits, pairs)]) * NATS,
        _keys(first, longest.column(0, number, triples)),
        triple_steps[longest.column(number, worth_bits, triples)] * NATS,
    )


def _pointers(content: bytes, at: int, rows: int, most: int) -> tuple[int, Ints, int]:
    """How the pairs point to their triples: the bits that stand with each, where the bits above change, and the room.

    As many upper bits are left out as saves most, the table of their changes counted.
    """
    needed = most.bit_length()
    chopped = min(
        range(min(needed, content[at + 1]) + 1), key=lambda bits: ((most >> (needed - bits)) * 64 - rows * bits, bits)
    )
    count = (most >> (needed - chopped)) + 1
    starts = np.frombuffer(content, "<u8", count, -(-at // 8) * 8 + 8).astype(np.int64)
    return needed - chopped, starts, 8 * (1 + count) + 7


def _padded(content: bytes, at: int) -> NDArray[np.uint8]:
    return np.append(np.frombuffer(content, np.uint8, offset=at), np.zeros(16, np.uint8))


def _room(row: int, count: int) -> int:
    """Bytes that so many packed rows take, with the row that closes them."""
    return ((1 + count) * row + 7) // 8 + 8


def _keys(first: Ints, before: Ints) -> Ints:
    """The keys of all that stands under the rows of ``first``, where each row's begin."""
    if (first[1:] < first[:-1]).any() or first[0] or first[-1] != len(before):
        raise ValueError
    keys: Ints = np.repeat(np.arange(len(first) - 1, dtype=np.int64), np.diff(first)) << WIDTH | before
    if (keys[1:] <= keys[:-1]).any():
        raise ValueError
    return keys


def _words(content: bytes, count: int) -> dict[str, int]:
    """The words at the end of a file by their numbers."""
    told = content.decode("utf8").split("\0")[:-1]
    if len(told) != count:
        raise ValueError
    return {word: number for number, word in enumerate(told)}
