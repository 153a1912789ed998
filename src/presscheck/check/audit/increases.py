"""A level with what it grew by: 66万吨，比上年增加6万吨，增长10%."""

from collections.abc import Iterator

from presscheck.check.audit.intervals import Interval, exactly
from presscheck.check.audit.lines import Line, lines, patterns
from presscheck.check.audit.relations import Fitted, Relation, Ruled, Values, comparable, is_level
from presscheck.check.audit.story import Story
from presscheck.check.audit.wholes import unlike
from presscheck.errors import Lang
from presscheck.model import Figure
from presscheck.model.verdict import Finding

_HUNDRED = exactly(100)


def find(story: Story, lang: Lang) -> Iterator[Finding]:
    """Amounts of growth that are more than there is now, and rates that do not go with them."""
    for line in lines(story):
        for level, by, up, rate in _grown(line):
            held = (level, by, rate) if rate else (level, by)
            found = Relation("growth-of-level", story, held, _rate_fits(up), _rate(up)).finding(lang) if rate else None
            if found is None and up:
                found = Relation("increase-over-level", story, (level, by), _fits, _at_most).finding(lang)
            if found:
                yield found


def _grown(line: Line) -> Iterator[tuple[Figure, Figure, bool, Figure | None]]:
    """A level, the amount of its change, whether it rose, and the rate where that is told."""
    for _, pattern in patterns("increase"):
        for found in pattern.finditer(line.signs):
            level, by = line.at(found["y"]), line.at(found["z"])
            if (
                is_level(level)
                and comparable(level, by)
                and by.quantity.family != "ratio"
                and not unlike(line.story, level)
            ):
                yield level, by, found["up"] is not None, _rate_of(line, found["g"], found["up"], found["also"])


def _rate_of(line: Line, sign: str | None, up: str | None, also: str | None) -> Figure | None:
    rate = line.at(sign) if sign else None
    same = (up is not None) == (also is not None)
    return rate if rate and same and rate.quantity.code == "%" else None


def _rate(up: bool) -> Ruled:
    """The per cent that the amount is of the level before."""
    return lambda values: values[1] / (values[0] - values[1] if up else values[0] + values[1]) * _HUNDRED


def _rate_fits(up: bool) -> Fitted:
    return lambda values: _rate(up)(values).meets(values[2])


def _fits(values: Values) -> bool:
    return not values[0].below(values[1])


def _at_most(values: Values) -> Interval:
    return values[0].up_to()
