"""A claim read beside a sentence: for it, against it, or neither; and the words people say for those papers print."""

import numpy as np
import pytest

from presscheck.check import same
from presscheck.check.entailment import AGAINST, FOR, NEITHER, entailed, entailment
from presscheck.check.words import cover, weighed
from presscheck.data import shipped

OPENED = ("云州大桥通车", "云州大桥今天上午正式通车，全长三公里，连接云州和青禾两县。")
READ = [
    ("云州大桥正式通车。", OPENED, FOR),
    ("云州大桥今天没有通车。", OPENED, AGAINST),
    ("洛安机场扩建工程开工。", OPENED, NEITHER),
]


@pytest.mark.parametrize(("claim", "beside", "way"), READ)
def test_a_sentence_speaks_for_a_claim_against_it_or_neither(claim: str, beside: tuple[str, str], way: int) -> None:
    assert int(entailment(claim, [beside])[0].argmax()) == way


def test_each_sentence_is_read_by_itself() -> None:
    other = ("洛安开会", "洛安县今天召开春耕会议。")
    both = entailment("云州大桥正式通车。", [OPENED, other])
    assert both.shape == (2, 3)
    np.testing.assert_allclose(both[0], entailment("云州大桥正式通车。", [OPENED])[0], atol=1e-5)


def test_without_sentences_nothing_is_read() -> None:
    none = entailment("云州大桥正式通车。", [])
    assert none.shape == (0, 3)
    assert entailed(none) == {"entailment_none": 1.0}


def test_one_sentence_that_speaks_for_a_claim_is_enough() -> None:
    told = entailed(np.array([[-4.0, -4.0, 4.0], [5.0, 0.0, 0.0]], dtype=np.float32))
    assert told["entailment_best"] == 1
    assert told["entailment_chance_for"] > 0.9


def test_what_people_say_stands_where_papers_print_it() -> None:
    assert cover(weighed("头一回"), "这是首次") == 1.0


def test_the_groups_hold_words_and_none_twice() -> None:
    lines = shipped("check/same.txt").read_text(encoding="utf8").splitlines()
    groups = [line.split() for line in lines if line and not line.startswith("#")]
    assert len(groups) == len(set(map(tuple, groups)))
    for group in groups:
        assert len(set(group)) == len(group) > 1, group
        assert all(len(word) > 1 for word in group), group
        assert all(word in same.others(group[0]) for word in group[1:]), group
