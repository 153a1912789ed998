"""The desk opened from the command line, in a process of its own, and closed again."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from presscheck.cli.app import INTERRUPTED
from presscheck.recording import Record

COMMAND = """import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from presscheck.cli import main
main()"""
"""As at a terminal: what a script starts behind itself is deaf to interruptions."""
STORY = {"id": "s1", "date": "2026-06-18", "headline": "水渠完工", "paragraphs": ["全长30公里。"]}


@contextmanager
def opened(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command at work, and the address at which it says the desk is."""
    settings = {**os.environ, "LC_ALL": "en_US.UTF-8"}
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, *arguments], stderr=subprocess.PIPE, text=True, encoding="utf8", env=settings
    )
    assert process.stderr
    try:
        line = process.stderr.readline()
        address = re.search(r"http://\S+:\d+/", line)
        assert address, line
        yield process, address[0]
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def asked(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return str(answer.read().decode())


@pytest.mark.skipif(sys.platform == "win32", reason="no process can be interrupted alone there")
def test_the_desk_is_opened_answers_and_is_closed(tmp_path: Path) -> None:
    with opened("serve", "--record", str(tmp_path / "my.db"), "--port", "0") as (process, address):
        assert "Find a fact" in asked(address) or "查一个事实" in asked(address)
        assert '"status"' in asked(f"{address}health") or "ok" in asked(f"{address}health")
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == INTERRUPTED
    assert "Traceback" not in told
    with Record(tmp_path / "my.db") as record:
        assert len(record.find("水渠").hits) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no process can be interrupted alone there")
def test_the_demo_opens_a_desk_with_the_sample_and_leaves_nothing(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with opened("demo", "--serve") as (process, address):
        assert "yunzhou-daily.txt" in asked(f"{address}documents")
        assert list(tmp_path.glob("presscheck-*"))
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == INTERRUPTED
    assert not list(tmp_path.glob("presscheck-*"))


def test_a_port_that_is_taken_is_told(run, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        told = run("serve", "--record", tmp_path / "my.db", "--port", taken.getsockname()[1])
    assert told.code == 2
    assert "Choose another port with --port" in told.err


def test_a_record_of_a_newer_version_is_told(run, tmp_path: Path) -> None:
    file = tmp_path / "my.db"
    with Record(file) as record:
        record.add_articles([STORY])
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    told = run("serve", "--record", file, "--port", 0)
    assert told.code == 3
    assert "made by a newer presscheck" in told.err


def test_what_is_no_record_is_told(run, tmp_path: Path) -> None:
    file = tmp_path / "letters.txt"
    file.write_text("亲爱的读者" * 50, encoding="utf8")
    told = run("serve", "--record", file, "--port", 0)
    assert told.code == 3
    assert file.read_text(encoding="utf8") == "亲爱的读者" * 50
