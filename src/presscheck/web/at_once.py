"""Reading a page for somebody who waits for the answer: nothing of it is kept."""

import tempfile
import threading
from pathlib import Path
from typing import IO

import anyio

from presscheck.errors import PageUnreadable, PresscheckError
from presscheck.messages import both
from presscheck.model import Reading
from presscheck.readying import Asked, Ready
from presscheck.web.apart import UNPACKED, Apart, GaveUp, Order
from presscheck.web.house import House
from presscheck.web.jobs import why

PIECE = 1 << 20


class ReadingStopped(PageUnreadable):
    """A page was not read to its end. Values: ``file``, ``why``."""

    says = {"en": "{file}: {why}", "zh": "{file}：{why}"}  # noqa: RUF012
    advice = {"en": "", "zh": ""}  # noqa: RUF012


class AtOnce:
    """A process apart that reads one page after another, each for somebody who waits."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.turns = anyio.CapacityLimiter(1)
        """Who waits for a turn outside, with this, takes up no thread that others need."""
        self._turn = threading.Lock()
        self._apart: Apart | None = None

    def read(self, name: str, content: IO[bytes], asked: Asked) -> Reading:
        """The reading of a page file. Raises what ``read`` raises, and ``ReadingStopped``."""
        with self._turn, tempfile.TemporaryDirectory(prefix="presscheck-") as folder:
            place = Path(folder, "file")
            with place.open("wb") as out:
                while piece := content.read(PIECE):
                    out.write(piece)
            most = UNPACKED * self.house.upload
            order = Order(str(place), name, asked, str(self.house.record), None, str(Path(folder, "stories")), most)
            try:
                self._apart = self._apart if self._apart and self._apart.is_alive() else Apart()
                told = self._apart.read(order, self.house.seconds, lambda done, total: None, lambda: False)
            except GaveUp as error:
                self.close()
                raise ReadingStopped(file=name, why=why(self.house, error)) from error
        if isinstance(told, PresscheckError):
            raise told
        if not isinstance(told, Ready):
            raise ReadingStopped(file=name, why=both("web_api.finished"))
        return told.reading

    def close(self) -> None:
        """End the process."""
        if self._apart:
            self._apart.end()
        self._apart = None
