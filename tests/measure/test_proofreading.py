"""The proofreader's scores: what is a misreading, which correction is right, and sets of every form."""

import gzip
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck import hanzi
from presscheck.errors import FileMissing, PageUnreadable, WrongUsage
from presscheck.measure.proofread import Item, Way, inject, measure_proofread, proofread
from presscheck.measure.proofreading import TextScore, errors_of, folded, score_sentence, score_text
from presscheck.model import Correction, Tier

TEXT = "陶家岭的晚茶到了采摘时节，茶农天不亮就上山。鲜叶当天送进茶厂，一斤能卖八十元。"


def mark(text, before, after, tier="likely", at=0, rule="misread"):
    """A correction of the first ``before`` at or after ``at``."""
    start = text.index(before, at)
    return Correction("body", 0, start, start + len(before), before, after, rule, "", 0.9, Tier(tier))


# ---- misreadings

MISREAD = [
    # as read, as printed, (start, end, before, after, kind) …
    ("渠水上北坡", "渠水上北坡", []),
    ("渠水上比坡", "渠水上北坡", [(3, 4, "比", "北", "character")]),
    ("渠水北坡", "渠水上北坡", [(2, 2, "", "上", "missing")]),
    ("渠水上上北坡", "渠水上北坡", [(3, 4, "上", "", "extra")]),
    ("渠水上北坡，", "渠水上北坡。", [(5, 6, "，", "。", "punctuation")]),
    ("渠水上北坡", "渠水上北坡。", [(5, 5, "", "。", "punctuation")]),
    ("长l2里", "长12里", [(1, 2, "l", "1", "figures")]),
    ("增长5", "增长5%", [(3, 3, "", "%", "figures")]),
    ("两人口", "二人员", [(0, 1, "两", "二", "character"), (2, 3, "口", "员", "character")]),
    ("门x倾", "改造", [(0, 3, "门x倾", "改造", "figures")]),
    ("门倾倒", "改造", [(0, 3, "门倾倒", "改造", "longer")]),
    ("桥一今年", "桥—今年", [(1, 2, "一", "—", "longer")]),
    ("渠水上北坡,（一）", "渠水 上北坡，(一)", []),
    ("渠 水上　比坡", "渠水上北坡", [(5, 6, "比", "北", "character")]),
    ("渠水 北坡", "渠水上北坡", [(2, 3, "", "上", "missing")]),
    ("", "渠", [(0, 0, "", "渠", "missing")]),
]


@pytest.mark.parametrize(("src", "tgt", "errors"), MISREAD)
def test_misreadings(src, tgt, errors):
    assert [(*error, error.kind) for error in errors_of(src, tgt)] == errors


@given(st.text("渠水上 北坡，,1"), st.text("渠水上 北坡，,1"))
def test_misreadings_lead_to_what_is_printed(src, tgt):
    errors = errors_of(src, tgt)
    text = src
    for error in reversed(errors):
        assert "".join(src[error.start : error.end].split()) == error.before
        text = text[: error.start] + error.after + text[error.end :]
    assert folded(text) == folded(tgt)
    assert sum(error.edits for error in errors) == sum(error.edits for error in errors_of(folded(src), folded(tgt)))


# ---- corrections

JUDGED = [
    # as read, as printed, corrections (before, after), right ones, misreadings mended, misreadings found
    pytest.param("渠水上比坡", "渠水上北坡", [], 0, 0, 0, id="nothing marked"),
    pytest.param("渠水上比坡", "渠水上北坡", [("比", "北")], 1, 1, 1, id="right"),
    pytest.param("渠水上比坡", "渠水上北坡", [("水上比", "水上北")], 1, 1, 1, id="right, in more words"),
    pytest.param("渠水上比坡", "渠水上北坡", [("比", "此")], 0, 0, 1, id="found, wrong character"),
    pytest.param("渠水上比坡", "渠水上北坡", [("比", "比")], 0, 0, 1, id="only to be checked"),
    pytest.param("渠水上比坡", "渠水上北坡", [("渠", "梁")], 0, 0, 0, id="elsewhere"),
    pytest.param("渠水上北坡", "渠水上北坡", [("上", "土")], 0, 0, 0, id="in clean text"),
    pytest.param("渠水北坡", "渠水上北坡", [("水", "水上")], 1, 1, 1, id="missing, added after"),
    pytest.param("渠水北坡", "渠水上北坡", [("北", "上北")], 1, 1, 1, id="missing, added before"),
    pytest.param("人口口多", "人口多", [("口口", "口")], 1, 1, 1, id="doubled"),
    pytest.param("梁水上比坡", "渠水上北坡", [("梁", "渠"), ("比", "北")], 2, 2, 2, id="two of two"),
    pytest.param("梁水上比坡", "渠水上北坡", [("梁水上比", "渠水上北")], 1, 2, 2, id="both at once"),
    pytest.param("渠木土北坡", "渠水上北坡", [("木", "水")], 1, 0, 1, id="half of it"),
    pytest.param("渠木土北坡", "渠水上北坡", [("木", "水"), ("土", "上")], 2, 1, 1, id="both halves"),
    pytest.param("渠水上比坡", "渠水上北坡", [("上比", "土北")], 0, 0, 1, id="one right, one wrong"),
    pytest.param("渠水上北坡,", "渠水上北坡，", [(",", "，")], 0, 0, 0, id="only width"),
]


@pytest.mark.parametrize(("src", "tgt", "marks", "right", "mended", "found"), JUDGED)
def test_corrections(src, tgt, marks, right, mended, found):
    score = score_text(src, tgt, [mark(src, *pair) for pair in marks])
    sure, likely, every = score.levels
    assert (sure.marks, sure.right, sure.corrected.total()) == (0, 0, 0)
    assert (likely.right, likely.corrected.total(), likely.detected.total()) == (right, mended, found)
    assert every == likely


def test_an_added_character_needs_no_room():
    src = "渠水北坡"
    added = Correction("body", 0, 2, 2, "", "上", "missing", "", 0.9, Tier.SURE)
    level = score_text(src, "渠水上北坡", [added]).levels[0]
    assert (level.proposed, level.right, level.corrected) == (1, 1, {"missing": 1})


def test_either_of_two_equal_characters_may_go():
    for start in (1, 2):
        gone = Correction("body", 0, start, start + 1, "口", "", "doubled", "", 0.9, Tier.SURE)
        assert score_text("人口口多", "人口多", [gone]).levels[0].corrected == {"extra": 1}


def test_width_is_told_apart():
    score = score_text("渠水上北坡,", "渠水上北坡，", [mark("渠水上北坡,", ",", "，", "sure")])
    assert (score.width, score.levels[0].marks, score.wrong) == (1, 0, ())


def test_marks_without_a_proposal_are_no_proposals():
    level = score_text(TEXT, TEXT, [mark(TEXT, "晚茶", "晚茶", "suspect")]).levels[2]
    assert (level.marks, level.proposed, level.touching, level.sentences) == (1, 0, 0, 1)


def test_alarms_are_counted_by_sentence_and_tier():
    marks = [mark(TEXT, "岭", "领", "sure"), mark(TEXT, "山", "出", "suspect"), mark(TEXT, "元", "无", "likely")]
    score = score_text(TEXT, TEXT, marks)
    assert score.sentences == 2
    assert [(level.marks, level.sentences) for level in score.levels] == [(1, 1), (2, 2), (3, 2)]
    assert score.wrong[0].around == "陶家[岭→领]的晚茶到了采摘时"


@pytest.mark.parametrize(
    ("src", "tgt", "before", "after", "tier", "harmed"),
    [
        ("全长12里", "全长12里", "12", "72", "sure", 1),
        ("全长12里", "全长12里", "12", "72", "likely", 0),
        ("全长l2里", "全长12里", "l", "1", "sure", 0),
        ("北京今天下雪", "北京今天下雪", "京", "原", "sure", 1),
        ("北京今天下雪", "北京今天下雪", "雪", "雷", "sure", 0),
    ],
)
def test_names_and_figures(src, tgt, before, after, tier, harmed):
    assert len(score_text(src, tgt, [mark(src, before, after, tier)]).harmed) == harmed


def test_texts_add_up():
    src = "渠水上比坡"
    one = score_text(src, "渠水上北坡", [mark(src, "比", "北", "sure")])
    two = TextScore.sum([one, one, score_text(TEXT, TEXT, [])])
    assert (two.characters, two.errors) == (2 * len(src) + len(TEXT), {"character": 2})
    assert [level.corrected["character"] for level in two.levels] == [2, 2, 2]
    assert two.rules == {("misread", "sure", True): 2}
    assert TextScore.sum([]) == TextScore()


# ---- sentences, strictly

STRICT = [
    # as read, as printed, corrections, (erroneous, changed, detected, corrected)
    ("渠水上比坡", "渠水上北坡", [], (True, False, False, False)),
    ("渠水上比坡", "渠水上北坡", [("比", "北")], (True, True, True, True)),
    ("渠水上比坡", "渠水上北坡", [("比", "此")], (True, True, True, False)),
    ("渠水上比坡", "渠水上北坡", [("比", "比")], (True, False, False, False)),
    ("梁水上比坡", "渠水上北坡", [("比", "北")], (True, True, False, False)),
    ("渠水上比坡", "渠水上北坡", [("比", "北"), ("渠", "梁")], (True, True, False, False)),
    ("渠水上北坡", "渠水上北坡", [("上", "土")], (False, True, False, False)),
    ("渠水上北坡", "渠水上北坡", [], (False, False, False, False)),
    ("渠水北坡", "渠水上北坡", [("水", "水上")], (True, True, True, True)),
    ("渠水上北坡,", "渠水上北坡，", [(",", "，")], (False, False, False, False)),
]


@pytest.mark.parametrize(("src", "tgt", "marks", "told"), STRICT)
def test_sentences(src, tgt, marks, told):
    sure, likely, every = score_sentence(src, tgt, [mark(src, *pair) for pair in marks])
    assert tuple(likely) == tuple(every) == told
    assert tuple(sure) == (told[0], False, False, False)


# ---- whole sets

PAIRS = [
    {"src": "该短視频播放量很高。", "tgt": "该短视频播放量很高。", "page": 1, "story": 0, "part": "body"},
    {"src": "晚茶采摘忙", "tgt": "晚茶采摘忙", "page": 1, "story": 0, "part": "headline"},
    {"src": "茶农天不亮就上山。", "tgt": "茶农天不亮就上山。", "page": 2, "story": 0, "part": "body"},
]


def lines(rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture
def pairs(tmp_path):
    file = tmp_path / "pairs.jsonl"
    file.write_text(lines(PAIRS), encoding="utf8")
    return file


@pytest.fixture
def articles(tmp_path):
    file = tmp_path / "articles.jsonl.gz"
    rows = [
        {"date": date, "headline": "晚茶采摘忙", "paragraphs": [{"kind": "p", "text": TEXT}]}
        for date in ("2026-05-01", "2026-05-02")
    ]
    with gzip.open(file, "wt", encoding="utf8") as opened:
        opened.write(lines(rows))
    return file


def test_pairs(pairs):
    told = measure_proofread(pairs).to_dict()
    assert (told["kind"], told["texts"], told["errors"]) == ("pairs", 3, 1)
    assert (told["levels"]["sure"]["precision"], told["levels"]["sure"]["recall"]) == (1.0, 1.0)
    assert told["kinds"]["character"]["sure"] == 1.0
    assert told["rules"]["variant (sure)"] == {"marks": 1, "right": 1}


def test_each_text_gets_its_own_corrections():
    story = (Item("headline", "短視频走红", ""), Item("body", TEXT, ""), Item("headline", "乡间視频", ""))
    told = [(item.part, [mark.start for mark in marks]) for item, marks in proofread((story, story))]
    assert told == 2 * [("headline", [1]), ("body", []), ("headline", [2])]


def test_finished_articles_are_clean(articles):
    report = measure_proofread(articles, Way(since="2026-05-02"))
    told = report.to_dict()
    assert (told["kind"], told["texts"], told["characters"], told["errors"]) == ("clean", 2, len(TEXT) + 5, 0)
    assert told["levels"]["all"]["alarms_per_1000"] == 0
    assert "proofread.clean alarms = 0.0000/1000 (sure+likely) | set:" in report.recipe


def test_the_same_seed_injects_the_same(articles):
    one, same, other = (measure_proofread(articles, Way("injected", seed=seed)) for seed in (1, 1, 2))
    assert one.to_dict() == same.to_dict()
    assert "seed:1" in one.recipe
    assert one.recipe != other.recipe


def test_what_is_injected_looks_alike():
    text = TEXT * 40
    spoiled = inject(text, random.Random(0))
    changed = [pair for pair in zip(text, spoiled, strict=True) if pair[0] != pair[1]]
    assert 0.004 < len(changed) / len(text) < 0.02
    assert all(hanzi.is_han(one) and hanzi.is_han(other) for one, other in changed)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ocr_test.txt", "1\t该短視频播放量很高\t该短视频播放量很高\n1\t渠水上比坡\t渠水上北坡\n"),
        ("law.test", "1\t该短視频播放量很高\t该短视频播放量很高\n\n1\t渠水上比坡\t渠水上北坡"),
        ("dev.json", json.dumps([{"src": "该短視频", "tgt": "该短视频"}, {"src": "渠水上比坡", "tgt": "渠水上北坡"}])),
    ],
)
def test_sentences_of_spelling_checks(tmp_path, name, content):
    file = tmp_path / name
    file.write_text(content, encoding="utf8")
    told = measure_proofread(file).to_dict()
    assert (told["kind"], told["texts"]) == ("sentences", 2)
    strict = told["strict"]["sure"]
    assert (strict["erroneous"], strict["changed"], strict["precision"], strict["recall"]) == (2, 1, 1.0, 0.5)


def test_what_is_no_set(tmp_path):
    with pytest.raises(FileMissing):
        measure_proofread(tmp_path / "gone.jsonl")
    for name, content, error in (
        ("empty.jsonl", "", WrongUsage),
        ("notes.txt", "只有一行\n", PageUnreadable),
        ("broken.jsonl", "{", PageUnreadable),
        ("other.jsonl", '{"text": "渠"}\n', PageUnreadable),
        ("list.json", '{"src": 1}', PageUnreadable),
    ):
        file = tmp_path / name
        file.write_text(content, encoding="utf8")
        with pytest.raises(error):
            measure_proofread(file)


@pytest.mark.parametrize("kind", ["pairs", "clean", "injected", "sentences"])
def test_every_report_speaks_both_languages(pairs, kind):
    report = measure_proofread(pairs, Way(kind))
    english, chinese = (report.lines(lang) for lang in ("en", "zh"))
    assert len(english) == len(chinese)
    assert english[0] != chinese[0]
    assert english[-1] == chinese[-1] == report.recipe == report.to_dict()["recipe"]
    assert report.recipe in repr(report)
