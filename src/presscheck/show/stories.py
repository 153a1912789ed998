"""The restored stories as HTML, each head and paragraph with links back to where it stands on its page."""

from collections.abc import Callable, Iterator
from html import escape

from presscheck.errors import Lang
from presscheck.export.text import visible
from presscheck.messages import say
from presscheck.model import Article, Paragraph, ParagraphKind, Reading, Span
from presscheck.show.terminal import TEAR, link, marks
from presscheck.show.trace import Piece, tears

GOLDEN_ANGLE = 137.508
"""Degrees between the hues of two stories; by this step no two of the first dozen come near each other."""

To = Callable[[str, tuple[Span, ...]], str]
"""The links from a head or paragraph, told by its anchor and its spans, to the page."""
Above = Callable[[int, Article], str]
"""What stands above the head of a story."""


class Stories:
    """The stories, the furniture and the remainder of one reading."""

    def __init__(self, reading: Reading, found: list[Piece], lang: Lang, to: To, above: Above | None = None) -> None:
        self.reading = reading
        self.lang = lang
        self.pages = {page.id: page for page in reading.pages}
        self.known = {piece.anchor for piece in found}
        self.numbers = {article.id: number for number, article in enumerate(reading.articles)}
        self.to = to
        self.above = above

    def html(self) -> Iterator[str]:
        """Every story, then what belongs to none."""
        for number, article in enumerate(self.reading.articles):
            yield f'<article id="s{number}" class="s{number}" style="--hue:{hue(number)}">'
            yield self.above(number, article) if self.above else ""
            yield from self._heads(f"s{number}", article)
            yield from (self._paragraph(f"s{number}-p{n}", part) for n, part in enumerate(article.paragraphs))
            yield self._why(article)
            yield "</article>"
        if not self.reading.articles:
            yield f"<p>{safe(say('show.nothing', self.lang))}</p>"
        outside = [("furniture", n, item.text, "", item.spans) for n, item in enumerate(self.reading.furniture)]
        outside += [("remainder", n, it.text, it.reason, it.spans) for n, it in enumerate(self.reading.remainder)]
        for name, n, words, reason, spans in outside:
            label = safe(say(f"show.{name}", self.lang) + (f" · {reason}" if reason else ""))
            anchor = f"{name}-{n}"
            shown = f'{safe(words)}{self.to(anchor, spans)}<br><span class="why">{label}</span>'
            yield f'<section class="{anchor}"><p id="{anchor}">{shown}</p></section>'

    def _heads(self, story: str, article: Article) -> Iterator[str]:
        parts = {name: words for name, words in marks(article) if f"{story}-{name}" in self.known}
        if "kicker" in parts:
            yield self._mark(story, "kicker", article, parts["kicker"])
        headline = article.headline or say("show.no_headline", self.lang)
        anchor = f"{story}-headline"
        yield f'<h2 id="{anchor}">{safe(headline)}{self.to(anchor, article.places.headline)}</h2>'
        for name in ("deck", "byline", "dateline", "jump_from", "jump_to"):
            if name in parts:
                yield self._mark(story, name, article, parts[name])

    def _mark(self, story: str, name: str, article: Article, words: str) -> str:
        kind, anchor = name if name in ("kicker", "deck") else "sign", f"{story}-{name}"
        behind = self.to(anchor, getattr(article.places, name)) + self._other_half(name, article)
        return f'<p class="{kind}" id="{anchor}">{safe(words)}{behind}</p>'

    def _other_half(self, name: str, article: Article) -> str:
        """A link from a jump line to the story it leads to, where that was found."""
        jump = {"jump_from": article.jump_from, "jump_to": article.jump_to}.get(name)
        if jump is None or jump.article not in self.numbers:
            return ""
        number = self.numbers[jump.article]
        words = safe(say("show.other_half", self.lang, number=number + 1))
        return f' <a class="half" href="#s{number}">{words}</a>'

    def _paragraph(self, anchor: str, paragraph: Paragraph) -> str:
        torn = tears(paragraph, self.pages)
        note = say("show.torn_once" if len(torn) == 1 else "show.torn", self.lang, count=len(torn))
        tear = f'<span class="tear" title="{safe(note)}">{TEAR}</span>'
        words = [self.pages[span.page].words(span) if span.page in self.pages else "" for span in paragraph.spans]
        whole = "".join((tear if n in torn else "") + safe(word) for n, word in enumerate(words))
        shown = (whole if torn else safe(paragraph.text)) + self.to(anchor, paragraph.spans)
        if paragraph.kind is ParagraphKind.CROSSHEAD:
            return f'<h3 id="{anchor}">{shown}</h3>'
        kind = "" if paragraph.kind is ParagraphKind.P else ' class="caption"'
        return f'<p id="{anchor}"{kind}>{shown}</p>'

    def _why(self, article: Article) -> str:
        sure = safe(f"{article.id} · " + say("show.confidence", self.lang, confidence=f"{article.confidence:.2f}"))
        linked = [line for part in ("jump_from", "jump_to") for line in link(article, part, self.lang)]
        reasons = "".join(f"<li>{safe(reason)}</li>" for reason in (*article.reasons, *linked))
        return f'<div class="why">{sure}<ul>{reasons}</ul></div>'


def hue(story: int) -> str:
    """The hue of a story, in degrees."""
    return f"{story * GOLDEN_ANGLE % 360:.0f}"


def safe(text: str) -> str:
    """Page text as HTML shows it, whatever it holds."""
    return escape(visible(text))
