"""Pages: what they say under spans, and how torn lines read on."""

import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.model import Box, Encoding, Line, LookAlike, Manner, MannerKind, Page, Span


def page_of(text):
    return Page("p1", "county.txt", "0" * 64, "dump", text, ())


def lines_in(text):
    """The stretches of ``text`` between white space, found in the plainest way."""
    spans, start = [], None
    for place, char in enumerate(text + " "):
        if char.isspace():
            spans += [Span("p1", start, place)] if start is not None else []
            start = None
        elif start is None:
            start = place
    return spans


def test_words_and_told_are_what_the_page_says():
    page = page_of("云州\n北坡")
    assert page.words(Span("p1", 0, 5)) == "云州 北坡"
    assert page.told([Span("p1", 3, 5), Span("p1", 0, 2)]) == "北坡云州"
    assert page.told([]) == ""


READ_ON = [
    ("Chinese needs no space", "云州大\n桥通车", "云州大桥通车"),
    ("Latin words keep one", "AI\nlabels", "AI labels"),
    ("the one is the page's own, however long the break", "AI\r\n\r\nlabels", "AI labels"),
    ("it may be a full-width space", "AI　labels", "AI　labels"),
    ("Latin beside Chinese needs none", "标上AI\n标签", "标上AI标签"),
    ("nor does Chinese before Latin", "标上\nAI标签", "标上AI标签"),
    ("a mark may stand before the space", "the canal,\nthen", "the canal, then"),
    ("and a full stop", "opened.\nThen", "opened. Then"),
    ("a hyphenated word stays as printed", "water-\nway", "water-way"),
    ("a number torn in two stays whole", "3\n200亩", "3200亩"),
    ("three lines", "The\nnew\ncanal", "The new canal"),
    ("a full-width letter is Chinese type", "ＡＩ\nＡＩ", "ＡＩＡＩ"),
]


@pytest.mark.parametrize(("text", "reads"), [row[1:] for row in READ_ON], ids=[row[0] for row in READ_ON])
def test_torn_lines_read_on(text, reads):
    page = page_of(text)
    assert page.told(page.read_on(lines_in(text))) == reads


def test_words_that_meet_from_two_places_get_no_space_that_is_not_on_the_page():
    page = page_of("AI甲乙labels")
    spans = (Span("p1", 0, 2), Span("p1", 4, 10))
    assert page.read_on(spans) == spans


def test_reading_on_keeps_the_box_and_leaves_what_it_was_given():
    given_ = [Span("p1", 0, 2, Box(0, 0, 9, 9)), Span("p1", 3, 9)]
    assert page_of("AI\nlabels").read_on(given_) == (Span("p1", 0, 3, Box(0, 0, 9, 9)), Span("p1", 3, 9))
    assert given_[0].end == 2


@pytest.mark.parametrize("spans", [[], [Span("p1", 0, 2)]])
def test_nothing_and_one_span_read_on_as_they_are(spans):
    assert page_of("AI labels").read_on(spans) == tuple(spans)


@given(st.text(st.sampled_from("a Z\n\t　云，.,；1")), st.randoms(use_true_random=False))
def test_reading_on_adds_nothing_but_the_pages_own_white_space(text, rng):
    page, spans = page_of(text), lines_in(text)
    rng.shuffle(spans)
    read = page.read_on(spans)
    assert [span.start for span in read] == [span.start for span in spans]
    for span, before in zip(read, spans, strict=True):
        assert text[before.end : span.end].strip() == ""
        assert span.end - before.end in (0, 1)
    places = [place for span in read for place in range(span.start, span.end)]
    assert len(places) == len(set(places))


@pytest.mark.parametrize(
    ("text", "lines", "says"),
    [
        ("", (), "0 lines, 0 characters"),
        ("本报讯\n", (Line(Span("p1", 0, 3)),), "1 line, 4 characters"),
        ("甲\n乙", (Line(Span("p1", 0, 1)), Line(Span("p1", 2, 3))), "2 lines, 3 characters"),
    ],
)
def test_a_page_shows_itself(text, lines, says):
    page = Page("p1", "county.txt", "", "dump", text, lines)
    assert repr(page) == f"<Page p1 of county.txt: dump, {says}>"


def test_json_has_everything_but_the_text():
    page = Page(
        "p1",
        "county.txt",
        "f" * 64,
        "dump",
        "⾦",
        (Line(Span("p1", 0, 1)),),
        number=3,
        date=datetime.date(2026, 6, 18),
        paper="云州日报",
        encoding=Encoding("gb18030", "guessed", 2),
        manner=Manner(MannerKind.ROWS, 0.98765, ("gaps",)),
        look_alikes=(LookAlike(Span("p1", 0, 1), "⾦", "金", "kangxi"),),
        notes=("a note",),
    )
    told = page.to_dict()
    assert json.loads(json.dumps(told)) == told
    assert told == {
        "id": "p1",
        "file": "county.txt",
        "sha256": "f" * 64,
        "kind": "dump",
        "number": 3,
        "date": "2026-06-18",
        "paper": "云州日报",
        "width": None,
        "height": None,
        "unit": None,
        "encoding": {"name": "gb18030", "how": "guessed", "replaced": 2},
        "manner": {"kind": "rows", "confidence": 0.988, "reasons": ["gaps"]},
        "look_alikes": [{"start": 0, "end": 1, "before": "⾦", "after": "金", "family": "kangxi"}],
        "notes": ["a note"],
    }


def test_json_of_a_page_of_which_little_is_known():
    told = page_of("云州").to_dict()
    assert [told[key] for key in ("number", "date", "paper", "encoding", "manner")] == [None] * 5
    assert told["look_alikes"] == told["notes"] == []
