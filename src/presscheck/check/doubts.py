"""What keeps a claim from being supported although its figures and its words stand in the record.

Words and figures are weighed without their roles: 法国向德国送电 has all of 德国向法国送电. And numbers that are no
figures (第47任, 建交75周年, 2027年) are not weighed at all. So each is looked at by itself, in the sentence that would
speak for the claim.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from presscheck.check.claims import Claim
from presscheck.check.pairs import Pair
from presscheck.check.sentences import Near
from presscheck.check.words import canonical, turned, weighed
from presscheck.facts import parties
from presscheck.record.indicators import set_against

_DIGITS = dict(zip("一二三四五六七八九两", (*range(1, 10), 2), strict=True))
_SERIAL = re.compile(r"第([0-9]+|[一二三四五六七八九十百]+)([^\W\d_])|([0-9]+|[一二三四五六七八九十百]+)(周年|年来)")
_YEAR = re.compile("((?:19|20)[0-9]{2})年")
_PASSIVE = re.compile("被|遭|受到|获得?|由|经")
_APART = re.compile("[。；：！？\n]")
_TOWARDS = re.compile("[向对给往胜]")


def doubted(claim: Claim, near: Near | None, resting: Pair | None) -> bool:
    """Whether something in a claim stands otherwise where the record would support it.

    ``near`` is the sentence nearest to the claim, ``resting`` the pair of figures on which the support rests most.
    """
    if resting is not None and (other_base(resting) or other_place(resting)):
        return True
    words = resting.other.sentence if resting is not None else near.words if near is not None else ""
    return any(doubt(claim.text, words) for doubt in (turned, other_serial, turned_round))


def other_base(pair: Pair) -> bool:
    """Whether a change of a claim and one of the record are set against different times (同比, 环比)."""
    one, two = pair.claim.fact.basis, pair.other.fact.basis
    return one is not None and two is not None and set_against(one) != set_against(two)


def other_place(pair: Pair) -> bool:
    """Whether a figure is told of another place, and the claim's stands in the headline only."""
    claim, other = pair.claim, pair.other
    missing = {name for name in claim.places if name not in other.sentence}
    return bool(missing and missing <= other.head_places and other.lead_places - claim.places)


def other_serial(one: str, two: str) -> bool:
    """Whether two texts count the same thing by other numbers, or name other years.

    >>> other_serial("就任第45任总统", "第四十七任总统"), other_serial("第2次会议", "第二次会议，第三次投票")
    (True, False)
    >>> other_serial("机组2025年投产", "机组将于2027年投产"), other_serial("机组去年投产", "机组2024年投产")
    (True, False)
    """
    here, there = _serials(one), _serials(two)
    if any(of in there and not numbers & there[of] for of, numbers in here.items()):
        return True
    years = set(_YEAR.findall(one)), set(_YEAR.findall(two))
    return all(years) and not years[0] & years[1]


def _serials(text: str) -> dict[str, set[int]]:
    """The numbers by which a text counts things that come one after another, by what they count."""
    out: dict[str, set[int]] = {}
    for nth, of, years, since in _SERIAL.findall(text):
        out.setdefault(of or since, set()).add(_number(nth or years))
    return out


def _number(text: str) -> int:
    """A number up to 999, in figures or in Chinese."""
    if text.isdigit():
        return int(text)
    whole = rest = 0
    for char in text:
        if char in "十百":
            whole += (rest or 1) * (10 if char == "十" else 100)
            rest = 0
        else:
            rest = _DIGITS[char]
    return whole + rest


def turned_round(one: str, two: str) -> bool:
    """Whether of two names that both texts have each stands where the other does, with the same verb between them.

    >>> turned_round("法国向德国送电", "德国向法国送电"), turned_round("法国和德国结对", "德国和法国结对")
    (True, False)
    >>> turned_round("法国击败德国", "德国击败法国"), turned_round("法国击败德国", "德国被法国击败")
    (True, False)
    """
    claim, told = canonical(one), canonical(two)
    if bool(_PASSIVE.search(claim)) != bool(_PASSIVE.search(told)):
        return False
    names = [name for name in _names(claim) if name in told]
    here, there = _links(names, claim), _links(names, told)
    return any(
        _shared(between, there.get((second, first), ())) and not _shared(between, there.get((first, second), ()))
        for (first, second), between in here.items()
    )


def _names(text: str) -> list[str]:
    return list(dict.fromkeys(text[one.start : one.end] for one in parties.find(text)))


def _links(names: Sequence[str], text: str) -> dict[tuple[str, str], list[str]]:
    """What stands between two names that follow one another in a text, for each two of them."""
    out: dict[tuple[str, str], list[str]] = {}
    if not names:
        return out
    found = list(re.finditer("|".join(map(re.escape, sorted(names, key=len, reverse=True))), text))
    for one, two in pairwise(found):
        between = text[one.end() : two.start()]
        if one[0] != two[0] and not _APART.search(between):
            out.setdefault((one[0], two[0]), []).append(between)
    return out


def _shared(here: Sequence[str], there: Sequence[str]) -> bool:
    """Whether a verb, or what leads to somebody, stands both in some words and in some others."""
    for one in here:
        for two in there:
            if set(_TOWARDS.findall(one)) & set(_TOWARDS.findall(two)):
                return True
            if any(word in two for word in weighed(one) if len(word) > 1):
                return True
    return False
