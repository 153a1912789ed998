"""A rectangle of type, or what a dump leaves of one."""

from dataclasses import dataclass
from enum import StrEnum

from presscheck.model.span import Box, Span


class Role(StrEnum):
    """What a block is on its page."""

    KICKER = "kicker"
    HEADLINE = "headline"
    DECK = "deck"
    CROSSHEAD = "crosshead"
    BYLINE = "byline"
    DATELINE = "dateline"
    JUMP_FROM = "jump_from"
    JUMP_TO = "jump_to"
    BODY = "body"
    CAPTION = "caption"
    CREDIT = "credit"
    TABLE = "table"
    FURNITURE = "furniture"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together for certain: a paragraph or a piece of one, or one line of a head.

    ``text`` is what the page says under ``spans``, joined. Lines of a block need not be neighbours in the dump.

    >>> Block("b1", Role.BODY, (Span("p1", 0, 3),), "本报讯")
    <Block b1 body 本报讯>
    """

    id: str
    role: Role
    spans: tuple[Span, ...]
    text: str
    indent: int = 0
    column: int | None = None
    box: Box | None = None

    def __repr__(self) -> str:
        words = self.text if len(self.text) <= 24 else self.text[:23] + "…"
        return f"<Block {self.id} {self.role.value} {words}>"
