"""Hostile pages and readers: nothing that stands in a story becomes markup, and nothing asked breaks the desk."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html

from presscheck.recording import Record
from presscheck.web.app import addresses, create_app
from presscheck.web.house import House

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
QUOTE = "' onmouseover='alert(1)"
TEMPLATE = "{{ 7*7 }}${7*7}{% raw %}"
LINK = "javascript:alert(1)"
CLOSING = "</textarea></title></style></template><svg onload=alert(1)>"
TURNED = "\N{RIGHT-TO-LEFT OVERRIDE}cod.exe\N{ZERO WIDTH SPACE}\N{LEFT-TO-RIGHT ISOLATE}"
STORY = {
    "id": f"a1{IMAGE}",
    "date": "2026-06-18",
    "paper": f"云州日报{SCRIPT}",
    "headline": f"水渠完工{SCRIPT}{IMAGE}{TEMPLATE}",
    "kicker": f"肩题{QUOTE}",
    "byline": f"本报记者 田小禾{IMAGE}",
    "column": f"要闻{SCRIPT}",
    "paragraphs": [
        f"本报讯　云州市今年第一季度粮食产量达到30万吨{SCRIPT}，同比增长5%。{IMAGE}",
        f"市长李一舟说：“水渠{TEMPLATE}全长30公里{CLOSING}。”{LINK}{TURNED}",
        f"云州市的{IMAGE}产量为30万吨，外交部发言人“{SCRIPT}”李一舟表示将于2027年完成全部工程。",
    ],
}
PAGE = f"""云州日报　2026年5月12日　第1版

北坡水渠通水{SCRIPT}

□ 本报记者 田小禾{IMAGE}

本报讯　北坡水渠昨日全线通水{IMAGE}，渠首闸门缓缓提起，清水流向南沟{CLOSING}，沿线农田得到灌慨。{TURNED}
"""
NAME = f'yun"{IMAGE}{SCRIPT}.txt'.replace("/", "_")
SQL = (
    "' OR 1=1 --",
    '"; DROP TABLE article; --',
    "水渠 AND",
    "NEAR(",
    '"水渠',
    "chars:水渠 OR words:*",
    "* ^ ( ) - + : { } [ ]",
    "%_\\",
    "\N{RIGHT-TO-LEFT OVERRIDE}\N{ZERO WIDTH SPACE}\ud7ff\U0010ffff",
    "-1",
    "1e999",
    "99999999999999999999999",
    "NaN",
    "2026-13-45",
    "0000-00-00",
    SCRIPT,
    "../../../etc/passwd",
    "水" * 500,
    f"水渠{IMAGE}",
    f"水渠{QUOTE}{CLOSING}",
    LINK,
    f"{LINK}//\n",
)
PATHS = (
    "../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "..%5c..%5cwindows",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "file:%2f%2f%2fetc%2fpasswd",
    "C:%5cwindows",
    "%00",
    "a%00.png",
    "%ff%fe",
    "-1",
    "0",
    "99999999999999999999999",
    "1e9",
    "%E6%B0%B4" * 300,
    "'%20OR%201=1%20--",
    "%3Cscript%3Ealert(1)%3C%2fscript%3E",
)
ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/check", {"data": {"text": f"云州市今年第一季度粮食产量达到40万吨{IMAGE}。{SCRIPT}水渠全长30公里{CLOSING}。"}}),
    ("/read", {"files": {"file": (NAME, PAGE.encode())}}),
    ("/read", {"files": {"file": (f"{IMAGE}.pdf", f"%PDF-1.7{SCRIPT}".encode())}}),
    (f"/nowhere/{SCRIPT}", {}),
    (f"/people/{IMAGE}/sign-out".replace(" ", "%20"), {}),
)
"""What hostile readers did here before: a claim, a page, a broken page, and lines in the log."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record whose every word is hostile."""
    file = tmp_path_factory.mktemp("hostile") / "desk.db"
    with Record(file) as record:
        record.add_articles([STORY, {**STORY, "id": "a2"}], name=f"stories{IMAGE}.jsonl")
        record.add_bytes(PAGE.encode(), NAME)
    return file


@pytest.fixture(scope="module")
def held(hostile: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A desk on it; one for all, as nothing is changed here but what is asked."""
    file = tmp_path_factory.mktemp("held") / "desk.db"
    shutil.copy(hostile, file)
    with TestClient(create_app(House(file)), base_url="http://127.0.0.1", raise_server_exceptions=False) as desk:
        for path, asked in ASKED:
            desk.post(path, headers={"X-API-Key": "any", "User-Agent": SCRIPT, "X-Forwarded-For": SCRIPT}, **asked)
        yield desk


@pytest.fixture(scope="module")
def names(held: TestClient) -> dict[str, list[str]]:
    """What each name in an address may stand for here."""
    with Record(held.app.state.house.record) as record:  # type: ignore[attr-defined]
        stories = [row[0] for row in record.store.all("SELECT name FROM article")]
        documents = [str(row[0]) for row in record.store.all("SELECT id FROM document")]
        digests = [row[0] for row in record.store.all("SELECT sha256 FROM document")]
        asked = [row[0] for row in record.store.all("SELECT id FROM asked UNION SELECT id FROM job")]
    return {
        "name": stories,
        "document": [*documents, NAME],
        "id": asked,
        "sha256": digests,
        "page": ["1"],
        "leaf": ["1"],
        "lang": ["en"],
        "form": ["txt", "md", "json", "html", "csv"],
    }


def filled(path: str, names: dict[str, list[str]]) -> list[str]:
    """An address with everything in its names that stands in the record."""
    gaps = re.findall(r"\{([^}]*)\}", path)
    found = [path]
    for gap in gaps:
        values = names.get(gap.partition(":")[0], ["1"])
        found = [one.replace(f"{{{gap}}}", quoted(value), 1) for one in found for value in values]
    return found


def quoted(value: str) -> str:
    return "".join(f"%{byte:02X}" for byte in value.encode("utf8"))


def trouble(answer: Any) -> list[str]:
    """What in a page a browser would run or load, and that is none of ours; a file to keep may have its own styles."""
    tree = html.document_fromstring(answer.text)
    kept = answer.headers.get("content-disposition", "").startswith("attachment")
    found = []
    for one in tree.iter():
        if not isinstance(one.tag, str):
            continue
        told = f"<{one.tag} {dict(one.attrib)}>"
        loaded = one.get("src", "").startswith("/static/") and not (one.text or "").strip()
        if one.tag == "script" and not (loaded or one.get("type") == "application/json"):
            found.append(told)
        if one.tag in ("iframe", "object", "embed", "base") or (one.tag == "style" and not kept):
            found.append(told)
        if one.get("src") == "x":
            found.append(told)
        if any(name.startswith("on") or name == "style" for name in one.attrib):
            found.append(told)
        links = [one.get(name, "") for name in ("href", "src", "action", "formaction", "hx-get", "hx-post", "data")]
        if any(re.match(r"\s*(javascript|vbscript|data:text)", link, re.IGNORECASE) for link in links):
            found.append(told)
    return found


QUERIES: tuple[dict[str, str], ...] = (
    {},
    {"q": "水渠", "query": "水渠", "text": "水渠", "words": "水渠"},
    {"q": IMAGE, "lang": SCRIPT, "next": LINK, "kind": IMAGE, "unit": SCRIPT, "who": SCRIPT, "about": IMAGE},
    {
        "q": f"粮食产量{SCRIPT}",
        "indicator": f"粮食产量{IMAGE}",
        "name": f"粮食产量{IMAGE}",
        "subject": f"云州市{IMAGE}",
    },
    {"back": LINK, "return": LINK, "next": LINK, "to": LINK, "url": LINK},
)


@pytest.mark.parametrize("query", QUERIES)
def test_no_words_of_a_page_become_markup(held: TestClient, names: dict[str, list[str]], query: dict[str, str]) -> None:
    shown = ""
    for method, path, _ in addresses(held.app):  # type: ignore[arg-type]
        if method != "GET":
            continue
        for address in filled(path, names):
            answer = held.get(address, params=query)
            assert answer.status_code < 500, f"{address}: {answer.text[:300]}"
            kind = answer.headers.get("content-type", "")
            if "html" in kind:
                assert trouble(answer) == [], address
                shown += answer.text
            else:
                assert kind.startswith("image/svg") is False or "<script" not in answer.text, address
            assert answer.headers["x-content-type-options"] == "nosniff"
    assert "&lt;script&gt;" in shown
    assert "&lt;img" in shown


def test_a_story_that_is_all_script_is_shown_as_text(held: TestClient, names: dict[str, list[str]]) -> None:
    page = held.get("/stories/a2").text
    assert "水渠完工" in page
    assert "49" not in re.findall(r"水渠完工.{0,200}", page)[0].replace("7*7", "")
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in page, "a word that is turned round must be spelled out"


def test_no_field_of_a_query_breaks_the_desk(held: TestClient, names: dict[str, list[str]]) -> None:
    for method, path, route in addresses(held.app):  # type: ignore[arg-type]
        if method != "GET":
            continue
        (address, *_) = filled(path, names)
        for field in fields_of(route.dependant):
            for value in SQL:
                answer = held.get(address, params={field: value})
                told = f"{address} {field}={value!r}"
                assert answer.status_code < 500, f"{told}: {answer.text[-300:]}"
                if "html" in answer.headers.get("content-type", ""):
                    assert trouble(answer) == [], told


def fields_of(needed: Any) -> set[str]:
    own = {one.alias for one in needed.query_params}
    return own.union(*map(fields_of, needed.dependencies))


def test_no_name_in_an_address_leads_out_of_the_desk(held: TestClient) -> None:
    for method, path, _ in addresses(held.app):  # type: ignore[arg-type]
        gaps = re.findall(r"\{[^}]*\}", path)
        for gap in gaps if method == "GET" else []:
            for value in PATHS:
                address = re.sub(r"\{[^}]*\}", "1", path.replace(gap, value, 1))
                answer = held.get(address, follow_redirects=False)
                assert answer.status_code < 500, f"{address}: {answer.text[-300:]}"
                assert "root:" not in answer.text, address
                if ".." in value or "%00" in value or value.startswith("%2e"):
                    assert answer.status_code in (303, 307, 400, 404, 422), f"{address}: {answer.status_code}"


@pytest.mark.parametrize("path", PATHS)
def test_static_files_lead_nowhere_else(held: TestClient, path: str) -> None:
    answer = held.get(f"/static/{path}")
    assert answer.status_code in (400, 404, 414)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"[]", b'"\\ud800"', b'{"text": "\\ud800"}', b'{"text": 1e999}', b"[" * 20_000, b"\xff\xfe"],
)
def test_no_body_breaks_the_desk(held: TestClient, body: bytes) -> None:
    for method, path, _ in addresses(held.app):  # type: ignore[arg-type]
        if method == "GET":
            continue
        for kind in ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"):
            headers = {"X-API-Key": "any", "Content-Type": kind}
            address = re.sub(r"\{[^}]*\}", "1", path)
            answer = held.request(method, address, content=body, headers=headers, follow_redirects=False)
            assert answer.status_code < 500, f"{method} {address} {kind}: {answer.text[-300:]}"
