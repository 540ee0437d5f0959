"""All benchmarks that need nothing but this repository: `make bench`, or `python -m benchmarks`.

Prints Markdown. Those on reference sets that are not shipped stand in the list at the end with their command.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ALWAYS = {
    "Whole run and steps": ["run.py"],
    "Again and again": ["again.py"],
    "Sentence vectors": ["vectors.py"],
    "Topics": ["topics.py"],
    "Coding on the made-up corpus": ["coding.py"],
    "Growth": ["scale.py", "--sizes", "1000", "10000"],
}
ASKED = (
    "sentences.py UD_FOLDER (treebanks)",
    "lemmas.py UD_FOLDER (treebanks)",
    "coding.py --documents DIR --reference DIR",
    "trace.py CORPUS REFERENCE",
    "scale.py --sizes 1000 10000 100000 (about an hour)",
)


def main() -> int:
    """Run each in a process of its own; a benchmark that fails is said and counts in the exit code."""
    failed = 0
    for title, (script, *options) in ALWAYS.items():
        print(f"\n# {title}\n\n`python benchmarks/{' '.join([script, *options])}`\n", flush=True)
        done = subprocess.run([sys.executable, str(HERE / script), *options], check=False)
        if done.returncode:
            failed += 1
            print(f"\nFailed with exit code {done.returncode}.", flush=True)
    print("\nNot run, since they need sets that are not shipped or much time:\n")
    print("\n".join(f"- `python benchmarks/{line}`" for line in ASKED))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
