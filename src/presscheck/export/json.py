"""A reading as JSON: what other programs are written against (``docs/schema/reading.json``)."""

import json
import re

from presscheck.model import Reading, Tier

UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Characters that JSON allows bare but a terminal, a line reader or UTF-8 itself does not bear."""


def dump(reading: Reading, apply: Tier | str | None = None) -> str:
    """The whole reading, Chinese characters as they are, ending with a line break.

    With ``apply``, ``sure`` or ``likely``, ``corrected`` stands beside each text that its corrections change.
    Same reading in, same text out. Every string comes back from it exactly as it is in the reading, control
    characters and lone surrogates of a damaged page too (they are written ``\\uXXXX``), so the text is always valid
    UTF-8 and never drives a terminal.

    >>> print(dump(Reading((), (), (), made_by=(("presscheck", "0.1.0"),))).splitlines()[1])
     "schema": "presscheck/reading/1",
    """
    written = json.dumps(reading.to_dict(apply), ensure_ascii=False, indent=1)
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", written) + "\n"
