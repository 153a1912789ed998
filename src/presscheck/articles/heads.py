"""The grammar of newspaper heads and marks: bylines, datelines, jump lines, captions, folios, headline stacks.

The rules are rows of ``data/heads.toml``; this file applies them and reads the marks they find.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import NamedTuple

from presscheck import data
from presscheck.articles.recall import folded, remembered
from presscheck.hanzi import CLOSERS, NEVER_FIRST, OPENERS, fold, width
from presscheck.language.calendar import days, full_dates, numeral
from presscheck.model import Dateline, Jump, Role

REACH = 120
"""How far from either end of a line, in characters, marks are looked for; a line of any length costs the same.

No line longer than this is a mark as a whole, unless its row says so.
"""
CHAIN = 4
"""Marks that may stand one behind the other at one end of a line: （下转第三版） after （记者 …）."""

FOLIO_RULES = frozenset({"folio.line", "folio.loose", "furniture.imprint"})
"""Rows whose lines may carry the day and the page number."""
LABEL_WIDTH = 16
"""Widest kicker, in columns, that is one by its shortness alone."""

_CARRIES_ON = frozenset("，、和与及暨将把向的") | frozenset(OPENERS)
_PIECE = re.compile(r"\{([a-z_]+)\}")
_NAMED = re.compile(r"\(\?P<([a-z]+)>")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the grammar, ready to be applied to folded text."""

    id: str
    role: Role
    where: frozenset[str]
    longest: int
    pattern: str
    hint: str

    def may_stand_in(self, line: str) -> bool:
        """Whether a line holds what any has in which the row fits."""
        return not self.hint or _compiled(self.hint).search(line) is not None

    def anywhere(self) -> re.Pattern[str]:
        """The pattern, tied to no place."""
        return _compiled(self.pattern)

    def at_end(self) -> re.Pattern[str]:
        """The pattern, tied to the end of the text."""
        return _compiled(rf"(?:{self.pattern}) \Z")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # Not before a line asks for it: with the hundred families in them the patterns take a while.
    return re.compile(pattern, re.VERBOSE)


@dataclass(frozen=True, slots=True)
class Mark:
    """A head or mark found in a line: what it is, the row that says so, and where it stands.

    ``start`` and ``end`` are offsets in the text given, without the space around; ``whole`` says that nothing but
    space stands outside. ``groups`` are the named parts of the row's pattern, folded.
    """

    role: Role
    rule: str
    start: int
    end: int
    whole: bool
    groups: tuple[tuple[str, str], ...] = ()

    def group(self, name: str) -> str | None:
        """The part called ``name``, if the mark has it."""
        return dict(self.groups).get(name)


@dataclass(frozen=True, slots=True)
class Folio:
    """What a folio says: the paper's name, the day, the page number; ``None`` where it does not.

    ``date_full`` says that the year is printed; where only month and day are, ``date`` is ``None``.
    """

    paper: str | None
    date: datetime.date | None
    number: int | None
    date_full: bool


def _expand(pattern: str, pieces: dict[str, str]) -> str:
    return _PIECE.sub(lambda found: f"(?:{_expand(pieces[found[1]], pieces)})", pattern)


def _number_groups(pattern: str) -> str:
    """Python wants a group's name once in a pattern: page, page → page_1, page_2."""
    number = count(1)
    return _NAMED.sub(lambda found: f"(?P<{found[1]}_{next(number)}>", pattern)


@cache
def rules() -> tuple[Rule, ...]:
    """The rows of the grammar in their order.

    >>> [rule.id for rule in rules() if rule.role is Role.JUMP_TO]
    ['jump_to.line', 'jump_to.end', 'jump_to.unnumbered']
    """
    table = data.rows("heads")
    return tuple(_rule(row, table["pieces"]) for row in table["row"])


def _rule(row: dict[str, str | list[str]], pieces: dict[str, str]) -> Rule:
    pattern, hint = (_number_groups(_expand(str(row.get(part, "")), pieces)) for part in ("pattern", "hint"))
    where = [row["where"]] if isinstance(row["where"], str) else row["where"]
    return Rule(
        id=str(row["id"]),
        role=Role(str(row["role"])),
        where=frozenset(where),
        longest=int(str(row.get("longest", REACH))),
        pattern=pattern,
        hint=hint,
    )


@cache
def _pattern(table: str, name: str) -> re.Pattern[str]:
    """A pattern that is no row of its own: a sign of ``[stack]``, a part of ``[folio]``."""
    entry = data.rows("heads")[table][name]
    pattern = entry if isinstance(entry, str) else entry["pattern"]
    return _compiled(_number_groups(_expand(pattern, data.rows("heads")["pieces"])))


@cache
def _rules_for(where: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules() if where in rule.where)


@cache
def _longest() -> int:
    """The length of the longest line that may be a mark as a whole."""
    return max(rule.longest for rule in _rules_for("line"))


class _Stretch(NamedTuple):
    """Where a row fits in a line."""

    rule: Rule
    start: int
    end: int
    groups: tuple[tuple[str, str], ...]


def _stretch(rule: Rule, found: re.Match[str], offset: int) -> _Stretch:
    words = found[0]
    start = offset + found.start() + len(words) - len(words.lstrip())
    end = offset + found.end() - (len(words) - len(words.rstrip()))
    return _Stretch(rule, start, end, tuple(_named(found).items()))


def _named(found: re.Match[str]) -> dict[str, str]:
    return {name.partition("_")[0]: value for name, value in found.groupdict().items() if value is not None}


@remembered
def marks(text: str) -> tuple[Mark, ...]:
    """Every head and mark in one line or paragraph, in order, none overlapping.

    A line that is a mark as a whole gives that one mark; else marks are taken from its start, then from its end, then
    bracketed bylines near either. Only the first and last ``REACH`` characters are looked at. A line of several marks
    and nothing else (本报讯（记者 …）) gives each of them, none ``whole``.

    >>> [(mark.role.value, mark.start, mark.end) for mark in marks("　　本报北坡6月17日讯　渠水到了。（下转第三版）")]
    [('dateline', 2, 12), ('jump_to', 18, 25)]
    """
    return tuple(
        Mark(each.rule.role, each.rule.id, each.start, each.end, whole, each.groups) for each, whole in _found(text)
    )


def _found(text: str) -> list[tuple[_Stretch, bool]]:
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    if first >= last:
        return []
    line = _with_folded_ends(text, first, last)
    whole = _whole_line(line, first, last)
    if whole:
        return [(whole, True)]
    leading = _leading(line, first, last)
    head = leading[-1].end if leading else first
    trailing = _trailing(line, head, last)
    foot = trailing[-1].start if trailing else last
    stretches = sorted([*leading, *trailing, *_inside(line, head, foot)], key=lambda each: each.start)
    return [(each, (each.start, each.end) == (first, last)) for each in stretches]


def _with_folded_ends(text: str, first: int, last: int) -> str:
    """A text folded as far as marks are looked for, which is twice ``REACH`` from either end."""
    near, far = first + 2 * REACH, last - 2 * REACH
    return fold(text) if far <= near else fold(text[:near]) + text[near:far] + fold(text[far:])


def _whole_line(line: str, first: int, last: int) -> _Stretch | None:
    words = line[first:last] if last - first <= _longest() else ""
    for rule in _rules_for("line") if words else ():
        if len(words) <= rule.longest and rule.may_stand_in(words) and (found := rule.anywhere().fullmatch(words)):
            return _stretch(rule, found, first)
    return None


def _leading(line: str, first: int, last: int) -> list[_Stretch]:
    head = line[first : min(last, first + REACH)]
    able = [rule for rule in _rules_for("start") if rule.may_stand_in(head)]
    taken: list[_Stretch] = []
    place = 0
    while len(taken) < CHAIN:
        found = ((rule, rule.anywhere().match(head, place)) for rule in able)
        best = next(((rule, match) for rule, match in found if match and match[0].strip()), None)
        if best is None:
            break
        taken.append(_stretch(*best, first))
        place = len(head) - len(head[best[1].end() :].lstrip())
    return taken


def _trailing(line: str, head: int, last: int) -> list[_Stretch]:
    offset = max(head, last - REACH)
    taken: list[_Stretch] = []
    tail = line[offset:last]
    while len(taken) < CHAIN and tail:
        found = ((rule, rule.at_end().search(tail)) for rule in _rules_for("end") if rule.may_stand_in(tail))
        best = next(((rule, match) for rule, match in found if match and match[0].strip()), None)
        if best is None:
            break
        taken.append(_stretch(*best, offset))
        tail = tail[: taken[-1].start - offset].rstrip()
    return taken


def _inside(line: str, head: int, foot: int) -> Iterator[_Stretch]:
    windows = [(head, foot)] if foot - head <= 2 * REACH else [(head, head + REACH), (foot - REACH, foot)]
    for start, end in windows:
        words = line[start:end]
        taken = 0
        for rule in (rule for rule in _rules_for("inside") if rule.may_stand_in(words)):
            for found in rule.anywhere().finditer(words, taken):
                yield _stretch(rule, found, start)
                taken = found.end()


def folio(text: str) -> Folio | None:
    """What a folio line says, or ``None`` where the line is no folio or gives neither a full date nor a page.

    >>> folio("东江日报　2026年6月18日　第3版")
    Folio(paper='东江日报', date=datetime.date(2026, 6, 18), number=3, date_full=True)
    >>> folio("渠水上了北坡") is None
    True
    """
    if not any(mark.whole and mark.rule in FOLIO_RULES for mark in marks(text)):
        return None
    line = fold(text).strip()
    paper = _pattern("folio", "paper").search(line)
    page = _pattern("folio", "number").search(line)
    number = _page_number(_named(page).get("page")) if page else None
    date = next(iter(full_dates(line)), None)
    if date is None and number is None:
        return None
    return Folio("".join(paper[0].split()) if paper else None, date, number, date_full=date is not None)


def _page_number(words: str | None) -> int | None:
    """第三版 and A3版 are both page 3; 头版 is page 1."""
    words = "".join((words or "").split()).rstrip("版")
    if words == "头":
        return 1
    return numeral(words.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) if words else None


def dateline(text: str, mark: Mark, year: int | None) -> Dateline:
    """What a dateline says: agency, place and day, the day in ``year`` where the year is not printed.

    A day that no calendar has, or one without any year, stays ``None``.

    >>> line = "新华社北坡６月17日电　渠水到了。"
    >>> dateline(line, marks(line)[0], 2026).date
    datetime.date(2026, 6, 17)
    """
    printed = next(days(mark.group("date") or ""), None)
    date = printed.date(year) if printed else None
    place = mark.group("place")
    return Dateline(
        text=text[mark.start : mark.end],
        agency=mark.group("agency"),
        place="".join(place.split()) if place else None,
        date=date,
        inferred=date is not None and printed is not None and printed.year is None,
    )


def jump(mark: Mark, text: str) -> Jump:
    """Where a jump line leads: its words and the page it names (A2版 is page 2).

    >>> line = "渠水到了北坡（下转第三版）"
    >>> found = jump(marks(line)[0], line)
    >>> found.text, found.page
    ('（下转第三版）', 3)
    """
    return Jump(text[mark.start : mark.end], _page_number(mark.group("page")))


def jump_title(words: str) -> str | None:
    """The title by which a jump line calls its story, folded, or ``None`` where it names none.

    >>> jump_title("（上接第1版《渠水上北坡》）"), jump_title("渠水上北坡 下转第四版"), jump_title("（下转第三版）")
    ('渠水上北坡', '渠水上北坡', None)
    """
    lines = (mark for mark in marks(words) if mark.role in (Role.JUMP_TO, Role.JUMP_FROM))
    return next((title for mark in lines if (title := mark.group("stub"))), None)


def stack(lines: Sequence[str], on: Sequence[bool] = ()) -> tuple[Role, ...]:
    """The parts of a headline stack, one role a line: kicker (引题), headline (主题), deck (副题).

    Lines that only go on with the one above are of one part with it, and so are two lines of a couplet (equal width).
    A first line that introduces (周田在北坡调研时强调) or a short label is the kicker, and so is the first of three or
    more; a line behind a dash is a deck, and so is what follows it. Two lines between kicker and dash are the headline.
    There is always exactly one run of headline lines. ``on`` says of each line whether language lets it go on the one
    above, where that was asked.

    >>> [role.value for role in stack(["周田在北坡调研时强调", "把渠修到每一块田", "——全市水利会议侧记"])]
    ['kicker', 'headline', 'deck']
    >>> [role.value for role in stack(["全市三年修成灌渠两千三百里", "北坡十二村告别旱田"])]
    ['headline', 'deck']
    """
    parts = _parts([folded(line) for line in lines], on or [False] * len(lines))
    joined = ["".join(part) for part in parts]
    roles = _part_roles(joined)
    return tuple(role for part, role in zip(parts, roles, strict=True) for _ in part)


def _parts(lines: Sequence[str], on: Sequence[bool]) -> list[list[str]]:
    parts: list[list[str]] = []
    for line, goes_on in zip(lines, on, strict=True):
        if parts and (_goes_on(parts[-1], line) or (goes_on and not _shows("kicker", "".join(parts[-1])))):
            parts[-1] = [*parts[-1], line]
        else:
            parts.append([line])
    return parts


def _goes_on(part: Sequence[str], line: str) -> bool:
    above = "".join(part)
    torn = line[:1] in NEVER_FIRST and line[:1] != "—"
    return torn or above[-1:] in _CARRIES_ON or (_unbalanced(above) > 0 and _unbalanced(above + line) == 0)


def _part_roles(parts: Sequence[str]) -> list[Role]:
    if not parts:
        return []
    deck = next((place for place, part in enumerate(parts) if place and _shows("deck", part)), len(parts))
    first = int(deck > 1 and _has_kicker(parts[:deck]))
    above_a_dash = deck < len(parts) and deck - first == 2
    couplet = first + 1 < deck and (above_a_dash or _couplet(parts[first], parts[first + 1]))
    below = first + 1 + int(couplet)
    return [Role.KICKER] * first + [Role.HEADLINE] * (below - first) + [Role.DECK] * (len(parts) - below)


def _has_kicker(parts: Sequence[str]) -> bool:
    above, below = parts[0], parts[1]
    if _shows("kicker", above):
        return True
    if _couplet(above, below):
        return False
    label = width(above) <= LABEL_WIDTH and 3 * width(above) <= 2 * width(below)
    return label or len(parts) > 2


def _couplet(above: str, below: str) -> bool:
    return width(above) == width(below) > LABEL_WIDTH // 2


def _unbalanced(line: str) -> int:
    waiting: list[str] = []
    lonely = 0
    for char in line:
        if char in OPENERS:
            waiting.append(OPENERS[char])
        elif char in CLOSERS:
            if waiting and waiting[-1] == char:
                waiting.pop()
            else:
                lonely += 1
    return lonely + len(waiting)


def could_sign(text: str) -> bool:
    """Whether a text may be names and nothing else, as a byline is that the grammar does not know for certain.

    >>> could_sign("周田 吴溪"), could_sign("就座李田作政府工作报告")
    (True, False)
    """
    return bool(_pattern("byline", "bare").fullmatch(folded(text)))


def is_deck(line: str) -> bool:
    """Whether a line begins as a deck does, behind a dash.

    >>> is_deck("——东江市修渠记"), is_deck("东江市修渠记")
    (True, False)
    """
    return len(line) <= REACH and _shows("deck", folded(line))


def heads_notice(line: str) -> bool:
    """Whether a line is what heads a notice, not a story: 遗失声明, 招标公告.

    >>> heads_notice("北坡灌区招标公告"), heads_notice("渠水上了北坡")
    (True, False)
    """
    return len(line) <= REACH and bool(_pattern("notice", "heading").search(line))


def closes_notice(line: str) -> bool:
    """Whether a line only says whom to turn to, or the day: it closes what stands above it, and heads nothing.

    >>> closes_notice("联系电话：12345678"), closes_notice("2026年6月18日"), closes_notice("渠水上了北坡")
    (True, True, False)
    """
    return len(line) <= REACH and bool(_pattern("notice", "closing").search(line))


def _shows(sign: str, part: str) -> bool:
    """Whether a part of a stack ends like a kicker, begins like a deck."""
    return bool(_pattern("stack", sign).search(part))
