"""Changes to control lists: what was put on a list that bans, restricts or sanctions, what was taken off it.

A change is told by a verb (列入, 移出, 修订 …) with the list's name beside it and what is listed before or after it.
Which words do is said by the rows of ``data/facts/changes.toml``; a list whose name does not say that it controls is
none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from presscheck.data import rows
from presscheck.facts import control_lists, listed, notices
from presscheck.facts.blanked import FIGURE, TIME, blanked
from presscheck.facts.control_lists import Reader
from presscheck.facts.sentences import Said
from presscheck.model.fact import Change, Period, Words

LONGEST = 1000
"""No sentence longer than this tells a change."""
MOST = 40
"""So many verbs of a sentence are looked at."""
REACH = 160
"""A clause is read so many characters before its verb and after it."""
_HINTS = (
    "列管",
    "管制",
    "管控",
    "清单",
    "目录",
    "名单",
    "名录",
    "恐怖",
    "增列",
    "易制毒",
    "精神药品",
    "出口禁令",
    "不友好国家",
    "外国代理人",
    "麻醉药品",
    "述措施",
    "级保护",
)
_CUTS = re.compile("[，；：。！？\n]")
_QUESTION = "？?"
_PUBLISHED = re.compile("发布[^，。；]{0,16}公告|发布[^，。；]{0,16}通告|公告[，：]")


@dataclass(frozen=True)
class Found:
    """One verb that tells a change, with where its parts stand in its part of the story; ``list`` may be empty."""

    reader: Reader
    verb: tuple[int, int]
    clause: int
    items: tuple[int, int] | None
    list: tuple[tuple[int, int], ...]
    by: tuple[int, int] | None
    whole: bool
    end: int

    @property
    def span(self) -> tuple[int, int]:
        """From the first to the last of its words."""
        spans = [self.verb, *self.list, *(one for one in (self.items,) if one)]
        return min(start for start, _ in spans), self.end


def find(said: Sequence[Said]) -> Iterator[Change]:
    """The changes to control lists that a story tells, in order; ``said`` are its sentences.

    >>> from presscheck.facts import sentences
    >>> from presscheck.facts.story import Part, Story
    >>> story = Story((Part("body", 0, "昨天，商务厅将北港公司等9家实体列入不可靠实体清单。"),))
    >>> [(change.action, change.items, change.list) for change in find(tuple(sentences.read(story)))]
    [('add', (<北港公司 body 0:7-11>,), (<不可靠实体清单 body 0:18-25>,))]
    """
    told: list[Change] = []
    for number, one in enumerate(said):
        if not _worth_reading(one):
            continue
        after = said[number + 1] if number + 1 < len(said) and said[number + 1].part is one.part else None
        for change in _of_sentence(one, told):
            told.append(notices.taking_effect(change, after))
            yield told[-1]


def _worth_reading(said: Said) -> bool:
    text, start, end = said.part.text, said.sentence.start, said.sentence.end
    return end - start <= LONGEST and _hints(text) and any(text.find(hint, start, end) >= 0 for hint in _HINTS)


@lru_cache(2)
def _hints(text: str) -> bool:
    """Whether a part has any of the hints: asked once for all of its sentences."""
    return any(hint in text for hint in _HINTS)


def _of_sentence(said: Said, earlier: Sequence[Change]) -> Iterator[Change]:
    text = blanked(said)
    if text.rstrip("”’」』）) ").endswith(tuple(_QUESTION)):
        return
    told = list(earlier)
    done = 0
    for verb in islice(control_lists.any_verb().finditer(text), MOST):
        if verb.start() < done:
            continue
        found = _read(said, text, verb, told)
        if found is None:
            continue
        done = found.span[1] - said.sentence.start
        told.append(_change(said, found, told))
        yield told[-1]


def _read(said: Said, text: str, verb: re.Match[str], told: Sequence[Change]) -> Found | None:
    """The first row that fits the verb, if what it tells is a change."""
    start = verb.start()
    clause = max(
        (cut.end() for cut in _CUTS.finditer(text, max(0, start - REACH), start)), default=max(0, start - REACH)
    )
    for reader in control_lists.readers():
        held = next(
            (end for word in reader.verbs if text.startswith(word, start) for end in (start + len(word),)), None
        )
        if held is None:
            continue
        after = reader.after.match(text, held, min(len(text), held + REACH))
        before = reader.before.search(text[clause:start]) if after else None
        if before is None or after is None:
            continue
        found = _placed(reader, (start, held), clause, before, after, said.sentence.start)
        if _holds(said, text, found, told):
            return found
    return None


def _placed(
    reader: Reader, verb: tuple[int, int], clause: int, before: re.Match[str], after: re.Match[str], base: int
) -> Found:
    groups: dict[str, tuple[int, int]] = {}
    for match, shift in ((before, base + clause), (after, base)):
        for name in match.groupdict():
            low, high = match.span(name)
            if low >= 0 and high >= low:
                high = low + len(_adverbs().sub("", match[name])) if match is before else high
                groups.setdefault(name.partition("_")[0], (low + shift, high + shift))
    items = groups.get("items")
    names = (groups["list"],) if "list" in groups else ()
    place = (verb[0] + base, verb[1] + base)
    return Found(
        reader,
        place,
        clause + base,
        items if items and items[1] > items[0] else None,
        names,
        groups.get("by"),
        reader.id == "whole-class" or "whole" in groups,
        base + after.end(),
    )


def _holds(said: Said, text: str, found: Found, told: Sequence[Change]) -> bool:
    """Whether the list controls, and the change is told as done or decided."""
    base = said.sentence.start
    if not _has_list(said, found, told) or (found.items and not listed.definite(said, found.items)):
        return False
    around = _around(text, found, base)
    return not any(map(_unsure().search, around)) and _needs(said, text, found)


def _has_list(said: Said, found: Found, told: Sequence[Change]) -> bool:
    names = [said.part.text[start:end] for start, end in _list_spans(said, found)]
    if names:
        return all(map(control_lists.is_control, names)) or _points_back(said, names, told)
    if said.part.text.startswith(("增列", "增补"), found.verb[0]):
        items = said.part.text[slice(*found.items)] if found.items else ""
        return (bool(told) and told[-1].evidence.paragraph == said.part.paragraph) or control_lists.is_control(items)
    return bool(found.reader.called)


def _points_back(said: Said, names: Sequence[str], told: Sequence[Change]) -> bool:
    """Whether the words stand for what was told before: 该清单; 上述措施 only where that was just now."""
    if not told or not all(map(control_lists.points_back, names)):
        return False
    last, here = told[-1].evidence, said.part.paragraph
    near = last.part == said.part.name and (last.paragraph == here or (here or 0) - (last.paragraph or 0) == 1)
    return near or not names[0].endswith("措施")


def _list_spans(said: Said, found: Found) -> Iterator[tuple[int, int]]:
    for start, end in found.list:
        for low, high in control_lists.titles(said.part.text, start, end):
            yield control_lists.begin(said.part.text, low, high), high


def _around(text: str, found: Found, base: int) -> tuple[str, ...]:
    """The words of the clause around what is listed and the list, and what is said of the change right after it."""
    clause, verb = found.clause - base, found.verb[0] - base
    held = [(one[0] - base, one[1] - base) for one in (found.items, *found.list) if one]
    first = min((low for low, _ in held if low < verb), default=verb)
    last = max((high for _, high in held if high <= verb), default=first)
    end = found.span[1] - base
    wish = text[end : end + 8] if text.startswith("的", end) else ""
    return text[max(0, clause - 7) : clause] + text[clause:first], text[last:verb], wish


def _needs(said: Said, text: str, found: Found) -> bool:
    needs, (start, end), base = found.reader.needs, found.span, said.sentence.start
    if needs == "figure":
        return found.items is not None and listed.count(said, found.items) is not None
    if needs == "news":
        return _news().search(text) is not None
    if needs == "measure":
        return TIME in text or FIGURE in text[max(found.clause, start - 8) - base : end - base]
    return True


def _change(said: Said, found: Found, told: Sequence[Change]) -> Change:
    start, end = found.span
    items = found.items
    announced = notices.announced(said, found.verb[0], items) or _same_day(said, told)
    return Change(
        evidence=said.part.words(start, end),
        action=found.reader.action,
        list=_list(said, found, told),
        items=listed.names(said, items) if items else (),
        count=listed.count(said, items) if items else None,
        class_wide=found.whole or "整类" in said.part.text[start:end],
        countries=listed.countries(said, items, (found.clause, found.verb[0]), told),
        issuers=notices.issuers(
            said, found.by, items[0] if items and items[0] < found.verb[0] else found.verb[0], items
        ),
        instrument=notices.instrument(said, found.verb[0]),
        announced=announced,
        effective=notices.effective(said, found.verb[0], announced),
    )


def _same_day(said: Said, told: Sequence[Change]) -> Period | None:
    """The day of the notice that the sentence before told, where this one goes on with another and names no time."""
    last = told[-1].evidence if told else None
    if last is None or said.dated or (last.part, last.paragraph) != (said.part.name, said.part.paragraph):
        return None
    between = said.part.text[last.end : said.sentence.start]
    goes_on = between.count("。") == 1 and _PUBLISHED.search(said.text)
    return told[-1].announced if goes_on else None


def _list(said: Said, found: Found, told: Sequence[Change]) -> tuple[Words, ...]:
    spans = list(_list_spans(said, found))
    text = said.part.text
    if spans and not all(control_lists.points_back(text[low:high]) for low, high in spans):
        return tuple(said.part.words(*one) for one in spans)
    before = told[-1].list if told else ()
    if spans or text.startswith(("增列", "增补"), found.verb[0]):
        return before or tuple(said.part.words(*one) for one in spans)
    return (said.part.words(*found.verb),)


@cache
def _adverbs() -> re.Pattern[str]:
    """The adverbs at the end of what stands before a verb."""
    adverb = rows("facts/changes")["pieces"]["adverb"].replace("{0,4}", "{1,4}")
    return re.compile(control_lists.filled(f"{adverb}$"), re.VERBOSE)


@cache
def _unsure() -> re.Pattern[str]:
    return re.compile(control_lists.filled(rows("facts/changes")["lists"]["unsure"]), re.VERBOSE)


@cache
def _news() -> re.Pattern[str]:
    return re.compile(control_lists.filled(rows("facts/changes")["lists"]["news"]))
