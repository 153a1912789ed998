"""Graphics that a file holds in pieces: frames made of four rules, pictures saved in strips."""

from collections.abc import Iterable, Sequence

from presscheck.model import Box, Graphic, GraphicKind

LEAST = 10.0
"""The least side of a frame or tint, in points: about one line of type."""
MEETS = 2.5
"""How near the ends of four rules must be, in points, to close to a frame."""
RULES_LIMIT = 400
"""A page with more rules is a table or a map; its rules stay rules."""


def slices_joined(graphics: Iterable[Graphic]) -> list[Graphic]:
    """Pictures that were saved in strips put together again; all else as it is."""
    rest = [each for each in graphics if each.kind != GraphicKind.PICTURE]
    boxes = [each.box for each in graphics if each.kind == GraphicKind.PICTURE]
    for turned in (False, True):
        boxes = _strips_joined([_turned(box, turned) for box in boxes])
        boxes = [_turned(box, turned) for box in boxes]
    return rest + [Graphic(GraphicKind.PICTURE, box) for box in boxes]


def _turned(box: Box, turned: bool) -> Box:
    return Box(box.top, box.left, box.height, box.width) if turned else box


def _strips_joined(boxes: Iterable[Box]) -> list[Box]:
    out: list[Box] = []
    for box in sorted(boxes, key=lambda box: (round(box.left), round(box.width), box.top, box)):
        last = out[-1] if out else None
        alike = last and abs(last.left - box.left) <= 1 and abs(last.width - box.width) <= 1
        if last and alike and abs(last.bottom - box.top) <= 1:
            out[-1] = Box(last.left, last.top, max(last.width, box.width), round(box.bottom - last.top, 2))
        else:
            out.append(box)
    return out


def closed(graphics: Sequence[Graphic]) -> list[Graphic]:
    """Four rules that close round something are a frame; all else as it is."""
    rules = [each.box for each in graphics if each.kind == GraphicKind.RULE]
    if len(rules) > RULES_LIMIT:
        return list(graphics)
    level = sorted((box for box in rules if box.width > box.height), key=lambda box: (box.top, box.left))
    upright = sorted((box for box in rules if box.width <= box.height), key=lambda box: (box.left, box.top))
    frames: list[Box] = []
    used: set[Box] = set()
    for i, top in enumerate(level):
        for bottom in level[i + 1 :]:
            sides = _sides(top, bottom, upright)
            if sides and bottom.top - top.top >= LEAST:
                frames.append(_round(top, bottom))
                used.update((top, bottom, *sides))
    kept = [each for each in graphics if each.kind != GraphicKind.RULE or each.box not in used]
    return kept + [Graphic(GraphicKind.FRAME, box) for box in sorted(set(frames))]


def _sides(top: Box, bottom: Box, upright: Iterable[Box]) -> tuple[Box, Box] | None:
    """The two upright rules that close ``top`` and ``bottom`` to a rectangle."""
    if abs(top.left - bottom.left) > MEETS or abs(top.right - bottom.left - bottom.width) > MEETS:
        return None
    fits = [
        box
        for box in upright
        if abs(box.top - top.top) <= MEETS and abs(box.bottom - bottom.top - bottom.height) <= MEETS
    ]
    left = next((box for box in fits if abs(box.left - top.left) <= MEETS), None)
    right = next((box for box in fits if abs(box.right - top.left - top.width) <= MEETS), None)
    return (left, right) if left and right and left is not right else None


def _round(top: Box, bottom: Box) -> Box:
    return Box(top.left, top.top, top.width, round(bottom.bottom - top.top, 2))
