"""The desk with scripts switched off: plain links and forms read, find, draw, check and correct."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.browser.conftest import DEMO, enter, expect


@pytest.fixture
def plain(come: Callable[..., Any]) -> Any:
    """A reader whose browser runs no scripts."""
    return come(java_script_enabled=False)


def test_a_page_is_read_beside_its_stories(plain: Any) -> None:
    enter(plain, "/documents")
    plain.locator(".paper-name", has_text=DEMO).click()
    expect(plain.locator("#column article.story")).to_have_count(7)
    plain.locator("#a1-p2 .to").click()
    plain.locator("#dump .piece.lit").first.wait_for()
    expect(plain.locator("#a1-p2.lit")).to_have_count(1)


def test_a_file_goes_up_by_a_plain_form(plain: Any) -> None:
    plain.goto("/read")
    plain.locator("#files").set_input_files(
        {"name": "short.txt", "mimeType": "text/plain", "buffer": "青石新桥通车\n\n本报讯　青石新桥昨日通车。".encode()}
    )
    plain.locator("#send").click()
    plain.wait_for_url("**/jobs/*")
    expect(plain.locator("#job")).to_have_attribute("data-state", re.compile("."))


def test_a_story_is_found_with_its_facts(plain: Any) -> None:
    plain.goto("/")
    plain.locator("#q").fill("水渠")
    plain.locator("#q").press("Enter")
    plain.locator("#facets a").first.click()
    expect(plain.locator("#facets-head")).to_be_visible()
    plain.locator(".hit h3 a").first.click()
    plain.locator("#story a[data-facts]").first.click()
    plain.wait_for_url(re.compile("#fact-"))


def test_a_series_is_drawn_by_the_desk(plain: Any) -> None:
    plain.goto("/series?what=茶叶产量")
    picture = plain.locator("#chart img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    assert picture.get_attribute("src").startswith("/series.svg?")
    expect(plain.locator("#points tr[data-period]")).to_have_count(3)


def test_a_mark_is_decided_and_taken_back_by_plain_forms(plain: Any) -> None:
    enter(plain, "/marks")
    count = int(plain.locator('[data-count="all"]').inner_text())
    plain.locator('[data-act="accept"]').first.click()
    expect(plain.locator('[data-count="all"]')).to_have_text(str(count - 1))
    plain.locator("#undo-last").click()
    expect(plain.locator('[data-count="all"]')).to_have_text(str(count))


def test_stories_are_arranged_by_plain_forms(plain: Any) -> None:
    plain.goto("/documents/1/pages/p1?arrange=1")
    menu = plain.locator('details[data-menu="a1-p4"]')
    menu.locator("summary").click()
    menu.locator('button[value="split"]').click()
    expect(plain.locator("#column article.story")).to_have_count(8)


def test_a_claim_is_checked(plain: Any) -> None:
    enter(plain, "/check")
    plain.locator("#text").fill("2023年，全国茶叶产量355万吨。")
    plain.locator("main form button.main").click()
    expect(plain.locator("section.verdict")).to_have_attribute("data-ruling", "supported")
