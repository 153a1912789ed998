"""Newspaper pages out of a browser, with their truth: other layouts and another engine than our own typesetter's.

usage: python bench/web_pages.py RECORD --set develop --since 2025-07-01 --until 2025-10-31 --pages 12 --out DIR

Text comes from the finished articles of RECORD (JSON lines, may be gzipped) of those days. A page is HTML and
CSS; headless Chromium sets it, a script in it pours the stories into their places and tells what then stands
where, and Chromium prints that to PDF. DIR/pages gets the PDFs (``--png``: images too), DIR/truth the stories
as ``presscheck measure articles`` reads them. What finds no room on a page is not in its truth either. Every
page is looked at again before it counts: one sheet, no character printed over another, each story's characters
there. A page that fails is set anew with other choices.

In the truth a photograph's own caption, an advertisement, a table, a pulled figure and a label are in no article; a
sidebar is an article of its own, and so is each short item, with or without a headline.
"""

import argparse
import html
import importlib
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import pypdfium2

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "tools")]
from web_sheet import Sheet  # noqa: E402
from web_stories import Desk  # noqa: E402

from make_dumps import articles  # noqa: E402

SETS = ("develop", "test")
DOTS = 150
TRIES = 8
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--no-first-run",
)
TRUTH = re.compile(r'<script type="application/json" id="truth">(.*?)</script>', re.S)
SCRIPT = re.compile(r"<script.*?</script>", re.S)


class NotPrinted(Exception):
    """The page did not come out as it was meant to; the next seed may."""


def chromium() -> str | None:
    """The browser, where there is one."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def browse(sheet: Sheet, folder: Path, *arguments: str) -> str:
    """What headless Chromium says of the page that lies in ``folder``."""
    command = [
        chromium() or "chromium",
        *FLAGS,
        f"--user-data-dir={folder / 'profile'}",
        f"--window-size={sheet.width},{sheet.height}",
    ]
    done = subprocess.run(
        [*command, *arguments, (folder / "page.html").as_uri()], capture_output=True, timeout=180, check=False
    )
    return done.stdout.decode("utf8")


def set_page(sheet: Sheet, pdf: Path, *, mix: bool) -> dict:
    """Sets and prints the page; gives its truth. Raises ``NotPrinted``."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        page = folder / "page.html"
        page.write_text(sheet.html(mix), encoding="utf8")
        set_ = browse(sheet, folder, "--dump-dom")
        found = TRUTH.search(set_)
        told = json.loads(html.unescape(found[1])) if found and found[1] else {"error": "no truth came back"}
        if "error" in told or told["stray"]:
            raise NotPrinted(told.get("error") or f"no room for {told['stray']}")
        page.write_text("<!DOCTYPE html>" + SCRIPT.sub("", set_.removeprefix("<!DOCTYPE html>")), encoding="utf8")
        browse(sheet, folder, f"--print-to-pdf={pdf}", "--no-pdf-header-footer")
    look_again(pdf, told["articles"])
    return told


def look_again(pdf: Path, stories: list[dict]) -> None:
    """Raises ``NotPrinted`` where the PDF is not what its truth says."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        if len(document) != 1:
            raise NotPrinted(f"{len(document)} sheets")
        words = document[0].get_textpage()
        boxes = [(words.get_text_range(i, 1), words.get_charbox(i)) for i in range(words.count_chars())]
        width, height = document[0].get_size()
    finally:
        document.close()
    there = Counter(character for character, _ in boxes)
    wanted = Counter("".join(p["text"] for story in stories for p in story["paragraphs"]))
    missing = {
        character: number - there[character]
        for character, number in wanted.items()
        if number > there[character] and not character.isspace()
    }
    if sum(missing.values()) > 2:
        raise NotPrinted(f"characters are missing: {missing}")
    # The fonts have one glyph for a double dash: two characters, one box.
    places = np.array([box for character, box in dict.fromkeys(boxes) if not character.isspace()])
    if (places.min() < -1) or (places[:, 2].max() > width + 1) or (places[:, 3].max() > height + 1):
        raise NotPrinted("characters beyond the sheet")
    if over := overprinted(places):
        raise NotPrinted(f"{over} characters over others")


def overprinted(places: np.ndarray) -> int:
    """How many characters (left, bottom, right, top) cover more than a quarter of another."""
    order = np.argsort(places[:, 0])
    left, bottom, right, top = places[order].T
    area = np.maximum((right - left) * (top - bottom), 1e-6)
    count = 0
    for i in range(len(left)):
        near = np.arange(i + 1, np.searchsorted(left, right[i]))
        wide = np.minimum(right[i], right[near]) - left[near]
        high = np.minimum(top[i], top[near]) - np.maximum(bottom[i], bottom[near])
        shared = np.clip(wide, 0, None) * np.clip(high, 0, None)
        count += int((shared > 0.25 * np.minimum(area[i], area[near])).any())
    return count


def picture(pdf: Path, png: Path) -> None:
    """The same page as an image."""
    document = pypdfium2.PdfDocument(pdf)
    document[0].render(scale=DOTS / 72).to_pil().save(png)
    document.close()


def make_pages(items: list[dict], which: str, number: int, seed: int, out: Path, *, png: bool = False) -> list[Path]:
    """The pages of a set, its templates in turn; gives the PDFs."""
    templates = importlib.import_module(f"web_{which}").PAGES
    for folder in ("pages", "truth"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    made = []
    for index in range(number):
        kind = list(templates)[index % len(templates)]
        name = f"{kind}-{seed}-{index // len(templates)}"
        pdf = out / "pages" / f"{name}.pdf"
        for attempt in range(TRIES):
            rng = random.Random(f"{which} {kind} {seed} {index} {attempt}")
            sheet = templates[kind](Desk(items, rng), rng)
            try:
                told = set_page(sheet, pdf, mix=rng.random() < 0.5)
                break
            except NotPrinted as reason:
                print(f"{name}, try {attempt + 1}: {reason}", file=sys.stderr)
        else:
            raise SystemExit(f"{name} could not be set")
        truth = {"name": name, "template": kind, "set": which, "date": sheet.desk.day} | told
        (out / "truth" / f"{name}.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf8")
        if png:
            picture(pdf, pdf.with_suffix(".png"))
        made.append(pdf)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("--set", choices=SETS, default="develop", dest="which")
    parser.add_argument("--since", default="0000")
    parser.add_argument("--until", default="9999")
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--png", action="store_true")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    if not chromium():
        raise SystemExit("Chromium was not found; install it (apt-get install chromium) and try again.")
    items = articles(given.record, given.since, given.until)
    if not items:
        raise SystemExit(f"{given.record} has no articles from {given.since} to {given.until}.")
    for pdf in make_pages(items, given.which, given.pages, given.seed, given.out, png=given.png):
        print(pdf)


if __name__ == "__main__":
    main()
