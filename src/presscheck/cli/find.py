"""`presscheck find`: what the record has on a word, or which of its facts say what of whom."""

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from presscheck.cli.add import record_option
from presscheck.cli.order import given_as
from presscheck.cli.voice import Speech, console, json_option, lang_option, wrong
from presscheck.errors import Lang
from presscheck.messages import say

if TYPE_CHECKING:
    from rich.text import Text

    from presscheck.model import Fact
    from presscheck.model.found import Found, FoundFact, Hit, Passage
    from presscheck.record.query import Filters

NAMES = ("party", "agent", "counterpart", "speaker", "subject", "who", "place", "indicator")
"""The roles that can be asked for by name, each an option."""
FEW_NAMES = 3
"""Other names of a party that are told with their reasons."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked of a record, the same for every verb that looks in it; ``options`` says how it is put."""

    query: str = ""
    record: Path
    since: datetime.datetime | None = None
    until: datetime.datetime | None = None
    paper: str | None = None
    kind: str | None = None
    unit: str | None = None
    during: str | None = None
    party: str | None = None
    agent: str | None = None
    counterpart: str | None = None
    speaker: str | None = None
    subject: str | None = None
    who: str | None = None
    place: str | None = None
    indicator: str | None = None

    @property
    def filters(self) -> "Filters":
        """What is asked beside the words."""
        from presscheck.record.query import Filters, span_of

        return Filters(
            since=self.since.date() if self.since else None,
            until=self.until.date() if self.until else None,
            paper=self.paper,
            kind=self.kind,
            unit=self.unit,
            during=span_of(self.during) if self.during else None,
            roles=tuple((role, getattr(self, role)) for role in NAMES if getattr(self, role)),
        )


def options(lang: Lang) -> dict[str, Any]:
    """The argument and the options by which it is asked what a record holds."""
    names = {"paper": "NAME", "kind": "KIND", "unit": "UNIT", "during": "YYYY[-MM[-DD]]"} | dict.fromkeys(NAMES, "NAME")
    return {
        "query": typer.Argument(metavar="QUERY", help=say("cli.query_argument", lang)),
        "record": record_option(lang),
        **{name: _day_option(name, lang) for name in ("since", "until")},
        **{
            name: typer.Option(f"--{name}", metavar=metavar, help=say(f"cli.find_{name}", lang))
            for name, metavar in names.items()
        },
    }


def _day_option(name: str, lang: Lang) -> Any:
    return typer.Option(f"--{name}", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=say(f"cli.find_{name}", lang))


def add(app: typer.Typer, lang: Lang, command: Any) -> None:
    """Give ``app`` the verb."""

    @dataclass(frozen=True, kw_only=True)
    class Asked(Wanted):
        limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help=say("cli.limit_option", lang))] = 20
        offset: Annotated[int, typer.Option("--offset", min=0, help=say("cli.offset_option", lang))] = 0
        facets: Annotated[bool, typer.Option("--facets", help=say("cli.facets_option", lang))] = False
        as_json: Annotated[bool, json_option(lang)] = False
        speech: Annotated[Speech | None, lang_option(lang)] = None

    @app.command("find", cls=command, help=say("cli.find", lang), short_help=say("cli.find", lang))
    @given_as(Asked, options(lang))
    def find(asked: Asked) -> None:
        from presscheck.export.text import visible
        from presscheck.recording import Record

        filters = asked.filters
        if not asked.query.strip() and not filters.asks_for_facts:
            raise wrong("find_nothing")
        with Record(asked.record, lang=asked.speech.value if asked.speech else lang) as record:
            told = record.find(asked.query, filters, limit=asked.limit, offset=asked.offset, facets=asked.facets)
        if asked.as_json:
            print(json.dumps(told.to_dict(), ensure_ascii=False, indent=1))
            return
        screen = console()
        for line in shown(told, asked.speech.value if asked.speech else lang, asked.offset):
            line.plain = visible(line.plain)  # nothing of a page steers the terminal, whatever it stands in
            screen.print(line, soft_wrap=True)


def shown(found: "Found", lang: Lang, offset: int = 0) -> "Iterator[Text]":
    """What was found, for people: each story or fact with its sentence, what was looked for marked."""
    from rich.text import Text

    from presscheck.show.counting import counted

    many = counted("cli.found_more" if found.more else f"cli.found_{found.of}", lang, count=found.total)
    yield Text(many, style="bold")
    yield from (Text(line, style="dim") for line in names_told(found, lang))
    for number, one in enumerate(found.hits, offset + 1):
        yield from _hit(number, one, lang)
    for number, fact in enumerate(found.facts, offset + 1):
        yield from _fact(number, fact, lang)
    for name, values in found.facets:
        if name == "kind":
            values = tuple((say(f"facts.{value}", lang), count) for value, count in values)
        told = "  ".join(f"{value} {count}" for value, count in values)
        yield Text(f"{say(f'cli.facet_{name}', lang)}: {told}") if values else Text()


def names_told(found: "Found", lang: Lang) -> Iterator[str]:
    """Other names of the parties asked for, a few with their reasons, and those that only may mean them."""
    sure = [(name, why) for name, why, is_sure in found.names if is_sure]
    yield from (say("cli.found_name", lang, party=name, why=why) for name, why in sure[:FEW_NAMES])
    if len(sure) > FEW_NAMES:
        yield say("cli.found_names", lang, count=len(sure) - FEW_NAMES)
    maybe = [(name, why) for name, why, is_sure in found.names if not is_sure]
    yield from (say("cli.found_no_name", lang, party=name, why=why) for name, why in maybe[:FEW_NAMES])


def _hit(number: int, hit: "Hit", lang: Lang) -> "Iterator[Text]":
    from rich.text import Text

    yield Text()
    yield _head(number, hit)
    if hit.passage:
        yield Text("   ").append_text(_quoted(hit.passage))
    for fact in hit.facts:
        yield Text("   · ", style="dim").append_text(_says(fact, lang))


def _fact(number: int, found: "FoundFact", lang: Lang) -> "Iterator[Text]":
    from rich.text import Text

    yield Text()
    yield Text(f"{number}. ").append_text(_says(found.fact, lang))
    yield Text("   ").append_text(_quoted(found.passage, found.fact))
    yield Text("   ").append_text(_where(found))


def _head(number: int, hit: "Hit") -> "Text":
    from rich.text import Text

    return Text(f"{number}. ").append(hit.source.headline or "—", style="bold").append("  ").append_text(_where(hit))


def _where(hit: "Hit | FoundFact") -> "Text":
    from rich.text import Text

    day = hit.source.date.isoformat() if hit.source.date else None
    told = "  ".join(filter(None, (day, hit.source.paper, hit.source.article)))
    return Text(told, style="dim")


def _quoted(passage: "Passage", fact: "Fact | None" = None) -> "Text":
    from rich.text import Text

    from presscheck.export.text import visible

    out = Text(visible(passage.quote))
    for start, end in passage.marks:
        out.stylize("bold reverse", start, end)
    if fact:
        out.stylize("bold underline", fact.evidence.start - passage.start, fact.evidence.end - passage.start)
    return out


def _says(fact: "Fact", lang: Lang) -> "Text":
    from rich.text import Text

    from presscheck.export.text import visible
    from presscheck.show.fact_words import says

    lead, *others = (one for one in says(fact, lang) if one.name != "between")
    out = Text(f"{say(f'facts.{fact.kind}', lang)}  ", style="cyan").append(visible(lead.words), style="bold")
    for one in others:
        out.append(f"  {one.label} " if one.label else "  ", style="dim").append(visible(one.words))
    return out.append(f"  {fact.id}", style="dim")
