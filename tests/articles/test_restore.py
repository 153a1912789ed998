"""Blocks in, stories out: what becomes of every block, given the threads that were found."""

import json
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck.articles import judge as judges
from presscheck.articles.matter import Matter
from presscheck.articles.restore import restore
from presscheck.articles.threads import Knot, Threads
from presscheck.model import Block, Manner, MannerKind, Page, ParagraphKind, Role, Span

ROOM = sys.modules[restore.__module__]
HEAD, CROSSHEAD, BODY = judges.HEAD, judges.CROSSHEAD, judges.BODY


def page_of(*printed, manner=None):
    """A page and its blocks, one a line."""
    text, blocks = "", []
    for number, words in enumerate(printed, 1):
        blocks.append(Block(f"p1.b{number}", Role.UNKNOWN, (Span("p1", len(text), len(text) + len(words)),), words))
        text += words + "\n"
    return Page("p1", "a.txt", "", "dump", text, (), manner=manner), tuple(blocks)


@pytest.fixture
def told(monkeypatch):
    """Restores a page from chains that the test tells: a chain is (fragment, role) pairs, torn where a third stands."""

    def restored(printed, *chains, lang="en", first=1, manner=None, shows=MannerKind.COLUMNS):
        knots = tuple(tuple(Knot(f, role, float(bool(torn)), 0.9) for f, role, *torn in chain) for chain in chains)
        monkeypatch.setattr(ROOM, "follow", lambda texts, *_: Threads(knots, shows, 0.8))
        page, blocks = page_of(*printed, manner=manner)
        return page, restore(page, blocks, lang, first=first)

    return restored


def roles_of(found):
    return [(block.text, block.role.value) for block in found.blocks]


def test_a_thread_becomes_a_story(told):
    lines = ["渠水上北坡", "本报讯　渠水流过", "北坡的梯田。", "三村受益", "村里人都来看。"]
    _, found = told(lines, [(0, HEAD), (1, BODY), (2, BODY, "torn"), (3, CROSSHEAD), (4, BODY)])
    (story,) = found.articles
    assert (story.id, story.headline) == ("a1", "渠水上北坡")
    assert [(each.kind.value, each.text) for each in story.paragraphs] == [
        ("p", "本报讯　渠水流过北坡的梯田。"),
        ("crosshead", "三村受益"),
        ("p", "村里人都来看。"),
    ]
    assert found.furniture == found.remainder == ()


def test_stories_are_numbered_on_from_those_of_the_pages_before(told):
    _, found = told(["渠水上北坡。", "大桥通车。"], [(0, BODY)], [(1, BODY)], first=7)
    assert [story.id for story in found.articles] == ["a7", "a8"]


def test_a_story_whose_headline_is_not_on_the_page_is_still_a_story(told):
    _, found = told(["渠水到了北坡。", "村里人都来看。"], [(0, BODY), (1, BODY)])
    (story,) = found.articles
    assert (story.headline, len(story.paragraphs)) == (None, 2)
    assert "no headline for it on this page" in story.reasons


def test_a_headline_alone_is_still_a_story(told):
    _, found = told(["渠水上北坡"], [(0, HEAD)])
    assert [(story.headline, story.paragraphs) for story in found.articles] == [("渠水上北坡", ())]


@pytest.mark.parametrize("mark", ["本报记者 周田", "新华社北坡6月17日电", "上接第一版", "（下转第三版）"])
@pytest.mark.parametrize(
    ("lang", "reason"), [("en", "belongs to no story that this page shows"), ("zh", "找不到它所属的文章")]
)
def test_a_lone_mark_is_no_story_whatever_the_judge_makes_of_it(told, mark, lang, reason):
    _, found = told([mark], [(0, BODY)], lang=lang)
    assert found.articles == ()
    assert [(item.text, item.reason) for item in found.remainder] == [(mark, reason)]


# Heads


STACKS = [
    ("one line", [HEAD, BODY], ["渠水上了北坡", "正文。"], ["headline", "body"]),
    (
        "three lines",
        [HEAD, HEAD, HEAD, BODY],
        ["周田在北坡调研时强调", "把渠修到每一块田", "——全市水利会议侧记", "正文。"],
        ["kicker", "headline", "deck", "body"],
    ),
    (
        "a line further down is a crosshead",
        [HEAD, BODY, HEAD, BODY],
        ["渠水上了北坡", "正文。", "三村受益", "正文又一段。"],
        ["headline", "body", "crosshead", "body"],
    ),
    (
        "a head within the story",
        [BODY, HEAD, BODY],
        ["正文。", "渠水上了北坡", "正文又一段。"],
        ["body", "headline", "body"],
    ),
    (
        "a byline between the lines of a head",
        [HEAD, BODY, HEAD, BODY],
        ["周田在北坡调研时强调", "本报记者 吴溪", "把渠修到每一块田", "正文。"],
        ["kicker", "byline", "headline", "body"],
    ),
    (
        "a crosshead ends the stack",
        [HEAD, CROSSHEAD, HEAD, BODY],
        ["渠水上了北坡", "三村受益", "两乡同喜", "正文。"],
        ["headline", "crosshead", "crosshead", "body"],
    ),
    (
        "a stack has four lines at most",
        [HEAD] * 6,
        ["周田在北坡调研时强调", "把渠修到每一块田", "——会议侧记", "——又记", "渠边", "田头"],
        ["kicker", "headline", "deck", "deck", "crosshead", "crosshead"],
    ),
    (
        "a marked line keeps its role",
        [HEAD, HEAD, HEAD, HEAD],
        ["渠水上了北坡", "本报记者 周田", "一、渠水怎样上北坡", "上接第一版"],
        ["headline", "byline", "crosshead", "jump_from"],
    ),
]


@pytest.mark.parametrize(("judged", "lines", "roles"), [row[1:] for row in STACKS], ids=[row[0] for row in STACKS])
def test_the_roles_of_a_thread(told, judged, lines, roles):
    _, found = told(lines, list(enumerate(judged)))
    assert roles_of(found) == list(zip(lines, roles, strict=True))


def test_a_jump_mark_glued_to_the_text_is_a_piece_of_its_own(told):
    page, found = told(["渠水上了北坡", "渠水到了。（下转第三版）"], [(0, HEAD), (1, BODY), (2, BODY)])
    (story,) = found.articles
    assert (story.text, story.jump_to.text, story.jump_to.page) == ("渠水到了。", "（下转第三版）", 3)
    assert page.told(story.places.jump_to) == "（下转第三版）"


# Captions, furniture, manner


NEWS = ["云州大桥昨天通车，大桥全长两公里。", "北坡小麦丰收，农民开镰收割。", "球队客场取胜，球迷庆祝。"]
EACH = [[(0, BODY)], [(1, BODY)], [(2, BODY)]]


@pytest.mark.parametrize(
    ("caption", "story"),
    [
        ("图为收割小麦的农民。", 1),
        ("图为联合收割机在麦田里作业。", 1),
        ("图为驶过大桥的公交车。", 0),
        ("图为球员庆祝进球。", 2),
    ],
)
def test_a_caption_goes_to_the_story_it_speaks_of(told, caption, story):
    _, found = told([*NEWS, caption], *EACH)
    assert [[each.text for each in article.paragraphs] for article in found.articles] == [
        [words, caption] if number == story else [words] for number, words in enumerate(NEWS)
    ]
    assert found.articles[story].paragraphs[1].kind is ParagraphKind.CAPTION
    assert found.remainder == ()


@pytest.mark.parametrize("line", ["▲ Beipo", "吴溪 摄"], ids=["caption", "credit"])
def test_a_caption_of_which_nothing_is_known_is_left(told, line):
    _, found = told([*NEWS, line], *EACH)
    assert [item.text for item in found.remainder] == [line]
    assert [len(story.paragraphs) for story in found.articles] == [1, 1, 1]


@pytest.fixture
def small_matter(monkeypatch):
    """A table that knows five words: two of the stories, one at right angles to both, one opposite, one almost so."""
    told = {"大桥": (9, 0, 0), "小麦": (0, 9, 0), "晚霞": (0, 0, 9), "晨雾": (-1, -1, 0), "河灯": (0, 1, 99)}
    known = sorted(((ord(word[0]) << 21) | ord(word[1]), vector) for word, vector in told.items())
    table = Matter({
        "recipe": np.frombuffer(json.dumps({"content": "small"}).encode(), dtype=np.uint8),
        "pairs": np.array([pair for pair, _ in known]),
        "vectors": np.array([vector for _, vector in known], dtype=np.int8),
        "scale": np.ones(len(known), dtype=np.float16),
        "temperature": np.array(10.0),
    })  # fmt: skip
    monkeypatch.setattr(ROOM.matter, "load", lambda: table)


@pytest.mark.parametrize(
    ("caption", "story"),
    [
        ("图为大桥。", 0),
        ("图为小麦。", 1),
        ("图为大桥边的小麦，小麦。", 1),
        ("图为河灯。", None),
        ("图为晚霞。", None),
        ("图为晨雾。", None),
        ("图为渠水。", None),
    ],
    ids=["bridge", "wheat", "more wheat than bridge", "a little wheat", "at right angles", "opposite", "unknown"],
)
def test_a_caption_goes_to_the_nearest_story_unless_all_are_strangers(told, small_matter, caption, story):
    _, found = told(["大桥。", "小麦。", caption], [(0, BODY)], [(1, BODY)])
    captions = [[each.text for each in article.paragraphs[1:]] for article in found.articles]
    assert captions == [[caption] if number == story else [] for number in range(2)]
    assert [item.text for item in found.remainder] == ([caption] if story is None else [])


def test_the_whole_story_counts_not_the_fragment_that_is_nearest(told, small_matter):
    lines = ["大桥，小麦，小麦，小麦。", "大桥。", "小麦，大桥，大桥。", "图为大桥。"]
    _, found = told(lines, [(0, BODY), (1, BODY)], [(2, BODY)])
    assert [[each.text for each in story.paragraphs] for story in found.articles] == [lines[:2], lines[2:]]


def test_a_caption_without_any_story_is_left(told):
    _, found = told(["图为晚霞。"])
    assert (found.articles, [item.text for item in found.remainder]) == ((), ["图为晚霞。"])


def test_a_caption_goes_to_the_only_story_of_its_page(told):
    _, found = told([NEWS[0], "图为云州大桥。"], [(0, BODY)])
    assert [each.text for each in found.articles[0].paragraphs] == [NEWS[0], "图为云州大桥。"]


def test_furniture_belongs_to_no_story(told):
    _, found = told(["云州日报　2026年2月23日　第1版", "渠水到了北坡。", "责任编辑 周田　美编 吴溪"], [(0, BODY)])
    assert [item.text for item in found.furniture] == ["云州日报　2026年2月23日　第1版", "责任编辑 周田　美编 吴溪"]
    assert [story.text for story in found.articles] == ["渠水到了北坡。"]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", [MannerKind.COLUMNS, MannerKind.FRAGMENTS, MannerKind.SEQUENCE])
def test_the_manner_is_what_the_threads_show(told, kind, lang):
    _, found = told(NEWS, *EACH, shows=kind, lang=lang)
    assert (found.manner.kind, found.manner.confidence, len(found.manner.reasons)) == (kind, 0.8, 1)
    assert found.manner.reasons[0].isascii() == (lang == "en")


def test_of_an_unknown_manner_nothing_is_sure(told):
    _, found = told(NEWS[:1], EACH[0], shows=MannerKind.UNKNOWN)
    assert (found.manner.kind, found.manner.confidence) == (MannerKind.UNKNOWN, 0.0)


def test_what_the_intake_found_counts_before_the_threads(told):
    rows = Manner(MannerKind.ROWS, 0.7, ("gaps",))
    assert told(NEWS, *EACH, manner=rows)[1].manner == rows


def test_blocks_come_in_the_order_of_the_page(told):
    lines = ["图为收割小麦的农民。", NEWS[1], "云州日报　2026年2月23日　第1版", NEWS[0]]
    _, found = told(lines, [(1, BODY)], [(0, BODY)])
    assert roles_of(found) == [
        (lines[0], "caption"), (lines[1], "body"), (lines[2], "furniture"), (lines[3], "body"),
    ]  # fmt: skip


# With the judge that ships


def test_a_page_of_nothing_gives_nothing():
    page, blocks = page_of()
    found = restore(page, blocks, "en")
    assert (found.articles, found.furniture, found.remainder, found.blocks) == ((), (), (), ())


LINES = [
    "渠水上北坡", "周田在北坡调研时强调", "本报记者 周田", "本报北坡6月17日讯　渠水流过北坡的梯", "田和村庄。",
    "村里人都来看。（下转第三版）",
    "图为村民在渠边洗菜。", "本报记者 吴溪 摄", "云州日报　2026年2月23日　第1版", "一、渠水怎样上北坡",
    "（上接第一版）大桥昨天通车。", "The canal",
]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=14))
def test_every_block_goes_into_a_story_the_furniture_or_the_remainder(lines):
    page, blocks = page_of(*lines)
    found = restore(page, blocks, "en")
    spans = [
        span for part in (found.articles, found.furniture, found.remainder) for item in part for span in item.spans
    ]
    places = [place for span in spans for place in range(span.start, span.end)]
    assert len(places) == len(set(places))
    assert {place for place, char in enumerate(page.text) if not char.isspace()} <= set(places)
    assert all(block.role is not Role.UNKNOWN for block in found.blocks)
    assert len({story.id for story in found.articles}) == len(found.articles)
