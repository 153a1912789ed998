"""`presscheck check`: a claim put to the record."""

import datetime
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from presscheck.cli.add import record_option
from presscheck.cli.files import STDIN
from presscheck.cli.keep import keep
from presscheck.cli.order import given_as
from presscheck.cli.voice import Speech, console, json_option, lang_option, wrong
from presscheck.errors import FileMissing, Lang
from presscheck.hanzi import is_han
from presscheck.messages import say

if TYPE_CHECKING:
    from rich.text import Text

    from presscheck.model.verdict import Evidence, Verdict

STYLES = {"supported": "bold green", "contradicted": "bold red", "unclear": "bold yellow", "not_found": "bold"}
SIGNS = {"supported": "✓", "contradicted": "✗", "unclear": "?", "not_found": "–"}
FORMS = ("md", "html", "claimreview")
LONGEST = 200_000
FINDINGS = 1
SENTENCE = re.compile(r"[。！？；，、：“”\n]|[.!?] ")
FILE_ENDING = re.compile(r"\.(?:txt|text|md|json|jsonl|csv|html?|docx?|pdf|xml|rtf|odt)$", re.IGNORECASE)
PATH = re.compile(r"(?=.*[A-Za-z])\S*[/\\]\S*")


def add(app: typer.Typer, lang: Lang, command: Any) -> None:
    """Give ``app`` the verb."""

    @dataclass(frozen=True, kw_only=True)
    class Asked:
        claim: Annotated[str, typer.Argument(metavar="CLAIM", help=say("cli.claim_argument", lang))]
        record: Annotated[Path, record_option(lang)]
        date: Annotated[
            datetime.datetime | None,
            typer.Option("--date", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=say("cli.claim_date", lang)),
        ] = None
        form: Annotated[str | None, typer.Option("--format", metavar="FORM", help=say("cli.check_format", lang))] = None
        out: Annotated[Path | None, typer.Option("-o", "--out", metavar="OUT", help=say("cli.check_out", lang))] = None
        strict: Annotated[bool, typer.Option("--strict", help=say("cli.check_strict", lang), show_default=False)] = (
            False
        )
        as_json: Annotated[bool, json_option(lang)] = False
        speech: Annotated[Speech | None, lang_option(lang)] = None

    @app.command("check", cls=command, help=say("cli.check", lang), short_help=say("cli.check", lang))
    @given_as(Asked)
    def check(asked: Asked) -> None:
        from presscheck.recording import Record

        spoken: Lang = asked.speech.value if asked.speech else lang
        if asked.form is not None and asked.form not in FORMS:
            raise wrong("check_no_form", form=asked.form, forms=", ".join(FORMS))
        text = text_of(asked.claim)
        day = asked.date.date() if asked.date else None
        with Record(asked.record, lang=spoken) as record:
            verdicts = record.check(text, day)
        if asked.as_json:
            print(json.dumps([one.to_dict() for one in verdicts], ensure_ascii=False, indent=1))
        elif asked.form:
            told = written(verdicts, asked.form, spoken)
            keep(asked.out, told, spoken) if asked.out else sys.stdout.write(told)
        else:
            screen = console()
            for line in shown(verdicts, spoken):
                screen.print(line, soft_wrap=True)
        against = any(one.ruling.value == "contradicted" for one in verdicts)
        raise typer.Exit(FINDINGS if asked.strict and against else 0)


def text_of(claim: str) -> str:
    """The claim itself, what a file of that name holds, or standard input where it is ``-``."""
    if claim == STDIN:
        return sys.stdin.buffer.read(LONGEST).decode("utf8", "replace")
    try:
        file = Path(claim)
        if len(claim) < 1000 and file.is_file():
            return file.read_bytes()[:LONGEST].decode("utf-8-sig", "replace")
        if looks_like_a_path(claim):
            raise wrong("check_folder", file=claim) if file.is_dir() else FileMissing(file=claim)
    except (OSError, ValueError):
        pass  # a sentence may be no possible name of a file
    return claim


def looks_like_a_path(claim: str) -> bool:
    """Whether words put to the record can only be meant as the path of a file: they are no sentence.

    >>> [looks_like_a_path(one) for one in ("claims/may.txt", "说法.txt", "/tmp/claim", "去年新增3/4是女性")]
    [True, True, True, False]
    """
    if SENTENCE.search(claim):
        return False
    return bool(FILE_ENDING.search(claim) or (PATH.fullmatch(claim) and not any(map(is_han, claim))))


def written(verdicts: "tuple[Verdict, ...]", form: str, lang: Lang) -> str:
    """The verdicts as a report, or as ClaimReview."""
    from presscheck.export import claim_review, reports

    if form == "claimreview":
        return claim_review.write(verdicts)
    return reports.checked(verdicts, form, lang)


def shown(verdicts: "tuple[Verdict, ...]", lang: Lang) -> "Iterator[Text]":
    """The verdicts for people: each with its reason and the sentences it rests on."""
    from rich.text import Text

    from presscheck.export.text import visible

    if not verdicts:
        yield Text(say("cli.check_nothing", lang))
    for one in verdicts:
        style = STYLES[one.ruling.value]
        yield Text(f"{SIGNS[one.ruling.value]} {say(f'cli.ruling_{one.ruling.value}', lang)}  ", style=style).append(
            visible(one.claim), style="default"
        )
        yield Text(f"  {visible(one.why)}")
        for told in one.evidence:
            yield from _evidence(told, lang)
        yield Text()


def _evidence(told: "Evidence", lang: Lang) -> "Iterator[Text]":
    from rich.text import Text

    from presscheck.export.text import visible

    line = Text(f"  · {say(f'cli.relation_{told.relation}', lang)}  ", style="cyan")
    quote = Text(visible(told.quote))
    if told.fact and (at := told.quote.find(told.fact.evidence.text)) >= 0:
        quote.stylize("bold underline", at, at + len(told.fact.evidence.text))
    yield line.append_text(quote)
    where = "  ".join(filter(None, (told.date.isoformat() if told.date else "", told.headline, told.article)))
    yield Text(f"    {visible(where)}{f' ({told.note})' if told.note else ''}", style="dim")
