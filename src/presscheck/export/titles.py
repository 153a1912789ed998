"""What is said about a strand above and below it: what it is, in which unit, how many points, who told it."""

from collections import Counter

from presscheck import data
from presscheck.errors import Lang
from presscheck.export.axis import Scale, scale
from presscheck.export.points import ALARMING, STATES, plain, spread
from presscheck.export.text import visible
from presscheck.messages import say
from presscheck.model.series import Measure, Point, Strand


def title(told: Measure, lang: Lang) -> str:
    """What a strand is of: whose, what, and what kind of number.

    >>> title(Measure("粮食产量", "全国"), "zh"), title(Measure("粮食产量", "全国"), "en")
    ('全国粮食产量', '全国 粮食产量')
    """
    what = visible(told.indicator)
    return say("chart.chart_title", lang, scope=visible(told.scope), what=what) if told.scope else what


def kind(told: Measure, lang: Lang) -> str:
    """What kind of number it is, and against what: 增速，同比."""
    nature = say(f"facts.nature_{told.nature}", lang) if told.nature else ""
    prices = told.prices
    named = say(f"chart.prices_{prices}", lang) if f"prices_{prices}" in data.rows("messages/chart") else prices or ""
    parts = (nature, visible(told.basis or ""), say("chart.prices", lang, prices=named) if named else "")
    return say("chart.and", lang).join(filter(None, parts))


def counts(strand: Strand, lang: Lang) -> str:
    """How many points there are, and how many of them need a look.

    >>> counts(Strand(Measure("粮食产量"), ()), "zh")
    '0 个点'
    """
    many = len(strand.points)
    states = Counter(point.state for point in strand.points)
    alarms = [
        say("chart.counted", lang, count=states[state], state=say(f"chart.{state}", lang))
        for state in STATES
        if states[state] and state in ALARMING
    ]
    return say("chart.and", lang).join([say("chart.point" if many == 1 else "chart.points", lang, count=many), *alarms])


def heading(strand: Strand, lang: Lang) -> tuple[str, str]:
    """The title, and the line below it: kind, unit, grain, points."""
    told = strand.measure
    parts = (kind(told, lang), scale(strand, lang).unit, say(f"chart.by_{told.grain}", lang), counts(strand, lang))
    return title(told, lang), " · ".join(filter(None, parts))


def interval(point: Point, told: Measure, unit: Scale, lang: Lang) -> str:
    """The interval of a point in words, where its words allow more than the rounding of its last digit."""
    ends = spread(point, told)
    if ends is None:
        return ""
    low, high = (None if one is None else plain(unit.of(one)) for one in ends)
    if low is None or high is None:
        return say("chart.at_most" if low is None else "chart.at_least", lang, low=low, high=high)
    return say("chart.within", lang, low=low, high=high)


def source_line(strand: Strand, lang: Lang) -> str:
    """Who told the figures: how many stories of which days, and in which papers.

    >>> source_line(Strand(Measure("粮食产量"), ()), "en")
    ''
    """
    told = [one for point in strand.points for one in point.mentions + point.others]
    if not told:
        return ""
    stories = len({one.article for one in told})
    days = sorted(one.date.isoformat() for one in told if one.date)
    if not days:
        line = say("chart.told_by_undated", lang, stories=stories)
    else:
        name = "told_by_one" if stories == 1 else "told_by"
        line = say(f"chart.{name}", lang, stories=stories, first=days[0], last=days[-1])
    papers = sorted({visible(one.paper) for one in told if one.paper})
    comma = "、" if lang == "zh" else ", "
    told_in = say("chart.told_in", lang, papers=comma.join(papers)) if papers else ""
    return f"{line}{told_in}" if lang == "zh" else f"{line} {told_in}".strip()
