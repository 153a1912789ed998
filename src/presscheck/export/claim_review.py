"""Verdicts as schema.org ClaimReview, for those who exchange fact checks: a draft until a person signs it."""

import json
from collections.abc import Iterable
from typing import Any

from presscheck.export.json import UNSAFE
from presscheck.model.verdict import Evidence, Ruling, Verdict

RATINGS = {
    Ruling.SUPPORTED: ("属实", 5),
    Ruling.UNCLEAR: ("存疑", 3),
    Ruling.CONTRADICTED: ("不符", 1),
    Ruling.NOT_FOUND: ("无据", None),
}
"""What each verdict is called, and its rating from 1 to 5; what is not found has none."""


def write(verdicts: Iterable[Verdict]) -> str:
    """The verdicts as JSON-LD, one review a sentence; ``creativeWorkStatus`` says that none is published yet.

    >>> verdict = Verdict("云州去年新建桥梁40座。", Ruling.NOT_FOUND, "The record tells of no such thing.")
    >>> json.loads(write([verdict]))["@graph"][0]["reviewRating"]["alternateName"]
    '无据'
    """
    told = {"@context": "https://schema.org", "@graph": [_review(one) for one in verdicts]}
    written = json.dumps(told, ensure_ascii=False, indent=1)
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", written) + "\n"


def _review(verdict: Verdict) -> dict[str, Any]:
    name, value = RATINGS[verdict.ruling]
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": name, "ratingExplanation": verdict.why}
    if value is not None:
        rating |= {"ratingValue": value, "bestRating": 5, "worstRating": 1}
    return {
        "@type": "ClaimReview",
        "claimReviewed": verdict.claim,
        "creativeWorkStatus": "Draft",
        "reviewRating": rating,
        "itemReviewed": {"@type": "Claim", "text": verdict.claim},
        "citation": [_citation(one) for one in verdict.evidence],
    }


def _citation(evidence: Evidence) -> dict[str, Any]:
    article: dict[str, Any] = {"@type": "NewsArticle", "identifier": evidence.article, "headline": evidence.headline}
    if evidence.date:
        article["datePublished"] = evidence.date.isoformat()
    return {
        "@type": "Quotation",
        "text": evidence.quote,
        "isPartOf": article,
        "disambiguatingDescription": evidence.relation,
    }
