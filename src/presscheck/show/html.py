"""A reading as one self-contained HTML page: the file's lines on the left, the restored stories on the right.

No script and nothing fetched: the two sides lead to each other by plain anchors, and the page forbids all else.
"""

from collections.abc import Iterator
from html import escape
from string import Template

from presscheck import data
from presscheck.errors import Lang
from presscheck.export.text import visible
from presscheck.messages import say
from presscheck.model import Article, Paragraph, ParagraphKind, Reading, Span
from presscheck.show.terminal import TEAR, about, counts, marks
from presscheck.show.trace import Piece, Trace, pieces, tears

GOLDEN_ANGLE = 137.508
"""Degrees between the hues of two stories; by this step no two of the first dozen come near each other."""
LINKED = 600
"""Up to this many paragraphs and heads light up their lines under the pointer; browsers slow down on more rules."""


def write(reading: Reading, lang: Lang) -> str:
    """The page, complete; everything that comes from the newspaper is escaped.

    >>> "<script" in write(Reading((), (), (Article("a1", headline="<script>"),)), "en")
    False
    """
    found = pieces(reading)
    view = _View(reading, found, lang)
    return Template(data.shipped("show.html").read_text(encoding="utf8")).substitute(
        lang="zh-CN" if lang == "zh" else "en",
        title=_safe(" · ".join(dict.fromkeys(page.file for page in reading.pages)) or "presscheck"),
        about="\n".join(_about(reading, lang)),
        counts=_safe(counts(reading, lang)),
        how_to=_safe(say("show.how_to", lang)),
        links=_links(found),
        dump_title=_safe(say("show.dump", lang)),
        lines="\n".join(view.lines()),
        stories_title=_safe(say("show.stories", lang)),
        stories="\n".join(view.stories()),
    )


class _View:
    """The two sides of the page, made from one reading."""

    def __init__(self, reading: Reading, found: list[Piece], lang: Lang) -> None:
        self.reading = reading
        self.lang = lang
        self.pages = {page.id: page for page in reading.pages}
        self.traces = {page.id: Trace(page, found) for page in reading.pages}
        self.places = {page.id: f"l{number}" for number, page in enumerate(reading.pages)}
        self.known = {piece.anchor for piece in found}

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

    def stories(self) -> Iterator[str]:
        for number, article in enumerate(self.reading.articles):
            yield f'<article style="--hue:{_hue(number)}">'
            yield from self._heads(f"s{number}", article)
            yield from (self._paragraph(f"s{number}-p{n}", part) for n, part in enumerate(article.paragraphs))
            yield self._why(article)
            yield "</article>"
        if not self.reading.articles:
            yield f"<p>{_safe(say('show.nothing', self.lang))}</p>"
        outside = [("furniture", n, item.text, "", item.spans) for n, item in enumerate(self.reading.furniture)]
        outside += [("remainder", n, it.text, it.reason, it.spans) for n, it in enumerate(self.reading.remainder)]
        for name, n, words, reason, spans in outside:
            label = _safe(say(f"show.{name}", self.lang) + (f" · {reason}" if reason else ""))
            shown = f'{_safe(words)}{self._to(spans)}<br><span class="why">{label}</span>'
            yield f'<section><p id="{name}-{n}">{shown}</p></section>'

    def _heads(self, story: str, article: Article) -> Iterator[str]:
        parts = {name: words for name, words in marks(article) if f"{story}-{name}" in self.known}
        if "kicker" in parts:
            yield self._mark(story, "kicker", article, parts["kicker"])
        headline = article.headline or say("show.no_headline", self.lang)
        yield f'<h2 id="{story}-headline">{_safe(headline)}{self._to(article.places.headline)}</h2>'
        for name in ("deck", "byline", "dateline", "jump_from", "jump_to"):
            if name in parts:
                yield self._mark(story, name, article, parts[name])

    def _mark(self, story: str, name: str, article: Article, words: str) -> str:
        kind = name if name in ("kicker", "deck") else "sign"
        return f'<p class="{kind}" id="{story}-{name}">{_safe(words)}{self._to(getattr(article.places, name))}</p>'

    def _paragraph(self, anchor: str, paragraph: Paragraph) -> str:
        torn = tears(paragraph, self.pages)
        note = say("show.torn_once" if len(torn) == 1 else "show.torn", self.lang, count=len(torn))
        tear = f'<span class="tear" title="{_safe(note)}">{TEAR}</span>'
        words = [self.pages[span.page].words(span) if span.page in self.pages else "" for span in paragraph.spans]
        whole = "".join((tear if n in torn else "") + _safe(word) for n, word in enumerate(words))
        shown = (whole if torn else _safe(paragraph.text)) + self._to(paragraph.spans)
        if paragraph.kind is ParagraphKind.CROSSHEAD:
            return f'<h3 id="{anchor}">{shown}</h3>'
        kind = "" if paragraph.kind is ParagraphKind.P else ' class="caption"'
        return f'<p id="{anchor}"{kind}>{shown}</p>'

    def _why(self, article: Article) -> str:
        sure = _safe(f"{article.id} · " + say("show.confidence", self.lang, confidence=f"{article.confidence:.2f}"))
        reasons = "".join(f"<li>{_safe(reason)}</li>" for reason in article.reasons)
        return f'<div class="why">{sure}<ul>{reasons}</ul></div>'

    def _to(self, spans: tuple[Span, ...]) -> str:
        on_page = [span for span in spans if span.page in self.pages]
        targets = dict.fromkeys((span.page, self.traces[span.page].number(span.start)) for span in on_page)
        links = []
        for page, number in targets:
            title = _safe(say("show.to_line", self.lang, line=number))
            links.append(f'<a class="to" href="#{self.places[page]}-{number}" title="{title}">{number}</a>')
        return "".join(links)


def _about(reading: Reading, lang: Lang) -> Iterator[str]:
    for page in reading.pages:
        if len(reading.pages) > 1:
            yield f"<h2>{_safe(say('show.page', lang, id=page.id, file=page.file))}</h2>"
        yield "<ul>" + "".join(f"<li>{_safe(line)}</li>" for line in about(page, lang)) + "</ul>"


def _cut(words: str, piece: Piece | None) -> str:
    if piece is None:
        return f'<span class="lost">{_safe(words)}</span>' if words.strip() else _safe(words)
    kind, hue = (" " + piece.owner, "") if piece.story is None else ("", f' style="--hue:{_hue(piece.story)}"')
    return f'<a class="piece{kind} {piece.anchor}" href="#{piece.anchor}"{hue}>{_safe(words)}</a>'


def _links(found: list[Piece]) -> str:
    anchors = list(dict.fromkeys(piece.anchor for piece in found))
    rule = "{ outline: 2px solid var(--faint) }"
    rules = [f"body:has(#{anchor}:hover) .{anchor} {rule}" for anchor in anchors]
    return "\n".join(rules) if len(anchors) <= LINKED else ""


def _hue(story: int) -> str:
    return f"{story * GOLDEN_ANGLE % 360:.0f}"


def _safe(text: str) -> str:
    return escape(visible(text))
