"""Rules and promises: where one ends and the next begins, by when, and whose they are."""

import datetime
from typing import Any

import pytest

from presscheck import find_facts
from presscheck.data import rows
from presscheck.facts import coordinated, sentences, signs, triggers
from presscheck.facts.story import Part, Story
from presscheck.model import Act, Commitment, Figure, Rule

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
        (
            "到2027年，云州市将新建水厂30座，到2030年新建桥梁12座。",
            [("新建水厂30座", "2027"), ("新建桥梁12座", "2030")],
        ),
        ("云州市计划明年新建水厂3座。", [("新建水厂3座", "2027")]),
    ],
)
def test_a_promise_is_due_by_the_day_told_last_before_it(text: str, told: list[tuple[str, str]]) -> None:
    found = [one for one in find_facts(text, date=DAY) if isinstance(one, Commitment)]
    assert [(one.what.text, (one.deadline.end or "")[:4] if one.deadline else None) for one in found] == told


def test_who_speaks_of_what_will_be_done_is_to_do_it() -> None:
    text = "青禾电网公司表示，将在三年内投资约36亿元，建设7条输电线路。"
    found = [one for one in find_facts(text, date=DAY) if isinstance(one, Commitment)]
    assert {one.who.text for one in found if one.who} == {"青禾电网公司"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("明年云州市计划新建学校9所，改造医院3家，发放补贴2亿元。", ["新建学校9所", "改造医院3家", "发放补贴2亿元"]),
        ("云州市将新建学校9所，预计惠及居民3万人。", ["新建学校9所"]),
        ("云州市计划新建学校9所，包括小学6所。", ["新建学校9所"]),
        ("云州市今年将新建学校9所，去年改造医院3家。", ["新建学校9所"]),
        ("云州市将新建学校9所，已经改造医院3家，发放补贴2亿元。", ["新建学校9所"]),
        ("云州市要力争用10年左右时间，打一场治沙攻坚战，建成林场3座。", ["建成林场3座"]),
    ],
    ids=["listed", "what comes of it", "what is in it", "of last year", "done", "how long it takes"],
)
def test_of_several_things_undertaken_with_one_word_each_is_told(text: str, told: list[str]) -> None:
    found = [one for one in find_facts(text, date=DAY) if isinstance(one, Commitment)]
    assert [one.what.text for one in found] == told
    assert {one.who.text for one in found if one.who} == {"云州市"}
    if len(found) > 1:
        assert {one.deadline.text for one in found if one.deadline} == {"明年"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "云州市将会同临海县出台《河道管理办法》，建立水务数据平台体系。",
            ["出台《河道管理办法》", "建立水务数据平台体系"],
        ),
        ("云州市承诺取消对石材加征的9%的税费，新建学校9所。", ["取消对石材加征的9%的税费", "新建学校9所"]),
        ("云州市将围绕居民需要，新建学校9所。", ["新建学校9所"]),
        ("云州市将暂停实施旧厂改造计划一年。", ["暂停实施旧厂改造计划一年"]),
        ("云州市宣布成立水务公司。", []),
        ("王小禾相信云州市将完成水网建设任务。", []),
    ],
    ids=["with another body", "pledged", "how it is done", "stopped", "done with that", "only hoped for"],
)
def test_who_is_named_right_before_the_word_surely_undertakes_what_is_definite(text: str, told: list[str]) -> None:
    found = [one for one in find_facts(text, date=DAY) if isinstance(one, Commitment)]
    assert [one.what.text for one in found] == told
    assert {one.who.text for one in found if one.who} == ({"云州市"} if told else set())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "云州市力争到2030年，绿地率达到40%，公园总数超过90个，新建步道9公里。",
            ["绿地率达到40%", "公园总数超过90个", "新建步道9公里"],
        ),
        (
            "到2030年，云州市将完善用水制度，建成覆盖全市的供水体系，建立统一高效的水质监测体系。",
            ["建成覆盖全市的供水体系", "建立统一高效的水质监测体系"],
        ),
    ],
    ids=["reached", "delivered"],
)
def test_goals_of_a_year_are_told_each(text: str, told: list[str]) -> None:
    found = [one for one in find_facts(text, date=DAY) if isinstance(one, Commitment)]
    assert [one.what.text for one in found] == told
    assert {one.deadline.text for one in found if one.deadline} == {"2030年"}


def test_what_names_somebody_itself_is_undertaken_by_nobody_of_an_earlier_sentence() -> None:
    text = "云州省新建水厂3座，甘岭省壮大石油化工。力争今年底，全省工业增加值突破3700亿元，占比达到27%左右。"
    found = [one for one in find_facts(text, date=DAY) if isinstance(one, Commitment)]
    assert not [one.who.text for one in found if one.who and one.who.text.startswith("云州")]


@pytest.mark.parametrize(
    ("text", "hanging"),
    [
        ("云州市将新建学校9所，改造医院3家。", ["新建学校9所", "改造医院3家"]),
        ("云州市将新建学校9所，明年还改造医院3家；增加教师20人。", ["新建学校9所", "改造医院3家"]),
        ("云州市将新建学校9所，改造医院3家，全县学生3万人。", ["新建学校9所", "改造医院3家"]),
        ("云州市将开通航线2条，飞行时间约5小时。", []),
        ("云州市将新建学校9所，惠及居民3万人。", []),
        ("云州市将新建学校9所，改造医院3家，已经发放补贴2亿元，增加教师20人。", ["新建学校9所", "改造医院3家"]),
        ("云州市将新建学校9所，截至目前建成医院3家。", []),
        ("云州市将新建学校9所，建成后容纳学生3万人。", []),
        ("云州市将新建学校9所，去年改造医院3家。", []),
        ("云州市将新建。", []),
        ("，将，，。", []),
        ("将", []),
    ],
)
def test_what_hangs_on_one_word_of_undertaking(text: str, hanging: list[str]) -> None:
    (said,) = sentences.read(Story((Part("body", 0, text),), DAY))
    found = [[*coordinated.hanging(said, word)] for word in triggers.promises(said.sentence)]
    told = [one for clauses in found if len(clauses) > 1 for one in clauses]
    assert ["".join(said.sentence.words[slice(*one)]) for one in told] == hanging


SIGNS = [row for row in rows("facts/signs")["sign"] if "yes" in row]


@pytest.mark.parametrize("row", SIGNS, ids=lambda row: row["id"])
def test_a_sign_of_an_undertaking_keeps_its_word(row: dict[str, Any]) -> None:
    def is_shown(text: str) -> bool:
        begins, plain = text.index("|"), text.replace("|", "")
        part = Part("body", 0, plain)
        (said,) = sentences.read(Story((part,)))
        what = part.words(begins, len(plain) - 1)
        return row["id"] in signs.shown(said, what)

    assert all(map(is_shown, row["yes"]))
    assert not any(map(is_shown, row["no"]))


@pytest.mark.parametrize(
    "text",
    [
        "以军一天内在青石镇一带打击50多个目标。",
        "云州市已经累计改造老旧小区120个，惠及居民9万人。",
        "预计台风将于明天影响青石县，最大风力达10级。",
    ],
)
def test_what_nobody_undertakes_is_no_promise(text: str) -> None:
    assert [one for one in find_facts(text, date=DAY) if isinstance(one, Commitment)] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("各级部门要落实惠农的政策措施。", []),
        ("县水务局印发通知，要求各乡镇要落实惠农的政策措施。", ["落实惠农的政策措施"]),
        ("标准明确了水厂建设应遵循的原则。", []),
        ("公众可通过云州体育网购票。", []),
        ("学校不得收新的费用。", ["收新的费用"]),
        ("经营者应承担相应的责任。", ["承担相应的责任"]),
    ],
)
def test_what_is_wished_offered_or_described_is_no_rule(text: str, told: list[str]) -> None:
    assert [one.what.text for one in find_facts(text, date=DAY) if isinstance(one, Rule)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("县教育局印发通知，要求各学校抓紧检查校舍，加强巡查，确保师生安全。", ["抓紧检查校舍", "加强巡查"]),
        ("《青石办法》要求平台公示收费规则，禁止重复收费。", ["公示收费规则", "重复收费"]),
        ("市长田小禾强调，各部门要加强巡查，组织演练，检查校舍。", []),
        ("中国要求日本撤出全部船只。", []),
    ],
    ids=["listed", "of a document", "in a speech", "of a country"],
)
def test_several_things_demanded_with_one_word_are_told_each(text: str, told: list[str]) -> None:
    assert [one.what.text for one in find_facts(text, date=DAY) if isinstance(one, Rule)] == told


def test_who_orders_in_a_notice_does_not_do_it() -> None:
    text = "县教育局印发通知，要求各学校抓紧检查校舍；组织师生开展演练。"
    acts = [(one.agent.text, one.action.text) for one in find_facts(text, date=DAY) if isinstance(one, Act)]
    assert ("县教育局", "印发") in acts
    assert not {action for agent, action in acts if agent == "县教育局"} & {"检查", "组织", "开展"}


@pytest.mark.parametrize(
    ("text", "agents"),
    [
        ("在华企业签署了合作协议。", ["在华企业"]),
        ("在京高校与云州市签署了合作协议。", ["在京高校"]),
        ("在港机构签署了合作协议。", ["在港机构"]),
        ("在云州市签署了合作协议。", []),
        ("在华中地区签署了合作协议。", []),
        ("在京津一带签署了合作协议。", []),
        ("在港口签署了合作协议。", []),
    ],
)
def test_where_it_is_done_does_not_do_it_but_who_is_there_may(text: str, agents: list[str]) -> None:
    assert [one.agent.text for one in find_facts(text, date=DAY) if isinstance(one, Act)] == agents


def test_whoever_is_arranged_with_is_not_bound() -> None:
    text = "市卫生局将协调公安、市场监管等部门加强巡查；会同药监部门发布公告，开展购药登记，严禁网上零售。"
    assert [(one.what.text, one.who) for one in find_facts(text, date=DAY) if isinstance(one, Rule)] == [
        ("网上零售", None)
    ]


def test_acts_and_figures_in_turn_keep_each_its_own_time() -> None:
    text = "2026年1月8日，云州市会见桐州市代表团。去年，云州市新建水厂3座。2月9日，两市签署合作协议。今年计划再建5座。"
    found = find_facts(text, date=DAY)
    acts = [(one.action.text, one.time.text) for one in found if isinstance(one, Act) and one.time]
    figures = [(one.evidence.text, one.period.text) for one in found if isinstance(one, Figure) and one.period]
    assert acts == [("会见", "2026年1月8日"), ("签署", "2月9日")]
    assert figures == [("3座", "去年"), ("5座", "今年")]
