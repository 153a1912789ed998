"""`presscheck audit`: figures of a page, or of a record, that cannot all be true."""

import datetime
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from presscheck.cli.add import record_option
from presscheck.cli.keep import keep
from presscheck.cli.order import Order, date_option, encoding_option, given_as, ocr_option, reading_of
from presscheck.cli.voice import Speech, console, json_option, lang_option, wrong
from presscheck.errors import Lang
from presscheck.messages import say

if TYPE_CHECKING:
    from rich.text import Text

    from presscheck.model.verdict import Finding

STYLES = {"error": "bold red", "proofread": "bold magenta", "tension": "bold yellow"}
FORMS = ("md", "html")
FINDINGS = 1


def add(app: typer.Typer, lang: Lang, command: Any) -> None:
    """Give ``app`` the verb."""

    def day(name: str) -> Any:
        help_ = say(f"cli.find_{name}", lang)
        return typer.Option(f"--{name}", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=help_)

    @dataclass(frozen=True, kw_only=True)
    class Asked:
        file: Annotated[str | None, typer.Argument(metavar="FILE", help=say("cli.audit_argument", lang))] = None
        record: Annotated[Path | None, record_option(lang)] = None
        date: Annotated[datetime.datetime | None, date_option(lang)] = None
        encoding: Annotated[str | None, encoding_option(lang)] = None
        ocr: Annotated[bool, ocr_option(lang)] = False
        since: Annotated[datetime.datetime | None, day("since")] = None
        until: Annotated[datetime.datetime | None, day("until")] = None
        form: Annotated[str | None, typer.Option("--format", metavar="FORM", help=say("cli.audit_format", lang))] = None
        out: Annotated[Path | None, typer.Option("-o", "--out", metavar="OUT", help=say("cli.check_out", lang))] = None
        strict: Annotated[bool, typer.Option("--strict", help=say("cli.audit_strict", lang), show_default=False)] = (
            False
        )
        as_json: Annotated[bool, json_option(lang)] = False
        speech: Annotated[Speech | None, lang_option(lang)] = None

    @app.command("audit", cls=command, help=say("cli.audit", lang), short_help=say("cli.audit", lang))
    @given_as(Asked)
    def audit(asked: Asked) -> None:
        spoken: Lang = asked.speech.value if asked.speech else lang
        if (asked.file is None) == (asked.record is None):
            raise wrong("audit_what")
        if asked.form is not None and asked.form not in FORMS:
            raise wrong("check_no_form", form=asked.form, forms=", ".join(FORMS))
        day = asked.date.date() if asked.date else None
        if asked.file is not None:
            found = of_file(asked.file, Order(spoken, date=day, encoding=asked.encoding, ocr=asked.ocr), spoken)
        else:
            span = (asked.since.date() if asked.since else None, asked.until.date() if asked.until else None)
            found = of_record(asked.record or Path(), span, spoken)
        put(found, asked.form, asked.out, spoken, as_json=asked.as_json)
        raise typer.Exit(FINDINGS if asked.strict and found else 0)


def of_file(file: str, order: Order, lang: Lang) -> "tuple[Finding, ...]":
    """What the stories of a page file say against themselves."""
    from presscheck.check.audit import desk
    from presscheck.check.audit.story import stories_of

    return desk.audit(stories_of(reading_of(file, order)), lang)


Span = tuple[datetime.date | None, datetime.date | None]


def of_record(file: Path, span: Span, lang: Lang) -> "tuple[Finding, ...]":
    """What the stories of a record say against themselves and each other."""
    from presscheck.recording import Record

    with Record(file, lang=lang) as record:
        return record.audit(*span)


def put(found: "tuple[Finding, ...]", form: str | None, out: Path | None, lang: Lang, *, as_json: bool) -> None:
    """Print the findings, or write them."""
    if as_json:
        print(json.dumps([one.to_dict() for one in found], ensure_ascii=False, indent=1))
    elif form:
        from presscheck.export import reports

        told = reports.audited(found, form, lang)
        keep(out, told, lang) if out else sys.stdout.write(told)
    else:
        screen = console()
        for line in shown(found, lang):
            screen.print(line, soft_wrap=True)


def shown(found: "tuple[Finding, ...]", lang: Lang) -> "Iterator[Text]":
    """The findings for people: how grave, what is wrong, the words, and what one character would mend."""
    from rich.text import Text

    from presscheck.export.text import visible

    yield Text(
        say("cli.audit_count", lang, count=len(found)) if found else say("cli.audit_nothing", lang), style="bold"
    )
    for one in found:
        yield Text()
        head = Text(f"{say(f'reports.level_{one.level}', lang)}  ", style=STYLES[one.level])
        yield head.append(visible(one.explanation), style="default").append(f"  {one.rule}", style="dim")
        for told in one.evidence:
            yield Text(f"  · {visible(told.quote)}").append(f"  {visible(told.article)}", style="dim")
        for mend in one.repairs:
            yield Text(f"  → {say('reports.repair', lang, before=visible(mend.before), after=visible(mend.after))}")
