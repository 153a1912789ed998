"""Claims of a place or a body that nobody would print: whatever the record tells of it, none may be decided."""

from collections.abc import Iterator

from make_claims_acts import nothing
from make_claims_figures import Claim, Desk
from make_claims_words import told


def idle(desk: Desk) -> Iterator[Claim]:
    """Each place and each body with everything that is said of one, in no order, on chance days."""
    rows = told()["idle"]
    said = [(place, one) for place in rows["places"].split() for one in rows["of_places"]]
    said += [(body, one) for body in rows["bodies"].split() for one in rows["of_bodies"]]
    desk.rng.shuffle(said)
    for whose, what in said:
        text = desk.pick(("", "", "听说")) + whose + what + "。"
        yield nothing(text, "idle", what, desk)
