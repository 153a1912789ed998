"""Blocks in, stories out: what becomes of every block, given the threads that were found."""

import json
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck.articles import judge as judges
from presscheck.articles.matter import Matter
from presscheck.articles.pieces import sort
from presscheck.articles.restore import restore
from presscheck.articles.threads import Knot, Threads
from presscheck.model import (
    Block,
    Box,
    Graphic,
    GraphicKind,
    Line,
    Manner,
    MannerKind,
    Page,
    ParagraphKind,
    Role,
    Span,
    Type,
)  # fmt: skip

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


# Pages with geometry


def printed_page(*rows, pictures=()):
    """A page and its blocks, each its words and its box."""
    text, blocks, lines = "", [], []
    for number, (words, box) in enumerate(rows, 1):
        span = Span("p1", len(text), len(text) + len(words), Box(*box))
        lines.append(Line(span, type=Type(10.0)))
        blocks.append(Block(f"p1.b{number}", Role.UNKNOWN, (span,), words, box=Box(*box)))
        text += words + "\n"
    drawn = tuple(Graphic(GraphicKind.PICTURE, Box(*box)) for box in pictures)
    page = Page("p1", "a.pdf", "", "pdf", text, tuple(lines), width=500.0, height=700.0, graphics=drawn)
    return page, tuple(blocks)


class Sayer:
    """A judge that says of each block what the test tells it, a second choice where that is not allowed."""

    def __init__(self, *said):
        self.said = said

    def roles(self, company):
        assert len(company) == len(self.said)
        chances = np.zeros((len(company), len(judges.ROLES)), dtype=np.float32)
        chances[:, judges.ROLES.index(Role.BODY)] = 0.01
        for row, role in zip(chances, self.said, strict=True):
            row[judges.ROLES.index(role)] = 0.99
        return chances


BOX = (20, 20, 140, 10)
SAID = [
    ("a headline is what the judge says", "渠水上北坡", Role.HEADLINE, Role.HEADLINE),
    ("so is a caption", "收割机在作业。", Role.CAPTION, Role.CAPTION),
    ("so is furniture", "云州新闻", Role.FURNITURE, Role.FURNITURE),
    ("so is a byline", "周田 吴溪", Role.BYLINE, Role.BYLINE),
    ("but what tells a sentence is no byline", "渠水到了北坡。（吴溪）", Role.BYLINE, Role.BODY),
    ("nor a dateline: that the grammar knows", "渠水到了北坡", Role.DATELINE, Role.BODY),
    ("nor a jump mark", "渠水到了北坡", Role.JUMP_TO, Role.BODY),
    ("what the grammar knows for certain stays", "本报记者 周田", Role.BODY, Role.BYLINE),
    ("a marked caption stays", "图为收割小麦的农民。", Role.BODY, Role.CAPTION),
    ("a folio stays", "云州日报　2026年2月23日　第1版", Role.HEADLINE, Role.FURNITURE),
]


@pytest.mark.parametrize(("words", "said", "role"), [row[1:] for row in SAID], ids=[row[0] for row in SAID])
def test_what_a_block_is_by_place_and_grammar(words, said, role):
    page, blocks = printed_page((words, BOX))
    parts = ROOM.told_by_place(page, sort(page, blocks), Sayer(said))
    (block,) = (*parts.threads, *parts.captions, *parts.furniture)
    assert block.role is role
    assert bool(parts.captions) == (role is Role.CAPTION)
    assert bool(parts.furniture) == (role is Role.FURNITURE)


def test_blocks_are_told_in_the_order_of_their_names():
    page, blocks = printed_page(*[(f"渠水流过第{number}个村庄", (20, 15 * number, 140, 10)) for number in range(12)])
    said = [Role.HEADLINE, *[Role.BODY] * 8, Role.CROSSHEAD, Role.BODY, Role.CAPTION]
    parts = ROOM.told_by_place(page, sort(page, reversed(blocks)), Sayer(*said))
    assert [block.role for block in parts.threads] == said[:-1]
    assert [block.text for block in parts.captions] == ["渠水流过第11个村庄"]


@pytest.mark.parametrize(
    "names", [["p1.b2", "p1.b10", "p1.b10.1", "p1.b10.2", "p1.b11", "p2.b1", "p10.b1"], [], ["b1"]]
)
def test_names_rank_by_their_numbers(names):
    assert sorted([*names[1::2], *names[::2]], key=ROOM._rank) == names


PLACED = [
    ("as told", [Role.KICKER, Role.HEADLINE, Role.DECK, Role.BODY], {0: "kicker", 1: "headline", 2: "deck"}),
    ("two headlines", [Role.HEADLINE, Role.HEADLINE, Role.BODY], {0: "headline", 1: "headline"}),
    ("a byline within", [Role.HEADLINE, Role.BYLINE, Role.DECK, Role.BODY], {0: "headline", 2: "deck"}),
    ("a deck alone is the headline", [Role.DECK, Role.BODY], {0: "headline"}),
    ("none after the text", [Role.BODY, Role.HEADLINE], {}),
    ("none after a crosshead", [Role.HEADLINE, Role.CROSSHEAD, Role.DECK], {0: "headline"}),
    ("a crosshead that opens a story heads it", [Role.CROSSHEAD, Role.BODY], {0: "headline"}),
    ("a crosshead over a headline", [Role.CROSSHEAD, Role.HEADLINE, Role.BODY], {0: "kicker", 1: "headline"}),
    ("a story from another page opens with a crosshead", [Role.JUMP_FROM, Role.CROSSHEAD, Role.BODY], {}),
    ("no text at all", [Role.HEADLINE, Role.BYLINE], {0: "headline"}),
    ("nothing", [], {}),
]


@pytest.mark.parametrize(("roles", "stack"), [row[1:] for row in PLACED], ids=[row[0] for row in PLACED])
def test_the_stack_that_type_and_place_have_named(roles, stack):
    blocks = [Block(f"b{number}", role, (Span("p1", 0, 6),), "渠水上了北坡") for number, role in enumerate(roles)]
    assert {index: role.value for index, role in ROOM._placed_stack(blocks).items()} == stack


@pytest.mark.parametrize(
    ("roles", "placed"),
    [([Role.HEADLINE, Role.BODY], True), ([Role.HEADLINE, Role.UNKNOWN], False), ([], True)],
)
def test_a_chain_is_placed_when_all_its_blocks_are_named(roles, placed):
    blocks = [Block("b", role, (Span("p1", 0, 1),), "渠") for role in roles]
    assert ROOM.chain_is_placed(blocks) is placed


STORY = [(20, 40, 140, 200), (180, 40, 140, 100)]
"""The boxes of a story over two columns, lower in the first."""
STANDS = [
    ("right below it", (180, 150, 140, 10), [], True),
    ("over its head", (20, 20, 140, 10), [], True),
    ("between its paragraphs", (180, 80, 140, 10), [], True),
    ("beside it", (335, 60, 100, 10), [], True),
    ("three lines' white below", (20, 270, 140, 10), [], False),
    ("far away", (20, 500, 140, 10), [], False),
    ("at a corner only", (330, 150, 100, 10), [], False),
    ("below a picture that touches it", (180, 275, 140, 10), [(180, 150, 140, 120)], True),
    ("above such a picture", (345, 30, 100, 10), [(340, 50, 100, 120)], True),
    ("below a picture elsewhere", (180, 475, 140, 10), [(180, 350, 140, 120)], False),
    ("below, the picture not its own", (20, 500, 140, 10), [(180, 150, 140, 120)], False),
]


@pytest.mark.parametrize(("box", "pictures", "stands"), [row[1:] for row in STANDS], ids=[row[0] for row in STANDS])
def test_where_a_caption_stands_by_a_story(box, pictures, stands):
    _, blocks = printed_page(*[(NEWS[0], place) for place in STORY], ("图为大桥。", box))
    story = [ROOM.Strand(block) for block in blocks[:2]]
    assert ROOM._stands_by(blocks[2], story, [Box(*picture) for picture in pictures]) is stands


def test_a_caption_without_a_place_stands_by_nothing():
    _, blocks = printed_page((NEWS[0], STORY[0]))
    caption = Block("c", Role.CAPTION, (Span("p1", 0, 3),), "图为桥")
    assert not ROOM._stands_by(caption, [ROOM.Strand(blocks[0])], [])


CAPTIONS = [
    ("the story it touches, whatever it speaks of", (20, 145, 140, 10), 0),
    ("of two that it touches the one it speaks of", (150, 60, 45, 10), 1),
    ("where it touches none, the one it speaks of", (400, 600, 90, 10), 1),
]


@pytest.mark.parametrize(("box", "number"), [row[1:] for row in CAPTIONS], ids=[row[0] for row in CAPTIONS])
def test_a_caption_goes_to_a_story_that_it_stands_by(box, number):
    caption = "图为收割小麦的农民。"
    page, blocks = printed_page((NEWS[0], (20, 40, 140, 100)), (NEWS[1], (180, 40, 140, 100)), (caption, box))
    stories, left = ROOM._with_captions([[ROOM.Strand(block)] for block in blocks[:2]], blocks[2:], page)
    assert [caption in [strand.block.text for strand in story] for story in stories] == [number == 0, number == 1]
    assert left == []


def test_more_blocks_than_are_told_by_their_places_are_told_by_their_words(monkeypatch):
    monkeypatch.setattr(ROOM, "MOST_TOLD", 2)
    page, blocks = printed_page(*[(words, (20, 40 * number, 140, 30)) for number, words in enumerate(NEWS)])
    found = restore(page, blocks, "en")
    assert sorted(each.text for story in found.articles for each in story.paragraphs) == sorted(NEWS)
    assert found.manner is not None


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


PLACED_LINES = st.tuples(
    st.sampled_from(LINES), st.tuples(*[st.integers(-50, 450)] * 2, *[st.sampled_from([0, 10, 30, 140])] * 2)
)


@settings(max_examples=40, deadline=None)
@given(st.lists(PLACED_LINES, max_size=14), st.lists(st.tuples(*[st.integers(0, 400)] * 4), max_size=2))
def test_every_block_of_a_page_with_geometry_is_kept_too(rows, pictures):
    page, blocks = printed_page(*rows, pictures=pictures)
    found = restore(page, blocks, "en")
    spans = [
        span for part in (found.articles, found.furniture, found.remainder) for item in part for span in item.spans
    ]
    places = [place for span in spans for place in range(span.start, span.end)]
    assert len(places) == len(set(places))
    assert {place for place, char in enumerate(page.text) if not char.isspace()} <= set(places)
    assert all(block.role is not Role.UNKNOWN for block in found.blocks)
    assert found == restore(page, blocks, "en")


def test_what_may_be_furniture_stays_in_its_story_unless_that_is_sure():
    class Unsure(Sayer):
        def roles(self, company):
            chances = super().roles(company)
            chances[:, judges.ROLES.index(Role.FURNITURE)] = 0.9
            return chances

    page, blocks = printed_page(("云州新闻", BOX))
    parts = ROOM.told_by_place(page, sort(page, blocks), Unsure(Role.HEADLINE))
    assert [block.role for block in parts.threads] == [Role.HEADLINE]
