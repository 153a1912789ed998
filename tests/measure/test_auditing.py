"""`presscheck measure audit`: errors are set into right stories, and counted where the audit finds them."""

import datetime
import json
import random
from pathlib import Path

import pytest

from presscheck.check.audit.story import Story
from presscheck.errors import RecordMissing, WrongUsage
from presscheck.measure.audit_seeds import SILENT, seeds
from presscheck.measure.auditing import AuditReport, Seeded, measure_audit, sown
from presscheck.model.found import Source
from presscheck.record.store import Store
from presscheck.recording import Record

DAY = "2026-06-18"
TEXTS = (
    ("全县去年产茶1520吨", "记者今天（6月18日）获悉，去年全县产茶1520吨，比上年多一成。"),
    ("书市开幕", "书市6月17日至25日举行，海州、云州两省的书店参加。"),
    ("水渠完工", "全县有水渠400条，其中新渠120条。新渠占比由20%提高到30%。"),
    ("云州装机", "云州光伏装机容量120万千瓦。"),
)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A record of right stories."""
    articles = tmp_path / "all.jsonl"
    rows = [
        {"id": f"a{number}", "date": DAY, "headline": headline, "paragraphs": [text]}
        for number, (headline, text) in enumerate(TEXTS)
    ]
    articles.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in rows), encoding="utf8")
    with Record(tmp_path / "my.db") as made:
        made.add(articles)
    return tmp_path / "my.db"


def stories(record: Path) -> list[Story]:
    """The stories of the record."""
    store = Store(record)
    kept = list(store.every())
    store.close()
    return [Story(Source(one.name, one.article.headline, one.date), one.article) for one in kept]


def test_right_stories_raise_no_alarm_and_errors_set_are_found(record: Path) -> None:
    report = measure_audit(record)
    assert (report.articles, report.alarms, report.per_thousand) == (4, (), 0.0)
    rows = {(one.rule, one.mutation): one.recall for one in report.rows}
    wanted = ("near-day", "day"), ("span", "day"), ("no-day", "day"), ("names", "count"), ("power", "unit")
    assert {one: rows[one] for one in wanted} == dict.fromkeys(wanted, 1.0)
    assert rows["head", "digits"] == rows["head", SILENT] == 1.0


def test_the_same_seed_sets_the_same_errors(record: Path) -> None:
    first, again = measure_audit(record, seed=3), measure_audit(record, seed=3)
    assert first.to_dict() == again.to_dict()
    assert first.recipe.startswith("audit.recall = ")
    assert len(first.lines("zh")) == len(first.rows) + 2


def test_each_error_stands_where_it_was_set(record: Path) -> None:
    for story in stories(record):
        for seed in seeds(story, random.Random(1)):
            changed = sown(story, seed)
            text = next(one for one in changed.texts() if (one.part, one.paragraph) == (seed.part, seed.paragraph))
            assert text.words[seed.start : seed.start + len(seed.after)] == seed.after != seed.before


def test_missed_errors_and_broken_silence_lower_the_scores() -> None:
    rows = (Seeded("daily", "digits", 4, 1), Seeded("daily", SILENT, 5, 4, silent=True))
    report = AuditReport(9, 100, (), rows, 1)
    assert (report.share(silent=False), report.share(silent=True)) == ((0.25, 4), (0.8, 5))
    assert AuditReport(9, 100, (), (), 1).share(silent=False) == (None, 0)


def test_what_has_no_such_stories_is_told(record: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage):
        measure_audit(record, since=datetime.date(2027, 1, 1))
    with pytest.raises(RecordMissing):
        measure_audit(tmp_path / "none.db")
