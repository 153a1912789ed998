"""From a Chinese newspaper page to a record you can check. 有据可查。

A page file goes in, a ``Reading`` comes out: its ``articles`` are whole stories, each part of them tied by spans to the
words on the page, and what fits in no story is listed with its reason.

>>> import tempfile, presscheck
>>> from pathlib import Path
>>> page = Path(tempfile.mkdtemp()) / "county.txt"
>>> told = "县城通了火车\\n\\n□ 本报记者 方小舟\\n\\n本报讯　昨天，第一趟列车开进县城。\\n"
>>> _ = page.write_text(told, encoding="utf8")
>>> reading = presscheck.read(page)
>>> [(article.headline, article.byline) for article in reading.articles]
[('县城通了火车', '□ 本报记者 方小舟')]
>>> span = reading.articles[0].places.headline[0]
>>> reading.pages[0].words(span)
'县城通了火车'

Nothing is loaded until it is used: importing the package is free.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from presscheck.model import (
        Act,
        Article,
        Block,
        Box,
        Change,
        Commitment,
        Correction,
        Dateline,
        Encoding,
        Fact,
        Facts,
        Figure,
        Furniture,
        Graphic,
        GraphicKind,
        Inside,
        Jump,
        Line,
        LookAlike,
        Manner,
        MannerKind,
        Modality,
        Nature,
        Operator,
        Page,
        Pairing,
        Paragraph,
        ParagraphKind,
        Period,
        Places,
        Quantity,
        Quote,
        Reading,
        Remainder,
        Role,
        Rule,
        Span,
        Tier,
        Time,
        Type,
        Words,
    )
    from presscheck.pipeline import find_facts, proofread, read, read_issue
    from presscheck.recording import Record

__version__ = "0.1.0"

__all__ = [
    "Act",
    "Article",
    "Block",
    "Box",
    "Change",
    "Commitment",
    "Correction",
    "Dateline",
    "Encoding",
    "Fact",
    "Facts",
    "Figure",
    "Furniture",
    "Graphic",
    "GraphicKind",
    "Inside",
    "Jump",
    "Line",
    "LookAlike",
    "Manner",
    "MannerKind",
    "Modality",
    "Nature",
    "Operator",
    "Page",
    "Pairing",
    "Paragraph",
    "ParagraphKind",
    "Period",
    "Places",
    "Quantity",
    "Quote",
    "Reading",
    "Record",
    "Remainder",
    "Role",
    "Rule",
    "Span",
    "Tier",
    "Time",
    "Type",
    "Words",
    "__version__",
    "find_facts",
    "proofread",
    "read",
    "read_issue",
]

_VERBS = dict.fromkeys(("find_facts", "proofread", "read", "read_issue"), "presscheck.pipeline")
_VERBS["Record"] = "presscheck.recording"


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_VERBS.get(name, "presscheck.model")), name)


def __dir__() -> list[str]:
    return sorted(__all__)
