"""What a person asks of a reading, and the reading itself: what `read` and `show` have in common."""

import datetime
import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from presscheck.cli.files import STDIN
from presscheck.errors import Lang
from presscheck.messages import say

if TYPE_CHECKING:
    from presscheck.model import Reading


Asked = TypeVar("Asked")


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
    ocr: bool = False


def given_as(kind: type[Asked]) -> Callable[[Callable[[Asked], None]], Callable[..., None]]:
    """Have a verb take all that stands on the command line as one object; the fields of ``kind`` are its options."""

    def give(verb: Callable[[Asked], None]) -> Callable[..., None]:
        def run(**given: Any) -> None:
            verb(kind(**given))

        # What the library makes options of.
        run.__signature__ = inspect.signature(kind)  # type: ignore[attr-defined]
        return run

    return give


def date_option(lang: Lang) -> Any:
    """The option ``--date``."""
    return typer.Option("--date", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=say("cli.date_option", lang))


def encoding_option(lang: Lang) -> Any:
    """The option ``--encoding``."""
    return typer.Option("--encoding", metavar="NAME", help=say("cli.encoding_option", lang))


def ocr_option(lang: Lang) -> Any:
    """The option ``--ocr``."""
    return typer.Option("--ocr", help=say("cli.ocr_option", lang), show_default=False)


def reading_of(file: str, order: Order) -> "Reading":
    """Read one page file, or standard input where ``file`` is ``-``. Raises the errors of the pipeline."""
    from presscheck import pipeline
    from presscheck.intake.door import LARGEST

    asked: dict[str, Any] = {"date": order.date, "encoding": order.encoding, "ocr": order.ocr, "lang": order.reasons}
    if file == STDIN:
        content = sys.stdin.buffer.read(LARGEST + 1)  # one byte more than is read, so that too much is noticed
        return pipeline.read_bytes(content, "stdin", **asked)
    return pipeline.read(file, **asked)
