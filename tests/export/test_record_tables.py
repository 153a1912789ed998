"""The facts of the record as a table: CSV, its description, Parquet."""

import csv
import datetime
import io
import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from presscheck.errors import PartMissing, WrongUsage
from presscheck.export import columns, parquet, record, tables
from presscheck.model import Article, Fact, Figure, Paragraph, ParagraphKind, Quantity, Words
from presscheck.model.found import FoundFact, Passage, Source, Told

STABLE = """
id kind article version date paper headline part paragraph start end quote sentence speaker value low high low_open
high_open resolution operator unit unit_code unit_family nature indicator subject scope period_role period_text
period_start period_end grain period_open period_vague basis direction modality polarity part_of same_as agent action
counterpart object place words direct title cue who force what figure programme list items class_wide countries issuers
instrument announced_text announced_start announced_end a b level counts
"""
"""Programs are written against these: new ones may follow, none may go or be called otherwise."""
TYPES = {
    "string": r"[\s\S]*",
    "integer": r"\d+",
    "number": r"-?\d+(\.\d+)?",
    "boolean": "true|false",
    "date": r"\d{4}-\d{2}-\d{2}",
}


def told_of(article: Article, *facts: Fact) -> Told:
    source = Source("page.txt#a1", article.headline, datetime.date(2026, 5, 4), "青川日报")
    passage = Passage("body", 0, 0, 0, "本报青川5月3日讯　水渠昨天完工。")
    found = tuple(FoundFact(source, passage, fact) for fact in facts or article.facts)
    return Told(source, 1, article, found)


def figure(quote: str = "30里", **numbers: Decimal | None) -> Figure:
    quantity = Quantity(**{"value": None, "low": None, "high": None} | numbers)
    return Figure(id="f1", evidence=Words(quote, "body", 0, 0, len(quote)), quantity=quantity)


def table(*told: Told, excel: bool = False) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(tables.lines(told, excel=excel)), newline="")))


def test_columns_stay():
    assert [column.name for column in columns.COLUMNS][: len(STABLE.split())] == STABLE.split()
    assert len({column.name for column in columns.COLUMNS}) == len(columns.COLUMNS)


def test_a_figure_in_its_row(article):
    row = table(told_of(article))[0]
    assert {name: cell for name, cell in row.items() if cell} == {
        "id": "f1", "kind": "figure", "article": "page.txt#a1", "version": "1", "date": "2026-05-04",
        "paper": "青川日报", "headline": "青川水渠完工", "part": "body", "paragraph": "0", "start": "10", "end": "16",
        "quote": "水渠昨天完工", "sentence": "本报青川5月3日讯　水渠昨天完工。", "speaker": "村里人", "value": "30",
        "low": "25", "high": "35", "low_open": "false", "high_open": "true", "resolution": "10", "operator": "=",
        "unit": "里", "unit_code": "li", "unit_family": "length", "nature": "stock", "indicator": "全长",
        "subject": "水渠", "scope": "青川", "period_role": "period", "period_text": "昨天",
        "period_start": "2026-05-03", "period_end": "2026-05-03", "grain": "day", "period_open": "false",
        "period_vague": "false", "basis": "同比", "direction": "up", "modality": "actual", "part_of": "f2",
        "same_as": "f3",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("time", {"period_role": "period", "grain": "day"}),
        ("quote", {"words": "⾦秋有望", "direct": "true", "title": "村里人", "cue": "说"}),
        ("act", {"agent": "村里人", "action": "水渠", "object": "水渠", "place": "水渠", "period_role": "time"}),
        ("act", {"counterpart": "村里人", "modality": "actual", "polarity": "positive"}),
        ("change", {"action": "add", "list": "水渠", "items": "水渠 | 村里人", "value": "30", "class_wide": "true"}),
        ("change", {"period_role": "effective", "announced_text": "昨天", "announced_start": "2026-05-03"}),
        ("change", {"countries": "村里人", "issuers": "村里人", "instrument": "水渠"}),
        ("commitment", {"who": "村里人", "what": "水渠", "figure": "f1", "programme": "水渠"}),
        ("commitment", {"period_role": "deadline", "period_start": "2026-05-03"}),
        ("rule", {"who": "村里人", "force": "must_not", "what": "水渠", "basis": "水渠"}),
        ("pairing", {"a": "村里人", "b": "水渠", "level": "village", "counts": "三十里", "period_role": "since"}),
    ],
)
def test_every_kind_has_its_columns(article, kind, cells):
    (row,) = [row for row in table(told_of(article)) if row["kind"] == kind]
    assert {name: row[name] for name in cells} == cells


def test_every_field_of_every_fact_has_a_column(article):
    spread = {"quantity", "count", "period", "time", "deadline", "effective", "since", "announced"}
    fields = {name for fact in article.facts for name, _ in fact.told()}
    assert fields - spread <= {column.name for column in columns.COLUMNS}


def test_lines_are_those_of_rfc_4180(article):
    quote = '他说："好",\n再来'
    odd = Figure(id="f1", evidence=Words(quote, "body", 0, 0, len(quote)), quantity=Quantity(None, None, None))
    written = "".join(tables.lines([told_of(article, odd)]))
    assert '"他说：""好"",\n再来"' in written
    assert written.endswith("\r\n")
    assert table(told_of(article, odd))[0]["quote"] == quote


@pytest.mark.parametrize("char", ["\x1b", "\0", "\x7f", "\ud800", "\x9b"])
def test_what_drives_a_terminal_is_no_part_of_a_table(article, char):
    (row,) = table(told_of(article, figure(f"三{char}里")))
    assert row["quote"] == "三\ufffd里"


@pytest.mark.parametrize(
    ("quote", "excel"),
    [
        ("=1+1", "'=1+1"), ("+30里", "'+30里"), ("-30℃", "'-30℃"), ("@村里人", "'@村里人"), ("＝1", "'＝1"),
        ("\t=1", "'\t=1"), ("30里", "30里"), ("a=b", "a=b"), ("=", "="),
    ],
)  # fmt: skip
def test_text_that_is_no_formula(article, quote, excel):
    one = told_of(article, figure(quote, value=Decimal("-30"), low=Decimal("-31"), high=Decimal("-29")))
    assert table(one)[0]["quote"] == quote
    row = table(one, excel=True)[0]
    assert (row["quote"], row["value"]) == (excel, "-30")


def test_only_excel_gets_a_byte_order_mark(article):
    assert next(tables.lines([], excel=True)).startswith("\ufeffid,")
    assert next(tables.lines([])).startswith("id,")


# The description


def test_the_description_names_every_column_with_its_type():
    told = json.loads(tables.description("facts.csv"))
    assert re.fullmatch(r"[-a-z0-9._/]+", told["name"])
    (resource,) = told["resources"]
    assert re.fullmatch(r"[-a-z0-9._/]+", resource["name"])
    assert (resource["path"], resource["encoding"], resource["format"]) == ("facts.csv", "utf-8", "csv")
    fields = resource["schema"]["fields"]
    assert [field["name"] for field in fields] == [column.name for column in columns.COLUMNS]
    assert {field["type"] for field in fields} == set(TYPES)
    assert all(field["description"] for field in fields)


def test_every_cell_is_of_the_type_described(article):
    schema = json.loads(tables.description("facts.csv"))["resources"][0]["schema"]
    rows = table(told_of(article))
    assert len(rows) == len(article.facts)
    for field in schema["fields"]:
        cells = [row[field["name"]] for row in rows]
        assert all(re.fullmatch(TYPES[field["type"]], cell) for cell in cells if cell not in schema["missingValues"])
        assert all(cells) or not field.get("constraints")
    assert len({row[schema["primaryKey"]] for row in rows}) == len(rows)


def test_the_description_lies_beside_the_table(tmp_path, article):
    for _ in range(2):  # the second time both are written anew
        record.write([told_of(article)], "csv", tmp_path / "new" / "facts.csv", excel=True)
    about = json.loads((tmp_path / "new" / "datapackage.json").read_bytes())
    assert about["resources"][0]["path"] == "facts.csv"
    assert "Text that begins with =" in about["resources"][0]["description"]
    assert sorted(file.name for file in (tmp_path / "new").iterdir()) == ["datapackage.json", "facts.csv"]
    written = (tmp_path / "new" / "facts.csv").read_bytes()
    assert written.decode("utf-8-sig") == "".join(tables.lines([told_of(article)]))


def test_tables_of_one_folder_are_described_together(tmp_path, article):
    for file in ("facts.csv", "june.csv", "gone.csv", "june.csv"):
        record.write([told_of(article)], "csv", tmp_path / file)
    (tmp_path / "gone.csv").unlink()
    record.write([told_of(article)], "csv", tmp_path / "july.csv")
    about = json.loads((tmp_path / "datapackage.json").read_bytes())
    assert sorted(one["path"] for one in about["resources"]) == ["facts.csv", "july.csv", "june.csv"]
    assert len({one["name"] for one in about["resources"]}) == 3


@pytest.mark.parametrize("there", ['{"resources": [{"path": "other.csv"}]}', "{}", "[]", "no JSON"])
def test_the_description_of_another_table_is_not_written_over(tmp_path, article, there):
    (tmp_path / "datapackage.json").write_text(there, encoding="utf8")
    with pytest.raises(WrongUsage, match="tells of another file"):
        record.write([told_of(article)], "csv", tmp_path / "facts.csv")
    assert [file.name for file in tmp_path.iterdir()] == ["datapackage.json"]
    assert (tmp_path / "datapackage.json").read_text(encoding="utf8") == there


# Parquet


@pytest.fixture
def rows_of(tmp_path: Path) -> Callable[..., list[dict[str, object]]]:
    """What stands in a Parquet file of some stories."""
    duckdb = pytest.importorskip("duckdb", reason="Parquet is written by DuckDB: pip install duckdb")

    def rows_of(*told: Told) -> list[dict[str, object]]:
        file = tmp_path / "it's facts.parquet"
        record.write(told, "parquet", file)
        with duckdb.connect() as connection:
            found = connection.execute("SELECT * FROM read_parquet(?)", [str(file)])
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    return rows_of


def test_parquet_holds_what_the_csv_holds(article, rows_of):
    rows = rows_of(told_of(article))
    assert list(rows[0]) == [column.name for column in parquet.columns()]
    for row, plain in zip(rows, table(told_of(article)), strict=True):
        told = {name: _plain(value) for name, value in row.items() if not name.endswith("_decimal")}
        assert told == plain


def _plain(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize(
    ("number", "decimal"),
    [
        ("27000", Decimal("27000")),
        ("0.1", Decimal("0.1")),
        ("-3.25", Decimal("-3.25")),
        ("1234567890123456789012345678", Decimal("1234567890123456789012345678")),
        ("12345678901234567890123456789", None),
        ("0.0000000001", Decimal("0.0000000001")),
        ("0.00000000001", None),
    ],
)
def test_numbers_are_text_and_exact_decimals(article, rows_of, number, decimal):
    (row,) = rows_of(told_of(article, figure(value=Decimal(number))))
    assert (row["value"], row["value_decimal"], row["low_decimal"]) == (number, decimal, None)


def test_parquet_types(article, rows_of):
    row = rows_of(told_of(article))[0]
    assert (row["date"], row["start"], row["high_open"]) == (datetime.date(2026, 5, 4), 10, True)


def test_long_and_odd_texts_come_through(article, rows_of):
    long = "渠" * 300_000 + '\r\n"，,\n末'
    odd = replace(article, headline=long, paragraphs=(Paragraph(ParagraphKind.P, "30里", ()),))
    rows = rows_of(told_of(odd, figure()), told_of(article, figure("1里")))
    assert [row["headline"] for row in rows] == [long, article.headline]


def test_the_same_facts_make_the_same_file(tmp_path, article):
    pytest.importorskip("duckdb", reason="Parquet is written by DuckDB: pip install duckdb")
    for name in ("one", "two"):
        record.write([told_of(article)] * 3, "parquet", tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["one", "two"]


def test_without_duckdb_it_is_said_what_is_missing(tmp_path, article, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(PartMissing, match=re.escape('pip install "presscheck[parquet]"')):
        record.write([told_of(article)], "parquet", tmp_path / "facts.parquet")
    assert list(tmp_path.iterdir()) == []
