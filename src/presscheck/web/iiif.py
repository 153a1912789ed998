"""Issues for other viewers: IIIF manifests, a story as a range of its pages; and Web Annotations."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from presscheck.by_hand import Hands, Sheet
from presscheck.export import annotations
from presscheck.export.iiif import Issue, manifest
from presscheck.model.found import Leaf
from presscheck.record import handing_out
from presscheck.web.frame import record
from presscheck.web.people import Person, at_least
from presscheck.web.pictures import address

router = APIRouter()
Reader = Annotated[Person, Depends(at_least("reader"))]
MANIFEST = 'application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"'
ANNOTATIONS = 'application/ld+json;profile="http://www.w3.org/ns/anno.jsonld"'


@router.get("/iiif/{id}/manifest")
def issue(request: Request, person: Reader, id: int) -> Response:
    """A file of the record as a IIIF Presentation 3 manifest; 404 where none of its pages has a size."""
    with record(request) as kept:
        sheet = Hands(kept).sheet(id)
    if sheet is None or not any(page.width and page.height for page in sheet.pages):
        raise HTTPException(404)
    told = manifest(issue_of(sheet, str(request.base_url).rstrip("/")))
    return JSONResponse(told, media_type=MANIFEST)


def issue_of(sheet: Sheet, root: str) -> Issue:
    """What a manifest tells of a sheet, at a desk whose first page is ``root``."""
    leaves = tuple(Leaf(page.id, page.number, page.width, page.height, page.unit) for page in sheet.pages)
    pictures = {page.id: f"{root}{place}" for page in sheet.pages if (place := address(sheet, page))}
    days = [page.date.isoformat() for page in sheet.pages if page.date]
    alto = f"{root}/documents/{sheet.id}/export/alto"
    return Issue(
        sheet.name,
        f"{root}/iiif/{sheet.id}",
        leaves,
        tuple(kept.article for kept in sheet.articles),
        day=days[0] if days else None,
        paper=next((page.paper for page in sheet.pages if page.paper), None),
        pictures=pictures,
        also=(
            ("ALTO", "application/xml", alto),
            ("Annotations", "application/ld+json", f"{root}/iiif/{sheet.id}/facts"),
        ),
    )


@router.get("/iiif/{id}/facts")
def facts(request: Request, person: Reader, id: int) -> Response:
    """Every fact of a file's stories as a Web Annotation on its words."""
    with record(request) as kept:
        sheet = Hands(kept).sheet(id)
        if sheet is None:
            raise HTTPException(404)
        told = "".join(annotations.lines(handing_out.of_stories(kept.store, [one.name for one in sheet.articles])))
    return Response(told, media_type=ANNOTATIONS)
