"""What every test may ask for."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # speed lives in bench/; the first example may load a table
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parents[1]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "shared" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.shared)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The measuring data beside the project; skipped without it, unless PRESSCHECK_DEMAND_SHARED is set."""
    folder = ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        told = "no measuring data: it is kept in ../shared, beside the project"
        if os.environ.get("PRESSCHECK_DEMAND_SHARED"):
            pytest.fail(f"{told}, and PRESSCHECK_DEMAND_SHARED is set")
        pytest.skip(told)
    return folder
