"""The queue of corrections: looked at, decided, undone, by many at once and again after a file was read anew."""

import hashlib
import html
import io
import json
import re
import sqlite3
import threading
from typing import Any

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from presscheck.by_hand import Hands
from presscheck.data import shipped
from presscheck.errors import HandsCrossed
from presscheck.recording import Record
from presscheck.web.house import House

HTMX = {"HX-Request": "true"}
SCRIPT = {"Accept": "application/json"}


def items(page: str) -> list[dict[str, Any]]:
    """The marks that stand open on a page, each as its form brings it back."""
    found = re.findall(r'name="shown" value="([^"]*)"', page)
    return [json.loads(html.unescape(one)) for one in found]


def count(page: str, tier: str = "all") -> int:
    (told,) = re.findall(rf'data-count="{tier}">(\d+)<', page)
    return int(told)


def post(desk: TestClient, place: str, csrf: str, headers: dict[str, str] | None = None, **fields: Any) -> Any:
    told = {name: json.dumps(one) if isinstance(one, dict) else one for name, one in fields.items()}
    return desk.post(place, data={"csrf": csrf, **told}, headers=headers or {})


def decide(desk: TestClient, csrf: str, mark: dict[str, Any], verdict: str, **more: Any) -> Any:
    headers = more.pop("headers", HTMX)
    return post(desk, "/marks/decide", csrf, headers, queued="1", decision=mark, verdict=verdict, **more)


def proposed(desk: TestClient) -> list[dict[str, Any]]:
    """Open marks that propose something."""
    return [one for one in items(desk.get("/marks").text) if one["before"] != one["after"]]


def test_the_queue_shows_the_surest_first_with_reason_and_place(desk: TestClient) -> None:
    page = desk.get("/marks").text
    tiers = [one["tier"] for one in items(page)]
    assert tiers == sorted(tiers, key=["sure", "likely", "suspect"].index)
    assert count(page) == count(page, "sure") + count(page, "likely") + count(page, "suspect") > 0
    assert "形近" in page
    assert "确定 · 把握" in page
    assert re.search(
        r'href="/documents/\d+/pages/p1\?story=a1&amp;part=body&amp;start=\d+&amp;end=\d+&amp;paragraph=\d+"', page
    )


def test_reasons_stand_in_the_readers_language_whatever_the_file_was_read_in(desk: TestClient) -> None:
    english = desk.get("/marks", headers={"Accept-Language": "en"}).text
    assert "and the sentence reads far better with" in english
    assert "and the sentence reads far better with" not in desk.get("/marks").text


@pytest.mark.parametrize("tier", ["sure", "likely", "suspect"])
def test_a_tier_alone(desk: TestClient, tier: str) -> None:
    page = desk.get("/marks", params={"tier": tier}).text
    assert {one["tier"] for one in items(page)} == {tier}
    assert len(items(page)) == min(20, count(page, tier))


def test_one_file_alone(desk: TestClient, house: House) -> None:
    with Record(house.record) as record:
        record.add_bytes("水渠完工\n\n本报讯　全长三十里的的水渠,昨天完工。\n".encode(), "canal.txt")
        (canal,) = (one for one in Hands(record).documents() if one.name == "canal.txt")
    page = desk.get("/marks", params={"document": canal.id}).text
    assert {one["document"] for one in items(page)} == {canal.id}
    assert count(page) == canal.open > 0
    assert desk.get("/marks", params={"document": "canal.txt"}).text.count("data-open") == canal.open
    assert desk.get("/marks", params={"document": "no such file"}).text.count("data-open") == 0


def test_what_differs_only_in_width_is_told_by_code_point(desk: TestClient) -> None:
    page = desk.get("/marks", params={"tier": "sure"}).text
    assert "U+2FA6" in page
    assert "U+91D1" in page


def test_more_marks_are_shown_on_demand(desk: TestClient, house: House) -> None:
    with Record(house.record) as record:
        told = "\n\n".join(f"本报讯　第{at}段水渠,昨天完工。" for at in range(30))
        record.add_bytes(f"水渠完工\n\n{told}\n".encode(), "canal.txt")
    first = desk.get("/marks")
    more = desk.get("/marks/more", params={"offset": 20}, headers=HTMX)
    assert len(items(first.text)) == 20
    assert 'hx-get="/marks/more"' in first.text
    assert items(more.text)
    assert not [one for one in items(more.text) if one in items(first.text)]


@pytest.fixture
def canal(house: House) -> int:
    """The number of a file with marks of every kind, more than are shown at once."""
    told = "\n\n".join(f"本报讯　第{at}段水渠,昨天完工，全长三十里的的水渠口口通水。" for at in range(30))
    with Record(house.record) as record:
        record.add_bytes(f"水渠完工\n\n{told}\n".encode(), "canal.txt")
        return next(one.id for one in Hands(record).documents() if one.name == "canal.txt")


def percents(page: str) -> list[float]:
    return [float(one) for one in re.findall(r"把握 ([\d.]+)%", page)]


@pytest.mark.parametrize(("order", "back"), [("", True), ("surest", True), ("doubtful", False)])
@pytest.mark.parametrize("tier", ["all", "sure", "likely", "suspect"])
def test_marks_come_by_how_sure_they_are(desk: TestClient, canal: int, order: str, back: bool, tier: str) -> None:
    page = desk.get("/marks", params={"order": order, "tier": tier}).text
    tiers = [["suspect", "likely", "sure"].index(one["tier"]) for one in items(page)]
    found = list(zip(tiers, percents(page), strict=True))
    assert found == sorted(found, reverse=back)
    assert found
    other = f"tier=likely&amp;order={order}" if order == "doubtful" else "tier=likely"
    assert f'href="/marks?{other}"' in page


def test_marks_come_as_the_pages_go(desk: TestClient, canal: int) -> None:
    page = desk.get("/marks", params={"order": "pages", "document": canal}).text
    places = [(one["article"], one["part"] == "body", one["paragraph"], one["start"]) for one in items(page)]
    assert places == sorted(places)
    assert len({one["tier"] for one in items(page)}) > 1


@pytest.mark.parametrize("order", ["surest", "doubtful", "pages"])
def test_every_mark_is_met_once_from_page_to_page(desk: TestClient, canal: int, order: str) -> None:
    total = count(desk.get("/marks").text)
    pages = [desk.get("/marks", params={"order": order, "offset": at}).text for at in range(0, total, 20)]
    met = [json.dumps(one) for page in pages for one in items(page)]
    assert len(met) == len(set(met)) == total > 20
    assert f"&#34;order&#34;: &#34;{order}&#34;" in pages[0] or f'"order": "{order}"' in pages[0]


def test_the_order_stays_when_a_mark_is_decided(desk: TestClient, csrf: str, canal: int) -> None:
    (first, *_), view = items(desk.get("/marks", params={"order": "doubtful"}).text), {"order": "doubtful"}
    back = decide(desk, csrf, first, "refuse", headers={}, **view)
    assert "order=doubtful" in back.url.query.decode()
    assert items(back.text)
    assert items(desk.get("/marks", params=view).text) == items(back.text)


def test_who_decides_the_last_page_is_shown_what_is_left(desk: TestClient) -> None:
    """Marks from a place on may all be decided meanwhile: then those before it are shown, not that nothing is left."""
    assert items(desk.get("/marks", params={"offset": 5000}).text) == items(desk.get("/marks").text)


@pytest.mark.parametrize(("verdict", "told"), [("accept", "已采纳"), ("refuse", "未采纳")])
def test_a_decided_mark_leaves_the_queue_and_can_be_undone(
    desk: TestClient, csrf: str, verdict: str, told: str
) -> None:
    before = count(desk.get("/marks").text)
    mark = proposed(desk)[0]
    answer = decide(desk, csrf, mark, verdict)
    assert answer.status_code == 200
    assert told in answer.text
    assert count(answer.text) == before - 1
    assert mark not in items(desk.get("/marks").text)
    step = re.findall(r'name="step" value="(\d+)"', answer.text)[0]
    again = post(desk, "/marks/undo", csrf, HTMX, step=step, decision=mark)
    assert items(again.text) == [mark]
    assert count(again.text) == count(desk.get("/marks").text) == before


def test_words_of_ones_own(desk: TestClient, csrf: str, house: House) -> None:
    mark = proposed(desk)[0]
    assert "已改写" in decide(desk, csrf, mark, "edit", words="银").text
    with Record(house.record) as record:
        sheet = Hands(record).sheet(mark["document"])
        assert sheet
        (story,) = (one.article for one in sheet.articles if one.article.id == mark["article"])
    assert "银" in [one.after for one in story.corrections if one.rule == "edited"]


@pytest.mark.parametrize(("words", "told"), [("before", "未采纳"), ("after", "已采纳")])
def test_an_edit_that_says_what_stood_there_is_no_edit(desk: TestClient, csrf: str, words: str, told: str) -> None:
    mark = proposed(desk)[0]
    assert told in decide(desk, csrf, mark, "edit", words=mark[words]).text


def test_a_place_that_only_asks_to_look_may_be_right(desk: TestClient, csrf: str) -> None:
    page = desk.get("/marks", params={"tier": "suspect"}).text
    mark = next(one for one in items(page) if one["before"] == one["after"])
    assert "原文无误" in page
    assert "无误" in decide(desk, csrf, mark, "refuse").text


def test_without_scripts_a_form_leads_back_to_the_queue_that_tells_what_was_done(desk: TestClient, csrf: str) -> None:
    mark = proposed(desk)[0]
    answer = decide(desk, csrf, mark, "accept", headers={}, tier="sure")
    assert answer.url.path == "/marks"
    assert answer.url.params["tier"] == "sure"
    assert "已采纳" in answer.text
    step = re.findall(r'name="step" value="(\d+)"', answer.text)[0]
    assert mark in items(post(desk, "/marks/undo", csrf, step=step, tier="sure").text)


def test_the_last_step_of_ones_own_is_undone_without_its_number(desk: TestClient, csrf: str) -> None:
    mark = proposed(desk)[0]
    decide(desk, csrf, mark, "accept")
    assert mark in items(post(desk, "/marks/undo", csrf, HTMX).text)
    assert "没有您可以撤销的操作" in post(desk, "/marks/undo", csrf, HTMX).text


def test_many_at_once_are_one_step_and_one_undo(desk: TestClient, csrf: str) -> None:
    marks = proposed(desk)[:3]
    told = [json.dumps(one) for one in marks]
    answer = post(desk, "/marks/bulk", csrf, HTMX, which="selected", verdict="accept", decision=told)
    (step,) = re.findall(r'name="step" value="(\d+)"', answer.text)
    assert "采纳改正 3 处" in answer.text
    assert not [one for one in marks if one in items(answer.text)]
    undone = items(post(desk, "/marks/undo", csrf, HTMX, step=step).text)
    assert all(one in undone for one in marks)


@pytest.mark.parametrize(
    ("which", "verdict"), [("sure", "accept"), ("rule:misread", "refuse"), ("rule:stumbles", "refuse")]
)
def test_all_of_a_kind_among_those_shown(desk: TestClient, csrf: str, which: str, verdict: str) -> None:
    shown = items(desk.get("/marks").text)
    kind = [one for one in shown if which in (one["tier"], f"rule:{one['rule']}")]
    told = [json.dumps(one) for one in shown]
    answer = post(desk, "/marks/bulk", csrf, HTMX, which=which, verdict=verdict, shown=told)
    left = items(answer.text)
    assert kind
    assert left == [one for one in shown if one not in kind]


def test_where_one_file_stands_in_the_way_the_others_are_told(
    desk: TestClient, csrf: str, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Record(house.record) as record:
        record.add_bytes(shipped("demo/yunzhou-daily.txt").read_bytes(), "other.txt")
    marks = proposed(desk)
    first = marks[0]["document"]
    decide_ = Hands.decide

    def crossed(self: Hands, document: int | str, *given: Any, **more: Any) -> Any:
        if document != first:
            raise HandsCrossed(document="other.txt", who="方小舟")
        return decide_(self, document, *given, **more)

    monkeypatch.setattr(Hands, "decide", crossed)
    both = [json.dumps(one) for one in marks]
    done = desk.post("/marks/bulk", data={"csrf": csrf, "verdict": "accept", "decision": both}, headers=SCRIPT).json()
    assert (len(done["steps"]), done["decided"] + done["late"]) == (1, len(marks))
    assert done["decided"] == sum(one["document"] == first for one in marks)


def test_of_several_steps_none_is_undone_where_one_cannot_be(desk: TestClient, csrf: str) -> None:
    decide(desk, csrf, proposed(desk)[0], "accept")
    assert desk.post("/marks/undo", data={"csrf": csrf, "step": [1, 0]}).status_code == 400
    (step,) = desk.get("/history/json").json()["steps"]
    assert not step["undone"]


def test_all_of_a_kind_in_a_whole_file(desk: TestClient, csrf: str) -> None:
    shown = items(desk.get("/marks").text)
    file = str(shown[0]["document"])
    answer = post(desk, "/marks/bulk", csrf, HTMX, which="rule:misread", scope="file", verdict="accept", of=file)
    assert items(answer.text) == [one for one in shown if one["rule"] != "misread"]


def test_places_that_only_ask_to_look_are_never_accepted_by_the_way(desk: TestClient, csrf: str) -> None:
    shown = items(desk.get("/marks").text)
    look = [one for one in shown if one["before"] == one["after"]]
    told = [json.dumps(one) for one in shown]
    answer = post(desk, "/marks/bulk", csrf, HTMX, which="all", verdict="accept", shown=told)
    assert items(answer.text) == look
    nothing = post(desk, "/marks/bulk", csrf, HTMX, which="all", verdict="accept", shown=[json.dumps(look[0])])
    assert "未作改动" in nothing.text


def test_a_mark_that_was_decided_meanwhile_is_told_of_kindly(desk: TestClient, csrf: str) -> None:
    mark = proposed(desk)[0]
    decide(desk, csrf, mark, "refuse")
    late = decide(desk, csrf, mark, "accept")
    assert late.status_code == 200
    assert "desk 已经决定" in late.text
    assert "未采纳" in late.text
    plain = decide(desk, csrf, mark, "accept", headers={})
    assert plain.status_code == 409
    assert "desk 已经决定" in plain.text
    assert decide(desk, csrf, mark, "accept", headers=SCRIPT).status_code == 409


def test_a_correction_where_nothing_was_marked(desk: TestClient, csrf: str, house: House) -> None:
    with Record(house.record) as record:
        sheet = Hands(record).sheet(1)
        assert sheet
    headline = sheet.articles[0].article.headline
    assert headline
    place = {"article": "a1", "part": "headline", "paragraph": None, "start": 0, "end": 2, "before": headline[:2]}
    answer = post(
        desk,
        "/marks/decide",
        csrf,
        SCRIPT,
        document="1",
        seen="0",
        decision={**place, "after": "沧州", "verdict": "edit"},
    )
    assert answer.json()["decided"] == 1
    with Record(house.record) as record:
        now = Hands(record).sheet(1)
        assert now
        assert now.articles[0].article.corrected().headline == "沧州" + headline[2:]
    wrong = {**place, "before": "沧", "after": "云", "end": 1, "verdict": "edit"}
    assert post(desk, "/marks/decide", csrf, SCRIPT, document="1", decision=wrong).status_code == 422


@pytest.mark.parametrize(
    "decision",
    [
        "",
        "[]",
        "{",
        "[" * 5000,
        '{"document": 1}',
        '{"document": 1, "article": "a1", "part": "headline", "start": -1, "end": 1, "before": "", "after": ""}',
        '{"document": 1, "article": "a1", "part": "body", "start": 0, "end": 1, "before": "", "after": ""}',
        '{"document": 1e400, "article": "a1", "part": "headline", "start": 0, "end": 1, "before": "", "after": ""}',
        '{"document": true, "article": "a1", "part": "headline", "start": 0, "end": 1, "before": "", "after": ""}',
        '{"document": 1, "article": 7, "part": "headline", "start": 0, "end": 1, "before": "", "after": ""}',
        '{"document": 1, "article": "a1", "part": "__class__", "start": 0, "end": 1, "before": "", "after": ""}',
    ],
)
@pytest.mark.parametrize("queued", ["0", "1"])
def test_a_form_that_is_none_of_ours_changes_nothing(desk: TestClient, csrf: str, decision: str, queued: str) -> None:
    answer = desk.post(
        "/marks/decide", data={"csrf": csrf, "queued": queued, "verdict": "accept", "decision": decision}
    )
    assert answer.status_code in (400, 422)
    assert "error" not in answer.text.lower() or "<html" in answer.text


@pytest.mark.parametrize("place", ["/marks/decide", "/marks/bulk", "/marks/undo", "/history/undo", "/history/revert"])
def test_nothing_is_changed_without_the_token_of_the_form(desk: TestClient, place: str) -> None:
    assert desk.post(place, data={"decision": "{}", "verdict": "accept", "step": "1"}).status_code == 403


def test_words_of_a_page_are_never_html(desk: TestClient, house: House) -> None:
    with Record(house.record) as record:
        record.add_bytes(
            "水渠<script>alert(1)</script>完工\n\n本报讯　全长30里的的水渠,昨天完工。\n".encode(), "<b>.txt"
        )
    page = desk.get("/marks", params={"document": "<b>.txt"}).text
    assert items(page)
    assert "<script>alert" not in page
    assert "<b>.txt" not in page


def test_a_refused_mark_does_not_come_back_when_the_file_is_read_anew(
    desk: TestClient, csrf: str, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = proposed(desk)
    refused, accepted = marks[0], marks[1]
    decide(desk, csrf, refused, "refuse")
    decide(desk, csrf, accepted, "accept")
    before = items(desk.get("/marks").text)
    read_by_a_newer_program(house, monkeypatch)
    after = items(desk.get("/marks").text)
    assert {one["document"] for one in after} != {refused["document"]}
    here = [{**one, "document": None} for one in after]
    assert here == [{**one, "document": None} for one in before]


def read_by_a_newer_program(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the sample page again, as a program of a later version would."""
    from presscheck import pipeline

    made_by = pipeline.made_by()
    monkeypatch.setattr(pipeline, "made_by", lambda *given: (*made_by, ("presscheck", "99")))
    with Record(house.record) as record:
        added = record.add_bytes(shipped("demo/yunzhou-daily.txt").read_bytes(), "yunzhou-daily.txt")
    assert added.state == "changed"


def test_five_editors_at_one_page_lose_nothing(desk: TestClient, csrf: str) -> None:
    marks = items(desk.get("/marks").text)[:10]
    answers: list[Any] = []

    def edit(own: list[dict[str, Any]]) -> None:
        for mark in own:
            answers.append(decide(desk, csrf, mark, "refuse"))

    threads = [threading.Thread(target=edit, args=(marks[at::5],)) for at in range(5)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert [one.status_code for one in answers] == [200] * 10
    assert not [one for one in marks if one in items(desk.get("/marks").text)]
    steps = desk.get("/history/json").json()["steps"]
    assert sum(one["what"]["refuse"] for one in steps) == 10


def test_five_editors_at_one_mark_decide_it_once(desk: TestClient, csrf: str) -> None:
    mark = proposed(desk)[0]
    answers: list[Any] = []
    verdicts = ["accept", "refuse", "accept", "refuse", "accept"]
    threads = [
        threading.Thread(target=lambda verdict=one: answers.append(decide(desk, csrf, mark, verdict)))
        for one in verdicts
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert [one.status_code for one in answers] == [200] * 5
    assert sum("已经决定" in one.text for one in answers) == 4
    assert len(desk.get("/history/json").json()["steps"]) == 1


def test_a_picture_is_led_to_by_shares_of_its_page(desk: TestClient, house: House) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (2000, 500), "white").save(drawn, "PNG")
    sha256 = hashlib.sha256(drawn.getvalue()).hexdigest()
    with sqlite3.connect(house.record) as connection:
        connection.execute("INSERT INTO original VALUES (?, ?)", (sha256, drawn.getvalue()))
    given = {"picture": f"/pictures/{sha256}/p1", "left": "0.5", "top": "0.5", "width": "0.25", "height": "0.1"}
    answer = desk.get("/marks/crop", params=given)
    assert answer.url.path == f"/pictures/{sha256}/p1/1000,250,500,50/500,/0/default.jpg"
    assert answer.headers["content-type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"picture": f"/pictures/{'0' * 64}/p1"}, 404),
        ({"picture": "//elsewhere.example/p1"}, 422),
        ({"left": "nan"}, 422),
        ({"width": "2"}, 422),
    ],
)
def test_no_other_picture_is_led_to(desk: TestClient, wrong: dict[str, str], status: int) -> None:
    given = {"picture": f"/pictures/{'0' * 64}/p1", "left": "0.5", "top": "0.5", "width": "0.25", "height": "0.1"}
    assert desk.get("/marks/crop", params={**given, **wrong}).status_code == status
