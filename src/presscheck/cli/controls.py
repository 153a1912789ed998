"""`presscheck controls`: the control lists that a record tells of, their changes, and how they stand on a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from presscheck.cli.add import record_option
from presscheck.cli.ledgers import View, all_option, as_json, day_of, facts_quoted, on_option, show, where
from presscheck.cli.order import given_as
from presscheck.cli.voice import Speech, json_option, lang_option
from presscheck.errors import Lang
from presscheck.messages import say
from presscheck.model.fact import written

if TYPE_CHECKING:
    from rich.text import Text

    from presscheck.model.ledger import ControlList, Controls, Entry, State


def add(app: typer.Typer, lang: Lang, command: Any) -> None:
    """Give ``app`` the verb."""

    @dataclass(frozen=True, kw_only=True)
    class Asked:
        name: Annotated[str | None, typer.Argument(metavar="[NAME]", help=say("ledger.controls_name", lang))] = None
        record: Annotated[Path, record_option(lang)]
        on: Annotated[datetime | None, on_option(lang)] = None
        all: Annotated[bool, all_option(lang)] = False
        as_json: Annotated[bool, json_option(lang)] = False
        speech: Annotated[Speech | None, lang_option(lang)] = None

    @app.command("controls", cls=command, help=say("ledger.controls", lang), short_help=say("ledger.controls", lang))
    @given_as(Asked)
    def controls(asked: Asked) -> None:
        import sys

        from presscheck.recording import Record

        with Record(asked.record) as record:
            told = record.controls(asked.name, on=day_of(asked.on))
        if asked.as_json:
            sys.stdout.write(as_json(told.to_dict()))
        else:
            show(shown(told, View(asked.speech.value if asked.speech else lang, asked.all)))


def shown(told: "Controls", view: View) -> "Iterator[Text]":
    """The lists for people: how each stands, then its changes in the order in which they take hold."""
    from rich.text import Text

    if not told.lists:
        yield Text(view.say("no_lists"), style="bold")
        return
    changes = sum(len(one.entries) for one in told.lists)
    on = told.on or view.say("all_told")
    yield Text(view.say("lists", count=len(told.lists), changes=changes, on=on), style="bold")
    yield Text(view.say("not_whole"), style="dim")
    for one in told.lists:
        yield from _list(one, told, view)


def _list(one: "ControlList", told: "Controls", view: View) -> "Iterator[Text]":
    from rich.text import Text

    from presscheck.check.controls import is_anyones

    yield Text()
    head = Text(one.name, style="bold cyan").append(f"  {one.keeper}" if one.keeper else "", style="cyan")
    yield head
    others = [name for name in one.names if name != one.name]
    if others:
        yield Text("  " + view.say("also_called", names="、".join(others)), style="dim")
    if one.keeper is None and is_anyones(one.name):
        yield Text("  " + view.say("whose_not_told"), style="dim")
    yield from (Text("  ").append(line, style="bold") for line in state_told(one.state, view))
    yield from view.of((list(_entry(entry, told, view)) for entry in one.entries), len(one.entries))
    for clash in one.clashes:
        yield Text("  ").append(view.say(clash.why, what=clash.what), style="bold red")
        yield from facts_quoted(clash.evidence)


def state_told(state: "State", view: View) -> Iterator[str]:
    """How a list stands, in words."""
    if state.items:
        yield view.say("state_named", items="、".join(state.items))
    if state.untold:
        yield view.say("state_untold" if state.items else "state_only_untold", count=written(state.untold))
    if not (state.items or state.untold or state.altered):
        yield view.say("state_none")
    if state.perhaps or state.perhaps_untold:
        items = "、".join(state.perhaps)
        if state.perhaps_untold:
            items = view.say("state_perhaps_untold", items=items, count=written(state.perhaps_untold))
        yield view.say("state_perhaps", items=items)
    if state.altered:
        yield view.say("state_altered", count=state.altered)


def _entry(entry: "Entry", told: "Controls", view: View) -> "Iterator[Text]":
    from rich.text import Text

    out = Text(f"  {view.say(f'dated_{entry.dated_by}')} {_from(entry)}  ")
    out.append(view.say(f"action_{entry.action}"), style="bold")
    named = "、".join(entry.items)
    kind = f"{written(entry.count)} {entry.kind}" if entry.count is not None and entry.kind else ""
    out.append(f"  {'、'.join(filter(None, (named, kind)))}" if named or kind else "")
    if entry.class_wide:
        out.append(f"  {view.say('class_wide')}")
    if entry.countries:
        out.append(f"  {view.say('for_countries', names='、'.join(entry.countries))}")
    if entry.issuers:
        out.append(f"  {view.say('by_whom', names='、'.join(entry.issuers))}", style="dim")
    if entry.instrument:
        out.append(f"  {entry.instrument}", style="dim")
    if entry.untold and entry.count is not None:
        gap = view.say("gap_names", count=written(entry.count), named=len(entry.items))
        out.append(f"  {gap}", style="yellow")
    holds = entry.holds(told.on)
    if holds != "yes":
        out.append(f"  {view.say(holds)}", style="yellow")
    yield out.append(f"  {where(entry.evidence[0])}", style="dim")
    if view.all or entry.action == "modify":  # what was altered is told by the words alone
        yield from facts_quoted(entry.evidence)


def _from(entry: "Entry") -> str:
    if entry.first and entry.last and entry.first != entry.last:
        return f"{entry.first} – {entry.last}"
    return str(entry.last or entry.first or "—")
