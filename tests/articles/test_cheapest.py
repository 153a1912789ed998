"""The cheapest columns against scipy's."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from presscheck.articles.cheapest import cheapest

SIZES = st.tuples(st.integers(0, 12), st.integers(0, 8))


def total(costs, columns):
    return float(costs[np.arange(len(costs)), columns].sum())


@given(SIZES, st.integers(0, 2**32 - 1), st.sampled_from([2, 9, 10**9]))
def test_all_together_cost_as_little_as_can_be(size, seed, finest):
    rows, more = size
    costs = np.random.default_rng(seed).integers(0, finest, (rows, rows + more)) / 7
    found = cheapest(costs)
    assert len(set(found.tolist())) == rows
    assert np.isclose(total(costs, found), total(costs, linear_sum_assignment(costs)[1]))


def test_of_no_rows_none_has_a_column():
    assert cheapest(np.empty((0, 0))).tolist() == []
    assert cheapest(np.empty((0, 3))).tolist() == []


def test_one_gives_way_where_another_loses_more():
    costs = np.array([[1.0, 2.0, 50.0], [1.0, 9.0, 50.0], [0.0, 8.0, 3.0]])
    assert cheapest(costs).tolist() == [1, 0, 2]
