"""The documents must not lie: both READMEs say the same, and what they name exists."""

import inspect
import re
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest
import typer
from typer.testing import CliRunner

import presscheck
from presscheck import data, errors, export, pipeline
from presscheck.cli.app import build_app

ROOT = Path(__file__).parents[1]
READMES = {name: (ROOT / name).read_text(encoding="utf8") for name in ("README.md", "README.zh.md")}
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
MARKED = re.compile(r"<!-- figures:(\w+) -->\n(.*?)<!-- /figures -->", re.DOTALL)
VERBS = (
    "read",
    "show",
    "add",
    "find",
    "series",
    "check",
    "audit",
    "programme",
    "controls",
    "export",
    "serve",
    "demo",
    "doctor",
    "measure articles",
    "measure jumps",
    "measure characters",
    "measure proofread",
    "measure facts",
    "measure suite",
    "measure find",
    "measure series",
    "measure check",
    "measure audit",
)


def blocks(document: str, kind: str) -> list[str]:
    return [body for language, body in FENCE.findall(document) if language == kind]


def commands(document: str) -> list[str]:
    return [line for block in blocks(document, "sh") for line in block.splitlines() if line.strip()]


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", text)


def error_classes() -> list[type[errors.PresscheckError]]:
    found = [value for value in vars(errors).values() if inspect.isclass(value)]
    return [value for value in found if issubclass(value, errors.PresscheckError)]


def gaps(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def verbs_of(command: typer.core.TyperGroup, before: str = "") -> list[str]:
    """Every verb a person can type, a verb with verbs of its own spelled out."""
    found = []
    for name, verb in command.commands.items():
        found += verbs_of(verb, f"{before}{name} ") if hasattr(verb, "commands") else [before + name]
    return found


# Both READMEs


def test_both_readmes_give_the_same_commands():
    english, chinese = (commands(readme) for readme in READMES.values())
    assert english == chinese
    assert {"make demo", "make test"} <= set(english)


@pytest.mark.parametrize("kind", ["dump", "story", "python"])
def test_both_readmes_show_the_same_examples(kind):
    english, chinese = (blocks(readme, kind) for readme in READMES.values())
    assert english == chinese != []


def test_both_readmes_give_the_same_figures():
    english, chinese = (MARKED.findall(readme) for readme in READMES.values())
    assert [(name, rows.count("\n"), numbers(rows.replace("F1", ""))) for name, rows in english] == [
        (name, rows.count("\n"), numbers(rows.replace("F1", ""))) for name, rows in chinese
    ]
    assert [name for name, _ in english] == ["articles"]


def test_both_readmes_have_the_same_parts():
    english, chinese = (re.findall(r"^(#+) ", readme, re.MULTILINE) for readme in READMES.values())
    assert english == chinese


# The example is real


@pytest.mark.parametrize("readme", READMES)
def test_the_example_stands_on_the_sample_page_in_this_order(readme):
    page = data.shipped("demo/yunzhou-daily.txt").read_text(encoding="utf8")
    (quoted,) = blocks(READMES[readme], "dump")
    for stretch in quoted.strip().split("\n\n…\n\n"):
        assert f"\n{stretch}\n" in page
    starts = [page.index(f"\n{line}\n") for line in quoted.splitlines() if line not in ("", "…")]
    assert starts == sorted(starts)


@pytest.mark.parametrize("readme", READMES)
def test_the_story_given_back_is_what_the_program_gives(readme):
    reading = pipeline.read(Path(str(data.shipped("demo/yunzhou-daily.txt"))))
    given_back = export.FORMATS["txt"](reading, "en")
    (shown,) = blocks(READMES[readme], "story")
    for stretch in shown.strip().removesuffix("…").split("…\n"):
        assert stretch.strip() in given_back


# What is named exists, and what exists is named


def test_the_verbs_are_the_ones_documented():
    assert sorted(verbs_of(typer.main.get_command(build_app("en")))) == sorted(VERBS)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("readme", READMES)
def test_every_verb_is_documented(readme, verb):
    assert f"| `{verb}` |" in READMES[readme]
    assert any(line.startswith(f"presscheck {verb}") for line in commands(READMES[readme]))


@pytest.mark.parametrize("line", [line for line in commands(READMES["README.md"]) if line.startswith("presscheck ")])
def test_every_option_in_a_command_exists(line):
    words = line.split()[1:]
    verb = next(verb for verb in sorted(VERBS, key=len, reverse=True) if words[: len(verb.split())] == verb.split())
    command = typer.main.get_command(build_app("en"))
    for name in verb.split():
        command = command.commands[name]
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("-")} <= known


def test_the_program_tells_its_verbs():
    told = CliRunner().invoke(build_app("en"), ["--help"]).output
    assert all(verb.split()[0] in told for verb in VERBS)


def test_python_names_in_the_readme_exist():
    assert callable(presscheck.read)


# Errors


@pytest.mark.parametrize("error", error_classes(), ids=lambda error: error.__name__)
def test_every_error_is_documented_with_its_exit_code(error):
    rows = [row for row in (ROOT / "docs/errors.md").read_text(encoding="utf8").splitlines() if row.startswith("| `")]
    (row,) = [row for row in rows if row.startswith(f"| `{error.__name__}` |")]
    assert row.split("|")[2].strip() == str(error.exit_code)


def test_only_errors_that_exist_are_documented():
    named = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs/errors.md").read_text(encoding="utf8"), re.MULTILINE)
    assert sorted(named) == sorted(error.__name__ for error in error_classes())


@pytest.mark.parametrize(
    "error", [error for error in error_classes() if hasattr(error, "says")], ids=lambda error: error.__name__
)
def test_every_error_speaks_both_languages(error):
    for words in (error.says, error.advice):
        assert set(words) == {"en", "zh"}
        assert all(words.values())
    if error is not errors.WrongUsage:  # its gaps are the languages themselves
        assert gaps(error.says["en"]) == gaps(error.says["zh"])
        assert gaps(error.advice["en"]) == gaps(error.advice["zh"])


@pytest.mark.parametrize("code", [0, 1, 2, 3, 4, 70])
def test_every_exit_code_is_documented(code):
    assert re.search(rf"^\| {code} \|", (ROOT / "docs/errors.md").read_text(encoding="utf8"), re.MULTILINE)
    assert all(re.search(rf"\b{code}\b", readme) for readme in READMES.values())


# Messages


def messages() -> list:
    rooms = sorted(file.name.removesuffix(".toml") for file in files(data).joinpath("messages").iterdir())
    rows = [(f"{room}.{name}", row) for room in rooms for name, row in data.rows(f"messages/{room}").items()]
    return [pytest.param(row, id=name) for name, row in rows]


@pytest.mark.parametrize("row", messages())
def test_every_message_speaks_both_languages(row):
    assert set(row) == {"en", "zh"}
    assert all(row.values())
    assert gaps(row["en"]) == gaps(row["zh"])


# Links


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document):
    for link in LINK.findall(document.read_text(encoding="utf8")):
        if not re.match(r"https?://|#", link):
            assert (document.parent / link.split("#")[0]).exists(), link


def test_every_document_can_be_reached_from_the_readme():
    for readme in READMES.values():
        linked = {(ROOT / link).resolve() for link in LINK.findall(readme)}
        assert set((ROOT / "docs").glob("*.md")) <= linked
