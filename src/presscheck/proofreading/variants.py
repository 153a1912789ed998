"""Foreign forms of a character: traditional or old type in simplified text, and code points that only look like it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from presscheck import data, hanzi
from presscheck.language import lexicon, ngram
from presscheck.model import Tier
from presscheck.proofreading.passage import Finding, Passage
from presscheck.proofreading.wording import RARE

BESIDE = 3
"""Characters from a place on that make up its wording, with the one before it."""
USUAL = -4.7
"""Mean nats a character from which a wording counts as one that the paper uses."""
PLACED = 3
"""Characters after a form within which what it begins may prove to be a place."""
_JAPANESE = re.compile("[\u3005\u4e00-\u9fff\u3041-\u3096\u30a1-\u30fa\u30fc]+")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc]")
_NICKNAME = re.compile(r"@[^\s@，。、：；！？（）“”《》]+")
_QUOTED = re.compile(r"“[^“”]+”|‘[^‘’]+’|《[^《》]+》|「[^「」]+」")


def is_simplified(texts: Iterable[str]) -> bool:
    """Whether a page is set in simplified type: of its characters with two forms, as many at least are simplified.

    >>> is_simplified(["这段短視頻流传很广"]), is_simplified(["記者報導：雲州大橋通車"])
    (True, False)
    """
    forms, plain = _forms(), _plain()
    often = Counter[str]()
    for text in texts:
        often.update(text)
    return sum(often[char] for char in often.keys() & forms.keys()) <= sum(often[char] for char in often.keys() & plain)


def find(passage: Passage, *, simplified: bool = True) -> Iterator[Finding]:
    """Every character that stands in a form foreign to the page.

    A form in a wording that the paper uses is sure; elsewhere, as in a name, it is likely: the name may be printed so.
    What a person or a firm writes so by choice is a suspect, and Japanese among kana is left alone.

    >>> [(found.start, found.after) for found in find(Passage("body", 0, "该短視頻播放量高达二十万次"))]
    [(2, '视'), (3, '频')]
    """
    text = passage.text
    for alike in hanzi.look_alikes(text):
        yield Finding(alike.place, alike.place + 1, alike.after, "look_alike", 0.999)
    forms = _forms() if simplified else {}
    if not (places := [place for place, char in enumerate(text) if char in forms]):
        return
    chances, japanese = ngram.load().log_probs(hanzi.fold(text)), _japanese(text)
    own, quoted = _covered(_NICKNAME.finditer(text)), _covered(filter(_all_foreign, _QUOTED.finditer(text)))
    for place in places:
        if place not in japanese:
            usual = bool(chances[max(place - 1, 0) : place + BESIDE].mean() >= USUAL)
            confidence, most = (0.995, Tier.SURE) if usual else (0.97, Tier.LIKELY)
            if place in quoted:
                most = Tier.LIKELY if usual else Tier.SUSPECT
            if place in own or (not usual and _of_person(text, place)):
                most = Tier.SUSPECT
            yield Finding(place, place + 1, forms[text[place]], "variant", confidence, most)


def _of_person(text: str, place: int) -> bool:
    """Whether a form may stand in a person's name: a surname at most one character before it, and no place or word."""
    surnames, endings = data.rows("names")["persons"]["surnames"], data.rows("loose")["passed_over"]["places"]
    if any(char in endings for char in text[place + 1 : place + 1 + PLACED]):
        return False
    before, plain = text[max(place - 2, 0) : place], _forms()[text[place]]
    words = [plain + hanzi.fold(text[place + 1 : place + 2])]
    words += [before[-1] + plain] if before and before[-1] not in surnames else []
    known = lexicon.load()
    told = zip(words, known.frequencies(words).tolist(), strict=True)
    common = any(often > RARE and not known.kinds(word) for word, often in told)
    return not common and any(char in surnames for char in before)


def _all_foreign(quoted: re.Match[str]) -> bool:
    """Whether quoted words are set in the other type altogether: two forms at least, and nothing in simplified."""
    return sum(char in _forms() for char in quoted[0]) > 1 and not any(char in _plain() for char in quoted[0])


def _japanese(text: str) -> set[int]:
    """The places of words that are partly written in kana."""
    runs = _JAPANESE.finditer(text) if _KANA.search(text) else ()
    return _covered(found for found in runs if _KANA.search(found[0]))


def _covered(found: Iterable[re.Match[str]]) -> set[int]:
    return {place for one in found for place in range(*one.span())}


@cache
def _plain() -> frozenset[str]:
    """The simplified ones of characters that have two forms."""
    return frozenset(_forms().values()) - _forms().keys()


@cache
def _forms() -> dict[str, str]:
    """Each foreign form with the one that simplified type prints; look-alike code points are told apart."""
    table = data.rows("simplified")
    forms = dict(zip(table["traditional"], table["simplified"], strict=True)) | data.rows("variants")["forms"]
    kept = data.rows("variants")["names"]["kept"]
    alike = {one.before for one in hanzi.look_alikes("".join(forms))}
    return {char: plain for char, plain in forms.items() if char not in kept and char not in alike}
