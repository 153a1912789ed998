"""The stories of a dump in arbitrary order, looked at once more with whole stories in view.

A first assignment joins fragments pair by pair. Now each fragment has a story before it and one after it, and the same
question is put again: does the story that begins with B go on the one that ends with A? The picture of a whole story
tells more of its matter than its last lines do.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from presscheck.articles.matter import unit
from presscheck.articles.queues import Page
from presscheck.articles.seams import ranks

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]

PAIR_NAMES = (
    "back", "ahead", "linked", "same_story", "likeness", "likeness_rank", "likeness_back_rank", "to_fragment",
    "to_fragment_rank", "best", "length_before", "length_after", "text_before", "heads_before", "credit_before",
    "head_after", "credit_after", "heads_in_after", "head_after_text", "fragment_likeness", "matter", "matter_rank",
    "matter_back_rank", "fragment_matter", "credit_in_after", "head_after_broken", "size_before", "size_after",
    "ends_before", "opens_after", "close_chance", "open_chance",
)  # fmt: skip
"""What is known of "the story from j on goes on the story up to i", in the order of the last axis of ``pairs``."""
END_NAMES = (
    "none", "linked", "length", "best_link", "head", "credit", "text_before", "heads_in", "credit_in", "best_likeness",
    "best_matter", "linked_matter", "best_free", "best_free_matter",
)  # fmt: skip
"""What is known of "j opens a story" and "i closes one", in the order of the last axis of ``ends``."""

_BACK, _AHEAD = PAIR_NAMES.index("back"), PAIR_NAMES.index("ahead")
NOBODY = -2.5
"""What stands for the best of none: the least log chance there is, as the tables have it."""


def chains(before: Sequence[int]) -> list[list[int]]:
    """The stories that the links make, each a list of its fragments in their order.

    >>> chains([-1, -1, 0, 2])
    [[0, 2, 3], [1]]
    """
    after = {prior: fragment for fragment, prior in enumerate(before) if prior >= 0}
    out = []
    for start in (fragment for fragment, prior in enumerate(before) if prior < 0):
        chain = [start]
        while chain[-1] in after:
            chain.append(after[chain[-1]])
        out.append(chain)
    return out


def pairs(page: Page, before: Sequence[int]) -> Floats:
    """The evidence on every pair, given the links of a first reading: (n, n, len(PAIR_NAMES))."""
    count = len(before)
    upto, onward = _members(before)
    size_before, size_after = upto.sum(axis=1), onward.sum(axis=1)
    sums: Floats = upto @ page.likeness
    whole: Floats = (sums @ onward.T) / (size_before[:, None] * size_after[None, :])
    to_fragment: Floats = sums / size_before[:, None]
    linked = np.zeros((count, count), dtype=np.float32)
    for fragment, prior in enumerate(before):
        if prior >= 0:
            linked[prior, fragment] = 1
    text = ~(page.heads | page.credits)
    four = np.float32(4)
    rows: list[Floats] = [
        np.clip(page.back[:, :-1].T, -10, 0) / four,
        np.clip(page.ahead[:, :-1], -10, 0) / four,
        linked,
        (upto + onward > 0).astype(np.float32),
        whole,
        ranks(whole, 0),
        ranks(whole, 1),
        to_fragment,
        ranks(to_fragment, 0),
        _best(page.likeness, before),
    ]
    sides: list[Floats | Bools] = [
        np.log1p(size_before)[:, None] / 3,
        np.log1p(size_after)[None, :] / 3,
        (upto @ text > 0)[:, None],
        (upto @ page.heads > 0)[:, None],
        (upto @ page.credits > 0)[:, None],
        page.heads[None, :],
        page.credits[None, :],
        (onward @ page.heads > 0)[None, :],
        np.outer(upto @ text > 0, page.heads | page.credits),
    ]
    planes = [*rows, *(np.broadcast_to(side, (count, count)) for side in sides), page.likeness]
    before_, after_, alone = (unit(table @ page.matter) for table in (upto, onward, np.eye(count, dtype=np.float32)))
    alike = (before_ @ after_.T) * np.float32(page.heat)
    planes += [alike, ranks(alike, 0), ranks(alike, 1), alone @ alone.T * np.float32(page.heat)]
    late: list[Floats | Bools] = [
        (onward @ page.credits > 0)[None, :],
        np.outer(page.broken, page.heads),
        np.log1p(upto @ page.sizes)[:, None] / 6,
        np.log1p(onward @ page.sizes)[None, :] / 6,
        (linked.sum(axis=1) == 0)[:, None],
        (linked.sum(axis=0) == 0)[None, :],
        np.clip(page.ahead[:, -1:], -10, 0) / four,
        np.clip(page.back[:, -1:].T, -10, 0) / four,
    ]
    planes += [np.broadcast_to(side, (count, count)) for side in late]
    return np.stack(planes, axis=-1).astype(np.float32)


def ends(page: Page, before: Sequence[int], evidence: Floats) -> tuple[Floats, Floats]:
    """The evidence on every opening and every closing: two tables (n, len(END_NAMES))."""
    upto, onward = _members(before)
    text = ~(page.heads | page.credits)
    after = [-1] * len(before)
    for fragment, prior in enumerate(before):
        if prior >= 0:
            after[prior] = fragment
    same = evidence[..., PAIR_NAMES.index("same_story")] > 0
    likeness, matter = (np.where(same, -1, evidence[..., PAIR_NAMES.index(name)]) for name in ("likeness", "matter"))
    alike = evidence[..., PAIR_NAMES.index("matter")]
    places = np.arange(len(before))
    opening = _end(page, page.back, before, onward, upto @ text > 0)
    closing = _end(page, page.ahead, after, upto, upto @ text > 0)
    opening += [likeness.max(axis=0), matter.max(axis=0), np.where(np.array(before) >= 0, alike[before, places], 0)]
    closing += [likeness.max(axis=1), matter.max(axis=1), np.where(np.array(after) >= 0, alike[places, after], 0)]
    # Whose place is still free: the ends of other stories for an opening, their openings for an end.
    last, first = ~same & (np.array(after) < 0)[:, None], ~same & (np.array(before) < 0)[None, :]
    opening += [_best_of(evidence[..., _BACK], last, 0), _best_of(alike, last, 0)]
    closing += [_best_of(evidence[..., _AHEAD], first, 1), _best_of(alike, first, 1)]
    return np.stack(opening, axis=1).astype(np.float32), np.stack(closing, axis=1).astype(np.float32)


def _end(page: Page, odds: Floats, links: Sequence[int], members: Floats, text: Bools) -> list[Floats | Bools]:
    return [
        np.clip(odds[:, -1], -10, 0) / np.float32(4),
        np.array(links) >= 0,
        np.log1p(members.sum(axis=1)) / np.float32(3),
        np.clip(odds[:, :-1].max(axis=1), -10, 0) / np.float32(4),
        page.heads,
        page.credits,
        text,
        members @ page.heads > 0,
        members @ page.credits > 0,
    ]


def _best_of(table: Floats, there: Bools, axis: int) -> Floats:
    """The greatest value along ``axis`` among those that are there, -2.5 where none is."""
    return np.asarray(np.where(there, table, NOBODY).max(axis=axis), dtype=np.float32)


def _members(before: Sequence[int]) -> tuple[Floats, Floats]:
    """Which fragments stand in each one's story up to it, and from it on: two (n, n) tables of 0 and 1."""
    upto = np.zeros((len(before), len(before)), dtype=np.float32)
    for chain in chains(before):
        upto[np.ix_(chain, chain)] = np.tri(len(chain), dtype=np.float32)
    return upto, upto.T.copy()


def _best(likeness: Floats, before: Sequence[int]) -> Floats:
    """The likeness of j to the fragment of i's story, up to it, that it is most like."""
    out = np.empty_like(likeness)
    for chain in chains(before):
        out[chain] = np.maximum.accumulate(likeness[chain], axis=0)
    return out
