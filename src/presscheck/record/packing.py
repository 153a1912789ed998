"""JSON packed small: stories and facts say the same few field names again and again."""

import json
import re
import zlib
from typing import Any

WRITTEN_WITH = 1
"""Which of the dictionaries below a record of today is written with; each stays for ever, or old records are lost."""

_PLACE = '"part":"body","paragraph":0,"start":0,"end":0'
_PERIOD = (
    '{"text":"今年","start":"2025-01-01","end":"2025-12-31","grain":"year","open":false,"vague":false,'
    '"anchor":"2025-01-01","anchor_from":"published"}'
)
_QUANTITY = (
    '"value":"10000","low":"9500","high":"10500","low_open":false,"high_open":true,"resolution":"1000",'
    '"operator":"=","unit":"万元","unit_code":"CNY","unit_family":"currency"'
)
_DICTIONARY = "".join((
    '{"id":"a1","kind":"news","kicker":null,"headline":"","deck":null,"byline":null,"dateline":null,"jump_from":null,'
    '"jump_to":null,"places":{"kicker":[],"headline":[],"deck":[],"byline":[],"dateline":[],"jump_from":[],'
    '"jump_to":[]},"inside":[],"paragraphs":[{"kind":"p","text":"","spans":[{"page":"p1","start":0,"end":0,'
    '"box":null}]}],"corrections":[],"facts":[],"confidence":1.0,"reasons":[]}',
    f'{{"id":"f1","kind":"commitment","evidence":{{{_PLACE},"quote":""}},"who":null,"what":"","figure":null,'
    f'"deadline":null,"programme":null,"speaker":null,"where":{{"who":{{{_PLACE}}},"what":{{{_PLACE}}}}}}},',
    f'{{"id":"f1","kind":"rule","evidence":{{{_PLACE},"quote":""}},"who":null,"force":"must","what":"","basis":null,',
    f'{{"id":"f1","kind":"quote","evidence":{{{_PLACE},"quote":""}},"words":[""],"direct":true,"title":null,"cue":'
    f'"说","speaker":"","where":{{"words":[{{{_PLACE}}}],"title":{{{_PLACE}}},"cue":{{{_PLACE}}},'
    f'"speaker":{{{_PLACE}}}}}}},',
    f'{{"id":"f1","kind":"act","evidence":{{{_PLACE},"quote":""}},"agent":"","action":"","counterpart":null,'
    f'"object":null,"time":{_PERIOD},"place":null,"modality":"actual","polarity":"positive","speaker":null,'
    f'"where":{{"agent":{{{_PLACE}}},"action":{{{_PLACE}}},"counterpart":{{{_PLACE}}},"object":{{{_PLACE}}},'
    f'"place":{{{_PLACE}}}}}}},',
    f'{{"id":"f1","kind":"time","evidence":{{{_PLACE},"quote":""}},"period":{_PERIOD},"speaker":null,"where":{{}}}},',
    f'{{"id":"f1","kind":"figure","evidence":{{{_PLACE},"quote":"2.7万起"}},"surface":"2.7万起",{_QUANTITY},'
    f'"indicator":"","subject":"全国","scope":"全国","period":{_PERIOD},"basis":"同比","direction":"up",'
    f'"nature":"flow","modality":"actual","part_of":null,"same_as":null,"speaker":null,'
    f'"where":{{"indicator":{{{_PLACE}}},"subject":{{{_PLACE}}},"scope":{{{_PLACE}}},"speaker":{{{_PLACE}}}}}}},',
)).encode()  # fmt: skip
_DICTIONARIES = {1: _DICTIONARY}
_LONE = re.compile("[\ud800-\udfff]")
"""Half characters of damaged pages, which UTF-8 cannot hold."""


def pack(told: Any) -> bytes:
    """Anything that JSON can hold, packed; same in, same out.

    >>> unpack(pack({"id": "a1", "headline": "县城通了火车"}))
    {'id': 'a1', 'headline': '县城通了火车'}
    """
    plain = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    written = _LONE.sub(lambda found: f"\\u{ord(found[0]):04x}", plain).encode()
    press = zlib.compressobj(9, zdict=_DICTIONARIES[WRITTEN_WITH])
    return bytes([WRITTEN_WITH]) + press.compress(written) + press.flush()


def unpack(packed: bytes) -> Any:
    """What was packed. Raises ``zlib.error``, ``ValueError`` or ``KeyError`` where it is damaged."""
    return json.loads(written(packed))


def written(packed: bytes) -> str:
    """The JSON of what was packed, where only a part of it is to be read. Raises as ``unpack``.

    >>> written(pack({"id": "a1", "headline": None}))
    '{"id":"a1","headline":null}'
    """
    opened = zlib.decompressobj(zdict=_DICTIONARIES[packed[0]])
    told = opened.decompress(packed[1:]) + opened.flush()
    if not opened.eof:
        raise zlib.error("its end is missing")
    return told.decode()
