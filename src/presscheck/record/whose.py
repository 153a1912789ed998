"""Whose a figure is: the country's, a province's, a firm's. In an item about 吉林, figures are 吉林's.

Nearest first: the words before the indicator, the sentence, the paragraph, the headline. Where several places are
named and none is clearly the figure's, or nothing is told at all, it is left open.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from presscheck.data import rows
from presscheck.facts import parties
from presscheck.record.clauses import Clause, Here
from presscheck.record.dating import TELLING
from presscheck.record.indicators import stripped

TABLE = "record/scopes"
NATIONAL = "全国"
_PLACES = ("place", "country", "organisation")
_TAIL = re.compile(
    "^(?:省|市|县|区(?!域)|自治[区州]|全[省市县区境]|地区|"
    "[一二三四五六七八九十]省区?市?|[一二三四五六七八九十]省[一二三四五六七八九十]市)+"
)
_NOT_PLACES = frozenset(("全国", "我国", "中国", "国际", "中央", "地方", "地区", "全省", "全市"))
_OFFICE = re.compile("(?:壮族|回族|维吾尔)?自治区$|(?:全[省市县区](?:地区)?|(?<![二两三四五六七八九十])[省市])$")
_WITH_OTHERS = re.compile("中[^国]")
_GROUP = re.compile(".{0,6}(?:企业|部门|行业)|(?:航空|保险|证券|上市|物流|快递|科技)公司|上市公司|金融机构|商业银行")
_WIDE = frozenset(("世界", "全球", "海外", "境外", "国外", "内地", "沿海"))
_LEADS = re.compile(r"^(?:其中|此外|同时|在|仅|今年|去年|\ue000|\s|“)*$")

Scope = str | None


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A row of words that tell whose a figure is, ready to be looked for."""
    return re.compile("|".join(f"(?:{row['pattern']})" for row in rows(TABLE)[name]))


@lru_cache(4096)
def is_national(text: str) -> bool:
    """Whether the words make a figure the whole country's.

    >>> is_national("全国用电量"), is_national("居全国第一"), is_national("中国海油用电量")
    (True, False, False)
    """
    found = pattern("national").search(text)
    if found is None:
        return False
    return not any(start <= found.start() < end for start, end, _ in named(text)) or is_national(text[found.end() :])


@lru_cache(4096)
def named(text: str) -> tuple[tuple[int, int, str], ...]:
    """The places, countries, regions and firms that a text names, without those that stand for the whole country.

    >>> named("今年，云州市和长三角地区的国家统计局数据")
    ((3, 6, '云州市'), (7, 12, '长三角地区'))
    """
    found = [(one.start, one.end, text[one.start : one.end]) for one in parties.find(text) if one.kind in _PLACES]
    found = [one for one in found if not _whole_country(one[2])]
    found += [(one.start(), one.end(), one.group()) for one in pattern("regions").finditer(text)]
    return tuple(_apart(sorted(found, key=lambda one: (one[0], -one[1]))))


def _whole_country(name: str) -> bool:
    return (
        name in _NOT_PLACES
        or _WITH_OTHERS.fullmatch(name) is not None
        or pattern("bodies").fullmatch(name) is not None
        or name in _bodies()
    )


@cache
def _bodies() -> frozenset[str]:
    told = rows("facts/parties")
    return frozenset((*told["organisations"].split(), *told["agencies"].split())) - _firms()


@cache
def _firms() -> frozenset[str]:
    return frozenset(rows(TABLE)["firms"]["words"].split())


def _apart(found: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    end = 0
    for one in found:
        if one[0] >= end:
            yield one
            end = one[1]


def split(words: str, whole: str) -> tuple[Scope, str]:
    """The place or firm that stands before an indicator, and the rest of its words.

    ``whole`` are the words with those at their edges that change nothing, which may be part of a name (中国海油).

    >>> split("云州省", "云州省"), split("可再生能源", "全国可再生能源"), split("云州市规模以上", "云州市规模以上")
    (('云州省', ''), (None, '可再生能源'), ('云州市', '规模以上'))
    """
    if site := pattern("sites").match(words):
        return site.group(), words[site.end() :]
    here = named(whole)
    if not here:
        return None, words
    start, end, name = here[0]
    if start and stripped(whole[:start])[0]:
        return None, words
    if name.startswith(("全国", "我国")) or _GROUP.fullmatch(name):
        return None, words
    tail = _TAIL.match(whole[end:])
    end += tail.end() if tail else 0
    rest = whole[end:]
    return name + (tail.group() if tail else ""), rest if is_national(rest) else stripped(rest)[0]


def short(place: str) -> str:
    """A place by its short name, so that 云州市 and 云州 are one.

    >>> short("云州市"), short("海州自治区"), short("清河县"), short("东部三省")
    ('云州', '海州', '清河县', '东部三省')
    """
    return _OFFICE.sub("", place) if len(place) > 2 else place


def pointing(place: str) -> bool:
    """Whether a place is told without its name (全省, 我市)."""
    return place[0] in "全我本" and len(place) == 2 and place != NATIONAL


def home(here: Here) -> Scope:
    """The place that 全省 or 我市 points to: the only one that the headline, the paragraph and the one before name."""
    stretches = (here.mention.headline or "", here.mention.text[: here.start], here.mention.before)
    names = {short(one[2]) for text in stretches for one in named(text) if not pointing(one[2])}
    return names.pop() if len(names) == 1 else None


def scope_of(here: Here, head: str, name: str) -> tuple[Scope, bool]:
    """Whose the figure of an indicator is by what stands around it, and whether that is clear.

    ``head`` are the words before the figure, ``name`` those of the indicator, which may name a group (企业利润).
    """
    if is_national(head):
        return NATIONAL, True
    held = [(clause, one) for clause in here.earlier for one in _others(clause.text, name)]
    if any(is_national(clause.text) for clause in here.earlier):
        return (None, False) if held else (NATIONAL, True)
    if held:
        return _subject(held)
    return _around(here, name)


def _others(text: str, name: str) -> list[tuple[int, int, str]]:
    """The places and firms that a text names, without groups that the indicator itself is of."""
    return [one for one in named(text) if one[2][-2:] not in name]


def _subject(held: list[tuple[Clause, tuple[int, int, str]]]) -> tuple[Scope, bool]:
    """The only place of the clauses before, where one of them begins with it."""
    if len({one[2] for _, one in held}) > 1:
        return None, False
    clause, (start, _, name) = held[0]
    if TELLING.search(clause.text) or name in _WIDE or _GROUP.fullmatch(name):
        return None, False
    return (name, True) if _LEADS.match(clause.masked[:start]) else (None, False)


def _around(here: Here, name: str) -> tuple[Scope, bool]:
    """What the paragraph and the headline tell: the country where they name it, or bodies of it, and no place."""
    mention = here.mention
    before = mention.text[: here.sentence]
    headline = mention.headline or ""
    places = {one[2] for one in _others(headline, name)}
    told = is_national(before) or is_national(headline)
    bodies = any(pattern("bodies").search(text) for text in (here.told_before, before, headline, mention.before))
    if not places and not _others(before, name):
        return (NATIONAL, True) if told or bodies or is_national(mention.before) else (None, False)
    if any(map(_GROUP.fullmatch, places)):
        return None, False
    if len(places) == 1 and not places & _WIDE and not told and {one[2] for one in _others(before, name)} <= places:
        return places.pop(), True
    return None, False
