"""What stands at the top of a page of HTML: which file it shows, and what was noticed about its pages."""

from collections.abc import Iterator

from presscheck.errors import Lang
from presscheck.messages import say
from presscheck.model import Reading
from presscheck.show.stories import safe
from presscheck.show.terminal import about, counts


def head(reading: Reading, lang: Lang) -> dict[str, str]:
    """The gaps of a template that every view fills alike.

    >>> head(Reading((), (), ()), "zh")["counts"]
    '0 行，0 篇稿件，余下 0 字'
    """
    return {
        "lang": "zh-CN" if lang == "zh" else "en",
        "title": safe(" · ".join(dict.fromkeys(page.file for page in reading.pages)) or "presscheck"),
        "about": "\n".join(_about(reading, lang)),
        "counts": safe(counts(reading, lang)),
    }


def _about(reading: Reading, lang: Lang) -> Iterator[str]:
    for page in reading.pages:
        if len(reading.pages) > 1:
            yield f"<h2>{safe(say('show.page', lang, id=page.id, file=page.file))}</h2>"
        if told := about(page, lang):
            yield "<ul>" + "".join(f"<li>{safe(line)}</li>" for line in told) + "</ul>"
