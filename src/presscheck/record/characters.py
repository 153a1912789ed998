"""Text as it is searched: every character a word of its own, so that Chinese is found without being cut into words."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby

import rjieba

from presscheck.hanzi import fold

_UNEVEN: set[str] = set()
"""Characters met so far that become none, or several."""


class _Folded(dict[int, str]):
    """Each character without case, width and font; white space is left out."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = folded = "" if char.isspace() else unicodedata.normalize("NFKC", char).casefold().strip()
        if len(folded) != 1:
            _UNEVEN.add(char)
        return folded


class _Tokens(dict[int, str]):
    """Each folded character as a word of the index: itself where it is Han, a Latin letter or a digit, else its code.

    SQLite knows the letters of an old Unicode only; what it may not know as one is spelled out.
    """

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = 0x4E00 <= code <= 0x9FCC or 0x3400 <= code <= 0x4DB5 or (char.isascii() and char.isalnum())
        self[code] = token = f"{char} " if plain else f"u{code:x} "
        return token


_FOLDED = _Folded()
_TOKENS = _Tokens()
_WORD = re.compile("[a-z0-9\u3400-\u4db5\u4e00-\u9fcc]{2,}")
_GAP = " x "
"""What the index of words holds between two words that do not stand side by side; no word is one letter."""
_BETWEEN = "\n"
"""What stands between two parts of a story in the index; no query holds it, so none runs over it."""


def folded(text: str) -> str:
    """Text as it is compared: full width and half width alike, large and small letters alike, no spaces.

    >>> folded("ＡＩ 合成　２.7万起")
    'ai合成2.7万起'
    """
    return text.translate(_FOLDED)


def alike(text: str) -> str:
    """Text as finds are compared: ``folded``, and traditional type as simplified.

    >>> alike("臺灣 經濟")
    '台湾经济'
    """
    return folded(fold(text))


def holds(text: str, words: Sequence[str]) -> bool:
    """Whether all of some words, told as ``alike`` tells them, stand in a text.

    To fold a text takes its time: it is done only where a word may stand there, and not as it is.

    >>> holds("臺灣 經濟", ["台湾经济"]), holds("经过济南", ["经济"])
    (True, False)
    """
    left = [word for word in words if word not in text or not _stays(word)]
    if not all(_however_printed(word).search(text) for word in left):
        return False
    told = alike(text) if left else ""
    return all(word in told for word in left)


@lru_cache(1000)
def _stays(word: str) -> bool:
    """Whether a folded word is folded to itself, as nearly all are."""
    return alike(word) == word


@lru_cache(1000)
def _however_printed(word: str) -> re.Pattern[str]:
    """What stands in every text that holds a folded word: its characters, or one that becomes several, or rare."""
    forms, several = _forms()
    between = f"[{re.escape(''.join(forms['']))}]*"
    plain = between.join(f"[{re.escape(''.join(forms.get(char, char)))}]" for char in word)
    return re.compile(f"{plain}|[{re.escape(''.join(several))}\U00010000-\U0010ffff]")


@cache
def _forms() -> tuple[dict[str, list[str]], list[str]]:
    """The characters of the basic plane by what each is folded to; and those that become several."""
    forms: dict[str, list[str]] = {"": []}
    several = []
    every = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x10000))))
    for char, plain in zip(every, fold(every), strict=True):
        told = _FOLDED[ord(plain)]
        if len(told) < 2:
            forms.setdefault(told, []).append(char)
        else:
            several.append(char)
    return forms, several


def tokens(*parts: str) -> str:
    """The parts of a story as the index holds them, a word a character.

    >>> tokens("5G网，")
    '5 g 网 u2c '
    """
    return _TOKENS[ord(_BETWEEN)].join(folded(part).translate(_TOKENS) for part in parts)


def phrase(word: str) -> str:
    """A word looked for, as a phrase of the index; empty where nothing is left of it.

    >>> phrase("2.7万")
    '"2 u2e 7 万"'
    """
    told = tokens(word).strip()
    return f'"{told}"' if told else ""


def words(*parts: str) -> str:
    """The words of two characters and more in a story, by which finds are ranked; what stands between is a gap.

    >>> words("县城新建的桥梁", "通车")
    '县城 新建 x 桥梁 x 通车'
    """
    return _GAP.join(" ".join(_with_gaps(part)) for part in parts)


def _with_gaps(part: str) -> Iterator[str]:
    for counts, group in groupby(map(folded, rjieba.cut(clean(part))), lambda word: bool(_WORD.fullmatch(word))):
        yield from group if counts else (_GAP.strip(),)


def word_phrase(word: str) -> str | None:
    """A word looked for as a phrase of the words; nothing where it does not fall into words of two characters and up.

    >>> word_phrase("新建桥梁"), word_phrase("的")
    ('"新建 桥梁"', None)
    """
    cut = [folded(one) for one in rjieba.cut(clean(word))]
    return f'"{" ".join(cut)}"' if all(map(_WORD.fullmatch, cut)) else None


def clean(text: str) -> str:
    """Text that a database can hold: half characters of damaged pages become ``?``."""
    return text.encode("utf8", "replace").decode()


def places(text: str, word: str) -> list[tuple[int, int]]:
    """Where a word stands in a text, as offsets of the text; white space, widths and traditional forms may differ.

    >>> places("共2.7\\n万起", "２.7万")
    [(1, 6)]
    >>> places("臺灣經濟", "台湾")
    [(0, 2)]
    """
    text = fold(text)
    wanted, whole = folded(fold(word)), folded(text)
    if not wanted or wanted not in whole:
        return []
    starts: Sequence[int] = range(len(text))
    if not _UNEVEN.isdisjoint(text):
        starts = [at for at, char in enumerate(text) for _ in _FOLDED[ord(char)]]
    found, at = [], whole.find(wanted)
    while at >= 0:
        found.append((starts[at], starts[at + len(wanted) - 1] + 1))
        at = whole.find(wanted, at + len(wanted))
    return found
