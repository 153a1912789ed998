"""Learn to read facts in context: first the language of news by blanks, then who and when on annotated sentences.

    python tools/train_reader.py language ARTICLES.jsonl.gz LAWS.txt.gz --seconds 170 --to language.npz
    python tools/train_reader.py facts ARTICLES.jsonl.gz GOLD.jsonl... --from language.npz --seconds 170 [--held-out 3]
    python tools/train_reader.py average LATER.npz EARLIER.npz... --shares 0.4 0.3 0.3

``facts`` writes ``data/reader.npz``; with ``--held-out 3`` it learns on two thirds of the sentences and judges the
last instead; ``--from reader.npz`` goes on from weights that read facts already, for sentences that were annotated
since. ``average`` writes the mean of readers of which each goes on from another: it reads better than the last alone
(Wortsman and others, Model soups, 2022); ``shrink_reader.py`` gives a reader fewer layers. Text after ``LAST_DAY`` is
never read. Needs torch, and is meant for a graphics card: the times are those of one H200 (to
go on from a reader is done in a quarter of an hour on two cores of a processor). Learned so is not learned to the
bit: the same command gives weights that read a little differently.
"""

import argparse
import gzip
import hashlib
import json
import math
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from gold_facts import _lines
from presscheck.facts.context import CUT, Tables, plain
from presscheck.facts.roles import KINDS
from reader_net import Batch, Encoder, Reader, batch_of
from reader_rows import Kept, Row, row_of

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "src/presscheck/data/reader.npz"
LAST_DAY = "2025-06-30"
SIZE, HEADS, INNER = 128, 4, 384
SEEN, LAWS, LINES = 8, 2_500_000, 400
"""A character must stand so often to be known; so many of laws are read, so many lines at a time."""
LENGTH, TOGETHER, ROWS, ALIKE = 384, 128, 24, 20
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def language(news: Path, laws: Path, layers: int, seconds: float, to: Path) -> None:
    """Fill in blanks: 5 in 100 characters begin one, which is 1 to 5 long."""
    told = "\n\n".join(_text(one) for one in _lines(news) if one["date"] <= LAST_DAY) + "\n\n" + _some(laws)
    told = plain(told)
    chars = "".join(sorted(char for char, count in Counter(told).items() if count >= SEEN))
    numbers = torch.tensor(Tables("", chars, {}, {}).of(told), device=DEVICE)
    encoder = Encoder(len(chars) + CUT + 1, SIZE, layers, HEADS, INNER, drop=0.05).to(DEVICE)
    optimizer = torch.optim.AdamW(encoder.parameters(), lr=2e-3, weight_decay=0.02, betas=(0.9, 0.98))
    for share in _until(seconds):
        _at_rate(optimizer, (2e-3,), min(1, share / 0.05) * (0.485 * (1 + math.cos(math.pi * share)) + 0.03))
        starts = torch.randint(0, len(numbers) - LENGTH, (TOGETHER, 1), device=DEVICE)
        read = numbers[starts + torch.arange(LENGTH, device=DEVICE)]
        blanked, hidden = _blanked(read)
        with torch.autocast(DEVICE, torch.bfloat16, enabled=DEVICE == "cuda"):
            worth = encoder.foretold(encoder(blanked)[hidden])
        _step(optimizer, encoder, nn.functional.cross_entropy(worth.float(), read[hidden]))
    np.savez(
        to, chars=np.array(chars), **{name: one.float().cpu().numpy() for name, one in encoder.state_dict().items()}
    )


def _text(article: dict[str, Any]) -> str:
    return "\n".join([article.get("headline") or "", *(one["text"] for one in article["paragraphs"])])


def _some(laws: Path) -> str:
    """Passages of laws drawn by chance."""
    with gzip.open(laws, "rt", encoding="utf8") as file:
        lines = file.readlines()
    starts = list(range(0, len(lines), LINES))
    random.Random(1).shuffle(starts)
    told, size = [], 0
    for start in starts:
        told.append("".join(lines[start : start + LINES]))
        size += len(told[-1])
        if size > LAWS:
            break
    return "\n".join(told)


def _blanked(read: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """A text with blanks, of which some hold another character or the right one; and where they are."""
    begun = torch.rand(read.shape, device=DEVICE) < 0.05
    lengths = torch.randint(1, 6, read.shape, device=DEVICE)
    hidden = begun.clone()
    for step in range(1, 5):
        hidden[:, step:] |= (begun & (lengths > step))[:, :-step]
    chance, out = torch.rand(read.shape, device=DEVICE), read.clone()
    out[hidden & (chance < 0.85)] = 1
    swapped = hidden & (chance > 0.93)
    out[swapped] = read.flatten()[torch.randint(0, read.numel(), (int(swapped.sum()),), device=DEVICE)]
    return out, hidden


def rows_of(news: Path, gold: Sequence[Path], chars: str, kept: Kept) -> list[Row]:
    """What is asked of the annotated sentences."""
    articles = {one["id"]: one for one in _lines(news) if one["date"] <= LAST_DAY}
    tables = Tables("", chars, {}, {})
    found = [row_of(one, articles[one["id"]], tables, kept) for path in gold for one in _lines(path)]
    rows = [row for row in found if row]
    random.Random(4).shuffle(rows)
    return rows


def fitted(rows: Sequence[Row], begun: Path, kept: Kept, seconds: float) -> Reader:
    """A reader that learned for so long from some rows, its encoder from the language."""
    torch.manual_seed(1)
    reader = _begun(begun, kept).to(DEVICE)
    own = [one for name, one in reader.named_parameters() if name.startswith("enc.")]
    new = [one for name, one in reader.named_parameters() if not name.startswith("enc.")]
    rates = (8e-4, 1.5e-3)
    groups = [{"params": some, "lr": rate} for some, rate in zip((own, new), rates, strict=True)]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.02, betas=(0.9, 0.98))
    some = _in_turn(rows)
    reader.train()
    for share in _until(seconds):
        _at_rate(optimizer, rates, min(1, share / 0.1) * max(0.02, 1 - share))
        batch = {name: one.to(DEVICE) for name, one in batch_of(next(some)).items()}
        with torch.autocast(DEVICE, torch.bfloat16, enabled=DEVICE == "cuda"):
            roles, times = reader(batch)
        _step(optimizer, reader, (_missed(roles, batch["right"]) + _missed(times, batch["time_right"])) / ROWS)
    return reader.eval()


def _begun(begun: Path, kept: Kept) -> Reader:
    """A reader that knows the language, or facts already."""
    with np.load(begun) as table:
        if "families" not in table.files:
            return Reader(_encoder(begun), kept)
        layers = sum(name.endswith(".qkv.weight") for name in table.files)
        reader = Reader(Encoder(len(table["enc.emb.weight"]), SIZE, layers, HEADS, INNER), kept)
        linear = _linear(reader)
        with torch.no_grad():
            for name, one in reader.state_dict().items():
                if name in table.files:
                    told = torch.from_numpy(table[name].astype(np.float32))
                    told = told.T if name in linear else told
                    one[tuple(slice(size) for size in told.shape)] = told
    return reader


def _linear(reader: Reader) -> set[str]:
    """The weights that are turned round where they are kept."""
    return {f"{name}.weight" for name, one in reader.named_modules() if isinstance(one, nn.Linear)}


def _kept(begun: Path) -> Kept:
    """The numbers that were given before, where facts were learned already."""
    kept = Kept()
    with np.load(begun) as table:
        for name in ("families", "tags", "traits"):
            for one in str(table[name]).split("\n") if name in table.files else ():
                getattr(kept, name).of(one)
    return kept


def _encoder(begun: Path) -> Encoder:
    with np.load(begun) as table:
        state = {name: torch.from_numpy(table[name]) for name in table.files if name != "chars"}
    layers = sum(name.endswith(".qkv.weight") for name in state)
    encoder = Encoder(len(state["emb.weight"]), SIZE, layers, HEADS, INNER)
    encoder.load_state_dict(state)
    return encoder


def _in_turn(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """All rows by chance, again and again, those of like length together."""
    order, chance = list(rows), random.Random(1)
    while True:
        chance.shuffle(order)
        batches = []
        for start in range(0, len(order), ROWS * ALIKE):
            some = sorted(order[start : start + ROWS * ALIKE], key=lambda row: (len(row.tags), row.id))
            batches += [some[at : at + ROWS] for at in range(0, len(some), ROWS)]
        chance.shuffle(batches)
        yield from batches


def _missed(worth: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """How unlikely what is right was held, over all questions that have an answer."""
    chance = worth.log_softmax(-1).masked_fill(~right, -1e9).logsumexp(-1)
    return -(chance * right.any(-1)).sum()


def _until(seconds: float) -> Iterator[float]:
    begun = time.monotonic()
    while (share := (time.monotonic() - begun) / seconds) < 1:
        yield share


def _at_rate(optimizer: torch.optim.Optimizer, rates: Sequence[float], share: float) -> None:
    for group, rate in zip(optimizer.param_groups, rates, strict=True):
        group["lr"] = rate * share


def _step(optimizer: torch.optim.Optimizer, net: nn.Module, loss: torch.Tensor) -> None:
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimizer.step()


@torch.no_grad()
def judged(reader: Reader, rows: Sequence[Row]) -> str:
    """How many answers are right, by role, and of times."""
    told: Counter[tuple[str, bool]] = Counter()
    for start in range(0, len(rows), ROWS):
        some = rows[start : start + ROWS]
        batch: Batch = {name: one.to(DEVICE) for name, one in batch_of(some).items()}
        roles, times = (one.argmax(-1).cpu().numpy() for one in reader(batch))
        for number, row in enumerate(some):
            for at, role in enumerate(row.roles):
                told[KINDS[role.kind], bool(batch["right"][number, at, roles[number, at]])] += 1
            for at, _ in enumerate(row.asked):
                told["time", bool(batch["time_right"][number, at, times[number, at]])] += 1
    counts = {kind: (told[kind, True], told[kind, True] + told[kind, False]) for kind in (*KINDS, "time")}
    return ", ".join(f"{kind} {right} of {count}" for kind, (right, count) in counts.items())


def keep(reader: Reader, chars: str, kept: Kept, to: Path = TABLE) -> None:
    """Write the weights as the package reads them: half precision, what is the same for all questions folded in."""
    state = {name: one.detach().float().cpu().numpy() for name, one in reader.state_dict().items()}
    asks, later = state["wq.0.weight"], state["src.weight"]
    state["wq.0.bias"] += asks[:, -later.shape[1] :] @ later[0]
    state["wq.0.weight"], state["w0.bias"] = asks[:, : -later.shape[1]], state["w0.bias"] + state["src0"][0]
    linear = _linear(reader)
    weights = {
        name: (one.T if name in linear else one).astype(np.float16 if one.ndim > 1 else np.float32)
        for name, one in state.items()
        if name not in ("src.weight", "src0", "enc.bias")
    }
    lists = {name: np.array("\n".join(getattr(kept, name))) for name in ("families", "tags", "traits")}
    _write({"chars": np.array(chars), "heads": np.array(HEADS), **lists, **weights}, to)


def average(readers: Sequence[Path], shares: Sequence[float]) -> None:
    """Write the mean of some readers; where one knows fewer families or traits, the others alone tell of the rest."""
    tables = [dict(np.load(path)) for path in readers]
    told = dict(tables[0])
    for name, first in tables[0].items():
        if first.dtype.kind != "f":
            continue
        sums, weighed = np.zeros(first.shape, np.float32), np.zeros(first.shape, np.float32)
        for table, share in zip(tables, shares, strict=True):
            held = tuple(map(slice, np.minimum(first.shape, table[name].shape)))
            sums[held] += share * table[name].astype(np.float32)[held]
            weighed[held] += share
        told[name] = (sums / weighed).astype(first.dtype)
    _write(told)


def _write(told: dict[str, NDArray[Any]], to: Path = TABLE) -> None:
    """Write weights as they ship, under a name of their own."""
    weights = [one for one in told.values() if one.dtype.kind == "f"]
    digest = hashlib.sha256(b"".join(np.ascontiguousarray(one).tobytes() for one in weights)).hexdigest()
    told["name"] = np.array(f"reader-{digest[:8]}")
    np.savez_compressed(to, **told)
    print(json.dumps({"name": str(told["name"]), "bytes": to.stat().st_size}))


def main() -> None:
    """Learn the language, or facts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("language", "facts", "average"))
    parser.add_argument("news", type=Path)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--shares", nargs="+", type=float)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=170)
    parser.add_argument("--to", type=Path)
    parser.add_argument("--from", dest="begun", type=Path)
    parser.add_argument("--held-out", type=int, default=0)
    told = parser.parse_args()
    if told.step == "language":
        language(told.news, told.files[0], told.layers, told.seconds, told.to)
        return
    if told.step == "average":
        average([told.news, *told.files], told.shares)
        return
    kept = _kept(told.begun)
    with np.load(told.begun) as table:
        chars = str(table["chars"])
    rows = rows_of(told.news, told.files, chars, kept)
    part = told.held_out
    reader = fitted([row for at, row in enumerate(rows) if not part or at % part], told.begun, kept, told.seconds)
    if part:
        print(judged(reader, rows[::part]))
    else:
        keep(reader, chars, kept, told.to or TABLE)


if __name__ == "__main__":
    main()
