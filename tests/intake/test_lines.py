"""The lines of a dump: nothing but white space stands outside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.intake.lines import columns_of, lines_of
from presscheck.model import Line, Span

ODD = "\n\r\v\x85\u2028\u2029\x1c\x1f \t　\xa0\ufeff\u200b云河a。"


@pytest.mark.parametrize("gap", ["\n", "\r\n", "\r", "\v", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_break_ends_a_line(gap):
    lines = lines_of(f"云河{gap}新桥", "p1")
    assert [line.span for line in lines] == [Span("p1", 0, 2), Span("p1", 2 + len(gap), 4 + len(gap))]
    assert lines[1].blank_before == 0


@pytest.mark.parametrize(
    ("text", "indent", "blank"),
    [
        ("　　云河", 4, 0),
        ("\n \n云河", 0, 2),
        ("\r\n\r\n  云河", 2, 2),
        ("\t云河", 8, 0),
        ("　\t云河", 8, 0),
        (" 　云河 ", 3, 0),
    ],
)
def test_indent_and_blank_lines_are_counted(text, indent, blank):
    (line,) = lines_of(text, "p1")
    assert (line.indent, line.blank_before) == (indent, blank)


def test_what_is_no_space_to_python_is_part_of_a_line():
    assert lines_of("\ufeff云\u200b", "p1") == (Line(Span("p1", 0, 3)),)


def test_a_tab_goes_to_the_next_eighth():
    assert [columns_of(space) for space in ("", " ", "\t", "       \t", "        \t", "\t\t ")] == [0, 1, 8, 8, 16, 17]


@given(st.text(st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=["Cs"]))))
def test_every_character_that_is_no_space_is_in_one_line(text):
    covered = [i for line in lines_of(text, "p1") for i in range(line.span.start, line.span.end)]
    assert covered == sorted(set(covered))
    assert {i for i, char in enumerate(text) if not char.isspace()} <= set(covered)
    for line in lines_of(text, "p1"):
        words = text[line.span.start : line.span.end]
        assert words == words.strip() != ""
