"""Reading a page at the desk: what goes up, what is refused, and where it leads."""

import gzip
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from presscheck.record import jobs as kept_jobs
from presscheck.record.store import Store
from presscheck.web.app import create_app
from presscheck.web.house import House
from presscheck.web.reading import yes
from presscheck.web.uploads import FILES, LONGEST_NAME, plain_name

PAGE = "北坡水渠通水\n\n□ 本报记者 田小禾\n\n本报讯　北坡水渠昨日全线通水，全长30公里，灌溉农田一万二千亩。\n"
JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A desk at which somebody reads, for all tests of this file: to load what reading needs takes seconds."""
    house = House(tmp_path_factory.mktemp("reading") / "desk.db", upload=300_000)
    with TestClient(create_app(house), base_url="http://127.0.0.1", headers={"Accept-Language": "en"}) as client:
        yield client


@pytest.fixture
def idle(tmp_path: Path) -> Iterator[Any]:
    """A desk at which nobody reads."""
    house = House(tmp_path / "idle.db", upload=300_000, readers=0)
    with TestClient(create_app(house), base_url="http://127.0.0.1", headers={"Accept-Language": "en"}) as client:
        yield client


def token(client: TestClient) -> str:
    return str(client.get("/").text.split('name="csrf" content="')[1].split('"')[0])


def send(client: TestClient, *files: tuple[str, bytes], headers: dict[str, str] = JSON, **fields: str) -> Any:
    given = [("file", (name, content, "application/octet-stream")) for name, content in files]
    return client.post("/read", data={"csrf": token(client), **fields}, files=given, headers=headers)


def places(answer: Any) -> list[str]:
    assert answer.status_code == 201, answer.text
    return [one["href"] for one in answer.json()["jobs"]]


def ended(client: TestClient, place: str) -> str:
    """The page of a job when nothing more comes of it."""
    for _ in range(2400):
        page = client.get(place).text
        if re.search(r'data-state="(done|failed|cancelled)"', page):
            return page
        time.sleep(0.05)
    raise AssertionError(f"{place} goes on and on")


def row(client: TestClient, sql: str) -> Any:
    store = Store(client.app.state.house.record)  # type: ignore[attr-defined]
    try:
        return store.one(sql)
    finally:
        store.close()


# From the file to its page


def test_a_page_goes_up_is_read_and_leads_to_its_stories(working: TestClient) -> None:
    (place,) = places(send(working, ("county.txt", PAGE.encode()), date="2026-06-18"))
    page = ended(working, place)
    assert "New in the record." in page
    assert "Stories: 1 new" in page
    number = re.search(r'id="see" href="/documents/(\d+)"', page)
    assert number
    assert row(working, f"SELECT name FROM document WHERE id = {number[1]}") == ("county.txt",)
    assert row(working, "SELECT count(*) FROM job WHERE bytes IS NOT NULL") == (0,)
    assert working.get("/jobs").text.count('data-state="done"') >= 1


def test_another_file_of_its_name_is_a_new_version_and_the_reader_is_told(working: TestClient) -> None:
    told = []
    for text in (PAGE, PAGE.replace("30", "31"), PAGE.replace("30", "31")):
        (place,) = places(send(working, ("versions.txt", text.encode())))
        told.append(ended(working, place))
    assert "this is version 2 of it" in told[1]
    assert "held this very file already" in told[2]


def test_several_files_are_listed_and_one_that_cannot_be_read_stops_no_other(working: TestClient) -> None:
    story = json.dumps({"id": "s1", "headline": "水渠完工", "paragraphs": ["全长30公里。"]}).encode()
    files = [("a.txt", PAGE.encode()), ("empty.txt", b""), ("stories.jsonl.gz", gzip.compress(story + b"\n{}\n"))]
    first, empty, stories = (ended(working, place) for place in places(send(working, *files)))
    assert 'data-state="done"' in first
    assert 'data-state="failed"' in empty
    assert "the file is empty" in empty
    assert "Nothing of it came into the record" in empty
    assert "stories.jsonl.gz, line 2" in stories


def test_a_script_in_a_name_is_a_name(working: TestClient) -> None:
    (place,) = places(send(working, ("<script>alert(1)<script>.txt", PAGE.encode())))
    for page in (ended(working, place), working.get("/jobs").text):
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_the_sample_page_is_read(working: TestClient) -> None:
    answer = working.post("/read/sample", data={"csrf": token(working)})
    assert answer.url.path.startswith("/jobs/")
    assert "yunzhou-daily.txt" in answer.text
    assert 'data-state="done"' in ended(working, answer.url.path)


# The form, and what is refused


@pytest.mark.parametrize(("lang", "told"), [("zh", "也可以把文件拖到这里"), ("en", "Or drop files here")])
def test_the_form_needs_no_script(idle: TestClient, lang: str, told: str) -> None:
    page = idle.get("/read", headers={"Accept-Language": lang}).text
    assert told in page
    assert 'method="post" enctype="multipart/form-data"' in page
    assert page.index('name="csrf"', page.index("<form")) < page.index('type="file"')
    answer = send(idle, ("county.txt", PAGE.encode()), headers={})
    assert answer.url.path.startswith("/jobs/")
    assert send(idle, ("a.txt", b"a"), ("b.txt", b"b"), headers={}).url.path == "/jobs"


def test_a_file_over_the_limit_is_refused_with_a_sentence_and_nothing_kept(idle: TestClient) -> None:
    for size in (300_001, 1_400_000):  # the form bears it, and does not
        answer = send(idle, ("large.txt", b"a" * size))
        assert answer.status_code == 413
        assert "more than this desk takes at once" in answer.text
    assert send(idle, ("a.txt", b"a" * 200_000), ("b.txt", b"b" * 200_000)).status_code == 413
    assert row(idle, "SELECT count(*) FROM job") == (0,)


def test_a_file_that_does_not_say_its_size_is_refused_while_it_comes(idle: TestClient) -> None:
    def body() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        for _ in range(100):
            yield b"a" * 100_000

    head = {"Content-Type": "multipart/form-data; boundary=x", "X-CSRF-Token": token(idle)}
    assert idle.post("/read", content=body(), headers=head).status_code == 413


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"", "cut off"),
        (b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nabc', "cut off"),
        (b"no form at all", "cut off"),
        (b"--x\r\n\r\n\r\n--x--\r\n", "No file was chosen"),
        (b'--x\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--x--\r\n', "No file was chosen"),
    ],
)
def test_a_form_that_is_broken_or_empty_is_refused(idle: TestClient, body: bytes, word: str) -> None:
    head = {"Content-Type": "multipart/form-data; boundary=x", "X-CSRF-Token": token(idle)}
    answer = idle.post("/read", content=body, headers=head)
    assert answer.status_code == 400
    assert word in answer.text


def test_what_is_no_form_with_files_is_refused(idle: TestClient) -> None:
    answer = idle.post("/read", data={"csrf": token(idle), "file": "a"})
    assert answer.status_code == 400
    assert "No files came" in answer.text
    files = [(f"{number}.txt", b"a") for number in range(FILES + 1)]
    assert f"More than {FILES} files" in send(idle, *files).text
    assert "no such day" in send(idle, ("a.txt", b"a"), date="2026-02-31").text
    assert send(idle, ("a.txt", b"a"), note="a" * 20_000).status_code == 413
    assert row(idle, "SELECT count(*) FROM job") == (0,)


@pytest.mark.parametrize(
    ("given", "asked"), [("yes", True), ("true", True), ("1", True), ("false", False), ("no", False), ("", False)]
)
def test_whether_pictures_are_read_is_told_by_yes_or_no(given: str, asked: bool) -> None:
    assert yes(given) is asked


def test_neither_yes_nor_no_is_told(idle: TestClient) -> None:
    assert "neither true nor false" in send(idle, ("a.txt", b"a"), ocr="perhaps").text


def test_no_other_site_sends_pages(idle: TestClient) -> None:
    files = {"file": ("a.txt", b"a")}
    assert idle.post("/read", files=files).status_code == 403
    assert idle.post("/read", files=files, data={"csrf": "forged"}).status_code == 403
    assert idle.post("/read/sample").status_code == 403
    assert row(idle, "SELECT count(*) FROM job") == (0,)


# What a file is sent as, and what it is called.
NAMES = [
    ("云州日报.pdf", "云州日报.pdf"),
    ("../../../etc/passwd", "passwd"),
    ("C:\\Users\\fang\\page.txt", "page.txt"),
    ("/absolute/page.txt", "page.txt"),
    ("..", "page"),
    (".hidden.txt", "hidden.txt"),
    ("a\x00b\r\nc.txt", "a b c.txt"),
    ("\u202egnp.txt", "gnp.txt"),
    ("  ", "page"),
    ("a" * 500 + ".jsonl.gz", "a" * (LONGEST_NAME - 9) + ".jsonl.gz"),
    ("b" * 500, "b" * LONGEST_NAME),
]


@pytest.mark.parametrize(("sent", "called"), NAMES)
def test_a_name_is_never_a_path(sent: str, called: str) -> None:
    assert plain_name(sent) == called


def test_the_name_is_kept_as_it_is_called(idle: TestClient) -> None:
    places(send(idle, ("../../云州.txt", PAGE.encode())))
    assert row(idle, "SELECT file, who, state FROM job") == ("云州.txt", "desk", "waiting")


# Waiting


def test_a_job_waits_says_so_and_is_taken_back(idle: TestClient) -> None:
    first, second = places(send(idle, ("a.txt", PAGE.encode()), ("b.txt", PAGE.encode())))
    page = idle.get(second).text
    assert "Files that come before it: 1." in page
    assert "Look again" in page
    assert 'hx-trigger="load delay:300ms, every 1s"' in page
    stamp = re.search(r"\?seen=([\w-]+)", page)
    assert stamp
    assert idle.get(f"{second}?seen={stamp[1]}").status_code == 204
    assert idle.get(f"{first}?seen={stamp[1]}").status_code == 200
    taken_back = idle.post(f"{second}/cancel", data={"csrf": token(idle)})
    assert 'data-state="cancelled"' in taken_back.text
    assert "hx-get" not in taken_back.text
    again = idle.post(f"{second}/cancel", data={"csrf": token(idle)})
    assert again.status_code == 400
    assert "cannot be taken back" in again.text


def test_progress_of_stories_is_counted(idle: TestClient) -> None:
    (place,) = places(send(idle, ("stories.jsonl", b"{}")))
    store = Store(idle.app.state.house.record, write=True)  # type: ignore[attr-defined]
    kept_jobs.take(store)
    kept_jobs.counted(store, place.rpartition("/")[2], 12, 40)
    store.close()
    page = idle.get(place).text
    assert "12 of 40 stories" in page
    assert '<progress aria-labelledby="job-told" max="40" value="12">' in page


def test_there_is_no_job_that_was_not_given(idle: TestClient) -> None:
    assert idle.get("/jobs/unheard-of").status_code == 404
    assert idle.post("/jobs/unheard-of/cancel", data={"csrf": token(idle)}).status_code == 404
    assert "No file was given yet." in idle.get("/jobs").text


def test_people_see_their_own_jobs(idle: TestClient) -> None:
    (place,) = places(send(idle, ("a.txt", PAGE.encode())))
    from presscheck.web.people import Person
    from presscheck.web.reading import job_of

    store = Store(idle.app.state.house.record, write=True)  # type: ignore[attr-defined]
    id = place.rpartition("/")[2]
    assert job_of(store, Person("fang", "admin"), id).who == "desk"
    from starlette.exceptions import HTTPException

    with pytest.raises(HTTPException):
        job_of(store, Person("fang", "editor"), id)
    store.close()
