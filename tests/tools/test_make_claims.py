"""Claims made from an invented record: the same for the same seed, and each label holds."""

import datetime
import importlib
import json
import random
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from presscheck.recording import Record

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
tool = importlib.import_module("make_claims")
told = importlib.import_module("make_claims_told")
words = importlib.import_module("make_claims_words")
acts = importlib.import_module("make_claims_acts")
false = importlib.import_module("make_claims_false")
figures = importlib.import_module("make_claims_figures")
sys.path.pop(0)

SINCE, UNTIL = datetime.date(2024, 1, 1), datetime.date(2025, 12, 31)


def story(name, date, *paragraphs, headline="要闻"):
    return {"id": name, "date": date, "headline": headline, "paragraphs": list(paragraphs)}


STORIES = [
    story("a1", "2024-01-20", "2023年，全国粮食产量12850亿斤，同比增长1.2%。"),
    story("a2", "2025-01-20", "2024年，全国粮食产量13141亿斤，同比增长2.3%。"),
    story("b1", "2024-02-01", "2023年，全国软件业务收入7312亿元。"),
    story("b2", "2024-03-01", "2023年，全国软件业务收入8140亿元。"),
    story("c1", "2024-05-10", "4月末，我国外汇储备规模为31205亿美元。"),
    story("c2", "2024-09-10", "8月末，我国外汇储备规模为32880亿美元。"),
    story("d1", "2025-03-09", "教育部3月8日印发《乡村夜读推广办法》。"),
    story("d2", "2025-05-12", "第三届水乡茶叶博览会今天（5月12日）在湖北荆州开幕。", headline="茶叶博览会开幕"),
    story("e1", "2025-06-02", "叶台水电站总装机容量120万千瓦，今天投产。"),
    story("f1", "2025-07-02", "市长周小田指出：“渠修好了，人心也就跟着渠水一起通了。”"),
]


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("record") / "my.db"
    with Record(path) as record:
        record.add_articles(STORIES)
    return path


@pytest.fixture(scope="module")
def shelf(file):
    with Record(file) as record:
        return told.Shelf(record)


@pytest.fixture(scope="module")
def books(shelf):
    return tool.books_of(shelf, [row["name"] for row in words.told()["indicator"]])


@pytest.fixture
def desk(shelf, books):
    return figures.Desk(shelf, books, SINCE, UNTIL, random.Random(4))


def grain(books, *, rate=False, year="2024"):
    return next(one for one in books["粮食产量"].sures if one.rate is rate and one.days[0][:4] == year)


def many(make, about, desk):
    """What a maker gives in thirty tries."""
    return [one for one in (make(about, desk) for _ in range(30)) if one]


def run(file, out, seed, *more):
    dates = ["--since", SINCE.isoformat(), "--until", UNTIL.isoformat()]
    tool.main([str(file), *dates, "--count", "40", "--seed", str(seed), *more, "-o", str(out)])
    return out.read_text(encoding="utf8")


def test_the_same_seed_makes_the_same_file_and_another_another(file, tmp_path):
    first, again, other = (run(file, tmp_path / f"{number}.jsonl", seed) for number, seed in enumerate((1, 1, 2)))
    assert first == again != other


def test_plain_claims_leave_out_the_country_this_year_and_what_a_change_is_against(file, books, shelf, tmp_path):
    plain = figures.Desk(shelf, books, SINCE, UNTIL, random.Random(4), plain=True)
    said = {one.text for one in many(figures.restated, grain(books, rate=True), plain)}
    assert said
    assert not any(word in one for one in said for word in ("全国", "我国", "咱", "今年", "比上年", "比前一年", "同比"))
    assert any("全国" in one or "我国" in one for one in run(file, tmp_path / "usual.jsonl", 1).splitlines())
    assert run(file, tmp_path / "plain.jsonl", 1, "--plain") != run(file, tmp_path / "usual.jsonl", 1)


def test_idle_claims_are_never_decided(file, tmp_path):
    made = [json.loads(line) for line in run(file, tmp_path / "idle.jsonl", 1, "--idle").splitlines()]
    assert len({one["claim"] for one in made}) == 40
    assert {(one["label"], one["how"]) for one in made} == {("not_decided", "idle")}


def test_crossed_claims_exchange_two_numbers_of_a_sentence_and_nothing_else(tmp_path):
    text = "6月20日公布，云州一年期存款利率为1.35%，五年期存款利率为1.75%。"
    with Record(tmp_path / "rates.db") as record:
        record.add_articles([story("r1", "2024-06-20", text)])
    lines = run(tmp_path / "rates.db", tmp_path / "out.jsonl", 1, "--crossed").splitlines()
    made = [json.loads(line) for line in lines]
    assert {one["how"]: (one["label"], one["claim"]) for one in made} == {
        "crossed": ("contradicted", "6月20日公布，云州一年期存款利率为1.75%，五年期存款利率为1.35%。"),
        "as printed": ("supported", text),
        "of another": ("contradicted", "6月20日公布，云州一年期存款利率为1.75%。"),
        "clause": ("supported", "6月20日公布，云州一年期存款利率为1.35%。"),
    }


def test_claims_rest_on_stories_told_before_them(file, tmp_path):
    days = {one["id"]: one["date"] for one in STORIES}
    claims = [json.loads(line) for line in run(file, tmp_path / "claims.jsonl", 3).splitlines()]
    assert {one["label"] for one in claims} == {"supported", "contradicted", "not_decided"}
    for one in claims:
        assert bool(one["articles"]) == (one["label"] != "not_decided")
        assert all(days[name] <= one["date"] <= UNTIL.isoformat() for name in one["articles"] + one["near"])


def test_no_claim_is_made_of_figures_that_differ(books):
    assert "软件业务收入" not in books
    assert [plain.value for plain in books["粮食产量"].sures if not plain.rate] == [
        Decimal(1285000000000),
        Decimal(1314100000000),
    ]


def test_a_value_told_anywhere_of_the_period_is_never_called_wrong(books, desk):
    sure = grain(books)
    other = replace(sure, value=Decimal(1400000000000), low=Decimal(1400000000000), high=Decimal(1400000000000))
    assert books["粮食产量"].may_say(Decimal(1314000000000), Decimal(1314200000000), "jin", sure.days)
    assert not books["粮食产量"].may_say(Decimal(1284000000000), Decimal(1286000000000), "jin", sure.days)
    assert not false._untold(other, Decimal(1314100000000), desk)


def test_a_wrong_value_lies_outside_the_interval(books, desk):
    claims = many(false.wrong_value, grain(books), desk)
    assert claims
    assert all(one.label == "contradicted" and "13141" not in one.text for one in claims)


@pytest.mark.parametrize(("make", "rate", "says"), [("wrong_way", True, "降跌少"), ("wrong_unit", True, "点")])
def test_a_claim_that_turns_a_figure_says_so(books, desk, make, rate, says):
    claims = many(getattr(false, make), grain(books, rate=rate), desk)
    assert claims
    assert all(one.label == "contradicted" and any(char in one.text for char in says) for one in claims)


def test_the_value_of_one_year_said_of_another_rests_on_the_other_year(books, desk):
    claims = many(false.other_period, grain(books, year="2023"), desk)
    assert claims
    assert {one.articles for one in claims} == {("a2",)}


def test_an_old_stock_told_as_that_of_now_is_left_open(books, desk):
    claims = many(false.outdated, next(one for one in books["外汇储备规模"].sures if one.days[1] == "2024-04-30"), desk)
    assert claims
    assert {(one.label, one.near) for one in claims} == {("not_decided", ("c1", "c2"))}


def test_documents_and_events_are_told_denied_and_given_to_others(shelf, desk):
    deeds = {one.kind: one for one in acts.deeds(shelf)}
    assert deeds["documents"].agent == "教育部"
    assert deeds["events"].place == "湖北荆州"
    for deed in deeds.values():
        assert {one.label for one in many(acts.done, deed, desk)} == {"supported"}
        assert {one.label for one in many(acts.denied, deed, desk)} == {"contradicted"}
        assert all(not (deed.agent and deed.agent in one.text) for one in many(acts.by_another, deed, desk))


def test_words_are_given_to_their_speaker_or_to_one_of_whom_nothing_is_told(shelf, desk):
    (saying,) = acts.sayings(shelf)
    assert saying.who == "市长周小田"
    assert all("市长周小田" in one.text for one in many(acts.quoted, saying, desk))
    assert all("周小田" not in one.text for one in many(acts.misquoted, saying, desk))


def test_a_work_has_its_size(shelf, desk):
    (work,) = told.works(shelf, "水电站", ["总装机容量"])
    assert (work.work, work.value) == ("叶台水电站", Decimal(1200000))
    assert {one.label for one in many(figures.of_work, work, desk)} == {"supported"}
    assert all("120万" not in one.text for one in many(false.wrong_work, work, desk))


@pytest.mark.parametrize(
    ("value", "text"), [(14000, "一万四千"), (205, "两百零五"), (12, "十二"), (2600, "两千六百"), (10500, "一万零五百")]
)
def test_numbers_are_said_aloud(value, text):
    assert words.spoken(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("1400000000000", "一万四千亿"), ("1790000000", "十七亿九千万"), ("52000000", "五千两百万"), ("1413", None)],
)
def test_round_values_are_said_aloud(value, text):
    assert words.aloud(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("1413000000000", "1.413万亿"), ("7821", "7821"), ("230500", "23.05万"), ("50000000", "5000万")],
)
def test_numbers_are_printed_short(value, text):
    assert words.short(Decimal(value)) == text


@pytest.mark.parametrize("seed", range(20))
def test_a_rounded_value_holds_the_value_between_its_bounds(seed):
    said = words.rounded(
        Decimal(1413000000000), Decimal(1412500000000), Decimal(1413500000000), "CNY", random.Random(seed)
    )
    assert said is None or said.low <= Decimal(1413000000000) <= said.high


@pytest.mark.parametrize(
    ("days", "grain", "day", "forms"),
    [
        (("2023-01-01", "2023-12-31"), "year", "2024-02-01", {"去年", "2023年", "去年全年", "2023年全年"}),
        (
            ("2024-01-01", "2024-06-30"),
            "to_date",
            "2024-08-01",
            {"今年上半年", "2024年上半年", "今年前六个月", "2024年前六个月"},
        ),
        (
            ("2024-04-01", "2024-06-30"),
            "quarter",
            "2025-01-01",
            {"去年二季度", "2024年二季度", "去年第二季度", "2024年第二季度"},
        ),
    ],
)
def test_times_are_counted_from_the_day_of_the_claim(days, grain, day, forms):
    rng = random.Random(7)
    assert {words.when(days, grain, datetime.date.fromisoformat(day), rng) for _ in range(200)} == forms
