"""Foreign forms of a character: traditional or old type in simplified text, and code points that only look like it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from presscheck import data, hanzi
from presscheck.language import ngram
from presscheck.proofreading.passage import Finding, Passage

BESIDE = 3
"""Characters from a place on that make up its wording, with the one before it."""
USUAL = -4.7
"""Mean nats a character from which a wording counts as one that the paper uses."""


def is_simplified(texts: Iterable[str]) -> bool:
    """Whether a page is set in simplified type: of its characters with two forms, as many at least are simplified.

    >>> is_simplified(["这段短視頻流传很广"]), is_simplified(["記者報導：雲州大橋通車"])
    (True, False)
    """
    forms, plain = _forms(), set(_forms().values()) - _forms().keys()
    often = Counter[str]()
    for text in texts:
        often.update(text)
    return sum(often[char] for char in often.keys() & forms.keys()) <= sum(often[char] for char in often.keys() & plain)


def find(passage: Passage, *, simplified: bool = True) -> Iterator[Finding]:
    """Every character that stands in a form foreign to the page.

    A form in a wording that the paper uses is sure; elsewhere, as in a name, it is likely: the name may be printed so.

    >>> [(found.start, found.after) for found in find(Passage("body", 0, "该短視頻播放量高达二十万次"))]
    [(2, '视'), (3, '频')]
    """
    text = passage.text
    for alike in hanzi.look_alikes(text):
        yield Finding(alike.place, alike.place + 1, alike.after, "look_alike", 0.999)
    forms = _forms() if simplified else {}
    places = [place for place, char in enumerate(text) if char in forms]
    for place in places:
        usual = _usual(hanzi.fold(text), place)
        yield Finding(place, place + 1, forms[text[place]], "variant", 0.995 if usual else 0.97)


def _usual(text: str, place: int) -> bool:
    """Whether the paper is used to the words around a place."""
    chances = ngram.load().log_probs(text)[max(place - 1, 0) : place + BESIDE]
    return bool(chances.mean() >= USUAL)


@cache
def _forms() -> dict[str, str]:
    """Each foreign form with the one that simplified type prints; look-alike code points are told apart."""
    table = data.rows("simplified")
    forms = dict(zip(table["traditional"], table["simplified"], strict=True)) | data.rows("variants")["forms"]
    kept = data.rows("variants")["names"]["kept"]
    alike = {one.before for one in hanzi.look_alikes("".join(forms))}
    return {char: plain for char, plain in forms.items() if char not in kept and char not in alike}
