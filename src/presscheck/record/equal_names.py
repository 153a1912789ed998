"""Names that are equal by rows: 国家禁毒办 and 国家禁毒委员会办公室, 美方 and 美国, 俄国防部 and 俄罗斯国防部."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from presscheck.data import rows

_STEPS = 4
"""How many rows may stand one behind another between two equal names."""
_MOST = 120
"""How many wordings of one name are weighed."""
_LONGEST = 14
"""Characters in the longest name of a country."""
_SIDE = "方"
_AFTER_LETTERS = ("国务", "国家", "国防", "国会", "国土", "国民", "国王")
"""Words that begin with the character with which the name of the country before them ends."""
_HOME = "中国"


@dataclass(frozen=True, slots=True)
class Equal:
    """A name that means the same by rows, and by which (``row``, ``country``, ``piece``, ``side``, ``home``).

    ``letter`` holds the name of the country whose letter it goes by, where other countries go by that letter too: then
    the two are equal only if the record speaks for it.
    """

    name: str
    why: str
    letter: str = ""


@dataclass(frozen=True, slots=True)
class _Country:
    name: str
    wholes: tuple[str, ...]
    letter: str
    shared: bool
    sides_only: bool


def equals(name: str) -> tuple[Equal, ...]:
    """All the names that are equal to this one by rows, itself not among them, the nearest first.

    >>> [one.name for one in equals("国家禁毒办")][:2]
    ['国家禁毒委员会办公室', '国家禁毒委办公室']
    >>> "美国国务院" in [one.name for one in equals("美国务院")]
    True
    """
    return _equals(name)


@lru_cache(maxsize=5_000)
def _equals(name: str) -> tuple[Equal, ...]:
    if name in _common():
        return ()
    found = {name: Equal(name, "")}
    edge = [*found.values(), *(found.setdefault(one.name, one) for one in _without_ends(name))]
    for _ in range(_STEPS):
        edge = [one for before in edge for one in _next_to(before) if found.setdefault(one.name, one) is one]
        if len(found) > _MOST:
            break
    for one in tuple(found.values()):
        for end, why in _ends():
            found.setdefault(one.name + end, Equal(one.name + end, one.why or why, one.letter))
    return tuple(found.values())[1:]


def countries_of(letter: str) -> tuple[str, ...]:
    """The countries that go by one letter.

    >>> countries_of("伊")
    ('伊拉克', '伊朗')
    """
    listed = rows("facts/parties")["countries"].split()
    told = {_name_of(name) for name in listed if name.startswith(letter)}
    return tuple(sorted(told | {one.name for one in _countries() if one.letter == letter}))


def _name_of(country: str) -> str:
    return next((one.name for one in _countries() if country in one.wholes), country)


def letter_of(country: str) -> str:
    """The letter of a country, empty if it has none."""
    return next((one.letter for one in _countries() if one.name == country), "")


def country_in(name: str) -> str:
    """The country with whose name, or letter that is its alone, a name begins; empty if it begins with none.

    >>> country_in("俄总统"), country_in("俄罗斯联邦总统"), country_in("云州市市长")
    ('俄罗斯', '俄罗斯', '')
    """
    told = next((name[:size] for size in range(min(len(name), _LONGEST), 1, -1) if name[:size] in _listed()), "")
    if told:
        return _name_of(told)
    letters = (one for one in _countries() if one.letter and not one.shared and not one.sides_only)
    return next((one.name for one in letters if name.startswith(one.letter)), "")


def same_ending(country: str, name: str, other: str) -> str:
    """A name that begins with a country, or its letter, with another country before its ending.

    >>> same_ending("乌克兰", "乌空军", "乌兹别克斯坦"), same_ending("乌克兰", "乌方", "乌兹别克斯坦")
    ('乌兹别克斯坦空军', '')
    """
    rest = name.removeprefix(country) if name.startswith(country) else name[1:]
    return other + rest if rest not in ("", _SIDE, "方面") else ""


def _without_ends(name: str) -> Iterator[Equal]:
    for end, why in _ends():
        if name.endswith(end) and len(name) > len(end) + 1:
            yield Equal(name.removesuffix(end), why)


def _next_to(one: Equal) -> Iterator[Equal]:
    """The names one row away. A name that goes by a letter that others share leads no further than its pieces."""
    name = one.name
    if not one.letter:
        for same in _same_rows().get(name, ()):
            yield Equal(same, one.why or "row")
        for same in _at_home(name):
            yield Equal(same, one.why or "home")
        for same, letter in _of_countries(name):
            yield Equal(same, one.why or "country", letter)
    for same in _pieces(name):
        yield Equal(same, one.why or "piece", one.letter)


def _of_countries(name: str) -> Iterator[tuple[str, str]]:
    """The name with its country's name in other words; and whose letter it is, where that is shared."""
    told = _whole_in(name)
    for country in _countries():
        if told not in country.wholes and not name.startswith(country.letter or name):
            continue
        if country.sides_only and name in _same_rows():  # 中国银行 is no 银行 of 我国
            continue
        for head, by_letter in _heads(country, name, told):
            rest = name[len(head) :]
            doubt = country.name if country.shared and by_letter else ""
            for other in country.wholes:
                yield from ((other + end, doubt) for end in _rests(rest, by_letter))
            if country.letter and _letter_fits(country, rest):
                doubt = country.name if country.shared else ""
                yield from ((country.letter + end, doubt) for end in _rests(rest or _SIDE, False))


def _whole_in(name: str) -> str:
    """The whole name of a country with which a name begins, empty if it begins with none."""
    return next((name[:size] for size in range(min(len(name), _LONGEST), 1, -1) if name[:size] in _wholes()), "")


def _heads(country: _Country, name: str, whole: str) -> Iterator[tuple[str, bool]]:
    """The words for a country with which a name begins, and whether it is a letter (美 in 美国务院)."""
    if whole in country.wholes:
        yield whole, False
    letter = country.letter
    fits = bool(letter) and name.startswith(letter) and _letter_fits(country, name[1:])
    if fits and (not whole or name[1:].startswith(_AFTER_LETTERS)):
        yield letter, True


def _letter_fits(country: _Country, rest: str) -> bool:
    """Whether a country may go by its letter before these words: 俄国防部, 俄军, 俄方, never 中队 for 中国队."""
    if rest in ("", _SIDE):
        return True
    return not country.sides_only and (rest in _rest_words() or len(rest) > 1)


def _rests(rest: str, by_letter: bool) -> tuple[str, ...]:
    """What may stand behind a country for these words; 方 behind its letter is nothing behind its name."""
    if by_letter and rest == _SIDE:
        return ("",)
    return _rest_words().get(rest, (rest,))


def _pieces(name: str) -> Iterator[str]:
    for long, short in _piece_rows():
        if long in name:
            yield name.replace(long, short)
        elif short in name and not name.startswith(short):
            yield _made_long(name, long, short)


def _made_long(name: str, long: str, short: str) -> str:
    """The name with a short wording made long; one character (委) only where a name or its half ends."""
    if len(short) > 1:
        return name.replace(short, long)
    return re.sub(f"{short}(?=$|办$)", long, name, count=1)


def _at_home(name: str) -> Iterator[str]:
    """A national body with 中国 before it or without; organs of the party likewise with 中共."""
    national = _national()
    if name in national:
        yield _HOME + name
    elif name.startswith(_HOME) and name.removeprefix(_HOME) in national:
        yield name.removeprefix(_HOME)
    if name in _common() or name.removeprefix("中共") in _common():
        return
    if name.startswith("中共中央") and len(name) > len("中共中央") + 1:
        yield name.removeprefix("中共")
    elif name.startswith("中央") and name.endswith(("部", "办公厅", "委", "局", "委员会")):
        yield "中共" + name


@cache
def _same_rows() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for row in _all("same"):
        names = row["names"].split()
        table |= {name: tuple(other for other in names if other != name) for name in names}
    for row in _all("province"):
        table |= {row["name"]: (row["whole"],), row["whole"]: (row["name"],)}
    return table


@cache
def _countries() -> tuple[_Country, ...]:
    return tuple(
        _Country(
            row["name"],
            (row["name"], *row["also"].split()),
            row["letter"],
            row.get("shared", False),
            row.get("sides_only", False),
        )
        for row in _all("country")
    )


@cache
def _wholes() -> frozenset[str]:
    return frozenset(whole for country in _countries() for whole in country.wholes)


@cache
def _listed() -> frozenset[str]:
    return _wholes() | frozenset(rows("facts/parties")["countries"].split())


@cache
def _rest_words() -> dict[str, tuple[str, ...]]:
    return {word: tuple(row["names"].split()) for row in _all("rest") for word in row["names"].split()}


@cache
def _piece_rows() -> tuple[tuple[str, str], ...]:
    return tuple((row["long"], row["short"]) for row in _all("piece"))


@cache
def _ends() -> tuple[tuple[str, str], ...]:
    return tuple((row["end"], row["why"]) for row in _all("end"))


@cache
def _common() -> frozenset[str]:
    return frozenset(rows("record/names")["common"].split())


@cache
def _national() -> frozenset[str]:
    return frozenset(rows("record/names")["national"].split())


def _all(kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rows("record/names")[kind]
    return found
