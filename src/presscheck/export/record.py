"""What the record holds, written down for other programs: one file a format, a story after the other."""

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from presscheck.errors import WrongUsage
from presscheck.export import annotations, jsonl, prov, tables
from presscheck.messages import both
from presscheck.model.found import Told

Lines = Callable[[Iterable[Told]], Iterator[str]]
FORMS: dict[str, Lines] = {
    "annotations": annotations.lines,
    "prov": prov.lines,
    "jsonl": jsonl.lines,
    "csv": tables.lines,
}
"""Every format that is text, by its name: it can be printed as well.

>>> list(FORMS["jsonl"]([]))
[]
"""
PARQUET = "parquet"


def lines(told: Iterable[Told], form: str, *, excel: bool = False) -> Iterator[str]:
    """The text of an export piece by piece, so that no more than one story is held; ``excel`` is for ``csv`` only.

    Raises ``WrongUsage`` for a format that is no text, or none of ours, and for ``excel`` elsewhere.
    """
    if form not in FORMS:
        raise WrongUsage(**both("cli.export_no_text", form=form))
    _only_csv(form, excel)
    yield from tables.lines(told, excel=True) if excel else FORMS[form](told)


def write(told: Iterable[Told], form: str, out: Path, *, excel: bool = False) -> None:
    """Write ``out`` at once: whoever looks sees the old file or the whole new one. A table in CSV is described beside.

    Raises ``WrongUsage`` where the place cannot be written to, and ``PartMissing`` where Parquet needs DuckDB.
    """
    _only_csv(form, excel)
    others = tables.beside(out.parent, out.name) if form == "csv" else []
    if others is None:
        raise WrongUsage(**both("cli.export_described", folder=out.parent, file=tables.DESCRIPTION))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _whole(out, _writer(told, form, excel))
        if form == "csv":
            about = tables.description(out.name, excel=excel, beside=others)
            _whole(out.parent / tables.DESCRIPTION, partial(_put, [about]))
    except OSError as error:
        raise WrongUsage(**both("cli.not_written", file=out, why=error.strerror or error)) from error


def _only_csv(form: str, excel: bool) -> None:
    if excel and form != "csv":
        raise WrongUsage(**both("cli.export_excel_csv"))


def _writer(told: Iterable[Told], form: str, excel: bool) -> Callable[[Path], None]:
    if form == PARQUET:
        from presscheck.export import parquet

        return partial(parquet.write, told)
    return partial(_put, lines(told, form, excel=excel))


def _put(written: Iterable[str], file: Path) -> None:
    with file.open("w", encoding="utf8", newline="") as opened:
        opened.writelines(written)


def _whole(file: Path, write: Callable[[Path], None]) -> None:
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        write(part)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
