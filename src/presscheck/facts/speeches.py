"""The speeches of a story one after another: which stretch belongs to which cue, and how far it goes."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from presscheck.facts.cast import Cast
from presscheck.facts.cues import Cue, cues
from presscheck.facts.headings import is_heading, parted
from presscheck.facts.reach import STATES, Reach, without_comment
from presscheck.facts.said_clauses import fits, is_expected
from presscheck.facts.speakers import Memory, Speaker, has_speaker, speaker
from presscheck.facts.speech_marks import Marked, marked
from presscheck.facts.story import last_of
from presscheck.facts.unknown_names import heads_sentence

_ENDS = "。！？!?…"
_FINAL = "。！？!?…；;，,：: "
_BETWEEN = "。！？!?；;，,：:“”"
_INNER = re.compile(r"[。！？!?，；…—]")
_DEMANDS = re.compile(
    r"(?:^|[，；])[^，；。“”]{0,14}?(?:(?<![重主必摘纪])要|愿|(?<![回反供相适效响答])应|必须|希望|需|只要|相信)(?![求点闻素件害用急对邀约当])"
)
_ADDRESSES = re.compile(
    r"我们|我(?![国军省市县区院])|[您你]|中方|双方|两国|[一-鿿]方(?:愿|将|高度|坚定|支持|一贯|始终|一向|珍视|赞赏|重视|感谢)|各方(?!面)|各国"
    r"|(?:^|[，；])(?:祝|期待|感谢|欢迎|希望|相信|愿)"
)
_LEADS_ON = re.compile("下面|接下来|请看|让我们来")
_NARRATES = re.compile(
    r"(?:党的|今年|近年|去年|目前|眼下|如今|当天|今天|今晚|昨天|本次|此次|据|记者|随后|会[后上前]|截至|最新|\d|《|在[^，。]{1,16}，)"
)
_JOINS = re.compile(r"[，、；]?(?:要|并|还|必须|是|和|强调|指出|提出)?(?:要)?")
_OWN = re.compile("[我咱俺]")
_NOT_BEHIND = frozenset("的、等和与及行机工战计方项为是之")
_TERM = 10
"""Fewer characters than this in marks behind 提出 and the like are a term, unless a comma or colon leads to them."""
_OWN_LEAST = 8
"""Fewer characters in marks are no speech without a verb of saying."""
_NEAR = 50
"""How far behind a speech in marks its cue may stand."""
_LEAD_IN = 14
"""How long a clause may be between a speech in marks and that of its cue."""
_PEOPLE = frozenset(("person", "role", "pronoun", "organisation", "group"))
_SHORTEST, _SHORTEST_CLAUSE = 3, 6
"""What is reported has no fewer characters, behind a comma or with nothing between."""
_WORDS_ONLY = ("批示", "题词", "写道", "写下", "问道", "喊道")
"""Verbs whose object is always words, however few."""
_UNMARKED = 2
"""How many sentences of a reported speech in a row may show no sign that it goes on."""


@dataclass
class Speech:
    """One speech: its stretches as (part, start, end), in marks or not, who speaks, and the cue with its part."""

    part: int
    direct: bool
    who: Speaker | None
    cue: Cue | None
    stretches: list[tuple[int, int, int]] = field(default_factory=list)


class _Group(NamedTuple):
    """Stretches in marks that touch (“…”“…”)."""

    stretches: tuple[Marked, ...]

    @property
    def opens(self) -> int:
        return self.stretches[0].start - 1

    @property
    def closes(self) -> int:
        last = self.stretches[-1]
        return last.end + last.closed


def speeches(cast: Cast) -> list[Speech]:
    """Every speech of a story."""
    parts = tuple(map(parted, cast.story.parts))
    if parts != cast.story.parts:
        cast = replace(cast, story=replace(cast.story, parts=parts))
    by_part: dict[int, list[Marked]] = {}
    for one in marked([part.text if part.speech else "" for part in parts]):
        by_part.setdefault(one.part, []).append(one)
    out: list[Speech] = []
    memory = Memory()
    waiting: list[Marked] = []
    for number, part in enumerate(parts):
        if not part.speech:
            continue
        here = by_part.get(number, [])
        goes_on = here[0] if here and here[0].goes_on else None
        waiting = waiting if goes_on and goes_on.opened else []
        if goes_on and not waiting:
            _continue(out, here.pop(0))
        reader = _Reader(cast, number, here, memory)
        said = reader.read()
        if waiting and goes_on:
            _put_before(said, waiting, goes_on)
        if not said and out and not waiting:
            said = reader.unattributed(out[-1])
        out += said
        waiting = _waiting(waiting, here, said)
    return out


def _waiting(before: list[Marked], here: Sequence[Marked], said: Sequence[Speech]) -> list[Marked]:
    """The paragraphs of a speech that is not closed yet and of which nobody is told to say it."""
    last = here[-1] if here else None
    if last is None or last.closed or any((last.part, last.start, last.end) in one.stretches for one in said):
        return []
    return [*before, last] if last.goes_on else [last]


def _put_before(said: Sequence[Speech], waiting: Sequence[Marked], last: Marked) -> None:
    """Who is told behind the last paragraph of a speech says all of it."""
    for speech in said:
        if speech.direct and speech.who and speech.stretches[0] == (last.part, last.start, last.end):
            speech.stretches[:0] = [(one.part, one.start, one.end) for one in waiting]


def _continue(out: list[Speech], more: Marked) -> None:
    """A speech in marks goes on in the next paragraph."""
    if more.start < more.end and out and out[-1].direct and out[-1].stretches[-1][0] == more.part - 1:
        out[-1].stretches.append((more.part, more.start, more.end))


class _Reader:
    """One paragraph and the speeches that begin in it."""

    def __init__(self, cast: Cast, number: int, here: Sequence[Marked], memory: Memory) -> None:
        self.cast, self.number, self.memory = cast, number, memory
        self.part = cast.story.parts[number]
        self.text = self.part.text
        self.groups = _groups(self.text, here)
        self.opening = {group.opens: number for number, group in enumerate(self.groups)}
        self.closing = [group.closes for group in self.groups]
        self.ends = [end for _, end in self.part.sentences]
        self.used: set[_Group] = set()
        starts = [one.start for one in here]
        self.cues = [cue for cue in cues(self.text) if not _within(here, starts, cue.start)]
        self.places = [cue.start for cue in self.cues]
        self.done = 0
        self.heading = is_heading(self.text)
        self.reported: list[tuple[int, int]] = []

    def read(self) -> list[Speech]:
        """The speeches of this paragraph that a cue, or at least a colon, brings in."""
        out: list[Speech] = []
        for place, cue in enumerate(self.cues):
            if cue.start >= self.done:
                said = [speech for speech in self._of_cue(place, cue) if speech.stretches]
                if said:
                    self.memory.spoken = (said[0].stretches[0][1], said[-1].stretches[-1][2])
                out += said
        for group in self.groups:
            free = group not in self.used and not any(low <= group.opens < high for low, high in self.reported)
            if free and (told := self._without_cue(group)):
                out.append(told)
        return out or list(self._headed())

    def _headed(self) -> Iterator[Speech]:
        """A heading that tells who says so before a colon (水利部：汛情平稳)."""
        colon = self.text.find("：")
        if not self.heading or colon < 0 or colon + 1 in self.opening:
            return
        for one in self.cast.between(self.number, 0, colon):
            if one.start == 0 and one.end == colon and one.kind in _PEOPLE:
                who = Speaker(self.cast.named(self.number, one), self.cast.office(self.number, one), 0, one.kind)
                yield Speech(self.number, False, who, None, [(self.number, colon + 1, len(self.text))])

    def _of_cue(self, place: int, cue: Cue) -> Iterator[Speech]:
        before = self._group_before(cue)
        after = self._group_after(cue)
        if before is None and after is None:
            before = self._group_beyond(cue)
        if before is None and after is None and not self._reports(cue):
            return
        who = speaker(self.cast, self.number, cue, self.memory)
        if who and is_expected(self.text, cue, who.name.text, who.kind):
            return
        if who is None and ((before is None and after is None) or cue.row == "seems"):
            return
        if who is not None:
            self.memory.keep(who, self.number)
        held = [group for group in (before, after) if group is not None]
        if held:
            held += self._joined(held[-1])
            self.used.update(held)
            yield self._direct(held, who, cue)
        if after is None and who is not None and self._reports(cue):
            yield from self._reported(place, cue, who)

    def _joined(self, group: _Group) -> Iterator[_Group]:
        """What follows in marks of its own within the sentence: “……”，要“……”."""
        for number in range(self.opening[group.opens] + 1, len(self.groups)):
            other = self.groups[number]
            size = other.stretches[0].end - other.stretches[0].start
            if size < _TERM or not _JOINS.fullmatch(self.text, group.closes, other.opens):
                return
            yield other
            group = other

    def _reports(self, cue: Cue) -> bool:
        """Whether what follows a cue may be reported speech; behind a bare cue a term in marks is not."""
        if cue.after == "direct":
            if cue.content in self.opening and self.groups[self.opening[cue.content]] in self.used:
                return False
            return "comma" in cue.takes and self.text[cue.content - 1] in "，,：:"
        return cue.after != "end" and cue.after in cue.takes

    def _direct(self, groups: Sequence[_Group], who: Speaker | None, cue: Cue | None) -> Speech:
        stretches = [(self.number, one.start, one.end) for group in groups for one in group.stretches]
        return Speech(self.number, True, who, cue, stretches)

    def _group_after(self, cue: Cue) -> _Group | None:
        """The speech in marks that a cue leads to."""
        if cue.after != "direct" or "direct" not in cue.takes:
            return None
        number = self.opening.get(cue.content)
        if number is None or self.groups[number] in self.used:
            return None
        group = self.groups[number]
        content = self.text[group.stretches[0].start : group.stretches[-1].end]
        behind = self.text[group.closes : group.closes + 1]
        ended = content[-1:] in _ENDS or not behind or behind in "。；，！？…（)）"
        if self.text[cue.content - 1] in ":：":
            return group if ended or len(content) >= _TERM else None
        told = len(content) >= _TERM or bool(_INNER.search(content))
        if self.text[cue.content - 1] in ",，":
            return group if ended and (told or behind in "。！？") else None
        told = told or self.text[cue.start : cue.end].endswith(_WORDS_ONLY)
        return group if ended and told and behind not in _NOT_BEHIND else None

    def _group_before(self, cue: Cue) -> _Group | None:
        """The speech in marks that a cue stands behind (“……。”方小舟说)."""
        if "after" not in cue.takes:
            return None
        number = bisect_right(self.closing, cue.start) - 1
        if number < 0:
            return None
        group = self.groups[number]
        if group in self.used or group.opens < self.done or cue.start - group.closes > _NEAR:
            return None
        between = self.text[group.closes : cue.start].lstrip("…")
        if any(mark in between for mark in _BETWEEN) or between[:1] in _NOT_BEHIND:
            return None
        content = self.text[group.stretches[0].start : group.stretches[-1].end]
        alone = group.opens == 0 or self.text[group.opens - 1] in "。！？”…"
        if content[-1] in _ENDS or (content[-1] in "，—" and alone):
            return group
        return group if alone and len(content) >= _TERM and len(group.stretches) > 1 else None

    def _group_beyond(self, cue: Cue) -> _Group | None:
        """The speech in marks before a clause and that of a cue (“……。”站在桥头，范永福望着江面说。)."""
        number = bisect_right(self.closing, cue.start) - 1
        if cue.after != "end" or "after" not in cue.takes or number < 0:
            return None
        group = self.groups[number]
        if group in self.used or group.opens < self.done or cue.start - group.closes > _NEAR:
            return None
        lead, comma, clause = self.text[group.closes : cue.start].partition("，")
        alone = group.opens == 0 or self.text[group.opens - 1] in "。！？”…"
        ended = self.text[group.stretches[-1].end - 1] in _ENDS
        if not (comma and alone and ended and 1 < len(lead) <= _LEAD_IN) or any(
            mark in lead + clause for mark in _BETWEEN
        ):
            return None
        someone = any(
            one.kind in _PEOPLE for one in self.cast.between(self.number, group.closes, group.closes + len(lead))
        )
        return None if someone or not has_speaker(self.cast, self.number, cue) else group

    def _without_cue(self, group: _Group) -> Speech | None:
        """Speech in marks with no verb of saying: behind a colon or comma, or of whom a sentence is about."""
        content = self.text[group.stretches[0].start : group.stretches[-1].end]
        before, behind = self.text[group.opens - 1 : group.opens], self.text[group.closes : group.closes + 1]
        if not _INNER.search(content) or len(content) < _OWN_LEAST:
            return None
        ended = content[-1] in _ENDS
        who = None
        if ended and _OWN.search(content) and (not before or before in _ENDS):
            who = self._subject(group.opens - 1, group.opens) if before else self._subject_behind(group.closes)
        elif (ended or not behind or behind in "。；") and (
            before in ("：", ":") or (before == "，" and content[-1] != "，")
        ):
            who = self._subject(group.opens, group.opens)
            if who is None and before == "，" and behind not in _NOT_BEHIND:
                who = self._actor(group.opens - 1)
        return self._direct([group], who, None) if who else None

    def _subject(self, at: int, end: int) -> Speaker | None:
        """The person whom the sentence up to a place is about."""
        return self._person(last_of(self.text, "。！？；", at) + 1, end)

    def _actor(self, comma: int) -> Speaker | None:
        """The person of a name that is not known, where a sentence begins with it and is one clause up to a comma."""
        start = last_of(self.text, "。！？；", comma) + 1
        if self.text.find("，", start, comma) >= 0 or self.cast.between(self.number, start, comma):
            return None
        found = heads_sentence(self.text, start, comma)
        return Speaker(self.part.words(*found), None, found[0], "person") if found else None

    def _subject_behind(self, start: int) -> Speaker | None:
        """The person whom the sentence behind a place is about."""
        return self._person(start, self._sentence_end(start))

    def _sentence_end(self, at: int) -> int:
        """Where the sentence ends that holds a place."""
        number = bisect_right(self.ends, at)
        return self.ends[number] if number < len(self.ends) else len(self.text)

    def _person(self, start: int, end: int) -> Speaker | None:
        for one in self.cast.between(self.number, start, end):
            if one.kind in ("person", "pronoun"):
                name, office = self.cast.named(self.number, one), self.cast.office(self.number, one)
                return Speaker(name, office, one.start, one.kind)
        return None

    def unattributed(self, last: Speech) -> list[Speech]:
        """A whole paragraph in marks behind one that ended with speech is by the same speaker."""
        if len(self.groups) != 1 or not last.direct or last.stretches[-1][0] != self.number - 1:
            return []
        group = self.groups[0]
        ended = last.stretches[-1][2] + 2 >= len(self.cast.story.parts[self.number - 1].text)
        if group.opens != 0 or group.closes < len(self.text) or not ended or len(self.text) < 2 * _TERM:
            return []
        who = last.who._replace(start=None) if last.who else None
        return [self._direct([group], who, None)]

    def _reported(self, place: int, cue: Cue, who: Speaker) -> Iterator[Speech]:
        start = cue.content
        sentence = self._sentence_end(start)
        end = Reach(self.cast, self.number, self.cues).cut(place, start, sentence)
        if self.heading and (comma := self.text.find("，", start, end)) > 0:
            end = comma
        if end == sentence and cue.row in STATES and cue.after != "clause":
            end = self._on(sentence, cue, who)
        while end > start and self.text[end - 1] in _FINAL:
            end -= 1
        while start < end and self.text[start] in _FINAL:
            start += 1
        end = without_comment(self.text, start, end)
        if cue.row == "urges":
            start = self._behind_whom(start, end)
        if inner := self._all_in_marks(start, end):
            self.used.add(inner)
            self.done = end
            yield self._direct([inner], who, cue)
        elif end - start >= self._least(cue) and fits(self.cast, self.number, cue, start):
            self.done = end
            self.reported.append((start, end))
            yield Speech(self.number, False, who, cue, [(self.number, start, end)])

    def _least(self, cue: Cue) -> int:
        """How many characters what is reported must have."""
        return _SHORTEST_CLAUSE if cue.after == "clause" and not self.heading else _SHORTEST

    def _behind_whom(self, start: int, end: int) -> int:
        """Where what is said begins behind those who are told (叮嘱村干部，要…)."""
        comma = self.text.find("，", start, end)
        near = self.cast.between(self.number, start, max(comma, start))
        return comma + 1 if len(near) == 1 and (near[0].start, near[0].end) == (start, comma) else start

    def _all_in_marks(self, start: int, end: int) -> _Group | None:
        """The speech in marks that what is reported comes down to (要“……”)."""
        found = [self.opening[at] for at in range(start, start + 4) if at in self.opening]
        group = self.groups[found[0]] if found else None
        return group if group and group.closes >= end and group.closes - group.opens > _TERM else None

    def _on(self, end: int, cue: Cue, who: Speaker) -> int:
        """How far reported speech evidently goes on over the next sentences."""
        until, unmarked = end, 0
        whole = who.kind == "person" and last_of(self.text, _ENDS, cue.start) < 0
        for start, stop in self.part.sentences[bisect_left(self.ends, end) + 1 :]:
            if self._turns(start, stop) or _LEADS_ON.match(self.text, start):
                break
            told = self.text[start:stop]
            if _DEMANDS.search(told) or _ADDRESSES.search(told):
                until, unmarked = stop, 0
            else:
                unmarked += 1
                if not whole and (unmarked > _UNMARKED or _NARRATES.match(self.text, start)):
                    break
        return until

    def _hopes(self, begin: int, cue: Cue) -> bool:
        """Whether a clause tells what a side hopes, as those do who speak for it (中方希望…), and no person."""
        named = self.cast.between(self.number, begin, cue.start)
        person = any(one.kind == "person" for one in named)
        return cue.row == "urges" and not person and self.text.endswith("希望", cue.start, cue.end)

    def _turns(self, start: int, stop: int) -> bool:
        """Whether a sentence brings in a speech of its own."""
        if start in self.opening:
            group = self.groups[self.opening[start]]
            return not _is_term(self.text, group.stretches[0])
        for number in range(bisect_left(self.places, start), bisect_left(self.places, stop)):
            cue = self.cues[number]
            if cue.row in ("sources", "learns"):
                return True
            begin = max(last_of(self.text, "，；。", cue.start) + 1, start)
            if cue.after == "end" or self._hopes(begin, cue) or not (self._reports(cue) or self._group_after(cue)):
                continue
            if len(self.text[begin : cue.start]) <= 4 or has_speaker(self.cast, self.number, cue):
                return True
        return False


def _within(here: Sequence[Marked], starts: list[int], place: int) -> bool:
    """Whether a place stands within marks."""
    number = bisect_right(starts, place) - 1
    return number >= 0 and place < here[number].end


def _groups(text: str, here: Sequence[Marked]) -> list[_Group]:
    """The stretches in marks, those that touch together; a term that opens the next sentence stands for itself."""
    out: list[list[Marked]] = []
    for one in here:
        touches = out and out[-1][-1].closed and one.opened and one.start - 1 == out[-1][-1].end + 1
        if touches and not (_is_term(text, one) and text[out[-1][-1].end - 1] in _ENDS):
            out[-1].append(one)
        else:
            out.append([one])
    return [_Group(tuple(group)) for group in out]


def _is_term(text: str, one: Marked) -> bool:
    behind = text[one.end + 1 : one.end + 2]
    return one.end - one.start < _TERM and text[one.end - 1] not in _ENDS and behind not in ("", *"。；，！？…“")
