"""Who says it: the party that a cue of saying belongs to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

from presscheck.data import rows
from presscheck.facts.cast import Cast
from presscheck.facts.cues import Cue
from presscheck.facts.parties import Party
from presscheck.facts.words import is_chinese_name, words_of
from presscheck.model.fact import Words

_WINDOW = 90
_FAR = 400
_LONGEST = 45
"""How many characters the source of what was learned may have that is no known party."""
_TERM = 20
"""How many characters a term in marks may have that does not end a clause."""
_SHORT = 16
_NAME = 3
"""Most names have so many characters."""
_BARE = 3
"""该报告 and shorter: a report that has no name of its own is its body's."""
"""How many characters another speaker may have who is none."""
_HELD = re.compile(r"举行|召开|举办|组织|的|上$|会$|现场$")
_UTTERED = ("声明", "报道", "消息", "公告", "通报", "公报", "数据", "统计", "统计数据", "通告")
_ISSUES = re.compile(r"发布|公布|通报|发表|举行|披露|对外")
_MEDIA = re.compile(r"媒体?$|[报社网]$|电视台$|杂志")
_COUNTED = re.compile(r"(?:[\d一二两三四五六七八九十几多数]{1,4}[位名个家]|全体|在场|与会|身边|这些|有关|各)$")
_AND = re.compile(r"[和与及、]|以及")
_AGE = re.compile(r"\d{1,3}岁的[^，。；：的]{0,12}?$")
_UNNAMED = re.compile(r"该(?:负责人|发言人|官员|人士|工作人员|专家|医生|学者)")
"""Somebody told of before, by the office alone."""
_TELLERS = frozenset(("记者", "笔者", "本报记者", "总台记者"))
_SPEAKING = frozenset(("person", "role", "organisation", "country", "group", "pronoun", "place"))
_ISSUERS = _SPEAKING - {"place", "pronoun"}
_CLAUSE_ENDS = "。！？!?；;，,：:“”…\n"
_SENTENCE_ENDS = "。！？!?…\n"


class Speaker(NamedTuple):
    """Who says it: the name, the office where one is told, and where in the cue's paragraph its words begin."""

    name: Words
    title: Words | None
    start: int | None
    kind: str


@dataclass
class Memory:
    """Who spoke last, in which part and where; the last that reports news (媒体); and all who spoke, each once."""

    speaker: Speaker | None = None
    part: int = -1
    spoken: tuple[int, int] = (0, 0)
    media: Speaker | None = None
    heard: dict[str, Speaker] = field(default_factory=dict)

    def keep(self, who: Speaker, part: int) -> None:
        """Somebody speaks in a part."""
        self.speaker, self.part = who, part
        self.heard.setdefault(who.name.text, who)
        if _MEDIA.search(who.name.text):
            self.media = who


def speaker(cast: Cast, part: int, cue: Cue, memory: Memory) -> Speaker | None:
    """The speaker of a cue; ``None`` where the text does not tell."""
    return _Clause(cast, part, cue, memory).speaker()


def has_speaker(cast: Cast, part: int, cue: Cue) -> bool:
    """Whether somebody, or a document, stands in the clause of a cue as its subject."""
    clause = _Clause(cast, part, cue, Memory())
    return not clause._is_noun() and (clause._own() or clause._by_words()) is not None


def issuer(cast: Cast, part: int, start: int) -> Speaker | None:
    """The body that issues what the verb at ``start`` tells (发布); ``None`` where none stands before it."""
    cue = Cue(start, start, start, "clause", frozenset(), "issues")
    told = _Clause(cast, part, cue, Memory())._own()
    return told if told and told.kind in ("organisation", "role", "group") else None


@dataclass
class _Clause:
    """The clause of a cue, up to it: who of its parties speaks."""

    cast: Cast
    part: int
    cue: Cue
    memory: Memory

    @property
    def text(self) -> str:
        """The whole part."""
        return self.cast.story.parts[self.part].text

    @cached_property
    def begin(self) -> int:
        """Where the clause begins."""
        at = last_of(self.text, _CLAUSE_ENDS, self.cue.start)
        while at > 0 and self.text[at] == "”":
            opens = self.text.rfind("“", max(0, at - _TERM), at)
            if opens < 0 or any(mark in self.text[opens:at] for mark in "。！？，"):
                break
            at = last_of(self.text, _CLAUSE_ENDS, opens)
        return at + 1

    @cached_property
    def end(self) -> int:
        """Where the words before the cue end, but for those that only say how, when or where it was said."""
        low = max(self.begin, self.cue.start - _WINDOW)
        found = _adverbs().search(self.text[low : self.cue.start])
        return low + found.start() if found else self.cue.start

    def speaker(self) -> Speaker | None:
        """Who speaks: a party of the clause, a document, the subject of the sentence, or who spoke before."""
        if self._is_noun():
            return None
        if self.cue.row == "sources":
            return self._source()
        if self.cue.row == "learns":
            return self._learned()
        if self.cue.row == "seems":
            return self._seen_by()
        words = self.text[self.begin : self.cue.start].rstrip("还也则")
        if words.lstrip("该本这份此但而") in _documents():
            return self._document(self.begin, self.begin + len(words))
        if self.cue.after != "clause" and (report := self._report(words)) is not None:
            return self._document(report, self.begin + len(words))
        told = self._own() or self._by_words()
        if told:
            return told
        if self.end <= self.begin:
            return self._untitled() or self._earlier()
        return None if self.cue.after == "clause" else self._nameless()

    def _is_noun(self) -> bool:
        """Whether the cue is the last noun of a phrase here, not a verb (…的中国主张，…需求预测，应他要求，)."""
        word = self.text[self.cue.start : self.cue.end]
        if self.cue.after in ("clause", "colon", "direct") or self.cue.row == "sources" or word not in _nouns():
            return False
        if self.text.startswith("应", self.begin):
            return True
        held = self._parties(self.begin, self.cue.start)
        if not held:
            return False
        if held[-1].end >= self.cue.start:
            return self.text[held[-1].start - 1 : held[-1].start] == "的"
        if self.text.find("提出", held[-1].end, self.cue.start) >= 0:
            return False
        lead = _lead().match(self.text, self.begin)
        leads = held[0].start <= (lead.end() if lead else self.begin)
        return not leads or self.end == self.cue.start

    def _source(self) -> Speaker | None:
        """据…介绍: the party between; 据介绍 alone is by who spoke before."""
        held = self._parties(self.begin, self.cue.start)
        if held:
            return self._made(held[-1], self._joint(held))
        bare = self.text[self.begin : self.cue.end] == "据介绍"
        known = self.memory.speaker
        return known._replace(start=None) if bare and known and self.part - self.memory.part <= 1 else None

    def _report(self, words: str) -> int | None:
        """Where a document begins that speaks for itself (省党代会报告), rather than for the body that issued it."""
        if len(words) > _LONGEST or not words.endswith(_titled()) or _ISSUES.search(words):
            return None
        found = _lead().match(words)
        start = found.end() if found else 0
        return None if not words[start:] or "、" in words or words.startswith(_governs()) else self.begin + start

    def _learned(self) -> Speaker | None:
        """记者从…获悉: the body, or the one that holds the event at which it was learned."""
        after = self.text.find("从", max(self.begin, self.cue.start - _WINDOW), self.cue.start)
        held = self._parties(after, self.cue.start) if after >= 0 else []
        if held and held[-1].end >= self.end:
            last = held[-1]
            if last.start == after:  # 从 is no part of a name that is not known
                return Speaker(self._words(after + 1, last.end), None, after + 1, last.kind)
            return self._made(last)
        words = self.text[after + 1 : self.end] if after >= 0 else ""
        if held and self.end == self.cue.start and len(words) <= _LONGEST and not _HELD.search(words):
            return Speaker(self._words(after + 1, self.end), None, after + 1, "organisation")
        hosts = held or self._parties(last_of(self.text, _SENTENCE_ENDS, self.cue.start) + 1, self.begin)
        hosts = [one for one in hosts if one.kind in ("organisation", "country", "person")]
        return self._made(hosts[0]) if hosts else None

    def _own(self) -> Speaker | None:
        """The party of the cue's own clause."""
        held = self._parties(self.begin, self.end)
        if held and (named := self._named_behind(held[-1])):
            return named
        if len(held) > 1 and self._says_how(*held[-2:]):
            held = held[:-1]
        if not held or (held[-1].end < self.end and self.text.endswith(_titled(), self.begin, self.end)):
            return None
        if held[-1].end >= self.end - 1 and not self._governed(self.begin, held[-1].start, joint=True):
            return self._made(held[-1], self._joint(held))
        for one in held:
            near = self.cue.after != "clause" or one.end >= self.end - 1
            if near and not self._governed(self.begin, one.start):
                return self._made(one)
        return None

    def _named_behind(self, party: Party) -> Speaker | None:
        """The person of a name that is not known, behind what they are, up to the cue (派来的干部温景行告诉记者)."""
        if party.kind != "role" or party.end >= self.end or not _is_name(self.text[party.end : self.end]):
            return None
        return Speaker(self._words(party.end, self.end), self._words(party.start, party.end), party.start, "person")

    def _says_how(self, body: Party, last: Party) -> bool:
        """Whether what looks like a name directly behind a body says how it speaks (中方严正表示)."""
        name = self.text[last.start : last.end]
        how = last.kind == "person" and name in _no_names()
        return how and body.kind in ("organisation", "country") and body.end == last.start

    def _joint(self, held: list[Party]) -> Words | None:
        """The words of several who speak together (余安平和方小舟), up to the last of them."""
        first = len(held) - 1
        while first and _AND.fullmatch(self.text, held[first - 1].end, held[first].start):
            first -= 1
        if first == len(held) - 1 or self._governed(self.begin, held[first].start):
            return None
        return self._words(held[first].start, held[-1].end)

    def _row_from(self, held: list[Party], first: int) -> Words | None:
        """The words of several who stand in a row from one on."""
        last = first
        while last + 1 < len(held) and _AND.fullmatch(self.text, held[last].end, held[last + 1].start):
            last += 1
        return self._words(held[first].start, held[last].end) if last > first else None

    def _nameless(self) -> Speaker | None:
        """A speaker who is no party but stands before the cue: a document, a meeting, people by a rare word."""
        found = _lead().match(self.text[self.begin : self.end])
        start = self.begin + (found.end() if found else 0)
        words = self.text[start : self.end]
        if words.endswith("》") and "《" in words:
            return self._document(start + words.rindex("《"), self.end)
        if words.endswith(_titled()) and not words.startswith(_governs()):
            return self._document(start, self.end)
        if words in _no_names():
            return None
        if "direct" in self.cue.takes and 2 <= len(words) <= _SHORT and _names_someone(words):
            return Speaker(self._words(start, self.end), None, start, "role")
        return None

    def _untitled(self) -> Speaker | None:
        """A report or finding without a body in its clause: 初步调查报告, or 数据 of who issued them before."""
        words = self.text[self.begin : self.cue.start]
        if not words.endswith(tuple(_documents())) or _ISSUES.search(words):
            return None
        if not words.endswith(_UTTERED):
            return self._document(self.begin, self.cue.start)
        return self._issuer()

    def _issuer(self) -> Speaker | None:
        """Whose a finding is that names nobody: who spoke before, or the body that issued something just before."""
        last = last_of(self.text, _SENTENCE_ENDS, self.begin - 1) + 1 if self.begin else 0
        if not _ISSUES.search(self.text, last, self.begin):
            known = self.memory.speaker if self.memory.part == self.part else None
            return known._replace(start=None) if known else None
        issuers = [one for one in self._parties(last, self.begin) if one.kind in _ISSUERS]
        issuers = [one for one in issuers if not self._governed(last, one.start)]
        told = self._made(issuers[0]) if issuers else None
        return told._replace(start=None) if told else None

    def _document(self, start: int, end: int) -> Speaker | None:
        """A document; 声明, 报道 and the like stand for who spoke before. None publishes itself."""
        words, last = self.text[start:end], self.memory.speaker
        if self.text[self.cue.start : self.cue.end] in ("发布", "公布"):
            return None
        if words.endswith("报道") and self.memory.media:
            return self.memory.media._replace(start=None)
        if words.endswith(_UTTERED):
            return self._issuer()
        if words.endswith("报告") and len(words) <= _BARE and last and self.memory.part == self.part:
            return last._replace(start=None)
        if start and self.text[start - 1] in "”》":
            opens = "“" if self.text[start - 1] == "”" else "《"
            low = self.text.rfind(opens, max(0, start - _WINDOW), start)
            start = low if low >= 0 else start
        return Speaker(self._words(start, end), None, start, "document")

    def _earlier(self) -> Speaker | None:
        """A cue without a subject has that of the sentence, or who spoke before."""
        if self.text[self.cue.start : self.cue.end].endswith(_impersonal()):
            return None
        sentence = last_of(self.text, _SENTENCE_ENDS, self.cue.start) + 1
        held = self._parties(sentence, self.begin)
        for number, one in enumerate(held):
            clause = max(last_of(self.text, _CLAUSE_ENDS, one.start) + 1, sentence)
            aside = self.text.startswith(_governs(), clause) and clause < one.start
            if one.kind != "place" and not aside and not self._governed(clause, one.start):
                return self._made(one, self._row_from(held, number))
        if self.memory.speaker and self.memory.part == self.part:
            return self.memory.speaker._replace(start=None)
        return None

    def _made(self, party: Party, joint: Words | None = None) -> Speaker | None:
        if joint is not None:
            return Speaker(joint, None, joint.start, "group")
        name = self.cast.named(self.part, party)
        if name.text in _TELLERS:
            return None
        if party.kind == "pronoun" and (told := self._same_again(party, name) or self._only_one(party, name)):
            return told
        unnamed = party.kind == "role" and party.start and _UNNAMED.fullmatch(self.text, party.start - 1, party.end)
        if unnamed and (told := self._unnamed(party)):
            return told
        return Speaker(name, self.cast.office(self.part, party), party.start, party.kind)

    def _same_again(self, party: Party, name: Words) -> Speaker | None:
        """他 behind a speech is who spoke, not whom the speech itself names last."""
        last, memory = self.memory.speaker, self.memory
        if last is None or last.kind not in ("person", "pronoun") or self.text[party.start] not in "他她":
            return None
        told = self.cast.story.parts[memory.part]
        inside = (told.name, told.paragraph) == (name.part, name.paragraph)
        inside = inside and memory.spoken[0] <= name.start < memory.spoken[1]
        return last._replace(start=party.start) if inside else None

    def _only_one(self, party: Party, name: Words) -> Speaker | None:
        """他 for whom no name stands is the only person who spoke before in the story."""
        if name.text not in ("他", "她"):
            return None
        people = [who for who in self.memory.heard.values() if who.kind == "person"]
        return people[0]._replace(start=party.start) if len(people) == 1 else None

    def _unnamed(self, party: Party) -> Speaker | None:
        """该负责人 is who spoke before, or the body that did or is named, where that is only one."""
        heard = list(self.memory.heard.values())
        word = self.text[party.start : party.end]
        found = [who for who in heard if who.kind == "role" and who.name.text.endswith(word)] or heard
        since = self._bodies_since()
        found = found or since
        fits = len(found) == 1 and found[0].kind in ("person", "role", "organisation")
        return found[0]._replace(start=party.start) if fits and since in ([], found) else None

    def _bodies_since(self) -> list[Speaker]:
        """The bodies named since somebody spoke, or in this paragraph and the one before it; each once."""
        memory = self.memory
        part, start = (memory.part, memory.spoken[1]) if memory.speaker else (max(self.part - 1, 0), 0)
        named: dict[str, Speaker] = {}
        for number in range(part, self.part + 1):
            end = self.begin if number == self.part else len(self.cast.story.parts[number].text)
            for one in self.cast.between(number, start, end):
                if one.kind == "organisation":
                    name = self.cast.named(number, one)
                    named.setdefault(name.text, Speaker(name, None, None, one.kind))
            start = 0
        return list(named.values())

    def _by_words(self) -> Speaker | None:
        """A person whose name is not known, told by an age or an office before it (63岁的老支书范永福望着江面说)."""
        found = known_by_age(self.text, self.begin, self.end)
        return Speaker(self._words(*found), None, found[0], "person") if found else None

    def _seen_by(self) -> Speaker | None:
        """在…看来: the party between, or a name."""
        held = self._parties(self.begin, self.cue.start)
        if held:
            near = held[0].start == self.begin + 1 and held[-1].end == self.cue.start
            one = held[0].kind in ("person", "pronoun", "organisation", "country")
            return self._made(held[0]) if near and one and len(held) == 1 else None
        start = self.begin + 1
        fits = _is_name(self.text[start : self.cue.start])
        return Speaker(self._words(start, self.cue.start), None, start, "person") if fits else None

    def _words(self, start: int, end: int) -> Words:
        return self.cast.story.parts[self.part].words(start, end)

    def _parties(self, start: int, end: int) -> list[Party]:
        return [one for one in self.cast.between(self.part, start, end) if one.kind in _SPEAKING]

    def _governed(self, begin: int, start: int, joint: bool = False) -> bool:
        """Whether a preposition or a verb before a party makes it another's."""
        before = _COUNTED.sub("", self.text[max(begin, start - 9) : start])
        return before.endswith(_governs()) and not (joint and before.endswith(("和", "与", "及")))


def _is_name(words: str) -> bool:
    """Whether words have the shape of a name and are no other word (高声, 应询)."""
    import rjieba

    if not is_chinese_name(words, sure=True) or words in _no_names():
        return False
    tagged = rjieba.tag(words, hmm=False)
    return len(tagged) > 1 or tagged[0][1].startswith("nr")


def known_by_age(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a name stands in a clause behind an age or an office, and before what its bearer does.

    >>> text = "63岁的老茶农范永福望着江面"
    >>> text[slice(*known_by_age(text, 0, len(text)))]
    '范永福'
    """
    found = [one for one in _names(text, start, end) if _AGE.search(text, start, one[0])]
    return found[0] if len(found) == 1 else None


def heads_sentence(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a name stands at the very head of a clause whose bearer does something (邱小棠打开手机)."""
    return next((one for one in _names(text, start, end) if one[0] == start and one[1] - start == _NAME), None)


def _names(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What looks like a name in a clause and stands before a verb, or at its end."""
    if end - start > _WINDOW:
        return
    words = [(start + one.start, start + one.end, one.tag) for one in words_of(text[start:end])]
    ends = {high: number for number, (_, high, _) in enumerate(words)}
    done = start
    for low, _, tag in words:
        for high in (low + _NAME, low + _NAME - 1):
            behind = ends[high] + 1 if high in ends else -1
            acts = behind == len(words) or (0 < behind < len(words) and words[behind][2] == "v")
            if low >= done and acts and tag.startswith("nr") and is_chinese_name(text[low:high]):
                yield low, high
                done = high
                break


def _names_someone(words: str) -> bool:
    """Whether words are of nouns alone."""
    import rjieba

    tags = [tag for _, tag in rjieba.tag(words)]
    if "的" in words or "和" in words or "、" in words:
        return False
    fits = all(tag[0] in "nljbsriqmxzgfa" or tag in ("vn", "an", "uj", "eng") for tag in tags)
    return fits and tags[-1][0] in "nlji" and not words.startswith(_governs())


def last_of(text: str, marks: str, end: int) -> int:
    """Where the last of several marks stands before a place, not far; -1: nowhere."""
    low = max(0, end - _FAR)
    return max((text.rfind(mark, low, end) for mark in marks), default=-1) if end > 0 else -1


@cache
def _between() -> str:
    """What may stand between a speaker and the cue, as a pattern."""
    table = rows("facts/sayings")
    words = sorted(table["adverbs"]["words"].split(), key=len, reverse=True)
    return "|".join([*(row["pattern"] for row in table["phrase"]), *words])


@cache
def _adverbs() -> re.Pattern[str]:
    return re.compile(rf"(?:{_between()}){{1,6}}$", re.X)


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rf"(?:今年|去年|{_between()}){{1,4}}", re.X)


@cache
def _governs() -> tuple[str, ...]:
    return tuple(rows("facts/sayings")["adverbs"]["governs"].split())


@cache
def _documents() -> frozenset[str]:
    return frozenset(rows("facts/sayings")["adverbs"]["documents"].split())


@cache
def _no_names() -> frozenset[str]:
    return frozenset(rows("facts/sayings")["adverbs"]["no_names"].split())


@cache
def _titled() -> tuple[str, ...]:
    return tuple(word for word in sorted(_documents()) if word not in _UTTERED)


@cache
def _nouns() -> frozenset[str]:
    return frozenset(rows("facts/sayings")["nouns"]["last"].split())


@cache
def _impersonal() -> tuple[str, ...]:
    return tuple(rows("facts/sayings")["nouns"]["impersonal"].split())
