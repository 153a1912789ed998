"""What speaks for each change of a page and against it, in numbers that the learned weights add up."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from presscheck import data
from presscheck.language import ngram
from presscheck.proofreading.sheet import EDGE, Sheet
from presscheck.proofreading.tries import WORDS, Stumbles, Try
from presscheck.proofreading.wording import SHOWN, Wording, as_changed, as_it_stands, longest_words, words_gained

Matrix = NDArray[np.float32]
ODD, VERY_ODD = -6.0, -10.0
"""Nats under which a character counts as odd, and as very odd: chances are told thrice, cut off at these."""
SPOILED = -13.0
"""Nats of a character and the next one together under which a place beside counts as spoiled."""
BESIDE = 6
"""Characters on either side whose reading tells whether the whole place is spoiled."""

CROSSED = (
    "gain",
    "gain_small",
    "channel",
    "words_gain",
    "words_gain_small",
    "words_gain_much",
    "lead",
    "alone",
    "usual_after",
    "joins_left_after",
    "joins_right_after",
    "word_before",
    "longest_word_after",
    "longest_word_made",
    "longer_word",
    "spoiled_around",
    "reads_left",
    "reads_right",
)
"""Traits that may count for more or less where a passage is unlike the paper's language: told times its strangeness."""
MUCH_TEXT = 2000
"""Characters of a page from which it has text enough."""
TRAITS = (
    "gain",
    "gain_small",
    "channel",
    "words_gain",
    "words_gain_small",
    "words_gain_much",
    "lead",
    "alone",
    "usual_before",
    "usual_after",
    "joins_left_before",
    "joins_right_before",
    "joins_left_after",
    "joins_right_after",
    "word_before",
    "longer_word_before",
    "word_after",
    "longer_word_after",
    "longest_word_after",
    "longest_word_made",
    "longer_word",
    *(
        f"{when}_{what}_{k}"
        for when in ("before", "after")
        for what in ("chance", "odd", "very_odd")
        for k in range(SHOWN)
    ),
    "page_has_it_twice",
    "page_has_it_thrice",
    "page_has_other",
    "page_has_other_two",
    "surname_before",
    "surname_two_before",
    "is_surname",
    "foreign_name",
    "beside_figure",
    "spoiled_around",
    "reads_left",
    "reads_right",
    "at_edge",
    "in_head",
    "is_letter",
    "is_short",
    "runs_on",
    "two_characters",
    "strange",
    "little_text",
    *(f"strange_{name}" for name in CROSSED),
)
_CROSSED = [TRAITS.index(name) for name in CROSSED]


def evidence(sheet: Sheet, stumbles: Stumbles, tries: Sequence[Try]) -> Matrix:
    """The traits of each change of a page: (len(tries), len(TRAITS))."""
    if not tries:
        return np.zeros((0, len(TRAITS)), dtype=np.float32)
    changes = [one.change for one in tries]
    before = as_it_stands(sheet.text, changes, sheet.walk)
    after, words = _changed(sheet.text, tries, before)
    gain = after.total - before.total
    channel = np.array([one.channel for one in tries], dtype=np.float32)
    lead = _lead(tries, gain + channel + WORDS * words)
    columns = [
        np.stack(
            [
                gain,
                np.minimum(gain, 8),
                channel,
                words,
                np.minimum(words, 5),
                np.minimum(words, 10),
                np.minimum(lead, 10),
                lead >= 10,
            ],
            axis=1,
        ),
        _joints(sheet.text, tries),
        _word_traits(longest_words(sheet.text, changes)),
        *(_thrice(wording.chances) for wording in (before, after)),
        np.array([_beside(sheet, one) for one in tries], dtype=np.float32),
        _around(stumbles, tries),
        np.array([_where(sheet, one) for one in tries], dtype=np.float32),
    ]
    told: Matrix = np.concatenate(columns, axis=1).astype(np.float32)
    strange = stumbles.strange[[min(one.start, len(sheet.text) - 1) for one in tries]]
    little = np.full(len(tries), 1 - min(len(sheet.text) / MUCH_TEXT, 1), dtype=np.float32)
    crossed = told[:, _CROSSED] * strange[:, None]
    return np.concatenate([told, strange[:, None], little[:, None], crossed], axis=1)


def _changed(text: str, tries: Sequence[Try], before: Wording) -> tuple[Wording, NDArray[np.float32]]:
    """How the page reads after each change, and what its words gain; a mere look changes nothing."""
    made = [k for k, one in enumerate(tries) if one.kind != "look"]
    changes = [tries[k].change for k in made]
    total, chances, words = before.total.copy(), before.chances.copy(), np.zeros(len(tries), dtype=np.float32)
    total[made], chances[made] = as_changed(text, changes)
    words[made] = words_gained(text, changes)
    return Wording(total, chances), words


def _lead(tries: Sequence[Try], scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """By how much each change leads the best other one that touches the same characters."""
    touched: dict[int, list[int]] = {}
    for k, one in enumerate(tries):
        for place in range(one.start, max(one.end, one.start + 1)):
            touched.setdefault(place, []).append(k)
    lead = np.full(len(tries), 20.0, dtype=np.float32)
    for k, one in enumerate(tries):
        for place in range(one.start, max(one.end, one.start + 1)):
            rivals = [
                j for j in touched[place] if j != k and (tries[j].start, tries[j].after) != (one.start, one.after)
            ]
            for rival in rivals:
                lead[k] = min(lead[k], scores[k] - scores[rival])
    return np.maximum(lead, -10)


def _joints(text: str, tries: Sequence[Try]) -> Matrix:
    """How usual the characters are, and whether the paper ever set them beside their neighbours."""
    model = ngram.load()
    rows = []
    for one in tries:
        left, right = text[one.start - 1] if one.start else EDGE, text[one.end : one.end + 1] or EDGE
        before, after = text[one.start : one.end] or right, one.after or right
        rows.append(left + before[0] + before[-1] + after[0] + after[-1] + right)
    ids = model.encode("".join(rows)).reshape(len(rows), 6).astype(np.int64)
    usual = model.entries(1)[0]
    pairs = ((0, 1), (2, 5), (0, 3), (4, 5))
    joined = [model.follows(ids[:, one], ids[:, other]) for one, other in pairs]
    return np.stack([usual[ids[:, 1]], usual[ids[:, 3]], *joined], axis=1)


def _word_traits(lengths: Matrix) -> Matrix:
    before, after = lengths.T
    made = (after > 3) & (before < 2)
    return np.stack([before > 1, before > 2, after > 1, after > 2, after > 3, made, after - before], axis=1)


def _thrice(chances: Matrix) -> Matrix:
    return np.concatenate([chances, np.minimum(chances, ODD), np.minimum(chances, VERY_ODD)], axis=1)


def _beside(sheet: Sheet, one: Try) -> tuple[float, ...]:
    """What the page prints elsewhere, and whether a name or a figure stands here."""
    text, often, (start, end) = sheet.text, sheet.strings.get, (one.start, one.end)
    left, right = text[max(start - 2, 0) : start], text[end : end + 2]
    as_read = (text[max(start - 1, 0) : start + 1], text[max(end - 1, 0) : end + 1])
    longer = (left + text[start:end], left[-1:] + text[start:end] + right[:1], text[start:end] + right)
    changed = (left + one.after, left[-1:] + one.after + right[:1], one.after + right)
    surnames = data.rows("names")["persons"]["surnames"]
    return (
        min((max if end - start < 2 else min)(often(words, 0) for words in as_read) - 1, 4),
        min(max(often(words, 0) for words in longer) - 1, 3),
        min(max(often(words, 0) for words in changed), 3),
        min(max(often(left[-1:] + one.after, 0), often(one.after + right[:1], 0)), 3) if end - start == 1 else 0,
        left[-1:] in surnames and left != "",
        left[:1] in surnames and len(left) == 2,
        text[start] in surnames,
        "·" in text[max(start - 5, 0) : end + 5],
        any(char.isascii() and char.isalnum() for char in left[-1:] + right[:1]),
    )


def _around(stumbles: Stumbles, tries: Sequence[Try]) -> Matrix:
    """How many places beside each change read badly, and how well what stands before and after it reads."""
    starts, ends = (np.array([one[side] for one in tries], dtype=np.int64) for side in (0, 1))
    left, right = starts - BESIDE, ends + 2
    bad = (stumbles.two < SPOILED).astype(np.float32)
    told = [_stretch(bad, left, BESIDE - 1).sum(axis=1) + _stretch(bad, right, BESIDE).sum(axis=1)]
    there = np.ones_like(stumbles.one)
    for first in (left, right + 1):
        sums, count = (_stretch(given, first, BESIDE).sum(axis=1) for given in (stumbles.one, there))
        told.append(sums / np.maximum(count, 1))
    return np.stack(told, axis=1)


def _stretch(told: Matrix, first: NDArray[np.int64], size: int) -> Matrix:
    """What is told of so many places from each one on; 0 beyond the page: (len(first), size)."""
    places = first[:, None] + np.arange(size)
    return np.where((places >= 0) & (places < len(told)), told[np.clip(places, 0, len(told) - 1)], 0)


def _where(sheet: Sheet, one: Try) -> tuple[float, ...]:
    edge = EDGE in sheet.text[max(one.start - 1, 0) : one.end + 1] or one.start == 0
    passage = sheet.passages[sheet.at(one.start)[0]]
    letter = sheet.text[one.start].isascii() and sheet.text[one.start].isalnum()
    return (
        edge,
        passage.part != "body",
        letter,
        len(passage.text) < 40,
        "。" in passage.text,
        len(one.after) == 2,
    )
