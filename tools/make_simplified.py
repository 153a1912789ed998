"""Write ``data/simplified.toml``: every traditional character with its simplified form.

Facts of OpenCC's table ``t2s`` (Apache-2.0), character by character. Needs opencc.

    python tools/make_simplified.py
"""

from pathlib import Path

import opencc

TARGET = Path(__file__).parent.parent / "src/presscheck/data/simplified.toml"
UNIFIED = range(0x3400, 0xA000)
"""Where traditional forms are looked for: extension A and the unified ideographs."""
LINE = 60


def forms() -> dict[str, str]:
    """The simplified form of each character that has another; forms of a second step (薴, 苧, 苎) go all the way."""
    converter = opencc.OpenCC("t2s")
    chars = [chr(point) for point in UNIFIED]
    once = converter.convert("\n".join(chars)).split("\n")
    twice = converter.convert("\n".join(once)).split("\n")
    return {char: plain for char, plain in zip(chars, twice, strict=True) if char != plain and len(plain) == 1}


def table() -> str:
    """The TOML text: two strings of the same length."""
    pairs = forms()
    out = ["# Traditional characters, and below them their simplified forms in the same order."]
    out += ["# Facts of OpenCC's table t2s, written by tools/make_simplified.py.", ""]
    for name, chars in (("traditional", "".join(pairs)), ("simplified", "".join(pairs.values()))):
        lines = [chars[start : start + LINE] for start in range(0, len(chars), LINE)]
        out += [f'{name} = """\\', *(f"{line}\\" for line in lines), '"""']
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    TARGET.write_text(table(), encoding="utf8")
