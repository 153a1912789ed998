"""`presscheck programme`: a cooperation programme as the record tells it, every line with the words that say so."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from presscheck.cli.add import record_option
from presscheck.cli.keep import keep
from presscheck.cli.ledgers import (
    View,
    all_option,
    as_json,
    day_of,
    facts_quoted,
    on_option,
    quoted,
    show,
    where,
    wrong,
)
from presscheck.cli.order import given_as
from presscheck.cli.voice import Speech, json_option, lang_option
from presscheck.errors import Lang
from presscheck.messages import say

if TYPE_CHECKING:
    from rich.text import Text

    from presscheck.model.ledger import Indicator, Measured, Meeting, Pair, Partner, Programme, Promise


class Form(StrEnum):
    """The formats in which a programme is written for programs."""

    IATI = "iati"
    JSON = "json"


def add(app: typer.Typer, lang: Lang, command: Any) -> None:
    """Give ``app`` the verb."""

    @dataclass(frozen=True, kw_only=True)
    class Asked:
        name: Annotated[str, typer.Argument(metavar="NAME", help=say("ledger.programme_name", lang))]
        record: Annotated[Path, record_option(lang)]
        on: Annotated[datetime | None, on_option(lang)] = None
        all: Annotated[bool, all_option(lang)] = False
        form: Annotated[Form | None, typer.Option("--format", help=say("ledger.format_option", lang))] = None
        out: Annotated[Path | None, _out_option(lang)] = None
        as_json: Annotated[bool, json_option(lang)] = False
        speech: Annotated[Speech | None, lang_option(lang)] = None

    @app.command("programme", cls=command, help=say("ledger.programme", lang), short_help=say("ledger.programme", lang))
    @given_as(Asked)
    def programme(asked: Asked) -> None:
        from presscheck.recording import Record

        form = Form.JSON if asked.as_json and asked.form is None else asked.form
        if asked.out and form is None:
            raise wrong("out_without_format", file=asked.out)
        if asked.out and asked.out.resolve() == asked.record.resolve():
            raise wrong("over_record", file=asked.out)
        spoken: Lang = asked.speech.value if asked.speech else lang
        with Record(asked.record) as record:
            told = record.programme(asked.name, on=day_of(asked.on))
        if form is None:
            show(shown(told, View(spoken, asked.all)))
        elif asked.out:
            keep(asked.out, _written(told, form), spoken)
        else:
            sys.stdout.write(_written(told, form))


def _out_option(lang: Lang) -> Any:
    return typer.Option("-o", "--out", metavar="FILE", help=say("ledger.out_option", lang))


def _written(told: "Programme", form: Form) -> str:
    if form is Form.JSON:
        return as_json(told.to_dict())
    from presscheck.export.iati import written

    return written(told)


def shown(told: "Programme", view: View) -> "Iterator[Text]":
    """The ledger for people: each part with its rows, and at its end what is not told."""
    from rich.text import Text

    head = {"what": told.asked, "stories": len(told.stories), "about": len(told.about), "on": told.on or "—"}
    yield Text(view.say("head", **head), style="bold")
    if len(told.names) > 1:
        yield Text(view.say("names", names="、".join(told.names)), style="dim")
    parties = [one for one in told.partners if not one.person]
    people = [one for one in told.partners if one.person]
    parts: list[tuple[str, Any, Any]] = [
        ("partners", parties, _partner),
        ("people", people, _partner),
        ("pairs", told.pairs, _pair),
        ("meetings", told.meetings, _meeting),
        ("promises", told.promises, _promise),
        ("indicators", told.indicators, _indicator),
    ]
    for name, held, row in parts:
        if held:
            yield from view.heading(name, len(held))
            yield from view.of((list(row(one, view)) for one in held), len(held))
    if told.clashes:
        yield from view.heading("clashes", len(told.clashes))
    for one in told.clashes:
        yield Text("  ").append(view.say(one.why, what=one.what), style="bold red")
        yield from facts_quoted(one.evidence)
    if told.gaps:
        yield from view.heading("gaps", len(told.gaps))
    yield from (Text("  " + view.say(gap), style="dim") for gap in told.gaps)


def _partner(one: "Partner", view: View) -> "Iterator[Text]":
    from rich.text import Text

    out = Text("  ").append(one.name, style="bold")
    if one.known:
        out.append(f"  {view.say('known')}", style="dim")
    told = view.say("times_told", count=len(one.evidence)) if one.evidence else view.say("not_acting")
    yield out.append(f"  {told}", style="dim")
    if view.all:
        yield from facts_quoted(one.evidence)


def _pair(one: "Pair", view: View) -> "Iterator[Text]":
    from rich.text import Text

    out = Text("  ").append(one.a, style="bold").append(" — ")
    out.append(one.b or "?", style="bold")
    if one.b is None:
        out.append(f"  {view.say('unknown_side')}", style="dim")
    if one.since:
        out.append(f"  {one.since.text}")
    yield out.append(f"  {where(one.evidence[0])}", style="dim")
    if view.all:
        yield from facts_quoted(one.evidence)


def _meeting(one: "Meeting", view: View) -> "Iterator[Text]":
    from rich.text import Text

    period = one.period
    day = view.say("no_day") if period is None else _days(period.start, period.end)
    out = Text(f"  {day}  ").append(one.name, style="bold").append(f"  {one.place}" if one.place else "")
    yield out.append(f"  {view.say('times_told', count=len(one.told))}", style="dim")
    if view.all:
        yield from (quoted(told.passage, told.source) for told in one.told)


def _days(start: str | None, end: str | None) -> str:
    """A period by its days; a whole year or month is short.

    >>> _days("2026-01-01", "2026-12-31"), _days("2026-06-01", "2026-06-30"), _days("2026-06-09", "2026-06-09")
    ('2026', '2026-06', '2026-06-09')
    """
    first, last = (start or "…")[:10], (end or "…")[:10]
    if first == last:
        return first
    if first[:4] == last[:4] and first.endswith("-01-01") and last.endswith("-12-31"):
        return first[:4]
    if first[:7] == last[:7] and first.endswith("-01") and last[8:] in ("28", "29", "30", "31"):
        return first[:7]
    return f"{first} – {last}"


def _promise(one: "Promise", view: View) -> "Iterator[Text]":
    from rich.text import Text

    late = one.state in ("overdue", "short")
    out = Text("  ").append(view.say(f"state_{one.state}"), style="bold red" if late else "bold green")
    out.append(f"  {one.who or '?'}  ").append(one.what, style="bold")
    if one.deadline and one.deadline.end:
        out.append(f"  {view.say('by_day', day=one.deadline.end[:10])}")
    yield out.append(f"  {where(one.evidence[0])}", style="dim")
    for later in one.later[-1:]:
        told = {"words": later.fact.evidence.text, "day": later.source.date or "—", "article": later.source.article}
        yield Text("    ").append(view.say("later", **told), style="dim")
    if view.all:
        yield from facts_quoted((*one.evidence, *one.later))


def _indicator(one: "Indicator", view: View) -> "Iterator[Text]":
    from rich.text import Text

    named = any(told.named for told in one.readings)
    out = Text("  ").append(" ".join(filter(None, (one.subject, one.name))), style="bold")
    out.append(f"  {view.say(f'how_{one.how}')}", style="dim")
    if not named:
        out.append(f"  {view.say('beside')}", style="dim")
    yield out
    for told in one.readings:
        yield _reading(told, view)
        if view.all:
            yield from facts_quoted(told.evidence)


def _reading(told: "Measured", view: View) -> "Text":
    from rich.text import Text

    found = told.evidence[-1]
    period = told.period
    day = _days(period.start, period.end) if period and (period.start or period.end) else str(told.year or "—")
    out = Text(f"    {day}  ").append(found.fact.evidence.text, style="bold underline")
    if told.target:
        out.append(f"  {view.say('target')}", style="yellow")
    return out.append(f"  {where(found)}", style="dim")
