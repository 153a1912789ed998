"""Who says it: the party that a cue of saying belongs to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from presscheck.data import rows
from presscheck.facts.cast import Cast
from presscheck.facts.cues import Cue
from presscheck.facts.parties import Party
from presscheck.model.fact import Words

_WINDOW = 90
_SPEAKING = frozenset(("person", "role", "organisation", "country", "group", "pronoun", "place"))
_CLAUSE_ENDS = "。！？!?；;，,：:“”…\n"
_SENTENCE_ENDS = "。！？!?…\n"
_PHRASES = r"""(?:
    (?<!\d)\d{1,2}日 | （[^（）]{0,14}） | (?:在|于|当)[^，。；]{1,40}?(?:上|中|时|里|后|前|期间|之际|场合|会|会议|座谈会|发布会|论坛)
  | (?:接受|面对)[^，。；]{0,20}(?:采访|专访|提问)时? | 发表[^，。；]{0,12}?(?:声明|讲话|谈话|公报|文章|演讲|致辞|评论|公告|社论)
  | (?:发布|公布|作出|做出|提交|出具)[^，。；]{0,20}?(?:声明|公告|通告|消息|公报|指示|批示|通报|报告|数据|结果|预报|回应|部署|研究|通知|提示|预警|白皮书|情况)
  | (?:向|对)(?:本报|总台|新华社|央视)?(?:记者|媒体|外界) | 就[^，。；]{1,40}?(?:问题|事|一事|情况|答记者问|时)
  | (?:的|最新|相关|有关|最新的){0,3}(?:统计|监测|调查|研究|初步|官方|统计调度|调度)?(?:数据|报告|消息|结果|公告|声明|通报|公报|资料|报道|信息) | 对此 | 就此 | 为此 | 在此 | 在会上 | 会上 | [^，。；的]{2,4}地 | 手[^，。；]{1,8}
)"""


class Speaker(NamedTuple):
    """Who says it: the name, the office where one is told, and where in the cue's paragraph the party begins, if there."""

    name: Words
    title: Words | None
    start: int | None
    kind: str


@dataclass
class Memory:
    """Who spoke last, in the paragraph at hand and before."""

    speaker: Speaker | None = None
    part: int = -1


def speaker(cast: Cast, part: int, cue: Cue, memory: Memory) -> Speaker | None:
    """The speaker of a cue; ``None`` where the text does not tell."""
    text = cast.story.parts[part].text
    begin = _last_of(text, _CLAUSE_ENDS, cue.start) + 1
    if cue.row == "sources":
        return _source(cast, part, begin, cue)
    if cue.row == "learns":
        return _learned(cast, part, begin, cue)
    told = _in_clause(cast, part, begin, cue)
    if told:
        return told
    if _bare(text[begin : cue.start]):
        return _earlier(cast, part, begin, cue, memory)
    if cue.after == "clause":
        return None
    return _nameless(cast, part, begin, cue, memory)


def _source(cast: Cast, part: int, begin: int, cue: Cue) -> Speaker | None:
    held = _between(cast, part, begin, cue.start)
    return _made(cast, part, held[-1]) if held else None


def _learned(cast: Cast, part: int, begin: int, cue: Cue) -> Speaker | None:
    """记者从…获悉: the body, or the one that holds the event at which it was learned."""
    text = cast.story.parts[part].text
    after = text.find("从", begin, cue.start)
    held = [one for one in _between(cast, part, after, cue.start)] if after >= 0 else []
    if held:
        return _made(cast, part, held[-1] if len(held) == 1 else held[0])
    sentence = _last_of(text, _SENTENCE_ENDS, cue.start) + 1
    hosts = [one for one in _between(cast, part, sentence, begin) if one.kind in ("organisation", "country", "person")]
    return _made(cast, part, hosts[0]) if hosts else None


def _in_clause(cast: Cast, part: int, begin: int, cue: Cue) -> Speaker | None:
    """The party of the cue's own clause."""
    text = cast.story.parts[part].text
    stripped = _stripped(text, begin, cue.start)
    held = _between(cast, part, begin, stripped)
    if not held:
        return None
    last = held[-1]
    if last.end >= stripped - 1 and not _governed(text, begin, last.start):
        return _made(cast, part, last)
    for one in held:
        if not _governed(text, begin, one.start) and (cue.after != "clause" or one.end >= stripped - 1):
            return _made(cast, part, one)
    return None


def _nameless(cast: Cast, part: int, begin: int, cue: Cue, memory: Memory) -> Speaker | None:
    """A speaker who is no party but stands before the cue: a document, a meeting, people by a rare word."""
    text = cast.story.parts[part].text
    end = _stripped(text, begin, cue.start)
    start = begin + _leading(text[begin:end])
    words = text[start:end]
    if words.endswith(_documents()):
        return _document(cast, part, start, end, memory)
    if cue.takes & {"direct"} and 2 <= end - start <= 16 and not _governed_words(words):
        return Speaker(cast.story.parts[part].words(start, end), None, start, "role")
    return None


def _document(cast: Cast, part: int, start: int, end: int, memory: Memory) -> Speaker | None:
    words = cast.story.parts[part].text[start:end]
    if words in ("声明", "声明还", "报道", "消息", "公告", "通报", "公报") and memory.speaker and memory.part == part:
        return memory.speaker._replace(start=None)
    start = _with_name(cast.story.parts[part].text, start)
    return Speaker(cast.story.parts[part].words(start, end), None, start, "document")


def _with_name(text: str, start: int) -> int:
    """Where a document begins whose name in marks stands before it: “十四五”规划, 《……》."""
    for opens, closes in ("“”", "《》"):
        if start and text[start - 1] == closes:
            low = text.rfind(opens, max(0, start - 60), start)
            return low if low >= 0 else start
    return start


def _earlier(cast: Cast, part: int, begin: int, cue: Cue, memory: Memory) -> Speaker | None:
    """A cue without a subject has that of the sentence, or who spoke before."""
    text = cast.story.parts[part].text
    sentence = _last_of(text, _SENTENCE_ENDS, cue.start) + 1
    for one in _between(cast, part, sentence, begin):
        clause = _last_of(text, _CLAUSE_ENDS, one.start) + 1
        if one.kind != "place" and not _governed(text, max(clause, sentence), one.start):
            return _made(cast, part, one)
    if memory.speaker and memory.part == part:
        return memory.speaker._replace(start=None)
    return None


def _made(cast: Cast, part: int, party: Party) -> Speaker:
    name = cast.named(part, party)
    return Speaker(name, cast.office(part, party), party.start, party.kind)


def _between(cast: Cast, part: int, start: int, end: int) -> list[Party]:
    return [one for one in cast.found[part] if one.start >= start and one.end <= end and one.kind in _SPEAKING]


def _stripped(text: str, begin: int, end: int) -> int:
    """Where the words end that stand before a cue, without those that only say how, when or where it was said."""
    begin = max(begin, end - _WINDOW)
    found = _adverbs().search(text[begin:end])
    return begin + found.start() if found else end


def _bare(words: str) -> bool:
    found = _adverbs().fullmatch(words[-_WINDOW:])
    return not words or bool(found)


def _leading(words: str) -> int:
    found = _lead().match(words)
    return found.end() if found else 0


def _governed(text: str, begin: int, start: int) -> bool:
    """Whether a preposition or a verb before a party makes it another's."""
    return text[max(begin, start - 3) : start].endswith(_governs())


def _governed_words(words: str) -> bool:
    return words.startswith(_governs()) or any(char in words for char in "了着过是有将被把")


def _last_of(text: str, marks: str, end: int) -> int:
    low = max(0, end - 400)
    return max((text.rfind(mark, low, end) for mark in marks), default=-1) if end else -1


@cache
def _adverbs() -> re.Pattern[str]:
    words = sorted(rows("facts/sayings")["adverbs"]["words"].split(), key=len, reverse=True)
    return re.compile(rf"(?:{_PHRASES}|{'|'.join(words)}){{1,6}}$", re.X)


@cache
def _lead() -> re.Pattern[str]:
    words = "|".join(sorted(rows("facts/sayings")["adverbs"]["words"].split(), key=len, reverse=True))
    return re.compile(rf"(?:{_PHRASES}|今年|去年|{words}){{1,4}}", re.X)


@cache
def _governs() -> tuple[str, ...]:
    return tuple(rows("facts/sayings")["adverbs"]["governs"].split())


@cache
def _documents() -> tuple[str, ...]:
    return tuple(rows("facts/sayings")["adverbs"]["documents"].split())


