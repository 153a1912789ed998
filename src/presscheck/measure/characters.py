"""``presscheck measure characters``: what intake reads off pages, held against what is printed on them.

The error rate is counted so. Both sides are lines: the truth's printed lines (or, where it tells none, the heads and
paragraphs of its stories), and ours as intake gives them, in any order. White space is left out and compatibility
forms are folded (NFKC: Ａ is A, ：is :), nothing else. Then each character of ours is given to one true line: the
longest stretches that both have in common go first, each character used once, and what stands between them in our line
goes with the stretch before it. A line of ours without such a stretch goes to a true line of which nothing was found,
if they share a character at all. Within each true line, what was given to it is put in the true order of its stretches,
and the fewest edits that lead from the true text to ours are its errors: misread, lost and added characters. A line of
ours that belongs to none is added characters. The rate is all errors by all true characters.
"""

import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from presscheck import __version__
from presscheck.errors import Lang, PageUnreadable, PresscheckError
from presscheck.intake import take_in
from presscheck.measure.alignment import Galley, align
from presscheck.measure.pairs import Pairing, hash_of, nothing_to_measure, pairings
from presscheck.measure.report import Ingredients
from presscheck.measure.story import read_truth
from presscheck.messages import say
from presscheck.model import Page

KINDS = (".json", ".pdf")
"""Files that may tell the truth: JSON, or a PDF whose text layer is right."""
SHOWN = 20
"""How many kinds of misreading a report names."""


@dataclass(frozen=True, slots=True)
class CharacterScore:
    """One page measured; ``reason`` says why it failed, where it did, and then all its characters are lost.

    ``edits`` counts each misreading as (true, ours), where "" stands for what was lost or added.
    """

    page: str
    characters: int
    edits: Counter[tuple[str, str]] = field(default_factory=Counter)
    reason: PresscheckError | None = None

    @property
    def misread(self) -> int:
        """True characters that became others."""
        return sum(count for (true, ours), count in self.edits.items() if true and ours)

    @property
    def lost(self) -> int:
        """True characters that are not there."""
        return sum(count for (_, ours), count in self.edits.items() if not ours)

    @property
    def added(self) -> int:
        """Characters of ours that are not printed."""
        return sum(count for (true, _), count in self.edits.items() if not true)

    @property
    def rate(self) -> float | None:
        """Errors by true characters."""
        return self.edits.total() / self.characters if self.characters else None

    def to_dict(self) -> dict[str, Any]:
        """The scores as JSON has them."""
        rate = None if self.rate is None else round(self.rate, 5)
        counts = {name: getattr(self, name) for name in ("characters", "misread", "lost", "added")}
        return {"page": self.page, "error_rate": rate, **counts}


@dataclass(frozen=True, slots=True)
class CharactersReport:
    """Characters read off pages, held against the printed ones; the rate pools all pages.

    >>> page = score_lines("p1", ["首班车开进水塔村"], ["开进氺塔村", "首班车"])
    >>> report = CharactersReport((page,), Ingredients("7c1e", "none", "0.1.0"))
    >>> report.whole.rate, report.recipe
    (0.125, 'characters.error = 0.1250 | pages:7c1e(1) | recogniser:none | v:0.1.0')
    """

    pages: tuple[CharacterScore, ...]
    made_of: Ingredients

    @property
    def whole(self) -> CharacterScore:
        """All pages as one."""
        edits = sum((page.edits for page in self.pages), Counter[tuple[str, str]]())
        return CharacterScore("", sum(page.characters for page in self.pages), edits)

    @property
    def recipe(self) -> str:
        """The score with what it was made of: two that share a recipe can be compared."""
        made_of = self.made_of
        return (
            f"characters.error = {_shown(self.whole.rate)} | pages:{made_of.pages}({len(self.pages)})"
            f" | recogniser:{made_of.model} | v:{made_of.version}"
        )

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON has it: all pages together, each page, and the commonest misreadings."""
        whole = self.whole
        return {
            **{name: value for name, value in whole.to_dict().items() if name != "page"},
            "rows": [page.to_dict() for page in self.pages],
            "misreadings": [[true, ours, count] for (true, ours), count in _commonest(whole.edits)],
            "failures": [{"page": page.page, "reason": str(page.reason)} for page in self.pages if page.reason],
            "recipe": self.recipe,
        }

    def lines(self, lang: Lang) -> tuple[str, ...]:
        """The report for people, a line each; the recipe last."""
        whole = self.whole
        common = say("measure.and", lang).join(
            f"{true or '∅'}→{ours or '∅'} {count}" for (true, ours), count in _commonest(whole.edits)
        )
        return (
            *(_row(page, page.page, lang) for page in self.pages),
            _row(whole, say("measure.all_pages", lang, pages=len(self.pages)), lang),
            *([say("measure.misreadings", lang, common=common)] if common else []),
            *(
                say("measure.failure", lang, page=page.page, reason=page.reason.tell(lang))
                for page in self.pages
                if page.reason
            ),
            self.recipe,
        )


def measure_characters(truth: Path, pages: Path) -> CharactersReport:
    """How many characters of the pages are misread, lost or added.

    ``truth``: a folder or one file, of JSON (``lines`` with their ``text``, or stories as ``measure articles`` reads
    them) or of PDFs whose text layer is right. ``pages``: a folder of page files named as their truth is (``.scan`` in
    a name does not count), or one such file; all pages of a file count as one. A page that is missing is left out; one
    that cannot be read counts as lost. Raises ``FileMissing``, ``PageUnreadable`` for a truth that is none, and
    ``WrongUsage`` where there is nothing to measure.
    """
    found = [pair for pair in pairings(truth, pages, KINDS) if pair.page]
    pairs = list({pair.name: pair for pair in reversed(found)}.values())[::-1]
    if not pairs:
        raise nothing_to_measure(truth)
    measured = [_measured(pair) for pair in pairs]
    seen = {reader for _, reader in measured if reader}
    return CharactersReport(
        tuple(score for score, _ in measured),
        Ingredients(hash_of(pairs), "+".join(sorted(seen)) or "none", __version__),
    )


def score_lines(page: str, true: Sequence[str], ours: Sequence[str]) -> CharacterScore:
    """Lines of ours held against the printed ones, in any order.

    >>> score = score_lines("p1", ["水塔村通了班车", "首班车"], ["首班", "永塔村", "通了班车。"])
    >>> score.misread, score.lost, score.added, score.rate
    (1, 1, 1, 0.3)
    """
    printed, told = [text for text in map(plain, true) if text], [text for text in map(plain, ours) if text]
    edits: Counter[tuple[str, str]] = Counter()
    for one, other in _opposite(printed, told):
        edits.update(_edits(one, other))
    return CharacterScore(page, sum(map(len, printed)), edits)


def plain(text: str) -> str:
    """A line as it is compared: without white space, compatibility forms folded.

    >>> plain("全长 ３．２公里：")
    '全长3.2公里:'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def _opposite(true: Sequence[str], ours: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each true line with what we have of it, and each line of ours that belongs to none with nothing."""
    given, free = _given(true, ours)
    for number, line in enumerate(true):
        if parts := given.get(number):
            yield line, "".join(text for _, text in sorted(parts))
            continue
        like = max(free, key=lambda other: _likeness(line, other), default="")
        if like and _likeness(line, like) > 0:
            free.remove(like)
            yield line, like
        else:
            yield line, ""
    yield from (("", line) for line in free)


def _given(true: Sequence[str], ours: Sequence[str]) -> tuple[dict[int, list[tuple[int, str]]], list[str]]:
    """For each true line its parts in our lines, each with its place in the truth; and our lines that hold none."""
    theirs, own = _galley(true), _galley(ours)
    owner = {there: here for here, there in enumerate(align(theirs, own)) if there is not None}
    given: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    free = []
    start = 0
    for line in ours:
        places = [owner.get(start + i) for i in range(len(line))]
        start += len(line)
        first = next((place for place in places if place is not None), None)
        if first is None:
            free.append(line)
            continue
        owners, last = [], theirs.story[first]
        for place in places:
            last = last if place is None else theirs.story[place]
            owners.append(last)
        for number, run in groupby(range(len(line)), key=owners.__getitem__):
            members = list(run)
            at = min(place for i in members if (place := places[i]) is not None)
            given[number].append((at, "".join(line[i] for i in members)))
    return given, free


def _galley(lines: Sequence[str]) -> Galley:
    story = tuple(number for number, line in enumerate(lines) for _ in line)
    return Galley("".join(lines), story, ("",) * len(story), (), ())


def _likeness(one: str, other: str) -> int:
    """How many characters two lines share, in order."""
    return max(len(one), len(other)) - int(Levenshtein.distance(one, other))


def _edits(true: str, ours: str) -> Iterator[tuple[str, str]]:
    for edit in Levenshtein.editops(true, ours):
        yield true[edit.src_pos] if edit.tag != "insert" else "", ours[edit.dest_pos] if edit.tag != "delete" else ""


def _measured(pair: Pairing) -> tuple[CharacterScore, str]:
    """The page's score, and what read it if it is a picture."""
    printed = printed_lines(pair.truth)
    try:
        pages = take_in(pair.page or pair.name)
    except PageUnreadable as error:
        score = score_lines(pair.name, printed, [])
        return CharacterScore(pair.name, score.characters, score.edits, error), ""
    ours = [page.words(line.span) for page in pages for line in page.lines]
    return score_lines(pair.name, printed, ours), _recogniser() if any(map(_is_read, pages)) else ""


def _is_read(page: Page) -> bool:
    return page.kind == "image" or say("intake.read_from_picture", "en") in page.notes


def _recogniser() -> str:
    from presscheck.intake.image_parts import networks

    return networks()


def printed_lines(path: Path) -> list[str]:
    """The lines of a truth: its printed ones, else the pieces of its stories."""
    if path.suffix != ".json":
        return [page.words(line.span) for page in take_in(path) for line in page.lines]
    try:
        told = json.loads(path.read_text(encoding="utf8"))
        if "lines" in told:
            return [line["text"] for line in told["lines"]]
        return [piece.text for story in read_truth(path) for piece in story.pieces]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise PageUnreadable(file=path) from error


def _row(page: CharacterScore, name: str, lang: Lang) -> str:
    counts = {part: getattr(page, part) for part in ("characters", "misread", "lost", "added")}
    rate = "–" if page.rate is None else f"{100 * page.rate:.2f}"
    return say("measure.characters_of", lang, page=name, rate=rate, **counts)


def _commonest(edits: Counter[tuple[str, str]]) -> list[tuple[tuple[str, str], int]]:
    return sorted(edits.items(), key=lambda item: (-item[1], item[0]))[:SHOWN]


def _shown(score: float | None) -> str:
    return "–" if score is None else f"{score:.4f}"
