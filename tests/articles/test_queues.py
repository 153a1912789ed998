"""The decoder of column dumps, held against a slow one that writes everything out."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck.articles import queues
from presscheck.articles.queues import NAMES, Page, Story, decode, step, steps


def log_chances(rng, count, shape):
    odds = rng.normal(0, 2, (count, count + 1))
    odds[np.nonzero(shape)] = -np.inf
    return (odds - np.log(np.exp(odds).sum(axis=1, keepdims=True))).astype(np.float32)


def page_of(count, seed):
    """A page of ``count`` fragments on which everything was drawn by lot."""
    rng = np.random.default_rng(seed)
    later = np.triu(np.ones((count, count)))
    likeness = rng.uniform(0, 1, (count, count))
    looks = rng.integers(0, 3, count)
    return Page(
        back=log_chances(rng, count, np.hstack([later, np.zeros((count, 1))])),
        ahead=log_chances(rng, count, np.hstack([later.T, np.zeros((count, 1))])),
        likeness=((likeness + likeness.T) / 2).astype(np.float32),
        matter=rng.normal(0, 1, (count, 3)).astype(np.float32),
        heat=0.8,
        heads=looks == 1,
        credits=looks == 2,
        broken=looks == 0,
        sizes=np.full(count, 20, dtype=np.float32),
    )


def scorer(seed):
    """A judge of steps that weighs every column, by lot."""
    weights = np.random.default_rng(seed).normal(0, 1.5, len(NAMES))
    return lambda table: table @ weights


pages = st.builds(page_of, st.integers(1, 6), st.integers(0, 10_000))
scores = st.builds(scorer, st.integers(0, 10_000))


# The slow way: a queue is a list of (members, passed), oldest first


def opening(page, members):
    """What stands in a story before its text."""
    text = next((place for place, member in enumerate(members) if page.is_text(member)), len(members))
    return members[:text]


def slow_step(queue, chosen, fragment):
    if chosen == len(queue):
        return [*queue, ([fragment], 0)]
    passes = chosen != len(queue) - 1
    before = [(members, passed + passes) for members, passed in queue[:chosen]]
    return [*before, *queue[chosen + 1 :], ([*queue[chosen][0], fragment], 0)]


def direction(vector):
    return vector / max(np.linalg.norm(vector), 1e-6)


def slow_row(page, queue, chosen, fragment):
    """What is known of one step, by name."""
    new, count = chosen == len(queue), len(queue)
    torn = [1 - np.exp(page.ahead[members[-1], -1]) for members, _ in queue]
    alike = [np.mean([page.likeness[member, fragment] for member in members]) for members, _ in queue]
    same = [
        direction(page.matter[members].sum(axis=0)) @ direction(page.matter[fragment]) * page.heat
        for members, _ in queue
    ]
    head, credit = bool(page.heads[fragment]), bool(page.credits[fragment])
    row = dict.fromkeys(NAMES, 0.0)
    row |= {
        "stories": np.log1p(count) / 3, "opens": np.clip(page.back[fragment, -1], -8, 0) / 4, "is_new": new,
        "head": head, "credit": credit, "text": not head and not credit,
    }  # fmt: skip
    if not count:
        return row
    row["current_is_heads"] = not any(page.is_text(member) for member in queue[-1][0])
    if new:
        row |= {
            "leaves_torn": torn[-1], "best_open": max(torn[:-1], default=0), "cohesion_ahead": -max(alike),
            "matter_ahead": -max(same),
        }  # fmt: skip
        return row
    members, passed = queue[chosen]
    last, current = members[-1], chosen == count - 1
    has_text = any(page.is_text(member) for member in members)
    over = range(0 if current else chosen)
    return row | {
        "back": np.clip(page.back[fragment, last], -10, 0) / 4,
        "ahead": np.clip(page.ahead[last, fragment], -10, 0) / 4,
        "is_current": current,
        "older": 0 if current else np.log1p(chosen) / 2,
        "passes_torn": min(sum(torn[k] for k in over), 4) / 2,
        "passes_complete": min(sum(1 - torn[k] for k in over), 4) / 2,
        "was_passed": min(passed, 3),
        "torn": torn[chosen],
        "leaves_torn": 0 if current else torn[-1],
        "cohesion": alike[chosen],
        "best_cohesion": max(page.likeness[member, fragment] for member in members),
        "length": np.log1p(len(members)) / 3,
        "cohesion_ahead": alike[chosen] - max(alike),
        "distance": np.log1p(fragment - last) / 4,
        "head_to_text": head and has_text,
        "credit_to_text": credit and has_text,
        "text_to_heads": not head and not credit and not has_text,
        "credit_again": credit and any(page.credits[member] for member in members),
        "head_to_heads": head and not has_text,
        "head_awaited": head and has_text and not any(page.heads[member] for member in opening(page, members)),
        "matter": same[chosen],
        "matter_ahead": same[chosen] - max(same),
    }


def slow_table(page, queue, fragment):
    rows = [slow_row(page, queue, chosen, fragment) for chosen in range(len(queue) + 1)]
    assert all(set(row) == set(NAMES) for row in rows)
    return np.array([[row[name] for name in NAMES] for row in rows], dtype=np.float64)


def log_softmax(odds):
    return odds - np.log(np.exp(odds - odds.max()).sum()) - odds.max()


def slow_steps(page, queue, fragment, score):
    """Each step's chance among its steps, and its weight, all links of the page in view: both as logs."""
    logs = log_softmax(score(slow_table(page, queue, fragment)))
    links = [page.back[fragment, members[-1]] for members, _ in queue] + [page.back[fragment, -1]]
    return logs, logs + queues.LINK * np.maximum(links, queues.FLOOR)


def slow_ways(page, score):
    """Every way through the page: its links, the log chance of each choice, and the way's weight, its ends counted."""
    ways = [([], [], [], 0.0)]
    for fragment in range(len(page.likeness)):
        longer = []
        for queue, before, logs, total in ways:
            for chosen, (log, weight) in enumerate(zip(*slow_steps(page, queue, fragment, score), strict=True)):
                prior = queue[chosen][0][-1] if chosen < len(queue) else -1
                longer.append((slow_step(queue, chosen, fragment), [*before, prior], [*logs, log], total + weight))
        ways = longer
    for queue, before, logs, total in ways:
        ends = sum(max(page.ahead[members[-1], -1], queues.FLOOR) for members, _ in queue)
        yield before, logs, total + queues.END * ends


def walk(page, choices):
    """The same choices made in the queue under test and in the slow one; choices are taken modulo what there is."""
    queue, slow = (), []
    for fragment, number in enumerate(choices[: len(page.likeness)]):
        chosen = number % (len(queue) + 1)
        queue, slow = step(page, queue, chosen, fragment), slow_step(slow, chosen, fragment)
    return queue, slow


@settings(max_examples=60, deadline=None)
@given(pages, st.lists(st.integers(0, 60), min_size=6, max_size=6))
def test_the_queue_keeps_its_books(page, choices):
    queue, slow = walk(page, choices)
    assert len(queue) == len(slow)
    for story, (members, passed) in zip(queue, slow, strict=True):
        assert (story.last, story.count, story.passed) == (members[-1], len(members), passed)
        assert story.has_text == any(page.is_text(member) for member in members)
        assert story.has_credit == any(page.credits[member] for member in members)
        assert story.has_head == any(page.heads[member] for member in opening(page, members))
        np.testing.assert_allclose(story.sums, page.likeness[members].sum(axis=0), rtol=1e-5)
        np.testing.assert_allclose(story.best, page.likeness[members].max(axis=0), rtol=1e-5)
        np.testing.assert_allclose(story.matter, page.matter[members].sum(axis=0), rtol=1e-4, atol=1e-5)


@settings(max_examples=60, deadline=None)
@given(pages, st.lists(st.integers(0, 60), min_size=6, max_size=6))
def test_every_step_is_described_as_written_out(page, choices):
    last = len(page.likeness) - 1
    queue, slow = walk(page, choices[:last])
    expected = slow_table(page, slow, last)
    got = steps(page, page.torn, queue, last)
    for index, name in enumerate(NAMES):
        np.testing.assert_allclose(got[:, index], expected[:, index], atol=1e-4, err_msg=name)


def test_who_is_passed_over_waits_at_the_head_of_the_queue():
    page = page_of(6, 1)
    queue = ()
    for fragment in range(3):
        queue = step(page, queue, len(queue), fragment)
    assert [(story.last, story.passed) for story in queue] == [(0, 0), (1, 0), (2, 0)]
    queue = step(page, queue, 1, 3)
    assert [(story.last, story.passed) for story in queue] == [(0, 1), (2, 0), (3, 0)]
    queue = step(page, queue, 2, 4)
    assert [(story.last, story.passed) for story in queue] == [(0, 1), (2, 0), (4, 0)]
    assert [(story.last, story.passed) for story in step(page, queue, 0, 5)] == [(2, 0), (4, 0), (5, 0)]


def test_a_step_leaves_the_queue_before_it_as_it_was():
    page = page_of(4, 2)
    queue = step(page, step(page, (), 0, 0), 1, 1)
    kept = [(story.last, story.count, story.sums.copy()) for story in queue]
    step(page, queue, 0, 2)
    for story, (last, count, sums) in zip(queue, kept, strict=True):
        assert (story.last, story.count) == (last, count)
        np.testing.assert_array_equal(story.sums, sums)


def test_an_open_story_knows_what_it_has():
    page = page_of(3, 5)
    for fragment in range(3):
        story = Story.opened(page, fragment)
        assert (story.last, story.count, story.passed) == (fragment, 1, 0)
        assert story.has_text == (not page.heads[fragment] and not page.credits[fragment])
        assert (story.has_credit, story.has_head) == (page.credits[fragment], page.heads[fragment])


@settings(max_examples=25, deadline=None)
@given(st.builds(page_of, st.integers(1, 5), st.integers(0, 10_000)), scores)
def test_a_wide_beam_finds_the_best_of_all_ways(page, score):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queues, "BEAM", 10_000)
        before, told = decode(page, score)
    chances = [weight.chance for weight in told]
    ways = list(slow_ways(page, score))
    best = max(total for _, _, total in ways)
    ((logs, total),) = [(logs, total) for links, logs, total in ways if links == before]
    assert total == pytest.approx(best, abs=1e-3)
    assert np.log(chances).tolist() == pytest.approx(logs, abs=1e-3)


@settings(max_examples=25, deadline=None)
@given(pages, scores)
def test_a_beam_of_one_takes_the_likeliest_step_each_time(page, score):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queues, "BEAM", 1)
        before, told = decode(page, score)
    queue = []
    for fragment, prior in enumerate(before):
        logs, weights = slow_steps(page, queue, fragment, score)
        chosen = next((k for k, (members, _) in enumerate(queue) if members[-1] == prior), len(queue))
        assert weights[chosen] == pytest.approx(weights.max(), abs=1e-3)
        assert told[fragment].chance == pytest.approx(np.exp(logs[chosen]), abs=1e-3)
        others = np.delete(np.exp(logs), chosen)
        assert told[fragment].rival_chance == pytest.approx(others.max(initial=0), abs=1e-3)
        queue = slow_step(queue, chosen, fragment)


@settings(max_examples=25, deadline=None)
@given(st.builds(page_of, st.integers(1, 25), st.integers(0, 10_000)), scores)
def test_links_run_forward_and_nobody_is_followed_twice(page, score):
    before, told = decode(page, score)
    chances = [weight.chance for weight in told]
    assert all(-1 <= prior < fragment for fragment, prior in enumerate(before))
    followed = [prior for prior in before if prior >= 0]
    assert len(followed) == len(set(followed))
    assert all(0 < chance <= 1 + 1e-6 for chance in chances)
    assert len(before) == len(chances) == len(page.likeness)


def test_the_stack_order_of_a_page_comes_out():
    """Three stories, each with a piece in each of three columns: every piece is best followed by the third after it."""
    count = 9
    back = np.full((count, count + 1), -9.0, dtype=np.float32)
    ahead = back.copy()
    for first, then in pairwise(range(0, count, 3)):
        for story in range(3):
            back[then + story, first + story] = ahead[first + story, then + story] = -0.01
    back[[0, 1, 2], -1] = ahead[[6, 7, 8], -1] = -0.01
    nothing = np.zeros((count, count), dtype=np.float32)
    body, sizes = np.zeros(count, dtype=np.bool_), np.ones(count, dtype=np.float32)
    page = Page(back, ahead, nothing, np.ones((count, 2), dtype=np.float32), 1.0, body, body, body, sizes)
    weights = np.zeros(len(NAMES))
    weights[[NAMES.index("back"), NAMES.index("ahead")]] = 1
    weights[NAMES.index("is_new")] = -4
    weights[NAMES.index("opens")] = 4
    before, _ = decode(page, lambda table: table @ weights)
    assert before == [-1, -1, -1, 0, 1, 2, 3, 4, 5]


def test_a_page_without_fragments_has_no_links():
    assert decode(page_of(0, 0), scorer(0)) == ([], [])


def test_every_column_has_one_name():
    assert len(set(NAMES)) == len(NAMES)
    assert steps(page_of(2, 0), page_of(2, 0).torn, (), 0).shape == (1, len(NAMES))


def by_looks(heads, credited, dated=()):
    """A page whose fragments differ by their looks only."""
    count = len(heads)
    nothing = np.zeros((count, count), dtype=np.float32)
    known = np.zeros((count, count + 1), dtype=np.float32)
    looks = [np.array(look, dtype=bool) for look in (heads, credited)]
    opening = np.array([index in dated for index in range(count)])
    one = np.ones((count, 2), dtype=np.float32)
    plain = np.zeros(count, dtype=bool)
    return Page(known, known, nothing, one, 1.0, *looks, plain, np.ones(count, dtype=np.float32), opening)


# Which fragments are heads, which bylines or datelines, which of these open text; where stories open. Nothing but looks
# is known here, so that the second head may stay behind the first story; its credit may not.
SECOND = [
    ("a second byline", [1, 0, 0, 1, 0, 0], [0, 1, 0, 0, 1, 0], (), [0, 4]),
    ("a second dateline", [1, 0, 0, 1, 0, 0], [0, 1, 0, 0, 1, 0], (1, 4), [0, 4]),
    ("a second byline within a feature", [1, 0, 0, 0, 0], [0, 1, 0, 1, 0], (), [0]),
    ("two datelines of a round-up", [1, 0, 0], [0, 1, 1], (1, 2), [0]),
    ("two bylines in a row", [1, 0, 0, 0], [0, 1, 1, 0], (), [0]),
    ("a byline, then a dateline", [1, 0, 0, 0], [0, 1, 1, 0], (2,), [0]),
    ("a byline below the text", [1, 0, 0], [0, 0, 1], (), [0]),
]


@pytest.mark.parametrize(
    ("heads", "credited", "dated", "opens"), [row[1:] for row in SECOND], ids=[r[0] for r in SECOND]
)
def test_a_second_credit_behind_text_opens_a_story(heads, credited, dated, opens):
    page = by_looks(heads, credited, dated)
    before, _ = decode(page, lambda table: -2 * table[:, NAMES.index("is_new")])
    assert [index for index, prior in enumerate(before) if prior < 0] == opens
