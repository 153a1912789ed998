"""What the record said to a claim is kept in the language in which it was asked; here it is said in the reader's."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from string import Formatter

from presscheck import data
from presscheck.errors import Lang
from presscheck.model.verdict import Verdict

ROWS = "messages/check"


def said_again(verdicts: tuple[Verdict, ...], lang: Lang) -> tuple[Verdict, ...]:
    """Verdicts with their reasons, and the notes of their evidence, in ``lang``."""
    return tuple(
        replace(
            one,
            why=words_in(one.why, lang),
            evidence=tuple(replace(told, note=words_in(told.note, lang)) for told in one.evidence),
        )
        for one in verdicts
    )


def words_in(words: str, lang: Lang) -> str:
    """One of our sentences on a claim in ``lang``; what is none of ours stays as it is.

    >>> words_in("档案有相近内容，但不足以判定：时期不同（2025-01-01 至 2025-06-30）。", "en")
    'The record has something near, which does not decide: it is of another time (2025-01-01 to 2025-06-30).'
    >>> words_in("somebody’s own words", "zh")
    'somebody’s own words'
    """
    for pattern, template in _sentences(lang):
        if found := pattern.fullmatch(words):
            gaps = {gap: words_in(told, lang) for gap, told in found.groupdict().items()}
            return template.format(**gaps)
    return words


def known(words: str) -> bool:
    """Whether a sentence is one of ours, so that it can be said in either language."""
    return not words or any(pattern.fullmatch(words) for lang in ("zh", "en") for pattern, _ in _sentences(lang))


@cache
def _sentences(lang: Lang) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Every sentence as the other language has it: its pattern, and its template in ``lang``."""
    other = "en" if lang == "zh" else "zh"
    rows = data.rows(ROWS).values()
    return tuple((re.compile("".join(_parts(row[other])), re.DOTALL), row[lang]) for row in rows)


def _parts(template: str) -> Iterator[str]:
    for words, gap, _, _ in Formatter().parse(template):
        yield re.escape(words)
        if gap:
            yield f"(?P<{gap}>.+)"
