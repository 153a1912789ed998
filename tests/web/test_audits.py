"""The audit at the desk, and what people say to its findings."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from presscheck.check.audit import desk as desk_of_rules
from presscheck.record.judged import Judged, judge, judgements
from presscheck.recording import Record
from presscheck.web.house import House

WORDS = "北坡乡有农户1200户，其中养蜂户1320户。"
TOLD: list[dict[str, Any]] = [
    {"id": "v1", "date": "2026-06-18", "headline": "北坡乡的蜂", "paragraphs": [WORDS]},
    {"id": "v2", "date": "2026-06-20", "headline": "全校", "paragraphs": ["全校有学生120名，其中男生70名、女生50名。"]},
]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("audits") / "desk.db"
    with Record(file) as record:
        record.add_articles(TOLD)
    return file


def finding_of(desk: TestClient, **asked: str) -> str:
    (key,) = re.findall(r'data-finding="([0-9a-f]{32})"', desk.get("/audit", params={"story": "v1", **asked}).text)
    return key


def test_a_file_read_again_is_audited_under_its_old_number(desk: TestClient, house: House) -> None:
    with Record(house.record) as record:
        record.add_bytes(f"北坡乡的蜂\n\n{WORDS}\n".encode(), "p1.txt")
        old = record.store.one("SELECT max(id) FROM document")[0]
        record.add_bytes(f"北坡乡的蜂\n\n{WORDS}云州多蜂。\n".encode(), "p1.txt")
    assert "data-finding" in desk.get("/audit", params={"document": str(old)}).text


def say(desk: TestClient, csrf: str, judgement: str, **more: str) -> Any:
    data = {"csrf": csrf, "finding": finding_of(desk, show="all"), "judgement": judgement, **more}
    return desk.post("/audit/judge", data=data, headers={"X-CSRF-Token": csrf})


@pytest.mark.parametrize(
    ("asked", "findings"),
    [
        ({"story": "v1"}, 1),
        ({"story": "v2"}, 0),
        ({"document": "1"}, 1),
        ({"since": "2026-06"}, 1),
        ({"since": "2026-06-19"}, 0),
    ],
)
def test_findings_of_a_story_a_file_or_some_days(desk: TestClient, asked: dict[str, str], findings: int) -> None:
    page = desk.get("/audit", params=asked).text
    assert page.count("data-finding=") == findings
    assert f"共 {findings} 条" in page


def test_the_surest_findings_come_first(desk: TestClient, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Day by day, but an error before what one character explains, and that before what may be true yet."""
    with Record(house.record) as record:
        record.add_articles(
            [{**TOLD[0], "id": f"x{day}", "date": f"2026-06-{day}", "paragraphs": [WORDS]} for day in (19, 21, 22)]
        )
    levels, found = iter(("tension", "proofread", "error", "tension")), desk_of_rules.audit
    monkeypatch.setattr(
        desk_of_rules, "audit", lambda *asked: tuple(replace(one, level=next(levels)) for one in found(*asked))
    )
    page = desk.get("/audit", params={"since": "2026-06"}).text
    assert re.findall(r'class="sheet finding (\w+)"', page) == ["error", "proofread", "tension", "tension"]


def test_a_file_is_chosen_by_its_name(desk: TestClient) -> None:
    assert '<option value="1">articles</option>' in desk.get("/audit").text
    chosen = desk.get("/audit", params={"document": "1"}).text
    assert '<option value="1" selected>articles</option>' in chosen
    assert '<span class="quiet">articles</span>' in chosen
    assert '<option value="77" selected>77</option>' in desk.get("/audit", params={"document": "77"}).text


def test_a_finding_tells_its_sentence_the_reckoning_and_what_may_mend_it(desk: TestClient) -> None:
    page = desk.get("/audit", params={"story": "v1"}).text
    assert "<mark>1200户</mark>" in page
    assert "<mark>1320户</mark>" in page
    assert "应为" in page
    assert '<ol class="repairs">' in page
    assert 'href="/stories/v1?fact=v1-f' in page


def test_what_is_dismissed_is_hidden_and_can_be_opened_again(desk: TestClient, csrf: str) -> None:
    back = "/audit?story=v1"
    assert say(desk, csrf, "dismissed", note="印错了已更正", back=back).url.path == "/audit"
    assert "data-finding=" not in desk.get(back).text
    hidden = desk.get(back, params={"story": "v1", "show": "dismissed"}).text
    assert 'data-state="dismissed"' in hidden
    assert "印错了已更正" in hidden
    say(desk, csrf, "open")
    assert 'data-state="open"' in desk.get(back).text
    assert "此前的判定" in desk.get(back).text


def test_what_is_confirmed_has_a_place_of_its_own(desk: TestClient, csrf: str) -> None:
    say(desk, csrf, "confirmed")
    assert 'data-state="confirmed"' in desk.get("/audit", params={"story": "v1", "show": "confirmed"}).text
    assert "确有差错（1）" in desk.get("/audit", params={"story": "v1"}).text


@pytest.mark.parametrize(("lang", "told"), [("zh", "已判定：确有差错。"), ("en", "Noted: an error indeed.")])
def test_what_was_said_is_told_and_can_be_undone(desk: TestClient, csrf: str, lang: str, told: str) -> None:
    desk.headers["Accept-Language"] = lang
    page = say(desk, csrf, "confirmed", back="/audit?story=v1").text
    noted = page.partition('id="judged"')[2].partition("</div>")[0]
    assert told in noted
    assert re.search(r'data-undo value="open"', noted)
    assert 'data-state="open"' not in page
    again = say(desk, csrf, "open", back="/audit?story=v1").text
    assert 'data-state="open"' in again
    assert 'id="judged"' not in desk.get("/audit", params={"story": "v1", "judged": "f" * 32}).text


def test_a_finding_is_known_again_in_another_reading_of_its_story(desk: TestClient, csrf: str, house: Any) -> None:
    say(desk, csrf, "dismissed")
    with Record(house.record) as record:
        record.add_articles([{**TOLD[0], "paragraphs": [WORDS, "蜂蜜今年卖得好，卖了30吨。"]}])
    assert "data-finding=" not in desk.get("/audit", params={"story": "v1"}).text
    assert 'data-state="dismissed"' in desk.get("/audit", params={"story": "v1", "show": "all"}).text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"story": "nobody"}, "nobody：档案中没有这篇稿件"),
        ({"document": "77"}, "没有这个编号的文件"),
        ({"document": "²"}, "没有这个编号的文件"),
        ({"document": "9" * 12}, "没有这个编号的文件"),
        ({"since": "today"}, "不是年、月或日"),
        ({"since": "2026-06", "until": "2026-05"}, "结束日期早于开始日期"),
        ({"since": "2026-01", "until": "2026-06"}, "一次最多审核 31 天"),
    ],
)
def test_what_cannot_be_audited_is_told(desk: TestClient, asked: dict[str, str], told: str) -> None:
    page = desk.get("/audit", params=asked)
    assert page.status_code == 400
    assert told in page.text
    assert "<form" in page.text


def test_too_many_stories_are_not_audited_at_once(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("presscheck.web.audits.MOST_STORIES", 1)
    for asked in ({"document": "1"}, {"since": "2026-06"}):
        assert "超过 1 篇" in desk.get("/audit", params=asked).text


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"judgement": "true"}, 422),
        ({"finding": "../../x"}, 422),
        ({"finding": "A" * 32}, 422),
        ({"judgement": ""}, 422),
        ({"note": "长" * 501}, 400),
    ],
)
def test_what_is_no_judgement_is_refused(desk: TestClient, csrf: str, given: dict[str, str], status: int) -> None:
    data = {"csrf": csrf, "finding": finding_of(desk), "judgement": "confirmed", **given}
    assert desk.post("/audit/judge", data=data).status_code == status
    assert 'data-state="open"' in desk.get("/audit", params={"story": "v1"}).text


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "/language/en", ""])
def test_nobody_is_sent_elsewhere(desk: TestClient, csrf: str, back: str) -> None:
    data = {"csrf": csrf, "finding": finding_of(desk), "judgement": "open", "back": back}
    answer = desk.post("/audit/judge", data=data, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/audit#said")


def test_the_last_word_comes_first(house: Any) -> None:
    with Record(house.record) as record:
        record.add_articles([])  # to write
        store = record.store
        for number, judgement in enumerate(("confirmed", "dismissed")):
            judge(store, Judged("a" * 32, f"2026-06-18T09:3{number}:00Z", "fang", judgement))
        with pytest.raises(ValueError, match="no judgement"):
            judge(store, Judged("a" * 32, "2026-06-18T09:40:00Z", "fang", "true"))
        told = judgements(store, ["a" * 32, "b" * 32])
    assert [one.judgement for one in told["a" * 32]] == ["dismissed", "confirmed"]
    assert "b" * 32 not in told
