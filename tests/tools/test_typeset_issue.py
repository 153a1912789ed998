"""Issues that are set: halves that make a story again, marks that tell the truth, the same issue for the same seed."""

import importlib
import json
import re
import sys
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pypdfium2
import pytest

from presscheck.articles import heads
from presscheck.model import Role

TOOLS = str(Path(__file__).parents[2] / "tools")
sys.path.insert(0, TOOLS)
tool = importlib.import_module("typeset_issue")
sys.path.pop(0)

# Invented, like the places in them.
MATTERS = (
    ("渠水上北坡　三村同受益", "北坡乡的{}号支渠昨天通水，第{}村的旱田有了水浇，站长说这条渠修了两年多。"),
    ("鹿鸣大桥夜间检修", "鹿鸣大桥第{}段本周更换伸缩缝，第{}班从晚上十点干到清晨五点，双向各留一条车道。"),
    ("高山晚茶采摘忙", "陶家岭的{}亩晚茶到了采摘时节，第{}批鲜叶当天送进茶厂，茶农天不亮就上山。"),
    ("白石镇办起周末夜校", "白石镇的周末夜校开了{}门课，第{}间教室里坐满了学面点的年轻人，灯亮到夜里九点。"),
)  # fmt: skip


def item(number):
    headline, sentence = MATTERS[number % len(MATTERS)]
    texts = [
        "".join(sentence.format(100 * number + part, more) for more in range(1, 2 + (number + part) % 6))
        for part in range(1 + number % 7)
    ]
    paragraphs = [{"kind": "p", "text": text} for text in texts]
    return {
        "id": f"s{number}",
        "date": f"2026-06-{10 + number // 24:02}",
        "headline": headline,
        "paragraphs": paragraphs,
    }


ITEMS = [item(number) for number in range(240)]
TEXT = "".join(part["text"] for one in ITEMS for part in one["paragraphs"])


@pytest.fixture(scope="module")
def issues():
    return list(islice(tool.issues(ITEMS, 3), 30))


@pytest.fixture(scope="module")
def stories(issues):
    """Each continued story: its two true articles, the numbers of their pages, the style of the paper."""
    out = []
    for pages in issues:
        told = [(page.number, article) for page in pages for article in page.truth()["articles"]]
        for name, count in Counter(article["id"] for _, article in told).items():
            if count > 1:
                own = [(number, article) for number, article in told if article["id"] == name]
                out.append(sorted(own, key=lambda each: bool(each[1].get("jump_from"))))
    return out


def numbered(role, words):
    (mark,) = [mark for mark in heads.marks(words) if mark.role is role]
    return heads.jump(mark, words).page


def test_issues_have_stories_that_go_on_and_stories_that_do_not(issues, stories):
    assert {len(pages) for pages in issues} > {3, 6}
    assert len(stories) > 60
    assert sum(len(page.truth()["articles"]) for pages in issues for page in pages) > 5 * len(stories)


def test_a_story_has_two_halves_on_two_pages_and_no_other_shares_its_name(stories):
    for (before, first), (after, second) in stories:
        assert before != after
        assert first["jump_to"]
        assert second["jump_from"]
        assert not first["jump_from"]
        assert not second["jump_to"]
    assert all(len(story) == 2 for story in stories)


def test_marks_name_the_page_the_other_half_stands_on(stories):
    bare = 0
    for (before, first), (after, second) in stories:
        to, from_ = numbered(Role.JUMP_TO, first["jump_to"]), numbered(Role.JUMP_FROM, second["jump_from"])
        assert to in (after, None if after == before + 1 else after)
        assert from_ in (before, None if after == before + 1 else before)
        bare += from_ is None
    assert 0 < bare < len(stories) / 4


def test_every_form_of_mark_is_one_that_we_read():
    for form in (*tool.TO, *tool.TO_WITH_STUB, *tool.TO_NEXT):
        for figure in ("三", "3", "03", "A3"):
            words = form.format(figure, stub="渠水上北坡")
            assert [mark.role for mark in heads.marks(words)] == [Role.JUMP_TO], words
    for form in (*tool.FROM, *tool.FROM_WITH_STUB, *tool.FROM_LAST):
        for figure in ("一", "1", "01", "A1"):
            words = form.format(figure, stub="渠水上北坡")
            assert [mark.role for mark in heads.marks(words)] == [Role.JUMP_FROM], words


def body(article, mark):
    parts = [part["text"] for part in article["paragraphs"] if part["kind"] == "body"]
    return "".join(parts).replace(mark, "")


def test_the_second_half_goes_on_where_the_first_breaks_off(stories):
    plain = [story for story in stories if set("橋議開嶺這畝鎮").isdisjoint(str(story))]
    assert len(plain) > 50
    torn = 0
    for (_, first), (_, second) in plain:
        ends, starts = body(first, first["jump_to"])[-6:], body(second, second["jump_from"])[:6]
        assert ends + starts in TEXT
        torn += not ends.endswith("。")
    assert 0.3 < torn / len(plain) < 0.8


def test_second_halves_have_the_same_headline_a_shorter_one_another_or_none():
    rng = tool.random.Random(2)
    paper = replace(tool.paper_of(rng), headed=0.9)
    stack = [("kicker", "北坡乡水利会议"), ("headline", "渠水上北坡　三村同受益")]
    after = [tool.Paragraph("body", "旱田都有了水浇，站长说这条渠修了两年。")]
    told = {"".join(text for _, text in tool.second_heads(stack, after, paper, rng)) for _ in range(200)}
    assert {"", "渠水上北坡　三村同受益", "渠水上北坡", "渠水上北", "北坡乡水利会议", "旱田都有了水浇"} <= told
    assert not [words for words in told if len(words) > len("渠水上北坡　三村同受益")]


def test_papers_without_strays_have_no_mark_but_those_of_their_halves(issues):
    told = [
        [
            line.text
            for page in pages
            for line in page.sheet.lines
            if line.story not in page.halves and re.search("下转|上接|下轉", line.text)
        ]
        for pages in issues
    ]
    assert 0 < sum(map(bool, told)) < len(told) / 2


def test_no_line_stands_on_another(issues):
    for pages in issues[:8]:
        for page in pages:
            lines = [line for line in page.sheet.lines if line.story in page.halves]
            for one in lines:
                for other in page.sheet.lines:
                    across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
                    down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
                    assert one is other or min(across, down) < 0.05 * one.size + 0.1, (one, other)


def test_the_same_seed_makes_the_same_issue(issues):
    again = list(islice(tool.issues(ITEMS, 3), 3))
    assert [[page.sheet for page in pages] for pages in again] == [
        [page.sheet for page in pages] for pages in issues[:3]
    ]
    assert [page.sheet for page in next(tool.issues(ITEMS, 4))] != [page.sheet for page in issues[0]]


def test_a_page_tells_its_own_number_or_none(issues):
    for pages in issues:
        for page in pages:
            folios = [line.text for line in page.sheet.lines if line.role == "furniture"]
            assert not [
                text for text in folios if re.fullmatch(r"(?:第|A)?\d{1,2} ?版?", text) and str(page.number) not in text
            ]


def test_a_story_too_short_is_not_cut():
    style = tool.paper_of(tool.random.Random(1))
    short = {**ITEMS[0], "paragraphs": [{"kind": "p", "text": "北坡通水。"}]}
    assert tool.halved(short, "s0", (1, 3), style, tool.random.Random(1)) is None
    assert tool.halved(ITEMS[6], "s0", (1, 3), replace(style, mixed=True), tool.random.Random(1)) is not None


def test_pages_and_truth_are_written_side_by_side(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(TOOLS)
    tool.write_issues(tool.issues(ITEMS, 3), 1, tmp_path)
    truths, pages = (sorted((tmp_path / kind).iterdir()) for kind in ("truth", "pages"))
    assert [path.stem for path in truths] == [path.stem for path in pages]
    assert all(re.fullmatch(r"issue-000-p[1-8]", path.stem) for path in pages)
    told = json.loads(truths[0].read_text(encoding="utf8"))
    document = pypdfium2.PdfDocument(pages[0])
    words = "".join(document[0].get_textpage().get_text_range().split())
    document.close()
    assert "".join(told["articles"][0]["paragraphs"][0]["text"].split())[:4] in words
