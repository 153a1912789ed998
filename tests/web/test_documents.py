"""The pages of the record: listed, each beside its stories, and to be taken away."""

import json
import re
from html import unescape
from typing import Any

import pytest

from presscheck.by_hand import Decision, Hands
from presscheck.data import shipped
from presscheck.export.alto import SPACE
from presscheck.recording import Record
from presscheck.web.page_view import page_named, view_of
from presscheck.web.page_words import Asked, Bit, stories
from presscheck.web.sheet_reading import reading_of

PAGE = "/documents/1/pages/p1"
HOSTILE = (
    "喜迎<script>alert(1)</script>丰收\n\n"
    '　　本报讯　云州今年“小麦"><img src=x onerror=alert(1)>丰收”\x1b[31m。\u202e\n'
)
BOXES = [
    {"text": "县城通了火车", "box": [40, 20, 300, 40]},
    {"text": "本报讯　六月十八日，县城通", "box": [40, 80, 260, 20]},
    {"text": "了火车，沿线三个乡镇的群众", "box": [40, 104, 260, 20]},
    {"text": "清早就到站台上等候。", "box": [40, 128, 200, 20]},
]


def added(house: Any, content: bytes, name: str) -> str:
    """A file added to the record: where its first page stands."""
    with Record(house.record) as record:
        record.add_bytes(content, name)
        found = Hands(record).sheet(name)
    assert found is not None
    return f"/documents/{found.id}/pages/p1"


def plain(html: str) -> str:
    return re.sub(r"\s", "", unescape(re.sub(r"<[^>]+>", "", html)))


def test_the_files_of_the_record_are_listed(desk) -> None:
    told = desk.get("/documents").text
    assert "yunzhou-daily.txt" in told
    assert 'href="/documents/1"' in told


@pytest.mark.parametrize(("query", "found"), [("YUNZHOU", True), ("daily", True), ("云南", False), ("%", False)])
def test_files_are_found_by_their_names(desk, query, found) -> None:
    assert ('href="/documents/1"' in desk.get("/documents", params={"q": query}).text) is found


def test_a_long_list_has_pages(desk, house) -> None:
    with Record(house.record) as record:
        for number in range(60):
            told = {"id": f"{number}", "date": "2026-06-18", "headline": "水渠完工", "paragraphs": ["通水。"]}
            record.add_articles([told], name=f"list {number:02}")
    first, second = desk.get("/documents").text, desk.get("/documents", params={"from": 50}).text
    assert ("list 59" in first, "list 09" in first, "list 09" in second) == (True, False, True)
    assert ("from=50" in first, "from=0" in second) == (True, True)


@pytest.mark.parametrize("way", ["/documents/1", "/documents/yunzhou-daily.txt", "/documents/1/pages/1"])
def test_the_ways_to_a_page(desk, way) -> None:
    assert desk.get(way).status_code == 200
    assert desk.get(way).text.count('class="story ') == desk.get(PAGE).text.count('class="story ')


def test_a_file_is_found_by_a_name_with_folders(desk, house) -> None:
    added(house, "县城通了火车\n\n本报讯　六月十八日，县城通了火车。\n".encode(), "papers/a b.txt")
    assert "papers/a b.txt" in desk.get("/documents", params={"name": "papers/a b.txt"}).text
    assert desk.get("/documents", params={"name": "papers/c.txt"}).status_code == 404


@pytest.mark.parametrize(
    "way", ["/documents/9", "/documents/x.txt", "/documents/1/pages/p2", f"/documents/{'9' * 30}", f"{PAGE}/x"]
)
def test_what_is_not_there(desk, way) -> None:
    assert desk.get(way).status_code == 404


def test_every_character_of_a_dump_stands_in_its_lines(desk) -> None:
    told = desk.get(PAGE).text
    lines = re.findall(r'<span class="words">(.*?)</span></li>', told, re.S)
    shown = "".join(re.sub(r'<span class="chip.*?</span>(?=<a)', "", line, flags=re.S) for line in lines)
    assert plain(shown) == re.sub(r"\s", "", shipped("demo/yunzhou-daily.txt").read_text(encoding="utf8"))


def test_lines_and_paragraphs_lead_to_one_another(desk) -> None:
    told = desk.get(PAGE).text
    page, column = told.split('id="column"')
    on_page = set(re.findall(r'data-part="([^"]+)"', page))
    beside = set(re.findall(r'data-part="([^"]+)"', column))
    assert on_page == beside
    assert {"a1-headline", "a1-p0", "furniture-0"} <= beside


def test_every_story_has_its_number_on_both_sides(desk) -> None:
    page, column = desk.get(PAGE).text.split('id="column"')
    numbers = re.findall(r'class="badge"[^>]*>(\d+)<', column)
    assert numbers == [str(number) for number in range(1, 8)]
    assert set(numbers) <= set(re.findall(r'class="chip[^>]*>.*?</span>(\d+)', page))


def test_a_link_asks_for_characters(desk) -> None:
    told = desk.get(PAGE, params={"story": "a1", "paragraph": 1, "start": 1, "end": 6}).text
    (words,) = re.findall(r'<mark class="sought" data-at="1">(.*?)</mark>', told)
    assert words == desk.get(PAGE).text.split('id="a1-p1"')[1].split('data-at="0">')[1][1:6]
    assert re.search(r'class="part body lit" id="a1-p1"', told)
    assert re.search(r'class="piece hue-0 lit" data-part="a1-p1"', told)


@pytest.mark.parametrize(
    "asked",
    [
        {"story": "a99", "paragraph": "1"},
        {"story": "a1", "paragraph": "999"},
        {"story": "a1", "paragraph": "x", "start": "-1", "end": "2"},
        {"story": "a1", "paragraph": "1", "start": "9", "end": "2"},
        {"story": '"><script>', "part": "<b>"},
        {"story": "a1", "paragraph": "9" * 400, "start": "٣", "end": "9" * 99},
    ],
)
def test_a_link_to_what_is_not_there_shows_the_page(desk, asked) -> None:
    answer = desk.get(PAGE, params=asked)
    assert answer.status_code == 200
    assert "<script>" not in answer.text
    assert 'class="sought"' not in answer.text


def test_nothing_of_a_page_is_markup(desk, house) -> None:
    told = desk.get(added(house, HOSTILE.encode(), "<b>page</b>.txt")).text
    for words in ("<script>alert", "<img src", "<b>page", "\x1b", "\u202e"):
        assert words not in told
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told


def test_a_page_with_boxes_is_set_anew(desk, house) -> None:
    told = desk.get(added(house, json.dumps(BOXES).encode(), "boxes.json")).text
    assert told.count("<text") - told.count('font-size="20.0">1<') >= len(BOXES)
    assert 'data-part="a1-p0"' in told.split('id="column"')[0]
    assert "data-picture" not in told
    assert 'class="way hue-0" data-story="a1"' in told


def test_characters_asked_for_are_drawn_round(desk, house) -> None:
    page = added(house, json.dumps(BOXES).encode(), "boxes.json")
    told = desk.get(page, params={"story": "a1", "paragraph": 0, "start": 0, "end": 3}).text
    assert 'class="sought" d="M' in told


@pytest.mark.parametrize(
    ("form", "holds"),
    [
        ("md", "## 云州供水漏损率降到一成以下"),
        ("txt", "云州供水漏损率降到一成以下"),
        ("json", '"schema": "presscheck/reading/1"'),
        ("tei", "<TEI"),
    ],
)
def test_a_page_is_taken_away(desk, form, holds) -> None:
    answer = desk.get(f"/documents/1/export/{form}")
    assert holds in answer.text
    assert "attachment; filename*=UTF-8''yunzhou-daily." in answer.headers["content-disposition"]


def test_a_page_with_boxes_is_taken_away_as_alto(desk, house) -> None:
    page = added(house, json.dumps(BOXES).encode(), "boxes.json")
    told = desk.get(page.replace("/pages/p1", "/export/alto"), params={"page": "p1"}).text
    assert SPACE in told
    assert told.count("<TextLine") == len(BOXES)


@pytest.mark.parametrize(("form", "status"), [("alto", 400), ("docx", 404), ("../x", 404)])
def test_a_form_that_cannot_be(desk, form, status) -> None:
    assert desk.get(f"/documents/1/export/{form}").status_code == status


def test_a_file_of_finished_stories_lists_them(desk, house) -> None:
    with Record(house.record) as record:
        for day in range(1, 4):
            record.add_articles(
                [
                    {
                        "id": f"20260{day}",
                        "date": f"2026-06-0{day}",
                        "headline": f"水渠{day}期",
                        "paragraphs": ["通水。"],
                    }
                ],
                name="finished.jsonl",
            )
        found = Hands(record).sheet("finished.jsonl")
    assert found is not None
    told = desk.get(f"/documents/{found.id}").text
    assert [told.index(f"水渠{day}期") for day in (3, 2, 1)] == sorted(told.index(f"水渠{day}期") for day in (1, 2, 3))
    assert 'href="/stories/202601"' in told
    assert desk.get(f"/documents/{found.id}/export/md").status_code == 404


def bits_of(house: Any, part: str) -> tuple[Bit, ...]:
    """The words of one part of the sample page."""
    with Record(house.record) as record:
        sheet = Hands(record).sheet(1)
    assert sheet is not None
    told = stories(sheet, reading_of(sheet), "p1", Asked())
    return next(one.bits for story in told for one in story.parts if one.key == part)


@pytest.mark.parametrize("way", ["../papers/p9.txt", "papers/p9.txt"])
def test_a_story_is_led_to_whatever_folder_its_file_lies_in(desk, house, way) -> None:
    page = desk.get(added(house, "喜迎丰收\n\n本报讯　云州今年小麦丰收。\n".encode(), way)).text
    (link,) = re.findall(r'class="name" id="a1-name" href="([^"]*)"', page)
    assert "/../" not in link
    assert desk.get(link).status_code == 200


def test_marks_stand_in_the_words(house) -> None:
    marked = [bit for bit in bits_of(house, "a1-p0") if bit.correction]
    assert marked
    whole = "".join(bit.words for bit in bits_of(house, "a1-p0"))
    assert all(whole[bit.at : bit.at + len(bit.words)] == bit.words for bit in bits_of(house, "a1-p0"))


def test_a_paragraph_the_page_tears_says_where(house) -> None:
    assert [bit.torn for bit in bits_of(house, "a1-p2")] == [False, True]


def test_a_decided_correction_reads_as_corrected(desk, house) -> None:
    with Record(house.record) as record:
        hands = Hands(record)
        sheet = hands.sheet(1)
        assert sheet is not None
        words = sheet.articles[0].article.headline or ""
        hands.decide(1, [Decision("a1", "headline", None, 0, 2, words[:2], "新城", "edit")], who="方小舟")
    told = desk.get(PAGE).text
    assert "<ins>新城</ins>" in told
    assert "方小舟" in told


def test_a_sheet_knows_its_pages(house) -> None:
    with Record(house.record) as record:
        sheet = Hands(record).sheet(1)
    assert sheet is not None
    view = view_of(sheet, page_named(sheet, "1"), Asked())
    assert view.overlay is None
    assert [row.number for row in view.rows] == sorted({row.number for row in view.rows})
