"""The bytes of a recogniser's file: bounded before anything is read, then text in the encoding they are really in."""

import codecs
import re
from collections.abc import Iterator, Mapping

from presscheck.errors import EmptyFile, OcrFileTooLarge, TooManyParts, WrongEncoding
from presscheck.intake.encoding import CODECS, DAMAGE, DECLARABLE, FEW, MARKS, WIDENED
from presscheck.messages import say
from presscheck.model import Encoding

LIMIT = 100_000_000
"""Bytes that a recogniser's file may have: a hundred pages with a box for every character."""
MILLION = 1_000_000
_ONE_BYTE = re.compile(r"ascii|cp125\d|cp437|cp850|iso8859-\d+|koi8-\w")


def checked(content: bytes, name: str, most: Mapping[str, int]) -> None:
    """Bounds a file before it is parsed: ``most`` tells how many millions of each character it may have.

    Each tag, row or value takes hundreds of bytes of memory, however little it says. Raises ``OcrFileTooLarge``,
    ``EmptyFile`` or ``TooManyParts``.
    """
    if len(content) > LIMIT:
        raise OcrFileTooLarge(file=name, size=f"{len(content) / MILLION:.1f}", limit=LIMIT // MILLION)
    if not content or content.isspace():
        raise EmptyFile(file=name)
    for mark, limit in most.items():
        if content.count(mark.encode()) > limit * MILLION:
            raise TooManyParts(file=name, limit=limit)


def decoded(content: bytes, name: str, declared: str | None = None) -> tuple[str, Encoding, tuple[str, ...]]:
    """The text of a file, the encoding it was read in, and notes; what the file declares is tried, not trusted.

    >>> decoded("北坡".encode("gbk"), "a.tsv")
    ('北坡', Encoding(name='GB18030', how='guessed', replaced=0), ())
    >>> text, encoding, notes = decoded("北坡".encode(), "a.xml", declared="utf-16")
    >>> text, notes
    ('北坡', ('the file says that it is in utf-16; it is read as UTF-8',))
    """
    tried = list(dict.fromkeys(_candidates(content, declared)))
    for encoding, codec in tried:
        try:
            text = content.decode(codec).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
        return text, encoding, _told(content, encoding, declared)
    encoding, codec = tried[0]
    text = content.decode(codec, errors="replace").removeprefix("\ufeff")
    if (lost := text.count("\ufffd")) > max(FEW, DAMAGE * len(text)) or lost * 2 > len(text):
        raise WrongEncoding(file=name, tried=", ".join(encoding.name for encoding, _ in tried))
    note = say("intake.replaced", "en", encoding=encoding.name, count=lost)
    return text, Encoding(encoding.name, encoding.how, lost), (*_told(content, encoding, declared), note)


def _candidates(content: bytes, declared: str | None) -> Iterator[tuple[Encoding, str]]:
    """The encodings a file may be in, likeliest first, with Python's names for them."""
    for name, mark in MARKS:
        if content.startswith(mark):
            yield Encoding(name, "bom"), CODECS[name]
            return
    if b"\0" in content[:4]:
        name = "UTF-16 BE" if content[:1] == b"\0" else "UTF-16 LE"
        yield Encoding(name, "guessed"), CODECS[name]
        return
    codec = _codec(declared)
    name = WIDENED.get(codec) or next((ours for ours, theirs in CODECS.items() if theirs == codec), codec)
    known = [(Encoding(name, "declared"), CODECS.get(name, name))] if name else []
    utf8 = [(Encoding("UTF-8", "guessed"), "utf-8")] if name != "UTF-8" else []
    # Any bytes are text in an encoding of one byte a character; Chinese bytes that are also UTF-8 are UTF-8.
    yield from utf8 + known if _ONE_BYTE.fullmatch(codec) else known + utf8
    yield Encoding("GB18030", "guessed"), CODECS["GB18030"]


def _codec(declared: str | None) -> str:
    """Python's name of a declared encoding; none for one nobody knows, or that the first bytes belie."""
    try:
        codec = codecs.lookup(declared or "").name
    except (LookupError, ValueError):
        return ""
    # UTF-16 and UTF-32 would have shown themselves by a mark or by zeros.
    return codec if DECLARABLE.fullmatch(codec) and not codec.startswith(("utf-16", "utf-32")) else ""


def _told(content: bytes, encoding: Encoding, declared: str | None) -> tuple[str, ...]:
    said, read = (re.sub(r"[\W_]", "", name).lower() for name in (declared or "", encoding.name))
    if not said or encoding.how == "declared" or read.startswith(said) or content.isascii():
        return ()
    return (say("intake.ocr_encoding", "en", declared=(declared or "")[:40], read=encoding.name),)
