"""Who the news is about: names, offices and bodies, and where each begins and ends."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.data import rows
from presscheck.facts.cast import cast_of
from presscheck.facts.parties import Party, find
from presscheck.facts.story import Part, Story

CASES = [
    # persons, with an office before, after, or none
    ("水利部发言人方小舟5日表示", "person", "方小舟", "水利部发言人"),
    ("云岭省禁毒办副主任、省公安厅禁毒局局长余安平说", "person", "余安平", "云岭省禁毒办副主任、省公安厅禁毒局局长"),
    ("时任县防汛办主任的林青禾回忆道", "person", "林青禾", "县防汛办主任"),
    ("余安平书记来到堤上", "person", "余安平", "书记"),
    ("国务院总理李远5日会见客人", "person", "李远", "国务院总理"),
    ("法国总统阿尔蒙4日说", "person", "阿尔蒙", "法国总统"),
    ("法国首相兼外交大臣卡米尔当天表示", "person", "卡米尔", "法国首相兼外交大臣"),
    ("导弹旅指挥官尼古拉·贾尔曼被捕", "person", "尼古拉·贾尔曼", "导弹旅指挥官"),
    ("县长方遒到机场迎接。", "person", "方遒", "县长"),
    ("中国驻希腊大使方小舟到场", "person", "方小舟", "中国驻希腊大使"),
    ("世界卫生组织驻埃及代表皮佩尔科恩4日表示", "person", "皮佩尔科恩", "世界卫生组织驻埃及代表"),
    # bodies
    ("记者从住房城乡建设部获悉", "organisation", "住房城乡建设部", ""),
    ("中国石油和化学工业联合会主办", "organisation", "中国石油和化学工业联合会", ""),
    ("商务部等五部委发布公告", "organisation", "商务部等五部委", ""),
    ("以色列国防军4日称", "organisation", "以色列国防军", ""),
    ("俄军袭击", "organisation", "俄军", ""),
    # countries, places, groups, and people told by what they are
    ("中方愿同各国合作", "country", "中方", ""),
    ("双方商定", "group", "双方", ""),
    ("全国公安禁毒部门破获", "group", "全国公安禁毒部门", ""),
    ("两国禁毒部门合作", "group", "两国禁毒部门", ""),
    ("有关专家认为", "role", "有关专家", "有关专家"),
    ("外交部发言人表示", "role", "外交部发言人", "外交部发言人"),
]


@pytest.mark.parametrize(("text", "kind", "name", "title"), CASES)
def test_found(text: str, kind: str, name: str, title: str) -> None:
    told = [(party.kind, party.name(text), party.title(text)) for party in find(text)]
    assert (kind, name, title) in told


def test_several_persons_in_a_row() -> None:
    text = "王远、李青禾、张小侠、方毅和余安平出席。"
    assert [party.name(text) for party in find(text)] == ["王远", "李青禾", "张小侠", "方毅", "余安平"]


def test_no_name_from_common_words() -> None:
    for text in ("推动高水平开放", "总书记高度重视", "全部到位，南部有雨", "文明、智慧、友谊"):
        assert not [party for party in find(text) if party.kind == "person"], text


@pytest.mark.parametrize("row", rows("facts/parties")["shape"], ids=lambda row: row["kind"])
def test_rows(row: dict[str, Any]) -> None:
    for text, words in row["yes"]:
        assert (row["kind"], words) in [(party.kind, text[party.start : party.end]) for party in find(text)], text
    for text in row["no"]:
        assert row["kind"] not in [party.kind for party in find(text)], text


def story(*paragraphs: str) -> Story:
    return Story(tuple(Part("body", number, text) for number, text in enumerate(paragraphs)))


def named(story: Story, words: str) -> list[str]:
    cast = cast_of(story)
    return [
        cast.named(number, party).text
        for number, part in enumerate(story.parts)
        for party in cast.found[number]
        if part.text[party.start : party.end] == words
    ]


def test_short_forms_stand_for_the_long_ones() -> None:
    told = story("云岭省公安厅禁毒局局长余安平到会。", "他说，水库要修。禁毒局将行动。局长强调安全。")
    assert named(told, "他") == ["余安平"]
    assert named(told, "局长") == ["余安平"]


def test_a_body_that_is_pointed_at() -> None:
    told = story("国际商会4日发布声明。该组织预计明年好转。")
    assert named(told, "该组织") == ["国际商会"]


def test_a_name_told_in_another_paragraph() -> None:
    told = story("水利部发言人方舟说。", "“水库要修。”方舟还说。")
    assert named(told, "方舟") == ["方舟"]


def fits(text: str, parties: tuple[Party, ...]) -> None:
    at = 0
    for party in parties:
        assert at <= party.start < party.end <= len(text)
        assert party.start <= party.name_start <= party.name_end <= party.end
        assert party.start <= party.title_start <= party.title_end <= party.end
        at = party.end


@given(st.text(alphabet="国家水利部局长方小舟李远·、，。“”的说法总统阿尔卡在和与驻4日 等五委他该方", max_size=60))
def test_parties_lie_in_order(text: str) -> None:
    fits(text, find(text))


@pytest.mark.parametrize("char", ["局", "方", "阿", "、", "·", "“", "5", "总统", "长"])
def test_junk(char: str) -> None:
    find(char * (200_000 // len(char)))
