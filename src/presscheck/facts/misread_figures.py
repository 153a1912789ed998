"""Figures in which a recogniser took a digit for a letter: 98O人 is 980, 4l℃ is 41, 1S3亿元 is 153."""

import re

from presscheck.facts import units

_SIGNS = "OoQD○〇lI|ZSBbgq"
_DIGITS = str.maketrans(_SIGNS, "000000111258699")
"""The digit of the same shape as each sign."""
_RUN = re.compile(
    f"(?<![0-9A-Za-z.,○〇零一二三四五六七八九十/])(?=[{_SIGNS},.]*[0-9])(?=[0-9,.]*[{_SIGNS}])"
    f"[0-9{_SIGNS}]++(?:,[0-9{_SIGNS}]{{3}})*+(?:\\.[0-9{_SIGNS}]++)?+(?![0-9A-Za-z.○〇零一二三四五六七八九十])"
)
_ODD = re.compile(f"[0-9][,.]?[{_SIGNS}]|[{_SIGNS}][,.]?[0-9]")
_GREAT = frozenset("百千万亿多余")
_HEADS, _TAILS = frozenset("lg|○〇"), frozenset("OoZ|○〇")
"""Signs with which a figure may begin and end: other letters number things or measure them (S500, D3次, 3D, 50g)."""
_ALSO = "℃%"
"""Before these an l is no litre."""


def mended(text: str) -> str:
    """A folded text with such figures as they are meant, character for character.

    Only before a unit: what stands elsewhere is a name or a number of something.

    >>> mended("98O多人，气温4l℃，共1.l6万家"), mended("D3次，戴3D眼镜，500g袋装")
    ('980多人，气温41℃，共1.16万家', 'D3次，戴3D眼镜，500g袋装')
    """
    if not _ODD.search(text):
        return text
    out = list(text)
    for found in _RUN.finditer(text):
        if _is_figure(text, found):
            out[slice(*found.span())] = found[0].translate(_DIGITS)
    return "".join(out)


def _is_figure(text: str, found: re.Match[str]) -> bool:
    figures, behind = found[0], text[found.end() : found.end() + 1]
    first, last = figures[0], figures[-1]
    begins = first.isdecimal() or (first in _HEADS and figures[1].isdecimal())
    ends = last.isdecimal() or last in _TAILS or figures[-2] == "." or (last == "l" and behind in _ALSO)
    return begins and ends and (behind in _GREAT or units.at(text, found.end()) is not None)
