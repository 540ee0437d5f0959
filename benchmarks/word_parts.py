"""Build the two word files of the language package from a Dutch word list.

    python benchmarks/word_parts.py WORD_LIST   (for instance Debian's /usr/share/dict/dutch, package wdutch)

`words.txt.xz` is the list, sorted. `parts.txt.xz` says of each word how often it is the first part (before a linking
s, e, en, er or nothing) and how often the last part of other words of the list, when the remainder is a word too:
`word<TAB>first<TAB>last`. A word that stands in many compounds on that side is a likely part of an unknown one.
"""

from __future__ import annotations

import collections
import lzma
import sys
from pathlib import Path

DATA = Path(__file__).parents[1] / "src" / "themes" / "language" / "data"
LINKS = ("", "s", "en", "e", "n", "er")


def write_packed(name: str, lines: list[str]) -> None:
    """Compress lines to `DATA/name`."""
    (DATA / name).write_bytes(lzma.compress("\n".join(lines).encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))


def count_parts(words: set[str]) -> tuple[collections.Counter[str], collections.Counter[str]]:
    """How often each word stands first and last in the others."""
    first: collections.Counter[str] = collections.Counter()
    last: collections.Counter[str] = collections.Counter()
    plain = {word for word in words if word.isalpha() and word.islower() and len(word) >= 3}
    for word in plain:
        for at in range(3, len(word) - 2):
            head = word[at:]
            if head not in plain:
                continue
            for link in LINKS:
                stem = word[: at - len(link)]
                if word[:at].endswith(link) and len(stem) >= 3 and stem in plain:
                    first[stem] += 1
                    last[head] += 1
                    break
    return first, last


def main() -> None:
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    words = {line.strip() for line in lines if line.strip()}
    write_packed("words.txt.xz", sorted(words))
    first, last = count_parts(words)
    parts = sorted(word for word in first.keys() | last.keys() if first[word] + last[word] >= 3)
    write_packed("parts.txt.xz", [f"{word}\t{first[word]}\t{last[word]}" for word in parts])
    print(f"{len(words)} words, {len(parts)} parts")


if __name__ == "__main__":
    main()
