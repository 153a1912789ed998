"""What the story's people say: speech in marks and reported speech, each with its speaker."""

from collections.abc import Iterable
from dataclasses import dataclass

from presscheck.facts.cast import Cast, cast_of
from presscheck.facts.sources import sources
from presscheck.facts.speeches import Speech, speeches
from presscheck.facts.story import Part, Story
from presscheck.model.fact import Quote, Words


def find(story: Story, cast: Cast | None = None) -> tuple[Quote, ...]:
    """Every quotation of a story, in the order of its parts.

    >>> story = Story((Part("body", 0, "“水库要修。”水利部发言人方小舟5日说。他强调，全县停航。"),))
    >>> for quote in find(story):
    ...     print(quote.direct, quote.words, quote.speaker, quote.title)
    True (<水库要修。 body 0:1-6>,) <方小舟 body 0:13-16> <水利部发言人 body 0:7-13>
    False (<全县停航 body 0:24-28>,) <方小舟 body 0:13-16> <水利部发言人 body 0:7-13>
    """
    return hear(story, cast or cast_of(story)).quotes


@dataclass(frozen=True)
class Heard:
    """The quotations of a story, and ``told``: what goes on from a source unquoted, as its words and by whom."""

    quotes: tuple[Quote, ...]
    told: tuple[tuple[Words, Words], ...]

    def teller(self, part: Part, start: int, end: int) -> Words | None:
        """Who tells a figure: the speaker in whose words it stands, or the source that the story goes on from."""
        speaker = speaker_of(self.quotes, part, start, end)
        if speaker is not None:
            return speaker
        return next((who for words, who in self.told if _holds(words, part, start, end)), None)


def hear(story: Story, cast: Cast) -> Heard:
    """The quotations of a story and the stretches told by a source.

    >>> story = Story((Part("body", 0, "记者从县水务局获悉，水库蓄水3亿立方米。其中，生活用水1亿立方米。"),))
    >>> told = hear(story, cast_of(story))
    >>> told.teller(story.parts[0], 27, 32)
    <县水务局 body 0:3-7>
    """
    found = speeches(cast)
    quotes = tuple(_quote(story, speech) for speech in sorted(found, key=lambda speech: speech.stretches[0]))
    told = [(story.parts[one.part].words(one.start, one.end), one.who) for one in sources(cast, found)]
    return Heard(quotes, tuple(told))


def speaker_of(quotes: Iterable[Quote], part: Part, start: int, end: int) -> Words | None:
    """Who says the stretch from ``start`` to ``end`` of a part; ``None``: the story itself tells it."""
    for quote in quotes:
        for words in quote.words:
            if _holds(words, part, start, end):
                return quote.speaker
    return None


def _holds(words: Words, part: Part, start: int, end: int) -> bool:
    here = words.part == part.name and words.paragraph == part.paragraph
    return here and words.start <= start and end <= words.end


def _quote(story: Story, speech: Speech) -> Quote:
    part, who, cue = story.parts[speech.part], speech.who, speech.cue
    here = [(start, end) for number, start, end in speech.stretches if number == speech.part]
    low, high = min(start for start, _ in here), max(end for _, end in here)
    if cue is not None:
        low, high = min(low, cue.start), max(high, cue.end)
        if who is not None and who.start is not None:
            low = min(low, who.start)
    if speech.direct:
        low -= bool(low and part.text[low - 1] in "“「")
        high += part.text[high : high + 1] in ("”", "」")
    return Quote(
        evidence=part.words(low, high),
        speaker=who.name if who else None,
        words=tuple(story.parts[number].words(start, end) for number, start, end in speech.stretches),
        direct=speech.direct,
        title=who.title if who else None,
        cue=part.words(cue.start, cue.end) if cue else None,
    )
