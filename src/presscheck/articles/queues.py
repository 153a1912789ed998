"""The stories of a dump read column by column: they come back in the same stack order in every column.

A page column holds its stories one above the other. Read column by column, a story that goes on in the next column
comes back there after those that stood above it and before those that stood below. So the open stories wait in a queue:
what comes next in the dump is the same story's next paragraph, the story at the head of the queue, or a new one; who is
passed over has ended. The decoder reads the dump once with a beam of hypotheses; which step is how likely, a learned
network says from the seam, the cohesion with the whole story so far, and who would be passed over.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from presscheck.articles.matter import unit

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Numbers = TypeVar("Numbers", Floats, Ints)
Score = Callable[[Floats], Floats]

BEAM = 12
LINK, END, FLOOR = 1.0, 0.3, -9.0
"""How much a link among all links, and an end among all ends, count beside a step among its steps; the least they can.
Set on made pages of the development months."""
AGAIN = 16.0
"""What a step costs, in log odds, that gives a second byline or dateline to a story whose text has begun.

Of the 2,200 stories of the typeset dumps and of our own of the development months each has one credit; the networks
weigh that too, but beside much else.
"""
NAMES = (
    "back", "ahead", "is_current", "older", "passes_torn", "passes_complete", "was_passed", "torn", "leaves_torn",
    "cohesion", "best_cohesion", "length", "cohesion_ahead", "stories", "opens", "is_new", "distance", "best_open",
    "head", "credit", "text", "head_to_text", "credit_to_text", "text_to_heads", "credit_again", "head_to_heads",
    "current_is_heads", "matter", "matter_ahead", "head_awaited",
)  # fmt: skip
"""What is known of one possible step, in the order of the columns of ``steps``."""


@dataclass(frozen=True, slots=True)
class Forms:
    """What the form of n fragments says for certain: who is signed at its end, who heads a notice, who is a head."""

    signed: NDArray[np.bool_]
    notices: NDArray[np.bool_]
    heads: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of n fragments as the judge of pairs sees it, all in log chances.

    ``back`` (n, n + 1): row j, column i for "i stands before j", the last column for "j opens a story".
    ``ahead`` (n, n + 1): row i, column j for "j follows i", the last column for "i closes one".
    ``likeness`` (n, n) is cohesion. ``matter`` (n, d) are the vectors of ``presscheck.articles.matter``, and ``heat``
    makes the product of two of unit length a tenth of the log odds of one story. ``heads`` and ``credits`` (n,) say
    which fragments look like a line of a head, and which are a byline or open with a dateline; ``broken`` (n,) which
    are text that stops within a sentence, ``sizes`` (n,) how many characters each has, ``dated`` (n,) which are text
    that opens with a dateline, ``forms`` what else their form tells.
    """

    back: Floats
    ahead: Floats
    likeness: Floats
    matter: Floats
    heat: float
    heads: NDArray[np.bool_]
    credits: NDArray[np.bool_]
    broken: NDArray[np.bool_]
    sizes: Floats
    dated: NDArray[np.bool_] | None = None
    forms: Forms | None = None

    def is_text(self, fragment: int) -> bool:
        """Whether a fragment is body text, as far as its looks tell."""
        return not (self.heads[fragment] or self.credits[fragment])

    def is_headed(self, fragment: int) -> bool:
        """Whether a fragment is a line of a head, as its looks or its form tell."""
        return bool(self.heads[fragment]) or (self.forms is not None and bool(self.forms.heads[fragment]))

    def tells(self, fragment: int) -> bool:
        """Whether a fragment has text of its story: body text, or, where that is known, what a dateline opens."""
        return self.is_text(fragment) or (self.dated is not None and bool(self.dated[fragment]))

    def says(self, fragment: int) -> tuple[bool, bool]:
        """Whether a fragment looks like a byline or dateline, and whether it looks like a head."""
        return bool(self.credits[fragment]), bool(self.heads[fragment])

    @property
    def torn(self) -> Floats:
        """The chance that each fragment does not close its story."""
        out: Floats = 1 - np.exp(self.ahead[:, -1])
        return out


@dataclass(frozen=True, slots=True)
class Story:
    """One story so far: its last fragment, how many it has, and how every fragment of the page relates to them.

    ``has_text``, ``has_credit`` and ``has_head`` say whether its body, byline or dateline, and a head have come;
    ``told`` is ``has_text`` where text that opens with a dateline counts as well.
    """

    last: int
    count: int
    sums: Floats
    best: Floats
    matter: Floats
    has_text: bool
    has_credit: bool
    has_head: bool
    told: bool
    passed: int = 0

    @classmethod
    def opened(cls, page: Page, fragment: int) -> "Story":
        """A story that begins with ``fragment``."""
        row = page.likeness[fragment]
        text = page.is_text(fragment)
        said = page.says(fragment)
        return cls(fragment, 1, row, row, page.matter[fragment], text, *said, page.tells(fragment))

    def grown(self, page: Page, fragment: int) -> "Story":
        """The story with one more fragment."""
        row = page.likeness[fragment]
        return Story(
            fragment,
            self.count + 1,
            self.sums + row,
            np.maximum(self.best, row),
            self.matter + page.matter[fragment],
            self.has_text or page.is_text(fragment),
            self.has_credit or bool(page.credits[fragment]),
            # What looks like a head behind text may be a crosshead; only what opens a story is its head for certain.
            self.has_head or (bool(page.heads[fragment]) and not self.has_text),
            self.told or page.tells(fragment),
        )


@dataclass(frozen=True, slots=True)
class Weight:
    """How sure a choice of predecessor is, and the runner-up: another fragment, -1 for an opening, or nothing else."""

    chance: float
    rival: int | None = None
    rival_chance: float = 0.0

    @classmethod
    def of_each(cls, chances: Floats, fragments: Sequence[int], chosen: Sequence[int]) -> list["Weight"]:
        """The weight of each choice among the same ``fragments``, a row of ``chances`` for each."""
        rows = np.arange(len(chances))
        others = chances.copy()
        others[rows, chosen] = -1
        rivals = others.argmax(axis=1)
        told = zip(chances[rows, chosen].tolist(), rivals.tolist(), others[rows, rivals].tolist(), strict=True)
        return [cls(own, fragments[rival], chance) if chance > 0 else cls(own) for own, rival, chance in told]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """The open stories, longest unvisited first (the last one is being read), and the links chosen so far."""

    queue: tuple[Story, ...]
    before: tuple[int, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """The open stories of several hypotheses, one queue behind the other, and where their steps stand in one table.

    ``sizes`` are the lengths of the queues, ``queue`` the one that each story waits in, ``place`` its place there, and
    ``current`` the last story of each, which is being read. Each queue's steps stand together: those to its stories in
    their order, then that to a new one.
    """

    stories: Sequence[Story]
    last: Ints
    sizes: Ints
    queue: Ints
    place: Ints
    current: Ints

    @classmethod
    def of(cls, queues: Sequence[Sequence[Story]]) -> "Waiting":
        """All stories of some queues."""
        stories = [story for queue in queues for story in queue]
        last = np.array([story.last for story in stories], dtype=np.int64)
        sizes = np.array([len(queue) for queue in queues])
        ends = np.cumsum(sizes)
        queue = np.repeat(np.arange(len(sizes)), sizes)
        return cls(stories, last, sizes, queue, np.arange(len(stories)) - (ends - sizes)[queue], ends - 1)

    @property
    def first(self) -> Ints:
        """The first story of each queue."""
        return self.current + 1 - self.sizes

    @property
    def first_step(self) -> Ints:
        """The first step of each queue."""
        return self.first + np.arange(len(self.sizes))

    def in_turn(self, onward: Numbers, opening: Numbers) -> Numbers:
        """One table of all steps, from those to each story and those to a new one."""
        out = np.empty((len(onward) + len(opening), *onward.shape[1:]), dtype=onward.dtype)
        out[np.arange(len(onward)) + self.queue] = onward
        out[self.first_step + self.sizes] = opening
        return out

    def sums_before(self, told: Floats) -> Floats:
        """What is told of the stories before each in its queue, summed up."""
        table = np.zeros((len(self.sizes), int(self.sizes.max()) + 1), dtype=np.float32)
        table[self.queue, self.place + 1] = told
        out: Floats = np.cumsum(table, axis=1)[self.queue, self.place]
        return out

    def most(self, told: Floats) -> Floats:
        """The most that is told of a story in each queue."""
        out: Floats = np.maximum.reduceat(told, self.first)
        return out


def steps(page: Page, torn: Floats, queue: Sequence[Story], fragment: int) -> Floats:
    """Every step that could come next, one row each: to each story of the queue in its order, then to a new one."""
    return all_steps(page, torn, Waiting.of([queue]), np.array([fragment]))


def all_steps(page: Page, torn: Floats, waiting: Waiting, fragments: Ints) -> Floats:
    """The ``steps`` of several queues in one table; ``fragments`` come next, one to each queue.

    Several queues have a story each, or all are empty.
    """
    onward, opening = (np.zeros((len(each), len(NAMES)), dtype=np.float32) for each in (waiting.queue, waiting.sizes))
    head, credit = page.heads[fragments], page.credits[fragments]
    opening[:, 13] = np.log1p(waiting.sizes) / 3
    opening[:, 14] = np.clip(page.back[fragments, -1], -8, 0) / 4
    opening[:, 18:21] = np.stack([head, credit, ~head & ~credit], axis=1)
    onward[:] = opening[waiting.queue]
    opening[:, 15] = 1
    if waiting.stories:
        _passing(onward, opening, waiting, torn)
        _kinship(onward, opening, waiting, page, fragments)
        _grammar(onward, opening, waiting)
    return waiting.in_turn(onward, opening)


def _passing(onward: Floats, opening: Floats, waiting: Waiting, torn: Floats) -> None:
    """Fill in who would be passed over; who goes on with the story being read passes nobody over."""
    open_ = torn[waiting.last]
    onward[:, 3] = np.log1p(waiting.place) / 2
    onward[:, 4] = np.minimum(waiting.sums_before(open_), 4) / 2
    onward[:, 5] = np.minimum(waiting.sums_before(1 - open_), 4) / 2
    onward[:, 6] = np.minimum([story.passed for story in waiting.stories], 3)
    onward[:, 7] = open_
    opening[:, 8] = open_[waiting.current]
    onward[:, 8] = opening[waiting.queue, 8]
    onward[waiting.current, 2] = 1
    onward[waiting.current, 3:6] = 0
    onward[waiting.current, 8] = 0
    open_[waiting.current] = 0
    opening[:, 17] = waiting.most(open_)


def _kinship(onward: Floats, opening: Floats, waiting: Waiting, page: Page, fragments: Ints) -> None:
    """Fill in how well a fragment goes on each story: after its last fragment, and by what the whole of it tells."""
    stories, next_ = waiting.stories, fragments[waiting.queue]
    counts = np.array([story.count for story in stories])
    onward[:, 0] = np.clip(page.back[next_, waiting.last], -10, 0) / 4
    onward[:, 1] = np.clip(page.ahead[waiting.last, next_], -10, 0) / 4
    onward[:, 10] = [story.best[fragment] for story, fragment in zip(stories, next_.tolist(), strict=True)]
    onward[:, 11] = np.log1p(counts) / 3
    onward[:, 16] = np.log1p(next_ - waiting.last) / 4
    sums = [story.sums[fragment] for story, fragment in zip(stories, next_.tolist(), strict=True)]
    likely: Floats = np.divide(sums, counts, dtype=np.float32)
    told, asked = unit(np.array([story.matter for story in stories])), unit(page.matter[fragments])
    each = zip(waiting.first.tolist(), waiting.current.tolist(), asked, strict=True)
    products = np.concatenate([told[first : current + 1] @ one for first, current, one in each])
    alike: Floats = np.asarray(products * page.heat, dtype=np.float32)
    for column, ahead, likeness in ((9, 12, likely), (27, 28, alike)):
        most = waiting.most(likeness)
        onward[:, column] = likeness
        onward[:, ahead] = likeness - most[waiting.queue]
        opening[:, ahead] = -most


def _grammar(onward: Floats, opening: Floats, waiting: Waiting) -> None:
    """Fill in what the order of a story's parts says: heads, then credits, then text."""
    head, credit, text = onward[:, 18:21].T > 0
    has_text = np.array([story.has_text for story in waiting.stories])
    has_credit = np.array([story.has_credit for story in waiting.stories])
    has_head = np.array([story.has_head for story in waiting.stories])
    onward[:, 21] = head & has_text
    onward[:, 22] = credit & has_text
    onward[:, 23] = text & ~has_text
    onward[:, 24] = credit & has_credit
    onward[:, 25] = head & ~has_text
    onward[:, 29] = head & has_text & ~has_head
    opening[:, 26] = ~has_text[waiting.current]
    onward[:, 26] = opening[waiting.queue, 26]


def step(page: Page, queue: tuple[Story, ...], chosen: int, fragment: int) -> tuple[Story, ...]:
    """The queue after ``fragment`` went to its story ``chosen`` (``len(queue)``: to a new one)."""
    if chosen == len(queue):
        return (*queue, Story.opened(page, fragment))
    passed = queue[:chosen]
    if chosen < len(queue) - 1:
        passed = tuple(replace(story, passed=story.passed + 1) for story in passed)
    return (*passed, *queue[chosen + 1 :], queue[chosen].grown(page, fragment))


def decode(page: Page, score: Score) -> tuple[list[int], list[Weight]]:
    """The likeliest predecessor of every fragment (-1: it opens a story), and the weight of each choice.

    ``score`` gives the log odds of steps, (m, len(NAMES)) → (m,). A step is weighed among those that could be taken
    there; since a hypothesis that has led itself into a corner has few, each link is weighed among all links of the
    page too, and each story's end among all ends (label bias: Lafferty, McCallum and Pereira 2001).
    """
    torn = page.torn
    beam = [Hypothesis((), (), 0.0)]
    for fragment in range(len(page.likeness)):
        waiting = Waiting.of([hypothesis.queue for hypothesis in beam])
        next_ = np.full(len(beam), fragment)
        odds = score(all_steps(page, torn, waiting, next_)) - _again(page, waiting, next_)
        beam = _best(page, beam, waiting, odds, fragment)
    before = max(beam, key=lambda hypothesis: hypothesis.score + _ending(page, hypothesis.queue)).before
    return list(before), _replayed(page, torn, before, score)


def _again(page: Page, waiting: Waiting, fragments: Ints) -> Floats:
    """What each step costs for a second credit behind the first one's text and a head: there another story begins.

    Nothing on a page of which it is not known what opens with a dateline.
    """
    onward = np.zeros(len(waiting.stories), dtype=np.float32)
    credits_ = page.credits[fragments]
    if page.dated is not None and credits_.any():
        told = (story.has_credit and story.told and page.is_headed(story.last) for story in waiting.stories)
        onward[np.fromiter(told, dtype=np.bool_) & credits_[waiting.queue]] = AGAIN
    return waiting.in_turn(onward, np.zeros(len(waiting.sizes), dtype=np.float32))


def _ending(page: Page, queue: Sequence[Story]) -> float:
    return END * sum(max(float(page.ahead[story.last, -1]), FLOOR) for story in queue)


def _best(page: Page, beam: Sequence[Hypothesis], waiting: Waiting, odds: Floats, fragment: int) -> list[Hypothesis]:
    """The likeliest hypotheses with one fragment more.

    A step adds its log chance among the steps that could be taken there, and that of its link among all links.
    """
    nobody: Ints = np.full(len(beam), -1)
    before = waiting.in_turn(waiting.last, nobody)
    first = waiting.first_step
    owner = np.repeat(np.arange(len(beam)), waiting.sizes + 1)
    shifted = odds - np.maximum.reduceat(odds, first)[owner]
    logs = shifted - np.log(np.add.reduceat(np.exp(shifted), first))[owner]
    added = (logs + LINK * np.maximum(page.back[fragment, before], FLOOR)).astype(np.float32)
    totals = np.array([held.score for held in beam])[owner] + added
    taken = np.argsort(-totals, kind="stable")[:BEAM]
    told = zip(owner[taken].tolist(), (taken - first[owner[taken]]).tolist(), before[taken], totals[taken], strict=True)
    return [
        Hypothesis(step(page, beam[at].queue, chosen, fragment), (*beam[at].before, int(prior)), float(total))
        for at, chosen, prior, total in told
    ]


def _replayed(page: Page, torn: Floats, before: Sequence[int], score: Score) -> list[Weight]:
    """The weight of each choice on the way that was taken; the first fragment had none."""
    if len(before) < 2:
        return [Weight(1.0) for _ in before]
    queues = [step(page, (), 0, 0)]
    could = []
    for fragment, prior in enumerate(before[1:], 1):
        could.append([*(story.last for story in queues[-1]), -1])
        queues.append(step(page, queues[-1], could[-1].index(prior), fragment))
    waiting, fragments = Waiting.of(queues[:-1]), np.arange(1, len(before))
    parts = waiting.first_step[1:]
    tables = np.split(all_steps(page, torn, waiting, fragments), parts)
    costs = np.split(_again(page, waiting, fragments), parts)
    out = [Weight(1.0)]
    for table, cost, ways, prior in zip(tables, costs, could, before[1:], strict=True):
        chances = np.exp(_log_softmax(score(table) - cost))
        out += Weight.of_each(chances[None], ways, [ways.index(prior)])
    return out


def _log_softmax(odds: Floats) -> Floats:
    shifted = odds - odds.max()
    out: Floats = shifted - np.log(np.exp(shifted).sum())
    return out
