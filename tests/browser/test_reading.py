"""Pages read at the desk, into an empty record: from the first screen to the page beside its stories."""

import os
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import LONG, drawn, expect, violations

from presscheck.record.store import Store

DEMANDED = "PRESSCHECK_DEMAND_SHARED" in os.environ
PLACE = """area => {
  const box = area.getBoundingClientRect();
  for (let y = box.top + 4; y < box.bottom; y += 6) for (let x = box.left + 4; x < box.right; x += 6)
    if (document.elementFromPoint(x, y)?.closest("[data-part]") === area) return {x, y};
  return null;
}"""
"""A place on the screen where nothing else lies over a region of the page."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("reading") / "desk.db"
    Store(file, write=True).close()
    return file


def smallest(folder: Path, names: str) -> Path:
    return min(folder.glob(names), key=lambda file: (file.stat().st_size, file.name))


def chosen(page: Any, file: Path) -> None:
    """Go from the first screen to the reading of a file."""
    page.goto("/")
    page.locator('a.button[href="/read"]').click()
    page.wait_for_url("**/read")
    page.locator("#files").set_input_files(file)
    assert file.name in page.locator("#chosen .name").inner_text()
    page.locator("#send").click()


def watched(page: Any) -> None:
    """Wait beside the desk until a page is read, and go to see it."""
    page.wait_for_url("**/jobs/*", timeout=LONG)
    page.locator('#job[data-state="done"]').wait_for(timeout=LONG)
    assert violations(page) == []
    page.locator("#see").click()
    page.wait_for_url("**/pages/*")


def in_view(page: Any, place: str) -> None:
    """Wait until the first of what is told by ``place`` is within its frame and on the screen."""
    page.wait_for_function(
        """place => {
          const one = document.querySelector(place);
          if (!one) return false;
          const box = one.getBoundingClientRect();
          const frame = (one.closest("#dump, #viewer") || document.documentElement).getBoundingClientRect();
          const from = Math.max(frame.top, 0), to = Math.min(frame.bottom, innerHeight);
          return box.height > 0 && box.top < to && box.bottom > from;
        }""",
        arg=place,
    )


def through_a_dump(page: Any, story: str, other: str) -> None:
    page.locator(f"#{story}-p1 .to").click()
    in_view(page, f'#dump .piece.lit[data-part="{story}-p1"]')
    page.locator(f"#{story}-p0 [data-at]").first.click()
    in_view(page, f'#dump .piece.lit[data-part="{story}-p0"]')
    assert f"story={story}&paragraph=0" in page.url
    page.locator(f'#dump .piece[data-part="{other}-p1"]').first.click()
    in_view(page, f"#{other}-p1.lit")
    expect(page.locator("#column .lit")).to_have_count(1)
    turn = page.locator("#dump .chip .turn").first
    expect(turn).not_to_be_visible()
    page.locator("#layer-ways").click()
    turn.wait_for()


def through_a_picture(page: Any, story: str, other: str) -> None:
    page.locator('#viewer[data-ready="true"]').wait_for()
    page.locator(f"#{story}-p0 .to").click()
    in_view(page, f'#overlay .area.lit[data-part="{story}-p0"]')
    page.locator("#zoom-home").click()
    area = page.locator(f'#overlay .area[data-story="{other}"]').first
    page.evaluate("scrollTo(0, 0)")
    drawn(page)
    place = area.evaluate_handle(PLACE).json_value()
    assert place, "the region can be reached"
    page.mouse.click(place["x"], place["y"])
    in_view(page, f'#column .lit[id^="{other}-"]')
    page.locator(f'#overlay .area[data-story="{story}"][tabindex="0"]').first.focus()
    page.keyboard.press("Enter")
    in_view(page, f'#column .lit[id^="{story}-"]')
    expect(page.locator("#regions .way:not(.near) .led").first).not_to_be_visible()
    page.locator("#layer-ways").click()
    page.locator("#regions .way:not(.near) .led").first.wait_for()
    page.locator("#zoom-in").click()
    assert violations(page) == []


def test_the_sample_is_read_and_walked_through(reader: Any) -> None:
    reader.goto("/")
    reader.locator('a.button[href="/read"]').click()
    reader.locator("#sample button").click()
    watched(reader)
    through_a_dump(reader, "a1", "a2")
    expect(reader.locator("#column .counted")).to_have_text("7 篇稿件")


def test_a_dump_is_chosen_read_and_walked_through(reader: Any, shared: Path) -> None:
    chosen(reader, shared / "data" / "seed-page.txt")
    watched(reader)
    through_a_dump(reader, "a1", "a2")


def test_a_pdf_is_chosen_read_and_walked_through(reader: Any, shared: Path) -> None:
    chosen(reader, smallest(shared / "data" / "pages" / "typeset", "*.pdf"))
    watched(reader)
    through_a_picture(reader, "a1", "a2")


@pytest.mark.skipif(not DEMANDED, reason="reading a picture takes half a minute: PRESSCHECK_DEMAND_SHARED asks it")
def test_a_picture_is_chosen_read_and_walked_through(reader: Any, shared: Path) -> None:
    pytest.importorskip("rapidocr")
    chosen(reader, smallest(shared / "data" / "pages" / "images", "*"))
    watched(reader)
    through_a_picture(reader, "a1", "a2")


def test_what_is_no_page_is_told_kindly(reader: Any, tmp_path: Path) -> None:
    file = tmp_path / "empty.pdf"
    file.write_bytes(b"%PDF-1.7\n")
    chosen(reader, file)
    reader.locator('#job[data-state="failed"]').wait_for(timeout=LONG)
    assert reader.locator("#job .trouble").inner_text()
    reader.locator('main a[href="/jobs"]').click()
    expect(reader.locator('#jobs tr[data-state="failed"]')).to_have_count(1)
