"""The facts of the record as one table in CSV, a row a fact, and the description that tells its columns to programs."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain, count
from pathlib import Path
from typing import Any

from presscheck.export.columns import COLUMNS, Column, Value, rows
from presscheck.model.fact import written
from presscheck.model.found import Told

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
DESCRIPTION = "datapackage.json"
"""What the description of a table is called; it lies beside it."""
PACKAGE = "presscheck-facts"
"""The name by which a description is known as ours."""
_CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠][\s\S]")
"""How text begins that a spreadsheet may take for a formula; a sign alone is none."""


def lines(told: Iterable[Told], *, excel: bool = False) -> Iterator[str]:
    """A table with a head, a line a fact (RFC 4180); what a fact does not say is an empty cell.

    With ``excel`` it begins with a byte order mark, without which Excel takes Chinese for something else, and text that
    it would take for a formula has a ``'`` before it.

    >>> next(lines([]))[:23]
    'id,kind,article,version'
    """
    yield (BOM if excel else "") + line([column.name for column in COLUMNS])
    for one in told:
        for row in rows(one):
            cells = ((column, row.get(column.name)) for column in COLUMNS)
            yield line(["" if value is None else cell(column, value, excel=excel) for column, value in cells])


def line(cells: list[str]) -> str:
    """Cells as a line of the table.

    >>> line(["全长30公里", "他说：“好”"])
    '全长30公里,他说：“好”\\r\\n'
    """
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def cell(column: Column, value: Value, *, excel: bool = False) -> str:
    """A value as a cell; controls that would drive a terminal or break a reader become U+FFFD.

    >>> cell(COLUMNS[11], "-5℃", excel=True), cell(COLUMNS[14], Decimal("-5.0"), excel=True)
    ("'-5℃", '-5')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return written(value) or ""
    text = _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", str(value))
    return f"'{text}" if excel and column.type == "string" and _FORMULA.match(text) else text


def description(file: str, *, excel: bool = False, beside: Sequence[Mapping[str, Any]] = ()) -> str:
    """The Frictionless data package of a table that is called ``file``, and of tables that lie ``beside`` it.

    >>> json.loads(description("facts.csv"))["resources"][0]["schema"]["primaryKey"]
    'id'
    """
    told = {"profile": "tabular-data-package", "name": PACKAGE}
    taken = {str(other.get("name")) for other in beside}
    name = next(name for name in chain(["facts"], map("facts-{}".format, count(2))) if name not in taken)
    resources = [*beside, _resource(file, name, excel=excel)]
    return json.dumps(told | {"resources": resources}, ensure_ascii=False, indent=1) + "\n"


def _resource(file: str, name: str, *, excel: bool) -> dict[str, Any]:
    """The description of one table, its columns one by one."""
    fields: list[dict[str, Any]] = [{"name": one.name, "type": one.type, "description": one.means} for one in COLUMNS]
    for field in fields:
        if field["name"] in ("id", "kind", "article", "quote"):
            field |= {"constraints": {"required": True}}
    resource: dict[str, Any] = {
        "name": name,
        "path": file,
        "profile": "tabular-data-resource",
        "title": "Facts told by newspaper stories",
        "description": "A row a fact. Numbers count unit_code; cells with several values have ' | ' between them.",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": {"fields": fields, "primaryKey": "id", "missingValues": [""]},
    }
    if excel:
        resource["description"] += " Text that begins with = + - or @ has ' before it."
    return resource


def beside(folder: Path, file: str) -> list[dict[str, Any]] | None:
    """What a description in the folder tells of other tables of ours; ``None`` where it is of somebody else.

    Tables that no longer lie there are told no more, nor is ``file`` itself, which is written anew.
    """
    try:
        told = json.loads((folder / DESCRIPTION).read_bytes())
        paths = {one["path"]: one for one in told["resources"]}
        if told.get("name") != PACKAGE and list(paths) != [file]:
            return None
        return [one for path, one in paths.items() if path != file and (folder / path).is_file()]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
