"""The stories in full with their facts marked, and beside each paragraph a table of them: a page of HTML by itself.

Marked words lead to their row, the id of a row leads back. The look of a mark tells its kind, with colours and without.
"""

from collections.abc import Iterator
from itertools import count
from string import Template

from presscheck import data
from presscheck.errors import Lang
from presscheck.messages import say
from presscheck.model import Article, Fact, ParagraphKind, Reading
from presscheck.show.corrections import place
from presscheck.show.fact_words import KINDS, Held, counted, held, says, steps, tally
from presscheck.show.facts import shortened
from presscheck.show.galley import ELEMENTS
from presscheck.show.masthead import head
from presscheck.show.stories import safe


def write(reading: Reading, lang: Lang) -> str:
    """The page, complete; everything that comes from the newspaper is escaped.

    >>> "<script" in write(Reading((), (), (Article("a1", headline="<script>"),)), "en")
    False
    """
    sheet = _Sheet(reading, lang)
    return Template(data.shipped("facts.html").read_text(encoding="utf8")).substitute(
        head(reading, lang),
        facts=safe(counted(reading, lang)),
        legend="".join(_legend(reading, lang)),
        how_to=safe(say("facts.how_to", lang)),
        stories="\n".join(sheet.stories()) or f"<p>{safe(say('show.nothing', lang))}</p>",
    )


def _legend(reading: Reading, lang: Lang) -> Iterator[str]:
    counts = tally(reading)
    for kind in KINDS:
        if counts[kind]:
            yield f'<li><span class="fact {kind}">{safe(say(f"facts.{kind}", lang))}</span> {counts[kind]}</li>'


class _Sheet:
    """The stories of one reading, each fact with a number for its anchors."""

    def __init__(self, reading: Reading, lang: Lang) -> None:
        self.reading, self.lang = reading, lang
        numbers = count(1)
        self.numbers = {id(fact): next(numbers) for article in reading.articles for fact in article.facts}

    def stories(self) -> Iterator[str]:
        for article in self.reading.articles:
            yield "<article>"
            if article.headline is None:
                yield f'<h2 class="none">{safe(say("show.no_headline", self.lang))}</h2>'
            yield from self._story(article)
            yield "</article>"

    def _story(self, article: Article) -> Iterator[str]:
        for one in held(article):
            name = ELEMENTS.get(one.part.kind, "p")
            kind = "" if one.part.kind in (ParagraphKind.P, *ELEMENTS) else f' class="{safe(one.part.kind)}"'
            yield f"<{name}{kind}>{''.join(self._words(one))}</{name}>"
            if one.facts:
                yield from self._table(one)
        if not article.facts:
            yield f'<p class="none">{safe(say("facts.nothing_here", self.lang))}</p>'

    def _words(self, one: Held) -> Iterator[str]:
        """A part with its marks; words lead to the row of the innermost."""
        for step in steps(one.part.text, one.spots):
            if step.does == "close":
                yield "</span>"
            elif step.does == "open" and step.spot:
                anchor = f' id="words-{self._number(step.spot.fact)}"' if step.whole and step.spot.first else ""
                edges = f" {'starts' if step.whole else 'goes-on'}"
                yield f'<span class="fact {safe(step.spot.fact.kind)}{edges}"{anchor}>'
            elif step.spot:
                title = safe(self._summary(step.spot.fact))
                yield f'<a href="#fact-{self._number(step.spot.fact)}" title="{title}">{safe(step.words)}</a>'
            else:
                yield safe(step.words)

    def _number(self, fact: Fact) -> int:
        return self.numbers[id(fact)]

    def _summary(self, fact: Fact) -> str:
        return f"{fact.id} {say(f'facts.{fact.kind}', self.lang)}: {says(fact, self.lang)[0].words}"

    def _table(self, one: Held) -> Iterator[str]:
        """The facts whose words begin in a part, a row each."""
        told = safe(say("facts.table_of", self.lang, place=place(one.part, self.lang)))
        names = "".join(
            f'<th scope="col">{safe(say(f"facts.{name}", self.lang))}</th>' for name in ("id", "kind", "words", "says")
        )
        yield f'<table aria-label="{told}"><thead><tr>{names}</tr></thead><tbody>'
        yield from (self._row(fact) for fact in one.facts)
        yield "</tbody></table>"

    def _row(self, fact: Fact) -> str:
        number, kind = self._number(fact), safe(fact.kind)
        back = safe(say("facts.to_words", self.lang))
        lead, *others = says(fact, self.lang)
        pieces = "".join(
            f'<span class="piece">{f"<i>{safe(said.label)}</i> " if said.label else ""}{safe(said.words)}</span> '
            for said in others
        )
        return (
            f'<tr class="{kind}" id="fact-{number}"><th scope="row"><a href="#words-{number}" title="{back}">'
            f'{safe(fact.id)}</a></th><td class="kind">{safe(say(f"facts.{fact.kind}", self.lang))}</td>'
            f'<td class="words">{safe(shortened(fact.evidence.text))}</td>'
            f'<td class="says"><b>{safe(lead.words)}</b> {pieces}</td></tr>'
        )
