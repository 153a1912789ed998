"""The guard at the door: which names the desk answers to, who may do what, and that nothing is changed from elsewhere.

Whoever builds an address enters it in ``NEEDS`` with the role it needs; the walks below then try it.
"""

import asyncio
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException
from starlette.requests import Request

from presscheck.web import bodies, serving
from presscheck.web.app import addresses, create_app
from presscheck.web.guard import SAFE, address_of, host_of
from presscheck.web.house import House
from presscheck.web.people import ROLES, AtLeast
from presscheck.web.staff import engage

NEEDS = {
    name: role
    for role, names in {
        "open": """
            GET /health | GET /language/{lang} | GET /login
            POST /login
        """,
        "reader": """
            GET / | GET /api/docs | GET /api/openapi.json | GET /api/v1/audit | GET /api/v1/controls
            GET /api/v1/corrections | GET /api/v1/documents | GET /api/v1/documents/{id} | GET /api/v1/facts
            GET /api/v1/find | GET /api/v1/history | GET /api/v1/jobs/{id} | GET /api/v1/programmes
            GET /api/v1/series | GET /api/v1/stories/{name:path} | GET /audit | GET /check | GET /check/{id}
            GET /check/{id}/{form} | GET /controls | GET /controls.json | GET /documents
            GET /documents/{document} | GET /documents/{document}/export/{form}
            GET /documents/{document}/pages/{leaf} | GET /facts | GET /facts.csv | GET /facts.json | GET /find
            GET /find/facets | GET /history | GET /history/json | GET /iiif/{id}/facts | GET /iiif/{id}/manifest
            GET /jobs | GET /jobs/{id} | GET /marks | GET /marks/crop | GET /marks/more
            GET /pictures/{sha256}/{page} | GET /pictures/{sha256}/{page}/info.json
            GET /pictures/{sha256}/{page}/{region}/{size}/{rotation}/{file} | GET /programmes
            GET /programmes.json | GET /programmes.xml | GET /series | GET /series.csv | GET /series.svg
            GET /series.vega.json | GET /stories/{name:path}
            POST /api/v1/check | POST /check | POST /logout
        """,
        "editor": """
            GET /read
            POST /api/v1/add | POST /api/v1/documents/{id}/arrangement | POST /api/v1/documents/{id}/corrections
            POST /api/v1/documents/{id}/redo | POST /api/v1/documents/{id}/undo | POST /api/v1/read
            POST /documents/{document}/arrange | POST /documents/{document}/redo
            POST /documents/{document}/undo | POST /history/redo | POST /history/undo | POST /jobs/{id}/cancel
            POST /marks/bulk | POST /marks/decide | POST /marks/undo | POST /read | POST /read/sample
        """,
        "reviewer": """
            GET /history/revert
            POST /audit/judge | POST /history/revert
        """,
        "admin": """
            GET /log | GET /log.json | GET /metrics | GET /people
            POST /people/{name}/sign-out
        """,
    }.items()
    for name in map(str.strip, re.split(r"\n| \| ", names.strip()))
}
"""What each address needs: a role, or ``open`` where nobody need have an account."""
ELSEWHERE = "https://elsewhere.example"


@pytest.fixture(scope="module")
def all_addresses(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, Any]]:
    return addresses(create_app(House(tmp_path_factory.mktemp("all") / "desk.db")))


def filled(path: str) -> str:
    """An address with something in place of each name."""
    return re.sub(r"\{[^}]*\}", "1", path)


def role_of(needed: Any) -> str:
    """The highest role that an endpoint, or what it depends on, asks for."""
    own = [needed.call.role] if isinstance(needed.call, AtLeast) else []
    return max([*own, *map(role_of, needed.dependencies)], key=ROLES.index, default="reader")


def shared(house: House, folder: Any) -> tuple[House, dict[str, str]]:
    """The same desk with a person of each role; and their tokens."""
    tokens = {role: engage(folder / "users.toml", f"a-{role}", role) for role in ROLES}
    return replace(house, users=folder / "users.toml"), tokens


@pytest.fixture
def staffed(house: House, tmp_path: Any) -> Iterator[tuple[TestClient, dict[str, str]]]:
    """A desk with accounts, and the token of somebody of each role."""
    desk, tokens = shared(house, tmp_path)
    with TestClient(create_app(desk), base_url="http://desk.example", follow_redirects=False) as client:
        yield client, tokens


# Every address


def test_every_address_is_in_the_table(all_addresses: list[tuple[str, str, Any]]) -> None:
    found = {f"{method} {path}" for method, path, _ in all_addresses}
    assert sorted(found - set(NEEDS)) == [], "enter these in NEEDS with the role they need"
    assert sorted(set(NEEDS) - found) == [], "these are no more: take them out of NEEDS"


def test_every_address_asks_for_the_role_of_the_table(all_addresses: list[tuple[str, str, Any]]) -> None:
    asked = {f"{method} {path}": role_of(route.dependant) for method, path, route in all_addresses}
    needed = {name: "reader" if role == "open" else role for name, role in NEEDS.items()}
    assert {name: role for name, role in asked.items() if needed.get(name, role) != role} == {}


def test_what_changes_something_is_for_editors_at_least_unless_the_table_says_why() -> None:
    """Readers may sign in and out, and put a claim to the record; all else they only look at."""
    changing = {name for name, role in NEEDS.items() if name.split()[0] not in SAFE and role in ("reader", "open")}
    assert changing == READERS_MAY & set(NEEDS)


READERS_MAY = {"POST /login", "POST /logout", "POST /check", "POST /api/v1/check"}


def test_no_address_is_shown_to_strangers(staffed: Any, all_addresses: list[tuple[str, str, Any]]) -> None:
    desk, _ = staffed
    for method, path, _ in all_addresses:
        answer = desk.request(method, filled(path))
        told = f"{method} {path}: {answer.status_code}"
        if NEEDS.get(f"{method} {path}") == "open":
            assert answer.status_code < 500, told
        else:
            assert answer.status_code == 401 or answer.headers.get("location", "").startswith("/login"), told
            assert "desk=" not in answer.headers.get("set-cookie", ""), told


def test_the_role_below_may_not(staffed: Any, all_addresses: list[tuple[str, str, Any]]) -> None:
    desk, tokens = staffed
    for method, path, _ in all_addresses:
        role = NEEDS.get(f"{method} {path}", "reader")
        if role in ROLES[1:]:
            below = tokens[ROLES[ROLES.index(role) - 1]]
            answer = desk.request(method, filled(path), headers={"Authorization": f"Bearer {below}"})
            assert answer.status_code == 403, f"{method} {path}: {answer.status_code}"


FORGED: list[dict[str, Any]] = [
    {},
    {"headers": {"X-CSRF-Token": "0" * 64}},
    {"headers": {"X-CSRF-Token": "é".encode()}},
    {"data": {"csrf": "0" * 64}},
    {"data": {"csrf": ""}},
    {"files": {"file": ("a.txt", b"x")}},
    {"files": {"file": ("a.txt", b"x")}, "data": {"csrf": "0" * 64}},
    {"json": {"csrf": "0" * 64}},
    {"params": {"csrf": "0" * 64}},
]


@pytest.mark.parametrize("forged", FORGED)
def test_nothing_is_changed_without_the_token_of_a_page(
    desk: TestClient, all_addresses: list[tuple[str, str, Any]], forged: dict[str, Any]
) -> None:
    changing = [(method, path) for method, path, _ in all_addresses if method not in SAFE]
    assert changing
    for method, path in changing:
        answer = desk.request(method, filled(path), **forged)
        assert answer.status_code == 403, f"{method} {path}: {answer.status_code}"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": ELSEWHERE},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1.elsewhere.example"},
        {"Origin": "http://127.0.0.1:1"},
    ],
)
def test_nothing_is_changed_from_elsewhere_even_with_the_token(
    desk: TestClient, csrf: str, all_addresses: list[tuple[str, str, Any]], headers: dict[str, str]
) -> None:
    for method, path, _ in all_addresses:
        if method not in SAFE:
            for token in ({"X-CSRF-Token": csrf}, {"X-API-Key": "desk"}, {"Authorization": "Bearer desk"}):
                answer = desk.request(method, filled(path), headers={**headers, **token})
                assert answer.status_code == 403, f"{method} {path}: {answer.status_code}"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"headers": {"X-CSRF-Token": "{csrf}"}}, 303),
        ({"data": {"csrf": "{csrf}"}}, 303),
        ({"files": {"file": ("a.txt", b"x" * 200_000)}, "data": {"csrf": "{csrf}"}}, 303),
        ({"data": {"more": "x" * 200_000, "csrf": "{csrf}"}}, 303),
        ({"headers": {"X-CSRF-Token": "{csrf}", "Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}}, 303),
        ({"headers": {"X-API-Key": "any"}}, 303),
        ({"headers": {"Authorization": "Bearer any"}}, 303),
        ({"params": {"csrf": "{csrf}"}}, 403),
        ({"json": {"csrf": "{csrf}"}}, 403),
        ({"content": b"csrf={csrf}", "headers": {"Content-Type": "text/plain"}}, 403),
    ],
)
def test_a_page_of_ours_and_a_program_may(desk: TestClient, csrf: str, asked: dict[str, Any], status: int) -> None:
    def put_in(one: Any) -> Any:
        if isinstance(one, dict):
            return {name: put_in(value) for name, value in one.items()}
        return one.replace("{csrf}", csrf) if isinstance(one, str) else one

    assert desk.post("/logout", follow_redirects=False, **put_in(asked)).status_code == status


# What it is called


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("127.0.0.1:8765", 200),
        ("LOCALHOST:1", 200),
        ("localhost.", 200),
        ("[::1]:8765", 200),
        ("elsewhere.example", 421),
        ("127.0.0.1.elsewhere.example", 421),
        ("elsewhere@localhost", 400),
        ("127.0.0.1:x", 400),
        ("::1", 400),
        ("", 400),
        ("localhost/../elsewhere", 400),
    ],
)
def test_a_desk_of_this_machine_answers_to_its_names_only(desk: TestClient, host: str, status: int) -> None:
    answer = desk.get("/", headers={"Host": host})
    assert answer.status_code == status
    assert answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("names", "host", "status"),
    [
        ((), "any.example", 200),
        (("desk.example",), "desk.example:8443", 200),
        (("desk.example",), "localhost", 200),
        (("desk.example",), "other.example", 421),
    ],
)
def test_a_shared_desk_answers_to_the_names_it_was_given(
    house: House, tmp_path: Any, names: tuple[str, ...], host: str, status: int
) -> None:
    desk, _ = shared(house, tmp_path)
    with TestClient(create_app(replace(desk, names=names)), base_url="http://desk.example") as client:
        assert client.get("/health", headers={"Host": host}).status_code == status


def test_a_name_without_a_port_is_found() -> None:
    assert host_of("desk.example:80") == host_of("desk.example") == "desk.example"


# How much


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"params": {"q": "x" * 9000}}, 414),
        ({"params": {f"p{number}": "1" for number in range(200)}}, 414),
        ({"headers": {"X-More": "x" * 40_000}}, 431),
        ({"headers": {"Cookie": "desk=" + "x" * 40_000}}, 431),
        ({"params": {"q": "a\0b"}}, 400),
    ],
)
def test_a_request_is_no_longer_than_a_person_needs(desk: TestClient, asked: dict[str, Any], status: int) -> None:
    assert desk.get("/", **asked).status_code == status


@pytest.mark.parametrize("path", ["/%00", "/a%0ab", "/stories/a%7f", "/documents/%01/pages/1"])
def test_an_address_holds_no_control_characters(desk: TestClient, path: str) -> None:
    assert desk.get(path).status_code == 400


def pieces(size: int, each: int = 50_000) -> Iterator[bytes]:
    for _ in range(size // each):
        yield b"x" * each


@pytest.mark.parametrize("path", ["/logout", "/nowhere", "/login", "/read", "/api/v1/add"])
@pytest.mark.parametrize("said", [True, False])
def test_only_pages_may_be_large(desk: TestClient, csrf: str, path: str, said: bool) -> None:
    content = b"x" * 1_100_000 if said else pieces(1_100_000)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert desk.post(path, content=content, headers=form).status_code == 413


@pytest.mark.parametrize("path", ["/read", "/api/v1/read", "/api/v1/add"])
@pytest.mark.parametrize("said", [True, False])
def test_pages_have_a_bound_of_their_own(house: House, path: str, said: bool) -> None:
    with TestClient(create_app(replace(house, upload=1000)), base_url="http://127.0.0.1") as desk:
        key = {"X-API-Key": "any", "Content-Type": "multipart/form-data; boundary=b"}
        start = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        content = start + b"x" * 1_100_000 if said else (part for part in (start, *pieces(1_100_000)))
        answer = desk.post(path, content=content, headers=key)
        assert answer.status_code in (413, 404, 405)
        if any(name.startswith(f"POST {path}") for name in NEEDS):
            assert answer.status_code == 413


def asked_in_pieces(body: bytes, size: int, **headers: str) -> tuple[Request, list[int]]:
    """A request whose body comes in pieces, and how many of them were taken."""
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    taken: list[int] = []

    async def receive() -> dict[str, Any]:
        taken.append(len(taken))
        at = len(taken) - 1
        return {"type": "http.request", "body": parts[at], "more_body": at + 1 < len(parts)}

    heads = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "headers": heads, "path": "/", "query_string": b""}, receive), taken


FILE = (
    b'--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\nabc\r\n'
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n' + b"x" * 150_000 + b"\r\n--b--\r\n"
)


@pytest.mark.parametrize("size", [70, 1000, 65_536, 1_000_000])
def test_of_an_upload_only_the_head_is_looked_at_and_all_of_it_comes(size: int) -> None:
    async def look() -> tuple[str, bytes, int]:
        request, taken = asked_in_pieces(FILE, size, content_type="multipart/form-data; boundary=b")
        found, again = await bodies.field_of(request, bodies.bounded(request, 10**9))
        looked = len(taken) * size
        body, more = b"", True
        while more:
            message = await again()
            body, more = body + message["body"], message["more_body"]
        return found, body, looked

    found, body, looked = asyncio.run(look())
    assert (found, body) == ("abc", FILE)
    assert looked <= max(size, 200)


def test_a_form_that_does_not_show_itself_at_once_is_not_read_to_its_end() -> None:
    async def look() -> tuple[str, int]:
        request, taken = asked_in_pieces(
            b"x" * 1_000_000 + FILE, 10_000, content_type="multipart/form-data; boundary=b"
        )
        found, _ = await bodies.field_of(request, request.receive)
        return found, len(taken) * 10_000

    found, looked = asyncio.run(look())
    assert found == ""
    assert looked <= bodies.HEAD + 10_000


def test_what_stops_coming_is_not_waited_for() -> None:
    async def look() -> None:
        async def never() -> Any:
            await asyncio.sleep(60)

        request = Request({"type": "http", "headers": [], "path": "/", "query_string": b""}, never)
        await bodies.bounded(request, 10, patience=0.01)()

    with pytest.raises(HTTPException) as raised:
        asyncio.run(look())
    assert raised.value.status_code == 408


# What every answer says


@pytest.mark.parametrize("path", ["/", "/nowhere", "/login", "/health", "/static/desk/desk.css", "/static/nothing.js"])
def test_every_answer_gives_the_browser_its_rules(desk: TestClient, staffed: Any, path: str) -> None:
    for client in (desk, staffed[0]):
        headers = client.get(path, follow_redirects=False).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["referrer-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]


@pytest.mark.parametrize(
    ("path", "local", "with_accounts"),
    [
        ("/", "no-cache", "no-store"),
        ("/login", "no-cache", "no-store"),
        ("/static/desk/desk.css", "no-cache", "no-cache"),
        ("/static/vendor/htmx.min.js", "public, max-age=86400", "public, max-age=86400"),
    ],
)
def test_where_people_sign_in_no_page_is_kept(
    desk: TestClient, staffed: Any, path: str, local: str, with_accounts: str
) -> None:
    assert desk.get(path).headers["cache-control"] == local
    assert staffed[0].get(path).headers["cache-control"] == with_accounts


def test_our_own_mistakes_tell_nothing_of_our_inside(house: House, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(house)

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("the inside")

    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as desk:
        answer = desk.get("/broken")
    assert answer.status_code == 500
    assert "the inside" not in answer.text
    assert "记录" in answer.text or "saved" in answer.text or "已保存" in answer.text
    assert answer.headers["content-security-policy"]


def test_behind_a_proxy_it_says_who_comes_and_otherwise_nobody_is_believed(house: House) -> None:
    heads = [(b"x-forwarded-for", b"198.51.100.1, 192.0.2.7")]
    request = Request({"type": "http", "headers": heads, "client": ("127.0.0.1", 5), "path": "/"})
    assert address_of(request, house) == "127.0.0.1"
    assert address_of(request, replace(house, behind_proxy=True)) == "192.0.2.7"


def test_behind_a_proxy_with_https_whole_links_begin_with_it(house: House, tmp_path: Any) -> None:
    desk, tokens = shared(house, tmp_path)
    with TestClient(create_app(replace(desk, behind_proxy=True)), base_url="http://desk.example") as client:
        heads = {"X-API-Key": tokens["reader"], "X-Forwarded-Proto": "https"}
        kept = client.post("/api/v1/check", json={"text": "云州新建桥梁40座。", "keep": True}, headers=heads)
        assert 'value="https://desk.example/check/' in client.get(kept.headers["location"], headers=heads).text


def test_health_and_metrics(staffed: Any) -> None:
    desk, tokens = staffed
    assert desk.get("/health").text == "ok"
    told = desk.get("/metrics", headers={"X-API-Key": tokens["admin"]}).text
    assert 'presscheck_answers_total{method="GET",route="/health",status="200"} 1' in told


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "])
def test_who_does_not_say_what_they_want_is_cut_off(house: House, monkeypatch: Any, said: bytes) -> None:
    monkeypatch.setattr(serving, "PATIENCE", 0.05)
    server = uvicorn.Server(serving.settings(create_app(house)))
    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        with socket.create_connection(door.getsockname(), timeout=30) as caller:
            caller.sendall(said)
            assert caller.recv(1000) == b""
        server.should_exit = True
        thread.join()
