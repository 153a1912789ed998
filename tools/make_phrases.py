"""Fixed phrases of the paper: six characters in a row that its text holds so often that a break in one is told at once.

python tools/make_phrases.py RECORD [--until 2025-06-30] [--least 40]

Kept are strings of Chinese characters of finished articles that come in at least so many articles, and of which two
neighbouring characters are told by the other four: wherever the paper has these, it has hardly ever anything else in
the gap. Written is ``src/presscheck/data/phrases.txt``, one phrase a line, most frequent first.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from presscheck import hanzi
from presscheck.proofreading.phrases import LENGTH, gaps

TABLE = Path(__file__).resolve().parents[1] / "src/presscheck/data/phrases.txt"
TOLD = 0.98
"""Share of a gap's fillings that are this one."""


def texts(record: Path, until: str) -> Iterator[list[str]]:
    """The headline and the paragraphs of each article."""
    opened = gzip.open if record.suffix == ".gz" else open
    with opened(record, "rt", encoding="utf8") as file:
        for line in file:
            row = json.loads(line)
            if row["date"] <= until:
                yield [row.get("headline") or "", *(paragraph["text"] for paragraph in row["paragraphs"])]


def strings(text: str) -> Iterator[str]:
    """Every ``LENGTH`` Chinese characters in a row."""
    for k in range(len(text) - LENGTH + 1):
        words = text[k : k + LENGTH]
        if all(map(hanzi.is_han, words)):
            yield words


def phrases(articles: Iterator[list[str]], least: int) -> list[str]:
    """The phrases, most frequent first."""
    counts: Counter[str] = Counter()
    for number, article in enumerate(articles):
        counts.update({words for text in article for words in strings(text)})
        if number % 4000 == 3999:  # what was seen once in so many articles is no phrase
            counts = Counter({words: count for words, count in counts.items() if count > 1})
    filled: Counter[str] = Counter()
    for words, count in counts.items():
        for gap in gaps(words):
            filled[gap] += count
    told = [
        (count, words)
        for words, count in counts.items()
        if count >= least and any(count >= TOLD * filled[gap] for gap in gaps(words))
    ]
    return [words for _, words in sorted(told, key=lambda one: (-one[0], one[1]))]


def main() -> None:
    """Count, choose, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("record", type=Path)
    parser.add_argument("--until", default="2025-06-30")
    parser.add_argument("--least", type=int, default=40)
    options = parser.parse_args()
    told = phrases(texts(options.record, options.until), options.least)
    TABLE.write_text("\n".join(told) + "\n", encoding="utf8")
    print(f"{len(told)} phrases")


if __name__ == "__main__":
    main()
