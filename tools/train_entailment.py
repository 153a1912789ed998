"""Teach a small net whether a sentence of news says what a claim says, the contrary, or neither. Needs torch.

usage: python tools/train_entailment.py news BROADCAST.jsonl.gz --seconds N --to BEGUN.pt
       python tools/train_entailment.py claims BROADCAST.jsonl.gz RECORD.db CLAIMS.jsonl … --from BEGUN.pt
           [--without 0|1] --seconds N --to NET.npz

First it learns from sentences of news set right and wrong by program (``entailment_rows``), then from claims whose
answer is known, each beside the sentences of the record that are likeliest to answer it: that one of them speaks for
the claim is enough. ``--without`` leaves out the claims of half the stories, so that ``train_check.py`` learns what
the net makes of claims it never saw. Stories after October 2025 are not learned from.
"""

import argparse
import datetime
import hashlib
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from entailment_rows import Row, half_of, made, news
from presscheck.check import weights
from presscheck.check.claims import claims_in
from presscheck.check.entailment import AGAINST, ANSWER, ASKED, BREAK, FOR, NEITHER, laid_out
from presscheck.check.nearest import nearest
from presscheck.check.pairs import pairs
from presscheck.check.sentences import READ, answering, sentences_near
from presscheck.data import shipped
from presscheck.facts.context import FILE, load
from presscheck.record.store import Store
from reader_net import Encoder

UNTIL = "2025-10-31"
INNER, AWAY = 192, -30.0
ROWS, DRAWN = 96, 4
"""Made claims in a batch, and batches that are drawn together, so that those of like length stand in one."""
BY_HAND, BY_PROGRAM, MADE = 16, 4, 8
"""Claims in a batch, and made ones among them, which count half."""
AT_ONCE = 32
"""Lines that are read at once, those of like length together."""
LABELS = {"supported": FOR, "contradicted": AGAINST, "not_decided": NEITHER}
Batch = tuple[torch.Tensor, torch.Tensor, torch.Tensor]


class Net(nn.Module):
    """The encoder of characters, told how each is shared; what it makes of both texts is pooled and weighed."""

    def __init__(self) -> None:
        super().__init__()
        self.enc = _encoder()
        size = self.enc.size
        self.code = nn.Embedding(BREAK + 1, size)
        nn.init.normal_(self.code.weight, std=0.02)
        self.a, self.b = nn.Linear(5 * size, INNER), nn.Linear(INNER, 3)

    def forward(self, numbers: torch.Tensor, codes: torch.Tensor, parts: torch.Tensor) -> torch.Tensor:
        """Three scores for each row: (rows, characters) three times to (rows, 3)."""
        turns, read = self.enc.turns(numbers.shape[1]), (numbers != 0)[:, None, None]
        x = self.enc.emb(numbers) + self.code(codes)
        for layer in self.enc.blocks:
            x = layer(x, turns, read)
        x = self.enc.norm(x)
        claim, told = (((numbers != 0) & (parts == part))[..., None] for part in (ASKED, ANSWER))
        pooled = torch.cat([_mean(x, claim), _most(x, claim), -_most(-x, claim), _mean(x, told), _most(x, told)], -1)
        inner = self.a(functional.dropout(pooled, 0.1, self.training))
        return self.b(functional.gelu(inner, approximate="tanh")).float()


def _mean(x: torch.Tensor, held: torch.Tensor) -> torch.Tensor:
    return (x * held).sum(1) / held.sum(1).clamp(min=1)


def _most(x: torch.Tensor, held: torch.Tensor) -> torch.Tensor:
    return x.masked_fill(~held, AWAY).amax(1)


def _encoder() -> Encoder:
    """The encoder by which facts are read in context."""
    with shipped(FILE).open("rb") as file, np.load(file) as table:
        state = {
            name[4:]: torch.from_numpy(table[name].astype(np.float32)) for name in table.files if name[:4] == "enc."
        }
        heads = int(table["heads"])
    state = {name: told.T.contiguous() if _turned(name, told) else told for name, told in state.items()}
    layers = sum(name.endswith("qkv.weight") for name in state)
    encoder = Encoder(*state["emb.weight"].shape, layers, heads, len(state["blocks.0.a.weight"]))
    encoder.load_state_dict(state, strict=False)
    return encoder


def _turned(name: str, told: Any) -> bool:
    """Whether numpy keeps these weights the other way round."""
    return told.ndim == 2 and name.split(".")[-2] in ("qkv", "o", "a", "b")


def batch_of(rows: Sequence[tuple[str, str, str]]) -> Batch:
    """Claims with a headline and a sentence each: numbers of characters, how they are shared, and whose they are."""
    lines = [laid_out(load(), *row) for row in rows]
    longest = max(line.shape[1] for line in lines)
    out = np.zeros((3, len(lines), longest), dtype=np.int64)
    for at, line in enumerate(lines):
        out[:, at, : line.shape[1]] = line
    numbers, codes, parts = map(torch.from_numpy, out)
    return numbers, codes, parts


def claims_of(store: Store, paths: Sequence[Path], without: int | None) -> tuple[list[Row], list[Row]]:
    """Claims by hand and by program, each beside the sentences that are likeliest to answer it."""
    hand: list[Row] = []
    programs: list[Row] = []
    for path in paths:
        for told in map(json.loads, path.read_text(encoding="utf8").splitlines()):
            stories = frozenset(told["articles"]) | frozenset(told.get("near", ()))
            if half_of(stories) != without and (beside := _beside(store, told, stories)):
                row = Row(told["claim"], beside, LABELS[told["label"]])
                (programs if "made" in path.name else hand).append(row)
    return hand, programs


def _beside(store: Store, told: dict[str, Any], stories: frozenset[str]) -> list[tuple[str, str]]:
    """The sentences to read, one of them of a story that decides the claim, if any is near."""
    known = weights.load()
    claim = max(
        claims_in(told["claim"], datetime.date.fromisoformat(told["date"])),
        key=lambda one: (len(one.figures), len(one.text)), default=None,
    )  # fmt: skip
    if claim is None:
        return []
    kept = list(nearest(store, claim.text, claim.days, claim.date))
    near = sentences_near(claim, kept, known)
    found = answering(near, pairs(claim, kept, known), len(claim.figures), known)
    if not any(one.kept.name in stories for one in found) and (
        own := [one for one in near if one.kept.name in stories]
    ):
        found = [*found[: READ - 1], own[0]]
    return [(one.kept.article.headline or "", one.words) for one in found]


def learn_news(net: Net, broadcast: Path, seconds: float) -> None:
    """Learn from sentences set right and wrong."""
    rng = random.Random(1)
    drawn = made(news(broadcast, UNTIL), rng)
    optimizer = torch.optim.AdamW(net.parameters(), weight_decay=0.01, betas=(0.9, 0.98))
    for share in _until(seconds):
        rows = sorted((next(drawn) for _ in range(ROWS * DRAWN)), key=lambda row: len(row.claim + row.beside[0][1]))
        batches = [rows[at : at + ROWS] for at in range(0, len(rows), ROWS)]
        rng.shuffle(batches)
        for batch in batches:
            _step(net, optimizer, batch, [1.0] * len(batch), 6e-4 * max(0.05, 1 - share))


def learn_claims(net: Net, hand: Sequence[Row], programs: Sequence[Row], broadcast: Path, seconds: float) -> None:
    """Learn from claims by hand and by program, and go on with sentences set right and wrong."""
    rng = random.Random(2)
    drawn = made(news(broadcast, UNTIL), rng)
    optimizer = torch.optim.AdamW(net.parameters(), weight_decay=0.05, betas=(0.9, 0.98))
    for share in _until(seconds):
        rows = [
            *rng.choices(hand, k=BY_HAND),
            *rng.choices(programs, k=BY_PROGRAM),
            *(next(drawn) for _ in range(MADE)),
        ]
        counts = [1.0] * (BY_HAND + BY_PROGRAM) + [0.5] * MADE
        _step(net, optimizer, rows, counts, 3e-4 * max(0.05, 1 - share))


def _step(
    net: Net, optimizer: torch.optim.Optimizer, rows: Sequence[Row], counts: Sequence[float], rate: float
) -> None:
    for group in optimizer.param_groups:
        group["lr"] = rate
    lines = [(row.claim, head, words) for row in rows for head, words in row.beside]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = _read(net, lines)
    told = torch.stack([_together(one) for one in scores.split([len(row.beside) for row in rows])])
    weighed = torch.tensor(counts)
    missed = functional.cross_entropy(told, torch.tensor([row.way for row in rows]), reduction="none")
    loss = (missed * weighed).sum() / weighed.sum()
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimizer.step()


def _read(net: Net, lines: Sequence[tuple[str, str, str]]) -> torch.Tensor:
    order = sorted(range(len(lines)), key=lambda at: sum(map(len, lines[at])))
    parts = [order[at : at + AT_ONCE] for at in range(0, len(order), AT_ONCE)]
    scores = torch.cat([net(*batch_of([lines[at] for at in part])) for part in parts])
    return scores[torch.tensor(order).argsort()]


def _together(scores: torch.Tensor) -> torch.Tensor:
    """What the sentences beside a claim come to: one that speaks for it, or against it, is enough."""
    odds = scores[:, :NEITHER] - scores[:, NEITHER:]
    return torch.cat([torch.logsumexp(odds, 0), odds.new_zeros(1)])


def _until(seconds: float) -> Iterator[float]:
    begun = time.monotonic()
    while (share := (time.monotonic() - begun) / seconds) < 1:
        yield share


def keep(net: Net, to: Path) -> None:
    """Write a net as ``presscheck.check.entailment`` reads it."""
    parts: dict[str, Any] = {}
    for name, told in net.state_dict().items():
        if name != "enc.bias":
            row = np.ascontiguousarray(told.T if _turned(name, told) else told)
            parts[name] = row.astype(np.float16 if row.ndim == 2 else np.float32)
    digest = hashlib.sha256(b"".join(parts[name].tobytes() for name in sorted(parts))).hexdigest()[:8]
    with shipped(FILE).open("rb") as file, np.load(file) as table:
        np.savez_compressed(to, name=f"entailment-{digest}", chars=table["chars"], heads=table["heads"], **parts)


def main() -> None:
    """Learn, and write what was learned."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("news", "claims"))
    parser.add_argument("broadcast", type=Path)
    parser.add_argument("record", type=Path, nargs="?")
    parser.add_argument("claims", type=Path, nargs="*")
    parser.add_argument("--from", dest="begun", type=Path)
    parser.add_argument("--without", type=int, choices=(0, 1))
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--to", type=Path, required=True)
    asked = parser.parse_args()
    torch.manual_seed(0)
    net = Net()
    if asked.what == "news":
        learn_news(net, asked.broadcast, asked.seconds)
        torch.save(net.state_dict(), asked.to)
        return
    net.load_state_dict(torch.load(asked.begun))
    hand, programs = claims_of(Store(asked.record), asked.claims, asked.without)
    learn_claims(net, hand, programs, asked.broadcast, asked.seconds)
    keep(net, asked.to)


if __name__ == "__main__":
    main()
