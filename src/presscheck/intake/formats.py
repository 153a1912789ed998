"""What a file is by its content, whatever its name says: pictures, PDFs and archives are no text dumps."""

import re
from functools import cache

from presscheck import data

HEAD = 4096
BINARY = "binary data (二进制数据)"
_CONTROL = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b\x1c\x1d\x1e\x1f")) + b"\x7f"
WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_MANY_CONTROLS = 0.05
_MANY_ZEROS = 0.01


def format_of(content: bytes) -> str | None:
    """The name of the format whose mark the file's first bytes bear, if it is one of those we know.

    >>> format_of(b"%PDF-1.7"), format_of("本报讯".encode())
    ('PDF', None)
    """
    return _first("format", content[:HEAD].decode("latin-1"), re.DOTALL)


def markup_of(text: str) -> str | None:
    """The name of the markup that a decoded text is written in, if any.

    >>> markup_of("<?xml version='1.0'?><alto/>"), markup_of("<编者按>")
    ('ALTO XML', None)
    """
    return _first("markup", text[:HEAD], re.IGNORECASE)


def reader_of(content: bytes) -> str | None:
    """The reader in this room that a file goes to, by its first bytes; ``None`` where it is none but a text dump's.

    >>> reader_of(b"%PDF-1.7"), reader_of(b"<?xml version='1.0'?><alto/>"), reader_of("本报讯".encode())
    ('pdf', 'alto', None)
    """
    head = content[:HEAD]
    if name := format_of(head):
        return _readers("format").get(name)
    wide = next((codec for mark, codec in WIDE.items() if head.startswith(mark)), "utf-8")
    return _readers("markup").get(markup_of(head.decode(wide, errors="replace").removeprefix("\ufeff")) or "")


@cache
def _readers(family: str) -> dict[str, str]:
    return {row["name"]: row["reader"] for row in data.rows("formats")[family] if "reader" in row}


def is_binary(content: bytes) -> bool:
    """Whether so many control characters stand among the bytes that they were never meant to be read.

    >>> is_binary(bytes(range(256))), is_binary("一个\\x01控制符在这一行里".encode())
    (True, False)
    """
    controls = len(content) - len(content.translate(None, _CONTROL))
    return controls > _MANY_CONTROLS * len(content) or content.count(0) > _MANY_ZEROS * len(content)


def _first(family: str, head: str, flags: int) -> str | None:
    return next((name for name, pattern in _patterns(family, flags) if pattern.match(head)), None)


@cache
def _patterns(family: str, flags: int) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["name"], re.compile(row["begins"], flags)) for row in data.rows("formats")[family])
