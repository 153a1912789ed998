"""Pages out of a browser: a page can be made, and its truth names every story on it."""

import importlib
import json
import random
import sys
from pathlib import Path

import pypdfium2
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
tool = importlib.import_module("web_pages")
develop = importlib.import_module("web_develop")
reserved = importlib.import_module("web_test")
sys.path.pop(0)

# Invented, like the places and people in them.
MATTERS = (
    ("渠水上北坡　三村同受益", "北坡乡的{}号支渠昨天通水，三个村的旱田有了水浇。站长周田说：“这条渠修了两年。”"),
    ("鹿鸣大桥夜间检修", "鹿鸣大桥第{}段本周更换伸缩缝，每晚十点到次日五点分段施工；行人照常通行。"),
    ("【乡村走笔】白石镇办起周末夜校", "白石镇周末夜校开了{}门课，有书法、面点、修车等，教室坐得满满当当。"),
    ("高山晚茶采摘忙", "陶家岭的{}亩晚茶到了采摘时节，茶农天不亮就上山，鲜叶当天送进茶厂。"),
)


def item(number):
    headline, sentence = MATTERS[number % len(MATTERS)]
    parts = range(1 + number % 15)
    texts = ["".join(sentence.format(1000 * number + 10 * part + more) for more in range(2)) for part in parts]
    paragraphs = [{"kind": "p", "text": text} for text in texts]
    return {
        "id": f"w{number}",
        "date": f"2026-05-{1 + number // 12:02}",
        "headline": headline,
        "paragraphs": paragraphs,
    }


ITEMS = [item(number) for number in range(300)]

needs_chromium = pytest.mark.skipif(tool.chromium() is None, reason="Chromium is not installed")


def squeezed(text):
    return "".join(text.split())


@needs_chromium
def test_a_page_is_made_and_its_truth_names_every_story_on_it(tmp_path):
    (pdf,) = tool.make_pages(ITEMS, "develop", 1, 3, tmp_path)
    truth = json.loads((tmp_path / "truth" / f"{pdf.stem}.json").read_text(encoding="utf8"))
    document = pypdfium2.PdfDocument(pdf)
    there = squeezed(document[0].get_textpage().get_text_range())
    document.close()
    told = truth["furniture"] + [
        words
        for article in truth["articles"]
        for words in (
            *(article[part] or "" for part in ("kicker", "headline", "deck", "byline", "caption", "jump_text")),
            *(paragraph["text"] for paragraph in article["paragraphs"]),
        )
    ]
    assert len(truth["articles"]) >= 6
    assert sorted(squeezed("".join(told))) == sorted(there)
    for article in truth["articles"]:
        assert squeezed(article["paragraphs"][0]["text"])[:6] in there
        pieces = [piece for column in article["columns"] for piece in column["pieces"]]
        assert "".join(pieces) == "".join(paragraph["text"] for paragraph in article["paragraphs"])


@needs_chromium
def test_the_same_seed_makes_the_same_truth(tmp_path):
    texts = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        (pdf,) = tool.make_pages(ITEMS, "develop", 1, 5, folder)
        texts.append((folder / "truth" / f"{pdf.stem}.json").read_text(encoding="utf8"))
    assert texts[0] == texts[1]


def test_the_two_sets_share_no_template():
    assert len(develop.PAGES) >= 6
    assert len(reserved.PAGES) >= 6
    assert not set(develop.PAGES) & set(reserved.PAGES)


@pytest.mark.parametrize("kind", sorted({**develop.PAGES, **reserved.PAGES}))
def test_every_template_gives_each_story_a_place_of_its_own(kind):
    rng = random.Random(kind)
    sheet = {**develop.PAGES, **reserved.PAGES}[kind](tool.Desk(ITEMS, rng), rng)
    regions = [region for story in sheet.stories for region in story["regions"]]
    page = sheet.html(mix=False)
    assert len(sheet.stories) >= 4
    assert len(set(regions)) == len(regions)
    assert all(page.count(f'id="{region}"') == 1 for region in regions)


def test_characters_printed_over_others_are_noticed():
    apart, over = [[0, 0, 10, 10], [11, 0, 21, 10]], [[0, 0, 10, 10], [5, 0, 15, 10]]
    assert tool.overprinted(tool.np.array(apart, dtype=float)) == 0
    assert tool.overprinted(tool.np.array(over, dtype=float)) == 1


def test_a_second_half_begins_in_the_middle_of_a_sentence():
    desk = tool.Desk(ITEMS, random.Random(1))
    story = desk.take(500, heads="plain")
    whole = "".join(text for _, text in story.paragraphs)
    half = desk.torn(story, 1)
    rest = "".join(text for _, text in half.paragraphs)
    assert whole.endswith(rest)
    assert len(rest) < len(whole)
    assert whole[-len(rest) - 1] not in "。！？"
    assert "上接" in half.came
