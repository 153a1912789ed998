"""A story read in context: where its characters stand, and what always holds of how it is read."""

import numpy as np
import pytest

from presscheck.facts import context
from presscheck.facts.context import BODY, LONGEST, plain
from presscheck.facts.story import Part, Story

HEAD = Part("headline", None, "县城通了火车", False)
FIRST = Part("body", 0, "本报讯　县城昨天通了火车。首趟列车载客300人。")
SECOND = Part("body", 1, "列车每日两班。" * 40)


def rows(read: context.Layout, part: Part, words: str) -> tuple[int, int] | None:
    at = part.text.index(words)
    return read.stretch(part, at, at + len(words))


def test_every_character_has_a_row_and_blocks_are_no_longer_than_they_may_be() -> None:
    read = context.read(Story((HEAD, FIRST, SECOND)))
    assert all(len(block) <= LONGEST for block in read.blocks)
    assert len(read.blocks) > len(SECOND.text) // (BODY + 1)
    assert len(read.vectors) == sum(map(len, read.blocks))
    for part in (FIRST, SECOND):
        assert all(read.stretch(part, at, at + 1) for at in range(len(part.text)))


def test_the_headline_stands_at_the_head_of_every_block() -> None:
    read = context.read(Story((HEAD, FIRST, SECOND)))
    last = len(SECOND.text) - 3
    beside = read.stretch(SECOND, last, last + 1)
    assert beside is not None
    own = read.stretch(HEAD, 0, 2, beside[0])
    assert own is not None
    assert read.block(own[0]) == read.block(beside[0]) > 0
    assert [*read.blocks[0][:6]] == [*read.blocks[read.block(own[0])][:6]]


def test_what_was_read_too_far_off_is_not_looked_at() -> None:
    read = context.read(Story((FIRST, *(Part("body", at, SECOND.text) for at in (1, 2, 3)))))
    there, here = Part("body", 1, SECOND.text), Part("body", 3, SECOND.text)
    beside = read.stretch(here, 200, 201)
    assert beside is not None
    assert read.stretch(there, 200, 202) is not None
    assert read.stretch(there, 200, 202, beside[0]) is None
    assert rows(read, FIRST, "县城") == read.stretch(FIRST, 4, 6, beside[0])


def test_a_sentence_too_long_is_read_as_far_as_a_block_goes() -> None:
    part = Part("body", 0, "水" * (2 * LONGEST))
    read = context.read(Story((part,)))
    assert read.stretch(part, 0, 10) is not None
    assert read.stretch(part, LONGEST, LONGEST + 10) is None
    assert read.stretches(part, [(0, 10), (LONGEST, LONGEST + 10)]).tolist() == [[1, 11], [-1, 0]]


@pytest.mark.parametrize("parts", [(), (HEAD,), (Part("body", 0, ""),)], ids=["none", "a headline", "no words"])
def test_where_nothing_is_told_nothing_is_read(parts: tuple[Part, ...]) -> None:
    assert context.read(Story(parts)).vectors.shape[0] == 0


def test_a_block_means_the_same_whatever_is_read_with_it() -> None:
    long = Part("body", 0, "水" * BODY + "。")
    alone, together = (context.read(Story(parts)) for parts in ((long,), (long, SECOND)))
    assert len(together.blocks) > len(alone.blocks) == 1
    assert (together.vectors[: len(alone.vectors)] == alone.vectors).all()


def test_a_character_means_something_else_in_other_company() -> None:
    one, two = (context.read(Story((Part("body", 0, text),))).vectors[1] for text in ("县里开会。", "县外下雨。"))
    assert not np.allclose(one, two, atol=1e-2)


@pytest.mark.parametrize(("text", "told"), [("5G基站23座", "0g基站00座"), ("İ１", "İ0")])
def test_a_text_keeps_its_length(text: str, told: str) -> None:
    assert plain(text) == told


def test_where_stretches_stand_is_told_at_once_as_one_by_one() -> None:
    long = Part("body", 0, "甲乙丙丁" * 100)
    places = [(0, 4), (LONGEST - 10, LONGEST + 10), (LONGEST + 20, LONGEST + 30)]
    read = context.read(Story((long,)))
    assert [tuple(one) for one in read.stretches(long, places).tolist()] == [
        read.stretch(long, *place) or (-1, 0) for place in places
    ]
    assert read.stretches(Part("body", 7, "无"), [(0, 1)]).tolist() == [[-1, 0]]
