"""The first screen."""

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize(
    ("asked", "told"), [("zh-CN,en;q=0.5", "核查一个说法"), ("en-GB", "Check a claim"), ("fr", "核查一个说法")]
)
def test_three_doors_in_the_language_of_the_browser(desk: TestClient, asked: str, told: str) -> None:
    page = desk.get("/", headers={"Accept-Language": asked})
    assert page.status_code == 200
    assert told in page.text
    assert all(f'aria-labelledby="door-{door}"' in page.text for door in ("read", "find", "check"))


def test_a_reader_who_chose_a_language_keeps_it(desk: TestClient) -> None:
    assert desk.get("/language/en", headers={"Referer": "http://elsewhere.example/find?q=1"}).url.path == "/find"
    assert "Check a claim" in desk.get("/").text


@pytest.mark.parametrize("came", ["http://[", "//elsewhere.example//a", "/\\elsewhere.example"])
def test_whoever_changes_the_language_stays_at_the_desk(desk: TestClient, came: str) -> None:
    answer = desk.get("/language/en", headers={"Referer": came}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) in ((303, "/"), (303, "/a"))


def test_what_is_not_there_is_told_with_a_way_on(desk: TestClient) -> None:
    page = desk.get("/nowhere")
    assert page.status_code == 404
    assert "没有这个页面" in page.text
    assert desk.get("/api/v1/nowhere").headers["content-type"] == "application/problem+json"
