"""Make claims from a record, each with a label that is sure, to measure ``presscheck check``.

    python tools/make_claims.py RECORD.db --since 2022-09-01 --until 2025-10-31 --count 600 --seed 1 -o claims.jsonl

Claims are built from fields of facts, never out of a sentence of the record; wordings are rows in ``make_claims.toml``.
Only with ``--crossed`` they are sentences of the record, half of them with two of their numbers exchanged.
Of 100 about 40 are supported, 33 contradicted and 27 not decided; a fifth are about acts and sayings.
"""

import argparse
import datetime
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import make_claims_acts as acts
import make_claims_false as false
import make_claims_figures as figures
from make_claims_crossed import crossed
from make_claims_figures import CONTRADICTED, OPEN, SUPPORTED, Claim, Desk, claimable
from make_claims_idle import idle
from make_claims_told import Book, Shelf, book, works
from make_claims_words import told
from presscheck.recording import Record

MOST = 8
"""Claims about one indicator."""
SHARES = {SUPPORTED: 40, CONTRADICTED: 33, OPEN: 27}
Make = Callable[[Any, Desk], Claim | None]


class Sort(NamedTuple):
    """A sort of claims: how many of a thousand, what they are about, how they are made."""

    label: str
    share: int
    about: str
    make: Make


SORTS = (
    Sort(OPEN, 25, "plans", false.planned),
    Sort(CONTRADICTED, 20, "sures", false.told_of_another),
    Sort(OPEN, 35, "sures", false.outdated),
    Sort("", 50, "sures", false.pair),
    Sort(SUPPORTED, 40, "sures", figures.within),
    Sort(CONTRADICTED, 20, "sures", false.wrong_unit),
    Sort(CONTRADICTED, 45, "sures", false.other_period),
    Sort(CONTRADICTED, 35, "works", false.wrong_work),
    Sort(SUPPORTED, 45, "works", figures.of_work),
    Sort(CONTRADICTED, 40, "sures", false.wrong_way),
    Sort(OPEN, 45, "sures", false.untold_period),
    Sort(OPEN, 45, "sures", false.other_place),
    Sort(CONTRADICTED, 35, "sures", false.wrong_scale),
    Sort(SUPPORTED, 90, "sures", figures.with_round_number),
    Sort(CONTRADICTED, 60, "sures", false.wrong_value),
    Sort(SUPPORTED, 105, "sures", figures.restated),
    Sort(CONTRADICTED, 15, "sayings", acts.misquoted),
    Sort(SUPPORTED, 20, "sayings", acts.quoted),
    Sort(CONTRADICTED, 20, "deeds", acts.denied),
    Sort(CONTRADICTED, 25, "deeds", acts.by_another),
    Sort(CONTRADICTED, 10, "deeds", acts.another_time),
    Sort(SUPPORTED, 60, "deeds", acts.done),
    Sort(OPEN, 115, "nothing", lambda claim, _: claim),
)


@dataclass(slots=True)
class Tray:
    """The claims taken so far, and how often each matter and each figure has come."""

    claims: list[Claim] = field(default_factory=list)
    topics: Counter[str] = field(default_factory=Counter)
    keys: Counter[str] = field(default_factory=Counter)
    texts: set[str] = field(default_factory=set)
    sorts: Counter[int] = field(default_factory=Counter)

    def takes(self, claim: Claim | None, times: int) -> bool:
        """Take a claim, unless its matter or one of its figures came too often, or its text before."""
        if claim is None or claim.text in self.texts or self.topics[claim.topic] >= MOST:
            return False
        if any(self.keys[one] >= times for one in claim.key):
            return False
        self.claims.append(claim)
        self.texts.add(claim.text)
        self.topics[claim.topic] += 1
        self.keys.update(claim.key)
        return True


def names_of(shelf: Shelf) -> list[str]:
    """The indicators that claims are about: those of the rows, then others told often enough."""
    rows = told()["automatic"]
    own = [row["name"] for row in told()["indicator"]]
    said = {form for row in told()["indicator"] for form in (row["name"], *row["says"])}
    others = (one for one in shelf.frequent(rows["least"], rows["pattern"]) if not re.fullmatch(rows["never"], one))
    return own + [one for one in others if one not in said]


def books_of(shelf: Shelf, names: Iterable[str]) -> dict[str, Book]:
    """What the record tells of each indicator; a figure told under two names belongs to the first."""
    held: set[str] = set()
    out: dict[str, Book] = {}
    for name in names:
        found = book(shelf, name)
        if any(not held.intersection(one.key) for one in found.sures) or found.plans:
            out[name] = found
        held.update(fact for one in found.sures for fact in one.key)
    return out


def made(shelf: Shelf, books: dict[str, Book], desk: Desk, count: int) -> list[Claim]:
    """So many claims, as near to the shares as the record allows, in the order of their days."""
    pools: dict[str, list[Any]] = {
        "sures": [one for each in books.values() for one in each.sures if claimable(one)],
        "plans": [one for each in books.values() for one in each.plans],
        "works": list(works(shelf, told()["works"]["ends"], told()["works"]["names"].split())),
        "deeds": acts.deeds(shelf),
        "sayings": acts.sayings(shelf),
        "nothing": list(acts.invented(shelf, desk)),
    }
    tray = Tray()
    for times in (1, 2):
        for number, sort in enumerate(SORTS):
            _fill(tray, number, pools[sort.about], desk, round(count * sort.share / 1000), times)
    for times in (2, 3):
        _top_up(tray, pools, desk, count, times)
    return sorted(tray.claims[:count], key=lambda one: (one.day, one.text))


def _fill(tray: Tray, number: int, pool: Sequence[Any], desk: Desk, wanted: int, times: int) -> None:
    """Take claims of one sort until there are enough of them."""
    mine = list(pool)
    desk.rng.shuffle(mine)
    for one in mine:
        if tray.sorts[number] >= wanted:
            return
        if tray.takes(SORTS[number].make(one, desk), times):
            tray.sorts[number] += 1


def _top_up(tray: Tray, pools: dict[str, list[Any]], desk: Desk, count: int, times: int) -> None:
    """Where some sorts gave too few, more of the label that is farthest below its share."""
    rows: dict[str, list[tuple[Any, Make]]] = {label: [] for label in SHARES}
    for sort in SORTS:
        if sort.label:
            rows[sort.label] += [(one, sort.make) for one in pools[sort.about]]
    for held in rows.values():
        desk.rng.shuffle(held)
    while len(tray.claims) < count and any(rows.values()):
        labels = Counter(one.label for one in tray.claims)
        label = min((name for name in SHARES if rows[name]), key=lambda name: labels[name] / SHARES[name])
        while rows[label]:
            one, make = rows[label].pop()
            if tray.takes(make(one, desk), times):
                break


def to_dict(claim: Claim, name: str) -> dict[str, Any]:
    """A claim as a line of the file has it."""
    return {
        "id": name,
        "claim": claim.text,
        "date": claim.day.isoformat(),
        "label": claim.label,
        "how": claim.how,
        "articles": list(claim.articles),
        "near": list(claim.near),
        "why": claim.why,
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the claims, write them, and say how many there are of each label and sort."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("--since", type=datetime.date.fromisoformat, required=True)
    parser.add_argument("--until", type=datetime.date.fromisoformat, required=True)
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plain", action="store_true", help="name neither the country nor this year")
    parser.add_argument("--idle", action="store_true", help="what nobody would print of places and bodies only")
    parser.add_argument("--crossed", action="store_true", help="printed sentences with two numbers exchanged, or not")
    parser.add_argument("-o", "--out", type=Path, required=True)
    asked = parser.parse_args(arguments)
    with Record(asked.record) as record:
        shelf = Shelf(record)
    books = books_of(shelf, names_of(shelf))
    desk = Desk(shelf, books, asked.since, asked.until, random.Random(asked.seed), asked.plain)
    special = idle if asked.idle else crossed if asked.crossed else None
    claims = list(islice(special(desk), asked.count)) if special else made(shelf, books, desk, asked.count)
    lines = [to_dict(one, f"p{asked.seed}-{number:04d}") for number, one in enumerate(claims, 1)]
    asked.out.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines), encoding="utf8")
    print(f"{len(claims)} claims", dict(Counter(one.label for one in claims)))
    print(dict(Counter(f"{one.label} {one.how}" for one in claims)))


if __name__ == "__main__":
    main()
