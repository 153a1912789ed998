"""The words of a sentence with what they are, figures and times standing as one word each."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from typing import NamedTuple

FIGURE, TIME, BREAK = "F", "T", "W"
"""What stands for a figure, for a time, and for a mark that ends a clause."""
PARTIES = ("person", "role", "organisation", "country", "place", "group", "event", "pronoun")
"""What stands for a party, by its kind."""
_BREAKS = frozenset("，；：。！？!?,;…—\n　")
_PUNCTUATION = re.compile(r"\W+")
_TAGS = {"nrt": "nr", "nrfg": "nr", "uj": "u", "ul": "u", "uz": "u", "ug": "u", "ud": "u", "uv": "u", "us": "u"}


NOMINAL = frozenset(
    (
        "n",
        "ns",
        "nr",
        "nt",
        "nz",
        "vn",
        "an",
        "j",
        "l",
        "i",
        "eng",
        "whole",
        "b",
        "s",
        *PARTIES,
        "r",
        "ng",
        "nrt",
        "f",
        "a",
        "m",
        "q",
    )
)
_JOINING = frozenset(("u", "c"))
_JOINTS = frozenset("、“”‘’《》（）()·—-")


class Token(NamedTuple):
    """One word of a part of a story, with the part's offsets and its part of speech."""

    start: int
    end: int
    word: str
    tag: str


class Hole(NamedTuple):
    """A stretch that stands as one word: a figure, or a time."""

    start: int
    end: int
    tag: str


@dataclass(frozen=True)
class Sentence:
    """The tokens of one sentence; ``clauses`` tells for each the number of its clause."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    clauses: tuple[int, ...]

    def at(self, start: int, end: int) -> tuple[int, int] | None:
        """The tokens from the one holding ``start`` to the one holding ``end``, as a half-open range."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return (first, last) if first < last else None

    @cached_property
    def words(self) -> list[str]:
        """The words, one a token."""
        return [token.word for token in self.tokens]

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @cached_property
    def _ends(self) -> list[int]:
        return [token.end for token in self.tokens]


def cut(text: str, start: int, end: int, holes: Iterable[Hole] = ()) -> Sentence:
    """Cut the sentence from ``start`` to ``end`` of ``text`` into words; ``holes`` lie within it and do not overlap.

    >>> sentence = cut("全省缴获毒品2.7万克。", 0, 12, [Hole(6, 11, FIGURE)])
    >>> [(token.word, token.tag) for token in sentence.tokens]
    [('全省', 'whole'), ('缴获', 'v'), ('毒品', 'n'), ('2.7万克', 'F'), ('。', 'W')]
    """
    tokens: list[Token] = []
    done = start
    for hole in holes:
        tokens += _tagged(text, done, hole.start)
        tokens.append(Token(hole.start, hole.end, text[hole.start : hole.end], hole.tag))
        done = hole.end
    tokens += _tagged(text, done, end)
    return Sentence(start, end, tuple(tokens), _clauses(tokens))


def phrases(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Runs of nouns with what joins and describes them, half-open: 全国 公安 禁毒 部门, 国家 和 地区.

    >>> sentence = cut("全省和各县缴获毒品。", 0, 10)
    >>> ["".join(token.word for token in sentence.tokens[a:b]) for a, b in phrases(sentence.tokens)]
    ['全省和各县', '毒品']
    """
    found: list[tuple[int, int]] = []
    first = last = 0
    for number, token in enumerate(tokens):
        if token.tag in NOMINAL:
            first = number if last < first or last == 0 or first == last else first
            last = number + 1
        elif not (first < last and (token.tag in _JOINING or token.word in _JOINTS)):
            if first < last:
                found.append((first, last))
            first = last = number + 1
    return [*found, (first, last)] if first < last else found


def _tagged(text: str, start: int, end: int) -> list[Token]:
    out: list[Token] = []
    add, make, known = out.append, tuple.__new__, _known()
    at = start
    for word, tag in _apart(_tag(text[start:end])):
        if tag == "x":
            tag = BREAK if word in _BREAKS else ("x" if _PUNCTUATION.fullmatch(word) else "eng")
        behind = at + len(word)
        add(make(Token, (at, behind, word, known.get(word) or _TAGS.get(tag, tag))))
        at = behind
    return out


def _tag(text: str) -> Sequence[tuple[str, str]]:
    import rjieba

    return rjieba.tag(text, hmm=False) if text else ()


def _apart(found: Sequence[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """The words, a verb that the tagger takes together with what it is done to standing by itself: 出席 会议."""
    parted = _parted()
    if parted.keys().isdisjoint(word for word, _ in found):
        return found
    return [part for one in found for part in parted.get(one[0], (one,))]


@cache
def _parted() -> dict[str, tuple[tuple[str, str], ...]]:
    from presscheck.data import rows

    told = rows("facts/words")["parted"]["words"]
    return {"".join(one.split()): tuple((part, _tag_of(part)) for part in one.split()) for one in told}


def _tag_of(part: str) -> str:
    """The tag of a word; of one that the tagger does not know, that of a verb."""
    found = _tag(part)
    return found[0][1] if len(found) == 1 else "v"


@cache
def _known() -> dict[str, str]:
    """Words that the tagger takes for something else."""
    from presscheck.data import rows

    return {word: row["tag"] for row in rows("facts/words")["word"] for word in row["words"]}


def _clauses(tokens: Sequence[Token]) -> tuple[int, ...]:
    return tuple(accumulate((token.tag == BREAK for token in tokens[:-1]), initial=0)) if tokens else ()
