"""What is taken away from the desk has a name of its own: what was asked stands in it, to tell files apart."""

import re
from urllib.parse import quote

LONGEST = 60
"""Characters of what was asked that stand in a name."""
_UNFIT = re.compile(r'[\x00-\x20\x7f-\x9f/\\:*?"<>|%&#\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+')


def named(kind: str, ending: str, *asked: str) -> dict[str, str]:
    """The header that names a file, in plain letters and, for the browsers of today, with what was ``asked`` in it.

    >>> named("series", "csv")["Content-Disposition"]
    'attachment; filename="series.csv"'
    >>> named("facts", "csv", "水渠", "", "2026-06")["Content-Disposition"].partition("*=")[2]
    "UTF-8''facts-%E6%B0%B4%E6%B8%A0-2026-06.csv"
    """
    words = "-".join(filter(None, (_UNFIT.sub("_", one).strip("._") for one in asked)))[:LONGEST]
    plain = f'attachment; filename="{kind}.{ending}"'
    whole = quote(f"{kind}-{words}.{ending}".encode("utf8", "replace"))
    return {"Content-Disposition": f"{plain}; filename*=UTF-8''{whole}" if words else plain}
