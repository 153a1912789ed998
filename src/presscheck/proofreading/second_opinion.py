"""Whoever else may say which character belongs at a place: the network presscheck carries, or a newsroom's own.

The 5-gram knows four characters on either side; a doubtful place deserves a reader who has seen the whole sentence.
Ours is ``presscheck.language.rescorer``. A newsroom that has a masked language model of its own, in the manner of BERT,
puts it into a folder (``docs/second_opinion.md``); nothing is ever fetched.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from presscheck.errors import WrongUsage
from presscheck.language import ngram, rescorer
from presscheck.messages import both
from presscheck.proofreading.everyday import Everyday, everyday

MODEL, VOCABULARY, SPEECH = "model.onnx", "vocab.txt", "[!.]*.lm"
CLS, SEP, MASK, PAD, UNK = SPECIAL = ("[CLS]", "[SEP]", "[MASK]", "[PAD]", "[UNK]")
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
AROUND = 100
"""How many characters a newsroom's model sees on either side of a place."""
AT_ONCE = 16
"""How many places it is asked about at once."""
STRANGE = -16.0
"""What a character that a model does not know counts, before the candidates are set against one another."""
LONGEST_VOCABULARY = 20_000_000
"""Bytes of ``vocab.txt`` that are read."""

Floats = NDArray[np.float32]


class SecondOpinion(Protocol):
    """One who says which of some characters belongs at a place."""

    @property
    def name(self) -> str:
        """What a recipe calls it."""

    def score(self, text: str, places: Sequence[int], candidates: Sequence[str]) -> list[Floats]:
        """How likely each of its candidates is at each place, whatever stands there.

        ``candidates`` holds the characters to choose from, one string a place. Returns one array a place: natural
        logarithms of chances that sum to one over its candidates.
        """


class Carried:
    """The opinion that presscheck carries.

    >>> told = Carried().score("全市今年汁划投资两亿元。", [4], ["汁计汗"])
    >>> "汁计汗"[told[0].argmax()]
    '计'
    """

    def __init__(self) -> None:
        self._towers = rescorer.load()
        self.name = self._towers.name

    def score(self, text: str, places: Sequence[int], candidates: Sequence[str]) -> list[Floats]:
        """As ``SecondOpinion`` says."""
        most = max(map(len, candidates), default=0)
        tried = np.zeros((len(places), most), dtype=np.int64)
        for row, characters in zip(tried, candidates, strict=True):
            row[: len(characters)] = ngram.load().encode(characters)
        told = self._towers.score(text, places, tried)
        return [shared(row[: len(characters)]) for row, characters in zip(told, candidates, strict=True)]


class Vocabulary(NamedTuple):
    """The tokens of a masked language model by what they stand for, each with its number."""

    numbers: dict[str, int]

    @classmethod
    def open(cls, folder: Path) -> "Vocabulary":
        """The tokens of ``vocab.txt``, one a line; ``WrongUsage`` where it is no such list."""
        try:
            if (folder / VOCABULARY).stat().st_size > LONGEST_VOCABULARY:
                raise ValueError
            lines = (folder / VOCABULARY).read_text(encoding="utf-8-sig").split("\n")
        except ValueError:
            raise _wrong("vocabulary", folder) from None
        numbers = {line.rstrip("\r"): number for number, line in enumerate(lines) if line}
        if not numbers.keys() >= set(SPECIAL):
            raise _wrong("vocabulary", folder)
        return cls(numbers)

    def number(self, char: str) -> int:
        """The number of a character; that of what is unknown for one that is not in the list."""
        return self.numbers.get(char, self.numbers.get(char.lower(), self.numbers[UNK]))

    @property
    def size(self) -> int:
        """One more than the last number."""
        return max(self.numbers.values()) + 1


class MaskedModel:
    """A newsroom's own masked language model: each place is covered and guessed from all that stands around it."""

    def __init__(self, folder: str | Path) -> None:
        """The model of a folder; ``WrongUsage`` where it cannot be used."""
        self.folder = Path(folder)
        _whole(self.folder)
        self.vocabulary = Vocabulary.open(self.folder)
        self.name = f"masked:{self.folder.name}"
        self._session = _session(self.folder)
        asked = self._session.get_inputs()
        self._inputs = [part.name for part in asked]
        if not {"input_ids"} <= set(self._inputs) <= set(INPUTS):
            raise _wrong("inputs", self.folder, names=", ".join(self._inputs))
        rows, columns = (*asked[self._inputs.index("input_ids")].shape, None, None)[:2]
        self._rows, self._length = (size if isinstance(size, int) else None for size in (rows, columns))
        self._around = AROUND if self._length is None else min(AROUND, (self._length - 3) // 2)

    def score(self, text: str, places: Sequence[int], candidates: Sequence[str]) -> list[Floats]:
        """As ``SecondOpinion`` says."""
        told: list[Floats] = []
        at_once = self._rows or AT_ONCE
        for start in range(0, len(places), at_once):
            part = slice(start, start + at_once)
            odds = self._odds([self._window(text, place) for place in places[part]])
            told += [self._choice(row, characters) for row, characters in zip(odds, candidates[part], strict=False)]
        return told

    def _window(self, text: str, place: int) -> list[int]:
        """The numbers of what stands around a place, the place covered; white space is left out."""
        numbers, around = self.vocabulary.numbers, self._around
        before, after = (
            [self.vocabulary.number(char) for char in side if not char.isspace()]
            for side in (text[max(place - 2 * around, 0) : place], text[place + 1 : place + 1 + 2 * around])
        )
        kept = before[max(len(before) - around, 0) :]
        return [numbers[CLS], *kept, numbers[MASK], *after[:around], numbers[SEP]]

    def _odds(self, windows: Sequence[list[int]]) -> Floats:
        """What the model makes of the covered place of each window: (windows, tokens)."""
        numbers = self.vocabulary.numbers
        shape = self._rows or len(windows), self._length or max(map(len, windows))
        ids = np.full(shape, numbers[PAD], dtype=np.int64)
        seen = np.zeros_like(ids)
        for row, window in enumerate(windows):
            ids[row, : len(window)], seen[row, : len(window)] = window, 1
        fed = {"input_ids": ids, "attention_mask": seen, "token_type_ids": np.zeros_like(ids)}
        told = self._run({name: fed[name] for name in self._inputs})
        covered = [window.index(numbers[MASK]) for window in windows]
        odds: Floats = told[np.arange(len(windows)), covered].astype(np.float32)
        return odds

    def _run(self, fed: dict[str, NDArray[np.int64]]) -> NDArray[Any]:
        """The model's odds of every token at every place: (rows, length, tokens)."""
        try:
            given = self._session.run(None, fed)
        except Exception as error:  # ONNX Runtime's errors share no base class
            raise _wrong("broken", self.folder, why=_first_line(error)) from error
        shape, size = fed["input_ids"].shape, self.vocabulary.size
        for told in given:
            if isinstance(told, np.ndarray) and told.ndim == 3 and told.shape[:2] == shape and told.shape[2] >= size:
                return told
        raise _wrong("outputs", self.folder, size=size)

    def _choice(self, odds: Floats, characters: str) -> Floats:
        """One place's odds, of its candidates alone; what the vocabulary lacks stands far behind the best."""
        numbers = np.array([self.vocabulary.number(char) for char in characters], dtype=np.int64)
        known = numbers != self.vocabulary.numbers[UNK]
        best = odds[numbers[known]].max(initial=-np.inf) if known.any() else 0.0
        return shared(np.where(known, odds[numbers], best + STRANGE).astype(np.float32))


def shared(odds: Floats) -> Floats:
    """Odds as natural logarithms of chances that sum to one.

    >>> np.exp(shared(np.zeros(4, dtype=np.float32))).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    if not len(odds):
        return odds
    lowered = odds - odds.max()
    told: Floats = lowered - np.log(np.exp(lowered).sum())
    return told


class Speaking:
    """A second reader who also knows everyday speech, for lone sentences of it (``talk``)."""

    def __init__(self, reader: SecondOpinion, speech: Everyday) -> None:
        self.speech, self._reader = speech, reader
        self.name = f"{reader.name}+{speech.name}"

    def score(self, text: str, places: Sequence[int], candidates: Sequence[str]) -> list[Floats]:
        """As ``SecondOpinion`` says."""
        return self._reader.score(text, places, candidates)


@cache
def opinion(folder: str | Path | None = None) -> SecondOpinion:
    """The opinion of a folder's masked model or everyday speech; without one, that which presscheck carries."""
    if folder is None:
        return Carried()
    speech = sorted(Path(folder).glob(SPEECH))
    if len(speech) > 1:
        raise _wrong("several", Path(folder), files=", ".join(one.name for one in speech))
    own = MaskedModel(folder) if not speech or (Path(folder) / MODEL).exists() else Carried()
    return Speaking(own, everyday(speech[0])) if speech else own


def _whole(folder: Path) -> None:
    """Makes sure that a folder holds what it must."""
    if not folder.is_dir():
        raise _wrong("no_folder", folder)
    for file in (MODEL, VOCABULARY):
        if not (folder / file).is_file():
            raise _wrong("no_file", folder, file=file)


def _session(folder: Path) -> Any:
    """The model of a folder, ready to be run on one thread."""
    import onnxruntime as runtime  # type: ignore[import-untyped]  # takes its time, and not every page has another opinion

    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        return runtime.InferenceSession(str(folder / MODEL), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime's errors share no base class
        raise _wrong("broken", folder, why=_first_line(error)) from error


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def _wrong(message: str, folder: Path, **values: object) -> WrongUsage:
    return WrongUsage(**both(f"second_opinion.{message}", folder=folder, **values))
