"""What was told of a line, remembered: whoever looks at a page asks the same of each of its lines.

The last lines of some ten pages are kept, however many pages pass through.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from presscheck import hanzi

LINES, LONGEST = 4096, 2000
"""How many lines are remembered, and the characters of the longest; what is longer is asked anew."""

Told = TypeVar("Told")


def remembered(told: Callable[[str], Told]) -> Callable[[str], Told]:
    """A question about a line, its last answers kept; they must be such that nobody can change them."""
    known = lru_cache(maxsize=LINES)(told)

    @wraps(told)
    def of(line: str) -> Told:
        return known(line) if len(line) <= LONGEST else told(line)

    return of


@remembered
def folded(line: str) -> str:
    """A line as the grammar and the networks read it: ``hanzi.fold``, without the space around.

    >>> folded("　本報訊 ")
    '本报讯'
    """
    return hanzi.fold(line).strip()
