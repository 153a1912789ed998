"""Quotation marks and brackets that do not pair: where they fail, and the one change that mends them if there is one.

Each kind of mark is followed by itself through a paragraph. Where it fails, every single change that makes it pair is
tried (a mark taken out, turned round, or a missing one set in), and the language model says which reads best. Speech
over several paragraphs opens each of them and closes the last only.
"""

from collections.abc import Iterator

from presscheck.proofreading.passage import Finding, Passage
from presscheck.proofreading.wording import Change, gains

PAIRS = ("“”", "‘’", "（）", "《》", "【】", "「」", "『』", "〔〕")
CLEAR = 4.0
"""Nats by which a repair must read better than the next best to be proposed."""
OWED = 4.0
"""Nats that a missing mark costs the language model, which does not count that one was opened before."""
MENDED, LONGEST = 2, 5_000
"""So many marks without a partner a single change can mend; in longer text, which is no paragraph, none is tried."""
REACH = 120
"""Characters after an opening mark within which a missing closing mark is looked for."""


def find(passage: Passage) -> Iterator[Finding]:
    """Every place where a mark fails to pair; a change is proposed only where one reads best by far.

    >>> [(found.start, found.after) for found in find(Passage("body", 0, "他说：“今年收成好。"))]
    [(3, '')]
    >>> list(find(Passage("body", 0, "他说：“今年收成好。", goes_on=True)))
    []
    """
    for pair in PAIRS:
        if pair[0] in passage.text or pair[1] in passage.text:
            yield from _of_one_kind(passage, pair)


def faults(text: str, pair: str, *, goes_on: bool = False) -> list[int]:
    """The places of the marks of one kind that find no partner.

    >>> faults("”他说“好”“", "“”")
    [0, 6]
    """
    opened: int | None = None
    alone = []
    for place, char in enumerate(text):
        if char not in pair or _is_no_mark(text, place):
            continue
        if char == pair[0]:
            if opened is not None:
                alone.append(opened)
            opened = place
        elif opened is None:
            alone.append(place)
        else:
            opened = None
    if opened is not None and not (goes_on and pair == "“”"):
        alone.append(opened)
    return alone


def _is_no_mark(text: str, place: int) -> bool:
    """An apostrophe in a foreign name, a bracket that numbers an item."""
    before, char = text[place - 1 : place], text[place]
    if char in "‘’":
        return (before.isascii() and before.isalnum()) or "·" in text[max(place - 4, 0) : place]
    if char != "）":
        return False
    opened = text.rfind("（", 0, place) > text.rfind("）", 0, place)
    return not opened and ((before.isascii() and before.isalnum()) or before in "一二三四五六七八九十")


def _of_one_kind(passage: Passage, pair: str) -> Iterator[Finding]:
    text = passage.text
    alone = faults(text, pair, goes_on=passage.goes_on and pair == "“”")
    if not alone:
        return
    few = len(alone) <= MENDED and len(text) <= LONGEST
    changes = _changes(text, pair, alone) if few else []
    repairs = [change for change in changes if _mends(passage, pair, change)]
    if best := _best(text, repairs):
        yield Finding(best.start, best.end, best.after, "pairing", 0.7)
        return
    for place in alone:
        yield Finding(place, place + 1, text[place], "unpaired", 0.7)


def _best(text: str, repairs: list[Change]) -> Change | None:
    """The repair that reads best, by far."""
    if not repairs:
        return None
    scores = gains(text, repairs) + [OWED * (change.start == change.end) for change in repairs]
    order = scores.argsort()[::-1]
    clear = len(order) == 1 or scores[order[0]] - scores[order[1]] >= CLEAR
    return repairs[int(order[0])] if clear else None


def _changes(text: str, pair: str, alone: list[int]) -> list[Change]:
    """A mark taken out or turned round, or one set in."""
    marks = [place for place, char in enumerate(text) if char in pair]
    turned = {pair[0]: pair[1], pair[1]: pair[0]}
    out = [Change(place, place + 1, "") for place in marks]
    round_ = [Change(place, place + 1, turned[text[place]]) for place in marks]
    inserted = [Change(spot, spot, pair[0]) for place in alone for spot in range(max(place - REACH, 0), place)]
    inserted += [Change(spot, spot, pair[1]) for place in alone for spot in range(place + 2, place + REACH)]
    return out + round_ + [change for change in inserted if change.start <= len(text)]


def _mends(passage: Passage, pair: str, change: Change) -> bool:
    text = passage.text[: change.start] + change.after + passage.text[change.end :]
    return pair not in text and not faults(text, pair, goes_on=passage.goes_on)
