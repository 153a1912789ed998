"""The nouns of the newsroom, as small frozen data: span, page, block, article, correction, reading.

Nothing here reads, guesses or prints; functions in the rooms above do the work.
"""

from presscheck.model.article import Article, Dateline, Inside, Jump, Paragraph, ParagraphKind, Places
from presscheck.model.block import Block, Role
from presscheck.model.correction import Correction, Tier
from presscheck.model.fact import (
    Act,
    Change,
    Commitment,
    Fact,
    Facts,
    Figure,
    Modality,
    Nature,
    Operator,
    Pairing,
    Period,
    Quantity,
    Quote,
    Rule,
    Time,
    Words,
)
from presscheck.model.page import Encoding, Graphic, GraphicKind, Line, LookAlike, Manner, MannerKind, Page, Type
from presscheck.model.reading import Furniture, Reading, Remainder
from presscheck.model.span import Box, Span

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
    "Remainder",
    "Role",
    "Rule",
    "Span",
    "Tier",
    "Time",
    "Type",
    "Words",
]
