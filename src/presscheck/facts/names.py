"""Names of persons among the words of a text: by the office before them, by what they do, or by being known."""

import re
from collections.abc import Iterable, Iterator

from presscheck.facts.words import LONGEST_FOREIGN, Word, is_chinese_name, lists

_DOTS = "·•・"
_BEFORE_NAMES = frozenset(("H", "HD", "P、", "P&"))
_NAMES = frozenset(("nr", "nrt", "nrfg"))
_WHOLE = 3
_FEW = 12
"""For more names than this a pattern of them all is faster."""
_FUNCTIONS = "从向于应时全曾后相都和有尚连农及"
_JOINING = "从向于和及"
"""Surnames that are common words too: behind 记者 and the like they begin a name of three characters or none."""
_HAN_FIRST, _HAN_LAST = "\u3400", "\u9fff"
_DAY = re.compile(
    r"(?:\d{1,2}日|今天|当天|日前|近日|昨天|当日|（[^（）]{1,12}）)?(?:晚|上午|下午|凌晨)?[还也均则就又]?"
)


def with_names(text: str, words: list[Word], known: Iterable[str] = ()) -> list[Word]:
    """The words with every name of a person made one word, ``P``.

    ``known`` are names that the story has told elsewhere; those found beside an office here are known here too.
    """
    words = _merged(words, _titled(text, words))
    told = {text[word.start : word.end] for word in words if word.kind == "P"} | set(known)
    told = {name for name in told if len(name) >= 2}
    return _merged(words, _again(text, words, told)) if told else words


def _titled(text: str, words: list[Word]) -> Iterator[tuple[int, int]]:
    """Where names stand, told by what is before or after them."""
    borders = {word.end for word in words}
    surnames = lists().surnames
    before, done, run = "", 0, 0
    for number, (start, behind, kind, tag) in enumerate(words):
        run = run + 1 if kind == "F" else 0
        if start < done or run > LONGEST_FOREIGN:  # in a run too long for a name, none begins
            continue
        if kind not in "FPnbcxCLwlTNmdfr":
            before = kind if kind not in "D、&" or before not in ("H", "P", "H、") else f"{before}{kind}"
            continue
        led = before in _BEFORE_NAMES or kind in "FP" or tag in _NAMES
        led = led or (text[start] in surnames and text[start:behind] in surnames)  # a whole surname
        end = _name_from(text, words, number, borders, before) if led else 0
        if end:
            yield start, end
            done, before = end, "P"
        else:
            before = kind


def _name_from(text: str, words: list[Word], number: int, borders: set[int], before: str) -> int:
    word = words[number]
    surname = text[word.start : word.end] in lists().surnames
    after_office = before in ("H", "HD") and (surname or not word.tag.startswith(("d", "p", "m")))
    in_row = before in ("P、", "P&")
    foreign = _sounds_from(text, words, number, after_office or in_row)
    if foreign and (after_office or _DOTS[0] in text[word.start : foreign] or _acts(text, foreign, words, number)):
        chinese = _chinese_from(text, word.start, borders) if after_office or in_row else 0
        return max(foreign, chinese)
    if after_office or in_row:
        common = word.end - word.start > _WHOLE or (text[word.start] in _FUNCTIONS and word.tag not in _NAMES)
        return 0 if common else _chinese_from(text, word.start, borders)
    if word.kind == "P":
        return word.end
    if surname and number + 1 < len(words) and words[number + 1].tag.startswith(("nr", "ns")):
        end, place = words[number + 1].end, words[number + 1].tag == "ns"
        whole = end - word.start == _WHOLE and is_chinese_name(text[word.start : end], sure=place)
        acting = not place or (word.tag == "nr" and _acts(text, end, words, number))  # 王长江说
        return end if whole and acting else 0
    if word.tag.startswith("nr") and is_chinese_name(text[word.start : word.end]):
        return word.end if _acts(text, word.end, words, number) else 0
    return 0


def _acts(text: str, at: int, words: list[Word], number: int) -> bool:
    """Whether from ``at`` on someone does what persons do, or another name follows after 、 or 和."""
    found = _DAY.match(text, at)
    if text.startswith(lists().deeds, found.end() if found else at):
        return True
    while number < len(words) and words[number].start < at:
        number += 1
    return number + 1 < len(words) and words[number].kind in "、&" and words[number + 1].kind == "P"


def _sounds_from(text: str, words: list[Word], number: int, sure: bool) -> int:
    """Where the foreign name ends that begins with a word; 0: none does."""
    first, named, parts, dotted = words[number].start, False, 0, False
    end = first
    while number < len(words):
        word = words[number]
        if word.kind in _DOTS or text[word.start : word.end] == "-":
            if not parts or number + 1 == len(words) or not _is_part(text, words[number + 1]):
                break
            dotted = True
        elif not (_is_part(text, word) if dotted else _is_sound(text, word, sure)):
            break
        else:
            named, parts, end = named or word.tag.startswith("nr"), parts + 1, word.end
        number += 1
        if end - first > LONGEST_FOREIGN:
            return 0
    return end if end - first >= 2 and (named or sure or _DOTS[0] in text[first:end]) else 0


def _is_part(text: str, word: Word) -> bool:
    """Whether a word may go on a name behind its dot, where even words with a meaning are sounds (通)."""
    return word.kind in "FPL" or word.tag in _NAMES or _is_sound(text, word, True)


def _is_sound(text: str, word: Word, sure: bool) -> bool:
    if word.kind == "F":
        return True
    known = lists()
    if not sure or word.kind in "CcOHGRqTLz&" or word.end - word.start > 4:
        return False
    held = text[word.start : word.end]
    return held not in known.sounds_not and all(char in known.sounds for char in held)


def _chinese_from(text: str, start: int, borders: set[int]) -> int:
    """Where the Chinese name ends that begins at ``start``; 0: none does. The longer one wins where words end there."""
    known = lists()
    family = 2 if text[start : start + 2] in known.compounds else 1
    longer, shorter = start + family + 2, start + family + 1
    fits = [end for end in (longer, shorter) if end <= len(text) and _is_han(text[start:end])]
    fits = [end for end in fits if is_chinese_name(text[start:end], sure=True)]
    if text[start] in _FUNCTIONS:
        fits = [end for end in fits if end == longer and text[start] not in _JOINING]
    if not fits:
        return 0
    aligned = [end for end in fits if end in borders]
    if aligned:
        return aligned[0]
    return (
        0 if borders & set(range(start + 2, longer)) else fits[-1] if text[longer - 1] in known.given_not else fits[0]
    )


def _is_han(text: str) -> bool:
    return all(_HAN_FIRST <= char <= _HAN_LAST for char in text)


def _again(text: str, words: list[Word], names: set[str]) -> Iterator[tuple[int, int]]:
    """Where names told once stand again."""
    if len(names) > _FEW:
        for found in re.finditer("|".join(map(re.escape, sorted(names, key=len, reverse=True))), text):
            yield found.span()
        return
    done = 0
    for start, size in sorted((at, -len(name)) for name in names for at in _places(text, name)):
        if start >= done:
            done = start - size
            yield start, done


def _places(text: str, name: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + 1)


def _merged(words: list[Word], names: Iterable[tuple[int, int]]) -> list[Word]:
    """The words with each name as one; what a name leaves of a word it cuts stands as a word of its own."""
    out: list[Word] = []
    number = 0
    for start, end in names:
        while number < len(words) and words[number].end <= start:
            out.append(words[number])
            number += 1
        if number < len(words) and words[number].start < start:
            out.append(words[number]._replace(end=start, kind="x"))
        out.append(Word(start, end, "P", "nr"))
        while number < len(words) and words[number].end <= end:
            number += 1
        if number < len(words) and words[number].start < end:
            words[number] = words[number]._replace(start=end, kind="x")
    return out + words[number:]
