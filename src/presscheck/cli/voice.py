"""How the command line speaks: in which language, to which stream, and safely."""

import io
import os
import re
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import typer

from presscheck.errors import Lang, WrongUsage
from presscheck.export.text import visible
from presscheck.messages import say

if TYPE_CHECKING:
    from rich.console import Console

LOCALE_NAMES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The first of these that is set decides the language, as it does for other programs."""


class Speech(StrEnum):
    """The languages in which the command line speaks."""

    ZH = "zh"
    EN = "en"


def language(arguments: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """The language to speak: what ``--lang`` says, else the locale.

    >>> language(["read", "a.txt", "--lang=en"], {"LANG": "zh_CN.UTF-8"})
    'en'
    >>> language([], {"LC_ALL": "", "LANG": "zh_CN.UTF-8"})
    'zh'
    """
    options = list(arguments)[: arguments.index("--")] if "--" in arguments else list(arguments)
    joined = [word.removeprefix("--lang=") for word in options if word.startswith("--lang=")]
    apart = [word for option, word in pairwise(options) if option == "--lang"]
    chosen = next((environment[name] for name in LOCALE_NAMES if environment.get(name)), "")
    told = [word for word in joined + apart if word in ("zh", "en")]  # wrong usage is said in the locale's language
    spoken = told[-1] if told else chosen.lower()[:2]
    return "zh" if spoken == "zh" else "en"


def lang_option(lang: Lang) -> Any:
    """The option ``--lang``, which every verb has."""
    return typer.Option("--lang", help=say("cli.lang_option", lang), show_default=False)


def json_option(lang: Lang) -> Any:
    """The option ``--json``: for programs, not for people."""
    return typer.Option("--json", help=say("cli.json_option", lang), show_default=False)


def ready_streams() -> None:
    """Make what we print the same everywhere: UTF-8 and plain line ends into files and pipes.

    On a terminal its own encoding stays, and what it cannot show is spelled out instead of stopping us.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
            if not stream.isatty():
                stream.reconfigure(encoding="utf-8", newline="\n")


def tell(words: str) -> None:
    """Say a thing to the person, on standard error."""
    print(safe(words), file=sys.stderr)


def safe(words: str) -> str:
    """Words made safe to print, line by line: file names and page text may hold control characters."""
    return "\n".join(visible(line) for line in words.split("\n"))


def console() -> "Console":
    """Where coloured output goes; plain where it is no terminal or NO_COLOR is set."""
    from rich.console import Console

    class Screen(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # the library would leave with exit code 1, which says "findings"

    return Screen(file=sys.stdout, highlight=False, markup=False, emoji=False)


def wrong(name: str, **values: object) -> WrongUsage:
    """The error for a command that cannot be carried out as put; ``name`` is a row of ``messages/cli.toml``."""
    return WrongUsage(en=say(f"cli.{name}", "en", **values), zh=say(f"cli.{name}", "zh", **values))


def leave_closed_pipe() -> None:
    """Keep Python quiet at its end when nobody reads our output any more (``presscheck read … | head``)."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError, io.UnsupportedOperation):
        return


def localised(help_page: str, lang: Lang) -> str:
    """A help page with the words of the command-line library in ``lang`` too.

    >>> localised("Usage: presscheck [OPTIONS]", "zh")
    '用法： presscheck [OPTIONS]'
    """
    for name in ("usage", "options", "commands", "arguments"):
        help_page = re.sub(f"^{say(f'cli.{name}', 'en')}", say(f"cli.{name}", lang), help_page, flags=re.MULTILINE)
    for name in ("help_option", "required", "default"):
        help_page = help_page.replace(say(f"cli.{name}", "en"), say(f"cli.{name}", lang))
    return help_page
