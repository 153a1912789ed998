"""What stands beside the stories of a page, back from its JSON."""

from collections.abc import Mapping
from typing import Any

from presscheck.model import Box, Furniture, Remainder, Span

Told = Mapping[str, Any]


def furniture_from(told: Told) -> Furniture:
    """The furniture that JSON tells of.

    >>> folio = Furniture("第3版", (Span("p1", 0, 3),))
    >>> furniture_from(folio.to_dict()) == folio
    True
    """
    return Furniture(told["text"], tuple(map(_span, told["spans"])))


def remainder_from(told: Told) -> Remainder:
    """What could be put in no story, as JSON tells of it."""
    return Remainder(told["text"], tuple(map(_span, told["spans"])), told["reason"])


def _span(told: Told) -> Span:
    return Span(told["page"], told["start"], told["end"], Box(*told["box"]) if told["box"] else None)
