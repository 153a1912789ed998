"""Who says it: the party that a cue of saying belongs to."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from presscheck.facts.cast import Cast
from presscheck.facts.cues import Cue
from presscheck.facts.headings import is_heading
from presscheck.facts.parties import Party
from presscheck.facts.saying_words import (
    UTTERED,
    acting,
    adverbs,
    crowds,
    documents,
    given_nouns,
    governs,
    impersonal,
    last_nouns,
    lead_words,
    no_names,
    titled,
)
from presscheck.facts.story import last_of
from presscheck.facts.unknown_names import ends_name, is_name, known_by_age, names_someone
from presscheck.model.fact import Words

_WINDOW = 90
_LONGEST = 45
"""How many characters the source of what was learned may have that is no known party."""
_TERM = 20
"""How many characters a term in marks may have that does not end a clause."""
_SHORT = 16
"""How many characters another speaker may have who is none."""
_BARE = 3
"""该报告 and shorter: a report that has no name of its own is its body's."""
_HELD = re.compile(r"举行|召开|举办|组织|的|上$|会$|现场$")
_FINDINGS = ("报道", "消息", "数据", "统计")
_ISSUES = re.compile(r"发布|公布|通报|发表|举行|披露|对外")
_ISSUES_PAPER = re.compile("(?:联合)?(?:发布|印发|下发|出台|发出)")
_TELLS_PRESS = re.compile("发布会|吹风会|通气会|介绍了[^。]{0,30}情况")
_HAS_SPOKEN = re.compile("发表声明，$")
_BODY = re.compile("(?:部|局|委|委员会|厅|院|署|机制|组织|公司|集团|大学|政府|方面)$")
_MIN = 2
_SAYING = frozenset(("states", "declares", "speaks", "utters", "tells", "urges"))
_MEDIA = re.compile(r"媒体?$|[报社网]$|电视台$|杂志")
_COUNTED = re.compile(r"(?:[\d一二两三四五六七八九十几多数]{1,4}[位名个家]|全体|在场|与会|身边|这些|有关|各)$")
_FOLLOWS = re.compile("(?:根据|按照|依据|遵照|传达|落实|贯彻|践行|响应|符合|满足|达到|细化)[^，；。上时]{0,40}$")
"""What was said is followed (根据县长要求，)."""
_NOUN = 2
"""Nouns that are cues have so many characters."""
_GIVES = re.compile("(?:作出|做出|进行|给予|予以|开展|推出|提出了?)[^，。；]{0,10}$")
"""What is given is a noun (作出回应，)."""
_AND_OTHERS = re.compile("等[^，。；：的]{1,12}")
_AND = re.compile(r"[和与及、]|以及")
_UNNAMED = re.compile(r"该(?:负责人|发言人|官员|人士|工作人员|专家|医生|学者)")
"""Somebody told of before, by the office alone."""
_TELLERS = frozenset(("记者", "笔者", "本报记者", "总台记者"))
_SPEAKING = frozenset(("person", "role", "organisation", "country", "group", "pronoun", "place"))
_BODIES = frozenset(("country", "organisation", "group"))
"""Kinds of those who hope nothing for themselves where somebody speaks (中方欢迎合作，希望…)."""
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
        found = adverbs().search(self.text[low : self.cue.start])
        start = low + found.start() if found else self.cue.start
        return start + ends_name(self.text, self.begin, start)

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
        if words.lstrip("该本这份此但而") in documents():
            return self._document(self.begin, self.begin + len(words))
        if self.cue.after != "clause" and (report := self._report(words)) is not None:
            return self._document(report, self.begin + len(words))
        told = self._own() or self._by_words()
        if told:
            return told
        if self.end <= self.begin:
            return self._untitled() or self._earlier()
        return self._nameless()

    def _is_noun(self) -> bool:
        """Whether the cue is the last noun of a phrase here, not a verb (…的中国主张，…需求预测，应他要求，)."""
        word = self.text[self.cue.start : self.cue.end]
        if self.cue.after in ("clause", "colon", "direct") or self.cue.row == "sources" or word.startswith("发言"):
            return False
        if word.endswith(given_nouns()) and _GIVES.search(self.text, self.begin, self.cue.end - _NOUN):
            return not self.text.startswith("要", self.cue.content)
        if not word.endswith(last_nouns()):
            return False
        if self.text.startswith("应", self.begin) or _FOLLOWS.search(self.text, self.begin, self.cue.start):
            return True
        if word not in last_nouns():
            return False
        held = self._parties(self.begin, self.cue.start)
        if not held:
            return False
        if held[-1].end >= self.cue.start:
            return self.text[held[-1].start - 1 : held[-1].start] == "的"
        lead = lead_words().match(self.text, self.begin)
        leads = held[0].start <= (lead.end() if lead else self.begin)
        return not leads or self.end == self.cue.start

    def _source(self) -> Speaker | None:
        """据…介绍: the party between; 据介绍 alone is by who spoke before."""
        held = self._parties(self.begin, self.cue.start)
        if held:
            return self._made(held[-1], self._joint(held))
        words = self.text[self.begin : self.end].lstrip("另又据")
        if words.endswith(("媒", "方面", "方")) and len(words) <= _SHORT and names_someone(words):
            start = self.end - len(words)
            return Speaker(self._words(start, self.end), None, start, "organisation")
        if self.text[self.begin : self.cue.end] != "据介绍":
            return None
        known = self.memory.speaker
        return known._replace(start=None) if known and self.part - self.memory.part <= 1 else self._host()

    def _host(self) -> Speaker | None:
        """The body that has just called in the press, or has somebody tell what is going on."""
        for part in range(self.part, max(self.part - 2, -1), -1):
            text = self.cast.story.parts[part].text
            end = self.begin if part == self.part else len(text)
            if _TELLS_PRESS.search(text, 0, end):
                bodies = [one for one in self.cast.between(part, 0, end) if one.kind == "organisation"]
                if bodies:
                    return Speaker(self.cast.named(part, bodies[0]), None, None, "organisation")
        return None

    def _report(self, words: str) -> int | None:
        """Where a document begins that speaks for itself (省党代会报告), rather than for the body that issued it."""
        if len(words) > _LONGEST or not words.endswith(titled()) or _ISSUES.search(words):
            return None
        found = lead_words().match(words)
        start = found.end() if found else 0
        return None if not words[start:] or "、" in words or words.startswith(governs()) else self.begin + start

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
        if not held or (held[-1].end < self.end and self.text.endswith(titled(), self.begin, self.end)):
            return None
        if _AND_OTHERS.fullmatch(self.text, held[-1].end, self.end):
            first = next((one for one in held if not self._governed(self.begin, one.start)), held[-1])
            return Speaker(self._words(first.start, self.end), None, first.start, "group")
        if held[-1].end >= self.end - 1 and not self._governed(self.begin, held[-1].start, joint=True):
            return self._made(held[-1], self._joint(held))
        issued = self.text[self.cue.start : self.cue.end] in ("发布", "公布", "宣告")
        for one in held:
            near = (self.cue.after != "clause" and not issued) or one.end >= self.end - 1 or is_heading(self.text)
            if near and not self._governed(self.begin, one.start):
                return self._made(one)
        return None

    def _named_behind(self, party: Party) -> Speaker | None:
        """The person of a name that is not known, behind what they are, up to the cue (派来的干部温景行告诉记者)."""
        if party.kind != "role" or party.end >= self.end or not is_name(self.text[party.end : self.end]):
            return None
        return Speaker(self._words(party.end, self.end), self._words(party.start, party.end), party.start, "person")

    def _says_how(self, body: Party, last: Party) -> bool:
        """Whether what looks like a name directly behind a body says how it speaks (中方严正表示)."""
        name = self.text[last.start : last.end]
        how = last.kind == "person" and name in no_names()
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
        found = lead_words().match(self.text[self.begin : self.end])
        start = self.begin + (found.end() if found else 0)
        words = self.text[start : self.end]
        if words.endswith("》") and "《" in words:
            return self._document(start + words.rindex("《"), self.end)
        if words.endswith(titled()) and not words.startswith(governs()):
            return self._document(start, self.end)
        if words in no_names():
            return None
        heading = is_heading(self.text)
        if crowd := crowds().search(words):
            return Speaker(self._words(start, self.end), None, start, "role") if crowd.end() == len(words) else None
        if self.cue.after == "clause" and not (heading or _BODY.search(words)):
            return None
        if _BODY.search(words) and len(words) <= _SHORT and self._parties(start, start + _MIN + 1):
            return Speaker(self._words(start, self.end), None, start, "organisation")
        least = 1 if heading else _MIN
        if self.cue.row in _SAYING and least <= len(words) <= _SHORT and names_someone(words):
            return Speaker(self._words(start, self.end), None, start, "role")
        return None

    def _untitled(self) -> Speaker | None:
        """A report or finding without a body in its clause: 初步调查报告, or 数据 of who issued them before."""
        words = self.text[self.begin : self.cue.start]
        if not words.endswith(tuple(documents())) or _ISSUES.search(words):
            return None
        if not words.endswith(UTTERED):
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
        if words.endswith(UTTERED) and (told := self._issuer()):
            return told
        if words.endswith(_FINDINGS):
            return None
        if words.endswith("报告") and len(words) <= _BARE and last and self.memory.part == self.part:
            return last._replace(start=None)
        if start and self.text[start - 1] in "”》":
            opens = "“" if self.text[start - 1] == "”" else "《"
            low = self.text.rfind(opens, max(0, start - _WINDOW), start)
            start = low if low >= 0 else start
        return Speaker(self._words(start, end), None, start, "document")

    def _earlier(self) -> Speaker | None:
        """A cue without a subject has that of the sentence, or who spoke before."""
        sentence = last_of(self.text, _SENTENCE_ENDS, self.cue.start) + 1
        if self.text[self.cue.start : self.cue.end].endswith(impersonal()):
            return self._that_issues(sentence, self.begin)
        known = self.memory.speaker
        if known and self.memory.part == self.part and _HAS_SPOKEN.search(self.text, sentence, self.begin):
            return known._replace(start=None)
        if document := self._document_that_acts(sentence):
            return document
        held = self._subjects(sentence)
        for number, one in enumerate(held):
            clause = max(last_of(self.text, _CLAUSE_ENDS, one.start) + 1, sentence)
            if one.kind != "place" and not self._aside(clause, one) and not self._governed(clause, one.start):
                if self.cue.row == "urges" and known and self.memory.part == self.part and one.kind in _BODIES:
                    return known._replace(start=None)
                return self._made(one, self._row_from(held, number))
        if told := self._crowd(sentence) or self._that_issues(sentence, self.begin):
            return told
        if self.memory.speaker and self.memory.part == self.part:
            return self.memory.speaker._replace(start=None)
        if sentence == self.begin and sentence:
            before = last_of(self.text, _SENTENCE_ENDS, sentence - 1) + 1
            told = self._that_issues(before, sentence)
            return told._replace(start=None) if told else None
        return None

    def _subjects(self, sentence: int) -> list[Party]:
        """The parties before a clause without a subject: behind a semicolon where one body after another acts."""
        held, behind = self._parties(sentence, self.begin), self.text.rfind("；", sentence, self.begin)
        heads = [one.start > behind for one in held if one.kind in _BODIES and self.text[one.start - 1] in _CLAUSE_ENDS]
        return [one for one in held if one.start > behind] if len(set(heads)) > 1 else held

    def _aside(self, clause: int, party: Party) -> bool:
        """Whether a clause only says how or when, so that its parties do not act; who comes 来自…的 does."""
        if not self.text.startswith(governs(), clause) or clause >= party.start:
            return False
        return not (self.text.startswith("来自", clause) and "的" in self.text[clause : party.start])

    def _document_that_acts(self, sentence: int) -> Speaker | None:
        """The document or meeting that a sentence begins with and is about (会议审议通过草案，要求…)."""
        lead = lead_words().match(self.text, sentence)
        for start in (sentence, lead.end() if lead else sentence):
            if found := acting().match(self.text, start, self.begin):
                return Speaker(self._words(start, found.end()), None, start, "document")
        return None

    def _crowd(self, sentence: int) -> Speaker | None:
        """People of no name whom the sentence is about (数百名抗议者走上街头，要求…)."""
        found = crowds().search(self.text, sentence, self.begin)
        start = last_of(self.text, _CLAUSE_ENDS, found.start()) + 1 if found else 0
        if not found or found.end() - start > _LONGEST or self.text.startswith(governs(), start):
            return None
        return Speaker(self._words(start, found.end()), None, start, "role")

    def _that_issues(self, start: int, end: int) -> Speaker | None:
        """Who issues what is told next, by words that are no known party or a place (桐州发布新规，要求…)."""
        found = _ISSUES_PAPER.search(self.text, start, end)
        if not found:
            return None
        begin = max(last_of(self.text, _CLAUSE_ENDS, found.start()) + 1, start)
        lead = lead_words().match(self.text, begin, found.start())
        begin = lead.end() if lead else begin
        known = [one for one in self._parties(begin, found.start()) if one.kind in _ISSUERS]
        if known:
            return self._made(known[0], self._row_from(known, 0))
        words = adverbs().sub("", self.text[begin : found.start()])
        fits = _MIN <= len(words) <= _SHORT and names_someone(words)
        return Speaker(self._words(begin, begin + len(words)), None, begin, "organisation") if fits else None

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
        fits = is_name(self.text[start : self.cue.start])
        return Speaker(self._words(start, self.cue.start), None, start, "person") if fits else None

    def _words(self, start: int, end: int) -> Words:
        return self.cast.story.parts[self.part].words(start, end)

    def _parties(self, start: int, end: int) -> list[Party]:
        return [one for one in self.cast.between(self.part, start, end) if one.kind in _SPEAKING]

    def _governed(self, begin: int, start: int, joint: bool = False) -> bool:
        """Whether a preposition or a verb before a party makes it another's."""
        before = _COUNTED.sub("", self.text[max(begin, start - 9) : start])
        return before.endswith(governs()) and not (joint and before.endswith(("和", "与", "及")))
