"""Stories put together from their blocks: torn paragraphs joined, heads and marks in their places."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck.articles import days
from presscheck.articles.assemble import Strand, assemble
from presscheck.model import Block, Dateline, Inside, Jump, Page, ParagraphKind, Role, Span

DAY = datetime.date(2026, 6, 18)


def told(*strands, lang="en", date=DAY):
    """A page of lines and the article they make: each a role, its text, and for the rest of a paragraph ``torn``."""
    text, made = "", []
    for number, (role, words, *rest) in enumerate(strands, 1):
        span = Span("p1", len(text), len(text) + len(words))
        text += words + "\n"
        settings_ = dict.fromkeys(rest, True) if not rest or isinstance(rest[0], str) else {"chance": rest[0]}
        made.append(Strand(Block(f"p1.b{number}", Role(role), (span,), words), **settings_))
    page = Page("p1", "a.txt", "", "dump", text, (), date=date)
    return page, assemble(page, days.day_of(page), "a1", made, lang)


def article(*strands, **settings_):
    return told(*strands, **settings_)[1]


def words_at(page, spans):
    return [page.words(span) for span in spans]


def test_a_whole_story():
    page, story = told(
        ("jump_from", "（上接第一版）"),
        ("kicker", "周田在北坡调研时强调"),
        ("headline", "渠水上北坡"),
        ("deck", "——北坡乡修渠记"),
        ("byline", "本报记者 周田"),
        ("dateline", "新华社北坡6月17日电"),
        ("body", "渠水流过北坡的梯"),
        ("body", "田和村庄。", "torn"),
        ("crosshead", "三村受益"),
        ("body", "村里人都来看。"),
        ("jump_to", "下转第三版"),
    )
    assert (story.id, story.kind) == ("a1", "news")
    assert (story.kicker, story.headline, story.deck) == ("周田在北坡调研时强调", "渠水上北坡", "——北坡乡修渠记")
    assert story.byline == "本报记者 周田"
    assert story.dateline == Dateline("新华社北坡6月17日电", "新华社", "北坡", datetime.date(2026, 6, 17))
    assert story.jump_from == Jump("（上接第一版）", 1)
    assert story.jump_to == Jump("下转第三版", 3)
    assert [(each.kind, each.text) for each in story.paragraphs] == [
        (ParagraphKind.P, "渠水流过北坡的梯田和村庄。"),
        (ParagraphKind.CROSSHEAD, "三村受益"),
        (ParagraphKind.P, "村里人都来看。"),
    ]
    for name, words in [
        ("jump_from", "（上接第一版）"), ("kicker", "周田在北坡调研时强调"), ("headline", "渠水上北坡"),
        ("deck", "——北坡乡修渠记"),
        ("byline", "本报记者 周田"), ("dateline", "新华社北坡6月17日电"), ("jump_to", "下转第三版"),
    ]:  # fmt: skip
        assert words_at(page, getattr(story.places, name)) == [words]
    assert story.inside == ()


def test_a_torn_paragraph_has_several_spans_that_read_as_its_text():
    page, story = told(("body", "渠水流"), ("body", "过北坡", "torn"), ("body", "的梯田。", "torn"))
    (paragraph,) = story.paragraphs
    assert words_at(page, paragraph.spans) == ["渠水流", "过北坡", "的梯田。"]
    assert paragraph.text == "渠水流过北坡的梯田。"


def test_english_words_are_joined_by_the_pages_own_space():
    page, story = told(("body", "The canal"), ("body", "reached Beipo.", "torn"))
    (paragraph,) = story.paragraphs
    assert paragraph.text == "The canal reached Beipo." == page.told(paragraph.spans)


TORN = [
    ("not torn", [("body", "甲"), ("body", "乙")], ["甲", "乙"]),
    ("nothing before it", [("body", "甲", "torn")], ["甲"]),
    ("a crosshead is not gone on", [("crosshead", "甲"), ("body", "乙", "torn")], ["甲", "乙"]),
    ("a crosshead goes on nothing", [("body", "甲"), ("crosshead", "乙", "torn")], ["甲", "乙"]),
    ("a caption is not gone on", [("body", "甲"), ("caption", "乙"), ("body", "丙", "torn")], ["甲", "乙", "丙"]),
    ("a headline in between is passed over", [("body", "甲"), ("headline", "题"), ("body", "乙", "torn")], ["甲乙"]),
    ("a mark is passed over", [("body", "甲"), ("jump_to", "下转第三版"), ("body", "乙", "torn")], ["甲乙"]),
]  # fmt: skip


@pytest.mark.parametrize(("strands", "paragraphs"), [row[1:] for row in TORN], ids=[row[0] for row in TORN])
def test_what_a_torn_block_goes_on(strands, paragraphs):
    assert [each.text for each in article(*strands).paragraphs] == paragraphs


@pytest.mark.parametrize("kind", ["caption", "credit", "table", "crosshead"])
def test_every_kind_of_paragraph_keeps_its_kind(kind):
    assert [each.kind.value for each in article(("body", "甲"), (kind, "乙")).paragraphs] == ["p", kind]


def test_heads_of_several_lines_are_told_with_a_space_between():
    page, story = told(("headline", "渠水上北坡"), ("headline", "三村同受益"), ("body", "甲"))
    assert story.headline == "渠水上北坡 三村同受益"
    assert words_at(page, story.places.headline) == ["渠水上北坡", "三村同受益"]


def test_what_the_page_does_not_give_is_none():
    story = article(("body", "渠水到了北坡。"))
    for part in ("kicker", "headline", "deck", "byline", "dateline", "jump_from", "jump_to"):
        assert getattr(story, part) is None
    assert story.places.all() == ()


# Credits within a paragraph, and on lines of their own


def pointed_at(story):
    return {(each.part, story.paragraphs[each.paragraph].text[each.start : each.end]) for each in story.inside}


def test_a_dateline_and_a_byline_within_the_text_stay_there_and_are_pointed_at():
    story = article(
        ("headline", "题"), ("body", "本报北坡6月17日讯（记者 周田）渠水到了北坡。"), ("body", "村里人都来看。")
    )
    assert story.paragraphs[0].text.startswith("本报北坡6月17日讯（记者 周田）渠水")
    assert pointed_at(story) == {("dateline", "本报北坡6月17日讯"), ("byline", "（记者 周田）")}
    assert (story.dateline.text, story.byline) == ("本报北坡6月17日讯", "（记者 周田）")
    assert story.dateline.date == datetime.date(2026, 6, 17)
    assert story.places.dateline == story.places.byline == ()


def test_a_byline_at_the_end_of_the_last_paragraph_is_pointed_at():
    story = article(("body", "渠水到了北坡。"), ("body", "村里人都来看。（记者 周田）"))
    assert story.inside == (Inside("byline", 1, 7, 14),)
    assert story.byline == "（记者 周田）"


def test_what_stands_in_the_middle_of_a_story_is_no_credit_of_it():
    story = article(("body", "渠水到了北坡。"), ("body", "村里人来看。（记者 周田）"), ("body", "又到南湾。"))
    assert (story.byline, story.inside) == (None, ())


def test_a_line_of_its_own_counts_before_the_text():
    page, story = told(("byline", "本报记者 周田"), ("body", "渠水到了北坡。（记者 吴溪）"))
    assert (story.byline, story.inside) == ("本报记者 周田", ())
    assert words_at(page, story.places.byline) == ["本报记者 周田"]


def test_a_caption_at_the_end_hides_no_credit_and_gives_none():
    story = article(("body", "渠水到了北坡。"), ("caption", "村民在渠边洗菜。（记者 周田）"))
    assert (story.byline, story.inside) == (None, ())


def test_a_dateline_torn_over_two_blocks_is_read_from_the_joined_text():
    story = article(("body", "新华社北坡6月1"), ("body", "7日电　渠水到了。", "torn"))
    assert story.dateline.text == "新华社北坡6月17日电"
    assert story.dateline.date == datetime.date(2026, 6, 17)


def test_a_dateline_without_a_day_has_none():
    assert article(("body", "本报讯　渠水到了北坡。")).dateline == Dateline("本报讯", "本报")


def test_the_year_is_inferred_where_only_the_text_gives_it():
    _, story = told(
        ("body", "本报北坡6月17日讯　2026年5月1日动工的水渠，昨天通水。"),
        ("body", "2025年2月30日不是一天。"),
        date=None,
    )
    assert (story.dateline.date, story.dateline.inferred) == (datetime.date(2026, 6, 17), True)


def test_a_year_that_nobody_gives_stays_unknown():
    story = article(("body", "本报北坡6月17日讯　渠水到了。"), date=None)
    assert (story.dateline.date, story.dateline.inferred) == (None, False)


# How sure, and why


def test_a_story_is_as_sure_as_all_its_joints_together():
    strands = [("body", "甲", 0.9), ("body", "乙", 0.5), ("body", "丙", 1.0)]
    assert article(*strands).confidence == pytest.approx(0.45)
    assert article(("body", "甲", 0.4)).confidence == pytest.approx(0.4)


def test_a_story_that_may_go_on_is_less_sure():
    page = Page("p1", "a.txt", "", "dump", "渠水流过", ())
    block = Block("p1.b1", Role.BODY, (Span("p1", 0, 4),), "渠水流过")
    strand = Strand(block, chance=0.9, ends=0.5)
    assert assemble(page, days.day_of(page), "a1", [strand], "en").confidence == pytest.approx(0.45)


def test_the_reasons_say_how_the_story_was_joined():
    story = article(
        ("headline", "题"), ("body", "渠水流"), ("body", "过北坡。", "torn"),
        ("body", "村里人都来看渠水上北坡的新闻。", 0.52),
        ("dateline", "（本报北坡6月17日讯）"),
    )  # fmt: skip
    assert story.reasons == (
        "joined from 5 lines of the dump",
        "1 torn paragraphs rejoined",
        "its dateline closes it: （本报北坡6月17日讯）",
        "least certain where “村里人都来看渠水上北坡的…” joins it (0.52)",
    )


def test_the_runner_up_of_the_weakest_joint_is_named():
    text = "渠水流过北坡。村里人都来看。"
    page = Page("p1", "a.txt", "", "dump", text, ())
    first, last = (Block(f"p1.b{a}", Role.BODY, (Span("p1", a, b),), text[a:b]) for a, b in [(0, 7), (7, 14)])
    for rival, reason in [
        (first, "next likeliest: it follows “…渠水流过北坡。” (0.40)"),
        (None, "next likeliest: it opens a story of its own (0.40)"),
    ]:
        strands = [Strand(first), Strand(last, chance=0.55, rival=rival, rival_chance=0.4)]
        assert assemble(page, days.day_of(page), "a1", strands, "en").reasons[-1] == reason
    sure = [Strand(first), Strand(last, chance=0.99, rival=first, rival_chance=0.01)]
    assert not any("likeliest" in reason for reason in assemble(page, days.day_of(page), "a1", sure, "en").reasons)


def test_the_reasons_are_said_in_the_language_asked_for():
    assert article(("body", "渠水到了北坡。"), lang="zh").reasons == ("由文本中的 1 行拼成", "本版没有找到它的标题")
    assert article(("body", "渠水到了北坡。")).reasons == (
        "joined from 1 lines of the dump",
        "no headline for it on this page",
    )


def test_a_closing_dateline_is_seen_before_a_caption():
    story = article(
        ("headline", "题"), ("body", "甲"), ("dateline", "（本报北坡6月17日讯）"), ("caption", "图为渠水。")
    )
    assert "its dateline closes it: （本报北坡6月17日讯）" in story.reasons


def test_only_paragraphs_that_were_rejoined_are_counted():
    story = article(("headline", "题"), ("crosshead", "甲"), ("body", "乙", "torn"))
    assert [each.text for each in story.paragraphs] == ["甲", "乙"]
    assert not any("rejoined" in reason for reason in story.reasons)


WORDS = {
    Role.KICKER: "周田调研时强调", Role.HEADLINE: "渠水上北坡", Role.DECK: "——修渠记", Role.CROSSHEAD: "三村受益",
    Role.BYLINE: "本报记者 周田", Role.DATELINE: "本报北坡6月17日讯", Role.JUMP_FROM: "上接第一版",
    Role.JUMP_TO: "下转3版",
    Role.BODY: "The canal", Role.CAPTION: "图为渠水。", Role.CREDIT: "周田 摄", Role.TABLE: "一 二 三",
}  # fmt: skip
strand = st.tuples(st.sampled_from(sorted(WORDS)), st.booleans())


@settings(max_examples=80, deadline=None)
@given(st.lists(strand, min_size=1, max_size=12))
def test_every_strand_stands_in_the_story_once_and_the_text_is_what_the_page_says(strands):
    page, story = told(*((role, WORDS[Role(role)], *(["torn"] if torn else [])) for role, torn in strands))
    places = [place for span in story.spans for place in range(span.start, span.end)]
    assert len(places) == len(set(places))
    assert {place for place, char in enumerate(page.text) if not char.isspace()} <= set(places)
    for paragraph in story.paragraphs:
        assert paragraph.text == page.told(paragraph.spans)
    for inside in story.inside:
        assert story.paragraphs[inside.paragraph].text[inside.start : inside.end]
