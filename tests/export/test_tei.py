"""TEI: stories as text, with or without places."""

from dataclasses import replace

from lxml import etree

from presscheck.export.tei import write
from presscheck.model import Reading

TEI = {"t": "http://www.tei-c.org/ns/1.0"}
ID = "{http://www.w3.org/XML/1998/namespace}id"


def tree(text):
    return etree.fromstring(text.encode())


def told(element):
    return "".join(element.itertext())


def test_it_obeys_the_rules(issue_in_any_unit, reading, obeys):
    assert obeys("tei", write(issue_in_any_unit))
    assert obeys("tei", write(reading))
    assert obeys("tei", write(Reading((), (), ())))


def test_every_character_of_the_page_stands_once(issue, reading):
    for each in (issue, reading):
        body = tree(write(each)).find(".//t:body", TEI)
        for note in body.iterfind(".//t:note", TEI):
            note.text = None
        wanted = "".join("".join(page.text.split()) for page in each.pages).replace("\x07", "\ufffd")
        assert sorted("".join(told(body).split())) == sorted(wanted)


def test_a_dump_needs_no_places(reading):
    root = tree(write(reading))
    assert root.find("t:facsimile", TEI) is None
    (story, _) = root.iterfind(".//t:div[@type='article']", TEI)
    assert [told(head) for head in story.iterfind("t:head", TEI)] == ["兴修水利", "青川水渠完工", "两岸农田受益"]
    assert told(story.find("t:byline", TEI)) == "□ 本报记者 田小禾"
    assert told(story.find("t:p", TEI)) == "本报青川5月3日讯　水渠昨天完工，全长三十里。村里人说，⾦秋有望。"
    assert [lb.get("n") for lb in story.find("t:p", TEI).iter(f"{{{TEI['t']}}}lb")] == ["7", "10"]
    assert told(story.find("t:trailer", TEI)) == "下转第三版"
    assert root.find(".//t:date", TEI).get("when") == "2026-05-04"


def test_a_dateline_within_a_paragraph_is_marked_there(issue):
    (mark,) = tree(write(issue)).iterfind(".//t:seg", TEI)
    assert (mark.get("type"), told(mark)) == ("dateline", "本报北坡5月3日讯")


def test_lines_point_at_their_places_and_say_whether_a_word_runs_on(issue):
    root = tree(write(issue))
    paragraph = root.find(".//t:div[@type='article']/t:p", TEI)
    breaks = list(paragraph.iter(f"{{{TEI['t']}}}lb"))
    assert [each.get("break") for each in breaks] == [None, "no", "no"]
    zones = {zone.get(ID): zone for zone in root.iter(f"{{{TEI['t']}}}zone")}
    assert zones[breaks[0].get("facs").removeprefix("#")].attrib["uly"] == "110"


def test_pages_are_marked_where_a_story_goes_over(issue):
    body = tree(write(issue)).find(".//t:body", TEI)
    assert [(pb.get("n"), pb.get("facs")) for pb in body.iter(f"{{{TEI['t']}}}pb")] == [
        ("1", "#p1"),
        ("2", "#p2"),
        ("1", "#p1"),
        ("2", "#p2"),
        ("1", "#p1"),
        ("2", "#p2"),
    ]
    assert "渠首在北坡，渠尾在南沟。" in told(body)


def test_what_stands_under_a_crosshead_is_a_section(issue):
    (section,) = tree(write(issue)).iterfind(".//t:div[@type='section']", TEI)
    assert [child.tag.rpartition("}")[2] for child in section] == ["head", "p", "figure"]


def test_halves_of_a_story_point_at_each_other(issue):
    root = tree(write(issue))
    halves = {
        div.get(ID): (div.get("prev"), div.get("next")) for div in root.iterfind(".//t:div[@type='article']", TEI)
    }
    assert halves == {"a1": (None, None), "a2": (None, "#a3"), "a3": ("#a2", None)}


def test_a_name_right_under_the_story_is_read_after_it(issue):
    last = tree(write(issue)).findall(".//t:div[@type='article']", TEI)[-1]
    assert [child.tag.rpartition("}")[2] for child in last] == ["ab", "p", "byline"]


def test_what_is_in_no_story_has_its_reason(issue):
    (left,) = tree(write(issue)).iterfind(".//t:div[@type='remainder']", TEI)
    assert (told(left[0]), left[1].text) == ("残句半截", "torn off")


def test_page_text_cannot_become_markup(issue):
    mean = replace(issue, articles=(), blocks=(), furniture=(), remainder=issue.remainder)
    page = replace(mean.pages[1], text=mean.pages[1].text.replace("残句半截", "<p>]"))
    (left,) = tree(write(replace(mean, pages=(mean.pages[0], page)))).iterfind(".//t:div[@type='remainder']", TEI)
    assert told(left[0]) == "<p>]"
