"""The lexicon: the fast reader against slow ones, the table as the tool makes it and as it ships."""

import json
import math
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck.errors import PartMissing
from presscheck.language import lexicon
from presscheck.language.lexicon import LONGEST, Vocabulary, load

sys.path.append(str(Path(__file__).parents[2] / "tools"))
import make_lexicon as tool

# Invented counts; the people and places are invented too.
COUNTS = {
    "水": 40.0,
    "渠": 3.0,
    "水渠": 20.0,
    "改": 5.0,
    "造": 5.0,
    "改造": 30.0,
    "水渠改造": 2.0,
    "青柳县": 6.0,
    "县": 9.0,
    "周": 8.0,
    "末": 1.0,
    "周末": 12.0,
    "未": 2.0,
    "去": 25.0,
    "青柳县水利局水渠": 1.0,
    "周望川": 2.0,
    "，": 60.0,
}
NAMES = {"青柳县": {"place"}, "周望川": {"person"}, "青柳县水利局水渠": {"organisation", "place"}}
LETTERS = st.sampled_from(sorted(set("".join(COUNTS)) | set("龘K川 ")))
TEXTS = st.text(LETTERS, max_size=20)


def made(counts=COUNTS, kinds=NAMES) -> Vocabulary:
    total = sum(counts.values())
    return Vocabulary(tool.pack({word: count / total for word, count in counts.items()}, kinds, {}))


SMALL = made()


# --- the fast reader against a slow one ---------------------------------------------------------------------------


def segmentations(text: str) -> Iterator[list[str]]:
    """Every way to cut the text into words of the small lexicon and single characters."""
    if not text:
        yield []
    for n in range(1, min(LONGEST, len(text)) + 1):
        if n == 1 or text[:n] in COUNTS:
            yield from ([text[:n], *rest] for rest in segmentations(text[n:]))


def worth(word: str) -> float:
    if word in COUNTS:
        return float(SMALL.frequencies([word])[0])
    return min(float(SMALL.frequencies([known])[0]) for known in COUNTS) - tool.BELOW_ALL


def slow_fit(text: str) -> float:
    return max(sum(map(worth, words)) for words in segmentations(text))


@given(st.lists(st.text(LETTERS, max_size=9), max_size=5))
def test_the_fit_is_that_of_the_best_segmentation(texts):
    assert SMALL.fit(texts) == pytest.approx([slow_fit(text) for text in texts], abs=1e-3)


@given(st.lists(TEXTS, max_size=8))
def test_a_text_fits_the_same_in_any_company(texts):
    alone = [float(SMALL.fit([text])[0]) for text in texts]
    assert SMALL.fit(texts) == pytest.approx(alone, abs=1e-4)


@given(st.data(), TEXTS.filter(len))
@settings(deadline=None)
def test_a_swap_gains_what_the_changed_text_fits_better(drawn, text):
    places = drawn.draw(st.lists(st.integers(0, len(text) - 1), min_size=1, max_size=4))
    others = [drawn.draw(st.text(LETTERS, min_size=3, max_size=3)) for _ in places]
    gained = SMALL.swaps(text, places, np.stack([SMALL.encode(chars) for chars in others]))
    assert gained.shape == (len(places), 3)
    for row, (place, chars) in enumerate(zip(places, others, strict=True)):
        changed = [text[:place] + char + text[place + 1 :] for char in chars]
        assert gained[row] == pytest.approx(SMALL.fit(changed) - SMALL.fit([text])[0], abs=1e-3)


def test_batches_hold_every_text_once(monkeypatch):
    monkeypatch.setattr(lexicon, "CELLS", 30)
    texts = ["青柳县水渠改造", "", "周末去，去水渠", "水" * 50, "周未去"]
    assert SMALL.fit(texts) == pytest.approx([SMALL.fit([text])[0] for text in texts], abs=1e-4)


# --- words, frequencies, names ------------------------------------------------------------------------------------


def test_words_are_in_it_and_beginnings_are_not():
    assert all(word in SMALL for word in COUNTS)
    assert not [word for word in ("青", "青柳", "水渠改", "龘", "", "水利局", "去去去去去去去去去") if word in SMALL]


def test_frequencies_are_the_lists_to_half_a_step():
    words = list(COUNTS)
    step = math.log(60) / (tool.BOOK - 1)
    wanted = np.log([COUNTS[word] / sum(COUNTS.values()) for word in words])
    assert np.abs(SMALL.frequencies(words) - wanted).max() <= step / 2 + 1e-6
    assert SMALL.frequencies(["青柳", ""]).tolist() == [-math.inf, -math.inf]
    assert len(SMALL) == len(COUNTS)


@pytest.mark.parametrize("word", ["水渠", *NAMES, "青柳", "没有的词"])
def test_a_name_tells_its_kind(word):
    assert SMALL.kinds(word) == NAMES.get(word, set())


def test_full_width_letters_count_as_plain_ones():
    table = made({"Ａ".translate({0xFF21: "A"}): 1.0, "水": 2.0}, {})
    assert "Ａ" in table
    assert "A" in table


# --- the tool -----------------------------------------------------------------------------------------------------


@pytest.fixture
def sources(tmp_path):
    rows = [
        "水渠 20 n",
        "水渠 5 v",
        "周望川 2 nr",
        "青柳县 6 ns",
        "K线 3 n",
        "B 4 x",
        "一二三四五六七八九 9 m",
        "雲梯 3 n",
    ]
    (tmp_path / "dict.txt").write_text("\n".join(rows) + "\n", encoding="utf8")
    lines = [json.dumps(row, ensure_ascii=False) for row in (["水渠", 300], ["改造", 100], [" ", 50], ["云梯", 7])]
    with zipfile.ZipFile(tmp_path / "words.zip", "w") as archive:
        archive.writestr("words.json", "\n".join(lines))
    return tmp_path


def test_the_tool_reads_both_lists(sources):
    words = tool.jieba(sources / "dict.txt")
    assert words.counts == {"水渠": 25, "周望川": 2, "青柳县": 6, "B": 4, "云梯": 3}
    assert words.kinds == {"周望川": {"person"}, "青柳县": {"place"}}
    assert tool.jionlp(sources / "words.zip").counts == {"水渠": 300, "改造": 100, "云梯": 7}


def test_the_lists_are_mixed_by_their_shares(sources):
    lists = {"jieba": tool.jieba(sources / "dict.txt"), "jionlp": tool.jionlp(sources / "words.zip")}
    mixed = tool.mixed(lists)
    assert sum(mixed.values()) == pytest.approx(1)
    assert mixed["水渠"] == pytest.approx(25 / 40 / 2 + 300 / 407 / 2)
    assert mixed["改造"] == pytest.approx(100 / 407 / 2)


def test_the_tool_writes_what_the_reader_opens(sources, monkeypatch, capsys):
    table = sources / "lexicon.npz"
    monkeypatch.setattr(tool, "TABLE", table)
    asked = ["--jieba", str(sources / "dict.txt"), "--jionlp", str(sources / "words.zip")]
    monkeypatch.setattr(sys, "argv", ["make_lexicon.py", *asked])
    tool.main()
    first = table.read_bytes()
    tool.main()
    assert table.read_bytes() == first
    assert "lexicon.npz" in capsys.readouterr().out
    opened = Vocabulary.open(table)
    assert "改造" in opened
    assert opened.recipe["sources"]["jieba"]["licence"] == "MIT"


def test_a_missing_package_is_named():
    with pytest.raises(SystemExit, match="--nosuchpackage"):
        tool.installed("nosuchpackage")


# --- the table that ships -----------------------------------------------------------------------------------------


def test_the_shipped_table_knows_everyday_words():
    words = ["我们", "老公", "快点", "手机", "打车", "周末", "睡觉", "微信"]
    assert not [word for word in words if word not in load()]
    assert 0.9 < sum(np.exp(load().frequencies([chr(point) for point in load().characters[1:]]))) + rest() < 1.1


def rest() -> float:
    """What the words of more than one character take of the whole."""
    return sum(float(np.exp(chances).sum()) for chances in load()._chances[1:])


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("你周末有空吗", "你周未有空吗"),
        ("我先去睡觉了", "我先去睡党了"),
        ("老板给我加工资", "老板给我加工货"),
        ("快点把门打开", "快点把门打升"),
        ("他的手机没电了", "他的手机设电了"),
    ],
)
def test_everyday_sentences_fit_better_than_misread_ones(right, wrong):
    fits = load().fit([right, wrong])
    assert fits[0] > fits[1] + 2


def test_every_word_is_told_by_its_length():
    words = load().words(4)
    assert len(words) == len(set(words))
    assert {len(word) for word in words} == {4}
    assert (load().frequencies(words) > -float("inf")).all()
    assert sum(len(load().words(length)) for length in range(1, 9)) >= len(load())
    assert load().words(0) == load().words(9) == []


def test_the_recipe_names_every_source_and_the_notice_ships():
    sources = load().recipe["sources"]
    notice = lexicon.shipped("NOTICE.lexicon.txt").read_text(encoding="utf8")
    assert {source["licence"] for source in sources.values()} == {"MIT", "Apache-2.0"}
    assert "Sun Junyi" in notice
    assert all(name in notice.lower() for name in sources)


def test_many_windows_take_little_time():
    windows = [f"第{k}户人家周末去县城赶集" for k in range(5000)]
    began = time.perf_counter()
    load().fit(windows)
    assert time.perf_counter() - began < 2


def test_a_missing_table_says_what_to_install(monkeypatch, tmp_path):
    load.cache_clear()
    monkeypatch.setattr(lexicon, "shipped", lambda name: tmp_path / name)
    with pytest.raises(PartMissing, match=r"lexicon\.npz"):
        load()
    load.cache_clear()
