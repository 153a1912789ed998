"""A reading, written down: one file a format. Nothing here decides anything about the page."""

from collections.abc import Callable

from presscheck.errors import Lang
from presscheck.export import json, markdown, text
from presscheck.model import Reading

Writer = Callable[[Reading, Lang], str]


def _json(reading: Reading, _lang: Lang) -> str:
    return json.dump(reading)


FORMATS: dict[str, Writer] = {"json": _json, "md": markdown.write, "txt": text.write}
"""Every format a reading can be written in, by the name that is also its file ending.

>>> FORMATS["md"](Reading((), (), ()), "en")
'\\n'
"""
