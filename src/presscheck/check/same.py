"""What people say and what papers print for the same: 头一回 is 首次, 没了 is 遇难 (``data/check/same.txt``)."""

from collections.abc import Iterator, Mapping
from functools import cache

from presscheck.data import shipped


@cache
def _groups() -> tuple[tuple[str, ...], ...]:
    lines = shipped("check/same.txt").read_text(encoding="utf8").splitlines()
    return tuple(tuple(line.split()) for line in lines if line and not line.startswith("#"))


@cache
def _others() -> Mapping[str, tuple[str, ...]]:
    """For each word the others that tell the same, the printed ones first."""
    out: dict[str, dict[str, None]] = {}
    for group in _groups():
        for word in group:
            out.setdefault(word, {}).update(dict.fromkeys(one for one in group if one != word))
    return {word: tuple(others) for word, others in out.items()}


def others(word: str) -> tuple[str, ...]:
    """The words that tell the same as ``word``, the printed ones first.

    >>> others("头一回")[0]
    '首次'
    """
    return _others().get(word, ())


@cache
def _begun() -> Mapping[str, tuple[str, ...]]:
    """The words of the table by their first characters, the longest first."""
    out: dict[str, list[str]] = {}
    for word in sorted(_others(), key=lambda word: (-len(word), word)):
        out.setdefault(word[0], []).append(word)
    return {char: tuple(words) for char, words in out.items()}


def parted(text: str) -> tuple[str, list[str]]:
    """A text with the words of the table taken out, and those words.

    >>> parted("头一回在云州开会")
    ('，在云州开会', ['头一回'])
    """
    rest, taken, at = [], [], 0
    for start, end, word in found(text):
        rest.append(text[at:start])
        taken.append(word)
        at = end
    return "，".join([*rest, text[at:]]), taken


def found(text: str) -> Iterator[tuple[int, int, str]]:
    """The words of the table that stand in a text, with where each starts and ends.

    >>> list(found("头一回在云州开会"))
    [(0, 3, '头一回')]
    """
    begun, at = _begun(), 0
    while at < len(text):
        word = next((one for one in begun.get(text[at], ()) if text.startswith(one, at)), "")
        if word:
            yield at, at + len(word), word
        at += len(word) or 1


def printed(text: str) -> Iterator[str]:
    """What papers print for the words of a text, at most two words for each.

    >>> list(printed("头一回开会"))
    ['首次', '第一次']
    """
    for word in parted(text)[1]:
        yield from others(word)[:2]
