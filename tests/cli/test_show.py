import pytest


@pytest.fixture
def misprinted(tmp_path):
    file = tmp_path / "misprinted.txt"
    text = "县城通了火车\n\n本报记者 方小舟\n\n本报讯　昨天,记者走进涇岭县，看到梯田连成一片。\n"
    file.write_text(text, encoding="utf8")
    return file


@pytest.mark.parametrize("stage", ["lines", "blocks", "articles"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_stage_shows_the_page(run, county, stage, lang):
    told = run("show", county, "--stage", stage, "--lang", lang)
    assert (told.code, told.err) == (0, "")
    assert "县城通了火车" in told.out
    assert "county.txt" in told.out


def test_stories_are_shown_unless_told_otherwise(run, county):
    assert run("show", county).out == run("show", county, "--stage", "articles").out


def test_lines_are_whole_where_nobody_watches(run, tmp_path):
    page = tmp_path / "long.txt"
    page.write_text("茶园采摘忙\n\n立夏过后，" + "茶园才进入一年中最忙的时候，" * 60 + "完。\n", encoding="utf8")
    assert "时候，完。\n" in run("show", page, "--stage", "lines").out


def test_a_page_of_html(run, county, tmp_path):
    told = run("show", county, "--html", tmp_path / "new/page.html")
    assert (told.code, told.out) == (0, "")
    assert told.err == f"The folder {tmp_path / 'new'} was not there and has been made.\n"
    assert run("show", county, "--html", tmp_path / "new/page.html").err == ""
    assert (tmp_path / "new/page.html").read_text(encoding="utf8").startswith("<!DOCTYPE html>\n")


def test_standard_input(run, county):
    assert "stdin" in run("show", "-", stdin=county.read_bytes()).out


def test_an_unreadable_file(run, tmp_path):
    told = run("show", tmp_path / "gone.txt")
    assert (told.code, told.out) == (3, "")
    assert "there is no such file" in told.err


def test_a_step_that_there_is_not(run, county):
    assert run("show", county, "--stage", "verdicts").code == 2


def test_no_colours_where_they_are_not_wanted(run, county, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("show", county).out
    monkeypatch.delenv("FORCE_COLOR")
    assert "\x1b" not in run("show", county).out


@pytest.mark.parametrize(("lang", "words"), [("en", "the other half: a2 (confidence"), ("zh", "另一半：a2（把握")])
def test_where_a_story_goes_on_is_shown_with_the_reasons(run, both, lang, words):
    told = run("show", both, "--lang", lang).out
    assert words in told
    assert "供水八百万立|方米，灌溉面" in told


def test_a_page_of_html_gives_the_reasons_too(run, both, tmp_path):
    assert run("show", both, "--html", tmp_path / "issue.html").code == 0
    written = (tmp_path / "issue.html").read_text(encoding="utf8")
    for half in ("a1", "a2"):
        assert f"<li>the other half: {half} (confidence" in written
    assert "<li>the broken sentence goes on: 供水八百万立|方米，灌溉面</li>" in written


# -- what the proofreader marks


@pytest.mark.parametrize(
    ("lang", "count"), [("en", "sure 1, likely 1, suspect 0."), ("zh", "确定 1 处，很可能 1 处，存疑 0 处。")]
)
def test_corrections_are_shown_among_their_words(run, misprinted, lang, count):
    told = run("show", misprinted, "--stage", "corrections", "--lang", lang)
    assert (told.code, told.err) == (0, "")
    assert "本报讯　昨天[,→，]记者走进[涇→泾]岭县，看到" in told.out
    assert told.out.endswith(count + "\n")


def test_a_page_with_nothing_to_mark(run, county):
    assert run("show", county, "--stage", "corrections").out.endswith("\nNothing to mark.\n")


def test_corrections_as_a_page_of_html(run, misprinted, tmp_path):
    assert run("show", misprinted, "--stage", "corrections", "--html", tmp_path / "marks.html").code == 0
    assert "<del>涇</del><ins>泾</ins>" in (tmp_path / "marks.html").read_text(encoding="utf8")


def test_words_of_ones_own_are_not_marked(run, misprinted, tmp_path):
    (tmp_path / "words.txt").write_text("涇岭县\n", encoding="utf8")
    told = run("show", misprinted, "--stage", "corrections", "--lexicon", tmp_path / "words.txt")
    assert "涇→" not in told.out
    assert "[,→，]" in told.out


# -- what a story says that can be checked


@pytest.fixture
def bridges(tmp_path):
    file = tmp_path / "bridges.txt"
    text = "云州新建桥梁12座\n\n本报记者 方小舟\n\n本报讯　2024年，云州市新建桥梁12座，总投资超过3亿元。\n"
    file.write_text(text, encoding="utf8")
    return file


@pytest.mark.parametrize(("lang", "words"), [("en", "Facts: figure "), ("zh", "事实：数字 ")])
def test_facts_are_shown_among_their_words(run, bridges, lang, words):
    told = run("show", bridges, "--stage", "facts", "--lang", lang)
    assert (told.code, told.err) == (0, "")
    assert " 2024年]，云州市新建桥梁[f" in told.out
    assert "> 300,000,000 CNY" in told.out
    assert words in told.out.splitlines()[-1]


@pytest.mark.parametrize("columns", [80, 40])
def test_the_table_of_facts_keeps_to_its_columns(run, bridges, monkeypatch, columns):
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", str(columns))
    told = run("show", bridges, "--stage", "facts").out.splitlines()
    start = next(number for number, line in enumerate(told) if line.startswith("id "))
    assert all(cell_len(line) <= columns for line in told[start:])


def test_facts_as_a_page_of_html(run, bridges, tmp_path):
    assert run("show", bridges, "--stage", "facts", "--html", tmp_path / "facts.html").code == 0
    assert 'href="#fact-1"' in (tmp_path / "facts.html").read_text(encoding="utf8")
