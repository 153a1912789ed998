"""Who is who in a story: its parties part by part, and for whom a short form or a pronoun stands."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from presscheck.facts.parties import Party, find
from presscheck.facts.story import Part, Story
from presscheck.model.fact import Words

_PERSONS, _BODIES = frozenset(("person",)), frozenset(("organisation", "country"))
_OF_BODIES = ("该", "它", "其")
_ADDRESSES = frozenset(("同志", "先生", "女士", "小姐", "老师", "夫人"))
_OFFICIAL = "局部委办署院厅会府"
_LATE = 40
"""How many names a story keeps in mind for its pronouns."""


@dataclass
class _Heard:
    """What a story has told so far: persons and bodies in order, and where each name stood first."""

    persons: list[tuple[str, Words]] = field(default_factory=list)
    bodies: list[tuple[str, Words]] = field(default_factory=list)
    titles: dict[str, Words] = field(default_factory=dict)


@dataclass(frozen=True)
class Cast:
    """The parties of a story. ``found`` has those of each of its parts, in the order of ``story.parts``.

    >>> story = Story((Part("body", 0, "水利部发言人方小舟表示，汛情平稳。他说，水库安全。"),))
    >>> cast = cast_of(story)
    >>> cast.named(0, cast.found[0][-1])
    <方小舟 body 0:6-9>
    """

    story: Story
    found: tuple[tuple[Party, ...], ...]

    def named(self, part: int, party: Party) -> Words:
        """The name that a party of a part goes by: its own, or where it stands for another (他, 该机构), that one's."""
        told = self._named.get((part, party.start))
        if told:
            return told
        text = self.story.parts[part]
        if party.name_end > party.name_start:
            return text.words(party.name_start, party.name_end)
        return text.words(party.start, party.end)

    def office(self, part: int, party: Party) -> Words | None:
        """The office of a party: its own, or the one told where its name stood first."""
        if _is_office(self.story.parts[part].text, party):
            return self.story.parts[part].words(party.title_start, party.title_end)
        return self._offices.get(self.named(part, party).text)

    def between(self, part: int, start: int, end: int) -> list[Party]:
        """The parties of a part that lie between two places of it."""
        starts, found = self._starts[part], self.found[part]
        return [one for one in found[bisect_left(starts, start) : bisect_left(starts, end)] if one.end <= end]

    @cached_property
    def _starts(self) -> tuple[list[int], ...]:
        return tuple([party.start for party in found] for found in self.found)

    @cached_property
    def _named(self) -> dict[tuple[int, int], Words]:
        return {(part, start): words for part, start, words in _resolved(self.story, self.found)}

    @cached_property
    def _offices(self) -> dict[str, Words]:
        told: dict[str, Words] = {}
        for part, parties in zip(self.story.parts, self.found, strict=True):
            for party in parties:
                if party.kind == "person" and _is_office(part.text, party):
                    told.setdefault(party.name(part.text), part.words(party.title_start, party.title_end))
        return told


def _is_office(text: str, party: Party) -> bool:
    """Whether a person's title is an office, not only a form of address."""
    return party.kind == "person" and party.title(text) not in _ADDRESSES | {""}


def cast_of(story: Story) -> Cast:
    """Find the parties of every part; names told with an office anywhere in the story are known in all of it."""
    first = tuple(find(part.text) for part in story.parts)
    known = {
        party.name(part.text)
        for part, parties in zip(story.parts, first, strict=True)
        for party in parties
        if party.kind == "person"
    }
    return Cast(
        story, tuple(_with_known(part, parties, known) for part, parties in zip(story.parts, first, strict=True))
    )


def _with_known(part: Part, parties: tuple[Party, ...], known: set[str]) -> tuple[Party, ...]:
    """The parties of a part once more, where it has names that only another part tells."""
    mine = {party.name(part.text) for party in parties if party.kind == "person"}
    if any(name in part.text for name in known - mine):
        return find(part.text, known)
    return parties


def _resolved(story: Story, found: tuple[tuple[Party, ...], ...]) -> Iterator[tuple[int, int, Words]]:
    """For each party that stands for another one, the words of that one."""
    heard = _Heard()
    for number, (part, parties) in enumerate(zip(story.parts, found, strict=True)):
        for party in parties:
            words = _one(part, party, heard)
            if words is not None:
                yield number, party.start, words


def _one(part: Part, party: Party, heard: _Heard) -> Words | None:
    text = part.text[party.start : party.end]
    if party.kind == "pronoun":
        kept = heard.bodies if text.startswith(_OF_BODIES) else heard.persons
        if text[0] == "该":
            kept = [one for one in kept if one[0].endswith(text[1:])] or kept
        if text == "其":
            kept = heard.bodies or heard.persons
        return kept[-1][1] if kept else None
    if party.kind == "person":
        return _person(part, party, heard)
    if party.kind in _BODIES:
        return _body(part, party, text, heard)
    if party.kind == "role":
        return heard.titles.get(text)
    return None


def _person(part: Part, party: Party, heard: _Heard) -> Words | None:
    """A surname alone stands for the last person of that name."""
    name = party.name(part.text)
    longer = next((words for told, words in reversed(heard.persons) if told != name and told.startswith(name)), None)
    words = longer or part.words(party.name_start, party.name_end)
    heard.persons.append((words.text, words))
    del heard.persons[:-_LATE]
    for title in _short_titles(part, party):
        heard.titles[title] = words
    return longer


def _short_titles(part: Part, party: Party) -> Iterator[str]:
    """The ends of an office by which its holder may go later: 总书记 for 中共中央总书记."""
    title = party.title(part.text)
    for size in range(2, min(len(title), 12) + 1):
        yield title[-size:]


def _body(part: Part, party: Party, text: str, heard: _Heard) -> Words | None:
    """A short form stands for the last body whose name ends with it."""
    longer = None
    if party.kind == "organisation" and len(text) > 1 and text[-1] in _OFFICIAL:
        longer = next((words for told, words in reversed(heard.bodies) if told != text and told.endswith(text)), None)
    heard.bodies.append((text, longer or part.words(party.start, party.end)))
    del heard.bodies[:-_LATE]
    return longer
