"""The network of the reader in context, as it is learned; ``presscheck.facts`` reads with its weights. Needs torch."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from presscheck.facts.context import CUT, LONGEST
from presscheck.facts.roles import BACK, EARLIER, EDGES, KINDS, LONG
from presscheck.facts.when import ELSEWHERE
from reader_rows import Kept, Place, Row

TAG, FAMILY, QUERY, WIDTH, BOTH, GRAIN, CLAUSES = 24, 32, 256, 96, 48, 16, 4
NEVER = -1e4
Batch = dict[str, torch.Tensor]


class Layer(nn.Module):
    """One layer of the encoder: each character looks at the others of its block, then thinks."""

    def __init__(self, size: int, heads: int, inner: int, drop: float) -> None:
        super().__init__()
        self.heads, self.drop = heads, drop
        self.n1, self.n2 = nn.LayerNorm(size), nn.LayerNorm(size)
        self.qkv, self.o = nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.a, self.b = nn.Linear(size, inner), nn.Linear(inner, size)

    def forward(self, x: torch.Tensor, turns: tuple[torch.Tensor, torch.Tensor], read: torch.Tensor) -> torch.Tensor:
        """(blocks, characters, size) to the same; ``read`` is false for what fills a block up."""
        rows, count, size = x.shape
        told = self.qkv(self.n1(x)).view(rows, count, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        asks, answers = (turned(one.float(), turns).to(x.dtype) for one in told[:2])
        taken = functional.scaled_dot_product_attention(asks, answers, told[2].to(x.dtype), attn_mask=read)
        x = x + functional.dropout(self.o(taken.transpose(1, 2).reshape(rows, count, size)), self.drop, self.training)
        thought = self.b(functional.gelu(self.a(self.n2(x)), approximate="tanh"))
        return x + functional.dropout(thought, self.drop, self.training)


def turned(x: torch.Tensor, turns: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
    """Each pair of numbers turned by the place of its character."""
    (cos, sin), even, odd = turns, x[..., 0::2], x[..., 1::2]
    return torch.stack([even * cos - odd * sin, even * sin + odd * cos], -1).flatten(-2)


class Encoder(nn.Module):
    """Characters in, for each a vector of what it means where it stands."""

    def __init__(self, known: int, size: int, layers: int, heads: int, inner: int, drop: float = 0.1) -> None:
        super().__init__()
        self.size, self.heads = size, heads
        self.emb = nn.Embedding(known, size)
        self.blocks = nn.ModuleList(Layer(size, heads, inner, drop) for _ in range(layers))
        self.norm = nn.LayerNorm(size)
        self.bias = nn.Parameter(torch.zeros(known))
        nn.init.normal_(self.emb.weight, std=0.05)
        for layer in self.blocks:
            for one in (layer.o, layer.b):
                nn.init.normal_(one.weight, std=0.02 / math.sqrt(2 * layers))

    def forward(self, numbers: torch.Tensor) -> torch.Tensor:
        """(blocks, characters) to (blocks, characters, size)."""
        cos, sin = self.turns(numbers.shape[1])
        turns = (cos.to(numbers.device), sin.to(numbers.device))
        read = (numbers != 0)[:, None, None]
        x = self.emb(numbers)
        for layer in self.blocks:
            x = layer(x, turns, read)
        told: torch.Tensor = self.norm(x)
        return told

    def turns(self, length: int) -> tuple[torch.Tensor, torch.Tensor]:
        """By how much each place of a block turns the numbers of its character."""
        half = self.size // self.heads // 2
        steps = 1 / (10_000 ** (torch.arange(half) / half))
        angles = torch.outer(torch.arange(length).float(), steps)
        return angles.cos(), angles.sin()

    def foretold(self, vectors: torch.Tensor) -> torch.Tensor:
        """For blanks, what each character is worth in them."""
        return vectors @ self.emb.weight.T + self.bias


class Reader(nn.Module):
    """The encoder, and what is asked of it: its parameters bear the names by which ``presscheck.facts`` knows them."""

    def __init__(self, encoder: Encoder, kept: Kept, drop: float = 0.2) -> None:
        super().__init__()
        self.enc, self.drop, size, kinds, near = encoder, drop, encoder.size, len(KINDS), len(EDGES) + 1
        families, edge = len(kept.families) + 1, size + 3 * TAG
        self.tag = nn.Embedding(len(kept.tags) + 1, TAG, padding_idx=0)
        self.fam = nn.Embedding(families, FAMILY, padding_idx=0)
        self.start, self.end = nn.Linear(edge, WIDTH), nn.Linear(edge, WIDTH)
        self.ps, self.pe = nn.Linear(edge, BOTH), nn.Linear(edge, BOTH)
        self.q = nn.Sequential(nn.Linear(size + FAMILY, QUERY), nn.GELU(approximate="tanh"))
        self.qs, self.qe = nn.Linear(QUERY, kinds * WIDTH), nn.Linear(QUERY, kinds * WIDTH)
        self.q0, self.qearly, self.early0 = nn.Linear(QUERY, kinds), nn.Linear(QUERY, WIDTH), nn.Linear(QUERY, 1)
        self.ds, self.de = nn.Parameter(torch.zeros(kinds, near)), nn.Parameter(torch.zeros(kinds, near))
        self.cs, self.ce = (nn.Parameter(torch.zeros(kinds, 2 * CLAUSES + 1)) for _ in range(2))
        self.length, self.eback = nn.Parameter(torch.zeros(kinds, LONG + 1)), nn.Parameter(torch.zeros(BACK + 1))
        self.early = nn.Linear(2 * size, WIDTH)
        self.grain, self.back, self.near = (
            nn.Embedding(families, GRAIN),
            nn.Embedding(8, GRAIN),
            nn.Embedding(near, GRAIN),
        )
        self.cand = nn.Linear(2 * size + 3 * GRAIN, WIDTH)
        self.wq = nn.Sequential(nn.Linear(size + 3 * FAMILY + 8, WIDTH), nn.GELU(approximate="tanh"))
        self.w1, self.w2, self.w0 = nn.Linear(3 * WIDTH, 64), nn.Linear(64, 1), nn.Linear(WIDTH, 1)
        self.trait = nn.EmbeddingBag(len(kept.traits) + 1, 1, mode="sum", padding_idx=0)
        self.src, self.src0 = nn.Embedding(2, 8), nn.Parameter(torch.zeros(2))
        nn.init.zeros_(self.src.weight)
        nn.init.zeros_(self.trait.weight)

    def forward(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """What each choice of each role is worth, and each of each time; leaving it empty or open is the last."""
        rows, blocks, length = batch["blocks"].shape
        every = batch["blocks"].view(rows * blocks, length)
        held = every[:, 1:].any(dim=-1)
        some = self.enc(every[held])
        told = some.new_zeros(len(every), length, some.shape[-1])
        told[held] = some
        told = told.reshape(rows, blocks * length, -1)
        vectors = functional.dropout(told, self.drop, self.training)
        return self._roles(vectors, batch), self._times(vectors, batch)

    def _roles(self, x: torch.Tensor, b: Batch) -> torch.Tensor:
        every = torch.arange(len(x), device=x.device)[:, None]
        kind, tags = b["kind"], self.tag(b["tags"])
        beside = torch.cat(
            [tags, functional.pad(tags[:, :-1], (0, 0, 1, 0)), functional.pad(tags[:, 1:], (0, 0, 0, 1))], -1
        )
        first, last = (torch.cat([x[every, b["tokens"][..., at] - at], beside], -1) for at in (0, 1))
        query = self.q(torch.cat([_mean(x, b["place"]), self.fam(b["family"])], -1))
        asked = torch.arange(kind.shape[1], device=x.device)[None]

        def of_kind(one: torch.Tensor) -> torch.Tensor:
            return one.view(*kind.shape, len(KINDS), -1)[every, asked, kind]

        begins = torch.einsum("bqw,btw->bqt", of_kind(self.qs(query)), self.start(first)) / math.sqrt(WIDTH)
        ends = torch.einsum("bqw,btw->bqt", of_kind(self.qe(query)), self.end(last)) / math.sqrt(WIDTH)
        near, apart = _near(b, first.shape[1]), _apart(b, every)
        begins = begins + self.ds[kind[..., None], near] + self.cs[kind[..., None], apart]
        ends = ends + self.de[kind[..., None], near] + self.ce[kind[..., None], apart]
        both = torch.einsum("btw,buw->btu", self.ps(first), self.pe(last)) / math.sqrt(BOTH)
        at = torch.arange(first.shape[1], device=x.device)
        lengths = at - at[:, None]
        spans = begins[..., None] + ends[:, :, None] + both[:, None] + self.length[kind][:, :, lengths.clamp(0, LONG)]
        spans = spans.float().masked_fill(~_allowed(b, at), NEVER)
        names = self.early(
            torch.cat([x[every, b["names"][..., 0]], x[every, (b["names"][..., 1] - 1).clamp(min=0)]], -1)
        )
        before = torch.einsum("bqw,bew->bqe", self.qearly(query), names) / math.sqrt(WIDTH)
        before = (before + self.eback[b["name_back"]][:, None] + self.early0(query)).float()
        looks_back = torch.isin(kind, torch.tensor([KINDS.index(one) for one in EARLIER], device=x.device))
        before = before.masked_fill(~(b["named"][:, None] & looks_back[..., None]), NEVER)
        return torch.cat([spans.flatten(2), before, of_kind(self.q0(query)).float()], -1)

    def _times(self, x: torch.Tensor, b: Batch) -> torch.Tensor:
        every = torch.arange(len(x), device=x.device)[:, None]
        place, times = b["time_place"], b["times"]
        kinds = [self.fam(b["time_families"][..., at]) for at in range(3)]
        later = self.src(b["later"])[:, None].expand(-1, place.shape[1], -1)
        query = self.wq(torch.cat([_mean(x, place).to(x.dtype), *kinds, later], -1))
        seen = (times[..., 1] > 0)[..., None].to(x.dtype)
        ends = [x[every, (times[..., at] - at).clamp(min=0)] * seen for at in (0, 1)]
        told = torch.cat([*ends, self.grain(b["grain"]), self.back(b["back"])], -1)
        steps = self.near(torch.bucketize(_steps(place, times, b["blocks"].shape[2]), _edges(x) * 3))
        asked, count = place.shape[1], times.shape[1]
        told = self.cand(torch.cat([told[:, None].expand(-1, asked, -1, -1), steps], -1))
        asks = query[:, :, None].expand(-1, -1, count, -1)
        worth = self.w2(functional.gelu(self.w1(torch.cat([told, asks, told * asks], -1)), approximate="tanh"))
        traits = self.trait(b["traits"].flatten(0, 2)).view(len(x), asked, count + 1)
        worth = (worth[..., 0].float() + traits[..., :count]).masked_fill(~b["timed"][:, None], NEVER)
        none = self.w0(query).float() + traits[..., count:] + self.src0[b["later"]][:, None, None]
        return torch.cat([worth, none], -1)


def _edges(x: torch.Tensor) -> torch.Tensor:
    return torch.from_numpy(EDGES).to(x.device)


def _mean(x: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    """The mean of the vectors of some stretches."""
    every = torch.arange(len(x), device=x.device)[:, None]
    sums = functional.pad(x.float().cumsum(1), (0, 0, 1, 0))
    start, end = places[..., 0], places[..., 1]
    return (sums[every, end] - sums[every, start]) / (end - start).clamp(min=1)[..., None]


def _near(b: Batch, count: int) -> torch.Tensor:
    at = torch.arange(count, device=b["kind"].device)[None, None]
    first, last = b["trigger"][..., :1], b["trigger"][..., 1:]
    steps = torch.where(at < first, at - first, torch.where(at >= last, at - last + 1, 0))
    return torch.bucketize(steps, _edges(steps))


def _apart(b: Batch, every: torch.Tensor) -> torch.Tensor:
    of_trigger = b["clauses"][every, b["trigger"][..., 0]][..., None]
    return (b["clauses"][:, None] - of_trigger).clamp(-CLAUSES, CLAUSES) + CLAUSES


def _allowed(b: Batch, at: torch.Tensor) -> torch.Tensor:
    first, last = at[None, None, :, None], at[None, None, None]
    low, high, start, end = (b[name][..., side, None, None] for name in ("within", "trigger") for side in (0, 1))
    fits = (last >= first) & (last - first < b["longest"][..., None, None])
    beside = (last < start) | (first >= end) | b["held"][..., None, None]
    return fits & (first >= low) & (last < high) & beside


def _steps(place: torch.Tensor, times: torch.Tensor, length: int) -> torch.Tensor:
    """How many characters a time stands from what asks; far off in another block."""
    first, last = times[:, None, :, 0], times[:, None, :, 1]
    start, end = place[..., :1], place[..., 1:]
    steps = torch.where(last <= start, last - start - 1, torch.where(first >= end, first - end + 1, 0))
    other = ((last - 1) // length != start // length) | (last < 0)
    return torch.where(other, ELSEWHERE, steps)


def batch_of(rows: Sequence[Row]) -> Batch:
    """Rows side by side; their blocks are cut to the longest, and all places with them. What fills up is 0."""
    length = max(int((block != 0).sum()) for row in rows for block in row.blocks)
    out = {**_of_rows(rows, length), **_of_roles(rows, length), **_of_times(rows, length)}
    return {name: torch.from_numpy(table) for name, table in out.items()}


def _moved(places: Sequence[Place], length: int) -> NDArray[np.int64]:
    """Places counted through blocks of another length; those that were not read stay so."""
    told = np.array(places, dtype=np.int64).reshape(-1, 2)
    ends = told - (0, 1)
    return np.where(told[:, 1:] > 0, ends // LONGEST * length + ends % LONGEST + (0, 1), told)


def _table(lists: Sequence[Any], *more: int, fill: int = 0) -> NDArray[Any]:
    """Lists of different lengths as one table."""
    tables = [np.asarray(one) for one in lists]
    count = max(1, *map(len, tables))
    out = np.full((len(lists), count, *more), fill, dtype=np.int64)
    for row, one in zip(out, tables, strict=True):
        if one.size:
            row[: len(one)] = one.reshape(-1, *more)
    return out


def _of_rows(rows: Sequence[Row], length: int) -> dict[str, NDArray[Any]]:
    blocks = _table([row.blocks[:, :length] for row in rows], length)
    blocks[..., 0] = np.where(blocks.any(axis=-1), blocks[..., 0], CUT)
    tokens = _table([_moved([*map(tuple, row.tokens)], length) for row in rows], 2)
    tokens[..., 1] = np.maximum(tokens[..., 1], 1)
    return {
        "blocks": blocks,
        "tokens": tokens,
        "tags": _table([row.tags for row in rows]),
        "clauses": _table([row.clauses for row in rows]),
        "names": _table([_moved([place for place, _ in row.names], length) for row in rows], 2),
        "name_back": _table([[back for _, back in row.names] for row in rows]),
        "named": _table([[1] * len(row.names) for row in rows]).astype(bool),
        "later": np.array([row.later for row in rows], dtype=np.int64),
    }


def _of_roles(rows: Sequence[Row], length: int) -> dict[str, NDArray[Any]]:
    tokens, names = (max(1, *(len(getattr(row, name)) for row in rows)) for name in ("tokens", "names"))
    asked = [row.roles for row in rows]
    right = np.zeros((len(rows), max(1, *map(len, asked)), tokens * tokens + names + 1), dtype=bool)
    for of_row, some in zip(right, asked, strict=True):
        for told, one in zip(of_row, some, strict=False):
            told[[first * tokens + last for first, last in one.right]] = True
            told[[tokens * tokens + name for name in one.before]] = True
            told[-1] = not told.any()
    return {
        "kind": _table([[one.kind for one in some] for some in asked]),
        "family": _table([[one.family for one in some] for some in asked]),
        "place": _table([_moved([one.place for one in some], length) for some in asked], 2),
        "trigger": _table([[one.tokens for one in some] for some in asked], 2),
        "within": _table([[one.within for one in some] for some in asked], 2),
        "longest": _table([[one.longest for one in some] for some in asked]),
        "held": _table([[one.held for one in some] for some in asked]).astype(bool),
        "right": right,
    }


def _of_times(rows: Sequence[Row], length: int) -> dict[str, NDArray[Any]]:
    asked = [row.asked for row in rows]
    times = _table([_moved([place for place, _, _ in row.times], length) for row in rows], 2)
    most = max((len(traits) for some in asked for one in some for traits in (*one.traits, one.left_open)), default=1)
    count, width = times.shape[1], max(1, *map(len, asked))
    traits = np.zeros((len(rows), width, count + 1, most), dtype=np.int64)
    right = np.zeros((len(rows), width, count + 1), dtype=bool)
    for row, some in enumerate(asked):
        for at, one in enumerate(some):
            right[row, at, list(one.right)] = True
            right[row, at, -1] = one.none
            for number, told in [*enumerate(one.traits), (count, one.left_open)]:
                traits[row, at, number, : len(told)] = told
    return {
        "times": times,
        "back": _table([[back for _, back, _ in row.times] for row in rows]),
        "grain": _table([[grain for _, _, grain in row.times] for row in rows]),
        "timed": _table([[1] * len(row.times) for row in rows]).astype(bool),
        "time_place": _table([_moved([one.place for one in some], length) for some in asked], 2),
        "time_families": _table([[one.families for one in some] for some in asked], 3),
        "traits": traits,
        "time_right": right,
    }
