"""Lists that say how many things they name: 三点建议：一是…二是…, 甘肃、青海两省, 进口、出口分别增长3%、5%."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from presscheck.check.audit.places import Place, fault
from presscheck.check.audit.story import Story
from presscheck.data import rows
from presscheck.errors import Lang
from presscheck.language.calendar import numeral
from presscheck.model import Change
from presscheck.model.verdict import Finding
from presscheck.record.passages import Text

_TABLE = "audit/lists"
_COUNT = r"(?P<count>[二两三四五六七八九]|十[一二三四五六七八九]?|[2-9]|1\d)"
_PIECE = r"[^，。；：、！？“”‘’（）()\n\d]"
_ORDINAL = re.compile(r"(?<![第统划专合惟唯万之])([一二三四五六七八九]|十[一二三四五六]?)是(?!否|非)")
_AND = re.compile("以及|[和与及]")
_VALUE = r"(?:[近约超逾]|超过|接近|达到?)?\d+(?:\.\d+)?(?:[万千百亿]+)?(?:个?百分点|[%％‰]|[一-鿿/]{0,4}?)"
_VALUES = re.compile(
    rf"分别(?:[^，。；：、\d]{{0,10}}?)(?P<values>{_VALUE}(?:(?:、|和|与|及|以及){_VALUE})+)(?=[，。；、）]|$)"
)
_NO_NAME = re.compile("[将以在对于由从是为把向到赴的跨]|推进|包括|涵盖|设有|设置|参加|委托")
_GROUP = re.compile(
    r"等|东盟|欧盟|流域|沿[黄江海边]|京津|三角|成渝|川渝|鄂豫"
    r"|东北|西北|中亚|北欧|海湾|湄公|波罗的海|阿拉伯|首批|[一二三四五六七八九十百两\d]$|[两二三四五六]国"
)
_LONGEST = 8
_GOES_BEFORE = tuple("）)、”》’0123456789")
_JOIN = re.compile(r"、|以及|[和与及](?=[近约超逾]?\d)")
_REACH = 40
"""A count stands at most so many characters before the list it announces."""
MOST = 12
"""A list that names all of its things is no longer."""


@dataclass(frozen=True, slots=True)
class _Item:
    """One 一是, with the number it has and where it stands."""

    text: Text
    start: int
    end: int
    number: int


def find(story: Story, lang: Lang) -> Iterator[Finding]:
    """Lists with more or fewer things than they say, and lists of which a number is left out."""
    yield from _numbered(story, lang)
    for text in story.texts():
        yield from _named(story, text, lang)
        yield from _respective(story, text, lang)
    yield from _control_lists(story, lang)


def _numbered(story: Story, lang: Lang) -> Iterator[Finding]:
    for items in _runs(story):
        last = items[-1].number
        for before, item in pairwise(items):
            if item.number != before.number + 1:
                place = Place(story, item.text, item.start, item.end)
                right = _han(before.number + 1)
                yield fault("listed-out-of-order", "lists_order", [place], lang, [right], right=right)
                break
        else:
            yield from _announced(story, items[0], last, lang)


def _runs(story: Story) -> Iterator[list[_Item]]:
    """The lists of a story, each from its 一是 on, over several paragraphs too."""
    run: list[_Item] = []
    for text in story.texts():
        for found in _ORDINAL.finditer(text.words):
            number = numeral(found[1]) or 0
            if number == 1:
                if len(run) > 1:
                    yield run
                run = [_Item(text, found.start(1), found.end(1), 1)]
            elif run and _goes_on(run, number, text, found.start()):
                run.append(_Item(text, found.start(1), found.end(1), number))
    if len(run) > 1:
        yield run


def _goes_on(run: list[_Item], number: int, text: Text, start: int) -> bool:
    """Whether a number goes on a list: at the head of a clause, and near what was expected."""
    opened = start == 0 or text.words[start - 1] in "，。；：！、 \u3000;"
    return opened and run[-1].number <= number <= run[-1].number + 2 + (run[-1].number > 3)


def _han(number: int) -> str:
    """
    >>> _han(3), _han(10), _han(12)
    ('三', '十', '十二')
    """
    digits = "零一二三四五六七八九"
    return digits[number] if number < 10 else f"十{digits[number - 10] if number > 10 else ''}"


def _announced(story: Story, first: _Item, last: int, lang: Lang) -> Iterator[Finding]:
    words = first.text.words
    start = max(words.rfind("。", 0, first.start - 1), 0)
    start = max(start, words.rfind("，", 0, first.start - 1) + 1)
    near = words[max(start, first.start - _REACH) : first.start]
    found = list(_announcing().finditer(near))
    if not found:
        return
    count = numeral(found[-1]["count"].replace("两", "二"))
    if count is not None and count != last and last > 1:
        at = first.start - len(near) + found[-1].start("count")
        place = Place(story, first.text, at, at + len(found[-1]["count"]))
        whole = [place, Place(story, first.text, first.start, first.end)]
        right = str(last) if found[-1]["count"].isdigit() else _han(last)
        yield fault("listed-count", "lists_announced", whole, lang, [right], count=last)


@cache
def _announcing() -> re.Pattern[str]:
    return re.compile(rf"(?<![第十百共\d]){_COUNT}(?:{_choice('announced')})")


@cache
def _choice(name: str) -> str:
    words = sorted(rows(_TABLE)[name]["words"].split(), key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, words))


def _named(story: Story, text: Text, lang: Lang) -> Iterator[Finding]:
    for found in _naming().finditer(text.words):
        count = numeral((found["count"] or found["all"]).replace("两", "二")) or 0
        if text.words[found.start() - 1 : found.start()] in _GOES_BEFORE:
            continue
        names = _names(found["list"])
        most = len(names) + sum(len(_AND.findall(one)) for one in names)
        wrong = len(names) > count if found["some"] else not len(names) <= count <= most
        if not wrong or count > MOST or not _plain(names):
            continue
        place = Place(story, text, *found.span("count" if found["some"] else "all"))
        right = [_han(most), str(most), "两"] if most == 2 else [_han(most), str(most)]
        whole = [place, Place(story, text, *found.span())]
        yield fault("named-count", "lists_named", whole, lang, right, count=most, names="、".join(names))


@cache
def _naming() -> re.Pattern[str]:
    listed = rf"(?P<list>{_PIECE}{{1,60}}、(?:{_PIECE}{{1,12}}、)*{_PIECE}{{1,12}}?)"
    closed, some = _choice("closed"), _choice("open")
    open_list = rf"(?P<some>等)(?!两国|两地){_COUNT}(?:{some})"
    whole_list = rf"这?(?<![第近数首批])(?!两国|两地){_COUNT.replace('count', 'all')}(?:{closed})"
    return re.compile(rf"{listed}(?:{open_list}|{whole_list})(?![级]|公园|关系|[一二三]市|人民|集团)")


def _names(listed: str) -> list[str]:
    """The things of a list, the last first looked at: the first thing has the words before the list in front of it."""
    names: list[str] = []
    for piece in reversed(listed.split("、")):
        names.insert(0, piece)
        if _NO_NAME.search(piece):
            break
    return names


def _plain(names: list[str]) -> bool:
    """Whether the things are names, so that nothing else is in the list, and none stands for several countries."""
    return len(names) > 1 and all(len(one) <= _LONGEST for one in names[1:]) and not any(map(_GROUP.search, names))


def _respective(story: Story, text: Text, lang: Lang) -> Iterator[Finding]:
    for found in _VALUES.finditer(text.words):
        values = len(_JOIN.findall(found["values"])) + 1
        start = max(text.words.rfind(mark, 0, found.start()) for mark in "，。；：！\n") + 1
        before = text.words[start : found.start()]
        least = before.count("、") + 1
        most = least + len(_AND.findall(before))
        if "等" in before or not 1 < least == most < values or values % most == 0:
            continue
        place = Place(story, text, *found.span("values"))
        yield fault("respectively", "lists_respective", [place], lang, (), things=most, values=values)


def _control_lists(story: Story, lang: Lang) -> Iterator[Finding]:
    """将甲、乙等9家实体列入…: more are named than are counted."""
    for one in story.article.facts:
        if not isinstance(one, Change) or one.count is None or one.count.high is None:
            continue
        if len(one.items) > one.count.high:
            text = story.text_of(one.evidence)
            place = Place(story, text, one.evidence.start, one.evidence.end)
            yield fault("control-count", "lists_control", [place], lang, (), count=len(one.items))
