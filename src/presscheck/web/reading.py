"""Reading a page at the desk: the file goes up, is read behind the desk, and its stories are shown."""

import datetime
import io
import secrets
from typing import Annotated, Any

import anyio.to_thread
from fastapi import APIRouter, Depends, Request
from pydantic import TypeAdapter, ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from presscheck.data import shipped
from presscheck.errors import WrongUsage
from presscheck.intake.finished import ENDINGS
from presscheck.messages import both
from presscheck.readying import Asked
from presscheck.record import jobs
from presscheck.record.jobs import Job
from presscheck.record.store import Store
from presscheck.web.book import note
from presscheck.web.frame import house, language, page, record, writing
from presscheck.web.jobs import Jobs, new_job
from presscheck.web.people import Person, at_least
from presscheck.web.uploads import Brought, File, brought

router = APIRouter()
SAMPLE = "yunzhou-daily.txt"
ENDED_BY = (".txt", ".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp", ".xml", ".hocr", ".html", ".tsv")
"""What a chooser of files offers first; any other file may be chosen too."""
SHOWN = 50
"""So many jobs are listed."""
_YES_OR_NO = TypeAdapter(bool)
Editor = Annotated[Person, Depends(at_least("editor"))]
Reader = Annotated[Person, Depends(at_least("reader"))]


@router.get("/read")
def form(request: Request, person: Editor) -> Response:
    """The form in which files are chosen."""
    return page(request, "reading.html", most=house(request).upload, endings=",".join((*ENDED_BY, ".json", *ENDINGS)))


@router.post("/read")
async def upload(request: Request, person: Editor) -> Response:
    """Take files in, and lead to the jobs of reading them."""
    async with brought(request, house(request).upload) as form:
        if not form.files:
            raise WrongUsage(**both("web_reading.nothing_chosen"))
        asked = asked_of(request, form)
        given = await anyio.to_thread.run_sync(_given, request, person, form, asked)
    return _led(request, given)


@router.post("/read/sample")
def sample(request: Request, person: Editor) -> Response:
    """Read the sample page that ships with us."""
    content = shipped(f"demo/{SAMPLE}").read_bytes()
    file = File(SAMPLE, io.BytesIO(content), len(content))
    job = taken_in(request, person, file, Asked(lang=language(request)))
    return _led(request, [job])


@router.get("/jobs")
def latest(request: Request, person: Reader) -> Response:
    """The latest jobs: one's own, or, for an admin, all."""
    with record(request) as kept:
        found = jobs.latest(kept.store, None if person.may("admin") else person.name, SHOWN)
    return page(
        request, "jobs.html", jobs=found, everyone=person.may("admin"), going=any(not one.ended for one in found)
    )


@router.get("/jobs/{id}")
def job(request: Request, person: Reader, id: str, seen: str = "") -> Response:
    """How far a job is; nothing where the reader has ``seen`` that already."""
    with record(request) as kept:
        found = job_of(kept.store, person, id)
        ahead = jobs.ahead(kept.store, id) if found.state == "waiting" else 0
    stamp = f"{found.state}-{found.done}-{ahead}"
    if seen == stamp:
        return Response(status_code=204)
    lang = language(request)
    return page(request, "job.html", job=found, ahead=ahead, stamp=stamp, advice=found.told.get("error", {}).get(lang))


@router.post("/jobs/{id}/cancel")
def cancel(request: Request, person: Editor, id: str) -> Response:
    """Take back a job that nobody began."""
    with writing(request) as store:
        found = job_of(store, person, id)
        if not jobs.cancel(store, id):
            raise WrongUsage(**both("web_reading.too_late", file=found.file))
    note(request, "cancel", file=found.file, job=id)
    return RedirectResponse(f"/jobs/{id}", 303)


def job_of(store: Store, person: Person, id: str) -> Job:
    """A job, for the person who gave it, or an admin. Raises ``HTTPException`` 404."""
    found = jobs.kept(store, id)
    if found is None or not (found.who == person.name or person.may("admin")):
        raise HTTPException(404)
    return found


def asked_of(request: Request, form: Brought) -> Asked:
    """How the files are to be read. Raises ``WrongUsage`` for a day that is none, and for neither yes nor no."""
    written = form.fields.get("date", "").strip()
    try:
        day = datetime.date.fromisoformat(written).isoformat() if written else None
    except ValueError:
        raise WrongUsage(**both("web_reading.no_day", day=written[:20])) from None
    return Asked(date=day, ocr=yes(form.fields.get("ocr", "")), lang=language(request))


def yes(written: str) -> bool:
    """What a box to tick, or a program, says; nothing is no. Raises ``WrongUsage`` for neither.

    >>> yes("yes"), yes("false"), yes("")
    (True, False, False)
    """
    try:
        return _YES_OR_NO.validate_python(written.strip() or "no")
    except ValidationError:
        raise WrongUsage(**both("web_reading.no_answer", field="ocr", given=written[:20])) from None


def _given(request: Request, person: Person, form: Brought, asked: Asked) -> list[Job]:
    return [taken_in(request, person, file, asked) for file in form.files]


def taken_in(request: Request, person: Person, file: File, asked: Asked, id: str | None = None) -> Job:
    """A job given to those who read behind the desk, under ``id`` where one is told."""
    given = new_job(id or secrets.token_urlsafe(12), person.name, file.name, asked)
    with writing(request) as store:
        jobs.keep(store, given, file.bytes, file.size)
    note(request, "upload", file=file.name, bytes=file.size, job=given.id)
    working: Jobs = request.app.state.jobs
    working.wake()
    return given


def _led(request: Request, given: list[Job]) -> Response:
    """To the job, or to all; a script is told where they are."""
    if request.headers.get("accept", "") == "application/json":
        told: list[dict[str, Any]] = [{"id": one.id, "file": one.file, "href": f"/jobs/{one.id}"} for one in given]
        return JSONResponse({"jobs": told}, 201)
    return RedirectResponse(f"/jobs/{given[0].id}" if len(given) == 1 else "/jobs", 303)
