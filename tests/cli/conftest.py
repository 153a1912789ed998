"""Pages of our own, and a way to run one command as a person would."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from presscheck.cli import main

COUNTY = "县城通了火车\n\n□ 本报记者 方小舟\n\n本报讯　昨天，第一趟列车开进县城，站台上挤满了人。\n"
TEA = "高山晚茶采摘忙\n\n本报记者 陶一舟\n\n立夏过后，海拔九百米以上的茶园才进入一年中最忙的时候。\n"


@dataclass(frozen=True)
class Told:
    """What a command said, and the exit code it left with."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.delenv("PRESSCHECK_TRACEBACK", raising=False)


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Told]:
    def run(*arguments: object, stdin: bytes = b"") -> Told:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        sys.stdout.flush()
        out, err = capfd.readouterr()
        return Told(int(left.value.code or 0), out, err)

    return run


@pytest.fixture
def county(tmp_path: Path) -> Path:
    file = tmp_path / "county.txt"
    file.write_text(COUNTY, encoding="utf8")
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two pages, and things that are no pages."""
    inside = tmp_path / "issue"
    inside.mkdir()
    (inside / "p2.txt").write_text(TEA, encoding="utf8")
    (inside / "p1.TXT").write_text(COUNTY, encoding="utf8")
    (inside / "notes.md").write_text("不是版面", encoding="utf8")
    (inside / ".hidden.txt").write_text("不是版面", encoding="utf8")
    (inside / "deeper.txt").mkdir()
    return inside
