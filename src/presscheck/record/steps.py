"""The steps people took on the stories of a file, in the order in which they took them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from presscheck.handwork.steps import ARRANGE, CARRY, Step, step_from, undone
from presscheck.record.packing import unpack
from presscheck.record.store import Store


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step: when, by whom, on which file, of which kind (``decide``, ``arrange``, ``carry``, ``undo``).

    ``what`` tells of it, for a sentence in either language: of decisions how many ``accept``, ``refuse`` and ``edit``,
    and the ``first`` of them; of ``moves`` each; of what was carried over how many were ``decided``, and whether the
    arrangement was kept (``arranged``) or ``dropped``; of an undoing the ``step`` undone, its kind ``of``; where an
    undoing was undone itself, the ``step`` that counts again, and ``undo``.
    """

    id: int
    document: str
    at: str
    who: str
    kind: str
    what: Mapping[str, Any]
    undone: bool
    undoes: int | None


def steps_of(store: Store, name: str, version: int) -> list[Step]:
    """The steps taken on one version of a file, in order."""
    sql = "SELECT id, kind, told, undoes FROM step WHERE document = ? AND version = ? ORDER BY id"
    rows = store.all(sql, (name, version))
    with store.whole(name):
        return [step_from(number, kind, unpack(told), undoes) for number, kind, told, undoes in rows]


def version_of(store: Store, name: str, step: int) -> int | None:
    """The version of a file on which one of its steps was taken."""
    row = store.one("SELECT version FROM step WHERE document = ? AND id = ?", (name, step))
    return row[0] if row else None


def arranged_since(store: Store, name: str, seen: int) -> str | None:
    """Who arranged the stories of a file, or undid that, after the step ``seen``; a new reading counts too."""
    rows = store.all("SELECT id, who, kind, undoes FROM step WHERE document = ? ORDER BY id", (name,))
    roots: dict[int, str] = {}
    found: str | None = None
    for number, who, kind, undoes in rows:
        roots[number] = roots.get(undoes, kind) if undoes is not None else kind
        if number > seen and roots[number] in (ARRANGE, CARRY):
            found = who
    return found


def history(store: Store, name: str | None = None, limit: int = 100, before: int | None = None) -> tuple[StepRow, ...]:
    """The steps taken on a file, or on all, the latest first; those before the step ``before``."""
    which = [("document = ?", name), ("id < ?", before)]
    given = [(sql, value) for sql, value in which if value is not None]
    where = " AND ".join(sql for sql, _ in given) or "1"
    values = tuple(value for _, value in given)
    with store.at_one_moment():
        rows = store.all(
            f"SELECT id, document, at, who, kind, told, undoes FROM step WHERE {where} ORDER BY id DESC LIMIT ?",
            (*values, limit),
        )
        pairs = store.all(
            f"SELECT id, undoes FROM step {'WHERE document = ?' if name else ''}", (name,) if name else ()
        )
        gone = undone(pairs)
        return tuple(_row(store, row, row[0] in gone) for row in rows)


def _row(store: Store, row: tuple[Any, ...], undone_: bool) -> StepRow:
    number, document, at, who, kind, packed, undoes = row
    with store.whole(document):
        what = _what(unpack(packed))
    if undoes is not None:
        of, before = store.one("SELECT kind, undoes FROM step WHERE id = ?", (undoes,))
        what = {"step": undoes if before is None else before, "of": of}
    return StepRow(number, document, at, who, kind, what, undone_, undoes)


def _what(told: Mapping[str, Any]) -> dict[str, Any]:
    if "decisions" in told:
        counts = Counter(one["verdict"] for one in told["decisions"])
        named = ("article", "part", "paragraph", "start", "end", "before", "after", "verdict")
        first = {name: told["decisions"][0][name] for name in named}
        return {"accept": counts["accept"], "refuse": counts["refuse"], "edit": counts["edit"], "first": first}
    if "moves" in told:
        return {"moves": [one["move"] for one in told["moves"]]}
    if "carried" in told:
        of = told["carried"]
        return {"decided": len(of["rulings"]), "arranged": of["arranged"] is not None, "dropped": of["dropped"]}
    return {}
