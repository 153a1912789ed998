"""A reading as Markdown: stories to read, with their heads as headings."""

import re

from presscheck.errors import Lang
from presscheck.export.text import leftovers, visible, warnings
from presscheck.export.whole import Piece, Story, jump_line, pieces, pointer, signs, stories
from presscheck.messages import say
from presscheck.model import Jump, Paragraph, ParagraphKind, Reading

INLINE = re.compile(r"[\\`*_\[\]<>&~|$#]|(?<=www)\.|:(?=//)", re.IGNORECASE)
"""Marks that mean something anywhere in a line, links that renderers make by themselves included."""
AT_START = re.compile(r"^(?P<digits>\d{0,9})(?P<mark>(?<=\d)[.)](?=\s|$)|(?<!\d)(?:[+-](?=\s|$)|-(?=-)|[=:]))")
"""Marks that mean something only where a line begins: lists, rules, underlined headings."""


def write(reading: Reading, lang: Lang = "en") -> str:
    """One ``##`` section a story, and a last one for what belongs to none, if anything does.

    A story that goes on over a jump line is told whole where it begins; a short line stands where its other half does.
    A kicker stands below its headline, in bold: above it would be the last line of the story before. Page text is
    escaped: nothing printed on a page can become markup.

    >>> from presscheck.model import Article
    >>> print(write(Reading((), (), (Article("a1", kicker="兴修水利", headline="水渠[一期]完工"),))), end="")
    ## 水渠\\[一期\\]完工
    <BLANKLINE>
    **兴修水利**
    """
    sections = [
        _story(story, lang) if article is story[0] else _italic(pointer(article, story, lang)) or ""
        for article, story in stories(reading)
    ]
    left = [f"- {plain(item)}" for item in leftovers(reading, lang)]
    rest = [f"## {say('export.left_over', lang)}\n\n" + "\n".join(left)] if left else []
    if about := warnings(reading, lang):
        rest.append(f"## {say('export.about_file', lang)}\n\n" + "\n".join(f"- {plain(item)}" for item in about))
    return "\n\n".join(sections + rest) + "\n"


def plain(text: str) -> str:
    """Page text as Markdown that shows exactly these words.

    >>> print(plain("1. *上涨*3%"))
    1\\. \\*上涨\\*3%
    """
    line = INLINE.sub(lambda found: "\\" + found[0], visible(text.strip()))
    return AT_START.sub(r"\g<digits>\\\g<mark>", line)


def _story(story: Story, lang: Lang) -> str:
    first = story[0]
    heads = [
        f"## {plain(first.headline or say('export.no_headline', lang))}",
        f"**{plain(first.kicker)}**" if first.kicker else None,
        plain(first.deck) if first.deck else None,
        _italic("　".join(signs(first))),
    ]
    return "\n\n".join(part for part in (*heads, *(_piece(piece, lang) for piece in pieces(story))) if part)


def _piece(piece: Piece, lang: Lang) -> str | None:
    if isinstance(piece, Paragraph):
        return _paragraph(piece)
    return _italic((jump_line(piece, lang) if isinstance(piece, Jump) else piece) or "")


def _italic(text: str) -> str | None:
    return f"*{plain(text)}*" if text.strip() else None


def _paragraph(paragraph: Paragraph) -> str:
    words = plain(paragraph.text)
    if paragraph.kind is ParagraphKind.CROSSHEAD:
        return f"### {words}"
    if paragraph.kind in (ParagraphKind.CAPTION, ParagraphKind.CREDIT):
        return f"> {words}"
    return words
