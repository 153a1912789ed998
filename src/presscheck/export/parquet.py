"""The facts of the record as one table in Parquet, for programs that work on many columns; written by DuckDB."""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from presscheck.errors import PartMissing
from presscheck.export import tables
from presscheck.export.columns import COLUMNS, DIGITS, PLACES, Column, Value, exact, rows
from presscheck.model.found import Told

COMMAND = 'pip install "presscheck[parquet]"'
TYPES = {"string": "VARCHAR", "integer": "INTEGER", "number": "VARCHAR", "boolean": "BOOLEAN", "date": "DATE"}
LONGEST = 16_000_000
"""Bytes that a row may have."""
GROUP = 20_480
"""Rows that are held at once, and stand together in the file."""
_SETTINGS = {
    "threads": 1,  # so that the rows stay in order, and the file is the same each time
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def columns() -> tuple[Column, ...]:
    """The columns of the table: each number as it is printed, and beside it, where it fits, as an exact decimal.

    >>> [column.name for column in columns()][14:18]
    ['value', 'value_decimal', 'low', 'low_decimal']
    """
    return tuple(_with_decimals())


def _with_decimals() -> Iterator[Column]:
    for column in COLUMNS:
        yield column
        if column.type == "number":
            yield Column(f"{column.name}_decimal", "decimal", f"{column.name}, where it fits")


def write(told: Iterable[Told], out: Path) -> None:
    """Write the table to ``out``. Numbers are text of plain digits, never floats, and exact decimals beside it.

    Raises ``PartMissing`` where DuckDB is not installed; nothing is fetched. Raises ``OSError`` where the place cannot
    be written to.
    """
    duckdb = _duckdb()
    with tempfile.NamedTemporaryFile("w", encoding="utf8", newline="", suffix=".csv", dir=out.parent) as plain:
        plain.writelines(_lines(told))
        plain.flush()
        with duckdb.connect(config=_SETTINGS) as connection:
            _copy(connection, Path(plain.name), out)


def _duckdb() -> ModuleType:
    try:
        import duckdb  # type: ignore[import-not-found, unused-ignore]
    except ImportError as error:
        raise PartMissing(part="DuckDB", command=COMMAND) from error
    return duckdb  # type: ignore[no-any-return, unused-ignore]


def _lines(told: Iterable[Told]) -> Iterator[str]:
    for one in told:
        for row in rows(one):
            yield tables.line([_cell(column, row) for column in columns()])


def _cell(column: Column, row: dict[str, Value]) -> str:
    if column.type != "decimal":
        return tables.cell(column, row.get(column.name))
    number: Any = row.get(column.name.removesuffix("_decimal"))
    return tables.cell(column, exact(number))


def _copy(connection: Any, plain: Path, out: Path) -> None:
    types = TYPES | {"decimal": f"DECIMAL({DIGITS + PLACES}, {PLACES})"}
    told = ", ".join(f"'{column.name}': '{types[column.type]}'" for column in columns())
    how = f"header = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', max_line_size = {LONGEST}"
    table = f"read_csv({_quoted(plain)}, columns = {{{told}}}, auto_detect = false, {how})"
    form = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP}"
    connection.execute(f"COPY (SELECT * FROM {table}) TO {_quoted(out)} ({form})")


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
