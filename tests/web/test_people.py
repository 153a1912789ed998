"""Who may come to a staffed desk: the file of people, signing in and out, and programs with a token."""

import os
import re
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.web.conftest import form_of, sign_in

from presscheck.cli import main
from presscheck.errors import WrongUsage
from presscheck.web.app import create_app
from presscheck.web.guard import GUESSES, WINDOW
from presscheck.web.house import House
from presscheck.web.serving import look_over
from presscheck.web.sessions import MOST, Sessions, Tries
from presscheck.web.staff import Entry, Person, Staff, digest_of, engage, read

TOKEN = "a-password-for-all-of-us"


def clock_of(desk: TestClient, seconds: float) -> None:
    """Move the clock of the desk on."""
    gate = desk.app.state.gate  # type: ignore[attr-defined]
    for one in (gate.sessions, gate.guesses, gate.refusals):
        before = one.clock
        one.clock = lambda before=before: before() + seconds


# Signing in


def test_a_stranger_is_led_to_the_door_and_then_where_they_wanted(staffed: TestClient, token: str) -> None:
    door = staffed.get("/people?x=1", headers={"Accept-Language": "en"})
    assert door.url.path == "/login"
    assert 'name="next" value="/people?x=1"' in door.text
    answer = sign_in(staffed, token, next="/documents?q=a")
    assert answer.status_code == 200
    assert str(answer.url) == "http://desk.example/documents?q=a"
    assert "方小舟" in answer.text
    assert staffed.get("/login").url.path == "/"


def test_who_signs_in_gets_a_number_nobody_could_have_laid_there(staffed: TestClient, token: str) -> None:
    staffed.cookies.set("desk", "laid-there-by-another", domain="desk.example", path="/")
    answer = staffed.post(
        "/login", data={"csrf": form_of(staffed), "token": token}, headers={"Cookie": ""}, follow_redirects=False
    )
    assert answer.status_code == 403  # without the cookie of the door the form is nobody's
    staffed.cookies.clear()
    first = sign_in(staffed, token).history[0].headers["set-cookie"]
    assert re.match(r"desk=[\w-]{43}; HttpOnly; Path=/; SameSite=strict", first)
    number = staffed.cookies["desk"]
    staffed.post("/logout", data={"csrf": form_of(staffed, "/")})
    sign_in(staffed, token)
    assert staffed.cookies["desk"] != number


def test_a_form_of_the_door_is_for_one_browser(staffed: TestClient, token: str) -> None:
    theirs = form_of(staffed)
    staffed.cookies.clear()
    staffed.get("/login")
    assert staffed.post("/login", data={"csrf": theirs, "token": token}).status_code == 403


def test_the_cookie_is_for_https_only_where_the_proxy_says_so(house: House, users: Path, token: str) -> None:
    for behind, told in ((True, True), (False, False)):
        desk = replace(house, users=users, behind_proxy=behind)
        with TestClient(create_app(desk), base_url="http://desk.example") as client:
            answer = client.get("/login", headers={"X-Forwarded-Proto": "https"})
            assert ("Secure" in answer.headers["set-cookie"]) is told


def test_signing_out_ends_the_session_and_not_only_the_cookie(staffed: TestClient, token: str) -> None:
    sign_in(staffed, token)
    number = staffed.cookies["desk"]
    assert staffed.post("/logout", data={"csrf": form_of(staffed, "/")}).url.path == "/login"
    assert "desk" not in staffed.cookies
    staffed.cookies.set("desk", number)
    assert staffed.get("/").url.path == "/login"


def test_after_some_hours_one_signs_in_again(staffed: TestClient, token: str) -> None:
    sign_in(staffed, token)
    clock_of(staffed, 11.9 * 3600)
    assert staffed.get("/").url.path == "/"
    clock_of(staffed, 0.2 * 3600)
    assert staffed.get("/").url.path == "/login"


@pytest.mark.parametrize(
    "given", ["x", "x" * 43, "x" * 5000, "é", "a.b", "", "%00", "../../users.toml", "' OR 1=1 --", "0" * 64]
)
@pytest.mark.parametrize("name", ["desk", "door"])
def test_forged_cookies_are_nobodys(staffed: TestClient, name: str, given: str) -> None:
    answer = staffed.get("/", headers={"Cookie": f"{name}={given}".encode()}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")


@pytest.mark.parametrize("cut", [1, 20, 42])
def test_a_number_cut_short_is_nobodys(staffed: TestClient, token: str, cut: int) -> None:
    sign_in(staffed, token)
    number = staffed.cookies["desk"]
    staffed.cookies.clear()
    for given in (number[:cut], number + "x", number.swapcase()):
        assert staffed.get("/", headers={"Cookie": f"desk={given}"}).url.path == "/login"


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/a", "//elsewhere.example/a", "/\\elsewhere.example", "a"]
)
def test_nobody_is_sent_elsewhere_from_the_door(staffed: TestClient, token: str, elsewhere: str) -> None:
    data = {"csrf": form_of(staffed), "token": token, "next": elsewhere}
    to = staffed.post("/login", data=data, follow_redirects=False).headers["location"]
    assert re.fullmatch(r"/(?![/\\]).*", to)


def test_who_follows_a_link_from_elsewhere_comes_again_as_from_here(staffed: TestClient) -> None:
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    answer = staffed.get("/check/a\"><script>?q='", headers=followed)
    assert answer.status_code == 200
    assert 'http-equiv="refresh"' in answer.text
    assert "<script" not in answer.text
    assert "set-cookie" not in answer.headers


def test_who_comes_again_is_not_sent_elsewhere(staffed: TestClient) -> None:
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    answer = staffed.get("http://desk.example//elsewhere.example/a?b=c", headers=followed)
    assert 'content="0;url=/a?b=c"' in answer.text


# The wrong token


@pytest.mark.parametrize("wrong", ["", "x", "x" * 43, "x" * 513, "密码" * 50, "\0", "' OR 1=1 --", "null"])
def test_a_wrong_token_opens_nothing(staffed: TestClient, wrong: str) -> None:
    answer = sign_in(staffed, wrong)
    assert answer.status_code in (401, 422)
    assert "desk" not in staffed.cookies
    assert staffed.get("/api/v1/find", headers={"X-API-Key": wrong.encode()}).status_code == 401


def test_the_digest_in_the_file_is_no_token(staffed: TestClient, users: Path) -> None:
    for entry in read(users):
        assert sign_in(staffed, entry.digest).status_code == 401
        assert sign_in(staffed, entry.digest.removeprefix("sha256:")).status_code == 401


def test_who_guesses_must_wait(staffed: TestClient, token: str) -> None:
    for guess in range(GUESSES):
        assert sign_in(staffed, f"guess-{guess}").status_code == 401
    answer = sign_in(staffed, token)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, str(WINDOW))
    assert staffed.get("/api/v1/find", headers={"X-API-Key": token}).status_code == 429
    clock_of(staffed, WINDOW + 1)
    assert sign_in(staffed, token).status_code == 200


def test_a_program_with_an_old_token_shuts_nobody_out(staffed: TestClient, token: str) -> None:
    for _ in range(3 * GUESSES):
        assert staffed.get("/api/v1/find", headers={"Authorization": "Bearer old"}).status_code == 401
    assert sign_in(staffed, token).status_code == 200


def test_addresses_are_forgotten_and_networks_counted_as_one() -> None:
    now = [0.0]
    tries = Tries(2, 60, lambda: now[0])
    assert [tries.add(f"2001:db8::{number}", str(number)) for number in range(3)] == [True, True, False]
    assert [tries.add(f"::ffff:192.0.2.{number}", str(number)) for number in range(3)] == [True, True, True]
    now[0] = 61
    assert not tries.full("2001:db8::9")


# Programs


@pytest.mark.parametrize("scheme", ["Authorization", "X-API-Key"])
def test_a_program_signs_in_with_each_request_and_needs_no_form(staffed: TestClient, token: str, scheme: str) -> None:
    headers = {scheme: token if scheme == "X-API-Key" else f"bearer {token}"}
    assert staffed.get("/api/v1/find?q=a", headers=headers).status_code == 200
    answer = staffed.post("/check", data={"text": "水渠全长30公里。"}, headers=headers, follow_redirects=False)
    assert answer.status_code in (200, 303)
    assert "set-cookie" not in answer.headers


def test_a_program_without_a_token_is_told_how(staffed: TestClient) -> None:
    answer = staffed.get("/api/v1/find", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert "Bearer TOKEN" in answer.json()["title"]


def test_a_wrong_token_is_not_made_good_by_a_cookie(staffed: TestClient, token: str) -> None:
    sign_in(staffed, token)
    assert staffed.get("/", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_the_one_password_for_all(house: House) -> None:
    with TestClient(create_app(replace(house, token=TOKEN)), base_url="http://desk.example") as desk:
        assert desk.get("/log", headers={"X-API-Key": TOKEN}).status_code == 200
        assert desk.get("/log", headers={"X-API-Key": TOKEN[:-1]}).status_code == 401


# The file of people


def test_the_file_is_its_owners_alone_and_holds_no_token(users: Path, token: str) -> None:
    assert token not in users.read_text(encoding="utf8")
    assert [(one.person.name, one.person.role) for one in read(users)] == [("root", "admin"), ("方小舟", "editor")]
    if os.name == "posix":
        assert stat.S_IMODE(users.stat().st_mode) == 0o600
    assert [path.name for path in users.parent.iterdir() if path.name.startswith(".")] == []


def test_what_stands_in_the_file_already_stays(users: Path) -> None:
    users.write_text(f'# our desk\n[fang]\nrole = "reader"\ntoken = "{digest_of("x")}"', encoding="utf8")
    engage(users, "a.b-c", "reviewer")
    assert users.read_text(encoding="utf8").startswith("# our desk\n[fang]\n")
    assert [one.person.name for one in read(users)] == ["fang", "a.b-c"]


def test_whoever_is_taken_out_of_the_file_is_out(staffed: TestClient, users: Path, token: str) -> None:
    sign_in(staffed, token)
    assert staffed.get("/").url.path == "/"
    whole = users.read_text(encoding="utf8")
    users.write_text(whole[: whole.index('["方小舟"]')], encoding="utf8")
    assert staffed.get("/").url.path == "/login"
    assert staffed.get("/api/v1/find", headers={"X-API-Key": token}).status_code == 401
    again = engage(users, "方小舟", "reader")
    assert staffed.get("/").url.path == "/login"  # the session was that of the old token
    assert sign_in(staffed, again).status_code == 200


def test_a_role_counts_from_when_it_stands_in_the_file(staffed: TestClient, users: Path, token: str) -> None:
    sign_in(staffed, token)
    assert staffed.get("/people").status_code == 403
    users.write_text(users.read_text(encoding="utf8").replace('"editor"', '"admin"'), encoding="utf8")
    assert staffed.get("/people").status_code == 200


@pytest.mark.parametrize(
    "broken", ["[fang", "[fang]\nrole = 1", "fang = 3", '[fang]\nrole = "boss"\ntoken = "x"', None, b"\xff"]
)
def test_while_the_file_cannot_be_read_nobody_may_come(
    staffed: TestClient, users: Path, token: str, broken: str | bytes | None
) -> None:
    sign_in(staffed, token)
    whole = users.read_bytes()
    if broken is None:
        users.unlink()
    else:
        users.write_bytes(broken if isinstance(broken, bytes) else broken.encode())
    assert staffed.get("/").status_code == 503
    assert staffed.get("/api/v1/find", headers={"X-API-Key": token}).status_code == 503
    users.write_bytes(whole)
    assert staffed.get("/").url.path == "/"


NOT_SO = (
    ('[fang]\nrole = "boss"\ntoken = "x"', "role"),
    ('[fang]\nrole = "admin"', "token"),
    ('[fang]\nrole = "admin"\ntoken = "plain words"', "token"),
    ('["a b"]\nrole = "admin"\ntoken = "x"', "a b"),
    ("", "nobody"),
)


@pytest.mark.parametrize(("text", "told"), NOT_SO)
def test_a_desk_does_not_open_with_such_a_file(house: House, users: Path, text: str, told: str) -> None:
    users.write_text(text, encoding="utf8")
    users.chmod(0o600)
    with pytest.raises(WrongUsage, match=told):
        look_over(replace(house, users=users))


@pytest.mark.skipif(os.name != "posix", reason="other systems keep other rights")
def test_a_desk_does_not_open_with_a_file_that_others_may_write(house: House, users: Path, token: str) -> None:
    look_over(replace(house, users=users))
    users.chmod(0o666)
    with pytest.raises(WrongUsage, match="chmod 600"):
        look_over(replace(house, users=users))


@pytest.mark.parametrize("name", ["", "a b", "x" * 41, 'a"]\n[b', "a/b", "<b>", "\N{RIGHT-TO-LEFT OVERRIDE}a"])
def test_nobody_is_called_like_that(users: Path, name: str) -> None:
    with pytest.raises(WrongUsage):
        engage(users, name, "reader")
    assert not users.exists()


# Opening


@pytest.mark.parametrize(
    "open_to",
    [
        {"host": "0.0.0.0"},
        {"host": "::"},
        {"host": "192.0.2.7"},
        {"behind_proxy": True},
        {"names": ("desk.example",)},
        {"host": "0.0.0.0", "token": "short"},
        {"token": "short"},
    ],
)
def test_a_desk_that_others_may_come_to_needs_accounts(house: House, open_to: dict[str, Any]) -> None:
    with pytest.raises(WrongUsage):
        look_over(replace(house, **open_to))
    look_over(replace(house, **{**open_to, "token": TOKEN}))


def test_the_command_line_refuses_with_a_remedy(tmp_path: Path, capfd: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRESSCHECK_TOKEN", raising=False)
    for arguments, told in (
        (["--record", f"{tmp_path}/a.db", "--host", "0.0.0.0"], "--new-user"),
        (["--new-user", "fang"], "--users"),
        ([], "--record"),
    ):
        with pytest.raises(SystemExit) as left:
            main(["serve", *arguments, "--lang", "en"])
        assert left.value.code == 2
        assert told in capfd.readouterr().err
    assert not (tmp_path / "a.db").exists()


def test_the_command_line_tells_a_token_once(users: Path, capfd: Any) -> None:
    with pytest.raises(SystemExit) as left:
        main(["serve", "--users", str(users), "--new-user", "fang", "--role", "reviewer", "--lang", "en"])
    out = capfd.readouterr().out
    assert left.value.code in (None, 0)
    entry = Staff(users, None).entry(out.strip())
    assert entry
    assert entry.person == Person("fang", "reviewer")


# The people


def test_an_admin_signs_somebody_out_everywhere(staffed: TestClient, users: Path, token: str) -> None:
    sign_in(staffed, token)
    boss = {"X-API-Key": engage(users, "boss", "admin")}
    page = staffed.get("/people", headers=boss).text
    assert 'data-person="方小舟"' in page
    assert "1 个浏览器" in page or "in 1 browsers" in page
    assert staffed.post("/people/方小舟/sign-out", headers=boss).status_code == 200
    assert staffed.get("/").url.path == "/login"


def test_a_person_is_signed_in_in_so_many_browsers_at_most() -> None:
    sessions, entry = Sessions(1), Entry(Person("fang", "reader"), "")
    numbers = [sessions.open(entry, "-") for _ in range(MOST + 2)]
    assert [bool(sessions.find(one)) for one in numbers] == [False, False, *[True] * MOST]
    assert sessions.count("fang") == MOST
