"""The grammar of heads and marks: every row with its own examples, then what the marks say, then the invariants."""

import datetime
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck import data
from presscheck.articles import heads
from presscheck.articles.heads import Folio, Mark, dateline, folio, jump, marks, stack
from presscheck.hanzi import fold
from presscheck.model import Jump, Role

TABLE = data.rows("heads")
RULES = {rule.id: rule for rule in heads.rules()}
YES = [pytest.param(row, line, id=f"{row['id']}-{line}") for row in TABLE["row"] for line in row["yes"]]
NO = [pytest.param(row, line, id=f"{row['id']}-{line}") for row in TABLE["row"] for line in row["no"]]
STACK = [
    pytest.param(sign, part, wanted, id=f"{sign}-{part}")
    for sign, row in TABLE["stack"].items()
    for key, wanted in (("yes", True), ("no", False))
    for part in row[key]
]


WHOLE = [
    pytest.param(f"{table}.{name}", line, wanted, id=f"{table}.{name}-{line}")
    for table in ("notice", "byline")
    for name, row in TABLE[table].items()
    for key, wanted in (("yes", True), ("no", False))
    for line in row[key]
]
TELLS = {
    "notice.heading": heads.heads_notice,
    "notice.closing": heads.closes_notice,
    "byline.bare": heads.could_sign,
}


@pytest.mark.parametrize(("name", "line", "wanted"), WHOLE)
def test_what_a_line_is_as_a_whole(name, line, wanted):
    assert TELLS[name](fold(line)) is wanted


def claims(row, line):
    """Whether this row alone claims a stretch of the line."""
    rule = RULES[row["id"]]
    words = fold(line.strip())
    tries = {
        "line": rule.anywhere().fullmatch,
        "start": rule.anywhere().match,
        "end": rule.at_end().search,
        "inside": rule.anywhere().search,
    }
    return any(tries[where](words) for where in rule.where)


def told(text):
    """The marks of a line as a reader would list them."""
    return [(mark.role.value, text[mark.start : mark.end]) for mark in marks(text)]


# ---- the rows


@pytest.mark.parametrize(("row", "line"), YES)
def test_row_claims_its_examples(row, line):
    assert claims(row, line)


@pytest.mark.parametrize(("row", "line"), NO)
def test_row_leaves_what_is_not_its_own(row, line):
    assert not claims(row, line)


@pytest.mark.parametrize(("row", "line"), YES)
def test_all_rows_together_give_an_example_the_role_of_its_own_row(row, line):
    assert row["role"] in {mark.role.value for mark in marks(line)}


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.hint], ids=lambda rule: rule.id)
def test_a_row_fits_in_no_line_without_its_hint(rule):
    lines = [fold(line) for row in TABLE["row"] for line in [*row["yes"], *row["no"]]]
    for line in lines + [before + after for before, after in pairwise(lines)]:
        if not rule.may_stand_in(line):
            assert not claims({"id": rule.id}, line)


def test_rows_are_named_once_and_carry_examples_both_ways():
    ids = [row["id"] for row in TABLE["row"]]
    assert len(ids) == len(set(ids))
    for row in TABLE["row"]:
        assert row["yes"], row["id"]
        assert row["no"], row["id"]
        assert RULES[row["id"]].where <= {"line", "start", "end", "inside"}


def test_every_piece_is_used():
    written = str(TABLE)
    assert {name for name in TABLE["pieces"] if f"{{{name}}}" not in written} == set()


# ---- lines as they stand on pages

LINES = [
    # Marks behind one another: dateline, byline, story, signature, jump line.
    ("本报讯（记者 周田）渠水上了北坡。", [("dateline", "本报讯"), ("byline", "（记者 周田）")]),
    (
        "　　新华社北坡6月17日电　（记者周田、吴溪）渠水到了。",
        [("dateline", "新华社北坡6月17日电"), ("byline", "（记者周田、吴溪）")],
    ),
    ("渠水到了。（周田）（下转第三版）", [("byline", "（周田）"), ("jump_to", "（下转第三版）")]),
    ("上接第一版 渠水到了。", [("jump_from", "上接第一版")]),
    (
        "（上接第一版）　本报北坡6月17日讯　渠水到了。",
        [("jump_from", "（上接第一版）"), ("dateline", "本报北坡6月17日讯")],
    ),
    ("本报讯（记者 周田）", [("dateline", "本报讯"), ("byline", "（记者 周田）")]),
    ("本报讯　记者周田报道：渠水到了。", [("dateline", "本报讯"), ("byline", "记者周田报道：")]),
    ("昨日，渠水到了北坡（记者 周田）。", [("byline", "（记者 周田）")]),
    ("　本报记者 张禾　", [("byline", "本报记者 张禾")]),
    ("▲上接第三版", [("jump_from", "▲上接第三版")]),
    ("（接第1版）渠水到了。", [("jump_from", "（接第1版）")]),
    ("渠水到了▶▶下转第3版", [("jump_to", "▶▶下转第3版")]),
    ("渠水到了北▶下转3版▶▶", [("jump_to", "▶下转3版▶▶")]),
    ("渠水到了（《渠水上北坡》下转第三版）", [("jump_to", "（《渠水上北坡》下转第三版）")]),
    ("渠水到了。（转下版）", [("jump_to", "（转下版）")]),
    ("►渠水上北坡 02版", [("furniture", "►渠水上北坡 02版")]),
    # Look-alikes and full-width figures are read as what they look like.
    ("新华社北坡６月１７日电　渠水到了。", [("dateline", "新华社北坡６月１７日电")]),
    ("（下转第３版）", [("jump_to", "（下转第３版）")]),
    # Body text that only sounds like a mark.
    ("转第四中学", []),
    ("本报记者了解到，渠水到了北坡。", []),
    ("本报记者在现场看到", []),
    ("新华社发表文章，谈到北坡的渠。", []),
    ("承上接下的一段渠修了三年。", []),
    ("墙上的图为孩子们所画。", []),
    ("一、要把渠修好。二、要把路修通。", []),
    ("昨天是记者的节日（记者节），渠边来了许多人。", []),
    ("文/理科", []),
    ("责任编辑说，这篇稿子改了三遍。", []),
    ("3月5日讯", []),
    ("记者从水管所了解到，渠水到了北坡。", []),
    ("据新华社报道，渠水到了北坡。", []),
    ("渠水上北坡", []),
    ("", []),
    ("　　", []),
]


@pytest.mark.parametrize(("line", "wanted"), LINES)
def test_marks_of_a_line(line, wanted):
    assert told(line) == wanted


def test_whole_says_that_only_space_stands_outside():
    assert [mark.whole for mark in marks("　本报讯　")] == [True]
    assert [mark.whole for mark in marks("本报讯　渠水到了。")] == [False]
    assert [mark.whole for mark in marks("本报讯（记者 周田）")] == [False, False]


# ---- what the marks say

FOLIOS = [
    ("东江日报　2026年2月23日　第1版", Folio("东江日报", datetime.date(2026, 2, 23), 1, True)),
    ("3 要闻 2026年6月18日 星期四", Folio(None, datetime.date(2026, 6, 18), 3, True)),
    ("东 江 日 报 二〇二六年六月十八日 星期四 第三版", Folio("东江日报", datetime.date(2026, 6, 18), 3, True)),
    ("2026-06-18 星期四 A2版", Folio(None, datetime.date(2026, 6, 18), 2, True)),
    ("第3版 要闻", Folio(None, None, 3, False)),
    ("6月18日 星期四 第3版", Folio(None, None, 3, False)),
    ("2026年2月30日 星期四 第3版", Folio(None, None, 3, False)),
    ("A02", Folio(None, None, 2, False)),
    ("要闻 星期四 2026年6月18日 今日8版 2", Folio(None, datetime.date(2026, 6, 18), 2, True)),
    ("2026年6月18日 国内统一刊号 CN 11-0001", Folio(None, datetime.date(2026, 6, 18), None, True)),
    ("今日8版 第25678期", None),
    ("今日12版", None),
    ("今日12版 2026年6月18日 星期四 第3版", Folio(None, datetime.date(2026, 6, 18), 3, True)),
    ("渠水上北坡", None),
    ("责任编辑 周田", None),
    ("东江日报 2026年6月18日 第3版 渠水上了北坡。", None),
]


@pytest.mark.parametrize(("line", "wanted"), FOLIOS)
def test_folio(line, wanted):
    assert folio(line) == wanted


DATELINES = [
    ("新华社北坡6月17日电", 2026, ("新华社", "北坡", datetime.date(2026, 6, 17), True)),
    ("新华社北坡2025年6月17日电", 2026, ("新华社", "北坡", datetime.date(2025, 6, 17), False)),
    ("本报６月１７日讯", 2026, ("本报", None, datetime.date(2026, 6, 17), True)),
    ("本报东江二〇二五年六月十七日电", None, ("本报", "东江", datetime.date(2025, 6, 17), False)),
    ("新华社阿布北港3月1日电", None, ("新华社", "阿布北港", None, False)),
    ("本报北坡2月30日讯", 2026, ("本报", "北坡", None, False)),
    ("据新华社北坡6月17日电", 2026, ("新华社", "北坡", datetime.date(2026, 6, 17), True)),
    ("东江日报北坡6月17日电", 2026, ("东江日报", "北坡", datetime.date(2026, 6, 17), True)),
    ("新华社东江17日电", 2026, ("新华社", "东江", None, False)),
    ("本报讯", 2026, ("本报", None, None, False)),
]


@pytest.mark.parametrize(("words", "year", "wanted"), DATELINES)
def test_dateline(words, year, wanted):
    text = f"　　{words}　渠水到了北坡。"
    read = dateline(text, marks(text)[0], year)
    assert read.text == words
    assert (read.agency, read.place, read.date, read.inferred) == wanted


JUMPS = [
    ("上接第一版", 1),
    ("（上接第１版）", 1),
    ("上接A2版", 2),
    ("上接01版", 1),
    ("（上接头版）", 1),
    ("下转三版", 3),
    ("下转第十二版", 12),
    ("下转第 四 版", 4),
    ("下转B3", 3),
]


@pytest.mark.parametrize(("words", "page"), JUMPS)
def test_jump_names_its_page(words, page):
    assert jump(marks(words)[0], words) == Jump(words, page)


@pytest.mark.parametrize(("row", "line"), [case for case in YES if case.values[0]["role"].startswith("jump")])
def test_every_jump_line_names_a_page_unless_its_row_has_no_number(row, line):
    (mark,) = [mark for mark in marks(line) if mark.role.value == row["role"]]
    page = jump(mark, line).page
    assert page is None if row["id"].endswith(".unnumbered") else page in range(1, 13)


TITLES = [
    ("上接第一版", None),
    ("（下转第三版）", None),
    ("(上接第1版《渠水上北坡》)", "渠水上北坡"),
    ("（上接第1版渠水上北坡）", "渠水上北坡"),
    ("《渠水上北坡》上接第一版", "渠水上北坡"),
    ("（《渠水上北坡》下转第三版）", "渠水上北坡"),
    ("渠水上北坡 下转第四版", "渠水上北坡"),
    ("（下转第３版《渠水上北坡　南湾受益》）", "渠水上北坡　南湾受益"),
    ("（接上版〈渠水上北坡〉）", "渠水上北坡"),
    ("渠水上北坡", None),
]


@pytest.mark.parametrize(("words", "title"), TITLES)
def test_jump_line_tells_the_title_of_its_story(words, title):
    assert heads.jump_title(words) == title


# ---- stacks of headlines

STACKS = [
    ([], ""),
    (["渠水上北坡"], "H"),
    (["全市三年修成灌渠两千三百里", "北坡十二村告别旱田"], "HD"),
    (["周田在北坡调研时强调", "把渠修到每一块田"], "KH"),
    (["渠畔人家：", "一家三代守渠人"], "KH"),
    (["修渠记", "北坡十二村三年修成灌渠"], "KH"),
    (["渠水上北坡田田得灌", "大路通南湾户户出门"], "HH"),
    (["渠水上北坡", "——东江市修渠三年记"], "HD"),
    (["新春走基层", "渠水上北坡", "——东江市修渠三年记"], "KHD"),
    (["全市水利会议昨天召开", "把渠修到每一块田", "三年内新修灌渠两千里 北坡先行一步"], "KHD"),
    (["渠水上北坡", "——东江市修渠三年记", "十二村旱田今年改种水稻"], "HDD"),
    (["渠畔人家", "一家三代守渠"], "KH"),
    (["清渠一路上北坡", "好水从此进百姓家", "——东江市修渠三年记"], "HHD"),
    (["新春走基层", "清渠一路上北坡", "好水从此进百姓家", "——东江市修渠三年记"], "KHHD"),
    (["就当前灌溉形势", "东江市召开水利工作座谈会"], "KH"),
    # One headline set on two lines: the first ends in the middle.
    (["北坡村民说“渠是大家的", "水也是大家的”"], "HH"),
    (["周田会见南湾水管所和", "北坡水管所代表"], "HH"),
]
LETTERS = {Role.KICKER: "K", Role.HEADLINE: "H", Role.DECK: "D"}


@pytest.mark.parametrize(("lines", "wanted"), STACKS)
def test_stack(lines, wanted):
    assert "".join(LETTERS[role] for role in stack(lines)) == wanted


def test_a_line_that_goes_on_is_of_one_part():
    lines = ["周田会见来访的", "南湾水管所代表", "——侧记"]
    assert [role.value for role in stack(lines, [False, True, False])] == ["headline", "headline", "deck"]


def test_a_series_does_not_go_on_in_its_headline():
    assert [role.value for role in stack(["新春走基层", "渠水上北坡"], [False, True])] == ["kicker", "headline"]


@pytest.mark.parametrize(("sign", "part", "wanted"), STACK)
def test_stack_rows(sign, part, wanted):
    assert heads._shows(sign, part) is wanted


# ---- what holds for any text

PIECES = [line for row in TABLE["row"] for line in row["yes"]] + list("，。（）“”　 \n一二三版记者摄电讯1２⾦▲—")
PRINT = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
TEXTS = st.one_of(st.text(max_size=60), PRINT)


@given(TEXTS)
def test_marks_stand_in_the_text_and_apart(text):
    found = marks(text)
    places = [place for mark in found for place in (mark.start, mark.end)]
    assert places == sorted(places)
    for mark in found:
        words = text[mark.start : mark.end]
        assert 0 <= mark.start < mark.end <= len(text)
        assert words == words.strip()
        assert mark.whole == (words == text.strip())


@given(TEXTS)
def test_marks_stay_where_they_are_when_the_text_is_folded(text):
    assert marks(fold(text)) == marks(text)


@given(TEXTS)
def test_marks_can_be_read(text):
    for mark in marks(text):
        if mark.role is Role.DATELINE:
            assert dateline(text, mark, 2026).text in text
        if mark.role in (Role.JUMP_FROM, Role.JUMP_TO):
            assert jump(mark, text).text == text[mark.start : mark.end]
    folio(text)


def _from_end(found: tuple[Mark, ...], length: int) -> list[tuple[str, int]]:
    return [(mark.rule, mark.start if mark.start < length // 2 else mark.start - length) for mark in found]


@given(PRINT, PRINT, PRINT)
def test_only_the_ends_of_a_long_line_are_looked_at(start, middle, end):
    # What makes the time linear: the middle of a paragraph, whatever stands there, changes nothing.
    start, end = start[: heads.REACH].ljust(heads.REACH * 6, "水"), end[-heads.REACH :].rjust(heads.REACH * 6, "水")
    plain, stuffed = f"{start}{end}", f"{start}{middle}{end}"
    assert _from_end(marks(stuffed), len(stuffed)) == _from_end(marks(plain), len(plain))


@given(
    st.lists(
        st.one_of(st.text(max_size=16), st.sampled_from([line for lines, _ in STACKS for line in lines])), max_size=6
    )
)
def test_a_stack_has_one_run_of_headline_lines(lines):
    roles = "".join(LETTERS[role] for role in stack(lines))
    assert len(roles) == len(lines)
    assert re.fullmatch("K*H+D*" if lines else "", roles)
