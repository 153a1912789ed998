"""`presscheck demo`: the main job, on the sample page that ships with the package."""

import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from presscheck import data
from presscheck.cli.keep import keep
from presscheck.cli.voice import Speech, console, lang_option, tell
from presscheck.errors import Lang
from presscheck.export.text import visible
from presscheck.messages import say

if TYPE_CHECKING:
    from rich.text import Text

    from presscheck.model import Article, Figure, Page, Reading

SAMPLE = "yunzhou-daily.txt"
FIGURES = 3
"""So many figures are told in full, of one story each."""
SHOWN = ("lead", "indicator", "period", "speaker")
FIRST_LINES = 9
LINE_LENGTH = 34


def add(app: typer.Typer, lang: Lang, command: Any) -> None:
    """Give ``app`` the verb."""
    default = Speech(lang)

    @app.command("demo", cls=command, help=say("cli.demo", lang), short_help=say("cli.demo", lang))
    def demo(
        *,
        out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=say("cli.demo_out_option", lang))] = None,
        serve: Annotated[bool, typer.Option("--serve", help=say("cli.demo_serve", lang), show_default=False)] = False,
        port: Annotated[int, typer.Option("--port", min=0, max=65535, help=say("cli.serve_port", lang))] = 0,
        speech: Annotated[Speech, lang_option(lang)] = default,
    ) -> None:
        from presscheck import pipeline

        sample = data.shipped(f"demo/{SAMPLE}").read_bytes()
        if serve:
            open_desk(sample, port, speech.value)
            return
        reading = pipeline.read_bytes(sample, SAMPLE, lang=speech.value)
        if out:
            save(out, sample, reading, speech.value)
        screen = console()
        for line in story_of_the_demo(reading, speech.value, out):
            screen.print(line, soft_wrap=True)


def open_desk(sample: bytes, port: int, lang: Lang) -> None:
    """Open the desk on a record of its own that holds the sample page; the record is gone when the desk is closed."""
    from presscheck.recording import Record
    from presscheck.web.house import House
    from presscheck.web.serving import serve

    with tempfile.TemporaryDirectory(prefix="presscheck-", ignore_cleanup_errors=True) as folder:
        file = Path(folder, "demo.db")
        with Record(file, lang=lang) as record:
            record.add_bytes(sample, SAMPLE)
        serve(House(file, port=port, lang=lang), lambda address: tell(say("cli.serve_ready", lang, address=address)))


def save(folder: Path, sample: bytes, reading: "Reading", lang: Lang) -> None:
    """Put the sample page and its reading, in every format but plain text, in ``folder``."""
    from presscheck.export import FORMATS

    keep(folder / SAMPLE, sample)
    for ending in ("md", "json"):
        keep((folder / SAMPLE).with_suffix(f".{ending}"), FORMATS[ending](reading, lang))


def story_of_the_demo(reading: "Reading", lang: Lang, out: Path | None) -> Iterator["Text"]:
    """What came in, what came out, what is left over, and what to try next."""
    from rich.text import Text

    from presscheck.model import Tier
    from presscheck.show.corrections import tally

    page = reading.pages[0]
    yield Text(say("cli.demo_in", lang, file=page.file, lines=len(page.lines)), style="bold")
    yield Text()
    yield from (Text(f"  {line}", style="dim") for line in _as_it_is(page))
    yield Text()
    yield Text(say("cli.demo_in_more", lang))
    yield Text()
    yield Text(say("cli.demo_came_out", lang, count=len(reading.articles)), style="bold")
    pages = {page.id: page for page in reading.pages}
    for number, article in enumerate(reading.articles, start=1):
        yield Text()
        yield from _told(number, article, pages, lang)
    yield Text()
    yield Text(say("cli.demo_left", lang, furniture=len(reading.furniture), remainder=len(reading.remainder)))
    counts = tally(reading)
    yield Text(say("cli.demo_marks", lang, **{tier.value: counts[tier] for tier in Tier}))
    yield from _facts(reading, lang)
    yield Text()
    yield Text(say("cli.demo_next", lang), style="bold")
    commands = _next(out)
    width = max(len(command) for command, _ in commands)
    for command, purpose in commands:
        yield Text.assemble("  ", (command.ljust(width), "cyan"), "  ", say(f"cli.{purpose}", lang))


def _as_it_is(page: "Page") -> list[str]:
    words = [page.words(line.span) for line in page.lines[:FIRST_LINES]]
    return [visible(line if len(line) <= LINE_LENGTH else line[:LINE_LENGTH] + "…") for line in words] + ["…"]


def _told(number: int, article: "Article", pages: dict[str, "Page"], lang: Lang) -> Iterator["Text"]:
    from rich.text import Text

    from presscheck.show.terminal import marks
    from presscheck.show.trace import tears

    headline = article.headline or say("export.no_headline", lang)
    yield Text.assemble(f"{number:>3}  ", (visible(headline), "bold"))
    for part, words in marks(article):
        yield Text.assemble("     ", (say(f"show.{part}", lang) + " ", "dim"), visible(words))
    torn = sum(len(tears(paragraph, pages)) for paragraph in article.paragraphs)
    counted = say("cli.demo_paragraphs", lang, paragraphs=len(article.paragraphs), torn=torn)
    yield Text(f"     {counted}", style="green")


def _facts(reading: "Reading", lang: Lang) -> Iterator["Text"]:
    """How many facts there are, and of some stories a figure with all that belongs to it."""
    from rich.text import Text

    from presscheck.show.fact_words import counted, says

    yield Text(counted(reading, lang))
    yield Text(say("cli.demo_figures", lang))
    for figure in list(_whole_figures(reading))[:FIGURES]:
        told = [said for said in says(figure, lang) if said.name in SHOWN]
        pieces = [Text.assemble((f"{said.label} " if said.label else "", "dim"), visible(said.words)) for said in told]
        yield Text.assemble("     ", (visible(figure.evidence.text), "bold cyan"), "  ", Text(" · ").join(pieces))


def _whole_figures(reading: "Reading") -> Iterator["Figure"]:
    """The first figure of each story that says what, when and who says so."""
    from presscheck.model import Figure

    for article in reading.articles:
        figures = (fact for fact in article.facts if isinstance(fact, Figure))
        whole = (one for one in figures if one.indicator and one.speaker and one.period and one.period.start)
        yield from islice(whole, 1)


def _next(out: Path | None) -> list[tuple[str, str]]:
    keeping = [] if out else [("presscheck demo --out sample", "demo_next_out")]
    page = (out or Path("sample")) / SAMPLE
    return [
        *keeping,
        (f"presscheck show {page} --html page.html", "demo_next_show"),
        (f"presscheck show {page} --stage corrections", "demo_next_marks"),
        (f"presscheck show {page} --stage facts", "demo_next_facts"),
        ("presscheck read PAGE.txt", "demo_next_read"),
        ("presscheck demo --serve", "demo_next_serve"),
        ("presscheck serve --record my.db", "demo_next_desk"),
    ]
