"""The stories of a dump read column by column: they come back in the same stack order in every column.

A page column holds its stories one above the other. Read column by column, a story that goes on in the next column
comes back there after those that stood above it and before those that stood below. So the open stories wait in a queue:
what comes next in the dump is the same story's next paragraph, the story at the head of the queue, or a new one; who is
passed over has ended. The decoder reads the dump once with a beam of hypotheses; which step is how likely, a learned
network says from the seam, the cohesion with the whole story so far, and who would be passed over.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from presscheck.articles.matter import unit

Floats = NDArray[np.float32]
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
    def among(cls, chances: Floats, fragments: Sequence[int], chosen: int) -> "Weight":
        """The weight of the choice ``chosen`` among ``fragments`` with these chances."""
        others = np.where(np.arange(len(chances)) == chosen, -1, chances)
        rival = int(others.argmax())
        if others[rival] <= 0:
            return cls(float(chances[chosen]))
        return cls(float(chances[chosen]), fragments[rival], float(others[rival]))


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """The open stories, longest unvisited first (the last one is being read), and the links chosen so far."""

    queue: tuple[Story, ...]
    before: tuple[int, ...]
    score: float


def steps(page: Page, torn: Floats, queue: Sequence[Story], fragment: int) -> Floats:
    """Every step that could come next, one row each: to each story of the queue in its order, then to a new one."""
    count = len(queue)
    out = np.zeros((count + 1, len(NAMES)), dtype=np.float32)
    out[:, 13] = np.log1p(count) / 3
    out[:, 14] = np.clip(page.back[fragment, -1], -8, 0) / 4
    out[count, 15] = 1
    head, credit = bool(page.heads[fragment]), bool(page.credits[fragment])
    out[:, 18:21] = head, credit, not head and not credit
    if not count:
        return out
    _grammar(out, queue, head, credit)
    last = np.array([story.last for story in queue])
    open_ = torn[last]
    older = np.concatenate([[0.0], np.cumsum(open_)[:-1]])
    ended = np.concatenate([[0.0], np.cumsum(1 - open_)[:-1]])
    older[-1] = ended[-1] = 0.0  # who goes on with the story being read passes nobody over
    likeness = np.array([story.sums[fragment] / story.count for story in queue])
    out[:count, 0] = np.clip(page.back[fragment, last], -10, 0) / 4
    out[:count, 1] = np.clip(page.ahead[last, fragment], -10, 0) / 4
    out[count - 1, 2] = 1
    out[:count, 3] = np.log1p(np.arange(count)) / 2
    out[count - 1, 3] = 0
    out[:count, 4] = np.minimum(older, 4) / 2
    out[:count, 5] = np.minimum(ended, 4) / 2
    out[:count, 6] = np.minimum([story.passed for story in queue], 3)
    out[:count, 7] = open_
    out[:, 8] = open_[-1]
    out[count - 1, 8] = 0
    out[:count, 9] = likeness
    out[:count, 10] = [story.best[fragment] for story in queue]
    alike = unit(np.stack([story.matter for story in queue])) @ unit(page.matter[fragment]) * page.heat
    out[:count, 27] = alike
    out[:count, 28] = alike - alike.max()
    out[count, 28] = -alike.max()
    out[:count, 11] = np.log1p([story.count for story in queue]) / 3
    out[:count, 12] = likeness - likeness.max()
    out[count, 12] = -likeness.max()
    out[:count, 16] = np.log1p(fragment - last) / 4
    out[count, 17] = open_[:-1].max() if count > 1 else 0
    return out


def _grammar(out: Floats, queue: Sequence[Story], head: bool, credit: bool) -> None:
    """Fill in what the order of a story's parts says: heads, then credits, then text."""
    count = len(queue)
    has_text = np.array([story.has_text for story in queue])
    has_credit = np.array([story.has_credit for story in queue])
    out[:count, 21] = head & has_text
    out[:count, 22] = credit & has_text
    out[:count, 23] = (not head and not credit) & ~has_text
    out[:count, 24] = credit & has_credit
    out[:count, 25] = head & ~has_text
    out[:count, 29] = head & has_text & np.array([not story.has_head for story in queue])
    out[:, 26] = not queue[-1].has_text


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
        tables = [steps(page, torn, hypothesis.queue, fragment) for hypothesis in beam]
        odds = np.split(score(np.concatenate(tables)), np.cumsum([len(table) for table in tables])[:-1])
        weighed = [
            _weighed(page, held.queue, row - _again(page, held.queue, fragment), fragment)
            for held, row in zip(beam, odds, strict=True)
        ]
        beam = _best(page, beam, weighed, fragment)
    before = max(beam, key=lambda hypothesis: hypothesis.score + _ending(page, hypothesis.queue)).before
    return list(before), _replayed(page, torn, before, score)


def _weighed(page: Page, queue: Sequence[Story], odds: Floats, fragment: int) -> Floats:
    """What each step adds to a hypothesis: its log chance among the steps, and that of its link among all links."""
    links = np.asarray(page.back[fragment, [*(story.last for story in queue), -1]], dtype=np.float32)
    return np.asarray(_log_softmax(odds) + LINK * np.maximum(links, FLOOR), dtype=np.float32)


def _again(page: Page, queue: Sequence[Story], fragment: int) -> Floats:
    """What each step costs for a second credit behind the first one's text and a head: there another story begins.

    Nothing on a page of which it is not known what opens with a dateline.
    """
    if page.dated is None:
        return np.zeros(len(queue) + 1, dtype=np.float32)
    twice = [
        page.credits[fragment] and story.has_credit and story.told and page.is_headed(story.last) for story in queue
    ]
    return np.asarray([*twice, False], dtype=np.float32) * np.float32(AGAIN)


def _ending(page: Page, queue: Sequence[Story]) -> float:
    return END * sum(max(float(page.ahead[story.last, -1]), FLOOR) for story in queue)


def _best(page: Page, beam: Sequence[Hypothesis], odds: Sequence[Floats], fragment: int) -> list[Hypothesis]:
    options = [
        (hypothesis.score + float(log), number, chosen)
        for number, (hypothesis, row) in enumerate(zip(beam, odds, strict=True))
        for chosen, log in enumerate(row)
    ]
    options.sort(key=lambda option: (-option[0], option[1], option[2]))
    out = []
    for total, number, chosen in options[:BEAM]:
        queue = beam[number].queue
        before = queue[chosen].last if chosen < len(queue) else -1
        out.append(Hypothesis(step(page, queue, chosen, fragment), (*beam[number].before, before), total))
    return out


def _replayed(page: Page, torn: Floats, before: Sequence[int], score: Score) -> list[Weight]:
    """The weight of each choice on the way that was taken."""
    queue: tuple[Story, ...] = ()
    out = []
    for fragment, prior in enumerate(before):
        could = [*(story.last for story in queue), -1]
        chosen = could.index(prior)
        odds = score(steps(page, torn, queue, fragment)) - _again(page, queue, fragment)
        chances = np.exp(_log_softmax(odds))
        out.append(Weight.among(chances, could, chosen))
        queue = step(page, queue, chosen, fragment)
    return out


def _log_softmax(odds: Floats) -> Floats:
    shifted = odds - odds.max()
    out: Floats = shifted - np.log(np.exp(shifted).sum())
    return out
