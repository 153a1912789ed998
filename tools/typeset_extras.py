"""What stands on a page beside stories: pictures with captions, tables, advertisements, folio lines, mastheads."""

import random

from make_dumps import PHOTO_CREDITS, name
from typeset_sheet import Draft
from typeset_type import Block, Frame, Paragraph, Style, flow, lines_needed, width_of

PAPERS = ("东江日报", "北岭晚报", "白石周报", "渠水时报", "鹿鸣都市报", "南浦新报", "云溪报")
SECTIONS = (
    "要闻",
    "综合新闻",
    "国内新闻",
    "国际",
    "经济",
    "民生",
    "时事",
    "教科卫",
    "县域新闻",
    "专题",
    "视点",
    "体育",
)
SLOGANS = (
    "节约用水　人人有责", "讲文明　树新风", "绿色出行　从我做起", "南浦商场开业酬宾", "北岭驾校招生",
    "鹿鸣山庄　依山而居", "渠水牌面粉　三代人的味道", "白石家具城　周末特惠", "招聘启事", "遗失声明",
    "关爱老人　情暖夕阳", "云溪茶　香满山",
)  # fmt: skip
SMALL_PRINT = (
    "地址：渠水市白石路{}号", "咨询电话：0{}-8{}26{}", "凡在活动期间购物满{}元，均可参加抽奖，名额有限，先到先得。",
    "优惠从即日起至{}月底，详情请到店垂询。", "遗失渠水市白石镇{}号营业执照副本一份，声明作废。",
    "本公司诚聘业务员{}名，待遇从优。",
)  # fmt: skip
ROWS = (
    "小麦",
    "玉米",
    "大豆",
    "棉花",
    "油料",
    "蔬菜",
    "水果",
    "茶叶",
    "生猪",
    "禽蛋",
    "水产品",
    "木材",
    "钢材",
    "水泥",
    "发电量",
    "客运量",
)
WEEK = "一二三四五六日"


def picture_words(paragraphs: list[Paragraph], rng: random.Random) -> str:
    """A caption made of the story's words."""
    body = [part.text for part in paragraphs if part.role == "body"] or ["渠水新貌。"]
    words = rng.choice(body).split("。")[0][-60:]
    credit = rng.choice(PHOTO_CREDITS).format(name(rng))
    return f"{rng.choice(('', '图为', '▲', ''))}{words}。　{credit}"


def picture(width: float, height: float, caption: str | None, style: Style, rng: random.Random) -> Block:
    """A picture with its caption below, above, beside or over it, at times with the credit on a line of its own."""
    if not caption:
        return Block(width, height, [], [("picture", 0, 0, width, height)])
    words, _, credit = caption.rpartition("　")
    apart = bool(words) and rng.random() < 0.3
    parts = [_caption(words if apart else caption, "caption", style, rng)]
    parts += [_caption(credit, "credit", style, rng)] if apart else []
    place = rng.choice(("below", "below", "below", "above", "beside", "over"))
    narrow = width * 0.3 if place == "beside" and width > 26 * style.size else width - 0.6 * style.size
    deep = lines_needed(parts, narrow, style) + 2
    if narrow < width * 0.5:
        lines, foot = _run(parts, width - narrow, narrow, 0.0, deep, style)
        shot = width - narrow - style.size * 0.6
        return Block(width, max(height, foot), lines, [("picture", 0, 0, shot, max(height, foot))])
    lines, foot = _run(parts, 0.3 * style.size, narrow, 0.0, deep, style)
    if place == "above":
        return Block(width, height + foot, lines, [("picture", 0, foot, width, height)])
    tall = max(height - foot, 5 * style.leading)
    start = tall + 0.1 * style.leading
    if place == "over":
        tall = max(height, foot + 2 * style.leading)
        start = tall - foot
    for line in lines:
        line.top += start
        line.light = place == "over"
    return Block(width, max(tall, start + foot), lines, [("picture", 0, 0, width, tall)])


def _caption(text: str, role: str, style: Style, rng: random.Random) -> Paragraph:
    align = "right" if role == "credit" else rng.choice(("justify", "centre"))
    return Paragraph(role, text, None, 7, 0.0, align, False, style.small_font, rng.choice((0.85, 0.92, 1.0)))


def _run(
    parts: list[Paragraph], left: float, width: float, top: float, deep: int, style: Style
) -> tuple[list[Draft], float]:
    """Paragraphs down one column of their own, and where they end."""
    lines, _, _ = flow(parts, [Frame(left, width, top, top + deep * style.leading + 0.1)], style, None)
    return lines, max((line.top + line.height for line in lines), default=top) + 0.2 * style.leading


def table(width: float, style: Style, rng: random.Random) -> Block:
    """A table of figures: a title, columns of cells, rules or a frame."""
    count = max(2, min(5, int(width / (5.2 * style.size))))
    rows = rng.sample(ROWS, rng.randrange(3, 9))
    size, step = style.size * 0.9, style.leading
    cell = width / count
    heads = ["品名", *rng.sample(("产量", "同比", "比重", "金额", "单价"), count - 1)]
    lines: list[Draft] = []
    for row, title in enumerate([heads, *([goods, *(_figure(rng) for _ in range(count - 1))] for goods in rows)]):
        for column, text in enumerate(title):
            measure = min(width_of(text) * size, cell - 2)
            left = column * cell + (2 if column == 0 else (cell - measure) / 2)
            top = row * step + (step - size * style.box) / 2
            lines.append(
                Draft(text, left, top, measure, size * style.box, size, "table", style.body_font, row == 0, rank=8)
            )
    height = (len(rows) + 1) * step
    rules = [("rule", 0, row * step, width, 0.4) for row in range(1, len(rows) + 1)] if rng.random() < 0.6 else []
    edge = (
        [("frame", 0, 0, width, height)]
        if rng.random() < 0.6
        else [("rule", 0, 0, width, 1), ("rule", 0, height, width, 1)]
    )
    return Block(width, height, lines, edge + rules)


def _figure(rng: random.Random) -> str:
    return rng.choice(("{:.1f}%", "{:.2f}", "{:.1f}万吨", "{:.0f}亿元")).format(rng.uniform(0.5, 900))


def advert(width: float, height: float, style: Style, rng: random.Random) -> Block:
    """An advertisement: large words, small print, a frame, a tint or a picture."""
    pad = style.size * 0.8
    lines: list[Draft] = []
    top = pad
    font = rng.choice(style.head_fonts)
    light = rng.random() < 0.25
    for number in range(rng.randrange(3, 9)):
        text = rng.choice(SLOGANS) if number == 0 else _small_print(rng)
        size = style.size * (rng.uniform(1.5, 5) if number == 0 else rng.uniform(0.8, 1.3))
        size = min(size, (width - 2 * pad) / width_of(text))
        if size < style.size * 0.5 or top + size * 1.2 > height - pad * 0.5:
            continue
        measure = width_of(text) * size
        left = (width - measure) / 2 if number == 0 or rng.random() < 0.5 else pad
        lines.append(Draft(text, left, top, measure, size * 1.15, size, "advert", font, number == 0, False, light))
        top += size * rng.uniform(1.25, 1.8)
    graphics = [("tint" if light or rng.random() < 0.3 else "frame", 0, 0, width, height)]
    if height - top > 5 * style.leading:
        graphics.append(("picture", pad, top, width - 2 * pad, (height - top - pad) * rng.uniform(0.4, 1)))
    return Block(width, height, lines, graphics)


def _small_print(rng: random.Random) -> str:
    return rng.choice(SMALL_PRINT).replace("{}", str(rng.randrange(12, 99)))


def furniture(width: float, top: float, height: float, style: Style, rng: random.Random) -> tuple[Block, Block]:
    """What stands at the head and at the foot of the page: folio, section, editors, or a masthead."""
    month, day = rng.randrange(1, 13), rng.randrange(1, 29)
    date = rng.choice(
        (f"2025年{month}月{day}日", f"2025.{month}.{day}", f"2025年{month}月{day}日　星期{rng.choice(WEEK)}")
    )
    sheet = rng.choice(("第{}版", "{}", "A{}", "{:02}版", "{} 版")).format(rng.randrange(1, 17))
    paper, section = rng.choice(PAPERS), rng.choice(SECTIONS)
    editors = rng.choice(
        ("责任编辑 {} 美编 {} 校对 {}", "责编：{}　版式：{}", "编辑/{} 校对/{}", "本版编辑 {} 电话 0{}")
    ).split("{}")
    editor = "".join(part + name(rng) for part in editors[:-1]) + editors[-1]
    if rng.random() < 0.15:
        return _masthead(paper, date, width, style, rng), Block(width, 0, [])
    pieces = [part for part in (paper, date, sheet, section, editor) if rng.random() < 0.8] or [sheet]
    below = [pieces.pop()] if len(pieces) > 2 and rng.random() < 0.25 else []
    return _folio(pieces, width, top, section, style, rng), _folio(below, width, height, section, style, rng)


def _folio(pieces: list[str], width: float, height: float, section: str, style: Style, rng: random.Random) -> Block:
    """Pieces along one line, the section's name larger, and a rule under them."""
    if not pieces:
        return Block(width, 0, [])
    rng.shuffle(pieces)
    sizes = [
        min(height * 0.6, style.size * (rng.uniform(1.4, 2.6) if text == section else rng.uniform(0.85, 1.2)))
        for text in pieces
    ]
    room = width - sum(width_of(text) * size for text, size in zip(pieces, sizes, strict=True))
    if room < 0:
        return _folio(pieces[:-1], width, height, section, style, rng)
    gap = min(room / max(1, len(pieces) - 1), width if rng.random() < 0.6 else style.size * 2)
    lines, left = [], 0.0
    for text, size in zip(pieces, sizes, strict=True):
        measure, tall = width_of(text) * size, size * min(1.2, style.box)
        lines.append(
            Draft(
                text,
                left,
                height - tall - 2,
                measure,
                tall,
                size,
                "furniture",
                style.small_font,
                size > 1.3 * style.size,
            )
        )
        left += measure + gap
    rule = [("rule", 0, height, width, rng.uniform(0.4, 2))] if rng.random() < 0.8 else []
    return Block(width, height, lines, rule)


def _masthead(paper: str, date: str, width: float, style: Style, rng: random.Random) -> Block:
    """The name of the paper over its front page, with the small print beside it."""
    size = width * rng.uniform(0.06, 0.11)
    measure = size * len(paper) * 1.1
    left = rng.choice((0.0, (width - measure) / 2))
    lines = [Draft(paper, left, 0, measure, size * 1.15, size, "furniture", "FZXKFW", True)]
    top = 0.1 * size
    small = min(style.size, size * 0.16)
    for text in (
        date,
        f"今日{rng.choice((4, 8, 12, 16))}版",
        f"第{rng.randrange(1000, 9999)}期",
        f"国内统一连续出版物号 CN 00-00{rng.randrange(10, 99)}",
    )[: rng.randrange(2, 5)]:
        beside = left + measure + size * 0.3
        if beside + width_of(text) * small < width:
            lines.append(
                Draft(text, beside, top, width_of(text) * small, small * 1.2, small, "furniture", style.small_font)
            )
            top += small * 1.6
    return Block(width, size * 1.3, lines, [("rule", 0, size * 1.25, width, 1.2)])


def label_block(text: str, width: float, style: Style, rng: random.Random) -> Block:
    """The label over a column of briefs, plain, ruled or reversed."""
    size = style.size * rng.uniform(1.2, 2.4)
    size = min(size, width * 0.9 / len(text))
    measure = len(text) * size * rng.choice((1.0, min(1.4, width * 0.9 / (len(text) * size))))
    left = rng.choice((0.0, (width - measure) / 2))
    height = size * min(1.15, style.box)
    light = rng.random() < 0.35
    line = Draft(text, left, 2, measure, height, size, "label", style.head_fonts[0], True, False, light)
    graphics = [("tint", max(0.0, left - 2), 0, min(width, measure + 4), height + 4)] if light else []
    graphics += [("rule", 0, height + 5, width, 0.6)] if rng.random() < 0.5 else []
    return Block(width, height + style.size * 0.8, [line], graphics)
