"""Shares: so much of a whole is so many per cent of it; the shares of all its parts are 100 %."""

import re
from collections.abc import Iterator
from decimal import Decimal

from presscheck.check.audit.intervals import Interval, exactly, share, told, total, usual
from presscheck.check.audit.lines import TABLE, Line, is_sign, lines, patterns
from presscheck.check.audit.partitions import closed
from presscheck.check.audit.relations import Relation, Values, comparable, is_level
from presscheck.check.audit.story import Story
from presscheck.check.audit.wholes import Linked, clause_around, linked, named, unlike
from presscheck.data import rows
from presscheck.errors import Lang
from presscheck.model import Figure
from presscheck.model.fact import Operator
from presscheck.model.verdict import Finding

_ALL = exactly(100)
_SENTENCES, _PAIRS = 8, 2
_PLACE = re.compile("(?!全)[\u4e00-\u9fff]{2,3}(?:省|市(?!场)|县|自治区)")


def find(story: Story, lang: Lang) -> Iterator[Finding]:
    """Shares that are not those of the part in its whole, and shares that do not make up the whole."""
    near = [(one.part, one.whole, told) for one in linked(story) if (told := _share(one))]
    shared = {told.id for *_, told in near}
    others = {one[2].id: one for one in (*_beside(story), *_by_name(story)) if one[2].id not in shared}
    for held in (*near, *others.values()):
        found = Relation("share-of-whole", story, held, _fits, _share_of).finding(lang)
        if found and not unlike(story, held[0]):
            yield found
    for line in lines(story):
        for figures in closed(line, "ratio"):
            if found := Relation("shares-of-all", story, figures, _all, _rest).finding(lang):
                yield found


def _share(one: Linked) -> Figure | None:
    """The share that is told right after a part, where it is of that whole."""
    line = one.line
    for row, pattern in patterns("share"):
        found = pattern.match(line.signs[one.at + 1 :])
        if found and _is_share(line.at(found["s"])) and _of_that(row["id"], found.groupdict().get("of"), one, line):
            return line.at(found["s"])
    return None


def _beside(story: Story) -> Iterator[tuple[Figure, Figure, Figure]]:
    """Parts with a whole of the same name in their sentence: 票房120亿元，国产影片票房90亿元，占比75%."""
    for line in lines(story):
        parts: set[str] = set()
        for part, rate in _told_shares(line):
            parts.add(part.id)
            held = [one for one in line.figures if _ahead(one, part) and comparable(one, part)]
            if len(held) == 1 and held[0].id not in parts and _holds(story, held[0], part):
                yield part, held[0], rate


def _told_shares(line: Line) -> Iterator[tuple[Figure, Figure]]:
    """The figures of a sentence that are followed by their share of a whole that is not named."""
    plain = [pattern for row, pattern in patterns("share") if row["id"] == "part-and-share"]
    for at, one in enumerate(line.signs):
        found = next((found for each in plain if (found := each.match(line.signs[at + 1 :]))), None)
        if found and is_sign(one) and _is_share(line.at(found["s"])):
            yield line.at(one), line.at(found["s"])


def _holds(story: Story, whole: Figure, part: Figure) -> bool:
    """Whether one is named as the other is, and no less."""
    levels = is_level(whole) and is_level(part) and not told(whole.quantity).below(told(part.quantity))
    return levels and len(named(story, whole) & named(story, part)) >= _PAIRS


def _by_name(story: Story) -> Iterator[tuple[Figure, Figure, Figure]]:
    """Parts with the whole that the words after 占 name, told shortly before: …进出口10万亿元, 占进出口总值的57%."""
    read: list[Line] = []
    parts: dict[str, set[str]] = {}
    for line in lines(story):
        read = [*read[-_SENTENCES:], line]
        for _, pattern in patterns("share_by_name"):
            for found in pattern.finditer(line.signs):
                part, rate, of = line.at(found["p"]), line.at(found["s"]), found["of"]
                parts.setdefault(of, set()).add(part.id)
                held = [one for each in read for one in each.figures if each is not line or _ahead(one, part)]
                wholes = [one for one in held if one.id not in parts[of] and _is_named(of, one, part, story)]
                if len(wholes) == 1 and _is_share(rate) and is_level(part):
                    yield part, wholes[0], rate


def _ahead(one: Figure, part: Figure) -> bool:
    return one.evidence.end <= part.evidence.start


def _is_named(of: str, whole: Figure, part: Figure, story: Story) -> bool:
    """Whether words name a figure: two pairs of characters in common, and as wide a reach."""
    smaller = told(whole.quantity).below(told(part.quantity))
    if smaller or not comparable(whole, part) or not is_level(whole) or unlike(story, whole):
        return False
    again = usual(whole.quantity).meets(told(part.quantity))
    return not again and _named_by(of, whole, story, _PAIRS)


def _named_by(of: str, whole: Figure, story: Story, least: int) -> bool:
    before, _ = clause_around(story, whole)
    reaches = rows(TABLE)["reaches"]
    wide = all(re.search(words, before) for name, words in reaches.items() if re.search(name, of))
    wide = wide and all(place in before for place in _PLACE.findall(of))
    return wide and len({of[at : at + 2] for at in range(len(of) - 1)} & named(story, whole)) >= least


def _is_share(one: Figure) -> bool:
    return one.quantity.code == "%" and one.quantity.operator is not Operator.RANGE


def _of_that(row: str, of: str | None, one: Linked, line: Line) -> bool:
    """Whether the words after 占 name the whole."""
    if not of:
        return True
    return row == "part-of-named" and _named_by(of, one.whole, line.story, 1)


def _fits(values: Values) -> bool:
    return share(values[0], values[1]).meets(values[2])


def _share_of(values: Values) -> Interval:
    return share(values[0], values[1])


def _all(values: Values) -> bool:
    """Whether the shares are all; where each is rounded, the last may be the rest."""
    return total(values).meets(_ALL)


def _rest(values: Values) -> Interval:
    found = _ALL - total(values[:-1])
    return found if found.low is None or found.low >= 0 else exactly(Decimal(0))
