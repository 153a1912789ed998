import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from presscheck import Record
from presscheck.cli.app import build_app

TEA = "国家统计局今天（1月12日）发布数据，2025年，全国茶叶产量374万吨，同比增长3.2%。"


@pytest.fixture
def record(tmp_path: Path) -> str:
    path = tmp_path / "tea.db"
    story = {"id": "20260112-01", "date": "2026-01-12", "headline": "茶叶产量再创新高", "paragraphs": [TEA]}
    with Record(path) as kept:
        kept.add_articles([story])
    return str(path)


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(build_app("zh"), ["check", *arguments])
    return done.exit_code, done.output


def test_a_verdict_for_people(record: str) -> None:
    code, told = run("2025年全国茶叶产量374万吨。", "--record", record, "--date", "2026-05-20")
    assert code == 0
    assert "属实" in told
    assert TEA in told
    assert "20260112-01" in told


def test_a_verdict_for_programs(record: str) -> None:
    code, told = run("2025年全国茶叶产量374万吨。", "--record", record, "--date", "2026-05-20", "--json")
    (verdict,) = json.loads(told)
    assert (code, verdict["verdict"]) == (0, "supported")
    assert verdict["evidence"][0]["fact"]["value"] == "3740000"


def test_a_file_of_claims(record: str, tmp_path: Path) -> None:
    post = tmp_path / "post.txt"
    post.write_text("2025年全国茶叶产量374万吨。\n2025年全国茶叶产量510万吨。\n", encoding="utf8")
    code, told = run(str(post), "--record", record, "--date", "2026-05-20", "--json", "--strict")
    assert [one["verdict"] for one in json.loads(told)] == ["supported", "contradicted"]
    assert code == 1


@pytest.mark.parametrize("file", ["no/such/file.txt", "说法.txt", "/nowhere/claim"])
def test_a_path_without_a_file_is_no_claim(record: str, file: str) -> None:
    code, _ = run(file, "--record", record)
    assert code == 3


@pytest.mark.parametrize(
    "claim", ["新增3/4为女性", "说法见a.txt，2025年茶叶产量374万吨。", "2025/26年度茶叶产量374万吨"]
)
def test_a_sentence_with_a_stroke_or_a_file_in_it_is_a_claim(record: str, claim: str) -> None:
    assert run(claim, "--record", record)[0] == 0


def test_a_folder_is_no_claim(record: str) -> None:
    assert run(str(Path(record).parent), "--record", record)[0] == 2


@pytest.mark.parametrize(
    ("form", "holds"),
    [("md", "> " + TEA), ("html", "<blockquote>"), ("claimreview", '"@type": "ClaimReview"')],
)
def test_a_report_to_send_on(record: str, tmp_path: Path, form: str, holds: str) -> None:
    out = tmp_path / "report"
    claim = ["2025年全国茶叶产量374万吨。", "--record", record, "--date", "2026-05-20"]
    assert run(*claim, "--format", form, "-o", str(out))[0] == 0
    told = out.read_text(encoding="utf8")
    assert holds in told
    assert run(*claim, "--format", form) == (0, told)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["x", "--record", "missing.db"], 3),
        (["x", "--record", "missing.db", "--format", "pdf"], 2),
    ],
)
def test_what_is_wrong_is_told(arguments: list[str], code: int) -> None:
    assert run(*arguments)[0] == code


def test_a_greeting_is_nothing_to_check(record: str) -> None:
    assert run("大家好！", "--record", record) == (0, "这里没有可以核对的句子。\n")


def test_hostile_words_do_no_harm(record: str) -> None:
    code, told = run('"; DROP TABLE article; -- <script>alert(1)</script> 茶叶产量374万吨\x1b[31m', "--record", record)
    assert code == 0
    assert "\x1b" not in told
