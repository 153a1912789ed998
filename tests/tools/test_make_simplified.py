"""The table of simplified forms, as the tool makes it and as it ships."""

import importlib.util
from pathlib import Path

import pytest

from presscheck import data

FILE = Path(__file__).parents[2] / "tools/make_simplified.py"
SHIPPED = data.rows("simplified")


def tool():
    spec = importlib.util.spec_from_file_location("make_simplified", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("before", "after"), [("雲", "云"), ("電", "电"), ("後", "后"), ("薴", "苎"), ("蘋", "苹")])
def test_a_traditional_character_has_its_simplified_form(before, after):
    assert tool().forms()[before] == after
    assert dict(zip(SHIPPED["traditional"], SHIPPED["simplified"], strict=True))[before] == after


def test_no_form_leads_on_to_another_and_none_stands_twice():
    assert len(set(SHIPPED["traditional"])) == len(SHIPPED["traditional"]) > 3000
    assert not set(SHIPPED["traditional"]) & set(SHIPPED["simplified"])


def test_what_ships_is_what_the_tool_writes_but_for_later_tables():
    made = tool().forms()
    held = dict(zip(SHIPPED["traditional"], SHIPPED["simplified"], strict=True))
    assert sum(made.get(char) != plain for char, plain in held.items()) < 0.01 * len(held)
