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
FRONT = """云州日报　2026年5月12日　第1版

北坡水渠通水

□ 本报记者 田小禾

本报讯　北坡水渠昨日全线通水，渠首闸门缓缓提起，清水沿着三十里长的渠道流向南沟，沿线的农田得\
到灌溉。北坡乡地处山区，十年九旱，农田灌溉全靠雨水。修渠的三年里，施工队先后打通隧洞四座，架设渡槽七座。县水利局局长介绍，水渠工程完工以后，每年可向灌区供水八百万立

（下转第三版）
"""
BACK = """云州日报　2026年5月12日　第3版

（上接第一版）

方米，灌溉面积由原来的两千亩扩大到一万二千亩。水利站站长说，有了水渠，坡上的旱地都能变成水田，灌区农户每亩可增收六百元。下一步，县水利局将在\
灌区推广节水灌溉，修建支渠十二条，让山区的农田旱涝保收。
"""


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


@pytest.fixture
def front(tmp_path: Path) -> Path:
    """A first page whose story goes on on page 3."""
    file = tmp_path / "page1.txt"
    file.write_text(FRONT, encoding="utf8")
    return file


@pytest.fixture
def back(tmp_path: Path) -> Path:
    """The page it goes on on."""
    file = tmp_path / "page3.txt"
    file.write_text(BACK, encoding="utf8")
    return file


@pytest.fixture
def both(tmp_path: Path) -> Path:
    """Both pages in one file."""
    file = tmp_path / "issue.txt"
    file.write_text(f"{FRONT}\f{BACK}", encoding="utf8")
    return file
