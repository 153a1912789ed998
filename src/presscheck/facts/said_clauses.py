"""What may be reported speech directly behind a verb (县水务局称水库安全): a clause, not a thing (提出意见)."""

import re
from functools import cache

from presscheck.data import rows
from presscheck.facts.cast import Cast
from presscheck.facts.cues import Cue
from presscheck.facts.words import words_of

_CLAUSE = re.compile("[^，。；：！？”]*")
_BLAME = re.compile("[^，。；！？]*")
_ITEMS = re.compile(r"一系列|一批|[多\d]+项|[^，。；]*决定(?=[，。；])")
_YEAR = re.compile(r"到\d{4}年")
_OF = re.compile("的[^的]{1,10}$")
_NEAR = 50
_LEAST = 8
"""A clause that shows itself by nothing but a verb has no fewer characters."""
_EXPECTED = ("站", "机场", "地区", "全省", "全国", "计划", "公司")
"""Ends of those of whom something is expected rather than said by them."""


def fits(cast: Cast, part: int, cue: Cue, start: int) -> bool:
    """Whether what follows a cue at ``start`` may be said; behind a comma or colon it always may."""
    if cue.after != "clause":
        return True
    text = cast.story.parts[part].text
    word = text[cue.start : cue.end]
    if word.endswith("宣布") and _ITEMS.match(text, start):
        return False
    blames = cue.row == "blames"
    if word.endswith(_words("says_clauses")) or (text.startswith(_words("starts"), start) and not blames):
        return True
    found = (_BLAME if blames else _CLAUSE).match(text, start)
    words = found.group() if found else ""
    thing = words.endswith(_words("blamed" if blames else "things")) or bool(blames and _OF.search(words))
    near = cast.between(part, start, start + _NEAR)
    if near and near[0].start == start and (near[0].kind != "place" or cue.row == "urges"):
        return not thing or "是" in words or (not blames and _does(words[near[0].end - start :]))
    return (not thing or "是" in words) and _is_clause(words, verb_first=word.endswith("提出"))


def is_expected(text: str, cue: Cue, name: str, kind: str) -> bool:
    """Whether something is expected of who stands before 预计, rather than said by it (全国预计将投入…)."""
    expects = cue.after == "clause" and text.endswith("预计", cue.start, cue.end)
    return expects and (kind == "place" or name.endswith(_EXPECTED))


def _does(words: str) -> bool:
    """Whether words that end like a thing hold a verb (采取有力举措)."""
    return any(one.tag == "v" for one in words_of(words)[:-1])


def _is_clause(words: str, *, verb_first: bool) -> bool:
    """Whether words hold a verb; ``verb_first``: at their beginning."""
    told = words_of(words)
    if _YEAR.match(words) or any(words[one.start : one.end] in _words("states") for one in told):
        return True
    return len(words) >= _LEAST and any(one.tag in ("v", "d", "p") for one in told[: 1 if verb_first else None])


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(rows("facts/sayings")["content"][name].split())
