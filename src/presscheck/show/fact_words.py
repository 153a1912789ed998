"""Facts as people read them: which words of a story they mark, and what each of them says."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from presscheck import data
from presscheck.errors import Lang
from presscheck.export.axis import unit_name
from presscheck.messages import say
from presscheck.model import Article, Fact, Modality, Operator, Period, Quantity, Quote, Reading, Words
from presscheck.model.fact import written
from presscheck.show.corrections import Marked, parts

KINDS = ("figure", "time", "quote", "act", "change", "commitment", "rule", "pairing")
SIGNS = {Operator.EQUAL: "=", Operator.ABOUT: "≈", Operator.LESS: "<", Operator.AT_MOST: "≤", Operator.MORE: ">"}
SIGNS |= {Operator.AT_LEAST: "≥", Operator.RANGE: ""}
DECIMALS = 6
"""A fraction that goes on is cut off after so many places."""
LEADS = {
    "figure": ("quantity",),
    "time": ("period",),
    "quote": ("direct",),
    "act": ("agent", "action", "counterpart", "object"),
    "change": ("action", "items", "list"),
    "commitment": ("who", "what"),
    "rule": ("who", "force", "what"),
    "pairing": ("a", "b"),
}
"""What of a fact is told first, without labels."""
LABELS = {
    ("act", "time"): "period",
    ("change", "count"): "count_of",
    ("commitment", "figure"): "target",
    ("rule", "basis"): "rests_on",
    ("pairing", "counts"): "figures",
}
"""Fields whose label is not their name."""


class Spot(NamedTuple):
    """One stretch of a part that tells a fact; ``first`` of all stretches that do."""

    start: int
    end: int
    fact: Fact
    first: bool


class Held(NamedTuple):
    """A head or paragraph of a story with the stretches that tell facts, and the facts told first here."""

    part: Marked
    spots: tuple[Spot, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts whose words begin here, in the order of the story."""
        return tuple(spot.fact for spot in self.spots if spot.first)


class Step(NamedTuple):
    """One step through marked words: a mark opens or closes, or words follow.

    ``whole``: the mark opens where its stretch starts, or closes where it ends; marks that cross are cut.
    """

    does: str
    words: str
    spot: Spot | None
    whole: bool = True


class Said(NamedTuple):
    """A piece of what a fact says: the ``name`` of the field, its label (what leads needs none), the words."""

    name: str
    label: str
    words: str


def held(article: Article) -> list[Held]:
    """Every head and paragraph of a story with the facts it tells; a speech marks each of its paragraphs.

    >>> from presscheck.model import Time
    >>> year = Time(id="f1", evidence=Words("去年", "headline", None, 0, 2), period=Period("去年", None, None, "year"))
    >>> [(one.part.text, one.facts) for one in held(Article("a1", headline="去年通车", facts=(year,)))]
    [('去年通车', (<time f1 去年: period=去年 (… to …)>,))]
    """
    on: dict[tuple[str, int | None], list[Spot]] = {}
    for fact in article.facts:
        for number, words in enumerate(_stretches(fact)):
            spot = Spot(words.start, words.end, fact, not number)
            on.setdefault((words.part, words.paragraph), []).append(spot)
    return [Held(part, tuple(on.get(_key(part), ()))) for part in parts(article)]


def _key(part: Marked) -> tuple[str, int | None]:
    return (part.kind, None) if part.number is None else ("body", part.number - 1)


def _stretches(fact: Fact) -> Iterator[Words]:
    """The evidence, and what a speech says in other paragraphs."""
    yield fact.evidence
    others = dict(fact.told()).get("words", ()) if fact.kind == "quote" else ()
    for words in others:
        if (words.part, words.paragraph) != (fact.evidence.part, fact.evidence.paragraph):
            yield words


def steps(text: str, spots: Sequence[Spot]) -> Iterator[Step]:
    """The words of a part with marks that open and close, one within the other; of two that cross one is cut.

    >>> fact = Fact(evidence=Words("乙", "body", 0, 1, 2))
    >>> [step.words or step.does for step in steps("甲乙丙", [Spot(1, 2, fact, True), Spot(1, 3, fact, True)])]
    ['甲', 'open', 'open', '乙', 'close', '丙', 'close']
    """
    stack: list[Spot] = []
    borders = sorted({0, len(text), *(spot.start for spot in spots), *(spot.end for spot in spots)})
    starting: dict[int, list[Spot]] = {}
    for spot in spots:
        starting.setdefault(spot.start, []).append(spot)
    for low, high in pairwise(borders):
        ended = next((at for at, spot in enumerate(stack) if spot.end <= low), len(stack))
        yield from (Step("close", "", spot, spot.end <= low) for spot in reversed(stack[ended:]))
        going = [spot for spot in stack[ended:] if spot.end > low]
        opening = sorted([*going, *starting.get(low, ())], key=lambda spot: -spot.end)
        stack = stack[:ended] + opening
        yield from (Step("open", "", spot, spot.start == low) for spot in opening)
        yield Step("words", text[low:high], stack[-1] if stack else None)
    yield from (Step("close", "", spot) for spot in reversed(stack))


def tally(reading: Reading) -> Counter[str]:
    """How many facts of each kind a reading holds."""
    return Counter(fact.kind for article in reading.articles for fact in article.facts)


def counted(reading: Reading, lang: Lang) -> str:
    """The facts of a reading, counted by their kinds.

    >>> counted(Reading((), (), ()), "en")
    'No fact was found.'
    """
    counts = tally(reading)
    told = [
        say("facts.count", lang, kind=say(f"facts.{kind}", lang), count=counts[kind]) for kind in KINDS if counts[kind]
    ]
    return say("facts.counted", lang, kinds=say("facts.and", lang).join(told)) if told else say("facts.nothing", lang)


def says(fact: Fact, lang: Lang, *, in_words: bool = False) -> list[Said]:
    """What a fact says, a piece at a time: first what it comes to, then every field that tells something.

    Units are told by their codes, or ``in_words``, as people write them.

    >>> words = Words("近40座", "body", 0, 0, 4)
    >>> bridges = Quantity(Decimal(40), Decimal(30), Decimal(40), operator=Operator.LESS, unit="座", code="座")
    >>> from presscheck.model import Figure
    >>> [(said.label, said.words) for said in says(Figure(evidence=words, quantity=bridges), "en")]
    [('', '< 40 座'), ('within', '[30, 40]')]
    """
    if in_words:
        fact = _in_words(fact, lang)
    told = {**dict(fact.told()), "speaker": fact.speaker}
    if told.pop("words", ()) and isinstance(fact, Quote):
        told["direct"] = "direct" if fact.direct else "reported"
    leads = [_lead(name, told.pop(name), lang) for name in LEADS.get(fact.kind, ())]
    out = [Said("lead", "", " ".join(filter(None, leads)))]
    if isinstance(quantity := getattr(fact, "quantity", None), Quantity):
        out += _within(quantity, lang)
    if told.get("scope") and told.get("subject") and told["scope"].text == told["subject"].text:
        del told["scope"]
    for name, value in told.items():
        out += _field(fact.kind, name, value, lang)
    return out


def _in_words(fact: Fact, lang: Lang) -> Fact:
    """A fact to be shown, whose amounts have their units as people write them."""
    told: dict[str, Any] = {
        name: replace(value, code=unit_name(value.code, lang))
        for name, value in fact.told()
        if isinstance(value, Quantity) and value.code
    }
    return replace(fact, **told)


def _lead(name: str, value: Any, lang: Lang) -> str:
    if isinstance(value, Period):
        return days(value, lang)
    return _value(name, value, lang) if value else ""


def _field(kind: str, name: str, value: Any, lang: Lang) -> Iterator[Said]:
    if value is True:
        yield Said(name, "", say(f"facts.{name}", lang))
    elif value not in (None, (), False, Modality.ACTUAL, "positive"):
        label = LABELS.get((kind, name), name)
        yield Said(name, say(f"facts.{label}", lang), _value(name, value, lang))


def _within(quantity: Quantity, lang: Lang) -> Iterator[Said]:
    """The interval of values that the words allow, where it is more than the value."""
    if quantity.operator is not Operator.RANGE and quantity.low != quantity.high:
        left, right = "(" if quantity.low_open else "[", ")" if quantity.high_open else "]"
        low = f"{left}{number(quantity.low)}" if quantity.low is not None else "(-∞"
        high = f"{number(quantity.high)}{right}" if quantity.high is not None else "∞)"
        yield Said("between", say("facts.between", lang), f"{low}, {high}")


def _value(name: str, value: Any, lang: Lang) -> str:
    if isinstance(value, Quantity):
        return amount(value)
    if isinstance(value, Period):
        return f"{value.text} ({days(value, lang)})"
    if isinstance(value, Words):
        return value.text
    if isinstance(value, tuple):
        return "、".join(_value(name, one, lang) for one in value)
    known = f"{name}_{value}"
    return say(f"facts.{known}", lang) if known in data.rows("messages/facts") else str(value)


def amount(quantity: Quantity) -> str:
    """A quantity as one reads it: how it is bounded, its number, its unit.

    >>> amount(Quantity(None, Decimal(200), Decimal(999), operator=Operator.RANGE, unit="名", code="名"))
    '200–999 名'
    """
    if quantity.operator is Operator.RANGE or quantity.value is None:
        told = f"{number(quantity.low) or '…'}–{number(quantity.high) or '…'}"
    else:
        told = f"{SIGNS[quantity.operator]} {number(quantity.value)}"
    return f"{told} {quantity.code}" if quantity.code else told


def number(value: Decimal | None) -> str:
    """A number with its thousands apart.

    >>> number(Decimal("8600000")), number(Decimal(1) / 3)
    ('8,600,000', '0.333333…')
    """
    if value is None:
        return ""
    whole, _, fraction = (written(value) or "").partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{sign}{int(digits or 0):,}"
    return f"{grouped}.{fraction[:DECIMALS]}{'…' * (len(fraction) > DECIMALS)}" if fraction else grouped


def days(period: Period, lang: Lang) -> str:
    """The days of a period.

    >>> days(Period("去年", "2025-01-01", "2025-12-31", "year"), "en")
    '2025-01-01 to 2025-12-31'
    """
    start, end = ((one or "").replace("T", " ") for one in (period.start, period.end))
    if start and end:
        name = "days_open" if period.open else "days"
        return start if start == end else say(f"facts.{name}", lang, start=start, end=end)
    if start:
        return say("facts.days_from", lang, start=start)
    return say("facts.days_until", lang, end=end) if end else say("facts.days_unknown", lang)
