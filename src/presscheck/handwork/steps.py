"""The steps of work by hand, and what a reading is after them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from presscheck.errors import NotApplicable
from presscheck.handwork.arranging import Placed, arrange, placed_from
from presscheck.handwork.carrying import Carried, carried_from, with_carried
from presscheck.handwork.deciding import decide
from presscheck.handwork.decisions import Decision, decision_from
from presscheck.handwork.refusing import of_step
from presscheck.model import Reading

DECIDE, ARRANGE, CARRY, UNDO = "decide", "arrange", "carry", "undo"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: corrections decided, stories arranged, what was carried over to a new reading, or an undoing."""

    number: int
    kind: str
    decisions: tuple[Decision, ...] = ()
    moves: tuple[Placed, ...] = ()
    carried: Carried | None = None
    undoes: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """What the step did, as JSON has it."""
        if self.kind == DECIDE:
            return {"decisions": [one.to_dict() for one in self.decisions]}
        if self.kind == ARRANGE:
            return {"moves": [one.to_dict() for one in self.moves]}
        return {"carried": self.carried.to_dict()} if self.carried else {}


def step_from(number: int, kind: str, told: Mapping[str, Any], undoes: int | None = None) -> Step:
    """The step that JSON tells of.

    >>> step_from(7, "undo", {}, 3)
    Step(number=7, kind='undo', decisions=(), moves=(), carried=None, undoes=3)
    """
    return Step(
        number,
        kind,
        tuple(map(decision_from, told.get("decisions", ()))),
        tuple(map(placed_from, told.get("moves", ()))),
        carried_from(told["carried"]) if "carried" in told else None,
        undoes,
    )


def undone(steps: Iterable[tuple[int, int | None]]) -> set[int]:
    """The numbers of the steps that do not count: those undone, unless the undoing was undone itself.

    ``steps`` are numbers, each with that of the step it undoes.

    >>> sorted(undone([(1, None), (2, 1), (3, 2)]))
    [2]
    """
    out: set[int] = set()
    for number, undoes in sorted(steps, reverse=True):
        if undoes is not None and number not in out:
            out.add(undoes)
    return out


def standing(steps: Sequence[Step]) -> list[Step]:
    """The steps that count, in order, without the undoings."""
    gone = undone((step.number, step.undoes) for step in steps)
    return [step for step in steps if step.number not in gone and step.undoes is None]


def fold(reading: Reading, steps: Sequence[Step]) -> Reading:
    """The machine's reading after all that people did: steps taken one after another, undone ones left out.

    Facts of stories that were touched are left out: they are found anew. Raises ``NotApplicable``, which names the
    step that does not fit without those undone.
    """
    for step in standing(steps):
        try:
            reading = taken(reading, step)
        except NotApplicable as error:
            raise of_step(step.number, error) from error
    return reading


def taken(reading: Reading, step: Step) -> Reading:
    """The reading after one step. Raises ``NotApplicable``."""
    if step.carried:
        return with_carried(reading, step.carried)
    return decide(arrange(reading, step.moves), step.decisions)
