"""In what order a story is read: its heads, its paragraphs, its marks; and which stories go on in which."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from presscheck.model import Article, Box, Page, Paragraph, ParagraphKind, Reading, Role, Span

HEADS = ("kicker", "headline", "deck")
SIGNS = ("byline", "dateline")
ROLES = {kind: Role.BODY if kind is ParagraphKind.P else Role(kind.value) for kind in ParagraphKind}


@dataclass(frozen=True, slots=True)
class Part:
    """One head, mark or paragraph of a story; ``index`` is the paragraph's, ``opening`` says it stands above the body.

    >>> [part.role.value for part in parts(Article("a1", paragraphs=(Paragraph(ParagraphKind.P, "本报讯", ()),)), {})]
    ['body']
    """

    role: Role
    spans: tuple[Span, ...]
    index: int | None = None
    opening: bool = False


def parts(article: Article, pages: Mapping[str, Page]) -> list[Part]:
    """Everything a story holds, in the order in which it is read.

    A byline or dateline on a line of its own is read with the heads, unless it stands right under the last paragraph.
    """
    places = article.places
    heads = [Part(Role(name), getattr(places, name), opening=True) for name in HEADS]
    signs = [Part(Role(name), getattr(places, name), opening=True) for name in SIGNS if getattr(places, name)]
    closing = [sign for sign in signs if _closes(sign.spans[0], article.paragraphs, pages)]
    body = [Part(ROLES[text.kind], text.spans, index) for index, text in enumerate(article.paragraphs)]
    return [
        *(part for part in heads if part.spans),
        *(sign for sign in signs if sign not in closing),
        *([Part(Role.JUMP_FROM, places.jump_from)] if places.jump_from else []),
        *body,
        *(Part(sign.role, sign.spans) for sign in closing),
        *([Part(Role.JUMP_TO, places.jump_to)] if places.jump_to else []),
    ]


def _closes(sign: Span, paragraphs: Iterable[Paragraph], pages: Mapping[str, Page]) -> bool:
    last = next((text.spans[-1] for text in reversed(tuple(paragraphs)) if text.spans), None)
    if last is None or last.page != sign.page or sign.page not in pages:
        return False
    if last.box and sign.box:
        return _directly_below(sign.box, last.box)
    return last.end <= sign.start and not pages[sign.page].text[last.end : sign.start].strip()


def _directly_below(box: Box, above: Box) -> bool:
    gap = box.top - (above.bottom)
    beside = box.left >= above.right or above.left >= box.right
    return not beside and -above.height / 2 <= gap <= 2 * max(box.height, above.height)


def continued(reading: Reading) -> list[tuple[Article, ...]]:
    """The stories of a reading, those that a jump line leads on joined with the half they lead to.

    >>> from presscheck.model import Jump
    >>> front, back = Article("a1", jump_to=Jump("下转第二版", 2, "a2")), Article("a2")
    >>> [[half.id for half in story] for story in continued(Reading((), (), (front, back)))]
    [['a1', 'a2']]
    """
    after = leads_to(reading)
    known = {article.id: article for article in reading.articles}
    told: set[str] = set()

    def follow(name: str | None) -> Iterator[Article]:
        while name is not None and name not in told:
            told.add(name)
            yield known[name]
            name = after.get(name)

    opening = [article.id for article in reading.articles if article.id not in after.values()]
    stories = [tuple(follow(name)) for name in (*opening, *known)]
    return [story for story in stories if story]


def leads_to(reading: Reading) -> dict[str, str]:
    """For each story that a jump line leads on to another of this reading: which one."""
    known = {article.id for article in reading.articles}
    after: dict[str, str] = {}
    for article in reading.articles:
        if article.jump_to and article.jump_to.article in known:
            after.setdefault(article.id, article.jump_to.article)
        if article.jump_from and article.jump_from.article in known and article.id not in after.values():
            after.setdefault(article.jump_from.article, article.id)
    return after
