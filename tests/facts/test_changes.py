"""Changes to control lists: what is put on them, taken off them, altered, by whom and from when."""

import datetime

import pytest

from presscheck.data import rows
from presscheck.facts import changes, control_lists, sentences
from presscheck.facts.story import Part, Story
from presscheck.model.fact import Change

DAY = datetime.date(2026, 6, 18)
ROWS = rows("facts/changes")["change"]


def told(text: str, *more: str) -> list[Change]:
    parts = tuple(Part("body", number, one) for number, one in enumerate((text, *more)))
    return list(changes.find(tuple(sentences.read(Story(parts, DAY)))))


def examples(key: str) -> list[object]:
    return [pytest.param(row, text, id=f"{row['id']}-{text[:16]}") for row in ROWS for text in row[key]]


@pytest.mark.parametrize(("row", "text"), examples("yes"))
def test_a_row_finds_its_change(row: dict[str, str], text: str) -> None:
    assert row["action"] in [change.action for change in told(text)]


@pytest.mark.parametrize(("row", "text"), examples("no"))
def test_what_is_no_change(row: dict[str, str], text: str) -> None:
    assert told(text) == []


def only(text: str, *more: str) -> Change:
    (one,) = told(text, *more)
    return one


def texts(found: tuple[object, ...]) -> list[str]:
    return [getattr(one, "text", "") for one in found]


INVENTED = [
    # held, lifted, moved to another class
    (
        "商务厅决定，自5月14日起90天内，暂停2025年第9号公告对15家实体实施的出口管制措施。",
        "modify",
        ["出口管制"],
        ["实体"],
        15,
    ),
    ("9日起，对已整改的5家企业，停止实施出口管制措施。", "remove", ["出口管制措施"], ["企业"], 5),
    (
        "5月12日，药监署公告，将含丁啡复方制剂由第二类调整为第一类精神药品。",
        "modify",
        ["第一类精神药品"],
        ["含丁啡复方制剂"],
        None,
    ),
    # names are cut between words, not within them
    (
        "10日，商务厅公告，将参与对台军售的斯通技术公司等11家企业列入不可靠实体清单。",
        "add",
        ["不可靠实体清单"],
        ["斯通技术公司"],
        11,
    ),
    (
        "10日，商务厅将和平系统公司、和记航空公司等2家实体列入不可靠实体清单。",
        "add",
        ["不可靠实体清单"],
        ["和平系统公司", "和记航空公司"],
        2,
    ),
    (
        "10日，商务厅将普及航空公司和远洋及近海公司列入不可靠实体清单。",
        "add",
        ["不可靠实体清单"],
        ["普及航空公司", "远洋及近海公司"],
        None,
    ),
    (
        "10日，商务厅将飞鸟导弹与火控公司、青禾空天公司和雨石公司等9家企业列入出口管制管控名单。",
        "add",
        ["出口管制管控名单"],
        ["飞鸟导弹与火控公司", "青禾空天公司", "雨石公司"],
        9,
    ),
    (
        "10日，商务厅将参与军售、与敌军合作的青禾公司和雨石公司列入不可靠实体清单。",
        "add",
        ["不可靠实体清单"],
        ["青禾公司", "雨石公司"],
        None,
    ),
    (
        "2024年3月，商务厅等三部门联合发布公告，将9种前体化学品增列到《易制毒化学品进口管理目录》。",
        "add",
        ["《易制毒化学品进口管理目录》"],
        ["前体化学品"],
        9,
    ),
    (
        "继前年列管丁噻啶和乙哌定等7种物质后，去年又将梅他明等11种物质纳入了列管。",
        "add",
        ["列管"],
        ["丁噻啶", "乙哌定"],
        7,
    ),
    ("今年4月，禁毒办宣布将乙哌定列管。", "add", ["列管"], ["乙哌定"], None),
    ("5日，北港公司等4家企业被商务厅列入不可靠实体清单。", "add", ["不可靠实体清单"], ["北港公司"], 4),
    ("南岭国外交部昨天将东海国12名官员列入制裁名单。", "add", ["制裁名单"], ["官员"], 12),
    ("东海国8日把南岭国的三家芯片企业纳入实体清单。", "add", ["实体清单"], ["芯片企业"], 3),
    ("10日，商务厅公布决定，对铽、镝等5类稀土物项实施出口管制。", "add", ["出口管制"], ["铽", "镝"], 5),
    (
        "去年7月，白腹雁被列入《海州省重点保护野生动物名录》。",
        "add",
        ["《海州省重点保护野生动物名录》"],
        ["白腹雁"],
        None,
    ),
    ("2024年12月起，新版《危险化学品目录》新增6种物质。", "add", ["《危险化学品目录》"], ["物质"], 6),
    ("市场监管局将其列入严重违法失信名单。", "add", ["严重违法失信名单"], [], None),
    ("南岭国2021年将绿风组织列为“恐怖组织”。", "add", ["“恐怖组织”"], ["绿风组织"], None),
    ("商务厅6月2日公告，将7家实体移出出口管制管控名单。", "remove", ["出口管制管控名单"], ["实体"], 7),
    ("20日，东海国将南岭国从“支持恐怖主义国家”名单中移除。", "remove", ["“支持恐怖主义国家”名单"], ["南岭国"], None),
    ("三国同意不再把绿风组织列为恐怖组织。", "remove", ["恐怖组织"], ["绿风组织"], None),
    ("市场监管局5日从危险化学品目录中删除2种物质。", "remove", ["危险化学品目录"], ["物质"], 2),
    ("8日，南岭国解除对镓相关物项的出口管制。", "remove", ["出口管制"], ["镓相关物项"], None),
    ("商务厅宣布，暂停对16家实体的出口管制管控措施90天。", "modify", ["出口管制"], ["实体"], 16),
    ("海州自贸区外资准入负面清单由60项缩减到25项。", "modify", ["海州自贸区外资准入负面清单"], [], None),
    ("8月，海州省修订《禁止出口限制出口技术目录》。", "modify", ["《禁止出口限制出口技术目录》"], [], None),
    ("南岭国17日宣布扩大针对东海国企业的制裁名单。", "modify", ["制裁名单"], [], None),
]


@pytest.mark.parametrize(("text", "action", "lists", "items", "number"), INVENTED)
def test_invented(text: str, action: str, lists: list[str], items: list[str], number: int | None) -> None:
    one = told(text)[0]
    assert (one.action, texts(one.list), texts(one.items)) == (action, lists, items)
    assert (one.count and one.count.value) == number


def test_a_notice_with_its_number_its_issuer_and_its_days() -> None:
    one = only(
        "6月2日，商务厅、海关署发布2026年第12号公告，将北港公司等6家境外实体列入出口管制管控名单，自7月1日起施行。"
    )
    assert "、".join(texts(one.issuers)) == "商务厅、海关署"
    assert one.instrument
    assert one.instrument.text == "2026年第12号公告"
    assert one.announced
    assert one.announced.start == "2026-06-02"
    assert one.effective
    assert one.effective.start == "2026-07-01"


def test_the_next_sentence_tells_from_when_it_holds() -> None:
    one = only("6月2日，商务部公告，将6种物质列入禁止出口货物目录。该公告自公布之日起施行。")
    assert one.effective
    assert (one.effective.start, one.effective.open) == ("2026-06-02", True)


def test_one_sentence_may_tell_several_changes() -> None:
    first, second = told(
        "2025年11月，商务部等四部委发布公告，将8种前体化学品和日本、韩国、巴西分别增列到《易制毒化学品出口管理目录》"
        "《特定国家（地区）目录》，今年4月又针对上述三国增列2种前体化学品。"
    )
    assert texts(first.list) == texts(second.list) == ["《易制毒化学品出口管理目录》", "《特定国家（地区）目录》"]
    assert texts(first.countries) == texts(second.countries) == ["日本", "韩国", "巴西"]
    assert texts(first.issuers) == texts(second.issuers) == ["商务部等四部委"]
    assert [one.count.value for one in (first, second) if one.count] == [8, 2]
    assert (first.announced and first.announced.start, second.announced and second.announced.start) == (
        "2025-11-01",
        "2026-04-01",
    )


def test_a_class_listed_as_a_whole() -> None:
    one = only("2024年5月1日起，我国整类列管尼秦类物质。")
    assert one.class_wide
    assert texts(one.items) == ["尼秦类物质"]
    assert one.effective


def test_a_list_told_before_is_pointed_at() -> None:
    first, second = told("6月2日，商务部将6家企业列入不可靠实体清单。", "6月9日，商务部又将2家企业移出该清单。")
    assert second.action == "remove"
    assert texts(second.list) == texts(first.list)


def test_a_second_group_of_which_the_measures_are_lifted() -> None:
    held, lifted = told("商务厅决定，90天内暂停对15家实体实施的出口管制措施；对另外13家实体，停止实施上述措施。")
    assert (held.action, lifted.action) == ("modify", "remove")
    assert texts(held.list) == texts(lifted.list) == ["出口管制"]
    assert [one.count.value for one in (held, lifted) if one.count] == [15, 13]


def test_measures_told_long_before_are_not_pointed_at() -> None:
    only("6月2日，商务厅将9家实体列入不可靠实体清单。", "各地加强检疫。", "对2家企业，停止实施上述措施。")


LETTERS = [
    (("10日，商务部公告，将3家美国企业列入不可靠实体清单。",), ["美国"]),
    (("美国商会反对。10日，商务部公告，将12家美实体列入出口管制管控名单。",), ["美国"]),
    (("10日，商务部公告，将12家美实体列入出口管制管控名单。",), ["美"]),
    (("10日，商务部将及时雨公司与和美公司列入不可靠实体清单。",), []),
    (("9日，商务部将2家美国实体列入出口管制管控名单。", "10日，商务部将4家美企业列入不可靠实体清单。"), ["美国"]),
]


@pytest.mark.parametrize(("paragraphs", "countries"), LETTERS)
def test_a_country_by_its_letter(paragraphs: tuple[str, ...], countries: list[str]) -> None:
    assert texts(told(*paragraphs)[-1].countries) == countries


@pytest.mark.parametrize(
    ("second", "day"),
    [
        ("不可靠实体清单工作机制发布公告，将2家企业列入不可靠实体清单。", "2026-06-02"),
        ("会议决定，将2家企业列入不可靠实体清单。", None),
    ],
)
def test_the_day_of_a_second_notice_in_the_paragraph(second: str, day: str | None) -> None:
    last = told(f"6月2日，商务厅发布公告，将5家企业列入出口管制管控名单。{second}")[-1]
    assert (last.announced and last.announced.start) == day


@pytest.mark.parametrize(
    "text",
    [
        "商务厅拟对3家企业，暂停实施出口管制措施。",
        "对3家企业，停止实施上述措施。",
        "市政府将养老服务列入议程，并公布清单。",
        "12种新药纳入医保药品目录。",
        "石头城列入《世界遗产名录》。",
        "两国讨论出口管制问题。",
        "南岭国要求东海国将其从制裁名单中移除。",
        "被列入不可靠实体清单的企业不得投标。",
        "要全部列入市场准入负面清单管理。",
        "环保指标纳入考核，名单随后公布。",
        "对两条路段实施交通管制。",
        "要进一步缩减外资准入负面清单。",
        "官员称，政府正计划将绿风组织列为恐怖组织。",
        "是否将该物质列入管制目录？",
        "目前我国已列管400多种物质。",
        "省里公布了第三批试点县名单。",
    ],
)
def test_no_change(text: str) -> None:
    assert told(text) == []


def test_is_control_by_name() -> None:
    assert control_lists.is_control("《禁止进口货物目录》")
    assert not control_lists.is_control("《非物质文化遗产名录》")


@pytest.mark.parametrize("piece", ["将", "列入", "列管", "9", "“", "第", "《目录》", "将A列入管制清单，", "对出口管制"])
def test_a_paragraph_of_one_thing_takes_no_time(piece: str) -> None:
    told(piece * (200_000 // len(piece)))
    told((piece * (900 // len(piece)) + "管制清单。") * 100)
