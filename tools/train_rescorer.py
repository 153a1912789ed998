"""Train the network that says which character belongs at a place (``presscheck.language.rescorer``). Needs torch.

python tools/train_rescorer.py train --minutes 60 --checkpoint towers.pt
python tools/train_rescorer.py pack --checkpoint towers.pt

Every character of the training text is foretold from what stands on both sides of it, by a softmax over the most
frequent characters; of those it is told from, one in a hundred is first replaced by one that looks like it.
"""

import argparse
import hashlib
import json
import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from presscheck.language import ngram
from presscheck.language.ngram import BOUNDARY
from presscheck.proofreading import shapes
from train_language_model import AFTER_TRAINING, LAST_TRAINING_DAY, ROOT, SHARED, news_paragraphs, sha256

TABLE = ROOT / "src/presscheck/data/rescorer.npz"
LAST_CHOOSING_DAY = "2025-08-31"
LOOK_ALIKES = 30
SHARPNESS = 12
"""A look-alike stands in with a chance of its likeness to this power."""
CHUNK = 1536
EMBEDDED = {"char.weight": "char", "pair.weight": "pair"}
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Settings:
    """How the network is built and how it learns; all of it goes into the recipe."""

    known: int = 4096
    pairs: int = 24576
    size: int = 128
    width: int = 192
    hidden: int = 384
    reaches: tuple[int, ...] = (1, 2, 4, 8, 16, 32)
    length: int = 128
    rows: int = 64
    rate: float = 3e-3
    noise: float = 0.01
    seed: int = 7


# --- the network --------------------------------------------------------------------------------------------------


class Tower(nn.Module):
    """What stands before each place, told from one side; its parameters bear the names that the reader knows."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        width, self.reaches = settings.width, settings.reaches
        self.enter = nn.Linear(settings.size, width)
        self.floors = nn.ModuleList(nn.Linear(2 * width, 2 * width) for _ in self.reaches)
        self.gains = nn.Parameter(torch.ones(len(self.reaches) + 1, width))

    def forward(self, read: torch.Tensor) -> torch.Tensor:
        """(rows, length, size) to (rows, length, width); a place's state tells of it and of what stands before it."""
        told = self.enter(read)
        for reach, floor, gain in zip(self.reaches, self.floors, self.gains, strict=False):
            level = even(told) * gain.to(told.dtype)
            behind = functional.pad(level, (0, 0, reach, 0))[:, :-reach]
            more, gate = floor(torch.cat([level, behind], dim=-1)).chunk(2, dim=-1)
            told = told + more * torch.sigmoid(gate)
        return even(told) * self.gains[-1].to(told.dtype)


def even(told: torch.Tensor) -> torch.Tensor:
    """Each state brought to a mean square of one."""
    return functional.rms_norm(told, told.shape[-1:], eps=1e-6)


class Towers(nn.Module):
    """Two towers, and what they tell together."""

    def __init__(self, settings: Settings, characters: int) -> None:
        super().__init__()
        self.char, self.pair = nn.Embedding(characters, settings.size), nn.Embedding(settings.pairs, settings.size)
        nn.init.normal_(self.char.weight, std=0.5)
        nn.init.normal_(self.pair.weight, std=0.3)
        self.left, self.right = Tower(settings), Tower(settings)
        self.join = nn.Linear(2 * settings.width, 2 * settings.hidden)
        self.told = nn.Linear(settings.hidden, settings.size)
        self.out = nn.Parameter(torch.randn(settings.known, settings.size) * 0.05)
        self.bias = nn.Parameter(torch.zeros(settings.known))

    def forward(self, ids: torch.Tensor, pairs: torch.Tensor) -> torch.Tensor:
        """What is told of each place but by itself, (rows, length, size); ``pairs`` is (rows, length + 1)."""
        chars = self.char(ids)
        left = self.left(chars + self.pair(pairs[:, :-1]))
        right = self.right((chars + self.pair(pairs[:, 1:])).flip(1)).flip(1)
        before, after = functional.pad(left, (0, 0, 1, 0))[:, :-1], functional.pad(right, (0, 0, 0, 1))[:, 1:]
        first, second = self.join(torch.cat([before, after], dim=-1)).chunk(2, dim=-1)
        return self.told(functional.silu(first) * second)

    def chances(self, ids: torch.Tensor, pairs: torch.Tensor) -> torch.Tensor:
        """Log probabilities of every learned character at every place."""
        return functional.log_softmax(self(ids, pairs) @ self.out.T + self.bias, dim=-1)


class Surprise(torch.autograd.Function):
    """The mean cross-entropy of many places against all characters, in slices small enough for the cache.

    Its gradients are reckoned on the way: the odds of all places at once would fill hundreds of megabytes.
    """

    @staticmethod
    def forward(
        ctx: Any, told: torch.Tensor, out: torch.Tensor, bias: torch.Tensor, truth: torch.Tensor
    ) -> torch.Tensor:
        """``told`` (n, size), ``truth`` (n,) ids, of which 0 does not count."""
        counting = (truth > ngram.UNKNOWN_ID).float() / (truth > ngram.UNKNOWN_ID).sum().clamp(min=1)
        short = out.bfloat16()
        slopes = torch.empty_like(told), torch.zeros_like(out), torch.zeros_like(bias)
        loss = torch.zeros(())
        for start in range(0, len(told), CHUNK):
            part = slice(start, start + CHUNK)
            rows, target, share = told[part].bfloat16(), truth[part, None], counting[part, None]
            odds = (rows @ short.T).float().add_(bias)
            top, meant = odds.amax(1, keepdim=True), odds.gather(1, target)
            odds.sub_(top).exp_()
            total = odds.sum(1, keepdim=True)
            loss += ((total.log() + top - meant) * share).sum()
            odds.mul_(share / total).scatter_add_(1, target, -share)
            slopes[0][part] = (odds.bfloat16() @ short).to(told.dtype)
            slopes[1].add_((odds.bfloat16().T @ rows).float())
            slopes[2].add_(odds.sum(0))
        ctx.save_for_backward(*slopes)
        return loss

    @staticmethod
    def backward(ctx: Any, slope: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        """The gradients, reckoned before."""
        return (*(part * slope for part in ctx.saved_tensors), None)


# --- the text -----------------------------------------------------------------------------------------------------


def stream(path: Path, first: str, last: str, known: int) -> Ints:
    """The news of some days as ids, an edge around every paragraph; 0 for what is too rare to learn."""
    text = BOUNDARY + BOUNDARY.join(news_paragraphs(path, first, last)) + BOUNDARY
    ids = ngram.load().encode(text).astype(np.int64)
    return np.where(ids < known, ids, ngram.UNKNOWN_ID)


def frequent_pairs(ids: Ints, wanted: int) -> Ints:
    """The pairs of neighbours that are seen most, as sorted keys, one fewer than ``wanted``: number 0 is none."""
    keys, often = np.unique((ids[:-1] << 16) | ids[1:], return_counts=True)
    return np.sort(keys[np.argsort(-often, kind="stable")[: wanted - 1]])


def pairs_of(ids: Ints, keys: Ints) -> Ints:
    """Which frequent pair ends at each character of some rows, and after the last: (rows, length + 1)."""
    asked = (ids[:, :-1] << 16) | ids[:, 1:]
    places = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    return np.pad(np.where(keys[places] == asked, places + 1, 0), ((0, 0), (1, 1)))


class Noise:
    """Misreadings as the press room sees them: now and then a character gives way to one that looks like it."""

    def __init__(self, settings: Settings) -> None:
        self.rate, self.dice = settings.noise, np.random.default_rng(settings.seed)
        table, model = shapes.drawn(), ngram.load()
        size = len(model.characters)
        self.others, self.steps = np.zeros((size, LOOK_ALIKES), dtype=np.int64), np.ones((size, LOOK_ALIKES))
        own_ids = model.encode(table.characters)
        nearest, likeness = own_ids[table.nearest[:, :LOOK_ALIKES]], table.likeness[:, :LOOK_ALIKES].astype(np.float64)
        for own, ids, alike in zip(own_ids, nearest, likeness, strict=True):
            weights = alike**SHARPNESS * ((ids > 0) & (ids < settings.known))
            if own and weights.sum():
                self.others[own], self.steps[own] = ids, np.cumsum(weights / weights.sum())

    def over(self, ids: Ints) -> Ints:
        """The rows of ids, misread here and there."""
        flat = ids.ravel().copy()
        at = np.flatnonzero(self.dice.random(flat.size) < self.rate)
        at = at[self.others[flat[at], 0] > 0]
        drawn = (self.steps[flat[at]] < self.dice.random(len(at))[:, None]).sum(axis=1)
        flat[at] = self.others[flat[at], np.minimum(drawn, LOOK_ALIKES - 1)]
        return flat.reshape(ids.shape)


def batches(ids: Ints, settings: Settings) -> Iterator[Ints]:
    """Stretches of the text without end, each time round cut at other places and in another order."""
    dice, length = np.random.default_rng(settings.seed), settings.length
    while True:
        start = int(dice.integers(length))
        count = (len(ids) - start) // length
        cut = ids[start : start + count * length].reshape(count, length)
        order = dice.permutation(count)
        for k in range(0, count - settings.rows + 1, settings.rows):
            yield cut[order[k : k + settings.rows]]


# --- learning -----------------------------------------------------------------------------------------------------


class Learner:
    """A network with what it learns by: Muon for the matrices of its towers, Adam for all else."""

    def __init__(self, settings: Settings, ids: Ints) -> None:
        torch.manual_seed(settings.seed)
        self.settings, self.keys, self.noise = settings, frequent_pairs(ids, settings.pairs), Noise(settings)
        self.net = Towers(settings, len(ngram.load().characters))
        often = np.bincount(ids, minlength=settings.known) + 0.5
        with torch.no_grad():
            self.net.bias.copy_(torch.tensor(np.log(often / often.sum()), dtype=torch.float32))
        towers = ("left.", "right.", "join.", "told.")
        named = [(name.startswith(towers) and part.ndim == 2, part) for name, part in self.net.named_parameters()]
        inner, outer = [part for inside, part in named if inside], [part for inside, part in named if not inside]
        self.means = (
            torch.optim.Muon(inner, lr=settings.rate, weight_decay=0.05, adjust_lr_fn="match_rms_adamw"),
            torch.optim.AdamW(outer, lr=settings.rate, betas=(0.9, 0.98), weight_decay=0.0, fused=True),
        )

    def surprise(self, truth: Ints, read: Ints) -> torch.Tensor:
        """Nats a character of the text as printed, told from the text as read."""
        with torch.autocast("cpu", torch.bfloat16):
            told = self.net(torch.from_numpy(read), torch.from_numpy(pairs_of(read, self.keys)))
        meant = torch.from_numpy(truth).reshape(-1)
        loss: torch.Tensor = Surprise.apply(told.reshape(len(meant), -1), self.net.out, self.net.bias, meant)
        return loss

    def step(self, truth: Ints, rate: float) -> float:
        """One step along a batch."""
        loss = self.surprise(truth, self.noise.over(truth))
        loss.backward()  # type: ignore[no-untyped-call]
        for means in self.means:
            for group in means.param_groups:
                group["lr"] = rate
            means.step()
            means.zero_grad(set_to_none=True)
        return loss.item()

    def heard(self, rows: Ints) -> float:
        """Nats a character on text that is not learned from."""
        with torch.no_grad():
            return float(np.mean([self.surprise(part, part).item() for part in np.array_split(rows, 4)]))


def pace(settings: Settings, steps: int, done: float) -> float:
    """The rate at which to learn when ``done`` (0 to 1) of the way is gone: up in 50 steps, level, then down."""
    return settings.rate * min(1.0, (steps + 1) / 50) * (1 if done < 0.4 else max(0.02, (1 - done) / 0.6))


def learn(learner: Learner, ids: Ints, held: Ints, minutes: float, checkpoint: Path) -> dict[str, Any]:
    """Learns for so many minutes and says how far that went; a checkpoint every 200 steps."""
    start, steps, told = time.monotonic(), 0, math.nan
    for rows in batches(ids, learner.settings):
        done = (time.monotonic() - start) / (60 * minutes)
        if done >= 1:
            break
        told = learner.step(rows, pace(learner.settings, steps, done))
        steps += 1
        if steps % 200 == 0:
            print(f"step {steps}, {done:.0%}: learned {told:.3f}, held back {learner.heard(held):.3f}", flush=True)
            keep(learner, {"steps": steps}, checkpoint)
    facts = {"steps": steps, "minutes": minutes, "surprise": round(learner.heard(held), 4)}
    keep(learner, facts, checkpoint)
    return facts


def keep(learner: Learner, facts: Mapping[str, Any], checkpoint: Path) -> None:
    """The network as it stands, in a file of torch's."""
    told = {"net": learner.net.state_dict(), "pairs": torch.from_numpy(learner.keys)}
    torch.save({**told, "settings": asdict(learner.settings), "facts": dict(facts)}, checkpoint)


# --- the table ----------------------------------------------------------------------------------------------------


def pack(weights: Mapping[str, torch.Tensor], pairs: Ints, recipe: dict[str, Any]) -> dict[str, NDArray[Any]]:
    """The arrays the reader takes: matrices in 255 steps a row, vectors as half floats, and the recipe."""
    arrays: dict[str, NDArray[Any]] = {"pairs": pairs.astype(np.uint32)}
    names = []
    for name, part in weights.items():
        values, short = (
            part.float().numpy(),
            name.removesuffix(".weight") if name.startswith(("char", "pair")) else name,
        )
        names.append(short)
        if values.ndim == 2 and "gains" not in name:
            step = np.maximum(np.abs(values).max(axis=1) / 127, 1e-8).astype(np.float32)
            arrays[f"{short}:step"] = step
            arrays[short] = np.rint(values / step[:, None]).astype(np.int8)
        else:
            arrays[short] = values.astype(np.float32)
    digest = hashlib.sha256()
    for name in sorted(arrays):
        digest.update(arrays[name].tobytes())
    whole = {**recipe, "weights": names, "content": digest.hexdigest()}
    arrays["recipe"] = np.frombuffer(json.dumps(whole, ensure_ascii=False, sort_keys=True).encode(), dtype=np.uint8)
    return arrays


def packed(checkpoint: Path) -> dict[str, NDArray[Any]]:
    """A checkpoint as the arrays of the table."""
    told = torch.load(checkpoint, weights_only=True)
    settings = told["settings"]
    recipe = {
        "method": "two towers of gated dilated convolutions, softmax, 8 bits a weight",
        "reaches": list(settings["reaches"]),
        "settings": {name: value for name, value in settings.items() if name != "reaches"},
        "learned": told["facts"],
        "characters": ngram.load().name,
        "news": {"sha256": sha256(SHARED / "broadcast.jsonl.gz"), "until": LAST_TRAINING_DAY},
    }
    return pack(told["net"], told["pairs"].numpy(), recipe)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["train", "pack"])
    parser.add_argument("--news", type=Path, default=SHARED / "broadcast.jsonl.gz")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--width", type=int, default=Settings().width)
    parser.add_argument("--checkpoint", type=Path, default=Path("towers.pt"))
    parser.add_argument("--out", type=Path, default=TABLE)
    asked = parser.parse_args()
    if asked.what == "train":
        settings = replace(Settings(), width=asked.width, hidden=2 * asked.width)
        torch.set_num_threads(1)
        ids = stream(asked.news, "", LAST_TRAINING_DAY, settings.known)
        held = stream(asked.news, AFTER_TRAINING, LAST_CHOOSING_DAY, settings.known)
        rows = held[: len(held) // settings.length * settings.length].reshape(-1, settings.length)
        few = rows[:: len(rows) // 256][:256]
        print(learn(Learner(settings, ids), ids, few, asked.minutes, asked.checkpoint))
    np.savez_compressed(asked.out, **packed(asked.checkpoint))  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
