"""Where each character of the true stories stands in ours.

Longest matching stretch first, each character used once (greedy string tiling), so that a story torn apart or glued to
another still finds its characters; then short gaps between two stretches are read as misprints.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import Levenshtein

from presscheck import hanzi
from presscheck.measure.story import Story

SURE = 4
"""Shortest stretch matched at first; what is then left over is matched down to ``SHORT``."""
SHORT = 2
GAP = 8
"""Longest misread stretch, in characters, between two that match."""


@dataclass(frozen=True, slots=True)
class Galley:
    """Stories set one after another without spaces: the text and, for each character, its story, piece and role.

    ``bodies`` are the half-open ranges of the body's pieces; ``seams`` tells which of them begin elsewhere on the page.
    """

    text: str
    story: tuple[int, ...]
    role: tuple[str, ...]
    bodies: tuple[tuple[int, int], ...]
    seams: tuple[bool, ...]


def galley(stories: Sequence[Story]) -> Galley:
    """The stories as one galley: spaces dropped, widths and look-alikes made equal.

    >>> from presscheck.measure.story import Piece
    >>> set_type = galley([Story("", (), "", (Piece("headline", "通 车"), Piece("p", "本报讯", body=True)))])
    >>> set_type.text, set_type.story, set_type.bodies
    ('通车本报讯', (0, 0, 0, 0, 0), ((2, 5),))
    """
    texts: list[str] = []
    story: list[int] = []
    role: list[str] = []
    bodies: list[tuple[int, int]] = []
    seams: list[bool] = []
    for number, piece in ((number, piece) for number, told in enumerate(stories) for piece in told.pieces):
        text = "".join(hanzi.fold(unicodedata.normalize("NFKC", piece.text)).split())
        if piece.body and text:
            bodies.append((len(story), len(story) + len(text)))
            seams.append(piece.seam)
        texts.append(text)
        story += [number] * len(text)
        role += [piece.role] * len(text)
    return Galley("".join(texts), tuple(story), tuple(role), tuple(bodies), tuple(seams))


def align(true: Galley, ours: Galley) -> tuple[int | None, ...]:
    """For each character of the true stories its place in ours, or None where it is lost. No place is given twice.

    Of equally long stretches the one goes first whose two stories share more already. A gap of up to 8 characters on
    both sides between neighbouring stretches counts as found: misread, but in its place.

    >>> from presscheck.measure.story import Piece
    >>> set_type = lambda *texts: galley([Story("", (), "", (Piece("p", text, body=True),)) for text in texts])
    >>> align(set_type("首班车开进水塔村"), set_type("开进水塔村", "首班车"))
    (5, 6, 7, 0, 1, 2, 3, 4)
    """
    places = _tiled(true, ours, (None,) * len(true.text), SURE)
    places = _tiled(true, ours, _bridged(true, ours, places), SHORT)
    return _bridged(true, ours, places)


def _tiled(true: Galley, ours: Galley, places: tuple[int | None, ...], shortest: int) -> tuple[int | None, ...]:
    """``places`` with the longest free stretches matched, again and again, down to ``shortest``."""
    found = list(places)
    taken = {place for place in places if place is not None}
    shared = Counter((true.story[i], ours.story[j]) for i, j in enumerate(places) if j is not None)
    waiting = defaultdict(list)
    for i, j, length in _stretches(true, ours, places, shortest):
        waiting[length].append((i, j))
    for length in range(max(waiting, default=0), shortest - 1, -1):
        level = sorted((-shared[true.story[i], ours.story[j]], i, j) for i, j in waiting[length])
        for _, i, j in level:
            free = [k for k in range(length) if found[i + k] is None and j + k not in taken]
            if len(free) == length:
                found[i : i + length] = range(j, j + length)
                taken.update(range(j, j + length))
                shared[true.story[i], ours.story[j]] += length
                continue
            for first, last in _runs(free):
                if last - first >= shortest:
                    waiting[last - first].append((i + first, j + first))
    return tuple(found)


def _stretches(
    true: Galley, ours: Galley, places: tuple[int | None, ...], shortest: int
) -> Iterator[tuple[int, int, int]]:
    """Every free stretch of at least ``shortest`` characters that cannot be lengthened: (true place, ours, length).

    A stretch stays within one story on each side.
    """
    taken = {place for place in places if place is not None}
    theirs = _ends(true.story, [place is None for place in places])
    own = _ends(ours.story, [j not in taken for j in range(len(ours.text))])
    spots = defaultdict(list)
    for j, end in enumerate(own):
        if end - j >= shortest:
            spots[ours.text[j : j + shortest]].append(j)
    for i, end in enumerate(theirs):
        for j in spots.get(true.text[i : i + shortest], ()) if end - i >= shortest else ():
            if i and j and theirs[i - 1] == end and own[j - 1] == own[j] and true.text[i - 1] == ours.text[j - 1]:
                continue  # part of a longer stretch, found from its beginning
            yield i, j, _common(true.text[i:end], ours.text[j : own[j]])


def _ends(stories: Sequence[int], free: Sequence[bool]) -> list[int]:
    """For each place where the free run of its story ends; the place itself where it is not free."""
    ends = list(range(len(stories)))
    for place in range(len(stories) - 1, -1, -1):
        if free[place]:
            follows = place + 1 < len(stories) and free[place + 1] and stories[place + 1] == stories[place]
            ends[place] = ends[place + 1] if follows else place + 1
    return ends


def _common(a: str, b: str) -> int:
    """How many characters two texts share from their beginning."""
    longest = min(len(a), len(b))
    return next((k for k in range(longest) if a[k] != b[k]), longest)


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ascending places as half-open runs."""
    for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        members = [place for _, place in run]
        yield members[0], members[-1] + 1


def _bridged(true: Galley, ours: Galley, places: tuple[int | None, ...]) -> tuple[int | None, ...]:
    """``places`` with short misread gaps closed where what stands around them stands together on both sides."""
    found = list(places)
    taken = {place for place in places if place is not None}
    for first, last in _runs([i for i, place in enumerate(places) if place is None]):
        before, after = (places[first - 1] if first else None), (places[last] if last < len(places) else None)
        if before is None or after is None or last - first > GAP or not 0 < after - before - 1 <= GAP:
            continue
        if true.story[first - 1] != true.story[last] or ours.story[before] != ours.story[after]:
            continue
        gap = range(before + 1, after)
        if taken.isdisjoint(gap):
            for i, j in _edited(true.text[first:last], ours.text[gap.start : gap.stop]):
                found[first + i] = gap.start + j
    return tuple(found)


def _edited(a: str, b: str) -> Iterator[tuple[int, int]]:
    """Which character of ``a`` became which of ``b``, by the fewest edits."""
    for edit in Levenshtein.opcodes(a, b):
        if edit.tag in ("equal", "replace"):
            yield from zip(range(edit.src_start, edit.src_end), range(edit.dest_start, edit.dest_end), strict=True)
