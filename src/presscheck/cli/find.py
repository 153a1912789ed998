"""`presscheck find`: what the record has on a word, or which of its facts say what of whom."""

import datetime
import json
import re
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
MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def add(app: typer.Typer, lang: Lang, command: Any) -> None:
    """Give ``app`` the verb."""
    days = {"formats": ["%Y-%m-%d"], "metavar": "YYYY-MM-DD"}

    def named(role: str) -> Any:
        return typer.Option(f"--{role}", metavar="NAME", help=say(f"cli.find_{role}", lang))

    @dataclass(frozen=True, kw_only=True)
    class Asked:
        query: Annotated[str, typer.Argument(metavar="QUERY", help=say("cli.query_argument", lang))] = ""
        record: Annotated[Path, record_option(lang)]
        since: Annotated[
            datetime.datetime | None, typer.Option("--since", help=say("cli.find_since", lang), **days)
        ] = None
        until: Annotated[
            datetime.datetime | None, typer.Option("--until", help=say("cli.find_until", lang), **days)
        ] = None
        paper: Annotated[str | None, typer.Option("--paper", metavar="NAME", help=say("cli.find_paper", lang))] = None
        kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help=say("cli.find_kind", lang))] = None
        unit: Annotated[str | None, typer.Option("--unit", metavar="UNIT", help=say("cli.find_unit", lang))] = None
        during: Annotated[
            str | None, typer.Option("--during", metavar="YYYY[-MM[-DD]]", help=say("cli.find_during", lang))
        ] = None
        party: Annotated[str | None, named("party")] = None
        agent: Annotated[str | None, named("agent")] = None
        counterpart: Annotated[str | None, named("counterpart")] = None
        speaker: Annotated[str | None, named("speaker")] = None
        subject: Annotated[str | None, named("subject")] = None
        who: Annotated[str | None, named("who")] = None
        place: Annotated[str | None, named("place")] = None
        indicator: Annotated[str | None, named("indicator")] = None
        limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help=say("cli.limit_option", lang))] = 20
        offset: Annotated[int, typer.Option("--offset", min=0, help=say("cli.offset_option", lang))] = 0
        facets: Annotated[bool, typer.Option("--facets", help=say("cli.facets_option", lang))] = False
        as_json: Annotated[bool, json_option(lang)] = False
        speech: Annotated[Speech | None, lang_option(lang)] = None

        @property
        def filters(self) -> "Filters":
            from presscheck.record.query import Filters

            return Filters(
                since=self.since.date() if self.since else None,
                until=self.until.date() if self.until else None,
                paper=self.paper,
                kind=self.kind,
                unit=self.unit,
                during=period_of(self.during) if self.during else None,
                roles=tuple((role, getattr(self, role)) for role in NAMES if getattr(self, role)),
            )

    @app.command("find", cls=command, help=say("cli.find", lang), short_help=say("cli.find", lang))
    @given_as(Asked)
    def find(asked: Asked) -> None:
        from presscheck.recording import Record

        filters = asked.filters
        if not asked.query.strip() and not filters.asks_for_facts:
            raise wrong("find_nothing")
        with Record(asked.record) as record:
            told = record.find(asked.query, filters, limit=asked.limit, offset=asked.offset, facets=asked.facets)
        if asked.as_json:
            print(json.dumps(told.to_dict(), ensure_ascii=False, indent=1))
            return
        screen = console()
        for line in shown(told, asked.speech.value if asked.speech else lang, asked.offset):
            screen.print(line, soft_wrap=True)


def period_of(text: str) -> tuple[datetime.date, datetime.date]:
    """The first and last day of a year, month or day, as a person writes it: 2026, 2026-06, 2026-06-18.

    >>> period_of("2026-02")
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    """
    found = MONTH.fullmatch(text)
    try:
        if not found:
            raise ValueError
        year, month, day = (int(part) if part else None for part in found.groups())
        first = datetime.date(year or 0, month or 1, day or 1)
        if day:
            return first, first
        after = datetime.date(first.year + (month in (None, 12)), 1 if month is None else month % 12 + 1, 1)
    except ValueError:
        raise wrong("find_no_period", text=text) from None
    return first, after - datetime.timedelta(days=1)


def shown(found: "Found", lang: Lang, offset: int = 0) -> "Iterator[Text]":
    """What was found, for people: each story or fact with its sentence, what was looked for marked."""
    from rich.text import Text

    what = "facts" if found.facts else "stories"
    many = say("cli.found_more" if found.more else f"cli.found_{what}", lang, count=found.total)
    yield Text(many, style="bold")
    for name, why in found.names:
        yield Text(say("cli.found_name", lang, party=name, why=why), style="dim")
    for number, one in enumerate(found.hits, offset + 1):
        yield from _hit(number, one, lang)
    for number, fact in enumerate(found.facts, offset + 1):
        yield from _fact(number, fact, lang)
    for name, values in found.facets:
        told = "  ".join(f"{value} {count}" for value, count in values)
        yield Text(f"{say(f'cli.facet_{name}', lang)}: {told}") if values else Text()


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
