"""Write ``data/look_alikes.toml``: code points that look like a character and are another.

Reads the Unicode Character Database's EquivalentUnifiedIdeograph.txt (Debian: package unicode-data).

    python tools/make_look_alikes.py /usr/share/unicode/EquivalentUnifiedIdeograph.txt
"""

import argparse
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src/presscheck/data/look_alikes.toml"
VERTICAL = {
    0xFE10: "，", 0xFE11: "、", 0xFE12: "。", 0xFE13: "：", 0xFE14: "；", 0xFE15: "！", 0xFE16: "？",
    0xFE17: "〖", 0xFE18: "〗", 0xFE19: "…", 0xFE30: "‥", 0xFE31: "—", 0xFE32: "–",
    0xFE35: "（", 0xFE36: "）", 0xFE37: "｛", 0xFE38: "｝", 0xFE39: "〔", 0xFE3A: "〕", 0xFE3B: "【", 0xFE3C: "】",
    0xFE3D: "《", 0xFE3E: "》", 0xFE3F: "〈", 0xFE40: "〉", 0xFE41: "「", 0xFE42: "」", 0xFE43: "『", 0xFE44: "』",
    0xFE47: "［", 0xFE48: "］",
}  # fmt: skip
FAMILIES = (("radical", 0x2E80, 0x2EFF), ("kangxi", 0x2F00, 0x2FDF))


def equivalents(path: Path) -> list[tuple[int, int]]:
    """Each listed code point with the unified ideograph it equals."""
    rows = []
    for line in path.read_text(encoding="utf8").splitlines():
        entry = line.split("#")[0].strip()
        if entry:
            points, ideograph = (part.strip() for part in entry.split(";"))
            first, _, last = points.partition("..")
            rows += [(point, int(ideograph, 16)) for point in range(int(first, 16), int(last or first, 16) + 1)]
    return rows


def table(path: Path) -> str:
    """The TOML text."""
    rows = equivalents(path)
    out = [
        "# Code points that look like a character and are another: what the eye reads in them.",
        "# Facts of the Unicode Character Database, written by tools/make_look_alikes.py.",
    ]
    for family, first, last in FAMILIES:
        out += ["", f"[{family}]"]
        out += [f'{point:04X} = "{chr(ideograph)}"' for point, ideograph in rows if first <= point <= last]
    out += ["", "[vertical]"]
    out += [f'{point:04X} = "{mark}"' for point, mark in VERTICAL.items()]
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write data/look_alikes.toml from the Unicode Character Database.")
    parser.add_argument("unicode_file", type=Path)
    TARGET.write_text(table(parser.parse_args().unicode_file), encoding="utf8")
