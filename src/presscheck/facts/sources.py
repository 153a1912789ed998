"""Who tells a figure that nobody is quoted with: the body whose notice or data a paragraph goes on to report."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from presscheck.data import rows
from presscheck.facts.cast import Cast
from presscheck.facts.speakers import issuer
from presscheck.facts.speeches import Speech
from presscheck.model.fact import Words

_DATA = ("数据", "情况", "消息", "报告")
"""Ends of documents that hold figures, which later paragraphs may go on to tell."""
_COMMON = ("企业", "单位", "机构", "部门", "公司")
"""Ends of bodies that are no names."""
_COUNTED = re.compile(r"\d[\d.万亿多余]{0,8}[个家所座处][^，。；]{0,4}$")
_FAR = 5
"""Over so many paragraphs a body's data go on at most."""


class Source(NamedTuple):
    """A stretch of a part that tells what a source said: the part's place in the story, the stretch, and who it is."""

    part: int
    start: int
    end: int
    who: Words


class _Heard(NamedTuple):
    """The source that was heard last: who, by what row of cues, and in which part."""

    who: Words
    row: str
    part: int


class _Event(NamedTuple):
    """Where a source begins to tell, where its words end, and whether the rest of the sentence is told by it too."""

    start: int
    end: int
    heard: _Heard | None
    issues: bool


def sources(cast: Cast, said: Sequence[Speech]) -> list[Source]:
    """The stretches beside the speeches of a story that go on from a source.

    >>> from presscheck.facts.cast import cast_of
    >>> from presscheck.facts.story import Part, Story
    >>> story = Story((Part("body", 0, "县水务局发布公告，河道停航3天。"),))
    >>> [(one.start, one.end, one.who.text) for one in sources(cast_of(story), [])]
    [(8, 16, '县水务局')]
    """
    heard: _Heard | None = None
    out: list[Source] = []
    by_part: dict[int, list[_Event]] = {}
    for speech in said:
        for event_part, event in _of_speech(speech):
            by_part.setdefault(event_part, []).append(event)
    for number, part in enumerate(cast.story.parts):
        if not part.speech:
            continue
        events = sorted([*by_part.get(number, ()), *_issues(cast, number)])
        heard = _read(cast, number, events, heard, out)
    return out


def _of_speech(speech: Speech) -> Iterator[tuple[int, _Event]]:
    row = speech.cue.row if speech.cue else ""
    who = speech.who
    carries = who is not None and not speech.direct
    for part, start, end in speech.stretches:
        heard = None
        if carries and who is not None:
            body = who.kind in ("organisation", "role", "group")
            heard = _Heard(who.name, row if body else "", part)
        yield part, _Event(start, end, heard, False)


def _issues(cast: Cast, number: int) -> Iterator[_Event]:
    """Where a body issues something that the words behind tell."""
    text = cast.story.parts[number].text
    for found in _issuing().finditer(text):
        who = issuer(cast, number, found.start())
        if who is not None:
            row = "shows" if found.group().endswith(_DATA) else "issues"
            yield _Event(found.end(), found.end(), _Heard(who.name, row, number), True)


def _read(cast: Cast, number: int, events: list[_Event], heard: _Heard | None, out: list[Source]) -> _Heard | None:
    """One part: what goes on from a source is put ``out``; returns the source that may go on in the next part."""
    part = cast.story.parts[number]
    starts = [event.start for event in events]
    until = 0
    for start, end in part.sentences:
        here = events[bisect_right(starts, start - 1) : bisect_right(starts, end - 1)]
        if here:
            heard, until = here[-1].heard, here[-1].end
            if here[-1].issues and heard and until < end - 1:
                out.append(Source(number, until, end, heard.who))
        elif start >= until and heard is not None:
            if heard.part == number:
                heard = None if _turns().match(part.text, start) or _is_of(cast, number, start, end, heard) else heard
                goes_on = heard is not None
            else:
                goes_on = number - heard.part <= _FAR and _counts(cast, number, start, end, heard)
            if goes_on and heard is not None:
                out.append(Source(number, start, end, heard.who))
    return heard


def _is_of(cast: Cast, number: int, start: int, end: int, heard: _Heard) -> bool:
    """Whether a sentence begins with a person, and so tells what that one does, not what the source says."""
    named = cast.between(number, start, end)
    first = named[0] if named else None
    return bool(first and first.kind == "person" and first.start == start and heard.row in ("", "sources"))


def _counts(cast: Cast, number: int, start: int, end: int, heard: _Heard) -> bool:
    """Whether a later paragraph's sentence is of the nation's figures too: it compares, and names no other body."""
    text = cast.story.parts[number].text
    if heard.row not in _lasting() or _turns().match(text, start):
        return False
    if heard.row != "learns" and not _comparing().search(text, start, end):
        return False
    named = [one for one in cast.between(number, start, end) if not _COUNTED.search(text, start, one.start)]
    return not any(_is_another(text[one.start : one.end], one.kind, heard) for one in named)


def _is_another(name: str, kind: str, heard: _Heard) -> bool:
    """Whether a party is another than the nation, its bodies and people as such, and the source itself."""
    if kind not in ("person", "place", "organisation", "event"):
        return False
    return not (name in _nation() or name in heard.who.text or name.endswith(_COMMON))


@cache
def _issuing() -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in rows("facts/sayings")["issue"]), re.X)


@cache
def _turns() -> re.Pattern[str]:
    return re.compile(rows("facts/sayings")["going_on"]["turns"], re.X)


@cache
def _comparing() -> re.Pattern[str]:
    return re.compile(rows("facts/sayings")["going_on"]["compares"])


@cache
def _nation() -> frozenset[str]:
    return frozenset(rows("facts/sayings")["going_on"]["nation"].split())


@cache
def _lasting() -> frozenset[str]:
    return frozenset(rows("facts/sayings")["going_on"]["rows"].split())
