"""A cooperation programme followed through a record of invented stories."""

import datetime

import pytest

from presscheck import Record
from presscheck.check.programme import sought
from presscheck.data import rows
from presscheck.model.ledger import Programme

FIRST = ("yh-1", "2024-03-10", "云海协作迎来第五年")
STORIES = [
    (
        *FIRST,
        "2024年3月，在云海协作第二次联席会议上，两地商定了新的项目。",
        "海州市清河县和云州市北坡县结对。",
        "2023年，云海协作新建大棚120座。",
        "五年来，海州市累计投入援助资金3.2亿元，帮助1.5万人次输转到海州就业，其中稳定就业近7万人。",
        "云州市计划2025年底前新建大棚300座。",
        "海州市计划2025年底前修建云海水渠40公里。",
    ),
    (
        "yh-2",
        "2025-02-10",
        "山海之间",
        "2024年，云海协作新建大棚210座。",
        "云海协作第三次联席会议昨天在云州召开。",
        "北坡县的苹果昨天卖出50吨。",
    ),
    ("yh-3", "2025-03-01", "大棚里的春天", "2024年，云海协作新建大棚180座。"),
    (
        "yh-4",
        "2026-01-15",
        "云海协作又一年",
        "2025年，云海协作新建大棚310座。",
        "2025年5月，在云海协作第二次联席会议上，两地谈到了水渠。",
    ),
    ("qt-5", "2026-01-20", "县城通了火车", "2025年，清河县新建大棚900座。"),
]


def told_by(folder, stories=STORIES, name: str = "云海协作", on: str | None = None) -> Programme:
    with Record(folder / "own.db") as record:
        record.add_articles(
            {"id": one, "date": day, "headline": head, "paragraphs": words} for one, day, head, *words in stories
        )
        return record.programme(name, on=datetime.date.fromisoformat(on) if on else None)


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> Programme:
    return told_by(tmp_path_factory.mktemp("programme"))


@pytest.mark.parametrize("row", rows("check/programmes")["programme"], ids=lambda row: row["name"])
def test_each_row_finds_what_it_must_and_passes_what_it_must_not(row):
    wanted = sought(row["name"])
    assert [one for one in row["finds"] if not wanted.told_in(one)] == []
    assert [one for one in row["passes"] if wanted.told_in(one)] == []
    assert all(sought(name) == wanted for name in row["names"])


def test_stories_are_those_that_name_it_and_no_others(told):
    assert [one.article for one in told.stories] == ["yh-1", "yh-2", "yh-3", "yh-4"]
    assert told.about == ("yh-1", "yh-4")
    assert told.on == datetime.date(2026, 1, 20)


def test_another_name_of_a_row_finds_the_same_programme(tmp_path):
    stories = [("a", "2025-01-02", "互助", "闽宁对口扶贫协作带来新大棚30座。")]
    ledger = told_by(tmp_path, stories, "闽宁合作")
    assert [one.article for one in ledger.stories] == ["a"]
    assert [(one.name, one.known) for one in ledger.partners[:2]] == [("福建", True), ("宁夏", True)]


def test_pairings_and_who_gave_money_tell_the_parties(told):
    assert [(one.a, one.b, one.level) for one in told.pairs] == [("海州市清河县", "云州市北坡县", "county")]
    roles = {one.name: one.roles for one in told.partners}
    assert roles == {"海州市": ("giver",), "海州市清河县": ("a",), "云州市北坡县": ("b",)}


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("云海协作投入援助资金5亿元。", []),
        ("云海协作启动以来，海州市投入援助资金5亿元。", ["海州市"]),
        ("云海协作带动海州市产值增加5亿元。", []),
    ],
)
def test_a_piece_of_its_name_is_no_party_and_money_counted_is_not_given(tmp_path, sentence, names):
    ledger = told_by(tmp_path, [("a", "2025-01-02", "一", sentence)])
    assert [one.name for one in ledger.partners] == names


def test_meetings_have_the_day_and_place_that_their_sentence_tells(told):
    seen = [(one.ordinal, one.period.start, one.place) for one in told.meetings]
    assert seen == [(2, "2024-03-01", None), (3, "2025-02-09", "云州"), (2, "2025-05-01", None)]


@pytest.mark.parametrize(
    ("sentence", "start", "place"),
    [
        ("2024年云海协作峰会将于9月4日至6日在云州举行。", "2024-09-04", "云州"),
        ("云海协作峰会今天在云州召开。", "2024-08-20", "云州"),
        ("昨天，市长会见了来出席云海协作峰会的客人。", None, None),
        ("市长今晚举行会谈，期待云海协作峰会召开。", None, None),
        ("2018年云海协作峰会以后，两地来往更多了。", "2018-01-01", None),
        ("双方落实云海协作峰会成果。", None, None),
    ],
)
def test_a_meeting_takes_no_day_of_something_else(tmp_path, sentence, start, place):
    (one,) = told_by(tmp_path, [("a", "2024-08-20", "峰会", sentence)]).meetings
    assert (one.period.start if one.period else None, one.place) == (start, place)


@pytest.mark.parametrize(
    ("on", "state"),
    [("2025-03-05", "under_way"), ("2026-01-14", "short"), ("2026-02-01", "met")],
)
def test_a_promise_is_followed_by_later_figures_of_the_same_thing(tmp_path, on, state):
    extra = ("yh-6", "2026-01-10", "盘点", "2025年，云海协作新建大棚250座。")
    ledger = told_by(tmp_path, [*STORIES, extra], on=on)
    (promise,) = [one for one in ledger.promises if "大棚" in one.what]
    assert (promise.state, promise.who, promise.deadline.end) == (state, "云州市", "2025-12-31")


@pytest.mark.parametrize(("on", "state"), [("2025-03-05", "open"), ("2026-02-01", "overdue")])
def test_a_promise_of_which_nothing_is_told_is_open_until_its_day_and_then_overdue(tmp_path, on, state):
    ledger = told_by(tmp_path, on=on)
    (promise,) = [one for one in ledger.promises if "水渠" in one.what]
    assert (promise.state, promise.later) == (state, ())


@pytest.mark.parametrize(
    ("later", "state"),
    [
        ("云海协作峰会今天在云州召开。", "acted"),
        ("云海协作峰会将于明年5月1日在云州召开。", "overdue"),
        ("双方落实云海协作峰会成果。", "overdue"),
    ],
)
def test_a_meeting_that_was_promised_is_looked_for_among_the_meetings(tmp_path, later, state):
    stories = [
        ("a", "2024-03-10", "合作", "云州市计划明年投资2亿元主办云海协作峰会。"),
        ("b", "2025-10-20", "后来", later),
        ("c", "2026-02-01", "晴天", "云海协作进展顺利。"),
    ]
    (promise,) = told_by(tmp_path, stories).promises
    assert (promise.state, {one.source.article for one in promise.later} or None) == (
        state,
        {"b"} if state == "acted" else None,
    )


def test_stories_after_the_day_asked_for_are_left_out(tmp_path):
    ledger = told_by(tmp_path, on="2025-02-20")
    assert [one.article for one in ledger.stories] == ["yh-1", "yh-2"]
    assert ledger.on == datetime.date(2025, 2, 20)


def test_an_indicator_has_its_readings_by_year_each_with_its_story(told):
    (houses,) = [one for one in told.indicators if one.name == "新建大棚" and one.subject is None]
    seen = [(one.year, int(one.value), [found.source.article for found in one.evidence]) for one in houses.readings]
    assert seen == [(2023, 120, ["yh-1"]), (2024, 210, ["yh-2"]), (2024, 180, ["yh-3"]), (2025, 310, ["yh-4"])]
    assert (houses.code, houses.how) == ("座", "period")


def test_what_is_counted_since_the_beginning_stands_apart_and_what_is_planned_is_marked(told):
    how = {(one.name, one.how): one for one in told.indicators}
    assert how["援助资金", "cumulative"].readings[0].moved
    (planned,) = [one for one in told.indicators if one.subject == "云州"]
    assert [(one.year, one.target) for one in planned.readings] == [(2025, True)]


def test_a_story_that_only_names_it_gives_the_figures_of_that_sentence_alone(told):
    assert not [one for one in told.indicators if "苹果" in one.name]


def test_what_cannot_all_be_true_is_told_with_every_sentence(told):
    seen = {one.why: [found.source.article for found in one.evidence] for one in told.clashes}
    assert seen == {
        "clash_values": ["yh-2", "yh-3"],
        "clash_part": ["yh-1", "yh-1"],
        "clash_day": ["yh-1", "yh-4"],
    }


def test_figures_that_meet_are_no_contradiction(tmp_path):
    stories = [
        ("a", "2025-02-10", "一", "2024年，云海协作新建大棚210座。"),
        ("b", "2025-02-11", "二", "2024年，云海协作新建大棚200多座。"),
    ]
    assert told_by(tmp_path, stories).clashes == ()


@pytest.mark.parametrize(
    ("stories", "gaps"),
    [
        ([("a", "2025-02-10", "一", "天晴了。")], ("gap_stories",)),
        (
            [("a", "2025-02-10", "一", "云海协作进展顺利。")],
            ("gap_pairs", "gap_meetings", "gap_promises", "gap_indicators"),
        ),
    ],
)
def test_what_the_record_does_not_tell_is_said(tmp_path, stories, gaps):
    assert told_by(tmp_path, stories).gaps == gaps


def test_the_ledger_reads_well_and_shows_itself(told):
    assert repr(told).startswith("<Programme 云海协作: 4 stories, 3 partners, 1 pairs, 3 meetings, 2 promises")
    assert "新建大棚" in told._repr_html_()
