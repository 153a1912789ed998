"""Printed lines are joined where they run on; everything else stays as it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.layout import lay_out
from presscheck.layout.lines import FEWEST_LINES, printed_measure
from presscheck.model import Line, Page, Role, Span

FULL = "渠水流过北坡的梯田和村庄"
"""A printed line of twelve characters, 24 columns: the measure of the pages below."""
SHORT = "浇到了地头。"

TORN, REST = "据介绍，全市今年将计划投", "资两亿元修建水渠。"
"""A full line that ends within a word, and the next."""


def page_of(*printed):
    """A page of printed lines: each a text, or a text with what is known of its line."""
    rows = [row if isinstance(row, tuple) else (row, {}) for row in printed]
    text, lines = "", []
    for words, known in rows:
        lines.append(Line(Span("p1", len(text), len(text) + len(words)), **known))
        text += words + "\n"
    return Page("p1", "a.txt", "", "dump", text, tuple(lines))


def texts(page):
    return [block.text for block in lay_out(page)]


PLENTY = [*[FULL] * FEWEST_LINES, SHORT]
"""Enough full lines to tell the measure, ended by a short one."""


def laid(*printed):
    """The blocks of printed lines behind a paragraph that shows the measure."""
    first, *rest = texts(page_of(*PLENTY, *printed))
    assert first == "".join(PLENTY)
    return rest


def test_full_lines_run_on_until_one_ends_short():
    assert texts(page_of(*PLENTY, *PLENTY)) == ["".join(PLENTY)] * 2


RUNS = [
    ("a full line runs on", [FULL, SHORT], [FULL + SHORT]),
    ("a short one does not", [SHORT, FULL], [SHORT, FULL]),
    ("a line one character short is full: a mark may not open the next", [FULL[:-1], SHORT], [FULL[:-1] + SHORT]),
    ("two short is not", [FULL[:-2], SHORT], [FULL[:-2], SHORT]),
    ("a mark may hang over the measure", [FULL + "，", SHORT], [FULL + "，" + SHORT]),
    ("a line far over the measure is no printed line", [FULL + "又到了南湾", SHORT], [FULL + "又到了南湾", SHORT]),
    ("a blank line parts", [FULL, (SHORT, {"blank_before": 1})], [FULL, SHORT]),
    ("an indent parts", [FULL, (FULL[:-2], {"indent": 4}), SHORT], [FULL, FULL[:-2] + SHORT]),
    ("so does one of one full-width space", [FULL, (FULL, {"indent": 2})], [FULL, FULL]),
    ("a stray blank within a word does not", [TORN, (REST, {"indent": 1})], [TORN + REST]),
    ("another column parts", [FULL, (SHORT, {"column": 1})], [FULL, SHORT]),
    (
        "a headline of two lines in one column",
        [("我市农村饮水安全工", {"column": 1}), ("程全面完成", {"column": 1})],
        ["我市农村饮水安全工程全面完成"],
    ),
    (
        "two heads that do not read on",
        [("全市召开工作会议", {"column": 1}), ("农民喜获丰收", {"column": 1})],
        ["全市召开工作会议", "农民喜获丰收"],
    ),
    (
        "without columns nobody knows whether it is one",
        ["我市农村饮水安全工", "程全面完成"],
        ["我市农村饮水安全工", "程全面完成"],
    ),
    ("lines of one column run on", [(FULL, {"column": 1}), (SHORT, {"column": 1})], [FULL + SHORT]),
    (
        "an indented first line is full with its indent",
        [(FULL[:-2], {"indent": 4}), FULL, SHORT],
        [FULL[:-2] + FULL + SHORT],
    ),
    ("a deep indent fills no line", [(FULL[:-4], {"indent": 8}), SHORT], [FULL[:-4], SHORT]),
    (
        "a paragraph that ends with a full line ends where the next is indented",
        [(FULL[:-2], {"indent": 4}), FULL, (FULL[:-2], {"indent": 4}), SHORT],
        [FULL[:-2] + FULL, FULL[:-2] + SHORT],
    ),
]


@pytest.mark.parametrize(("printed", "blocks"), [row[1:] for row in RUNS], ids=[row[0] for row in RUNS])
def test_where_printed_lines_run_on(printed, blocks):
    assert laid(*printed) == blocks


def test_a_dump_of_paragraphs_is_never_joined():
    long = FULL * 12
    page = page_of(*[long] * 5, *[FULL] * 20)
    assert printed_measure(page) is None
    assert texts(page) == [long] * 5 + [FULL] * 20


def test_too_few_full_lines_tell_no_measure():
    assert printed_measure(page_of(*[FULL] * (FEWEST_LINES - 1))) is None
    assert printed_measure(page_of(*[FULL] * FEWEST_LINES)) == 24
    assert printed_measure(page_of()) is None


def test_lines_of_all_lengths_tell_no_measure():
    assert printed_measure(page_of(*["渠" * size for size in range(8, 40)])) is None


def test_the_measure_is_that_of_most_full_lines_not_of_the_longest():
    headline = "北坡乡三年修成灌渠两千三百里十二村告别旱田"
    assert printed_measure(page_of(headline, *[FULL] * 15, FULL[:-1])) == 24


def test_short_lines_such_as_heads_and_rests_do_not_hide_the_measure():
    assert printed_measure(page_of(*[FULL] * FEWEST_LINES, *["渠畔"] * 40)) == 24


def test_english_lines_keep_their_space():
    words = "The canal reached the north slope"
    (block,) = lay_out(page_of(*[words] * FEWEST_LINES, "today."))
    assert block.text == " ".join([words] * FEWEST_LINES) + " today."


def test_a_block_keeps_indent_and_column_of_its_first_line():
    page = page_of(*PLENTY, (FULL[:-2], {"indent": 4, "column": 2}), (SHORT, {"column": 2}))
    block = lay_out(page)[-1]
    assert (block.id, block.role, block.indent, block.column) == ("p1.b2", Role.UNKNOWN, 4, 2)
    assert [page.words(span) for span in block.spans] == [FULL[:-2], SHORT]


def test_a_page_without_lines_has_no_blocks():
    assert lay_out(page_of()) == ()


lines = st.tuples(
    st.sampled_from([FULL, FULL[:-1], SHORT, "渠畔", "The canal reached it", FULL * 9]),
    st.fixed_dictionaries(
        {"indent": st.integers(0, 9), "blank_before": st.integers(0, 1), "column": st.sampled_from([None, 0, 1])}
    ),
)


@given(st.lists(lines, max_size=40), st.booleans())
def test_every_line_stands_in_exactly_one_block_and_in_order(printed, measured):
    page = page_of(*(PLENTY if measured else []), *printed)
    blocks = lay_out(page)
    starts = [span.start for block in blocks for span in block.spans]
    assert starts == [line.span.start for line in page.lines]
    assert [block.id for block in blocks] == [f"p1.b{number}" for number in range(1, len(blocks) + 1)]
    for block in blocks:
        assert block.text == page.told(block.spans)
