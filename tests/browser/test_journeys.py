"""What people come to the desk for: a fact and its place, a series, a ledger, an error, a claim, another language."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.browser.conftest import NARROW, enter, expect, sideways, violations

SAMPLE = "云州供水漏损率降到一成以下"


def test_a_fact_is_found_and_followed_to_its_place_on_the_page(reader: Any) -> None:
    reader.goto("/")
    reader.locator("#q").fill("漏损率")
    reader.locator("#q").press("Enter")
    reader.locator("#facets-head").wait_for()
    assert violations(reader) == []
    reader.locator(".hit h3 a", has_text=SAMPLE).click()
    word = reader.locator("#story a[data-facts]", has_text="312公里").first
    row = word.get_attribute("href")
    word.click()
    reader.wait_for_function(f"document.activeElement.closest('tr')?.id === '{row[1:]}'")
    reader.keyboard.press("Enter")
    reader.wait_for_function("document.activeElement.textContent === '312公里'")
    reader.locator(f"{row} td:last-child a").click()
    reader.locator("#dump .piece.lit").first.wait_for()
    assert "312公里" in "".join(reader.locator("#column .sought").all_inner_texts())


def test_the_number_of_a_story_shows_it_in_the_dump(reader: Any) -> None:
    reader.goto("/documents/1/pages/p1")
    reader.locator("#a3 .badge").click()
    reader.locator('#dump .piece.lit[data-story="a3"]').first.wait_for()
    assert reader.locator('#dump .piece.lit:not([data-story="a3"])').count() == 0
    reader.locator("#a2 .badge").click()
    reader.locator('#dump .piece.lit[data-story="a2"]').first.wait_for()
    reader.goto("/documents/1/pages/p1?story=a3")
    reader.locator('#dump .piece.lit[data-story="a3"]').first.wait_for()


@pytest.mark.parametrize(
    ("place", "row"), [("/facts?kind=figure", "#facts tbody tr"), ("/controls", "tr[data-action]")]
)
def test_rows_of_wide_tables_are_cards_on_a_phone(come: Callable[..., Any], place: str, row: str) -> None:
    page = come(width=NARROW)
    page.goto(place)
    first = page.locator(row).first
    assert first.evaluate("(one) => one.scrollWidth <= one.clientWidth && one.clientWidth < innerWidth")
    assert first.evaluate("(one) => [...one.cells].every((cell) => cell.getBoundingClientRect().right < innerWidth)")


def test_facts_are_narrowed_and_taken_away_as_a_table(reader: Any) -> None:
    enter(reader, "/find")
    reader.locator('main a[href="/facts?kind=figure"]').click()
    reader.wait_for_url("**/facts?kind=figure")
    many = reader.locator("#facts tbody tr").count()
    reader.locator("#wanted summary").click()  # folded, so that what is found comes first
    reader.locator("#w-unit").fill("km")
    reader.locator("#w-unit").press("Enter")
    reader.locator('.chip[data-filter="unit"]').wait_for()
    assert 0 < reader.locator("#facts tbody tr").count() < many
    with reader.expect_download() as taken:
        reader.locator("#take-csv").click()
    assert "312" in taken.value.path().read_text(encoding="utf-8-sig")
    reader.locator('.chip[data-filter="unit"]').click()
    reader.locator('.chip[data-filter="unit"]').wait_for(state="detached")
    reader.locator("#facts a.value").first.click()
    reader.locator("#asked").wait_for()
    expect(reader.locator("#facts tr.wanted")).to_have_count(1)


def test_a_series_is_drawn_and_each_point_tells_its_words(reader: Any) -> None:
    enter(reader, "/series")
    reader.locator("#what").fill("茶叶产量")
    reader.locator("#what").press("Enter")
    reader.locator('#chart[data-drawn="vega"] svg').wait_for()
    points = reader.locator("#chart svg .mark-symbol.role-mark path")
    points.first.wait_for()
    points.last.hover()
    reader.locator("#tip:not([hidden])").wait_for()
    expect(reader.locator("#tip")).to_contain_text("茶叶产量")
    points.last.click()
    reader.locator("#points tr.lit").wait_for()
    expect(reader.locator('#points tr[data-state="disputed"]')).to_have_count(1)
    assert violations(reader) == []
    with reader.expect_download() as taken:
        reader.locator("#take-csv").click()
    assert "355" in taken.value.path().read_text(encoding="utf-8-sig")
    reader.locator('#points tr[data-period="2023年"] blockquote a').first.click()
    reader.locator("#story .wanted").first.wait_for()


def shows_words(part: Any, words: str) -> None:
    """Open the sentences behind the first row of a ledger's part, where they are folded."""
    evidence = part.locator("details.evidence").first
    if evidence.get_attribute("open") is None:
        evidence.locator("summary").click()
    evidence.locator("blockquote", has_text=words).first.wait_for()


def test_a_programme_and_a_list_are_looked_up(reader: Any) -> None:
    enter(reader, "/programmes")
    reader.locator("#name").fill("云海协作")
    reader.locator("#name").press("Enter")
    reader.locator("#head").wait_for()
    shows_words(reader.locator('[data-part="indicators"]'), "3亿元")
    reader.locator('.masthead a[href="/controls"]').click()
    listed = reader.locator('section[data-list*="不可靠实体清单"]')
    shows_words(listed, "不可靠实体清单")
    listed.locator("blockquote a").first.click()
    reader.locator("#story .wanted").first.wait_for()


def test_an_error_is_found_confirmed_and_dismissed(reader: Any) -> None:
    enter(reader, "/audit")
    reader.locator("#story").fill("v1")
    reader.locator("#story").press("Enter")
    found = reader.locator("article.finding")
    expect(found).to_have_attribute("data-state", "open")
    found.locator('button[value="confirmed"]').click()
    expect(reader.locator("#judged")).to_contain_text("已判定：确有差错")
    expect(found).to_have_count(0)
    reader.locator("#judged [data-undo]").click()
    expect(reader.locator("#judged")).to_contain_text("已判定：待定")
    found.locator('button[value="confirmed"]').click()
    reader.locator('a[data-show="confirmed"]').click()
    reader.locator('article[data-state="confirmed"] input[name="note"]').fill("已向记者核实：户数印错")
    reader.locator('article[data-state="confirmed"] button[value="dismissed"]').click()
    reader.locator('a[data-show="dismissed"]').click()
    expect(reader.locator('article[data-state="dismissed"]')).to_contain_text("户数印错")
    assert violations(reader) == []
    reader.locator('a[data-show="open"]').click()
    expect(found).to_have_count(0)


def test_a_claim_is_checked_and_its_answer_kept_copied_and_taken_away(come: Callable[..., Any]) -> None:
    page = come(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/")
    page.locator("#claim").fill("2023年，全国茶叶产量355万吨。2025年，全国茶叶产量500万吨。")
    page.locator("#claim + button, #claim ~ button").first.click()
    expect(page.locator("section.verdict")).to_have_count(2)
    rulings = [one.get_attribute("data-ruling") for one in page.locator("section.verdict").all()]
    assert rulings == ["supported", "contradicted"]
    expect(page.locator("#v1 mark").first).to_contain_text("355万吨")
    assert violations(page) == []
    page.locator('button[data-copy="plain"]').click()
    page.locator("#told.shown").wait_for()
    assert "355万吨" in page.evaluate("navigator.clipboard.readText()")
    with page.expect_download() as taken:
        page.locator('a[href$="/claimreview"]').click()
    assert "ClaimReview" in json.dumps(json.loads(taken.value.path().read_text(encoding="utf8")))
    link = page.locator("#link").input_value()
    another = come(width=NARROW)
    another.goto(link)
    expect(another.locator("section.verdict")).to_have_count(2)
    assert (sideways(another), violations(another)) == (0, [])
    another.locator("#v1 .evidence a").first.click()
    another.locator("#story").wait_for()


@pytest.mark.parametrize(("asked", "lang"), [("zh-CN", "zh-Hans"), ("en-GB", "en"), ("de-DE", "zh-Hans")])
def test_the_desk_speaks_as_the_browser_asks_until_it_is_told_otherwise(
    come: Callable[..., Any], asked: str, lang: str
) -> None:
    page = come(lang=asked)
    page.goto("/find?q=水渠")
    expect(page.locator("html")).to_have_attribute("lang", lang)
    page.locator(".switch").click()
    other = {"zh-Hans": "en", "en": "zh-Hans"}[lang]
    expect(page.locator("html")).to_have_attribute("lang", other)
    assert re.search(r"/find\?q=", page.url), "the reader stays where he was"
    page.goto("/check")
    expect(page.locator("html")).to_have_attribute("lang", other)


@pytest.mark.parametrize("name", ["documents", "marks", "find", "series", "check", "audit", "programmes", "controls"])
def test_each_door_of_the_masthead_is_reached_on_a_small_screen(come: Callable[..., Any], name: str) -> None:
    page = come(width=NARROW)
    enter(page, f"/{name}")
    current = page.locator('.masthead nav a[aria-current="page"]')
    box = current.bounding_box()
    expect(current).to_have_attribute("href", f"/{name}")
    assert box["x"] >= 0, "no part of it is off the screen"
    assert box["x"] + box["width"] <= NARROW
