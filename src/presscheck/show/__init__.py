"""See what it saw: every line of a page with the story it went to, in the terminal or as one HTML page."""

from presscheck.show.terminal import STAGES, articles, blocks, heading, lines

__all__ = ["STAGES", "articles", "blocks", "heading", "lines"]
