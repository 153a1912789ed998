"""Facts at the doors: of one paragraph, of a whole reading, tied to what is printed."""

import datetime
import difflib
import json
import os
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import presscheck
from presscheck import data, pipeline
from presscheck.errors import WrongUsage
from presscheck.facts.printed import facts_of
from presscheck.model import Article, Correction, Fact, Facts, Paragraph, ParagraphKind, Reading, Tier, Words

SAMPLE = data.shipped("demo/yunzhou-daily.txt")
GOLDEN = Path(__file__).with_name("sample.txt")
RENEW = "PRESSCHECK_RENEW"
"""Set in the environment, it has the golden file written anew; look at what changed before you keep it."""


def all_words(value: Any) -> Iterator[Words]:
    """Every stretch of words that a fact points at."""
    if isinstance(value, Words):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from all_words(one)
    elif isinstance(value, Fact):
        for one in fields(value):
            yield from all_words(getattr(value, one.name))


def misquoted(article: Article) -> list[str]:
    """Every word of a fact that is not what its part says there."""
    texts = {("body", number): paragraph.text for number, paragraph in enumerate(article.paragraphs)}
    texts |= {(part, None): getattr(article, part) for part in ("kicker", "headline", "deck")}
    return [
        f"{fact.id} {words!r}"
        for fact in article.facts
        for words in all_words(fact)
        if (texts[words.part, words.paragraph] or "")[words.start : words.end] != words.text
    ]


@cache
def sample() -> Reading:
    return pipeline.read_bytes(SAMPLE.read_bytes(), "yunzhou-daily.txt")


# One paragraph


def test_facts_of_a_paragraph_show_themselves():
    found = presscheck.find_facts("去年，云州市新建桥梁12座。", "2026-06-18")
    first, *others = repr(found).splitlines()
    assert first == f"<{len(found)} facts>"
    assert others[0] == "  <time f1 去年: period=去年 (2025-01-01 to 2025-12-31)>"
    assert others[1].startswith("  <figure f2 12座: quantity=12 座 [12, 12]")
    assert repr(Facts()) == "<0 facts>"


def test_in_a_notebook_they_are_a_table():
    found = presscheck.find_facts("“<b>渠</b>修了12座桥。”田小禾说。")
    shown = found._repr_html_()
    assert shown.startswith("<table><tr><th>id</th>")
    assert "<td>f1</td>" in shown
    assert "<b>" not in shown
    assert shown.count("<tr>") == 1 + len(found)


@pytest.mark.parametrize("date", ["2026-06-18", datetime.date(2026, 6, 18)])
def test_the_day_may_be_given_either_way(date):
    (time,) = (fact for fact in presscheck.find_facts("昨日，渔港开港。", date) if fact.kind == "time")
    assert time.period.start == "2026-06-17"


def test_no_such_day():
    with pytest.raises(WrongUsage):
        presscheck.find_facts("昨日，渔港开港。", "2026-02-30")


def test_without_a_day_times_stay_open():
    (time,) = (fact for fact in presscheck.find_facts("昨日，渔港开港。") if fact.kind == "time")
    assert (time.period.start, time.period.end) == (None, None)


@pytest.mark.parametrize(
    "text", ["云州市修桥3座\ud800。", "", " ", "\n", "。", "\U00020000", "“", "第" * 300, "12" * 300, "“”" * 200]
)
def test_odd_paragraphs(text):
    assert presscheck.find_facts(text) == presscheck.find_facts(text)


# A whole reading


def test_ids_are_unique_and_in_the_order_of_the_stories():
    found = [fact.id for article in sample().articles for fact in article.facts]
    assert found == [f"f{number}" for number in range(1, len(found) + 1)]
    assert len(found) > 100


def test_every_fact_of_the_sample_quotes_its_page():
    assert [wrong for article in sample().articles for wrong in misquoted(article)] == []


def test_the_same_page_tells_the_same_facts():
    again = pipeline.read_bytes(SAMPLE.read_bytes(), "yunzhou-daily.txt")
    first, second = (json.dumps(one.to_dict(), ensure_ascii=False) for one in (sample(), again))
    assert first == second


def test_the_day_of_the_page_counts():
    page = (
        "云州日报　2026年5月12日　第2版\n\n渔港开港\n\n本报记者 方小舟\n\n本报讯　昨日，渔港开港，首批12艘渔船出海。\n"
    )
    reading = pipeline.read_bytes(page.encode(), "a.txt")
    times = [fact for article in reading.articles for fact in article.facts if fact.kind == "time"]
    assert [time.period.start for time in times] == ["2026-05-11"]


def test_facts_count_the_printed_words_and_leave_with_corrections():
    text = "渔港开港\n\n本报记者 方小舟\n\n本报讯　2024年,云州渔港开港,新建码头12座。\n"
    (article,) = pipeline.read_bytes(text.encode(), "a.txt").articles
    assert any(mark.tier is Tier.SURE for mark in article.corrections)
    assert article.facts
    assert misquoted(article) == []
    assert article.corrected().facts == ()


def told(reading: Reading) -> list[str]:
    """Every fact of a reading, a line each."""
    return [
        line
        for article in reading.articles
        for line in (f"{article.id} {article.headline}", *(f"  {fact!r}" for fact in article.facts))
    ]


def test_the_facts_of_the_sample_page():
    now = told(sample())
    if os.environ.get(RENEW):
        GOLDEN.write_text("\n".join(now) + "\n", encoding="utf8", newline="\n")
    before = GOLDEN.read_text(encoding="utf8").splitlines()
    changed = list(difflib.unified_diff(before, now, "sample.txt", "now", lineterm="", n=0))
    assert now == before, "\n".join([f"set {RENEW}=1 to keep what is now found:", *changed])


# What docs/facts.md says of them


def rows_of(root: Path, title: str) -> list[list[str]]:
    """The rows of the first table under a heading of docs/facts.md that has as many columns as ``title`` says."""
    text = (root / "docs/facts.md").read_text(encoding="utf8")
    lines = text.split(f"{title}\n")[1].split("\n\n")[0].splitlines()[1:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


def test_the_kinds_are_as_documented(root):
    rows = rows_of(root, "| kind | an example | what it holds |")
    assert {kind for kind, _, _ in rows} == {kind.kind for kind in Fact.__subclasses__()}
    for kind, example, _ in rows:
        assert kind in {fact.kind for fact in presscheck.find_facts(example, "2026-06-18")}, example


def test_the_intervals_are_as_documented(root):
    for printed, operator, value, interval in rows_of(root, "| printed | operator | value | interval |"):
        figure = next(fact for fact in presscheck.find_facts(f"全县完成{printed}。") if fact.kind == "figure")
        unit = figure.quantity.code
        assert (figure.evidence.text, figure.quantity.operator.value) == (printed, operator)
        assert repr(figure.quantity) == f"<{value} {unit} {interval}>"


def test_the_periods_are_as_documented(root):
    for printed, start, end, note in rows_of(root, "| printed | start | end | |"):
        (time,) = (
            fact for fact in presscheck.find_facts(f"{printed}，渔港开港。", "2026-06-18") if fact.kind == "time"
        )
        assert (time.evidence.text, time.period.start or "", time.period.end) == (printed, start, end)
        assert (time.period.open, time.period.vague) == (note == "open", note.startswith("vague"))


# What is printed, whatever was corrected

SENTENCES = (
    "2024年，云州市新建桥梁12座，总投资超过3亿元。",
    "市长田小禾说：“明年再建近20座，资金已经到位。”",
    "前三季度，全县出口增长6.4%，比去年同期快两个百分点。",
    "县水利局5月3日与北坡乡签署协议，到2027年底再修渠40公里。",
    "施工单位不得在夜间施工，违者依照《河道管理办法》处罚。",
    "商务厅昨天将北港公司等9家实体列入不可靠实体清单。",
)


TIERS = st.sampled_from((Tier.SURE, Tier.LIKELY))


@st.composite
def corrected_articles(draw: st.DrawFn) -> Article:
    """Articles with corrections at any place: characters changed, taken out, put in."""
    paragraphs, marks = [], []
    for number in range(draw(st.integers(1, 3))):
        text = "".join(draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3)))
        place = 0
        for gap in draw(st.lists(st.integers(0, 30), max_size=4)):
            start = place + gap
            length = draw(st.integers(0, 2))
            if start + length > len(text):
                break
            before = text[start : start + length]
            after = draw(st.text(st.sampled_from("年12座，“”的x"), min_size=0 if length else 1, max_size=3))
            if before != after:
                marks.append(
                    Correction("body", number, start, start + length, before, after, "test", "", 1.0, draw(TIERS))
                )
            place = start + length + 1
        paragraphs.append(Paragraph(ParagraphKind.P, text, ()))
    return Article("a1", paragraphs=tuple(paragraphs), corrections=tuple(marks))


@settings(max_examples=80, deadline=None)
@given(article=corrected_articles())
def test_facts_quote_what_is_printed_whatever_was_corrected(article):
    found = facts_of(article, datetime.date(2026, 6, 18))
    held = Article("a1", paragraphs=article.paragraphs, facts=found)
    assert misquoted(held) == []
    assert len({fact.id for fact in found}) == len(found)


@settings(max_examples=80, deadline=None)
@given(text=st.lists(st.sampled_from(SENTENCES) | st.text("年月日12百万、，。“”：说第\n ", max_size=12)).map("".join))
def test_any_paragraph_is_quoted_and_read_the_same_twice(text):
    first, second = presscheck.find_facts(text, "2026-06-18"), presscheck.find_facts(text, "2026-06-18")
    assert first == second
    assert misquoted(Article("a1", paragraphs=(Paragraph(ParagraphKind.P, text, ()),), facts=tuple(first))) == []
    assert [(fact.evidence.start) for fact in first] == sorted(fact.evidence.start for fact in first)
