"""A reading as plain text, as one would paste it into a letter. Also: page text made safe to show."""

import re
from functools import cache

from presscheck import data
from presscheck.errors import Lang
from presscheck.export.whole import Piece, Story, jump_line, pieces, pointer, signs, stories
from presscheck.messages import again, say
from presscheck.model import Furniture, Jump, Paragraph, Reading, Remainder

RULE = "————————————"
UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, marks that turn the direction of writing, line separators, and halves of torn UTF-16 characters."""
DELETE = 0x7F
GRAVE = ("replaced", "restored", "garbled", "lost", "not_chinese", "parted_at_folio", "several_pages")
"""Rows of ``data/messages/intake.toml`` that the reader of the stories must know."""


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

    A story that goes on over a jump line is told whole where it begins; a short line stands where its other half does.

    >>> from presscheck.model import Article
    >>> print(write(Reading((), (), (Article("a1", headline="县城通了火车"),))), end="")
    县城通了火车
    """
    told = [
        _story(story, lang) if article is story[0] else _line(pointer(article, story, lang))
        for article, story in stories(reading)
    ]
    left = leftovers(reading, lang)
    rest = [f"[{say('export.left_over', lang)}]\n" + "\n".join(left)] if left else []
    about = warnings(reading, lang)
    rest += [f"[{say('export.about_file', lang)}]\n" + "\n".join(about)] if about else []
    return f"\n\n{RULE}\n\n".join(told + rest) + "\n"


def leftovers(reading: Reading, lang: Lang) -> list[str]:
    """What stands in no story, a line each: the remainder with its reasons, then the furniture of the page."""
    items: tuple[Remainder | Furniture, ...] = (*reading.remainder, *reading.furniture)
    return [_leftover(item, lang) for item in items]


def warnings(reading: Reading, lang: Lang) -> list[str]:
    """What the reader of the stories must know of the files they came from, a line each: file, page, and the note.

    Only what may have spoiled them: a picture that was levelled or turned reads as well as any.
    """
    return [
        _line(say("export.page_note", lang, file=page.file, page=page.id.removeprefix("p"), note=again(note, lang)))
        for page in reading.pages
        for note in page.notes
        if _grave().fullmatch(note)
    ]


@cache
def _grave() -> re.Pattern[str]:
    """Every note that is a warning, its gaps open."""
    notes = (re.escape(data.rows("messages/intake")[name]["en"]) for name in GRAVE)
    return re.compile("|".join(re.sub(r"\\{\w+\\}", ".+", note) for note in notes))


def _leftover(item: Furniture | Remainder, lang: Lang) -> str:
    reason = say("export.reason", lang, reason=_line(item.reason)) if isinstance(item, Remainder) else ""
    return _line(item.text) + reason


def _story(story: Story, lang: Lang) -> str:
    first = story[0]
    heads = [first.kicker, first.headline or say("export.no_headline", lang), first.deck]
    opening = [_line(head) for head in heads if head]
    alone = "　".join(signs(first))
    rest = [_line(words) for words in (alone, *(_words(piece, lang) for piece in pieces(story))) if words]
    return "\n".join(opening) + ("\n\n" + "\n".join(rest) if rest else "")


def _words(piece: Piece, lang: Lang) -> str | None:
    if isinstance(piece, Paragraph):
        return piece.text
    return jump_line(piece, lang) if isinstance(piece, Jump) else piece


def _line(text: str) -> str:
    return visible(text.strip())
