"""A desk for several people: the door, what each may do, and the log."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import Desk, enter, expect, expected, violations

from presscheck.web.staff import engage


@pytest.fixture
def tokens(tmp_path: Path) -> dict[str, str]:
    """What the people of this desk sign in with."""
    users = tmp_path / "users.toml"
    return {role: engage(users, f"{role}-方", role) for role in ("reader", "editor", "reviewer", "admin")}


@pytest.fixture
def desk(desk_on: Callable[..., Desk], tokens: dict[str, str], tmp_path: Path) -> Desk:
    return desk_on(users=tmp_path / "users.toml")


def sign_in(page: Any, token: str, place: str = "/") -> None:
    page.goto(place)
    page.locator("#token").fill(token)
    page.locator("#token").press("Enter")


def test_an_admin_comes_in_reads_the_log_and_goes_out(reader: Any, tokens: dict[str, str], told: list[str]) -> None:
    sign_in(reader, "not-the-token", "/log")
    reader.locator("#token-trouble").wait_for()
    expected(told, "401")
    assert violations(reader) == []
    sign_in(reader, tokens["admin"], "/log")
    reader.locator("#log tr[data-line]").nth(1).wait_for()
    assert violations(reader) == []
    reader.locator("#log-who").fill("admin-方")
    reader.locator("#log-who").press("Enter")
    reader.wait_for_url("**/log?*")
    rows = reader.locator("#log tr[data-line]")
    assert rows.count() >= 1
    assert all("admin-方" in words for words in rows.all_inner_texts())
    reader.locator('main a[href="/people"]').click()
    expect(reader.locator("#people tr[data-person]")).to_have_count(4)
    assert violations(reader) == []
    reader.locator(".masthead .out button").click()
    reader.locator("#token").wait_for()
    reader.goto("/log")
    reader.wait_for_url(re.compile("/login[?]"))


@pytest.mark.parametrize(("role", "deeds"), [("reader", 0), ("editor", 1), ("reviewer", 1), ("admin", 1)])
def test_each_sees_what_their_role_lets_them_do(
    reader: Any, tokens: dict[str, str], told: list[str], role: str, deeds: int
) -> None:
    sign_in(reader, tokens[role])
    expect(reader.locator(".who")).to_contain_text(f"{role}-方")
    enter(reader, "/marks")
    assert (reader.locator('[data-act="refuse"]').count() > 0) == bool(deeds)
    reader.goto("/documents/1")
    expect(reader.locator("#arrange")).to_have_count(deeds)
    reader.goto("/audit?story=v1")
    expect(reader.locator("form.judge")).to_have_count(int(role in ("reviewer", "admin")))
    expect(reader.locator('.colophon a[href="/log"]')).to_have_count(int(role == "admin"))
    if role != "admin":
        reader.goto("/log")
        expect(reader.locator(".trouble")).to_be_visible()
        expected(told, "403")


def test_who_is_sent_out_is_out(come: Callable[..., Any], tokens: dict[str, str]) -> None:
    editor, admin = come(), come()
    sign_in(editor, tokens["editor"])
    editor.locator(".who").wait_for()
    sign_in(admin, tokens["admin"], "/people")
    admin.locator('tr[data-person="editor-方"] button').click()
    admin.locator('tr[data-person="editor-方"] button').wait_for(state="detached")
    editor.goto("/marks")
    editor.wait_for_url(re.compile("/login[?]"))


def test_two_editors_are_told_apart_in_the_history(come: Callable[..., Any], tokens: dict[str, str]) -> None:
    for role in ("editor", "reviewer"):
        page = come()
        sign_in(page, tokens[role], "/marks")
        page.locator("#queue > li").first.wait_for()
        page.wait_for_load_state()
        page.keyboard.press("j")
        page.keyboard.press("r")
        page.locator("#queue > li.decided").wait_for()
        page.goto("/history")
        expect(page.locator("ol.steps > li").first).to_contain_text(f"{role}-方")
    expect(page.locator("ol.steps > li")).to_have_count(2)
