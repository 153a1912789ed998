"""Learn how stories go on, from finished news items of the training months; writes ``data/continuity.npz``.

Each step takes items of a few neighbouring days, cuts them as a column foot cuts a story, and asks of every half which
of all the others is its own: by the matter of the two (character pairs) and by the words at the cut. Needs torch.

    python tools/train_continuity.py ../shared/data/broadcast.jsonl.gz
"""

import argparse
import hashlib
import io
import json
import random
from collections import Counter
from pathlib import Path

import make_dumps
import numpy as np
import torch
from torch import nn
from torch.nn.functional import embedding_bag, normalize

from presscheck import hanzi
from presscheck.articles.continuity import NEAR, WINDOW, Continuity

TARGET = Path(__file__).parent.parent / "src/presscheck/data/continuity.npz"
TRAIN_UNTIL, DEVELOP_SINCE, DEVELOP_UNTIL = "2025-06-30", "2025-07-01", "2025-10-31"
PAIRS, CHARACTERS, MATTER, LETTER, FAR, HIDDEN, OUT = 80_000, 5_000, 64, 32, 96, 192, 64
CUTS = 160
LONGEST = 400


class Tower(nn.Module):
    """The vector of one side of a cut; the same sums as ``Continuity._tower``."""

    def __init__(self) -> None:
        super().__init__()
        self.near = nn.Parameter(torch.randn(NEAR * LETTER, HIDDEN) * 0.05)
        self.far, self.far_bias = nn.Parameter(torch.randn(3 * LETTER, FAR) * 0.1), nn.Parameter(torch.zeros(FAR))
        self.mix, self.bias = nn.Parameter(torch.randn(FAR, HIDDEN) * 0.05), nn.Parameter(torch.zeros(HIDDEN))
        self.out = nn.Parameter(torch.randn(HIDDEN, OUT) * 0.08)

    def forward(self, letters: torch.Tensor) -> torch.Tensor:
        """Unit vectors (n, OUT) of letters (n, WINDOW, LETTER)."""
        near = letters[:, :NEAR].flatten(1) @ self.near
        around = torch.cat([letters[:, :-2], letters[:, 1:-1], letters[:, 2:]], dim=2)
        far = torch.relu(around @ self.far + self.far_bias).amax(dim=1)
        return normalize(torch.relu(near + far @ self.mix + self.bias) @ self.out, dim=1)


class Network(nn.Module):
    """Matter, calls and answers, with the temperatures that make their products log odds."""

    def __init__(self, pairs: int, characters: int) -> None:
        super().__init__()
        self.matter = nn.Parameter(torch.randn(pairs, MATTER) * 0.1)
        self.letters = nn.Parameter(torch.randn(characters + 2, LETTER) * 0.3)
        self.call, self.answer = Tower(), Tower()
        self.temperatures = nn.Parameter(torch.tensor([10.0, 10.0]))

    def odds(self, batch: "Batch") -> tuple[torch.Tensor, torch.Tensor]:
        """Log odds of every first half against every second half: by matter, and by the words at the cut."""
        before, after = (normalize(embedding_bag(side[0], self.matter, side[1], mode="sum"), dim=1) for side in batch.matter)
        calls, answers = self.call(self.letters[batch.ends]), self.answer(self.letters[batch.starts])
        return before @ after.T * self.temperatures[0], calls @ answers.T * self.temperatures[1]

    def loss(self, batch: "Batch") -> torch.Tensor:
        """How badly the halves of one story, and the two sides of one cut, are told from the others."""
        matter, seam = self.odds(batch)
        same = batch.story[:, None] == batch.story[None, :]
        cut = torch.arange(len(batch.story))
        of_story = sum(_among(table, mask) for table, mask in ((matter, same), (matter.T, same.T)))
        at_cut = nn.functional.cross_entropy(seam, cut) + nn.functional.cross_entropy(seam.T, cut)
        return of_story + at_cut


def _among(odds: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """Cross entropy where several answers are right and each should be likely."""
    chances = torch.log_softmax(odds, dim=1)
    return -(chances * right).sum(dim=1).div(right.sum(dim=1)).mean()


class Batch:
    """Stories cut in two: what stands before and after each cut."""

    def __init__(self, halves: list[tuple[int, str, str]], known: Continuity) -> None:
        self.story = torch.tensor([story for story, _, _ in halves])
        before, after = [before for _, before, _ in halves], [after for _, _, after in halves]
        self.matter = tuple(_bags([known.pair_ids(text) for text in side]) for side in (before, after))
        self.ends = torch.from_numpy(known.window(before, ends=True))
        self.starts = torch.from_numpy(known.window(after, ends=False))


def _bags(ids: list[np.ndarray]) -> tuple[torch.Tensor, torch.Tensor]:
    """All ids in a row, and where each text's begin."""
    offsets = np.cumsum([0, *(len(part) for part in ids[:-1])])
    return torch.from_numpy(np.concatenate(ids)), torch.from_numpy(offsets)


def halves(items: list[dict], rng: random.Random) -> list[tuple[int, str, str]]:
    """Cuts through the items of a few days: (story, what stands before, what stands after)."""
    out = []
    for _ in range(CUTS * 3):
        story = rng.randrange(len(items))
        paragraphs = [part["text"].strip() for part in items[story]["paragraphs"] if part["text"].strip()]
        text = "\n".join(paragraphs)
        if len(text) < 40:
            continue
        edges = [index for index, char in enumerate(text) if char == "\n" and 12 < index < len(text) - 12]
        cut = rng.choice(edges) if edges and rng.random() < 0.35 else rng.randrange(12, len(text) - 12)
        before = text[max(0, cut - rng.randrange(12, LONGEST)) : cut].strip()
        after = text[cut : cut + rng.randrange(12, LONGEST)].strip()
        # A dump keeps a paragraph to a line: beyond the next edge nothing of the seam's own fragment is seen.
        if before and after and after[0] not in make_dumps.NEVER_FIRST:
            out.append((story, before.rsplit("\n", 1)[-1] if rng.random() < 0.6 else before, after.split("\n")[0] if rng.random() < 0.6 else after))
        if len(out) == CUTS:
            break
    return [(story, before.replace("\n", ""), after.replace("\n", "")) for story, before, after in out]


def batches(items: list[dict], rng: random.Random, known: Continuity):
    """Batches without end, each of items of a few neighbouring days."""
    by_day: dict[str, list[dict]] = {}
    for item in items:
        by_day.setdefault(item["date"], []).append(item)
    days = sorted(by_day)
    while True:
        first = rng.randrange(len(days) - 4)
        chosen = [item for day in days[first : first + rng.choice((2, 3, 4))] for item in by_day[day]]
        if rng.random() < 0.3:
            chosen = rng.sample(items, 60)
        cuts = halves(chosen, rng)
        if len(cuts) > CUTS // 2:
            yield Batch(cuts, known)


def vocabulary(items: list[dict]) -> dict[str, np.ndarray]:
    """The character pairs held by most items, and the commonest characters, both sorted by code."""
    pairs: Counter[int] = Counter()
    characters: Counter[str] = Counter()
    for item in items:
        text = hanzi.fold("".join(part["text"] for part in item["paragraphs"]))
        characters.update(text)
        codes = np.array([ord(char) for char in text if char.isalnum()], dtype=np.int64)
        pairs.update(np.unique((codes[:-1] << 21) | codes[1:]).tolist())
    kept = [pair for pair, held in pairs.most_common(PAIRS) if held >= 4]
    letters = [ord(char) for char, _ in characters.most_common(CHARACTERS)]
    return {"pairs": np.array(sorted(kept), dtype=np.int64), "characters": np.array(sorted(letters), dtype=np.int64)}


def blank(words: dict[str, np.ndarray]) -> Continuity:
    """A reader that knows the words but has learned nothing: it prepares the batches as it will read pages."""
    none = {"matter": np.zeros((1, 1)), "matter_scale": np.zeros(1), "letters": np.zeros((1, 1)), "letters_scale": np.zeros(1)}
    return Continuity({"recipe": np.frombuffer(b"{}", dtype=np.uint8), "temperatures": np.ones(2), **none, **words})


def accuracy(network: Network, known: Continuity, items: list[dict]) -> tuple[float, float]:
    """How often the right half comes first on items never learned: by matter (of its story), and at the cut."""
    stream = batches(items, random.Random(5), known)
    matter_right, seam_right, count = 0, 0, 0
    with torch.no_grad():
        for _, batch in zip(range(20), stream, strict=False):
            matter, seam = network.odds(batch)
            matter_right += int((batch.story[matter.argmax(dim=1)] == batch.story).sum())
            seam_right += int((seam.argmax(dim=1) == torch.arange(len(seam))).sum())
            count += len(seam)
    return matter_right / count, seam_right / count


def learn(train: list[dict], develop: list[dict], steps: int, words: dict[str, np.ndarray]) -> tuple[Network, tuple]:
    """Fit the network; prints its accuracy on the development months as it goes."""
    known = blank(words)
    network = Network(len(words["pairs"]), len(words["characters"]))
    optimiser = torch.optim.Adam(network.parameters(), 3e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=steps)
    for number, batch in zip(range(steps), batches(train, random.Random(1), known), strict=False):
        optimiser.zero_grad()
        network.loss(batch).backward()
        optimiser.step()
        schedule.step()
        if (number + 1) % max(1, steps // 8) == 0:
            right = accuracy(network, known, develop)
            print(f"step {number + 1}/{steps}: its story {right[0]:.3f}, its continuation {right[1]:.3f}", flush=True)
    return network, right


def packed(table: torch.Tensor, name: str) -> dict[str, np.ndarray]:
    """A table as whole numbers from -127 to 127 and a scale for each row."""
    values = table.detach().numpy()
    scale = np.abs(values).max(axis=1) / 127 + 1e-9
    return {name: np.round(values / scale[:, None]).astype(np.int8), f"{name}_scale": scale.astype(np.float16)}


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description="Learn how stories go on, from finished news items.")
    parser.add_argument("record", type=Path, help="broadcast.jsonl.gz")
    parser.add_argument("--steps", type=int, default=6000)
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(1)
    train = make_dumps.articles(options.record, "0000", TRAIN_UNTIL)
    develop = make_dumps.articles(options.record, DEVELOP_SINCE, DEVELOP_UNTIL)
    words = vocabulary(train)
    network, right = learn(train, develop, options.steps, words)
    tables = {**words, **packed(network.matter, "matter"), **packed(network.letters, "letters")}
    tables["temperatures"] = network.temperatures.detach().numpy()
    for name, weights in network.named_parameters():
        if "." in name:
            tables[name] = weights.detach().numpy().astype(np.float16)
    tables = {name: table.astype(np.int32) if name == "characters" else table for name, table in tables.items()}
    content = hashlib.sha256(b"".join(tables[name].tobytes() for name in sorted(tables))).hexdigest()
    recipe = {"content": content, "steps": options.steps, "until": TRAIN_UNTIL, "window": WINDOW,
              "development_accuracy": {"story": right[0], "continuation": right[1]},
              "record_sha256": hashlib.sha256(options.record.read_bytes()).hexdigest()}  # fmt: skip
    out = io.BytesIO()
    np.savez_compressed(out, recipe=np.frombuffer(json.dumps(recipe).encode(), dtype=np.uint8), **tables)
    TARGET.write_bytes(out.getvalue())
    print(f"{TARGET.name}: {len(out.getvalue()) / 1e6:.1f} MB, continuity-{content[:8]}")


if __name__ == "__main__":
    main()
