"""Which names of a record mean the party one asks for, and why: by rows, short forms, and what longer names hold."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

from presscheck.data import rows
from presscheck.errors import Lang
from presscheck.messages import say
from presscheck.record import name_parts
from presscheck.record.equal_names import countries_of, country_in, equals, letter_of, same_ending
from presscheck.record.evidence import Weighed, weigh
from presscheck.record.persons import persons_of
from presscheck.record.roll import Known, Roll
from presscheck.record.short_forms import Short, is_body, last_letters, short_of

__all__ = ["Joined", "Known", "joined", "joined_in"]

_MOST_BASES = 12
"""Of how many equal names the longer names are looked through."""
_MOST_HOLDING = 250
"""How many longer names that hold one are read."""
_MARKS = "—－-“”‘’·（）《》，"
_FEW = 2
"""Of how many other bodies a short form may be, and yet be offered without an article that holds both."""
_MOST_OFFERED = 20


@dataclass(frozen=True, slots=True)
class Joined:
    """A name of the record that means the party asked for (``sure``), or may mean it and is only offered.

    ``why`` is the row of ``messages/names.toml`` that says why, ``through`` the name it was found by, and ``together``
    in how many articles both stand, where that was asked.

    >>> Joined("公安部禁毒局", "tail", True, "禁毒局", 3).reason("en")
    'one is the end of the other, 公安部禁毒局 and 禁毒局: 3 articles hold both, and hardly any with others of that end'
    """

    name: str
    why: str
    sure: bool
    through: str = ""
    together: int = 0

    def reason(self, lang: Lang) -> str:
        """Why it is joined or offered, as a sentence."""
        return say(f"names.{self.why}", lang, this=self.name, through=self.through, together=self.together)


def joined(asked: str, known: Mapping[str, Known]) -> tuple[Joined, ...]:
    """All names of a record by which a party goes: ``asked`` first, then the sure ones, then those only offered.

    ``known`` holds every name of the record; it is walked once. A name that means someone else in every story
    (他, 双方, 魏主任) is joined with nothing.

    >>> known = {"国家禁毒委员会办公室": Known(3), "国家禁毒办负责人": Known(1), "禁毒协会": Known(1)}
    >>> [(one.name, one.why) for one in joined("国家禁毒办", known)]
    [('国家禁毒办', 'asked'), ('国家禁毒委员会办公室', 'row'), ('国家禁毒办负责人', 'voice')]
    """
    return joined_in(asked, Roll(known))


def joined_in(asked: str, roll: Roll) -> tuple[Joined, ...]:
    """As ``joined``, where several are asked for one after the other."""
    found = {asked: Joined(asked, "asked", True, asked)}
    if name_parts.is_fleeting(asked):
        return tuple(found.values())
    for way in _WAYS:
        for one in way(asked, roll, found):
            before = found.get(one.name)
            if before is None or (one.sure and not before.sure):
                found[one.name] = one
    return _in_order(roll, found)


def _in_order(roll: Roll, found: dict[str, Joined]) -> tuple[Joined, ...]:
    asked, *others = found.values()
    number = {name: place for place, name in enumerate(roll.by_count(one.name for one in others))}
    others.sort(key=lambda one: (not one.sure, number[one.name]))
    sure = [one for one in others if one.sure]
    return (asked, *sure, *others[len(sure) : len(sure) + _MOST_OFFERED])


def _equal(asked: str, roll: Roll, found: dict[str, Joined]) -> Iterator[Joined]:
    """Names that rows make equal; by a letter that countries share only where the record speaks for it."""
    for one in equals(asked):
        if one.name not in roll:
            continue
        if not one.letter:
            yield Joined(one.name, one.why, True, asked)
        else:
            sure, together = _by_letter(one.letter, one.name, asked, roll)
            if sure or together:
                yield Joined(one.name, "letter" if sure else "letter_open", sure, asked, together)


def _by_letter(country: str, name: str, asked: str, roll: Roll) -> tuple[bool, int]:
    """Whether a letter (乌方) surely means this country, not others that go by it; in how many articles both stand.

    For a body (乌空军) less is enough where the record knows none of that end in another of the countries.
    """
    letter = letter_of(country)
    short = asked if country_in(name) else name
    others = [other for other in countries_of(letter) if other != country]
    weighed = weigh(short, _told_of(country, roll), [_told_of(other, roll) for other in others], roll)
    bodies = [same_ending(country, short, other) for other in others]
    alone = all(bodies) and not any(body in roll for body in bodies)
    return weighed.sure or (alone and weighed.together >= weighed.others), weighed.together


def _told_of(country: str, roll: Roll) -> tuple[str, ...]:
    return tuple(roll.by_count(roll.beginning(country))[:_MOST_BASES])


def _short_forms(asked: str, roll: Roll, found: dict[str, Joined]) -> Iterator[Joined]:
    """Short forms of the name, and whole names of which it may be the short form."""
    if not is_body(asked) or name_parts.is_row(asked):
        return
    ends = sorted(last_letters(asked))
    pool = [name for name in dict.fromkeys(chain.from_iterable(map(roll.ending, ends))) if name not in found]
    for base in _bases(roll, found)[:4]:
        yield from _wholes_of(base, pool, roll)
        yield from _shorts_of(base, pool, roll)


def _wholes_of(short: str, pool: list[str], roll: Roll) -> Iterator[Joined]:
    if short in _national() or short in _common():
        return
    parties = _parties(short, pool, roll)
    for party in parties:
        rivals = [other for other in parties if other is not party]
        yield from _weighed(short, party, rivals, roll, party)


def _shorts_of(whole: str, pool: list[str], roll: Roll) -> Iterator[Joined]:
    for short in pool:
        if short in _national() or not short_of(short, whole) or _apart(short, whole):
            continue
        if not is_body(short) or name_parts.is_fleeting(short):
            continue
        parties = _parties(short, [*pool, whole], roll)
        mine = next((party for party in parties if whole in party), (whole,))
        rivals = [party for party in parties if whole not in party]
        yield from _weighed(short, mine, rivals, roll, (short,))


def _parties(short: str, pool: list[str], roll: Roll) -> list[tuple[str, ...]]:
    """The bodies of which a name may be the short form, each with all the whole names it goes by."""
    held = [name for name in pool if short_of(short, name) and not _apart(short, name) and not name_parts.is_row(name)]
    parties: list[list[str]] = []
    for name in sorted(held, key=lambda name: (len(name), name)):
        same = {one.name for one in equals(name)}
        mine = next((one for one in parties if any(name.endswith(told) or told in same for told in one)), None)
        if mine is None:
            parties.append([name])
        else:
            mine.append(name)
    return [tuple(party) for party in parties]


def _weighed(
    short: str, party: tuple[str, ...], rivals: list[tuple[str, ...]], roll: Roll, told: tuple[str, ...]
) -> Iterator[Joined]:
    how = short_of(short, party[0]) or short_of(short, party[-1])
    if how is None:
        return
    weighed = weigh(short, party, rivals, roll)
    sure = weighed.enough(how) and not _rowed().intersection((short, *party))
    if not sure and not _worth_offering(short, how, weighed):
        return
    for name in told:
        through = short if name != short else party[0]
        why = how.how if sure else f"{how.how}_open"
        yield Joined(name, why, sure, through, weighed.together)


def _worth_offering(short: str, how: Short, weighed: Weighed) -> bool:
    """Whether a pair that is not sure is worth a look: one word is missing at most, and few others are as likely."""
    if how.how == "letters" and (len(how.missing) > 1 or short in _rowed()):
        return False
    return bool(weighed.together) or weighed.rivals <= _FEW


def _apart(one: str, other: str) -> bool:
    """Whether rows tell two names as those of two bodies."""
    return one in _rowed() and other in _rowed()


def _persons(asked: str, roll: Roll, found: dict[str, Joined]) -> Iterator[Joined]:
    """The same person with an office or without, and a foreign name whole or by its last part."""
    for one in persons_of(asked, roll):
        yield Joined(one.name, one.why, one.sure, one.through, one.together)


def _longer(asked: str, roll: Roll, found: dict[str, Joined]) -> Iterator[Joined]:
    """Longer names that hold one that is surely joined: rows of parties, voices, terms."""
    for base in _bases(roll, found):
        if len(base) < 2:
            continue
        for name in roll.by_count(roll.holding(base))[: _MOST_HOLDING * 4]:
            if name in found and found[name].sure:
                continue
            why = _holds(name, base)
            if not why and name.strip(_MARKS) == base and _is_safe_bare(base):
                why = "marks"
            if not why and name_parts.may_be_person(base) and name_parts.pair_with(name, base) in roll:
                why = "among"
            if why:
                yield Joined(name, why, True, base)


def _holds(name: str, base: str) -> str:
    """What a longer name tells of the one it holds, empty if nothing that joins them."""
    at = name.index(base)
    if at == 0:
        voice = name_parts.voice_behind(name, base)
        if voice:
            return voice
    elif at + len(base) == len(name) and name_parts.is_term(name, base):
        return "term"
    return "among" if name_parts.is_among(name, base, at) else ""


def _is_safe_bare(name: str) -> bool:
    """Whether a dash beside a name is only a mark; beside countries and the like it pairs them (甲国—乙国)."""
    return len(name) > 2 and not country_in(name)


def _bodies(asked: str, roll: Roll, found: dict[str, Joined]) -> Iterator[Joined]:
    """For the voice of a body the body itself, which may speak by others too: only offered."""
    body = name_parts.body_of_voice(asked)
    for name in (body, *(one.name for one in equals(body) if not one.letter)) if body else ():
        if name in roll:
            yield Joined(name, "body", False, asked)


def _places(asked: str, roll: Roll, found: dict[str, Joined]) -> Iterator[Joined]:
    """A place with the province or country before it, and with 市 or without."""
    if (
        is_body(asked)
        or asked in _no_places()
        or not any(name in roll and roll.known[name].roles.get("place") for name in found)
    ):
        return
    bare = name_parts.without_owner(asked)
    if len(bare) < 2:
        return
    held = [name for name in roll.holding(bare) if name != asked and name_parts.without_owner(name) == bare]
    if bare in _no_places() or not any(roll.known[name].roles.get("place") for name in (*held, asked) if name in roll):
        return
    owners = {name[: name.index(bare)] for name in held} | {asked[: asked.index(bare)]}
    sure = len({owner[:2] for owner in owners if owner}) < 2
    for name in held:
        yield Joined(name, "place" if sure else "place_open", sure, asked)


_WAYS: tuple[Callable[[str, Roll, dict[str, Joined]], Iterator[Joined]], ...] = (
    _equal,
    _persons,
    _places,
    _short_forms,
    _longer,
    _bodies,
)
"""In this order: the longer names are those of all that was surely joined before."""


def _bases(roll: Roll, found: dict[str, Joined]) -> list[str]:
    """The names surely joined so far, ``asked`` first."""
    asked, *others = (one.name for one in found.values() if one.sure)
    return [asked, *roll.by_count(others)][:_MOST_BASES]


@cache
def _national() -> frozenset[str]:
    return frozenset(rows("record/names")["national"].split())


@cache
def _common() -> frozenset[str]:
    return frozenset(rows("record/names")["common"].split())


@cache
def _no_places() -> frozenset[str]:
    return frozenset(rows("record/names")["no_places"].split())


@cache
def _rowed() -> frozenset[str]:
    return frozenset(name for row in rows("record/names")["same"] for name in row["names"].split())
