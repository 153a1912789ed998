"""Plain boxes in JSON, in the shapes that engines and scripts give them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.errors import (
    EmptyFile,
    NotWellFormed,
    NoWords,
    OtherFormat,
    PageUnreadable,
    TooManyParts,
    WrongEncoding,
)
from presscheck.intake import boxes
from presscheck.model import Box

QUAD = [[40, 60], [240, 60], [240, 80], [40, 80]]
HERE = Box(40, 60, 200, 20)


def pages_of(told):
    return boxes.pages(json.dumps(told).encode(), "county.json")


def page_of(told):
    (page,) = pages_of(told)
    return page


def words_of(page):
    return [page.words(each.span) for each in page.lines]


SHAPES = [
    ("a list", [{"text": "北坡", "box": [40, 60, 200, 20], "score": 0.9}]),
    (
        "an object of boxes",
        {"width": 900, "height": 600, "boxes": [{"text": "北坡", "bbox": [40, 60, 240, 80], "score": 0.9}]},
    ),
    ("an object of lines", {"lines": [{"text": "北坡", "points": QUAD, "confidence": 0.9}]}),
    ("RapidOCR's entries", [{"box": QUAD, "txt": "北坡", "score": 0.9}]),
    ("RapidOCR's rows", [[QUAD, "北坡", 0.9], [QUAD, " ", 0.1]]),
    ("one row", [[QUAD, "北坡", 0.9]]),
    ("quoted numbers", [[QUAD, "北坡", "0.9"]]),
    ("PaddleOCR's rows", [[[QUAD, ["北坡", 0.9]]]]),
    ("PaddleOCR's lists", {"rec_texts": ["北坡"], "rec_scores": [0.9], "rec_polys": [QUAD]}),
    ("RapidOCR's lists", {"txts": ["北坡"], "scores": [0.9], "boxes": [QUAD]}),
    ("eight numbers", [{"text": "北坡", "poly": [40, 60, 240, 60, 240, 80, 40, 80], "score": 0.9}]),
    ("pages", {"pages": [{"boxes": [{"text": "北坡", "quad": QUAD, "score": 0.9}]}]}),
    ("a page of rows", {"pages": [[[QUAD, ["北坡", 0.9]]]]}),
]


@pytest.mark.parametrize("told", [row[1] for row in SHAPES], ids=[row[0] for row in SHAPES])
def test_every_shape_says_the_same(told):
    page = page_of(told)
    assert (page.id, page.kind, page.unit, words_of(page)) == ("p1", "boxes", "px", ["北坡"])
    assert (page.lines[0].span.box, page.lines[0].score, page.lines[0].type.size) == (HERE, 0.9, 20)


def test_box_and_bbox_are_told_apart_by_their_key():
    page = page_of([{"text": "一", "box": [40, 60, 50, 70]}, {"text": "二", "bbox": [40, 60, 50, 70]}])
    assert [each.span.box for each in page.lines] == [Box(40, 60, 50, 70), Box(40, 60, 10, 10)]


def test_the_sheet_and_its_unit():
    page = page_of({"width": 900, "height": 600, "unit": "pt", "boxes": [{"text": "北坡", "box": [40, 60, 200, 20]}]})
    assert (page.width, page.height, page.unit, page.notes) == (900, 600, "pt", ())


def test_several_pages():
    sheet = {"width": 900, "height": 600, "lines": [{"text": "北坡", "quad": QUAD}]}
    assert [page.id for page in pages_of({"pages": [sheet, sheet]})] == ["p1", "p2"]


def test_a_line_that_lies_askew_is_as_large_as_its_type():
    page = page_of([[[[40, 60], [440, 80], [440, 100], [40, 80]], "北坡新桥昨日通车", 0.9]])
    assert (page.lines[0].span.box.height, page.lines[0].type.size) == (40, 20)


def test_vertical_type():
    kind = page_of([{"text": "北坡通车", "box": [40, 60, 20, 90]}]).lines[0].type
    assert (kind.vertical, kind.size) == (True, 20)


def test_a_text_of_several_rows_shares_its_box():
    page = page_of({"width": 900, "height": 600, "boxes": [{"text": "北坡\n新桥", "box": [40, 60, 200, 40]}]})
    assert [(page.words(each.span), each.span.box) for each in page.lines] == [
        ("北坡", HERE),
        ("新桥", Box(40, 80, 200, 20)),
    ]
    assert page.notes[0].startswith("regions whose text is not given by lines: 1;")


AMISS = [
    ("no box", {"text": "北坡"}, "without any usable box: 1"),
    ("not a number", {"text": "北坡", "box": [float("nan"), 1, 1, 1]}, "without any usable box: 1"),
    ("endless", {"text": "北坡", "box": [float("inf"), 1, 1, 1]}, "without any usable box: 1"),
    ("words", {"text": "北坡", "box": ["a", "b", "c", "d"]}, "without any usable box: 1"),
    ("three numbers", {"text": "北坡", "box": [1, 2, 3]}, "without any usable box: 1"),
    ("backwards", {"text": "北坡", "bbox": [50, 50, 40, 40]}, "without any usable box: 1"),
    ("a far number", {"text": "北坡", "box": [10**400, 1, 1, 1]}, "without any usable box: 1"),
    ("truth", {"text": "北坡", "box": [True, 1, 1, 1]}, "without any usable box: 1"),
    ("beyond the sheet", {"text": "北坡", "box": [880, 60, 100, 20]}, "reach beyond the page: 1"),
    ("half a pair", {"text": "北\ud800", "box": [40, 60, 200, 20]}, "surrogate pairs: 1"),
    ("no text", {"box": [1, 1, 1, 1]}, "entries that hold no text: 1"),
    ("a number for a text", {"text": 5, "box": [1, 1, 1, 1]}, "entries that hold no text: 1"),
    ("not an entry", 7, "entries that hold no text: 1"),
]


@pytest.mark.parametrize(("entry", "note"), [row[1:] for row in AMISS], ids=[row[0] for row in AMISS])
def test_what_is_amiss_is_noted(entry, note):
    page = page_of({"width": 900, "height": 600, "boxes": [entry, {"text": "云州", "box": [40, 90, 200, 20]}]})
    assert "云州" in words_of(page)
    assert len(page.notes) == 1
    assert note in page.notes[0]
    assert page.text.encode()


def test_entries_without_any_box_are_read_as_a_dump():
    page = page_of([{"text": "北坡"}, {"text": "新桥"}])
    assert (words_of(page), page.has_geometry) == (["北坡", "新桥"], False)
    assert page.notes == ("the file does not tell where its lines stand; they are read as a dump",)


@pytest.mark.parametrize("unit", ["inch", 5, ["px"], {"a": 1}])
def test_an_unknown_unit_is_noted(unit):
    page = page_of({"width": 900, "height": 600, "unit": unit, "boxes": [{"text": "北坡", "quad": QUAD}]})
    assert page.unit == "px"
    assert "is unknown" in page.notes[0]


@pytest.mark.parametrize("score", [-1, 1.5, "high", None, float("nan"), True])
def test_a_score_that_makes_no_sense_is_none(score):
    assert page_of([{"text": "北坡", "quad": QUAD, "score": score}]).lines[0].score is None


REFUSED = [
    ("nothing", b"", EmptyFile, "empty"),
    ("not JSON", b"{'text': 1}", NotWellFormed, "line 1, character 2"),
    ("cut off", b'[{"text": "a"', NotWellFormed, "JSON"),
    ("deep", b"[" * 1_000_000, NotWellFormed, "nested too deeply"),
    ("deep objects", b'{"a":' * 900_000, NotWellFormed, "nested too deeply"),
    ("endless digits", b'[{"text": "a", "box": [' + b"9" * 5000 + b", 1, 1, 1]}]", NotWellFormed, "digit"),
    ("wide", b"[" + b"[]," * 2_100_000 + b"[]]", TooManyParts, "2 million"),
    ("a word", b'"text"', OtherFormat, 'it holds only "text"'),
    ("something else", b'{"schema": "x", "articles": []}', OtherFormat, "other things .articles, schema."),
    ("numbers", b"[1, 2]", OtherFormat, "a list .2. of other things"),
    ("an empty list", b"[]", OtherFormat, "JSON of boxes"),
    ("pages of nothing", b'{"pages": [5]}', OtherFormat, "pages"),
    ("no word", b'[{"text": " "}]', NoWords, "not one word"),
    ("bytes", b'["' + bytes(range(128, 256)) * 9, WrongEncoding, "UTF-8"),
]


@pytest.mark.parametrize(("content", "error", "says"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_cannot_be_read_is_refused_in_both_languages(content, error, says):
    with pytest.raises(error, match=says) as caught:
        boxes.pages(content, "county.json")
    assert isinstance(caught.value, PageUnreadable)
    assert caught.value.tell("zh").startswith("county.json：")


TEXT = st.text(st.sampled_from("云州北坡Ab3，%⾦ 　\n\r\u2028"), max_size=6)
NUMBER = st.one_of(st.integers(-50, 1000), st.floats(), st.none(), st.text(max_size=2))
PLACE = st.one_of(st.lists(NUMBER, max_size=9), st.lists(st.lists(NUMBER, max_size=3), max_size=5), NUMBER)
ENTRY = st.one_of(
    st.builds(
        lambda text, key, place, score: {"text": text, key: place, "score": score},
        TEXT,
        st.sampled_from(boxes.CORNERS),
        PLACE,
        NUMBER,
    ),
    st.builds(lambda text, place, score: [place, text, score], TEXT, PLACE, NUMBER),
    st.builds(lambda text, place, score: [place, [text, score]], TEXT, PLACE, NUMBER),
)


@given(st.lists(ENTRY, max_size=6), NUMBER, NUMBER)
def test_every_character_of_the_file_is_in_exactly_one_line(entries, width, height):
    last = {"text": "末", "box": [1, 1, 9, 9]}
    page = page_of({"width": width, "height": height, "boxes": [*entries, last]})
    texts = [each["text"] if isinstance(each, dict) else each[1] for each in [*entries, last]]
    told = "".join(each[0] if isinstance(each, list) else each for each in texts)
    assert sorted("".join("".join(words_of(page)).split())) == sorted("".join(told.split()))
    assert all(len(page.words(each.span).splitlines()) == 1 for each in page.lines)
