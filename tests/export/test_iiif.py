"""An issue as a IIIF manifest."""

from presscheck.export.iiif import Issue, manifest
from presscheck.model import Article, Box, Paragraph, ParagraphKind, Places, Span
from presscheck.model.found import Leaf

AT = "https://desk.example/iiif/7"
LEAVES = (Leaf("p1", 1, 500.0, 700.0, "pt"), Leaf("p2", 2, 800, 900, "px"), Leaf("p3"))


def span(page: str, left: float, top: float) -> Span:
    return Span(page, 0, 4, Box(left, top, 100.0, 20.5))


TORN = Article(
    "a1",
    headline="水渠完工",
    places=Places(headline=(span("p1", 10, 10),)),
    paragraphs=(
        Paragraph(ParagraphKind.P, "水渠全长30公里。", (span("p1", 10, 40), span("p2", 20, 30))),
        Paragraph(ParagraphKind.P, "没有位置。", (Span("p3", 0, 5),)),
    ),
)
ISSUE = Issue(
    "云州日报.pdf",
    AT,
    LEAVES,
    (TORN, Article("a2", headline="无处")),
    "2026-06-18",
    "云州日报",
    {"p1": "https://desk.example/pictures/ab/p1"},
    (("ALTO", "application/xml", f"{AT}/alto"),),
)
TOLD = manifest(ISSUE)


def test_pages_with_a_size_are_canvases_fine_enough_for_their_boxes():
    assert [(one["id"], one["width"], one["height"]) for one in TOLD["items"]] == [
        (f"{AT}/canvas/p1", 2000, 2800),
        (f"{AT}/canvas/p2", 800, 900),
    ]


def test_a_story_is_a_range_over_its_pages_in_reading_order():
    (story,) = TOLD["structures"]
    assert story["label"] == {"zh-Hans": ["水渠完工"]}
    assert [one["id"] for one in story["items"]] == [
        f"{AT}/canvas/p1#xywh=40,40,400,82",
        f"{AT}/canvas/p1#xywh=40,160,400,82",
        f"{AT}/canvas/p2#xywh=20,30,100,20",
    ]


def test_the_words_supplement_the_canvas_where_they_stand():
    first, second = ([word["body"]["value"] for word in one["annotations"][0]["items"]] for one in TOLD["items"])
    assert first == second == ["水渠全长30公里。"]


def test_a_picture_is_painted_where_there_is_one():
    first, second = (one["items"] for one in TOLD["items"])
    assert first[0]["items"][0]["body"]["service"][0]["id"] == "https://desk.example/pictures/ab/p1"
    assert second == []


def test_day_paper_and_other_forms_are_told():
    assert TOLD["navDate"] == "2026-06-18T00:00:00Z"
    assert TOLD["metadata"][0]["value"] == {"zh-Hans": ["云州日报"]}
    assert TOLD["seeAlso"][0]["id"] == f"{AT}/alto"


def test_every_id_stands_once():
    def ids(told):
        if isinstance(told, dict):
            yield from ([told["id"]] if "id" in told and told.get("type") != "Canvas" else [])
            for value in told.values():
                yield from ids(value)
        elif isinstance(told, list):
            for value in told:
                yield from ids(value)

    found = list(ids(TOLD))
    assert len(found) == len(set(found))
