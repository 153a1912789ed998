"""Evidence on pairs of fragments: every plane against a slow, obvious way to say the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from presscheck.articles import matter, traits
from presscheck.articles.seams import NAMES, cohesion, evidence
from presscheck.language import ngram


class Told:
    """A language model that was told what to say of every seam."""

    def __init__(self, seams):
        self.said = np.asarray(seams, dtype=np.float32)

    def ends(self, texts):
        return np.zeros(len(texts), dtype=np.float32)

    def starts(self, texts, length=4):
        return np.zeros(len(texts), dtype=np.float32)

    def seams_of(self, tails, heads, lengths):
        return [self.said if length == 4 else -self.said for length in lengths]


class ToldMatter:
    """A picture of matter that was told how much each two fragments share."""

    def __init__(self, odds):
        self.odds = np.asarray(odds, dtype=np.float32)
        self.temperature = np.float32(20)

    def same_story(self, texts):
        return self.odds

    def vectors(self, texts):
        return np.array([[text.count("水"), text.count("路"), text.count("麦")] for text in texts], dtype=np.float32)


def planes(texts, seams=None, matter=None):
    nothing = np.zeros((len(texts), len(texts)))
    model = Told(nothing if seams is None else seams)
    table = evidence(texts, traits.traits(texts, model), model, ToldMatter(nothing if matter is None else matter))
    assert table.shape == (len(texts), len(texts), len(NAMES))
    assert np.isfinite(table).all()
    return {name: table[..., index] for index, name in enumerate(NAMES)}


def test_every_kind_of_evidence_has_one_name():
    assert len(set(NAMES)) == len(NAMES)


def test_the_seams_are_those_of_the_language_model_in_bounds():
    found = planes(["甲", "乙"], [[5, 500], [-500, 1]])
    np.testing.assert_allclose(found["seam"], [[0.5, 3], [-2, 0.1]], rtol=1e-6)
    np.testing.assert_allclose(found["seam_short"], [[-1, -2.4], [2.8, -0.2]], rtol=1e-6)


def slow_rank(table, i, j, axis):
    """1 for the best partner of its row (axis 1) or column (axis 0), 1/2 for the next; oneself comes last."""
    line = [(-np.inf if a == b else table[a, b]) for a, b in ([(i, k) for k in range(len(table))] if axis else [(k, j) for k in range(len(table))])]  # noqa: E501 # fmt: skip
    place = j if axis else i
    return 1 / (1 + sum(value > line[place] or (value == line[place] and k < place) for k, value in enumerate(line)))


def slow_margin(table, i, j, axis):
    bare = table.copy()
    np.fill_diagonal(bare, -9)
    others = (
        [bare[i, k] for k in range(len(bare)) if k != j] if axis else [bare[k, j] for k in range(len(bare)) if k != i]
    )
    return np.clip(bare[i, j] - max(others), -3, 3) if others else 0


def slow_over_others(odds, i, j):
    """By how much, in tenths of log odds, an entry is over the mean of its column."""
    chances = [np.exp(float(odds[k, j])) for k in range(len(odds)) if k != j]
    return np.clip((float(odds[i, j]) - np.log(sum(chances) / len(odds))) / 10, -3, 3)


square = st.integers(1, 5).flatmap(
    lambda n: hnp.arrays(np.float32, (n, n), elements=st.integers(-8, 8).map(lambda value: value * 2.0))
)


@settings(max_examples=40, deadline=None)
@given(square)
def test_ranks_and_margins_are_those_counted_one_by_one(seams):
    texts = [chr(0x4E00 + place) for place in range(len(seams))]
    found = planes(texts, seams)
    seam = found["seam"]
    for i, j in np.ndindex(seam.shape):
        assert found["seam_rank_ahead"][i, j] == pytest.approx(slow_rank(seam, i, j, 1))
        assert found["seam_rank_back"][i, j] == pytest.approx(slow_rank(seam, i, j, 0))
        assert found["seam_margin_ahead"][i, j] == pytest.approx(slow_margin(seam, i, j, 1), abs=1e-6)
        assert found["seam_margin_back"][i, j] == pytest.approx(slow_margin(seam, i, j, 0), abs=1e-6)
        assert found["cohesion_rank"][i, j] == pytest.approx(slow_rank(found["cohesion"], i, j, 1))


@settings(max_examples=30, deadline=None)
@given(square)
def test_matter_is_a_tenth_of_its_odds_with_its_ranks(odds):
    found = planes([chr(0x4E00 + place) for place in range(len(odds))], odds, odds)
    alike = found["matter"]
    np.testing.assert_allclose(alike, odds / 10, rtol=1e-6)
    for i, j in np.ndindex(alike.shape):
        assert found["matter_rank_ahead"][i, j] == pytest.approx(slow_rank(alike, i, j, 1))
        assert found["matter_rank_back"][i, j] == pytest.approx(slow_rank(alike, i, j, 0))
        if i != j:
            assert found["matter_over_others"][i, j] == pytest.approx(slow_over_others(odds, i, j), abs=1e-4)
            assert found["seam_over_others"][i, j] == pytest.approx(slow_over_others(odds, i, j), abs=1e-4)


@given(st.lists(st.text("水路麦甲", min_size=1, max_size=4), min_size=1, max_size=7))
def test_matter_around_is_that_of_three_lines_against_three(texts):
    found = planes(texts)["matter_around"]
    for i, j in np.ndindex(found.shape):
        above, below = "".join(texts[max(0, i - 2) : i + 1]), "".join(texts[j : j + 3])
        one, other = (np.array([text.count(char) for char in "水路麦"], dtype=float) for text in (above, below))
        sizes = max(np.linalg.norm(one), 1e-6) * max(np.linalg.norm(other), 1e-6)
        assert found[i, j] == pytest.approx(2 * (one @ other) / sizes, abs=1e-5)


def test_order_is_that_of_the_dump():
    found = planes(["渠"] * 33)
    for i, j in [(0, 1), (1, 0), (0, 2), (2, 0), (0, 30), (0, 31), (31, 0), (5, 5)]:
        assert found["next_line"][i, j] == (j == i + 1)
        assert found["after"][i, j] == (j > i)
        assert found["two_on"][i, j] == (j == i + 2)
        assert found["far"][i, j] == (abs(j - i) > 30)
        assert found["distance"][i, j] == pytest.approx(np.log1p(abs(j - i)) / 4)


ACROSS = [
    ("closes_what_a_opened", "他说：“渠水", "来了。”", 1), ("closes_what_a_opened", "他说：“渠水", "来了。", -0.5),
    ("closes_what_a_opened", "他说，渠水", "来了。”", -1), ("closes_what_a_opened", "他说，渠水", "来了。", 0),
    ("closes_what_a_opened", "他说：“渠水", "《渠》。”", 1),
    ("digits_meet", "投资2", "00万元", 1), ("digits_meet", "投资２", "００万元", 1),
    ("digits_meet", "投资2", "万元", 0),
    ("digits_meet", "投资", "200万元", 0),
    ("number_goes_on", "投资2", "万元", 1), ("number_goes_on", "投资2", "%以上", 1),
    ("number_goes_on", "投资2", "00元", 0),
    ("number_goes_on", "投资", "万元", 0), ("number_goes_on", "投资2", "渠水", 0),
    ("latin_meets", "用上A", "I标识", 1), ("latin_meets", "用上Ａ", "Ｉ标识", 1),
    ("latin_meets", "用上", "AI", 0), ("latin_meets", "2", "0", 0),
    ("same_opening", "北坡的渠", "北坡的路", 1), ("same_opening", "北坡的渠", "北山的路", 0),
]  # fmt: skip


@pytest.mark.parametrize(("name", "a", "b", "value"), ACROSS, ids=[f"{name}:{a}|{b}" for name, a, b, _ in ACROSS])
def test_what_spans_the_cut(name, a, b, value):
    assert planes([a, b])[name][0, 1] == pytest.approx(value)


def grams(text, size):
    letters = [char for char in text if char.isalnum()]
    return ["".join(letters[k : k + size]) for k in range(len(letters) - size + 1)]


def slow_cosines(texts, size):
    counts = [{gram: grams(text, size).count(gram) for gram in grams(text, size)} for text in texts]
    held = {gram: sum(gram in each for each in counts) for each in counts for gram in each}
    weight = {gram: np.log((1 + len(texts)) / (1 + held[gram])) ** 2 for gram in held}
    vectors = [{gram: (1 + np.log(n)) * weight[gram] for gram, n in each.items()} for each in counts]
    norms = [np.sqrt(sum(value**2 for value in vector.values())) + 1e-6 for vector in vectors]
    return [
        [sum(a[gram] * b.get(gram, 0) for gram in a) / (norms[i] * norms[j]) for j, b in enumerate(vectors)]
        for i, a in enumerate(vectors)
    ]


def slow_rare(texts):
    held = [set(grams(text, 3)) for text in texts]
    few = {
        gram for each in held for gram in each if 2 <= sum(gram in other for other in held) <= max(3, 0.08 * len(texts))
    }
    return [[np.log1p(len(a & b & few)) / 2 for b in held] for a in held]


fragments = st.lists(st.text("渠水上北坡，。A2 "), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(fragments)
def test_cohesion_is_that_counted_one_by_one(texts):
    likeness, rare = cohesion(texts)
    slow = (np.array(slow_cosines(texts, 2)) + np.array(slow_cosines(texts, 3))) / 2 * 3
    np.testing.assert_allclose(likeness, slow, atol=2e-5)
    np.testing.assert_allclose(rare, slow_rare(texts), atol=1e-6)


@settings(max_examples=40, deadline=None)
@given(fragments, st.randoms(use_true_random=False))
def test_cohesion_is_the_same_from_both_sides_and_in_any_order(texts, rng):
    order = list(range(len(texts)))
    rng.shuffle(order)
    for plane, shuffled in zip(cohesion(texts), cohesion([texts[k] for k in order]), strict=True):
        np.testing.assert_allclose(plane, plane.T, atol=1e-6)
        np.testing.assert_allclose(plane[np.ix_(order, order)], shuffled, atol=1e-6)
        assert (plane >= 0).all()


def test_a_name_that_two_fragments_share_binds_them():
    likeness, rare = cohesion(["周田走上云州大桥", "云州大桥全长两公里", "小麦丰收在望", "北坡的小麦丰收"])
    assert likeness[0, 1] > likeness[0, 2] == 0
    assert likeness[2, 3] > likeness[1, 3]
    assert rare[0, 1] > 0 == rare[0, 3]


def test_fragments_of_marks_alone_have_nothing_in_common():
    likeness, rare = cohesion(["。。", "", "——"])
    assert not likeness.any()
    assert not rare.any()


def test_the_true_continuation_has_the_best_seam():
    texts = [
        "据了解，全市今年计划投",
        "各位代表，现在我代表市人民政府，向大会报告工",
        "资两亿元修建水渠。",
        "作，请予审议。",
        "记者从会上获悉",
    ]
    model = ngram.load()
    table = evidence(texts, traits.traits(texts, model), model, matter.load())
    seam, ahead = table[..., NAMES.index("seam")], table[..., NAMES.index("seam_rank_ahead")]
    assert (seam[0, 2] > 0, seam[1, 3] > 0) == (True, True)
    assert (ahead[0, 2], ahead[1, 3]) == (1, 1)
