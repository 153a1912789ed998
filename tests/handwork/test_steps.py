"""Whatever people do to a page, nothing is lost; and whatever is undone is as if it had never been done."""

import json
import random
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck.errors import NotApplicable
from presscheck.handwork.arranging import arrange, placed
from presscheck.handwork.deciding import anchored, decide
from presscheck.handwork.decisions import Decision
from presscheck.handwork.moves import KINDS, Move
from presscheck.handwork.places import parts_of
from presscheck.handwork.steps import Step, fold, step_from, undone
from presscheck.model import Reading

from .invented import is_whole, readings, wanted

PLACES = ("a1", "a2", "a3", "a4", "new", "furniture")


def any_move(rng: random.Random) -> Move:
    """A move that may fit or not."""
    number = lambda most: rng.randint(-1, most)  # noqa: E731
    given: dict[str, dict[str, Any]] = {
        "move_paragraphs": {"paragraphs": tuple(number(3) for _ in range(rng.randint(1, 2))), "at": number(4)},
        "split_article": {"at": number(3)},
        "join_paragraphs": {"paragraph": number(3)},
        "cut_paragraph": {"paragraph": number(3), "at": number(9)},
        "move_article": {"at": number(4)},
        "retitle": {"paragraph": number(3)},
        "from_remainder": {"index": number(3), "at": number(3)},
        "from_furniture": {"index": number(3), "at": number(3)},
        "merge_articles": {"into": rng.choice(PLACES)},
    }
    kind = rng.choice(sorted(given))
    told = given[kind]
    if kind in ("move_paragraphs", "from_remainder", "from_furniture"):
        told["to"] = rng.choice(PLACES)
    if not kind.startswith("from"):
        told["article"] = rng.choice(PLACES[:4])
    return KINDS[kind](**told)


def any_decision(rng: random.Random, reading: Reading) -> Decision | None:
    """A word on a mark, or one by hand."""
    article = rng.choice(reading.articles)
    if article.corrections and rng.random() < 0.6:
        mark = rng.choice(article.corrections)
        place = (mark.part, mark.paragraph, mark.start, mark.end, mark.before, mark.after)
        return Decision(article.id, *place, rng.choice(["accept", "refuse"]))
    parts = list(parts_of(article))
    if not parts:
        return None
    part = rng.choice(parts)
    start = rng.randint(0, len(part.text))
    end = rng.randint(start, min(len(part.text), start + 3))
    after = rng.choice(["甲", "", "一二"])
    return Decision(article.id, part.name, part.paragraph, start, end, part.text[start:end], after, "edit")


def worked_on(reading: Reading, rng: random.Random, many: int) -> tuple[Reading, list[Step]]:
    """A reading after so many steps that fit, each kept as a record keeps it."""
    steps: list[Step] = []
    free = 90
    for number in range(1, many + 1):
        try:
            if rng.random() < 0.4 and reading.articles and (decision := any_decision(rng, reading)):
                step = Step(number, "decide", decisions=(anchored(reading, decision),))
                reading = decide(reading, step.decisions)
            else:
                step = Step(number, "arrange", moves=(placed(reading, any_move(rng), free),))
                reading = arrange(reading, step.moves)
        except NotApplicable:
            continue
        free += 1
        steps.append(step_from(number, step.kind, json.loads(json.dumps(step.to_dict()))))
        is_whole(reading)
    return reading, steps


@settings(max_examples=40)
@given(readings(), st.randoms(use_true_random=False))
def test_no_character_is_lost_or_doubled(reading: Reading, rng: random.Random) -> None:
    is_whole(reading)
    after, steps = worked_on(reading, rng, 12)
    assert wanted(after) == wanted(reading)
    folded = fold(reading, steps)
    assert [one.id for one in folded.articles] == [one.id for one in after.articles]
    assert folded == after


@settings(max_examples=40)
@given(readings(), st.randoms(use_true_random=False))
def test_undoing_everything_gives_the_first_reading_back(reading: Reading, rng: random.Random) -> None:
    _, steps = worked_on(reading, rng, 6)
    undoings = [Step(100 + step.number, "undo", undoes=step.number) for step in steps]
    assert fold(reading, [*steps, *undoings]) == reading


@settings(max_examples=40)
@given(readings(), st.randoms(use_true_random=False))
def test_undoing_any_step_leaves_the_page_whole_or_names_the_step_that_needs_it(
    reading: Reading, rng: random.Random
) -> None:
    after, steps = worked_on(reading, rng, 8)
    for step in steps:
        undoing = Step(100, "undo", undoes=step.number)
        told = None
        try:
            is_whole(fold(reading, [*steps, undoing]))
        except NotApplicable as error:
            told = error.tell("en")
        later = [f"Step {one.number} " for one in steps if one.number > step.number]
        assert told is None or any(told.startswith(one) for one in later)
        again = Step(101, "undo", undoes=100)
        assert fold(reading, [*steps, undoing, again]) == after


def test_what_is_undone_twice_counts_again() -> None:
    assert undone([(1, None), (2, None), (3, 1)]) == {1}
    assert undone([(1, None), (2, None), (3, 1), (4, 3)]) == {3}
    assert undone([(1, None), (2, 1), (3, 2), (4, 3)]) == {1, 3}


@given(readings(most=1))
def test_a_step_of_nothing_changes_nothing(reading: Reading) -> None:
    assert fold(reading, [Step(1, "arrange"), Step(2, "decide")]) == replace(reading)
