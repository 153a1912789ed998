"""A peer's own test suite for Chinese numbers, shares, money and measures: how many of its cases we read its way.

Its conventions are not those of newspapers (it counts every numeral, 一 too, and takes points for percent), so they
live here: each model below reads a text with the same numerals and units as the figures of a story, and answers as the
suite wants it.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Context, Decimal
from pathlib import Path
from typing import Any, NamedTuple

from presscheck.data import rows
from presscheck.facts import units
from presscheck.language import numerals

_EXACT = Context(prec=40)
_SPACES = " \u00a0\u3000"
_TOLERANCE = Decimal("1e-13")


class Answer(NamedTuple):
    """What the suite wants at ``start`` to ``end``: a value, and the name of a unit where it has one."""

    start: int
    end: int
    value: Decimal | None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class SuiteScore:
    """Of the ``supported`` cases of a file those right as a whole.

    ``fair`` leaves out those whose convention newspapers do not share; ``wrong`` are the indices of the cases missed.
    """

    name: str
    supported: int
    right: int
    fair: int
    fair_right: int
    wrong: tuple[int, ...]

    def __str__(self) -> str:
        every, fair = self.right / self.supported, self.fair_right / self.fair
        return (
            f"{self.name} {self.right}/{self.supported} = {every:.1%}, fair {self.fair_right}/{self.fair} = {fair:.1%}"
        )


def score(folder: Path) -> list[SuiteScore]:
    """The four files of ``folder``, each scored by whole cases: every span and value right."""
    return [_score(folder, name, model) for name, model in MODELS.items()]


def _score(folder: Path, name: str, model: Callable[[str], list[Answer]]) -> SuiteScore:
    cases = json.loads((folder / f"{name}.json").read_text(encoding="utf-8-sig"))
    ours = {one["index"] for one in rows("facts/peer_suite")["case"] if one["file"] == name}
    told = [n for n, case in enumerate(cases) if "python" not in case.get("NotSupported", "")]
    wrong = tuple(n for n in told if not _same(model(cases[n]["Input"]), _wanted(cases[n])))
    fair = [n for n in told if n not in ours]
    return SuiteScore(name, len(told), len(told) - len(wrong), len(fair), len(fair) - len(set(wrong) - ours), wrong)


def _wanted(case: dict[str, Any]) -> list[Answer]:
    return [_answer(one) for one in case["Results"]]


def _answer(one: dict[str, Any]) -> Answer:
    told = one["Resolution"]
    value = told.get("value")
    number = None if value is None else Decimal(value.rstrip("%"))
    return Answer(one["Start"], one["End"] + 1, number, told.get("isoCurrency") or told.get("unit") or "")


def _same(ours: list[Answer], theirs: list[Answer]) -> bool:
    return len(ours) == len(theirs) and all(map(_alike, ours, theirs))


def _alike(one: Answer, other: Answer) -> bool:
    """Values are told to fifteen places in the suite."""
    if (one.start, one.end, one.unit) != (other.start, other.end, other.unit):
        return False
    if one.value is None or other.value is None:
        return one.value is other.value
    return abs(one.value - other.value) <= abs(other.value) * _TOLERANCE


class Squeezed(NamedTuple):
    """A text without the blanks inside its numbers, and where each character stood."""

    text: str
    places: tuple[int, ...]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the squeezed text as one of the text."""
        return self.places[start], self.places[end - 1] + 1


_HAN = "零〇一二两兩三四五六七八九十百千万萬亿億兆壹贰叁肆伍陆柒捌玖拾佰仟貳參陸余多几幾点點分之又个個成折米元"
_GAP = re.compile(
    rf"(?<=[{_HAN}])[{_SPACES}]+(?=[{_HAN}0-9０-９负負])|(?<=[0-9０-９])[{_SPACES}]+(?=[{_HAN}])"
    rf"|(?<=[0-9])[{_SPACES}]+(?=[0-9] *折)"
)


def squeeze(text: str) -> Squeezed:
    """A text folded, with the blanks taken out that stand inside a number: 一百 五 十.

    >>> squeeze("一百 五 十 人")
    Squeezed(text='一百五十 人', places=(0, 1, 3, 5, 6, 7))
    """
    folded = (
        numerals.folded(text)
        .replace("點", "点")
        .replace("負", "负")
        .replace("個", "个")
        .replace("Ｋ", "K")
        .replace("ｋ", "k")
    )
    gaps = {place for found in _GAP.finditer(folded) for place in range(*found.span())}
    kept = [place for place in range(len(folded)) if place not in gaps]
    return Squeezed("".join(folded[place] for place in kept), tuple(kept))


_URL = re.compile(r"https?://\S+")
_POWER = re.compile(r"(?P<base>-?[0-9]+(?:\.[0-9]+)?)\^(?P<sign>[-+]{0,2})(?P<power>[0-9]+)")
_SCIENTIFIC = re.compile(r"-?[0-9]*\.?[0-9]+[eE][-+]?[0-9]+")
_SLASHED = re.compile(r"(?P<minus>-?)(?:(?P<whole>[0-9]+) )?(?P<above>[0-9]+)/(?P<below>[0-9]+)")
_POINT = re.compile(r"(?<![0-9.])(?P<minus>-?)\.[0-9]+(?![0-9])")
_DOZENS = re.compile(r"(?P<count>[零一二两三四五六七八九十百壹]+)打(?![算折开电])")
_SHORT = re.compile(r"(?P<weight>[百千])(?P<digit>[一二三四五六七八九])(?![十百千万分])")
_THOUSANDS = re.compile(r"-?[0-9][0-9,，]*(?:\.[0-9]+)?[ ]?(?P<by>[kKM])(?![A-Za-z])")
_FIVES = re.compile(r"[0-9]+(?=(?:\.[0-9]+){2,})|(?<=[0-9]\.)[0-9]+")
_NOTHING = re.compile("[一二两壹](?=[切看下起直定些样般旦])|[一两](?=美[元刀])|一(?=折)|四川|两两|兩兩|一[一]|入伍")
_FORMAL = frozenset("陆肆伍拾佰仟陸")


def number(text: str) -> list[Answer]:
    """Every numeral of a text, as the suite's number model has them.

    >>> number("负三十二，二百五")
    [Answer(start=0, end=4, value=Decimal('-32'), unit=''), Answer(start=5, end=8, value=Decimal('250'), unit='')]
    """
    squeezed = squeeze(text)
    out: list[Answer] = []
    place = 0
    while place < len(squeezed.text):
        found = _number_at(squeezed.text, place)
        if found is None:
            place += 1
            continue
        if found.value is not None:
            start, end = squeezed.back(found.start, found.end)
            out.append(Answer(start, end, found.value))
        place = found.end
    return out


def _number_at(text: str, place: int) -> Answer | None:
    for pattern, reader in _SHAPES:
        if found := pattern.match(text, place):
            told = reader(found)
            return Answer(place, found.start() + told[0], told[1])
    start = place
    minus = text[place] in "负-" and (
        text[place] == "负" or (not text[place - 1 : place].isalnum() and text[place - 1 : place] != "-")
    )
    if text[place] in "负-":
        if not minus:
            return None
        start += 1
    read = numerals.at(text, start)
    if read is None or read.value is None:
        return None
    return _plain(text, place, read, minus)


def _plain(text: str, place: int, read: numerals.Numeral, minus: bool) -> Answer | None:
    """A numeral in the suite's manner: 多 behind it is left out, 几 counts nothing, a weight alone is no number."""
    end, value = read.end, read.low
    digits = text[read.start : end]
    if digits[-1] in "多余餘来":
        end, digits = end - 1, digits[:-1]
    if set(digits) <= set("万萬亿億") or digits in ("百", "千") or (len(digits) == 1 and digits in _FORMAL):
        return Answer(place, end, None)
    if any(char in digits for char in "几幾"):
        rest = digits.replace("几", "").replace("幾", "").replace("零", "")
        again = numerals.read(rest)
        value = again.value if again else value
    if text.startswith("分之负", end) and (under := numerals.at(text, end + 3)):
        return Answer(place, under.end, _EXACT.divide(under.value, read.value))
    if text.startswith("%", end) and not digits.isascii():
        return Answer(place, end, None)
    if read.parts is not None and text[read.start] in "百千" and text[read.start + 1] == "分":
        inner = numerals.at(text, text.index("之", read.start) + 1)
        return Answer(inner.start, inner.end, inner.value) if inner else None
    return Answer(place, end, -value if minus else value)


def _scaled(found: re.Match[str]) -> tuple[int, Decimal]:
    by = Decimal(1000) if found["by"] in "kK" else Decimal(1000000)
    return len(found[0]), Decimal(re.sub("[,， kKM]", "", found[0])) * by


def _powered(found: re.Match[str]) -> tuple[int, Decimal]:
    base, power = Decimal(found["base"]), Decimal(found["power"])
    minus = found["sign"] == "-"
    size = _EXACT.power(abs(base), power)
    size = _EXACT.divide(Decimal(1), size) if minus else size
    return len(found[0]), -size if base < 0 else size


def _divided(found: re.Match[str]) -> tuple[int, Decimal]:
    value = _EXACT.add(Decimal(found["whole"] or 0), _EXACT.divide(Decimal(found["above"]), Decimal(found["below"])))
    return len(found[0]), -value if found["minus"] else value


def _dozens(found: re.Match[str]) -> tuple[int, Decimal | None]:
    read = numerals.read(found["count"])
    return len(found[0]), read.value * 12 if read else None


def _short(found: re.Match[str]) -> tuple[int, Decimal | None]:
    read = numerals.read(f"一{found[0]}")
    return len(found[0]), read.value if read else None


_Reader = Callable[[re.Match[str]], tuple[int, Decimal | None]]
_SHAPES: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_URL, lambda found: (len(found[0]), None)),
    (_NOTHING, lambda found: (len(found[0]), None)),
    (_POWER, _powered),
    (_SCIENTIFIC, lambda found: (len(found[0]), Decimal(found[0]))),
    (_THOUSANDS, _scaled),
    (_FIVES, lambda found: (len(found[0]), Decimal(found[0]))),
    (_SLASHED, _divided),
    (_POINT, lambda found: (len(found[0]), Decimal(found[0]))),
    (_DOZENS, _dozens),
    (re.compile("半百"), lambda found: (2, Decimal(50))),
    (_SHORT, _short),
)

_POINTS = re.compile("个?百分点")
_TENTHS = re.compile("[成折]")


def percent(text: str) -> list[Answer]:
    """Every share of a text, in percent, as the suite's percent model has them; it takes points for percent.

    >>> percent("九折，百分之十，负3%")
    [Answer(start=0, end=2, value=Decimal('90'), unit=''), Answer(start=3, end=7, value=Decimal('10'), unit=''), \
Answer(start=8, end=11, value=Decimal('-3'), unit='')]
    """
    squeezed = squeeze(_URL.sub(lambda found: "。" * len(found[0]), text))
    out = []
    place = 0
    while place < len(squeezed.text):
        found = _percent_at(squeezed.text, place)
        place = found.end if found else place + 1
        if found and found.value is not None:
            start, end = squeezed.back(found.start, found.end)
            out.append(found._replace(start=start, end=end))
    return out


_PARTS = re.compile("(?P<parts>[百千万萬仟佰]+)分之(?P<minus>负?)")


def _percent_at(text: str, place: int) -> Answer | None:
    if text.startswith(("对折", "對折"), place) and text.endswith("打", 0, place):
        return Answer(place, place + 2, Decimal(50))
    if text.startswith(("半成", "半折"), place):
        return Answer(place, place + 2, Decimal(5) if text[place + 1] == "成" else Decimal(50))
    if parts := _PARTS.match(text, place):
        return _of_parts(text, place, parts)
    minus = text[place] in "负-" and not text[place - 1 : place].isalnum()
    start = place + minus
    read = _thousands(text, start) or numerals.at(text, start)
    if read is None:
        return None
    value = -read.value if minus else read.value
    if text.startswith("%", read.end):
        return Answer(place, read.end + 1, value)
    if points := _POINTS.match(text, read.end):
        exact = read.low == read.high
        return Answer(place, points.end(), value if exact else None)
    if _TENTHS.match(text, read.end):
        return _tenth(text, place, read)
    return Answer(place, read.end, None)


def _thousands(text: str, start: int) -> numerals.Numeral | None:
    found = _THOUSANDS.match(text, start)
    if found is None:
        return None
    value = _scaled(found)[1]
    return numerals.Numeral(start, found.end(), value, value, value, Decimal(1))


def _of_parts(text: str, place: int, parts: re.Match[str]) -> Answer | None:
    over = numerals.read(parts["parts"].replace("仟", "千").replace("佰", "百"))
    read = _thousands(text, parts.end()) or numerals.at(text, parts.end())
    if over is None or read is None or (place and text[place - 1] in "一二三四五六七八九"):
        return None
    value = None if read.low != read.high else _EXACT.divide(read.value * 100, over.value)
    return Answer(place, read.end, value)


def _tenth(text: str, place: int, read: numerals.Numeral) -> Answer:
    """六点五成 is 65, 75折 is 75, 九九折 is 99, 七成六 is 76; 十折 is none."""
    digits, end = text[read.start : read.end], read.end + 1
    if text[read.end] == "折":
        two = read.value >= 10 or (len(digits) == 2 and "十" not in digits)
        if digits == "十":
            return Answer(place, end, None)
        return Answer(place, end, read.value if two else read.value * 10)
    value = read.value * 10
    more = numerals.at(text, end)
    if more is not None and more.value < 10:
        return Answer(place, more.end, value + more.value)
    if text.startswith("半", end):
        return Answer(place, end + 1, value + 5)
    return Answer(place, end, value)


_CURRENCY = {"CNY": "CNY", "BTC": "Bitcoin"}
_SYMBOLS = {"$": "Dollar", "￥": "CNY", "¥": "CNY"}
_PARTS_OF = {"角": "0.1", "毛": "0.1", "分": "0.01", "美分": "0.01", "日本銭": "0.01"}
_MONEY_WORDS = re.compile("人民币|美元|欧元|日元|港元|英镑")


def currency(text: str) -> list[Answer]:
    """The sums of money of a text, as the suite's currency model has them.

    >>> [(str(one.value), one.unit) for one in currency("五元三毛，$20")]
    [('5.3', 'CNY'), ('20', 'Dollar')]
    """
    folded = numerals.folded(text)
    out: list[Answer] = []
    place = 0
    while place < len(folded):
        found = _sum_at(folded, place) or _word_at(folded, place)
        if found is not None:
            out.append(found)
        place = found.end if found else _past(folded, place)
    return out


def _past(text: str, place: int) -> int:
    read = numerals.at(text, place)
    return read.end if read else place + 1


def _word_at(text: str, place: int) -> Answer | None:
    found = _MONEY_WORDS.match(text, place)
    told = units.unit(found[0]) if found else None
    return Answer(place, found.end(), None, told.code) if found and told else None


def _sum_at(text: str, place: int) -> Answer | None:
    symbol = _SYMBOLS.get(text[place])
    read = numerals.at(text, place + (symbol is not None))
    if read is None:
        return None
    if symbol is not None:
        return Answer(place, read.end, read.value, symbol)
    if text.startswith("块", read.end) and read.end + 1 == len(text):
        return Answer(place, read.end + 1, read.value, "CNY")
    printed = units.at(text, read.end) or (
        units.at(text, read.end + 1) if text[read.end : read.end + 1] == " " else None
    )
    if printed is None or printed.unit.family != "currency" or printed.form in _PARTS_OF:
        return None
    value, end = read.value, printed.end
    while part := _part_at(text, end):
        value, end = _EXACT.add(value, part[0]), part[1]
    return Answer(place, end, value, _CURRENCY.get(printed.unit.code, printed.unit.code))


def _part_at(text: str, end: int) -> tuple[Decimal, int] | None:
    """三毛 after 五元."""
    start = end + text.startswith("又", end)
    read = numerals.at(text, start)
    if read is None:
        return None
    for form in sorted(_PARTS_OF, key=len, reverse=True):
        if text.startswith(form, read.end):
            return read.value * Decimal(_PARTS_OF[form]), read.end + len(form)
    return None


_DIMENSIONS = {
    "mu": "Mu",
    "kg": "Kilogram",
    "g": "Gram",
    "ug": "Microgram",
    "t": "Ton",
    "jin": "Jin",
    "liang": "Liang",
    "m": "Meter",
    "cm": "Centimeter",
    "km": "Kilometer",
    "bit": "Bit",
    "kbit": "Kilobit",
    "kB": "Kilobyte",
    "MB": "Megabyte",
}


def dimension(text: str) -> list[Answer]:
    """The measures of a text, as the suite's dimension model has them.

    >>> dimension("两米半")
    [Answer(start=0, end=3, value=Decimal('2.5'), unit='Meter')]
    """
    folded = numerals.folded(text)
    out: list[Answer] = []
    place = 0
    while place < len(folded):
        minus = folded[place] in "负-"
        read = numerals.at(folded, place + minus)
        found = _measured(folded, place, read, minus) if read else None
        if found is not None:
            out.append(found)
        place = found.end if found else read.end if read else place + 1
    return out


def _measured(text: str, place: int, read: numerals.Numeral, minus: bool) -> Answer | None:
    printed = units.at(text, read.end)
    if printed is None or printed.unit.code not in _DIMENSIONS:
        return None
    half = text.startswith("半", printed.end)
    value = _EXACT.add(read.value, Decimal("0.5")) if half else read.value
    return Answer(place, printed.end + half, -value if minus else value, _DIMENSIONS[printed.unit.code])


MODELS: dict[str, Callable[[str], list[Answer]]] = {
    "Number/NumberModel": number,
    "Number/PercentModel": percent,
    "NumberWithUnit/CurrencyModel": currency,
    "NumberWithUnit/DimensionModel": dimension,
}
"""The suite's files, each with what answers it."""


def misses(folder: Path) -> Iterator[tuple[str, int, str, list[Answer], list[Answer]]]:
    """Every supported case that is not right as a whole: its file, index, text, what it wants and what we say."""
    for name, model in MODELS.items():
        cases = json.loads((folder / f"{name}.json").read_text(encoding="utf-8-sig"))
        for index, case in enumerate(cases):
            if "python" not in case.get("NotSupported", "") and not _same(ours := model(case["Input"]), _wanted(case)):
                yield name, index, case["Input"], _wanted(case), ours
