"""Figures in which a recogniser took a digit for a letter: 98O人 is 980, 4l℃ is 41, 1S3亿元 is 153."""

import re

from presscheck.facts import units

_SIGNS = "OoQD○〇lI|ZSBbgq"
_DIGITS = str.maketrans(_SIGNS, "000000111258699")
"""The digit of the same shape as each sign."""
_RUN = re.compile(
    f"(?<![0-9A-Za-z.,/○〇零一二三四五六七八九十])(?<![A-Za-z]-)"
    f"(?:(?=[{_SIGNS},.]*[0-9])(?=[0-9,.]*[{_SIGNS}])[0-9{_SIGNS}]++(?:,[0-9{_SIGNS}]{{3}})*+(?:\\.[0-9{_SIGNS}]++)?+"
    f"|[lZSBbgq])(?![0-9A-Za-z.○〇零一二三四五六七八九十])(?!(?<=B)个参)"
)
_ODD = re.compile(f"[0-9][,.]?[{_SIGNS}]|[{_SIGNS}][,.]?[0-9]|[lZSBbgq](?=[\\u4e00-\\u9fff℃%])(?<![A-Za-z][lZSBbgq])")
_GREAT = frozenset("百千万亿多余")
_HEADS, _TAILS = frozenset("lg|○〇bq"), frozenset("OoZ|○〇")
"""Signs with which a figure may begin and end before any unit: other letters number things or measure them (S500, D3次,
3D, 50g)."""
_LEADING, _LAST = frozenset("ZSB"), frozenset("SBbglIq")
"""Signs with which one may begin or end where nothing is numbered or measured so."""
_MEASURING = frozenset("达约超近逾计共")
_AHEAD = _MEASURING | frozenset(
    "，、。；的长过到了有等为和成至在破少量额入升出加降高值续由于涨及致增均与得收足是比低从每落"
    "国资生目期中员地动设省者以市施去物产众括县供办盖批球"
)
"""What leads to a figure, and hardly ever to a name with a letter: three of four figures stand behind one of these.
Behind those that measure no name stands at all."""
_BOUNDING = _MEASURING | frozenset("过少每续")
"""Behind these a capital letter alone is no name either; elsewhere it is one (A、B两类, 在S县)."""
_NUMBERED = frozenset(
    "级次世组类节首层座栋幢期代版班档站口点段轮股单集卷章部批台架辆款套路条户门孔眼间块列行页册张包盒"
)
"""What is told apart by a letter before its number, or by one alone: B2层, K3次, S8级, B股, Z世代."""
_SORTED = frozenset("级类层座栋幢版班组口")
"""What is told apart by a letter behind its number: 5A级, 3B栋."""
_COUNTED = frozenset(
    ("person", "case", "organisation", "currency", "ratio", "points", "multiple", "time", "months", "age", "workdays")
)
"""Families that no gram and no litre stand before: 50g袋装, 2l桶."""
_PORTIONS = frozenset("份次单种条支")


def mended(text: str) -> str:
    """A folded text with such figures as they are meant, character for character.

    Only before a unit: what stands elsewhere is a name or a number of something.

    >>> mended("98O多人，气温4l℃，共1.l6万家"), mended("D3次，戴3D眼镜，500g袋装")
    ('980多人，气温41℃，共1.16万家', 'D3次，戴3D眼镜，500g袋装')
    >>> mended("增长Z.6%，导致S4人受伤，18S人获救"), mended("B2层，奔驰S500万元，5B版")
    ('增长2.6%，导致54人受伤，185人获救', 'B2层，奔驰S500万元，5B版')
    """
    if not _ODD.search(text):
        return text
    out = list(text)
    for found in _RUN.finditer(text):
        if _is_figure(text, found):
            out[slice(*found.span())] = found[0].translate(_DIGITS)
    return "".join(out)


_TO = re.compile("(?:[至到]|[—–~～─－-]{1,2})[0-9]++(?:\\.[0-9]++)?+")
"""From the lower end of a range to its upper one, whose unit is that of both: Z00至250毫米."""


def _is_figure(text: str, found: re.Match[str]) -> bool:
    to = _TO.match(text, found.end())
    end = to.end() if to else found.end()
    figures, behind, unit = found[0], text[end : end + 1], units.at(text, end)
    if behind not in _GREAT and unit is None:
        return False
    form, family = (unit.form, unit.unit.family) if unit else ("", None)
    return _begins(text, found, form) and _ends(figures, behind, form, family)


def _begins(text: str, found: re.Match[str], form: str) -> bool:
    """Whether a digit may be meant by the first sign of some figures before ``form``."""
    figures = found[0]
    first, second = figures[0], figures[1:2]
    if first.isdecimal() or (first in _HEADS and second.isdecimal()):
        return True
    if second == "." and form not in _SORTED:
        return True
    before = text[found.start() - 1 : found.start()]
    if form[:1] in _NUMBERED and (before not in _MEASURING or not second):
        return False
    if not second:
        return before in (_AHEAD if first in _HEADS else _BOUNDING) or (before in _AHEAD and form == "%")
    return first in _LEADING and (before in _AHEAD or "." in figures)


def _ends(figures: str, behind: str, form: str, family: str | None) -> bool:
    """Whether a digit may be meant by the last sign of some figures before ``form``."""
    last = figures[-1]
    if len(figures) == 1 or last.isdecimal() or last in _TAILS or figures[-2] == ".":
        return True
    if last not in _LAST or form in _SORTED:
        return False
    if behind in ("万", "亿", "℃", "%"):
        return True
    return family is not None and (last not in "gl" or (family in _COUNTED and form not in _PORTIONS))
