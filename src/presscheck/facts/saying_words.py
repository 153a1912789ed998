"""The words of ``data/facts/sayings.toml`` by which speakers are told, ready for looking up."""

import re
from functools import cache

from presscheck.data import rows

UTTERED = ("声明", "报道", "消息", "公告", "通报", "公报", "数据", "统计", "统计数据", "通告")
"""Documents that stand for who issued them."""


@cache
def between() -> str:
    """What may stand between a speaker and the cue, as a pattern."""
    table = rows("facts/sayings")
    words = sorted(table["adverbs"]["words"].split(), key=len, reverse=True)
    return "|".join([*(row["pattern"] for row in table["phrase"]), *words])


@cache
def adverbs() -> re.Pattern[str]:
    """What may stand between a speaker and the cue, at the end of a clause."""
    return re.compile(rf"(?:{between()}){{1,6}}$", re.X)


@cache
def adverb_words() -> frozenset[str]:
    """The words that may stand between a speaker and the cue."""
    return frozenset(rows("facts/sayings")["adverbs"]["words"].split())


@cache
def lead_words() -> re.Pattern[str]:
    """What may stand at the head of a clause before its speaker; 中 is none there: it begins 中央 and 中方."""
    return re.compile(rf"(?!中(?!午))(?:今年|去年|{between()}){{1,4}}", re.X)


@cache
def governs() -> tuple[str, ...]:
    """What governs a name that is not the speaker."""
    return tuple(rows("facts/sayings")["adverbs"]["governs"].split())


@cache
def documents() -> frozenset[str]:
    """What may speak like a person (会议, 通知)."""
    return frozenset(rows("facts/sayings")["adverbs"]["documents"].split())


@cache
def no_names() -> frozenset[str]:
    """What looks like a name behind an office and is none."""
    return frozenset(rows("facts/sayings")["adverbs"]["no_names"].split())


@cache
def titled() -> tuple[str, ...]:
    """The documents and meetings that speak for themselves, not for who issued them."""
    return tuple(word for word in sorted(documents()) if word not in UTTERED)


@cache
def last_nouns() -> tuple[str, ...]:
    """Cues that may be the last noun of a phrase."""
    return tuple(rows("facts/sayings")["nouns"]["last"].split())


@cache
def crowds() -> re.Pattern[str]:
    """People of no name who demand and protest."""
    return re.compile("|".join(rows("facts/sayings")["adverbs"]["crowds"].split()))


@cache
def acting() -> re.Pattern[str]:
    """A document or meeting at the head of a sentence, before what it does."""
    words = "|".join(sorted(titled(), key=len, reverse=True))
    return re.compile(
        rf"(?:今年的|该|这份)?(?:《[^《》]{{1,60}}》|{words})(?![的由是上中期和与、，。：（”精要来组记]|记者)"
    )


@cache
def given_nouns() -> tuple[str, ...]:
    """Cues that are nouns where they are given (作出回应，)."""
    nouns = rows("facts/sayings")["nouns"]
    return (*nouns["last"].split(), *nouns["given"].split())


@cache
def impersonal() -> tuple[str, ...]:
    """Cues that bring in a view of nobody where no speaker stands before them."""
    return tuple(rows("facts/sayings")["nouns"]["impersonal"].split())
