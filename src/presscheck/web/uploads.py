"""What a form with files brings, taken in as it comes: each file goes to the disk, and no name it bears is a path."""

import re
import tempfile
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import IO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from presscheck.errors import WrongUsage
from presscheck.messages import both

FILES = 50
"""Files that one form may bring."""
FIELDS = 50
"""Fields besides."""
LONGEST_FIELD = 10_000
"""Bytes that a field may have."""
LONGEST_NAME = 120
"""Characters of a file's name that are kept."""
UNNAMED = "page"
"""What a file is called that bears no name."""


@dataclass(slots=True)
class File:
    """A file that came: what it is called, its bytes on the disk, and how many there are."""

    name: str
    bytes: IO[bytes]
    size: int = 0


@dataclass(slots=True)
class Brought:
    """What a form brought."""

    fields: dict[str, str] = field(default_factory=dict)
    files: list[File] = field(default_factory=list)

    def close(self) -> None:
        """Give the room on the disk back."""
        for file in self.files:
            file.bytes.close()


@asynccontextmanager
async def brought(request: Request, most: int) -> AsyncIterator[Brought]:
    """What a form brings, its files of ``most`` bytes together; they are gone after the ``with``.

    Raises ``HTTPException`` 413 where it is more, and ``WrongUsage`` where it is no such form, or is cut off.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise WrongUsage(**both("web_reading.no_form"))
    try:
        form = _Form(options[b"boundary"], most)
    except FormParserError as error:
        raise WrongUsage(**both("web_reading.no_form")) from error
    try:
        async for piece in request.stream():
            form.parser.write(piece)
        if not form.whole:
            raise WrongUsage(**both("web_reading.cut_off"))
        for file in form.brought.files:
            file.bytes.seek(0)
        yield form.brought
    except (FormParserError, ClientDisconnect) as error:
        raise WrongUsage(**both("web_reading.cut_off")) from error
    finally:
        form.brought.close()


class _Form:
    """Sorts the parts of a form, piece by piece."""

    def __init__(self, boundary: bytes, most: int) -> None:
        self.brought = Brought()
        self.most = most
        self.whole = False
        self._name = self._value = self._disposition = b""
        self._field: str | None = None
        self._text = bytearray()
        self._file: File | None = None
        self.parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_name,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers,
                "on_part_data": self._data,
                "on_part_end": self._end,
                "on_end": self._all,
            },
        )

    def _begin(self) -> None:
        self._name = self._value = self._disposition = b""
        self._field, self._file = None, None
        self._text.clear()

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._name.lower() == b"content-disposition":
            self._disposition = self._value
        self._name = self._value = b""

    def _headers(self) -> None:
        _, told = parse_options_header(self._disposition.decode("latin-1"))
        if b"filename" not in told:
            self._field = told.get(b"name", b"").decode("utf8", "replace")
            if len(self.brought.fields) >= FIELDS:
                raise HTTPException(413)
        elif told[b"filename"]:  # a chooser in which nothing was chosen sends a file without a name
            if len(self.brought.files) >= FILES:
                raise WrongUsage(**both("web_reading.too_many", most=FILES))
            name = plain_name(told[b"filename"].decode("utf8", "replace"))
            self._file = File(name, tempfile.TemporaryFile())  # noqa: SIM115
            self.brought.files.append(self._file)

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._file:
            self._file.bytes.write(data[start:end])
            self._file.size += end - start
            if sum(file.size for file in self.brought.files) > self.most:
                raise HTTPException(413)
        elif self._field is not None:
            self._text += data[start:end]
            if len(self._text) > LONGEST_FIELD:
                raise HTTPException(413)

    def _end(self) -> None:
        if self._field is not None:
            self.brought.fields.setdefault(self._field, self._text.decode("utf8", "replace"))

    def _all(self) -> None:
        self.whole = True


def plain_name(given: str) -> str:
    """What a file is called that somebody sends: the last part of its name, nothing that cannot be seen, not too long.

    >>> plain_name("C:\\\\papers\\\\云州日报.pdf"), plain_name("../../etc/passwd"), plain_name("..")
    ('云州日报.pdf', 'passwd', 'page')
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    seen = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in last)
    name = " ".join(seen.split()).lstrip(".").strip() or UNNAMED
    if len(name) <= LONGEST_NAME:
        return name
    found = re.search(r"(\.\w{1,10}){1,2}$", name)
    ending = found[0] if found else ""
    return name.removesuffix(ending)[: LONGEST_NAME - len(ending)] + ending
