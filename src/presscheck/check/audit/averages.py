"""Averages beside what they are averages of: a day and so many days, a head and so many heads, an acre and so many."""

import datetime
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache

from presscheck.check.audit.intervals import Interval, exactly, stretched
from presscheck.check.audit.sizes import repairs, roomy, rounded, shown, size_of
from presscheck.check.audit.story import Story
from presscheck.data import rows
from presscheck.errors import Lang
from presscheck.messages import say
from presscheck.model import Figure
from presscheck.model.fact import Modality
from presscheck.model.verdict import Finding
from presscheck.record.passages import Text

_TABLE = "audit/averages"
NEAR, BEFORE = 60, 14
"""The whole stands at most so many characters off its average; words of so many before a figure say what it is."""
LEAST, MOST = 2, 400
"""So many days a daily average is taken over, at least and at most."""
_AGE = re.compile(r"平均年龄[^，。\d]{0,4}$")
_NO_TOTALS = ("ratio", "points", "multiple", "time", "rank", "index", "months")
_ROOM = "0.005"


def find(story: Story, lang: Lang) -> Iterator[Finding]:
    """Averages that do not give the whole told beside them."""
    for text in story.texts():
        figures = [one for one in story.figures if _place(one) == (text.part, text.paragraph)]
        for number, one in enumerate(figures):
            yield from _daily(story, text, figures, number, lang)
            yield from _each(story, text, figures, number, lang)
            if _AGE.search(text.words[: one.evidence.start]):
                yield from _mean(story, text, figures, number, lang)


def _place(figure: Figure) -> tuple[str, int | None]:
    return figure.evidence.part, figure.evidence.paragraph


def _daily(story: Story, text: Text, figures: Sequence[Figure], number: int, lang: Lang) -> Iterator[Finding]:
    """共发送旅客3640万人次，日均520万人次, over seven days."""
    average = figures[number]
    if not _says(text, average, "daily") or average.quantity.family in _NO_TOTALS:
        return
    for whole in _near(figures, number):
        span = _days(story, whole, average)
        if span is None or not _comparable(whole, average) or _says(text, whole, "alone"):
            continue
        if _parted(text, whole, average):
            continue
        each, total = size_of(average.quantity), size_of(whole.quantity)
        if each and total and not roomy(each * exactly(span), _ROOM).meets(total):
            yield _finding(story, "daily-average", (whole, average), exactly(span), lang)


def _near(figures: Sequence[Figure], number: int) -> Iterator[Figure]:
    """The nearest figure before and the nearest after of the same unit."""
    one = figures[number]
    for others in (figures[number - 1 :: -1] if number else [], figures[number + 1 :]):
        same = (other for other in others if other.quantity.code == one.quantity.code)
        found = next(same, None)
        if found and abs(found.evidence.start - one.evidence.start) <= NEAR:
            yield found


def _days(story: Story, whole: Figure, average: Figure) -> int | None:
    """Over how many days both are told; ``None`` where they are not, or the time is not over."""
    one, two = whole.period, average.period
    if not one or not two or (one.start, one.end) != (two.start, two.end) or not one.start or not one.end:
        return None
    if one.vague or one.open or len(one.start) > 10 or len(one.end) > 10:
        return None
    start, end = datetime.date.fromisoformat(one.start), datetime.date.fromisoformat(one.end)
    told = (end - start).days + 1
    day = story.source.date
    over = day is None or one.grain not in ("year", "half", "quarter", "month") or end <= day
    return told if LEAST <= told <= MOST and over else None


def _comparable(whole: Figure, average: Figure) -> bool:
    values = whole.quantity.value, average.quantity.value
    return None not in values and Modality.DENIED not in (whole.modality, average.modality)


def _says(text: Text, figure: Figure, name: str) -> bool:
    return _any(name).search(_clause_before(text, figure)) is not None


def _clause_before(text: Text, figure: Figure) -> str:
    start = figure.evidence.start
    return re.split("[，。；：]", text.words[max(0, start - BEFORE) : start])[-1]


def _parted(text: Text, one: Figure, two: Figure) -> bool:
    """Whether the two stand in different sentences, or one in a part (其中) of what the other counts."""
    start, end = sorted((one.evidence.end, two.evidence.start))
    return re.search("[。；！？]|其中|当天|今天|昨天", text.words[start:end]) is not None


@cache
def _any(name: str) -> re.Pattern[str]:
    return re.compile("|".join(rows(_TABLE)[name]["words"].split()))


def _each(story: Story, text: Text, figures: Sequence[Figure], number: int, lang: Lang) -> Iterator[Finding]:
    """36.4万户减免84亿元，户均减免2.3万元."""
    average = figures[number]
    for row in rows(_TABLE)["each"]:
        words = rf"(?<![年月日])(?:{'|'.join(row['words'].split())})"
        if not re.search(words, _clause_before(text, average)) or average.quantity.family in _NO_TOTALS:
            continue
        sentence = [one for one in figures[:number] if not _stopped(text, one, average)]
        counts = [one for one in sentence if one.quantity.code in row["counted"] and one.quantity.value]
        wholes = [one for one in sentence if _same_family(one, average) and not _says(text, one, "alone")]
        if len(counts) == 1 and len(wholes) == 1 and counts[0] is not wholes[0]:
            yield from _product(story, (wholes[0], average, counts[0]), lang)


def _same_family(one: Figure, two: Figure) -> bool:
    if one.quantity.family == "currency":
        return one.quantity.code == two.quantity.code
    return one.quantity.family is not None and one.quantity.family == two.quantity.family


def _stopped(text: Text, one: Figure, two: Figure) -> bool:
    return re.search("[。！？；]", text.words[one.evidence.end : two.evidence.start]) is not None


def _product(story: Story, held: tuple[Figure, Figure, Figure], lang: Lang) -> Iterator[Finding]:
    whole, average, count = held
    total, each, many = size_of(whole.quantity), size_of(average.quantity), stretched(count.quantity)
    if total and each and not roomy(each * many, _ROOM).meets(total):
        yield _finding(story, "average-times-count", held, many, lang)


def _finding(story: Story, rule: str, held: Sequence[Figure], many: Interval, lang: Lang) -> Finding:
    """The finding; a slip is looked for in the whole, in the average, and in how many there are."""
    whole, average, *_ = held
    total, each = size_of(whole.quantity), size_of(average.quantity)
    assert total
    assert each
    right = each * many
    values = {"whole": whole.evidence.text, "each": average.evidence.text, "n": shown(many), "right": shown(right)}
    slips = [*repairs(story, whole, roomy(right, _ROOM)), *repairs(story, average, roomy(total / many, _ROOM))]
    for count in held[2:]:
        slips += repairs(story, count, roomy(total / each, _ROOM))
    words = say("audit.averages_product", lang, **values)
    level = "proofread" if slips else "error"
    ids, evidence = tuple(one.id for one in held), story.told(*held)
    return Finding(rule, level, words, ids, evidence, rounded(right.low), rounded(right.high), tuple(slips))


def _mean(story: Story, text: Text, figures: Sequence[Figure], number: int, lang: Lang) -> Iterator[Finding]:
    """7名队员平均年龄25.5岁: seven whole numbers have no such mean."""
    mean = figures[number]
    people = [one for one in figures[:number] if one.quantity.family == "person" and not _stopped(text, one, mean)]
    value, places = mean.quantity.value, mean.quantity.resolution
    if len(people) != 1 or value is None or not places or places >= 1:
        return
    if people[0].quantity.low != people[0].quantity.high:
        return
    count = int(people[0].quantity.value or 0)
    low, high = value - places / 2, value + places / 2
    if count and not any(low <= Fraction(total, count) <= high for total in _totals(value, count)):
        held = (people[0], mean)
        words = say("audit.averages_mean", lang, n=count, each=mean.evidence.text)
        yield Finding("mean-of-whole-numbers", "error", words, tuple(one.id for one in held), story.told(*held))


def _totals(value: object, count: int) -> range:
    middle = round(Fraction(str(value)) * count)
    return range(middle - 1, middle + 2)
