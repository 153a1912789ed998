"""Finding: stories by any word in them, best first; facts by what they say and who fills which role in them."""

import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice
from typing import Any

from presscheck.errors import Lang
from presscheck.model import Fact
from presscheck.model.found import Found, FoundFact, Hit, Passage, Source
from presscheck.record.answering import Place, answering, holding
from presscheck.record.characters import alike, clean, places
from presscheck.record.entries import KINDS, ROLES, number_of
from presscheck.record.facets import FACETS as FACETS
from presscheck.record.facets import Facets, Lot, Named, Speakers, spread
from presscheck.record.names import Joined
from presscheck.record.passages import Text, around, sentences_of, texts_of
from presscheck.record.query import PARTIES, Filters, Query, query_of
from presscheck.record.store import SHARE, Kept, Store

UNJOINED = ("indicator",)
"""Roles in which no party stands, so that only the very words count."""
FEW = 5
"""Facts that are told of one story found."""
LOOKED_AT = 500
"""Facts whose sentences are looked at for words at once; a search with enough of them says that there may be more."""
COUNTED = 20_000
"""Facts whose sentences are looked at for words to count facets: of words in more stories the latest facts count."""
TITLE, BODY = 0.3, 1.0
"""How much a find counts as mere characters, and as a word."""


def same_name(asked: str) -> Iterable[Joined]:
    """Only the name itself."""
    return [Joined(asked, "asked", True)]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which of all that is found is told: so many, after so many; facts the latest first, or the ``oldest``."""

    limit: int = 20
    offset: int = 0
    oldest: bool = False

    @property
    def order(self) -> str:
        """The order of facts, and which of them, as the database takes it."""
        return f"ORDER BY a.day{'' if self.oldest else ' DESC'}, f.id LIMIT :limit OFFSET :offset"


FIRST = Stretch()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A search as the database takes it: conditions on stories and on facts, with their values."""

    query: Query
    stories: tuple[str, ...]
    facts: tuple[str, ...]
    values: dict[str, Any]
    names: tuple[Joined, ...] = ()


def find(
    store: Store,
    text: str,
    filters: Filters | None = None,
    which: Stretch | None = FIRST,
    *,
    facets: bool = False,
    named: Named = same_name,
    lang: Lang = "en",
) -> Found:
    """What the record has on ``text``: stories, or facts where ``filters`` ask for them.

    Words are found from one character up, in what is printed and in what is corrected. Stories come in the order of
    how well they answer, facts in that of ``which``; where that is nothing, only ``facets`` are told. Alone, facets of
    words are told quickly: of the ``COUNTED`` latest facts of their stories; ``more`` says of more. ``named`` gives the
    names that mean the same as one asked for, or as a speaker's. Raises ``WrongUsage`` for a query nothing can be done
    with, and what a damaged record raises.
    """
    filters = filters or Filters()
    asked = _asked(query_of(text), filters, named)
    most = COUNTED if which is None else -1
    told, more = _facets(store, asked, filters, named, most) if facets else ((), False)
    if which is None:
        return Found(text, 0, more=more, of="facts" if filters.asks_for_facts else "stories", facets=told)
    if filters.asks_for_facts:
        facts, total, some = _facts(store, asked, which)
        return Found(text, total, more=some, of="facts", facts=tuple(facts), facets=told, names=_reasons(asked, lang))
    hits, total = _stories(store, asked, which.limit, which.offset)
    return Found(text, total, hits=tuple(hits), facets=told)


def _reasons(asked: _Asked, lang: Lang) -> tuple[tuple[str, str, bool], ...]:
    return tuple((one.name, one.reason(lang), one.sure) for one in asked.names)


def _asked(query: Query, filters: Filters, named: Named) -> _Asked:
    values: dict[str, Any] = {"match": query.match(either=True), "kind": None}
    stories, facts, names = ["a.current"], [], []
    for name, sign, day in (("since", ">=", filters.since), ("until", "<=", filters.until)):
        if day:
            stories.append(f"a.day {sign} :{name}")
            values[name] = number_of(day)
    if filters.paper:
        stories.append("a.paper = (SELECT id FROM term WHERE text = :paper)")
        values["paper"] = filters.paper
    if filters.kind:
        facts.append("f.kind = :kind")
        values["kind"] = KINDS.index(filters.kind)
    if filters.unit:
        facts.append("f.unit = (SELECT id FROM term WHERE text = :unit)")
        values["unit"] = filters.unit
    if filters.during:
        facts.append("f.first <= :last AND f.last >= :first")
        values["first"], values["last"] = map(number_of, filters.during)
    own = "+f.id" if query.wanted else "f.id"  # of stories with the words, each fact is looked up among those named
    for number, (role, name) in enumerate(filters.roles):
        found = list(same_name(name) if role in UNJOINED else named(name))
        names += [one for one in found if one.name != name]
        same = [one for one in found if one.sure]
        values |= {f"name{number}_{at}": one.name for at, one in enumerate(same)}
        terms = ", ".join(f":name{number}_{at}" for at, _ in enumerate(same))
        which = ", ".join(str(ROLES.index(one)) for one in (PARTIES if role == "party" else (role,)))
        facts.append(
            f"{own} IN (SELECT fact FROM role WHERE term IN (SELECT id FROM term WHERE text IN ({terms}))"
            f" AND role IN ({which}))"
        )
    values = {name: clean(value) if isinstance(value, str) else value for name, value in values.items()}
    return _Asked(query, tuple(stories), tuple(facts), values, tuple(dict.fromkeys(names)))


# Stories


def _stories(store: Store, asked: _Asked, limit: int, offset: int) -> tuple[Iterator[Hit], int]:
    """The stories that answer best: those in which the words stand as words, often, in little other text."""
    rows = store.all(
        f"""WITH found AS MATERIALIZED ({_matched(asked)})
        SELECT a.id FROM found JOIN article a ON a.id = found.id WHERE {" AND ".join(asked.stories)}
        ORDER BY found.score, a.day DESC, a.id LIMIT :limit OFFSET :offset""",
        asked.values | {"limit": limit, "offset": offset},
    )
    total = offset + len(rows) if 0 < len(rows) < limit else _count(store, asked)
    kept_ones = store.articles((row[0] for row in rows), facts=False)
    return (_hit(store, number, kept, asked.query) for number, kept in kept_ones), total


def count(store: Store, text: str) -> int:
    """How many stories hold every word of ``text``. Raises ``WrongUsage`` for a query nothing can be done with."""
    return _count(store, _asked(query_of(text), Filters(), same_name))


def _count(store: Store, asked: _Asked) -> int:
    sql = f"SELECT count(*) FROM {_of_stories(asked)} {' AND '.join(asked.stories)}"
    return int(store.one(sql, asked.values)[0])


def _matched(asked: _Asked) -> str:
    if not asked.query.wanted:
        return "SELECT id, 0.0 AS score FROM article"
    return f"SELECT rowid AS id, bm25(text, {TITLE}, {BODY}) AS score FROM text WHERE text MATCH :match"


def _hit(store: Store, number: int, kept: Kept, query: Query) -> Hit:
    texts = texts_of(kept.article)
    found = [(text, start, end) for text in texts for word in query.wanted for start, end in places(text.words, word)]
    said = [sentence for text in texts for sentence in sentences_of(text) if _holds(text, sentence, query.wanted, any)]
    facts = store.facts(number, kept, lambda _, told: told["kind"] != "time" and _within(told["evidence"], said))
    best = max(said, key=lambda one: _worth(one, query), default=None)
    passage = _passage(best[0], best[1], best[2], query) if best else None
    return Hit(source_of(kept), passage, len(found), tuple(islice(facts, FEW)))


def _worth(sentence: tuple[Text, int, int], query: Query) -> tuple[int, int]:
    """A sentence with more of the words answers better; of as many, one of the body, and the first."""
    text, start, end = sentence
    told = alike(text.words[start:end])
    return sum(alike(word) in told for word in query.wanted), text.part == "body"


def _within(told: Mapping[str, Any], said: Sequence[tuple[Text, int, int]]) -> bool:
    """Whether the words of a fact, as JSON has them, lie in a sentence."""
    return any(
        (text.part, text.paragraph) == (told["part"], told["paragraph"])
        and start <= told["start"]
        and told["end"] <= end
        for text, start, end in said
    )


def _holds(text: Text, sentence: tuple[Text, int, int], words: Iterable[str], how: Callable[..., bool]) -> bool:
    told = alike(text.words[sentence[1] : sentence[2]])
    return how(alike(word) in told for word in words)


def _passage(text: Text, start: int, end: int, query: Query) -> Passage:
    quote = text.words[start:end]
    marks = sorted({place for word in query.wanted for place in places(quote, word)})
    return Passage(text.part, text.paragraph, start, end, quote, tuple(marks))


def source_of(kept: Kept) -> Source:
    """Where a story stands."""
    return Source(kept.name, kept.article.headline, kept.date, kept.paper)


# Facts


def _facts(store: Store, asked: _Asked, which: Stretch) -> tuple[Iterator[FoundFact], int, bool]:
    """The facts asked for, in the order of days; words must stand in the sentence that tells one, or in a headline."""
    limit, offset = which.limit, which.offset
    if not asked.query.wanted:
        some = asked.values | {"limit": limit, "offset": offset}
        rows = store.all(_fact_rows(asked, "f.id, count(*) OVER ()", which.order), some)
        total = rows[0][1] if rows else int(store.one(_fact_rows(asked, "count(*)"), asked.values)[0])
        return _told(store, [row[0] for row in rows], asked.query), total, False
    rows = _numbers(store, asked, which, LOOKED_AT + 1)
    found = list(answering(store, rows[:LOOKED_AT], asked.query))
    looked_at = min(LOOKED_AT, len(rows))
    if looked_at < len(rows) and len(found) < offset + limit:
        rows += _numbers(store, asked, which, -1, len(rows))
    while looked_at < len(rows) and len(found) < offset + limit:
        found += answering(store, rows[looked_at : looked_at + LOOKED_AT], asked.query)
        looked_at = min(looked_at + LOOKED_AT, len(rows))
    return _told(store, found[offset : offset + limit], asked.query), len(found), looked_at < len(rows)


def _numbers(store: Store, asked: _Asked, which: Stretch, limit: int, offset: int = 0) -> list[int]:
    """The numbers of the facts of stories that hold the words: to fetch and order all of them takes its time."""
    some = asked.values | {"limit": limit, "offset": offset}
    return [row[0] for row in store.all(_fact_rows(asked, "f.id", which.order), some)]


def _fact_rows(asked: _Asked, what: str, last: str = "") -> str:
    return f"SELECT {what} FROM {_of_facts(asked)} {' AND '.join((*asked.stories, *asked.facts))} {last}"


def _of_facts(asked: _Asked) -> str:
    """Facts with their stories, from those stories on that hold the words, where there are some to hold."""
    if not asked.query.wanted:
        return f"fact f JOIN article a ON a.id = f.id / {SHARE} WHERE"
    own = f"f.id BETWEEN a.id * {SHARE} AND a.id * {SHARE} + {SHARE - 1}"
    return f"text JOIN article a ON a.id = text.rowid CROSS JOIN fact f ON {own} WHERE text MATCH :match AND"


def _of_stories(asked: _Asked) -> str:
    if not asked.query.wanted:
        return "article a WHERE"
    return "text JOIN article a ON a.id = text.rowid WHERE text MATCH :match AND"


def _told(store: Store, numbers: Sequence[int], query: Query) -> Iterator[FoundFact]:
    """The facts with these numbers, those in whose sentence or headline every word stands."""
    grouped = [(article, list(facts)) for article, facts in groupby(numbers, lambda number: number // SHARE)]
    kept_ones = store.articles((article for article, _ in grouped), facts=False)
    for (article, facts), (_, kept) in zip(grouped, kept_ones, strict=True):
        places = holding(kept.article.headline, texts_of(kept.article), query)
        wanted = partial(_answers, {number % SHARE for number in facts}, places)
        yield from _told_of(kept, store.facts(article, kept, wanted), query)


def _answers(chosen: Container[int], places: Container[Place], at: int, told: Mapping[str, Any]) -> bool:
    place = told["evidence"]
    return at in chosen and (place["part"], place["paragraph"]) in places


def _told_of(kept: Kept, facts: Iterable[Fact], query: Query) -> Iterator[FoundFact]:
    texts = {(text.part, text.paragraph): text for text in texts_of(kept.article)}
    head = alike(kept.article.headline or "")
    for fact in facts:
        text = texts[fact.evidence.part, fact.evidence.paragraph]
        start, end = around(text, fact.evidence)
        if not query.wanted or _said_in(alike(text.words[start:end]), head, query):
            yield FoundFact(source_of(kept), _passage(text, start, end, query), fact)


def _said_in(sentence: str, head: str, query: Query) -> bool:
    return all(alike(word) in sentence or alike(word) in head for word in query.wanted)


# All of it


def every(
    store: Store, text: str, filters: Filters | None = None, *, named: Named = same_name
) -> Iterator[tuple[int, Kept, tuple[FoundFact, ...]]]:
    """All that is found, story by story, the earliest first: the story's number, the story, and its facts asked for.

    Where ``filters`` ask for no facts they are all of the story's. Raises what ``find`` raises.
    """
    filters = filters or Filters()
    asked = _asked(query_of(text), filters, named)
    if filters.asks_for_facts:
        rows = store.rows(_fact_rows(asked, "f.id", f"{_IN_TIME}, f.id"), asked.values)
        for number, facts in groupby((row[0] for row in rows), lambda fact: fact // SHARE):
            ((_, kept),) = store.articles([number])
            if found := tuple(_told_of(kept, [kept.article.facts[one % SHARE] for one in facts], asked.query)):
                yield number, kept, found
        return
    for number, kept in store.articles(row[0] for row in store.rows(_in_time(asked), asked.values)):
        yield number, kept, tuple(_told_of(kept, kept.article.facts, Query()))


_IN_TIME = "ORDER BY a.day, length(a.name), a.name"


def _in_time(asked: _Asked) -> str:
    where = " AND ".join(asked.stories)
    return f"SELECT a.id FROM ({_matched(asked)}) found JOIN article a ON a.id = found.id WHERE {where} {_IN_TIME}"


def each(store: Store, text: str) -> Iterator[tuple[int, Kept]]:
    """The stories that are found, the earliest first, each with its number and without its facts.

    Raises what ``find`` raises.
    """
    asked = _asked(query_of(text), Filters(), same_name)
    yield from store.articles((row[0] for row in store.rows(_in_time(asked), asked.values)), facts=False)


def facts_in(store: Store, number: int, kept: Kept, parts: Container[Place]) -> tuple[FoundFact, ...]:
    """The facts of a story that stand in some of its ``parts``."""

    def wanted(_: int, told: Mapping[str, Any]) -> bool:
        place = told["evidence"]
        return (place["part"], place["paragraph"]) in parts

    return tuple(_told_of(kept, store.facts(number, kept, wanted), Query()))


def of_names(store: Store, names: Iterable[str]) -> Iterator[tuple[int, Kept, tuple[FoundFact, ...]]]:
    """The current stories of these names, in their order, as ``every`` gives them."""
    for name in names:
        row = store.one("SELECT id FROM article WHERE name = ? AND current", (name,))
        for number, kept in store.articles([row[0]] if row else []):
            yield number, kept, tuple(_told_of(kept, kept.article.facts, Query()))


# Facets


def _facets(store: Store, asked: _Asked, filters: Filters, named: Named, most: int) -> tuple[Facets, bool]:
    """How what matches is spread over months, papers, kinds of facts, speakers and units; and whether not all is.

    Facts are counted as they are found: those in whose sentence or headline the words stand.
    """
    facts, more = _which_facts(store, asked, most)
    stories = Lot(f"FROM {_of_stories(asked)} {' AND '.join(asked.stories)}", asked.values)
    speakers = Speakers(named, tuple(name for role, name in filters.roles if role == "speaker"))
    return spread(store, facts if filters.asks_for_facts else stories, facts, speakers), more


def _which_facts(store: Store, asked: _Asked, most: int) -> tuple[Lot, bool]:
    """The facts found, as a query has them; and whether there may be more than were looked at."""
    if not asked.query.wanted:
        return Lot(f"FROM {_of_facts(asked)} {' AND '.join((*asked.stories, *asked.facts))}", asked.values), False
    numbers = _numbers(store, asked, Stretch(most, 0, oldest=False), most + 1 if most >= 0 else -1)
    more = 0 <= most < len(numbers)
    found = json.dumps(list(answering(store, numbers[:most] if more else numbers, asked.query)))
    these = f"FROM json_each(:found) one JOIN fact f ON f.id = one.value JOIN article a ON a.id = f.id / {SHARE}"
    return Lot(these, {"found": found}), more
