"""The second look at a page, against loops that say the same one pair at a time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck.articles import second_reading
from presscheck.articles.queues import Page
from presscheck.articles.second_reading import END_NAMES, PAIR_NAMES, ends, pairs


def story_upto(before, fragment):
    out = [fragment]
    while before[out[-1]] >= 0:
        out.append(before[out[-1]])
    return out


def story_from(before, fragment):
    out = [fragment]
    while out[-1] in before:
        out.append(before.index(out[-1]))
    return out


def rank(line, place):
    return 1 / (1 + sum(value > line[place] or (value == line[place] and k < place) for k, value in enumerate(line)))


def direction(vector):
    return vector / max(np.linalg.norm(vector), 1e-6)


def slow_pair(page, before, i, j):
    """What is known of "the story from j on goes on the story up to i", by name."""
    count = len(before)
    upto, onward = story_upto(before, i), story_from(before, j)

    def whole(a, b):
        return np.mean([[page.likeness[x, y] for y in story_from(before, b)] for x in story_upto(before, a)])

    def to(a, b):
        return np.mean([page.likeness[x, b] for x in story_upto(before, a)])

    def alike(a, b):
        left = page.matter[story_upto(before, a)].sum(axis=0)
        return direction(left) @ direction(page.matter[story_from(before, b)].sum(axis=0)) * page.heat

    text = any(page.is_text(x) for x in upto)
    return {
        "back": np.clip(page.back[j, i], -10, 0) / 4,
        "ahead": np.clip(page.ahead[i, j], -10, 0) / 4,
        "linked": before[j] == i,
        "same_story": j in upto or j in story_from(before, i),
        "likeness": whole(i, j),
        "likeness_rank": rank([whole(k, j) for k in range(count)], i),
        "likeness_back_rank": rank([whole(i, k) for k in range(count)], j),
        "to_fragment": to(i, j),
        "to_fragment_rank": rank([to(k, j) for k in range(count)], i),
        "best": max(page.likeness[x, j] for x in upto),
        "length_before": np.log1p(len(upto)) / 3,
        "length_after": np.log1p(len(onward)) / 3,
        "text_before": text,
        "heads_before": any(page.heads[x] for x in upto),
        "credit_before": any(page.credits[x] for x in upto),
        "head_after": page.heads[j],
        "credit_after": page.credits[j],
        "heads_in_after": any(page.heads[x] for x in onward),
        "head_after_text": text and not page.is_text(j),
        "fragment_likeness": page.likeness[i, j],
        "matter": alike(i, j),
        "matter_rank": rank([alike(k, j) for k in range(count)], i),
        "matter_back_rank": rank([alike(i, k) for k in range(count)], j),
        "fragment_matter": direction(page.matter[i]) @ direction(page.matter[j]) * page.heat,
        "credit_in_after": any(page.credits[x] for x in onward),
        "head_after_broken": page.broken[i] and page.heads[j],
        "size_before": np.log1p(sum(page.sizes[x] for x in upto)) / 6,
        "size_after": np.log1p(sum(page.sizes[x] for x in onward)) / 6,
        "ends_before": i not in before,
        "opens_after": before[j] < 0,
        "close_chance": np.clip(page.ahead[i, -1], -10, 0) / 4,
        "open_chance": np.clip(page.back[j, -1], -10, 0) / 4,
    }


def slow_end(page, before, fragment, *, opening):
    """What is known of "the fragment opens a story" (or closes one), by name."""
    odds = page.back if opening else page.ahead
    own = story_from(before, fragment) if opening else story_upto(before, fragment)

    def is_free(row):
        return not row["same_story"] and row["ends_before" if opening else "opens_after"]

    sides = [(k, fragment) if opening else (fragment, k) for k in range(len(before))]
    rows = [slow_pair(page, before, i, j) for i, j in sides]
    return {
        "none": np.clip(odds[fragment, -1], -10, 0) / 4,
        "linked": before[fragment] >= 0 if opening else fragment in before,
        "length": np.log1p(len(own)) / 3,
        "best_link": np.clip(odds[fragment, :-1].max(), -10, 0) / 4,
        "head": page.heads[fragment],
        "credit": page.credits[fragment],
        "text_before": any(page.is_text(x) for x in story_upto(before, fragment)),
        "heads_in": any(page.heads[x] for x in own),
        "credit_in": any(page.credits[x] for x in own),
        "best_likeness": max(-1 if row["same_story"] else row["likeness"] for row in rows),
        "best_matter": max(-1 if row["same_story"] else row["matter"] for row in rows),
        "linked_matter": sum(row["matter"] for row in rows if row["linked"]),
        "best_free": max(
            [row["back" if opening else "ahead"] for row in rows if is_free(row)], default=second_reading.NOBODY
        ),
        "best_free_matter": max([row["matter"] for row in rows if is_free(row)], default=second_reading.NOBODY),
    }


def log_chances(rng, count):
    odds = rng.normal(0, 2, (count, count + 1))
    odds[np.arange(count), np.arange(count)] = -np.inf
    return (odds - np.log(np.exp(odds).sum(axis=1, keepdims=True))).astype(np.float32)


@st.composite
def read_pages(draw):
    """A page drawn by lot and a first reading of it: stories whose fragments stand in any order."""
    count = draw(st.integers(1, 7))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    order = draw(st.permutations(range(count)))
    opens = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    before = [-1] * count
    for place in range(1, count):
        before[order[place]] = -1 if opens[place] else order[place - 1]
    likeness = rng.uniform(0, 1, (count, count))
    looks = rng.integers(0, 3, count)
    return before, Page(
        log_chances(rng, count),
        log_chances(rng, count),
        ((likeness + likeness.T) / 2).astype(np.float32),
        rng.normal(0, 1, (count, 3)).astype(np.float32),
        0.7,
        looks == 1,
        looks == 2,
        (looks == 0) & (rng.uniform(0, 1, count) < 0.5),
        rng.integers(1, 90, count).astype(np.float32),
    )


@given(read_pages())
def test_members_are_those_found_by_following_the_links(read):
    before, _ = read
    upto, onward = second_reading._members(before)
    for i, j in np.ndindex(upto.shape):
        assert upto[i, j] == (j in story_upto(before, i))
        assert onward[i, j] == (j in story_from(before, i))


def assert_ranks_agree(got, expected, values, name):
    """Ranks may differ only where two values are equal but for rounding."""
    for place, (one, other) in enumerate(zip(got.ravel(), expected.ravel(), strict=True)):
        if one != pytest.approx(other, abs=1e-5):
            near = np.sort(np.abs(values - values.ravel()[place]).ravel())[1]
            assert near < 1e-5, name


RANKED = {
    "likeness_rank": "likeness", "likeness_back_rank": "likeness", "to_fragment_rank": "to_fragment",
    "matter_rank": "matter",
    "matter_back_rank": "matter",
}  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(read_pages())
def test_every_pair_is_described_as_written_out(read):
    before, page = read
    got, count = pairs(page, before), len(before)
    rows = {(i, j): slow_pair(page, before, i, j) for i in range(count) for j in range(count)}
    assert all(tuple(row) == PAIR_NAMES for row in rows.values())
    planes = {
        name: np.array([[float(rows[i, j][name]) for j in range(count)] for i in range(count)]) for name in PAIR_NAMES
    }
    for index, name in enumerate(PAIR_NAMES):
        if name in RANKED:
            assert_ranks_agree(got[..., index], planes[name], planes[RANKED[name]], name)
        else:
            np.testing.assert_allclose(got[..., index], planes[name], atol=1e-4, err_msg=name)


@settings(max_examples=40, deadline=None)
@given(read_pages())
def test_every_end_is_described_as_written_out(read):
    before, page = read
    evidence = pairs(page, before)
    for table, opening in zip(ends(page, before, evidence), (True, False), strict=True):
        for fragment in range(len(before)):
            row = slow_end(page, before, fragment, opening=opening)
            assert tuple(row) == END_NAMES
            np.testing.assert_allclose(table[fragment], [float(row[name]) for name in END_NAMES], atol=1e-4)


HEADLINE, BODY, LONE = range(3)
LIKENESS = [[1, 0.8, 0.2], [0.8, 1, 0.4], [0.2, 0.4, 1]]


def small_page():
    """A headline with its body, and a byline of nobody's."""
    odds = np.full((3, 4), np.log(0.25), dtype=np.float32)
    return Page(
        odds,
        odds,
        np.array(LIKENESS, dtype=np.float32),
        np.array([[1, 0], [1, 0], [0, 1]], dtype=np.float32),
        2.0,
        np.array([True, False, False]),
        np.array([False, False, True]),
        np.array([False, True, False]),
        np.array([8, 60, 5], dtype=np.float32),
    )


BY_HAND = [
    ("linked", HEADLINE, BODY, 1), ("linked", BODY, HEADLINE, 0), ("linked", BODY, LONE, 0),
    ("same_story", HEADLINE, BODY, 1), ("same_story", BODY, HEADLINE, 1), ("same_story", BODY, LONE, 0),
    ("likeness", BODY, LONE, 0.3), ("likeness", LONE, HEADLINE, 0.3), ("likeness", LONE, BODY, 0.4),
    ("likeness", HEADLINE, BODY, 0.8), ("likeness", HEADLINE, HEADLINE, 0.9),
    ("likeness_rank", BODY, LONE, 1 / 2), ("likeness_rank", LONE, LONE, 1), ("likeness_rank", HEADLINE, LONE, 1 / 3),
    ("to_fragment", BODY, LONE, 0.3), ("to_fragment", HEADLINE, LONE, 0.2), ("best", BODY, LONE, 0.4),
    ("length_before", BODY, LONE, np.log(3) / 3), ("length_before", HEADLINE, LONE, np.log(2) / 3),
    ("length_after", LONE, HEADLINE, np.log(3) / 3), ("length_after", LONE, BODY, np.log(2) / 3),
    ("text_before", BODY, LONE, 1), ("text_before", HEADLINE, LONE, 0), ("text_before", LONE, BODY, 0),
    ("heads_before", BODY, LONE, 1), ("heads_before", LONE, BODY, 0),
    ("credit_before", LONE, BODY, 1), ("credit_before", BODY, LONE, 0),
    ("head_after", LONE, HEADLINE, 1), ("head_after", LONE, BODY, 0), ("credit_after", BODY, LONE, 1),
    ("credit_after", LONE, BODY, 0),
    ("heads_in_after", LONE, HEADLINE, 1), ("heads_in_after", LONE, BODY, 0),
    ("head_after_text", BODY, LONE, 1), ("head_after_text", HEADLINE, LONE, 0), ("head_after_text", BODY, HEADLINE, 1),
    ("fragment_likeness", BODY, LONE, 0.4), ("back", HEADLINE, BODY, np.log(0.25) / 4),
    ("ahead", HEADLINE, BODY, np.log(0.25) / 4),
    ("matter", HEADLINE, BODY, 2), ("matter", BODY, LONE, 0), ("fragment_matter", HEADLINE, BODY, 2),
    ("fragment_matter", BODY, LONE, 0),
]  # fmt: skip


@pytest.mark.parametrize(("name", "i", "j", "value"), BY_HAND, ids=[f"{name}-{i}-{j}" for name, i, j, _ in BY_HAND])
def test_a_page_of_three_by_hand(name, i, j, value):
    assert pairs(small_page(), [-1, HEADLINE, -1])[i, j, PAIR_NAMES.index(name)] == pytest.approx(value, abs=1e-6)


def test_the_ends_of_a_page_of_three_by_hand():
    page, before = small_page(), [-1, HEADLINE, -1]
    opening, closing = ends(page, before, pairs(page, before))
    column = {name: index for index, name in enumerate(END_NAMES)}
    assert opening[:, column["linked"]].tolist() == [0, 1, 0]
    assert closing[:, column["linked"]].tolist() == [1, 0, 0]
    np.testing.assert_allclose(opening[:, column["length"]], np.log1p([2, 1, 1]) / 3, rtol=1e-5)
    np.testing.assert_allclose(closing[:, column["length"]], np.log1p([1, 2, 1]) / 3, rtol=1e-5)
    assert opening[:, column["head"]].tolist() == [1, 0, 0]
    assert closing[:, column["heads_in"]].tolist() == [1, 1, 0]
    assert opening[:, column["heads_in"]].tolist() == [1, 0, 0]
    np.testing.assert_allclose(opening[:, column["best_likeness"]], [0.3, 0.4, 0.3], rtol=1e-5)
