"""Which character encoding a file is in: declared, marked by its first bytes, or guessed by what it would say."""

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache

from presscheck import data
from presscheck.errors import Lang, NotText, WrongEncoding, WrongUsage
from presscheck.intake.formats import BINARY, format_of, is_binary, markup_of
from presscheck.messages import say
from presscheck.model import Encoding

MARKS = (
    ("UTF-8", codecs.BOM_UTF8),
    ("UTF-32 LE", codecs.BOM_UTF32_LE),
    ("UTF-32 BE", codecs.BOM_UTF32_BE),
    ("UTF-16 LE", codecs.BOM_UTF16_LE),
    ("UTF-16 BE", codecs.BOM_UTF16_BE),
    ("GB18030", b"\x84\x31\x95\x33"),
)
"""Byte order marks. UTF-32's begins with UTF-16's, so it comes first."""
CODECS = {
    "UTF-8": "utf-8",
    "GB18030": "gb18030",
    # Windows' Big5 rather than the plain one: it has the euro and 碁銹裏墻恒粧嫺, and is what files called Big5 hold.
    "Big5": "cp950",
    "UTF-16 LE": "utf-16-le",
    "UTF-16 BE": "utf-16-be",
    "UTF-32 LE": "utf-32-le",
    "UTF-32 BE": "utf-32-be",
    "Windows-1252": "cp1252",
}
"""Our names of encodings, and Python's."""
WIDENED = {"gb2312": "GB18030", "gbk": "GB18030", "big5": "Big5", "utf-8-sig": "UTF-8"}
"""Encodings declared too narrowly: what calls itself GB2312 or GBK is read as the GB18030 that contains them."""
DECLARABLE = re.compile(
    r"utf-(?:8|16|32)(?:-le|-be|-sig)?|ascii|gb\w+|hz|big5\w*|cp\d+|iso8859-\d+|shift_jis\w*|euc_\w+|koi8-\w"
)
"""Python's names of what a person may declare. It knows more codecs, but those are no encodings of files."""
DAMAGE = 0.005
"""Share of characters that may be damaged before the encoding is thought wrong."""
FEW = 4
"""Damaged characters forgiven in a short file, if they are less than half of it."""
PLAUSIBLE = 0.2
"""Least mark of a guess. Running Chinese has 0.7 to 0.9, the same bytes in a wrong encoding below 0."""
SURE = 0.6
"""Least mark at which bytes that are also valid UTF-8, by chance, are read as something else."""
LEVEL_ONE = 0.4
"""What a character counts that is not among the most frequent, yet in the everyday part of GB 2312."""
SAMPLE = 65536
LANGS: tuple[Lang, ...] = ("en", "zh")
_SURROGATE_BYTES = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_NOT_ASCII = re.compile(rb"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class _Decoded:
    name: str
    text: str
    replaced: int

    @property
    def damaged(self) -> bool:
        return self.replaced > max(FEW, DAMAGE * len(self.text)) or self.replaced * 2 > len(self.text)


def decode(content: bytes, name: str, declared: str | None = None) -> tuple[str, Encoding]:
    """The text of a file and the encoding it was read in; ``name`` is the file's, for errors.

    Nothing but a byte order mark is taken away. A few bytes that are no character, and halves of surrogate pairs,
    become U+FFFD each and are counted. Raises ``NotText`` for other formats, for markup and for binary data,
    ``WrongEncoding`` where too much is no character, and ``WrongUsage`` for an encoding nobody knows.

    >>> decode("本报讯　县城通了火车。".encode("gbk"), "county.txt")
    ('本报讯　县城通了火车。', Encoding(name='GB18030', how='guessed', replaced=0))
    """
    if what := format_of(content):
        raise NotText(file=name, what=what)
    decoded, how = _declared(content, declared) if declared else _marked(content) or _guessed(content, name)
    if decoded.damaged:
        raise NotText(file=name, what=BINARY) if is_binary(content) else WrongEncoding(file=name, tried=decoded.name)
    if what := markup_of(decoded.text) or (BINARY if is_binary(decoded.text.encode()) else None):
        raise NotText(file=name, what=what)
    return decoded.text, Encoding(decoded.name, how, decoded.replaced)


def _declared(content: bytes, declared: str) -> tuple[_Decoded, str]:
    codec = _codec(declared)
    name = WIDENED.get(codec) or next((ours for ours, theirs in CODECS.items() if theirs == codec), codec)
    if codec in ("utf-16", "utf-32"):
        # Without a mark Python would take the byte order of the machine it runs on.
        marked = _marked(content)
        return marked or (_decode(content, _wide_order(content, codec.upper())), "declared")
    return _decode(content, name), "declared"


def _codec(declared: str) -> str:
    """Python's name of the declared encoding."""
    try:
        codec = codecs.lookup(declared).name
    # A name with a NUL in it is a ValueError.
    except (LookupError, ValueError):
        codec = ""
    if not DECLARABLE.fullmatch(codec):
        raise WrongUsage(**{lang: say("intake.unknown_encoding", lang, named=declared) for lang in LANGS})
    return codec


def _marked(content: bytes) -> tuple[_Decoded, str] | None:
    for name, mark in MARKS:
        if content.startswith(mark):
            return _decode(content, name), "bom"
    return None


def _guessed(content: bytes, file: str) -> tuple[_Decoded, str]:
    names = ["UTF-8", "GB18030", "Big5"]
    if len(content) % 2 == 0:
        if _has_regular_zeros(content):
            return _decode(content, _wide_order(content, "UTF-16")), "guessed"
        names += ["UTF-16 LE", "UTF-16 BE"]
    utf8 = _decode(content, "UTF-8")
    # A short file in GB18030 can be valid UTF-8 by chance, but it does not then say anything in Chinese.
    if not utf8.replaced and (content.isascii() or not _common().isdisjoint(utf8.text[:SAMPLE])):
        return utf8, "guessed"
    sample = _sample(content)
    marks = {name: _mark(sample, name) for name in names}
    best = max(names, key=marks.__getitem__)
    if marks[best] >= (PLAUSIBLE if utf8.replaced else SURE):
        return _decode(content, best), "guessed"
    if utf8.replaced and _is_western(content, utf8):
        return _decode(content, "Windows-1252"), "guessed"
    if not utf8.damaged:
        return utf8, "guessed"
    raise NotText(file=file, what=BINARY) if is_binary(content) else WrongEncoding(file=file, tried=", ".join(names))


def _decode(content: bytes, name: str) -> _Decoded:
    """``content`` read as ``name``, its byte order mark taken away; what is no character becomes U+FFFD."""
    codec = CODECS.get(name, name)
    # A U+FFFD that the file itself holds is a character like any other.
    own = content.count("\ufffd".encode(codec)) if codec.startswith(("utf", "gb18030")) else 0
    if codec == "utf-8":
        # Half of a surrogate pair is one character lost, not three.
        content = _SURROGATE_BYTES.sub("\ufffd".encode(), content)
    text = content.decode(codec, errors="replace")
    return _Decoded(name, text.removeprefix("\ufeff"), max(0, text.count("\ufffd") - own))


def _sample(content: bytes) -> bytes:
    """The first stretch of the file that is not plain ASCII, from an even place on."""
    found = _NOT_ASCII.search(content)
    start = found.start() // 2 * 2 if found else 0
    return content[start : start + SAMPLE]


def _mark(sample: bytes, name: str) -> float:
    """How Chinese the bytes are in this encoding."""
    text = sample.decode(CODECS[name], errors="replace")
    # The sample may end within a character.
    return how_chinese(text[:-1] if len(sample) == SAMPLE else text)


def how_chinese(text: str) -> float:
    """How Chinese a page's words are: the share of common characters, less thrice that of impossible ones.

    Counted over what is not ASCII, so that a page full of figures is judged by its words.

    >>> how_chinese("县城通了火车") > 0.6, how_chinese("ÏØ³ÇÍ¨ÁË»ð³µ") < 0.3
    (True, True)
    """
    words = [(char, count) for char, count in Counter(text).items() if not char.isascii()]
    if not words:
        return 0.0
    return sum(count * _points(char) for char, count in words) / sum(count for _, count in words)


def _points(char: str) -> float:
    """What one character tells of a text being Chinese."""
    if char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn", "Cc"):
        return -3.0
    return 1.0 if char in _common() else LEVEL_ONE if char in _everyday() else 0.0


@cache
def _common() -> frozenset[str]:
    rows = data.rows("encodings")["common"]
    return frozenset("".join("".join(rows.values()).split())) | {"\u3000"}


@cache
def _everyday() -> frozenset[str]:
    """The 3,755 characters of GB 2312's first level: rows 16 to 55, whose last five places are empty."""
    rows = range(0xB0, 0xD8)
    return frozenset(
        bytes(pair for row in rows for cell in range(0xA1, 0xFF) for pair in (row, cell)).decode("gb18030")
    )


def _has_regular_zeros(content: bytes) -> bool:
    """Whether zeros stand at every other byte only, and at many: Latin text of two bytes a character."""
    even, odd = content[::2].count(0), content[1::2].count(0)
    return min(even, odd) == 0 and max(even, odd) > 0.1 * len(content)


def _wide_order(content: bytes, codec: str) -> str:
    """The byte order in which two or four bytes a character make sense."""
    sample = content[:SAMPLE]
    little, big = f"{codec} LE", f"{codec} BE"
    if _mark(sample, little) == _mark(sample, big):
        return big if content[::2].count(0) > content[1::2].count(0) else little
    return max(little, big, key=lambda name: _mark(sample, name))


def _is_western(content: bytes, utf8: _Decoded) -> bool:
    """Whether it is a Latin text with an accent here and there: one byte in ten at most, none undefined, no UTF-8."""
    high = len(content) - len(content.translate(None, bytes(range(128, 256))))
    undefined = any(byte in content for byte in b"\x81\x8d\x8f\x90\x9d")
    return high <= 0.1 * len(content) and not undefined and utf8.text.replace("\ufffd", "").isascii()
