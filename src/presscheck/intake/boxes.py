"""Plain boxes in JSON: what RapidOCR, PaddleOCR and home-made scripts write down of a page.

A file is a list of entries, or an object with ``width``, ``height``, ``unit`` and the list under ``boxes``, ``lines``
or ``results``; several such objects may stand in a list under ``pages``. An entry is one printed line: ``text`` (or
``txt``, ``rec_text``), how sure it is (``score`` or ``confidence``) and where it stands. There are two kinds of four
numbers, told apart by their key alone:

- ``box`` is ``[left, top, width, height]``, as everywhere in presscheck;
- ``bbox`` is ``[left, top, right, bottom]``, as in most other programs.

Corners ``[[x, y], …]``, or eight numbers in a row, are corners under any key (also ``points``, ``quad``, ``poly``).
Entries may be rows, too: ``[corners, text, score]`` and ``[corners, [text, score]]``, as those two engines give them;
and PaddleOCR's lists side by side (``rec_texts``, ``rec_scores``, ``rec_polys``) are read as entries.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from presscheck.errors import Lang, NotWellFormed, OtherFormat
from presscheck.intake.contents import checked, decoded
from presscheck.intake.places import Point, box_at, box_between, box_round, chance, number, thickness
from presscheck.intake.recognised import Found, Style, bare_page, pages_with_words, sheet
from presscheck.messages import both, say
from presscheck.model import Box, Page

MOST = {"{": 1, "[": 2, ",": 5}
UNITS = ("px", "pt", "mm10", "inch1200")
LISTS = ("boxes", "lines", "results")
TEXTS = ("text", "txt", "rec_text")
SCORES = ("score", "confidence", "conf", "rec_score")
CORNERS = ("box", "bbox", "points", "quad", "poly", "polygon")
SIDE_BY_SIDE = (("rec_texts", "rec_scores", "rec_polys"), ("txts", "scores", "boxes"))
"""The names under which engines give texts, scores and corners as three lists."""


def pages(content: bytes, name: str) -> tuple[Page, ...]:
    """The pages of a file of boxes, each entry one printed line, in the file's order.

    Raises ``OcrFileTooLarge``, ``EmptyFile``, ``TooManyParts``, ``WrongEncoding``, ``NotWellFormed``, ``OtherFormat``,
    ``NoWords``.

    >>> entries = [{"text": "北坡通车", "box": [40, 60, 80, 20]}, {"text": "全长", "bbox": [40, 90, 80, 110]}]
    >>> [line.span.box for line in pages(json.dumps(entries).encode(), "a.json")[0].lines]
    [Box(left=40.0, top=60.0, width=80.0, height=20.0), Box(left=40.0, top=90.0, width=40.0, height=20.0)]
    """
    checked(content, name, MOST)
    text, encoding, notes = decoded(content, name)
    try:
        told = json.loads(text)
    except RecursionError:
        raise NotWellFormed(file=name, form="JSON", why=both("intake.why_deep")) from None
    except json.JSONDecodeError as error:
        why = both("intake.why_syntax", line=error.lineno, column=error.colno)
        raise NotWellFormed(file=name, form="JSON", why=why) from None
    except ValueError:
        raise NotWellFormed(file=name, form="JSON", why=both("intake.why_long_number")) from None
    sheets = _sheets(told)
    if sheets is None:
        raise OtherFormat(file=name, form=both("intake.form_boxes"), found=_shape(told))
    bare = bare_page(content, name, "boxes", encoding)
    return pages_with_words((_page(replace(bare, id=f"p{i}"), each, notes) for i, each in enumerate(sheets, 1)), name)


def _sheets(told: Any) -> list[Mapping[str, Any]] | None:
    """The pages as objects with a list of entries under ``lines``; None where the file holds something else."""
    if isinstance(told, dict):
        if isinstance(told.get("pages"), list):
            found = [_sheet(each) for each in told["pages"]]
            return None if None in found else [each for each in found if each]
        one = _sheet(told)
        return [one] if one else None
    entries = _unwrapped(told)
    return [{"lines": entries}] if entries and any(_is_entry(each) for each in entries) else None


def _sheet(told: Any) -> Mapping[str, Any] | None:
    if not isinstance(told, dict):
        entries = _unwrapped(told)
        return None if entries is None else {"lines": entries}
    for texts, scores, corners in SIDE_BY_SIDE:
        if isinstance(told.get(texts), list):
            rows = [told[key] if isinstance(told.get(key), list) else [] for key in (texts, scores, corners)]
            return told | {"lines": [{"text": t, "score": s, "points": c} for t, s, c in zip_longest(*rows)]}
    entries = next((told[key] for key in LISTS if isinstance(told.get(key), list)), None)
    return None if entries is None else told | {"lines": entries}


def _unwrapped(told: Any) -> list[Any] | None:
    """A list of entries; PaddleOCR puts that of its one page into another list."""
    if not isinstance(told, list):
        return None
    inner = told[0] if len(told) == 1 else None
    return inner if isinstance(inner, list) and inner and all(_is_entry(each) for each in inner) else told


def _is_entry(told: Any) -> bool:
    return _entry(told) is not None


def _page(page: Page, told: Mapping[str, Any], notes: tuple[str, ...]) -> Page:
    unit = told.get("unit") or "px"
    if unit not in UNITS:
        notes = (*notes, say("intake.ocr_unit", "en", unit=str(unit)[:40]))
        unit = "px"
    found = [_entry(each) for each in told["lines"]]
    if silent := found.count(None):
        notes = (*notes, say("intake.ocr_entries", "en", count=silent))
    page = replace(page, width=number(told.get("width")), height=number(told.get("height")), unit=unit)
    return sheet(page, (each for each in found if each), notes=notes)


def _entry(told: Any) -> Found | None:
    """One entry, whichever way it is written; None where it holds no text."""
    if isinstance(told, dict):
        text = _first(told, TEXTS)
        places = {key: told[key] for key in CORNERS if key in told}
        return _found(text, _first(told, SCORES), places) if isinstance(text, str) else None
    if not isinstance(told, list) or len(told) < 2:
        return None
    said = told[1] if isinstance(told[1], list) else told[1:]
    if not said or not isinstance(said[0], str):
        return None
    return _found(said[0], said[1] if len(said) > 1 else None, {"points": told[0]})


def _found(text: str, score: Any, places: Mapping[str, Any]) -> Found:
    for key, value in places.items():
        points = _corners(value)
        box = box_round(points) or _four(key, value)
        if box:
            size = thickness(points)
            return Found(text, box=box, score=chance(score), style=Style(size), whole=_has_rows(text))
    return Found(text, score=chance(score), whole=_has_rows(text))


def _has_rows(text: str) -> bool:
    return "\n" in text.strip()


def _four(key: str, value: Any) -> Box | None:
    if not isinstance(value, list) or len(value) != 4:
        return None
    return (box_at if key == "box" else box_between)(*value)


def _corners(value: Any) -> Sequence[Point]:
    """Corners as pairs, or as numbers in a row; none where they are neither, or any is no number."""
    if not isinstance(value, list):
        return ()
    if len(value) >= 6 and len(value) % 2 == 0 and not any(isinstance(each, list) for each in value):
        value = [value[i : i + 2] for i in range(0, len(value), 2)]
    points = list(_points(value))
    return tuple(points) if len(points) == len(value) and len(points) >= 2 else ()


def _points(value: Sequence[Any]) -> Iterator[Point]:
    for pair in value:
        if isinstance(pair, list) and len(pair) == 2:
            across, down = number(pair[0]), number(pair[1])
            if across is not None and down is not None:
                yield across, down


def _first(told: Mapping[str, Any], keys: Sequence[str]) -> Any:
    return next((told[key] for key in keys if key in told), None)


def _shape(told: Any) -> dict[Lang, str]:
    """What a file of JSON holds, in words."""
    if isinstance(told, dict) and told:
        return both("intake.found_object", keys=", ".join(sorted(key[:20] for key in told)[:5]))
    if isinstance(told, list) and told:
        return both("intake.found_list", count=len(told))
    return both("intake.found_value", value=json.dumps(told, ensure_ascii=False)[:20])
