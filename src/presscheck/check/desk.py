"""The desk at which a claim is put to the record: one verdict for each sentence that can be checked."""

import datetime
import re
from collections.abc import Sequence

from presscheck.check import weights as tables
from presscheck.check.claims import Claim, claims_in
from presscheck.check.crossed import Crossing, crossing
from presscheck.check.doubts import doubted
from presscheck.check.entailment import entailment
from presscheck.check.nearest import nearest
from presscheck.check.pairs import LIKELY, Pair, pairs
from presscheck.check.rulings import Answer, answers, claim_traits
from presscheck.check.sentences import Near, answering, besides_names, sentences_near
from presscheck.check.sides import Side
from presscheck.check.traits import NAMES
from presscheck.check.weights import RULINGS, Weights
from presscheck.check.words import alike, canonical, refutes, ways
from presscheck.errors import Lang
from presscheck.messages import say
from presscheck.model.fact import Fact, written
from presscheck.model.verdict import Evidence, Ruling, Verdict
from presscheck.record.store import Store

FOUND = 0.35
"""The least share of a claim's words, by weight, that a sentence must hold for the record to have anything on it."""
TOLD = 0.6
"""The least share that must stand in a sentence shown as evidence for what is told without figures."""
QUOTED = 0.75
"""The least share that must stand in a sentence that refutes a claim, for the claim to be the one it refutes."""
SAID = 0.05
"""What a sentence must hold of a claim besides its names to contradict it without figures: 1 is a rare word."""
ALIKE = 0.2
"""How alike a claim and a sentence are at least that share nothing but names, for one to contradict the other."""
FAR = -4.0
"""The log odds under which a figure is of something else."""
MOST = 5
"""Sentences shown for one claim."""
_WHOLE = ("half", "quarter")
"""Periods of which figures are told when they are over."""
_AT = {name: number for number, name in enumerate(NAMES)}


def check(store: Store, text: str, date: datetime.date | None = None, lang: Lang = "en") -> tuple[Verdict, ...]:
    """What the record says to each checkable sentence of ``text``, said on ``date``; the reasons are in ``lang``.

    Never contradicted on figures that are not of the same thing: what is near and cannot be compared leaves it unclear.
    """
    weights = tables.load()
    return tuple(_verdict(store, claim, weights, lang) for claim in claims_in(text, date))


def _verdict(store: Store, claim: Claim, weights: Weights, lang: Lang) -> Verdict:
    stories = list(nearest(store, claim.text, claim.days, claim.date))
    found = pairs(claim, stories, weights)
    told = answers(claim, found)
    beside = answering(sentences_near(claim, stories, weights), found, len(claim.figures), weights)
    read = entailment(claim.text, [(one.kept.article.headline or "", one.words) for one in beside])
    chances = weights.chances(claim_traits(claim, found, told, beside, read))
    near = beside[0] if beside else None
    if near is not None and _refuted(claim, near):
        return _refutation(claim, near, float(chances[1]), lang)
    way = ruled(chances.tolist(), weights.firm)
    resting = _resting_on(told, way)
    if (way == "supported" and not _rests(told, near)) or _of_another_time(resting) or _elsewhere(resting, way):
        way = "undecided"
    if way == "supported" and (crossed := crossing(claim, told, found)):
        return _crossing(claim, crossed, lang)
    if way == "supported" and doubted(claim, near, resting):
        way = "undecided"
    if way == "contradicted" and not told:
        speaking = next((one for one in beside if _speaks_of(claim, one)), None)
        way, near = ("contradicted", speaking) if speaking else ("undecided", near)
    if way == "undecided":
        ruling = Ruling.UNCLEAR if _anything(told, near) else Ruling.NOT_FOUND
        evidence = _beside(told, near, lang) if ruling is Ruling.UNCLEAR else ()
    else:
        ruling = Ruling(way)
        evidence = _deciding(told, near, way, lang)
    worst = _contradicting(told)
    why = _why(ruling, worst.figure if worst else None, evidence, lang)
    return Verdict(claim.text, ruling, why, evidence, float(chances[RULINGS.index(way)]), claim.start, claim.end)


def _refuted(claim: Claim, near: Near) -> bool:
    """Whether the sentence nearest to a claim quotes it only to say that it is not so."""
    told = near.words if near.text.part == "body" else near.words + (near.kept.article.headline or "")
    return near.around > TOLD and refutes(told) and not refutes(claim.text)


def _refutation(claim: Claim, near: Near, chance: float, lang: Lang) -> Verdict:
    """The verdict on a claim that the record quotes as untrue; where little of it stands there, that is left open."""
    sure = near.around > QUOTED
    ruling = Ruling.CONTRADICTED if sure else Ruling.UNCLEAR
    day = near.kept.date.isoformat() if near.kept.date else "–"
    why = (
        say("check.refuted", lang, date=day)
        if sure
        else say("check.unclear", lang, why=say("check.refuted_near", lang))
    )
    evidence = (_sentence(near, "refutes" if sure else "other"),)
    return Verdict(claim.text, ruling, why, evidence, max(chance, near.around), claim.start, claim.end)


def _crossing(claim: Claim, crossed: Crossing, lang: Lang) -> Verdict:
    """The verdict on a claim whose numbers the record tells in one sentence, but of something else."""
    sure = crossed.certain and not any(map(_of_another_time, crossed.pairs))
    note = "" if sure else say("check.crossed", lang)
    told = {(pair.other.mention.article, pair.other.sentence): pair for pair in reversed(crossed.pairs)}
    evidence = tuple(_evidence(pair, "differs" if sure else "other", note) for pair in reversed(told.values()))
    ruling = Ruling.CONTRADICTED if sure else Ruling.UNCLEAR
    why = _why(ruling, crossed.pairs[0].claim, evidence, lang)
    return Verdict(claim.text, ruling, why, evidence, crossed.chance, claim.start, claim.end)


def ruled(chances: Sequence[float], firm: float) -> str:
    """Which way a claim turns out: the likeliest; contradicted only with at least the chance ``firm``.

    >>> ruled([0.1, 0.6, 0.3], 0.75), ruled([0.1, 0.8, 0.1], 0.75), ruled([0.6, 0.3, 0.1], 0.75)
    ('undecided', 'contradicted', 'supported')
    """
    way = RULINGS[max(range(len(RULINGS)), key=lambda number: chances[number])]
    return "undecided" if way == "contradicted" and chances[1] < firm else way


def _rests(told: Sequence[Answer], near: Near | None) -> bool:
    """Whether support of a claim has anything to rest on: a figure that agrees, or a sentence that holds its words."""
    if any(one.agrees > FAR for one in told):
        return True
    if near is None or any(_too_early(one.figure, near.kept.date) or _only_bounded(one) for one in told):
        return False
    return near.around >= (TOLD if told else FOUND)


def _speaks_of(claim: Claim, near: Near) -> bool:
    """Whether a sentence says more of what a claim says than the names in it, or says it all but letter for letter."""
    held = besides_names(claim, near)
    return held is None or held > SAID or alike(claim.told, canonical(near.words)) > ALIKE


def _only_bounded(one: Answer) -> bool:
    """Whether a claim tells of a figure only how much it is at least, or at most, and nothing agrees with that."""
    return one.agreeing is None and (one.figure.low is None or one.figure.high is None)


def _resting_on(told: Sequence[Answer], way: str) -> Pair | None:
    """The pair of figures on which a ruling rests most; none where it rests on words, or on a slip of units."""
    if way == "supported":
        best = max((one.agreeing for one in told if one.agreeing), key=lambda one: one.chance, default=None)
        return best if best and best.chance > FAR else None
    worst = _contradicting(told) if way == "contradicted" else None
    return worst.differing if worst and not worst.slipped else None


def _of_another_time(pair: Pair | None) -> bool:
    """Whether a figure of the record cannot be of a claim's time: of no day of it, or told before it was over.

    Of a month or a year much is told before its end; a half or a quarter is only counted when it is over.
    """
    if pair is None:
        return False
    if pair.traits[_AT["days_apart"]]:
        return True
    return _too_early(pair.claim, pair.other.mention.date)


def _elsewhere(pair: Pair | None, way: str) -> bool:
    """Whether a figure that would contradict a claim is told without the claim's place, and without any other."""
    if pair is None or way != "contradicted":
        return False
    return bool(pair.traits[_AT["places_missing"]]) and not pair.traits[_AT["other_places"]]


def _too_early(figure: Side, told: datetime.date | None) -> bool:
    """Whether what was told on a day was told before the half or the quarter of a claim's figure was over."""
    period, days = figure.fact.period, figure.days
    return bool(period and period.grain in _WHOLE and days and told and told.isoformat() < days[1])


def _contradicting(told: Sequence[Answer]) -> Answer | None:
    """The answer to the figure that differs most surely; one that agrees as well is no reason."""
    return max(told, key=lambda one: one.differs - one.agrees, default=None)


def _anything(told: Sequence[Answer], near: Near | None) -> bool:
    """Whether the record tells of anything near enough to be looked at."""
    likely = any(one.first and one.first.chance > LIKELY for one in told)
    return likely or (near is not None and near.around > FOUND + (TOLD - FOUND) / 2)


def _deciding(told: Sequence[Answer], near: Near | None, way: str, lang: Lang) -> tuple[Evidence, ...]:
    """The sentences on which a ruling rests, the likeliest first."""
    agree = way == "supported"
    chosen = [pair for one in told if (pair := one.agreeing if agree else one.slipped or one.differing)]
    chosen = sorted((pair for pair in chosen if pair.chance > LIKELY), key=lambda pair: -pair.chance)
    if not agree:
        worst = _contradicting(told)
        chosen = [pair for pair in chosen if worst and pair in (worst.differing, worst.slipped)]
    relation = "agrees" if agree else "differs"
    out = [_evidence(pair, relation, "") for pair in chosen[:MOST]]
    if not out and near is not None:
        out = [_sentence(near, relation)]
    return tuple({(one.article, one.quote): one for one in reversed(out)}.values())[::-1]


def _beside(told: Sequence[Answer], near: Near | None, lang: Lang) -> tuple[Evidence, ...]:
    """What is near and does not decide, each with why it may not be set against the claim."""
    chosen = [(one.figure, one.first) for one in told if one.first and one.first.chance > LIKELY]
    out = [_evidence(pair, *_related(figure, pair, lang)) for figure, pair in chosen[:MOST] if pair]
    if not out and near is not None:
        out = [_sentence(near, "other")]
    return tuple({(one.article, one.quote): one for one in out}.values())


def _evidence(pair: Pair, relation: str, note: str) -> Evidence:
    mention = pair.other.mention
    return Evidence(
        mention.article, mention.headline, mention.date, pair.other.sentence.strip(), mention.fact, relation, note
    )


def _sentence(near: Near, relation: str) -> Evidence:
    kept = near.kept
    return Evidence(kept.name, kept.article.headline, kept.date, near.words.strip(), _fact(near), relation)


def _fact(near: Near) -> Fact | None:
    """What a sentence tells first, besides times and figures: these are shown only where they are set beside one."""
    place = (near.text.part, near.text.paragraph)
    for fact in near.kept.article.facts:
        told = fact.evidence
        there = (told.part, told.paragraph) == place and near.start <= told.start < near.end
        if there and fact.kind not in ("time", "figure"):
            return fact
    return None


def _related(figure: Side, pair: Pair, lang: Lang) -> tuple[str, str]:
    """How a figure that may not be compared stands to that of a claim, and why."""
    traits = pair.traits
    if traits[_AT["days_apart"]] and figure.days and pair.other.days:
        relation = "earlier" if pair.other.days < figure.days else "later"
        return relation, say("check.other_time", lang, start=pair.other.days[0], end=pair.other.days[1])
    for trait in ("places_missing", "other_places", "placed_other"):
        if traits[_AT[trait]]:
            return "other", say(f"check.{trait}", lang)
    if not traits[_AT["kind"]]:
        return "other", say("check.other_kind", lang)
    return "other", say("check.not_sure", lang)


def _with_its_way(quote: str, printed: str) -> str:
    """A figure with the words right before it that say which way it moves: 下降0.1%.

    >>> _with_its_way("茶叶产量同比下降了0.1%。", "0.1%"), _with_its_way("茶叶产量3吨。", "3吨")
    ('同比下降了0.1%', '3吨')
    """
    found = re.search(f"(?:同比|环比)?(?:{'|'.join(ways())})了?{re.escape(printed)}", quote)
    return found.group() if found else printed


def _why(ruling: Ruling, asked: Side | None, evidence: Sequence[Evidence], lang: Lang) -> str:
    """The verdict in one sentence; ``asked`` is the figure of the claim that it turns on if it is contradicted."""
    if ruling is Ruling.NOT_FOUND:
        return say("check.not_found", lang)
    if ruling is Ruling.UNCLEAR:
        notes = [one.note for one in evidence if one.note]
        return say("check.unclear", lang, why=notes[0] if notes else say("check.not_sure", lang))
    first = evidence[0] if evidence else None
    fact = first.fact if first else None
    day = first.date.isoformat() if first and first.date else "–"
    quantity = getattr(fact, "quantity", None)
    if quantity is None:
        return say(f"check.{ruling.value}_told", lang, date=day)
    value = " ".join(filter(None, (written(quantity.value) or fact.evidence.text if fact else "", quantity.code)))
    surface = _with_its_way(first.quote, fact.evidence.text) if first and fact else value
    said = _with_its_way(asked.sentence, asked.fact.evidence.text) if asked else ""
    return say(f"check.{ruling.value}_figure", lang, date=day, printed=surface, said=said)
