"""What a person asks of a reading, and the reading itself: what `read` and `show` have in common."""

import datetime
import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from presscheck.cli.files import STDIN
from presscheck.errors import Lang
from presscheck.messages import say
from presscheck.model.correction import Tier

if TYPE_CHECKING:
    from presscheck.model import Reading


class Apply(StrEnum):
    """How far stories are corrected as they are written; what is only suspected never is."""

    SURE = "sure"
    LIKELY = "likely"


Asked = TypeVar("Asked")


@dataclass(frozen=True, slots=True)
class Order:
    """How the files are to be read, and how told.

    ``reasons`` is the language of what the readings themselves say. Formats for programs are the same on every
    machine: there the locale changes no byte, only ``--lang`` does. ``words`` are the user's own, ``apply`` says how
    far the stories are corrected as they are written, ``second_opinion`` is the folder of the user's own model.
    """

    lang: Lang
    form: str = "md"
    reasons: Lang = "en"
    date: datetime.date | None = None
    encoding: str | None = None
    ocr: bool = False
    words: frozenset[str] = frozenset()
    apply: Tier | None = None
    second_opinion: Path | None = None


def given_as(
    kind: type[Asked], options: Mapping[str, Any] = MappingProxyType({})
) -> Callable[[Callable[[Asked], None]], Callable[..., None]]:
    """Have a verb take all that stands on the command line as one object; the fields of ``kind`` are its options.

    ``options`` says what the fields are that several verbs share, and that do not say so themselves.
    """

    def give(verb: Callable[[Asked], None]) -> Callable[..., None]:
        def run(**given: Any) -> None:
            verb(kind(**given))

        # What the library makes options of.
        told = inspect.signature(kind)
        fields = [_named(one, options) for one in told.parameters.values()]
        run.__signature__ = told.replace(parameters=fields)  # type: ignore[attr-defined]
        return run

    return give


def _named(field: inspect.Parameter, options: Mapping[str, Any]) -> inspect.Parameter:
    if field.name not in options:
        return field
    return field.replace(annotation=Annotated[field.annotation, options[field.name]])


def date_option(lang: Lang) -> Any:
    """The option ``--date``."""
    return typer.Option("--date", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=say("cli.date_option", lang))


def encoding_option(lang: Lang) -> Any:
    """The option ``--encoding``."""
    return typer.Option("--encoding", metavar="NAME", help=say("cli.encoding_option", lang))


def ocr_option(lang: Lang) -> Any:
    """The option ``--ocr``."""
    return typer.Option("--ocr", help=say("cli.ocr_option", lang), show_default=False)


def lexicon_option(lang: Lang) -> Any:
    """The option ``--lexicon``."""
    return typer.Option("--lexicon", metavar="WORDS.txt", help=say("cli.lexicon_option", lang))


def second_opinion_option(lang: Lang) -> Any:
    """The option ``--second-opinion``."""
    return typer.Option("--second-opinion", metavar="DIR", help=say("cli.second_opinion_option", lang))


def words_of(lexicon: Path | None) -> frozenset[str]:
    """The user's own words, where he names a file of them. Raises ``BadLexicon``."""
    from presscheck.cli.lexicon import words_in

    return words_in(lexicon) if lexicon else frozenset()


def reading_of(file: str, order: Order) -> "Reading":
    """Read one page file, or standard input where ``file`` is ``-``. Raises the errors of the pipeline."""
    from presscheck import pipeline
    from presscheck.intake.door import LARGEST

    asked: dict[str, Any] = {"date": order.date, "encoding": order.encoding, "ocr": order.ocr, "lang": order.reasons}
    asked |= {"lexicon": order.words, "second_opinion": order.second_opinion}
    if file == STDIN:
        content = sys.stdin.buffer.read(LARGEST + 1)  # one byte more than is read, so that too much is noticed
        return pipeline.read_bytes(content, "stdin", **asked)
    return pipeline.read(file, **asked)
