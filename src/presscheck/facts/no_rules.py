"""What only sounds like a rule: who demands has no power, exhorts, offers or describes.

Papers use the words of rules for much else. Demonstrators demand, ministers exhort all offices, and a service can be
had by telephone; none of that binds anybody. Each row (``data/facts/no_rules.toml``) is one such use.
"""

import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, NamedTuple

from presscheck.data import rows
from presscheck.facts.roles import Trigger
from presscheck.facts.sentences import Said
from presscheck.facts.words import lists
from presscheck.model.fact import Words

_LONGEST = 4
"""A person's name has so many characters at most."""
_COUNTRY = "C"
"""The kind of a state's name in the lists."""
_STATES = (_COUNTRY, "L", "O")
"""The kinds of names of states, provinces and offices there."""
_STATE = 6
"""A state's name has so many characters at most."""
_ASKS = "要求"
_NEAR = 32
"""So many characters behind a verb are looked at."""
_MODIFIES = ("d", "ad", "a")


class Used(NamedTuple):
    """How a word of rules is used: the words around it, and up to what is demanded; that, of whom, and who says so."""

    lead: str
    behind: str
    before: str
    what: str
    who: str
    speaker: str


class Row(NamedTuple):
    """One use of the words of rules: its verbs, what must be found of it, and what must not."""

    verbs: tuple[str, ...]
    found: tuple[tuple[str, re.Pattern[str]], ...]
    what_not: re.Pattern[str] | None
    unless: re.Pattern[str] | None


def only_sounds(said: Said, trigger: Trigger, filled: Mapping[str, Words | None], speaker: Words | None) -> bool:
    """Whether what a verb demands, as its roles are ``filled``, is no rule after all; ``speaker``: who says so.

    >>> from presscheck.facts import sentences
    >>> from presscheck.facts.story import Part, Story
    >>> part = Part("body", 0, "市民可以登录网站查询。")
    >>> (said,) = sentences.read(Story((part,)))
    >>> only_sounds(said, Trigger(1, 2, "rule.may"), {"demanded": part.words(4, 10), "bound": None}, None)
    True
    """
    what, who = filled["demanded"], filled["bound"]
    if what is None:
        return True
    text, tokens = said.part.text, said.sentence.tokens
    start, end = tokens[trigger.first].start, tokens[trigger.last - 1].end
    verb, lead, before = text[start:end], text[said.sentence.start : start], text[said.sentence.start : what.start]
    texts = [one.text if one else "" for one in (what, who, speaker)]
    used = Used(lead, text[end : end + _NEAR], before, *texts)
    return (
        any(_is_such(row, verb, used) for row in _rows())
        or _exhorts(verb, before, speaker)
        or _is_of_abroad(said, (verb, lead), filled, speaker)
        or _describes(said, what)
    )


def _is_such(row: Row, verb: str, used: Used) -> bool:
    """Whether a verb is used as a row tells."""
    if row.verbs and verb not in row.verbs:
        return False
    if not all(pattern.search(getattr(used, name)) for name, pattern in row.found):
        return False
    return not ((row.what_not and row.what_not.search(used.what)) or (row.unless and row.unless.search(used.before)))


def _exhorts(verb: str, before: str, speaker: Words | None) -> bool:
    """Whether a meeting says 要, 应 or 必须, or a leader these or 要求; a paper named before them orders."""
    known = _speakers()
    if speaker is None or known["papers"].search(before):
        return False
    spoken = _is_spoken(verb)
    if _is_leader(speaker.text):
        return spoken or verb == _ASKS
    return spoken and known["meetings"].search(speaker.text) is not None


def _is_leader(name: str) -> bool:
    """Whether a speaker is a person with a Chinese name: 田小禾, but not 水利部, 安徽 or 白宫."""
    named = 1 < len(name) <= _LONGEST and name[0] in lists().surnames
    return named and not (_begins_with(name, _STATES) or _speakers()["bodies"].search(name))


def _is_spoken(verb: str) -> bool:
    """Whether a verb is also said in speeches: 要, 应, 必须."""
    return verb in rows("facts/triggers")["demands"]["spoken"]


def _begins_with(words: str, kinds: Collection[str]) -> bool:
    """Whether words begin with a name of some kinds."""
    return any(lists().kinds.get(words[:size]) in kinds for size in range(2, _STATE + 1))


def _is_of_abroad(said: Said, told: tuple[str, str], filled: Mapping[str, Words | None], speaker: Words | None) -> bool:
    """Whether a speaker of one state demands of another, its government or its army; a court or a treaty may order it.

    ``told``: the verb, and the words before it. Who is named there by his state orders his own: 芬兰防长要求芬兰军队.
    """
    what, who, (verb, lead) = filled["demanded"], filled["bound"], told
    if what is None or who is None or speaker is None or speaker.text[0] == who.text[0]:
        return False
    known, asked = _abroad(), verb == _ASKS
    bodies = known["bodies"].search(who.text) and _begins_with(who.text, (_COUNTRY,))
    state = lists().kinds.get(who.text) == _COUNTRY or known["armies"].search(who.text)
    if not (bodies or state) or known["courts"].search(said.text):
        return False
    if asked:
        return who.text[0] not in lead[lead.rfind("，") + 1 :] and not known["leaves"].search(what.text)
    before = said.part.text[said.sentence.start : who.start]
    told_so = _is_spoken(verb) or known["bans"].fullmatch(verb)
    return bool(told_so) and who.text[0] not in before and not _speakers()["papers"].search(before)


def _describes(said: Said, what: Words) -> bool:
    """Whether the verb of what is demanded only describes a noun: 缴纳应当支付的经费."""
    held = said.sentence.at(what.start, what.end)
    if held is None:
        return False
    first, last = held
    tokens = said.sentence.tokens
    while first < last - 1 and tokens[first].tag in _MODIFIES:
        first += 1
    return first + 1 < last and tokens[first].tag == "v" and tokens[first + 1].word == "的"


def is_empty(said: Said, what: Words) -> bool:
    """Whether words tell nothing to be done: （以下简称《办法》）, 结合当地实际, 在9月1日前, 各有关单位."""
    if any(one.search(what.text) for one in _empty()):
        return True
    if not _bare().search(what.text):
        return False
    held = said.sentence.at(what.start, what.end)
    return held is not None and not any(one.tag.startswith("v") for one in said.sentence.tokens[slice(*held)])


def turned(said: Said, what: Words) -> Words | None:
    """What is forbidden, where a demand tells what not to do: 靠近火山 of 不要靠近火山; ``None``: nothing is."""
    if found := _turned().match(what.text):
        return said.part.words(what.start + found.end(), what.end) if found.end() < len(what.text) else None
    before = said.part.text[max(0, what.start - 2) : what.start]
    return what if _turned().fullmatch(before) else None


@cache
def _rows() -> tuple[Row, ...]:
    return tuple(map(_row, rows("facts/no_rules")["no_rule"]))


def _row(told: Mapping[str, Any]) -> Row:
    found = tuple((name, re.compile(told[name])) for name in Used._fields if name in told)
    what_not, unless = (re.compile(told[name]) if name in told else None for name in ("what_not", "unless"))
    return Row(tuple(told.get("verbs", ())), found, what_not, unless)


@cache
def _speakers() -> dict[str, re.Pattern[str]]:
    told = rows("facts/no_rules")["speakers"]
    return {name: re.compile(told[name]) for name in ("meetings", "bodies", "papers")}


@cache
def _abroad() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in rows("facts/no_rules")["abroad"].items()}


@cache
def _empty() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["what"]) for row in rows("facts/no_rules")["empty"])


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(rows("facts/no_rules")["bare"]["bodies"])


@cache
def _turned() -> re.Pattern[str]:
    return re.compile(rows("facts/no_rules")["turned"]["words"])
