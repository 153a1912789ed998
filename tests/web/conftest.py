"""A desk to try: on a record that holds the sample page and a few stories, asked without a browser."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from presscheck.data import shipped
from presscheck.recording import Record
from presscheck.web.app import create_app
from presscheck.web.house import House
from presscheck.web.staff import engage

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


# A desk with accounts


@pytest.fixture
def users(tmp_path: Path) -> Path:
    return tmp_path / "users.toml"


@pytest.fixture
def token(users: Path) -> str:
    """The token of an editor called 方小舟; an admin is called root."""
    engage(users, "root", "admin")
    return engage(users, "方小舟", "editor")


@pytest.fixture
def staffed(house: House, users: Path, token: str) -> Iterator[TestClient]:
    """A browser at a desk with accounts."""
    with TestClient(create_app(replace(house, users=users)), base_url="http://desk.example") as client:
        yield client


def form_of(desk: TestClient, path: str = "/login") -> str:
    """What the form on a page brings back."""
    return desk.get(path).text.split('name="csrf" value="')[1].split('"')[0]


def sign_in(desk: TestClient, token: str, **more: Any) -> Any:
    return desk.post(
        "/login", data={"csrf": form_of(desk), "token": token, **more}, headers={"Origin": "http://desk.example"}
    )
