"""Which page file is held against which truth, and what both of all pages hash to."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from presscheck.errors import FileMissing, WrongUsage
from presscheck.messages import both


@dataclass(frozen=True, slots=True)
class Pairing:
    """A page's truth and the file to be held against it: a page file, or the JSON of a finished reading."""

    name: str
    truth: Path
    page: Path | None


def pairings(truth: Path, pages: Path, kinds: Collection[str] = (".json",)) -> Iterator[Pairing]:
    """Each truth, a file of one of these kinds, with the page named as it is (``.scan`` in a name does not count).

    Both may be folders or single files. Raises ``FileMissing`` where one of them is not there.
    """
    for path in (pages, truth):
        if not path.exists():
            raise FileMissing(file=path)
    if truth.is_file():
        name = _stem(truth)
        yield Pairing(name, truth, pages if pages.is_file() else _page_named(pages, name, truth))
        return
    for path in sorted(path for path in truth.iterdir() if path.suffix in kinds):
        if pages.is_dir():
            yield Pairing(_stem(path), path, _page_named(pages, _stem(path), path))
        elif _stem(path) == _stem(pages) and not path.samefile(pages):
            yield Pairing(_stem(path), path, pages)


def hash_of(pairs: Iterable[Pairing]) -> str:
    """Eight hex digits over the bytes of every truth and every page, in order."""
    digest = hashlib.sha256()
    for pair in pairs:
        for path in (pair.truth, pair.page):
            content = path.read_bytes() if path else b""
            digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()[:8]


def nothing_to_measure(truth: Path) -> WrongUsage:
    """The error for a truth that no page is named after."""
    return WrongUsage(**both("measure.nothing", truth=truth))


def _page_named(folder: Path, name: str, truth: Path) -> Path | None:
    """The page file of that name; a finished reading rather than the page it was made from, and never the truth."""
    there = [path for path in folder.iterdir() if path.is_file() and _stem(path) == name and not path.samefile(truth)]
    return min(there, key=lambda path: (path.suffix != ".json", path.name), default=None)


def _stem(path: Path) -> str:
    return path.stem.removesuffix(".truth").removesuffix(".scan")
