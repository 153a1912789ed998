"""Who did it, what was counted: the labeller on sentences of ours, and what always holds of it."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.facts import context, desk, in_order, roles, sentences
from presscheck.facts.spans import NEVER, leave_out
from presscheck.facts.story import Part, Story
from presscheck.facts.tokens import BREAK, PARTIES, cut, phrases
from presscheck.model import Act, Figure, Rule


def figures(text: str) -> list[Figure]:
    return [fact for fact in desk.find_in_text(text) if isinstance(fact, Figure)]


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("2024年，全县公安部门共破获盗窃案件270起。", "案件"),
        ("前三季度，全省进出口总值达3.27万亿元。", "总值"),
        ("全市新建桥梁12座。", "桥梁"),
        ("项目总投资约48.6亿元。", "投资"),
    ],
)
def test_what_is_counted(text: str, indicator: str) -> None:
    found = figures(text)[-1].indicator
    assert found is not None
    assert found.text.endswith(indicator)


@pytest.mark.parametrize(
    ("text", "subject"),
    [("2024年，青石县公安局共破获盗窃案件270起。", "青石县公安局"), ("去年，我国出口汽车320万辆。", "我国")],
)
def test_whose_it_is(text: str, subject: str) -> None:
    found = figures(text)[-1].subject
    assert found is not None
    assert found.text == subject


def test_an_act_has_an_agent() -> None:
    acts = [fact for fact in desk.find_in_text("国务院总理方小舟5日在北京会见云州国总统。") if isinstance(fact, Act)]
    assert [(act.agent.text, act.action.text) for act in acts] == [("国务院总理方小舟", "会见")]


def test_a_rule_tells_what_must_not_be() -> None:
    text = "《云州市养犬管理办法》规定，个人不得在公园内饲养烈性犬。"
    rules = [fact for fact in desk.find_in_text(text) if isinstance(fact, Rule)]
    assert [(rule.force, rule.basis.text if rule.basis else None) for rule in rules] == [
        ("must_not", "《云州市养犬管理办法》")
    ]


def test_a_run_of_nouns_holds_what_joins_them() -> None:
    text = "财政部和水利部的专家签署协议。"
    tokens = cut(text, 0, len(text)).tokens
    first, last = phrases(tokens)[0]
    assert "".join(token.word for token in tokens[first:last]) == "财政部和水利部的专家"


@given(st.text(alphabet="全县云州市2万元。，的发布举行应当“”说将12年", max_size=60))
def test_every_word_of_a_fact_stands_where_it_says(text: str) -> None:
    for fact in desk.find_in_text(text):
        words = fact.evidence
        assert text[words.start : words.end] == words.text


def test_tokens_fill_the_sentence() -> None:
    text = "2024年，全县新建桥梁12座。"
    tokens = cut(text, 0, len(text)).tokens
    assert "".join(token.word for token in tokens) == text


def test_the_table_knows_words_by_their_tags_and_every_kind_of_party() -> None:
    assert set(PARTIES) - {"event"} <= set(roles.load().tags)


def test_whose_a_figure_is_may_stand_in_the_sentence_before() -> None:
    text = "北坡水渠昨天通水。全长30公里。"
    (length,) = figures(text)
    assert length.subject is not None
    assert (length.subject.text, length.subject.start) == ("北坡水渠", 0)


@pytest.mark.parametrize("text", ["两市协作会议昨天在云州召开。", "龙舟赛今天在湖州开幕。"])
def test_a_place_where_something_is_held_does_not_hold_it(text: str) -> None:
    acts = [fact for fact in desk.find_in_text(text) if isinstance(fact, Act)]
    assert all(act.agent.text not in ("云州", "湖州") for act in acts)


def test_of_a_list_each_figure_counts_the_noun_before_it() -> None:
    text = "全县收购小麦2.47万吨、早熟玉米490吨、晚熟玉米952吨，修缮粮仓83座。"
    found = [(one.evidence.text, one.indicator.text) for one in figures(text)[:3] if one.indicator]
    assert [(figure, noun.removeprefix("收购")) for figure, noun in found] == [
        ("2.47万吨", "小麦"),
        ("490吨", "早熟玉米"),
        ("952吨", "晚熟玉米"),
    ]


def test_two_numbers_of_one_noun_are_no_list() -> None:
    assert all(one.indicator is not None for one in figures("事故造成3名、5名学生受伤。"))


@pytest.mark.parametrize(
    "text", ["云州港遭到北国导弹袭击。", "青石村被授予先进集体称号。", "云州政府谴责南国袭击北国。"]
)
def test_who_suffers_or_blames_does_not_do_it(text: str) -> None:
    acts = [fact for fact in desk.find_in_text(text) if isinstance(fact, Act)]
    assert all(act.agent.text not in ("云州港", "青石村", "云州政府") for act in acts)


def test_who_acts_does_not_stand_in_a_later_clause() -> None:
    acts = [fact for fact in desk.find_in_text("启动净水行动以来，全市新建水厂5座。") if isinstance(fact, Act)]
    assert all(act.agent.text != "全市" for act in acts if act.action.text == "启动")


def test_a_verb_stands_by_itself_that_the_tagger_takes_with_its_object() -> None:
    text = "省长方小舟主持会议，国务委员出席会议。"
    assert {"主持", "出席"} <= {token.word for token in cut(text, 0, len(text)).tokens}


@pytest.mark.parametrize("text", ["全市新建桥梁12座，改造水渠30公里。", "前三季度，全省进出口总值达3.27万亿元。"])
def test_no_word_is_both_what_is_counted_and_whose_it_is(text: str) -> None:
    for one in figures(text):
        if one.indicator and one.subject:
            assert one.indicator.end <= one.subject.start or one.subject.end <= one.indicator.start


IN_ORDER = [
    ("前三季度，清河、临海、北坡三市分别增长5.1%、6.2%、7.3%。", "subject", ["清河", "临海", "北坡"]),
    ("清河市、临海市、北坡市生产总值分别增长5.1%、6.2%和7.3%。", "subject", ["清河市", "临海市", "北坡市"]),
    ("清河市、临海市生产总值分别增长5.1%和6.2%。", "indicator", ["生产总值", "生产总值"]),
    ("城镇居民和农村居民人均可支配收入分别为2.8万元和1.3万元。", "subject", ["城镇居民", "农村居民"]),
    ("钢材、水泥、平板玻璃产量依次为120万吨、85万吨、30万吨。", "subject", ["钢材", "水泥", "平板玻璃"]),
    ("粮食、棉花、油料产量同比分别增长1.2%、下降0.5%、增长3.3%。", "subject", ["粮食", "棉花", "油料"]),
    ("对东盟、欧盟出口分别为4.9亿元和3.9亿元，分别增长9.7%和4.3%。", "subject", ["东盟", "欧盟", "东盟", "欧盟"]),
    ("其中，清河县3吨、北坡县5吨、临海县2吨。", "subject", ["清河县", "北坡县", "临海县"]),
    ("清河市GDP增长5.1%，临海市增长6.2%，北坡市增长7.3%。", "subject", ["清河市", "临海市", "北坡市"]),
    (
        "甲县、乙县产量分别为5吨、6吨，分别增长9.7%和4.3%，全市增长8%。",
        "subject",
        ["甲县", "乙县", "甲县", "乙县", "全市"],
    ),
]


@pytest.mark.parametrize(("text", "role", "wanted"), IN_ORDER)
def test_names_and_figures_told_in_one_order_pair(text: str, role: str, wanted: list[str]) -> None:
    found = [getattr(one, role) for one in figures(text)]
    assert [words and words.text for words in found] == wanted


def test_where_names_and_figures_are_not_as_many_none_is_of_a_single_one() -> None:
    told = [
        words.text
        for one in figures("小麦、玉米、大豆分别增产3%、5%。")
        for words in (one.subject, one.indicator)
        if words
    ]
    assert not {"小麦", "玉米", "大豆"} & set(told)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("清河县与临海县分别增长5%。", [None]),
        ("清河县和临海县分别于3月和5月建成学校9所。", ["清河县和临海县"]),
        ("云州市小麦、玉米、大豆分别收割3万吨、4万吨。", ["云州市", "云州市"]),
        ("清河县产量、临海县产量、北坡县产量分别增长3%、5%。", [None, None]),
        ("和田县建成学校9所。", ["和田县"]),
        ("和平区粮食产量3万吨。", ["和平区"]),
    ],
)
def test_whose_a_figure_is_whether_or_not_names_stand_in_a_row(text: str, wanted: list[str | None]) -> None:
    assert [one.subject.text if one.subject else None for one in figures(text)] == wanted


def test_a_word_that_begins_with_what_joins_stays_whole() -> None:
    assert [one.indicator and one.indicator.text for one in figures("与会人员达300人。")] == ["与会人员"]


def test_two_teams_and_a_figure_between_them_are_read() -> None:
    assert figures("甲队与乙队分别得3分和5分。")


def test_a_long_row_of_figures_takes_no_time() -> None:
    text = f"产量分别增长{'、'.join(f'{number % 90 + 1}%' for number in range(3200))}。"
    (said,) = sentences.read(Story((Part("body", 0, text),)))
    began = time.perf_counter()
    assert set(in_order.heads(said)) == {said.figures[0].start}
    assert time.perf_counter() - began < 1


def test_what_another_item_counts_is_not_whose_the_next_are() -> None:
    subjects = [one.subject for one in figures("新建桥梁12座、隧道3条、车站5个。")]
    assert all(words is None for words in subjects)


def test_who_is_left_out_is_not_whose_it_is() -> None:
    (one,) = figures("除清河县和北坡县外，全市粮食产量增长5%。")
    assert one.subject is not None
    assert one.subject.text == "全市"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("规模以上工业增加值（现价）同比增长6.2%。", "规模以上工业增加值（现价）"),
        ("9月末，社会融资规模（存量）同比增长8.7%。", "社会融资规模（存量）"),
    ],
)
def test_what_is_counted_keeps_both_its_brackets(text: str, wanted: str) -> None:
    (one,) = figures(text)
    assert one.indicator is not None
    assert one.indicator.text == wanted


@pytest.mark.parametrize(("family", "verb"), [("figure.mass", "5吨"), ("act.sign", "签署"), ("rule.must", "应当")])
def test_only_stretches_that_may_fill_a_role_are_worth_anything(family: str, verb: str) -> None:
    story = Story((Part("body", 0, "清河县签署协议，全县应当收割小麦5吨，由北坡县帮助。"),))
    (said,) = sentences.read(story)
    sheet = roles.Sheet(said.sentence, said.part, context.read(story))
    at, count = said.sentence.words.index(verb), len(sheet.tokens)
    trigger = roles.Trigger(at, at + 1, family, low=1, high=count - 1)
    for role in roles.ASKS[trigger.kind]:
        spans = sheet.asked(trigger).spans(sheet, role, -1e9)
        assert spans is not None
        low, high = roles.within(trigger, count, role)
        for first in range(count):
            for more in range(roles.longest(role)):
                last = first + more + 1
                names = roles.longest(role) == roles.SHORT
                broken = names and any(token.tag == BREAK for token in sheet.tokens[first:last])
                apart = last <= at or first > at
                if not low <= first < last <= high or broken or not apart:
                    assert spans[first, more] < -5000
        assert spans.max() > -100


def test_what_shares_a_token_is_left_out() -> None:
    count, most = 7, 3
    for first in range(count):
        for last in range(first + 1, count + 1):
            worth = np.ones((count, most), dtype=np.float32)
            leave_out(worth, first, last)
            for at in range(count):
                for size in range(1, min(most, count - at) + 1):
                    shares = at < last and at + size > first
                    assert (worth[at, size - 1] == NEVER) == shares
