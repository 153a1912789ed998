"""The figures of a sentence: what they say, where they stand, and what is none."""

import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.data import rows
from presscheck.facts import figures, uncounted
from presscheck.measure import news40
from presscheck.model.fact import written


def told(text: str) -> list[str]:
    """Each figure: its words, operator, value and code; an interval where it is a range."""
    out = []
    for one in figures.find(text):
        quantity = one.quantity
        value = written(quantity.value)
        if quantity.operator.value == "range":
            value = f"{written(quantity.low)}..{written(quantity.high)}"
        out.append(f"{text[one.start : one.end]} {quantity.operator.value} {value} {quantity.code}")
    return out


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("全县播种冬麦3.4万亩，增加1200亩。", ["3.4万亩 = 34000 mu", "1200亩 = 1200 mu"]),
        ("近12万个", ["近12万个 < 120000 个"]),
        ("产量突破50万吨", ["突破50万吨 > 500000 t"]),
        ("突破3项关键技术", ["3项 = 3 项"]),
        ("不超过4200万元", ["不超过4200万元 <= 42000000 CNY"]),
        ("不得低于30天", ["不得低于30天 >= 30 d"]),
        ("不足八成", ["不足八成 < 80 %"]),
        ("约百名学徒", ["约百名 ~ 100 名"]),
        ("上万人次", ["上万人次 >= 10000 人次"]),
        ("上万用户断电", ["上万 >= 10000 None"]),
        ("早上百余人到齐", ["百余人 > 100 人"]),
        ("多地上千名学徒", ["上千名 >= 1000 名"]),
        ("近千渔民", ["近千 < 1000 None"]),
        ("百余户", ["百余户 > 100 户"]),
        ("村里约有1.2万名，约占三成", ["1.2万名 ~ 12000 名", "三成 ~ 30 %"]),
        ("超过了8100万台（套）", ["超过了8100万台 > 81000000 台"]),
        ("80多亿元", ["80多亿元 > 8000000000 CNY"]),
        ("数千名游客", ["数千名 range 1000..9999 名"]),
        ("数万盆", ["数万盆 range 20000..99999 盆"]),
        ("数百盏、数十万只", ["数百盏 range 200..999 盏", "数十万只 range 200000..990000 只"]),
        ("几十家作坊", ["几十家 range 20..99 家"]),
        ("十几艘渔船", ["十几艘 range 11..19 艘"]),
        ("两三个村", ["两三个 range 2..3 个"]),
        ("三四十人", ["三四十人 range 30..40 人"]),
        ("设计时速350公里，全长239公里", ["350公里 = 350 km/h", "239公里 = 239 km"]),
        ("时速由80公里提升至120公里", ["80公里 = 80 km/h", "120公里 = 120 km"]),
        ("救治近80万重症患者", ["近80万 < 800000 None"]),
        ("分别高5.5个、2.9个百分点", ["5.5个 = 5.5 pp", "2.9个百分点 = 2.9 pp"]),
        ("波动幅度扩至正负0.5%", ["0.5% = 0.5 %"]),
        ("约占全县的三成，约为上年的1.8倍", ["三成 ~ 30 %", "1.8倍 ~ 1.8 倍"]),
        ("制约乡镇的5%", ["5% = 5 %"]),
        ("伤者不止一人，至少一次", ["不止一人 > 1 人", "至少一次 >= 1 次"]),
        ("最多的一个村，一个多月", ["一个多月 > 1 mo"]),
        ("98O多人，气温4l℃", ["98O多人 > 980 人", "4l℃ = 41 ℃"]),
        ("1.l6万家，占g5%", ["1.l6万家 = 11600 家", "g5% = 95 %"]),
        ("23O〇升，1O0,000人", ["23O〇升 = 2300 L", "1O0,000人 = 100000 人"]),
        ("全长194.B公里，4Z个竞赛场", ["194.B公里 = 194.8 km", "4Z个 = 42 个"]),
        ("50g千层饼，2l多汽油", []),
        ("每人100g余粮", ["100g余 > 100 g"]),
        ("奔驰S500万元，I30万吨级码头", ["500万元 = 5000000 CNY", "30万吨级 = 300000 t"]),
        ("1S3亿元，2B6户", ["1S3亿元 = 15300000000 CNY", "2B6户 = 286 户"]),
        ("D3次列车，戴3D眼镜，4S店，B2级", []),
        ("500g袋装", ["500g = 500 g"]),
        ("增长Z.6%，超b8.5%", ["Z.6% = 2.6 %", "超b8.5% > 68.5 %"]),
        ("造成S4人受伤，18S人获救", ["S4人 = 54 人", "18S人 = 185 人"]),
        ("下降O.5个百分点，达l.2万班", ["O.5个百分点 = 0.5 pp", "l.2万班 = 12000 班"]),
        ("共有2g项，运量19S万吨", ["2g项 = 29 项", "19S万吨 = 1950000 t"]),
        ("持续g个月，超过Z万个", ["g个月 = 9 mo", "超过Z万个 > 20000 个"]),
        ("雨量达Z00至250毫米", ["Z00至250毫米 range 200..250 mm"]),
        ("共计Z4段，达S5条", ["Z4段 = 24 段", "S5条 = 55 条"]),
        ("，B2层、S8级、Z21次列车，B股，Z世代，S级", []),
        ("，3g条装，2l桶装，5B版，7B个参数", []),
        ("奔驰B3辆，歼-5B架，，B2架次", []),
        ("分为A、B两类，在S县和B村，A人、B人", ["两类 = 2 类"]),
        ("2826年，全县；到7931年9月", []),
        ("距今2826年，2570年前，3000年文明", ["2826年 = 2826 yr", "2570年 = 2570 yr", "3000年 = 3000 yr"]),
        ("10至15万吨", ["10至15万吨 range 100000..150000 t"]),
        ("3%—5%", ["3%—5% range 3..5 %"]),
        ("8至9级大风", ["8至9级 range 8..9 级"]),
        ("从5%到10%", ["5% = 5 %", "10% = 10 %"]),
        ("加收30%，再提高20%至50%", ["30% = 30 %", "20% = 20 %", "50% = 50 %"]),
        ("增速回落前为9%，又下降2%至7%", ["9% = 9 %", "2% = 2 %", "7% = 7 %"]),
        ("指数下降0.7%至46.5%", ["0.7% = 0.7 %", "46.5% = 46.5 %"]),
        ("开支减少4亿元至3亿元", ["4亿元 = 400000000 CNY", "3亿元 = 300000000 CNY"]),
        ("产量提高20%至30%", ["20%至30% range 20..30 %"]),
        ("已有30%，产量将提高20%—50%", ["30% = 30 %", "20%—50% range 20..50 %"]),
        ("职工每年最多提取2.4万元，至多可领3次", ["2.4万元 <= 24000 CNY", "3次 <= 3 次"]),
        ("每村至少配备1名药师、2名护士", ["1名 >= 1 名", "2名 = 2 名"]),
        ("至少两名工人修好三座桥", ["至少两名 >= 2 名", "三座 = 3 座"]),
        ("三成半", ["三成半 = 35 %"]),
        ("六成五的村民", ["六成五 = 65 %"]),
        ("逾七成二民眾", ["逾七成二 > 72 %"]),
        ("由五成三升至6成5", ["五成三 = 53 %", "6成5 = 65 %"]),
        ("六成五至七成", ["六成五至七成 range 65..70 %"]),
        ("六成一线员工", ["六成 = 60 %"]),
        ("五成五金厂", ["五成 = 50 %"]),
        ("三成一居室", ["三成 = 30 %"]),
        ("三成三孩家庭", ["三成 = 30 %"]),
        ("三成二孩", ["三成 = 30 %"]),
        ("三成一室户", ["三成 = 30 %"]),
        ("六成五居民", ["六成五 = 65 %"]),
        ("六成五户籍人口", ["六成五 = 65 %"]),
        ("八成五年级学生", ["八成 = 80 %"]),
        ("投资NT$5亿元，约新台币30亿元", ["NT$5亿元 = 500000000 TWD", "约新台币30亿元 ~ 3000000000 TWD"]),
        ("新臺幣二十億元、新台幣3000万元", ["新臺幣二十億元 = 2000000000 TWD", "新台幣3000万元 = 30000000 TWD"]),
        ("葡币30万元，葡幣五萬元", ["葡币30万元 = 300000 MOP", "葡幣五萬元 = 50000 MOP"]),
        ("150億澳門元，MOP$2亿", ["150億澳門元 = 15000000000 MOP", "MOP$2亿 = 200000000 MOP"]),
        ("HK$3亿，US$2亿，$5亿", ["HK$3亿 = 300000000 HKD", "US$2亿 = 200000000 USD", "$5亿 = 500000000 USD"]),
        ("三分之二以上", ["三分之二以上 >= 0.6666666666666666666666666667 ratio"]),
        ("千分之四点五", ["千分之四点五 = 0.0045 ratio"]),
        ("百分之三十五", ["百分之三十五 = 35 %"]),
        ("占比约1/4", ["约1/4 ~ 0.25 ratio"]),
        ("提高3.7个百分点", ["3.7个百分点 = 3.7 pp"]),
        ("下调25个基点", ["25个基点 = 25 bp"]),
        ("增长2.5倍", ["2.5倍 = 2.5 倍"]),
        ("产值翻了两番", ["两番 = 4 倍"]),
        ("零下5℃至3℃", ["零下5℃至3℃ range -5..3 ℃"]),
        ("背负2亿元债务", ["2亿元 = 200000000 CNY"]),
        ("负2.3亿元", ["负2.3亿元 = -230000000 CNY"]),
        ("同比增长-0.5%", ["-0.5% = -0.5 %"]),
        ("两个半小时", ["两个半小时 = 2.5 h"]),
        ("最快2小时26分到站", ["2小时26分 = 146 min"]),
        ("由1小时03分至两个小时十五分钟", ["1小时03分 = 63 min", "两个小时十五分钟 = 135 min"]),
        ("以2小时40分42秒跑完", ["2小时 = 2 h"]),
        ("一堂课1小时，分之又分", ["1小时 = 1 h"]),
        ("李子卖两块八一斤", ["两块八 = 2.8 CNY", "一斤 = 1 jin"]),
        ("菜价3块5，木板3块5米", ["3块5 = 3.5 CNY", "3块 = 3 块", "5米 = 5 m"]),
        ("三块二级田", ["三块 = 3 块"]),
        ("为期一个月的清查，任期一年", ["一个月 = 1 mo", "一年 = 1 yr"]),
        ("历时一年、长达一年、连续一周", ["一年 = 1 yr", "一年 = 1 yr", "一周 = 1 wk"]),
        ("1.27亿65岁及以上老人", ["1.27亿 = 127000000 None", "65岁及以上 >= 65 岁"]),
        ("2.5万三年级学生", ["2.5万 = 25000 None"]),
        ("1.2万多名", ["1.2万多名 > 12000 名"]),
        ("1亿5千万元", ["1亿5千万元 = 150000000 CNY"]),
        ("25万6千人", ["25万6千人 = 256000 人"]),
        ("3亿5000万元", ["3亿5000万元 = 350000000 CNY"]),
        ("0.5组、0组", ["0.5组 = 0.5 组", "0组 = 0 组"]),
        ("18台风机建成", ["18台 = 18 台"]),
        ("7.25万亿蒙古图格里克", ["7.25万亿蒙古图格里克 = 7250000000000 MNT"]),
        ("建厂50年", ["50年 = 50 yr"]),
        ("三家企业在三棵树下喝三杯水", ["三家 = 3 家", "三棵 = 3 棵", "三杯 = 3 杯"]),
        ("一吨半", ["一吨半 = 1.5 t"]),
        ("三年多", ["三年多 > 3 yr"]),
        ("一个多月", ["一个多月 > 1 mo"]),
        ("两万七千来座桥，一百来公里", ["两万七千来座 ~ 27000 座", "一百来公里 ~ 100 km"]),
        ("大米三千来自云州，五千来宾", []),
        ("30年来", ["30年 = 30 yr"]),
        ("近5年来，历时近5年", ["5年 = 5 yr", "近5年 < 5 yr"]),
        ("5个工作日内，过去3天内", ["5个工作日内 <= 5 workday", "3天 = 3 d"]),
        ("35岁以下", ["35岁以下 <= 35 岁"]),
        ("2亿元人民币、港币5亿元", ["2亿元人民币 = 200000000 CNY", "港币5亿元 = 500000000 HKD"]),
        ("分别为3.2万、4.1万和5万吨", ["3.2万 = 32000 t", "4.1万 = 41000 t", "5万吨 = 50000 t"]),
        ("均价5.2元/斤，流速300立方米每秒", ["5.2元/斤 = 5.2 CNY/jin", "300立方米每秒 = 300 m3/s"]),
        ("用电4465万度，最高气温38度", ["4465万度 = 44650000 kW.h", "38度 = 38 ℃"]),
        ("震级6.8级，最大烈度为Ⅸ度", ["6.8级 = 6.8 级", "Ⅸ度 = 9 度"]),
        ("指数为50.2，上涨35点，", ["50.2 = 50.2 None", "35点 = 35 点"]),
        ("11万志愿者", ["11万 = 110000 None"]),
        ("身高1米83，跑出43秒39", ["1米83 = 1.83 m", "43秒39 = 43.39 s"]),
        ("盛行6到7级的西风", ["6到7级 range 6..7 级"]),
        ("低于50的荣枯线", ["低于50 < 50 None"]),
        ("３０．５％", ["３０．５％ = 30.5 %"]),
        ("1600万千瓦、5兆瓦", ["1600万千瓦 = 16000000 kW", "5兆瓦 = 5 MW"]),
        ("一人遇难，一名村民说一个国家", ["一人 = 1 人"]),
        ("占全市用电过半，近半数来自水电", ["过半 > 50 %", "近半数 < 50 %"]),
        ("数以万计的候鸟", ["数以万计 >= 10000 None"]),
        ("千亿元、百万亩、万亩", ["千亿元 = 100000000000 CNY", "百万亩 = 1000000 mu"]),
        ("夺得12枚金牌、3金2银", ["12枚 = 12 枚", "3金 = 3 金", "2银 = 2 银"]),
    ],
)
def test_what_figures_say(text: str, wanted: list[str]) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "第十四批队员第3次到达",
        "5G基站、3D打印",
        "国发〔2024〕3号",
        "一带一路、十四五、三农、双11、一号文件",
        "G20峰会、C919客机、T3航站楼、歼-20",
        "嫦娥六号和神舟二十号",
        "一是修路，二是架桥",
        "一个国家、一批、一系列、统一、一起、一直、万一",
        "千方百计、四面八方、五花八门、百年大计、万众一心、千家万户",
        "两国双方、两岸三地、三省、九省通衢",
        "2025年6月17日上午9时30分",
        "1—10月，6月17日至19日，二〇二五年十月",
        "上世纪90年代，建校35周年",
        "318国道，301室，3比1，3：1，20:30",
        "启动Ⅳ级应急响应、三级医院、Ⅱ类水质",
        "热线12345，电话010-88886666",
        "正月十五，初三，星期三，周六",
        "十分高兴，百分百，三步走，三分钟热度的三",
        "附近、零件、几乎、数据、半岛、上半年、下半年",
        "队伍、陆地、收拾、肆意",
        "万元户、万元国内生产总值",
        "第12号台风、3号台风",
        "卫星02组、工号007号",
        "五棵松体育馆、五棵树镇、五家渠市、三里屯、六盘水、三家店、女子三米板",
        "建军一百年奋斗目标、建党一百年",
        "南方五省区、两省份、三省市、两省、三县",
        "学期一年级、初期一个月",
        "马上万家灯火、身上千斤重、近百国",
        "9时26分",
        "这两天、新的一年、一年一度、五年规划",
        "",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    found = [one for one in told(text) if not one.startswith("三分钟")]
    assert found == []


@pytest.mark.parametrize(
    ("text", "low", "high", "opened"),
    [
        ("2.7万起", "26500", "27500", (False, True)),
        ("3名", "3", "3", (False, False)),
        ("4000多个", "4000", "5000", (True, True)),
        ("3年多", "3", "4", (True, True)),
        ("近67万人", "603000", "670000", (False, True)),
        ("不足80万亩", None, "800000", (False, True)),
        ("超1500公里", "1500", None, (True, False)),
        ("85%以上", "85", None, (False, False)),
        ("约100吨", "95", "105", (False, False)),
        ("近1亿亩", "90000000", "100000000", (False, True)),
        ("约2万人", "18000", "22000", (False, False)),
        ("近1倍", "0.9", "1", (False, True)),
        ("近三成", "27", "30", (False, True)),
        ("近0.5%", "0.45", "0.5", (False, True)),
        ("2万吨左右", "18000", "22000", (False, False)),
        ("约1.5亿元", "140000000", "160000000", (False, False)),
        ("近5人", "4", "5", (False, True)),
        ("约三个半小时", "3.15", "3.85", (False, False)),
        ("最多提取2.4万元", None, "24000", (False, False)),
        ("零下5.2℃", "-5.25", "-5.15", (True, False)),
    ],
)
def test_the_interval_its_words_allow(text: str, low: str | None, high: str | None, opened: tuple[bool, bool]) -> None:
    quantity = figures.find(text)[0].quantity
    assert (written(quantity.low), written(quantity.high)) == (low, high)
    assert (quantity.low_open, quantity.high_open) == opened


def test_a_figure_is_exact_and_keeps_its_place_value() -> None:
    quantity = figures.find("16.40亿元")[0].quantity
    assert quantity.value == Decimal(1640000000)
    assert quantity.resolution == Decimal(1000000)
    assert (quantity.unit, quantity.family) == ("元", "currency")


BOUNDS = [row for kind in ("before", "limit", "after", "whole") for row in rows("facts/approximations")[kind]]


@pytest.mark.parametrize("row", BOUNDS, ids=lambda row: row.get("id", row.get("words", [""])[0]))
def test_rows_of_approximations(row: dict) -> None:
    assert row["yes"]
    for text, surface in row["yes"]:
        found = {text[one.start : one.end]: one.quantity.operator.value for one in figures.find(text)}
        assert found.get(surface) == row["operator"], text
    for text in row.get("no", ()):
        assert row["operator"] not in [one.quantity.operator.value for one in figures.find(text)], text


@pytest.mark.parametrize("row", rows("facts/uncounted")["uncounted"], ids=lambda row: row["id"])
def test_rows_of_what_counts_nothing(row: dict) -> None:
    pattern = re.compile(uncounted.filled(row["pattern"]), re.VERBOSE)
    number = re.compile("[0-9零〇一二两三四五六七八九十百千万Ⅰ-Ⅻ]")
    assert row["yes"]
    for text in row["yes"]:
        assert any(pattern.match(text, place) for place in range(len(text))), text
        assert figures.find(text) == (), text
    for text in row.get("no", ()):
        first = number.search(text)
        assert first is not None
        assert pattern.match(text, first.start()) is None, text


PIECES = [
    "近",
    "约",
    "3",
    "12",
    "万",
    "亿",
    "一",
    "两",
    "百",
    "个",
    "元",
    "吨",
    "%",
    "至",
    "、",
    "年",
    "月",
    "日",
    "第",
    "半",
    "多",
    "点",
]
PIECES += [
    "不超过",
    "以上",
    "的",
    "，",
    "分之",
    "零下",
    "-",
    "人",
    "负",
    "十",
    "几",
    "￥",
    "5.5",
    "/",
    "每",
    " ",
    "过",
    "番",
    "翻",
    "成",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_figures_stand_in_order_and_none_over_another(text: str) -> None:
    found = figures.find(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for one in found:
        assert text[one.start : one.end]


@pytest.mark.parametrize("junk", ["1", "第", "“", "九", "万", "年", "拾", "近", "数", "翻", "半", "零下", "1,000,"])
def test_a_long_paragraph_of_one_thing_ends(junk: str) -> None:
    figures.find(junk * (200_000 // len(junk)))


def test_newspaper_sentences(shared: Path) -> None:
    score = news40.score_figures(shared / "data" / "facts" / "news40.json")
    assert score.unit / score.wanted >= 0.97
    assert score.operator / score.wanted >= 0.95
