"""How many characters a second the proofreader reads on one core: clean text, and text with 1 % of look-alikes.

usage: python bench/proofread.py [--set FILE] [--since DAY] [--until DAY] [--characters 200000]

The set is any that ``presscheck measure proofread`` takes (by default the broadcast's articles in ../shared). It is
read in a fresh process pinned to one core, story by story; what has to be loaded first is timed apart. Exits 1 where it
reads fewer characters a second than it should, with the second reader or ("alone") without.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

RECORD = Path(__file__).resolve().parents[2] / "shared" / "data" / "broadcast.jsonl.gz"
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "RAYON")}
LEAST = {"clean": 8_000, "injected": 8_000, "clean, alone": 20_000, "injected, alone": 0}
"""Characters a second that are to be kept up, with the second reader and without."""


def timed(options: argparse.Namespace) -> dict[str, float]:
    """In a process of its own: seconds to load, characters a second of both texts, peak memory in MB."""
    start = time.perf_counter()
    from presscheck.measure import proofread as measure
    from presscheck.proofreading.second_opinion import opinion

    list(measure.proofread(((measure.Item("body", "全市今年汁划投资两亿元。", ""),),), opinion()))
    told = {"load": time.perf_counter() - start}
    pages, _ = measure.read_set(options.set, measure.Way(since=options.since, until=options.until))
    chosen, size = [], 0
    for page in pages:
        if size < options.characters:
            chosen.append(page)
            size += sum(len(item.src) for story in page for item in story)
    for name, texts in (("clean", chosen), ("injected", measure.injected(chosen, 0))):
        for more, reader in (("", opinion()), (", alone", None)):
            start = time.perf_counter()
            for page in texts:
                list(measure.proofread(page, reader))
            told[name + more] = size / (time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return told | {"characters": size, "peak": peak / (1e6 if sys.platform == "darwin" else 1e3)}


def main() -> int:
    parser = argparse.ArgumentParser(description="How many characters a second the proofreader reads on one core.")
    parser.add_argument("--set", type=Path, default=RECORD)
    parser.add_argument("--since", default="2025-07-01")
    parser.add_argument("--until", default="2025-10-31")
    parser.add_argument("--characters", type=int, default=200_000)
    parser.add_argument("--read", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        print(json.dumps(timed(options)))
        return 0
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # inherited by the process started below
    command = [sys.executable, __file__, "--read", *sys.argv[1:]]
    done = subprocess.run(command, env=os.environ | ONE_THREAD, check=True, stdout=subprocess.PIPE, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    print(f"{told['characters']:.0f} characters on one core; loaded and ready in {told['load']:.2f} s")
    for name, least in LEAST.items():
        print(f"{name:16} {told[name]:9.0f} characters a second" + f" (at least {least})" * bool(least))
    print(f"peak memory {told['peak']:.0f} MB")
    return 0 if all(told[name] >= least for name, least in LEAST.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
