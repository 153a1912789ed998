"""What the proofreader marks, and what is left alone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import presscheck
from presscheck.model import Article, Correction, Jump, Paragraph, ParagraphKind, Tier
from presscheck.model.correction import replay, undo
from presscheck.proofreading.desk import proofread
from presscheck.proofreading.marks import faults
from presscheck.proofreading.second_opinion import opinion

MARKED = [
    # rule, text, what stands there, what is proposed, how sure
    ("variant", "该短視频播放量高达两万次", "視", "视", "sure"),
    ("variant", "记者走进涇岭县，看到梯田连成一片", "涇", "泾", "likely"),
    ("variant", "消费者价格指数有所回落，其中食品価值靑菜", "靑", "青", "likely"),
    ("look_alike", "⾦融机构要加大支持力度", "⾦", "金", "sure"),
    ("width", "会议指出,要坚持稳中求进", ",", "，", "sure"),
    ("width", "云州大桥(一期)今天通车", "(", "（", "sure"),
    ("doubled", "这是一个拥有众多人口口的国家", "口", "", "suspect"),
    ("misread", "全市今年汁划投资两亿元，新建桥梁三座。", "汁", "计", "sure"),
    ("misread", "会议强调，要坚决贯彻党中央决策部署，推动高质量发晨。", "晨", "展", "sure"),
    ("phrase", "云州代表团受到热烈欢迎，习近平同志记深情勉励大家", "同志", "总书", "suspect"),
    ("variant", "店员林国樑说，今天生意不错", "樑", "梁", "suspect"),
    ("variant", "网友@愛上涇岭 留言说，梯田真美", "愛", "爱", "suspect"),
    ("variant", "“雲州證券”今天在云州开业，市民排队", "雲", "云", "suspect"),
    ("turned", "沿线修渠筑坝，引入水林、惠及百户", "入水", "水入", "suspect"),
    ("stumbles", "干部走村入户，带动智双帮、群众增收", "智双帮", "智双帮", "suspect"),
    ("misread", "违反本办法，情院严重的，责令停业整顿。", "院", "况", "suspect"),
    ("unpaired", "‘防范（一期’在云州举行", "（", "（", "suspect"),
    ("unpaired", "会上提出“联席推进、结对帮扶”“对口机制，成为样板。", "“", "“", "suspect"),
    ("pairing", "这是历史上规模最大”的一次行动，取得了重大战果。”负责人介绍说，将继续推进。", "”", "“", "suspect"),
]
LEFT_ALONE = [
    "家家户户都过上了明明白白的好日子，天天向上，人人平安。",
    "乾隆年间的石桥，在云州已经有二百多年。",
    "“一带一路”（见第3版）和《云州日报》的‘老读者’都来了。",
    "1）认真准备；2）及时上报。",
    "约翰·奥’尼尔从云州出发，全程12,000米。",
    "街头小店卖たい焼きパフェ，很受欢迎。",
    "沿线修渠筑坝，引水入林、惠及百户。",
    "干部走村入户，“智双帮”小组进了村。",
    "记者報導：雲州大橋昨日通車，兩岸居民歡聚橋頭，慶祝這座橋樑的落成。",
]


@pytest.mark.parametrize(("rule", "text", "before", "after", "tier"), MARKED)
def test_is_marked(rule, text, before, after, tier):
    marks = [mark for mark in presscheck.proofread(text) if mark.rule == rule and mark.before == before]
    assert [(mark.after, mark.tier.value) for mark in marks][:1] == [(after, tier)]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_is_left_alone(text):
    assert presscheck.proofread(text) == []


def body(*texts):
    return Article("a1", paragraphs=tuple(Paragraph(ParagraphKind.P, text, ()) for text in texts))


def marks_of(*texts):
    (article,) = proofread([body(*texts)], reader=opinion())
    return [(mark.paragraph, mark.rule, mark.before, mark.after) for mark in article.corrections]


CLOSED = "云州市今年新建桥梁三座，方便了两岸群众出行，受到大家欢迎。"


def test_a_full_stop_is_missed_only_where_the_page_closes_its_paragraphs():
    torn = "记者从会上获悉，全市今年计划投资两亿元。这些资金将用于改善农村道路条件，方便群众出行"
    assert marks_of(CLOSED, CLOSED, torn) == [(2, "full_stop", "", "。")]
    assert marks_of(torn) == []


def test_no_full_stop_where_the_story_goes_on_elsewhere():
    torn = body(CLOSED, CLOSED, "记者从会上获悉，全市今年计划投资两亿元，这些资金将用于改善农村道路条件，方便群众出行")
    jumping = replace(torn, jump_to=Jump("下转第三版", 3, None))
    assert proofread([torn], reader=opinion())[0].corrections
    assert proofread([jumping], reader=opinion())[0].corrections == ()


def test_a_name_that_the_page_prints_elsewhere_outvotes_a_lone_odd_one():
    often = "鹿鸣大桥通车后，鹿鸣大桥两岸的群众出行更加方便，鹿鸣大桥成为新的风景。"
    marks = marks_of(often, often, "昨天，记者在鹿呜大桥看到，车辆来往有序。")
    assert [mark[1:] for mark in marks] == [("printed_elsewhere", "呜", "鸣")]


def test_figures_are_only_pointed_out():
    for mark in presscheck.proofread("目前，各项准备1作正在有序进行，建设1作已经完成。"):
        assert mark.tier is Tier.SUSPECT


def test_without_a_second_reader_the_first_weighing_stands():
    (alone,) = proofread([body("全市今年汁划投资两亿元，新建桥梁三座。")])
    assert [(mark.before, mark.after) for mark in alone.corrections] == [("汁", "计")]


def test_speech_over_two_paragraphs_is_whole():
    told = ("他说：“今年收成好。", "“明年还要扩种。”他又说。")
    paragraphs = tuple(Paragraph(ParagraphKind.P, text, ()) for text in told)
    assert proofread([Article("a1", paragraphs=paragraphs)])[0].corrections == ()


def test_reasons_follow_the_language():
    english, chinese = (presscheck.pipeline.proofread("会议指出,要坚持", lang=lang)[0] for lang in ("en", "zh"))
    assert english.reason == "half-width , between Chinese characters"
    assert chinese.reason == "中文之间用了半角标点“,”"


@given(st.text("“”‘’（）《》口人,(視涇⾦今年全市通车。", max_size=40))
def test_replay_and_undo_are_exact(text):
    marks = presscheck.proofread(text)
    assert all(text[mark.start : mark.end] == mark.before for mark in marks)
    assert undo(replay(text, marks), marks) == text
    assert marks == presscheck.proofread(text)


def test_replay_refuses_what_does_not_fit():
    mark = Correction("body", 0, 0, 1, "文", "戈", "variant", "", 1.0, Tier.SURE)
    with pytest.raises(ValueError, match="does not fit"):
        replay("戈壁", [mark])
    with pytest.raises(ValueError, match="does not fit"):
        replay("文壁", [mark, mark])
    with pytest.raises(ValueError, match="does not stand"):
        undo("文壁", [mark])


@pytest.mark.parametrize(
    ("text", "places"),
    [("“好”", []), ("好”", [1]), ("“好", [0]), ("“好“坏”", [0]), ("“好”坏”", [4])],
)
def test_marks_without_a_partner(text, places):
    assert faults(text, "“”") == places


def test_a_strange_place_is_pointed_out():
    marks = presscheck.proofread("努力打通文壁好物出山销路")
    assert [(one.before, one.tier) for one in marks] == [("文", Tier.SUSPECT)]


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("企业近六千家，引入人宁、以商兴产", "引入人宁"),
        ("技能素质提升，依托智双扶、逐步破除消极思想", "智双扶"),
    ],
)
def test_strange_words_are_marked(text, broken):
    start = text.index(broken)
    assert any(start <= one.start < start + len(broken) for one in presscheck.proofread(text))
