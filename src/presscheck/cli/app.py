"""The command `presscheck`: its verbs, and what becomes of an error."""

import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from presscheck import __version__
from presscheck.cli import (
    add,
    audit,
    check,
    controls,
    demo,
    doctor,
    export,
    find,
    measure,
    programme,
    read,
    series,
    serve,
    show,
    usage,
)
from presscheck.cli.voice import Speech, lang_option, language, leave_closed_pipe, localised, ready_streams, tell
from presscheck.errors import Lang, PartMissing, PresscheckError, WrongUsage
from presscheck.messages import say

BUG = 70
INTERRUPTED = 130
PIPE_CLOSED = 141
TRACEBACK = "PRESSCHECK_TRACEBACK"


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and leave with its exit code.

    0 done; 1 done, with findings, under ``--strict``; 2 wrong usage; 3 some input unreadable; 4 a part is not
    installed; 70 our bug; 130 interrupted; 141 nobody reads our output any more.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    lang = language(given, os.environ)
    ready_streams()
    try:
        build_app(lang)(args=given, prog_name="presscheck")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except Exception as error:
        sys.exit(_bug(error, lang))
    sys.exit(0)


def build_app(lang: Lang) -> typer.Typer:
    """The command with all its verbs, its help in ``lang``."""
    group, command = _classes(lang)
    app = typer.Typer(
        cls=group,
        help=say("cli.about", lang),
        epilog=say("cli.more", lang),
        no_args_is_help=True,
        add_completion=False,
        # Plain help needs no rich: it starts faster and reads the same everywhere.
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root(lang))
    for verb in (read, show, add, find, series, check, audit, programme, controls, export, serve, demo, doctor):
        verb.add(app, lang, command)
    measure.add(app, lang, group, command)
    return app


def _root(lang: Lang) -> Any:
    default = Speech(lang)

    def root(
        *,
        version: Annotated[
            bool,
            typer.Option("--version", is_eager=True, callback=_say_version, help=say("cli.version_option", lang)),
        ] = False,
        speech: Annotated[Speech, lang_option(lang)] = default,
    ) -> None:
        pass

    return root


def _say_version(wanted: bool) -> None:
    if wanted:
        print(f"presscheck {__version__}")
        raise typer.Exit


def _classes(lang: Lang) -> tuple[type[TyperGroup], type[TyperCommand]]:
    class Verb(TyperCommand):
        def get_help(self, ctx: Any) -> str:
            return localised(super().get_help(ctx), lang)

    class Verbs(TyperGroup):
        def get_help(self, ctx: Any) -> str:
            return localised(super().get_help(ctx), lang)

        given: Sequence[str] = ()

        def make_context(self, info_name: str | None, args: list[str], *more: Any, **named: Any) -> Any:
            self.given = tuple(args)
            with _usage_told(lang, self.given):
                return super().make_context(info_name, args, *more, **named)

        def invoke(self, ctx: Any) -> Any:
            with _usage_told(lang, self.given):
                return _answered(super().invoke, ctx, lang)

    return Verbs, Verb


@contextmanager
def _usage_told(lang: Lang, given: Sequence[str]) -> Iterator[None]:
    """Tell wrong usage ourselves: the command-line library knows but English. Its own help page is no trouble."""
    try:
        yield
    except Exception as error:
        kinds = {kind.__name__ for kind in type(error).__mro__}
        if "UsageError" not in kinds or "NoArgsIsHelpError" in kinds:
            raise
        tell(usage.told(error, lang, given))
        sys.exit(WrongUsage.exit_code)


def _answered(invoke: Any, ctx: Any, lang: Lang) -> Any:
    # Here, and not in main: the command-line library has its own mind about interrupts and closed pipes.
    try:
        result = invoke(ctx)
        sys.stdout.flush()
    except PresscheckError as error:
        tell(error.tell(lang))
        sys.exit(error.exit_code)
    except ModuleNotFoundError as error:
        if (error.name or "presscheck").startswith("presscheck"):
            raise
        tell(PartMissing(part=error.name, command=f"pip install {error.name}").tell(lang))
        sys.exit(PartMissing.exit_code)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        leave_closed_pipe()
        sys.exit(PIPE_CLOSED)
    return result


def _bug(error: Exception, lang: Lang) -> int:
    if os.environ.get(TRACEBACK):
        traceback.print_exception(error)
    tell(say("cli.bug", lang, error=f"{type(error).__name__}: {error}"))
    tell(say("cli.bug_report", lang))
    return BUG
