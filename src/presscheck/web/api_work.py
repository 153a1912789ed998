"""The work of the desk for programs: pages read and added, their stories, corrections decided, stories arranged."""

import base64
import hashlib
import threading
from dataclasses import asdict
from typing import Annotated, Any, Literal

import anyio.to_thread
from fastapi import APIRouter, Depends, Header, Path, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from presscheck.by_hand import Decision, Done, Hands, Queued, StepRow
from presscheck.errors import WrongUsage
from presscheck.export.schema import Reading
from presscheck.messages import both
from presscheck.model import Tier
from presscheck.readying import Asked
from presscheck.record import jobs, sheets
from presscheck.record.jobs import Job
from presscheck.recording import Record
from presscheck.web import deciding, reading
from presscheck.web.api import Reader
from presscheck.web.api_answers import (
    CHANGING,
    LAST_STEP,
    TAG,
    UPLOAD,
    WITH_A_BODY,
    Files,
    JobTold,
    OpenCorrections,
    StepDone,
    StepsTold,
    answers,
)
from presscheck.web.api_forms import BIG, Arrangement, Decisions, Undone
from presscheck.web.api_moves import move_of
from presscheck.web.at_once import AtOnce
from presscheck.web.book import now
from presscheck.web.frame import house, language, record
from presscheck.web.people import Person, at_least
from presscheck.web.sheet_reading import reading_of
from presscheck.web.step_words import sentence
from presscheck.web.uploads import Brought, File, brought

router = APIRouter()
Editor = Annotated[Person, Depends(at_least("editor"))]
Limit = Annotated[int, Query(ge=1, le=200)]
Offset = Annotated[int, Query(ge=0, le=BIG)]
Order = Literal["files", "surest", "doubtful", "pages"]
Name = Annotated[str, Query(max_length=200)]
FileId = Annotated[int, Path(description="The number of the file, or of an older version of it.")]
TAGS = r'^(\*|"[!-~]*"(, "[!-~]*")*)$'
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=200,
        json_schema_extra={"pattern": TAGS},
        description="The ETag of the file that was looked at: nothing is done where the file changed since.",
    ),
]
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="Whatever tells this request from others of yours; sent again, it adds nothing twice.",
    ),
]


class KeyUsed(WrongUsage):
    """A key was sent again, with another file."""

    status = 409


# Reading and adding


@router.post("/api/v1/read", responses=answers(Reading, *WITH_A_BODY, 501), tags=["pages"], openapi_extra=UPLOAD)
async def read(request: Request, person: Editor) -> Response:
    """The stories of a page file, at once; nothing is kept."""
    at_once: AtOnce = request.app.state.at_once
    async with brought(request, house(request).upload) as form:
        told = await anyio.to_thread.run_sync(_read, request, form, limiter=at_once.turns)
    return JSONResponse(told)


def _read(request: Request, form: Brought) -> dict[str, Any]:
    file, asked = _file_of(request, form)
    at_once: AtOnce = request.app.state.at_once
    return at_once.read(file.name, file.bytes, asked).to_dict()


@router.post(
    "/api/v1/add",
    status_code=202,
    responses=answers(
        JobTold,
        *(*WITH_A_BODY, 409),
        status=202,
        told="The file waits to be read.",
        headers={"Location": "Where to ask how far that is."},
    ),
    tags=["pages"],
    openapi_extra=UPLOAD,
)
async def add(request: Request, person: Editor, idempotency_key: Key = None) -> Response:
    """Take a file in to be read and kept; the header ``Location`` leads to how far that is.

    Sent again with the same ``Idempotency-Key``, the file is not added twice: the answer is the job it was given first.
    """
    async with brought(request, house(request).upload) as form:
        job = await anyio.to_thread.run_sync(_add, request, person, form, idempotency_key)
    return JSONResponse(job_told(job), 202, {"Location": f"/api/v1/jobs/{job.id}"})


_one_by_one = threading.Lock()


def _add(request: Request, person: Person, form: Brought, key: str | None) -> Job:
    file, asked = _file_of(request, form)
    if key is None:
        return reading.taken_in(request, person, file, asked)
    id = job_id(person, key)
    with _one_by_one:
        with record(request) as kept:
            before = jobs.kept(kept.store, id)
        if before is None:
            return reading.taken_in(request, person, file, asked, id)
    if before.file != file.name:
        raise KeyUsed(**both("web_api.key_used"))
    return before


def job_id(person: Person, key: str) -> str:
    """What the job is called that a person gives under a key of theirs: always the same, and nobody guesses it.

    >>> job_id(Person("fang", "editor"), "a") == job_id(Person("fang", "editor"), "a")
    True
    """
    digest = hashlib.sha256(f"{person.name}\0{key}".encode()).digest()
    return base64.urlsafe_b64encode(digest[:15]).decode()


def _file_of(request: Request, form: Brought) -> tuple[File, Asked]:
    if len(form.files) != 1:
        raise WrongUsage(**both("web_api.one_file" if form.files else "web_api.no_file"))
    return form.files[0], reading.asked_of(request, form)


@router.get("/api/v1/jobs/{id}", responses=answers(JobTold, 404), tags=["pages"])
def job(request: Request, person: Reader, id: str) -> Response:
    """How far a job is: ``waiting``, ``running``, ``done``, ``failed`` or ``cancelled``."""
    with record(request) as kept:
        return JSONResponse(job_told(reading.job_of(kept.store, person, id)))


def job_told(job: Job) -> dict[str, Any]:
    """A job as JSON has it."""
    told = {name: getattr(job, name) for name in ("id", "at", "file", "state", "done", "total")}
    return {**told, "told": job.told}


# Sheets


@router.get("/api/v1/documents", responses=answers(Files), tags=["pages"])
def documents(request: Request, person: Reader, q: Name = "", limit: Limit = 50, offset: Offset = 0) -> Response:
    """The files of the record, the newest first."""
    with record(request) as kept:
        return JSONResponse([asdict(one) for one in Hands(kept).documents(limit, offset, q)])


@router.get("/api/v1/documents/{id}", responses=answers(Reading, 404, headers=TAG | LAST_STEP), tags=["pages"])
def document(request: Request, person: Reader, id: FileId) -> Response:
    """A file as it stands now, with its stories; the header ``X-Last-Step`` tells the last step taken on it."""
    with record(request) as kept:
        sheet = Hands(kept).sheet(id)
    if sheet is None:
        raise HTTPException(404)
    told = {"X-Last-Step": str(sheet.last_step), "ETag": tag(sheet.version, sheet.last_step)}
    return JSONResponse(reading_of(sheet).to_dict(), headers=told)


def tag(version: int, last_step: int) -> str:
    """How a file stands, in a word, for ``ETag`` and ``If-Match``.

    >>> tag(2, 17)
    '"2-17"'
    """
    return f'"{version}-{last_step}"'


# Corrections and arrangement


@router.get("/api/v1/corrections", responses=answers(OpenCorrections), tags=["corrections"])
def corrections(
    request: Request,
    person: Reader,
    tier: Tier | None = None,
    document: Annotated[int | None, Query(ge=0, le=BIG)] = None,
    limit: Limit = 50,
    offset: Offset = 0,
    order: Order = "files",
) -> Response:
    """Corrections nobody decided yet: the sure ones first, then file by file, or in another order."""
    with record(request) as kept:
        total, queued = Hands(kept).queue(tier, document, limit, offset, order)
    return JSONResponse({"total": total, "corrections": [queued_told(one) for one in queued]})


def queued_told(one: Queued) -> dict[str, Any]:
    """A correction of the queue as JSON has it."""
    place = {"document": one.document, "file": one.document_name, "article": one.story, "headline": one.headline}
    around = {"left": one.left, "right": one.right, "spans": [span.to_dict() for span in one.spans]}
    return {**place, **around, "correction": one.correction.to_dict()}


STEP = answers(StepDone, *WITH_A_BODY, *CHANGING, told="The step that was taken.", headers=TAG)


@router.post("/api/v1/documents/{id}/corrections", responses=STEP, tags=["corrections"])
def decide(request: Request, person: Editor, id: FileId, asked: Decisions, if_match: IfMatch = None) -> Response:
    """Decide corrections: one step, undone as one."""
    told = [Decision(**one.model_dump()) for one in asked.decisions]
    with record(request) as kept:
        return _done(Hands(kept).decide(_as_seen(kept, id, if_match), told, who=person.name, seen=asked.seen))


@router.post("/api/v1/documents/{id}/arrangement", responses=STEP, tags=["corrections"])
def arrange(request: Request, person: Editor, id: FileId, asked: Arrangement, if_match: IfMatch = None) -> Response:
    """Move, merge and split stories and paragraphs: one step. 409 where somebody arranged them meanwhile."""
    told = [move_of(one) for one in asked.moves]
    with record(request) as kept:
        return _done(Hands(kept).arrange(_as_seen(kept, id, if_match), told, who=person.name, seen=asked.seen))


@router.post("/api/v1/documents/{id}/undo", responses=STEP, tags=["corrections"])
def undo(request: Request, person: Editor, id: FileId, asked: Undone, if_match: IfMatch = None) -> Response:
    """Undo a step; what others did, only reviewers undo."""
    with record(request) as kept:
        return _done(deciding.undo_on(Hands(kept), _as_seen(kept, id, if_match), asked.step, person))


@router.post("/api/v1/documents/{id}/redo", responses=STEP, tags=["corrections"])
def redo(request: Request, person: Editor, id: FileId, asked: Undone, if_match: IfMatch = None) -> Response:
    """Take a step again that was undone; those of others, only reviewers do."""
    with record(request) as kept:
        return _done(deciding.redo_on(Hands(kept), _as_seen(kept, id, if_match), asked.step, person))


@router.get("/api/v1/history", responses=answers(StepsTold), tags=["corrections"])
def history(
    request: Request,
    person: Reader,
    document: Annotated[int | None, Query(ge=0, le=BIG)] = None,
    limit: Limit = 100,
    before: Annotated[int | None, Query(ge=0, le=BIG)] = None,
) -> Response:
    """What people did to the stories of the record, the latest first."""
    lang = language(request)
    with record(request) as kept:
        rows = Hands(kept).history(document, limit, before)
        told = [{**_row(one), "sentence": sentence(one, lang, kept.store)} for one in rows]
    return JSONResponse(told)


def _row(one: StepRow) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("id", "document", "at", "who", "kind", "undone", "undoes")}


def _as_seen(kept: Record, id: int, tags: str | None) -> int:
    """The number of a file that is there, and still stands as one of ``tags`` says, where any are given.

    Raises ``HTTPException`` 404 and 412. A step that somebody takes after this look is told as always (409).
    """
    of = sheets.current(kept.store, id) if 0 <= id <= BIG else None
    if of is None:
        raise HTTPException(404)
    given = [one.strip() for one in tags.split(",")] if tags is not None else ["*"]
    if not {"*", tag(of.version, kept.store.last_step(of.name))}.intersection(given):
        raise HTTPException(412)
    return id


def _done(done: Done) -> Response:
    sheet = done.sheet
    told = {"step": done.step, "last_step": sheet.last_step, "document": sheet.id, "at": now()}
    return JSONResponse(told, headers={"ETag": tag(sheet.version, sheet.last_step)})
