"""What is put on a control list or taken off it: substances, goods and entities, how many, for which countries."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise

from presscheck.data import rows
from presscheck.facts import units
from presscheck.facts.figures import Counted
from presscheck.facts.sentences import Said
from presscheck.model.fact import Change, Quantity, Words

Span = tuple[int, int]
LONGEST = 40
"""A name is no longer than this."""
_MARK, _AND = "、", "和与及"
_OPEN, _CLOSE = "（(《“‘", "）)》”’"
_BEFORE_NAME = re.compile(r"(?:包括|含有|其中|上述|这些|该|另外|又|还|以及|等|的|[\s“‘])+")
_AFTER_NAME = re.compile(r"(?:等|分别|[\s”’])+$")
_LEADS = re.compile(r"(?:针对|[对向])")
_BACK = re.compile(r"(?:上述|这|前述|以上|该)[两三四五六七八九十]?国(?:家)?")
_PRONOUNS = frozenset(
    (
        "其",
        "它",
        "他",
        "她",
        "它们",
        "他们",
        "该公司",
        "该组织",
        "该企业",
        "该国",
        "该物质",
        "双方",
        "两国",
        "前者",
        "后者",
    )
)
_MODAL = re.compile("[要应须可拟将]|必须|不得|凡|都要|全部要")
_DENIED = ("未", "没有", "不", "无", "非")
_TELLING = re.compile("发布|公布|宣布|会同|[将把]|决定|应当|可以|可能")


def definite(said: Said, items: Span) -> bool:
    """Whether the words tell of definite things: a number of them, or names."""
    text = said.part.text[items[0] : items[1]]
    if _MODAL.match(text) or text.endswith(_DENIED):
        return False
    if _counted(said, items):
        return True
    return len(text) <= LONGEST and not _vague().search(text) and not _TELLING.search(text)


def names(said: Said, items: Span) -> tuple[Words, ...]:
    """The names listed: those before 等 and the figure, else what the figure counts.

    格来他明等16种物质 gives 格来他明, 13种前体化学品 gives 前体化学品. Countries among them are left to ``countries``.
    """
    text, (start, end) = said.part.text, items
    counted = _counted(said, items)
    if counted:
        head = text[start : counted[0].start].rstrip("（(")
        if head.endswith("等") and len(head) > 1:
            end = start + len(head) - 1
        elif head.endswith("的") or not any(mark in head for mark in "、《"):
            start = counted[0].end
    if text[start:end] in _PRONOUNS:
        return ()
    found = [said.part.words(*one) for one in _pieces(text, start, end)]
    others = [one for one in found if not _is_country(said, one.start, one.end)]
    return tuple(others or found)


def count(said: Said, items: Span) -> Quantity | None:
    """How many there are, where the text gives a number."""
    counted = _counted(said, items)
    return counted[0].quantity if counted else None


def countries(said: Said, items: Span | None, clause: Span, earlier: Sequence[Change]) -> tuple[Words, ...]:
    """The countries that the change is about: named among the things listed, or after 对 and 针对 in the clause."""
    text = said.part.text
    spans = [items] if items else []
    spans += [(lead.end(), min(lead.end() + LONGEST, clause[1])) for lead in _LEADS.finditer(text, *clause)]
    found = {
        (one.start, one.end): said.part.words(one.start, one.end)
        for one in said.parties
        for low, high in spans
        if one.kind == "country" and low <= one.start and one.end <= high and not text.startswith("类", one.end)
    }
    letter = _letter().search(text, *items) if items else None
    if letter and items and _stands_alone(said, letter.span(), items):
        found.setdefault(letter.span(), _spelled(said, letter.span(), earlier))
    if not found and any(_BACK.search(text, low, high) for low, high in [*spans, clause]):
        return next((change.countries for change in reversed(earlier) if change.countries), ())
    return tuple(found[place] for place in sorted(found))


def _stands_alone(said: Said, letter: Span, items: Span) -> bool:
    """Whether a letter begins a name (美 in 和美公司 does not) and is of no country that is a party anyway."""
    begins = any(one.start == letter[0] for one in names(said, items))
    return begins and not any(one.kind == "country" and one.start <= letter[0] < one.end for one in said.parties)


def _spelled(said: Said, letter: Span, earlier: Sequence[Change]) -> Words:
    """The country that a letter stands for: its name where the paragraph prints it, or an earlier change, else 美."""
    text = said.part.text
    name = _names().get(text[slice(*letter)])
    told = next((one for change in reversed(earlier) for one in change.countries if one.text == name), None)
    at = text.find(name) if name else -1
    return (said.part.words(at, at + len(name)) if name and at >= 0 else told) or said.part.words(*letter)


def _counted(said: Said, items: Span) -> tuple[Counted, ...]:
    low, high = items
    return tuple(one for one in said.figures if low <= one.start and one.end <= high and _counts_items(one.quantity))


def _counts_items(quantity: Quantity) -> bool:
    printed = units.unit(quantity.unit) if quantity.unit else None
    return printed is not None and printed.counter


def _is_country(said: Said, start: int, end: int) -> bool:
    return any(one.kind == "country" and (one.start, one.end) == (start, end) for one in said.parties)


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """The names between 、 and 和, outside of brackets, without the words around them."""
    described = _described().match(text, start, end)
    low = start = described.end() if described else start
    for place in [*_joints(text, start, end), end]:
        if trimmed := _trimmed(text, low, place):
            yield trimmed
        low = place + 1


def _joints(text: str, start: int, end: int) -> list[int]:
    """Where names are joined: at 、 and at a 和 between names; in a list that ends in 等 none before its first 、."""
    places = _outside(text, start, end)
    marks = [place for place in places if text[place] == _MARK]
    first = marks[0] if marks and text.startswith("等", end) else start
    whole = _ands(text, start, end) if len(marks) < len(places) else frozenset()
    out: list[int] = []
    for place in places:
        low = out[-1] + 1 if out else start
        behind = next((mark for mark in marks if mark > place), end)
        joins = place in whole and place > first and _joins(text, (low, place), behind)
        if text[place] == _MARK or joins:
            out.append(place)
    return out


def _outside(text: str, start: int, end: int) -> list[int]:
    """Where 、, 和 and the like stand outside of brackets."""
    out, depth = [], 0
    for place in range(start, end):
        depth += (text[place] in _OPEN) - (text[place] in _CLOSE)
        if depth <= 0 and text[place] in _MARK + _AND:
            out.append(place)
    return out


def _ands(text: str, start: int, end: int) -> frozenset[int]:
    """Where 和, 与 and 及 are words of their own: not in 和平, 参与 and 普及."""
    import rjieba

    ends = accumulate((len(word) for word in rjieba.cut(text[start:end], hmm=False)), initial=start)
    return frozenset(low for low, high in pairwise(ends) if high == low + 1 and text[low] in _AND)


def _joins(text: str, before: Span, end: int) -> bool:
    """Whether 和 has a name on either side: 导弹与火控公司 is one, since only its end is that of a body."""
    low, place = before
    if place == low or place + 1 >= end:
        return False
    body = _body_end()
    return not body.search(_AFTER_NAME.sub("", text[place + 1 : end])) or body.search(text[low:place]) is not None


def _trimmed(text: str, start: int, end: int) -> Span | None:
    before = _BEFORE_NAME.match(text, start, end)
    start = before.end() if before else start
    described = _described().match(text, start, end)
    start = described.end() if described else start
    after = _AFTER_NAME.search(text[start:end])
    end = start + after.start() if after else end
    return (start, end) if 0 < end - start <= LONGEST else None


@cache
def _vague() -> re.Pattern[str]:
    return re.compile(rows("facts/changes")["lists"]["vague"])


@cache
def _letter() -> re.Pattern[str]:
    return re.compile(rows("facts/changes")["lists"]["letters"])


@cache
def _names() -> dict[str, str]:
    """The countries by their letters."""
    told = rows("facts/changes")["lists"]["spelled"].split()
    return {name[0]: name for name in told}


@cache
def _body_end() -> re.Pattern[str]:
    return re.compile(f"(?:{rows('facts/changes')['lists']['body_ends']})$")


@cache
def _described() -> re.Pattern[str]:
    """What a body whose name follows is said to do: 参与军售的."""
    lists = rows("facts/changes")["lists"]
    return re.compile(f"{lists['described']}(?=[^、的]{{2,}}(?:{lists['body_ends']})(?:[、等和与及]|$))")
