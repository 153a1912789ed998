"""What is wrong with a command as it was put: told in the reader's language, with what to do about it.

The command-line library says it in English only, in words of its own; each of its sentences is met by its form.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from presscheck.cli.voice import localised
from presscheck.errors import Lang
from presscheck.messages import say

SAYINGS = (
    ("day", r".*does not match the formats? .*"),
    ("choice", r".*?(?:is not one of|Input should be) (?P<choices>'.+')\.?"),
    ("at_least", r"Input should be greater than or equal to (?P<least>-?\d+).*"),
    ("at_most", r"Input should be less than or equal to (?P<most>-?\d+).*"),
    ("between", r".*is not in the range (?P<least>-?\d+)<=x<=(?P<most>-?\d+)\.?"),
    ("at_least", r".*is not in the range x>=(?P<least>-?\d+)\.?"),
    ("at_most", r".*is not in the range x<=(?P<most>-?\d+)\.?"),
    ("number", r".*(?:valid integer|valid number|valid int).*"),
)
"""What the library says of a value that is none, by its form, and the row that says it in both languages."""
_EXTRA = re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((?P<words>.*)\)")
_VERB = re.compile(r"No such command '(?P<verb>.*?)'\.(?: *\(?Did you mean(?: one of:)? (?P<near>[^?)]*).*)?")


def told(error: Any, lang: Lang, given: Sequence[str]) -> str:
    """What is wrong with the words ``given`` on the command line, which the library tells as ``error``.

    First how the verb is put, then what is wrong, then the remedy. What the library says in no form we know is told in
    its own words.
    """
    context = error.ctx
    lines = [localised(context.get_usage(), lang)] if context else []
    lines.append("".join(_wrong(error, lang, given)))
    if context:
        lines.append(say("usage.see", lang, command=context.command_path))
    return "\n".join(lines)


def _wrong(error: Any, lang: Lang, given: Sequence[str]) -> Iterator[str]:
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if "NoSuchOption" in kinds:
        return _no_option(error, lang, given)
    if "MissingParameter" in kinds:
        return _missing(error.param, lang)
    if "BadOptionUsage" in kinds:
        takes = "takes_none" if "does not take" in error.message else "takes_one"
        return iter([say(f"usage.{takes}", lang, option=error.option_name)])
    if "BadParameter" in kinds:
        return _no_value(error, lang, given)
    return _otherwise(error, lang)


def _no_option(error: Any, lang: Lang, given: Sequence[str]) -> Iterator[str]:
    words = next((word for word in given if word.startswith(error.option_name)), error.option_name)
    yield say("usage.no_option", lang, option=words.partition("=")[0] if words.startswith("--") else words)
    if error.possibilities:
        yield say("usage.near", lang, near=", ".join(sorted(error.possibilities)))
    elif error.ctx and any(
        one.param_type_name == "argument" and _named(one) != "FILE" for one in error.ctx.command.params
    ):
        yield say("usage.behind_dashes", lang, command=error.ctx.command_path, words=_quoted(words))


def _quoted(words: str) -> str:
    """Words as they can stand on the command line."""
    return f"'{words}'" if re.search(r"[\s\"“”]", words) else words


def _missing(param: Any, lang: Lang) -> Iterator[str]:
    name = _named(param)
    yield say(f"usage.no_{'argument' if param.param_type_name == 'argument' else 'needed_option'}", lang, part=name)
    if isinstance(param.envvar, str):
        yield say("usage.or_variable", lang, variable=param.envvar)


def _named(param: Any) -> str:
    """A parameter as its help page calls it: ``--record DB``, or ``FILE``."""
    if param.param_type_name == "argument":
        return str(param.metavar or param.name).strip("[]{}.").upper()
    return " ".join(filter(None, (max(param.opts, key=len), param.metavar)))


def _no_value(error: Any, lang: Lang, given: Sequence[str]) -> Iterator[str]:
    hint = error.param_hint or (_named(error.param).partition(" ")[0] if error.param else "")
    name = " / ".join(hint) if isinstance(hint, (list, tuple)) else str(hint).strip("'")
    yield say("usage.no_value", lang, part=name, value=_value_of(error.param, given))
    message = error.message.removeprefix("Value error, ")
    for row, form in SAYINGS:
        if found := re.fullmatch(form, message, re.DOTALL):
            yield say(f"usage.{row}", lang, **{gap: words.replace("'", "") for gap, words in found.groupdict().items()})
            return
    yield message


def _value_of(param: Any, given: Sequence[str]) -> str:
    """What was given to an option, where the command line tells; in quotation marks, after a space."""
    names = tuple(param.opts) if param else ()
    joined = (word.partition("=")[2] for word in given if word.partition("=")[0] in names and "=" in word)
    apart = (given[at + 1] for at, word in enumerate(given[:-1]) if word in names)
    value = next(reversed([*joined, *apart]), None)
    return f" “{value}”" if value else ""


def _otherwise(error: Any, lang: Lang) -> Iterator[str]:
    message = error.format_message()
    if found := _EXTRA.fullmatch(message):
        yield say("usage.extra", lang, words=found["words"])
    elif found := _VERB.fullmatch(message):
        yield say("usage.no_verb", lang, verb=found["verb"])
        if found["near"]:
            yield say("usage.near", lang, near=found["near"].replace("'", ""))
    elif message.startswith("Missing command"):
        yield say("usage.verb_missing", lang)
    else:
        yield say("usage.other", lang, why=message)
