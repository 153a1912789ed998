"""Finding at the desk, facts as a table, one story."""

import csv
import html
import io
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from presscheck.data import shipped
from presscheck.model.found import Found
from presscheck.recording import Record
from presscheck.web.facets import Facets
from presscheck.web.wanted import Wanted

DEMO = "yunzhou-daily.txt"
TOLD: list[dict[str, Any]] = [
    {
        "id": "w1",
        "date": "2026-05-12",
        "paper": "云州日报",
        "headline": "青石水渠完工",
        "paragraphs": [
            "云州水利局介绍，青石水渠全长30公里，总投资2.4亿元。",
            "市水利局局长田丰说：“渠水一到，地里的活就不用等天了。”",
        ],
    },
    {
        "id": "w2",
        "date": "2026-06-18",
        "paper": "云州日报",
        "headline": "水渠灌溉新田",
        "paragraphs": ["今年，水渠新增灌溉面积1.2万亩，比去年增长8%。"],
    },
    {
        "id": "w3",
        "date": "2026-06-19",
        "headline": "<script>alert(1)</script>",
        "paragraphs": ["<b>水渠</b>又修了5公里。"],
    },
]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("finding") / "desk.db"
    with Record(file) as record:
        record.add_bytes(shipped(f"demo/{DEMO}").read_bytes(), DEMO)
        record.add_articles(TOLD)
    return file


@pytest.mark.parametrize(
    ("asked", "stories"),
    [
        ({"q": "水渠"}, {"w1", "w2", "w3"}),
        ({"q": "水渠 -灌溉"}, {"w1", "w3"}),
        ({"q": "水渠", "since": "2026-06"}, {"w2", "w3"}),
        ({"q": "水渠", "until": "2026-05-31"}, {"w1"}),
        ({"q": "水渠", "paper": "云州日报"}, {"w1", "w2"}),
        ({"q": "水渠", "kind": ""}, {"w1", "w2", "w3"}),
    ],
)
def test_stories_are_found_with_their_words_marked(desk: TestClient, asked: dict[str, str], stories: set[str]) -> None:
    page = desk.get("/find", params=asked)
    assert page.status_code == 200
    assert set(re.findall(r'data-story="(w\d)"', page.text)) == stories
    assert f"共 {len(stories)} 篇" in page.text
    assert "<mark>水渠</mark>" in page.text


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"kind": "figure", "q": "青石"}, {"30公里", "2.4亿元"}),
        ({"unit": "km"}, {"30公里", "5公里"}),
        ({"kind": "quote", "speaker": "田丰", "q": "渠水"}, set()),
        ({"unit": "CNY", "party": "云州水利局"}, {"2.4亿元"}),
    ],
)
def test_with_a_filter_facts_are_found(desk: TestClient, asked: dict[str, str], words: set[str]) -> None:
    found = desk.get("/facts.json", params=asked).json()
    own = [one for one in found["facts"] if one["article"].startswith("w")]
    assert words <= {one["fact"]["evidence"]["quote"] for one in own}
    for page in (desk.get("/find", params=asked).text, desk.get("/facts", params=asked).text):
        shown = set(re.findall(r'data-fact="([^"]+)"', page))
        assert {one["fact"]["id"] for one in found["facts"]} == shown


def test_every_value_leads_to_its_words(desk: TestClient) -> None:
    page = desk.get("/facts", params={"q": "青石", "unit": "km"}).text
    (address,) = set(re.findall(r'class="value" href="([^"]+)"', page))
    story = desk.get(address).text
    assert 'id="asked"' in story
    assert re.search(r'class="fact f-figure wanted"><a href="#fact-(\d+)" data-facts="[\d ]+">30公里</a>', story)


def test_facts_stand_in_the_order_of_their_days(desk: TestClient) -> None:
    days = {}
    for order in ("", "oldest"):
        page = desk.get("/facts", params={"q": "水渠", "order": order}).text
        days[order] = re.findall(r'<td><time datetime="([\d-]+)"', page)
    assert days[""] == sorted(days[""], reverse=True)
    assert days["oldest"] == sorted(days["oldest"])
    assert len(set(days["oldest"])) > 1


def test_facets_are_links_that_narrow_it_down(desk: TestClient) -> None:
    plain = desk.get("/find", params={"q": "水渠"}).text
    assert 'hx-get="/find/facets?q=' in plain
    assert "&amp;facets=1" in plain
    page = desk.get("/find", params={"q": "水渠", "facets": "1"}).text
    assert f'href="/find?q={quote("水渠")}&amp;since=2026-05&amp;until=2026-05"' in page
    assert f'href="/facts?q={quote("水渠")}&amp;kind=figure"' in page
    assert 'aria-label="2026-06：2"' in page
    assert 'hx-get="/find/facets' not in desk.get("/find", params={"q": "水渠"}).text, (
        "counted facets are shown at once"
    )
    assert desk.get("/find/facets", params={"q": "水渠", "facts": "1"}).status_code == 200


@pytest.mark.parametrize("query", ["水渠", "云州", "亿元"])
def test_a_facet_counts_what_its_link_finds(desk: TestClient, query: str) -> None:
    page = desk.get("/find/facets", params={"q": query}).text
    links = re.findall(r'<a href="(/facts\?[^"]*kind=[^"]*)">[^<]*</a> <span class="quiet">(\d+)</span>', page)
    assert links
    for address, count in links:
        found = desk.get(html.unescape(address)).text
        assert f"共 {count} 条事实" in found


def test_facets_of_very_many_facts_say_so(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("presscheck.record.search.COUNTED", 1)
    page = desk.get("/find/facets", params={"q": "青石"}).text
    assert "只计最近的事实" in page
    assert "1 以上" in page


def test_units_are_called_as_people_write_them(desk: TestClient) -> None:
    page = desk.get("/find/facets", params={"q": "云州"}).text
    assert re.search(r'unit=CNY">元</a>', page)
    english = desk.get("/find/facets", params={"q": "云州"}, headers={"Accept-Language": "en"}).text
    assert re.search(r'unit=CNY">yuan</a>', english)


def test_a_month_of_which_some_days_are_asked_for_leads_to_those(desk: TestClient) -> None:
    for since in ("2026-06-17", "2026-06-18"):
        page = desk.get("/find/facets", params={"since": since, "until": "2026-06"}).text
        (link, count) = re.findall(r'<a href="([^"]*)">2026-06</a> <span class="quiet">(\d+)</span>', page)[0]
        assert f"since={since}&amp;until=2026-06" in link
        found = desk.get(html.unescape(link)).text
        assert re.search(rf'id="found-head"[^>]*>[^<]*\b{count}\b', found)


@pytest.mark.parametrize(("lang", "unit"), [("zh", "元"), ("en", "yuan")])
def test_amounts_have_their_units_in_words(desk: TestClient, lang: str, unit: str) -> None:
    found = desk.get("/facts", params={"unit": "CNY"}, headers={"Accept-Language": lang}).text
    (address, *_) = re.findall(r'class="value" href="([^"]*)"', found)
    page = desk.get(html.unescape(address), headers={"Accept-Language": lang}).text
    assert re.search(rf"[\d,.]+ {unit}\b", page)
    assert not re.search(r"\d CNY", page)


def test_one_month_is_no_drawing(desk: TestClient) -> None:
    page = desk.get("/find/facets", params={"q": "水渠", "since": "2026-05", "until": "2026-05"}).text
    assert "<svg" not in page
    assert re.search(r'<a href="[^"]*since=2026-05[^"]*">2026-05</a> <span class="quiet">\d+</span>', page)


@pytest.mark.parametrize(("lang", "told", "other"), [("zh", "形近", "looks like"), ("en", "looks like", "形近")])
def test_reasons_of_corrections_are_told_in_the_readers_language(
    desk: TestClient, lang: str, told: str, other: str
) -> None:
    page = desk.get(f"/stories/{quote(DEMO + '#a1', safe='')}", headers={"Accept-Language": lang}).text
    assert told in page
    assert other not in page


def test_a_fact_that_names_another_leads_to_it(desk: TestClient) -> None:
    """Nobody reads the id of a fact."""
    page = desk.get(f"/stories/{quote(DEMO + '#a1', safe='')}").text
    (target,) = set(re.findall(r'<i>指标数字</i> <a href="#fact-(\d+)"', page)[:1])
    assert f'id="fact-{target}"' in page
    assert not re.search(r'<span lang="zh-Hans">[^<]*#a1-f\d+</span>', page)
    assert "#a1-f" not in "".join(re.findall(r'<span class="said">.*?</span>', desk.get("/find?q=云州").text))


def test_a_month_without_stories_is_a_gap() -> None:
    found = Found("水渠", 3, facets=(("month", (("2026-01", 2), ("2026-04", 1))),))
    months = Facets(found, Wanted({"q": "水渠"}), "zh").months
    assert [(one.value, one.bar) for one in months] == [
        ("2026-01", 64.0), ("2026-02", 0.0), ("2026-03", 0.0), ("2026-04", 32.0),
    ]  # fmt: skip


def test_files_that_are_taken_away_have_names_of_their_own(desk: TestClient) -> None:
    names = [desk.get(f"/facts.csv?q={word}&kind=figure").headers["content-disposition"] for word in ("水渠", "云州")]
    assert names == [
        f"attachment; filename=\"facts.csv\"; filename*=UTF-8''facts-{quote(word)}-figure.csv"
        for word in ("水渠", "云州")
    ]


def test_filters_that_are_set_can_be_taken_off_one_by_one(desk: TestClient) -> None:
    page = desk.get("/find", params={"q": "水渠", "kind": "figure", "unit": "km"}).text
    assert f'data-filter="unit" href="/find?q={quote("水渠")}&amp;kind=figure"' in page
    assert "<details open>" not in page, "the chips tell what is set; what is found comes first"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"q": "-水渠"}, "只给出了要排除的词"),
        ({"q": "水渠", "since": "2026-13"}, "2026-13：不是年、月或日"),
        ({"q": "水渠", "kind": "rumour"}, "rumour：没有这种事实"),
        ({"q": '""'}, "引号里没有要查找的内容"),
        ({"q": "水 " * 40}, "一次最多查找"),
        ({"during": "soon"}, "soon：不是年、月或日"),
    ],
)
def test_what_cannot_be_looked_for_is_told_beside_the_form(desk: TestClient, asked: dict[str, str], told: str) -> None:
    for path in ("/find", "/facts"):
        page = desk.get(path, params=asked)
        assert page.status_code == 400
        assert told in page.text
        assert "presscheck --help" not in page.text
        assert 'id="wanted"' in page.text


def test_nothing_found_is_told_with_ways_on(desk: TestClient) -> None:
    page = desk.get("/find", params={"q": "火箭发射架", "kind": "act"}).text
    assert "没有查到" in page
    assert f'href="/series?what={quote("火箭发射架")}"' in page
    assert f'href="/find?q={quote("火箭发射架")}"' in page


def test_without_a_question_nothing_is_looked_for(desk: TestClient) -> None:
    for path in ("/find", "/facts"):
        page = desk.get(path).text
        assert 'id="wanted"' in page
        assert 'id="found-head"' not in page


@pytest.mark.parametrize("number", ["0", "-3", "x", "99999999999", "²"])
def test_a_page_that_is_none_is_the_first_or_an_empty_one(desk: TestClient, number: str) -> None:
    assert desk.get("/find", params={"q": "水渠", "page": number}).status_code == 200


def test_facts_are_taken_away_with_the_same_filters(desk: TestClient) -> None:
    taken = desk.get("/facts.csv", params={"q": "青石", "unit": "km"})
    assert "attachment" in taken.headers["content-disposition"]
    (row,) = csv.DictReader(io.StringIO(taken.text.removeprefix("\ufeff")))
    assert (row["quote"], row["unit_code"], row["article"]) == ("30公里", "km", "w1")


def test_too_many_facts_are_not_written_at_once(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("presscheck.web.finding.MOST_TAKEN", 1)
    refused = desk.get("/facts.csv", params={"kind": "figure"})
    assert refused.status_code == 400
    assert "一次最多写出 1 条" in refused.text


def test_facts_with_words_are_written_all_or_not(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = desk.get("/facts.csv", params={"q": "水渠"}).text
    count = len(list(csv.reader(io.StringIO(whole)))) - 1
    monkeypatch.setattr("presscheck.record.search.LOOKED_AT", 1)  # not all are counted before they are written
    monkeypatch.setattr("presscheck.web.finding.MOST_TAKEN", count)
    assert desk.get("/facts.csv", params={"q": "水渠"}).text == whole
    monkeypatch.setattr("presscheck.web.finding.MOST_TAKEN", count - 1)
    assert desk.get("/facts.csv", params={"q": "水渠"}).status_code == 400


# One story


def test_a_story_tells_its_facts_and_where_it_comes_from(desk: TestClient) -> None:
    page = desk.get("/stories/w1").text
    assert "青石水渠完工" in page
    assert page.count('<tr id="fact-') == page.count('class="anchor"') > 2
    assert 'id="show-figure"' in page
    assert "云州日报" in page
    assert "第 1 个版本" in page
    assert "/documents/" not in page, "a finished article stands on no page"


def test_a_story_of_a_page_leads_to_where_it_stood(desk: TestClient) -> None:
    page = desk.get(f"/stories/{quote(DEMO + '#a2', safe='')}").text
    links = set(re.findall(r'href="(/documents/1/pages/[^"]+)"', page))
    assert any(
        re.fullmatch(r"/documents/1/pages/\w+\?story=a2&amp;paragraph=0&amp;start=\d+&amp;end=\d+", one)
        for one in links
    )
    assert any("part=headline" in one for one in links)


def test_corrections_are_seen_in_the_text(desk: TestClient, house: Any) -> None:
    with Record(house.record) as record:
        stories = [one for one in record.store.every() if any(not mark.only_check for mark in one.article.corrections)]
    assert stories, "the sample has corrections"
    page = desk.get(f"/stories/{quote(stories[0].name, safe='')}").text
    mark = next(one for one in stories[0].article.corrections if not one.only_check)
    assert f'<del class="corr {mark.tier}"' in page
    assert f'<ins class="corr {mark.tier}">{mark.after}' in page


def test_older_versions_are_kept_and_told(desk: TestClient, house: Any) -> None:
    changed = {**TOLD[0], "paragraphs": ["云州水利局更正，青石水渠全长32公里。"]}
    with Record(house.record) as record:
        record.add_articles([changed])
    now = desk.get("/stories/w1").text
    assert "32公里" in now
    assert 'href="/stories/w1?version=1"' in now
    before = desk.get("/stories/w1", params={"version": 1}).text
    assert "30公里" in before
    assert "这是本稿的旧版本" in before


def test_what_changes_is_found_at_once(desk: TestClient, house: Any) -> None:
    assert "共 3 篇" in desk.get("/find", params={"q": "水渠"}).text
    with Record(house.record) as record:
        record.add_articles([{"id": "w9", "headline": "又一条水渠", "paragraphs": ["通水了。"]}])
    assert "共 4 篇" in desk.get("/find", params={"q": "水渠"}).text


def test_a_fact_that_is_gone_is_told(desk: TestClient) -> None:
    page = desk.get("/stories/w1", params={"fact": "w1-f99"})
    assert page.status_code == 200
    assert "不在本稿的这个版本中" in page.text


@pytest.mark.parametrize(
    "address", ["/stories/nobody", "/stories/w1?version=7", "/stories/w1?version=-1", "/stories/../w1"]
)
def test_there_is_no_such_story(desk: TestClient, address: str) -> None:
    assert desk.get(address).status_code == 404


def test_words_of_a_page_are_never_html(desk: TestClient) -> None:
    for page in (
        desk.get("/stories/w3").text,
        desk.get("/find", params={"q": "水渠"}).text,
        desk.get("/facts?unit=km").text,
    ):
        assert "<script>alert" not in page
        assert "<b>水渠" not in page
    asked = '"><script>alert(2)</script>'
    for path in ("/find", "/facts"):
        assert "<script>alert(2)" not in desk.get(path, params={"q": asked, "speaker": asked, "paper": asked}).text


def test_both_languages_say_the_same_rows() -> None:
    import tomllib

    for name in ("find", "series", "ledgers", "audit"):
        rows = tomllib.loads(shipped(f"messages/web_{name}.toml").read_text(encoding="utf8"))
        for row in rows.values():
            assert set(re.findall(r"{\w+}", row["en"])) == set(re.findall(r"{\w+}", row["zh"])), row


def test_the_json_is_that_of_the_command_line(desk: TestClient, house: Any) -> None:
    from presscheck.record.query import Filters

    with Record(house.record, lang="zh") as record:
        told = record.find("水渠", Filters(kind="figure"), limit=1000).to_dict()
    assert desk.get("/facts.json", params={"q": "水渠", "kind": "figure"}).json() == json.loads(json.dumps(told))


def test_new_names_are_known_at_once(desk: TestClient, house: Any) -> None:
    asked = {"speaker": "柳林镇政府"}
    assert desk.get("/facts.json", params=asked).json()["total"] == 0
    with Record(house.record) as record:
        record.add_articles([{"id": "w8", "headline": "柳林", "paragraphs": ["柳林镇政府表示，水渠明年再修8公里。"]}])
    assert desk.get("/facts.json", params=asked).json()["total"] > 0
