"""Who is named without being a known party: names told by their shape, and by what stands around them."""

import re
from collections.abc import Iterator

from presscheck.facts.saying_words import adverb_words, governs, no_names
from presscheck.facts.words import is_chinese_name, words_of

_WINDOW = 90
_NAME = 3
"""Most names have so many characters."""
_GIVEN = frozenset("中上后时地常同晚早先亦再均并")
"""Characters that names end in, and that also tell when, where or how something was said (会上, 常说)."""
_OFFICE = "H"
"""The kind of an office's name in the lists."""
_AGE = re.compile(r"\d{1,3}岁的[^，。；：的]{0,12}?$")


def is_name(words: str) -> bool:
    """Whether words have the shape of a name and are no other word (高声, 应询)."""
    import rjieba

    if not is_chinese_name(words, sure=True) or words in no_names():
        return False
    tagged = rjieba.tag(words, hmm=False)
    return len(tagged) > 1 or tagged[0][1].startswith("nr")


def ends_name(text: str, start: int, end: int) -> bool:
    """Whether the character behind a stretch is the last of a name and does not tell how something was said.

    Not where what is left without it is a word (黄河上), or named by itself too.

    >>> [ends_name(text, 0, 2) for text in ("周文中说", "周文中午说", "黄河上说", "周文常说起周文的桥")]
    [True, False, False, False]
    """
    at, name = end - _NAME + 1, text[end - _NAME + 1 : end + 1]
    if at < start or text[end : end + 1] not in _GIVEN or text[end : end + 2] in adverb_words():
        return False
    if not is_name(name) or is_word(name[:-1]):
        return False
    before = words_of(text[start:at])
    return (not before or before[-1].kind == _OFFICE) and text.count(name[:-1]) == text.count(name)


def is_word(words: str) -> bool:
    """Whether words are one that is no name."""
    import rjieba

    tagged = rjieba.tag(words, hmm=False)
    return len(tagged) == 1 and not tagged[0][1].startswith("nr")


def known_by_age(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a name stands in a clause behind an age or an office, and before what its bearer does.

    >>> text = "63岁的老茶农范永福望着江面"
    >>> text[slice(*known_by_age(text, 0, len(text)))]
    '范永福'
    """
    found = [one for one in _names(text, start, end) if _AGE.search(text, start, one[0])]
    return found[0] if len(found) == 1 else None


def heads_sentence(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a name stands at the very head of a clause whose bearer does something (邱小棠打开手机)."""
    return next((one for one in _names(text, start, end) if one[0] == start and one[1] - start == _NAME), None)


def _names(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What looks like a name in a clause and stands before a verb, or at its end."""
    if end - start > _WINDOW:
        return
    words = [(start + one.start, start + one.end, one.tag) for one in words_of(text[start:end])]
    ends = {high: number for number, (_, high, _) in enumerate(words)}
    done = start
    for low, _, tag in words:
        for high in (low + _NAME, low + _NAME - 1):
            behind = ends[high] + 1 if high in ends else -1
            acts = behind == len(words) or (0 < behind < len(words) and words[behind][2] == "v")
            if low >= done and acts and tag.startswith("nr") and is_chinese_name(text[low:high]):
                yield low, high
                done = high
                break


def names_someone(words: str) -> bool:
    """Whether words are of nouns alone."""
    import rjieba

    tags = [tag for _, tag in rjieba.tag(words)]
    if "的" in words or "和" in words or "、" in words:
        return False
    fits = all(tag[0] in "nljbsriqmxzgfa" or tag in ("vn", "an", "uj", "eng") for tag in tags)
    return fits and tags[-1][0] in "nlji" and not words.startswith(governs())
