"""The moves with which a program arranges stories, field by field, as ``handwork.moves`` has them."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from presscheck.handwork.moves import Move, move_from

Id = Annotated[str, Field(min_length=1, max_length=100)]
Index = Annotated[int, Field(ge=0, lt=2**31)]


class _Move(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class MoveParagraphs(_Move):
    """Paragraphs go to another story, to another place of their own, to a new story, or to the furniture."""

    kind: Literal["move_paragraphs"]
    article: Id
    paragraphs: Annotated[list[Index], Field(min_length=1, max_length=1_000)]
    to: Id
    """A story's id, ``new`` or ``furniture``."""
    at: Index = 0
    """They come to stand before this paragraph, counted as it was before the move."""


class MergeArticles(_Move):
    """A story is the rest of another: its paragraphs go behind those of ``into``."""

    kind: Literal["merge_articles"]
    article: Id
    into: Id


class SplitArticle(_Move):
    """Two stories were taken for one: paragraph ``at`` begins a new one, which stands behind it."""

    kind: Literal["split_article"]
    article: Id
    at: Index


class JoinParagraphs(_Move):
    """A paragraph and the one after it are one."""

    kind: Literal["join_paragraphs"]
    article: Id
    paragraph: Index


class CutParagraph(_Move):
    """A paragraph is two: the second begins at character ``at``."""

    kind: Literal["cut_paragraph"]
    article: Id
    paragraph: Index
    at: Index


class MoveArticle(_Move):
    """A story comes to stand at place ``at`` among the stories, counted from 0 without it."""

    kind: Literal["move_article"]
    article: Id
    at: Index


class Retitle(_Move):
    """A paragraph is the headline; what was the headline becomes the first crosshead."""

    kind: Literal["retitle"]
    article: Id
    paragraph: Index


class FromRemainder(_Move):
    """What fitted no story is a paragraph of ``to`` (a story's id, or ``new``), before its paragraph ``at``."""

    kind: Literal["from_remainder"]
    index: Index
    to: Id
    at: Index = 0


class FromFurniture(_Move):
    """What was taken for furniture is a paragraph of ``to`` (a story's id, or ``new``), before its paragraph ``at``."""

    kind: Literal["from_furniture"]
    index: Index
    to: Id
    at: Index = 0


MoveIn = Annotated[
    MoveParagraphs
    | MergeArticles
    | SplitArticle
    | JoinParagraphs
    | CutParagraph
    | MoveArticle
    | Retitle
    | FromRemainder
    | FromFurniture,
    Field(discriminator="kind"),
]


def move_of(told: _Move) -> Move:
    """The move that a program asks for.

    >>> move_of(MergeArticles(kind="merge_articles", article="a2", into="a1"))
    MergeArticles(article='a2', into='a1')
    """
    return move_from(told.model_dump())
