"""Text as it is searched: every character a word of its own, so that Chinese is found without being cut into words."""

import unicodedata

import rjieba


class _Folded(dict[int, str]):
    """Each character without case, width and font; white space is left out."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = folded = "" if char.isspace() else unicodedata.normalize("NFKC", char).casefold().strip()
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
_BETWEEN = "\n"
"""What stands between two parts of a story in the index; no query holds it, so none runs over it."""


def folded(text: str) -> str:
    """Text as it is compared: full width and half width alike, large and small letters alike, no spaces.

    >>> folded("ＡＩ 合成　２.7万起")
    'ai合成2.7万起'
    """
    return text.translate(_FOLDED)


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
    """The words of two characters and more in a story, by which finds are ranked.

    >>> words("县城新建桥梁")
    '县城 新建 桥梁'
    """
    return " ".join(word for part in parts for word in rjieba.cut(part) if len(word) > 1 and word.isalnum())


def word_phrase(word: str) -> str | None:
    """A word looked for as a phrase of the words; nothing where it does not fall into words of two characters and up.

    >>> word_phrase("新建桥梁"), word_phrase("的")
    ('"新建 桥梁"', None)
    """
    cut = rjieba.cut(word)
    return f'"{" ".join(cut)}"' if all(len(one) > 1 and one.isalnum() for one in cut) else None


def places(text: str, word: str) -> list[tuple[int, int]]:
    """Where a word stands in a text, as offsets of the text; white space and widths may differ.

    >>> places("共2.7\\n万起", "２.7万")
    [(1, 6)]
    """
    wanted = folded(word)
    whole = folded(text)
    if not wanted or wanted not in whole:
        return []
    lengths = [len(folded(char)) for char in text]
    starts = [at for at, length in enumerate(lengths) for _ in range(length)]
    found, at = [], whole.find(wanted)
    while at >= 0:
        found.append((starts[at], starts[at + len(wanted) - 1] + 1))
        at = whole.find(wanted, at + len(wanted))
    return found
