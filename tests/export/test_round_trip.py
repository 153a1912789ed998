"""What we write, we read again: words and places survive the way out and back."""

import importlib
import re

import pytest

from presscheck.export import PAGED
from presscheck.export.sheets import sheets

FORMS = ("page_xml", "alto", "hocr")


def read_again(form, files):
    intake = importlib.import_module(f"presscheck.intake.{form}")
    return [intake.pages(text.encode(), f"county{suffix}.xml")[0] for suffix, text in files.items()]


def ink(text):
    return re.sub(r"\s", "", text).replace("\x07", "\ufffd")


@pytest.fixture(params=FORMS)
def form(request):
    return request.param


@pytest.fixture
def there_and_back(form, issue_in_any_unit):
    """Each sheet of the issue, with the page that its file is read as."""
    return list(zip(sheets(issue_in_any_unit, form), read_again(form, PAGED[form](issue_in_any_unit)), strict=True))


def test_every_line_comes_back_in_reading_order(there_and_back):
    for sheet, page in there_and_back:
        written = [ink(line.text) for region in sheet.regions for line in region.lines]
        assert [ink(page.words(line.span)) for line in page.lines] == written


def test_every_line_comes_back_in_its_place(there_and_back):
    for sheet, page in there_and_back:
        scale = page.width / sheet.size[0]
        strips = [strip for region in sheet.regions for strip in region.lines]
        for strip, line in zip(strips, page.lines, strict=True):
            wanted = [edge * scale for edge in strip.box.to_dict()]
            assert line.span.box.to_dict() == pytest.approx(wanted, abs=1.01)


def test_a_space_between_latin_words_comes_back(there_and_back):
    assert "工，全长三十里。AI labels\n" in there_and_back[0][1].text


def test_vertical_lines_come_back_vertical(there_and_back):
    page = there_and_back[0][1]
    (side,) = [line for line in page.lines if page.words(line.span) == "云州晚茶飘香"]
    assert side.type.vertical


def test_confidence_comes_back(there_and_back):
    page = there_and_back[0][1]
    scores = {page.words(line.span): line.score for line in page.lines}
    assert scores["北坡水渠通水"] == pytest.approx(0.987, abs=0.006)


def test_every_page_comes_back_with_all_its_places(there_and_back):
    assert all(page.has_geometry for _, page in there_and_back)
    assert [page.id for _, page in there_and_back] == ["p1", "p1"]
