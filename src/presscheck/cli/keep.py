"""Putting results on disk: whole or not at all."""

import os
from pathlib import Path

from presscheck.cli.voice import wrong


def keep(file: Path, written: str | bytes) -> None:
    """Write ``file`` at once: whoever looks sees the old one or the whole new one, never half.

    Text goes out as UTF-8 with plain line ends. Raises ``WrongUsage`` where the place cannot be written to.
    """
    content = written.encode("utf-8") if isinstance(written, str) else written
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise wrong("not_written", file=file, why=error.strerror or error) from error
