"""Which days the words for a time stand for: each kind of words with its way of reckoning."""

from collections.abc import Callable

from presscheck.facts import counted_times, long_times, month_days, near_times, parts_of_year
from presscheck.facts.stretches import Stretch, When
from presscheck.facts.time_words import TimeWords

_RECKONINGS: dict[str, Callable[[TimeWords, When], Stretch | None]] = {
    "year": parts_of_year.year,
    "half": parts_of_year.half,
    "quarter": parts_of_year.quarter,
    "near_quarter": parts_of_year.near_quarter,
    "firsts": parts_of_year.firsts,
    "months": parts_of_year.months,
    "season": parts_of_year.season,
    "month": parts_of_year.month,
    "near_month": parts_of_year.near_month,
    "day": month_days.day,
    "days": month_days.month_days,
    "lunar": month_days.lunar,
    "near_day": near_times.near_day,
    "week": near_times.week,
    "clock": near_times.clock,
    "years": long_times.years,
    "century": long_times.century,
    "decade": long_times.decade,
    "era": long_times.era,
    "plan": long_times.plan,
    "festival": month_days.festival,
    "event": long_times.event,
    "past": counted_times.past,
    "coming": counted_times.coming,
    "ago": counted_times.ago,
    "later": counted_times.later,
    "before": near_times.before,
    "each": counted_times.each,
    "same": counted_times.same,
    "vague": counted_times.vague,
}


def reckon(words: TimeWords, when: When) -> Stretch | None:
    """The stretch of days that the words tell; ``None`` where they tell no time after all.

    >>> import datetime
    >>> from presscheck.facts.time_words import find
    >>> day = datetime.date(2026, 11, 20)
    >>> stretch = reckon(find("前三季度"), When(day, "published", day))
    >>> stretch.first, stretch.last
    (datetime.date(2026, 1, 1), datetime.date(2026, 9, 30))
    """
    return _RECKONINGS[words.row.kind](words, when)
