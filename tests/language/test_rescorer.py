"""The network of both sides: the fast reader against a slow one and against torch, and sentences it must read well."""

import itertools
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck.errors import PartMissing
from presscheck.language import ngram, rescorer
from presscheck.language.rescorer import RARE, Rescorer, load

KNOWN, PAIRS, SIZE, WIDTH, HIDDEN, REACHES = 40, 12, 6, 4, 5, (1, 2, 4)
CONTENT = "0" * 64
IDS = st.lists(st.integers(0, KNOWN + 9), min_size=1, max_size=40)


def tiny(seed: int = 3) -> dict[str, np.ndarray]:
    """A network of random weights, in the form in which the trainer writes one."""
    dice = np.random.default_rng(seed)
    sizes = {
        "char": (KNOWN + 10, SIZE), "pair": (PAIRS, SIZE), "out": (KNOWN, SIZE), "bias": (KNOWN,),
        "join.weight": (2 * HIDDEN, 2 * WIDTH), "join.bias": (2 * HIDDEN,),
        "told.weight": (SIZE, HIDDEN), "told.bias": (SIZE,),
    }  # fmt: skip
    for side in ("left", "right"):
        sizes |= {f"{side}.enter.weight": (WIDTH, SIZE), f"{side}.enter.bias": (WIDTH,)}
        sizes |= {f"{side}.gains": (len(REACHES) + 1, WIDTH)}
        for k in range(len(REACHES)):
            sizes[f"{side}.floors.{k}.weight"] = (2 * WIDTH, 2 * WIDTH)
            sizes[f"{side}.floors.{k}.bias"] = (2 * WIDTH,)
    table: dict[str, np.ndarray] = {}
    for name, size in sizes.items():
        table[name] = dice.normal(size=size).astype(np.float32)
        if len(size) == 2 and "gains" not in name:
            table[name], table[f"{name}:step"] = (
                dice.integers(-127, 128, size).astype(np.int8),
                dice.random(size[0]) / 99,
            )
    first, last = dice.integers(1, KNOWN, (2, 5 * PAIRS))
    table["pairs"] = np.unique(first << 16 | last)[: PAIRS - 1].astype(np.uint32)
    recipe = {"reaches": REACHES, "weights": list(sizes), "content": CONTENT}
    return table | {"recipe": np.frombuffer(json.dumps(recipe).encode(), dtype=np.uint8)}


# --- the fast reader against a slow one ---------------------------------------------------------------------------


class Plain:
    """One place after the other, one floor after the other, each state asked for anew."""

    def __init__(self, table: dict[str, np.ndarray]) -> None:
        names = json.loads(table["recipe"].tobytes())["weights"]
        self.weights = {
            n: table[n] * table.get(f"{n}:step", np.ones(len(table[n])))[:, None] if table[n].ndim == 2 else table[n]
            for n in names
        }
        self.pairs = {int(key): k + 1 for k, key in enumerate(table["pairs"])}

    def chances(self, ids: list[int], place: int) -> np.ndarray:
        words = [k if k < KNOWN else 0 for k in [1, *ids, 1]]
        pairs = [0, *(self.pairs.get(a << 16 | b, 0) for a, b in itertools.pairwise(words)), 0]
        char, pair = self.weights["char"], self.weights["pair"]
        ahead = [char[word] + pair[pairs[k]] for k, word in enumerate(words)]
        back = [char[word] + pair[pairs[k + 1]] for k, word in enumerate(words)]
        before = self.final("left", ahead, place)
        after = self.final("right", back[::-1], len(words) - 1 - (place + 2))
        joined = self.weights["join.weight"] @ np.concatenate([before, after]) + self.weights["join.bias"]
        first, second = joined[:HIDDEN], joined[HIDDEN:]
        told = self.weights["told.weight"] @ (first / (1 + np.exp(-first)) * second) + self.weights["told.bias"]
        odds = self.weights["out"] @ told + self.weights["bias"]
        return odds - np.log(np.exp(odds).sum())

    def final(self, side: str, read: list[np.ndarray], place: int) -> np.ndarray:
        return self.even(self.state(side, read, place, len(REACHES))) * self.weights[f"{side}.gains"][-1]

    def state(self, side: str, read: list[np.ndarray], place: int, floor: int) -> np.ndarray:
        if floor == 0:
            return self.weights[f"{side}.enter.weight"] @ read[place] + self.weights[f"{side}.enter.bias"]
        own = self.state(side, read, place, floor - 1)
        behind = place - REACHES[floor - 1]
        gain = self.weights[f"{side}.gains"][floor - 1]
        far = self.even(self.state(side, read, behind, floor - 1)) * gain if behind >= 0 else np.zeros(WIDTH)
        name = f"{side}.floors.{floor - 1}"
        more = (
            self.weights[f"{name}.weight"] @ np.concatenate([self.even(own) * gain, far]) + self.weights[f"{name}.bias"]
        )
        return own + more[:WIDTH] / (1 + np.exp(-more[WIDTH:]))

    def even(self, state: np.ndarray) -> np.ndarray:
        return state / np.sqrt((state**2).mean() + 1e-6)


@settings(max_examples=30, deadline=None)
@given(IDS, st.data())
def test_the_fast_reader_tells_what_the_slow_one_tells(ids: list[int], data: st.DataObject) -> None:
    table = tiny()
    places = data.draw(st.lists(st.integers(0, len(ids) - 1), min_size=1, max_size=4))
    others = np.tile(np.arange(1, KNOWN), (len(places), 1))
    told = Rescorer(table).score_ids(np.array(ids), places, others)
    for row, place in zip(told, places, strict=True):
        assert np.allclose(row, np.maximum(Plain(table).chances(ids, place)[1:], RARE), atol=1e-4)


def test_the_fast_reader_tells_what_torch_tells() -> None:
    torch = pytest.importorskip("torch")
    sys.path.append(str(Path(__file__).parents[2] / "tools"))
    import train_rescorer as tool

    made = tool.Settings(known=KNOWN, pairs=PAIRS, size=SIZE, width=WIDTH, hidden=HIDDEN, reaches=(1, 2, 4, 8))
    torch.manual_seed(5)
    net, ids = tool.Towers(made, KNOWN + 10), np.random.default_rng(5).integers(1, KNOWN, 50)
    keys = tool.frequent_pairs(ids, PAIRS)
    reader = Rescorer(tool.pack(net.state_dict(), keys, {"reaches": made.reaches}))
    weights = reader._weights | {"char": reader._char[:], "pair": reader._pair[:]}
    for name, part in net.named_parameters():  # as they are after rounding
        part.data = torch.from_numpy(weights[tool.EMBEDDED.get(name, name)])
    whole = np.concatenate([[1], ids, [1]])[None]
    with torch.no_grad():
        want = net.chances(torch.from_numpy(whole), torch.from_numpy(tool.pairs_of(whole, keys)))[0, 1:-1, 1:].numpy()
    told = reader.score_ids(ids, range(len(ids)), np.tile(np.arange(1, KNOWN), (len(ids), 1)))
    assert np.allclose(told, np.maximum(want, RARE), atol=1e-4)


# --- what may be asked --------------------------------------------------------------------------------------------


def test_what_stands_at_a_place_makes_no_difference() -> None:
    reader, others = Rescorer(tiny()), np.arange(1, KNOWN)[None]
    first, second = (reader.score_ids(np.array([5, 6, char, 8, 9]), [2], others) for char in (7, 30))
    assert np.array_equal(first, second)


def test_chances_of_all_characters_sum_to_one() -> None:
    told = Rescorer(tiny()).score_ids(np.arange(1, 30), [0, 12, 28], np.tile(np.arange(KNOWN), (3, 1)))
    unknown = np.exp(told[:, 1:]).sum(axis=1)
    assert (unknown < 1).all()
    assert (told[:, 0] == RARE).all()


def test_places_may_come_in_any_order_and_in_any_number(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, ids = Rescorer(tiny()), np.random.default_rng(1).integers(1, KNOWN, 60)
    places, others = [40, 3, 3, 59, 0, 17], np.tile(np.arange(1, 6), (6, 1))
    told = reader.score_ids(ids, places, others)
    assert np.array_equal(told[1], told[2])
    monkeypatch.setattr(rescorer, "SLICE", 2)
    assert np.allclose(reader.score_ids(ids, places, others), told, atol=1e-5)
    assert reader.score_ids(ids, [], np.zeros((0, 5), dtype=int)).shape == (0, 5)


def test_the_same_question_gets_the_same_answer() -> None:
    text, others = "全市今年计划投资两亿元。", ngram.load().encode("计汁汗")[None]
    assert np.array_equal(load().score(text, [4], others), load().score(text, [4], others))


def test_a_character_never_learned_is_rare() -> None:
    told = load().score("全市今年计划投资两亿元。", [4], ngram.load().encode("计龘")[None])
    assert told[0, 1] == RARE < told[0, 0]


def test_a_part_missing_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(rescorer, "shipped", lambda name: tmp_path / name)
    with pytest.raises(PartMissing, match=r"rescorer\.npz"):
        load.__wrapped__()


# --- the network that ships ----------------------------------------------------------------------------------------


def test_its_recipe_says_how_it_was_made() -> None:
    recipe: dict[str, Any] = load().recipe
    assert recipe["news"]["until"] <= "2025-06-30"
    assert recipe["characters"] == ngram.load().name
    assert set(recipe["learned"]) >= {"steps", "minutes", "surprise"}
    assert recipe["content"][:8] in load().name


@pytest.mark.parametrize(
    ("sentence", "candidates"),
    [
        ("云州市召开会议，研究部署粮食生□工作。", "产户广严"),
        ("记者从云州市水利局获悉，今年全市新建水□十二座。", "库厍连床"),
        ("青柳县今年小□种植面积达到三十万亩，预计总产量比去年增加两成。", "麦来末未"),
        ("周望川强调，要坚持以人□为中心的发展思想。", "民良氏尼"),
        ("受台风影响，白石镇转□群众三百余人，没有人员伤亡。", "移秒栘侈"),
    ],
)  # fmt: skip
def test_it_reads_newspapers(sentence: str, candidates: str) -> None:
    told = load().score(sentence, [sentence.index("□")], ngram.load().encode(candidates)[None])
    assert candidates[int(told[0].argmax())] == candidates[0]
