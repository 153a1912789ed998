"""Saying why something does not fit the stories as they stand."""

from presscheck.errors import NotApplicable
from presscheck.messages import both


def unfit(why: str, **values: object) -> NotApplicable:
    """The error that says ``why`` (a row of ``messages/hands.toml``) what is asked for cannot be done.

    >>> unfit("same_story").tell("en")
    'What you ask for does not fit (a story cannot be merged with itself). Nothing was done; look again.'
    """
    return NotApplicable(step=both("hands.this_step"), why=both(f"hands.{why}", **values))


def of_step(number: int, error: NotApplicable) -> NotApplicable:
    """The same error, told of a step that was taken before."""
    return NotApplicable(step=both("hands.step", number=number), why=error.values["why"])
