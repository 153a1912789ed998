"""Control lists by what the record tells of them: what was put on each, taken off or altered, and how it stands.

The ledger knows only changes that stories tell. It never holds what stood on a list before the first of them, and where
a story gives a number of items without their names, it says so.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache

from presscheck.check import control_entries
from presscheck.check.control_entries import Change, Listed
from presscheck.data import rows
from presscheck.model import Change as ChangeFact
from presscheck.model.found import FoundFact
from presscheck.model.ledger import Clash, ControlList, Controls, Entry, State
from presscheck.record import search
from presscheck.record.query import Filters
from presscheck.record.store import Store

_MARKS = re.compile(r"[《》“”‘’\"]|^所谓的?")
_Key = tuple[str, str | None]


def gather(store: Store, name: str | None = None, *, on: datetime.date | None = None) -> Controls:
    """The control lists of a record as they stand on a day, or, without one, by all that is told.

    ``name`` asks for lists whose name holds it, or that tell of an item, a country or a body of that name. Stories of a
    later day are read as well: they may tell what was decided before.
    """
    groups: dict[_Key, list[Listed]] = defaultdict(list)
    called: dict[_Key, dict[str, None]] = defaultdict(dict)
    for change in _changes(store):
        for one in control_entries.listed(change):
            key = key_of(one.name, one.issuers)
            groups[key].append(one)
            called[key][_plain(one.name)] = None
    lists = [_list(key, tuple(called[key]), held, on) for key, held in groups.items()]
    kept = [one for one in lists if name is None or _asked_for(one, name)]
    return Controls(name, on, tuple(sorted(kept, key=lambda one: (-len(one.entries), one.name, one.keeper or ""))))


def _changes(store: Store) -> Iterator[Change]:
    """Every change that a story of the record tells, the earliest story first, with those told before it there."""
    for _, _, facts in search.every(store, "", Filters(kind="change")):
        before: list[FoundFact] = []
        for one in facts:
            if isinstance(one.fact, ChangeFact) and one.fact.list:
                yield Change(one, one.fact, tuple(before))
                before.append(one)


def key_of(name: str, issuers: Sequence[str] = ()) -> _Key:
    """The list that is meant by a name, and whose it is where many keep one of that name.

    >>> key_of("《全国版外资准入负面清单》"), key_of("恐怖组织", ("北国",)), key_of("恐怖组织")
    (('外商投资准入负面清单（全国版）', None), ('恐怖组织', '北国'), ('恐怖组织', None))
    """
    plain = _plain(name)
    known = next((row["name"] for row in rows("check/controls")["list"] if plain in row["same"]), None)
    if known or not is_anyones(plain):
        return known or plain, None
    return plain, _keeper(issuers[0]) if issuers else None


def is_anyones(name: str) -> bool:
    """Whether many keep a list of this name, so that it says little where nobody says whose it is.

    >>> is_anyones("黑名单"), is_anyones("不可靠实体清单")
    (True, False)
    """
    return name in rows("check/controls")["whose"]["names"].split()


def _plain(name: str) -> str:
    return _MARKS.sub("", name).strip()


def _keeper(name: str) -> str:
    return _same_keepers().get(name, name)


@cache
def _same_keepers() -> dict[str, str]:
    pairs = (row.split("=") for row in rows("check/controls")["keepers"]["same"])
    return dict(pairs)


def _asked_for(one: ControlList, name: str) -> bool:
    told = (text for entry in one.entries for text in (*entry.items, *entry.countries, *entry.issuers))
    return any(name in text for text in (one.name, one.keeper or "", *one.names, *told))


# One list


def _list(key: _Key, called: tuple[str, ...], held: Sequence[Listed], on: datetime.date | None) -> ControlList:
    entries, clashes = control_entries.entries(held)
    name, keeper = key
    mixed = keeper is None and is_anyones(name)
    twice = () if mixed else tuple(_twice(entries))
    return ControlList(name, keeper, called, tuple(entries), state(entries, on), (*clashes, *twice))


def state(entries: Iterable[Entry], on: datetime.date | None) -> State:
    """How a list stands on a day: what was put on it by then and not taken off again."""
    items: dict[str, None] = {}
    perhaps: dict[str, None] = {}
    untold, maybe, altered = Decimal(0), Decimal(0), 0
    for one in entries:
        holds = one.holds(on)
        if holds == "not_yet":
            continue
        if holds == "perhaps":
            perhaps |= dict.fromkeys(one.items)
            maybe += one.untold
            continue
        if one.action == "modify":
            altered += 1
        elif one.action == "add":
            items |= dict.fromkeys(one.items)
            untold += one.untold
        else:
            items = {name: None for name in items if name not in one.items}
    return State(tuple(items), untold, tuple(name for name in perhaps if name not in items), maybe, altered)


def _twice(entries: Sequence[Entry]) -> Iterator[Clash]:
    """What is put on a list twice without having been taken off."""
    on_it: dict[str, Entry] = {}
    for one in entries:
        for item in one.items:
            before = on_it.get(item)
            if one.action == "add" and before and not one.class_wide:
                yield Clash("clash_twice", item, (*before.evidence, *one.evidence))
            if one.action == "add":
                on_it[item] = one
            elif one.action == "remove":
                on_it.pop(item, None)
