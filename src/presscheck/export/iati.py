"""A cooperation programme as an IATI 2.03 activity, the form in which aid is told to the public.

Only what the record tells is written, and every element leads to the words that say so (``evidence`` in our own
namespace, as the standard allows). Where the standard wants what newspapers do not tell, the ledger's own words say
what stands there: see ``docs/ledgers.md``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree
from lxml.etree import _Element as Element

from presscheck.export.iris import ROOT, iri
from presscheck.messages import say
from presscheck.model.fact import written as number
from presscheck.model.found import FoundFact
from presscheck.model.ledger import Indicator, Measured, Partner, Programme

NAMESPACE = f"{ROOT}:term:"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
FUNDING, IMPLEMENTING = "1", "4"
UNDER_WAY, STARTED, DISBURSED, OTHER = "2", "2", "3", "9"
UNIT, PERCENT = "1", "2"
REPORTER = ROOT.replace(":", "-")
_CURRENCY = 3


def written(ledger: Programme) -> str:
    """The file, as text.

    >>> print(written(Programme("云海协作", ("云海协作",))).splitlines()[1])
    <iati-activities xmlns:presscheck="urn:presscheck:term:" version="2.03"/>
    """
    root = etree.Element("iati-activities", nsmap={"presscheck": NAMESPACE}, version="2.03")
    if ledger.stories:
        _activity(etree.SubElement(root, "iati-activity", {LANG: "zh"}), ledger)
    etree.indent(root, " ")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True).decode("utf-8") + "\n"


def _activity(into: Element, ledger: Programme) -> None:
    """The parts of an activity in the order that the schema wants."""
    etree.SubElement(into, "iati-identifier").text = f"{REPORTER}-{ledger.names[0]}"
    reporter = etree.SubElement(into, "reporting-org", {"ref": REPORTER, "type": "90", "secondary-reporter": "1"})
    _narrative(reporter, "presscheck")
    _narrative(etree.SubElement(into, "title"), ledger.names[0])
    about = etree.SubElement(into, "description", type="1")
    for lang in ("zh", "en"):
        _narrative(
            about, say("ledger.iati_description", lang, what=ledger.asked, stories=len(ledger.stories)), lang=lang
        )
    _partners(into, ledger)
    etree.SubElement(into, "activity-status", code=UNDER_WAY)
    _first_day(into, ledger)
    for one in ledger.indicators:
        for told in one.readings:
            if _gave(one, told):
                _transaction(into, one, told)
    for one in ledger.indicators:
        _result(into, one)


def _narrative(into: Element, words: str, lang: str | None = None) -> None:
    etree.SubElement(into, "narrative", {LANG: lang} if lang else {}).text = _clean(words)


def _clean(words: str) -> str:
    """Words as XML can hold them."""
    return "".join(one for one in words if one >= " " and one not in "\ufffe\uffff" and not "\ud800" <= one <= "\udfff")


def _evidence(into: Element, evidence: Iterable[FoundFact]) -> None:
    """The words that say so: the fact, its story, the day, the sentence."""
    for one in evidence:
        told = etree.SubElement(into, f"{{{NAMESPACE}}}evidence", ref=iri("fact", one.fact.id))
        told.set("article", iri("article", one.source.article))
        if one.source.date:
            told.set("date", one.source.date.isoformat())
        told.text = _clean(one.passage.quote)


def _partners(into: Element, ledger: Programme) -> None:
    """The parties, none of the people; who is told to have given money is a funder."""
    givers = {one.subject for one in ledger.indicators for told in one.readings if one.subject and _gave(one, told)}
    held = [one for one in ledger.partners if not one.person] or [Partner(ledger.names[0], (), False, False, ())]
    for one in held:
        role = FUNDING if one.name in givers else IMPLEMENTING
        party = etree.SubElement(into, "participating-org", role=role)
        _narrative(party, one.name)
        _evidence(party, one.evidence)


def _first_day(into: Element, ledger: Programme) -> None:
    """The first day of which something is told: the programme had begun by then."""
    days = [one.period.start[:10] for one in ledger.meetings if one.period and one.period.start]
    days += [one.date.isoformat() for one in ledger.stories if one.date]
    if days:
        etree.SubElement(into, "activity-date", {"type": STARTED, "iso-date": min(days)})


# Money


def _gave(one: Indicator, told: Measured) -> bool:
    return told.moved and one.code is not None and len(one.code) == _CURRENCY


def _transaction(into: Element, one: Indicator, told: Measured) -> None:
    found = told.evidence[-1]
    day = _days(told)[1]
    if day is None or one.code is None:
        return
    made = etree.SubElement(into, "transaction")
    etree.SubElement(made, "transaction-type", code=DISBURSED)
    etree.SubElement(made, "transaction-date", {"iso-date": day})
    etree.SubElement(made, "value", {"currency": one.code, "value-date": day}).text = _value(told)
    _narrative(etree.SubElement(made, "description"), f"{say(f'ledger.how_{one.how}', 'zh')}：{found.passage.quote}")
    if one.subject:
        _narrative(etree.SubElement(made, "provider-org"), one.subject)
    _evidence(made, told.evidence)


def _value(told: Measured) -> str:
    known = told.value if told.value is not None else told.low if told.low is not None else told.high
    return number(known) or "0"


def _days(told: Measured) -> tuple[str | None, str | None]:
    """The days of a reading; of one without a period the day of its story."""
    period, day = told.period, told.evidence[-1].source.date
    end = period.end[:10] if period and period.end else day.isoformat() if day else None
    start = period.start[:10] if period and period.start else end
    return start, end


# Indicators


def _result(into: Element, one: Indicator) -> None:
    """An indicator as a result of its own, with its baseline, targets and what was reached, period by period."""
    periods: dict[tuple[str, str], list[Measured]] = defaultdict(list)
    for told in one.readings:
        start, end = _days(told)
        if start and end:
            periods[start, end].append(told)
    if not periods:
        return
    result = etree.SubElement(into, "result", {"type": OTHER, "aggregation-status": "0"})
    name = " ".join(filter(None, (one.subject, one.name)))
    _narrative(etree.SubElement(result, "title"), name)
    measure = PERCENT if one.code == "%" else UNIT
    indicator = etree.SubElement(result, "indicator", {"measure": measure, "aggregation-status": "0"})
    _narrative(etree.SubElement(indicator, "title"), f"{name}（{one.code}）" if one.code else name)
    _narrative(etree.SubElement(indicator, "description"), say(f"ledger.how_{one.how}", "zh"))
    first = _baseline(one)
    if first:
        _told(indicator, "baseline", first, year=str(first.year))
    for (start, end), held in periods.items():
        if left := [told for told in held if told is not first]:
            _period(indicator, start, end, left)


def _baseline(one: Indicator) -> Measured | None:
    """The earliest of several years, from which the others are seen."""
    done = [told for told in one.readings if not told.target and told.year]
    years = sorted({told.year for told in done if told.year})
    if one.how != "period" or len(years) < 2:
        return None
    return next(told for told in done if told.year == years[0])


def _period(into: Element, start: str, end: str, held: Sequence[Measured]) -> None:
    period = etree.SubElement(into, "period")
    etree.SubElement(period, "period-start", {"iso-date": start})
    etree.SubElement(period, "period-end", {"iso-date": end})
    for told in _targets_first(held):
        _told(period, "target" if told.target else "actual", told)


def _targets_first(held: Sequence[Measured]) -> Iterator[Measured]:
    yield from (told for told in held if told.target)
    yield from (told for told in held if not told.target)


def _told(into: Element, name: str, told: Measured, **more: str) -> None:
    """A value with the words that tell it: 近6万人 is more than its number."""
    made = etree.SubElement(into, name, {**more, "value": _value(told)})
    _narrative(etree.SubElement(made, "comment"), told.evidence[-1].fact.evidence.text)
    _evidence(made, told.evidence)
