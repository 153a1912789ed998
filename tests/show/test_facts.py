"""Facts made visible, in the terminal and as a page of HTML."""

import re
from decimal import Decimal
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from presscheck.model import (
    Act,
    Article,
    Change,
    Commitment,
    Fact,
    Figure,
    Modality,
    Operator,
    Pairing,
    Paragraph,
    ParagraphKind,
    Period,
    Quantity,
    Quote,
    Reading,
    Rule,
    Time,
    Words,
)
from presscheck.show import STAGES
from presscheck.show.fact_words import KINDS, Spot, amount, days, says, steps
from presscheck.show.html import write

HEADLINE = "北坡修渠<3条>"
BODY = "2025年，田小禾说：“北坡县修渠近40公里。”她还说，\x1b[31m明年再修。"
LAST = "“水渠要管好。”"


def words(text: str, part: str = "body", paragraph: int | None = 0) -> Words:
    within = HEADLINE if part == "headline" else (BODY, LAST)[paragraph or 0]
    start = within.index(text)
    return Words(text, part, paragraph, start, start + len(text))


YEAR = Period("2025年", "2025-01-01", "2025-12-31", "year")
KILOMETRES = Quantity(
    Decimal(40), Decimal(30), Decimal(40), high_open=True, operator=Operator.LESS, unit="公里", code="km"
)
FIGURE = Figure(
    id="f4",
    evidence=words("近40公里"),
    speaker=words("田小禾"),
    quantity=KILOMETRES,
    indicator=words("修渠"),
    subject=words("北坡县"),
    period=YEAR,
    basis="同比",
    direction="up",
    modality=Modality.PLAN,
)
SPEECH = Quote(
    id="f3",
    evidence=words("田小禾说：“北坡县修渠近40公里。”"),
    speaker=words("田小禾"),
    words=(words("北坡县修渠近40公里。"), words("水渠要管好。", paragraph=1)),
    cue=words("说"),
)
THREE = Quantity(Decimal(3), Decimal(3), Decimal(3), unit="条", code="条")
FACTS: tuple[Fact, ...] = (
    Figure(id="f1", evidence=words("3条", "headline", None), quantity=THREE),
    Time(id="f2", evidence=words("2025年"), period=YEAR),
    SPEECH,
    FIGURE,
    Act(id="f5", evidence=words("北坡县修渠"), agent=words("北坡县"), action=words("修渠"), polarity="negative"),
    Commitment(id="f6<b>", evidence=words("\x1b[31m明年再修"), who=None, what=words("再修")),
)


@pytest.fixture
def reading() -> Reading:
    paragraphs = (Paragraph(ParagraphKind.P, BODY, ()), Paragraph(ParagraphKind.P, LAST, ()))
    one = Article("a1", headline=HEADLINE, byline="本报记者 方小舟", paragraphs=paragraphs, facts=FACTS)
    return Reading((), (), (one, Article("a2", paragraphs=(Paragraph(ParagraphKind.P, "茶园采摘忙。", ()),))))


def printed(reading: Reading, lang: str = "en", width: int = 200, **console: object) -> str:
    screen = Console(file=StringIO(), width=width, markup=False, highlight=False, emoji=False, **console)
    for shown in STAGES["facts"](reading, lang):
        screen.print(shown)
    return screen.file.getvalue()


# What a fact says


def told(fact: Fact, lang: str = "en") -> list[str]:
    return [f"{said.label} {said.words}".strip() for said in says(fact, lang)]


def test_a_figure_says_all_of_it():
    assert told(FIGURE) == [
        "< 40 km", "within [30, 40)", "indicator 修渠", "subject 北坡县", "period 2025年 (2025-01-01 to 2025-12-31)",
        "against 同比", "direction up", "how certain plan", "speaker 田小禾",
    ]  # fmt: skip
    assert told(FIGURE, "zh")[6:8] == ["方向 上升", "语气 计划"]


W = Words("甲", "body", 0, 0, 1)
OTHERS = [
    (Change(evidence=W, action="add", list=(W,), items=(W, W), count=THREE, class_wide=True, announced=YEAR),
     ["put on 甲、甲 甲", "how many = 3 条", "a whole class", "announced 2025年 (2025-01-01 to 2025-12-31)"]),
    (Rule(evidence=W, who=None, force="must_not", what=W, basis=W), ["must not 甲", "by 甲"]),
    (Commitment(evidence=W, who=W, what=W, figure="f9", deadline=YEAR),
     ["甲 甲", "target figure f9", "deadline 2025年 (2025-01-01 to 2025-12-31)"]),
    (Pairing(evidence=W, a=W, b=W, level="county", counts=("12个",)), ["甲 甲", "level county", "figures 12个"]),
    (Act(evidence=W, agent=W, action=W, time=YEAR, polarity="negative", modality=Modality.DENIED),
     ["甲 甲", "period 2025年 (2025-01-01 to 2025-12-31)", "how certain denied", "polarity not done"]),
    (Quote(evidence=W, words=(W,), direct=False), ["reported"]),
    (SPEECH, ["word for word", "cue 说", "speaker 田小禾"]),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "pieces"), OTHERS, ids=lambda value: getattr(value, "kind", ""))
def test_every_kind_says_what_it_holds(fact, pieces):
    assert told(fact) == pieces
    assert len(told(fact, "zh")) == len(pieces)


@pytest.mark.parametrize(
    ("quantity", "shown"),
    [
        (Quantity(Decimal("8600000"), None, None, operator=Operator.ABOUT, code="m3"), "≈ 8,600,000 m3"),
        (Quantity(None, Decimal(200), Decimal(999), operator=Operator.RANGE, code="名"), "200–999 名"),
        (Quantity(Decimal("-1.50"), None, None), "= -1.5"),
        (Quantity(Decimal(1) / 3, None, None, operator=Operator.AT_LEAST), "≥ 0.333333…"),
    ],
)
def test_amounts(quantity, shown):
    assert amount(quantity) == shown


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("CNY", ("= 3 yuan", "= 3 元")),
        ("yr", ("= 3 years", "= 3 年")),
        ("CNY/t", ("= 3 yuan/t", "= 3 元/吨")),
        ("ratio", ("= 3 share", "= 3 比例")),
        ("座", ("= 3 座", "= 3 座")),
        (None, ("= 3", "= 3")),
    ],
)
def test_units_as_people_write_them(code, words):
    three = Figure(evidence=W, quantity=Quantity(Decimal(3), None, None, code=code))
    assert tuple(says(three, lang, in_words=True)[0].words for lang in ("en", "zh")) == words
    assert says(three, "zh")[0].words == f"= 3 {code or ''}".strip()


@pytest.mark.parametrize(
    ("start", "end", "opened", "shown"),
    [
        ("2026-06-17", "2026-06-17", False, "2026-06-17"),
        ("2026-06-17T09:30", "2026-06-17T09:30", False, "2026-06-17 09:30"),
        ("2023-04-01", "2026-06-17", True, "2023-04-01 to 2026-06-17, left open"),
        (None, "2026-06-17", False, "no later than 2026-06-17"),
        ("2026-06-17", None, True, "from 2026-06-17"),
        (None, None, False, "days not told"),
    ],
)
def test_days(start, end, opened, shown):
    assert days(Period("当时", start, end, "day", open=opened), "en") == shown


# Marks within marks


def walked(text: str, *places: tuple[int, int]) -> str:
    """The words with brackets round each mark; what a cut leaves open has a point."""
    spots = [Spot(start, end, Fact(id=str(n), evidence=W), True) for n, (start, end) in enumerate(places)]
    signs = {("open", True): "[", ("open", False): "[.", ("close", True): "]", ("close", False): ".]"}
    return "".join(step.words or signs[step.does, step.whole] for step in steps(text, spots))


@pytest.mark.parametrize(
    ("places", "shown"),
    [
        ([], "甲乙丙丁"),
        ([(1, 2)], "甲[乙]丙丁"),
        ([(0, 4), (1, 2)], "[甲[乙]丙丁]"),
        ([(0, 2), (0, 4)], "[[甲乙]丙丁]"),
        ([(0, 3), (1, 4)], "[甲[乙丙.]][.丁]"),
        ([(0, 2), (0, 2)], "[[甲乙]]丙丁"),
        ([(0, 2), (2, 4)], "[甲乙][丙丁]"),
    ],
)
def test_marks_stand_within_one_another(places, shown):
    assert walked("甲乙丙丁", *places) == shown


def test_a_thousand_marks_within_one_another():
    assert walked("甲" * 2000, *((n, 2000 - n) for n in range(1000))).count("[") == 1000


# In the terminal


def test_each_fact_stands_among_its_words(reading):
    shown = printed(reading)
    assert "headline  北坡修渠<[f1 3条]>" in shown
    assert (
        "paragraph 1  [f2 2025年]，[f3 田小禾说：“[f5 北坡县修渠][f4 近40公里]。”]她还说，[f6<b> ␛[31m明年再修]。"
        in shown
    )
    assert "paragraph 2  “[f3 水渠要管好。]”" in shown
    assert "\x1b" not in shown
    assert "byline" not in shown
    assert "a2" not in shown


def test_the_table_has_a_row_for_each(reading):
    shown = printed(reading)
    assert re.search(r"^f4 +figure +近40公里 +< 40 km *$", shown, re.MULTILINE)
    assert "indicator 修渠 · subject 北坡县 · period 2025年 (2025-01-01 to 2025-12-31)" in shown
    assert shown.endswith("Facts: figure 2, time 1, quote 1, act 1, commitment 1.\n")


@pytest.mark.parametrize("width", [80, 60, 40])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_keeps_to_the_width_of_the_terminal(reading, width, lang):
    assert max(cell_len(line) for line in printed(reading, lang, width).splitlines()) <= width


def test_kinds_have_colours(reading):
    shown = printed(reading, force_terminal=True, color_system="standard")
    assert "\x1b[36m近40公里\x1b[0m" in shown
    assert "\x1b[32m2025年\x1b[0m" in shown


@pytest.mark.parametrize(("lang", "last"), [("en", "No fact was found.\n"), ("zh", "没有找到可核对的事实。\n")])
def test_no_facts(reading, lang, last):
    assert printed(Reading((), (), reading.articles[1:]), lang) == last


# As a page of HTML


@pytest.fixture
def page(reading, outline):
    return outline(write(reading, "en", stage="facts"))


def test_the_stories_stand_there_in_full(page):
    for part in ("北坡修渠<", "本报记者 方小舟", "茶园采摘忙。", "␛[31m明年再修", "No fact was found in this story."):
        assert part in page.words


def test_words_lead_to_their_row_and_back(page):
    anchors = page.all("id")
    assert len(anchors) == len(set(anchors)) == 2 * len(FACTS)
    assert {link.removeprefix("#") for link in page.all("href")} == set(anchors)
    assert [attrs["id"] for attrs in page.classed("fact", "figure") if "id" in attrs] == ["words-1", "words-4"]


def test_a_speech_over_paragraphs_is_marked_in_each(page):
    assert len([attrs for attrs in page.classed("fact", "quote") if "starts" in (attrs["class"] or "")]) == 2


def test_every_kind_has_a_look_of_its_own(reading):
    written = write(reading, "en", stage="facts")
    looks = {re.search(rf"\.{kind} {{ (--kind: [^}}]+)}}", written)[1] for kind in KINDS}
    assert len(looks) == len(KINDS)


def test_nothing_is_fetched_nothing_runs_and_nothing_escapes(reading, page):
    written = write(reading, "en", stage="facts")
    assert not {tag for tag, _ in page.elements} & {"script", "link", "img", "iframe", "object", "b>"}
    assert not re.search(r"url\(|https?:|@import|\x1b", written)
    assert "f6<b>" not in written
    assert "<3条>" not in written
    assert "default-src 'none'" in written


@pytest.mark.parametrize(("lang", "told"), [("en", "figure 2, time 1"), ("zh", "数字 2 处，时间 1 处")])
def test_the_page_speaks_both_languages(reading, outline, lang, told):
    shown = outline(write(reading, lang, stage="facts"))
    assert told in shown.words
    assert shown.elements[0] == ("html", {"lang": "zh-CN" if lang == "zh" else "en"})


def test_a_page_without_stories(outline):
    assert "No story was found" in outline(write(Reading((), (), ()), "en", stage="facts")).words
