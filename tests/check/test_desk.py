import datetime
from pathlib import Path

import pytest

from presscheck import Record
from presscheck.check.desk import ruled
from presscheck.model.verdict import Ruling

DAY = datetime.date(2026, 5, 20)
CLAIMS = [
    ("2025年全国茶叶产量374万吨。", "supported", "20260112-01"),
    ("去年全国茶叶产量约374万吨，同比增长3.2%。", "supported", "20260112-01"),
    ("听说去年咱们国家茶叶产量是374万吨。", "supported", "20260112-01"),
    ("2025年全国茶叶产量达到3740000吨。", "supported", "20260112-01"),
    ("2025年全国茶叶产量510万吨。", "contradicted", "20260112-01"),
    ("今年一季度全国快递业务量完成451亿件。", "supported", "20260402-07"),
    ("今年一季度全国快递业务量完成830亿件。", "contradicted", "20260402-07"),
    ("3月5日，云州市水利局发布《云州市农业节水管理办法》。", "supported", "20260305-05"),
]


@pytest.mark.parametrize(("claim", "ruling", "story"), CLAIMS)
def test_a_claim_is_decided_by_the_story_that_tells_it(record: Path, claim: str, ruling: str, story: str) -> None:
    with Record(record) as kept:
        (verdict,) = kept.check(claim, DAY)
    assert (verdict.ruling.value, verdict.evidence[0].article) == (ruling, story), verdict
    assert verdict.why
    assert 0 < verdict.confidence <= 1


@pytest.mark.parametrize(
    "claim",
    [
        "2019年全国茶叶产量374万吨。",  # of another year
        "2025年海州市茶叶产量374万吨。",  # of another place
        "2025年全国咖啡产量374万吨。",  # of another thing
        "到2030年全国茶叶产量要达到510万吨。",  # a plan
        "月球上发现了大熊猫。",  # nothing like it
    ],
)
def test_what_cannot_be_compared_is_never_contradicted(record: Path, claim: str) -> None:
    with Record(record) as kept:
        verdicts = kept.check(claim, DAY)
    assert all(one.ruling is not Ruling.CONTRADICTED for one in verdicts)


def test_nothing_like_it_is_not_found_and_says_so(record: Path) -> None:
    with Record(record, lang="zh") as kept:
        (verdict,) = kept.check("月球上发现了大熊猫。", DAY)
    assert (verdict.ruling, verdict.evidence) == (Ruling.NOT_FOUND, ())
    assert "不说明其真假" in verdict.why


def test_each_checkable_sentence_gets_one_verdict_at_its_place(record: Path) -> None:
    text = "大家好！\n2025年全国茶叶产量374万吨。听说青禾大桥全长3.6公里。"
    with Record(record) as kept:
        verdicts = kept.check(text, DAY)
    assert [text[one.start : one.end] for one in verdicts] == [one.claim for one in verdicts]
    assert [one.claim[:4] for one in verdicts] == ["2025", "听说青禾"]


def test_the_same_claim_gets_the_same_verdict(record: Path) -> None:
    with Record(record) as kept:
        assert kept.check(CLAIMS[0][0], DAY) == kept.check(CLAIMS[0][0], DAY)


def test_evidence_quotes_the_story_word_for_word(record: Path) -> None:
    with Record(record) as kept:
        for claim, _, _ in CLAIMS:
            for told in kept.check(claim, DAY)[0].evidence:
                kept_story = kept.article(told.article)
                assert kept_story is not None
                texts = [kept_story.article.headline or "", *(one.text for one in kept_story.article.paragraphs)]
                assert any(told.quote in text for text in texts)


@pytest.mark.parametrize(
    ("chances", "way"),
    [([0.2, 0.7, 0.1], "undecided"), ([0.1, 0.76, 0.14], "contradicted"), ([0.5, 0.1, 0.4], "supported")],
)
def test_only_what_is_likely_enough_is_contradicted(chances: list[float], way: str) -> None:
    assert ruled(chances, 0.75) == way


def test_a_refutation_that_quotes_a_rumour_does_not_support_it(tmp_path: Path) -> None:
    story = {
        "id": "20260512-01",
        "date": "2026-05-12",
        "headline": "网传鹿鸣大桥将封闭两年不实",
        "paragraphs": ["鹿鸣大桥今年确有一次检修，工期为6月8日至7月25日，双向各保留一条车道。"],
    }
    with Record(tmp_path / "bridge.db") as kept:
        kept.add_articles([story])
        (verdict,) = kept.check("鹿鸣大桥将封闭两年。", DAY)
    assert (verdict.ruling.value, verdict.evidence[0].relation) == ("contradicted", "refutes")


def test_a_claim_is_held_against_the_same_thing_not_a_narrower_one(tmp_path: Path) -> None:
    story = {
        "id": "20260210-01",
        "date": "2026-02-10",
        "headline": "2025年全国查处非法捕捞案件3.2万起",
        "paragraphs": [
            "农业农村部今天（2月10日）公布，2025年，全国共查处非法捕捞案件3.2万起。"
            "其中，全国查处非法电捕蚯蚓案件1.4万起，涉案人员2.3万人。"
        ],
    }
    with Record(tmp_path / "fish.db") as kept:
        kept.add_articles([story])
        (verdict,) = kept.check("2025年全国查处非法捕捞案件6.2万起。", datetime.date(2026, 2, 20))
    assert verdict.ruling is Ruling.CONTRADICTED
    assert "3.2万起" in verdict.evidence[0].quote


ECONOMY = [
    ("20250716-01", "2025-07-16", "上半年国内生产总值同比增长5.3%",
     "国家统计局今天（7月16日）公布，上半年，国内生产总值同比增长5.3%，比去年全年提升0.3个百分点。"),
    ("20250822-02", "2025-08-22", "德国二季度国内生产总值环比下降0.3%",
     "德国联邦统计局今天（8月22日）公布，二季度，德国国内生产总值环比下降0.3%，降幅超出预期。"),
    ("20250830-03", "2025-08-30", "加拿大二季度经济萎缩",
     "加拿大统计局29日公布，二季度，加拿大国内生产总值环比下降0.4%，为七个季度以来首次下降。"),
    ("20260228-04", "2026-02-28", "2025年国内生产总值增长5.0%",
     "国家统计局今天（2月28日）公布，2025年，我国国内生产总值比上年增长5.0%，完成预期目标。"),
    ("20250903-05", "2025-09-03", "气象台发布新一代预报系统",
     "云州气象台今天（9月3日）发布新一代天气预报系统，预报时效延长到十五天。"),
]  # fmt: skip


@pytest.fixture(scope="module")
def economy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of growth at home and abroad, and of a body that does one thing."""
    path = tmp_path_factory.mktemp("check") / "growth.db"
    with Record(path) as kept:
        kept.add_articles(
            {"id": name, "date": date, "headline": headline, "paragraphs": [text]}
            for name, date, headline, text in ECONOMY
        )
    return path


@pytest.mark.parametrize(
    ("claim", "said", "ruling", "printed"),
    [
        ("听说上半年GDP涨了百分之五点三", "2025-09-01", "supported", "5.3%"),
        ("上半年GDP增长5.3%", "2025-09-01", "supported", "5.3%"),
        ("上半年GDP增长8.3%", "2025-09-01", "contradicted", "5.3%"),
        ("德国二季度GDP环比下降0.3%", "2025-09-01", "supported", "0.3%"),
    ],
)
def test_a_claim_that_names_no_country_is_of_the_paper_s_own(
    economy: Path, claim: str, said: str, ruling: str, printed: str
) -> None:
    with Record(economy) as kept:
        (verdict,) = kept.check(claim, datetime.date.fromisoformat(said))
    assert verdict.ruling.value == ruling, verdict
    assert printed in verdict.evidence[0].quote


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("上半年GDP增长5.3%", "2026-11-29"),  # of a half of which nothing can have been told yet
        ("上半年GDP增长5.3%", "2026-03-30"),
        ("三季度GDP增长5.3%", "2025-09-01"),
    ],
)
def test_what_was_told_before_or_of_another_time_decides_nothing(economy: Path, claim: str, said: str) -> None:
    with Record(economy) as kept:
        (verdict,) = kept.check(claim, datetime.date.fromisoformat(said))
    assert verdict.ruling in (Ruling.UNCLEAR, Ruling.NOT_FOUND), verdict


BOOKS = [
    ("20250706-01", "2025-07-06", "2025年暑期全国书市销售额破25亿",
     "截至今天（7月6日），2025年暑期全国书市销售额已突破25亿元，参展出版社320家。"),
    ("20250804-02", "2025-08-04", "2025年暑期全国书市销售额破70亿元",
     "截至昨天（8月3日），2025年暑期全国书市销售额超70亿元，接待读者1256万人次。"),
    ("20250722-03", "2025-07-22", "6月份就业形势稳定",
     "国家统计局今天（7月22日）公布，6月份，全国城镇调查失业率为5.0%，比上月下降0.1个百分点。"),
]  # fmt: skip


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of a count that goes on, told twice, and of a rate."""
    path = tmp_path_factory.mktemp("check") / "books.db"
    with Record(path) as kept:
        kept.add_articles(
            {"id": name, "date": date, "headline": headline, "paragraphs": [text]}
            for name, date, headline, text in BOOKS
        )
    return path


@pytest.mark.parametrize(
    ("claim", "said", "rulings"),
    [
        ("今年暑期书市销售额破70亿", "2025-08-06", ["supported"]),  # without its unit; the count went on since July
        ("今年暑期书市销售额不到60亿", "2025-08-06", ["contradicted", "unclear"]),
        ("今年暑期书市销售额不到60亿", "2025-07-08", ["unclear", "not_found"]),  # over 25 does not tell
        ("6月份全国城镇调查失业率为5.0%", "2025-07-25", ["supported"]),
        ("6月份全国城镇调查失业率不是5.0%", "2025-07-25", ["contradicted", "unclear"]),
    ],
)
def test_bounds_denials_and_numbers_without_their_unit(books: Path, claim: str, said: str, rulings: list[str]) -> None:
    with Record(books) as kept:
        (verdict,) = kept.check(claim, datetime.date.fromisoformat(said))
    assert verdict.ruling.value in rulings, verdict


@pytest.mark.parametrize(
    "claim",
    [
        "云州气象台把名字改了。",
        "云州气象台的大楼着火了。",
        "听说云州气象台不让大家吃辣椒了。",
        "德国的猫比狗多。",
        "加拿大的街上连一棵树都没有了。",
    ],
)
def test_a_sentence_that_only_names_whom_a_claim_is_about_contradicts_nothing(economy: Path, claim: str) -> None:
    with Record(economy) as kept:
        verdicts = kept.check(claim, datetime.date(2025, 9, 10))
    assert all(one.ruling in (Ruling.UNCLEAR, Ruling.NOT_FOUND) for one in verdicts), verdicts


WHOLE = (
    "2月10日上午，国家缉私办举行新闻发布会，记者从会上获悉，"
    "2025年全国海关缉私部门共查获走私犯罪案件3.2万起，抓获嫌疑人5.6万名。"
)
PART = (
    "“我们对倒卖贝壳行为盯住不放，2025年全国海关缉私部门查获涉珍稀贝类走私案件1.4万起，抓获嫌疑人2.1万人。”"
    "副主任卫青原说。"
)
CROSSED = [
    {
        "id": "20260520-01",
        "date": "2026-05-20",
        "headline": "云州银行下调存款利率",
        "paragraphs": [
            "云州银行今天公布，5月20日起，一年期定期存款利率降至1.35%，五年期定期存款利率降至1.75%。",
            "4月份，云州市茶叶价格同比上涨2.6%，环比上涨0.9%。",
            "此次比赛，云州队获得14枚金牌，海州队获得9枚金牌。",
            "青禾县粮食产量连续6年保持在42万吨以上。",
        ],
    },
    {
        "id": "20260518-02",
        "date": "2026-05-18",
        "headline": "河北与山西扩大灌区",
        "paragraphs": ["河北今年计划新建灌区46处。", "山西还将改造渠道1200公里。"],
    },
]


@pytest.fixture(scope="module")
def crossed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of sentences in which two numbers of one kind stand side by side."""
    path = tmp_path_factory.mktemp("crossed") / "rates.db"
    with Record(path) as kept:
        kept.add_articles(CROSSED)
    return path


@pytest.mark.parametrize(
    ("claim", "supported"),
    [
        ("云州银行一年期定期存款利率降至1.35%，五年期降至1.75%。", True),
        ("云州银行一年期定期存款利率降至1.75%，五年期定期存款利率降至1.35%。", False),
        ("4月份云州市茶叶价格环比上涨0.9%。", True),
        ("4月份云州市茶叶价格环比上涨2.6%。", False),
        ("比赛中，云州队获得14枚金牌，海州队获得9枚金牌。", True),
        ("比赛中，云州队获得9枚金牌，海州队获得14枚金牌。", False),
        ("河北今年计划新建灌区46处。", True),
        ("山西今年计划新建灌区46处。", False),
        ("青禾县粮食产量连续六年在42万吨以上。", True),
        ("青禾县粮食产量连续九年在42万吨以上。", False),
    ],
)
def test_numbers_of_one_sentence_are_not_crossed(crossed: Path, claim: str, supported: bool) -> None:
    with Record(crossed) as kept:
        rulings = {verdict.ruling for verdict in kept.check(claim, DAY)}
    assert (rulings == {Ruling.SUPPORTED}) is supported, rulings


OF_WHOLE_AND_PART = [
    ("2025年全国查获走私案件6.2万起。", "contradicted", "3.2万起"),
    ("2025年全国查获走私犯罪案件6.2万起。", "contradicted", "3.2万起"),
    ("2025年全国查获走私案件3.2万起。", "supported", "3.2万起"),
    ("2025年全国查获涉珍稀贝类走私案件1.4万起。", "supported", "1.4万起"),
    ("2025年全国查获涉珍稀贝类走私案件3.2万起。", "contradicted", "1.4万起"),
    ("2025年全国抓获走私嫌疑人5.6万名。", "supported", "5.6万名"),
]


@pytest.fixture(scope="module", params=[(WHOLE, PART), (PART, WHOLE)], ids=["whole first", "part first"])
def smuggling(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A story that tells how many there are of a thing, and how many of one kind of it."""
    path = tmp_path_factory.mktemp("check") / "shells.db"
    story = {
        "id": "20260210-02",
        "date": "2026-02-10",
        "headline": "缉私工作取得新成效",
        "paragraphs": list(request.param),
    }
    with Record(path) as kept:
        kept.add_articles([story])
    return path


@pytest.mark.parametrize(("claim", "ruling", "printed"), OF_WHOLE_AND_PART)
def test_the_whole_and_a_part_of_it_are_told_apart(smuggling: Path, claim: str, ruling: str, printed: str) -> None:
    with Record(smuggling) as kept:
        (verdict,) = kept.check(claim, datetime.date(2026, 2, 20))
    first = verdict.evidence[0]
    assert first.fact is not None
    assert (verdict.ruling.value, first.fact.evidence.text) == (ruling, printed), verdict


SEED_PAGE = [
    ("2025年全国破获毒品案件5.7万起", "contradicted", "2.7万起"),
    ("2025年全国破获毒品犯罪案件5.7万起", "contradicted", "两万七千起"),
    ("2025年全国破获毒品案件2.7万起", "supported", "2.7万起"),
    ("2025年全国破获毒品案件1.4万起", "unclear", "2.7万起"),
    ("2025年全国抓获犯罪嫌疑人4.1万名", "supported", "4.1万名"),
    ("2025年全国破获毒品案件2.7万起，抓获犯罪嫌疑人4.1万名", "supported", "4.1万名"),
    ("去年全国缴获各类毒品30吨", "contradicted", "33.5吨"),
    ("全国吸毒人员近67万人次", "not_found", None),
    ("2025年查处吸毒人员9.2万人次", "unclear", "9.2万人次"),
]


@pytest.fixture(scope="module")
def seed_record(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the seed page."""
    path = tmp_path_factory.mktemp("check") / "seed.db"
    with Record(path) as kept:
        kept.add(shared / "data" / "seed-page.txt", date=datetime.date(2026, 6, 18))
    return path


@pytest.mark.shared
@pytest.mark.parametrize(("claim", "ruling", "printed"), SEED_PAGE)
def test_claims_on_the_seed_page(seed_record: Path, claim: str, ruling: str, printed: str | None) -> None:
    with Record(seed_record) as kept:
        (verdict,) = kept.check(claim, datetime.date(2026, 6, 20))
    shown = [one.fact.evidence.text for one in verdict.evidence[:1] if one.fact]
    assert (verdict.ruling.value, shown) == (ruling, [printed] if printed else []), verdict
