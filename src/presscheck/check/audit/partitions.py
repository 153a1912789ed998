"""Parts that are all there is of a whole: men and women, exports and imports, the three sectors of an economy."""

from collections.abc import Iterator

from presscheck.check.audit.lines import Line, patterns
from presscheck.check.audit.relations import comparable, is_level
from presscheck.check.audit.wholes import clause_around, is_vague, named, unlike
from presscheck.model import Figure


def closed(line: Line, family: str) -> Iterator[tuple[Figure, ...]]:
    """The figures, of one family of units, of all parts of a whole that a sentence tells."""
    for _, pattern in patterns("partition"):
        for found in pattern.finditer(line.signs):
            held = tuple(line.at(found[name]) for name in "xyz" if found.groupdict().get(name))
            first = held[0]
            same = all(comparable(first, one) and is_level(one) for one in held)
            if same and first.quantity.family == family:
                yield held


def counted(line: Line) -> Iterator[tuple[Figure, tuple[Figure, ...]]]:
    """A whole with the figures of all its parts."""
    for _, pattern in patterns("partition_of"):
        for found in pattern.finditer(line.signs):
            whole = line.at(found["w"])
            held = tuple(line.at(found[name]) for name in "xyz" if found.groupdict().get(name))
            if _add_up(line, whole, held):
                yield whole, held


def added_up(line: Line) -> Iterator[tuple[Figure, tuple[Figure, ...]]]:
    """A total after what is added up in it: 甲3人，乙4人，共7人."""
    for _, pattern in patterns("total"):
        for found in pattern.finditer(line.signs):
            whole = line.at(found["w"])
            held = tuple(line.at(one) for one in found["parts"] if "\ue000" <= one <= "\uf8ff")
            if len(held) > 1 and _add_up(line, whole, held) and all(_as_named(line, whole, one) for one in held):
                yield whole, held


def _add_up(line: Line, whole: Figure, parts: tuple[Figure, ...]) -> bool:
    """Whether all are amounts in the same unit."""
    if whole.quantity.family == "ratio" or unlike(line.story, whole):
        return False
    return all(comparable(whole, one) and is_level(one) and not unlike(line.story, one) for one in parts)


def _as_named(line: Line, whole: Figure, part: Figure) -> bool:
    """Whether what a total counts is what its part counts: 共44个国家 is no total of 22个项目."""
    _, after = clause_around(line.story, whole)
    return not after or not is_vague(part) or bool(named(line.story, whole) & named(line.story, part))
