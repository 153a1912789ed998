"""A series for people: the table and drawing of the terminal, and the chart as SVG."""

import datetime
import sys
import xml.etree.ElementTree as ET
from decimal import Decimal
from itertools import pairwise
from types import ModuleType

import pytest
from rich.cells import cell_len

from presscheck.errors import PartMissing
from presscheck.export.points import Quoted
from presscheck.model import Figure, Nature, Period, Quantity, Words
from presscheck.model.series import LeftOut, Measure, Mention, Point, Series, Strand
from presscheck.show import chart, svg_chart
from presscheck.show import series as shown_series
from presscheck.show.chart import Pen
from presscheck.show.series import View

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>\x1b[31m"


def mention(words, value, day, article, code="万吨", before=""):
    text = f"{before}粮食产量{words}，收成好。"
    at = text.index(words)
    quantity = Quantity(Decimal(value), Decimal(value), Decimal(value), unit=code, code=code, resolution=Decimal(1))
    fact = Figure(id="f1", evidence=Words(words, "body", 0, at, at + len(words)), quantity=quantity)
    return Mention(article, f"丰收{HOSTILE}", datetime.date.fromisoformat(day), fact, text, paper="云州日报")


def point(year, value, state="single", others=(), low=None, high=None, before=""):
    told = mention(f"{value}万吨", value, f"{year + 1}-01-20", f"yz-{year}", before=before)
    period = Period(f"{year}年", f"{year}-01-01", f"{year}-12-31", "year")
    number = Decimal(value)
    ends = (Decimal(low) if low else None, Decimal(high) if high else None) if low or high else (number, number)
    return Point(period, number, *ends, state, (told,), others)


def strand(*points, scope="云州", nature=None, code="万吨"):
    return Strand(Measure("粮食产量", scope, nature, None, code, "mass", "year"), points)


OTHER = mention("118万吨", 118, "2024-06-01", "qc-9")
HARVEST = strand(
    point(2019, 121),
    point(2020, 124, "agreed"),
    point(2022, 127, "revised", (mention("126万吨", 126, "2022-12-01", "yz-p"),)),
    point(2023, 130, "disputed", (OTHER,)),
    point(2024, 132, low=132),
)
GROWTH = strand(point(2020, 3), point(2021, -2), point(2022, 5, low=4, high=6), nature=Nature.RATE, code="%")
SERIES = Series("粮食产量", None, (HARVEST, GROWTH), (LeftOut(OTHER, "plan"), LeftOut(OTHER, "no_period")))


def lines(series=SERIES, view=None, lang="en", pen=None):
    return [line.plain for line in shown_series.shown(series, view or View(), lang, pen or Pen(100, blocks=True))]


# The terminal


def test_each_point_stands_over_its_words():
    told = lines()
    at = next(number for number, line in enumerate(told) if line.startswith("2019"))
    assert told[at].split() == ["2019", "121", "told", "once", "2020-01-20", "yz-2019"]
    assert told[at + 1].strip() == "粮食产量121万吨，收成好。"


@pytest.mark.parametrize(
    ("lang", "blocks", "expected"),
    [
        ("en", True, ["◆ disputed: 2023", "▲ revised: 2022", "≠ also told 2024-06-01 qc-9  粮食产量118万吨，收成好。"]),
        (
            "zh",
            True,
            ["◆ 说法不一：2023年", "▲ 有修订：2022年", "≠ 另一说法 2024-06-01 qc-9  粮食产量118万吨，收成好。"],
        ),
        (
            "en",
            False,
            ["! disputed: 2023", "^ revised: 2022", "x also told 2024-06-01 qc-9  粮食产量[118万吨]，收成好。"],
        ),
    ],
)
def test_what_is_disputed_or_revised_catches_the_eye(lang, blocks, expected):
    told = [line.strip() for line in lines(lang=lang, pen=Pen(100, blocks=blocks))]
    assert [line for line in expected if line not in told] == []


def test_colours_say_it_too():
    rows = list(shown_series.shown(SERIES, View(), "en", Pen(100)))
    row = next(line for line in rows if line.plain.startswith("2023"))
    assert row.style == "bold red"


def test_the_contradicting_story_is_the_last_that_told():
    told = lines()
    at = next(number for number, line in enumerate(told) if line.startswith("2023"))
    assert told[at].split()[-3:] == ["2024-06-01", "qc-9", "+1"]
    assert told[at + 1].strip().startswith("2024-01-20 yz-2023  粮食产量130万吨")


def test_plain_output_is_plain_in_its_drawing():
    plain = "\n".join(line.plain for line in chart.chart(HARVEST, "en", Pen(100, blocks=False)))
    assert plain.replace("万吨", "").isascii()
    assert {"o", "O", "^", "!", "x"} <= set(plain)


@pytest.mark.parametrize("width", [60, 100, 200])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("drawn", [HARVEST, GROWTH])
def test_a_drawing_fits_the_screen(width, lang, drawn):
    assert all(cell_len(line.plain) <= width for line in chart.chart(drawn, lang, Pen(width)))


def test_greater_values_stand_further_right():
    rows = [line.plain for line in chart.chart(HARVEST, "en", Pen(100, blocks=False))]
    marks = [row.index(mark) for row, mark in zip([r for r in rows if "|" in r], "oO^!o", strict=True)]
    assert marks == sorted(set(marks))
    disputed = next(row for row in rows if row.startswith("2023"))
    assert disputed.index("x") < disputed.index("!")


def test_years_without_a_figure_are_named():
    rows = [line.plain.strip() for line in chart.chart(HARVEST, "en", Pen(100, blocks=False))]
    assert rows[2] == ": 2021: no figure"


def test_bars_begin_at_zero_and_fall_below_it():
    rows = [line.plain for line in chart.chart(GROWTH, "en", Pen(80, blocks=False))]
    up, down = rows[0], rows[1]
    zero = up.index("#") - 1
    assert up[zero] == "|"
    assert down.rindex("#") == zero - 1
    assert "does not begin at zero" not in "\n".join(rows)
    assert "does not begin at zero" in "\n".join(line.plain for line in chart.chart(HARVEST, "en", Pen(80)))


def test_what_the_words_allow_is_drawn():
    rows = [line.plain for line in chart.chart(GROWTH, "en", Pen(80, blocks=False))]
    assert "[" in rows[2]
    assert "]" in rows[2]
    assert ">" in next(line.plain for line in chart.chart(HARVEST, "en", Pen(80, blocks=False)) if "2024" in line.plain)


def test_other_strands_say_how_to_ask_for_them():
    assert any(line.strip().startswith("--strand 2  云州 粮食产量 · rate · % · by year · 3 points") for line in lines())
    second = lines(view=View(number=2))
    assert second[0] == "云州 粮食产量"
    assert any(line.strip().startswith("--strand 1") for line in second)


def test_many_other_strands_are_counted():
    many = Series("粮食产量", None, (HARVEST,) * 20, ())
    assert lines(many)[-1].strip() == "… and 7 more (--strand 14 to 20); --scope and --by narrow them down"


def test_what_was_left_out_is_counted_or_told():
    assert lines()[-1] == "2 figures were left out; --left-out lists them with their reasons."
    told = lines(view=View(left_out=True), lang="zh")
    assert "未采用（2）：" in told
    assert "2024-06-01 qc-9  没有说明时期" in told


def test_quotes_tell_every_mention_with_where_it_stands():
    told = [line.strip() for line in lines(view=View(quotes=True))]
    assert any(line.startswith("≠ 2024-06-01  云州日报  qc-9  丰收") for line in told)
    assert "\x1b" not in "".join(told)


def test_nothing_told_is_said():
    assert lines(Series("花生", None, (), ())) == [
        "花生: the record tells no figure that can be followed through time."
    ]


@pytest.mark.parametrize("room", range(24, 90, 7))
def test_a_cut_sentence_keeps_its_figure_in_its_room(room):
    quoted = Quoted("记者昨天从州农业局获悉，去年全州" * 3, "130万吨", "，比上年增产三万吨，单产创下新高。" * 3)
    cut = shown_series.cut(quoted, room)
    assert cell_len(cut.whole) <= room
    assert cut.figure == "130万吨"
    assert cut.before.startswith("…")
    assert cut.after.endswith("…")


# SVG


def elements(drawn, name):
    return list(ET.fromstring(drawn).iter(SVG + name))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("drawn", [HARVEST, GROWTH, strand(point(2020, 5)), strand()])
def test_a_chart_is_whole_and_names_itself(drawn, lang):
    root = ET.fromstring(svg_chart.svg(drawn, lang))
    title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "figure"
    assert root.get("aria-labelledby") == f"{title.get('id')} {described.get('id')}"
    assert "粮食产量" in title.text
    assert root.get("lang") == ("zh-CN" if lang == "zh" else "en")


def test_every_point_tells_its_words_and_leads_to_them():
    drawn = svg_chart.svg(HARVEST, "en")
    ids = {one.get("id") for one in ET.fromstring(drawn).iter() if one.get("id")}
    links = elements(drawn, "a")
    assert {link.get("href").removeprefix("#") for link in links} <= ids
    told = [link.find(f"{SVG}title").text for link in links if link.get("id", "").startswith("point-")]
    assert len(told) == len(HARVEST.points)
    assert told[3].splitlines() == [
        "2023 · 130 万吨 · disputed",
        "“粮食产量130万吨，收成好。” 2024-01-20 云州日报 yz-2023",
        "≠ “粮食产量118万吨，收成好。” 2024-06-01 云州日报 qc-9",
    ]


def test_states_differ_in_shape_and_in_colour():
    drawn = {state: svg_chart.mark(state, 0, 0, colour) for state, colour in svg_chart.COLOURS.items()}
    assert len(set(drawn.values())) == 4
    colours = svg_chart.COLOURS
    assert len({colours["agreed"], colours["revised"], colours["disputed"]}) == 3
    bare = [svg_chart.mark(state, 0, 0, "#000") for state in colours]
    assert len(set(bare)) == 4


def test_of_many_points_only_those_to_be_noticed_have_notes():
    many = strand(*(point(1990 + at, 100 + at, "disputed" if at == 7 else "single") for at in range(30)))
    notes = [one.get("id") for one in elements(svg_chart.svg(many, "en"), "a") if one.get("id", "").startswith("note-")]
    assert notes == ["note-8"]


def test_no_more_notes_than_a_page_holds():
    many = strand(*(point(1900 + at, 100 + at, "disputed") for at in range(90)))
    links = elements(svg_chart.svg(many, "en"), "a")
    notes = [one.get("id") for one in links if one.get("id", "").startswith("note-")]
    assert (len(notes), notes[-1]) == (svg_chart.MOST_NOTES, "note-90")
    assert next(one.get("href") for one in links if one.get("id") == "point-1") == "#point-1"


def test_names_of_periods_do_not_touch():
    many = strand(*(point(1960 + at, 100 + at) for at in range(60)))
    root = ET.fromstring(svg_chart.svg(many, "zh"))
    names = [
        one for one in root.iter(f"{SVG}text") if one.text and one.text.endswith("年") and one.get("font-size") == "13"
    ]
    places = sorted(float(one.get("x")) for one in names)
    assert len(places) > 5
    assert all(two - one > svg_chart.wide("1960年", 13) for one, two in pairwise(places))


def test_columns_only_where_the_axis_begins_at_zero():
    assert len(elements(svg_chart.svg(GROWTH, "en"), "rect")) == 1 + 3
    assert "does not begin at zero" in svg_chart.svg(HARVEST, "en")
    assert "does not begin at zero" not in svg_chart.svg(GROWTH, "en")


def test_page_text_is_escaped_in_charts():
    hostile = strand(point(2020, 5, before=HOSTILE), point(2021, 6), scope=HOSTILE)
    drawn = svg_chart.svg(hostile, "en")
    assert "<script" not in drawn
    assert "\x1b" not in drawn
    ET.fromstring(drawn)


def test_nothing_is_fetched_by_a_chart():
    drawn = svg_chart.svg(HARVEST, "en").replace("http://www.w3.org/2000/svg", "")
    assert "http" not in drawn
    assert "url(" not in drawn
    assert "@import" not in drawn


def test_a_picture_is_made_of_the_chart(monkeypatch):
    stand_in = ModuleType("vl_convert")
    stand_in.svg_to_png = lambda drawn, scale: f"{scale} {drawn[:4]}".encode()
    monkeypatch.setitem(sys.modules, "vl_convert", stand_in)
    assert svg_chart.png(svg_chart.svg(HARVEST, "en")) == b"2.0 <svg"


def test_a_real_picture_is_a_png():
    pytest.importorskip("vl_convert")
    assert svg_chart.png(svg_chart.svg(HARVEST, "zh"), 1.0).startswith(b"\x89PNG")


def test_without_what_draws_pictures_the_missing_part_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(PartMissing, match=r"presscheck\[charts\]"):
        svg_chart.png("<svg/>")
