"""The frame of every page of the desk: its language, its template, and the record it tells of."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from importlib import resources
from typing import Any
from urllib.parse import quote

import jinja2
from fastapi import Request
from markupsafe import Markup
from starlette.responses import HTMLResponse

from presscheck import __version__
from presscheck.errors import Lang
from presscheck.export.text import visible
from presscheck.record.store import Store
from presscheck.recording import Record
from presscheck.show.counting import counted
from presscheck.web import people
from presscheck.web.house import House

COOKIE = "lang"
"""Where a browser keeps the language that its reader chose."""


def house(request: Request) -> House:
    """How the desk is kept that ``request`` came to."""
    kept: House = request.app.state.house
    return kept


def language(request: Request) -> Lang:
    """The language of a request: what its reader chose, else what the browser asks for first, else the desk's own."""
    chosen = request.query_params.get("lang") or request.cookies.get(COOKIE)
    if chosen in ("zh", "en"):
        return "zh" if chosen == "zh" else "en"
    return asked_for(request.headers.get("accept-language", "")) or house(request).lang


def asked_for(header: str) -> Lang | None:
    """The first of our languages that an ``Accept-Language`` header asks for.

    >>> asked_for("fr, zh-CN;q=0.8, en;q=0.9"), asked_for("de")
    ('en', None)
    """
    weighed: list[tuple[float, int, Lang]] = []
    for at, one in enumerate(header.lower().split(",")):
        name, _, weight = one.strip().partition(";q=")
        lang: Lang | None = "zh" if name[:2] == "zh" else "en" if name[:2] == "en" else None
        if lang:
            weighed.append((-_number(weight or "1"), at, lang))
    return min(weighed)[2] if weighed else None


def _number(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        return 0.0


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A template filled in, as an answer; what it says stands in the language of the request.

    ``say`` is bound to that language in it, ``path`` quotes a part of an address, ``csrf_field()`` stands in every form
    that changes anything, ``person`` is who is asking, ``may("editor")`` whether they may do what editors do.
    """
    lang = language(request)
    person = people.known(request)
    told = (
        environment()
        .get_template(template)
        .render(
            request=request,
            lang=lang,
            say=partial(_say, lang),
            person=person,
            may=person.may if person else (lambda role: False),
            local=house(request).local,
            csrf=people.csrf_of(request),
            csrf_field=partial(_field, people.csrf_of(request)),
            version=__version__,
            **values,
        )
    )
    return HTMLResponse(told, status)


def _say(lang: Lang, name: str, **values: object) -> str:
    return counted(name, lang, **values)


def _field(token: str) -> Markup:
    return Markup('<input type="hidden" name="csrf" value="{}">').format(token)


@cache
def environment() -> jinja2.Environment:
    """The templates; what is put in them is text, never HTML."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(str(resources.files("presscheck.web") / "templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["path"] = partial(quote, safe="")
    made.filters["visible"] = visible
    return made


_mine = threading.local()


@contextmanager
def record(request: Request) -> Iterator[Record]:
    """The desk's record, for the thread that asks: each has its own, and keeps it open."""
    file, lang = house(request).record, language(request)
    kept: dict[tuple[str, Lang], Record] = _mine.__dict__.setdefault("records", {})
    if (str(file), lang) not in kept:
        kept[str(file), lang] = Record(file, lang=lang)
    yield kept[str(file), lang]


@contextmanager
def writing(request: Request) -> Iterator[Store]:
    """The record's file, open to be written to for one request, where no work by hand is done."""
    store = Store(house(request).record, write=True)
    try:
        yield store
    finally:
        store.close()
