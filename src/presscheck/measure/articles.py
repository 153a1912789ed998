"""``presscheck measure articles``: read pages, hold the stories against the true ones."""

import json
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from presscheck import __version__
from presscheck.errors import FileMissing, PageUnreadable, PresscheckError
from presscheck.measure.alignment import align, galley
from presscheck.measure.labelling import BCubed, crossheads, joints, labels, roles
from presscheck.measure.match import score_stories
from presscheck.measure.pairs import Pairing, hash_of, nothing_to_measure, pairings
from presscheck.measure.report import ArticlesReport, Ingredients, PageScore
from presscheck.measure.story import Story, read_truth, story_of
from presscheck.model import Reading

Reader = Callable[[Path], Reading]


def measure_articles(
    truth: Path, pages: Path, *, only: Collection[str] | None = None, read: Reader | None = None
) -> ArticlesReport:
    """How many stories of the pages come back, how whole, and with the right heads.

    ``truth``: a folder of JSON, or one file. ``pages``: a folder of page files or of finished readings (JSON), named
    as their truth is (``.scan`` in a name does not count), or one such file. ``only`` names the pages to measure; else
    all that have a truth, and a page that is missing or cannot be read counts as failed, its stories as lost. ``read``
    takes a page file (by default the pipeline does).

    Raises ``FileMissing`` and ``WrongUsage`` where there is nothing to measure.
    """
    pairs = [pair for pair in pairings(truth, pages) if only is None or pair.name in only]
    if not pairs:
        raise nothing_to_measure(truth)
    measured = [_measured(pair, read or _pipeline) for pair in pairs]
    makers = [maker for _, maker in measured]
    made_of = Ingredients(
        pages=hash_of(pairs),
        model="+".join(_one_of(makers, part, "none") for part in ("language_model", "matter", "threads")),
        version=_one_of(makers, "presscheck", __version__),
    )
    return ArticlesReport(tuple(score for score, _ in measured), made_of)


def score_page(
    name: str, true: tuple[Story, ...], ours: tuple[Story, ...], reason: PresscheckError | None = None
) -> PageScore:
    """One page's stories held against its true ones, in all three ways."""
    rows, extra = score_stories(name, true, ours)
    theirs, own = galley(true), galley(ours)
    places = align(theirs, own)
    successors, seams = joints(theirs, own, places)
    whole, rightly = crossheads(true, ours)
    return PageScore(
        name,
        rows,
        extra=extra,
        bcubed=BCubed.of(labels(theirs, own, places)),
        given=len(own.text),
        successors=successors,
        seams=seams,
        crossheads=whole,
        crossheads_told=rightly,
        roles=roles(theirs, own, places),
        reason=reason,
    )


def _measured(pair: Pairing, read: Reader) -> tuple[PageScore, Mapping[str, str]]:
    """The page's score, and what made its reading (nothing, where it failed)."""
    true = _truth_of(pair)
    try:
        if pair.page is None:
            raise FileMissing(file=pair.name)
        ours, made_by = _finished(pair.page) if pair.page.suffix == ".json" else _told(read(pair.page).to_dict())
    except PresscheckError as error:
        return score_page(pair.name, true, (), reason=error), {}
    return score_page(pair.name, true, ours), made_by


def _pipeline(page: Path) -> Reading:
    from presscheck import pipeline  # finished readings are measured without the language model being loaded

    return pipeline.read(page)


def readers_without() -> dict[str, Reader]:
    """For each kind of evidence, a reader that must do without it."""
    from presscheck import pipeline
    from presscheck.articles import judge, kinds
    from presscheck.intake import take_in

    def reader(kind: str) -> Reader:
        poorer = kinds.without(judge.load(), kind)
        return lambda page: pipeline.read_pages(take_in(page), judge=poorer)

    return {kind: reader(kind) for kind in kinds.KINDS}


def _told(reading: Mapping[str, Any]) -> tuple[tuple[Story, ...], Mapping[str, str]]:
    """The stories of a reading's JSON, and what made it."""
    return tuple(story_of(article) for article in reading["articles"]), reading.get("made_by") or {}


def _finished(path: Path) -> tuple[tuple[Story, ...], Mapping[str, str]]:
    try:
        return _told(json.loads(path.read_text(encoding="utf8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PageUnreadable(file=path) from error


def _truth_of(pair: Pairing) -> tuple[Story, ...]:
    try:
        return read_truth(pair.truth, _printed(pair))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise PageUnreadable(file=pair.truth) from error


def _printed(pair: Pairing) -> list[tuple[str, list[float]]]:
    """The printed lines of a page whose truth is given as boxes, each with its box; none where words stand there."""
    if not pair.page or '"body": [' not in pair.truth.read_text(encoding="utf8"):
        return []
    from presscheck.intake import take_in

    lines = [(page, line) for page in take_in(pair.page) for line in page.lines]
    return [(page.words(line.span), line.span.box.to_dict()) for page, line in lines if line.span.box]


def _one_of(makers: list[Mapping[str, str]], part: str, otherwise: str) -> str:
    """What made the readings, where they agree on it; all that did, where they do not."""
    return "+".join(sorted({str(maker[part]) for maker in makers if maker.get(part)})) or otherwise
