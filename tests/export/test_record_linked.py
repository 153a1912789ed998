"""The record as linked data: Web Annotations and PROV, held to what the standards ask."""

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from presscheck.export import annotations, prov
from presscheck.export.iris import iri
from presscheck.model import Article, Correction, Fact, Figure, Quantity, Reading, Tier, Words
from presscheck.model.found import FoundFact, Leaf, Origin, Passage, Source, Told
from presscheck.model.from_json import fact_from

URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{0,30}[a-z0-9]:(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
ANNOTATION_WORDS = {
    "@context", "id", "type", "Annotation", "AnnotationCollection", "AnnotationPage", "label", "total", "first",
    "startIndex", "items", "motivation", "describing", "classifying", "body", "TextualBody", "purpose", "value",
    "format", "target", "SpecificResource", "source", "selector", "TextQuoteSelector", "exact", "prefix", "suffix",
    "FragmentSelector", "conformsTo", "refinedBy", "TextPositionSelector", "start", "end", "generated", "generator",
    "Software", "name", "Image", "schema:width", "schema:height", "schema:unitText",
}  # fmt: skip
"""Those of the words of the annotation context that we use; a key that is none of them would be lost on its readers."""
MADE_BY = (("presscheck", "0.1.0"), ("language_model", "char5-1"), ("second_opinion", ""))


def origin_of(*pages: Leaf, version: int = 1) -> Origin:
    return Origin("papers/县报.pdf", version, "pages", "0" * 64, MADE_BY, "2026-06-18T09:30:00Z", pages)


def told_of(article: Article, origin: Origin | None = None, *, version: int = 1, before: int | None = None) -> Told:
    name = f"papers/县报.pdf#{article.id}"
    source = Source(name, article.headline, datetime.date(2026, 5, 4))
    passage = Passage("body", 0, 0, 1, "，")
    facts = tuple(FoundFact(source, passage, replace(one, id=f"{name}-{one.id}")) for one in article.facts)
    return Told(source, version, article, facts, origin, before)


def annotated(*told: Told) -> list[dict[str, Any]]:
    return json.loads("".join(annotations.lines(told)))["first"]["items"]


def graph(*told: Told) -> dict[str, dict[str, Any]]:
    nodes = json.loads("".join(prov.lines(told)))["@graph"]
    named = {node["id"]: node for node in nodes}
    assert len(named) == len(nodes)
    return named


def keys(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        for key, value in told.items():
            yield key
            yield from keys(value)
    elif isinstance(told, list):
        for one in told:
            yield from keys(one)


def figure(text: str, words: str, part: str = "body", paragraph: int | None = 0) -> Fact:
    at = text.index(words)
    evidence = Words(words, part, paragraph, at, at + len(words))
    return Figure(id="f1", evidence=evidence, quantity=Quantity(None, None, None))


# IRIs


@pytest.mark.parametrize(
    ("kind", "name", "version", "told"),
    [
        ("article", "20260618-01", 1, "urn:presscheck:article:20260618-01"),
        ("article", "20260618-01", 3, "urn:presscheck:article:20260618-01@3"),
        ("fact", "20260618-01@3-f1", 1, "urn:presscheck:fact:20260618-01@3-f1"),
        ("page", "papers/县 报.pdf/p1", 1, "urn:presscheck:page:papers/%E5%8E%BF%20%E6%8A%A5.pdf/p1"),
        ("article", "a#1?<b>%", 1, "urn:presscheck:article:a%231%3F%3Cb%3E%25"),
        ("document", "../../old/page.txt", 1, "urn:presscheck:document:..%2F..%2Fold/page.txt"),
        ("article", "\ud800", 1, "urn:presscheck:article:%3F"),
    ],
)
def test_iris_stay(kind, name, version, told):
    assert iri(kind, name, version) == told
    assert URN.fullmatch(told)


# Annotations


def test_a_collection_has_what_the_standard_asks(article):
    told = json.loads("".join(annotations.lines([told_of(article, origin_of())])))
    assert told["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (told["type"], told["total"]) == ("AnnotationCollection", len(article.facts))
    assert (told["first"]["type"], told["first"]["startIndex"]) == ("AnnotationPage", 0)
    assert len(told["first"]["items"]) == told["total"]
    assert all(URN.fullmatch(one) for one in (told["id"], told["first"]["id"]))
    assert set(keys(told)) <= ANNOTATION_WORDS


def test_every_annotation_has_what_the_standard_asks(article):
    found = annotated(told_of(article, origin_of()))
    for one in found:
        assert URN.fullmatch(one["id"])
        assert (one["type"], one["motivation"]) == ("Annotation", "describing")
        assert one["generator"] == {
            "id": "urn:presscheck:software:presscheck/0.1.0",
            "type": "Software",
            "name": "presscheck 0.1.0",
        }
        assert MOMENT.fullmatch(one["generated"])
        assert [body["purpose"] for body in one["body"]] == ["classifying", "describing"]
        assert {body["type"] for body in one["body"]} == {"TextualBody"}
        assert one["target"]["source"] == "urn:presscheck:article:papers/%E5%8E%BF%E6%8A%A5.pdf%23a1"
    assert len({one["id"] for one in found}) == len(found)


def test_the_body_is_the_fact(article):
    found = annotated(told_of(article))
    assert [one["body"][0]["value"] for one in found] == [fact.kind for fact in article.facts]
    told = [fact_from(json.loads(one["body"][1]["value"])) for one in found]
    assert [replace(one, id=one.id.rpartition("-")[2]) for one in told] == list(article.facts)


@pytest.mark.parametrize(
    ("words", "part", "paragraph", "value"),
    [
        ("水渠昨天完工", "body", 0, "body/0"),
        ("本报", "body", 0, "body/0"),
        ("有望。", "body", 0, "body/0"),
        ("新渠", "body", 2, "body/2"),
        ("完工", "headline", None, "headline"),
        ("5月3日", "dateline", None, "dateline"),
    ],
)
def test_selectors_lead_to_the_words(article, words, part, paragraph, value):
    text = {"body": article.paragraphs[paragraph or 0].text, "dateline": article.dateline.text}.get(part)
    text = text or getattr(article, part)
    told = told_of(replace(article, facts=(figure(text, words, part, paragraph),)))
    quote, place = annotated(told)[0]["target"]["selector"]
    assert (quote["type"], place["type"]) == ("TextQuoteSelector", "FragmentSelector")
    assert quote["exact"] == words
    assert quote["prefix"] + words + quote["suffix"] in text
    assert place["value"] == value
    position = place["refinedBy"]
    assert position["type"] == "TextPositionSelector"
    assert text[position["start"] : position["end"]] == words
    assert text[: position["start"]].endswith(quote["prefix"])


def test_what_stands_round_the_words_is_told_as_far_as_it_helps(article):
    long = replace(article, paragraphs=(replace(article.paragraphs[0], text="渠" * 50 + "三十里" + "水" * 50),))
    told = told_of(replace(long, facts=(figure(long.paragraphs[0].text, "三十里"),)))
    quote = annotated(told)[0]["target"]["selector"][0]
    assert (quote["prefix"], quote["suffix"]) == ("渠" * 32, "水" * 32)


def of_issue(reading: Reading, number: int, words: str, paragraph: int) -> Told:
    article = reading.articles[number]
    leaves = [Leaf(page.id, page.number, page.width, page.height, page.unit) for page in reading.pages]
    fact = figure(article.paragraphs[paragraph].text, words, "body", paragraph)
    return told_of(replace(article, facts=(fact,)), origin_of(*leaves))


def on_paper(told: Told) -> list[dict[str, Any]]:
    (one,) = annotated(told)
    assert set(keys(one)) <= ANNOTATION_WORDS
    found = one["target"][1:] if isinstance(one["target"], list) else []
    for place in found:
        assert (place["type"], place["source"]["type"]) == ("SpecificResource", "Image")
        assert place["selector"]["type"] == "FragmentSelector"
        assert place["selector"]["conformsTo"] == "http://www.w3.org/TR/media-frags/"
        assert re.fullmatch(r"xywh=\d+,\d+,\d+,\d+", place["selector"]["value"])
    return found


def places(told: Told) -> list[tuple[str, str]]:
    found = on_paper(told)
    return [(place["source"]["id"].rpartition("/")[2], place["selector"]["value"][5:]) for place in found]


@pytest.mark.parametrize(
    ("number", "words", "paragraph", "expected"),
    [
        # article, words, paragraph, page and rectangle of each line
        (0, "三十里", 0, [("p1", "20,125,170,10")]),
        (0, "昨天完工", 0, [("p1", "20,110,150,10"), ("p1", "20,125,170,10")]),
        (0, "渠尾", 2, [("p1", "220,80,70,10"), ("p2", "20,40,50,10")]),
        (2, "今年茶好", 0, [("p2", "220,60,90,10")]),
    ],
)
def test_the_place_on_the_paper(issue, number, words, paragraph, expected):
    assert places(of_issue(issue, number, words, paragraph)) == expected


def test_a_headline_has_its_place_too(issue):
    article = issue.articles[0]
    fact = figure(article.headline, "北坡", "headline", None)
    told = replace(of_issue(issue, 0, "三十里", 0), article=article)
    assert places(replace(told, facts=(replace(told.facts[0], fact=fact),))) == [("p1", "20,60,144,24")]


def test_the_rectangle_lies_on_the_page_whatever_its_unit(issue_in_any_unit):
    page = issue_in_any_unit.pages[0]
    (place,) = on_paper(of_issue(issue_in_any_unit, 0, "三十里", 0))
    left, top, width, height = map(int, place["selector"]["value"][5:].split(","))
    source = place["source"]
    assert (source["schema:width"], source["schema:height"], source.get("schema:unitText")) == (
        page.width,
        page.height,
        page.unit,
    )
    across = page.width / 400
    assert left <= 20 * across < left + 1
    assert left + width - 1 < 190 * across <= left + width
    assert top <= 125 * across < top + 1
    assert top + height - 1 < 135 * across + 1e-9 <= top + height + 1e-9


def test_a_page_of_a_size_that_is_not_known(issue):
    told = of_issue(issue, 0, "三十里", 0)
    bare = replace(told, origin=replace(told.origin, pages=(Leaf("p1", unit="px"),)))
    (place,) = on_paper(bare)
    assert set(place["source"]) == {"id", "type", "schema:unitText"}


@pytest.mark.parametrize("origin", [None, origin_of(), origin_of(Leaf("p9"))])
def test_no_place_on_paper_that_is_not_there(issue, origin):
    assert places(replace(of_issue(issue, 0, "三十里", 0), origin=origin)) == []


# PROV


def sure(article: Article) -> Article:
    mark = Correction("body", 0, 0, 2, "本报", "本報", "variants", "", 0.995, Tier.SURE)
    return replace(article, corrections=(mark, *article.corrections))


def test_every_word_of_the_graph_stands_in_its_context(article):
    told = json.loads("".join(prov.lines([told_of(sure(article), origin_of(Leaf("p1", 2)))])))
    context = told["@context"]
    names = set(keys(told["@graph"]))
    assert names <= set(context)
    prefixes = {name for name, value in context.items() if isinstance(value, str) and value[-1] in "#:"}
    for value in (context[name] for name in names - {"id", "type"}):
        assert (value if isinstance(value, str) else value["@id"]).partition(":")[0] in prefixes
    types = {
        one for node in told["@graph"] for one in ([node["type"]] if isinstance(node["type"], str) else node["type"])
    }
    assert types == {"prov:Entity", "prov:Activity", "prov:Agent", "prov:SoftwareAgent"}


def links(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in prov.CONTEXT.items():
        if isinstance(value, dict) and value["@type"] == "@id" and name in node:
            yield from ((name, one) for one in ([node[name]] if isinstance(node[name], str) else node[name]))


def test_every_link_leads_to_a_node_of_the_right_kind(article):
    nodes = graph(told_of(sure(article), origin_of(Leaf("p1"))), told_of(Article("a2"), origin_of(Leaf("p1"))))
    for node in nodes.values():
        assert URN.fullmatch(node["id"])
        for name, other in links(node):
            kind = {"wasGeneratedBy": "prov:Activity", "wasAssociatedWith": ["prov:Agent", "prov:SoftwareAgent"]}
            assert nodes[other]["type"] == kind.get(name, "prov:Entity")


def test_the_way_from_a_fact_back_to_the_file(article):
    nodes = graph(told_of(sure(article), origin_of(Leaf("p1", 2))))
    way, at = [], "urn:presscheck:fact:papers/%E5%8E%BF%E6%8A%A5.pdf%23a1-f1"
    while at:
        way.append(at.split(":")[2])
        back = nodes[at].get("wasDerivedFrom")
        at = back[0] if isinstance(back, list) else back
    assert way == ["fact", "corrected", "article", "page", "document"]
    corrected = next(node for node in nodes.values() if node.get("kind") == "corrected")
    assert [one.rpartition("/")[2] for one in corrected["wasDerivedFrom"][1:]] == ["0"]


def test_what_was_made_when_by_which_program(article):
    nodes = graph(told_of(article, origin_of(Leaf("p1"))))
    fact = nodes["urn:presscheck:fact:papers/%E5%8E%BF%E6%8A%A5.pdf%23a1-f8"]
    assert (fact["kind"], fact["value"], fact["generated"]) == ("pairing", "水渠昨天完工", "2026-06-18T09:30:00Z")
    assert (
        fact["wasDerivedFrom"] == fact["wasQuotedFrom"] == "urn:presscheck:article:papers/%E5%8E%BF%E6%8A%A5.pdf%23a1"
    )
    act = nodes[fact["wasGeneratedBy"]]
    assert nodes[act["wasAssociatedWith"]]["label"] == "presscheck 0.1.0"
    assert [nodes[one]["label"] for one in act["used"]] == ["papers/县报.pdf", "language_model char5-1"]
    assert prov.CONTEXT["generated"] == {"@id": "prov:generatedAtTime", "@type": "xsd:dateTime"}


def test_versions_are_revisions(article):
    nodes = graph(told_of(article, origin_of(version=4), version=4, before=2))
    (story,) = [node for node in nodes.values() if node.get("label") == article.headline]
    assert (story["id"][-4:], story["wasRevisionOf"][-4:]) == ("a1@4", "a1@2")
    assert nodes[story["wasDerivedFrom"]]["wasRevisionOf"].endswith("@3")


def test_a_story_without_a_file_stands_alone(article):
    nodes = graph(told_of(replace(article, facts=())))
    assert {node.get("kind") for node in nodes.values()} == {None, "correction"}
    assert not any({"wasGeneratedBy", "generated"} & set(node) for node in nodes.values())


@pytest.mark.parametrize("writer", [annotations.lines, prov.lines])
def test_an_empty_record_is_told_too(writer):
    assert json.loads("".join(writer([])))


@pytest.mark.parametrize("writer", [annotations.lines, prov.lines])
def test_every_node_has_a_line(writer, article):
    told = "".join(writer([told_of(article), told_of(Article("a2"))]))
    assert "\u2028" not in told
    for line in told.splitlines()[3:-2]:
        json.loads(line.rstrip(","))
