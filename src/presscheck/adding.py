"""Adding files to a record: read first, each by itself, then put at once; what the record holds is not read again."""

import datetime
import hashlib
import os
import pickle
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import IO, Any

from presscheck import pipeline
from presscheck.errors import HandsCrossed, Lang, PageUnreadable, PresscheckError
from presscheck.intake.door import bytes_of
from presscheck.intake.finished import Finished, finished_in, finished_of, holds_finished
from presscheck.intake.formats import reader_of
from presscheck.model import Reading
from presscheck.proofreading.own_words import words_of
from presscheck.readying import Asked, PageFile, Ready, Stories, Tick, each, laid_by, ready_pages, sha256_of, taken_up
from presscheck.record.entries import digest_of
from presscheck.record.store import Document, Put, Store
from presscheck.reworking import carried_over


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a file did: ``state`` is ``new``, ``changed`` (a new version, the old one is kept) or ``same``.

    ``new``, ``changed`` and ``same`` count stories, ``facts`` those that were added; ``troubles`` are lines of the file
    that are no story, ``reading`` is what was read of pages.
    """

    name: str
    state: str
    version: int = 1
    new: int = 0
    changed: int = 0
    same: int = 0
    facts: int = 0
    troubles: tuple[PageUnreadable, ...] = ()
    reading: Reading | None = None

    def __repr__(self) -> str:
        told = f"{self.new} new, {self.changed} changed, {self.same} the same, {self.facts} facts added"
        return f"<{self.name}: {self.state}; stories: {told}>"

    def to_dict(self) -> dict[str, Any]:
        """It as JSON has it."""
        counts = {one: getattr(self, one) for one in ("version", "new", "changed", "same", "facts")}
        return {"name": self.name, "state": self.state, **counts, "troubles": [one.tell("en") for one in self.troubles]}


@dataclass(frozen=True, slots=True)
class ReadyStories:
    """A file of finished stories as the record takes it in: those that are new are laid by, ``same`` are the others."""

    document: Document
    same: int
    troubles: tuple[PageUnreadable, ...]


@dataclass(frozen=True, slots=True)
class How:
    """How files are to be read for the record: the language of reasons, the options of ``read``, what else is kept."""

    lang: Lang
    asked: Mapping[str, Any]
    keep_original: bool = True


def files(
    store: Store, paths: Iterable[Path | str], how: How, jobs: int, tick: Tick | None
) -> Iterator[Added | PresscheckError]:
    """Add files, each by itself: what stops one comes in its place. Raises the troubles of the record's own file."""
    asked = _asked(how.asked, how.lang)
    for finished, group in groupby(map(Path, paths), holds_finished):
        if finished:
            yield from (_finished(store, path, jobs, tick) for path in group)
            continue
        names = [(path, name_of(path, store.file)) for path in group]
        given = [
            PageFile(str(path), name, asked, store.digest_of_document(name), keep_original=how.keep_original)
            for path, name in names
        ]
        yield from _pages(store, given, jobs)


def pages(store: Store, content: bytes, file: str, how: How) -> Added | PresscheckError:
    """Add pages whose bytes are at hand; ``file`` is what the record calls them."""
    name = _writable(file)
    before = store.digest_of_document(name)
    given = PageFile(file, name, _asked(how.asked, how.lang), before, content, how.keep_original)
    (added,) = _pages(store, [given], 1)
    return added


def articles(
    store: Store, given: Iterable[Mapping[str, Any]], name: str, jobs: int = 1, tick: Tick | None = None
) -> Added:
    """Add finished articles, all or none. Raises ``ValueError`` where one is no article."""
    return _stories(store, map(finished_of, given), _writable(name), None, jobs, tick)


def name_of(path: Path, record: Path) -> str:
    """What a record calls a file: its path from the folder in which the record lies.

    >>> name_of(Path("papers/page3.txt"), Path("papers/my.db"))
    'page3.txt'
    """
    return _writable(Path(os.path.relpath(path.resolve(), record.resolve().parent)).as_posix())


def _writable(name: str) -> str:
    """A name that a database can hold: bytes of a file's name that are no text are spelled out."""
    return name.encode("utf8", "backslashreplace").decode()


def _pages(store: Store, given: list[PageFile], jobs: int) -> Iterator[Added | PresscheckError]:
    for file, ready in zip(given, each(ready_pages, given, min(jobs, len(given))), strict=True):
        yield put_pages(store, file, ready)


def put_pages(store: Store, file: PageFile, ready: Ready | PresscheckError | None) -> Added | PresscheckError:
    """Put what ``ready_pages`` made of a file of pages, wherever that was done, and what people did to it before."""
    if isinstance(ready, PresscheckError):
        return ready
    put = _put(store, ready, file.asked) if ready else None
    if file.keep_original:
        _keep_original(store, file, ready)
    if put is None or ready is None:
        return Added(file.name, "same", same=store.stories_of(file.name))
    state = "same" if put.same else "changed" if file.before else "new"
    counts = (put.version, put.new, put.changed, put.same, put.facts)
    return Added(file.name, state, *counts, reading=ready.reading)


def _put(store: Store, ready: Ready, asked: Asked) -> Put:
    """Put a file of pages; where people go on working on it meanwhile, what is carried over is made anew."""
    while True:
        seen = store.last_step(ready.document.name)
        carried = carried_over(store, ready, asked, _now()) if seen else None
        try:
            return store.put(ready.document, ready.entries, _now(), seen=seen, carried=carried)
        except HandsCrossed:
            continue


def _keep_original(store: Store, file: PageFile, ready: Ready | None) -> None:
    """Keep the bytes of a PDF or picture, if they are still those that were read."""
    sha256 = ready.document.sha256 if ready else store.sha256_of_document(file.name)
    if sha256 is None or store.has_original(sha256):
        return
    try:
        content = bytes_of(Path(file.path)) if file.content is None else file.content
    except PageUnreadable:
        return
    if reader_of(content) in ("pdf", "image") and hashlib.sha256(content).hexdigest() == sha256:
        store.put_original(sha256, content)


def _finished(store: Store, path: Path, jobs: int, tick: Tick | None) -> Added | PresscheckError:
    name = name_of(path, store.file)
    try:
        sha256 = sha256_of(path)
        if store.digest_of_document(name) == digest_of(sha256, dict(pipeline.made_by())):
            return Added(name, "same", same=store.stories_of(name))
        return _stories(store, finished_in(path), name, sha256, jobs, tick)
    except PageUnreadable as error:
        return error


def _stories(
    store: Store,
    given: Iterable[Finished | PageUnreadable],
    name: str,
    sha256: str | None,
    jobs: int,
    tick: Tick | None,
) -> Added:
    """Facts are found first, and laid by beside the record; then all is put at once: others wait only briefly."""
    stories = Stories(store, tick or (lambda count: None))
    with laid_by(store.file) as spool:
        return put_stories(store, ready_stories(stories, given, name, sha256, spool, jobs), spool)


def ready_stories(
    stories: Stories,
    given: Iterable[Finished | PageUnreadable],
    name: str,
    sha256: str | None,
    spool: IO[bytes],
    jobs: int = 1,
) -> ReadyStories:
    """Find the facts of those stories of a file that are new to the record, and lay them by in ``spool``."""
    for entry in stories.ready(given, jobs):
        pickle.dump(entry, spool)
    digest = stories.digest(sha256)
    document = Document(name, "articles", sha256 or digest.hex(), digest, pipeline.made_by())
    return ReadyStories(document, stories.same, tuple(stories.troubles))


def put_stories(store: Store, ready: ReadyStories, spool: IO[bytes]) -> Added:
    """Put the stories that ``ready_stories`` laid by, wherever that was done."""
    before = store.digest_of_document(ready.document.name)
    put = store.put(ready.document, taken_up(spool), _now())
    state = "same" if put.new + put.changed == 0 else "changed" if before else "new"
    counts = (put.version, put.new, put.changed, put.same + ready.same, put.facts)
    return Added(ready.document.name, state, *counts, ready.troubles)


def _asked(asked: Mapping[str, Any], lang: Lang) -> Asked:
    """The options of ``read`` as plain values."""
    told: dict[str, Any] = {name: one if isinstance(one, bool) else str(one) for name, one in asked.items() if one}
    if asked.get("lexicon"):
        told["lexicon"] = words_of(asked["lexicon"])
    return Asked(**{**told, "lang": lang})


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
