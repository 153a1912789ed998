"""Write ``data/lexicon.npz``: the words of simplified Chinese, how frequent each is, and which are names.

Counts of two word lists: jieba's ``dict.txt`` (MIT) and JioNLP's ``word_distribution`` (Apache-2.0); see
``docs/lexicon.md``. Both are read where their packages are installed, or from the paths given; nothing is downloaded.

    python tools/make_lexicon.py [--jieba dict.txt] [--jionlp word_distribution.zip]
"""

import argparse
import hashlib
import json
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from presscheck import data
from presscheck.hanzi import fold, is_han
from presscheck.language.lexicon import KINDS, LONGEST

TABLE = Path(__file__).parent.parent / "src/presscheck/data/lexicon.npz"
SHARES = {"jieba": 0.5, "jionlp": 0.5}
"""What each list's word frequencies count (``docs/lexicon.md``)."""
TAGS = {"nr": "person", "nrt": "person", "nrfg": "person", "ns": "place", "nt": "organisation"}
BOOK = 255
BELOW_ALL = 1.0
"""Nats by which a character that no list has is less likely than the rarest word."""
SOURCES = {
    "jieba": {"what": "jieba 0.42.1, dict.txt", "licence": "MIT", "copyright": "2013 Sun Junyi"},
    "jionlp": {
        "what": "jionlp 1.5.31, word_distribution.json",
        "licence": "Apache-2.0",
        "copyright": "JioNLP's authors",
    },
}


class WordList(NamedTuple):
    """Words with their counts, and the kinds of name that some of them are."""

    counts: Mapping[str, float]
    kinds: Mapping[str, set[str]]


# --- the sources --------------------------------------------------------------------------------------------------


def jieba(path: Path) -> WordList:
    """Lines of word, count and part of speech, blanks between them."""
    counts: Counter[str] = Counter()
    kinds = defaultdict(set)
    for line in path.read_text(encoding="utf8").splitlines():
        word, count, tag = line.rsplit(" ", 2)
        counts[word] += int(count)
        if tag in TAGS:
            kinds[plain(word)].add(TAGS[tag])
    return WordList(usable(counts), kinds)


def jionlp(path: Path) -> WordList:
    """Lines of JSON, a word and its count, zipped or not."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            text = archive.read(archive.namelist()[0]).decode("utf8")
    else:
        text = path.read_text(encoding="utf8")
    return WordList(usable(dict(json.loads(line) for line in text.splitlines())), {})


READERS = {"jieba": jieba, "jionlp": jionlp}
PLACES = {"jieba": "dict.txt", "jionlp": "dictionary/word_distribution.zip"}


def installed(package: str) -> Path:
    """The word list within the installed package, which is not imported."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{package} is not installed: install it, or name the file with --{package}")
    return Path(spec.submodule_search_locations[0]) / PLACES[package]


# --- the words ----------------------------------------------------------------------------------------------------


def plain(word: str) -> str:
    """The word folded, in simplified characters."""
    return fold(word).translate(_forms())


@cache
def _forms() -> dict[int, int]:
    forms = data.rows("simplified")
    return str.maketrans(forms["traditional"], forms["simplified"])


def usable(counts: Mapping[str, float]) -> dict[str, float]:
    """Counts of the words of Chinese characters up to ``LONGEST``, and of single characters of any kind."""
    out: dict[str, float] = defaultdict(float)
    for raw, count in counts.items():
        word = plain(raw)
        if (len(word) == 1 and not word.isspace()) or (1 < len(word) <= LONGEST and all(map(is_han, word))):
            out[word] += count
    return out


def mixed(lists: Mapping[str, WordList]) -> dict[str, float]:
    """The probability of each word, the lists' own probabilities mixed."""
    out: dict[str, float] = defaultdict(float)
    for name, words in lists.items():
        share = SHARES[name] / sum(words.counts.values())
        for word, count in words.counts.items():
            out[word] += share * count
    return out


# --- the table ----------------------------------------------------------------------------------------------------


def pack(chances: Mapping[str, float], kinds: Mapping[str, set[str]], recipe: Mapping[str, Any]) -> dict[str, Any]:
    """The words as a tree: level n holds every beginning of n characters, sorted, under those of n - 1.

    A level's ``fanout`` says how many lie under each beginning one shorter, ``last`` their last characters, ``chance``
    a code for the log probability (0 where a beginning is no word) and ``kind`` the bits of ``KINDS``.
    """
    words = {word: float(np.log(chance)) for word, chance in chances.items()}
    low, high = min(words.values()), max(words.values())
    step = (high - low) / (BOOK - 1)
    letters = sorted(set("".join(words)))
    ids = {char: k for k, char in enumerate(letters, start=1)}
    table: dict[str, NDArray[Any]] = {"characters": np.array([0, *map(ord, letters)], dtype=np.uint32)}
    above = ["", *letters]  # id 0 is the character never seen
    for n in range(1, LONGEST + 1):
        here = above if n == 1 else sorted({word[:n] for word in words if len(word) >= n})
        if n > 1:
            under = Counter(beginning[:-1] for beginning in here)
            table[f"fanout_{n}"] = np.array([under[beginning] for beginning in above], dtype=np.uint16)
            table[f"last_{n}"] = np.array([ids[beginning[-1]] for beginning in here], dtype=np.uint16)
        codes = [1 + round((words[word] - low) / step) if word in words else 0 for word in here]
        table[f"chance_{n}"] = np.array(codes, dtype=np.uint8)
        table[f"kind_{n}"] = np.array([_bits(kinds.get(word, ())) for word in here], dtype=np.uint8)
        above = here
    table["book"] = np.concatenate([[low - BELOW_ALL], low + step * np.arange(BOOK)]).astype(np.float32)
    full = {**recipe, "content": content_hash(table), "words": len(words)}
    table["recipe"] = np.frombuffer(json.dumps(full, ensure_ascii=False, sort_keys=True).encode(), dtype=np.uint8)
    return table


def _bits(kinds: set[str] | tuple[()]) -> int:
    return sum(1 << k for k, kind in enumerate(KINDS) if kind in kinds)


def content_hash(table: Mapping[str, NDArray[Any]]) -> str:
    """SHA-256 of the table's arrays."""
    sha = hashlib.sha256()
    for name in sorted(table):
        sha.update(name.encode() + b"\0" + np.ascontiguousarray(table[name]).tobytes())
    return sha.hexdigest()


def recipe(paths: Mapping[str, Path], lists: Mapping[str, WordList]) -> dict[str, Any]:
    """Where the words come from: licences, shares, counts and the files' hashes."""
    sources = {
        name: {
            **SOURCES[name],
            "share": SHARES[name],
            "words": len(lists[name].counts),
            "tokens": int(sum(lists[name].counts.values())),
            "sha256": hashlib.sha256(paths[name].read_bytes()).hexdigest(),
        }
        for name in paths
    }
    return {"sources": sources, "longest": LONGEST}


def options() -> Iterator[tuple[str, Path]]:
    """Each source with the file that holds it."""
    parser = argparse.ArgumentParser(description="Write the lexicon that presscheck carries.")
    for name in READERS:
        parser.add_argument(f"--{name}", type=Path, help=f"{PLACES[name]}; default: of the installed package")
    asked = vars(parser.parse_args())
    for name in READERS:
        yield name, asked[name] or installed(name)


def main() -> None:
    """Read the sources, write the table, say what is in it."""
    paths = dict(options())
    lists = {name: READERS[name](path) for name, path in paths.items()}
    kinds = {word: found for words in lists.values() for word, found in words.kinds.items()}
    table = pack(mixed(lists), kinds, recipe(paths, lists))
    np.savez_compressed(TABLE, **table)
    print(json.dumps(json.loads(table["recipe"].tobytes()), ensure_ascii=False, indent=1))
    print(f"{TABLE.name}: {TABLE.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
