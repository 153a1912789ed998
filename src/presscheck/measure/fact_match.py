"""Facts found held against facts annotated, one sentence at a time."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from presscheck.facts import parties
from presscheck.model.fact import Act, Change, Commitment, Fact, Figure, Operator, Period, Quote, Rule, Words

Gold = Mapping[str, Any]
LAYERS = ("span", "value", "unit", "operator", "period", "indicator", "subject", "speaker")
"""What must be right of a figure, one after the other; from ``period`` on, each of those right up to ``operator``."""
HEAD = 2
"""Two phrases name the same when their last characters, so many, are the same."""
NEAR = Decimal("0.001")


@dataclass(frozen=True)
class Place:
    """A sentence in its paragraph: ``text`` is the paragraph's, gold offsets count from ``start``.

    ``before`` is what the story says before the paragraph; words that stand there have offsets below ``-start``.
    """

    text: str
    start: int
    end: int
    paragraph: int
    before: str = ""

    def words(self, spot: Sequence[int]) -> str:
        """The words that an annotator marked."""
        low, high = self.start + spot[0], self.start + spot[1]
        if low >= 0:
            return self.text[low:high]
        told = self.before + "\n"
        return told[len(told) + low : len(told) + high]

    def holds(self, words: Words) -> bool:
        """Whether some of the words lie in this sentence."""
        return words.part == "body" and words.paragraph == self.paragraph and self.start <= words.start < self.end


@dataclass
class Count:
    """Found and right, found and wrong, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float | None:
        """The share of what was found that is right; of nothing ``None``."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        """The share of what is there that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None

    @property
    def f1(self) -> float | None:
        """Their harmonic mean."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else None


@dataclass
class Tallies:
    """The counts of every kind and layer, and what went wrong, for those who look."""

    counts: dict[str, Count] = field(default_factory=dict)
    shares: Counter[tuple[str, bool]] = field(default_factory=Counter)
    failures: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, name: str, right: int, found: int, there: int) -> None:
        """Count of one sentence: so many found, so many there, so many of them right."""
        count = self.counts.setdefault(name, Count())
        count.right += right
        count.wrong += found - right
        count.missed += there - right

    def fail(self, kind: str, sentence: str, told: str) -> None:
        """Keep a failure to be looked at."""
        self.failures.append((kind, sentence, told))


def score_sentence(gold: Gold, place: Place, facts: Sequence[Fact], tallies: Tallies) -> None:
    """Hold the facts of one sentence against its annotation and count."""
    here = [fact for fact in facts if place.holds(fact.evidence)]
    _figures(gold["figures"], place, [one for one in here if isinstance(one, Figure)], tallies)
    _quotes(gold["quotes"], place, [one for one in facts if isinstance(one, Quote)], tallies)
    for name, kind, same in (
        ("acts", Act, _same_act),
        ("changes", Change, _same_change),
        ("commitments", Commitment, _same_commitment),
        ("rules", Rule, _same_rule),
    ):
        _records(name, gold[name], place, [one for one in here if isinstance(one, kind)], same, tallies)


def _figures(gold: Sequence[Gold], place: Place, found: Sequence[Figure], tallies: Tallies) -> None:
    pairs, extra, missed = _paired(gold, [(one.evidence.start, one.evidence.end) for one in found], place)
    asked = {layer: {a for a, one in enumerate(gold) if _asks(one, layer)} for layer in LAYERS}
    right = Counter[str]()
    for a, b in pairs:
        if not gold[a].get("optional"):
            layers = [layer for layer in _layers(gold[a], place, found[b]) if a in asked[layer]]
            right.update(layers)
            for layer in LAYERS:
                if layer not in layers and a in asked[layer]:
                    tallies.fail(
                        layer, place.text[place.start : place.end], f"{_brief(found[b])} ~ {_shown(gold[a], place)}"
                    )
    for b in extra:
        tallies.fail("span", place.text[place.start : place.end], f"extra {found[b].evidence}")
    for a in missed:
        tallies.fail("span", place.text[place.start : place.end], f"missed {_shown(gold[a], place)}")
    for layer, some in asked.items():
        given = sum(a in some for a, _ in pairs) + len(extra)
        tallies.add(f"figures.{layer}", right[layer], given, len(some))


def _asks(gold: Gold, layer: str) -> bool:
    """Whether a figure's layer counts: not of an optional one, nor where the annotators did not agree."""
    return not gold.get("optional") and layer not in gold.get("open", ())


def _brief(figure: Figure) -> str:
    told = (figure.evidence, figure.quantity, figure.period, figure.indicator, figure.subject, figure.speaker)
    return " ".join(map(repr, told))


def _shown(one: Gold, place: Place) -> str:
    told = {}
    for name, value in one.items():
        spots = name not in ("period", "periods", "open") and isinstance(value, list)
        told[name] = "|".join(place.words(spot) if spot else "–" for spot in value) if spots else value
    return str(told)


def _paired(
    gold: Sequence[Gold], found: Sequence[tuple[int, int]], place: Place, name: str = "s"
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """One-to-one pairs by the most shared characters; then what is found beside them, and what is missed."""
    shared = []
    for a, one in enumerate(gold):
        start, end = (place.start + spot for spot in one[name][0])
        for b, (low, high) in enumerate(found):
            if (count := min(end, high) - max(start, low)) > 0:
                shared.append((-count, a, b))
    pairs: dict[int, int] = {}
    for _, a, b in sorted(shared):
        if a not in pairs and b not in pairs.values():
            pairs[a] = b
    extra = [b for b in range(len(found)) if b not in pairs.values()]
    missed = [a for a, one in enumerate(gold) if a not in pairs and not one.get("optional")]
    return sorted(pairs.items()), extra, missed


def _layers(gold: Gold, place: Place, figure: Figure) -> Iterator[str]:
    quantity = figure.quantity
    yield "span"
    low = quantity.low if quantity.operator is Operator.RANGE else quantity.value
    if not (_same_number(low, gold["value"]) and (gold["op"] != "range" or _same_number(quantity.high, gold["high"]))):
        return
    yield "value"
    if (quantity.code or None) != gold["unit"]:
        return
    yield "unit"
    if quantity.operator.value != gold["op"]:
        return
    yield "operator"
    if any(_same_period(figure.period, one) for one in gold.get("periods") or (gold["period"],)):
        yield "period"
    for name in ("indicator", "subject", "speaker"):
        if _same_words(getattr(figure, name), gold[name], place):
            yield name


def _same_number(found: Decimal | None, gold: str | None) -> bool:
    if found is None or gold is None:
        return found is None and gold is None
    told = Decimal(gold)
    return found == told or (abs(told) < 1 and abs(found - told) < NEAR)


def _same_period(found: Period | None, gold: Sequence[str] | None) -> bool:
    told = (found.start, found.end) if found and found.start and found.end else None
    if told is None or gold is None:
        return told is None and gold is None
    return tuple(one[:10] for one in told) == tuple(gold)


def _same_words(found: Words | None, gold: Sequence[Sequence[int] | None] | None, place: Place) -> bool:
    """Whether the words name what any of the annotator's does: they end alike, or one holds the other.

    ``None`` among the annotator's: nothing named is right as well.
    """
    if found is None:
        return not gold or None in gold
    return any(spot and _same_head(found.text, place.words(spot)) for spot in gold or ())


def _same_head(one: str, two: str) -> bool:
    one, two = (words.strip("“”‘’《》（）()、，的 ") for words in (one, two))
    return one[-HEAD:] == two[-HEAD:] or bool(_names(one) & _names(two))


@lru_cache(maxsize=4096)
def _names(words: str) -> frozenset[str]:
    """The words, and the name without the office of a person that they are: 省长方小舟, 方小舟."""
    told = [one for one in parties.find(words) if one.kind == "person"]
    return frozenset((words, *(one.name(words) for one in told if (one.start, one.end) == (0, len(words)))))


def _quotes(gold: Sequence[Gold], place: Place, found: Sequence[Quote], tallies: Tallies) -> None:
    """Contents clipped to the sentence, one stretch each."""
    stretches = [
        (max(words.start, place.start), min(words.end, place.end), quote)
        for quote in found
        for words in quote.words
        if words.part == "body" and words.paragraph == place.paragraph
        if words.start < place.end and words.end > place.start
    ]
    stretches = [(start, _shorn(place.text, start, end), quote) for start, end, quote in stretches]
    stretches = [one for one in stretches if one[1] > one[0]]
    pairs, extra, missed = _paired(gold, [one[:2] for one in stretches], place, "content")
    sure = [(a, b) for a, b in pairs if not gold[a].get("optional")]
    there = sum(not one.get("optional") for one in gold)
    exact = [(a, b) for a, b in sure if _exact(gold[a]["content"], stretches[b], place)]
    tallies.add("quotes.overlap", len(sure), len(sure) + len(extra), there)
    tallies.add("quotes.content", len(exact), len(sure) + len(extra), there)
    for direct in (True, False):
        mine = [(a, b) for a, b in exact if gold[a]["direct"] is direct]
        given = sum(stretches[b][2].direct is direct for _, b in sure) + sum(
            stretches[b][2].direct is direct for b in extra
        )
        name = "direct" if direct else "reported"
        total = sum(one["direct"] is direct and not one.get("optional") for one in gold)
        tallies.add(f"quotes.{name}", sum(stretches[b][2].direct is direct for _, b in mine), given, total)
    for a, b in sure:
        good = _same_words(stretches[b][2].speaker, gold[a]["speaker"], place)
        asked = "speaker" not in gold[a].get("open", ())
        tallies.shares["quotes.speaker", good] += asked
        if asked and not good:
            told = f"{stretches[b][2].speaker} ~ {_shown(gold[a], place)}"
            tallies.fail("quote speaker", place.text[place.start : place.end], told)
        if (a, b) not in exact:
            told = f"{place.text[slice(*stretches[b][:2])]} ~ {_shown(gold[a], place)}"
            tallies.fail("quote content", place.text[place.start : place.end], told)
    for b in extra:
        tallies.fail("quote extra", place.text[place.start : place.end], place.text[slice(*stretches[b][:2])])
    for a in missed:
        tallies.fail("quote missed", place.text[place.start : place.end], _shown(gold[a], place))


def _exact(content: Sequence[Sequence[int]], stretch: tuple[int, int, Quote], place: Place) -> bool:
    return any(
        (place.start + low, _shorn(place.text, place.start + low, place.start + high)) == stretch[:2]
        for low, high in content
    )


def _shorn(text: str, start: int, end: int) -> int:
    """The end without marks that close the sentence or the speech."""
    while end > start and text[end - 1] in "。，；！？…”’」』":
        end -= 1
    return end


Same = Callable[[Gold, Any, Place], bool]


def _records(name: str, gold: Sequence[Gold], place: Place, found: Sequence[Any], same: Same, tallies: Tallies) -> None:
    used: set[int] = set()
    right = there = optional = 0
    for one in sorted(gold, key=lambda one: bool(one.get("optional"))):
        alike = _stands_at if one.get("optional") else same
        match = next((b for b, fact in enumerate(found) if b not in used and alike(one, fact, place)), None)
        if match is not None:
            used.add(match)
        if one.get("optional"):
            optional += match is not None
            continue
        there += 1
        right += match is not None
        if match is None:
            tallies.fail(f"{name} missed", place.text[place.start : place.end], _shown(one, place))
    for b in set(range(len(found))) - used:
        tallies.fail(f"{name} extra", place.text[place.start : place.end], repr(found[b]))
    tallies.add(name, right, len(found) - optional, there)


def _same_act(gold: Gold, act: Act, place: Place) -> bool:
    return _meets(act.action, gold["action"], place) and _same_words(act.agent, gold["agent"], place)


def _stands_at(gold: Gold, fact: Any, place: Place) -> bool:
    """Whether a fact stands where an optional one does: that is enough for it to count neither way."""
    if isinstance(fact, Change):
        return not gold["list"] or _names_list(gold, fact, place)
    if isinstance(fact, Act):
        return _meets(fact.action, gold["action"], place)
    return _alike(fact.what, gold["what"], place)


def _same_change(gold: Gold, change: Change, place: Place) -> bool:
    return change.action == gold["action"] and (not gold["list"] or _names_list(gold, change, place))


def _names_list(gold: Gold, change: Change, place: Place) -> bool:
    """Whether a list of the change is the annotator's: it stands there, or bears the same name elsewhere."""
    names = {place.words(spot) for spot in gold["list"]}
    return any(one.text in names or _meets(one, gold["list"], place) for one in change.list)


def _same_commitment(gold: Gold, one: Commitment, place: Place) -> bool:
    return _alike(one.what, gold["what"], place) and _same_words(one.who, gold["who"], place)


def _same_rule(gold: Gold, one: Rule, place: Place) -> bool:
    return one.force == gold["force"] and _alike(one.what, gold["what"], place)


def _meets(words: Words, spots: Sequence[Sequence[int]], place: Place) -> bool:
    return any(words.start < place.start + high and words.end > place.start + low for low, high in spots)


def _alike(words: Words, spots: Sequence[Sequence[int]], place: Place) -> bool:
    """Whether two stretches share at least half of their characters."""
    for low, high in spots:
        low, high = place.start + low, place.start + high
        shared = min(words.end, high) - max(words.start, low)
        if shared > 0 and 2 * shared / (words.end - words.start + high - low) >= 0.5:
            return True
    return False
