"""What we say to people, in both languages: rows of ``data/messages/ROOM.toml``, filled in here."""

from presscheck import data
from presscheck.errors import Lang


def say(name: str, lang: Lang, **values: object) -> str:
    """The message ``room.name`` in ``lang``, its gaps filled with ``values``.

    >>> say("articles.folio", "en")
    'the folio'
    """
    room, _, row = name.partition(".")
    template: str = data.rows(f"messages/{room}")[row][lang]
    return template.format(**values)
