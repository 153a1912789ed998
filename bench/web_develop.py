"""Eight kinds of newspaper pages to develop with: party daily, tabloid, county weekly, business paper, pictures …"""

import random
from dataclasses import replace

from web_down import bands, both_ways
from web_sheet import HAIR, NUMBERS, SANS, SERIF, Columns, Look, Rect, Sheet, TraditionalSheet, dated, grid
from web_stories import NUMERALS, Desk


def party(desk: Desk, rng: random.Random) -> Sheet:
    """The front page of a party daily: eight columns, a headline across, masthead, ears, index of the other pages."""
    sheet = Sheet(1474, 2060, desk, rng)
    page = Rect(46, 40, 1382, 1976)
    gap = rng.choice((14, 18, 22))
    at = grid(page, 8, gap)
    number = rng.choice(NUMBERS)
    look = Look(
        size=rng.choice((13, 13.5, 14)),
        gap=gap,
        rule=rng.choice(("", "", HAIR)),
        font=number + SERIF,
        head_font=rng.choice((SERIF, SANS)),
        indent=rng.choice(("css", "css", "pad")),
        fill=rng.choice(("auto", "balance")),
    )
    top = _masthead(sheet, page, rng)
    lead = replace(
        look,
        cols=2,
        head=rng.choice((56, 62, 68)),
        align="center",
        kicker="font-size:26px",
        deck="font-size:24px",
        byline="text-align:center",
    )
    y = _around_picture(sheet, lead, at, top, rng.randrange(300, 380))
    sheet.line(Rect(page.x, y - 10, page.w, 1))
    _middle(sheet, look, at, y, rng)
    y += 560
    sheet.line(Rect(page.x, y - 10, page.w, 2))
    _foot(sheet, look, at, Rect(page.x, y, page.w, page.y + page.h - 30 - y))
    words = (
        f"责编：{desk.name()}　版式：{desk.name()}　校对：{desk.name()}"
        f"　　本报地址：江岸市临河大道18号　　新闻热线：0700-8812345"
    )
    sheet.furniture(
        Rect(page.x, page.y + page.h - 20, page.w, 18), words, f"font:11px {SANS};border-top:1px solid #333"
    )
    return sheet


def _masthead(sheet: Sheet, page: Rect, rng: random.Random) -> float:
    name = rng.choice(("江岸日报", "云川日报", "东陵日报"))
    facts = (
        f"{dated(sheet.desk, rng)}　农历闰六月初八"
        f"　　国内统一连续出版物号 CN 00-0001　　第{rng.randrange(9000, 19999)}期　今日8版"
    )
    title = f"font:700 120px/150px {SERIF};color:#c00;text-align:center;letter-spacing:18px"
    if rng.random() < 0.5:
        left, middle, right = Rect(page.x, page.y, page.w, 160).beside((1, 3.2, 1), 20)
        sheet.furniture(middle, name, title)
        sheet.furniture(
            left,
            f"<b>今日天气</b><br>多云转阵雨<br>东北风三到四级<br>{rng.randrange(2, 19)}℃—{rng.randrange(20, 35)}℃",
            f"border:1px solid #333;padding:12px;text-align:center;font:14px/28px {SANS}",
        )
        sheet.furniture(
            right,
            "<b>江岸新闻网</b><br>www.example.cn<br>客户端　扫码下载",
            f"border:1px solid #333;padding:18px;text-align:center;font:14px/34px {SANS}",
        )
        sheet.furniture(
            Rect(page.x, page.y + 168, page.w, 24),
            facts,
            f"border:solid #333;border-width:1px 0;font:12px/22px {SANS};text-align:center",
        )
        return page.y + 208
    left, right = Rect(page.x, page.y, page.w, 210).beside((3, 5), 24)
    sheet.furniture(Rect(left.x, left.y, left.w, 150), name, title.replace("120px", "104px"))
    sheet.furniture(
        Rect(left.x, left.y + 155, left.w, 52),
        facts,
        f"border:solid #c00;border-width:1px 0;font:11.5px/24px {SANS};text-align:center",
    )
    sheet.slot(right, Look(cols=4, size=13, head=32, frame="border:1px solid #c00;padding:8px 12px", align="center"))
    return page.y + 226


def _around_picture(sheet: Sheet, lead: Look, at: Columns, top: float, text_h: int) -> float:
    """The lead: its headline across, its text beside a picture, or under it in all columns; gives its foot."""
    x, width = at(0, 8)
    story = sheet.desk.take(replace(lead, cols=8).room(width, text_h))
    if not (story.kicker or story.deck):
        story.kicker = "把各项部署落到实处"
    head_h = lead.tall(story, width)
    heading = Rect(x, top, width, head_h)
    (x1, w1), (x2, w2), (x3, w3) = at(0, 2), at(2, 4), at(6, 2)
    if sheet.rng.random() < 0.6:
        places = [(Rect(x1, top + head_h, w1, text_h), 2), (Rect(x3, top + head_h, w3, text_h), 2)]
        sheet.photo(Rect(x2, top + head_h + 4, w2, text_h - 8))
    else:
        places = [(Rect(x, top + head_h, width, text_h), 8)]
    sheet.spread(heading, places, lead, story=story)
    return top + head_h + text_h + 22


def _middle(sheet: Sheet, look: Look, at: Columns, y: float, rng: random.Random) -> None:
    x, width = at(0, 5)
    upper, lower = Rect(x, y, width, 535).below((1, rng.uniform(0.7, 1.2)), 20)
    story = sheet.desk.take(900)
    story.jump, story.tail = f"（下转第{NUMERALS[rng.randrange(2, 8)]}版）", ""
    sheet.slot(upper, replace(look, cols=5, head=38), story=story)
    sheet.line(Rect(x, lower.y - 10, width, 1), "background:#999")
    halves = lower.beside((3, 2), look.gap)
    for half, cols in zip(halves, (3, 2), strict=True):
        sheet.slot(half, replace(look, cols=cols, head=rng.choice((26, 28, 30))))
    x, width = at(5, 3)
    sheet.line(Rect(x - look.gap / 2, y, 1, 535), "background:#999")
    rows = Rect(x, y, width, 535).below((1.5, 1), 18)
    rng.shuffle(rows)
    sheet.slot(
        rows[0],
        replace(look, cols=3, head=30, align="center", frame=rng.choice(("", "border:1px solid #555;padding:10px"))),
    )
    index = "".join(
        f'<div>► {sheet.said(head)}<span style="float:right">{number}版</span></div>'
        for number, head in enumerate(sheet.desk.other_heads(6), 2)
    )
    sheet.furniture(
        rows[1],
        f'<div style="background:#c00;color:#fff;font-weight:700;padding:3px 10px">今日导读</div>{index}',
        f"border:1px solid #c00;font:14px/29px {SANS};padding:6px",
    )


def _foot(sheet: Sheet, look: Look, at: Columns, place: Rect) -> None:
    """An L-shaped story with another one in its elbow, and a framed one beside them."""
    rng, deep = sheet.rng, place.h - 70
    x, width = at(0, 5)
    short = deep * rng.uniform(0.35, 0.5)
    places = [(Rect(x, place.y + 66, at(0, 3)[1], deep), 3), (Rect(at(3, 2)[0], place.y + 66, at(3, 2)[1], short), 2)]
    sheet.spread(
        Rect(x, place.y, width, 60),
        places,
        replace(look, head=36),
        story=sheet.desk.take(1150 if deep > 330 else 800, heads="plain"),
    )
    elbow = Rect(at(3, 2)[0], place.y + 66 + short + 16, at(3, 2)[1], deep - short - 16)
    sheet.slot(elbow, replace(look, cols=2, head=20, frame="border-top:1px solid #333;padding-top:6px"))
    x, width = at(5, 3)
    sheet.slot(
        Rect(x, place.y, width, place.h - 6),
        replace(
            look,
            cols=rng.choice((2, 3)),
            head=30,
            frame="background:#f3efe2;padding:12px" if rng.random() < 0.5 else "border:3px double #444;padding:12px",
        ),
    )


def tabloid(desk: Desk, rng: random.Random) -> Sheet:
    """A page of an evening tabloid: five columns, reversed heads, tints, a column of short news."""
    sheet = Sheet(1058, 1512, desk, rng)
    page = Rect(36, 30, 986, 1450)
    colour = rng.choice(("#b3001b", "#0a4a8f", "#1d1d1d", "#0b6b4f"))
    gap = rng.choice((14, 18))
    at = grid(page, 5, gap)
    look = Look(
        size=rng.choice((12.5, 13, 13.5)),
        gap=gap,
        font=rng.choice(NUMBERS) + rng.choice((SERIF, SANS)),
        head_font=SANS,
        leading=rng.choice((1.4, 1.5)),
        indent=rng.choice(("css", "block")),
    )
    bar = f"background:{colour};color:#fff;font:700 15px/30px {SANS};padding:0 12px;"
    sheet.furniture(
        Rect(page.x, page.y, page.w, 30),
        f'<span style="font-size:22px">A{rng.randrange(2, 16):02}　城事</span>'
        f'<span style="float:right">望海晚报　{dated(desk, rng)}</span>',
        bar,
    )
    y = page.y + 42
    dark = replace(
        look,
        cols=5,
        head=rng.choice((44, 50)),
        head_css=f"background:{colour};color:#fff;padding:8px 14px;",
        deck=f"font:700 18px {SANS};padding:4px 14px",
    )
    lead_h = rng.randrange(520, 600)
    if rng.random() < 0.5:
        picture = sheet.caption_of(Rect(0, 0, page.w, 270))
        sheet.slot(Rect(page.x, y, page.w, lead_h), dark, above=picture, used=300)
    else:
        sheet.photo(Rect(at(3, 2)[0], y + 130, at(3, 2)[1], 250))
        lower = Rect(at(3, 2)[0], y + 400, at(3, 2)[1], lead_h - 400)
        sheet.spread(
            Rect(page.x, y, page.w, 120),
            [(Rect(at(0, 3)[0], y + 125, at(0, 3)[1], lead_h - 125), 3), (lower, 2)],
            dark,
            story=desk.take(dark.room(page.w, lead_h - 300), heads="plain"),
        )
    y += lead_h + 18
    _short_news(sheet, Rect(at(4, 1)[0], y, at(4, 1)[1], page.y + page.h - y), colour, look)
    x, width = at(0, 4)
    rows = Rect(x, y, width - 4, page.y + page.h - y).below((1.1, 1), 18)
    tinted = replace(
        look,
        cols=4,
        head=34,
        frame=f"background:{rng.choice(('#eef3e6', '#f6ecd9', '#e8eef5'))};padding:12px;border-radius:8px",
    )
    plain = rows[0].beside((2, 2), 22)
    sheet.slot(plain[0], replace(look, cols=2, head=27, head_css="border-bottom:2px solid #222;padding-bottom:4px"))
    reversed_ = replace(look, cols=2, head=24, head_css="background:#222;color:#fff;padding:5px 8px")
    sheet.slot(plain[1], rng.choice((replace(look, cols=2, head=27), reversed_)))
    sheet.slot(rows[1], tinted)
    return sheet


def _short_news(sheet: Sheet, place: Rect, colour: str, look: Look) -> None:
    label = (
        f'<div data-f style="background:{colour};color:#fff;font:700 20px/34px {SANS};'
        f'text-align:center;margin-bottom:8px">快　讯</div>'
    )
    stories = [sheet.desk.take(110, heads="plain").cut(170) for _ in range(7)]
    for story in stories:
        story.byline = ""
    small = replace(look, cols=1, head=17, frame="border:1px solid #888;padding:8px")
    sheet.flow(place, small, stories, before=label, between="border-bottom:1px dotted #888;padding-bottom:6px")


def county(desk: Desk, rng: random.Random) -> Sheet:
    """A page of a county weekly: large type, few stories, a column of short items without heads."""
    sheet = Sheet(1020, 1480, desk, rng)
    page = Rect(44, 36, 932, 1408)
    gap = rng.choice((20, 26))
    look = Look(
        size=rng.choice((15, 16, 17)),
        leading=rng.choice((1.5, 1.6)),
        gap=gap,
        font=SERIF,
        head_font=rng.choice((SERIF, SANS)),
        indent=rng.choice(("css", "pad")),
        rule=rng.choice(("", HAIR)),
        align=rng.choice(("left", "center")),
    )
    sheet.furniture(
        Rect(page.x, page.y, page.w, 34),
        f'<b style="font-size:20px">第{NUMERALS[rng.randrange(2, 5)]}版　综合新闻</b>'
        f'<span style="float:right">清溪周报　{dated(desk, rng)}</span>',
        f"border-bottom:3px solid #060;font:14px/30px {SANS}",
    )
    y, foot = page.y + 48, page.y + page.h - 26
    wide = rng.uniform(0.68, 0.74)
    left, right = Rect(page.x, y, page.w, foot - y).beside((wide, 1 - wide), 28)
    if rng.random() < 0.4:
        left, right = Rect(page.x + right.w + 28, y, left.w, left.h), Rect(page.x, y, right.w, right.h)
    rows = left.below((1.3, 1, rng.uniform(0.7, 1)), 26)
    above = sheet.caption_of(Rect(0, 0, left.w, 230)) if rng.random() < 0.5 else ""
    sheet.slot(rows[0], replace(look, cols=rng.choice((2, 3)), head=36), above=above, used=260 if above else 0)
    sheet.slot(rows[1], replace(look, cols=3, head=30, align="left"))
    sheet.slot(rows[2], replace(look, cols=2, head=28, frame="border:2px solid #060;padding:12px"))
    for row in rows[1:2]:
        sheet.line(Rect(row.x, row.y - 14, row.w, 1), "background:#060")
    label = (
        f'<div data-f style="background:#060;color:#fff;font:700 22px/40px {SANS};'
        f'text-align:center;margin-bottom:10px;letter-spacing:10px">简讯</div>'
    )
    items = [desk.brief(60).cut(rng.randrange(90, 170)) for _ in range(14)]
    mark = rng.choice(("", "● ", "▲", "◆"))
    for item in items:
        item.lead = mark + item.lead
    brief = replace(
        look,
        cols=1,
        size=look.size - 1,
        indent=look.indent if not mark else "block",
        frame=rng.choice(("", "background:#eef5ea;padding:0 10px 10px")),
    )
    sheet.flow(right, brief, items, before=label)
    sheet.furniture(
        Rect(page.x, foot + 6, page.w, 20),
        f"本版编辑：{desk.name()}　　投稿邮箱见一版　　印刷：清溪印务",
        f"border-top:1px solid #060;font:12px/20px {SANS}",
    )
    return sheet


def business(desk: Desk, rng: random.Random) -> Sheet:
    """A page of a business paper: a table, pulled figures, a boxed sidebar inside a story."""
    sheet = Sheet(1390, 1980, desk, rng)
    page = Rect(44, 40, 1302, 1900)
    gap = rng.choice((16, 20))
    at = grid(page, 6, gap)
    look = Look(
        size=rng.choice((13, 13.5)),
        gap=gap,
        font=rng.choice(NUMBERS) + rng.choice((SERIF, SANS)),
        head_font=rng.choice((SERIF, SANS)),
        indent=rng.choice(("css", "block")),
        leading=1.5,
    )
    sheet.furniture(
        Rect(page.x, page.y, page.w, 46),
        f'<span style="font:700 30px {SERIF}">产经</span>　汇通商报　{dated(desk, rng)}'
        f'<span style="float:right">B{rng.randrange(1, 9)}</span>',
        f"border-top:6px solid #036;border-bottom:1px solid #036;font:14px/38px {SANS}",
    )
    y = page.y + 62
    high = rng.randrange(640, 720)
    side = sheet.sidebar(
        rng.randrange(110, 170),
        Look(cols=1, size=12.5, font=SANS, head=19, head_font=SANS),
        "background:#e4ecf4;border-top:4px solid #036;padding:10px;margin:2px 0 12px",
    )
    pulled = (
        f'<div data-f style="break-inside:avoid;border-left:4px solid #c60;padding:4px 10px;margin:0 0 10px;'
        f'font:12px/18px {SANS}"><div style="font:700 34px/40px {SANS};color:#c60">'
        f"{rng.randrange(11, 96)}.{rng.randrange(10)}%</div>受访企业表示今年会增加投入</div>"
    )
    x, width = at(0, 4)
    lead = replace(look, cols=4, head=42, kicker="font-size:20px;color:#036", deck="font-size:19px")
    sheet.slot(Rect(x, y, width, high), lead, inset=side if rng.random() < 0.5 else pulled + side, used=120)
    x, width = at(4, 2)
    tables = Rect(x, y, width, high).below((1, 1.2), 20)
    _table(sheet, tables[0])
    sheet.slot(tables[1], replace(look, cols=2, head=25))
    y += high + 22
    sheet.line(Rect(page.x, y - 11, page.w, 1), "background:#036")
    _below_the_lead(sheet, look, at, Rect(page.x, y, page.w, page.y + page.h - y))
    return sheet


def _below_the_lead(sheet: Sheet, look: Look, at: Columns, place: Rect) -> None:
    """Three stories beside one another, one of them with a chart; under them a wide one and a framed comment."""
    rng = sheet.rng
    rows = place.below((1, 1.05), 24)
    x3 = [Rect(at(i, n)[0], rows[0].y, at(i, n)[1], rows[0].h) for i, n in ((0, 2), (2, 2), (4, 2))]
    if rng.random() < 0.5:
        sheet.between(x3)
    for place in x3:
        sheet.slot(
            place,
            replace(look, cols=2, head=26),
            inset=_chart(rng) if place is x3[1] else "",
            used=70 if place is x3[1] else 0,
        )
    wide, narrow = (
        Rect(at(0, 4)[0], rows[1].y, at(0, 4)[1], rows[1].h),
        Rect(at(4, 2)[0], rows[1].y, at(4, 2)[1], rows[1].h),
    )
    sheet.slot(
        wide, replace(look, cols=rng.choice((3, 4)), head=34, frame="border-top:3px solid #333;padding-top:10px")
    )
    view = (
        f'<div data-f style="font:700 16px/26px {SANS};color:#fff;background:#c60;'
        f'display:inline-block;padding:0 12px;align-self:flex-start">商论</div>'
    )
    story = sheet.desk.take(look.room(narrow.w, narrow.h - 100), heads="plain")
    sheet.slot(
        narrow,
        replace(look, cols=1, head=26, font=SANS, frame="border:1px solid #c60;padding:12px"),
        story=story,
        above=view,
    )


def _table(sheet: Sheet, place: Rect) -> None:
    rng = sheet.rng
    goods = ("螺纹钢", "电解铜", "铝锭", "豆粕", "玉米", "白糖", "棉花", "尿素", "纯碱", "动力煤", "焦炭", "天然橡胶")
    rows = "".join(
        f'<tr style="border-top:1px solid #ccd"><td>{name}</td><td>{rng.uniform(500, 9000):.0f}</td>'
        f"<td>{rng.uniform(-4, 4):+.2f}</td><td>{rng.randrange(20, 900)}</td></tr>"
        for name in rng.sample(goods, int((place.h - 70) / 24))
    )
    head = "<tr><th>品种</th><th>报价</th><th>涨跌%</th><th>成交(手)</th></tr>"
    title = f'<div style="background:#036;color:#fff;font:700 16px/30px {SANS};padding:0 8px">大宗商品一周行情</div>'
    sheet.furniture(place, f"{title}<table>{head}{rows}</table>", f"font:13px/21px {SANS};border:1px solid #036")


def _chart(rng: random.Random) -> str:
    bars = "".join(f'<div style="flex:1;background:#369;height:{rng.randrange(20, 80)}px"></div>' for _ in range(6))
    return (
        f'<div data-f style="break-inside:avoid;margin-bottom:8px;font:11px/16px {SANS}">'
        f"<b>近六年产量（万吨）</b>"
        f'<div style="display:flex;gap:6px;align-items:flex-end;height:90px">{bars}</div></div>'
    )


def pictures(desk: Desk, rng: random.Random) -> Sheet:
    """A page of many photographs, their captions unmarked, below, above or beside; few stories between them."""
    sheet = Sheet(1300, 1880, desk, rng)
    page = Rect(40, 36, 1220, 1800)
    gap = 18
    at = grid(page, 6, gap)
    look = Look(
        size=rng.choice((13, 14)),
        gap=gap,
        font=rng.choice((SERIF, SANS)),
        head_font=SANS,
        align=rng.choice(("left", "center")),
        indent=rng.choice(("css", "pad")),
    )
    sheet.furniture(
        Rect(page.x, page.y, page.w, 40),
        f'视觉　　山海时报　{dated(desk, rng)}<span style="float:right">{rng.randrange(5, 12)}</span>',
        f"font:700 18px/36px {SANS};border-bottom:1px solid #000",
    )
    y = page.y + 56
    sheet.photo(Rect(page.x, y, page.w, 520), rng.choice(("below", "beside", "above")))
    y += 540
    side = rng.random() < 0.5
    first, second = (Rect(at(0, 4)[0], y, at(0, 4)[1], 560), Rect(at(4, 2)[0], y, at(4, 2)[1], 560))
    if side:
        first, second = Rect(at(2, 4)[0], y, at(2, 4)[1], 560), Rect(at(0, 2)[0], y, at(0, 2)[1], 560)
    above = sheet.caption_of(Rect(0, 0, first.w, 250), rng.choice(("below", "beside")))
    sheet.slot(first, replace(look, cols=4, head=38), above=above, used=270)
    for place in second.below((1, 1), 14):
        sheet.photo(place, rng.choice(("below", "above")))
    y += 582
    rest = Rect(page.x, y, page.w, page.y + page.h - y).below((1, 1), 18)
    places = [Rect(at(i, 2)[0], rest[0].y, at(i, 2)[1], rest[0].h) for i in (0, 2, 4)]
    rng.shuffle(places)
    sheet.photo(places[0])
    sheet.slot(places[1], replace(look, cols=2, head=26))
    sheet.photo(places[2], rng.choice(("below", "above")))
    wide = Rect(page.x, rest[1].y, page.w, rest[1].h).beside((1.2, 1, 1), 20)
    sheet.slot(wide[0], replace(look, cols=2, head=28, frame="border-top:2px solid #000;padding-top:8px"))
    sheet.slot(wide[1], replace(look, cols=2, head=24, frame="background:#eee;padding:10px"))
    inset = sheet.caption_of(Rect(0, 0, 170, 150), css="float:right;width:170px;margin:4px 0 4px 12px")
    sheet.slot(wide[2], replace(look, cols=1, head=24), inset=inset, used=80)
    return sheet


def traditional(desk: Desk, rng: random.Random) -> Sheet:
    """A page in traditional characters: seven columns, hairlines, staggered stories."""
    tc = (SERIF.replace("SC", "TC"), SANS.replace("SC", "TC"))
    sheet = TraditionalSheet(1400, 2100, desk, rng)
    page = Rect(42, 40, 1316, 2016)
    gap = rng.choice((18, 22))
    at = grid(page, 7, gap)
    look = Look(
        size=rng.choice((13.5, 14)),
        gap=gap,
        rule=rng.choice((HAIR, "")),
        font=rng.choice(NUMBERS) + tc[0],
        head_font=rng.choice(tc),
        indent=rng.choice(("css", "pad")),
        leading=1.5,
    )
    sheet.furniture(
        Rect(page.x, page.y, page.w, 36),
        sheet.said(f"A{rng.randrange(3, 9)}　要闻　　港埠日报　{dated(desk, rng)}"),
        f"border-bottom:4px double #000;font:700 17px/30px {tc[0]}",
    )
    y = page.y + 50
    deep = rng.randrange(520, 620)
    low = deep * rng.uniform(0.5, 0.7)
    x, width = at(0, 5)
    places = [(Rect(x, y + 110, at(0, 3)[1], deep - 110), 3), (Rect(at(3, 2)[0], y + 110, at(3, 2)[1], low - 110), 2)]
    sheet.spread(Rect(x, y, width, 104), places, replace(look, head=46), story=desk.take(1000, heads="plain"))
    sheet.slot(
        Rect(at(3, 2)[0], y + low + 14, at(3, 2)[1], deep - low - 14),
        replace(look, cols=2, head=22, frame="border-top:1px solid #000;padding-top:8px"),
    )
    x, width = at(5, 2)
    sheet.line(Rect(x - gap / 2, y, 1, deep), "background:#444")
    tower = Rect(x, y, width, deep).below((1.2, 1), 20)
    sheet.slot(tower[0], replace(look, cols=2, head=26))
    sheet.photo(tower[1])
    y += deep + 24
    sheet.line(Rect(page.x, y - 12, page.w, 1))
    stairs = [(0, 2, rng.uniform(0.9, 1.2)), (2, 3, rng.uniform(0.5, 0.8)), (5, 2, rng.uniform(0.9, 1.3))]
    for i, n, share in stairs:
        x, width = at(i, n)
        for place in Rect(x, y, width, page.y + page.h - y).below((share, 1), 22):
            sheet.slot(place, replace(look, cols=n, head=rng.choice((26, 30)), align=rng.choice(("left", "center"))))
            if place.y > y:
                sheet.line(Rect(x, place.y - 12, width, 1), "background:#777")
        if i:
            sheet.line(Rect(x - gap / 2, y, 1, page.y + page.h - y), "background:#444")
    return sheet


PAGES = {
    "party": party,
    "tabloid": tabloid,
    "county": county,
    "business": business,
    "pictures": pictures,
    "traditional": traditional,
    "bands": bands,
    "both_ways": both_ways,
}
