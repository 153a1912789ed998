"""Doubtful characters, one after the other: accepted, refused or mended."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from presscheck.by_hand import Hands, Queued, Sheet, StepRow
from presscheck.errors import Lang
from presscheck.messages import both, say
from presscheck.model import Box
from presscheck.record.open_marks import TIERS
from presscheck.show.leaf import Kept
from presscheck.web import deciding, pictures, step_words
from presscheck.web.deciding import LARGEST, AlreadyDecided, Asked, Taken
from presscheck.web.frame import language, page, record
from presscheck.web.marked import Mark, change_in_words, rule_in_words, shown
from presscheck.web.people import Person, at_least

router = APIRouter()
SIZE = 20
"""Marks shown at once."""
MANY = 80
"""Steps that an address names at most."""
FILES = 200
"""Files with open marks that can be chosen."""
KEPT_CHARACTERS = 2_000_000
"""Characters of pages that are kept at hand."""
ORDERS = ("surest", "doubtful", "pages")
"""The orders of the queue, the first unless another one is asked for."""
_sheets = Kept[Sheet](KEPT_CHARACTERS)
PICTURED = ("pdf", "image")
"""Kinds of pages that have a picture, where it was kept."""
CROP = 720
"""Pixels across a crop at most."""
Share = Annotated[float, Query(ge=0, le=1)]
Reader = Annotated[Person, Depends(at_least("reader"))]
Editor = Annotated[Person, Depends(at_least("editor"))]
Words = Annotated[str, Form(max_length=deciding.LONGEST)]
Many = Annotated[list[str], Form()]


@dataclass(frozen=True, slots=True)
class View:
    """The part of the queue somebody looks at: marks of a tier, of one file (its number or name), from one on.

    They come in one of ``ORDERS``.
    """

    tier: str = "all"
    document: str = ""
    offset: int = 0
    order: str = ORDERS[0]

    @property
    def asked(self) -> tuple[str | None, int | str | None]:
        """Tier and file as the queue is asked for them."""
        return (self.tier if self.tier in TIERS else None), deciding.file_of(self.document)

    def address(self, **others: Any) -> str:
        """Where this part stands, or another one.

        >>> View("sure").address(offset=20), View().address()
        ('/marks?tier=sure&offset=20', '/marks')
        """
        told = {"tier": self.tier, "document": self.document, "order": self.order, "offset": self.offset, **others}
        usual = {"tier": "all", "order": ORDERS[0]}
        kept = {name: value for name, value in told.items() if value and value != usual.get(name)}
        return "/marks" + (f"?{urlencode(kept, doseq=True)}" if kept else "")


def asked_view(
    tier: Annotated[str, Query(max_length=20)] = "all",
    document: Annotated[str, Query(max_length=deciding.LONGEST)] = "",
    offset: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
    order: Annotated[str, Query(max_length=20)] = ORDERS[0],
) -> View:
    """The part of the queue that an address asks for."""
    return View(tier, document, offset, order if order in ORDERS else ORDERS[0])


def form_view(
    tier: Words = "all",
    of: Words = "",
    offset: Annotated[int, Form(ge=0, le=LARGEST)] = 0,
    order: Words = ORDERS[0],
) -> View:
    """The part of the queue that a form came from."""
    return asked_view(tier, of, offset, order)


def form_asked(
    decision: Words,
    verdict: Words = "",
    words: Annotated[str | None, Form(max_length=deciding.LONGEST)] = None,
    document: Words = "",
) -> Asked:
    """What a form says to one place of a page. Raises ``WrongForm``."""
    return deciding.asked(decision, verdict, words, document)


@dataclass(frozen=True, slots=True)
class Bulk:
    """What a form says to many marks: ``which`` of those ``selected``, ``shown``, or of one file (``scope``)."""

    verdict: str
    which: str
    scope: str
    selected: list[str]
    shown: list[str]


def form_bulk(
    verdict: Annotated[Literal["accept", "refuse"], Form()],
    which: Words = "selected",
    scope: Words = "shown",
    decision: Many = [],  # noqa: B006
    shown: Many = [],  # noqa: B006
) -> Bulk:
    """What a form says to many marks."""
    return Bulk(verdict, which, scope, decision, shown)


def asked_area(left: Share, top: Share, width: Share, height: Share) -> Box:
    """A part of a page, in shares of it."""
    return Box(left, top, width, height)


Looked = Annotated[View, Depends(asked_view)]
From = Annotated[View, Depends(form_view)]


@contextmanager
def hands(request: Request) -> Iterator[Hands]:
    """The work by hand on the desk's record."""
    with record(request) as kept:
        yield Hands(kept)


@router.get("/marks")
def queue(
    request: Request,
    person: Reader,
    view: Looked,
    done: Annotated[list[int], Query(max_length=MANY)] = [],  # noqa: B006
    late: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
) -> Response:
    """The marks nobody decided yet."""
    with hands(request) as work:
        files = [one for one in work.documents(limit=FILES) if one.open]
        part = part_of(request, work, view, steps_of(work, done), late)
        return page(request, "marks.html", files=files, orders=ORDERS, **part)


@router.get("/marks/more")
def more(request: Request, person: Reader, view: Looked) -> Response:
    """The next marks, for the page that is open."""
    with hands(request) as work:
        return page(request, "marks_more.html", **part_of(request, work, view))


@router.get("/marks/crop")
def crop(
    request: Request,
    person: Reader,
    picture: Annotated[str, Query(pattern=r"^/pictures/[0-9a-f]{64}/p\d{1,4}(-\d{1,3})?$")],
    area: Annotated[Box, Depends(asked_area)],
) -> Response:
    """Lead to a part of a page's picture, asked for in shares of the page."""
    sha256, leaf = picture.split("/")[2:]
    told = json.loads(bytes(pictures.described(request, sha256, leaf).body))
    x, y = int(area.left * told["width"]), int(area.top * told["height"])
    wide = min(max(1, round(area.width * told["width"])), told["width"] - x)
    high = min(max(1, round(area.height * told["height"])), told["height"] - y)
    if min(wide, high) < 1:
        raise HTTPException(404)
    across = min(wide, CROP)
    return RedirectResponse(f"{picture}/{x},{y},{wide},{high}/{across},/0/default.jpg", 303)


@router.post("/marks/decide")
def decide(
    request: Request,
    person: Editor,
    view: From,
    one: Annotated[Asked, Depends(form_asked)],
    seen: Annotated[int | None, Form(ge=0, le=LARGEST)] = None,
    queued: Annotated[bool, Form()] = False,
    back: Words = "",
) -> Response:
    """Decide on one mark of the queue (``queued``), or set any words of a page by hand."""
    with hands(request) as work:
        if not queued:
            step = deciding.set_by_hand(work, one, person.name, seen)
            return taken(request, Taken((step,), 1, 0), view, back)
        done = deciding.decide(work, [one], person.name)
        if done.late:
            return too_late(request, work, one, view)
        if not by_htmx(request):
            return taken(request, done, view, back)
        return decided(request, work, one, view, said(one, language(request)), done.steps[0])


@router.post("/marks/bulk")
def bulk(request: Request, person: Editor, view: From, asked: Annotated[Bulk, Depends(form_bulk)]) -> Response:
    """Accept or refuse many marks: those selected, or all of a kind among those shown or in one file."""
    with hands(request) as work:
        if asked.which != "selected" and asked.scope == "file" and view.document:
            wanted = of_file(work, view, asked)
        else:
            wanted = of_shown(asked)
        done = deciding.decide(work, wanted, person.name)
        if not by_htmx(request):
            return taken(request, done, view)
        part = part_of(request, work, view, steps_of(work, done.steps), done.late)
        return page(request, "marks_queue.html", nothing=not done.steps and not done.late, **part)


@router.post("/marks/undo")
def undo(
    request: Request,
    person: Editor,
    view: From,
    step: Annotated[list[int], Form(max_length=1000)] = [],  # noqa: B006
    decision: Words = "",
) -> Response:
    """Undo steps; without a number the last decision of whoever asks, on the file that is looked at if it is one."""
    with hands(request) as work:
        last = None if step else deciding.latest(work, person.name, view.asked[1], kinds=("decide",))
        numbers = sorted(step, reverse=True) or ([last.id] if last else [])
        own = [deciding.own_step(work, number, person) for number in numbers]
        for row in own:
            work.undo(row.document, row.id, who=person.name)
        if not by_htmx(request):
            return RedirectResponse(view.address(), 303)
        mark = again(request, work, decision) if decision else None
        what = "undone" if numbers else "nothing_to_undo"
        told = say(f"web_marks.{what}", language(request), number=", ".join(map(str, numbers)))
        if mark:
            return page(request, "marks_again.html", mark=mark, undone=told, **counted(work, view))
        return page(request, "marks_queue.html", undone=told, **part_of(request, work, view))


def part_of(request: Request, work: Hands, view: View, done: Iterable[StepRow] = (), late: int = 0) -> dict[str, Any]:
    """What the templates tell of a part of the queue, and of the steps just taken."""
    lang = language(request)
    total, queued = queued_in(work, view)
    if total and not queued:  # all from there on are decided: those before them are left
        view = replace(view, offset=0)
        total, queued = queued_in(work, view)
    marks = marks_of(work, queued, request)
    rules = sorted({(one.rule, rule_in_words(one.rule, lang)) for one in (mark.correction for mark in marks)})
    return {
        **counted(work, view),
        "marks": marks,
        "rules": rules,
        "left": max(0, total - view.offset - len(marks)),
        "next": view.offset + len(marks),
        "done": [(row, step_words.sentence(row, lang)) for row in done],
        "late": late,
    }


def queued_in(work: Hands, view: View) -> tuple[int, tuple[Queued, ...]]:
    """How many marks a part of the queue has in all, and those to be shown at once."""
    tier, file = view.asked
    return work.queue(tier, file, SIZE, view.offset, view.order)


def counted(work: Hands, view: View) -> dict[str, Any]:
    """How many marks of each tier are open."""
    file = view.asked[1]
    counts = {tier: work.queue(tier, file, 1)[0] for tier in TIERS}
    return {"view": view, "counts": {"all": sum(counts.values()), **counts}}


def marks_of(work: Hands, queued: Iterable[Queued], request: Request) -> list[Mark]:
    """Marks as they are shown, each with the page it stands on."""
    lang = language(request)
    return [Mark(one, lang, bare_sheet(work, one.document) if one.spans else None) for one in queued]


def bare_sheet(work: Hands, document: int) -> Sheet | None:
    """The pages of a file, without its stories; a version never changes, so they are kept for the next who looks.

    Pages without their picture are not: it may be kept yet.
    """
    name = (str(work.record.path), document)
    if found := _sheets.get(name):
        return found
    sheet = work.sheet(document)
    if sheet is None or sheet.id != document:
        return None
    bare = replace(sheet, articles=(), furniture=(), remainder=())
    if not sheet.has_original and any(page.kind in PICTURED for page in sheet.pages):
        return bare
    return _sheets.put(name, bare, sum(len(page.text) for page in sheet.pages) + 1)


def again(request: Request, work: Hands, decision: str) -> Mark | None:
    """A mark that stands in the queue again."""
    one = deciding.asked(decision, "refuse")
    same = [queued for queued in deciding.open_of(work, one.document) if Mark(queued, "en").key == one.key]
    return next(iter(marks_of(work, same, request)), None)


def steps_of(work: Hands, numbers: Iterable[int]) -> list[StepRow]:
    """The steps of these numbers."""
    return [deciding.step_of(work, number) for number in numbers if 0 < number <= LARGEST]


def said(one: Asked, lang: Lang) -> str:
    """What was decided, in words."""
    told = one.decision
    row = "right" if told.before == told.after else told.verdict
    what = change_in_words(told.before, told.after, lang)
    return say(f"web_marks.done_{row}", lang, what=what, before=shown(told.before))


def of_shown(asked: Bulk) -> list[Asked]:
    """What is said to marks that a form shows, those of a kind; what only asks to look cannot be accepted."""
    out = []
    for written in asked.selected if asked.which == "selected" else asked.shown:
        one = deciding.asked(written, asked.verdict)
        told = json.loads(written)
        fits = asked.verdict == "refuse" or one.decision.before != one.decision.after
        if fits and is_of(asked.which, str(told.get("rule")), str(told.get("tier"))):
            out.append(one)
    return out


def of_file(work: Hands, view: View, asked: Bulk) -> list[Asked]:
    """What is said to all marks of a file that are of a kind."""
    tier, file = view.asked
    found = deciding.open_of(work, file if file is not None else "", tier)
    fit = [one for one in found if is_of(asked.which, one.correction.rule, one.correction.tier.value)]
    return deciding.of_queued(fit, asked.verdict)


def is_of(which: str, rule: str, tier: str) -> bool:
    """Whether a mark is of the kind that a form names.

    >>> is_of("sure", "doubled", "sure"), is_of("rule:width", "doubled", "sure"), is_of("selected", "", "")
    (True, False, True)
    """
    return which in ("selected", "all", f"rule:{rule}") or (which == "sure" and tier == "sure")


def by_htmx(request: Request) -> bool:
    """Whether a part of a page is asked for, not a whole one."""
    return request.headers.get("hx-request") == "true"


def by_program(request: Request) -> bool:
    """Whether a script asks, which wants JSON."""
    return request.headers.get("accept", "").startswith("application/json")


def taken(request: Request, done: Taken, view: View, back: str = "") -> Response:
    """Where somebody is led after steps were taken; a script is told their numbers."""
    if by_program(request):
        return JSONResponse({"steps": done.steps, "decided": done.decided, "late": done.late})
    if back.startswith(("/documents/", "/stories/")) and "\\" not in back:
        return RedirectResponse(back, 303)
    return RedirectResponse(view.address(done=done.steps[:MANY], late=done.late), 303)


def decided(request: Request, work: Hands, one: Asked, view: View, told: str, step: int | None = None) -> Response:
    """What stands in a mark's place once it was decided: by this ``step``, or by somebody else before."""
    given: dict[str, Any] = {"key": one.key, "told": told, "step": step, "decision": one.written}
    return page(request, "marks_decided.html", **given, **counted(work, view))


def too_late(request: Request, work: Hands, one: Asked, view: View) -> Response:
    """Tell kindly that somebody else decided on a mark. Raises ``AlreadyDecided`` where no part of a page is wanted."""
    sheet = work.sheet(one.document)
    row = deciding.decided_by(work, one, sheet.name) if sheet else None
    told = already(row)
    if by_htmx(request):
        return decided(request, work, one, view, told[language(request)])
    if by_program(request):
        return JSONResponse({"title": told[language(request)], "status": 409}, 409)
    raise AlreadyDecided(**told)


def already(row: StepRow | None) -> dict[Lang, str]:
    """That a mark was decided on already, and by whom, in both languages."""
    if row is None:
        return both("web_marks.already_somebody")
    return {
        "en": say("web_marks.already", "en", who=row.who, what=step_words.sentence(row, "en")),
        "zh": say("web_marks.already", "zh", who=row.who, what=step_words.sentence(row, "zh")),
    }
