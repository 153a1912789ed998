"""Who did it, what was counted, whose it is: the words of a sentence that fill the roles of a trigger.

A trigger is a figure, or the verb of an act, a promise or a rule. For each of its roles every stretch of the sentence
is weighed at once, and the role left empty as well; the weights were learned on annotated sentences
(``tools/train_roles.py``). A stretch scores by its first word, by its last, and by what it is as a whole: a
log-linear model over all spans, normalised for each role of each trigger, so that a score is a chance.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np

from presscheck.data import shipped
from presscheck.facts.numbering import MOST, SINCE, Layout, Scores, Stretch, Trigger, classes, known
from presscheck.facts.sheets import EndsWorth, Sheaf, Sheet, Worth, longest
from presscheck.facts.tokens import Sentence

__all__ = ["Filled", "Labeller", "Layout", "Sheet", "Trigger", "classes", "load"]

AT_ONCE = 60_000
"""So many stretches are weighed at once, at most."""
Question = tuple[Sheet, Trigger, str]
"""Of which sentence, which trigger, and which role of it is to be filled."""
Parties = Sequence[tuple[int, int, str]]
_known = known  # as tools/train_roles.py counts words


class Filled(NamedTuple):
    """The tokens that fill a role, half-open, and the chance that they do."""

    first: int
    last: int
    chance: float


@dataclass(frozen=True)
class Labeller:
    """The learned weights: ``words`` [roles, first or last word, traits], ``spans`` and ``empty`` [roles, traits]."""

    name: str
    layout: Layout
    roles: Mapping[str, int]
    words: Scores
    spans: Scores
    empty: Scores

    def sheet(self, sentence: Sentence, parties: Parties) -> Sheet:
        """A sentence numbered, for as many of its triggers as it has."""
        return self.sheets([(sentence, parties)])[0]

    def sheets(self, sentences: Iterable[tuple[Sentence, Parties]]) -> list[Sheet]:
        """Sentences that are read together, numbered."""
        sheets = [Sheet(sentence, parties, self.layout) for sentence, parties in sentences]
        Sheaf(sheets, self.layout)
        return sheets

    def fill(
        self, sheet: Sheet, trigger: Trigger, role: str, earlier: Stretch | None = None, *, lean: float = 0.0
    ) -> Filled | None:
        """The likeliest words for a role, or ``None`` where it is likelier left empty.

        ``earlier``, half-open, fill the role of the trigger before. ``lean`` favours filling it: so many nats are
        taken from leaving it empty; below zero, it must be surer.
        """
        if trigger.last > MOST:
            return None
        if (trigger, role) not in sheet.worth:
            self.weigh([(sheet, trigger, role)])
        first, last, alone, scores = sheet.worth[trigger, role]
        if not len(first):
            return None
        number = self.roles[role]
        if earlier is not None:
            heads, tails = self._ends(sheet, trigger, number, earlier)
            scores = heads.take(first) + tails.take(last) + alone
        empty = sheet.worth_of_ends[trigger].empty[number] - lean
        best = int(scores.argmax())
        if scores[best] <= empty:
            return None
        total = np.exp(scores - scores[best]).sum() + np.exp(empty - scores[best])
        return Filled(int(first[best]), int(last[best]) + 1, float(1 / total))

    def weigh(self, asked: Iterable[Question]) -> None:
        """Note on the sheets, which are read together, what their stretches are worth: far faster for many at a time.

        A question that was not weighed before ``fill`` asks it is weighed then.
        """
        for some in _portions(asked):
            sheaf = some[0][0].sheaf
            assert sheaf is not None
            if fresh := list(dict.fromkeys((sheet, one) for sheet, one, _ in some if one not in sheet.triggers)):
                self._weigh_ends(sheaf, fresh)
            uncut = {(sheet, longest(role)): role for sheet, _, role in some if longest(role) not in sheet.blocks}
            if uncut:
                sheaf.cut([(sheet, role) for (sheet, _), role in uncut.items()])
            self._weigh_stretches(sheaf, some)

    def _weigh_ends(self, sheaf: Sheaf, asked: Sequence[tuple[Sheet, Trigger]]) -> None:
        """Note what each token is worth at the ends of a stretch, and leaving a role empty, beside some triggers."""
        at, words = sheaf.read(asked)
        told = self._by_trait.take(words, axis=0)
        before, rest = told[:SINCE].sum(axis=0), told[SINCE:]
        counts = [sheet.count for sheet, _ in asked]
        since = np.concatenate([sheet.since(trigger, None) for sheet, trigger in asked])
        whole = before + np.repeat(self._by_trait.take(since, axis=0), counts, axis=0)
        for more in rest:
            whole += more
        if sheaf.worth is None:
            sheaf.worth = self._by_trait.take(sheaf.of_words, axis=0).sum(axis=0)
        whole += sheaf.worth.take(at, axis=0)
        empty = self.empty.take(np.array([sheet.triggers[one].empty for sheet, one in asked]), axis=1).sum(axis=2)
        begin = 0
        for number, (sheet, trigger) in enumerate(asked):
            held = slice(begin, begin + sheet.count)
            worth = EndsWorth(whole[held], before[held], rest[:, held], empty[:, number])
            sheet.worth_of_ends[trigger] = worth
            begin = held.stop

    def _weigh_stretches(self, sheaf: Sheaf, asked: Sequence[Question]) -> None:
        """Note what stretches are worth for the roles of triggers."""
        told = sheaf.ask(asked)
        numbers = np.repeat([self.roles[role] for _, _, role in asked], told.counts)
        first, last, size, named, run = told.table[:5]
        worth = self.spans.take(told.table[5:] + numbers * self.spans.shape[1])
        for table, places in zip(self._alone, (run, named, size), strict=True):
            worth[0] += table.take(places + numbers * table.shape[1])
        alone: Scores = worth.sum(axis=0)
        alone[told.blocked] = -np.inf
        ends = np.concatenate([sheet.worth_of_ends[trigger].whole for sheet, trigger, _ in asked])
        columns = told.shift * ends.shape[1] + 2 * numbers
        heads, tails = ends.take(columns + first * ends.shape[1]), ends.take(columns + last * ends.shape[1] + 1)
        whole = heads + tails + alone
        begin = 0
        for (sheet, trigger, role), count in zip(asked, told.counts, strict=True):
            held = slice(begin, begin + count)
            sheet.worth[trigger, role] = Worth(first[held], last[held], alone[held], whole[held])
            begin += count

    def _ends(self, sheet: Sheet, trigger: Trigger, number: int, earlier: Stretch) -> Scores:
        """What each token is worth as the first word that fills a role, and as the last, behind an earlier one."""
        of_role = slice(2 * number, 2 * number + 2)
        told, sheaf = sheet.worth_of_ends[trigger], sheet.sheaf
        scores = told.before[:, of_role] + self._by_trait.take(sheet.since(trigger, earlier), axis=0)[:, of_role]
        for more in told.rest:
            scores += more[:, of_role]
        assert sheaf is not None
        assert sheaf.worth is not None
        scores += sheaf.worth[sheet.start : sheet.start + sheet.count, of_role]
        return scores.T

    @cached_property
    def _by_trait(self) -> Scores:
        """What each trait of a word is worth, by role, for the first word of a stretch and for its last."""
        return np.ascontiguousarray(self.words.reshape(2 * len(self.roles), -1).T)

    @cached_property
    def _alone(self) -> tuple[Scores, Scores, Scores]:
        """What a stretch is worth as a run of nouns, as a party or part of one, and by its size, by role."""
        bounds = zip(self.layout.span_starts[:7], self.layout.span_sizes[:7], strict=True)
        length, breaks, verbs, figures, party, broken, run = (self.spans[:, at : at + size] for at, size in bounds)
        roles = len(self.roles)
        inner = (verbs[:, :, None] + figures[:, None]).reshape(roles, 1, 1, -1)
        size = (length[:, :, None] + breaks[:, None])[..., None] + inner
        return run.copy(), (party[:, :, None] + broken[:, None]).reshape(roles, -1), size.reshape(roles, -1)


def _portions(asked: Iterable[Question]) -> Iterator[list[Question]]:
    """The questions that can be answered, so many at a time as may be weighed at once."""
    held: list[Question] = []
    size = 0
    for one in asked:
        if one[1].last > MOST:
            continue
        size += one[0].count * (longest(one[2]) or 16)
        if held and size > AT_ONCE:
            yield held
            held, size = [], 0
        held.append(one)
    if held:
        yield held


@cache
def load() -> Labeller:
    """The labeller that ships with the package."""
    with shipped("roles.npz").open("rb") as file, np.load(file, allow_pickle=False) as table:
        lists = {name: {word: n + 1 for n, word in enumerate(table[name].tolist())} for name in LISTS}
        roles = {word: n for n, word in enumerate(table["roles"].tolist())}
        scores = (table[name].astype(np.float32) for name in ("first_last", "spans", "empty"))
        return Labeller(str(table["name"]), Layout(**lists), roles, *scores)


LISTS = ("words", "chars", "tags", "kinds", "families")
