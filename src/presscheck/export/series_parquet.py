"""The table of a strand as Parquet, written by DuckDB: numbers as exact decimals, days as days, all else as text."""

from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

from presscheck.errors import PartMissing
from presscheck.export.series_csv import COUNTS, NUMBERS, Row, Table

COMMAND = 'pip install "presscheck[parquet]"'
DIGITS = 38
"""A decimal of Parquet has at most so many."""
DAYS = frozenset(("date", "quote_date"))


def write(table: Table, out: Path) -> None:
    """Write the table to ``out``. Numbers have as many decimals as they need; one too long for that stays text.

    Raises ``PartMissing`` where DuckDB is not installed; nothing is fetched.
    """
    duckdb = _duckdb()
    settings = {"threads": 1, "autoinstall_known_extensions": False, "autoload_known_extensions": False}
    with duckdb.connect(config=settings) as connection:
        told = ", ".join(f'"{name}" {_type(name, table.rows)}' for name in table.columns)
        connection.execute(f"CREATE TABLE points ({told})")
        holes = ", ".join("?" for _ in table.columns)
        rows: list[list[Any]] = [[row[name] or None for name in table.columns] for row in table.rows]
        if rows:
            connection.executemany(f"INSERT INTO points VALUES ({holes})", rows)
        quoted = str(out).replace("'", "''")
        connection.execute(f"COPY points TO '{quoted}' (FORMAT parquet, COMPRESSION zstd)")


def _duckdb() -> ModuleType:
    try:
        import duckdb  # type: ignore[import-not-found, unused-ignore]
    except ImportError as error:
        raise PartMissing(part="DuckDB", command=COMMAND) from error
    return duckdb  # type: ignore[no-any-return, unused-ignore]


def _type(name: str, rows: tuple[Row, ...]) -> str:
    """The kind of a column.

    >>> _type("value", ({"value": "6.25"}, {"value": "1300"})), _type("quote", ()), _type("date", ())
    ('DECIMAL(38, 2)', 'VARCHAR', 'DATE')
    """
    if name in DAYS:
        return "DATE"
    if name in COUNTS:
        return "INTEGER"
    if name not in NUMBERS:
        return "VARCHAR"
    told = [Decimal(row[name]).as_tuple() for row in rows if row[name]]
    places = max((-int(one.exponent) for one in told), default=0)
    whole = max((len(one.digits) + int(one.exponent) for one in told), default=0)
    return f"DECIMAL({DIGITS}, {max(places, 0)})" if whole + max(places, 0) <= DIGITS else "VARCHAR"
