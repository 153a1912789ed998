"""The system's Chinese fonts, cut down to the letters of one page, so that a PDF can carry them."""

import shutil
import struct
import subprocess
from functools import cache
from itertools import pairwise
from pathlib import Path

FILES = {
    (serif, bold): f"Noto{'Serif' if serif else 'Sans'}CJK-{'Bold' if bold else 'Regular'}.ttc"
    for serif in (True, False)
    for bold in (True, False)
}
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts", "~/Library/Fonts")
KEPT = (b"CFF ", b"OS/2", b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"name", b"post")
SC = 2
"""The face of a Noto CJK collection with the shapes of the mainland."""


class FontMissing(RuntimeError):
    """No font with Chinese characters was found."""


@cache
def font_file(serif: bool, bold: bool) -> Path:
    """The system's Noto CJK font of that kind."""
    name = FILES[serif, bold]
    if shutil.which("fc-list"):
        listed = subprocess.run(["fc-list", ":", "file"], capture_output=True, text=True, check=False).stdout
        for line in listed.splitlines():
            if Path(line.rstrip(": \n")).name == name:
                return Path(line.rstrip(": \n"))
    for folder in FOLDERS:
        for path in Path(folder).expanduser().rglob(name):
            return path
    raise FontMissing(f"No {name} on this machine. Install it and try again: apt-get install fonts-noto-cjk")


@cache
def _face(path: Path) -> bytes:
    """One face of a font collection as a font of its own, with the tables that a PDF needs."""
    data = path.read_bytes()
    start = struct.unpack_from(">I", data, 12 + 4 * SC)[0] if data[:4] == b"ttcf" else 0
    kind, count = struct.unpack_from(">4sH", data, start)
    records = [struct.unpack_from(">4sIII", data, start + 12 + 16 * number) for number in range(count)]
    kept = [record for record in records if record[0] in KEPT]
    head, body = struct.pack(">4sHHHH", kind, len(kept), 0, 0, 0), b""
    for tag, checksum, offset, length in kept:
        head += struct.pack(">4sIII", tag, checksum, 12 + 16 * len(kept) + len(body), length)
        body += data[offset : offset + length] + b"\0" * (-length % 4)
    return head + body


def subset(path: Path, letters: str) -> bytes:
    """The font with these letters only: all other outlines are blanked, so that the file compresses to little.

    Its character map names each letter once, so what is read back from the PDF is what was set.
    """
    data = bytearray(_face(path))
    tables = _tables(data)
    glyphs = _glyphs(path)
    used = {ord(letter): glyphs[ord(letter)] for letter in set(letters) if ord(letter) in glyphs}
    _blank(data, tables, {0, *used.values()})
    offset, length = tables[b"cmap"]
    cmap = _cmap(used)
    data[offset : offset + length] = cmap + b"\0" * (length - len(cmap))
    return bytes(data)


def _tables(data: bytes) -> dict[bytes, tuple[int, int]]:
    count = struct.unpack_from(">H", data, 4)[0]
    records = (struct.unpack_from(">4sIII", data, 12 + 16 * number) for number in range(count))
    return {tag: (offset, length) for tag, _, offset, length in records}


@cache
def _glyphs(path: Path) -> dict[int, int]:
    """The glyph of each code point, from the font's character map (format 12)."""
    data = _face(path)
    offset, _ = _tables(data)[b"cmap"]
    out: dict[int, int] = {}
    for number in range(struct.unpack_from(">H", data, offset + 2)[0]):
        at = offset + struct.unpack_from(">I", data, offset + 8 + 8 * number)[0]
        if struct.unpack_from(">H", data, at)[0] == 12:
            for group in range(struct.unpack_from(">I", data, at + 12)[0]):
                first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * group)
                out.update((code, glyph + code - first) for code in range(first, last + 1))
    return out


def _cmap(glyphs: dict[int, int]) -> bytes:
    groups = b"".join(struct.pack(">III", code, code, glyph) for code, glyph in sorted(glyphs.items()))
    table = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(glyphs)) + groups
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table


def _blank(data: bytearray, tables: dict[bytes, tuple[int, int]], kept: set[int]) -> None:
    """Every outline and subroutine that the kept glyphs do not need becomes empty (CFF only)."""
    if b"CFF " not in tables:
        return
    cff = _Outlines(data, tables[b"CFF "][0])
    needed = {cff.glyphs[glyph] for glyph in kept}
    for glyph in kept:
        cff.follow(*cff.glyphs[glyph], cff.locals_of(glyph))
    for at in cff.indices:
        _compact(data, at, needed | cff.called)


def _compact(data: bytearray, at: int, needed: set[tuple[int, int]]) -> None:
    """A CFF INDEX with its needed entries moved together and all others empty; it takes the same room."""
    spans, end = _index(data, at)
    if not spans:
        return
    count, size = struct.unpack_from(">HB", data, at)
    body, offsets = b"", [1]
    for span in spans:
        if span in needed:
            body += data[slice(*span)]
        offsets.append(len(body) + 1)
    start = at + 3 + (count + 1) * size
    data[at + 3 : start] = b"".join(offset.to_bytes(size, "big") for offset in offsets)
    data[start:end] = body + b"\0" * (end - start - len(body))


def _index(data: bytes | bytearray, at: int) -> tuple[list[tuple[int, int]], int]:
    """Where the entries of a CFF INDEX lie, and where it ends."""
    if data[at : at + 2] == b"\0\0":
        return [], at + 2
    count, size = struct.unpack_from(">HB", data, at)
    base = at + 3 + (count + 1) * size - 1
    ends = [int.from_bytes(data[at + 3 + k * size : at + 3 + (k + 1) * size], "big") + base for k in range(count + 1)]
    return list(pairwise(ends)), ends[-1]


def _dictionary(data: bytes) -> dict[int, list[int]]:
    """The integer operands of each operator of a CFF DICT; two-byte operators count from 1200."""
    at, operands, out = 0, [], {}
    while at < len(data):
        byte = data[at]
        if byte <= 21:
            out[1200 + data[at + 1] if byte == 12 else byte] = operands
            operands, at = [], at + (2 if byte == 12 else 1)
        elif byte == 29:
            operands.append(struct.unpack_from(">i", data, at + 1)[0])
            at += 5
        elif byte == 30:  # a real number, which ends with the half-byte f
            at = next(k for k in range(at + 1, len(data)) if data[k] & 0x0F == 0x0F or data[k] >> 4 == 0x0F) + 1
        else:
            number, length = _number(data, at)
            operands.append(number)
            at += length
    return out


def _number(data: bytes | bytearray, at: int) -> tuple[int, int]:
    """An operand and its length in bytes; 16.16 numbers lose their fraction."""
    byte = data[at]
    if byte == 28:
        return struct.unpack_from(">h", data, at + 1)[0], 3
    if byte <= 246:
        return byte - 139, 1
    if byte <= 250:
        return (byte - 247) * 256 + data[at + 1] + 108, 2
    if byte <= 254:
        return -(byte - 251) * 256 - data[at + 1] - 108, 2
    return struct.unpack_from(">h", data, at + 1)[0], 5


class _Outlines:
    """The outlines of a CID-keyed CFF font: where each glyph and each subroutine lies, and which of them are called."""

    def __init__(self, data: bytearray, start: int) -> None:
        self.data = data
        self.called: set[tuple[int, int]] = set()
        self.indices: list[int] = []
        _, at = _index(data, start + data[start + 2])
        tops, at = _index(data, at)
        _, at = _index(data, at)
        self.shared = self._entries(at)
        top = _dictionary(bytes(data[slice(*tops[0])]))
        self.glyphs = self._entries(start + top[17][-1])
        fonts, _ = _index(data, start + top[1236][-1])
        self.own = [self._subroutines(start, _dictionary(bytes(data[slice(*span)]))) for span in fonts]
        self.select = self._selected(start + top[1237][-1])

    def _subroutines(self, start: int, font: dict[int, list[int]]) -> list[tuple[int, int]]:
        size, offset = font[18]
        private = _dictionary(bytes(self.data[start + offset : start + offset + size]))
        return self._entries(start + offset + private[19][-1]) if 19 in private else []

    def _entries(self, at: int) -> list[tuple[int, int]]:
        """The entries of an INDEX that will be cut down."""
        self.indices.append(at)
        return _index(self.data, at)[0]

    def _selected(self, at: int) -> bytes:
        """For each glyph the font dictionary it belongs to."""
        if self.data[at] == 0:
            return bytes(self.data[at + 1 : at + 1 + len(self.glyphs)])
        count = struct.unpack_from(">H", self.data, at + 1)[0]
        ranges = [struct.unpack_from(">HB", self.data, at + 3 + 3 * number) for number in range(count)]
        ends = [first for first, _ in ranges[1:]] + [len(self.glyphs)]
        return b"".join(bytes([font]) * (end - first) for (first, font), end in zip(ranges, ends, strict=True))

    def locals_of(self, glyph: int) -> list[tuple[int, int]]:
        """The subroutines of the glyph's own font dictionary."""
        return self.own[self.select[glyph]]

    def follow(self, start: int, end: int, own: list[tuple[int, int]]) -> None:
        """Note every subroutine that the outline calls, and those that they call."""
        self._run(start, end, own, [], [0])

    def _run(self, at: int, end: int, own: list[tuple[int, int]], stack: list[int], stems: list[int]) -> None:
        data = self.data
        while at < end:
            byte = data[at]
            if byte == 28 or byte >= 32:
                number, length = _number(data, at)
                stack.append(number)
                at += length
                continue
            at += 2 if byte == 12 else 1
            if byte in (10, 29):
                routines = own if byte == 10 else self.shared
                span = routines[stack.pop() + _bias(len(routines))]
                self.called.add(span)
                self._run(*span, own, stack, stems)
            elif byte in (1, 3, 18, 23, 19, 20):
                stems[0] += len(stack) // 2
                stack.clear()
                at += (stems[0] + 7) // 8 if byte in (19, 20) else 0
            elif byte != 11:
                stack.clear()


def _bias(count: int) -> int:
    """What is added to a subroutine's number, as CFF defines it."""
    return 107 if count < 1240 else 1131 if count < 33900 else 32768
