"""Forms of print as the tables write them, each made ready only when a text has what it needs.

A claim of one sentence holds few of the forms a newspaper knows. To make all of them ready takes longer than to
read it; so each form knows characters without which it stands nowhere, and waits for the first text that has them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain

_SIGN = re.compile(
    r"""\s+ | \{(?P<piece>[a-z_]\w*)\} | \\(?P<escaped>.) | \[(?P<set>\^?\]?(?:\\.|[^\]\\])*)\]
    | (?P<open>\((?:\?(?:P<\w+>|[:=>!]|<[=!]))?) | (?P<or>\|) | (?P<close>\)) | (?P<times>[?*+]\+?|\{\d*,?\d*\}\+?)
    | (?P<char>.)""",
    re.VERBOSE | re.DOTALL,
)
_EVERYWHERE = frozenset("0123456789一二三年月日")
"""Characters that most stories have: to miss one of them tells little."""
Needs = tuple[frozenset[str], ...]
"""Sets of characters; a text needs one of each."""


@dataclass(frozen=True)
class Form:
    """A verbose pattern ``written`` in full; a text in which it stands has a character of each of its ``needs``."""

    written: str = field(repr=False)
    needs: Needs = ()

    @cached_property
    def ready(self) -> re.Pattern[str]:
        """The pattern compiled."""
        return re.compile(self.written, re.VERBOSE)

    def may_stand_in(self, text: str) -> bool:
        """Whether ``text`` has what the form needs.

        >>> form = Form("[0-9]+ (?=年)", (frozenset("年"),))
        >>> form.may_stand_in("共5个"), form.may_stand_in("共5年")
        (False, True)
        """
        held = characters(text)
        return not any(map(held.isdisjoint, self.needs))


@lru_cache(maxsize=4)
def characters(text: str) -> frozenset[str]:
    """The characters of a text; those of the last few texts are kept, for many forms ask."""
    return frozenset(text)


def needs(pattern: str, pieces: Mapping[str, Needs]) -> Needs:
    """Of what sets of characters any text holds one in which ``pattern`` matches, as far as that can be told.

    ``pieces`` tells the same of those patterns that stand in it by name.

    >>> ["".join(sorted(told)) for told in needs(r"(?:前|头)[一二三]个?{quarter}", {"quarter": (frozenset("季"),)})]
    ['季', '前头', '一三二']
    >>> needs("一?[^二](?!三) | 四", {})
    ()
    """
    return _needs(_SIGN.finditer(pattern), pieces)


def _needs(signs: Iterator[re.Match[str]], pieces: Mapping[str, Needs]) -> Needs:
    """What is needed up to the next closing bracket, or to the end."""
    branches: list[list[Needs]] = [[]]
    for sign in signs:
        kind, words = sign.lastgroup, sign[sign.lastgroup or 0]
        branch = branches[-1]
        if kind == "close":
            break
        if kind == "or":
            branches.append([])
        elif kind == "open":
            inner = _needs(signs, pieces)
            branch.append(() if words.endswith("!") else inner)
        elif kind == "times":
            if words[0] in "?*" or words.startswith(("{0", "{,")):
                branch[-1] = ()
        elif kind is not None:
            branch.append(pieces[words] if kind == "piece" else _written_out(kind, words))
    return _of_one([tuple(chain.from_iterable(branch)) for branch in branches])


def _of_one(branches: list[Needs]) -> Needs:
    """What is needed where one of the branches stands, the rarest set first; of several that of each together."""
    if len(branches) == 1:
        return tuple(sorted(dict.fromkeys(branches[0]), key=_often))
    return (frozenset().union(*(min(reversed(branch), key=_often) for branch in branches)),) if all(branches) else ()


def _often(told: frozenset[str]) -> tuple[bool, int]:
    return not told.isdisjoint(_EVERYWHERE), len(told)


def _written_out(kind: str, words: str) -> Needs:
    """The characters that a character, an escape or a set of a pattern stands for, where they are written out."""
    if kind == "set":
        return () if words[0] == "^" or "\\" in words or "-" in words[1:-1] else (frozenset(words),)
    unsure = words.isalnum() if kind == "escaped" else words in "^$."
    return () if unsure else (frozenset(words),)
