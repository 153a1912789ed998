"""A story as it is audited: its words and facts, and where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from presscheck.model import Article, Fact, Figure, Reading, Words
from presscheck.model.found import Source
from presscheck.model.verdict import Told
from presscheck.record.passages import Text, around, texts_of


@dataclass(frozen=True, slots=True)
class Story:
    """A story with its place; the facts of its ``article`` have the ids that findings name."""

    source: Source
    article: Article

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Its figures, in the order in which it tells them."""
        return tuple(one for one in self.article.facts if isinstance(one, Figure))

    def texts(self) -> Iterator[Text]:
        """Its heads and paragraphs."""
        yield from texts_of(self.article)

    def text_of(self, words: Words) -> Text:
        """The part in which some words stand."""
        return next(one for one in self.texts() if (one.part, one.paragraph) == (words.part, words.paragraph))

    def told(self, *facts: Fact) -> tuple[Told, ...]:
        """The sentences that tell some facts, as evidence, each once."""
        return tuple(dict.fromkeys(self._told(one.evidence) for one in facts))

    def _told(self, words: Words) -> Told:
        text = self.text_of(words)
        start, end = around(text, words)
        return Told(self.source.article, text.part, text.paragraph, text.words[start:end])


def stories_of(reading: Reading) -> tuple[Story, ...]:
    """The stories of a reading, each with its place."""
    pages = {page.id: page for page in reading.pages}
    out = []
    for article in reading.articles:
        on = next((pages[span.page] for span in article.spans if span.page in pages), None)
        day = (on.date if on else None) or (article.dateline.date if article.dateline else None)
        out.append(Story(Source(article.id, article.headline, day, on.paper if on else None), article))
    return tuple(out)
