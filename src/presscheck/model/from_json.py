"""Articles and facts back from their JSON, as a record keeps them: what ``to_dict`` wrote, these read."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from presscheck.model.article import Article, Dateline, Inside, Jump, Paragraph, ParagraphKind, Places
from presscheck.model.correction import Correction, Tier
from presscheck.model.fact import (
    Act,
    Change,
    Commitment,
    Fact,
    Figure,
    Modality,
    Nature,
    Operator,
    Pairing,
    Period,
    Quantity,
    Quote,
    Rule,
    Time,
    Words,
)
from presscheck.model.span import Box, Span
from presscheck.model.verdict import Evidence, Ruling, Verdict

Told = Mapping[str, Any]
KINDS: dict[str, type[Fact]] = {
    kind.kind: kind for kind in (Figure, Time, Quote, Act, Change, Commitment, Rule, Pairing)
}
_FIELDS = {
    name: tuple(one.name for one in fields(kind) if one.name not in ("id", "evidence")) for name, kind in KINDS.items()
}
_NUMBERS = ("value", "low", "high", "resolution")


def fact_from(told: Told) -> Fact:
    """The fact of a story that ``told``, its JSON, tells of.

    Raises ``KeyError`` where the kind or a field is none of ours.

    >>> words = Words("2024年", "body", 0, 0, 5)
    >>> time = Time(id="f1", evidence=words, period=Period("2024年", "2024-01-01", "2024-12-31", "year"))
    >>> fact_from(time.to_dict()) == time
    True
    """
    kind = KINDS[told["kind"]]
    where = told["where"]
    given: dict[str, Any] = {"id": told["id"], "evidence": _words(told["evidence"]["quote"], told["evidence"])}
    for name in _FIELDS[kind.kind]:
        if name == "quantity":
            given[name] = _quantity(told)
        else:
            given[name] = _value(name, told[name], where.get(name))
    return kind(**given)


def _value(name: str, value: Any, where: Any) -> Any:
    if value is None:
        return None
    if isinstance(where, list):
        return tuple(map(_words, value, where))
    if where is not None:
        return _words(value, where)
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return _quantity(value) if "unit_code" in value else Period(**value)
    return _ENUMS[name](value) if name in _ENUMS else value


_ENUMS: dict[str, Callable[[str], Any]] = {"nature": Nature, "modality": Modality}


def _words(text: str, place: Told) -> Words:
    return Words(text, place["part"], place["paragraph"], place["start"], place["end"])


def _quantity(told: Told) -> Quantity:
    numbers = {name: None if told[name] is None else Decimal(told[name]) for name in _NUMBERS}
    return Quantity(
        **numbers,
        low_open=told["low_open"],
        high_open=told["high_open"],
        operator=Operator(told["operator"]),
        unit=told["unit"],
        code=told["unit_code"],
        family=told["unit_family"],
    )


def article_from(told: Told) -> Article:
    """The story that ``told``, its JSON, tells of, as printed; what is corrected is counted again from its corrections.

    >>> article = Article("a1", headline="县城通了火车", paragraphs=(Paragraph(ParagraphKind.P, "本报讯", ()),))
    >>> article_from(article.to_dict()) == article
    True
    """
    heads = {name: told.get(name) for name in ("kicker", "headline", "deck", "byline")}
    return Article(
        told["id"],
        kind=told["kind"],
        **heads,
        dateline=_dateline(told["dateline"]) if told["dateline"] else None,
        jump_from=_jump(told["jump_from"]) if told["jump_from"] else None,
        jump_to=_jump(told["jump_to"]) if told["jump_to"] else None,
        places=Places(**{part: tuple(map(_span, spans)) for part, spans in told["places"].items()}),
        inside=tuple(Inside(**one) for one in told["inside"]),
        paragraphs=tuple(
            Paragraph(ParagraphKind(one["kind"]), one["text"], tuple(map(_span, one["spans"])))
            for one in told["paragraphs"]
        ),
        corrections=tuple(Correction(**{**one, "tier": Tier(one["tier"])}) for one in told["corrections"]),
        facts=tuple(map(fact_from, told["facts"])),
        confidence=told["confidence"],
        reasons=tuple(told["reasons"]),
    )


def _dateline(told: Told) -> Dateline:
    day = datetime.date.fromisoformat(told["date"]) if told["date"] else None
    return Dateline(**{**told, "date": day})


def _jump(told: Told) -> Jump:
    return Jump(**{**told, "reasons": tuple(told["reasons"])})


def _span(told: Told) -> Span:
    return Span(told["page"], told["start"], told["end"], Box(*told["box"]) if told["box"] else None)


def verdict_from(told: Told) -> Verdict:
    """The verdict on a claim that ``told``, its JSON, tells of.

    Raises ``KeyError`` or ``ValueError`` where it is none of ours.

    >>> verdict = Verdict("云州去年新建桥梁40座。", Ruling.NOT_FOUND, "The record tells of no such thing.")
    >>> verdict_from(verdict.to_dict()) == verdict
    True
    """
    return Verdict(
        claim=told["claim"],
        ruling=Ruling(told["verdict"]),
        why=told["why"],
        evidence=tuple(map(_evidence, told["evidence"])),
        confidence=told["confidence"],
        start=told["start"],
        end=told["end"],
    )


def _evidence(told: Told) -> Evidence:
    return Evidence(
        article=told["article"],
        headline=told["headline"],
        date=datetime.date.fromisoformat(told["date"]) if told["date"] else None,
        quote=told["quote"],
        fact=fact_from(told["fact"]) if told["fact"] else None,
        relation=told["relation"],
        note=told["note"],
    )
