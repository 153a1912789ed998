"""The way of the data, said once: file → pages → blocks → articles → corrections → facts.

Read this file and you know what happens to a newspaper page.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

from presscheck import __version__
from presscheck.articles import borders, days, jumps, matter
from presscheck.articles import judge as judges
from presscheck.articles.restore import Restored, restore
from presscheck.errors import Lang, WrongUsage
from presscheck.facts import desk as facts_desk
from presscheck.facts import tables as fact_tables
from presscheck.facts.printed import facts_of
from presscheck.intake import dump, garbled, take_in, take_in_bytes
from presscheck.language import ngram
from presscheck.layout import lay_out
from presscheck.messages import say
from presscheck.model import Article, Correction, Facts, Page, Reading
from presscheck.proofreading import desk
from presscheck.proofreading.own_words import words_of
from presscheck.proofreading.second_opinion import opinion

NAMED = 12
"""So many pages that a file may hold are named in a note."""
DUMP = "dump"
"""The kind of a page that came as text without places."""


def read(
    path: Path | str,
    *,
    date: datetime.date | str | None = None,
    encoding: str | None = None,
    ocr: bool = False,
    lang: Lang = "en",
    lexicon: Iterable[str] = (),
    second_opinion: Path | str | None = None,
) -> Reading:
    """Restore the stories of a newspaper page, or of every page in a file.

    ``date`` is the day of publication where the page does not print it (a date, or as 2026-06-18), ``encoding`` the
    file's encoding where it is known, ``lang`` the language of the reasons in the reading; ``ocr`` has the pages of a
    PDF read from their picture even where they have text. ``lexicon`` gives words of your own, names, places, offices,
    within which nothing is marked. Raises ``PageUnreadable``, whose kinds name what is wrong, ``PartMissing`` where a
    picture is to be read and the parts for it are not installed, and ``WrongUsage``.
    """
    words = words_of(lexicon)
    return read_pages(
        take_in(path, encoding=encoding, ocr=ocr), date=date, lang=lang, lexicon=words, second_opinion=second_opinion
    )


def read_issue(
    paths: Iterable[Path | str],
    *,
    date: datetime.date | str | None = None,
    encoding: str | None = None,
    ocr: bool = False,
    lang: Lang = "en",
    lexicon: Iterable[str] = (),
    second_opinion: Path | str | None = None,
) -> dict[str, Reading]:
    """Restore the stories of one issue whose pages are files of their own, linked over the pages by their jump lines.

    Each reading stands under the name by which the jump lines of the others call it: a jump to ``page3.json#a2`` leads
    to article ``a2`` of ``page3.json``, the reading of page3.pdf. Raises what ``read`` raises, and ``WrongUsage`` for
    two files of one name.
    """
    readings: dict[str, Reading] = {}
    words = words_of(lexicon)
    for path in map(Path, paths):
        if (name := f"{path.stem}.json") in readings:
            raise WrongUsage(
                en=f"Two files of this issue are called {path.stem}; rename one.",
                zh=f"这一期有两个文件同名（{path.stem}），请改名。",
            )
        readings[name] = read(
            path, date=date, encoding=encoding, ocr=ocr, lang=lang, lexicon=words, second_opinion=second_opinion
        )
    return link_issue(readings, lang)


def read_bytes(
    content: bytes,
    name: str,
    *,
    date: datetime.date | str | None = None,
    encoding: str | None = None,
    ocr: bool = False,
    lang: Lang = "en",
    lexicon: Iterable[str] = (),
    second_opinion: Path | str | None = None,
) -> Reading:
    """As ``read``, of bytes at hand; ``name`` is what the reading calls their file.

    >>> read_bytes("喜迎丰收\\n\\n本报讯　云州今年小麦丰收。\\n".encode(), "page.txt")
    <Reading: 1 page, 1 article>
    """
    words = words_of(lexicon)
    return read_pages(
        take_in_bytes(content, name, encoding=encoding, ocr=ocr),
        date=date,
        lang=lang,
        lexicon=words,
        second_opinion=second_opinion,
    )


def proofread(
    text: str, lexicon: Iterable[str] = (), *, lang: Lang = "en", second_opinion: Path | str | None = None
) -> list[Correction]:
    """What a proofreader marks in one paragraph of a newspaper; the text itself stays as it is.

    ``lang`` is the language of the reasons. Offsets count ``text``; a correction whose ``after`` is its ``before`` only
    asks to look at the page. Nothing is marked within a word of your ``lexicon``. ``second_opinion`` is as in ``read``.

    >>> [(mark.before, mark.after, mark.tier.value) for mark in proofread("全市今年计划投资两亿元,新建桥梁三座。")]
    [(',', '，', 'sure')]
    """
    return desk.proofread_text(text, lang, words_of(lexicon), opinion(second_opinion))


def find_facts(text: str, date: datetime.date | str | None = None) -> Facts:
    """Every fact that one paragraph of a newspaper tells, with the words that say so.

    ``date`` is the day it was published: 昨日 and 今年5月 are counted from it. Without one they stay open. Raises
    ``WrongUsage`` where it is no day.

    >>> for fact in find_facts("2024年，全县新建桥梁12座。"):
    ...     print(fact.kind, fact.evidence.text)
    time 2024年
    figure 12座
    """
    return Facts(facts_desk.find_in_text(text, _day(date)))


def read_pages(
    pages: tuple[Page, ...],
    *,
    date: datetime.date | str | None = None,
    lang: Lang = "en",
    lexicon: Iterable[str] = (),
    second_opinion: Path | str | None = None,
    judge: judges.Judge | None = None,
) -> Reading:
    """The stories of pages already taken in, each page by itself.

    ``judge`` decides which fragment follows which, by default the one that ships; within a word of the ``lexicon``
    nothing is marked.
    """
    day, words, reader = _day(date), words_of(lexicon), opinion(second_opinion)
    done: list[Page] = []
    parts: list[Restored] = []
    for page in sheets(pages):
        dated = days.date_page(page, day)
        blocks = lay_out(dated)
        parts.append(restore(dated, blocks, lang, first=1 + sum(len(part.articles) for part in parts), judge=judge))
        done.append(replace(dated, manner=parts[-1].manner))
    articles = [article for part in parts for article in desk.proofread(part.articles, lang, words, reader)]
    reading = Reading(
        pages=tuple(done),
        blocks=tuple(block for part in parts for block in part.blocks),
        articles=_with_facts(articles, {page.id: page.date for page in done}),
        furniture=tuple(item for part in parts for item in part.furniture),
        remainder=tuple(item for part in parts for item in part.remainder),
        made_by=(*made_by(), ("second_opinion", reader.name)),
    )
    return link_issue({"": reading}, lang)[""]


def sheets(pages: Iterable[Page]) -> list[Page]:
    """The printed pages of a file: dumps that run several together are parted at their folios, or say so in a note."""
    out: list[Page] = []
    for before, page in enumerate(pages):
        if page.kind != DUMP:
            out.append(replace(page, notes=(*page.notes, *garbled.foreign(page.text))))
            continue
        found = borders.borders(page)
        whole = len(found.starts) == 1 and len(out) == before
        parts = (page,) if whole else dump.parted(page, found.starts, len(out) + 1)
        out += [replace(part, notes=(*part.notes, *_borders_told(found, at))) for at, part in enumerate(parts)]
    return out


def _borders_told(found: borders.Borders, part: int) -> Iterator[str]:
    """What a page says of how it was parted from the others of its file, or that it may hold several."""
    if part:
        yield say("intake.parted_at_folio", "en")
    if found.doubtful:
        named = ", ".join("?" if number is None else str(number) for number in found.doubtful[:NAMED])
        yield say("intake.several_pages", "en", pages=named)


def _with_facts(articles: Iterable[Article], days_of: Mapping[str, datetime.date | None]) -> tuple[Article, ...]:
    """The articles with their facts, which are numbered over the whole reading."""
    out: list[Article] = []
    count = 0
    for article in articles:
        day = next((days_of[span.page] for span in article.spans if days_of.get(span.page)), None)
        facts = facts_of(article, day, first=count + 1)
        count += len(facts)
        out.append(replace(article, facts=facts))
    return tuple(out)


def finish(article: Article, published: datetime.date | None) -> Article:
    """A story that came finished, with its facts; ``published`` is its day. Layout and proofreading are skipped."""
    return replace(article, facts=facts_of(article, published))


def link_issue(readings: Mapping[str, Reading], lang: Lang = "en") -> dict[str, Reading]:
    """The readings of one issue, their stories linked over all its pages (下转, 上接).

    ``readings`` stand under the names by which others are to call them; where a story goes on in another reading, its
    jump line points there: ``page3.json#a2``.
    """
    halves = [
        jumps.Half(article, _number(article, reading), name)
        for name, reading in readings.items()
        for article in reading.articles
    ]
    linked = iter(jumps.link(halves, ngram.load(), lang))
    return {
        name: replace(reading, articles=tuple(islice(linked, len(reading.articles))))
        for name, reading in readings.items()
    }


def _number(article: Article, reading: Reading) -> int | None:
    """The number of the page a story stands on, where it is known."""
    numbers = {page.id: page.number for page in reading.pages}
    return next((numbers[span.page] for span in article.spans if span.page in numbers), None)


def _day(date: datetime.date | str | None) -> datetime.date | None:
    if not isinstance(date, str):
        return date
    try:
        return datetime.date.fromisoformat(date)
    except ValueError:
        raise WrongUsage(
            en=f"{date}: no such day; write it as 2026-06-18.", zh=f"{date}：没有这一天，请写成 2026-06-18。"
        ) from None


def made_by() -> tuple[tuple[str, str], ...]:
    """What a reading was made with: our version, and the names of the tables that decided."""
    return (
        ("presscheck", __version__),
        ("language_model", ngram.load().name),
        ("matter", matter.load().name),
        ("threads", judges.load().name),
        ("facts", fact_tables.name()),
    )
