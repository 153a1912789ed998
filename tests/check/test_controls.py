"""Control lists by what a record of invented stories tells to have changed on them."""

import datetime

import pytest

from presscheck import Record
from presscheck.check.controls import key_of
from presscheck.data import rows
from presscheck.model.ledger import ControlList, Controls

STORIES = [
    (
        "gk-1",
        "2026-02-03",
        "商务厅发布公告",
        "昨天，商务厅发布2026年第3号公告，将北港公司等9家实体列入不可靠实体清单。",
    ),
    ("gk-2", "2026-02-04", "九家实体被列入清单", "2月2日，商务厅将北港公司、南港公司等9家实体列入不可靠实体清单。"),
    ("gk-3", "2026-05-20", "一家公司被移出清单", "昨天，商务厅将南港公司移出不可靠实体清单。"),
    (
        "gk-4",
        "2026-06-18",
        "两份目录同时更新",
        "2026年3月，商务厅等五部门联合发布公告，将12种前体化学品和秘鲁、智利分别增列到《出口易制毒化学品管制目录》"
        "《特定国家管制目录》，今年5月又针对上述两国增列4种前体化学品。",
    ),
    ("gk-5", "2026-06-20", "山鹰组织被认定", "秘鲁政府19日宣布，将山鹰组织认定为恐怖组织。"),
    ("gk-6", "2026-06-21", "天气", "明天晴，气温升高3度。"),
]


def told_by(folder, stories=STORIES, name: str | None = None, on: str | None = None) -> Controls:
    with Record(folder / "own.db") as record:
        record.add_articles(
            {"id": one, "date": day, "headline": head, "paragraphs": words} for one, day, head, *words in stories
        )
        return record.controls(name, on=datetime.date.fromisoformat(on) if on else None)


def the(ledger: Controls, name: str) -> ControlList:
    (found,) = [one for one in ledger.lists if one.name == name]
    return found


@pytest.mark.parametrize("row", rows("check/controls")["list"], ids=lambda row: row["name"])
def test_each_row_joins_the_names_it_must_and_no_others(row):
    assert {key_of(name) for name in row["same"]} == {(row["name"], None)}
    assert row["name"] not in {key_of(name)[0] for name in row["others"]}


def test_every_change_leads_to_its_list_and_is_told_once(tmp_path):
    entries = the(told_by(tmp_path), "不可靠实体清单").entries
    seen = [(one.action, one.items, [found.source.article for found in one.evidence]) for one in entries]
    assert seen == [("add", ("北港公司", "南港公司"), ["gk-1", "gk-2"]), ("remove", ("南港公司",), ["gk-3"])]


def test_one_change_told_by_two_stories_has_what_each_tells(tmp_path):
    one, _ = the(told_by(tmp_path), "不可靠实体清单").entries
    assert (one.count, one.untold, one.instrument, one.issuers) == (9, 7, "2026年第3号公告", ("商务厅",))
    assert (one.first, one.dated_by) == (datetime.date(2026, 2, 2), "announced")


@pytest.mark.parametrize(
    ("on", "items", "untold"),
    [
        ("2026-02-01", (), 0),
        ("2026-02-02", ("北港公司", "南港公司"), 7),
        ("2026-05-18", ("北港公司", "南港公司"), 7),
        ("2026-05-19", ("北港公司",), 7),
        (None, ("北港公司",), 7),
    ],
)
def test_how_a_list_stands_depends_on_the_day(tmp_path, on, items, untold):
    state = the(told_by(tmp_path, on=on), "不可靠实体清单").state
    assert (state.items, state.untold) == (items, untold)


def test_what_is_listed_severally_goes_to_its_own_list(tmp_path):
    ledger = told_by(tmp_path)
    goods, countries = the(ledger, "出口易制毒化学品管制目录"), the(ledger, "特定国家管制目录")
    assert [(one.items, one.kind, int(one.count), int(one.untold)) for one in goods.entries] == [
        ((), "前体化学品", 12, 12),
        ((), "前体化学品", 4, 4),
    ]
    assert [one.countries for one in goods.entries] == [("秘鲁", "智利"), ("秘鲁", "智利")]
    assert [(one.items, one.count) for one in countries.entries] == [(("秘鲁", "智利"), None)]


@pytest.mark.parametrize(
    ("on", "holds"),
    [("2026-02-28", ["not_yet", "not_yet"]), ("2026-03-15", ["perhaps", "not_yet"]), ("2026-05-31", ["yes", "yes"])],
)
def test_of_a_month_nobody_knows_the_day(tmp_path, on, holds):
    ledger = told_by(tmp_path, on=on)
    assert [one.holds(ledger.on) for one in the(ledger, "出口易制毒化学品管制目录").entries] == holds


def test_only_a_count_is_never_taken_for_a_name(tmp_path):
    state = the(told_by(tmp_path, on="2026-03-15"), "出口易制毒化学品管制目录").state
    assert (state.items, state.untold, state.perhaps, state.perhaps_untold) == ((), 0, (), 12)


def test_a_list_that_many_keep_is_told_apart_by_whose_it_is(tmp_path):
    more = ("gk-7", "2026-06-22", "东国认定", "智利政府21日宣布，将海雀组织认定为恐怖组织。")
    ledger = told_by(tmp_path, [*STORIES, more], name="恐怖组织")
    assert {one.keeper: one.state.items for one in ledger.lists} == {
        "秘鲁政府": ("山鹰组织",),
        "智利政府": ("海雀组织",),
    }


@pytest.mark.parametrize(
    ("name", "lists"),
    [
        ("不可靠", ["不可靠实体清单"]),
        ("北港公司", ["不可靠实体清单"]),
        ("智利", ["出口易制毒化学品管制目录", "特定国家管制目录"]),
        ("无此清单", []),
    ],
)
def test_a_list_is_asked_for_by_its_name_or_by_what_stands_on_it(tmp_path, name, lists):
    assert [one.name for one in told_by(tmp_path, name=name).lists] == lists


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ("昨天，商务厅发布2026年第3号公告，将北港公司等8家实体列入不可靠实体清单。", "clash_count"),
        ("6月1日，商务厅将北港公司列入不可靠实体清单。", "clash_twice"),
    ],
)
def test_what_stories_tell_differently_is_said(tmp_path, second, why):
    day = "2026-02-03" if why == "clash_count" else "2026-06-02"
    stories = [STORIES[0], ("gk-8", day, "又一条", second)]
    (clash,) = the(told_by(tmp_path, stories), "不可靠实体清单").clashes
    assert (clash.why, [one.source.article for one in clash.evidence]) == (why, ["gk-1", "gk-8"])


def test_stories_that_agree_are_no_contradiction(tmp_path):
    assert [one.clashes for one in told_by(tmp_path).lists] == [()] * 4


def test_the_ledger_reads_well_and_shows_itself(tmp_path):
    ledger = told_by(tmp_path)
    assert repr(ledger).splitlines()[0] == "<Controls: 4 lists>"
    assert "北港公司" in ledger._repr_html_()
