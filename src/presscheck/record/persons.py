"""One person by all the names a record tells: with an office or without, a foreign name whole or by its last part."""

from collections.abc import Iterator
from typing import NamedTuple

from presscheck.record.equal_names import country_in
from presscheck.record.name_parts import (
    Person,
    may_be_person,
    other_country,
    person_in,
    same_office,
    surname_part,
    with_office,
)
from presscheck.record.roll import Roll

_MOST = 250
"""How many names that hold the person's are read, the most frequent first."""
_DOT = "·"


class Told(NamedTuple):
    """A name of the person, why it is taken for one, and whether surely."""

    name: str
    why: str
    sure: bool
    through: str
    together: int = 0


def persons_of(asked: str, roll: Roll) -> Iterator[Told]:
    """The names of the record that mean the person asked for, if it is a person's name at all.

    >>> from presscheck.record.roll import Known
    >>> roll = Roll({name: Known(1) for name in ("方小舟", "云州市市长方小舟", "云州港董事长方小舟", "方小舟港")})
    >>> [(one.name, one.why) for one in persons_of("市长方小舟", roll)]
    [('方小舟', 'person'), ('云州市市长方小舟', 'person'), ('云州港董事长方小舟', 'other_office')]
    """
    told = person_in(asked) or Person(asked, "")
    if not may_be_person(told.name) or _is_place(told.name, roll):
        return
    mine = _named(told.name, roll)
    yield from (one for one in _by_office(told, mine) if one.name != asked)
    yield from _by_last_part(told, mine, roll)


def _is_place(name: str, roll: Roll) -> bool:
    """Whether the record knows a name as a place's at least as often as not."""
    return name in roll and 2 * roll.known[name].roles.get("place", 0) >= max(roll.known[name].count, 1)


def _named(name: str, roll: Roll) -> list[tuple[str, str]]:
    """The names of the record that are this one with an office or without, each with the office."""
    held = [one for one in roll.holding(name) if one == name or with_office(one, name)]
    found = []
    for one in roll.by_count(held)[:_MOST]:
        person = Person(name, "") if one == name else person_in(one, name)
        if person and person.name == name:
            found.append((one, person.office))
    return sorted(found, key=lambda one: one[0] != name)


def _by_office(told: Person, named: list[tuple[str, str]]) -> Iterator[Told]:
    """Each with what its office says: none or the same, another one, or one of another country."""
    mine = told.office or next((office for _, office in named if office), "")
    for name, office in named:
        if office and other_country(mine, office):
            yield Told(name, "other_country", False, told.name)
        else:
            why = "person" if not office or same_office(mine, office) else "other_office"
            yield Told(name, why, True, told.name)


def _by_last_part(told: Person, mine: list[tuple[str, str]], roll: Roll) -> Iterator[Told]:
    """Whole foreign names for one told by its last part, and that part for the whole name."""
    part = surname_part(told.name)
    short = _named(part, roll) if part else mine
    wholes: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(roll.ending(_DOT + (part or told.name))):
        person = person_in(name)
        if person and _DOT in person.name:
            wholes.setdefault(person.name, []).append((name, person.office))
    if told.office and not part:
        short = [("", told.office), *short]
    weighed = {whole: _weighed(short, names, roll) for whole, names in wholes.items()}
    for whole, (why, together) in weighed.items():
        sure = bool(why) and not any(other for name, (other, _) in weighed.items() if name != whole)
        if not part or (whole == told.name and part in roll):
            names = [part] if part else [name for name, _ in wholes[whole]]
            yield from (Told(name, (why if sure else "") or "dotted_open", sure, told.name, together) for name in names)


def _weighed(short: list[tuple[str, str]], whole: list[tuple[str, str]], roll: Roll) -> tuple[str, int]:
    """By what a last part and a whole name are of one person: an office of one country, or articles with both."""
    for _, office in short:
        if any(_is_one(office, other) for _, other in whole):
            return "dotted_office", 0
    together = len(roll.articles(name for name, _ in short) & roll.articles(name for name, _ in whole))
    return ("dotted" if together else ""), together


def _is_one(office: str, other: str) -> bool:
    if not office or not other:
        return False
    country = country_in(office)
    return bool(country) and country == country_in(other) and office[-2:] == other[-2:]
