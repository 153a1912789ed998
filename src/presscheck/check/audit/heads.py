"""A head and its story that tell the same figure differently: 33万 above, 3.3万 below."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from presscheck.check.audit.intervals import told, total
from presscheck.check.audit.places import one_slip
from presscheck.check.audit.story import Story
from presscheck.errors import Lang
from presscheck.messages import say
from presscheck.model import Figure, Words
from presscheck.model.fact import Quantity
from presscheck.model.verdict import Finding, Repair

_HAN = re.compile("[\u4e00-\u9fff]")
_PLAIN = frozenset("今年去年全年全国我国中国同比增长超过达到本月上月已经日前记者")
_CLAUSE = re.compile("[，。；！？：\u3000 ]")
NEAR = 10
"""Words at most so many characters off a figure say what it counts."""
_TIMES = frozenset(("duration", "time", "rank", "grade"))
_COUNTED, _LIKE = Decimal(10), Decimal("1.25")
_PARTS = 12
_GENERAL = (None, "个", "人", "名", "家", "项", "件", "次", "起", "处")
_RATIOS = ("%", "pp")


def find(story: Story, lang: Lang) -> Iterator[Finding]:
    """Figures of a head that stand in the body nowhere, but for one misread character in one of the two."""
    figures = story.figures
    body = [one for one in figures if one.evidence.part == "body"]
    heads = [one for one in figures if one.evidence.part in ("headline", "deck", "kicker")]
    for head in heads:
        if head.quantity.value is None or _named_in(head, body):
            continue
        if _summed(head, body):
            continue
        near = [one for one in body if _slipped(head, one) and _same_thing(story, head, one)]
        free = [one for one in near if not _named_in(one, heads)]
        if free and head.quantity.family not in _TIMES:
            yield _finding(story, head, free[0], lang)


def _named_in(one: Figure, others: Sequence[Figure]) -> bool:
    """Whether a figure is told by others too, as exactly or less so, whatever its unit."""
    return any(_meet(one.quantity, other.quantity) for other in others)


def _summed(head: Figure, body: Sequence[Figure]) -> bool:
    """Whether two or three figures of the body make that of the head."""
    same = [one.quantity for one in body if one.quantity.code == head.quantity.code and one.quantity.value][:_PARTS]
    some = [held for size in (2, 3) for held in combinations(same, size)]
    bounded = [held for held in some if all(None not in (one.low, one.high) for one in held)]
    if any(sum(one.value or 0 for one in held) == head.quantity.value for held in some):
        return True
    return any(total(map(told, held)).meets(told(head.quantity)) for held in bounded)


def _meet(one: Quantity, two: Quantity) -> bool:
    if None not in (one.code, two.code) and one.family != two.family:
        return False
    if one.value is not None and one.value == two.value:
        return True
    if not one.value or not two.value or not 1 / _LIKE <= one.value / two.value <= _LIKE:
        return False
    return told(one).meets(told(two))


def _slipped(head: Figure, body: Figure) -> bool:
    """Whether one character, or 万 for 亿, makes the one figure of the other."""
    one, two = head.quantity, body.quantity
    if two.value is None or not (one.code == two.code or None in (one.code, two.code)):
        return False
    if not one.value or not two.value:
        return False
    if max(abs(one.value), abs(two.value)) < _COUNTED and one.code not in _RATIOS:
        return False
    return _digits(one.value) == _digits(two.value) or _near(head, body)


def _near(head: Figure, body: Figure) -> bool:
    """Whether the printed numbers differ by a character, or by two that changed places."""
    first, second = _core(head.evidence.text), _core(body.evidence.text)
    turned = len(first) == len(second) and sorted(first) == sorted(second)
    return len(first) > 1 and (turned or one_slip(first, second))


def _digits(value: Decimal) -> str:
    """
    >>> _digits(Decimal("330000")), _digits(Decimal("3.30"))
    ('33', '33')
    """
    return "".join(map(str, value.as_tuple().digits)).strip("0")


def _core(words: str) -> str:
    """The figures and the 万 and 亿 of some words."""
    return "".join(char for char in words if char in "0123456789.万亿百千%一二三四五六七八九十")


def _same_thing(story: Story, one: Figure, two: Figure) -> bool:
    """Whether the words around two figures share one that says what is counted."""
    if one.quantity.value and two.quantity.value and _digits(one.quantity.value) == _digits(two.quantity.value):
        if len(_digits(one.quantity.value)) > 1:
            return True
        if _counted(story, one) == _counted(story, two) or one.quantity.code in _GENERAL:
            return _counted(story, one) == _counted(story, two)
    return bool(_words_by(story, one) & _words_by(story, two))


def _counted(story: Story, figure: Figure) -> str:
    """The first words behind a figure, which say what is counted."""
    text, end = story.text_of(figure.evidence).words, figure.evidence.end
    return text[end : end + 2]


def _words_by(story: Story, figure: Figure) -> set[str]:
    """Each two characters that stand side by side near a figure, in its clause."""
    text, words = story.text_of(figure.evidence).words, figure.evidence
    before = _CLAUSE.split(text[max(0, words.start - NEAR) : words.start])[-1]
    after = _CLAUSE.split(text[words.end : words.end + NEAR])[0]
    found = {part[at : at + 2] for part in (before, after) for at in range(len(part) - 1)}
    return {two for two in found if all(map(_HAN.match, two)) and not set(two) <= _PLAIN}


def _finding(story: Story, head: Figure, body: Figure, lang: Lang) -> Finding:
    above = head.evidence
    other = body.evidence
    repair, back = _instead(story, above, other.text), _instead(story, other, above.text)
    words = say("audit.heads_differ", lang, head=above.text, body=other.text)
    bounds = (body.quantity.low, body.quantity.high)
    slip = one_slip(_core(above.text), _core(other.text))
    level, ids = "proofread" if slip else "error", (head.id, body.id)
    return Finding("head-differs", level, words, ids, story.told(head, body), *bounds, (repair, back) if slip else ())


def _instead(story: Story, words: Words, after: str) -> Repair:
    place = (words.part, words.paragraph, words.start, words.end)
    return Repair(story.source.article, *place, words.text, after)
