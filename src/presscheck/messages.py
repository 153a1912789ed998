"""What we say to people, in both languages: rows of ``data/messages/ROOM.toml``, filled in here."""

import re
from collections.abc import Iterator
from functools import cache
from string import Formatter

from presscheck import data
from presscheck.errors import Lang, PageUnreadable, PartMissing, PresscheckError


def say(name: str, lang: Lang, **values: object) -> str:
    """The message ``room.name`` in ``lang``, its gaps filled with ``values``.

    >>> say("articles.folio", "en")
    'the folio'
    """
    room, _, row = name.partition(".")
    template: str = data.rows(f"messages/{room}")[row][lang]
    return template.format(**values)


def both(name: str, **values: object) -> dict[Lang, str]:
    """The message in both languages, for errors that are told later.

    >>> both("articles.folio")["en"]
    'the folio'
    """
    return {"en": say(name, "en", **values), "zh": say(name, "zh", **values)}


def again(note: str, lang: Lang) -> str:
    """A note of a page, which stands in its reading in English, said in ``lang``; what is none of ours stays as it is.

    >>> again("the page is skewed by 0.3 degrees; it was levelled to be read", "zh")
    '版面倾斜 0.3 度，已校正后识别'
    """
    for pattern, templates in _notes():
        if found := pattern.fullmatch(note):
            return templates[lang].format(**{gap: again(value, lang) for gap, value in found.groupdict().items()})
    return note


WARNINGS = ("several_pages", "parted_at_folio", "restored", "garbled", "lost", "not_chinese")
"""Notes of a page with text that its reader should see before anything else."""


def warns(note: str) -> bool:
    """Whether a note of a page with text says that the page may not be what it seems.

    >>> warns("the page is skewed by 0.3 degrees; it was levelled to be read"), warns(say("intake.garbled", "en"))
    (False, True)
    """
    return any(pattern.fullmatch(note) for pattern in _warnings())


@cache
def _warnings() -> tuple[re.Pattern[str], ...]:
    rows: dict[str, dict[Lang, str]] = data.rows("messages/intake")
    return tuple(re.compile("".join(_parts(rows[name]["en"]))) for name in WARNINGS)


@cache
def _notes() -> tuple[tuple[re.Pattern[str], dict[Lang, str]], ...]:
    """Every sentence that may be a note: its pattern, and its templates."""
    rows: dict[str, dict[Lang, str]] = data.rows("messages/intake")
    kinds: list[type[PresscheckError]] = [PartMissing, *_kinds(PageUnreadable)]
    told = list(rows.values())
    told += [{"en": kind.whole("en"), "zh": kind.whole("zh")} for kind in kinds]
    return tuple((re.compile("".join(_parts(templates["en"]))), templates) for templates in told)


def _parts(template: str) -> Iterator[str]:
    """A template as the parts of a pattern; a gap that comes again holds the same words again."""
    seen = set()
    for words, gap, _, _ in Formatter().parse(template):
        yield re.escape(words)
        if gap:
            yield f"(?P={gap})" if gap in seen else f"(?P<{gap}>.+)"
            seen.add(gap)


def _kinds(family: type[PresscheckError]) -> Iterator[type[PresscheckError]]:
    for kind in family.__subclasses__():
        yield kind
        yield from _kinds(kind)
