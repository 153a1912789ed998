"""Made pages: nothing lost, nothing twice, lines as a compositor sets them, read as machines read them."""

import gzip
import importlib.util
import json
import random
import re
from itertools import islice, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck.articles.heads import marks

TOOL = Path(__file__).parents[2] / "tools" / "make_dumps.py"
SPEC = importlib.util.spec_from_file_location("make_dumps_under_test", TOOL)
tool = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(tool)

JUMP = re.compile(r"（?下转第.版）?$")
TEXT = ("body", "crosshead", "dateline")
MANNERS = ("columns", "fragments", "sequence", "leftward", "spread")
SEEDS = range(25)

# Invented, like the places and people in them.
MATTERS = (
    ("渠水上北坡　三村同受益", "北坡乡的{}号支渠昨天通水，三个村的旱田有了水浇。站长周田说：“这条渠修了两年。”"),
    ("鹿鸣大桥夜间检修", "鹿鸣大桥第{}段本周更换伸缩缝，每晚十点到次日五点分段施工，双向各留一条车道；行人照常通行。"),
    ("全市水利会议召开 部署今冬修渠", "会议指出，今冬要修好{}条老渠，把水送到每块田！怎么修？谁来管？月底要见办法。"),
    ("白石镇办起周末夜校", "白石镇周末夜校开了{}门课，有书法、面点、修车（含电车）等，三百人报名，教室坐得满满当当……"),
    ("高山晚茶采摘忙", "陶家岭的{}亩晚茶到了采摘时节，茶农天不亮就上山，鲜叶当天送进茶厂，青茶的香味飘满了山谷。"),
)  # fmt: skip


def item(number, paragraphs, day):
    headline, sentence = MATTERS[number % len(MATTERS)]
    texts = ["".join(sentence.format(100 * number + 10 * part + more) for more in range(1, 1 + (number + part) % 4 + 1))
             for part in range(paragraphs)]  # fmt: skip
    paragraphs = [{"kind": "p", "text": text} for text in texts]
    return {"id": f"s{number}", "date": f"2026-06-{day:02}", "headline": headline, "paragraphs": paragraphs}


ITEMS = [item(number, 1 + number % 7, 10 + number // 8) for number in range(40)]


def read(manner, seed):
    """A page set by chance, read in a manner: its grid, its stories, and its fragments without the folio."""
    rng = random.Random(seed)
    grid, stories = tool.set_page(rng.sample(ITEMS, 16), rng)
    page = tool.read_page(grid, stories, manner, rng)
    return grid, stories, [fragment for fragment in page if fragment.role != "furniture"]


def by_story(page):
    out = {}
    for fragment in page:
        if fragment.place is not None:
            out.setdefault(fragment.story, []).append(fragment)
    return {story: sorted(parts, key=lambda part: part.place) for story, parts in out.items()}


def of_whole_length(story):
    return "".join(text for _, text in (*story.paragraphs, *story.closing))


# The record


def test_articles_are_those_of_the_days_asked_for(tmp_path):
    path = tmp_path / "record.jsonl.gz"
    empty = item(1, 0, 12) | {"id": "empty"}
    with gzip.open(path, "wt", encoding="utf8") as lines:
        lines.write("\n".join(json.dumps(each, ensure_ascii=False) for each in [*ITEMS, empty]))
    found = tool.articles(path, "2026-06-11", "2026-06-12")
    assert found == [each for each in ITEMS if each["date"] in ("2026-06-11", "2026-06-12")]
    assert len(found) == 16


# Stories dressed as a newspaper prints them


def dressed():
    return [tool.dress(ITEMS[seed % len(ITEMS)], random.Random(seed)) for seed in range(400)]


def heads_of(role):
    return sorted({text for story in dressed() for kind, text in story.heads if kind == role})


@pytest.mark.parametrize("role", ["byline", "jump_from"])
def test_marks_are_what_the_grammar_of_heads_makes_of_them(role):
    lines = heads_of(role)
    assert len(lines) > 4
    for line in lines:
        assert [(mark.role.value, mark.whole) for mark in marks(line)] == [(role, True)], line


def test_closing_datelines_are_datelines():
    lines = {text for story in dressed() for role, text in story.closing if role == "dateline"}
    assert len(lines) > 10
    for line in lines:
        assert [(mark.role.value, mark.whole) for mark in marks(line)] == [("dateline", True)], line


def test_opening_datelines_stand_before_the_first_paragraph():
    opened = 0
    for story in dressed():
        first = story.paragraphs[0][1]
        if found := re.match(r"(?:新华社|本报)\w\w6月\d+日[电讯]　", first):
            leading = marks(first)[0]
            assert (leading.role.value, leading.start, leading.end) == ("dateline", 0, len(found[0]) - 1)
            opened += 1
    assert opened > 50


def test_captions_are_captions():
    captions = {story.caption for story in dressed() if story.caption}
    assert len(captions) > 10
    for caption in captions:
        last = marks(caption)[-1]
        assert (last.role.value, last.end) in {("caption", len(caption)), ("credit", len(caption))}, caption


def test_a_story_keeps_its_words():
    """Crossheads and datelines are put in, the first part of a continued story is left out; no word is changed."""
    whole = 0
    for seed in range(200):
        before = ITEMS[seed % len(ITEMS)]
        story = tool.dress(before, random.Random(seed))
        text = "".join(part["text"] for part in before["paragraphs"])
        told = "".join(re.sub(r"^.*日[电讯]　", "", words) for kind, words in story.paragraphs if kind == "p")
        assert told
        assert text.endswith(told)
        whole += text == told
        heads = [words.removeprefix("——") for role, words in story.heads if role in ("kicker", "headline", "deck")]
        parts = before["headline"].split()
        assert heads in ([], [before["headline"]], parts, parts[:1], parts[1:])
        if any(role == "jump_from" for role, _ in story.heads):
            assert story.heads[0][0] == "jump_from"
        elif heads:
            assert heads in ([before["headline"]], parts) or text != told
    assert whole > 150


# Lines


paragraph = st.text(st.sampled_from("渠水北坡大桥，。”（》一二"), min_size=1, max_size=90).filter(
    lambda text: text[0] not in tool.NEVER_FIRST
)


@given(st.lists(st.tuples(st.sampled_from(["p", "crosshead"]), paragraph), max_size=5), st.integers(3, 30))
def test_printed_lines_hold_the_text_and_begin_as_lines_may(paragraphs, measure):
    story = tool.Story((("headline", "渠水上北坡"),), tuple(paragraphs), (("dateline", "本报北坡6月17日电"),))
    lines = tool.printed_lines(story, measure)
    for number, (kind, text) in enumerate((*paragraphs, *story.closing)):
        own = [line for role, line, part in lines if part == number]
        assert "".join(own) == text
        assert {role for role, _, part in lines if part == number} == {{"p": "body"}.get(kind, kind)}
    assert [part for _, _, part in lines] == sorted(part for _, _, part in lines)
    for _, line, _ in lines:
        assert line
        assert line[0] not in tool.NEVER_FIRST
        assert len(line.rstrip(tool.NEVER_FIRST)) <= measure
    for (_, line, part), (_, _, following) in pairwise(lines):
        assert len(line) >= measure - 2 or following != part


# Pages


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_page_holds_of_a_story_is_its_text_from_the_start(seed):
    """All of it where it found room, once and in order; a jump mark may close what did not."""
    _, stories, page = read("columns", seed)
    for number, parts in by_story(page).items():
        story = stories[number]
        text = "".join(part.text for part in parts if part.role in TEXT)
        jumps = any(part.role == "jump_to" for part in parts) or JUMP.search(text)
        whole = of_whole_length(story)
        assert whole.startswith(JUMP.sub("", text))
        assert not (jumps and JUMP.sub("", text) == whole)
        printed = [(part.role, part.text) for part in parts if part.role not in (*TEXT, "jump_to")]
        assert printed == list(story.heads)


def test_most_stories_find_room_and_some_go_on_on_another_page():
    whole = jumps = count = 0
    for seed in SEEDS:
        _, stories, page = read("columns", seed)
        for number, parts in by_story(page).items():
            text = "".join(part.text for part in parts if part.role in TEXT)
            whole += text == of_whole_length(stories[number])
            jumps += any(part.role == "jump_to" for part in parts)
            count += 1
    assert whole > count / 2
    assert jumps > 5


@pytest.mark.parametrize("manner", ["columns", "fragments", "sequence", "leftward"])
def test_places_count_heads_below_nought_and_lines_from_nought(manner):
    for seed in SEEDS:
        _, _, page = read(manner, seed)
        for parts in by_story(page).values():
            places = [part.place for part in parts]
            assert len(places) == len(set(places))
            below = [part for part in parts if part.place < 0]
            assert all(part.role not in (*TEXT, "jump_to") for part in below)
            assert places[len(below) :] == list(range(len(parts) - len(below)))
            paragraphs = [part.paragraph for part in parts if part.paragraph is not None]
            assert paragraphs == sorted(paragraphs)
        assert {part.role for part in page if part.place is None} <= {"caption"}


def test_the_text_of_a_story_comes_in_order_when_columns_are_read():
    for seed in SEEDS:
        _, _, page = read("columns", seed)
        for story in by_story(page):
            places = [part.place for part in page if part.story == story and part.place is not None and part.place >= 0]
            assert places == sorted(places)


def pieces(grid, page):
    """The fragments of a page read column by column, as column pieces, each with the captions behind it."""
    rest = list(page)
    for column in grid.pieces:
        for _, piece in sorted(column, key=lambda held: held[1].top):
            wanted = "".join(text for _, text, _ in piece.lines)
            own = []
            while rest and "".join(part.text for part in own if part.role != "caption") != wanted:
                own.append(rest.pop(0))
            while own and rest and rest[0].role == "caption":
                own.append(rest.pop(0))
            yield tuple(own)
    assert rest == []


@pytest.mark.parametrize("seed", SEEDS)
def test_fragments_are_whole_column_pieces_in_another_order(seed, monkeypatch):
    monkeypatch.setattr(tool, "LOOSE_HEADS", 0)
    grid, _, page = read("columns", seed)
    units = {unit[0]: unit for unit in pieces(grid, page) if unit}
    _, _, shuffled = read("fragments", seed)
    assert sorted(shuffled, key=repr) == sorted(page, key=repr)
    while shuffled:
        unit = units.pop(shuffled[0])
        assert tuple(shuffled[: len(unit)]) == unit
        shuffled = shuffled[len(unit) :]
    assert units == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_loose_heads_are_units_of_their_own(seed, monkeypatch):
    monkeypatch.setattr(tool, "LOOSE_HEADS", 1)
    _, _, page = read("columns", seed)
    _, _, shuffled = read("fragments", seed)
    assert sorted(shuffled, key=repr) == sorted(page, key=repr)
    units = tool._with_loose_heads([[head, text], [text]]) if (head := _head(page)) and (text := _text(page)) else []
    assert units == ([[head], [text], [text]] if units else [])


def _head(page):
    return next((part for part in page if part.place is not None and part.place < 0), None)


def _text(page):
    return next((part for part in page if part.place == 0), None)


def test_fragments_are_out_of_order():
    assert sum(read("fragments", seed)[2] != read("columns", seed)[2] for seed in SEEDS) > len(SEEDS) / 2


@pytest.mark.parametrize("seed", SEEDS)
def test_leftward_is_the_last_column_first(seed):
    """But for the captions: which of its pieces a photo stands behind is drawn anew."""
    grid, _, page = read("columns", seed)
    _, _, leftward = read("leftward", seed)
    columns = []
    rest = [part for part in page if part.role != "caption"]
    for column in grid.pieces:
        size = len("".join(text for _, piece in column for _, text, _ in piece.lines))
        own = []
        while len("".join(part.text for part in own)) < size:
            own.append(rest.pop(0))
        columns.append(own)
    assert [part for part in leftward if part.role != "caption"] == [part for own in columns[::-1] for part in own]


def test_a_sequence_is_story_by_story():
    for seed in SEEDS:
        _, _, page = read("sequence", seed)
        told = [(part.story, tool.LAST if part.place is None else part.place) for part in page]
        assert told == sorted(told)
        assert sorted(page, key=repr) == sorted(read("sequence", seed)[2], key=repr)


# Dumps without end


@pytest.mark.parametrize("manner", MANNERS)
def test_the_same_seed_makes_the_same_pages(manner):
    first, again = (list(islice(tool.pages(ITEMS, manner, 3), 4)) for _ in range(2))
    assert first == again
    assert list(islice(tool.pages(ITEMS, manner, 4), 4)) != first


def test_a_spread_holds_two_pages_whose_stories_are_apart():
    two = 0
    for page in islice(tool.pages(ITEMS, "spread", 1, spoiled=0), 12):
        for parts in by_story(page).values():
            assert len({part.place for part in parts}) == len(parts)
        two += sum(part.role == "furniture" for part in page) == 2
    assert two > 2


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 200), st.integers(0, 100))
def test_a_spoiled_page_keeps_its_order_and_its_truth(seed, chance):
    _, _, page = read("columns", seed)
    spoiled = tool.spoil(page, random.Random(chance))
    kept = iter(page)
    changed = 0
    for part in spoiled:
        was = next(each for each in kept if (each.story, each.place, each.role) == (part.story, part.place, part.role))
        assert len(was.text) == len(part.text)
        changed += sum(a != b for a, b in zip(was.text, part.text, strict=True))
    assert len(page) - 3 <= len(spoiled) <= len(page)
    letters = {char for part in page for char in part.text}
    assert {char for part in spoiled for char in part.text} <= letters
    assert changed <= sum(len(part.text) for part in page) * 0.06 + 3


# Truth, as it is written beside a page


def test_the_truth_of_a_page_is_its_stories_in_their_order():
    fragment = tool.Fragment
    page = [
        fragment("田和村庄。", 1, 1, "body", 0),
        fragment("渠水上北坡", 1, -20, "headline"),
        fragment("东江日报　2026年6月18日　第3版", None, None, "furniture"),
        fragment("大桥夜间检修。", 0, 0, "body", 0),
        fragment("本报记者 周田", 1, -19, "byline"),
        fragment("三村受益", 1, 2, "crosshead", 1),
        fragment("图为渠水。", 1, None, "caption"),
        fragment("渠水流过北坡的梯", 1, 0, "body", 0),
    ]
    none = {"kicker": None, "headline": None, "deck": None, "byline": None}
    canal = [("body", "渠水流过北坡的梯"), ("body", "田和村庄。"), ("crosshead", "三村受益")]
    assert tool.truth(page) == {"articles": [
        none | {"headline": "渠水上北坡", "byline": "本报记者 周田",
                "paragraphs": [{"kind": kind, "text": text} for kind, text in canal]},
        none | {"paragraphs": [{"kind": "body", "text": "大桥夜间检修。"}]},
    ]}  # fmt: skip


def test_pages_are_written_with_their_truth(tmp_path):
    tool.write_pages(tool.pages(ITEMS, "columns", 5, spoiled=0), 3, tmp_path)
    names = ["made-000", "made-001", "made-002"]
    assert sorted(path.stem for path in (tmp_path / "pages").glob("*.txt")) == names
    fair = (page for page in tool.pages(ITEMS, "columns", 5, spoiled=0) if 20 < len(page) < 200)
    for name, page in zip(names, fair, strict=False):
        text = (tmp_path / "pages" / f"{name}.txt").read_text(encoding="utf8")
        assert text.rstrip("\n").split("\n\n") == [part.text for part in page]
        assert json.loads((tmp_path / "truth" / f"{name}.json").read_text(encoding="utf8")) == tool.truth(page)
