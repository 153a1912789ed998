"""What shape a dump gives its page, as far as the text alone tells before stories are rebuilt."""

from presscheck.intake.rows import columns_from_rows
from presscheck.intake.run_together import columns_from_run_together
from presscheck.model import Line, Manner


def rebuild(text: str, lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], Manner | None]:
    """The lines of a page in reading order, and the diagnosis where the page is one of rows across its columns.

    Any other page keeps the ``lines`` of the file in their order; its diagnosis is left to those who rebuild stories.
    """
    return columns_from_rows(text, lines) or columns_from_run_together(text, lines) or (lines, None)
