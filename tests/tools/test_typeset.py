"""Pages that are set: nothing over another thing, every line once and in order, the same page for the same seed."""

import gzip
import importlib
import json
import sys
from collections import Counter
from itertools import chain, islice, pairwise
from pathlib import Path

import pypdfium2
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
tool = importlib.import_module("typeset")
types = importlib.import_module("typeset_type")
pdf = importlib.import_module("typeset_pdf")
fonts = importlib.import_module("typeset_font")
sys.path.pop(0)

SEEDS = range(3)
PER_SEED = 25
NEVER_FIRST = "，。、；：？！”’）》〉】〕」』"

# Invented, like the places and people in them.
MATTERS = (
    ("渠水上北坡　三村同受益", "北坡乡的{}号支渠昨天通水，三个村的旱田有了水浇。站长周田说：“这条渠修了两年。”"),
    ("鹿鸣大桥夜间检修", "鹿鸣大桥第{}段本周更换伸缩缝，每晚十点到次日五点分段施工，双向各留一条车道；行人照常通行。"),
    ("全市水利会议召开 部署今冬修渠", "会议指出，今冬要修好{}条老渠，把水送到每块田！怎么修？谁来管？月底要见办法。"),
    ("白石镇办起周末夜校 三百人报名", "白石镇周末夜校开了{}门课，有书法、面点、修车（含电车）等，教室坐得满满当当……"),
    ("高山晚茶采摘忙", "陶家岭的{}亩晚茶到了采摘时节，同比多{}.5%，茶农天不亮就上山，鲜叶当天送进茶厂。"),
)  # fmt: skip


def item(number):
    headline, sentence = MATTERS[number % len(MATTERS)]
    paragraphs = [
        "".join(sentence.format(100 * number + part + more, part) for more in range(1, 2 + (number + part) % 5))
        for part in range(1 + number % 9)
    ]
    return {
        "id": f"s{number}",
        "date": f"2026-06-{10 + number // 20:02}",
        "headline": headline,
        "paragraphs": [{"kind": "p", "text": text} for text in paragraphs],
    }


ITEMS = [item(number) for number in range(120)]


@pytest.fixture(scope="module")
def pages():
    return [page for seed in SEEDS for page in islice(tool.sheets(ITEMS, seed), PER_SEED)]


@pytest.fixture(scope="module")
def turned():
    return list(islice(tool.sheets(ITEMS, 11, vertical=1.0), 20))


def overlap(one, other):
    across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    return min(across, down)


def stories(page):
    out = {}
    for line in page.lines:
        if line.story is not None:
            out.setdefault(line.story, []).append(line)
    return out


def test_no_line_stands_on_another(pages, turned):
    for page in pages + turned:
        lines = sorted(page.lines, key=lambda line: line.top)
        for number, one in enumerate(lines):
            for other in islice(lines, number + 1, None):
                if other.top > one.top + one.height:
                    break
                assert overlap(one, other) < 0.05, (one, other)


def test_all_stands_on_the_page(pages, turned):
    for page in pages + turned:
        for one in chain(page.lines, page.graphics):
            assert one.left >= 0
            assert one.top >= 0
            assert one.left + one.width <= page.width + 0.01, one
            assert one.top + one.height <= page.height + 0.01, one


def test_no_picture_or_rule_covers_text_of_a_story(pages):
    for page in pages:
        things = [one for one in page.graphics if one.kind in ("picture", "rule")]
        lines = [line for line in page.lines if not line.light and line.role not in ("table", "advert")]
        assert not [(one, line) for one in things for line in lines if overlap(one, line) > 1.5]


def test_places_count_a_story_through(pages):
    for page in pages:
        for lines in stories(page).values():
            assert sorted(line.place for line in lines) == list(range(len(lines)))
        assert all(line.place is None for line in page.lines if line.story is None)


def test_heads_come_first_and_captions_last(pages):
    ranks = {"kicker": 1, "headline": 2, "deck": 3, "body": 5, "crosshead": 5, "jump_to": 6, "caption": 7, "table": 8}
    for page in pages:
        for lines in stories(page).values():
            told = [ranks[line.role] for line in sorted(lines, key=lambda line: line.place) if line.role in ranks]
            assert told == sorted(told)


def test_paragraphs_come_whole_and_in_order(pages):
    """Between its first and its last, a printed story has its article's paragraphs, each to the letter, in turn."""
    texts = [part["text"] for one in ITEMS for part in one["paragraphs"]]
    known, follows = set(texts), set(pairwise(texts))
    plain = [page for page in pages if not any(set("橋議開嶺這畝") & set(line.text) for line in page.lines)]
    articles = [article for page in plain for article in tool.truth(page)["articles"]]
    inner = [[part["text"] for part in one["paragraphs"] if part["kind"] == "body"][1:-1] for one in articles]
    assert sum(map(len, inner)) > 500
    assert {text for body in inner for text in body} <= known
    pairs = [pair for body in inner for pair in pairwise(body)]
    assert sum(pair in follows for pair in pairs) > 0.8 * len(pairs)  # else where two articles were joined into one


def test_body_lines_go_down_a_column_and_on_to_the_right(pages):
    for page in pages:
        for lines in stories(page).values():
            body = [line for line in sorted(lines, key=lambda line: line.place) if line.role == "body"]
            for one, other in pairwise(body):
                below = other.top > one.top + 0.5 * one.height
                assert below or other.left > one.left + 0.5 * one.width or _parts_of_one(one, other), (one, other)


def test_upright_lines_go_on_to_the_left_and_in_the_band_below(turned):
    for page in turned:
        for lines in stories(page).values():
            body = [line for line in sorted(lines, key=lambda line: line.place) if line.role == "body"]
            assert all(line.vertical for line in body)
            for one, other in pairwise(body):
                assert other.left < one.left - 0.4 * one.width or other.top > one.top + 0.5 * one.width, (one, other)


def _parts_of_one(one, other):
    return abs(one.top - other.top) < 1 and other.left > one.left


def test_paragraph_numbers_never_go_back(pages, turned):
    for page in pages + turned:
        for lines in stories(page).values():
            told = [line.paragraph for line in sorted(lines, key=lambda line: line.place) if line.role == "body"]
            assert told == sorted(told)


def test_no_body_line_begins_with_a_closing_mark(pages):
    whole = [page for page in pages if not any(_split(page))]
    lines = [line for page in whole for line in page.lines if line.role == "body"]
    assert len(lines) > 4000
    wrong = [line.text for line in lines if line.text[0] in NEVER_FIRST]
    assert len(wrong) < len(lines) / 1000


def _split(page):
    """Lines that a recogniser would have boxed in parts."""
    rows = Counter((line.story, round(line.top), line.paragraph) for line in page.lines if line.role == "body")
    return (count > 1 for count in rows.values())


def test_truth_tells_every_word_of_every_story(pages):
    for page in pages:
        told = tool.truth(page)
        words = "".join(_words(article) for article in told["articles"]) + "".join(told["photos"])
        lines = [line for line in page.lines if line.story is not None and line.role != "table"]
        assert Counter(words) == Counter("".join(line.text for line in lines))


def _words(article):
    heads = [article[part] or "" for part in ("kicker", "headline", "deck", "byline", "dateline", "caption")]
    marks = [article[part] or "" for part in ("jump_from", "jump_to")]
    return "".join([*heads, *marks, *(part["text"] for part in article["paragraphs"])])


def test_the_same_seed_gives_the_same_pages(pages):
    assert list(islice(tool.sheets(ITEMS, 0), 5)) == pages[:5]
    assert next(tool.sheets(ITEMS, 1)) != pages[0]


def test_pages_differ_in_what_papers_differ_in(pages):
    lines = [line for page in pages for line in page.lines]
    roles = {line.role for line in lines}
    assert {"kicker", "headline", "deck", "byline", "body", "crosshead", "jump_from", "jump_to"} <= roles
    assert {"caption", "credit", "table", "furniture", "advert", "label"} <= roles
    assert {one.kind for page in pages for one in page.graphics} == {"rule", "frame", "tint", "picture"}
    assert any(line.vertical for line in lines)
    assert any(line.light for line in lines)
    assert len({round(line.size) for line in lines if line.role == "body"}) > 4
    assert len({(round(page.width), round(page.height)) for page in pages}) > 50
    assert any("「" in line.text for line in lines), "traditional pages have corner marks"


@pytest.mark.parametrize(
    ("text", "room", "first"),
    [
        ("修渠引水，三村受益。", 4, "修渠引水，"),  # a comma hangs, or is squeezed in
        ("他说“水来了”真好", 3, "他说"),  # an opening mark goes over to the next line
        ("共有（含）1234亩田", 4.5, "共有（含）"),  # a figure is not parted
        ("水来了！”大家说", 3, "水来"),  # two marks: the last character goes over with them
    ],
)
def test_lines_break_as_printers_break_them(text, room, first):
    import random
    from dataclasses import replace

    style = replace(types.style_of(random.Random(1)), hang=False, whole_numbers=True)
    sums = [sum(types.advances(text[:end])) for end in range(len(text) + 1)]
    assert text[: types.line_end(text, sums, 0, room, style)] == first


@pytest.mark.parametrize(
    ("text", "count", "lines"),
    [
        ("渠水上北坡　三村同受益", 2, ["渠水上北坡", "三村同受益"]),
        ("“周末夜校”办到村口去", 2, ["“周末夜校”", "办到村口去"]),
        ("全市水利会议召开", 1, ["全市水利会议召开"]),
    ],
)
def test_headlines_break_where_they_may(text, count, lines):
    assert types.broken(text, count) == lines


def fonts_there():
    try:
        return fonts.font_file(True, False) and fonts.font_file(False, True)
    except fonts.FontMissing:
        return False


@pytest.mark.skipif(not fonts_there(), reason="needs Noto CJK fonts: apt-get install fonts-noto-cjk")
@pytest.mark.parametrize("order", tool.ORDERS)
def test_a_pdf_gives_back_its_words_at_their_places(pages, tmp_path, order):
    page = min(pages, key=lambda page: len(page.lines))
    tool.write_pdf(page, tmp_path / "page.pdf", order=order)
    document = pypdfium2.PdfDocument(tmp_path / "page.pdf")
    held = document[0].get_textpage()
    words = "".join(line.text for line in pdf.ordered(page, order))
    read = held.get_text_range()
    assert Counter("".join(read.split())) == Counter("".join(words.split()))
    line = next(line for line in page.lines if line.role == "body" and len(line.text) > 8)
    box = (line.left - 1, page.height - line.top - line.height, line.left + line.width + 1, page.height - line.top)
    assert "".join(line.text.split()) in "".join(held.get_text_bounded(*box).split())
    document.close()


def test_a_missing_font_says_what_to_do(monkeypatch):
    monkeypatch.setattr(fonts.shutil, "which", lambda name: None)
    monkeypatch.setattr(fonts, "FOLDERS", ())
    fonts.font_file.cache_clear()
    with pytest.raises(fonts.FontMissing, match="apt-get install fonts-noto-cjk"):
        fonts.font_file(True, False)
    fonts.font_file.cache_clear()


def test_an_unknown_order_is_refused(pages):
    with pytest.raises(ValueError, match="reading, rows or shuffle"):
        pdf.ordered(pages[0], "columns")


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz"])
def test_articles_are_read_from_plain_and_gzipped_lines(tmp_path, suffix):
    path = tmp_path / f"items{suffix}"
    text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in ITEMS)
    path.write_bytes(gzip.compress(text.encode()) if suffix.endswith("gz") else text.encode())
    assert [one["id"] for one in tool.articles(path, "2026-06-10", "2026-06-10")] == [f"s{n}" for n in range(20)]


@pytest.mark.skipif(not fonts_there(), reason="needs Noto CJK fonts: apt-get install fonts-noto-cjk")
def test_pages_are_written_with_their_truth(tmp_path):
    tool.write_sheets(tool.sheets(ITEMS, 3), 2, tmp_path)
    assert [path.name for path in sorted((tmp_path / "pages").iterdir())] == ["made-000.pdf", "made-001.pdf"]
    told = json.loads((tmp_path / "truth" / "made-001.json").read_text(encoding="utf8"))
    assert {"kicker", "headline", "deck", "byline", "paragraphs"} <= set(told["articles"][0])
