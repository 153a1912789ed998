"""Finding: stories by their words, the best first; facts by what they say and of whom; what else is asked of them."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from presscheck.errors import WrongUsage
from presscheck.model import Article, Correction, Paragraph, ParagraphKind, Tier
from presscheck.model.found import Found
from presscheck.record import search
from presscheck.record.answering import places_told
from presscheck.record.characters import alike
from presscheck.record.entries import digest_of, entry_of
from presscheck.record.names import Joined
from presscheck.record.packing import pack, unpack
from presscheck.record.passages import around, texts_of
from presscheck.record.query import LONGEST, MOST, Filters
from presscheck.record.store import Document, Store
from presscheck.recording import Record

from .conftest import Told, told

DAY = datetime.date
STORIES: list[Told] = [
    told("s1", "云州发展旅游业", "云州市去年投资3.5亿元发展旅游业，游客增长12%。", paper="云州日报"),
    told(
        "s2", "展览馆里出发展现新貌", "火车站昨日出发展现新貌，AI导览机器人上岗。", paper="山城晚报", date="2026-06-20"
    ),
    told("s3", "北坡水渠完工", "北坡乡水渠全长30公里。县水利局局长田小禾说：“水渠今年完工。”", date="2026-05-02"),
    told("s4", "南沟茶园", "南沟乡茶园今年产茶120吨，同比增长8.5%。", date="2025-06-18", paper="云州日报"),
    told("s5", "云州与海州签约", "6月17日，云州市政府与海州市政府签署合作协议。", date="2026-06-18"),
    told("s6", "没有日期的短讯", "第“42”号文件（ＡＩ）：２.7万人。", date=None),
]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with Record(tmp_path_factory.mktemp("search") / "my.db") as record:
        record.add_articles(STORIES)
        yield record


def names(found: Found) -> list[str]:
    return [hit.source.article for hit in found.hits]


# Words

WORDS = [  # what is looked for, and the stories that answer
    ("水渠", "s3"),
    ("渠", "s3"),
    ("云州 签约", "s5"),
    ("云州　签约", "s5"),
    ("云州 海州 茶", ""),
    ("云州", "s1 s5"),
    ("云州 -签约", "s1"),
    ("云州 -签约 -旅游", ""),
    ('"云州 与"', "s5"),
    ('云州 -"与 海州"', "s1"),
    ("“北坡 水渠” 完工", "s3"),
    ('"北坡', "s3"),
    ("3.5亿", "s1"),
    ("８.5％", "s4"),
    ("2.7万", "s6"),
    ("ai", "s2 s6"),
    ("AI导览", "s2"),
    ("“42”", "s6"),
    ("：", "s3 s6"),
    ("发展现", "s2"),
    ("火车站", "s2"),
    ("火站", ""),
    ("云州签约", ""),
    ("田小禾说", "s3"),
    ("*", ""),
    ("chars", ""),
    ("云 OR 茶", ""),
]


@pytest.mark.parametrize(("query", "wanted"), WORDS, ids=[query for query, _ in WORDS])
def test_stories_by_their_words(query: str, wanted: str, shelf: Record) -> None:
    found = shelf.find(query)
    assert sorted(names(found)) == wanted.split()
    assert found.total == len(wanted.split())


def test_a_story_in_which_a_word_stands_as_one_comes_first(shelf: Record) -> None:
    """发展 is a word of s1; in s2, which holds it as often and is later, it only stands across 出发 and 展现."""
    assert names(shelf.find("发展")) == ["s1", "s2"]
    assert names(shelf.find("发展", Filters(since=DAY(2026, 6, 19)))) == ["s2"]


def test_a_story_with_more_of_it_comes_first_then_the_latest(record: Record) -> None:
    record.add_articles([
        told("a", "短讯", "水渠通水。其余各地农田无事可记。", date="2026-06-01"),
        told("b", "短讯", "水渠通水。其余各地农田无事可记。", date="2026-06-03"),
        told("c", "水渠", "水渠通水。水渠、水渠，还是水渠。", date="2026-06-01"),
    ])  # fmt: skip
    assert names(record.find("水渠")) == ["c", "b", "a"]


@pytest.mark.parametrize("query", ['""', "“”", '" "', "-水渠", "-水渠 -茶园", "字" * (LONGEST + 1), "字 " * (MOST + 1)])
def test_a_query_that_nothing_can_be_done_with(query: str, shelf: Record) -> None:
    with pytest.raises(WrongUsage):
        shelf.find(query)


@pytest.mark.parametrize("query", ["台湾经济", "臺灣經濟", "台湾經濟", "修桥", "修橋 -南沟", "“台灣 經濟” 修桥"])
def test_simplified_and_traditional_type_find_each_other(query: str, record: Record) -> None:
    record.add_articles([
        told("s1", "臺灣經濟成長", "臺灣經濟去年成長三成，縣裡今年修橋十座。"),
        told("s2", "台湾经济增长", "台湾经济去年增长三成，县里今年修桥五座。"),
        told("s3", "南沟的茶", "南沟乡今年产茶120吨。"),
    ])  # fmt: skip
    hits = record.find(query).hits
    assert sorted(hit.source.article for hit in hits) == ["s1", "s2"]
    assert all(hit.passage and hit.passage.marks for hit in hits)


def test_the_longest_query(shelf: Record) -> None:
    assert shelf.find("字" * LONGEST).total == 0
    assert shelf.find(" ".join(chr(0x4E00 + one) for one in range(MOST))).total == 0
    assert shelf.find(" ".join(f"-{chr(0x4E00 + one)}" for one in range(MOST - 1)) + " 茶园").total == 1


# Passages


def test_the_sentence_that_answers_best_is_quoted(shelf: Record) -> None:
    (hit,) = shelf.find("水渠 局长").hits
    assert hit.passage
    assert hit.passage.quote == "县水利局局长田小禾说：“水渠今年完工。”"
    assert [hit.passage.quote[start:end] for start, end in hit.passage.marks] == ["局长", "水渠"]
    assert (hit.passage.part, hit.passage.paragraph, hit.count) == ("body", 0, 4)
    kept = shelf.article("s3")
    assert kept
    assert kept.article.paragraphs[0].text[hit.passage.start : hit.passage.end] == hit.passage.quote
    assert (hit.source.headline, hit.source.date, hit.source.paper) == ("北坡水渠完工", DAY(2026, 5, 2), None)


def test_a_word_that_stands_in_the_headline_only(shelf: Record) -> None:
    (hit,) = shelf.find("短讯").hits
    assert hit.passage
    assert (hit.passage.part, hit.passage.paragraph, hit.passage.quote) == ("headline", None, "没有日期的短讯")


def test_the_facts_of_the_sentences_come_along(shelf: Record) -> None:
    (hit,) = shelf.find("茶园 120").hits
    assert "figure" in {fact.kind for fact in hit.facts}
    assert all(fact.kind != "time" for fact in hit.facts)


# Filters

FILTERS = [
    (Filters(since=DAY(2026, 6, 18)), "s1 s2 s5"),
    (Filters(until=DAY(2026, 5, 2)), "s3 s4"),
    (Filters(since=DAY(2026, 5, 2), until=DAY(2026, 6, 18)), "s1 s3 s5"),
    (Filters(paper="云州日报"), "s1 s4"),
    (Filters(paper="云州"), ""),
    (Filters(paper="报\ud800"), ""),
    (Filters(paper="云州日报", since=DAY(2026, 1, 1)), "s1"),
    (Filters(), "s1 s2 s3 s4 s5 s6"),
]


@pytest.mark.parametrize(("filters", "wanted"), FILTERS, ids=[str(number) for number in range(len(FILTERS))])
def test_stories_by_day_and_paper(filters: Filters, wanted: str, shelf: Record) -> None:
    assert sorted(names(shelf.find("", filters))) == wanted.split()
    both = [name for name in wanted.split() if name in ("s1", "s5")]
    assert sorted(names(shelf.find("云州", filters))) == both


def quoted(found: Found) -> list[tuple[str, str]]:
    return [(one.source.article, one.fact.evidence.text) for one in found.facts]


FACTS: list[tuple[str, Filters, set[str]]] = [  # words, what is asked of the facts, the stories they are of
    ("", Filters(kind="figure"), {"s1", "s3", "s4", "s6"}),
    ("", Filters(kind="figure", unit="CNY"), {"s1"}),
    ("", Filters(unit="CNY"), {"s1"}),
    ("", Filters(kind="quote", unit="CNY"), set()),
    ("", Filters(kind="quote"), {"s3"}),
    ("", Filters(roles=(("speaker", "田小禾"),)), {"s3"}),
    ("", Filters(roles=(("party", "田小禾"),)), {"s3"}),
    ("", Filters(kind="act", roles=(("agent", "云州市政府"),)), {"s5"}),
    ("", Filters(kind="act", roles=(("counterpart", "海州市政府"),)), {"s5"}),
    ("", Filters(kind="act", roles=(("agent", "海州市政府"), ("counterpart", "云州市政府"))), set()),
    ("", Filters(roles=(("party", "海州市政府"), ("party", "云州市政府"))), {"s5"}),
    ("", Filters(roles=(("party", "无此机构"),)), set()),
    ("", Filters(kind="act", during=(DAY(2026, 6, 1), DAY(2026, 6, 30))), {"s5"}),
    ("", Filters(kind="act", during=(DAY(2026, 7, 1), DAY(2026, 7, 31))), set()),
    ("", Filters(unit="CNY", during=(DAY(2025, 1, 1), DAY(2025, 12, 31))), {"s1"}),
    ("", Filters(unit="CNY", during=(DAY(2024, 1, 1), DAY(2024, 12, 31))), set()),
    ("", Filters(kind="figure", paper="云州日报"), {"s1", "s4"}),
    ("", Filters(kind="figure", until=DAY(2025, 12, 31)), {"s4"}),
    ("茶园", Filters(kind="figure"), {"s4"}),
    ("投资", Filters(kind="figure"), {"s1"}),
    ("签约", Filters(kind="act"), {"s5"}),
    ("投资 茶园", Filters(kind="figure"), set()),
]  # fmt: skip


@pytest.mark.parametrize(("query", "filters", "wanted"), FACTS, ids=[str(number) for number in range(len(FACTS))])
def test_facts_by_what_they_say(query: str, filters: Filters, wanted: set[str], shelf: Record) -> None:
    found = shelf.find(query, filters, limit=100)
    assert {name for name, _ in quoted(found)} == wanted
    assert found.total == len(found.facts)
    assert not found.hits
    for one in found.facts:
        start, end = one.fact.evidence.start - one.passage.start, one.fact.evidence.end - one.passage.start
        assert one.passage.quote[start:end] == one.fact.evidence.text
        assert filters.kind in (None, one.fact.kind)


def test_facts_are_found_where_their_own_sentence_or_headline_holds_the_words(record: Record) -> None:
    record.add_articles([told("s1", "水渠", "水渠全长30公里。桥长200米。"), told("s2", "短讯", "渠长3公里。桥长5米。")])
    found = record.find("桥", Filters(kind="figure"))
    assert {(one.source.article, "桥" in one.passage.quote) for one in found.facts} == {("s1", True), ("s2", True)}
    assert record.find("水渠", Filters(kind="figure")).total == 2


def test_facts_come_the_latest_first(shelf: Record) -> None:
    days = [one.source.date for one in shelf.find("", Filters(kind="figure"), limit=100).facts if one.source.date]
    assert days == sorted(days, reverse=True)


def test_a_search_that_stops_looking_says_so(shelf: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not shelf.find("增长", Filters(kind="figure")).more
    monkeypatch.setattr(search, "LOOKED_AT", 1)
    found = shelf.find("增长", Filters(kind="figure"), limit=1)
    assert (found.more, found.total) == (True, 1)


@pytest.mark.parametrize("sure", [True, False])
def test_names_that_surely_mean_the_same_are_asked_for_too(sure: bool, shelf: Record) -> None:
    """One that only may mean the same is offered, and not asked for."""

    def named(name: str) -> list[Joined]:
        return [*search.same_name(name), Joined("云州市政府", "row", sure, name)]

    filters = Filters(kind="act", roles=(("agent", "云州市府"),))
    assert not search.find(shelf.store, "", filters).facts
    found = search.find(shelf.store, "", filters, named=named)
    assert {name for name, _ in quoted(found)} == ({"s5"} if sure else set())
    ((name, why, told_sure),) = found.names
    assert (name, bool(why), told_sure) == ("云州市政府", True, sure)


def test_an_indicator_is_no_party(shelf: Record) -> None:
    def named(name: str) -> list[Joined]:
        raise AssertionError(name)

    assert not search.find(shelf.store, "", Filters(roles=(("indicator", "无此指标"),)), named=named).facts


@pytest.mark.parametrize("asked", [{"kind": "rumour"}, {"roles": (("friend", "田小禾"),)}])
def test_a_kind_or_role_that_there_is_none_of(asked: dict[str, object]) -> None:
    with pytest.raises((WrongUsage, ValueError)):
        Filters(**asked)  # type: ignore[arg-type]


# Pages of results, facets


@pytest.mark.parametrize("filters", [Filters(), Filters(kind="figure")])
@pytest.mark.parametrize("query", ["", "。", "增长"])
def test_results_are_told_page_by_page(query: str, filters: Filters, shelf: Record) -> None:
    everything = shelf.find(query, filters, limit=100)
    one_by_one = [shelf.find(query, filters, limit=1, offset=at) for at in range(everything.total + 2)]
    assert {found.total for found in one_by_one} == {everything.total}
    hits = [hit for found in one_by_one for hit in found.hits]
    assert (hits, [one for found in one_by_one for one in found.facts]) == (
        list(everything.hits), list(everything.facts),
    )  # fmt: skip
    assert everything.total == len(everything.hits) + len(everything.facts) > 0


def test_facets_count_stories_and_their_facts(shelf: Record) -> None:
    facets = dict(shelf.find("", facets=True).facets)
    assert list(facets) == ["month", "paper", "kind", "speaker", "unit"]
    assert facets["month"] == (("2025-06", 1), ("2026-05", 1), ("2026-06", 3))
    assert facets["paper"] == (("云州日报", 2), ("山城晚报", 1))
    kinds = {kind: shelf.find("", Filters(kind=kind)).total for kind in ("figure", "quote", "act")}
    assert {kind: count for kind, count in facets["kind"] if kind in kinds} == kinds
    assert ("CNY", shelf.find("", Filters(unit="CNY")).total) in facets["unit"]
    assert shelf.find("").facets == ()


def test_facets_of_words_and_of_facts(shelf: Record) -> None:
    assert dict(shelf.find("云州", facets=True).facets)["month"] == (("2026-06", 2),)
    figures = shelf.find("", Filters(kind="figure"), facets=True)
    facets = dict(figures.facets)
    assert sum(count for _, count in facets["month"]) == sum(one.source.date is not None for one in figures.facts)
    assert facets["kind"] == (("figure", figures.total),)
    assert dict(shelf.find("无此词语", facets=True).facets) == dict.fromkeys(search.FACETS, ())


@pytest.fixture(scope="module")
def speeches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """One person by name, by office and name, and in a row of two; a body, and who speaks for it; somebody unknown."""
    stories = [
        told("p1", "桥梁通车", "方小舟说，桥梁今年通车。他表示，桥梁全长3公里。"),
        told("p2", "省长看桥", "云州省省长方小舟表示，桥梁已通车。"),
        told("p3", "再看桥梁", "省长方小舟指出，桥梁很重要。"),
        told("p4", "水利部谈桥梁", "水利部表示，桥梁不碍行洪。", "水利部有关负责人说，桥梁已验收。"),
        told("p5", "他谈桥梁", "两人谈起桥梁。他说，桥梁很美。"),
    ]
    with Record(tmp_path_factory.mktemp("speeches") / "my.db") as record:
        record.add_articles(stories)
        yield record


def test_a_speaker_is_counted_by_all_names_that_mean_it(speeches: Record) -> None:
    names, told_by = printed(speeches), dict(dict(speeches.find("桥梁", facets=True).facets)["speaker"])
    assert names["水利部有关负责人"]
    assert told_by["水利部"] == names["水利部"] + names["水利部有关负责人"]
    assert told_by["方小舟"] == sum(count for name, count in names.items() if name.endswith("方小舟"))
    assert not any(name.endswith("长方小舟") or name == "水利部有关负责人" for name in told_by)


def printed(record: Record) -> Counter[str]:
    """How often each name stands as that of who speaks."""
    rows = record.store.all("SELECT t.text, count(*) FROM fact f JOIN term t ON t.id = f.speaker GROUP BY f.speaker")
    return Counter(dict(rows))


def test_a_speaker_who_says_nothing_is_not_counted(speeches: Record) -> None:
    found = speeches.find("", Filters(roles=(("speaker", "没有此人"),)), facets=True)
    assert (found.total, dict(found.facets)["speaker"]) == (0, ())


@pytest.mark.parametrize("also", [(), (("speaker", "省长方小舟"),), (("party", "水利部"),)])
@pytest.mark.parametrize("query", ["桥梁", "", "桥梁 通车"])
def test_as_many_are_found_as_a_facet_counts(query: str, also: tuple[tuple[str, str], ...], speeches: Record) -> None:
    facets = dict(speeches.find(query, Filters(facts=True, roles=also), facets=True).facets)
    others = tuple(one for one in also if one[0] != "speaker")
    for name, count in facets["speaker"]:
        assert speeches.find(query, Filters(roles=(*others, ("speaker", name))), limit=100).total == count
    for kind, count in facets["kind"]:
        assert speeches.find(query, Filters(kind=kind, roles=also), limit=100).total == count


@pytest.mark.parametrize("query", ["", "云州", "增长 茶", "旅游业", "水渠 完工", "ＡＩ", "发展 旅游", "。水", "亿"])
def test_facts_answer_whose_sentence_or_headline_holds_the_words(query: str, shelf: Record) -> None:
    """What is told quickly is what is found by building every fact and reading its sentence."""
    words = [alike(word) for word in query.split()]
    slow = [
        fact.id
        for kept in shelf.store.every()
        for fact in kept.article.facts
        for text in texts_of(kept.article)
        if (text.part, text.paragraph) == (fact.evidence.part, fact.evidence.paragraph)
        for start, end in [around(text, fact.evidence)]
        if all(word in alike(text.words[start:end]) or word in alike(kept.article.headline or "") for word in words)
    ]
    found = shelf.find(query, Filters(facts=True), limit=200, facets=True)
    assert sorted(one.fact.id for one in found.facts) == sorted(slow)
    assert sum(count for _, count in dict(found.facets)["kind"]) == len(slow)


def test_places_of_facts_are_read_without_the_facts(shelf: Record, speeches: Record) -> None:
    for store in (shelf.store, speeches.store):
        for (packed,) in store.all("SELECT facts FROM content"):
            told_places = [one["evidence"] for one in unpack(packed)]
            assert places_told(packed) == [
                (one["part"], one["paragraph"], one["start"], one["end"]) for one in told_places
            ]  # fmt: skip


def test_places_told_in_another_order_are_read_too() -> None:
    place = {"quote": '"evidence":{', "start": 2, "end": 3, "part": "body", "paragraph": 0}
    assert places_told(pack([{"id": "f1", "evidence": place}])) == [("body", 0, 2, 3)]


# As printed and as corrected


def corrected(tier: Tier) -> Article:
    """A story whose 县城 was misread, which is told with so much certainty."""
    text = "云州昨日召开具城会议。"
    wrong = Correction("body", 0, 6, 8, "具城", "县城", "misread", "", 0.99, tier)
    return Article("a1", headline="会议", paragraphs=(Paragraph(ParagraphKind.P, text, ()),), corrections=(wrong,))


@pytest.fixture
def kept(file: Path) -> Iterator[Callable[[Article], Store]]:
    stores = []

    def keep(article: Article) -> Store:
        store = Store(file, write=True)
        stores.append(store)
        entry = entry_of(article, "s1", digest_of(article.to_dict()))
        store.put(Document("page", "pages", "", b"", ()), [entry], "2026-06-18T09:30:00Z")
        return store

    yield keep
    for store in stores:
        store.close()


@pytest.mark.parametrize(("tier", "both"), [(Tier.SURE, True), (Tier.LIKELY, True), (Tier.SUSPECT, False)])
def test_what_is_printed_and_what_is_corrected_are_both_found(
    tier: Tier, both: bool, kept: Callable[[Article], Store]
) -> None:
    """A bad correction must hide nothing, and a good one help; a mere suspicion is none."""
    store = kept(corrected(tier))
    assert search.find(store, "具城会议").total == 1
    assert search.find(store, "县城会议").total == both
    assert search.find(store, "昨日 会议 -县城").total == (not both)
    assert search.find(store, "云州昨日").hits[0].count == 1


def test_a_byline_within_a_paragraph_is_found_once(record: Record) -> None:
    record.add_bytes("县城通了火车\n\n本报讯　记者方小舟报道：昨天，第一趟列车开进县城。\n".encode(), "page.txt")
    assert record.find("方小舟").total == 1
    assert record.find("方小舟").hits[0].count == 1
    assert replace(record.find("列车").hits[0].source, headline=None).article == "page.txt#a1"
