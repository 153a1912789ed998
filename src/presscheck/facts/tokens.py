"""The words of a sentence with what they are, figures and times standing as one word each."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from typing import NamedTuple

FIGURE, TIME, BREAK = "F", "T", "W"
"""What stands for a figure, for a time, and for a mark that ends a clause."""
PARTIES = ("person", "role", "organisation", "country", "place", "group", "event", "pronoun")
"""What stands for a party, by its kind."""
_BREAKS = frozenset("，；：。！？!?,;…—\n　")
_HOLE = "\0"
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
    places, shown, done = [*holes], list[str](), start
    for hole in places:
        shown += (text[done : hole.start], _HOLE)
        done = hole.end
    tokens = _tagged("".join([*shown, text[done:end]]), start, text, iter(places))
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


def _tagged(shown: str, at: int, text: str, holes: Iterator[Hole]) -> list[Token]:
    """The words of what is shown to the tagger of a text from ``at`` on: a mark for each hole, which parts words."""
    out: list[Token] = []
    add, make, listed, hole = out.append, tuple.__new__, _listed(), next(holes, None)
    for word, tag in _tag(shown):
        if word in listed:
            for part, its in listed[word]:
                add(make(Token, (at, at + len(part), part, its)))
                at += len(part)
            continue
        if tag == "x":
            if word == _HOLE and hole and at == hole.start:
                add(make(Token, (at, hole.end, text[at : hole.end], hole.tag)))
                at, hole = hole.end, next(holes, None)
                continue
            tag = BREAK if word in _BREAKS else ("x" if _PUNCTUATION.fullmatch(word) else "eng")
        behind = at + len(word)
        add(make(Token, (at, behind, word, _TAGS.get(tag, tag))))
        at = behind
    return out


def _tag(text: str) -> Sequence[tuple[str, str]]:
    import rjieba

    return rjieba.tag(text, hmm=False) if text else ()


@cache
def _listed() -> dict[str, tuple[tuple[str, str], ...]]:
    """The words that the tagger takes for something else, or for one where a verb stands by itself: 出席 会议."""
    from presscheck.data import rows

    table = rows("facts/words")
    known = {word: row["tag"] for row in table["word"] for word in row["words"]}
    parted = (one.split() for one in table["parted"]["words"])
    told = {"".join(parts): tuple((part, known.get(part) or _tag_of(part)) for part in parts) for parts in parted}
    return {word: ((word, tag),) for word, tag in known.items()} | told


def _tag_of(part: str) -> str:
    """The tag of a word; of one that the tagger does not know, that of a verb."""
    found = _tag(part)
    tag = found[0][1] if len(found) == 1 else "v"
    return _TAGS.get(tag, tag)


def _clauses(tokens: Sequence[Token]) -> tuple[int, ...]:
    return tuple(accumulate([token.tag == BREAK for token in tokens[:-1]], initial=0)) if tokens else ()
