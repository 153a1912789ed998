"""Reports that a person can send on: what the record says to claims, and what an audit found."""

from collections.abc import Iterable, Iterator
from html import escape

from presscheck.errors import Lang
from presscheck.export.text import visible
from presscheck.messages import say
from presscheck.model.verdict import Finding, Verdict

_STYLE = (
    "body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}"
    "h2{margin:2rem 0 .3rem;font-size:1.1rem}blockquote{margin:.5rem 0;padding:.2rem 1rem;border-left:4px solid #bbb}"
    ".supported{color:#1b6e3c}.contradicted{color:#a11}.unclear{color:#8a5a00}.error{color:#a11}.tension{color:#8a5a00}"
    "footer,small{color:#555}"
)


def checked(verdicts: Iterable[Verdict], form: str, lang: Lang = "en") -> str:
    """What the record says to claims, as Markdown (``md``) or one HTML page (``html``) that needs nothing else.

    >>> from presscheck.model.verdict import Ruling
    >>> print(checked([Verdict("云州新建桥梁40座。", Ruling.NOT_FOUND, "Nothing.")], "md").splitlines()[2])
    ## not found: 云州新建桥梁40座。
    """
    title = say("reports.check_title", lang)
    entries = [_verdict(one, lang) for one in verdicts]
    return _page(title, entries, form, lang)


def audited(findings: Iterable[Finding], form: str, lang: Lang = "en") -> str:
    """What an audit found, as Markdown or HTML."""
    entries = [_finding(one, lang) for one in findings]
    return _page(say("reports.audit_title", lang), entries, form, lang)


class _Entry(tuple[str, str, str, tuple[tuple[str, str], ...]]):
    """A heading with its class, a line that explains it, and quotes, each with where it stands."""

    __slots__ = ()


def _verdict(verdict: Verdict, lang: Lang) -> _Entry:
    ruling = verdict.ruling.value
    quotes = []
    for one in verdict.evidence:
        day = one.date.isoformat() if one.date else ""
        where = " · ".join(
            filter(None, (say(f"cli.relation_{one.relation}", lang), day, one.headline, one.article, one.note))
        )
        quotes.append((one.quote, where))
    return _Entry((ruling, f"{say(f'cli.ruling_{ruling}', lang)}: {verdict.claim}", verdict.why, tuple(quotes)))


def _finding(finding: Finding, lang: Lang) -> _Entry:
    level = say(f"reports.level_{finding.level}", lang)
    quotes = [(one.quote, one.article) for one in finding.evidence]
    repairs = [say("reports.repair", lang, before=one.before, after=one.after) for one in finding.repairs]
    told = " ".join([finding.explanation, *repairs])
    return _Entry((finding.level, f"{level}: {finding.rule}", told, tuple(quotes)))


def _page(title: str, entries: list[_Entry], form: str, lang: Lang) -> str:
    if form == "md":
        return "\n".join(_markdown(title, entries, lang))
    return "".join(_html(title, entries, lang))


def _markdown(title: str, entries: list[_Entry], lang: Lang) -> Iterator[str]:
    yield f"# {title}\n"
    for _, head, told, quotes in entries:
        yield f"## {visible(head)}\n\n{visible(told)}\n"
        for quote, where in quotes:
            yield f"> {visible(quote)}\n>\n> — {visible(where)}\n"
    yield f"{say('reports.foot', lang)}\n"


def _html(title: str, entries: list[_Entry], lang: Lang) -> Iterator[str]:
    yield f'<!doctype html><html lang="{lang}"><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<title>{escape(title)}</title><style>{_STYLE}</style><h1>{escape(title)}</h1>"
    for kind, head, told, quotes in entries:
        yield f'<h2 class="{kind}">{escape(visible(head))}</h2><p>{escape(visible(told))}</p>'
        for quote, where in quotes:
            yield f"<blockquote>{escape(visible(quote))}<br><small>{escape(visible(where))}</small></blockquote>"
    yield f"<footer>{escape(say('reports.foot', lang))}</footer></html>\n"
