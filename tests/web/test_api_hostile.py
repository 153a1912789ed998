"""Hostile programs: files made to do harm, broken forms, fields that are SQL. Each is told no; nothing breaks."""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from presscheck.data import shipped
from presscheck.recording import Record
from presscheck.web.app import create_app
from presscheck.web.house import House

UPLOAD = 2_000_000
KEY = {"X-API-Key": "any", "Accept-Language": "en"}
PLACES = ("/api/v1/read", "/api/v1/add")
DEMO = "yunzhou-daily.txt"
SQL = (
    "' OR 1=1 --",
    '"; DROP TABLE article; --',
    "水渠' UNION SELECT told FROM job --",
    "NEAR( AND OR NOT *",
    "%_\\",
    "\N{RIGHT-TO-LEFT OVERRIDE}\U0010ffff",
    "../../../etc/passwd",
    "<script>alert(1)</script>",
)


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A desk for all: what is refused changes nothing. Nobody reads what is added."""
    file = tmp_path_factory.mktemp("attacked") / "desk.db"
    with Record(file) as record:
        record.add_bytes(shipped(f"demo/{DEMO}").read_bytes(), DEMO)
    house = House(file, readers=0, upload=UPLOAD)
    with TestClient(create_app(house), base_url="http://127.0.0.1", headers=KEY) as desk:
        yield desk


def count(desk: TestClient, table: str) -> int:
    with Record(desk.app.state.house.record) as record:  # type: ignore[attr-defined]
        return int(record.store.one(f"SELECT count(*) FROM {table}")[0])


# Files


def vast_png(width: int, height: int) -> bytes:
    """A picture that says it is vast and holds nothing."""

    def piece(kind: bytes, told: bytes) -> bytes:
        return struct.pack(">I", len(told)) + kind + told + struct.pack(">I", zlib.crc32(kind + told))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + piece(b"IHDR", head) + piece(b"IDAT", zlib.compress(b"\0" * 1000)) + piece(b"IEND", b"")
    )


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("../../page.txt", "0" * 20_000_000)
    return out.getvalue()


LAUGHS = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "水水">' + "".join(
    f'<!ENTITY b{n} "{f"&b{n - 1 or str()};" * 10}">' for n in range(1, 10)
)
FILES = [
    ("stories.jsonl.gz", lambda: gzip.compress(b"\n" * 30_000_000), "20 MB"),
    ("page.txt.gz", lambda: gzip.compress(b"0" * 30_000_000), "page.txt.gz"),
    ("page.txt", zipped, "page.txt"),
    ("page.png", lambda: vast_png(2_000_000, 2_000_000), "page.png"),
    ("page.png", lambda: vast_png(1, 2**31 - 1), "page.png"),
    ("page.xml", lambda: f"{LAUGHS}]><alto>&b9;</alto>".encode(), "page.xml"),
    ("page.xml", lambda: b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><alto>&b;</alto>', "page.xml"),
    ("page.pdf", lambda: b"%PDF-1.7\n" + b"[" * 500_000, "page.pdf"),
    ("page.json", lambda: b"[" * 500_000, "page.json"),
    ("page.txt", lambda: b"", "empty"),
    ("stories.jsonl", lambda: b'{"id": "a", "paragraphs": ["b"]}\n', "finished"),
    ("../../etc/page.pdf", lambda: b"%PDF-1.7 broken", "page.pdf: "),
]


@pytest.mark.parametrize(("name", "made", "word"), FILES)
def test_a_file_made_to_do_harm_is_refused_and_the_next_is_read(
    attacked: TestClient, name: str, made: Any, word: str
) -> None:
    answer = attacked.post("/api/v1/read", files={"file": (name, made())})
    assert answer.status_code == 422, answer.text[:500]
    assert word in answer.json()["title"]
    assert "root:" not in answer.text
    assert ".." not in answer.text
    page = "水渠完工\n\n本报讯　云州水渠昨天完工，全长30公里。\n".encode()
    assert attacked.post("/api/v1/read", files={"file": ("a.txt", page)}).status_code == 200


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("said", [True, False])
def test_a_gigabyte_is_refused_before_it_has_come(attacked: TestClient, place: str, said: bool) -> None:
    sent = []

    def body() -> Iterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        for _ in range(100):
            sent.append(100_000)
            yield b"a" * 100_000

    head = {"Content-Type": "multipart/form-data; boundary=b"} | ({"Content-Length": str(10**9)} if said else {})
    before = count(attacked, "job")
    answer = attacked.post(place, content=body(), headers=head)
    assert answer.status_code == 413
    assert answer.json()["status"] == 413
    assert count(attacked, "job") == before


def part(name: str, content: str, file: str | None = None) -> str:
    called = f'name="{name}"' + (f'; filename="{file}"' if file is not None else "")
    return f"--b\r\nContent-Disposition: form-data; {called}\r\n\r\n{content}\r\n"


END = "--b--\r\n"
FORM = "multipart/form-data; boundary=b"
FORMS = [
    ("", FORM, 400),
    (END, FORM, 400),
    (part("date", "2026-06-18") + END, FORM, 400),
    (part("file", "a", "") + END, FORM, 400),
    (part("file", "a", "a.txt") + part("file", "b", "b.txt") + END, FORM, 400),
    (part("file", "a", "a.txt"), FORM, 400),
    (part("file", "a" * 5_000, "a.txt")[:3_000], FORM, 400),
    (part("file", "a", "a.txt") + END, "multipart/form-data", 400),
    (part("file", "a", "a.txt") + END, "multipart/form-data; boundary=" + "b" * 300, 400),
    (part("file", "a", "a.txt") + END, "application/json", 400),
    (part("file", "a", "a.txt") + END, "text/plain; boundary=b", 400),
    ("file=a.txt", "application/x-www-form-urlencoded", 400),
    (part("file", "a", "a.txt") + part("date", "2026-02-31") + END, FORM, 400),
    (part("file", "a", "a.txt") + part("date", "' OR 1=1 --") + END, FORM, 400),
    (part("file", "a", "a.txt") + part("date", "0001-01-01 ") * 2 + part("date", "x" * 20_000) + END, FORM, 413),
    (part("file", "a", "a.txt") + part("more", "x") * 100 + END, FORM, (200, 202, 413, 422)),
    ("--b\r\n" + "X-Head: a\r\n" * 20_000 + "\r\n" + END, FORM, (400, 413)),
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("body", "kind", "status"), FORMS)
def test_a_form_that_is_not_as_it_should_be_is_refused(
    attacked: TestClient, place: str, body: str, kind: str, status: int | tuple[int, ...]
) -> None:
    before = count(attacked, "job")
    answer = attacked.post(place, content=body.encode(), headers={"Content-Type": kind})
    assert answer.status_code in (status if isinstance(status, tuple) else (status,)), answer.text
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert count(attacked, "job") == before


@pytest.mark.parametrize("name", ["../../a.txt", "..\\..\\a.txt", "/etc/a.txt", "a\x00/../a.txt"])
def test_no_name_of_a_file_is_a_path(attacked: TestClient, name: str) -> None:
    body = part("file", "a", name) + END
    answer = attacked.post("/api/v1/add", content=body.encode(), headers={"Content-Type": FORM})
    assert answer.status_code == 202
    assert answer.json()["file"] == "a.txt"


# Fields


def bodies(value: str) -> list[tuple[str, dict[str, Any]]]:
    """What may be sent, with ``value`` in every field of words."""
    decision = {"article": value, "part": "body", "paragraph": 0, "start": 0, "end": 1, "before": value, "after": value}
    moves = [
        {"kind": "merge_articles", "article": value, "into": value},
        {"kind": "move_paragraphs", "article": "a1", "paragraphs": [0], "to": value},
        {"kind": "from_furniture", "index": 0, "to": value},
    ]
    return [
        ("check", {"text": f"云州市今年粮食产量达到40万吨{value}。", "keep": True}),
        ("documents/1/corrections", {"decisions": [decision | {"verdict": "edit"}]}),
        ("documents/1/corrections", {"decisions": [decision | {"article": "a1", "verdict": "refuse"}]}),
        *[("documents/1/arrangement", {"moves": [move], "seen": 0}) for move in moves],
    ]


@pytest.mark.parametrize("value", SQL)
def test_words_in_a_body_are_words(attacked: TestClient, value: str) -> None:
    stories = count(attacked, "article")
    for place, told in bodies(value):
        answer = attacked.post(f"/api/v1/{place}", json=told)
        assert answer.status_code == (200 if place == "check" else 422), f"{place} {told}: {answer.text}"
    for head in ({"If-Match": value.encode()}, {"If-Match": b'"' + value.encode() + b'"'}):
        assert attacked.post("/api/v1/documents/1/undo", json={}, headers=head).status_code == 412
    assert count(attacked, "article") == stories
    assert count(attacked, "step") == 0


@pytest.mark.parametrize("value", SQL)
def test_a_key_is_a_key(attacked: TestClient, value: str) -> None:
    key = {"Idempotency-Key": value.encode()}
    first, again = (attacked.post("/api/v1/add", files={"file": ("a.txt", b"a")}, headers=key) for _ in range(2))
    assert first.status_code == again.status_code == 202
    assert first.json()["id"] == again.json()["id"]
    assert first.headers["location"] == f"/api/v1/jobs/{first.json()['id']}"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ('{"text": "\\ud800"}', 422),
        ('{"text": "a", "date": "0000-00-00"}', 422),
        ('{"text": "a", "date": 1e400}', 422),
        ('{"text": "a", "keep": "yes"}', 422),
        ('{"text": ' + "[" * 5_000 + "]" * 5_000 + "}", 400),
        ('{"text": "' + "水" * 5_001 + '"}', 422),
        ('{"text": "a", "more": 1}', 422),
        ("", 422),
    ],
)
def test_a_body_that_is_not_as_it_should_be_is_told(attacked: TestClient, body: str, status: int) -> None:
    answer = attacked.post("/api/v1/check", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("text", "date"), [("去年新建桥梁12座。", "0001-01-01"), ("明年新建桥梁12座。", "9999-12-31")])
def test_the_ends_of_the_calendar_are_days(attacked: TestClient, text: str, date: str) -> None:
    answer = attacked.post("/api/v1/check", json={"text": text, "date": date})
    assert answer.status_code in (200, 400), answer.text


def test_the_desk_stands_after_all_that(attacked: TestClient) -> None:
    assert [one["name"] for one in attacked.get("/api/v1/documents").json()] == [DEMO]
    assert attacked.get("/api/v1/corrections").json()["total"] > 0
