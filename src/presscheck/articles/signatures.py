"""Signatures: who wrote a story, on a line of its own behind its last sentence.

Most credits stand under a head, and that is what the networks learned. A name between the end of one story and the head
of the next is set apart before they judge: it signs what stands above it, and that story is at its end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from presscheck import hanzi
from presscheck.articles import heads, stacks, traits
from presscheck.articles.assemble import Strand
from presscheck.articles.threads import Knot
from presscheck.language import ngram
from presscheck.model import Block, Role

LONGEST_BARE = 16
"""Names by themselves take no more characters than this."""
MOST_NAMES = 3
"""More names than this, each on a line of its own, are a list: who won, who came."""
FEWEST_TOLD = 16
"""What is signed has so many characters at least: a line of figures that ends with a stop is no story."""
NAME_IS_NEWS = -6.0
"""Names are news to the paper's language: the mean log chance of their characters is no more than this.

Of 400 invented names 99 in a hundred are below it; common words that could be a name (项目, 高峰, 明天) are above.
"""
_DOTS = frozenset("·•・")
"""Marks within foreign names; but what stands by itself with such a mark is a label rather (渠畔·人家)."""


@dataclass(frozen=True, slots=True)
class Signed:
    """The signatures of a dump, each by the id of the block that it signs."""

    by_block: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All the signatures."""
        return tuple(one for ones in self.by_block.values() for one in ones)

    def words(self, block: Block) -> str:
        """What a block says with its signature behind it, as papers print it that set both on one line.

        The last line of a poem is given the stop that it does without.
        """
        names = "".join(one.text.strip() for one in self.by_block.get(block.id, ()))
        if not names:
            return block.text
        stop = "" if _has_ended(block) else "。"
        return block.text + stop + (names if names[0] in hanzi.OPENERS else f"（{names}）")

    def parted(self, chains: stacks.Chains, blocks: Sequence[Block]) -> list[tuple[Knot, ...]]:
        """The chains, each cut where a line of a head comes behind a signature: there another story begins."""
        if not self.by_block:
            return [tuple(chain) for chain in chains]
        lines = stacks.are_lines(blocks)
        out: list[tuple[Knot, ...]] = []
        for chain in chains:
            start = 0
            for at, (knot, after) in enumerate(pairwise(chain), 1):
                if blocks[knot.fragment].id in self.by_block and lines[after.fragment]:
                    out.append(tuple(chain[start:at]))
                    start = at
            out.append(tuple(chain[start:]))
        return out

    def behind(self, story: Sequence[Strand]) -> list[Strand]:
        """The strands of a story, each signature behind what it signs."""
        return [each for strand in story for each in (strand, *map(Strand, self.by_block.get(strand.block.id, ())))]


def apart(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], Signed]:
    """The blocks of a dump without its signatures, and those.

    >>> from presscheck.model import Span
    >>> lines = ["渠水昨天上了北坡，十二个村子告别了旱田。", "（本报记者 周田）", "南湾新桥通车"]
    >>> roles = [Role.UNKNOWN, Role.BYLINE, Role.UNKNOWN]
    >>> told = zip("abc", roles, lines, strict=True)
    >>> kept, signed = apart([Block(name, role, (Span("p1", 0, 1),), line) for name, role, line in told])
    >>> [block.id for block in kept], signed.words(kept[0])
    (['a', 'c'], '渠水昨天上了北坡，十二个村子告别了旱田。（本报记者 周田）')
    """
    kept: list[Block] = []
    signed: dict[str, tuple[Block, ...]] = {}
    credits_ = _credits(blocks)
    for block, credit, after in zip(blocks, credits_, _after(blocks, credits_), strict=True):
        if credit and kept and _signs(block, kept[-1], after):
            signed[kept[-1].id] = (*signed.get(kept[-1].id, ()), replace(block, role=Role.BYLINE))
        else:
            kept.append(block)
    return tuple(kept), Signed(signed)


def _credits(blocks: Sequence[Block]) -> list[bool]:
    """Which blocks could sign what stands above them; no line of a list of names does."""
    out: list[bool] = []
    for bare, run in groupby(blocks, _are_names):
        held = list(run)
        out += [len(held) <= MOST_NAMES] * len(held) if bare else [block.role is Role.BYLINE for block in held]
    return out


def _after(blocks: Sequence[Block], credits_: Sequence[bool]) -> list[Block | None]:
    """The next block behind each that is no credit itself; none at the end of the page."""
    out: list[Block | None] = []
    behind: Block | None = None
    for block, credit in zip(reversed(blocks), reversed(credits_), strict=True):
        out.append(behind)
        behind = behind if credit else block
    return out[::-1]


def _are_names(block: Block) -> bool:
    """Whether a line that the grammar does not know for a byline may be names and nothing else."""
    bare = block.role is Role.UNKNOWN and len(block.text) <= LONGEST_BARE and not set(block.text) & _DOTS
    return bare and heads.could_sign(block.text)


def _signs(block: Block, above: Block, after: Block | None) -> bool:
    """Whether a credit ends what stands above it: nothing that it could head comes behind it."""
    if above.role is not Role.UNKNOWN:
        return False
    bracketed = block.role is Role.BYLINE and block.text.strip()[:1] in hanzi.OPENERS
    if not _has_ended(above):
        return bracketed and _opens(after)
    return bracketed or (_opens(after) and (block.role is Role.BYLINE or _is_news(block.text)))


def _has_ended(block: Block) -> bool:
    text = block.text.rstrip("”’）》」』) ")
    return block.role is Role.UNKNOWN and len(text) >= FEWEST_TOLD and text[-1:] in hanzi.SENTENCE_ENDS


def _opens(block: Block | None) -> bool:
    """Whether another story, or nothing at all, begins with a block."""
    if block is None or block.role in (Role.JUMP_FROM, Role.CROSSHEAD):
        return True
    return block.role is Role.UNKNOWN and bool(traits.is_head(traits.looks([block.text]))[0])


def _is_news(names: str) -> bool:
    told = [part for part in hanzi.fold(names).split() if part]
    chances = [float(ngram.load().log_probs(part).mean()) for part in told]
    return all(chance <= NAME_IS_NEWS for chance in chances)
