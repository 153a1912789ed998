"""Pages whose characters came through a wrong encoding before they were saved (ä¸­æ–‡, 锟斤拷), or that are not Chinese.

What a wrong reading left whole is read back; what it lost cannot be, and then we say so.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from presscheck import hanzi
from presscheck.intake.encoding import CODECS, SAMPLE, how_chinese
from presscheck.messages import say

WRONG_TURNS = (
    ("Windows-1252", "UTF-8"), ("Windows-1252", "GB18030"), ("Windows-1252", "Big5"), ("GB18030", "UTF-8"),
    ("Big5", "UTF-8"), ("Big5", "GB18030"), ("GB18030", "Big5"),
)  # fmt: skip
"""What characters were read as, and what they were."""
READS_WELL, READS_ILL = 0.6, 0.45
"""Marks of ``how_chinese``: running text has 0.67 at least, simplified or traditional; what a wrong encoding left of it
0.35 at most (79 news items of the development months, seven wrong turns)."""
LOST = 0.01
"""Share of characters that may be lost on the way back; a person should look for the original of what lost more."""
FEWEST = 20
"""Letters and characters from which a language can be told."""
FOREIGN = 0.9
"""Share of letters that are no Chinese characters from which a page is not Chinese; bilingual pages have less."""
SYLLABLES = 0.2
"""Share of Japanese or Korean letters that no Chinese page has."""
GARBLED = 0.36
"""What reads so ill is garbled; a list of names may read little better."""
GHOSTS = ("\ufffd", "锟斤拷", "烫烫烫")
"""What is left where characters were lost: the mark of a character that is none, and what it becomes in GBK."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A page's text, read back where it could be, and what is to be said of it."""

    text: str
    notes: tuple[str, ...] = ()


def mended(text: str) -> Mended:
    """The text of a dump, read back if it took a wrong turn.

    >>> mended("本报讯　县城通了火车，村里人都来看。".encode().decode("latin-1")).text
    '本报讯　县城通了火车，村里人都来看。'
    """
    sample = text[:SAMPLE]
    if sum(not char.isascii() for char in sample) < FEWEST or how_chinese(sample) >= READS_ILL:
        return Mended(text)
    ways = [(turn, back) for turn in WRONG_TURNS if (back := _back(sample, *turn)) is not None]
    turn, best = max(ways, key=lambda way: how_chinese(way[1]), default=(None, ""))
    whole = _back(text, *turn) if turn and how_chinese(best) >= READS_WELL else None
    if turn is None or whole is None:
        return Mended(text)
    return Mended(whole, (say("intake.restored", "en", wrong=turn[0], right=turn[1]),))


def doubts(text: str, replaced: int = 0) -> Iterator[str]:
    """What is to be said of a text that seems garbled, or in another language than Chinese.

    >>> list(doubts("本报讯　县城通了火车。"))
    []
    >>> len(list(doubts("The county town has got its railway at last.")))
    1
    """
    sample = text[:SAMPLE]
    if (lost := sum(map(text.count, GHOSTS)) - replaced) > 0:
        yield say("intake.lost", "en", count=lost)
    letters = _letters(sample)
    count = letters.total()
    if count < FEWEST or lost > count:
        return
    if letters["accents"] > count / 4 or (2 * letters["han"] > count and how_chinese(sample) < GARBLED):
        yield say("intake.garbled", "en")
    else:
        yield from foreign(text)


def foreign(text: str) -> Iterator[str]:
    """What is to be said of a page in another language than Chinese; nothing of a Chinese one.

    >>> list(foreign("县城通了火车，村里人都到新车站来看。"))
    []
    """
    letters = _letters(text[:SAMPLE])
    count = letters.total()
    if count >= FEWEST and (letters["han"] <= (1 - FOREIGN) * count or letters["syllables"] > SYLLABLES * count):
        yield say("intake.not_chinese", "en")


def _letters(text: str) -> Counter[str]:
    """How many letters and characters of each kind of writing a text has."""
    told = Counter[str]()
    for char, count in Counter(text).items():
        if char.isalpha():
            told[_script(char)] += count
    return told


def _script(char: str) -> str:
    if hanzi.is_han(char):
        return "han"
    if "\u0080" <= char <= "\u00ff":
        return "accents"
    return "syllables" if "\u3040" <= char <= "\u30ff" or "\uac00" <= char <= "\ud7a3" else "other"


def _back(text: str, wrong: str, right: str) -> str | None:
    """The text read back; ``None`` where too much of it is lost."""
    letters = _letters(text)
    if wrong == "Windows-1252":
        content = b"".join(map(_byte, text))
    elif 2 * letters["han"] > letters.total():
        content = text.encode(CODECS[wrong], errors="replace")
    else:
        return None
    back = content.decode(CODECS[right], errors="replace").removeprefix("\ufeff")
    lost = back.count("\ufffd") + content.count(b"?") - text.count("?")
    return None if lost > LOST * len(back) + 1 else back


def _byte(char: str) -> bytes:
    """The byte that Windows' Latin reading made this character of; five bytes it leaves as they are."""
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return bytes([ord(char)]) if ord(char) < 0x100 else b"?"
