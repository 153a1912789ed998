"""A claim put to the record at the desk."""

import json
import re
from string import Formatter

import pytest
from fastapi.testclient import TestClient

from presscheck import data
from presscheck.web.said_again import words_in

# What is said, and what the record with the sample page says to it.
CLAIMS = [
    ("黑山岛的灯塔去年迎来海豚3万只。", "not_found"),
]


def ask(desk: TestClient, csrf: str, text: str, **more: str) -> str:
    answer = desk.post("/check", data={"csrf": csrf, "text": text, **more})
    assert answer.status_code == 200, answer.text
    assert re.fullmatch(r"/check/[\w-]{12}", answer.url.path)
    return str(answer.url.path)


@pytest.mark.parametrize(("claim", "ruling"), CLAIMS)
def test_each_sentence_gets_its_answer_under_a_link_that_lasts(
    desk: TestClient, csrf: str, claim: str, ruling: str
) -> None:
    place = ask(desk, csrf, claim)
    assert f'data-ruling="{ruling}"' in desk.get(place).text
    assert desk.get(place, headers={"Accept-Language": "en"}).status_code == 200


def test_evidence_is_quoted_dated_and_leads_to_its_story(desk: TestClient, csrf: str) -> None:
    quotes = [one["passage"]["quote"] for one in desk.get("/api/v1/facts?kind=figure&limit=12").json()["facts"]]
    answers = [ask(desk, csrf, quote) for quote in dict.fromkeys(quotes)]
    said = {place: desk.get(f"{place}/json").json()[0] for place in answers}
    place, first = next(
        (place, one) for place, one in said.items() if one["verdict"] == "supported" and one["evidence"][0]["fact"]
    )
    page = desk.get(place).text
    assert f"<mark>{first['evidence'][0]['fact']['evidence']['quote']}</mark>" in page
    assert 'href="/stories/yunzhou-daily.txt%23a' in page


@pytest.mark.parametrize(
    ("form", "kind", "holds"),
    [
        ("json", "application/json", '"verdict": "not_found"'),
        ("md", "text/markdown", "无据"),
        ("html", "text/html", "<!doctype html>"),
        ("claimreview", "application/ld+json", '"Draft"'),
    ],
)
def test_an_answer_is_taken_away(desk: TestClient, csrf: str, form: str, kind: str, holds: str) -> None:
    taken = desk.get(f"{ask(desk, csrf, CLAIMS[0][0])}/{form}")
    assert taken.headers["content-type"].startswith(kind)
    assert "attachment" in taken.headers["content-disposition"]
    assert holds in taken.text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"text": " "}, "没有可核查的内容"),
        ({"text": "云" * 5001}, "5001"),
        ({"text": "云州", "date": "2026-02-31"}, "没有这一天"),
    ],
)
def test_what_cannot_be_checked_is_told(desk: TestClient, csrf: str, given: dict[str, str], told: str) -> None:
    answer = desk.post("/check", data={"csrf": csrf, **given})
    assert answer.status_code == 400
    assert told in answer.text


def test_a_claim_is_text_and_never_html(desk: TestClient, csrf: str) -> None:
    page = desk.get(ask(desk, csrf, "<script>alert(1)</script>黑山岛的灯塔去年迎来海豚3万只。")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_reasons_are_said_in_the_language_of_the_reader(desk: TestClient, csrf: str) -> None:
    place = ask(desk, csrf, CLAIMS[0][0])
    chinese, english = (desk.get(place, headers={"Accept-Language": lang}).text for lang in ("zh", "en"))
    assert "档案中没有可比的内容" in chinese
    assert "The record tells nothing that could be compared." in english
    assert "档案中没有可比的内容" not in english


@pytest.mark.parametrize("row", sorted(data.rows("messages/check")))
def test_every_reason_can_be_said_in_the_other_language(row: str) -> None:
    told = data.rows("messages/check")[row]
    gaps = {name: f"{number}亿元" for number, (_, name, _, _) in enumerate(Formatter().parse(told["en"])) if name}
    if "why" in gaps:
        inner = data.rows("messages/check")["other_kind"]
        chinese, english = (told[lang].format(**{**gaps, "why": inner[lang]}) for lang in ("zh", "en"))
    else:
        chinese, english = (told[lang].format(**gaps) for lang in ("zh", "en"))
    assert words_in(chinese, "en") == english
    assert words_in(english, "zh") == chinese
    assert words_in(chinese, "zh") == chinese


def test_there_is_no_answer_that_was_not_asked_for(desk: TestClient) -> None:
    assert desk.get("/check/unheard-of").status_code == 404
    assert desk.get("/check/unheard-of/json").status_code == 404


def test_the_json_is_that_of_the_command_line(desk: TestClient, csrf: str, house: object) -> None:
    from presscheck.recording import Record

    with Record(house.record, lang="zh") as record:  # type: ignore[attr-defined]
        told = [one.to_dict() for one in record.check(CLAIMS[0][0])]
    assert desk.get(f"{ask(desk, csrf, CLAIMS[0][0])}/json").json() == json.loads(json.dumps(told))
