"""Stories that were worked on by hand, made ready for the record: their facts are found anew."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from presscheck import pipeline
from presscheck.facts.printed import read_as
from presscheck.handwork import carrying, steps
from presscheck.handwork.steps import Step
from presscheck.model import Article, Fact, Reading
from presscheck.proofreading import desk
from presscheck.proofreading.own_words import words_of
from presscheck.proofreading.second_opinion import opinion
from presscheck.readying import Asked, Ready, entries_of
from presscheck.record import sheets
from presscheck.record.sheets import Current, Standing, arrangement
from presscheck.record.steps import steps_of
from presscheck.record.store import Store, Taken

MACHINE = "presscheck"
"""Who carries over what people did, when a file is read again."""


@dataclass(frozen=True, slots=True)
class Known:
    """Stories whose facts are known already: those that read the same need no new ones."""

    articles: Mapping[str, Article]
    facts: Mapping[str, tuple[Fact, ...]]

    def of(self, article: Article) -> tuple[Fact, ...] | None:
        """The facts of a story that reads just as one of these."""
        other = self.articles.get(article.id)
        return self.facts[article.id] if other and _as_read(other) == _as_read(article) else None


def _as_read(article: Article) -> tuple[Any, ...]:
    """All of a story that its facts are read from."""
    heads = (article.kicker, article.headline, article.deck, article.byline, article.dateline, article.inside)
    body = tuple((one.kind, one.text) for one in article.paragraphs)
    marks = read_as(article)
    return *heads, body, tuple((one.part, one.paragraph, one.start, one.end, one.after) for one in marks)


def taken(step: Step, before: Standing, after: Reading, known: Sequence[Known], who: str, at: str) -> Taken:
    """A step as the record keeps it: the stories it changed, each with its facts, and those that are no more."""
    old = {article.id: article for article in before.reading.articles}
    changed = [one for one in after.articles if replace(one, facts=()) != old.get(one.id)]
    days = {page.id: page.date for page in after.pages}
    done = replace(after, articles=tuple(replace(one, facts=_facts(one, known, days)) for one in changed))
    there = {article.id for article in after.articles}
    told = arrangement(after)
    of = before.document
    return Taken(
        step.kind,
        who,
        at,
        step.to_dict(),
        tuple(entries_of(done, of.name, of.digest)),
        tuple(f"{of.name}#{one}" for one in old if one not in there),
        None if told == arrangement(before.reading) else told,
        step.undoes,
    )


def _facts(article: Article, known: Iterable[Known], days: Mapping[str, datetime.date | None]) -> tuple[Fact, ...]:
    for one in known:
        facts = one.of(article)
        if facts is not None:
            return facts
    day = next((days[span.page] for span in article.spans if days.get(span.page)), None)
    return pipeline.finish(article, day).facts


class FactsInRecord(Mapping[str, tuple[Fact, ...]]):
    """The facts of the stories of a file, each taken out of the record only when it is asked for."""

    def __init__(self, store: Store, rows: Mapping[str, int]) -> None:
        self._store = store
        self._rows = rows

    def __getitem__(self, article: str) -> tuple[Fact, ...]:
        return sheets.facts_of(self._store, self._rows[article])

    def __iter__(self) -> Any:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def known_in(store: Store, standing: Standing) -> Known:
    """The stories of a file with their facts, as the record has them."""
    return Known({one.id: one for one in standing.reading.articles}, FactsInRecord(store, standing.rows))


# Carrying over


def carried_over(store: Store, ready: Ready, asked: Asked, at: str) -> Taken | None:
    """What people did to a file, carried over to a new reading of it, as a step of its own; or nothing."""
    of = sheets.current(store, ready.document.name)
    if of is None or of.kind != "pages":
        return None
    done = steps.standing(steps_of(store, of.name, of.version))
    rulings: tuple[carrying.Ruling, ...] = ()
    for one in done:
        rulings = carrying.rulings_of(one.carried.rulings if one.carried else rulings, one.decisions)
    by_hand = any(one.moves or (one.carried and one.carried.arranged) for one in done)
    carried = carrying.carry(
        rulings,
        sheets.standing(store, of).reading if by_hand else None,
        ready.reading,
        same_bytes=of.sha256 == ready.document.sha256,
        proofread=lambda articles: _proofread(articles, asked),
    )
    return _as_step(carried, of, ready, at) if carried else None


def _as_step(carried: carrying.Carried, of: Current, ready: Ready, at: str) -> Taken:
    step = Step(0, steps.CARRY, carried=carried)
    bare = tuple(replace(one, facts=()) for one in ready.reading.articles)
    machine = replace(ready.reading, articles=bare)
    known = Known({one.id: one for one in bare}, {one.id: one.facts for one in ready.reading.articles})
    now = replace(of, digest=ready.document.digest)
    return taken(step, Standing(now, machine, {}), steps.taken(machine, step), [known], MACHINE, at)


def _proofread(articles: Sequence[Article], asked: Asked) -> tuple[Article, ...]:
    """Stories proofread anew, page by page as they were the first time, in the way their file was asked to be read."""
    words, reader = words_of(asked.lexicon), opinion(asked.second_opinion)
    order = sorted(articles, key=_page)
    done = {
        article.id: article
        for _, group in groupby(order, key=_page)
        for article in desk.proofread(tuple(group), asked.lang, words, reader)
    }
    return tuple(done[article.id] for article in articles)


def _page(article: Article) -> str:
    return article.spans[0].page if article.spans else ""
