"""Which files are read, and where each result goes: nothing given is overwritten, no result by another."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from presscheck.cli.voice import wrong
from presscheck.errors import NoPages, PresscheckError

STDIN = "-"
PAGE_FILES = (
    ".txt", ".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp", ".xml", ".hocr", ".html", ".htm", ".tsv",
    ".json",
)  # fmt: skip
PAGE_MARK = re.compile(r"\.p\d+(?=(?:\.[a-z]+)+$)")
"""What tells the file of one page from those of the other pages: county.p2.xml, county.p2.page.xml."""


@dataclass(frozen=True, slots=True)
class Job:
    """One page file and the file its reading goes to, or ``None`` for standard output."""

    file: str
    target: Path | None = None

    @property
    def stem(self) -> str:
        """What the results are called, without their endings.

        >>> Job("papers/page3.pdf").stem, Job(STDIN).stem
        ('page3', 'stdin')
        """
        return "stdin" if self.file == STDIN else Path(self.file).stem


def page_files(given: Iterable[str], endings: tuple[str, ...] = PAGE_FILES) -> tuple[list[str], list[PresscheckError]]:
    """The page files meant: those named, and those in the folders named, by name. Folders without any are troubles."""
    found: list[str] = []
    troubles: list[PresscheckError] = []
    for name in given:
        folder = Path(name)
        if name == STDIN or not folder.is_dir():
            found.append(name)
            continue
        inside = [str(file) for file in sorted(folder.iterdir()) if _is_page(file, endings)]
        found += inside
        troubles += [] if inside else [NoPages(file=name)]
    return found, troubles


def _is_page(file: Path, endings: tuple[str, ...]) -> bool:
    return file.name.lower().endswith(endings) and not file.name.startswith(".") and file.is_file()


def jobs_for(found: Sequence[str], out: Path | None, form: str, *, single: bool) -> list[Job]:
    """What to read and where to put it. Raises ``WrongUsage`` where two of these files would clash.

    A format with a file for each page makes county.p1.xml and county.p2.xml of county.pdf: those names are taken too.
    """
    if out is None:
        if single or not found:
            return [Job(file) for file in found]
        raise wrong("out_needed", count=len(found))
    if out.exists() and not out.is_dir():
        raise wrong("out_is_file", file=out)
    from presscheck.export import ENDINGS

    work = [Job(file, out / f"{Job(file).stem}.{ENDINGS[form]}") for file in found]
    taken: dict[str, str] = {}
    for job, target in ((job, job.target) for job in work if job.target):
        # Compared without case: on many machines A.json and a.json are one file.
        if (first := taken.setdefault(target.name.casefold(), job.file)) != job.file or work.count(job) > 1:
            raise wrong("same_name", one=first, two=job.file, file=target)
    _keep_apart(work, out, form)
    return work


def _keep_apart(work: Sequence[Job], out: Path, form: str) -> None:
    """Raise ``WrongUsage`` where what is made of one file could overwrite an input, or a page of another file's."""
    from presscheck.export import ENDINGS, PAGED

    paged = form in PAGED or form == "mets"
    endings = {ENDINGS[form], ENDINGS["alto"]} if form == "mets" else {ENDINGS[form]}
    makes = {out.resolve() / f"{job.stem}.{ending}": job.file for job in work for ending in endings}
    pages = [Path(job.file).resolve() for job in work if job.file != STDIN]
    for place in pages:
        if (one := makes.get(_whole(place) if paged else place) or makes.get(place)) is not None:
            raise wrong("over_input", one=one, file=place)
    for place, file in makes.items() if paged else ():
        if (one := makes.get(_whole(place), file)) != file:
            raise wrong("same_name", one=one, two=file, file=place)


def _whole(place: Path) -> Path:
    """The name that a file of one page goes back to: county.xml for county.p2.xml."""
    return place.with_name(PAGE_MARK.sub("", place.name))
