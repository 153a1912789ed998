"""What a form of the queue asks for, taken as steps on the stories of a record."""

import json
import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from presscheck.by_hand import Decision, Done, Hands, Queued, StepRow
from presscheck.errors import HandsCrossed, NotApplicable, WrongUsage
from presscheck.handwork.places import HEADS
from presscheck.handwork.refusing import unfit
from presscheck.messages import both
from presscheck.web.marked import PLACE, key_of
from presscheck.web.people import NotAllowed, Person

VERDICTS = ("accept", "refuse", "edit")
UNDOABLE = ("decide", "arrange")
"""The kinds of steps that people undo; what was carried over to a new reading is not a person's."""
LARGEST = 2**53
"""No number that a form brings is greater."""
LONGEST = 2_000
"""Characters of a place that a form may name."""
MANY = 10_000
"""Marks of one file that are looked through at once."""
_turn = threading.Lock()
"""Whoever decides on a mark of the queue looks whether it still stands there, and then takes the step, in one turn."""


class WrongForm(WrongUsage):
    """A form came back otherwise than it was sent out."""

    status = 400


class AlreadyDecided(WrongUsage):
    """Somebody else was quicker. Values: ``en``, ``zh``."""

    status = 409


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody says to one mark, ``written`` as the form had it; ``key`` is what it is called on the page."""

    document: int | str
    key: str
    decision: Decision
    written: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """The steps that were taken, a file each, and how many marks were decided; ``late`` had been decided by others."""

    steps: tuple[int, ...]
    decided: int
    late: int


def asked(written: str, verdict: str, words: str | None = None, document: str = "") -> Asked:
    """What one form asks for: ``written`` is the JSON of a place, with its file where ``document`` does not name it.

    ``words`` are those that an ``edit`` puts there. Raises ``WrongForm``.

    >>> place = {"article": "a1", "part": "headline", "start": 0, "end": 1, "before": "鐵", "after": "铁"}
    >>> asked(json.dumps(place), "accept", document="page.txt").decision.after
    '铁'
    """
    told = _object(written)
    place = {one: told.get(one) for one in PLACE}
    verdict = verdict or str(told.get("verdict"))
    if verdict not in VERDICTS or not _is_place(place):
        raise WrongForm(**both("web_marks.wrong_form"))
    file = _file(document or told.get("document"))
    key = key_of({"document": file, **place})
    if verdict == "edit" and words is not None:
        verdict, place["after"] = _said(place, words)
    return Asked(file, key, Decision(**place, verdict=verdict), written)  # type: ignore[arg-type]


def _object(written: str) -> dict[str, Any]:
    try:
        told = json.loads(written) if len(written) < 4 * LONGEST else None
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise WrongForm(**both("web_marks.wrong_form"))
    return told


def _is_place(place: dict[str, Any]) -> bool:
    """Whether a place has the form of one; whether it is one, the stories tell."""
    texts = [place[one] for one in ("article", "part", "before", "after")]
    numbers = [place["start"], place["end"], *([] if place["paragraph"] is None else [place["paragraph"]])]
    return (
        all(isinstance(one, str) and len(one) <= LONGEST for one in texts)
        and all(type(one) is int and 0 <= one <= LARGEST for one in numbers)
        and (place["part"] in HEADS) == (place["paragraph"] is None)
        and place["part"] in (*HEADS, "body")
    )


def _file(told: Any) -> int | str:
    """The number of a file, or its name."""
    if isinstance(told, str) and told.isascii() and told.isdigit():
        told = int(told[:20])
    if (type(told) is int and 0 <= told <= LARGEST) or (isinstance(told, str) and 0 < len(told) <= LONGEST):
        return told
    raise WrongForm(**both("web_marks.wrong_form"))


def file_of(written: str) -> int | str | None:
    """The file that an address names: by its number, by its name, or none.

    >>> file_of("7"), file_of("page7.txt"), file_of("")
    (7, 'page7.txt', None)
    """
    if written.isascii() and written.isdigit() and len(written) < len(str(LARGEST)):
        return int(written)
    return written or None


def _said(place: dict[str, Any], words: str) -> tuple[str, str]:
    """An edit that says what the page says refuses, one that says what was proposed accepts."""
    if words == place["before"]:
        return "refuse", place["after"]
    if words == place["after"]:
        return "accept", place["after"]
    return "edit", words


def decide(hands: Hands, wanted: Sequence[Asked], who: str) -> Taken:
    """Decide marks of the queue, those of one file in one step; what others decided meanwhile stays as it is.

    Raises ``NotApplicable`` and ``HandsCrossed`` only where nothing was decided.
    """
    steps, late = [], 0
    with _turn:
        for document in dict.fromkeys(one.document for one in wanted):
            here = [one for one in wanted if one.document == document]
            standing = {key_of(_told(one, document)) for one in open_of(hands, document)}
            going = list({one.key: one.decision for one in here if one.key in standing}.values())
            late += len(here) - len(going)
            try:
                steps += [hands.decide(document, going, who=who).step] if going else []
            except (NotApplicable, HandsCrossed):
                if not steps:
                    raise
                late += len(going)  # what was decided in other files is told
    return Taken(tuple(steps), len(wanted) - late, late)


def set_by_hand(hands: Hands, one: Asked, who: str, seen: int | None = None) -> int:
    """Decide on any place of a page, also where nothing is marked; the number of the step."""
    with _turn:
        return hands.decide(one.document, [one.decision], who=who, seen=seen).step


def open_of(hands: Hands, document: int | str, tier: str | None = None) -> tuple[Queued, ...]:
    """The marks of a file nobody decided yet."""
    return hands.queue(tier, document, MANY)[1]


def _told(one: Queued, document: int | str) -> dict[str, Any]:
    mark = one.correction
    place = (one.story, mark.part, mark.paragraph, mark.start, mark.end, mark.before, mark.after)
    return {"document": document, **dict(zip(PLACE, place, strict=True))}


def of_queued(queued: Iterable[Queued], verdict: str) -> list[Asked]:
    """The same said to many marks; those that only ask to look cannot be accepted, and are left."""
    told = [(one, _told(one, one.document)) for one in queued if verdict != "accept" or not one.correction.only_check]
    return [Asked(one.document, key_of(place), _decision(place, verdict)) for one, place in told]


def _decision(place: dict[str, Any], verdict: str) -> Decision:
    return Decision(**{one: place[one] for one in PLACE}, verdict=verdict)  # type: ignore[arg-type]


def undo(hands: Hands, number: int, person: Person) -> StepRow:
    """Undo a step, and return it. Raises ``WrongForm``, ``NotAllowed`` and ``NotApplicable``."""
    row = own_step(hands, number, person)
    hands.undo(row.document, row.id, who=person.name)
    return row


def undo_on(hands: Hands, document: int | str, number: int | None, person: Person) -> Done:
    """Undo a step on a file: the one named, or the last that people took. Raises as ``undo``."""
    row = latest(hands, document=document) if number is None else step_of(hands, number)
    if row is None:
        raise unfit("nothing_to_undo")
    return hands.undo(document, own_step(hands, row.id, person).id, who=person.name)


def redo_on(hands: Hands, document: int | str, number: int | None, person: Person) -> Done:
    """Take a step on a file again: the one named, or that which was undone last. Raises as ``undo``."""
    if number is None:
        undone = (row.undoes for row in hands.history(document) if not row.undone and row.what.get("of") in UNDOABLE)
        number = next(undone, None)
    if number is None:
        raise unfit("nothing_to_redo")
    return hands.redo(document, own_step(hands, number, person).id, who=person.name)


def own_step(hands: Hands, number: int, person: Person) -> StepRow:
    """The step of that number, if a person may undo it: what others did, only reviewers do.

    Raises ``WrongForm`` and ``NotAllowed``.
    """
    row = step_of(hands, number)
    if row.who != person.name and not person.may("reviewer"):
        raise NotAllowed(needed=both("web.role_reviewer"))
    return row


def step_of(hands: Hands, number: int) -> StepRow:
    """The step of that number. Raises ``WrongForm`` where there is none."""
    for row in hands.history(limit=1, before=min(number, LARGEST) + 1):
        if row.id == number:
            return row
    raise WrongForm(**both("web_marks.no_step", number=number))


def latest(
    hands: Hands,
    who: str | None = None,
    document: int | str | None = None,
    kinds: Collection[str] = UNDOABLE,
) -> StepRow | None:
    """The last step of a person, or on a file, of some ``kinds``, that can be undone."""
    before: int | None = None
    while rows := hands.history(document, limit=100, before=before):
        for row in rows:
            if who in (None, row.who) and not row.undone and row.kind in kinds:
                return row
        before = rows[-1].id
    return None


def decided_by(hands: Hands, one: Asked, name: str) -> StepRow | None:
    """The step by which somebody decided on a mark, where the history tells."""
    for row in hands.history(name, limit=200):
        first = row.what.get("first") or {}
        same = all(first.get(part) == getattr(one.decision, part) for part in ("before", "start", "article"))
        if row.kind == "decide" and not row.undone and same:
            return row
    return None
