"""A file of the user's own words: names, places, offices that the proofreader leaves as they stand."""

import re
from pathlib import Path

from presscheck.errors import BadLexicon
from presscheck.messages import both
from presscheck.proofreading.own_words import LONGEST

LARGEST = 20_000_000
"""Bytes of a list of words; a million names have as many."""
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
NOTE = "#"


def words_in(file: Path) -> frozenset[str]:
    """The words of a file, one a line; blank lines and those that begin with # are left out.

    Raises ``BadLexicon`` for a file that is not there, cannot be read, or is no list of words in UTF-8.
    """
    told = _text(file)
    if CONTROLS.search(told):
        raise _bad(file, "words_binary")
    lines = [line.strip() for line in told.splitlines()]
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST and not line.startswith(NOTE):
            raise _bad(file, "words_long", line=number, count=len(line), limit=LONGEST)
    return frozenset(line for line in lines if line and not line.startswith(NOTE))


def _text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    # A name with a NUL in it is a ValueError to the system: no such file can exist.
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise _bad(file, "words_missing") from None
    except IsADirectoryError:
        raise _bad(file, "words_folder") from None
    except PermissionError:
        raise BadLexicon(file=file, why=both("intake.why_forbidden")) from None
    except OSError as error:
        raise BadLexicon(file=file, why=error.strerror) from error
    if len(content) > LARGEST:
        raise _bad(file, "words_large", limit=LARGEST // 1_000_000)
    if b"\0" in content:
        raise _bad(file, "words_binary")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _bad(file, "words_encoding", line=line) from None


def _bad(file: Path, why: str, **values: object) -> BadLexicon:
    return BadLexicon(file=file, why=both(f"cli.{why}", **values))
