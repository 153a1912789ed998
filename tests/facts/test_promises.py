"""What is undertaken and what is not, and who undertakes it."""

import datetime

import pytest

from presscheck import find_facts
from presscheck.facts import sentences, signs
from presscheck.facts.story import Part, Story
from presscheck.model import Commitment

DAY = datetime.date(2026, 3, 1)


def _told(text: str) -> list[tuple[str, str]]:
    found = [one for one in find_facts(text, date=DAY) if isinstance(one, Commitment)]
    return [(one.who.text if one.who else "", one.what.text) for one in found]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("云州市计划|新建水厂3座。", "plan"),
        ("云州市决定|新建水厂3座。", "decides"),
        ("云州市将|新建水厂3座。", "will"),
        ("云州市将在青石县|新建水厂3座。", "will"),
        ("云州市将会同青石县|新建水厂3座。", "will"),
        ("云州市将补贴标准由9元|提高至12元。", "takes"),
        ("云州市将“三夏”服务台|增加到9个。", "takes"),
        ("云州市计划将补贴标准由9元|提高至12元。", "plan"),
        ("到2031年，水质达标率|超过90%。", "goal"),
        ("力争到2031年，水质达标率|超过90%。", "plan"),
        ("云州市将新建水厂3座；在青石县|新建水厂1座。", "will"),
        ("云州市将新建水厂3座；市民田小禾|看过水厂1座。", ""),
        ("云州市将新建水厂，目前|建成1座。", ""),
        ("根据《三年行动计划》，|新建水厂3座。", ""),
        ("云州市准备粮仓9座，|设立网点3个。", ""),
        ("云州市|新建水厂3座。", ""),
        ("云州市承诺，明年|新建水厂3座。", "plan"),
        ("云州市兑现承诺，明年|新建水厂3座。", ""),
        ("云州市争取了资金，|新建水厂3座。", ""),
        ("云州市将|投资9亿元新建水厂。", "will"),
        ("云州市将投资9亿元的水厂|移交青石县。", "takes"),
    ],
)
def test_the_word_with_which_something_is_undertaken(text: str, kind: str) -> None:
    plain = text.replace("|", "")
    (said,) = sentences.read(Story((Part("body", 0, plain),), DAY))
    assert signs.word_of(said, text.index("|")) == kind


@pytest.mark.parametrize(("text", "there"), [("明年云州市将|新建学校。", True), ("去年云州市|新建学校。", False)])
def test_a_day_to_come_is_a_sign(text: str, there: bool) -> None:
    plain = text.replace("|", "")
    part = Part("body", 0, plain)
    (said,) = sentences.read(Story((part,), DAY))
    what = part.words(text.index("|"), len(plain) - 1)
    assert ("day" in signs.shown(said, what, day=DAY)) is there


@pytest.mark.parametrize(
    "text",
    [
        "今年，云州市将进一步健全供水体系。",
        "日前，云州市将9个旧小区整合成大的片区，拆除围墙3000多米。",
        "云州市共准备粮仓9座，设立收购网点821个。",
        "一项研究显示，到2030年云州市汽车产量将达到9万辆。",
        "新水库建成后，将使9万亩农田受益。",
        "云州市将依托144个科技平台，加强创新。",
        "云州市提前完成到2030年建成水厂9座的目标。",
        "云州市争取了省级资金9亿元。",
        "云州市兑现承诺，明年建成的水厂有9座。",
    ],
    ids=["vague", "taken", "a noun prepared", "by a study", "what comes of it", "a way", "met", "got", "described"],
)
def test_what_is_no_undertaking(text: str) -> None:
    assert _told(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("全国铁路今天预计发送旅客12万人次，计划加开列车9列。", [("全国铁路", "加开列车9列")]),
        (
            "未来5年，中方将向青石县捐款1000万元；提供水泵9台；在水利领域援助9个项目；邀请9人来访。",
            [
                ("中方", "向青石县捐款1000万元"),
                ("中方", "提供水泵9台"),
                ("中方", "在水利领域援助9个项目"),
                ("中方", "邀请9人来访"),
            ],
        ),
        ("云州省力争新建水厂9座；海州省学校总数超过90所。", [("云州省", "新建水厂9座")]),
        ("云州市将投入收割机90台，其中配备了监测设备的有9台。", [("云州市", "投入收割机90台")]),
        ("云州市计划演出180场，其中三分之一安排在山村。", [("云州市", "演出180场")]),
        ("云州市计划新建学校90所，其中今年开工9所。", [("云州市", "新建学校90所"), ("云州市", "开工9所")]),
        ("上海计划在沿江造林9万亩以上。", [("上海", "在沿江造林9万亩以上")]),
        ("上海计划在2030年前造林9万亩以上。", [("上海", "造林9万亩以上")]),
    ],
    ids=[
        "planned beside what is expected",
        "a list with semicolons",
        "somebody else behind a semicolon",
        "what was done to a part",
        "how it is shared out",
        "a part undertaken",
        "in a place",
        "in a time",
    ],
)
def test_what_is_undertaken(text: str, told: list[tuple[str, str]]) -> None:
    assert _told(text) == told


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("上海在城郊建成公园9个。在北京，今年将改造老旧厂房40个。", {"北京"}),
        ("上海今年计划改造老旧厂房40个。", {"上海"}),
        ("山东优化民营企业环境。引导金融机构让利，2027年将新增贷款5000亿元以上。", {"山东"}),
        ("金融机构计划2027年新增贷款5000亿元以上。", {"金融机构"}),
        ("湖南省永州市扩种油菜，冷水滩区今年计划种植油菜11万亩。", {"冷水滩区"}),
        ("2026年，将推出水价政策9项。", set()),
        ("云州市教育局承诺，今年6月1日前为全县山区学校更换取暖设备800套。", {"云州市教育局"}),
        ("云州市承诺，今年6月1日前为山区学校更换取暖设备800套。", {"云州市"}),
        ("林江集团表示，明年将投资45亿元。", {"林江集团"}),
    ],
    ids=[
        "at the head",
        "not at the head",
        "who is led",
        "who is not led",
        "right before the word",
        "a year",
        "who promises",
        "not for whom",
        "who invests",
    ],
)
def test_who_undertakes_it(text: str, who: set[str]) -> None:
    assert {one for one, _ in _told(text)} == who


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("云州市政府1日宣布，将向青石县提供水泵9台。", [("云州市政府", "向青石县提供水泵9台")]),
        ("记者从云州市水务局了解到，明年将新建水厂3座。", [("云州市水务局", "新建水厂3座")]),
        (
            "云州市水务局等三部门联合印发《供水方案》，明确到2030年，规模以上工业企业机器人普及率达到80%左右。",
            [("云州市水务局等三部门", "机器人普及率达到80%左右")],
        ),
        ("云州省农业农村部将新建水厂3座。", [("云州省农业农村部", "新建水厂3座")]),
        ("云州市推进造林，全省力争新建林场9个。", [("云州市", "新建林场9个")]),
        ("硬件上，计划新建水厂3座。", []),
        ("云州市计划通过翻新管道的方式，加快供水。", []),
        ("云州市计划建水厂，建成后每年供水9万吨。", []),
        ("到2030年，云州市将更换管道9公里，并在青石县、云溪镇", [("云州市", "更换管道9公里")]),
    ],
    ids=[
        "who says so",
        "who was asked",
        "who issued the plan, and the end of a long name",
        "a ministry before 将",
        "all of a place",
        "nobody",
        "a way",
        "what comes of it",
        "torn off at the end of a page",
    ],
)
def test_who_undertakes_it_where_nobody_stands_before_the_word(text: str, told: list[tuple[str, str]]) -> None:
    assert _told(text) == told
