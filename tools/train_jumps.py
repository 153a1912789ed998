"""Learn the weights of the evidence for stories that go on over pages, from issues that ``typeset_issue`` sets.

The issues are read as people's are, so that the marks and halves are those that reading leaves. What is learned are
the weights under which the true links are likeliest among all ways of linking; they are printed, for
``presscheck/articles/jumps.py``.

    python tools/train_jumps.py FOLDER [FOLDER …]
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from presscheck import pipeline
from presscheck.articles import jumps
from presscheck.language import ngram
from presscheck.measure.issues import by_issue, sheet_of, standing, true_links
from presscheck.measure.pairs import pairings

Floats = NDArray[np.float64]
NAMES = tuple(jumps.WEIGHTS)
STEPS, PACE, DECAY = 600, 0.1, 0.2
"""Steps of the ascent (Adam), its pace at first, and how strongly large weights are held back."""


@dataclass(frozen=True, slots=True)
class Issue:
    """The evidence for each pair of halves (n, m, kinds and a one), which pairs pages allow, and which are true."""

    evidence: Floats
    allowed: NDArray[np.bool_]
    true: NDArray[np.bool_]


def issues(folder: Path) -> Iterator[Issue]:
    """The issues under ``folder``, as its ``pages`` and ``truth``."""
    model = ngram.load()
    for _, pairs in by_issue(pairings(folder / "truth", folder / "pages")):
        sheets = [sheet_of(pair, pipeline.read(pair.page)) for pair in pairs]
        ours = [(sheet, number) for sheet in sheets for number in range(len(sheet.ours))]
        halves = [jumps.Half(sheet.ours[number], sheet.reading.pages[0].number, sheet.name) for sheet, number in ours]
        first = [place for place, half in enumerate(halves) if half.article.jump_to]
        second = [place for place, half in enumerate(halves) if half.article.jump_from]
        if not first or not second:
            continue
        told = jumps.text_evidence(halves, first, second, model) | jumps.page_evidence(halves, first, second)
        stands = {part: held for sheet in sheets for part, held in standing(sheet).items()}
        names = [(sheet.name, number) for sheet, number in ours]
        links = list(true_links(sheets))
        true = np.array([
            [any(a in stands[names[i]][0] and b in stands[names[j]][1] for a, b in links) for j in second]
            for i in first
        ])  # fmt: skip
        one = np.ones(true.shape)
        yield Issue(np.stack([*(told[name] for name in NAMES), one], axis=-1), told["forbidden"] == 0, true)


def fitted(seen: list[Issue]) -> Floats:
    """The weights, the bias last, that make the true links likeliest."""
    weights = np.zeros(len(NAMES) + 1)
    weights[-1] = -4.0
    slope, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        gain = -DECAY * np.append(weights[:-1], 0.0)
        for issue in seen:
            missed = (issue.true & issue.allowed) - chances(issue, weights)
            gain += np.einsum("ijk,ij->k", issue.evidence, missed * issue.allowed)
        slope, square = 0.9 * slope + 0.1 * gain, 0.99 * square + 0.01 * gain * gain
        pace = PACE * (1 - 0.9 * step / STEPS)
        weights += pace * slope / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def chances(issue: Issue, weights: Floats) -> Floats:
    """What the weights make of each pair among all others."""
    return jumps.matching(np.where(issue.allowed, issue.evidence @ weights, -np.inf))


def main() -> None:
    """Learn from the folders that the command line names."""
    parser = argparse.ArgumentParser(description="Learn the weights for links over pages from made issues.")
    parser.add_argument("folders", type=Path, nargs="+", help="folders that tools/typeset_issue.py made")
    options = parser.parse_args()
    weights = fitted([issue for folder in options.folders for issue in issues(folder)])
    print({name: round(float(weight), 2) for name, weight in zip((*NAMES, "bias"), weights, strict=True)})


if __name__ == "__main__":
    main()
