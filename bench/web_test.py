"""Six kinds of newspaper pages to report on, looked at by nobody who teaches the page reader.

Short news, culture, a large advertisement, continued stories, a long feature, text that runs down.
"""

import random
from dataclasses import replace

from web_sheet import HAIR, NUMBERS, SANS, SERIF, VERTICAL, Look, Rect, Sheet, TraditionalSheet, dated, grid
from web_stories import Desk, Story


def short_news(desk: Desk, rng: random.Random) -> Sheet:
    """A page of short news without pictures: stories follow one another through narrow columns."""
    sheet = Sheet(1100, 1580, desk, rng)
    page = Rect(38, 34, 1024, 1512)
    cols = rng.choice((5, 6))
    look = Look(
        cols=cols,
        size=rng.choice((12, 12.5, 13)),
        gap=rng.choice((14, 18)),
        rule=rng.choice(("", HAIR, "1px dotted #777")),
        font=rng.choice((SERIF, SANS)),
        head=rng.choice((17, 18, 20)),
        head_font=rng.choice((SERIF, SANS)),
        indent=rng.choice(("css", "pad", "block")),
        leading=rng.choice((1.35, 1.45)),
    )
    sheet.furniture(
        Rect(page.x, page.y, page.w, 30),
        f'<b>0{rng.randrange(3, 9)}</b>　新闻速览<span style="float:right">南屏都市报　{dated(desk, rng)}</span>',
        f"font:16px/26px {SANS};border-bottom:2px solid #000",
    )
    wholes = Rect(page.x, page.y + 44, page.w, page.h - 44).below((1, rng.uniform(0.6, 1.2)), 24)
    line = rng.choice(("", "border-bottom:1px solid #bbb;padding-bottom:8px"))
    for place, label in zip(wholes, rng.sample(("国内", "国际", "财经", "文体"), 2), strict=True):
        sheet.furniture(
            Rect(place.x, place.y, place.w, 28),
            label,
            f"font:700 18px/26px {SANS};border-left:8px solid #a00;padding-left:10px;background:#eee",
        )
        wanted = int(look.room(place.w, place.h) / 110)
        stories = [
            desk.take(rng.choice((80, 90, 110, 200, 300)), heads="plain").cut(rng.choice((150, 220, 380)))
            for _ in range(min(wanted, 40))
        ]
        sheet.flow(Rect(place.x, place.y + 36, place.w, place.h - 36), look, stories, between=line)
    return sheet


def culture(desk: Desk, rng: random.Random) -> Sheet:
    """A culture page: headlines that stand upright at the side, wide measure, much white."""
    sheet = Sheet(1080, 1540, desk, rng)
    page = Rect(60, 50, 960, 1440)
    size = rng.choice((14, 14.5, 15))
    look = Look(
        cols=2,
        size=size,
        leading=rng.choice((1.6, 1.7)),
        gap=28,
        indent="css",
        head_font=SERIF,
        rule=rng.choice(("", "1px solid #ddd")),
    )
    sheet.furniture(
        Rect(page.x, page.y, page.w, 44),
        f'<span style="font:700 30px {SERIF}">草木</span>　副刊　　松江晨报　{dated(desk, rng)}'
        f'<span style="float:right">{rng.randrange(9, 20)}</span>',
        f"font:13px/40px {SERIF};border-bottom:1px solid #555",
    )
    rows = Rect(page.x, page.y + 64, page.w, page.h - 64).below((1.2, 1, 0.8), 34)
    _upright(sheet, rows[0], replace(look, head=rng.choice((44, 52))), right=rng.random() < 0.5)
    shares = (1.3, 1) if rng.random() < 0.5 else (1, 1.3)
    halves = rows[1].beside(shares, 34)
    wide, narrow = sorted(halves, key=lambda half: -half.w)
    _upright(sheet, wide, replace(look, head=34), right=rng.random() < 0.5)
    sheet.slot(
        narrow,
        replace(
            look,
            cols=1,
            head=28,
            align="center",
            frame="background:#f4f0e6;padding:16px",
            head_css="letter-spacing:4px;padding:8px 0",
        ),
    )
    thirds = rows[2].beside((1, 1.4), 34)
    sheet.photo(thirds[0], rng.choice(("below", "above")))
    sheet.slot(thirds[1], replace(look, cols=2, head=26, frame="border-top:1px solid #555;padding-top:12px"))
    return sheet


def _upright(sheet: Sheet, place: Rect, look: Look, *, right: bool) -> None:
    """A story with its head upright at its side."""
    story = sheet.desk.take(look.room(place.w - look.head * 2.4, place.h))
    story.came = ""
    upright = replace(
        look,
        kicker="font-size:18px;margin-left:6px",
        deck="font-size:18px;margin-right:8px",
        byline="margin-right:10px",
        frame="flex-direction:row-reverse;gap:18px" if right else "gap:18px",
    )
    number = sheet.fresh()
    head = sheet.head(story, upright, number).replace(
        'class="head" style="', f'class="head" style="{VERTICAL}max-height:{place.h:.0f}px;'
    )
    body = sheet.body(upright, f"s{number}r0")
    sheet.boxes.append(f'<div class="at slot side" style="{place.css}{upright.frame}">{head}{body}</div>')
    sheet.enter(story, upright, [f"s{number}r0"])


def advert(desk: Desk, rng: random.Random) -> Sheet:
    """A page whose foot, or half of it, is an advertisement with small notices beside it."""
    sheet = Sheet(1420, 2040, desk, rng)
    page = Rect(44, 40, 1332, 1960)
    gap = rng.choice((16, 20))
    at = grid(page, 7, gap)
    look = Look(
        size=rng.choice((13, 13.5)),
        gap=gap,
        rule=rng.choice(("", HAIR)),
        font=rng.choice(NUMBERS) + SERIF,
        head_font=rng.choice((SERIF, SANS)),
        indent=rng.choice(("css", "pad")),
        fill=rng.choice(("auto", "balance")),
    )
    sheet.furniture(
        Rect(page.x, page.y, page.w, 34),
        f'{rng.randrange(2, 9)}　本市新闻<span style="float:right">{dated(desk, rng)}　滨河日报</span>',
        f"font:700 16px/30px {SERIF};border-bottom:1px solid #000",
    )
    y = page.y + 48
    high = rng.uniform(0.5, 0.62) * page.h
    upper, lower = Rect(page.x, y, page.w, high - 60).below((1, 1), 24)
    x, width = at(0, 5)
    short = upper.h * rng.uniform(0.55, 0.7)
    head = Rect(x, y, width, 60)
    sheet.spread(
        head,
        [(Rect(x, y, at(0, 2)[1], upper.h), 2), (Rect(at(2, 3)[0], y, at(2, 3)[1], short), 3)],
        replace(look, head=40),
        story=desk.take(800),
    )
    sheet.slot(
        Rect(at(2, 3)[0], y + short + 14, at(2, 3)[1], upper.h - short - 14),
        replace(look, cols=3, head=20, frame="border:1px solid #777;padding:8px"),
    )
    sheet.slot(Rect(at(5, 2)[0], y, at(5, 2)[1], upper.h), replace(look, cols=2, head=26))
    spans = rng.choice((((0, 2), (2, 3), (5, 2)), ((0, 3), (3, 2), (5, 2)), ((0, 2), (2, 2), (4, 3))))
    for i, n in spans:
        sheet.slot(Rect(at(i, n)[0], lower.y, at(i, n)[1], lower.h), replace(look, cols=n, head=rng.choice((24, 28))))
    sheet.line(Rect(page.x, lower.y - 12, page.w, 1))
    y = lower.y + lower.h + 20
    _advertisement(sheet, Rect(page.x, y, page.w, page.y + page.h - y))
    return sheet


def _advertisement(sheet: Sheet, place: Rect) -> None:
    rng = sheet.rng
    big, small = place.beside((2.2, 1), 16)
    shop = rng.choice(("湖畔家居", "金穗农机", "晨曦电器", "云杉眼镜"))
    lines = (
        f'<div style="font:700 78px/100px {SANS};color:#fff">{shop} 十周年庆</div>'
        f'<div style="font:700 36px/56px {SANS};color:#ff0">全场{rng.randrange(5, 9)}折起　'
        f"满{rng.randrange(2, 9)}000元送{rng.randrange(2, 9)}00元</div>"
        f'<div style="font:20px/36px {SANS};color:#fff">活动时间：即日起至月底　进店有礼，先到先得，'
        f"送完为止。最终解释权归商家所有。</div>"
        f'<div style="font:20px/36px {SANS};color:#fff">总店：滨河路{rng.randrange(1, 300)}号　'
        f"分店：东门广场负一层　订购热线：0700-{rng.randrange(2000000, 8999999)}</div>"
    )
    if big.h > 560:
        lines += "".join(
            f'<div style="margin-top:24px">{sheet.picture(big.w - 80, (big.h - 420) / 2)}</div>' for _ in range(2)
        )
    colours = rng.choice(("#c4161c,#f39c12", "#093,#063", "#036,#09c"))
    sheet.furniture(big, lines, f"background:linear-gradient(135deg,{colours});padding:40px;text-align:center")
    lost = (
        "{}不慎遗失居民身份证，声明作废。",
        "{}遗失营业执照副本一份，声明作废。",
        "{}遗失购房收据一张，金额五万元，声明作废。",
        "{}遗失残疾人证，特此声明。",
    )
    count = int((small.h - 60) / 30)
    notices = "".join(
        f'<p style="margin-bottom:6px">●{rng.choice(lost).format(sheet.desk.name())}</p>' for _ in range(count)
    )
    sheet.furniture(
        small,
        f'<div style="font:700 20px/34px {SANS};text-align:center;background:#000;color:#fff;'
        f'margin-bottom:6px">分类广告</div>{notices}',
        f"font:12px/18px {SANS};border:1px solid #000;padding:6px",
    )


def continued(desk: Desk, rng: random.Random) -> Sheet:
    """A page on which stories of the front page go on, among stories of its own."""
    sheet = Sheet(1474, 2040, desk, rng)
    page = Rect(50, 40, 1374, 1960)
    gap = rng.choice((16, 20, 24))
    at = grid(page, 6, gap)
    look = Look(
        size=rng.choice((13, 13.5, 14)),
        gap=gap,
        rule=rng.choice(("", HAIR)),
        font=rng.choice(NUMBERS) + SERIF,
        head_font=rng.choice((SERIF, SANS)),
        indent=rng.choice(("css", "pad")),
        fill=rng.choice(("auto", "balance")),
    )
    sheet.furniture(
        Rect(page.x, page.y, page.w, 40),
        f'<span style="float:left">要闻</span>{dated(desk, rng)}<span style="float:right">3</span>',
        f"font:16px/36px {SERIF};text-align:center;border-bottom:2px solid #a00",
    )
    y = page.y + 56
    rows = Rect(page.x, y, page.w, page.h - 90).below((1, rng.uniform(0.8, 1.1), 0.9), 26)
    wide, narrow = (
        Rect(at(0, 4)[0], rows[0].y, at(0, 4)[1], rows[0].h),
        Rect(at(4, 2)[0], rows[0].y, at(4, 2)[1], rows[0].h),
    )
    if rng.random() < 0.5:
        wide, narrow = Rect(at(2, 4)[0], wide.y, wide.w, wide.h), Rect(at(0, 2)[0], wide.y, narrow.w, narrow.h)
    small = replace(look, head=rng.choice((20, 22, 24)))
    sheet.slot(wide, replace(small, cols=4), story=_second_half(desk, 1300))
    for place in narrow.below((1, 1), 18):
        sheet.slot(place, replace(small, cols=2), story=_second_half(desk, 500))
    low = rows[1].h * rng.uniform(0.5, 0.65)
    heading = Rect(at(0, 4)[0], rows[1].y, at(0, 4)[1], 60)
    places = [
        (Rect(at(0, 2)[0], rows[1].y, at(0, 2)[1], rows[1].h), 2),
        (Rect(at(2, 2)[0], rows[1].y, at(2, 2)[1], low), 2),
    ]
    sheet.spread(heading, places, replace(look, head=38), story=desk.take(1000))
    sheet.slot(
        Rect(at(2, 2)[0], rows[1].y + low + 16, at(2, 2)[1], rows[1].h - low - 16),
        replace(look, cols=2, head=22, frame="border-top:1px solid #555;padding-top:8px"),
    )
    sheet.slot(
        Rect(at(4, 2)[0], rows[1].y, at(4, 2)[1], rows[1].h),
        replace(look, cols=2, head=26, frame="border:1px solid #a00;padding:10px"),
    )
    last = [Rect(at(i, 2)[0], rows[2].y, at(i, 2)[1], rows[2].h) for i in (0, 2, 4)]
    chosen = rng.randrange(3)
    for i, place in enumerate(last):
        if i == chosen:
            sheet.photo(place)
        else:
            sheet.slot(place, replace(look, cols=2, head=26))
    for row in rows[1:]:
        sheet.line(Rect(page.x, row.y - 13, page.w, 1), "background:#777")
    return sheet


def _second_half(desk: Desk, chars: int) -> Story:
    return desk.torn(desk.take(chars, heads="plain"), 1)


def feature(desk: Desk, rng: random.Random) -> Sheet:
    """A page for a long read: crossheads, pulled quotes across the text, boxes of others beside it."""
    sheet = Sheet(1240, 1760, desk, rng)
    page = Rect(54, 44, 1132, 1672)
    gap = 22
    at = grid(page, 4, gap)
    look = Look(
        size=rng.choice((13.5, 14)),
        leading=1.55,
        gap=gap,
        font=rng.choice(NUMBERS) + rng.choice((SERIF, SANS)),
        head_font=rng.choice((SERIF, SANS)),
        indent=rng.choice(("css", "block")),
    )
    sheet.furniture(
        Rect(page.x, page.y, page.w, 36),
        f'深度　　远山周末　{dated(desk, rng)}<span style="float:right">{rng.randrange(4, 30)}</span>',
        f"font:15px/34px {SANS};border-bottom:1px solid #000;border-top:10px solid #000",
    )
    y = page.y + 66
    tall = rng.randrange(840, 960)
    lead = replace(
        look,
        head=rng.choice((50, 58)),
        deck=f"font:22px {SANS};color:#555",
        kicker=f"font:700 20px {SANS};color:#a00",
        byline="margin-top:8px;color:#555",
        body_css="",
    )
    x, width = at(0, 3)
    story = desk.take(1400)
    head_h = lead.tall(story, width)
    first = (tall - head_h) * rng.uniform(0.4, 0.6)
    top = y + head_h
    quote = Rect(x, top + first + 14, width, 84)
    places = [(Rect(x, top, width, first), 3), (Rect(x, quote.y + 98, width, y + tall - quote.y - 98), 3)]
    sheet.spread(Rect(x, y, width, head_h), places, lead, story=story)
    said = next(
        (c for _, text in story.paragraphs[2:] for c in text.split("。") if 14 < len(c) < 34), "路是一步一步走出来的"
    )
    sheet.furniture(
        quote,
        f"“{said}”",
        f"font:700 24px/38px {SERIF};color:#a00;text-align:center;"
        f"border:solid #a00;border-width:2px 0;padding:4px 60px",
    )
    x, width = at(3, 1)
    column = Rect(x, y, width, tall).below((0.8, 1, 1), 16)
    sheet.photo(column[0])
    for place in column[1:]:
        sheet.slot(
            place,
            replace(
                look, cols=1, size=12.5, font=SANS, head=20, head_font=SANS, frame="background:#efefef;padding:10px"
            ),
        )
    y += tall + 28
    rest = Rect(page.x, y, page.w, page.y + page.h - y)
    sheet.line(Rect(page.x, y - 14, page.w, 3), "background:#000")
    _two_more(sheet, look, rest)
    return sheet


def _two_more(sheet: Sheet, look: Look, rest: Rect) -> None:
    """A story with another one boxed in its text, and one under a picture."""
    rng = sheet.rng
    left, right = rest.beside((rng.uniform(1.2, 1.8), 1), 30)
    box = sheet.sidebar(
        rng.randrange(90, 140),
        Look(cols=1, size=12.5, font=SANS, head=18, head_font=SANS),
        "border:1px solid #a00;padding:8px;margin:0 0 10px",
    )
    sheet.slot(left, replace(look, cols=3, head=32), inset=box, used=90)
    inset = sheet.caption_of(Rect(0, 0, right.w, 180))
    sheet.slot(right, replace(look, cols=2, head=28), above=inset, used=200)


def overseas(desk: Desk, rng: random.Random) -> Sheet:
    """A page in traditional characters, its text running down, in bands, from the right to the left."""
    tc = SERIF.replace("SC", "TC")
    sheet = TraditionalSheet(1180, 1680, desk, rng)
    page = Rect(44, 40, 1092, 1600)
    look = Look(
        size=rng.choice((14, 14.5)),
        leading=1.5,
        gap=rng.choice((14, 18)),
        rule=rng.choice((HAIR, "")),
        font=tc,
        head_font=rng.choice((tc, SANS.replace("SC", "TC"))),
        indent="css",
        body_css=VERTICAL,
    )
    sheet.furniture(
        Rect(page.x, page.y, page.w, 34),
        sheet.said(f"{dated(desk, rng)}　南洋周刊　僑訊"),
        f"font:700 16px/30px {tc};border-bottom:2px solid #000;text-align:right",
    )
    rows = Rect(page.x, page.y + 50, page.w, page.h - 50).below((1.2, 1, 1), 26)
    sheet.down(rows[0], replace(look, cols=3, head=50), upright=rng.random() < 0.6)
    for row in rows[1:]:
        sheet.line(Rect(page.x, row.y - 13, page.w, 1))
        for place in row.beside(rng.choice(((1, 1), (1.3, 1), (1, 1, 1))), 26):
            sheet.down(
                place,
                replace(look, cols=2 if place.w < 700 else 3, head=rng.choice((28, 32))),
                upright=rng.random() < 0.6,
            )
    return sheet


PAGES = {
    "short_news": short_news,
    "culture": culture,
    "advert": advert,
    "continued": continued,
    "feature": feature,
    "overseas": overseas,
}
