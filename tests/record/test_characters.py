"""Any word of any text is found, and none that does not stand there: the index held against a plain scan."""

import sqlite3

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from presscheck.data import shipped
from presscheck.record.characters import alike, clean, folded, holds, phrase, places, tokens, word_phrase, words
from presscheck.record.query import Query

SIGNS = (
    "县城新建桥梁的了在发展出现中国人民一二三〇百万亿元"
    "0123456789０１２.．,，。、；：“”《》（）()%％‰—-·…/~"
    "abAB发Ｃｄéßİſ①Ⅻ㎡㈱ﬁ가ไทย"
    "\U00020000\U0002a6a5\U0002b740\U0003106c㐀䶵龥鿌鿏豈\uf900"
    "\ud800\udfff�\0\t\n\u3000\xa0\u200b\u0301 "
)
TEXTS = st.text(st.sampled_from(SIGNS), max_size=30) | st.text(st.characters(), max_size=8)
STORIES = st.lists(st.lists(TEXTS, min_size=1, max_size=3), min_size=1, max_size=4)
SHELF = sqlite3.connect(":memory:", check_same_thread=False)
(INDEX,) = [one for one in shipped("record/0001.sql").read_text(encoding="utf8").split(";") if "fts5" in one]
SHELF.execute(INDEX)


def found(stories: list[list[str]], query: Query) -> set[int]:
    """The stories that the index finds."""
    SHELF.execute("INSERT INTO text (text) VALUES ('delete-all')")
    for number, parts in enumerate(stories):
        row = (number, tokens(*parts), words(*parts))
        SHELF.execute("INSERT INTO text (rowid, chars, words) VALUES (?, ?, ?)", row)
    return {number for (number,) in SHELF.execute("SELECT rowid FROM text WHERE text MATCH ?", (query.match(),))}


def scanned(stories: list[list[str]], word: str) -> set[int]:
    """The stories in one part of which a word stands, as one reads them."""
    return {at for at, parts in enumerate(stories) if any(folded(word) in folded(part) for part in parts)}


def drawn(draw: st.DrawFn, stories: list[list[str]]) -> str:
    """A word out of the stories, or one of the same signs that may stand nowhere."""
    part = draw(st.sampled_from([part for parts in stories for part in parts]))
    start = draw(st.integers(0, max(0, len(part) - 1)))
    return draw(st.just(part[start : start + draw(st.integers(1, 6))]) | st.text(st.sampled_from(SIGNS), max_size=4))


@st.composite
def searches(draw: st.DrawFn) -> tuple[list[list[str]], str, str]:
    stories = draw(STORIES)
    return stories, drawn(draw, stories), drawn(draw, stories)


@given(searches())
def test_a_word_is_found_where_it_stands_and_nowhere_else(search: tuple[list[list[str]], str, str]) -> None:
    stories, word, _ = search
    if folded(word):
        assert found(stories, Query((word,))) == scanned(stories, word)


@given(searches())
@example(([["㎞"]], "km", "k"))
@example(([["經 濟"]], "经济", "济"))
def test_a_text_holds_what_it_holds_once_it_is_folded(search: tuple[list[list[str]], str, str]) -> None:
    stories, *words = search
    wanted = list(map(alike, words))
    for text in (text for parts in stories for text in parts):
        assert holds(text, wanted) == all(word in alike(text) for word in wanted)


@given(searches())
def test_words_are_joined_and_left_out(search: tuple[list[list[str]], str, str]) -> None:
    stories, word, other = search
    if folded(word) and folded(other):
        first, second = scanned(stories, word), scanned(stories, other)
        assert found(stories, Query((word, other))) == first & second
        assert found(stories, Query((word,), (other,))) == first - second


@given(searches())
def test_a_place_is_the_word_and_no_word_is_overlooked(search: tuple[list[list[str]], str, str]) -> None:
    stories, word, _ = search
    for text in (part for parts in stories for part in parts):
        told = places(text, word)
        assert bool(told) == bool(folded(word) and folded(word) in folded(text))
        assert all(folded(word) in folded(text[start:end]) for start, end in told)
        assert told == sorted(told)


ROWS = [  # a text, what is found in it, and what is not
    ("县城新建桥梁通车", "县 新建 建桥 县城新建桥梁通车", "桥新 城县 通车了"),
    ("县城的新建桥梁", "新建桥梁 的新", "县城新建 城新"),
    ("全镇2.7万亩", "2.7 .7万 ２．７万 7万亩", "27 2.70 2,7"),
    ("ＡＩ合成与ai绘图", "AI ai合成 与Ai ＡＩ绘图", "aii"),
    ("增长15.6％，其中", "15.6% 6%,其 ％，", "156"),
    ("每平方米（㎡）", "㎡ m2 (㎡) （m2）", "m3"),
    ("姓\U0002a6a5的人家", "\U0002a6a5 姓\U0002a6a5的", "姓的 \U0002a6a6"),
    ("残\ud800页", "\ud800 残\ud800页", "残页 \udfff"),
    ("共\u30002.7\n万 起", "2.7万起 共2.7", "共万"),
    ("第①组 Ⅻ号", "① 1组 xii号 第1", "①②"),
    ("“一带一路”", "“一 路” 一路”", "‘一 一一"),
    ("u2c与,", "u2c 与, u2c与,", ",, 与u"),
    ("\uf900兵", "\u8c48兵 \uf900", "兵\u8c48"),
    ("Straße İ", "STRASSE strasse", "strase"),
]


@pytest.mark.parametrize(
    ("text", "stands", "not_there"),
    ROWS,
    ids=[ascii(row[0]) for row in ROWS],
)
def test_what_is_found_in_a_text(text: str, stands: str, not_there: str) -> None:
    for word in stands.split(" "):
        assert found([[text]], Query((word,))) == {0}, word
    for word in not_there.split(" "):
        assert found([[text]], Query((word,))) == set(), word


def test_no_word_runs_over_two_parts() -> None:
    assert found([["县城新", "建桥梁"]], Query(("新建",))) == set()
    assert found([["通车的新建", "桥梁县城"]], Query(("新建桥梁",))) == set()


@pytest.mark.parametrize("word", [" ", "\u3000\n", ""])
def test_of_white_space_nothing_is_left_to_look_for(word: str) -> None:
    assert (phrase(word), folded(word), places("县 城", word)) == ("", "", [])


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("新建桥梁", '"新建 桥梁"'),
        ("AI", '"ai"'),
        ("的", None),
        ("新建的桥梁", None),
        ("新建 桥梁", None),
        ("2.7万", None),
        ("残\ud800", None),
        ("\U0002a6a5\U0002a6a5", None),
    ],
)
def test_what_counts_as_words(word: str, told: str | None) -> None:
    assert word_phrase(word) == told


def test_half_characters_are_no_text() -> None:
    assert clean("残\ud800页") == "残?页"
