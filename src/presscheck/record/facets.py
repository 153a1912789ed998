"""How what is found is spread over months, papers, kinds of facts, speakers and units."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from presscheck.record.entries import KINDS, day_of
from presscheck.record.names import Joined
from presscheck.record.store import Store

FACETS = ("month", "paper", "kind", "speaker", "unit")
MOST_FACETS = 20
"""Values of one facet that are told, those that stand most often."""
MOST_SPEAKERS = 40
"""Speakers of whom it is asked by which names they go, those first whose name stands most often."""
Named = Callable[[str], Iterable[Joined]]
"""The names that mean the same party as a name asked for, itself the first."""
Facets = tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
_COLUMNS = {"month": "a.day / 100", "paper": "a.paper", "kind": "f.kind", "speaker": "f.speaker", "unit": "f.unit"}


@dataclass(frozen=True, slots=True)
class Lot:
    """Stories or facts that were found, as the database takes them: all of a query from its FROM on, and its values."""

    told: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who is meant by the name of a speaker; those ``asked`` for come first."""

    named: Named
    asked: tuple[str, ...] = ()


def spread(store: Store, found: Lot, facts: Lot, speakers: Speakers) -> Facets:
    """How ``found`` is spread over months and papers, and its ``facts`` over their kinds, speakers and units.

    A speaker is counted by all names that surely mean it, as a search for it finds them.
    """
    by = {**_counted(store, ("month", "paper"), found), **_counted(store, ("kind", "speaker", "unit"), facts)}
    texts = _texts(store, (term for name in ("paper", "speaker", "unit") for term in by[name]))
    told = {
        "month": [(_month(value), count) for value, count in sorted(by["month"].items())],
        "paper": _most(_by_text(by["paper"], texts)),
        "kind": _most({KINDS[kind]: count for kind, count in sorted(by["kind"].items())}),
        "speaker": _most(_by_speaker(_by_text(by["speaker"], texts), speakers)),
        "unit": _most(_by_text(by["unit"], texts)),
    }
    return tuple((name, tuple(told[name])) for name in FACETS)


def _counted(store: Store, names: Sequence[str], of: Lot) -> dict[str, Counter[int]]:
    """How often each value of some facets stands, all of them counted in one walk."""
    values = ", ".join(_COLUMNS[name] for name in names)
    places = ", ".join(str(at) for at, _ in enumerate(names, 1))
    out: dict[str, Counter[int]] = {name: Counter() for name in names}
    for row in store.all(f"SELECT {values}, count(*) {of.told} GROUP BY {places}", of.values):
        for name, value in zip(names, row, strict=False):
            if value is not None:
                out[name][value] += row[-1]
    return out


def _texts(store: Store, terms: Iterable[int]) -> dict[int, str]:
    sql = "SELECT id, text FROM term WHERE id IN (SELECT value FROM json_each(?))"
    return dict(store.all(sql, (json.dumps(list(terms)),)))


def _by_text(counts: Mapping[int, int], texts: Mapping[int, str]) -> dict[str, int]:
    return {texts[term]: counts[term] for term in sorted(counts)}


def _most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Those that stand most often; of as many the first."""
    return sorted(counts.items(), key=lambda one: -one[1])[:MOST_FACETS]


def _month(value: int) -> str:
    day = day_of(value * 100 + 1)
    return f"{day:%Y-%m}" if day else ""


def _by_speaker(counts: Mapping[str, int], speakers: Speakers) -> dict[str, int]:
    """How often each speaker stands by any of its names; one who is counted whole with another is not told again."""
    parties: dict[str, frozenset[str]] = {}
    for name in (*speakers.asked, *sorted(counts, key=lambda name: -counts[name])):
        if len(parties) == MOST_SPEAKERS:
            break
        if not any(name in held for held in parties.values()):
            parties[name] = frozenset(one.name for one in speakers.named(name) if one.sure) & counts.keys()
    held = list(parties.values())
    return {
        name: sum(map(counts.__getitem__, own))
        for name, own in parties.items()
        if own and not any(own < one for one in held)
    }
