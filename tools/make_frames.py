"""Frames of four-character phrases: two characters one apart that many phrases fill in many ways (引□入□).

python tools/make_frames.py RECORD [--until 2025-06-30] [--least 5]

Phrases are the lexicon's words of four and what stands alone between marks in finished articles. Kept are frames of
which either slot holds so many different characters. Written is ``src/presscheck/data/frames.txt``, one a line, those
that are filled in most ways first.
"""

import argparse
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from make_phrases import texts
from presscheck.language import lexicon
from presscheck.proofreading.fours import frames

TABLE = Path(__file__).resolve().parents[1] / "src/presscheck/data/frames.txt"
_ALONE = re.compile(r"(?<![\u4e00-\u9fff0-9A-Za-z％%.])[\u4e00-\u9fff]{4}(?![\u4e00-\u9fff0-9A-Za-z])")


def filled(phrases: Iterable[str]) -> dict[str, int]:
    """In how many ways each frame is filled: of its two slots the one that holds fewer characters."""
    slots: defaultdict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for words in phrases:
        for frame, filling in zip(frames(words), (words[1::2], words[0::2]), strict=True):
            for slot, char in zip(slots[frame], filling, strict=True):
                slot.add(char)
    return {frame: min(map(len, held)) for frame, held in slots.items()}


def main() -> None:
    """Gather, count, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("record", type=Path)
    parser.add_argument("--until", default="2025-06-30")
    parser.add_argument("--least", type=int, default=5)
    options = parser.parse_args()
    phrases = set(lexicon.load().words(4))
    for article in texts(options.record, options.until):
        phrases.update(words for text in article for words in _ALONE.findall(text))
    ways = filled(phrases)
    told = sorted((-count, frame) for frame, count in ways.items() if count >= options.least)
    TABLE.write_text("\n".join(frame for _, frame in told) + "\n", encoding="utf8")
    print(f"{len(told)} frames of {len(phrases)} phrases")


if __name__ == "__main__":
    main()
