"""A reading as one self-contained HTML page: what came in on the left, the restored stories on the right.

A page with geometry is shown as its picture with what was seen drawn over it (``sheets``), any other as its lines.
Nothing is fetched, and of a dump's view nothing runs: the two sides lead to each other by plain anchors.
"""

from collections.abc import Callable, Iterator, Mapping
from string import Template

from presscheck import data
from presscheck.errors import Lang
from presscheck.messages import say
from presscheck.model import Reading, Span
from presscheck.show import fact_sheet, galley, sheets
from presscheck.show.masthead import head
from presscheck.show.stories import Stories, hue, safe
from presscheck.show.trace import Piece, Trace, pieces

READ: dict[str, Callable[[Reading, Lang], str]] = {"corrections": galley.write, "facts": fact_sheet.write}
"""Stages shown on the words alone."""
LINKED = 600
"""Up to this many paragraphs and heads light up their lines under the pointer; browsers slow down on more rules."""


def write(reading: Reading, lang: Lang, *, stage: str = "articles", pictures: Mapping[str, str] | None = None) -> str:
    """The page, complete; everything that comes from the newspaper is escaped.

    ``stage`` is what is drawn over the picture of a page with geometry when it is opened, and ``pictures`` has the
    pictures by the ids of their pages, as data URIs; a page without one is set anew from its words. Of the stages
    ``corrections`` and ``facts`` the stories are shown in full with the marks on them.

    >>> from presscheck.model import Article
    >>> "<script" in write(Reading((), (), (Article("a1", headline="<script>"),)), "en")
    False
    """
    if stage in READ:
        return READ[stage](reading, lang)
    return sheets.write(reading, lang, stage, pictures or {}) if sheets.has_sheets(reading) else _listed(reading, lang)


def _listed(reading: Reading, lang: Lang) -> str:
    found = pieces(reading)
    view = _View(reading, found)
    stories = Stories(reading, found, lang, lambda _anchor, spans: view.to(spans, lang))
    return Template(data.shipped("show.html").read_text(encoding="utf8")).substitute(
        head(reading, lang),
        how_to=safe(say("show.how_to", lang)),
        links=_links(found),
        dump_title=safe(say("show.dump", lang)),
        lines="\n".join(view.lines()),
        stories_title=safe(say("show.stories", lang)),
        stories="\n".join(stories.html()),
    )


class _View:
    """The lines of a file, each with where it went."""

    def __init__(self, reading: Reading, found: list[Piece]) -> None:
        self.reading = reading
        self.traces = {page.id: Trace(page, found) for page in reading.pages}
        self.places = {page.id: f"l{number}" for number, page in enumerate(reading.pages)}

    def lines(self) -> Iterator[str]:
        for page in self.reading.pages:
            trace, last = self.traces[page.id], 0
            for line in page.lines:
                number = trace.number(line.span.start)
                anchor = f' id="{self.places[page.id]}-{number}"' if number != last else ""
                words = "".join(_cut(words, piece) for words, piece in trace.under(line.span))
                indent = f' style="padding-left:{min(line.indent, 80) / 2:g}em"' if line.indent else ""
                gap = " gap" if line.blank_before else ""
                shown = f'<span class="number">{number}</span><span class="words"{indent}>{words}</span>'
                yield f'<div class="line{gap}"{anchor}>{shown}</div>'
                last = number

    def to(self, spans: tuple[Span, ...], lang: Lang) -> str:
        on_page = [span for span in spans if span.page in self.traces]
        targets = dict.fromkeys((span.page, self.traces[span.page].number(span.start)) for span in on_page)
        links = []
        for page, number in targets:
            title = safe(say("show.to_line", lang, line=number))
            links.append(f'<a class="to" href="#{self.places[page]}-{number}" title="{title}">{number}</a>')
        return "".join(links)


def _cut(words: str, piece: Piece | None) -> str:
    if piece is None:
        return f'<span class="lost">{safe(words)}</span>' if words.strip() else safe(words)
    kind, style = (" " + piece.owner, "") if piece.story is None else ("", f' style="--hue:{hue(piece.story)}"')
    return f'<a class="piece{kind} {piece.anchor}" href="#{piece.anchor}"{style}>{safe(words)}</a>'


def _links(found: list[Piece]) -> str:
    anchors = list(dict.fromkeys(piece.anchor for piece in found))
    rule = "{ outline: 2px solid var(--faint) }"
    rules = [f"body:has(#{anchor}:hover) .{anchor} {rule}" for anchor in anchors]
    return "\n".join(rules) if len(anchors) <= LINKED else ""
