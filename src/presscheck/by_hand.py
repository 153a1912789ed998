"""The work by hand on what a record holds: sheets to look at, corrections to decide, stories to arrange, all undone."""

import datetime
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from presscheck.errors import HandsCrossed, Lang
from presscheck.handwork import steps
from presscheck.handwork.arranging import Placed, arrange, free_number, placed
from presscheck.handwork.deciding import anchored, decide
from presscheck.handwork.decisions import Decision
from presscheck.handwork.moves import Move
from presscheck.handwork.refusing import of_step, unfit
from presscheck.handwork.steps import Step
from presscheck.messages import both, say
from presscheck.model import Reading
from presscheck.record import marks, sheets
from presscheck.record import steps as kept_steps
from presscheck.record.marks import Queued
from presscheck.record.sheets import Current, DocumentRow, PageSheet, Sheet, Standing
from presscheck.record.steps import StepRow
from presscheck.record.store import Store, Taken, Writer
from presscheck.recording import Record
from presscheck.reworking import Known, known_in, taken

__all__ = ["Decision", "DocumentRow", "Done", "Hands", "Move", "PageSheet", "Queued", "Sheet", "StepRow", "sentence"]


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was taken: its number, and the sheet as it stands after it, its stories without their facts."""

    step: int
    sheet: Sheet


class Hands:
    """What people do by hand to the pages of a record: every step is kept with who and when, and can be undone.

    ``document`` is a file's name, or the number of any of its versions; where that is not the current one, nothing is
    done by it. Use one for each thread, as the record it works on.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Record(f"{folder}/my.db") as record:
    ...     added = record.add_bytes("喜迎丰收\\n\\n本报讯　云州今年小麦丰收。\\n".encode(), "p1.txt")
    ...     hands = Hands(record)
    ...     better = Decision("a1", "headline", None, 2, 4, "丰收", "新年", "edit")
    ...     done = hands.decide("p1.txt", [better], who="方小舟")
    ...     print(done.sheet.articles[0].article.corrected().headline)
    ...     print(hands.undo("p1.txt", who="方小舟").sheet.articles[0].article.corrected().headline)
    喜迎新年
    喜迎丰收
    """

    def __init__(self, record: Record) -> None:
        self.record = record

    # Looking

    def documents(self, limit: int = 50, offset: int = 0, query: str = "") -> tuple[DocumentRow, ...]:
        """The files of the record, the newest first; those whose name holds ``query``."""
        return sheets.documents(self.record.store, limit, offset, query)

    def sheet(self, document: int | str) -> Sheet | None:
        """A file as it stands now; nothing where the record has none of that name or number."""
        return sheets.sheet(self.record.store, document)

    def original(self, sha256: str) -> bytes | None:
        """The bytes of a page file, where they were kept."""
        return sheets.original(self.record.store, sha256)

    def history(
        self, document: int | str | None = None, limit: int = 100, before: int | None = None
    ) -> tuple[StepRow, ...]:
        """The steps taken on a file, or on all, the latest first; those before the step ``before``."""
        store = self.record.store
        if document is None:
            return kept_steps.history(store, None, limit, before)
        of = sheets.current(store, document)
        return kept_steps.history(store, of.name, limit, before) if of else ()

    def queue(
        self,
        tier: str | None = None,
        document: int | str | None = None,
        limit: int = 50,
        offset: int = 0,
        order: str = "files",
    ) -> tuple[int, tuple[Queued, ...]]:
        """How many marks nobody decided yet there are, and some of them: the sure first, then file by file.

        ``tier`` keeps one tier, ``document`` one file; ``order`` is another one: the ``surest`` first, the most
        ``doubtful``, or as the ``pages`` go. Raises ``WrongUsage`` for a tier or an order that is none.
        """
        store = self.record.store
        of = None if document is None else sheets.current(store, document)
        if document is not None and of is None:
            return 0, ()
        return marks.queue(store, tier, of.id if of else None, limit, offset, order)

    # Doing

    def decide(
        self,
        document: int | str,
        decisions: Sequence[Decision],
        *,
        who: str,
        seen: int | None = None,
        at: str | None = None,
    ) -> Done:
        """Decide corrections: one step, however many. ``at`` is the time of it, now unless it is given.

        Raises ``NotApplicable`` where one does not fit, and ``HandsCrossed`` where ``seen`` is given and somebody
        arranged the stories since that step; nothing is kept then.
        """
        store = self.record.to_write()
        if not decisions:
            raise unfit("nothing_named")
        with _in_turn(store) as writer:
            now = _standing(store, document)
            if seen is not None:
                _not_crossed(store, now.document, seen)
            told = tuple(anchored(now.reading, one) for one in decisions)
            step = Step(0, steps.DECIDE, decisions=told)
            after = decide(now.reading, told)
            known = [known_in(store, now)]
            number = writer.step(now.document.id, taken(step, now, after, known, who, at or _now()))
        return self._done(number, now)

    def arrange(
        self, document: int | str, moves: Sequence[Move], *, who: str, seen: int, at: str | None = None
    ) -> Done:
        """Arrange stories: one step, however many moves, each counting what the one before left.

        ``seen`` is the last step of the sheet that was looked at. Raises ``HandsCrossed`` where somebody arranged the
        stories since, and ``NotApplicable`` where a move does not fit; nothing is kept then.
        """
        store = self.record.to_write()
        if not moves:
            raise unfit("nothing_named")
        with _in_turn(store) as writer:
            now = _standing(store, document)
            _not_crossed(store, now.document, seen)
            after, told = _arranged(now.reading, moves, sheets.free_number(store, now.document.name))
            step = Step(0, steps.ARRANGE, moves=told)
            known = [known_in(store, now)]
            number = writer.step(now.document.id, taken(step, now, after, known, who, at or _now()))
        return self._done(number, now)

    def undo(self, document: int | str, step: int | None = None, *, who: str, at: str | None = None) -> Done:
        """Undo a step: the last that still counts, unless one is named. That is a step too.

        Raises ``NotApplicable`` where a later step needs it, where it is undone already, or the file was read again
        since.
        """
        store = self.record.to_write()
        with _in_turn(store) as writer:
            now = _standing(store, document)
            done = kept_steps.steps_of(store, now.document.name, now.document.version)
            undoing = _to_undo(store, now.document, done, step)
            number = writer.step(now.document.id, _unmade(store, now, done, undoing, who, at or _now()))
        return self._done(number, now)

    def redo(self, document: int | str, step: int | None = None, *, who: str, at: str | None = None) -> Done:
        """Take a step again that was undone: the one undone last, unless one is named. That is a step too.

        Raises ``NotApplicable`` where it does not fit any more, or was not undone.
        """
        store = self.record.to_write()
        with _in_turn(store) as writer:
            now = _standing(store, document)
            done = kept_steps.steps_of(store, now.document.name, now.document.version)
            number = writer.step(now.document.id, _unmade(store, now, done, _to_redo(done, step), who, at or _now()))
        return self._done(number, now)

    def _done(self, number: int, now: Standing) -> Done:
        sheet = sheets.sheet(self.record.store, now.document.name, facts=False)
        assert sheet is not None
        return Done(number, sheet)


_turn = threading.Lock()
"""Those of one program take their steps one by one: who waits here goes on at once, who waits for the file looks again
only now and then."""


@contextmanager
def _in_turn(store: Store) -> Iterator[Writer]:
    with _turn, store.writing() as writer:
        yield writer


def _standing(store: Store, document: int | str) -> Standing:
    of = sheets.current(store, document)
    if of is None:
        raise unfit("no_document")
    if of.kind != "pages":
        raise unfit("finished")
    if isinstance(document, int) and of.id != document:
        raise HandsCrossed(document=of.name, who=both("hands.newer_reading"))
    return sheets.standing(store, of)


def _not_crossed(store: Store, of: Current, seen: int) -> None:
    if who := kept_steps.arranged_since(store, of.name, seen):
        raise HandsCrossed(document=of.name, who=who)


def _arranged(reading: Reading, moves: Sequence[Move], free: int) -> tuple[Reading, tuple[Placed, ...]]:
    """A reading after some moves, each counting what the one before left; and where each found what it names."""
    told = []
    for move in moves:
        told.append(placed(reading, move, free))
        reading = arrange(reading, told[-1:])
        free = max(free, free_number(reading))
    return reading, tuple(told)


def _unmade(store: Store, now: Standing, done: Sequence[Step], number: int, who: str, at: str) -> Taken:
    """The step that undoes another: all others are taken again from the machine's reading on."""
    read = sheets.standing(store, now.document, as_read=True)
    step = Step(max(one.number for one in done) + 1, steps.UNDO, undoes=number)
    after = steps.fold(read.reading, [*done, step])
    known: list[Known] = [known_in(store, now), known_in(store, read)]
    return taken(step, now, after, known, who, at)


def _to_undo(store: Store, of: Current, done: Sequence[Step], step: int | None) -> int:
    """The step that is to be undone."""
    counting = [one.number for one in steps.standing(done)]
    if step is None:
        if not counting:
            raise unfit("nothing_to_undo")
        return counting[-1]
    if step in counting:
        return step
    version = kept_steps.version_of(store, of.name, step)
    if version is None:
        raise unfit("no_step")
    raise of_step(step, unfit("undone_already" if version == of.version else "read_again"))


def _to_redo(done: Sequence[Step], step: int | None) -> int:
    """The undoing that is to be undone, so that its step counts again; what was taken again is no undoing."""
    gone = steps.undone((one.number, one.undoes) for one in done)
    own = {one.number for one in done if one.undoes is None}
    undoings = [one for one in done if one.undoes in gone & own and one.number not in gone]
    if step is not None:
        undoings = [one for one in undoings if one.undoes == step]
    if not undoings:
        raise unfit("nothing_to_redo")
    return undoings[-1].number


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def sentence(row: StepRow, lang: Lang) -> str:
    """What a step did, in a sentence.

    >>> what = {"accept": 2, "refuse": 1, "edit": 0, "first": {}}
    >>> sentence(StepRow(4, "p1.txt", "2026-06-18T09:30:00Z", "方小舟", "decide", what, False, None), "en")
    '2 corrections accepted, 1 refused, 0 made by hand'
    """
    what = row.what
    if row.undoes is not None:
        return say(f"hands.told_{'redo' if what['of'] == steps.UNDO else 'undo'}", lang, step=what["step"])
    if "moves" in what:
        between = "; " if lang == "en" else "；"
        return between.join(say(f"hands.told_{one['kind']}", lang, **one) for one in what["moves"])
    if row.kind == steps.CARRY:
        kind = "carry_arranged" if what["arranged"] else "carry_dropped" if what["dropped"] else "carry"
        return say(f"hands.told_{kind}", lang, decided=what["decided"])
    first = what["first"]
    if what["accept"] + what["refuse"] + what["edit"] > 1:
        return say("hands.told_decide", lang, **{one: what[one] for one in ("accept", "refuse", "edit")})
    kind = "looked" if first["before"] == first["after"] else first["verdict"]
    return say(f"hands.told_{kind}", lang, before=first["before"], after=first["after"])
