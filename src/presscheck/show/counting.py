"""What is counted, told in its number: one story, two stories."""

from presscheck import data
from presscheck.errors import Lang
from presscheck.messages import say

ONE = "_one"
"""What the name of a row ends in that says it of one thing only."""


def counted(name: str, lang: Lang, **values: object) -> str:
    """The message ``room.name``, or its row for one thing where ``count`` is 1 and there is such a row.

    >>> counted("web_find.count_stories", "en", count=1), counted("web_find.count_stories", "en", count=2)
    ('1 story', '2 stories')
    """
    room, _, row = name.partition(".")
    one = values.get("count") == 1 and f"{row}{ONE}" in data.rows(f"messages/{room}")
    return say(name + (ONE if one else ""), lang, **values)
