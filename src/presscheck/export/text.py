"""A reading as plain text, as one would paste it into a letter. Also: page text made safe to show."""

import re

from presscheck.errors import Lang
from presscheck.messages import say
from presscheck.model import Article, Furniture, Jump, Reading, Remainder

RULE = "————————————"
BRACKETS = "（）()"
UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, marks that turn the direction of writing, line separators, and halves of torn UTF-16 characters."""
DELETE = 0x7F


def visible(text: str) -> str:
    """Page text safe to show: what would drive a terminal or turn the writing round stands there as a symbol.

    Pages are untrusted: an escape sequence on one could clear a screen or hide a word.

    >>> visible("县城\\x1b[31m通了\\x00火车\\u202e")
    '县城␛[31m通了␀火车‹U+202E›'
    """
    return UNSHOWABLE.sub(lambda found: _symbol(ord(found[0])), text)


def _symbol(point: int) -> str:
    if point < 0x20:
        return chr(0x2400 + point)
    return "␡" if point == DELETE else f"‹U+{point:04X}›"


def write(reading: Reading, lang: Lang = "en") -> str:
    """Every story with its heads above it, a rule between stories, and last what belongs to none.

    >>> print(write(Reading((), (), (Article("a1", headline="县城通了火车"),))), end="")
    县城通了火车
    """
    stories = [_story(article, lang) for article in reading.articles]
    left = leftovers(reading, lang)
    rest = [f"[{say('export.left_over', lang)}]\n" + "\n".join(left)] if left else []
    return f"\n\n{RULE}\n\n".join(stories + rest) + "\n"


def standing_alone(article: Article) -> list[str]:
    """The byline and dateline that the page gives on lines of their own, not within a paragraph."""
    within = {inside.part for inside in article.inside}
    dateline = article.dateline.text if article.dateline else None
    signs = {"byline": article.byline, "dateline": dateline}
    return [_line(sign) for part, sign in signs.items() if sign and part not in within]


def jump_line(jump: Jump | None) -> str | None:
    """A jump line in brackets, as papers print it in running text, whether or not this page did.

    >>> jump_line(Jump("(下转第三版)")), jump_line(Jump("上接第一版"))
    ('（下转第三版）', '（上接第一版）')
    """
    return f"（{_line(jump.text).strip(BRACKETS)}）" if jump else None


def leftovers(reading: Reading, lang: Lang) -> list[str]:
    """What stands in no story, a line each: the remainder with its reasons, then the furniture of the page."""
    items: tuple[Remainder | Furniture, ...] = (*reading.remainder, *reading.furniture)
    return [_leftover(item, lang) for item in items]


def _leftover(item: Furniture | Remainder, lang: Lang) -> str:
    reason = say("export.reason", lang, reason=_line(item.reason)) if isinstance(item, Remainder) else ""
    return _line(item.text) + reason


def _story(article: Article, lang: Lang) -> str:
    heads = [article.kicker, article.headline or say("export.no_headline", lang), article.deck]
    jumps = [jump_line(jump) for jump in (article.jump_from, article.jump_to)]
    opening = [_line(head) for head in heads if head]
    signs = "　".join(standing_alone(article))
    body = [_line(paragraph.text) for paragraph in article.paragraphs]
    rest = [line for line in (signs, jumps[0], *body, jumps[1]) if line]
    return "\n".join(opening) + ("\n\n" + "\n".join(rest) if rest else "")


def _line(text: str) -> str:
    return visible(text.strip())
