"""Rules and word lists as rows, and the tables that scripts of the project wrote. Read through here."""

import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any


def shipped(name: str) -> Traversable:
    """The file ``name`` as it ships in the package."""
    return files(__name__) / name


@cache
def rows(name: str) -> dict[str, Any]:
    """The rows of ``name``.toml."""
    return tomllib.loads(shipped(f"{name}.toml").read_text(encoding="utf8"))
