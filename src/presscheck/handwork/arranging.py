"""Arranging the stories of a page by hand. Whatever is moved, each character goes on standing in one place only."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from presscheck.handwork import pieces
from presscheck.handwork.deciding import story_of
from presscheck.handwork.moves import (
    FURNITURE,
    NEW,
    CutParagraph,
    FromFurniture,
    FromRemainder,
    JoinParagraphs,
    MergeArticles,
    Move,
    MoveArticle,
    MoveParagraphs,
    Retitle,
    SplitArticle,
    move_from,
)
from presscheck.handwork.pieces import Piece
from presscheck.handwork.places import cut_out, paragraph_of, runs, texts_of
from presscheck.handwork.refusing import unfit
from presscheck.model import Article, Furniture, ParagraphKind, Reading, Span

HEADLINES = ("kicker", "headline", "deck")
_NUMBERED = re.compile(r"a([0-9]+)")
Ends = tuple[str, int, str, int]
"""The page and offset at which something begins, and at which it ends."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A move, and where the paragraphs or left-over words that it names by number stand on the page.

    So they are found again when earlier steps are undone; what has become another paragraph is not taken for it.
    """

    move: Move
    stands: tuple[Ends, ...]

    def to_dict(self) -> dict[str, Any]:
        """It as JSON has it."""
        return {"move": self.move.to_dict(), "stands": [list(one) for one in self.stands]}


def placed_from(told: Mapping[str, Any]) -> Placed:
    """The placed move that JSON tells of."""
    return Placed(move_from(told["move"]), tuple((a, b, c, d) for a, b, c, d in told["stands"]))


def placed(reading: Reading, move: Move, free: int = 1) -> Placed:
    """A move as it is made: what it names is noted, a new story gets its id, at least ``a<free>``.

    Raises ``NotApplicable`` where it names what is not there.
    """
    if isinstance(move, MoveParagraphs):
        move = replace(move, paragraphs=tuple(sorted(set(move.paragraphs))))
        if not move.paragraphs:
            raise unfit("nothing_named")
    if isinstance(move, SplitArticle | MoveParagraphs | FromRemainder | FromFurniture):
        move = replace(move, new_id=f"a{max(free, free_number(reading))}")
    return Placed(move, tuple(_ends(spans) for spans in _named(reading, move)))


def free_number(reading: Reading) -> int:
    """The number of the next new story of a reading."""
    numbers = [int(told[1]) for article in reading.articles if (told := _NUMBERED.fullmatch(article.id))]
    return max(numbers, default=0) + 1


def arrange(reading: Reading, moves: Iterable[Placed]) -> Reading:
    """The reading with its stories arranged. Raises ``NotApplicable`` where a move does not fit."""
    for one in moves:
        reading = _moved(reading, _found_again(reading, one))
    return _with_true_jumps(reading)


# What a move names


def _indices(move: Move) -> tuple[int, ...]:
    """The paragraphs or left-over words that a move names by number."""
    if isinstance(move, MoveParagraphs):
        return move.paragraphs
    if isinstance(move, JoinParagraphs):
        return (move.paragraph, move.paragraph + 1)
    if isinstance(move, CutParagraph | Retitle):
        return (move.paragraph,)
    if isinstance(move, SplitArticle):
        return (move.at,)
    return (move.index,) if isinstance(move, FromRemainder | FromFurniture) else ()


def _among(reading: Reading, move: Move) -> Sequence[tuple[Span, ...]]:
    """All paragraphs or left-over words among which a move names some."""
    if isinstance(move, FromRemainder):
        return [one.spans for one in reading.remainder]
    if isinstance(move, FromFurniture):
        return [one.spans for one in reading.furniture]
    return [one.spans for one in story_of(reading, move.article).paragraphs]


def _named(reading: Reading, move: Move) -> list[tuple[Span, ...]]:
    among = _among(reading, move)
    for index in _indices(move):
        if not 0 <= index < len(among) or not among[index]:
            if isinstance(move, FromRemainder | FromFurniture):
                raise unfit("no_item")
            raise unfit("no_paragraph", article=move.article, paragraph=index + 1)
    return [among[index] for index in _indices(move)]


def _ends(spans: Sequence[Span]) -> Ends:
    return spans[0].page, spans[0].start, spans[-1].page, spans[-1].end


def _found_again(reading: Reading, one: Placed) -> Move:
    """The move with the numbers that its paragraphs have now."""
    among = [_ends(spans) if spans else None for spans in _among(reading, one.move)]
    try:
        now = tuple(among.index(ends) for ends in one.stands)
    except ValueError:
        raise unfit("gone") from None
    move = one.move
    if isinstance(move, MoveParagraphs):
        return replace(move, paragraphs=tuple(sorted(now)))
    if isinstance(move, JoinParagraphs):
        if now[1] != now[0] + 1:
            raise unfit("gone")
        return replace(move, paragraph=now[0])
    if isinstance(move, CutParagraph | Retitle):
        return replace(move, paragraph=now[0])
    if isinstance(move, SplitArticle):
        return replace(move, at=now[0])
    return replace(move, index=now[0]) if isinstance(move, FromRemainder | FromFurniture) else move


# The moves


def _moved(reading: Reading, move: Move) -> Reading:
    if isinstance(move, MoveParagraphs):
        return _move_paragraphs(reading, move)
    if isinstance(move, MergeArticles):
        return _merge(reading, story_of(reading, move.article), story_of(reading, move.into))
    if isinstance(move, SplitArticle):
        return _split(reading, move)
    if isinstance(move, JoinParagraphs | CutParagraph):
        article = story_of(reading, move.article)
        told = pieces.pieces_of(article)
        changed = _joined(reading, told, move) if isinstance(move, JoinParagraphs) else _cut(reading, told, move)
        return _with(reading, pieces.with_pieces(article, changed))
    if isinstance(move, MoveArticle):
        article = story_of(reading, move.article)
        others = [one for one in reading.articles if one is not article]
        at = min(max(move.at, 0), len(others))
        return replace(reading, articles=(*others[:at], article, *others[at:]))
    if isinstance(move, Retitle):
        return _retitled(reading, move)
    return _from_beside(reading, move)


def _move_paragraphs(reading: Reading, move: MoveParagraphs) -> Reading:
    article = story_of(reading, move.article)
    told = pieces.pieces_of(article)
    going = [told[index] for index in move.paragraphs]
    staying = [piece for index, piece in enumerate(told) if index not in move.paragraphs]
    if move.to == move.article:
        at = _within(move.at, told) - sum(index < move.at for index in move.paragraphs)
        return _with(reading, pieces.with_pieces(article, [*staying[:at], *going, *staying[at:]]))
    target = story_of(reading, move.to) if move.to not in (NEW, FURNITURE) else None
    reading = _with(reading, pieces.with_pieces(article, staying))
    if move.to == FURNITURE:
        items = tuple(Furniture(piece.paragraph.text, piece.paragraph.spans) for piece in going)
        reading = replace(reading, furniture=(*reading.furniture, *items))
    elif target is None:
        reading = _with_new(reading, pieces.with_pieces(Article(move.new_id), going), article.id)
    else:
        reading = _with(reading, _received(target, going, move.at))
    return _without_empty(reading)


def _received(article: Article, coming: Sequence[Piece], at: int) -> Article:
    told = pieces.pieces_of(article)
    at = _within(at, told)
    return pieces.with_pieces(article, [*told[:at], *coming, *told[at:]])


def _within(at: int, told: Sequence[Piece]) -> int:
    return min(max(at, 0), len(told))


def _merge(reading: Reading, article: Article, into: Article) -> Reading:
    if article is into:
        raise unfit("same_story")
    coming: list[Piece] = []
    last: list[Piece] = []
    headed = any(_has(into, name) for name in HEADLINES)
    for name, kind in _KINDS_OF_HEADS:
        piece = pieces.piece_of_head(article, name, kind, reading.pages)
        if piece is None:
            continue
        if not (headed if name in HEADLINES else _has(into, name)):
            into = pieces.taking_head(into, article, name)
        else:
            (last if name == "jump_to" else coming).append(piece)
    merged = [*pieces.pieces_of(into), *coming, *pieces.pieces_of(article), *last]
    left = replace(reading, articles=tuple(one for one in reading.articles if one is not article))
    return _with(left, pieces.with_pieces(into, merged))


def _has(article: Article, name: str) -> bool:
    """Whether a story has a head or mark, with words or only a place for it."""
    return getattr(article, name) is not None or bool(getattr(article.places, name))


_KINDS_OF_HEADS = (
    ("kicker", ParagraphKind.CROSSHEAD),
    ("headline", ParagraphKind.CROSSHEAD),
    ("deck", ParagraphKind.CROSSHEAD),
    ("byline", ParagraphKind.CREDIT),
    ("jump_from", ParagraphKind.CREDIT),
    ("dateline", ParagraphKind.P),
    ("jump_to", ParagraphKind.CREDIT),
)
"""What the heads and marks of a story become as paragraphs of another, in their order."""


def _split(reading: Reading, move: SplitArticle) -> Reading:
    article = story_of(reading, move.article)
    told = pieces.pieces_of(article)
    new = pieces.with_pieces(Article(move.new_id), told[move.at :])
    first = pieces.with_pieces(article, told[: move.at])
    if article.places.jump_to:
        new = pieces.taking_head(new, article, "jump_to")
        first = pieces.without_head(first, "jump_to")
    if not first.spans:
        raise unfit("nothing_left")
    return _with_new(_with(reading, first), new, article.id)


def _joined(reading: Reading, told: Sequence[Piece], move: JoinParagraphs) -> list[Piece]:
    at = move.paragraph
    return [*told[:at], pieces.join(told[at], told[at + 1], reading.pages), *told[at + 2 :]]


def _cut(reading: Reading, told: Sequence[Piece], move: CutParagraph) -> list[Piece]:
    piece = told[move.paragraph]
    text = piece.paragraph.text
    if not 0 <= move.at <= len(text) or not text[: move.at].strip() or not text[move.at :].strip():
        raise unfit("nothing_left")
    halves = _halves(piece, move.at, texts_of(reading))
    return [*told[: move.paragraph], *pieces.cut(piece, move.at, halves), *told[move.paragraph + 1 :]]


def _halves(piece: Piece, cut: int, texts: Mapping[str, str]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The spans of a paragraph before and behind its character ``cut``."""
    before, behind = [], []
    stands = runs(piece.paragraph.text, piece.paragraph.spans, texts)
    if len(stands) < len(piece.paragraph.spans):
        raise unfit("gone")
    for at, span in stands:
        middle = min(max(cut - at, 0), len(span))
        if middle > 0:
            before.append(span if middle == len(span) else cut_out(span, 0, middle, texts))
        if middle < len(span):
            behind.append(span if middle == 0 else cut_out(span, middle, len(span), texts))
    return tuple(before), tuple(behind)


def _retitled(reading: Reading, move: Retitle) -> Reading:
    article = story_of(reading, move.article)
    told = pieces.pieces_of(article)
    old = pieces.piece_of_head(article, "headline", ParagraphKind.CROSSHEAD, reading.pages)
    chosen = told.pop(move.paragraph)
    left = pieces.with_pieces(article, [old, *told] if old else told)
    return _with(reading, pieces.with_headline(left, chosen))


def _from_beside(reading: Reading, move: FromRemainder | FromFurniture) -> Reading:
    """A left-over text, or furniture, as a paragraph of a story."""
    of: Literal["remainder", "furniture"] = "remainder" if isinstance(move, FromRemainder) else "furniture"
    items = getattr(reading, of)
    piece = Piece(paragraph_of(items[move.index].spans, ParagraphKind.P, reading.pages))
    target = None if move.to == NEW else story_of(reading, move.to)
    reading = replace(reading, **{of: (*items[: move.index], *items[move.index + 1 :])})
    if target is None:
        new = pieces.with_pieces(Article(move.new_id), [piece])
        return replace(reading, articles=(*reading.articles, new))
    return _with(reading, _received(target, [piece], move.at))


# The stories of a reading


def _with(reading: Reading, changed: Article) -> Reading:
    articles = tuple(changed if article.id == changed.id else article for article in reading.articles)
    return replace(reading, articles=articles)


def _with_new(reading: Reading, new: Article, behind: str) -> Reading:
    at = next(number for number, article in enumerate(reading.articles, 1) if article.id == behind)
    return replace(reading, articles=(*reading.articles[:at], new, *reading.articles[at:]))


def _without_empty(reading: Reading) -> Reading:
    return replace(reading, articles=tuple(article for article in reading.articles if article.spans))


def _with_true_jumps(reading: Reading) -> Reading:
    """No jump line leads to a story that is not there any more, or to its own."""
    there = {article.id for article in reading.articles}
    out = []
    for article in reading.articles:
        changed: dict[str, Any] = {
            name: replace(jump, article=None)
            for name in ("jump_from", "jump_to")
            if (jump := getattr(article, name))
            and jump.article
            and (jump.article == article.id or (_NUMBERED.fullmatch(jump.article) and jump.article not in there))
        }
        out.append(replace(article, **changed) if changed else article)
    return replace(reading, articles=tuple(out))
