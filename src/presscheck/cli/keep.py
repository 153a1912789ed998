"""Putting results on disk: whole or not at all."""

import os
from pathlib import Path

from presscheck.cli.voice import tell, wrong
from presscheck.errors import Lang
from presscheck.messages import say


def keep(file: Path, written: str | bytes, lang: Lang | None = None) -> None:
    """Write ``file`` at once: whoever looks sees the old one or the whole new one, never half.

    Text goes out as UTF-8 with plain line ends. A folder that has to be made is told in ``lang``, where it was not
    asked for as one: the path may be mistyped. Raises ``WrongUsage`` where the place cannot be written to.
    """
    new = not file.parent.exists()
    content = written.encode("utf-8") if isinstance(written, str) else written
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise wrong("not_written", file=file, why=error.strerror or error) from error
    if new and lang:
        tell(say("cli.folder_made", lang, folder=file.parent))
