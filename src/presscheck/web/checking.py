"""A claim put to the record, and its answer under a link that lasts."""

import datetime
import json
import secrets
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from presscheck.errors import WrongUsage
from presscheck.export import claim_review, reports
from presscheck.messages import both
from presscheck.model.verdict import Verdict
from presscheck.record import asked
from presscheck.recording import Record
from presscheck.web.book import now
from presscheck.web.downloads import named
from presscheck.web.frame import language, page, record, writing
from presscheck.web.people import Person, at_least
from presscheck.web.remembered import Shelf, version_of
from presscheck.web.said_again import known, said_again

router = APIRouter()
LONGEST = 5_000
"""Characters that are checked at once: a long post."""
CALLED = 20
"""Characters of a text that stand in the name of its answer, where that is taken away."""
SIGNS = {
    "supported": ("good", "✓"),
    "contradicted": ("bad", "✗"),
    "unclear": ("doubt", "?"),
    "not_found": ("none", "–"),
}
"""How each verdict is shown: its colours, and the sign that says the same without them."""
FORMS = {"json": "application/json", "md": "text/markdown", "html": "text/html", "claimreview": "application/ld+json"}
"""The forms in which an answer can be taken away."""
Reader = Annotated[Person, Depends(at_least("reader"))]
_said: Shelf[tuple[Verdict, ...]] = Shelf(32, at_once=2)


@router.get("/check")
def ask(request: Request, person: Reader, text: str = "", date: str = "") -> Response:
    """The box for a claim."""
    return page(request, "check.html", text=text[:LONGEST], date=date[:10], longest=LONGEST)


@router.post("/check")
def check(
    request: Request, person: Reader, text: Annotated[str, Form()] = "", date: Annotated[str, Form()] = ""
) -> Response:
    """Put a text to the record, keep what it says, and lead to it."""
    said = day_of(date)
    if not text.strip():
        raise WrongUsage(**both("web_check.nothing_asked"))
    if len(text) > LONGEST:
        raise WrongUsage(**both("web_check.too_long", most=LONGEST, size=len(text)))
    with record(request) as kept:
        answer = verdicts(kept, text, said)
    return RedirectResponse(kept_under(request, person, text, said, answer), 303)


def verdicts(kept: Record, text: str, said: datetime.date | None) -> tuple[Verdict, ...]:
    """What the record says to a text; two texts are put to it at a time. Raises ``TooBusy``."""
    return _said.get(version_of(kept), (text, said), lambda: kept.check(text, said))


def kept_under(
    request: Request, person: Person, text: str, said: datetime.date | None, answer: tuple[Verdict, ...]
) -> str:
    """Keep an answer; the address under which it is found from now on."""
    kept = asked.Asked(secrets.token_urlsafe(9), now(), person.name, text, said, language(request), answer)
    with writing(request) as store:
        asked.keep(store, kept)
    return f"/check/{kept.id}"


@router.get("/check/{id}")
def answered(request: Request, person: Reader, id: str) -> Response:
    """What the record said."""
    found, lang = answer_of(request, id), language(request)
    told = said_again(found.verdicts, lang)
    return page(
        request,
        "checked.html",
        asked=replace(found, verdicts=told),
        foreign=found.lang != lang and not all(known(one.why) for one in told),
        pieces=list(pieces(found.text, found.verdicts)),
        signs=SIGNS,
        plain=reports.checked(told, "md", lang),
        address=str(request.url.replace(query="")),
        cut=cut,
    )


@router.get("/check/{id}/{form}")
def taken_away(request: Request, person: Reader, id: str, form: str) -> Response:
    """The answer as JSON, a report or a draft ClaimReview."""
    found = answer_of(request, id)
    if form not in FORMS:
        raise HTTPException(404)
    if form == "json":
        told = json.dumps([one.to_dict() for one in found.verdicts], ensure_ascii=False, indent=1)
    elif form == "claimreview":
        told = claim_review.write(found.verdicts)
    else:
        told = reports.checked(said_again(found.verdicts, language(request)), form, language(request))
    kind, ending = ("claimreview", "json") if form == "claimreview" else ("check", form)
    return Response(told, media_type=FORMS[form], headers=named(kind, ending, found.text[:CALLED], found.id))


def answer_of(request: Request, id: str) -> asked.Asked:
    """The answer under a link. Raises ``HTTPException`` where there is none."""
    with record(request) as kept:
        found = asked.kept(kept.store, id)
    if found is None:
        raise HTTPException(404)
    return found


def day_of(written: str) -> datetime.date | None:
    """The day a form gives, where it gives one. Raises ``WrongUsage`` where it is none.

    >>> day_of("2026-06-18"), day_of("")
    (datetime.date(2026, 6, 18), None)
    """
    try:
        return datetime.date.fromisoformat(written.strip()) if written.strip() else None
    except ValueError:
        raise WrongUsage(**both("web_check.no_day", day=written[:40])) from None


def pieces(text: str, verdicts: tuple[Verdict, ...]) -> Iterator[tuple[str, int | None]]:
    """A text cut at the sentences that were checked: the words between with ``None``, each sentence with its number.

    >>> from presscheck.model.verdict import Ruling
    >>> list(pieces("听说，新建桥梁40座。", (Verdict("新建桥梁40座。", Ruling.NOT_FOUND, "", start=3, end=11),)))
    [('听说，', None), ('新建桥梁40座。', 0)]
    """
    done = 0
    for number, one in sorted(enumerate(verdicts), key=lambda told: told[1].start):
        if one.start < done:
            continue
        if one.start > done:
            yield text[done : one.start], None
        yield text[one.start : one.end], number
        done = one.end
    if text[done:]:
        yield text[done:], None


def cut(quote: str, words: str | None) -> tuple[str, str, str]:
    """A quotation before, at and after the words that count in it.

    >>> cut("去年新建桥梁12座。", "12座")
    ('去年新建桥梁', '12座', '。')
    """
    at = quote.find(words) if words else -1
    return (quote, "", "") if not words or at < 0 else (quote[:at], words, quote[at + len(words) :])
