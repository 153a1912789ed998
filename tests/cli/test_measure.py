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
    gone = run("measure", "proofread", pairs, "--second-opinion", tmp_path / "gone", "--lang", "en")
    assert (gone.code, "*.lm" in gone.err) == (2, True)


# -- facts

STORY = {
    "id": "b1",
    "date": "2026-06-18",
    "headline": "云州建桥",
    "paragraphs": [{"text": "2024年，云州市新建桥梁12座。县水利局局长说，明年再建2座。"}],
}
SENTENCE = {"id": "b1", "paragraph": 0, "start": 0, "end": 17, "kind": "figure"}
TOLD = {"quotes": [], "acts": [], "changes": [], "commitments": [], "rules": []}
FIGURE = {
    "s": [[13, 16]],
    "value": "12",
    "high": None,
    "unit": "座",
    "op": "=",
    "period": ["2024-01-01", "2024-12-31"],
    "indicator": [[11, 13], [9, 13]],
    "subject": [[6, 9]],
    "speaker": None,
}


@pytest.fixture
def gold_and_articles(tmp_path):
    gold, articles = tmp_path / "gold.jsonl", tmp_path / "articles.jsonl"
    gold.write_text(json.dumps(SENTENCE | TOLD | {"figures": [FIGURE]}, ensure_ascii=False) + "\n", encoding="utf8")
    articles.write_text(json.dumps(STORY, ensure_ascii=False) + "\n", encoding="utf8")
    return gold, articles


def test_facts_are_scored(run, gold_and_articles):
    told = run("measure", "facts", *gold_and_articles)
    assert (told.code, told.err) == (0, "")
    scores = json.loads(run("measure", "facts", *gold_and_articles, "--json").out)
    assert scores["kinds"]["figures.operator"] == {
        "precision": 1.0, "recall": 1.0, "f1": 1.0, "right": 1, "wrong": 0, "missed": 0,
    }  # fmt: skip
    assert told.out.splitlines()[-1] == scores["recipe"]
    assert "| tables:" in scores["recipe"]
    chinese = run("measure", "facts", *gold_and_articles, "--lang", "zh").out.splitlines()
    assert chinese[0] == "1 个标注句"
    assert chinese[-1] == scores["recipe"]


def test_facts_are_scored_with_misreadings(run, gold_and_articles):
    first, second = (
        run("measure", "facts", *gold_and_articles, "--errors", "0.5", "--seed", seed).out.splitlines()[-1]
        for seed in (1, 1)
    )
    assert first == second
    assert "| errors:0.5 | seed:1 |" in first


def test_failures_are_told_one_kind_at_a_time(run, gold_and_articles, tmp_path):
    wrong = tmp_path / "wrong.jsonl"
    line = SENTENCE | TOLD | {"figures": [FIGURE | {"value": "13"}]}
    wrong.write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf8")
    told = run("measure", "facts", wrong, gold_and_articles[1], "--failures", "value").out
    assert "value: 2024年，云州市新建桥梁12座。" in told
    assert (
        run("measure", "facts", wrong, gold_and_articles[1], "--failures", "rules")
        .out.splitlines()[-1]
        .startswith("No failure of kind rules.")
    )
    found = json.loads(run("measure", "facts", wrong, gold_and_articles[1], "--failures", "value", "--json").out)
    assert [one["kind"] for one in found["failures"]] == ["value"]


def test_facts_with_nothing_to_measure(run, gold_and_articles, tmp_path):
    gold, articles = gold_and_articles
    assert run("measure", "facts", tmp_path / "gone", articles).code == 3
    (tmp_path / "other.jsonl").write_text('{"id": "b2", "paragraphs": []}\n', encoding="utf8")
    assert run("measure", "facts", gold, tmp_path / "other.jsonl").code == 2
    (tmp_path / "broken.jsonl").write_text("{}\n[", encoding="utf8")
    assert run("measure", "facts", tmp_path / "broken.jsonl", articles).code == 3


def test_a_suite_is_scored(run, tmp_path):
    wanted = [{"surface": "近12座", "value": 12, "unit": "座", "op": "lt"}]
    times = [{"surface": "去年", "start": "2025-01-01", "end": "2025-12-31"}]
    items = [{"id": 1, "text": "去年，新建桥梁近12座。", "quantities": wanted, "times": times}]
    file = tmp_path / "suite.json"
    file.write_text(json.dumps({"base": "2026-11-20", "items": items}, ensure_ascii=False), encoding="utf8")
    told = run("measure", "suite", "news40", file, "--lang", "zh")
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines()[0] == "数字，数值：1 例中正确 1 例（1.0000）"
    scores = json.loads(run("measure", "suite", "news40", file, "--json").out)
    assert [(row["right"], row["wanted"]) for row in scores["rows"]] == [(1, 1)] * 6
    assert told.out.splitlines()[-1] == scores["recipe"]
    assert run("measure", "suite", "recognizers", tmp_path).code == 3
    file.write_text("[]", encoding="utf8")
    assert run("measure", "suite", "news40", file).code == 3
    assert run("measure", "suite", "other", file).code == 2


def test_the_suite_of_a_peer_is_scored(run, shared):
    told = run("measure", "suite", "recognizers", shared / "data/facts/recognizers_zh", "--json")
    rows = json.loads(told.out)["rows"]
    assert len(rows) == 5
    assert all(row["fair_wanted"] <= row["wanted"] for row in rows)


def test_finding_is_scored(run, tmp_path):
    articles, db = tmp_path / "all.jsonl", tmp_path / "my.db"
    articles.write_text('{"id": "a1", "headline": "水渠完工", "paragraphs": ["全长30公里。"]}\n', encoding="utf8")
    assert run("add", articles, "--record", db, "--jobs", 1).code == 0
    told = run("measure", "find", articles, "--record", db, "--words", 9, "--lang", "en")
    assert (told.code, told.err) == (0, "")
    scores = json.loads(run("measure", "find", articles, "--record", db, "--words", 9, "--json").out)
    assert (scores["recall"], scores["precision"], scores["words"]) == (1.0, 1.0, 9)
    assert told.out.splitlines()[-1] == scores["recipe"]
    chinese = run("measure", "find", articles, "--record", db, "--words", 9, "--lang", "zh").out.splitlines()
    assert chinese[0] == "9 个词；档案中有 1 篇稿件"
    assert run("measure", "find", articles, "--record", tmp_path / "none.db").code == 3
