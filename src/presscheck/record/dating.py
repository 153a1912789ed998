"""Of which period a figure is: the one stated in its clause, at the head of its sentence, or before, if only one is.

A wrong period makes a wrong point, so where two may be meant, none is taken.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from presscheck.facts.periods import Dated
from presscheck.model.fact import Operator, Period
from presscheck.record.clauses import MARKS, Clause, Here
from presscheck.record.indicators import TIME, harvest
from presscheck.record.passages import sentences

_COMPARED = re.compile(r"(?:受|比|较|与|同|跟|高于|低于|超过|由|对比|快于|多于|少于|上年同期|相比于?|接近|好于)[“\s]?$")
TELLING = re.compile(
    r"发布|公布|消息|获悉|了解到?|介绍|通报|发布会|印发|举行|表示|指出|宣布|称$|说$|报道|召开|会议|座谈"
)
_ENDS = re.compile(r"[末底]$")
_LAST_DAY = re.compile(r"(?:[末底年]|月份?)$")
_OF_A_YEAR = re.compile(r"全年|年度|(?<![近多历常逐累])年(?![均来代初底末轻])")
_CUT_OFF = re.compile(r"截[至止]到?[“\s]?$")
_SOFAR = re.compile(r"已|累计|截[至止]|突破|超过|目前|以来")
_PART_OF_IT = re.compile(
    r"[一二三四五六七八九十两0-9]+(?:天|周|个月|小时)(?:时间|之?内|里)|首日|第[一二三四五六七八九十0-9]+[天日]|最后一天|[前后][一二三四五六七八九十两0-9]+天"
)
_FORECAST = re.compile("预计|预测")
_FROM = re.compile(r"(?:自|从|自从)[“\s]?$")
_SEEN = re.compile(r"看$")
_UP_TO = re.compile(r"[至到][“\s]?$")
_SUMMED = re.compile("累计|共|总计|合计")
A_YEAR = 366
"""What is told of more days than this is a sum of years, or no single figure."""

Found = Period | str
"""A period, or why there is none."""


def period_of(here: Here, name: str) -> Found:
    """The period of the figure of an indicator, or the name of the reason why none can be told."""
    found = _stated(here)
    if isinstance(found, Period):
        found = _fits(found, here, name)
    return found


def _stated(here: Here) -> Found:
    if _PART_OF_IT.search(here.told_before):
        return "unsure_period"
    own = usable(here.times, here.clause, here)
    if own:
        return _only(own) or _inmost(own) or "unsure_period"
    clauses = list(here.earlier)
    head = _head(here)
    for clause in reversed(clauses):
        held = usable(here.times, clause, here)
        if not held:
            continue
        one = _only(held)
        if one is None or (head and one is not head and not _same(one, head) and clause.tells):
            return "unsure_period"
        return one
    return _from_before(here)


def _head(here: Here) -> Period | None:
    for clause in here.earlier:
        if held := usable(here.times, clause, here):
            return held[0]
    return None


def usable(times: Iterable[Dated], clause: Clause, here: Here) -> list[Period]:
    """The periods that a clause states: not those it compares with, nor the day on which something was told."""
    telling = TELLING.search(clause.text)
    held: list[Period] = []
    begun: Period | None = None
    for one in times:
        if not (clause.start <= one.start < clause.end) or one.end > here.start:
            continue
        lead = here.mention.text[max(0, one.start - 5) : one.start]
        if _no_statement(one, here.mention.text):
            continue
        if _FROM.search(lead) and not _SEEN.search(clause.text):
            begun = one.period
        elif begun is not None and _UP_TO.search(lead):
            held.append(_joined(begun, one.period))
            begun = None
        elif not _COMPARED.search(lead) and not (_is_day(one.period) and (telling or _tells_after(one, clause, here))):
            held.append(one.period)
    return held if begun is None else [*held, replace(begun, open=True)]


def _no_statement(one: Dated, text: str) -> bool:
    """Whether a time is only looked back at (去年同期), or is none (网上年货节)."""
    words = one.period.text
    return words.endswith("同期") or (words[0] == "上" and text[: one.start].endswith(("网", "线")))


def _tells_after(one: Dated, clause: Clause, here: Here) -> bool:
    """Whether a time stands alone in its clause, and the next says that something was told then: 6月17日，某局发布…."""
    if clause.masked.strip(f"{TIME}上下午 　"):
        return False
    after = [later for later in here.earlier if later.start > clause.start]
    return bool(after) and TELLING.search(after[0].text) is not None


def _is_day(period: Period) -> bool:
    return period.grain in ("day", "hour", "minute") and not _ENDS.search(period.text)


def _joined(first: Period, last: Period) -> Period:
    """From one time to another: 自7月1日暑运启动至22日."""
    text = f"{first.text}至{last.text}"
    return replace(last, text=text, start=first.start, grain="span", open=last.open or first.open)


def _only(periods: Sequence[Period]) -> Period | None:
    first = periods[0]
    return first if all(_same(first, one) for one in periods) else None


def _inmost(periods: Sequence[Period]) -> Period | None:
    """今年5月…1—5月: none; 2024年…12月末: the later, where it lies within the former."""
    last = periods[-1]
    if not (last.start and last.end):
        return None
    within = all(one.start and one.end and one.start <= last.start and last.end <= one.end for one in periods)
    return last if within else None


def _same(one: Period, two: Period) -> bool:
    return (one.start, one.end) == (two.start, two.end)


def _from_before(here: Here) -> Found:
    """The period that the sentences before state: the nearest sentence with a time, if it has one only."""
    text = here.mention.text
    for start, end in reversed([span for span in sentences(text) if span[1] <= here.sentence]):
        if held := _in_stretch(text, start, end, here.times):
            return _carried(held, here)
    head, before = here.paragraph.around
    for words, times in ((here.mention.before, before), (here.mention.headline or "", head)):
        if held := _in_stretch(words, 0, len(words), times):
            return _carried(held, here)
    return "no_period"


def _carried(periods: Sequence[Period], here: Here) -> Found:
    """The period that a sentence hands on: its only one, and neither a day nor years, of which it may tell alone.

    Nor a year to what is more than something (突破500万件): that may be so by now.
    """
    one = _only(periods)
    if one is None or _is_day(one) or (one.start or "")[:4] != (one.end or "")[:4]:
        return "unsure_period"
    more = here.mention.fact.quantity.operator in (Operator.MORE, Operator.AT_LEAST)
    return "unsure_period" if more and one.grain == "year" else one


def _in_stretch(text: str, start: int, end: int, times: Sequence[Dated]) -> list[Period]:
    """The periods that a stretch of text states by itself."""
    held = []
    for one in times:
        if _no_statement(one, text):
            continue
        if not start <= one.start < end or _COMPARED.search(text[max(0, one.start - 5) : one.start]):
            continue
        low = max(text.rfind(mark, start, one.start) for mark in MARKS) + 1
        high = min((place for mark in MARKS if (place := text.find(mark, one.end, end)) >= 0), default=end)
        if _is_day(one.period) and TELLING.search(text[max(low, start) : high]):
            continue
        held.append(one.period)
    return held


def _fits(period: Period, here: Here, name: str) -> Found:
    """The period, unless it is open, vague, to come, or not over on the day of the story."""
    if period.vague or not period.start or not period.end:
        return "open_period"
    if (year := _OF_A_YEAR.search(here.clause.masked)) and (
        period.grain != "year" or (year.group() == "年" and not _in_sentence(period, here))
    ):
        return "unsure_period"
    years = period.grain == "span" and period.start[:4] != period.end[:4]
    if years and not _SUMMED.search(here.clause.text) and _long(period):
        return "unsure_period"
    day = here.mention.date
    if day is None:
        return "open_period" if period.open else period
    first, last = date.fromisoformat(period.start[:10]), date.fromisoformat(period.end[:10])
    if first > day:
        return "plan"
    forecast = last >= day and _FORECAST.search(f"{here.mention.headline} {here.mention.before} {here.mention.text}")
    if period.open or last > day + timedelta(days=1) or forecast:
        return _unfinished(period, here, name, day)
    return period


def _long(period: Period) -> bool:
    first, last = (date.fromisoformat((day or "")[:10]) for day in (period.start, period.end))
    return (last - first).days > A_YEAR


def _unfinished(period: Period, here: Here, name: str, day: date) -> Found:
    """This year, told before its end: of a harvest it is final, else it goes as far as 截至 says."""
    this_year = period.start == f"{day.year}-01-01"
    if this_year and period.grain == "year" and harvest(name, day.month) and not _SOFAR.search(here.told_before):
        return period
    cut = [one.period for one in here.times if here.sentence <= one.start and one.end <= here.start and _cut(one, here)]
    if this_year and len(cut) == 1 and (cut[0].start or "") > str(period.start):
        return replace(cut[0], text=f"{period.text}截至{cut[0].text}", start=period.start, grain="span", open=False)
    return "open_period" if period.open else "unfinished"


def _cut(one: Dated, here: Here) -> bool:
    return (
        _CUT_OFF.search(here.mention.text[max(0, one.start - 4) : one.start]) is not None and one.period.grain == "day"
    )


def is_cut(period: Period, here: Here) -> bool:
    """Whether a day is told as the last one of a count (截至9月3日, 8月末)."""
    told = [one for one in here.times if one.period == period]
    return bool(_ENDS.search(period.text)) or any(_cut(one, here) for one in told)


def _in_sentence(period: Period, here: Here) -> bool:
    """Whether the sentence itself states the period: 年产量 without a year is no year's."""
    return any(one.period == period and here.sentence <= one.start < here.start for one in here.times)


def against(basis: str, period: Period, here: Here) -> str | None:
    """What a change against a named time is called: 同比, 环比 or by its words; ``None`` where no time is named."""
    text = here.mention.text
    for one in here.times:
        words = text[one.start : one.end]
        if one.start >= here.sentence and words in basis and one.period.end and period.end:
            ends = date.fromisoformat(one.period.end[:10]), date.fromisoformat(period.end[:10])
            return (_distance(*ends, period) if basis.endswith(words) else None) or basis
    return None


def _distance(one: date, two: date, period: Period) -> str | None:
    months = (two.year - one.year) * 12 + two.month - one.month
    if months == 12 and (one.day == two.day or two.month == 2):
        return "同比"
    return "环比" if months == 1 and "month" in grains(period) else None


def grains(period: Period) -> tuple[str, ...]:
    """The kinds of time series in which a period has its place.

    >>> grains(Period("一季度", "2026-01-01", "2026-03-31", "quarter"))
    ('to_date', 'quarter')
    >>> grains(Period("5月末", "2026-05-31", "2026-05-31", "day"))
    ('month',)
    """
    assert period.start
    assert period.end
    first, last = date.fromisoformat(period.start[:10]), date.fromisoformat(period.end[:10])
    if first == last:
        return _day_grains(period, last)
    if first.day != 1 or (last + timedelta(days=1)).day != 1 or first.year != last.year:
        return ("span",)
    months = last.month - first.month + 1
    if months == 1:
        return ("month",)
    if first.month == 1:
        return {12: ("year",), 3: ("to_date", "quarter"), 6: ("to_date", "half")}.get(months, ("to_date",))
    if months == 3 and first.month in (4, 7, 10):
        return ("quarter",)
    return ("half",) if (months, first.month) == (6, 7) else ("span",)


def _day_grains(period: Period, last: date) -> tuple[str, ...]:
    if not _LAST_DAY.search(period.text):
        return ("day",)
    if last.month == 12:
        return ("month", "year") if "月" in period.text else ("year", "month")
    return ("month",)


def identity(period: Period, grain: str) -> tuple[str, str]:
    """What tells two periods of a grain apart.

    >>> identity(Period("5月末", "2026-05-31", "2026-05-31", "day"), "month")
    ('', '2026-05-31')
    """
    return (period.start or "" if grain in ("span", "day") else "", (period.end or "")[:10])
