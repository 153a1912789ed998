"""`presscheck add`: files in, kept in a record."""

import datetime
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from presscheck.cli.files import PAGE_FILES, page_files
from presscheck.cli.order import (
    date_option,
    encoding_option,
    given_as,
    lexicon_option,
    ocr_option,
    second_opinion_option,
    words_of,
)
from presscheck.cli.read import pages_without, warnings_of
from presscheck.cli.voice import Speech, json_option, lang_option, tell
from presscheck.errors import Lang, PresscheckError
from presscheck.messages import say

if TYPE_CHECKING:
    from presscheck.adding import Added
    from presscheck.record.store import Store


def record_option(lang: Lang, told: str = "record_option") -> Any:
    """The option ``--record``; ``told`` is the row that says what it is for."""
    return typer.Option("--record", metavar="DB", envvar="PRESSCHECK_RECORD", help=say(f"cli.{told}", lang))


def add(app: typer.Typer, lang: Lang, command: Any) -> None:
    """Give ``app`` the verb."""

    @dataclass(frozen=True, kw_only=True)
    class Asked:
        files: Annotated[list[str], typer.Argument(metavar="FILE", help=say("cli.add_argument", lang))]
        record: Annotated[Path, record_option(lang, "record_made")]
        date: Annotated[datetime.datetime | None, date_option(lang)] = None
        encoding: Annotated[str | None, encoding_option(lang)] = None
        ocr: Annotated[bool, ocr_option(lang)] = False
        lexicon: Annotated[Path | None, lexicon_option(lang)] = None
        second_opinion: Annotated[Path | None, second_opinion_option(lang)] = None
        without_originals: Annotated[
            bool, typer.Option("--without-originals", help=say("cli.add_without_originals", lang))
        ] = False
        jobs: Annotated[int | None, typer.Option("--jobs", min=1, metavar="N", help=say("cli.add_jobs", lang))] = None
        as_json: Annotated[bool, json_option(lang)] = False
        speech: Annotated[Speech | None, lang_option(lang)] = None

        @property
        def options(self) -> dict[str, Any]:
            day = self.date.date() if self.date else None
            told = {"date": day, "encoding": self.encoding, "ocr": self.ocr, "second_opinion": self.second_opinion}
            return told | {"lexicon": words_of(self.lexicon)}

    @app.command("add", cls=command, help=say("cli.add", lang), short_help=say("cli.add", lang))
    @given_as(Asked)
    def add_files(asked: Asked) -> None:
        from presscheck.intake.finished import ENDINGS
        from presscheck.recording import Record

        spoken: Lang = asked.speech.value if asked.speech else lang
        files, troubles = page_files(asked.files, (*PAGE_FILES, *ENDINGS))
        done: list[Added | PresscheckError] = list(troubles)
        with Record(asked.record, lang=spoken) as record, progress(spoken) as tick:
            how = {"jobs": asked.jobs or cores(), "tick": tick, "keep_original": not asked.without_originals}
            for added in record.add_all(files, **how, **asked.options):
                done.append(added)
                told = list(_told(added, spoken))
                for words in told:
                    tell(words)
                if not asked.as_json and not isinstance(added, PresscheckError):
                    print(_line(added, spoken, record.store))
        if asked.as_json:
            print(json.dumps([one.to_dict() for one in _added(done)], ensure_ascii=False, indent=1))
        raise typer.Exit(max([_gravity(one, spoken) for one in done], default=0))


def cores() -> int:
    """How many processes may work side by side on this machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _added(done: "Iterable[Added | PresscheckError]") -> "Iterator[Added]":
    for one in done:
        if not isinstance(one, PresscheckError):
            yield one


def _told(added: "Added | PresscheckError", lang: Lang) -> Iterator[str]:
    """What is wrong with a file, or with parts of it."""
    if isinstance(added, PresscheckError):
        yield added.tell(lang)
        return
    yield from (trouble.tell(lang) for trouble in added.troubles)
    if added.reading:
        told = (*pages_without(added.name, added.reading, lang), *warnings_of(added.name, added.reading, lang))
        yield from (words for _, words in told)


def _gravity(added: "Added | PresscheckError", lang: Lang) -> int:
    if isinstance(added, PresscheckError):
        return added.exit_code
    pages = [code for code, _ in pages_without(added.name, added.reading, lang)] if added.reading else []
    return max([*pages, *(trouble.exit_code for trouble in added.troubles)], default=0)


def _line(added: "Added", lang: Lang, store: "Store") -> str:
    counts = {"new": added.new, "changed": added.changed, "same": added.same, "facts": added.facts}
    told = {"file": added.name, "version": added.version, **counts}
    if added.state == "changed" and (why := why_read_anew(store, added.name, lang)):
        return say("cli.added_anew", lang, why=why, **told)
    return say(f"cli.added_{added.state}", lang, **told)


def why_read_anew(store: "Store", name: str, lang: Lang) -> str | None:
    """Why a file has a new version though its bytes are the same: the program's parts that are others now."""
    sql = "SELECT sha256, made_by FROM document WHERE name = ? ORDER BY version DESC LIMIT 2"
    (now, made_now), (before, made_before) = store.all(sql, (name,))
    if now != before:
        return None
    new, old = json.loads(made_now), json.loads(made_before)
    parts = [
        f"{part} {old.get(part, '—')} → {new.get(part, '—')}"
        for part in {**old, **new}
        if old.get(part) != new.get(part)
    ]
    return say("cli.anew_parts", lang, parts=", ".join(parts)) if parts else say("cli.anew_asked", lang)


@contextmanager
def progress(lang: Lang) -> Iterator[Any]:
    """A line on the terminal that counts the stories that are done; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(say("cli.adding", lang), total=None)
        yield lambda count: shown.advance(task, count)
