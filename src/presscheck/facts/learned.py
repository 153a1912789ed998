"""What was learned to be asked of a story read in context: who and what (``facts/roles.py``), and when."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from presscheck.facts.context import Tables, Vectors
from presscheck.facts.context import load as load_tables


@dataclass(frozen=True)
class Learned:
    """The weights, and the numbers of tags and families.

    What a layer makes of a token is compared with what a trigger asks for, or with the other end of a stretch. To carry
    what is asked through the layer (``alone``, for names told before ``early``) is less work than to carry every token
    through it; only for the other end that is done (``both``). Each layer takes its bias by a 1 behind the token.
    """

    of: Tables
    tags: dict[str, int]
    families: dict[str, int]
    wide: int
    alone: Vectors
    both: Vectors
    early: Vectors


@cache
def load() -> Learned:
    """What was learned, as it ships."""
    tables = load_tables()
    tags, families = ({one: at + 1 for at, one in enumerate(tables.lists[name])} for name in ("tags", "families"))
    alone = np.stack([_layer(tables, name, 0.5).T for name in ("start", "end")])
    early = _layer(tables, "early", 0.5).T.copy()
    both = np.stack([_layer(tables, name, 0.25) for name in ("ps", "pe")])
    return Learned(tables, tags, families, alone.shape[1], alone, both, early)


def _layer(tables: Tables, name: str, share: float) -> Vectors:
    """A layer of weights with its bias below them, brought to its ``share`` of the measure of what is compared."""
    weight, bias = tables.weights[f"{name}.weight"], tables.weights[f"{name}.bias"]
    told: Vectors = np.vstack([weight, bias]) * np.float32(len(bias) ** -share)
    return told
