"""`presscheck measure`: how well pages are read, with the recipe of every score."""

import datetime
import json
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from presscheck.cli.add import record_option
from presscheck.cli.order import given_as, second_opinion_option
from presscheck.cli.voice import Speech, json_option, lang_option, safe
from presscheck.errors import Lang
from presscheck.messages import say


class SetKind(StrEnum):
    """The ways in which proofreading can be measured."""

    PAIRS = "pairs"
    CLEAN = "clean"
    INJECTED = "injected"
    SENTENCES = "sentences"


class Suite(StrEnum):
    """The test suites that we can be held against."""

    RECOGNIZERS = "recognizers"
    NEWS40 = "news40"


def add(app: typer.Typer, lang: Lang, group: Any, command: Any) -> None:
    """Give ``app`` the verb, which has a verb of its own for each thing that can be measured."""
    default = Speech(lang)
    inner = typer.Typer(cls=group, help=say("cli.measure", lang), no_args_is_help=True, rich_markup_mode=None)
    _add_articles(inner, lang, command)
    _add_plain(inner, lang, command, "jumps", "cli.truth_argument")
    _add_plain(inner, lang, command, "characters", "cli.truth_lines_argument")
    _add_proofread(inner, lang, command)
    _add_facts(inner, lang, command)
    _add_suite(inner, lang, command)
    _add_find(inner, lang, command)
    _add_series(inner, lang, command)
    _add_check(inner, lang, command)
    _add_audit(inner, lang, command)

    @inner.callback()
    def measure(*, speech: Annotated[Speech, lang_option(lang)] = default) -> None:
        pass

    app.add_typer(inner, name="measure", short_help=say("cli.measure", lang))


def _add_articles(inner: typer.Typer, lang: Lang, command: Any) -> None:
    default = Speech(lang)

    @inner.command(
        "articles", cls=command, help=say("cli.measure_articles", lang), short_help=say("cli.measure_articles", lang)
    )
    def articles(
        *,
        truth: Annotated[Path, typer.Argument(metavar="TRUTH", help=say("cli.truth_argument", lang))],
        pages: Annotated[Path, typer.Argument(metavar="PAGES", help=say("cli.pages_argument", lang))],
        ablate: Annotated[bool, typer.Option("--ablate", help=say("cli.ablate_option", lang))] = False,
        as_json: Annotated[bool, json_option(lang)] = False,
        speech: Annotated[Speech, lang_option(lang)] = default,
    ) -> None:
        from presscheck.measure import measure_articles, readers_without

        scored = measure_articles(truth, pages)
        poorer = readers_without() if ablate else {}
        without = {kind: measure_articles(truth, pages, read=read) for kind, read in poorer.items()}
        if as_json:
            told = {"without": {kind: report.to_dict() for kind, report in without.items()}} if ablate else {}
            print(json.dumps(scored.to_dict() | told, ensure_ascii=False, indent=1))
            return
        print(safe("\n".join(scored.lines(speech.value))))
        for kind, report in without.items():
            print(safe(say("measure.without", speech.value, kind=kind, **report.figures())))


def tell(scored: Any, lang: Lang, *, as_json: bool) -> None:
    """Print a report, each of which has ``lines`` for people and ``to_dict`` for programs."""
    told = json.dumps(scored.to_dict(), ensure_ascii=False, indent=1) if as_json else "\n".join(scored.lines(lang))
    print(told if as_json else safe(told))


def _add_plain(inner: typer.Typer, lang: Lang, command: Any, name: str, truth_help: str) -> None:
    """A verb that has no options of its own: ``measure_jumps`` of ``measure/jumps.py``, and its like."""
    default, told = Speech(lang), say(f"cli.measure_{name}", lang)

    @inner.command(name, cls=command, help=told, short_help=told)
    def scores(
        *,
        truth: Annotated[Path, typer.Argument(metavar="TRUTH", help=say(truth_help, lang))],
        pages: Annotated[Path, typer.Argument(metavar="PAGES", help=say("cli.pages_argument", lang))],
        as_json: Annotated[bool, json_option(lang)] = False,
        speech: Annotated[Speech, lang_option(lang)] = default,
    ) -> None:
        scored = getattr(import_module(f"presscheck.measure.{name}"), f"measure_{name}")(truth, pages)
        tell(scored, speech.value, as_json=as_json)


def _add_proofread(inner: typer.Typer, lang: Lang, command: Any) -> None:
    default, told = Speech(lang), say("cli.measure_proofread", lang)

    @dataclass(frozen=True, kw_only=True)
    class Asked:
        texts: Annotated[Path, typer.Argument(metavar="SET", help=say("cli.set_argument", lang))]
        kind: Annotated[SetKind | None, typer.Option("--kind", help=say("cli.set_kind_option", lang))] = None
        since: Annotated[str, typer.Option("--since", help=say("cli.since_option", lang))] = "0000"
        until: Annotated[str, typer.Option("--until", help=say("cli.until_option", lang))] = "9999"
        seed: Annotated[int, typer.Option("--seed", help=say("cli.seed_option", lang))] = 0
        second_opinion: Annotated[Path | None, second_opinion_option(lang)] = None
        as_json: Annotated[bool, json_option(lang)] = False
        speech: Annotated[Speech, lang_option(lang)] = default

    @inner.command("proofread", cls=command, help=told, short_help=told)
    @given_as(Asked)
    def proofread(asked: Asked) -> None:
        from presscheck.measure.proofread import Way, measure_proofread

        way = Way(asked.kind and asked.kind.value, asked.since, asked.until, asked.seed)
        scored = measure_proofread(asked.texts, way, asked.second_opinion)
        tell(scored, asked.speech.value, as_json=asked.as_json)


def _add_facts(inner: typer.Typer, lang: Lang, command: Any) -> None:
    default, told = Speech(lang), say("cli.measure_facts", lang)

    @inner.command("facts", cls=command, help=told, short_help=told)
    def facts(
        *,
        gold: Annotated[Path, typer.Argument(metavar="GOLD", help=say("cli.gold_argument", lang))],
        articles: Annotated[Path, typer.Argument(metavar="ARTICLES", help=say("cli.articles_argument", lang))],
        errors: Annotated[
            float, typer.Option("--errors", min=0.0, max=1.0, help=say("cli.errors_option", lang), show_default=False)
        ] = 0.0,
        seed: Annotated[int, typer.Option("--seed", help=say("cli.seed_option", lang))] = 0,
        failures: Annotated[
            str | None, typer.Option("--failures", metavar="KIND", help=say("cli.failures_option", lang))
        ] = None,
        as_json: Annotated[bool, json_option(lang)] = False,
        speech: Annotated[Speech, lang_option(lang)] = default,
    ) -> None:
        from presscheck.measure.facts import measure_facts

        scored = measure_facts(gold, articles, errors=errors, seed=seed)
        if as_json:
            names = ("kind", "sentence", "told")
            found = [dict(zip(names, one, strict=True)) for one in scored.failures(failures)] if failures else []
            told = {"failures": found} if failures else {}
            print(json.dumps(scored.to_dict() | told, ensure_ascii=False, indent=1))
            return
        print(safe("\n".join(scored.lines(speech.value))))
        if failures:
            print(safe("\n".join(scored.failure_lines(failures, speech.value))))


def _add_suite(inner: typer.Typer, lang: Lang, command: Any) -> None:
    default, told = Speech(lang), say("cli.measure_suite", lang)

    @inner.command("suite", cls=command, help=told, short_help=told)
    def suite(
        *,
        name: Annotated[Suite, typer.Argument(metavar="SUITE", help=say("cli.suite_argument", lang))],
        path: Annotated[Path, typer.Argument(metavar="PATH", help=say("cli.suite_path_argument", lang))],
        as_json: Annotated[bool, json_option(lang)] = False,
        speech: Annotated[Speech, lang_option(lang)] = default,
    ) -> None:
        from presscheck.measure.suites import measure_suite

        scored = measure_suite(name.value, path)
        tell(scored, speech.value, as_json=as_json)


def _add_find(inner: typer.Typer, lang: Lang, command: Any) -> None:
    default, told = Speech(lang), say("cli.measure_find", lang)

    @inner.command("find", cls=command, help=told, short_help=told)
    def find(
        *,
        articles: Annotated[Path, typer.Argument(metavar="ARTICLES", help=say("cli.found_articles_argument", lang))],
        record: Annotated[Path, record_option(lang)],
        words: Annotated[int, typer.Option("--words", min=1, help=say("cli.words_option", lang))] = 500,
        seed: Annotated[int, typer.Option("--seed", help=say("cli.seed_option", lang))] = 1,
        as_json: Annotated[bool, json_option(lang)] = False,
        speech: Annotated[Speech, lang_option(lang)] = default,
    ) -> None:
        from presscheck.measure.finding import measure_find

        scored = measure_find(record, articles, words=words, seed=seed)
        tell(scored, speech.value, as_json=as_json)


def _add_series(inner: typer.Typer, lang: Lang, command: Any) -> None:
    default, told = Speech(lang), say("cli.measure_series", lang)

    @inner.command("series", cls=command, help=told, short_help=told)
    def series(
        *,
        judged: Annotated[Path, typer.Argument(metavar="JUDGED", help=say("cli.judged_argument", lang))],
        record: Annotated[Path, record_option(lang)],
        as_json: Annotated[bool, json_option(lang)] = False,
        speech: Annotated[Speech, lang_option(lang)] = default,
    ) -> None:
        from presscheck.measure.series import measure_series
        from presscheck.recording import Record

        with Record(record) as kept:
            scored = measure_series(judged, lambda what, by: kept.series(what, by=by))
        tell(scored, speech.value, as_json=as_json)


def _add_check(inner: typer.Typer, lang: Lang, command: Any) -> None:
    default, told = Speech(lang), say("cli.measure_check", lang)

    @inner.command("check", cls=command, help=told, short_help=told)
    def check(
        *,
        claims: Annotated[list[Path], typer.Argument(metavar="CLAIMS", help=say("cli.claims_argument", lang))],
        record: Annotated[Path, record_option(lang)],
        as_json: Annotated[bool, json_option(lang)] = False,
        speech: Annotated[Speech, lang_option(lang)] = default,
    ) -> None:
        from presscheck.measure.checking import measure_check

        scored = measure_check(record, claims)
        tell(scored, speech.value, as_json=as_json)


def _add_audit(inner: typer.Typer, lang: Lang, command: Any) -> None:
    default, told = Speech(lang), say("cli.measure_audit", lang)

    def day(name: str) -> Any:
        help_ = say(f"cli.find_{name}", lang)
        return typer.Option(f"--{name}", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=help_)

    @inner.command("audit", cls=command, help=told, short_help=told)
    def audit(
        *,
        record: Annotated[Path, record_option(lang)],
        since: Annotated[datetime.datetime, day("since")],
        until: Annotated[datetime.datetime, day("until")],
        seed: Annotated[int, typer.Option("--seed", help=say("cli.seed_option", lang))] = 1,
        stories: Annotated[int, typer.Option("--stories", min=1, help=say("cli.stories_option", lang))] = 6000,
        as_json: Annotated[bool, json_option(lang)] = False,
        speech: Annotated[Speech, lang_option(lang)] = default,
    ) -> None:
        from presscheck.measure.auditing import measure_audit

        scored = measure_audit(record, since.date(), until.date(), seed=seed, articles=stories)
        tell(scored, speech.value, as_json=as_json)
