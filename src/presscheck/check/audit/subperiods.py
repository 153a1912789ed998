"""What stories tell of one indicator over time, set side by side: parts of a year, and growth against last year."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import combinations

from presscheck.check.audit.intervals import Interval, exactly
from presscheck.check.audit.places import one_slip
from presscheck.check.audit.sizes import roomy, shown
from presscheck.check.audit.story import Story
from presscheck.data import rows
from presscheck.errors import Lang
from presscheck.messages import say
from presscheck.model.fact import Nature
from presscheck.model.series import Measure, Mention, Point, Strand
from presscheck.model.verdict import Finding, Repair, Told
from presscheck.record import series
from presscheck.record.indicators import asked
from presscheck.record.passages import around
from presscheck.record.placing import Placed, place

LEAST_TOLD = 2
"""An indicator is followed where at least so many figures of different stories or times tell it."""
_ROOM, _POINTS = "0.03", Decimal("1.5")
"""Sums are revised later by so large a share; growth is told on a mended basis, so many points off."""
_LIKE = 2
"""What is many times less is of something else."""
_DAY = timedelta(days=1)
_LONGEST, _SAME_NEWS, _DIGITS = 14, 31, 3
_Key = tuple[str, str | None, str | None]


def across(stories: Sequence[Story], lang: Lang) -> Iterator[Finding]:
    """Points of one indicator that cannot all be true."""
    by_id = {story.source.article: story for story in stories}
    mentions = [mention for story in stories for mention in _mentions(story)]
    told = _Desk(by_id, lang)
    seen: set[tuple[str, ...]] = set()
    for name in _indicators(mentions):
        words = series.words_of(name)
        held = [one for one in mentions if any(all(word in one.text for word in row) for row in words)]
        gathered = series.gather(name, held)
        strands = gathered.strands
        slipped = [left.mention for left in gathered.left_out if left.why == "slip"]
        falls = told.falls(name, slipped, strands)
        for found in (*told.disputed(strands), *falls, *told.parts(strands), *told.growth(strands)):
            if found.operands not in seen:
                seen.add(found.operands)
                yield found


def _mentions(story: Story) -> Iterator[Mention]:
    """Every figure of a story with its paragraph and the one before."""
    texts = list(story.texts())
    at = {(text.part, text.paragraph): number for number, text in enumerate(texts)}
    headline = story.article.headline
    for fact in story.figures:
        number = at[fact.evidence.part, fact.evidence.paragraph]
        before = texts[number - 1].words if number and fact.evidence.part == "body" else ""
        source = story.source
        yield Mention(source.article, headline, source.date, fact, texts[number].words, before, source.paper)


def _indicators(mentions: Sequence[Mention]) -> list[str]:
    """The names of what is counted over a time and told more than once, in the order in which they are first told."""
    counts: Counter[str] = Counter()
    for mention in mentions:
        name = mention.fact.indicator.text if mention.fact.indicator else ""
        if found := _flows().search(name):
            counts[found.group()] += 1
    return [name for name, count in counts.items() if count >= LEAST_TOLD]


@cache
def _flows() -> re.Pattern[str]:
    told = rows("audit/subperiods")["flows"]
    words = sorted(told["words"].split(), key=lambda word: (-len(word), word))
    return re.compile(rf"[\u4e00-\u9fff]{{0,{_LONGEST}}}(?:{'|'.join(words)})$")


def _size(point: Point) -> Interval:
    return Interval(point.low, point.high)


def _span(point: Point) -> tuple[date, date] | None:
    start, end = point.period.start, point.period.end
    if not start or not end or len(start) > 10 or len(end) > 10:
        return None
    return date.fromisoformat(start), date.fromisoformat(end)


def _fine(point: Point) -> bool:
    """Whether a value is told to three figures: 500亿 may be where a count has just come to."""
    return len("".join(map(str, point.value.as_tuple().digits)).strip("0")) >= _DIGITS


def _falls(one: Placed, two: Placed) -> bool:
    """Whether the longer of two counts of a year is surely the lower, and not so low that it is of something else."""
    same = one.period.start == two.period.start and (one.period.end or "") < (two.period.end or "")
    like = two.value * _LIKE >= one.value
    return same and like and Interval(two.low, two.high).below(roomy(Interval(one.low, one.high), _ROOM))


class _Desk:
    """Sets the points of strands side by side; ``stories`` by their ids."""

    def __init__(self, stories: dict[str, Story], lang: Lang) -> None:
        self.stories, self.lang = stories, lang

    def disputed(self, strands: Sequence[Strand]) -> Iterator[Finding]:
        """One period, told in two ways of which one is a slip of the other."""
        for strand in strands:
            for point in strand.points:
                if point.state != "disputed" or len(point.others) != 1:
                    continue
                one, two = point.mentions[-1], point.others[0]
                if self._slip(one, two):
                    swaps = self._swaps(one, two)
                    yield self._finding("told-differently", "series_differ", (one, two), repairs=swaps)

    def _slip(self, one: Mention, two: Mention) -> bool:
        first, second = one.fact.evidence.text, two.fact.evidence.text
        figures = [re.sub(r"[^\d.万亿%]", "", words) for words in (first, second)]
        near = one.date and two.date and abs((one.date - two.date).days) <= _SAME_NEWS
        return bool(near) and one.article != two.article and one_slip(*figures) and len(figures[0]) > 2

    def _swaps(self, one: Mention, two: Mention) -> tuple[Repair, ...]:
        return tuple(_repair(mine, other.fact.evidence.text) for mine, other in ((two, one), (one, two)))

    def falls(self, name: str, slipped: Sequence[Mention], strands: Sequence[Strand]) -> Iterator[Finding]:
        """What is counted from January on never falls: of counts that a series left out, and the others."""
        wanted = asked(name)
        held = [one for mention in slipped if isinstance(one := place(mention, wanted), Placed)]
        held += [
            one
            for strand in strands
            if strand.measure.grain == "to_date"
            for point in strand.points
            if isinstance(one := place(point.mentions[-1], wanted), Placed)
        ]
        for one, two in combinations(sorted(held, key=lambda placed: placed.period.end or ""), 2):
            level = one.kind == two.kind and one.kind.nature is None and _adds_up(one.kind.indicator)
            if level and _falls(one, two):
                yield self._finding("count-falls", "series_falls", (one.mention, two.mention))

    def parts(self, strands: Sequence[Strand]) -> Iterator[Finding]:
        """January to May and June are January to June; what is counted from January on never falls."""
        groups: dict[Measure, list[Point]] = defaultdict(list)
        for strand in strands:
            if strand.measure.nature is None and _adds_up(strand.measure.indicator):
                groups[replace(strand.measure, grain="")] += [one for one in strand.points if one.state != "disputed"]
        for points in groups.values():
            yield from self._sums(points)

    def _sums(self, points: Sequence[Point]) -> Iterator[Finding]:
        at = {span: one for one in points if (span := _span(one))}
        for (start, end), (begun, ended) in combinations(sorted(at), 2):
            first, last = at[start, end], at[begun, ended]
            whole = at.get((start, ended)) if begun == end + _DAY else None
            if whole is None or start.year != ended.year:
                continue
            right = _size(first) + _size(last)
            if not roomy(right, _ROOM).meets(_size(whole)):
                held = (whole.mentions[-1], first.mentions[-1], last.mentions[-1])
                yield self._finding("parts-of-time", "series_sum", held, right)

    def growth(self, strands: Sequence[Strand]) -> Iterator[Finding]:
        """A rate against the year before that the two levels told do not have."""
        levels = {replace(one.measure, basis=None): one for one in strands if one.measure.nature is None}
        for strand in strands:
            told = strand.measure
            if told.nature is not Nature.RATE or told.basis != "同比" or told.prices:
                continue
            for level in levels.values():
                same = (level.measure.indicator, level.measure.scope, level.measure.grain)
                if same == (told.indicator, told.scope, told.grain) and level.measure.family != "currency":
                    yield from self._rates(strand, level)

    def _rates(self, rates: Strand, levels: Strand) -> Iterator[Finding]:
        at = {span: one for one in levels.points if (span := _span(one)) and one.state != "disputed"}
        for rate in rates.points:
            span = _span(rate)
            now = at.get(span) if span else None
            if span is None or now is None or rate.state == "disputed" or span[0].month == 2 or span[1].month == 2:
                continue
            then = at.get((span[0].replace(year=span[0].year - 1), span[1].replace(year=span[1].year - 1)))
            if then is None or not then.low or then.low <= 0 or not (_fine(now) and _fine(then)):
                continue
            right = (_size(now) / _size(then) - exactly(1)) * exactly(100)
            told = Interval(rate.low, rate.high) + Interval(-_POINTS, _POINTS)
            if not right.meets(told):
                held = (rate.mentions[-1], now.mentions[-1], then.mentions[-1])
                yield self._finding("growth-of-record", "series_growth", held, right, level="tension")

    def _finding(
        self,
        rule: str,
        message: str,
        held: tuple[Mention, ...],
        right: Interval | None = None,
        *,
        level: str = "error",
        repairs: tuple[Repair, ...] = (),
    ) -> Finding:
        names = dict(zip(("one", "two", "three"), (one.fact.evidence.text for one in held), strict=False))
        days = {f"day{number}": one.date or "-" for number, one in enumerate(held, 1)}
        words = say(f"audit.{message}", self.lang, **names, **days, right=shown(right) if right else "")
        told = tuple(dict.fromkeys(map(self._told, held)))
        ids = tuple(dict.fromkeys(one.fact.id for one in held))
        low, high = (right.low, right.high) if right else (None, None)
        return Finding(rule, "proofread" if repairs else level, words, ids, told, low, high, repairs)

    def _told(self, mention: Mention) -> Told:
        story, words = self.stories[mention.article], mention.fact.evidence
        text = story.text_of(words)
        start, end = around(text, words)
        return Told(mention.article, text.part, text.paragraph, text.words[start:end])


def _repair(mention: Mention, after: str) -> Repair:
    words = mention.fact.evidence
    return Repair(mention.article, words.part, words.paragraph, words.start, words.end, words.text, after)


def _adds_up(indicator: str) -> bool:
    told = rows("audit/subperiods")["flows"]
    if indicator in told["general"].split() or indicator.endswith(tuple(told["no_end"].split())):
        return False
    return _flows().search(indicator) is not None
