"""The proofreader's desk: every rule reads every passage of a page's stories, and what they find is kept with them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from presscheck.errors import Lang
from presscheck.model import Article, Correction
from presscheck.proofreading import fours, loose, marks, misread, phrases, talk, variants, width
from presscheck.proofreading.own_words import OwnWords
from presscheck.proofreading.passage import Finding, Passage, passages
from presscheck.proofreading.second_opinion import SecondOpinion, Speaking
from presscheck.proofreading.sheet import Sheet


def proofread(
    articles: Sequence[Article],
    lang: Lang = "en",
    words: frozenset[str] = frozenset(),
    reader: SecondOpinion | None = None,
) -> tuple[Article, ...]:
    """The stories of one page with their corrections; their texts stay as the page has them.

    Nothing is marked within one of the reader's own ``words``; ``reader`` is asked about doubtful characters.
    """
    own = OwnWords(words)
    told = [list(passages(article)) for article in articles]
    corrected = iter(_corrections([passage for story in told for passage in story], lang, own, reader))
    return tuple(
        replace(article, corrections=tuple(one for _ in story for one in next(corrected)))
        for article, story in zip(articles, told, strict=True)
    )


def proofread_text(
    text: str, lang: Lang = "en", words: frozenset[str] = frozenset(), reader: SecondOpinion | None = None
) -> list[Correction]:
    """The corrections of one paragraph of a newspaper, in the order of their places.

    >>> proofread_text("该短視频播放量很高")[0].after
    '视'
    """
    return next(_corrections([Passage("body", 0, text)], lang, OwnWords(words), reader))


def _corrections(
    page: Sequence[Passage], lang: Lang, own: OwnWords, reader: SecondOpinion | None
) -> Iterator[list[Correction]]:
    """The corrections of each passage of a page."""
    for passage, found in zip(page, _found(page, reader), strict=True):
        kept = _apart(one for one in found if not own.keeps(passage.text, one))
        yield [finding.correction(passage, lang) for finding in kept]


def _found(page: Sequence[Passage], reader: SecondOpinion | None) -> list[list[Finding]]:
    """What the rules find in each passage; a reader who knows everyday speech has the last word on little text."""
    simplified = variants.is_simplified(passage.text for passage in page)
    found = [list(_by_rule(passage, simplified=simplified)) for passage in page]
    if not simplified:
        return found
    sheet = Sheet.of(page)
    for read in (misread.find(sheet, reader), *(rule.find(sheet) for rule in (phrases, fours, loose))):
        for number, told in read.items():
            found[number] += told
    return talk.find(sheet, found, reader, reader.speech) if isinstance(reader, Speaking) else found


def _by_rule(passage: Passage, *, simplified: bool) -> Iterator[Finding]:
    yield from variants.find(passage, simplified=simplified)
    yield from width.find(passage)
    yield from marks.find(passage)


def _apart(findings: Iterator[Finding]) -> list[Finding]:
    """In the order of their places, and of two that overlap only the one we are surer of."""
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda one: -one.confidence):
        if all(_clear(finding, other) for other in kept):
            kept.append(finding)
    return sorted(kept, key=lambda one: (one.start, one.end))


def _clear(one: Finding, other: Finding) -> bool:
    if one.start == one.end or other.start == other.end:
        return one.start > other.end or other.start > one.end or one.start == other.end or other.start == one.end
    return one.end <= other.start or other.end <= one.start
