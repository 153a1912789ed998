"""Parts that add up to their whole: 男3人、女4人, 共7人."""

from collections.abc import Iterator

from presscheck.check.audit.intervals import Interval, total
from presscheck.check.audit.lines import lines
from presscheck.check.audit.partitions import added_up, counted
from presscheck.check.audit.relations import Relation, Values
from presscheck.check.audit.story import Story
from presscheck.errors import Lang
from presscheck.messages import say
from presscheck.model.verdict import Finding


def find(story: Story, lang: Lang) -> Iterator[Finding]:
    """Totals that are not the sum of all their parts."""
    for line in lines(story):
        for whole, parts in (*counted(line), *added_up(line)):
            words = say("audit.and", lang).join(one.evidence.text for one in parts)
            relation = Relation(
                "sum", story, (*parts, whole), _fits, _sum, values={"parts": words, "whole": whole.evidence.text}
            )
            if found := relation.finding(lang):
                yield found


def _fits(values: Values) -> bool:
    return total(values[:-1]).meets(values[-1])


def _sum(values: Values) -> Interval:
    return total(values[:-1])
