"""Links over pages held against the true ones: what counts as found, as wrong, and as lost for which reason."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from presscheck import pipeline
from presscheck.errors import EmptyFile, FileMissing, PageUnreadable, WrongUsage
from presscheck.measure.jumps import JumpsReport, measure_jumps
from presscheck.model import Article, Jump, Paragraph, ParagraphKind, Reading, Span

WELL, FOREST, MARKET, FERRY = "well", "forest", "market", "ferry"
HALVES = {
    WELL: (
        "石桥村打出深井，清水顺着管道流进各家水缸，老人们早早提桶等在井边，都说这水",
        "比山泉还要甜。村里又接通了二十里水管，往后天旱也不用再赶着牛车下山拉水。",
    ),
    FOREST: (
        "护林员老魏在云杉林里巡了三十年，他的脚印连起来能绕山一百圈，背包里总装着",
        "干粮和一只哨子。如今无人机替他看山头，他在屏幕前仍叫得出每条沟谷的名字。",
    ),
    MARKET: (
        "青石镇的早市天不亮就开张，豆腐摊前冒着热气，卖菜的农妇把露水未干的豆角码得",
        "整整齐齐。管理所新搭了顶棚，雨天不必收摊，早市的灯一直亮到上午十点。",
    ),
    FERRY: (
        "渡口的木船退役了，新建的浮桥能过汽车，撑了半辈子篙的船工当上了守桥人，",
        "每天清晨检查缆绳，记下水位。孩子们上学不用等船，五分钟便走到对岸。",
    ),
}  # fmt: skip


def true_half(story: str, part: int, **more: object) -> dict[str, object]:
    """One half as the truth has it; the mark says on which side the other is."""
    mark = {"jump_from": "上接第一版"} if part else {"jump_to": "下转第三版"}
    return {"id": story, "headline": None, "paragraphs": [{"kind": "p", "text": HALVES[story][part]}], **mark, **more}


def half(story: str, part: int, to: str | None = None, *, marked: bool = True, beside: str = "") -> Article:
    """One half as we read it, at times with the text of another story ``beside`` it."""
    texts = [HALVES[story][part], *([beside] if beside else [])]
    jump = Jump("转版", article=to, confidence=0.9) if marked else None
    marks = {"jump_from": jump} if part else {"jump_to": jump}
    paragraphs = tuple(Paragraph(ParagraphKind.P, text, (Span("p1", 0, len(text)),)) for text in texts)
    return Article(f"{story}-{part + 1}", paragraphs=paragraphs, **marks)


def both(story: str, **more: bool) -> tuple[Article, Article]:
    """Both halves of a story as we read it, linked."""
    return half(story, 0, f"0612-p3#{story}-2", **more), half(story, 1, f"0612-p1#{story}-1", **more)


Measure = Callable[..., JumpsReport]


@pytest.fixture
def measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Measure:
    """Measure true articles against ours, both given page by page; our links stand as they are given."""
    monkeypatch.setattr(pipeline, "link_issue", dict)

    def measure(true: dict[str, list[dict[str, object]]], ours: dict[str, list[Article]]) -> JumpsReport:
        for folder in ("truth", "pages"):
            (tmp_path / folder).mkdir(exist_ok=True)
        for name, articles in true.items():
            told = json.dumps({"articles": articles}, ensure_ascii=False)
            (tmp_path / "truth" / f"{name}.json").write_text(told, encoding="utf8")
        for name in ours:
            (tmp_path / "pages" / f"{name}.txt").write_text("版面", encoding="utf8")

        def read(page: Path) -> Reading:
            if not ours[page.stem]:
                raise EmptyFile(file=page)
            return Reading((), (), tuple(ours[page.stem]), made_by=(("presscheck", "9.9.9"), ("matter", "matter-test")))

        return measure_jumps(tmp_path / "truth", tmp_path / "pages", read=read)

    return measure


FRONT, BACK = "0612-p1", "0612-p3"
TRUTH = {FRONT: [true_half(WELL, 0), true_half(FOREST, 0)], BACK: [true_half(WELL, 1), true_half(FOREST, 1)]}
LINKED = {story: both(story) for story in HALVES}


def outcomes(report: JumpsReport) -> dict[str, str]:
    """What became of the story with this beginning."""
    return {link.headline[:3]: link.outcome.value for link in report.links}


def test_links_between_halves_are_right(measure: Measure) -> None:
    report = measure(TRUTH, {FRONT: [LINKED[WELL][0], LINKED[FOREST][0]], BACK: [LINKED[FOREST][1], LINKED[WELL][1]]})
    assert outcomes(report) == {"石桥村": "right", "护林员": "right"}
    assert (report.recall, report.precision, report.wrong) == (1.0, 1.0, ())


def test_a_link_to_another_stories_half_is_wrong_and_the_right_one_lost(measure: Measure) -> None:
    crossed = half(WELL, 0, "0612-p3#forest-2")
    report = measure(TRUTH, {FRONT: [crossed, half(FOREST, 0)], BACK: [half(WELL, 1), half(FOREST, 1)]})
    assert outcomes(report) == {"石桥村": "unlinked", "护林员": "unlinked"}
    assert [(link.first, link.second, link.confidence) for link in report.wrong] == [
        ("0612-p1#well-1", "0612-p3#forest-2", 0.9)
    ]
    assert (report.recall, report.precision) == (0.0, 0.0)


LOST = [
    ("no mark below the first half", [half(WELL, 0, marked=False)], [half(WELL, 1)], "unmarked"),
    ("no mark above the second half", [half(WELL, 0)], [half(WELL, 1, marked=False)], "unmarked"),
    ("both marks, and yet no link", [half(WELL, 0)], [half(WELL, 1)], "unlinked"),
    ("a half that is in no story of ours", [half(WELL, 0)], [half(FOREST, 1)], "misread"),
    ("a link between stories that are none of its halves", list(both(MARKET)[:1]), [half(FOREST, 1)], "misread"),
]


@pytest.mark.parametrize(("front", "back", "outcome"), [row[1:] for row in LOST], ids=[row[0] for row in LOST])
def test_a_link_is_lost_for_a_reason(measure: Measure, front: list[Article], back: list[Article], outcome: str) -> None:
    front = [replace(article, jump_to=article.jump_to and replace(article.jump_to, article=None)) for article in front]
    report = measure({FRONT: [true_half(WELL, 0)], BACK: [true_half(WELL, 1)]}, {FRONT: front, BACK: back})
    assert outcomes(report) == {"石桥村": outcome}
    assert report.outcomes[outcome] == len(report.links) == 1
    assert (report.recall, report.precision, report.wrong) == (0.0, None, ())


def test_a_half_glued_to_another_story_is_linked_all_the_same(measure: Measure) -> None:
    front, back = both(WELL)
    glued = half(WELL, 1, beside=HALVES[MARKET][0] + HALVES[MARKET][1])
    true = {FRONT: [true_half(WELL, 0)], BACK: [true_half(WELL, 1), {**true_half(MARKET, 1), "jump_from": None}]}
    report = measure(true, {FRONT: [front], BACK: [replace(glued, jump_from=back.jump_from)]})
    assert (report.recall, report.wrong) == (1.0, ())


def test_half_a_half_is_a_half(measure: Measure) -> None:
    front, back = both(FOREST)
    (paragraph,) = back.paragraphs
    torn = replace(back, paragraphs=(replace(paragraph, text=paragraph.text[: len(paragraph.text) // 3]),))
    report = measure({FRONT: [true_half(FOREST, 0)], BACK: [true_half(FOREST, 1)]}, {FRONT: [front], BACK: [torn]})
    assert report.recall == 1.0


TRUE_LINKS = [
    ("both halves of one story", [true_half(WELL, 0)], [true_half(WELL, 1)], 1),
    ("halves of two stories", [true_half(WELL, 0)], [true_half(FOREST, 1)], 0),
    ("a story twice, without marks", [true_half(WELL, 0, jump_to=None)], [true_half(WELL, 1, jump_from=None)], 0),
    ("a mark that leads nowhere", [true_half(WELL, 0)], [true_half(FOREST, 0, jump_to=None)], 0),
    ("halves without names", [true_half(WELL, 0, id=None)], [true_half(WELL, 1, id=None)], 0),
    ("a page number for a mark", [true_half(WELL, 0, jump_to=3)], [true_half(WELL, 1)], 1),
]  # fmt: skip


@pytest.mark.parametrize(
    ("front", "back", "count"), [row[1:] for row in TRUE_LINKS], ids=[row[0] for row in TRUE_LINKS]
)
def test_halves_bear_one_id_and_their_marks(
    measure: Measure, front: list[dict[str, object]], back: list[dict[str, object]], count: int
) -> None:
    report = measure({FRONT: front, BACK: back}, {FRONT: [half(WELL, 0)], BACK: [half(WELL, 1)]})
    assert len(report.links) == count


def test_a_story_over_three_pages_has_two_links(measure: Measure) -> None:
    parts = [HALVES[FERRY][0], HALVES[FERRY][1][:20], HALVES[FERRY][1][20:]]
    true = [{"id": FERRY, "headline": None, "paragraphs": [{"kind": "p", "text": text}]} for text in parts]
    marks: list[dict[str, object]] = [
        {"jump_to": "下转第二版"},
        {"jump_from": "上接第一版", "jump_to": "下转第三版"},
        {"jump_from": "上接第二版"},
    ]
    pages = ["0612-p1", "0612-p2", "0612-p3"]
    told = {page: [{**article, **mark}] for page, article, mark in zip(pages, true, marks, strict=True)}
    report = measure(told, {page: [half(FERRY, 0)] for page in pages})
    assert [(link.first, link.second) for link in report.links] == [("0612-p1", "0612-p2"), ("0612-p2", "0612-p3")]


def test_pages_of_two_issues_are_kept_apart(measure: Measure) -> None:
    front, back = both(WELL)
    true = {"0612-p1": [true_half(WELL, 0)], "0613-p3": [true_half(WELL, 1)]}
    report = measure(true, {"0612-p1": [replace(front, jump_to=Jump("下转第三版"))], "0613-p3": [back]})
    assert [(issue.name, issue.pages) for issue in report.issues] == [("0612", 1), ("0613", 1)]
    assert report.links == ()
    assert report.recall is report.precision is None


@pytest.mark.parametrize("missing", [None, []], ids=["no file", "a file that cannot be read"])
def test_a_page_that_fails_loses_its_links_and_no_others(measure: Measure, missing: list[Article] | None) -> None:
    true = {
        FRONT: [true_half(WELL, 0), true_half(FERRY, 0)],
        BACK: [true_half(WELL, 1)],
        "0612-p4": [true_half(FERRY, 1)],
    }
    ours = {FRONT: [LINKED[WELL][0], half(FERRY, 0)], BACK: [LINKED[WELL][1]]}
    report = measure(true, ours | ({} if missing is None else {"0612-p4": missing}))
    assert outcomes(report) == {"石桥村": "right", "渡口的": "misread"}
    (failure,) = [failure for issue in report.issues for failure in issue.failures]
    assert failure[0] == "0612-p4"
    assert isinstance(failure[1], FileMissing if missing is None else EmptyFile)


def test_the_report_says_it_all_in_both_languages(measure: Measure) -> None:
    crossed = half(WELL, 0, "0612-p3#forest-2")
    true = {**TRUTH, "0612-p4": [true_half(FERRY, 1)]}
    report = measure(true, {FRONT: [crossed, half(FOREST, 0)], BACK: [half(WELL, 1), half(FOREST, 1)]})
    english, chinese = report.lines("en"), report.lines("zh")
    assert len(english) == len(chinese) == 6
    assert english[-1] == chinese[-1] == report.recipe
    assert any("0612-p1#well-1" in line and "0612-p3#forest-2" in line for line in english)
    assert any("0612-p4" in line and "没有这个文件" in line for line in chinese)
    told = json.loads(json.dumps(report.to_dict()))
    assert (told["links"], told["right"], told["unlinked"], told["wrong"], told["failed"]) == (2, 0, 2, 1, 1)
    assert (told["recall"], told["precision"]) == (0.0, 0.0)
    assert told["rows"][0] == {"headline": HALVES[WELL][0][:24], "from": FRONT, "to": BACK, "outcome": "unlinked"}
    assert told["wrong_links"][0]["to"] == "0612-p3#forest-2"


def test_the_recipe_names_what_made_the_readings_and_changes_with_every_byte(measure: Measure, tmp_path: Path) -> None:
    ours = {FRONT: [LINKED[WELL][0]], BACK: [LINKED[WELL][1]]}
    recipe = measure(TRUTH, ours).recipe
    assert recipe.startswith("jumps.recall = 0.5000 | wrong:0 | pages:")
    assert recipe.endswith("(2) | model:none+matter-test+none | v:9.9.9")
    assert measure(TRUTH, ours).recipe == recipe
    (tmp_path / "truth" / f"{BACK}.json").write_text(json.dumps({"articles": []}), encoding="utf8")
    assert measure({FRONT: TRUTH[FRONT]}, ours).recipe != recipe


def test_nothing_to_measure_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        measure_jumps(tmp_path / "truth", tmp_path)
    with pytest.raises(FileMissing):
        measure_jumps(tmp_path, tmp_path / "pages")
    with pytest.raises(WrongUsage):
        measure_jumps(tmp_path, tmp_path)
    (tmp_path / "0612-p1.json").write_text("[]", encoding="utf8")
    with pytest.raises(PageUnreadable):
        measure_jumps(tmp_path, tmp_path)


def test_the_pages_that_come_with_the_project_are_all_linked(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data" / "pages" / "typeset"
    for name in ("101-003", "101-008"):
        for page in ("p1", "p3"):
            for ending in ("json", "pdf"):
                (tmp_path / f"{name}-{page}.{ending}").write_bytes((folder / f"{name}-{page}.{ending}").read_bytes())
    report = measure_jumps(tmp_path, tmp_path)
    assert (report.outcomes["right"], len(report.links), report.wrong) == (2, 2, ())
