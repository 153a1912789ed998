"""XML that holds page text safely: every character either as it is, or as one that says it cannot be told."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

from presscheck.model import Article, Reading

Element = etree._Element

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
XML = "http://www.w3.org/XML/1998/namespace"
UNFIT = re.compile("[^\t-\r\x1c-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even as references: controls, halves of torn UTF-16 characters."""
WHITE = str.maketrans(dict.fromkeys("\v\f\x1c\x1d\x1e\x1f", " "))
"""White space that XML cannot hold either."""
NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]")


def fit(text: str) -> str:
    """Page text as XML can hold it, as long as before.

    >>> fit("县城\\x07通车")
    '县城�通车'
    """
    return UNFIT.sub("\N{REPLACEMENT CHARACTER}", text).translate(WHITE)


def begin(space: str, tag: str, **prefixes: str) -> Element:
    """The root of a file whose elements are of the namespace ``space``; ``prefixes`` names others."""
    spaces: dict[Any, str] = {None: space, **prefixes}
    return etree.Element(f"{{{space}}}{tag}", nsmap=spaces)


def add(parent: Element, tag: str, values: Mapping[str, object] | None = None, text: str | None = None) -> Element:
    """A new last child of ``parent``, in its namespace; values that are ``None`` are left out."""
    space, _, _ = parent.tag.rpartition("}")
    child = etree.SubElement(parent, f"{space}}}{tag}" if space else tag)
    for name, value in (values or {}).items():
        if value is not None:
            child.set(name, fit(str(value)))
    if text is not None:
        child.text = fit(text)
    return child


def write_on(element: Element, text: str) -> None:
    """Go on writing within ``element``, after all it holds."""
    last = next(element.iterchildren(reversed=True), None)
    if last is None:
        element.text = (element.text or "") + fit(text)
    else:
        last.tail = (last.tail or "") + fit(text)


def tell_unfit(root: Element, words: Iterable[str]) -> None:
    """Say at the head of the file how many characters of these ``words`` stand in it as U+FFFD, if any do."""
    count = sum(len(UNFIT.findall(each)) for each in words)
    if count:
        note = etree.Comment(f" Characters of the page that XML cannot hold, each written as U+FFFD: {count} ")
        note.tail, root.text = root.text, None
        root.insert(0, note)


def on_lines(element: Element, tags: frozenset[str]) -> None:
    """Give each child of the elements named ``tags`` a line of its own; no other text is touched."""
    for each in element.iter():
        if isinstance(each.tag, str) and each.tag.rpartition("}")[2] in tags and len(each):
            each.text = "\n"
            for child in each:
                child.tail = "\n"


def document(root: Element, *, indent: bool = True, doctype: str = "") -> str:
    """The whole file. ``indent`` only where no element holds both text and elements."""
    return f"{DECLARATION}{doctype}{etree.tostring(root, encoding='unicode', pretty_print=indent).rstrip()}\n"


def number(value: float) -> str:
    """A measure in at most two decimals.

    >>> number(12.0), number(0.125), number(-0.001)
    ('12', '0.12', '0')
    """
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def maker(reading: Reading) -> str:
    """What the reading was made with, as a format's field for the software has it.

    >>> maker(Reading((), (), (), made_by=(("presscheck", "0.1.0"),)))
    'presscheck 0.1.0'
    """
    return " ".join(("presscheck", dict(reading.made_by).get("presscheck", ""))).strip()


class Names:
    """Ids that are legal in XML and given only once.

    >>> names = Names()
    >>> names.give("p1.b3"), names.give("p1.b3"), names.give("3 版")
    ('p1.b3', 'p1.b3-2', '_3__')
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def give(self, wanted: str) -> str:
        """``wanted`` or the nearest name to it that is free."""
        plain = NOT_IN_NAMES.sub("_", wanted)
        name = first = plain if plain[:1].isalpha() or plain[:1] == "_" else f"_{plain}"
        while name in self._taken:
            self._next[first] = self._next.get(first, 1) + 1
            name = f"{first}-{self._next[first]}"
        self._taken.add(name)
        return name


def article_names(articles: Iterable[Article]) -> dict[str, str]:
    """For each story's id, the same as a name that XML allows."""
    names = Names()
    return {article.id: names.give(article.id) for article in articles}
