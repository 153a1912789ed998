"""Who is signed in, and who tried to guess: kept in memory, so that a desk opened anew begins with nobody."""

import hashlib
import hmac
import ipaddress
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from presscheck.web.staff import Entry

MOST = 20
"""Browsers in which one person may be signed in at a time; with one more the oldest is signed out."""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in with a browser, until ``ends`` (seconds of the clock of ``Sessions``)."""

    entry: Entry
    address: str
    ends: float


class Sessions:
    """Who is signed in. A browser holds a random number; what is kept here is only its digest."""

    def __init__(self, hours: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = hours * 3600
        self.clock = clock
        self._kept: dict[bytes, Session] = {}
        self._lock = threading.Lock()

    def open(self, entry: Entry, address: str) -> str:
        """Sign somebody in: what their browser is to keep from now on, never anything it brought."""
        number = secrets.token_urlsafe(32)
        with self._lock:
            now = self.clock()
            self._kept = {key: one for key, one in self._kept.items() if one.ends > now}
            own = [key for key, one in self._kept.items() if one.entry.person.name == entry.person.name]
            for key in own[: max(0, len(own) - MOST + 1)]:
                del self._kept[key]
            self._kept[_key(number)] = Session(entry, address, now + self.seconds)
        return number

    def find(self, number: str) -> Session | None:
        """Who is signed in under a number; nobody where it is none of ours, or too old."""
        found = self._kept.get(_key(number))
        return found if found and found.ends > self.clock() else None

    def close(self, number: str) -> None:
        """Sign out."""
        with self._lock:
            self._kept.pop(_key(number), None)

    def close_all(self, name: str) -> int:
        """Sign somebody out everywhere: in how many browsers they were."""
        with self._lock:
            own = [key for key, one in self._kept.items() if one.entry.person.name == name]
            for key in own:
                del self._kept[key]
        return len(own)

    def count(self, name: str) -> int:
        """In how many browsers somebody is signed in."""
        now = self.clock()
        return sum(one.entry.person.name == name and one.ends > now for one in list(self._kept.values()))


def _key(number: str) -> bytes:
    return hashlib.sha256(number.encode("utf8", "replace")).digest()


class Door:
    """What a browser is given before anybody signed in: a signed number, to which the form of the door is bound."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def give(self) -> str:
        """A new number.

        >>> door = Door(b"secret")
        >>> door.ours(door.give()), door.ours("forged.0"), door.ours("")
        (True, False, False)
        """
        number = secrets.token_urlsafe(16)
        return f"{number}.{self._sign(number)}"

    def ours(self, given: str) -> bool:
        """Whether we gave it."""
        number, _, sign = given.partition(".")
        return hmac.compare_digest(sign.encode("utf8", "replace"), self._sign(number).encode())

    def _sign(self, number: str) -> str:
        return hmac.new(self._secret, b"door:" + number.encode("utf8", "replace"), hashlib.sha256).hexdigest()


class Tries:
    """How often something was tried from an address of late: at most ``most`` times within ``seconds``.

    The same thing tried again counts once: a script that goes on with an old token guesses nothing.

    >>> tries = Tries(2, 60)
    >>> [tries.add("192.0.2.7", guess) for guess in ("a", "a", "b", "c")], tries.full("192.0.2.7")
    ([True, True, True, False], True)
    """

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self.seconds = seconds
        self.clock = clock
        self._kept: dict[str, dict[bytes, float]] = {}
        self._lock = threading.Lock()

    def add(self, address: str, what: str) -> bool:
        """Count a try; whether it was still within what is allowed."""
        with self._lock:
            known = self._of(address)
            if _key(what) not in known and len(known) >= self.most:
                return False
            known[_key(what)] = self.clock()
            self._kept[_place(address)] = known
            return True

    def full(self, address: str) -> bool:
        """Whether so much was tried from there within the time that nothing more may be."""
        with self._lock:
            return len(self._of(address)) >= self.most

    def _of(self, address: str) -> dict[bytes, float]:
        oldest = self.clock() - self.seconds
        if len(self._kept) > ADDRESSES:
            self._kept = {
                place: tried for place, tried in self._kept.items() if max(tried.values(), default=0) > oldest
            }
        if len(self._kept) > ADDRESSES:
            self._kept.pop(next(iter(self._kept)))
        return {what: at for what, at in self._kept.get(_place(address), {}).items() if at > oldest}


ADDRESSES = 10_000
"""Addresses that are remembered; beyond it those that are silent are forgotten, and then the one known longest."""


def _place(address: str) -> str:
    """What counts as one address: of the long kind a whole network, as one house holds very many.

    >>> _place("2001:db8::7"), _place("192.0.2.7")
    ('2001:db8::/64', '192.0.2.7')
    """
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    return str(known.ipv4_mapped or ipaddress.ip_network((known, 64), strict=False))
