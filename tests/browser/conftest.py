"""A desk as people meet it: served on this machine, looked at with a real Chromium, the network off."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from presscheck.data import shipped
from presscheck.recording import Record
from presscheck.web.app import create_app
from presscheck.web.house import House

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
WIDE, NARROW = 1280, 390
DEMO = "yunzhou-daily.txt"
PATIENCE = 15_000
"""Milliseconds that a page may take; none should come near."""


class Desk:
    """A desk that is open, and the record behind it."""

    def __init__(self, record: Path) -> None:
        self.record = record
        self.door = socket.socket()
        self.door.bind(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        self.server = uvicorn.Server(uvicorn.Config(create_app(House(record)), log_level="warning"))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.door]}, daemon=True)

    def open(self) -> None:
        self.thread.start()
        until = time.monotonic() + 60
        while not self.server.started:
            assert time.monotonic() < until
            time.sleep(0.05)

    def close(self) -> None:
        self.server.should_exit = True
        self.thread.join(30)
        self.door.close()


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with the sample page; copied, never written to."""
    file = tmp_path_factory.mktemp("desk") / "desk.db"
    with Record(file) as record:
        record.add_bytes(shipped(f"demo/{DEMO}").read_bytes(), DEMO)
    return file


@pytest.fixture
def desk(kept: Path, tmp_path: Path) -> Iterator[Desk]:
    file = tmp_path / "desk.db"
    shutil.copy(kept, file)
    opened = Desk(file)
    opened.open()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        if os.environ.get("PRESSCHECK_DEMAND_SHARED"):
            pytest.fail("no Chromium on this machine: apt-get install chromium")
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as started:
        # No name is looked up and no other host reached: what a page fetches from elsewhere fails, and is told.
        rules = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", rules])
        yield browser
        browser.close()


@pytest.fixture
def told() -> list[str]:
    """What the browser complained of: errors of scripts, breaches of the policy, requests to elsewhere."""
    return []


@pytest.fixture
def reader(chromium: Any, desk: Desk, told: list[str]) -> Iterator[Any]:
    """A reader's page in the browser; at the end nothing may have been complained of."""
    context = chromium.new_context(viewport={"width": WIDE, "height": 900}, locale="zh-CN", base_url=desk.address)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.on("pageerror", lambda error: told.append(f"{page.url}: {error}"))
    page.on("console", lambda said: told.append(f"{page.url}: {said.text}") if said.type == "error" else None)
    page.on("request", lambda asked: None if _near(asked.url, desk) else told.append(f"{page.url}: {asked.url}"))
    yield page
    context.close()
    assert told == []


def _near(url: str, desk: Desk) -> bool:
    return url.startswith((desk.address, "data:", "blob:"))


def violations(page: Any) -> list[str]:
    """What stands in the way of people who do not see the page or use no mouse, as axe-core finds it."""
    if not page.evaluate("typeof window.axe !== 'undefined'"):
        page.evaluate(AXE.read_text(encoding="utf8"))
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]]


def sideways(page: Any) -> int:
    """How many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
