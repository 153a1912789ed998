"""A reading in the terminal, step by step: the lines as they came, the blocks, the stories."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text
from rich.tree import Tree

from presscheck.errors import Lang
from presscheck.export.text import visible
from presscheck.messages import say
from presscheck.model import Article, Block, Line, Page, Paragraph, ParagraphKind, Reading, Role
from presscheck.show.trace import Piece, Trace, pieces, roles, tears

Shown = Iterator[RenderableType]
COLOURS = ("cyan", "green", "yellow", "magenta", "bright_blue", "bright_red", "bright_green", "bright_magenta")
ROLE_STYLES = {
    Role.HEADLINE: "bold",
    Role.KICKER: "bold",
    Role.DECK: "bold",
    Role.CROSSHEAD: "bold italic",
    Role.JUMP_FROM: "reverse",
    Role.JUMP_TO: "reverse",
    Role.FURNITURE: "dim",
    Role.UNKNOWN: "dim",
}
GAP = "  "
TEAR = "⋯"
PAIRS = 8
"""How many different look-alikes of a page are named."""
OPENING = 28
"""Characters of a paragraph's beginning that are shown, and half of that on each side of a tear."""


def heading(reading: Reading, lang: Lang) -> Shown:
    """What came in: each page with its encoding, how it is held, its look-alikes and notes, then the counts."""
    for page in reading.pages:
        yield Text(visible(say("show.page", lang, id=page.id, file=page.file)), style="bold")
        yield from (Text(GAP + visible(line)) for line in about(page, lang))
    yield Text(GAP + counts(reading, lang))
    yield Text()


def about(page: Page, lang: Lang) -> list[str]:
    """What we noticed about a page as a whole, a sentence each."""
    told = []
    if page.date:
        told.append(say("show.date", lang, date=page.date))
    if page.number is not None:
        told.append(say("show.number", lang, number=page.number))
    if page.encoding:
        told.append(say("show.encoding", lang, charset=page.encoding.name, how=say(f"show.{page.encoding.how}", lang)))
        told += [say("show.replaced", lang, count=page.encoding.replaced)] if page.encoding.replaced else []
    if page.manner:
        kind, sure = say(f"show.{page.manner.kind.value}", lang), f"{page.manner.confidence:.2f}"
        told += [say("show.manner", lang, kind=kind, confidence=sure), *page.manner.reasons]
    if page.look_alikes:
        told.append(say("show.look_alikes", lang, count=len(page.look_alikes), pairs=_look_alike_pairs(page)))
    return told + list(page.notes)


def _look_alike_pairs(page: Page) -> str:
    pairs = dict.fromkeys(f"{item.before}(U+{ord(item.before):04X})→{item.after}" for item in page.look_alikes)
    return " ".join(list(pairs)[:PAIRS]) + (" …" if len(pairs) > PAIRS else "")


def counts(reading: Reading, lang: Lang) -> str:
    """How many lines came in, how many stories came out, how much is left over."""
    lines_in = sum(len(page.lines) for page in reading.pages)
    left = sum(len("".join(item.text.split())) for item in reading.remainder)
    return say("show.counts", lang, lines=lines_in, articles=len(reading.articles), left=left)


def lines(reading: Reading, lang: Lang) -> Shown:
    """Every line of the file with its number, indent, role and the story it went to."""
    found = pieces(reading)
    for page in reading.pages:
        trace, parts = Trace(page, found), roles(page, reading.blocks)
        rows = [_line(trace, line, role, lang) for line, role in zip(page.lines, parts, strict=True)]
        yield from _aligned([say(f"show.{name}", lang) for name in ("line", "indent", "role", "story", "text")], rows)


def _line(trace: Trace, line: Line, role: Role | None, lang: Lang) -> tuple[Text, ...]:
    cuts = trace.under(line.span)
    owners = dict.fromkeys(piece.owner for _, piece in cuts if piece)
    return (
        Text(str(trace.number(line.span.start))),
        Text(str(line.indent or "")),
        _role(role, lang),
        Text(" ".join(_owner(owner, lang) for owner in owners), style=_colour(cuts[0][1] if cuts else None)),
        Text.assemble(*((visible(words), _colour(piece)) for words, piece in cuts)),
    )


def blocks(reading: Reading, lang: Lang) -> Shown:
    """Every block with its role, its lines in the file, and the story it went to."""
    found = pieces(reading)
    traces = {page.id: Trace(page, found) for page in reading.pages}
    rows = [_block(block, traces, lang) for block in reading.blocks]
    names = ("id", "role", "lines_of", "column", "story", "text")
    yield from _aligned([say(f"show.{name}", lang) for name in names], rows)


def _block(block: Block, traces: dict[str, Trace], lang: Lang) -> tuple[Text, ...]:
    on_page = [span for span in block.spans if span.page in traces]
    numbers = dict.fromkeys(str(traces[span.page].number(span.start)) for span in on_page)
    first = next((piece for span in on_page for _, piece in traces[span.page].under(span) if piece), None)
    return (
        Text(block.id),
        _role(block.role, lang),
        Text(_shortened(",".join(numbers), 12)),
        Text("" if block.column is None else str(block.column + 1)),
        Text(_owner(first.owner, lang) if first else "", style=_colour(first)),
        Text(visible(block.text), style=_colour(first)),
    )


def articles(reading: Reading, lang: Lang) -> Shown:
    """Every story as a tree: its heads and marks, how each paragraph begins, where torn ones were rejoined."""
    pages = {page.id: page for page in reading.pages}
    for number, article in enumerate(reading.articles):
        yield _tree(number, article, pages, lang)
        yield Text()
    yield from _outside("furniture", [(item.text, "") for item in reading.furniture], lang)
    yield from _outside("remainder", [(item.text, item.reason) for item in reading.remainder], lang)
    if not reading.articles:
        yield Text(say("show.nothing", lang))


def _outside(name: str, items: Sequence[tuple[str, str]], lang: Lang) -> Shown:
    if not items:
        return
    tree = Tree(Text(say(f"show.{name}", lang), style="bold"), guide_style="dim")
    for words, reason in items:
        leaf = tree.add(Text(visible(_shortened(words, 2 * OPENING)), style="dim"))
        if reason:
            leaf.add(Text(visible(reason), style="dim italic"))
    yield tree
    yield Text()


def _tree(number: int, article: Article, pages: dict[str, Page], lang: Lang) -> Tree:
    title = visible(article.headline or say("show.no_headline", lang))
    sure = say("show.confidence", lang, confidence=f"{article.confidence:.2f}")
    name = Text.assemble(
        (article.id, "bold " + COLOURS[number % len(COLOURS)]), " ", (title, "bold"), GAP, (sure, "dim")
    )
    tree = Tree(name, guide_style="dim")
    for part, words in marks(article):
        leaf = tree.add(Text.assemble((say(f"show.{part}", lang) + " ", "dim"), visible(words)))
        for line in link(article, part, lang):
            leaf.add(Text(visible(line), style="dim italic"))
    for paragraph in article.paragraphs:
        _add_paragraph(tree, paragraph, pages, lang)
    for reason in article.reasons:
        tree.add(Text.assemble((say("show.why", lang) + " ", "dim"), (visible(reason), "dim italic")))
    return tree


def marks(article: Article) -> list[tuple[str, str]]:
    """The heads and marks a story has besides its headline, in the order in which they are printed."""
    told = [("kicker", article.kicker), ("deck", article.deck), ("byline", article.byline)]
    told.append(("dateline", article.dateline.text if article.dateline else None))
    told += [("jump_from", article.jump_from.text if article.jump_from else None)]
    told += [("jump_to", article.jump_to.text if article.jump_to else None)]
    return [(part, words) for part, words in told if words]


def link(article: Article, part: str, lang: Lang) -> list[str]:
    """Where the other half of a story was found that goes on at its jump line ``part``, and what speaks for it.

    >>> from presscheck.model import Jump
    >>> told = Article("a1", jump_to=Jump("下转第三版", 3, "a7", True, 0.97, ("both speak of one matter",)))
    >>> link(told, "jump_to", "en")
    ['the other half: a7 (confidence 0.97)', 'both speak of one matter']
    """
    jump = {"jump_from": article.jump_from, "jump_to": article.jump_to}.get(part)
    if jump is None or jump.article is None:
        return []
    sure = "–" if jump.confidence is None else f"{jump.confidence:.2f}"
    return [say("show.half_found", lang, article=jump.article, confidence=sure), *jump.reasons]


def _add_paragraph(tree: Tree, paragraph: Paragraph, pages: dict[str, Page], lang: Lang) -> None:
    style = "bold italic" if paragraph.kind is ParagraphKind.CROSSHEAD else ""
    label = "¶" if paragraph.kind is ParagraphKind.P else say(f"show.{paragraph.kind.value}", lang)
    leaf = tree.add(Text.assemble((label + " ", "dim"), (visible(_shortened(paragraph.text, OPENING)), style)))
    for before, after in seams(paragraph, pages):
        around = visible(before[-OPENING // 2 :]), visible(after[: OPENING // 2])
        leaf.add(Text.assemble(around[0], (f" {TEAR} ", "bold red"), around[1]))


def seams(paragraph: Paragraph, pages: dict[str, Page]) -> list[tuple[str, str]]:
    """The words on both sides of every place where a torn paragraph was rejoined."""
    words = [pages[span.page].words(span) if span.page in pages else "" for span in paragraph.spans]
    torn = tears(paragraph, pages)
    runs = ["".join(words[start:end]) for start, end in pairwise([0, *torn, len(words)])]
    return list(pairwise(runs))


def _aligned(names: Sequence[str], rows: Sequence[tuple[Text, ...]]) -> Iterator[Text]:
    head = tuple(Text(name, style="dim") for name in names)
    sizes = [max(cell_len(row[place].plain) for row in (head, *rows)) for place in range(len(names) - 1)]
    for row in (head, *rows):
        cells = [cell + " " * (size - cell_len(cell.plain)) for cell, size in zip(row, sizes, strict=False)]
        yield Text(GAP).join([*cells, row[-1]])


def _colour(piece: Piece | None) -> str:
    if piece is None:
        return "bold red"
    return "dim" if piece.story is None else COLOURS[piece.story % len(COLOURS)]


def _owner(owner: str, lang: Lang) -> str:
    return say(f"show.{owner}", lang) if owner in ("furniture", "remainder") else owner


def _role(role: Role | None, lang: Lang) -> Text:
    if role is None:
        return Text()
    name = "role_unknown" if role is Role.UNKNOWN else role.value
    return Text(say(f"show.{name}", lang), style=ROLE_STYLES.get(role, ""))


def _shortened(words: str, size: int) -> str:
    return words if len(words) <= size else words[: size - 1] + "…"
