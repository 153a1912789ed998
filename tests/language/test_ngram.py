"""The language model: the fast reader against slow ones, the trainer against the textbook, both against KenLM."""

import math
import sys
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck.errors import PartMissing
from presscheck.language import ngram
from presscheck.language.ngram import ABSENT, BOUNDARY, BOUNDARY_ID, LanguageModel, load

sys.path.append(str(Path(__file__).parents[2] / "tools"))
import kneser_ney
import train_language_model as tool

# Invented, like the places and people in them.
PARAGRAPHS = (
    "青柳县今年计划投资三亿元改造老旧水渠",
    "青柳县水利局局长周望川说，老旧水渠改造今年十月完工。",
    "周望川说，水渠改造完工后，全县新增灌溉面积两万亩。",
    "改造工程今年计划投资三亿元，其中县财政投资一亿元。",
    "白石镇的水渠今年三月开工改造，计划十月完工。",
    "白石镇镇长何小满介绍，全镇新增灌溉面积三千亩。",
    "何小满说，全镇计划投资两千万元，今年三月开工。",
    "会议指出，要加快推进水利工程建设，确保今年十月完工。",
    "会议要求，各镇要加快推进老旧水渠改造，确保灌溉面积不减少。",
    "记者从青柳县水利局获悉，全县今年新增水渠二百公里。",
    "记者在白石镇看到，新的水渠已经开工，工程进展顺利。",
    "青柳县 2031 年水利工程建设会议在白石镇召开",
)
LETTERS = st.sampled_from(sorted(set("".join(PARAGRAPHS)) | set("龘K\n 县改造")))


def trained(order: int = 5, threshold: float = -math.inf) -> tuple[LanguageModel, list[kneser_ney.Grams], str]:
    """A model of the invented paragraphs, with all n-grams or those above the threshold."""
    levels, characters = tool.counted([PARAGRAPHS], order)
    estimates, _ = kneser_ney.estimate(levels, [1.0])
    keep = kneser_ney.keep_above(levels, kneser_ney.costs(levels, estimates, [1.0]), threshold)
    return LanguageModel(kneser_ney.pack(levels, estimates, keep, characters, {})), levels, characters


SMALL = trained(threshold=1e-4)[0]


# --- the fast reader against a slow one ---------------------------------------------------------------------------


class Plain:
    """Back-off lookups one by one: each n-gram found by bisection among the children of the one it begins with."""

    def __init__(self, model: LanguageModel) -> None:
        self.order = model.order
        self.children = {n: model.grams(n) for n in range(2, model.order + 1)}
        self.entries = {n: model.entries(n) for n in range(1, model.order + 1)}

    def find(self, gram: tuple[int, ...]) -> int | None:
        place = gram[0]
        for n, word in enumerate(gram[1:], start=2):
            wanted = (place, word)
            rows = self.children[n]
            place = bisect_left(range(len(rows)), wanted, key=lambda i, rows=rows: tuple(rows[i].tolist()))
            if place == len(rows) or tuple(rows[place].tolist()) != wanted:
                return None
        return place

    def log_prob(self, context: tuple[int, ...], word: int) -> float:
        found = self.find((*context, word))
        if found is not None:
            return float(self.entries[len(context) + 1][0][found])
        here = self.find(context)
        weight = 0.0 if here is None else float(self.entries[len(context)][1][here])
        return weight + self.log_prob(context[1:], word)

    def history(self, text: str, model: LanguageModel) -> tuple[int, ...]:
        return tuple(model.encode(text).tolist()[-(self.order - 1) :])


def slow_log_probs(model: LanguageModel, text: str) -> list[float]:
    plain = Plain(model)
    return [
        plain.log_prob(plain.history(BOUNDARY + text[:i], model), int(model.encode(text[i])[0]))
        for i in range(len(text))
    ]


@given(st.text(LETTERS, max_size=12))
@settings(deadline=None)
def test_running_text_scores_as_one_lookup_at_a_time_would(text: str) -> None:
    np.testing.assert_allclose(SMALL.log_probs(text), slow_log_probs(SMALL, text), atol=1e-4)


@given(st.text(LETTERS, max_size=6), LETTERS)
@settings(deadline=None)
def test_a_short_context_means_no_history(text: str, char: str) -> None:
    plain = Plain(SMALL)
    history = plain.history(text, SMALL)
    context = np.array([[ABSENT] * (SMALL.order - 1 - len(history)) + list(history)])
    found = SMALL.score(context, SMALL.encode(char))
    assert found[0] == pytest.approx(plain.log_prob(history, int(SMALL.encode(char)[0])), abs=1e-4)


def chain(model: LanguageModel, before: str, head: str) -> float:
    """Log P(head | before), a character at a time."""
    plain = Plain(model)
    return sum(
        plain.log_prob(plain.history(before + head[:k], model), int(model.encode(char)[0]))
        for k, char in enumerate(head)
    )


@given(
    st.lists(st.text(LETTERS, max_size=7), min_size=1, max_size=3), st.lists(st.text(LETTERS, max_size=6), min_size=1)
)
@settings(deadline=None, max_examples=40)
def test_seams_are_the_difference_of_two_readings(tails: list[str], heads: list[str]) -> None:
    scores = SMALL.seams(tails, heads, opening=1)
    slow = [[chain(SMALL, tail, head[:4]) - chain(SMALL, BOUNDARY, head[:4]) for head in heads] for tail in tails]
    np.testing.assert_allclose(scores, slow, atol=1e-3)


def test_without_a_tail_a_head_opens_a_paragraph_or_is_torn_off() -> None:
    head = "水渠改造"
    fresh, torn = (math.exp(chain(SMALL, before, head)) for before in (BOUNDARY, ""))
    expected = chain(SMALL, "青柳县老旧", head) - math.log(0.3 * fresh + 0.7 * torn)
    assert SMALL.seams(["青柳县老旧"], [head], opening=0.3)[0, 0] == pytest.approx(expected, abs=1e-4)


def test_chosen_pairs_score_as_in_the_whole_square() -> None:
    tails, heads = [text[:8] for text in PARAGRAPHS], [text[8:] for text in PARAGRAPHS]
    pairs = np.array([[0, 3], [5, 5], [11, 0]])
    chosen = SMALL.seams(tails, heads, pairs)
    np.testing.assert_array_equal(chosen, SMALL.seams(tails, heads)[pairs[:, 0], pairs[:, 1]])


def test_no_questions_get_no_answers() -> None:
    assert SMALL.seams([], ["水"]).shape == (0, 1)
    assert SMALL.seams(["水"], []).shape == (1, 0)
    assert SMALL.log_probs("").shape == (0,)
    assert SMALL.ends([]).shape == SMALL.starts([]).shape == (0,)


def test_ends_and_starts_read_the_edge_of_the_paragraph() -> None:
    plain = Plain(SMALL)
    ends = SMALL.ends(["今年十月完工。", "今年十"])
    assert ends.tolist() == pytest.approx(
        [plain.log_prob(plain.history(text, SMALL), BOUNDARY_ID) for text in ("今年十月完工。", "今年十")], abs=1e-4
    )
    assert ends[0] > ends[1]
    starts = SMALL.starts(["会议指出，", "月完工。", "会", ""])
    assert starts[0] == pytest.approx(chain(SMALL, BOUNDARY, "会议指出") / 4, abs=1e-4)
    assert starts[2] == pytest.approx(chain(SMALL, BOUNDARY, "会"), abs=1e-4)
    assert starts[0] > starts[1]
    assert starts[3] == 0


# --- characters ---------------------------------------------------------------------------------------------------


def test_the_edge_is_one_and_a_character_never_seen_is_zero() -> None:
    assert load().encode("\n").tolist() == [BOUNDARY_ID]
    assert load().encode("\U00020000\ud800\U0010ffff").tolist() == [0, 0, 0]
    assert SMALL.encode("龘县").tolist()[0] == 0
    assert SMALL.encode("县").tolist()[0] > 1
    assert load().encode("").dtype == np.int32


def test_full_width_digits_and_kangxi_radicals_count_as_their_plain_form() -> None:
    assert load().encode("２０３１⾦").tolist() == load().encode("2031金").tolist()


# --- the shipped table --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "context", ["", "\n", "。", "投", "计划投", "计划投资", "\n会议", "\n会议指", "龘", "两千万元。"]
)
@pytest.mark.parametrize("which", ["shipped", "small"])
def test_probabilities_sum_to_one_within_quantisation(context: str, which: str) -> None:
    model = load() if which == "shipped" else SMALL
    ids = model.encode(context).tolist()
    rows = np.array([[ABSENT] * (4 - len(ids)) + ids] * len(model.characters))
    total = np.exp(model.score(rows, np.arange(len(model.characters))).astype(float)).sum()
    # Quantisation alone: a code stands for a stretch of up to 0.06 nats. 3.1 % was the worst of 400 contexts drawn.
    assert total == pytest.approx(1, abs=0.04)


def test_the_shipped_table_is_the_one_its_recipe_names() -> None:
    path = Path(ngram.__file__).parents[1] / "data/language_model.npz"
    with np.load(path, allow_pickle=False) as arrays:
        table = {name: arrays[name] for name in arrays.files}
    model = load()
    assert kneser_ney.content_hash(table) == model.recipe["content"]
    assert model.name == f"char5-{model.recipe['content'][:8]}"
    assert model.sizes == model.recipe["sizes"]
    assert model.recipe["news"]["until"] == "2025-06-30"
    assert path.stat().st_size <= 20_000_000


def test_a_torn_sentence_goes_on_with_its_own_half() -> None:
    tails = [
        "双方表示，要进一步加强经贸往来，推动两国关系不断向前发",
        "青柳县今年粮食总产量预计达到三十万",
        "记者近日从会上获悉，这项工程预计明年年底完",
    ]
    heads = ["展，造福两国人民。", "吨，比上年增长百分之二。", "工，届时沿线居民出行更加方便。"]
    assert load().seams(tails, heads).argmax(axis=1).tolist() == [0, 1, 2]


def test_a_missing_table_is_said_plainly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ngram, "shipped", lambda name: tmp_path / name)
    with pytest.raises(PartMissing, match=r"language_model\.npz is not installed"):
        load.__wrapped__()


def test_the_table_reads_the_same_from_a_file(tmp_path: Path) -> None:
    levels, characters = tool.counted([PARAGRAPHS], 5)
    estimates, _ = kneser_ney.estimate(levels, [1.0])
    keep = kneser_ney.keep_above(levels, kneser_ney.costs(levels, estimates, [1.0]), 1e-4)
    for name in ("one.npz", "two.npz"):
        np.savez_compressed(tmp_path / name, **kneser_ney.pack(levels, estimates, keep, characters, {"note": "试"}))
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    model = LanguageModel.open(tmp_path / "one.npz")
    assert model.recipe["note"] == "试"
    np.testing.assert_array_equal(model.log_probs(PARAGRAPHS[0]), SMALL.log_probs(PARAGRAPHS[0]))


# --- the trainer against the textbook -----------------------------------------------------------------------------


def windows(paragraphs: Iterable[str], n: int) -> Iterable[str]:
    """Every stretch of n characters of a paragraph and its edges, the opening edge alone apart."""
    for text in paragraphs:
        edged = f"\n{text}\n"
        first = 1 if n == 1 else 0
        yield from (edged[i : i + n] for i in range(first, len(edged) - n + 1))


class Textbook:
    """Interpolated modified Kneser-Ney with dictionaries, after Chen and Goodman (1999), section 3."""

    def __init__(self, paragraphs: Iterable[str], order: int) -> None:
        texts = list(paragraphs)
        self.symbols = len(set("".join(texts))) + 2  # with the edge and the unknown character
        raw = {n: Counter(windows(texts, n)) for n in range(1, order + 1)}
        self.counts = {order: dict(raw[order])}
        for n in range(1, order):
            left: dict[str, set[str]] = defaultdict(set)
            for gram in raw[n + 1]:
                left[gram[1:]].add(gram[0])
            self.counts[n] = {g: raw[n][g] if n > 1 and g[0] == "\n" else len(left[g]) for g in raw[n]}
        self.cuts = {n: self.discounts(list(self.counts[n].values())) for n in self.counts}

    @staticmethod
    def discounts(counts: list[int]) -> tuple[float, float, float]:
        n1, n2, n3, n4 = (counts.count(k) for k in (1, 2, 3, 4))
        y = n1 / (n1 + 2 * n2)
        return 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3

    def chance(self, gram: str) -> float:
        n, context = len(gram), gram[:-1]
        lower = self.chance(gram[1:]) if n > 1 else 1 / self.symbols
        after = [count for other, count in self.counts[n].items() if other[:-1] == context]
        if not after:
            return lower
        count = self.counts[n].get(gram, 0)
        spare = sum(self.cuts[n][min(other, 3) - 1] for other in after)
        cut = self.cuts[n][min(count, 3) - 1] if count else 0
        return (count - cut + spare * lower) / sum(after)


@pytest.mark.parametrize("order", [2, 3])
def test_the_trainer_agrees_with_the_textbook(order: int) -> None:
    textbook = Textbook(PARAGRAPHS, order)
    levels, characters = tool.counted([PARAGRAPHS], order)
    estimates, recipe = kneser_ney.estimate(levels, [1.0])
    grams = ["?", *characters]
    for n, (level, one) in enumerate(zip(levels, estimates, strict=True), start=1):
        assert recipe[n - 1][0] == pytest.approx(textbook.cuts[n])
        if n > 1:
            grams = [
                grams[parent] + characters[last - 1] for parent, last in zip(level.parent, level.last, strict=True)
            ]
        assert {g: c for g, c in zip(grams, level.adjusted[0].tolist(), strict=True) if c} == {
            g: c for g, c in textbook.counts[n].items() if c
        }
        np.testing.assert_allclose(one.chance, [textbook.chance(gram) for gram in grams], rtol=1e-9)


def test_the_unpruned_table_holds_the_textbooks_probabilities() -> None:
    model, _, _ = trained(order=3)
    textbook = Textbook(PARAGRAPHS, 3)
    text = "白石镇今年计划改造水渠"
    edged = f"\n{text}"
    expected = [math.log(textbook.chance(edged[max(0, i - 2) : i + 1])) for i in range(1, len(edged))]
    np.testing.assert_allclose(model.log_probs(text), expected, atol=0.03 + 2 * 0.03)


def test_two_corpora_of_one_text_are_that_text() -> None:
    levels, _ = tool.counted([PARAGRAPHS, PARAGRAPHS], 4)
    alone, _ = tool.counted([PARAGRAPHS], 4)
    both = kneser_ney.estimate(levels, [3.0, 1.0])[0]
    one = kneser_ney.estimate(alone, [1.0])[0]
    for ours, theirs in zip(both, one, strict=True):
        np.testing.assert_allclose(ours.chance, theirs.chance, rtol=1e-9)


def test_pruning_keeps_what_longer_n_grams_begin_with() -> None:
    levels, _ = tool.counted([PARAGRAPHS], 5)
    estimates, _ = kneser_ney.estimate(levels, [1.0])
    worth = kneser_ney.costs(levels, estimates, [1.0])
    sizes: list[int] = []
    for threshold in (0, 1e-5, 1e-3):
        keep = kneser_ney.keep_above(levels, worth, threshold)
        for n in range(1, 5):
            assert keep[n - 1][levels[n].parent[keep[n]]].all()
        sizes.append(sum(int(mask.sum()) for mask in keep))
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < sizes[0]


# --- against KenLM ------------------------------------------------------------------------------------------------


def kenlm_scores(oracle: Any, text: str) -> list[float]:
    """KenLM's natural log probabilities of a paragraph's characters and its end."""
    words = " ".join(tool.arpa_word(char) for char in text)
    return [score * math.log(10) for score, _, _ in oracle.full_scores(words, bos=True, eos=True)]


def test_white_space_is_spelt_out_as_an_arpa_word() -> None:
    assert [tool.arpa_word(char) for char in "年 \u3000"] == ["年", "<u20>", "<u3000>"]


def test_kenlm_reads_the_same_probabilities_from_the_exported_table(tmp_path: Path) -> None:
    kenlm = pytest.importorskip("kenlm", reason="kenlm comes without wheels: pip install kenlm, with a compiler")
    path = tmp_path / "small.arpa"
    path.write_text("".join(f"{line}\n" for line in tool.arpa_lines(SMALL)), encoding="utf8")
    oracle = kenlm.Model(str(path))
    for text in (*PARAGRAPHS, "青柳镇 龘水渠今年十月改造", "何小满介绍，工程已经完工。"):
        np.testing.assert_allclose(SMALL.log_probs(f"{text}\n"), kenlm_scores(oracle, text), atol=1e-3)
