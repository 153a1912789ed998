"""The judge's networks, against loops over one pair at a time; what they were learned for, in clear cases."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck import data
from presscheck.articles import judge as judges
from presscheck.articles import places, queues, seams, second_reading, traits
from presscheck.articles.judge import BODY, CROSSHEAD, HEAD, Judge, in_company
from presscheck.errors import PartMissing

TRAITS, PAIRS = len(traits.NAMES), len(seams.NAMES)
COMPANY = 3 * TRAITS + 8


def recipe(**changed):
    kinds = {
        "traits": traits.NAMES, "evidence": seams.NAMES, "steps": queues.NAMES,
        "pairs_again": second_reading.PAIR_NAMES, "ends_again": second_reading.END_NAMES,
        "place_traits": places.TRAITS, "places": places.NAMES, "roles": [role.value for role in judges.ROLES],
    }  # fmt: skip
    return {"content": "0123456789"} | {kind: list(names) for kind, names in kinds.items()} | changed


def tables_by_lot(seed=0):
    """Small networks of the right shapes, their weights drawn by lot."""
    shapes = {"steps.hidden": (len(queues.NAMES), 5), "steps.out": (5, 1), "join.hidden": (2 * COMPANY + PAIRS, 5)}
    shapes |= {"join.out": (5, 4)}
    for name in ("columns_again", "fragments_again"):
        shapes |= {f"{name}.hidden": (len(second_reading.PAIR_NAMES), 5), f"{name}.out": (5, 1)}
    ends = len(second_reading.END_NAMES)
    sizes = {"columns": COMPANY, "fragments": COMPANY, "columns_again": ends, "fragments_again": ends}
    for name, size in sizes.items():
        shapes |= {f"{name}.{end}": (size, 4) for end in ("opens", "closes")}
        shapes |= {f"{name}.{end}_out": (4, 1) for end in ("opens", "closes")}
    for name in ("columns", "fragments"):
        shapes |= {f"{name}.before": (COMPANY, 6), f"{name}.after": (COMPANY, 6), f"{name}.evidence": (PAIRS, 6)}
        shapes |= {f"{name}.hidden": (6, 4), f"{name}.out": (4, 1)}
    rng = np.random.default_rng(seed)
    tables = {f"{name}.weight": rng.normal(0, 0.5, shape).astype(np.float32) for name, shape in shapes.items()}
    return tables | {f"{name}.bias": rng.normal(0, 0.5, shape[1]).astype(np.float32) for name, shape in shapes.items()}


def layer(tables, name, given_):
    return given_ @ tables[f"{name}.weight"] + tables[f"{name}.bias"]


def relu(given_):
    return np.maximum(given_, 0)


def page_by_lot(count, seed=1):
    rng = np.random.default_rng(seed)
    company = rng.normal(0, 1, (count, COMPANY)).astype(np.float32)
    return company, rng.normal(0, 1, (count, count, PAIRS)).astype(np.float32)


@pytest.mark.parametrize("manner", ["columns", "fragments"])
@pytest.mark.parametrize("count", [1, 2, 5])
def test_chances_are_those_of_each_pair_by_itself(manner, count):
    tables, (company, evidence) = tables_by_lot(), page_by_lot(count)
    chances = Judge(tables, recipe()).chances(company, evidence, manner)
    assert (chances.follows.shape, chances.opens.shape, chances.closes.shape) == ((count, count), (count,), (count,))
    for i in range(count):
        for end in ("opens", "closes"):
            alone = layer(tables, f"{manner}.{end}_out", relu(layer(tables, f"{manner}.{end}", company[i])))[0]
            assert getattr(chances, end)[i] == pytest.approx(alone, abs=1e-4)
        for j in range(count):
            first = layer(tables, f"{manner}.before", company[i]) + layer(tables, f"{manner}.after", company[j])
            hidden = relu(first + layer(tables, f"{manner}.evidence", evidence[i, j]))
            pair = layer(tables, f"{manner}.out", relu(layer(tables, f"{manner}.hidden", hidden)))[0]
            if i == j or (manner == "columns" and j < i):
                assert chances.follows[i, j] == -np.inf
            else:
                assert chances.follows[i, j] == pytest.approx(pair, abs=1e-4)


@pytest.mark.parametrize("manner", ["columns", "fragments"])
def test_chances_once_more_are_those_of_each_pair_by_itself(manner):
    tables, rng, count = tables_by_lot(), np.random.default_rng(2), 4
    evidence = rng.normal(0, 1, (count, count, len(second_reading.PAIR_NAMES))).astype(np.float32)
    opening, closing = rng.normal(0, 1, (2, count, len(second_reading.END_NAMES))).astype(np.float32)
    chances, network = Judge(tables, recipe()).again(evidence, opening, closing, manner), f"{manner}_again"
    for i in range(count):
        assert chances.follows[i, i] == -np.inf
        for end, table in (("opens", opening), ("closes", closing)):
            alone = layer(tables, f"{network}.{end}_out", relu(layer(tables, f"{network}.{end}", table[i])))[0]
            assert getattr(chances, end)[i] == pytest.approx(alone, abs=1e-4)
        for j in set(range(count)) - {i}:
            pair = layer(tables, f"{network}.out", relu(layer(tables, f"{network}.hidden", evidence[i, j])))[0]
            forbidden = manner == "columns" and j < i
            assert chances.follows[i, j] == (-np.inf if forbidden else pytest.approx(pair, abs=1e-4))


def test_steps_have_one_score_each():
    tables = tables_by_lot()
    table = np.random.default_rng(3).normal(0, 1, (7, len(queues.NAMES))).astype(np.float32)
    scores = Judge(tables, recipe()).steps(table)
    slow = [layer(tables, "steps.out", relu(layer(tables, "steps.hidden", row)))[0] for row in table]
    np.testing.assert_allclose(scores, slow, atol=1e-4)


def test_joins_are_those_of_each_pair_by_itself():
    tables, (company, evidence) = tables_by_lot(), page_by_lot(4)
    before, after = [-1, 0, 2, -1], [0, 1, 3, 2]
    roles, torn = Judge(tables, recipe()).joins(company, evidence, before, after)
    for k, (i, j) in enumerate(zip(before, after, strict=True)):
        first = company[i] if i >= 0 else np.zeros(COMPANY)
        seam = evidence[i, j] if i >= 0 else np.zeros(PAIRS)
        out = layer(tables, "join.out", relu(layer(tables, "join.hidden", np.concatenate([first, company[j], seam]))))
        np.testing.assert_allclose(roles[k], np.exp(out[:3]) / np.exp(out[:3]).sum(), rtol=1e-3)
        assert torn[k] == pytest.approx(1 / (1 + np.exp(-out[3])) if i >= 0 else 0, rel=1e-3)
    np.testing.assert_allclose(roles.sum(axis=1), 1, rtol=1e-5)


def test_the_three_roles_are_three():
    assert {HEAD, CROSSHEAD, BODY} == {0, 1, 2}


# Pages with geometry


def placed_network(seed=5):
    """A network of roles on pages with geometry, its weights drawn by lot."""
    rng, wide = np.random.default_rng(seed), COMPANY + 4 * len(places.TRAITS)
    shapes = {"boxes_roles.hidden": (wide, 6), "boxes_roles.out": (6, len(judges.ROLES))}
    tables = {f"{name}.weight": rng.normal(0, 0.4, shape).astype(np.float32) for name, shape in shapes.items()}
    return tables | {f"{name}.bias": rng.normal(0, 0.4, shape[1]).astype(np.float32) for name, shape in shapes.items()}


@pytest.mark.parametrize("count", [0, 1, 6])
def test_the_roles_of_a_page_are_those_of_each_block_by_itself(count):
    tables, rng = placed_network(), np.random.default_rng(6)
    company = rng.normal(0, 1, (count, COMPANY + 4 * len(places.TRAITS))).astype(np.float32)
    chances = Judge(tables, recipe()).roles(company)
    assert chances.shape == (count, len(judges.ROLES))
    for row, told in zip(company, chances, strict=True):
        out = np.exp(layer(tables, "boxes_roles.out", relu(layer(tables, "boxes_roles.hidden", row))))
        np.testing.assert_allclose(told, out / out.sum(), rtol=1e-3)


def test_two_networks_of_roles_are_averaged_before_they_are_chances():
    one, two = placed_network(5), placed_network(7)
    both = one | {name.replace("boxes_roles", "boxes_roles+"): table for name, table in two.items()}
    company = np.random.default_rng(8).normal(0, 1, (3, COMPANY + 4 * len(places.TRAITS))).astype(np.float32)
    mean = sum(np.log(Judge(tables, recipe()).roles(company)) for tables in (one, two)) / 2
    expected = np.exp(mean) / np.exp(mean).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(Judge(both, recipe()).roles(company), expected, rtol=1e-3)


def test_very_large_odds_are_still_chances():
    tables = placed_network()
    tables["boxes_roles.out.bias"] = tables["boxes_roles.out.bias"] + np.float32(1e4)
    company = np.ones((2, COMPANY + 4 * len(places.TRAITS)), dtype=np.float32)
    np.testing.assert_allclose(Judge(tables, recipe()).roles(company).sum(axis=1), 1, rtol=1e-5)


def relations_of(above, below, head):
    """Relations in which only neighbours and heads are told, each by its number (-1: none)."""
    count = len(head)
    up, down = np.zeros((count, count), dtype=bool), np.zeros((count, count), dtype=bool)
    for j, i in enumerate(above):
        up[i, j] = i >= 0
    for i, j in enumerate(below):
        down[i, j] = j >= 0
    nothing = np.zeros((count, count), dtype=np.float32)
    row = np.zeros(count, dtype=np.float32)
    return places.Relations(nothing, nothing, down, up, row.astype(np.int64), row, np.array(head, dtype=np.int64))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 7).flatmap(lambda count: st.tuples(*[st.lists(
    st.integers(-1, count - 1), min_size=count, max_size=count)] * 3)))  # fmt: skip
def test_a_block_stands_beside_its_neighbours_and_its_head(known):
    above, below, head = known
    count, rng = len(head), np.random.default_rng(9)
    company = rng.normal(0, 1, (count, 5)).astype(np.float32)
    table = rng.normal(0, 1, (count, 3)).astype(np.float32)
    told = judges.in_place(company, table, relations_of(*known))
    assert (told.shape, told.dtype) == ((count, 5 + 4 * 3), np.float32)
    for k in range(count):
        beside = [table[other] if other >= 0 else np.zeros(3) for other in (above[k], below[k], head[k])]
        np.testing.assert_array_equal(told[k], np.concatenate([company[k], table[k], *beside]))


# What a fragment's company is


def table_of(*rows):
    """Traits of a page, told by name; everything else is 0."""
    table = np.zeros((len(rows), TRAITS), dtype=np.float32)
    for index, row in enumerate(rows):
        for name, value in row.items():
            table[index, traits.NAMES.index(name)] = value
    return table


HEADLINE = {"length": 0.4}
CREDIT = {"length": 0.4, "byline_line": 1}
WHOLE = {"length": 0.9, "ends_sentence": 1}
BROKEN = {"length": 0.9}


def test_a_fragment_stands_beside_the_lines_before_and_after_it():
    table, (_, evidence) = table_of(HEADLINE, CREDIT, BROKEN), page_by_lot(3)
    company = in_company(table, evidence)
    assert company.shape == (3, COMPANY)
    np.testing.assert_array_equal(company[:, :TRAITS], table)
    np.testing.assert_array_equal(company[1:, TRAITS : 2 * TRAITS], table[:-1])
    np.testing.assert_array_equal(company[:-1, 2 * TRAITS : 3 * TRAITS], table[1:])
    assert not company[0, TRAITS : 2 * TRAITS].any()
    assert not company[2, 2 * TRAITS : 3 * TRAITS].any()


@pytest.mark.parametrize("count", [1, 2, 5])
def test_how_much_others_want_a_fragment_is_its_best_seam(count):
    _, evidence = page_by_lot(count)
    kept = evidence.copy()
    seam = evidence[..., seams.NAMES.index("seam")]
    wanted = in_company(table_of(*[WHOLE] * count), evidence)[:, 3 * TRAITS : 3 * TRAITS + 4]
    for k in range(count):
        into = [seam[i, k] for i in range(count) if i != k]
        out_of = [seam[k, j] for j in range(count) if j != k]
        expected = [into, out_of, seam[:k, k], seam[k, k + 1 :]]
        assert wanted[k].tolist() == pytest.approx([max([-3, *line]) for line in expected])
    np.testing.assert_array_equal(evidence, kept)


RUNS = [
    ("a lone head", [WHOLE, HEADLINE, WHOLE], 1, (0.25, 0, 0, 0)),
    ("the second of three", [HEADLINE, HEADLINE, HEADLINE, WHOLE], 1, (0.75, 0.25, 0, 0)),
    ("with a byline below", [WHOLE, HEADLINE, HEADLINE, CREDIT], 2, (0.5, 0.25, 1, 0)),
    ("below text that broke off", [BROKEN, HEADLINE, WHOLE], 1, (0.25, 0, 0, 1)),
    ("at the end of the dump", [WHOLE, HEADLINE], 1, (0.25, 0, 0, 0)),
    ("a run of six counts as four", [HEADLINE] * 6, 5, (1, 1, 0, 0)),
    ("no head at all", [HEADLINE, WHOLE], 1, (0, 0, 0, 0)),
    ("a byline is no head", [HEADLINE, CREDIT], 1, (0, 0, 0, 0)),
    ("the next run begins anew", [HEADLINE, WHOLE, HEADLINE, HEADLINE], 3, (0.5, 0.25, 0, 0)),
]


@pytest.mark.parametrize(("rows", "place", "run"), [row[1:] for row in RUNS], ids=[row[0] for row in RUNS])
def test_a_head_knows_the_run_it_stands_in(rows, place, run):
    _, evidence = page_by_lot(len(rows))
    assert in_company(table_of(*rows), evidence)[place, -4:].tolist() == pytest.approx(list(run))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([HEADLINE, CREDIT, WHOLE, BROKEN]), min_size=1, max_size=9))
def test_a_page_of_any_mixture_has_a_company(rows):
    _, evidence = page_by_lot(len(rows))
    company = in_company(table_of(*rows), evidence)
    assert (company.shape, company.dtype) == ((len(rows), COMPANY), np.float32)
    assert np.isfinite(company).all()


# The tables that ship


@pytest.mark.parametrize("kind", ["traits", "evidence", "steps", "pairs_again", "ends_again"])
def test_weights_learned_for_another_order_of_columns_are_refused(kind):
    names = recipe()[kind]
    Judge(tables_by_lot(), recipe())
    with pytest.raises(PartMissing, match="of this version"):
        Judge(tables_by_lot(), recipe(**{kind: [*names[1:], names[0]]}))


def test_weights_that_say_nothing_of_their_columns_are_refused():
    told = {name: value for name, value in recipe().items() if name != "steps"}
    with pytest.raises(PartMissing):
        Judge(tables_by_lot(), told)


def test_a_judge_is_named_by_its_content():
    assert Judge(tables_by_lot(), recipe()).name == "threads-01234567"


def test_the_judge_that_ships_is_of_this_version_and_is_read_once():
    judge = judges.load()
    assert judge is judges.load()
    assert judge.name.startswith("threads-")


def test_a_judge_that_was_not_installed_is_missed(monkeypatch, tmp_path):
    monkeypatch.setattr(data, "shipped", lambda name: tmp_path / name)
    with pytest.raises(PartMissing, match=r"threads\.npz"):
        judges.load.__wrapped__()
