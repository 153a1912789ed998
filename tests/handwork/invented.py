"""Pages that nobody printed: readings made up at random, in which each character stands in one place."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import strategies as st

from presscheck.handwork.places import parts_of
from presscheck.model import (
    Article,
    Box,
    Correction,
    Dateline,
    Furniture,
    Inside,
    Page,
    Paragraph,
    ParagraphKind,
    Places,
    Reading,
    Remainder,
    Span,
    Tier,
)

HEADS = ("kicker", "headline", "deck", "byline")
WORDS = st.text("春水渠山茶火车县城人口日曰ab ，。", min_size=1, max_size=9).map(str.strip).filter(bool)


def told(page: Page, spans: tuple[Span, ...], gap: str = "") -> str:
    return gap.join(page.words(span) for span in spans)


@st.composite
def readings(draw: st.DrawFn, most: int = 3) -> Reading:
    """A page of some stories, furniture and remainder; some of it has boxes, some has corrections."""
    count = draw(st.integers(1, most))
    lines = iter(draw(st.lists(WORDS, min_size=14 * count + 4, max_size=14 * count + 4)))
    boxed = draw(st.booleans())
    text, spans = "", []
    for number, words in enumerate(lines):
        box = Box(10.0, 12.0 * number, 10.0 * len(words), 10.0) if boxed else None
        spans.append(Span("p1", len(text), len(text) + len(words), box))
        text += f"{words}\n"
    page = Page("p1", "p1.txt", "0" * 64, "dump", text, ())
    left = iter(spans)
    articles = tuple(_article(draw, f"a{number}", page, left) for number in range(1, count + 1))
    rest = [(span,) for span in left]
    half = len(rest) // 2
    furniture = tuple(Furniture(told(page, one), one) for one in rest[:half])
    return Reading(
        (page,), (), articles, furniture, tuple(Remainder(told(page, one), one, "left") for one in rest[half:])
    )


def _article(draw: st.DrawFn, name: str, page: Page, left: Iterator[Span]) -> Article:
    """Heads and one to three paragraphs, of one or two lines each."""

    def some() -> tuple[Span, ...]:
        return tuple(next(left) for _ in range(draw(st.integers(1, 2))))

    wanted = draw(st.lists(st.sampled_from(HEADS), unique=True))
    places = {head: some() for head in HEADS if head in wanted}
    if draw(st.booleans()):
        places["dateline"] = (next(left),)
    heads = {head: told(page, spans, " ") for head, spans in places.items() if head != "dateline"}
    dateline = Dateline(told(page, places["dateline"])) if "dateline" in places else None
    paragraphs = [_paragraph(page, some()) for _ in range(draw(st.integers(1, 3)))]
    article = Article(name, dateline=dateline, **heads, places=Places(**places), paragraphs=tuple(paragraphs))
    if "byline" not in wanted and draw(st.booleans()):
        end = draw(st.integers(1, len(paragraphs[0].text)))
        inside = (Inside("byline", 0, 0, end),)
        article = replace(article, byline=paragraphs[0].text[:end], inside=inside)
    return replace(article, corrections=tuple(_marks(draw, article)))


def _paragraph(page: Page, spans: tuple[Span, ...]) -> Paragraph:
    read = page.read_on(spans)
    return Paragraph(ParagraphKind.P, page.told(read), read)


def _marks(draw: st.DrawFn, article: Article) -> Iterator[Correction]:
    within = {one.part for one in article.inside}
    parts = [(head, None, getattr(article, head)) for head in HEADS if getattr(article, head) and head not in within]
    parts += [("body", number, one.text) for number, one in enumerate(article.paragraphs)]
    for part, paragraph, text in parts:
        start = 0
        for _ in range(draw(st.integers(0, 2))):
            if start < len(text):
                start = draw(st.integers(start, len(text) - 1))
                end = draw(st.integers(start + 1, len(text)))
                after = draw(st.sampled_from(["日", "", text[start:end]]))
                tier = draw(st.sampled_from(Tier))
                yield Correction(part, paragraph, start, end, text[start:end], after, "misread", "why", 0.9, tier)
                start = end + 1


# What always holds


def standing(reading: Reading) -> Counter[tuple[str, int]]:
    """How often each character of the pages that is not white space stands somewhere."""
    texts = {page.id: page.text for page in reading.pages}
    return Counter(
        (span.page, at)
        for span in reading.spans()
        for at in range(span.start, span.end)
        if not texts[span.page][at].isspace()
    )


def wanted(reading: Reading) -> Counter[tuple[str, int]]:
    return Counter((page.id, at) for page in reading.pages for at, char in enumerate(page.text) if not char.isspace())


def is_whole(reading: Reading) -> None:
    """Each character stands once; words, corrections and pointers fit."""
    (page,) = reading.pages
    assert standing(reading) == wanted(reading)
    assert len({article.id for article in reading.articles}) == len(reading.articles)
    for article in reading.articles:
        article.corrected("likely")
        assert all(paragraph.text == page.told(paragraph.spans) for paragraph in article.paragraphs)
        for one in article.inside:
            said = article.byline if one.part == "byline" else article.dateline and article.dateline.text
            assert article.paragraphs[one.paragraph].text[one.start : one.end] == said
        for mark in article.corrections:
            (text,) = [
                one.text for one in parts_of(article) if (one.name, one.paragraph) == (mark.part, mark.paragraph)
            ]
            assert text[mark.start : mark.end] == mark.before
