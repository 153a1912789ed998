"""Who undertakes something: named in its sentence, at its head (在云州，…), or in a sentence before."""

import re
from collections.abc import Sequence

from presscheck.data import rows
from presscheck.facts import coordinated, parties
from presscheck.facts.clauses import Clause
from presscheck.facts.roles import HOLDING, Filled, Sheet, Told, Trigger
from presscheck.facts.sentences import Said
from presscheck.facts.tokens import BREAK, FIGURE, NOMINAL, TIME
from presscheck.model.fact import Words

SURELY = 1e6
"""Who undertakes it is always asked for: that it is undertaken was settled before."""
_SHORTEST_NAME, _LONGEST_NAME = 2, 16
_IN, _WILL, _ORGANISES = "在", "将", "组织"
_NO_NAME = frozenset(("前", "后", "起", "内", "为", "从", "由", "至", "对"))
"""Words with which no name begins: 前为山区学校, cut out of 9月1日前为山区学校."""
_SAYERS = ("organisation", "country", "place", "person", "group", "role")
_LEADS = frozenset("在向对与同于到和")
"""Behind these nobody is named who says something."""
_MORE = re.compile("方面|等[0-9一二三四五六七八九十多]+个?(?:部门|单位|部委|机构|省区市|国家)")
_ALL_OF_US = ("我国", "全国")
"""Who is told of everything: whoever says what is to be reached stands for it."""
_OPENING = frozenset("“，：")
_ISSUERS = ("organisation", "country", "place")
"""Who issues plans."""
_NOT_THEIRS = frozenset(("r", "f"))
"""Words of these kinds point at somebody and name nobody: 其, 之间."""


def maker(said: Said, trigger: Trigger, what: Words, sheet: Sheet) -> Filled | Told | None:
    """Who undertakes it: where what was learned names somebody in it or behind it, who stands before is asked for.

    Whoever is named right before the word for it comes first, and a figure names nobody. Who is led to do something
    else does not undertake it (引导银行让利，明年将新增贷款3亿元), and what is told of a place is not undertaken by one
    of an earlier sentence.
    """
    told = _read(said, trigger, what, sheet)
    if (right := subject(said, trigger)) and not _reaches(said, told, right, what):
        return right
    if isinstance(told, Filled) and said.sentence.tokens[told.last - 1].tag == FIGURE:
        return None
    if isinstance(told, Filled) and _is_led(said, told):
        told = sheet.fill(trigger._replace(low=max(trigger.low, told.last)), "promiser", lean=SURELY)
        told = told if isinstance(told, Told) else None
    return _at_head(said, what) if isinstance(told, Told) and _begins_in(said, what) is not None else told


def _read(said: Said, trigger: Trigger, what: Words, sheet: Sheet) -> Filled | Told | None:
    told, tokens = sheet.fill(trigger, "promiser", lean=SURELY), said.sentence.tokens
    named = coordinated.named(said, trigger)
    if named is not None and not (isinstance(told, Filled) and tokens[told.first].start < what.start):
        return Filled(named, named + 1)
    if not isinstance(told, Filled) or tokens[told.first].start < what.start:
        return told
    held = said.sentence.at(what.start, what.end)
    before = sheet.fill(trigger._replace(high=min(trigger.high, held[0])) if held else trigger, "promiser", lean=SURELY)
    behind = tokens[told.first].start >= what.end
    return before if behind or isinstance(before, Filled) else told


def subject(said: Said, trigger: Trigger) -> Filled | None:
    """The body that heads the clause of a word of undertaking, also one that no list knows: 冷杉县今年计划."""
    tokens, last = said.sentence.tokens, trigger.first
    if trigger.family.startswith(HOLDING):
        return None
    while last > trigger.low and tokens[last - 1].tag in (TIME, "d"):
        last -= 1
    first = last
    while first > trigger.low and tokens[first - 1].tag in NOMINAL - _NOT_THEIRS:
        first -= 1
    heads = first == 0 or tokens[first - 1].tag == BREAK
    if first == last or not heads or tokens[last - 1].end - tokens[first].start < _SHORTEST_NAME:
        return None
    name = said.part.text[tokens[first].start : tokens[last - 1].end]
    return Filled(first, last) if re.search(rows("facts/triggers")["together"]["bodies"], name) else None


def _reaches(said: Said, told: Filled | Told | None, right: Filled, what: Words) -> bool:
    """Whether what was learned is the same name, or more of it, or stands between the name and what is undertaken."""
    if not isinstance(told, Filled):
        return False
    return told.last > right.first and said.sentence.tokens[told.first].start < what.start


def _is_led(said: Said, told: Filled) -> bool:
    """Whether somebody is only led, asked or helped to do something: 引导银行."""
    words = said.sentence.words[max(0, told.first - 1) : told.first + 1]
    return any(word in rows("facts/triggers")["together"]["leads"] for word in words)


def _at_head(said: Said, what: Words) -> Filled | None:
    """The place alone with which a sentence or its part begins: 在云州，今年将."""
    at = _begins_in(said, what)
    if at is None or at + 1 >= len(said.sentence.tokens):
        return None
    alone = said.sentence.tokens[at + 1].tag == BREAK
    return Filled(at, at + 1) if alone else None


def _begins_in(said: Said, what: Words) -> int | None:
    """The token of a place that stands at the head of the sentence, or of its part, in which it is undertaken."""
    tokens = said.sentence.tokens
    first = max((at for at, one in enumerate(tokens, 1) if one.word == "；" and one.start < what.start), default=0)
    if first + 1 < len(tokens) and tokens[first].word == _IN and tokens[first + 1].tag == "place":
        return first + 1 if tokens[first + 1].start < what.start else None
    return None


def named(said: Said, told: Filled | Told) -> Words | None:
    """Who undertakes it by name: of a single character a country only (俄), and without the 在 before a place."""
    who = said.words(told)
    if who is None or re.match(rows("facts/triggers")["together"]["nobody"], who.text):
        return None
    words = said.sentence.words[told.first : told.last] if isinstance(told, Filled) else ()
    if _WILL in words or _IN in words[1:] or (words and words[0] in _NO_NAME):
        return None
    if isinstance(told, Filled) and who.text.startswith(_IN):
        inside = [one for one in said.parties if one.start == who.start + 1 and one.end <= who.end]
        who = said.part.words(inside[0].start, inside[0].end) if inside else who
    if isinstance(told, Filled):
        who = _without_verb(said, who)
    if len(who.text) < _SHORTEST_NAME:
        country = any((one.start, one.end, one.kind) == (who.start, who.end, "country") for one in said.parties)
        return who if country and isinstance(told, Filled) else None
    return who


def _without_verb(said: Said, who: Words) -> Words:
    """The name without the verb 组织 that was taken for its end: 云州市教育局组织9所学校."""
    if not who.text.endswith(_ORGANISES):
        return who
    end = who.end - len(_ORGANISES)
    known = parties.find(said.part.text[who.start : end])
    whole = any((one.start, one.end) == (0, end - who.start) for one in known)
    return said.part.words(who.start, end) if whole else who


def somebody(said: Said, told: Filled | Told | None, clause: Clause, sheet: Sheet) -> Words | None:
    """Who undertakes what a clause tells, if that is somebody: a body, a country, a place, a person, a named document.

    Whoever says so undertakes it where nobody else is named (云州市表示，将 …). What is only the name of a plan (方案),
    of a thing or of all the land stands for whoever issued the plan, and so does a name of an earlier sentence that may
    be anybody's; else for the place at the head of the sentence. Where there is neither nobody is told.
    """
    what = clause.words(said)
    if says := _who_says(said, clause):
        return says
    who = named(said, told) if told else None
    if not _between(said, told) and (issuer := _issued_here(said, what)):
        return issuer
    if who and who.text in _ALL_OF_US and (says := _frame(said, what)):
        return says
    if who and who.text in _ALL_OF_US and isinstance(told, Told) and (issuer := _issuer(said, what, sheet)):
        return issuer
    if who and stands_before(said, who, what) and _is_somebody(said, who, told, clause):
        return _whole(said, who)
    if who and who.text in rows("facts/triggers")["makers"]["throughout"]:
        return _place_of(said, who) or who
    is_plan = who is None or isinstance(told, Told) or who.text in rows("facts/triggers")["makers"]["everywhere"]
    if is_plan and (issuer := _issuer(said, what, sheet)):
        return issuer
    head = _at_head(said, what)
    return said.words(head) if head and isinstance(told, Filled) else None


def _frame(said: Said, what: Words) -> Words | None:
    """Who says at the head of the sentence what follows: 云州市表示，到2030年我国 …"""
    tokens = said.sentence.tokens
    ends = next((at for at, one in enumerate(tokens) if one.tag == BREAK), 0)
    return _sayer(said, ends - 1) if ends > 1 and _says(said, ends - 1) and tokens[ends].end <= what.start else None


def _says(said: Said, at: int) -> bool:
    """Whether a token ends a word by which something is said: 表示, 了解 到."""
    said_so: Sequence[str] = rows("facts/triggers")["makers"]["says"]
    return said.part.text.endswith(tuple(said_so), said.sentence.start, said.sentence.tokens[at].end)


def _sayer(said: Said, cue: int) -> Words | None:
    """Who stands at the head of the clause of a cue, not led in by a preposition; also a body that no list knows."""
    text, tokens = said.part.text, said.sentence.tokens
    place = tokens[cue].start
    begun = max(said.sentence.start, max(text.rfind(mark, said.sentence.start, place) for mark in "，。；：") + 1)
    known = rows("facts/triggers")
    for one in said.rows:
        led = text[one.start - 1 : one.start] in _LEADS or text[one.start : one.end] in known["makers"]["everywhere"]
        if begun <= one.start and one.end <= place and one.kind in _SAYERS and not led:
            return said.part.words(one.start, one.end)
    before = (token for token in reversed(tokens[:cue]) if token.tag not in (TIME, "d"))
    body = next(before, None)
    if body is None or body.start < begun or not re.search(known["together"]["bodies"], body.word):
        return None
    return said.part.words(begun, body.end) if body.end - begun <= _LONGEST_NAME else None


def _whole(said: Said, who: Words) -> Words:
    """The name with what goes on: 铁路方面, 水利部等三部门."""
    here = (who.part, who.paragraph) == (said.part.name, said.part.paragraph)
    more = _MORE.match(said.part.text, who.end) if here else None
    return said.part.words(who.start, more.end()) if more else who


def _place_of(said: Said, who: Words) -> Words | None:
    """The place of which it is all, if one is named before: 云州 of 云州推进造林，全省力争 …"""
    before = [one for one in said.parties if one.kind == "place" and one.end <= who.start]
    return said.part.words(before[-1].start, before[-1].end) if before else None


def _who_says(said: Said, clause: Clause) -> Words | None:
    """Who says that it will be done, and names nobody else: 云州市表示，明年将 …; 记者从云州市获悉，将 …"""
    tokens = said.sentence.tokens
    at = (clause.first if clause.word is None else clause.word) - 1
    while at > 0 and (tokens[at].tag in (BREAK, TIME, "d", "ad", "c") or tokens[at].word in _OPENING):
        if tokens[at].word == "。":
            return None
        at -= 1
    return _sayer(said, at) if at > 0 and _says(said, at) else None


def _is_somebody(said: Said, who: Words, told: Filled | Told | None, clause: Clause) -> bool:
    """Whether it names somebody; of an earlier sentence only a body or a country, or a place where nobody is named."""
    known = rows("facts/triggers")["makers"]
    if who.text in known["everywhere"]:
        return False
    if re.search(known["bodies"], who.text):
        return True
    kinds = {one.kind for one in parties.find(who.text) if one.end == len(who.text)}
    if isinstance(told, Filled):
        kinds |= {one.kind for one in said.parties if one.end == who.end}
        body = re.search(rows("facts/triggers")["together"]["bodies"], who.text)
        return body is not None or bool(kinds - {"event"})
    return bool(kinds & {"country", "organisation"}) or ("place" in kinds and _names_nobody(said, clause))


def _names_nobody(said: Said, clause: Clause) -> bool:
    """Whether nobody is named before the word of undertaking in its clause: 今年，将新建 …"""
    tokens = said.sentence.tokens
    between = tokens[clause.first : clause.word] if clause.within else ()
    return clause.within and all(one.tag in (TIME, "d", "ad", "c") for one in between)


def _issued_here(said: Said, what: Words) -> Words | None:
    """Who issued the document that tells what is to be reached, in its sentence: 联合印发《…》，明确到2030年 …"""
    for one in said.rows:
        found = re.compile(rows("facts/triggers")["makers"]["issued"]).match(said.part.text, one.end, what.start)
        if found and one.kind in _ISSUERS:
            return _whole(said, said.part.words(one.start, one.end))
    return None


def _between(said: Said, told: Filled | Told | None) -> bool:
    """Whether a body or a country is named by itself behind a document: 《…》，明确云州省将 …"""
    if not isinstance(told, Filled):
        return False
    tokens = said.sentence.tokens
    alone = tokens[told.last - 1].tag in ("organisation", "country", "place") and told.last - told.first == 1
    return alone and said.part.text.rfind("》", said.sentence.start, tokens[told.first].start) >= 0


def _issuer(said: Said, what: Words, sheet: Sheet) -> Words | None:
    """Who issued the plan that is told: the last body before it behind which a word of issuing stands (印发)."""
    known = rows("facts/triggers")["makers"]
    issues, nobody = re.compile(known["issues"]), known["everywhere"]
    here = [(said.part, one.start, one.end) for one in said.rows if one.end <= what.start]
    for part, start, end in reversed([*sheet.names.places, *here]):
        if (
            part.text[start:end] not in nobody
            and issues.match(part.text, end)
            and any(one.kind in _ISSUERS for one in parties.find(part.text[start:end]))
        ):
            return part.words(start, end)
    return None


def is_body(said: Said, speaker: Words) -> bool:
    """Whether a body of this paragraph says it, and undertakes it: what a spokesman announces, others undertake."""
    here = speaker.paragraph == said.part.paragraph and len(speaker.text) >= _SHORTEST_NAME
    if speaker.text in rows("facts/triggers")["makers"]["everywhere"]:
        return False
    return here and not any(one.kind == "person" for one in parties.find(speaker.text))


def stands_before(said: Said, who: Words, what: Words) -> bool:
    """Whether who undertakes it is told before what is undertaken."""
    here = (who.part, who.paragraph) == (said.part.name, said.part.paragraph)
    return not here or who.end <= what.start


def right_before(said: Said, trigger: Trigger, sheet: Sheet) -> bool:
    """Whether who undertakes it is named right before its word, or before the time and adverbs there."""
    known: dict[str, Sequence[str]] = rows("facts/triggers")["together"]
    if trigger.family.startswith(HOLDING) or said.sentence.words[trigger.first] in known["done_with"]:
        return False
    if coordinated.named(said, trigger) is not None:
        return True
    told = sheet.fill(trigger, "promiser", lean=SURELY)
    if not isinstance(told, Filled) or told.last > trigger.first:
        return False
    who = said.words(told)
    body = who and re.search(str(known["bodies"]), who.text)
    return bool(body) and all(one.tag in (TIME, "d") for one in said.sentence.tokens[told.last : trigger.first])
