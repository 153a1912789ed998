"""Claims about acts and sayings: documents issued, events opened, launches, words quoted; and things nobody told."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from make_claims_figures import CONTRADICTED, OPEN, SUPPORTED, Claim, Desk, ids
from make_claims_told import Shelf, Telling
from make_claims_words import told
from presscheck.model import Act, Modality, Quote

_TITLE = re.compile("《[^《》]{5,34}》")


@dataclass(frozen=True, slots=True)
class Deed:
    """An act told surely: ``kind`` says which sentences tell it, ``texts`` are those of all articles that name it."""

    kind: str
    agent: str
    verb: str
    what: str
    place: str
    on: datetime.date | None
    tellings: tuple[Telling, ...]
    texts: str


@dataclass(frozen=True, slots=True)
class Saying:
    """Words quoted of one speaker only."""

    who: str
    words: str
    tellings: tuple[Telling, ...]
    texts: str


def deeds(shelf: Shelf) -> list[Deed]:
    """The documents, events and launches of a record that are told in one way only."""
    groups: dict[tuple[str, str], list[Deed]] = defaultdict(list)
    for where, act in shelf.acts:
        for deed in (_document(where, act), _event(where, act), _launch(where, act)):
            if deed:
                groups[(deed.kind, deed.what)].append(deed)
    return [one for key in sorted(groups) if (one := _only(shelf, groups[key]))]


def _only(shelf: Shelf, held: list[Deed]) -> Deed | None:
    """One deed of all its tellings, where these agree."""
    first = held[0]
    if len({one.agent for one in held}) > 1 or len({one.place for one in held if one.place}) > 1:
        return None
    days = {one.on for one in held if one.on and one.verb == first.verb}
    if len(days) > 1:
        return None
    texts = "\n".join(shelf.texts[name] for name in shelf.holds(first.what))
    tellings = tuple(dict.fromkeys(telling for one in held for telling in one.tellings))
    place = next((one.place for one in held if one.place), "")
    return Deed(first.kind, first.agent, first.verb, first.what, place, next(iter(days), None), tellings, texts)


def _so(act: Act) -> bool:
    return act.modality is Modality.ACTUAL and act.polarity == "positive"


def _on(act: Act, where: Telling) -> datetime.date | None:
    """The day of an act, where it is one day not after its telling."""
    time = act.time
    if not time or not time.start or not time.end or time.start[:10] != time.end[:10]:
        return None
    day = datetime.date.fromisoformat(time.start[:10])
    return day if day <= where.day and (where.day - day).days < 20 else None


def _document(where: Telling, act: Act) -> Deed | None:
    rows = told()["documents"]
    agent, what = act.agent.text, act.object.text if act.object else ""
    if not _so(act) or act.action.text not in rows["verbs"].split() or not _TITLE.fullmatch(what):
        return None
    if len(agent) < 3 or not re.fullmatch(rows["agents"], agent) or re.search("[、和等]|草案", agent + what):
        return None
    return Deed("documents", agent, act.action.text, what, "", _on(act, where), (where,), "")


def _event(where: Telling, act: Act) -> Deed | None:
    rows, what = told()["events"], act.agent.text
    day, place = _on(act, where), act.place.text if act.place else ""
    if not _so(act) or not day or not place or act.action.text not in rows["verbs"].split():
        return None
    if not re.fullmatch(rows["names"], what) or not 2 <= len(place) <= 7 or place in what or "中国" in place:
        return None
    return Deed("events", "", act.action.text.replace("举办", "举行"), what, place, day, (where,), "")


def _launch(where: Telling, act: Act) -> Deed | None:
    what = act.object.text.strip("“”") if act.object else ""
    day = _on(act, where)
    if not _so(act) or not day or act.action.text != "发射" or act.agent.text not in ("我国", "中国"):
        return None
    if not re.fullmatch(told()["launches"]["names"], what) or re.search("[，、”“一枚颗]|火箭|导弹", what):
        return None
    return Deed("launches", "我国", "发射", what, "", day, (where,), "")


def on_day(day: datetime.date, said: datetime.date, desk: Desk) -> str:
    """A day as it is named some days or weeks later."""
    if (said - day).days == 1 and desk.rng.random() < 0.6:
        return "昨天"
    forms = [f"{day.month}月{day.day}日", f"{day.month}月{day.day}号"]
    if day.year != said.year:
        return f"{day.year}年{day.month}月" if desk.rng.random() < 0.3 else "去年" + desk.pick(forms)
    if day.month == said.month:
        forms.append(f"本月{day.day}号")
    return desk.pick([*forms, f"今年{day.month}月", f"今年{day.month}月{day.day}日"])


def _filled(deed: Deed, day: datetime.date, sentences: Iterable[str], desk: Desk, **changed: str) -> str:
    """One of the sentences with the words of a deed, or what is put in their place."""
    time = on_day(deed.on, day, desk) if deed.on else desk.pick(("前不久", "最近", "近日"))
    words = {"agent": deed.agent, "verb": deed.verb, "what": deed.what, "place": deed.place, "when": time, **changed}
    return desk.pick([one for one in sentences if deed.on or "时间" not in one]).format(**words)


def _claim(deed: Deed, text: str, day: datetime.date, label: str, how: str) -> Claim:
    found = ids(deed.tellings, day)
    articles, near = (found, ()) if label != OPEN else ((), found)
    why = " ".join(filter(None, (deed.agent, deed.verb, deed.what, deed.place, str(deed.on or ""))))
    return Claim(text, day, label, how, articles, near, why, deed.what, (deed.what,))


def _day(deed: Deed, desk: Desk) -> datetime.date | None:
    return desk.day(deed.tellings, 40 if deed.on else 20)


def done(deed: Deed, desk: Desk) -> Claim | None:
    """The act in other words."""
    day = _day(deed, desk)
    return _claim(deed, _filled(deed, day, told()[deed.kind]["say"], desk), day, SUPPORTED, "act") if day else None


def denied(deed: Deed, desk: Desk) -> Claim | None:
    """The act told as not done."""
    day = _day(deed, desk)
    if not day:
        return None
    return _claim(deed, _filled(deed, day, told()[deed.kind]["never"], desk), day, CONTRADICTED, "act_denied")


def by_another(deed: Deed, desk: Desk) -> Claim | None:
    """A document given to another body, or an event to another place, of which none of its articles speaks."""
    day = _day(deed, desk)
    if not day or deed.kind == "launches":
        return None
    names = told()["documents"]["bodies"] if deed.kind == "documents" else told()["place"]["names"].split()
    other = desk.pick(names)
    if other in deed.texts or other[:2] in deed.agent + deed.place + deed.what:
        return None
    role, how = ("agent", "subject") if deed.kind == "documents" else ("place", "scope")
    sentences = [one for one in told()[deed.kind]["say"] if f"{{{role}}}" in one]
    text = _filled(deed, day, sentences, desk, **{role: other})
    return _claim(deed, text, day, CONTRADICTED, how)


def another_time(deed: Deed, desk: Desk) -> Claim | None:
    """The act told of another month."""
    day = _day(deed, desk)
    if not day or not deed.on:
        return None
    moved = deed.on - datetime.timedelta(days=desk.rng.randint(70, 160))
    sentences = [one for one in told()[deed.kind]["say"] if "{when}" in one]
    text = _filled(deed, day, sentences, desk, when=on_day(moved, day, desk))
    return _claim(deed, text, day, CONTRADICTED, "period")


def sayings(shelf: Shelf) -> list[Saying]:
    """The short quotes that the record gives to one speaker only, with that speaker's office."""
    groups: dict[str, list[tuple[Telling, str]]] = defaultdict(list)
    for where, quote in shelf.quotes:
        for words in _short(quote):
            groups[words].append((where, _who(quote)))
    out = []
    for words, held in sorted(groups.items()):
        if len({who for _, who in held}) == 1 and held[0][1]:
            texts = "\n".join(shelf.texts[name] for name in shelf.holds(words))
            out.append(Saying(held[0][1], words, tuple(where for where, _ in held), texts))
    return out


def _short(quote: Quote) -> Iterator[str]:
    for one in quote.words:
        first = re.split("[。！？；]", one.text)[0].strip("，、‘’")
        if 8 <= len(first) <= 30 and not re.search("[“”‘’《》]|^什么|^[你您他她]", first):
            yield first


def _who(quote: Quote) -> str:
    """The speaker with the office, or a report by its name; empty where neither is told."""
    assert quote.speaker
    name, title = quote.speaker.text, quote.title.text if quote.title else ""
    if re.search("报告$|纲要$", name):
        return name
    if not title or not 2 <= len(name) <= 8 or title in name or (len(name) == 2 and "总理" not in title):
        return ""
    return name + title if title == "总书记" else title.replace("国家主席", "主席").replace("主席", "国家主席") + name


def quoted(saying: Saying, desk: Desk) -> Claim | None:
    """Words with their speaker."""
    return _said(saying, saying.who, SUPPORTED, "saying", desk)


def misquoted(saying: Saying, desk: Desk) -> Claim | None:
    """Words given to another speaker, of whom none of the articles with these words speaks."""
    other = desk.pick(told()["sayings"]["speakers"])
    name = re.sub(".*(?:总理|秘书长|总统|发言人|总干事)", "", other)
    if len(saying.words) < 12 or name in saying.texts + saying.who:
        return None
    return _said(saying, other, CONTRADICTED, "saying_speaker", desk)


def _said(saying: Saying, who: str, label: str, how: str, desk: Desk) -> Claim | None:
    day = desk.day(saying.tellings, 60)
    if not day:
        return None
    text = desk.pick(told()["sayings"]["say"]).format(who=who, words=saying.words)
    return Claim(
        text, day, label, how, ids(saying.tellings, day), (), saying.who, "saying:" + saying.words, (saying.words,)
    )


def invented(shelf: Shelf, desk: Desk) -> Iterator[Claim]:
    """Claims about things of which the record tells nothing."""
    rows, places = told()["invented"], told()["place"]["names"].split()
    for row in rows["things"]:
        what, _, unit = row.partition("=")
        if not shelf.holds(what):
            yield from (_of_nothing(what, unit, desk.pick(places), desk) for _ in range(4))
    for saying in told()["sayings"]["invented"]:
        text = desk.pick(told()["sayings"]["say"]).format(who=desk.pick(told()["sayings"]["speakers"]), words=saying)
        if not shelf.holds(saying):
            yield nothing(text, "saying", "saying:" + saying, desk)
    yield from _deeds_of_nothing(rows["documents"], rows["events"], shelf, desk)


def _deeds_of_nothing(documents: Iterable[str], events: Iterable[str], shelf: Shelf, desk: Desk) -> Iterator[Claim]:
    named = [("documents", "印发", one) for one in documents] + [("events", "开幕", one) for one in events]
    for kind, verb, what in named:
        if not shelf.holds(what.strip("《》")):
            yield from (_deed_of_nothing(kind, verb, what, desk) for _ in range(2))


def _deed_of_nothing(kind: str, verb: str, what: str, desk: Desk) -> Claim:
    day, body = _some_day(desk), desk.pick(told()["documents"]["bodies"])
    on = day - datetime.timedelta(days=desk.rng.randint(1, 30))
    place = desk.pick(told()["place"]["names"].split())
    text = _filled(Deed(kind, body, verb, what, place, on, (), ""), day, told()[kind]["say"], desk)
    return Claim(text, day, OPEN, "invented", (), (), "记录没有此事", what, (text,))


def _some_day(desk: Desk) -> datetime.date:
    return desk.since + datetime.timedelta(days=desk.rng.randint(40, (desk.until - desk.since).days))


def _of_nothing(what: str, unit: str, place: str, desk: Desk) -> Claim:
    number = str(desk.rng.choice((desk.rng.randint(12, 98), desk.rng.randint(101, 980), desk.rng.randint(1010, 9800))))
    text = desk.pick(told()["invented"]["say"]).format(
        when=desk.pick(("去年", "今年上半年", "上个月", "前年")), place=place, what=what, value=number + unit,
        rate=f"{desk.rng.randint(3, 48)}%",
    )  # fmt: skip
    return nothing(text, "invented", what, desk)


def nothing(text: str, how: str, topic: str, desk: Desk) -> Claim:
    """A claim, on a chance day, of which the record tells nothing."""
    return Claim(text, _some_day(desk), OPEN, how, (), (), "记录没有相关内容", topic, (text,))
