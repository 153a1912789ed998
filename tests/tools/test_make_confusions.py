"""What was read is laid against what was printed, and the counts become a table; no typeface is needed for that."""

import importlib
import math
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
tool = importlib.import_module("make_confusions")
sys.path.pop(0)

LINE = "渠水上北坡，三个村的旱田有了水浇"


def row(printed, read, loose=False, others=None):
    """A line read, sure of itself but at the places in ``others``: {place: [(character, tenths), ...]}."""
    told = [[(char, 0)] for char in read]
    for place, likely in (others or {}).items():
        told[place] = likely
    return {
        "printed": printed,
        "read": read,
        "loose": loose,
        "likely": ["".join(char for char, _ in each) for each in told],
        "unlikely": [[tenths for _, tenths in each] for each in told],
    }


@pytest.mark.parametrize(
    ("printed", "read", "misread"),
    [
        ("渠水上北坡", "渠木上北坡", ["水木"]),
        ("渠水上北坡", "深水上北城", ["渠深", "坡城"]),
        ("渠水上北坡", "渠木土北坡", ["水木", "上土"]),
        ("渠水上北坡", "渠木土化坡", []),
        ("渠水上北坡", "渠水北坡", []),
        ("渠水上北坡", "渠水卜一北坡", []),
        ("渠水上北坡", "", []),
    ],
)
def test_a_misreading_counts_where_both_sides_agree(printed, read, misread):
    places = tool.aligned(printed, read)
    assert [printed[i] + read[j] for i, j in places if printed[i] != read[j]] == misread


def test_only_chinese_characters_are_counted_and_hopeless_lines_are_not():
    told = tool.count([row(LINE, LINE.replace("旱", "早").replace("，", "。")), row(LINE, "口" * len(LINE))])
    assert told.misread == {tool.pair("旱", "早"): 1}
    assert told.printed["水"] == 2
    assert "，" not in told.printed
    assert told.kinds["printed in lines left out"] == len(LINE)
    assert told.kinds["mark for mark"] == 1


def test_what_a_reading_hesitated_at_leaves_a_trace():
    hesitant = {LINE.index("旱"): [("旱", 1), ("早", 20), ("—", 25)]}
    told = tool.count([row(LINE, LINE, others=hesitant)] * 2)
    assert not told.misread
    assert told.pairs.tolist() == [tool.pair("旱", "早")]
    assert told.traces == pytest.approx([2 * math.exp(-1)])


def test_pairs_turn_round():
    pairs = np.array([tool.pair("旱", "早"), tool.pair("日", "目")])
    assert tool.turned(pairs).tolist() == [tool.pair("早", "旱"), tool.pair("目", "日")]


def test_regression_finds_the_weights_that_made_the_counts():
    rng = np.random.default_rng(1)
    known = np.stack([np.ones(4000), rng.normal(size=4000), rng.uniform(size=4000)], axis=1)
    expected = rng.uniform(0, 9, size=4000)
    weights = np.array([-2.0, 0.7, -1.0])
    misread = rng.poisson(expected * np.exp(known @ weights)).astype(float)
    assert tool.fitted(known, misread, expected) == pytest.approx(weights, abs=0.15)


def test_the_counts_speak_louder_than_what_was_foreseen():
    rows = [row(LINE, LINE.replace("旱", "早") if k % 8 < 4 else LINE, loose=k % 2 == 0) for k in range(40)]
    likeness = {tool.pair("旱", "早"): 0.9, tool.pair("旱", "旦"): 0.9}
    pairs, chances, _, told = tool.channel(rows, likeness, Counter(LINE))
    by_pair = dict(zip(pairs.tolist(), chances.tolist(), strict=True))
    assert told.rate == pytest.approx(10 / (20 * (len(LINE) - 1)))
    assert by_pair[tool.pair("旱", "早")] > by_pair[tool.pair("旱", "旦")] + 1
    assert math.exp(by_pair[tool.pair("旱", "早")]) == pytest.approx(0.5, abs=0.15)


def test_the_table_holds_the_likeliest_first_and_nothing_for_what_was_never_read():
    told = {"旱早": -2.0, "旦早": -3.0, "目日": -1.0}
    pairs = np.array([tool.pair(*both) for both in told])
    common = Counter({"旦": 10_000})
    arrays = tool.table(pairs, np.array(list(told.values())), common, {ord("早")})
    characters = [chr(point) for point in arrays["characters"]]
    place = characters.index("早")
    assert [characters[k] for k in arrays["printed"][place][:2]] == ["旱", "旦"]
    assert (arrays["chances"][place][:2] / tool.STEPS).tolist() == [2, 3]
    assert set(arrays["chances"][place][2:]) == {255}
    assert "日" not in characters


def test_a_common_character_is_tried_before_a_rare_one(monkeypatch):
    monkeypatch.setattr(tool, "CANDIDATES", 1)
    pairs, common = np.array([tool.pair("旱", "早"), tool.pair("旦", "早")]), Counter({"旦": 10_000})
    arrays = tool.table(pairs, np.array([-4.0, -6.0]), common, {ord("早")})
    characters = [chr(point) for point in arrays["characters"]]
    assert characters[arrays["printed"][characters.index("早")][0]] == "旦"


def test_what_ships_names_the_look_alikes_of_a_character():
    with np.load(tool.TABLE) as arrays:
        characters = "".join(map(chr, arrays["characters"]))
        printed, chances = arrays["printed"], arrays["chances"].astype(int)
        assert 0.01 < float(arrays["rate"]) < 0.08
    for read, true in ("日目", "土士", "未末", "入人"):
        place = characters.index(read)
        assert true in {characters[k] for k in printed[place][chances[place] < 255]}
    assert (np.diff(chances, axis=1) >= 0).all()
    assert tool.TABLE.stat().st_size < 900_000
