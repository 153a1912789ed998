"""What a figure says beside its number: basis, direction, modality, nature; which rows tell it."""

import re
from datetime import date
from typing import Any

import pytest

from presscheck.data import rows
from presscheck.facts import desk, meaning, triggers
from presscheck.facts.story import Part, Story
from presscheck.facts.tokens import cut
from presscheck.model import Figure, Modality, Nature
from presscheck.model.fact import Period

MEANINGS = [(kind, row) for kind, found in rows("facts/meaning").items() for row in found]
VERBS = [row for kind in ("act", "promise", "rule") for row in rows("facts/triggers")[kind]]


@pytest.mark.parametrize(
    ("kind", "row"), MEANINGS, ids=lambda one: one if isinstance(one, str) else one["pattern"][:20]
)
def test_a_row_of_meaning_keeps_its_word(kind: str, row: dict[str, Any]) -> None:
    pattern = re.compile(row["pattern"])
    assert all(pattern.search(text) for text in row["yes"])
    assert not any(pattern.search(text) for text in row["no"])


@pytest.mark.parametrize("row", VERBS, ids=lambda row: row["family"])
def test_a_row_of_verbs_keeps_its_word(row: dict[str, Any]) -> None:
    def families(text: str) -> set[str]:
        sentence = cut(text, 0, len(text))
        found = (*triggers.verbs(sentence), *triggers.promises(sentence))
        return {trigger.family.partition(".")[2] for trigger in found}

    assert all(row["family"] in families(text) for text in row["yes"])
    assert not any(row["family"] in families(text) for text in row["no"])


def figures(text: str) -> list[Figure]:
    return [fact for fact in desk.find_in_text(text) if isinstance(fact, Figure)]


@pytest.mark.parametrize(
    ("text", "basis", "direction"),
    [
        ("2024年，全县粮食产量同比增长6.4%。", "同比", "up"),
        ("2024年，全县吸毒人数比上年下降12.5%。", "比上年", "down"),
        ("2024年，全县人均收入较1996年增长近19倍。", "较1996年", "up"),
        ("2024年，全县有桥梁12座。", None, None),
        ("住户贷款同比少增240亿元。", "同比", "down"),
        ("住户贷款同比多增240亿元。", "同比", "up"),
        ("贷款余额增速比上月末低0.3个百分点。", "比上月末", "down"),
        ("调查失业率比上月高0.1个百分点。", "比上月", "up"),
        ("工业增速比上月加快0.2个百分点。", "比上月", "up"),
        ("工业增速比上年加快0.2个百分点。", "比上年", "up"),
        ("工业增速比上年放缓0.2个百分点。", "比上年", "down"),
        ("工业增速比上月回落0.2个百分点。", "比上月", "down"),
        ("人数与2012年比减少了10%。", "与2012年比", "down"),
        ("民间投资占全部投资的比重升至16.3%。", None, None),
        ("工业增速比上月回落至4.1%。", "比上月", "up"),
        ("商店同比降幅为4.1%。", "同比", "down"),
        ("全县与50多个乡镇签订增收合同200份。", None, None),
    ],
)
def test_against_what_and_which_way(text: str, basis: str | None, direction: str | None) -> None:
    figure = figures(text)[-1]
    assert (figure.basis, figure.direction) == (basis, direction)


@pytest.mark.parametrize(
    ("text", "nature"),
    [
        ("全县粮食产量同比增长6.4%。", Nature.RATE),
        ("全县森林覆盖率达到57.2%。", Nature.SHARE),
        ("合格率提高3.7个百分点。", Nature.POINTS),
        ("产量翻了两番。", Nature.MULTIPLE),
        ("全县居民人均收入32509元。", Nature.AVERAGE),
        ("桥梁比上年增加12座。", Nature.CHANGE),
        ("累计开行班列1200列。", Nature.CUMULATIVE),
        ("全县铁路营业里程达312公里。", Nature.STOCK),
        ("全县缴获毒品33.5吨。", Nature.FLOW),
        ("全县力争建成水厂3座。", Nature.TARGET),
        ("青禾省生产总值达13484亿元。", Nature.FLOW),
        ("青禾省粮食总产量达134万吨。", Nature.FLOW),
        ("青禾省进出口总额达134亿元。", Nature.FLOW),
        ("青禾省发电量达134亿千瓦时。", Nature.FLOW),
        ("云州机场单日客流量达3万人次。", Nature.FLOW),
        ("云州市专精特新企业已达312家。", Nature.STOCK),
        ("灯组长达30米。", None),
        ("制造业采购经理指数为50.5%。", Nature.INDEX),
        ("生产指数和新订单指数分别为51.2%和52.3%。", Nature.INDEX),
        ("居民消费价格指数同比上涨0.3%。", Nature.RATE),
        ("规模以上工业企业利润增速为4.1%。", Nature.RATE),
        ("工业增速由上月的3.2%升至4.1%。", Nature.RATE),
        ("民间投资占全部投资的比重升至16.3%。", Nature.SHARE),
        ("增速最快的行业占16.3%。", Nature.SHARE),
    ],
)
def test_what_kind_of_number(text: str, nature: Nature | None) -> None:
    assert figures(text)[-1].nature is nature


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("初步核算，全县产值320亿元。", Modality.PRELIMINARY),
        ("全县预计接待游客3万人次。", Modality.ESTIMATE),
        ("公司计划投资2亿元。", Modality.PLAN),
        ("存款余额不得低于5万元。", Modality.REQUIREMENT),
        ("如果每户节约3元。", Modality.CONDITIONAL),
        ("县里否认欠款300万元。", Modality.DENIED),
        ("全县投资2亿元。", Modality.ACTUAL),
        ("云州市将新建4座公厕。", Modality.PLAN),
        ("到2028年建成产业园区3个。", Modality.PLAN),
        ("明年，云州市投入不低于2.2亿元。", Modality.PLAN),
        ("明年是建县百年，去年全县投入2.2亿元。", Modality.ACTUAL),
        ("未来三天，云州累计雨量80—120毫米。", Modality.ESTIMATE),
        ("未来产业园产值3亿元。", Modality.ACTUAL),
    ],
)
def test_whether_it_is_so(text: str, modality: Modality) -> None:
    assert figures(text)[-1].modality is modality


@pytest.mark.parametrize(
    ("words", "period", "modality"),
    [
        ("再共建产业园区", Period("2028年", "2028-01-01", "2028-12-31", "year"), Modality.PLAN),
        ("装机达到", Period("2027年", "2027-01-01", "2027-12-31", "year"), Modality.PLAN),
        ("累计雨量", Period("7月2日", "2026-07-02", "2026-07-02", "day"), Modality.ESTIMATE),
        ("已建成产业园区", Period("2028年", "2028-01-01", "2028-12-31", "year"), Modality.ACTUAL),
        ("产值", Period("二季度", "2026-07-01", "2026-09-30", "quarter"), Modality.ACTUAL),
        ("产值", Period("2026年", "2026-01-01", "2026-12-31", "year"), Modality.ACTUAL),
        ("出口额从2015年的2亿元增长到2024年的", None, Modality.ACTUAL),
        ("到2028年建成产业园区", None, Modality.PLAN),
    ],
)
def test_what_is_still_to_come_is_not_so_yet(words: str, period: Period | None, modality: Modality) -> None:
    assert meaning.modality(words, words, period=period, day=date(2026, 6, 18)) is modality


def test_a_part_points_at_its_whole() -> None:
    whole, part = figures("全县输转就业3.3万人次，其中稳定就业近6700人。")
    assert part.part_of == whole.id
    assert whole.part_of is None


def test_a_head_repeats_the_body() -> None:
    story = Story(
        (Part("headline", None, "全县破案两千七百起", False), Part("body", 0, "2024年，青石县公安局破获案件2700起。"))
    )
    head, body = (fact for fact in desk.find(story) if isinstance(fact, Figure))
    assert head.same_as == body.id
    assert head.period == body.period


def test_the_clause_before_a_figure_is_not_searched_without_end() -> None:
    assert len(meaning.clause("桥" * 1000, 1000)) == meaning.REACH


def test_words_far_before_a_figure_tell_of_no_time_to_come() -> None:
    long = "明年" + "，桥" * meaning.LONGEST
    assert meaning.modality("投入", f"{long}，投入") is Modality.ACTUAL
    assert meaning.modality("投入", "明年，投入") is Modality.PLAN


def test_the_same_text_gives_the_same_facts() -> None:
    text = "2024年5月3日，云州市和青石县签署合作协议，计划投资2.5亿元。“我们会按时完成。”市长方小舟说。"
    assert desk.find_in_text(text) == desk.find_in_text(text)


def test_facts_come_in_the_order_of_the_text_with_ids_of_their_own() -> None:
    found = desk.find_in_text("2024年，云州市新建学校12所、医院3家，投资2.5亿元。")
    assert [fact.id for fact in found] == [f"f{number}" for number in range(1, len(found) + 1)]
    starts = [fact.evidence.start for fact in found]
    assert starts == sorted(starts)
