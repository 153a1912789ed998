"""The facts of a reading in the terminal: the words that tell them, marked, and a table of what they say."""

from collections.abc import Iterator

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from presscheck.errors import Lang
from presscheck.export.text import visible
from presscheck.messages import say
from presscheck.model import Article, Fact, Reading
from presscheck.show.corrections import place
from presscheck.show.fact_words import Held, counted, held, says, steps

STYLES = {
    "figure": "cyan",
    "time": "green",
    "quote": "yellow",
    "act": "magenta",
    "change": "red",
    "commitment": "blue",
    "rule": "bright_red",
    "pairing": "bright_magenta",
}
HEAD, TAIL = 16, 7
"""Of long words so many characters are shown in the table: their first, their last."""
JOINT = " · "


def facts(reading: Reading, lang: Lang) -> Iterator[RenderableType]:
    """Every story that tells facts: its marked words, then a table of them; last how many there are of each kind."""
    for article in reading.articles:
        told = [one for one in held(article) if one.spots]
        if told:
            headline = visible(article.headline or say("show.no_headline", lang))
            yield Text.assemble((article.id, "bold cyan"), " ", (headline, "bold"))
            yield from (_marked(one, lang) for one in told)
            yield Text()
            yield table(article, lang)
            yield Text()
    yield Text(counted(reading, lang), style="bold")


def _marked(one: Held, lang: Lang) -> Text:
    """A part in full; each mark can be read without colours too: [f3 近40座]."""
    text = Text.assemble("  ", (place(one.part, lang) + "  ", "dim"))
    for step in steps(one.part.text, one.spots):
        style = STYLES.get(step.spot.fact.kind, "") if step.spot else ""
        if step.does == "words":
            text.append(visible(step.words), style=style)
        elif step.does == "open" and step.spot:
            goes_on = "" if step.whole else "…"
            text.append(f"[{goes_on}{visible(step.spot.fact.id)} ", style=f"dim {style}")
        else:
            text.append("]" if step.whole else "…]", style=f"dim {style}")
    return text


def table(article: Article, lang: Lang) -> Table:
    """The facts of one story, a row each."""
    shown = Table(box=box.SIMPLE, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim", show_edge=False)
    shown.add_column(say("facts.id", lang), no_wrap=True)
    shown.add_column(say("facts.kind", lang), no_wrap=True)
    shown.add_column(say("facts.words", lang), max_width=24, overflow="fold")
    shown.add_column(say("facts.says", lang), ratio=1, overflow="fold")
    for fact in article.facts:
        kind = Text(say(f"facts.{fact.kind}", lang), style=STYLES.get(fact.kind, ""))
        shown.add_row(Text(visible(fact.id)), kind, Text(visible(shortened(fact.evidence.text))), _says(fact, lang))
    return shown


def _says(fact: Fact, lang: Lang) -> Text:
    """What a fact says; the interval of its values is left to the HTML page."""
    lead, *others = says(fact, lang)
    told = Text(visible(shortened(lead.words, 2)), style="bold")
    pieces = [
        Text.assemble((f"{said.label} " if said.label else "", "dim"), visible(shortened(said.words, 2)))
        for said in others
        if said.name != "between"
    ]
    return Text("\n").join([told, Text(JOINT).join(pieces)]) if pieces else told


def shortened(words: str, times: int = 1) -> str:
    """Long words cut off in their middle.

    >>> shortened("“渠水一到，地里的活就不用等天了，今年准能多收两成。”村民田丰说")
    '“渠水一到，地里的活就不用等天了…。”村民田丰说'
    """
    head, tail = HEAD * times, TAIL * times
    return words if len(words) <= head + tail + 1 else f"{words[:head]}…{words[-tail:]}"
