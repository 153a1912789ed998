"""`presscheck programme` and `presscheck controls` as a person runs them, on a record of invented stories."""

import json
import xml.etree.ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from presscheck import Record
from presscheck.data import rows
from presscheck.export.schema import SCHEMAS

STORIES = [
    (
        "yh-1",
        "2024-03-10",
        "云海协作迎来第五年",
        "2024年3月，在云海协作第二次联席会议上，两地商定了新的项目。",
        "海州市清河县和云州市北坡县结对。",
        "2023年，云海协作新建大棚120座。",
        "海州市累计投入援助资金3.2亿元。",
        "云州市计划2025年底前新建大棚300座。",
    ),
    ("yh-2", "2025-02-10", "山海之间", "2024年，云海协作新建大棚210座。"),
    ("yh-3", "2025-02-12", "田野\x1b[2J", "2024年，云海协作新建大棚180座。"),
    ("gk-1", "2026-02-03", "公告", "昨天，商务厅发布2026年第3号公告，将北港公司等9家实体列入不可靠实体清单。"),
]
ORDER = ["iati-identifier", "reporting-org", "title", "description", "participating-org", "activity-status"]
ORDER += ["activity-date", "transaction", "result"]
EVIDENCE = "{urn:presscheck:term:}evidence"


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """The record, made once: no test here writes to it."""
    file = tmp_path_factory.mktemp("ledgers") / "own.db"
    with Record(file) as record:
        record.add_articles(
            {"id": one, "date": day, "headline": head, "paragraphs": words} for one, day, head, *words in STORIES
        )
    return file


@pytest.fixture
def ask(run, record):
    def ask(verb, *options):
        return run(verb, *options, "--record", record)

    return ask


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["stories that name it: 3, mainly about it: 1", "Pairings (1)", "What cannot all be true (1)"]),
        ("zh", ["3 篇提及，其中 1 篇以其为主", "结对（1）", "截至 2026-02-03", "相互矛盾之处（1）"]),
    ],
)
def test_a_programme_is_printed_for_people(ask, lang, words):
    told = ask("programme", "云海协作", "--lang", lang)
    assert told.code == 0
    missing = [one for one in words if one not in told.out]
    assert missing == []
    assert "云海协作第二次联席会议" in told.out
    assert "\x1b" not in told.out


def test_a_promise_is_told_with_what_became_of_it_on_the_day_asked_for(ask):
    assert "under way  云州市  新建大棚300座" in ask("programme", "云海协作", "--lang", "en").out
    assert "open  云州市  新建大棚300座" in ask("programme", "云海协作", "--lang", "en", "--on", "2024-06-01").out


def test_all_prints_every_sentence(ask):
    few, all_of_it = ask("programme", "云海协作").out, ask("programme", "云海协作", "--all").out
    assert "海州市清河县和云州市北坡县结对。" not in few
    assert "海州市清河县和云州市北坡县结对。" in all_of_it


@pytest.mark.parametrize("asked", [("programme", "云海协作"), ("programme", "无此协作"), ("controls",)])
def test_json_is_as_its_schema_says(ask, asked):
    told = json.loads(ask(*asked, "--json").out)
    form = Draft202012Validator(SCHEMAS["ledger.json"].model_json_schema())
    assert [error.message for error in form.iter_errors(told)] == []


def test_iati_holds_the_elements_in_their_order_and_each_leads_to_its_words(ask, tmp_path):
    out = tmp_path / "yh.xml"
    assert ask("programme", "云海协作", "--format", "iati", "-o", out).code == 0
    (activity,) = ET.parse(out).getroot()
    names = [one.tag for one in activity]
    assert names == sorted(names, key=ORDER.index)
    (money,) = activity.findall("transaction")
    assert (money.find("value").text, money.find("value").get("currency")) == ("320000000", "CNY")
    assert money.findtext("provider-org/narrative") == "海州"
    told = [*activity.iter("actual"), *activity.iter("target"), *activity.iter("baseline"), money]
    assert told
    assert [one.tag for one in told if not one.findall(EVIDENCE)] == []


def test_iati_tells_the_first_year_as_baseline_and_what_is_planned_as_target(ask):
    root = ET.fromstring(ask("programme", "云海协作", "--format", "iati").out.encode())
    assert [(one.get("year"), one.get("value")) for one in root.iter("baseline")] == [("2023", "120")]
    assert [one.get("value") for one in root.iter("target")] == ["300"]
    assert sorted(one.get("value") for one in root.iter("actual")) == ["180", "210", "320000000"]


def test_no_money_is_told_to_have_moved_where_it_is_only_counted(run, tmp_path):
    file = tmp_path / "own.db"
    told = {"id": "a", "date": "2025-01-02", "headline": "云海协作", "paragraphs": ["云海协作带动产值5亿元。"]}
    with Record(file) as record:
        record.add_articles([told])
    root = ET.fromstring(run("programme", "云海协作", "--format", "iati", "--record", file).out.encode())
    assert len(list(root.iter("actual"))) == 1
    assert list(root.iter("transaction")) == []


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            [
                "lists: 1, changes told: 1",
                "named on it: 北港公司",
                "and 8 that are only counted",
                "gap: 9 told, 1 named",
            ],
        ),
        ("zh", ["1 份清单，1 次变动", "具名在列：北港公司", "另有 8 项只有数目", "缺：载 9 项，具名 1 项"]),
    ],
)
def test_control_lists_are_printed_for_people(ask, lang, words):
    told = ask("controls", "--lang", lang)
    assert told.code == 0
    assert [one for one in words if one not in told.out] == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--on", "2026-01-31"), "nothing told to stand on it"),
        (("--on", "2026-02-02"), "named on it: 北港公司"),
        (("无此清单",), "no change of a control list is told"),
    ],
)
def test_control_lists_stand_as_of_a_day(ask, options, words):
    assert words in ask("controls", *options, "--lang", "en").out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("-o", "x.xml"), "--format"),
        (("--format", "iati", "-o", "RECORD"), "the record itself"),
    ],
)
def test_what_cannot_be_written_is_said(ask, record, options, words):
    told = ask("programme", "云海协作", "--lang", "en", *(record if one == "RECORD" else one for one in options))
    assert told.code == 2
    assert words in told.err


def test_every_message_stands_in_both_languages():
    told = rows("messages/ledger")
    assert [name for name, row in told.items() if set(row) != {"en", "zh"}] == []
