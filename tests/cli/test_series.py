"""`presscheck series` as a person runs it, on a record of invented stories."""

import csv
import io
import json
import sys
import xml.etree.ElementTree as ET
from types import ModuleType

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

from presscheck.cli.series import pen_of
from presscheck.show.chart import Pen

STORIES = [
    ("yz-1", "2022-01-18", "2021年，全国粮食产量13000万吨，比上年增长2.0%。"),
    ("yz-2", "2023-01-18", "2022年，全国粮食产量13200万吨，比上年增长1.5%。"),
    ("yz-3", "2024-01-18", "2023年，全国粮食产量13500万吨，比上年增长2.3%。"),
    ("yz-4", "2024-03-02", "2023年，全国粮食产量2700亿斤，连续三年增产。"),
    ("yz-5", "2025-01-18", "2024年，全国粮食产量13900万吨，比上年增长3.0%。"),
    ("qc-6", "2025-02-18", "2024年，全国粮食产量12800万吨。"),
    ("yz-7", "2025-02-19", "到2030年，粮食产量力争达到15000万吨。"),
]


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """The record, made once: no test here writes to it."""
    from presscheck import Record

    folder = tmp_path_factory.mktemp("series")
    stories = [
        {"id": name, "date": day, "headline": "又是丰收年", "paragraphs": [words]} for name, day, words in STORIES
    ]
    with Record(folder / "own.db") as record:
        record.add_articles(stories)
    return folder / "own.db"


@pytest.fixture
def ask(run, record):
    def ask(*options, what="粮食产量"):
        return run("series", what, "--record", record, *options)

    return ask


def test_people_see_points_with_their_words(ask):
    told = ask()
    assert (told.code, told.err) == (0, "")
    lines = told.out.splitlines()
    assert lines[0] == "全国 粮食产量"
    assert "! disputed: 2024" in lines
    at = next(number for number, line in enumerate(lines) if line.startswith("2021"))
    assert "told once   2022-01-18  yz-1" in lines[at]
    assert lines[at + 1].strip() == "2021年，全国粮食产量[13000万吨]，比上年增长2.0%。"
    assert any(line.startswith("2023") and "agreed" in line and "+1" in line for line in lines)
    assert any("x also told 2025-01-18 yz-5" in line for line in lines)
    assert any(line.strip().startswith("--strand 2") for line in lines)
    assert lines[-1] == "1 figure was left out; --left-out tells it with its reason."


@pytest.mark.parametrize(
    ("terminal", "encoding", "no_color", "blocks"),
    [
        (True, "utf-8", False, True),
        (False, "utf-8", False, False),
        (True, "gbk", False, False),
        (True, "utf-8", True, False),
    ],
)
def test_blocks_are_drawn_only_where_they_can_be_seen(terminal, encoding, no_color, blocks):
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    screen = Console(file=file, force_terminal=terminal, no_color=no_color, width=77)
    assert pen_of(screen) == Pen(77, blocks)


def test_it_speaks_chinese(ask):
    told = ask("--lang", "zh", "--left-out")
    assert "! 说法不一：2024年" in told.out
    assert "计划、目标或要求，并非已发生" in told.out


@pytest.mark.parametrize(
    ("options", "periods"),
    [
        ((), ["2021", "2022", "2023", "2024"]),
        (("--since", "2022"), ["2022", "2023", "2024"]),
        (("--until", "2023-12"), ["2021", "2022", "2023"]),
        (("--since", "2022", "--until", "2023"), ["2022", "2023"]),
        (("--strand", "2"), ["2021", "2022", "2023", "2024"]),
        (("--by", "month"), None),
    ],
)
def test_what_is_asked_for_is_given(ask, options, periods):
    told = ask("--format", "csv", *options)
    if periods is None:
        assert (told.code, told.out) == (2, "")
        assert "no figure that can be followed" in told.err
    else:
        assert [row["period"].removesuffix("年") for row in csv.DictReader(told.out.splitlines())] == periods


def test_each_format_goes_to_standard_output(ask, root):
    form = json.loads((root / "docs/schema/series.json").read_text(encoding="utf8"))
    Draft202012Validator(form).validate(json.loads(ask("--json").out))
    assert ask("--json").out == ask("--format", "json").out
    assert ask("--format", "sdmx").out.splitlines()[1].startswith("dataflow,PRESSCHECK:SERIES(1.0.0),I,A,CN,粮食产量,")
    assert json.loads(ask("--format", "vega").out)["title"]["text"] == "全国 粮食产量"
    assert ask("--format", "csv", "--mentions").out.count("粮食产量,全国") == 6


def test_json_of_nothing_is_still_json(ask):
    told = ask("--json", what="花生产量")
    assert told.code == 0
    assert json.loads(told.out)["strands"] == []
    assert ask(what="花生产量").out == "花生产量: the record tells no figure that can be followed through time.\n"


def test_files_are_written_and_named(ask, tmp_path):
    told = ask("--plot", tmp_path / "new" / "a.svg", "--format", "csv", "--excel", "-o", tmp_path / "a.csv")
    assert (told.code, told.out) == (0, "")
    assert told.err.splitlines() == [f"{tmp_path / 'new' / 'a.svg'}: written", f"{tmp_path / 'a.csv'}: written"]
    assert ET.parse(tmp_path / "new" / "a.svg").getroot().tag.endswith("svg")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfperiod,")
    assert ask("--plot", tmp_path / "a.json").code == 0
    assert "vega-lite" in json.loads((tmp_path / "a.json").read_text(encoding="utf8"))["$schema"]


def test_same_record_same_bytes(ask, tmp_path):
    for name in ("one.svg", "two.svg"):
        ask("--plot", tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_pictures_are_drawn_by_what_is_installed(ask, tmp_path, monkeypatch):
    stand_in = ModuleType("vl_convert")
    stand_in.svg_to_png = lambda drawn, scale: b"\x89PNG"
    monkeypatch.setitem(sys.modules, "vl_convert", stand_in)
    assert ask("--plot", tmp_path / "a.png").code == 0
    assert (tmp_path / "a.png").read_bytes() == b"\x89PNG"


@pytest.mark.parametrize(
    ("module", "options", "extra"),
    [("vl_convert", ("--plot", "a.png"), "charts"), ("duckdb", ("--format", "parquet", "-o", "a.parquet"), "parquet")],
)
def test_a_missing_part_is_named_and_nothing_written(ask, tmp_path, monkeypatch, module, options, extra):
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.chdir(tmp_path)
    told = ask(*options)
    assert told.code == 4
    assert f'pip install "presscheck[{extra}]"' in told.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--plot", "a.pdf"), "a.pdf: what is drawn ends in .svg, .png or .json"),
        (("-o", "a.csv"), "a.csv: say in which format"),
        (("--format", "parquet"), "parquet is no text"),
        (("--format", "sdmx", "--mentions"), "--mentions is for --format csv and parquet"),
        (("--format", "parquet", "-o", "a.parquet", "--excel"), "--excel for csv only"),
        (("--strand", "99"), "there is no strand 99"),
        (("--since", "yesterday"), "yesterday: this is no year, month or day"),
        (("--by", "decade"), "decade"),
    ],
)
def test_what_does_not_go_together_is_refused(ask, tmp_path, monkeypatch, options, words):
    monkeypatch.chdir(tmp_path)
    told = ask(*options)
    assert told.code == 2
    assert words in told.err
    assert list(tmp_path.iterdir()) == []


def test_the_record_itself_is_never_written_over(ask, record):
    before = record.read_bytes()
    assert ask("--format", "csv", "-o", record).code == 2
    assert record.read_bytes() == before
