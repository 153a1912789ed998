"""`presscheck export`: what the record holds, written for other programs."""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from presscheck.cli.add import progress
from presscheck.cli.find import Wanted, options
from presscheck.cli.order import given_as
from presscheck.cli.voice import Speech, lang_option, wrong
from presscheck.errors import Lang
from presscheck.messages import say

if TYPE_CHECKING:
    from presscheck.model.found import Told

Tick = Callable[[int], None]


class Form(StrEnum):
    """The formats of exports."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    ANNOTATIONS = "annotations"
    PROV = "prov"


def add(app: typer.Typer, lang: Lang, command: Any) -> None:
    """Give ``app`` the verb."""

    @dataclass(frozen=True, kw_only=True)
    class Asked(Wanted):
        form: Annotated[Form, typer.Option("--format", help=say("cli.export_format", lang))]
        out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help=say("cli.export_out", lang))] = (
            None
        )
        excel: Annotated[bool, typer.Option("--excel", help=say("cli.export_excel", lang), show_default=False)] = False
        speech: Annotated[Speech | None, lang_option(lang)] = None

    @app.command("export", cls=command, help=say("cli.export", lang), short_help=say("cli.export", lang))
    @given_as(Asked, options(lang))
    def export(asked: Asked) -> None:
        from presscheck.export.record import lines, write
        from presscheck.recording import Record

        if asked.out is None and asked.form is Form.PARQUET:
            raise wrong("export_no_text", form=asked.form.value)
        if asked.out and asked.out.resolve() == asked.record.resolve():
            raise wrong("export_over_record", file=asked.out)
        spoken: Lang = asked.speech.value if asked.speech else lang
        with Record(asked.record) as record:
            told = record.told(asked.query, asked.filters)
            if asked.out:
                with progress(spoken) as tick:
                    write(_counted(told, tick), asked.form.value, asked.out, excel=asked.excel)
            else:
                sys.stdout.writelines(lines(told, asked.form.value, excel=asked.excel))


def _counted(stories: "Iterable[Told]", tick: Tick | None) -> "Iterator[Told]":
    for story in stories:
        yield story
        if tick:
            tick(1)
