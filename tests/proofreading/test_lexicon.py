"""A reader's own words: what he lists is never marked, whatever the rule; the rest is marked as ever."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import presscheck
from presscheck import pipeline
from presscheck.errors import WrongUsage
from presscheck.proofreading.own_words import LONGEST, OwnWords, words_of
from presscheck.proofreading.passage import Finding

KEPT = [
    # text, a word, what would be marked without it
    ("该短視频播放量高达两万次", "短視频", "視"),
    ("记者走进涇岭县，看到梯田连成一片", "涇岭县", "涇"),
    ("这是一个拥有众多人口口的国家", "人口口", "口"),
    ("会议指出,要坚持稳中求进", "指出,要", ","),
    ("⾦山大桥今天通车", "⾦山大桥", "⾦"),
    ("‘防范（一期’在云州举行", "防范（一期", "（"),
]


def marked(text: str, *words: str) -> list[str]:
    return [mark.before for mark in presscheck.proofread(text, words)]


@pytest.mark.parametrize(("text", "word", "before"), KEPT)
def test_a_word_of_the_list_is_never_marked(text, word, before):
    assert before in marked(text)
    assert before not in marked(text, word)


@pytest.mark.parametrize(("text", "word", "before"), KEPT)
def test_a_word_that_is_not_on_the_page_keeps_nothing(text, word, before):
    assert marked(text, "云州", f"{word}厂") == marked(text)


def test_a_finding_is_dropped_only_where_the_word_stands():
    assert marked("涇岭县和涇源乡的梯田连成一片", "涇岭县") == ["涇"]


def test_a_doubling_beside_a_word_of_the_list_is_one_still():
    text = "这是一个拥有众多人口口的国家"
    assert marked(text, "人口") == marked(text) == ["口"]
    assert marked(text, "口口") == []


def test_the_list_reaches_every_door(tmp_path):
    page = tmp_path / "page.txt"
    page.write_text("梯田连成一片\n\n本报讯　记者走进涇岭县，看到梯田连成一片。\n", encoding="utf8")
    doors = [
        lambda lexicon: presscheck.read(page, lexicon=lexicon),
        lambda lexicon: pipeline.read_bytes(page.read_bytes(), "page.txt", lexicon=lexicon),
        lambda lexicon: presscheck.read_issue([page], lexicon=lexicon)["page.json"],
        lambda lexicon: pipeline.read_pages(presscheck.read(page).pages, lexicon=lexicon),
    ]
    for door in doors:
        assert [mark.before for mark in door(()).articles[0].corrections] == ["涇"]
        assert door(iter([" 涇岭县\n"])).articles[0].corrections == ()


def test_a_text_is_no_list_of_words():
    with pytest.raises(WrongUsage, match="list of words"):
        presscheck.proofread("人口口", "人口口")


def test_a_sentence_is_no_word():
    assert words_of(["口" * LONGEST])
    with pytest.raises(WrongUsage, match="61 characters"):
        words_of(["口" * (LONGEST + 1)])


def within(text: str, words: frozenset[str], start: int, end: int) -> bool:
    """The slow and obvious way: every occurrence of every word."""
    for word in words:
        for at in range(len(text) - len(word) + 1):
            if text[at : at + len(word)] != word:
                continue
            if (at < start < at + len(word)) if start == end else (at <= start and end <= at + len(word)):
                return True
    return False


texts = st.text("人口县，", max_size=12)


@given(texts, st.frozensets(st.text("人口县，", min_size=1, max_size=5), max_size=5), st.data())
def test_what_lies_within_a_word_is_found_as_the_slow_way_finds_it(text, words, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    finding = Finding(start, end, "某", "variant", 0.9)
    assert OwnWords(words).keeps(text, finding) == within(text, words, start, end)


@given(texts, st.frozensets(st.text("人口县，", min_size=1, max_size=5), max_size=5), st.data())
def test_a_deletion_is_dropped_where_every_place_like_it_lies_within_words(text, words, data):
    start = data.draw(st.integers(0, max(len(text) - 1, 0)))
    end = min(start + 1, len(text))
    left = text[:start] + text[end:]
    alike = [(at, at + end - start) for at in range(len(text) - (end - start) + 1)]
    alike = [(first, last) for first, last in alike if text[:first] + text[last:] == left]
    wanted = all(within(text, words, first, last) for first, last in alike if end > start)
    if end > start:
        assert OwnWords(words).keeps(text, Finding(start, end, "", "doubled", 0.9)) == wanted


def test_a_long_list_costs_next_to_nothing():
    draw = random.Random(7)
    words = frozenset(
        "".join(draw.choices("云州青川北坡鹿鸣山水桥镇县", k=draw.randint(2, 12))) for _ in range(100_000)
    )
    began = time.perf_counter()
    own = OwnWords(words)
    text = "记者走进涇岭县，看到梯田连成一片。" * 20
    for place in range(len(text)):
        own.keeps(text, Finding(place, place + 1, "某", "variant", 0.9))
    assert time.perf_counter() - began < 2
