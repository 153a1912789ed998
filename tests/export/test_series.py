"""A series written for programs: what each file says of invented points."""

import csv
import datetime
import io
import json
import sys
from decimal import Decimal
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from presscheck.errors import PartMissing
from presscheck.export import axis, points, sdmx, series_csv, series_parquet, titles, vega
from presscheck.model import Figure, Modality, Nature, Operator, Period, Quantity, Words
from presscheck.model.series import LeftOut, Measure, Mention, Point, Series, Strand
from presscheck.show import svg_chart

UNITS = {"吨": "t", "斤": "jin", "%": "%"}


def mention(text, printed, value, unit="吨", *, day="2025-01-20", article="yz-1", resolution=None, **more):
    at, number = text.index(printed), Decimal(value)
    step = Decimal(resolution) if resolution else Decimal(1)
    low = number - step / 2 if more.get("operator") is not Operator.MORE else number
    high = number + step / 2 if more.get("operator") is not Operator.MORE else None
    operator = more.pop("operator", Operator.EQUAL)
    quantity = Quantity(number, low, high, resolution=step, operator=operator, unit=unit, code=UNITS[unit])
    words = Words(printed, "body", 0, at, at + len(printed))
    fact = Figure(id=f"{article}-f1", evidence=words, quantity=quantity, **more)
    return Mention(
        article, "又是丰收年", datetime.date.fromisoformat(day) if day else None, fact, text, paper="云州日报"
    )


def period(start, end, grain="year", text=None):
    return Period(text or start[:4] + "年", start, end, grain)


def point(when, told, state="single", others=()):
    quantity = told[-1].fact.quantity
    value, low, high = (
        one / 2000 if one and quantity.code == "jin" else one for one in (quantity.value, quantity.low, quantity.high)
    )
    return Point(when, value, low, high, state, told, others)


def year(number):
    return period(f"{number}-01-01", f"{number}-12-31")


PLAIN = mention("据悉，天气晴好。2021年粮食产量130万吨，增产2万吨。后话。", "130万吨", 1300000, resolution=10000)
EARLY = mention("预计产量约128万吨。", "128万吨", 1280000, day="2021-11-01", modality=Modality.PRELIMINARY)
FINAL = mention("2022年粮食产量132.5万吨。", "132.5万吨", 1325000, article="yz-2", day="2023-01-20", resolution=1000)
JIN = mention(
    "2023年粮食产量27亿斤。", "27亿斤", 2700000000, "斤", article="yz-3", day="2024-01-20", resolution=100000000
)
LOW = mention("=2023年粮食产量只有120万吨", "120万吨", 1200000, article="qc-9", day="2024-06-01")
MORE = mention("2024年粮食产量超过140万吨。", "超过140万吨", 1400000, article="yz-4", operator=Operator.MORE)
HARVEST = Strand(
    Measure("粮食产量", "云州", None, None, "t", "mass", "year"),
    (
        point(year(2021), (PLAIN,)),
        point(year(2022), (FINAL,), "revised", (EARLY,)),
        point(year(2023), (JIN,), "disputed", (LOW,)),
        point(year(2024), (MORE,)),
    ),
)
GROWTH = Strand(Measure("粮食产量", "云州", Nature.RATE, "同比", "%", "ratio", "year", "comparable"), ())


def rows(written):
    return list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"))))


# What a point shows


@pytest.mark.parametrize(
    ("told", "before", "figure", "after"),
    [
        (PLAIN, "2021年粮食产量", "130万吨", "，增产2万吨。"),
        (LOW, "=2023年粮食产量只有", "120万吨", ""),
        (mention("“产量13万吨。”他说。", "13万吨", 130000), "“产量", "13万吨", "。”"),
        (mention("产\x1b[31m量13万吨", "13万吨", 130000), "产␛[31m量", "13万吨", ""),
    ],
)
def test_the_sentence_of_a_figure(told, before, figure, after):
    assert points.sentence(told) == (before, figure, after)


def test_words_that_are_elsewhere_in_the_text_are_found():
    moved = Mention("a1", None, None, PLAIN.fact, "产量130万吨")
    assert points.sentence(moved).figure == "130万吨"
    assert points.sentence(Mention("a1", None, None, PLAIN.fact, "全文已删")) == ("", "", "全文已删")


@pytest.mark.parametrize(
    ("told", "measure", "value"),
    [
        (JIN, HARVEST.measure, "1350000"),
        (LOW, HARVEST.measure, "1200000"),
        (PLAIN, Measure("粮食产量", code="CNY"), None),
        (mention("下降3%", "3%", 3, "%", direction="down"), GROWTH.measure, "-3"),
        (mention("增长3%", "3%", 3, "%", direction="up"), GROWTH.measure, "3"),
    ],
)
def test_a_value_in_the_unit_of_its_strand(told, measure, value):
    assert points.value_of(told, measure) == (Decimal(value) if value else None)


def test_the_latest_mention_with_the_very_value_is_shown():
    rough = mention("近130万吨", "近130万吨", 1310000, article="yz-8", day="2026-01-01")
    both = Point(year(2021), Decimal(1300000), None, None, "agreed", (PLAIN, rough))
    assert points.main_mention(both, HARVEST.measure) is PLAIN
    assert points.latest(both) is rough


def test_an_interval_is_told_only_beyond_rounding():
    assert [points.spread(one, HARVEST.measure) is not None for one in HARVEST.points] == [False, False, False, True]
    wide = Point(year(2021), Decimal(1300000), Decimal(1200000), Decimal(1400000), "single", (PLAIN,))
    unit = axis.scale(HARVEST, "zh")
    assert titles.interval(wide, HARVEST.measure, unit, "zh") == "120至140"
    assert titles.interval(HARVEST.points[-1], HARVEST.measure, unit, "en") == "at least 140"


# Axes and names


@pytest.mark.parametrize(
    ("start", "end", "grain", "zh", "en", "coded"),
    [
        ("2024-01-01", "2024-12-31", "year", "2024年", "2024", "2024"),
        ("2024-07-01", "2024-12-31", "half", "2024年下半年", "2024 H2", "2024-S2"),
        ("2024-10-01", "2024-12-31", "quarter", "2024年四季度", "2024 Q4", "2024-Q4"),
        ("2024-02-01", "2024-02-29", "month", "2024年2月", "2024-02", "2024-02"),
        ("2024-01-01", "2024-05-31", "to_date", "2024年1—5月", "2024-01 to 05", "2024-01-01/P5M"),
        ("2024-01-01", "2024-01-31", "to_date", "2024年1月", "2024-01", "2024-01-01/P1M"),
        ("2024-05-31", "2024-05-31", "day", "2024-05-31", "2024-05-31", "2024-05-31"),
        ("2024-05-30", "2024-06-02", "span", "2024-05-30至2024-06-02", "2024-05-30 to 2024-06-02", "2024-05-30/P4D"),
    ],
)
def test_a_period_has_its_name_in_tables_and_in_codes(start, end, grain, zh, en, coded):
    told = period(start, end, grain)
    assert axis.period_name(told, grain, "zh") == zh
    assert axis.period_name(told, grain, "en") == en
    assert sdmx.time_period(Point(told, Decimal(1), None, None, "single", ()), grain) == coded


@pytest.mark.parametrize(
    ("values", "low", "high", "zero"),
    [
        (("6.1", "7"), "6", "7", False),
        (("1", "9"), "0", "10", True),
        (("-1", "2"), "-1", "2", True),
        ((), "0", "1", True),
    ],
)
def test_an_axis_holds_all_values_between_round_ends(values, low, high, zero):
    told = axis.axis(map(Decimal, values))
    assert (told.low, told.high, told.has_zero) == (Decimal(low), Decimal(high), zero)
    assert all(one < two for one, two in zip(told.ticks, told.ticks[1:], strict=False))


@given(st.lists(st.decimals(-(10**15), 10**15, places=3), min_size=1))
def test_whatever_is_told_stands_on_the_axis(values):
    told = axis.axis(values)
    assert all(0 <= told.share(value) <= 1 for value in values)
    assert 2 <= len(told.ticks) <= 12


@pytest.mark.parametrize(
    ("values", "code", "zh", "en"),
    [
        ((664340000, 695410000), "t", "亿吨", "million t"),
        ((709200000000, 1022600000000, 700000000000), "kW.h", "亿千瓦时", "billion kW.h"),
        ((96000,), "t", "吨", "t"),
        ((120000000,), "%", "%", "%"),
        ((250000,), None, "万个数", "number"),
    ],
)
def test_values_are_told_in_the_unit_that_suits_most(values, code, zh, en):
    told = [Point(year(2021), Decimal(value), None, None, "single", ()) for value in values]
    strand = Strand(Measure("产量", code=code), tuple(told))
    assert (axis.scale(strand, "zh").unit, axis.scale(strand, "en").unit) == (zh, en)


def test_missing_periods_are_named():
    months = [period("2023-11-01", "2023-11-30", "month"), period("2024-03-01", "2024-03-31", "month")]
    told = [Point(one, Decimal(1), None, None, "single", ()) for one in months]
    assert axis.gaps(told, "month", "zh") == {1: "2023年12月至2024年2月：无数字"}
    assert axis.gaps(told, "day", "zh") == {}


# CSV


def test_a_row_a_point():
    told = rows(series_csv.write(series_csv.points(HARVEST)))
    assert [row["value"] for row in told] == ["1300000", "1325000", "1350000", "1400000"]
    assert [row["state"] for row in told] == ["single", "revised", "disputed", "single"]
    assert [row["high"] for row in told][-1] == ""
    third = told[2]
    assert (third["articles"], third["mentions"], third["contradicting"]) == ("yz-3 qc-9", "1", "1")
    assert (third["quote"], third["quote_article"], third["date"]) == ("2023年粮食产量27亿斤。", "yz-3", "2024-06-01")


def test_a_row_a_mention():
    told = rows(series_csv.write(series_csv.mentions(HARVEST)))
    assert [(row["article"], row["agrees"]) for row in told] == [
        ("yz-1", "yes"), ("yz-2", "yes"), ("yz-1", "no"), ("yz-3", "yes"), ("qc-9", "no"), ("yz-4", "yes"),
    ]  # fmt: skip
    assert (told[3]["value"], told[3]["unit"]) == ("2700000000", "jin")
    assert (told[3]["in_unit_of_series"], told[3]["unit_of_series"]) == ("1350000", "t")


def test_excel_takes_no_text_for_a_formula():
    plain = series_csv.write(series_csv.mentions(HARVEST))
    excel = series_csv.write(series_csv.mentions(HARVEST), excel=True)
    assert rows(plain)[4]["quote"].startswith("=2023年")
    assert excel.startswith("\ufeffperiod,")
    assert rows(excel)[4]["quote"].startswith("'=2023年")
    falls = series_csv.Table(("value", "quote"), ({"value": "-3", "quote": "-3%"},))
    assert series_csv.write(falls, excel=True).splitlines()[1] == "-3,'-3%"


# SDMX-CSV


def test_observations_for_statistical_offices():
    written = sdmx.dump(HARVEST)
    assert written.startswith("STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,INDICATOR,")
    told = rows(written)
    assert {row["STRUCTURE_ID"] for row in told} == {"PRESSCHECK:SERIES(1.0.0)"}
    assert [row["TIME_PERIOD"] for row in told] == ["2021", "2022", "2023", "2024"]
    assert [row["OBS_STATUS"] for row in told] == ["A", "A", "U", "A"]
    assert told[2]["COMMENT_OBS"] == "disputed: “2023年粮食产量27亿斤。”; yz-3 qc-9; ≠ 120万吨 (1200000, qc-9)"


@pytest.mark.parametrize(
    ("scope", "code"),
    [
        ("全国", "CN"),
        ("吉林省", "CN-JL"),
        ("吉林", "CN-JL"),
        ("广西壮族自治区", "CN-GX"),
        ("云州", "云州"),
        (None, "_U"),
    ],
)
def test_places_have_codes_where_there_are_any(scope, code):
    assert sdmx.area(scope) == code


@pytest.mark.parametrize(
    ("nature", "basis", "grain", "code"),
    [
        (None, None, "year", "N"),
        (Nature.CUMULATIVE, None, "to_date", "N"),
        (Nature.RATE, "同比", "month", "GY"),
        (Nature.RATE, "比上年", "year", "GY"),
        (Nature.RATE, "环比", "month", "G1"),
        (Nature.RATE, "比“十三五”末", "year", "G_O"),
        (Nature.POINTS, "同比", "quarter", "DY"),
    ],
)
def test_rates_and_differences_have_codes(nature, basis, grain, code):
    assert sdmx.transformation(Measure("产量", nature=nature, basis=basis, grain=grain)) == code


def test_an_early_count_is_provisional():
    early = Point(year(2021), Decimal(1280000), None, None, "single", (EARLY,))
    assert sdmx.status(early) == "P"
    assert sdmx.status(Point(year(2021), Decimal(1280000), None, None, "agreed", (EARLY, PLAIN))) == "A"


def test_decimals_follow_what_was_printed():
    told = mention("增长2.0%", "2.0%", "2", "%", resolution="0.1", direction="up")
    row = rows(sdmx.dump(Strand(GROWTH.measure, (point(year(2021), (told,)),))))[0]
    assert (row["OBS_VALUE"], row["DECIMALS"], row["PRICES"], row["UNIT_MEASURE"]) == ("2", "1", "L", "PT")


# Vega-Lite


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_vega_chart_holds_its_data_and_its_words(lang):
    told = json.loads(vega.dump(HARVEST, lang))
    values = told["data"]["values"]
    assert [one["day"] for one in values] == ["2021-01-01", "2022-01-01", "2023-01-01", "2024-01-01"]
    assert values[2]["quote"] == "2023年粮食产量27亿斤。"
    crossed = next(layer["data"]["values"] for layer in told["layer"] if "data" in layer)
    assert [one["article"] for one in crossed] == ["yz-1", "qc-9"]
    domain = told["layer"][-1]["encoding"]["shape"]["scale"]
    assert domain["range"] == ["circle", "triangle-up", "diamond"]
    assert "http" not in vega.dump(HARVEST, lang).replace(vega.SCHEMA, "")


def test_a_count_from_january_on_begins_anew_each_year():
    ends = ("2023-11-30", "2024-02-29", "2024-03-31")
    told = [Point(period(f"{end[:4]}-01-01", end, "span"), Decimal(90), None, None, "single", (PLAIN,)) for end in ends]
    strand = Strand(Measure("产量", code="t", grain="to_date"), tuple(told))
    assert [one["run"] for one in vega.spec(strand)["data"]["values"]] == ["2023", "2024", "2024"]


def followed(grain, *ends, least=90):
    """A strand of points that end on some days."""
    return Strand(
        Measure("产量", code="t", grain=grain),
        tuple(
            Point(period(f"{end[:4]}-01-01", end, grain), Decimal(least + at), None, None, "single", (PLAIN,))
            for at, end in enumerate(ends)
        ),
    )


STRETCHES = [  # grain, ends of periods, in which stretch of the line each stands
    ("year", ("2019-12-31", "2020-12-31", "2022-12-31"), [" 0", " 0", " 1"]),
    ("year", ("2019-12-31", "2020-12-31", "2021-12-31"), None),
    ("month", ("2023-12-31", "2024-01-31", "2024-04-30", "2024-06-30"), [" 0", " 0", " 1", " 2"]),
    ("to_date", ("2024-02-29", "2024-03-31", "2024-06-30"), ["2024 0", "2024 0", "2024 1"]),
    ("day", ("2024-02-01", "2024-02-02", "2024-02-09"), [" 0", " 0", " 1"]),
    ("year", ("2019-12-31",), None),
]


@pytest.mark.parametrize(("grain", "ends", "stretches"), STRETCHES)
def test_a_line_is_dashed_over_periods_without_a_figure(grain, ends, stretches):
    """As it is in the drawing that is made without Vega."""
    strand = followed(grain, *ends)
    spec, gaps = vega.spec(strand, "zh"), len(set(stretches or [0])) - 1
    drawn = [layer for layer in spec["layer"] if layer["mark"]["type"] == "line"]
    assert [one.get("stretch") for one in spec["data"]["values"]] == (stretches or [None] * len(ends))
    if len(ends) > 1:
        assert ["strokeDash" in one["mark"] for one in drawn] == ([True, False] if gaps else [False])
    assert svg_chart.svg(strand, "zh").count('stroke-dasharray="3 5"') == gaps


def test_what_else_was_told_is_joined_to_its_point():
    told = vega.spec(HARVEST, "zh")
    (others,) = [layer for layer in told["layer"] if "data" in layer]
    assert [one["beside"] for one in others["data"]["values"]] == [132.5, 135]
    join, cross = others["layer"]
    assert (join["mark"]["type"], cross["mark"]["shape"]) == ("rule", "cross")
    assert svg_chart.svg(HARVEST, "zh").count('stroke-dasharray="2 3"') == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_files_of_an_empty_strand_are_whole(lang):
    json.loads(vega.dump(GROWTH, lang))
    assert rows(sdmx.dump(GROWTH)) == []
    assert rows(series_csv.write(series_csv.points(GROWTH))) == []


# Parquet


def test_parquet_keeps_numbers_exact(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    series_parquet.write(series_csv.points(HARVEST), tmp_path / "it's.parquet")
    told = duckdb.sql(f"SELECT value, low, date, mentions, quote FROM read_parquet($${tmp_path}/it's.parquet$$)")
    assert told.fetchall()[0] == (
        Decimal(1300000), Decimal(1295000), datetime.date(2025, 1, 20), 1, "2021年粮食产量130万吨，增产2万吨。",
    )  # fmt: skip


class Connection:
    """A stand-in for the database: what it was told to do."""

    def __init__(self):
        self.told = []

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.told.append("closed")

    def execute(self, sql):
        self.told.append(sql)

    def executemany(self, sql, rows):
        self.told.append((sql, rows))


def test_the_table_is_handed_to_duckdb_with_its_types(tmp_path, monkeypatch):
    connection, stand_in = Connection(), ModuleType("duckdb")
    stand_in.connect = lambda config: connection
    monkeypatch.setitem(sys.modules, "duckdb", stand_in)
    series_parquet.write(series_csv.points(HARVEST), tmp_path / "a.parquet")
    create, (insert, told), copy, closed = connection.told
    assert '"value" DECIMAL(38, 0), "low" DECIMAL(38, 0)' in create
    assert '"date" DATE' in create
    assert insert.count("?") == len(told[0]) == len(series_csv.POINT_COLUMNS)
    assert copy.endswith("a.parquet' (FORMAT parquet, COMPRESSION zstd)")
    assert closed == "closed"


def test_without_duckdb_the_missing_part_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(PartMissing, match=r"presscheck\[parquet\]"):
        series_parquet.write(series_csv.points(HARVEST), tmp_path / "a.parquet")


# JSON


@pytest.fixture
def promise(root):
    form = json.loads((root / "docs/schema/series.json").read_text(encoding="utf8"))
    Draft202012Validator.check_schema(form)
    return Draft202012Validator(form, format_checker=FormatChecker())


def test_a_series_keeps_its_promise(promise):
    told = Series("粮食产量", None, (HARVEST, GROWTH), (LeftOut(MORE, "plan"),))
    promise.validate(json.loads(json.dumps(told.to_dict())))
    promise.validate(Series("花生", "year", (), ()).to_dict())


def test_what_was_not_promised_is_refused(promise):
    told = Series("粮食产量", None, (HARVEST,), ()).to_dict()
    for broken in ({**told, "more": 1}, {**told, "by": "decade"}, {**told, "schema": "presscheck/series/2"}):
        assert not promise.is_valid(broken)


def test_a_notebook_shows_the_points():
    shown = Series("粮食产量<b>", None, (HARVEST,), ())._repr_html_()
    assert "粮食产量&lt;b&gt;" in shown
    assert "27亿斤 ≠ 120万吨" in shown
    assert shown.count("<tr>") == 5
    assert Series("花生", None, (), ())._repr_html_() == "<p>&lt;Series 花生: no points&gt;</p>"
