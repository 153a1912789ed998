"""Claims about figures that are false or open, each only where the record leaves it sure."""

import re
from dataclasses import replace
from decimal import Decimal

from make_claims_figures import (
    CONTRADICTED,
    OPEN,
    SUPPORTED,
    Claim,
    Desk,
    claim_of,
    claimable,
    filled,
    home_of,
    ids,
    kind_of,
    level_words,
    of_this_work,
    rate_parts,
    rate_words,
    row_of,
    said_in,
    with_home,
    words_for,
)
from make_claims_told import NATIONAL, Plan, Sure, Telling, Work, meets
from make_claims_words import exact, plain, rate_exact, short, told, when


def near_digits(value: Decimal, like: Decimal) -> Decimal:
    """A value rounded to the digits that another one has.

    >>> near_digits(Decimal("5.3172"), Decimal("5.2")), near_digits(Decimal(14843), Decimal(14100))
    (Decimal('5.3'), Decimal('1.48E+4'))
    """
    return +value.quantize(Decimal(1).scaleb(like.normalize().as_tuple().exponent))  # type: ignore[arg-type]


def _changed(sure: Sure, desk: Desk) -> Decimal:
    """A value that is off, a little or a lot, with as many digits."""
    if sure.rate or sure.code == "%":
        step = Decimal(desk.rng.choice((6, 9, 13, 17, 24, 38))) / 10 * desk.rng.choice((1, -1))
        return near_digits(sure.value + step, sure.value if sure.value % 1 else Decimal("0.1"))
    share = desk.rng.choice((desk.rng.randint(3, 10), desk.rng.randint(20, 50))) * desk.rng.choice((1, -1))
    return near_digits(sure.value * (100 + share) / 100, sure.value)


def _untold(sure: Sure, value: Decimal, desk: Desk) -> bool:
    """Whether no figure of the indicator could mean this value in this period, its own least of all."""
    half = Decimal(1).scaleb(value.normalize().as_tuple().exponent) / 2  # type: ignore[operator]
    if not value or meets((sure.low, sure.high), (value - half, value + half)):
        return False
    return not desk.books[sure.name].may_say(value - half, value + half, sure.code, sure.days)


def wrong_value(sure: Sure, desk: Desk) -> Claim | None:
    """A value that no telling of the period allows."""
    day, value = desk.day(sure.tellings), _changed(sure, desk)
    if not day or (value > 0) != (sure.value > 0) or not _untold(sure, value, desk):
        return None
    claim = claim_of(sure, words_for(replace(sure, value=value), day, desk), day, CONTRADICTED, "value")
    return replace(claim, why=claim.why + f"，说成 {plain(value)}")


def wrong_scale(sure: Sure, desk: Desk) -> Claim | None:
    """Ten times too much or too little, or 万 for 亿."""
    day = desk.day(sure.tellings)
    ways = (
        (Decimal(10), Decimal("0.1"))
        if sure.rate or sure.value < 10**5
        else (Decimal(10), Decimal("0.1"), Decimal("0.0001"))
    )
    value = +(sure.value * desk.rng.choice(ways))
    if not day or abs(value) < Decimal("0.1") or (sure.code == "%" and not sure.rate) or not _untold(sure, value, desk):
        return None
    if sure.code not in ("%", "CNY", "USD") and abs(value) < 1000 and value != value.to_integral():
        return None
    return claim_of(sure, words_for(replace(sure, value=value), day, desk), day, CONTRADICTED, "scale")


def wrong_way(sure: Sure, desk: Desk) -> Claim | None:
    """Up for down, or down for up."""
    day = desk.day(sure.tellings)
    if not day or not sure.rate or abs(sure.value) < Decimal("0.2"):
        return None
    return claim_of(
        sure,
        rate_words(replace(sure, value=-sure.value), day, rate_exact(sure.value, desk.rng), desk),
        day,
        CONTRADICTED,
        "direction",
    )


def wrong_unit(sure: Sure, desk: Desk) -> Claim | None:
    """The number kept, the unit changed."""
    day = desk.day(sure.tellings)
    if not day:
        return None
    if sure.rate:
        text = rate_words(sure, day, f"{plain(abs(sure.value))}个百分点", desk)
        return claim_of(sure, text, day, CONTRADICTED, "unit")
    unit = told()["wrong_unit"].get(sure.code)
    return (
        claim_of(sure, level_words(sure, day, short(sure.value) + unit, desk), day, CONTRADICTED, "unit")
        if unit
        else None
    )


def later_told(one: Sure, two: Sure) -> tuple[Telling, ...]:
    """The tellings of that figure of which the record speaks later."""
    return max((one.tellings, two.tellings), key=lambda tellings: min(each.day for each in tellings))


def alike(sure: Sure) -> tuple[str, bool, str, str, bool]:
    """What figures of two periods share that may be mixed up."""
    return sure.scope, sure.rate, sure.grain, sure.code, sure.at_end


def other_period(sure: Sure, desk: Desk) -> Claim | None:
    """The value of one period said of another of which the record tells a different one."""
    book = desk.books[sure.name]
    others = [
        one for one in book.sures
        if alike(one) == alike(sure) and one.days != sure.days and not meets((one.low, one.high), (sure.low, sure.high))
        and not book.may_say(sure.low, sure.high, sure.code, one.days)
    ]  # fmt: skip
    if not others:
        return None
    other = desk.rng.choice(others)
    day = desk.day(later_told(sure, other))
    if not day or not ids(other.tellings, day) or other.days[1] > day.isoformat() or not ids(sure.tellings, day):
        return None
    text = words_for(replace(other, value=sure.value, low=sure.low, high=sure.high), day, desk)
    claim = claim_of(other, text, day, CONTRADICTED, "year" if sure.grain == "year" else "period")
    return replace(claim, key=sure.key, near=ids(sure.tellings, day))


def untold_period(sure: Sure, desk: Desk) -> Claim | None:
    """The value said of a year of which the record tells nothing."""
    day = desk.day(sure.tellings)
    year = int(sure.days[0][:4]) - desk.rng.choice((2, 3, 4, 5))
    first, last = (f"{year}{one[4:]}".replace("02-29", "02-28") for one in sure.days)
    days = (first, last)
    if not day or sure.days[0][:4] != sure.days[1][:4] or desk.books[sure.name].tells_of(days):
        return None
    if any(desk.shelf.holds(f"{year}年", name) for name in row_of(sure.name)["says"]):
        return None
    text = words_for(replace(sure, days=days), day, desk)
    return claim_of(sure, text, day, OPEN, "year", f"记录没有 {days[0]} 至 {days[1]} 的数")


def other_place(sure: Sure, desk: Desk) -> Claim | None:
    """The country's figure said of a province of which the record tells nothing of the kind."""
    day = desk.day(sure.tellings)
    place = desk.pick(told()["place"]["names"].split())
    if (
        not day
        or sure.scope != NATIONAL
        or desk.books[sure.name].names(place)
        or not re.search("[量额值资入出业房费]$", sure.name)
    ):
        return None
    if any(desk.shelf.holds(place, name) for name in row_of(sure.name)["says"]):
        return None
    value = sure.value if sure.rate else near_digits(sure.value * desk.rng.randint(20, 90) / 1000, sure.value)
    if not value or (not sure.rate and sure.code == "%"):
        return None
    text = words_for(replace(sure, scope=place, value=value), day, desk)
    return claim_of(sure, text, day, OPEN, "scope", f"记录只有全国的数，没有{place}的")


def told_of_another(sure: Sure, desk: Desk) -> Claim | None:
    """A figure of one place said of another of which the record tells its own."""
    book = desk.books[sure.name]
    others = [
        one for one in book.sures
        if one.scope != sure.scope and claimable(one)
        and (one.days, one.rate, one.code) == (sure.days, sure.rate, sure.code)
        and not meets((one.low, one.high), (sure.low, sure.high))
    ]  # fmt: skip
    if not others:
        return None
    other = desk.rng.choice(others)
    day = desk.day(later_told(sure, other))
    if not day or not ids(other.tellings, day) or not ids(sure.tellings, day):
        return None
    text = words_for(replace(other, value=sure.value, low=sure.low, high=sure.high), day, desk)
    return replace(claim_of(other, text, day, CONTRADICTED, "scope"), key=sure.key, near=ids(sure.tellings, day))


def outdated(sure: Sure, desk: Desk) -> Claim | None:
    """An old stock told as that of now, where a newer one stands in the record."""
    if sure.rate or kind_of(sure) != "stock":
        return None
    book = desk.books[sure.name]
    later = [
        one for one in book.sures
        if (one.scope, one.rate, one.code) == (sure.scope, sure.rate, sure.code) and one.days[1] > sure.days[1]
        and not meets((one.low, one.high), (sure.low, sure.high))
    ]  # fmt: skip
    if not later:
        return None
    newer = desk.rng.choice(later)
    day = desk.day(newer.tellings)
    if not day or not ids(newer.tellings, day):
        return None
    what = desk.pick(row_of(sure.name)["says"])
    value = exact(sure.value, sure.low, sure.high, said_in(sure), desk.rng).text
    text = filled(
        desk.pick(with_home(told()["outdated"]["say"], sure.scope)),
        {"what": what, "value": value, **home_of(sure.scope, what, desk)},
    )
    near = (*ids(sure.tellings, day), *ids(newer.tellings, day))
    return replace(
        claim_of(sure, text, day, OPEN, "outdated", f"{sure.days[1]} 的数，{newer.days[1]} 已不同"), near=near
    )


def pair(level: Sure, desk: Desk) -> Claim | None:
    """A level and its rate in one sentence, both true, or one of them false."""
    book = desk.books[level.name]
    rate = next((one for one in book.sures if one.rate and (one.scope, one.days) == (level.scope, level.days)), None)
    day = desk.day(level.tellings)
    if not rate or level.rate or not day or not ids(rate.tellings, day) or kind_of(level) in ("index", "price"):
        return None
    false = desk.rng.choice((None, None, "level", "rate"))
    value, said = level, rate
    if false == "level":
        value = replace(level, value=_changed(level, desk))
        if not _untold(level, value.value, desk):
            return None
    if false == "rate":
        if abs(rate.value) < Decimal("0.2"):
            return None
        said = replace(rate, value=-rate.value)
    parts = rate_parts(said, day, rate_exact(said.value, desk.rng), desk)
    parts["value"] = exact(value.value, value.low, value.high, said_in(value), desk.rng).text
    text = filled(desk.pick(told()["pair"]["say"]), parts)
    claim = claim_of(level, text, day, CONTRADICTED if false else SUPPORTED, "mixed")
    own = ids((*level.tellings, *rate.tellings), day)
    return replace(claim, articles=own, key=(*level.key, *rate.key), why=claim.why + f"；同比 {plain(rate.value)}%")


def planned(plan: Plan, desk: Desk) -> Claim | None:
    """What was planned for a year, told as reached: then, or, where that year is to come, by now."""
    day, year = desk.day((plan.told,), 300), plan.days[1][:4]
    if not day or plan.days[0][:4] != year or year < str(day.year - 1):
        return None
    if desk.books[plan.name].counts_since(min(year, str(plan.told.day.year)), plan):
        return None
    what = desk.pick(row_of(plan.name)["says"])
    value = exact(plan.value, plan.value, plan.value, plan.code, desk.rng).text
    to_come = year > str(day.year)
    time = desk.pick(("现在", "目前", "如今")) if to_come else when(plan.days, "year", day, desk.rng)
    sentence = desk.pick(told()["plan"]["already" if to_come else "say"])
    text = filled(sentence, {"when": time, "what": what, "value": value, **home_of(NATIONAL, what, desk)})
    near = (plan.told.article,)
    return Claim(text, day, OPEN, "plan_as_fact", (), near, "记录只有计划或预计", plan.name, (plan.key,))


def wrong_work(work: Work, desk: Desk) -> Claim | None:
    """The same with a value that nothing told beside its name allows."""
    day = desk.day(work.tellings)
    share = desk.rng.choice((desk.rng.randint(8, 20), desk.rng.randint(30, 60))) * desk.rng.choice((1, -1))
    value = near_digits(work.value * (100 + share) / 100, work.value)
    half = Decimal(1).scaleb(value.normalize().as_tuple().exponent) / 2  # type: ignore[operator]
    low, high = value - half, value + half
    if not day or not value or meets((work.low, work.high), (low, high)) or work.may_say(low, high, work.code):
        return None
    return of_this_work(work, value, day, CONTRADICTED, "value", desk)
