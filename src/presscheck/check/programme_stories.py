"""The stories that tell of a programme, and which of their sentences do."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from presscheck.model.found import FoundFact, Passage, Source


@dataclass(frozen=True, slots=True)
class Sought:
    """A programme by its names, the one it is called by first.

    ``beside`` are words that tell of it in a sentence that names all ``partners``.
    """

    names: tuple[str, ...]
    partners: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    def queries(self) -> Iterator[str]:
        """What is looked for in the record: each of its names, and the words beside its partners."""
        yield from (f'"{_plain(name)}"' for name in self.names)
        yield from (" ".join((*self.partners, word)) for word in self.beside if self.partners)

    def told_in(self, sentence: str) -> bool:
        """Whether a sentence tells of it.

        >>> Sought(("云海协作",), ("云州", "海州"), ("对口帮扶",)).told_in("海州对口帮扶云州。")
        True
        """
        if any(name in sentence for name in self.names):
            return True
        return all(one in sentence for one in self.partners) and any(one in sentence for one in self.beside)


def _plain(name: str) -> str:
    return name.replace('"', " ")


@dataclass(frozen=True)
class Story:
    """A story with its facts; ``named`` are the sentences that name the programme.

    ``about``: it is mainly about it; of a story that is not, only the facts of the parts with such sentences are here.
    """

    source: Source
    facts: tuple[FoundFact, ...]
    named: tuple[Passage, ...]
    about: bool

    @property
    def day(self) -> datetime.date | None:
        """The day of the story."""
        return self.source.date

    def names(self, found: FoundFact) -> bool:
        """Whether the sentence of a fact names the programme."""
        return any(overlap(one, found.passage) for one in self.named)

    @cached_property
    def own(self) -> tuple[FoundFact, ...]:
        """The facts that are of the programme."""
        return tuple(one for one in self.facts if self.about or self.names(one))


def overlap(one: Passage, other: Passage) -> bool:
    """Whether two passages of a story share words."""
    same = (one.part, one.paragraph) == (other.part, other.paragraph)
    return same and one.start < other.end and other.start < one.end
