"""Half-width punctuation between Chinese characters, as scans give it: 今年,全市 is set 今年，全市."""

import re
from collections.abc import Iterator

from presscheck.proofreading.passage import Finding, Passage

FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff”》])[,;:?!()](?=[\u4e00-\u9fff“《]|$)")


def find(passage: Passage) -> Iterator[Finding]:
    """Every half-width mark that stands between two Chinese characters, or closes a passage after one.

    >>> [(found.start, found.after) for found in find(Passage("body", 0, "今年,全市丰收"))]
    [(2, '，')]
    """
    for found in _BETWEEN.finditer(passage.text):
        yield Finding(found.start(), found.end(), FULL[found[0]], "width", 0.995)
