"""PDFs are opened in a process of their own, which is given only so much time and memory for each page.

A file of some kilobytes can keep pdfium busy for years, or ask for all the memory there is: drawings within drawings,
streams that unpack to gigabytes. No call into a library can be broken off, but a process can. One that has done its
work waits for the next file, so that a folder of pages starts a single one.
"""

import atexit
import contextlib
import faulthandler
import os
import pickle
import subprocess
import sys
import traceback
from typing import IO, Any, NamedTuple, cast

from presscheck.errors import PresscheckError

MEMORY = 3_000_000_000
"""Bytes of address space that the child may take, where the system lets us say so; a large scan takes a third of it."""
START = "import sys; sys.path[:] = {path!r}; from presscheck.intake.pdf_child import serve; serve()"
OUT_OF_MEMORY = 3


class GaveUp(Exception):
    """The child was ended: its time was up, its memory was spent, or it broke down."""


class File(NamedTuple):
    """A PDF: its bytes, their SHA-256, and the name that errors call it."""

    content: bytes
    sha256: str
    name: str


class Raised(NamedTuple):
    """An error of ours, or the trace of a mistake of ours, on its way from the child."""

    kind: type[PresscheckError] | None
    values: dict[str, object]

    def error(self) -> Exception:
        """The error itself."""
        return self.kind(**self.values) if self.kind else RuntimeError(self.values["trace"])


class Opener:
    """Has one PDF open and answers questions about it: in the child, or here where none can be started."""

    def __init__(self) -> None:
        self.holds = ""
        self.document: Any = None

    def answer(self, file: File, seconds: float, question: str, values: tuple[Any, ...]) -> Any:
        """What a function of ``pdf_page`` gives of the document, or the error that it raises."""
        from presscheck.intake import pdf_page

        try:
            if self.holds != file.sha256:
                self._close()
                self.document, self.holds = pdf_page.open_pdf(file.content, file.name), file.sha256
            return getattr(pdf_page, question)(self.document, *values)
        except PresscheckError as error:
            return Raised(type(error), error.values)
        except MemoryError:
            raise
        except Exception:
            return Raised(None, {"trace": traceback.format_exc()})

    def _close(self) -> None:
        if self.document is not None:
            self.document.close()
        self.holds, self.document = "", None

    def is_alive(self) -> bool:
        """Always: it is part of this process."""
        return True

    def end(self) -> None:
        """Nothing is to be ended."""


class Child:
    """The process that has one PDF open."""

    def __init__(self) -> None:
        self.holds = ""
        self.process = subprocess.Popen(
            [sys.executable, "-c", START.format(path=sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.questions, self.answers = cast(IO[bytes], self.process.stdin), cast(IO[bytes], self.process.stdout)

    def answer(self, file: File, seconds: float, question: str, values: tuple[Any, ...]) -> Any:
        """What ``Opener`` answers in the child. Raises ``GaveUp``."""
        known = file._replace(content=b"") if self.holds == file.sha256 else file
        try:
            pickle.dump((known, seconds, question, values), self.questions)
            self.questions.flush()
            answer = pickle.load(self.answers)
        except (EOFError, OSError, pickle.UnpicklingError):
            raise GaveUp from None
        self.holds = "" if isinstance(answer, Raised) else file.sha256
        return answer

    def is_alive(self) -> bool:
        """Whether nobody ended it while it waited."""
        return self.process.poll() is None

    def end(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        self.process.wait()
        self.answers.close()
        with contextlib.suppress(OSError):  # what was still to be written has no reader
            self.questions.close()


def get_ready() -> None:
    """Have a child started, so that it loads its libraries while we load ours."""
    if not _idle:
        _idle.append(_started())


def ask(file: File, seconds: float, question: str, *values: Any) -> Any:
    """What the function ``question`` of ``pdf_page`` gives of a PDF; ``values`` is all it takes after the document.

    Raises ``GaveUp`` where that takes longer than ``seconds`` or more memory than ``MEMORY``, and the errors of
    ``pdf_page``.
    """
    child = _one_for(file)
    try:
        answer = child.answer(file, seconds, question, values)
    except BaseException:  # an answer that nobody waited for would be taken for the next one
        child.end()
        raise
    _idle.append(child)
    if isinstance(answer, Raised):
        raise answer.error()
    return answer


def _one_for(file: File) -> Child | Opener:
    """A child that has nothing to do, rather one that has this file open; else a new one."""
    for child in [*_idle]:
        if child.holds == file.sha256 and child.is_alive():
            with contextlib.suppress(ValueError):  # another thread was faster
                _idle.remove(child)
                return child
    while True:
        try:
            child = _idle.pop()
        except IndexError:
            return _started()
        if child.is_alive():
            return child
        child.end()


def _started() -> Child | Opener:
    # In a program that is a single executable there is no Python to start, only that program again.
    if sys.executable and not getattr(sys, "frozen", False):
        with contextlib.suppress(OSError):
            return Child()
    return Opener()


_idle: list[Child | Opener] = []


@atexit.register
def _end_all() -> None:
    while _idle:
        _idle.pop().end()


if hasattr(os, "register_at_fork"):
    # The pipes of a child lead to one process only.
    os.register_at_fork(after_in_child=_idle.clear)


def serve() -> None:
    """The work of the child: answer every question in its time, until no more come."""
    answers = os.fdopen(os.dup(1), "wb")
    quiet = open(os.devnull, "w")  # noqa: SIM115
    os.dup2(quiet.fileno(), 1)  # what a library prints is no answer
    opener = Opener()
    from presscheck.intake import pdf_page  # noqa: F401

    _bound_memory()
    while True:
        try:
            file, seconds, question, values = pickle.load(sys.stdin.buffer)
            # The only clock that ends a process in the middle of a call into a library, on every system.
            faulthandler.dump_traceback_later(seconds, exit=True, file=quiet)
            answer = opener.answer(file, seconds, question, values)
            faulthandler.cancel_dump_traceback_later()
            pickle.dump(answer, answers)
            answers.flush()
        except (EOFError, OSError):
            return
        except MemoryError:
            os._exit(OUT_OF_MEMORY)


def _bound_memory() -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):  # Windows cannot, and others may not let us
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (min(MEMORY, most) if most >= 0 else MEMORY, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
