"""How a sentence is cut into words around its figures and times."""

import pytest

from presscheck.facts import tokens, words
from presscheck.facts.tokens import Hole, cut


def pieces(text: str, holes: list[Hole]) -> list[tuple[str, str]]:
    """The slow way: each piece between two holes shown to the tagger by itself."""
    out, done = list[tuple[str, str]](), 0
    for hole in (*holes, Hole(len(text), len(text), "")):
        out += [(one.word, one.tag) for one in cut(text[done : hole.start], 0, hole.start - done).tokens]
        out += [(text[hole.start : hole.end], hole.tag)] if hole.tag else []
        done = hole.end
    return out


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("全县新建水厂3座。", [(6, 8)]),
        ("3座水厂", [(0, 2)]),
        ("新建水厂3座", [(4, 6)]),
        ("3座5座", [(0, 2), (2, 4)]),
        ("县长出席会议3次", [(6, 8)]),
        ("3次出席会议", [(0, 2)]),
        ("abc5万def", [(3, 5)]),
        ("新建\0水厂3座\0", [(5, 7)]),
        ("\03座\0\05座\0", [(1, 3), (5, 7)]),
        ("新建\r3座\n水厂", [(3, 5)]),
        ("新建水厂", []),
    ],
)
def test_words_around_figures_are_those_of_the_pieces_between(text: str, places: list[tuple[int, int]]) -> None:
    holes = [Hole(start, end, tokens.FIGURE) for start, end in places]
    told = cut(text, 0, len(text), holes).tokens
    assert [(one.word, one.tag) for one in told] == pieces(text, holes)
    assert "".join(one.word for one in told) == text
    assert [one.start for one in told] == [0, *(one.end for one in told)][:-1]


def test_words_seen_lately_are_so_many_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "县水务局局长方小舟5日在云州市出席会议，会议听取水厂建设情况。"
    told = words.words_of(text)
    monkeypatch.setattr(words, "_MOST", 3)
    words._seen.cache_clear()
    assert words.words_of(text) == told
    assert 0 < len(words._seen()) <= 3
    words._seen.cache_clear()
