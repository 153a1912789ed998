"""What the record keeps of work by hand: steps, the stories they changed, marks that are open, pages as they came."""

import os
import sqlite3
from pathlib import Path

import pytest

from presscheck.by_hand import Hands
from presscheck.errors import WrongUsage
from presscheck.handwork.decisions import Decision
from presscheck.handwork.moves import MergeArticles, SplitArticle
from presscheck.record import marks, opening, sheets
from presscheck.record.open_marks import TIERS, weigh
from presscheck.record.steps import arranged_since, history, steps_of
from presscheck.recording import Record

from .conftest import canals, whole

PAGE = """县城通了火车

□ 本报记者 方小舟

本报讯　昨天,第一趟列车开进县城，站台上挤满了300人，许多人是第一次看见火车。

列車每日两班，票价十二元，从县城到云州只要一个小时。今后乡亲们进城看病、卖菜都方便多了。

高山晚茶采摘忙

□ 本报记者 陶一舟

本报讯　立夏过后,海拔九百米以上的茶园才进入一年中最忙的时候。茶农天不亮就上山，一直采到天黑。

村里的茶厂今年添了两台炒茶机，每天可以多炒四百斤鲜叶。
"""


@pytest.fixture
def page(record: Record) -> Record:
    record.add_bytes(PAGE.encode(), "p1.txt")
    return record


def test_an_open_mark_leads_to_its_words(page: Record) -> None:
    total, queued = Hands(page).queue()
    assert total == len(queued) > 0
    for one in queued:
        (raw,) = [each.text for each in Hands(page).sheet("p1.txt").pages]  # type: ignore[union-attr]
        assert "".join(span.of(raw) for span in one.spans) == one.correction.before
        assert one.left + one.correction.before + one.right in raw.replace("\n", "")
        assert one.article == f"p1.txt#{one.story}"
    order = [TIERS.index(one.correction.tier) for one in queued]
    assert order == sorted(order)


@pytest.mark.parametrize("tier", TIERS)
def test_marks_of_one_tier_are_asked_for(page: Record, tier: str) -> None:
    every = Hands(page).queue()[1]
    total, queued = Hands(page).queue(tier)
    assert list(queued) == [one for one in every if one.correction.tier == tier]
    assert total == len(queued)


def test_marks_are_told_some_at_a_time(page: Record) -> None:
    hands = Hands(page)
    total, every = hands.queue()
    assert [one for at in range(total) for one in hands.queue(limit=1, offset=at)[1]] == list(every)
    assert hands.queue(document="p1.txt")[1] == every
    assert hands.queue(document="p2.txt") == (0, ())
    with pytest.raises(WrongUsage):
        hands.queue("certain")
    with pytest.raises(WrongUsage):
        hands.queue(order="m.at")


def test_marks_are_told_in_the_order_asked_for(page: Record) -> None:
    hands = Hands(page)
    total, every = hands.queue()
    for order in marks.ORDERS:
        told = hands.queue(order=order)[1]
        assert (len(told), set(told)) == (total, set(every))
        assert [one for at in range(total) for one in hands.queue(limit=1, offset=at, order=order)[1]] == list(told)
    sure = [one.correction.confidence for one in hands.queue("suspect", order="doubtful")[1]]
    assert sure == sorted(sure)
    assert sure == [one.correction.confidence for one in reversed(hands.queue("suspect", order="surest")[1])]


def test_marks_of_what_is_no_longer_current_are_not_told(page: Record) -> None:
    hands = Hands(page)
    before = hands.queue()[1]
    page.add_bytes(PAGE.encode(), "p1.txt", date="2026-06-18")
    after = hands.queue()[1]
    assert [one.correction for one in after] == [one.correction for one in before]
    assert {one.document for one in after}.isdisjoint(one.document for one in before)
    page.add_bytes("县城通了火车\n\n本报讯　昨天，第一趟列车开进县城。\n".encode(), "p1.txt")
    assert hands.queue() == (0, ())


def test_a_record_made_before_there_were_steps_lists_its_open_marks(page: Record, file: Path) -> None:
    page.add_articles(canals(3))
    before = [(one.article, one.correction) for one in Hands(page).queue()[1]]
    page.close()
    connection = sqlite3.connect(file)
    new = ("mark", "arranged", "original", "job", "asked", "judged", "log")
    for statement in (
        *(f"DROP TABLE {name}" for name in new),
        "ALTER TABLE article DROP COLUMN step",
        "DROP TABLE step",
        "PRAGMA user_version = 1",
    ):
        connection.execute(statement)
    connection.commit()
    connection.close()
    with Record(file) as record:
        assert [(one.article, one.correction) for one in Hands(record).queue()[1]] == before
        assert Hands(record).decide("p1.txt", [decision(Hands(record))], who="方小舟").step == 1
    assert whole(file)


SURE = "SELECT tier, document, story, at, confidence FROM mark ORDER BY 1, 2, 3, 4"


def without_confidence(file: Path) -> list[tuple[object, ...]]:
    """Make a record one that did not tell yet how sure marks are; what it told."""
    connection = sqlite3.connect(file)
    rows = connection.execute(SURE).fetchall()
    for statement in ("ALTER TABLE mark DROP COLUMN confidence", "PRAGMA user_version = 2"):
        connection.execute(statement)
    connection.commit()
    connection.close()
    return rows


def test_a_record_that_did_not_tell_how_sure_marks_are_tells_it(page: Record, file: Path) -> None:
    page.add_articles(canals(3))
    page.close()
    before = without_confidence(file)
    with Record(file) as record:
        assert record.store.all(SURE) == before
        assert all(row[-1] for row in before)
    assert whole(file)


def test_a_record_that_was_interrupted_while_it_was_brought_on_is_as_it_was(
    page: Record, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.close()
    before = without_confidence(file)

    def interrupted(connection: sqlite3.Connection) -> None:
        weigh(connection)
        raise KeyboardInterrupt

    monkeypatch.setitem(opening._FILLED, "0003", interrupted)
    with pytest.raises(KeyboardInterrupt):
        opening.open_to_read(file)
    monkeypatch.undo()
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    assert connection.execute("SELECT 1 FROM pragma_table_info('mark') WHERE name = 'confidence'").fetchone() is None
    connection.close()
    with Record(file) as record:
        assert record.store.all(SURE) == before


@pytest.mark.parametrize("order", marks.ORDERS)
def test_one_that_may_not_be_written_to_gives_its_marks_all_the_same(
    order: str, page: Record, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {one.correction for one in Hands(page).queue()[1]}
    page.close()
    without_confidence(file)
    monkeypatch.setattr(opening.os, "access", lambda _, mode: mode != os.W_OK)
    with Record(file) as record:
        total, queued = marks.queue(record.store, order=order)
    assert {one.correction for one in queued} == before
    assert total == len(queued)


def decision(hands: Hands) -> Decision:
    mark = hands.queue()[1][0]
    one = mark.correction
    return Decision(mark.story, one.part, one.paragraph, one.start, one.end, one.before, one.after, "accept")


# Files


def test_files_are_listed_with_what_is_open(page: Record) -> None:
    page.add_articles(canals(4), name="canals")
    hands = Hands(page)
    first, second = hands.documents()
    assert (first.name, first.kind, first.pages, first.stories, first.open) == ("canals", "articles", 0, 4, 0)
    assert (second.name, second.version, second.kind, second.pages) == ("p1.txt", 1, "pages", 1)
    assert (second.open, second.steps) == (hands.queue()[0], 0)
    assert second.added.endswith("Z")
    hands.decide("p1.txt", [decision(hands)], who="方小舟")
    (again,) = hands.documents(query="P1")
    assert (again.id, again.open, again.steps) == (second.id, second.open - 1, 1)
    assert [one.name for one in hands.documents(limit=1, offset=1)] == ["p1.txt"]
    assert hands.documents(query="%") == ()


def test_a_file_is_found_by_name_and_by_the_number_of_any_version(page: Record) -> None:
    first = Hands(page).sheet("p1.txt")
    page.add_bytes(PAGE.encode(), "p1.txt", date="2026-06-18")
    second = Hands(page).sheet("p1.txt")
    assert first
    assert second
    assert first.id != second.id
    assert Hands(page).sheet(first.id) == Hands(page).sheet(second.id) == second
    assert (first.version, second.version) == (1, 2)
    assert Hands(page).sheet("p2.txt") is Hands(page).sheet(99) is Hands(page).sheet(1 << 70) is None


def test_a_sheet_tells_its_pages(page: Record) -> None:
    page.add_bytes(PAGE.encode(), "p1.txt", date="2026-06-18")
    sheet = Hands(page).sheet("p1.txt")
    assert sheet
    (only,) = sheet.pages
    assert (only.id, only.kind, str(only.date), only.text) == ("p1", "dump", "2026-06-18", PAGE)
    assert [kept.name for kept in sheet.articles] == [f"p1.txt#{kept.article.id}" for kept in sheet.articles]
    assert all(fact.id.startswith(f"{kept.name}@2-f") for kept in sheet.articles for fact in kept.article.facts)
    assert (sheet.last_step, sheet.has_original) == (0, False)


def test_the_sheet_of_finished_articles_lists_no_stories(record: Record) -> None:
    record.add_articles(canals(3))
    sheet = Hands(record).sheet("articles")
    assert sheet
    assert (sheet.kind, sheet.pages, sheet.articles) == ("articles", (), ())


# Steps


def test_steps_are_kept_as_they_were_taken(page: Record) -> None:
    hands = Hands(page)
    first = hands.decide("p1.txt", [decision(hands)], who="方小舟", at="2026-06-18T09:30:00Z").step
    second = hands.arrange("p1.txt", [SplitArticle("a1", 1)], who="陶一舟", seen=first).step
    told = steps_of(page.store, "p1.txt", 1)
    assert [(one.number, one.kind) for one in told] == [(first, "decide"), (second, "arrange")]
    latest, oldest = history(page.store, "p1.txt")
    assert (oldest.at, oldest.who, oldest.what["accept"]) == ("2026-06-18T09:30:00Z", "方小舟", 1)
    assert (latest.who, [one["kind"] for one in latest.what["moves"]]) == ("陶一舟", ["split_article"])
    assert history(page.store, before=second) == (oldest,)
    assert history(page.store, limit=1) == (latest,)
    assert history(page.store, "p2.txt") == ()
    assert arranged_since(page.store, "p1.txt", first) == "陶一舟"
    assert arranged_since(page.store, "p1.txt", second) is None


def test_a_step_makes_new_versions_of_the_stories_it_changed_only(page: Record) -> None:
    hands = Hands(page)
    before = {kept.name: kept.version for kept in hands.sheet("p1.txt").articles}  # type: ignore[union-attr]
    assert len(before) == 2
    done = hands.decide("p1.txt", [decision(hands)], who="方小舟")
    after = {kept.name: kept.version for kept in done.sheet.articles}
    assert sorted(after[name] - version for name, version in before.items()) == [0, 1]
    assert page.article("p1.txt#a1", 1) is not None


def test_a_story_that_was_merged_is_found_no_more_and_one_that_is_new_is(page: Record) -> None:
    hands = Hands(page)
    assert page.find("茶园").hits[0].source.article == "p1.txt#a2"
    merged = hands.arrange("p1.txt", [MergeArticles("a2", "a1")], who="方小舟", seen=0)
    assert [hit.source.article for hit in page.find("茶园").hits] == ["p1.txt#a1"]
    hands.arrange("p1.txt", [SplitArticle("a1", 1)], who="方小舟", seen=merged.step)
    assert [hit.source.article for hit in page.find("茶园").hits] == ["p1.txt#a3"]
    assert whole(page.path)


def test_the_number_of_a_story_that_is_gone_is_not_given_again(page: Record) -> None:
    hands = Hands(page)
    step = hands.arrange("p1.txt", [MergeArticles("a2", "a1")], who="方小舟", seen=0).step
    assert sheets.free_number(page.store, "p1.txt") == 3
    done = hands.arrange("p1.txt", [SplitArticle("a1", 1)], who="方小舟", seen=step)
    assert [kept.article.id for kept in done.sheet.articles] == ["a1", "a3"]


# Pages as they came


@pytest.fixture
def picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that is kept as a picture is, though it can be read without the parts that read pictures."""
    from presscheck import adding

    monkeypatch.setattr(adding, "reader_of", lambda content: "image")
    file = tmp_path / "p1.png"
    file.write_text(PAGE, encoding="utf8")
    return file


def test_a_picture_is_kept(record: Record, picture: Path) -> None:
    record.add(picture)
    sheet = Hands(record).sheet("p1.png")
    assert sheet
    assert sheet.has_original
    assert Hands(record).original(sheet.sha256) == picture.read_bytes()
    assert Hands(record).original("0" * 64) is None


def test_a_picture_is_not_kept_where_that_is_not_wanted_and_can_be_kept_later(record: Record, picture: Path) -> None:
    record.add(picture, keep_original=False)
    sheet = Hands(record).sheet("p1.png")
    assert sheet
    assert not sheet.has_original
    assert record.add(picture).state == "same"
    assert Hands(record).original(sheet.sha256) == picture.read_bytes()


def test_text_is_not_kept_twice(page: Record) -> None:
    assert page.store.all("SELECT sha256 FROM original") == []
