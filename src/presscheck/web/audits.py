"""The audit at the desk: figures that cannot all be true, each to be confirmed or dismissed by a person."""

import datetime
import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from presscheck.check.audit import desk
from presscheck.check.audit.story import Story
from presscheck.errors import WrongUsage
from presscheck.messages import both
from presscheck.model.verdict import Finding
from presscheck.record import search, sheets
from presscheck.record.entries import day_of as day_from
from presscheck.record.entries import number_of
from presscheck.record.judged import JUDGEMENTS, Judged, judge, judgements, key_of
from presscheck.record.query import Filters
from presscheck.record.store import Kept
from presscheck.record.whence import last_day, stories_between, stories_of
from presscheck.recording import Record
from presscheck.web.book import note as note_down
from presscheck.web.book import now
from presscheck.web.findings import Found, shown
from presscheck.web.frame import language, page, record, writing
from presscheck.web.people import Person, at_least
from presscheck.web.remembered import Shelf, version_of
from presscheck.web.wanted import day_of, what_is_wrong

router = APIRouter()
MOST_DAYS = 31
FILES = 200
"""Files, the newest, of which one can be chosen."""
MOST_STORIES = 1_000
"""Stories that are held against each other at once: a month of a paper; more would keep everybody waiting."""
LONGEST = 500
LEVELS = ("error", "proofread", "tension")
"""How sure findings are to be wrong, in the order in which they are shown."""
SHOWN = ("open", "confirmed", "dismissed", "all")
_KEY = re.compile("[0-9a-f]{32}")
Reader = Annotated[Person, Depends(at_least("reader"))]
Reviewer = Annotated[Person, Depends(at_least("reviewer"))]
_kept: Shelf[tuple[Found, ...]] = Shelf(32, at_once=2)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be held against itself: a story, a file by its number, or the stories of some days."""

    story: str = ""
    document: str = ""
    since: str = ""
    until: str = ""
    show: str = "open"

    @property
    def given(self) -> bool:
        """Whether anything is asked."""
        return bool(self.story or self.document or self.since or self.until)

    def address(self, **other: str) -> str:
        """The address of the same audit, some of it changed.

        >>> Asked(story="a7").address(show="all")
        '/audit?story=a7&show=all'
        """
        told = replace(self, **other)
        pairs = [(name, getattr(told, name)) for name in ("story", "document", "since", "until") if getattr(told, name)]
        pairs += [("show", told.show)] if told.show != "open" else []
        return f"/audit?{urlencode(pairs)}" if pairs else "/audit"


def asked_in(story: str = "", document: str = "", since: str = "", until: str = "", show: str = "open") -> Asked:
    """What an address asks to hold against itself.

    >>> asked_in(since=" 2026-05-12 ", show="everything")
    Asked(story='', document='', since='2026-05-12', until='', show='open')
    """
    words = (story.strip()[:LONGEST], document.strip()[:12], since.strip()[:10], until.strip()[:10])
    return Asked(*words, show if show in SHOWN else "open")


@router.get("/audit")
def audit(request: Request, person: Reader, asked: Annotated[Asked, Depends(asked_in)], judged: str = "") -> Response:
    """Ask for an audit, or show what it found; what was dismissed is not shown unless it is asked for.

    ``judged`` is the finding of which somebody just said something: that is told, and can be undone.
    """
    with record(request) as kept:
        wrong, found = None, None
        try:
            found = _found(kept, asked) if asked.given else None
        except WrongUsage as error:
            wrong = what_is_wrong(error, language(request))
        said = judgements(kept.store, (one.key for one in found or ()))
        latest = day_from(last_day(kept.store))
        files = {str(one.id): one.name for one in sheets.documents(kept.store, FILES)}
    words = [(one, said.get(one.key, ())) for one in found or ()]
    states = {one.key: told[0].judgement if told else "open" for one, told in words}
    return page(
        request,
        "audit.html",
        status=400 if wrong else 200,
        asked=asked,
        wrong=wrong,
        found=found,
        judged=[(one, told) for one, told in words if asked.show in ("all", states[one.key])],
        counts={name: sum(state == name for state in states.values()) for name in JUDGEMENTS},
        states=states,
        just=next(((one, told) for one, told in words if one.key == judged and told), None),
        latest=latest,
        files=files,
        most=MOST_DAYS,
    )


def _found(kept: Record, asked: Asked) -> tuple[Found, ...]:
    """The findings, remembered until the record changes."""
    what = (asked.story, asked.document, asked.since, asked.until)
    return _kept.get(version_of(kept), what, lambda: tuple(_audited(kept, asked)))


def _audited(kept: Record, asked: Asked) -> list[Found]:
    """Hold the stories of each day against each other; what is surest to be wrong comes first.

    Raises ``WrongUsage`` where they are too many, or none.
    """
    out: list[Found] = []
    for _, group in groupby(_stories(kept, asked), key=lambda one: one.date):
        stories = [Story(search.source_of(one), one.article) for one in group]
        findings: tuple[Finding, ...] = desk.audit(stories, kept.lang)
        out += [shown(one, key_of(one), stories) for one in findings]
    return sorted(out, key=lambda one: LEVELS.index(one.finding.level))


def _stories(kept: Record, asked: Asked) -> list[Kept]:
    if asked.story:
        found = kept.article(asked.story)
        if found is None:
            raise WrongUsage(**both("web_audit.no_story", story=asked.story))
        return [found]
    if asked.document:
        return _of_document(kept, asked.document)
    first = day_of(asked.since or asked.until)
    last = day_of(asked.until or asked.since, last=True)
    assert first is not None
    assert last is not None
    return _of_days(kept, first, last)


def _of_document(kept: Record, document: str) -> list[Kept]:
    number = int(document) if document.isascii() and document.isdigit() else 0
    try:
        stories = stories_of(kept.store, number, MOST_STORIES)
    except ValueError:
        raise WrongUsage(**both("web_audit.too_many", most=MOST_STORIES)) from None
    if stories is None:
        raise WrongUsage(**both("web_audit.no_document", document=document))
    return sorted(stories, key=lambda one: str(one.date or ""))


def _of_days(kept: Record, first: datetime.date, last: datetime.date) -> list[Kept]:
    if last < first:
        raise WrongUsage(**both("web_audit.backwards"))
    if (last - first).days >= MOST_DAYS:
        raise WrongUsage(**both("web_audit.too_long", most=MOST_DAYS))
    if stories_between(kept.store, number_of(first) or 0, number_of(last) or 0) > MOST_STORIES:
        raise WrongUsage(**both("web_audit.too_many", most=MOST_STORIES))
    return [one for _, one, _ in search.every(kept.store, "", Filters(since=first, until=last))]


@router.post("/audit/judge")
def judged(
    request: Request,
    person: Reviewer,
    finding: Annotated[str, Form()],
    judgement: Annotated[str, Form()],
    note: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "",
) -> Response:
    """Confirm a finding, dismiss it, or open it again, and go back to where it stood."""
    if not _KEY.fullmatch(finding) or judgement not in JUDGEMENTS:
        raise HTTPException(422)
    if len(note) > LONGEST:
        raise WrongUsage(**both("web_audit.long_note", most=LONGEST))
    with writing(request) as store:
        judge(store, Judged(finding, now(), person.name, judgement, note.strip()))
    note_down(request, "judge a finding", finding=finding, judgement=judgement)
    where = back.partition("#")[0] if back.startswith(("/audit?", "/audit#")) else "/audit"
    told = f"&judged={finding}" if "?" in where else ""
    return RedirectResponse(f"{where}{told}#said", 303)
