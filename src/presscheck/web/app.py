"""The desk put together: its doors, its guard, and what becomes of an error."""

import gc
import secrets
import sys
import threading
from functools import cache, partial
from importlib import resources

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.staticfiles import StaticFiles

from presscheck import __version__
from presscheck.facts import parties, periods, time_words
from presscheck.record.store import Store
from presscheck.web import (
    accounts,
    api,
    api_work,
    arranging,
    audits,
    charts,
    checking,
    documents,
    failing,
    finding,
    frame,
    guard,
    history,
    home,
    iiif,
    ledgers,
    logging_book,
    marks,
    openapi,
    pictures,
    reading,
    watch,
)
from presscheck.web.at_once import AtOnce
from presscheck.web.house import House
from presscheck.web.jobs import Jobs, at_work

DOORS = (
    home,
    reading,
    documents,
    pictures,
    arranging,
    marks,
    history,
    finding,
    charts,
    ledgers,
    audits,
    checking,
    accounts,
    logging_book,
    watch,
    api,
    api_work,
    iiif,
)
"""Every part of the desk; each has a ``router``."""
FOR_PROGRAMS = (api, api_work)
"""Those whose answers are promised to programs."""
SELDOM = (50_000, 20, 50)
"""How seldom Python looks for what nobody needs any more: an answer of thousands of facts is not stopped for it."""
OFTEN = 0.001
"""Seconds after which a thread that works leaves off for another: an edit asks the file for much, and waits for this
each time it is answered."""


def create_app(house: House) -> FastAPI:
    """The desk on the record that ``house`` names. Raises the troubles of a record's file.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     create_app(House(Path(folder) / "my.db")).title
    'presscheck'
    """
    Store(house.record, write=True).close()
    gc.set_threshold(*SELDOM)
    sys.setswitchinterval(OFTEN)
    app = FastAPI(
        title="presscheck",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=at_work,
        generate_unique_id_function=openapi.named,
    )
    app.openapi = partial(openapi.described, app)  # type: ignore[method-assign]
    app.state.house = house
    app.state.jobs = Jobs(house)
    app.state.at_once = AtOnce(house)
    app.state.secret = secrets.token_bytes(32)
    for door in DOORS:
        app.include_router(door.router, include_in_schema=door in FOR_PROGRAMS)
    app.mount("/static", StaticFiles(directory=str(resources.files("presscheck.web") / "static")), name="static")
    failing.add(app)
    guard.add(app)
    threading.Thread(target=_made_ready, name="making ready", daemon=True).start()
    return app


@cache
def _made_ready() -> None:
    """Read in, behind the desk, what the first answers would wait for: words for times, names of bodies, templates."""
    for row in (*time_words.rows(), *time_words.rows("after")):
        _ = row.pattern
    periods.read_text("去年6月18日，云州市统计局发布消息。")
    parties.find("去年6月18日，云州市统计局发布消息。")
    parties.find("鄢歆彧")  # characters that no word is made of: how names are told is read in for the first of them
    for template in frame.environment().list_templates():
        frame.environment().get_template(template)


def addresses(app: FastAPI) -> list[tuple[str, str, APIRoute]]:
    """Every method and address that the desk answers to, for those who look whether each is guarded."""
    waiting = [(router, "") for router in (app.router, *(door.router for door in DOORS))]
    found: dict[tuple[str, str], APIRoute] = {}
    while waiting:
        router, before = waiting.pop(0)
        for one in router.routes:
            if isinstance(one, APIRoute):
                found.update({(method, before + one.path): one for method in one.methods or ()})
            elif router is not app.router and (within := getattr(one, "original_router", None)):
                waiting.append((within, before + one.include_context.prefix))
    return [(method, path, found[method, path]) for method, path in sorted(found)]
