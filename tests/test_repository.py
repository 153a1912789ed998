"""Clean hands: nothing of anyone's machine in the repository, and nothing in it larger than promised."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "presscheck"
OURS = ("src", "tests", "tools", "docs", "bench")
TEXT = {".py", ".toml", ".md", ".json", ".txt", ".html", ".css", ".js", ".svg", ".csv", ".tsv", ".cfg", ".typed"}
MACHINE_PATH = re.compile(r"(?<![\w.$}])/(?:" + "|".join(("work", "root", "home", "Users", "mnt")) + r")/\w")
E_MAIL = re.compile(r"[\w.+-]+@(?!example\.)[\w-]+\.[a-z]{2,}")
REGISTRY = re.compile(r"[i]ndex-url|[a]rtifactory|\b(?:pypi|pythonhosted|npmjs)\.(?:org|com)\b")
MB = 1_000_000
LARGEST_FILE, ALL_DATA = 24 * MB, 60 * MB
LONGEST_FILE, LONGEST_FUNCTION = 500, 60


def tracked() -> list[Path]:
    """Files of the repository, with those about to be added to it."""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: no telling which files belong to the repository")
    return [ROOT / name for name in told.split("\0") if name and (ROOT / name).is_file()]


def text_files() -> list[Path]:
    return [file for file in tracked() if file.suffix in TEXT or not file.suffix]


def leaks(text: str) -> Iterator[str]:
    """Every machine path, e-mail address and registry in ``text``."""
    for pattern in (MACHINE_PATH, E_MAIL, REGISTRY):
        yield from (match.group() for match in pattern.finditer(text))


def untidy(content: bytes) -> str | None:
    """Why ``content`` is no clean text file; None where it is."""
    if b"\r" in content:
        return "has carriage returns"
    if content.startswith(b"\xef\xbb\xbf"):
        return "begins with a byte order mark"
    try:
        content.decode("utf8")
    except UnicodeDecodeError as error:
        return f"is not UTF-8 at byte {error.start}"
    return None


def long_functions(code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield f"{node.name}: {lines} lines"


def test_no_file_tells_of_a_machine_or_a_person() -> None:
    told = {
        file.relative_to(ROOT).as_posix(): found
        for file in text_files()
        if (found := list(leaks(file.read_text(encoding="utf8", errors="replace"))))
    }
    assert told == {}


def test_text_is_utf8_with_plain_line_ends() -> None:
    ours = [file for file in text_files() if file.relative_to(ROOT).parts[0] in OURS]
    assert ours
    told = {file.relative_to(ROOT).as_posix(): why for file in ours if (why := untidy(file.read_bytes()))}
    assert told == {}


def test_shipped_data_is_small() -> None:
    sizes = {file: file.stat().st_size for file in (PACKAGE / "data").rglob("*") if file.is_file()}
    assert {file.name: size for file, size in sizes.items() if size > LARGEST_FILE} == {}
    assert sum(sizes.values()) <= ALL_DATA


def test_files_and_functions_are_short() -> None:
    code = {file: file.read_text(encoding="utf8") for file in tracked() if file.suffix == ".py"}
    assert {file.name: n for file, text in code.items() if (n := text.count("\n")) > LONGEST_FILE} == {}
    ours = {file: text for file, text in code.items() if file.is_relative_to(PACKAGE)}
    assert {file.name: found for file, text in ours.items() if (found := list(long_functions(text)))} == {}


@pytest.mark.parametrize(
    "text",
    [
        "open('/" + "work/main/page.txt')",
        "see /" + "home/zhang/pages",
        "write to zhang.san" + "@" + "county-paper.cn",
        "--index" + "-url=mirror",
        "https://pypi" + ".org/simple",
    ],
)
def test_a_leak_is_noticed(text: str) -> None:
    assert list(leaks(text))


@pytest.mark.parametrize(
    "text",
    [
        "docs/work/plan.md",
        "../shared/data",
        "@dataclass(frozen=True)",
        "a @ b.T",
        "https://example.org/home/",
        "me@example.cn",
    ],
)
def test_plain_words_are_no_leak(text: str) -> None:
    assert not list(leaks(text))


@pytest.mark.parametrize("content", [b"a\r\n", b"\xef\xbb\xbfa\n", "版面".encode("gb18030")])
def test_untidy_text_is_noticed(content: bytes) -> None:
    assert untidy(content)


def test_a_long_function_is_noticed() -> None:
    assert list(long_functions("def page():\n" + "    pass\n" * LONGEST_FUNCTION)) == ["page: 61 lines"]
    assert not list(long_functions("def page():\n" + "    pass\n" * (LONGEST_FUNCTION - 1)))
