"""Headings that stand among the text of a story: the lines over its short news (俄称摧毁装备 乌称击落战机)."""

import re
from dataclasses import replace

from presscheck.facts.story import Part

_LONGEST = 45
_BLANK = re.compile("(?<=[一-鿿”’》）]) (?=[一-鿿“‘《])(?!致|造成|导致)")


def is_heading(text: str) -> bool:
    """Whether a paragraph is one short line without a mark at its end.

    >>> is_heading("县水务局称水库安全"), is_heading("水库安全。")
    (True, False)
    """
    return 0 < len(text) <= _LONGEST and not any(mark in text for mark in "。！？；") and text[-1] not in "：，、”"


def parted(part: Part) -> Part:
    """A heading among the text with its blanks as commas, any other part as it is.

    >>> parted(Part("body", 0, "县水务局称水库安全 村民要求修堤")).text
    '县水务局称水库安全，村民要求修堤'
    """
    return replace(part, text=_BLANK.sub("，", part.text)) if part.speech and is_heading(part.text) else part
