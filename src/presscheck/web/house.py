"""How one desk is kept: on which record, for whom, within which limits."""

from dataclasses import dataclass
from pathlib import Path

from presscheck.errors import Lang

LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""The names under which a machine calls itself; a desk that answers only to them needs no accounts."""


@dataclass(frozen=True, slots=True)
class House:
    """What a desk is told when it is opened.

    ``record`` is the file of the record, made where there is none. ``host`` is the address it answers on, ``users`` a
    file of people and their roles, ``token`` one password for all (its holder is an admin); one of the two is demanded
    where others than this machine may come. ``names`` are the host names it is called by from elsewhere (none: any, as
    an account is needed there), ``behind_proxy`` says that another server stands before it and tells who comes,
    ``hours`` after which a person signs in again. ``upload`` bounds a page file in bytes, ``seconds`` the reading of
    it, ``readers`` the processes that read at once. ``lang`` is spoken to browsers that ask for neither language.

    >>> House(Path("my.db")).local
    True
    """

    record: Path
    host: str = "127.0.0.1"
    port: int = 8765
    users: Path | None = None
    token: str | None = None
    upload: int = 100_000_000
    seconds: int = 300
    readers: int = 1
    lang: Lang = "zh"
    names: tuple[str, ...] = ()
    behind_proxy: bool = False
    hours: int = 12

    @property
    def local(self) -> bool:
        """Whether only this machine may come, without an account."""
        others = self.users or self.token or self.behind_proxy or self.names
        return self.host in LOOPBACK and not others
