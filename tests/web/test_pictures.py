"""The pictures of pages, part by part: what stands where, in which size, and what is refused."""

import hashlib
import io
from typing import Any

import PIL.Image
import pytest

from presscheck.record.store import Store
from presscheck.show.leaf import Kept
from presscheck.web.house import House

RED, GREEN, BLUE, WHITE = (230, 20, 20), (20, 200, 20), (20, 20, 230), (255, 255, 255)
WIDTH, HEIGHT = 1600, 1200
QUARTERS = {(0, 0): RED, (1, 0): GREEN, (0, 1): BLUE, (1, 1): WHITE}


def sheet_of_four() -> PIL.Image.Image:
    """A page in four colours: red and green above, blue and white below."""
    page = PIL.Image.new("RGB", (WIDTH, HEIGHT), WHITE)
    for (across, down), colour in QUARTERS.items():
        page.paste(colour, (across * 800, down * 600, across * 800 + 800, down * 600 + 600))
    return page


def written(form: str, **given: Any) -> bytes:
    out = io.BytesIO()
    sheet_of_four().save(out, form, **given)
    return out.getvalue()


def camera() -> bytes:
    """The same page, kept on its side by the camera, which says so."""
    out, exif = io.BytesIO(), PIL.Image.Exif()
    exif[0x0112] = 6
    sheet_of_four().rotate(90, expand=True).save(out, "PNG", exif=exif)
    return out.getvalue()


FILES = {
    "png": written("PNG"),
    "pdf": written("PDF", resolution=300),
    "camera": camera(),
    "tiff": written("TIFF", save_all=True, append_images=[PIL.Image.new("RGB", (400, 300), BLUE)]),
    "text": "县城通了火车".encode(),
}


@pytest.fixture
def at(house: House) -> dict[str, str]:
    """Files put into the record, and where the first page of each is found."""
    found = {}
    store = Store(house.record, write=True)
    for name, content in FILES.items():
        sha256 = hashlib.sha256(content).hexdigest()
        store.put_original(sha256, content)
        found[name] = f"/pictures/{sha256}/p1"
    store.close()
    return found


def seen(answer: Any) -> PIL.Image.Image:
    assert answer.status_code == 200, answer.text[:300]
    assert answer.headers["content-type"] == "image/jpeg"
    return PIL.Image.open(io.BytesIO(answer.content)).convert("RGB")


def near(one: Any, other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("file", ["png", "pdf", "camera", "tiff"])
def test_a_page_is_described(desk, at, file) -> None:
    told = desk.get(f"{at[file]}/info.json").json()
    assert (told["width"], told["height"]) == (WIDTH, HEIGHT)
    assert told["id"].endswith(at[file])
    assert told["id"].startswith("http://127.0.0.1/")
    assert (told["type"], told["profile"]) == ("ImageService3", "level1")
    assert told["tiles"][0]["scaleFactors"][0] == 1


@pytest.mark.parametrize("file", ["png", "pdf", "camera", "tiff"])
@pytest.mark.parametrize(
    ("region", "size", "pixels", "colour"),
    [
        ("full", "max", (1600, 1200), None),
        ("full", "400,", (400, 300), None),
        ("full", ",300", (400, 300), None),
        ("square", "100,100", (100, 100), None),
        ("100,100,600,400", "max", (600, 400), RED),
        ("900,100,600,400", "300,", (300, 200), GREEN),
        ("100,700,512,400", "128,100", (128, 100), BLUE),
        ("1500,1100,512,512", "50,50", (50, 50), WHITE),
    ],
)
def test_a_part_is_drawn(desk, at, file, region, size, pixels, colour) -> None:
    picture = seen(desk.get(f"{at[file]}/{region}/{size}/0/default.jpg"))
    assert picture.size == pixels
    if colour:
        assert near(picture.getpixel((pixels[0] // 2, pixels[1] // 2)), colour)
    else:
        assert near(picture.getpixel((pixels[0] // 4, pixels[1] // 4)), RED)
        assert near(picture.getpixel((pixels[0] * 3 // 4, pixels[1] // 4)), GREEN)


@pytest.mark.parametrize("file", ["png", "pdf"])
@pytest.mark.parametrize(("turn", "first"), [(90, GREEN), (180, WHITE), (270, BLUE)])
def test_a_page_that_was_turned_is_drawn_as_it_was_read(desk, at, file, turn, first) -> None:
    base = f"{at[file]}-{turn}"
    told = desk.get(f"{base}/info.json").json()
    assert (told["width"], told["height"]) == ((WIDTH, HEIGHT) if turn == 180 else (HEIGHT, WIDTH))
    assert near(seen(desk.get(f"{base}/50,50,200,200/100,100/0/default.jpg")).getpixel((50, 50)), first)


def test_each_frame_of_a_file_is_a_page(desk, at) -> None:
    second = at["tiff"][:-1] + "2"
    assert desk.get(f"{second}/info.json").json()["width"] == 400
    assert near(seen(desk.get(f"{second}/full/max/0/default.jpg")).getpixel((5, 5)), BLUE)


@pytest.mark.parametrize(
    "wrong",
    [
        "full/max/90/default.jpg",
        "full/max/0/default.png",
        "full/max/0/gray.jpg",
        "full/5000,/0/default.jpg",
        "full/,/0/default.jpg",
        "full/^max/0/default.jpg",
        "full/0,0/0/default.jpg",
        "9000,0,10,10/max/0/default.jpg",
        "0,0,0,10/max/0/default.jpg",
        "-1,0,10,10/max/0/default.jpg",
        "0,0,9999999999,10/max/0/default.jpg",
        "a,b,c,d/max/0/default.jpg",
    ],
)
def test_what_the_api_does_not_know_is_refused(desk, at, wrong) -> None:
    assert desk.get(f"{at['png']}/{wrong}").status_code == 400


@pytest.mark.parametrize("name", ["p2", "p0", "p1-45", "p1-90-90", "1", "p99999", "p1;x"])
def test_there_is_no_such_page(desk, at, name) -> None:
    assert desk.get(f"{at['png'][:-2]}{name}/info.json").status_code == 404


def test_what_is_no_picture_has_none(desk, at) -> None:
    assert desk.get(f"{at['text']}/info.json").status_code == 404
    assert desk.get(f"/pictures/{'0' * 64}/p1/info.json").status_code == 404


def test_a_browser_keeps_what_it_has(desk, at) -> None:
    answer = desk.get(f"{at['png']}/full/200,/0/default.jpg")
    assert "immutable" in answer.headers["cache-control"]
    again = desk.get(f"{at['png']}/full/200,/0/default.jpg", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_way_to_the_description(desk, at) -> None:
    assert desk.get(at["png"], follow_redirects=False).headers["location"] == f"{at['png']}/info.json"
    linked = desk.get(f"{at['png']}/info.json", headers={"Accept": "application/ld+json"})
    assert linked.headers["content-type"].startswith("application/ld+json")


def test_what_was_not_used_for_longest_goes_first() -> None:
    kept = Kept[str](10)
    for name in ("a", "b"):
        kept.put(name, name, 5)
    assert kept.get("a") == "a"
    kept.put("c", "c", 5)
    assert [kept.get(name) for name in ("a", "b", "c")] == ["a", None, "c"]
    kept.put("vast", "vast", 100)
    assert [kept.get(name) for name in ("a", "c", "vast")] == [None, None, "vast"]
