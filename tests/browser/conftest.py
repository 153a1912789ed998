"""A desk as people meet it: served on this machine, looked at with a real Chromium, the network off."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
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
PATIENCE = 30_000
"""Milliseconds that a page may take; none should come near."""
expect = playwright.expect
"""What a page must come to show: waited for, since a page is drawn while it is read."""
expect.set_options(timeout=PATIENCE)
LONG = 180_000
"""Milliseconds that the reading of a file may take on a busy machine."""
TOLD: list[dict[str, Any]] = [
    {
        "id": "w1",
        "date": "2026-05-12",
        "paper": "云州日报",
        "headline": "青石水渠完工",
        "paragraphs": [
            "云州水利局介绍，青石水渠全长30公里，总投资2.4亿元。",
            "市水利局局长田丰说：“渠水一到，地里的活就不用等天了。”",
        ],
    },
    {"id": "t1", "date": "2024-01-20", "headline": "茶叶", "paragraphs": ["2023年，全国茶叶产量355万吨。"]},
    {"id": "t2", "date": "2025-01-20", "headline": "茶叶增产", "paragraphs": ["2024年，全国茶叶产量374万吨。"]},
    {"id": "t3", "date": "2025-02-20", "headline": "茶叶再报", "paragraphs": ["2024年，全国茶叶产量379万吨。"]},
    {"id": "t4", "date": "2026-01-20", "headline": "茶叶丰收", "paragraphs": ["2025年，全国茶叶产量390万吨。"]},
    {
        "id": "l1",
        "date": "2025-03-10",
        "headline": "云海协作推进会召开",
        "paragraphs": [
            "3月9日，云海协作联席会议在青石市召开。云海协作实施以来，云州投入资金3亿元。",
            "云州承诺，2026年底前援建学校20所。",
        ],
    },
    {
        "id": "l2",
        "date": "2026-04-05",
        "headline": "商务部把三家企业列入不可靠实体清单",
        "paragraphs": ["商务部4月4日发布公告，将北国远航公司、南港动力公司列入不可靠实体清单，自发布之日起实施。"],
    },
    {
        "id": "v1",
        "date": "2026-06-18",
        "headline": "北坡乡的蜂",
        "paragraphs": ["北坡乡有农户1200户，其中养蜂户1320户。"],
    },
]
"""Stories that stand in the record besides the sample page: a canal, tea, a programme, a list, and one that errs."""


class Desk:
    """A desk that is open, and the record behind it."""

    def __init__(self, record: Path, users: Path | None = None) -> None:
        self.record = record
        self.door = socket.socket()
        self.door.bind(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        self.app = create_app(House(record, users=users))
        self.server = uvicorn.Server(uvicorn.Config(self.app, log_level="warning"))
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
    """A record with the sample page and the stories of ``TOLD``; copied, never written to."""
    file = tmp_path_factory.mktemp("desk") / "desk.db"
    with Record(file) as record:
        record.add_bytes(shipped(f"demo/{DEMO}").read_bytes(), DEMO)
        record.add_articles(TOLD, name="stories.jsonl")
    return file


@pytest.fixture
def desk_on(kept: Path, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Open a desk on a copy of the record, on this machine."""
    opened = []

    def open_desk(users: Path | None = None) -> Desk:
        file = tmp_path / "desk.db"
        shutil.copy(kept, file)
        opened.append(Desk(file, users))
        opened[-1].open()
        return opened[-1]

    yield open_desk
    for one in opened:
        one.close()


@pytest.fixture
def desk(desk_on: Callable[..., Desk]) -> Desk:
    return desk_on()


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
def come(chromium: Any, desk: Desk, told: list[str]) -> Iterator[Callable[..., Any]]:
    """Have somebody come to the desk, each with a browser of their own; at the end nothing may be complained of."""
    contexts = []

    def came(lang: str = "zh-CN", width: int = WIDE, **more: Any) -> Any:
        view = {"width": width, "height": 900}
        context = chromium.new_context(viewport=view, locale=lang, base_url=desk.address, **more)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: told.append(f"{page.url}: {error}"))
        page.on("console", lambda said: told.append(f"{page.url}: {said.text}") if said.type == "error" else None)
        page.on("request", lambda asked: None if _near(asked.url, desk) else told.append(f"{page.url}: {asked.url}"))
        return page

    yield came
    for context in contexts:
        context.close()
    assert told == []


@pytest.fixture
def reader(come: Callable[..., Any]) -> Any:
    """The page of a reader of Chinese in the browser."""
    return come()


def _near(url: str, desk: Desk) -> bool:
    return url.startswith((desk.address, "data:", "blob:"))


def expected(told: list[str], words: str) -> None:
    """What the browser had to complain of, such as an answer 409: it did, and it is no trouble."""
    assert any(words in one for one in told), told
    told[:] = [one for one in told if words not in one]


def enter(page: Any, link: str) -> None:
    """Go from the first screen through a link of the masthead."""
    page.goto("/")
    page.locator(f'.masthead nav a[href="{link}"]').click()
    page.wait_for_url(f"**{link}")


def drawn(page: Any) -> None:
    """Wait until what comes after the page itself is there, too."""
    page.wait_for_load_state("networkidle")


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Any, rules: list[str] = RULES) -> list[str]:
    """What stands in the way of people who do not see the page or use no mouse, as axe-core finds it."""
    page.wait_for_load_state()
    if not page.evaluate("typeof window.axe !== 'undefined'"):
        page.evaluate(AXE.read_text(encoding="utf8"))
    found = page.evaluate("(rules) => axe.run(document, {runOnly: rules})", rules)
    return [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]]


def sideways(page: Any) -> int:
    """How many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
