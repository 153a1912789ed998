"""Who may import whom: a room imports from floors below it, never from above or beside."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "presscheck"
FLOORS = {
    0: ("model", "hanzi", "errors", "messages", "data"),
    1: ("language",),
    2: ("intake", "layout", "articles", "proofreading", "facts", "export", "labels", "handwork"),
    3: ("record",),
    4: ("pipeline", "readying", "reworking", "adding", "recording", "by_hand", "check", "measure", "show"),
    5: ("cli", "web", "batch"),
}
FLOOR = {room: floor for floor, rooms in FLOORS.items() for room in rooms}
TOP = max(FLOORS)
"""The doors may use the public verbs and the version, as a visitor does."""
STAIRS_APART = {
    ("measure", "pipeline"),
    ("measure", "recording"),
    ("readying", "pipeline"),
    ("adding", "pipeline"),
    ("adding", "readying"),
    ("adding", "reworking"),
    ("reworking", "pipeline"),
    ("reworking", "readying"),
    ("by_hand", "recording"),
    ("by_hand", "reworking"),
    ("recording", "adding"),
    ("recording", "readying"),
    ("recording", "check"),
    ("measure", "check"),
    ("cli", "web"),
    ("cli", "batch"),
}
"""Beside one another and yet allowed: a measurement reads pages, what is kept is read first, one door opens others."""
ONLY_IN = {
    "sqlite3": {"record"},
    "pydantic": {"export", "web"},
    "typer": {"cli"},
    "rich": {"cli", "show"},
    "lxml": {"intake", "export"},
    "duckdb": {"export"},
    "fastapi": {"web"},
    "starlette": {"web"},
    "jinja2": {"web"},
    "uvicorn": {"web"},
}
"""Heavy or opinionated libraries, each with the rooms that may know it."""
ROOT = "presscheck"
DOORSTEP = {"__init__", "__main__"}


def room_of(file: Path, package: Path) -> str:
    return file.relative_to(package).parts[0].removesuffix(".py")


def module_of(file: Path, package: Path) -> str:
    parts = file.relative_to(package).with_suffix("").parts
    return ".".join((ROOT, *parts)).removesuffix(".__init__")


def imports(tree: ast.AST, module: str, is_package: bool) -> Iterator[str]:
    """Every name imported under ``tree``, dotted and absolute: ``from a import b`` gives ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = module.split(".")[: len(module.split(".")) - node.level + is_package] if node.level else []
            yield from (".".join([*up, *filter(None, [node.module]), alias.name]) for alias in node.names)


def crossings(package: Path) -> Iterator[str]:
    """Every import that a room may not make, as a sentence."""
    for file in sorted(package.rglob("*.py")):
        here = room_of(file, package)
        if here in DOORSTEP:
            continue
        if here not in FLOOR:
            yield f"{here} has no floor"
            continue
        tree = ast.parse(file.read_text(encoding="utf8"))
        for name in imports(tree, module_of(file, package), file.name == "__init__.py"):
            if told := crossing(here, name):
                yield f"{file.relative_to(package).as_posix()}: {told}"


def crossing(here: str, name: str) -> str | None:
    """What is wrong with room ``here`` importing ``name``; None where nothing is."""
    top, _, rest = name.partition(".")
    if top != ROOT:
        if here not in ONLY_IN.get(top, {here}):
            return f"{top} belongs in {sorted(ONLY_IN[top])}"
        if FLOOR[here] == 0 and top not in sys.stdlib_module_names:
            return f"floor 0 is standard library only, not {top}"
        return None
    there = rest.partition(".")[0]
    if there in (here, "__version__") or (here, there) in STAIRS_APART:
        return None
    if there not in FLOOR:
        return None if FLOOR[here] == TOP else f"{name} is in no room"
    if FLOOR[there] >= FLOOR[here] > 0 or FLOOR[there] > FLOOR[here]:
        return f"floor {FLOOR[here]} imports {there} on floor {FLOOR[there]}"
    return None


def circles(package: Path) -> list[list[str]]:
    """Modules that need one another before they can be loaded.

    What is imported only when a function is called, or for types, does not count.
    """
    files = {module_of(file, package): file for file in sorted(package.rglob("*.py"))}
    needs = {module: needed(module, file, set(files)) for module, file in files.items()}
    found: list[list[str]] = []
    done: set[str] = set()

    def follow(module: str, way: list[str]) -> None:
        if module in way:
            found.append([*way[way.index(module) :], module])
            return
        if module not in done:
            for other in sorted(needs[module]):
                follow(other, [*way, module])
            done.add(module)

    for module in files:
        follow(module, [])
    return found


def needed(module: str, file: Path, modules: set[str]) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or for_types_only(node):
            node.body = []  # type: ignore[attr-defined]
    names = imports(tree, module, file.name == "__init__.py")
    return {name if name in modules else name.rpartition(".")[0] for name in names} & modules


def for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def planted(folder: Path, files: dict[str, str]) -> Path:
    """A package like ours in ``folder``, of files named without their ``.py``."""
    package = folder / ROOT
    for name, code in files.items():
        file = package / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(code, encoding="utf8")
    return package


def test_nobody_climbs_the_stairs() -> None:
    assert list(crossings(PACKAGE)) == []


def test_nobody_walks_in_circles() -> None:
    assert circles(PACKAGE) == []


def test_import_presscheck_is_light() -> None:
    heavy = ["numpy", "scipy", "typer", "rich", "pydantic", "onnxruntime", "rapidfuzz"]
    code = f"import sys, {ROOT}; print([name for name in {heavy} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"layout/columns": "from presscheck.articles import heads"}, "floor 2 imports articles on floor 2"),
        ({"model/page": "from presscheck.pipeline import read"}, "floor 0 imports pipeline on floor 4"),
        ({"model/page": "from presscheck import pipeline"}, "floor 0 imports pipeline on floor 4"),
        ({"model/page": "import numpy as np"}, "floor 0 is standard library only, not numpy"),
        ({"layout/columns": "from ..language import ngram\nfrom ..show import html"}, "imports show on floor 4"),
        ({"layout/columns": "def late():\n    import presscheck.intake.dump"}, "imports intake on floor 2"),
        ({"layout/columns": "from presscheck import read"}, "presscheck.read is in no room"),
        ({"intake/dump": "from pydantic import BaseModel"}, "pydantic belongs in ['export', 'web']"),
        ({"pipeline": "import rich.progress"}, "rich belongs in ['cli', 'show']"),
        ({"attic/box": ""}, "attic has no floor"),
    ],
)
def test_a_crossing_is_noticed(tmp_path: Path, files: dict[str, str], told: str) -> None:
    found = list(crossings(planted(tmp_path, files)))
    assert len(found) == 1
    assert told in found[0]


@pytest.mark.parametrize(
    "files",
    [
        {"layout/columns": "import numpy\nfrom presscheck import hanzi\nfrom presscheck.language.ngram import score"},
        {"layout/__init__": "from .columns import cut\nfrom presscheck.layout.order import sort"},
        {"messages": "from presscheck import data\nfrom presscheck.errors import Lang"},
        {"measure/articles": "from presscheck import __version__\nfrom presscheck.pipeline import read"},
        {"__init__": "from presscheck.pipeline import read"},
        {"cli/serve": "import typer\nimport presscheck\nfrom presscheck.web import app"},
    ],
)
def test_going_down_is_allowed(tmp_path: Path, files: dict[str, str]) -> None:
    assert list(crossings(planted(tmp_path, files))) == []


@pytest.mark.parametrize(
    "files",
    [
        {"errors": "from presscheck.messages import say", "messages": "from presscheck import errors"},
        {
            "intake/__init__": "from presscheck.intake.dump import take",
            "intake/dump": "from presscheck.intake import a",
        },
        {"model/a": "from .b import x", "model/b": "from .c import x", "model/c": "from .a import x"},
    ],
)
def test_a_circle_is_noticed(tmp_path: Path, files: dict[str, str]) -> None:
    assert len(circles(planted(tmp_path, files))) == 1


@pytest.mark.parametrize("when", ["def late():", "if TYPE_CHECKING:"])
def test_an_import_made_later_or_never_closes_no_circle(tmp_path: Path, when: str) -> None:
    late = {"show": f"{when}\n    from presscheck import cli", "cli": "from presscheck import show"}
    assert circles(planted(tmp_path, late)) == []
