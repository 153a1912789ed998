"""Suspicions of the proofreader at a number: which of them its figure is read with, and which are left alone."""

import pytest

from presscheck.facts.printed import facts_of, read_as
from presscheck.model import Article, Correction, Figure, Paragraph, ParagraphKind, Tier
from presscheck.model.fact import written


def marked(text: str, *marks: tuple[str, str, float]) -> Article:
    """A story of one paragraph, each of ``marks`` a suspicion: what was read, what is suspected, how surely."""
    told = []
    for before, after, chance in marks:
        place = ("body", 0, text.index(before), text.index(before) + len(before))
        told.append(Correction(*place, before, after, "unlike", "", chance, Tier.SUSPECT))
    return Article("a1", paragraphs=(Paragraph(ParagraphKind.P, text, ()),), corrections=tuple(told))


def figures(article: Article) -> list[str]:
    """Each figure: its printed words, value and unit."""
    found = (fact for fact in facts_of(article) if isinstance(fact, Figure))
    return [
        f"{one.evidence.text} {one.quantity.operator} {written(one.quantity.value)} {one.quantity.code}"
        for one in found
    ]


@pytest.mark.parametrize(
    ("text", "mark", "wanted"),
    [
        ("渡口增开航班1.2曹班。", ("曹", "万", 0.5), ["1.2曹班 = 12000 班"]),
        ("青禾县新修水渠3600攥亩。", ("攥", "万", 0.77), ["3600攥亩 = 36000000 mu"]),
        ("山火已致至坐20名村民受伤。", ("坐", "少", 0.82), ["至坐20名 >= 20 名"]),
        ("渔船年产值趔3亿元。", ("趔", "超", 0.84), ["趔3亿元 > 300000000 CNY"]),
        ("渠长153公虽，已通水。", ("虽", "里", 0.97), ["153公虽 = 153 km"]),
        ("全县参保13.26倍人。", ("倍", "亿", 0.84), ["13.26倍人 = 1326000000 人"]),
        ("近干名学徒出师。", ("干", "千", 0.87), ["近干名 < 1000 名"]),
        ("攘十二批学徒出师。", ("攘", "第", 0.69), []),
        ("士半年新建校舍。", ("士", "上", 0.9), []),
    ],
)
def test_a_suspicion_at_a_number_settles_its_figure(text, mark, wanted):
    assert figures(marked(text, mark)) == wanted


@pytest.mark.parametrize(
    ("text", "mark", "wanted"),
    [
        ("渡口增开航班1.2曹班。", ("曹", "万", 0.45), []),
        ("八里渡口修码头三座，渔家乐曹。", ("曹", "万", 0.9), ["三座 = 3 座"]),
        ("26日，县长赴3个渡口。", ("赴", "在", 0.9), ["3个 = 3 个"]),
        ("山里有袄座桥。", ("袄", "八", 0.9), []),
        ("山里有三座桥。", ("三", "二", 0.9), ["三座 = 3 座"]),
        ("青禾县有船40曹曹艘。", ("曹曹", "余", 0.9), []),
        ("青禾县有船40艘。", ("艘", "艘", 0.9), ["40艘 = 40 艘"]),
    ],
)
def test_other_suspicions_change_no_figure(text, mark, wanted):
    assert figures(marked(text, mark)) == wanted
    assert read_as(marked(text, mark)) == ()


def test_two_suspicions_side_by_side_are_read_together():
    assert figures(marked("新修水渠3裹寿亩。", ("裹", "多", 0.6), ("寿", "万", 0.8))) == ["3裹寿亩 > 30000 mu"]


def test_what_is_carried_out_is_not_suspected_as_well():
    text = "渡口增开航班12曹班。"
    marks = (
        Correction("body", 0, 8, 9, "曹", "百", "misread", "", 0.9, Tier.LIKELY),
        Correction("body", 0, 8, 9, "曹", "万", "unlike", "", 0.6, Tier.SUSPECT),
    )
    article = Article("a1", paragraphs=(Paragraph(ParagraphKind.P, text, ()),), corrections=marks)
    assert read_as(article) == marks[:1]
    assert figures(article) == ["12曹班 = 1200 班"]


def test_of_two_suspicions_of_one_character_the_surer_is_read():
    article = marked("渡口增开航班12曹班。", ("曹", "百", 0.6), ("曹", "万", 0.8))
    assert figures(article) == ["12曹班 = 120000 班"]
