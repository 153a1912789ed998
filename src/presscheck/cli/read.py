"""`presscheck read`: page files in, stories out."""

import datetime
import os
import re
import signal
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from presscheck.cli.keep import keep
from presscheck.cli.voice import Speech, lang_option, tell, wrong
from presscheck.errors import Lang, NoPages, PresscheckError
from presscheck.messages import say

if TYPE_CHECKING:
    from presscheck.model import Reading

STDIN = "-"
PAGE_FILES = (
    ".txt", ".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp", ".xml", ".hocr", ".html", ".htm", ".tsv",
    ".json",
)  # fmt: skip
PAGE_MARK = re.compile(r"\.p\d+(?=\.[a-z]+$)")
"""What tells the file of one page from those of the other pages: county.p2.xml."""
FINDINGS = 1
BUG = 70


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
class Order:
    """How the files are to be read, and how told.

    ``reasons`` is the language of what the readings themselves say. Formats for programs are the same on every
    machine: there the locale changes no byte, only ``--lang`` does.
    """

    lang: Lang
    form: str = "md"
    reasons: Lang = "en"
    date: datetime.date | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One page file and the file its reading goes to, or ``None`` for standard output."""

    file: str
    target: Path | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: how grave it was (an exit code), what to tell, what to print."""

    exit_code: int = 0
    told: tuple[str, ...] = ()
    printed: str = ""
    findings: tuple[str, ...] = ()


def add(app: typer.Typer, lang: Lang, command: Any) -> None:
    """Give ``app`` the verb."""

    @app.command(
        "read",
        cls=command,
        help=f"{say('cli.read', lang)}\n\n{say('cli.read_more', lang)}",
        short_help=say("cli.read", lang),
    )
    def read(
        *,
        files: Annotated[list[str], typer.Argument(metavar="FILE", help=say("cli.files_argument", lang))],
        out: Annotated[
            Path | None, typer.Option("-o", "--out", metavar="DIR", help=say("cli.out_option", lang))
        ] = None,
        form: Annotated[Form, typer.Option("--format", help=say("cli.format_option", lang))] = Form.MD,
        date: Annotated[datetime.datetime | None, date_option(lang)] = None,
        encoding: Annotated[str | None, encoding_option(lang)] = None,
        jobs: Annotated[int, typer.Option("--jobs", min=1, metavar="N", help=say("cli.jobs_option", lang))] = 1,
        strict: Annotated[bool, typer.Option("--strict", help=say("cli.strict_option", lang))] = False,
        speech: Annotated[Speech | None, lang_option(lang)] = None,
    ) -> None:
        asked: Lang | None = speech.value if speech else None
        reasons = asked or (lang if form in FOR_PEOPLE else "en")
        order = Order(asked or lang, form.value, reasons, date.date() if date else None, encoding)
        found, troubles = page_files(files)
        work = jobs_for(found, out, form.value, single=len(files) == 1 and not Path(files[0]).is_dir())
        outcomes = [Outcome(trouble.exit_code, (trouble.tell(order.lang),)) for trouble in troubles]
        outcomes += read_all(work, order, jobs)
        raise typer.Exit(report(outcomes, strict=strict))


def date_option(lang: Lang) -> Any:
    """The option ``--date``."""
    return typer.Option("--date", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=say("cli.date_option", lang))


def encoding_option(lang: Lang) -> Any:
    """The option ``--encoding``."""
    return typer.Option("--encoding", metavar="NAME", help=say("cli.encoding_option", lang))


def reading_of(file: str, order: Order) -> "Reading":
    """Read one page file, or standard input where ``file`` is ``-``. Raises the errors of the pipeline."""
    from presscheck import pipeline
    from presscheck.intake.door import LARGEST

    if file == STDIN:
        content = sys.stdin.buffer.read(LARGEST + 1)  # one byte more than is read, so that too much is noticed
        return pipeline.read_bytes(content, "stdin", date=order.date, encoding=order.encoding, lang=order.reasons)
    return pipeline.read(file, date=order.date, encoding=order.encoding, lang=order.reasons)


def page_files(given: Iterable[str]) -> tuple[list[str], list[PresscheckError]]:
    """The page files meant: those named, and those in the folders named, by name. Folders without any are troubles."""
    found: list[str] = []
    troubles: list[PresscheckError] = []
    for name in given:
        folder = Path(name)
        if name == STDIN or not folder.is_dir():
            found.append(name)
            continue
        inside = [str(file) for file in sorted(folder.iterdir()) if _is_page(file)]
        found += inside
        troubles += [] if inside else [NoPages(file=name)]
    return found, troubles


def _is_page(file: Path) -> bool:
    return file.suffix.lower() in PAGE_FILES and not file.name.startswith(".") and file.is_file()


def jobs_for(found: Sequence[str], out: Path | None, form: str, *, single: bool) -> list[Job]:
    """What to read and where to put it. Raises ``WrongUsage`` where two of these files would clash.

    A format with a file for each page makes county.p1.xml and county.p2.xml of county.pdf: those names are taken too.
    """
    if out is None:
        if single or not found:
            return [Job(file) for file in found]
        raise wrong("out_needed", count=len(found))
    if out.exists() and not out.is_dir():
        raise wrong("out_is_file", file=out)
    from presscheck.export import ENDINGS

    work = [Job(file, out / f"{_stem(file)}.{ENDINGS[form]}") for file in found]
    taken: dict[str, str] = {}
    for job, target in ((job, job.target) for job in work if job.target):
        # Compared without case: on many machines A.json and a.json are one file.
        if (first := taken.setdefault(target.name.casefold(), job.file)) != job.file or work.count(job) > 1:
            raise wrong("same_name", one=first, two=job.file, file=target)
    _keep_apart(work, out, form)
    return work


def _keep_apart(work: Sequence[Job], out: Path, form: str) -> None:
    """Raise ``WrongUsage`` where what is made of one file could overwrite an input, or a page of another file's."""
    from presscheck.export import ENDINGS, PAGED

    paged = form in PAGED or form == "mets"
    endings = {ENDINGS[form], ENDINGS["alto"]} if form == "mets" else {ENDINGS[form]}
    makes = {out.resolve() / f"{_stem(job.file)}.{ending}": job.file for job in work for ending in endings}
    pages = [Path(job.file).resolve() for job in work if job.file != STDIN]
    for place in pages:
        if (one := makes.get(_whole(place) if paged else place) or makes.get(place)) is not None:
            raise wrong("over_input", one=one, file=place)
    for place, file in makes.items() if paged else ():
        if (one := makes.get(_whole(place), file)) != file:
            raise wrong("same_name", one=one, two=file, file=place)


def _whole(place: Path) -> Path:
    """The name that a file of one page goes back to: county.xml for county.p2.xml."""
    return place.with_name(PAGE_MARK.sub("", place.name))


def _stem(file: str) -> str:
    return "stdin" if file == STDIN else Path(file).stem


def read_all(work: Sequence[Job], order: Order, jobs: int) -> list[Outcome]:
    """Read every file, ``jobs`` at a time; outcomes in the order of the files. One bad page stops no other."""
    with _progress(len(work), order.lang) as step:
        outcomes = []
        for outcome in _outcomes(work, order, min(jobs, len(work))):
            outcomes.append(outcome)
            step()
    return outcomes


def _outcomes(work: Sequence[Job], order: Order, jobs: int) -> Iterator[Outcome]:
    if jobs <= 1:
        yield from (read_one(job, order) for job in work)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=_ignore_interrupts)
    try:
        waiting = [pool.submit(read_one, job, order) for job in work]
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


def read_one(job: Job, order: Order) -> Outcome:
    """Read one file and put its reading where it belongs; what goes wrong is told, not raised."""
    from presscheck import export

    try:
        reading = reading_of(job.file, order)
        written = export.files(reading, order.form, _stem(job.file), order.lang)
        if job.target is None and len(written) > 1:
            raise wrong("pages_need_out", file=job.file, form=order.form, count=len(written))
        if job.target:
            for name, text in written.items():
                keep(job.target.with_name(name), text)
    except PresscheckError as error:
        return Outcome(error.exit_code, (error.tell(order.lang),))
    except ModuleNotFoundError:
        raise  # no file will fare better
    except Exception as error:
        return _our_mistake(job, order, error)
    printed = "" if job.target else "".join(written.values())
    return Outcome(printed=printed, findings=tuple(findings(reading, order.lang)))


def _our_mistake(job: Job, order: Order, error: Exception) -> Outcome:
    trace = traceback.format_exception(error) if os.environ.get("PRESSCHECK_TRACEBACK") else []
    words = say("cli.bug_page", order.lang, file=job.file, error=f"{type(error).__name__}: {error}")
    return Outcome(BUG, ("".join(trace) + words, say("cli.bug_report", order.lang)))


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
