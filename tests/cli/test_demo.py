import json

import pytest

from presscheck import data, pipeline
from presscheck.cli.demo import SAMPLE


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_demo_tells_every_story_of_the_sample(run, lang):
    told = run("demo", "--lang", lang)
    reading = pipeline.read_bytes(data.shipped(f"demo/{SAMPLE}").read_bytes(), SAMPLE)
    assert (told.code, told.err) == (0, "")
    assert len(reading.articles) >= 4
    for article in reading.articles:
        assert (article.headline or "") in told.out
        assert (article.byline or "") in told.out
    assert reading.pages[0].words(reading.pages[0].lines[0].span) in told.out


@pytest.mark.parametrize(
    ("lang", "counted", "period"), [("en", "Facts: figure", "period"), ("zh", "事实：数字", "时期")]
)
def test_the_demo_counts_facts_and_tells_some_figures(run, lang, counted, period):
    lines = run("demo", "--lang", lang).out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(counted))
    figures = [line for line in lines[at + 2 : at + 5] if line.startswith("     ")]
    assert figures
    assert all(f" · {period} " in line for line in figures)


def test_what_to_try_next_can_be_tried(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = [line.split("  ")[1] for line in run("demo").out.splitlines() if line.startswith("  presscheck ")]
    assert lines[-2:] == ["presscheck demo --serve", "presscheck serve --record my.db"]  # see test_serve
    assert len(lines[:-2]) == 5
    for line in lines[:-2]:
        assert run(*line.replace("PAGE.txt", f"sample/{SAMPLE}").split()[1:]).code == 0


def test_the_sample_and_its_reading_can_be_kept(run, tmp_path):
    told = run("demo", "--out", tmp_path / "sample")
    kept = {file.name: file.read_bytes() for file in (tmp_path / "sample").iterdir()}
    assert set(kept) == {SAMPLE, "yunzhou-daily.json", "yunzhou-daily.md"}
    assert kept[SAMPLE] == data.shipped(f"demo/{SAMPLE}").read_bytes()
    assert json.loads(kept["yunzhou-daily.json"])["articles"]
    assert "--out sample" not in told.out
