"""A desk to try: on a record that holds the sample page and a few stories, asked without a browser."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from presscheck.data import shipped
from presscheck.recording import Record
from presscheck.web.app import create_app
from presscheck.web.house import House

DEMO = "yunzhou-daily.txt"


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with the sample page in it; copied, never written to."""
    file = tmp_path_factory.mktemp("desk") / "desk.db"
    with Record(file) as record:
        record.add_bytes(shipped(f"demo/{DEMO}").read_bytes(), DEMO)
    return file


@pytest.fixture
def house(kept: Path, tmp_path: Path) -> House:
    file = tmp_path / "desk.db"
    shutil.copy(kept, file)
    return House(file)


@pytest.fixture
def desk(house: House) -> Iterator[Any]:
    """A reader of Chinese at the desk of this machine."""
    with TestClient(create_app(house), base_url="http://127.0.0.1", headers={"Accept-Language": "zh"}) as client:
        yield client


@pytest.fixture
def csrf(desk: TestClient) -> str:
    """What a form of this reader brings back."""
    return desk.get("/").text.split('name="csrf" content="')[1].split('"')[0]
