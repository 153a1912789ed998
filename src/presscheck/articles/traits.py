"""What one fragment of a story shows by itself: does it open, close, break off, or only name something?"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from presscheck import hanzi
from presscheck.articles import heads
from presscheck.articles.recall import folded, remembered
from presscheck.language.ngram import LanguageModel
from presscheck.model import Role

Floats = NDArray[np.float32]

CREDITS = ("dateline_start", "byline_line")
NUMBER_TAILS = frozenset("0123456789.％%第两几")
NUMBER_HEADS = frozenset("0123456789.％%万亿千百多余年月日时")
COMMAS = frozenset("，、；：,;:")

NAMES = (
    "bias", "length", "short", "very_short", "ends_sentence", "ends_comma", "illegal_start", "end_chance",
    "start_chance", "left_open", "never_opened", "ends_number", "starts_number", "inner_comma", "inner_stop",
    "dateline_start", "dateline_line", "byline_line", "jump_from", "jump_to", "crosshead_mark",
)  # fmt: skip
"""The traits, in the order of the columns of ``traits``; the weights that ship were learned for this order."""


ENDS_SENTENCE = NAMES.index("ends_sentence")
END_CHANCE, START_CHANCE = NAMES.index("end_chance"), NAMES.index("start_chance")
DATELINE_START = NAMES.index("dateline_start")
LONGEST_OFFICE = 24
OFFICES = frozenset("局司会府院部室所社校厅处团站队行厂店队心组")
"""What the name of an office or a company ends with."""
SIGNED = 40
"""A signature takes no more characters at the end of a story than this."""
LONGEST_HEAD = 48
"""A line of more characters than this is no head."""


def is_head(table: Floats) -> NDArray[np.bool_]:
    """Which fragments look like a line of a headline stack or a crosshead: short, and no sentence. (n,)"""
    marked = ("ends_sentence", "ends_comma", "illegal_start", "inner_stop", *CREDITS, "jump_from", "jump_to")
    no = table[:, [NAMES.index(name) for name in marked]].any(axis=1)
    out: NDArray[np.bool_] = ~no & (table[:, NAMES.index("length")] < np.log1p(LONGEST_HEAD + 0.5) / 5)
    return out


def is_deck(texts: Sequence[str]) -> NDArray[np.bool_]:
    """Which fragments are the deck of a headline, behind a dash: the networks take those for torn text. (n,)"""
    return np.array(
        [len(text) <= LONGEST_HEAD and heads.is_deck(text) and "。" not in text for text in texts], dtype=np.bool_
    )


def is_credit(table: Floats) -> NDArray[np.bool_]:
    """Which fragments are a byline, or open with a dateline: what follows a headline stack. (n,)"""
    return np.asarray(table[:, [NAMES.index(name) for name in CREDITS]].any(axis=1), dtype=np.bool_)


def is_signed(texts: Sequence[str]) -> NDArray[np.bool_]:
    """Which fragments end a sentence and are signed behind it, as the last lines of stories are: （记者 …）. (n,)

    >>> is_signed(["渠水上了北坡。（记者 周田）", "本报讯（记者 周田）", "渠水上了北坡。"]).tolist()
    [True, False, False]
    """
    return np.array([_is_signed(folded(text)) for text in texts], dtype=np.bool_)


def _is_signed(text: str) -> bool:
    if len(text) < 8 or not (text[-1] in hanzi.CLOSERS or "记者" in text[-SIGNED:] or "通讯员" in text[-SIGNED:]):
        return False
    last = next((mark for mark in reversed(heads.marks(text)) if mark.end == len(text)), None)
    ended = hanzi.SENTENCE_ENDS | frozenset("”’）)")
    return last is not None and last.role is Role.BYLINE and text[: last.start].rstrip()[-1:] in ended


def is_closing(texts: Sequence[str]) -> list[bool]:
    """Which lines close a notice or an advertisement, though they look like heads: contacts, a day, who signs above it.

    >>> is_closing(["渠道招标", "北坡水管所", "2026年6月18日"])
    [False, True, True]
    """
    closing = [heads.closes_notice(text) for text in texts]
    signs = [
        day and text[:4].isdigit() and len(above) <= LONGEST_OFFICE and not set(above) & COMMAS
        for above, text, day in zip(texts, texts[1:], closing[1:], strict=False)
    ]
    offices = [sign and above[-1:] in OFFICES for sign, above in zip(signs, texts, strict=False)]
    return [closes or office for closes, office in zip(closing, [*offices, False], strict=False)]


def opens_notice(texts: Sequence[str]) -> NDArray[np.bool_]:
    """Which lines head a notice. (n,)"""
    return np.array([heads.heads_notice(folded(text)) for text in texts], dtype=np.bool_)


def traits(texts: Sequence[str], model: LanguageModel) -> Floats:
    """The traits of each fragment, (n, len(NAMES)), roughly between -1 and 1 each.

    ``texts`` are the fragments as the page has them; look-alikes and widths are folded here.
    """
    lines = [folded(text) for text in texts]
    table = _looks(lines)
    table[:, END_CHANCE] = np.clip(model.ends(lines), -14, 0) / 7
    table[:, START_CHANCE] = np.clip(model.starts(lines, 4), -14, 0) / 7
    return table


def looks(texts: Sequence[str]) -> Floats:
    """The traits that tell heads and credits from text: all but the chances of an edge, which are left 0."""
    return _looks([folded(text) for text in texts])


def _looks(lines: Sequence[str]) -> Floats:
    table = np.array([_look(text) for text in lines], dtype=np.float32).reshape(len(lines), len(NAMES))
    table[is_closing(lines), ENDS_SENTENCE] = 1
    return table


@remembered
def _look(text: str) -> tuple[float, ...]:
    """What one fragment looks like, whatever stands beside it."""
    return (*_surface(text), *_marks(text))


def _surface(text: str) -> list[float]:
    size = len(text)
    bare = text.rstrip('”’）》」』)" ')
    left_open, never_opened = unclosed(text)
    return [
        1.0,
        np.log1p(size) / 5,
        float(size <= 26),
        float(size <= 12),
        float(bare[-1:] in hanzi.SENTENCE_ENDS and bool(bare)),
        float(text[-1:] in COMMAS and bool(text)),
        float(text[:1] in hanzi.NEVER_FIRST and bool(text)),
        0.0,
        0.0,
        min(left_open, 2) / 2,
        min(never_opened, 2) / 2,
        float(text[-1:] in NUMBER_TAILS and bool(text)),
        float(text[:1] in NUMBER_HEADS and bool(text)),
        float(any(mark in text[:-1] for mark in "，；")),
        float("。" in text[:-1]),
    ]  # fmt: skip


def _marks(text: str) -> list[float]:
    found = heads.marks(text)
    whole = {mark.role for mark in found if mark.whole}
    at_start = {mark.role for mark in found if mark.start == 0}
    roles = {mark.role for mark in found}
    return [
        float(Role.DATELINE in at_start and Role.DATELINE not in whole),
        float(Role.DATELINE in whole),
        float(Role.BYLINE in whole),
        float(Role.JUMP_FROM in roles),
        float(Role.JUMP_TO in roles),
        float(Role.CROSSHEAD in whole),
    ]


def unclosed(text: str) -> tuple[int, int]:
    """How many quotation marks and brackets a fragment leaves open, and how many it closes but never opened.

    >>> unclosed("他说：“水来了")
    (1, 0)
    >>> unclosed("来之不易。”（见图）")
    (0, 1)
    """
    waiting: dict[str, int] = dict.fromkeys(hanzi.CLOSERS, 0)
    never_opened = 0
    for char in text:
        if char in hanzi.OPENERS:
            waiting[hanzi.OPENERS[char]] += 1
        elif char in hanzi.CLOSERS and waiting[char]:
            waiting[char] -= 1
        elif char in hanzi.CLOSERS:
            never_opened += 1
    return sum(waiting.values()), never_opened
