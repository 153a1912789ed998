"""`presscheck doctor`: is everything here that is needed?"""

import hashlib
import json
import platform
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib import import_module, metadata
from typing import Annotated, Any

import typer

from presscheck import __version__, data
from presscheck.cli.voice import Speech, json_option, lang_option
from presscheck.errors import Lang, PartMissing
from presscheck.messages import say

MODEL = "language_model.npz"
JUDGE = "threads.npz"
MATTER = "matter.npz"
LEXICON = "lexicon.npz"
READER = "rescorer.npz"
IN_CONTEXT = "reader.npz"
CLASSES = "word_classes.npz"
CLAIMS = "check.npz"
ENTAILMENT = "entailment.npz"
ENCODERS = ("reader.onnx", "entailment.onnx")
FACT_ROWS = "facts/*.toml"
SAMPLE = "demo/yunzhou-daily.txt"
LABELS = {
    MODEL: "cli.doctor_model",
    JUDGE: "cli.doctor_judge",
    MATTER: "cli.doctor_matter",
    LEXICON: "cli.doctor_lexicon",
    READER: "cli.doctor_reader",
    IN_CONTEXT: "cli.doctor_in_context",
    CLASSES: "cli.doctor_classes",
    CLAIMS: "cli.doctor_claims",
    ENTAILMENT: "cli.doctor_entailment",
    **dict.fromkeys(ENCODERS, "cli.doctor_encoder"),
    FACT_ROWS: "cli.doctor_fact_rows",
    SAMPLE: "cli.doctor_demo",
}
REINSTALL = "pip install --force-reinstall --no-deps presscheck"
REQUIRED = re.compile(r"^[A-Za-z0-9._-]+")
OCR = re.compile(r"""extra\s*==\s*["']ocr["']""")
ADD_OCR = "pip install 'presscheck[ocr]'"
MODULES = {"pillow": "PIL", "opencv-python-headless": "cv2"}
"""Distributions whose module has another name than their own."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing presscheck needs: which version is there (``None``: it is missing), and how to add it.

    What is ``optional`` may be missing: only pictures cannot be read then.
    """

    name: str
    version: str | None
    remedy: str
    sha256: str | None = None
    optional: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The part as JSON has it."""
        told = {"name": self.name, "version": self.version, "sha256": self.sha256, "optional": self.optional}
        return told | {"to_add": None if self.version else self.remedy}


def add(app: typer.Typer, lang: Lang, command: Any) -> None:
    """Give ``app`` the verb."""
    default = Speech(lang)

    @app.command("doctor", cls=command, help=say("cli.doctor", lang), short_help=say("cli.doctor", lang))
    def doctor(
        *,
        as_json: Annotated[bool, json_option(lang)] = False,
        speech: Annotated[Speech, lang_option(lang)] = default,
    ) -> None:
        parts = [*libraries(), *tables(), sample_page(), *optional_libraries()]
        well = all(part.version or part.optional for part in parts)
        print(_as_json(parts, well) if as_json else _for_people(parts, well, speech.value))
        raise typer.Exit(0 if well else PartMissing.exit_code)


def libraries() -> list[Part]:
    """The libraries the core stands on, as the installed package names them; each is tried, not only looked up."""
    required = metadata.requires("presscheck") or []
    return _libraries(line for line in required if "extra ==" not in line)


def optional_libraries() -> list[Part]:
    """The libraries that read pictures (the extra ``ocr``)."""
    required = metadata.requires("presscheck") or []
    found = _libraries(line for line in required if OCR.search(line))
    return [replace(part, remedy=ADD_OCR, optional=True) for part in found]


def _libraries(required: Iterable[str]) -> list[Part]:
    names = {found[0] for line in required if (found := REQUIRED.match(line))}
    return [_library(name) for name in sorted(names)]


def _library(name: str) -> Part:
    remedy = f"pip install {name}"
    try:
        import_module(_module(name))
        return Part(name, metadata.version(name), remedy)
    except (ImportError, OSError):  # OSError: a shared library of it that cannot be loaded
        return Part(name, None, remedy)


def _module(name: str) -> str:
    return MODULES.get(name.lower(), name.lower().replace("-", "_"))


def tables() -> list[Part]:
    """The tables that decide, each with the name of its training and the hash of its file."""
    return [
        _table(MODEL, "presscheck.language.ngram"),
        _table(MATTER, "presscheck.articles.matter"),
        _table(JUDGE, "presscheck.articles.judge"),
        _table(LEXICON, "presscheck.language.lexicon"),
        _table(READER, "presscheck.language.rescorer"),
        _table(IN_CONTEXT, "presscheck.facts.context"),
        _table(CLAIMS, "presscheck.check.weights"),
        _table(ENTAILMENT, "presscheck.check.entailment"),
        *map(_encoder, ENCODERS),
        word_classes(),
        fact_rows(),
    ]


def _table(file: str, module: str) -> Part:
    try:
        digest = hashlib.sha256(data.shipped(file).read_bytes()).hexdigest()
        return Part(file, import_module(module).load().name, REINSTALL, digest)
    except PartMissing as error:
        return Part(file, None, str(error.values["command"]))
    except (ImportError, OSError, ValueError, KeyError):
        return Part(file, None, REINSTALL)


def _encoder(file: str) -> Part:
    from presscheck.language import encoder

    try:
        digest = hashlib.sha256(data.shipped(file).read_bytes()).hexdigest()
        return Part(file, encoder.load(file).name, REINSTALL, digest)
    except Exception:  # ONNX Runtime's errors share no base class
        return Part(file, None, REINSTALL)


def word_classes() -> Part:
    """The words of news by the company they keep; they have no name but our version."""
    try:
        digest = hashlib.sha256(data.shipped(CLASSES).read_bytes()).hexdigest()
        import_module("presscheck.facts.word_classes").load()
        return Part(CLASSES, __version__, REINSTALL, digest)
    except (ImportError, OSError, ValueError, KeyError):
        return Part(CLASSES, None, REINSTALL)


def fact_rows() -> Part:
    """The rows by which facts are found, all files of them as one part."""
    from presscheck.facts import tables

    names = tables.fact_rows()
    try:
        for name in names:
            data.rows(name.removesuffix(".toml"))
        return Part(FACT_ROWS, __version__, REINSTALL, tables.digest(names))
    except (OSError, ValueError, KeyError):
        return Part(FACT_ROWS, None, REINSTALL)


def sample_page() -> Part:
    """The page `presscheck demo` reads."""
    try:
        return Part(SAMPLE, __version__, REINSTALL, hashlib.sha256(data.shipped(SAMPLE).read_bytes()).hexdigest())
    except OSError:
        return Part(SAMPLE, None, REINSTALL)


def _as_json(parts: list[Part], well: bool) -> str:
    told = {
        "presscheck": __version__,
        "python": platform.python_version(),
        "system": platform.system(),
        "machine": platform.machine(),
        "encoding": sys.stdout.encoding,
        "parts": [part.to_dict() for part in parts],
        "well": well,
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _for_people(parts: list[Part], well: bool, lang: Lang) -> str:
    system = f"{platform.system()} {platform.machine()}"
    lines = [f"presscheck {__version__}, Python {platform.python_version()}, {system}"]
    lines.append(f"{say('cli.doctor_locale', lang)}: {sys.stdout.encoding}")
    lines += [_line(part, lang) for part in parts]
    return "\n".join([*lines, say("cli.doctor_well" if well else "cli.doctor_ill", lang)])


def _line(part: Part, lang: Lang) -> str:
    if part.version is None and part.optional:
        return "  ○ " + say("cli.doctor_optional", lang, part=part.name, command=part.remedy)
    if part.version is None:
        return "  ✗ " + say("cli.doctor_missing", lang, part=part.name, command=part.remedy)
    label = say(LABELS[part.name], lang) if part.name in LABELS else part.name
    return f"  ✓ {label} {part.version}" + (f" (sha256 {part.sha256[:12]}…)" if part.sha256 else "")
