"""The items of a list whose items each have a noun and a figure: 小麦3万吨、玉米5万吨、大豆2万吨."""

from collections.abc import Sequence

from presscheck.facts.tokens import BREAK, FIGURE, NOMINAL, PARTIES, Token

MARKS = frozenset("、，；")
"""What parts the items of a list."""


def behind(tokens: Sequence[Token], last: int) -> int:
    """The token with which the next item begins that has a noun and a figure of its own, after a figure's ``last``.

    What follows 490吨、 in 管制化学品490吨、非管制化学品952吨 is counted by 952吨.
    """
    if last < len(tokens) and tokens[last].word in MARKS:
        for later in range(last + 1, len(tokens)):
            if tokens[later].tag == FIGURE:
                return last if later > last + 1 else len(tokens)
            if tokens[later].word in MARKS or tokens[later].tag == BREAK:
                break
    return len(tokens)


def before(tokens: Sequence[Token], figure: int) -> tuple[int, int]:
    """The tokens of the items before a figure's own in its list, half-open, from what the first counts on.

    新建桥梁 is not whose the 3条 of 新建桥梁12座、隧道3条 are; 全县 of 全县收割小麦3吨、玉米5吨 may be of both.
    """
    low = end = _start(tokens, figure)
    while _goes_on(tokens, low):
        first = _start(tokens, low - 2)
        if not _goes_on(tokens, first):
            return _counted(tokens, low - 2), end
        low = first
    return low, low


def _start(tokens: Sequence[Token], figure: int) -> int:
    """Where the item of a figure begins: behind the mark or the figure before it."""
    low = figure
    while low and tokens[low - 1].tag not in (FIGURE, BREAK) and tokens[low - 1].word != "、":
        low -= 1
    return low


def _goes_on(tokens: Sequence[Token], low: int) -> bool:
    """Whether an item that begins at ``low`` is of a list that is going on."""
    return low >= 2 and tokens[low - 1].word == "、" and tokens[low - 2].tag == FIGURE


def _counted(tokens: Sequence[Token], figure: int) -> int:
    """Where the nouns right before a figure begin, without whose it is; that too, where there is no other."""
    low = figure
    while low and tokens[low - 1].tag in NOMINAL and tokens[low - 1].tag not in PARTIES:
        low -= 1
    return low - (low == figure and low > 0 and tokens[low - 1].tag in PARTIES)
