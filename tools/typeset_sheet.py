"""A printed page as the typesetter gives it: lines and graphics with their boxes, and what is true of them."""

from dataclasses import dataclass

HEADS = ("kicker", "headline", "deck", "byline")
RANKS = {"jump_from": 0, "kicker": 1, "headline": 2, "deck": 3, "byline": 4, "caption": 7, "credit": 7, "table": 8}
"""Where a role stands in its story's text; all others are body (5) or closing marks (6), as the setter says."""


@dataclass(frozen=True, slots=True)
class SetLine:
    """One printed line: words, box in points from the page's upper left corner, type, and what it truly is.

    ``story`` is ``None`` for furniture and advertisements. ``place`` is the line's rank in its story's text: heads
    first, then the body as a reader goes, then closing marks, then captions and tables.
    """

    text: str
    left: float
    top: float
    width: float
    height: float
    size: float
    bold: bool
    font: str
    vertical: bool
    light: bool
    story: int | None
    place: int | None
    role: str
    paragraph: int | None


@dataclass(frozen=True, slots=True)
class SetGraphic:
    """A rule, frame, tint or picture."""

    kind: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page set."""

    width: float
    height: float
    lines: tuple[SetLine, ...]
    graphics: tuple[SetGraphic, ...]


@dataclass(slots=True)
class Draft:
    """A line on its way to the page; ``rank`` tells heads, body, closing marks and captions apart."""

    text: str
    left: float
    top: float
    width: float
    height: float
    size: float
    role: str
    font: str = ""
    bold: bool = False
    vertical: bool = False
    light: bool = False
    story: int | None = None
    rank: int = 5
    paragraph: int | None = None

    def at(self, left: float, top: float, story: int | None) -> "Draft":
        """The line moved to where its block stands; it keeps the story it has already."""
        return Draft(
            self.text, self.left + left, self.top + top, self.width, self.height, self.size, self.role, self.font,
            self.bold, self.vertical, self.light, story if self.story is None else self.story, self.rank,
            self.paragraph,
        )  # fmt: skip


def numbered(drafts: list[Draft]) -> tuple[SetLine, ...]:
    """The lines with their places: within a story by rank, then in the order in which they were set."""
    places: dict[int, int] = {}
    by_story: dict[int, list[int]] = {}
    for index, draft in enumerate(drafts):
        if draft.story is not None:
            by_story.setdefault(draft.story, []).append(index)
    for indices in by_story.values():
        ordered = sorted(indices, key=lambda index: drafts[index].rank)
        places.update({index: place for place, index in enumerate(ordered)})
    return tuple(
        SetLine(
            one.text, round(one.left, 2), round(one.top, 2), round(one.width, 2), round(one.height, 2),
            round(one.size, 2), one.bold, one.font, one.vertical, one.light, one.story, places.get(index), one.role,
            one.paragraph,
        )
        for index, one in enumerate(drafts)
    )  # fmt: skip


def truth(sheet: Sheet) -> dict:
    """What is true of a sheet, in the form that ``presscheck measure articles`` reads.

    Pictures that stand alone are no articles: their captions are told under ``photos``.
    """
    stories: dict[int, list[SetLine]] = {}
    for line in sheet.lines:
        if line.story is not None:
            stories.setdefault(line.story, []).append(line)
    told = [_true_article(sorted(lines, key=lambda line: line.place or 0)) for _, lines in sorted(stories.items())]
    articles = [article for article in told if article["headline"] or article["paragraphs"]]
    photos = [article["caption"] for article in told if not (article["headline"] or article["paragraphs"])]
    return {"articles": articles, "photos": photos}


def _true_article(lines: list[SetLine]) -> dict:
    parts = (*HEADS, "dateline", "caption", "credit", "jump_from", "jump_to")
    article: dict = {role: "".join(line.text for line in lines if line.role == role) or None for role in parts}
    article["caption"] = "".join(part for part in (article["caption"], article.pop("credit")) if part) or None
    paragraphs: dict[int | None, dict] = {}
    for line in lines:
        if line.role in ("body", "crosshead"):
            paragraphs.setdefault(line.paragraph, {"kind": line.role, "text": ""})["text"] += line.text
    return article | {"paragraphs": list(paragraphs.values())}
