"""The pictures of pages: small enough to be carried, and none where a file cannot be shown."""

import io
from base64 import b64decode
from dataclasses import replace
from hashlib import sha256

import numpy as np
import PIL.Image
import pytest

from presscheck.messages import say
from presscheck.model import Page, Reading
from presscheck.show import picture


def reading_of(content: bytes, count: int = 1, kind: str = "image") -> Reading:
    named = sha256(content).hexdigest()
    pages = tuple(Page(f"p{n + 1}", "a.png", named, kind, "", (), width=60.0, height=40.0) for n in range(count))
    return Reading(pages, (), ())


def file_of(image: PIL.Image.Image, form: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def opened(uri: str) -> PIL.Image.Image:
    head, _, content = uri.partition(",")
    assert head == "data:image/jpeg;base64"
    return PIL.Image.open(io.BytesIO(b64decode(content)))


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "P", "LA", "I;16"])
def test_pictures_of_every_kind_become_colour(mode):
    grey = PIL.Image.new("I;16", (60, 40), 65535) if mode == "I;16" else PIL.Image.new("RGB", (60, 40), "white")
    content = file_of(grey if mode == "I;16" else grey.convert(mode))
    shown = opened(picture.of_bytes(content, reading_of(content))["p1"])
    assert (shown.mode, shown.size) == ("RGB", (60, 40))
    assert min(shown.getpixel((30, 20))) > 250


def test_what_is_clear_is_paper():
    content = file_of(PIL.Image.new("RGBA", (20, 20), (0, 0, 0, 0)))
    assert min(opened(picture.of_bytes(content, reading_of(content))["p1"]).getpixel((9, 9))) > 250


def test_cmyk_is_shown():
    content = file_of(PIL.Image.new("CMYK", (20, 20)), "JPEG")
    assert opened(picture.of_bytes(content, reading_of(content))["p1"]).mode == "RGB"


def test_a_picture_taken_sideways_is_put_upright():
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    content = file_of(PIL.Image.new("RGB", (60, 40)), "JPEG", exif=exif)
    assert opened(picture.of_bytes(content, reading_of(content))["p1"]).size == (40, 60)


def test_each_page_of_a_file_has_its_own():
    frames = [PIL.Image.new("L", (60, 40), shade) for shade in (0, 255)]
    content = file_of(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    found = picture.of_bytes(content, reading_of(content, 3))
    assert list(found) == ["p1", "p2"]  # the file has no third
    assert [opened(uri).convert("L").getpixel((9, 9)) > 128 for uri in found.values()] == [False, True]


def test_pages_of_a_pdf_are_drawn():
    sheets = [PIL.Image.new("RGB", (60, 40), shade) for shade in ("black", "white")]
    content = file_of(sheets[0], "PDF", save_all=True, append_images=sheets[1:])
    found = picture.of_bytes(content, reading_of(content, 2, "pdf"))
    middles = [opened(uri).convert("L").resize((1, 1)).getpixel((0, 0)) for uri in found.values()]
    assert [shade > 128 for shade in middles] == [False, True]


def test_a_noisy_picture_is_made_small_enough(monkeypatch):
    monkeypatch.setattr(picture, "PAGE_BYTES", 200_000)
    noise = np.random.default_rng(4).integers(0, 256, (1500, 1200, 3), dtype=np.uint8)
    content = file_of(PIL.Image.fromarray(noise), compress_level=1)
    uri = picture.of_bytes(content, reading_of(content))["p1"]
    assert len(uri) < 300_000
    assert max(opened(uri).size) < 1500


def test_an_issue_of_many_pages_shares_what_a_file_may_take():
    assert picture.FILE_BYTES // 500 < picture.LEAST_BYTES < picture.FILE_BYTES // 20 <= picture.PAGE_BYTES


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n" + bytes(40), b"%PDF-1.7\n%%EOF", b"<alto/>", b"\xff\xd8\xff\xe0"]
)
def test_what_cannot_be_drawn_has_no_picture(content):
    assert picture.of_bytes(content, reading_of(content)) == {}


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_was_turned_to_be_read_is_turned_to_be_shown(degrees):
    image = PIL.Image.new("L", (60, 40), "white")
    image.paste(0, (0, 0, 30, 20))
    content = file_of(image)
    (page,) = reading_of(content).pages
    noted = replace(page, notes=(say("intake.image_turned", "en", degrees=degrees),))
    shown = opened(picture.of_bytes(content, Reading((noted,), (), ()))["p1"]).convert("L")
    expected = image.rotate(degrees, expand=True)
    assert shown.size == expected.size
    assert abs(shown.getpixel((5, 5)) - expected.getpixel((5, 5))) < 20


def test_a_file_that_changed_since_is_not_shown(tmp_path):
    content = file_of(PIL.Image.new("L", (60, 40)))
    (tmp_path / "a.png").write_bytes(content)
    assert list(picture.of_file(tmp_path / "a.png", reading_of(content))) == ["p1"]
    assert picture.of_file(tmp_path / "a.png", reading_of(b"other")) == {}


@pytest.mark.parametrize("name", ["-", "gone.png", "nul\0.png"])
def test_a_file_that_cannot_be_read_again_is_not_shown(name):
    assert picture.of_file(name, reading_of(b"")) == {}
