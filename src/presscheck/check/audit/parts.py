"""A part is no more than its whole: 33万人次…其中…近67万人."""

from collections.abc import Iterator

from presscheck.check.audit.intervals import Interval, total
from presscheck.check.audit.relations import PERSONS, Relation, Values
from presscheck.check.audit.story import Story
from presscheck.check.audit.wholes import Linked, groups
from presscheck.errors import Lang
from presscheck.messages import say
from presscheck.model.verdict import Finding

_TWO = 2


def find(story: Story, lang: Lang) -> Iterator[Finding]:
    """Parts that are larger than what they are of; persons among person-times too, never the other way round."""
    for group in groups(story):
        found = [told for one in group if (told := _single(story, one, lang))]
        yield from found or _together(story, group, lang)


def _single(story: Story, one: Linked, lang: Lang) -> Finding | None:
    return Relation("part-exceeds-whole", story, (one.whole, one.part), _fits, _at_most).finding(lang)


def _together(story: Story, group: list[Linked], lang: Lang) -> Iterator[Finding]:
    """其中石桥3座、木桥4座: together no more than all, but for persons, who may be of two kinds at once."""
    if len(group) < _TWO or group[0].part.quantity.code in PERSONS or group[0].whole.quantity.code == "人次":
        return
    parts = tuple(one.part for one in group)
    words = say("audit.and", lang).join(one.evidence.text for one in parts)
    values = {"parts": words, "whole": group[0].whole.evidence.text}
    held = (*parts, group[0].whole)
    if found := Relation("parts-exceed-whole", story, held, _all_fit, _at_least, values=values).finding(lang):
        yield found


def _all_fit(values: Values) -> bool:
    return not values[-1].below(total(values[:-1]))


def _at_least(values: Values) -> Interval:
    return total(values[:-1]).at_least()


def _fits(values: Values) -> bool:
    return not values[0].below(values[1])


def _at_most(values: Values) -> Interval:
    return values[0].up_to()
