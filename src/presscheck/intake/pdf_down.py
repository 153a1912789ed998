"""Type set from top to bottom: a headline one character a row, or a whole page in the old manner."""

from collections.abc import Iterator, Sequence

from presscheck import hanzi
from presscheck.intake.pdf_runs import SAME_SIZE, Rows, Run
from presscheck.intake.pdf_type import Glyph

UNIT = 1.25
"""The widest run, in ems, that may be one step of a line that runs down: a character, or a small number set level."""
CLOSE = 0.6
"""The widest gap, in ems, between two steps of a line in body type."""
FAR = 1.3
"""The same in a headline."""
LARGE = 1.25
"""How many times larger than the body type a headline is at least."""
AHEAD = 0.15
"""How much nearer, in ems, a character must be to the one below than to the one beside it."""
ALONE = 2.5


def downward(runs: Sequence[Run]) -> tuple[list[tuple[Glyph, ...]], list[Run]]:
    """The lines among ``runs`` that run from top to bottom, and the runs that are left."""
    units = [run for run in runs if run.right - run.left <= UNIT * run.em and len(run.glyphs) <= 3]
    if len(units) < 2:
        return [], list(runs)
    body = body_size(runs)
    beside = _gaps_beside(units, Rows(runs))
    below = _below(units, body)
    lines: list[tuple[Glyph, ...]] = []
    used: set[int] = set()
    for chain in _chains(units, below):
        for part in _downright(chain, beside, body):
            if _is_line(part, beside, body):
                lines.append(tuple(glyph for unit in part for glyph in unit.glyphs))
                used.update(map(id, part))
    return lines, [run for run in runs if id(run) not in used]


def body_size(runs: Sequence[Run]) -> float:
    """The size that most of the type is set in."""
    counts: dict[float, int] = {}
    for run in runs:
        size = round(2 * run.size) / 2
        counts[size] = counts.get(size, 0) + len(run.glyphs)
    return max(counts, key=lambda size: (counts[size], -size))


def _gaps_beside(units: Sequence[Run], rows: Rows) -> dict[int, float]:
    """How far each unit is from the nearest type to its left or right, in ems."""
    found = {}
    for unit in units:
        away = (max(other.left - unit.right, unit.left - other.right) for other in rows.beside(unit))
        found[id(unit)] = min(away, default=float("inf")) / unit.em
    return found


def _below(units: Sequence[Run], body: float) -> dict[int, Run]:
    """The unit right below each, in the same upright line."""
    step = 0.5 * body
    shelves: dict[int, list[Run]] = {}
    for unit in sorted(units, key=lambda unit: unit.base):
        shelves.setdefault(int(unit.centre // step), []).append(unit)
    below = {}
    for unit in units:
        reach = 0.5 * unit.em
        shelf = range(int((unit.centre - reach) // step), int((unit.centre + reach) // step) + 1)
        near = [other for at in shelf for other in shelves.get(at, ()) if _follows(unit, other, body)]
        if near:
            below[id(unit)] = min(near, key=lambda other: (other.base, other.left))
    return below


def _follows(unit: Run, other: Run, body: float) -> bool:
    gap = (other.base - unit.base) / unit.size - 1
    marks = unit.glyphs[0].char in hanzi.NEVER_FIRST or other.glyphs[0].char in hanzi.NEVER_FIRST
    return (
        -0.3 <= gap <= (FAR if unit.size > LARGE * body else CLOSE)
        and abs(other.centre - unit.centre) <= (0.5 if marks else 0.15) * unit.em
        and max(unit.size, other.size) <= SAME_SIZE * min(unit.size, other.size)
    )


def _chains(units: Sequence[Run], below: dict[int, Run]) -> Iterator[list[Run]]:
    above = {id(lower): unit for unit in units if (lower := below.get(id(unit)))}
    for unit in units:
        if (upper := above.get(id(unit))) and below.get(id(upper)) is unit:
            continue
        chain = [unit]
        while (lower := below.get(id(chain[-1]))) and above.get(id(lower)) is chain[-1]:
            chain.append(lower)
        yield chain


def _downright(chain: Sequence[Run], beside: dict[int, float], body: float) -> Iterator[list[Run]]:
    """The parts of ``chain`` whose units are nearer to the next one below or above than to any beside them."""
    part: list[Run] = []
    for place, unit in enumerate(chain):
        steps = [chain[i + 1].base - chain[i].base for i in (place - 1, place) if 0 <= i < len(chain) - 1]
        nearest = min(steps, default=float("inf")) / unit.size - 1
        if beside[id(unit)] > max(nearest, 0.0) + AHEAD or (unit.size > LARGE * body and _goes_on(part, unit)):
            part.append(unit)
            continue
        yield part
        part = []
    yield part


def _goes_on(part: Sequence[Run], unit: Run) -> bool:
    """Whether ``unit`` stands where the next character of a headline that runs down must stand."""
    if len(part) < 3:
        return False
    step = (part[-1].base - part[0].base) / (len(part) - 1)
    off = abs(unit.base - part[-1].base - step), abs(unit.centre - part[-1].centre)
    return max(off) <= 0.05 * unit.size


def _is_line(part: Sequence[Run], beside: dict[int, float], body: float) -> bool:
    """Whether units one below the other are a line: at least three, or two of a large headline that stand alone."""
    chars = [glyph.char for unit in part for glyph in unit.glyphs]
    if len(part) < 2 or 2 * sum(map(hanzi.is_han, chars)) < len(chars):
        return False
    if len(part) >= 3:
        return True
    return part[0].size >= 1.5 * body and all(beside[id(unit)] > ALONE for unit in part)
