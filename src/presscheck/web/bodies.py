"""What comes with a request, taken in piece by piece: never more than is allowed, never slower, never all at once."""

import asyncio
import re
from urllib.parse import parse_qs

from fastapi.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message, Receive

SMALL = 1_000_000
"""Bytes that any request may bring, other than the upload of a page."""
AROUND = 1_000_000
"""Bytes that a form may have around an uploaded page."""
UPLOADS = ("/read", "/api/v1/read", "/api/v1/add")
"""Where pages are uploaded."""
PATIENCE = 30.0
"""Seconds that the next piece of a request is waited for."""
HEAD = 65_536
"""Bytes of an upload within which the form must have shown that it is ours: the field comes first, then the file."""
FIELD = re.compile(rb'\r\nContent-Disposition: *form-data; *name="?csrf"?\r\n\r\n([^\r\n]{1,200})\r\n', re.IGNORECASE)


def allowed(path: str, upload: int) -> int:
    """Bytes that a request to ``path`` may bring; ``upload`` is what a page file may have.

    >>> allowed("/check", 5_000_000), allowed("/read", 5_000_000)
    (1000000, 6000000)
    """
    return upload + AROUND if path.rstrip("/") in UPLOADS else SMALL


def bounded(request: Request, most: int, patience: float = PATIENCE) -> Receive:
    """What ``request`` brings, for as long as it is no more than ``most`` bytes and keeps coming.

    Raises ``HTTPException`` 413, at once where the request says itself that it is more, and 408.
    """
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said[:20]) > most:
        raise HTTPException(413)
    taken, over = 0, False

    async def receive() -> Message:
        nonlocal taken, over
        if over:
            return await request.receive()
        try:
            message = await asyncio.wait_for(request.receive(), patience)
        except TimeoutError:
            raise HTTPException(408) from None
        taken += len(message.get("body", b""))
        if taken > most:
            raise HTTPException(413)
        over = not message.get("more_body", False)
        return message

    return receive


async def field_of(request: Request, receive: Receive) -> tuple[str, Receive]:
    """The token that a form brings back, and the request as it was before we looked.

    Of a form with files only the head is looked at, so that a page of 100 MB streams on; what comes after it is no
    field of ours. The token is a secret: wherever it stands, whoever sent it had it from one of our pages. Raises
    ``HTTPException`` 413 for a form without files that is too large.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return "", receive
    files = kind == "multipart/form-data"
    head, kept, found = b"", [], ""
    while not found and not (files and len(head) > HEAD):
        message = await receive()
        kept.append(message)
        head += message.get("body", b"")
        if not files and len(head) > SMALL:
            raise HTTPException(413)  # it was sent to where files may be large
        more = message["type"] == "http.request" and message.get("more_body", False)
        if files or not more:
            found = _in_files(head) if files else _in_form(head)
        if not more:
            break
    kept.reverse()

    async def again() -> Message:
        return kept.pop() if kept else await receive()

    return found, again


def _in_files(head: bytes) -> str:
    found = FIELD.search(head)
    return found[1].decode("latin-1") if found else ""


def _in_form(body: bytes) -> str:
    return parse_qs(body.decode("latin-1")).get("csrf", [""])[0]
