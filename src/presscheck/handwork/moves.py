"""The moves with which a person arranges the stories of a page."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

NEW, FURNITURE = "new", "furniture"
"""Where paragraphs may go beside a story that is there: to one of their own, or to what belongs to no story."""


class _Move:
    """What all moves have in common."""

    __slots__ = ()
    kind: ClassVar[str]

    def to_dict(self) -> dict[str, Any]:
        """The move as JSON has it."""
        told = {one.name: getattr(self, one.name) for one in fields(self)}  # type: ignore[arg-type]
        return {"kind": self.kind, **{name: list(one) if isinstance(one, tuple) else one for name, one in told.items()}}


@dataclass(frozen=True, slots=True)
class MoveParagraphs(_Move):
    """Paragraphs go to another story, to another place of their own, to a new story, or to the furniture.

    ``to`` is a story's id, ``new`` or ``furniture``; they come to stand before paragraph ``at`` of it, counted as they
    stood before the move. ``new_id`` is what a new story is called; it is filled in when the move is made.
    """

    kind: ClassVar[str] = "move_paragraphs"
    article: str
    paragraphs: tuple[int, ...]
    to: str
    at: int = 0
    new_id: str = ""


@dataclass(frozen=True, slots=True)
class MergeArticles(_Move):
    """A story is the rest of another: its paragraphs go behind those of ``into``.

    A head that the other lacks becomes its head; any other comes before the paragraphs, as a crosshead.
    """

    kind: ClassVar[str] = "merge_articles"
    article: str
    into: str


@dataclass(frozen=True, slots=True)
class SplitArticle(_Move):
    """Two stories were taken for one: paragraph ``at`` begins a new one, which stands behind it."""

    kind: ClassVar[str] = "split_article"
    article: str
    at: int
    new_id: str = ""


@dataclass(frozen=True, slots=True)
class JoinParagraphs(_Move):
    """A paragraph and the one after it are one."""

    kind: ClassVar[str] = "join_paragraphs"
    article: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class CutParagraph(_Move):
    """A paragraph is two: the second begins at character ``at``. A correction across the cut is dropped."""

    kind: ClassVar[str] = "cut_paragraph"
    article: str
    paragraph: int
    at: int


@dataclass(frozen=True, slots=True)
class MoveArticle(_Move):
    """A story comes to stand at place ``at`` among the stories, counted from 0 without it."""

    kind: ClassVar[str] = "move_article"
    article: str
    at: int


@dataclass(frozen=True, slots=True)
class Retitle(_Move):
    """A paragraph is the headline; what was the headline becomes the first crosshead."""

    kind: ClassVar[str] = "retitle"
    article: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class FromRemainder(_Move):
    """What fitted no story is a paragraph of ``to`` (a story's id, or ``new``), before its paragraph ``at``."""

    kind: ClassVar[str] = "from_remainder"
    index: int
    to: str
    at: int = 0
    new_id: str = ""


@dataclass(frozen=True, slots=True)
class FromFurniture(_Move):
    """What was taken for furniture is a paragraph of ``to`` (a story's id, or ``new``), before its paragraph ``at``."""

    kind: ClassVar[str] = "from_furniture"
    index: int
    to: str
    at: int = 0
    new_id: str = ""


Move = (
    MoveParagraphs
    | MergeArticles
    | SplitArticle
    | JoinParagraphs
    | CutParagraph
    | MoveArticle
    | Retitle
    | FromRemainder
    | FromFurniture
)
KINDS: dict[str, type[Move]] = {
    kind.kind: kind
    for kind in (
        MoveParagraphs, MergeArticles, SplitArticle, JoinParagraphs, CutParagraph, MoveArticle, Retitle, FromRemainder,
        FromFurniture,
    )
}  # fmt: skip


def move_from(told: Mapping[str, Any]) -> Move:
    """The move that JSON tells of. Raises ``KeyError``, ``TypeError`` and ``ValueError`` where it tells of none.

    >>> move_from({"kind": "move_paragraphs", "article": "a1", "paragraphs": [2, 3], "to": "new"})
    MoveParagraphs(article='a1', paragraphs=(2, 3), to='new', at=0, new_id='')
    """
    kind = KINDS[told["kind"]]
    known = {one.name: str(one.type) for one in fields(kind)}
    return kind(**{name: _value(known[name], value) for name, value in told.items() if name != "kind"})


def _value(type_: str, value: Any) -> Any:
    if type_.startswith("tuple"):
        return tuple(map(_whole, value))
    return _whole(value) if type_ in ("int", "<class 'int'>") else str(value)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r} is no whole number")
    return value
