"""Two kinds of newspaper pages whose text runs down: all of it, or some stories."""

import random
from dataclasses import replace

from web_sheet import HAIR, SANS, SERIF, Look, Rect, Sheet, TraditionalSheet, dated
from web_stories import Desk


def bands(desk: Desk, rng: random.Random) -> Sheet:
    """A traditional paper of the old manner: text that runs down in three to five bands, heads upright or across."""
    tc, hei = SERIF.replace("SC", "TC"), SANS.replace("SC", "TC")
    sheet = TraditionalSheet(1320, 1900, desk, rng)
    page = Rect(40, 36, 1240, 1828)
    look = Look(
        size=rng.choice((13, 13.5, 15)),
        leading=rng.choice((1.4, 1.55, 1.7)),
        gap=rng.choice((12, 16, 22)),
        rule=rng.choice((HAIR, "", "")),
        font=rng.choice((tc, hei)),
        head_font=rng.choice((tc, hei)),
        indent=rng.choice(("css", "pad")),
    )
    folio = Rect(page.x, page.y, page.w, 30)
    sheet.furniture(
        folio, sheet.said(f"A{rng.randrange(2, 20)}　要闻　　{dated(desk, rng)}　海东时报"), f"font:700 15px/26px {hei}"
    )
    lead, *rest = Rect(page.x, page.y + 44, page.w, page.h - 44).below((rng.uniform(0.9, 1.4), 1, 0.8), 28)
    picture, place = lead.beside((1, 2.4), 24)[:: rng.choice((1, -1))]
    narrow, wide = sorted((picture, place), key=lambda rect: rect.w)
    sheet.photo(Rect(narrow.x, narrow.y, narrow.w, narrow.h * 0.7), rng.choice(("below", "above")))
    sheet.down(wide, replace(look, cols=rng.choice((2, 3)), head=rng.choice((40, 46))), upright=rng.random() < 0.5)
    for row in rest:
        sheet.line(Rect(page.x, row.y - 14, page.w, rng.choice((1, 2))))
        shares = rng.choice(((1, 1), (1, 1.6), (1, 1, 1.3), (1.4, 1, 1)))
        places = row.beside(shares, 28)
        if rng.random() < 0.5:
            sheet.between(places)
        for place in places:
            sheet.down(
                place, replace(look, cols=rng.choice((1, 2)), head=rng.choice((24, 28, 34))), upright=rng.random() < 0.5
            )
    return sheet


def both_ways(desk: Desk, rng: random.Random) -> Sheet:
    """A page on which some stories run down and others across."""
    sheet = Sheet(1240, 1760, desk, rng)
    page = Rect(42, 38, 1156, 1684)
    look = Look(size=rng.choice((13, 14)), gap=rng.choice((14, 18)), indent="css", head_font=rng.choice((SERIF, SANS)))
    folio = f'0{rng.randrange(2, 9)}　副刊<span style="float:right">{dated(desk, rng)}　临江周报</span>'
    sheet.furniture(Rect(page.x, page.y, page.w, 30), folio, f"font:700 16px/28px {SERIF};border-bottom:1px solid #000")
    rows = Rect(page.x, page.y + 46, page.w, page.h - 46).below((1, 1.2, 0.9), 30)
    for row, shares in zip(rows, ((1, 1.5), (1.3, 1), (1, 1, 1)), strict=True):
        sheet.line(Rect(page.x, row.y - 15, page.w, 1))
        for place in row.beside(shares, 30):
            cols = 1 if place.w < 400 else 2
            if rng.random() < 0.4:
                sheet.down(place, replace(look, cols=rng.choice((1, 2)), head=28), upright=rng.random() < 0.7)
            else:
                sheet.slot(place, replace(look, cols=cols, head=rng.choice((24, 30))))
    return sheet
