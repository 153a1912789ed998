"""Numbers as print has them, read exactly: 2.7万, 一万三千, 三十几万, 25万6千, 三分之二, 80多亿."""

import re
from collections.abc import Iterator
from decimal import Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from presscheck.model.fact import Operator

LONGEST = 40
"""A longer run of figures is no number."""
_EXACT = Context(prec=100)
_RATIO = Context(prec=28)
_ONE, _TEN, _ZERO = Decimal(1), Decimal(10), Decimal(0)

_DIGITS = {char: Decimal(value) for value, char in enumerate("〇一二三四五六七八九")}
_DIGITS |= {char: Decimal(value) for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
_DIGITS |= {char: Decimal(value) for value, char in enumerate("零壹貳參肆伍陸柒捌玖")}
_DIGITS |= {"两": Decimal(2), "兩": Decimal(2), "倆": Decimal(2), "俩": Decimal(2), "叄": Decimal(3), "弍": Decimal(2)}
_SMALL = {"十": 1, "百": 2, "千": 3, "拾": 1, "佰": 2, "仟": 3, "廿": 1, "卅": 1}
_GREAT = {"万": 4, "萬": 4, "亿": 8, "億": 8, "兆": 12}
_WEIGHT = {char: Decimal(10) ** place for char, place in (_SMALL | _GREAT).items()}
_SCORES = {"廿": Decimal(2), "卅": Decimal(3)}
_ROMAN = {chr(0x2160 + n): Decimal(n + 1) for n in range(12)}
_ZEROS = frozenset("零〇")
_LATIN = str.maketrans("０１２３４５６７８９．％－／", "0123456789.%-/")
_Tokens = tuple[str, ...]
_LATELY = 1024
"""Numbers that are remembered."""
_WIDE = re.compile("[０-９．％－／]")

PLAIN = "零〇一二两兩三四五六七八九十百千万萬亿億兆廿卅"
FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟貳參陸叄"
_ARABIC = r"(?:[0-9]{1,3}(?:[,，][0-9]{3}){1,8}(?![0-9]|[,，][0-9])|[0-9]++)(?:\.[0-9]++)?"
_ONES = "[零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖]"
_GREATS = "(?:[万萬亿億]|兆(?![瓦字比赫帕欧焦伏])|(?<!十)百(?!分点|分點|帕)|(?<!十)千(?![克瓦伏卡赫帕焦比字])|十)"
_TWO = "[两兩](?=[百千万萬亿億])|(?<=[一三])两(?=[个天年次名人位句百十])"
_HAN = f"(?:[零〇一二三四五六七八九廿卅]|{_GREATS}|{_TWO})"
_FORMAL = f"[{FORMAL}]"
# 伍, 拾, 陆 and 肆 are in common words too: 队伍, 收拾, 陆地, 放肆.
_FORMAL_FIRST = (
    f"(?:[壹贰叁柒捌玖貳參叄]|[佰仟](?=分之)|(?<=分之)[{FORMAL}]|[{FORMAL}](?=[{FORMAL}]|点{_ONES})"
    "|(?<![队大内登着入退])[肆伍陆](?=[万萬亿億])|拾(?=[零万萬亿億]|[一二三四五六七八九][零万萬亿億]))"
)
_COUNTED = (
    "(?=[个名人岁年天家万种次位座吨米元斤栋亩件条项辆台户处张只篇艘架株棵枚部款例块分小度平里]"
    "|起(?![草源诉])|公[里斤顷])"
)
_RUN = re.compile(
    rf"(?:{_ARABIC}|[两兩倆]|{_HAN}|{_FORMAL_FIRST}|[几幾数數](?=[十百千万萬亿億])|[Ⅰ-Ⅻ])"
    rf"(?:(?<=[0-9])[ \u00a0]?(?!千米){_GREATS}|(?<![0-9]){_HAN}|(?<=[十百千万萬亿億零]){_ARABIC}|{_FORMAL}"
    rf"|[两兩](?=[三四])|点{_ONES}++(?![十百千刻])|[多余餘](?=\ ?[万萬亿億])"
    rf"|(?<=[十百千])来(?=[万萬亿億])|[几幾](?=[十百千万萬亿億]))*"
    rf"(?:(?<=[十百千万萬亿億0-9])[多余餘](?![年]生|额|下的)|(?<=[十零])[几幾](?![乎何])|(?<=[十百千万亿])来{_COUNTED})?"
)
_FIRST = re.compile(f"[0-9{PLAIN}{FORMAL}几幾数數倆Ⅰ-Ⅻ]")
_TOKEN = re.compile(rf"{_ARABIC}|点{_ONES}++|[^ \u00a0]")
_PAIRS = {("三", "五"), ("一", "两")} | set(zip("一二三四五六七八", "二三四五六七八九", strict=True)) | {("两", "三")}
_SLASH = re.compile(r"([1-9])/([2-9]|1[0-9])(?![0-9/年月日.])")
_VAGUE = frozenset("几幾数數")
_MORE = frozenset("多余餘")


class Numeral(NamedTuple):
    """A number as printed from ``start`` to ``end``, with the interval its own words allow.

    ``resolution`` is the place value of its last printed digit; ``head`` the number before its last 万
    or 亿, ``scale`` what that multiplies by (15万: 15 and 10000), for ranges print the 万 only once. ``parts``: over
    how many, in a fraction.
    """

    start: int
    end: int
    value: Decimal
    low: Decimal
    high: Decimal
    resolution: Decimal
    operator: Operator = Operator.EQUAL
    low_open: bool = False
    high_open: bool = False
    head: Decimal = _ZERO
    scale: Decimal = _ONE
    parts: Decimal | None = None


class _Read(NamedTuple):
    value: Decimal
    resolution: Decimal
    head: Decimal
    scale: Decimal


def folded(text: str) -> str:
    """The text with its full-width figures and their marks as half-width ones, character for character.

    >>> folded("１．５％")
    '1.5%'
    """
    return text.translate(_LATIN) if _WIDE.search(text) else text


def read(text: str) -> Numeral | None:
    """The number that ``text`` is, from its first to its last character; else ``None``.

    >>> [str(read(one).value) for one in ("一万五千亿", "25万6千", "两千零三", "1,100.9亿", "廿二", "２．７万")]
    ['1500000000000', '256000', '2003', '110090000000.0', '22', '27000.0']
    >>> read("三分之二").value.quantize(Decimal("0.0001")), read("八十多亿").high
    (Decimal('0.6667'), Decimal('9000000000'))
    """
    found = at(folded(text), 0)
    return found if found and found.end == len(text) else None


def find(text: str) -> tuple[Numeral, ...]:
    """Every number in ``text``, whatever it counts, in order.

    >>> [text[one.start : one.end] for text in ("十几万人中的三分之一",) for one in find(text)]
    ['十几万', '三分之一']
    """
    return tuple(_all(folded(text)))


def _all(text: str) -> Iterator[Numeral]:
    place = 0
    while first := _FIRST.search(text, place):
        start = first.start()
        run = _RUN.match(text, start)
        found = at(text, start) if run else None
        if found:
            yield found
        place = found.end if found else run.end() if run else start + 1


def at(text: str, start: int) -> Numeral | None:
    """The number that begins at ``start`` of a folded text, fractions whole: 二又三分之一.

    >>> at("共三万余人", 1).operator.value
    '>'
    """
    run = _RUN.match(text, start)
    if run is None:
        return None
    end = run.end()
    if text.startswith("又", end) and (rest := _fraction(text, end + 1)):
        whole = _numeral(text, start, end)
        return whole and _mixed(whole, rest)
    return _fraction(text, start) or _numeral(text, start, end)


def passed(text: str, start: int) -> int:
    """Where to look on after what begins at ``start`` and is no number.

    >>> passed("〇" * 50 + "年", 0)
    50
    """
    run = _RUN.match(text, start)
    return run.end() if run else start + 1


def _fraction(text: str, start: int) -> Numeral | None:
    """``None`` where what stands at ``start`` is no N分之M."""
    if slash := _SLASH.match(text, start):
        above, below = Decimal(slash[1]), Decimal(slash[2])
        value = _RATIO.divide(above, below)
        return Numeral(start, slash.end(), value, value, value, _ONE, head=above, parts=below)
    over = _RUN.match(text, start)
    if over is None or not text.startswith("分之", over.end()):
        return None
    under = _RUN.match(text, over.end() + 2)
    if under is None:
        return None
    parts, count = _numeral(text, start, over.end()), _numeral(text, under.start(), under.end())
    if parts is None or count is None or parts.value == 0:
        return None
    value, low, high, step = (
        _RATIO.divide(one, parts.value) for one in (count.value, count.low, count.high, count.resolution)
    )
    return count._replace(
        start=start, value=value, low=low, high=high, resolution=step, parts=parts.value, head=count.value
    )


def _mixed(whole: Numeral, rest: Numeral) -> Numeral:
    value = _RATIO.add(whole.value, rest.value)
    return rest._replace(start=whole.start, value=value, low=value, high=value, parts=rest.parts)


def _numeral(text: str, start: int, end: int) -> Numeral | None:
    if end - start > LONGEST:
        return None
    tokens = tuple(_TOKEN.findall(text, start, end))
    if tokens[0] in _ROMAN:
        value = _ROMAN[tokens[0]]
        return Numeral(start, end, value, value, value, _ONE, head=value) if len(tokens) == 1 else None
    more = any(token in _MORE for token in tokens)
    if more:
        tokens = tuple(token for token in tokens if token not in _MORE)
        plain = _value(tokens)
        return plain and _above(start, end, plain)
    if "来" in tokens:
        plain = _value(tuple(token for token in tokens if token != "来"))
        return plain and _around(start, end, plain)
    if any(token in _VAGUE for token in tokens):
        return _vague(start, end, tokens)
    if (pair := _pair(tokens)) is not None:
        return _spread(start, end, tokens, pair)
    plain = _value(tokens)
    if plain is None:
        return None
    value, resolution, head, scale = plain
    return Numeral(start, end, value, value, value, resolution, head=head, scale=scale)


def _above(start: int, end: int, plain: _Read) -> Numeral:
    """4000多: above, but below the next of its last place that is not zero."""
    value, step = plain.value, last_place(plain.value)
    high = _EXACT.add(value, step)
    return Numeral(start, end, value, value, high, step, Operator.MORE, True, True, plain.head, plain.scale)


def _around(start: int, end: int, plain: _Read) -> Numeral:
    step = last_place(plain.value) / 2
    low, high = _EXACT.subtract(plain.value, step), _EXACT.add(plain.value, step)
    return Numeral(start, end, plain.value, low, high, step, Operator.ABOUT, head=plain.head, scale=plain.scale)


def last_place(value: Decimal) -> Decimal:
    """The place of the last digit that is not zero: of 4700 it is 100.

    >>> str(last_place(Decimal("4700")))
    '1E+2'
    """
    if value == 0:
        return _ONE
    exponent = value.normalize(_EXACT).as_tuple().exponent
    return Decimal((0, (1,), int(exponent)))


def _vague(start: int, end: int, tokens: _Tokens) -> Numeral | None:
    """几十 is 20 to 99, 十几 is 11 to 19."""
    place = next(n for n, token in enumerate(tokens) if token in _VAGUE)
    if place == 0:
        weight = _WEIGHT.get(tokens[1]) if len(tokens) > 1 else None
        rest = _value(("1", *tokens[2:])) if len(tokens) > 2 else _Read(_ONE, _ONE, _ONE, _ONE)
        if weight is None or rest is None:
            return None
        low, high = weight * (1 if tokens[1] == "千" and tokens[0] in "数數" else 2), weight * 10 - 1
        low, high = _EXACT.multiply(low, rest.value), _EXACT.multiply(high, rest.value)
        return Numeral(start, end, low, low, high, weight * rest.value, Operator.RANGE)
    low_read, high_read = (_value((*tokens[:place], digit, *tokens[place + 1 :])) for digit in ("一", "九"))
    if low_read is None or high_read is None or (tokens[place - 1] in _DIGITS and tokens[place - 1] not in _ZEROS):
        return None
    return Numeral(start, end, low_read.value, low_read.value, high_read.value, low_read.resolution, Operator.RANGE)


def _pair(tokens: _Tokens) -> int | None:
    """Where two digits stand for a range: 两三, 三四十, 七八千; not in 一九四九."""
    places = [n for n in range(len(tokens) - 1) if tokens[n] in _DIGITS and tokens[n + 1] in _DIGITS]
    if len(places) == 1 and (tokens[places[0]], tokens[places[0] + 1]) in _PAIRS:
        return places[0]
    return None


def _spread(start: int, end: int, tokens: _Tokens, place: int) -> Numeral | None:
    first, second = (_value((*tokens[:place], tokens[place + n], *tokens[place + 2 :])) for n in (0, 1))
    if first is None or second is None:
        return None
    return Numeral(start, end, first.value, first.value, second.value, first.resolution, Operator.RANGE)


@lru_cache(_LATELY)
def _value(tokens: _Tokens) -> _Read | None:
    """The value of plain tokens: figures, digits, 十百千, 万亿兆, a point with its decimals."""
    if len(tokens) > 1 and all(token in _DIGITS for token in tokens):
        value = Decimal("".join(str(_DIGITS[token]) for token in tokens))
        return _Read(value, _ONE, value, _ONE)
    return _Sum().over(tokens)


class _Sum:
    """The adding up of one number: ``parts`` are the sums before 万, 亿, 兆, each with its weight."""

    def __init__(self) -> None:
        self.parts: list[tuple[Decimal, Decimal]] = []
        self.section = _ZERO
        self.digit: Decimal | None = None
        self.step = _ONE
        self.last = _ONE
        self.head = _ZERO
        self.empty = True

    def over(self, tokens: _Tokens) -> _Read | None:
        before = ""
        for token in tokens:
            if not self.take(token, before):
                return None
            before = token
        if self.digit is not None and before in _DIGITS and before not in _ZEROS and len(tokens) > 1:
            self.short(tokens[-2])
        total = _EXACT.add(self.section, self.digit or _ZERO)
        for value, weight in self.parts:
            total = _EXACT.add(total, _EXACT.multiply(value, weight))
        scale = self.parts[-1][1] if self.parts and before in _GREAT else _ONE
        return _Read(total, self.step, self.head if scale != 1 else total, scale)

    def short(self, before: str) -> None:
        """一万三 is 13000: a last digit right after a weight is of the place below it."""
        if before in _WEIGHT and before not in ("十", "拾", "廿", "卅") and self.digit is not None:
            self.step = self.last / 10
            self.digit = _EXACT.multiply(self.digit, self.step)

    def take(self, token: str, before: str) -> bool:
        if token in _DIGITS:
            if token in _ZEROS:
                return self.digit is None or before in _ZEROS or self.digit == 0 or self.rest(before)
            if self.digit is not None and before in _DIGITS and before not in _ZEROS:
                return False
            self.digit, self.step = _DIGITS[token], _ONE
        elif token in _SMALL:
            self.small(token)
        elif token in _GREAT:
            self.great(token, before)
        elif token[0] == "点":
            self.decimals("".join(str(_DIGITS[char]) for char in token[1:]), before)
        elif token[0].isdigit():
            if self.digit is not None:
                return False
            self.digit = Decimal(token.replace(",", "").replace("，", ""))
            self.step = Decimal((0, (1,), int(self.digit.as_tuple().exponent)))
        else:
            return False
        self.empty = False
        return True

    def rest(self, before: str) -> bool:
        """Whether a zero may stand here: not right after a digit, 五零 is no sum."""
        return before not in _DIGITS

    def small(self, token: str) -> None:
        weight = _WEIGHT[token]
        times = _SCORES.get(token, _ONE) if self.digit is None else self.digit
        self.section = _EXACT.add(self.section, _EXACT.multiply(times, weight))
        self.step = _EXACT.multiply(self.step if self.digit is not None else _ONE, weight)
        self.digit, self.last = None, weight

    def great(self, token: str, before: str) -> None:
        weight = _WEIGHT[token]
        own = _EXACT.add(self.section, self.digit or _ZERO)
        if own == 0 and before in _GREAT and self.parts:
            value, earlier = self.parts.pop()
            self.parts.append((value, _EXACT.multiply(earlier, weight)))
        else:
            own = own if own or not self.empty else _ONE
            while self.parts and self.parts[-1][1] < weight:
                value, earlier = self.parts.pop()
                own = _EXACT.add(own, _EXACT.multiply(value, earlier))
            self.head = own
            self.parts.append((own, weight))
        plain = self.step if self.digit is not None or before in _SMALL else _ONE
        self.step = _EXACT.multiply(self.step, weight) if before in _GREAT else _EXACT.multiply(plain, weight)
        self.section, self.digit, self.last = _ZERO, None, weight

    def decimals(self, digits: str, before: str) -> None:
        if self.digit is not None and before in _DIGITS and before not in _ZEROS and self.last > _TEN:
            self.digit = _EXACT.multiply(self.digit, self.last / 10) if self.section or self.parts else self.digit
        self.digit = _EXACT.add(self.digit or _ZERO, Decimal(f"0.{digits}"))
        self.step = Decimal((0, (1,), -len(digits)))
