"""Made pages as samples to learn from: what the program sees of each, and what is true of it.

``Sample`` is a text dump by ``make_dumps``; ``PrintedSample`` a page with geometry by ``typeset``.
"""

import hashlib
import random
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import torch

import make_dumps
import typeset
from presscheck.articles import heads, judge, matter, pieces, places, restore, seams, threads, traits
from presscheck.intake.printed import PrintedLine, page_of
from presscheck.language import ngram
from presscheck.layout.printed import lay_out_printed
from presscheck.model import Block, Box, Graphic, GraphicKind, Page, Type

MOST_FRAGMENTS = 260
LINES = range(20, 1500)
"""Printed lines that a page to learn from may have."""
HEADS = ("kicker", "headline", "deck")
THREADED = ("jump_from", "jump_to", "dateline", "crosshead", "body", "byline", *HEADS)
UNTYPED, BARE, MISREAD = 0.3, 0.2, 0.25
"""Shares of pages: whose file tells nothing of type, without rules and frames, misread in places."""
WITHOUT_FURNITURE = 0.35
"""The share of pages without folio and editors' line, as cuttings and parts of pages are."""
WRONG = 0.01
"""The share of characters a recogniser misreads."""


class Sample:
    """One made page: what the program sees of it, and what is true."""

    def __init__(self, fragments: list[make_dumps.Fragment], manner: str, model: ngram.LanguageModel) -> None:
        placed = [fragment for fragment in fragments if fragment.place is not None]
        texts = [fragment.text for fragment in placed]
        table = traits.traits(texts, model)
        evidence = seams.evidence(texts, table, model, matter.load())
        self.page = partial(threads.page, texts=texts, table=table, evidence=evidence, matter=matter.load())
        self.company = torch.from_numpy(judge.in_company(table, evidence))
        self.evidence = torch.from_numpy(evidence).half()
        count = len(placed)
        self.forbidden = (
            torch.eye(count).bool() if manner == "fragments" else torch.tril(torch.ones(count, count)).bool()
        )
        self.before, self.after = links(placed, manner)
        self.role = torch.tensor([role(fragment) for fragment in placed])
        # Marks (bylines, jump lines, closing datelines) have their roles from the grammar of heads.
        self.told = torch.tensor([fragment.role in (*HEADS, "crosshead", "body") for fragment in placed])
        self.torn = torch.tensor([
            bool(prior >= 0) and here.paragraph is not None and placed[prior].paragraph == here.paragraph
            for here, prior in zip(placed, self.before.tolist(), strict=True)
        ]).float()  # fmt: skip


class PrintedSample:
    """One page set with geometry: what the program sees of it, and what is true."""

    def __init__(self, sheet: typeset.Sheet, model: ngram.LanguageModel, *, roles_only: bool = False) -> None:
        sheet = cropped(sheet)
        page = page_of_sheet(sheet)
        truth = {line.span.start: line_ for line, line_ in zip(page.lines, kept(sheet), strict=True)}
        blocks = [block for whole in lay_out_printed(page) for block in pieces.cut(page, whole)]
        told = [true_line(truth, block) for block in blocks]
        self.roles_company = torch.from_numpy(restore.company_of(page, blocks, model))
        self.roles = torch.tensor([true_role(line) for line in told])
        if roles_only:
            return
        own = [index for index, line in enumerate(told) if line.story is not None and line.role in THREADED]
        order = sorted(own, key=lambda index: (told[index].story, told[index].place))
        apart = [block for index, block in enumerate(blocks) if index not in own]
        blocks, told = [blocks[index] for index in own], [told[index] for index in own]
        texts = [block.text for block in blocks]
        where = places.Places.of(page, blocks, apart)
        table = traits.traits(texts, model)
        evidence = seams.evidence(texts, table, model, matter.load())
        company, both = threads.placed(table, evidence, where)
        self.page = partial(
            threads.page, texts=texts, table=table, evidence=evidence, matter=matter.load(), places=where
        )
        self.company, self.evidence = torch.from_numpy(company), torch.from_numpy(both).half()
        self.forbidden = torch.eye(len(own)).bool()
        number = {index: place for place, index in enumerate(own)}
        before, after = [-1] * len(own), [-1] * len(own)
        for first, second in pairwise([number[index] for index in order]):
            if told[first].story == told[second].story:
                before[second], after[first] = first, second
        self.before, self.after = torch.tensor(before), torch.tensor(after)
        self.role = torch.tensor([role(line) for line in told])
        self.told = torch.tensor([line.role in (*HEADS, "crosshead", "body") for line in told])
        self.torn = torch.tensor([
            prior >= 0 and line.paragraph is not None and told[prior].paragraph == line.paragraph
            for line, prior in zip(told, before, strict=True)
        ]).float()  # fmt: skip


def true_role(line: typeset.SetLine) -> int:
    """The role that ``boxes_roles`` learns for a block."""
    names = [each.value for each in judge.ROLES]
    return names.index(line.role) if line.role in names else names.index("furniture")


def cropped(sheet: typeset.Sheet) -> typeset.Sheet:
    """By chance the sheet without its furniture, cut off close above its first line and below its last."""
    rng = random.Random(len(sheet.lines) * 1000 + int(sheet.height))
    lines = [line for line in sheet.lines if line.role != "furniture"]
    if rng.random() >= WITHOUT_FURNITURE or not lines:
        return sheet
    top = min(line.top for line in lines) - rng.uniform(0, 0.08) * sheet.height
    foot = max(line.top + line.height for line in lines) + rng.uniform(0, 0.3) * sheet.height
    return typeset.Sheet(
        sheet.width,
        foot - top,
        tuple(replace(line, top=line.top - top) for line in lines),
        tuple(replace(one, top=one.top - top) for one in sheet.graphics),
    )


def kept(sheet: typeset.Sheet) -> list[typeset.SetLine]:
    """The lines of a sheet that hold more than white space, in an order that tells nothing."""
    lines = [line for line in sheet.lines if line.text.strip()]
    return sorted(lines, key=lambda line: hashlib.md5(repr(line).encode()).digest())


def page_of_sheet(sheet: typeset.Sheet) -> Page:
    """A sheet as a page that a file would have given: some files tell nothing of type, some hold misread characters."""
    rng = random.Random(len(sheet.lines) * 1000 + int(sheet.width))
    typed, bare, misread = rng.random() >= UNTYPED, rng.random() < BARE, rng.random() < MISREAD
    letters = "".join(line.text for line in sheet.lines)
    lines = []
    for line in kept(sheet):
        text = "".join(rng.choice(letters) if misread and rng.random() < WRONG else char for char in line.text)
        known = Type(line.size, line.font, line.bold, line.vertical, line.light) if typed else None
        lines.append(PrintedLine(text.strip() or line.text, Box(line.left, line.top, line.width, line.height), known))
    graphics = [
        Graphic(GraphicKind(one.kind), Box(one.left, one.top, one.width, one.height))
        for one in sheet.graphics
        if not bare
    ]
    return page_of(Page("p1", "made", "", "pdf", "", (), width=sheet.width, height=sheet.height), lines, graphics)


def true_line(truth: dict[int, typeset.SetLine], block: Block) -> typeset.SetLine:
    """What is true of a block: what is true of the line it begins in; a jump mark cut off a line is one."""
    line = truth[max(start for start in truth if start <= block.spans[0].start)]
    marks = {mark.role.value for mark in heads.marks(block.text) if mark.whole}
    cut = next((name for name in ("jump_from", "jump_to") if name in marks), None)
    return (
        replace(line, role=cut, place=line.place + (0.5 if cut == "jump_to" else -0.5))
        if cut and line.role == "body"
        else line
    )


def role(fragment: make_dumps.Fragment) -> int:
    """The role that ``join`` learns for a fragment."""
    if fragment.role in HEADS:
        return judge.HEAD
    return judge.CROSSHEAD if fragment.role == "crosshead" else judge.BODY


def links(placed: list[make_dumps.Fragment], manner: str) -> tuple[torch.Tensor, torch.Tensor]:
    """The true predecessor and successor of each fragment, -1 for none: as the dump has them, or as the story."""
    before, after = [-1] * len(placed), [-1] * len(placed)
    stories: dict[int | None, list[int]] = {}
    for index, fragment in enumerate(placed):
        stories.setdefault(fragment.story, []).append(index)
    for members in stories.values():
        order = members if manner == "columns" else sorted(members, key=lambda index: placed[index].place or 0)
        for first, second in pairwise(order):
            before[second], after[first] = first, second
    return torch.tensor(before), torch.tensor(after)


def samples(record: Path, manner: str, *, since: str, until: str, count: int, seed: int) -> list:
    """So many pages of these months, as samples."""
    model, items = ngram.load(), make_dumps.articles(record, since, until)
    if manner in ("boxes", "roles"):
        sheets = (sheet for sheet in typeset.sheets(items, seed) if len(sheet.lines) in LINES)
        return [
            PrintedSample(sheet, model, roles_only=manner == "roles")
            for sheet, _ in zip(sheets, range(count), strict=False)
        ]
    dumps = (dump for dump in make_dumps.pages(items, manner, seed) if 5 < len(dump) < MOST_FRAGMENTS)
    return [Sample(dump, manner, model) for dump, _ in zip(dumps, range(count), strict=False)]
