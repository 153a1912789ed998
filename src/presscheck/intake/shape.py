"""What shape a dump gives its page, as far as the text alone tells."""

from presscheck.intake.rows import columns_from_rows
from presscheck.model import Line, Manner


def rebuild(text: str, lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], Manner | None]:
    """The page's lines."""
    return columns_from_rows(text, lines) or (lines, None)
