"""Who is at the desk, and what they may do."""

import hashlib
import hmac
from dataclasses import dataclass

from fastapi import Request

from presscheck.errors import PresscheckError
from presscheck.messages import both

ROLES = ("reader", "editor", "reviewer", "admin")
"""What people may do, each all that those before it may: read; correct; confirm findings; keep accounts and the log."""


class NotAllowed(PresscheckError):
    """Somebody asked for what their role does not let them do. Values: ``needed``, a role."""

    exit_code = 2
    says = {"en": "This needs the role of {needed}.", "zh": "这一操作需要“{needed}”权限。"}  # noqa: RUF012
    advice = {"en": "Ask an admin of this desk.", "zh": "请联系本台的管理员。"}  # noqa: RUF012


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the desk.

    >>> Person("fang", "editor").may("reader"), Person("fang", "editor").may("admin")
    (True, False)
    """

    name: str
    role: str

    def may(self, role: str) -> bool:
        """Whether they may do what people of ``role`` do."""
        return ROLES.index(self.role) >= ROLES.index(role)


def known(request: Request) -> Person | None:
    """Who sent a request, where that is known; the guard at the door found it out."""
    person: Person | None = getattr(request.state, "person", None)
    return person


@dataclass(frozen=True, slots=True)
class AtLeast:
    """What an endpoint depends on that needs ``role``."""

    role: str

    def __call__(self, request: Request) -> Person:
        """The person who asks, where they may. Raises ``NotAllowed``."""
        person = known(request)
        if person is None or not person.may(self.role):
            raise NotAllowed(needed=both(f"web.role_{self.role}"))
        return person


def at_least(role: str) -> AtLeast:
    """What an endpoint depends on that needs ``role``: it is given the person. Raises ``NotAllowed``."""
    return AtLeast(role)


def csrf_of(request: Request) -> str:
    """What a form must bring back, so that no other site can send it: bound to the browser's session."""
    session: str = getattr(request.state, "session", "")
    secret: bytes = request.app.state.secret
    return hmac.new(secret, b"csrf:" + session.encode(), hashlib.sha256).hexdigest()
