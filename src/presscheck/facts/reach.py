"""How far reported speech reaches within its sentence: up to where another speech begins, or the story takes over."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from presscheck.facts.cast import Cast
from presscheck.facts.cues import Cue
from presscheck.facts.speakers import has_speaker
from presscheck.facts.story import last_of

STATES = frozenset(("states", "declares", "speaks", "tells"))
"""Rows of cues whose speech may go on over the next sentences."""
_OWN_CLAUSES = STATES | {"urges", "blames", "lays_down"}
_LEAD, _BESIDE = 30, 4
"""How long a clause may be up to its cue, and how far its speaker may stand from it."""
_SHORTEST = 6
_OFFICES = frozenset(("organisation", "group"))
"""Kinds of those who do the same one after another, each for itself."""
_SAYS = ("称", "说", "表示", "指出")
_AT_HEAD = ("呼吁", "敦促", "称", "确认", "证实")
"""Verbs that bring in a speech of its own at the head of a clause, by who speaks already."""
_BESIDE_OTHERS = ("认为", "强调", "要求", "指出", "宣布", "重申", "表示", "批评", "谴责", "指责", "明确")
_AGAIN = ("并", "他", "她", "同时", "还", "他还", "该", "再次")
_COMMENT = re.compile(
    "，(?:但[^，。；]{1,18}?(?:否认|回应|透露|说明|拒绝|证实)|遭[^，。；]{1,10}(?:反对|批评|谴责|拒绝))[^，。；]{0,10}[。；]?$"
)


def without_comment(text: str, start: int, end: int) -> int:
    """Where speech ends before what the story itself adds to it.

    >>> text = "水库安全，但县水务局对此予以否认。"
    >>> text[: without_comment(text, 0, len(text))]
    '水库安全'
    """
    found = _COMMENT.search(text, start, end)
    return found.start() if found else end


@dataclass(frozen=True)
class Reach:
    """The cues of one part, and how far the speech of each reaches."""

    cast: Cast
    number: int
    cues: Sequence[Cue]

    @property
    def text(self) -> str:
        """The whole part."""
        return self.cast.story.parts[self.number].text

    def cut(self, place: int, start: int, end: int) -> int:
        """Where the speech of the cue at ``place`` ends: from ``start`` on, in a sentence that ends at ``end``."""
        outer = self.cues[place]
        for cue in self.cues[place + 1 :]:
            if cue.start >= end:
                break
            border = last_of(self.text, "，；。", cue.start)
            if border == start - 1 and cue.start == start and self.text.startswith("发表", outer.start):
                return start
            if (another := self._of_another(outer, cue, start)) is not None:
                return another
            if self._is_part(outer, cue, border, start):
                continue
            if self._stands_beside(outer, cue, border + 1) or self._begins_anew(border + 1, cue):
                return self._before_semicolon(start, max(border, start))
            semicolon = self.text.rfind("；", start, cue.start)
            near = semicolon > start and self.text.count("，", semicolon, cue.start) <= 1
            if near and has_speaker(self.cast, self.number, cue):
                return semicolon
        return end

    def _of_another(self, outer: Cue, cue: Cue, start: int) -> int | None:
        """The semicolon behind which another body does the same (…，提醒企业守法；县交通局巡查，提醒司机绕行)."""
        words = {self.text[one.start : one.end] for one in (outer, cue)}
        semicolon = self.text.rfind("；", start, cue.start)
        if semicolon < 0 or len(words) > 1 or not outer.after == cue.after == "clause":
            return None
        bodies = [one for one in self.cast.between(self.number, semicolon, cue.start) if one.kind in _OFFICES]
        return semicolon if any(self.text[one.start - 1] in "；，" for one in bodies) else None

    def _is_part(self, outer: Cue, cue: Cue, border: int, start: int) -> bool:
        """Whether a cue in a speech is surely part of what is said there."""
        reports = outer.row == "sources" or "报道" in self.text[outer.start - 2 : outer.end]
        nested = border == start - 1 and reports
        if (border < start and not nested) or cue.after == "end" or cue.row in ("words", "learns"):
            return True
        if (cue.after != "direct" and cue.after not in cue.takes) or (cue.row == "urges" and not reports):
            return True
        return reports and cue.after == "clause" and not has_speaker(self.cast, self.number, cue)

    def _before_semicolon(self, start: int, cut: int) -> int:
        """Where speech ends before the words that lead to another (…；在云岭县，县长要求)."""
        semicolon = self.text.rfind("；", start, cut)
        leads = start < semicolon and 0 < cut - semicolon <= _LEAD and "，" not in self.text[semicolon:cut]
        return semicolon if leads else cut

    def _stands_beside(self, outer: Cue, cue: Cue, begin: int) -> bool:
        """Whether a verb is one of several of the same kind (表示反对修水库，认为…)."""
        both = outer.after == cue.after == "clause" and {outer.row, cue.row} <= _OWN_CLAUSES
        long = begin - outer.content > _SHORTEST
        return both and long and begin == cue.start and self.text.endswith(_BESIDE_OTHERS, cue.start, cue.end)

    def _begins_anew(self, begin: int, cue: Cue) -> bool:
        """Whether a clause brings in a speech of its own, rather than being part of the one that runs."""
        lead = self.text[begin : cue.start]
        named = self.cast.between(self.number, begin, cue.start)
        near = bool(named) and named[0].start == begin and cue.start - named[-1].end <= _BESIDE
        if cue.after == "clause":
            again = lead.startswith(_AGAIN) and len(lead) <= 2 * _BESIDE
            near = near and self.text.endswith(_SAYS, cue.start, cue.end)
            head = not lead and (self.text[begin - 1] == "；" or self.text.endswith(_AT_HEAD, cue.start, cue.end))
            return again or near or lead in ("声明", "报告", "报道") or head
        if len(lead) > _LEAD and not near:
            return False
        return len(lead) <= _BESIDE or (bool(named) and has_speaker(self.cast, self.number, cue))
