"""What a longer name holds: a person with an office, one of a row of parties, a body that someone speaks for."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from presscheck.data import rows
from presscheck.facts.parties import Party, find
from presscheck.facts.words import lists, words_of
from presscheck.record.equal_names import country_in, equals
from presscheck.record.short_forms import begins_pointing, is_body

_DOT = "·"
_OWNERS = frozenset("CbLl")
_NEVER = frozenset("qGRoH")
"""Kinds of words that mean someone else in every story: pronouns, 双方, 专家, an office alone."""
_LIKE = {"country": ("country",), "place": ("place", "country")}
"""What the others of a row must be where one is a country or a place, lest it begin another name (美国和英国军方)."""
_NOUNS = frozenset(("n", "v", "vn", "a", "an", "l", "i", "j", "t", "m"))
_VOICES = ("人", "同志")
_ADDRESSES = frozenset(("同志", "先生", "女士", "夫人", "老师"))
_LONGEST_OFFICE = 8


class Person(NamedTuple):
    """A person as a name tells one: the name itself, and the office, empty where none is told."""

    name: str
    office: str


def person_in(name: str, of: str = "") -> Person | None:
    """The person a name is of, with the office that it tells; ``of`` is a name that is known to be a person's.

    >>> person_in("云州市市长方小舟")
    Person(name='方小舟', office='云州市市长')
    >>> person_in("魏主任") is None, person_in("云州市水务局") is None
    (True, True)
    """
    return _person(name, of)


@lru_cache(maxsize=5_000)
def _person(name: str, of: str) -> Person | None:
    found = find(name, (of,) if of else ())
    if len(found) != 1 or found[0].kind != "person" or (found[0].start, found[0].end) != (0, len(name)):
        return None
    told, office = found[0].name(name), found[0].title(name)
    return Person(told, office) if len(told) > 1 and len(told) + len(office) == len(name) else None


def may_be_person(name: str) -> bool:
    """Whether a name alone could be a person's.

    >>> may_be_person("方小舟"), may_be_person("云州市水务局"), may_be_person("他")
    (True, False, False)
    """
    kind = lists().kinds.get(name, "")
    if len(name) < 2 or kind or set(name) <= lists().letters or is_body(name) or name.endswith(tuple(lists().titles)):
        return False
    return (name[0] in lists().surnames or name[1:] not in _sides()) and not _is_noun(name)


@lru_cache(maxsize=5_000)
def _is_noun(name: str) -> bool:
    """Whether a name is one common word (会议, 文章)."""
    told = words_of(name)
    return len(told) == 1 and told[0].tag in _NOUNS


def is_fleeting(name: str) -> bool:
    """Whether a name means another party in every story: 他, 双方, 专家, 协会, 魏主任.

    >>> is_fleeting("魏主任"), is_fleeting("协会"), is_fleeting("外交部")
    (True, True, False)
    """
    known = lists()
    if not name or not any(map(str.isalnum, name)):
        return True
    if known.kinds.get(name, "") in _NEVER or name in _common() or begins_pointing(name):
        return True
    surname = name[:2] if name[:2] in known.compounds else name[:1]
    return surname in known.surnames | known.compounds and name[len(surname) :] in known.titles


def with_office(name: str, of: str) -> bool:
    """Whether a name is, by its look, that of the person ``of`` with an office before it or behind it."""
    titles = lists().titles
    if name.endswith(of):
        before = name[: -len(of)]
        return any(before[-size:] in titles for size in range(1, min(len(before), _LONGEST_OFFICE) + 1))
    return name.startswith(of) and name[len(of) :] in _after_names()


def same_office(one: str, other: str) -> bool:
    """Whether two offices can be one: equal, the end of the other, or with a part in common.

    >>> same_office("云州市市长", "市长"), same_office("云州市市长", "云州港董事长")
    (True, False)
    >>> same_office("俄总统", "俄罗斯总统"), same_office("云州市市长", "同志")
    (True, True)
    """
    mine, others = (re.split("[、兼]", office) for office in (one, other))
    if other in _ADDRESSES or one in _ADDRESSES:
        return True
    mine += [equal.name for office in mine for equal in equals(office)]
    return any(a.endswith(b) or b.endswith(a) for a in mine for b in others)


def other_country(one: str, other: str) -> bool:
    """Whether two offices are told with two countries.

    >>> other_country("埃及总理", "约旦总理"), other_country("埃及总理", "埃及总统"), other_country("总统", "约旦总理")
    (True, False, False)
    """
    countries = country_in(one), country_in(other)
    return all(countries) and countries[0] != countries[1]


def surname_part(name: str) -> str:
    """The last part of a foreign name with dots, empty for others.

    >>> surname_part("安娜·贝罗")
    '贝罗'
    """
    return name.rsplit(_DOT, 1)[1] if _DOT in name else ""


def is_among(name: str, of: str, at: int) -> bool:
    """Whether ``of``, which stands at a place in a name, is one of a row of parties that the name tells.

    >>> is_among("云州市水务局、云州市公安局", "云州市公安局", 7)
    True
    >>> is_among("云州市文化和旅游局", "旅游局", 6), is_among("云州市水务局等六部门", "云州市水务局", 0)
    (False, True)
    """
    before, after = name[:at], name[at + len(of) :]
    if (before and not before.endswith(_joints())) or (after and not after.startswith((*_joints(), "等"))):
        return False
    if not before and after.startswith("等") and _and_others().fullmatch(after):
        return True
    if _is_listed(before, of, after):
        return True
    found, others = _row(name, of if may_be_person(of) else "")
    mine = next((one for one in found if (one.start, one.end) == (at, at + len(of))), None)
    if mine is None or len(found) + others < 2 or not all(one.kind in _LIKE.get(mine.kind, one.kind) for one in found):
        return False
    return mine is found[0] or _owned(name, mine) or not any(_owned(name, one) for one in found)


def _is_listed(before: str, of: str, after: str) -> bool:
    """Whether marks alone say that a party is one of several: a body that comes first, a person anywhere."""
    if may_be_person(of):
        ends = not after or after.startswith("、") or _and_others().fullmatch(after)
        return bool(ends and (not before or before.endswith("、")) and "、" in before + after)
    return not before and after.startswith("、") and (is_body(of) or lists().kinds.get(of) == "O")


def _owned(name: str, party: Party) -> bool:
    """Whether a body is told with the country or place whose it is (委内瑞拉国防部)."""
    if party.kind != "organisation":
        return False
    words = words_of(name[party.start : party.end])
    return len(words) > 1 and words[0].kind in _OWNERS


@lru_cache(maxsize=20_000)
def _row(name: str, person: str) -> tuple[tuple[Party, ...], bool]:
    """The parties of a row, if the whole name is nothing but a row; and whether it goes on without names."""
    found = find(name, (person,) if person else ())
    at = 0
    for one in found:
        if name[at : one.start] not in ("", *_joints()):
            return (), False
        at = one.end
    rest = name[at:]
    others = bool(rest and _and_others().fullmatch(rest))
    return (found, others) if not rest or others else ((), False)


def is_row(name: str) -> bool:
    """Whether a name tells of more than one party, or of words around one; the place whose body it is counts for none.

    >>> is_row("云州市水务局、云州市公安局"), is_row("云州市水务局"), is_row("云州市卫生健康委员会")
    (True, False, False)
    """
    return _is_row(name)


@lru_cache(maxsize=20_000)
def _is_row(name: str) -> bool:
    *places, body = find(name) or (None,)
    if body is None or body.end != len(name) or any(one.kind != "place" for one in places):
        return True
    return "、" in name or (body.start > 0 and not places)


def pair_with(name: str, of: str) -> str:
    """With whom a person is told in a name of two (甲和乙), empty if it is no such name.

    >>> pair_with("安德和方小舟", "方小舟"), pair_with("方小舟夫人", "方小舟")
    ('安德', '')
    """
    rest = name.removeprefix(of) if name.startswith(of) else name.removesuffix(of)
    for joint in ("、", "和", "与", "同"):
        other = rest.removeprefix(joint) if name.startswith(of) else rest.removesuffix(joint)
        if other not in (rest, name) and may_be_person(other):
            return other
    return ""


def voice_behind(name: str, body: str) -> str:
    """By which row a name is the body's own voice, empty if it is none.

    >>> voice_behind("云州市水务局发言人", "云州市水务局")
    'voice'
    """
    rest = name[len(body) :]
    if not name.startswith(body) or not rest.endswith(_VOICES):
        return ""
    return next((why for pattern, why in _behind() if pattern.fullmatch(rest)), "")


def body_of_voice(name: str) -> str:
    """The body for which a name speaks, empty if it is no such name.

    >>> body_of_voice("云州市水务局新闻发言人")
    '云州市水务局'
    """
    for pattern, _ in _behind():
        found = re.search(f"(?:{pattern.pattern})$", name)
        if found and found.start() > 1:
            return name[: found.start()]
    return ""


def is_term(name: str, body: str) -> bool:
    """Whether a name is that of a body in one of its terms (十四届…)."""
    return is_body(body) and name.endswith(body) and any(one.fullmatch(name[: -len(body)]) for one in _terms())


def without_owner(place: str) -> str:
    """A place without the province or country that is told before it, and without 市; itself if none is.

    >>> without_owner("四川省成都市"), without_owner("成都"), without_owner("吉林市")
    ('成都', '成都', '吉林市')
    """
    owner = max((one for one in _owners() if place.startswith(one)), key=len, default="")
    rest = place[len(owner) :] if len(place) - len(owner) > 1 else place
    if rest in _owners():
        return place
    bare = rest.removesuffix("市")
    return bare if len(bare) > 1 and bare not in _owners() else rest


@cache
def _owners() -> frozenset[str]:
    table = rows("record/names")
    told = [row[key] for row in table["province"] for key in ("name", "whole")]
    return frozenset(told) | {name for row in table["country"] for name in (row["name"], *row["also"].split())}


@cache
def _common() -> frozenset[str]:
    return frozenset(rows("record/names")["common"].split())


@cache
def _after_names() -> frozenset[str]:
    told = rows("facts/parties")["after_name"].split() + rows("record/names")["after_person"].split()
    return frozenset(told) | _ADDRESSES


@cache
def _sides() -> frozenset[str]:
    return frozenset(("方", *(word for row in rows("record/names")["rest"] for word in row["names"].split())))


@cache
def _joints() -> tuple[str, ...]:
    return tuple(rows("record/names")["joints"].split())


@cache
def _and_others() -> re.Pattern[str]:
    return re.compile(rows("record/names")["and_others"])


@cache
def _behind() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(_patterns("behind"))


@cache
def _terms() -> tuple[re.Pattern[str], ...]:
    return tuple(pattern for pattern, _ in _patterns("term"))


def _patterns(kind: str) -> Iterable[tuple[re.Pattern[str], str]]:
    return ((re.compile(row["pattern"]), row.get("why", kind)) for row in rows("record/names")[kind])
