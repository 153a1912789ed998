"""What fragments are about: sums of learned vectors of character pairs, against plain loops and with a small table."""

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from presscheck import data, hanzi
from presscheck.articles import matter
from presscheck.articles.matter import Matter, unit
from presscheck.errors import PartMissing

KNOWN = {
    "渠水": (3, 0, 1), "水上": (-2, 1, 0), "北坡": (0, 5, 0), "大桥": (1, 1, -7), "桥水": (0, 0, 2), "水渠": (4, -4, 0),
    "坡北": (127, -127, 0), "7月": (0, 2, 2), "AB": (1, 0, 0), "渠渠": (0, 0, 9),
}  # fmt: skip
"""The pairs of a small table, each with its vector."""


def code(pair):
    return (ord(pair[0]) << 21) | ord(pair[1])


def table_of(known, temperature=8.0, scale=1.0):
    """A table as the trainer packs it: pairs sorted by their codes."""
    pairs = sorted(known, key=code)
    recipe = {"content": "0123456789", "steps": 7}
    return Matter({
        "recipe": np.frombuffer(json.dumps(recipe).encode(), dtype=np.uint8),
        "pairs": np.array([code(pair) for pair in pairs]),
        "vectors": np.array([known[pair] for pair in pairs], dtype=np.int8),
        "scale": np.full(len(pairs), scale, dtype=np.float16),
        "temperature": np.array(temperature),
    })  # fmt: skip


SMALL = table_of(KNOWN)
texts = st.text(st.sampled_from("渠水上北坡大桥7月７ＡAB龘𠮷，。 　\n"), max_size=20)


# The pairs of a text


def pairs_of(text):
    """The known pairs of a text one after another, found by looking through the whole table for each."""
    printed = [char for char in hanzi.fold(text) if char.isalnum()]
    rows = sorted(KNOWN, key=code)
    return [rows.index(first + second) for first, second in pairwise(printed) if first + second in rows]


@given(texts)
def test_pairs_are_those_of_a_plain_search(text):
    assert SMALL.pair_ids(text).tolist() == pairs_of(text)


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("渠水上", ["渠水", "水上"]),
        ("渠，水", ["渠水"]),
        ("北 坡\n北坡", ["北坡", "坡北", "北坡"]),
        ("渠渠渠", ["渠渠", "渠渠"]),
        ("７月", ["7月"]),
        ("ＡB", ["AB"]),
        ("水北", []),
        ("渠", []),
        ("，。", []),
        ("", []),
    ],
    ids=["all known", "marks passed over", "spaces too", "twice", "wide figure", "wide letter", "unknown pair",
         "one character", "marks alone", "nothing"],
)  # fmt: skip
def test_the_pairs_of_a_text(text, pairs):
    rows = sorted(KNOWN, key=code)
    assert [rows[place] for place in SMALL.pair_ids(text)] == pairs


@pytest.mark.parametrize("text", ["\x00\x00", "龘龘", "\U0002a6d6\U0002a6d6"], ids=["least", "in between", "largest"])
def test_pairs_beyond_either_end_of_the_table_are_unknown(text):
    assert SMALL.pair_ids(text).tolist() == []


# Vectors


def test_a_vector_is_the_sum_of_its_pairs():
    found = SMALL.vectors(["渠水上", "北坡", "渠水，渠水", "大桥"])
    assert found.dtype == np.float32
    assert found.tolist() == [[1, 1, 1], [0, 5, 0], [10, -4, 2], [1, 1, -7]]


def test_whole_numbers_are_scaled():
    assert table_of(KNOWN, scale=0.25).vectors(["北坡", "坡北"]).tolist() == [[0, 1.25, 0], [31.75, -31.75, 0]]


@given(texts, texts)
def test_vectors_add_up_but_for_the_pair_where_texts_meet(first, second):
    printed = [[char for char in hanzi.fold(text) if char.isalnum()] for text in (first, second)]
    meeting = printed[0][-1] + printed[1][0] if all(printed) else ""
    whole, parts = SMALL.vectors([first + second]), SMALL.vectors([first, second, meeting])
    np.testing.assert_array_equal(whole[0], parts.sum(axis=0))


@pytest.mark.parametrize("text", ["龘龘龘", "Beipo", "，。", "渠", ""])
def test_of_what_nothing_is_known_the_vector_is_zero(text):
    assert SMALL.vectors([text]).tolist() == [[0, 0, 0]]
    assert unit(SMALL.vectors([text])).tolist() == [[0, 0, 0]]
    assert SMALL.same_story([text, "北坡", text]).tolist() == [[0, 0, 0], [0, 8, 0], [0, 0, 0]]


def test_a_page_of_nothing_has_no_vectors():
    assert SMALL.vectors([]).shape == (0, 3)
    assert SMALL.same_story([]).shape == (0, 0)


# Directions


vectors = st.lists(st.tuples(*[st.integers(-500, 500)] * 3), min_size=1, max_size=6)


@given(vectors)
def test_unit_keeps_the_direction_and_gives_length_one_or_none(rows):
    given_ = np.array(rows, dtype=np.float32)
    directions = unit(given_)
    lengths = np.linalg.norm(given_, axis=1, keepdims=True)
    np.testing.assert_allclose(np.linalg.norm(directions, axis=1), (lengths > 0).ravel(), atol=1e-5)
    np.testing.assert_allclose(directions * lengths, given_, atol=1e-2)


def test_unit_takes_one_vector_or_a_table():
    assert unit(np.array([3, 4], dtype=np.float32)).tolist() == pytest.approx([0.6, 0.8])
    assert unit(np.array([[0, -2]], dtype=np.float32)).tolist() == [[0, -1]]


@given(st.lists(texts, min_size=1, max_size=5))
def test_same_story_is_symmetric_and_a_text_is_most_like_itself(fragments):
    odds = SMALL.same_story(fragments)
    np.testing.assert_allclose(odds, odds.T, atol=1e-5)
    assert np.abs(odds).max() <= 8 + 1e-4
    known = np.linalg.norm(SMALL.vectors(fragments), axis=1) > 0
    np.testing.assert_allclose(np.diag(odds), np.where(known, 8, 0), atol=1e-4)


@given(texts, texts, st.integers(2, 5))
def test_same_story_asks_for_direction_not_for_length(first, second, times):
    longer = "龘".join([first] * times)
    assume(first[:1].isalnum() and first[-1:].isalnum())  # so that the strange character stands between known ones
    odds = SMALL.same_story([first, longer, second])
    assert odds[0, 2] == pytest.approx(odds[1, 2], abs=1e-4)


def test_the_temperature_is_the_most_that_two_can_be_alike():
    assert table_of(KNOWN, temperature=2.5).same_story(["北坡", "北坡龘北坡", "渠渠"]).tolist() == [
        [2.5, 2.5, 0], [2.5, 2.5, 0], [0, 0, 2.5],
    ]  # fmt: skip


# The table that ships


def test_a_table_is_named_by_its_content_and_keeps_its_recipe():
    assert SMALL.name == "matter-01234567"
    assert SMALL.recipe == {"content": "0123456789", "steps": 7}


def test_the_table_that_ships_is_read_once_and_says_how_it_was_learned():
    table = matter.load()
    assert table is matter.load()
    assert table.name == f"matter-{table.recipe['content'][:8]}"
    assert {"steps", "until", "record_sha256"} <= set(table.recipe)


def test_a_table_that_was_not_installed_is_missed(monkeypatch, tmp_path):
    monkeypatch.setattr(data, "shipped", lambda name: tmp_path / name)
    with pytest.raises(PartMissing, match=r"matter\.npz"):
        matter.load.__wrapped__()


def test_halves_of_three_stories_find_one_another():
    before = [
        "市水务局计划今年改造老旧供水管网，更换水表",
        "全省中学生足球联赛昨晚决出冠军，两队球员在决赛中踢成平局",
        "连日晴好，乡里的小麦陆续开镰，收割机昼夜作业",
    ]
    after = [
        "农技站测产，粮食亩产比去年增加，农民及时播种玉米",
        "管网改造期间，由水厂派车送水到居民小区",
        "主教练说，球员在下半场比赛中的进攻更加积极，球队夺冠",
    ]
    odds = matter.load().same_story([*before, *after])
    assert odds[:3, 3:].argmax(axis=1).tolist() == [1, 2, 0]
    assert odds[3:, :3].argmax(axis=1).tolist() == [2, 0, 1]
