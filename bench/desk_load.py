"""Fifty readers and five editors at the desk at once: does every answer come, and is every edit still there?

usage: python bench/desk_load.py RECORD [--readers 50] [--editors 5] [--seconds 120]

The desk is served by `presscheck serve`, with accounts, on a copy of the record to which invented pages were added.
Readers look, search, follow series and read stories, each with a pause between; editors decide marks on the same
pages, some of them undone and taken again. At the end what was answered with "done" is looked for in the history and
in the queue. Exits 1 where an answer is an error, or an edit is lost.
"""

import argparse
import asyncio
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2

COMMAND = [sys.executable, "-c", "from presscheck.cli import main; main()"]
PAGES, PARAGRAPHS = 3, 120
PAUSE = (0.5, 3.0)
"""Seconds that a reader looks at what came before asking again."""
WORDS = ("经济", "铁路", "水利", "粮食", "桥", "航天", "医院", "教育", "台风", "高铁", "小麦", "港口", "芯片", "医保")
INDICATORS = (
    "粮食产量",
    "发电量",
    "进出口总额",
    "快递业务量",
    "外汇储备",
    "票房",
    "用电量",
    "货运量",
    "出口",
    "茶叶产量",
)


@dataclass(slots=True)
class Tally:
    """What was answered: milliseconds by route, statuses, what went wrong, and what each editor was told is done."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    done: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    """The number of the page, and the decision."""


def page_text(number: int) -> str:
    """An invented page with a mark in every paragraph: a comma of half width."""
    head = f"云州第{number}批小学扩建\n\n□ 本报记者 方小舟\n\n"
    told = (
        f"　　云州市第{number}批第{at}所小学今年计划投资{100 + at}万元,新建教室{at + 3}间。\n"
        for at in range(PARAGRAPHS)
    )
    return head + "".join(told)


def prepared(record: Path, folder: Path, people: list[tuple[str, str]]) -> tuple[Path, Path, dict[str, str]]:
    """A copy of the record with pages to work on, the file of people, and the token of each."""
    from presscheck.recording import Record

    file, users = folder / "desk.db", folder / "users.toml"
    shutil.copy(record, file)
    with Record(file) as kept:
        for number in range(PAGES):
            kept.add_bytes(page_text(number).encode(), f"load-{number}.txt", date="2026-06-18")
    tokens = {}
    for name, role in people:
        made = [*COMMAND, "serve", "--users", str(users), "--new-user", name, "--role", role]
        tokens[name] = subprocess.run(made, check=True, capture_output=True, text=True).stdout.strip()
    return file, users, tokens


class Visitor:
    """Somebody at the desk."""

    def __init__(self, desk: httpx2.AsyncClient, token: str, tally: Tally, seed: int) -> None:
        self.desk = desk
        self.headers = {"Authorization": f"Bearer {token}", "Accept-Language": "zh"}
        self.tally = tally
        self.chance = random.Random(seed)

    async def ask(self, route: str, method: str, place: str, **more: Any) -> Any:
        """One request; its answer, or nothing where there is none."""
        begun = time.perf_counter()
        try:
            answer = await self.desk.request(method, place, headers=self.headers, **more)
        except httpx2.HTTPError as error:
            self.tally.wrong.append(f"{place}: {error!r}")
            return None
        self.tally.took[route].append((time.perf_counter() - begun) * 1000)
        self.tally.statuses[answer.status_code] += 1
        if answer.status_code >= 400:
            self.tally.wrong.append(f"{method} {place}: {answer.status_code} {answer.text[:200]}")
            return None
        return answer


async def read(reader: Visitor, names: list[str], pages: list[int], until: float) -> None:
    """Look about until the time is over."""
    pick = reader.chance.choice
    while time.monotonic() < until:
        route, place = pick(
            (
                ("find", f"/find?q={quote(pick(WORDS))}"),
                ("facts", f"/facts?q={quote(pick(WORDS))}&kind=figure"),
                ("series", f"/series?what={quote(pick(INDICATORS))}"),
                ("story", f"/stories/{quote(pick(names), safe='')}"),
                ("page", f"/documents/{pick(pages)}/pages/p1"),
                ("marks", "/marks"),
            )
        )
        await reader.ask(route, "GET", place)
        await asyncio.sleep(reader.chance.uniform(*PAUSE))


async def edit(editor: Visitor, pages: list[int], share: tuple[int, int], until: float) -> None:
    """Decide on marks, one in ``share[1]`` of each page, until none is left or the time is over.

    Whose a mark is its place tells, which stays the same whatever others decide meanwhile.
    """
    turn = 0
    for page in pages:
        queue = await editor.ask("queue", "GET", f"/api/v1/corrections?document={page}&limit=200")
        marks = queue.json()["corrections"] if queue else []
        mine = [one for one in marks if one["correction"]["start"] % share[1] == share[0]]
        for one in mine:
            if time.monotonic() > until:
                return
            mark = {name: one["correction"][name] for name in ("part", "paragraph", "start", "end", "before", "after")}
            verdict = editor.chance.choice(("accept", "refuse"))
            told = {"article": one["article"], **mark, "verdict": verdict}
            done = await editor.ask(
                "decide", "POST", f"/api/v1/documents/{page}/corrections", json={"decisions": [told]}
            )
            turn += 1
            if done and turn % 7 == 0:
                step = {"step": done.json()["step"]}
                if await editor.ask("undo", "POST", f"/api/v1/documents/{page}/undo", json=step):
                    done = await editor.ask("redo", "POST", f"/api/v1/documents/{page}/redo", json=step)
            if done:
                editor.tally.done.append((page, told))
            await asyncio.sleep(editor.chance.uniform(0.2, 1.5))


async def visited(address: str, tokens: dict[str, str], seconds: float, names: list[str]) -> tuple[Tally, list[str]]:
    """What came of the visit, and the edits that were lost."""
    tally = Tally()
    limits = httpx2.Limits(max_connections=200)
    async with httpx2.AsyncClient(base_url=address, timeout=60, limits=limits) as desk:
        who = {name: Visitor(desk, token, tally, at) for at, (name, token) in enumerate(tokens.items())}
        first = next(iter(who.values()))
        pages = [one["id"] for one in (await first.ask("documents", "GET", "/api/v1/documents?q=load-")).json()]
        until = time.monotonic() + seconds
        editors = [one for name, one in who.items() if name.startswith("editor")]
        await asyncio.gather(
            *(read(one, names, pages, until) for name, one in who.items() if name.startswith("reader")),
            *(edit(one, pages, (at, len(editors)), until) for at, one in enumerate(editors)),
        )
        return tally, await lost(first, pages, tally)


async def lost(anyone: Visitor, pages: list[int], tally: Tally) -> list[str]:
    """The edits that were answered with "done" and are not there."""
    out = []
    for page in pages:
        queue = (await anyone.ask("queue", "GET", f"/api/v1/corrections?document={page}&limit=200")).json()
        still = {(one["correction"]["paragraph"], one["correction"]["start"]) for one in queue["corrections"]}
        sheet = (await anyone.ask("document", "GET", f"/api/v1/documents/{page}")).json()
        accepted = {
            (mark["paragraph"], mark["start"])
            for article in sheet["articles"]
            for mark in article["corrections"]
            if mark["rule"] == "accepted"
        }
        for at, one in ((at, one) for at, one in tally.done if at == page):
            place = (one["paragraph"], one["start"])
            if place in still or (place in accepted) != (one["verdict"] == "accept"):
                out.append(f"page {at}: {one}")
    return out


def served(file: Path, users: Path) -> tuple[subprocess.Popen[str], str]:
    """The desk, open, and its address."""
    command = [*COMMAND, "serve", "--record", str(file), "--users", str(users), "--port", "0", "--lang", "en"]
    desk = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"})
    assert desk.stderr is not None
    for line in desk.stderr:
        if "http://" in line:
            return desk, line.split("http://")[1].split("/")[0].join(("http://", ""))
    raise SystemExit("the desk did not open")


def main() -> int:
    """Visit a desk, and tell what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--editors", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=120)
    asked = parser.parse_args()
    from presscheck.recording import Record

    with Record(asked.record) as kept:
        rows = kept.store.all("SELECT name FROM article WHERE current ORDER BY id * 7919 % 10007 LIMIT 300")
    people = [(f"reader{at}", "reader") for at in range(asked.readers)]
    people += [(f"editor{at}", "editor") for at in range(asked.editors)]
    with tempfile.TemporaryDirectory() as folder:
        file, users, tokens = prepared(asked.record, Path(folder), people)
        desk, address = served(file, users)
        try:
            tally, gone = asyncio.run(visited(address, tokens, asked.seconds, [name for (name,) in rows]))
        finally:
            desk.terminate()
            desk.wait(30)
    for route, took in sorted(tally.took.items()):
        cut = statistics.quantiles(took, n=20)[-1] if len(took) > 1 else took[0]
        print(f"{route:12} {len(took):6} answers  p50 {statistics.median(took):8.1f} ms  p95 {cut:8.1f} ms")
    print(f"statuses {dict(tally.statuses)}; edits done {len(tally.done)}, lost {len(gone)}; errors {len(tally.wrong)}")
    for told in [*tally.wrong[:10], *gone[:10]]:
        print(" ", told)
    return 1 if tally.wrong or gone else 0


if __name__ == "__main__":
    sys.exit(main())
