"""Corrections decided at the desk with the keys alone, by many at once, and taken back from the history."""

from typing import Any

from tests.browser.conftest import enter, expect, violations

OPEN = "#queue > li[data-open]"


def left(page: Any) -> int:
    """How many marks wait for somebody to decide."""
    return int(page.locator('[data-count="all"]').inner_text())


def waits(page: Any, count: int) -> None:
    page.wait_for_function(
        "count => document.querySelector('[data-count=all]').textContent === String(count)", arg=count
    )


def focused(page: Any) -> str:
    """The mark that has the keys."""
    name: str = page.evaluate("document.activeElement?.closest('#queue > li')?.id || ''")
    return name


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_mark_is_accepted_and_taken_back_with_the_keys(reader: Any) -> None:
    enter(reader, "/marks")
    count = left(reader)
    expect(reader.locator(OPEN)).to_have_count(count)
    press(reader, "j")
    first = focused(reader)
    assert first.startswith("m-")
    press(reader, "a")
    reader.locator(f"#{first}.decided [data-undo]").wait_for()
    waits(reader, count - 1)
    expect(reader.locator("#told")).to_contain_text("已采纳")
    assert focused(reader) not in ("", first), "whoever is quick goes on at once"
    press(reader, "u")
    reader.locator(f"#{first}[data-open]").wait_for()
    waits(reader, count)
    reader.wait_for_function("name => document.activeElement.id === name", arg=first)


def test_marks_are_refused_and_written_anew_with_the_keys(reader: Any) -> None:
    enter(reader, "/marks")
    count = left(reader)
    press(reader, "j", "r")
    waits(reader, count - 1)
    expect(reader.locator("#queue > li.decided").first).to_contain_text("未采纳")
    name = focused(reader)
    press(reader, "e")
    field = reader.locator(f"#{name} input[name=words]")
    assert field.evaluate("field => field === document.activeElement")
    press(reader, "Escape")
    assert focused(reader) == name
    press(reader, "e")
    field.fill("新改的字")
    press(reader, "Enter")
    reader.locator(f"#{name}.decided").wait_for()
    waits(reader, count - 2)
    expect(reader.locator(f"#{name}")).to_contain_text("新改的字")


def test_the_keys_are_told_and_lead_up_and_down(reader: Any) -> None:
    enter(reader, "/marks")
    press(reader, "j")
    first = focused(reader)
    press(reader, "j")
    assert focused(reader) != first
    press(reader, "k")
    assert focused(reader) == first
    press(reader, "?")
    expect(reader.locator("#keys kbd").first).to_be_visible()


def test_many_at_once_are_one_step(reader: Any) -> None:
    enter(reader, "/marks")
    count = left(reader)
    press(reader, "j", "x", "j", "x")
    expect(reader.locator("#picked")).to_contain_text("2")
    reader.locator('#bulk button[value="accept"]').click()
    waits(reader, count - 2)
    assert violations(reader) == []
    reader.locator("#queue-part > .done [data-undo]").click()
    waits(reader, count)
    enter(reader, "/marks")
    reader.locator("#which").select_option("all")
    reader.locator('#bulk button[value="refuse"]').click()
    waits(reader, 0)
    reader.locator("#undo-last").click()
    waits(reader, count)


def test_the_history_tells_every_step_and_takes_it_back(reader: Any) -> None:
    enter(reader, "/marks")
    count = left(reader)
    press(reader, "j", "a")
    waits(reader, count - 1)
    reader.locator('.colophon a[href="/history"]').click()
    reader.locator("#step-1 [data-undo]").click()
    reader.locator("#step-2").wait_for()
    expect(reader.locator("#step-1 .tag.none")).to_have_count(1)
    assert violations(reader) == []
    enter(reader, "/marks")
    assert left(reader) == count
    reader.go_back()
    reader.locator('.colophon a[href="/history"]').click()
    reader.locator("#step-2 [data-redo], #step-1 [data-redo]").first.click()
    reader.locator("#step-3").wait_for()
    enter(reader, "/marks")
    assert left(reader) == count - 1


def test_a_mark_leads_to_its_place_on_the_page(reader: Any) -> None:
    enter(reader, "/marks")
    reader.locator("#queue > li .dump mark").first.wait_for()
    reader.locator("#queue > li").first.locator('a[href^="/documents/"]').click()
    reader.locator("#dump .piece.lit").first.wait_for()
    reader.locator("#column .sought, #column .lit").first.wait_for()
