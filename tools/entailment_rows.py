"""What the reader of claims beside sentences learns from: sentences of news set right and wrong, and claims."""

import gzip
import json
import random
import re
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import rjieba

from entailment_figures import of_another, rightly, wider, wrongly
from presscheck.check import same
from presscheck.check.entailment import AGAINST, FOR, NEITHER
from presscheck.check.words import TABLE, cover, weighed, weight
from presscheck.data import rows
from presscheck.facts import word_classes
from presscheck.facts.story import Part

LONGEST, SHORTEST = 56, 7
"""Characters of a claim made of a sentence."""
HEAVY, LIGHT = 2.5, 3.0
"""A word that is put in another's place weighs more than the first, one that is left out less than the second."""
DRAWN = 12
"""Words of a class among which another is looked for."""
_CLAUSES = re.compile("[，；：。！？,;]")
_ACTS = re.compile(
    "完成|开通|通车|举行|发布|签署|通过|启动|实现|达到|突破|进入|建成|投入|出席|会见|访问|同意|支持|宣布|恢复|增长|下降|发射|造成|超过|开工|投产|参加|公布|批准|成立|发现|获得|发生"
)
_PASSING = frozenset(
    [
        "的",
        "了",
        "在",
        "和",
        "是",
        "又",
        "就",
        "也",
        "都",
        "有",
        "与",
        "及",
        "等",
        "对",
        "将",
        "为",
        "中",
        "上",
        "下",
        "从",
        "到",
        "今天",
        "日",
        "记者",
    ]
)
_DONE = {"将于": "已于", "计划": "已经", "预计": "已", "力争": "已经", "即将": "已", "拟": "已", "将": "已"}


class News(NamedTuple):
    """A story: its headline and its sentences."""

    name: str
    head: str
    sentences: list[str]


class Row(NamedTuple):
    """A claim, the sentences beside it, each with its headline, and which way it turns out."""

    claim: str
    beside: list[tuple[str, str]]
    way: int


def half_of(stories: Collection[str]) -> int:
    """Which half of the stories a claim belongs to: nets that learn from one half are tried on the other."""
    return zlib.crc32(min(stories, default="").encode()) % 2


def news(path: Path, until: str) -> list[News]:
    """The stories of a broadcast (JSON lines) up to a day."""
    out = []
    with gzip.open(path, "rt", encoding="utf8") as file:
        for told in map(json.loads, file):
            sentences = [one for part in told["paragraphs"] for one in sentences_of(part["text"])]
            if told["date"] <= until and sentences:
                out.append(News(told["id"], told["headline"] or "", sentences))
    return out


def sentences_of(text: str) -> list[str]:
    """The sentences of a paragraph."""
    return [one for start, end in Part("", 0, text).sentences if (one := text[start:end].strip())]


def made(stories: Sequence[News], rng: random.Random) -> Iterator[Row]:
    """Claims made of sentences without end: right, set wrong, or with what the sentence does not say."""
    while True:
        story = rng.choice(stories)
        sentence = rng.choice(story.sentences)
        clauses = _some(sentence, rng) if 18 <= len(sentence) <= 150 else []
        if SHORTEST <= sum(map(len, clauses)) <= LONGEST:
            way = rng.choices((FOR, AGAINST, NEITHER), (0.36, 0.34, 0.3))[0]
            if row := (_right, _wrong, _open)[way](clauses, sentence, story, stories, rng):
                yield row


def _some(sentence: str, rng: random.Random) -> list[str]:
    """Some clauses of a sentence, now and then behind its first."""
    every = [one.strip() for one in _CLAUSES.split(sentence) if len(one.strip()) >= 4]
    if not every:
        return []
    begun = rng.randrange(len(every))
    taken = every[begun : begun + rng.choice((1, 1, 2, 2, 3))]
    if begun and rng.random() < 0.4:
        taken = [every[0], *taken]
    while sum(map(len, taken)) > 50 and len(taken) > 1:
        taken.pop(rng.randrange(len(taken)))
    return taken


def _right(clauses: list[str], sentence: str, story: News, _: Sequence[News], rng: random.Random) -> Row:
    told = _in_other_words(clauses, rng)
    return Row(rightly(told, rng) if rng.random() < 0.8 else told, [(story.head, sentence)], FOR)


def _wrong(clauses: list[str], sentence: str, story: News, _: Sequence[News], rng: random.Random) -> Row | None:
    told = "，".join(clauses)
    loose = rightly(told, rng) if rng.random() < 0.6 else told
    ways: list[tuple[float, Callable[[], str | None]]] = [
        (0.22, lambda: _opposite(loose, rng)),
        (0.16, lambda: _in_other_order(loose)),
        (0.13, lambda: _denied(loose, rng)),
        (0.16, lambda: wrongly(told, rng)),
        (0.08, lambda: of_another(told, sentence, rng)),
        (1.0, lambda: _other_word(loose, sentence, rng)),
    ]
    drawn = rng.random() * 0.95
    for share, way in ways:
        drawn -= share
        if drawn < 0 and (wrong := way()):
            return Row(_in_other_words(wrong.split("，"), rng), [(story.head, sentence)], AGAINST)
    return None


def _open(clauses: list[str], sentence: str, story: News, stories: Sequence[News], rng: random.Random) -> Row | None:
    drawn = rng.random()
    if drawn < 0.25:
        told = _foreign(story, sentence, 40, 0.6, rng)
        return Row(_in_other_words([told], rng), [(story.head, sentence)], NEITHER) if told else None
    if drawn < 0.5:
        other = rng.choice(stories) if len(story.sentences) < 3 or rng.random() < 0.4 else story
        if more := _foreign(other, sentence + story.head, 20, 0.4, rng):
            clauses.insert(rng.randrange(len(clauses) + 1), more)
            return Row(_in_other_words(clauses, rng), [(story.head, sentence)], NEITHER)
        return None
    if drawn < 0.6:
        wide = wider("，".join(clauses), rng)
        return Row(_in_other_words(wide.split("，"), rng), [(story.head, sentence)], NEITHER) if wide else None
    if drawn < 0.78:
        done = _done("，".join(clauses))
        return Row(_in_other_words(done.split("，"), rng), [(story.head, sentence)], NEITHER) if done else None
    other = rng.choice(stories)
    return Row(_in_other_words(clauses, rng), [(other.head, rng.choice(other.sentences))], NEITHER)


def _foreign(story: News, sentence: str, longest: int, most: float, rng: random.Random) -> str | None:
    """A clause of another sentence of a story, of whose words few stand in the first."""
    other = rng.choice(story.sentences)
    clauses = [one.strip() for one in _CLAUSES.split(other) if 4 <= len(one.strip()) <= longest]
    if other == sentence or not clauses:
        return None
    told = rng.choice(clauses)
    return told if cover(weighed(told), sentence) <= most else None


def _in_other_words(clauses: Sequence[str], rng: random.Random) -> str:
    """Clauses as somebody passes them on: words left out, others put for the same, clauses in another order."""
    out = ["".join(_passed_on(clause, rng)) for clause in clauses]
    if len(out) > 1 and rng.random() < 0.25:
        rng.shuffle(out)
    return "，".join(out)


def _passed_on(clause: str, rng: random.Random) -> Iterator[str]:
    for word in rjieba.cut(clause):
        if rng.random() < (0.35 if word in _PASSING else 0.12 if weight(word) < LIGHT else 0):
            continue
        others = same.others(word)
        yield rng.choice(others) if others and rng.random() < 0.6 else word


def _opposite(text: str, rng: random.Random) -> str | None:
    """A text with a word turned into its opposite."""
    held = [word for word in _opposites() if word in text]
    if not held:
        return None
    word = rng.choice(held)
    return text.replace(word, rng.choice(_opposites()[word]), 1)


@cache
def _opposites() -> Mapping[str, list[str]]:
    pairs = [pair.split("=") for pair in rows(TABLE)["opposite"]["words"].split()]
    pairs += [
        ["增长", "下降"], ["增加", "减少"], ["上升", "下降"], ["提高", "降低"], ["上涨", "下跌"], ["扩大", "缩小"],
        ["高于", "低于"], ["回升", "回落"], ["加快", "放缓"],
    ]  # fmt: skip
    out: dict[str, list[str]] = {}
    for one, two in pairs:
        if len(one) > 1 and len(two) > 1:
            out.setdefault(one, []).append(two)
            out.setdefault(two, []).append(one)
    return out


def _in_other_order(text: str) -> str | None:
    """A text in which two words of one class have changed places."""
    words = [one for one in dict.fromkeys(rjieba.cut(text)) if len(one) > 1 and _class(one)]
    for at, one in enumerate(words):
        for two in words[at + 1 :]:
            if _class(one) == _class(two) and one not in two and two not in one:
                return text.replace(one, "\0").replace(two, one).replace("\0", two)
    return None


def _denied(text: str, rng: random.Random) -> str | None:
    """A text that denies what it told, or tells what it denied."""
    for word in ("没有", "尚未", "未", "并未", "不"):
        if word in text and rng.random() < 0.8:
            return text.replace(word, "" if rng.random() < 0.6 else "已经", 1)
    if not (found := list(_ACTS.finditer(text))):
        return None
    start = rng.choice(found).start()
    return text[:start] + rng.choice(("没有", "没", "并未", "还没")) + text[start:]


def _other_word(text: str, sentence: str, rng: random.Random) -> str | None:
    """A text with another word of its class in place of one of its own."""
    words = [one for one in rjieba.cut(text) if len(one) > 1 and _class(one) and weight(one) > HEAVY]
    rng.shuffle(words)
    for word in words:
        near = _of_class()[_class(word)]
        for other in rng.sample(near, min(DRAWN, len(near))):
            if other not in sentence and other != word:
                return text.replace(word, other, 1)
    return None


def _class(word: str) -> int:
    return word_classes.load().of(word)[-1] if not word[0].isdigit() else 0


@cache
def _of_class() -> Mapping[int, list[str]]:
    out: dict[int, list[str]] = {}
    for word in word_classes.load().numbers:
        if len(word) > 1:
            out.setdefault(_class(word), []).append(word)
    return out


def _done(text: str) -> str | None:
    """What is planned, told as if it were done."""
    return next((text.replace(plan, done, 1) for plan, done in _DONE.items() if plan in text), None)
