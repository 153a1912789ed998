"""Pages with geometry as HTML: their pictures with what was seen drawn over them, and the stories beside.

The page forbids itself all but what it carries. Its few lines of script add to hovering and to the keyboard; reading,
and going from a story to its places and back, works without.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from string import Template

from presscheck import data
from presscheck.errors import Lang
from presscheck.export import sheets as paper
from presscheck.messages import say
from presscheck.model import Article, Reading
from presscheck.show.drawing import Drawing
from presscheck.show.masthead import head
from presscheck.show.stories import Stories, hue, safe
from presscheck.show.trace import pieces

LABELS = (
    "stories", "skip", "how", "how_to_see", "drawn", "size", "fit", "layer_lines", "layer_blocks", "layer_articles",
    "furniture", "remainder", "graphics", "next_part", "headline", "crosshead", "body", "caption", "byline", "jump_to",
    "role_unknown", "pages",
)  # fmt: skip
"""Words of the template, as they are called among our messages."""
STEPS = ("lines", "blocks", "articles")


def has_sheets(reading: Reading) -> bool:
    """Whether a reading's pages can be drawn: every line has its place, or there is paper without lines.

    >>> has_sheets(Reading((), (), ()))
    False
    """
    known = all(page.has_geometry or not page.lines for page in reading.pages)
    return known and any(page.has_geometry or (page.width and page.height) for page in reading.pages)


def write(reading: Reading, lang: Lang, stage: str, pictures: Mapping[str, str]) -> str:
    """The page of HTML, complete; ``stage`` is the step drawn when it is opened, ``pictures`` are data URIs."""
    found = pieces(reading)
    laid = paper.sheets(reading, "html")
    drawing = Drawing(reading, laid, found, lang)
    links = _Links(reading, drawing, lang)
    stories = Stories(reading, found, lang, lambda anchor, _spans: links.to(anchor), links.above)
    script = data.shipped("sheets.js").read_text(encoding="utf8")
    return Template(data.shipped("sheets.html").read_text(encoding="utf8")).substitute(
        head(reading, lang),
        **{name: safe(say(f"show.{name}", lang)) for name in LABELS},
        **{f"at_{step}": " checked" if step == stage else "" for step in STEPS},
        lit="\n".join(_lit(reading)),
        sheets="\n".join(line for sheet in laid for line in _sheet(sheet, drawing, pictures.get(sheet.page.id), lang)),
        stories_html="\n".join(stories.html()),
        script=script,
        script_hash=b64encode(sha256(script.encode()).digest()).decode(),
    )


def _sheet(sheet: paper.Sheet, drawing: Drawing, picture: str | None, lang: Lang) -> Iterator[str]:
    named = say("show.page", lang, id=sheet.page.id, file=sheet.page.file)
    bare = "" if picture else " · " + say("show.no_picture", lang)
    yield f'<figure class="sheet" id="sheet-{sheet.number}"><figcaption>{safe(named + bare)}</figcaption>'
    yield '<div class="table">'
    yield from drawing.svg(sheet, picture)
    yield "</div></figure>"


class _Links:
    """From the parts of the stories to their places on the sheets."""

    def __init__(self, reading: Reading, drawing: Drawing, lang: Lang) -> None:
        self.pages = {page.id: number for number, page in enumerate(reading.pages, 1)}
        self.drawing = drawing
        self.lang = lang

    def to(self, anchor: str) -> str:
        """A link to each place of one head or paragraph."""
        title = safe(say("show.to_place", self.lang))
        places = self.drawing.of_part.get(anchor, ())
        # A word joiner, so that the arrow does not stand alone on the next line.
        return "".join(
            f'\N{WORD JOINER}<a class="to" href="#{place}" title="{title}" aria-label="{title}">↖</a>'
            for place in places
        )

    def above(self, number: int, article: Article) -> str:
        """The number of a story, which leads to its first place, and its page where there are several."""
        places = self.drawing.of_story.get(number, ())
        link = f' href="#{places[0]}"' if places else ""
        on = next((self.pages[span.page] for span in article.spans if span.page in self.pages), None)
        page = f'<span class="on">{safe(say("show.on_sheet", self.lang, number=on))}</span>'
        title = safe(say("show.to_place", self.lang))
        badge = f'<a class="badge"{link} title="{title}" style="--hue:{hue(number)}">{number + 1}</a>'
        return badge + (page if on and len(self.pages) > 1 else "")


def _lit(reading: Reading) -> Iterator[str]:
    """A rule for each story, furniture and remainder: what of it was gone to lights up on both sides."""
    names = [f"s{number}" for number, _ in enumerate(reading.articles)]
    names += [f"furniture-{number}" for number, _ in enumerate(reading.furniture)]
    names += [f"remainder-{number}" for number, _ in enumerate(reading.remainder)]
    yield from (f"body:has(.{name}:target, .{name} :target) .{name} {{ --on: 1 }}" for name in names)
