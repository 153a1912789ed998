"""Arranging the stories of a page at the desk: what each tool does, how it is undone, and who came first."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from presscheck.by_hand import Hands, Sheet
from presscheck.handwork.moves import JoinParagraphs, MoveArticle
from presscheck.recording import Record
from presscheck.web.app import create_app
from presscheck.web.house import House
from presscheck.web.staff import engage

PAGE = "/documents/1/pages/p1"


def sheet_of(house: House) -> Sheet:
    with Record(house.record) as record:
        found = Hands(record).sheet(1)
    assert found is not None
    return found


def texts(house: House, story: str) -> list[str]:
    return [
        one.text for kept in sheet_of(house).articles if kept.article.id == story for one in kept.article.paragraphs
    ]


def order(house: House) -> list[str]:
    return [kept.article.id for kept in sheet_of(house).articles]


def stands(house: House) -> Counter[tuple[str, int]]:
    """How often each character of the page stands somewhere: once."""
    sheet = sheet_of(house)
    spans = [span for kept in sheet.articles for span in kept.article.spans]
    spans += [span for item in (*sheet.furniture, *sheet.remainder) for span in item.spans]
    return Counter((span.page, at) for span in spans for at in range(span.start, span.end))


@pytest.fixture
def send(desk, csrf, house):
    """Send a form of the arranging tools, as the page has it."""

    def sent(do: str, *, htmx: bool = False, **fields: Any) -> Any:
        seen = fields.pop("seen", None)
        given = {"csrf": csrf, "seen": sheet_of(house).last_step if seen is None else seen, "page": "p1", "do": do}
        headers = {"HX-Request": "true", "X-CSRF-Token": csrf} if htmx else {}
        return desk.post("/documents/1/arrange", data=given | fields, headers=headers, follow_redirects=False)

    return sent


def test_the_queue_of_corrections_does_not_undo_what_was_arranged(send, house, desk, csrf) -> None:
    before = order(house)
    send("merge", article="a2", to="a1")
    arranged = order(house)
    assert arranged != before
    told = desk.post("/marks/undo", data={"csrf": csrf}, headers={"HX-Request": "true"}).text
    assert "没有您可以撤销的操作" in told
    assert order(house) == arranged


def test_a_paragraph_goes_up_and_down(send, house) -> None:
    before = texts(house, "a1")
    answer = send("up", article="a1", paragraph=2)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?arrange=1#a1-p1")
    assert texts(house, "a1") == [before[0], before[2], before[1], *before[3:]]
    send("down", article="a1", paragraph=1)
    assert texts(house, "a1") == before


def test_paragraphs_go_to_another_story(send, house) -> None:
    first, fourth = texts(house, "a1"), texts(house, "a4")
    assert send("move", article="a1", paragraph=[1, 3], to="a4").status_code == 303
    assert texts(house, "a4") == [*fourth, first[1], first[3]]
    assert texts(house, "a1") == [first[0], first[2], *first[4:]]


def test_paragraphs_make_a_new_story(send, house) -> None:
    words = texts(house, "a2")[2]
    send("move", article="a2", paragraph=2, to="new")
    (new,) = set(order(house)) - {f"a{number}" for number in range(1, 8)}
    assert texts(house, new) == [words]


def test_a_story_is_split_and_merged(send, house) -> None:
    before = texts(house, "a1")
    send("split", article="a1", paragraph=4)
    (new,) = set(order(house)) - {f"a{number}" for number in range(1, 8)}
    assert order(house).index(new) == order(house).index("a1") + 1
    assert (texts(house, "a1"), texts(house, new)) == (before[:4], before[4:])
    send("merge", article=new, to="a1")
    assert texts(house, "a1") == before


def test_a_paragraph_is_cut_and_joined(send, house) -> None:
    before = texts(house, "a3")
    send("cut", article="a3", paragraph=0, at=5)
    assert texts(house, "a3")[:2] == [before[0][:5], before[0][5:]]
    send("join", article="a3", paragraph=0)
    assert texts(house, "a3") == before


def test_stories_change_places(send, house) -> None:
    send("story_down", article="a1")
    assert order(house)[:3] == ["a2", "a1", "a3"]
    send("story_up", article="a1")
    assert order(house)[:3] == ["a1", "a2", "a3"]


def test_a_paragraph_becomes_the_headline(send, house) -> None:
    words = texts(house, "a5")[0]
    send("retitle", article="a5", paragraph=0)
    assert next(kept.article.headline for kept in sheet_of(house).articles if kept.article.id == "a5") == words


def test_words_leave_the_stories_and_come_back(send, house) -> None:
    words = texts(house, "a2")[1]
    send("furniture", article="a2", paragraph=1)
    told = [item.text for item in sheet_of(house).furniture]
    assert words in told
    send("from_furniture", index=told.index(words), to="a2")
    assert texts(house, "a2")[-1] == words


def test_nothing_is_lost_or_doubled(send, house) -> None:
    before = stands(house)
    assert set(before.values()) == {1}
    send("move", article="a1", paragraph=[0, 2], to="a3")
    send("split", article="a3", paragraph=3)
    send("furniture", article="a2", paragraph=0)
    send("merge", article="a6", to="a7")
    assert stands(house) == before


def test_with_htmx_the_column_comes_back_alone(send) -> None:
    answer = send("up", htmx=True, article="a1", paragraph=2)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'id="column"' in answer.text
    assert 'id="regions"' in answer.text
    assert 'data-focus="a1-p1"' in answer.text
    assert answer.text.count('hx-swap-oob="true"') == 2


def test_a_step_is_undone_and_taken_again(send, desk, csrf, house) -> None:
    before = texts(house, "a1")
    send("up", article="a1", paragraph=1)
    after = texts(house, "a1")
    for verb, told in (("undo", before), ("redo", after), ("undo", before)):
        answer = desk.post(f"/documents/1/{verb}", data={"csrf": csrf, "page": "p1"}, follow_redirects=False)
        assert answer.status_code == 303
        assert texts(house, "a1") == told


def test_a_step_named_is_undone(send, desk, csrf, house) -> None:
    first = texts(house, "a1")
    send("up", article="a1", paragraph=1)
    step = sheet_of(house).last_step
    send("story_down", article="a5")
    desk.post("/documents/1/undo", data={"csrf": csrf, "page": "p1", "step": step})
    assert texts(house, "a1") == first
    assert order(house)[4:6] == ["a6", "a5"]


def test_who_came_second_sees_what_the_first_did(send, house) -> None:
    seen = sheet_of(house).last_step
    with Record(house.record) as record:
        Hands(record).arrange(1, [JoinParagraphs("a3", 0)], who="方小舟", seen=seen)
    before = texts(house, "a1")
    answer = send("up", htmx=True, article="a1", paragraph=1, seen=seen)
    assert answer.status_code == 409
    assert "方小舟" in answer.text.split('id="notice"')[1].split("</div>")[0]
    assert f'name="seen" value="{sheet_of(house).last_step}"' in answer.text
    assert texts(house, "a1") == before
    assert send("up", article="a1", paragraph=1).status_code == 303


def test_a_page_that_was_read_again_is_not_arranged_by_its_old_numbers(send, house) -> None:
    with Record(house.record) as record:
        name = sheet_of(house).name
        record.add_bytes("喜迎丰收\n\n本报讯　云州今年小麦丰收。\n\n渠水清清。\n".encode(), name)
        before = Hands(record).sheet(name)
        answer = send("up", article="a1", paragraph=1, seen=0)
        assert answer.status_code == 409
        assert "喜迎丰收" in answer.text
        assert Hands(record).sheet(name) == before


@pytest.fixture
def editor(house, tmp_path):
    """A desk with accounts, as an editor has it whose program signs in."""
    users = tmp_path / "users.toml"
    key = {"X-API-Key": engage(users, "沈一帆", "editor")}
    with TestClient(create_app(replace(house, users=users)), base_url="http://desk.example", headers=key) as client:
        yield client


def test_what_others_did_an_editor_does_not_undo(editor, house) -> None:
    with Record(house.record) as record:
        hands = Hands(record)
        own = hands.arrange(1, [MoveArticle("a1", 1)], who="沈一帆", seen=0).step
        others = hands.arrange(1, [JoinParagraphs("a3", 0)], who="方小舟", seen=own).step
        page = editor.get(PAGE).text
        assert f'name="step" value="{own}"' in page
        assert f'name="step" value="{others}"' not in page
        for step in ({}, {"step": others}):
            assert editor.post("/documents/1/undo", data=step).status_code == 403
        assert editor.post("/documents/1/undo", data={"step": own}).status_code == 200
        hands.undo(1, others, who="方小舟")
        for step in ({}, {"step": others}):
            assert editor.post("/documents/1/redo", data=step).status_code == 403
        assert editor.post("/documents/1/redo", data={"step": own}).status_code == 200
        assert [row.undone for row in hands.history(1) if row.id in (own, others)] == [True, False]


@pytest.mark.parametrize(
    "wish",
    [
        {"do": "up", "article": "a1", "paragraph": 0},
        {"do": "up", "article": "a99", "paragraph": 1},
        {"do": "move", "article": "a1", "to": "a2"},
        {"do": "move", "article": "a1", "paragraph": 1, "to": "<b>"},
        {"do": "join", "article": "a1", "paragraph": 900},
        {"do": "cut", "article": "a1", "paragraph": 0, "at": 100000},
        {"do": "merge", "article": "a1", "to": "a1"},
        {"do": "from_remainder", "index": 7, "to": "a1"},
        {"do": "steal", "article": "a1"},
        {"do": "split", "article": "a1", "paragraph": -1},
        {"do": "cut", "article": "a1", "paragraph": 0, "at": 10**30},
    ],
)
def test_what_cannot_be_done_is_said(send, house, wish) -> None:
    before = sheet_of(house)
    answer = send(**wish)
    assert answer.status_code == 422
    assert "<b>" not in answer.text
    assert sheet_of(house) == before


@pytest.mark.parametrize("verb", ["undo", "redo"])
def test_there_is_nothing_to_undo(desk, csrf, verb) -> None:
    assert desk.post(f"/documents/1/{verb}", data={"csrf": csrf, "page": "p1"}).status_code == 422


def test_the_tools_stand_where_they_were_asked_for(desk) -> None:
    assert 'action="/documents/1/arrange"' not in desk.get(PAGE).text
    told = desk.get(PAGE, params={"arrange": 1}).text
    assert told.count('name="do" value="join"') == sum(
        1 for part in told.split('id="a')[1:] if part.split('"')[0].partition("-p")[2].isdigit()
    )


def test_the_history_tells_who_did_what(send, desk) -> None:
    send("story_down", article="a1")
    told = desk.get(PAGE).text.split('id="steps"')[1]
    assert "<strong>desk</strong>" in told
    assert "《云州供水漏损率降到一成以下》" in told


def test_what_does_not_fit_is_told_by_headlines(send) -> None:
    answer = send("cut", article="a1", paragraph=900, at=3)
    assert answer.status_code == 422
    assert "《云州供水漏损率降到一成以下》" in answer.text.partition('id="notice"')[2].partition("</div>")[0]
