"""A reading made by hand that uses every field the model has."""

import datetime

import pytest

from presscheck.model import (
    Article,
    Correction,
    Dateline,
    Encoding,
    Furniture,
    Inside,
    Jump,
    Line,
    LookAlike,
    Manner,
    MannerKind,
    Page,
    Paragraph,
    ParagraphKind,
    Places,
    Reading,
    Remainder,
    Span,
    Tier,
)

PARTS = {
    "folio": "青川日报　第2版",
    "kicker": "兴修水利",
    "headline": "青川水渠完工",
    "deck": "两岸农田受益",
    "byline": "□ 本报记者 田小禾",
    "jump_from": "上接第一版",
    "first": "本报青川5月3日讯　水渠昨天完工，全长",
    "crosshead": "百姓叫好",
    "caption": "图为新渠通水。",
    "second": "三十里。村里人说，⾦秋有望。",
    "jump_to": "下转第三版",
    "rest": "残句半截",
}


def page_text() -> str:
    return "\n\n".join(PARTS.values()) + "\n"


def at(part: str) -> Span:
    start = page_text().index(PARTS[part])
    return Span("p1", start, start + len(PARTS[part]))


def correction() -> Correction:
    return Correction("body", 0, 1, 2, "报", "报", "shapes.same", "nothing to mend", 0.5, Tier.SUSPECT)


@pytest.fixture
def page() -> Page:
    text, radical = page_text(), page_text().index("⾦")
    return Page(
        "p1",
        "qingchuan.txt",
        "0" * 64,
        "dump",
        text,
        tuple(Line(at(part)) for part in PARTS),
        number=2,
        date=datetime.date(2026, 5, 4),
        paper="青川日报",
        encoding=Encoding("utf-8", "guessed"),
        manner=Manner(MannerKind.COLUMNS, 0.9, ("sentences break off",)),
        look_alikes=(LookAlike(Span("p1", radical, radical + 1), "⾦", "金", "kangxi"),),
        notes=("one note",),
    )


@pytest.fixture
def article() -> Article:
    return Article(
        "a1",
        kicker=PARTS["kicker"],
        headline=PARTS["headline"],
        deck=PARTS["deck"],
        byline=PARTS["byline"],
        dateline=Dateline("本报青川5月3日讯", "本报", "青川", datetime.date(2026, 5, 3), inferred=True),
        jump_from=Jump(PARTS["jump_from"], 1),
        jump_to=Jump(PARTS["jump_to"], 3),
        places=Places(
            **{part: (at(part),) for part in ("kicker", "headline", "deck", "byline", "jump_from", "jump_to")},
            dateline=(),
        ),
        inside=(Inside("dateline", 0, 0, 9),),
        paragraphs=(
            Paragraph(ParagraphKind.P, PARTS["first"] + PARTS["second"], (at("first"), at("second"))),
            Paragraph(ParagraphKind.CROSSHEAD, PARTS["crosshead"], (at("crosshead"),)),
            Paragraph(ParagraphKind.CAPTION, PARTS["caption"], (at("caption"),)),
        ),
        corrections=(correction(),),
        confidence=0.91,
        reasons=("the headline stands above the byline",),
    )


@pytest.fixture
def reading(page: Page, article: Article) -> Reading:
    return Reading(
        (page,),
        (),
        (article, Article("a2")),
        (Furniture(PARTS["folio"], (at("folio"),)),),
        (Remainder(PARTS["rest"], (at("rest"),), "no story asks for it"),),
        (("presscheck", "0.1.0"), ("language_model", "char5")),
    )
