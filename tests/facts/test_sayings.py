"""What people say: in marks or reported, by whom, and how far it goes."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.data import rows
from presscheck.facts.cast import cast_of
from presscheck.facts.sayings import find, hear, speaker_of
from presscheck.facts.story import Part, Story

Told = tuple[bool, tuple[str, ...], str | None]


def story(*paragraphs: str) -> Story:
    return Story(tuple(Part("body", number, text) for number, text in enumerate(paragraphs)))


def told(*paragraphs: str) -> list[Told]:
    return [
        (quote.direct, tuple(words.text for words in quote.words), quote.speaker.text if quote.speaker else None)
        for quote in find(story(*paragraphs))
    ]


ONE = [
    # in marks: before, after and around the cue
    ("县长余安平说：“水库要修。”", True, ("水库要修。",), "余安平"),
    ("“水库要修。”县长余安平说。", True, ("水库要修。",), "余安平"),
    ("“水库要修。”县长余安平介绍说，“堤也要修。”", True, ("水库要修。", "堤也要修。"), "余安平"),
    ("县长余安平坦言：“我们是来扎根的。”朴素的话语传开了。", True, ("我们是来扎根的。",), "余安平"),
    ("“他让我先看‘水头’。”时任防汛办主任的林青禾回忆道。", True, ("他让我先看‘水头’。",), "林青禾"),
    ("余安平书记指出“修水库必须长期坚持下去”，推动工程上马。", True, ("修水库必须长期坚持下去",), "余安平"),
    ("余安平书记来到水库，强调要“一鼓作气，确保如期完工”。", True, ("一鼓作气，确保如期完工",), "余安平"),
    ("“修水库造福子孙。”余安平书记的论断掷地有声。", True, ("修水库造福子孙。",), "余安平"),
    (
        "“用好外力是关键”“激发内力才能长久”……余安平书记再三强调自强。",
        True,
        ("用好外力是关键", "激发内力才能长久"),
        "余安平",
    ),
    ("县长余安平批示“扬长避短”；", True, ("扬长避短",), "余安平"),
    # reported
    ("县长余安平5日表示，今年修了3座水库。", False, ("今年修了3座水库",), "余安平"),
    ("县水务局今天发布的数据显示，水位下降2米。", False, ("水位下降2米",), "县水务局"),
    ("俄军方15日称，击落两架无人机。", False, ("击落两架无人机",), "俄军方"),
    ("据县水务局介绍，水位下降2米。", False, ("水位下降2米",), "县水务局"),
    ("记者从县水务局获悉，水位下降2米。", False, ("水位下降2米",), "县水务局"),
    ("县水务局举行发布会，记者从发布会上获悉，水位下降2米。", False, ("水位下降2米",), "县水务局"),
    ("根据县气象局公布的消息，今夜有雨。", False, ("今夜有雨",), "县气象局"),
    ("在村里开店20年的陈玉苇告诉记者，每天来客上百人。", False, ("每天来客上百人",), "陈玉苇"),
    ("国际商会5日发表声明说，关税推高成本。", False, ("关税推高成本",), "国际商会"),
    ("基地负责人介绍，通过培训，工人成了能手。", False, ("通过培训，工人成了能手",), "基地负责人"),
    ("以军称已控制该城大部分地区。", False, ("已控制该城大部分地区",), "以军"),
    ("县长余安平对水库作出重要指示指出，要抓紧修好。", False, ("要抓紧修好",), "余安平"),
    ("据法国媒体5日报道，希腊总理阿尔蒙称，汛情平稳。", False, ("汛情平稳",), "阿尔蒙"),
    ("法国媒体5日公布视频称，大坝完好。", False, ("大坝完好",), "法国媒体"),
    ("县水务局5日发布数据，全县有12座水库。", False, ("全县有12座水库",), "县水务局"),
    ("法国和希腊此前派员到会，认为这座水库的汛情平稳。", False, ("这座水库的汛情平稳",), "法国和希腊"),
    ("围绕希腊近期涉法国言论，法国外交部5日发布声明，敦促各方冷静处理。", False, ("各方冷静处理",), "法国外交部"),
    ("省党代会报告提出，要修水库。", False, ("要修水库",), "省党代会报告"),
    # names that are not known
    ("记者从栖川港务集团获悉，水位下降2米。", False, ("水位下降2米",), "栖川港务集团"),
    ("驻村第一书记、海临区派来的干部温景行告诉记者，水库要修。", False, ("水库要修",), "温景行"),
    ("“这堤修了三年。”站在桥头，63岁的老支书范永福望着江面说。", True, ("这堤修了三年。",), "范永福"),
    ("邱小棠打开手机，“你看，订单又来了。”", True, ("你看，订单又来了。",), "邱小棠"),
    ("“没有水库，就没有今天的日子。”在尤知味看来，路还长。", True, ("没有水库，就没有今天的日子。",), "尤知味"),
    ("“没有水库，就没有今天。”在村支书尤知味看来，路还长。", True, ("没有水库，就没有今天。",), "尤知味"),
    # an office is no name, nor is how it is said
    ("外交部发言人应询表示，水库要修。", False, ("水库要修",), "外交部发言人"),
    ("工人们高声喊道：“加油，修堤啊！”", True, ("加油，修堤啊！",), "工人们"),
    ("外交部严正指出，水库要修。", False, ("水库要修",), "外交部"),
    ("外交部严词指出，水库要修。", False, ("水库要修",), "外交部"),
    ("外交部林剑表示，水库要修。", False, ("水库要修",), "林剑"),
    ("云州公司王芳说，水库要修。", False, ("水库要修",), "王芳"),
    ("中方高度赞赏地表示，水库要修。", False, ("水库要修",), "中方"),
    ("村干部温景行介绍，水库要修。", False, ("水库要修",), "温景行"),
    # demands of a crowd, a paper, a meeting, a place that issues something, and of a body that is not known
    ("数百名抗议者在桐州走上街头，要求立即停止修建大坝。", False, ("立即停止修建大坝",), "数百名抗议者"),
    ("来自云岭县、桐州县的民众在河边集会，要求立即停止修建大坝。", False, ("立即停止修建大坝",), "民众"),
    ("集会者表示，水库要修。", False, ("水库要修",), "集会者"),
    ("县水务局发布的《水库规定》明确要求，各乡应当抓紧修堤。", False, ("各乡应当抓紧修堤",), "县水务局"),
    ("《水库办法》要求各乡抓紧修堤。", False, ("各乡抓紧修堤",), "《水库办法》"),
    ("会议审议通过《水库条例（草案）》，要求各乡抓紧修堤。", False, ("各乡抓紧修堤",), "会议"),
    ("今天，桐州发布新规，要求各乡抓紧修堤。", False, ("各乡抓紧修堤",), "桐州"),
    ("县水务局印发《河堤方案》，提出到2027年修好12座水库。", False, ("到2027年修好12座水库",), "县水务局"),
    ("县水务局发布通知，明确今年修好三座水库。", False, ("今年修好三座水库",), "县水务局"),
    ("栖川河防委员会建议各乡抓紧修堤。", False, ("各乡抓紧修堤",), "栖川河防委员会"),
    ("法国、希腊、西班牙等国呼吁各方抓紧修堤。", False, ("各方抓紧修堤",), "法国、希腊、西班牙等国"),
    # a clause that no party begins, and one joined without a comma
    ("县长余安平介绍了水库的情况，指出修好水库是全县的头等大事。", False, ("修好水库是全县的头等大事",), "余安平"),
    ("县长余安平希望各乡抓紧修堤。", False, ("各乡抓紧修堤",), "余安平"),
    ("县长余安平走上堤坝，勉励他们抓紧修堤。", False, ("他们抓紧修堤",), "余安平"),
    ("县长余安平叮嘱村干部，要抓紧修好河堤。", False, ("要抓紧修好河堤",), "余安平"),
    ("法国外交部5日宣布与希腊断绝外交关系。", False, ("与希腊断绝外交关系",), "法国外交部"),
    ("法国外交部5日谴责希腊违反停火协议。", False, ("希腊违反停火协议",), "法国外交部"),
    ("企业负责人称，水库要修。", False, ("水库要修",), "企业负责人"),
    # sources: the words of a term in marks, data, and who has called in the press
    ("据县水务局“河流项目”统计，水位下降2米。", False, ("水位下降2米",), "县水务局"),
    ("来自县水务局的消息，水位下降2米。", False, ("水位下降2米",), "县水务局"),
    ("县水务局举行新闻发布会。据介绍，水位下降2米。", False, ("水位下降2米",), "县水务局"),
    # headings among the text
    ("法媒称希腊将修水库", False, ("希腊将修水库",), "法媒"),
    ("桐州民众举行抗议 要求立即停止修建大坝", False, ("立即停止修建大坝",), "桐州民众"),
    ("希腊学者：修坝是一场灾难", False, ("修坝是一场灾难",), "希腊学者"),
    # what is said ends where the story takes over
    ("法国外交部5日称，希腊违反停火协议，但希腊方面对此予以否认。", False, ("希腊违反停火协议",), "法国外交部"),
    ("法国外交部5日发表声明，呼吁各方立即停火谈判。", False, ("各方立即停火谈判",), "法国外交部"),
    ("据法国媒体5日报道，希腊向桐州派人，并要求各方停火。", False, ("希腊向桐州派人，并要求各方停火",), "法国媒体"),
    ("报道称，希腊总理阿尔蒙5日表示，水库要修。", False, ("水库要修",), "阿尔蒙"),
]


@pytest.mark.parametrize(("text", "direct", "words", "speaker"), ONE)
def test_one(text: str, direct: bool, words: tuple[str, ...], speaker: str) -> None:
    assert told(text) == [(direct, words, speaker)]


@pytest.mark.parametrize(
    "text",
    [
        "全县开展“净河”行动，清理“笑气”。",
        "县长余安平发表重要讲话。",
        "县长余安平提出“联席推进、结对帮扶”的机制。",
        "“十四五”时期，全县修了3座水库。",
        "云岭县被称为茶乡，名称由来已久。",
        "据了解，水位下降。",
        "会议主题是“修水库，保平安”。",
        "《云岭县水库办法》今天公布，共12条。",
        "应县水务局要求，工程上马。",
        "“水库要修。”在很多人看来，这是一句空话。",
        "“水库要修。”村民余安平走来，63岁的老伴安慰说。",
        "邱小棠推开门，“欢迎光临，里面请。”的牌子挂着。",
        "陈玉苇打开手机，“水库直播”刚刚开始。",
        # nouns: what is followed or given, and things behind a verb
        "根据余安平县长指示和方小舟局长要求，工程上马。",
        "余安平县长对修堤提出明确要求，工程上马。",
        "县水务局牢牢把握“学、强、干”的总要求，工程上马。",
        "县长余安平对此作出回应，工程上马。",
        "县长余安平提出加快修堤的三条建议。",
        "县长余安平宣布一系列重大举措。",
        "县长余安平向全县干部群众表示热烈祝贺。",
        "新规今天发布，全县水价下降。",
        "村民从提出申请到动工只需一个月时间。",
        # what is expected of a place
        "今年夏收，全县预计投入收割机两千台。",
        "桐州火车站预计发送旅客三万人次。",
    ],
)
def test_none(text: str) -> None:
    assert told(text) == []


def test_speech_before_and_reported_behind_one_cue() -> None:
    assert told("“水库要修，我们有把握。”县长余安平表示，下一步，县里将修堤。") == [
        (True, ("水库要修，我们有把握。",), "余安平"),
        (False, ("下一步，县里将修堤",), "余安平"),
    ]


def test_one_speaker_after_another() -> None:
    assert told("县长余安平指出，水库要修。他强调，堤也要修。余安平说，人人出力。") == [
        (False, ("水库要修",), "余安平"),
        (False, ("堤也要修",), "余安平"),
        (False, ("人人出力",), "余安平"),
    ]


def test_reported_speech_goes_on() -> None:
    told_here = told("县长余安平表示，水库是大事。要抓紧修好水库。")
    assert told_here == [(False, ("水库是大事。要抓紧修好水库",), "余安平")]


def test_reported_speech_ends_where_the_story_takes_over() -> None:
    assert told("县长余安平指出，水库是大事。今年以来，全县修了3座水库。") == [(False, ("水库是大事",), "余安平")]


def test_reported_speech_goes_on_where_the_speaker_addresses_somebody() -> None:
    text = "县长余安平表示，两县是好邻居。水库是去年修的。我们愿同桐州一道修堤。希望桐州也抓紧修堤。"
    assert told(text) == [
        (False, ("两县是好邻居。水库是去年修的。我们愿同桐州一道修堤。希望桐州也抓紧修堤",), "余安平")
    ]


def test_reported_speech_goes_on_over_a_noun_that_may_be_a_cue() -> None:
    text = "县长余安平表示，水库是大事。要落实修堤要求，抓紧修好。"
    assert told(text) == [(False, ("水库是大事。要落实修堤要求，抓紧修好",), "余安平")]


def test_reported_speech_ends_before_a_source() -> None:
    assert told("县长余安平表示，水库安全。据县水务局介绍，下游要修堤。") == [
        (False, ("水库安全",), "余安平"),
        (False, ("下游要修堤",), "县水务局"),
    ]


def test_speech_on_both_sides_of_a_semicolon() -> None:
    assert told("县长余安平要求各乡抓紧修堤；在桐州，县长方小舟指出水库要抓紧修。") == [
        (False, ("各乡抓紧修堤",), "余安平"),
        (False, ("水库要抓紧修",), "方小舟"),
    ]


def test_one_office_after_another_each_with_its_own_words() -> None:
    text = "县水务局新建水厂3座；今年5月，县市场监管局发布通告，提醒企业守法用水；县交通局加强巡查，提醒各位司机绕行。"
    assert told(text) == [
        (False, ("企业守法用水",), "县市场监管局"),
        (False, ("各位司机绕行",), "县交通局"),
    ]


def test_what_a_person_did_in_turn_stays_that_persons() -> None:
    text = "县长余安平到水库了解情况；县水务局陪同，参观大坝，要求各乡抓紧修堤。"
    assert told(text) == [(False, ("各乡抓紧修堤",), "余安平")]


def test_verbs_one_beside_the_other() -> None:
    assert told("法国外交部此前表示反对修坝的方案，认为修坝将影响下游。") == [
        (False, ("反对修坝的方案",), "法国外交部"),
        (False, ("修坝将影响下游",), "法国外交部"),
    ]


def test_a_heading_of_two_sides() -> None:
    assert told("法称击落希腊战机 希腊称将严厉回应") == [
        (False, ("击落希腊战机",), "法"),
        (False, ("将严厉回应",), "希腊"),
    ]


def test_a_demand_that_begins_a_sentence_is_of_who_issued_the_paper() -> None:
    assert told("县水务局印发通知，支持各乡修堤。要求优化审批流程，加快工程进度。") == [
        (False, ("优化审批流程，加快工程进度",), "县水务局")
    ]


def test_a_second_cue_in_the_sentence() -> None:
    assert told("县长余安平5日说，这是一场大水，他同时宣布全县河道停航三天。") == [
        (False, ("这是一场大水",), "余安平"),
        (False, ("全县河道停航三天",), "余安平"),
    ]


def test_two_cues_of_one_speaker() -> None:
    assert told("县水务局5日称在河上发现险情，县水务局还称将继续停航三天。") == [
        (False, ("在河上发现险情",), "县水务局"),
        (False, ("将继续停航三天",), "县水务局"),
    ]


def test_he_who_spoke_speaks_again() -> None:
    assert told("县长余安平5日称，他与县委书记方小舟谈过，他表示，水库要修。")[-1] == (
        False,
        ("水库要修",),
        "余安平",
    )


LINKED = [
    # 他 and 该负责人 stand for who spoke before, where that is only one
    (("驻村干部温景行告诉记者，路修好了。", "“路通了，茶就好卖了。”他说。"), "温景行"),
    (("驻村干部温景行告诉记者，路修好了。", "村民方小舟告诉记者，堤也修好了。", "该负责人说，水库要修。"), "负责人"),
    (("县水务局局长方小舟表示，水库要修。该负责人说，堤也要修。",), "方小舟"),
    (("县水务局有关负责人表示，水库要修。", "该负责人说，堤也要修。"), "县水务局有关负责人"),
    (("县水务局发布公告，河道停航。", "该负责人表示，堤也要修。"), "县水务局"),
    (("县水务局、县林业局发布公告。该负责人说，堤也要修。",), "负责人"),
    (("县长余安平表示，要修堤。县财政局也发布公告。该负责人说，堤也要修。",), "负责人"),
]


@pytest.mark.parametrize(("paragraphs", "speaker"), LINKED)
def test_who_stands_for_another(paragraphs: tuple[str, ...], speaker: str) -> None:
    assert told(*paragraphs)[-1][2] == speaker


def test_a_report_is_its_medium() -> None:
    last = told("据法国媒体5日报道，水位下降。县长余安平4日表示，不排除停航的可能。报道还称，大坝完好。")[-1]
    assert last == (False, ("大坝完好",), "法国媒体")


TOLD = [
    # what goes on from a source in the same sentence, the next one, and in later paragraphs
    (("县水务局发布公告，河道停航3天。",), "3天", "县水务局"),
    (("今天，云岭省财政厅、省水利厅联合发布公告，从5月起，水价由3元降至2元。",), "2元", "云岭省财政厅、省水利厅"),
    (("县教育局等5部门印发《校园安全办法》。每校至少有1名校医。",), "1名", "县教育局等5部门"),
    (("据国家统计局通报，产值达300亿元。其中，茶叶40亿元。",), "40亿元", "国家统计局"),
    (("国家统计局数据显示，产值达300亿元。", "茶业平稳增长。上半年茶叶产值同比增长4%。"), "4%", "国家统计局"),
    (("记者从国家统计局获悉，产值达300亿元。", "目前，我国有茶园90万亩。"), "90万亩", "国家统计局"),
    # and what does not
    (("国家统计局数据显示，产值达300亿元。", "在云岭县，茶叶产值同比增长4%。"), "4%", None),
    (("国家统计局数据显示，产值达300亿元。", "这座茶园有3000名工人。"), "3000名", None),
    (("县水务局5日表示，汛情平稳。根据法律，工程须在60天内完工。",), "60天", None),
    (("县长余安平说：“水库要修。”全县有12座水库。",), "12座", None),
]


@pytest.mark.parametrize(("paragraphs", "figure", "who"), TOLD)
def test_told_by_a_source(paragraphs: tuple[str, ...], figure: str, who: str | None) -> None:
    told_story = story(*paragraphs)
    part = told_story.parts[-1]
    at = part.text.index(figure)
    teller = hear(told_story, cast_of(told_story)).teller(part, at, at + len(figure))
    assert (teller.text if teller else None) == who


@pytest.mark.parametrize("row", rows("facts/sayings")["issue"], ids=lambda row: row["yes"][0])
def test_issues(row: dict[str, Any]) -> None:
    pattern = re.compile(row["pattern"], re.X)
    assert all(pattern.search(words + "，") for words in row["yes"])
    assert not any(pattern.search(words + "，") for words in row["no"])


def test_over_several_paragraphs() -> None:
    quotes = find(story("县长余安平说：“水库要修。", "“堤也要修。", "“人人都要出力。”会后，工程上马。"))
    assert [[(words.text, words.paragraph) for words in quote.words] for quote in quotes] == [
        [("水库要修。", 0), ("堤也要修。", 1), ("人人都要出力。", 2)]
    ]


def test_over_several_paragraphs_with_the_speaker_at_the_end() -> None:
    paragraphs = ("“水库是那年修的。", "“堤也是那年修的。", "“没有机器，全靠肩挑。”余安平说。")
    assert told(*paragraphs) == [(True, ("水库是那年修的。", "堤也是那年修的。", "没有机器，全靠肩挑。"), "余安平")]


def test_over_several_paragraphs_of_nobody() -> None:
    assert told("“水库是那年修的。", "“堤也是那年修的。", "县里有文件。余安平说，今年还要修。") == [
        (False, ("今年还要修",), "余安平")
    ]


def test_over_paragraphs_without_marks_between() -> None:
    assert told("县长余安平说：“水库要修。", "堤也要修。”会后，工程上马。") == [
        (True, ("水库要修。", "堤也要修。"), "余安平")
    ]


def test_a_mark_printed_in_the_middle() -> None:
    text = "“今年全县一举修成水库13座。这是修成水库”最多的一年，开辟了新途径。”县长余安平表示，下一步将修堤。"
    assert told(text)[0] == (True, (text[1 : text.index("”县长")],), "余安平")


def test_a_mark_never_closed() -> None:
    assert told("县长余安平说：“水库要修，堤也要修。") == [(True, ("水库要修，堤也要修。",), "余安平")]


def test_a_whole_paragraph_behind_a_speech() -> None:
    last = told("县长余安平说：“水库要修。”", "“修水库是造福子孙的大事，全县上下都要齐心出力。”")[-1]
    assert last == (True, ("修水库是造福子孙的大事，全县上下都要齐心出力。",), "余安平")


def test_title_cue_and_evidence() -> None:
    (quote,) = find(story("5日，水利部发言人方小舟在会上表示，汛情平稳。雨停了。"))
    assert quote.title is not None
    assert quote.cue is not None
    assert (quote.title.text, quote.cue.text) == ("水利部发言人", "表示")
    assert quote.evidence.text == "水利部发言人方小舟在会上表示，汛情平稳"


def test_speaker_of_a_stretch() -> None:
    told_story = story("县长余安平表示，今年修了3座水库。全县有12座。")
    quotes, part = find(told_story), told_story.parts[0]
    at = part.text.index("3座")
    speaker = speaker_of(quotes, part, at, at + 2)
    assert speaker is not None
    assert speaker.text == "余安平"
    assert speaker_of(quotes, part, part.text.index("12座"), len(part.text)) is None


@pytest.mark.parametrize("row", rows("facts/sayings")["cue"], ids=lambda row: row["id"])
def test_rows(row: dict[str, Any]) -> None:
    for text in row["yes"]:
        assert told(text), text
    for text in row["no"]:
        assert not told(text), text


@pytest.mark.parametrize("row", rows("facts/sayings")["phrase"], ids=lambda row: row["yes"][0])
def test_phrases(row: dict[str, Any]) -> None:
    pattern = re.compile(row["pattern"], re.X)
    assert all(pattern.fullmatch(words) for words in row["yes"])
    assert not any(pattern.fullmatch(words) for words in row["no"])


@given(st.lists(st.text(alphabet="县长余安平说表示，。：“”‘’！他据从获悉水库要修介绍提出…", max_size=40), max_size=4))
def test_words_are_as_printed(paragraphs: list[str]) -> None:
    for quote in find(story(*paragraphs)):
        for words in (*quote.words, quote.evidence):
            assert words.paragraph is not None
            assert paragraphs[words.paragraph][words.start : words.end] == words.text


@given(st.lists(st.text(alphabet="县长余安平说表示，。：“”！他水库", max_size=40), max_size=4))
def test_no_word_is_said_twice(paragraphs: list[str]) -> None:
    found = [words for quote in find(story(*paragraphs)) for words in quote.words]
    said = [(words.paragraph, at) for words in found for at in range(words.start, words.end)]
    assert len(said) == len(set(said))


def test_a_paragraph_that_only_closes_a_speech_adds_no_words() -> None:
    find(story("说“。", "”"))
    find(story("县长余安平说：“水库要修。", "”说完，他走了。"))


@pytest.mark.parametrize("junk", ["“", "”", "说", "“”", "说，", "他说：“", "据", "表示，“好。”", "发布公告，"])
def test_junk(junk: str) -> None:
    find(story(junk * (100_000 // len(junk))))


@pytest.mark.parametrize("name", ["赵刚", "孙才", "陈刚", "王明", "李光明", "周文中", "赵永常", "王长江", "李双江"])
def test_a_name_that_ends_like_an_adverb_stays_whole(name: str) -> None:
    found = find(Story((Part("body", 0, f"市长{name}表示，水库安全。"),)))
    assert [one.speaker.text if one.speaker else None for one in found] == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("李光明说，水库安全。", "李光明"),
        ("刘晓明告诉记者，水库安全。", "刘晓明"),
        ("周文中午说，水库安全。", "周文"),
        ("王长江告诉记者，水库安全。", "王长江"),
        ("李双江上午说，水库安全。", "李双江"),
        ("黄河上的渔民常说，水库安全。", "渔民"),
        ("村长王大力常说，水库安全。王大力修过水库。", "王大力"),
        ("周文常说，水库安全。周文修过水库。", "周文"),
        ("市长李青鲜明指出，水库要抓紧修。", "李青"),
    ],
)
def test_how_it_was_said_is_no_part_of_a_name(text: str, name: str) -> None:
    found = find(Story((Part("body", 0, text),)))
    assert [one.speaker.text if one.speaker else None for one in found] == [name]


def test_a_body_of_the_centre_keeps_its_first_character() -> None:
    assert told("中央水利工作会议指出，水库要抓紧修。") == [(False, ("水库要抓紧修",), "中央水利工作会议")]


def test_who_is_known_for_something_says_nothing() -> None:
    assert told("他以淡雅的画风著称，对后人影响很深。") == []
