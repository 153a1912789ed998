"""Rules that an office urges to be kept: 邮政部门督促寄递网点严格落实验视制度.

To urge is no rule as such: whoever urges asks for something that nobody has ordered. But where an office urges those
whom it governs to keep strictly to a standing norm, the norm binds them, and the sentence says whom and to what. It is
told beside what the office says. Where the urging itself is demanded or only planned, nothing is told.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from presscheck.data import rows
from presscheck.facts import sayings
from presscheck.facts.sentences import Said
from presscheck.model.fact import Quote, Rule


class Urging(NamedTuple):
    """The patterns of ``data/facts/urged.toml``."""

    whole: re.Pattern[str]
    norm: re.Pattern[str]
    beside: re.Pattern[str]
    ahead: re.Pattern[str]
    demanded: re.Pattern[str]
    strangers: re.Pattern[str]


def find(said: Said, quotes: Sequence[Quote]) -> Iterator[Rule]:
    """The standing norms that an office urges somebody to keep in a sentence."""
    text, start, end = said.part.text, said.sentence.start, said.sentence.end
    if not any(text.find(mark, start, end) >= 0 for mark in rows("facts/urged")["urging"]["marks"]):
        return
    for found in _urging().whole.finditer(text, start, end):
        begun = max(start, text.rfind("；", 0, found.start()) + 1)
        if _binds(said, found, begun):
            what, document = said.part.words(*found.span("what")), said.document
            yield Rule(
                evidence=said.part.words(*found.span()),
                speaker=sayings.speaker_of(quotes, said.part, what.start, what.end),
                who=said.part.words(*found.span("who")),
                force="must",
                what=what,
                basis=document if document and begun <= document.start < found.end() else None,
            )


def _binds(said: Said, found: re.Match[str], begun: int) -> bool:
    """Whether an office of ours urges, in what is told from ``begun`` on, those whom it governs, and to keep a norm."""
    known = _urging()
    if not known.norm.search(found["what"]) or known.strangers.search(found["who"]):
        return False
    lead = said.part.text[begun : found.start()]
    if known.demanded.search(lead) or not (known.beside.search(lead) or known.ahead.search(lead)):
        return False
    ours = rows("facts/urged")["urging"]["ours"]
    states = (one for one in said.parties if one.kind == "country" and begun <= one.start < found.end())
    return all(said.part.text[one.start : one.end] in ours for one in states)


@cache
def _urging() -> Urging:
    known = rows("facts/urged")["urging"]
    return Urging(*(re.compile(known[name]) for name in Urging._fields))
