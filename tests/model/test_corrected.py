"""Stories with their corrections carried out, and the way back."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck.model import Article, Correction, Dateline, Inside, Paragraph, ParagraphKind, Reading, Tier
from presscheck.model.correction import applied, by_part, moved, replay, stretches, undo
from presscheck.proofreading.desk import proofread


def mark(part: str, start: int, before: str, after: str, tier: Tier = Tier.SURE, paragraph: int | None = None):
    end = start + len(before)
    return Correction(part, paragraph, start, end, before, after, "variant", "", 0.9, tier)


@pytest.fixture
def story() -> Article:
    return Article(
        "a1",
        headline="云州鐵路通车",
        byline="本报记者 方小舟",
        dateline=Dateline("本报雲州5月3日电"),
        inside=(Inside("byline", 0, 5, 13),),
        paragraphs=(
            Paragraph(ParagraphKind.P, "人人口口（本报记者 方小舟）短視频", ()),
            Paragraph(ParagraphKind.P, "涇岭县", ()),
        ),
        corrections=(
            mark("headline", 2, "鐵", "铁"),
            mark("dateline", 2, "雲", "云"),
            mark("body", 1, "人", "", Tier.LIKELY, 0),
            mark("body", 3, "口", "", Tier.SURE, 0),
            mark("body", 15, "視", "视", Tier.SUSPECT, 0),
            mark("body", 16, "频", "频", Tier.SURE, 0),
            mark("body", 0, "涇", "泾", Tier.LIKELY, 1),
        ),
    )


def texts(article: Article) -> dict[tuple[str, int | None], str]:
    heads = {part: getattr(article, part) for part in ("kicker", "headline", "deck", "byline")}
    told = {(part, None): words for part, words in heads.items() if words is not None}
    if article.dateline:
        told["dateline", None] = article.dateline.text
    return told | {("body", number): part.text for number, part in enumerate(article.paragraphs)}


def test_sure_ones_are_carried_out(story):
    better = story.corrected()
    assert (better.headline, better.dateline.text, better.byline) == ("云州铁路通车", "本报云州5月3日电", story.byline)
    assert [part.text for part in better.paragraphs] == ["人人口（本报记者 方小舟）短視频", "涇岭县"]


def test_likely_ones_too_where_that_is_asked_for(story):
    better = story.corrected("likely")
    assert [part.text for part in better.paragraphs] == ["人口（本报记者 方小舟）短視频", "泾岭县"]


def test_what_points_into_a_paragraph_moves_with_it(story):
    for apply in (Tier.SURE, Tier.LIKELY):
        better = story.corrected(apply)
        (inside,) = better.inside
        assert better.paragraphs[0].text[inside.start : inside.end] == better.byline
        told = texts(better)
        for left in better.corrections:
            assert told[left.part, left.paragraph][left.start : left.end] == left.before
    assert [left.before for left in story.corrected("likely").corrections] == ["視", "频"]


def test_what_is_only_suspected_is_never_carried_out(story):
    with pytest.raises(ValueError, match="never applied"):
        story.corrected(Tier.SUSPECT)


def test_json_adds_what_differs_and_changes_nothing_else(story):
    plain, told = story.to_dict(), story.to_dict("likely")
    assert told.pop("corrected") == {"headline": "云州铁路通车", "dateline": "本报云州5月3日电"}
    assert [part.pop("corrected", None) for part in told["paragraphs"]] == ["人口（本报记者 方小舟）短視频", "泾岭县"]
    assert told == plain
    assert "corrected" not in json.dumps(plain)
    assert "corrected" not in story.to_dict("sure")["paragraphs"][1]


def test_a_reading_is_corrected_story_by_story(story):
    reading = Reading((), (), (story, Article("a2")))
    assert reading.corrected("likely").articles == (story.corrected("likely"), Article("a2"))
    assert reading.to_dict("sure")["articles"][0] == story.to_dict("sure")


# For any marks that stand apart, and for whatever the desk finds


@st.composite
def marked(draw):
    """A text, and marks on it that do not overlap: changes, deletions, insertions, and some that only ask to look."""
    text = draw(st.text("人口县，“", max_size=12))
    edges = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    marks = []
    for start, end in zip(edges[::2], edges[1::2], strict=False):
        after = draw(st.one_of(st.just(text[start:end]), st.text("人口某", max_size=3)))
        marks.append(mark("body", start, text[start:end], after, draw(st.sampled_from(Tier)), 0))
    return text, marks


@given(marked(), st.sampled_from(["sure", "likely"]))
def test_replay_never_fails_on_a_part_of_the_marks(given_, apply):
    text, marks = given_
    going = applied(marks, apply)
    assert undo(replay(text, going), going) == text
    assert "".join(words for words, _ in stretches(text, marks)) == text


@given(marked())
def test_places_outside_the_marks_move_with_their_characters(given_):
    text, marks = given_
    better = replay(text, marks)
    for place, char in enumerate(text):
        if not any(one.start <= place < one.end for one in marks):
            assert better[moved(place, marks)] == char


words = st.lists(st.text("“”‘’（）口人,(視涇⾦今年全市通车。", min_size=1, max_size=20), min_size=1, max_size=4)


@settings(deadline=None)  # the first one loads the language model
@given(words, st.none() | st.text("視口,”全市", min_size=1, max_size=8), st.sampled_from(["sure", "likely"]))
def test_a_whole_story_can_be_corrected_and_put_back(bodies, head, apply):
    paragraphs = tuple(Paragraph(ParagraphKind.P, text, ()) for text in bodies)
    (story,) = proofread([Article("a1", kicker=head, headline=head, deck=head, byline=head, paragraphs=paragraphs)])
    done = by_part(applied(story.corrections, apply))
    better = texts(story.corrected(apply))
    assert {part: undo(text, done.get(part, ())) for part, text in better.items()} == texts(story)
