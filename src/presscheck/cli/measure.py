"""`presscheck measure`: how well pages are read, with the recipe of every score."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from presscheck.cli.voice import Speech, json_option, lang_option, safe
from presscheck.errors import Lang
from presscheck.messages import say


def add(app: typer.Typer, lang: Lang, group: Any, command: Any) -> None:
    """Give ``app`` the verb, which has a verb of its own for each thing that can be measured."""
    default = Speech(lang)
    inner = typer.Typer(cls=group, help=say("cli.measure", lang), no_args_is_help=True, rich_markup_mode=None)

    @inner.command(
        "articles", cls=command, help=say("cli.measure_articles", lang), short_help=say("cli.measure_articles", lang)
    )
    def articles(
        *,
        truth: Annotated[Path, typer.Argument(metavar="TRUTH", help=say("cli.truth_argument", lang))],
        pages: Annotated[Path, typer.Argument(metavar="PAGES", help=say("cli.pages_argument", lang))],
        as_json: Annotated[bool, json_option(lang)] = False,
        speech: Annotated[Speech, lang_option(lang)] = default,
    ) -> None:
        from presscheck.measure import measure_articles

        scored = measure_articles(truth, pages)
        if as_json:
            print(json.dumps(scored.to_dict(), ensure_ascii=False, indent=1))
        else:
            print(safe("\n".join(scored.lines(speech.value))))

    @inner.callback()
    def measure(*, speech: Annotated[Speech, lang_option(lang)] = default) -> None:
        pass

    app.add_typer(inner, name="measure", short_help=say("cli.measure", lang))
