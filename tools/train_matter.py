"""Learn what fragments are about, from finished news items of the training months; writes ``data/matter.npz``.

Each step takes items of a few neighbouring days, cuts them as a column foot cuts a story, and asks of every half which
of all the others is of its own story. Needs torch.

    python tools/train_matter.py ../shared/data/broadcast.jsonl.gz
"""

import argparse
import hashlib
import io
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.functional import embedding_bag, normalize

import make_dumps
from presscheck import hanzi
from presscheck.articles.matter import Matter

TARGET = Path(__file__).parent.parent / "src/presscheck/data/matter.npz"
TRAIN_UNTIL, DEVELOP_SINCE, DEVELOP_UNTIL = "2025-06-30", "2025-07-01", "2025-10-31"
PAIRS, SIZE = 90_000, 80
CUTS = 256
LONGEST = 400


class Network(nn.Module):
    """A vector for each character pair, and the temperature that makes their products log odds."""

    def __init__(self, pairs: int) -> None:
        super().__init__()
        self.vectors = nn.Parameter(torch.randn(pairs, SIZE) * 0.1)
        self.temperature = nn.Parameter(torch.tensor(10.0))

    def odds(self, batch: "Batch") -> torch.Tensor:
        """Log odds of every first half against every second half."""
        before, after = (
            normalize(embedding_bag(ids, self.vectors, starts, mode="sum"), dim=1) for ids, starts in batch.bags
        )
        return before @ after.T * self.temperature

    def loss(self, batch: "Batch") -> torch.Tensor:
        """How badly the halves of one story are told from the others: several are right, and each should be likely."""
        odds = self.odds(batch)
        same = (batch.story[:, None] == batch.story[None, :]).float()
        chances = torch.log_softmax(odds, dim=1), torch.log_softmax(odds.T, dim=1)
        return sum(-(table * same).sum(dim=1).div(same.sum(dim=1)).mean() for table in chances)


class Batch:
    """Stories cut in two: what stands before and after each cut."""

    def __init__(self, halves: list[tuple[int, str, str]], known: Matter) -> None:
        self.story = torch.tensor([story for story, _, _ in halves])
        self.bags = tuple(_bags([known.pair_ids(half[side]) for half in halves]) for side in (1, 2))


def _bags(ids: list[np.ndarray]) -> tuple[torch.Tensor, torch.Tensor]:
    """All ids in a row, and where each text's begin."""
    starts = np.cumsum([0, *(len(part) for part in ids[:-1])])
    return torch.from_numpy(np.concatenate(ids)), torch.from_numpy(starts)


def halves(items: list[dict], rng: random.Random) -> list[tuple[int, str, str]]:
    """Cuts through the items of a few days: (story, what stands before, what stands after)."""
    out: list[tuple[int, str, str]] = []
    for _ in range(CUTS * 3):
        story = rng.randrange(len(items))
        text = "".join(part["text"] for part in items[story]["paragraphs"])
        if len(text) < 40:
            continue
        cut = rng.randrange(12, len(text) - 12)
        before = text[max(0, cut - rng.randrange(12, LONGEST)) : cut]
        if rng.random() < 0.15:
            before = items[story]["headline"]
        # What stands after need not touch the cut: a story's pieces lie far apart.
        skip = rng.randrange(max(1, len(text) - cut - 12)) if rng.random() < 0.5 else 0
        out.append((story, before, text[cut + skip : cut + skip + rng.randrange(12, LONGEST)]))
        if len(out) == CUTS:
            break
    return out


def batches(items: list[dict], rng: random.Random, known: Matter) -> Iterator[Batch]:
    """Batches without end, each of items of a few neighbouring days."""
    by_day: dict[str, list[dict]] = {}
    for item in items:
        by_day.setdefault(item["date"], []).append(item)
    days = sorted(by_day)
    while True:
        first = rng.randrange(len(days) - 4)
        chosen = [item for day in days[first : first + rng.choice((2, 3, 4))] for item in by_day[day]]
        cuts = halves(rng.sample(items, 80) if rng.random() < 0.3 else chosen, rng)
        if len(cuts) > CUTS // 2:
            yield Batch(cuts, known)


def vocabulary(items: list[dict]) -> np.ndarray:
    """The character pairs that most items hold, sorted by code."""
    pairs: Counter[int] = Counter()
    for item in items:
        text = hanzi.fold("".join(part["text"] for part in item["paragraphs"]))
        codes = np.array([ord(char) for char in text if char.isalnum()], dtype=np.int64)
        pairs.update(np.unique((codes[:-1] << 21) | codes[1:]).tolist())
    return np.array(sorted(pair for pair, held in pairs.most_common(PAIRS) if held >= 4), dtype=np.int64)


def blank(pairs: np.ndarray) -> Matter:
    """A reader that knows the pairs but has learned nothing: it prepares the batches as it will read pages."""
    none = {"vectors": np.zeros((1, 1)), "scale": np.zeros(1), "temperature": np.ones(())}
    return Matter({"recipe": np.frombuffer(b"{}", dtype=np.uint8), "pairs": pairs, **none})


def accuracy(network: Network, known: Matter, items: list[dict]) -> float:
    """How often the likeliest other half is of the same story, on items never learned."""
    right = count = 0
    with torch.no_grad():
        for _, batch in zip(range(20), batches(items, random.Random(5), known), strict=False):
            right += int((batch.story[network.odds(batch).argmax(dim=1)] == batch.story).sum())
            count += len(batch.story)
    return right / count


def learn(train: list[dict], develop: list[dict], steps: int, pairs: np.ndarray) -> tuple[Network, float]:
    """Fit the network; prints its accuracy on the development months as it goes."""
    known = blank(pairs)
    network = Network(len(pairs))
    optimiser = torch.optim.Adam(network.parameters(), 3e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 6e-3, total_steps=steps)
    for number, batch in zip(range(steps), batches(train, random.Random(1), known), strict=False):
        optimiser.zero_grad()
        network.loss(batch).backward()
        optimiser.step()
        schedule.step()
        if (number + 1) % max(1, steps // 8) == 0:
            told = accuracy(network, known, develop)
            print(f"step {number + 1}/{steps}: its own story comes first {told:.3f}", flush=True)
    return network, told


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description="Learn what fragments are about, from finished news items.")
    parser.add_argument("record", type=Path, help="broadcast.jsonl.gz")
    parser.add_argument("--steps", type=int, default=2500)
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(1)
    train = make_dumps.articles(options.record, "0000", TRAIN_UNTIL)
    develop = make_dumps.articles(options.record, DEVELOP_SINCE, DEVELOP_UNTIL)
    pairs = vocabulary(train)
    network, right = learn(train, develop, options.steps, pairs)
    values = network.vectors.detach().numpy()
    scale = np.abs(values).max(axis=1) / 127 + 1e-9
    tables = {
        "pairs": pairs, "scale": scale.astype(np.float16), "temperature": network.temperature.detach().numpy(),
        "vectors": np.round(values / scale[:, None]).astype(np.int8),
    }  # fmt: skip
    write(tables, right, options)


def write(tables: dict[str, np.ndarray], right: float, options: argparse.Namespace) -> None:
    """The table and its recipe, as one file without pickles."""
    content = hashlib.sha256(b"".join(tables[name].tobytes() for name in sorted(tables))).hexdigest()
    recipe = {
        "content": content, "steps": options.steps, "until": TRAIN_UNTIL, "development_accuracy": right,
        "record_sha256": hashlib.sha256(options.record.read_bytes()).hexdigest(),
    }  # fmt: skip
    out = io.BytesIO()
    np.savez(out, recipe=np.frombuffer(json.dumps(recipe).encode(), dtype=np.uint8), **tables)
    TARGET.write_bytes(out.getvalue())
    print(f"{TARGET.name}: {len(out.getvalue()) / 1e6:.1f} MB, matter-{content[:8]}")


if __name__ == "__main__":
    main()
