"""`presscheck series`: one indicator followed through time, every point with the words that tell it."""

import datetime
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from presscheck.cli.add import record_option
from presscheck.cli.keep import keep
from presscheck.cli.order import given_as
from presscheck.cli.voice import Speech, console, json_option, lang_option, tell, wrong
from presscheck.errors import Lang
from presscheck.messages import say

if TYPE_CHECKING:
    from presscheck.model.series import Series, Strand
    from presscheck.show.chart import Pen


class Grain(StrEnum):
    """The kinds of period by which a series can be asked for."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    TO_DATE = "to_date"
    DAY = "day"
    SPAN = "span"


class Form(StrEnum):
    """The formats in which a series is written for programs."""

    CSV = "csv"
    SDMX = "sdmx"
    PARQUET = "parquet"
    VEGA = "vega"
    JSON = "json"


TABLES = (Form.CSV, Form.PARQUET)
PLOTS = (".svg", ".png", ".json")


def add(app: typer.Typer, lang: Lang, command: Any) -> None:
    """Give ``app`` the verb."""

    def flag(name: str) -> Any:
        return typer.Option(f"--{name}", help=say(f"cli.series_{name.replace('-', '_')}", lang), show_default=False)

    def option(name: str, metavar: str | None = None, **more: Any) -> Any:
        return typer.Option(f"--{name}", metavar=metavar, help=say(f"cli.series_{name}", lang), **more)

    @dataclass(frozen=True, kw_only=True)
    class Asked:
        what: Annotated[str, typer.Argument(metavar="WHAT", help=say("cli.series_what", lang))]
        record: Annotated[Path, record_option(lang)]
        by: Annotated[Grain | None, option("by")] = None
        scope: Annotated[str | None, option("scope", "NAME")] = None
        since: Annotated[str | None, option("since", "YYYY[-MM[-DD]]")] = None
        until: Annotated[str | None, option("until", "YYYY[-MM[-DD]]")] = None
        strand: Annotated[int, option("strand", "N", min=1)] = 1
        plot: Annotated[Path | None, option("plot", "OUT")] = None
        form: Annotated[Form | None, typer.Option("--format", help=say("cli.series_format", lang))] = None
        out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help=say("cli.series_out", lang))] = (
            None
        )
        mentions: Annotated[bool, flag("mentions")] = False
        excel: Annotated[bool, flag("excel")] = False
        quotes: Annotated[bool, flag("quotes")] = False
        left_out: Annotated[bool, flag("left-out")] = False
        as_json: Annotated[bool, json_option(lang)] = False
        speech: Annotated[Speech | None, lang_option(lang)] = None

        @property
        def writing(self) -> "_Writing":
            form = Form.JSON if self.as_json and self.form is None else self.form
            spoken: Lang = self.speech.value if self.speech else lang
            return _Writing(self.plot, form, self.out, self.mentions, self.excel, spoken)

        @property
        def days(self) -> dict[str, datetime.date | None]:
            from presscheck.record.query import span_of

            first = span_of(self.since)[0] if self.since else None
            return {"since": first, "until": span_of(self.until)[1] if self.until else None}

    @app.command("series", cls=command, help=say("cli.series", lang), short_help=say("cli.series", lang))
    @given_as(Asked)
    def series(asked: Asked) -> None:
        from presscheck.recording import Record
        from presscheck.show.series import View

        writing, days = asked.writing, asked.days
        writing.check(asked.record)
        with Record(asked.record) as record:
            told = record.series(asked.what, by=asked.by.value if asked.by else None, scope=asked.scope, **days)
        if told.strands and asked.strand > len(told.strands):
            raise wrong("series_no_strand", number=asked.strand, count=len(told.strands), what=asked.what)
        if writing.asked:
            writing.write(told, asked.strand)
        else:
            _print(told, View(asked.strand, asked.quotes, asked.left_out), writing.lang)


def _print(told: "Series", view: Any, lang: Lang) -> None:
    from presscheck.show.series import shown

    screen = console()
    for line in shown(told, view, lang, pen_of(screen)):
        screen.print(line, soft_wrap=True)


def pen_of(screen: Any) -> "Pen":
    """With what is drawn: blocks on a terminal that shows colours and Unicode, else plain characters."""
    from presscheck.show.chart import Pen

    encoded = (screen.encoding or "").lower().startswith("utf")
    return Pen(screen.width, blocks=screen.is_terminal and not screen.no_color and encoded)


@dataclass(frozen=True, slots=True)
class _Writing:
    """What is to be written of a series: a drawing, a file for programs, or both."""

    plot: Path | None
    form: Form | None
    out: Path | None
    mentions: bool
    excel: bool
    lang: Lang

    @property
    def asked(self) -> bool:
        return self.plot is not None or self.form is not None

    def check(self, record: Path) -> None:
        """Raise ``WrongUsage`` where options do not go together, before anything is read."""
        if self.plot and self.plot.suffix.lower() not in PLOTS:
            raise wrong("series_no_plot", file=self.plot)
        if self.out and self.form is None:
            raise wrong("series_no_format", file=self.out)
        if self.form is Form.PARQUET and self.out is None:
            raise wrong("series_no_text", form=self.form.value)
        if (self.mentions and self.form not in TABLES) or (self.excel and self.form is not Form.CSV):
            raise wrong("series_tables_only")
        for file in filter(None, (self.plot, self.out)):
            if file.resolve() == record.resolve():
                raise wrong("series_over_record", file=file)

    def write(self, told: "Series", number: int) -> None:
        """Write what was asked for."""
        strand = told.strands[number - 1] if told.strands else None
        if strand is None and (self.plot or self.form is not Form.JSON):
            raise wrong("series_nothing", what=told.what)
        if self.plot and strand:
            keep(self.plot, drawn(strand, self.plot.suffix.lower(), self.lang))
            tell(say("cli.series_written", self.lang, file=self.plot))
        if self.form is Form.PARQUET and self.out and strand:
            self._parquet(strand, self.out)
        elif self.form:
            self._text(_json(told) if strand is None or self.form is Form.JSON else self._written(strand))

    def _written(self, strand: "Strand") -> str:
        from presscheck.export import sdmx, series_csv, vega

        writers: dict[Form | None, Callable[[], str]] = {
            Form.SDMX: lambda: sdmx.dump(strand),
            Form.VEGA: lambda: vega.dump(strand, self.lang),
        }
        return writers.get(self.form, lambda: series_csv.write(self._table(strand), excel=self.excel))()

    def _table(self, strand: "Strand") -> Any:
        from presscheck.export import series_csv

        return series_csv.mentions(strand) if self.mentions else series_csv.points(strand)

    def _parquet(self, strand: "Strand", out: Path) -> None:
        from tempfile import TemporaryDirectory

        from presscheck.export import series_parquet

        with TemporaryDirectory() as folder:
            made = Path(folder) / "points.parquet"
            series_parquet.write(self._table(strand), made)
            keep(out, made.read_bytes())
        tell(say("cli.series_written", self.lang, file=out))

    def _text(self, words: str) -> None:
        if self.out is None:
            sys.stdout.write(words)
            return
        keep(self.out, words)
        tell(say("cli.series_written", self.lang, file=self.out))


def drawn(strand: "Strand", ending: str, lang: Lang) -> str | bytes:
    """A strand as a drawing, by the ending of its file. Raises ``PartMissing`` where a picture cannot be made."""
    from presscheck.export import vega
    from presscheck.show import svg_chart

    if ending == ".json":
        return vega.dump(strand, lang)
    made = svg_chart.svg(strand, lang)
    return svg_chart.png(made) if ending == ".png" else made


def _json(told: "Series") -> str:
    from presscheck.export.json import UNSAFE

    written = json.dumps(told.to_dict(), ensure_ascii=False, indent=1)
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", written) + "\n"
