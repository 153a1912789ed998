"""Issues of the desk in other viewers."""

import json
import shutil
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from presscheck.recording import Record
from presscheck.web.app import create_app
from presscheck.web.house import House


@pytest.fixture
def boxed(kept: Path, tmp_path: Path) -> TestClient:
    """A desk on whose record stands a page with boxes and no picture."""
    file = tmp_path / "boxed.db"
    shutil.copy(kept, file)
    hocr = (
        "<html><body><div class='ocr_page' title='bbox 0 0 800 1000'>"
        "<span class='ocr_line' title='bbox 40 40 440 100; x_size 60'>"
        "<span class='ocrx_word' title='bbox 40 40 440 100'>"
        "水渠完工</span></span>"
        "<span class='ocr_line' title='bbox 40 120 740 150; x_size 30'><span class='ocrx_word' "
        "title='bbox 40 120 740 150'>本报讯　云州水渠昨天完工，全长30公里。</span></span></div></body></html>"
    )
    with Record(file) as record:
        record.add_bytes(hocr.encode(), "水渠.hocr", date="2026-06-18")
    return TestClient(create_app(House(file)), base_url="http://127.0.0.1")


def test_a_page_with_boxes_has_a_manifest_whose_ranges_are_its_stories(boxed: TestClient) -> None:
    (document, *_) = boxed.get("/api/v1/documents?q=hocr").json()
    told = boxed.get(f"/iiif/{document['id']}/manifest").json()
    assert told["@context"] == "http://iiif.io/api/presentation/3/context.json"
    assert (told["items"][0]["width"], told["items"][0]["height"]) == (800, 1000)
    assert [one["label"]["zh-Hans"] for one in told["structures"]] == [["水渠完工"]]
    assert told["navDate"].startswith("2026-06-18")
    assert boxed.get(told["seeAlso"][0]["id"]).status_code == 200


@pytest.mark.parametrize(("name", "led"), [("hocr", True), ("yunzhou", False)])
def test_its_page_leads_to_the_manifest(boxed: TestClient, name: str, led: bool) -> None:
    (document, *_) = boxed.get(f"/api/v1/documents?q={name}").json()
    page = boxed.get(f"/documents/{document['id']}/pages/p1").text
    assert (f'id="iiif" href="/iiif/{document["id"]}/manifest"' in page) == led
    assert f'href="/iiif/{document["id"]}/facts"' in page


def test_facts_are_annotations_on_their_words(boxed: TestClient) -> None:
    (document, *_) = boxed.get("/api/v1/documents?q=hocr").json()
    told = json.loads(boxed.get(f"/iiif/{document['id']}/facts").text)
    assert told["type"] == "AnnotationCollection"
    assert told["total"] == len(told["first"]["items"]) > 0
    assert "30公里" in json.dumps(told, ensure_ascii=False)


def test_a_dump_has_no_canvas(desk: TestClient) -> None:
    (document,) = desk.get("/api/v1/documents").json()
    assert desk.get(f"/iiif/{document['id']}/manifest").status_code == 404
    assert desk.get("/iiif/999/manifest").status_code == 404
