"""An indicator followed through time: what is set side by side, what never is, what is left out and why."""

import datetime
import re
from decimal import Decimal
from typing import Any

import pytest

from presscheck import find_facts
from presscheck.data import rows
from presscheck.messages import say
from presscheck.model import Figure
from presscheck.model.fact import Nature, written
from presscheck.model.series import Mention, Series
from presscheck.record import indicators, whose
from presscheck.record.indicators import asked
from presscheck.record.series import gather, words_of

DAY = "2026-06-18"
INDICATORS = rows("record/indicators")
SCOPES = [(kind, row) for kind in ("national", "bodies", "regions", "sites") for row in rows("record/scopes")[kind]]


def mentions(*told: str | tuple[str, str] | tuple[str, str, str]) -> list[Mention]:
    """The figures of stories of one paragraph each: its words, its day, its headline."""
    out = []
    for number, one in enumerate(told):
        text, day, headline = (*((one,) if isinstance(one, str) else one), "", "")[:3]
        day = day or DAY
        for fact in find_facts(text, date=day):
            if isinstance(fact, Figure):
                date = datetime.date.fromisoformat(day)
                out.append(Mention(f"s{number}", headline or None, date, fact, text))
    return out


def series(what: str, *told: Any, **asked_for: Any) -> Series:
    return gather(what, mentions(*told), **asked_for)


def values(found: Series) -> list[tuple[str, str | None]]:
    """Each point of the main strand: the last day of its period and its value."""
    return [(one.period.end or "", written(one.value)) for one in found]


def why(found: Series) -> list[tuple[str, str]]:
    return [(one.mention.fact.evidence.text, one.why) for one in found.left_out]


# -- rows


@pytest.mark.parametrize("row", INDICATORS["equal"], ids=lambda row: row["forms"][0])
def test_equal_names_find_one_another(row: dict[str, Any]) -> None:
    pattern = asked(row["forms"][0]).pattern
    assert all(pattern.search(text) for text in row["yes"])
    assert not any(pattern.search(text) for text in row["no"])
    assert set(row["forms"]) <= set(indicators.forms(row["forms"][0]))


@pytest.mark.parametrize("row", INDICATORS["filler"], ids=lambda row: row["where"][0])
def test_filling_words_change_nothing(row: dict[str, Any]) -> None:
    def fills(text: str) -> bool:
        words = "|".join(sorted(map(re.escape, row["words"].split()), key=len, reverse=True))
        return re.fullmatch(f"(?:{words})*", text) is not None

    assert all(fills(text) for text in row["yes"])
    assert not any(fills(text) for text in row["no"])


@pytest.mark.parametrize("row", INDICATORS["change"], ids=lambda row: row["is"])
def test_words_of_change_tell_which_way(row: dict[str, Any]) -> None:
    assert {indicators.moves(text) for text in row["yes"]} == {row["is"]}
    assert row["is"] not in {indicators.moves(text) for text in row["no"]}


@pytest.mark.parametrize("row", INDICATORS["not_told"], ids=lambda row: f"{row['why']} {row['where']}")
def test_words_that_tell_no_point(row: dict[str, Any]) -> None:
    def told(text: str) -> str | None:
        return indicators.not_told(text, "") if row["where"] == "before" else indicators.not_told("", text)

    assert {told(text) for text in row["yes"]} == {row["why"]}
    assert row["why"] not in {told(text) for text in row["no"]}


@pytest.mark.parametrize("row", INDICATORS["basis"], ids=lambda row: row["is"])
def test_what_a_change_is_set_against(row: dict[str, Any]) -> None:
    assert {indicators.set_against(text) for text in row["yes"]} == {row["is"]}
    assert row["is"] not in {indicators.set_against(text) for text in row["no"]}


@pytest.mark.parametrize("row", INDICATORS["harvest"], ids=lambda row: row["pattern"][:4])
def test_harvests_are_over_early(row: dict[str, Any]) -> None:
    assert all(indicators.harvest(name, row["month"]) for name in row["yes"])
    assert not any(indicators.harvest(name, row["month"]) for name in row["no"])


def test_something_set_beside_an_indicator() -> None:
    before, after, real = (INDICATORS["beside"]["before"], INDICATORS["beside"]["after"], INDICATORS["real"])
    assert all(indicators.set_beside(text, "") for text in before["yes"])
    assert not any(indicators.set_beside(text, "") for text in before["no"])
    assert all(indicators.set_beside("", text) for text in after["yes"])
    assert not any(indicators.set_beside("", text) for text in after["no"])
    assert all(map(indicators.is_real, real["yes"]))
    assert not any(map(indicators.is_real, real["no"]))


@pytest.mark.parametrize(("kind", "row"), SCOPES, ids=lambda one: one if isinstance(one, str) else "row")
def test_words_of_places_find_themselves(kind: str, row: dict[str, Any]) -> None:
    pattern = whose.pattern(kind)
    find = pattern.match if kind == "sites" else pattern.search
    assert all(find(text) for text in row["yes"])
    assert not any(find(text) for text in row["no"])


def test_every_reason_can_be_said() -> None:
    told = {row["why"] for row in INDICATORS["not_told"]}
    given = {"between", "clause", "no_period", "unsure_period", "open_period", "unfinished", "scope", "basis", "slip"}
    reasons = set(rows("messages/series")) - {"measured", "not_measured"}
    assert told | given | {"no_value", "of_rate", "elliptic", "beside", "paired"} <= reasons
    assert all(say(f"series.{name}", lang) for name in reasons for lang in ("en", "zh"))


# -- what names an indicator


@pytest.mark.parametrize(
    ("what", "text", "value"),
    [
        ("茶叶产量", "2025年，全国茶叶总产量达374万吨。", "3740000"),
        ("茶叶产量", "2025年全国茶叶产量再创新高，达到374万吨。", "3740000"),
        ("茶叶产量", "全国去年完成茶叶产量374万吨。", "3740000"),
        ("缴获毒品", "2025年，全国共缴获各类毒品27吨。", "27"),
        ("铁路发送旅客", "2025年，全国铁路旅客发送量完成45亿人次。", "4500000000"),
        ("社会消费品零售总额", "2025年，我国社零总额为50.1万亿元。", "50100000000000"),
        ("国内生产总值", "2025年，我国GDP首次突破140万亿元。", "140000000000000"),
        ("茶叶产量增速", "2025年，全国茶叶产量374万吨，比上年增长3.2%。", "3.2"),
        ("茶叶产量增速", "2025年，全国茶叶产量同比下降1.5%。", "-1.5"),
    ],
)
def test_one_indicator_by_many_names(what: str, text: str, value: str) -> None:
    assert values(series(what, text)) == [("2025-12-31", value)]


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("2025年，全国春季茶叶产量120万吨。", "春季茶叶产量"),
        ("2025年，全国人均茶叶产量2.6公斤。", "人均茶叶产量"),
    ],
)
def test_words_before_make_it_another_indicator(text: str, indicator: str) -> None:
    found = series("茶叶产量", text, "2025年，全国茶叶产量374万吨。")
    assert [one.measure.indicator for one in found.strands] == ["茶叶产量", indicator]
    assert values(found) == [("2025-12-31", "3740000")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2025年，全国茶叶产量力争达到374万吨。", "plan"),
        ("2025年，全国茶叶产量374万吨的目标已写入规划。", "plan"),
        ("全国茶叶产量2025年预计达到374万吨。", "estimate"),
        ("2025年，绿茶约占全国茶叶产量的六成。", "beside"),
        ("2025年，全国茶叶产量连续9年保持在300万吨以上。", "several"),
        ("2025年，全国茶叶产量和销量大幅增长，分别达到374万吨。", None),
        ("全国茶叶产量达374万吨。", "no_period"),
        ("目前，全国茶叶产量达374万吨。", "open_period"),
        ("今年，全国茶叶产量已达174万吨。", "unfinished"),
        ("2025年，全国茶叶产量374万吨的县城。", "other_noun"),
        ("2025年，茶叶产量374万吨。", "scope"),
        ("一季度，全国茶叶产量增长3.2%。", "basis"),
        ("2025年，除海州外，全国茶叶产量374万吨。", "elliptic"),
        ("2025年，“海州云雾”茶园开采12座，完成茶叶产量3万吨。", "elliptic"),
        ("2025年，海州最大茶场茶叶产量3万吨。", "clause"),
        ("2019年至2025年，全国茶叶产量374万吨。", "unsure_period"),
        ("2025年开园后，仅二十天时间，全国茶叶产量就达到3万吨。", "unsure_period"),
        ("2025年，全国茶园很大。茶叶产量突破374万吨。", "unsure_period"),
    ],
)
def test_what_cannot_be_placed_is_left_out(text: str, reason: str | None) -> None:
    found = series("茶叶产量", text)
    assert list(found) == []
    assert {one for _, one in why(found)} == ({reason} if reason else set())


# -- which period


@pytest.mark.parametrize(
    ("text", "grain", "period"),
    [
        ("2025年，全国用电量9.8万亿千瓦时。", "year", ("2025-01-01", "2025-12-31")),
        ("今年前5个月，全国用电量4.1万亿千瓦时。", "to_date", ("2026-01-01", "2026-05-31")),
        ("5月份，全国用电量8200亿千瓦时。", "month", ("2026-05-01", "2026-05-31")),
        ("去年四季度，全国用电量2.4万亿千瓦时。", "quarter", ("2025-10-01", "2025-12-31")),
        ("截至5月底，全国用电量达到4.1万亿千瓦时。", "month", ("2026-05-31", "2026-05-31")),
        ("截至6月10日，今年全国用电量4.3万亿千瓦时。", "span", ("2026-01-01", "2026-06-10")),
        ("国家能源局今天发布的数据显示，5月份，全国用电量8200亿千瓦时。", "month", ("2026-05-01", "2026-05-31")),
        ("5月份，天气偏热。全国用电量8200亿千瓦时，比去年同期增长5%。", "month", ("2026-05-01", "2026-05-31")),
    ],
)
def test_of_which_period(text: str, grain: str, period: tuple[str, str]) -> None:
    found = series("用电量", text)
    assert found.main
    assert found.main.measure.grain == grain
    assert [(one.period.start, one.period.end) for one in found] == [period]


@pytest.mark.parametrize(
    "text",
    [
        "春节假期全国铁路出行平稳，假期首日，全国用电量310亿千瓦时。",
        "4月份全国天气偏冷，5月份偏热。全国用电量8200亿千瓦时。",
        "6月15日，全国多地下雨。全国用电量310亿千瓦时。",
        "随着网上年货节开张，全国用电量达310亿千瓦时。",
    ],
)
def test_a_period_that_is_not_sure_makes_no_point(text: str) -> None:
    assert list(series("用电量", text)) == []


def test_by_keeps_one_grain() -> None:
    told = ("2025年，全国用电量9.8万亿千瓦时。", "5月份，全国用电量8200亿千瓦时。", "4月份，全国用电量7700亿千瓦时。")
    assert [one.measure.grain for one in series("用电量", *told).strands] == ["month", "year"]
    assert [one.measure.grain for one in series("用电量", *told, by="year").strands] == ["year"]


def test_a_harvest_is_over_before_the_year() -> None:
    assert values(series("夏粮产量", ("今年，全国夏粮产量1.5亿吨。", "2025-07-15"))) == [("2025-12-31", "150000000")]
    assert list(series("用电量", ("今年，全国用电量4.1万亿千瓦时。", "2025-07-15"))) == []


# -- whose


@pytest.mark.parametrize(
    ("text", "headline", "scope"),
    [
        ("2025年，云州市用电量38亿千瓦时。", "", "云州"),
        ("2025年，云州市用电平稳，用电量38亿千瓦时。", "", "云州"),
        ("云州市去年用电平稳。2025年，全市用电量38亿千瓦时。", "", "云州"),
        ("2025年，用电量38亿千瓦时。", "云州市用电平稳", "云州"),
        ("2025年，全国用电量9.8万亿千瓦时。", "云州市用电平稳", "全国"),
        ("2025年，清河油田用电量3亿千瓦时。", "", "清河油田"),
        ("2025年，中国海油用电量3亿千瓦时。", "", "中国海油"),
        ("2025年，柳树沟村用电量3万千瓦时。", "", "柳树沟村"),
        ("国家能源局今天公布，5月份，用电量8200亿千瓦时。", "", "全国"),
    ],
)
def test_whose_it_is(text: str, headline: str, scope: str) -> None:
    found = series("用电量", (text, DAY, headline))
    assert [one.measure.scope for one in found.strands] == [scope]


@pytest.mark.parametrize(
    "text",
    [
        "海州、云州用电平稳，2025年用电量38亿千瓦时。",
        "云州市统计局公布，2025年用电量38亿千瓦时。",
        "2025年，民营企业生产很旺，用电量38亿千瓦时。",
        "2025年，用电量38亿千瓦时。",
    ],
)
def test_whose_it_is_may_stay_open(text: str) -> None:
    assert {reason for _, reason in why(series("用电量", text))} == {"scope"}


def test_a_holiday_that_is_still_forecast_makes_no_point() -> None:
    text = "“五一”假期，全国铁路发送旅客预计再创新高。全国铁路发送旅客1.2亿人次。"
    assert list(series("铁路发送旅客", (text, "2026-05-05"))) == []
    assert len(list(series("铁路发送旅客", ("“五一”假期，全国铁路发送旅客1.2亿人次。", "2026-05-05")))) == 1


def test_a_word_too_general_needs_its_owner() -> None:
    told = "2025年，我国服务贸易很旺，其中，进口3万亿元。"
    assert why(series("进口", told)) == [("3万亿元", "elliptic")]


def test_scopes_are_never_mixed() -> None:
    told = ("2024年，全国用电量9.8万亿千瓦时。", "2025年，云州市用电量38亿千瓦时。")
    assert values(series("用电量", *told)) == [("2024-12-31", "9800000000000")]
    assert values(series("用电量", *told, scope="云州市")) == [("2025-12-31", "3800000000")]


def test_a_part_told_before_is_not_the_whole() -> None:
    told = ("2024年，全国风电发电量9000亿千瓦时。", "2025年，我国风电建设很快，发电量1.1万亿千瓦时。")
    found = series("发电量", *told)
    assert [one.measure.indicator for one in found.strands] == ["风电发电量"]
    assert why(found) == [("1.1万亿千瓦时", "elliptic")]


# -- natures, bases, units


def test_levels_rates_and_shares_are_strands_of_their_own() -> None:
    found = series("用电量", "2025年，全国用电量9.8万亿千瓦时，比上年增加4000亿千瓦时，增长4.3%。")
    assert [(one.measure.nature, one.measure.basis) for one in found.strands] == [
        (None, None),
        (Nature.RATE, "同比"),
        (Nature.CHANGE, "同比"),
    ]


@pytest.mark.parametrize(
    ("text", "basis", "value"),
    [
        ("5月份，全国工业品价格同比上涨2.1%。", "同比", "2.1"),
        ("5月份，全国工业品价格环比下降0.3%。", "环比", "-0.3"),
        ("5月份，全国工业品价格较4月份上涨0.4%。", "环比", "0.4"),
        ("5月份，全国工业品价格比2025年5月上涨2.1%。", "同比", "2.1"),
    ],
)
def test_against_what_it_changed(text: str, basis: str, value: str) -> None:
    found = series("工业品价格", text)
    assert [(one.measure.basis, written(one.points[0].value)) for one in found.strands] == [(basis, value)]


def test_a_change_of_the_rate_is_none_of_the_indicator() -> None:
    found = series("用电量", "5月份，全国用电量同比增长4.3%，比上月下降0.4个百分点。")
    assert why(found) == [("0.4个百分点", "of_rate")]


def test_real_rates_are_kept_apart() -> None:
    told = ("2024年，全国居民收入比上年增长5.3%。", "2025年，全国居民收入比上年实际增长5.1%。")
    assert {one.measure.prices for one in series("居民收入", *told).strands} == {None, "comparable"}


def test_units_of_one_family_are_converted_exactly() -> None:
    found = series("粮食产量", "2023年，全国粮食产量13908亿斤。", "2024年，全国粮食产量14130亿斤。",
                   "2025年，全国粮食产量71500万吨。")  # fmt: skip
    assert values(found) == [
        ("2023-12-31", "1390800000000"),
        ("2024-12-31", "1413000000000"),
        ("2025-12-31", "1430000000000"),
    ]


def test_money_is_never_converted() -> None:
    found = series("外贸额", "2024年，全国外贸额3万亿美元。", "2025年，全国外贸额21万亿元。")
    assert sorted(one.measure.code or "" for one in found.strands) == ["CNY", "USD"]


def test_names_and_figures_in_rows() -> None:
    text = "2025年，全国茶叶产量、蚕茧产量分别达到374万吨和82万吨。"
    assert values(series("蚕茧产量", text)) == [("2025-12-31", "820000")]
    assert values(series("茶叶产量", text)) == [("2025-12-31", "3740000")]
    assert why(series("茶叶产量", "2025年，全国茶叶产量、蚕茧产量、蜂蜜产量分别达374万吨和82万吨。")) == [
        ("374万吨", "paired"),
        ("82万吨", "paired"),
    ]


# -- points


def state(*told: Any) -> tuple[str, str | None, int, int]:
    (point,) = series("茶叶产量", *told)
    return point.state, written(point.value), len(point.mentions), len(point.others)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (["2025年，全国茶叶产量374万吨。"], ("single", "3740000", 1, 0)),
        (["2025年，全国茶叶产量374万吨。", "2025年全国茶叶总产量达374.2万吨。"], ("agreed", "3742000", 2, 0)),
        (["2025年，全国茶叶产量超过370万吨。", "2025年全国茶叶总产量达374万吨。"], ("agreed", "3740000", 2, 0)),
        (
            ["2025年，全国茶叶产量374万吨。", ("2025年，全国茶叶产量398万吨。", "2026-07-01")],
            ("disputed", "3980000", 1, 1),
        ),
        (
            ["2025年，全国茶叶产量374万吨。"] * 2 + ["2025年，全国茶叶产量398万吨。"],
            ("disputed", "3740000", 2, 1),
        ),
        (
            ["2025年，全国茶叶产量374万吨。", ("经最终核实，2025年，全国茶叶产量为371万吨。", "2026-12-20")],
            ("revised", "3710000", 1, 1),
        ),
        (
            ["初步核算，2025年，全国茶叶产量374万吨。", ("2025年，全国茶叶产量371万吨。", "2026-12-20")],
            ("revised", "3710000", 1, 1),
        ),
    ],
)
def test_states_of_a_point(told: list[Any], expected: tuple[str, str | None, int, int]) -> None:
    assert state(*told) == expected


def test_a_slip_of_ten_thousand_is_left_out() -> None:
    told = [f"{year}年，全国茶叶产量{value}吨。" for year, value in [(2022, "335万"), (2023, "355"), (2024, "374万")]]
    found = series("茶叶产量", *told)
    assert [one for _, one in values(found)] == ["3350000", "3740000"]
    assert why(found) == [("355吨", "slip")]


def test_every_point_leads_to_its_words() -> None:
    found = series("茶叶产量", "2025年，全国茶叶总产量达374万吨。")
    (mention,) = next(iter(found)).mentions
    start, end = mention.fact.evidence.start, mention.fact.evidence.end
    assert mention.text[start:end] == "374万吨"
    assert found.to_dict()["strands"][0]["points"][0]["mentions"][0]["quote"] == mention.text


def test_the_order_of_mentions_does_not_matter() -> None:
    told = mentions(
        "2023年，全国茶叶产量355万吨。",
        "2024年，全国茶叶产量374万吨，比上年增长5.4%。",
        "2024年，云州市茶叶产量3万吨。",
    )
    assert gather("茶叶产量", told).to_dict() == gather("茶叶产量", told[::-1]).to_dict()


def test_words_by_which_stories_are_found() -> None:
    assert words_of("粮食产量") == (("粮食", "产量"),)
    assert ("铁路", "旅客", "发送量") in words_of("铁路发送旅客")


def test_nothing_told() -> None:
    assert list(gather("茶叶产量", ())) == []
    assert list(series(" ", "2025年，全国茶叶产量374万吨。")) == []
    assert words_of(" ") == ()
    assert Decimal(0) not in [one.value for one in series("茶叶产量", "茶香四溢。")]


def test_main_answers_what_was_asked() -> None:
    found = series("用电量", "2025年，云州市用电量38亿千瓦时。", "2025年，全国工业用电量6万亿千瓦时。")
    assert found.main
    assert (found.main.measure.scope, found.main.measure.indicator) == ("全国", "工业用电量")
