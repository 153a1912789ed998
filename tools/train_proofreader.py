"""Learn what the proofreader's evidence is worth, on finished articles with misreadings set in and on real scans.

python tools/train_proofreader.py SCANS.jsonl --lone FILE [--record FILE] [--since DAY] [--until DAY] [--characters N]

SCANS are pages drawn, spoiled and read again (``bench/scan_errors.py``); the lone sentences are of other text than the
paper's too (``make_lone_sentences.py``), so that the weights tell how far the language model is to be trusted there.
Misreadings are set into finished articles about as often as on those scans: look-alikes, marks, characters lost, added
or turned round. Each group of changes gets a logistic regression of its own (scipy's L-BFGS, with a ridge), and a last
one tells whether a place is misread at all, whatever may stand there. Written is
``src/presscheck/data/proofreader.toml``.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from presscheck import data, hanzi
from presscheck.measure.proofread import Item, Stories, Way, inject, read_set
from presscheck.measure.proofreading import errors_of, judge
from presscheck.model import Correction, Tier
from presscheck.proofreading import doubts
from presscheck.proofreading.chances import GROUPS, NEVER, group_of
from presscheck.proofreading.evidence import TRAITS, evidence
from presscheck.proofreading.misread import PAPERS_OWN
from presscheck.proofreading.passage import Passage
from presscheck.proofreading.second_opinion import opinion
from presscheck.proofreading.sheet import Sheet
from presscheck.proofreading.tries import STRANGE, Stumbles, Try, tries

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "src/presscheck/data/proofreader.toml"
RECORD = ROOT.parent / "shared" / "data" / "broadcast.jsonl.gz"
SET_IN = {
    "mark": 0.02,
    "lost_mark": 0.01,
    "full_stop": 0.03,
    "missing": 0.0005,
    "extra": 0.0005,
    "turned": 0.0003,
    "phrase": 0.0005,
}
"""Misreadings set in beside look-alikes (of each mark, of each mark, of each character …)."""
PAGES_ONLY = frozenset({"doubled", "full_stop"})
"""Groups that are learned of whole pages alone: reviews say things twice, and sentences stand alone."""
STORIES = 6
"""On a page."""
RIDGE = 3.0
FLAT = 1e-3
"""The spread of a trait under which it tells nothing."""
Matrix = NDArray[np.float32]


class Told(NamedTuple):
    """Every change weighed on some pages: its kind, traits, whether it is right, whether anything is wrong there.

    ``lone`` tells changes of lone sentences.
    """

    kinds: NDArray[np.str_]
    traits: Matrix
    right: NDArray[np.bool_]
    wrong_there: NDArray[np.bool_]
    page: NDArray[np.int64]
    tries: list[Try]
    opinions: Matrix
    characters: int
    errors: int
    lone: NDArray[np.bool_]


def spoil(text: str, rng: random.Random) -> str:
    """A passage with misreadings of every kind."""
    out: list[str] = []
    misread, lost = data.rows("marks")["misread"], data.rows("marks")["lost"]["marks"]
    printed = {
        mark: [read for read, told in misread.items() if mark in told] for told in misread.values() for mark in told
    }
    for char in text:
        chance = rng.random()
        if char in lost and chance < SET_IN["lost_mark"]:
            continue
        if printed.get(char) and chance < SET_IN["lost_mark"] + SET_IN["mark"]:
            out.append(rng.choice(printed[char]))
        elif hanzi.is_han(char) and chance < SET_IN["missing"]:
            continue
        elif hanzi.is_han(char) and chance < SET_IN["missing"] + SET_IN["extra"]:
            out += [char, rng.choice(text + char * len(text))]
        elif hanzi.is_han(char) and out and chance < SET_IN["missing"] + SET_IN["extra"] + SET_IN["turned"]:
            out.insert(-1, char)
        elif hanzi.is_han(char) and out and chance > 1 - SET_IN["phrase"]:
            start = rng.randrange(max(len(text) - 2, 1))
            out[-1:] = text[start : start + 2]
        else:
            out.append(char)
    if out and out[-1] == "。" and rng.random() < SET_IN["full_stop"]:
        out.pop()
    return inject("".join(out), rng)


def bundles(articles: Sequence[Stories]) -> list[Stories]:
    """Finished articles put together as a page has them."""
    return [
        tuple(story for page in articles[k : k + STORIES] for story in page) for k in range(0, len(articles), STORIES)
    ]


def spoiled(pages: Sequence[Stories], seed: int) -> Iterator[Stories]:
    """Every third page as printed, the others spoiled."""
    rng = random.Random(seed)
    for number, page in enumerate(pages):
        keep = number % 3 == 0
        yield tuple(
            tuple(item if keep else item._replace(src=spoil(item.tgt, rng)) for item in story) for story in page
        )


def weighed(pages: Sequence[Stories], whole: int) -> Told:
    """Every change of every page, with what is true of it; those after the first ``whole`` are lone sentences."""
    reader = opinion()
    kinds, traits, right, wrong, page_of, shown, opinions = [], [], [], [], [], [], []
    characters = errors = 0
    for number, page in enumerate(pages):
        items = [item for story in page for item in story]
        sheet = Sheet.of(
            [Passage(item.part, None if item.part != "body" else k, item.src) for k, item in enumerate(items)]
        )
        stumbles = Stumbles.of(sheet)
        proposed = tries(sheet, stumbles)
        misread = [errors_of(item.src, item.tgt) for item in items]
        characters += sum(len(item.src) for item in items)
        errors += sum(map(len, misread))
        for one in proposed:
            k, at = sheet.at(one.start)
            true, touched = _true(items[k], misread[k], one, at)
            kinds.append(one.kind)
            right.append(true)
            wrong.append(touched)
            page_of.append(number)
        shown += proposed
        traits.append(evidence(sheet, stumbles, proposed))
        open_ = doubts.asked(proposed, np.zeros(len(proposed)))
        opinions.append(doubts.opinions(sheet, proposed, open_, traits[-1], reader))
    return Told(
        np.array(kinds),
        np.concatenate(traits),
        np.array(right),
        np.array(wrong),
        np.array(page_of),
        shown,
        np.concatenate(opinions),
        characters,
        errors,
        np.array(page_of) >= whole,
    )


def _true(item: Item, misread: Sequence, one: Try, at: int) -> tuple[bool, bool]:
    end = at + one.end - one.start
    if not any(error.start <= end and at <= error.end for error in misread):
        return False, False
    correction = Correction("body", 0, at, end, item.src[at:end], one.after, "", "", 0.0, Tier.SUSPECT)
    judged = judge(item.src, item.tgt, misread, correction)
    touches = any(max(error.start, at) < min(error.end, end) or error.start == at for error in misread)
    return judged.right, touches


def fit(traits: Matrix, right: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    """Weights and bias of a logistic regression with a ridge on standardised traits, for the traits as they are."""
    x = traits.astype(np.float64)
    mean, spread = x.mean(axis=0), x.std(axis=0)
    spread[spread < FLAT] = 1.0
    z, y = (x - mean) / spread, right.astype(np.float64)

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        score = z @ w[:-1] + w[-1]
        told = np.logaddexp(0, score) - y * score
        error = 1 / (1 + np.exp(-score)) - y
        slope = np.append(z.T @ error + RIDGE * w[:-1], error.sum())
        return float(told.sum() + RIDGE / 2 * w[:-1] @ w[:-1]), slope

    start = np.zeros(z.shape[1] + 1)
    start[-1] = np.log(max(y.mean(), 1e-6))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 2000}).x
    weights = found[:-1] / spread
    return weights, float(found[-1] - weights @ mean)


def learn(told: Told) -> dict[str, dict[str, float]]:
    """The weights of the first reading, and of the second on what the first leaves open."""
    found = len(
        {(page, one.start) for page, one, right in zip(told.page, told.tries, told.right, strict=True) if right}
    )
    out = {"page": {"rate": round(found / told.characters, 5)}}
    every = np.ones(len(told.kinds), dtype=bool)
    out |= {f"first.{group}": row for group, row in _learn(told, told.traits, every, TRAITS).items()}
    odds = np.full(len(told.kinds), NEVER)
    groups = np.array([group_of(str(kind)) for kind in told.kinds])
    for group in set(groups) - {"any"}:
        row, here = out[f"first.{group}"], groups == group
        odds[here] = told.traits[here] @ np.array([row.get(name, 0.0) for name in TRAITS]) + row["bias"]
    open_ = doubts.asked(told.tries, odds)
    both, names = np.concatenate([told.traits, told.opinions], axis=1), (*TRAITS, *doubts.TRAITS)
    return out | {f"second.{group}": row for group, row in _learn(told, both, open_, names).items()}


def _learn(told: Told, traits: Matrix, which: NDArray[np.bool_], names: Sequence[str]) -> dict[str, dict[str, float]]:
    groups = np.array([group_of(str(kind)) for kind in told.kinds])
    strange = traits[:, TRAITS.index("strange")] > STRANGE
    out = {}
    for group in GROUPS:
        here = which & ((groups == group) | (group == "any"))
        if group in PAPERS_OWN:
            here &= ~told.lone | (strange & (group not in PAGES_ONLY))
        if not here.any():
            continue
        wanted = told.wrong_there if group == "any" else told.right
        weights, bias = fit(traits[here] * _known(group, names), wanted[here])
        print(f"{group:9} {here.sum():7} weighed, {wanted[here].sum():6} right", file=sys.stderr)
        out[group] = {"bias": round(bias, 4)} | {
            name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True) if abs(weight) >= 5e-5
        }
    return out


def _known(group: str, names: Sequence[str]) -> NDArray[np.bool_]:
    """Which traits a group is weighed by: whole pages tell nothing of lone sentences, or of other text."""
    little = np.array([name == "little_text" for name in names])
    strange = np.array([name.startswith("strange") for name in names])
    return ~((little & (group in PAPERS_OWN)) | ((little | strange) & (group in PAGES_ONLY)))


def _rows(learnt: dict[str, dict[str, float]]) -> Iterator[str]:
    yield "# What each trait of a change counts, in nats of log odds; learned by tools/train_proofreader.py.\n"
    for group, weights in learnt.items():
        yield f"\n[{group}]\n"
        yield from (f"{name} = {weight}\n" for name, weight in weights.items())


def main() -> None:
    """Set in, weigh, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scans", type=Path)
    parser.add_argument("--lone", type=Path, action="append", default=[])
    parser.add_argument("--record", type=Path, default=RECORD)
    parser.add_argument("--since", default="2025-07-01")
    parser.add_argument("--until", default="2025-08-31")
    parser.add_argument("--characters", type=int, default=500_000)
    parser.add_argument("--out", type=Path, default=TABLE)
    parser.add_argument("--keep", type=Path, help="also keep everything that was weighed, as a numpy archive")
    options = parser.parse_args()
    pages, _ = read_set(options.record, Way(since=options.since, until=options.until))
    share = sum(len(item.tgt) for page in pages for story in page for item in story) // options.characters + 1
    chosen = list(spoiled(bundles(pages[::share]), 1))
    chosen += read_set(options.scans, Way())[0]
    whole = len(chosen)
    for path in options.lone:
        chosen += read_set(path, Way())[0]
    told = weighed(chosen, whole)
    if options.keep:
        np.savez_compressed(
            options.keep, **{name: np.asarray(part) for name, part in told._asdict().items() if name != "tries"}
        )
    options.out.write_text("".join(_rows(learn(told))), encoding="utf8")


if __name__ == "__main__":
    main()
