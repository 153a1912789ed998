"""What `programme` and `controls` have in common: their options, and how sentences and headings are printed."""

import datetime
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from presscheck.cli.voice import console
from presscheck.errors import Lang, WrongUsage
from presscheck.messages import both, say

if TYPE_CHECKING:
    from rich.text import Text

    from presscheck.model.found import FoundFact, Passage, Source

FEW = 12
"""Rows of one part of a ledger that are printed where not all are asked for."""


def on_option(lang: Lang) -> Any:
    """The option ``--on``."""
    return typer.Option("--on", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=say("ledger.on_option", lang))


def all_option(lang: Lang) -> Any:
    """The option ``--all``."""
    return typer.Option("--all", help=say("ledger.all_option", lang), show_default=False)


def day_of(moment: datetime.datetime | None) -> datetime.date | None:
    """The day that was given on the command line."""
    return moment.date() if moment else None


def wrong(name: str, **values: object) -> WrongUsage:
    """The error for a command that cannot be carried out as put; ``name`` is a row of ``messages/ledger.toml``."""
    return WrongUsage(**both(f"ledger.{name}", **values))


def as_json(told: dict[str, Any]) -> str:
    """A ledger for programs."""
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def show(lines: "Iterable[Text]") -> None:
    """Print lines; nothing of a page steers the terminal, whatever it stands in."""
    from presscheck.export.text import visible

    screen = console()
    for line in lines:
        line.plain = visible(line.plain)
        screen.print(line, soft_wrap=True)


@dataclass(frozen=True, slots=True)
class View:
    """How a ledger is printed: in which language, and whether every row with its sentence."""

    lang: Lang
    all: bool = False

    def say(self, name: str, **values: object) -> str:
        """A row of ``messages/ledger.toml``."""
        return say(f"ledger.{name}", self.lang, **values)

    def heading(self, name: str, count: int) -> "Iterator[Text]":
        """The title of a part, after an empty line."""
        from rich.text import Text

        yield Text()
        yield Text(self.say("count", what=self.say(name), count=count), style="bold cyan")

    def of(self, rows: "Iterable[list[Text]]", count: int) -> "Iterator[Text]":
        """The rows of a part, a few where not all are asked for."""
        from rich.text import Text

        for at, lines in enumerate(rows):
            if not self.all and at == FEW:
                yield Text("  " + self.say("more", count=count - FEW), style="dim")
                return
            yield from lines


def quoted(passage: "Passage", source: "Source", marks: Iterable[tuple[int, int]] = ()) -> "Text":
    """A sentence with the words that matter marked, and where it stands."""
    from rich.text import Text

    out = Text("    ").append(passage.quote)
    for start, end in marks:
        out.stylize("bold underline", 4 + start - passage.start, 4 + end - passage.start)
    return out.append(f"  {source.date or '—'} {source.article}", style="dim")


def facts_quoted(evidence: "Iterable[FoundFact]") -> "Iterator[Text]":
    """The sentences of facts, each once, with the words of all its facts marked."""
    held: dict[tuple[Source, Passage], list[tuple[int, int]]] = {}
    for one in evidence:
        words = one.fact.evidence
        held.setdefault((one.source, one.passage), []).append((words.start, words.end))
    for (source, passage), marks in held.items():
        yield quoted(passage, source, marks)


def where(found: "FoundFact") -> str:
    """The day and id of the story that tells a fact."""
    return f"{found.source.date or '—'} {found.source.article}"
