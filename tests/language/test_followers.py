"""The n-grams of an order against a plain dictionary."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from presscheck.language.followers import ABSENT, Followers

UNDER = st.lists(st.sets(st.integers(0, 40), max_size=30), min_size=1, max_size=6)


def made(under):
    """The table of the characters that follow each run, and the id of each n-gram."""
    grams = [(run, word) for run, words in enumerate(under) for word in sorted(words)]
    fanout = np.array([len(words) for words in under], dtype=np.uint16)
    last = np.array([word for _, word in grams], dtype=np.uint16)
    return Followers(fanout, last), {gram: place for place, gram in enumerate(grams)}


@given(UNDER)
def test_every_n_gram_is_found_and_nothing_else(under):
    followers, ids = made(under)
    asked = [(run, word) for run in range(-1, len(under)) for word in range(-1, 42)]
    runs, words = np.array(asked).T
    assert followers.find(runs, words).tolist() == [ids.get(gram, ABSENT) for gram in asked]


@given(UNDER)
def test_n_grams_lie_under_their_run(under):
    followers, ids = made(under)
    firsts, ends = followers.under(np.arange(len(under)))
    assert len(followers) == len(ids)
    assert list(zip(followers.runs.tolist(), followers.last.tolist(), strict=True)) == list(ids)
    assert [followers.last[a:b].tolist() for a, b in zip(firsts, ends, strict=True)] == [sorted(one) for one in under]


def test_nothing_is_asked():
    nothing = np.empty(0, dtype=np.int64)
    assert made([{1}])[0].find(nothing, nothing).tolist() == []
