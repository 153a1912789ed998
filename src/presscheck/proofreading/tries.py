"""What may stand wrong on a page, and what could stand there instead: every change worth weighing.

Where the paper's language stumbles, a character may be misread for one that looks like it, or lost, or read twice, or
have changed places with the next; or the language model itself says what else the paper would print.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from presscheck import data, hanzi
from presscheck.language import ngram
from presscheck.proofreading import shapes
from presscheck.proofreading.sheet import EDGE, Sheet
from presscheck.proofreading.wording import Change, gains, words_gained

STUMBLE = -11.5
"""Nats of a character and the next one together from which look-alikes are tried; 1 % of those set in are above."""
HARD, BROKEN = -13.0, -17.0
"""The same, for characters lost, added or turned round, and for places where the language says what it expects."""
LOOK = -15.0
"""The same, for places that are worth a look."""
LEAST = -9.0
"""Nats of one character under which it counts no stranger."""
USUAL, ALIEN, FIRST = -3.2, -5.2, 4
"""Mean nats a character of a passage at which it begins to be strange, and at which it is altogether; how many
characters as usual are supposed beforehand."""
MARK = -6.0
"""The same, for marks: they surprise less."""
LOST = -9.0
"""Nats of one character from which a mark may have been lost before it."""
READ, HOPELESS = 16, -9.0
"""Look-alikes of each place whose words are read, and the score under which they are not."""
WORDS = 0.5
"""What a nat of words counts beside one of the paper's language (``docs/lexicon.md``)."""
KEPT, KEPT_STRANGE = 2, 3
"""Look-alikes kept of each place, and of each in a strange passage."""
HOPELESS_STRANGE = -12.0
"""As ``HOPELESS``, in a strange passage."""
STRANGE = 0.25
"""From where on a passage is weighed as strange."""
NEXT = 8
"""How many characters the language model proposes for a place."""
WORTH = 0.0
"""Nats that a change must gain, with how likely its kind is by itself, to be weighed at all."""
WORTH_ALIKE = -4.0
"""The same, for look-alikes, whose channel is counted in full."""
WORTH_STRANGE = -5.0
"""The same in strange passages, where the paper's language counts half."""
CHANNEL = {
    "page": 2.0,
    "mark": -3.0,
    "lost_mark": -4.0,
    "full_stop": 9.0,
    "stray": -6.0,
    "other": -10.0,
    "missing": -6.0,
    "doubled": -4.0,
    "extra": -7.0,
    "turned": -3.0,
    "look": -50.0,
}
"""How likely each kind of misreading is by itself, in nats: a first guess, which only thins out what is weighed."""
CLOSING = 2
"""So many paragraphs must end with a mark before one that does not is asked about."""
PROSE = 25
"""Characters from which a paragraph is running text."""
_CLOSED = frozenset("，。、；：？！…—～") | {EDGE, " ", "　"}
_STRAY = re.compile(r"(?<=[\u4e00-\u9fff])[0-9A-Za-z](?=[\u4e00-\u9fff])")
Places = NDArray[np.int64]
Proposal = tuple[int, int, str, str, float]
"""What may become a ``Try``, before it is known to be worth one: most gain too little."""


class Try(NamedTuple):
    """A change that may be right: of what kind, and how likely such a misreading is by itself, in nats."""

    start: int
    end: int
    after: str
    kind: str
    channel: float

    @property
    def change(self) -> Change:
        """What it would do."""
        return Change(self.start, self.end, self.after)


class Stumbles(NamedTuple):
    """How a page reads: each character's own chance, and with the next one's, in nats.

    ``strange`` tells of each character how unlike the paper's language its passage is, its worst place apart: 0 to 1.
    """

    one: NDArray[np.float32]
    two: NDArray[np.float32]
    strange: NDArray[np.float32]

    @classmethod
    def of(cls, sheet: Sheet) -> "Stumbles":
        """Where a page stumbles."""
        one = sheet.walk[1]
        return cls(one, one + np.append(one[1:], 0), _strange(sheet.text, np.maximum(one, LEAST)))

    def under(self, limit: float) -> Places:
        """The places that read worse."""
        return np.flatnonzero(self.two < limit)


def _strange(text: str, one: NDArray[np.float32]) -> NDArray[np.float32]:
    """How strange the passage of each character is; a short one is taken to be half as usual."""
    sums = np.concatenate([[0.0], np.cumsum(one, dtype=np.float64)])
    told = np.zeros(len(text), dtype=np.float32)
    start = 0
    for end in [place for place, char in enumerate(text) if char == EDGE] or [len(text)]:
        size = end - start
        worst = min(size, ngram.load().order)
        rest = sums[end] - sums[start] - (sums[start + worst : end + 1] - sums[start : end + 1 - worst]).min()
        mean = (rest + FIRST * USUAL) / (size - worst + FIRST)
        told[start : end + 1] = np.clip((USUAL - mean) / (USUAL - ALIEN), 0, 1)
        start = end + 1
    return told


def tries(sheet: Sheet, stumbles: Stumbles) -> list[Try]:
    """Every change of a page that gains enough to be weighed.

    >>> from presscheck.proofreading.passage import Passage
    >>> sheet = Sheet.of([Passage("body", 0, "全市今年汁划投资两亿元。")])
    >>> [(one.start, one.after) for one in tries(sheet, Stumbles.of(sheet)) if one.kind == "alike"][0]
    (4, '计')
    """
    kinds = (_page, _marks, _lost_marks, _full_stops, _strays, _expected, _missing, _extra, _turned)
    others = chain.from_iterable(kind(sheet, stumbles) for kind in kinds)
    return [*_alike(sheet, stumbles), *_worth(sheet, others), *_looks(sheet, stumbles)]


def _worth(sheet: Sheet, proposed: Iterable[Proposal]) -> list[Try]:
    """What gains enough of all that is proposed."""
    told = list(dict.fromkeys(proposed))
    least = np.array([(WORTH_ALIKE if kind == "page" else WORTH) - channel for *_, kind, channel in told])
    gained = gains(sheet.text, [one[:3] for one in told], least, sheet.walk)
    return [Try._make(told[k]) for k in np.flatnonzero(gained >= least).tolist()]


def _alike(sheet: Sheet, stumbles: Stumbles) -> Iterator[Try]:
    """The look-alikes that read best at each place, by the paper's language and by its words."""
    table, text = shapes.load(), sheet.text
    places = np.array([k for k in stumbles.under(STUMBLE).tolist() if text[k] in table.row], dtype=np.int64)
    strange = stumbles.strange[places] > STRANGE
    usual, unlike = places[~strange].tolist(), places[strange].tolist()
    scores = [read(sheet, here) for read, here in ((_paper_like, usual), (_unlike_paper, unlike)) if here]
    if not scores:
        return
    least = np.repeat(((HOPELESS, WORTH_ALIKE), (HOPELESS_STRANGE, WORTH_STRANGE)), (len(usual), len(unlike)), axis=0)
    told = _by_words(text, usual + unlike, np.concatenate(scores), least.astype(np.float32))
    yield from _best(told, dict.fromkeys(usual, KEPT) | dict.fromkeys(unlike, KEPT_STRANGE))


def _paper_like(sheet: Sheet, places: Sequence[int]) -> NDArray[np.float32]:
    """How well look-alikes read at places in the paper's own language, those apart that it rules out."""
    ids, channel = _look_alikes(sheet.text, places)
    return ngram.load().swaps(sheet.text, places, ids, READ, HOPELESS - channel, sheet.walk) + channel


def _unlike_paper(sheet: Sheet, places: Sequence[int]) -> NDArray[np.float32]:
    """The same at places in other language: words count as much as the paper's language, and all are read."""
    ids, channel = _look_alikes(sheet.text, places)
    return channel + WORDS * _swaps(sheet, places, ids, (HOPELESS_STRANGE - channel) / WORDS)


def _look_alikes(text: str, places: Sequence[int]) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The look-alikes of what stands at some places, by their ids, and how likely they are."""
    table = shapes.load()
    rows = np.array([table.row[text[place]] for place in places], dtype=np.int64)
    return table.ids[rows], table.channel[rows]


def _swaps(
    sheet: Sheet, places: Sequence[int], others: NDArray[np.int32], least: NDArray[np.float32]
) -> NDArray[np.float32]:
    """As the language model's ``swaps`` of all ``others``, those apart that gain less than the ``least`` asked.

    What the paper never set beside either neighbour tells it nothing of them: such characters gain by how usual they
    are by themselves, so that one of each place is asked about and the rest follow.
    """
    model, words = ngram.load(), ngram.load().encode(sheet.text)
    at = np.array(places, dtype=np.int64)[:, None]  # before the first place stands the edge that ends the sheet
    apart = ~(model.follows(words[at - 1], others) | model.follows(others, words[at + 1]))
    asked, every = apart.argmax(axis=1)[:, None], np.where(apart, np.inf, least).astype(np.float32)
    np.put_along_axis(every, asked, -np.inf, axis=1)
    gained = model.swaps(sheet.text, places, others, None, every, sheet.walk)
    usual = np.add(*model.entries(1))[others]
    one = np.take_along_axis(gained - usual, asked, axis=1)
    return np.where(apart, one + usual, gained)


def _by_words(
    text: str, places: Sequence[int], scores: NDArray[np.float32], least: NDArray[np.float32]
) -> list[tuple[float, Try]]:
    """Of the look-alikes of some places, with their scores, those that are worth it when their words are read too.

    ``least`` are the scores of each place before and after.
    """
    table = shapes.load()
    best = np.argsort(-scores, axis=1)[:, :READ]
    here, other = np.nonzero(np.take_along_axis(scores, best, axis=1) > least[:, :1])
    near, rows = best[here, other], np.array([table.row[text[place]] for place in places], dtype=np.int64)[here]
    chars = [table.characters[k] for k in table.nearest[rows, near].tolist()]
    starts = np.array(places, dtype=np.int64)[here].tolist()
    told = [(start, start + 1, char) for start, char in zip(starts, chars, strict=True)]
    read, channel = scores[here, near] + WORDS * words_gained(text, told), table.channel[rows, near]
    worth = np.flatnonzero(read >= least[here, 1]).tolist()
    return [(float(read[k]), Try(*told[k], "alike", float(channel[k]))) for k in worth]


def _best(told: Sequence[tuple[float, Try]], kept: Mapping[int, int]) -> Iterator[Try]:
    """The best ``kept`` of each place."""
    by_place: dict[int, list[tuple[float, Try]]] = {}
    for score, one in told:
        by_place.setdefault(one.start, []).append((-score, one))
    for place, found in by_place.items():
        yield from (one for _, one in sorted(found)[: kept[place]])


def _page(sheet: Sheet, stumbles: Stumbles) -> Iterator[Proposal]:
    """Look-alikes that the page itself prints between the same neighbours; a name need not be known to the language."""
    text, (firsts, middles, lasts) = sheet.text, _between(sheet.strings)
    for place in stumbles.under(STUMBLE).tolist():
        before, after = text[max(place - 2, 0) : place], text[place + 1 : place + 3]
        others = lasts.get(before, "") + middles.get(before[-1:] + after[:1], "") + firsts.get(after, "")
        if others:
            near = shapes.beside(text[place])
            for other in sorted(set(others) & near.keys()):
                yield place, place + 1, other, "page", near[other] + CHANNEL["page"]


def _between(strings: Mapping[str, int]) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """For each two characters what the page prints before, between and after them more than once."""
    firsts, middles, lasts = dict[str, str](), dict[str, str](), dict[str, str]()
    for string in [string for string, count in strings.items() if count > 1 and len(string) == 3]:
        if EDGE not in string:
            first, middle, last = tuple(string)
            firsts[middle + last] = firsts.get(middle + last, "") + first
            middles[first + last] = middles.get(first + last, "") + middle
            lasts[first + middle] = lasts.get(first + middle, "") + last
    return firsts, middles, lasts


def _marks(sheet: Sheet, stumbles: Stumbles) -> Iterator[Proposal]:
    misread = data.rows("marks")["misread"]
    for place in map(int, stumbles.under(MARK)):
        for other in misread.get(sheet.text[place], ()):
            yield place, place + 1, other, "mark", CHANNEL["mark"]


def _lost_marks(sheet: Sheet, stumbles: Stumbles) -> Iterator[Proposal]:
    text, lost = sheet.text, data.rows("marks")["lost"]["marks"]
    for place in map(int, np.flatnonzero((stumbles.one < LOST) & (stumbles.two < STUMBLE))):
        if place and text[place - 1] not in _CLOSED and text[place] != EDGE:
            for mark in lost:
                yield place, place, mark, "lost_mark", CHANNEL["lost_mark"]


def _full_stops(sheet: Sheet, stumbles: Stumbles) -> Iterator[Proposal]:
    """A paragraph of running text that ends without any mark, on a page that closes its paragraphs.

    A line's last small circle gets lost easily.
    """
    prose = [one.text.rstrip() for one in sheet.passages if one.part == "body" and one.prose]
    closed = [text for text in prose if len(text) >= PROSE and _is_closed(text)]
    if len(closed) < CLOSING:
        return
    for start, passage in zip(sheet.starts, sheet.passages, strict=True):
        text = passage.text.rstrip()
        if (
            passage.part == "body"
            and passage.prose
            and not passage.goes_on
            and len(text) >= PROSE
            and not _is_closed(text)
        ):
            place = start + len(text)
            yield place, place, "。", "full_stop", CHANNEL["full_stop"]


def _is_closed(text: str) -> bool:
    """Whether a paragraph ends with a mark, closing quotation marks and brackets apart."""
    return text.rstrip("”’）》】")[-1:] in _CLOSED


def _looks(sheet: Sheet, stumbles: Stumbles) -> Iterator[Try]:
    """Places that read so badly that they are worth a look, whatever may be tried there."""
    for place in map(int, stumbles.under(LOOK)):
        if hanzi.is_han(sheet.text[place]):
            yield Try(place, place + 1, sheet.text[place], "look", CHANNEL["look"])


def _strays(sheet: Sheet, stumbles: Stumbles) -> Iterator[Proposal]:
    """A letter or digit alone among Chinese characters: 并i中一架 for 并击中一架."""
    starts = [found.start() for found in _STRAY.finditer(sheet.text)]
    for start, char in _next(sheet, starts, 1):
        yield start, start + 1, char, "stray", CHANNEL["stray"]


def _expected(sheet: Sheet, stumbles: Stumbles) -> Iterator[Proposal]:
    """A character as the language model would have it, however unlike it looks."""
    text = sheet.text
    starts = sorted({place - back for place in stumbles.under(BROKEN).tolist() for back in range(3) if place >= back})
    starts = [start for start in starts if hanzi.is_han(text[start])]
    for start, char in _next(sheet, starts, 1):
        if char != text[start]:
            yield start, start + 1, char, "other", CHANNEL["other"]


def _missing(sheet: Sheet, stumbles: Stumbles) -> Iterator[Proposal]:
    """A character lost before one that does not go on from what stands there."""
    starts = [place for place in stumbles.under(HARD).tolist() if sheet.text[place] not in hanzi.NEVER_FIRST]
    for start, char in _next(sheet, starts, 0):
        yield start, start, char, "missing", CHANNEL["missing"]


def _next(sheet: Sheet, starts: Sequence[int], ahead: int) -> Iterator[tuple[int, str]]:
    """What the language model would put at each place, if the paper ever set it before what comes ``ahead``."""
    model = ngram.load()
    told = [
        (start, char)
        for start, chars in zip(starts, model.next_after(sheet.walk[0][list(starts)], NEXT), strict=True)
        for char in chars
        if hanzi.is_han(char)
    ]
    after = "".join(sheet.text[start + ahead : start + ahead + 1] or EDGE for start, _ in told)
    joined = model.follows(model.encode("".join(char for _, char in told)), model.encode(after))
    yield from (one for one, goes_on in zip(told, joined.tolist(), strict=True) if goes_on)


def _extra(sheet: Sheet, stumbles: Stumbles) -> Iterator[Proposal]:
    """A character too many, or printed twice: 人口口; but not where the language says it twice (刚刚, 明明白白)."""
    text = sheet.text
    points = ngram.code_points(text)
    twice = {i for i in (np.flatnonzero(points[1:] == points[:-1]) + 1).tolist() if hanzi.is_han(text[i])}
    said = data.rows("doublings")["words"]["said_twice"]
    meant = {i for i in twice if text[i] in said or twice & {i - 2, i - 1, i + 1, i + 2}}
    for place in sorted({*map(int, stumbles.under(HARD))} | twice):
        if hanzi.is_han(text[place]) and place not in meant and place + 1 not in twice:
            kind = "doubled" if place in twice else "extra"
            yield place, place + 1, "", kind, CHANNEL[kind]


def _turned(sheet: Sheet, stumbles: Stumbles) -> Iterator[Proposal]:
    """Two characters that changed places, where the paper ever set them the other way round."""
    text, model = sheet.text, ngram.load()
    places = {start for place in stumbles.under(HARD).tolist() for start in (place - 1, place) if start >= 0}
    starts = [k for k in sorted(places) if _all_han(text[k : k + 2]) and text[k] != text[k + 1]]
    ids = model.encode("".join(text[k : k + 2] for k in starts)).reshape(-1, 2)
    for start in (k for k, usual in zip(starts, model.follows(ids[:, 1], ids[:, 0]).tolist(), strict=True) if usual):
        yield start, start + 2, text[start : start + 2][::-1], "turned", CHANNEL["turned"]


def _all_han(words: str) -> bool:
    return len(words) == 2 and all(map(hanzi.is_han, words))
