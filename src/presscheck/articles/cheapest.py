"""The cheapest way to give every row of a table of costs a column of its own.

On a newspaper page most rows get the column that costs them least, and there is nothing to weigh; where two want the
same one, one of them moves on along the shortest augmenting path (Jonker and Volgenant 1987, 10.1007/BF02278710).
"""

import numpy as np
from numpy.typing import NDArray

NOBODY = -1

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def cheapest(costs: Floats) -> Ints:
    """The column of each row, no column twice, so that all together cost least; no more rows than columns.

    >>> cheapest(np.array([[1.0, 2.0, 9.0], [1.0, 5.0, 9.0]])).tolist()
    [1, 0]
    """
    rows, columns = costs.shape
    held, owners = np.full(rows, NOBODY), np.full(columns, NOBODY)
    wanted, first = np.unique(costs.argmin(axis=1), return_index=True) if rows else (held, held)
    held[first], owners[wanted] = wanted, first
    worth, prices = costs.min(axis=1, initial=np.inf), np.zeros(columns)
    for row in np.flatnonzero(held == NOBODY).tolist():
        _settle(row, costs, held, owners, worth, prices)
    return held


def _settle(row: int, costs: Floats, held: Ints, owners: Ints, worth: Floats, prices: Floats) -> None:
    """Give a row its column, others moving on to another; ``worth`` of rows and ``prices`` of columns follow.

    A column costs a row no less than the row's worth and the column's price together, and just that where it is held.
    """
    least, asked_by = np.full(len(prices), np.inf), np.full(len(prices), NOBODY)
    closed = np.zeros(len(prices))
    passed: list[int] = []
    asking, spent = row, 0.0
    while asking != NOBODY:
        told = costs[asking] - prices + (spent - worth[asking]) + closed
        better = told < least
        least[better], asked_by[better] = told[better], asking
        near = least + closed
        nearest = np.flatnonzero(near == near.min())
        column = int(nearest[owners[nearest].argmin()])  # one that nobody holds, if there is one
        spent, closed[column] = float(least[column]), np.inf
        passed.append(column)
        asking = int(owners[column])
    gained = spent - least[passed[:-1]]
    worth[row] += spent
    worth[owners[passed[:-1]]] += gained
    prices[passed[:-1]] -= gained
    while column != NOBODY:
        taker = asked_by[column]
        owners[column] = taker
        held[taker], column = column, held[taker]
