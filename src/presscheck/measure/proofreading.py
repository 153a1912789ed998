"""Corrections held against what was printed: which are right, which misreadings they find, what they touch wrongly.

Misreadings are the places where the fewest edits lead from the text as read to the text as printed; neighbouring edits
are one misreading. White space and the width of marks do not count. A correction is right if, carried out alone, it
brings the text nearer to print by every edit it makes; one that changes nothing but width or white space is told
apart, as neither right nor wrong.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Self, TypeVar

from rapidfuzz.distance import Levenshtein

from presscheck import hanzi
from presscheck.model import Correction, Tier
from presscheck.model.correction import replay

LEVELS = {
    "sure": frozenset({Tier.SURE}),
    "likely": frozenset({Tier.SURE, Tier.LIKELY}),
    "all": frozenset(Tier),
}
"""What counts at each level: a level holds the ones before it."""
KINDS = ("character", "missing", "extra", "punctuation", "figures", "longer")
Key = TypeVar("Key")
AROUND = 8
"""Characters shown on either side of a place."""
_SENTENCE = re.compile(r"[^。！？…]*[。！？…]+[”’）》]*|[^。！？…]+")
_SAME = {point: point - 0xFEE0 for point in range(0xFF01, 0xFF5F)} | dict(
    zip(map(ord, "｡､・•‧"), "。、···", strict=True)
)


class Misreading(NamedTuple):
    """Characters ``start`` to ``end`` of the text as read: ``before`` as read, ``after`` as printed, without spaces."""

    start: int
    end: int
    before: str
    after: str

    @property
    def edits(self) -> int:
        """How many characters must change, go or come."""
        return int(Levenshtein.distance(folded(self.before), folded(self.after)))

    @property
    def kind(self) -> str:
        """One of ``KINDS``; what is neither mark nor figure nor one character is ``longer``.

        >>> [Misreading(0, 1, *pair).kind for pair in (("未", "末"), ("", "县"), ("，", "。"), ("l", "1"), ("一", "—"))]
        ['character', 'missing', 'punctuation', 'figures', 'longer']
        """
        both = folded(self.before + self.after)
        if any(char in "%‰" or (char.isascii() and char.isalnum()) for char in both):
            return "figures"
        if all(unicodedata.category(char)[0] in "PS" for char in both):
            return "punctuation"
        if not self.before:
            return "missing"
        if not self.after:
            return "extra"
        one_each = len(self.before) == len(self.after) == 1
        return "character" if one_each and all(map(hanzi.is_han, both)) else "longer"


class Judged(NamedTuple):
    """One correction beside the truth: the misreadings it touches, its edits, and how many of them lead to print."""

    correction: Correction
    touches: tuple[int, ...]
    edits: int
    gain: int

    @property
    def right(self) -> bool:
        """Whether every edit of it leads to what is printed."""
        return self.edits > 0 and self.gain == self.edits

    @property
    def counts(self) -> bool:
        """Whether it says anything beyond width and white space."""
        return self.edits > 0 or self.correction.only_check


class Wrong(NamedTuple):
    """A mark that is not right, with the words around it."""

    tier: str
    rule: str
    around: str


@dataclass(frozen=True, slots=True)
class Level:
    """What the marks up to some tier come to; two can be added.

    ``marks`` counts all, ``proposed`` those that propose something and ``right`` the right ones of these; ``touching``
    the marks at a misreading; ``sentences`` those with a mark that is not right. ``corrected`` and ``detected`` count
    misreadings by kind.
    """

    marks: int = 0
    proposed: int = 0
    right: int = 0
    touching: int = 0
    sentences: int = 0
    corrected: Counter[str] = field(default_factory=Counter)
    detected: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "Level") -> "Level":
        return Level(
            self.marks + other.marks,
            self.proposed + other.proposed,
            self.right + other.right,
            self.touching + other.touching,
            self.sentences + other.sentences,
            self.corrected + other.corrected,
            self.detected + other.detected,
        )


@dataclass(frozen=True, slots=True)
class TextScore:
    """The corrections of one text, or of many added up, held against what was printed.

    ``rules`` counts proposals by rule and whether they are right, ``width`` those that change nothing else. ``harmed``
    names the names and figures that the sure corrections change wrongly, ``missed`` the misreadings without a mark.
    """

    characters: int = 0
    sentences: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    levels: tuple[Level, ...] = tuple(Level() for _ in LEVELS)
    rules: Counter[tuple[str, str, bool]] = field(default_factory=Counter)
    width: int = 0
    harmed: tuple[Wrong, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    missed: tuple[tuple[str, str], ...] = ()

    @classmethod
    def sum(cls, scores: Iterable[Self]) -> "TextScore":
        """Many texts as one."""
        told = list(scores)
        return TextScore(
            characters=sum(one.characters for one in told),
            sentences=sum(one.sentences for one in told),
            errors=_total(one.errors for one in told),
            levels=tuple(sum((one.levels[k] for one in told), Level()) for k in range(len(LEVELS))),
            rules=_total(one.rules for one in told),
            width=sum(one.width for one in told),
            harmed=tuple(each for one in told for each in one.harmed),
            wrong=tuple(each for one in told for each in one.wrong),
            missed=tuple(each for one in told for each in one.missed),
        )


def score_text(src: str, tgt: str, corrections: Sequence[Correction]) -> TextScore:
    """One passage of a paper as read (``src``), held with its corrections against what was printed (``tgt``).

    >>> one = Correction("body", 0, 3, 4, "末", "未", "misread", "", 0.9, Tier.LIKELY)
    >>> score = score_text("大桥尚末通车，", "大桥尚未通车。", [one])
    >>> score.errors.total(), [(level.proposed, level.right, level.corrected.total()) for level in score.levels]
    (2, [(0, 0, 0), (1, 1, 1), (1, 1, 1)])
    """
    errors = errors_of(src, tgt)
    judged = [judge(src, tgt, errors, correction) for correction in corrections]
    counted = [one for one in judged if one.counts]
    ends = [match.end() for match in _SENTENCE.finditer(src)]
    found = {number for one in counted for number in one.touches}
    return TextScore(
        characters=len(src),
        sentences=len(ends),
        errors=Counter(error.kind for error in errors),
        levels=tuple(
            _level([one for one in counted if one.correction.tier in tiers], errors, ends) for tiers in LEVELS.values()
        ),
        rules=Counter((one.correction.rule, one.correction.tier.value, one.right) for one in counted),
        width=len(judged) - len(counted),
        harmed=tuple(_wrong(src, one.correction) for one in counted if _harms(src, one)),
        wrong=tuple(_wrong(src, one.correction) for one in counted if not one.right),
        missed=tuple(
            (error.kind, around(src, error.start, error.end, error.after))
            for number, error in enumerate(errors)
            if number not in found
        ),
    )


def errors_of(src: str, tgt: str) -> tuple[Misreading, ...]:
    """Where a text as read differs from what was printed, beyond white space and the width of marks.

    >>> errors_of("云州 大桥尚末通车,", "云州大桥尚未通车，请绕行")
    (Misreading(start=6, end=7, before='末', after='未'), Misreading(start=10, end=10, before='', after='请绕行'))
    """
    if src == tgt:
        return ()
    ours, theirs = folded(src), folded(tgt)
    read, printed = "".join(src.split()), "".join(tgt.split())
    places = [place for place, char in enumerate(src) if not char.isspace()]
    merged: list[list[int]] = []
    for edit in Levenshtein.opcodes(ours, theirs):
        if edit.tag == "equal":
            continue
        if merged and merged[-1][1] == edit.src_start and merged[-1][3] == edit.dest_start:
            merged[-1][1], merged[-1][3] = edit.src_end, edit.dest_end
        else:
            merged.append([edit.src_start, edit.src_end, edit.dest_start, edit.dest_end])
    return tuple(
        Misreading(*_stretch(places, len(src), begin, end), read[begin:end], printed[since:until])
        for begin, end, since, until in merged
    )


def folded(text: str) -> str:
    """What is compared: no white space, marks, digits and letters of full width as those of half width.

    >>> folded("全长 ３．２公里，约")
    '全长3.2公里,约'
    """
    return "".join(text.translate(_SAME).split())


def judge(src: str, tgt: str, errors: Sequence[Misreading], correction: Correction) -> Judged:
    """One correction of a misread text beside what was printed."""
    start, end = correction.start, correction.end
    touches = tuple(k for k, error in enumerate(errors) if error.start <= end and start <= error.end)
    edits = int(Levenshtein.distance(folded(correction.before), folded(correction.after)))
    if not edits:
        return Judged(correction, touches, 0, 0)
    alone = folded(src[:start] + correction.after + src[end:])
    printed = folded(tgt)
    gain = int(Levenshtein.distance(folded(src), printed)) - int(Levenshtein.distance(alone, printed))
    return Judged(correction, touches, edits, gain)


def around(text: str, start: int, end: int, after: str) -> str:
    """A place with the words beside it.

    >>> around("大桥尚末通车", 3, 4, "未")
    '大桥尚[末→未]通车'
    """
    words = f"{text[max(start - AROUND, 0) : start]}[{text[start:end]}→{after}]{text[end : end + AROUND]}"
    return " ".join(words.split("\n"))


class Sentence(NamedTuple):
    """One sentence at one level, as spelling checks are scored: all or nothing."""

    erroneous: bool
    changed: bool
    detected: bool
    corrected: bool


def score_sentence(src: str, tgt: str, corrections: Sequence[Correction]) -> tuple[Sentence, ...]:
    """A sentence of the paper, level by level: changed at all, changed at just the right places, and just as printed.

    >>> one = Correction("body", 0, 3, 4, "末", "本", "misread", "", 0.9, Tier.LIKELY)
    >>> score_sentence("大桥尚末通车", "大桥尚未通车", [one])[1]
    Sentence(erroneous=True, changed=True, detected=True, corrected=False)
    """
    told = []
    ours, printed = folded(src), folded(tgt)
    for tiers in LEVELS.values():
        done = folded(replay(src, (one for one in corrections if one.tier in tiers)))
        changed, wrong = done != ours, ours != printed
        detected = changed and wrong and _changed_places(ours, done) == _changed_places(ours, printed)
        told.append(Sentence(wrong, changed, detected, changed and wrong and done == printed))
    return tuple(told)


def _level(judged: Sequence[Judged], errors: Sequence[Misreading], ends: Sequence[int]) -> Level:
    if not judged:
        return Level()
    proposals = [one for one in judged if one.edits]
    gained: Counter[int] = Counter()
    for one in proposals:
        if one.right:
            gained.update(dict.fromkeys(one.touches, one.gain))
    found = {number for one in judged for number in one.touches}
    false = [one.correction.start for one in judged if not one.right]
    return Level(
        marks=len(judged),
        proposed=len(proposals),
        right=sum(one.right for one in proposals),
        touching=sum(bool(one.touches) for one in judged),
        sentences=len({next((k for k, end in enumerate(ends) if end > start), len(ends) - 1) for start in false}),
        corrected=Counter(errors[number].kind for number, gain in gained.items() if gain >= errors[number].edits),
        detected=Counter(errors[number].kind for number in found),
    )


def _harms(src: str, one: Judged) -> bool:
    """Whether a sure correction changes a figure, a foreign word or a name of a person or place, and is not right."""
    correction = one.correction
    if one.right or not one.edits or correction.tier is not Tier.SURE:
        return False
    if any(char.isascii() and char.isalnum() for char in folded(correction.before + correction.after)):
        return True
    return any(begin < correction.end and correction.start < end for begin, end in names_in(src))


def names_in(text: str) -> Iterator[tuple[int, int]]:
    """Where the names of persons and places stand in a passage, as far as a dictionary can tell.

    >>> list(names_in("记者在北京采访"))
    [(3, 5)]
    """
    import rjieba  # its dictionary takes a while to load

    start = 0
    for word, tag in rjieba.tag(text):
        if tag.startswith(("nr", "ns")):
            yield start, start + len(word)
        start += len(word)


def _wrong(src: str, correction: Correction) -> Wrong:
    words = around(src, correction.start, correction.end, correction.after)
    return Wrong(correction.tier.value, correction.rule, words)


def _stretch(places: Sequence[int], length: int, begin: int, end: int) -> tuple[int, int]:
    """Where a stretch of the text without white space lies in the text; an empty one takes up the white space there."""
    if begin < end:
        return places[begin], places[end - 1] + 1
    return (places[begin - 1] + 1 if begin else 0), (places[begin] if begin < len(places) else length)


def _changed_places(one: str, other: str) -> list[tuple[str, int]]:
    if len(one) == len(other):
        return [("replace", place) for place in range(len(one)) if one[place] != other[place]]
    return [(edit.tag, edit.src_pos) for edit in Levenshtein.editops(one, other)]


def _total(counts: Iterable[Counter[Key]]) -> Counter[Key]:
    out: Counter[Key] = Counter()
    for count in counts:
        out.update(count)
    return out
