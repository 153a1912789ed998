"""See what it saw: every line of a page with the story it went to, in the terminal or as one HTML page."""

from collections.abc import Callable

from presscheck.errors import Lang
from presscheck.model import Reading
from presscheck.show.corrections import corrections
from presscheck.show.facts import facts
from presscheck.show.terminal import Shown, articles, blocks, heading, lines

STAGES: dict[str, Callable[[Reading, Lang], Shown]] = {
    "lines": lines,
    "blocks": blocks,
    "articles": articles,
    "corrections": corrections,
    "facts": facts,
}
"""Every step that can be looked at, in the order of the work."""

__all__ = ["STAGES", "articles", "blocks", "corrections", "facts", "heading", "lines"]
