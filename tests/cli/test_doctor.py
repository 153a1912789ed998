import hashlib
import json

import pytest

import presscheck
from presscheck import data
from presscheck.cli import doctor


def test_all_is_well(run):
    told = run("doctor")
    assert told.code == 0
    assert told.out.startswith(f"presscheck {presscheck.__version__}, Python 3.")
    assert "✗" not in told.out
    assert told.out.endswith("Everything that is needed is there.\n")


def test_for_programs(run):
    told = json.loads(run("doctor", "--json").out)
    parts = {part["name"]: part for part in told["parts"]}
    assert told["well"] is True
    assert {"numpy", "scipy", "typer", "rich", "pydantic", "rapidfuzz"} <= set(parts)
    assert (
        parts["language_model.npz"]["sha256"]
        == hashlib.sha256(data.shipped("language_model.npz").read_bytes()).hexdigest()
    )


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "scipy is missing; to add it: pip install scipy"), ("zh", "缺少 scipy；安装方法：pip install scipy")],
)
def test_a_library_that_is_missing_is_named_with_its_remedy(run, monkeypatch, lang, words):
    module = doctor._module
    monkeypatch.setattr(doctor, "_module", lambda name: "nowhere_at_all" if name == "scipy" else module(name))
    told = run("doctor", "--lang", lang)
    assert told.code == 4
    assert f"✗ {words}\n" in told.out


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            "○ rapidocr is not installed; pictures cannot be read without it. To add it: pip install 'presscheck[ocr]'",
        ),
        ("zh", "○ 未安装 rapidocr，没有它不能读图片。安装方法：pip install 'presscheck[ocr]'"),
    ],
)
def test_what_reads_pictures_may_be_missing(run, monkeypatch, lang, words):
    module = doctor._module
    monkeypatch.setattr(doctor, "_module", lambda name: "nowhere_at_all" if name == "rapidocr" else module(name))
    told = run("doctor", "--lang", lang)
    assert told.code == 0
    assert f"  {words}\n" in told.out
    parts = {part["name"]: part for part in json.loads(run("doctor", "--json").out)["parts"]}
    assert (parts["rapidocr"]["version"], parts["rapidocr"]["optional"]) == (None, True)
    assert parts["rapidocr"]["to_add"] == "pip install 'presscheck[ocr]'"
    assert not parts["pillow"]["optional"]


def test_a_language_model_that_is_missing(run, monkeypatch):
    monkeypatch.setattr(doctor, "MODEL", "gone.npz")
    told = run("doctor", "--json")
    (part,) = [part for part in json.loads(told.out)["parts"] if part["name"] == "gone.npz"]
    assert told.code == 4
    assert part["version"] is None
    assert part["to_add"].startswith("pip install")


def test_the_tables_of_facts_are_named(run, monkeypatch):
    told = json.loads(run("doctor", "--json").out)
    parts = {part["name"]: part for part in told["parts"]}
    assert parts["reader.npz"]["version"].startswith("reader")
    assert parts["word_classes.npz"]["sha256"]
    assert parts["check.npz"]["version"].startswith("check-")
    assert parts["entailment.npz"]["version"].startswith("entailment-")
    for name in ("reader", "entailment"):
        assert parts[f"{name}.onnx"]["version"] == parts[f"{name}.npz"]["version"]
    assert parts["facts/*.toml"]["version"] == presscheck.__version__
    monkeypatch.setattr(data, "rows", lambda name: {}["gone"] if name == "facts/units" else {})
    assert doctor.fact_rows().version is None
