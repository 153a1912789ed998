"""The stories beside a page, cut up as they are shown: parts, in each its words, its marks and what was asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from presscheck.by_hand import Sheet
from presscheck.export.order import parts
from presscheck.export.text import UNSHOWABLE, visible
from presscheck.handwork.decisions import is_open
from presscheck.model import Article, Box, Correction, Furniture, Page, Reading, Remainder, Span
from presscheck.model.correction import by_part, stretches
from presscheck.show.trace import tears

HUES = 24
"""The colours of stories; the next one has the first again."""
ENDS = "。！？!?；;"
CLOSERS = "”’」』）)》"
GLIMPSE = 12
BODY = "body"


@dataclass(frozen=True, slots=True)
class Asked:
    """The place a link asked for: a story, one of its paragraphs or heads, and characters of that."""

    story: str | None = None
    part: str = BODY
    paragraph: int | None = None
    start: int | None = None
    end: int | None = None

    @property
    def key(self) -> str | None:
        """What the part is called on the page."""
        return key_of(self.story, self.part, self.paragraph) if self.story else None

    def reach(self, key: str) -> tuple[int, int]:
        """Which characters of a part were asked for; none of them as (0, 0)."""
        if self.key != key or self.start is None or self.end is None or self.start >= self.end:
            return 0, 0
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Bit:
    """Some words of a part: ``at`` is where they begin in its uncorrected text.

    ``correction`` is the mark on them; ``done`` says that people accepted or made it, so that it reads as corrected.
    ``asked`` says that a link asked for these words, ``torn`` that the page tears the paragraph before them.
    """

    at: int
    words: str
    correction: Correction | None = None
    done: bool = False
    asked: bool = False
    torn: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A head, mark or paragraph: ``kind`` says what it is, ``here`` whether it stands on the page shown.

    ``page`` is where it stands else, ``cuts`` are the places where it could be cut, each with the words after it;
    ``half`` is the story to which a jump line leads, and the page it begins on.
    """

    key: str
    kind: str
    part: str
    paragraph: int | None
    bits: tuple[Bit, ...]
    here: bool
    page: str | None
    cuts: tuple[tuple[int, str], ...] = ()
    half: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """A story as it stands beside its page; ``number`` is that of its id, ``last`` says it is the file's last."""

    id: str
    name: str
    number: int
    hue: int
    headline: str
    parts: tuple[Part, ...]
    confidence: float
    reasons: tuple[str, ...]
    first: bool
    last: bool

    @property
    def paragraphs(self) -> int:
        """How many paragraphs it has."""
        return sum(part.paragraph is not None for part in self.parts)


@dataclass(frozen=True, slots=True)
class Aside:
    """What belongs to no story: ``owner`` is ``furniture`` or ``remainder``, ``index`` its place among those."""

    key: str
    owner: str
    index: int
    words: str
    reason: str


def key_of(story: str, part: str, paragraph: int | None) -> str:
    """What a part of a story is called on the page.

    >>> key_of("a2", "body", 3), key_of("a2", "headline", None)
    ('a2-p3', 'a2-headline')
    """
    return f"{story}-p{paragraph}" if part == BODY and paragraph is not None else f"{story}-{part}"


def number_of(story: str, place: int) -> int:
    """The number that tells a story of its file, wherever it is moved: that in its id, else its place.

    >>> number_of("a12", 3), number_of("lead", 3)
    (12, 3)
    """
    digits = story.lstrip("a")
    return int(digits) if digits.isdecimal() and len(digits) < 6 else place


def stories(sheet: Sheet, reading: Reading, page: str, asked: Asked) -> Iterator[Story]:
    """The stories that stand on a page, or begin nowhere else."""
    pages = {one.id: one for one in reading.pages}
    count = len(sheet.articles)
    begins = {kept.article.id: kept.article.spans[0].page for kept in sheet.articles if kept.article.spans}
    for place, kept in enumerate(sheet.articles, 1):
        article = kept.article
        number = number_of(article.id, place)
        on = {span.page for span in article.spans}
        if page in on or not on:
            told = tuple(_parts(article, pages, page, asked, begins))
            yield Story(
                article.id, kept.name, number, (number - 1) % HUES, article.headline or "", told,
                article.confidence, article.reasons, place == 1, place == count,
            )  # fmt: skip


def _parts(
    article: Article, pages: Mapping[str, Page], page: str, asked: Asked, begins: Mapping[str, str]
) -> Iterator[Part]:
    marks = by_part(article.corrections)
    for one in parts(article, pages):
        body = one.index is not None
        name = BODY if body else one.role.value
        text = _text(article, name, one.index)
        if text is None:
            continue
        key = key_of(article.id, name, one.index)
        torn = _torn(article, one.index, pages)
        bits = tuple(_bits(text, marks.get((name, one.index), ()), asked.reach(key), torn))
        here = any(span.page == page for span in one.spans)
        elsewhere = None if here or not one.spans else one.spans[0].page
        cuts = tuple(_cuts(text)) if body else ()
        other = _other_half(article, name)
        half = (other, begins[other]) if other in begins else None
        yield Part(key, one.role.value, name, one.index, bits, here, elsewhere, cuts, half)


def _other_half(article: Article, part: str) -> str:
    """The story that a jump line leads to, where that was found."""
    jump = {"jump_from": article.jump_from, "jump_to": article.jump_to}.get(part)
    return (jump.article if jump else None) or ""


def _text(article: Article, part: str, paragraph: int | None) -> str | None:
    if paragraph is not None:
        return article.paragraphs[paragraph].text
    told = getattr(article, part, None)
    return told if told is None or isinstance(told, str) else str(told.text)


def _torn(article: Article, paragraph: int | None, pages: Mapping[str, Page]) -> set[int]:
    """Where in a paragraph's text the page tears it: at another column, or among other stories of a dump."""
    if paragraph is None:
        return set()
    one = article.paragraphs[paragraph]
    if sum(map(len, one.spans)) != len(one.text):
        return set()
    boxes = [span.box for span in one.spans if span.box]
    boxed = len(boxes) == len(one.spans)
    torn = [first for first, _ in runs(boxes)][1:] if boxed else tears(one, dict(pages))
    return {sum(map(len, one.spans[:at])) for at in torn}


def runs(boxes: Sequence[Box]) -> list[tuple[int, int]]:
    """Boxes that stand one below the other, or side by side on one line, as first and last of each run."""
    opens = [at for at, box in enumerate(boxes) if not at or not _goes_on(boxes[at - 1], box)]
    return list(zip(opens, [*(at - 1 for at in opens[1:]), len(boxes) - 1], strict=True)) if boxes else []


def _goes_on(above: Box, box: Box) -> bool:
    shared = min(above.right, box.right) - max(above.left, box.left)
    gap = box.top - above.bottom
    return shared > 0 and -above.height / 2 <= gap <= max(above.height, box.height)


def _bits(text: str, marks: Sequence[Correction], asked: tuple[int, int], torn: set[int]) -> Iterator[Bit]:
    at = 0
    for words, mark in stretches(text, marks):
        if mark and (not words or not is_open(mark)):
            met = asked[0] < at + max(len(words), 1) and at < asked[1]
            yield Bit(at, words, mark, not is_open(mark), met, at in torn)
        else:
            yield from _cut(words, at, mark, asked, torn)
        at += len(words)


def _cut(words: str, at: int, mark: Correction | None, asked: tuple[int, int], torn: set[int]) -> Iterator[Bit]:
    """Words cut where something begins or ends; what cannot be shown as it is stands alone, so that places count on."""
    odd = {place for found in UNSHOWABLE.finditer(words) for place in found.span()}
    inner = {place - at for place in (*asked, *torn) if at < place < at + len(words)}
    edges = [0, *sorted((odd | inner) - {0, len(words)}), len(words)]
    if mark:
        edges = [0, len(words)]
    for start, end in pairwise(edges):
        here = at + start
        yield Bit(here, visible(words[start:end]), mark, False, asked[0] < at + end and here < asked[1], here in torn)


def _cuts(text: str) -> Iterator[tuple[int, str]]:
    """The beginnings of sentences within a paragraph, each with its first words.

    >>> list(_cuts("渠通了。水来了。"))
    [(4, '水来了。')]
    """
    for at in range(1, len(text)):
        ended = text[at - 1] in ENDS or (text[at - 1] in CLOSERS and at > 1 and text[at - 2] in ENDS)
        if ended and text[at] not in ENDS + CLOSERS:
            yield at, visible(text[at : at + GLIMPSE])


def asides(sheet: Sheet, page: str) -> Iterator[Aside]:
    """The furniture and the remainder of a page."""
    given: tuple[tuple[str, Sequence[Furniture | Remainder]], ...] = (
        ("remainder", sheet.remainder),
        ("furniture", sheet.furniture),
    )
    for owner, items in given:
        for index, item in enumerate(items):
            if any(span.page == page for span in item.spans):
                reason = item.reason if isinstance(item, Remainder) else ""
                yield Aside(f"{owner}-{index}", owner, index, item.text, reason)


def places(sheet: Sheet, page: str) -> dict[str, tuple[Span, ...]]:
    """Where on a page each part of each story stands, and what belongs to none, in the order of reading."""
    found: dict[str, tuple[Span, ...]] = {}
    for kept in sheet.articles:
        article = kept.article
        for one in parts(article, {}):
            name = BODY if one.index is not None else one.role.value
            found[key_of(article.id, name, one.index)] = one.spans
    found |= {f"furniture-{index}": item.spans for index, item in enumerate(sheet.furniture)}
    found |= {f"remainder-{index}": item.spans for index, item in enumerate(sheet.remainder)}
    here = {key: tuple(span for span in spans if span.page == page) for key, spans in found.items()}
    return {key: spans for key, spans in here.items() if spans}
