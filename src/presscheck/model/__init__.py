"""The nouns of the newsroom, as small frozen data: span, page, block, article, correction, reading.

Nothing here reads, guesses or prints; functions in the rooms above do the work.
"""

from presscheck.model.article import Article, Dateline, Inside, Jump, Paragraph, ParagraphKind, Places
from presscheck.model.block import Block, Role
from presscheck.model.correction import Correction, Tier
from presscheck.model.page import Encoding, Graphic, GraphicKind, Line, LookAlike, Manner, MannerKind, Page, Type
from presscheck.model.reading import Furniture, Reading, Remainder
from presscheck.model.span import Box, Span

__all__ = [
    "Article",
    "Block",
    "Box",
    "Correction",
    "Dateline",
    "Encoding",
    "Furniture",
    "Graphic",
    "GraphicKind",
    "Inside",
    "Jump",
    "Line",
    "LookAlike",
    "Manner",
    "MannerKind",
    "Page",
    "Paragraph",
    "ParagraphKind",
    "Places",
    "Reading",
    "Remainder",
    "Role",
    "Span",
    "Tier",
    "Type",
]
