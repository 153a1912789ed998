"""Misreadings are set in as they come, and weights are learned from what is told of each change."""

import importlib
import random
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
trainer, maker = importlib.import_module("train_proofreader"), importlib.import_module("make_phrases")
sys.path.pop(0)

PRINTED = "云州市今年新建桥梁三座，方便了两岸群众出行，受到大家欢迎。" * 40


def test_the_same_seed_sets_in_the_same():
    spoiled = [trainer.spoil(PRINTED, random.Random(seed)) for seed in (1, 1, 2)]
    assert spoiled[0] == spoiled[1] != spoiled[2]
    assert spoiled[0] != PRINTED


def test_weights_find_what_decides():
    rng = np.random.default_rng(0)
    traits = rng.normal(size=(400, 3)).astype(np.float32)
    weights, _ = trainer.fit(traits, traits[:, 1] > 0)
    assert abs(weights).argmax() == 1
    assert weights[1] > 0


def test_phrases_are_told_by_their_other_four_characters():
    often = [["云州市委书记在会上说"]] * 5 + [["云州市委大楼"]]
    told = maker.phrases(iter(often), 5)
    assert "市委书记在会" in told
    assert "云州市委大楼" not in told
    assert maker.phrases(iter(often), 9) == []
