"""Scripts of others that the desk hands to browsers: which, under what licence, byte for byte as they were taken in."""

import hashlib
import re
import tomllib
from importlib import resources
from pathlib import Path

import pytest

WEB = Path(str(resources.files("presscheck.web")))
VENDOR = WEB / "static" / "vendor"
ROWS = tomllib.loads((VENDOR / "vendored.toml").read_text(encoding="utf8"))
FREE = {"0BSD", "BSD-3-Clause", "MIT", "Apache-2.0"}


@pytest.mark.parametrize("name", ROWS)
def test_each_is_what_was_taken_in_and_has_its_licence(name: str) -> None:
    row = ROWS[name]
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == row["sha256"]
    assert row["licence"] in FREE
    assert (VENDOR / row["text"]).read_text(encoding="utf8").strip()


def test_none_is_there_that_is_not_listed() -> None:
    assert {one.name for one in VENDOR.iterdir() if one.suffix in (".js", ".css")} == set(ROWS)


def test_no_page_of_the_desk_fetches_anything_from_elsewhere() -> None:
    own = [*(WEB / "templates").rglob("*.html"), *(WEB / "static" / "desk").iterdir()]
    fetched = re.compile(r"""(?:src|href|url|action|fetch|import)\s*[=(:]\s*["'(]?\s*(?:https?:)?//""")
    assert [one.name for one in own if fetched.search(one.read_text(encoding="utf8"))] == []


def test_no_page_has_a_script_or_a_style_in_itself() -> None:
    inline = re.compile(r"<script(?![^>]*(?:\bsrc=|application/json))|<style|\sstyle=|\son[a-z]+=\"")
    assert [one.name for one in (WEB / "templates").rglob("*.html") if inline.search(one.read_text("utf8"))] == []
