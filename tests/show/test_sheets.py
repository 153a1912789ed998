"""Pages with geometry as HTML: what is drawn, what leads where, and that nothing on a page can do harm."""

import re
import shutil
import subprocess
from base64 import b64encode
from hashlib import sha256

import pytest

from presscheck import pipeline
from presscheck.model import Line, Page, Reading, Span
from presscheck.show.html import write
from presscheck.show.sheets import has_sheets

PICTURE = "data:image/jpeg;base64,/9j/"


@pytest.fixture
def shown(issue, outline):
    return outline(write(issue, "en"))


# What is drawn


def test_ids_are_unique_and_every_link_leads_somewhere(shown):
    ids = shown.all("id")
    assert len(ids) == len(set(ids))
    links = {link for link in shown.all("href") if not link.startswith("data:")}
    assert {link.removeprefix("#") for link in links} <= set(ids)


def test_every_line_and_block_is_drawn_once(issue, shown):
    count = sum(len(page.lines) for page in issue.pages)
    assert len([name for name in shown.all("id") if name.startswith("line-")]) == count
    assert [name for name in shown.all("id") if name.startswith("block-")] == [
        f"block-{n}" for n in range(len(issue.blocks))
    ]


def test_every_part_has_its_places_and_they_lead_back(shown):
    areas = {attrs["id"]: attrs["href"] for attrs in shown.classed("area") if attrs["id"].startswith("r")}
    assert list(areas.values()).count("#s0-p0") == 2  # the torn paragraph stands in two places
    assert {"#s0-headline", "#s0-p1", "#s0-jump_to", "#s1-headline", "#s2-p0"} <= set(areas.values())
    assert {"#furniture-0", "#remainder-0"} <= set(areas.values())
    back = [attrs["href"] for attrs in shown.classed("to")]
    assert sorted(back) == sorted(f"#{name}" for name in areas)


def test_places_and_story_light_up_together(issue, shown):
    assert {attrs.get("id") for attrs in shown.classed("s1")} >= {"s1", "r5"}
    assert "body:has(.s1:target, .s1 :target) .s1 { --on: 1 }" in write(issue, "en")


def test_what_is_in_no_story_is_marked(shown):
    assert [attrs["href"] for attrs in shown.classed("text", "remainder")] == ["#remainder-0"]
    assert [attrs["href"] for attrs in shown.classed("text", "furniture")] == ["#furniture-0"]


def test_pages_stand_one_below_another(shown):
    assert [attrs["id"] for attrs in shown.classed("sheet")] == ["sheet-1", "sheet-2"]


def test_an_arrow_leads_only_where_the_eye_needs_it(shown):
    # From the foot of the first column to the top of the second; headline and jump line stand directly above and below.
    assert len(shown.classed("led")) == 1


def test_numbers_tell_the_order(issue):
    chips = re.findall(r'class="chip">.*?>([\d·]+)</text>', write(issue, "en"))
    assert chips == ["1", "1·2", "2", "3"]


def test_the_pointer_is_told_role_story_confidence_and_reasons(issue):
    (told,) = re.findall(r'<a id="r1" .*?<title>(.*?)</title>', write(issue, "en"), re.DOTALL)
    assert "story 1: 水渠完工&lt;通水&gt;\nconfidence 0.87\n– the sentence goes on &lt;here&gt;" in told


def test_the_pointer_is_told_how_a_line_is_set(issue):
    assert "line 2 · type 9 px · 宋体&lt;b&gt; · bold · recognised with confidence 0.90" in write(issue, "en")


def test_only_the_first_place_of_a_story_stops_the_tabulator(shown):
    stops = [attrs["tabindex"] for attrs in shown.classed("area", "s0") if attrs["id"].startswith("r")]
    assert stops[0] == "0"
    assert set(stops[1:]) == {"-1"}


def test_the_other_half_of_a_story_is_a_link(shown):
    assert [attrs["href"] for attrs in shown.classed("half")] == ["#s2"]


@pytest.mark.parametrize("stage", ["lines", "blocks", "articles"])
def test_the_stage_asked_for_is_drawn_first(issue, outline, stage):
    chosen = [attrs["id"] for _, attrs in outline(write(issue, "zh", stage=stage)).elements if "checked" in attrs]
    assert chosen == [f"step-{stage}", "size-1"]


def test_what_is_drawn_on_the_page_is_drawn_faintly(shown):
    assert len(shown.classed("rule")) == len(shown.classed("picture")) == 2


# The picture


def test_a_page_without_a_picture_is_set_from_its_words(issue):
    told = write(issue, "en", pictures={"p1": PICTURE})
    front, back = told.split('id="sheet-2"')
    assert f'href="{PICTURE}"' in front
    assert 'class="set"' not in front
    assert "村里的老人高兴。</text>" in back
    assert "without its picture" in back


def test_vertical_type_is_set_vertically(issue):
    (tea,) = re.findall(r"<text([^>]*)>高山晚茶采摘</text>", write(issue, "en"))
    assert 'class="down"' not in tea  # the file says how it is set
    bare = tuple(Line(line.span) for line in issue.pages[0].lines)
    page = Page("p1", "a.xml", "", "alto", issue.pages[0].text, bare, width=260.0, height=390.0)
    (tea,) = re.findall(r"<text([^>]*)>高山晚茶采摘</text>", write(Reading((page,), (), issue.articles[1:2]), "en"))
    assert 'class="down"' in tea


@pytest.mark.parametrize(("width", "height"), [(1, 1_000_000), (0.5, 0.25), (90_000, 90_000)])
def test_any_paper_is_drawn_a_thousand_wide_and_never_endless(width, height):
    page = Page("p1", "a.pdf", "", "pdf", "", (), width=width, height=height)
    (view,) = re.findall(r'viewBox="0 0 1000 ([\d.]+)"', write(Reading((page,), (), ()), "en"))
    assert 0 < float(view) <= 20_000


def test_a_page_without_text_is_shown_with_its_picture():
    page = Page("p1", "scan.pdf", "", "pdf", "", (), width=300.0, height=400.0, notes=("no text layer",))
    told = write(Reading((page,), (), ()), "en", pictures={"p1": PICTURE})
    assert PICTURE in told
    assert "no text layer" in told


# Which view


def test_a_dump_keeps_its_view():
    page = Page("p1", "a.txt", "", "dump", "本报讯\n", (Line(Span("p1", 0, 3)),))
    told = write(Reading((page,), (), ()), "en")
    assert not has_sheets(Reading((page,), (), ()))
    assert "The file, line by line" in told
    assert "<svg" not in told


ALTO = """<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page ID="P1" WIDTH="600" HEIGHT="400"><PrintSpace>
<TextBlock ID="b1"><TextLine HPOS="20" VPOS="20" WIDTH="240" HEIGHT="40">
<String CONTENT="水渠完工" HPOS="20" VPOS="20" WIDTH="240" HEIGHT="40"/></TextLine></TextBlock>
<TextBlock ID="b2"><TextLine HPOS="20" VPOS="80" WIDTH="200" HEIGHT="20">
<String CONTENT="本报讯　全长三十里。" HPOS="20" VPOS="80" WIDTH="200" HEIGHT="20"/></TextLine></TextBlock>
</PrintSpace></Page></Layout></alto>"""


def test_a_recognisers_file_is_shown_as_a_sheet(outline):
    reading = pipeline.read_bytes(ALTO.encode(), "page.xml")
    shown = outline(write(reading, "en"))
    assert len(shown.classed("area", "line")) == 2
    assert "水渠完工" in shown.words


# Untrusted pages


def test_page_text_is_escaped(issue, shown):
    told = write(issue, "en")
    assert "<script>alert" not in told
    assert "\x1b" not in told
    assert "␛[31m" in told
    assert '残句"><script>alert(1)</script>' in shown.words
    assert [tag for tag, _ in shown.elements].count("script") == 1


def test_nothing_is_fetched(issue, shown):
    told = write(issue, "en", pictures={"p1": PICTURE})
    assert not re.search(r"https?:|@import|url\((?!#)", told)
    assert not {tag for tag, _ in shown.elements} & {"link", "img", "iframe", "object", "embed"}
    assert not [name for _, attrs in shown.elements for name in attrs if name.startswith("on")]


def test_no_script_runs_but_our_own(issue):
    told = write(issue, "en")
    (script,) = re.findall(r"<script>(.*?)</script>", told, re.DOTALL)
    allowed = b64encode(sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{allowed}'" in told


@pytest.mark.parametrize(("lang", "words"), [("en", "How to look at this page"), ("zh", "怎样看这一页")])
def test_the_page_speaks_both_languages(issue, outline, lang, words):
    told = write(issue, lang)
    assert words in outline(told).words
    assert re.search("story 1|other half" if lang == "zh" else "稿件 1|另一半", told) is None


def test_the_same_reading_gives_the_same_page(issue):
    assert write(issue, "en") == write(issue, "en")


def test_a_browser_runs_it_as_meant(issue, tmp_path):
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        pytest.skip("no chromium to open the page in")
    (tmp_path / "page.html").write_text(write(issue, "en"), encoding="utf8")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    place = (tmp_path / "page.html").as_uri()
    done = subprocess.run([*command, "--dump-dom", place], capture_output=True, timeout=60, check=False)
    if done.returncode:
        pytest.skip(f"chromium does not start here: exit code {done.returncode}")
    # The script has taken over the titles of the areas: its hash is the one that the page allows.
    assert 'data-tip="headline · story 1' in done.stdout.decode()
