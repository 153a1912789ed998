"""Two ways of holding times against the days they should have: an annotator's, and a peer's own conventions."""

import datetime
import json

import pytest

from presscheck import data
from presscheck.measure import news40_times, peer_times

NOW = datetime.datetime(2026, 11, 20, 9, 30)
PEER = [
    ("19日", "date", ("2026-11-19", "2026-12-19")),
    ("3月7日", "date", ("2026-03-07", "2027-03-07")),
    ("2月30日", "date", ("not resolved",)),
    ("周五", "date", ("2026-11-13", "2026-11-20")),
    ("后天下午4:00", "datetime", ("2026-11-22 16:00:00",)),
    ("9:15", "time", ("09:15:00", "21:15:00")),
    ("大约晚上九点", "time", ("21:00:00",)),
    ("16:42:05", "time", ("16:42:05",)),
    ("每周三下午八点", "set", ("not resolved",)),
    ("每个月", "set", ("not resolved",)),
    ("半个月", "duration", ("1296000",)),
    ("最近", "date", ("2026-11-20",)),
    ("3小时前", "datetime", ("2026-11-20 06:30:00",)),
    ("2025年十月初一", "date", ("2025-10-01",)),
    ("今年春天", "daterange", ("not resolved",)),
    ("每周二", "set", ("not resolved",)),
    ("两年半", "duration", ("78840000",)),
    ("4天前", "date", ("2026-11-16",)),
]
RANGES = [
    ("2025年3月", ("2025-03-01", "2025-04-01")),
    ("从三月一日到五日", ("2026-03-01", "2026-03-05")),
    ("从2016年到2020年", ("2016-01-01", "2020-01-01")),
    ("2016—2020年", ("2016-01-01", "2020-01-01")),
    ("5月到7月", ("2026-05-01", "2026-07-01")),
    ("今年", ("2026-01-01", "2026-11-20")),
    ("去年下半年", ("2025-07-01", "2026-01-01")),
    ("上上周", ("2026-11-02", "2026-11-09")),
    ("上周末", ("2026-11-14", "2026-11-16")),
    ("民国八年五月", ("1919-05-01", "1919-06-01")),
    ("前1周", ("2026-11-13", "2026-11-20")),
    ("上午", ("08:00:00", "12:00:00")),
    ("下午三点一刻到五点", ("15:15:00", "17:00:00")),
    ("从昨天下午三点到明天五点", ("2026-11-19 15:00:00", "2026-11-21 05:00:00")),
    ("周一上午9点到11点", ("2026-11-16 09:00:00", "2026-11-16 11:00:00")),
    ("过去十年", ("2016-11-20", "2026-11-20")),
    ("光绪二年", ("1876-01-01", "1877-01-01")),
    ("十八世纪三十年代", ("1730-01-01", "1740-01-01")),
    ("明天上午", ("2026-11-21 08:00:00", "2026-11-21 12:00:00")),
    ("晚上七点到九点", ("19:00:00", "21:00:00")),
]


@pytest.mark.parametrize(("text", "kind", "values"), PEER)
def test_a_time_by_the_peers_conventions(text, kind, values):
    (answer,) = peer_times.read(text, NOW)
    assert (answer.start, answer.end, answer.type) == (0, len(text), kind)
    assert tuple(value["value"] for value in answer.values) == values


@pytest.mark.parametrize(("text", "ends"), RANGES)
def test_a_range_by_the_peers_conventions(text, ends):
    (answer,) = peer_times.read(text, NOW)
    assert (answer.start, answer.end) == (0, len(text))
    assert (answer.values[0]["start"], answer.values[0]["end"]) == ends


SINCE = [("自2019年以来", "2019-01-01"), ("从2017年4月2日起", "2017-04-02"), ("2024年5月以来", "2024-05-01")]


@pytest.mark.parametrize(("text", "start"), SINCE)
def test_a_time_left_open_by_the_peers_conventions(text, start):
    (answer,) = peer_times.read(text, NOW)
    assert (answer.start, answer.end) == (0, len(text))
    assert (answer.values[0]["Mod"], answer.values[0]["start"]) == ("since", start)


def test_no_time_is_told_where_our_reader_finds_none(monkeypatch):
    assert peer_times.read("大桥共有桥墩。", NOW) == []
    monkeypatch.setattr(peer_times.periods, "read_text", lambda *_: ())
    assert peer_times.read("从昨天下午三点到明天五点，2025年3月", NOW) == []


def test_the_days_told_are_those_of_our_reader():
    """Where ours is neither the last nor the next such day, the suite's two days are not told."""
    *_, last = peer_times.read("2024年3月5日开工，8日封顶", NOW)
    assert [value["value"] for value in last.values] == ["2024-03-08"]


def test_the_suite_of_times_is_read_by_our_reader(shared):
    score = peer_times.score(shared / "data/facts/recognizers_zh/DateTime/DateTimeModel.json")
    assert (score.supported, score.others) == (117, 147)
    assert score.right / score.supported >= 0.87
    assert score.others_right >= 45


def test_a_suite_counts_whole_cases(tmp_path):
    wanted = {"Text": "4天前", "Start": 0, "End": 2, "TypeName": "datetimeV2.date"}
    right = {**wanted, "Resolution": {"values": [{"timex": "2026-11-16", "type": "date", "value": "2026-11-16"}]}}
    case = {"Input": "4天前", "Context": {"ReferenceDateTime": NOW.isoformat()}, "Results": [right]}
    file = tmp_path / "suite.json"
    file.write_text(json.dumps([case, {**case, "Results": []}, {**case, "NotSupported": "Python"}]), encoding="utf8")
    score = peer_times.score(file)
    assert (score.supported, score.right, score.wrong) == (2, 1, (1,))
    assert (score.others, score.others_right) == (1, 1)
    assert "1/2" in str(score)
    assert "1/1" in str(score)


def test_every_case_left_out_has_its_reason():
    assert all(case["reason"] for case in data.rows(peer_times.TABLE)["case"])


def test_times_are_held_against_those_marked(tmp_path):
    items = [
        {"text": "昨日，大桥通车。近日，渔港开港。", "times": [
            {"surface": "昨日", "start": "2026-11-19", "end": "2026-11-19"},
            {"surface": "近日", "start": None, "end": None},
            {"surface": "渔港", "start": "2026-11-01", "end": "2026-11-30"},
        ]},
        {"text": "去年，渔港开港。", "times": []},
    ]  # fmt: skip
    file = tmp_path / "items.json"
    file.write_text(json.dumps({"base": "2026-11-20", "items": items}), encoding="utf8")
    score = news40_times.score(file)
    assert [row.right for row in score.rows] == [True, True, False]
    assert score.value == 0.5
    assert score.span == pytest.approx(2 / 3)
    assert [one.period.text for one in score.extra] == ["去年"]
