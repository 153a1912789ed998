"""How changes are proposed, weighed and chosen."""

import numpy as np
import pytest

from presscheck.language import ngram
from presscheck.model import Tier
from presscheck.proofreading import chances, doubts, fours, loose, misread, phrases, shapes
from presscheck.proofreading.evidence import TRAITS, evidence
from presscheck.proofreading.passage import Finding, Passage
from presscheck.proofreading.second_opinion import opinion
from presscheck.proofreading.sheet import Sheet
from presscheck.proofreading.tries import Stumbles, Try, tries
from presscheck.proofreading.wording import Change, as_changed, as_it_stands, gains

MISREAD = "全市今年汁划投资两亿元，新建桥梁三座。"
HALF_READ = "全市今年汁划投资两亿元，新建桥翼橛冢座，方便两岸群众出行。"


def sheet_of(*texts):
    return Sheet.of([Passage("body", number, text) for number, text in enumerate(texts)])


def test_a_place_of_the_sheet_leads_back_to_its_passage():
    sheet = sheet_of("小麦", "云州\n丰收")
    assert sheet.text == "小麦\n云州 丰收\n"
    assert [sheet.at(place) for place in (0, 2, 3, 5)] == [(0, 0), (0, 2), (1, 0), (1, 2)]


@pytest.mark.parametrize(
    "change", [Change(4, 5, "计"), Change(4, 4, "计"), Change(4, 6, ""), Change(0, 1, ""), Change(11, 12, "")]
)
def test_a_change_gains_what_the_whole_paragraph_gains(change):
    text = "全市今年汁划投资两亿元。\n"
    changed = text[: change.start] + change.after + text[change.end :]
    model = ngram.load()
    whole = model.log_probs(changed).sum() - model.log_probs(text).sum()
    assert gains(text, [change])[0] == pytest.approx(float(whole), abs=1e-3)


def test_chances_are_told_one_by_one_up_to_the_edge():
    before = as_it_stands("短", [Change(0, 1, "")])
    assert before.chances[0, 0] < 0
    assert before.chances[0, 2:].tolist() == [0, 0, 0]
    assert as_changed("短", [Change(0, 1, "长")]).total.shape == (1,)


@pytest.mark.parametrize(
    ("kind", "text", "change"),
    [
        ("alike", MISREAD, (4, 5, "计")),
        ("doubled", "这是一个拥有众多人口口的国家", (10, 11, "")),
        ("missing", "会议强调，要坚持稳中求进工总基调。", (13, 13, "作")),
        ("turned", "会议强调，要推动高量质发展。", (9, 11, "质量")),
        ("other", "习近平总书说强调，要坚持稳中求进。", (5, 6, "记")),
        ("mark", "云州市今年新建桥梁三座。方便了两岸群众出行。", (11, 12, "，")),
    ],
)
def test_what_is_tried(kind, text, change):
    sheet = sheet_of(text)
    assert change in [one[:3] for one in tries(sheet, Stumbles.of(sheet)) if one.kind == kind]


def test_each_change_has_every_trait():
    sheet = sheet_of(MISREAD)
    stumbles = Stumbles.of(sheet)
    told = tries(sheet, stumbles)
    rows = evidence(sheet, stumbles, told)
    assert rows.shape == (len(told), len(TRAITS))
    assert np.isfinite(rows).all()
    assert evidence(sheet, stumbles, []).shape == (0, len(TRAITS))


def test_each_kind_of_change_has_weights():
    for kinds in chances.GROUPS.values():
        for kind in kinds:
            told = chances.scores([Try(0, 1, "x", kind, 0.0)], np.zeros((1, len(TRAITS)), dtype=np.float32))
            assert np.isfinite(told).all()


def test_the_page_says_how_often_it_is_misread():
    one = [Try(place, place + 1, "x", "alike", 0.0) for place in range(30)]
    clean = chances.on_page(one[:1], np.array([-3.0]), 10_000)[0]
    spoiled = chances.on_page(one, np.full(30, 4.0), 3_000)[0]
    assert clean < 0 < spoiled


def test_a_doubling_does_not_depend_on_the_scan():
    told = chances.on_page([Try(0, 1, "", "doubled", 0.0)], np.array([-3.0]), 10_000)
    assert told.tolist() == [0.0]


def test_only_open_questions_are_put_to_the_second_reader():
    told = [
        Try(0, 1, "计", "alike", 0.0),
        Try(0, 1, "", "extra", 0.0),
        Try(1, 2, "讨", "alike", 0.0),
        Try(1, 2, "划", "look", 0.0),
    ]
    assert doubts.asked(told, np.array([0.0, 0.0, -9.0, 0.0])).tolist() == [True, False, False, False]


def test_of_changes_at_one_place_the_likeliest_is_chosen():
    found = misread.find(sheet_of(MISREAD))[0]
    assert [(one.start, one.after) for one in found] == [(4, "计")]


def test_a_name_is_never_surely_changed():
    sheet = sheet_of("市长李汁划今天到云州调研。")
    assert all(one.most is not Tier.SURE for one in misread.weighed(sheet) if one.one.start == 4)


def test_where_suspects_crowd_there_is_one_region():
    text = "一二三四五六七八九十" * 4
    doubtful = [Finding(k, k + 1, text[k], "stumbles", 0.7, Tier.SUSPECT) for k in (1, 4, 7, 9, 12, 38)]
    sure = Finding(5, 6, "x", "misread", 0.999)
    told = list(misread._regions([*doubtful, sure], text))
    assert [(one.start, one.end, one.rule) for one in told] == [
        (1, 13, "unreadable"),
        (5, 6, "misread"),
        (38, 39, "stumbles"),
    ]


def test_look_alikes_come_with_their_channel_likeliest_first():
    near = shapes.beside("末")
    assert "未" in near
    assert list(near.values()) == sorted(near.values(), reverse=True)
    assert shapes.beside("A") == {}


def test_a_phrase_is_told_by_what_stands_around_its_gap():
    told = phrases.find(sheet_of("习近平总书记深情勉励大家", "大会开幕，习近平同志记深情勉励大家"))
    assert {number: [(one.start, one.after) for one in found] for number, found in told.items()} == {1: [(8, "总书")]}


def test_what_is_unlike_the_paper_is_strange():
    told = Stumbles.of(sheet_of("会议强调，要坚持稳中求进工作总基调。", "叽里咕噜，嘟嘟囔囔，唧唧歪歪。")).strange
    assert (told[0], told[-2]) == (0, 1)


def test_a_lone_sentence_that_stumbles_elsewhere_is_not_firmly_mended():
    alone, among = sheet_of(HALF_READ), sheet_of(HALF_READ, *("云州市今年新建桥梁三座，方便两岸群众出行。",) * 12)
    found = [one for sheet in (alone, among) for one in misread.find(sheet)[0] if one.start == 4]
    assert [one.after for one in found] == ["计", "计"]
    assert [one.tier is Tier.SUSPECT for one in found] == [True, False]


@pytest.mark.parametrize(
    ("text", "start", "end", "coined"),
    [
        ("他以“凤舞马欢”为题写春联", 5, 6, True),
        ("他以“凤舞马欢”“凤舞龙欢”为题写春联", 11, 12, True),
        ("他说：“凤舞马欢，大家都来看。”", 6, 7, False),
        ("他以“春联”为题，凤舞马欢，“好”", 11, 12, False),
        ("凤舞马欢", 2, 3, False),
    ],
)
def test_a_coined_phrase_stands_in_quotation_marks_and_is_short(text, start, end, coined):
    assert misread._coined(text, Try(start, end, "龙", "other", -10.0)) is coined


@pytest.mark.parametrize(
    "text", ["第三百六十社条设立桥梁管理站的，应当登记。", "违反本办法，情院严重的，责令停业整顿。"]
)
def test_in_a_lone_sentence_nothing_is_changed_that_might_read_as_well_otherwise(text):
    found = misread.find(sheet_of(text), opinion())
    assert {one.tier for told in found.values() for one in told} <= {Tier.SUSPECT}


def test_language_alone_tells_no_figure():
    text, row = "第三百六十社条\n", np.zeros(len(TRAITS), dtype=np.float32)
    assert misread._most(text, Try(5, 6, "一", "other", -10.0), row) is Tier.SUSPECT
    assert misread._most(text, Try(5, 6, "届", "other", -10.0), row) is Tier.LIKELY


def test_frames_are_two_characters_one_apart():
    assert fours.frames("引水入林") == ("引□入□", "□水□林")
    known = fours._known()
    assert len(known) > 1000
    assert all(len(frame) == 4 and "□" in (frame[0], frame[1]) and frame.count("□") == 2 for frame in known)


@pytest.mark.parametrize(
    "text",
    [
        "沿线修渠筑坝，引水入林、惠及百户",
        "全年收入引入水林项目资金两亿元",
        "水库放水，2引入水林、惠及百户",
        "沿线修渠筑坝，人工智能、惠及百户",
        "引入水林",
    ],
)
def test_nothing_is_turned_round_in_whole_phrases_and_longer_ones(text):
    assert fours.find(sheet_of(text)) == {}


@pytest.mark.parametrize(
    "text",
    [
        "干部走村入户，“带动智双帮”、群众增收",
        "干部走村入户，带动部长智双帮、群众增收",
        "干部走村入户，带动王智双帮、群众增收",
        "干部走村入户，带动智双帮村、群众增收",
        "干部走村入户，智双帮、群众增收",
        "干部走村入户，带动智双帮、群众增收，带动智双帮、群众欢迎",
    ],
)
def test_what_may_be_a_name_is_not_loose(text):
    assert loose.find(sheet_of(text)) == {}
