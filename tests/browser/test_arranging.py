"""Stories set right by hand at the desk, step by step, and by two people at once."""

from collections.abc import Callable
from typing import Any

from tests.browser.conftest import DEMO, enter, expect, expected, violations


def arranging(page: Any) -> None:
    """Go from the first screen to arranging the sample page."""
    enter(page, "/documents")
    page.locator(".paper-name", has_text=DEMO).click()
    page.locator("#arrange").click()
    page.wait_for_url("**?arrange=1")


def tool(page: Any, paragraph: str, button: str, to: str = "") -> None:
    """Take a tool from the menu of a paragraph."""
    menu = page.locator(f'details[data-menu="{paragraph}"]')
    if menu.get_attribute("open") is None:
        menu.locator("summary").click()
    if to:
        menu.locator('select[name="to"]').select_option(to)
    menu.locator(f'button[value="{button}"]').click()


def counted(page: Any, stories: int) -> None:
    page.locator("#column .counted", has_text=f"{stories} 篇稿件").wait_for()


def paragraphs(page: Any, story: str) -> int:
    count: int = page.locator(f"article#{story} .pick").count()
    return count


def test_stories_are_split_moved_and_merged_and_every_step_is_undone(reader: Any) -> None:
    arranging(reader)
    before = {story: paragraphs(reader, story) for story in ("a1", "a4")}
    tool(reader, "a1-p4", "split")
    counted(reader, 8)
    assert paragraphs(reader, "a1") == 4
    tool(reader, "a1-p1", "move", to="a4")
    reader.locator(f"#a4-p{before['a4']}").wait_for()
    assert (paragraphs(reader, "a1"), paragraphs(reader, "a4")) == (3, before["a4"] + 1)
    new = reader.locator("article.story").nth(1)
    new.locator('select[name="to"]').first.select_option("a1")
    new.locator('button[value="merge"]').click()
    counted(reader, 7)
    assert paragraphs(reader, "a1") == before["a1"] - 1
    expect(reader.locator("#steps li")).to_have_count(3)
    assert violations(reader) == []
    for stories in (8, 8, 7):
        steps = reader.locator("#steps li").count()
        reader.locator("#undo").click()
        reader.locator("#steps li").nth(steps).wait_for()
        counted(reader, stories)
    assert {story: paragraphs(reader, story) for story in ("a1", "a4")} == before
    reader.locator("#redo").click()
    counted(reader, 8)
    reader.locator("#arrange-done").click()
    reader.locator("#column:not(.arranging)").wait_for()


def test_who_comes_second_is_told_and_shown_what_became_of_the_page(come: Callable[..., Any], told: list[str]) -> None:
    first, second = come(), come()
    arranging(first)
    arranging(second)
    tool(first, "a1-p4", "split")
    counted(first, 8)
    tool(second, "a1-p5", "move", to="a4")
    second.locator("#notice .trouble").wait_for()
    counted(second, 8)
    expected(told, "409")
    assert paragraphs(second, "a1") == 4
    tool(second, "a1-p1", "move", to="a4")
    second.locator("#steps li").nth(1).wait_for()
    assert paragraphs(second, "a1") == 3
