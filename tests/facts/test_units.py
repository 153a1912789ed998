"""Units and counters as printed."""

from decimal import Decimal
from fractions import Fraction

import pytest

from presscheck.data import rows
from presscheck.facts import units

TABLE = rows("facts/units")


@pytest.mark.parametrize(
    ("form", "code", "family"),
    [
        ("元", "CNY", "currency"),
        ("吨", "t", "mass"),
        ("%", "%", "ratio"),
        ("个百分点", "pp", "points"),
        ("亩", "mu", "area"),
        ("千瓦时", "kW.h", "energy"),
        ("千瓦", "kW", "power"),
        ("标箱", "TEU", "container"),
        ("起", "起", "case"),
        ("名", "名", "person"),
        ("人次", "人次", "person-time"),
        ("微克/立方米", "ug/m3", "compound"),
        ("公里/小时", "km/h", "compound"),
        ("升/百公里", "L/百km", "compound"),
    ],
)
def test_codes_and_families(form: str, code: str, family: str) -> None:
    unit = units.unit(form)
    assert unit is not None
    assert (unit.code, unit.family) == (code, family)


@pytest.mark.parametrize(
    ("form", "value", "base"),
    [
        ("斤", "3", "1.5"),
        ("亩", "15", "1"),
        ("万吨", None, None),
        ("公里", "1.2", "1200"),
        ("成", "3", "0.03"),
        ("里", "2", "1000"),
    ],
)
def test_what_it_is_of_its_family(form: str, value: str | None, base: str | None) -> None:
    unit = units.unit(form)
    if value is None:
        assert unit is None
    else:
        assert unit is not None
        assert unit.base(Decimal(value)) == Decimal(base or 0)


@pytest.mark.parametrize(
    ("text", "start"), [("3项目", 1), ("9部门", 1), ("两岸", 1), ("三只有", 1), ("5条例", 1), ("2mmx", 1), ("", 0)]
)
def test_the_beginning_of_another_word_is_no_unit(text: str, start: int) -> None:
    assert units.at(text, start) is None


@pytest.mark.parametrize("text", ["5台风机", "两台风电机组", "3台风扇"])
def test_some_words_begin_as_others_do_and_are_none_of_them(text: str) -> None:
    printed = units.at(text, 1)
    assert printed is not None
    assert printed.form == "台"


@pytest.mark.parametrize(("form", "code"), [("蒙古图格里克", "MNT"), ("波兰兹罗提", "PLN"), ("捷克克朗", "CZK")])
def test_a_currency_with_its_country_before_it(form: str, code: str) -> None:
    unit = units.unit(form)
    assert unit is not None
    assert (unit.code, unit.family, unit.factor) == (code, "currency", None)


def test_currencies_are_not_turned_into_one_another() -> None:
    assert units.unit("美元").factor is None  # type: ignore[union-attr]


def test_every_row_is_whole() -> None:
    forms = [form for row in TABLE["unit"] for form in row["forms"]]
    forms += [form for row in TABLE["counter"] for form in row["words"].split()]
    assert len(set(forms)) == len(forms)
    assert all(Fraction(row["factor"].partition("/")[0]) > 0 for row in TABLE["unit"] if "factor" in row)
    assert set(TABLE["but"]) <= set(TABLE["after"])
    assert set(TABLE["after"]) | set(TABLE["only"]) | set(TABLE["figures"]["forms"]) <= set(forms)


def test_one_code_has_one_family() -> None:
    families: dict[str, str] = {}
    for row in TABLE["unit"]:
        assert families.setdefault(row["code"], row["family"]) == row["family"]
