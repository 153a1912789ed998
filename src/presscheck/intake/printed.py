"""Pages that come with geometry: printed lines with their boxes become a page with text, spans and graphics.

Every format that knows where its words stand (PDF, pictures after recognition, ALTO, PAGE, hOCR, boxes in JSON) gives
its printed lines in the file's order; here they are put together in one and the same way.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from presscheck import hanzi
from presscheck.model import Box, Graphic, Line, LookAlike, Page, Span, Type


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """The words of one printed line within one column, and where and how they stand on the paper.

    ``box`` is in the page's unit from its top left corner; ``score`` says how sure a recogniser was (0 to 1).
    """

    text: str
    box: Box
    type: Type | None = None
    score: float | None = None


def page_of(
    page: Page, lines: Iterable[PrintedLine], graphics: Iterable[Graphic] = (), notes: Iterable[str] = ()
) -> Page:
    """``page`` with its raw text (one line each, in the order given), its lines, look-alikes, graphics and notes.

    Lines that hold nothing but white space are left out; white space round the words of a line is, too.

    >>> bare = Page("p1", "county.pdf", "", "pdf", "", (), width=400, height=600, unit="pt")
    >>> page = page_of(bare, [PrintedLine("县城通了火车 ", Box(40, 60, 120, 20), Type(20.0))])
    >>> page.text, page.lines[0].span.box.top, page.has_geometry
    ('县城通了火车\\n', 60, True)
    """
    words, kept, start = [], [], 0
    for line in lines:
        text = " ".join(line.text.split("\n")).strip()
        if not text:
            continue
        span = Span(page.id, start, start + len(text), line.box)
        kept.append(Line(span, type=line.type, score=line.score))
        words.append(f"{text}\n")
        start += len(text) + 1
    text = "".join(words)
    found = (
        LookAlike(Span(page.id, each.place, each.place + 1), each.before, each.after, each.family)
        for each in hanzi.look_alikes(text)
    )
    return replace(
        page, text=text, lines=tuple(kept), look_alikes=tuple(found), graphics=tuple(graphics), notes=tuple(notes)
    )
