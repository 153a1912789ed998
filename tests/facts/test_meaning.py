"""What a figure says beside its number: basis, direction, modality, nature; which rows tell it."""

import re
from typing import Any

import pytest

from presscheck.data import rows
from presscheck.facts import desk, meaning, triggers
from presscheck.facts.story import Part, Story
from presscheck.facts.tokens import cut
from presscheck.model import Figure, Modality, Nature

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
    ],
)
def test_what_kind_of_number(text: str, nature: Nature) -> None:
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
    ],
)
def test_whether_it_is_so(text: str, modality: Modality) -> None:
    assert figures(text)[-1].modality is modality


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


def test_the_same_text_gives_the_same_facts() -> None:
    text = "2024年5月3日，云州市和青石县签署合作协议，计划投资2.5亿元。“我们会按时完成。”市长方小舟说。"
    assert desk.find_in_text(text) == desk.find_in_text(text)


def test_facts_come_in_the_order_of_the_text_with_ids_of_their_own() -> None:
    found = desk.find_in_text("2024年，云州市新建学校12所、医院3家，投资2.5亿元。")
    assert [fact.id for fact in found] == [f"f{number}" for number in range(1, len(found) + 1)]
    starts = [fact.evidence.start for fact in found]
    assert starts == sorted(starts)
