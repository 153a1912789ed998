"""Where everything in the record comes from, as PROV-O in JSON-LD: file, page, story, corrections, facts."""

from collections.abc import Iterable, Iterator
from typing import Any

from presscheck.export.iris import ROOT, iri
from presscheck.export.jsonl import line_of
from presscheck.model import Tier
from presscheck.model.correction import applied
from presscheck.model.found import FoundFact, Origin, Told

Node = dict[str, Any]
CONTEXT: dict[str, Any] = {
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "presscheck": f"{ROOT}:term:",
    "id": "@id",
    "type": "@type",
    "label": "rdfs:label",
    "value": "prov:value",
    "generated": {"@id": "prov:generatedAtTime", "@type": "xsd:dateTime"},
    **{
        name: {"@id": f"prov:{name}", "@type": "@id"}
        for name in ("used", "wasAssociatedWith", "wasDerivedFrom", "wasGeneratedBy", "wasQuotedFrom", "wasRevisionOf")
    },
    **{name: f"presscheck:{name}" for name in ("sha256", "kind", "rule", "tier", "confidence", "after")},
}
"""What the short names stand for; it stands in the file itself, so that nothing need be fetched to read it."""


def lines(told: Iterable[Told]) -> Iterator[str]:
    """A graph, a node a line: each file and what read it before the first of its stories.

    >>> "".join(lines([])).endswith('"@graph": [\\n]}\\n')
    True
    """
    yield f'{{"@context": {line_of(CONTEXT)},\n"@graph": [\n'
    between = ""
    for node in _nodes(told):
        yield between + line_of({key: value for key, value in node.items() if value is not None})
        between = ",\n"
    yield "\n]}\n" if between else "]}\n"


def _nodes(told: Iterable[Told]) -> Iterator[Node]:
    """Every node once."""
    seen: set[str] = set()
    for one in told:
        for node in _file(one.origin) if one.origin else ():
            if node["id"] not in seen:
                seen.add(node["id"])
                yield node
        yield from _story(one)


# The file, and what read it


def _file(origin: Origin) -> Iterator[Node]:
    before = iri("document", origin.name, origin.version - 1) if origin.version > 1 else None
    yield {
        "id": iri("document", origin.name, origin.version),
        "type": "prov:Entity",
        "label": origin.name,
        "kind": origin.kind,
        "sha256": origin.sha256,
        "wasRevisionOf": before,
    }
    for page in origin.pages:
        yield {
            "id": _page(origin, page.id),
            "type": "prov:Entity",
            "label": page.id if page.number is None else f"{page.id} ({page.number})",
            "wasDerivedFrom": iri("document", origin.name, origin.version),
        }
    yield from _reading(origin)


def _reading(origin: Origin) -> Iterator[Node]:
    """Our program in the version that read the file, and the tables that it decided by."""
    version = dict(origin.made_by).get("presscheck", "")
    program = iri("software", f"presscheck/{version}")
    tables = {
        iri("table", f"{name}/{table}"): f"{name} {table}" for name, table in origin.made_by if _is_table(name, table)
    }
    yield {"id": program, "type": ["prov:Agent", "prov:SoftwareAgent"], "label": f"presscheck {version}".strip()}
    for table, label in tables.items():
        yield {"id": table, "type": "prov:Entity", "label": label}
    yield {
        "id": _act(origin),
        "type": "prov:Activity",
        "used": [iri("document", origin.name, origin.version), *tables],
        "wasAssociatedWith": program,
    }


def _is_table(name: str, table: str) -> bool:
    return name != "presscheck" and bool(table)


def _page(origin: Origin, page: str) -> str:
    return iri("page", f"{origin.name}/{page}", origin.version)


def _act(origin: Origin) -> str:
    return iri("reading", origin.name, origin.version)


# A story and what is told of it


def _story(told: Told) -> Iterator[Node]:
    name, version = told.source.article, told.version
    story = iri("article", name, version)
    made = {"generated": told.origin.added, "wasGeneratedBy": _act(told.origin)} if told.origin else {}
    yield {
        "id": story,
        "type": "prov:Entity",
        "label": told.source.headline,
        "wasDerivedFrom": _whence(told),
        "wasRevisionOf": iri("article", name, told.before) if told.before else None,
        **made,
    }
    read_from = story
    for node in _corrections(told, story):
        yield node | made
        read_from = node["id"] if node["kind"] == "corrected" else read_from
    for found in told.facts:
        yield _fact(found, read_from, story) | made


def _whence(told: Told) -> list[str] | str | None:
    """The pages on which a story stands, in their order; else its file."""
    if told.origin is None:
        return None
    on = {span.page for span in told.article.spans}
    pages = [_page(told.origin, page.id) for page in told.origin.pages if page.id in on]
    return pages or iri("document", told.origin.name, told.origin.version)


def _corrections(told: Told, story: str) -> Iterator[Node]:
    """The corrections of a story, and, last, the story with the sure ones carried out, in which facts are read."""
    version = told.version
    marks = {
        iri("correction", f"{told.source.article}/{at}", version): one
        for at, one in enumerate(told.article.corrections)
    }
    for name, one in marks.items():
        yield {
            "id": name,
            "type": "prov:Entity",
            "kind": "correction",
            "value": one.before,
            "after": one.after,
            "rule": one.rule,
            "tier": one.tier.value,
            "confidence": round(one.confidence, 3),
            "wasDerivedFrom": story,
        }
    sure = applied(told.article.corrections, Tier.SURE)
    if sure:
        carried_out = [name for name, one in marks.items() if one in sure]
        name = iri("corrected", told.source.article, version)
        yield {"id": name, "type": "prov:Entity", "kind": "corrected", "wasDerivedFrom": [story, *carried_out]}


def _fact(found: FoundFact, read_from: str, story: str) -> Node:
    fact = found.fact
    return {
        "id": iri("fact", fact.id),
        "type": "prov:Entity",
        "kind": fact.kind,
        "value": fact.evidence.text,
        "wasDerivedFrom": read_from,
        "wasQuotedFrom": story,
    }
