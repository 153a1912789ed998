"""The work of the desk for programs: pages read and added, their stories, corrections decided, stories arranged."""

import datetime
from dataclasses import asdict
from typing import Annotated, Any

import anyio.to_thread
from fastapi import APIRouter, Depends, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from presscheck.by_hand import Decision, Done, Hands, Queued, StepRow, sentence
from presscheck.errors import WrongUsage
from presscheck.export.schema import Reading
from presscheck.handwork.moves import Move, move_from
from presscheck.messages import both
from presscheck.readying import Asked
from presscheck.record.jobs import Job
from presscheck.web import deciding, reading
from presscheck.web.api import Reader, answers
from presscheck.web.api_forms import BIG, Arrangement, Decisions, Undone
from presscheck.web.at_once import AtOnce
from presscheck.web.frame import house, language, record
from presscheck.web.people import Person, at_least
from presscheck.web.sheet_reading import reading_of
from presscheck.web.uploads import Brought, brought

router = APIRouter()
Editor = Annotated[Person, Depends(at_least("editor"))]
Limit = Annotated[int, Query(ge=1, le=200)]
Offset = Annotated[int, Query(ge=0, le=BIG)]
Name = Annotated[str, Query(max_length=200)]
UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "date": {"type": "string", "format": "date"},
                        "ocr": {"type": "string", "description": "Read pictures of pages even where there is text."},
                    },
                }
            }
        },
    }
}
"""The form of an upload, for its page in the documentation."""


# Reading and adding


@router.post("/api/v1/read", responses=answers(Reading, 413, 501), tags=["pages"], openapi_extra=UPLOAD)
async def read(request: Request, person: Editor) -> Response:
    """The stories of a page file, at once; nothing is kept."""
    async with brought(request, house(request).upload) as form:
        told = await anyio.to_thread.run_sync(_read, request, form)
    return JSONResponse(told)


def _read(request: Request, form: Brought) -> dict[str, Any]:
    file, asked = _file_of(request, form)
    at_once: AtOnce = request.app.state.at_once
    return at_once.read(file.name, file.bytes, asked).to_dict()


@router.post("/api/v1/add", status_code=202, tags=["pages"], openapi_extra=UPLOAD)
async def add(request: Request, person: Editor) -> Response:
    """Take a file in to be read and kept; the header ``Location`` leads to how far that is."""
    async with brought(request, house(request).upload) as form:
        job = await anyio.to_thread.run_sync(_add, request, person, form)
    return JSONResponse(job_told(job), 202, {"Location": f"/api/v1/jobs/{job.id}"})


def _add(request: Request, person: Person, form: Brought) -> Job:
    file, asked = _file_of(request, form)
    return reading.taken_in(request, person, file.name, asked, file.bytes, file.size)


def _file_of(request: Request, form: Brought) -> tuple[Any, Asked]:
    if not form.files:
        raise WrongUsage(**both("web_api.no_file"))
    return form.files[0], reading.asked_of(request, form)


@router.get("/api/v1/jobs/{id}", tags=["pages"])
def job(request: Request, person: Reader, id: str) -> Response:
    """How far a job is: ``waiting``, ``running``, ``done``, ``failed`` or ``cancelled``."""
    with record(request) as kept:
        return JSONResponse(job_told(reading.job_of(kept.store, person, id)))


def job_told(job: Job) -> dict[str, Any]:
    """A job as JSON has it."""
    told = {name: getattr(job, name) for name in ("id", "at", "file", "state", "done", "total")}
    return {**told, "told": job.told}


# Sheets


@router.get("/api/v1/documents", tags=["pages"])
def documents(request: Request, person: Reader, q: Name = "", limit: Limit = 50, offset: Offset = 0) -> Response:
    """The files of the record, the newest first."""
    with record(request) as kept:
        return JSONResponse([asdict(one) for one in Hands(kept).documents(limit, offset, q)])


@router.get("/api/v1/documents/{id}", responses=answers(Reading, 404), tags=["pages"])
def document(request: Request, person: Reader, id: int) -> Response:
    """A file as it stands now, with its stories; the header ``X-Last-Step`` tells the last step taken on it."""
    with record(request) as kept:
        sheet = Hands(kept).sheet(id)
    if sheet is None:
        raise HTTPException(404)
    return JSONResponse(reading_of(sheet).to_dict(), headers={"X-Last-Step": str(sheet.last_step)})


# Corrections and arrangement


@router.get("/api/v1/corrections", tags=["corrections"])
def corrections(
    request: Request,
    person: Reader,
    tier: Annotated[str | None, Query(max_length=20)] = None,
    document: Annotated[int | None, Query(ge=0, le=BIG)] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Response:
    """Corrections nobody decided yet: the sure ones first, then file by file."""
    with record(request) as kept:
        total, queued = Hands(kept).queue(tier, document, limit, offset)
    return JSONResponse({"total": total, "corrections": [queued_told(one) for one in queued]})


def queued_told(one: Queued) -> dict[str, Any]:
    """A correction of the queue as JSON has it."""
    place = {"document": one.document, "file": one.document_name, "article": one.story, "headline": one.headline}
    around = {"left": one.left, "right": one.right, "spans": [span.to_dict() for span in one.spans]}
    return {**place, **around, "correction": one.correction.to_dict()}


@router.post("/api/v1/documents/{id}/corrections", tags=["corrections"])
def decide(request: Request, person: Editor, id: int, asked: Decisions) -> Response:
    """Decide corrections: one step, undone as one."""
    told = [Decision(**one.model_dump()) for one in asked.decisions]
    with record(request) as kept:
        return _done(Hands(kept).decide(_known(id), told, who=person.name, seen=asked.seen))


@router.post("/api/v1/documents/{id}/arrangement", tags=["corrections"])
def arrange(request: Request, person: Editor, id: int, asked: Arrangement) -> Response:
    """Move, merge and split stories and paragraphs: one step. 409 where somebody arranged them meanwhile."""
    told = [_move(one) for one in asked.moves]
    with record(request) as kept:
        return _done(Hands(kept).arrange(_known(id), told, who=person.name, seen=asked.seen))


def _move(told: dict[str, Any]) -> Move:
    try:
        return move_from(told)
    except (KeyError, TypeError, ValueError) as error:
        raise WrongUsage(**both("web_api.no_move", why=str(error)[:200])) from None


@router.post("/api/v1/documents/{id}/undo", tags=["corrections"])
def undo(request: Request, person: Editor, id: int, asked: Undone) -> Response:
    """Undo a step; what others did, only reviewers undo."""
    with record(request) as kept:
        hands = Hands(kept)
        if asked.step is not None:
            deciding.own_step(hands, asked.step, person)
        elif not person.may("reviewer"):
            last = next((one for one in hands.history(_known(id)) if not one.undone and one.undoes is None), None)
            if last is not None:
                deciding.own_step(hands, last.id, person)
        return _done(hands.undo(_known(id), asked.step, who=person.name))


@router.post("/api/v1/documents/{id}/redo", tags=["corrections"])
def redo(request: Request, person: Editor, id: int, asked: Undone) -> Response:
    """Take a step again that was undone."""
    with record(request) as kept:
        return _done(Hands(kept).redo(_known(id), asked.step, who=person.name))


@router.get("/api/v1/history", tags=["corrections"])
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
    return JSONResponse([{**_row(one), "sentence": sentence(one, lang)} for one in rows])


def _row(one: StepRow) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("id", "document", "at", "who", "kind", "undone", "undoes")}


def _known(id: int) -> int:
    if not 0 <= id <= BIG:
        raise HTTPException(404)
    return id


def _done(done: Done) -> Response:
    at = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return JSONResponse({"step": done.step, "last_step": done.sheet.last_step, "document": done.sheet.id, "at": at})
