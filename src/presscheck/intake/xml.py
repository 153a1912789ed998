"""Safe reading of XML and HTML: no entities, no network, no files, bounded depth."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from lxml import etree

from presscheck.errors import EmptyFile, Lang, NotWellFormed, OtherFormat, UnsafeXml
from presscheck.intake.contents import checked, decoded
from presscheck.messages import both, say
from presscheck.model import Encoding

Element = etree._Element
SAFE: dict[str, Any] = {
    "encoding": "utf-8",
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
SAFE_XML: dict[str, Any] = SAFE | {"resolve_entities": False, "load_dtd": False, "dtd_validation": False}
MOST = {"<": 2, "=": 3}
HEAD = 65536
LONGEST_NAMESPACE = 1000
"""Characters; the names of all elements in it repeat it."""
_DECLARED = re.compile(rb"""^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""")
_META = re.compile(rb"""<meta\b[^>]{0,400}?charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file, the encoding it is in, and what was noticed on the way."""

    root: Element
    encoding: Encoding
    notes: tuple[str, ...] = ()


def document(content: bytes, name: str, form: str, root: str) -> Document:
    """The XML of a file whose root must match ``root`` (a pattern of ``{namespace}tag``); ``form`` names it in errors.

    Raises ``OcrFileTooLarge``, ``EmptyFile``, ``TooManyParts``, ``WrongEncoding``, ``UnsafeXml`` for a DTD within the
    file, ``OtherFormat`` for another root, and ``NotWellFormed``. The first element is looked at before the rest.
    """
    checked(content, name, MOST)
    text, encoding, notes = decoded(content, name, _declared(content[:HEAD]))
    data = text.encode()
    outside = _outside(data, name, form, root)
    told = (say("intake.ocr_doctype", "en"),) if outside else ()
    return Document(_parsed(data, name, form), encoding, (*notes, *told))


def html_document(content: bytes, name: str, form: str) -> Document:
    """The XHTML or HTML of a file, whatever its root. Raises what ``document`` raises but ``OtherFormat``."""
    checked(content, name, MOST)
    text, encoding, notes = decoded(content, name, _declared(content[:HEAD]))
    data = text.encode()
    try:
        _outside(data, name, form, "")
        return Document(_parsed(data, name, form), encoding, notes)
    except NotWellFormed:
        return Document(_parsed_html(data, name, form), encoding, notes)


def tag_of(element: Element) -> str:
    """The name of an element without its namespace; empty for what is no element.

    >>> tag_of(etree.fromstring("<a:String xmlns:a='x'/>"))
    'String'
    """
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element, *tags: str) -> Iterator[Element]:
    """The children of an element that bear one of these names."""
    return (child for child in element if tag_of(child) in tags)


def _declared(head: bytes) -> str | None:
    found = _DECLARED.search(head) or _META.search(head)
    return found[1].decode("ascii", errors="replace") if found else None


def _outside(data: bytes, name: str, form: str, root: str) -> bool:
    """Whether the file refers to a DTD outside; looks at nothing beyond the first element's tag."""
    parser = etree.XMLPullParser(events=("start",), **SAFE_XML)
    try:
        for start in range(0, len(data), HEAD):
            parser.feed(data[start : start + HEAD])
            for _, element in parser.read_events():
                return _allowed(cast(Element, element), name, form, root)
    except etree.XMLSyntaxError:
        raise _broken(cast(Any, parser).feed_error_log, data, name, form) from None
    return False


def _allowed(element: Element, name: str, form: str, root: str) -> bool:
    tree = element.getroottree()
    info: Any = tree.docinfo
    # What is written out after the name and the addresses is a DTD within the file.
    if info.doctype and not etree.tostring(tree, encoding="unicode").startswith(info.doctype):
        raise UnsafeXml(file=name)
    if not re.match(root, str(element.tag)):
        raise OtherFormat(file=name, form=form, found=f"<{tag_of(element)[:40]}>")
    return info.system_url is not None


def _parsed(data: bytes, name: str, form: str) -> Element:
    parser = etree.XMLPullParser(events=("start-ns",), **SAFE_XML)
    try:
        # All at once, libxml2 would take any file of over ten million bytes for one endless text.
        for start in range(0, len(data), HEAD):
            parser.feed(data[start : start + HEAD])
        root = parser.close()
    except etree.XMLSyntaxError:
        raise _broken(cast(Any, parser).feed_error_log, data, name, form) from None
    if any(len(uri) > LONGEST_NAMESPACE for _, (_, uri) in cast(Iterator[Any], parser.read_events())):
        raise NotWellFormed(file=name, form=form, why=both("intake.why_namespace"))
    for entry in cast(Any, parser).feed_error_log:
        # An entity that only an outside DTD could explain would be words lost.
        if "UNDECLARED_ENTITY" in (entry.type_name or ""):
            raise NotWellFormed(file=name, form=form, why=_why(entry))
    return root


def _parsed_html(data: bytes, name: str, form: str) -> Element:
    parser = etree.HTMLParser(recover=True, **SAFE)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise _broken(parser.error_log, data, name, form) from None
    for entry in parser.error_log:
        # All else HTML forgives; here the parser stopped, and the rest of the file is missing.
        if "RESOURCE_LIMIT" in (entry.type_name or "") or "xcessive depth" in (entry.message or ""):
            raise NotWellFormed(file=name, form=form, why=_why(entry))
    if root is None:
        raise EmptyFile(file=name)
    return root


def _broken(log: Any, data: bytes, name: str, form: str) -> NotWellFormed | UnsafeXml:
    if b"<!ENTITY" in data:
        return UnsafeXml(file=name)
    return NotWellFormed(file=name, form=form, why=_why(next(iter(log), None)))


def _why(entry: Any) -> dict[Lang, str]:
    """What the parser has to complain of, in words of ours: its own are English."""
    kind, message = (entry.type_name or "", entry.message or "") if entry is not None else ("", "")
    if "depth" in message:
        return both("intake.why_deep")
    if "RESOURCE_LIMIT" in kind or "TOO_LONG" in kind:
        return both("intake.why_long", line=entry.line)
    if "UNDECLARED_ENTITY" in kind:
        return both("intake.why_entity", line=entry.line)
    if "TAG_NOT_FINISHED" in kind:
        return both("intake.why_ends", line=entry.line)
    return both("intake.why_syntax", line=entry.line if entry else 1, column=entry.column if entry else 1)
