"""Stories that go on over pages: each 下转 finds its 上接, and only its own."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck.articles import heads
from presscheck.articles.jumps import LIKELY, Half, link
from presscheck.language import ngram
from presscheck.model import Article, Jump, Paragraph, ParagraphKind, Places, Role, Span

STORIES = {
    "canal": (
        "北坡水渠通水",
        "本报讯　北坡水渠昨日全线通水，渠首闸门缓缓提起，清水沿着三十里长的渠道流向南沟，沿线的农田得到灌溉。"
        "北坡乡地处山区，十年九旱，农田灌溉全靠雨水。修渠的三年里，施工队先后打通隧洞四座，架设渡槽七座，水渠工程总投资一点二亿"
        "元。县水利局局长介绍，水渠工程完工以后，每年可向灌区供水八百万立",
        "方米，灌溉面积由原来的两千亩扩大到一万二千亩。水利站站长说，有了水渠，坡上的旱地都能变成水田，灌区农户每亩可增收六百元。"
        "下一步，县水利局将在灌区推广节水灌溉，修建支渠十二条，并为水渠安装自动闸门和水位监测设备，让山区的农田旱涝保收。",
    ),
    "tea": (
        "云州晚茶上市",
        "本报讯　立夏过后，云州高山茶园进入一年中最忙的时候。海拔九百米以上的茶树发芽晚、叶片厚，制成的晚茶很受欢迎。"
        "走进云雾缭绕的茶园，茶农们正忙着采摘鲜叶。茶农陶一舟说，今年春季雨水充足，茶叶长势喜人，全村茶园的鲜叶产量比去年增长两"
        "成，鲜叶收购价格每公斤上涨十五元，茶农们增收的信心越来越",
        "足。镇上的茶厂添了两条炒茶生产线，当天采摘的鲜叶当天制成茶叶。茶厂厂长介绍，云州晚茶有一半销往外省，去年茶叶销售收入达到"
        "八百万元，带动三百多户茶农增收。为了打响茶叶品牌，镇里还开办了茶艺培训班，请来专家指导茶农管理茶园、采制茶叶。",
    ),
    "rail": (
        "县城开行首趟列车",
        "本报讯　昨日上午，首趟旅客列车驶入鹿鸣火车站，站台上挤满了前来观看的群众。这条铁路穿越苍岭山区，"
        "铁路全长一百六十公里，桥梁和隧道占全线长度的八成。建设铁路的五年里，施工单位克服了塌方、涌水等困难，打通隧道二十三座。铁路部门负责人介绍，列车开"
        "通初期每天开行旅客列车四对，列车运行时速一百六十公",
        "里，从县城到省城的旅行时间由原来的六个小时缩短为一个半小时。旅客可以在火车站窗口购买车票，也可以通过网络订票。"
        "铁路开通以后，沿线的火车站还将开办货运业务，每年可以运输货物三百万吨，苍岭山区从此结束了不通铁路的历史。",
    ),
    "school": (
        "山村小学添新操场",
        "本报讯　开学第一天，松岗村小学的学生们在新操场上举行升旗仪式。松岗村小学建校四十年，有学生一百二十名。"
        "过去学校没有操场，学生上体育课只能在泥地里跑步。今年暑假，县教育局为学校修建了塑胶操场，铺设了两百米跑道，安装了篮球架和乒乓"
        "球台，还为学校配备了专职体育教",
        "师。校长说，有了新操场，学生每天可以锻炼一小时，学校的体育课和课外活动一天也不耽误。县教育局计划用两年时间，为全县"
        "二十六所山村小学修建操场、改造教室，并为学校招聘音乐、体育、美术教师，让山村的学生享受到同样的教育。",
    ),
}
MODEL = ngram.load()


def said(page, *texts):
    places = [(sum(map(len, texts[:n])), text) for n, text in enumerate(texts)]
    return tuple(Paragraph(ParagraphKind.P, text, (Span(page, at, at + len(text)),)) for at, text in places)


def first(story, *, page=1, to=3, sheet=None, file="", name=None):
    """The half of a story that leads on, on page ``page``."""
    headline, opening, _ = STORIES[story]
    jump = Jump("下转某版", to)
    told = Article(name or f"{story}-1", headline=headline, jump_to=jump, paragraphs=said(sheet or f"p{page}", opening))
    return Half(told, page, file)


def second(story, *, page=3, from_=1, sheet=None, file="", headline=None, name=None):
    """The half that comes from elsewhere."""
    jump, rest = Jump("上接某版", from_), STORIES[story][2]
    told = Article(name or f"{story}-2", headline=headline, jump_from=jump, paragraphs=said(sheet or f"p{page}", rest))
    return Half(told, page, file)


def links(*halves, lang="en"):
    """Which half leads to which; both ends must say the same."""
    told = link(halves, MODEL, lang)
    to = {article.id: article.jump_to.article for article in told if article.jump_to and article.jump_to.article}
    back = {
        article.jump_from.article: article.id for article in told if article.jump_from and article.jump_from.article
    }
    assert to == back
    return to


@pytest.mark.parametrize("story", STORIES)
def test_a_story_finds_its_other_half(story):
    assert links(first(story), second(story)) == {f"{story}-1": f"{story}-2"}


def test_both_directions_bear_the_evidence():
    one, two = link([first("tea"), second("tea")], MODEL, "en")
    assert (one.jump_to.article, two.jump_from.article) == ("tea-2", "tea-1")
    assert one.jump_to.torn
    assert two.jump_from.torn
    assert LIKELY <= one.jump_to.confidence <= 1
    assert one.jump_to.reasons == two.jump_from.reasons != ()
    assert (one.jump_to.text, one.jump_to.page) == ("下转某版", 3)
    assert one.jump_from is None


PAGES = [
    # the first stands on, leads to, the second stands on, comes from, linked?
    ("both agree", 1, 3, 3, 1, True),
    ("the first leads elsewhere", 1, 4, 3, 1, False),
    ("the second comes from elsewhere", 1, 3, 3, 2, False),
    ("it leads backward", 4, 1, 1, 4, True),
    ("no page knows its number", None, 3, None, 1, True),
    ("the first page does not know its number", None, 3, 3, 1, True),
    ("the second page does not know its number, and the lines contradict", 1, 3, None, 2, False),
    ("the lines name no page", 1, None, 3, None, True),
    ("nobody names anything", None, None, None, None, True),
    ("both lines name one page", None, 2, None, 2, False),
    ("it would go on on its own page", 2, None, 2, None, False),
    ("it would lead to its own page, whose number it does not know", None, 3, None, 3, False),
]


@pytest.mark.parametrize(
    ("page", "to", "other", "from_", "linked"), [row[1:] for row in PAGES], ids=[row[0] for row in PAGES]
)
def test_pages_that_are_named_must_be_those_stood_on(page, to, other, from_, linked):
    halves = first("rail", page=page, to=to, sheet="p1"), second("rail", page=other, from_=from_, sheet="p2")
    assert bool(links(*halves)) is linked


def test_two_halves_on_one_sheet_are_none_though_nobody_knows_its_number():
    halves = first("rail", page=None, to=None, sheet="p1"), second("rail", page=None, from_=None, sheet="p1")
    assert links(*halves) == {}
    told, _ = link([halves[0], replace(halves[1], file="page3.json")], MODEL, "en")
    assert told.jump_to.article == "page3.json#rail-2"


def numbered(words):
    (mark,) = [mark for mark in heads.marks(words) if mark.role in (Role.JUMP_TO, Role.JUMP_FROM)]
    return heads.jump(mark, words)


@pytest.mark.parametrize(
    ("to", "from_"), [("（下转A2版）", "（上接A1版）"), ("下转第二版", "上接01版"), ("（下转2版）▶", "上接头版")]
)
def test_pages_are_named_in_many_ways(to, from_):
    one, two = first("canal", page=1), second("canal", page=2)
    one = replace(one, article=replace(one.article, jump_to=numbered(to)))
    two = replace(two, article=replace(two.article, jump_from=numbered(from_)))
    assert links(one, two) == {"canal-1": "canal-2"}
    assert links(replace(one, page=3), two) == {}


def test_several_on_one_page_are_linked_one_to_one():
    halves = [first(story) for story in STORIES] + [second(story) for story in reversed(STORIES)]
    assert links(*halves) == {f"{story}-1": f"{story}-2" for story in STORIES}


def test_pages_told_apart_even_where_the_texts_are_not():
    halves = [
        first("tea", to=2, name="a1"),
        first("tea", to=3, name="a2"),
        second("tea", page=3, name="b3"),
        second("tea", page=2, name="b2"),
    ]
    assert links(*halves) == {"a1": "b2", "a2": "b3"}


@pytest.mark.parametrize(("one", "other"), [("canal", "tea"), ("rail", "school"), ("tea", "rail"), ("school", "canal")])
def test_halves_of_two_stories_are_left_alone(one, other):
    assert links(first(one), second(other)) == {}


def test_a_half_whose_other_is_not_there_is_left_alone():
    assert links(first("tea"), first("canal"), second("canal")) == {"canal-1": "canal-2"}
    assert links(first("tea")) == links(second("tea")) == links() == {}


def test_a_story_without_jump_lines_is_never_touched():
    plain = Half(Article("a1", headline="北坡水渠通水", paragraphs=said("p2", STORIES["canal"][2])), 3)
    assert link([first("canal"), plain], MODEL, "en")[1] is not None
    assert links(first("canal"), plain) == {}
    assert link([plain], MODEL, "en") == (plain.article,)


def test_a_sentence_that_ends_is_not_torn():
    one, two = first("school"), second("school", headline="山村小学添新操场")
    whole = said("p1", STORIES["school"][1] + "师。")
    rest = said("p3", STORIES["school"][2].removeprefix("师。"))
    one = replace(one, article=replace(one.article, paragraphs=whole))
    two = replace(two, article=replace(two.article, paragraphs=rest))
    told, _ = link([one, two], MODEL, "en")
    assert told.jump_to.article == "school-2"
    assert not told.jump_to.torn
    assert not any("broken sentence" in reason for reason in told.jump_to.reasons)


def test_a_caption_at_the_end_tears_no_sentence():
    one, two = first("tea"), second("tea")
    caption = Paragraph(ParagraphKind.CAPTION, "茶农在采茶", (Span("p1", 900, 905),))
    one = replace(one, article=replace(one.article, paragraphs=(*one.article.paragraphs, caption)))
    told, _ = link([one, two], MODEL, "en")
    assert told.jump_to.torn
    assert any("心越来越|足。镇上的" in reason for reason in told.jump_to.reasons)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["(1 and 3)", "the broken sentence goes on", "the headlines share their words", "one matter"]),
        ("zh", ["（第1版、第3版）", "断开的句子相接", "两处标题用词相同", "同一件事"]),
    ],
)
def test_reasons_are_given_in_both_languages(lang, words):
    one, _ = link([first("canal"), second("canal", headline="北坡水渠通水")], MODEL, lang)
    assert all(word in reason for word, reason in zip(words, one.jump_to.reasons, strict=True))


def test_headlines_that_share_words_speak_for_a_link():
    bare = link([first("canal"), second("canal", headline="南沟喜迎清水来")], MODEL, "en")[0].jump_to
    shared = link([first("canal"), second("canal", headline="北坡水渠通水")], MODEL, "en")[0].jump_to
    assert shared.confidence > (bare.confidence or 0)


def test_another_files_story_is_called_by_both_names():
    front, back = link([first("rail", file="page1.json"), second("rail", file="page3.json")], MODEL, "en")
    assert front.jump_to.article == "page3.json#rail-2"
    assert back.jump_from.article == "page1.json#rail-1"


def test_a_story_of_the_same_file_is_called_by_its_own_name():
    assert links(first("rail", file="issue.json"), second("rail", file="issue.json")) == {"rail-1": "rail-2"}


def test_an_article_may_lie_between_two_others():
    between = second("tea", page=2, headline="云州晚茶上市")
    opening, rest = STORIES["tea"][2].split("去年茶叶销售")
    last = Half(
        Article(
            "tea-3",
            headline="云州晚茶上市",
            jump_from=Jump("上接第二版", 2),
            paragraphs=said("p3", f"售{rest}"),
        ),
        3,
    )
    torn = said("p2", f"{opening}去年茶叶销")
    between = replace(between, article=replace(between.article, jump_to=Jump("下转第三版", 3), paragraphs=torn))
    told = {article.id: article for article in link([first("tea", to=2), between, last], MODEL, "en")}
    assert told["tea-1"].jump_to.article == "tea-2"
    assert told["tea-2"].jump_from.article == "tea-1"
    assert told["tea-2"].jump_to.article == "tea-3"


def test_links_are_made_anew():
    halves = [first("canal"), second("canal")]
    told = link(halves, MODEL, "en")
    again = [replace(half, article=article) for half, article in zip(halves, told, strict=True)]
    assert link(again, MODEL, "en") == told
    alone = link(again[:1], MODEL, "en")[0].jump_to
    assert alone == Jump("下转某版", 3)


# Whatever halves an issue holds

HALVES = st.lists(
    st.builds(
        lambda lead, story, page, named, sheet: (first if lead else second)(
            story, page=page, **{"to" if lead else "from_": named}, sheet=f"p{sheet}"
        ),
        st.booleans(),
        st.sampled_from(list(STORIES)),
        st.sampled_from([None, 1, 2, 3]),
        st.sampled_from([None, 1, 2, 3]),
        st.integers(1, 3),
    ),
    max_size=7,
)


def named(halves):
    return [replace(half, article=replace(half.article, id=f"a{n}")) for n, half in enumerate(halves)]


@settings(max_examples=40, deadline=None)
@given(HALVES)
def test_nobody_is_linked_twice_nor_on_a_page_that_contradicts(halves):
    halves = named(halves)
    found = links(*halves)
    known = {half.article.id: half for half in halves}
    assert len(set(found.values())) == len(found)
    for one, other in ((known[a], known[b]) for a, b in found.items()):
        assert one.article.jump_to.page in (None, other.page) or other.page is None
        assert other.article.jump_from.page in (None, one.page) or one.page is None
        assert {span.page for span in one.article.spans}.isdisjoint(span.page for span in other.article.spans)


@settings(max_examples=40, deadline=None)
@given(st.permutations([*map(first, STORIES), *map(second, STORIES)]))
def test_the_order_of_the_halves_does_not_matter(halves):
    assert links(*halves) == {f"{story}-1": f"{story}-2" for story in STORIES}
    told = link(halves, MODEL, "en")
    assert [article.id for article in told] == [half.article.id for half in halves]
    assert [article.paragraphs for article in told] == [half.article.paragraphs for half in halves]


def test_heads_are_part_of_where_a_story_stands():
    one = first("rail", page=None, to=None, sheet="p1")
    headed = replace(one.article, places=Places(headline=(Span("p2", 0, 6),)))
    assert links(replace(one, article=headed), second("rail", page=None, from_=None, sheet="p2")) == {}
