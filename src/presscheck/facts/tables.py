"""Which files decide, said in a few digits: two scores whose tables have the same digits can be compared."""

import hashlib
from collections.abc import Iterable
from functools import cache

from presscheck.data import shipped

LEARNED = ("reader.npz", "reader.onnx", "promises.npz")
"""What was learned for facts from annotated sentences and from the news, as far as it ships."""
BESIDE = ("lunar.toml", "names.toml", "simplified.toml", "look_alikes.toml")
OF_PEERS = "peer_"
"""Rows that only hold a peer's own suite begin their name so; no fact is found by them."""


def fact_rows() -> tuple[str, ...]:
    """The files of rows by which facts are found."""
    found = sorted(file.name for file in shipped("facts").iterdir())
    return tuple(f"facts/{name}" for name in found if name.endswith(".toml") and not name.startswith(OF_PEERS))


def fact_tables() -> tuple[str, ...]:
    """Every file that decides which facts are found."""
    return (*(name for name in LEARNED if shipped(name).is_file()), *fact_rows(), *BESIDE)


def digest(names: Iterable[str]) -> str:
    """The hash over files of the package, in hex; eight digits of it name them in a recipe.

    >>> digest(["lunar.toml"]) == digest(("lunar.toml",))
    True
    """
    told = hashlib.sha256()
    for name in names:
        told.update(shipped(name).read_bytes())
    return told.hexdigest()


@cache
def name() -> str:
    """The eight digits that name all tables by which facts are found.

    >>> len(name())
    8
    """
    return digest(fact_tables())[:8]
