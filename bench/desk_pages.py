"""How long a person waits who brings a page file to the desk: until it is read and kept, seen, and its picture drawn.

usage: python bench/desk_pages.py FILE [FILE ...] [--most 2]

The desk is asked without a network, on a new record, one file after the other. *read* is the time from the upload until
the stories are in the record, *page* that of the page view after it, *picture* that of the first whole picture of the
page. Exits 1 where a page view and its picture together take longer than ``--most`` seconds.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

os.environ.setdefault("OMP_NUM_THREADS", "1")

OPEN = 5
"""Seconds for which the desk was open before a file is brought."""
LOOK = 0.02
"""Seconds after which is asked again whether a file is read."""
WIDE = 1000
"""Pixels of the first picture of a page."""


def brought(desk: Any, file: Path, csrf: str) -> tuple[float, float, float]:
    """Seconds until a file is read and kept, its page is seen, and drawn."""
    begun = time.perf_counter()
    form = {"file": (file.name, file.read_bytes())}
    answer = desk.post("/api/v1/add", files=form, headers={"X-CSRF-Token": csrf})
    if answer.status_code != 202:
        raise SystemExit(f"{file}: {answer.status_code} {answer.text[:200]}")
    while (job := desk.get(answer.headers["location"]).json())["state"] in ("waiting", "running"):
        time.sleep(LOOK)
    if job["state"] != "done":
        raise SystemExit(f"{file}: {job}")
    kept = time.perf_counter()
    (one,) = desk.get(f"/api/v1/documents?q={quote(file.name)}").json()
    page = desk.get(f"/documents/{one['id']}/pages/p1")
    seen = time.perf_counter()
    whence = page.text.partition('data-picture="')[2].partition("/info.json")[0]
    if page.status_code != 200 or (whence and desk.get(f"{whence}/full/{WIDE},/0/default.jpg").status_code != 200):
        raise SystemExit(f"{file}: its page is not shown")
    return kept - begun, seen - kept, time.perf_counter() - seen


def main() -> int:
    """Bring files to a desk, and tell how long each took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--most", type=float, default=2)
    asked = parser.parse_args()
    from fastapi.testclient import TestClient

    from presscheck.web.app import create_app
    from presscheck.web.house import House

    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder) / "desk.db")
        headers = {"Accept-Language": "zh"}
        with TestClient(create_app(house), base_url="http://127.0.0.1", headers=headers) as desk:
            csrf = desk.get("/").text.split('name="csrf" content="')[1].split('"')[0]
            time.sleep(OPEN)
            print(f"{'':32}    read    page  picture")
            for file in asked.files:
                read, page, picture = brought(desk, file, csrf)
                over = page + picture > asked.most
                missed += over
                print(f"{file.name[:32]:32} {read:6.2f}s {page:6.2f}s {picture:7.2f}s{'  MISSED' if over else ''}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
