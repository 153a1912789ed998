"""Gold sentences for facts: drawn from finished articles, annotated by people, kept stand-off.

    python tools/gold_facts.py draw ARTICLES.jsonl.gz --since 2025-07-01 --until 2025-10-31 --seed 1 --out WORK.jsonl
    python tools/gold_facts.py again ARTICLES.jsonl.gz gold/facts/develop.jsonl --out WORK.jsonl
    python tools/gold_facts.py compare WORK.jsonl FIRST.jsonl SECOND.jsonl --out DIFFERENCES.jsonl
    python tools/gold_facts.py keep WORK.jsonl SETTLED.jsonl --out gold/facts/develop.jsonl

``draw`` writes sentences with their stories around them, for the annotators' desk only, and ``again`` those that were
kept before; what is kept has ids, offsets and normalised values, and no text of the articles. How to annotate:
docs/annotation.md.
"""

import argparse
import gzip
import json
import random
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from presscheck.facts.story import Part

Item = dict[str, Any]
KINDS = ("figures", "quotes", "acts", "changes", "commitments", "rules")
WORDS = ("s", "content", "action", "agent", "counterpart", "object", "list", "items", "countries", "issuers", "who")
WORDS += ("what", "basis", "indicator", "subject", "speaker", "cue", "target", "deadline")
HEAD = {
    "figures": "s",
    "quotes": "content",
    "acts": "action",
    "changes": "action",
    "commitments": "what",
    "rules": "what",
}
DRAWN: tuple[tuple[str, int, str], ...] = (
    (
        "change",
        20,
        r"(?=.*(?:管控名单|实体清单|制裁(?:名单|清单)|关注名单|黑名单|负面清单|管制清单|管制目录|保护名录|列管|支恐|管制[^。]{0,30}物项|管制措施))(?=.*(?:列入|列为|增列|纳入|移出|移除|删除|除名|调整|新增|暂停|实施|解除|停止|取消|缩减))",
    ),
    (
        "rule",
        25,
        r"(?=.*(?:应当|不得|禁止|严禁|[必需]须|须在|须经|应[在按依向由]|允许|一律))(?=.*(?:规定|办法|条例|通知|公告|法》|法律|标准|规范|方案|明确|细则|指南|意见|禁令|要求))",
    ),
    ("commitment", 25, r"(?=.*[0-9])(?=.*(?:将|力争|计划|承诺|目标|到20\d\d年))"),
    ("quote", 40, r".*(?:[说道：]“|表示|指出|强调|称，|认为)"),
    ("figure", 90, r".*(?:[0-9]|[二三四五六七八九十百千万亿几数]+[多余]?[个名家项起成万亿])"),
    ("any", 20, r""),
)


def drawn(stories: Sequence[Item], seed: int) -> Iterator[Item]:
    """Sentences of every kind, one a story, each with the whole story it stands in."""
    chance = random.Random(seed)
    taken: set[str] = set()
    for kind, count, pattern in DRAWN:
        told = re.compile(pattern)
        fitting = [
            (story, number, start, end)
            for story in stories
            for number, paragraph in enumerate(story["paragraphs"])
            for start, end in Part("body", number, paragraph["text"]).sentences
            if end - start > 12 and told.match(paragraph["text"][start:end])
        ]
        chance.shuffle(fitting)
        for story, number, start, end in fitting:
            if count and story["id"] not in taken:
                taken.add(story["id"])
                count -= 1
                yield _desk(story, number, start, end, kind)


def again(stories: dict[str, Item], lines: Iterable[Item]) -> Iterator[Item]:
    """Sentences kept before, with all of the story before them."""
    for line in lines:
        story = stories[line["id"]]
        texts = [one["text"] for one in story["paragraphs"][: line["paragraph"] + 1]]
        before = {"before": "\n".join(texts[:-1]), "paragraph_before": texts[-1][: line["start"]]}
        yield _desk(story, line["paragraph"], line["start"], line["end"], line["kind"]) | before


def _desk(story: Item, number: int, start: int, end: int, kind: str) -> Item:
    text = story["paragraphs"][number]["text"]
    place = {"id": story["id"], "paragraph": number, "start": start, "end": end, "kind": kind}
    before = "\n".join(one["text"] for one in story["paragraphs"][:number])[-600:]
    told = {
        "date": story["date"],
        "headline": story["headline"],
        "before": before,
        "paragraph_before": text[:start][-900:],
    }
    return {
        "key": f"{story['id']}:{number}:{start}",
        **place,
        **told,
        "sentence": text[start:end],
        "after": text[end : end + 300],
    }


def differences(work: Iterable[Item], first: dict[str, Item], second: dict[str, Item]) -> Iterator[Item]:
    """Sentences on which two passes differ, with both readings side by side."""
    for item in work:
        one, two = first.get(item["key"]), second.get(item["key"])
        if one is None or two is None:
            print(f"{item['key']}: read by one only", file=sys.stderr)
        told = {kind: ((one or {}).get(kind, []), (two or {}).get(kind, [])) for kind in KINDS}
        apart = {kind: {"first": a, "second": b} for kind, (a, b) in told.items() if a != b}
        if apart:
            yield {**item, "apart": apart}


def kept(item: Item, told: Item) -> Item:
    """One sentence's facts without its text: every word as an offset in its paragraph, or in the story before it."""
    out = {name: item[name] for name in ("id", "paragraph", "start", "end", "kind")}
    for kind in KINDS:
        out[kind] = [_stand_off(item, kind, fact) for fact in told.get(kind, [])]
    return out


def _stand_off(item: Item, kind: str, fact: Item) -> Item:
    """A fact with places for words; those of its head tell which of several places the others have: the nearest."""
    head = fact[HEAD[kind]]
    nth = fact.get("n", 1)
    at = 0 if kind == "changes" else _nth(item, head if isinstance(head, str) else head[0], nth)[0]
    out: Item = {}
    for name, value in fact.items():
        if name == "n":
            continue
        if name in WORDS and not (kind == "changes" and name == "action"):
            words = [value] if isinstance(value, str) else value
            places = [
                one and (_nth(item, one, nth) if name == HEAD[kind] else _nearest(item, one, at)) for one in words or ()
            ]
            value = places if words is not None else None
        out[name] = value
    return out


def _nth(item: Item, words: str, count: int) -> list[int]:
    """Start and end of the n-th place of ``words`` in the sentence, or of the last before it."""
    at = -1
    for _ in range(count):
        at = item["sentence"].find(words, at + 1)
    return [at, at + len(words)] if at >= 0 else _before(item, words)


def _nearest(item: Item, words: str, near: int) -> list[int]:
    """Start and end of ``words`` where they stand nearest to a place of the sentence."""
    starts = [found.start() for found in re.finditer(re.escape(words), item["sentence"])]
    if not starts:
        return _before(item, words)
    at = min(starts, key=lambda start: abs(start + len(words) / 2 - near))
    return [at, at + len(words)]


def _before(item: Item, words: str) -> list[int]:
    """Start and end of the last place of ``words`` before the sentence, counted from its start: they are negative."""
    before = item["before"] + "\n" + item["paragraph_before"]
    for text in (item["paragraph_before"], before, item["headline"] + "\n" + before):
        if (at := text.rfind(words)) >= 0:
            return [at - len(text), at - len(text) + len(words)]
    raise SystemExit(f"{item['key']}: {words!r} does not stand in the sentence or before it")


def _lines(path: Path) -> list[Item]:
    told = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in told.decode("utf8").splitlines() if line.strip()]


def main() -> None:
    """Draw, compare or keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("draw", "again", "compare", "keep"))
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--since", default="0")
    parser.add_argument("--until", default="9")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    told = parser.parse_args()
    read = [_lines(path) for path in told.files]
    if told.step == "draw":
        out = list(drawn([one for one in read[0] if told.since <= one["date"] <= told.until], told.seed))
    elif told.step == "again":
        out = list(again({one["id"]: one for one in read[0]}, read[1]))
    elif told.step == "compare":
        out = list(differences(read[0], *({one["key"]: one for one in half} for half in read[1:3])))
    else:
        settled = {one["key"]: one for one in read[1]}
        out = [kept(item, settled[item["key"]]) for item in read[0]]
    told.out.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in out), encoding="utf8")
    print(f"{len(out)} lines written to {told.out}")


if __name__ == "__main__":
    main()
