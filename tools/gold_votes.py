"""Gold by votes: several readings of the same sentences, each by itself, as one annotation.

    python tools/gold_votes.py WORK.jsonl READING.jsonl... [--settled KEPT.jsonl] --out gold/facts/develop.jsonl

A fact that most readings have is asked for; one that fewer have, or have as a matter of taste, counts neither for nor
against. Of who, whose and when every answer counts that at least two readings gave; where no two agree, nothing is
asked there (``"open"``). The readings are as annotators write them, in words (``docs/annotation.md``); ``--settled``
holds one more as it was kept, in offsets. No reading may have seen what the program finds.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from gold_facts import HEAD, KINDS, Item, _lines, kept

AGREED = 2
"""So many readings make an answer right."""
ENDING = 2
"""Two wordings name the same when their last characters, so many, are the same."""
ANSWERS: dict[str, tuple[str, ...]] = {
    "figures": ("indicator", "subject", "speaker"),
    "quotes": ("speaker",),
    "acts": ("agent",),
    "commitments": ("who",),
}
"""Fields of each kind that name somebody or something: any wording with enough votes is right, none at all too."""
PLAIN: dict[str, tuple[str, ...]] = {
    "figures": ("value", "high", "unit", "op"),
    "quotes": ("direct",),
    "changes": ("action",),
    "rules": ("force",),
}
"""Fields with one value: the one most readings have."""
Reading = tuple[int, Item]


def voted(item: Item, readings: Sequence[Item]) -> Item:
    """One sentence's gold, from what each reading keeps of it."""
    out = {name: item[name] for name in ("id", "paragraph", "start", "end", "kind")}
    for kind in KINDS:
        groups = _groups(kind, readings)
        out[kind] = [_fact(kind, item, group, len(readings)) for group in groups]
    return out


def _groups(kind: str, readings: Sequence[Item]) -> list[list[Reading]]:
    """The same fact in the readings that have it: at most one of each, by the stretch they share most of."""
    groups: list[list[Reading]] = []
    for number, reading in enumerate(readings):
        free = list(groups)
        for fact in reading[kind]:
            near = max(free, key=lambda group: _shared(kind, group[0][1], fact), default=None)
            if near is not None and _shared(kind, near[0][1], fact) > 0:
                near.append((number, fact))
                free = [group for group in free if group is not near]
            else:
                groups.append([(number, fact)])
    return groups


def _shared(kind: str, one: Item, two: Item) -> float:
    """How much of the longer of two facts' heads both have; of promises and rules at least a half."""
    if kind == "changes":
        return float(one["action"] == two["action"])
    best = max((_overlap(a, b) for a in one[HEAD[kind]] for b in two[HEAD[kind]]), default=0.0)
    return best if kind in ("figures", "acts", "quotes") or best >= 1 / 3 else 0.0


def _overlap(one: Sequence[int], two: Sequence[int]) -> float:
    shared = min(one[1], two[1]) - max(one[0], two[0])
    return max(shared, 0) / max(one[1] - one[0], two[1] - two[0], 1)


def _fact(kind: str, item: Item, group: Sequence[Reading], count: int) -> Item:
    """One fact as its readings agree on it."""
    facts = [fact for _, fact in group]
    told = dict(facts[0])
    told.pop("optional", None)
    for name in PLAIN.get(kind, ()):
        told[name] = Counter(json.dumps(fact.get(name)) for fact in facts).most_common(1)[0][0]
        told[name] = json.loads(told[name])
    if kind != "changes":
        told[HEAD[kind]] = _heads(kind, facts)
    unsure = []
    for name in ANSWERS.get(kind, ()):
        told[name] = _answers(item, name, facts)
        if told[name] is ...:
            unsure.append(name)
            told[name] = facts[0].get(name)
    if kind == "figures":
        told.pop("periods", None)
        right = _periods(facts)
        told["period"] = right[0] if right else facts[0]["period"]
        told |= {"periods": right} if len(right) > 1 else {}
        unsure += [] if right else ["period"]
    sure = sum(not fact.get("optional") for fact in facts)
    if 2 * sure <= count or (kind in ("acts", "commitments") and unsure):
        return told | {"optional": True}
    return told | ({"open": unsure} if unsure else {})


def _heads(kind: str, facts: Sequence[Item]) -> list[list[int]]:
    """The stretches of a head; of a quotation those with enough votes, where any has."""
    votes = Counter(tuple(spot) for fact in facts for spot in {tuple(one) for one in fact[HEAD[kind]]})
    enough = [list(spot) for spot, count in votes.most_common() if count >= AGREED]
    return enough or [list(spot) for spot in votes]


def _answers(item: Item, name: str, facts: Sequence[Item]) -> Any:
    """Spots with enough votes, ``None`` among them for nothing named; ``...`` where no answer has enough."""
    answers = [_told(fact.get(name)) for fact in facts]
    spots = list(dict.fromkeys(tuple(spot) if spot else None for told in answers for spot in told))
    votes = {spot: sum(any(_same(item, spot, one) for one in told) for told in answers) for spot in spots}
    enough = sorted((spot for spot in spots if votes[spot] >= AGREED), key=lambda spot: -votes[spot])
    if not enough:
        return ...
    return None if enough == [None] else [list(spot) if spot else None for spot in enough]


def _told(spots: Sequence[Sequence[int] | None] | None) -> Sequence[Sequence[int] | None]:
    return spots or (None,)


def _same(item: Item, one: Sequence[int] | None, two: Sequence[int] | None) -> bool:
    if one is None or two is None:
        return one is two
    first, second = _words(item, one), _words(item, two)
    return first[-ENDING:] == second[-ENDING:]


def _words(item: Item, spot: Sequence[int]) -> str:
    """Words by their offsets from the sentence's start; below 0 before it, in the paragraph or the story."""
    if spot[0] >= 0:
        return str(item["sentence"][spot[0] : spot[1]])
    before = item["paragraph_before"]
    if len(before) + spot[0] < 0:
        before = item["headline"] + "\n" + item["before"] + "\n" + before
    return str(before[len(before) + spot[0] : len(before) + spot[1]])


def _periods(facts: Sequence[Item]) -> list[list[str] | None]:
    """First and last days with enough votes, the best first; ``None`` for no time."""
    votes: Counter[tuple[str, ...] | None] = Counter()
    for fact in facts:
        told = fact.get("periods") or [fact["period"]]
        votes.update({tuple(one) if one else None for one in told})
    return [list(one) if one else None for one, count in votes.most_common() if count >= AGREED]


def readings_of(work: Iterable[Item], told: Sequence[dict[str, Item]], settled: dict[str, Item]) -> Iterator[Item]:
    """The gold of each sentence, in the order of the desk's."""
    for item in work:
        before = [settled[item["key"]]] if settled else []
        yield voted(item, [*before, *(kept(item, reading[item["key"]]) for reading in told)])


def main() -> None:
    """Read, count, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("readings", nargs="+", type=Path)
    parser.add_argument("--settled", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    told = parser.parse_args()
    before = _lines(told.settled) if told.settled else []
    settled = {f"{one['id']}:{one['paragraph']}:{one['start']}": one for one in before}
    readings = [{one["key"]: one for one in _lines(path)} for path in told.readings]
    out = list(readings_of(_lines(told.work), readings, settled))
    told.out.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in out), encoding="utf8")
    print(f"{len(out)} sentences by {len(readings) + bool(settled)} readings written to {told.out}")


if __name__ == "__main__":
    main()
