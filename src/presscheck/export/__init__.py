"""A reading, written down: one file a format. Nothing here decides anything about the page."""

from collections.abc import Callable
from typing import Protocol

from presscheck.errors import AsPrinted, Lang
from presscheck.export import json, markdown, text
from presscheck.model import Reading, Tier


class Writer(Protocol):
    """What writes a whole reading, its stories as printed, or corrected as far as ``apply``."""

    def __call__(self, reading: Reading, lang: Lang, apply: Tier | None = None, /) -> str:
        """The file."""


Pages = Callable[[Reading], dict[str, str]]


def _json(reading: Reading, _lang: Lang, apply: Tier | None = None) -> str:
    return json.dump(reading, apply)


def _markdown(reading: Reading, lang: Lang, apply: Tier | None = None) -> str:
    return markdown.write(reading.corrected(apply) if apply else reading, lang)


def _text(reading: Reading, lang: Lang, apply: Tier | None = None) -> str:
    return text.write(reading.corrected(apply) if apply else reading, lang)


# The XML formats are loaded when they are asked for: the others need no XML library.
def _tei(reading: Reading, _lang: Lang, apply: Tier | None = None) -> str:
    from presscheck.export import tei

    return tei.write(reading, apply)


def _page_xml(reading: Reading) -> dict[str, str]:
    from presscheck.export import page_xml

    return page_xml.pages(reading)


def _alto(reading: Reading) -> dict[str, str]:
    from presscheck.export import alto

    return alto.pages(reading)


def _hocr(reading: Reading) -> dict[str, str]:
    from presscheck.export import hocr

    return hocr.pages(reading)


FORMATS: dict[str, Writer] = {"json": _json, "md": _markdown, "txt": _text, "tei": _tei}
"""Every format that holds a whole reading in one file, by its name.

>>> FORMATS["md"](Reading((), (), ()), "en")
'\\n'
"""
PAGED: dict[str, Pages] = {"page_xml": _page_xml, "alto": _alto, "hocr": _hocr}
"""Every format that has a file for each page, told by what follows the reading's name: ``.p2``, or nothing."""
ENDINGS = {
    "json": "json",
    "md": "md",
    "txt": "txt",
    "tei": "tei.xml",
    "page_xml": "page.xml",
    "alto": "xml",
    "hocr": "hocr",
    "mets": "mets.xml",
}
"""The file ending of every format, no two alike; METS binds ALTO files, which it writes beside it."""


def refuse_to_correct(form: str) -> None:
    """Raise ``AsPrinted`` where a format tells the page as it is printed, and so is never written corrected.

    >>> refuse_to_correct("md")
    """
    if form not in FORMATS:
        raise AsPrinted(form=form)


def files(reading: Reading, form: str, stem: str, lang: Lang = "en", apply: Tier | None = None) -> dict[str, str]:
    """What the format ``form`` makes of a reading that is to be called ``stem``: each file by its name.

    With ``apply``, ``sure`` or ``likely``, the stories are corrected as far as that; ``AsPrinted`` is raised for
    formats that tell the page as it is printed.

    >>> list(files(Reading((), (), ()), "json", "county"))
    ['county.json']
    """
    if apply:
        refuse_to_correct(form)
    if form in FORMATS:
        return {f"{stem}.{ENDINGS[form]}": FORMATS[form](reading, lang, apply)}
    if form in PAGED:
        return {f"{stem}{page}.{ENDINGS[form]}": written for page, written in PAGED[form](reading).items()}
    from presscheck.export import mets

    return mets.files(reading, stem)
