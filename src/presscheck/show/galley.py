"""The stories in full with the proofreader's marks on them, as one page of HTML that needs nothing else.

Each mark has a number that leads to its reason beside the paragraph (on a phone: under it), and from there back.
"""

from collections.abc import Iterator
from itertools import count
from string import Template

from presscheck import data
from presscheck.errors import Lang
from presscheck.messages import say
from presscheck.model import Article, Correction, ParagraphKind, Reading, Tier
from presscheck.model.correction import stretches
from presscheck.show.corrections import Marked, counted, parts, place, tally
from presscheck.show.masthead import head
from presscheck.show.stories import safe

ELEMENTS = {"headline": "h2", "crosshead": "h3"}


def write(reading: Reading, lang: Lang) -> str:
    """The page, complete; everything that comes from the newspaper is escaped.

    >>> from presscheck.model import Article
    >>> "<script" in write(Reading((), (), (Article("a1", headline="<script>"),)), "en")
    False
    """
    numbers = count(1)
    stories = [line for article in reading.articles for line in _story(article, numbers, lang)]
    return Template(data.shipped("galley.html").read_text(encoding="utf8")).substitute(
        head(reading, lang),
        marks=safe(counted(reading, lang)),
        legend="".join(_legend(reading, lang)),
        how_to=safe(say("show.galley_how_to", lang)),
        stories="\n".join(stories) or f"<p>{safe(say('show.nothing', lang))}</p>",
    )


def _legend(reading: Reading, lang: Lang) -> Iterator[str]:
    counts = tally(reading)
    for tier in Tier:
        words = safe(say(f"show.tier_{tier.value}", lang))
        yield f'<li class="{tier.value}"><span class="mark">{_name(tier, lang)} {counts[tier]}</span> {words}</li>'


def _name(tier: Tier, lang: Lang) -> str:
    return safe(say(f"show.{tier.value}", lang))


def _story(article: Article, numbers: Iterator[int], lang: Lang) -> Iterator[str]:
    told = parts(article)
    yield "<article>"
    if article.headline is None:
        yield f'<h2 class="none">{safe(say("show.no_headline", lang))}</h2>'
    for part in told:
        yield from _part(part, numbers, lang)
    if not any(part.corrections for part in told):
        yield f'<p class="none">{safe(say("show.nothing_to_mark", lang))}</p>'
    yield "</article>"


def _part(part: Marked, numbers: Iterator[int], lang: Lang) -> Iterator[str]:
    """A head or paragraph with its marks, and beside it the reason for each."""
    ordered = sorted(part.corrections, key=lambda mark: (mark.start, mark.end))
    numbered = {id(mark): next(numbers) for mark in ordered}
    name = ELEMENTS.get(part.kind, "p")
    kind = "" if part.kind in (ParagraphKind.P, *ELEMENTS) else f' class="{part.kind}"'
    words = "".join(
        _mark(mark, numbered[id(mark)], lang) if mark else safe(words) for words, mark in stretches(part.text, ordered)
    )
    yield f"<{name}{kind}>{words}</{name}>"
    if ordered:
        yield f'<ol class="notes" aria-label="{safe(place(part, lang))}">'
        yield from (_note(mark, numbered[id(mark)], lang) for mark in ordered)
        yield "</ol>"


def _mark(mark: Correction, number: int, lang: Lang) -> str:
    """A mark where it stands; a word joiner keeps its number on the line."""
    why = safe(f"{say(f'show.{mark.tier.value}', lang)} {mark.confidence:.2f}: {mark.reason}")
    link = f'\N{WORD JOINER}<a class="number" href="#why-{number}" aria-label="{number}: {why}">{number}</a>'
    return f'<span class="mark {mark.tier.value}" id="mark-{number}" title="{why}">{_change(mark)}{link}</span>'


def _change(mark: Correction) -> str:
    if mark.only_check:
        return f"<mark>{safe(mark.before)}</mark>"
    gone = f"<del>{safe(mark.before)}</del>" if mark.before else ""
    return gone + (f"<ins>{safe(mark.after)}</ins>" if mark.after else "")


def _note(mark: Correction, number: int, lang: Lang) -> str:
    sure = f'<span class="tier">{_name(mark.tier, lang)} {mark.confidence:.2f}</span>'
    link = f'<a class="number" href="#mark-{number}" title="{safe(say("show.to_mark", lang))}">{number}</a>'
    look = f" · {safe(say('show.look_here', lang))}" if mark.only_check else ""
    told = f'{link} <span class="change">{_change(mark)}</span> {sure}<br>{safe(mark.reason)}{look}'
    return f'<li class="{mark.tier.value}" id="why-{number}">{told}</li>'
