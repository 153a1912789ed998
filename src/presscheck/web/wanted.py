"""What a reader looks for, as the address of a page has it: words and filters, read kindly, and led on by links."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from presscheck.errors import Lang, WrongUsage
from presscheck.messages import both
from presscheck.record.entries import KINDS
from presscheck.record.query import Filters, span_of

ROLES = ("party", "agent", "counterpart", "speaker", "subject", "who", "place", "indicator")
"""The roles by whose names facts are looked for."""
FIELDS = ("q", "since", "until", "paper", "kind", "unit", "during", *ROLES)
"""What stands in the form, in its order."""
LONGEST = 500
PAGE = 20
DEEPEST = 500
"""Pages that can be leafed through: who needs more asks for less."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words and filters as they were filled in, and the page of what is found.

    >>> Wanted({"q": "水渠", "kind": "figure"}, 2).address("/find")
    '/find?q=%E6%B0%B4%E6%B8%A0&kind=figure&page=2'
    >>> Wanted({"q": "水渠"}, 2).address("/find", paper="云州日报", q="")
    '/find?paper=%E4%BA%91%E5%B7%9E%E6%97%A5%E6%8A%A5'
    """

    told: Mapping[str, str] = field(default_factory=dict)
    page: int = 1
    oldest: bool = False

    def __getitem__(self, name: str) -> str:
        return self.told.get(name, "")

    @property
    def given(self) -> bool:
        """Whether anything is asked at all."""
        return bool(self.told)

    @property
    def offset(self) -> int:
        """How much is left out before the page."""
        return (self.page - 1) * PAGE

    @property
    def set_filters(self) -> Iterator[tuple[str, str]]:
        """The filters that are set, with what they are set to."""
        return ((name, self.told[name]) for name in FIELDS if name != "q" and name in self.told)

    def filters(self, *, facts: bool = False) -> Filters:
        """What is asked beside the words. Raises ``WrongUsage`` where a day or a kind is none."""
        if (kind := self["kind"]) and kind not in KINDS:
            raise WrongUsage(**both("web_find.no_kind", kind=kind[:40]))
        return Filters(
            since=day_of(self["since"]),
            until=day_of(self["until"], last=True),
            paper=self["paper"] or None,
            kind=kind or None,
            unit=self["unit"] or None,
            during=span_of(self["during"]) if self["during"] else None,
            roles=tuple((role, self[role]) for role in ROLES if self[role]),
            facts=facts,
        )

    def address(self, path: str, **other: str) -> str:
        """The address of the same search, some of it changed; whoever changes it begins at the first page."""
        told = {**self.told, **other}
        pairs = [(name, told[name]) for name in FIELDS if told.get(name)]
        order = other.get("order", "oldest" if self.oldest else "")
        pairs += [("order", order)] if order else []
        number = other.get("page", "" if other or self.page == 1 else str(self.page))
        pairs += [("page", number)] if number else []
        return f"{path}?{urlencode(pairs)}" if pairs else path


def what_is_wrong(error: WrongUsage, lang: Lang) -> str:
    """What is wrong with what was asked, without the advice that is for a terminal.

    >>> what_is_wrong(WrongUsage(en="There is no such day.", zh="没有这一天。"), "zh")
    '没有这一天。'
    """
    return type(error).says[lang].format(**error.values)


def wanted_of(told: Mapping[str, str]) -> Wanted:
    """What stands in an address; what is left empty, or is none of ours, is not asked.

    >>> wanted_of({"q": " 水渠 ", "kind": "", "page": "x"})
    Wanted(told={'q': '水渠'}, page=1, oldest=False)
    """
    asked = {name: words for name in FIELDS if (words := told.get(name, "").strip()[:LONGEST])}
    number = told.get("page", "")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    return Wanted(asked, min(max(page, 1), DEEPEST), told.get("order") == "oldest")


def day_of(written: str, *, last: bool = False) -> datetime.date | None:
    """The first, or last, day of a day, month or year, where one is written. Raises ``WrongUsage`` where it is none.

    >>> day_of("2026-02", last=True), day_of("")
    (datetime.date(2026, 2, 28), None)
    """
    return span_of(written)[1 if last else 0] if written.strip() else None
