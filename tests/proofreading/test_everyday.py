"""Everyday speech from a file of trigrams, here a tiny one written by hand, and what it makes of lone sentences."""

import math
import os
import random
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from pathlib import Path

import numpy as np
import pytest

from presscheck.errors import WrongUsage
from presscheck.measure.proofread import measure_proofread
from presscheck.model import Tier
from presscheck.proofreading import everyday, glyphs, talk
from presscheck.proofreading.desk import proofread_text
from presscheck.proofreading.everyday import Everyday
from presscheck.proofreading.passage import Finding, Passage
from presscheck.proofreading.second_opinion import Carried, Speaking, opinion
from presscheck.proofreading.sheet import Sheet
from presscheck.proofreading.talk import Mended, Weighed
from presscheck.proofreading.tries import Try
from presscheck.proofreading.trigrams import LARGEST, MAGIC, NONE, Trigrams

WORDS = ["<unk>", "<s>", "</s>", *"渡口船家今晚几时开", "渡口", "船家", "今晚", "几时", "开船"]
ROUNDED = 0x88 + 8 + 8 * len(WORDS)
"""Where a file says into how many bits its chances are rounded."""
BITS = 9
"""Bits of a step of chances: each chance gets a step of its own."""


# --- a file of trigrams, packed by hand ------------------------------------------------------------------------------


@dataclass
class Tiny:
    """Decimal logarithms of a few words, pairs and triples, told forwards; a pair's second figure is its back-off."""

    alone: list[tuple[float, float]]
    pairs: dict[tuple[int, int], tuple[float, float]]
    triples: dict[tuple[int, int, int], float]

    def chance(self, before: int | None, last: int, word: int) -> float:
        """What the file must say, reckoned by hand."""
        if (before, last, word) in self.triples:
            return self.triples[before, last, word]
        told = self.pairs[last, word][0] if (last, word) in self.pairs else self.alone[last][1] + self.alone[word][0]
        return told + (self.pairs[before, last][1] if (before, last) in self.pairs else 0.0)


def tiny(pairs: int = 90, triples: int = 7) -> Tiny:
    rng = random.Random(5)

    def chance() -> float:
        return float(np.float32(-rng.uniform(0.2, 5)))

    number = range(len(WORDS))
    told = {pair: (chance(), chance() / 8) for pair in rng.sample(list(product(number, number)), pairs)}
    longer = [(u, v, w) for v, w in told for u in number if (u, v) in told]
    return Tiny(
        [(chance(), chance() / 8) for _ in number], told, {one: chance() for one in rng.sample(longer, triples)}
    )


def packed(rows: Sequence[Sequence[tuple[int, int]]], room: int) -> bytes:
    """Rows of (number, bits), bit by bit, in so many bytes."""
    told, at = 0, 0
    for number, bits in (cell for row in rows for cell in row):
        told |= number << at
        at += bits
    return told.to_bytes(room, "little")


def steps(values: Sequence[float]) -> tuple[bytes, dict[float, int]]:
    kept = sorted(set(values))
    return struct.pack(f"<{1 << BITS}f", *kept, *[0.0] * ((1 << BITS) - len(kept))), {v: k for k, v in enumerate(kept)}


def written(model: Tiny, most_chopped: int) -> bytes:
    """A KenLM binary of the one kind that is read."""
    words, bits = len(WORDS), len(WORDS).bit_length()
    pairs = sorted((w, v) for v, w in model.pairs)
    triples = sorted((pairs.index((w, v)), u) for u, v, w in model.triples)
    pair_steps, pair_step = steps([told[0] for told in model.pairs.values()])
    back_steps, back_step = steps([told[1] for told in model.pairs.values()])
    triple_steps, triple_step = steps(list(model.triples.values()))
    first = [0, *accumulate(sum(w == word for w, _ in pairs) for word in range(words)), len(pairs)]
    cells = b"".join(
        struct.pack("<ffQ", *model.alone[min(k, words - 1)], at) for k, at in enumerate(first[: words + 2])
    )
    under = [0, *accumulate(sum(parent == place for parent, _ in triples) for place in range(len(pairs)))]
    needed = len(triples).bit_length()
    costs = {
        n: (len(triples) >> (needed - n)) * 64 - (len(pairs) + 1) * n for n in range(min(needed, most_chopped) + 1)
    }
    inline = needed - min(costs, key=lambda n: costs[n])
    starts = [
        next(k for k, at in enumerate(under) if at >> inline >= top) for top in range((len(triples) >> inline) + 1)
    ]
    middle = [
        [(v, bits), (back_step[model.pairs[v, w][1]], BITS), (pair_step[model.pairs[v, w][0]], BITS), (at, inline)]
        for (w, v), at in zip(pairs, (at & ((1 << inline) - 1) for at in under), strict=False)
    ]
    middle.append([(0, bits + 2 * BITS), (under[-1] & ((1 << inline) - 1), inline)])
    longest = [[(u, bits), (triple_step[model.triples[u, pairs[p][1], pairs[p][0]]], BITS)] for p, u in triples]
    told = MAGIC.ljust(0x58, b"\0")
    told += struct.pack("<B3xfIB3xI", 3, 1.5, 5, 1, 1) + struct.pack("<3Q", words, len(pairs), len(triples))
    told = told.ljust(0x88, b"\0") + bytes(8 + 8 * words) + bytes([2, BITS, BITS]).ljust(8, b"\0")
    told += pair_steps + back_steps + triple_steps + cells
    pointers = bytes([0, most_chopped]).ljust(8, b"\0") + struct.pack(f"<{len(starts)}Q", *starts)
    told += bytes(-len(told) % 8) + pointers + bytes(7 - (-len(told) % 8))
    row = bits + 2 * BITS + inline
    told += packed(middle, ((1 + len(pairs)) * row + 7) // 8 + 8)
    told += packed(longest, ((1 + len(triples)) * (bits + BITS) + 7) // 8 + 8)
    return told + "".join(f"{word}\0" for word in WORDS).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tiny.lm").write_bytes(written(tiny(), 64))
    return tmp_path


@pytest.mark.parametrize(("pairs", "triples", "most_chopped"), [(90, 7, 0), (90, 7, 64), (200, 3, 64), (30, 12, 1)])
def test_a_file_tells_every_chance(tmp_path: Path, pairs: int, triples: int, most_chopped: int) -> None:
    model, path = tiny(pairs, triples), tmp_path / "tiny.lm"
    path.write_bytes(written(model, most_chopped))
    table, number = Trigrams.of(path.read_bytes()), range(len(WORDS))
    assert list(table.words) == WORDS
    asked = np.array([*product(number, number, number), *((NONE, v, w) for v, w in product(number, number))])
    told = table.chances(*asked.T)
    by_hand = [model.chance(None if u == NONE else u, v, w) * math.log(10) for u, v, w in asked.tolist()]
    assert np.allclose(told, by_hand, atol=1e-4)


def test_a_text_is_as_likely_as_its_best_segmentation(folder: Path) -> None:
    model, speech = tiny(), everyday.everyday(folder / "tiny.lm")
    text = "今晚几时开船"

    def best(place: int, before: int | None, last: int) -> float:
        if place == len(text):
            return 0.0
        words = [word for word in WORDS if text.startswith(word, place)] or ["<unk>"]
        numbers = [(WORDS.index(word), 1 if word == "<unk>" else len(word)) for word in words]
        return max(model.chance(before, last, word) + best(place + n, last, word) for word, n in numbers)

    assert speech.worth([text, ""])[0] == pytest.approx(best(0, None, 1) * math.log(10), abs=1e-4)
    pieces = speech.pieces(text)
    assert sum(piece.worth for piece in pieces) == pytest.approx(speech.worth([text])[0], abs=1e-4)
    assert [piece.start for piece in pieces] == [0, *(piece.end for piece in pieces[:-1])]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda told: told[:60],
        lambda told: b"\0" * len(told),
        lambda told: told[:0x60] + b"\1" + told[0x61:],
        lambda told: told[:0x6C] + b"\xff" * 8 + told[0x74:],
        lambda told: told[: len(told) // 2],
        lambda told: told[:-5],
        lambda told: b"",
        lambda told: told[:0x68] + b"\2" + told[0x69:],
        lambda told: told[: ROUNDED + 1] + b"\xff" + told[ROUNDED + 2 :],
        lambda told: told[: ROUNDED + 2] + b"\x40" + told[ROUNDED + 3 :],
        lambda told: told[: ROUNDED + 8] + struct.pack("<f", math.nan) * 90 + told[ROUNDED + 368 :],
    ],
)
def test_another_file_is_refused(folder: Path, spoil) -> None:
    path = folder / "tiny.lm"
    path.write_bytes(spoil(path.read_bytes()))
    everyday.everyday.cache_clear()
    with pytest.raises(WrongUsage, match=r"tiny\.lm"):
        everyday.everyday(path)


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), os.mkfifo, lambda path: _hollow(path, LARGEST + 1)])
def test_what_is_no_plain_file_or_too_large_is_not_even_opened(tmp_path: Path, make) -> None:
    make(tmp_path / "tiny.lm")
    with pytest.raises(WrongUsage, match=r"tiny\.lm"):
        opinion(tmp_path)


def _hollow(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


def test_a_hidden_file_is_no_language_of_everyday_speech(folder: Path) -> None:
    (folder / "._tiny.lm").write_bytes(b"a file beside a file")
    assert isinstance(opinion(folder), Speaking)


def test_of_several_languages_none_is_taken_unasked(folder: Path) -> None:
    for name in ("zh_CN.lm", "zh_HK.lm"):
        (folder / name).write_bytes(b"")
    with pytest.raises(WrongUsage, match=r"zh_CN\.lm, zh_HK\.lm"):
        opinion(folder)


def test_a_folder_may_hold_everyday_speech_alone(folder: Path) -> None:
    reader = opinion(folder)
    assert isinstance(reader, Speaking)
    assert reader.name.startswith(f"{Carried().name}+tiny.lm-")
    asked = "全市今年汁划投资两亿元。", [4], ["汁计汗"]
    assert np.array_equal(reader.score(*asked)[0], Carried().score(*asked)[0])


def test_a_measurement_says_who_was_asked(folder: Path) -> None:
    texts = folder / "captions.txt"
    texts.write_text("1\t船家说今晚不幵船\t船家说今晚不开船\n", encoding="utf8")
    without, asked = measure_proofread(texts), measure_proofread(texts, second_opinion=folder)
    assert "asked" not in without.recipe
    assert f" | asked:{opinion(folder).name} | tables:" in asked.recipe


# --- a lone sentence -------------------------------------------------------------------------------------------------

LINE = "船家说今晚不幵船"
CHANGE = Try(6, 7, "开", "wide", -2.0)


def together(
    chance: float, found: Sequence[Finding] = (), most: Tier = Tier.LIKELY
) -> list[tuple[int, int, str, Tier]]:
    told = talk._together(Passage("body", 0, LINE), found, Mended((CHANGE,), chance), most)
    return [(one.start, one.end, one.after, one.tier) for one in told]


def test_what_is_settled_is_mended() -> None:
    assert together(0.95) == [(6, 7, "开", Tier.LIKELY)]
    assert together(talk.SETTLED) == [(6, 7, "开", Tier.SUSPECT)]
    assert together(0.95, (), Tier.SUSPECT) == [(6, 7, "开", Tier.SUSPECT)]
    other = Finding(6, 7, "升", "misread", 0.6)
    assert together(0.95, [other]) == [(6, 7, "开", Tier.LIKELY)]
    assert together(0.5, [Finding(6, 7, "开", "misread", 0.995)]) == [(6, 7, "开", Tier.SURE)]


def test_where_a_sentence_is_not_settled_suspects_are_pointed_out_only() -> None:
    suspect, lost = Finding(6, 7, "升", "misread", 0.6), Finding(8, 8, "吗", "character_lost", 0.6)
    firm = Finding(0, 1, "般", "misread", 0.9)
    told = together(0.1, [firm, suspect, lost])
    assert told == [(0, 1, "般", Tier.LIKELY), (6, 7, "幵", Tier.SUSPECT), (7, 8, "船", Tier.SUSPECT)]


@pytest.mark.parametrize("line", ["船家说“今晚不开船", "船家》说今晚不开船", "渡口船家说今晚不开船）"])
def test_a_mark_that_stands_alone_in_a_lone_sentence_is_pointed_out_only(folder: Path, line: str) -> None:
    (without,), (told,) = proofread_text(line), proofread_text(line, reader=opinion(folder))
    assert (without.rule, without.after) == ("pairing", "")
    assert (told.start, told.before, told.after, told.tier) == (
        without.start,
        without.before,
        told.before,
        Tier.SUSPECT,
    )


@pytest.mark.parametrize(
    ("chance", "tier", "after"),
    [(0.95, Tier.LIKELY, "国"), (0.1, Tier.LIKELY, "國"), (0.1, Tier.SURE, "国"), (0.95, Tier.SUSPECT, "國")],
)
def test_a_foreign_form_is_set_where_all_is_settled_or_the_paper_prints_it_so(
    chance: float, tier: Tier, after: str
) -> None:
    form = Finding(1, 2, "国", "variant", 0.995, tier)
    (told,) = talk._together(Passage("body", 0, "渡國"), [form], Mended((), chance), Tier.LIKELY)
    assert told.after == after


def weighed(*rows: tuple[int, str, float]) -> Weighed:
    """Changes with the chance of each, as ``weigh`` tells them; their places are misread with the same chance."""
    chances = np.array([chance for *_, chance in rows])
    return Weighed(tuple(Try(place, place + 1, after, "wide", -2.0) for place, after, _ in rows), chances, chances)


@pytest.mark.parametrize(
    ("rows", "chosen"),
    [
        ([(2, "线", 0.6), (1, "船", 0.7)], "船"),
        ([(2, "线", 0.9), (1, "船", 0.7)], "线"),
        ([(1, "船", 0.7), (4, "线", 0.6)], "船线"),
        ([(1, "线", 0.6), (1, "船", 0.7)], "船"),
        ([(1, "船", 0.2)], ""),
    ],
)
def test_of_two_neighbours_one_is_changed_at_first(rows: Sequence[tuple[int, str, float]], chosen: str) -> None:
    told = weighed(*rows)
    assert "".join(told.tries[k].after for k in talk._chosen(told, 0.5)) == chosen


SAID = {
    "船竟犬": weighed((1, "宽", 0.2), (2, "大", 0.15)),
    "船宽犬": weighed((2, "大", 0.9)),
    "船竟大": weighed((1, "宽", 0.8)),
    "船竟太": weighed((1, "宽", 0.2)),
    "船宽太": weighed((2, "夫", 0.9)),
    "船竟夫": weighed((1, "宽", 0.1)),
    "舱竟犬": weighed((1, "宽", 0.05), (2, "大", 0.02)),
    "舱门幵": weighed((2, "开", 0.8)),
    "舱门丌": weighed((2, "幵", 0.25)),
    "舱门肝": weighed((2, "开", 0.8)),
}


def said(text: str, **_: object) -> Weighed:
    return SAID.get(text, weighed())


@pytest.mark.parametrize(
    ("line", "mended", "chance"),
    [
        ("船竟犬", "船宽大", 0.72),
        ("船竟太", "船竟太", 0.8),  # 宽 is not right beside 夫
        ("舱竟犬", "舱竟犬", 0.95 * 0.98),
        ("舱门幵", "舱门开", 0.8),
        ("舱门丌", "舱门丌", 0.75),
        ("", "", 1.0),
    ],
)
def test_two_changes_are_made_at_once_where_each_is_right_beside_the_other(
    line: str, mended: str, chance: float, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setattr(talk, "weigh", said)
    reader = opinion(folder)
    assert isinstance(reader, Speaking)
    told = talk.mend(line, reader, reader.speech)
    assert talk._changed(line, told.changes) == mended
    assert told.chance == pytest.approx(chance)


@pytest.mark.parametrize(
    ("tier", "line", "mended", "chance"),
    [
        (Tier.LIKELY, "舱门豜", "舱门开", 0.8),
        (Tier.LIKELY, "渡門肝", "渡门肝", 0.5),
        (Tier.SURE, "渡門肝", "渡门肝", 1.0),
        (Tier.SUSPECT, "渡門肝", "渡門肝", 1.0),
    ],
)
def test_foreign_forms_are_set_before_the_rest_is_mended(
    tier: Tier, line: str, mended: str, chance: float, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setattr(talk, "weigh", said)
    reader, forms = opinion(folder), {"門": "门", "豜": "肝"}
    assert isinstance(reader, Speaking)
    found = [
        Finding(place, place + 1, forms[char], "variant", 0.995, tier)
        for place, char in enumerate(line)
        if char in forms
    ]
    told = talk._as_set(line, found, reader, reader.speech)
    set_first = "".join(char if tier is Tier.SUSPECT else forms.get(char, char) for char in line)
    assert talk._changed(set_first, told.changes) == mended
    assert told.chance == pytest.approx(chance)


def test_a_seldom_character_is_tried_where_it_makes_a_word(folder: Path) -> None:
    reader = opinion(folder)
    assert isinstance(reader, Speaking)
    told = {one.after for one in talk.wide("苗长得苗壮", reader.speech) if one.start == 3}
    assert "茁" in told
    assert glyphs.load().row["茁"] >= talk.COMMON


def test_a_figure_is_never_more_than_a_suspect() -> None:
    told = list(
        talk._together(
            Passage("body", 0, "船家要二百元"), (), Mended((Try(3, 4, "三", "alike", -1.0),), 0.99), Tier.LIKELY
        )
    )
    assert [one.tier for one in told] == [Tier.SUSPECT]


def test_a_page_with_enough_text_is_left_to_the_papers_language(folder: Path) -> None:
    reader = opinion(folder)
    assert isinstance(reader, Speaking)
    sheet, found = Sheet.of([Passage("body", 0, LINE * 40)]), [[Finding(6, 7, "升", "misread", 0.6)]]
    assert talk.find(sheet, found, reader, reader.speech) == found


def test_every_place_of_a_sentence_is_weighed_and_changed_once(folder: Path) -> None:
    reader = opinion(folder)
    assert isinstance(reader, Speaking)
    told = talk.weigh(LINE, reader, reader.speech)
    assert all(one.end == one.start + 1 and len(one.after) == 1 for one in told.tries)
    assert len({(one.start, one.after) for one in told.tries}) == len(told.tries)
    mended = talk.mend(LINE, reader, reader.speech)
    assert len({one.start for one in mended.changes}) == len(mended.changes)
    assert 0 <= mended.chance <= 1
    assert talk.mend("", reader, reader.speech).changes == ()


def test_any_two_characters_are_alike_or_not() -> None:
    table = glyphs.load()
    told = table.likeness("幵未㐀", "开丰开")
    assert told[1] < 0.9
    assert told[2] == 0.0
    assert np.allclose(table.beside(["未"], 9)[0], table.likeness("未" * 9, table.characters[:9]), atol=1e-5)


def test_what_is_remembered_may_be_forgotten(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    speech = Everyday(Trigrams.of((folder / "tiny.lm").read_bytes()), "tiny")
    first = speech.worth(["今晚几时开船"])
    monkeypatch.setattr(everyday, "REMEMBERED", 0)
    assert np.array_equal(speech.worth(["今晚几时开船"]), first)


def test_what_is_forgotten_is_kept_for_whoever_still_reads(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    speech = Everyday(Trigrams.of((folder / "tiny.lm").read_bytes()), "tiny")
    monkeypatch.setattr(everyday, "REMEMBERED", 0)
    told = speech._ask([(NONE, 1, 2)])
    speech.worth(["今晚几时开船"])
    assert (NONE, 1, 2) in told
