"""How people say figures and times: 1.4万亿, 一万四千多亿, 快5%, 去年, 上个月, counted from the day of the claim."""

import datetime
import random
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

ROWS = Path(__file__).parent / "make_claims.toml"
_DIGITS = "零一二三四五六七八九"
_PLACES = ((1000, "千"), (100, "百"), (10, "十"))
_SCALES = ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"))


@cache
def told() -> dict[str, Any]:
    """The rows of wordings."""
    return tomllib.loads(ROWS.read_text(encoding="utf8"))


@dataclass(frozen=True, slots=True)
class Said:
    """A value as someone says it, and between which bounds it then lies, in the unit of the record."""

    text: str
    low: Decimal
    high: Decimal


def plain(number: Decimal) -> str:
    """Digits without exponent and idle zeros.

    >>> plain(Decimal("1.50E+3")), plain(Decimal("0.70"))
    ('1500', '0.7')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def short(value: Decimal) -> str:
    """A value with 万, 亿 or 万亿, as newspapers print it.

    >>> short(Decimal(1413000000000)), short(Decimal(7821)), short(Decimal(230500))
    ('1.413万亿', '7821', '23.05万')
    """
    scale = next(((size, name) for size, name in _SCALES if abs(value) >= size), (1, ""))
    return plain(value / scale[0]) + scale[1]


def in_yi(value: Decimal) -> str | None:
    """A value over a 万亿 told in 亿, or one of some thousand 亿 told in 万亿; ``None`` where that is not usual.

    >>> in_yi(Decimal(1413000000000)), in_yi(Decimal(560000000000)), in_yi(Decimal(7821))
    ('14130亿', '0.56万亿', None)
    """
    whole = value / 10**8
    if 10**12 <= value < 10**14 and whole == whole.to_integral():
        return plain(whole) + "亿"
    return plain(value / 10**12) + "万亿" if 2 * 10**11 <= value < 10**12 and whole % 100 == 0 else None


def spoken(number: int) -> str:
    """A whole number below a hundred million in Chinese, as said aloud.

    >>> spoken(14000), spoken(205), spoken(12), spoken(2600), spoken(10500)
    ('一万四千', '两百零五', '十二', '两千六百', '一万零五百')
    """
    if number >= 10**4:
        head, rest = divmod(number, 10**4)
        gap = "零" if 0 < rest < 1000 else ""
        return _two(spoken(head)) + "万" + gap + (spoken(rest) if rest else "")
    out, gap = "", False
    for size, name in _PLACES:
        digit, number = divmod(number, size)
        if digit:
            first = digit == 1 and size == 10 and not out
            figure = "两" if digit == 2 and size > 10 else _DIGITS[digit]
            out += ("零" if gap else "") + ("" if first else figure) + name
            gap = False
        elif out:
            gap = True
    return out + (("零" if gap and number else "") + _DIGITS[number] if number else "")


def _two(text: str) -> str:
    return "两" if text == "二" else text


def aloud(value: Decimal) -> str | None:
    """A round value in Chinese numerals; ``None`` where it has more than three digits that count.

    >>> aloud(Decimal(1400000000000)), aloud(Decimal(1790000000)), aloud(Decimal(52000000)), aloud(Decimal(1413))
    ('一万四千亿', '十七亿九千万', '五千两百万', None)
    """
    if value != value.to_integral() or len(str(int(value)).rstrip("0")) > 3:
        return None
    number = int(value)
    whole, rest = divmod(number, 10**8)
    if whole and not rest:
        return _two(spoken(whole)) + "亿"
    if whole:
        return f"{_two(spoken(whole))}亿{spoken(rest // 10**4)}万" if rest >= 10**7 else None
    if number >= 10**4 and number % 10**4 == 0:
        return _two(spoken(number // 10**4)) + "万"
    return spoken(number) if number >= 1000 else None


def cut(value: Decimal, digits: int, *, up: bool = False) -> Decimal:
    """A value with so many digits that count, the rest dropped, or made up to the next.

    >>> cut(Decimal(14135), 2), cut(Decimal(14135), 2, up=True)
    (Decimal('1.4E+4'), Decimal('1.5E+4'))
    """
    size = Decimal(1).scaleb(value.adjusted() - digits + 1)
    down = (value // size) * size
    return +(down + size if up and down != value else down)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as said, and how many of it one of the record's is."""

    says: str
    factor: Decimal


def units_of(code: str) -> list[Unit]:
    """The units in which a value may be said, the plain one first."""
    found = told()["unit"].get(code)
    if not found:
        return [Unit(code, Decimal(1))]
    return [Unit(name, Decimal(factor)) for name, factor in found]


def exact(value: Decimal, low: Decimal, high: Decimal, code: str, rng: random.Random) -> Said:
    """A value as it stands, in any of its units."""
    choices = units_of(code)
    unit = choices[0] if rng.random() < 0.6 else rng.choice(choices)
    number = +(value * unit.factor)
    forms = [short(number)] * 2
    if other := in_yi(number):
        forms.append(other)
    if (words := aloud(number)) and rng.random() < 0.5:
        forms.append(words)
    return Said(rng.choice(forms) + unit.says, low, high)


def rounded(value: Decimal, low: Decimal, high: Decimal, code: str, rng: random.Random) -> Said | None:
    """A value cut or made up to two digits with words that bound it; ``None`` where that would say nothing less."""
    digits = rng.choice((2, 2, 3)) if len(value.as_tuple().digits) > 3 else 2
    below, above = cut(value, digits), cut(value, digits, up=True)
    ways: list[tuple[str, Decimal, Decimal]] = []
    if Decimal("0.002") * value < value - below < Decimal("0.09") * value and below <= low:
        ways += [("超过", below, above), ("多", below, above)] * 2
    if Decimal(0) < above - value < Decimal("0.04") * value and above >= high:
        ways += [(word, below, above) for word in ("将近", "快到", "接近")]
    middle = below if value - below < above - value else above
    if middle != value and abs(middle - value) < Decimal("0.02") * value:
        ways += [(word, below, above) for word in ("大约", "差不多")]
    if not ways:
        return None
    word, low, high = rng.choice(ways)
    base = below if word in ("超过", "多") else above if word in ("将近", "快到", "接近") else middle
    text = _bounded(word, base, code, rng)
    return Said(text, low, high) if text else None


def _bounded(word: str, base: Decimal, code: str, rng: random.Random) -> str | None:
    unit = units_of(code)[0]
    number, words = short(base * unit.factor), aloud(base * unit.factor)
    if word == "多":
        with_more = _more(words) if words else None
        return with_more + unit.says if with_more else f"{number}多{unit.says}" if number[-1] in "万亿" else None
    said = words if words and rng.random() < 0.5 else number
    return f"{word}{said}{unit.says}"


def _more(words: str) -> str | None:
    """一万四千亿 as 一万四千多亿, 五十万 as 五十多万.

    >>> _more("一万四千亿"), _more("五亿")
    ('一万四千多亿', '五亿多')
    """
    if words[-1] not in "万亿":
        return f"{words}多" if words[-1] in "千百" else None
    return f"{words[:-1]}多{words[-1]}" if words[-2] in "十百千万" else f"{words}多"


def rate_exact(value: Decimal, rng: random.Random) -> str:
    """A rate without its sign."""
    number = plain(abs(value))
    forms = [f"{number}%"] * 4
    if abs(value) < 100:
        whole, _, rest = number.partition(".")
        words = (spoken(int(whole)) if int(whole) else "零") + (
            "点" + "".join(_DIGITS[int(one)] for one in rest) if rest else ""
        )
        forms.append(f"百分之{words}")
    return rng.choice(forms)


def rate_rounded(value: Decimal, rng: random.Random) -> str | None:
    """A rate between its whole numbers: 5%多, 快6%, 五个多点."""
    size = abs(value)
    whole = int(size)
    rest = size - whole
    if not whole or whole >= 60:
        return None
    ways = [f"{whole}%以上", f"超过{whole}%", f"{whole}%多"] if rest >= Decimal("0.1") else []
    ways += [f"接近{whole + 1}%", f"快{whole + 1}%", f"将近{whole + 1}%"] * 2 if rest >= Decimal("0.7") else []
    ways += [f"{whole}%出头"] if Decimal("0.1") <= rest <= Decimal("0.4") else []
    return rng.choice(ways) if ways else None


def when(days: tuple[str, str], grain: str, day: datetime.date, rng: random.Random, *, at_end: bool = False) -> str:
    """A period as it is named on a day: 去年, 今年前三季度, 上个月.

    >>> rng = random.Random(1)
    >>> when(("2024-01-01", "2024-09-30"), "to_date", datetime.date(2024, 11, 1), rng)
    '今年前三季度'
    """
    first, last = (datetime.date.fromisoformat(one) for one in days)
    if at_end:
        return _end_of(last, day, rng)
    years = _years(last.year, day, rng)
    if grain == "year":
        return rng.choice((years, years, f"{last.year}年", years + "全年" if len(years) == 2 else f"{last.year}年全年"))
    if grain == "month":
        return _month(last, day, years, rng)
    return years + rng.choice(_parts(first.month, last.month))


def _years(year: int, day: datetime.date, rng: random.Random) -> str:
    near = {0: "今年", 1: "去年", 2: "前年"}.get(day.year - year)
    return near if near and rng.random() < 0.75 else f"{year}年"


def _month(last: datetime.date, day: datetime.date, years: str, rng: random.Random) -> str:
    before = day.replace(day=1) - datetime.timedelta(days=1)
    forms = [f"{years}{last.month}月", f"{years}{last.month}月份"]
    if (before.year, before.month) == (last.year, last.month):
        forms += ["上个月", "上个月"]
    if last.year == day.year:
        forms.append(f"{last.month}月份")
    return rng.choice(forms)


def _end_of(last: datetime.date, day: datetime.date, rng: random.Random) -> str:
    years = _years(last.year, day, rng)
    if last.month == 12:
        return rng.choice(("截至{}底", "到{}年底", "{}年末")).format(years).replace("年年", "年")
    return rng.choice(("截至{}{}月末", "到{}{}月底", "{}{}月末")).format(years, last.month)


def _parts(first: int, last: int) -> tuple[str, ...]:
    if first == 1:
        known = {
            3: ("一季度", "头三个月", "第一季度"),
            6: ("上半年", "前六个月", "上半年"),
            9: ("前三季度", "前九个月"),
        }
        return known.get(last, (f"前{spoken(last)}个月" if last != 2 else "前两个月", f"1至{last}月", f"1—{last}月份"))
    if last - first == 2:
        quarter = "一二三四"[last // 3 - 1]
        return (f"{quarter}季度", f"第{quarter}季度")
    return ("下半年",)
