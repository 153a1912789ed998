"""Give the reader in context an encoder of fewer layers, which learns to say what the deeper one says of characters.

    python tools/shrink_reader.py ARTICLES.jsonl.gz --layers 2 --seconds 3900 --to shrunk.npz
    python tools/shrink_reader.py ARTICLES.jsonl.gz gold/facts/train*.jsonl --from shrunk.npz --to answers.npz

It begins with every other layer (Sanh and others, DistilBERT, 2019) and learns of all the news what each character
means (Hinton and others, Distilling the knowledge in a neural network, 2015): as vectors, as what the questions of who
and when read of them, and after its first layer (Jiao and others, TinyBERT, 2020). Tables of weights learn by Muon
(Jordan and others, 2024). Then it learns to answer as the deeper one does, where sentences are annotated; what is right
there is not told it. ``train_reader.py facts`` may go on from there.
Text after ``LAST_DAY`` is never read. Needs torch.
"""

import argparse
import math
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from gold_facts import _lines
from presscheck.facts import sayings, sentences
from presscheck.facts.cast import cast_of
from presscheck.facts.context import Tables, lay_out
from presscheck.facts.sentences import Said
from presscheck.measure.facts import story_of
from reader_net import Encoder, Reader, batch_of
from reader_rows import Kept, Numbers, Row, row_of
from train_reader import (
    ALIKE,
    DEVICE,
    HEADS,
    INNER,
    LAST_DAY,
    ROWS,
    SIZE,
    TABLE,
    _begun,
    _in_turn,
    _kept,
    _until,
    keep,
    rows_of,
)

RATES = (5e-3, 1.5e-3)
"""How fast tables of weights learn, and how fast all the rest."""
ANSWERING = (2e-4, 2e-4)
"""The same, when it learns to answer."""
HINT = 0.3
"""How much what is meant after the first layer counts at the beginning; nothing in the end."""
MANY = 8
"""Blocks with so many digits are learned twice as often: what belongs to which of many figures is hardest."""
SOME, SEVERAL = 3_000, 3
"""So many stories are looked through for sentences with so many figures."""
READ = ("start", "end", "ps", "pe", "q.0", "early", "cand", "wq.0")
"""The layers that read a vector, or two one after the other."""


def shrunk(news: Path, begun: Path, layers: int, seconds: float, to: Path) -> None:
    """Write a reader with fewer layers, which learned to say what the one of ``begun`` says of each character."""
    torch.manual_seed(1)
    kept = _kept(begun)
    reader = _begun(begun, kept).to(DEVICE).eval()
    deep, metric = reader.enc, _metric(reader)
    encoder = Encoder(len(deep.emb.weight), SIZE, layers, HEADS, INNER, drop=0.0).to(DEVICE)
    encoder.load_state_dict(_every_other(deep, layers))
    optimizers = _optimizers(encoder)
    with np.load(begun) as table:
        chars = str(table["chars"])
    stories = [one for one in _lines(news) if one["date"] <= LAST_DAY]
    some, step = _blocks_in_turn(stories, Tables("", chars, {}, {})), len(deep.blocks) // layers
    for share in _until(seconds):
        _set(optimizers, RATES, min(1, share / 0.02) * _cooled(share))
        numbers = next(some).to(DEVICE)
        with torch.no_grad():
            told = _states(deep, numbers, step)
        mine = _states(encoder, numbers, 1)
        missed = _apart(mine[1], told[1]) + _apart(mine[1] @ metric, told[1] @ metric)
        _step(optimizers, encoder, missed + HINT * (1 - share) * _apart(mine[0], told[0]))
    reader.enc = encoder
    keep(reader, chars, kept, to)


def answering(news: Path, gold: Sequence[Path], begun: Path, seconds: float, to: Path) -> None:
    """Write the reader of ``begun`` after it learned to answer as the reader that ships does.

    It is asked of annotated sentences, and of as many with a row of figures that nobody annotated.
    """
    torch.manual_seed(1)
    kept = _kept(TABLE)
    deep, reader = _begun(TABLE, kept).to(DEVICE).eval(), _begun(begun, kept).to(DEVICE).eval()
    with np.load(begun) as table:
        chars = str(table["chars"])
    optimizers = _optimizers(reader)
    known = Kept(*(_Known(one) for one in (kept.families, kept.tags, kept.traits)))
    batches = _in_turn([*rows_of(news, gold, chars, known), *_rows_of_figures(news, Tables("", chars, {}, {}), known)])
    for share in _until(seconds):
        _set(optimizers, ANSWERING, min(1, share / 0.05) * _cooled(share))
        batch = {name: one.to(DEVICE) for name, one in batch_of(next(batches)).items()}
        with torch.no_grad():
            told = deep(batch)
        asked = [batch[name].any(-1) for name in ("right", "time_right")]
        apart = [_otherwise(*each) for each in zip(reader(batch), told, asked, strict=True)]
        _step(optimizers, reader, sum(apart, torch.tensor(0.0)) / max(1, sum(int(one.sum()) for one in asked)))
    keep(reader, chars, kept, to)


class _Known(Numbers):
    """Names that were numbered before; all others are 0."""

    def of(self, name: str) -> int:
        return self.get(name, 0)


def _rows_of_figures(news: Path, tables: Tables, kept: Kept) -> Iterator[Row]:
    """What is asked of sentences with several figures: who and when of each, nobody knows the answers."""
    articles = [one for one in _lines(news) if one["date"] <= LAST_DAY]
    for article in random.Random(7).sample(articles, SOME):
        told = story_of(article)
        cast = cast_of(told)
        for said in sentences.read(told, cast, sayings.find(told, cast)):
            if (
                said.part.name == "body"
                and len(said.figures) >= SEVERAL
                and (row := row_of(_unanswered(said, article["id"]), article, tables, kept))
            ):
                yield row


def _unanswered(said: Said, story: str) -> dict[str, Any]:
    """A sentence as a line of gold, its figures with nothing told of them."""
    start = said.sentence.start
    nothing = {"indicator": None, "subject": None, "period": None}
    told = [{"s": [[one.start - start, one.end - start]], **nothing} for one in said.figures]
    line = {"id": story, "paragraph": said.part.paragraph, "start": start, "end": said.sentence.end, "figures": told}
    return line | {kind: [] for kind in ("acts", "commitments", "rules")}


def _otherwise(mine: torch.Tensor, told: torch.Tensor, asked: torch.Tensor) -> torch.Tensor:
    """How far answers are from those that were told, over all questions (relative entropy, in nats)."""
    chances = told.log_softmax(-1)
    return ((chances.exp() * (chances - mine.log_softmax(-1))).sum(-1) * asked).sum()


def _set(optimizers: Sequence[torch.optim.Optimizer], rates: Sequence[float], share: float) -> None:
    for optimizer, rate in zip(optimizers, rates, strict=True):
        optimizer.param_groups[0]["lr"] = rate * share


def _cooled(share: float) -> float:
    return 0.485 * (1 + math.cos(math.pi * share)) + 0.03


def _optimizers(net: nn.Module) -> tuple[torch.optim.Optimizer, torch.optim.Optimizer]:
    """Muon for the tables of the layers, Adam for all the rest."""
    told = [(one, "blocks." in name and one.ndim > 1) for name, one in net.named_parameters()]
    tables, rest = ([one for one, is_table in told if is_table is kind] for kind in (True, False))
    return (
        torch.optim.Muon(tables, lr=RATES[0], weight_decay=0.02, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(rest, lr=RATES[1], weight_decay=0.0, betas=(0.9, 0.98)),
    )


def _metric(reader: Reader) -> torch.Tensor:
    """How the questions read a vector, all with the same voice: what they do not look at counts little. (size, size)"""
    weights = [dict(reader.named_modules())[name].weight.detach() for name in READ]
    parts = [part for one in weights for part in one[:, : one.shape[1] // SIZE * SIZE].split(SIZE, dim=1)]
    read = torch.cat([one / one.norm() for one in parts])
    worth, turned = torch.linalg.eigh(read.T @ read * SIZE / len(parts))
    told: torch.Tensor = turned * worth.clamp(min=0).sqrt()
    return told


def _states(encoder: Encoder, numbers: torch.Tensor, step: int) -> tuple[torch.Tensor, torch.Tensor]:
    """What each character of some blocks means after so many layers, and in the end: (characters, size) each."""
    read, (cos, sin) = numbers != 0, encoder.turns(numbers.shape[1])
    turns, x = (cos.to(numbers.device), sin.to(numbers.device)), encoder.emb(numbers)
    early = x
    for number, layer in enumerate(encoder.blocks, 1):
        x = layer(x, turns, read[:, None, None])
        early = x if number == step else early
    return early[read], encoder.norm(x)[read]


def _apart(mine: torch.Tensor, told: torch.Tensor) -> torch.Tensor:
    """How far vectors are from those that were told, as a share of how these differ among themselves."""
    return (mine - told).square().mean() / (told - told.mean(0)).square().mean()


def _step(optimizers: Sequence[torch.optim.Optimizer], net: nn.Module, loss: torch.Tensor) -> None:
    for optimizer in optimizers:
        optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    for optimizer in optimizers:
        optimizer.step()


def _every_other(deep: Encoder, layers: int) -> dict[str, torch.Tensor]:
    """The weights of an encoder with fewer layers to begin with: the first, and so on at equal steps."""
    told = deep.state_dict()
    step = len(deep.blocks) // layers
    taken = {f"blocks.{at}.": f"blocks.{at * step}." for at in range(layers)}
    out = {name: one for name, one in told.items() if not name.startswith("blocks.")}
    for new, old in taken.items():
        out |= {name.replace(old, new, 1): one for name, one in told.items() if name.startswith(old)}
    return out


def _blocks_in_turn(stories: list[dict[str, Any]], tables: Tables) -> Iterator[torch.Tensor]:
    """Blocks of stories as the package lays them out, those of like length together, again and again."""
    chance, (digit,) = random.Random(1), tables.of("0")
    while True:
        chance.shuffle(stories)
        some: list[Sequence[int]] = []
        for story in stories:
            for block in lay_out(story_of(story), tables).blocks:
                some += [block] * (2 if block.count(digit) >= MANY else 1)
            if len(some) >= ROWS * ALIKE:
                some.sort(key=len)
                batches = [some[at : at + ROWS] for at in range(0, len(some), ROWS)]
                chance.shuffle(batches)
                yield from map(_filled_up, batches)
                some = []


def _filled_up(blocks: Sequence[Sequence[int]]) -> torch.Tensor:
    out = torch.zeros(len(blocks), max(map(len, blocks)), dtype=torch.long)
    for row, block in zip(out, blocks, strict=True):
        row[: len(block)] = torch.tensor(block)
    return out


def main() -> None:
    """Shrink the reader that ships, or teach a shrunk one to answer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path)
    parser.add_argument("gold", type=Path, nargs="*")
    parser.add_argument("--from", dest="begun", type=Path, default=TABLE)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=3900)
    parser.add_argument("--to", type=Path, required=True)
    told = parser.parse_args()
    if told.gold:
        answering(told.news, told.gold, told.begun, told.seconds, told.to)
    else:
        shrunk(told.news, told.begun, told.layers, told.seconds, told.to)


if __name__ == "__main__":
    main()
