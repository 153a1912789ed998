"""Set newspaper pages with geometry and exact truth, from finished articles.

python tools/typeset.py ../shared/data/broadcast.jsonl.gz --since 2025-07-01 --until 2025-10-31 --pages 5 --out bench/x
"""

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

from make_dumps import articles, lengthened, relatives
from typeset_page import made_up
from typeset_pdf import write_pdf
from typeset_sheet import SetGraphic, SetLine, Sheet, truth

__all__ = ["SetGraphic", "SetLine", "Sheet", "sheets", "truth", "write_pdf"]
ORDERS = ("reading", "rows", "shuffle")


def sheets(items: list[dict], seed: int, *, vertical: float = 0.0) -> Iterator[Sheet]:
    """Pages without end: every other one is made of one or two days' articles, as a newspaper is.

    ``vertical`` is the share of pages whose lines go down, and from right to left.
    """
    rng = random.Random(seed)
    by_day: dict[str, list[dict]] = {}
    for item in items:
        by_day.setdefault(item["date"], []).append(item)
    days = sorted(by_day)
    kin = relatives(items)
    while True:
        if rng.random() < 0.5 and len(days) > 1:
            day = rng.randrange(len(days) - 1)
            chosen = by_day[days[day]] + by_day[days[day + 1]]
        else:
            chosen = [rng.choice(items) for _ in range(60)]
        share = rng.choice((0.0, 0.1, 0.3, 0.8))
        chosen = [
            lengthened(item, kin, rng) if rng.random() < share else item for item in rng.sample(chosen, len(chosen))
        ]
        yield made_up(chosen, rng, vertical=vertical > 0 and rng.random() < vertical)


def write_sheets(stream: Iterator[Sheet], count: int, folder: Path, order: str | None = None) -> None:
    """The first ``count`` sheets as ``pages/*.pdf`` and ``truth/*.json`` under ``folder``."""
    for kind in ("pages", "truth"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    for number, sheet in zip(range(count), stream, strict=False):
        write_pdf(sheet, folder / "pages" / f"made-{number:03}.pdf", order=order or ORDERS[number % 3])
        told = json.dumps(truth(sheet), ensure_ascii=False, indent=1)
        (folder / "truth" / f"made-{number:03}.json").write_text(told, encoding="utf8")


def main() -> None:
    """Make the pages the command line asks for."""
    parser = argparse.ArgumentParser(description="Set newspaper pages with geometry and truth from finished articles.")
    parser.add_argument("record", type=Path, help="broadcast.jsonl.gz, or another JSONL of finished articles")
    parser.add_argument("--since", default="0000")
    parser.add_argument("--until", default="9999")
    parser.add_argument("--pages", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--vertical", type=float, default=0.0, help="the share of pages set in upright lines")
    parser.add_argument("--order", choices=ORDERS, help="how the PDFs hold their lines; without it by turns")
    parser.add_argument("--out", type=Path, help="a folder for pages and their truth; without it lines are printed")
    options = parser.parse_args()
    stream = sheets(articles(options.record, options.since, options.until), options.seed, vertical=options.vertical)
    if options.out:
        write_sheets(stream, options.pages, options.out, options.order)
        return
    for _, sheet in zip(range(options.pages), stream, strict=False):
        for line in sheet.lines:
            print(f"{line.story}\t{line.place}\t{line.role}\t{line.left:.0f},{line.top:.0f}\t{line.text}")
        print()


if __name__ == "__main__":
    main()
