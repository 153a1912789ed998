"""Learn how fragments of newspaper stories follow one another, from pages made of finished articles.

Makes pages of the training months in both manners, takes the same traits and evidence as the program does, learns the
networks of ``presscheck.articles.judge`` and writes ``data/threads.npz`` with its recipe. Needs torch.

    python tools/train_threads.py ../shared/data/broadcast.jsonl.gz
"""

import argparse
import hashlib
import io
import json
from pathlib import Path

import make_dumps
import numpy as np
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from presscheck.articles import judge, seams, traits
from presscheck.language import ngram

TARGET = Path(__file__).parent.parent / "src/presscheck/data/threads.npz"
TRAIN_UNTIL, DEVELOP_SINCE, DEVELOP_UNTIL = "2025-06-30", "2025-07-01", "2025-10-31"
MOST_FRAGMENTS = 260
NO_LINK = -1e4
HEADS = ("kicker", "headline", "deck")


class Sample:
    """One made page: what the program sees of it, and what is true."""

    def __init__(self, fragments: list[make_dumps.Fragment], manner: str, model: ngram.LanguageModel) -> None:
        placed = [fragment for fragment in fragments if fragment.place is not None]
        texts = [fragment.text for fragment in placed]
        table = traits.traits(texts, model)
        evidence = seams.evidence(texts, table, model)
        self.company = torch.from_numpy(judge.in_company(table, evidence))
        self.evidence = torch.from_numpy(evidence).half()
        count = len(placed)
        self.forbidden = torch.eye(count).bool() if manner == "fragments" else torch.tril(torch.ones(count, count)).bool()
        self.before, self.after = links(placed, manner)
        self.role = torch.tensor([role(fragment) for fragment in placed])
        # Marks (bylines, jump lines, closing datelines) have their roles from the grammar of heads.
        self.told = torch.tensor([fragment.role in (*HEADS, "crosshead", "body") for fragment in placed])
        self.torn = torch.tensor([
            bool(prior >= 0) and here.paragraph is not None and placed[prior].paragraph == here.paragraph
            for here, prior in zip(placed, self.before.tolist(), strict=True)
        ]).float()  # fmt: skip


def role(fragment: make_dumps.Fragment) -> int:
    """The role that ``join`` learns for a fragment."""
    if fragment.role in HEADS:
        return judge.HEAD
    return judge.CROSSHEAD if fragment.role == "crosshead" else judge.BODY


def links(placed: list[make_dumps.Fragment], manner: str) -> tuple[torch.Tensor, torch.Tensor]:
    """The true predecessor and successor of each fragment, -1 for none: as the dump has them, or as the story."""
    before, after = [-1] * len(placed), [-1] * len(placed)
    stories: dict[int | None, list[int]] = {}
    for index, fragment in enumerate(placed):
        stories.setdefault(fragment.story, []).append(index)
    for members in stories.values():
        order = members if manner == "columns" else sorted(members, key=lambda index: placed[index].place or 0)
        for first, second in zip(order, order[1:], strict=False):
            before[second], after[first] = first, second
    return torch.tensor(before), torch.tensor(after)


class Follows(nn.Module):
    """Which fragment follows which; the layers bear the names that ``judge.Judge`` reads."""

    def __init__(self, company: int, evidence: int, width: int = 48) -> None:
        super().__init__()
        self.before, self.after = nn.Linear(company, width), nn.Linear(company, width)
        self.evidence, self.hidden, self.out = nn.Linear(evidence, width), nn.Linear(width, 24), nn.Linear(24, 1)
        self.opens, self.opens_out = nn.Linear(company, 24), nn.Linear(24, 1)
        self.closes, self.closes_out = nn.Linear(company, 24), nn.Linear(24, 1)

    def loss(self, sample: Sample) -> torch.Tensor:
        """How badly the true predecessors and successors are foretold."""
        company = sample.company
        hidden = torch.relu(self.before(company)[:, None] + self.after(company)[None] + self.evidence(sample.evidence.float()))
        follows = self.out(torch.relu(self.hidden(hidden)))[..., 0].masked_fill(sample.forbidden, NO_LINK)
        back = torch.cat([follows.T, self.opens_out(torch.relu(self.opens(company)))], dim=1)
        ahead = torch.cat([follows, self.closes_out(torch.relu(self.closes(company)))], dim=1)
        count = len(company)
        truth = (torch.where(part < 0, count, part) for part in (sample.before, sample.after))
        return sum(cross_entropy(table, part) for table, part in zip((back, ahead), truth, strict=True))


class Join(nn.Module):
    """Role and tear of a fragment, given the one before it."""

    def __init__(self, company: int, evidence: int, width: int = 48) -> None:
        super().__init__()
        self.hidden, self.out = nn.Linear(2 * company + evidence, width), nn.Linear(width, 4)

    def loss(self, sample: Sample) -> torch.Tensor:
        """How badly true roles and tears are foretold."""
        linked = (sample.before >= 0)[:, None]
        rows = torch.arange(len(sample.before))
        first = torch.where(linked, sample.company[sample.before], 0.0)
        seam = torch.where(linked, sample.evidence[sample.before, rows].float(), 0.0)
        out = self.out(torch.relu(self.hidden(torch.cat([first, sample.company, seam], dim=1))))
        tear = binary_cross_entropy_with_logits(out[:, 3][linked[:, 0]], sample.torn[linked[:, 0]])
        return cross_entropy(out[:, :3][sample.told], sample.role[sample.told]) + tear


def samples(record: Path, manner: str, *, since: str, until: str, count: int, seed: int) -> list[Sample]:
    """So many pages of these months, as samples."""
    model = ngram.load()
    out = []
    for fragments in make_dumps.pages(make_dumps.articles(record, since, until), manner, seed):
        if 5 < len(fragments) < MOST_FRAGMENTS:
            out.append(Sample(fragments, manner, model))
        if len(out) >= count:
            return out
    return out


def learn(network: nn.Module, train: list[Sample], develop: list[Sample], rounds: int) -> float:
    """Fit ``network``; returns its mean loss on the pages of the development months."""
    optimiser = torch.optim.Adam(network.parameters(), 3e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=rounds * -(-len(train) // 4))
    for number in range(rounds):
        for batch in torch.randperm(len(train)).split(4):
            optimiser.zero_grad()
            (sum(network.loss(train[index]) for index in batch) / len(batch)).backward()
            optimiser.step()
            schedule.step()
        with torch.no_grad():
            loss = float(np.mean([float(network.loss(sample)) for sample in develop]))
        print(f"{type(network).__name__} round {number + 1}/{rounds}: loss {loss:.4f} on the development months", flush=True)
    return loss


def tables(networks: dict[str, nn.Module]) -> dict[str, np.ndarray]:
    """The learned weights as ``judge.Judge`` reads them: (inputs, outputs), in single precision."""
    out = {}
    for name, network in networks.items():
        for part, weights in network.state_dict().items():
            out[f"{name}.{part}"] = weights.numpy().T.astype(np.float32)
    return out


def main() -> None:
    """Make the pages, learn, write."""
    parser = argparse.ArgumentParser(description="Learn how fragments of newspaper stories follow one another.")
    parser.add_argument("record", type=Path, help="broadcast.jsonl.gz")
    parser.add_argument("--pages", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=14)
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(1)
    networks, losses, both = {}, {}, ([], [])
    for seed, manner in enumerate(("columns", "fragments")):
        train = samples(options.record, manner, since="0000", until=TRAIN_UNTIL, count=options.pages, seed=seed + 1)
        develop = samples(options.record, manner, since=DEVELOP_SINCE, until=DEVELOP_UNTIL, count=60, seed=seed + 101)
        sizes = train[0].company.shape[1], train[0].evidence.shape[2]
        networks[manner] = Follows(*sizes)
        losses[manner] = learn(networks[manner], train, develop, options.rounds)
        both[0].extend(train[: options.pages // 2])
        both[1].extend(develop)
    networks["join"] = Join(*sizes)
    losses["join"] = learn(networks["join"], *both, max(2, options.rounds // 2))
    write(tables(networks), losses, options)


def write(weights: dict[str, np.ndarray], losses: dict[str, float], options: argparse.Namespace) -> None:
    """The weights and their recipe, as one file without pickles."""
    content = hashlib.sha256(b"".join(weights[name].tobytes() for name in sorted(weights))).hexdigest()
    recipe = {
        "content": content, "language_model": ngram.load().name, "traits": list(traits.NAMES), "evidence": list(seams.NAMES),
        "pages": options.pages, "rounds": options.rounds, "until": TRAIN_UNTIL, "development_loss": losses,
        "record_sha256": hashlib.sha256(options.record.read_bytes()).hexdigest(),
    }  # fmt: skip
    packed = io.BytesIO()
    told = np.frombuffer(json.dumps(recipe, ensure_ascii=False).encode(), dtype=np.uint8)
    np.savez_compressed(packed, recipe=told, **weights)
    TARGET.write_bytes(packed.getvalue())
    print(f"{TARGET.name}: {len(packed.getvalue()) / 1024:.0f} KB, threads-{content[:8]}")


if __name__ == "__main__":
    main()
