"""What people said to the findings of an audit: each known again by its rule and its words, the last word counts."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from presscheck.model.fact import written
from presscheck.model.verdict import Finding
from presscheck.record.opening import ours, writing
from presscheck.record.store import Store

JUDGEMENTS = ("confirmed", "dismissed", "open")
"""It is so; it is not so, or does not matter; somebody is to look at it again."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What somebody said to a finding: who, when (2026-06-18T09:30:00Z), one of ``JUDGEMENTS``, and why."""

    finding: str
    at: str
    who: str
    judgement: str
    note: str = ""


def key_of(finding: Finding) -> str:
    """What tells a finding in every reading of its stories: a digest of its rule and its words, not of its explanation.

    >>> from presscheck.model.verdict import Told
    >>> told = (Told("p1#a2", "body", 0, "甲乙两县共10人，甲县6人，乙县5人。"),)
    >>> one, two = Finding("sum", "error", "6 and 5", ("f1",), told), Finding("sum", "error", "6与5", ("f7",), told)
    >>> key_of(one) == key_of(two), len(key_of(one))
    (True, 32)
    """
    words = [one.quote for one in finding.evidence]
    repairs = [[one.part, one.paragraph, one.start, one.before, one.after] for one in finding.repairs]
    told = [finding.rule, words, written(finding.low), written(finding.high), repairs]
    return hashlib.sha256(json.dumps(told, ensure_ascii=True).encode()).hexdigest()[:32]


def judge(store: Store, said: Judged) -> None:
    """Keep what somebody said. Raises ``ValueError`` for what is no judgement, and the troubles of a record's file."""
    if said.judgement not in JUDGEMENTS:
        raise ValueError(f"{said.judgement} is no judgement")
    with ours(store.file), writing(store.connection):
        store.connection.execute(
            "INSERT INTO judged (finding, at, who, judgement, note) VALUES (?, ?, ?, ?, ?)",
            (said.finding, said.at, said.who, said.judgement, said.note),
        )


def judgements(store: Store, findings: Iterable[str]) -> dict[str, tuple[Judged, ...]]:
    """All that was said to some findings, the last word of each first."""
    sql = """SELECT finding, at, who, judgement, note FROM judged
    WHERE finding IN (SELECT value FROM json_each(?)) ORDER BY id DESC"""
    out: dict[str, tuple[Judged, ...]] = {}
    for row in store.all(sql, (json.dumps(list(findings)),)):
        out[row[0]] = (*out.get(row[0], ()), Judged(*row))
    return out
