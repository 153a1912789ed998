import json

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from presscheck import pipeline
from presscheck.export import FORMATS, schema
from presscheck.export.json import dump
from presscheck.model import Reading


@pytest.fixture
def promise(root) -> Draft202012Validator:
    form = json.loads((root / "docs/schema/reading.json").read_text(encoding="utf8"))
    Draft202012Validator.check_schema(form)
    return Draft202012Validator(form, format_checker=FormatChecker())


def test_the_published_schema_is_the_current_one(root):
    assert schema.stale(root / "docs/schema") == []


def test_a_reading_with_every_field_keeps_the_promise(promise, reading):
    promise.validate(json.loads(dump(reading)))


def test_an_empty_reading_keeps_the_promise(promise):
    promise.validate(json.loads(dump(Reading((), (), ()))))


def test_what_the_pipeline_gives_keeps_the_promise(promise):
    text = "县城通了火车\n\n□ 本报记者 方小舟\n\n本报讯　昨天，⾦山第一趟列车开进县城。\n"
    promise.validate(json.loads(dump(pipeline.read_bytes(text.encode("gb18030", "replace"), "a.txt"))))


def every_object(value, path="reading"):
    """The path to every object within a JSON value, and the object."""
    if isinstance(value, dict):
        yield path, value
        for name, inner in value.items():
            yield from every_object(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from every_object(inner, f"{path}[]")


def test_no_object_takes_a_field_that_was_not_promised(promise, reading):
    told = json.loads(dump(reading))
    open_ones = []
    for path, found in every_object(told):
        found["unheard_of"] = "x"
        if promise.is_valid(told):
            open_ones.append(path)
        del found["unheard_of"]
    assert open_ones == ["reading.made_by"]


def test_no_field_may_be_missing(promise, reading):
    told = json.loads(dump(reading))
    spared = set()
    for path, found in every_object(told):
        for name in list(found):
            kept = found.pop(name)
            if promise.is_valid(told):
                spared.add(path)
            found[name] = kept
    assert spared == {"reading.made_by", "reading.articles[].facts[].where"}


def test_facts_of_every_kind_have_every_field(promise, reading):
    told = [fact for article in reading.to_dict()["articles"] for fact in article["facts"]]
    assert [fact["kind"] for fact in told] == [
        "figure", "time", "quote", "act", "change", "commitment", "rule", "pairing",
    ]  # fmt: skip
    assert not any(value is None for fact in told for value in fact.values())
    form = promise.schema["$defs"]
    assert all(set(form[fact["kind"].title()]["required"]) == set(fact) for fact in told)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "rumour"),
        ("value", 27000),
        ("low", "2.7E4"),
        ("operator", "eq"),
        ("period", {}),
        ("where", {"unit": {}}),
    ],
)
def test_a_fact_of_another_form_breaks_the_promise(promise, reading, field, value):
    told = json.loads(dump(reading))
    told["articles"][0]["facts"][0][field] = value
    assert not promise.is_valid(told)


def test_found_facts_keep_their_promise(root):
    form = json.loads((root / "docs/schema/facts.json").read_text(encoding="utf8"))
    Draft202012Validator.check_schema(form)
    text = "2024年，云州市新建桥梁12座，总投资超过3亿元。市长田小禾说：“明年再建近20座。”施工单位不得在夜间施工。"
    told = [fact.to_dict() for fact in pipeline.find_facts(text, "2026-06-18")]
    Draft202012Validator(form).validate(json.loads(json.dumps(told)))
    assert {"time", "figure", "quote"} <= {fact["kind"] for fact in told}


def test_the_models_take_what_the_reading_gives(reading):
    schema.Reading.model_validate(reading.to_dict())


def test_check_says_what_is_out_of_date_and_changes_nothing(tmp_path, capsys):
    assert schema.main([str(tmp_path), "--check"]) == 1
    assert "reading.json: out of date" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_writing_makes_it_current(tmp_path):
    assert schema.main([str(tmp_path / "new")]) == 0
    assert schema.main([str(tmp_path / "new"), "--check"]) == 0


def test_every_format_takes_a_reading_and_a_language(reading):
    assert set(FORMATS) == {"json", "md", "txt", "tei"}
    for write in FORMATS.values():
        for lang in ("en", "zh"):
            assert "青川水渠完工" in write(reading, lang)
            assert write(reading, lang).endswith("\n")
