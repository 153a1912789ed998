"""What is written with numbers and counts nothing: days, times of day, ordinals, scores, names."""

import re
from functools import cache

from presscheck.data import rows

_PIECE = re.compile(r"\{([a-z][a-z0-9]*)\}")


def end(text: str, start: int) -> int | None:
    """Where the days, ordinal or name end whose number begins at ``start``; ``None`` where it may count something.

    >>> end("2025年6月17日共5人", 0), end("共5人", 1)
    (10, None)
    """
    found = _pattern().match(text, start)
    return found.end() if found else None


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        "|".join(f"(?:{filled(row['pattern'])})" for row in rows("facts/uncounted")["uncounted"]), re.VERBOSE
    )


def filled(pattern: str) -> str:
    """A row's pattern with the pieces it names put in.

    >>> filled("(?<=初){n2}")[:10]
    '(?<=初)(?:['
    """
    pieces = rows("facts/uncounted")["pieces"]
    while _PIECE.search(pattern):
        pattern = _PIECE.sub(lambda found: str(pieces[found[1]]), pattern)
    return pattern
