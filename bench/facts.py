"""How many sentences a second give their facts on one core, and how long a paragraph of nothing but one mark takes.

usage: python bench/facts.py [--set ARTICLES.jsonl.gz] [--since DAY] [--until DAY] [--stories 400]

The articles (by default the broadcast's in ../shared) are read in a fresh process pinned to one core, story by story;
what has to be loaded first is timed apart, with the first stories, at which patterns are compiled and tables filled;
only the processor's own time counts. Exits 1 where it reads fewer
sentences a second than it should, or where a paragraph of 1 MB takes longer than it may.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

RECORD = Path(__file__).resolve().parents[2] / "shared" / "data" / "broadcast.jsonl.gz"
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "RAYON")}
LEAST = 1_000
"""Sentences a second that are to be kept up."""
MOST = 5.0
"""Seconds that a paragraph of 1 MB may take."""
WARM = 40
"""So many stories are read before the clock starts."""
FLOODS = ("1", "“", "第", "一", "说", "年")


def timed(options: argparse.Namespace) -> dict[str, float]:
    """In a process of its own: seconds to load, sentences a second, seconds of each flood, peak memory in MB."""
    start = time.process_time()
    from presscheck.facts import desk
    from presscheck.measure.facts import read_lines, story_of

    wanted = (one for one in read_lines(options.set) if options.since <= one["date"] <= options.until)
    first, stories = ([story_of(one) for one in islice(wanted, count)] for count in (WARM, options.stories))
    for story in first:
        desk.find(story)
    told = {"load": time.process_time() - start}
    count = sum(len(part.sentences) for story in stories for part in story.parts)
    start = time.process_time()
    facts = sum(len(desk.find(story)) for story in stories)
    told |= {"sentences": count, "facts": facts, "speed": count / (time.process_time() - start)}
    told["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    for mark in FLOODS:
        start = time.process_time()
        desk.find_in_text(mark * (1_000_000 // len(mark.encode())))
        told[f"1 MB of {mark}"] = time.process_time() - start
    return told


def main() -> int:
    parser = argparse.ArgumentParser(description="How many sentences a second give their facts on one core.")
    parser.add_argument("--set", type=Path, default=RECORD)
    parser.add_argument("--since", default="2025-07-01")
    parser.add_argument("--until", default="2025-10-31")
    parser.add_argument("--stories", type=int, default=400)
    parser.add_argument("--read", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        print(json.dumps(timed(options)))
        return 0
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    command = [sys.executable, __file__, "--read", *sys.argv[1:]]
    done = subprocess.run(command, env=os.environ | ONE_THREAD, stdout=subprocess.PIPE, check=True)
    told = json.loads(done.stdout)
    for name, value in told.items():
        print(f"{name:12} {value:,.2f}")
    slow = [name for name, value in told.items() if name.startswith("1 MB") and value > MOST]
    return 1 if told["speed"] < LEAST or slow else 0


if __name__ == "__main__":
    sys.exit(main())
