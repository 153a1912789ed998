"""What a person looks for: words that must stand in a story, words that must not, and what else is asked of it."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from presscheck.errors import WrongUsage
from presscheck.hanzi import spellings
from presscheck.messages import both
from presscheck.record.characters import folded, phrase, word_phrase
from presscheck.record.entries import KINDS, ROLES

LONGEST = 200
MOST = 30
_DAYS = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_TERM = re.compile(r'(?P<sign>-?)(?:"(?P<quoted>[^"]*)"?|“(?P<marked>[^”]*)”?|(?P<plain>\S+))')
PARTIES = ("agent", "counterpart", "speaker", "subject", "who", "a", "b", "issuers")
"""The roles in which a party can stand."""


@dataclass(frozen=True, slots=True)
class Query:
    """Words looked for: each of ``wanted`` must stand in a story, none of ``unwanted``.

    >>> query_of('芬太尼 "新型 毒品" -海洛因')
    Query(wanted=('芬太尼', '新型 毒品'), unwanted=('海洛因',))
    """

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    def match(self, *, either: bool = False) -> str:
        """The query as the index takes it: characters decide what is found, words how it is ranked.

        With ``either`` a word is found in simplified and in traditional type, however it was asked for.

        >>> Query(("县城",), ("火",)).match()
        '((chars : "县 城") OR (words : "县城")) NOT (chars : "火")'
        >>> Query(("县城",)).match(either=True)
        '((chars : "县 城") OR (words : "县城") OR (chars : "縣 城"))'
        """
        told = " AND ".join(_required(word, spellings(word) if either else (word,)) for word in self.wanted)
        unwanted = [form for word in self.unwanted for form in (spellings(word) if either else (word,))]
        left = "".join(f" NOT (chars : {phrase(word)})" for word in unwanted)
        return f"({told}){left}" if left and len(self.wanted) > 1 else told + left


def _required(word: str, forms: Sequence[str]) -> str:
    """Words hold what characters hold, so the second half finds no more: it only counts those that stand as words."""
    ways = [f"(chars : {phrase(word)})"]
    if whole := word_phrase(word):
        ways.append(f"(words : {whole})")
    ways += [f"(chars : {phrase(form)})" for form in forms if form != word]
    return f"({' OR '.join(ways)})" if len(ways) > 1 else ways[0]


def query_of(text: str) -> Query:
    """The query that a person wrote: words apart by spaces, “…” for one with spaces in it, - before what must not be.

    Raises ``WrongUsage`` where nothing is left to look for, or too much is asked.
    """
    terms = [
        (found["sign"], found["quoted"] or found["marked"] or found["plain"] or "") for found in _TERM.finditer(text)
    ]
    terms = [(sign, word) for sign, word in terms if folded(word)]
    if text.strip() and not terms:
        raise WrongUsage(en="There is nothing to look for between the quotation marks.", zh="引号里没有要查找的内容。")
    wanted = tuple(dict.fromkeys(word for sign, word in terms if not sign))
    unwanted = tuple(dict.fromkeys(word for sign, word in terms if sign))
    if unwanted and not wanted:
        raise WrongUsage(
            en="Only words that must not stand there were given; add one that must.",
            zh="只给出了要排除的词；请再加一个要查找的词。",
        )
    if len(terms) > MOST or any(len(word) > LONGEST for _, word in terms):
        raise WrongUsage(
            en=f"At most {MOST} words of {LONGEST} characters are looked for at once; ask for fewer.",
            zh=f"一次最多查找 {MOST} 个词，每个不超过 {LONGEST} 字；请减少。",
        )
    return Query(wanted, unwanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What else is asked of what is found; a filter that is not set leaves all in.

    ``since`` and ``until`` are days of the story, ``paper`` its paper. The others ask for facts: of a ``kind``, with a
    ``unit``, of a period that meets ``during``, and with names in their roles: ``party`` is any of them. ``facts`` asks
    for facts of every kind.
    """

    since: datetime.date | None = None
    until: datetime.date | None = None
    paper: str | None = None
    kind: str | None = None
    unit: str | None = None
    during: tuple[datetime.date, datetime.date] | None = None
    roles: tuple[tuple[str, str], ...] = ()
    facts: bool = False

    def __post_init__(self) -> None:
        if self.kind is not None and self.kind not in KINDS:
            raise WrongUsage(
                en=f"{self.kind}: no such kind of facts; there are {', '.join(KINDS)}.",
                zh=f"{self.kind}：没有这种事实；有 {'、'.join(KINDS)}。",
            )
        for role, _ in self.roles:
            if role not in (*ROLES, "party"):
                raise ValueError(f"{role} is no role that is kept")

    @property
    def asks_for_facts(self) -> bool:
        """Whether facts are asked for, not stories."""
        return bool(self.facts or self.kind or self.unit or self.during or self.roles)


def span_of(text: str) -> tuple[datetime.date, datetime.date]:
    """The first and last day of a year, month or day, as a person writes it: 2026, 2026-06, 2026-06-18.

    Raises ``WrongUsage`` where it is none.

    >>> span_of("2026-02")
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    """
    found = _DAYS.fullmatch(text.strip())
    try:
        if not found:
            raise ValueError
        year, month, day = (int(part) if part else None for part in found.groups())
        first = datetime.date(year or 0, 1 if month is None else month, 1 if day is None else day)
        if day:
            return first, first
        after = datetime.date(first.year + (month in (None, 12)), 1 if month is None else month % 12 + 1, 1)
    except ValueError:
        raise WrongUsage(**both("record.no_period", text=text)) from None
    return first, after - datetime.timedelta(days=1)
