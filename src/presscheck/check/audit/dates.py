"""Days, years and stretches of time that a text tells twice and cannot both be meant."""

import datetime
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from presscheck.check.audit.places import Place, fault
from presscheck.check.audit.story import Story
from presscheck.data import rows
from presscheck.errors import Lang
from presscheck.language import days
from presscheck.language.calendar import Day, numeral
from presscheck.language.calendar import days as printed_days
from presscheck.model.verdict import Finding
from presscheck.record.passages import Text

Date = datetime.date
_TABLE = "audit/dates"
_WEEKDAYS = "一二三四五六日"
_N = r"(?:\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_WEEKDAY = re.compile(r"[日号]?\s?[（(，]?\s?(?:星期|周|礼拜)([一二三四五六日天])(?![年岁刊期])[）)]?")
_RANGE = re.compile(rf"(?<![\d年])(?P<m1>{_N})月(?P<d1>{_N})日?(?:至|到|—+|－|-|~|～)(?:(?P<m2>{_N})月)?(?P<d2>{_N})日")
_YEARS = re.compile(r"(?<!\d)(?P<y1>(?:19|20)\d\d)年?(?:至|到|—+|－|-|~|～)(?P<y2>(?:19|20)\d\d)年")
_LASTS = re.compile(r"(?:为期|历时|共计?|持续|一连|连续|总共)(\d{1,3}|[一二两三四五六七八九十]{1,3})天")
_PLAN = re.compile(
    r"[“「]?十([二三四五六])五[”」]?[^（(。，“”]{0,6}[（(]((?:19|20)\d\d)年?(?:[—－-]+|至|到|~)((?:19|20)\d\d)年?[）)]"
)
_ROUND = re.compile(r"(?<![\d.])(\d{1,3})周年")
_FULL = re.compile(r"(?<!\d)((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日")
_SENTENCE = re.compile(r"[。！？!?；\n]")
_SAYS = re.compile(r"(?:表示|指出|强调|说|称|祝贺)[，：][“]?\Z")
_WINTER, _SPRING = 8, 6
_BEFORE = 30
NEAR = 190
"""A day without its year is looked for within so many days of the story's."""


class _Told(NamedTuple):
    """A text of a story that is looked through."""

    story: Story
    text: Text
    lang: Lang

    @property
    def bases(self) -> tuple[Date, ...]:
        """The days from which the story may count: that of the paper and that of its dateline."""
        line = self.story.article.dateline
        held = (line.date if line else None, self.story.source.date)
        return tuple(dict.fromkeys(one for one in held if one))

    def at(self, start: int, end: int) -> Place:
        """A place in it."""
        return Place(self.story, self.text, start, end)

    def sentence(self, start: int, end: int) -> str:
        """The sentence in which a stretch stands."""
        words = self.text.words
        first = max((one.end() for one in _SENTENCE.finditer(words, 0, start)), default=0)
        last = _SENTENCE.search(words, end)
        return words[first : last.start() if last else len(words)]


def find(story: Story, lang: Lang) -> Iterator[Finding]:
    """Days that are none, weekdays, brackets and lengths that belong to other days, ends before their starts."""
    for text in story.texts():
        told = _Told(story, text, lang)
        for one in (_no_days, _weekdays, _brackets, _ranges, _years, _plans, _anniversaries, _not_yet):
            yield from one(told)


def _no_days(told: _Told) -> Iterator[Finding]:
    """11月31日."""
    for one in printed_days(told.text.words):
        place = told.at(one.start, one.end)
        before = told.text.words[max(0, one.start - 8) : one.start]
        if _plausible(one) and not _is_a_day(one, told) and "农历" not in before:
            last = _last(one, told)
            right = (f"{place.printed[: -len(str(one.day)) - 1]}{last}日",) if place.printed[-1:] == "日" else ()
            yield fault("no-such-day", "dates_no_such_day", [place], told.lang, right, month=one.month, last=last)


def _plausible(one: Day) -> bool:
    return 1 <= one.month <= 99 and one.day >= 0


def _is_a_day(one: Day, told: _Told) -> bool:
    years = [one.year] if one.year else [base.year + by for base in told.bases for by in (-1, 0, 1)] or [2024]
    return any(one.date(year) for year in years)


def _last(one: Day, told: _Told) -> int:
    year = one.year or next((base.year for base in told.bases), 2024)
    return days.month_end(year, one.month).day if 1 <= one.month <= 12 else 31


def _dates(one: Day, told: _Told) -> set[Date]:
    """The dates that a printed day may be."""
    if one.year:
        return {date} if (date := one.date()) else set()
    found = (one.date(base.year + by) for base in told.bases for by in (-1, 0, 1))
    return {date for date in found if date and any(abs((date - base).days) <= NEAR for base in told.bases)}


def _weekdays(told: _Told) -> Iterator[Finding]:
    """6月17日（星期三）."""
    words = told.text.words
    for one in printed_days(words):
        found = _WEEKDAY.match(words, one.end)
        dates = _dates(one, told) if found else set()
        if not found or not dates:
            continue
        number = 6 if found[1] == "天" else _WEEKDAYS.index(found[1])
        if all(date.weekday() != number for date in dates):
            right = _WEEKDAYS[min(dates).weekday()]
            place = told.at(found.start(1), found.end(1))
            day = told.at(one.start, one.end).printed
            whole = [place, told.at(one.start, found.end())]
            yield fault("weekday-of-date", "dates_weekday", whole, told.lang, (right,), day=day, right=right)


def _brackets(told: _Told) -> Iterator[Finding]:
    """昨天（6月17日）, 去年（2025年）. A paper is often written on the day before its own: both may be 今天."""
    words = told.text.words
    written = {base - datetime.timedelta(by) for base in told.bases for by in (0, 1)}
    for found in _near().finditer(words):
        bases = {base + datetime.timedelta(rows(_TABLE)["near"][found["near"]]) for base in written}
        day, month = numeral(found["day"]), numeral(found["month"]) if found["month"] else None
        said = _SAYS.search(words[max(0, found.start() - 4) : found.start()])
        if said or not bases or any(day == base.day and month in (None, base.month) for base in bases):
            continue
        right = [f"{base.month}月{base.day}日" if month else f"{base.day}日" for base in sorted(bases)]
        place = told.at(found.start("date"), found.end("date"))
        yield fault("day-in-brackets", "dates_near", [place], told.lang, right, near=found["near"], right=right[-1])
    for found in _near_year().finditer(words):
        years = {base.year + rows(_TABLE)["near_year"][found["near"]] for base in told.bases}
        if years and int(found["year"]) not in years:
            right = [f"{year}年" for year in sorted(years)]
            place = told.at(found.start("date"), found.end("date"))
            yield fault("day-in-brackets", "dates_near", [place], told.lang, right, near=found["near"], right=right[-1])


@cache
def _near() -> re.Pattern[str]:
    words = "|".join(rows(_TABLE)["near"])
    return re.compile(
        rf"(?P<near>{words})(?:上午|下午|早上|早晨|凌晨|晚上?|中午|清晨|傍晚)?[（(](?P<date>(?:(?P<month>{_N})月)?(?P<day>{_N})日)[）)]"
    )


@cache
def _near_year() -> re.Pattern[str]:
    words = "|".join(rows(_TABLE)["near_year"])
    return re.compile(rf"(?P<near>{words})[（(](?P<date>(?P<year>(?:19|20)\d\d)年)[）)]")


def _ranges(told: _Told) -> Iterator[Finding]:
    """6月5日至8日，为期4天."""
    for found in _RANGE.finditer(told.text.words):
        parts = {name: numeral(value) for name, value in found.groupdict().items() if value}
        month, last = parts["m1"] or 0, parts.get("m2") or parts["m1"] or 0
        year = next((base.year for base in told.bases), 2024)
        place = told.at(*found.span())
        if not (1 <= month <= 12 and 1 <= last <= 12):
            continue
        over = month >= _WINTER and last <= _SPRING
        start, end = days.day(year, month, parts["d1"] or 0), days.day(year + over, last, parts["d2"] or 0)
        if start and end and end < start:
            yield fault("ends-before-start", "dates_backwards", [place], told.lang)
        elif start and end:
            yield from _length(told, place, (end - start).days)


def _length(told: _Told, place: Place, apart: int) -> Iterator[Finding]:
    """A length beside the days it is of; both ways of counting are right."""
    sentence = told.sentence(place.start, place.end)
    lengths = list(_LASTS.finditer(sentence))
    if len(lengths) != 1 or len(_RANGE.findall(sentence)) != 1:
        return
    at = told.text.words.find(lengths[0].group(), max(0, place.start - len(sentence)))
    ends = sorted((lengths[0].start(), sentence.find(place.printed)))
    if sentence[slice(*ends)].count("，") > 1:
        return
    days_told = numeral(lengths[0][1]) if not lengths[0][1].isdigit() else int(lengths[0][1])
    if days_told is None or at < 0 or days_told in (1, apart, apart + 1):
        return
    start = at + lengths[0].start(1) - lengths[0].start()
    number = told.at(start, start + len(lengths[0][1]))
    right = (str(apart + 1), str(apart))
    yield fault("days-in-span", "dates_length", [number, place], told.lang, right, span=place.printed, days=apart + 1)


def _years(told: _Told) -> Iterator[Finding]:
    """2025年至2023年."""
    for found in _YEARS.finditer(told.text.words):
        if int(found["y2"]) < int(found["y1"]):
            yield fault("ends-before-start", "dates_backwards", [told.at(*found.span())], told.lang)


def _plans(told: _Told) -> Iterator[Finding]:
    """“十四五”（2021—2025年）."""
    for found in _PLAN.finditer(told.text.words):
        number = 10 + (numeral(found[1]) or 0)
        span = days.plan(number)
        if not span or (int(found[2]), int(found[3])) == (span[0].year, span[1].year):
            continue
        wrong = 2 if int(found[2]) != span[0].year else 3
        right = str(span[0].year if wrong == 2 else span[1].year)
        place = told.at(*found.span(wrong))
        values = {"first": span[0].year, "last": span[1].year}
        yield fault("years-of-plan", "dates_plan", [place], told.lang, (right,), **values)


def _anniversaries(told: _Told) -> Iterator[Finding]:
    """庆祝澳门回归祖国25周年, in the year that is it."""
    words = told.text.words
    for found in _ROUND.finditer(words):
        before = words[max(0, found.start() - _BEFORE) : found.start()]
        since = next((row for row in _founded() if row[0].search(before)), None)
        if since is None or not told.bases or int(found[1]) % 10 == 0:
            continue
        years = {year - since[1] for year in _years_meant(told, found)}
        told_years = int(found[1])
        if all(abs(told_years - year) > 1 for year in years):
            place = told.at(*found.span(1))
            right = [str(one) for one in sorted(years)]
            values = {"year": since[1], "right": right[-1], "event": _event(since[0], before)}
            yield fault("years-since", "dates_anniversary", [place], told.lang, right, **values)


def _event(pattern: re.Pattern[str], before: str) -> str:
    found = pattern.search(before)
    return found.group() if found else ""


def _years_meant(told: _Told, found: re.Match[str]) -> set[int]:
    """The years of which the sentence may tell the feast: that of the story, and those it names."""
    named = re.findall(r"((?:19|20)\d\d)年", told.sentence(*found.span()))
    return {base.year for base in told.bases} | set(map(int, named))


@cache
def _founded() -> tuple[tuple[re.Pattern[str], int], ...]:
    return tuple((re.compile(rf"(?:{row['words']})\Z"), row["year"]) for row in rows(_TABLE)["founded"])


def _not_yet(told: _Told) -> Iterator[Finding]:
    """What is told as done on a day after the paper's."""
    for found in _FULL.finditer(told.text.words):
        date = days.day(int(found[1]), int(found[2]), int(found[3]))
        if date is None or not told.bases or date <= max(told.bases):
            continue
        before = told.text.words[max(0, found.start() - 3) : found.start()]
        sentence = told.sentence(*found.span())
        after = re.split("[，。；！]", told.text.words[found.end() :], maxsplit=1)[0]
        done = before.endswith(("截至", "截止", "截至到")) or re.search("已|了|曾", after)
        if done and not any(word in sentence for word in _to_come()):
            paper = max(told.bases)
            right = [f"{paper.year}{told.text.words[found.end(1) : found.end()]}"]
            place = told.at(*found.span())
            yield fault("reported-before-it-was", "dates_to_come", [place], told.lang, right, paper=paper.isoformat())


@cache
def _to_come() -> tuple[str, ...]:
    return tuple(word for word in rows(_TABLE)["to_come"]["words"].split() if word not in ("至", "到", "举行", "开通"))
