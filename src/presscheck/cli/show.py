"""`presscheck show`: see what it saw."""

import datetime
import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from presscheck.cli.keep import keep
from presscheck.cli.order import (
    Order,
    date_option,
    encoding_option,
    lexicon_option,
    ocr_option,
    reading_of,
    second_opinion_option,
    words_of,
)
from presscheck.cli.voice import Speech, console, lang_option
from presscheck.errors import Lang
from presscheck.messages import say

if TYPE_CHECKING:
    from presscheck.model import Reading

NARROW = 60
"""On a terminal narrower than this many columns, lines wrap instead of being cut off."""


class Stage(StrEnum):
    """The steps of a reading that can be looked at."""

    LINES = "lines"
    BLOCKS = "blocks"
    ARTICLES = "articles"
    CORRECTIONS = "corrections"
    FACTS = "facts"


READ = (Stage.CORRECTIONS, Stage.FACTS)
"""Steps shown on the words alone, without the picture of the page."""
LISTED = (Stage.LINES, Stage.BLOCKS)
"""Steps shown a line of the page a line; of the others no words are cut off."""


def add(app: typer.Typer, lang: Lang, command: Any) -> None:
    """Give ``app`` the verb."""
    default = Speech(lang)

    @app.command("show", cls=command, help=say("cli.show", lang), short_help=say("cli.show", lang))
    def show(
        *,
        file: Annotated[str, typer.Argument(metavar="FILE", help=say("cli.file_argument", lang))],
        stage: Annotated[Stage, typer.Option("--stage", help=say("cli.stage_option", lang))] = Stage.ARTICLES,
        html: Annotated[Path | None, typer.Option("--html", metavar="OUT", help=say("cli.html_option", lang))] = None,
        date: Annotated[datetime.datetime | None, date_option(lang)] = None,
        encoding: Annotated[str | None, encoding_option(lang)] = None,
        ocr: Annotated[bool, ocr_option(lang)] = False,
        lexicon: Annotated[Path | None, lexicon_option(lang)] = None,
        second_opinion: Annotated[Path | None, second_opinion_option(lang)] = None,
        speech: Annotated[Speech, lang_option(lang)] = default,
    ) -> None:
        day = date.date() if date else None
        words = words_of(lexicon)
        order = Order(speech.value, reasons=speech.value, date=day, encoding=encoding, ocr=ocr, words=words)
        order = replace(order, second_opinion=second_opinion)
        reading = reading_of(file, order)
        if html is None:
            in_terminal(reading, stage.value, order.lang)
            return
        from presscheck.show import picture
        from presscheck.show.html import write

        drawn = {} if stage in READ else picture.of_file(file, reading)
        keep(html, write(reading, order.lang, stage=stage.value, pictures=drawn), order.lang)


def in_terminal(reading: "Reading", stage: str, lang: Lang) -> None:
    """Print one step of a reading; a line of the page is one line, cut off at a terminal's edge, whole in a pipe."""
    from rich.table import Table
    from rich.text import Text

    from presscheck.show import STAGES, heading

    screen = console()
    whole = not sys.stdout.isatty() or screen.width < NARROW
    for shown in (*heading(reading, lang), *STAGES[stage](reading, lang)):
        cut = isinstance(shown, Text) and stage in LISTED and not whole
        soft = whole and not isinstance(shown, Table)
        screen.print(shown, soft_wrap=soft, no_wrap=cut or None, overflow="ellipsis" if cut else None)
