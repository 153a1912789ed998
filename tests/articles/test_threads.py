"""Threads: one assignment over a page, its rings cut, every fragment in exactly one chain."""

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck.articles import judge as judges
from presscheck.articles import places, queues, seams, second_reading, threads, traits
from presscheck.articles.threads import assign, both_ways, follow, portions
from presscheck.language import ngram
from presscheck.model import Block, Box, Line, MannerKind, Page, Role, Span, Type


def chances_of(count, seed):
    """Log odds drawn by lot; no fragment follows itself."""
    rng = np.random.default_rng(seed)
    follows = rng.normal(0, 3, (count, count)).astype(np.float32)
    np.fill_diagonal(follows, -np.inf)
    return judges.Chances(
        follows, rng.normal(0, 2, count).astype(np.float32), rng.normal(0, 2, count).astype(np.float32)
    )


def dice(seed):
    """A judge whose weights were drawn by lot: whatever holds with it holds whatever was learned."""
    rng = np.random.default_rng(seed)
    wide, pair = 3 * len(traits.NAMES) + 8, len(seams.NAMES)
    wider, pairs = wide + 4 * len(places.TRAITS), pair + len(places.NAMES)
    shapes = {"steps.hidden": (len(queues.NAMES), 5), "steps.out": (5, 1), "join.hidden": (2 * wide + pair, 5)}
    shapes |= {"join.out": (5, 4), "boxes_join.hidden": (2 * wider + pairs, 5), "boxes_join.out": (5, 4)}
    for name in ("columns_again", "fragments_again", "boxes_again"):
        shapes |= {f"{name}.hidden": (len(second_reading.PAIR_NAMES), 5), f"{name}.out": (5, 1)}
    ends = len(second_reading.END_NAMES)
    sizes = {"columns": wide, "fragments": wide, "columns_again": ends, "fragments_again": ends}
    sizes |= {"boxes": wider, "boxes_again": ends}
    for name, size in sizes.items():
        shapes |= {f"{name}.{end}": (size, 4) for end in ("opens", "closes")}
        shapes |= {f"{name}.{end}_out": (4, 1) for end in ("opens", "closes")}
    for name, given_, between in (("columns", wide, pair), ("fragments", wide, pair), ("boxes", wider, pairs)):
        shapes |= {f"{name}.before": (given_, 6), f"{name}.after": (given_, 6), f"{name}.evidence": (between, 6)}
        shapes |= {f"{name}.hidden": (6, 4), f"{name}.out": (4, 1)}
    kinds = {
        "traits": traits.NAMES, "evidence": seams.NAMES, "steps": queues.NAMES,
        "pairs_again": second_reading.PAIR_NAMES, "ends_again": second_reading.END_NAMES,
        "place_traits": places.TRAITS, "places": places.NAMES, "roles": [role.value for role in judges.ROLES],
    }  # fmt: skip
    tables = {}
    for name, shape in shapes.items():
        tables[f"{name}.weight"] = rng.normal(0, 0.7, shape).astype(np.float32)
        tables[f"{name}.bias"] = rng.normal(0, 0.7, shape[1]).astype(np.float32)
    return judges.Judge(tables, {"content": "dice"} | {kind: list(names) for kind, names in kinds.items()})


def covers(count):
    """Every way to give each fragment at most one before it, nobody followed twice; rings among them."""
    for before in itertools.product(range(-1, count), repeat=count):
        followed = [prior for prior in before if prior >= 0]
        if len(followed) == len(set(followed)) and all(prior != place for place, prior in enumerate(before)):
            yield before


def total(chances, before):
    """How likely all links, openings and ends of a cover are, seen from both sides."""
    back, ahead = both_ways(chances)
    links = [(prior, place) for place, prior in enumerate(before) if prior >= 0]
    opens = [place for place, prior in enumerate(before) if prior < 0]
    closes = set(range(len(before))) - {prior for prior, _ in links}
    return float(
        sum(back[j, i] + ahead[i, j] for i, j in links) + sum(back[opens, -1]) + sum(ahead[i, -1] for i in closes)
    )


def rings(before):
    out = set()
    for start in range(len(before)):
        walk = [start]
        while before[walk[-1]] >= 0 and before[walk[-1]] not in walk:
            walk.append(before[walk[-1]])
        if before[walk[-1]] == start:
            out.add(frozenset(walk))
    return out


def without_rings(chances, before):
    back, _ = both_ways(chances)
    weakest = {min(ring, key=lambda place: back[place, before[place]]) for ring in rings(before)}
    return [-1 if place in weakest else prior for place, prior in enumerate(before)]


pages = st.builds(chances_of, st.integers(1, 4), st.integers(0, 100_000))


@settings(max_examples=60, deadline=None)
@given(pages)
def test_the_assignment_is_the_best_of_all_covers_with_its_rings_cut(chances):
    best = max(covers(len(chances.opens)), key=lambda before: total(chances, before))
    before, _ = assign(chances)
    assert before == without_rings(chances, best)


@pytest.mark.parametrize("seed", range(4))
def test_the_assignment_of_five_fragments_is_the_best_of_all_covers(seed):
    chances = chances_of(5, seed)
    best = max(covers(5), key=lambda before: total(chances, before))
    assert assign(chances)[0] == without_rings(chances, best)


@settings(max_examples=60, deadline=None)
@given(st.builds(chances_of, st.integers(1, 30), st.integers(0, 100_000)))
def test_nobody_is_followed_twice_and_no_ring_is_left(chances):
    before, weights = assign(chances)
    odds = [weight.chance for weight in weights]
    followed = [prior for prior in before if prior >= 0]
    assert len(followed) == len(set(followed))
    assert rings(before) == set()
    assert all(0 <= chance <= 1 + 1e-6 for chance in odds)
    back, _ = both_ways(chances)
    for place, prior in enumerate(before):
        if prior >= 0:
            assert odds[place] == pytest.approx(np.exp(back[place, prior]), rel=1e-4)


def test_both_ways_are_chances_that_add_up():
    back, ahead = both_ways(chances_of(6, 3))
    for table in (back, ahead):
        assert table.shape == (6, 7)
        np.testing.assert_allclose(np.exp(table).sum(axis=1), 1, rtol=1e-5)
        assert (table[np.arange(6), np.arange(6)] == -np.inf).all()


RING = judges.Chances(
    np.array([[-np.inf, 5], [6, -np.inf]], dtype=np.float32),
    np.zeros(2, dtype=np.float32),
    np.zeros(2, dtype=np.float32),
)
"""Two fragments that each would rather follow the other than open a story."""


def test_a_ring_is_cut_where_a_story_most_likely_opens():
    assert assign(RING)[0] == [1, -1]


def test_a_fragment_cut_out_of_a_ring_has_the_chance_of_opening():
    back, _ = both_ways(RING)
    assert assign(RING)[1][1].chance == pytest.approx(np.exp(back[1, -1]))


def test_the_runner_up_is_the_likeliest_of_the_others():
    chances = chances_of(5, 8)
    back, _ = both_ways(chances)
    for place, (prior, weight) in enumerate(zip(*assign(chances), strict=True)):
        others = [k for k in range(-1, 5) if k not in (prior, place)]
        assert weight.rival == max(others, key=lambda other: back[place, other])
        assert weight.rival_chance == pytest.approx(np.exp(back[place, weight.rival]))


def test_who_could_only_open_a_story_has_no_runner_up():
    alone = judges.Chances(np.full((1, 1), -np.inf, dtype=np.float32), np.zeros(1), np.zeros(1))
    assert assign(alone)[1] == [queues.Weight(1.0)]


# Portions of a very long dump


def test_a_page_of_ordinary_size_is_weighed_at_once():
    assert portions(["渠" * 90] * threads.MOST_FRAGMENTS) == [0, threads.MOST_FRAGMENTS]


def test_a_long_dump_is_cut_before_the_last_head_of_a_portion():
    texts = ["渠水到了北坡，" * 9] * 700
    for head in (100, 160, 210, 380, 590, 680):
        texts[head] = "渠水上北坡"
    assert portions(texts) == [0, 210, 380, 590, 700]


@pytest.mark.parametrize(
    ("head", "cut"),
    [(146, 220), (147, 147), (219, 219), (220, 220), (221, 220)],
    ids=["too early", "first of the last third", "last of a portion", "first of the next", "too late"],
)
def test_a_head_counts_in_the_last_third_of_a_portion(head, cut):
    texts = ["渠水到了北坡，" * 9] * 300
    texts[head] = "渠水上北坡"
    assert portions(texts) == [0, cut, 300]


def test_a_stack_of_heads_is_cut_before_its_first_line():
    texts = ["渠水到了北坡，" * 9] * 400
    texts[200], texts[201] = "周田在北坡调研时强调", "渠水上北坡"
    assert portions(texts) == [0, 200, 400]


def test_a_dump_without_heads_is_cut_where_it_must_be():
    assert portions(["渠水到了北坡，" * 9] * 700) == [0, 220, 440, 660, 700]


runs = st.lists(st.tuples(st.sampled_from(["渠水上北坡", "渠水到了北坡，" * 9]), st.integers(1, 300)), max_size=8)


@given(runs)
def test_portions_run_on_and_none_is_too_large(runs):
    texts = [text for text, count in runs for _ in range(count)]
    cuts = portions(texts)
    assert (cuts[0], cuts[-1]) == (0, len(texts))
    sizes = [end - start for start, end in itertools.pairwise(cuts)]
    assert all(0 < size <= threads.MOST_FRAGMENTS for size in sizes)
    assert all(size >= threads.MOST_FRAGMENTS * 2 // 3 for size in sizes[:-1])


# The manner that links show


@pytest.mark.parametrize(
    ("before", "manner"),
    [
        ([], MannerKind.UNKNOWN),
        ([-1, 0, 1], MannerKind.UNKNOWN),
        ([-1, 0, 1, 2], MannerKind.SEQUENCE),
        ([-1, 0, -1, 2, 3], MannerKind.SEQUENCE),
        ([-1, -1, 0, 1, 2], MannerKind.COLUMNS),
        ([1, -1, 0, 2, 3], MannerKind.FRAGMENTS),
        ([-1, -1, *range(80), -1, 80], MannerKind.COLUMNS),
        ([-1, 60, *range(60)], MannerKind.COLUMNS),
    ],
    ids=["nothing", "two links", "in a row", "two stories", "leaps", "backward", "many leaps", "one slip in sixty"],
)
def test_the_manner_is_that_of_the_links(before, manner):
    kind, confidence = threads._manner(before)
    assert kind is manner
    assert 0 <= confidence <= 1


# Whole pages, whatever was learned


printed = ["渠水上北坡", "本报记者 周田", "本报讯　渠水到了北坡，", "村里人都来看。", "，", "A", "上接第一版", "（二）"]
fragments = st.lists(st.sampled_from(printed) | st.text(min_size=1), max_size=12)


@settings(max_examples=40, deadline=None)
@given(fragments, st.integers(0, 1000))
def test_every_fragment_stands_in_exactly_one_chain(texts, seed):
    found = follow(texts, ngram.load(), dice(seed))
    places = [knot.fragment for chain in found.chains for knot in chain]
    assert sorted(places) == list(range(len(texts)))
    assert all(found.chains)
    for chain in found.chains:
        assert chain[0].torn == 0
        for knot in chain:
            assert 0 <= knot.torn <= 1
            assert 0 <= knot.chance <= 1 + 1e-6
            assert knot.role in (judges.HEAD, judges.CROSSHEAD, judges.BODY)


def test_a_page_of_several_portions_is_numbered_through(monkeypatch):
    monkeypatch.setattr(threads, "MOST_FRAGMENTS", 6)
    texts = ["渠水上北坡", "本报讯　渠水到了北坡。", "村里人都来看渠水。"] * 5
    found = follow(texts, ngram.load(), dice(0))
    assert sorted(knot.fragment for chain in found.chains for knot in chain) == list(range(15))
    cuts = portions(texts)
    assert len(cuts) > 3
    for chain in found.chains:
        assert len({sum(cut <= knot.fragment for cut in cuts) for knot in chain}) == 1


def test_a_page_of_nothing_has_no_chains():
    found = follow([], ngram.load(), dice(0))
    assert (found.chains, found.manner, found.confidence) == ((), MannerKind.UNKNOWN, 0.0)


def test_a_page_read_twice_gives_the_same_threads():
    texts = ["渠水上北坡", "本报讯　渠水到了北坡，", "大桥通车", "本报讯　大桥昨天通车。", "村里人都来看。"]
    assert follow(texts, ngram.load(), dice(0)) == follow(texts, ngram.load(), dice(0))


# Pages with geometry, whatever was learned


def stand(texts, seed=0):
    """Where fragments stand that were thrown on a page by lot."""
    rng = np.random.default_rng(seed)
    spans = [
        Span("p1", 50 * k, 50 * k + max(1, len(text)), Box(*rng.integers(0, 400, 2).tolist(), 120, 10))
        for k, text in enumerate(texts)
    ]
    lines = tuple(Line(span, type=Type(float(rng.choice([10, 10, 20])))) for span in spans)
    blocks = [
        Block(f"b{k}", Role.UNKNOWN, (span,), text) for k, (span, text) in enumerate(zip(spans, texts, strict=True))
    ]
    page = Page("p1", "a.pdf", "", "pdf", "", lines, width=500.0, height=500.0)
    return places.Places.of(page, blocks)


@settings(max_examples=40, deadline=None)
@given(fragments, st.integers(0, 1000))
def test_every_placed_fragment_stands_in_exactly_one_chain(texts, seed):
    found = follow(texts, ngram.load(), dice(seed), stand(texts, seed))
    assert (found.manner, found.confidence) == (MannerKind.PRINTED, 1.0)
    assert sorted(knot.fragment for chain in found.chains for knot in chain) == list(range(len(texts)))
    for chain in found.chains:
        assert chain[0].torn == 0
        for knot in chain:
            assert 0 <= knot.torn <= 1
            assert 0 <= knot.chance <= 1 + 1e-6
            assert 0 <= knot.ends <= 1 + 1e-6
    assert found == follow(texts, ngram.load(), dice(seed), stand(texts, seed))


def test_places_stand_behind_what_language_says():
    texts = [*BRIDGE, *WHEAT]
    where = stand(texts)
    table = traits.traits(texts, ngram.load())
    evidence = seams.evidence(texts, table, ngram.load(), threads.matters.load())
    company, both = threads.placed(table, evidence, where)
    known = places.relations(where)
    plain, count = judges.in_company(table, evidence), len(texts)
    assert company.shape == (count, plain.shape[1] + 4 * len(places.TRAITS))
    assert both.shape == (count, count, len(seams.NAMES) + len(places.NAMES))
    np.testing.assert_array_equal(company[:, : plain.shape[1]], plain)
    np.testing.assert_array_equal(both[..., : len(seams.NAMES)], evidence)
    np.testing.assert_array_equal(both[..., len(seams.NAMES) :], places.evidence(where, known))
    table_ = places.traits(where, known)
    np.testing.assert_array_equal(company[:, plain.shape[1] : plain.shape[1] + len(places.TRAITS)], table_)


@pytest.mark.parametrize(("most", "manner"), [(8, MannerKind.PRINTED), (7, None)])
def test_more_fragments_than_are_weighed_by_their_places_are_read_as_a_dump(monkeypatch, most, manner):
    monkeypatch.setattr(threads, "MOST_PLACED", most)
    texts = [*BRIDGE, *WHEAT]
    found = follow(texts, ngram.load(), dice(0), stand(texts))
    assert (found.manner is MannerKind.PRINTED) == (manner is MannerKind.PRINTED)
    assert sorted(knot.fragment for chain in found.chains for knot in chain) == list(range(8))


def test_a_page_with_places_tells_heads_by_their_type():
    texts = ["云州大桥通车", "渠水到了北坡，"]
    where = dataclasses.replace(stand(texts), size=np.array([20.0, 10.0], dtype=np.float32), body=10.0)
    table = traits.traits(texts, ngram.load())
    matter = threads.matters.load()
    evidence = seams.evidence(texts, table, ngram.load(), matter)
    seen = threads.page(chances_of(2, 0), texts, table, evidence, matter, where)
    assert seen.heads.tolist() == [True, False]
    assert seen.broken.tolist() == [False, True]


# Clear cases, for the weights that ship


BRIDGE = [
    "云州大桥昨天通车",
    "本报云州6月17日讯　横跨云河的云州大桥昨天正式通车。大桥全长两千三百米，双向六车道，由市交通局投资建",
    "设，历时三年。通车以后，从城东到城西的车程由四十分钟缩短到十分钟。",
    "市交通局负责人说，大桥两端的道路也将在年内拓宽。",
]
WHEAT = [
    "北坡小麦喜获丰收",
    "本报北坡6月17日讯　连日来，北坡乡的三万亩小麦陆续开镰收割。农技站测产结果显示，今年小麦平均亩产比去年增",
    "长一成。农民吴溪说，雨水来得正是时候。",
    "乡里组织了五十台收割机，预计一周内完成收割。",
]


def told(texts):
    found = follow(texts, ngram.load(), judges.load())
    return {tuple(texts[knot.fragment] for knot in chain) for chain in found.chains}


def test_two_stories_one_after_another():
    assert told([*BRIDGE, *WHEAT]) == {tuple(BRIDGE), tuple(WHEAT)}


def test_two_stories_that_break_off_in_one_column_and_go_on_in_the_next():
    assert told([*BRIDGE[:2], *WHEAT[:2], *BRIDGE[2:], *WHEAT[2:]]) == {tuple(BRIDGE), tuple(WHEAT)}


def test_a_paragraph_torn_in_two_is_seen_to_be_torn():
    found = follow([*BRIDGE, *WHEAT], ngram.load(), judges.load())
    knots = {knot.fragment: knot for chain in found.chains for knot in chain}
    assert [place for place, knot in sorted(knots.items()) if knot.torn > 0.5] == [2, 6]
    assert [place for place, knot in sorted(knots.items()) if knot.role == judges.HEAD] == [0, 4]


def test_a_story_with_two_bylines_is_parted_at_its_weakest_link():
    follows = np.full((6, 6), -9, dtype=np.float32)
    for prior, odds in enumerate((5, 5, 5, 2, 5)):  # head, byline, text, text | head, byline
        follows[prior, prior + 1] = odds
    chances = judges.Chances(follows, np.zeros(6, dtype=np.float32), np.zeros(6, dtype=np.float32))
    credited = np.array([0, 1, 0, 0, 0, 1], dtype=bool)
    heads = np.array([1, 0, 0, 0, 1, 0], dtype=bool)
    nothing, plain = np.zeros((6, 6), dtype=np.float32), np.zeros(6, dtype=bool)
    page = queues.Page(*both_ways(chances), nothing, nothing, 1.0, heads, credited, plain, np.ones(6, dtype=np.float32))
    before, weights = assign(chances)
    assert before == [-1, 0, 1, 2, 3, 4]
    assert threads._once_credited(page, chances, before, weights)[0] == [-1, 0, 1, 2, -1, 4]
