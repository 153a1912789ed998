"""The words of a PDF's text layer: which are language, and whether those of typeset pages come as printed."""

import json
import unicodedata
from collections import Counter

from presscheck import hanzi
from presscheck.intake import pdf as intake


def test_traditional_and_other_languages_are_language():
    assert intake.is_language(["雲河大橋昨日建成通車，兩岸百姓沿江奔走相告，記者在現場看到"] * 3)
    assert intake.is_language(["The bridge over the Yun was opened yesterday"] * 9)


def test_the_typeset_pages_come_as_printed(shared):
    def plain(text):
        return "".join(unicodedata.normalize("NFKC", hanzi.fold(text)).split())

    lines = found = 0
    for file in sorted((shared / "data/pages/typeset").glob("*.pdf"))[::8]:
        (page,) = intake.pages(file.read_bytes(), file.name)
        have = Counter(map(plain, (page.words(line.span) for line in page.lines)))
        want = Counter(plain(line["text"]) for line in json.loads(file.with_suffix(".json").read_text())["lines"])
        lines, found = lines + want.total(), found + (have & want).total()
    assert found >= 0.998 * lines
