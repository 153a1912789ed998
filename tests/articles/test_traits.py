"""Each trait of a fragment, by its name, in a line that has it and one that has not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.articles.traits import NAMES, is_credit, is_head, traits, unclosed


class Told:
    """A language model that says of every text what it was told to say."""

    def __init__(self, ends=-7.0, starts=-3.5):
        self.said = ends, starts

    def ends(self, texts):
        return np.full(len(texts), self.said[0], dtype=np.float32)

    def starts(self, texts, length=4):
        return np.full(len(texts), self.said[1], dtype=np.float32)


def trait(name, text, model=None):
    return float(traits([text], model or Told())[0, NAMES.index(name)])


EXAMPLES = {
    "bias": [("渠", 1), ("渠水到了北坡。", 1)],
    "length": [("渠", np.log1p(1) / 5), ("渠" * 99, np.log1p(99) / 5), ("　渠 ", np.log1p(1) / 5)],
    "short": [("渠" * 26, 1), ("渠" * 27, 0)],
    "very_short": [("渠" * 12, 1), ("渠" * 13, 0)],
    "ends_sentence": [
        ("渠水到了。", 1), ("渠水到了！", 1), ("真的到了？”", 1), ("渠水到了……", 1), ("（渠水到了。）", 1),
        ("渠水到了", 0), ("渠水到了，", 0), ("”", 0),
    ],
    "ends_comma": [
        ("渠水到了，", 1), ("他说：", 1), ("北坡、", 1), ("先修渠；", 1), ("The canal,", 1), ("渠水，到了", 0),
        ("渠水到了。", 0),
    ],
    "illegal_start": [
        ("，渠水到了", 1), ("”他说", 1), ("％以上", 1), ("）的渠", 1), ("渠水，到了", 0), ("“渠水", 0),
        ("《渠》", 0),
    ],
    "end_chance": [("渠", -1)],
    "start_chance": [("渠", -0.5)],
    "left_open": [("他说：“渠", 0.5), ("“《渠", 1), ("“《（渠", 1), ("“渠”", 0), ("渠”", 0)],
    "never_opened": [("渠水。”", 0.5), ("渠》”", 1), ("渠）》”", 1), ("“渠”", 0), ("“渠", 0)],
    "ends_number": [
        ("渠长2", 1), ("渠长２", 1), ("增长9.", 1), ("增长5%", 1), ("全市第", 1), ("又有两", 1), ("渠长", 0),
        ("2里", 0),
    ],
    "starts_number": [("2千里", 1), ("００亩", 1), (".5%", 1), ("万亩", 1), ("月底", 1), ("渠2", 0)],
    "inner_comma": [("渠水，到了", 1), ("渠水；到了", 1), ("渠水到了，", 0), ("渠水、路", 0)],
    "inner_stop": [("渠到了。路也", 1), ("渠到了。", 0), ("渠到了！路也", 0)],
    "dateline_start": [
        ("本报北坡6月17日讯　渠水到了。", 1), ("本报讯　渠水到了。", 1), ("新华社北坡6月17日电", 0),
        ("渠水到了。", 0),
    ],
    "dateline_line": [("新华社北坡6月17日电", 1), ("（本报北坡6月17日讯）", 1), ("本报北坡6月17日讯　渠水到了。", 0)],
    "byline_line": [("本报记者 周田", 1), ("□ 周田 文/图", 1), ("渠水到了。（记者 周田）", 0), ("本报记者了解到，", 0)],
    "jump_from": [("上接第一版", 1), ("（上接第一版）渠水到了", 1), ("上接北坡水库", 0), ("下转第三版", 0)],
    "jump_to": [("下转第三版", 1), ("渠水到了。（下转第三版）", 1), ("转第三中学", 0), ("上接第一版", 0)],
    "crosshead_mark": [("一、渠水怎样上北坡", 1), ("（二）", 1), ("渠水上北坡", 0)],
}  # fmt: skip
ROWS = [(name, text, value) for name, examples in EXAMPLES.items() for text, value in examples]


@pytest.mark.parametrize(("name", "text", "value"), ROWS, ids=[f"{name}:{text[:14]}" for name, text, _ in ROWS])
def test_each_trait_stands_in_the_column_of_its_name(name, text, value):
    assert trait(name, text) == pytest.approx(value)


def test_every_trait_has_an_example():
    assert tuple(EXAMPLES) == NAMES
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5])
def test_a_page_of_any_size_gives_one_row_a_fragment(count):
    table = traits(["，渠" + "水" * size for size in range(count)], Told())
    assert table.shape == (count, len(NAMES))
    assert table.dtype == np.float32
    assert (table[:, NAMES.index("end_chance")] == -1).all()
    assert (table[:, NAMES.index("start_chance")] == -0.5).all()
    assert (table[:, NAMES.index("illegal_start")] == 1).all()


def test_chances_of_the_language_model_are_bounded():
    assert trait("end_chance", "渠", Told(ends=-99)) == -2
    assert trait("start_chance", "渠", Told(starts=-99)) == -2


@pytest.mark.parametrize("text", ["", " ", "\u3000", "。", "\ud800", "\x00", "\U00020000", "ABC"])
def test_any_fragment_has_traits(text):
    assert np.isfinite(traits([text], Told())).all()


def test_traits_are_of_the_folded_text_without_the_space_around():
    plain, odd = traits(["金水2026", "　⾦水２０２６ "], Told())
    assert (plain == odd).all()


HEADS = [
    ("渠水上北坡", True), ("——北坡乡修渠记", False), ("十二村告别旱田　三乡同受益", True),
    ("渠水上北坡？”", False), ("渠水，上北坡", True),
    ("渠水上了北坡。", False), ("渠水上了北坡，", False), ("，渠水上了北坡", False), ("渠到了。路也到了", False),
    ("本报记者 周田", False), ("上接第一版", False),
    ("本报讯　渠水到了北坡", False), ("渠" * 47, True), ("渠" * 49, False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "looks"), HEADS, ids=[text[:14] for text, _ in HEADS])
def test_what_looks_like_a_line_of_a_head(text, looks):
    assert is_head(traits([text], Told())).tolist() == [looks]


def test_the_longest_head_is_one():
    assert is_head(traits(["渠" * 48], Told())).tolist() == [True]


CREDITS = [
    ("本报记者 周田", True),
    ("本报讯　渠水到了。", True),
    ("渠水到了。", False),
    ("（新华社北坡6月17日电）", False),
]


@pytest.mark.parametrize(("text", "looks"), CREDITS)
def test_what_looks_like_a_credit_below_a_head(text, looks):
    assert is_credit(traits([text], Told())).tolist() == [looks]


UNCLOSED = [
    ("", (0, 0)), ("渠水", (0, 0)), ("“渠水”", (0, 0)), ("“渠水", (1, 0)), ("渠水”", (0, 1)), ("”“", (1, 1)),
    ("“《渠》", (1, 0)),
    ("（“渠水）", (1, 0)), ("“渠）", (1, 1)), ("「渠』", (1, 1)), ("他说：“渠水来了。”又说：“路", (1, 0)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "counts"), UNCLOSED)
def test_what_a_fragment_leaves_open_and_what_it_never_opened(text, counts):
    assert unclosed(text) == counts


@pytest.mark.parametrize(("text", "counts"), [("（北坡（渠首）", (1, 0)), ("“渠“水”", (1, 0))])
def test_a_closing_mark_closes_the_innermost_of_its_kind(text, counts):
    assert unclosed(text) == counts


def quoted(inner):
    """A text in quotation marks or brackets of a kind that it does not hold itself."""
    pairs = [pair for pair in ("“”", "《》", "（）") if pair[0] not in inner]
    return st.sampled_from(pairs).map(lambda pair: pair[0] + inner + pair[1]) if pairs else st.just(inner)


nested = st.recursive(st.text("渠水，。"), lambda inner: inner.flatmap(quoted), max_leaves=4)


@given(nested, st.integers(0, 3), st.integers(0, 3))
def test_whole_quotations_leave_nothing_open(text, closing, opening):
    assert unclosed("”" * closing + text + "“" * opening) == (opening, closing)
