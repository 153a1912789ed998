"""Tesseract's table of words, whole and broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.errors import EmptyFile, NoWords, OtherFormat, PageUnreadable, TooManyParts, WrongEncoding
from presscheck.intake import tsv
from presscheck.model import Box

HEAD = "\t".join(tsv.COLUMNS)


def row(level, key, place="40 60 40 20", conf="90", text=""):
    """A row; ``key`` gives page, block, paragraph, line and word in five figures."""
    return "\t".join([str(level), *key, *place.split(" "), conf, text])


SHEET = row(1, "10000", "0 0 900 600", "-1")


def file(*rows, head=HEAD, end="\n"):
    return (end.join([head, *rows] if head else rows) + end).encode()


def page_of(*rows, **settings):
    (page,) = tsv.pages(file(*rows, **settings), "county.tsv")
    return page


def words_of(page):
    return [page.words(each.span) for each in page.lines]


@pytest.mark.parametrize("head", [HEAD, ""])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_words_become_lines(head, end):
    rows = [
        SHEET,
        row(4, "11110", "38 58 90 24", "-1"),
        row(5, "11111", text="北坡", conf="80"),
        row(5, "11112", "82 60 40 20", text="新桥"),
        row(5, "11121", "40 90 40 20", text="通车", conf="-1"),
    ]
    page = page_of(*rows, head=head, end=end)
    assert (page.id, page.kind, page.unit, page.width, page.height) == ("p1", "tsv", "px", 900, 600)
    assert words_of(page) == ["北坡新桥", "通车"]
    assert [each.span.box for each in page.lines] == [Box(38, 58, 90, 24), Box(40, 90, 40, 20)]
    assert [each.score for each in page.lines] == [0.85, None]
    assert page.notes == ("lines without a usable box of their own: 1; each has that of its words",)


def test_each_page_number_is_a_page():
    second = row(1, "20000", "0 0 800 500", "-1")
    pages = tsv.pages(file(SHEET, row(5, "11111", text="一"), second, row(5, "21111", text="二")), "a.tsv")
    assert [(page.id, page.width, page.text) for page in pages] == [("p1", 900, "一\n"), ("p2", 800, "二\n")]


def test_tables_one_under_another_are_pages():
    rows = [SHEET, row(5, "11111", text="一"), HEAD, SHEET, row(5, "11111", text="二")]
    assert [page.text for page in tsv.pages(file(*rows), "a.tsv")] == ["一\n", "二\n"]


def test_columns_may_stand_in_another_order():
    head = "text\t" + "\t".join(tsv.COLUMNS[:-1])
    assert words_of(page_of("北坡\t" + row(5, "11111").rstrip("\t"), head=head)) == ["北坡"]


def test_quotes_and_tabs_are_text():
    assert words_of(page_of(SHEET, row(5, "11111", text='"北坡'), row(5, "11121", text="新\t桥"))) == ['"北坡', "新 桥"]


BROKEN = [
    ("too few cells", "5\t1\t1\t1", []),
    ("no numbers", row(5, "1x111", text="新桥"), ["新桥"]),
    ("an unknown level", row(7, "11111", text="新桥"), ["新桥"]),
    ("words by themselves", "新桥\t通车", ["新桥 通车"]),
    ("endless numbers", row(5, "11111", text="新桥").replace("5", "9" * 4000), ["新桥"]),
]


@pytest.mark.parametrize(("broken", "kept"), [each[1:] for each in BROKEN], ids=[each[0] for each in BROKEN])
def test_a_broken_row_is_noted_and_its_words_come_last(broken, kept):
    page = page_of(SHEET, broken, row(5, "11111", text="北坡"), row(5, "11121", text="云州"))
    assert words_of(page) == ["北坡", "云州", *kept]
    assert page.notes[0] == (
        "rows that are broken: 1 (the first is line 3 of the file); what words they hold come last"
    )


@pytest.mark.parametrize("place", ["nan 0 9 9", "40 60 -1 20", "4000 0 9 9", "x y z w", "inf 0 1 1"])
def test_a_place_that_is_no_good_is_noted(place):
    page = page_of(SHEET, row(2, "11000", "30 50 300 400"), row(5, "11111", place, text="北坡"))
    assert page.lines[0].span.box == Box(30, 50, 300, 400)
    assert page.notes[0].startswith("lines without any usable box: 1;")


REFUSED = [
    ("nothing", b"", EmptyFile, "empty"),
    ("plain text", "云州日报\n北坡新桥通车\n".encode(), OtherFormat, "no tesseract TSV"),
    ("a table of something else", "年\t月\n2026\t3\n".encode(), OtherFormat, "no tesseract TSV"),
    ("mostly broken", file(SHEET, "a", "b", "c"), OtherFormat, "no tesseract TSV"),
    ("only a head", file(), NoWords, "not one word"),
    ("no word", file(SHEET), NoWords, "not one word"),
    ("bytes", bytes(range(128, 256)) * 9, WrongEncoding, "UTF-8, GB18030"),
    ("very long", b"\n" * 1_000_001 + b"5", TooManyParts, "1 million"),
]


@pytest.mark.parametrize(
    ("content", "error", "says"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED]
)
def test_what_cannot_be_read_is_refused_in_both_languages(content, error, says):
    with pytest.raises(error, match=says) as caught:
        tsv.pages(content, "county.tsv")
    assert isinstance(caught.value, PageUnreadable)
    assert caught.value.tell("zh").startswith("county.tsv：")


@pytest.mark.parametrize(("codec", "name"), [("gbk", "GB18030"), ("utf-16", "UTF-16 LE"), ("utf-8-sig", "UTF-8")])
def test_other_encodings(codec, name):
    (page,) = tsv.pages(file(SHEET, row(5, "11111", text="云州")).decode().encode(codec), "a.tsv")
    assert (words_of(page), page.encoding.name) == (["云州"], name)


CELL = st.one_of(st.integers(-20, 1000).map(str), st.sampled_from(["nan", "", "1e9", "-1"]))
ROWS = st.builds(
    row,
    st.sampled_from([2, 4, 5, 5, 5]),
    st.text("123", min_size=5, max_size=5),
    st.tuples(*[CELL] * 4).map(" ".join),
    CELL,
    st.text("云州北坡Ab3，%⾦ \t", max_size=4),
)
DAMAGED = st.text("云州北\t\r", max_size=6)


@given(st.lists(ROWS, max_size=12), st.lists(DAMAGED, max_size=3))
def test_every_character_of_the_file_is_in_exactly_one_line(rows, damaged):
    last = [row(5, "99999", text="末")] * 4
    pages = tsv.pages(file(SHEET, *rows, *damaged, *last), "a.tsv")
    told = sorted("".join("".join(each.split("\t", 11)[11:]) for each in rows) + "".join(damaged) + "末末末末")
    said = "".join("".join(words_of(page)) for page in pages)
    assert sorted("".join(said.split())) == sorted("".join("".join(told).split()))
