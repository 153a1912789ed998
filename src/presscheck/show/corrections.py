"""What the proofreader marks, in the terminal: the words round each mark, what is proposed, and why."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.console import RenderableType
from rich.text import Text

from presscheck.errors import Lang
from presscheck.export.text import visible
from presscheck.messages import say
from presscheck.model import Article, Correction, ParagraphKind, Reading, Tier
from presscheck.model.correction import by_part, stretches

AROUND = 12
"""Characters shown on both sides of a mark; marks nearer to each other than twice as many are shown together."""
HEADS = ("kicker", "headline", "deck", "byline", "dateline")
COLOURS = {Tier.SURE: "green", Tier.LIKELY: "yellow", Tier.SUSPECT: "magenta"}
ELLIPSIS = "…"
INDENT = "     "


class Marked(NamedTuple):
    """One part of a story, in words, and the corrections on it; ``kind`` names what it is."""

    kind: str
    number: int | None
    text: str
    corrections: tuple[Correction, ...]


def parts(article: Article) -> list[Marked]:
    """The heads of a story, then its paragraphs; a byline or dateline within a paragraph is told there only.

    >>> from presscheck.model import Paragraph
    >>> told = Article("a1", headline="水渠完工", paragraphs=(Paragraph(ParagraphKind.P, "全长三十里。", ()),))
    >>> [(part.kind, part.text) for part in parts(told)]
    [('headline', '水渠完工'), ('p', '全长三十里。')]
    """
    on = by_part(article.corrections)
    within = {inside.part for inside in article.inside}
    words = {part: getattr(article, part) for part in HEADS}
    words["dateline"] = article.dateline.text if article.dateline else None
    heads = [
        Marked(part, None, text, tuple(on.get((part, None), ())))
        for part, text in words.items()
        if text and part not in within
    ]
    return heads + [
        Marked(paragraph.kind.value, number + 1, paragraph.text, tuple(on.get(("body", number), ())))
        for number, paragraph in enumerate(article.paragraphs)
    ]


def tally(reading: Reading) -> Counter[Tier]:
    """How many marks of each tier are shown."""
    return Counter(mark.tier for article in reading.articles for part in parts(article) for mark in part.corrections)


def counted(reading: Reading, lang: Lang) -> str:
    """The marks of a reading, counted by their tiers.

    >>> counted(Reading((), (), ()), "en")
    'Nothing to mark.'
    """
    counts = tally(reading)
    if not counts:
        return say("show.nothing_to_mark", lang)
    return say("show.marks_counted", lang, **{tier.value: counts[tier] for tier in Tier})


def corrections(reading: Reading, lang: Lang) -> Iterator[RenderableType]:
    """Every story that has marks, and under its headline the words round each; last how many there are of each tier."""
    for article in reading.articles:
        marked = [part for part in parts(article) if part.corrections]
        if marked:
            headline = visible(article.headline or say("show.no_headline", lang))
            yield Text.assemble((article.id, "bold cyan"), " ", (headline, "bold"))
            for part in marked:
                yield from _part(part, lang)
            yield Text()
    yield Text(counted(reading, lang), style="bold")


def _part(part: Marked, lang: Lang) -> Iterator[Text]:
    label = place(part, lang)
    for run in _runs(part.corrections):
        yield Text.assemble("  ", (label + "  ", "dim"), *_excerpt(part.text, run))
        for mark in run:
            yield Text.assemble(
                INDENT,
                (f"{say(f'show.{mark.tier.value}', lang)} {mark.confidence:.2f}", COLOURS[mark.tier]),
                "  ",
                *_change(mark),
                "  ",
                visible(mark.reason),
            )


def place(part: Marked, lang: Lang) -> str:
    """What a part of a story is called: headline, paragraph 3, the caption.

    >>> place(Marked("p", 3, "全长三十里。", ()), "zh")
    '第 3 段'
    """
    if part.kind == ParagraphKind.P:
        return say("show.paragraph_number", lang, number=part.number)
    return say(f"show.{part.kind}", lang)


def _runs(marks: Sequence[Correction]) -> list[list[Correction]]:
    """Marks near enough to each other to be shown with one stretch of words."""
    runs: list[list[Correction]] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if runs and mark.start - runs[-1][-1].end <= 2 * AROUND:
            runs[-1].append(mark)
        else:
            runs.append([mark])
    return runs


def _excerpt(text: str, run: Sequence[Correction]) -> Iterator[str | tuple[str, str]]:
    """The words round a run of marks, the marks among them."""
    start, end = run[0].start, run[-1].end
    yield ELLIPSIS if start > AROUND else ""
    yield visible(text[max(start - AROUND, 0) : start])
    for number, (words, mark) in enumerate(stretches(text[:end], run)):
        if mark:
            yield from _change(mark)
        elif number:  # the first stretch leads up to the run
            yield visible(words)
    yield visible(text[end : end + AROUND])
    yield ELLIPSIS if len(text) > end + AROUND else ""


def _change(mark: Correction) -> Iterator[str | tuple[str, str]]:
    """A mark that can be read without colours too: [文→戈], and [文?] where nothing is proposed."""
    yield ("[", "dim")
    if mark.only_check:
        yield (visible(mark.before), "bold magenta")
        yield ("?]", "dim")
        return
    yield (visible(mark.before), "red strike")
    yield ("→", "dim")
    yield (visible(mark.after), "bold green")
    yield ("]", "dim")
