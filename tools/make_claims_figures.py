"""What a claim is, and claims about figures that the record supports: restated, rounded, within its interval."""

import datetime
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from make_claims_told import NATIONAL, Book, Shelf, Sure, Telling, Work
from make_claims_words import exact, plain, rate_exact, rate_rounded, rounded, told, when

SUPPORTED, CONTRADICTED, OPEN = "supported", "contradicted", "not_decided"
_ABROAD = frozenset(["美国", "德国", "英国", "日本", "韩国", "法国", "欧元区", "俄罗斯", "印度", "越南", "巴西"])
_OURS = re.compile("国|外|货物|服务|中|对|城镇|全|实际")


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with its label: ``topic`` and ``key`` keep one matter, and one figure, from coming too often."""

    text: str
    day: datetime.date
    label: str
    how: str
    articles: tuple[str, ...]
    near: tuple[str, ...]
    why: str
    topic: str
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """What claims are made with: the record, its books by indicator, the days on which they are said, and chance.

    ``plain`` claims name neither the country nor this year, nor what a change is against.
    """

    shelf: Shelf
    books: dict[str, Book]
    since: datetime.date
    until: datetime.date
    rng: random.Random
    plain: bool = False

    def day(self, tellings: Sequence[Telling], most: int = 45) -> datetime.date | None:
        """A day on which a claim may be made: soon after the first telling within the half."""
        inside = sorted(one.day for one in tellings if self.since <= one.day < self.until)
        if not inside:
            return None
        last = min(self.until, inside[0] + datetime.timedelta(days=most))
        return inside[0] + datetime.timedelta(days=self.rng.randint(1, (last - inside[0]).days))

    def pick(self, rows: Sequence[str]) -> str:
        """One of these."""
        return self.rng.choice(rows)


def ids(tellings: Iterable[Telling], day: datetime.date) -> tuple[str, ...]:
    """The articles told before a day."""
    return tuple(dict.fromkeys(one.article for one in tellings if one.day <= day))


def claimable(sure: Sure) -> bool:
    """Whether a figure is the country's, a province's or another country's, and no fragment of another one."""
    return sure.scope == NATIONAL or sure.scope in _ABROAD or sure.scope in told()["place"]["names"].split()


def row_of(name: str) -> dict:
    """The row of an indicator, one made up for those that have none."""
    found = next((row for row in told()["indicator"] if row["name"] == name), None)
    return found or {"name": name, "says": [name]}


def kind_of(sure: Sure) -> str:
    """How the figure of an indicator is told: as a flow, a stock, an index or a price."""
    kind = row_of(sure.name).get("kind")
    if kind:
        return str(kind)
    if sure.code in ("%", "点") or re.search("指数$|率$", sure.name):
        return "index"
    return "stock" if sure.at_end or re.search("容量$|余额$|里程$|储备$|存量$", sure.name) else "flow"


def said_in(sure: Sure) -> str:
    """The row of units in which a figure may be said: harvests are weighed in 斤 too, freight is not."""
    return "harvest" if sure.code == "t" and re.search("粮|稻|麦|玉米|大豆|棉", sure.name) else sure.code


def home_of(scope: str, what: str, desk: Desk) -> dict[str, str]:
    """Whose a figure is, for both registers."""
    if scope != NATIONAL:
        return {"paper": scope, "talk": scope}
    if desk.plain:
        return {"paper": "", "talk": ""}
    if _OURS.match(what):
        return {"paper": desk.pick(("我国", "")), "talk": desk.pick(("咱们国家", "我国", ""))}
    return {name: desk.pick(told()["home"][name]) for name in ("paper", "talk")}


def with_home(sentences: Sequence[str], scope: str) -> list[str]:
    """Those that say whose a figure is; of the country it may be left unsaid."""
    return [one for one in sentences if scope == NATIONAL or "{paper}" in one or "{talk}" in one]


def filled(sentence: str, words: dict[str, str]) -> str:
    """A sentence with its words."""
    return sentence.format(**words).replace("全国全国", "全国")


def level_words(sure: Sure, day: datetime.date, value: str, desk: Desk) -> str:
    """A sentence that tells a level."""
    row, kind = row_of(sure.name), kind_of(sure)
    sentences = list(told()["level"]["index" if kind == "price" else kind])
    if kind == "flow" and row.get("own") and desk.rng.random() < 0.4 and sure.scope == NATIONAL:
        sentences = row["own"]
    sentences = with_home(sentences, sure.scope)
    what, time = desk.pick(row["says"]), time_of(sure, day, desk)
    return filled(desk.pick(sentences), {"when": time, "what": what, "value": value, **home_of(sure.scope, what, desk)})


def time_of(sure: Sure, day: datetime.date, desk: Desk) -> str:
    """The period of a figure as it is named on a day."""
    said = when(sure.days, sure.grain, day, desk.rng, at_end=sure.at_end)
    return said.removeprefix("今年") or said if desk.plain else said


def rate_parts(sure: Sure, day: datetime.date, rate: str, desk: Desk) -> dict[str, str]:
    """The words of a sentence that tells a rate."""
    rows, up = told()["rate"], sure.value > 0
    price = "_price" if kind_of(sure) == "price" else ""
    what = desk.pick(row_of(sure.name)["says"])
    return {
        "when": time_of(sure, day, desk),
        "what": what,
        "against": "" if desk.plain else desk.pick(rows["year" if sure.grain == "year" else "part"]),
        "goes": desk.pick(rows[("up" if up else "down") + price]),
        "moved": desk.pick(rows["more" if up else "less"]),
        "rate": rate,
        **home_of(sure.scope, what, desk),
    }


def rate_words(sure: Sure, day: datetime.date, rate: str, desk: Desk) -> str:
    """A sentence that tells a rate, whose way is that of the figure's sign."""
    return filled(desk.pick(with_home(told()["rate"]["say"], sure.scope)), rate_parts(sure, day, rate, desk))


def claim_of(sure: Sure, text: str, day: datetime.date, label: str, how: str, why: str = "") -> Claim:
    """A claim that rests on one figure, or, where it is open, only lies near it."""
    found = ids(sure.tellings, day)
    said = f"{sure.scope}{sure.name} {sure.days[0]}/{sure.days[1]} {plain(sure.value)} {sure.code}"
    articles, near = (found, ()) if label != OPEN else ((), found)
    return Claim(text, day, label, how, articles, near, why or said, sure.name, sure.key)


def words_for(sure: Sure, day: datetime.date, desk: Desk) -> str:
    """A sentence that tells a figure as it stands."""
    if sure.rate:
        return rate_words(sure, day, rate_exact(sure.value, desk.rng), desk)
    return level_words(sure, day, exact(sure.value, sure.low, sure.high, said_in(sure), desk.rng).text, desk)


def restated(sure: Sure, desk: Desk) -> Claim | None:
    """The figure in other words."""
    day = desk.day(sure.tellings)
    return claim_of(sure, words_for(sure, day, desk), day, SUPPORTED, "restated") if day else None


def with_round_number(sure: Sure, desk: Desk) -> Claim | None:
    """The figure rounded, with words that say how."""
    day = desk.day(sure.tellings)
    if not day:
        return None
    if sure.rate:
        rate = rate_rounded(sure.value, desk.rng)
        return claim_of(sure, rate_words(sure, day, rate, desk), day, SUPPORTED, "rounded") if rate else None
    if sure.code == "%" or sure.value < 100:
        return None
    said = rounded(sure.value, sure.low, sure.high, sure.code, desk.rng)
    return claim_of(sure, level_words(sure, day, said.text, desk), day, SUPPORTED, "rounded") if said else None


def within(sure: Sure, desk: Desk) -> Claim | None:
    """Another value that the words of the record allow."""
    day = desk.day(sure.tellings)
    room = sure.high - sure.low
    if not day or not room or sure.rate or (room < 10 and sure.value == sure.value.to_integral() and sure.code != "%"):
        return None
    if room < sure.value / 4000:
        return None
    size = Decimal(1).scaleb(room.adjusted() - 1)
    near = (sure.low + room * Decimal(desk.rng.randint(2, 8)) / 10).quantize(size)
    if near == sure.value or not sure.low < near < sure.high:
        return None
    said = exact(near, near, near, said_in(sure), desk.rng)
    text = level_words(sure, day, desk.pick(("大约", "差不多", "约")) + said.text, desk)
    return claim_of(sure, text, day, SUPPORTED, "within")


def of_work(work: Work, desk: Desk) -> Claim | None:
    """A lasting figure of a railway, a dam or a road."""
    day = desk.day(work.tellings)
    return of_this_work(work, work.value, day, SUPPORTED, "restated", desk) if day else None


def of_this_work(work: Work, value: Decimal, day: datetime.date, label: str, how: str, desk: Desk) -> Claim:
    """A claim that gives a work this value."""
    name = work.name.removeprefix("线路").removeprefix("正线")
    said = exact(value, value, value, work.code, desk.rng).text
    if name == "设计时速":
        said = plain(value) + "公里"
    text = desk.pick(told()["works"]["say"]).format(work=work.work, name=name, value=said)
    why = f"{work.work}{work.name} {plain(work.value)} {work.code}"
    return Claim(text, day, label, how, ids(work.tellings, day), (), why, work.work, work.key)
