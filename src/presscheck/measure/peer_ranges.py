"""Our times that go on from one to another, as a peer's suite writes them: a range ends where its last part begins."""

import datetime

from presscheck.facts.time_words import TimeWords
from presscheck.language import days
from presscheck.language.days import Date
from presscheck.measure.peer_moments import Clock, Day, Value, clock_of, day_of, lasting, ranged
from presscheck.model.fact import Period

Told = tuple[str, tuple[Value, ...]]


def of(period: Period, first: TimeWords, second: TimeWords, today: Date) -> Told | None:
    """The range from the first words to the second, which our reader took to be ``period``."""
    if period.start is None or period.end is None:
        return None
    begin, end = (Date.fromisoformat(one[:10]) for one in (period.start, period.end))
    clocks = clock_of(first, period.start), clock_of(second, period.end)
    if first.row.kind in ("year", "month"):
        return _parts(first, second, begin, end)
    one, other = day_of(first, begin, today), day_of(second, end, today, first)
    if clocks[0] is None and clocks[1] is None:
        return _days(one, other, begin, end) if one and other else None
    if clocks[0] is None or clocks[1] is None or clocks[0].hour is None or clocks[1].hour is None:
        return None
    return _moments(one, clocks[0], other, clocks[1]) if one else _hours(clocks[0], clocks[1])


def _parts(first: TimeWords, second: TimeWords, begin: Date, end: Date) -> Told | None:
    """From one year or month to another: in the suite it ends as the last one begins."""
    if second.row.kind != first.row.kind:
        return None
    end = end.replace(month=end.month if first.row.kind == "month" else 1, day=1)
    years = end.year - begin.year
    length = f"P{years}Y" if first.row.kind == "year" else f"P{12 * years + end.month - begin.month}M"
    return "daterange", (ranged(f"({begin},{end},{length})", "daterange", begin, end),)


def _days(first: Day, second: Day, begin: Date, end: Date) -> Told:
    """From one day to another, once for each year or week that the first may be of."""
    values = []
    for one in first.days:
        last = days.later(end, years=one.year - begin.year)
        values.append(ranged(f"({first.timex},{second.timex},P{(last - one).days}D)", "daterange", one, last))
    return "daterange", tuple(values)


def _hours(first: Clock, last: Clock) -> Told:
    values = []
    for one, other in _both(first, last):
        begin, until = (datetime.datetime.combine(Date(2000, 1, 1), clock.time) for clock in (one, other))
        length = lasting(int((until - begin).total_seconds()) % 86400)
        values.append(ranged(f"({one.timex},{other.timex},{length})", "timerange", one.time, other.time))
    return "timerange", tuple(values)


def _both(first: Clock, last: Clock) -> list[tuple[Clock, Clock]]:
    """The hours before noon and after it, where the words do not say which."""
    if first.sure or last.sure:
        return [(first, last)]
    return list(zip(first.either(), last.either(), strict=False))


def _moments(first: Day, start: Clock, second: Day | None, last: Clock) -> Told:
    """From an hour of a day to another; where it goes on to another day the suite takes the next of the two only."""
    values = []
    pairs = [(one, one) for one in first.days]
    if second is not None:
        pairs = list(zip(first.days, second.days, strict=False))[-1:]
    for one, other in pairs:
        for hour, until in _both(start, last) if second is None else [(start, last)]:
            moments = datetime.datetime.combine(one, hour.time), datetime.datetime.combine(other, until.time)
            length = lasting(int((moments[1] - moments[0]).total_seconds()))
            timex = f"({first.timex}{hour.timex},{(second or first).timex}{until.timex},{length})"
            values.append(ranged(timex, "datetimerange", *moments))
    return "datetimerange", tuple(values)
