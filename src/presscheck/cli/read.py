"""`presscheck read`: page files in, stories out."""

import datetime
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from presscheck.cli.files import Job, jobs_for, page_files
from presscheck.cli.keep import keep
from presscheck.cli.order import (
    Apply,
    Order,
    date_option,
    encoding_option,
    given_as,
    lexicon_option,
    ocr_option,
    reading_of,
    second_opinion_option,
    words_of,
)
from presscheck.cli.voice import Speech, lang_option, tell, wrong
from presscheck.errors import Lang, PageUnreadable, PresscheckError
from presscheck.messages import again, say, warns
from presscheck.model.correction import Tier

if TYPE_CHECKING:
    from presscheck.model import Reading

FINDINGS = 1
BLANK = ("blank_page", "image_no_type")
"""Notes of pages that were read, and on which there is nothing."""
BUG = 70
Done = TypeVar("Done")


class Form(StrEnum):
    """The formats `read` can write."""

    JSON = "json"
    MD = "md"
    TXT = "txt"
    PAGE_XML = "page_xml"
    ALTO = "alto"
    METS = "mets"
    TEI = "tei"
    HOCR = "hocr"


FOR_PEOPLE = (Form.MD, Form.TXT)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: how grave it was (an exit code), what to tell, what to print."""

    exit_code: int = 0
    told: tuple[str, ...] = ()
    printed: str = ""
    findings: tuple[str, ...] = ()


def add(app: typer.Typer, lang: Lang, command: Any) -> None:
    """Give ``app`` the verb."""

    @dataclass(frozen=True, kw_only=True)
    class Asked:
        files: Annotated[list[str], typer.Argument(metavar="FILE", help=say("cli.files_argument", lang))]
        out: Annotated[Path | None, typer.Option("-o", "--out", metavar="DIR", help=say("cli.out_option", lang))] = None
        form: Annotated[Form, typer.Option("--format", help=say("cli.format_option", lang))] = Form.MD
        issue: Annotated[bool, typer.Option("--issue", help=say("cli.issue_option", lang), show_default=False)] = False
        date: Annotated[datetime.datetime | None, date_option(lang)] = None
        encoding: Annotated[str | None, encoding_option(lang)] = None
        ocr: Annotated[bool, ocr_option(lang)] = False
        apply: Annotated[Apply | None, typer.Option("--apply", help=say("cli.apply_option", lang))] = None
        lexicon: Annotated[Path | None, lexicon_option(lang)] = None
        second_opinion: Annotated[Path | None, second_opinion_option(lang)] = None
        jobs: Annotated[int, typer.Option("--jobs", min=1, metavar="N", help=say("cli.jobs_option", lang))] = 1
        strict: Annotated[bool, typer.Option("--strict", help=say("cli.strict_option", lang), show_default=False)] = (
            False
        )
        speech: Annotated[Speech | None, lang_option(lang)] = None

        @property
        def order(self) -> Order:
            spoken: Lang | None = self.speech.value if self.speech else None
            reasons = spoken or (lang if self.form in FOR_PEOPLE else "en")
            day = self.date.date() if self.date else None
            words, apply = words_of(self.lexicon), Tier(self.apply) if self.apply else None
            told = (self.form.value, reasons, day, self.encoding, self.ocr, words, apply, self.second_opinion)
            return Order(spoken or lang, *told)

    @app.command(
        "read",
        cls=command,
        help=f"{say('cli.read', lang)}\n\n{say('cli.read_more', lang)}",
        short_help=say("cli.read", lang),
    )
    @given_as(Asked)
    def read(asked: Asked) -> None:
        from presscheck.export import refuse_to_correct

        order = asked.order
        if order.apply:
            refuse_to_correct(order.form)
        found, troubles = page_files(asked.files)
        single = len(asked.files) == 1 and not Path(asked.files[0]).is_dir()
        work = jobs_for(found, asked.out, order.form, single=single)
        outcomes = [Outcome(trouble.exit_code, (trouble.tell(order.lang),)) for trouble in troubles]
        outcomes += (read_issue if asked.issue else read_all)(work, order, asked.jobs)
        raise typer.Exit(report(outcomes, strict=asked.strict))


def read_all(work: Sequence[Job], order: Order, jobs: int) -> list[Outcome]:
    """Read and write every file by itself, ``jobs`` at a time; outcomes in the order of the files."""
    return list(_each(read_one, work, order, jobs))


def read_issue(work: Sequence[Job], order: Order, jobs: int) -> list[Outcome]:
    """Read every file, ``jobs`` at a time, link the stories of all, write every reading.

    The jump lines call another file's reading by the name of its JSON, whatever the format: page3.json#a2.
    """
    from presscheck import pipeline

    taken = list(_each(take, work, order, jobs))
    read = {_called(job): got for job, got in zip(work, taken, strict=True) if not isinstance(got, Outcome)}
    linked = pipeline.link_issue(read, order.reasons) if read else {}
    outcomes = []
    for job, got in zip(work, taken, strict=True):
        outcomes.append(got if isinstance(got, Outcome) else put(job, linked[_called(job)], order))
    return outcomes


def _called(job: Job) -> str:
    return f"{job.stem}.json"


def read_one(job: Job, order: Order) -> Outcome:
    """Read one file and put its reading where it belongs; what goes wrong is told, not raised."""
    got = take(job, order)
    return got if isinstance(got, Outcome) else put(job, got, order)


def take(job: Job, order: Order) -> "Reading | Outcome":
    """The reading of one file, or what went wrong."""
    return _safely(job, order, lambda: reading_of(job.file, order))


def put(job: Job, reading: "Reading", order: Order) -> Outcome:
    """Put the reading of one file where it belongs."""
    return _safely(job, order, lambda: _put(job, reading, order))


def _put(job: Job, reading: "Reading", order: Order) -> Outcome:
    from presscheck import export

    written = export.files(reading, order.form, job.stem, order.lang, order.apply)
    if job.target is None and len(written) > 1:
        raise wrong("pages_need_out", file=job.file, form=order.form, count=len(written))
    if job.target:
        for name, text in written.items():
            keep(job.target.with_name(name), text)
    printed = "" if job.target else "".join(written.values())
    told = (*pages_without(job.file, reading, order.lang), *warnings_of(job.file, reading, order.lang))
    grave = max((code for code, _ in told), default=0)
    return Outcome(grave, tuple(words for _, words in told), printed, tuple(findings(reading, order.lang)))


def pages_without(file: str, reading: "Reading", lang: Lang) -> Iterator[tuple[int, str]]:
    """The pages that gave no text, each with how grave that is; blank ones are told only where there are no others."""
    blank = {say(f"intake.{name}", "en") for name in BLANK}
    empty = not any(page.lines for page in reading.pages)
    for page in reading.pages:
        is_blank = not blank.isdisjoint(page.notes)
        if page.notes and not page.lines and (empty or not is_blank):
            why = say("cli.and", lang).join(again(note, lang) for note in page.notes)
            words = say("cli.no_text", lang, file=file, page=page.id.removeprefix("p"), why=why)
            yield 0 if is_blank else PageUnreadable.exit_code, words


def warnings_of(file: str, reading: "Reading", lang: Lang) -> Iterator[tuple[int, str]]:
    """What a reader should know of pages with text before trusting them, each with exit code 0."""
    for page in reading.pages:
        for note in page.notes if page.lines else ():
            if warns(note):
                yield 0, say("cli.page_note", lang, file=file, page=page.id.removeprefix("p"), why=again(note, lang))


def _safely(job: Job, order: Order, step: Callable[[], Done]) -> Done | Outcome:
    """What ``step`` gives, or what went wrong with this file: one bad page stops no other."""
    try:
        return step()
    except PresscheckError as error:
        return Outcome(error.exit_code, (error.tell(order.lang),))
    except ModuleNotFoundError:
        raise  # no file will fare better
    except Exception as error:
        return _our_mistake(job, order, error)


def _our_mistake(job: Job, order: Order, error: Exception) -> Outcome:
    trace = traceback.format_exception(error) if os.environ.get("PRESSCHECK_TRACEBACK") else []
    words = say("cli.bug_page", order.lang, file=job.file, error=f"{type(error).__name__}: {error}")
    return Outcome(BUG, ("".join(trace) + words, say("cli.bug_report", order.lang)))


def _each(task: Callable[[Job, Order], Done], work: Sequence[Job], order: Order, jobs: int) -> Iterator[Done | Outcome]:
    """Do ``task`` for every file, ``jobs`` at a time; what it gives comes in the order of the files."""
    with _progress(len(work), order.lang) as step:
        for done in _done(task, work, order, min(jobs, len(work))):
            yield done
            step()


def _done(task: Callable[[Job, Order], Done], work: Sequence[Job], order: Order, jobs: int) -> Iterator[Done | Outcome]:
    if jobs <= 1:
        yield from (task(job, order) for job in work)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=_ignore_interrupts)
    try:
        waiting = [pool.submit(task, job, order) for job in work]
        for job, future in zip(work, waiting, strict=True):
            try:
                yield future.result()
            except ModuleNotFoundError:
                raise
            except Exception as error:  # a process that died takes its pages with it; each is named
                yield _our_mistake(job, order, error)
    finally:
        pool.shutdown(cancel_futures=True)


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def findings(reading: "Reading", lang: Lang) -> Iterator[str]:
    """What a strict reader wants to know: text that is in no story, bytes that could not be decoded."""
    for page in reading.pages:
        left = sum(len("".join(item.text.split())) for item in reading.remainder if item.spans[0].page == page.id)
        if left:
            yield say("cli.left_over", lang, file=page.file, count=left)
        if page.encoding and page.encoding.replaced:
            yield say("cli.replaced", lang, file=page.file, charset=page.encoding.name, count=page.encoding.replaced)


def report(outcomes: Sequence[Outcome], *, strict: bool) -> int:
    """Print what was read, tell what went wrong, and give the exit code: the gravest of all."""
    for outcome in outcomes:
        sys.stdout.write(outcome.printed)
        for words in (*outcome.told, *(outcome.findings if strict else ())):
            tell(words)
    found = strict and any(outcome.findings for outcome in outcomes)
    return max([outcome.exit_code for outcome in outcomes] + [FINDINGS if found else 0])


@contextmanager
def _progress(count: int, lang: Lang) -> Iterator[Any]:
    if count < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(say("cli.progress", lang), total=count)
        yield lambda: progress.advance(task)
