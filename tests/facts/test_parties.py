"""Who the news is about: names, offices and bodies, and where each begins and ends."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.data import rows
from presscheck.facts.cast import cast_of
from presscheck.facts.parties import Party, find, together
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
    ("法国医疗组织称，伤者已送医", "organisation", "法国医疗组织", ""),
    ("国家茶园振兴局今天发布", "organisation", "国家茶园振兴局", ""),
    ("中国驻希腊使馆提醒", "organisation", "中国驻希腊使馆", ""),
    ("据云岭海关统计", "organisation", "云岭海关", ""),
    ("财政部、国家卫生健康委等4部门发布通知", "organisation", "财政部、国家卫生健康委等4部门", ""),
    ("国际商会（国际商业联合会）称", "organisation", "国际商会（国际商业联合会）", ""),
    ("以军方24日说，当天有雨", "organisation", "以军方", ""),
    ("法国新领导层4日表示", "organisation", "法国新领导层", ""),
    # names that the cutter tears
    ("俄外交部发言人阿尔卡娃此前一天表示", "person", "阿尔卡娃", "俄外交部发言人"),
    ("法国总理候选人马尔克·通博利4日表示", "person", "马尔克·通博利", "法国总理候选人"),
    ("法国当选总统阿尔蒙4日说", "person", "阿尔蒙", "法国当选总统"),
    # countries, places, groups, and people told by what they are
    ("中方愿同各国合作", "country", "中方", ""),
    ("双方商定", "group", "双方", ""),
    ("全国公安禁毒部门破获", "group", "全国公安禁毒部门", ""),
    ("两国禁毒部门合作", "group", "两国禁毒部门", ""),
    ("有关专家认为", "role", "有关专家", "有关专家"),
    ("外交部发言人表示", "role", "外交部发言人", "外交部发言人"),
    ("与会同志们表示", "role", "与会同志们", "与会同志们"),
    ("法国和希腊领导人会谈", "role", "法国和希腊领导人", "法国和希腊领导人"),
    # places and great meetings whose names begin with a country or a place
    ("上海自贸区扩容", "place", "上海自贸区", ""),
    ("北海至方山岛航线恢复", "place", "北海至方山岛航线", ""),
    ("第八届中国国际进口博览会开幕", "event", "第八届中国国际进口博览会", ""),
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


@pytest.mark.parametrize("row", rows("facts/parties")["rest"], ids=lambda row: row["kind"])
def test_rests(row: dict[str, Any]) -> None:
    for text, words in row["yes"]:
        assert (row["kind"], words) in [(party.kind, text[party.start : party.end]) for party in find(text)], text
    for text in row["no"]:
        assert all(party.end - party.start < 6 for party in find(text)), text


def test_nobody_in_a_title_does_anything() -> None:
    assert [party.kind for party in find("县水务局印发《云岭省财政厅办事指南》。")] == ["organisation"]


def test_a_row_of_equal_ones_is_one() -> None:
    text = "财政部、海关总署和税务总局同法国、希腊商定，双方合作。"
    told = [(party.kind, text[party.start : party.end]) for party in together(text, find(text))]
    assert told == [
        ("organisation", "财政部、海关总署和税务总局"),
        ("country", "法国、希腊"),
        ("group", "双方"),
    ]


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


def test_a_body_pointed_at_by_what_it_is() -> None:
    told = story("法国茶叶研究所4日发布报告。县水务局到会。该研究所预计明年丰收。")
    assert named(told, "该研究所") == ["法国茶叶研究所"]


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


@pytest.mark.parametrize("char", ["局", "方", "阿", "、", "·", "“", "5", "总统", "长", "《", "委等", "中国和"])
def test_junk(char: str) -> None:
    find(char * (200_000 // len(char)))
