"""Carrying out what people decide about corrections."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from presscheck.handwork.decisions import ACCEPTED, EDITED, Decision, is_open
from presscheck.handwork.places import HEADS, Part, anchor_of, found, parts_of, texts_of
from presscheck.handwork.refusing import unfit
from presscheck.messages import say
from presscheck.model import Article, Correction, Reading, Tier

AROUND = 6
"""Characters on either side by which a decided place is known again when the file is read anew."""
LONGEST = 500
"""Characters that a correction by hand may have."""
_NEVER = ("Cc", "Cs", "Zl", "Zp")
"""Kinds of characters that no correction may hold: control characters, halves of characters, line breaks."""


def anchored(reading: Reading, decision: Decision) -> Decision:
    """A decision with the place on the page that it is about, and the words around it.

    Raises ``NotApplicable`` where its story has no such part, or other words stand there.
    """
    article = story_of(reading, decision.article)
    part = _part(article, decision)
    start, end = decision.start, decision.end
    if not 0 <= start <= end <= len(part.text) or part.text[start:end] != decision.before:
        raise unfit("other_words", before=decision.before)
    return replace(
        decision,
        anchor=anchor_of(part, start, texts_of(reading)),
        left=part.text[max(0, start - AROUND) : start],
        right=part.text[end : end + AROUND],
    )


def decide(reading: Reading, decisions: Iterable[Decision]) -> Reading:
    """The reading with its corrections as people decided; a place is looked for wherever its words have gone since.

    What was accepted or set by hand is sure; what was refused is gone, as is a mark that only asked to look, once
    somebody looked. Raises ``NotApplicable``.
    """
    articles = {article.id: article for article in reading.articles}
    texts = texts_of(reading)
    for decision in decisions:
        article, decision = _placed(articles, decision, texts)
        articles[article.id] = replace(article, corrections=decided(article, decision))
    return replace(reading, articles=tuple(articles.values()))


def _placed(articles: dict[str, Article], decision: Decision, texts: dict[str, str]) -> tuple[Article, Decision]:
    """The story in which a decided place stands now, and the decision counting there."""
    anchor = decision.anchor
    if anchor is None:
        if decision.article not in articles:
            raise unfit("no_article", article=decision.article)
        return articles[decision.article], decision
    first = [articles[decision.article]] if decision.article in articles else []
    for article in (*first, *articles.values()):
        if stands := found(article, anchor, texts):
            part, start = stands
            end = start + len(decision.before)
            moved = replace(decision, article=article.id, part=part.name, paragraph=part.paragraph)
            return article, replace(moved, start=start, end=end)
    raise unfit("other_words", before=decision.before)


def decided(article: Article, decision: Decision) -> tuple[Correction, ...]:
    """The corrections of a story after one more decision. Raises ``NotApplicable``."""
    if decision.verdict not in ("accept", "refuse", "edit"):
        raise unfit("unknown_verdict")
    part = _part(article, decision)
    if part.text[decision.start : decision.end] != decision.before:
        raise unfit("other_words", before=decision.before)
    if decision.verdict == "edit":
        return edited(article.corrections, _by_hand(decision))
    mark = next((one for one in article.corrections if _is_of(one, decision)), None)
    if mark is None:
        raise unfit("no_mark", before=decision.before)
    if decision.verdict == "refuse" or mark.only_check:
        return tuple(one for one in article.corrections if one is not mark)
    return tuple(accepted(one) if one is mark else one for one in article.corrections)


def accepted(mark: Correction) -> Correction:
    """A mark as it stands once a person accepted it."""
    return replace(mark, rule=ACCEPTED, confidence=1.0, tier=Tier.SURE) if is_open(mark) else mark


def edited(marks: Sequence[Correction], own: Correction) -> tuple[Correction, ...]:
    """Marks with one set by hand in the place of those it overlaps; one that changes nothing only takes them away."""
    kept = [one for one in marks if _apart(one, own)]
    return in_order(kept if own.only_check else [*kept, own])


def in_order(marks: Iterable[Correction]) -> tuple[Correction, ...]:
    """Marks of a story in the order in which it is read."""
    return tuple(sorted(marks, key=_order))


def _by_hand(decision: Decision) -> Correction:
    after = decision.after
    if len(after) > LONGEST or any(unicodedata.category(char) in _NEVER for char in after):
        raise unfit("odd_words", limit=LONGEST)
    place = (decision.part, decision.paragraph, decision.start, decision.end)
    return Correction(*place, decision.before, after, EDITED, say("hands.edited", "en"), 1.0, Tier.SURE)


def _is_of(mark: Correction, decision: Decision) -> bool:
    one = (mark.part, mark.paragraph, mark.start, mark.end, mark.before, mark.after)
    other = (decision.part, decision.paragraph, decision.start, decision.end, decision.before, decision.after)
    return one == other


def _apart(one: Correction, other: Correction) -> bool:
    """Whether two corrections can both be carried out."""
    if (one.part, one.paragraph) != (other.part, other.paragraph):
        return True
    if one.start == one.end and other.start == other.end:
        return one.start != other.start
    return one.end <= other.start or other.end <= one.start


def _order(one: Correction) -> tuple[int, int, int, int]:
    part = HEADS.index(one.part) if one.part in HEADS else len(HEADS)
    return part, one.paragraph or 0, one.start, one.end


def _part(article: Article, decision: Decision) -> Part:
    for part in parts_of(article):
        if (part.name, part.paragraph) == (decision.part, decision.paragraph):
            return part
    if decision.part == "body":
        raise unfit("no_paragraph", article=article.id, paragraph=decision.paragraph)
    raise unfit("no_part", article=article.id, part=decision.part)


def story_of(reading: Reading, name: str) -> Article:
    """The story of that id. Raises ``NotApplicable`` where there is none."""
    for article in reading.articles:
        if article.id == name:
            return article
    raise unfit("no_article", article=name)
