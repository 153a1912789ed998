"""Readings made by hand: one that uses every field the model has, and one of two pages with geometry."""

import datetime
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from presscheck.intake.printed import PrintedLine, page_of
from presscheck.model import (
    Act,
    Article,
    Block,
    Box,
    Change,
    Commitment,
    Correction,
    Dateline,
    Encoding,
    Fact,
    Figure,
    Furniture,
    Graphic,
    GraphicKind,
    Inside,
    Jump,
    Line,
    LookAlike,
    Manner,
    MannerKind,
    Nature,
    Operator,
    Page,
    Pairing,
    Paragraph,
    ParagraphKind,
    Period,
    Places,
    Quantity,
    Quote,
    Reading,
    Remainder,
    Role,
    Rule,
    Span,
    Tier,
    Time,
    Type,
    Words,
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


def words(text: str) -> Words:
    start = (PARTS["first"] + PARTS["second"]).index(text)
    return Words(text, "body", 0, start, start + len(text))


def every_fact() -> tuple[Fact, ...]:
    """A fact of every kind with every field told, whatever the story says."""
    day = Period("昨天", "2026-05-03", "2026-05-03", "day", anchor="2026-05-04", anchor_from="published")
    miles = Quantity(*map(Decimal, ("30", "25", "35")), False, True, Decimal(10), Operator.EQUAL, "里", "li", "length")
    canal, village = words("水渠"), words("村里人")
    found = {"evidence": words("水渠昨天完工"), "speaker": village}
    figure = Figure(
        id="f1", **found, quantity=miles, indicator=words("全长"), subject=canal, scope=words("青川"), period=day,
        basis="同比", direction="up", nature=Nature.STOCK, part_of="f2", same_as="f3",
    )  # fmt: skip
    change = Change(
        id="f5", **found, action="add", list=(canal,), items=(canal, village), count=miles, class_wide=True,
        countries=(village,), issuers=(village,), instrument=canal, announced=day, effective=day,
    )  # fmt: skip
    return (
        figure,
        Time(id="f2", **found, period=day),
        Quote(id="f3", **found, words=(words("⾦秋有望"),), title=village, cue=words("说")),
        Act(id="f4", **found, agent=village, action=canal, counterpart=village, object=canal, time=day, place=canal),
        change,
        Commitment(id="f6", **found, who=village, what=canal, figure="f1", deadline=day, programme=canal),
        Rule(id="f7", **found, who=village, force="must_not", what=canal, basis=canal),
        Pairing(id="f8", **found, a=village, b=canal, level="village", programme=canal, since=day, counts=("三十里",)),
    )


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
        facts=every_fact(),
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


# -- two pages with geometry, and the rules their files obey

RULES = tomllib.loads((Path(__file__).parent / "rules.toml").read_text(encoding="utf8"))
NUMBER = r"-?\d+(\.\d+)?"
VALUES = {
    "id": r"[A-Za-z_][\w.-]*",
    "ref": r"\S+",
    "refs": r"\S+( \S+)*",
    "pointer": r"#\S+",
    "count": r"\d+",
    "number": NUMBER,
    "share": r"0(\.\d+)?|1",
    "points": rf"{NUMBER},{NUMBER}( {NUMBER},{NUMBER})+",
    "corners": r"\d+,\d+( \d+,\d+)+",
    "url": r"[\w.%/~-]+",
    "any": r"[\s\S]*",
}


def plain(name: str) -> str:
    return name.rpartition("}")[2]


def found_breaches(form: str, text: str) -> Iterator[str]:
    """Every way in which a file breaks the rules of its format."""
    root = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    ids: set[str] = set()
    asked: set[str] = set()
    for element in root.iter(etree.Element):
        name, rule = plain(element.tag), RULES[form].get(plain(element.tag))
        if rule is None:
            yield f"{name} is in no rule"
            continue
        children = " ".join([plain(child.tag) for child in element.iterchildren(etree.Element)] + [""])
        order = re.sub(r"(\w+)", r"(?:\1 )", rule.get("holds", "")).replace(" ?", "?")
        order = re.sub(r"(?<=[)*+?]) (?=[(?])", "", order)
        if not re.fullmatch(order, children):
            yield f"{name} holds {children}"
        own = [element.text, *(child.tail for child in element)]
        if not rule.get("words") and any(piece and piece.strip() for piece in own):
            yield f"{name} holds words"
        given = {plain(key): value for key, value in element.attrib.items()}
        known = rule.get("needs", {}) | rule.get("may", {})
        for key in rule.get("needs", {}).keys() - given.keys():
            yield f"{name} has no {key}"
        for key, value in given.items():
            kind = known.get(key)
            if kind is None or not re.fullmatch(VALUES.get(kind, kind), value):
                yield f"{name} has {key}={value!r}"
            if kind == "id" and value in ids:
                yield f"the id {value} is given twice"
            ids |= {value} if kind == "id" else set()
            asked |= set(value.removeprefix("#").split()) if kind in ("ref", "refs", "pointer") else set()
    yield from (f"nothing has the id {name}" for name in sorted(asked - ids))


@pytest.fixture(scope="session")
def breaches() -> Callable[[str, str], Iterator[str]]:
    return found_breaches


@pytest.fixture(scope="session")
def obeys() -> Callable[[str, str], bool]:
    """Whether a file keeps the rules of its format; says how it does not."""

    def obeys(form: str, text: str) -> bool:
        assert list(found_breaches(form, text)) == []
        return True

    return obeys


class Printer:
    """Sets lines on one page, and remembers what each is."""

    def __init__(self, name: str, unit: str = "pt", each: float = 1.0) -> None:
        self.bare = Page(name, "云州日报.pdf", "0" * 64, "pdf", "", (), paper="云州日报", unit=unit)
        self.bare = replace(self.bare, width=400 * each, height=600 * each, number=int(name[1:]))
        self.each = each
        self.printed: list[PrintedLine] = []
        self.starts: dict[str, int] = {}
        self.length = 0

    def set(self, name: str, text: str, place: tuple[float, float], size: float = 10, **how: object) -> None:
        """Print ``text`` with its top left corner at ``place``."""
        vertical = bool(how.get("vertical"))
        long, high = size * len(text) * self.each, size * self.each
        left, top = (edge * self.each for edge in place)
        box = Box(left, top, high, long) if vertical else Box(left, top, long, high)
        kind = Type(size * self.each, "Song", bool(how.get("bold")), vertical, bool(how.get("light")))
        self.printed.append(PrintedLine(text, box, kind, how.get("score")))
        self.starts[name] = self.length
        self.length += len(text) + 1

    def page(self, graphics: Sequence[Graphic] = ()) -> Page:
        return page_of(self.bare, self.printed, graphics)

    def at(self, name: str, start: int = 0, end: int | None = None) -> Span:
        """The line called ``name``, or its characters ``start`` to ``end``, with the whole line's box."""
        line = self.printed[list(self.starts).index(name)]
        first = self.starts[name]
        return Span(self.bare.id, first + start, first + (len(line.text) if end is None else end), line.box)


def printed_issue(unit: str = "pt", each: float = 1.0) -> Reading:
    """Two pages: a story over two columns and both pages, one led on by a jump line, a vertical head, leavings."""
    front, back = Printer("p1", unit, each), Printer("p2", unit, each)
    front.set("folio", "云州日报 第1版", (20, 10), 8)
    front.set("kicker", "兴修水利", (20, 40), 12)
    front.set("headline", "北坡水渠通水", (20, 60), 24, bold=True, score=0.987)
    front.set("byline", "本报记者 田小禾", (20, 95))
    front.set("one", "本报北坡5月3日讯　水渠昨天完", (20, 110), score=0.91)
    front.set("two", "工，全长三十里。AI labels", (20, 125))
    front.set("three", "村里人说，金秋有\x07望。（下转第二版）", (220, 40))
    front.set("crosshead", "百姓叫好", (220, 60), 12, bold=True)
    front.set("four", "渠首在北坡，渠", (220, 80))
    front.set("caption", "图为新渠通水。", (220, 180), 8, light=True)
    front.set("side", "云州晚茶飘香", (370, 200), 20, vertical=True)
    front.set("tea", "立夏过后，茶园最忙。", (220, 340))
    front.set("leads", "（下转第二版）", (220, 360))
    graphics = (
        Graphic(GraphicKind.RULE, Box(200 * each, 40 * each, 0.5 * each, 400 * each)),
        Graphic(GraphicKind.PICTURE, Box(220 * each, 100 * each, 120 * each, 78 * each)),
        Graphic(GraphicKind.FRAME, Box(210 * each, 330 * each, 150 * each, 60 * each)),
        Graphic(GraphicKind.TINT, Box(210 * each, 330 * each, 150 * each, 60 * each)),
    )
    back.set("five", "尾在南沟。", (20, 40))
    back.set("comes", "（上接第一版）", (220, 40))
    back.set("more", "茶农说，今年茶好。", (220, 60))
    back.set("signed", "陶一舟", (220, 75))
    back.set("rest", "残句半截", (20, 590), 8)
    p1, p2 = front.page(graphics), back.page()

    def paragraph(kind: ParagraphKind, *spans: Span) -> Paragraph:
        told = "".join({"p1": p1, "p2": p2}[span.page].words(span) for span in spans)
        return Paragraph(kind, told, spans)

    body = p1.read_on([front.at("one"), front.at("two")])
    canal = Article(
        "a1",
        kicker="兴修水利",
        headline="北坡水渠通水",
        byline="本报记者 田小禾",
        dateline=Dateline("本报北坡5月3日讯", "本报", "北坡"),
        jump_to=Jump("（下转第二版）", 2),
        places=Places(
            kicker=(front.at("kicker"),),
            headline=(front.at("headline"),),
            byline=(front.at("byline"),),
            jump_to=(front.at("three", 11),),
        ),
        inside=(Inside("dateline", 0, 0, 9),),
        paragraphs=(
            paragraph(ParagraphKind.P, *body, front.at("three", 0, 11)),
            paragraph(ParagraphKind.CROSSHEAD, front.at("crosshead")),
            paragraph(ParagraphKind.P, front.at("four"), back.at("five")),
            paragraph(ParagraphKind.CAPTION, front.at("caption")),
        ),
    )
    tea = Article(
        "a2",
        headline="云州晚茶飘香",
        jump_to=Jump("（下转第二版）", 2, "a3"),
        places=Places(headline=(front.at("side"),), jump_to=(front.at("leads"),)),
        paragraphs=(paragraph(ParagraphKind.P, front.at("tea")),),
    )
    more_tea = Article(
        "a3",
        byline="陶一舟",
        jump_from=Jump("（上接第一版）", 1, "a2"),
        places=Places(byline=(back.at("signed"),), jump_from=(back.at("comes"),)),
        paragraphs=(paragraph(ParagraphKind.P, back.at("more")),),
    )
    blocks = (
        Block("p1.b1", Role.BODY, body, p1.told(body)),
        Block("p1.b2", Role.BODY, (front.at("three"),), p1.told([front.at("three")])),
        Block("p2.b1", Role.BODY, (back.at("five"),), p2.told([back.at("five")])),
    )
    folio, rest = (
        Furniture("云州日报 第1版", (front.at("folio"),)),
        Remainder("残句半截", (back.at("rest"),), "torn off"),
    )
    return Reading((p1, p2), blocks, (canal, tea, more_tea), (folio,), (rest,), (("presscheck", "0.1.0"),))


@pytest.fixture
def issue() -> Reading:
    return printed_issue()


@pytest.fixture(params=[("pt", 1.0), ("px", 4.0), ("mm10", 254 / 72), ("inch1200", 1200 / 72), (None, 2.5)])
def issue_in_any_unit(request: pytest.FixtureRequest) -> Reading:
    return printed_issue(*request.param)


@pytest.fixture
def issue_of() -> Callable[..., Reading]:
    return printed_issue
