"""Short forms of names of bodies, told by their words: 市场监管总局 of 国家市场监督管理总局, 禁毒局 of 公安部禁毒局."""

from dataclasses import dataclass
from functools import cache, lru_cache

from presscheck.data import rows
from presscheck.facts.words import lists, words_of

_LONGEST = 40
"""Longer stretches of words are no names of bodies."""
_CHUNK = 2
"""Words of four characters and more are read as words of two (监督管理)."""
_HEAD_PIECES = {"委员会": "委", "办公室": "办", "大学": "大", "学院": "院", "银行": "行", "协会": "协"}
_OWNERS = frozenset("COL")
_NO_HEADS = frozenset("方们")


@dataclass(frozen=True, slots=True)
class Short:
    """How a short form stands to a whole name: as its ``tail``, or by its words (``letters``).

    ``missing`` are the words of the whole name of which the short form holds nothing; ``state``: only words like 国家
    and 中国 are missing at the head, or the country of a place.
    """

    how: str
    missing: tuple[str, ...]
    state: bool


def short_of(short: str, whole: str) -> Short | None:
    """How ``short`` may be a short form of the name of a body; ``None``: it cannot be one.

    >>> short_of("市场监管总局", "国家市场监督管理总局")
    Short(how='letters', missing=(), state=True)
    >>> short_of("禁毒局", "公安部禁毒局")
    Short(how='tail', missing=('公安部',), state=False)
    >>> short_of("中国银行", "中国农业银行").missing
    ('农业',)
    >>> short_of("俄罗斯国防部", "白俄罗斯国防部"), short_of("北京", "北京大学")
    (None, None)
    """
    if len(short) < 2 or not len(short) < len(whole) <= _LONGEST or not _heads_agree(short, whole):
        return None
    if whole.endswith(short):
        return _tail(short, whole)
    return _letters(short, whole) if short[0] in _first_letters(whole) and _in_order(short, whole) else None


def last_letters(name: str) -> frozenset[str]:
    """The characters with which names end that may be short or whole forms of this one.

    >>> sorted(last_letters("国家卫健委"))
    ['会', '委']
    """
    pairs = [(long[-1], short[-1]) for long, short in _HEAD_PIECES.items()]
    last = name[-1:]
    return frozenset([last, *(b for a, b in pairs if a == last), *(a for a, b in pairs if b == last)])


def is_body(name: str) -> bool:
    """Whether a name ends as names of bodies do.

    >>> is_body("云州市水务局"), is_body("云州市水库")
    (True, False)
    """
    tails = lists().tails
    return any(name[-size:] in tails for size in range(1, min(len(name), 7))) and name[-1] not in _NO_HEADS


def begins_pointing(name: str) -> bool:
    """Whether a name begins with a word that points at something of its own story (该, 当地, 两).

    >>> begins_pointing("当地警方"), begins_pointing("新疆消防")
    (True, False)
    """
    return name.startswith(_pointing()) and (words(name)[0] in _pointing() or name[0] in "该其")


def words(name: str) -> tuple[str, ...]:
    """The words of a name, none much longer than two characters.

    >>> words("国家市场监督管理总局")
    ('国家', '市场', '监督', '管理', '总局')
    """
    return _words(name)


@lru_cache(maxsize=20_000)
def _words(name: str) -> tuple[str, ...]:
    import rjieba

    return tuple(piece for word in rjieba.cut(name) for piece in _chunks(word))


def _chunks(word: str) -> list[str]:
    """A word as the smaller ones it is made of: a country or body at its head, what kind of body it is at its end."""
    kind = lists().kinds.get(word, "")
    if len(word) < 3 or kind in ("C", "L") or (len(word) == 3 and kind not in ("", "T")) or word in _HEAD_PIECES:
        return [word]
    head = next((word[:size] for size in range(len(word) - 1, 1, -1) if lists().kinds.get(word[:size]) in _OWNERS), "")
    if head:
        return [head, *_chunks(word[len(head) :])]
    tail = next((end for end in (*_HEAD_PIECES, word[-1]) if word.endswith(end) and end in lists().tails), "")
    if tail and len(word) - len(tail) >= _CHUNK:
        return [*_chunks(word.removesuffix(tail)), tail]
    if len(word) == 3:
        return [word]
    return [word[:_CHUNK], *_chunks(word[_CHUNK:])]


def _heads_agree(short: str, whole: str) -> bool:
    """Whether both end in the same kind of body: 委 for 委员会, but no 局 for a 部."""
    if short[-1] == whole[-1]:
        return True
    return any(whole.endswith(long) and short.endswith(piece) for long, piece in _HEAD_PIECES.items())


def _tail(short: str, whole: str) -> Short | None:
    """A tail that begins where a word of the whole name begins and holds more than the kind of body."""
    told = words(whole)
    at, before = 0, []
    for word in told:
        if at == len(whole) - len(short):
            break
        before.append(word)
        at += len(word)
    if at != len(whole) - len(short) or begins_pointing(whole) or _telling().intersection(before):
        return None
    if before[-1] in _joining():
        return None
    if len(told) - len(before) < 2 and lists().kinds.get(short) != "O":
        return None
    state = all(word in _left_out() for word in before) or (_is_country(before) and _is_placed(short))
    return Short("tail", tuple(before), state)


def _is_country(before: list[str]) -> bool:
    return len(before) == 1 and lists().kinds.get(before[0]) == "C"


def _is_placed(name: str) -> bool:
    """Whether a name begins with a place (加沙地带民防部门, 云州市水务局): a country before it tells nothing new."""
    kinds = [word.kind for word in words_of(name)][:2]
    return kinds[0] == "L" or "l" in kinds[1:]


def _letters(short: str, whole: str) -> Short | None:
    told = words(whole)
    found = _spelt(short, told, 0, 0, False)
    if found is None or not _keeps_head(short, told):
        return None
    missing = [number for number in range(len(told)) if number not in found and told[number] not in _small_words()]
    state = bool(missing) and missing[0] == 0 and told[0] in _left_out()
    if state:
        missing = missing[1:]
    if 0 in missing or len(missing) > len(told) // 2:
        return None
    return Short("letters", tuple(told[number] for number in missing), state)


def _keeps_head(short: str, told: tuple[str, ...]) -> bool:
    """Whether the short form ends with the last word of the whole name, or with the piece that stands for it."""
    head = told[-1]
    return short.endswith((head, _HEAD_PIECES.get(head, head)))


@lru_cache(maxsize=20_000)
def _spelt(short: str, told: tuple[str, ...], number: int, inside: int, open_word: bool) -> frozenset[int] | None:
    """Which words a short form takes its characters from, in order, each from where a word begins; the most."""
    if not short:
        return frozenset() if number >= len(told) - (1 if open_word else 0) else None
    if number == len(told):
        return None
    word, best = told[number], None
    if inside < len(word) and word[inside] == short[0]:
        rest = _spelt(short[1:], told, number, inside + 1, True)
        best = None if rest is None else rest | {number}
    if best is None or len(best) < len(told) - number:
        other = _spelt(short, told, number + 1, 0, False)
        if other is not None and (best is None or len(other) > len(best)):
            best = other
    return best


def _in_order(short: str, whole: str) -> bool:
    held = iter(whole)
    return all(char in held for char in short)


@lru_cache(maxsize=5_000)
def _first_letters(whole: str) -> frozenset[str]:
    """With what a short form of this name may begin: its own first character, or what follows 国家 and the like."""
    rest = next((whole[len(head) :] for head in _left_out() if whole.startswith(head)), "")
    return frozenset((whole[0], *rest[:1]))


@cache
def _left_out() -> frozenset[str]:
    return frozenset(rows("record/names")["heads_left_out"].split())


@cache
def _small_words() -> frozenset[str]:
    return frozenset(rows("record/names")["small_words"].split())


@cache
def _joining() -> frozenset[str]:
    return frozenset(rows("record/names")["joints"].split())


@cache
def _telling() -> frozenset[str]:
    return frozenset(rows("record/names")["telling"].split())


@cache
def _pointing() -> tuple[str, ...]:
    return tuple(rows("record/names")["pointing"].split())
