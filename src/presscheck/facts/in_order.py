"""Names and figures that a sentence tells in one order: 甲、乙、丙三市分别增长5.1%、6.2%、7.3%.

Each figure is of the name that stands where it stands. Where there are as many names as figures the order alone tells
whose each is; where there are not, no single one of the names is anybody's.
"""

import re
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from presscheck.facts.items import MARKS
from presscheck.facts.roles import MOST, Trigger
from presscheck.facts.sentences import Said
from presscheck.facts.tokens import BREAK, FIGURE, NOMINAL, PARTIES, TIME, Token, cut
from presscheck.model.fact import Words

Span = tuple[int, int]
_IN_ORDER = frozenset(("分别", "依次", "各为", "分列"))
_JOINTS = frozenset(("、", "和", "与", "及", "以及"))
_BETWEEN = frozenset(("change", "link", "basis", "d", "p", "u"))
"""What may stand between figures of one row: 增长1.2%、下降0.5%."""
_WORDS = NOMINAL | {"zg"}
"""The tags of words in a name; the tagger is not sure of 县."""
_PLACES = frozenset((*PARTIES, "ns", "nt", "nr", "s", "f"))
_ALL_OF_THEM = re.compile("(?:等)?[两三四五六七八九十]*(?:[个大省市县区国州地家项类种]|省份|地区)$")
_MEASURED = re.compile(
    "[^人日年户]*(?:[量额值数率产]|价格|收入|支出|出口|进口|排放|消耗|投资|面积|规模|比重|占比|指数|贷款|存款|余额|利润)"
)
_PER = frozenset(("人均", "户均", "日均", "月均", "年均", "平均", "累计", "共", "全年"))
_FEW, _MANY = 2, 12


class Row(NamedTuple):
    """Names in a row: each with its place, all of them, and what is told of each behind them (``tail``)."""

    names: tuple[Span, ...]
    tail: Span | None
    whose: bool

    @property
    def place(self) -> Span:
        """From the first name to the last."""
        return self.names[0][0], self.names[-1][1]


class Pair(NamedTuple):
    """What the order tells of a figure: its name; ``None``: that it is of none of the row."""

    row: Row
    name: Span | None


def pairs(said: Said, figures: Sequence[Trigger]) -> dict[int, Pair]:
    """For each figure that is told in order with names, by its number, what the order tells of it."""
    tokens, found = said.sentence.tokens, dict[int, Pair]()
    if len(tokens) > MOST or not any(one in said.text for one in _IN_ORDER):
        return {}
    row: Row | None = None
    numbers = {trigger.first: number for number, trigger in enumerate(figures)}
    for at, token in enumerate(tokens):
        if token.word in _IN_ORDER:
            told = [[numbers[place] for place in some if place in numbers] for some in _runs(tokens, at)]
            row = _row(said, at, {len(told[0]), sum(map(len, told))}) or row
            if row is not None and sum(map(len, told)) >= _FEW:
                found |= _paired(row, told)
    return found


def listed(said: Said, figures: Sequence[Trigger]) -> dict[int, Pair]:
    """For each figure of a list whose items begin with whose they are, whose it is: 清河县3吨、北坡县5吨."""
    items = [_item(said, trigger) for trigger in figures]
    found: dict[int, Pair] = {}
    for number, item in enumerate(items):
        before = items[number - 1] if number else None
        if item is None or before is None or item.low != figures[number - 1].last + 1:
            continue
        tail = item.tail or (found[number - 1].row.tail if number - 1 in found else before.tail)
        found.setdefault(number - 1, Pair(Row((before.name, item.name), before.tail, True), before.name))
        found[number] = Pair(Row((before.name, item.name), tail, True), item.name)
    return found


def heads(said: Said) -> Iterator[int]:
    """For each figure where the first of its row stands: what is told before it is told of all (增长1%、2%和3%)."""
    text, first, before = said.part.text, 0, None
    for one in said.figures:
        joined = before and text[before.end : one.start].strip() in _JOINTS
        if not joined or before.quantity.family != one.quantity.family:
            first = one.start
        yield first
        before = one


class _Item(NamedTuple):
    """What stands before a figure of a list from the token ``low`` on: whose it is, and what it counts, if that."""

    low: int
    name: Span
    tail: Span | None


def _item(said: Said, figure: Trigger) -> _Item | None:
    """The words before a figure back to the last mark, where they are a name and nouns or words of change."""
    tokens = said.sentence.tokens
    low = figure.first
    while low and tokens[low - 1].tag in _ITEM and tokens[low - 1].word != "、":
        low -= 1
    first = low + (tokens[low].word in _LEADS)
    if (low and tokens[low - 1].word not in MARKS) or first >= figure.first or tokens[first].tag not in _OWNERS:
        return None
    behind = first + 1
    last = next((n for n in range(behind, figure.first) if tokens[n].tag not in _WORDS), figure.first)
    if any(token.tag in PARTIES for token in tokens[behind : figure.first]):
        return None
    tail = (tokens[behind].start, tokens[last - 1].end) if behind < last else None
    return _Item(low, (tokens[first].start, tokens[first].end), tail)


_OWNERS = frozenset(("place", "organisation", "country", "person", "ns", "nt"))
_ITEM = (NOMINAL | _BETWEEN | {"v"}) - {"p"}


def settled(said: Said, pair: Pair, filled: dict[str, Words | None]) -> dict[str, Words | None]:
    """The roles of a figure as the order tells them; others stay, but for one that is a piece of the row."""
    row, name = pair.row, pair.name
    subject, indicator = filled["subject"], filled["indicator"]
    if name is None:
        free = {role: None if _piece_of(words, said, row.place) else words for role, words in filled.items()}
        return free | {"subject": subject} if subject and _leads_all(subject, said, row) else free
    lead = subject if subject and _leads(subject, said, row) else None
    if lead and name == row.names[0]:
        name = (lead.end, name[1])
    behind = indicator if indicator and _behind(indicator, said, row) else None
    if behind and behind.start < name[1] and name == row.names[-1]:
        name = (name[0], behind.start)
    free = {
        role: None if any(_meets(words, said, one) for one in row.names) else words for role, words in filled.items()
    }
    whose = row.whose or behind is not None or (indicator is not None and _told_before(indicator, said, row))
    role = "subject" if whose else "indicator"
    whole = filled[role] if _only(filled[role], said, row, name) else said.part.words(*name)
    if not whose:
        return {"subject": lead or free["subject"], "indicator": whole}
    tail = said.part.words(*row.tail) if row.tail else None
    return {"subject": whole, "indicator": behind or free["indicator"] or tail}


def _leads(subject: Words, said: Said, row: Row) -> bool:
    """Whether a name leads in the whole row: 上海 of 上海线下和线上消费."""
    first = row.names[0]
    return _meets(subject, said, first) and subject.start == first[0] and subject.end < first[1]


def _leads_all(subject: Words, said: Said, row: Row) -> bool:
    """Whether a party leads in the whole row, and none in another name: 云州市 of 云州市小麦、玉米、大豆."""
    party = _party(said, subject.start)
    whole = party is not None and party.end == subject.end
    others = [_party(said, low) for low, _ in row.names[1:]]
    return whole and _leads(subject, said, row) and not any(one and one.tag in PARTIES for one in others)


def _behind(indicator: Words, said: Said, row: Row) -> bool:
    """Whether what is counted stands behind the last name, or is its end (物流总额 of 装备制造业物流总额)."""
    low, high = row.names[-1]
    here = (indicator.part, indicator.paragraph) == (said.part.name, said.part.paragraph)
    return (
        here and low < indicator.start < high + _FAR and indicator.end >= high and not _repeated(said, indicator, row)
    )


_FAR = 8


def _told_before(indicator: Words, said: Said, row: Row) -> bool:
    """Whether what is counted was told before the names: 增加值增长9.5%，其中甲业、乙业分别增长12.8%和8.6%."""
    if (indicator.part, indicator.paragraph) != (said.part.name, said.part.paragraph):
        return True
    return indicator.end <= row.place[0]


def _repeated(said: Said, indicator: Words, row: Row) -> bool:
    """Whether each name has what is counted in itself: 普通贷款余额、长期贷款余额."""
    return said.part.text[slice(*row.names[0])].endswith(indicator.text[-2:])


def _only(words: Words | None, said: Said, row: Row, name: Span) -> bool:
    """Whether words hold one name, and nothing of the others."""
    if words is None or not _meets(words, said, name) or words.start != name[0] or words.end < name[1]:
        return False
    return not any(_meets(words, said, one) for one in row.names if one[0] != name[0] and one[1] != name[1])


def _paired(row: Row, told: Sequence[Sequence[int]]) -> dict[int, Pair]:
    """Each figure with its name: those of each run that is as long as the row, or of all runs together."""
    size, whole = len(row.names), [number for some in told for number in some]
    if len(told[0]) == size:
        runs = [some for some in told if len(some) == size]
        return {number: Pair(row, name) for some in runs for number, name in zip(some, row.names, strict=True)}
    names = row.names if len(whole) == size else (None,) * len(whole)
    return {number: Pair(row, name) for number, name in zip(whole, names, strict=True)}


def _runs(tokens: Sequence[Token], at: int) -> list[list[int]]:
    """The figures behind 分别, those of each clause by themselves, up to where something else is told."""
    found: list[list[int]] = [[]]
    for number in range(at + 1, len(tokens)):
        token = tokens[number]
        if token.tag == FIGURE:
            found[-1].append(number)
        elif token.word == "，" and found[-1]:
            found.append([])
        elif not _goes_on(token, begun=any(found)):
            break
    return found if found[-1] or len(found) == 1 else found[:-1]


def _goes_on(token: Token, *, begun: bool) -> bool:
    """Whether a word may stand between figures of one run, or before the first."""
    if begun:
        return (token.tag in _BETWEEN or token.word in _JOINTS) and token.word not in _IN_ORDER
    return token.tag != BREAK and token.word != "、"


def _row(said: Said, at: int, counts: Container[int]) -> Row | None:
    """The names in the clause before 分别: as many as there are figures, where it can be read so."""
    tokens, text = said.sentence.tokens, said.part.text
    low = next((n for n in range(at - 1, -1, -1) if tokens[n].tag in (BREAK, FIGURE, TIME)), -1) + 1
    start, end = tokens[low].start, tokens[at].start
    if low >= at or any(mark in text[start:end] for mark in "（）()《》"):
        return None
    words = cut(text, start, end).tokens
    marks = [n for n, word in enumerate(words) if word.word == "、"]
    joints = [n for n, word in enumerate(words) if word.word in _JOINTS]
    if not 1 <= len(joints) < _MANY:
        return None
    joints = marks if marks and len(marks) + 1 in counts else joints
    return _names(said, words, joints)


def _names(said: Said, words: Sequence[Token], joints: Sequence[int]) -> Row | None:
    """The names between the joints: of the first the nouns right before it, of the last those right behind."""
    first = _back(words, joints)
    middle = [(low + 1, high) for low, high in pairwise(joints)]
    party = _party(said, words[joints[-1]].start)
    last = joints[-1] + 1
    nouns = next((n for n in range(last, len(words)) if not _in_name(words[n])), len(words))
    ends = max(party.end, words[last].start) if party and last < len(words) else 0
    high = next((n for n in range(last, len(words)) if words[n].start >= ends), len(words)) if ends else nouns
    high = high if ends else last + _named(words[last:nouns])
    spans = [(first, joints[0]), *middle, (last, high)]
    if any(low >= high or not _nominal(words[low:high]) for low, high in spans):
        return None
    if first and not (words[first - 1].tag in _BEFORE or words[first - 1].word in _LEADS):
        return None
    places = tuple((words[low].start, words[high - 1].end) for low, high in spans)
    shorn = _shorn(said.part.text, places[-1])
    names = (*places[:-1], shorn)
    nouns = next((n for n in range(high, len(words)) if words[n].tag not in _WORDS), len(words))
    tail = (words[high].start, words[nouns - 1].end) if high < nouns else None
    whose = tail is not None or party is not None or all(_party(said, low) for low, _ in names)
    return Row(names, tail, whose)


def _named(words: Sequence[Token]) -> int:
    """How many of the nouns behind the last joint are the name: all but what is measured of it (天然气 产量)."""
    count = next((n for n, word in enumerate(words) if n and word.word in _PER), len(words))
    if count > 1 and _MEASURED.fullmatch(words[count - 1].word):
        count -= 1
    return count


def _back(words: Sequence[Token], joints: Sequence[int]) -> int:
    """Where the first name begins: behind a verb, or a preposition that leads in all of them."""
    first = joints[0]
    while first and (words[first - 1].tag in _WORDS or words[first - 1].word in _JOINTS):
        if words[first - 1].word in _LEADS:
            break
        first -= 1
    return first


_BEFORE = frozenset(("v", "d", "c", "change", "link", "basis"))
_LEADS = frozenset(
    ("对", "向", "从", "由", "自", "其中", "全国", "全省", "全市", "全县", "我国", "该省", "该市", "当地", "它们")
)


def _nominal(words: Sequence[Token]) -> bool:
    return all(_in_name(word) or word.word == "的" for word in words)


def _in_name(word: Token) -> bool:
    return word.tag in _WORDS or word.word in _JOINTS


def _party(said: Said, place: int) -> Token | None:
    """The party in whose words a place of the text stands."""
    held = said.sentence.at(place, place + 1)
    token = said.sentence.tokens[held[0]] if held else None
    return token if token and token.tag in _PLACES else None


def _shorn(text: str, place: Span) -> Span:
    """The last name without the number of all of them: 北坡 of 清河、临海、北坡三市."""
    found = _ALL_OF_THEM.search(text, *place)
    numbered = found and len(found[0]) > 1 and found.start() > place[0] + 1
    return (place[0], found.start()) if found and numbered else place


def _meets(words: Words | None, said: Said, place: Span) -> bool:
    if words is None or (words.part, words.paragraph) != (said.part.name, said.part.paragraph):
        return False
    return words.start < place[1] and words.end > place[0]


def _piece_of(words: Words | None, said: Said, place: Span) -> bool:
    """Whether words are one of several names, not all of them."""
    return words is not None and _meets(words, said, place) and not (words.start <= place[0] and words.end >= place[1])
