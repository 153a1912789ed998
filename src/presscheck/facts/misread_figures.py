"""Figures in which a recogniser took a digit for a letter: 98O人 is 980, 4l℃ is 41; what may be two is no figure."""

import re
from functools import cache

from presscheck.data import rows
from presscheck.facts import units

BLANK = "\0"
_SIGNS = "OoQD○〇lI|ZSBbgq"
_RUN = re.compile(
    f"(?<![0-9A-Za-z.,○〇零一二三四五六七八九十/])(?=[{_SIGNS},.]*[0-9])(?=[0-9,.]*[{_SIGNS}])"
    f"[0-9{_SIGNS}]++(?:,[0-9{_SIGNS}]{{3}})*+(?:\\.[0-9{_SIGNS}]++)?+(?![0-9A-Za-z.○〇零一二三四五六七八九十])"
)
_ODD = re.compile(f"[0-9][,.]?[{_SIGNS}]|[{_SIGNS}][,.]?[0-9]")
_GREAT = frozenset("百千万亿多余")
_NUMBERING = frozenset("QDZSB")
"""Letters before a figure with which things are numbered: D3次 is a train, B2栋 a house."""
_MEANT, _MEASURES = frozenset("DB"), frozenset("gl")
"""Letters behind a figure that are meant: 戴3D眼镜, 70B个参数, and 500g袋装 before what holds so much."""
_HOLDING = frozenset("个袋包瓶桶盒箱杯罐听枚颗粒块片支")


def mended(text: str) -> str:
    """A folded text with such figures as they are meant, character for character.

    Only before a unit; where a letter may stand for more than one digit, the figure is blanked out: better none than
    the wrong one.

    >>> mended("98O多人，气温4l℃，共1.l6万家"), mended("D3次，戴3D眼镜，500g袋装")
    ('980多人，气温41℃，共1.16万家', 'D3次，戴3D眼镜，500g袋装')
    >>> mended("达1S3亿元").replace(BLANK, "?")
    '达???亿元'
    """
    if not _ODD.search(text):
        return text
    out = list(text)
    for found in _RUN.finditer(text):
        if _is_figure(text, found):
            meant = ["".join(_meanings().get(sign, sign)) for sign in found[0]]
            sure = all(len(digit) == 1 for digit in meant)
            out[slice(*found.span())] = meant if sure else [BLANK] * len(meant)
    return "".join(out)


def _is_figure(text: str, found: re.Match[str]) -> bool:
    first, last, end = found[0][0], found[0][-1], found.end()
    if first in _NUMBERING or last in _MEANT or (last in _MEASURES and text[end : end + 1] in _HOLDING):
        return False
    return text[end : end + 1] in _GREAT or units.at(text, end) is not None


@cache
def _meanings() -> dict[str, str]:
    """The figures that a sign may be misread from."""
    return dict(rows("facts/periods")["misread"])
