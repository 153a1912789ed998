"""An issue as a IIIF Presentation 3 manifest, for the viewers of libraries: a page is a canvas, a story is a range.

A range holds the stretches of canvas on which its story stands, in reading order, over columns and pages; the words of
each paragraph supplement the canvas where they stand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from presscheck.export.iris import iri
from presscheck.model import Article, Box, Span
from presscheck.model.found import Leaf

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
FINE = {"pt": 4.0}
"""Canvas pixels of one unit of a page, where the unit is too coarse to count whole ones; else 1."""


@dataclass(frozen=True, slots=True)
class Issue:
    """What a manifest tells of.

    ``address`` is that of the manifest's folder, without a slash at its end; ``pictures`` are the addresses of image
    services by the id of the page, ``also`` other forms of the whole: label, media type and address.
    """

    name: str
    address: str
    leaves: tuple[Leaf, ...]
    articles: tuple[Article, ...]
    day: str | None = None
    paper: str | None = None
    pictures: Mapping[str, str] | None = None
    also: tuple[tuple[str, str, str], ...] = ()


def manifest(issue: Issue) -> dict[str, Any]:
    """The manifest of an issue; pages that have no size are left out, for a canvas must have one.

    >>> leaf = Leaf("p1", 1, 300, 400, "px")
    >>> told = manifest(Issue("page1.pdf", "https://desk.example/iiif/7", (leaf,), ()))
    >>> told["type"], told["items"][0]["id"], told["items"][0]["height"]
    ('Manifest', 'https://desk.example/iiif/7/canvas/p1', 400)
    """
    leaves = [leaf for leaf in issue.leaves if leaf.width and leaf.height]
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "id": f"{issue.address}/manifest",
        "type": "Manifest",
        "label": {"zh-Hans": [issue.name]},
        "behavior": ["individuals"],
        "items": [_canvas(issue, leaf) for leaf in leaves],
    }
    if issue.day:
        told["navDate"] = f"{issue.day}T00:00:00Z"
    if issue.paper:
        told["metadata"] = [{"label": {"en": ["Newspaper"], "zh-Hans": ["报纸"]}, "value": {"zh-Hans": [issue.paper]}}]
    if issue.also:
        told["seeAlso"] = [
            {"id": place, "type": "Dataset", "format": kind, "label": {"en": [label]}}
            for label, kind, place in issue.also
        ]
    sizes = {leaf.id: leaf for leaf in leaves}
    if ranges := [one for article in issue.articles if (one := _range(issue, article, sizes))]:
        told["structures"] = ranges
    return told


def _canvas(issue: Issue, leaf: Leaf) -> dict[str, Any]:
    place = f"{issue.address}/canvas/{leaf.id}"
    width, height = _size(leaf)
    told: dict[str, Any] = {
        "id": place,
        "type": "Canvas",
        "label": {"none": [str(leaf.number or leaf.id)]},
        "width": width,
        "height": height,
        "items": [],
    }
    if service := (issue.pictures or {}).get(leaf.id):
        told["items"] = [_picture(place, service, width, height)]
    if words := list(_words(issue, leaf)):
        told["annotations"] = [{"id": f"{place}/words", "type": "AnnotationPage", "items": words}]
    return told


def _picture(canvas: str, service: str, width: int, height: int) -> dict[str, Any]:
    body = {
        "id": f"{service}/full/max/0/default.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "width": width,
        "height": height,
        "service": [{"id": service, "type": "ImageService3", "profile": "level1"}],
    }
    painting = {
        "id": f"{canvas}/picture",
        "type": "Annotation",
        "motivation": "painting",
        "body": body,
        "target": canvas,
    }
    return {"id": f"{canvas}/painting", "type": "AnnotationPage", "items": [painting]}


def _words(issue: Issue, leaf: Leaf) -> Iterator[dict[str, Any]]:
    """The words of each paragraph where they stand on a page."""
    for article in issue.articles:
        for number, paragraph in enumerate(article.paragraphs):
            places = [place for span in paragraph.spans if (place := _place(issue, span, {leaf.id: leaf}))]
            if places:
                yield {
                    "id": f"{issue.address}/words/{article.id}/{number}/{leaf.id}",
                    "type": "Annotation",
                    "motivation": "supplementing",
                    "body": {
                        "type": "TextualBody",
                        "value": paragraph.text,
                        "format": "text/plain",
                        "language": "zh-Hans",
                    },
                    "target": places if len(places) > 1 else places[0],
                }


def _range(issue: Issue, article: Article, leaves: Mapping[str, Leaf]) -> dict[str, Any] | None:
    """A story as a range, or nothing where none of it has a place on a canvas."""
    places = [place for span in article.spans if (place := _place(issue, span, leaves))]
    if not places:
        return None
    return {
        "id": f"{issue.address}/range/{article.id}",
        "type": "Range",
        "label": {"zh-Hans": [article.headline or article.id]},
        "items": [{"type": "Canvas", "id": place} for place in dict.fromkeys(places)],
        "metadata": [{"label": {"en": ["Story"], "zh-Hans": ["稿件"]}, "value": {"none": [_iri(issue, article)]}}],
    }


def _iri(issue: Issue, article: Article) -> str:
    return iri("article", f"{issue.name}#{article.id}")


def _place(issue: Issue, span: Span, leaves: Mapping[str, Leaf]) -> str | None:
    leaf = leaves.get(span.page)
    if leaf is None or span.box is None:
        return None
    return f"{issue.address}/canvas/{leaf.id}#xywh={_corners(span.box, FINE.get(leaf.unit or '', 1.0))}"


def _corners(box: Box, fine: float) -> str:
    return ",".join(str(round(side * fine)) for side in box.to_dict())


def _size(leaf: Leaf) -> tuple[int, int]:
    fine = FINE.get(leaf.unit or "", 1.0)
    return max(1, round((leaf.width or 0) * fine)), max(1, round((leaf.height or 0) * fine))
