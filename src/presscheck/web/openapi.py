"""The interface for programs as OpenAPI has it: ``python -m presscheck.web.openapi FILE [--check]`` writes it.

What each operation takes and gives stands beside it; here is what all have in common.
"""

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from presscheck.web.api_answers import PROBLEMS, Problem

TOLD = """Restored stories of newspaper pages, their facts, and what a record of them says to a claim.

Answers have the JSON of the command line. What is wrong comes as a problem (RFC 9457), its sentence in the language of
`Accept-Language`, zh or en. A program signs in with `Authorization: Bearer TOKEN` or `X-API-Key`; on a desk without
accounts it sends any token with what changes something."""
TAGS = {
    "pages": "Page files: read at once, or added to the record; the files of the record.",
    "stories": "Stories of the record, as they stand now or stood before.",
    "find": "Stories, facts, and indicators through time.",
    "check": "Claims put to the record; figures that cannot all be true.",
    "ledgers": "What the record tells of cooperation programmes and control lists.",
    "corrections": "Work by hand: corrections decided, stories arranged. Each is a step that can be undone.",
}
SIGNING_IN = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "The token of a person of the desk."},
    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "The same token, in its own header."},
}


def named(route: APIRoute) -> str:
    """What an operation is called: as its function is."""
    return route.name


def described(app: FastAPI) -> dict[str, Any]:
    """The interface of a desk; made once."""
    if app.openapi_schema is None:
        tags = [{"name": name, "description": says} for name, says in TAGS.items()]
        told = get_openapi(title=app.title, version=app.version, description=TOLD, routes=app.routes, tags=tags)
        app.openapi_schema = _completed(_plainly_named(told))
    return app.openapi_schema


def _completed(told: dict[str, Any]) -> dict[str, Any]:
    """The description with what all operations have in common: how one signs in, and the problems they answer with."""
    problems = {_title(status): _problem(says) for status, says in PROBLEMS.items()}
    forms = told["components"]["schemas"] | {"Problem": Problem.model_json_schema()}
    kept = {name: form for name, form in sorted(forms.items()) if "ValidationError" not in name}
    told["components"] = {"schemas": kept, "responses": problems, "securitySchemes": SIGNING_IN}
    told["security"] = [{name: []} for name in SIGNING_IN]
    for operations in told["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                parameter["schema"] = _sent(parameter["schema"])
            for status in operation["responses"]:
                if int(status) in PROBLEMS:
                    operation["responses"][status] = {"$ref": f"#/components/responses/{_title(int(status))}"}
    return told


def _sent(form: dict[str, Any]) -> dict[str, Any]:
    """The form of a parameter: what need not be sent may be left out, and cannot be sent as null."""
    told = {name: one for name, one in form.items() if name not in ("title", "description")}
    kinds = [one for one in told.pop("anyOf", ()) if one != {"type": "null"}]
    return {**kinds[0], **told} if len(kinds) == 1 else told


def _title(status: int) -> str:
    return re.sub(r"\W", "", HTTPStatus(status).phrase)


def _problem(says: str) -> dict[str, Any]:
    form = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"description": says, "content": {"application/problem+json": form}}


def _plainly_named(told: dict[str, Any]) -> dict[str, Any]:
    """Forms of the same name called after what they are forms of, not after our modules."""

    def plain(found: re.Match[str]) -> str:
        return found[1].capitalize() + found[2]

    text = re.sub(r"presscheck__export__(\w+?)_forms__(\w+)", plain, json.dumps(told))
    named: dict[str, Any] = json.loads(text, parse_float=_number)
    return named


def _number(written: str) -> float:
    """A bound as it was set: 200, not 200.0."""
    number = float(written)
    return int(number) if number.is_integer() else number


def written() -> str:
    """The description, as its file holds it."""
    from presscheck.web.app import create_app
    from presscheck.web.house import House

    with tempfile.TemporaryDirectory() as folder:
        told = described(create_app(House(Path(folder, "none.db"))))
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the description, or with ``--check`` only say whether it is out of date (exit code 1)."""
    parser = argparse.ArgumentParser(prog="python -m presscheck.web.openapi", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--check", action="store_true")
    chosen = parser.parse_args(arguments)
    now = written()
    if chosen.file.exists() and chosen.file.read_text(encoding="utf8") == now:
        return 0
    print(f"{chosen.file.name}: {'out of date' if chosen.check else 'written'}")
    if not chosen.check:
        chosen.file.write_text(now, encoding="utf8", newline="\n")
    return 1 if chosen.check else 0


if __name__ == "__main__":
    sys.exit(main())
