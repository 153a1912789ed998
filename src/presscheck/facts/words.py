"""The words of a text, each with what it may be part of: a country, a body, an office, a name.

One letter stands for what a word is, so that the grammar of parties (``facts.parties``) can be written over letters:

``C`` country, ``c`` several in a row (中美), ``b`` one character for a country, ``L`` place, ``l`` ending of a place,
``O`` body, ``T`` ending of a body, ``M`` 方面, ``n`` noun, ``N`` noun that begins no name, ``k`` ordinal,
``w`` verb that may stand in a name, ``H`` office, ``B`` what goes before one (副), ``z`` 驻, ``P`` name of a person,
``F`` sounds of a foreign name, ``R`` people by what they are, ``o`` 有关 and the like, ``G`` several (双方),
``V`` ending of a place that needs a name before it, ``E`` ending of a fair or great meeting, ``U`` 下属, ``u`` 当选,
``s`` 们, ``y`` 该, ``q`` pronoun, ``D`` 的, ``&`` 和, ``e`` 等, ``j`` 兼, ``、``, ``·``, ``.`` other marks,
``m`` number, ``t`` time, ``x`` any other word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from typing import NamedTuple

from presscheck.data import rows

_LISTS = (
    ("C", "countries"),
    ("x", "verbs_too"),
    ("n", "fields"),
    ("O", "organisations"),
    ("O", "agencies"),
    ("G", "groups"),
    ("q", "pronouns"),
    ("H", "titles"),
    ("R", "roles"),
    ("o", "role_openers"),
    ("L", "places"),
    ("T", "tails"),
    ("l", "place_tails"),
    ("V", "site_tails"),
    ("E", "event_tails"),
    ("B", "title_prefixes"),
)
_OF_TAG = {"uj": "D", "m": "m", "t": "t", "mq": "m", "p": "p", "r": "r", "f": "f", "d": "d"}
_NOUNS = frozenset(("n", "nz", "j", "b", "ng", "vn", "an", "l", "nt", "i", "s", "nr", "nrt", "nrfg", "ns", "eng", "ng"))
_SHORT = 3
_PAIR = 2
_OFFICES = frozenset("局署厅委办")
_AFTER_BODIES = frozenset(("称", "说", "表示", "指出", "宣布", "认为", "还", "也", "曾", "此前", "，", "、", "）"))
"""A word that is verb and body (组织) is a body before these."""
_ALONE = {"下属": "U", "旗下": "U", "当选": "u", "们": "s", "该": "y"}
_VERBS_TOO = frozenset(("组织", *"局署厅委办处部院党宫厂"))
_SIDES = ("南部", "北部", "东部", "西部", "中部")
_LEADS = "从据在对向由与同和"
_AND = frozenset("和与及暨同")
LONGEST_FOREIGN = 16
_MOST = 1 << 16
"""So many words are remembered."""
_Tagged = tuple[str, str]


class Word(NamedTuple):
    """One word of a text: where it stands, the letter of what it is, and the cutter's part of speech."""

    start: int
    end: int
    kind: str
    tag: str


@dataclass(frozen=True)
class Lists:
    """The word lists of ``data/facts/parties.toml``, ready for looking up."""

    kinds: dict[str, str]
    beginnings: frozenset[str]
    surnames: frozenset[str]
    compounds: frozenset[str]
    sounds: frozenset[str]
    sounds_not: frozenset[str]
    given_not: frozenset[str]
    names_not: frozenset[str]
    ends_not: frozenset[str]
    letters: frozenset[str]
    bare: frozenset[str]
    inner: frozenset[str]
    not_first: frozenset[str]
    places_not: frozenset[str]
    drives: frozenset[str]
    tails: frozenset[str]
    tails_not: frozenset[str]
    titles: frozenset[str]
    deeds: tuple[str, ...]
    splits: dict[str, tuple[str, str]]
    torn: frozenset[str]
    torn_not: frozenset[str]
    name_tails: frozenset[str]
    after_bare: frozenset[str]

    @cached_property
    def near(self) -> frozenset[str]:
        """Words whose letter is told by their neighbours."""
        return self.name_tails | _OFFICES | {"以", "海关", "新"}


@cache
def lists() -> Lists:
    """The lists, read once."""
    table = rows("facts/parties")
    split = {name: frozenset(table[name].split()) for name in table if isinstance(table[name], str)}
    kinds: dict[str, str] = {}
    for kind, name in _LISTS:
        for word in table[name].split():
            kinds.setdefault(word, kind)
    halves = table["splits"].split()
    batched = zip(halves[::2], halves[1::2], strict=True)
    chars = {name: frozenset("".join(table[name].split())) for name in ("sounds", "given_not", "name_ends_not")}
    return Lists(
        kinds,
        frozenset(word[:n] for word in kinds for n in range(1, len(word))),
        frozenset(rows("names")["persons"]["surnames"]),
        split["compound_surnames"],
        chars["sounds"],
        split["sounds_not"],
        chars["given_not"],
        split["names_not"],
        chars["name_ends_not"],
        frozenset(table["country_letters"]),
        frozenset(table["bare_letters"]),
        split["inner_verbs"],
        split["not_first"],
        split["places_not"],
        split["drives"],
        split["tails"],
        split["tails_not"],
        split["titles"],
        tuple(table["deeds"].split()),
        {one + other: (one, other) for one, other in [*batched, *product(_LEADS, "省市县区州镇乡村")]},
        split["torn"],
        split["torn_not"],
        split["name_tails"],
        split["after_bare"],
    )


class _Look(NamedTuple):
    """The letter of a word by itself, whether those beside it may change that, and whether it is a listed noun.

    ``begins``: a longer listed word begins with it; ``halves`` are the words in it, where it is two.
    """

    kind: str
    beside: bool
    is_field: bool
    begins: bool
    halves: tuple[_Tagged, ...]


def words_of(text: str) -> list[Word]:
    """The words of ``text``, listed ones joined where the cutter tore them.

    >>> [(word.start, word.end, word.kind) for word in words_of("得州州长说")]
    [(0, 2, 'L'), (2, 4, 'H'), (4, 5, 'x')]
    """
    import rjieba

    tagged, seen = rjieba.tag(text), _seen()
    looks = [seen[told] for told in tagged]
    if any(look.halves for look in looks):
        tagged = [part for told, look in zip(tagged, looks, strict=True) for part in look.halves or (told,)]
        looks = [seen[told] for told in tagged]
    return _joined(tagged, looks)


def _halves(word: str, tag: str) -> tuple[_Tagged, ...]:
    """The two words that the cutter leaves as one; none, where it is one."""
    known = lists()
    if word in known.splits:
        one, other = known.splits[word]
        return (one, "p" if one in _LEADS else tag), (other, tag)
    if word[-1] in known.torn and _is_torn(word, tag, known):
        return (word[:-1], tag if len(word) > _PAIR else "n"), (word[-1], "r")
    return ()


def _is_torn(word: str, tag: str, known: Lists) -> bool:
    """Whether a word is the end of a name or body and the word behind it (蒙称, 委等)."""
    if len(word) != _PAIR:
        return tag in ("nr", "nrt", "nrfg") and word[-1] == "称" and word[-2] in known.sounds
    return word not in known.torn_not and (word[1] != "称" or word[0] in known.sounds)


def _joined(tagged: list[_Tagged], looks: list[_Look]) -> list[Word]:
    known, seen = lists(), _seen()
    kinds, beginnings = known.kinds, known.beginnings
    out: list[Word] = []
    add, make = out.append, tuple.__new__
    at, number, before, field = 0, 0, "", False
    while number < len(tagged):
        word, tag = tagged[number]
        kind, told_beside, is_field, begins, _ = looks[number]
        number += 1
        if begins:
            number, word = _longest(tagged, number - 1, kinds, beginnings)
            kind, told_beside, is_field, _, _ = seen[word, tag]
        end = at + len(word)
        if not told_beside and before != "k":
            add(make(Word, (at, end, kind, tag)))
            at, before, field = end, kind, is_field
            continue
        if kind == "H+" or before == "k" or (kind == "T" and word in _VERBS_TOO and tag == "v"):
            ends = number == len(tagged) or tagged[number][0] in _AFTER_BODIES
            at, kind = _reconsidered(
                out, at, word, tag, kind, "O" if ends and before in "CcbLOTFnw" else "w" if field else before
            )
        elif word in known.near:
            kind = _by_neighbours(out, word, kind, tagged[number][0] if number < len(tagged) else "")
        add(make(Word, (at, end, kind, tag)))
        at, before, field = end, kind, kind == "n" and word in kinds
    return out


class _Seen(dict[_Tagged, _Look]):
    """What was made of the words seen lately, by word and part of speech."""

    def __missing__(self, told: _Tagged) -> _Look:
        if len(self) >= _MOST:
            self.clear()
        known, (word, tag) = lists(), told
        kind = known.kinds.get(word) or kind_of(word, tag)
        beside = kind == "H+" or (kind == "T" and word in _VERBS_TOO and tag == "v") or word in known.near
        is_field = kind == "n" and word in known.kinds
        self[told] = look = _Look(kind, beside, is_field, word in known.beginnings, _halves(word, tag))
        return look


@cache
def _seen() -> _Seen:
    return _Seen()


def _reconsidered(out: list[Word], at: int, word: str, tag: str, kind: str, before: str) -> tuple[int, str]:
    """A word that may be a verb, or two in one: where what is left of it begins, and its letter."""
    if kind == "T" and tag == "v" and not (before == "O" or (len(word) == 1 and before == "w")):
        return at, "x"
    if kind == "H+":
        cut = at + _office_in(word, lists().titles)
        out.append(Word(at, cut, "n" if cut - at > 1 else "T", tag))
        return cut, "H"
    if before == "k" and word[0] in "批届次期" and len(word) > 1:
        out.append(Word(at, at + 1, "k", tag))
        return at + 1, "n"
    return at, kind


def _by_neighbours(out: list[Word], word: str, kind: str, behind: str) -> str:
    """The letter of a word that is told by those beside it; a verb before 局 and the like is part of a name."""
    before = out[-1].kind if out else ""
    if word == "以":
        return "b" if behind in lists().after_bare else kind
    if word == "新":
        return "w" if before in ("C", "c", "L", "O") else kind
    if word in lists().tails and kind == "n":
        return kind if behind in lists().tails else "T"
    if word in lists().name_tails:
        return "T" if before in ("F", "O", "T", "C", "b") and kind != "T" else kind
    joined = before == "x" and len(out) > 1 and out[-2].kind in "nwCLbO" and out[-1].tag in ("v", "a", "n", "vn")
    if joined and out[-1].end - out[-1].start == _PAIR:
        out[-1] = out[-1]._replace(kind="w")
    return kind


def _longest(
    tagged: Sequence[_Tagged], number: int, kinds: dict[str, str], beginnings: frozenset[str]
) -> tuple[int, str]:
    """The longest listed word from ``number`` on, or the word there, and the number of the word behind it."""
    behind, best = number + 1, tagged[number][0]
    grown = best
    for more in range(number + 1, min(number + 8, len(tagged))):
        grown += tagged[more][0]
        if grown in kinds:
            behind, best = more + 1, grown
        if grown not in beginnings:
            break
    return behind, best


def kind_of(word: str, tag: str) -> str:
    """The letter of a word that stands in no list, by its characters and its part of speech."""
    if tag == "x":
        return word if word in "、·•" else "."
    if word in _AND and tag in ("c", "p"):
        return "&"
    if word == "驻":
        return "z"
    if word in _ALONE:
        return _ALONE[word]
    return _country_kind(word, tag) or _noun_kind(word, tag) or _sound_kind(word, tag) or _plain_kind(word, tag)


def _country_kind(word: str, tag: str) -> str | None:
    known = lists()
    if len(word) == 2 and word[0] in known.letters and word[1] in "方军警媒":
        return {"方": "C", "媒": "R"}.get(word[1], "O")
    if len(word) == 1:
        return "b" if word in known.bare and tag in ("j", "ns", "nr", "nz", "n") else None
    if word.endswith("联邦") and known.kinds.get(word[:-2]) == "C":
        return "C"
    if len(word) <= 3 and all(char in known.letters for char in word) and tag in ("ns", "j", "nz", "n"):
        return "c"
    return None


def _noun_kind(word: str, tag: str) -> str | None:
    known = lists()
    if tag not in _NOUNS or len(word) < 3 or word in known.tails_not:
        return None
    if _office_in(word, known.titles):
        return "H+"
    if any(known.kinds.get(word[-size:]) == "R" for size in (3, 2)):
        return "R"
    if word.endswith(_SIDES):
        return "L"
    for size in range(min(5, len(word) - 1), 0, -1):
        if word[-size:] in known.tails:
            return "O" if tag in ("nt", "ns") else "T"
    ends = word[-1] in "省市县区镇乡村州" and tag in ("n", "nz", "nr", "nt")
    if word not in known.places_not and (tag == "ns" or ends):
        return "L"
    return None


def _office_in(word: str, titles: frozenset[str]) -> int:
    """Where an office begins that ends the word, after something else; 0: it holds none."""
    for cut in range(1, len(word) - 1):
        if word[cut:] in titles:
            return cut
    return 0


def _sound_kind(word: str, tag: str) -> str | None:
    known = lists()
    if (
        tag.startswith("nr")
        and is_chinese_name(word)
        and len(word) == 3
        and not (_sounds_only(word) or _holds_word(word))
    ):
        return "P"
    if word in known.sounds_not or not _sounds_only(word):
        return None
    named = tag in ("nr", "nrt", "nrfg", "nz", "n", "x", "j", "ng")
    return "F" if named or (len(word) == 1 and tag in ("zg", "g", "b", "vg", "a")) else None


def _holds_word(word: str) -> bool:
    """Whether the first or last two characters of three are a word (连阴雨): a name only beside an office."""
    import rjieba

    halves = (rjieba.tag(word[1:]), rjieba.tag(word[:2]))
    return any(len(half) == 1 and half[0][1] not in ("nr", "nrt", "nrfg", "nz", "ns", "x") for half in halves)


def _plain_kind(word: str, tag: str) -> str:
    known = lists()
    if tag == "ns" and len(word) > 1 and word not in known.places_not:
        return "L"
    if word in known.not_first:
        return "N"
    if len(word) > _SHORT and word[:2] in known.drives:
        return "x"
    if word == "方面":
        return "M"
    if word == "兼":
        return "j"
    if word == "等":
        return "e"
    if tag == "m" and word[0] == "第":
        return "k"
    if word in known.inner or tag == "vn":
        return "w"
    return "n" if tag in _NOUNS else _OF_TAG.get(tag, "x")


def _sounds_only(word: str) -> bool:
    sounds = lists().sounds
    return all(char in sounds for char in word)


def is_chinese_name(word: str, *, sure: bool = False) -> bool:
    """Whether a word has the shape of a Chinese name; ``sure``: where names stand, it may end as places end (山).

    >>> is_chinese_name("方小舟"), is_chinese_name("欧阳宁"), is_chinese_name("高水平")
    (True, True, False)
    """
    known = lists()
    if word in known.names_not or not 2 <= len(word) <= 4:
        return False
    family = 2 if word[:2] in known.compounds else 1
    if family == 1 and (word[0] not in known.surnames or len(word) > 3):
        return False
    last = word[-1]
    return len(word) > family and last not in known.given_not and (sure or last not in known.ends_not)
