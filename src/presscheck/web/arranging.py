"""Arranging the stories of a page by hand: each form sent is one step, and each step can be undone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request
from pydantic import BaseModel, Field
from starlette.responses import RedirectResponse, Response

from presscheck.by_hand import Done, Hands, Sheet
from presscheck.errors import HandsCrossed, NotApplicable
from presscheck.handwork import moves
from presscheck.handwork.moves import Move
from presscheck.messages import say
from presscheck.web import deciding
from presscheck.web.frame import language, record
from presscheck.web.page_view import Said, page_named, sheet_of, shown, view_of
from presscheck.web.page_words import Asked, key_of
from presscheck.web.people import Person, at_least
from presscheck.web.step_words import by_headlines, sentence

router = APIRouter()
Whole = Annotated[int, Field(ge=0, le=1_000_000_000)]
Editor = Annotated[Person, Depends(at_least("editor"))]
CROSSED = 409
UNFIT = 422


@dataclass(frozen=True, slots=True)
class Wish:
    """What a form of the arranging tools says."""

    do: str
    article: str
    paragraphs: tuple[int, ...]
    to: str
    at: int
    index: int
    sheet: Sheet

    @property
    def paragraph(self) -> int:
        """The paragraph it is of."""
        return self.paragraphs[0] if self.paragraphs else 0

    @property
    def end(self) -> int:
        """Where a paragraph goes that comes last in the story it is moved to."""
        return next((len(one.article.paragraphs) for one in self.sheet.articles if one.article.id == self.to), 0)

    @property
    def place(self) -> int:
        """The place of the story among the stories."""
        return next((at for at, one in enumerate(self.sheet.articles) if one.article.id == self.article), 0)


MOVES: dict[str, Callable[[Wish], Move]] = {
    "up": lambda wish: moves.MoveParagraphs(wish.article, wish.paragraphs, wish.article, wish.paragraph - 1),
    "down": lambda wish: moves.MoveParagraphs(wish.article, wish.paragraphs, wish.article, wish.paragraph + 2),
    "move": lambda wish: moves.MoveParagraphs(wish.article, wish.paragraphs, wish.to, wish.end),
    "furniture": lambda wish: moves.MoveParagraphs(wish.article, wish.paragraphs, moves.FURNITURE),
    "join": lambda wish: moves.JoinParagraphs(wish.article, wish.paragraph),
    "cut": lambda wish: moves.CutParagraph(wish.article, wish.paragraph, wish.at),
    "split": lambda wish: moves.SplitArticle(wish.article, wish.paragraph),
    "retitle": lambda wish: moves.Retitle(wish.article, wish.paragraph),
    "merge": lambda wish: moves.MergeArticles(wish.article, wish.to),
    "story_up": lambda wish: moves.MoveArticle(wish.article, max(wish.place - 1, 0)),
    "story_down": lambda wish: moves.MoveArticle(wish.article, wish.place + 1),
    "from_furniture": lambda wish: moves.FromFurniture(wish.index, wish.to, wish.end),
    "from_remainder": lambda wish: moves.FromRemainder(wish.index, wish.to, wish.end),
}
"""What each button does."""
FOCUS: dict[str, Callable[[Wish], str]] = {
    "up": lambda wish: key_of(wish.article, "body", wish.paragraph - 1),
    "down": lambda wish: key_of(wish.article, "body", wish.paragraph + 1),
    "cut": lambda wish: key_of(wish.article, "body", wish.paragraph + 1),
    "join": lambda wish: key_of(wish.article, "body", wish.paragraph),
    "merge": lambda wish: wish.to,
    "story_up": lambda wish: wish.article,
    "story_down": lambda wish: wish.article,
}
"""Where the reader goes on after it: mostly with the paragraph that he moved."""


class Wished(BaseModel):
    """What a form of the arranging tools brings."""

    do: str
    seen: Whole
    page: str = "p1"
    article: str = ""
    paragraph: Annotated[list[Annotated[int, Field(ge=0, le=1_000_000)]], Field(default_factory=list)]
    to: str = ""
    at: Whole = 0
    index: Whole = 0


@router.post("/documents/{document}/arrange")
def arrange(request: Request, person: Editor, document: str, wished: Annotated[Wished, Form()]) -> Response:
    """Make one move, if nobody arranged the stories since the reader looked at them."""
    sheet, of = sheet_of(request, document), deciding.file_of(document) or document
    wish = Wish(wished.do, wished.article, tuple(wished.paragraph), wished.to, wished.at, wished.index, sheet)

    def take(hands: Hands) -> Done:
        return hands.arrange(of, _moves(wish), who=person.name, seen=wished.seen)

    return _taken(request, sheet, wished.page, take, focus=_focus(wish))


@router.post("/documents/{document}/undo")
def undo(
    request: Request,
    person: Editor,
    document: str,
    page: Annotated[str, Form()] = "p1",
    step: Annotated[int | None, Form(ge=1, le=1_000_000_000)] = None,
    arranging: Annotated[bool, Form()] = False,
) -> Response:
    """Undo the last step on a file, or the one named; what others did, only reviewers undo."""
    sheet, of = sheet_of(request, document), deciding.file_of(document) or document
    return _taken(request, sheet, page, lambda hands: deciding.undo_on(hands, of, step, person), arranging=arranging)


@router.post("/documents/{document}/redo")
def redo(
    request: Request,
    person: Editor,
    document: str,
    page: Annotated[str, Form()] = "p1",
    step: Annotated[int | None, Form(ge=1, le=1_000_000_000)] = None,
    arranging: Annotated[bool, Form()] = False,
) -> Response:
    """Take the step again that was undone last, or the one named; what others did, only reviewers take again."""
    sheet, of = sheet_of(request, document), deciding.file_of(document) or document
    return _taken(request, sheet, page, lambda hands: deciding.redo_on(hands, of, step, person), arranging=arranging)


def _moves(wish: Wish) -> tuple[Move, ...]:
    known = wish.do in MOVES and (wish.do, wish.paragraph) != ("up", 0)
    return (MOVES[wish.do](wish),) if known else ()


def _focus(wish: Wish) -> str:
    told = FOCUS.get(wish.do)
    return told(wish) if told else wish.article


def _taken(
    request: Request,
    sheet: Sheet,
    leaf: str,
    take: Callable[[Hands], Done],
    *,
    arranging: bool = True,
    focus: str = "",
) -> Response:
    """Take a step, and show what became of it: the new column, or the page again, or why it could not be."""
    lang, leaf = language(request), page_named(sheet, leaf).id
    with record(request) as kept:
        try:
            done = take(Hands(kept))
        except HandsCrossed as error:
            said = Said(_who_did_what(request, sheet, error.tell(lang)), crossed=True)
            return _again(request, sheet.name, leaf, said, CROSSED, arranging)
        except NotApplicable as error:
            told = by_headlines(error.tell(lang), sheet.name, lang, kept.store)
            return _again(request, sheet.name, leaf, Said(told, crossed=True), UNFIT, arranging)
        told = sentence(deciding.step_of(Hands(kept), done.step), lang, kept.store)
    if request.headers.get("hx-request") == "true":
        said = Said(say("web_page.taken", lang, what=told), focus=focus)
        here = page_named(done.sheet, leaf)
        return shown(request, view_of(done.sheet, here, Asked()), Asked(), arranging=arranging, said=said)
    query, mark = "?arrange=1" if arranging else "", f"#{quote(focus)}" if focus else ""
    return RedirectResponse(f"/documents/{done.sheet.id}/pages/{quote(leaf)}{query}{mark}", 303)


def _again(request: Request, document: str, leaf: str, said: Said, status: int, arranging: bool) -> Response:
    sheet = sheet_of(request, document)
    view = view_of(sheet, page_named(sheet, leaf), Asked())
    return shown(request, view, Asked(), arranging=arranging, status=status, said=said)


def _who_did_what(request: Request, sheet: Sheet, words: str) -> str:
    """What others did since, after the words that say that they did something."""
    lang = language(request)
    with record(request) as kept:
        steps = [one for one in Hands(kept).history(sheet.id, limit=3) if one.id >= sheet.last_step]
        told = [f"{step.who}：{sentence(step, lang, kept.store)}" for step in steps]
    return " ".join([words, *told])
