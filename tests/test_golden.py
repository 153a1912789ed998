"""Golden pages: our own small newspapers with the answer beside them, and what must hold for any page at all."""

import difflib
import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck import data, pipeline
from presscheck.model import Article, Reading, Span

PAGES = Path(__file__).parent / "pages"
GOLDEN = {folder.name: folder / "page.txt" for folder in sorted(PAGES.iterdir()) if folder.is_dir()}
DEMO = Path(str(data.shipped("demo/yunzhou-daily.txt")))
NAMES = [*GOLDEN, "demo"]
HEADS = ("kicker", "headline", "deck", "byline", "dateline", "jump_from", "jump_to")
KNOWN = (
    ("one-after-another", "a kicker is read as the first line of a headline of two lines", "heads"),
    (
        "two-in-columns",
        "the last half of a sentence goes to the other of the two stories",
        "members order halves kinds",
    ),
    ("demo", "an object clause torn from its verb is taken for a paragraph of its own", "halves"),
)
FAILS = {(name, aspect): why for name, why, aspects in KNOWN for aspect in aspects.split()}
"""What is known to fail: (page, aspect) and why. Strict: a line here that holds after all is an error."""

Lines = tuple[int, ...]


@dataclass(frozen=True)
class Story:
    """One story as line numbers of the dump: what the truth says, or what a reading came to."""

    heads: dict[str, Lines] = field(default_factory=dict)
    within: frozenset[str] = frozenset()
    body: tuple[tuple[str, Lines], ...] = ()

    @property
    def members(self) -> frozenset[int]:
        own = {line for lines in self.heads.values() for line in lines}
        return frozenset(own | {line for _, lines in self.body for line in lines})


def page_file(name: str) -> Path:
    return DEMO if name == "demo" else GOLDEN[name]


def truth_file(name: str) -> Path:
    return DEMO.with_name("yunzhou-daily.truth.json") if name == "demo" else GOLDEN[name].with_name("truth.json")


@cache
def truth_of(name: str) -> dict:
    return json.loads(truth_file(name).read_text(encoding="utf8"))


@cache
def reading_of(name: str) -> Reading:
    return pipeline.read(page_file(name))


# From line numbers and from spans to stories


def true_story(article: dict) -> Story:
    heads = {part: (article[part],) for part in HEADS if article.get(part) is not None}
    if "jump_from_prefix_of" in article:
        heads["jump_from"] = (article["jump_from_prefix_of"],)
    within = frozenset(part for part in ("byline", "dateline") if f"{part}_in" in article)
    body = tuple((paragraph["kind"], tuple(paragraph["lines"])) for paragraph in article["paragraphs"])
    caption = (("caption", (article["caption"],)),) if "caption" in article else ()
    return Story(heads, within, body + caption)


def starts_and_ends(text: str) -> list[tuple[int, int]]:
    """Where the non-blank lines of a dump stand in it, found here in the plainest way."""
    found, place = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append((place, place + len(line)))
        place += len(line) + 1
    return found


def lines_under(spans: tuple[Span, ...], places: list[tuple[int, int]]) -> Lines:
    """The numbers of the lines that ``spans`` touch, in the order of the spans."""
    touched = [
        number for span in spans for number, (start, end) in enumerate(places) if span.start < end and start < span.end
    ]
    return tuple(dict.fromkeys(touched))


def found_story(article: Article, places: list[tuple[int, int]]) -> Story:
    spans = {part: getattr(article.places, part) for part in HEADS}
    heads = {part: lines_under(spans[part], places) for part in HEADS if spans[part]}
    body = tuple((str(paragraph.kind.value), lines_under(paragraph.spans, places)) for paragraph in article.paragraphs)
    return Story(heads, frozenset(inside.part for inside in article.inside), body)


def stories_side_by_side(name: str) -> list[tuple[Story, Story]]:
    """Each true story beside the found one that shares the most lines with it; an unmatched one beside nothing."""
    reading = reading_of(name)
    places = starts_and_ends(reading.pages[0].text)
    found = [found_story(article, places) for article in reading.articles]
    true = [true_story(article) for article in truth_of(name)["articles"]]
    shared = {(i, j): len(t.members & f.members) for i, t in enumerate(true) for j, f in enumerate(found)}
    pairs: dict[int, int] = {}
    for i, j in sorted(shared, key=lambda pair: (-shared[pair], pair)):
        if shared[i, j] and i not in pairs and j not in pairs.values():
            pairs[i] = j
    unmatched = [f for j, f in enumerate(found) if j not in pairs.values()]
    beside = [(t, found[pairs[i]] if i in pairs else Story()) for i, t in enumerate(true)]
    return beside + [(Story(), f) for f in unmatched]


# What is compared: each aspect writes a story down as lines of text


def members(story: Story) -> list[str]:
    return [f"{number}" for number in sorted(story.members)]


def heads(story: Story) -> list[str]:
    own = [f"{number} is the {part}" for part, lines in story.heads.items() for number in lines]
    return own + [f"{part} within a paragraph" for part in sorted(story.within)]


def order(story: Story) -> list[str]:
    return [f"{number}" for kind, lines in story.body if kind not in ("caption", "credit") for number in lines]


def halves(story: Story) -> list[str]:
    return [" goes on in ".join(map(str, lines)) for _, lines in story.body if len(lines) > 1]


def kinds(story: Story) -> list[str]:
    return [f"{number} is {kind}" for number, kind in sorted((n, kind) for kind, lines in story.body for n in lines)]


ASPECTS = {aspect.__name__: aspect for aspect in (members, heads, order, halves, kinds)}


def with_words(entry: str, words: list[str]) -> str:
    number = entry.split()[0]
    return f"{entry}: {words[int(number)][:30]}" if number.isdigit() else entry


def diff(name: str, expected: list[str], got: list[str]) -> str:
    lines = [line.strip() for line in page_file(name).read_text(encoding="utf8").split("\n") if line.strip()]
    sides = ([with_words(entry, lines) for entry in entries] for entries in (expected, got))
    return "\n".join(difflib.unified_diff(*sides, "truth", "reading", lineterm="", n=1))


def cases() -> list:
    return [
        pytest.param(name, aspect, marks=[pytest.mark.xfail(reason=FAILS[name, aspect], raises=AssertionError)])
        if (name, aspect) in FAILS
        else (name, aspect)
        for name in NAMES
        for aspect in (*ASPECTS, "furniture")
    ]


@pytest.mark.parametrize(("name", "aspect"), cases())
def test_the_page_reads_as_its_editors_meant_it(name, aspect):
    if aspect == "furniture":
        reading = reading_of(name)
        spans = tuple(span for item in reading.furniture for span in item.spans)
        got = [str(n) for n in sorted(lines_under(spans, starts_and_ends(reading.pages[0].text)))]
        expected = [str(n) for n in truth_of(name)["furniture"]]
    else:
        write, pairs = ASPECTS[aspect], stories_side_by_side(name)
        expected = [line for i, (t, _) in enumerate(pairs) for line in (f"story {i}", *write(t))]
        got = [line for i, (_, f) in enumerate(pairs) for line in (f"story {i}", *write(f))]
    assert got == expected, "\n" + diff(name, expected, got)


def test_known_failures_name_pages_and_aspects_that_exist():
    assert {name for name, _ in FAILS} <= set(NAMES)
    assert {aspect for _, aspect in FAILS} <= {*ASPECTS, "furniture"}


# The answers themselves


@pytest.mark.parametrize("name", NAMES)
def test_the_truth_gives_each_line_one_place(name):
    truth = truth_of(name)
    lines = [line for line in page_file(name).read_text(encoding="utf8").split("\n") if line.strip()]
    given_out = Counter(truth["furniture"])
    for article in truth["articles"]:
        given_out.update(article[part] for part in (*HEADS, "caption") if article.get(part) is not None)
        given_out.update(n for paragraph in article["paragraphs"] for n in paragraph["lines"])
    assert given_out == Counter(range(len(lines)))


def test_the_sample_page_holds_the_misreadings_its_truth_lists():
    lines = [line for line in DEMO.read_text(encoding="utf8").split("\n") if line.strip()]
    misreadings = truth_of("demo")["misreadings"]
    assert len(misreadings) >= 4
    for misreading in misreadings:
        assert lines[misreading["line"]].count(misreading["before"]) == 1
        assert misreading["before"] != misreading["after"]


# What holds for any page


def accounting(reading: Reading) -> list[str]:
    """Every character that stands nowhere or in two places, and every span that leaves its page."""
    wrong = []
    counts = {page.id: Counter() for page in reading.pages}
    size = {page.id: len(page.text) for page in reading.pages}
    for span in reading.spans():
        counts[span.page].update(range(span.start, span.end))
        wrong += [f"{span} leaves the page"] if span.end > size[span.page] else []
    for page in reading.pages:
        for place, char in enumerate(page.text):
            if (not char.isspace() and counts[page.id][place] != 1) or counts[page.id][place] > 1:
                wrong.append(f"{page.id} {place} {char!r} stands in {counts[page.id][place]} places")
    return wrong


def misquotes(reading: Reading) -> list[str]:
    """Every text of the reading that is not what its page says under its spans."""
    pages = {page.id: page for page in reading.pages}

    def said(spans: tuple[Span, ...]) -> str:
        return "".join(pages[span.page].words(span) for span in spans)

    texts = [(paragraph.text, paragraph.spans) for article in reading.articles for paragraph in article.paragraphs]
    texts += [(item.text, item.spans) for item in (*reading.furniture, *reading.remainder)]
    return [f"{text!r} is {said(spans)!r} on the page" for text, spans in texts if text != said(spans)]


def as_json(reading: Reading) -> str:
    return json.dumps(reading.to_dict(), ensure_ascii=False)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_lost_and_nothing_invented(name):
    reading = reading_of(name)
    assert accounting(reading) == []
    assert misquotes(reading) == []


@pytest.mark.parametrize("name", NAMES)
def test_what_stands_within_a_paragraph_is_pointed_at(name):
    for article in reading_of(name).articles:
        for inside in article.inside:
            words = article.paragraphs[inside.paragraph].text[inside.start : inside.end]
            part = getattr(article, inside.part)
            assert words == (part if inside.part == "byline" else part.text)


PRINTED = tuple(
    line for name in NAMES for line in page_file(name).read_text(encoding="utf8").split("\n") if line.strip()
)
ODD = "\t \u3000\xa0\u200b\ufeff\r\f\v\x1c\x85\u2028\u2029\ufffd\U00020000⾦︒"
arbitrary = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(ODD), max_size=40)
pages = st.lists(st.sampled_from(PRINTED) | arbitrary, min_size=1, max_size=25)


@settings(max_examples=60, deadline=None)
@given(lines=pages, ending=st.sampled_from(["\n", "\n\n", "\r\n", "\n\n\n"]))
def test_any_page_is_accounted_for_and_read_the_same_twice(tmp_path_factory, lines, ending):
    text = ending.join(["本报讯", *lines])
    file = tmp_path_factory.getbasetemp() / "any.txt"
    file.write_bytes(text.encode("utf8"))
    first, second = pipeline.read(file, encoding="utf-8"), pipeline.read(file, encoding="utf-8")
    assert accounting(first) == []
    assert misquotes(first) == []
    assert as_json(first) == as_json(second)
