"""Kinds of evidence: every input of every network has a name, and a judge can do without each kind."""

import numpy as np
import pytest

from presscheck.articles import judge, kinds, places, queues, seams, second_reading, traits

NAMES = {*traits.NAMES, *seams.NAMES, *queues.NAMES, *second_reading.PAIR_NAMES, *second_reading.END_NAMES}
NAMES |= {*places.TRAITS, *places.NAMES}


def test_every_name_of_a_kind_is_evidence_somewhere():
    for kind, names in kinds.KINDS.items():
        assert names <= NAMES, (kind, names - NAMES)


def test_no_evidence_is_of_two_kinds():
    told = [name for names in kinds.KINDS.values() for name in names]
    assert len(told) == len(set(told))


@pytest.mark.parametrize("layer", sorted(name for name in judge.load().tables if name.endswith(".weight")))
def test_the_named_inputs_of_a_layer_are_as_many_as_it_has(layer):
    named = kinds._inputs(layer)
    assert not named or len(named) == judge.load().tables[layer].shape[0]


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_a_judge_without_a_kind_does_not_see_it(kind):
    whole, poorer = judge.load(), kinds.without(judge.load(), kind)
    changed = {name for name in whole.tables if not np.array_equal(whole.tables[name], poorer.tables[name])}
    assert changed
    assert all(not poorer.tables[name][kinds._rows(name, kinds.KINDS[kind])].any() for name in changed)
    assert whole.recipe == poorer.recipe


def test_an_unknown_kind_is_refused():
    with pytest.raises(KeyError):
        kinds.without(judge.load(), "taste")
