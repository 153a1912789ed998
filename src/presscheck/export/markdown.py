"""A reading as Markdown: stories to read, with their heads as headings."""

import re

from presscheck.errors import Lang
from presscheck.export.text import jump_line, leftovers, standing_alone, visible
from presscheck.messages import say
from presscheck.model import Article, Paragraph, ParagraphKind, Reading

INLINE = re.compile(r"[\\`*_\[\]<>&~|$#]|(?<=www)\.|:(?=//)", re.IGNORECASE)
"""Marks that mean something anywhere in a line, links that renderers make by themselves included."""
AT_START = re.compile(r"^(?P<digits>\d{0,9})(?P<mark>(?<=\d)[.)](?=\s|$)|(?<!\d)(?:[+-](?=\s|$)|-(?=-)|[=:]))")
"""Marks that mean something only where a line begins: lists, rules, underlined headings."""


def write(reading: Reading, lang: Lang = "en") -> str:
    """One ``##`` section a story, and a last one for what belongs to none, if anything does.

    Page text is escaped: nothing printed on a page can become markup.

    >>> print(write(Reading((), (), (Article("a1", kicker="兴修水利", headline="水渠[一期]完工"),))), end="")
    兴修水利
    <BLANKLINE>
    ## 水渠\\[一期\\]完工
    """
    sections = [_story(article, lang) for article in reading.articles]
    left = [f"- {plain(item)}" for item in leftovers(reading, lang)]
    rest = [f"## {say('export.left_over', lang)}\n\n" + "\n".join(left)] if left else []
    return "\n\n".join(sections + rest) + "\n"


def plain(text: str) -> str:
    """Page text as Markdown that shows exactly these words.

    >>> print(plain("1. *上涨*3%"))
    1\\. \\*上涨\\*3%
    """
    line = INLINE.sub(lambda found: "\\" + found[0], visible(text.strip()))
    return AT_START.sub(r"\g<digits>\\\g<mark>", line)


def _story(article: Article, lang: Lang) -> str:
    heads = [
        plain(article.kicker) if article.kicker else None,
        f"## {plain(article.headline or say('export.no_headline', lang))}",
        plain(article.deck) if article.deck else None,
        _italic("　".join(standing_alone(article))),
    ]
    jumps = [_italic(jump_line(jump) or "") for jump in (article.jump_from, article.jump_to)]
    body = [_paragraph(paragraph) for paragraph in article.paragraphs]
    return "\n\n".join(part for part in (*heads, jumps[0], *body, jumps[1]) if part)


def _italic(text: str) -> str | None:
    return f"*{plain(text)}*" if text.strip() else None


def _paragraph(paragraph: Paragraph) -> str:
    words = plain(paragraph.text)
    if paragraph.kind is ParagraphKind.CROSSHEAD:
        return f"### {words}"
    if paragraph.kind in (ParagraphKind.CAPTION, ParagraphKind.CREDIT):
        return f"> {words}"
    return words
