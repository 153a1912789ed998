"""A mark of the proofreader as the queue shows it: in words, in its sentence, and as it stands on the page."""

import hashlib
import json
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any
from urllib.parse import quote, urlencode

from presscheck import data
from presscheck.by_hand import PageSheet, Queued, Sheet
from presscheck.errors import Lang
from presscheck.export.text import visible
from presscheck.messages import say
from presscheck.model import Box, Correction, Span
from presscheck.web.pictures import address

LOOKS = {"sure": ("good", "✓"), "likely": ("doubt", "~"), "suspect": ("none", "?")}
"""How each tier is shown: its colours, and the sign that says the same without them."""
PLACE = ("article", "part", "paragraph", "start", "end", "before", "after")
ASIDE, ABOVE = 9.0, 1.6
"""How much of the page is shown beside marked characters, and above and below them, in heights of the characters."""
LINES, MOST = 1, 4
"""Lines of a dump that are shown before and after those with the mark, and of those at most."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a dump: its number, and its words before, in and after the mark."""

    number: int
    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True)
class Crop:
    """The part of a page's ``picture`` round marked characters, in shares of the page, and where in it they stand.

    ``shape`` is how much wider than high it is.
    """

    picture: str
    area: Box
    boxes: tuple[Box, ...]
    shape: float

    @property
    def asked(self) -> str:
        """Where the picture of it is found."""
        area = zip(("left", "top", "width", "height"), self.area.to_dict(), strict=True)
        told = {"picture": self.picture, **{name: f"{one:.5f}" for name, one in area}}
        return f"/marks/crop?{urlencode(told)}"

    @property
    def frames(self) -> list[Box]:
        """The marked characters, in thousandths of the crop."""
        area = self.area
        return [
            Box(
                round(1000 * (one.left - area.left) / area.width, 1),
                round(1000 * (one.top - area.top) / area.height, 1),
                round(1000 * one.width / area.width, 1),
                round(1000 * one.height / area.height, 1),
            )
            for one in self.boxes
        ]


@dataclass(frozen=True)
class Mark:
    """One mark of the queue, and the file it stands in, where that has pages."""

    queued: Queued
    lang: Lang
    sheet: Sheet | None = None

    @cached_property
    def page(self) -> PageSheet | None:
        """The page it stands on."""
        on = self.queued.spans[0].page if self.queued.spans else None
        return next((page for page in self.sheet.pages if page.id == on), None) if self.sheet else None

    @property
    def correction(self) -> Correction:
        """What is marked, and what is proposed."""
        return self.queued.correction

    @cached_property
    def told(self) -> dict[str, Any]:
        """What a decision on it brings back."""
        one = self.correction
        place = (self.queued.story, one.part, one.paragraph, one.start, one.end, one.before, one.after)
        told = {"document": self.queued.document, **dict(zip(PLACE, place, strict=True))}
        return {**told, "rule": one.rule, "tier": one.tier.value}

    @property
    def decision(self) -> str:
        """The same, as a form has it."""
        return json.dumps(self.told, ensure_ascii=False)

    @cached_property
    def key(self) -> str:
        """What it is called on the page."""
        return key_of(self.told)

    @property
    def before(self) -> str:
        """What stands there, its spaces made visible."""
        return shown(self.correction.before)

    @property
    def after(self) -> str:
        """What is proposed, its spaces made visible."""
        return shown(self.correction.after)

    @property
    def head(self) -> str:
        """What is proposed, in words."""
        return change_in_words(self.correction.before, self.correction.after, self.lang)

    @property
    def rule(self) -> str:
        """The rule that marked it, in a word or two."""
        return rule_in_words(self.correction.rule, self.lang)

    @property
    def reason(self) -> str:
        """Why it is marked, in the reader's language."""
        return reason_of(self.correction, self.lang)

    @property
    def look(self) -> tuple[str, str]:
        """Colours and sign of its tier."""
        return LOOKS[self.correction.tier.value]

    @property
    def percent(self) -> str:
        """How sure we are, of 100."""
        return f"{self.correction.confidence * 100:.3g}"

    @property
    def where(self) -> str:
        """The part of the story it stands in."""
        return place_in_words(self.correction.part, self.correction.paragraph, self.lang)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Code points and widths, where what differs can hardly be seen."""
        one = self.correction
        if not hardly_seen(one.before, one.after):
            return ()
        return tuple(", ".join(map(self._code, words)) or "–" for words in (one.before, one.after))

    def _code(self, char: str) -> str:
        wide = unicodedata.east_asian_width(char)
        width = "wide" if wide in "FW" else "narrow" if wide in ("Na", "H", "N") else "any"
        return say(f"web_marks.width_{width}", self.lang, code=f"U+{ord(char):04X}")

    @property
    def link(self) -> str | None:
        """Where the page stands beside its stories, with this place in sight."""
        if not self.queued.spans:
            return None
        one = self.correction
        place = {"story": self.queued.story, "part": one.part, "start": one.start, "end": one.end}
        if one.paragraph is not None:
            place["paragraph"] = one.paragraph
        return f"/documents/{self.queued.document}/pages/{quote(self.queued.spans[0].page)}?{urlencode(place)}"

    @cached_property
    def crop(self) -> Crop | None:
        """The part of the page's picture in which it stands."""
        picture = address(self.sheet, self.page) if self.sheet and self.page else None
        if picture is None or self.page is None or not (self.page.width and self.page.height):
            return None
        return crop_of(picture, self.queued.spans, self.page.width, self.page.height)

    @property
    def lines(self) -> list[Line]:
        """The lines of the file in which it stands, where there is no picture."""
        if self.crop or self.page is None:
            return []
        return list(lines_of(self.page.text, self.queued.spans[0]))


def key_of(told: Mapping[str, Any]) -> str:
    """A short name of a place: the same for the same.

    >>> key_of({"document": 1, "article": "a1", "start": 2}) == key_of({"start": 2, "article": "a1", "document": 1})
    True
    """
    place = [told.get(one) for one in ("document", *PLACE)]
    return hashlib.sha256(json.dumps(place).encode()).hexdigest()[:12]


def change_in_words(before: str, after: str, lang: Lang) -> str:
    """What is to be changed, so that it can be heard too.

    >>> change_in_words("口", "", "en"), change_in_words("问壁", "问壁", "zh")
    ('take out “口”', '核对“问壁”')
    """
    row = "check" if before == after else "put_in" if not before else "take_out" if not after else "change"
    return say(f"web_marks.to_{row}", lang, before=shown(before), after=shown(after))


def reason_of(correction: Correction, lang: Lang) -> str:
    """Why a place is marked, in ``lang``: the story keeps the reason in the language in which it was read."""
    if correction.rule in data.rows("messages/proofreading"):
        none = say("web_marks.no_character", lang)
        before, after = shown(correction.before) or none, shown(correction.after) or none
        try:
            return say(f"proofreading.{correction.rule}", lang, before=before, after=after)
        except KeyError:
            return visible(correction.reason)
    return visible(correction.reason)


def rule_in_words(rule: str, lang: Lang) -> str:
    """What a rule of the proofreader is called.

    >>> rule_in_words("doubled", "zh"), rule_in_words("of_a_newer_program", "zh")
    ('重字', 'of_a_newer_program')
    """
    return say(f"web_marks.rule_{rule}", lang) if f"rule_{rule}" in data.rows("messages/web_marks") else rule


def place_in_words(part: str, paragraph: int | None, lang: Lang) -> str:
    """What a part of a story is called.

    >>> place_in_words("body", 2, "zh"), place_in_words("headline", None, "en")
    ('第 3 段', 'headline')
    """
    if paragraph is None:
        return say(f"show.{part}", lang)
    return say("show.paragraph_number", lang, number=paragraph + 1)


def hardly_seen(before: str, after: str) -> bool:
    """Whether two wordings look nearly the same, or hold spaces.

    >>> hardly_seen(",", "，"), hardly_seen("文", "戈"), hardly_seen("a b", "ab")
    (True, False, True)
    """
    if before == after:
        return False
    spaced = any(char.isspace() for char in before + after)
    return spaced or unicodedata.normalize("NFKC", before) == unicodedata.normalize("NFKC", after)


def shown(text: str) -> str:
    """Words in which spaces can be seen: ␣, and ▢ for one as wide as a character.

    >>> shown("a b　c")
    'a␣b▢c'
    """
    return visible("".join("▢" if char == "\u3000" else "␣" if char in " \xa0\t" else char for char in text))


def crop_of(picture: str, spans: Sequence[Span], width: float, height: float) -> Crop | None:
    """The part of a page, so wide and high, round the boxes of ``spans`` on their first page.

    >>> crop_of("/p1", [Span("p1", 0, 1, Box(100, 100, 10, 10))], 500, 500).area
    Box(left=0.02, top=0.168, width=0.38, height=0.084)
    """
    boxes = [one.box for one in spans if one.box and one.page == spans[0].page]
    if not boxes:
        return None
    type_ = min(min(one.width, one.height) or max(one.width, one.height) for one in boxes)
    left = max(0.0, min(one.left for one in boxes) - ASIDE * type_)
    top = max(0.0, min(one.top for one in boxes) - ABOVE * type_)
    right = min(width, max(one.right for one in boxes) + ASIDE * type_)
    bottom = min(height, max(one.bottom for one in boxes) + ABOVE * type_)
    if right <= left or bottom <= top:
        return None
    area, *parts = (_share(one, width, height) for one in (Box(left, top, right - left, bottom - top), *boxes))
    return Crop(picture, area, tuple(parts), (right - left) / (bottom - top))


def _share(box: Box, width: float, height: float) -> Box:
    return Box(*(round(one, 5) for one in (box.left / width, box.top / height, box.width / width, box.height / height)))


def lines_of(text: str, span: Span) -> Iterator[Line]:
    """The lines of a page's raw text in which a span stands, and their neighbours.

    >>> for line in lines_of("水渠\\n完口工\\n通水\\n灌田", Span("p1", 4, 5)):
    ...     print(line.number, line.before, line.marked, line.after, sep="|")
    1|水渠||
    2|完|口|工
    3|通水||
    """
    lines = text.splitlines(keepends=True)
    starts = list(accumulate(map(len, lines), initial=0))
    first = bisect_right(starts, span.start) - 1
    last = min(bisect_right(starts, max(span.start, span.end - 1)) - 1, first + MOST)
    for number in range(max(0, first - LINES), min(len(lines), last + LINES + 1)):
        body = lines[number].rstrip("\r\n")
        at, to = (min(max(place - starts[number], 0), len(body)) for place in (span.start, span.end))
        if at == to:
            at = to = len(body)
        if not body.strip() and not first <= number <= last:
            continue
        yield Line(number + 1, visible(body[:at]), visible(body[at:to]), visible(body[to:]))
