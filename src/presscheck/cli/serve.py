"""`presscheck serve`: the desk, in a browser; and the file of the people who may come to it."""

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from presscheck.cli.add import record_option
from presscheck.cli.order import given_as
from presscheck.cli.voice import Speech, lang_option, tell, wrong
from presscheck.errors import Lang
from presscheck.messages import say

TOKEN = "PRESSCHECK_TOKEN"


class Role(StrEnum):
    """What somebody may do at the desk."""

    READER = "reader"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    ADMIN = "admin"


def add(app: typer.Typer, lang: Lang, command: Any) -> None:
    """Give ``app`` the verb."""

    def option(name: str, **told: Any) -> Any:
        row = name.strip("-").replace("-", "_")
        return typer.Option(name, help=say(f"cli.serve_{row}", lang), **told)

    @dataclass(frozen=True, kw_only=True)
    class Asked:
        record: Annotated[Path | None, record_option(lang)] = None
        host: Annotated[str, option("--host")] = "127.0.0.1"
        port: Annotated[int, option("--port", min=0, max=65535)] = 8765
        name: Annotated[list[str] | None, option("--name", metavar="HOST")] = None
        behind_proxy: Annotated[bool, option("--behind-proxy", show_default=False)] = False
        users: Annotated[Path | None, option("--users", metavar="USERS.toml")] = None
        new_user: Annotated[str | None, option("--new-user", metavar="NAME")] = None
        role: Annotated[Role, option("--role")] = Role.READER
        hours: Annotated[int, option("--hours", min=1, max=720)] = 12
        open_it: Annotated[bool, option("--open", show_default=False)] = False
        speech: Annotated[Speech | None, lang_option(lang)] = None

    @app.command("serve", cls=command, help=say("cli.serve", lang), short_help=say("cli.serve", lang))
    @given_as(Asked)
    def serve(asked: Asked) -> None:
        spoken: Lang = asked.speech.value if asked.speech else lang
        if asked.new_user is not None:
            _engage(asked.users, asked.new_user, asked.role, spoken)
        else:
            _open(asked, spoken)

    def _open(asked: Asked, spoken: Lang) -> None:
        from presscheck.web.house import House
        from presscheck.web.serving import serve as open_desk

        if asked.record is None:
            raise wrong("serve_what")
        house = House(
            asked.record,
            host=asked.host,
            port=asked.port,
            users=asked.users,
            token=os.environ.get(TOKEN) or None,
            lang=spoken,
            names=tuple(one.lower().rstrip(".") for one in asked.name or ()),
            behind_proxy=asked.behind_proxy,
            hours=asked.hours,
        )
        open_desk(house, lambda address: tell(say("cli.serve_ready", spoken, address=address)), browser=asked.open_it)


def _engage(file: Path | None, name: str, role: Role, lang: Lang) -> None:
    """Put somebody into the file of people; the token is told once, and stands alone on standard output."""
    from presscheck.web.staff import engage

    if file is None:
        raise wrong("serve_which_users")
    token = engage(file, name, role.value)
    tell(say("cli.serve_engaged", lang, person=name, role=say(f"web.role_{role.value}", lang), file=file))
    print(token)
