"""Scores that can be trusted: held against the slow way, against the reference, and against pages we made up."""

import json
import random
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.errors import EmptyFile, FileMissing, PageUnreadable, WrongUsage
from presscheck.measure import (
    BCubed,
    Galley,
    Piece,
    Story,
    align,
    galley,
    measure_articles,
    read_truth,
    score_stories,
    story_of,
)
from presscheck.measure.articles import score_page
from presscheck.measure.labelling import joints
from presscheck.model import Article, Paragraph, ParagraphKind, Reading, Span

BUS = {
    "kicker": "乡村新事",
    "headline": "水塔村通了班车",
    "deck": None,
    "byline": "本报记者 何小满",
    "paragraphs": [
        {"kind": "p", "text": "本报讯　九月三日清晨，首班车开进水塔村，村民早早等在新站台旁。"},
        {"kind": "sub", "text": "三十里路不再难走"},
        {"kind": "p", "text": "从村口到县城，过去要走两个小时山路，如今坐车只要四十分钟。"},
    ],
    "columns": [
        {"pieces": ["本报讯　九月三日清晨，首班车开进水塔村，村民", "早早等在新站台旁。"]},
        {"pieces": ["三十里路不再难走", "从村口到县城，过去要走两个小时山路，如今坐车只要四十分钟。"]},
    ],
}
MUSHROOMS = {
    "kicker": None,
    "headline": "香菇棚里话丰收",
    "deck": "青石镇合作社今年多了六十座大棚",
    "byline": "本报记者 何小满",
    "paragraphs": [{"kind": "p", "text": "青石镇的香菇大棚里，采菇人正忙着装筐。合作社负责人说，今年行情比去年稳。"}],
    "caption": "采菇人在棚里忙碌。　本报记者 林一舟 摄",
}
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4E40), min_size=1, max_size=12)
LABELS = st.lists(st.tuples(st.integers(0, 4), st.one_of(st.none(), st.integers(0, 4))), max_size=40)


def written(path: Path, *articles: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"articles": list(articles)}, ensure_ascii=False), encoding="utf8")
    return path


def set_type(*stories: list[str]) -> Galley:
    return galley([Story("", (), "", tuple(Piece("p", text, body=True) for text in story)) for story in stories])


def with_caption(article: dict[str, Any]) -> dict[str, Any]:
    """The article as a reading has it: the caption is one of its paragraphs, the columns are gone."""
    captions = [{"kind": "caption", "text": article["caption"]}] if article.get("caption") else []
    return {**article, "paragraphs": [*article["paragraphs"], *captions], "columns": None}


# B-cubed


def slow_bcubed(units: list[tuple[int, int | None]]) -> tuple[float, float]:
    """The definition, unit by unit, with sets."""
    found = [i for i, (_, own) in enumerate(units) if own is not None]
    precision = recall = 0.0
    for i in found:
        true = {k for k, (theirs, _) in enumerate(units) if theirs == units[i][0]}
        ours = {k for k, (_, own) in enumerate(units) if own == units[i][1]}
        precision += len(true & ours) / len(ours)
        recall += len(true & ours) / len(true)
    return precision / len(found) if found else 0.0, recall / len(units) if units else 0.0


@given(LABELS)
def test_bcubed_is_what_its_definition_says(units: list[tuple[int, int | None]]) -> None:
    fast = BCubed.of(units)
    assert (fast.precision, fast.recall) == pytest.approx(slow_bcubed(units))


@given(LABELS, LABELS)
def test_bcubed_of_two_pages_pools_their_characters(
    one: list[tuple[int, int | None]], two: list[tuple[int, int | None]]
) -> None:
    apart = BCubed.of(one) + BCubed.of(two)
    renamed = [(theirs + 10, None if own is None else own + 10) for theirs, own in two]
    together = BCubed.of(one + renamed)
    assert (apart.precision, apart.recall) == pytest.approx((together.precision, together.recall))


@pytest.mark.parametrize(
    ("units", "precision", "recall"),
    [
        ([("a", 1), ("a", 1), ("b", 2)], 1, 1),
        ([("a", 1), ("b", 1)], 1 / 2, 1),  # glued
        ([("a", 1), ("a", 2)], 1, 1 / 2),  # torn
        ([("a", 1), ("a", None)], 1, 1 / 4),  # half of it lost
        ([("a", None)], 0, 0),
    ],
)
def test_bcubed_by_hand(units: list[tuple[str, int | None]], precision: float, recall: float) -> None:
    score = BCubed.of(units)
    assert (score.precision, score.recall) == (precision, recall)


# alignment


@given(st.lists(st.lists(HAN, max_size=4), max_size=5), st.lists(st.lists(HAN, max_size=4), max_size=5))
def test_no_character_is_used_twice(true: list[list[str]], ours: list[list[str]]) -> None:
    places = align(set_type(*true), set_type(*ours))
    found = [place for place in places if place is not None]
    assert len(places) == len(set_type(*true).text)
    assert len(found) == len(set(found))
    assert all(0 <= place < len(set_type(*ours).text) for place in found)


@given(
    st.permutations(["首班车开进村", "采菇人正忙着", "大棚六十座", "山路两小时", "坐车只要四十分"]), st.integers(0, 5)
)
def test_every_piece_is_found_however_they_are_dealt(pieces: list[str], cut: int) -> None:
    true, ours = set_type(sorted(pieces)), set_type(pieces[:cut], pieces[cut:])
    places = align(true, ours)
    assert [ours.text[place] for place in places if place is not None] == list(true.text)


@pytest.mark.parametrize(
    ("true", "ours", "found"),
    [
        ("首班车开进水塔村", "首班车幵进水塔村", 8),  # misread: in its place all the same
        ("首班车开进水塔村", "首班车进水塔村", 7),
        ("首班车开进水塔村", "首班车……开进水塔村", 8),
        ("首班车开进水塔村", "采菇人正忙着装筐", 0),
        ("⾦秋时节，２０２５年", "金秋时节, 2025年", 10),  # look-alikes and widths are no misreadings
    ],
)
def test_what_counts_as_found(true: str, ours: str, found: int) -> None:
    places = align(set_type([true]), set_type([ours]))
    assert sum(place is not None for place in places) == found


def test_words_printed_twice_go_to_their_own_story() -> None:
    true = set_type(["首班车开进水塔村", "本报记者何小满"], ["采菇人正忙着装筐", "本报记者何小满"])
    ours = set_type(["本报记者何小满", "采菇人正忙着装筐"], ["本报记者何小满", "首班车开进水塔村"])
    places = align(true, ours)
    assert {
        (story, ours.story[place]) for story, place in zip(true.story, places, strict=True) if place is not None
    } == {
        (0, 1),
        (1, 0),
    }


@pytest.mark.parametrize(
    ("ours", "right"),
    [
        ([["首班车开进村", "采菇人正忙着", "大棚六十座"]], 2),
        ([["首班车开进村", "某某", "采菇人正忙着", "大棚六十座"]], 2),  # two characters between: still neighbours
        ([["首班车开进村", "某某某", "采菇人正忙着", "大棚六十座"]], 1),
        ([["采菇人正忙着", "首班车开进村", "大棚六十座"]], 0),
        ([["首班车开进村"], ["采菇人正忙着", "大棚六十座"]], 1),  # next to one another, but in two stories
        ([["首班车开进", "采菇人正忙着", "大棚六十座"]], 2),  # its last character lost
        ([["首班", "采菇人正忙着", "大棚六十座"]], 1),
        ([], 0),
    ],
)
def test_joints_by_hand(ours: list[list[str]], right: int) -> None:
    true, own = set_type(["首班车开进村", "采菇人正忙着", "大棚六十座"]), set_type(*ours)
    every, seams = joints(true, own, align(true, own))
    assert (every.right, every.of, seams.of) == (right, 2, 0)


# truth and readings as stories


def test_pieces_are_those_of_the_columns(tmp_path: Path) -> None:
    (bus, mushrooms) = read_truth(written(tmp_path / "p1.json", BUS, MUSHROOMS))
    assert [(piece.role, piece.seam) for piece in bus.pieces if piece.body] == [
        ("p", False),
        ("p", False),
        ("crosshead", True),
        ("p", False),
    ]
    assert [piece.role for piece in mushrooms.pieces] == ["headline", "deck", "byline", "p", "caption"]


def test_columns_that_do_not_add_up_are_not_believed(tmp_path: Path) -> None:
    (bus,) = read_truth(written(tmp_path / "p1.json", {**BUS, "columns": [{"pieces": ["别的文字"]}]}))
    assert [piece.text for piece in bus.pieces if piece.body] == [
        paragraph["text"]
        for paragraph in BUS["paragraphs"]  # type: ignore[attr-defined]
    ]


def test_line_numbers_become_lines(tmp_path: Path) -> None:
    lines = "青石镇纪事\n\n  香菇棚里话丰收 \n上接第一版 采菇人正忙\n着装筐。\n"
    (tmp_path / "page.txt").write_text(lines, encoding="utf8")
    story = {"headline": 1, "paragraphs": [{"kind": "p", "lines": [2, 3]}]}
    (told,) = read_truth(written(tmp_path / "page.truth.json", story))
    assert (told.name, told.body) == ("香菇棚里话丰收", "采菇人正忙着装筐")
    assert [(piece.text, piece.seam) for piece in told.pieces if piece.body] == [
        ("采菇人正忙", False),
        ("着装筐。", True),
    ]


@pytest.mark.parametrize(
    ("article", "roles"),
    [
        ({"byline": "本报记者 何小满", "inside": []}, ["byline", "p"]),
        ({"byline": "本报记者 何小满", "inside": [{"part": "byline", "paragraph": 0, "start": 0, "end": 8}]}, ["p"]),
        ({"dateline": {"text": "本报讯"}}, ["p"]),  # found in the paragraph, so it is counted there
        ({"dateline": {"text": "（青石镇九月三日电）"}}, ["dateline", "p"]),
        ({"headline": ["水塔村", "通了班车"]}, ["headline", "p"]),
    ],
)
def test_heads_are_counted_once(article: dict[str, Any], roles: list[str]) -> None:
    story = story_of({"paragraphs": [{"kind": "p", "text": "本报讯　首班车开进村。"}], **article})
    assert [piece.role for piece in story.pieces] == roles


# the whole measurement


def test_a_perfect_reading_scores_one(tmp_path: Path) -> None:
    truth = written(tmp_path / "truth" / "p1.json", BUS, MUSHROOMS).parent
    pages = written(tmp_path / "read" / "p1.scan.json", with_caption(MUSHROOMS), with_caption(BUS)).parent
    told = measure_articles(truth, pages).to_dict()
    ones = ("article_f1", "order", "whole", "headline", "recall", "successor", "seam")
    assert {name: told[name] for name in ones} == dict.fromkeys(ones, 1.0)
    assert told["bcubed"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "by_page": 1.0}
    assert (told["invented"], told["extra_per_page"], told["failed"]) == (0.0, 0.0, 0)
    assert all(list(ours) == [true] for true, ours in told["roles"].items())


@given(st.lists(st.tuples(HAN, st.lists(HAN, min_size=1, max_size=4)), min_size=1, max_size=5), st.randoms())
def test_stories_in_any_order_score_one(told: list[tuple[str, list[str]]], chance: random.Random) -> None:
    articles = [
        {
            "headline": f"{'甲乙丙丁戊'[number]}{head}",
            "byline": "本报记者",
            "paragraphs": ["子丑寅卯辰"[number] * 6, *texts],
        }
        for number, (head, texts) in enumerate(told)
    ]
    true = tuple(story_of(article) for article in articles)
    score = score_page("p1", true, tuple(chance.sample(true, len(true))))
    assert all(row.f1 == row.order == 1 and row.headline_ok for row in score.rows)
    assert (score.extra, score.bcubed.recall, score.successors.share) == (0, 1.0, 1.0 if score.successors.of else None)


def test_a_torn_story_is_seen_by_every_score(tmp_path: Path) -> None:
    truth = written(tmp_path / "truth" / "p1.json", BUS, MUSHROOMS).parent
    first, *rest = BUS["paragraphs"]  # type: ignore[misc]
    torn = [{**BUS, "paragraphs": [first]}, {"headline": None, "paragraphs": rest}, with_caption(MUSHROOMS)]
    report = measure_articles(truth, written(tmp_path / "read" / "p1.json", *torn).parent)
    assert (report.whole, report.headline, report.recall) == (0.5, 0.5, 1.0)  # the larger part has lost its headline
    assert report.bcubed.precision == 1
    assert report.bcubed.recall < 1
    assert (report.successors.right, report.successors.of) == (2, 3)
    assert (report.seams.right, report.seams.of) == (0, 1)
    assert report.worst(1)[0].headline == "水塔村通了班车"


def test_a_crosshead_counts_only_whole(tmp_path: Path) -> None:
    told = [
        {"kind": "p", "text": "渠水进村。"},
        {"kind": "sub", "text": "一条渠怎样修"},
        {"kind": "p", "text": "先修坝。"},
    ]
    cut = [told[0], {"kind": "crosshead", "text": "一条渠"}, {"kind": "p", "text": "怎样修先修坝。"}]
    truth = written(tmp_path / "truth" / "p1.json", {"headline": "北坡通水", "paragraphs": told}).parent
    report = measure_articles(truth, written(tmp_path / "cut" / "p1.json", {"headline": "北坡通水", "paragraphs": cut}))
    assert ((report.crossheads.right, report.crossheads.of), report.crossheads_told.share) == ((0, 1), 0.0)
    whole = measure_articles(
        truth, written(tmp_path / "whole" / "p1.json", {"headline": "北坡通水", "paragraphs": told})
    )
    assert (whole.crossheads.share, whole.crossheads_told.share) == (1.0, 1.0)


def test_furniture_in_a_story_is_invented(tmp_path: Path) -> None:
    truth = written(tmp_path / "truth" / "p1.json", MUSHROOMS)
    folio = {"headline": None, "paragraphs": ["青河日报　第三版"]}
    report = measure_articles(truth, written(tmp_path / "read.json", with_caption(MUSHROOMS), folio))
    assert report.invented == pytest.approx(7 / (report.pages[0].units + 7))


def test_a_page_that_fails_counts_as_lost(tmp_path: Path) -> None:
    truth = tmp_path / "truth"
    for name in ("p1", "p2", "p3"):
        written(truth / f"{name}.json", BUS)
    pages = written(tmp_path / "read" / "p1.json", with_caption(BUS)).parent
    (pages / "p2.json").write_text("{", encoding="utf8")
    report = measure_articles(truth, pages)
    assert (report.failed, report.article_f1, report.bcubed.recall) == (2, pytest.approx(1 / 3), pytest.approx(1 / 3))
    assert [failure["page"] for failure in report.to_dict()["failures"]] == ["p2", "p3"]
    assert measure_articles(truth, pages, only={"p1"}).article_f1 == 1


def read_as_one(page: Path) -> Reading:
    """The crudest reader: the page is one story."""
    text = page.read_text(encoding="utf8")
    if not text:
        raise EmptyFile(file=page)
    paragraph = Paragraph(ParagraphKind.P, text, (Span("p1", 0, len(text)),))
    made_by = (("presscheck", "9.9.9"), ("language_model", "char5-test"), ("threads", "threads-test"))
    return Reading((), (), (Article("a1", paragraphs=(paragraph,)),), made_by=made_by)


def test_page_files_are_read(tmp_path: Path) -> None:
    truth = written(tmp_path / "p1.json", BUS)
    written(tmp_path / "p2.json", BUS)
    words = "".join(paragraph["text"] for paragraph in BUS["paragraphs"])  # type: ignore[index]
    (tmp_path / "p1.txt").write_text(words, encoding="utf8")
    (tmp_path / "p2.txt").write_text("", encoding="utf8")
    report = measure_articles(tmp_path, tmp_path, read=read_as_one)
    assert [row.f1 for row in report.rows] == [1.0, 0.0]
    assert isinstance(report.pages[1].reason, EmptyFile)
    assert report.recipe.endswith("(2) | model:char5-test+none+threads-test | v:9.9.9")
    assert measure_articles(truth, tmp_path / "p1.txt", read=read_as_one).article_f1 == 1
    assert measure_articles(tmp_path, tmp_path / "p1.txt", read=read_as_one).article_f1 == 1


def test_the_recipe_changes_with_every_byte(tmp_path: Path) -> None:
    truth = written(tmp_path / "truth" / "p1.json", BUS)
    page = written(tmp_path / "read" / "p1.json", BUS)
    recipe = measure_articles(truth, page).recipe
    assert measure_articles(truth, page).recipe == recipe
    page.write_text(page.read_text(encoding="utf8") + "\n", encoding="utf8")
    assert measure_articles(truth, page).recipe != recipe


def test_nothing_to_measure_is_said(tmp_path: Path) -> None:
    page = written(tmp_path / "read" / "p1.json", BUS)
    with pytest.raises(FileMissing):
        measure_articles(tmp_path / "truth", page)
    with pytest.raises(FileMissing):
        measure_articles(page, tmp_path / "pages")
    (tmp_path / "empty").mkdir()
    with pytest.raises(WrongUsage):
        measure_articles(tmp_path / "empty", page)
    page.write_text("[]", encoding="utf8")
    with pytest.raises(PageUnreadable):
        measure_articles(page, page)


def test_the_report_speaks_both_languages(tmp_path: Path) -> None:
    truth = written(tmp_path / "truth" / "p1.json", BUS).parent
    report = measure_articles(truth, tmp_path / "truth")
    en, zh = report.lines("en"), report.lines("zh")
    assert len(en) == len(zh)
    assert en[-1] == zh[-1] == report.recipe
    assert any("p1" in line and "no such file" in line for line in en)
    assert any("p1" in line and "没有这个文件" in line for line in zh)
    assert json.loads(json.dumps(report.to_dict()))["failed"] == 1


# against the reference


@pytest.fixture(scope="module")
def reference(shared: Path) -> dict[str, Any]:
    return runpy.run_path(str(shared / "tools" / "score_articles.py"))


def perturbed(articles: list[dict[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    """The articles misread: glued, torn, shuffled, misspelt, their heads swapped or gone."""
    out: list[dict[str, Any]] = []
    heads = [article["headline"] for article in articles]
    for article in articles:
        paragraphs = [dict(paragraph) for paragraph in article["paragraphs"]]
        if chance.random() < 0.4:
            chance.shuffle(paragraphs)
        for paragraph in paragraphs:
            if chance.random() < 0.3:
                paragraph["text"] = "".join(c for c in paragraph["text"] if chance.random() < 0.9)
            paragraph["kind"] = chance.choice(["p", "p", "p", "crosshead", "caption"])
        cut = chance.randint(0, len(paragraphs))
        headline = article["headline"] if chance.random() < 0.7 else chance.choice([None, *heads])
        told = {"kicker": article.get("kicker"), "headline": headline, "deck": None}
        if chance.random() < 0.3 and out:
            out[-1]["paragraphs"] += paragraphs[:cut]
        else:
            out.append({**told, "paragraphs": paragraphs[:cut]})
        out.append({"headline": None, "paragraphs": [paragraph["text"] for paragraph in paragraphs[cut:]]})
    chance.shuffle(out)
    return out[: chance.randint(0, len(out))]


def same_as_reference(reference: dict[str, Any], truth: Path, articles: list[dict[str, Any]]) -> None:
    rows, extra = reference["score_page"](reference["load_truth"](truth), {"articles": articles})
    ours, our_extra = score_stories("p", read_truth(truth), [story_of(article) for article in articles])
    assert [(row.f1, row.order, row.whole, row.headline_ok) for row in ours] == rows
    assert our_extra == extra


@pytest.mark.parametrize("seed", range(12))
def test_scores_are_the_references_on_misread_pages(shared: Path, reference: dict[str, Any], seed: int) -> None:
    chance = random.Random(seed)
    truth = chance.choice(sorted((shared / "data" / "pages" / "typeset").glob("*.json")))
    articles = json.loads(truth.read_text(encoding="utf8"))["articles"]
    same_as_reference(reference, truth, perturbed(articles, chance))


def one_story(paragraphs: list[str]) -> list[dict[str, Any]]:
    return [{"headline": paragraphs[1], "paragraphs": paragraphs}]


def a_story_each(paragraphs: list[str]) -> list[dict[str, Any]]:
    return [{"headline": None, "paragraphs": [paragraph]} for paragraph in paragraphs]


@pytest.mark.parametrize("naive", [one_story, a_story_each])
@pytest.mark.parametrize("dumps", ["columns", "blocks"])
def test_scores_are_the_references_on_naive_readings(
    shared: Path,
    reference: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    dumps: str,
    naive: Callable[[list[str]], list[dict[str, Any]]],
) -> None:
    truth = shared / "data" / "pages" / "typeset"
    for page in sorted((shared / "data" / "pages" / "dumps" / dumps).glob("*.txt"))[::5]:
        paragraphs = [line.strip() for line in page.read_text(encoding="utf8").split("\n") if line.strip()]
        written(tmp_path / f"{page.stem}.json", *naive(paragraphs))
    reference["main"](truth, tmp_path, only_present=True)
    told = json.loads(capsys.readouterr().out)
    ours = measure_articles(truth, tmp_path, only={page.stem for page in tmp_path.iterdir()}).to_dict()
    assert {name: ours[name] for name in told} == told


def test_scores_are_the_references_on_the_page_it_all_starts_from(shared: Path, reference: dict[str, Any]) -> None:
    truth = shared / "data" / "seed-page.truth.json"
    whole = [{**article, "dateline": None} for article in reference["load_truth"](truth)["articles"]]
    same_as_reference(reference, truth, whole)
    same_as_reference(reference, truth, perturbed(whole, random.Random(1)))
    score = score_page("seed", read_truth(truth), tuple(story_of(article) for article in whole))
    assert (score.bcubed.precision, score.seams.share) == (1.0, 1.0)
