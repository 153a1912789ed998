"""Spans and boxes: half-open stretches of raw text."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.model import Box, Span

TEXT = "本报北坡6月17日讯"
BREAKS = "\r\n\v\f\x85\u2028\u2029"


def test_a_span_is_half_open():
    span = Span("p1", 2, 4)
    assert (span.of(TEXT), len(span)) == ("北坡", 2)
    assert (Span("p1", 3, 3).of(TEXT), len(Span("p1", 3, 3))) == ("", 0)


@pytest.mark.parametrize(("start", "end"), [(3, 2), (-1, 2), (-2, -1)])
def test_a_span_that_runs_backward_or_starts_before_the_page_cannot_be_built(start, end):
    with pytest.raises(ValueError, match=f"from {start} to {end}"):
        Span("p1", start, end)


def test_a_character_beyond_the_basic_plane_counts_as_one():
    assert Span("p1", 1, 3).of("在\U00020000地上") == "\U00020000地"


@pytest.mark.parametrize("mark", BREAKS)
def test_a_line_break_reads_as_one_space(mark):
    assert Span("p1", 0, 3).of(f"云{mark}州") == "云 州"


def test_a_break_of_two_characters_reads_as_two_so_that_offsets_stay():
    assert Span("p1", 0, 4).of("云\r\n州") == "云  州"


@given(st.text(st.characters() | st.sampled_from(BREAKS)), st.data())
def test_words_are_as_long_as_their_span_and_differ_only_in_breaks(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    words = Span("p1", start, end).of(text)
    assert len(words) == end - start
    assert all(
        said == char or (said == " " and char in BREAKS) for said, char in zip(words, text[start:end], strict=True)
    )


def test_spans_sort_as_they_stand_on_their_pages():
    first, second, third = Span("p1", 0, 9), Span("p1", 3, 5), Span("p2", 0, 1)
    assert sorted([third, second, first]) == [first, second, third]


def test_a_span_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Span("p1", 0, 1).start = 3


def test_json_has_the_box_as_left_top_width_height():
    assert Span("p1", 3, 5).to_dict() == {"page": "p1", "start": 3, "end": 5, "box": None}
    assert Span("p1", 3, 5, Box(1.5, 2, 30, 4)).to_dict()["box"] == [1.5, 2, 30, 4]
