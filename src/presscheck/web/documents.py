"""The pages of the record: their list, each beside its stories, and each to take away in other forms."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from presscheck.by_hand import Hands
from presscheck.export import ENDINGS, FORMATS, PAGED, files
from presscheck.record import sheets, shelf
from presscheck.web.frame import language, page, record
from presscheck.web.page_view import asked_for, page_named, sheet_of, shown, view_of
from presscheck.web.people import at_least
from presscheck.web.sheet_reading import reading_of

router = APIRouter(dependencies=[Depends(at_least("reader"))])
AT_ONCE = 50
"""Files, or stories of one, that are listed at once."""
KINDS = {"json": "application/json", "md": "text/markdown", "txt": "text/plain"}
From = Annotated[int, Query(alias="from", ge=0, le=1_000_000_000)]


@router.get("/documents")
def listed(request: Request, q: str = "", name: str = "", first: From = 0) -> Response:
    """The files of the record, the newest first; or, by its whole ``name``, the way to one."""
    with record(request) as kept:
        if name:
            if (found := sheets.current(kept.store, name)) is None:
                raise HTTPException(404)
            return RedirectResponse(f"/documents/{found.id}", 303)
        rows = Hands(kept).documents(AT_ONCE + 1, first, q[:200].strip())
    return page(
        request, "documents.html", rows=rows[:AT_ONCE], more=len(rows) > AT_ONCE, first=first, q=q, step=AT_ONCE
    )


@router.get("/documents/{document}")
def one(request: Request, document: str, first: From = 0) -> Response:
    """The first page of a file, or the stories of one that has no pages."""
    sheet = sheet_of(request, document)
    if sheet.pages:
        return RedirectResponse(f"/documents/{sheet.id}/pages/{quote(sheet.pages[0].id)}", 303)
    with record(request) as kept:
        found = tuple(shelf.stories(kept.store, sheet.name, AT_ONCE + 1, first))
        total = kept.store.stories_of(sheet.name)
    values: dict[str, Any] = {"stories": found[:AT_ONCE], "more": len(found) > AT_ONCE, "first": first, "step": AT_ONCE}
    return page(request, "document_stories.html", sheet=sheet, total=total, **values)


@router.get("/documents/{document}/pages/{leaf}")
def seen(request: Request, document: str, leaf: str) -> Response:
    """A page, and beside it the stories that stand on it."""
    sheet = sheet_of(request, document)
    asked = asked_for(request)
    here = page_named(sheet, leaf)
    if document != str(sheet.id):
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/documents/{sheet.id}/pages/{quote(here.id)}{query}", 303)
    return shown(request, view_of(sheet, here, asked), asked, arranging="arrange" in request.query_params)


@router.get("/documents/{document}/export/{form}")
def taken_away(request: Request, document: str, form: str, leaf: Annotated[str, Query(alias="page")] = "") -> Response:
    """A file as it stands now in one of the forms that readings are written in; of those with a file a page, one."""
    if form not in FORMATS and form not in PAGED:
        raise HTTPException(404)
    sheet = sheet_of(request, document)
    if not sheet.pages:
        raise HTTPException(404)
    reading = reading_of(sheet)
    stem = sheet.name.rpartition("/")[2].rpartition(".")[0] or "page"
    if form in FORMATS:
        ((name, told),) = files(reading, form, stem, language(request)).items()
    else:
        number = [one.id for one in sheet.pages].index(page_named(sheet, leaf or sheet.pages[0].id).id)
        name, told = list(files(reading, form, stem).items())[number]
    kind = KINDS.get(form, "application/xml" if ENDINGS[form].endswith("xml") else "text/html")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(told.encode("utf8", "replace"), media_type=f"{kind}; charset=utf-8", headers=headers)
