"""Sentences whose figures cannot all be true, and sentences near them that can."""

import datetime
import re
from decimal import Decimal

import pytest

from presscheck.check.audit import repairs
from presscheck.check.audit.desk import audit
from presscheck.check.audit.intervals import Interval, exactly
from presscheck.check.audit.lines import patterns, sign
from presscheck.check.audit.story import Story
from presscheck.data import rows
from presscheck.facts import figures
from presscheck.messages import say
from presscheck.model import Article, Paragraph, ParagraphKind
from presscheck.model.found import Source
from presscheck.model.verdict import Finding
from presscheck.pipeline import finish

D2, D3 = exactly(2), exactly(3)
ABOVE, UNDER = Interval(Decimal(3), None, low_open=True), Interval(None, Decimal(7))
DAY = datetime.date(2026, 6, 18)
KINDS = [name for name, held in rows("audit/arithmetic").items() if isinstance(held, list)]
ROWS = [(kind, row["id"], pattern, row) for kind in KINDS for row, pattern in patterns(kind)]


def found(*paragraphs: str) -> tuple[Finding, ...]:
    article = Article("a1", paragraphs=tuple(Paragraph(ParagraphKind.P, one, ()) for one in paragraphs))
    return audit([Story(Source("a1", None, DAY), finish(article, DAY))], "en")


def told(*paragraphs: str) -> list[str]:
    return [f"{one.rule} {one.level}" for one in found(*paragraphs)]


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        # a part and its whole
        ("云州累计帮助33万人次外出务工，其中稳定就业近67万人。", "part-exceeds-whole proofread"),
        ("云州累计帮助33万人次外出务工，其中稳定就业近6.7万人。", None),
        ("云州累计帮助33万人次外出务工，其中稳定就业33万人。", None),
        ("北坡乡有农户1200户，其中养蜂户1320户。", "part-exceeds-whole proofread"),
        ("北坡乡有农户1200户，其中养蜂户320户。", None),
        ("北坡乡有耕地30万亩，其中梯田2.3万公顷。", "part-exceeds-whole proofread"),
        ("北坡乡有耕地30万亩，其中梯田2万公顷。", None),
        ("云州今年新建桥梁40座，其中石桥25座、木桥35座。", "parts-exceed-whole proofread"),
        ("云州今年新建桥梁40座，其中石桥25座、木桥15座。", None),
        ("云州接待游客30万人次，其中外地游客28.4万人次。", None),
        # what may be larger than what stands before it
        ("云州培训农民3万人，其中参加夜校8万人次。", None),
        ("云州工业增长6%，其中制造业增长9%。", None),
        ("云州渔船比上年增加20艘，其中北港有渔船45艘。", None),
        ("云州日均发车20列，其中5月1日发车45列。", None),
        ("云州开放7个领域，其中交通项目67个。", None),
        # sums
        ("全校有学生120名，其中男生70名、女生40名。", "sum proofread"),
        ("全校有学生120名，其中男生70名、女生50名。", None),
        ("云州市进出口总值660亿元，其中出口400亿元，进口250亿元。", "sum proofread"),
        ("云州市进出口总值660亿元，其中出口400亿元，进口260亿元。", None),
        ("云州市进出口总值66.1亿元，其中出口40.2亿元，进口25.8亿元。", None),
        ("队里来了男队员13人、女队员14人，共21人。", "sum proofread"),
        ("队里来了男队员13人、女队员14人，共27人。", None),
        # shares
        ("云州有公交车800辆，其中电动公交车500辆，占比82.5%。", "share-of-whole proofread"),
        ("云州有公交车800辆，其中电动公交车500辆，占比62.5%。", None),
        ("云州有公交车8.1万辆，其中电动公交车5.3万辆，占比65.1%。", None),
        ("云州市进出口总值660亿元。民营企业进出口330亿元，增长7%，占全市进出口总值的60%。", "share-of-whole proofread"),
        ("云州市进出口总值660亿元。民营企业进出口330亿元，增长7%，占全市进出口总值的50%。", None),
        ("云州市进出口总值660亿元。民营企业进出口330亿元，占全国进出口总值的1%。", None),
        ("云州有梯田670万亩。海州省有梯田340万亩，占青禾省梯田总面积的38%。", None),
        ("云州第一产业占比4.2%，第二产业占比38.6%，第三产业占比67.2%。", "shares-of-all proofread"),
        ("云州第一产业占比4.2%，第二产业占比38.6%，第三产业占比57.3%。", None),
        ("学员中男性占55%，女性占45%。", None),
        ("云州电影票房120亿元，国产影片电影票房90亿元，占比57%。", "share-of-whole error"),
        ("云州电影票房120亿元，国产影片电影票房90亿元，占比75%。", None),
        # words that leave one end open are stretched, not for ever
        ("云州出口超过2亿元，其中茶叶出口30亿元。", "part-exceeds-whole proofread"),
        ("云州出口超过2亿元，其中茶叶出口3亿元。", None),
        ("北坡乡入园率由54%提高到超过6.1%。", "direction proofread"),
        ("北坡乡入园率由54%提高到超过61%。", None),
        # from X to Y
        ("云州产茶量由40吨增加到60吨，增长80%。", "growth proofread"),
        ("云州产茶量由40吨增加到60吨，增长50%。", None),
        ("云州产茶量由41吨增加到60吨，增长46%。", None),
        ("云州产茶量由40吨增加到66吨，增加36吨。", "difference proofread"),
        ("云州产茶量由40吨增加到66吨，增加26吨。", None),
        ("云州产茶量由4.1万吨增加到6.6万吨，增加2.4万吨。", None),
        ("云州产茶量达到66万吨，比2023年的60万吨增长20%。", "growth proofread"),
        ("云州产茶量达到66万吨，比2023年的60万吨增长10%。", None),
        ("云州水库由80座增加到60座。", "direction proofread"),
        ("云州水库由60座增加到80座。", None),
        ("云州航线通行时间由40分钟缩短至90分钟。", "direction proofread"),
        ("云州渔船定位精度由5米提升到2米。", None),
        ("云州用水占比由31%下降到31%。", None),
        ("云州补贴的机具由9类扩大到1类。", "direction proofread"),
        ("云州湖水由五类提升到三类。", None),
        # per cent and points
        ("北坡乡森林覆盖率由20%提高到30%，提高50个百分点。", "points-or-percent proofread"),
        ("北坡乡森林覆盖率由20%提高到30%，提高10个百分点。", None),
        ("北坡乡森林覆盖率由20%提高到30%，提高50%。", None),
        ("北坡乡森林覆盖率由20%提高到30%，提高10%。", "points-or-percent proofread"),
        ("北坡乡森林覆盖率由20.1%提高到30.2%，提高10个百分点。", None),
        ("北坡乡森林覆盖率由20%提高到38%，提高13个百分点。", "difference proofread"),
        # times
        ("云州鱼产量由40吨增加到80吨，翻了一番。", None),
        ("云州鱼产量由40吨增加到180吨，翻了一番。", "multiple proofread"),
        ("云州鱼产量由40吨增加到160吨，增长3倍。", None),
        ("云州鱼产量由40吨增加到120吨，增长3倍。", None),
        ("云州鱼产量由40吨增加到240吨，增长3倍。", "multiple proofread"),
        ("云州单位能耗下降了3倍。", "fewer-by-times error"),
        ("云州新发案件同比下降141%。", "decline-over-all proofread"),
        ("云州新发案件同比下降41%。", None),
        ("云州鱼产量同比增长141%。", None),
        # a level and what it grew by
        ("云州粮食总产量66万吨，比上年增加6万吨，增长30%。", "growth-of-level proofread"),
        ("云州粮食总产量66万吨，比上年增加6万吨，增长10%。", None),
        ("云州粮食总产量66万吨，比上年减少6万吨，下降8%。", None),
        ("云州新建渔港12座，比上年增加15座。", "increase-over-level proofread"),
        ("云州新建渔港12座，比上年增加5座。", None),
        # the last place cut off instead of rounded
        ("云州产茶量由2230吨增加到3940吨，增长76%。", "growth tension"),
        ("云州产茶量由2230吨增加到3940吨，增长77%。", None),
        # bounds
        ("云州产品合格率达981%。", "share-over-whole proofread"),
        ("云州产品合格率达98.1%。", None),
        ("云州茶叶出口占全市出口总额的比重上升到655%。", "share-over-whole proofread"),
        ("云州茶叶出口占全市出口总额的比重上升到65.5%。", None),
        ("云州产销率达101.2%。", None),
        ("民警抓获嫌疑人3.5名。", "broken-count proofread"),
        ("每个村平均选派干部3.5名。", None),
        ("民警抓获嫌疑人3.5万名。", None),
    ],
)
def test_figures_that_cannot_all_be_true(words: str, rule: str | None) -> None:
    assert told(words) == ([rule] if rule else [])


def test_the_likeliest_misreading_comes_first() -> None:
    [one] = found("云州累计帮助33万人次外出务工，其中稳定就业近67万人。")
    assert (one.repairs[0].before, one.repairs[0].after) == ("近67万人", "近6.7万人")
    assert len(one.operands) == 2
    assert one.high == 335000
    assert "近67万人" in one.explanation


def test_points_and_percent_are_put_right_by_their_unit() -> None:
    [one] = found("北坡乡森林覆盖率由20%提高到30%，提高10%。")
    assert [(each.before, each.after) for each in one.repairs] == [("10%", "10个百分点")]
    [one] = found("北坡乡森林覆盖率由20%提高到30%，提高50个百分点。")
    assert [(each.before, each.after) for each in one.repairs] == [("50个百分点", "50%")]


def test_a_whole_told_in_the_sentence_before() -> None:
    assert told("云州今年新建桥梁40座。其中，石桥55座。") == ["part-exceeds-whole proofread"]


def test_one_fault_is_told_once_and_faults_come_in_the_order_of_the_text() -> None:
    words = ("云州水库由80座增加到60座，增加20座。", "云州新发案件同比下降141%。")
    assert [one.rule for one in found(*words)] == ["direction", "decline-over-all"]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (D2 + D3, "[5, 5]"),
        (D2 - ABOVE, "(-∞, -1)"),
        (ABOVE + UNDER, "(-∞, ∞)"),
        (Interval(Decimal(-2), Decimal(3)) * Interval(Decimal(-1), Decimal(4)), "[-8, 12]"),
        (ABOVE * D2, "[6, ∞)"),
        (D2 / ABOVE, "[0, 0.6666666666666666666666666666666666666667]"),
        (D2 / Interval(Decimal(0), Decimal(4)), "[0.5, ∞)"),
        (D2 / Interval(Decimal(-1), Decimal(4)), "(-∞, ∞)"),
        (D2 / UNDER, "(-∞, ∞)"),
    ],
)
def test_intervals_with_open_ends(made: Interval, expected: str) -> None:
    assert repr(made) == expected


@pytest.mark.parametrize(
    ("words", "likely"),
    [
        ("67万", "6.7万"),
        ("3.5%", "35%"),
        ("1.1万亿元", "11万亿元"),
        ("38人", "88人"),
        ("2万亿元", "2亿元"),
        ("一万", "二万"),
    ],
)
def test_what_a_figure_may_be_misread_for(words: str, likely: str) -> None:
    assert likely in {after for _, after in repairs.misread(words)}


@pytest.mark.parametrize(("kind", "name", "pattern", "row"), ROWS, ids=[f"{kind}-{name}" for kind, name, *_ in ROWS])
def test_rows_find_their_examples(kind: str, name: str, pattern: re.Pattern[str], row: dict[str, list[str]]) -> None:
    assert row["yes"]
    assert row["no"]
    assert [words for words in row["yes"] if not pattern.search(signs(words))] == []
    assert [words for words in row["no"] if pattern.search(signs(words))] == []


def signs(words: str) -> str:
    out, at = "", 0
    for number, one in enumerate(figures.find(words)):
        out += words[at : one.start] + sign(number)
        at = one.end
    return out + words[at:]


def test_every_message_is_in_both_languages() -> None:
    for name, row in rows("messages/audit").items():
        assert set(row) == {"en", "zh"}, name
    assert say("audit.and", "zh") == "、"
