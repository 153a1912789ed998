"""A reading as TEI P5: its stories as text for editions and corpora, each line pointing at its place on the paper.

Pages without geometry can be told in it too: their lines then carry their numbers instead.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from presscheck.export.order import Part, leads_to, parts
from presscheck.export.xml import (
    XML,
    Element,
    Names,
    add,
    article_names,
    begin,
    document,
    maker,
    number,
    on_lines,
    tell_unfit,
    write_on,
)
from presscheck.model import Article, Correction, Inside, Line, Page, Reading, Role, Span, Tier
from presscheck.model.correction import applied, by_part

SPACE = "http://www.tei-c.org/ns/1.0"
ID = f"{{{XML}}}id"
HEADS = {Role.KICKER: "kicker", Role.HEADLINE: None, Role.DECK: "deck"}
SIGNS = {Role.BYLINE: "byline", Role.DATELINE: "dateline"}
BLOCKS = {Role.JUMP_FROM: "jump_from", Role.CREDIT: "credit", Role.TABLE: "table"}
"""Parts that TEI has no word for: blocks with a type."""
WORDLESS = """
TEI teiHeader fileDesc titleStmt publicationStmt sourceDesc bibl encodingDesc appInfo application facsimile surface
text body div figure
"""
ON_LINES = frozenset(WORDLESS.split())
HOW_SURE = {Tier.SURE: "high", Tier.LIKELY: "medium"}
CORRECTED = {
    Tier.SURE: "What is surely a misprint or misreading was corrected; each correction stands in corr.",
    Tier.LIKELY: "What is surely or likely a misprint or misreading was corrected; each correction stands in corr.",
}


def write(reading: Reading, apply: Tier | None = None) -> str:
    """The whole reading: header, the places of its lines where they are known, one ``div`` a story.

    With ``apply`` the stories are corrected as far as that tier, each change in a ``corr``.

    >>> "<body>" in write(Reading((), (), ()))
    True
    """
    return _Tei(reading, apply).file()


class _Tei:
    """One reading while it is written."""

    def __init__(self, reading: Reading, apply: Tier | None = None) -> None:
        self.reading = reading
        self.apply = apply
        self.pages = {page.id: page for page in reading.pages}
        self.articles = article_names(reading.articles)
        self.after = {self.articles[one]: self.articles[two] for one, two in leads_to(reading).items()}
        self.before = {two: one for one, two in self.after.items()}
        self.names = Names(self.articles.values())
        self.surfaces = {page.id: self.names.give(page.id) for page in reading.pages if page.has_geometry}
        self.lines = {page.id: sorted(page.lines, key=lambda line: line.span) for page in reading.pages}
        self.starts = {name: [line.span.start for line in lines] for name, lines in self.lines.items()}
        self.zones: dict[tuple[str, int], str] = {}
        self.page: str | None = None

    def file(self) -> str:
        root = begin(SPACE, "TEI")
        self._header(root)
        self._facsimile(root)
        text = add(root, "text")
        text.set(f"{{{XML}}}lang", "zh")
        body = add(text, "body")
        for article in self.reading.articles:
            self._article(body, article)
        self._outside(body)
        if not len(body):
            add(body, "p")
        tell_unfit(root, (self.pages[span.page].words(span) for span in self.reading.spans()))
        on_lines(root, ON_LINES)
        return document(root, indent=False)

    def _header(self, root: Element) -> None:
        about = add(add(root, "teiHeader"), "fileDesc")
        papers = dict.fromkeys(page.paper or page.file for page in self.reading.pages)
        add(add(about, "titleStmt"), "title", text=" · ".join(papers) or "presscheck")
        add(add(about, "publicationStmt"), "p", text="Not published by itself; see the original.")
        source = add(about, "sourceDesc")
        for page in {page.file: page for page in reversed(self.reading.pages)}.values():
            bibl = add(source, "bibl")
            add(bibl, "title", text=page.paper or page.file)
            if page.date:
                add(bibl, "date", {"when": page.date.isoformat()})
            add(bibl, "idno", {"type": "file"}, text=page.file)
            add(bibl, "idno", {"type": "sha256"}, text=page.sha256)
        if not len(source):
            add(source, "p", text="No page.")
        name, _, version = maker(self.reading).partition(" ")
        how = add(root[0], "encodingDesc")
        if self.apply:
            add(add(add(how, "editorialDecl"), "correction"), "p", text=CORRECTED[self.apply])
        tool = add(add(how, "appInfo"), "application", {"ident": name, "version": version or "0"})
        add(tool, "label", text=name)

    def _facsimile(self, root: Element) -> None:
        if not self.surfaces:
            return
        every = add(root, "facsimile")
        for page in (self.pages[name] for name in self.surfaces):
            edges = {"lrx": number(page.width), "lry": number(page.height)} if page.width and page.height else {}
            surface = add(every, "surface", {"ulx": 0, "uly": 0, **edges} if edges else {})
            surface.set(ID, self.surfaces[page.id])
            for at, line in enumerate(self.lines[page.id]):
                self._zone(surface, page, at, line)

    def _zone(self, surface: Element, page: Page, at: int, line: Line) -> None:
        box = line.span.box
        assert box is not None  # the page has geometry
        name = self.zones[page.id, at] = self.names.give(f"{self.surfaces[page.id]}.l{at + 1}")
        edges = (box.left, box.top, box.right, box.bottom)
        zone = add(surface, "zone", dict(zip(("ulx", "uly", "lrx", "lry"), map(number, edges), strict=True)))
        zone.set(ID, name)

    def _article(self, body: Element, article: Article) -> None:
        name = self.articles[article.id]
        next_, previous = self.after.get(name), self.before.get(name)
        div = add(body, "div", {
            "type": "article",
            "subtype": article.kind,
            "next": next_ and f"#{next_}",
            "prev": previous and f"#{previous}",
        })  # fmt: skip
        div.set(ID, name)
        here = div
        changes = by_part(applied(article.corrections, self.apply)) if self.apply else {}
        for part in parts(article, self.pages):
            if part.role is Role.CROSSHEAD:
                here = add(div, "div", {"type": "section"})
            name = part.role.value if part.index is None else "body"
            self._part(div if part.index is None else here, part, article, changes.get((name, part.index), []))

    def _part(self, parent: Element, part: Part, article: Article, changes: Sequence[Correction]) -> None:
        inside = [each for each in article.inside if each.paragraph == part.index] if part.index is not None else []
        if part.role in HEADS:
            element = add(parent, "head", {"type": HEADS[part.role]})
        elif part.role in SIGNS:
            element = add(parent, SIGNS[part.role])
        elif part.role is Role.CROSSHEAD:
            element = add(parent, "head", {"type": "crosshead"})
        elif part.role is Role.CAPTION:
            element = add(add(parent, "figure"), "head", {"type": "caption"})
        elif part.role is Role.JUMP_TO:
            element = add(parent, "trailer", {"type": "jump_to"})
        elif part.role in BLOCKS:
            element = add(parent, "ab", {"type": BLOCKS[part.role]})
        else:
            element = add(parent, "p")
        told = getattr(article, part.role.value) if part.index is None and part.role in (*HEADS, Role.BYLINE) else None
        self._words(element, part.spans, inside, _Changes(changes, told or ""))

    def _outside(self, body: Element) -> None:
        """Page furniture, and what could be put in no story, each with the reason."""
        if self.reading.furniture:
            div = add(body, "div", {"type": "furniture"})
            for item in self.reading.furniture:
                self._words(add(div, "ab", {"type": "furniture"}), item.spans)
        if self.reading.remainder:
            div = add(body, "div", {"type": "remainder"})
            for left in self.reading.remainder:
                self._words(add(div, "ab", {"type": "remainder"}), left.spans)
                add(div, "note", {"type": "reason"}, text=left.reason)

    def _words(
        self, element: Element, spans: Iterable[Span], inside: Iterable[Inside] = (), changes: "_Changes | None" = None
    ) -> None:
        """The words under ``spans``, a ``lb`` where each printed line begins, a ``seg`` round each mark inside."""
        marks = sorted(inside, key=lambda each: (each.start, each.end))
        changes = changes or _Changes()
        at, last, target, current = 0, " ", element, None
        here: tuple[str, int] | None = None
        for page, line, words in self._pieces(spans):
            at = changes.begins(at, words)
            for first, end, mark in _cuts(at, at + len(words), marks, changes):
                if mark is not current:
                    target, current = element if mark is None else add(element, "seg", {"type": mark.part}), mark
                if first == at and here != (page, line):
                    self._break(target, page, line, runs_on=not last.isspace())
                changes.write(target, first)
                if not changes.replaces(first):
                    write_on(target, words[first - at : end - at])
            at, last, here = at + len(words), words[-1], (page, line)
        changes.write(target, at)

    def _pieces(self, spans: Iterable[Span]) -> Iterator[tuple[str, int, str]]:
        """The words under ``spans`` cut where printed lines begin: the page, the line's place in it, the words."""
        for span in spans:
            starts, start = self.starts[span.page], span.start
            while start < span.end:
                line = max(0, bisect_right(starts, start) - 1)
                end = min(span.end, starts[line + 1]) if line + 1 < len(starts) else span.end
                yield span.page, line, self.pages[span.page].words(Span(span.page, start, end))
                start = end

    def _break(self, element: Element, name: str, line: int, *, runs_on: bool) -> None:
        if name != self.page:
            page, surface = self.pages[name], self.surfaces.get(name)
            printed = 1 + list(self.pages).index(name) if page.number is None else page.number
            add(element, "pb", {"n": printed, "facs": surface and f"#{surface}"})
            self.page = name
        zone = self.zones.get((name, line))
        place = {"facs": f"#{zone}"} if zone else {"n": line + 1}
        add(element, "lb", {**place, "break": "no" if runs_on else None})


class _Changes:
    """The corrections of one part while it is written; ``told`` are the part's words where it is a head.

    The blocks of a head are told with a space between them that stands under no span: ``begins`` counts it.
    """

    def __init__(self, changes: Iterable[Correction] = (), told: str = "") -> None:
        self.all = sorted(changes, key=lambda each: (each.start, each.end))
        self.left = list(reversed(self.all))
        self.starts = [each.start for each in self.all]
        self.edges = sorted({edge for each in self.all for edge in (each.start, each.end)})
        self.told = told

    def begins(self, at: int, words: str) -> int:
        """Where in the part ``words`` begin that follow what ends ``at`` it."""
        return at + 1 if self.told[at : at + 1] == " " and not words.startswith(" ") else at

    def write(self, element: Element, place: int) -> None:
        """Write on ``element`` what the corrections up to ``place`` put there."""
        while self.left and self.left[-1].start <= place:
            change = self.left.pop()
            add(element, "corr", {"cert": HOW_SURE[change.tier]}, text=change.after or None)

    def replaces(self, place: int) -> bool:
        """Whether a correction stands instead of the character at ``place``."""
        at = bisect_right(self.starts, place) - 1
        return at >= 0 and place < self.all[at].end

    def between(self, start: int, end: int) -> list[int]:
        """Where between ``start`` and ``end`` a correction begins or ends."""
        return self.edges[bisect_right(self.edges, start) : bisect_left(self.edges, end)]


def _cuts(start: int, end: int, marks: list[Inside], changes: _Changes) -> Iterator[tuple[int, int, Inside | None]]:
    """``start`` to ``end`` cut where a mark or a correction begins or ends, each piece with the mark it lies in."""
    edges = {start, end, *(edge for mark in marks for edge in (mark.start, mark.end) if start < edge < end)}
    for first, last in pairwise(sorted(edges.union(changes.between(start, end)))):
        yield first, last, next((mark for mark in marks if mark.start <= first < mark.end), None)
