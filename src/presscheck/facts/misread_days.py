"""Days and years with a figure that a recogniser misread: 3月l9日 is 19 March, 2O27年 the year 2027."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

from presscheck.data import rows

_SHAPES = "OoQD○〇0lI|ZSBbgq"
_ARABIC = re.compile(
    f"(?<![0-9A-Za-z.○〇零一二三四五六七八九十])(?P<figures>[0-9{_SHAPES}]{{1,4}})(?P<unit>[年月日号])"
)
_HAN = re.compile("(?<![0-9A-Za-z.])[一二](?=[^年]{0,2}[0OoQD○])[0OoQD○〇零一二三四五六七八九]{3}年")
_SPREAD = re.compile("(?:[0-9A-Za-z|○〇一二三四五六七八九]{4}年)?[0-9A-Za-z|○〇]{1,2}月$")
_LIMITS = {"年": (1900, 2199), "月": (1, 12), "日": (1, 31), "号": (1, 31)}
_SIZES = {"年": (4,), "月": (1, 2), "日": (1, 2), "号": (1, 2)}
_BEFORE = {"年": "", "月": "年", "日": "月", "号": "月"}
BLANK = "\0"


def mended(text: str) -> str:
    """A text with the figures of its days and years as they are meant, character for character.

    What is read as no date, or as more than one, tells no time at all.

    >>> mended("3月l9日至2O日"), mended("二O二五年"), mended("2S日前").strip(BLANK)
    ('3月19日至20日', '二〇二五年', '前')
    """
    if not _ODD.search(text):
        return text
    out = list(text)
    for found in _HAN.finditer(text):
        out[slice(*found.span())] = found[0].translate(_ZEROS)
    for found in _ARABIC.finditer(text):
        figures, unit = found["figures"], found["unit"]
        if figures.isdecimal() or not _is_date(text, found.start(), figures, unit):
            continue
        meant = [] if _is_numbered(text, found.start(), figures, unit) else list(_readings(figures, unit))
        start, end = found.span()
        if len(meant) == 1:
            out[start : end - 1] = meant[0]
        else:
            before = _SPREAD.search(text, max(start - 8, 0), start)
            start = before.start() if before and unit in "日号" else start
            out[start:end] = BLANK * (end - start)
    return "".join(out)


_ODD = re.compile(f"[{_SHAPES}][0-9{_SHAPES}]{{0,3}}[年月日号]|[一二][0-9OoQD○〇零一二三四五六七八九]{{3}}年")
_ZEROS = str.maketrans("0OoQD○", "〇" * 6)


def _is_date(text: str, start: int, figures: str, unit: str) -> bool:
    """Whether what stands before 年, 月 or 日 is as long as it must be, and a figure or what follows a date's."""
    if len(figures) not in _SIZES[unit]:
        return False
    known = sum(one in "0123456789" for one in figures)
    led = bool(_BEFORE[unit]) and text.endswith(_BEFORE[unit], 0, start)
    return led or (unit != "号" and known >= (2 if unit == "年" else 1))


def _is_numbered(text: str, start: int, figures: str, unit: str) -> bool:
    """Whether a letter is meant as one: Q3 is a quarter, D3 the number of a thing where no year or month leads."""
    led = bool(_BEFORE[unit]) and text.endswith(_BEFORE[unit], 0, start)
    return (unit == "月" and figures[0] == "Q") or (unit in "月日" and figures[0] in "QDBSZ" and not led)


def _readings(figures: str, unit: str) -> Iterator[str]:
    low, high = _LIMITS[unit]
    for meant in product(*(_meanings().get(one, one) for one in figures)):
        if low <= int("".join(meant)) <= high and (unit == "年" or meant[0] != "0" or len(meant) > 1):
            yield "".join(meant)


@cache
def _meanings() -> dict[str, str]:
    """The figures that a sign may be misread from."""
    return dict(rows("facts/periods")["misread"])
