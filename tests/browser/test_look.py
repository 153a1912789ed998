"""Every page of the desk as it looks: nothing breaks, nothing runs over, everybody can use it."""

import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import NARROW, WIDE, Desk, drawn, sideways, violations

from presscheck.readying import Asked
from presscheck.record import jobs
from presscheck.record.store import Store
from presscheck.web.app import addresses
from presscheck.web.jobs import new_job

PAGES = {
    "/": "/",
    "/read": "/read",
    "/jobs": "/jobs",
    "/jobs/{id}": "/jobs/taken-back",
    "/documents": "/documents",
    "/documents/{document}": "/documents/2",
    "/documents/{document}/pages/{leaf}": "/documents/1/pages/p1?story=a1&paragraph=1",
    "arranging": "/documents/1/pages/p1?arrange=1",
    "/stories/{name:path}": "/stories/yunzhou-daily.txt%23a1",
    "/marks": "/marks",
    "/history": "/history",
    "/history/revert": "/history/revert?who=desk&since=2026-01-01T00:00",
    "/find": "/find?q=云州",
    "nothing found": "/find?q=无此一词",
    "/facts": "/facts?kind=figure",
    "/series": "/series?what=茶叶产量",
    "/programmes": "/programmes?name=云海协作",
    "/controls": "/controls",
    "/audit": "/audit?story=v1",
    "/check": "/check",
    "/people": "/people",
    "/log": "/log",
    "/api/docs": "/api/docs",
    "an address of nothing": "/nowhere",
}
"""The pages of the desk, each with an address that shows it full."""
NO_PAGES = re.compile(
    r"/api/(?!docs)|/iiif/|/pictures/|/health|/metrics|\.(?:json|csv|svg|xml)$|/export/|/json$"
    r"|/marks/(?:crop|more)|/find/facets|/language/|/login$|/check/\{id\}"
)
"""What is no page of its own; the door and an answer to a claim are looked at on their own journeys."""
OF_OTHERS = {"/api/docs"}
"""Drawn by a library of others."""
CLEAR = ["color-contrast"]
"""What can be wrong in the dark alone."""


@pytest.fixture(scope="module")
def kept(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record, with a job in it that somebody took back."""
    file = tmp_path_factory.mktemp("look") / "desk.db"
    shutil.copy(kept, file)
    store = Store(file, write=True)
    jobs.keep(store, new_job("taken-back", "desk", "page.txt", Asked(lang="zh")), io.BytesIO(b"x"), 1)
    jobs.cancel(store, "taken-back")
    store.close()
    return file


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_each_page_fits_and_is_open_to_all(come: Callable[..., Any], width: int, told: list[str]) -> None:
    page = come(width=width)
    found: dict[str, Any] = {}
    for name, place in PAGES.items():
        page.emulate_media(color_scheme="light")
        page.goto(place)
        drawn(page)
        wide, wrong = sideways(page), []
        if name not in OF_OTHERS:
            wrong = violations(page)
            page.emulate_media(color_scheme="dark")
            wrong += violations(page, CLEAR)
        if wide > 0 or wrong:
            found[name] = (wide, wrong)
    told[:] = [one for one in told if "/nowhere" not in one]
    assert found == {}


def test_no_page_is_forgotten(desk: Desk) -> None:
    pages = {path for method, path, _ in addresses(desk.app) if method == "GET" and not NO_PAGES.search(path)}
    assert pages <= set(PAGES)


def test_a_reader_finds_the_page_by_keyboard(reader: Any) -> None:
    reader.goto("/")
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.className") == "skip"
    reader.keyboard.press("Enter")
    assert reader.evaluate("document.activeElement.id") == "main"
