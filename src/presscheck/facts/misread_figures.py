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
_GREAT = frozenset("百千万亿多余%")
"""Signs behind a number with which nothing is numbered."""
_NUMBERING = frozenset("QDZSB")
"""Letters before a figure with which things are numbered: D3次 is a train, B2栋 a house."""
_MEANT, _MEASURES = frozenset("DB"), frozenset("gl")
"""Letters behind a figure that are meant: 戴3D眼镜, 70B个参数, and 500g袋装 before what holds so much."""
_HOLDING = frozenset("袋包瓶桶盒箱杯罐听枚颗粒块片支")


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
    first, last, behind = found[0][0], found[0][-1], text[found.end() : found.end() + 1]
    if (last in _MEANT and "." not in found[0]) or (last in _MEASURES and behind in _HOLDING):
        return False
    return behind in _GREAT or (first not in _NUMBERING and units.at(text, found.end()) is not None)
