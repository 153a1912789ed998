"""Reading behind the desk: whatever a file does, the desk goes on, and says what became of it."""

import gzip
import io
import json
import os
import signal
import sqlite3
import struct
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from presscheck.readying import Asked
from presscheck.record import jobs as kept_jobs
from presscheck.record.jobs import Job
from presscheck.record.store import Store
from presscheck.web import apart, jobs
from presscheck.web.apart import Apart, GaveUp, Order
from presscheck.web.house import House
from presscheck.web.jobs import Jobs, Reader, new_job

PAGE = "北坡水渠通水\n\n□ 本报记者 田小禾\n\n本报讯　北坡水渠昨日全线通水，全长30公里，灌溉农田一万二千亩。\n"
STORY = {"id": "b1", "date": "2026-06-18", "headline": "水渠完工", "paragraphs": ["全长30公里。"]}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "jobs.db", upload=2_000_000, seconds=60)


@pytest.fixture
def store(house: House) -> Iterator[Store]:
    store = Store(house.record, write=True)
    yield store
    store.close()


@pytest.fixture(scope="module")
def warm() -> Iterator[Apart]:
    """A process that reads, for all who leave it whole."""
    process = Apart()
    yield process
    process.end()


@pytest.fixture
def reader(house: House, store: Store, warm: Apart) -> Reader:
    reader = Reader(house, store, lambda: False)
    reader.apart = warm
    return reader


def give(store: Store, file: str, content: bytes, number: int = 0, **asked: object) -> Job:
    job = new_job(f"job{number}", "fang", file, Asked(**asked))  # type: ignore[arg-type]
    kept_jobs.keep(store, job, io.BytesIO(content), len(content))
    return job


def done(reader: Reader, file: str, content: bytes, number: int = 0, **asked: object) -> Job:
    give(reader.store, file, content, number, **asked)
    taken = kept_jobs.take(reader.store)
    assert taken
    reader.do(taken)
    ended = kept_jobs.kept(reader.store, taken.id)
    assert ended
    assert reader.store.one("SELECT bytes FROM job WHERE id = ?", (taken.id,)) == (None,)
    return ended


def png(width: int, height: int) -> bytes:
    """A white picture that unpacks to far more than it has."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" + b"\xff" * ((width + 7) // 8)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def pdf(box: str, content: bytes, filters: str = "") -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        + f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R>>endobj\n".encode()
        + f"4 0 obj<</Length {len(content)}{filters}>>stream\n".encode()
        + content
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )


# What is given, and what comes of it.


def test_pages_are_read_and_put_with_where_they_stand(reader: Reader) -> None:
    told = done(reader, "county.txt", PAGE.encode(), date="2026-06-18", lang="zh")
    assert (told.state, told.told["state"], told.told["new"]) == ("done", "new", 1)
    name, day = reader.store.one(
        "SELECT d.name, a.day FROM document d JOIN article a ON a.document = d.id WHERE d.id = ?",
        (told.told["document"],),
    )
    assert name == "county.txt"
    assert day


def test_one_name_another_page_is_a_new_version_and_the_same_again_nothing(reader: Reader) -> None:
    done(reader, "county.txt", PAGE.encode())
    changed = done(reader, "county.txt", PAGE.replace("30", "31").encode(), 1)
    same = done(reader, "county.txt", PAGE.replace("30", "31").encode(), 2)
    assert (changed.told["state"], changed.told["version"]) == ("changed", 2)
    assert (same.told["state"], same.told["document"]) == ("same", changed.told["document"])


def test_finished_stories_are_read_and_others_told(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    counts: list[tuple[int, int]] = []
    monkeypatch.setattr(reader, "_count", lambda job: lambda done, total: counts.append((done, total)))
    lines = [json.dumps(STORY | {"id": f"b{number}"}) for number in range(30)]
    told = done(reader, "stories.jsonl", "\n".join([*lines, "{}", ""]).encode()).told
    assert (told["new"], told["state"]) == (30, "new")
    assert [(one["en"][:24], one["zh"][:21]) for one in told["troubles"]] == [
        ("stories.jsonl, line 31: ", "stories.jsonl 第 31 行：")
    ]
    assert {total for _, total in counts} == {31}
    assert done(reader, "stories.jsonl", "\n".join([*lines, "{}", ""]).encode(), 1).told["state"] == "same"
    assert done(reader, "packed.jsonl.gz", gzip.compress(lines[0].encode()), 2).told["same"] == 1


def test_more_troubles_than_are_told_are_counted(reader: Reader) -> None:
    told = done(reader, "stories.jsonl", b"{}\n" * (jobs.TROUBLES + 3)).told
    assert (len(told["troubles"]), told["more_troubles"]) == (jobs.TROUBLES, 3)


# Files made to do harm, each with a word of what it fails with; None: it is read, with what could be had of it.
HARM = [
    ("packed.jsonl.gz", lambda: gzip.compress(b"\n" * 30_000_000), "at most 20 MB"),
    ("line.jsonl.gz", lambda: gzip.compress(b" " * 17_000_000 + b"{}\n"), "line 1"),
    ("cut.jsonl.gz", lambda: gzip.compress(json.dumps(STORY).encode() * 20)[:-12], "line 1"),
    ("vast.png", lambda: png(60_000, 60_000), "megapixels"),
    ("vast.pdf", lambda: pdf("0 0 90000000 90000000", b"BT ET"), None),
    ("packed.pdf", lambda: pdf("0 0 600 800", zlib.compress(b" " * 300_000_000), "/Filter/FlateDecode"), None),
    ("deep.xml", lambda: b"<alto>" + b"<a>" * 200_000 + b"</a>" * 200_000 + b"</alto>", "ALTO"),
    (
        "laughs.xml",
        lambda: (
            b'<!DOCTYPE alto [<!ENTITY a "' + b"ha" * 1000 + b'">'
            b'<!ENTITY b "' + b"&a;" * 1000 + b'">]><alto>' + b"&b;" * 1000 + b"</alto>"
        ),
        "no text but XML",
    ),
    ("empty.txt", lambda: b"", "is empty"),
    ("program.txt", lambda: b"\x7fELF" + bytes(range(256)) * 9, "program.txt"),
]


@pytest.mark.parametrize(("file", "made", "word"), HARM, ids=[file for file, *_ in HARM])
def test_files_made_to_do_harm_fail_alone(reader: Reader, file: str, made: object, word: str | None) -> None:
    content = made()  # type: ignore[operator]
    assert len(content) < 2_000_000
    told = done(reader, file, content)
    if word is None:
        assert (told.state, told.told["new"]) == ("done", 0)
        assert told.told["notes"]
    else:
        assert told.state == "failed"
        assert word in told.told["error"]["en"]
        assert file in told.told["error"]["zh"]
    assert done(reader, "county.txt", PAGE.encode(), 1).state == "done"
    assert reader.apart is not None
    assert reader.apart.is_alive()


# Processes that end.


def order(path: Path, **more: object) -> Order:
    told = {"record": "none.db", "before": None, "spool": "none", "most": 10**9} | more
    return Order(str(path), path.name, Asked(), **told)  # type: ignore[arg-type]


def test_a_process_that_is_killed_fails_its_file_alone(house: House, store: Store) -> None:
    reader = Reader(house, store, lambda: False)
    process = reader.get_ready()
    killed = os.kill
    reader.stopped = lambda: killed(process.process.pid or 0, signal.SIGKILL)
    told = done(reader, "long.txt", PAGE.encode() * 4000)
    reader.stopped = lambda: False
    assert told.state == "failed"
    assert "broke down" in told.told["error"]["en"]
    assert done(reader, "county.txt", PAGE.encode(), 1).state == "done"
    reader.close()


def test_a_file_that_takes_too_long_is_broken_off(house: House, store: Store, tmp_path: Path) -> None:
    process = Apart()
    file = tmp_path / "long.txt"
    file.write_text(PAGE * 4000, encoding="utf8")
    with pytest.raises(GaveUp) as told:
        process.read(order(file), 0, lambda done, total: None, lambda: False)
    assert told.value.why == "slow"
    process.end()


@pytest.mark.parametrize(
    ("why", "word"),
    [("slow", "60 seconds"), ("memory", "8 GB"), ("broken", "broke down"), ("bug", "a mistake of ours")],
)
def test_why_a_file_was_given_up_is_told_in_both_languages(reader: Reader, why: str, word: str) -> None:
    class Gone:
        def read(self, *given: object) -> None:
            raise GaveUp(why)

        def is_alive(self) -> bool:
            return True

        def end(self) -> None: ...

    reader.apart = Gone()  # type: ignore[assignment]
    told = done(reader, "county.txt", PAGE.encode()).told["error"]
    assert word in told["en"]
    assert told["zh"] != told["en"]


def test_memory_is_bounded(tmp_path: Path) -> None:
    file = tmp_path / "large.txt"
    with file.open("wb") as large:
        large.truncate(4_000_000_000)
    process = Apart(3_000_000_000)
    with pytest.raises(GaveUp) as told:
        process.read(order(file), 60, lambda done, total: None, lambda: False)
    assert told.value.why == "memory"
    process.end()


# The order of the work, and what is left of it when the program ends.


def until(store: Store, id: str, *states: str) -> Job:
    for _ in range(2400):
        found = kept_jobs.kept(store, id)
        if found and found.state in states:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{id} is still {found and found.state}")


def test_jobs_are_taken_in_their_order_and_cancelled_only_while_they_wait(store: Store) -> None:
    for number in range(3):
        give(store, f"{number}.txt", b"", number)
    assert [kept_jobs.ahead(store, f"job{number}") for number in range(3)] == [0, 1, 2]
    first = kept_jobs.take(store)
    assert first
    assert (first.id, first.state, first.tries) == ("job0", "running", 1)
    assert not kept_jobs.cancel(store, "job0")
    assert kept_jobs.cancel(store, "job1")
    second = kept_jobs.take(store)
    assert second
    assert second.id == "job2"
    assert kept_jobs.take(store) is None
    assert [one.state for one in kept_jobs.latest(store)] == ["running", "cancelled", "running"]
    assert kept_jobs.latest(store, "nobody") == ()


def test_the_bytes_are_kept_whole(store: Store) -> None:
    content, out = bytes(range(256)) * 9000, io.BytesIO()
    give(store, "page.bin", content)
    kept_jobs.content(store, "job0", out)
    assert out.getvalue() == content


def test_work_that_was_broken_off_is_taken_up_again_but_not_for_ever(house: House, store: Store) -> None:
    give(store, "county.txt", PAGE.encode())
    for number in range(kept_jobs.TRIES):
        assert kept_jobs.take(store), number
        kept_jobs.take_up_again(store, {"en": "given up", "zh": "放弃"})
    told = kept_jobs.kept(store, "job0")
    assert told
    assert (told.state, told.told) == ("failed", {"error": {"en": "given up", "zh": "放弃"}})


def test_the_desk_reads_what_was_left_and_lays_down_what_it_reads(house: House, store: Store) -> None:
    give(store, "county.txt", PAGE.encode())
    kept_jobs.take(store)
    working = Jobs(house)
    working.start()
    try:
        assert until(store, "job0", "done").tries == 2
        give(store, "long.txt", PAGE.encode() * 4000, 1)
        working.wake()
        until(store, "job1", "running")
    finally:
        working.stop()
    laid_down = kept_jobs.kept(store, "job1")
    assert laid_down
    assert (laid_down.state, laid_down.tries) == ("waiting", 0)
    assert store.one("SELECT length(bytes) FROM job WHERE id = 'job1'")[0] > 0


def test_a_record_that_cannot_be_written_fails_the_job_with_its_reason(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = sqlite3.OperationalError("full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL

    def put(*given: object, **more: object) -> None:
        from presscheck.record.opening import ours

        with ours(reader.store.file):
            raise full

    monkeypatch.setattr(reader.store, "put", put)
    told = done(reader, "county.txt", PAGE.encode())
    assert told.state == "failed"
    assert "cannot be written to" in told.told["error"]["en"]


def test_a_mistake_of_ours_is_told_as_one(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(jobs, "put_pages", wrong)
    told = done(reader, "county.txt", PAGE.encode())
    assert "a mistake of ours" in told.told["error"]["en"]
    assert apart.MEMORY == 8_000_000_000
