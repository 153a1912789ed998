"""The order in which a reader's eye takes the stacks of a page: column by column, a headline before what it heads."""

from collections.abc import Callable, Sequence
from itertools import chain

from presscheck.intake.stacks import Stack

DEPTH = 40
"""Cuts within cuts after which a page is taken as it stands; a printed page needs five or six."""

Edge = Callable[[Stack], int]


def in_order(stacks: Sequence[Stack], depth: int = 0) -> list[Stack]:
    """The stacks in reading order, every one of them once.

    A recursive XY-cut (Nagy and Seth 1984): the page is cut between columns where no stack is in the way, else between
    rows, and each part again. Where neither goes, as round an L-shaped story, columns count before rows.
    """
    if len(stacks) < 2:
        return list(stacks)
    if depth < DEPTH:
        for parts in (_cut(stacks, _left, _right), _cut(stacks, _top, _bottom)):
            if len(parts) > 1:
                return list(chain.from_iterable(in_order(part, depth + 1) for part in parts))
    return sorted(stacks, key=lambda stack: (stack.left, stack.top))


def _cut(stacks: Sequence[Stack], low: Edge, high: Edge) -> list[list[Stack]]:
    """The stacks in parts between which nothing reaches across."""
    parts: list[list[Stack]] = []
    reached = -1
    for stack in sorted(stacks, key=lambda stack: (low(stack), high(stack))):
        if not parts or low(stack) >= reached:
            parts.append([])
        parts[-1].append(stack)
        reached = max(reached, high(stack))
    return parts


def _left(stack: Stack) -> int:
    return stack.left


# Columns of a dump can wander by a place from row to row; the last column of a stack is forgiven.
def _right(stack: Stack) -> int:
    return max(stack.left + 1, stack.right - 1)


def _top(stack: Stack) -> int:
    return stack.top


def _bottom(stack: Stack) -> int:
    return stack.bottom
