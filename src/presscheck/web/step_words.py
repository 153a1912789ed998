"""Steps of work by hand in words: a story is called by its headline, not by its number in the file."""

import re
from collections.abc import Mapping
from typing import Any

from presscheck import by_hand
from presscheck.by_hand import StepRow
from presscheck.errors import Lang
from presscheck.export.text import visible
from presscheck.messages import say
from presscheck.record.store import Store
from presscheck.web import deciding
from presscheck.web.marked import change_in_words, shown

PLACES = ("new", "furniture")
"""What paragraphs are moved to that is no story of the file yet."""
ENDS = ("article", "to", "into")
_STORY = re.compile(r"(?:\bstory|稿件) (a[0-9]+)\b")
LONGEST = 24
"""Characters of a headline by which its story is told in a sentence."""


def sentence(row: StepRow, lang: Lang, store: Store | None = None) -> str:
    """What a step did, in words; with the record's ``store`` stories are called by the headlines that they had then.

    >>> sentence(StepRow(4, "page.txt", "", "fang", "undo", {"step": 3, "of": "decide"}, False, 3), "en")
    'step 3 undone'
    """
    if row.kind == "decide":
        return _decided(row.what, lang)
    if row.kind == "arrange":
        moves = (_moved(one, row, lang, store) for one in row.what["moves"])
        return say("web_marks.and", lang).join(moves)
    return by_hand.sentence(row, lang)


def _decided(what: Mapping[str, Any], lang: Lang) -> str:
    first = what["first"]
    before, after, verdict = first["before"], first["after"], first["verdict"]
    row = "right" if before == after else verdict
    told = say(f"web_marks.done_{row}", lang, what=change_in_words(before, after, lang), before=shown(before))
    counts = {one: what[one] for one in deciding.VERDICTS}
    if sum(counts.values()) == 1:
        return told
    return say("web_marks.many", lang, counts=say("hands.told_decide", lang, **counts), first=told)


def _moved(move: Mapping[str, Any], row: StepRow, lang: Lang, store: Store | None) -> str:
    """A move of a step in words."""
    ends = {one: move[one] for one in ENDS if one in move}
    told = {
        one: say(f"web_marks.move_{name}", lang) if name in PLACES else called(str(name), row, lang, store)
        for one, name in ends.items()
    }
    return say(f"hands.told_{move['kind']}", lang, **told)


def by_headlines(words: str, document: str, lang: Lang, store: Store) -> str:
    """A sentence that calls stories of a file by their ids (story a3), with their headlines where they have some."""
    return _STORY.sub(lambda one: _named(headline_of(one[1], document, store), lang) or one[0], words)


def called(article: str, row: StepRow, lang: Lang, store: Store | None) -> str:
    """What a story of a file was called when a step was taken: its headline, or its id where it had none."""
    if store is None:
        return visible(article)
    named = _named(headline_at(article, row, store), lang)
    return named or say("web_marks.story_unnamed", lang, article=visible(article))


def headline_at(article: str, row: StepRow, store: Store) -> str | None:
    """The headline that a story had when a step was taken or, where the step made the story, has had since."""
    found = store.one(_AT_STEP, {"name": f"{row.document}#{article}", "step": row.id})
    return _headline(found, store) if found else headline_of(article, row.document, store)


_AT_STEP = """SELECT a.id FROM article a JOIN document d ON d.id = a.document JOIN step s ON s.id = :step
WHERE a.name = :name AND d.version <= s.version AND coalesce(a.step, 0) <= :step
ORDER BY coalesce(a.step, 0) = :step, a.id DESC LIMIT 1"""
"""The last version of a story before a step, else the one that the step made; what was read again later is no more."""


def headline_of(article: str, document: str, store: Store) -> str | None:
    """The headline of a story of today or, where it is no more, the last that it had."""
    sql = "SELECT id FROM article WHERE name = ? ORDER BY current DESC, version DESC LIMIT 1"
    found = store.one(sql, (f"{document}#{article}",))
    return _headline(found, store) if found else None


def _headline(found: tuple[int], store: Store) -> str | None:
    headline: str | None = store.told_story(found[0])[1]["headline"]
    return headline


def _named(headline: str | None, lang: Lang) -> str | None:
    if not headline:
        return None
    short = headline if len(headline) <= LONGEST else f"{headline[:LONGEST]}…"
    return say("web_marks.story_named", lang, headline=visible(short))
