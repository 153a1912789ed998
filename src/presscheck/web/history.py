"""Who changed what and when; each step can be undone."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from presscheck.by_hand import Hands, StepRow
from presscheck.errors import Lang, NotApplicable, WrongUsage
from presscheck.export.text import visible
from presscheck.messages import both, say
from presscheck.recording import Record
from presscheck.web import deciding
from presscheck.web.deciding import LARGEST, UNDOABLE
from presscheck.web.frame import language, page, record
from presscheck.web.marked import place_in_words
from presscheck.web.people import Person, at_least
from presscheck.web.step_words import headline_at, sentence

router = APIRouter()
SIZE = 50
"""Steps shown at once."""
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
Reader = Annotated[Person, Depends(at_least("reader"))]
Editor = Annotated[Person, Depends(at_least("editor"))]
Reviewer = Annotated[Person, Depends(at_least("reviewer"))]
Text = Annotated[str, Query(max_length=deciding.LONGEST)]
Number = Annotated[int, Query(ge=0, le=LARGEST)]
Words = Annotated[str, Form(max_length=deciding.LONGEST)]


@dataclass(frozen=True, slots=True)
class Sought:
    """The steps somebody asks for: on a file, by a person, before a step."""

    document: str = ""
    who: str = ""
    before: int | None = None

    def address(self, **others: Any) -> str:
        """Where they are told.

        >>> Sought(who="fang").address(before=7)
        '/history?who=fang&before=7'
        """
        told = {name: value for name, value in {**asdict(self), **others}.items() if value}
        return "/history" + (f"?{urlencode(told)}" if told else "")


def sought(
    document: Text = "", who: Text = "", before: Annotated[int | None, Query(ge=0, le=LARGEST)] = None
) -> Sought:
    """The steps that an address asks for."""
    return Sought(document, who, before)


Asked = Annotated[Sought, Depends(sought)]


@router.get("/history")
def history(request: Request, person: Reader, asked: Asked, undone: Number = 0, redone: Number = 0) -> Response:
    """The steps people took, the latest first."""
    with record(request) as kept:
        work = Hands(kept)
        rows = first_of(steps(work, asked), SIZE + 1)
        known = work.documents(limit=200)
        file = next((one.name for one in known if str(one.id) == asked.document), asked.document)
        return page(
            request,
            "history.html",
            rows=told(kept, rows[:SIZE], language(request), person),
            older=asked.address(before=rows[SIZE - 1].id) if len(rows) > SIZE else None,
            asked=asked,
            file=file,
            files=sorted({*(one.name for one in known if one.steps), file} - {""}),
            undone=undone,
            redone=redone,
            in_words=moment,
        )


@router.get("/history/json")
def as_json(request: Request, person: Reader, asked: Asked) -> Response:
    """The same as JSON."""
    with record(request) as kept:
        rows = first_of(steps(Hands(kept), asked), SIZE + 1)
        told = [sentence(one, language(request), kept.store) for one in rows[:SIZE]]
    steps_ = [{**asdict(one), "what": dict(one.what), "told": what} for one, what in zip(rows, told, strict=False)]
    return JSONResponse({"steps": steps_, "next": rows[SIZE - 1].id if len(rows) > SIZE else None})


@router.post("/history/undo")
def undo(
    request: Request,
    person: Editor,
    step: Annotated[int, Form(ge=0, le=LARGEST)],
    document: Words = "",
    who: Words = "",
) -> Response:
    """Undo one step."""
    with record(request) as kept:
        deciding.undo(Hands(kept), step, person)
    return RedirectResponse(Sought(document, who).address(undone=step), 303)


@router.post("/history/redo")
def redo(
    request: Request,
    person: Editor,
    step: Annotated[int, Form(ge=0, le=LARGEST)],
    document: Words = "",
    who: Words = "",
) -> Response:
    """Take a step again that was undone."""
    with record(request) as kept:
        work = Hands(kept)
        row = deciding.own_step(work, step, person)
        work.redo(row.document, row.id, who=person.name)
    return RedirectResponse(Sought(document, who).address(redone=step), 303)


@router.get("/history/revert")
def ask_to_revert(request: Request, person: Reviewer, who: Text, since: Text = "") -> Response:
    """Tell how many steps of one person could be undone, before that is done."""
    return asked_back(request, who, since)


@router.post("/history/revert")
def revert(
    request: Request,
    person: Reviewer,
    who: Words,
    since: Words,
    count: Annotated[int, Form(ge=0, le=LARGEST)],
) -> Response:
    """Undo all steps of one person since a time, if there are still as many as whoever asks was told."""
    with record(request) as kept:
        work = Hands(kept)
        rows = since_then(work, who, moment_of(since))
        if len(rows) != count:
            return asked_back(request, who, since, told=count)
        left = []
        for row in rows:
            try:
                work.undo(row.document, row.id, who=person.name)
            except NotApplicable:
                left.append(row.id)
    return asked_back(request, who, since, done=count - len(left), left=left)


def asked_back(request: Request, who: str, since: str, **came: Any) -> Response:
    """The guarded form: the steps it would undo; and ``came`` of it: how many are ``done``, which are ``left``.

    ``told`` is how many steps it had told of, where there are others now.
    """
    time, lang = moment_of(since), language(request)
    with record(request) as kept:
        rows = since_then(Hands(kept), who, time)
        given = [(one, sentence(one, lang, kept.store)) for one in rows[:SIZE]]
    values: dict[str, Any] = {"told": None, "done": None, "left": [], "count": len(rows), "rows": given, **came}
    return page(
        request, "history_revert.html", who=who, since=since, time=moment(time, lang), in_words=moment, **values
    )


def steps(work: Hands, asked: Sought) -> Iterator[StepRow]:
    """The steps asked for, the latest first."""
    before = asked.before
    while rows := work.history(deciding.file_of(asked.document), limit=200, before=before):
        yield from (one for one in rows if not asked.who or one.who == asked.who)
        before = rows[-1].id


def first_of(rows: Iterator[StepRow], many: int) -> list[StepRow]:
    """The first so many of them."""
    return [one for one, _ in zip(rows, range(many), strict=False)]


def since_then(work: Hands, who: str, since: str) -> list[StepRow]:
    """The steps of a person since a time that can be undone, the latest first."""
    found = []
    for one in steps(work, Sought()):
        if one.at < since:
            break
        if one.who == who and not one.undone and one.kind in UNDOABLE:
            found.append(one)
    return found


def moment_of(written: str) -> str:
    """A time as the history has it, from a form: a day, or a day and a time. Raises ``WrongUsage``.

    >>> moment_of("2026-06-18T09:30"), moment_of("2026-06-18")
    ('2026-06-18T09:30:00Z', '2026-06-18T00:00:00Z')
    """
    try:
        time = datetime.datetime.fromisoformat(written.strip())
        time = time.astimezone(datetime.UTC) if time.tzinfo else time
    except (ValueError, OverflowError):
        raise WrongUsage(**both("web_marks.no_time", time=visible(written[:40]))) from None
    return time.strftime("%Y-%m-%dT%H:%M:%SZ") if time.year >= 1000 else f"{time.year:04}-01-01T00:00:00Z"


def moment(at: str, lang: Lang) -> str:
    """A time of the history as its reader writes it.

    >>> moment("2026-06-18T09:30:00Z", "en"), moment("2026-06-18T09:30:00Z", "zh")
    ('18 June 2026, 09:30 UTC', '2026年6月18日 09:30（UTC）')
    """
    try:
        time = datetime.datetime.fromisoformat(at)
    except ValueError:
        return at
    month = MONTHS[time.month - 1] if lang == "en" else time.month
    return say("web_marks.moment", lang, day=time.day, month=month, year=time.year, time=time.strftime("%H:%M"))


def told(kept: Record, rows: Sequence[StepRow], lang: Lang, person: Person) -> list[dict[str, Any]]:
    """Steps as the page tells them."""
    known = {row.id: row for row in rows}
    out = []
    for row in rows:
        may = row.kind in UNDOABLE and (person.may("reviewer") or (person.may("editor") and row.who == person.name))
        what, where = sentence(row, lang, kept.store), place_of(kept, row, lang)
        told = {"row": row, "at": moment(row.at, lang), "what": what, "where": where}
        deeds = {"may_undo": may and not row.undone, "may_redo": may and row.undone}
        out.append({**told, **deeds, "of": of_step(row.undoes, known, kept, lang)})
    return out


def of_step(number: int | None, known: Mapping[int, StepRow], kept: Record, lang: Lang) -> tuple[str, str] | None:
    """Where the step is told of that another one undid, and what it was, where the page tells of it too."""
    if number is None or number not in known:
        return None
    what = sentence(known[number], lang, kept.store)
    return f"#step-{number}", say("web_marks.of_step", lang, number=number, what=what)


def place_of(kept: Record, row: StepRow, lang: Lang) -> str:
    """In which story the first change of a step stands."""
    first = row.what.get("first")
    if row.kind != "decide" or not first:
        return ""
    headline = headline_at(first["article"], row, kept.store)
    where = place_in_words(first["part"], first["paragraph"], lang)
    return say("web_marks.in_story", lang, headline=visible(headline or say("show.no_headline", lang)), where=where)
