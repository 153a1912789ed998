"""Rules and promises: where one ends and the next begins, by when, and whose they are."""

import datetime

import pytest

from presscheck import find_facts
from presscheck.model import Commitment, Rule

DAY = datetime.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "外卖、快递企业应当每半年对骑手开展一次安全培训，不得以考核为由诱导骑手超速行驶。",
            [("must", "每半年对骑手开展一次安全培训"), ("must_not", "以考核为由诱导骑手超速行驶")],
        ),
        ("企业应当每年培训两次，不得以任何理由拒绝。", [("must", "每年培训两次"), ("must_not", "以任何理由拒绝")]),
        ("经营者应当明码标价，不得虚构原价。", [("must", "明码标价"), ("must_not", "虚构原价")]),
        ("骑手不得逆向行驶，不得在机动车道内行驶。", [("must_not", "逆向行驶"), ("must_not", "在机动车道内行驶")]),
    ],
)
def test_what_a_rule_demands_ends_where_the_next_begins(text: str, told: list[tuple[str, str]]) -> None:
    found = [(one.force, one.what.text) for one in find_facts(text, date=DAY) if isinstance(one, Rule)]
    assert found == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "到2027年，全省计划新建水厂30座；到2030年，计划新建桥梁12座。",
            [("新建水厂30座", "2027"), ("新建桥梁12座", "2030")],
        ),
        ("到2027年，云州市将新建水厂30座，到2030年新建桥梁12座。", [("新建桥梁12座", "2030")]),
        ("云州市计划明年新建水厂3座。", [("新建水厂3座", "2027")]),
    ],
)
def test_a_promise_is_due_by_the_day_told_last_before_it(text: str, told: list[tuple[str, str]]) -> None:
    found = [one for one in find_facts(text, date=DAY) if isinstance(one, Commitment)]
    assert [(one.what.text, (one.deadline.end or "")[:4] if one.deadline else None) for one in found] == told


def test_who_speaks_of_what_will_be_done_is_to_do_it() -> None:
    text = "青禾电网公司表示，将在三年内投资约36亿元，建设7条输电线路。"
    (found,) = (one for one in find_facts(text, date=DAY) if isinstance(one, Commitment))
    assert found.who
    assert found.who.text == "青禾电网公司"
