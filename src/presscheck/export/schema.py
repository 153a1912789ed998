"""The form of a reading's JSON, as a published promise: ``python -m presscheck.export.schema docs/schema [--check]``.

These models say what ``Reading.to_dict`` gives, those of the files called ``…_forms`` what other results do; a test
holds them together.
They exist for the schema alone: inside the house a reading is made of the frozen data of ``presscheck.model``.
"""

import argparse
import datetime
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from presscheck.export.fact_forms import Fact, Facts
from presscheck.export.found_forms import Found
from presscheck.export.ledger_forms import Ledger
from presscheck.export.series_forms import Series
from presscheck.export.verdict_forms import Findings, Verdicts
from presscheck.model import MannerKind, ParagraphKind, Tier

Count = Annotated[int, Field(ge=0)]
Confidence = Annotated[float, Field(ge=0, le=1)]
Part = Literal["kicker", "headline", "deck", "byline", "dateline", "body"]
Head = Literal["kicker", "headline", "deck", "byline", "dateline"]


def _may_be_missing() -> Any:
    """A field that is there only where it has something to say, never null."""
    return Field(default=None, json_schema_extra=_without_default)


def _without_default(schema: dict[str, Any]) -> None:
    del schema["default"]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class Span(_Form):
    """A stretch of one page's raw text: half-open, counted in Unicode characters."""

    page: str
    start: Count
    end: Count
    box: tuple[float, float, float, float] | None
    """Left, top, width, height in the page's unit, where the file has geometry."""


class Encoding(_Form):
    """The character encoding the file was read in."""

    name: str
    how: Literal["bom", "declared", "guessed"]
    replaced: Count
    """Bytes that are no character in this encoding; each stands in the text as U+FFFD."""


class Manner(_Form):
    """How a file without geometry holds a page."""

    kind: MannerKind
    confidence: Confidence
    reasons: list[str]


class LookAlike(_Form):
    """A code point that only looks like the character meant; offsets count the page's raw text."""

    start: Count
    end: Count
    before: str
    after: str
    family: Literal["kangxi", "radical", "compatibility", "vertical"]


class Page(_Form):
    """One printed page, without its text."""

    id: str
    file: str
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    kind: str
    """The format it came in: dump."""
    number: int | None
    date: datetime.date | None
    paper: str | None
    width: float | None
    height: float | None
    unit: str | None
    encoding: Encoding | None
    manner: Manner | None
    look_alikes: list[LookAlike]
    notes: list[str]


class Dateline(_Form):
    """Who reports from where and when (电头)."""

    text: str
    agency: str | None
    place: str | None
    date: datetime.date | None
    inferred: bool
    """Whether the year is not printed in the dateline itself."""


class Jump(_Form):
    """A jump line: 上接第一版, 下转第三版."""

    text: str
    page: int | None
    article: str | None
    """The other half, where it was found: an article of this reading, or of another file (``page3.json#a2``)."""
    torn: bool
    """Whether a sentence breaks off in the first half and goes on in the second."""
    confidence: Confidence | None
    reasons: list[str]


class Places(_Form):
    """Where the heads and marks of a story stand."""

    kicker: list[Span]
    headline: list[Span]
    deck: list[Span]
    byline: list[Span]
    dateline: list[Span]
    jump_from: list[Span]
    jump_to: list[Span]


class Inside(_Form):
    """A byline or dateline that stands within a paragraph; offsets count that paragraph's text."""

    part: Literal["byline", "dateline"]
    paragraph: Count
    start: Count
    end: Count


class Paragraph(_Form):
    """One paragraph as the page says it, joined over its spans; one that the layout tore has several."""

    kind: ParagraphKind
    text: str
    corrected: str | SkipJsonSchema[None] = _may_be_missing()
    """How the text ought to read: only in a reading written with ``--apply``, where corrections change it."""
    spans: list[Span]


class Correction(_Form):
    """A proposed change; offsets count the uncorrected text of its part."""

    part: Part
    paragraph: Count | None
    """The index of the paragraph where the part is body, else null."""
    start: Count
    end: Count
    before: str
    after: str
    rule: str
    reason: str
    confidence: Confidence
    tier: Tier


class Article(_Form):
    """One story. What the page does not give is null."""

    id: str
    kind: str
    kicker: str | None
    headline: str | None
    deck: str | None
    byline: str | None
    dateline: Dateline | None
    jump_from: Jump | None
    jump_to: Jump | None
    corrected: dict[Head, str] | SkipJsonSchema[None] = _may_be_missing()
    """How heads and marks ought to read: only in a reading written with ``--apply``, those that corrections change."""
    places: Places
    inside: list[Inside]
    paragraphs: list[Paragraph]
    corrections: list[Correction]
    facts: list[Fact]
    """What the story says that can be checked, in reading order."""
    confidence: Confidence
    reasons: list[str]


class Furniture(_Form):
    """What belongs to the page and to no story: folio, masthead, weather."""

    text: str
    spans: list[Span]


class Remainder(_Form):
    """What could be put in no story, and why."""

    text: str
    spans: list[Span]
    reason: str


class Reading(_Form):
    """One file, read. Every non-space character of every page stands under exactly one span of it."""

    form: Annotated[Literal["presscheck/reading/1"], Field(alias="schema")]
    made_by: dict[str, str]
    """What read it: versions of presscheck and of its language model."""
    pages: list[Page]
    articles: list[Article]
    furniture: list[Furniture]
    remainder: list[Remainder]


SCHEMAS: dict[str, type[BaseModel]] = {
    "reading.json": Reading,
    "facts.json": Facts,
    "series.json": Series,
    "ledger.json": Ledger,
    "found.json": Found,
    "verdicts.json": Verdicts,
    "findings.json": Findings,
}


def written(form: type[BaseModel]) -> str:
    """The JSON Schema (2020-12) of one kind of result, as its file holds it."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | form.model_json_schema()
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def stale(folder: Path) -> list[str]:
    """The names of schema files in ``folder`` that are missing or no longer true."""
    return [name for name, form in SCHEMAS.items() if _now(folder / name) != written(form)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the schemas, or with ``--check`` only say which are out of date (exit code 1)."""
    parser = argparse.ArgumentParser(prog="python -m presscheck.export.schema", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true")
    chosen = parser.parse_args(arguments)
    outdated = stale(chosen.folder)
    for name in outdated:
        print(f"{name}: {'out of date' if chosen.check else 'written'}")
        if not chosen.check:
            chosen.folder.mkdir(parents=True, exist_ok=True)
            (chosen.folder / name).write_text(written(SCHEMAS[name]), encoding="utf8", newline="\n")
    return 1 if chosen.check and outdated else 0


def _now(file: Path) -> str | None:
    return file.read_text(encoding="utf8") if file.exists() else None


if __name__ == "__main__":
    sys.exit(main())
