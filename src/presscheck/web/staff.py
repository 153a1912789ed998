"""The staff of a desk: a file that says who may come and what they may do, and one password that may stand for all.

The file is TOML, one entry for each person; what they sign in with is random and stands there as a digest only::

    ["方小舟"]
    role = "editor"
    token = "sha256:9f2c…"
"""

import contextlib
import hashlib
import hmac
import os
import re
import secrets
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from presscheck.errors import WrongUsage
from presscheck.messages import both
from presscheck.web.people import ROLES, Person

NAME = re.compile(r"[\w.-]{1,40}")
"""What a person may be called: letters of any script, digits, dots and hyphens."""
TOKEN = re.compile("sha256:[0-9a-f]{64}")
SHORTEST = 16
"""Characters that the one password for all must have."""
LONGEST = 512
"""Characters beyond which nothing is taken for a token."""
HOLDER = Person("desk", "admin")
"""Who holds the one password for all."""
OTHERS_WRITE = 0o022


@dataclass(frozen=True, slots=True)
class Entry:
    """A person of the staff, and the digest of what they sign in with."""

    person: Person
    digest: str


def digest_of(token: str) -> str:
    """How a token stands in the file. It is 256 random bits, so that a plain digest gives none of it away.

    >>> digest_of("wenzi")[:15]
    'sha256:936b7da5'
    """
    return "sha256:" + hashlib.sha256(token.encode()).hexdigest()


class Staff:
    """Who may come, as the file says now: it is read again when it changes.

    Raises ``WrongUsage`` where the file cannot be read or says something else; then nobody may come.
    """

    def __init__(self, file: Path | None, token: str | None) -> None:
        self.file = file
        self._one = [Entry(HOLDER, digest_of(token))] if token else []
        self._seen: tuple[int, ...] | None = None
        self._entries: list[Entry] = []

    def entries(self) -> list[Entry]:
        """Everybody of the staff."""
        if self.file is None:
            return self._one
        seen = _state(self.file)
        if seen != self._seen:
            self._entries, self._seen = read(self.file), seen
        return [*self._one, *self._entries]

    def entry(self, token: str) -> Entry | None:
        """Whose token this is. As long is looked for each, so that the time tells nothing."""
        if len(token) > LONGEST:
            return None
        given, found = digest_of(token), None
        for one in self.entries():
            if hmac.compare_digest(one.digest, given):
                found = one
        return found

    def still(self, entry: Entry) -> Person | None:
        """The person who came as ``entry``, as they stand in the file now: None where they left, or got a new token."""
        same = (
            one.person for one in self.entries() if (one.person.name, one.digest) == (entry.person.name, entry.digest)
        )
        return next(same, None)


def read(file: Path) -> list[Entry]:
    """The staff that a file names. Raises ``WrongUsage``."""
    try:
        told = tomllib.loads(file.read_text(encoding="utf8"))
    except (OSError, ValueError) as error:
        raise _wrong("unread", file=file, why=getattr(error, "strerror", None) or error) from error
    return list(_entries(told, file))


def _entries(told: dict[str, Any], file: Path) -> Iterator[Entry]:
    for name, row in told.items():
        if not NAME.fullmatch(name):
            raise _wrong("bad_name", person=name)
        role, token = (row.get("role"), row.get("token")) if isinstance(row, dict) else (None, None)
        if role not in ROLES:
            raise _wrong("bad_role", file=file, person=name, roles=", ".join(ROLES))
        if not isinstance(token, str) or not TOKEN.fullmatch(token):
            raise _wrong("bad_token", file=file, person=name)
        yield Entry(Person(name, role), token)


def look_over(file: Path) -> None:
    """See that the file of a staff can be used, and that nobody else may write to it. Raises ``WrongUsage``."""
    read(file)
    if os.name == "posix" and file.stat().st_mode & OTHERS_WRITE:
        raise _wrong("others_write", file=file)


def engage(file: Path, name: str, role: str) -> str:
    """Put somebody new into the file, made where there is none; what they sign in with is told only now.

    Only the owner may read the file. Raises ``WrongUsage`` where the name cannot be used, or is in the file already.
    """
    if not NAME.fullmatch(name):
        raise _wrong("bad_name", person=name)
    before = file.read_text(encoding="utf8") if file.exists() else ""
    if file.exists() and any(one.person.name == name for one in read(file)):
        raise _wrong("there_already", file=file, person=name)
    token = secrets.token_urlsafe(32)
    entry = f'["{name}"]\nrole = "{role}"\ntoken = "{digest_of(token)}"\n'
    _put(file, f"{before.rstrip()}\n\n{entry}" if before.strip() else entry)
    return token


def _put(file: Path, text: str) -> None:
    """Write the file at once, so that a desk that is open never reads half of it."""
    try:
        handle, new = tempfile.mkstemp(dir=file.resolve().parent, prefix=f".{file.name}-")
        with contextlib.ExitStack() as if_it_fails:
            if_it_fails.callback(os.unlink, new)
            with os.fdopen(handle, "w", encoding="utf8") as opened:
                opened.write(text)
            os.chmod(new, 0o600)
            os.replace(new, file.resolve())
            if_it_fails.pop_all()
    except OSError as error:
        raise _wrong("unwritten", file=file, why=error.strerror or error) from error


def _state(file: Path) -> tuple[int, ...]:
    try:
        told = file.stat()
    except OSError as error:
        raise _wrong("unread", file=file, why=error.strerror or error) from error
    return told.st_mtime_ns, told.st_size, told.st_ino


def _wrong(name: str, **values: object) -> WrongUsage:
    return WrongUsage(**both(f"web_people.{name}", **values))
