"""A reading as METS: an issue's stories, each with its places in the ALTO files of the pages it stands on.

A story that goes on over several pages is one ``ARTICLE``, its areas in several files.
"""

import hashlib
from collections.abc import Iterable
from urllib.parse import quote

from presscheck.export import alto
from presscheck.export.order import continued
from presscheck.export.sheets import Region, Sheet, sheets
from presscheck.export.xml import Element, Names, add, article_names, begin, document, maker
from presscheck.model import Article, Reading

SPACE = "http://www.loc.gov/METS/"
LINK = "http://www.w3.org/1999/xlink"
Place = tuple[str, Region]
"""A region, and the id under which METS knows the file of its page."""


def files(reading: Reading, stem: str) -> dict[str, str]:
    """The ALTO file of each page and the METS file that binds them, by name.

    Raises ``NoGeometry`` where a page does not say where its lines stand.

    >>> list(files(Reading((), (), ()), "county"))
    ['county.mets.xml']
    """
    bound = {f"{stem}{suffix}.xml": text for suffix, text in alto.pages(reading).items()}
    laid = sheets(reading, "mets")
    root = begin(SPACE, "mets", xlink=LINK)
    root.set("TYPE", "Newspaper")
    add(root, "metsHdr")
    agent = add(root[0], "agent", {"ROLE": "CREATOR", "TYPE": "OTHER", "OTHERTYPE": "SOFTWARE"})
    add(agent, "name", text=maker(reading))
    names = Names()
    known = {sheet.number: names.give(f"ALTO.{sheet.id}") for sheet in laid}
    _file_section(root, bound, list(known.values()))
    _physical(root, reading, laid, known, names)
    _logical(root, reading, laid, known, names)
    return bound | {f"{stem}.mets.xml": document(root)}


def _file_section(root: Element, bound: dict[str, str], ids: Iterable[str]) -> None:
    if not bound:
        return
    group = add(add(root, "fileSec"), "fileGrp", {"ID": "FULLTEXT", "USE": "FULLTEXT"})
    for name, (file, text) in zip(ids, bound.items(), strict=True):
        content = text.encode()
        values = {"ID": name, "MIMETYPE": "text/xml", "SIZE": len(content), "CHECKSUMTYPE": "SHA-256"}
        one = add(group, "file", {**values, "CHECKSUM": hashlib.sha256(content).hexdigest()})
        where = add(one, "FLocat", {"LOCTYPE": "URL"})
        where.set(f"{{{LINK}}}href", quote(file))


def _issue(root: Element, kind: str, reading: Reading, names: Names) -> Element:
    papers = [str(each) for page in reading.pages[:1] for each in (page.paper, page.date) if each]
    label = " ".join(papers) or next((page.file for page in reading.pages), None)
    return add(
        add(root, "structMap", {"TYPE": kind}),
        "div",
        {"ID": names.give(f"{kind}.issue"), "TYPE": "ISSUE", "LABEL": label},
    )


def _physical(root: Element, reading: Reading, laid: Iterable[Sheet], known: dict[int, str], names: Names) -> None:
    issue = _issue(root, "PHYSICAL", reading, names)
    for sheet in laid:
        values = {"ID": names.give(f"PHYSICAL.{sheet.id}"), "TYPE": "PAGE", "ORDER": sheet.number}
        page = add(issue, "div", {**values, "ORDERLABEL": sheet.page.number})
        add(page, "fptr", {"FILEID": known[sheet.number]})


def _logical(root: Element, reading: Reading, laid: Iterable[Sheet], known: dict[int, str], names: Names) -> None:
    issue = _issue(root, "LOGICAL", reading, names)
    stories: dict[str, list[Place]] = {}
    outside: dict[str, list[Place]] = {}
    for sheet in laid:
        for name, regions in sheet.stories().items():
            places = stories.setdefault(name, [])
            places += [(known[sheet.number], region) for region in regions]
            places.sort(key=lambda place: place[1].turn)
        for region in sheet.outside():
            outside.setdefault("REMAINDER" if region.reason is not None else "FURNITURE", []).append(
                (known[sheet.number], region)
            )
    plain = article_names(reading.articles)
    told = [story for story in continued(reading) if any(plain[half.id] in stories for half in story)]
    content = add(issue, "div", {"ID": names.give("LOGICAL.content"), "TYPE": "CONTENT"}) if told else issue
    for number, story in enumerate(told, 1):
        _article(content, story, number, [stories.get(plain[half.id], []) for half in story], names)
    for kind, places in outside.items():
        _areas(issue, kind, places, names)


def _article(
    content: Element, story: tuple[Article, ...], number: int, halves: list[list[Place]], names: Names
) -> None:
    label = next((half.headline for half in story if half.headline), None)
    one = add(content, "div", {
        "ID": names.give(f"LOGICAL.{story[0].id}"),
        "TYPE": "ARTICLE",
        "LABEL": label,
        "ORDER": number,
    })  # fmt: skip
    # The head that stands over the second half of a story, on a later page, is read where it stands.
    heading = [place for place in halves[0] if place[1].opening]
    rest = [place for place in halves[0] if not place[1].opening]
    body = rest + [place for half in halves[1:] for place in half]
    for kind, places in (("HEADING", heading), ("BODY", body)):
        if places:
            _areas(one, kind, places, names)


def _areas(parent: Element, kind: str, places: Iterable[Place], names: Names) -> None:
    inside = add(parent, "div", {"TYPE": kind, "ID": names.give(f"{parent.get('ID')}.{kind.lower()}")})
    for number, (file, region) in enumerate(places, 1):
        block = add(inside, "div", {"TYPE": "TEXTBLOCK", "ORDER": number, "LABEL": region.role.value})
        add(add(block, "fptr"), "area", {"FILEID": file, "BETYPE": "IDREF", "BEGIN": region.id})
