"""The notice that changes a list: who issues it, its number, when it was announced, and from when it holds."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from presscheck.data import rows
from presscheck.facts.parties import Party
from presscheck.facts.periods import Dated
from presscheck.facts.sentences import Said
from presscheck.model.fact import Change, Period, Words

Span = tuple[int, int]
_NUMERAL = "[0-9〇零一二三四五六七八九十百]{1,6}"
_NUMBERED = re.compile(
    rf"(?:公告|通告|令|通知)\s?(?:[〔\[（(]?\d{{4}}年?[〕\]）)]?)?第\s?{_NUMERAL}号|(?:\d{{4}}年)?第\s?{_NUMERAL}号(?:公告|通告|令|通知|决定)"
    r"|《关于[^《》]{2,60}的(?:公告|通告|决定|通知)》"
)
_BODIES = ("organisation", "country")
_JOINED = re.compile(r"(?:[、和与及]|会同|联合|以及|等)")
_LEAD = re.compile(
    r"(?:^|[，；：。“‘\n、]|由|经|被|会同|谴责|批评|记者从)(?:此外|同时|随后|目前|其中|另外|之后|当地时间|据悉|对此|因此|会上|而|但|并|又|还|在|自|于|\s){0,3}$"
)
_NOT_BY = re.compile(r"(?:[将把对向与从比]|针对|要求|呼吁|敦促|支持|反对)$")
_ACTS = re.compile(
    r"[^，。；：]{0,14}?(?:发布|公布|宣布|决定|公告|通告|联合|将|把|对|列管|增列|列入|纳入|移出|修订|调整|缩减|取消|解除|暂停|认定|扩大|印发|就|已|整类|实施|再|也|又|把|恢复|停止)"
)
_FROM = re.compile(r"(?:零时|\d{1,2}时)?(?:起|开始(?:正式)?(?:施行|实施|生效|执行)|正式?(?:施行|实施|生效|执行))")
_AT_ONCE = re.compile("即日起|自(?:公布|发布|公告发布|签署|印发)之日起")
_OF_ANOTHER = re.compile(
    r"(?:第[0-9〇零一二三四五六七八九十百]{1,6}号|[^，。；]{0,4}?(?:公布|发布|公告|实施|宣布|签署)的|版|度版|的(?!当天))"
)
_IT_HOLDS = re.compile(
    r"(?:该|上述|此次|本|本次|相关|这项|这一|这些|新版|新)?(?:公告|通告|决定|措施|目录|清单|名单|规定|调整|通知|禁令|管制|列管)[^。！？]{0,24}?(?:起|生效|施行)"
)


def issuers(said: Said, by: Span | None, before: int, items: Span | None) -> tuple[Words, ...]:
    """The bodies that change the list: those after 被, else the last that head a clause up to ``before``."""
    if by:
        named = [one for one in said.parties if by[0] <= one.start and one.end <= by[1]]
        return tuple(said.part.words(one.start, one.end) for one in named) or (said.part.words(*by),)
    bodies = [one for one in _bodies(said) if one.end <= before and not _within(one, items)]
    for last in range(len(bodies) - 1, -1, -1):
        first = _first_of_row(said.part.text, bodies, last)
        if _heads_clause(said, bodies[first], bodies[last]):
            return tuple(said.part.words(*one) for one in _rows(said.part.text, bodies[first : last + 1]))
    return ()


def _rows(text: str, bodies: Sequence[Party]) -> list[Span]:
    """Each body of a row; 商务部等四部委 is one."""
    out: list[Span] = []
    for one in bodies:
        if out and text[out[-1][1] : one.start] == "等":
            out[-1] = (out[-1][0], one.end)
        else:
            out.append((one.start, one.end))
    return out


def _bodies(said: Said) -> list[Party]:
    """Bodies and countries, and those that only list."""
    named = [one for one in said.parties if one.kind in _BODIES]
    for other in _other_bodies().finditer(said.part.text, said.sentence.start, said.sentence.end):
        start, end = other.span()
        if not any(one.start < end and start < one.end for one in named):
            named.append(Party(start, end, "organisation", start, end, start, start))
    return sorted(named)


def instrument(said: Said, verb: int) -> Words | None:
    """The notice by its number or its title: the last one before the verb, else the first after it."""
    found = [match.span() for match in _NUMBERED.finditer(said.part.text, said.sentence.start, said.sentence.end)]
    before = [one for one in found if one[0] < verb]
    place = before[-1] if before else (found[0] if found else None)
    return said.part.words(*place) if place else None


def announced(said: Said, verb: int, items: Span | None) -> Period | None:
    """When the change was made known: the last time before the verb that is not another's, nor when it takes effect."""
    text = said.part.text
    told = [
        one
        for one in said.dated
        if one.start < verb
        and not _within(one, items)
        and not _holds_from(text, one)
        and not _OF_ANOTHER.match(text, one.end)
    ]
    return told[-1].period if told else None


def effective(said: Said, verb: int, known: Period | None) -> Period | None:
    """From when the change holds, as the sentence tells."""
    text, start, end = said.part.text, said.sentence.start, said.sentence.end
    times = [one for one in said.dated if _holds_from(text, one)]
    if times:
        return min(times, key=lambda one: abs(one.start - verb)).period
    at_once = _AT_ONCE.search(text, start, end)
    return _at_once(at_once.group(), known) if at_once and known else None


def taking_effect(change: Change, after: Said | None) -> Change:
    """The change with the day from which it holds, where the next sentence tells that of its notice."""
    if change.effective or after is None:
        return change
    text, start, end = after.part.text, after.sentence.start, after.sentence.end
    if not _IT_HOLDS.match(text, start, end):
        return change
    return replace(change, effective=effective(after, start, change.announced))


def _at_once(words: str, known: Period) -> Period:
    return replace(known, text=words, end=None, open=True)


def _within(one: Party | Dated, span: Span | None) -> bool:
    return span is not None and span[0] <= one.start and one.end <= span[1]


def _holds_from(text: str, one: Dated) -> bool:
    return one.period.text.endswith("起") or _FROM.match(text, one.end) is not None


def _first_of_row(text: str, bodies: Sequence[Party], last: int) -> int:
    """The first of the bodies that are joined by 、 and 和 up to ``last``."""
    first = last
    while first and _JOINED.fullmatch(text, bodies[first - 1].end, bodies[first].start):
        first -= 1
    return first


def _heads_clause(said: Said, first: Party, last: Party) -> bool:
    text, start = said.part.text, said.sentence.start
    before = text[max(start, first.start - 12) : first.start]
    for one in said.dated:
        if start <= one.start and one.end <= first.start and one.end > first.start - 12:
            before = before[: max(0, one.start - (first.start - len(before)))] + text[one.end : first.start]
    if _NOT_BY.search(before) or not _LEAD.search(before):
        return False
    return _ACTS.match(text, last.end) is not None


@cache
def _other_bodies() -> re.Pattern[str]:
    return re.compile(rows("facts/changes")["lists"]["bodies"])
