import json

import pytest

from presscheck import data
from presscheck.articles.kinds import KINDS

SAMPLE = "yunzhou-daily"


@pytest.fixture
def truth_and_page(tmp_path):
    for ending in ("truth.json", "txt"):
        (tmp_path / f"{SAMPLE}.{ending}").write_bytes(data.shipped(f"demo/{SAMPLE}.{ending}").read_bytes())
    return tmp_path / f"{SAMPLE}.truth.json", tmp_path / f"{SAMPLE}.txt"


def test_scores_come_with_their_recipe(run, truth_and_page):
    told = run("measure", "articles", *truth_and_page)
    assert (told.code, told.err) == (0, "")
    scores = json.loads(run("measure", "articles", *truth_and_page, "--json").out)
    assert scores["pages"] == 1
    assert 0 < scores["article_f1"] <= 1
    assert told.out.splitlines()[-1] == scores["recipe"]


def test_the_report_speaks_both_languages(run, truth_and_page):
    english, chinese = (run("measure", "articles", *truth_and_page, "--lang", lang).out for lang in ("en", "zh"))
    assert english.splitlines()[0] != chinese.splitlines()[0]
    assert english.splitlines()[-1] == chinese.splitlines()[-1]


def test_what_each_kind_of_evidence_brings(run, truth_and_page):
    plain = run("measure", "articles", *truth_and_page, "--lang", "en").out.splitlines()
    told = run("measure", "articles", *truth_and_page, "--ablate", "--lang", "en").out.splitlines()
    assert told[: len(plain)] == plain
    assert [line.split(":")[0] for line in told[len(plain) :]] == [f"without {kind}" for kind in KINDS]
    scores = json.loads(run("measure", "articles", *truth_and_page, "--ablate", "--json").out)
    assert list(scores["without"]) == list(KINDS)
    assert scores["without"]["order"]["article_f1"] < scores["article_f1"]


def test_nothing_to_measure(run, tmp_path):
    assert run("measure", "articles", tmp_path / "gone", tmp_path).code == 3
    assert run("measure").code == 2


def test_the_proofreader_is_scored(run, tmp_path):
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text(json.dumps({"src": "该短視频播放量很高。", "tgt": "该短视频播放量很高。"}) + "\n", encoding="utf8")
    told = run("measure", "proofread", pairs, "--lang", "en")
    assert (told.code, told.err) == (0, "")
    scores = json.loads(run("measure", "proofread", pairs, "--json").out)
    assert scores["levels"]["sure"]["recall"] == 1.0
    assert told.out.splitlines()[-1] == scores["recipe"]
    clean = json.loads(run("measure", "proofread", pairs, "--kind", "clean", "--json").out)
    assert (clean["kind"], clean["levels"]["all"]["marks"]) == ("clean", 0)
    assert run("measure", "proofread", tmp_path / "gone.jsonl").code == 3
    assert run("measure", "proofread", pairs, "--kind", "other").code == 2
