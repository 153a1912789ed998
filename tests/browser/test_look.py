"""Every page of the desk as it looks: nothing breaks, nothing runs over, everybody can use it."""

from typing import Any

import pytest
from tests.browser.conftest import NARROW, WIDE, sideways, violations

PAGES = ["/", "/check", "/api/docs"]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", PAGES)
def test_each_page_fits_and_is_open_to_all(reader: Any, place: str, scheme: str, width: int) -> None:
    reader.emulate_media(color_scheme=scheme)
    reader.set_viewport_size({"width": width, "height": 900})
    reader.goto(place)
    reader.wait_for_load_state("networkidle")
    assert sideways(reader) <= 0
    if place != "/api/docs":  # drawn by a library of others
        assert violations(reader) == []


def test_a_reader_finds_the_page_by_keyboard(reader: Any) -> None:
    reader.goto("/")
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.className") == "skip"
    reader.keyboard.press("Enter")
    assert reader.evaluate("document.activeElement.id") == "main"
