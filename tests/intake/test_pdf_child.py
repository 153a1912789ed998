"""The process that PDFs are opened in: one for many files, however presscheck was started, replaced when it dies."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pypdfium2
import pytest

from presscheck.intake import pdf, pdf_child

POSIX = pytest.mark.skipif(os.name != "posix", reason="a shell's way to close standard input, and fork")


def blank(width):
    """A PDF of one blank page so many points wide."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(width, 600)
    out = bytearray()
    document.save(SimpleNamespace(write=lambda part: (out.extend(part), len(part))[1]))
    document.close()
    return bytes(out)


def width_of(content):
    (page,) = pdf.pages(content, "county.pdf")
    return page.width


@pytest.fixture
def alone(monkeypatch):
    """No child waits yet."""
    monkeypatch.setattr(pdf_child, "_idle", [])
    yield
    pdf_child._end_all()


@pytest.mark.usefixtures("alone")
def test_one_child_opens_file_after_file():
    assert width_of(blank(300)) == 300
    (first,) = pdf_child._idle
    assert [width_of(blank(width)) for width in (400, 300, 500)] == [400, 300, 500]
    assert pdf_child._idle == [first]


@pytest.mark.usefixtures("alone")
def test_a_child_that_died_while_it_waited_is_replaced():
    assert width_of(blank(300)) == 300
    (first,) = pdf_child._idle
    first.process.kill()
    first.process.wait()
    assert [width_of(blank(width)) for width in (300, 400)] == [300, 400]
    assert pdf_child._idle != [first]


@pytest.mark.usefixtures("alone")
def test_many_may_ask_at_once():
    widths = [300 + 10 * i for i in range(12)]
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(width_of, map(blank, widths))) == widths
    assert 1 <= len(pdf_child._idle) <= 3


@pytest.mark.usefixtures("alone")
def test_whoever_stops_waiting_leaves_no_answer_for_the_next(monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as changed:
        changed.setattr(pdf_child.pickle, "load", interrupted)
        with pytest.raises(KeyboardInterrupt):
            width_of(blank(300))
    assert pdf_child._idle == []
    assert width_of(blank(400)) == 400


@pytest.mark.usefixtures("alone")
def test_a_program_of_a_single_file_opens_pdfs_itself(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert width_of(blank(300)) == 300
    assert [type(each) for each in pdf_child._idle] == [pdf_child.Opener]


@pytest.mark.parametrize("where", [pdf_child.Opener, pdf_child.Child])
def test_a_mistake_of_ours_is_told_as_one(monkeypatch, where):
    monkeypatch.setattr(pdf_child, "_idle", [where()])
    file = pdf_child.File(blank(300), "0", "county.pdf")
    with pytest.raises(RuntimeError, match="no_such_thing"):
        pdf_child.ask(file, 60, "no_such_thing")
    assert pdf_child.ask(file, 60, "count_pages") == 1
    pdf_child._end_all()


SCRIPT = """
import sys
from presscheck.intake import take_in
print(take_in(sys.argv[1])[0].width)
"""
FORKED = """
import os, sys
from presscheck.intake import take_in
print(take_in(sys.argv[1])[0].width, flush=True)
if not os.fork():
    print(take_in(sys.argv[1])[0].width, flush=True)
    os._exit(0)
os.wait()
print(take_in(sys.argv[1])[0].width, flush=True)
"""


def printed(command, file, **settings):
    told = subprocess.run([*command, str(file)], capture_output=True, text=True, check=True, timeout=120, **settings)
    return told.stdout.split()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "county.pdf"
    path.write_bytes(blank(300))
    return path


def test_a_script_needs_no_guard_round_its_work(file):
    assert printed([sys.executable, "-"], file, input=SCRIPT) == ["300.0"]


@POSIX
def test_standard_input_may_be_closed(file):
    command = ["sh", "-c", 'exec "$@" <&-', "sh", sys.executable, "-c", SCRIPT]
    assert printed(command, file) == ["300.0"]


@POSIX
def test_a_forked_process_has_a_child_of_its_own(file):
    assert printed([sys.executable, "-c", FORKED], file) == ["300.0"] * 3
