"""From a thread to an article: heads in their places, torn paragraphs joined, marks kept as marks."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from presscheck.articles import days, heads
from presscheck.errors import Lang
from presscheck.messages import say
from presscheck.model import (
    Article,
    Block,
    Dateline,
    Inside,
    Jump,
    Page,
    Paragraph,
    ParagraphKind,
    Places,
    Role,
)

STACK = (Role.KICKER, Role.HEADLINE, Role.DECK)
PARAGRAPHS = {
    Role.BODY: ParagraphKind.P,
    Role.CROSSHEAD: ParagraphKind.CROSSHEAD,
    Role.CAPTION: ParagraphKind.CAPTION,
    Role.CREDIT: ParagraphKind.CREDIT,
    Role.TABLE: ParagraphKind.TABLE,
}
DOUBTFUL = 0.7
"""A joint less sure than this is named among the reasons, with its runner-up."""


@dataclass(frozen=True, slots=True)
class Strand:
    """A block in its story: its role, whether it goes on the paragraph before it, and how sure its place is.

    ``rival`` is the block that it would follow next likeliest (None: it would open a story), with the chance of that;
    ``ends`` the chance that nothing more follows the last one.
    """

    block: Block
    torn: bool = False
    chance: float = 1.0
    rival: Block | None = None
    rival_chance: float = 0.0
    ends: float = 1.0


def assemble(page: Page, day: days.Day, number: str, strands: Sequence[Strand], lang: Lang) -> Article:
    """The article that the strands of one thread make, in their order; ``day`` is what is known of the page's."""
    heads_ = {role: [strand.block for strand in strands if strand.block.role is role] for role in Role}
    paragraphs = _paragraphs(page, strands)
    dateline, byline, inside = _credits(day, heads_, paragraphs)
    places = Places(**{
        role.value: tuple(span for block in heads_[role] for span in block.spans)
        for role in (*STACK, Role.BYLINE, Role.DATELINE, Role.JUMP_FROM, Role.JUMP_TO)
    })  # fmt: skip
    confidence = _confidence(strands)
    return Article(
        id=number,
        kicker=_told(heads_[Role.KICKER]),
        headline=_told(heads_[Role.HEADLINE]),
        deck=_told(heads_[Role.DECK]),
        byline=byline,
        dateline=dateline,
        jump_from=_jump(heads_[Role.JUMP_FROM]),
        jump_to=_jump(heads_[Role.JUMP_TO]),
        places=places,
        inside=inside,
        paragraphs=paragraphs,
        confidence=confidence,
        reasons=_reasons(strands, heads_, paragraphs, lang),
    )


def _told(blocks: Sequence[Block]) -> str | None:
    return " ".join(block.text for block in blocks) or None


def _jump(blocks: Sequence[Block]) -> Jump | None:
    if not blocks:
        return None
    text = blocks[0].text
    mark = next(mark for mark in heads.marks(text) if mark.role in (Role.JUMP_FROM, Role.JUMP_TO))
    return heads.jump(mark, text)


def _paragraphs(page: Page, strands: Sequence[Strand]) -> tuple[Paragraph, ...]:
    runs: list[list[Strand]] = []
    for strand in strands:
        if strand.block.role not in PARAGRAPHS:
            continue
        if strand.torn and runs and runs[-1][-1].block.role is strand.block.role in (Role.BODY, Role.CROSSHEAD):
            runs[-1].append(strand)
        else:
            runs.append([strand])
    return tuple(_paragraph(page, run) for run in runs)


def _paragraph(page: Page, run: Sequence[Strand]) -> Paragraph:
    spans = page.read_on([span for strand in run for span in strand.block.spans])
    return Paragraph(PARAGRAPHS[run[0].block.role], page.told(spans), spans)


def _credits(
    day: days.Day, heads_: dict[Role, list[Block]], paragraphs: Sequence[Paragraph]
) -> tuple[Dateline | None, str | None, tuple[Inside, ...]]:
    """Dateline and byline: from their own lines, else from the first or last paragraph, where they are pointed at."""
    dateline = _dateline(heads_[Role.DATELINE], day)
    byline = _told(heads_[Role.BYLINE])
    inside: list[Inside] = []
    for index in dict.fromkeys((0, len(paragraphs) - 1)):
        if not 0 <= index < len(paragraphs) or paragraphs[index].kind is not ParagraphKind.P:
            continue
        text = paragraphs[index].text
        for mark in heads.marks(text):
            if mark.role is Role.DATELINE and dateline is None:
                dateline = days.dateline(text, mark, day)
                inside.append(Inside("dateline", index, mark.start, mark.end))
            elif mark.role is Role.BYLINE and byline is None:
                byline = text[mark.start : mark.end]
                inside.append(Inside("byline", index, mark.start, mark.end))
    return dateline, byline, tuple(inside)


def _dateline(blocks: Sequence[Block], day: days.Day) -> Dateline | None:
    if not blocks:
        return None
    text = blocks[-1].text
    mark = next(mark for mark in heads.marks(text) if mark.role is Role.DATELINE)
    return days.dateline(text, mark, day)


def _confidence(strands: Sequence[Strand]) -> float:
    """The chance that the whole story is as given: that every joint is right and nothing more follows its end."""
    return math.prod(strand.chance * strand.ends for strand in strands)


def _reasons(
    strands: Sequence[Strand], heads_: dict[Role, list[Block]], paragraphs: Sequence[Paragraph], lang: Lang
) -> tuple[str, ...]:
    out = [say("articles.fragments", lang, count=len(strands))]
    bodies = sum(strand.block.role in PARAGRAPHS for strand in strands)
    if bodies > len(paragraphs):
        out.append(say("articles.torn", lang, count=bodies - len(paragraphs)))
    if not heads_[Role.HEADLINE]:
        out.append(say("articles.headless", lang))
    text = [strand.block for strand in strands if strand.block.role not in (Role.CAPTION, Role.CREDIT)]
    if text and text[-1].role is Role.DATELINE:
        out.append(say("articles.closed", lang, dateline=text[-1].text))
    weakest = min(strands, key=lambda strand: strand.chance)
    if weakest.chance < DOUBTFUL:
        out.append(say("articles.weakest", lang, words=weakest.block.text[:12], chance=f"{weakest.chance:.2f}"))
        if weakest.rival_chance >= 0.01:
            out.append(_runner_up(weakest, lang))
    return tuple(out)


def _runner_up(strand: Strand, lang: Lang) -> str:
    chance = f"{strand.rival_chance:.2f}"
    if strand.rival is None:
        return say("articles.rival_opens", lang, chance=chance)
    return say("articles.rival", lang, words=strand.rival.text[-12:], chance=chance)
